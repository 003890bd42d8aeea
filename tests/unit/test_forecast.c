/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout of series, the pilot, and every question a forecast answers, on 1,000
 * paths whose values are known: metric m, member i, month t, path p has the value 100 m
 * + 10 i + t + p / 1000. Exact: nothing here is statistical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/forecast.h"
#include "tally_reference.h"

enum { PATHS = 1000, MONTHS = 15 };

static const char *const all[] = {"all"}, *const places[] = {"north", "south", "west"};
static const char *const titles[] = {"Север", NULL, "West"};
static const struct fc_plan_breakdown breakdowns[] = {{"total", 1, all, NULL},
                                                      {"territory", 3, places, titles},
                                                      {"account", 0, NULL, NULL}};
static const struct fc_plan_metric metrics[] = {
    {{"revenue", "money", "Help.", FC_METRIC_FLOW, true, true}, false, 0.0, 3},
    {{"clients", "clients", NULL, FC_METRIC_LEVEL, false, false}, true, 0.0, 2},
    {{"win_rate", "share", NULL, FC_METRIC_RATIO, true, false}, false, 0x1p-20, 5},
};
/* the median of month 3, the second on the same month, a year, the horizon */
static const struct fc_plan_target targets[] = {{0, 3, 3.5, 0.1},
                                                {0, 3, 3.25, (double)NAN},
                                                {0, -2, 42.0, 0.2},
                                                {0, 0, 127.5, 0.3},
                                                {1, 15, 116.0, (double)NAN}};
static const double past[] = {1.0, 2.0, 3.0};
static const struct fc_plan_actuals actuals[] = {{0, 3, past}};
static const struct fc_plan_crisis crises[] = {{"strike", NULL, "people", "HR", 0},
                                               {"tax", "Налог", "financial", NULL, 4}};

static struct fc_forecast_plan plan_of_test(void)
{
    return (struct fc_forecast_plan){.facts = {.title = "Test",
                                               .currency = "USD",
                                               .start_month = 12 * 2026 + 10,
                                               .months = MONTHS,
                                               .paths = PATHS,
                                               .plan = "plain",
                                               .isa = "v2"},
                                     .metric_count = 3,
                                     .metrics = metrics,
                                     .breakdown_count = 3,
                                     .breakdowns = breakdowns,
                                     .target_count = 5,
                                     .targets = targets,
                                     .actual_count = 1,
                                     .actuals = actuals,
                                     .crisis_count = 2,
                                     .crises = crises,
                                     .twin = true};
}

static double value_of(size_t metric, size_t member, double month, uint64_t path)
{
    return 100.0 * (double)metric + 10.0 * (double)member + month +
           (double)path / 1000.0;
}

/* ---- filling, as the engine does ---- */
static void month_block(const struct fc_sink *sink, uint64_t first, size_t n)
{
    double values[FC_LANES];
    for (size_t m = 0; m < 3; m++)
        for (size_t b = 0; b < 3; b++)
            for (size_t i = 0; i < breakdowns[b].members; i++)
                for (int month = 1; month <= MONTHS; month++) {
                    if (fc__layout_month(sink->layout, m, b, i, month) == SIZE_MAX)
                        continue;
                    for (size_t p = 0; p < n;
                         p++) /* of the rate, every fourth misses */
                        values[p] = m == 2 && (first + p) % 4 == 0
                                        ? (double)NAN
                                        : value_of(m, i, month, first + p);
                    fc__sink_month(sink, m, b, i, month, first, n, values);
                }
}

static void total_block(const struct fc_sink *sink, uint64_t first, size_t n)
{
    static const double sums[] = {120.0, 78.0, 42.0}; /* 1 + .. + 15, 12 of them, 3 */
    static const double counts[] = {15.0, 12.0, 3.0};
    double values[FC_LANES];
    for (int y = 0; y <= 2; y++) {
        for (size_t p = 0; p < n; p++)
            values[p] = sums[y] + counts[y] * (double)(first + p) / 1000.0;
        fc__sink_total(sink, 0, -y, first, n, values);
    }
}

