/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running until the error is small enough: every way to write a precision and every bad
 * one, and runs that stop when it is reached or give up at the most paths. Thresholds
 * come from the errors of plain runs on the same seed: nothing here is statistical.
 */
#include <math.h>

#include "../world.h"
#include "engine/precision.h"
#include "funnelcloud/run.h"

#define HEAD                                                                           \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-03\"; months = 2; " \
    "steps_per_month = 1; }; "
#define TARGETS                                                                        \
    "targets = ( { metric = \"revenue\"; over = \"horizon\"; value = 301500; } ); "

enum { ROUND = 2048 };

/* ---- parsing ---- */

static void with_plan(const char *scenario,
                      void (*check)(const struct fc_run_plan *plan))
{
    const struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_run_plan *plan = NULL;
    struct world w = world_new(scenario);
    assert_int_equal(fc__run_plan_new(w.model, &options, &plan, NULL), FC_OK);
    check(plan);
    fc__run_plan_free(plan);
    world_clear(&w);
}

static void check_good(const struct fc_run_plan *plan)
{
    static const struct {
        const char *text, *metric;
        enum fc_precision_kind kind;
        bool relative;
        double value;
    } rows[] = {
        {"revenue=0.5%", "revenue", FC_PRECISE_MEAN, true, 0.005},
        {"revenue=20000", "revenue", FC_PRECISE_MEAN, false, 20000},
        {"es:revenue=1e4", "revenue", FC_PRECISE_SHORTFALL, false, 1e4},
        {"es=2%", "operating_profit", FC_PRECISE_SHORTFALL, true, 0.02},
        {"es:cash=2%", "cash", FC_PRECISE_SHORTFALL, true, 0.02},
        {"operating_profit=.25", "operating_profit", FC_PRECISE_MEAN, false, 0.25},
        {"bookings=1%", "bookings", FC_PRECISE_MEAN, true, 0.01},
        {"wins=3", "wins", FC_PRECISE_MEAN, false, 3},
        {"miss=0.5%", NULL, FC_PRECISE_MISS, true, 0.005},
        {"miss=0.01", NULL, FC_PRECISE_MISS, false, 0.01},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fc_precision p;
        struct fc_error err = {0};
        if (fc__precision_parse(rows[i].text, plan, &p, &err) != FC_OK)
            fail_msg("%s", err.message);
        assert_true(p.on);
        assert_int_equal(p.kind, rows[i].kind);
        assert_int_equal(p.relative, rows[i].relative);
        assert_true(p.value == rows[i].value);
        if (rows[i].metric)
            assert_string_equal(plan->forecast.metrics[p.metric].metric.name,
                                rows[i].metric);
        else
            assert_int_equal(p.metric, 0);
    }
    struct fc_precision off = {.on = true};
    assert_int_equal(fc__precision_parse(NULL, plan, &off, NULL), FC_OK);
    assert_false(off.on);
    off.on = true;
    assert_int_equal(fc__precision_parse("", plan, &off, NULL), FC_OK);
    assert_false(off.on);
}

static void test_good(void **state)
{
    (void)state;
    with_plan(HEAD WORLD_REST TARGETS, check_good);
}

static void bad(const struct fc_run_plan *plan, const char *text, const char *message)
{
    struct fc_precision p;
    struct fc_error err = {0};
    assert_int_equal(fc__precision_parse(text, plan, &p, &err), FC_E_ARG);
    assert_int_equal(err.status, FC_E_ARG);
    assert_string_equal(err.message, message);
}

