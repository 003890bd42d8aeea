/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighed paired statistics; see weighed.h. Checked by tests/unit/test_weighed.c
 * (coverage of differences on stratified pairs, one stratum against paired.c). */
#include "decide/weighed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "stats/risk.h"

enum { CARRY = 20 }; /* effective paths that a tail estimate needs */

fc_status fc__weights_new(const struct fc_strata *strata, size_t paths,
                          struct fc__weights **out, struct fc_error *err)
{
    *out = NULL;
    struct fc__weights *self = fc_array_new(1, sizeof *self);
    if (self) {
        self->all = fc_array_new(paths, 1);
        self->stratum = fc_array_new(paths, 1);
    }
    if (!self || !self->all || !self->stratum) {
        fc__weights_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the weights of %zu paths",
                       paths);
    }
    self->strata = strata->n;
    for (size_t i = 0; i < paths; i++)
        self->all[i] = (uint8_t)fc_stratum_of(strata, i);
    for (uint32_t h = 0; h < strata->n; h++) {
        self->paths[h] = (double)fc_stratum_count(strata, h, paths);
        self->weight[h] = strata->prob[h] * (double)paths / self->paths[h];
    }
    fc__weighed_all(self, paths);
    *out = self;
    return FC_OK;
}

void fc__weights_free(struct fc__weights *self)
{
    if (!self)
        return;
    free(self->all);
    free(self->stratum);
    free(self);
}

size_t fc__weighed_pairs(struct fc__weights *self, const double *a, const double *b,
                         size_t n, double *out_a, double *out_b)
{
    size_t kept = 0;
    for (size_t i = 0; self && i < n; i++)
        if (isfinite(a[i]) && isfinite(b[i]))
            self->stratum[kept++] = self->all[i];
    return fc__pairs(a, b, n, out_a, out_b);
}

void fc__weighed_all(struct fc__weights *self, size_t n)
{
    if (self)
        memcpy(self->stratum, self->all, n);
}

static double weight_of_all(const struct fc__weights *self, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; self && i < n; i++)
        sum += fc__weight(self, i);
    return self ? sum : (double)n;
}

double fc__by_stratum_error(const struct fc__by_stratum *self,
                            const struct fc__weights *w, size_t n, double all)
{
    double sum = 0.0;
    for (uint32_t h = 0; h < (w ? w->strata : 1); h++) {
        const double paths = w ? w->paths[h] : (double)n;
        const double weight = w ? w->weight[h] : 1.0;
        if (paths < 2.0)
            return (double)NAN;
        const double about = self->two[h] - self->one[h] * self->one[h] / paths;
        sum += weight * weight * paths / (paths - 1.0) * fmax(about, 0.0);
    }
    return sqrt(sum) / all;
}

struct fc_estimate fc__weighed_mean(const struct fc__weights *self, const double *x,
                                    size_t n)
{
    if (!self || n == 0)
        return fc__mean_of(x, n);
    const double all = weight_of_all(self, n);
    struct fc__by_stratum sums = {{0}, {0}};
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += fc__weight(self, i) * x[i];
    for (size_t i = 0; i < n; i++)
        fc__by_stratum_add(&sums, self, i, x[i] - sum / all);
    return (struct fc_estimate){sum / all, fc__by_stratum_error(&sums, self, n, all),
                                0};
}

/* ---- tails ---- */

static int by_value(const void *a, const void *b)
{
    const struct fc__weighed *x = a, *y = b;
    if (x->x < y->x || x->x > y->x)
        return x->x < y->x ? -1 : 1;
    return (x->stratum > y->stratum) - (x->stratum < y->stratum);
}

struct fc__weighed *fc__weighed_sort(const struct fc__weights *self, const double *x,
                                     size_t n)
{
    struct fc__weighed *list = fc_array_new(n, sizeof *list);
    for (size_t i = 0; list && i < n; i++)
        list[i] = (struct fc__weighed){x[i], fc__weight(self, i),
                                       self ? self->stratum[i] : 0};
    if (list)
        qsort(list, n, sizeof *list, by_value);
    return list;
}

