/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma variates of tiny shape, one at a time, by bisection of log x.
 *
 * P(a, x) = x^a e^-x / Gamma(a + 1) (1 + x/(a+1) + x^2/((a+1)(a+2)) + ..). The first
 * factor alone gives the upper end of the bracket for log P: log x >= (log u + log
 * Gamma(a+1))/a.
 *
 * Checked by tests/stat/test_samplers_gamma.c against gsl_cdf_gamma_P.
 */
#include "random/exact.h"

#include "random/kernels.h"
#include "random/lanemath.h"

/* P(a, e^v), v <= 4 */
static double gamma_p(double a, double v, double lgamma_next)
{
    const double x = fc_exp(v);
    double term = 1.0;
    double sum = 1.0;
    for (int i = 1; i < 300 && term > sum * 1e-12; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return fc_exp(a * v - x - lgamma_next) * sum;
}

float fc__gamma_exact(uint32_t word, float shape)
{
    const double a = (double)shape;
    const double u = fc_u_from_word(word);
    const double lgamma_next = fc_lgamma(a + 1.0);
    const double start = (fc_log(u) + lgamma_next) / a;
    if (start < -103.0) /* below the smallest float */
        return 0.0f;
    double low = start < 3.5 ? start : 3.5;
    double high = 4.0; /* P(0.1, e^4) = 1 - 2e-26 */
    for (int i = 0; i < 48; i++) {
        const double middle = 0.5 * (low + high);
        if (gamma_p(a, middle, lgamma_next) < u)
            low = middle;
        else
            high = middle;
    }
    return (float)fc_exp(low);
}
