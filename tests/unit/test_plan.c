/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of a forecast: every KPI of every room is complete (unit, sentence, fold,
 * arrays that fold onto every axis it is broken down by), names are unique, breakdowns
 * have a fixed order, and the messages for targets and actuals that name nothing.
 */
#include <ctype.h>
#include <math.h>

#include "../world.h"
#include "engine/plan.h"
#include "model/crisis.h"

#define HEAD                                                                           \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-03\"; months = "    \
    "18; steps_per_month = 2; }; "

static const struct fc_run_options options = FC_RUN_OPTIONS_INIT;

static const enum fc_axis axes[] = {
    FC_ONE,  FC_TERRITORY, FC_PRODUCT, FC_SEGMENT, FC_TEAM,   FC_CHANNEL, FC_STAGE,
    FC_WORK, FC_REASON,    FC_ACCOUNT, FC_CRISIS,  FC_POLICY, FC_PRACTICE};
static const char *const names[] = {
    "total", "territory", "product", "segment", "team",   "channel", "stage",
    "work",  "reason",    "account", "crisis",  "policy", "practice"};
enum { BREAKDOWNS = sizeof axes / sizeof *axes };

static struct fc_run_plan *plan_new(const struct world *w)
{
    struct fc_run_plan *plan = NULL;
    struct fc_error err = {0};
    if (fc__run_plan_new(w->model, &options, &plan, &err) != FC_OK)
        world_print(w->scenario);
    assert_non_null(plan);
    return plan;
}

static size_t metric_of(const struct fc_run_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->forecast.metric_count; i++)
        if (strcmp(plan->forecast.metrics[i].metric.name, name) == 0)
            return i;
    fail_msg("no metric '%s'", name);
    return 0;
}

/* ---- the tables of KPIs ---- */

static const char *const units[] = {
    "money",  "money a year", "share",     "hours",    "leads", "deals",
    "people", "months",       "clients",   "events",   "days",  "factor",
    "index",  "crises",       "practices", "starts",   "paths", "seats",
    "z",      "sd",           "purchases", "contracts"};

