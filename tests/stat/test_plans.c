/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both plans on the real engine: a small department with two rare crises that strike at
 * random, N_i ~ Poisson(rate_i) a year, and cost cost_i each. The cost of crises over
 * the year is cost_1 N_1 + cost_2 N_2: mean, sd, P(none), P(below), the mean of its
 * worst 5 % in closed form; so are events a year and P(any).
 *
 * - 20,032 paths of each plan within 5.6 errors of the closed forms (22 comparisons);
 *   what has none within 5.6 errors of each other (16): together 1e-6. Detects with
 *   near certainty: a rate 6 % off (plain) or 4 % (stratified), a stratum weighed 5 %
 *   wrong.
 * - Coverage of the same department over one month, with the same law of the cost:
 *   5,000 runs of 2,000 paths (long tier; else 150): value +- 1.96 error holds the
 * truth in 93 to 97 % (88 to 99.9 %) of them, a share with a standard error of .3 (1.8)
 * %.
 * - The comparison of rates: the alternative halves one; its mean cost within 5.6
 *   paired errors of the truth, both in the same strata.
 * - To the byte: threads; a replayed path is that of the run; without rare crises a
 *   stratified run is plain. */
#include "../department.h"
#include "../world.h"

#include <math.h>
#include <stdlib.h>

#include "decide/compare.h"
#include "funnelcloud/decide.h"
#include "funnelcloud/run.h"

enum { PATHS = 20032, RARE = 2, MOST = 12 };

static const double rate[RARE] = {0.08, 0.20}, cost[RARE] = {500000, 200000};
static const double errors_allowed = 5.6;

#define CRISIS(name, rate, cost)                                                       \
    "{ name = \"" name "\"; category = \"operational\"; per_year = " rate "; "         \
    "severity = { median = 0.4; sigma = 0.5; }; plateau_weeks = 4; half_life_weeks = " \
    "3; one_off_cost = " cost "; effects = ( { lever = \"demand\"; loss = 1.0; } ); }"
#define CRISES(first, second)                                                          \
    "crises = ( " CRISIS("flood", first, "500000") ", " CRISIS("strike", second,       \
                                                               "200000") " ); "
#define FIRM FIRM_OF("12")
#define FIRM_OF(months)                                                                \
    DEPARTMENT_HEAD(months, "1")                                                       \
    DEPARTMENT_ONE_MARKET DEPARTMENT_SELLING DEPARTMENT_PEOPLE DEPARTMENT_OPENING      \
        "targets = ( { metric = \"crisis_cost\"; over = \"horizon\"; value = 300000; " \
        "} ); "

static fc_scenario *scenario_of(const char *text)
{
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    if (fc__scenario_read_text("test.cfg", text, strlen(text), NULL, 0, fc__owners(),
                               &scenario, &err) != FC_OK)
        fail_msg("%s", err.message);
    return scenario;
}

static fc_forecast *run(const char *text, uint64_t paths, uint64_t seed, int threads,
                        enum fc_plan plan)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *scenario = scenario_of(text);
    fc_forecast *f = NULL;
    options.paths = paths;
    options.seed = seed;
    options.threads = threads;
    options.plan = plan;
    if (fc_run(scenario, &options, &f, &err) != FC_OK)
        fail_msg("%s", err.message);
    fc_scenario_free(scenario);
    return f;
}

/* ---- the law of the cost ---- */

static double poisson(double mean, int n)
{
    double p = exp(-mean);
    for (int i = 1; i <= n; i++)
        p *= mean / i;
    return p;
}

struct truth {
    double mean, sd, none, miss, worst;
};

static struct truth truth_of(void)
{
    struct truth t = {0};
    double square = 0.0, above = 0.0;
    double p[MOST][MOST];
    for (int i = 0; i < MOST; i++)
        for (int j = 0; j < MOST; j++) {
            const double x = cost[0] * i + cost[1] * j;
            p[i][j] = poisson(rate[0], i) * poisson(rate[1], j);
            t.mean += p[i][j] * x;
            square += p[i][j] * x * x;
            t.miss += x < 300000 ? p[i][j] : 0.0;
        }
    /* the largest 5 %: from the top down */
    for (double x = MOST * 700000; x > 0.0 && above < 0.05; x -= 100000)
        for (int i = 0; i < MOST; i++)
            for (int j = 0; j < MOST; j++)
                if (fabs(cost[0] * i + cost[1] * j - x) < 1.0) {
                    const double part = fmin(p[i][j], 0.05 - above);
                    t.worst += part * x / 0.05;
                    above += part;
                }
    t.sd = sqrt(square - t.mean * t.mean);
    t.none = exp(-rate[0] - rate[1]);
    return t;
}

