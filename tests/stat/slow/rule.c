/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rule as somebody would follow it month by month (docs/model.md#policies): looks at
 * the leads of some time ago, not quite right, and orders adverts.
 *
 * - seen: between two months in proportion to the lag, the first month standing for
 *   those before it, x a lognormal error of mean 1
 * - level m <- (1-w) m + w seen, against the first level; below `below` for `confirm`
 *   months: decides; begins `delay` months later
 * - at work `hold` months at least, until the level is at `above` again or the next
 *   month would cost more than the budget leaves; then `cool_down` months of rest
 * - a start is a false alarm if the exact level of the month of the decision was not
 *   below */
#include <math.h>

#include <gsl/gsl_randist.h>

#include "slow/slow.h"

enum { WATCHING, ORDERED, WORKING, RESTING };

/* Leads `lag` months ago. */
static double old(const struct slow *w, double lag)
{
    const double at = fmax(0, w->month - lag);
    const int month = (int)floor(at);
    const double part = at - month;
    return (1 - part) * w->rule.leads[month] +
           (part > 0 ? part * w->rule.leads[month + 1] : 0);
}

/* The next level of a track against its first one. */
static double follow(const struct slow *w, double track[2], double figure)
{
    const double weight = w->f->rule.smoothing;
    if (w->month == 0)
        track[0] = track[1] = figure;
    track[1] += weight * (figure - track[1]);
    return track[1] / track[0];
}

/* Adverts that the rule adds in a month. */
static double adverts(const struct slow *w, int month)
{
    double sum = 0;
    if (month >= w->f->months)
        month = w->f->months - 1;
    for (int c = 0; c < NC; c++) {
        const struct firm_channel *ch = &w->f->channel[c];
        const bool planned = ch->plan_month && month + 1 >= ch->plan_month;
        sum += w->f->rule.share * (planned ? ch->plan_spend : ch->spend);
    }
    return sum;
}

static double clients(const struct slow *w)
{
    double sum = 0;
    for (int k = 0; k < NK; k++)
        sum += slow_market_clients(w, k);
    return sum;
}

/* What is due for the next month, if it is worked. */
static bool begin(struct slow *w, bool first)
{
    const struct firm_rule *r = &w->f->rule;
    const double cost = r->monthly + r->per_client * clients(w) + first * r->setup;
    const bool pays = w->rule.spent + cost + adverts(w, w->month + 1) <= r->budget;
    w->rule.due = pays ? cost : 0;
    w->rule.fresh = pays && first;
    return pays;
}

void slow_rule_month(struct slow *w)
{
    const struct firm_rule *r = &w->f->rule;
    struct slow_rule *now = &w->rule;
    if (!(r->share > 0))
        return;
    now->leads[w->month] = w->now.leads;
    const double sigma = sqrt(log1p(r->noise * r->noise));
    const double seen =
        old(w, r->lag) * exp(sigma * gsl_ran_ugaussian(w->rng) - sigma * sigma / 2);
    const double level = follow(w, now->seen, seen);
    const double exact = follow(w, now->exact, w->now.leads);
    now->low = level < r->below ? now->low + 1 : 0;
    switch (now->phase) {
    case WATCHING:
        if (now->low < r->confirm)
            break;
        now->mistaken = !(exact < r->below);
        now->left = r->delay;
        if (now->left == 0)
            now->phase = begin(w, true) ? WORKING : WATCHING;
        else
            now->phase = ORDERED;
        break;
    case ORDERED:
        if (--now->left == 0)
            now->phase = begin(w, true) ? WORKING : WATCHING;
        break;
    case WORKING:
        if ((now->worked < r->hold || level < r->above) && begin(w, false))
            break;
        now->phase = r->cool_down > 0 ? RESTING : WATCHING;
        now->left = r->cool_down;
        break;
    default:
        if (--now->left == 0)
            now->phase = WATCHING;
    }
}

/* A month begins: a month at work is paid. */
void slow_rule_step(struct slow *w)
{
    struct slow_rule *now = &w->rule;
    now->works = now->phase == WORKING;
    if (!w->month_starts || !now->works)
        return;
    now->worked = now->fresh ? 1 : now->worked + 1;
    now->spent += now->due + adverts(w, w->month);
    w->now.rule_cost += now->due;
    w->now.rule_months += 1;
    w->now.rule_starts += now->fresh;
    w->now.false_alarms += now->fresh && now->mistaken;
    now->fresh = false;
}

/* Factor on the adverts of this step. */
double slow_rule_adverts(const struct slow *w)
{
    return w->rule.works ? 1 + w->f->rule.share : 1;
}
