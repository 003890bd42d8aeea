/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma rows (first version: bisection on the incomplete gamma function). */
#include "random/kernels.h"
#include "random/lanemath.h"

static double gamma_p(double a, double x)
{
    const double head = fc_exp(a * fc_log(x) - x - fc_lgamma(a));
    if (x < a + 1.0) {
        double term = 1.0 / a;
        double sum = term;
        for (int i = 1; i < 3000 && term > sum * 1e-14; i++) {
            term *= x / (a + i);
            sum += term;
        }
        return head * sum;
    }
    double b = x + 1.0 - a;
    double c = 1e300;
    double d = 1.0 / b;
    double h = d;
    for (int i = 1; i < 3000; i++) {
        const double an = -i * (i - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        h *= c * d;
        if (c * d - 1.0 < 1e-14 && c * d - 1.0 > -1e-14)
            break;
    }
    return 1.0 - head * h;
}

static float one(uint32_t word, float shape)
{
    if (!(shape > 0.0f))
        return 0.0f;
    const double a = (double)shape;
    const double u = fc_u_from_word(word);
    const double z = fc_normal_pinv(u);
    const double third = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * __builtin_sqrt(a));
    if (a > 1000.0)
        return (float)(a * third * third * third);
    double low = -700.0;
    double high = 9.0;
    for (int i = 0; i < 60; i++) {
        const double mid = 0.5 * (low + high);
        if (gamma_p(a, fc_exp(mid)) < u)
            low = mid;
        else
            high = mid;
    }
    return (float)fc_exp(low);
}

void fc_gamma(size_t n, const uint32_t *word, const float *shape, float *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = one(word[i], shape[i]);
}

void fc_gamma_some(size_t n, const uint32_t *word, const float *shape,
                   const uint8_t *which, float *x)
{
    for (size_t i = 0; i < n; i++)
        if (which[i])
            x[i] = one(word[i], shape[i]);
}
