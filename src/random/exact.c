/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact inversion of the Poisson and binomial distribution functions, one at a time.
 *
 * P(k) is Loader's saddle-point form, exp(-stirling - deviance) / sqrt(2 pi ...)
 * (Loader 2000, "Fast and accurate computation of binomial probabilities"). The tail
 * beyond k on the side of u (lower for u <= 1/2, else upper) is a sum of term ratios
 * or, for standard deviations above 30, an integral, so that both keep their relative
 * accuracy (about 1e-13). Start: two terms of the Cornish-Fisher expansion; then a walk
 * of a few steps.
 *
 * Checked by tests/stat/test_samplers.c on and beside the steps of gsl_cdf_*_P.
 */
#include "random/exact.h"

#include "random/kernels.h"
#include "random/lanemath.h"

enum { MOST_TERMS = 4096, MOST_STEPS = 4096 };

/* the documented exception to "no mutable globals": statistics, one set per thread */
static _Thread_local struct fc_sampler_counts counts;

void fc_sampler_counts_reset(void)
{
    counts = (struct fc_sampler_counts){0};
}

struct fc_sampler_counts fc_sampler_counts_get(void)
{
    return counts;
}

void fc__count_poisson(uint64_t n)
{
    counts.poisson += n;
}

void fc__count_binomial(uint64_t n)
{
    counts.binomial += n;
}

/* A discrete law with n = trials; n < 0 means Poisson with mean a. Ratio of
 * neighbouring probabilities: up(k) = P(k+1)/P(k). */
struct law {
    double n;    /* trials; -1 for Poisson */
    double p, q; /* binomial */
    double mean, sd, skew;
};

/* log n! - log(sqrt(2 pi n) (n/e)^n) */
static double stirling_error(double n)
{
    static const double small[] = {0.0,
                                   0.081061466795327258220,
                                   0.041340695955409294094,
                                   0.027677925684998339149,
                                   0.020790672103765093112,
                                   0.016644691189821192163,
                                   0.013876128823070747999,
                                   0.011896709945891770095,
                                   0.010411265261972096497,
                                   0.0092554621827127329177,
                                   0.0083305634333628712720,
                                   0.0075736754879518407949,
                                   0.0069428401072095298945,
                                   0.0064089941880042070684,
                                   0.0059513701127588474768,
                                   0.0055547335519628013710};
    if (n < 16.0)
        return small[(int)n];
    const double y = 1.0 / (n * n);
    return (1.0 / 12 -
            y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188))))) /
           n;
}

/* x log(x / m) + m - x */
static double deviance(double x, double m)
{
    const double v = (x - m) / (x + m);
    if (v > 0.1 || v < -0.1)
        return x * fc_log(x / m) + m - x;
    const double v2 = v * v;
    double sum = 0.0;
    double power = 2.0 * x * v;
    for (int j = 1; j < 12; j++) {
        power *= v2;
        sum += power / (2 * j + 1);
    }
    return (x - m) * v + sum;
}

static double probability(const struct law *law, double k)
{
    const double two_pi = 6.28318530717958647693;
    if (law->n < 0.0) {
        if (k <= 0.0)
            return fc_exp(-law->mean);
        return fc_exp(-stirling_error(k) - deviance(k, law->mean)) /
               __builtin_sqrt(two_pi * k);
    }
    const double rest = law->n - k;
    if (k <= 0.0)
        return fc_exp(law->n * fc_log1p(-law->p));
    if (rest <= 0.0)
        return fc_exp(law->n * fc_log(law->p));
    const double error =
        stirling_error(law->n) - stirling_error(k) - stirling_error(rest);
    const double far = deviance(k, law->mean) + deviance(rest, law->n * law->q);
    return fc_exp(error - far) * __builtin_sqrt(law->n / (two_pi * k * rest));
}

static double ratio_up(const struct law *law, double k)
{
    if (law->n < 0.0)
        return law->mean / (k + 1.0);
    return (law->n - k) * law->p / ((k + 1.0) * law->q);
}

/* ---- tails ----
 * Up to a standard deviation of 30 the terms are added. Beyond, with s >= 0 the
 * distance into the tail (side = 1 below, -1 above), Poisson   P(X <= k) / P(k) =
 * integral of (1 + s/m)^k e^-s ds, binomial  P(X <= k) / P(k) = (n-k)/q integral of (1
 * - s/q)^(n-k-1) (1 + s/p)^k ds, the upper tails with -s for s: the incomplete gamma
 * and beta integrals. Gauss-Legendre with 40 nodes up to where the integrand is e^-40;
 * relative error about 1e-15. */

static const double FAR_DEVIATION = 30.0;

static const double NODES[20] = {
    0.038772417506050822, 0.11608407067525521, 0.1926975807013711,  0.26815218500725368,
    0.34199409082575847,  0.413779204371605,   0.48307580168617871, 0.5494671250951282,
    0.61255388966798024,  0.67195668461417955, 0.7273182551899271,  0.77830565142651939,
    0.82461223083331166,  0.8659595032122595,  0.9020988069688743,  0.93281280827867653,
    0.95791681921379166,  0.97725994998377426, 0.99072623869945701, 0.9982377097105592};
static const double WEIGHTS[20] = {
    0.077505947978424811, 0.077039818164247966, 0.076110361900626242,
    0.074723169057968264, 0.072886582395804059, 0.07061164739128678,
    0.067912045815233904, 0.064804013456601038, 0.061306242492928939,
    0.057439769099391551, 0.053227846983936824, 0.048695807635072232,
    0.043870908185673272, 0.038782167974472018, 0.033460195282547847,
    0.027937006980023401, 0.022245849194166957, 0.016421058381907889,
    0.010498284531152814, 0.0045212770985331913};