/* Paths 0..99 have two events of severity 1/4 of crisis 1, the others none; paths
 * 0..499 are hit, of which 0..99 never recover and the others in 1 + path % 10 months.
 */
static void other_block(const struct fc_sink *sink, uint64_t first, size_t n)
{
    const fc_layout *layout = sink->layout;
    double v[6][FC_LANES];
    for (size_t p = 0; p < n; p++) {
        const uint64_t path = first + p;
        const bool event = path < 100, hit = path < 500;
        v[0][p] = event ? 2.0 : 0.0;
        v[1][p] = event;
        v[2][p] = event ? 0.25 : none;
        v[3][p] = hit;
        v[4][p] = hit ? event : none;
        v[5][p] = !hit ? none : event ? MONTHS + 1.0 : 1.0 + (double)(path % 10);
    }
    for (size_t i = 0; i < 3; i++) {
        fc__sink_add(sink, fc__layout_crisis(layout, 1, (enum fc_crisis_series)i),
                     first, n, v[i]);
        fc__sink_add(sink, fc__layout_recovery(layout, (enum fc_recovery_series)i),
                     first, n, v[3 + i]);
    }
}

static void run(const struct fc_sink *sink, uint64_t paths)
{
    for (uint64_t first = 0; first < paths; first += FC_LANES) {
        const size_t n = paths - first < FC_LANES ? (size_t)(paths - first) : FC_LANES;
        month_block(sink, first, n);
        total_block(sink, first, n);
        other_block(sink, first, n);
    }
}

static fc_forecast *forecast_of_test(void)
{
    const struct fc_forecast_plan plan = plan_of_test();
    struct fc_sink sink = {0};
    fc_layout *layout;
    fc_forecast *forecast;
    assert_int_equal(fc__layout_new(&plan, &layout, NULL), FC_OK);
    assert_int_equal(fc__pilot_new(layout, &sink.pilot, NULL), FC_OK);
    sink.layout = layout;
    run(&sink, 400); /* more than the pilot keeps */
    fc__pilot_apply(sink.pilot, layout);
    for (int month = 1; month <= MONTHS; month++) /* each its own median */
        near(fc__layout_specs(layout)[fc__layout_month(layout, 0, 1, 2, month)].centre,
             value_of(0, 2, month, 127), 0.02);
    fc__pilot_free(sink.pilot);
    sink.pilot = NULL;
    assert_int_equal(fc_tally_new(fc__layout_specs(layout), fc__layout_series(layout),
                                  32, &sink.tally, NULL),
                     FC_OK);
    run(&sink, PATHS);
    fc__layout_free(layout);
    assert_int_equal(fc__forecast_new(&plan, sink.tally, &forecast, NULL), FC_OK);
    return forecast;
}

/* ---- tests ---- */

/* Every series has one meaning, and together they are all there are. */
static void test_layout_is_one_to_one(void **state)
{
    (void)state;
    const struct fc_forecast_plan plan = plan_of_test();
    fc_layout *layout;
    assert_int_equal(fc__layout_new(&plan, &layout, NULL), FC_OK);
    const size_t n = fc__layout_series(layout);
    unsigned char *seen = calloc(n, 1);
    assert_non_null(seen);
    for (size_t m = 0; m < 3; m++) {
        for (size_t b = 0; b < 3; b++)
            for (size_t i = 0; i < breakdowns[b].members; i++)
                for (int month = 1; month <= MONTHS; month++) {
                    const size_t s = fc__layout_month(layout, m, b, i, month);
                    if (s != SIZE_MAX)
                        seen[s]++;
                }
        for (int y = 0; y <= fc__layout_years(layout); y++)
            if (fc__layout_total(layout, m, -y) != SIZE_MAX)
                seen[fc__layout_total(layout, m, -y)]++;
    }
    for (size_t i = 0; i < 5; i++)
        seen[fc__layout_target(layout, i)]++;
    for (size_t i = 0; i < 6; i++)
        seen[fc__layout_crisis(layout, i / 3, (enum fc_crisis_series)(i % 3))]++;
    for (size_t i = 0; i < 3; i++)
        seen[fc__layout_recovery(layout, (enum fc_recovery_series)i)]++;
    for (size_t i = 0; i < n; i++)
        assert_int_equal(seen[i], 1);
    assert_int_equal(n, 15 * (1 + 3 + 1 + 3 + 1) + 3 + 5 + 6 + 3);
    assert_int_equal(fc__layout_month(layout, 1, 1, 2, 4) + 9,
                     fc__layout_month(layout, 1, 1, 2, 5)); /* a month is one stride */
    free(seen);
    fc__layout_free(layout);
}

