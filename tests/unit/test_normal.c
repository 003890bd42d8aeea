/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set to normal takes its cause out and leaves all other luck as it was.
 *
 * Where there is another way to say the same (no recession by chance, a certain number,
 * a quiet severity) the values are equal bit for bit; a size changes no count. The luck
 * of another world is normal on average: its mean difference over the worlds is within
 * 5.3 standard errors of 0 (three causes, false alarms 4e-7 together). Detects a lean
 * of 6 errors: printed, about 2 % of the revenue of these worlds. */
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
#include <unistd.h>

#include "../department.h"
#include "../scratch.h"
#include "decide/paired.h"
#include "decide/study.h"

enum { PATHS = 6 * FC_LANES, KEPT = 6 };
enum { WINS, REVENUE, PROFIT, LEAVERS, COVERAGE, PEOPLE };

static const struct fc__keep keep[KEPT] = {{"wins", FC_PERIOD_HORIZON},
                                           {"revenue", FC_PERIOD_HORIZON},
                                           {"operating_profit", FC_PERIOD_HORIZON},
                                           {"leavers", 5},
                                           {"coverage", 9},
                                           {"headcount", 1}};
static char path[] = "/tmp/fc-normal-XXXXXX";

static const char firm[] =
    DEPARTMENT_HEAD("12", "1") DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS
        DEPARTMENT_CRISES DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE;

static int set_up(void **state)
{
    (void)state;
    return scratch_put(path, firm);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

typedef double values[KEPT][PATHS];

static void run(const char *overlay, values out)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    struct fc_error err = {0};
    struct fc__variant variant = {.overlay = overlay};
    for (int k = 0; k < KEPT; k++)
        variant.values[k] = out[k];
    if (fc__study_init(&study, path, NULL, 0, &options, &err) != FC_OK ||
        fc__study_run(&study, keep, KEPT, &variant, 1, PATHS, &err) != FC_OK)
        fail_msg("%s", err.message);
}

static void normal(const char *causes, values out)
{
    char text[256];
    snprintf(text, sizeof text, "normal = { causes = [ %s ]; };\n", causes);
    run(text, out);
}

static values plain, other, one;

static size_t worlds_that_differ(const double *a, const double *b)
{
    size_t n = 0;
    for (size_t p = 0; p < PATHS; p++)
        n += a[p] < b[p] || a[p] > b[p];
    return n;
}

static void another_way_to_say_it(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"normal = { causes = [ \"recession\" ]; };\n",
         "macro = { random = false; };\n"},
        {"normal = { causes = [ \"leads\", \"recession\" ]; };\n",
         "macro = { random = false; }; normal = { causes = [ \"leads\" ]; };\n"},
        /* turnover is certain, so that conversion is all there is */
        {"people = { turnover_per_year = 0.3; };\n"
         "normal = { causes = [ \"assumptions\" ]; };\n",
         "people = { turnover_per_year = 0.3; };\n"
         "funnel = { stages = ( { name = \"propose\"; conversion = 0.5; } ); };\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run(cases[i][0], one);
        run(cases[i][1], other);
        assert_memory_equal(one, other, sizeof one);
    }
}

static void nothing_is_normal(void **state)
{
    (void)state;
    run(NULL, plain);
    run("normal = { causes = [ ]; };\n", one);
    assert_memory_equal(plain, one, sizeof one);
}

static void causes_are_gone(void **state)
{
    (void)state;
    normal("\"people\"", one);
    for (size_t p = 0; p < PATHS; p++) {
        assert_true(one[LEAVERS][p] <= 0.0);
        assert_true(one[PEOPLE][p] >= 11.0); /* all seats of the opening */
    }
    normal("\"coverage\"", one);
    for (size_t p = 0; p < PATHS; p++) {
        assert_true(one[COVERAGE][p] >= 1.0 && one[COVERAGE][p] <= 1.0);
        assert_true(one[LEAVERS][p] >= plain[LEAVERS][p] &&
                    one[LEAVERS][p] <= plain[LEAVERS][p]);
    }
    /* the deals are the same, only their values are other ones */
    normal("\"sizes\"", one);
    assert_memory_equal(one[WINS], plain[WINS], sizeof one[WINS]);
    assert_true(worlds_that_differ(one[REVENUE], plain[REVENUE]) == PATHS);
}

static void another_world_is_normal_on_average(void **state)
{
    (void)state;
    static const char *const cause[] = {"\"wins\"", "\"churn\"", "\"leads\""};
    for (int i = 0; i < 3; i++) {
        double difference[PATHS];
        normal(cause[i], one);
        for (size_t p = 0; p < PATHS; p++)
            difference[p] = one[REVENUE][p] - plain[REVENUE][p];
        const struct fc_estimate d = fc__mean_of(difference, PATHS);
        const struct fc_estimate all = fc__mean_of(plain[REVENUE], PATHS);
        print_message("%s: %+.2f errors; 6 errors are %.1f %% of the revenue\n",
                      cause[i], d.value / d.error, 600.0 * d.error / all.value);
        assert_true(fabs(d.value) < 5.3 * d.error);
        assert_true(worlds_that_differ(one[REVENUE], plain[REVENUE]) > PATHS * 9 / 10);
    }
}

static void unknown_causes_are_told(void **state)
{
    (void)state;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    const struct fc__variant variant = {
        .overlay = "normal = { causes = [ \"weather\" ]; };\n"};
    fc_scenario *scenario = NULL;
    assert_int_equal(fc__study_init(&study, path, NULL, 0, &options, NULL), FC_OK);
    assert_int_equal(fc__study_read(&study, &variant, &scenario, NULL), FC_E_SCENARIO);
    bool warning;
    assert_non_null(strstr(fc_scenario_problem(scenario, 0, &warning), "weather"));
    fc_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_normal),
        cmocka_unit_test(another_way_to_say_it),
        cmocka_unit_test(causes_are_gone),
        cmocka_unit_test(another_world_is_normal_on_average),
        cmocka_unit_test(unknown_causes_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
