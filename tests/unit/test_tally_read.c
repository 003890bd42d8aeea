/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tally tells, on values that leave no room for chance: quantiles of a normal
 * grid within 0.1 % of the scale, whole numbers, atoms, degenerate series, exact
 * expected shortfall, refusals, errors after T34, evenly merged histograms, scales of
 * pilots. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "stats/read.h"
#include "tally_reference.h"

/* F^-1((i + 1/2) / n) of the standard normal, in an order that is not ascending. */
static double *normal_grid(size_t n)
{
    double *values = malloc(n * sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < n; i++) {
        const size_t rank = i * 617 % n; /* 617 has no factor in common with 10^k */
        values[i] = gsl_cdf_ugaussian_Pinv(((double)rank + 0.5) / (double)n);
    }
    return values;
}

static fc_tally *normal_tally(enum fc_series_kind kind, size_t n, double mean,
                              double sd)
{
    double *values = normal_grid(n), centre, scale;
    for (size_t i = 0; i < n; i++)
        values[i] = mean + sd * values[i];
    fc_tally_scale_from_pilot(values, FC_PILOT_PATHS, 0x1p-30, &centre, &scale);
    fc_tally *tally = tally_of_one(
        (struct fc_series_spec){(uint8_t)kind, false, 0x1p-30, none, centre, scale}, n);
    feed(tally, 0, values, n, 128);
    free(values);
    return tally;
}

static void test_quantiles_of_normal(void **state)
{
    (void)state;
    static const double sds[] = {1.0, 0.7, 1.3, 999.0};
    for (size_t i = 0; i < 4; i++) {
        fc_tally *coarse = normal_tally(FC_SERIES_HISTOGRAM, 100000, 10.0, sds[i]);
        fc_tally *fine = normal_tally(FC_SERIES_TOTAL, 100000, 10.0, sds[i]);
        const double scale = 1.0 / coarse->series[0].per_scale * 0x1p-30;
        assert_true(scale >= 0.9 * sds[i] && scale < 2.4 * sds[i]);
        for (int p = 1; p < 1000; p++) {
            const double prob = p / 1000.0, z = gsl_cdf_ugaussian_Pinv(prob);
            const double wanted = 10.0 + sds[i] * z;
            /* besides the bin, half the gap between neighbours of the grid */
            const double gap = sds[i] / (100000.0 * gsl_ran_ugaussian_pdf(z));
            near(fc_tally_quantile(coarse, 0, prob).value, wanted,
                 5e-4 * scale + 0.5 * gap);
            near(fc_tally_quantile(fine, 0, prob).value, wanted,
                 5e-5 * scale + 0.5 * gap);
            near(fc_tally_below(coarse, 0, wanted).value, prob, 2e-4);
        }
        fc_tally_free(coarse);
        fc_tally_free(fine);
    }
}

/* T34: errors of the 5 % quantile, the median and the 5 % shortfall at n = 10,000; and
 * of the mean, the sd (normal: 1 / sqrt(2 (n - 1))) and P(below). */
