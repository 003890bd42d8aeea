/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: whose sales, quota, commission and bonus, reasons to leave. Laws:
 * src/model/motivation_month.c, motivation_split.c, motivation_leave.c; effort is in
 * gsl_effort.c. No grades. */
#include <string.h>

#include "gsl_loop.h"

static double quota_month(const struct loop_path *w)
{
    return loop_number(w, w->of->model->pay_numbers.quota) / 12;
}

/* ---- the split of a month's sales ---- */

static void wins_split(struct loop_path *w, uint32_t team, unsigned won, double *part)
{
    const struct fc_motivation *own = w->of->motivation;
    const double shape = 1 / loop_max(own->cv2[team], 1e-4);
    double rest = 0;
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++)
        rest += w->s.seat_output[own->seat[i]];
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        const double output = w->s.seat_output[seat];
        const double chance = output < rest * (1 - 1e-12) ? output / rest : 1;
        const unsigned n = output > 0 ? loop_binomial(w, chance, won) : 0;
        won -= n;
        rest -= output;
        w->s.seat_won[seat] = n;
        part[seat] = n > 0 ? gsl_ran_gamma(w->rng, n * shape, 1) : 0;
    }
}

static void split(struct loop_path *w, uint32_t team, unsigned won, double value)
{
    const struct fc_motivation *own = w->of->motivation;
    double part[SEATS], sum = 0;
    wins_split(w, team, won, part);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        if (won == 0) /* bookings without a win go by output */
            part[seat] = w->s.seat_output[seat];
        sum += part[seat];
    }
    for (uint32_t i = own->first[team]; sum > 0 && i < own->first[team + 1]; i++)
        w->s.seat_sold[own->seat[i]] = value * part[own->seat[i]] / sum;
}

/* What an hour of full proficiency sells, as people remember it. */
static void memory_move(struct loop_path *w, uint32_t team, unsigned won, double value)
{
    const struct fc_motivation *own = w->of->motivation;
    const double keep = 5.0 / 6;
    struct loop_team *t = &w->team[team];
    t->value = t->value * keep + value;
    t->deals = t->deals * keep + won;
    t->output *= keep;
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++)
        t->output += w->s.seat_output[own->seat[i]] / w->s.seat_effort[own->seat[i]];
}

/* ---- a seat ---- */

/* Is the person of a month ago still there? */
static bool meet(struct loop_path *w, uint32_t seat)
{
    struct loop_seat *x = &w->seat[seat];
    const double now = w->s.seat_filled[seat] > 0 ? w->s.seat_person[seat] : -1;
    const bool same = now >= 0 && fabs(now - x->known) < 0.5;
    x->known = now;
    if (same)
        return true;
    x->mood = 1;
    w->s.seat_effort[seat] = 1;
    if (now >= 0 && w->of->motivation->effort)
        loop_motives_draw(w, seat);
    return false;
}

static double commission(const struct loop_path *w, const struct loop_seat *x,
                         double sold, bool same)
{
    const struct fc_motivation *own = w->of->motivation;
    const double rate = loop_number(w, w->of->model->pay_numbers.commission);
    if (!own->plan || !same)
        return rate * sold;
    const double goal = quota_month(w) * (x->served + (12 - w->month % 12));
    const double most = own->capped ? goal * loop_number(w, own->cap) : HUGE_VAL;
    const double a = loop_number(w, own->accelerator), all = x->sold_year + sold;
    const double over = loop_max(0, all - goal) - loop_max(0, x->sold_year - goal);
    const double lost = loop_max(0, all - most) - loop_max(0, x->sold_year - most);
    return rate * (sold + (a - 1) * over - a * lost);
}

static void sales_add(struct loop_path *w, uint32_t team, uint32_t seat, bool same)
{
    struct loop_seat *x = &w->seat[seat];
    const double sold = w->s.seat_sold[seat], due = commission(w, x, sold, same);
    w->s.commission[team] += due;
    if (!same) {
        x->served = x->in_quarter = x->sold_year = x->sold_quarter = x->earned = 0;
        return;
    }
    x->earned += due;
    x->served += 1;
    x->in_quarter += 1;
    x->sold_year += sold;
    x->sold_quarter += sold;
}

static void bonus_add(struct loop_path *w, uint32_t team, uint32_t seat)
{
    struct loop_seat *x = &w->seat[seat];
    const double bonus = loop_number(w, w->of->motivation->bonus);
    if (x->in_quarter > 0 && x->sold_quarter >= quota_month(w) * x->in_quarter) {
        x->earned += bonus * x->in_quarter / 3;
        w->s.bonus[team] += bonus * x->in_quarter / 3;
    }
    x->in_quarter = x->sold_quarter = 0;
}

static void attainment(struct loop_path *w, uint32_t team, uint32_t seat,
                       bool year_ends)
{
    const struct loop_seat *x = &w->seat[seat];
    const double goal = quota_month(w) * x->served;
    w->s.seat_attainment[seat] = goal > 0 ? x->sold_year / goal : 0;
    w->s.sold_to_date[team] += goal > 0 ? x->sold_year : 0;
    w->s.quota_to_date[team] += goal;
    if (!year_ends || x->served < 3 || !(goal > 0))
        return;
    w->s.quota_seats[team] += 1;
    w->s.quota_met[team] += x->sold_year >= goal;
}