static struct fc_estimate stat(const fc_forecast *f, const char *name, int period,
                               enum fc_stat what, double level)
{
    return fc_forecast_stat(f, fc_forecast_find(f, name), 0, 0, period, what, level);
}

static void near(const char *what, struct fc_estimate found, double want)
{
    const double z = (found.value - want) / found.error;
    print_message("%-28s %.6g, expected %.6g: %.2f errors\n", what, found.value, want,
                  z);
    if (!(fabs(z) <= errors_allowed || fabs(found.value - want) < 1e-8))
        fail_msg("%s is %.1f errors off", what, z);
}

static void closed(const fc_forecast *f)
{
    const struct truth t = truth_of();
    near("cost, mean", stat(f, "crisis_cost", 0, FC_STAT_MEAN, 0), t.mean);
    near("cost, sd", stat(f, "crisis_cost", 0, FC_STAT_SD, 0), t.sd);
    near("cost, none", stat(f, "crisis_cost", 0, FC_STAT_BELOW, 1), t.none);
    near("cost, below", fc_forecast_target(f, 0).miss, t.miss);
    near("cost, worst 5 %", stat(f, "crisis_cost", 0, FC_STAT_ES, -0.05), t.worst);
    for (size_t i = 0; i < RARE; i++) {
        const struct fc_crisis_facts facts = fc_forecast_crisis(f, i);
        near(facts.name, facts.events_per_year, rate[i]);
        near("  any", facts.any, -expm1(-rate[i]));
    }
    double months = 0.0;
    for (int m = 1; m <= 12; m++)
        months += stat(f, "crisis_cost", m, FC_STAT_MEAN, 0).value;
    assert_true(fabs(months - stat(f, "crisis_cost", 0, FC_STAT_MEAN, 0).value) < 1e-3);
}

static void same(const fc_forecast *a, const fc_forecast *b, const char *name,
                 int period, enum fc_stat what, double level)
{
    const struct fc_estimate x = stat(a, name, period, what, level),
                             y = stat(b, name, period, what, level);
    const double error = sqrt(x.error * x.error + y.error * y.error);
    near(name, (struct fc_estimate){y.value, error, 0}, x.value);
}

static void test_closed_forms(void **state)
{
    (void)state;
    static const char text[] = FIRM CRISES("0.08", "0.20");
    fc_forecast *plain = run(text, PATHS, 5, 2, FC_PLAIN),
                *other = run(text, PATHS, 6, 2, FC_STRATIFIED);
    assert_string_equal(fc_forecast_facts(plain).plan, "plain");
    assert_string_equal(fc_forecast_facts(other).plan, "stratified");
    assert_int_equal(fc_forecast_facts(other).strata, 3);
    closed(plain);
    closed(other);
    const int period[] = {0, 7};
    for (size_t i = 0; i < 2; i++) {
        same(plain, other, "revenue", period[i], FC_STAT_MEAN, 0);
        same(plain, other, "revenue", period[i], FC_STAT_SD, 0);
        same(plain, other, "operating_profit", period[i], FC_STAT_MEAN, 0);
        same(plain, other, "operating_profit", period[i], FC_STAT_QUANTILE, 0.05);
        same(plain, other, "operating_profit", period[i], FC_STAT_QUANTILE, 0.5);
        same(plain, other, "operating_profit", period[i], FC_STAT_ES, 0.05);
        same(plain, other, "cash", period[i] + 1, FC_STAT_ES, 0.05);
    }
    same(plain, other, "win_rate", 7, FC_STAT_MEAN, 0);
    same(plain, other, "wins", 0, FC_STAT_QUANTILE, 0.1);
    fc_forecast_free(plain);
    fc_forecast_free(other);
}

/* ---- coverage ---- */

/* A model, a thread's worker, and a table for the cost of each path. */
struct bench {
    fc_scenario *scenario;
    struct fc_prepared at;
    struct fc_worker worker;
    fc_paths *paths;
};

enum { REPEATED = 2000 };

