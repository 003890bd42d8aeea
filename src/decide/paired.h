/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics of values that belong together path by path. All of them take plain arrays
 * over paths and add up in the order of the paths: same bytes whoever computed them.
 *
 * Errors are exact to the order of the formulas: the standard error of a mean is
 * s / sqrt(n); that of a quantile, a shortfall and of their differences the standard
 * error of the mean of influence values, path by path (Hampel 1974), so that pairing
 * counts and nothing is drawn at random. */
#ifndef FC_DECIDE_PAIRED_H
#define FC_DECIDE_PAIRED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "funnelcloud/decide.h"

/* Mean and its standard error; NAN below two values. */
struct fc_estimate fc__mean_of(const double *x, size_t n);

/* ---- the lower tail of one sample ---- */
struct fc__tail {
    double level;
    double quantile;  /* order statistic of rank ceil(level n) */
    double shortfall; /* mean of the lowest level n values, the last one in part */
    double sparsity;  /* 1 / density at the quantile */
    uint64_t needed;  /* 0, or how many paths would do (20 in the tail) */
};

/* `sorted` by rising value. Sparsity is the slope of the sorted values within the
 * bandwidth of Hall & Sheather 1988 (95 %). */
struct fc__tail fc__tail_of(const double *sorted, size_t n, double level);

/* What a value adds to the statistic: quantile + mean of these is the statistic.
 * IF_Q(x) = (level - 1{x <= q}) s;  IF_ES(x) = q - ES + min(x - q, 0) / level. */
double fc__tail_of_quantile(const struct fc__tail *tail, double x);
double fc__tail_of_shortfall(const struct fc__tail *tail, double x);

enum fc__statistic { FC__OF_MEAN, FC__OF_QUANTILE, FC__OF_SHORTFALL };

/* One of the samples that belong together path by path; `tail` NULL for the mean. */
struct fc__term {
    double factor;
    const double *x;
    const struct fc__tail *tail;
};

/* Sum of factor x statistic over k samples, and its paired error. `influence` (n
 * values, or NULL) gets what every path adds to it. */
struct fc_estimate fc__contrast(enum fc__statistic statistic,
                                const struct fc__term *term, size_t k, size_t n,
                                double *influence);

/* A contrast for each unit of the mean of `per`, by the first-order formula for a ratio
 * (delta method): influences (IF - R per) / mean(per). NAN where that mean is not 1.96
 * errors above 0. Overwrites `influence`, that of the contrast. */
struct fc_estimate fc__ratio(struct fc_estimate contrast, double *influence,
                             const double *per, size_t n);

/* Statistic of b less that of a, and its paired error. `tail` of each may be NULL for
 * the mean. */
struct fc_estimate fc__difference(enum fc__statistic statistic, const double *a,
                                  const struct fc__tail *tail_a, const double *b,
                                  const struct fc__tail *tail_b, size_t n);

/* Statistic of one sample and its error. */
struct fc_estimate fc__statistic_of(enum fc__statistic statistic, const double *x,
                                    const struct fc__tail *tail, size_t n);

/* Paths that would show a difference of this size: with so many it is more than 1.96
 * errors from 0 in 8 cases of 10. 0: it is seen, or exactly 0 in every world;
 * UINT64_MAX: more than can be run. */
uint64_t fc__paths_to_see(struct fc_estimate difference, uint64_t paths);

/* Drops the pairs of which one is missing; returns how many stay. */
size_t fc__pairs(const double *a, const double *b, size_t n, double *out_a,
                 double *out_b);

/* By rising value; no missing values. */
void fc__sort(double *x, size_t n);

#endif
