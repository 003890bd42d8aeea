/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A histogram seen as a distribution: inside a bin the values lie evenly between its
 * edges (cut at the least and greatest value seen), whole numbers on each whole number
 * of the bin with the same weight. Everything is in quanta and plain double arithmetic.
 */
#ifndef FC_STATS_VIEW_H
#define FC_STATS_VIEW_H

#include "stats/store.h"

struct fc__view {
    const uint32_t *bins;
    const fc_i128 *sums; /* exact sums of the bins; NULL: taken in the middle */
    /* of several strata: their series and the weight of a path of each; `count` is then
     * the sum of the weights, and a bin holds weights instead of paths */
    uint32_t parts; /* 0: the bins above */
    const struct fc__series *part[FC_STRATA_MOST];
    double weight[FC_STRATA_MOST];
    int half, shift;
    bool whole;
    double count, centre, scale, low, high;
};

/* The histogram of a series, or of one batch of a total. The series must have one. */
struct fc__view fc__view_of(const struct fc__series *s);
struct fc__view fc__view_of_batch(const struct fc__series *s, int batch);

/* Where the values of a place lie, `lo` to `hi`. */
void fc__view_range(const struct fc__view *v, int place, double *lo, double *hi);

/* The value that `rank` of the count values are at or below, 0 <= rank <= count. A
 * whole number where the values are, unless `smooth`: then each whole number k is
 * spread over k - 1/2 .. k + 1/2. */
double fc__view_quantile(const struct fc__view *v, double rank, bool smooth);

/* How many values are < x. */
double fc__view_below(const struct fc__view *v, double x);

/* Sums of (x - pivot)^power, power 1 and 2, over the values of ranks from..to; exact
 * for power 1 where whole bins have exact sums. */
void fc__view_sums(const struct fc__view *v, double from, double to, double pivot,
                   double *sum, double *squares);

/* Sum of (x - pivot)^4. */
double fc__view_fourth(const struct fc__view *v, double pivot);

#endif
