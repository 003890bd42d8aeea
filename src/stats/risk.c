/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals, their factors, concentration: see risk.h for the formulas.
 * Checked by tests/unit/test_tally_risk.c (T34: Wilson for 500 of 10,000). */
#include "stats/risk.h"

#include <assert.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

void fc_wilson(uint64_t hits, uint64_t n, double z, double *low, double *high)
{
    assert(n > 0 && hits <= n);
    const double h = (double)hits, all = (double)n, zz = z * z;
    const double middle = (h + zz / 2.0) / (all + zz);
    const double half = z * sqrt(h * (all - h) / all + zz / 4.0) / (all + zz);
    *low = hits == 0 ? 0.0 : fmax(middle - half, 0.0);
    *high = hits == n ? 1.0 : fmin(middle + half, 1.0);
}

double fc_normal_quantile(double prob)
{
    assert(prob > 0.0 && prob < 1.0);
    return gsl_cdf_ugaussian_Pinv(prob);
}

double fc_t_quantile(double prob, double freedom)
{
    assert(prob > 0.0 && prob < 1.0 && freedom > 0.0);
    return gsl_cdf_tdist_Pinv(prob, freedom);
}

double fc_hhi(const double *amounts, size_t n)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += amounts[i];
        squares += amounts[i] * amounts[i];
    }
    if (!(sum > 0.0))
        return (double)NAN;
    return squares / (sum * sum);
}