static void test_errors_of_normal(void **state)
{
    (void)state;
    for (int kind = FC_SERIES_HISTOGRAM; kind <= FC_SERIES_TOTAL; kind++) {
        fc_tally *t = normal_tally((enum fc_series_kind)kind, 10000, 0.0, 1.0);
        const double pdf = gsl_ran_ugaussian_pdf(2.0);
        const double p = gsl_cdf_ugaussian_P(-2.0);
        near(fc_tally_quantile(t, 0, 0.05).error, 0.021132, 3e-4);
        near(fc_tally_quantile(t, 0, 0.95).error, 0.021132, 3e-4);
        near(fc_tally_quantile(t, 0, 0.5).error, 0.012533, 1e-4);
        near(fc_tally_shortfall(t, 0, 0.05).error, 0.024656, 2e-4);
        near(fc_tally_shortfall(t, 0, -0.05).error, 0.024656, 2e-4);
        near(fc_tally_shortfall(t, 0, 0.05).value, -2.062713, 5e-4);
        near(fc_tally_shortfall(t, 0, -0.05).value, 2.062713, 5e-4);
        near(fc_tally_mean(t, 0).value, 0.0, 1e-9);
        near(fc_tally_mean(t, 0).error, 0.01, 1e-5);
        near(fc_tally_sd(t, 0).value, 1.0, 5e-4);
        near(fc_tally_sd(t, 0).error, 0.0070714, 5e-5);
        near(fc_tally_below(t, 0, -2.0).error, sqrt(p * (1 - p) / 10000.0), 1e-5);
        near(fc_tally_quantile(t, 0, p).error, sqrt(p * (1 - p) / 10000.0) / pdf, 1e-3);
        fc_tally_free(t);
    }
    fc_tally *t = normal_tally(FC_SERIES_MOMENTS, 10000, 0.0, 1.0);
    near(fc_tally_sd(t, 0).error, 0.0070714, 5e-5);
    fc_tally_free(t);
}

/* Values 1/1000 .. 1 that share one bin: inside it they count as uniform, so that the
 * moments of a uniform distribution give the errors (kurtosis 1.8). */
static void test_errors_inside_a_bin(void **state)
{
    (void)state;
    const double n = 1000.0;
    for (int kind = FC_SERIES_HISTOGRAM; kind <= FC_SERIES_TOTAL; kind++) {
        fc_tally *t = tally_of_one(
            (struct fc_series_spec){(uint8_t)kind, false, 0x1p-30, none, 0.0, 1024.0},
            1000);
        for (uint64_t i = 0; i < 1000; i++) {
            const double x = (double)(i + 1) / n;
            fc_tally_add(t, 0, i, 1, &x);
        }
        const double sd = fc_tally_sd(t, 0).value;
        near(sd, sqrt(1.0 / 12.0), 5e-4);
        near(fc_tally_sd(t, 0).error, sd * sqrt(0.8 / (4.0 * n)), 4e-5);
        near(fc_tally_quantile(t, 0, 0.3).error, sqrt(0.21 / n) * 1.00414, 2e-5);
        const double tail = (0.01 / 12.0 + 0.9 * 0.05 * 0.05) / 100.0;
        for (int side = -1; side <= 1; side += 2) {
            const struct fc_estimate es = fc_tally_shortfall(t, 0, 0.1 * side);
            near(es.value, side > 0 ? 0.05 : 0.95, 1e-3);
            near(es.error, sqrt(tail) * 1.01237, 1e-5);
        }
        fc_tally_free(t);
    }
}

/* Batch b holds the values b and b + 1/2 in turn: every statistic of it is b and a
 * constant, so that the spread is that of 0 .. B - 1, times t / z of B - 1. */
