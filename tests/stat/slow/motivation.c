/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose sales, pay by results, effort, reasons to leave: person by person.
 *
 * Each deal of a team-month goes to one person, with chances in proportion to hours x
 * proficiency of the month. In the order of docs/model.md#motivation: commission, sales
 * to date, bonus, attainment, hazards, the year's end, effort; what is decided holds
 * from the next step on, for whoever sits on the seat. */
#include <assert.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "slow/slow.h"

static double motive_mean(const struct slow *w, int i)
{
    const double *m = w->f->pay.motive;
    return m[i] / (m[0] + m[1] + m[2] + m[3]);
}

/* Somebody new for these books: what moves him or her. */
void slow_person_new(struct slow *w, struct slow_seat *seat)
{
    double shape[MOTIVES], part[MOTIVES];
    for (int i = 0; i < MOTIVES; i++)
        shape[i] = fmax(0.1, w->f->pay.alike * motive_mean(w, i));
    gsl_ran_dirichlet(w->rng, MOTIVES, shape, part);
    for (int i = 0; i < MOTIVES; i++)
        seat->motive[i] = part[i] / motive_mean(w, i);
}

void slow_motivation_open(struct slow *w)
{
    for (int i = 0; i < w->seats; i++) {
        struct slow_seat *seat = &w->seat[i];
        seat->known = seat->here ? seat->person : -1;
        seat->effort = seat->hazard = seat->mood = 1;
        if (seat->here && w->f->pay.quota > 0)
            slow_person_new(w, seat);
    }
}

/* ---- sales ---- */

static void sales_share(struct slow *w)
{
    for (int i = 0; i < w->seats; i++)
        w->seat[i].sold = 0;
    for (int n = 0; n < w->sales; n++) {
        const struct slow_sale *sale = &w->sale[n];
        double all = 0;
        struct slow_seat *whose = NULL;
        for (int i = 0; i < w->seats; i++)
            all += w->seat[i].team == sale->team ? w->seat[i].output : 0;
        double u = gsl_rng_uniform(w->rng) * all;
        for (int i = 0; i < w->seats; i++) {
            struct slow_seat *seat = &w->seat[i];
            if (seat->team != sale->team || !(seat->output > 0))
                continue;
            whose = seat;
            u -= seat->output;
            if (u < 0)
                break;
        }
        if (whose)
            whose->sold += sale->value;
    }
}

/* What a team remembers of its sales: a sixth is forgotten each month. */
static void remember(struct slow *w, int team)
{
    const double keep = 5.0 / 6;
    w->sells[team] *= keep;
    w->sold_deals[team] *= keep;
    w->output[team] *= keep;
    for (int n = 0; n < w->sales; n++)
        if (w->sale[n].team == team) {
            w->sells[team] += w->sale[n].value;
            w->sold_deals[team] += 1;
        }
    for (int i = 0; i < w->seats; i++)
        if (w->seat[i].team == team)
            w->output[team] += w->seat[i].output / w->seat[i].effort;
}

/* ---- pay ---- */

static double units(const struct firm_pay *p, double sold, double quota)
{
    return sold + (p->accelerator - 1) * fmax(0, sold - quota) -
           p->accelerator * fmax(0, sold - p->cap * quota);
}

static void seat_pay(struct slow *w, struct slow_seat *seat)
{
    const struct firm_pay *p = &w->f->pay;
    const int now = seat->here ? seat->person : -1;
    const bool same = now >= 0 && now == seat->known;
    const double monthly = p->quota / 12;
    if (!same) {
        seat->mood = seat->effort = 1;
        if (now >= 0)
            slow_person_new(w, seat);
    }
    seat->known = now;
    const double quota = monthly * (seat->served + 12 - w->month % 12);
    const double due =
        w->f->commission *
        (same ? units(p, seat->year + seat->sold, quota) - units(p, seat->year, quota)
              : seat->sold);
    w->now.commission += due;
    seat->earned = same ? seat->earned + due : 0;
    seat->served = same ? seat->served + 1 : 0;
    seat->in_quarter = same ? seat->in_quarter + 1 : 0;
    seat->year = same ? seat->year + seat->sold : 0;
    seat->quarter = same ? seat->quarter + seat->sold : 0;
    if (w->month % 3 == 2) {
        const bool met =
            seat->in_quarter > 0 && seat->quarter >= monthly * seat->in_quarter;
        const double bonus = met ? p->bonus * seat->in_quarter / 3 : 0;
        seat->earned += bonus;
        w->now.bonus += bonus;
        seat->in_quarter = seat->quarter = 0;
    }
    w->attained += seat->year;
    w->quota_due += monthly * seat->served;
    if (w->month % 12 == 11 && seat->served >= 3) {
        w->quota_seats += 1;
        w->quota_met += seat->year >= monthly * seat->served;
    }
}

/* ---- leaving ---- */

