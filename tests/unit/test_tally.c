/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding, merging, hashing: every count against plain 128-bit arithmetic and against
 * edges of bins computed from the definition; any split of the paths, in any order, on
 * any instruction set gives the same hash. Exact: nothing here is statistical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "funnelcloud/status.h"
#include "stats/store.h"
#include "tally_reference.h"

enum { PATHS = 3000 };

/* High-entropy values: several magnitudes and signs, missing, infinite, beyond. */
static double *values_of(uint64_t seed, double scale)
{
    double *values = malloc(PATHS * sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < PATHS; i++) {
        const uint64_t kind = next_word(&seed) % 64;
        const double z = gsl_cdf_ugaussian_Pinv(next_share(&seed));
        values[i] = kind < 4    ? (double)NAN
                    : kind == 4 ? (double)INFINITY
                    : kind == 5 ? -(double)INFINITY
                    : kind == 6 ? -0.0
                    : kind == 7 ? scale * z * 0x1p60
                    : kind == 8 ? scale * z * 0x1p-60
                    : kind < 20 ? scale * z * 0x1p35
                                : scale * (z + 3.0);
    }
    return values;
}

/* round half to even, clamped: what the grid should make of x */
static int64_t quanta(double x, double quantum, bool *clamped)
{
    const double most = 0x1p51 - 1.0, q = nearbyint(x / quantum);
    *clamped = fabs(x / quantum) > most;
    return (int64_t)(q > most ? most : q < -most ? -most : q);
}

/* The bin of a distance from the centre in scales, from its definition: octave by
 * octave, each cut into `parts`. */
static int bin_of(double distance, int parts)
{
    if (distance <= 0.0)
        return 0;
    for (int octave = 0; octave < 4; octave++)
        for (int i = 1; i <= parts; i++)
            if (distance <= ldexp(1.0 + (double)i / parts, octave) - 1.0)
                return octave * parts + i;
    return 4 * parts;
}

static const struct fc_series_spec specs[] = {
    {FC_SERIES_MOMENTS, false, 0x1p-6, 100.0, 0.0, 0.0},
    {FC_SERIES_HISTOGRAM, false, 0x1p-10, (double)NAN, 3.3, 1.7},
    {FC_SERIES_TOTAL, false, 0x1p-6, 2.5, 250.0, 120.0},
    {FC_SERIES_TOTAL, true, 1.0, -3.0, -4.0, 64.0},
    {FC_SERIES_HISTOGRAM, true, 1.0, 0.0, 3.0, 0.0},
    {FC_SERIES_MOMENTS, false, 0x1p-30, (double)NAN, 0.0, 0.0},
};
enum { SERIES = sizeof specs / sizeof *specs };

static void check_series(const struct fc__series *s, const struct fc_series_spec *spec,
                         const double *values)
{
    fc_i128 sum = 0;
    fc_u128 squares = 0;
    uint64_t count = 0, below = 0, clamps = 0;
    uint32_t *bins = calloc(FC_BINS_FINE, sizeof *bins);
    fc_i128 *sums = calloc(FC_BINS_FINE, sizeof *sums);
    assert_non_null(bins);
    assert_non_null(sums);
    const int half = s->total ? FC_HALF_FINE : FC_HALF;
    for (size_t i = 0; i < PATHS; i++) {
        bool clamped;
        if (isnan(values[i])) {
            bins[2 * half + 1]++;
            continue;
        }
        const int64_t k = quanta(values[i], spec->quantum, &clamped);
        count++;
        clamps += clamped;
        sum += k;
        squares += (fc_u128)((fc_i128)k * k);
        below += (double)k * spec->quantum < spec->threshold;
        const double from = (double)k - s->centre;
        const int bin = bin_of(fabs(from) * s->per_scale, half / 4);
        bins[half + (from < 0 ? -bin : bin)]++;
        sums[half + (from < 0 ? -bin : bin)] += k;
    }
    assert_true(!s->total == (spec->kind != FC_SERIES_TOTAL));
    assert_true(!s->bins == (spec->kind == FC_SERIES_MOMENTS));
    assert_int_equal(s->count, count);
    assert_int_equal(s->missing, PATHS - count);
    assert_int_equal(s->below, below);
    assert_int_equal(s->clamped, clamps);
    assert_true(clamps > 0);
    assert_true(s->sum == sum);
    assert_true(s->squares == squares);
    for (int i = 0; s->bins && i < 2 * half + 2; i++)
        assert_int_equal(s->bins[i], bins[i]);
    for (int i = 0; s->total && i < 2 * half + 1; i++)
        assert_true(s->total->bin_sum[i] == sums[i]);
    free(bins);
    free(sums);
}

