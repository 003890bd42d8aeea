/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small functions of risk and uncertainty: intervals, their factors, concentration. */
#ifndef FC_STATS_RISK_H
#define FC_STATS_RISK_H

#include <stddef.h>
#include <stdint.h>

/* Factor of the two-sided 95 % interval of a normal estimate. */
#define FC_NORMAL_95 1.959963984540054

/* Interval of a probability that was hit `hits` times in n >= 1 trials, z standard
 * errors wide: (h + z^2/2 +- z sqrt(h (n - h) / n + z^2/4)) / (n + z^2) (Wilson 1927).
 */
void fc_wilson(uint64_t hits, uint64_t n, double z, double *low, double *high);

/* Quantile of the standard normal and of Student's t with `freedom` > 0; prob in (0,
 * 1). Tables and libm inside: their last bits may differ between machines. */
double fc_normal_quantile(double prob);
double fc_t_quantile(double prob, double freedom);

/* Herfindahl-Hirschman index of n amounts >= 0: the sum of squared shares, 1/n for
 * equal ones, 1 for a single one; NAN if their sum is 0. */
double fc_hhi(const double *amounts, size_t n);

#endif
