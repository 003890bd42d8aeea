/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paired statistics, dominance (T36), regret, Shapley values (T33), and comparisons of
 * small departments: a scenario against itself, the order of the alternatives, threads.
 *
 * Samples are inverse normal functions of a fixed sequence of uniforms. Coverage: 400
 * repetitions of intervals at 95 % have a standard error of 1.1 %; the limits of 88 and
 * 99.5 % are more than 4 of them away. Detects: an error that is off by a fifth. */
#include "../department.h"
#include "../world.h"

#include <math.h>
#include <stdlib.h>

#include "decide/compare.h"
#include "decide/dominance.h"
#include "stats/risk.h"

enum { N = 20000 };

/* ---- samples ---- */

static uint64_t stream = 1;

static double uniform(void)
{
    stream = stream * 6364136223846793005ULL + 1442695040888963407ULL;
    return ((double)(stream >> 12) + 0.5) * 0x1p-52;
}

static double *normal_sample(double mean, double sd, size_t n)
{
    double *x = malloc(n * sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < n; i++)
        x[i] = mean + sd * fc_normal_quantile(uniform());
    return x;
}

/* ---- dominance ---- */

static struct fc_dominance judged(double mean, double sd)
{
    struct fc_dominance found;
    stream = 20261125;
    double *a = normal_sample(0, 1, N), *b = normal_sample(mean, sd, N);
    assert_int_equal(fc__dominance(a, b, N, &found, NULL), FC_OK);
    free(a);
    free(b);
    return found;
}

static void test_t36_dominance(void **state)
{
    (void)state;
    struct fc_dominance found = judged(0.1, 1);
    assert_int_equal(found.order, FC_DOMINANCE_FIRST);
    assert_int_equal(found.winner, 1);
    assert_true(isnan(found.crossing));
    found = judged(0, 1.2);
    assert_int_equal(found.order, FC_DOMINANCE_SECOND);
    assert_int_equal(found.winner, 0);
    found = judged(0.1, 1.5);
    assert_int_equal(found.order, FC_DOMINANCE_NEITHER);
    assert_int_equal(found.winner, -1);
    assert_int_equal(found.safer, 0);
    assert_true(fabs(found.crossing + 0.2) < 0.1);
    found = judged(0, 1);
    assert_int_equal(found.order, FC_DOMINANCE_UNSEEN);
}

static void test_dominance_of_equals(void **state)
{
    (void)state;
    struct fc_dominance found;
    double *a = normal_sample(0, 1, 100);
    assert_int_equal(fc__dominance(a, a, 100, &found, NULL), FC_OK);
    assert_int_equal(found.order, FC_DOMINANCE_EQUAL);
    free(a);
}

/* The same values shifted world by world: seen with few worlds, since they are paired.
 */
static void test_dominance_is_paired(void **state)
{
    (void)state;
    struct fc_dominance found;
    stream = 7;
    double *a = normal_sample(0, 1, 2000), *b = malloc(2000 * sizeof *b);
    for (size_t i = 0; i < 2000; i++)
        b[i] = a[i] - 0.03;
    assert_int_equal(fc__dominance(a, b, 2000, &found, NULL), FC_OK);
    assert_int_equal(found.order, FC_DOMINANCE_FIRST);
    assert_int_equal(found.winner, 0);
    free(a);
    free(b);
}

/* ---- Shapley, regret ---- */

static void test_t33_shapley(void **state)
{
    (void)state;
    static const double from[] = {500, .20, 30}, to[] = {600, .25, 27};
    static const double wanted[] = {640.0, 782.5, -372.5};
    double value[8], share[3];
    for (unsigned set = 0; set < 8; set++) {
        value[set] = 1.0;
        for (unsigned i = 0; i < 3; i++)
            value[set] *= set >> i & 1 ? to[i] : from[i];
    }
    fc__shapley(value, 3, share);
    for (int i = 0; i < 3; i++)
        assert_true(fabs(share[i] - wanted[i]) < 1e-9);
    assert_true(fabs(share[0] + share[1] + share[2] - 1050.0) < 1e-9);
    double sum = 0; /* the weights of a player add up to 1 */
    for (unsigned size = 0; size < 6; size++) {
        double choose = 1;
        for (unsigned i = 1; i <= size; i++)
            choose = choose * (5 - size + i) / i;
        sum += choose * fc__shapley_weight(6, size);
    }
    assert_true(fabs(sum - 1.0) < 1e-12);
}

