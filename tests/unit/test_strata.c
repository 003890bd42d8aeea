/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata: probabilities, places, the pattern, words in their boxes. Exact, but for the
 * boxes drawn: 64,000 worlds, each box's share within 5.5 standard errors (family-wise
 * 1e-6); detects a box drawn 10 % too often where it has 5 % of the worlds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "random/kernels.h"
#include "random/strata.h"

static const struct {
    size_t n;
    double mean[FC_RARE_MOST];
    uint32_t strata;
} rows[] = {
    {1, {0.15}, 2},
    {1, {1e-9}, 2},
    {1, {0.35}, 2},
    {2, {0.05, 0.1}, 2}, /* two at once: .46 %, no stratum of their own */
    {2, {0.15, 0.2}, 3},
    {5, {0.222, 0.24, 0.15, 0.3, 0.24}, 3},
    {10, {0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 0.35}, 3},
    {10, {40, 40, 40, 40, 40, 40, 40, 40, 40, 40}, 3}, /* hardly a world without */
};
enum { ROWS = sizeof rows / sizeof *rows };

static bool make(struct fc_strata *out, size_t row)
{
    struct fc_rare rare[FC_RARE_MOST];
    for (size_t i = 0; i < rows[row].n; i++)
        rare[i] = (struct fc_rare){fc_site("t", "rare", NULL, (uint32_t)i),
                                   fc_rare_cut(rows[row].mean[i])};
    return fc_strata_init(out, rare, rows[row].n);
}

static void test_probabilities(void **state)
{
    (void)state;
    static struct fc_strata s;
    for (size_t r = 0; r < ROWS; r++) {
        assert_true(make(&s, r));
        if (s.n != rows[r].strata)
            fail_msg("row %zu has %u strata", r, s.n);
        double none = 1.0, sum = 0.0;
        uint32_t places = 0;
        for (size_t i = 0; i < rows[r].n; i++)
            none *= exp(-rows[r].mean[i]);
        for (uint32_t h = 0; h < s.n; h++) {
            sum += s.prob[h];
            places += s.places[h];
            assert_true(s.places[h] >= 2);
            assert_true(fabs(s.until[s.first[h + 1] - 1] - 1.0) < 1e-12);
        }
        assert_true(fabs(s.prob[0] - none) < 1e-8);
        assert_true(fabs(sum - 1.0) < 1e-12);
        assert_int_equal(places, FC_STRATA_PERIOD);
        assert_int_equal(s.first[s.n], 1u << rows[r].n);
        /* worlds with a rare thing: .4 of the places at least, but for rounding down */
        assert_true(s.places[0] <= FC_STRATA_PERIOD * 0.6 + s.n);
    }
    assert_false(fc_strata_init(&s, NULL, 0));
}

static void test_pattern(void **state)
{
    (void)state;
    static struct fc_strata s;
    for (size_t r = 0; r < ROWS; r++) {
        assert_true(make(&s, r));
        uint64_t seen[FC_STRATA_MOST] = {0};
        for (uint64_t path = 0; path < 5 * FC_STRATA_PERIOD + 17; path++) {
            const uint32_t h = fc_stratum_of(&s, path);
            for (uint32_t i = 0; i < s.n; i++)
                assert_int_equal(fc_stratum_count(&s, i, path), seen[i]);
            assert_int_equal(fc_stratum_rank(&s, path), seen[h]++);
            /* spread evenly: never two worlds away from its share */
            const double share = (double)s.places[h] / FC_STRATA_PERIOD;
            assert_true(fabs((double)seen[h] - share * (double)(path + 1)) < 2.0);
        }
    }
}

static void test_words(void **state)
{
    (void)state;
    enum { WORLDS = 64000 };
    static struct fc_strata s;
    const uint64_t seed = fc_seed(3), other = fc_site("t", "other", NULL, 0);
    assert_true(make(&s, 4));
    double count[4] = {0}, total[FC_STRATA_MOST] = {0};
    for (uint64_t path = 0; path < WORLDS; path++) {
        const uint32_t ends[] = {0, 1u << 31, UINT32_MAX};
        uint32_t box = 0;
        for (uint32_t i = 0; i < 2; i++) {
            const uint64_t site = s.rare[i].site;
            const bool strikes =
                fc_strata_word(&s, seed, path, site, 0) >= s.rare[i].cut;
            uint32_t last = 0;
            for (size_t e = 0; e < 3; e++) { /* the whole interval, in order */
                const uint32_t word = fc_strata_word(&s, seed, path, site, ends[e]);
                assert_int_equal(word >= s.rare[i].cut, strikes);
                assert_true(word >= last);
                last = word;
            }
            assert_int_equal(last, strikes ? UINT32_MAX : s.rare[i].cut - 1);
            box |= (uint32_t)strikes << i;
        }
        const uint32_t h = box == 3 ? 2 : box ? 1 : 0;
        assert_int_equal(fc_stratum_of(&s, path), h);
        assert_int_equal(fc_strata_word(&s, seed, path, other, 12345), 12345);
        count[box]++;
        total[h]++;
    }
    /* of the worlds with one, the first thing strikes in this share */
    const double p = -expm1(-0.15) * exp(-0.2), q = exp(-0.15) * -expm1(-0.2);
    const double share = p / (p + q);
    assert_true(fabs(count[1] - total[1] * share) <
                5.5 * sqrt(total[1] * share * (1.0 - share)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_probabilities),
        cmocka_unit_test(test_pattern),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
