/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions of uncertain parameters and their correlation: quantiles against GSL,
 * moments against closed forms and against the quantile function, truncation,
 * intervals, every refusal with its message; rank correlation achieved by a copula. The
 * correlation test detects an error of 0.01 (60,000 draws, standard error 0.004 at
 * most, fixed seed). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "random/copula.h"
#include "random/dist.h"
#include "random/kernels.h"
#include "random/lanemath.h"

static void assert_near(double got, double wanted, double tolerance)
{
    if (!(fabs(got - wanted) <= tolerance * (1.0 + fabs(wanted))))
        fail_msg("%.12g is not %.12g", got, wanted);
}

static struct fc_dist make(enum fc_dist_kind kind, double a, double b, double c)
{
    struct fc_dist dist;
    struct fc_error err = {0};
    if (fc_dist_init(&dist, kind, (double[]){a, b, c}, &err) != FC_OK)
        fail_msg("%s", err.message);
    return dist;
}

/* one of each continuous kind, high-entropy values */
static struct fc_dist example(int i)
{
    const struct {
        enum fc_dist_kind kind;
        double a, b, c;
    } all[] = {{FC_DIST_NORMAL, -3.217, 1.713, 0},
               {FC_DIST_LOGNORMAL, 17.31, 9.77, 0},
               {FC_DIST_TRIANGULAR, -1.13, 0.37, 4.19},
               {FC_DIST_PERT, 0.153, 0.207, 0.391},
               {FC_DIST_UNIFORM, 2.71, 3.14, 0},
               {FC_DIST_BETA, 0.73, 2.19, 0},
               {FC_DIST_GAMMA, 5.31, 6.67, 0},
               {FC_DIST_LOGITNORMAL, 0.037, 0.211, 0}};
    return make(all[i].kind, all[i].a, all[i].b, all[i].c);
}

enum { EXAMPLES = 8 };

static void test_quantiles(void **state)
{
    (void)state;
    for (double u = 1e-4; u < 1.0; u += 0.00917) {
        struct fc_dist d = example(0);
        const double z = gsl_cdf_ugaussian_Pinv(u);
        assert_near(fc_dist_quantile(&d, u), -3.217 + 1.713 * z, 1e-12);
        d = example(1);
        const double variance = log1p(9.77 / 17.31 * (9.77 / 17.31));
        assert_near(fc_dist_quantile(&d, u),
                    exp(log(17.31) - variance / 2 + sqrt(variance) * z), 1e-12);
        d = example(3);
        const double alpha = 1 + 4 * (0.207 - 0.153) / (0.391 - 0.153);
        const double beta = 6 - alpha;
        assert_near(fc_dist_quantile(&d, u),
                    0.153 + (0.391 - 0.153) * gsl_cdf_beta_Pinv(u, alpha, beta), 1e-9);
        d = example(5);
        assert_near(fc_dist_quantile(&d, u), gsl_cdf_beta_Pinv(u, 0.73, 2.19), 1e-9);
        d = example(6);
        const double shape = 5.31 / 6.67 * (5.31 / 6.67);
        assert_near(fc_dist_quantile(&d, u), gsl_cdf_gamma_Pinv(u, shape, 5.31 / shape),
                    1e-9);
        d = example(4);
        assert_near(fc_dist_quantile(&d, u), 2.71 + u * 0.43, 1e-14);
    }
    const struct fc_dist d =
        example(2); /* P(X <= mode) = (mode - low) / (high - low) */
    assert_near(fc_dist_quantile(&d, 1.50 / 5.32), 0.37, 1e-12);
    assert_near(fc_dist_quantile(&d, 1e-30), -1.13, 1e-6);
}

/* mean and sd of 20,000 evenly spread quantiles */
static void brute(const struct fc_dist *d, double *mean, double *sd)
{
    enum { N = 20000 };
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < N; i++) {
        const double x = fc_dist_quantile(d, (i + 0.5) / N);
        sum += x;
        squares += x * x;
    }
    *mean = sum / N;
    *sd = sqrt(squares / N - *mean * *mean);
}

