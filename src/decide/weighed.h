/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statistics of paired.h for worlds that weigh: those of a stratified plan. Weights
 * NULL: plain, exactly as there.
 *
 * A world of stratum h weighs w_h = W_h / N_h (its probability over the worlds run),
 * scaled to 1 on average. Errors are those of a mean of influence values over
 * independent strata, 0 where a value is missing (Cochran 1977, 5.9). */
#ifndef FC_DECIDE_WEIGHED_H
#define FC_DECIDE_WEIGHED_H

#include "decide/paired.h"
#include "random/strata.h"

struct fc__weights {
    uint32_t strata;
    double weight[FC_STRATA_MOST], paths[FC_STRATA_MOST]; /* w_h, N_h */
    uint8_t *all;                                         /* [path] stratum */
    uint8_t *stratum; /* [value] of the values at hand, see fc__weighed_pairs */
};

/* Of the worlds 0 .. paths - 1 of strata; fc__weights_free() takes NULL. FC_E_MEMORY.
 */
fc_status fc__weights_new(const struct fc_strata *strata, size_t paths,
                          struct fc__weights **out, struct fc_error *err);
void fc__weights_free(struct fc__weights *self);

/* fc__pairs, keeping the strata of the values that stay, to which all below refer. */
size_t fc__weighed_pairs(struct fc__weights *self, const double *a, const double *b,
                         size_t n, double *out_a, double *out_b);
/* All n worlds have a value. */
void fc__weighed_all(struct fc__weights *self, size_t n);

static inline double fc__weight(const struct fc__weights *self, size_t i)
{
    return self ? self->weight[self->stratum[i]] : 1.0;
}

struct fc_estimate fc__weighed_mean(const struct fc__weights *self, const double *x,
                                    size_t n);
/* Tail of values in any order; `sorted` gets them by rising value. */
struct fc__tail fc__weighed_tail(const struct fc__weights *self, const double *x,
                                 size_t n, double level, double *sorted);
struct fc_estimate fc__weighed_difference(const struct fc__weights *self,
                                          enum fc__statistic statistic, const double *a,
                                          const struct fc__tail *tail_a,
                                          const double *b,
                                          const struct fc__tail *tail_b, size_t n);
struct fc_estimate fc__weighed_statistic(const struct fc__weights *self,
                                         enum fc__statistic statistic, const double *x,
                                         const struct fc__tail *tail, size_t n);

/* Quantiles at rising levels: the least value at or below which level of the weight
 * lies beyond it. Sorts x. */
void fc__weighed_quantiles(const struct fc__weights *self, double *x, size_t n,
                           const double *levels, size_t n_levels, double *out);

/* Share of worlds in which b is above a; in which x is at or above `least`. */
struct fc_estimate fc__weighed_above(const struct fc__weights *self, const double *a,
                                     const double *b, size_t n);
struct fc_estimate fc__weighed_reach(const struct fc__weights *self, const double *x,
                                     size_t n, double least);

/* 95 % interval of a share with this error: Wilson's, for as many plain worlds as have
 * that error, at most n (Korn & Graubard 1998). */
void fc__weighed_interval(struct fc_estimate share, size_t n, double *low,
                          double *high);

/* Values with their weights, by rising value; the caller frees them. NULL: no memory.
 */
struct fc__weighed {
    double x, weight;
    uint32_t stratum;
};
struct fc__weighed *fc__weighed_sort(const struct fc__weights *self, const double *x,
                                     size_t n);

/* ---- adding up by strata ---- */
struct fc__by_stratum {
    double one[FC_STRATA_MOST], two[FC_STRATA_MOST]; /* of x and x^2 */
};
static inline void fc__by_stratum_add(struct fc__by_stratum *self,
                                      const struct fc__weights *w, size_t i, double x)
{
    const uint32_t h = w ? w->stratum[i] : 0;
    self->one[h] += x;
    self->two[h] += x * x;
}
/* Standard error of sum w x / sum w, n values of total weight `all`. */
double fc__by_stratum_error(const struct fc__by_stratum *self,
                            const struct fc__weights *w, size_t n, double all);

#endif
