/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sellers one by one (docs/model.md 7): each has a clock Exp(1) that the hazard runs
 * down.
 *
 * - leaves when the integral of factor dH(tenure) is Exp(1), H(x) = (x/scale)^shape,
 *   H(12) = -ln(1 - turnover); then a lognormal search; then the next person
 * - hours = paid 52/12 dt (1-absence)(1-admin)(1-coordination) days lever worked
 * - pi = ability (1 - (1-L0) e^(-tenure/tau)), averaged over the time worked,
 *   tau = ramp / ln((1-L0)/.05); skill = hours-weighted mean of pi^beta */
#include <assert.h>
#include <math.h>

#include <gsl/gsl_randist.h>

#include "slow/slow.h"

double slow_lognormal(gsl_rng *rng, double mean, double cv)
{
    const double variance = log1p(cv * cv);
    return gsl_ran_lognormal(rng, log(mean) - variance / 2, sqrt(variance));
}

static double hazard(const struct slow *w, double tenure)
{
    return pow(tenure / w->life_scale, w->f->tenure_shape);
}

static void hire(struct slow *w, struct slow_seat *seat)
{
    seat->here = true;
    seat->tenure = 0;
    seat->clock = gsl_ran_exponential(w->rng, 1);
    seat->ability = slow_lognormal(w->rng, 1, w->f->ability_cv);
    seat->person = w->persons++;
    for (int d = 0; d < DOMAINS; d++)
        seat->experience[d][0] = seat->experience[d][1] = 0;
}

static void seat_new(struct slow *w, int team, int opens, bool filled, bool running)
{
    const struct firm *f = w->f;
    struct slow_seat *seat = &w->seat[w->seats++];
    assert(w->seats <= SLOW_SEATS);
    *seat = (struct slow_seat){.team = team, .opens = opens, .known = -1};
    seat->effort = seat->hazard = seat->mood = 1;
    seat->wait = slow_lognormal(w->rng, f->fill_mean, f->fill_cv);
    if (running) { /* length-biased: weight proportional to the length */
        const double sigma = sqrt(log1p(f->fill_cv * f->fill_cv));
        seat->wait =
            f->fill_mean *
            exp(sigma * sigma / 2 + sigma * gsl_ran_gaussian_ziggurat(w->rng, 1)) *
            gsl_rng_uniform(w->rng);
    }
    if (filled) { /* age of a renewal process: a uniform part of a length-biased life */
        hire(w, seat);
        const double k = f->tenure_shape;
        const double life =
            w->life_scale * pow(gsl_ran_gamma(w->rng, 1 + 1 / k, 1), 1 / k);
        seat->tenure = life * gsl_rng_uniform(w->rng);
        seat->clock = hazard(w, life) - hazard(w, seat->tenure);
        slow_learn(w, seat, seat->tenure);
        w->headcount[team] += 1;
    }
}

void slow_people_open(struct slow *w)
{
    const struct firm *f = w->f;
    w->life_scale = 12 * pow(-log1p(-w->turnover), -1 / f->tenure_shape);
    for (int t = 0; t < NG; t++)
        for (int d = 0; d < DOMAINS; d++)
            for (int m = 0; m < 2; m++)
                w->time_share[t][d][m] = slow_time_share(w, t, d, m);
    for (int t = 0; t < firm_teams(f); t++)
        for (int i = 0; i < f->seats[t]; i++)
            seat_new(w, t, 0, i < f->filled[t], i >= f->filled[t]);
    seat_new(w, f->plan_team, (f->plan_month - 1) * f->steps, false, false);
}

struct worked {                   /* sums over the seats */
    double months[NT], given[NT]; /* months; those that go into selling */
    double power[NK];             /* of given months x pi^beta */
    double net[NT], used[NT];     /* hours of a month; share that other things take */
};

/* The person works for some months of this step. */
static void work(struct slow *w, struct slow_seat *seat, double months,
                 struct worked *sum)
{
    const struct firm *f = w->f;
    const int team = seat->team;
    const double gap = 1 - f->start_level, tau = f->ramp_months / log(gap / 0.05);
    const double missing =
        gap * exp(-seat->tenure / tau) * tau * -expm1(-months / tau) / months;
    const double pi = seat->ability * (1 - missing);
    const double given = months * fmax(0, seat->effort - sum->used[team]);
    for (int k = 0; k < NK; k++)
        if (territory_of(k) == team)
            sum->power[k] += given * pow(pi * slow_learned(w, seat, k, months),
                                         w->t->beta[segment_of(k)]);
    seat->output += given * sum->net[team] * pi * slow_learned_all(w, seat, months);
    sum->months[team] += months;
    sum->given[team] += given;
    seat->tenure += months;
    slow_learn(w, seat, months);
}