static void test_moments_and_truncation(void **state)
{
    (void)state;
    for (int i = 0; i < EXAMPLES; i++) {
        struct fc_dist d = example(i);
        double mean, sd;
        brute(&d, &mean, &sd);
        assert_near(fc_dist_mean(&d), mean, 1e-3);
        assert_near(fc_dist_sd(&d), sd, 5e-3);
        const double low = fc_dist_quantile(&d, 0.2);
        const double high = fc_dist_quantile(&d, 0.7);
        const double middle = fc_dist_quantile(&d, 0.45);
        assert_int_equal(fc_dist_truncate(&d, low, high, NULL), FC_OK);
        assert_near(fc_dist_quantile(&d, 0.5), middle, 1e-9);
        assert_near(fc_dist_quantile(&d, 1e-300), low, 1e-9);
        assert_near(fc_dist_quantile(&d, 1.0), high, 1e-9);
        brute(&d, &mean, &sd);
        assert_near(fc_dist_mean(&d), mean, 1e-5);
        assert_near(fc_dist_sd(&d), sd, 1e-4);
    }
}

static void test_quantiles_are_monotone(void **state)
{
    (void)state;
    for (int i = 0; i < EXAMPLES; i++) {
        const struct fc_dist d = example(i);
        double last = -HUGE_VAL;
        for (int e = -60; e < 0; e++) {
            assert_true(fc_dist_quantile(&d, ldexp(1.0, e)) >= last);
            last = fc_dist_quantile(&d, ldexp(1.0, e));
        }
        for (int e = -2; e > -53; e--) {
            assert_true(fc_dist_quantile(&d, 1.0 - ldexp(1.0, e)) >= last);
            last = fc_dist_quantile(&d, 1.0 - ldexp(1.0, e));
        }
        assert_true(isfinite(last));
    }
    const struct fc_dist steep = make(FC_DIST_BETA, 0.01, 0.013, 0);
    /* gsl_cdf_beta_Pinv ends the program here */
    assert_near(gsl_cdf_beta_P(fc_dist_quantile(&steep, 0.2), 0.01, 0.013), 0.2, 1e-9);
    const struct fc_dist sharp = make(FC_DIST_BETA, 9e5, 3e5, 0);
    assert_near(fc_dist_quantile(&sharp, 0.5), 0.75, 1e-6);
}

static void test_points(void **state)
{
    (void)state;
    const double value[] = {7.5, -2.0, 3.25};
    const double weight[] = {1.0, 2.0, 5.0};
    struct fc_dist d;
    assert_int_equal(fc_dist_init_points(&d, FC_DIST_DISCRETE, 3, value, weight, NULL),
                     0);
    assert_true(fc_dist_quantile(&d, 0.25) == -2.0);
    assert_true(fc_dist_quantile(&d, 0.2501) == 3.25);
    assert_true(fc_dist_quantile(&d, 0.8751) == 7.5);
    assert_near(fc_dist_mean(&d), 19.75 / 8, 1e-12);
    assert_near(fc_dist_sd(&d), sqrt(117.0625 / 8 - 19.75 / 8 * (19.75 / 8)), 1e-9);
    assert_int_equal(fc_dist_truncate(&d, -2.0, 5.0, NULL), FC_OK);
    assert_true(fc_dist_quantile(&d, 0.2857) == -2.0);
    assert_true(fc_dist_quantile(&d, 0.999999) == 3.25);
    assert_near(fc_dist_mean(&d), 12.25 / 7, 1e-12);
    assert_int_equal(fc_dist_init_points(&d, FC_DIST_EMPIRICAL, 3, value, NULL, NULL),
                     0);
    assert_true(fc_dist_quantile(&d, 0.1) == -2.0);
    assert_near(fc_dist_quantile(&d, 0.5), 3.25, 1e-12);
    assert_near(fc_dist_quantile(&d, 1.0 / 3), 0.625, 1e-12);
    double mean, sd;
    brute(&d, &mean, &sd);
    assert_near(fc_dist_mean(&d), mean, 1e-6);
    assert_near(fc_dist_sd(&d), sd, 1e-6);
}

