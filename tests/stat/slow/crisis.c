/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crises and levers (docs/model.md 9): a cluster process in continuous time.
 *
 * - first generation: Poisson, per_year (x in_recession), uniform in a step
 * - contagion: every event brings Poisson(mean) events of another crisis, each after
 *   an exponential delay
 * - effect: Y during the plateau, then Y (s + (1 - s) 2^(-t/half-life)), averaged over
 *   the step from the onset on
 * - y of a crisis: 1 - prod (1 - y of its events), member by member
 * - levers: shares kept prod(1 - c y), rates exp(sum ln c y), sums of c y */
#include <assert.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>

#include "slow/slow.h"

static double lognormal(gsl_rng *rng, double median, double sigma)
{
    return median * exp(sigma * gsl_ran_ugaussian(rng));
}

/* An event and, one after the other, all that it brings about. */
static void begin(struct slow *w, int crisis, double onset)
{
    const struct firm *f = w->f;
    int first = w->events;
    assert(w->events < SLOW_EVENTS);
    w->event[w->events++] = (struct slow_event){.crisis = crisis, .onset = onset};
    for (; first < w->events; first++) {
        struct slow_event *e = &w->event[first];
        const struct firm_crisis *c = &f->crisis[e->crisis];
        e->peak = fmin(0.95, lognormal(w->rng, c->median, c->sigma));
        e->plateau = lognormal(w->rng, c->plateau_weeks, c->plateau_sigma) / SLOW_WEEKS;
        e->member = c->by_segment ? (int)gsl_rng_uniform_int(w->rng, NS) : -1;
        for (int i = 0; i < NL; i++) {
            const struct firm_contagion *to = &f->contagion[i];
            if (to->from != e->crisis)
                continue;
            unsigned more = gsl_ran_poisson(w->rng, to->mean);
            for (; more > 0; more--) {
                const double delay =
                    gsl_ran_exponential(w->rng, to->delay_weeks / SLOW_WEEKS);
                assert(w->events < SLOW_EVENTS);
                w->event[w->events++] =
                    (struct slow_event){.crisis = to->to, .onset = e->onset + delay};
            }
        }
    }
}

/* Integral of the effect from the onset on, over t months. */
static double effect_until(const struct firm_crisis *c, const struct slow_event *e,
                           double t)
{
    if (t <= 0)
        return 0;
    const double flat = fmin(t, e->plateau), rest = t - flat;
    const double tau = c->half_life_weeks / SLOW_WEEKS / M_LN2;
    return e->peak *
           (flat + c->scar * rest + (1 - c->scar) * tau * -expm1(-rest / tau));
}

static double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

void slow_levers_reset(struct slow_levers *v)
{
    static const bool adds[LEVERS] = {[RENEWAL_ODDS] = true,
                                      [INSOLVENCY] = true,
                                      [COLLECTIONS] = true,
                                      [SATISFACTION] = true};
    for (int i = 0; i < LEVERS; i++) {
        const double neutral = adds[i] ? 0 : 1;
        v->one[i] = neutral;
        for (int k = 0; k < NK; k++)
            v->market[i][k] = neutral;
        for (int c = 0; c < NC; c++)
            v->channel[i][c] = neutral;
    }
}

/* One row of a lever, pulled with strength y. */
static void pull(double *row, int lever, double c, double y)
{
    const char *scale = firm_scale[lever];
    if (strcmp(scale, "loss") == 0)
        *row *= fmax(0, 1 - c * y);
    else if (strcmp(scale, "factor") == 0)
        *row *= exp(log(c) * y);
    else
        *row += c * y;
}

static void pull_all(struct slow *w, const struct firm_effect *e, int member, double y)
{
    struct slow_levers *v = &w->lever;
    pull(&v->one[e->lever], e->lever, e->c, y);
    for (int k = 0; k < NK; k++)
        if (member < 0 || segment_of(k) == member)
            pull(&v->market[e->lever][k], e->lever, e->c, y);
    for (int c = 0; c < NC; c++)
        if (e->channel < 0 || e->channel == c)
            pull(&v->channel[e->lever][c], e->lever, e->c, y);
}