/* The value at which the weight reaches `rank`, between neighbours in part. */
static double at_rank(const struct fc__weighed *list, size_t n, double rank)
{
    double before = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (before + list[i].weight >= rank) {
            const double part = fmin(fmax((rank - before) / list[i].weight, 0.0), 1.0);
            return i == 0 ? list[0].x
                          : list[i - 1].x + part * (list[i].x - list[i - 1].x);
        }
        before += list[i].weight;
    }
    return list[n - 1].x;
}

/* Half-width in probability (Hall & Sheather 1988, eq. 2.4). */
static double bandwidth(double level, double n)
{
    const double z = fc_normal_quantile(level), pi = 3.14159265358979323846;
    const double density = exp(-z * z / 2.0) / sqrt(2.0 * pi);
    const double half = pow(n, -1.0 / 3.0) * pow(FC_NORMAL_95, 2.0 / 3.0) *
                        cbrt(1.5 * density * density / (2.0 * z * z + 1.0));
    return fmin(half, 0.9 * fmin(level, 1.0 - level));
}

static double squared(double x)
{
    return x * x;
}

/* Effective number of paths. */
static double carried_by(const struct fc__weighed *list, size_t n)
{
    double one = 0.0, two = 0.0;
    for (size_t i = 0; i < n; i++) {
        one += list[i].weight;
        two += squared(list[i].weight);
    }
    return two > 0.0 ? squared(one) / two : 0.0;
}

static void tail_fill(const struct fc__weighed *list, size_t n, struct fc__tail *tail)
{
    double all = 0.0, before = 0.0, sum = 0.0;
    for (size_t i = 0; i < n; i++)
        all += list[i].weight;
    const double rank = tail->level * all;
    size_t i = 0;
    for (; i + 1 < n && before + list[i].weight < rank; i++) {
        before += list[i].weight;
        sum += list[i].weight * list[i].x;
    }
    const double carried = fmin(carried_by(list, i + 1), carried_by(list + i, n - i));
    if (carried < CARRY) {
        tail->needed = (uint64_t)ceil(CARRY * (double)n / carried);
        return;
    }
    tail->quantile = list[i].x;
    tail->shortfall = (sum + (rank - before) * list[i].x) / rank;
    const double half = bandwidth(tail->level, carried_by(list, n));
    tail->sparsity =
        (at_rank(list, n, rank + half * all) - at_rank(list, n, rank - half * all)) /
        (2.0 * half);
}

struct fc__tail fc__weighed_tail(const struct fc__weights *self, const double *x,
                                 size_t n, double level, double *sorted)
{
    struct fc__tail tail = {level, (double)NAN, (double)NAN, (double)NAN, 0};
    if (!self || n == 0) {
        memmove(sorted, x, n * sizeof *x);
        fc__sort(sorted, n);
        return fc__tail_of(sorted, n, level);
    }
    struct fc__weighed *list = fc__weighed_sort(self, x, n);
    if (!list) { /* as if the tail were too thin: nothing wrong is told */
        tail.needed = UINT64_MAX;
        return tail;
    }
    tail_fill(list, n, &tail);
    for (size_t i = 0; i < n; i++)
        sorted[i] = list[i].x;
    free(list);
    return tail;
}

static double influence(enum fc__statistic statistic, const struct fc__tail *tail,
                        double x)
{
    return statistic == FC__OF_MEAN       ? x
           : statistic == FC__OF_QUANTILE ? fc__tail_of_quantile(tail, x)
                                          : fc__tail_of_shortfall(tail, x);
}

static double value_of(enum fc__statistic statistic, const struct fc__tail *tail)
{
    return statistic == FC__OF_QUANTILE ? tail->quantile : tail->shortfall;
}

/* Mean of the influence of b less that of a (a NULL: of b), and its error. */
static struct fc_estimate influences(const struct fc__weights *self,
                                     enum fc__statistic statistic, const double *a,
                                     const struct fc__tail *tail_a, const double *b,
                                     const struct fc__tail *tail_b, size_t n)
{
    const double all = weight_of_all(self, n);
    struct fc__by_stratum sums = {{0}, {0}};
    double mean = 0.0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            const double x = influence(statistic, tail_b, b[i]) -
                             (a ? influence(statistic, tail_a, a[i]) : 0.0);
            if (pass == 0)
                mean += fc__weight(self, i) * x / all;
            else
                fc__by_stratum_add(&sums, self, i, x - mean);
        }
    return (struct fc_estimate){mean, fc__by_stratum_error(&sums, self, n, all), 0};
}