static void check_batches(const struct fc__series *s, uint64_t batch_paths)
{
    fc_i128 sum = 0;
    uint64_t count = 0, below = 0, binned = 0;
    for (int b = 0; b < FC_BATCHES; b++) {
        sum += s->total->batch[b].sum;
        count += s->total->batch[b].count;
        below += s->total->batch[b].below;
        for (int i = 0; i < FC_BINS; i++)
            binned += s->total->batch[b].bins[i];
        if (b + 1 < FC_BATCHES)
            assert_true(s->total->batch[b].count <= batch_paths);
    }
    assert_true(sum == s->sum);
    assert_int_equal(count, s->count);
    assert_int_equal(binned, s->count);
    assert_int_equal(below, s->below);
}

static void test_every_count(void **state)
{
    (void)state;
    static const char *const isas[] = {"v2", "v3", "v4"};
    char first[65] = "", hex[65];
    for (size_t isa = 0; isa < 3; isa++) {
        fc_tally *tally;
        setenv("FC_ISA", isas[isa], 1);
        assert_int_equal(fc_tally_new(specs, SERIES, 94, &tally, NULL), FC_OK);
        for (size_t i = 0; i < SERIES; i++) {
            double *values = values_of(i + 1, specs[i].quantum * 0x1p14);
            feed(tally, i, values, PATHS, 61 + i);
            check_series(&tally->series[i], &specs[i], values);
            if (tally->series[i].total)
                check_batches(&tally->series[i], 94);
            free(values);
        }
        fc_tally_hash(tally, hex);
        if (isa == 0)
            memcpy(first, hex, sizeof first);
        assert_string_equal(hex, first);
        fc_tally_free(tally);
    }
    unsetenv("FC_ISA");
}

/* Adds block `b` of `size` paths to a tally of all series. */
static void add_block(fc_tally *tally, double *const *values, size_t b, size_t size)
{
    const size_t first = b * size;
    for (size_t i = 0; i < SERIES && first < PATHS; i++)
        fc_tally_add(tally, i, first, PATHS - first < size ? PATHS - first : size,
                     values[i] + first);
}

static void test_any_split_any_order(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 7, 16, 63, 64, FC_LANES};
    double *values[SERIES];
    char wanted[65] = "", hex[65];
    for (size_t i = 0; i < SERIES; i++)
        values[i] = values_of(90 + i, specs[i].quantum * 0x1p14);
    for (size_t split = 0; split < 6; split++) {
        const size_t size = sizes[split], blocks = (PATHS + size - 1) / size;
        fc_tally *part[3];
        for (size_t p = 0; p < 3; p++)
            assert_int_equal(fc_tally_new(specs, SERIES, 94, &part[p], NULL), FC_OK);
        for (size_t b = 0; b < blocks; b++) { /* backwards, dealt to three owners */
            const size_t block = blocks - 1 - b;
            add_block(part[(b * 7 + block / 3) % 3], values, block, size);
        }
        fc_tally_merge(part[split % 3], part[(split + 1) % 3]);
        fc_tally_merge(part[split % 3], part[(split + 2) % 3]);
        fc_tally_hash(part[split % 3], hex);
        if (split == 0)
            memcpy(wanted, hex, sizeof wanted);
        assert_string_equal(hex, wanted);
        assert_int_equal(strlen(hex), 64);
        for (size_t p = 0; p < 3; p++)
            fc_tally_free(part[p]);
    }
    for (size_t i = 0; i < SERIES; i++)
        free(values[i]);
}

static void test_hash_sees_every_value(void **state)
{
    (void)state;
    char before[65], after[65];
    for (size_t i = 0; i < SERIES; i++) {
        fc_tally *tally = tally_of_one(specs[i], PATHS);
        double *values = values_of(5, specs[i].quantum * 0x1p14);
        feed(tally, 0, values, PATHS, 64);
        fc_tally_hash(tally, before);
        const double missing = (double)NAN, one = specs[i].quantum;
        fc_tally_add(tally, 0, 0, 1, &missing);
        fc_tally_hash(tally, after);
        assert_string_not_equal(before, after);
        fc_tally_add(tally, 0, 0, 1, &one);
        fc_tally_hash(tally, before);
        assert_string_not_equal(before, after);
        fc_tally_free(tally);
        free(values);
    }
}

/* Joining neighbours is the same as having had the longer batches from the start. */
static void test_widen_batches(void **state)
{
    (void)state;
    fc_tally *narrow, *wide;
    char a[65], b[65];
    assert_int_equal(fc_tally_new(specs, SERIES, 94, &narrow, NULL), FC_OK);
    assert_int_equal(fc_tally_new(specs, SERIES, 188, &wide, NULL), FC_OK);
    for (size_t i = 0; i < SERIES; i++) {
        double *values = values_of(40 + i, specs[i].quantum * 0x1p14);
        feed(narrow, i, values, PATHS, 100);
        feed(wide, i, values, PATHS, 128);
        free(values);
    }
    fc_tally_hash(wide, b);
    fc_tally_hash(narrow, a);
    assert_string_not_equal(a, b);
    fc_tally_widen_batches(narrow);
    fc_tally_hash(narrow, a);
    assert_string_equal(a, b);
    fc_tally_free(narrow);
    fc_tally_free(wide);
}