static void check_bad(const struct fc_run_plan *plan)
{
    static const char *const numbers[] = {"revenue=",
                                          "revenue=%",
                                          "revenue=0",
                                          "revenue=0%",
                                          "revenue=-1",
                                          "revenue=-1%",
                                          "revenue=a",
                                          "revenue=1x",
                                          "revenue=1 %",
                                          "revenue=1%%",
                                          "revenue=0x10",
                                          "revenue=nan",
                                          "revenue=inf",
                                          "revenue=1e999",
                                          "revenue==1",
                                          "revenue=1,5%",
                                          "revenue=0.5 ",
                                          "revenue= 1",
                                          "=",
                                          "miss=zero"};
    static const char *const names[] = {
        "=1",        "revenues=1",   "reven=1",         "win_rate=1%",
        "clients=1", "es:=1",        "es:es:revenue=1", " revenue=1",
        "REVENUE=1", "ES:revenue=1", "missing=1",       "mis=1"};
    char message[256];
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        snprintf(message, sizeof message,
                 "precision '%s': after '=' comes a positive number, such as 0.5%% or "
                 "20000",
                 numbers[i]);
        bad(plan, numbers[i], message);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(message, sizeof message,
                 "precision '%s' names no metric with totals: use revenue, "
                 "operating_profit, cash, bookings, wins or miss",
                 names[i]);
        bad(plan, names[i], message);
    }
    bad(plan, "revenue",
        "precision 'revenue' has no '=': write METRIC=VALUE, such as revenue=0.5%");
    bad(plan, "0.5%",
        "precision '0.5%' has no '=': write METRIC=VALUE, such as revenue=0.5%");
}

static void test_bad(void **state)
{
    (void)state;
    with_plan(HEAD WORLD_REST TARGETS, check_bad);
}

static void check_no_targets(const struct fc_run_plan *plan)
{
    bad(plan, "miss=1%", "precision 'miss=1%': the scenario has no targets to miss");
}

static void test_no_targets(void **state)
{
    (void)state;
    with_plan(HEAD WORLD_REST, check_no_targets);
}

/* ---- runs ---- */

struct outcome {
    fc_status status;
    bool given, complete;
    uint64_t paths;
    char hash[65], message[768];
    struct fc_estimate mean, shortfall, miss; /* of revenue over the horizon */
    struct fc_estimate profit;                /* shortfall of operating profit */
};

/* Both plans: a rare crisis makes the difference. */
#define CRISIS                                                                         \
    "crises = ( { name = \"fire\"; category = \"operational\"; per_year = 0.9; "       \
    "severity = { median = 0.5; sigma = 0.5; }; one_off_cost = 90000; effects = ( { "  \
    "lever = \"demand\"; loss = 1.0; } ); } ); "

static enum fc_plan drawn = FC_PLAIN;

static struct outcome run(uint64_t paths, const char *precision)
{
    static const char text[] = HEAD WORLD_REST TARGETS CRISIS;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    struct outcome out = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *f = NULL;
    options.paths = paths;
    options.seed = 20270101;
    options.threads = 2;
    options.precision = precision;
    options.plan = drawn;
    assert_int_equal(fc__scenario_read_text("test.cfg", text, sizeof text - 1, NULL, 0,
                                            fc__owners(), &scenario, &err),
                     FC_OK);
    out.status = fc_run(scenario, &options, &f, &err);
    memcpy(out.message, err.message, sizeof out.message);
    out.given = f != NULL;
    if (f) {
        const struct fc_run_facts facts = fc_forecast_facts(f);
        const size_t m = fc_forecast_find(f, "revenue");
        out.paths = facts.paths;
        out.complete = facts.complete;
        snprintf(out.hash, sizeof out.hash, "%s", facts.result_hash);
        out.mean = fc_forecast_stat(f, m, 0, 0, 0, FC_STAT_MEAN, 0);
        out.shortfall = fc_forecast_stat(f, m, 0, 0, 0, FC_STAT_ES, 0.05);
        out.profit = fc_forecast_stat(f, fc_forecast_find(f, "operating_profit"), 0, 0,
                                      0, FC_STAT_ES, 0.05);
        assert_string_equal(facts.plan, drawn ? "stratified" : "plain");
        out.miss = fc_forecast_target(f, 0).miss;
    }
    fc_forecast_free(f);
    fc_scenario_free(scenario);
    return out;
}