static void test_specs(void **state)
{
    (void)state;
    struct fc_forecast_plan plan = plan_of_test();
    fc_layout *layout;
    assert_int_equal(fc__layout_new(&plan, &layout, NULL), FC_OK);
    const struct fc_series_spec *specs = fc__layout_specs(layout);
    const struct fc_series_spec *spec = &specs[fc__layout_month(layout, 0, 1, 2, 15)];
    assert_true(spec->kind == FC_SERIES_HISTOGRAM && spec->quantum == 0x1p-6);
    spec = &specs[fc__layout_month(layout, 1, 0, 0, 1)];
    assert_true(spec->kind == FC_SERIES_MOMENTS && spec->quantum == 1.0 && spec->whole);
    spec = &specs[fc__layout_month(layout, 2, 0, 0, 1)];
    assert_true(spec->kind == FC_SERIES_HISTOGRAM && spec->quantum == 0x1p-20);
    spec = &specs[fc__layout_total(layout, 0, -2)];
    assert_true(spec->kind == FC_SERIES_TOTAL && spec->quantum == 0x1p-6);
    spec = &specs[fc__layout_target(layout, 2)];
    assert_true(specs[fc__layout_crisis(layout, 0, FC_CRISIS_SEVERITY)].quantum ==
                0x1p-30);
    assert_true(spec->threshold == 42.0 && spec->kind == FC_SERIES_MOMENTS);
    fc__layout_free(layout);
    plan.detail = true;
    plan.twin = false;
    assert_int_equal(fc__layout_new(&plan, &layout, NULL), FC_OK);
    spec = &fc__layout_specs(layout)[fc__layout_month(layout, 1, 0, 0, 1)];
    assert_true(spec->kind == FC_SERIES_HISTOGRAM);
    assert_true(fc__layout_recovery(layout, FC_RECOVERY_HIT) == SIZE_MAX);
    fc__layout_free(layout);
    struct fc_metric metric = metrics[0].metric;
    assert_true(fc__quantum(&metric, true) == 1.0);
    metric.unit = "hours";
    assert_true(fc__quantum(&metric, false) == 0x1p-10);
    metric.kind = FC_METRIC_RATIO;
    assert_true(fc__quantum(&metric, false) == 0x1p-30);
}

enum { BAD_PLANS = 14 };

