/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relations that need no number, on the reference scenario and small firms.
 *
 * M1  one territory, product and segment: all structures give the same bytes
 * M2  the order of list members changes nothing but the order
 * M7  more paths and other threads leave the earlier ones as they were
 * M12 the time step: means agree at S = 1, 2, 4
 * M13 extreme inputs keep shares in [0, 1] and everything finite
 * M3, M4, M8, M9, M10, M14 stand with their rooms (test_crisis, test_money,
 * test_people, test_customers). Detects: M1, M2, M7 a single bit; M12 0.3 % of a
 * three-year mean. */
#include "closed.h"

#include "../world.h"

static fc_forecast *reference_run(const char *const *set, size_t n, uint64_t paths,
                                  int threads)
{
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = paths;
    options.threads = threads;
    fc_status status =
        fc_scenario_read(FC_SCENARIOS "/reference.cfg", set, n, &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, &options, &forecast, &err);
    if (status != FC_OK)
        fail_msg("%s: %s", fc_status_name(status), err.message);
    fc_scenario_free(scenario);
    return forecast;
}

#define TINY(structure)                                                                \
    FIRM_CLOCK("24", "2")                                                              \
    FIRM_MARKETS("200", "")                                                            \
    FIRM_CHANNEL "people = { seats = 5; };\norganisation = { structure = \"" structure \
                 "\"; coordination_share = 0.02; };\n"                                 \
                 "funnel = { stages = ( { name = \"a\"; conversion = 0.2; "            \
                 "dwell_weeks = 2.0; hours "                                           \
                 "= 0.5; }, { name = \"b\"; conversion = 0.5; dwell_weeks = 4.0; "     \
                 "hours = 10.0; } ); "                                                 \
                 "deal_value = { mean = 9000; }; };\n"                                 \
                 "customers = { leave_first_year = 0.2; leave_spread = 0.2; "          \
                 "insolvency_per_year = "                                              \
                 "0.02; service_hours_per_week = 0.1; };\n"                            \
                 "opening = { clients = 90; recurring_per_year = 800000.0; };\n"

static void test_m1_structures(void **state)
{
    (void)state;
    static const char *const text[] = {TINY("geographic"), TINY("product"),
                                       TINY("segment"), TINY("pooled"), TINY("matrix")};
    char first[65] = "";
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        fc_forecast *f = closed_run(text[i], 1000);
        const struct fc_run_facts facts = fc_forecast_facts(f);
        if (i == 0)
            snprintf(first, sizeof first, "%s", facts.result_hash);
        assert_string_equal(first, facts.result_hash);
        assert_true(closed_value(f, "utilisation", 12) > 0.2);
        fc_forecast_free(f);
    }
}

/* The same firm with every list turned round. */
#define TURN_HEAD                                                                      \
    FIRM_CLOCK("18", "2")                                                              \
    FIRM_CALM                                                                          \
    "people = { seats = 9; };\norganisation = { structure = \"geographic\"; };\n"      \
    "funnel = { stages = ( { name = \"a\"; conversion = { s1 = 0.2; s2 = 0.3; }; "     \
    "dwell_weeks = 2.0; hours = 0.5; }, { name = \"b\"; conversion = 0.5; "            \
    "dwell_weeks = "                                                                   \
    "4.0; hours = 10.0; } ); deal_value = { mean = { s1 = 9000; s2 = 20000; }; "       \
    "}; };\n"                                                                          \
    "customers = { leave_first_year = 0.2; leave_spread = 0.2; "                       \
    "insolvency_per_year = "                                                           \
    "0.02; service_hours_per_week = 0.1; };\n"                                         \
    "opening = { clients = { s1 = 90; s2 = 31; }; recurring_per_year = { s1 = "        \
    "800000; "                                                                         \
    "s2 = 600000; }; };\n"