static void test_bad_specs(void **state)
{
    (void)state;
    static const double bad[] = {0.0,  -1.0,  0.3,         3.0,
                                 1e-3, 1e300, (double)NAN, (double)INFINITY};
    fc_tally *tally;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fc_error err = {0};
        const struct fc_series_spec spec = {.quantum = bad[i]};
        assert_int_equal(fc_tally_new(&spec, 1, 1, &tally, &err), FC_E_ARG);
        assert_null(tally);
        assert_non_null(strstr(err.message, "power of two"));
    }
    struct fc_series_spec spec = {.kind = 3, .quantum = 1.0};
    assert_int_equal(fc_tally_new(&spec, 1, 1, &tally, NULL), FC_E_ARG);
    spec.kind = FC_SERIES_TOTAL;
    assert_int_equal(fc_tally_new(&spec, 1, 0, &tally, NULL), FC_E_ARG);
    fc_tally_free(NULL);
}

/* Scales that make no sense fall back to one quantum and lose nothing. */
static void test_bad_scales(void **state)
{
    (void)state;
    static const double bad[] = {0.0,   -1.0,  (double)NAN, (double)INFINITY,
                                 1e300, 1e-300};
    double values[100];
    for (int i = 0; i < 100; i++)
        values[i] = i;
    for (size_t i = 0; i < 36; i++) {
        const struct fc_series_spec spec = {FC_SERIES_TOTAL, false,     1.0, none,
                                            bad[i / 6],      bad[i % 6]};
        fc_tally *tally = tally_of_one(spec, 100);
        fc_tally_add(tally, 0, 0, 64, values);
        fc_tally_add(tally, 0, 64, 36, values + 64);
        const double median = fc_tally_quantile(tally, 0, 0.5).value;
        assert_true(median >= 0.0 && median <= 99.0);
        assert_int_equal(fc_tally_count(tally, 0), 100);
        fc_tally_free(tally);
    }
}

static void test_memory(void **state)
{
    (void)state;
    /* no room grows with paths: the bytes follow from the specs alone */
    assert_int_equal(sizeof(struct fc__series), 128);
    const size_t moments = fc_tally_bytes(specs, 1) - fc_tally_bytes(specs, 0);
    const size_t histogram = fc_tally_bytes(specs + 1, 1) - fc_tally_bytes(specs, 0);
    const size_t total = fc_tally_bytes(specs + 2, 1) - fc_tally_bytes(specs, 0);
    assert_int_equal(moments, 128);
    assert_true(histogram < 2300 && total < 112000);
    fc_tally *tally = tally_of_one(specs[2], 1000);
    assert_int_equal(fc_tally_series(tally), 1);
    fc_tally_free(tally);
}

/* 10^9 values at the end of the grid: sums in 128 bits hold, the variance stays right.
 */
static void test_large_sums(void **state)
{
    (void)state;
    const struct fc_series_spec spec = {.quantum = 1.0, .threshold = none};
    fc_tally *tally = tally_of_one(spec, 1000);
    double values[64];
    for (int i = 0; i < 64; i++)
        values[i] = 0x1p50 + (i % 2 ? 1000.0 : -1000.0);
    for (int i = 0; i < 2; i++)
        fc_tally_add(tally, 0, 0, 64, values);
    for (int i = 0; i < 23; i++) { /* doubling by merging with a copy */
        fc_tally *copy = tally_of_one(spec, 1000);
        fc_tally_merge(copy, tally);
        fc_tally_merge(tally, copy);
        fc_tally_free(copy);
    }
    assert_int_equal(fc_tally_count(tally, 0), 128u << 23);
    assert_true(fc_tally_mean(tally, 0).value == 0x1p50);
    near(fc_tally_sd(tally, 0).value, 1000.0, 1e-5);
    fc_tally_free(tally);
    tally = tally_of_one(spec, 1000); /* and few: -3, -2, -1, 0 */
    for (int i = 0; i < 4; i++)
        values[i] = i - 3.0;
    fc_tally_add(tally, 0, 0, 4, values);
    near(fc_tally_mean(tally, 0).value, -1.5, 0.0);
    near(fc_tally_sd(tally, 0).value, sqrt(5.0 / 3.0), 1e-15);
    near(fc_tally_mean(tally, 0).error, sqrt(5.0 / 12.0), 1e-15);
    fc_tally_free(tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_count),
        cmocka_unit_test(test_any_split_any_order),
        cmocka_unit_test(test_hash_sees_every_value),
        cmocka_unit_test(test_widen_batches),
        cmocka_unit_test(test_bad_specs),
        cmocka_unit_test(test_bad_scales),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_large_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