static void is_plain(const struct outcome *found, const struct outcome *plain)
{
    assert_true(found->complete);
    assert_int_equal(found->paths, plain->paths);
    assert_string_equal(found->hash, plain->hash);
}

/* Between the errors of one round and of two: two rounds are enough, one is not. */
static void stops_at_two(const char *of, const char *unit, double one, double two,
                         const struct outcome *plain)
{
    char precision[64];
    assert_true(two < one);
    snprintf(precision, sizeof precision, "%s=%.17g%s", of, (one + two) / 2, unit);
    const struct outcome found = run(100000, precision);
    assert_int_equal(found.status, FC_OK);
    assert_int_equal(found.paths, 2 * ROUND);
    is_plain(&found, plain);
}

static void test_stops(void **state)
{
    (void)state;
    const struct outcome one = run(ROUND, NULL), two = run(2 * ROUND, NULL);
    assert_int_equal(one.status, FC_OK);
    assert_true(one.miss.value > 0.02 && one.miss.value < 0.98);
    stops_at_two("revenue", "", one.mean.error, two.mean.error, &two);
    stops_at_two("revenue", "%", 100 * one.mean.error / one.mean.value,
                 100 * two.mean.error / two.mean.value, &two);
    stops_at_two("es:revenue", "", one.shortfall.error, two.shortfall.error, &two);
    stops_at_two("es", "", one.profit.error, two.profit.error, &two);
    stops_at_two("es", "%", 100 * one.profit.error / fabs(one.profit.value),
                 100 * two.profit.error / fabs(two.profit.value), &two);
    stops_at_two("miss", "", one.miss.error, two.miss.error, &two);
    stops_at_two("miss", "%", 100 * one.miss.error, 100 * two.miss.error, &two);
}

static void test_stops_stratified(void **state)
{
    drawn = FC_STRATIFIED;
    test_stops(state);
    drawn = FC_PLAIN;
}

/* Reached at once: one round, or all paths where there are fewer. */
static void test_first_round(void **state)
{
    (void)state;
    const struct outcome plain = run(ROUND, NULL), few = run(500, NULL);
    const struct outcome found = run(100000, "revenue=1e15");
    const struct outcome found_few = run(500, "revenue=1e15");
    assert_int_equal(found.status, FC_OK);
    is_plain(&found, &plain);
    assert_int_equal(found_few.status, FC_OK);
    is_plain(&found_few, &few);
}

/* Not reached: everything that was computed is still given. */
static void test_gives_up(void **state)
{
    (void)state;
    const struct outcome plain = run(2 * ROUND, NULL), few = run(500, NULL);
    const struct outcome found = run(5000, "revenue=1e-9%");
    const struct outcome found_few = run(500, "miss=1e-12");
    assert_int_equal(found.status, FC_E_GOAL);
    assert_true(found.given);
    assert_string_equal(found.message, "the precision 'revenue=1e-9%' was not reached "
                                       "with 4096 paths: raise --paths");
    is_plain(&found, &plain);
    assert_int_equal(found_few.status, FC_E_GOAL);
    assert_string_equal(found_few.message, "the precision 'miss=1e-12' was not reached "
                                           "with 500 paths: raise --paths");
    is_plain(&found_few, &few);
}

static void test_bad_run(void **state)
{
    (void)state;
    const struct outcome found = run(500, "rev=1");
    assert_int_equal(found.status, FC_E_ARG);
    assert_false(found.given);
    assert_string_equal(found.message,
                        "precision 'rev=1' names no metric with totals: use revenue, "
                        "operating_profit, cash, bookings, wins or miss");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_no_targets),
        cmocka_unit_test(test_stops),
        cmocka_unit_test(test_stops_stratified),
        cmocka_unit_test(test_first_round),
        cmocka_unit_test(test_gives_up),
        cmocka_unit_test(test_bad_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
