/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tool: use grows along a logistic curve and takes administration and departures
 * away; it costs money and hours.
 *
 *   u = ceiling x mean over the step of 1 / (1 + e^(-g (t - half))), t since its start
 *   effects factor^u; hours_per_seat u of each person; setup in the first month, then a
 *   month's fee and a fee for each month a seat is filled */
#include <math.h>

#include "slow/slow.h"

/* Mean of the curve by Simpson's rule. */
static double use(const struct firm_tool *t, double from, double to)
{
    enum { N = 16 };
    double sum = 0;
    for (int i = 0; i <= N; i++) {
        const double at = from + (to - from) * i / N;
        const double weight = i == 0 || i == N ? 1 : i % 2 ? 4 : 2;
        sum += weight / (1 + exp(-t->steepness * (at - t->half_months)));
    }
    return t->ceiling * sum / (3 * N);
}

void slow_tool_step(struct slow *w)
{
    const struct firm_tool *t = &w->f->tool;
    w->tool_admin = 1;
    w->tool_hours = 0;
    if (t->start_month == 0 || w->month + 1 < t->start_month)
        return;
    const double from = w->step * w->dt - (t->start_month - 1);
    const double u = use(t, from, from + w->dt);
    w->tool_admin = pow(t->admin, u);
    w->tool_hours = t->hours * u;
    w->lever.one[TURNOVER] *= pow(t->turnover, u);
}
