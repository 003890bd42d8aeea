/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paired statistics; see paired.h for the formulas. Checked by
 * tests/unit/test_decide.c (coverage of the intervals on normal pairs). */
#include "decide/paired.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "funnelcloud/run.h"
#include "stats/risk.h"

enum { CARRY = 20 }; /* paths that a tail estimate needs */

static const struct fc_estimate nothing = {(double)NAN, (double)NAN, 0};

struct fc_estimate fc__mean_of(const double *x, size_t n)
{
    double sum = 0.0, squares = 0.0;
    if (n == 0)
        return nothing;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    const double mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - mean) * (x[i] - mean);
    const double error =
        n > 1 ? sqrt(squares / ((double)n - 1.0) / (double)n) : (double)NAN;
    return (struct fc_estimate){mean, error, 0};
}

/* ---- tails ---- */

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void fc__sort(double *x, size_t n)
{
    qsort(x, n, sizeof *x, by_value);
}

/* Half-width in probability (Hall & Sheather 1988, eq. 2.4). */
static double bandwidth(double level, size_t n)
{
    const double z = fc_normal_quantile(level), pi = 3.14159265358979323846;
    const double density = exp(-z * z / 2.0) / sqrt(2.0 * pi);
    return pow((double)n, -1.0 / 3.0) * pow(FC_NORMAL_95, 2.0 / 3.0) *
           cbrt(1.5 * density * density / (2.0 * z * z + 1.0));
}

static double at_rank(const double *sorted, size_t n, double rank)
{
    const double low = floor(rank);
    const size_t i = low < 1.0 ? 0 : low >= (double)n ? n - 1 : (size_t)low - 1;
    const size_t next = i + 1 < n ? i + 1 : i;
    const double part = low < 1.0 ? 0.0 : rank - low;
    return sorted[i] + part * (sorted[next] - sorted[i]);
}

static double sparsity(const double *sorted, size_t n, double level)
{
    double half = bandwidth(level, n);
    half = fmin(half, 0.9 * fmin(level, 1.0 - level));
    const double most = (double)n;
    return (at_rank(sorted, n, most * (level + half)) -
            at_rank(sorted, n, most * (level - half))) /
           (2.0 * half);
}

struct fc__tail fc__tail_of(const double *sorted, size_t n, double level)
{
    struct fc__tail tail = {level, (double)NAN, (double)NAN, (double)NAN, 0};
    const double carried = level * (double)n, inner = fmin(level, 1.0 - level);
    if (inner * (double)n < CARRY) {
        tail.needed = (uint64_t)ceil(CARRY / inner);
        return tail;
    }
    const size_t rank = (size_t)ceil(carried);
    double sum = 0.0;
    for (size_t i = 0; i + 1 < rank; i++)
        sum += sorted[i];
    tail.quantile = sorted[rank - 1];
    tail.shortfall = (sum + (carried - (double)(rank - 1)) * tail.quantile) / carried;
    tail.sparsity = sparsity(sorted, n, level);
    return tail;
}

double fc__tail_of_quantile(const struct fc__tail *tail, double x)
{
    return (tail->level - (x <= tail->quantile ? 1.0 : 0.0)) * tail->sparsity;
}

double fc__tail_of_shortfall(const struct fc__tail *tail, double x)
{
    return tail->quantile - tail->shortfall +
           fmin(x - tail->quantile, 0.0) / tail->level;
}

/* ---- one sample, two samples ---- */

static double influence(enum fc__statistic statistic, const struct fc__tail *tail,
                        double x)
{
    switch (statistic) {
    case FC__OF_MEAN:
        return x;
    case FC__OF_QUANTILE:
        return fc__tail_of_quantile(tail, x);
    case FC__OF_SHORTFALL:
        return fc__tail_of_shortfall(tail, x);
    }
    return (double)NAN;
}

static double value_of(enum fc__statistic statistic, const struct fc__tail *tail)
{
    return statistic == FC__OF_QUANTILE ? tail->quantile : tail->shortfall;
}

struct fc_estimate fc__contrast(enum fc__statistic statistic,
                                const struct fc__term *term, size_t k, size_t n,
                                double *out)
{
    double sum = 0.0, squares = 0.0, value = 0.0;
    for (size_t j = 0; j < k && statistic != FC__OF_MEAN; j++) {
        if (term[j].tail->needed)
            return (struct fc_estimate){(double)NAN, (double)NAN, term[j].tail->needed};
        value += term[j].factor * value_of(statistic, term[j].tail);
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            double x = 0.0;
            for (size_t j = 0; j < k; j++)
                x += term[j].factor * influence(statistic, term[j].tail, term[j].x[i]);
            if (pass == 0)
                sum += x;
            else
                squares += (x - sum / (double)n) * (x - sum / (double)n);
            if (out)
                out[i] = x;
        }
    const double error =
        n > 1 ? sqrt(squares / ((double)n - 1.0) / (double)n) : (double)NAN;
    if (statistic == FC__OF_MEAN)
        value = n > 0 ? sum / (double)n : (double)NAN;
    return (struct fc_estimate){value, error, 0};
}

struct fc_estimate fc__ratio(struct fc_estimate contrast, double *influence,
                             const double *per, size_t n)
{
    const struct fc_estimate one = fc__mean_of(per, n);
    if (!isfinite(contrast.value))
        return contrast;
    if (!(one.value > 0.0) || !(one.value > FC_NORMAL_95 * one.error))
        return nothing;
    const double ratio = contrast.value / one.value;
    for (size_t i = 0; i < n; i++)
        influence[i] = (influence[i] - ratio * per[i]) / one.value;
    return (struct fc_estimate){ratio, fc__mean_of(influence, n).error, 0};
}

struct fc_estimate fc__difference(enum fc__statistic statistic, const double *a,
                                  const struct fc__tail *tail_a, const double *b,
                                  const struct fc__tail *tail_b, size_t n)
{
    const struct fc__term term[] = {{-1.0, a, tail_a}, {1.0, b, tail_b}};
    return fc__contrast(statistic, term, 2, n, NULL);
}

struct fc_estimate fc__statistic_of(enum fc__statistic statistic, const double *x,
                                    const struct fc__tail *tail, size_t n)
{
    if (statistic == FC__OF_MEAN)
        return fc__mean_of(x, n);
    const struct fc__term term = {1.0, x, tail};
    return fc__contrast(statistic, &term, 1, n, NULL);
}

/* Rounded up to two digits: no more are known. */
static double two_digits(double x)
{
    double unit = 1.0;
    while (x / unit > 100.0)
        unit *= 10.0;
    return ceil(x / unit) * unit;
}

uint64_t fc__paths_to_see(struct fc_estimate difference, uint64_t paths)
{
    /* 1.96 for the interval, 0.84 so that it works in 8 cases of 10 */
    const double factor = FC_NORMAL_95 + 0.8416212335729143;
    const double size = fabs(difference.value);
    if (!isfinite(difference.value) || !isfinite(difference.error))
        return 0;
    if (size > FC_NORMAL_95 * difference.error || !(difference.error > 0.0))
        return 0;
    const double ratio = size > 0.0 ? factor * difference.error / size : 1e10;
    const double wanted = two_digits((double)paths * ratio * ratio);
    return wanted > FC_MOST_PATHS ? UINT64_MAX : (uint64_t)wanted;
}

size_t fc__pairs(const double *a, const double *b, size_t n, double *out_a,
                 double *out_b)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(a[i]) && isfinite(b[i])) {
            out_a[kept] = a[i];
            out_b[kept++] = b[i];
        }
    return kept;
}
