/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures against crises whose numbers are known by hand: a fire that costs 30,000
 * each time, an insurance that pays all of it for 1,000 a month, a plan that costs 500
 * a month and does nothing. Detects a wrong sign, a wrong baseline, measures that are
 * not quite off, sums that do not add up (to 0.02, money is counted in 1/64), a
 * break-even that is 5 of its errors away from the closed form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../department.h"
#include "../explained.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"

static const double cent = 0.02;

#define FIRM                                                                           \
    DEPARTMENT_HEAD("12", "1")                                                         \
    DEPARTMENT_ONE_MARKET                                                              \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } );\n"           \
    "funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks = 2; "  \
    "hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours = 8; " \
    "} ); deal_value = { mean = 9000; }; };\npeople = { seats = 6; };\n"               \
    "targets = ( { metric = \"operating_profit\"; over = \"horizon\"; value = 0; "     \
    "accept_miss = 0.2; } );\n"
#define FIRE(per_year, more)                                                           \
    "crises = ( { name = \"fire\"; title = \"Fire\"; owner = \"Head of sites\"; "      \
    "category = \"operational\"; per_year = " per_year                                 \
    "; severity = { median = 0.3; sigma = 0.0; }; one_off_cost = 30000; effects = ( "  \
    "{ lever = \"running_cost\"; factor = 1.0; } ); " more                             \
    " }, { name = \"noise\"; category = \"financial\"; per_year = 1.0; severity = { "  \
    "median = 0.2; }; effects = ( { lever = \"demand\"; loss = 0.5; } ); } );\n"
#define ON_A_DATE "scheduled = ( { month = 2; severity = 0.3; } );"
#define INSURANCE                                                                      \
    "{ name = \"policy\"; title = \"Full cover\"; category = \"countermeasure\"; "     \
    "monthly_cost = 1000; cover = { losses = \"crises\"; of = [ \"fire\" ]; }; }"
#define PLAN                                                                           \
    "{ name = \"plan\"; title = \"Fire plan\"; category = \"countermeasure\"; "        \
    "monthly_cost = 500; }"

static const struct file {
    const char *name, *text;
} files[] = {
    {"dated.cfg", FIRM FIRE("0.0", ON_A_DATE)},
    {"chance.cfg", FIRM FIRE("0.8", "")},
    {"own.cfg",
     FIRM FIRE("0.0", ON_A_DATE) "practices = ( " PLAN ", " INSURANCE " );\n"},
    {"named.cfg",
     FIRM FIRE("0.0", ON_A_DATE) "practices = ( " PLAN " );\ndecisions = { "
                                 "measures = [ \"plan\", \"more/insurance.cfg\" ]; "
                                 "budget = 7000; };\n"},
    {"lost.cfg",
     FIRM FIRE("0.0", ON_A_DATE) "decisions = { measures = [ \"nothing\" ]; "
                                 "};\n"},
    {"more/insurance.cfg", "extends = \"../dated.cfg\"; title = \"With insurance\";\n"
                           "practices = ( " INSURANCE " );\n"},
    {"more/plan.cfg", "practices = ( " PLAN " );\n"},
    {"more/twin.cfg", "practices = ( " PLAN " );\n"},
    {"more/wrong.cfg", "practices = ( { name = \"x\"; category = \"oops\"; } );\n"},
};
enum { FILES = sizeof files / sizeof *files };

static char place[] = "/tmp/fc-ledger-XXXXXX";

/* One of a few rooms for a path in the folder. */
static const char *at(const char *name)
{
    static char room[8][128];
    static unsigned next;
    char *out = room[next++ % 8];
    snprintf(out, sizeof room[0], "%s/%s", place, name);
    return out;
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(place) || mkdir(at("more"), 0700) != 0)
        return -1;
    for (size_t i = 0; i < FILES; i++) {
        FILE *file = fopen(at(files[i].name), "w");
        if (!file || fputs(files[i].text, file) < 0 || fclose(file) != 0)
            return -1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++)
        unlink(at(files[i].name));
    rmdir(at("more"));
    return rmdir(place);
}

struct asked {
    const char *scenario, *file[2];
    double budget;
    uint64_t paths;
    int threads;
};

static fc_status ledger_of(struct asked asked, fc_ledger **out, struct fc_error *err)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    const struct fc_ledger_options what = {asked.file,
                                           asked.file[1]   ? 2
                                           : asked.file[0] ? 1
                                                           : 0,
                                           asked.budget};
    options.paths = asked.paths ? asked.paths : 128;
    options.threads = asked.threads ? asked.threads : 2;
    return fc_ledger_run(asked.scenario, NULL, 0, &what, &options, out, err);
}