static void levers_hold(struct slow_levers *v)
{
    static const struct {
        double low, high;
    } bound[LEVERS] = {
        [DEMAND] = {0.05, 1},       [ARRIVALS] = {0.05, 1},  [LEAD_FLOW] = {0.1, 10},
        [VIABLE_SHARE] = {0.05, 1}, [HOURS] = {0.05, 1},     [TURNOVER] = {0.1, 20},
        [WIN_ODDS] = {0.05, 2},     [LOSS_RATE] = {0.05, 2}, [RENEWAL_ODDS] = {-4, 4},
        [INSOLVENCY] = {-4, 4},     [PRICE] = {0.05, 1},     [ACCOUNT_LOSS] = {0.05, 1},
        [COLLECTIONS] = {0, 180},   [BAD_DEBT] = {0.1, 20},  [RUNNING_COST] = {0.5, 5},
        [SATISFACTION] = {-5, 5}};
    for (int i = 0; i < LEVERS; i++) {
        v->one[i] = clamp(v->one[i], bound[i].low, bound[i].high);
        for (int k = 0; k < NK; k++)
            v->market[i][k] = clamp(v->market[i][k], bound[i].low, bound[i].high);
        for (int c = 0; c < NC; c++)
            v->channel[i][c] = clamp(v->channel[i][c], bound[i].low, bound[i].high);
    }
}

/* Months from the onset with an effect above 5 % of the peak. */
static double active_months(const struct slow *w, const struct slow_event *e)
{
    const struct firm_crisis *c = &w->f->crisis[e->crisis];
    const double tau = c->half_life_weeks / SLOW_WEEKS / M_LN2;
    const double scar = w->f->as_written.scar_active ? c->scar : 0;
    return scar < 0.05 ? e->plateau + tau * log((1 - scar) / (0.05 - scar)) : HUGE_VAL;
}

/* Time of the step in which some event of a crisis is active: the union of intervals.
 */
static double active_in(const struct slow *w, int crisis, double start, double end)
{
    double sum = 0, reach = start;
    while (reach < end) {
        double from = end, to = reach; /* the earliest stretch from `reach` on */
        for (int j = 0; j < w->events; j++) {
            const struct slow_event *e = &w->event[j];
            const double stop = e->onset + active_months(w, e);
            if (e->crisis != crisis || stop <= reach || e->onset >= from)
                continue;
            from = fmax(reach, e->onset);
            to = fmin(end, stop);
            if (from <= reach)
                break;
        }
        sum += fmax(0, to - from);
        reach = from < end ? to : end;
    }
    return sum;
}

/* Events of the first generation in this step, at the rate of its regime. */
static void onsets(struct slow *w, double start)
{
    const struct firm *f = w->f;
    for (int i = 0; i < NX; i++) {
        const struct firm_crisis *c = &f->crisis[i];
        const double rate = c->per_year * (w->macro.recession ? c->in_recession : 1);
        unsigned n = gsl_ran_poisson(w->rng, rate * w->dt / 12);
        for (; n > 0; n--)
            begin(w, i, start + w->dt * gsl_rng_uniform(w->rng));
    }
}

void slow_crisis_step(struct slow *w)
{
    const struct firm *f = w->f;
    const double start = w->step * w->dt, end = start + w->dt;
    onsets(w, start);
    double kept[NX][NS + 1];
    for (int i = 0; i < NX; i++)
        for (int m = 0; m <= NS; m++)
            kept[i][m] = 1;
    for (int j = 0; j < w->events; j++) {
        const struct slow_event *e = &w->event[j];
        const struct firm_crisis *c = &f->crisis[e->crisis];
        if (e->onset >= end)
            continue;
        kept[e->crisis][e->member + 1] *= 1 - (effect_until(c, e, end - e->onset) -
                                               effect_until(c, e, start - e->onset)) /
                                                  w->dt;
        if (e->onset < start)
            continue;
        w->now.events[e->crisis] += 1;
        w->now.severity += e->peak;
        w->now.crisis_cost += c->cost;
    }
    slow_levers_reset(&w->lever);
    for (int i = 0; i < NX; i++)
        w->now.crisis_days += active_in(w, i, start, end) * 365.25 / 12;
    for (int i = 0; i < NX; i++)
        for (int m = 0; m <= NS; m++)
            for (int k = 0; k < NE && f->crisis[i].effect[k].lever != NO_LEVER; k++)
                if (kept[i][m] < 1)
                    pull_all(w, &f->crisis[i].effect[k], m - 1, 1 - kept[i][m]);
    levers_hold(&w->lever);
}
