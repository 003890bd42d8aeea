/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people know of territories, products and segments.
 *
 *   dE/dt = x - E / tau, x the share of the team's time (by hours at opening)
 *   level = 1 - (1 - floor) e^(-E / years), averaged over the time worked in a step;
 *   proficiency is multiplied by level^weight for each of the three */
#include <math.h>

#include "slow/slow.h"

static int member_of(int k, int domain)
{
    return domain == BY_TERRITORY ? territory_of(k)
           : domain == BY_PRODUCT ? product_of(k)
                                  : segment_of(k);
}

/* Hours a month that market k is expected to need at opening. */
static double opening_hours(const struct firm *f, const struct slow_tables *t, int k)
{
    const int s = segment_of(k);
    double entering = f->share[k] * t->leads_mean[s];
    double hours = entering * f->contact_hours +
                   t->opening_clients[k] * f->service_week[s] * SLOW_WEEKS;
    for (int j = 0; j < NJ; j++) {
        hours += entering * f->hours[j][s];
        entering *= f->conversion[j][s];
    }
    return hours + (k == f->account.market ? f->account.service_week * SLOW_WEEKS : 0);
}

/* Share of the time of the people of a team that goes to a member. */
double slow_time_share(const struct slow *w, int team, int domain, int member)
{
    double all = 0, here = 0;
    for (int k = 0; k < NK; k++) {
        if (territory_of(k) != team)
            continue;
        const double hours = opening_hours(w->f, w->t, k);
        all += hours;
        here += member_of(k, domain) == member ? hours : 0;
    }
    return here / all;
}

static double towards(double e, double steady, double months, double years)
{
    return steady + (e - steady) * exp(-months / (12 * years));
}

static double level(const struct firm_learning *l, int d, double e)
{
    return 1 - (1 - l->floor[d]) * exp(-e / l->years[d]);
}

/* Level of the seat after some months more, on average over them (Simpson). */
static double mean_level(const struct slow *w, const struct slow_seat *seat, int d,
                         int member, double months)
{
    const struct firm_learning *l = &w->f->learning;
    const double steady = w->time_share[seat->team][d][member] * l->forget_years;
    const double e = seat->experience[d][member];
    const double half = towards(e, steady, months / 2, l->forget_years);
    const double end = towards(e, steady, months, l->forget_years);
    return (level(l, d, e) + 4 * level(l, d, half) + level(l, d, end)) / 6;
}

/* Factor on the proficiency in market k. */
double slow_learned(const struct slow *w, const struct slow_seat *seat, int k,
                    double months)
{
    double factor = 1;
    for (int d = 0; d < DOMAINS && w->f->learning.forget_years > 0; d++)
        factor *= pow(mean_level(w, seat, d, member_of(k, d), months),
                      w->f->learning.weight[d]);
    return factor;
}

/* The same over all the team does, a geometric mean. */
double slow_learned_all(const struct slow *w, const struct slow_seat *seat,
                        double months)
{
    double sum = 0;
    for (int d = 0; d < DOMAINS && w->f->learning.forget_years > 0; d++)
        for (int m = 0; m < 2; m++)
            sum += w->time_share[seat->team][d][m] * w->f->learning.weight[d] *
                   log(mean_level(w, seat, d, m, months));
    return exp(sum);
}

/* After `months` more: of a person (at opening: of those spent before). */
void slow_learn(const struct slow *w, struct slow_seat *seat, double months)
{
    const double forget = w->f->learning.forget_years;
    for (int d = 0; d < DOMAINS && forget > 0; d++)
        for (int m = 0; m < 2; m++)
            seat->experience[d][m] =
                towards(seat->experience[d][m],
                        w->time_share[seat->team][d][m] * forget, months, forget);
}
