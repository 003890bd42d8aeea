/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates from stratified paths, and their errors.
 *
 * Stratum h of probability W_h has N_h paths, n_h of them with a value: each weighs
 * w_h = W_h / N_h, scaled so that the weights of all values sum to their number n.
 * Every statistic is that of the weighed distribution (view.c). Its error is that of
 * the mean of influence values x, 0 where a value is missing, over independent strata:
 *
 *   sum_h w_h^2 N_h / (N_h - 1) (sum x^2 - (sum x)^2 / N_h) / n^2
 *
 * (Cochran 1977, 5.9) with
 * x = y - mean; ((y - mean)^2 - sd^2) / (2 sd); 1{y < c} - P; and of a shortfall of
 * level a beyond the quantile q (min(y - q, 0) - its mean) / a. A quantile's error is
 * half the width of what lies between p -+ z errors of P(y < quantile) (Woodruff 1952).
 * Tails are widened by t / z of their effective number of paths, (sum w)^2 / sum w^2
 * less one, as error.c does by their number; a shortfall by that of the paths that
 * share what lies beyond the quantile, (sum w d)^2 / sum (w d)^2 with d = |y - q|.
 * Below FC__CARRY effective paths an estimate is refused.
 *
 * Checked by tests/stat/test_intervals.c and tests/stat/test_strata.c. */
#include <math.h>

#include "stats/read.h"
#include "stats/risk.h"

static const double Z = FC_NORMAL_95;
enum { LEAST = 8 }; /* degrees of freedom that t / z is good for */

struct strata { /* one series */
    uint32_t n;
    const struct fc__series *series[FC_STRATA_MOST];
    double weight[FC_STRATA_MOST], paths[FC_STRATA_MOST];
    double count, mean, low, high; /* values; in quanta */
};

/* Sums of influence values over a stratum. */
struct sums {
    double one[FC_STRATA_MOST], two[FC_STRATA_MOST];
};

static struct strata strata_of(const fc_tally *tally, size_t series)
{
    struct strata s = {
        .n = tally->strata->n, .low = (double)INFINITY, .high = -(double)INFINITY};
    double all = 0.0;
    for (uint32_t h = 0; h < s.n; h++) {
        const struct fc__series *one = &tally->part[h]->series[series];
        s.series[h] = one;
        s.paths[h] = (double)(one->count + one->missing);
        s.weight[h] = s.paths[h] > 0.0 ? tally->strata->prob[h] / s.paths[h] : 0.0;
        s.count += (double)one->count;
        all += s.weight[h] * (double)one->count;
        s.low = fmin(s.low, one->low);
        s.high = fmax(s.high, one->high);
    }
    for (uint32_t h = 0; h < s.n; h++) {
        s.weight[h] *= all > 0.0 ? s.count / all : 0.0;
        s.mean += s.weight[h] * (double)s.series[h]->sum;
    }
    s.mean /= s.count;
    return s;
}

static struct fc__view view_of(const struct strata *s)
{
    struct fc__view v = fc__view_of(s->series[0]);
    v.parts = s->n;
    for (uint32_t h = 0; h < s->n; h++) {
        v.part[h] = s->series[h];
        v.weight[h] = s->weight[h];
    }
    v.count = s->count;
    v.low = s->low;
    v.high = s->high;
    return v;
}

/* One stratum, with the ends of all of them. */
static struct fc__view part_of(const struct strata *s, uint32_t h)
{
    struct fc__view v = fc__view_of(s->series[h]);
    v.low = s->low;
    v.high = s->high;
    return v;
}

struct fc__view fc__view_all(const fc_tally *tally, size_t series)
{
    if (!tally->strata)
        return fc__view_of(&tally->series[series]);
    const struct strata s = strata_of(tally, series);
    return view_of(&s);
}

static double error_of(const struct strata *s, const struct sums *x)
{
    double sum = 0.0;
    for (uint32_t h = 0; h < s->n; h++) {
        const double n = s->paths[h], w = s->weight[h];
        if (n < 2.0 && w > 0.0)
            return (double)NAN;
        const double about = fmax(x->two[h] - x->one[h] * x->one[h] / n, 0.0);
        sum += w * w * n / (n - 1.0) * about;
    }
    return sqrt(sum) / s->count;
}