/* log(1 + x) - x, |x| <= 0.5 */
static double log1p_rest(double x)
{
    const double v = x / (2.0 + x);
    const double v2 = v * v;
    double sum = 0.0;
    double power = 2.0 * v;
    for (int j = 1; j < 12; j++) {
        power *= v2;
        sum += power / (2 * j + 1);
    }
    return sum - x * v;
}

/* log of the integrand at s, which is negative in an upper tail */
static double log_integrand(const struct law *law, double k, double s)
{
    const double m = law->mean;
    if (law->n < 0.0)
        return s * (k - m) / m + k * log1p_rest(s / m);
    const double other = law->n - k - 1.0;
    const double slope = (k - (law->n - 1.0) * law->p) / (law->p * law->q);
    return s * slope + k * log1p_rest(s / law->p) + other * log1p_rest(-s / law->q);
}

static double tail_integral(const struct law *law, double k, double at, int side)
{
    const double p = law->n < 0.0 ? law->mean : law->p;
    const double other = law->n < 0.0 ? 0.0 : (law->n - k - 1.0) / (law->q * law->q);
    const double bend = 0.5 * (k / (p * p) + other);
    const double probe = 1e-3 / __builtin_sqrt(bend);
    const double fall = -log_integrand(law, k, side * probe) / probe;
    const double slope = fall > 0.0 ? fall : 0.0;
    const double end = 80.0 / (slope + __builtin_sqrt(slope * slope + 160.0 * bend));
    double sum = 0.0;
    for (int i = 0; i < 20; i++) {
        const double near = 0.5 * end * (1.0 - NODES[i]);
        const double far = 0.5 * end * (1.0 + NODES[i]);
        sum += WEIGHTS[i] * (fc_exp(log_integrand(law, k, side * near)) +
                             fc_exp(log_integrand(law, k, side * far)));
    }
    const double scale = law->n < 0.0 ? 1.0 : (law->n - k) / law->q;
    return at * scale * 0.5 * end * sum;
}

/* sum over j <= k of P(j), given P(k) */
static double lower_tail(const struct law *law, double k, double at)
{
    if (law->sd > FAR_DEVIATION)
        return tail_integral(law, k, at, 1);
    double sum = at;
    double term = at;
    for (int i = 0; i < MOST_TERMS && k > 0.0 && term > sum * 1e-17; i++) {
        k -= 1.0;
        term /= ratio_up(law, k);
        sum += term;
    }
    return sum;
}

/* sum over j > k of P(j), given P(k) */
static double upper_tail(const struct law *law, double k, double at)
{
    if (law->sd > FAR_DEVIATION)
        return tail_integral(law, k, at, -1);
    double sum = 0.0;
    double term = at;
    for (int i = 0; i < MOST_TERMS; i++) {
        const double ratio = ratio_up(law, k);
        term *= ratio;
        sum += term;
        k += 1.0;
        if (ratio < 1.0 && term <= sum * 1e-17)
            break;
    }
    return sum;
}

static double walk_lower(const struct law *law, double k, double u)
{
    double at = probability(law, k);
    double tail = lower_tail(law, k, at);
    for (int i = 0; i < MOST_STEPS && tail < u; i++) {
        at *= ratio_up(law, k);
        k += 1.0;
        tail += at;
    }
    for (int i = 0; i < MOST_STEPS && k > 0.0 && tail - at >= u; i++) {
        tail -= at;
        k -= 1.0;
        at /= ratio_up(law, k);
    }
    return k;
}

static double walk_upper(const struct law *law, double k, double rest)
{
    double at = probability(law, k);
    double tail = upper_tail(law, k, at);
    for (int i = 0; i < MOST_STEPS && tail > rest; i++) {
        at *= ratio_up(law, k);
        k += 1.0;
        tail -= at;
    }
    for (int i = 0; i < MOST_STEPS && k > 0.0 && tail + at <= rest; i++) {
        tail += at;
        k -= 1.0;
        at /= ratio_up(law, k);
    }
    return k;
}

static double invert(const struct law *law, uint32_t word)
{
    const double u = fc_u_from_word(word);
    const double z = fc_normal_pinv(u);
    const double x = law->mean + law->sd * z + law->skew * (z * z - 1.0) / 6.0 - 0.5;
    double k = __builtin_floor(x + 0.5);
    k = k > 0.0 ? k : 0.0;
    if (law->n >= 0.0 && k > law->n)
        k = law->n;
    return u <= 0.5 ? walk_lower(law, k, u) : walk_upper(law, k, 1.0 - u);
}

float fc__poisson_exact(uint32_t word, float mean)
{
    counts.poisson_slow++;
    if (!(mean > 0.0f))
        return 0.0f;
    const double m = (double)mean;
    const struct law law = {.n = -1.0, .mean = m, .sd = __builtin_sqrt(m), .skew = 1.0};
    return (float)invert(&law, word);
}

float fc__binomial_exact(uint32_t word, float trials, float prob)
{
    counts.binomial_slow++;
    if (!(trials > 0.0f) || !(prob > 0.0f))
        return 0.0f;
    if (prob >= 1.0f)
        return trials;
    const double n = (double)trials;
    const double p = (double)prob;
    const double q = 1.0 - p;
    const struct law law = {.n = n,
                            .p = p,
                            .q = q,
                            .mean = n * p,
                            .sd = __builtin_sqrt(n * p * q),
                            .skew = q - p};
    return (float)invert(&law, word);
}
