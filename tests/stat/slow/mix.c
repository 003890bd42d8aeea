/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How calling is split over markets, and what a team then calls.
 *
 * Today a team's seats call as they are, and its markets in proportion to their leads.
 * A mix scales the shares of the segments, and of the territories, in turn until both
 * are what is asked for. Teams call more than their seats would by sum of their
 * markets' shares / their share of the seats. */
#include <math.h>

#include "slow/slow.h"

static int member(int k, bool segments)
{
    return segments ? segment_of(k) : territory_of(k);
}

static void scale(double share[NK], const double *wanted, bool segments)
{
    double sum[2] = {0}, all = 0;
    for (int k = 0; k < NK; k++)
        sum[member(k, segments)] += share[k];
    for (int m = 0; m < 2; m++)
        all += wanted[m];
    for (int k = 0; k < NK; k++)
        share[k] *= wanted[member(k, segments)] / all / sum[member(k, segments)];
}

static double seats_part(const struct firm *f, int team)
{
    double all = 1, here = f->plan_team == team;
    for (int t = 0; t < NG; t++) {
        all += f->seats[t];
        here += t == team ? f->seats[t] : 0;
    }
    return here / all;
}

/* The split of a period: part[k] of the team's calls, more[t]: factor on its hours. */
static void split(struct slow_tables *t, const struct firm_mix *mix, int period)
{
    double share[NK];
    for (int k = 0; k < NK; k++)
        share[k] = seats_part(t->f, territory_of(k)) * t->team_part[k];
    for (int pass = 0; pass < 200 && mix->month > 0; pass++) {
        scale(share, mix->segment[period], true);
        if (mix->territory[0] > 0)
            scale(share, mix->territory, false);
    }
    for (int team = 0; team < NG; team++) {
        double sum = 0;
        for (int k = 0; k < NK; k++)
            sum += territory_of(k) == team ? share[k] : 0;
        t->calls_more[period][team] = sum / seats_part(t->f, team);
        for (int k = 0; k < NK; k++)
            if (territory_of(k) == team)
                t->calls[period][k] = share[k] / sum;
    }
}

void slow_mix_tables(struct slow_tables *t)
{
    for (int c = 0; c < NC; c++)
        for (int period = 0; period < 2; period++)
            if (t->f->channel[c].kind == OUTBOUND)
                split(t, &t->f->channel[c].mix, period);
}

int slow_mix_period(const struct slow *w, int c)
{
    const struct firm_mix *mix = &w->f->channel[c].mix;
    return mix->month > 0 && w->month + 1 >= mix->month;
}

/* Spend in a segment now against that at opening. */
double slow_mix_spend(const struct slow *w, int c, int segment)
{
    const struct firm_mix *mix = &w->f->channel[c].mix;
    return slow_mix_period(w, c) ? mix->segment[1][segment] / mix->segment[0][segment]
                                 : 1;
}