static void check_words(const struct fc_kpi *kpi)
{
    bool known = false;
    assert_true(islower((unsigned char)kpi->name[0]));
    for (const char *c = kpi->name; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_')
            fail_msg("'%s' is no key", kpi->name);
    for (size_t i = 0; kpi->unit && i < sizeof units / sizeof *units; i++)
        known |= strcmp(units[i], kpi->unit) == 0;
    if (!known)
        fail_msg("'%s' has no known unit: '%s'", kpi->name,
                 kpi->unit ? kpi->unit : "NULL");
    if (!kpi->help || strlen(kpi->help) < 8)
        fail_msg("'%s' has no help", kpi->name);
    if (strchr(kpi->help, '\n') || strstr(kpi->help, "  "))
        fail_msg("help of '%s' is not one clean line", kpi->name);
}

/* Does an array have rows for the members of an axis, each of them at least one? That
 * of a list the reference firm does not have (practices, policies) has none. */
static bool folds_onto(const struct fc_model *model, int state, enum fc_axis axis)
{
    if (model->state_rows[state] == 0)
        return model->axis[fc__state_rows[state].rows].count == 0;
    for (uint32_t i = 0; i < model->state_rows[state]; i++) {
        const uint32_t member = fc__fold_member(model, state, i, axis);
        if (member == UINT32_MAX || member >= model->axis[axis].count)
            return false;
    }
    for (uint32_t m = 0; m < model->axis[axis].count; m++) {
        uint32_t rows = 0;
        for (uint32_t i = 0; i < model->state_rows[state]; i++)
            rows += fc__fold_member(model, state, i, axis) == m;
        if (rows == 0)
            return false;
    }
    return true;
}

static void check_fold(const struct fc_model *model, const struct fc_kpi *kpi)
{
    const bool ratio = kpi->fold >= FC_RATIO;
    uint32_t known = 0;
    assert_true(kpi->fold <= FC_SHARE12);
    assert_true(kpi->value >= 0 && kpi->value < FC_S_COUNT && kpi->over < FC_S_COUNT);
    if (ratio != (kpi->over >= 0))
        fail_msg("'%s': a ratio has two arrays, others have one", kpi->name);
    if (kpi->fold <= FC_LEVEL &&
        fc__state_rows[kpi->value].life !=
            (kpi->fold == FC_FLOW ? FC_FLOW_STATE : FC_LEVEL_STATE))
        fail_msg("'%s' folds an array of another life", kpi->name);
    for (int b = 0; b < BREAKDOWNS; b++) {
        known |= FC_BY(axes[b]);
        if (axes[b] != FC_ONE && !(kpi->by & FC_BY(axes[b])))
            continue;
        if (!folds_onto(model, kpi->value, axes[b]) ||
            (ratio && !folds_onto(model, kpi->over, axes[b])))
            fail_msg("'%s' does not fold onto %s", kpi->name, names[b]);
    }
    if (kpi->by & ~known)
        fail_msg("'%s' is broken down by an axis that has no breakdown", kpi->name);
    if ((kpi->flags & FC_WHOLE) && kpi->fold > FC_LEVEL)
        fail_msg("'%s' is a ratio and cannot be whole", kpi->name);
}

static void test_kpis(void **state)
{
    (void)state;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    struct fc_model *model = NULL;
    struct fc_run_plan *plan = NULL;
    if (fc_scenario_read(FC_SCENARIOS "/reference.cfg", NULL, 0, &scenario, &err) !=
        FC_OK)
        fail_msg("%s", err.message);
    assert_int_equal(fc__model_new(scenario, fc_isa_best(), &model, &err), FC_OK);
    assert_int_equal(fc__run_plan_new(model, &options, &plan, &err), FC_OK);
    size_t n = 0;
    for (size_t r = 0; model->rooms[r]; r++)
        for (const struct fc_kpi *k = model->rooms[r]->kpis; k && k->name; k++, n++) {
            check_words(k);
            check_fold(model, k);
            assert_ptr_equal(plan->kpi[n], k); /* in the order of the rooms */
            for (size_t i = 0; i < n; i++)
                assert_string_not_equal(plan->kpi[i]->name, k->name);
        }
    assert_int_equal(plan->forecast.metric_count, n);
    assert_true(n > 40);
    fc__run_plan_free(plan);
    fc__model_free(model);
    fc_scenario_free(scenario);
}

/* Texts, flags and kinds reach the forecast; a fold onto an axis without members (no
 * accounts here) is left out. */
static void test_metrics(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    struct fc_run_plan *plan = plan_new(&w);
    for (size_t i = 0; i < plan->forecast.metric_count; i++) {
        const struct fc_kpi *kpi = plan->kpi[i];
        const struct fc_plan_metric *m = &plan->forecast.metrics[i];
        assert_ptr_equal(m->metric.unit, kpi->unit);
        assert_ptr_equal(m->metric.help, kpi->help);
        assert_int_equal(m->metric.headline, (kpi->flags & FC_HEADLINE) != 0);
        assert_int_equal(m->metric.totals, (kpi->flags & FC_TOTALS) != 0);
        assert_int_equal(m->whole, (kpi->flags & FC_WHOLE) != 0);
        assert_int_equal(m->metric.kind, kpi->fold == FC_FLOW    ? FC_METRIC_FLOW
                                         : kpi->fold == FC_LEVEL ? FC_METRIC_LEVEL
                                                                 : FC_METRIC_RATIO);
        assert_true(m->breakdowns & 1);
        for (int b = 1; b < BREAKDOWNS; b++)
            assert_int_equal((m->breakdowns >> b) & 1,
                             (kpi->by & FC_BY(axes[b])) &&
                                 w.model->axis[axes[b]].count);
    }
    assert_int_equal(w.model->axis[FC_ACCOUNT].count, 0);
    const size_t account = metric_of(plan, "account_revenue");
    assert_int_equal(plan->forecast.metrics[account].breakdowns, 1);
    fc__run_plan_free(plan);
    world_clear(&w);
}

static void test_breakdowns(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    struct fc_run_plan *plan = plan_new(&w);
    assert_int_equal(plan->forecast.breakdown_count, BREAKDOWNS);
    for (int b = 0; b < BREAKDOWNS; b++) {
        const struct fc_plan_breakdown *row = &plan->forecast.breakdowns[b];
        assert_int_equal(plan->axis[b], axes[b]);
        assert_string_equal(row->name, names[b]);
        assert_int_equal(row->members, w.model->axis[axes[b]].count);
        assert_ptr_equal(row->names, w.model->axis[axes[b]].name);
    }
    assert_string_equal(plan->forecast.breakdowns[0].names[0], "all");
    fc__run_plan_free(plan);
    world_clear(&w);
}

/* ---- where rows belong ---- */

static void test_fold_members(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    const struct fc_model *model = w.model;
    const uint32_t stages = model->axis[FC_STAGE].count;
    assert_int_equal(stages, 2);
    for (uint32_t i = 0; i < model->state_rows[FC_S_stock]; i++) {
        const struct fc_market *k = &model->markets[i / stages];
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_ONE), 0);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_MARKET), i / stages);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_STAGE), i % stages);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_PRODUCT), k->product);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_TERRITORY),
                         k->territory);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_SEGMENT), k->segment);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_TEAM), k->team);
        assert_int_equal(fc__fold_member(model, FC_S_stock, i, FC_CHANNEL), UINT32_MAX);
    }
    assert_int_equal(fc__fold_member(model, FC_S_hours_needed, 7, FC_WORK), 2);
    assert_int_equal(fc__fold_member(model, FC_S_hours_needed, 7, FC_TEAM), 1);
    assert_int_equal(fc__fold_member(model, FC_S_hours_needed, 7, FC_SEGMENT),
                     UINT32_MAX);
    world_clear(&w);
}