/* What is wrong, and what the message says. */
static const char *spoil(struct fc_forecast_plan *plan, size_t how,
                         struct fc_plan_metric *metric, struct fc_plan_target *target,
                         struct fc_plan_actuals *actual)
{
    static const struct fc_plan_breakdown first[] = {{"territory", 3, places, NULL}};
    static const struct fc_plan_breakdown two[] = {{"total", 3, places, NULL}};
    static const int periods[] = {16, -3, 0};
    plan->targets = target;
    plan->target_count = 1;
    plan->actuals = actual;
    plan->metrics = metric;
    plan->metric_count = 1;
    switch (how) {
    case 0:
        plan->facts.months = 0;
        return "horizon is 0";
    case 1:
        plan->facts.months = 1201;
        return "horizon is 1201";
    case 2:
        plan->breakdown_count = 0;
        return "0 breakdowns";
    case 3:
        plan->breakdown_count = 33;
        return "33 breakdowns";
    case 4:
        plan->breakdowns = first;
        return "'total'";
    case 5:
        plan->breakdowns = two;
        return "'total'";
    case 6:
        metric->metric.name = NULL;
        return "no name";
    case 7:
        metric->metric.unit = NULL;
        return "no name or unit";
    case 8:
        metric->breakdowns = 8;
        return "breakdowns 0x8";
    case 9:
        target->metric = 1;
        return "metric 1 of 1";
    case 10:
    case 11:
        target->period = periods[how - 10];
        return "it must be -2..15";
    case 12:
        metric->metric.totals = false;
        target->period = 0;
        return "has none";
    default:
        target->value = none;
        return "finite";
    }
}

static void test_bad_plans(void **state)
{
    (void)state;
    for (size_t how = 0; how < BAD_PLANS; how++) {
        struct fc_forecast_plan plan = plan_of_test();
        struct fc_plan_metric metric = metrics[0];
        struct fc_plan_target target = targets[0];
        struct fc_plan_actuals actual = {0, 0, NULL};
        struct fc_error err = {0};
        fc_layout *layout;
        const char *wanted = spoil(&plan, how, &metric, &target, &actual);
        assert_int_equal(fc__layout_new(&plan, &layout, &err), FC_E_ARG);
        assert_null(layout);
        assert_non_null(strstr(err.message, wanted));
    }
    struct fc_forecast_plan plan = plan_of_test();
    const struct fc_plan_actuals actual = {3, 0, NULL};
    fc_layout *layout;
    plan.actuals = &actual;
    assert_int_equal(fc__layout_new(&plan, &layout, NULL), FC_E_ARG);
    fc_forecast *forecast;
    plan = plan_of_test(); /* a tally of another plan is refused, and freed */
    assert_int_equal(
        fc__forecast_new(&plan, tally_of_one((struct fc_series_spec){.quantum = 1}, 1),
                         &forecast, NULL),
        FC_E_ARG);
    assert_null(forecast);
    fc__layout_free(NULL);
    fc__pilot_free(NULL);
    fc_forecast_free(NULL);
}

static void test_what_it_is_about(void **state)
{
    (void)state;
    fc_forecast *f = forecast_of_test();
    const char *title;
    const double *values;
    char month[8];
    assert_string_equal(fc_forecast_facts(f).title, "Test");
    assert_int_equal(strlen(fc_forecast_facts(f).result_hash), 64);
    assert_null(fc_forecast_facts(f).stop_reason);
    fc_forecast_month_text(f, 1, month);
    assert_string_equal(month, "2026-11");
    fc_forecast_month_text(f, 3, month);
    assert_string_equal(month, "2027-01");
    assert_int_equal(fc_forecast_metrics(f), 3);
    assert_int_equal(fc_forecast_find(f, "win_rate"), 2);
    assert_true(fc_forecast_find(f, "none") == SIZE_MAX);
    assert_string_equal(fc_forecast_metric(f, 0).help, "Help.");
    assert_int_equal(fc_forecast_breakdowns(f), 3);
    assert_string_equal(fc_forecast_breakdown(f, 1), "territory");
    assert_int_equal(fc_forecast_members(f, 1), 3);
    assert_string_equal(fc_forecast_member(f, 1, 0, &title), "north");
    assert_string_equal(title, "Север");
    assert_string_equal(fc_forecast_member(f, 1, 1, &title), "south");
    assert_string_equal(title, "south");
    assert_string_equal(fc_forecast_member(f, 0, 0, NULL), "all");
    assert_true(fc_forecast_has(f, 0, 1) && fc_forecast_has(f, 1, 0));
    assert_false(fc_forecast_has(f, 2, 1) || fc_forecast_has(f, 3, 0) ||
                 fc_forecast_has(f, 0, 3));
    assert_int_equal(fc_forecast_actuals(f, 0, &values), 3);
    assert_true(values != past && values[2] == 3.0);
    assert_int_equal(fc_forecast_actuals(f, 1, &values), 0);
    assert_null(values);
    fc_forecast_free(f);
}