static double attainment(const struct slow_seat *seat)
{
    return seat->served > 0 ? seat->year / seat->served : 0;
}

/* Is the seat in the middle third of its team, by sales a month served? */
static bool middle(const struct slow *w, int i)
{
    int below = 0, all = 0;
    for (int j = 0; j < w->seats; j++) {
        const struct slow_seat *other = &w->seat[j];
        if (other->team != w->seat[i].team || !(other->served > 0))
            continue;
        const double gap = attainment(&w->seat[i]) - attainment(other);
        all++;
        below += gap > 0 || (!(gap < 0) && j < i);
    }
    return 3 * below >= all && 3 * below < 2 * all;
}

static void hazard_set(struct slow *w, int i)
{
    const struct firm_pay *p = &w->f->pay;
    struct slow_seat *seat = &w->seat[i];
    double sum = p->by_peers * (w->departures[seat->team] - w->turnover / 4) -
                 p->by_recession * w->macro.recession - p->by_mood * (seat->mood - 1);
    if (seat->served > 0) {
        const double there =
            p->market_pay * (w->f->base_pay + w->f->commission * p->quota / 12);
        const double here = w->f->base_pay + seat->earned / seat->served;
        sum += p->by_pay * fmax(-1, 1 - here / there);
    }
    double hazard = exp(sum);
    if (seat->served > 0)
        hazard *=
            (middle(w, i) ? exp(p->by_middle) : 1) / (1 + (exp(p->by_middle) - 1) / 3);
    seat->hazard = seat->known >= 0 ? fmin(10, fmax(0.1, hazard)) : 1;
}

/* ---- effort ---- */

struct outlook { /* in units of a month's quota */
    double rate, spread, year, quarter, goal, near, months, left;
};

/* Pay of one more unit of sales over the flat commission, at effort e. */
static double pay_slope(const struct slow *w, const struct outlook *o, double e)
{
    const struct firm_pay *p = &w->f->pay;
    const double by_year = sqrt(o->months * o->spread);
    const double by_quarter = sqrt(o->left * o->spread);
    const double sales = o->year + o->months * o->rate * e;
    const double quota = gsl_cdf_ugaussian_P((sales - o->goal) / by_year);
    const double cap = gsl_cdf_ugaussian_P((sales - p->cap * o->goal) / by_year);
    const double gain = p->bonus / (w->f->commission * p->quota / 12) * o->near / 3;
    const double bonus =
        gain * gsl_ran_ugaussian_pdf((o->quarter + o->left * o->rate * e - o->near) /
                                     by_quarter);
    return fmax(0.01, 1 + (p->accelerator - 1) * quota - p->accelerator * cap +
                          bonus / by_quarter);
}

static void effort_set(struct slow *w, struct slow_seat *seat)
{
    const struct firm_pay *p = &w->f->pay;
    const int team = seat->team, month = w->month + 1;
    const double monthly = p->quota / 12;
    const double sells =
        w->output[team] > 0 ? w->sells[team] / (w->output[team] * monthly) : 0;
    const double deal =
        w->sold_deals[team] > 0 ? w->sells[team] / (w->sold_deals[team] * monthly) : 1;
    struct outlook o = {.rate = fmax(0.02, sells * seat->output / seat->effort)};
    o.spread = o.rate * fmax(1e-3, deal) * (1 + w->t->deal_cv2[team]);
    o.year = seat->year / monthly;
    o.quarter = seat->quarter / monthly;
    o.months = 12 - month % 12;
    o.left = 3 - month % 3;
    o.goal = seat->served + o.months;
    o.near = seat->in_quarter + o.left;
    const double power = p->elasticity * seat->motive[MONEY];
    double low = 0.5, high = p->most;
    for (int i = 0; i < 30; i++) {
        const double e = (low + high) / 2;
        *(pow(pay_slope(w, &o, e), power) > e ? &low : &high) = e;
    }
    const bool here = seat->known >= 0;
    seat->effort = here ? low : 1;
    seat->mood = here ? pow(pay_slope(w, &o, low), seat->motive[MONEY]) : 1;
}

/* ---- the month ---- */

void slow_motivation_month(struct slow *w)
{
    w->attained = w->quota_due = 0;
    if (w->month % 12 == 11)
        w->quota_seats = w->quota_met = 0;
    if (w->f->pay.quota > 0) {
        sales_share(w);
        for (int team = 0; team < NG; team++)
            remember(w, team);
        for (int i = 0; i < w->seats; i++)
            seat_pay(w, &w->seat[i]);
        for (int i = 0; i < w->seats; i++)
            hazard_set(w, i);
        for (int i = 0; w->month % 12 == 11 && i < w->seats; i++)
            w->seat[i].served = w->seat[i].year = w->seat[i].earned = 0;
        for (int i = 0; i < w->seats; i++)
            effort_set(w, &w->seat[i]);
    }
    for (int i = 0; i < w->seats; i++)
        w->seat[i].output = 0;
    w->sales = 0;
}