/* ---- targets and actuals ---- */

static void test_targets(void **state)
{
    (void)state;
    struct world w = world_new(
        HEAD WORLD_REST
        "targets = ( { metric = \"revenue\"; year = 2; value = 5e6; accept_miss = 0.1; "
        "}, { metric = \"win_rate\"; over = \"month\"; month = 18; value = 0.2; }, { "
        "metric = \"wins\"; over = \"horizon\"; value = 40; } );");
    struct fc_run_plan *plan = plan_new(&w);
    static const struct {
        const char *metric;
        int period;
        double value;
    } rows[] = {{"revenue", -2, 5e6}, {"win_rate", 18, 0.2}, {"wins", 0, 40}};
    assert_int_equal(plan->forecast.target_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct fc_plan_target *t = &plan->forecast.targets[i];
        assert_int_equal(t->metric, metric_of(plan, rows[i].metric));
        assert_int_equal(t->period, rows[i].period);
        assert_true(t->value == rows[i].value);
        assert_true(i == 0 ? t->accept_miss == 0.1 : isnan(t->accept_miss));
    }
    fc__run_plan_free(plan);
    world_clear(&w);
}

static void refused(const char *text, const char *message)
{
    struct world w = world_new(text);
    struct fc_run_plan *plan = NULL;
    struct fc_error err = {0};
    bool warning = true;
    assert_int_equal(fc__run_plan_new(w.model, &options, &plan, &err), FC_E_SCENARIO);
    assert_null(plan);
    assert_int_equal(fc_scenario_problems(w.scenario), 1);
    assert_string_equal(fc_scenario_problem(w.scenario, 0, &warning), message);
    assert_false(warning);
    world_clear(&w);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {HEAD WORLD_REST "\n\ntargets = ( { metric = \"revenues\"; value = 1; } );",
         "test.cfg:3: 'targets.metric' is \"revenues\"; it is not a metric: see "
         "'funnelcloud help glossary'"},
        {HEAD WORLD_REST "\ntargets = ( { metric = \"win_rate\"; value = 1; } );",
         "test.cfg:2: 'targets.metric' is \"win_rate\", which has no yearly total; use "
         "over = \"month\""},
        {HEAD WORLD_REST "\ntargets = ( { metric = \"clients\"; over = \"horizon\"; "
                         "value = 1; } );",
         "test.cfg:2: 'targets.metric' is \"clients\", which has no yearly total; use "
         "over = \"month\""},
        {HEAD WORLD_REST "\ntargets = ( { metric = \"revenue\"; value = 1; }, { metric "
                         "= \"revenue\"; year = 3; value = 1; } );",
         "test.cfg:2: the target for \"revenue\" lies beyond the horizon of 18 months"},
        {HEAD WORLD_REST "\ntargets = ( { metric = \"revenue\"; over = \"month\"; "
                         "month = 19; value = 1; } );",
         "test.cfg:2: the target for \"revenue\" lies beyond the horizon of 18 months"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        refused(rows[i].text, rows[i].message);
}

/* The firm with something more in its section `opening`. */
static const char *opened(const char *more)
{
    static char text[4096];
    snprintf(text, sizeof text, "%s", HEAD WORLD_REST);
    char *end = strrchr(text, '}');
    assert_non_null(end);
    snprintf(end, sizeof text - (size_t)(end - text), "%s };", more);
    return text;
}

static void test_actuals(void **state)
{
    (void)state;
    struct world w = world_new(
        opened("actuals = ( { metric = \"bookings\"; values = [ 3.5, 4.5 ]; } );"));
    struct fc_run_plan *plan = plan_new(&w);
    assert_int_equal(plan->forecast.actual_count, 1);
    assert_int_equal(plan->forecast.actuals[0].metric, metric_of(plan, "bookings"));
    assert_int_equal(plan->forecast.actuals[0].n, 2);
    assert_true(plan->forecast.actuals[0].values[0] == 3.5);
    assert_true(plan->forecast.actuals[0].values[1] == 4.5);
    fc__run_plan_free(plan);
    world_clear(&w);
    refused(opened("\nactuals = ( { metric = \"booking\"; values = [ 3.5 ]; } );"),
            "test.cfg:2: 'opening.actuals.metric' is \"booking\"; it is not a metric: "
            "see 'funnelcloud help glossary'");
}

/* ---- crises and facts ---- */

#define CRISIS(name, more)                                                             \
    "{ name = \"" name "\"; category = \"financial\"; per_year = 0.3; severity = { "   \
    "median = 0.2; sigma = 0.5; }; effects = ( { lever = \"demand\"; loss = 0.1; } "   \
    "); " more " }"

static void test_crises(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST "crises = ( " CRISIS(
        "slump", "title = \"A slump\"; owner = \"Ann\"; scheduled "
                 "= ( { month = 9; severity = 0.5; }, { month = "
                 "4; severity = 0.5; } ); ") ", " CRISIS("strike", "") " );");
    struct fc_run_plan *plan = plan_new(&w);
    assert_int_equal(plan->forecast.crisis_count, 2);
    const struct fc_plan_crisis *c = plan->forecast.crises;
    assert_string_equal(c[0].name, "slump");
    assert_string_equal(c[0].title, "A slump");
    assert_string_equal(c[0].owner, "Ann");
    assert_string_equal(c[0].category, "financial");
    assert_int_equal(c[0].scheduled_month, 4);
    assert_string_equal(c[1].title, "strike");
    assert_int_equal(c[1].scheduled_month, 0);
    assert_string_equal(plan->forecast.facts.title, "t");
    assert_string_equal(plan->forecast.facts.currency, "USD");
    assert_int_equal(plan->forecast.facts.start_month, 12 * 2027 + 2);
    assert_int_equal(plan->forecast.facts.months, 18);
    assert_int_equal(plan->forecast.facts.paths_planned, FC_DEFAULT_PATHS);
    assert_int_equal(plan->forecast.facts.lanes, FC_LANES);
    fc__run_plan_free(plan);
    world_clear(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kpis),       cmocka_unit_test(test_metrics),
        cmocka_unit_test(test_breakdowns), cmocka_unit_test(test_fold_members),
        cmocka_unit_test(test_targets),    cmocka_unit_test(test_refused),
        cmocka_unit_test(test_actuals),    cmocka_unit_test(test_crises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