static void seat_step(struct slow *w, struct slow_seat *seat, struct worked *sum)
{
    const struct firm *f = w->f;
    const double factor = w->lever.one[TURNOVER] * seat->hazard;
    double left = w->dt;
    for (;;) {
        if (!seat->here) {
            if (seat->wait > left) {
                seat->wait -= left;
                return;
            }
            left -= seat->wait;
            hire(w, seat);
            w->now.hires += 1;
            continue;
        }
        const double used = hazard(w, seat->tenure);
        const double more = factor * (hazard(w, seat->tenure + left) - used);
        if (more < seat->clock) {
            seat->clock -= more;
            work(w, seat, left, sum);
            return;
        }
        const double gone =
            w->life_scale * pow(used + seat->clock / factor, 1 / f->tenure_shape);
        const double months = fmin(left, fmax(1e-12, gone - seat->tenure));
        work(w, seat, months, sum);
        left -= months;
        seat->here = false;
        seat->wait = slow_lognormal(w->rng, f->fill_mean, f->fill_cv);
        w->now.leavers += 1;
        w->left[seat->team][w->step % SLOW_RING] += 1;
    }
}

/* Sum of the last n steps of a team. */
static double last(const struct slow *w, const double *ring, int n)
{
    double sum = 0;
    for (int back = 0; back < n && back <= w->step; back++)
        sum += ring[(w->step - back) % SLOW_RING];
    return sum;
}

/* Departures, and what accounts and open deals lose by them. */
static void hand_over(struct slow *w, int team)
{
    const struct firm_handover *h = &w->f->handover;
    const int now = w->step % SLOW_RING, steps = w->f->steps;
    double seats = 0;
    for (int i = 0; i < w->seats; i++)
        seats += w->seat[i].team == team && w->seat[i].opens <= w->step;
    w->departures[team] = last(w, w->left[team], 3 * steps) / seats;
    if (!(h->loss > 0))
        return;
    const double lost = w->left[team][now] / seats * (1 - h->similar);
    w->lost[team][now] = lost * h->loss;
    w->handover[team] = last(w, w->lost[team], 12 * steps);
    w->handover_deals[team] =
        fmin(0.95, w->handover_deals[team] * exp(-w->dt / h->deal_months) +
                       lost * h->deals_loss * -expm1(-w->dt / h->deal_months) *
                           h->deal_months / w->dt);
}

void slow_people_step(struct slow *w)
{
    const struct firm *f = w->f;
    struct worked sum = {.months = {0}};
    for (int t = 0; t < firm_teams(f); t++) {
        const double hours = f->paid_week * SLOW_WEEKS * (1 - f->absence) *
                             (1 - f->admin * w->tool_admin) * (1 - f->coordination) *
                             w->t->days[(f->start + w->month) % 12];
        sum.used[t] = fmin(1, w->tool_hours / hours);
        sum.net[t] = hours * w->lever.one[HOURS];
        w->left[t][w->step % SLOW_RING] = w->lost[t][w->step % SLOW_RING] = 0;
    }
    for (int i = 0; i < w->seats; i++)
        if (w->seat[i].opens <= w->step)
            seat_step(w, &w->seat[i], &sum);
    for (int t = 0; t < firm_teams(f); t++) {
        w->hours[t] = sum.given[t] * sum.net[t];
        w->now.hours += w->hours[t];
        w->now.seat_months += sum.months[t];
        w->headcount[t] = 0;
        for (int i = 0; i < w->seats; i++)
            w->headcount[t] += w->seat[i].team == t && w->seat[i].here;
        hand_over(w, t);
    }
    for (int k = 0; k < NK; k++) {
        const double given = sum.given[territory_of(k)];
        w->skill[k] = given > 0 ? sum.power[k] / given : 1;
    }
    if (f->tool.start_month > 0 && w->month + 1 >= f->tool.start_month && w->month_ends)
        w->now.tool_cost = f->tool.monthly + f->tool.per_seat * w->now.seat_months +
                           (w->month + 1 == f->tool.start_month ? f->tool.setup : 0);
}