static void bench_open(struct bench *self, enum fc_plan plan)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.plan = plan;
    *self = (struct bench){.scenario = scenario_of(FIRM_OF("1") CRISES("0.96", "2.4"))};
    assert_int_equal(fc__prepare(&self->at, self->scenario, &options, 1, NULL), FC_OK);
    size_t metric = 0;
    while (strcmp(self->at.plan->forecast.metrics[metric].metric.name, "crisis_cost"))
        metric++;
    const size_t series = fc__layout_total(self->at.layout, metric, 0);
    assert_int_equal(
        fc__paths_new(self->at.layout, &series, 1, REPEATED, &self->paths, NULL),
        FC_OK);
    assert_int_equal(fc__worker_new(&self->at, false, &self->worker, NULL), FC_OK);
}

static void bench_close(struct bench *self)
{
    fc__worker_clear(&self->worker);
    fc__paths_free(self->paths);
    fc__prepared_clear(&self->at);
    fc_scenario_free(self->scenario);
}

static fc_tally *bench_run(struct bench *self, uint64_t seed)
{
    const struct fc_sink sink = {.layout = self->at.layout, .paths = self->paths};
    const struct fc_series_spec spec = {.kind = FC_SERIES_TOTAL,
                                        .whole = true,
                                        .quantum = 1.0,
                                        .threshold = 300000,
                                        .scale = 131072.0};
    const struct fc_strata *strata = self->at.strata;
    fc_tally *tally;
    assert_int_equal(strata ? fc_tally_new_strata(&spec, 1, 1, strata, &tally, NULL)
                            : fc_tally_new(&spec, 1, 64, &tally, NULL),
                     FC_OK);
    for (uint64_t path = 0; path < REPEATED; path += FC_LANES) {
        const uint64_t left = REPEATED - path;
        const size_t n = left < FC_LANES ? (size_t)left : FC_LANES;
        fc__worker_run(&self->worker, &self->at, fc_seed(seed), path, n, &sink);
        fc_tally_add(tally, 0, path, n, fc__paths_column(self->paths, 0) + path);
    }
    return tally;
}

static void test_coverage(void **state)
{
    (void)state;
    enum { QUESTIONS = 4 };
    const struct truth t = truth_of();
    const double want[QUESTIONS] = {t.mean, t.sd, t.miss, t.worst};
    const bool all = getenv("FC_LONG_TESTS") != NULL;
    const uint64_t runs = all ? 5000 : 150;
    const double low = all ? 0.93 : 0.88, high = all ? 0.97 : 0.999;
    for (int plan = FC_PLAIN; plan <= FC_STRATIFIED; plan++) {
        struct bench bench;
        int hits[QUESTIONS] = {0};
        bench_open(&bench, (enum fc_plan)plan);
        for (uint64_t seed = 1; seed <= runs; seed++) {
            fc_tally *tally = bench_run(&bench, seed);
            const struct fc_estimate e[QUESTIONS] = {
                fc_tally_mean(tally, 0), fc_tally_sd(tally, 0),
                fc_tally_below(tally, 0, 300000), fc_tally_shortfall(tally, 0, -0.05)};
            for (int i = 0; i < QUESTIONS; i++)
                hits[i] += fabs(e[i].value - want[i]) <= 1.96 * e[i].error;
            fc_tally_free(tally);
        }
        bench_close(&bench);
        for (int i = 0; i < QUESTIONS; i++)
            print_message("%s, question %d covers %.2f %%\n",
                          plan ? "stratified" : "plain", i,
                          100.0 * hits[i] / (double)runs);
        for (int i = 0; i < QUESTIONS; i++) {
            assert_true(hits[i] >= low * (double)runs);
            assert_true(hits[i] <= high * (double)runs);
        }
    }
}

/* ---- comparing ---- */

static void test_comparison(void **state)
{
    (void)state;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *both[2] = {scenario_of(FIRM CRISES("0.08", "0.20")),
                            scenario_of(FIRM CRISES("0.08", "0.10"))};
    fc_comparison *c = NULL;
    options.paths = 4096;
    options.plan = FC_STRATIFIED;
    if (fc_compare(both, 2, &options, &c, &err) != FC_OK)
        fail_msg("%s", err.message);
    assert_string_equal(fc_comparison_facts(c).plan, "stratified");
    assert_memory_equal(c->sample.at[0].strata, c->sample.at[1].strata,
                        sizeof(struct fc_strata));
    const size_t metric = fc_comparison_find(c, "crisis_cost");
    const struct fc_paired cheaper = fc_comparison_paired(c, 1, metric, 0);
    near("difference of cost", cheaper.mean, -0.1 * cost[1]);
    near("base", fc_comparison_outcome(c, 0, metric, 0).mean, truth_of().mean);
    near("miss", fc_comparison_target(c, 0, 0).miss, truth_of().miss);
    assert_true(cheaper.above == 0.0); /* paired: a rarer crisis costs more nowhere */
    /* P(N falls) = P(Poisson(.1) of the thinned part > 0), monotone in the uniform */
    const struct fc_estimate fewer = {
        cheaper.below, (cheaper.below_high - cheaper.below_low) / 3.92, 0};
    double stay = 0.0, p = 0.0, q = 0.0; /* same count under both rates */
    for (int n = 0; n < MOST; n++) {
        const double low = fmax(p, q);
        p += poisson(0.2, n);
        q += poisson(0.1, n);
        stay += fmax(fmin(p, q) - low, 0.0);
    }
    near("worlds in which it falls", fewer, 1.0 - stay);
    fc_comparison_free(c);
    fc_scenario_free(both[0]);
    fc_scenario_free(both[1]);
}