static double stat(const fc_forecast *f, size_t metric, size_t member, int period,
                   enum fc_stat what, double level)
{
    return fc_forecast_stat(f, metric, member ? 1 : 0, member ? member - 1 : 0, period,
                            what, level)
        .value;
}

static void test_statistics(void **state)
{
    (void)state;
    fc_forecast *f = forecast_of_test();
    const double sd = sqrt((PATHS * (double)PATHS - 1.0) / 12.0) * 1e-3;
    near(stat(f, 0, 0, 3, FC_STAT_MEAN, 0), 3.4995, 1e-3);
    near(stat(f, 0, 3, 15, FC_STAT_MEAN, 0), 35.4995, 1e-3);
    near(stat(f, 0, 0, 3, FC_STAT_SD, 0), sd, 1e-3);
    near(stat(f, 0, 0, 3, FC_STAT_QUANTILE, 0.25), 3.25, 0.02);
    near(stat(f, 0, 0, 1, FC_STAT_MEAN, 0), 1.4995, 1e-3);
    near(stat(f, 0, 0, 3, FC_STAT_VAR, 0.05), 3.05, 0.004);
    near(stat(f, 0, 0, 3, FC_STAT_VAR, -0.05), 3.95, 0.004);
    near(stat(f, 0, 0, 3, FC_STAT_ES, 0.1), 3.05, 0.02);
    near(stat(f, 0, 0, 3, FC_STAT_BELOW, 3.75), 0.75, 0.02);
    near(stat(f, 0, 0, 0, FC_STAT_MEAN, 0), 127.4925, 1e-2);
    near(stat(f, 0, 0, -1, FC_STAT_MEAN, 0), 83.994, 1e-2);
    near(stat(f, 0, 0, -2, FC_STAT_ES, 0.1), 42.1485, 1e-2);
    near(stat(f, 2, 0, 4, FC_STAT_MEAN, 0), 204.5, 1e-3); /* three of four paths */
    assert_int_equal(fc_forecast_missing(f, 2, 0, 0, 4), 250);
    assert_int_equal(fc_forecast_missing(f, 2, 1, 0, 4), 0);
    assert_true(isnan(stat(f, 1, 0, 3, FC_STAT_QUANTILE, 0.5))); /* no histogram */
    const struct fc_estimate tail =
        fc_forecast_stat(f, 0, 0, 0, 3, FC_STAT_QUANTILE, 0.01);
    assert_true(isnan(tail.value) && tail.needed == 2000);
    /* targets are counted exactly: values on the grid 1/64 below them */
    near(stat(f, 0, 0, 3, FC_STAT_BELOW, 3.5), 0.5 - 0.5 / 64.0, 1e-3);
    near(stat(f, 0, 0, 3, FC_STAT_BELOW, 3.25), 0.25 - 0.5 / 64.0, 1e-3);
    fc_forecast_free(f);
}