/* Effective number of paths, `paths` of each stratum. */
static double effective(const struct strata *s, const double *paths)
{
    double one = 0.0, two = 0.0;
    for (uint32_t h = 0; h < s->n; h++) {
        one += s->weight[h] * paths[h];
        two += s->weight[h] * s->weight[h] * paths[h];
    }
    return two > 0.0 ? one * one / two : 0.0;
}

/* Paths of each stratum below x, and the effective number on the lighter side. */
static double tail_at(const struct strata *s, const double below[])
{
    double above[FC_STRATA_MOST], under = 0.0;
    for (uint32_t h = 0; h < s->n; h++) {
        above[h] = (double)s->series[h]->count - below[h];
        under += s->weight[h] * below[h];
    }
    return effective(s, under <= s->count / 2.0 ? below : above);
}

static void count_below(const struct strata *s, double x, double below[])
{
    for (uint32_t h = 0; h < s->n; h++) {
        const struct fc__view v = part_of(s, h);
        below[h] = fc__view_below(&v, x);
    }
}

static double share_error(const struct strata *s, const double below[], double share)
{
    struct sums x;
    for (uint32_t h = 0; h < s->n; h++) {
        const double n = (double)s->series[h]->count;
        x.one[h] = below[h] - n * share;
        x.two[h] = below[h] * (1.0 - 2.0 * share) + n * share * share;
    }
    return error_of(s, &x);
}

/* ---- statistics, in quanta; `tail` gets what carries it where that is a tail ---- */

static struct fc_estimate of_mean(const struct strata *s)
{
    struct sums x;
    for (uint32_t h = 0; h < s->n; h++) {
        const double n = (double)s->series[h]->count;
        const double mean = n > 0.0 ? (double)s->series[h]->sum / n : 0.0;
        const double off = mean - s->mean;
        x.one[h] = n * off;
        x.two[h] =
            n * off * off + (n > 1.0 ? fc__variance(s->series[h]) * (n - 1.0) : 0.0);
    }
    return (struct fc_estimate){s->mean, error_of(s, &x), 0};
}

static struct fc_estimate of_sd(const struct strata *s)
{
    double spread = 0.0, square[FC_STRATA_MOST];
    const struct fc_estimate mean = of_mean(s);
    for (uint32_t h = 0; h < s->n; h++) {
        const double n = (double)s->series[h]->count;
        const double off = n > 0.0 ? (double)s->series[h]->sum / n - s->mean : 0.0;
        square[h] =
            n * off * off + (n > 1.0 ? fc__variance(s->series[h]) * (n - 1.0) : 0.0);
        spread += s->weight[h] * square[h];
    }
    /* the mean was fitted to the same paths */
    const double variance = spread / s->count + mean.error * mean.error;
    const double sd = sqrt(variance);
    if (!s->series[0]->bins || !(variance > 0.0)) {
        double all[FC_STRATA_MOST];
        for (uint32_t h = 0; h < s->n; h++)
            all[h] = (double)s->series[h]->count;
        return (struct fc_estimate){sd, sd / sqrt(2.0 * (effective(s, all) - 1.0)), 0};
    }
    struct sums x;
    for (uint32_t h = 0; h < s->n; h++) {
        const struct fc__view v = part_of(s, h);
        const double n = (double)s->series[h]->count;
        x.one[h] = square[h] - n * variance;
        x.two[h] = fc__view_fourth(&v, s->mean) - 2.0 * variance * square[h] +
                   n * variance * variance;
    }
    return (struct fc_estimate){sd, error_of(s, &x) / (2.0 * sd), 0};
}

static struct fc_estimate of_quantile(const struct strata *s, double prob, double *tail)
{
    const struct fc__view v = view_of(s);
    const double rank = prob * v.count;
    double below[FC_STRATA_MOST] = {0.0};
    count_below(s, fc__view_quantile(&v, rank, true), below);
    *tail = tail_at(s, below);
    const double width = Z * share_error(s, below, prob) * v.count;
    const double high = fc__view_quantile(&v, fmin(rank + width, v.count), true);
    const double low = fc__view_quantile(&v, fmax(rank - width, 0.0), true);
    return (struct fc_estimate){
        fc__view_stat(&v, FC__QUANTILE, prob),
        (high - low) / (2.0 * Z) * fc__t_over_z(fmax(*tail, FC__CARRY) - 1.0), 0};
}

