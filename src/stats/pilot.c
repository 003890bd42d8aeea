/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to lay a histogram: centre and scale from the first paths.
 *
 * centre = median on the grid; scale = 2^ceil(log2 sd) with sd = IQR / 1.349 (normal),
 * at least 1/12 of the way to the 2 % and 98 % quantiles (the closed bins reach 15
 * scales: a crisis on one path in twenty stays inside), the moments' sd if all these
 * coincide, one quantum if that is 0, too. A power of two makes the edges of the bins
 * exact. Checked by tests/unit/test_tally_read.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/tally.h"

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t n, double prob)
{
    const double at = prob * (double)(n - 1);
    const size_t i = (size_t)at;
    const double next = sorted[i + 1 < n ? i + 1 : i];
    return sorted[i] + (next - sorted[i]) * (at - (double)i);
}

static double moments_sd(const double *values, size_t n)
{
    double mean = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++)
        mean += values[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    return n > 1 ? sqrt(squares / (double)(n - 1)) : 0.0;
}

void fc_tally_scale_from_pilot(const double *values, size_t n, double quantum,
                               double *centre, double *scale)
{
    double sorted[FC_PILOT_PATHS];
    size_t m = 0;
    for (size_t i = 0; i < n && m < FC_PILOT_PATHS; i++)
        if (isfinite(values[i]))
            sorted[m++] = values[i];
    *centre = 0.0;
    *scale = quantum;
    if (m == 0)
        return;
    qsort(sorted, m, sizeof *sorted, ascending);
    *centre = nearbyint(quantile(sorted, m, 0.5) / quantum) * quantum;
    double sd = (quantile(sorted, m, 0.75) - quantile(sorted, m, 0.25)) / 1.349;
    const double down = *centre - quantile(sorted, m, 0.02);
    const double up = quantile(sorted, m, 0.98) - *centre;
    sd = fmax(sd, fmax(down, up) / 12.0);
    if (!(sd > 0.0))
        sd = moments_sd(sorted, m);
    int exponent;
    if (sd > quantum && isfinite(sd))
        *scale = frexp(sd, &exponent) == 0.5 ? sd : ldexp(1.0, exponent);
}