#define T_1 "{ name = \"t1\"; share = 0.5; }"
#define T_2 "{ name = \"t2\"; share = 0.3; }"
#define T_3 "{ name = \"t3\"; share = 0.2; }"
#define P_1 "{ name = \"p1\"; share = 0.6; }"
#define P_2 "{ name = \"p2\"; share = 0.4; margin = 0.5; }"
#define S_1 "{ name = \"s1\"; leads_per_month = 300; }"
#define S_2 "{ name = \"s2\"; leads_per_month = 80; }"
#define C_1 "{ name = \"c1\"; kind = \"inbound\"; share = 0.7; }"
#define C_2 "{ name = \"c2\"; kind = \"partner\"; share = 0.3; quality_odds = 1.3; }"
#define X_1                                                                            \
    "{ name = \"x1\"; category = \"financial\"; scope = \"random:segments\"; "         \
    "per_year = "                                                                      \
    "0.5; severity = { median = 0.3; sigma = 0.3; }; plateau_weeks = 8; "              \
    "half_life_weeks = 9; effects = ( { lever = \"demand\"; loss = 1.0; } ); }"
#define X_2                                                                            \
    "{ name = \"x2\"; category = \"operational\"; scope = \"all\"; per_year = 0.3; "   \
    "severity = { median = 0.3; sigma = 0.3; }; plateau_weeks = 2; half_life_weeks = " \
    "2; effects = ( { lever = \"hours\"; loss = 0.5; } ); }"
#define TURN(t, p, s, c, x)                                                            \
    TURN_HEAD "markets = { territories = ( " t " ); products = ( " p                   \
              " ); segments = ( " s " ); };\nchannels = ( " c " );\ncrises = ( " x     \
              " );\n"

static size_t member_find(const fc_forecast *f, size_t breakdown, const char *name)
{
    const char *title;
    for (size_t i = 0; i < fc_forecast_members(f, breakdown); i++)
        if (strcmp(fc_forecast_member(f, breakdown, i, &title), name) == 0)
            return i;
    fail_msg("no member '%s'", name);
    return 0;
}

static void same_by_name(const fc_forecast *a, const fc_forecast *b, size_t metric,
                         size_t breakdown, int month)
{
    const char *title;
    for (size_t i = 0; i < fc_forecast_members(a, breakdown); i++) {
        const char *name = fc_forecast_member(a, breakdown, i, &title);
        const double x =
            fc_forecast_stat(a, metric, breakdown, i, month, FC_STAT_MEAN, 0).value;
        const double y =
            fc_forecast_stat(b, metric, breakdown, member_find(b, breakdown, name),
                             month, FC_STAT_MEAN, 0)
                .value;
        /* sums of doubles may run in another order: nothing but rounding may differ */
        if (!(isnan(x) && isnan(y)) && fabs(x - y) > 1e-7 * fmax(1, fabs(x)))
            fail_msg("%s of %s in month %d: %.17g against %.17g",
                     fc_forecast_metric(a, metric).name, name, month, x, y);
    }
}

static void test_m2_order_of_lists(void **state)
{
    (void)state;
    fc_forecast *a = closed_run(TURN(T_1 ", " T_2 ", " T_3, P_1 ", " P_2, S_1 ", " S_2,
                                     C_1 ", " C_2, X_1 ", " X_2),
                                400);
    fc_forecast *b = closed_run(TURN(T_3 ", " T_1 ", " T_2, P_2 ", " P_1, S_2 ", " S_1,
                                     C_2 ", " C_1, X_2 ", " X_1),
                                400);
    for (size_t m = 0; m < fc_forecast_metrics(a); m++)
        for (size_t d = 0; d < fc_forecast_breakdowns(a); d++)
            for (int month = 1; month <= 18; month += 17)
                if (fc_forecast_has(a, m, d))
                    same_by_name(a, b, m, d, month);
    fc_forecast_free(a);
    fc_forecast_free(b);
}

static void test_m7_threads_and_paths(void **state)
{
    (void)state;
    fc_forecast *one = reference_run(NULL, 0, 300, 1),
                *two = reference_run(NULL, 0, 300, 2),
                *seven = reference_run(NULL, 0, 300, 7);
    const struct fc_run_facts facts = fc_forecast_facts(one);
    assert_string_equal(facts.result_hash, fc_forecast_facts(two).result_hash);
    assert_string_equal(facts.result_hash, fc_forecast_facts(seven).result_hash);
    fc_forecast_free(one);
    fc_forecast_free(two);
    fc_forecast_free(seven);
}

struct seen {
    double sum;
    size_t n;
};

