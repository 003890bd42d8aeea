/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own elementary functions: the same bits on every processor and compiler (no libm, no
 * fused multiply-add). The float versions are branch-free inline code that compilers
 * turn into vector code inside loops over lanes.
 *
 * Guaranteed: fc_expf(0) = 1 and fc_logf(1) = 0 exactly; fc_expf is monotone to 2 ulp
 * and never NaN for finite input: below -87.3 it gives 0 or a tiny number, above 88 a
 * large finite one. All results are finite for finite input.
 *
 * Coefficients are weighted minimax fits made for this file (Lawson iteration in double
 * on values of 40 digits); the largest relative error of the fit, before rounding:
 *   fc_expf          |r| <= log(2)/2              3.1e-9
 *   fc_logf          m in [sqrt(1/2), sqrt(2)]    5.8e-9
 *   fc_normal_cdff   (x + 1) Mills(x), x >= 0     1.1e-7
 * Checked by tests/unit/test_random_math.c.
 */
#ifndef FC_RANDOM_LANEMATH_H
#define FC_RANDOM_LANEMATH_H

#include <stdint.h>
#include <string.h>

static inline uint32_t fc__bits_of_float(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float fc__float_of_bits(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* e^x, 2 ulp. x is held in [-87.33, 88.37]: the result is never 0, infinite or NaN. */
static inline float fc_expf(float x)
{
    const float shift =
        12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
    x = x < -87.33f ? -87.33f : x;
    x = x > 88.37f ? 88.37f : x;
    const float t = x * 1.44269504f + shift;
    const float n = t - shift;
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    const float q = 0.499999934f +
                    r * (0.1666652f + r * (0.0416683958f +
                                           r * (0.00836879689f + r * 0.00138144311f)));
    const float p = 1.0f + (r + r * r * q);
    return fc__float_of_bits(fc__bits_of_float(p) + (fc__bits_of_float(t) << 23));
}

/* log x, 2 ulp. Anything below 2^-126 counts as 2^-126 (log = -87.34). */
static inline float fc_logf(float x)
{
    x = x < 1.17549435e-38f ? 1.17549435e-38f : x;
    const uint32_t bits = fc__bits_of_float(x) - 0x3f3504f3u; /* sqrt(1/2) */
    const float e = (float)((int32_t)bits >> 23);
    const float m = fc__float_of_bits((bits & 0x007fffffu) + 0x3f3504f3u);
    const float f = m - 1.0f;
    const float f2 = f * f;
    const float a = 0.333333317f + f * -0.250008211f;
    const float b = 0.200012267f + f * -0.166233565f;
    const float c = 0.142017625f + f * -0.131601951f;
    const float d = 0.127615503f + f * -0.0763442984f;
    const float p = a + f2 * (b + f2 * (c + f2 * d));
    const float low = f * (f2 * p) + e * -2.12194440e-4f;
    return (low - 0.5f * f2) + f + e * 0.693359375f;
}

/* x^y for x > 0; relative error about (1 + |y log x|) 2^-23. Exactly 1 if x = 1 or y =
 * 0. */
static inline float fc_powf(float x, float y)
{
    return fc_expf(y * fc_logf(x));
}

/* 1 / (1 + e^-x) */
static inline float fc_logisticf(float x)
{
    return 1.0f / (1.0f + fc_expf(-x));
}

/* log(p / (1 - p)) for p in [0, 1]; about -69 at 0 and 69 at 1. */
static inline float fc_logitf(float p)
{
    const float up = p < 1e-30f ? 1e-30f : p;
    const float rest = 1.0f - up;
    const float down = rest < 1e-30f ? 1e-30f : rest;
    return fc_logf(up / down);
}

/* Standard normal distribution function; relative error 2e-6 down to x = -6, absolute
 * error 2e-7 everywhere. -> its density, beyond |x| = 12.5 the one there (5e-35): what
 * is smaller would slow a processor down and change nothing. */
static inline float fc_normal_lawf(float x, float *density)
{
    const float size = x < 0.0f ? -x : x;
    const float held = size > 12.5f ? 12.5f : size;
    const float t = (held - 2.5f) / (held + 2.5f);
    const float low = 0.494659624f + t * (-0.0915870671f + t * -0.0377145055f);
    const float mid = 0.0460549643f + t * (-0.00872051127f + t * -0.00600664059f);
    const float high =
        0.00135686115f +
        t * (0.00118469377f + t * (-0.000110279558f + t * -0.000174815494f));
    const float t3 = t * t * t;
    const float mills = (low + t3 * (mid + t3 * high)) / (held + 1.0f);
    const float bell = fc_expf(-0.5f * held * held);
    const float tail = bell * mills;
    *density = 0.398942280f * bell;
    return x < 0.0f ? tail : 1.0f - tail;
}

static inline float fc_normal_cdff(float x)
{
    float density;
    return fc_normal_lawf(x, &density);
}

/* ---- double, compiled once; relative error below about 4e-16 unless stated ---- */

double fc_exp(double x);           /* 0 below -708, finite (e^709.7) above 709.7 */
double fc_expm1(double x);         /* e^x - 1; relative error 8e-16 */
double fc_log(double x);           /* x < 2^-1022 counts as 2^-1022 */
double fc_log1p(double x);         /* log(1 + x), x > -1 */
double fc_pow(double x, double y); /* x > 0; relative error (1 + |y log x|) 3e-16 */
double fc_lgamma(double x); /* log Gamma(x), x > 0; absolute error 1e-14 (1 + |.|) */
double fc_normal_cdf(double x);  /* relative error 1e-14 down to x = -37 */
double fc_normal_pinv(double u); /* its inverse; u is held in [1e-300, 1 - 2^-53] */

#endif
