/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promotion between roles, when a sales year begins.
 *
 *   fit       months with the company >= promotion_months, and promotion_share of those
 *   who       vacant seats of the next role in the team are filled by the fit
 *             people with the longest tenure, top roles first; whoever moves
 *             leaves a seat that is searched for as if he or she had left
 *   kept      the person: tenure, ability, the time of leaving; of what is
 *             beyond a newcomer the share `experience_kept`:
 *             gap = (1-kept) (1-L0) + kept gap, experience = kept experience
 *   outlook   of the fit ones min(promotion_share, vacant seats / people who
 *             will have the months by the end of the year) expect it
 *             (motivation)
 *
 * Nobody is hired and nobody leaves. A search that an own person ends is over; nothing
 * is lost by the change of hands, for the one who moves is still there to ask. Source:
 * docs/model.md#organisation. Checked by tests/unit/test_promotion.c. */
#include "model/organisation.h"
#include "model/people.h"

#define NOBODY UINT32_MAX

/* ---- who ---- */

static void fit_write(const struct fc_people *own, struct fc_block *b, uint32_t seat)
{
    const struct fc_role *role = &b->model->organisation->role[own->role[seat]];
    const float *tenure = fc_own(b, own->tenure, seat);
    float *fit = fc_own(b, own->fit, seat);
    _Alignas(64) uint32_t words[4 * FC_LANES];
    FC_LANE_ROW(float, u);
    fc_draw(b, own->fit_site[seat], words);
    fc_uniform(FC_LANES, words, u);
    FC_EACH (l)
        fit[l] = tenure[l] >= 0.0f && tenure[l] >= role->promotion_months &&
                         u[l] < role->promotion_share
                     ? 1.0f
                     : 0.0f;
}

/* First vacant seat of a role in one lane. */
static uint32_t vacant_find(const struct fc_people *own, const struct fc_block *b,
                            uint32_t team, uint32_t role, uint32_t l)
{
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++) {
        const uint32_t seat = own->team_seats[i];
        if (own->role[seat] == role && fc__seat_runs(own, b, seat) &&
            fc_own(b, own->tenure, seat)[l] < 0.0f &&
            !(fc_own(b, own->closed, seat)[l] > 0.0f))
            return seat;
    }
    return NOBODY;
}

/* Seat of the person who has been there longest of those fit for a role. */
static uint32_t fit_find(const struct fc_people *own, const struct fc_block *b,
                         uint32_t team, uint32_t role, uint32_t l)
{
    const struct fc_role *roles = b->model->organisation->role;
    uint32_t best = NOBODY;
    float most = -1.0f;
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++) {
        const uint32_t seat = own->team_seats[i];
        const float tenure = fc_own(b, own->tenure, seat)[l];
        if (roles[own->role[seat]].next != role || tenure <= most ||
            !(fc_own(b, own->fit, seat)[l] > 0.0f))
            continue;
        best = seat;
        most = tenure;
    }
    return best;
}

/* ---- the move ---- */

static void row_copy(const struct fc_block *b, fc_rows rows, uint32_t from, uint32_t to,
                     uint32_t l)
{
    fc_own(b, rows, to)[l] = fc_own(b, rows, from)[l];
}

/* What the person brings along. */
static void person_move(const struct fc_people *own, const struct fc_block *b,
                        uint32_t from, uint32_t to, uint32_t l)
{
    const struct fc_learning *learning = &own->learning;
    const float kept = b->model->organisation->role[own->role[from]].experience_kept;
    const float start = fc_own(b, own->start_gap, 0)[l];
    const float gap = fc_own(b, own->gap, from)[l];
    row_copy(b, own->tenure, from, to, l);
    row_copy(b, own->clock, from, to, l);
    row_copy(b, own->aged, from, to, l);
    row_copy(b, own->ability, from, to, l);
    row_copy(b, own->log_ability, from, to, l);
    row_copy(b, learning->lacking, from, to, l);
    row_copy(b, learning->closed, from, to, l);
    row_copy(b, learning->mentor, from, to, l);
    fc_own(b, own->gap, to)[l] = start - kept * (start - gap);
    for (uint32_t d = 0; learning->on && d < learning->domains; d++) {
        const uint32_t old = from * learning->domains + d;
        fc_own(b, learning->experience, to * learning->domains + d)[l] =
            kept * fc_own(b, learning->experience, old)[l];
    }
}

