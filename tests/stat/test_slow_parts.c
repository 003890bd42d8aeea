/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine against the slow simulator (tests/stat/slow, see test_slow.c) where the
 * small department has a mechanism more than the reference (slow/firm_parts.c).
 *
 * Of each series the mean, the variance, P(<= q10) and P(> q90) are compared;
 * Bonferroni makes the false-alarm probability of a table 1e-6. The last column is the
 * shift of the mean that would fail every other time: about .05 standard deviations of
 * a path. FC_LONG_TESTS takes more paths and one mechanism at a time; a number of paths
 * in SLOW_PATHS and a name in SLOW_PART choose by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "slow/engine.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PATHS = 500, QUEUE_LEADS = 20000 };
#else
enum { PATHS = 20000, QUEUE_LEADS = 2000000 };
#endif
enum { SEED = 20270301 };

static bool is_long(void)
{
    return getenv("FC_LONG_TESTS") != NULL;
}

/* ---- departments ---- */

static const struct part {
    const char *name;
    struct firm (*firm)(void);
    bool always; /* else in the long tests */
} part[] = {
    {"first contact", firm_waiting, false}, {"cross-selling", firm_crossing, false},
    {"satisfaction", firm_content, false},  {"repeat purchase", firm_buying, false},
    {"a policy", firm_ruled, false},        {"a mix of effort", firm_mixed, false},
    {"a matrix", firm_matrix, false},       {"everything", firm_wide, true}};

/* How many series of a department disagree. */
static int disagree(const struct part *p, size_t paths)
{
    const struct firm firm = p->firm();
    struct sample engine = engine_sample(&firm, 3 * paths);
    struct sample slow = slow_sample(&firm, paths, SEED);
    assert_non_null(slow.value);
    printf("  with %s:\n", p->name);
    const int wrong = series_table(&engine, &slow, true);
    free(slow.value);
    free(engine.value);
    return wrong;
}

static void test_parts(void **state)
{
    (void)state;
    const char *paths = getenv("SLOW_PATHS"), *only = getenv("SLOW_PART");
    const size_t n = paths ? (size_t)atol(paths) : is_long() ? 4 * PATHS : PATHS;
    int wrong = 0, drawn = 0;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (only ? strcmp(only, part[i].name) == 0 : part[i].always || is_long()) {
            wrong += disagree(&part[i], n);
            drawn++;
        }
    assert_true(drawn > 0);
    assert_int_equal(wrong, 0);
}

/* ---- the law of the wait ---- */

/* People who come and go one by one leave of the leads what the law says: batches give
 * the standard error. Leads that are served first: exact. */
static void test_queue(void **state)
{
    (void)state;
    enum { BATCHES = 100 };
    static const struct {
        int servers;
        double own;
    } at[] = {{1, 0.5}, {2, 0.8}, {3, 0.3}, {5, 0.9}};
    const struct firm_channel ch = {.exponent = 0.3, .minutes = 5};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
    gsl_rng_set(rng, SEED);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        const int c = at[i].servers;
        const double nu = c / 0.75 * (1 - at[i].own);
        const double wanted =
            1 - slow_all_busy(c, at[i].own) *
                    (1 - slow_decay_mean(nu, ch.minutes / 60, ch.exponent));
        double sum = 0, squares = 0;
        for (int n = 0; n < BATCHES; n++) {
            const double kept = slow_queue_simulate(rng, c, 0.75, 0, at[i].own, &ch,
                                                    QUEUE_LEADS / BATCHES);
            sum += kept / BATCHES;
            squares += kept * kept / BATCHES;
        }
        const double error = sqrt((squares - sum * sum) / (BATCHES - 1));
        printf("  %d people, load %.2f: %.5f left, law %.5f, detects %.5f\n", c,
               at[i].own, sum, wanted, 6 * error);
        assert_true(fabs(sum - wanted) < 6 * error);
    }
    gsl_rng_free(rng);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_queue),
                                       cmocka_unit_test(test_parts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
