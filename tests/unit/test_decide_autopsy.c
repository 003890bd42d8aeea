/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worlds of a small department that miss a target: money adds up to the unit world
 * by world and in all, two causes have the shares that four runs of their own give,
 * what cannot act takes nothing, threads change nothing, every key and sentence has its
 * words. Values are compared exactly, so that any mix-up of worlds, sets or causes is
 * seen. */
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
#include "../explained.h"
#include "../scratch.h"
#include "decide/autopsy.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"

enum { PATHS = 300, WORLDS = 96 };

static char path[] = "/tmp/fc-autopsy-XXXXXX";
static const char firm[] =
    DEPARTMENT_HEAD("12", "1") DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS
        DEPARTMENT_CRISES DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE
    "targets = ( { metric = \"operating_profit\"; over = \"horizon\"; value = 900000; "
    "accept_miss = 0.2; }, { metric = \"revenue\"; over = \"year\"; year = 1; value = "
    "7800000; }, { metric = \"revenue\"; over = \"horizon\"; value = 1; }, { metric = "
    "\"wins\"; over = \"horizon\"; value = 1000; } );\n";

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

static fc_autopsy *run(size_t target, const char *causes, int threads, const char *set)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    const struct fc_autopsy_options what = {
        .target = target, .causes = causes, .worlds = WORLDS};
    struct fc_error err = {0};
    fc_autopsy *out = NULL;
    options.paths = PATHS;
    options.threads = threads;
    if (fc_autopsy_run(path, &set, set ? 1 : 0, &what, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

static void money_is_rounded_to_its_sum(void **state)
{
    (void)state;
    static const struct {
        double x[4];
        long long wanted[4];
    } cases[] = {
        {{0.4, 0.4, 0.4, 0.4}, {1, 1, 0, 0}},
        {{1.0, 2.0, 3.0, 4.0}, {1, 2, 3, 4}},
        {{-1.5, 2.5, 0.25, 0.0}, {-1, 2, 0, 0}},
        {{-0.2, -0.2, -0.2, 0.6}, {0, 0, 0, 0}},
        {{1e12 + 0.5, 0.5, 0.0, 0.0}, {1000000000001, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        long long out[4];
        fc__round_to_sum(cases[i].x, 4, out);
        assert_memory_equal(out, cases[i].wanted, sizeof out);
    }
}

/* Parts add up, by world, in total and on average; `lack` of the worlds is that of the
 * target. */
static void assert_sums(const fc_autopsy *a)
{
    const size_t n = fc_autopsy_causes(a), worlds = (size_t)fc_autopsy_replayed(a);
    long long total = 0, mean = 0;
    double real = 0.0;
    assert_true(worlds >= FC_AUTOPSY_FEWEST);
    for (size_t w = 0; w < worlds; w++) {
        long long sum = 0;
        uint64_t p;
        for (size_t i = 0; i <= n; i++)
            sum += fc_autopsy_world(a, w, i, &p);
        assert_true(sum == fc_autopsy_world(a, w, n + 1, &p));
        assert_true(sum >= 0);
        assert_true(fabs((double)sum - a->share[(n + 1) * worlds + w]) <= 0.5);
        total += sum;
    }
    for (size_t i = 0; i <= n; i++) {
        mean += fc_autopsy_part(a, i).money;
        real += fc_autopsy_part(a, i).mean.value;
    }
    assert_true(total == fc_autopsy_part(a, n + 1).total);
    assert_true(mean == fc_autopsy_part(a, n + 1).money);
    assert_true(fabs(real - fc_autopsy_part(a, n + 1).mean.value) < 1e-6 * fabs(real));
}

static void money_adds_up(void **state)
{
    (void)state;
    fc_autopsy *all = run(0, NULL, 2, NULL); /* 10 causes: sampled */
    assert_int_equal(fc_autopsy_causes(all), 10);
    assert_int_equal(fc_autopsy_orders(all), 16);
    assert_sums(all);
    double largest = 0.0;
    for (size_t i = 0; i < 10; i++) {
        largest += fc_autopsy_part(all, i).largest.value;
        assert_true(fc_autopsy_part(all, i).mean.error >= 0.0);
    }
    assert_true(fabs(largest - 1.0) < 1e-9);
    fc_autopsy_free(all);
    fc_autopsy *few = run(1, "wins,people,crises", 1, NULL); /* exact */
    assert_int_equal(fc_autopsy_causes(few), 3);
    assert_int_equal(fc_autopsy_orders(few), 0);
    assert_int_equal(few->sets, 8);
    assert_sums(few);
    fc_autopsy_free(few);
}

/* Two causes: half of what each takes alone and half of what it takes after the other.
 */
static void two_causes_by_hand(void **state)
{
    (void)state;
    static const char *const overlay[4] = {
        NULL, "macro = { random = false; };\n",
        "crises = ( { name = \"crunch\"; severity = { median = 0.0; }; } );\n",
        "macro = { random = false; }; crises = ( { name = \"crunch\"; severity = { "
        "median = 0.0; }; } );\n"};
    static double y[4][PATHS];
    const struct fc__keep keep = {"operating_profit", FC_PERIOD_HORIZON};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    struct fc__variant variant[4];
    assert_int_equal(fc__study_init(&study, path, NULL, 0, &options, NULL), FC_OK);
    for (int i = 0; i < 4; i++)
        variant[i] = (struct fc__variant){.overlay = overlay[i], .values = {y[i]}};
    assert_int_equal(fc__study_run(&study, &keep, 1, variant, 4, PATHS, NULL), FC_OK);
    fc_autopsy *a = run(0, "recession,crunch", 1, NULL);
    const size_t worlds = (size_t)fc_autopsy_replayed(a);
    size_t moved = 0;
    for (size_t w = 0; w < worlds; w++) {
        uint64_t p;
        fc_autopsy_world(a, w, 0, &p);
        const double first = 0.5 * (y[1][p] - y[0][p] + y[3][p] - y[2][p]);
        const double second = 0.5 * (y[2][p] - y[0][p] + y[3][p] - y[1][p]);
        assert_true(y[0][p] < 900000.0);
        assert_true(fabs(a->share[w] - first) < 1e-6);
        assert_true(fabs(a->share[worlds + w] - second) < 1e-6);
        assert_true(fabs(a->share[2 * worlds + w] - (900000.0 - y[3][p])) < 1e-6);
        moved += fabs(first) > 1.0 && fabs(second) > 1.0;
    }
    assert_true(moved > 3); /* worlds with a recession and a crunch */
    assert_string_equal(fc_autopsy_cause(a, 1).name, "crunch");
    fc_autopsy_free(a);
}

/* Without a crisis there is nothing of what it sets off: the worlds are those in which
 * it never comes and nothing spreads. */
static void what_it_sets_off_goes_with_it(void **state)
{
    (void)state;
    static const char spreads[] = "contagion=({from=\"exodus\";to=\"crunch\";mean=2.0;"
                                  "delay_weeks=4.0;})";
    static double y[2][PATHS];
    const char *const set[] = {spreads};
    const struct fc__keep keep = {"operating_profit", FC_PERIOD_HORIZON};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    const struct fc__variant variant[2] = {
        {.overlay = NULL, .values = {y[0]}},
        {.set = {"contagion=()", "crises.exodus.per_year=0"},
         .n_set = 2,
         .values = {y[1]}}};
    assert_int_equal(fc__study_init(&study, path, set, 1, &options, NULL), FC_OK);
    assert_int_equal(fc__study_run(&study, &keep, 1, variant, 2, PATHS, NULL), FC_OK);
    fc_autopsy *a = run(0, "exodus", 1, spreads);
    size_t moved = 0;
    for (size_t w = 0; w < (size_t)fc_autopsy_replayed(a); w++) {
        uint64_t p;
        fc_autopsy_world(a, w, 0, &p);
        assert_true(fabs(a->share[w] - (y[1][p] - y[0][p])) < 1e-6);
        moved += fabs(a->share[w]) > 1.0;
    }
    assert_true(moved > 10);
    assert_sums(a);
    fc_autopsy_free(a);
}

/* A crisis that cannot begin takes nothing, in no order. */
static void what_cannot_act_takes_nothing(void **state)
{
    (void)state;
    fc_autopsy *a = run(0, NULL, 2, "crises.exodus.per_year=0");
    for (size_t i = 0; i < fc_autopsy_causes(a); i++) {
        const struct fc_autopsy_part part = fc_autopsy_part(a, i);
        if (strcmp(fc_autopsy_cause(a, i).name, "exodus") == 0)
            assert_true(part.total == 0 && !(fabs(part.mean.value) > 0.0) &&
                        !(part.mean.error > 0.0));
        else
            assert_true(part.total != 0);
    }
    fc_autopsy_free(a);
    a = run(0, "leads,wins", 2, "normal.causes=[\"leads\"]"); /* already normal */
    assert_int_equal(fc_autopsy_causes(a), 1);
    fc_autopsy_free(a);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        fc_autopsy *a = run(0, "leads,churn,coverage,exodus", 1 + i, NULL);
        assert_int_equal(fc_report_autopsy_json(a, &text[i], NULL), FC_OK);
        fc_autopsy_free(a);
    }
    assert_string_equal(text[0], text[1]);
    free(text[0]);
    free(text[1]);
}

static void errors_are_told(void **state)
{
    (void)state;
    static const struct {
        size_t target;
        const char *causes, *says;
    } cases[] = {{0, "weather", "weather"},
                 {4, NULL, "target 5"},
                 {3, NULL, "money"},
                 {0, "leads,", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fc_run_options options = FC_RUN_OPTIONS_INIT;
        const struct fc_autopsy_options what = {
            .target = cases[i].target, .causes = cases[i].causes, .plan_only = true};
        struct fc_error err = {0};
        fc_autopsy *out = NULL;
        const fc_status status =
            fc_autopsy_run(path, NULL, 0, &what, &options, &out, &err);
        assert_int_equal(status, cases[i].says ? FC_E_ARG : FC_OK);
        if (cases[i].says)
            assert_non_null(strstr(err.message, cases[i].says));
        fc_autopsy_free(out);
    }
}

static void words_are_there(void **state)
{
    (void)state;
    static const char *const columns[] = {"cause",      "money", "value",     "se",
                                          "low",        "high",  "of_causes", "largest",
                                          "largest_se", "total", "world"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        assert_non_null(fc__term(FC_LANG_RU, NULL, columns[i]));
    for (size_t target = 0; target < 3; target++) { /* the third is never missed */
        fc_autopsy *a = run(target, target ? "people,churn" : NULL, 2, NULL);
        char *json;
        assert_int_equal(fc_autopsy_replayed(a) > 0, target < 2);
        assert_int_equal(fc_report_autopsy_json(a, &json, NULL), FC_OK);
        assert_explained(json);
        free(json);
        for (int lang = 0; lang < 2; lang++) {
            char *text;
            assert_int_equal(
                fc_report_autopsy_summary(a, lang ? "ru" : "en", &text, NULL), FC_OK);
            assert_null(strchr(text, '{'));
            assert_null(strstr(text, "autopsy."));
            assert_null(strstr(text, "nan"));
            assert_null(strstr(text, "section."));
            free(text);
        }
        fc_autopsy_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_is_rounded_to_its_sum),
        cmocka_unit_test(money_adds_up),
        cmocka_unit_test(two_causes_by_hand),
        cmocka_unit_test(what_it_sets_off_goes_with_it),
        cmocka_unit_test(what_cannot_act_takes_nothing),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(errors_are_told),
        cmocka_unit_test(words_are_there),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