static void test_regret(void **state)
{
    (void)state;
    static const double a[] = {1, 5, 3, 4}, b[] = {2, 5, 1, 8}, c[] = {0, 0, 0, 0};
    static const double *const x[] = {a, b, c};
    static const double mean[] = {1.25, 0.5, 4.5}, best[] = {0.375, 0.625, 0.0};
    for (size_t i = 0; i < 3; i++) {
        struct fc_regret regret;
        assert_int_equal(fc__regret(x, 3, 4, i, &regret, NULL), FC_OK);
        assert_true(fabs(regret.mean.value - mean[i]) < 1e-12);
        assert_true(fabs(regret.best.value - best[i]) < 1e-12);
        assert_true(isnan(regret.most.value) && regret.most.needed == 400);
    }
}

/* ---- intervals ---- */

/* How often the 95 % interval of a paired difference holds the true one; pairs with
 * correlation 0.8, b = 1.1 times as wide and 0.3 higher. */
static double covered(enum fc__statistic statistic)
{
    enum { REPETITIONS = 400, WORLDS = 800 };
    const double z = fc_normal_quantile(0.05), pi = 3.14159265358979;
    const double shortfall = -exp(-z * z / 2.0) / sqrt(2.0 * pi) / 0.05;
    const double unit = statistic == FC__OF_MEAN       ? 0.0
                        : statistic == FC__OF_QUANTILE ? z
                                                       : shortfall;
    const double truth = 0.3 + 0.1 * unit;
    int hits = 0;
    stream = 99;
    for (int r = 0; r < REPETITIONS; r++) {
        double *a = normal_sample(0, 1, WORLDS), *b = normal_sample(0, 0.6, WORLDS);
        double sorted[WORLDS];
        for (size_t i = 0; i < WORLDS; i++)
            b[i] = 0.3 + 1.1 * (0.8 * a[i] + b[i]);
        memcpy(sorted, a, sizeof sorted);
        fc__sort(sorted, WORLDS);
        const struct fc__tail tail_a = fc__tail_of(sorted, WORLDS, 0.05);
        memcpy(sorted, b, sizeof sorted);
        fc__sort(sorted, WORLDS);
        const struct fc__tail tail_b = fc__tail_of(sorted, WORLDS, 0.05);
        const struct fc_estimate d =
            fc__difference(statistic, a, &tail_a, b, &tail_b, WORLDS);
        hits += fabs(d.value - truth) < FC_NORMAL_95 * d.error;
        free(a);
        free(b);
    }
    return hits / (double)REPETITIONS;
}

static void test_coverage(void **state)
{
    (void)state;
    static const enum fc__statistic all[] = {FC__OF_MEAN, FC__OF_QUANTILE,
                                             FC__OF_SHORTFALL};
    for (size_t i = 0; i < 3; i++) {
        const double share = covered(all[i]);
        print_message("statistic %zu: covered %.3f\n", i, share);
        assert_true(share > 0.88 && share < 0.995);
    }
}

static void test_tails(void **state)
{
    (void)state;
    double x[1000];
    for (size_t i = 0; i < 1000; i++)
        x[i] = (double)i;
    struct fc__tail tail = fc__tail_of(x, 1000, 0.05);
    assert_true(fabs(tail.quantile - 49.0) < 1e-12);
    assert_true(fabs(tail.shortfall - 24.5) < 1e-12);
    assert_true(fabs(tail.sparsity - 1000.0) < 1.0);
    tail = fc__tail_of(x, 399, 0.05);
    assert_true(isnan(tail.quantile) && tail.needed == 400);
    assert_int_equal(fc__paths_to_see((struct fc_estimate){1.0, 0.1, 0}, 100), 0);
    assert_int_equal(fc__paths_to_see((struct fc_estimate){0.0, 0.0, 0}, 100), 0);
    assert_int_equal(fc__paths_to_see((struct fc_estimate){0.1, 0.1, 0}, 100), 790);
    assert_true(fc__paths_to_see((struct fc_estimate){0.0, 0.1, 0}, 100) == UINT64_MAX);
}

/* ---- whole departments ---- */

#define FIRM(extra)                                                                    \
    "title = \"firm\"; currency = \"EUR\"; horizon = { start = \"2027-03\"; months = " \
    "14; steps_per_month = 1; }; targets = ( { metric = \"revenue\"; over = "          \
    "\"horizon\"; value = 1100000; } );" WORLD_REST extra

static fc_scenario *read_text(const char *text)
{
    fc_scenario *scenario = NULL;
    struct fc_error err = {0};
    if (fc__scenario_read_text("firm.cfg", text, strlen(text), NULL, 0, fc__owners(),
                               &scenario, &err) != FC_OK)
        fail_msg("%s", err.message);
    return scenario;
}