static struct fc_estimate of_shortfall(const struct strata *s, double level,
                                       double *tail)
{
    const struct fc__view v = view_of(s);
    const double a = fabs(level), carried = a * v.count;
    const double end = level > 0.0 ? carried : v.count - carried;
    const double q = fc__view_quantile(&v, end, true);
    double below[FC_STRATA_MOST] = {0.0};
    double sum[FC_STRATA_MOST], square[FC_STRATA_MOST];
    double mean = 0.0, one_sum = 0.0, two_sum = 0.0;
    count_below(s, q, below);
    *tail = tail_at(s, below);
    for (uint32_t h = 0; h < s->n; h++) {
        const struct fc__view one = part_of(s, h);
        fc__view_sums(&one, level > 0.0 ? 0.0 : below[h],
                      level > 0.0 ? below[h] : one.count, q, &sum[h], &square[h]);
        one_sum += s->weight[h] * sum[h];
        two_sum += s->weight[h] * s->weight[h] * square[h];
    }
    mean = one_sum / s->count;
    struct sums x;
    for (uint32_t h = 0; h < s->n; h++) {
        const double n = (double)s->series[h]->count;
        x.one[h] = sum[h] - n * mean;
        x.two[h] = square[h] - 2.0 * mean * sum[h] + n * mean * mean;
    }
    /* how many paths share what lies beyond q: few, where an atom is at q */
    const double sharing = two_sum > 0.0 ? one_sum * one_sum / two_sum : FC__CARRY;
    return (struct fc_estimate){
        fc__view_stat(&v, FC__SHORTFALL, level),
        error_of(s, &x) / a * fc__t_over_z(fmax(sharing - 1.0, LEAST)), 0};
}

static struct fc_estimate of_below(const struct strata *s, double x)
{
    double below[FC_STRATA_MOST] = {0.0}, all[FC_STRATA_MOST], hits = 0.0;
    for (uint32_t h = 0; h < s->n; h++)
        all[h] = (double)s->series[h]->count;
    if (x == s->series[0]->threshold)
        for (uint32_t h = 0; h < s->n; h++)
            below[h] = (double)s->series[h]->below;
    else
        count_below(s, x, below);
    for (uint32_t h = 0; h < s->n; h++)
        hits += s->weight[h] * below[h];
    const double share = hits / s->count, carried = tail_at(s, below);
    struct fc_estimate out = {share, (double)NAN, 0};
    if (carried >= FC__CARRY) {
        out.error = share_error(s, below, share) * fc__t_over_z(carried - 1.0);
        return out;
    }
    const uint64_t n = (uint64_t)(effective(s, all) + 0.5);
    double low, high;
    fc_wilson((uint64_t)fmin(share * (double)n + 0.5, (double)n), n, Z, &low, &high);
    out.error = (high - low) / (2.0 * Z);
    return out;
}

/* An estimate of a tail of share `wanted` that `tail` effective paths carry, or its
 * refusal. */
static struct fc_estimate carry(const struct strata *s, struct fc_estimate out,
                                double tail, double wanted)
{
    double paths = 0.0;
    for (uint32_t h = 0; h < s->n; h++)
        paths += s->paths[h];
    if (tail >= FC__CARRY * (1.0 - 1e-12))
        return out;
    const double per_path = tail > 0.0 ? tail / paths : wanted;
    return (struct fc_estimate){(double)NAN, (double)NAN,
                                (uint64_t)ceil(FC__CARRY / per_path)};
}

struct fc_estimate fc__strata_estimate(const fc_tally *tally, size_t series,
                                       enum fc__what what, double arg)
{
    const struct strata s = strata_of(tally, series);
    struct fc_estimate out = {(double)NAN, (double)NAN, 0};
    double tail = 0.0;
    if (!(s.count > 0.0))
        return out;
    switch (what) {
    case FC__MEAN:
        return of_mean(&s);
    case FC__SD:
        return of_sd(&s);
    case FC__BELOW:
        return of_below(&s, arg);
    case FC__QUANTILE:
        out = of_quantile(&s, arg, &tail);
        return carry(&s, out, tail, fmin(arg, 1.0 - arg));
    case FC__SHORTFALL:
        out = of_shortfall(&s, arg, &tail);
        return carry(&s, out, tail, fabs(arg));
    }
    return out;
}
