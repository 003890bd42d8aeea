/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to a team when people go: lay-offs, walk-outs, and accounts and deals
 * that change hands.
 *
 *   lay-off     a rise of the lever `lay_off` closes that share of the team's seats for
 *               good: vacancies first, then people, from the last seat number down
 *   walk-out    a rise of the lever `walk_out` from a to b makes everybody leave with
 *               probability (b - a) / (1 - a) when the step begins
 *   departures  leavers of the last 3 months / seats
 *   handover    sum over 12 months of leavers / seats x loss (1 - similar) knowledge
 *               lost then: what the clients of the team on average lose (Shi, Sridhar,
 *               Grewal & Lilien 2017: 13 to 18 % of an account's sales a year)
 *   deals       the same for open deals; a handed-over deal ends at rate 1 /
 * deal_months and new ones take its place
 *
 * Source: docs/model.md#organisation. Checked by tests/stat/test_moves.c. */
#include <math.h>
#include <string.h>

#include "model/people.h"

/* ---- lay-offs ---- */

void fc__people_close(const struct fc_people *own, struct fc_block *b, uint32_t team,
                      uint32_t seat, uint32_t l)
{
    float *tenure = fc_own(b, own->tenure, seat);
    if (tenure[l] >= 0.0f) {
        FC_ROW(b, leavers, team)[l] += 1.0f;
        FC_ROW(b, laid_off, team)[l] += 1.0f;
        FC_ROW(b, seat_person, seat)[l] += 1.0f;
    }
    tenure[l] = -1.0f;
    fc_own(b, own->clock, seat)[l] = FC_NEVER_MONTHS;
    fc_own(b, own->closed, seat)[l] = 1.0f;
}

/* Closes up to n seats in one lane, those with people or those without. */
static float seats_close(const struct fc_people *own, struct fc_block *b, uint32_t team,
                         uint32_t l, bool people, float n)
{
    for (uint32_t i = own->team_first[team + 1]; i-- > own->team_first[team];) {
        const uint32_t seat = own->team_seats[i];
        const bool here = fc_own(b, own->tenure, seat)[l] >= 0.0f;
        const bool closed = fc_own(b, own->closed, seat)[l] > 0.0f;
        if (!fc__seat_runs(own, b, seat) || closed || here != people || n < 1.0f)
            continue;
        fc__people_close(own, b, team, seat, l);
        n -= 1.0f;
    }
    return n;
}

/* Seats of the team by now, those that policies have open included. */
static void seats_write(const struct fc_people *own, const struct fc_block *b,
                        uint32_t team, float *seats)
{
    const float *more = fc_own(b, own->more, team);
    float planned = 0.0f;
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++)
        planned += own->opens_step[own->team_seats[i]] <= b->step ? 1.0f : 0.0f;
    FC_EACH (l)
        seats[l] = planned + more[l];
}

void fc__people_lay_off(const struct fc_people *own, struct fc_block *b, uint32_t team)
{
    const float *share = fc_lever(b, FC_L_lay_off, team);
    float *gone = fc_own(b, own->gone, team);
    FC_LANE_ROW(float, seats);
    if (!fc_lever_pulled(b, FC_L_lay_off, team))
        return;
    seats_write(own, b, team, seats);
    FC_EACH (l) {
        const float want = (float)(int)(share[l] * seats[l] + 0.5f);
        if (want <= gone[l])
            continue;
        const float more = want - gone[l];
        seats_close(own, b, team, l, true, seats_close(own, b, team, l, false, more));
        gone[l] = want;
    }
}

/* ---- walk-outs ---- */

/* Chance to leave at once: the rise since the last step, of those who were left. */
static bool walk_chance(const struct fc_block *b, uint32_t team, float *before,
                        float *chance)
{
    const float *share = fc_lever(b, FC_L_walk_out, team);
    bool any = false;
    FC_EACH (l) {
        const float rise = share[l] - before[l];
        const float left = 1.0f - before[l];
        chance[l] = rise > 0.0f && left > 0.0f ? rise / left : 0.0f;
        before[l] = share[l];
        any |= chance[l] > 0.0f;
    }
    return any;
}