/* ---- to the byte ---- */

static void test_threads(void **state)
{
    (void)state;
    static const char text[] = FIRM CRISES("0.08", "0.20");
    fc_forecast *one = run(text, 700, 9, 1, FC_STRATIFIED),
                *three = run(text, 700, 9, 3, FC_STRATIFIED),
                *plain = run(text, 700, 9, 1, FC_PLAIN);
    assert_string_equal(fc_forecast_facts(one).result_hash,
                        fc_forecast_facts(three).result_hash);
    assert_string_not_equal(fc_forecast_facts(one).result_hash,
                            fc_forecast_facts(plain).result_hash);
    fc_forecast_free(one);
    fc_forecast_free(three);
    fc_forecast_free(plain);
}

static void add_cost(void *sum, int month, int step, const char *array, size_t row,
                     size_t column, double value)
{
    (void)month, (void)step, (void)row, (void)column;
    if (strcmp(array, "crisis_cost") == 0)
        *(double *)sum += value;
}

/* All paths of a small run replayed and weighed by hand. */
static void test_replay(void **state)
{
    (void)state;
    enum { FEW = 100 };
    static const char text[] = FIRM CRISES("0.08", "0.20");
    fc_forecast *f = run(text, FEW, 9, 1, FC_STRATIFIED);
    fc_scenario *scenario = scenario_of(text);
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_prepared at;
    double mean = 0.0;
    options.seed = 9;
    options.plan = FC_STRATIFIED;
    assert_int_equal(fc__prepare(&at, scenario, &options, 1, NULL), FC_OK);
    for (uint64_t path = 0; path < FEW; path++) {
        double sum = 0.0;
        assert_int_equal(fc_run_replay(scenario, &options, path, add_cost, &sum, NULL),
                         FC_OK);
        const uint32_t h = fc_stratum_of(at.strata, path);
        mean += sum * at.strata->prob[h] / (double)fc_stratum_count(at.strata, h, FEW);
    }
    assert_true(mean > 0.0);
    assert_true(fabs(mean - stat(f, "crisis_cost", 0, FC_STAT_MEAN, 0).value) < 1e-6);
    fc__prepared_clear(&at);
    fc_scenario_free(scenario);
    fc_forecast_free(f);
}

static void test_nothing_rare(void **state)
{
    (void)state;
    static const char text[] = FIRM CRISES("0.8", "2.0");
    fc_forecast *plain = run(text, 300, 9, 1, FC_PLAIN),
                *other = run(text, 300, 9, 1, FC_STRATIFIED);
    assert_string_equal(fc_forecast_facts(other).plan, "plain");
    assert_string_equal(fc_forecast_facts(plain).result_hash,
                        fc_forecast_facts(other).result_hash);
    fc_forecast_free(plain);
    fc_forecast_free(other);
}

static void test_too_few(void **state)
{
    (void)state;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *scenario = scenario_of(FIRM CRISES("0.08", "0.20"));
    fc_forecast *f = NULL;
    options.paths = 63;
    options.plan = FC_STRATIFIED;
    assert_int_equal(fc_run(scenario, &options, &f, &err), FC_E_ARG);
    assert_string_equal(err.message,
                        "paths is 63; the plan 'stratified' needs at least 64");
    assert_null(f);
    options.paths = 64;
    assert_int_equal(fc_run(scenario, &options, &f, &err), FC_OK);
    fc_forecast_free(f);
    fc_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_forms), cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_comparison),   cmocka_unit_test(test_threads),
        cmocka_unit_test(test_replay),       cmocka_unit_test(test_nothing_rare),
        cmocka_unit_test(test_too_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
