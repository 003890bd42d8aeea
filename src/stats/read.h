/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two ways to a Monte Carlo standard error, in quanta. */
#ifndef FC_STATS_READ_H
#define FC_STATS_READ_H

#include "stats/view.h"

enum fc__what { FC__MEAN, FC__SD, FC__QUANTILE, FC__SHORTFALL, FC__BELOW };

enum { FC__CARRY = 20 }; /* paths that a tail estimate needs */

/* Unbiased variance; NAN below two values. */
double fc__variance(const struct fc__series *s);

/* From the distribution of the values, taken as independent. NAN: cannot be given. */
double fc__error_analytic(const struct fc__series *s, enum fc__what what, double arg);

/* From the spread of the batches of a total, times t / z of their number, so that 1.96
 * of it are a 95 % interval. `arg` of BELOW is in quanta. */
double fc__error_batches(const struct fc__series *s, enum fc__what what, double arg);

/* The statistic itself, of any histogram. */
double fc__view_stat(const struct fc__view *v, enum fc__what what, double arg);

/* t / z of the two-sided 95 % interval with f degrees of freedom. */
double fc__t_over_z(double f);

/* The distribution of a series: plain, or of all its strata by weight. The series must
 * have a histogram. */
struct fc__view fc__view_all(const fc_tally *tally, size_t series);

/* An estimate from a stratified tally, in quanta as `arg` of BELOW; NAN with `needed`
 * where too few paths carry a tail. */
struct fc_estimate fc__strata_estimate(const fc_tally *tally, size_t series,
                                       enum fc__what what, double arg);

#endif