/* Who leaves does so with the beginning of the step. */
void fc__people_walk_out(const struct fc_people *own, struct fc_block *b, uint32_t team)
{
    float *before = fc_own(b, own->walked, team);
    FC_LANE_ROW(float, chance);
    FC_LANE_ROW(float, u);
    FC_LANE_ROW(uint32_t, words[4]);
    if (!fc_lever_pulled(b, FC_L_walk_out, team)) {
        memset(before, 0, FC_LANES * sizeof *before);
        return;
    }
    if (!walk_chance(b, team, before, chance))
        return;
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++) {
        const uint32_t seat = own->team_seats[i];
        const float *tenure = fc_own(b, own->tenure, seat);
        float *clock = fc_own(b, own->clock, seat);
        fc_draw(b, own->walk_site[seat], words[0]);
        fc_uniform(FC_LANES, words[0], u);
        FC_EACH (l)
            clock[l] = tenure[l] >= 0.0f && u[l] < chance[l] ? 0.0f : clock[l];
    }
}

/* ---- hand-overs ---- */

/* Sum of the last n steps of a team's ring. */
static void ring_sum(const struct fc_people *own, const struct fc_block *b,
                     fc_rows rows, uint32_t team, uint32_t n, float *sum)
{
    const uint32_t ring = own->ring;
    FC_EACH (l)
        sum[l] = 0.0f;
    for (uint32_t back = 0; back < n && back <= b->step; back++) {
        const float *row = fc_own(b, rows, team * ring + (b->step - back) % ring);
        FC_EACH (l)
            sum[l] += row[l];
    }
}

/* What is lost of what the leavers of this step had, as a share of the team's. */
static void loss_write(const struct fc_people *own, const struct fc_block *b,
                       uint32_t team, const float *seats, const float *left,
                       float *lost)
{
    const float *similar = fc_number_row(b, own->similar);
    const float *kept = fc_lever(b, FC_L_knowledge_kept, team);
    FC_EACH (l)
        lost[l] = left[l] / seats[l] * (1.0f - similar[l]) * (1.0f - kept[l]);
}

void fc__people_hand_over(const struct fc_people *own, struct fc_block *b,
                          uint32_t team, const float *before)
{
    const uint32_t at = team * own->ring + b->step % own->ring;
    const uint32_t quarter = 3 * b->model->steps_per_month;
    const float *loss = fc_number_row(b, own->handover_loss);
    const float *deals_loss = fc_number_row(b, own->deals_loss);
    const float *months = fc_number_row(b, own->deal_months);
    float *departures = FC_ROW(b, team_departures, team);
    float *deals = FC_ROW(b, handover_deals, team);
    const float *leavers = FC_ROW(b, leavers, team);
    float *left = fc_own(b, own->left, at);
    FC_LANE_ROW(float, lost);
    FC_LANE_ROW(float, seats);
    FC_EACH (l)
        left[l] = leavers[l] - before[l];
    ring_sum(own, b, own->left, team, quarter, departures);
    seats_write(own, b, team, seats);
    FC_EACH (l) {
        seats[l] = seats[l] > 0.0f ? seats[l] : 1.0f;
        departures[l] /= seats[l];
    }
    if (!b->model->handover)
        return;
    loss_write(own, b, team, seats, left, lost);
    FC_EACH (l) {
        const float x = b->model->dt / months[l];
        const float open = deals[l] * fc_expf(-x);
        const float fresh = lost[l] * fc__learning_mean_decay(x); /* over a step */
        const float sum = open + fresh * deals_loss[l];
        deals[l] = sum < 0.95f ? sum : 0.95f;
        lost[l] *= loss[l];
    }
    memcpy(fc_own(b, own->lost, at), lost, sizeof lost);
    ring_sum(own, b, own->lost, team, own->ring, FC_ROW(b, handover, team));
}