struct fc_estimate fc__weighed_difference(const struct fc__weights *self,
                                          enum fc__statistic statistic, const double *a,
                                          const struct fc__tail *tail_a,
                                          const double *b,
                                          const struct fc__tail *tail_b, size_t n)
{
    if (!self || n == 0)
        return fc__difference(statistic, a, tail_a, b, tail_b, n);
    if (statistic != FC__OF_MEAN && tail_a->needed)
        return (struct fc_estimate){(double)NAN, (double)NAN, tail_a->needed};
    struct fc_estimate out = influences(self, statistic, a, tail_a, b, tail_b, n);
    if (statistic != FC__OF_MEAN)
        out.value = value_of(statistic, tail_b) - value_of(statistic, tail_a);
    return out;
}

struct fc_estimate fc__weighed_statistic(const struct fc__weights *self,
                                         enum fc__statistic statistic, const double *x,
                                         const struct fc__tail *tail, size_t n)
{
    if (!self || n == 0)
        return fc__statistic_of(statistic, x, tail, n);
    if (statistic == FC__OF_MEAN)
        return fc__weighed_mean(self, x, n);
    if (tail->needed)
        return (struct fc_estimate){(double)NAN, (double)NAN, tail->needed};
    struct fc_estimate out = influences(self, statistic, NULL, NULL, x, tail, n);
    out.value = value_of(statistic, tail);
    return out;
}

void fc__weighed_quantiles(const struct fc__weights *self, double *x, size_t n,
                           const double *levels, size_t n_levels, double *out)
{
    struct fc__weighed *list = self ? fc__weighed_sort(self, x, n) : NULL;
    const double all = weight_of_all(self, n);
    double reached = 0.0;
    size_t at = 0;
    if (!self)
        fc__sort(x, n);
    for (size_t i = 0; i < n_levels; i++) {
        const size_t rank = (size_t)(levels[i] * (double)n);
        for (; list && at + 1 < n && reached + list[at].weight <= levels[i] * all; at++)
            reached += list[at].weight;
        out[i] = list ? list[at].x : !self ? x[rank < n ? rank : n - 1] : (double)NAN;
    }
    free(list);
}

/* Share of worlds in which x is above `less` of the world, or, without it, at or above
 * `least`. */
static struct fc_estimate share_of(const struct fc__weights *self, const double *x,
                                   const double *less, double least, size_t n)
{
    const double all = weight_of_all(self, n);
    struct fc__by_stratum sums = {{0}, {0}};
    double share = 0.0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            const double hit = (less ? x[i] > less[i] : x[i] >= least) ? 1.0 : 0.0;
            if (pass == 0)
                share += fc__weight(self, i) * hit / all;
            else
                fc__by_stratum_add(&sums, self, i, hit - share);
        }
    return (struct fc_estimate){share, fc__by_stratum_error(&sums, self, n, all), 0};
}

struct fc_estimate fc__weighed_above(const struct fc__weights *self, const double *a,
                                     const double *b, size_t n)
{
    return share_of(self, b, a, 0.0, n);
}

struct fc_estimate fc__weighed_reach(const struct fc__weights *self, const double *x,
                                     size_t n, double least)
{
    return share_of(self, x, NULL, least, n);
}

void fc__weighed_interval(struct fc_estimate share, size_t n, double *low, double *high)
{
    const double p = share.value, spread = p * (1.0 - p);
    double worlds = (double)n;
    if (share.error > 0.0)
        worlds = fmin(spread / squared(share.error), worlds);
    const uint64_t all = (uint64_t)fmax(worlds + 0.5, 1.0);
    fc_wilson((uint64_t)fmin(p * (double)all + 0.5, (double)all), all, FC_NORMAL_95,
              low, high);
}