static void test_totals_without_series(void **state)
{
    (void)state;
    fc_forecast *f = forecast_of_test();
    /* a level: its last month; a flow's member: the mean only */
    near(stat(f, 1, 0, -1, FC_STAT_MEAN, 0), 112.5, 0.1);
    near(stat(f, 1, 3, 0, FC_STAT_MEAN, 0), 135.5, 0.1);
    near(stat(f, 1, 3, -2, FC_STAT_SD, 0), 0.5, 0.1);
    near(stat(f, 0, 2, 0, FC_STAT_MEAN, 0), 150.0 + 127.4925, 1e-2);
    near(stat(f, 0, 2, -2, FC_STAT_MEAN, 0), 30.0 + 43.4985, 1e-2);
    const struct fc_estimate month = fc_forecast_stat(f, 0, 1, 1, 3, FC_STAT_MEAN, 0);
    const struct fc_estimate year = fc_forecast_stat(f, 0, 1, 1, -2, FC_STAT_MEAN, 0);
    near(year.error, 3.0 * month.error, 1e-4);
    assert_true(isnan(stat(f, 0, 2, 0, FC_STAT_SD, 0)));
    assert_true(isnan(stat(f, 2, 0, 0, FC_STAT_MEAN, 0)));
    /* what does not exist has no number */
    static const struct {
        size_t metric, breakdown, member;
        int period;
    } no[] = {{3, 0, 0, 1}, {0, 3, 0, 1},  {0, 0, 1, 1},  {0, 0, 0, 16}, {0, 0, 0, -3},
              {2, 1, 0, 1}, {1, 0, 0, -3}, {0, 1, 3, -1}, {0, 1, 0, -3}, {0, 2, 0, 0}};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        const struct fc_estimate e =
            fc_forecast_stat(f, no[i].metric, no[i].breakdown, no[i].member,
                             no[i].period, FC_STAT_MEAN, 0.0);
        assert_true(isnan(e.value) && isnan(e.error) && e.needed == 0);
    }
    fc_forecast_free(f);
}

static void test_targets_crises_recovery(void **state)
{
    (void)state;
    /* paths with value < target, on the grid 1/64 */
    static const double misses[] = {0.493, 0.243, 0.0, 0.5, 0.5};
    fc_forecast *f = forecast_of_test();
    assert_int_equal(fc_forecast_targets(f), 5);
    for (size_t i = 0; i < 5; i++) {
        const struct fc_target t = fc_forecast_target(f, i);
        assert_true(t.metric == targets[i].metric && t.period == targets[i].period);
        assert_true(t.value == targets[i].value);
        near(t.miss.value, misses[i], 1e-12);
        assert_true(t.miss.error > 0.0);
    }
    assert_true(fc_forecast_target(f, 2).accept_miss == 0.2);
    assert_int_equal(fc_forecast_crises(f), 2);
    const struct fc_crisis_facts crisis = fc_forecast_crisis(f, 1);
    assert_string_equal(crisis.title, "Налог");
    assert_null(crisis.owner);
    assert_int_equal(crisis.scheduled_month, 4);
    near(crisis.events_per_year.value, 0.2 * 12.0 / 15.0, 1e-12);
    near(crisis.any.value, 0.1, 1e-12);
    near(crisis.any.error, 1.01237 * sqrt(0.09 / PATHS), 1e-6); /* t / z of 99 */
    near(crisis.severity.value, 0.25, 1e-12);
    assert_string_equal(fc_forecast_crisis(f, 0).title, "strike");
    struct fc_estimate hit, never;
    assert_true(fc_forecast_has_twin(f));
    assert_true(fc_forecast_recovery(f, 0.4, &hit, &never).value == 5.0);
    near(hit.value, 0.5, 1e-12);
    near(never.value, 0.2, 1e-12);
    assert_true(isnan(fc_forecast_recovery(f, 0.9, NULL, NULL).value)); /* never */
    double edges[31], shares[30];
    assert_int_equal(fc_forecast_histogram(f, 0, 0, 30, edges, shares), 30);
    near(edges[0], 120.0, 0.1);
    near(edges[30], 135.0, 0.1);
    near(shares[7], 1.0 / 30.0, 0.004);
    assert_int_equal(fc_forecast_histogram(f, 1, 3, 30, edges, shares), 0);
    assert_int_equal(fc_forecast_histogram(f, 2, 0, 30, edges, shares), 0);
    fc_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout_is_one_to_one),
        cmocka_unit_test(test_specs),
        cmocka_unit_test(test_bad_plans),
        cmocka_unit_test(test_what_it_is_about),
        cmocka_unit_test(test_statistics),
        cmocka_unit_test(test_totals_without_series),
        cmocka_unit_test(test_targets_crises_recovery),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
