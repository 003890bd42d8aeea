/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stress test does to one world, against the same world without it:
 *
 *   hit        the first month at or after the test's in which revenue < .98 twin's
 *   recovery   the first month after it from which on it is not, two months in a row
 *              (as in `run --twin`)
 *   made up    the month from which on the profit lost since the test began is at most
 *              2 % of the revenue that the twin had since then
 *   broken     of the limits that are broken earlier than in the twin, the first one
 *
 * Checked by tests/unit/test_decide_stress.c (worlds made by hand). */
#include <math.h>

#include "decide/paired.h"
#include "decide/stress.h"
#include "stats/risk.h"

int fc__stress_recovery(const double *real, const double *twin, size_t stride,
                        int months, int from)
{
    const double level = 1.0 - FC__STRESS_TOLERANCE;
    int hit = 0, held = 0;
    for (int m = from; m <= months; m++) {
        const size_t at = (size_t)(m - 1) * stride;
        const bool below = real[at] < level * twin[at];
        if (hit == 0) {
            hit = below ? m : 0;
            continue;
        }
        held = below ? 0 : held + 1;
        if (held == 2)
            return m - 1 - hit;
    }
    return hit == 0 ? 0 : months + 1;
}

int fc__stress_made_up(const double *real, const double *twin, const double *revenue,
                       size_t stride, int months, int from)
{
    double lost = 0.0, whole = 0.0;
    int last = from - 1; /* the last month in which too much was missing */
    for (int m = from; m <= months; m++) {
        const size_t at = (size_t)(m - 1) * stride;
        lost += twin[at] - real[at];
        whole += revenue[at];
        if (lost > FC__STRESS_TOLERANCE * whole)
            last = m;
    }
    return last >= months && last >= from ? months + 1 : last + 1 - from;
}

int fc__stress_below(const double *cash, size_t stride, int months, double line)
{
    for (int m = 1; m <= months; m++)
        if (cash[(size_t)(m - 1) * stride] < line)
            return m;
    return 0;
}

static int revenue_broken(const struct fc__stress_worlds *w, size_t i,
                          const double *limit)
{
    double sum = 0.0;
    for (int m = 1; m <= w->months; m++) {
        sum += w->at[FC__TURNOVER][(size_t)(m - 1) * w->n + i];
        if (m % 12 != 0 && m != w->months)
            continue;
        if (sum < limit[(m - 1) / 12])
            return m;
        sum = 0.0;
    }
    return 0;
}

int fc__stress_broken(const struct fc__stress_worlds *w, size_t i,
                      const struct fc__stress_limits *limits, enum fc_stress_limit k)
{
    if (k == FC_LIMIT_CASH)
        return fc__stress_below(w->at[FC__CASH] + i, w->n, w->months, limits->cash);
    if (k == FC_LIMIT_REVENUE)
        return revenue_broken(w, i, limits->revenue);
    for (int m = 1; m <= w->months; m++) {
        const size_t at = (size_t)(m - 1) * w->n + i;
        if (k == FC_LIMIT_UTILISATION ? w->at[FC__LOAD][at] > limits->utilisation
                                      : w->at[FC__LOST][at] > limits->churn[m - 1])
            return m;
    }
    return 0;
}

enum fc_stress_limit fc__stress_first(const int with[FC_LIMITS],
                                      const int without[FC_LIMITS])
{
    enum fc_stress_limit first = FC_LIMITS;
    for (int k = 0; k < FC_LIMITS; k++) {
        const bool earlier = with[k] > 0 && (without[k] == 0 || with[k] < without[k]);
        if (earlier && (first == FC_LIMITS || with[k] < with[first]))
            first = (enum fc_stress_limit)k;
    }
    return first;
}

struct fc_estimate fc__stress_median(double *x, size_t n)
{
    const struct fc_estimate few = {(double)NAN, (double)NAN, 20};
    if (n < 20)
        return few;
    fc__sort(x, n);
    const double middle = (double)n / 2.0, wide = FC_NORMAL_95 * sqrt((double)n) / 2.0;
    const size_t low = (size_t)fmax(floor(middle - wide), 1.0) - 1;
    const size_t high = (size_t)fmin(ceil(middle + wide), (double)n - 1.0);
    return (struct fc_estimate){x[(n - 1) / 2],
                                (x[high] - x[low]) / (2.0 * FC_NORMAL_95), 0};
}

/* Agresti & Coull 1998: an error also where all worlds or none are hit. */
struct fc_estimate fc__stress_share(uint64_t hits, uint64_t n)
{
    const double z2 = FC_NORMAL_95 * FC_NORMAL_95;
    if (n == 0)
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    const double all = (double)n + z2, p = ((double)hits + z2 / 2.0) / all;
    return (struct fc_estimate){(double)hits / (double)n, sqrt(p * (1.0 - p) / all), 0};
}
