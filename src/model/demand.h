/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Season and advertising: the pure parts of the demand room (advert.c). */
#ifndef FC_MODEL_DEMAND_H
#define FC_MODEL_DEMAND_H

/* 12 factors of mean 1, exp(a cos(2 pi (month - peak) / 12)) over their mean;
 * peak 1..12. */
void fc__season_harmonic(double amplitude, int peak_month, double factor[12]);

/* Advertising response relative to the reference spend (Nerlove-Arrow goodwill g = 1 at
 * the reference, Hill): 1 - share + share H(g) / H(1), H(g) = g^hill / (g^hill +
 * half^hill). */
double fc__advert_response(double goodwill, double share, double hill,
                           double half_saturation);

/* One step of goodwill: retention^(step) g + (1 - retention^step) spend / reference. */
double fc__goodwill_next(double goodwill, double spend_ratio, double half_life_months,
                         double step_months);

#endif
