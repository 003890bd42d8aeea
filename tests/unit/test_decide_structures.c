/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small department under all structures: the shares of the ingredients add up, the
 * coordination that is set is that which the model takes by itself, threads change
 * nothing, every key and sentence has its words. */
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
#include <time.h>
#include <unistd.h>

#include "../department.h"
#include "../explained.h"
#include "../scratch.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"

static char path[64];
static const char *const shorter[] = {"horizon.months=14"};

static const char firm[] =
    "title = \"firm\"; currency = \"EUR\"; horizon = { start = \"2027-03\"; months = "
    "14; steps_per_month = 1; };\n" DEPARTMENT_MARKETS
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } );\n"
    "funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks = 2; "
    "hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours = 8; } "
    "); deal_value = { mean = 9000; }; }; people = { seats = 6; };\n"
    "opening = { clients = 200; recurring_per_year = 900000; };\n";

static int set_up(void **state)
{
    (void)state;
    strcpy(path, "/tmp/fc-structures-XXXXXX");
    return scratch_put(path, firm);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

static fc_structures *run(uint64_t paths, int threads)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_structures *out = NULL;
    options.paths = paths;
    options.threads = threads;
    if (fc_structures_run(path, shorter, 1, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

static void shares_add_up(void **state)
{
    (void)state;
    fc_structures *s = run(600, 2);
    size_t from, to;
    const char *why;
    const size_t n = fc_structures_ingredients(s, &from, &to, &why);
    assert_true(n >= 2);
    assert_null(why);
    for (int goal = 0; goal < FC_GOAL_COUNT; goal++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += fc_structures_share(s, i, (enum fc_goal)goal).value;
        const double whole = fc_structures_whole(s, (enum fc_goal)goal).value;
        if (isnan(whole)) /* the worst 5 % of so few paths */
            continue;
        assert_true(fabs(sum - whole) < 1e-9 * (1.0 + fabs(whole)));
    }
    /* the corners of the decomposition are the structures themselves */
    const fc_comparison *c = fc_structures_comparison(s);
    const size_t profit = fc_comparison_find(c, "operating_profit");
    assert_true(fc_comparison_scenarios(c) >= 4);
    for (size_t r = 0; r + 1 < fc_comparison_scenarios(c); r++)
        assert_true(
            fc_comparison_outcome(c, fc_structures_rank(s, r), profit, 0).mean.value >=
            fc_comparison_outcome(c, fc_structures_rank(s, r + 1), profit, 0)
                .mean.value);
    assert_true(fc_structures_shocks(s) == 6);
    /* a shock to cheap deals may free hours for better ones; one to the larger
     * territory costs money under every structure */
    assert_string_equal(fc_structures_shock(s, 0).member, "north");
    for (size_t k = 0; k < fc_comparison_scenarios(c); k++) {
        assert_true(fc_structures_loss(s, 0, k).value < 0.0);
        for (size_t i = 0; i < 6; i++)
            assert_true(fc_structures_loss(s, i, k).error > 0.0);
    }
    fc_structures_free(s);
}

/* All paths in every part: the decomposition gives the difference of the comparison,
 * which it can only if the coordination it sets is that of each structure: its share,
 * or its hours. */
static void corners_are_the_structures(void **state)
{
    (void)state;
    static const char *const names[] = {"geographic", "product", "segment", "pooled",
                                        "product"};
    static const char hours[] = "organisation.coordination.meetings_hours=2";
    for (size_t i = 0; i < 5; i++) {
        char own[64];
        struct fc_run_options options = FC_RUN_OPTIONS_INIT;
        struct fc_error err = {0};
        fc_structures *s = NULL;
        snprintf(own, sizeof own, "organisation.structure=%s", names[i]);
        const char *const set[] = {shorter[0], own, hours};
        options.paths = 128;
        if (fc_structures_run(path, set, i < 4 ? 2 : 3, &options, &s, &err) != FC_OK)
            fail_msg("%s", err.message);
        size_t from, to;
        const char *why;
        assert_true(fc_structures_ingredients(s, &from, &to, &why) >= 2);
        const fc_comparison *c = fc_structures_comparison(s);
        assert_string_equal(fc_comparison_name(c, 0), names[i]);
        const size_t profit = fc_comparison_find(c, "operating_profit");
        const double wanted = fc_comparison_outcome(c, to, profit, 0).mean.value -
                              fc_comparison_outcome(c, from, profit, 0).mean.value;
        const double got = fc_structures_whole(s, FC_GOAL_PROFIT).value;
        assert_true(fabs(got - wanted) < 1e-9 * (1.0 + fabs(wanted)) + 1e-6);
        double sum = 0;
        for (size_t j = 0; j < fc_structures_ingredients(s, &from, &to, &why); j++)
            sum += fc_structures_share(s, j, FC_GOAL_PROFIT).value;
        assert_true(fabs(sum - got) < 1e-9 * (1.0 + fabs(got)));
        fc_structures_free(s);
    }
}

static void same_on_threads(void **state)
{
    (void)state;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        fc_structures *s = run(300, i + 1);
        assert_int_equal(fc_report_structures_json(s, &text[i], NULL), FC_OK);
        fc_structures_free(s);
    }
    assert_string_equal(text[0], text[1]);
    assert_explained(text[0]);
    free(text[0]);
    free(text[1]);
}

static void sentences(void **state)
{
    (void)state;
    fc_structures *s = run(300, 2);
    static const char *const wanted[][2] = {{"en", "Most of it comes from "},
                                            {"en", "loses most"},
                                            {"ru", "Больше всего даёт "},
                                            {"ru", "больше всех теряет"}};
    for (size_t i = 0; i < 4; i++) {
        char *text = NULL;
        assert_int_equal(fc_report_structures_summary(s, wanted[i][0], &text, NULL),
                         FC_OK);
        for (char *c = text; *c; c++)
            *c = *c == '\n' ? ' ' : *c;
        if (!strstr(text, wanted[i][1]))
            fail_msg("'%s' is missing in:\n%s", wanted[i][1], text);
        assert_null(strchr(text, '{'));
        free(text);
    }
    fc_structures_free(s);
}

/* The middle of the map is the comparison itself, bit for bit; in its other cells the
 * best one is ahead of all others. */
static void middle_of_the_map(void **state)
{
    (void)state;
    static const char learning[] = "people.learning.product.weight=0.3",
                      other[] = "people.learning.segment.weight=0.2";
    const char *const set[] = {shorter[0], learning, other};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_structures *s = NULL;
    options.paths = 256;
    if (fc_structures_run(path, set, 3, &options, &s, &err) != FC_OK)
        fail_msg("%s", err.message);
    assert_true(fc_structures_mapped(s));
    const fc_comparison *c = fc_structures_comparison(s);
    const size_t profit = fc_comparison_find(c, "operating_profit");
    const size_t best = fc_structures_best_at(s, 1, 1);
    assert_int_equal(best, fc_structures_rank(s, 0));
    const double mean = fc_structures_profit_at(s, 1, 1).value;
    assert_true(mean == fc_comparison_outcome(c, best, profit, 0).mean.value);
    for (size_t i = 0; i < fc_comparison_scenarios(c); i++) {
        const double other_mean = fc_comparison_outcome(c, i, profit, 0).mean.value;
        const double behind = fc_structures_behind(s, 1, 1, i).value;
        assert_true(fabs(behind - (other_mean - mean)) < 1e-6);
        for (size_t k = 0; k < 9; k++)
            assert_true(fc_structures_behind(s, k / 3, k % 3, i).value <= 0);
    }
    /* what has to be learnt costs money */
    assert_true(fc_structures_profit_at(s, 0, 0).value > mean);
    assert_true(fc_structures_profit_at(s, 2, 2).value < mean);
    fc_structures_free(s);
}

/* ---- what it would take ---- */

static double processor(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The parts are counted; with FC_LONG_TESTS told and taken processor time agree within
 * a factor of 3: a part that is forgotten, runs counted as paths, or threads counted
 * twice are found. (No clock where a build could turn red by a busy neighbour.) */
static void told_and_taken(void **state)
{
    (void)state;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_structures_plan plan;
    struct fc_run_speed speed;
    struct fc_error err = {0};
    options.paths = 2560;
    options.threads = 1;
    assert_int_equal(fc_structures_plan(path, shorter, 1, &options, &plan, &err),
                     FC_OK);
    assert_int_equal(plan.structures, 5);
    assert_string_equal(plan.name[0], "geographic");
    assert_int_equal(plan.runs[FC_STRUCTURES_COMPARISON], 5);
    assert_int_equal(plan.paths[FC_STRUCTURES_WHY], 640);
    assert_int_equal(plan.paths[FC_STRUCTURES_TEAMS], 320);
    assert_int_equal(plan.runs[FC_STRUCTURES_MAP], 45);
    assert_int_equal(fc_run_measure(path, shorter, 1, &options, false, &speed, &err),
                     FC_OK);
    assert_int_equal(speed.threads, 1);
    /* a path more is a block more */
    assert_true(fc_run_seconds(&speed, 1, 129) > fc_run_seconds(&speed, 1, 128));
    assert_true(fc_run_seconds(&speed, 1, 129) <= fc_run_seconds(&speed, 1, 256));
    if (!getenv("FC_LONG_TESTS"))
        return;
    double told = 0;
    for (int part = 0; part < FC_STRUCTURES_PARTS; part++)
        told += fc_run_seconds(&speed, plan.runs[part], plan.paths[part]);
    const double start = processor();
    fc_structures_free(run(options.paths, 1));
    const double taken = processor() - start;
    print_message("told %.2f s, taken %.2f s\n", told, taken);
    assert_true(taken < 3 * told && told < 3 * taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(corners_are_the_structures),
        cmocka_unit_test(same_on_threads),
        cmocka_unit_test(sentences),
        cmocka_unit_test(middle_of_the_map),
        cmocka_unit_test(told_and_taken),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