static void see(void *data, int month, int step, const char *array, size_t row,
                size_t column, double value)
{
    struct seen *seen = data;
    (void)month;
    (void)step;
    (void)array;
    seen->sum += value * (double)(1 + row % 7 + column % 3);
    seen->n++;
}

/* Path 77 replayed alone is lane 77 of the first block, in every array and step. */
static void test_m7_one_path_alone(void **state)
{
    (void)state;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    struct fc_model *model = NULL;
    struct fc_block *block = NULL;
    struct seen alone = {0}, inside = {0};
    enum { PATH = 77 % FC_LANES };
    assert_int_equal(
        fc_scenario_read(FC_SCENARIOS "/reference.cfg", NULL, 0, &scenario, &err),
        FC_OK);
    assert_int_equal(fc_run_trace(scenario, 5, PATH, see, &alone, &err), FC_OK);
    assert_int_equal(fc__model_new(scenario, fc_isa_best(), &model, &err), FC_OK);
    assert_int_equal(fc__block_new(model, &block, &err), FC_OK);
    fc__block_open(block, fc_seed(5), 0, false);
    for (uint32_t t = 0; t < model->steps; t++, fc__block_next(block)) {
        fc__block_step(block);
        for (int i = 0; i < FC_S_COUNT; i++) {
            const struct fc_state_row *row = &fc__state_rows[i];
            const size_t columns = model->axis[row->columns].count;
            const void *array = fc__state_array(block, i);
            for (size_t r = 0; r < model->state_rows[i]; r++)
                see(&inside, 0, 0, row->name, r / columns, r % columns,
                    row->bytes == sizeof(double)
                        ? ((const double *)array)[r * FC_LANES + PATH]
                        : (double)((const float *)array)[r * FC_LANES + PATH]);
        }
    }
    assert_true(alone.n == inside.n && alone.n > 10000);
    assert_true(memcmp(&alone.sum, &inside.sum, sizeof alone.sum) == 0);
    fc__block_free(block);
    fc__model_free(model);
    fc_scenario_free(scenario);
}

/* ---- M12 ---- */

static const char *const calm[] = {"macro.random=false",
                                   "macro.factor_sd=0.0",
                                   "markets.year_to_year_cv=0.0",
                                   "crises.outage.per_year=0.0",
                                   "crises.disruption.per_year=0.0",
                                   "crises.scandal.per_year=0.0",
                                   "crises.breach.per_year=0.0",
                                   "crises.territory_shock.per_year=0.0",
                                   "crises.recall.per_year=0.0",
                                   "crises.slump.per_year=0.0"};
enum { CALM = sizeof calm / sizeof *calm };

static fc_forecast *stepped(const char *steps, const char *seats, const char *filled,
                            uint64_t paths)
{
    const char *set[CALM + 3];
    memcpy(set, calm, sizeof calm);
    set[CALM] = steps;
    set[CALM + 1] = seats;
    set[CALM + 2] = filled; /* no transient of hiring, whose hours lag by a step */
    return reference_run(set, CALM + 3, CLOSED_PATHS(paths), 0);
}

static void means_agree(const fc_forecast *a, const fc_forecast *b, const char *metric,
                        int period, double z, double relative)
{
    const struct fc_estimate x = closed_stat(a, metric, period, FC_STAT_MEAN, 0);
    const struct fc_estimate y = closed_stat(b, metric, period, FC_STAT_MEAN, 0);
    const double allowed = z * hypot(x.error, y.error) + relative * fabs(y.value);
    printf("  %-16s period %3d  %14.7g %14.7g  difference %.3f %% (allowed %.3f %%)\n",
           metric, period, x.value, y.value, 100 * (x.value / y.value - 1),
           100 * allowed / fabs(y.value));
    if (!(fabs(x.value - y.value) <= allowed))
        fail_msg("%s, period %d: %.9g against %.9g", metric, period, x.value, y.value);
}