static void test_intervals(void **state)
{
    (void)state;
    const enum fc_dist_range ranges[] = {FC_DIST_SHARE, FC_DIST_POSITIVE, FC_DIST_ANY};
    const enum fc_dist_kind kinds[] = {FC_DIST_LOGITNORMAL, FC_DIST_LOGNORMAL,
                                       FC_DIST_NORMAL};
    for (int i = 0; i < 3; i++) {
        struct fc_dist d;
        assert_int_equal(fc_dist_init_interval(&d, ranges[i], 0.2, 0.35, NULL), FC_OK);
        assert_int_equal(d.kind, kinds[i]);
        assert_near(fc_dist_quantile(&d, 0.05), 0.2, 1e-12);
        assert_near(fc_dist_quantile(&d, 0.95), 0.35, 1e-12);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    const struct {
        enum fc_dist_kind kind;
        double par[3];
        const char *part;
    } bad[] = {
        {FC_DIST_NORMAL, {1, 0, 0}, "sd is 0"},
        {FC_DIST_NORMAL, {(double)NAN, 1, 0}, "mean is not a finite"},
        {FC_DIST_LOGNORMAL, {-1, 1, 0}, "mean is -1"},
        {FC_DIST_LOGNORMAL, {1, 1e9, 0}, "sd / mean"},
        {FC_DIST_TRIANGULAR, {1, 5, 3}, "mode is 5"},
        {FC_DIST_PERT, {3, 3, 3}, "low must be below high"},
        {FC_DIST_UNIFORM, {2, 1, 0}, "low must be below high"},
        {FC_DIST_BETA, {0, 1, 0}, "alpha is 0"},
        {FC_DIST_GAMMA, {1, -2, 0}, "sd is -2"},
        {FC_DIST_LOGITNORMAL, {0.5, 1.0, 0}, "inside (0, 1)"},
        {FC_DIST_DISCRETE, {0}, "takes points"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fc_dist d;
        struct fc_error err = {0};
        assert_int_equal(fc_dist_init(&d, bad[i].kind, bad[i].par, &err),
                         FC_E_SCENARIO);
        if (!strstr(err.message, bad[i].part))
            fail_msg("'%s' lacks '%s'", err.message, bad[i].part);
    }
    struct fc_dist d;
    const double pair[] = {1.0, (double)NAN};
    const double minus[] = {1.0, -1.0};
    const double none[] = {0.0, 0.0};
    assert_true(fc_dist_init_points(&d, FC_DIST_DISCRETE, 0, pair, NULL, NULL) !=
                FC_OK);
    assert_true(fc_dist_init_points(&d, FC_DIST_DISCRETE, 65, pair, NULL, NULL) !=
                FC_OK);
    assert_true(fc_dist_init_points(&d, FC_DIST_DISCRETE, 2, pair, NULL, NULL) !=
                FC_OK);
    assert_true(fc_dist_init_points(&d, FC_DIST_DISCRETE, 2, none, minus, NULL) !=
                FC_OK);
    assert_true(fc_dist_init_points(&d, FC_DIST_DISCRETE, 2, minus, none, NULL) !=
                FC_OK);
    assert_true(fc_dist_init_interval(&d, FC_DIST_POSITIVE, 0.0, 1.0, NULL) != FC_OK);
    assert_true(fc_dist_init_interval(&d, FC_DIST_ANY, 2.0, 1.0, NULL) != FC_OK);
    d = example(0);
    struct fc_error err = {0};
    assert_int_equal(fc_dist_truncate(&d, 50.0, 60.0, &err), FC_E_SCENARIO);
    assert_non_null(strstr(err.message, "allowed range [50, 60]"));
    for (int kind = 0; kind < FC_DIST_KINDS; kind++)
        assert_int_equal(
            fc_dist_kind_named(fc_dist_form((enum fc_dist_kind)kind)->name), kind);
    assert_int_equal(fc_dist_kind_named("cauchy"), FC_DIST_KINDS);
}

static void test_copula_achieves_ranks(void **state)
{
    (void)state;
    enum { N = 60000 };
    const struct fc_copula_pair pairs[] = {{0, 1, 0.8}, {1, 2, -0.35}, {3, 0, 0.1}};
    fc_copula *copula;
    assert_int_equal(fc_copula_new(4, pairs, 3, &copula, NULL), FC_OK);
    double *columns[4];
    for (size_t j = 0; j < 4; j++)
        columns[j] = malloc(N * sizeof **columns);
    for (size_t i = 0; i < N; i++) {
        uint32_t words[4];
        double z[4], out[4];
        fc_word4(fc_seed(5), i, 0, 9, words);
        for (size_t j = 0; j < 4; j++)
            z[j] = fc_normal_from_u(fc_u_from_word(words[j]));
        fc_copula_apply(copula, z, out);
        for (size_t j = 0; j < 4; j++)
            columns[j][i] = exp(out[j]);
    }
    double *work = malloc(2 * N * sizeof *work);
    const double wanted[4][4] = {
        {1, 0.8, 0, 0.1}, {0.8, 1, -0.35, 0}, {0, -0.35, 1, 0}, {0.1, 0, 0, 1}};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++)
            assert_near(gsl_stats_spearman(columns[i], 1, columns[j], 1, N, work),
                        wanted[i][j], 0.01);
    for (size_t j = 0; j < 4; j++)
        free(columns[j]);
    free(work);
    fc_copula_free(copula);
    fc_copula_free(NULL);
}

static void test_copula_refusals(void **state)
{
    (void)state;
    const struct fc_copula_pair clash[] = {{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}};
    const struct fc_copula_pair outside[] = {{0, 3, 0.5}};
    const struct fc_copula_pair same[] = {{1, 1, 0.5}};
    const struct fc_copula_pair twice[] = {{0, 1, 0.5}, {1, 0, 0.5}};
    const struct fc_copula_pair large[] = {{0, 1, 1.01}};
    const struct fc_copula_pair one[] = {{0, 1, 1.0}};
    fc_copula *copula;
    struct fc_error err = {0};
    assert_int_equal(fc_copula_new(3, clash, 3, &copula, &err), FC_E_SCENARIO);
    assert_null(copula);
    assert_non_null(strstr(err.message, "smallest eigenvalue of their matrix is -0.8"));
    assert_int_equal(fc_copula_new(3, outside, 1, &copula, NULL), FC_E_SCENARIO);
    assert_int_equal(fc_copula_new(3, same, 1, &copula, NULL), FC_E_SCENARIO);
    assert_int_equal(fc_copula_new(3, twice, 2, &copula, NULL), FC_E_SCENARIO);
    assert_int_equal(fc_copula_new(3, large, 1, &copula, NULL), FC_E_SCENARIO);
    assert_int_equal(fc_copula_new(3, one, 1, &copula, NULL), FC_E_SCENARIO);
    assert_int_equal(fc_copula_new(0, NULL, 0, &copula, NULL), FC_E_ARG);
    assert_int_equal(fc_copula_new(3, NULL, 0, &copula, NULL), FC_OK);
    fc_copula_free(copula);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantiles),
        cmocka_unit_test(test_moments_and_truncation),
        cmocka_unit_test(test_quantiles_are_monotone),
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_intervals),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_copula_achieves_ranks),
        cmocka_unit_test(test_copula_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