static fc_ledger *run(struct asked asked)
{
    struct fc_error err = {0};
    fc_ledger *out = NULL;
    if (ledger_of(asked, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

static void assert_is(struct fc_estimate estimate, double wanted)
{
    if (!(fabs(estimate.value - wanted) < cent) || !(estimate.error < cent))
        fail_msg("%.9g +- %.3g instead of %.9g", estimate.value, estimate.error,
                 wanted);
}

/* Measures 0 plan, 1 insurance; crises 0 fire, 1 noise. */
static void assert_by_hand(const fc_ledger *l)
{
    static const double gain[3] = {-6000, 30000 - 12000, 30000 - 18000};
    static const double cost[3] = {6000, 12000, 18000}, saved[3] = {0, 30000, 30000};
    assert_int_equal(fc_ledger_measures(l), 2);
    assert_int_equal(fc_ledger_crises(l), 2);
    for (size_t i = 0; i < 3; i++) {
        assert_is(fc_ledger_effect(l, i, FC_LEDGER_PROFIT), gain[i]);
        assert_is(fc_ledger_effect(l, i, FC_LEDGER_COST), cost[i]);
        assert_is(fc_ledger_per_cost(l, i, FC_LEDGER_PROFIT), gain[i] / cost[i]);
        assert_is(fc_ledger_saved(l, 0, i), saved[i]);
        assert_is(fc_ledger_saved(l, 1, i), 0);
        assert_is(fc_ledger_effect(l, i, FC_LEDGER_RUIN), 0);
    }
    assert_is(fc_ledger_pair(l, 0, 1, FC_LEDGER_PROFIT), 0);
    assert_is(fc_ledger_share(l, 0, FC_LEDGER_PROFIT), gain[0]);
    assert_is(fc_ledger_share(l, 1, FC_LEDGER_PROFIT), gain[1]);
    assert_is(fc_ledger_share(l, 2, FC_LEDGER_PROFIT), 0);
    assert_is(fc_ledger_loss(l, 0, false), 30000);
    assert_is(fc_ledger_loss(l, 0, true), 0);
    assert_is(fc_ledger_loss_each(l, 0, false), 30000);
    assert_is(fc_ledger_attributed(l, 0, false), 30000);
    assert_true(fc_ledger_attributed(l, 1, false).value > 0.0);
    assert_true(fc_ledger_shapley(l));
    assert_string_equal(fc_ledger_crisis(l, 0, false).owner, "Head of sites");
    assert_int_equal(fc_ledger_break_even(l, 0).kind, FC_EVEN_NONE);
}

static void numbers_by_hand(void **state)
{
    (void)state;
    fc_ledger *l =
        run((struct asked){.scenario = at("dated.cfg"),
                           .file = {at("more/plan.cfg"), at("more/insurance.cfg")}});
    assert_by_hand(l);
    assert_string_equal(fc_ledger_measure(l, 1).name, "insurance");
    assert_string_equal(fc_ledger_measure(l, 1).title, "Full cover");
    /* the file's own title and what it extends are left aside */
    assert_string_equal(fc_ledger_facts(l).title, "department");
    fc_ledger_free(l);
}

/* Practices of the scenario switched off are practices that are not there. */
static void off_is_absent(void **state)
{
    (void)state;
    fc_ledger *own = run((struct asked){.scenario = at("own.cfg")});
    assert_by_hand(own);
    assert_string_equal(fc_ledger_measure(own, 0).name, "plan");
    assert_null(fc_ledger_measure(own, 0).file);
    fc_ledger *added =
        run((struct asked){.scenario = at("dated.cfg"),
                           .file = {at("more/plan.cfg"), at("more/insurance.cfg")}});
    assert_string_equal(fc_ledger_facts(own).result_hash,
                        fc_ledger_facts(added).result_hash);
    fc_ledger_free(own);
    fc_ledger_free(added);
}

/* The scenario names its measures and its budget. */
static void named_measures(void **state)
{
    (void)state;
    fc_ledger *l = run((struct asked){.scenario = at("named.cfg")});
    assert_by_hand(l);
    assert_true(fabs(fc_ledger_budget(l) - 7000) < 1e-9);
    fc_ledger_free(l);
    l = run((struct asked){.scenario = at("named.cfg"), .budget = 20000});
    assert_true(fabs(fc_ledger_budget(l) - 20000) < 1e-9);
    fc_ledger_free(l);
}

/* The insurance is best where it can be paid; else nothing is. */
static void best_for_a_budget(void **state)
{
    (void)state;
    static const double budget[2] = {12000, 11999};
    for (int i = 0; i < 2; i++) {
        fc_ledger *l =
            run((struct asked){.scenario = at("dated.cfg"),
                               .file = {at("more/plan.cfg"), at("more/insurance.cfg")},
                               .budget = budget[i],
                               .paths = 400});
        for (int g = 0; g < 2; g++) {
            const struct fc_ledger_best best =
                fc_ledger_best(l, g ? FC_LEDGER_ES : FC_LEDGER_PROFIT);
            assert_true(best.found && best.next);
            assert_int_equal(best.set[0], i == 0 ? 2 : 0);
            assert_int_equal(best.set[1], i == 0 ? 0 : 1);
            assert_is(best.gain[0], i == 0 ? 18000 : 0);
            assert_is(best.ahead, i == 0 ? 18000 : 6000);
            assert_int_equal(best.needed, 0);
        }
        fc_ledger_free(l);
    }
}

/* With x times 0.8 fires a year the insurance is paid back 24,000 x for 12,000: it pays
 * from x = 1/2 on. The error at 256 paths is about 0.04, so that 5 of them see 0.2. */
static void break_even(void **state)
{
    (void)state;
    fc_ledger *l = run((struct asked){.scenario = at("chance.cfg"),
                                      .file = {at("more/insurance.cfg")},
                                      .paths = 256});
    const struct fc_ledger_even even = fc_ledger_break_even(l, 0);
    assert_int_equal(even.kind, FC_EVEN_FOUND);
    assert_int_equal(even.crisis, 0);
    assert_true(even.times.error > 0.01 && even.times.error < 0.08);
    if (!(fabs(even.times.value - 0.5) < 5.0 * even.times.error))
        fail_msg("break-even at %g +- %g", even.times.value, even.times.error);
    fc_ledger_free(l);
}

static void assert_refused(const char *scenario, const char *one, const char *two,
                           const char *wanted)
{
    const struct asked asked = {.scenario = scenario, .file = {one, two}};
    struct fc_error err = {0};
    fc_ledger *out = NULL;
    assert_int_not_equal(ledger_of(asked, &out, &err), FC_OK);
    assert_null(out);
    if (!strstr(err.message, wanted))
        fail_msg("'%s' does not tell of '%s'", err.message, wanted);
}

static void refused(void **state)
{
    (void)state;
    const char *dated = at("dated.cfg"), *plan = at("more/plan.cfg");
    assert_refused(dated, NULL, NULL, "no measure");
    assert_refused(dated, plan, plan, "two measures");
    assert_refused(dated, plan, at("more/twin.cfg"), "both add");
    assert_refused(at("own.cfg"), at("more/twin.cfg"), NULL, "leave the file away");
    assert_refused(dated, at("more/wrong.cfg"), NULL, "oops");
    assert_refused(dated, at("more/none.cfg"), NULL, "No such file");
    assert_refused(at("lost.cfg"), NULL, NULL, "nothing");
}

static void planned_runs(void **state)
{
    (void)state;
    const char *const both[] = {at("more/plan.cfg"), at("more/insurance.cfg")};
    const struct fc_ledger_options what = {both, 2, 0};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_ledger_plan plan;
    options.paths = 1000;
    assert_int_equal(
        fc_ledger_plan(at("dated.cfg"), NULL, 0, &what, &options, &plan, NULL), FC_OK);
    assert_int_equal(plan.runs[FC_LEDGER_SETS], 4);
    assert_int_equal(plan.runs[FC_LEDGER_CRISES], 6);
    assert_int_equal(plan.runs[FC_LEDGER_ATTRIBUTION], 4);
    assert_int_equal(plan.paths[FC_LEDGER_SETS], 1000);
    assert_int_equal(plan.paths[FC_LEDGER_CRISES], 500);
    assert_true(plan.largest.bytes > 0);
}

/* Equal on any threads; every key is explained. */
static void same_on_threads(void **state)
{
    (void)state;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        fc_ledger *l =
            run((struct asked){.scenario = at("chance.cfg"),
                               .file = {at("more/plan.cfg"), at("more/insurance.cfg")},
                               .threads = i + 1});
        assert_int_equal(fc_report_ledger_json(l, &text[i], NULL), FC_OK);
        fc_ledger_free(l);
    }
    assert_string_equal(text[0], text[1]);
    assert_explained(text[0]);
    free(text[0]);
    free(text[1]);
}

static void sentences(void **state)
{
    (void)state;
    static const char *const wanted[][2] = {
        {"en", "Inherent risk, without any measure"},
        {"en", "(owner: Head of sites;"},
        {"en", "“Full cover” saves more of it than any"},
        {"en", "By mean operating profit the best set is “Full cover”"},
        {"ru", "Остаточный риск, со всеми мерами"},
        {"ru", "(отвечает: Head of sites;"}};
    fc_ledger *l = run((struct asked){.scenario = at("own.cfg"), .budget = 12000});
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char *text = NULL;
        assert_int_equal(fc_report_ledger_summary(l, wanted[i][0], &text, NULL), FC_OK);
        for (char *c = text; *c; c++)
            *c = *c == '\n' ? ' ' : *c;
        if (!strstr(text, wanted[i][1]))
            fail_msg("'%s' is missing in:\n%s", wanted[i][1], text);
        assert_null(strchr(text, '{'));
        assert_null(strstr(text, "ledger."));
        assert_null(strstr(text, "nan"));
        free(text);
    }
    fc_ledger_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_by_hand), cmocka_unit_test(off_is_absent),
        cmocka_unit_test(named_measures),  cmocka_unit_test(best_for_a_budget),
        cmocka_unit_test(break_even),      cmocka_unit_test(refused),
        cmocka_unit_test(planned_runs),    cmocka_unit_test(same_on_threads),
        cmocka_unit_test(sentences),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
