/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Season and advertising: pure functions, no state.
 *
 *   season    exp(a cos(2 pi (month - peak) / 12)) over its mean over the year
 *   goodwill  G <- r G + (1 - r) spend / reference, r = 2^(-step / half-life)
 *             (Nerlove & Arrow 1962, relative to the reference spend)
 *   response  1 - share + share H(G) / H(1), H(G) = G^h / (G^h + half^h)   (Hill)
 * Checked by T3 and T4 in tests/stat/test_demand.c. */
#include "model/demand.h"

#include <stdlib.h>

#include "random/lanemath.h"

void fc__season_harmonic(double amplitude, int peak_month, double factor[12])
{
    /* cos(2 pi k / 12), exact to the last bit on every machine */
    static const double cosine[] = {1,    0.86602540378443864676,  0.5, 0,
                                    -0.5, -0.86602540378443864676, -1};
    double sum = 0;
    for (int m = 0; m < 12; m++) {
        const int k = abs(m + 1 - peak_month) % 12;
        factor[m] = fc_exp(amplitude * cosine[k <= 6 ? k : 12 - k]);
        sum += factor[m];
    }
    for (int m = 0; m < 12; m++)
        factor[m] *= 12 / sum;
}

double fc__advert_response(double goodwill, double share, double hill,
                           double half_saturation)
{
    const double half = fc_pow(half_saturation, hill);
    const double g = goodwill > 0 ? fc_pow(goodwill, hill) : 0;
    return 1 - share + share * (g / (g + half)) * (1 + half);
}

double fc__goodwill_next(double goodwill, double spend_ratio, double half_life_months,
                         double step_months)
{
    const double kept =
        fc_exp(-0.69314718055994530942 * step_months / half_life_months);
    return kept * goodwill + (1 - kept) * spend_ratio;
}