static void test_m12_unlimited_hours(void **state)
{
    (void)state;
    static const char *const metrics[] = {"wins", "revenue", "bookings", "leads"};
    fc_forecast *one = stepped("horizon.steps_per_month=1", "people.seats=200",
                               "opening.seats_filled=184", 6000);
    fc_forecast *two = stepped("horizon.steps_per_month=2", "people.seats=200",
                               "opening.seats_filled=184", 6000);
    fc_forecast *four = stepped("horizon.steps_per_month=4", "people.seats=200",
                                "opening.seats_filled=184", 6000);
    for (size_t m = 0; m < 4; m++) {
        means_agree(one, four, metrics[m], FC_PERIOD_HORIZON, 4, 0);
        means_agree(two, four, metrics[m], FC_PERIOD_HORIZON, 4, 0);
    }
    fc_forecast_free(one);
    fc_forecast_free(two);
    fc_forecast_free(four);
}

static void test_m12_binding_hours(void **state)
{
    (void)state;
    static const char *const metrics[] = {"wins", "revenue", "bookings"};
    fc_forecast *two = stepped("horizon.steps_per_month=2", "people.seats=15",
                               "opening.seats_filled=14", 8000);
    fc_forecast *four = stepped("horizon.steps_per_month=4", "people.seats=15",
                                "opening.seats_filled=14", 8000);
    assert_true(closed_value(two, "utilisation", 24) > 1.1);
    for (size_t m = 0; m < 3; m++) {
        means_agree(two, four, metrics[m], FC_PERIOD_HORIZON, 4, 0.003);
        for (int month = 1; month <= 36; month += 5)
            means_agree(two, four, metrics[m], month, 4, 0.02);
    }
    fc_forecast_free(two);
    fc_forecast_free(four);
}

/* ---- M13 ---- */

static void all_finite(const fc_forecast *f)
{
    for (size_t m = 0; m < fc_forecast_metrics(f); m++) {
        const struct fc_metric metric = fc_forecast_metric(f, m);
        for (int month = 1; month <= fc_forecast_facts(f).months; month++) {
            const struct fc_estimate e =
                fc_forecast_stat(f, m, 0, 0, month, FC_STAT_MEAN, 0);
            if (isnan(e.value) && fc_forecast_missing(f, m, 0, 0, month) > 0)
                continue;
            if (!isfinite(e.value))
                fail_msg("%s is not finite in month %d", metric.name, month);
            const bool signed_ = strcmp(metric.unit, "money") == 0 ||
                                 strcmp(metric.name, "return_on_sales") == 0 ||
                                 strcmp(metric.unit, "sd") == 0;
            if (!signed_ && e.value < -1e-6)
                fail_msg("%s is %g in month %d", metric.name, e.value, month);
        }
    }
    static const char *const shares[] = {"coverage", "conversion", "win_rate", "grr"};
    for (size_t i = 0; i < 4; i++)
        for (int month = 1; month <= fc_forecast_facts(f).months; month++) {
            const double x = closed_value(f, shares[i], month);
            if (x < 0 || x > 1 + 1e-9)
                fail_msg("%s is %g in month %d", shares[i], x, month);
        }
}

static void test_m13_extreme_inputs(void **state)
{
    (void)state;
    static const char *const sets[][4] = {
        {"funnel.stages.discover.conversion=1.0",
         "funnel.stages.qualify.conversion=0.999", "people.ability_cv=2.0",
         "people.tenure_shape=0.6"},
        {"funnel.stages.negotiate.dwell_weeks=0.05", "opening.seats_filled=1",
         "customers.leave_first_year=0.9", "macro.factor_sd=2.0"},
        {"markets.year_to_year_cv=2.0", "funnel.deal_value.cv=10.0",
         "opening.seats_filled=0", "opening.cash=0"},
        {"channels.calling.hours_per_seat_month=200", "customers.coverage_log_odds=4.0",
         "people.ramp_months=0.5", "channels.website.neglected_share=1.0"},
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        fc_forecast *f = reference_run(sets[i], 4, 256, 0);
        all_finite(f);
        fc_forecast_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_m1_structures),
        cmocka_unit_test(test_m2_order_of_lists),
        cmocka_unit_test(test_m7_threads_and_paths),
        cmocka_unit_test(test_m7_one_path_alone),
        cmocka_unit_test(test_m12_unlimited_hours),
        cmocka_unit_test(test_m12_binding_hours),
        cmocka_unit_test(test_m13_extreme_inputs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
