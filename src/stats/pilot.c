/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to lay a histogram: centre and scale from the first paths.
 *
 * centre = median on the grid; scale = 2^ceil(log2 sd) with sd = IQR / 1.349 (normal),
 * at least 1/12 of the way to the 2 % and 98 % quantiles (the closed bins reach 15
 * scales: a crisis on one path in twenty stays inside), the moments' sd if all these
 * coincide, one quantum if that is 0, too. A power of two makes the edges of the bins
 * exact. Checked by tests/unit/test_tally_read.c. */
#include <math.h>
#include <string.h>

#include "stats/tally.h"

/* Runs of `wide` values, each in order, are merged in pairs: from -> to. No branch
 * looks at the values: three times as fast as qsort on some hundred of them. */
static void merge(const double *from, double *to, size_t n, size_t wide)
{
    for (size_t start = 0; start < n; start += 2 * wide) {
        const size_t middle = start + wide < n ? start + wide : n;
        const size_t end = middle + wide < n ? middle + wide : n;
        size_t a = start, b = middle, k = start;
        while (a < middle && b < end) {
            const bool second = from[b] < from[a];
            to[k++] = second ? from[b] : from[a];
            b += second;
            a += !second;
        }
        memcpy(to + k, from + a, (middle - a) * sizeof *to);
        memcpy(to + k + (middle - a), from + b, (end - b) * sizeof *to);
    }
}

/* n <= FC_PILOT_PATHS values in increasing order. */
static void sort(double *values, size_t n)
{
    double room[FC_PILOT_PATHS];
    double *from = values, *to = room;
    for (size_t wide = 1; wide < n; wide *= 2) {
        merge(from, to, n, wide);
        double *const other = from;
        from = to;
        to = other;
    }
    if (from != values)
        memcpy(values, from, n * sizeof *values);
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
    sort(sorted, m);
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