/* ---- reasons to leave ---- */

static double pay_gap(const struct loop_path *w, const struct loop_seat *x)
{
    const struct fc_pay_numbers *pay = &w->of->model->pay_numbers;
    const double base = loop_number(w, pay->base);
    const double there = loop_number(w, w->of->motivation->market_pay) *
                         (base + loop_number(w, pay->commission) * quota_month(w));
    if (!(x->served > 0) || !(there > 0))
        return 0;
    return loop_max(-1, 1 - (base + x->earned / x->served) / there);
}

/* Is the seat in the middle third of its team by attainment? */
static bool middle(const struct loop_path *w, uint32_t team, uint32_t i)
{
    const struct fc_motivation *own = w->of->motivation;
    const double mine = w->s.seat_attainment[own->seat[i]];
    unsigned below = 0, all = 0;
    for (uint32_t j = own->first[team]; j < own->first[team + 1]; j++) {
        const double other = w->s.seat_attainment[own->seat[j]];
        if (!(w->seat[own->seat[j]].served > 0))
            continue;
        all++;
        below += other < mine || (j < i && !(other > mine));
    }
    return 3 * below >= all && 3 * below < 2 * all;
}

static void hazards(struct loop_path *w, uint32_t team)
{
    const struct fc_motivation *own = w->of->motivation;
    const double usual = loop_number(w, w->of->model->pay_numbers.turnover);
    const double common =
        loop_number(w, own->by_peers) * (w->s.team_departures[team] - usual / 4) -
        loop_number(w, own->by_recession) * w->s.recession[0];
    const double more = exp(loop_number(w, own->by_middle));
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        const struct loop_seat *x = &w->seat[seat];
        w->s.seat_hazard[seat] = 1;
        if (x->known < 0)
            continue;
        double hazard = exp(common + loop_number(w, own->by_pay) * pay_gap(w, x) -
                            loop_number(w, own->by_motivation) * (x->mood - 1));
        if (own->ranks && x->served > 0)
            hazard *= (middle(w, team, i) ? more : 1) / (1 + (more - 1) / 3);
        w->s.seat_hazard[seat] = loop_min(loop_max(hazard, 0.1), 10);
    }
}

/* ---- a team ---- */

static void levels_clear(struct loop_path *w, uint32_t team, bool year_ends)
{
    w->s.sold_to_date[team] = w->s.quota_to_date[team] = w->s.effort_people[team] = 0;
    if (year_ends)
        w->s.quota_seats[team] = w->s.quota_met[team] = 0;
}

static void team_month(struct loop_path *w, uint32_t team)
{
    const struct loop_department *d = w->of;
    const struct fc_motivation *own = d->motivation;
    const bool year_ends = w->month % 12 == 11;
    double won = 0, value = 0;
    for (uint32_t i = 0; i < d->team_markets[team]; i++) {
        won += w->s.won[d->team_market[team][i]];
        value += w->s.bookings[d->team_market[team][i]];
    }
    split(w, team, (unsigned)won, value);
    memory_move(w, team, (unsigned)won, value);
    levels_clear(w, team, year_ends);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        sales_add(w, team, seat, meet(w, seat));
        if (w->month % 3 == 2)
            bonus_add(w, team, seat);
        attainment(w, team, seat, year_ends);
    }
    if (own->leaves)
        hazards(w, team);
    for (uint32_t i = own->first[team]; year_ends && i < own->first[team + 1]; i++) {
        struct loop_seat *x = &w->seat[own->seat[i]];
        x->served = x->sold_year = x->earned = 0;
    }
    if (own->effort)
        loop_effort(w, team);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++)
        w->s.effort_people[team] +=
            w->s.seat_filled[own->seat[i]] * w->s.seat_effort[own->seat[i]];
}

void loop_motivation_month(struct loop_path *w)
{
    for (uint32_t team = 0; team < w->of->teams; team++)
        team_month(w, team);
}

void loop_motivation_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const struct fc_motivation *own = d->motivation;
    double sum = 0;
    for (int i = 0; i < FC_MOTIVES; i++)
        sum += loop_number(w, own->motive[i]);
    for (int i = 0; i < FC_MOTIVES; i++)
        w->law.mean_motive[i] = loop_number(w, own->motive[i]) / sum;
    for (uint32_t seat = 0; seat < d->seats; seat++) {
        const bool here = w->s.seat_filled[seat] > 0;
        w->seat[seat].known = here ? w->s.seat_person[seat] : -1;
        w->seat[seat].mood = 1;
        w->s.seat_effort[seat] = w->s.seat_hazard[seat] = 1;
        if (here && own->effort)
            loop_motives_draw(w, seat);
    }
    for (uint32_t team = 0; team < d->teams; team++)
        w->s.effort_people[team] = w->s.headcount[team];
}
