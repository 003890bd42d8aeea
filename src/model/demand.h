/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pure parts of the demand room, for its tests. */
#ifndef FC_MODEL_DEMAND_H
#define FC_MODEL_DEMAND_H

#include "base/isa.h"

/* 12 factors of mean 1, exp(a cos(2 pi (month - peak) / 12)) over their mean; peak 1..12. */
#define fc__season_harmonic FC_PER_ISA(fc__season_harmonic)
void fc__season_harmonic(double amplitude, int peak_month, double factor[12]);

/* Advertising response relative to the reference spend (Nerlove-Arrow goodwill g = 1 at the
 * reference, Hill): 1 - share + share H(g) / H(1), H(g) = g^hill / (g^hill + half^hill). */
#define fc__advert_response FC_PER_ISA(fc__advert_response)
double fc__advert_response(double goodwill, double share, double hill,
                           double half_saturation);

/* One step of goodwill: retention^(step) g + (1 - retention^step) spend / reference. */
#define fc__goodwill_next FC_PER_ISA(fc__goodwill_next)
double fc__goodwill_next(double goodwill, double spend_ratio, double half_life_months,
                         double step_months);

#endif
