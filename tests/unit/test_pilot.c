/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths that have told the scales of the histograms are counted without being simulated
 * again: the same bytes as from a tally whose histograms were laid first. Exact:
 * nothing here is statistical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/layout.h"

enum { MONTHS = 3 };

static const char *const all[] = {"all"};
static const struct fc_plan_breakdown breakdowns[] = {{"total", 1, all, NULL}};
static const struct fc_plan_metric metrics[] = {
    {{"revenue", "money", NULL, FC_METRIC_FLOW, true, true}, false, 0.0, 1},
    {{"clients", "clients", NULL, FC_METRIC_LEVEL, false, false}, true, 0.0, 1},
    {{"win_rate", "share", NULL, FC_METRIC_RATIO, true, false}, false, 0.0, 1}};
static const struct fc_plan_target target = {0, 0, 127.5, 0.3};

static fc_layout *layout_new(void)
{
    const struct fc_forecast_plan plan = {
        .facts = {.title = "Test", .currency = "USD", .months = MONTHS},
        .metric_count = 3,
        .metrics = metrics,
        .breakdown_count = 1,
        .breakdowns = breakdowns,
        .target_count = 1,
        .targets = &target};
    fc_layout *layout;
    assert_int_equal(fc__layout_new(&plan, &layout, NULL), FC_OK);
    return layout;
}

static fc_tally *tally_new(const fc_layout *layout, const struct fc_strata *strata)
{
    const struct fc_series_spec *specs = fc__layout_specs(layout);
    const size_t n = fc__layout_series(layout);
    fc_tally *tally;
    assert_int_equal(strata ? fc_tally_new_strata(specs, n, 1, strata, &tally, NULL)
                            : fc_tally_new(specs, n, 32, &tally, NULL),
                     FC_OK);
    return tally;
}

/* Values between 0 and 250, every fifth rate is missing. */
static void paths_add(const struct fc_sink *sink, uint64_t first)
{
    double x[FC_LANES];
    for (size_t m = 0; m < 3; m++)
        for (int month = 1; month <= MONTHS; month++) {
            for (size_t i = 0; i < FC_LANES; i++) {
                const uint64_t path = first + i;
                x[i] = (double)(path * path * (uint64_t)month % 1009 / (m + 1)) / 4.0;
                if (m == 2 && path % 5 == 0)
                    x[i] = __builtin_nan("");
            }
            fc__sink_month(sink, m, 0, 0, month, first, FC_LANES, x);
        }
    fc__sink_total(sink, 0, -1, first, FC_LANES, x);
    fc__sink_total(sink, 0, FC_PERIOD_HORIZON, first, FC_LANES, x);
}

static void check(const struct fc_strata *strata)
{
    fc_layout *layout = layout_new();
    char kept[65], again[65], unlaid[65];
    struct fc_sink first = {.layout = layout, .tally = tally_new(layout, strata)};
    assert_int_equal(fc__pilot_new(layout, &first.pilot, NULL), FC_OK);
    for (uint64_t path = 0; path < FC_PILOT_PATHS; path += FC_LANES)
        paths_add(&first, path);
    fc__pilot_apply(first.pilot, layout);
    fc_tally_lay(first.tally, fc__layout_specs(layout));
    fc_tally_hash(first.tally, unlaid);
    fc__pilot_tally(first.pilot, first.tally);
    fc_tally_hash(first.tally, kept);
    struct fc_sink second = {.layout = layout, .tally = tally_new(layout, strata)};
    for (uint64_t path = 0; path < FC_PILOT_PATHS; path += FC_LANES)
        paths_add(&second, path);
    fc_tally_hash(second.tally, again);
    assert_string_equal(kept, again);
    assert_string_not_equal(kept, unlaid);
    fc__pilot_free(first.pilot);
    fc_tally_free(first.tally);
    fc_tally_free(second.tally);
    fc__layout_free(layout);
}

static void test_plain(void **state)
{
    (void)state;
    check(NULL);
}

static void test_stratified(void **state)
{
    (void)state;
    const struct fc_rare rare = {7, fc_rare_cut(0.1)};
    struct fc_strata strata;
    fc_strata_init(&strata, &rare, 1);
    check(&strata);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_plain),
                                       cmocka_unit_test(test_stratified)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
