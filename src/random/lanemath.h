/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own elementary functions: the same bits on every processor and compiler (no libm, no
 * fused multiply-add). The float versions are branch-free inline code that compilers turn
 * into vector code inside loops over lanes.
 *
 * Guaranteed: fc_expf(0) = 1 and fc_logf(1) = 0 exactly; fc_expf is monotone to 2 ulp and
 * never NaN for finite input: below -87.3 it gives 0 or a tiny number, above 88 a large
 * finite one.
 */
#ifndef FC_RANDOM_LANEMATH_H
#define FC_RANDOM_LANEMATH_H

/* to be completed with: fc_expf, fc_logf, fc_powf (positive base), fc_logisticf, fc_logitf,
 * fc_normal_cdff, all static inline; and declared, defined in lanemath.c: double fc_exp,
 * fc_log, fc_pow, fc_expm1, fc_log1p, fc_normal_cdf, fc_normal_pinv. */

#endif