static void test_errors_by_batches(void **state)
{
    (void)state;
    static const struct {
        enum fc__what what;
        double arg;
    } asked[] = {{FC__MEAN, 0.0}, {FC__QUANTILE, 0.75}, {FC__SHORTFALL, 0.5}};
    for (int b = 9; b <= FC_BATCHES; b++) {
        fc_tally *t = tally_of_one(
            (struct fc_series_spec){FC_SERIES_TOTAL, false, 1.0 / 64, 4.0, 0.0, 16.0},
            3200);
        for (uint64_t i = 0; i < 100 * (uint64_t)b; i++) {
            const double x = (double)(i / 100) + (i % 2 ? 0.5 : 0.0);
            fc_tally_add(t, 0, i, 1, &x);
        }
        const struct fc__series *s = &t->series[0];
        const double spread = sqrt((b + 1.0) / 12.0); /* sd of 0 .. b - 1, / sqrt(b) */
        const double factor = gsl_cdf_tdist_Pinv(0.975, b - 1) / 1.959963984540054;
        for (size_t i = 0; i < 3; i++)
            near(fc__error_batches(s, asked[i].what, asked[i].arg) / 64.0,
                 spread * factor, 4e-2);
        near(fc__error_batches(s, FC__MEAN, 0.0) / 64.0, spread * factor, 1e-3);
        /* all of 0..3 are below 4, none of the others */
        const double p = 4.0 / b;
        near(fc__error_batches(s, FC__BELOW, 4.0 * 64),
             sqrt(p * (1 - p) / (b - 1)) * factor, 1e-3);
        near(fc__error_batches(s, FC__SD, 0.0), 0.0, 1.0);
        fc_tally_free(t);
    }
    fc_tally *t = tally_of_one(
        (struct fc_series_spec){FC_SERIES_TOTAL, false, 1.0, none, 0.0, 1.0}, 32);
    const double x[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    fc_tally_add(t, 0, 0, 8, x); /* eight batches are too few */
    assert_true(isnan(fc__error_batches(&t->series[0], FC__MEAN, 0.0)));
    fc_tally_free(t);
}

/* Binomial(40, .3) counts in exact proportions: quantiles are its own, to the count. */
static void test_whole_quantiles(void **state)
{
    (void)state;
    static const double scales[] = {4.0, 64.0, 1000.0, 1.0};
    for (size_t i = 0; i < 4; i++) {
        fc_tally *t = tally_of_one((struct fc_series_spec){FC_SERIES_HISTOGRAM, true,
                                                           1.0, none, 12.0, scales[i]},
                                   100000);
        double cdf[41], sum = 0.0;
        for (unsigned k = 0; k <= 40; k++) {
            const int n = (int)(1e5 * gsl_ran_binomial_pdf(k, 0.3, 40) + 0.5);
            const double value = k;
            for (int j = 0; j < n; j++)
                fc_tally_add(t, 0, 0, 1, &value);
            cdf[k] = sum += n;
        }
        for (int p = 1; p < 1000 && i < 2; p++) {
            int k = 0; /* least k with F(k) >= p, below which is the quantile */
            while (cdf[k] < p * sum / 1000.0 * (1.0 - 1e-12))
                k++;
            const struct fc_estimate q = fc_tally_quantile(t, 0, p / 1000.0);
            assert_true(q.value == k);
            assert_true(q.error > 0.0);
            near(fc_tally_below(t, 0, k).value, k ? cdf[k - 1] / sum : 0.0, 1e-12);
            near(fc_tally_below(t, 0, k + 0.25).value, cdf[k] / sum, 1e-12);
        }
        for (int p = 1; p < 1000; p++) {
            const double q = fc_tally_quantile(t, 0, p / 1000.0).value;
            assert_true(q == floor(q) && q >= 0.0 && q <= 40.0);
        }
        fc_tally_free(t);
    }
}

/* Every whole number of 0..999 once, several in a bin: the even spread is exact. */
static void test_whole_numbers_in_wide_bins(void **state)
{
    (void)state;
    for (int kind = FC_SERIES_HISTOGRAM; kind <= FC_SERIES_TOTAL; kind++) {
        fc_tally *t = tally_of_one(
            (struct fc_series_spec){(uint8_t)kind, true, 1.0, none, 300.0, 1024.0},
            1000);
        for (uint64_t i = 0; i < 1000; i++) {
            const double value = (double)(i * 617 % 1000);
            fc_tally_add(t, 0, i, 1, &value);
        }
        for (int k = 20; k <= 980; k++) {
            assert_true(fc_tally_quantile(t, 0, k / 1000.0).value == k - 1.0);
            near(fc_tally_below(t, 0, k).value, k / 1000.0, 1e-12);
            near(fc_tally_below(t, 0, k - 0.75).value, k / 1000.0, 1e-12);
        }
        near(fc_tally_quantile(t, 0, 0.5).error, sqrt(0.25 / 1000.0) * 1e3, 0.1);
        near(fc_tally_below(t, 0, 5.0).error, 0.0024269, 1e-6); /* Wilson, 5 of 1,000 */
        fc_tally_free(t);
    }
}

static void test_degenerate(void **state)
{
    (void)state;
    static const double constants[] = {0.0, -17.25, 1e6, 0x1p40};
    for (size_t i = 0; i < 4; i++)
        for (int pilot = 0; pilot < 2; pilot++) { /* also where the pilot saw others */
            double values[200], centre = 5.0, scale = 32.0;
            for (size_t j = 0; j < 200; j++)
                values[j] = constants[i];
            if (pilot)
                fc_tally_scale_from_pilot(values, 200, 0x1p-6, &centre, &scale);
            fc_tally *t =
                tally_of_one((struct fc_series_spec){FC_SERIES_TOTAL, false, 0x1p-6,
                                                     constants[i], centre, scale},
                             200);
            feed(t, 0, values, 200, 100);
            double edges[11], shares[10];
            assert_true(fc_tally_mean(t, 0).value == constants[i]);
            assert_true(fc_tally_mean(t, 0).error == 0.0);
            assert_true(fc_tally_sd(t, 0).value == 0.0);
            assert_true(fc_tally_sd(t, 0).error == 0.0);
            assert_true(fc_tally_quantile(t, 0, 0.5).value == constants[i]);
            assert_true(fc_tally_quantile(t, 0, 0.1).value == constants[i]);
            assert_true(fc_tally_quantile(t, 0, 0.1).error == 0.0);
            assert_true(fc_tally_shortfall(t, 0, 0.1).value == constants[i]);
            assert_true(fc_tally_shortfall(t, 0, -0.1).error == 0.0);
            assert_true(fc_tally_below(t, 0, constants[i]).value == 0.0);
            assert_true(fc_tally_below(t, 0, constants[i] + 1.0).value == 1.0);
            assert_int_equal(fc_tally_histogram(t, 0, 10, edges, shares), 1);
            assert_true(edges[0] < constants[i] && edges[1] > constants[i]);
            assert_true(shares[0] == 1.0);
            fc_tally_free(t);
        }
}

/* Nine paths in ten are exactly 0: the atom is not smeared into the bins beside it. */
static void test_atom(void **state)
{
    (void)state;
    double values[1000], centre, scale;
    uint64_t seed = 3;
    for (size_t i = 0; i < 1000; i++)
        values[i] = i % 10 ? 0.0 : -100.0 - 20.0 * next_share(&seed);
    fc_tally_scale_from_pilot(values, FC_PILOT_PATHS, 0x1p-6, &centre, &scale);
    assert_true(centre == 0.0 &&
                scale == 16.0); /* 1/12 of the way to -120 is near 10 */
    fc_tally *t = tally_of_one((struct fc_series_spec){FC_SERIES_HISTOGRAM, false,
                                                       0x1p-6, none, centre, scale},
                               1000);
    feed(t, 0, values, 1000, 125);
    assert_true(fc_tally_quantile(t, 0, 0.101).value == 0.0);
    assert_true(fc_tally_quantile(t, 0, 0.5).value == 0.0);
    assert_true(fc_tally_quantile(t, 0, 0.98).value == 0.0);
    near(fc_tally_quantile(t, 0, 0.05).value, -110.0, 1.5);
    near(fc_tally_below(t, 0, 0.0).value, 0.1, 1e-12);
    fc_tally_free(t);
}

/* Shortfall from exact sums: equal to the sorted values wherever a bin ends at the
 * level, and the mean of the whole for level 1 - tiny. */
static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void test_exact_shortfall(void **state)
{
    (void)state;
    enum { N = 4000 };
    static double values[N];
    uint64_t seed = 11;
    for (size_t i = 0; i < N; i++) /* heavy tail, far beyond the closed bins */
        values[i] = nearbyint(-pow(next_share(&seed), -0.8) * 64.0) / 64.0;
    fc_tally *t = tally_of_one(
        (struct fc_series_spec){FC_SERIES_TOTAL, false, 0x1p-6, none, -1.75, 1.0}, N);
    feed(t, 0, values, N, 128);
    qsort(values, N, sizeof *values, ascending);
    double sum = 0.0;
    size_t checked = 0;
    const struct fc__view v = fc__view_of(&t->series[0]);
    double before = 0.0;
    for (int place = 0; place <= 2 * v.half; place++) {
        for (uint32_t i = 0; i < v.bins[place]; i++)
            sum += values[(size_t)before + i];
        before += v.bins[place];
        if (v.bins[place] == 0 || before < 20.0 || before >= N)
            continue;
        const struct fc_estimate es = fc_tally_shortfall(t, 0, before / N);
        near(es.value, sum / before, 1e-9 * fabs(sum / before));
        checked++;
    }
    assert_true(checked > 100);
    fc_tally_free(t);
}

static void refused(struct fc_estimate e, uint64_t needed)
{
    assert_true(isnan(e.value) && isnan(e.error));
    assert_int_equal(e.needed, needed);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fc_series_spec spec = {FC_SERIES_TOTAL, false, 0x1p-30, none, 0.0, 1.0};
    fc_tally *t = tally_of_one(spec, 400);
    double values[128];
    refused(fc_tally_mean(t, 0), 0);
    refused(fc_tally_sd(t, 0), 0);
    refused(fc_tally_below(t, 0, 1.0), 0);
    refused(fc_tally_quantile(t, 0, 0.05), 400);
    assert_int_equal(fc_tally_histogram(t, 0, 5, values, values), 0);
    values[0] = 0.0;
    fc_tally_add(t, 0, 0, 1, values);
    assert_true(fc_tally_mean(t, 0).value == 0.0);
    assert_true(isnan(fc_tally_mean(t, 0).error) && isnan(fc_tally_sd(t, 0).value));
    fc_tally_free(t);
}

static void test_refusals_by_count(void **state)
{
    (void)state;
    struct fc_series_spec spec = {FC_SERIES_TOTAL, false, 0x1p-30, none, 0.0, 1.0};
    fc_tally *t = tally_of_one(spec, 400);
    const double one = 1.5, missing = none;
    for (uint64_t i = 0; i < 399; i++)
        fc_tally_add(t, 0, i, 1, &one);
    refused(fc_tally_quantile(t, 0, 0.05), 400);
    refused(fc_tally_quantile(t, 0, 0.95), 400);
    refused(fc_tally_shortfall(t, 0, 0.05), 400);
    refused(fc_tally_shortfall(t, 0, -0.01), 2000);
    assert_true(fc_tally_quantile(t, 0, 0.1).value == 1.5);
    fc_tally_add(t, 0, 399, 1, &one);
    assert_true(fc_tally_quantile(t, 0, 0.05).value == 1.5);
    assert_true(fc_tally_shortfall(t, 0, -0.05).value == 1.5);
    for (uint64_t i = 0; i < 400; i++) /* half are missing: twice the paths */
        fc_tally_add(t, 0, 400 + i, 1, &missing);
    assert_int_equal(fc_tally_missing(t, 0), 400);
    refused(fc_tally_quantile(t, 0, 0.01), 4000);
    static const double never[] = {0.0, 1.0, -0.1, 1.5, (double)NAN};
    for (size_t i = 0; i < 5; i++)
        refused(fc_tally_quantile(t, 0, never[i]), 0);
    refused(fc_tally_shortfall(t, 0, 0.0), 0);
    refused(fc_tally_shortfall(t, 0, none), 0);
    refused(fc_tally_shortfall(t, 0, -1.0), 0);
    refused(fc_tally_below(t, 0, none), 0);
    fc_tally_free(t);
    spec.kind = FC_SERIES_MOMENTS;
    spec.threshold = 2.0;
    t = tally_of_one(spec, 400);
    fc_tally_add(t, 0, 0, 1, &one);
    refused(fc_tally_quantile(t, 0, 0.5), 0);
    refused(fc_tally_shortfall(t, 0, 0.5), 0);
    refused(fc_tally_below(t, 0, 1.0), 0);
    assert_true(fc_tally_below(t, 0, 2.0).value == 1.0);
    fc_tally_free(t);
}

static void test_histogram(void **state)
{
    (void)state;
    double edges[41], shares[40], sum = 0.0;
    fc_tally *t = normal_tally(FC_SERIES_TOTAL, 100000, 0.0, 1.0);
    assert_int_equal(fc_tally_histogram(t, 0, 40, edges, shares), 40);
    near(edges[0], -3.0902, 5e-3);
    near(edges[40], 3.0902, 5e-3);
    for (size_t i = 0; i < 40; i++) {
        const double wanted =
            gsl_cdf_ugaussian_P(edges[i + 1]) - gsl_cdf_ugaussian_P(edges[i]);
        near(shares[i], wanted, 2e-4);
        sum += shares[i];
    }
    near(sum, 0.998, 1e-4);
    assert_int_equal(fc_tally_histogram(t, 0, 0, edges, shares), 0);
    fc_tally_free(t);
    t = tally_of_one(
        (struct fc_series_spec){FC_SERIES_HISTOGRAM, true, 1.0, none, 3, 4}, 600);
    for (int i = 0; i < 600; i++) { /* a die: one bin a number, or two numbers a bin */
        const double eyes = 1 + i % 6;
        fc_tally_add(t, 0, 0, 1, &eyes);
    }
    assert_int_equal(fc_tally_histogram(t, 0, 40, edges, shares), 6);
    assert_true(edges[0] == 0.5 && edges[6] == 6.5);
    near(shares[5], 1.0 / 6.0, 1e-12);
    assert_int_equal(fc_tally_histogram(t, 0, 4, edges, shares), 3);
    near(shares[1], 1.0 / 3.0, 1e-12);
    fc_tally_free(t);
}

static void test_pilot(void **state)
{
    (void)state;
    double centre, scale, values[FC_PILOT_PATHS], *grid = normal_grid(FC_PILOT_PATHS);
    fc_tally_scale_from_pilot(NULL, 0, 0x1p-6, &centre, &scale);
    assert_true(centre == 0.0 && scale == 0x1p-6);
    for (size_t i = 0; i < FC_PILOT_PATHS; i++)
        values[i] = i % 2 ? none : 100.3 + 0.9 * grid[i];
    fc_tally_scale_from_pilot(values, FC_PILOT_PATHS, 1.0, &centre, &scale);
    assert_true(centre == 100.0 && scale == 1.0);
    for (size_t i = 0; i < FC_PILOT_PATHS; i++)
        values[i] = i == 17 ? 1e9 : 5.0 + 3.0 * grid[i]; /* one outlier is nothing */
    fc_tally_scale_from_pilot(values, FC_PILOT_PATHS, 0x1p-6, &centre, &scale);
    near(centre, 5.0, 0.2);
    assert_true(scale == 4.0);
    for (size_t i = 0; i < FC_PILOT_PATHS; i++)
        values[i] = i % 128 ? 5.0 : 21.0; /* quartiles coincide: sd 1.41 */
    fc_tally_scale_from_pilot(values, FC_PILOT_PATHS, 0x1p-6, &centre, &scale);
    assert_true(centre == 5.0 && scale == 2.0);
    values[0] = (double)INFINITY;
    values[1] = none;
    fc_tally_scale_from_pilot(values, 2, 0x1p-6, &centre, &scale);
    assert_true(centre == 0.0 && scale == 0x1p-6);
    free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantiles_of_normal),
        cmocka_unit_test(test_errors_of_normal),
        cmocka_unit_test(test_errors_inside_a_bin),
        cmocka_unit_test(test_errors_by_batches),
        cmocka_unit_test(test_whole_quantiles),
        cmocka_unit_test(test_whole_numbers_in_wide_bins),
        cmocka_unit_test(test_degenerate),
        cmocka_unit_test(test_atom),
        cmocka_unit_test(test_exact_shortfall),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_refusals_by_count),
        cmocka_unit_test(test_histogram),
        cmocka_unit_test(test_pilot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
