/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions in double for set-up work and for the exact fallbacks of the
 * samplers: the same bits on every processor and compiler.
 *
 *   e^x = 2^n e^r, |r| <= log(2)/2, Taylor series to r^13 / 13!
 *   log x = n log 2 + log(1 + f), log(1 + f) = f - s (f - R), s = f / (2 + f),
 *     R = 2 s^2 (1/3 + s^2/5 + s^4/7 + ...)
 *   Phi(-x) = e^(-x^2/2) M(x), (x + 1) M(x) a polynomial of degree 22 in
 *     t = (x - 3.5) / (x + 3.5): minimax fit made for this file, relative error 2.5e-15
 *   Phi^-1(u) = q N(L) / D(L), q = 2u - 1, L = -log(4 u (1 - u)), a rational (7, 7)
 *     fitted for u in [2^-34, 1 - 2^-34], relative error 5.6e-10; then Halley steps
 *   log Gamma: Stirling's series above 12, recurrence below
 *
 * Checked by tests/unit/test_random_math.c against long double functions.
 */
#include "random/lanemath.h"

static double double_of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t bits_of_double(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

#define LN2_HI  0x1.62e42fefa3800p-1
#define LN2_LO  0x1.ef35793c76730p-45
#define SHIFT52 0x1.8p52

/* (e^r - 1 - r) / r^2 for |r| <= 0.36 */
static double exp_tail(double r)
{
    static const double c[] = {1.0 / 2,        1.0 / 6,         1.0 / 24,
                               1.0 / 120,      1.0 / 720,       1.0 / 5040,
                               1.0 / 40320,    1.0 / 362880,    1.0 / 3628800,
                               1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0};
    double p = c[11];
    for (int i = 10; i >= 0; i--)
        p = p * r + c[i];
    return p;
}

double fc_exp(double x)
{
    if (x < -708.0)
        return 0.0;
    x = x > 709.7 ? 709.7 : x;
    const double t = x * 0x1.71547652b82fep0 + SHIFT52;
    const double n = t - SHIFT52;
    const double r = (x - n * LN2_HI) - n * LN2_LO;
    const double p = 1.0 + (r + r * r * exp_tail(r));
    return double_of_bits(bits_of_double(p) + (bits_of_double(t) << 52));
}

double fc_expm1(double x)
{
    if (x < -0.35 || x > 0.35)
        return fc_exp(x) - 1.0;
    return x + x * x * exp_tail(x);
}

/* log(1 + f), -0.3 <= f <= 0.42 */
static double log1p_near(double f)
{
    static const double c[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11,
                               1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};
    const double s = f / (2.0 + f);
    const double s2 = s * s;
    double p = c[9];
    for (int i = 8; i >= 0; i--)
        p = p * s2 + c[i];
    const double half = 0.5 * f * f;
    return f - (half - s * (half + 2.0 * s2 * p));
}

double fc_log(double x)
{
    x = x < 0x1p-1022 ? 0x1p-1022 : x;
    const uint64_t root = 0x3fe6a09e667f3bcdu; /* sqrt(1/2) */
    const uint64_t bits = bits_of_double(x) - root;
    const double n = (double)((int64_t)bits >> 52);
    const double f = double_of_bits((bits & 0xfffffffffffffu) + root) - 1.0;
    return (log1p_near(f) + n * LN2_LO) + n * LN2_HI;
}

double fc_log1p(double x)
{
    if (x > -0.29 && x < 0.41)
        return log1p_near(x);
    const double y = 1.0 + x;
    const double lost = x - (y - 1.0);
    return fc_log(y) + (y > 0.0 ? lost / y : 0.0);
}

double fc_pow(double x, double y)
{
    return fc_exp(y * fc_log(x));
}

double fc_lgamma(double x)
{
    static const double c[] = {1.0 / 12,    -1.0 / 360,      1.0 / 1260,
                               -1.0 / 1680, 1.0 / 1188,      -691.0 / 360360,
                               1.0 / 156,   -3617.0 / 122400};
    double product = 1.0;
    double lift = 0.0;
    for (; x < 12.0; x += 1.0) {
        product *= x;
        if (product < 1e-200 || product > 1e200) {
            lift += fc_log(product);
            product = 1.0;
        }
    }
    const double y = 1.0 / (x * x);
    double series = c[7];
    for (int i = 6; i >= 0; i--)
        series = series * y + c[i];
    const double half_log_2pi = 0.91893853320467274178;
    const double stirling =
        (x - 0.5) * (fc_log(x) - 1.0) - 0.5 + half_log_2pi + series / x;
    return stirling - (fc_log(product) + lift);
}

/* Phi(-x) for x >= 0; the square is split so that its rounding does not count */
static double upper_tail(double x)
{
    static const double c[] = {
        0.47855319135167462,     -0.097712569093162255,   0.00078683205161326347,
        0.038047606500421459,    -0.03025601072475019,    0.010380366679615479,
        0.00026279893521338277,  -0.0014250446308437996,  0.00014748926004293862,
        0.00021332904788644801,  -2.4649836772743161e-05, -3.9079998138343214e-05,
        6.871447731250039e-07,   7.7621744820133251e-06,  1.2691991944630681e-06,
        -1.4023329580248822e-06, -6.206838036937572e-07,  1.8054983506772507e-07,
        1.8672166972489793e-07,  -7.3195596070116467e-09, -3.6937773530615114e-08,
        -1.3768619962111707e-09, 3.719635498959973e-09};
    if (x > 38.5)
        return 0.0;
    const double t = (x - 3.5) / (x + 3.5);
    double p = c[22];
    for (int i = 21; i >= 0; i--)
        p = p * t + c[i];
    const double short_x = (double)(float)x;
    const double head = 0.5 * short_x * short_x;
    const double rest = 0.5 * (x - short_x) * (x + short_x);
    return fc_exp(-head) * fc_exp(-rest) * p / (x + 1.0);
}

double fc_normal_cdf(double x)
{
    return x < 0.0 ? upper_tail(-x) : 1.0 - upper_tail(x);
}

/* first guess of z with Phi(-z) = tail, tail <= 1/2 */
static double guess(double tail)
{
    static const double n[] = {1.2533141379597861,      0.40067731517388372,
                               0.074834522215824428,    0.0094245335674688069,
                               0.00074506424670965881,  2.7280258779961503e-05,
                               -1.5923230779942515e-07, 2.6095682475760214e-08};
    static const double d[] = {1.0,
                               0.057894875102179173,
                               0.031520319884656998,
                               0.0011483150623417219,
                               0.00017986235471947163,
                               -1.3391618034460084e-06,
                               1.057334433074443e-07,
                               9.3007752564080296e-10};
    const double odds = -fc_log(4.0 * tail * (1.0 - tail));
    if (odds > 22.0) {
        const double t = -2.0 * fc_log(tail);
        const double y = t - fc_log(6.28318530717958648 * t);
        return __builtin_sqrt(t - fc_log(6.28318530717958648 * y));
    }
    double above = n[7];
    double below = d[7];
    for (int i = 6; i >= 0; i--) {
        above = above * odds + n[i];
        below = below * odds + d[i];
    }
    return (1.0 - 2.0 * tail) * above / below;
}

double fc_normal_pinv(double u)
{
    u = u > 1e-300 ? u : 1e-300;
    u = u < 0x1.fffffffffffffp-1 ? u : 0x1.fffffffffffffp-1;
    const double tail = u < 0.5 ? u : 1.0 - u;
    double z = guess(tail);
    for (int i = 0; i < 2; i++) {
        const double density = 0.39894228040143268 * fc_exp(-0.5 * z * z);
        const double step = (upper_tail(z) - tail) / density;
        z += step / (1.0 - 0.5 * z * step);
    }
    return u < 0.5 ? -z : z;
}
