/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution functions behind dist.c, without truncation. */
#ifndef FC_RANDOM_DIST_CDF_H
#define FC_RANDOM_DIST_CDF_H

#include "random/dist.h"

double fc__dist_cdf(const struct fc_dist *dist, double x);       /* P(X <= x) */
double fc__dist_cdf_below(const struct fc_dist *dist, double x); /* P(X < x) */

#endif