static fc_comparison *compare_texts(const char *const *text, size_t n, int threads,
                                    fc_scenario **scenarios)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_comparison *out = NULL;
    options.paths = 500;
    options.threads = threads;
    for (size_t i = 0; i < n; i++)
        scenarios[i] = read_text(text[i]);
    if (fc_compare(scenarios, n, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

static void drop(fc_comparison *comparison, fc_scenario **scenarios, size_t n)
{
    fc_comparison_free(comparison);
    for (size_t i = 0; i < n; i++)
        fc_scenario_free(scenarios[i]);
}

static void test_against_itself(void **state)
{
    (void)state;
    static const char *const text[] = {FIRM(""), FIRM("")};
    fc_scenario *scenarios[2];
    fc_comparison *c = compare_texts(text, 2, 2, scenarios);
    assert_string_equal(fc_comparison_name(c, 0), "firm");
    assert_string_equal(fc_comparison_name(c, 1), "firm-2");
    assert_true(fc_comparison_metrics(c) > 8);
    for (size_t m = 0; m < fc_comparison_metrics(c); m++)
        for (size_t p = 0; p < fc_comparison_periods(c, m); p++) {
            const struct fc_paired d =
                fc_comparison_paired(c, 1, m, fc_comparison_period(c, m, p));
            assert_true(d.equal && d.needed == 0);
            assert_true(fabs(d.mean.value) + fabs(d.mean.error) <= 0.0);
            assert_true(d.above + d.below <= 0.0);
        }
    struct fc_dominance found;
    const size_t revenue = fc_comparison_find(c, "revenue");
    assert_int_equal(fc_comparison_dominance(c, 0, 1, revenue, 0, &found, NULL), FC_OK);
    assert_int_equal(found.order, FC_DOMINANCE_EQUAL);
    assert_true(fabs(fc_comparison_miss(c, 1, 0).value) <= 0.0);
    drop(c, scenarios, 2);
}

#define DEARER "money = { overhead_per_month = 1000; };"

/* 500 paths are no multiple of a block; the last one is cut. */
static void test_threads_and_order(void **state)
{
    (void)state;
    static const char *const text[] = {
        FIRM(""), FIRM(DEARER), FIRM("organisation = { structure = \"pooled\"; };")};
    const char *const turned[] = {text[0], text[2], text[1]};
    fc_scenario *scenarios[3], *others[3];
    fc_comparison *c = compare_texts(text, 3, 1, scenarios);
    for (int threads = 2; threads <= 3; threads++) {
        fc_comparison *d = compare_texts(text, 3, threads, others);
        assert_string_equal(fc_comparison_facts(c).result_hash,
                            fc_comparison_facts(d).result_hash);
        drop(d, others, 3);
    }
    fc_comparison *d = compare_texts(turned, 3, 2, others);
    for (size_t m = 0; m < fc_comparison_metrics(c); m++) {
        const int period = fc_comparison_period(c, m, 0);
        const struct fc_paired a = fc_comparison_paired(c, 1, m, period),
                               b = fc_comparison_paired(d, 2, m, period);
        assert_memory_equal(&a.mean, &b.mean, sizeof a.mean);
        assert_true(fabs(a.above - b.above) <= 0.0);
    }
    const size_t profit = fc_comparison_find(c, "operating_profit");
    const struct fc_paired a = fc_comparison_paired(c, 1, profit, 0);
    /* overhead of 14 months, with rising prices */
    assert_true(a.mean.value < -13999.0 && a.mean.value > -15000.0);
    assert_true(a.mean.error < 100.0 && a.needed == 0 && a.below >= 1.0);
    drop(c, scenarios, 3);
    drop(d, others, 3);
}

/* The values of a comparison are those of the runs. */
static void test_as_single_runs(void **state)
{
    (void)state;
    static const char *const text[] = {FIRM(""), FIRM(DEARER)};
    fc_scenario *scenarios[2];
    fc_comparison *c = compare_texts(text, 2, 2, scenarios);
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = 500;
    for (size_t i = 0; i < 2; i++) {
        fc_forecast *f = NULL;
        assert_int_equal(fc_run(scenarios[i], &options, &f, NULL), FC_OK);
        for (size_t m = 0; m < fc_comparison_metrics(c); m++) {
            const struct fc_metric metric = fc_comparison_metric(c, m);
            const int period = fc_comparison_period(c, m, 0);
            const double run = fc_forecast_stat(f, fc_forecast_find(f, metric.name), 0,
                                                0, period, FC_STAT_MEAN, 0)
                                   .value;
            const double own = fc_comparison_outcome(c, i, m, period).mean.value;
            assert_true((isnan(run) && isnan(own)) ||
                        fabs(run - own) < 1e-3 + 1e-6 * fabs(run));
        }
        assert_true(fabs(fc_forecast_target(f, 0).miss.value -
                         fc_comparison_target(c, i, 0).miss.value) < 1e-12);
        fc_forecast_free(f);
    }
    drop(c, scenarios, 2);
}

/* Small changes in the same worlds: the variance of the difference in revenue falls by
 * far more than the bound here. Detects: draws that are no longer shared. */
static void test_pairing_pays(void **state)
{
    (void)state;
    static const char *const text[] = {FIRM("")};
    fc_scenario *scenarios[2];
    static const char *const changes[] = {"markets.segments.small.leads_per_month=42",
                                          "funnel.deal_value.mean=5100"};
    for (size_t i = 0; i < 2; i++) {
        struct fc_run_options options = FC_RUN_OPTIONS_INIT;
        fc_comparison *c = NULL;
        struct fc_error err = {0};
        options.paths = 512;
        scenarios[0] = read_text(text[0]);
        if (fc__scenario_read_text("firm.cfg", text[0], strlen(text[0]), &changes[i], 1,
                                   fc__owners(), &scenarios[1], &err) != FC_OK ||
            fc_compare(scenarios, 2, &options, &c, &err) != FC_OK)
            fail_msg("%s", err.message);
        const struct fc_paired d =
            fc_comparison_paired(c, 1, fc_comparison_find(c, "revenue"), 0);
        print_message("%s: variance ratio %.1f\n", changes[i], d.variance_ratio);
        assert_true(d.variance_ratio > 4.0);
        drop(c, scenarios, 2);
    }
}

static void refuse(const char *other, const char *key)
{
    fc_scenario *scenarios[] = {read_text(FIRM("")), read_text(other)};
    const struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    fc_comparison *c = NULL;
    struct fc_error err = {0};
    assert_int_equal(fc_compare(scenarios, 2, &options, &c, &err), FC_E_SCENARIO);
    assert_null(c);
    assert_non_null(strstr(err.message, key));
    assert_non_null(strstr(err.message, "'firm.cfg' and 'firm.cfg'"));
    drop(c, scenarios, 2);
}

static void test_refuses(void **state)
{
    (void)state;
#define CLOCK(currency, start, months, steps)                                          \
    "title = \"firm\"; currency = \"" currency "\"; horizon = { start = \"" start      \
    "\"; months = " months "; steps_per_month = " steps "; };" WORLD_REST
    refuse(CLOCK("USD", "2027-03", "14", "1"), "'currency' is \"EUR\" in the first and "
                                               "\"USD\" in the second");
    refuse(CLOCK("EUR", "2027-04", "14", "1"), "'horizon.start' is 2027-03");
    refuse(CLOCK("EUR", "2027-03", "15", "1"), "'horizon.months' is 14");
    refuse(CLOCK("EUR", "2027-03", "14", "2"), "'horizon.steps_per_month' is 1");
    fc_scenario *one[] = {read_text(FIRM(""))};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    fc_comparison *c = NULL;
    assert_int_equal(fc_compare(one, 1, &options, &c, NULL), FC_E_ARG);
    fc_scenario_free(one[0]);
}

static void test_memory_and_stop(void **state)
{
    (void)state;
    fc_scenario *scenarios[] = {read_text(FIRM("")), read_text(FIRM(""))};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_run_estimate need;
    struct fc_error err = {0};
    fc_comparison *c = NULL;
    options.max_memory_bytes = 1 << 20;
    assert_int_equal(fc_compare(scenarios, 2, &options, &c, &err), FC_E_MEMORY);
    assert_non_null(strstr(err.message, "--max-memory"));
    options.max_memory_bytes = 0;
    options.threads = 2;
    assert_int_equal(fc_compare_estimate(scenarios, 2, &options, &need, NULL), FC_OK);
    assert_true(need.bytes > (size_t)2 * 10000 * 8 * 50);
    options.paths = 100000000;
    options.max_memory_bytes = (size_t)2 << 40;
    options.time_limit_seconds = 1e-9;
    options.paths = 100000;
    assert_int_equal(fc_compare(scenarios, 2, &options, &c, NULL), FC_E_PARTIAL);
    assert_non_null(c);
    assert_false(fc_comparison_facts(c).complete);
    assert_true(fc_comparison_facts(c).paths < 100000);
    drop(c, scenarios, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t36_dominance),
        cmocka_unit_test(test_dominance_of_equals),
        cmocka_unit_test(test_dominance_is_paired),
        cmocka_unit_test(test_t33_shapley),
        cmocka_unit_test(test_regret),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_tails),
        cmocka_unit_test(test_against_itself),
        cmocka_unit_test(test_threads_and_order),
        cmocka_unit_test(test_as_single_runs),
        cmocka_unit_test(test_pairing_pays),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_memory_and_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
