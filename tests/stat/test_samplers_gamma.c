/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma inversion against the incomplete gamma function: |P(a, x) - u| for shapes a in
 * [0.01, 1e6] (edges of each piece included) and words spread evenly, in the tails and
 * at the edges of each piece. Reference: gsl_cdf_gamma_P up to shape 1,000; sums of
 * long doubles beyond, where GSL's error reaches 1e-6.
 *
 * Detects: an error of the distribution function above 1e-6 (besides the rounding of x
 * to float, x f(x) 2^-24) anywhere in 2 million draws (20 million with FC_LONG_TESTS in
 * the environment); an error above 10 % of x in the far tails, above 1e-3 of the mean
 * and of the variance. Fixed seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

#include "random/kernels.h"

enum { ROW = 1024 };

struct draws {
    _Alignas(64) uint32_t word[ROW];
    _Alignas(64) float shape[ROW], x[ROW];
};

/* x^a e^-x / Gamma(a + 1), and the tail on the side of x */
static double long_tail(double shape, double at, int upper)
{
    const long double a = (long double)shape;
    const long double x = (long double)at;
    long double term = expl(a * logl(x) - x - lgammal(a + 1));
    long double sum = upper ? 0.0L : term;
    for (long double j = upper ? a : a + 1; j > 0.0L && term > 1e-16L * sum;
         j += upper ? -1 : 1) {
        term *= upper ? j / x : x / j;
        sum += term;
    }
    return (double)sum;
}

/* error of the distribution function, signed; a value below the normal floats stands
 * for all of them */
static double miss(double a, double x, double u)
{
    if (x <= 0x1p-126)
        return fmin(gsl_cdf_gamma_P(0x1p-126, a, 1.0) - u, 0.0);
    if (a <= 1000.0)
        return u < 0.5 ? gsl_cdf_gamma_P(x, a, 1.0) - u
                       : (1.0 - u) - gsl_cdf_gamma_Q(x, a, 1.0);
    return x < a ? long_tail(a, x, 0) - u : (1.0 - u) - long_tail(a, x, 1);
}

static double rounding(double a, double x)
{
    return x > 0.0 ? exp(a * log(x) - x - lgamma(a)) * 0x1p-24 : 0.0;
}

static uint32_t pick_word(uint32_t kind, uint32_t word)
{
    const uint32_t edge = (uint32_t)(gsl_cdf_ugaussian_P(2.5) * 0x1p32);
    switch (kind % 8) {
    case 0:
        return word >> (word % 31); /* down to the first words */
    case 1:
        return ~(word >> (word % 31));
    case 2:
        return 0x80000000u + word % 64 - 32;
    case 3:
        return edge + word % 4096 - 2048;
    default:
        return word;
    }
}

static float pick_shape(uint32_t kind, double u)
{
    const float edges[] = {0.1f,        0.25f,       0.7f,        2.2f,
                           6.0f,        1.0f,        0.09999999f, 0.24999999f,
                           0.69999999f, 2.19999999f, 5.9999999f,  0.1000001f};
    switch (kind % 8) {
    case 0:
        return edges[kind / 8 % 12];
    case 1:
        return (float)exp(u * log(1e6)); /* 1 .. 1e6 */
    case 2:
        return (float)(0.01 * exp(u * log(10.0)));
    case 3:
    case 4:
        return (float)(0.1 * exp(u * log(60.0)));
    default:
        return (float)(0.1 * exp(u * log(1e4)));
    }
}

static void fill(struct draws *d, uint32_t round)
{
    for (uint32_t i = 0; i < ROW; i++) {
        uint32_t words[4];
        fc_word4(0x6a, round * ROW + i, 0, 1, words);
        d->word[i] = pick_word(words[1], words[0]);
        d->shape[i] = pick_shape(words[2], fc_u_from_word(words[3]));
    }
}

static void test_distribution_function(void **state)
{
    (void)state;
    static struct draws d;
    const uint32_t rounds = getenv("FC_LONG_TESTS") ? 20000 : 2000;
    double worst[6] = {0};
    size_t bad = 0;
    for (uint32_t r = 0; r < rounds; r++) {
        fill(&d, r);
        fc_kernels(fc_isa_best())->gamma(ROW, d.word, d.shape, d.x);
        for (size_t i = 0; i < ROW; i++) {
            const double a = (double)d.shape[i];
            if (a > 1000.0 && i % 16) /* the sums take long */
                continue;
            const double x = (double)d.x[i];
            const double u = fc_u_from_word(d.word[i]);
            const double error = fabs(miss(a, x, u)) - rounding(a, x);
            const int place =
                (a >= 0.1) + (a >= 0.25) + (a >= 0.7) + (a >= 2.2) + (a >= 6);
            worst[place] = fmax(worst[place], error);
            if (!(error <= 1e-6) && bad++ < 10)
                printf("wrong: shape %.9g word %08x gave %.9g, off by %.2e\n", a,
                       d.word[i], x, error);
        }
    }
    printf("CDF error for shapes below .1 .25 .7 2.2 6 and above:");
    for (int i = 0; i < 6; i++)
        printf(" %.1e", worst[i]);
    printf("\n");
    assert_int_equal(bad, 0);
}

/* the first and last words: x within a tenth of the true quantile */
static void test_far_tails(void **state)
{
    (void)state;
    static struct draws d;
    for (uint32_t i = 0; i < ROW; i++) {
        d.word[i] = i % 2 ? i / 2 : ~(i / 2);
        d.shape[i] = (float)(0.15 * exp(i / (double)ROW * log(1e4)));
    }
    fc_kernels(fc_isa_best())->gamma(ROW, d.word, d.shape, d.x);
    for (size_t i = 0; i < ROW; i++) {
        const double a = (double)d.shape[i];
        const double u = fc_u_from_word(d.word[i]);
        const double x = (double)d.x[i];
        assert_true(u < 0.5 ? gsl_cdf_gamma_P(0.9 * x, a, 1.0) < u || x < 1e-30
                            : gsl_cdf_gamma_Q(0.9 * x, a, 1.0) > 1.0 - u);
        assert_true(u < 0.5 ? gsl_cdf_gamma_P(1.1 * x, a, 1.0) > u
                            : gsl_cdf_gamma_Q(1.1 * x, a, 1.0) < 1.0 - u);
    }
}

/* one sample point in the middle of each of 2^20 equal parts: exact up to the tails */
static void test_mean_and_variance(void **state)
{
    (void)state;
    static struct draws d;
    const float shapes[] = {0.1f, 0.2f, 0.4f, 1.0f, 2.0f, 3.7f, 7.0f, 50.0f, 3000.0f};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        double sum = 0.0;
        double squares = 0.0;
        for (uint32_t r = 0; r < 1024; r++) {
            for (uint32_t i = 0; i < ROW; i++) {
                d.word[i] = (r * ROW + i) * 4096u + 2048u;
                d.shape[i] = shapes[s];
            }
            fc_kernels(fc_isa_best())->gamma(ROW, d.word, d.shape, d.x);
            for (size_t i = 0; i < ROW; i++) {
                const double far = (double)d.x[i] - (double)shapes[s];
                sum += far;
                squares += far * far;
            }
        }
        const double a = (double)shapes[s];
        const double variance = squares / 0x1p20 - (sum / 0x1p20) * (sum / 0x1p20);
        assert_true(fabs(sum / 0x1p20) < 1e-3 * sqrt(a) * fmin(1.0, sqrt(a)));
        assert_true(fabs(variance / a - 1.0) < 1e-3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distribution_function),
        cmocka_unit_test(test_far_tails),
        cmocka_unit_test(test_mean_and_variance),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