/* The seat that is left: the next person is searched for. */
static void seat_leave(const struct fc_people *own, struct fc_block *b, uint32_t seat,
                       uint32_t l)
{
    float *person = FC_ROW(b, seat_person, seat);
    uint32_t words[FC_SEAT_WORDS];
    person[l] += 1.0f;
    fc__person_words(own, b, seat, l, person[l], words);
    fc_own(b, own->tenure, seat)[l] = -1.0f;
    fc_own(b, own->clock, seat)[l] = fc__search_months(own, b, l, words);
    fc_own(b, own->fit, seat)[l] = 0.0f;
}

static void team_promote(const struct fc_people *own, struct fc_block *b, uint32_t team,
                         uint32_t role, uint32_t l)
{
    for (;;) {
        const uint32_t to = vacant_find(own, b, team, role, l);
        const uint32_t from = to == NOBODY ? NOBODY : fit_find(own, b, team, role, l);
        if (from == NOBODY)
            return;
        person_move(own, b, from, to, l);
        seat_leave(own, b, from, l);
        FC_ROW(b, promoted, team)[l] += 1.0f;
    }
}

void fc__people_promote(const struct fc_people *own, struct fc_block *b)
{
    if (!own->careers || !b->month_starts || b->month == 0 || b->month % 12 != 0)
        return;
    for (uint32_t seat = 0; seat < own->seats; seat++)
        if (b->model->organisation->role[own->role[seat]].next != FC_NO_ROLE)
            fit_write(own, b, seat);
    for (uint32_t i = 0; i < own->careers; i++)
        for (uint32_t team = 0; team < own->teams; team++)
            for (uint32_t l = 0; l < FC_LANES; l++)
                team_promote(own, b, team, own->career[i], l);
}

/* ---- what people expect ---- */

/* Vacant seats of a role in a team; people who will have `months` in it. */
static void vacant_count(const struct fc_people *own, const struct fc_block *b,
                         uint32_t team, uint32_t role, float *vacant)
{
    FC_EACH (l)
        vacant[l] = 0.0f;
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++) {
        const uint32_t seat = own->team_seats[i];
        const float *tenure = fc_own(b, own->tenure, seat);
        const float *closed = fc_own(b, own->closed, seat);
        if (own->role[seat] != role || !fc__seat_runs(own, b, seat))
            continue;
        FC_EACH (l)
            vacant[l] += tenure[l] < 0.0f ? 1.0f - closed[l] : 0.0f;
    }
}

static void fit_count(const struct fc_people *own, const struct fc_block *b,
                      uint32_t team, uint32_t role, float months, float *people)
{
    FC_EACH (l)
        people[l] = 0.0f;
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++) {
        const uint32_t seat = own->team_seats[i];
        const struct fc_role *of = &b->model->organisation->role[own->role[seat]];
        const float least = of->promotion_months - months;
        const float *tenure = fc_own(b, own->tenure, seat);
        if (of->next != role)
            continue;
        FC_EACH (l)
            people[l] += tenure[l] >= 0.0f && tenure[l] >= least ? 1.0f : 0.0f;
    }
}

static void chance_write(const struct fc_people *own, struct fc_block *b, uint32_t team,
                         uint32_t role)
{
    const struct fc_role *roles = b->model->organisation->role;
    FC_LANE_ROW(float, vacant);
    FC_LANE_ROW(float, people);
    vacant_count(own, b, team, role, vacant);
    fit_count(own, b, team, role, (float)(12 - (b->month + 1) % 12), people);
    for (uint32_t from = 0; from < own->roles; from++) {
        float *chance = FC_ROW(b, promotion_chance, team * own->roles + from);
        const float share = roles[from].promotion_share;
        if (roles[from].next != role)
            continue;
        FC_EACH (l) {
            const float part = people[l] > 1.0f ? vacant[l] / people[l] : vacant[l];
            chance[l] = part < share ? part : share;
        }
    }
}

void fc__people_outlook(const struct fc_people *own, struct fc_block *b)
{
    for (uint32_t i = 0; b->month_ends && i < own->careers; i++)
        for (uint32_t team = 0; team < own->teams; team++)
            chance_write(own, b, team, own->career[i]);
}
