/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies of a small department on the scorecard: the two values add up, rules that
 * see exactly raise no false alarm and gain nothing from better figures, rules that
 * never act are worth nothing, bit for bit; words and threads. Values are compared
 * exactly where they must be equal, so that any leak of the rules into the static
 * department is seen. */
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
#include "decide/scorecard.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"

enum { PATHS = 200 };

static char path[] = "/tmp/fc-scorecard-XXXXXX";
static const char firm[] =
    DEPARTMENT_HEAD("14", "1") DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS
        DEPARTMENT_CRISES DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE
    "policies = ( { name = \"freeze\"; watch = \"leads\"; compare_to = \"opening\"; "
    "lag_months = 1; noise_cv = 0.3; act_below = 0.9; do = \"freeze_hiring\"; }, { "
    "name "
    "= \"rebate\"; watch = \"wins\"; compare_to = \"opening\"; lag_months = 2; "
    "noise_cv "
    "= 0.2; act_below = 0.8; do = \"discount\"; share = 0.1; monthly_cost = 1000; } "
    ");\n";

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

static fc_scorecard *run(const char *const *set, size_t n, int threads)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scorecard *out = NULL;
    options.paths = PATHS;
    options.threads = threads;
    if (fc_scorecard_run(path, set, n, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

static bool is_zero(struct fc_estimate d)
{
    return !(fabs(d.value) > 0.0) && !(d.error > 0.0);
}

static void values_add_up(void **state)
{
    (void)state;
    fc_scorecard *s = run(NULL, 0, 2);
    static const char *const metric[] = {"operating_profit", "revenue"};
    for (int i = 0; i < 2; i++) {
        double value[FC_SCORE_COUNT];
        for (int k = 0; k < FC_SCORE_COUNT; k++) {
            const struct fc_estimate d =
                fc_scorecard_value(s, (enum fc_score)k, metric[i]);
            value[k] = d.value;
            assert_true(d.error > 0.0);
        }
        assert_true(fabs(value[FC_SCORE_POLICY] + value[FC_SCORE_SENSING] -
                         value[FC_SCORE_WHOLE]) < 1e-6 * fabs(value[FC_SCORE_WHOLE]));
    }
    assert_true(fc_scorecard_per_year(s, FC_ADAPTIVE, "false_alarms").value > 0.05);
    assert_true(is_zero(fc_scorecard_per_year(s, FC_CLAIRVOYANT, "false_alarms")));
    assert_true(fc_scorecard_per_year(s, FC_CLAIRVOYANT, "policy_starts").value > 0.05);
    assert_true(is_zero(fc_scorecard_per_year(s, FC_STATIC, "policy_starts")));
    fc_scorecard_free(s);
}

static void exact_figures_add_nothing(void **state)
{
    (void)state;
    static const char *const set[] = {
        "policies.freeze.lag_months=0", "policies.freeze.noise_cv=0",
        "policies.rebate.lag_months=0", "policies.rebate.noise_cv=0"};
    fc_scorecard *s = run(set, 4, 2);
    assert_true(is_zero(fc_scorecard_value(s, FC_SCORE_SENSING, "operating_profit")));
    assert_false(is_zero(fc_scorecard_value(s, FC_SCORE_POLICY, "operating_profit")));
    fc_scorecard_free(s);
}

static void rules_that_never_act(void **state)
{
    (void)state;
    static const char *const set[] = {"policies.freeze.act_below=-1",
                                      "policies.rebate.act_below=-1"};
    fc_scorecard *s = run(set, 2, 2);
    for (int k = 0; k < FC_SCORE_COUNT; k++)
        assert_true(
            is_zero(fc_scorecard_value(s, (enum fc_score)k, "operating_profit")));
    fc_scorecard_free(s);
}

/* Delays 1, 2, 3 answered, 2 and 5 cut off: S(1) = 4/5, S(2) = 4/5 3/4, S(3) = half of
 * that; Var S(3) = .09 (1/20 + 1/12 + 1/2). */
static void delays_by_hand(void **state)
{
    (void)state;
    int months[] = {1, 2, 2, 3, 5};
    bool answered[] = {true, true, false, true, false};
    const struct fc__delays delays = {5, months, answered};
    const struct fc__delays none = {0, NULL, NULL};
    static const double wanted[] = {0.0, 0.2, 0.4, 0.7, 0.7, 0.7};
    for (int k = 0; k < 6; k++)
        assert_true(fabs(fc__answered_within(&delays, k).value - wanted[k]) < 1e-12);
    assert_true(fabs(fc__answered_within(&delays, 4).error - sqrt(0.057)) < 1e-12);
    assert_true(isnan(fc__answered_within(&none, 3).value));
}

/* Rules that always act have answered when it begins; those that never act have not. */
static void rules_answer_recessions(void **state)
{
    (void)state;
    static const char *const always[] = {
        "policies.freeze.act_below=1e9", "policies.freeze.release_above=1e9",
        "macro.start_in=\"expansion\"", "macro.expansion_months=8"};
    static const char *const never[] = {"policies.freeze.act_below=-1",
                                        "policies.rebate.act_below=-1",
                                        "macro.start_in=\"recession\""};
    fc_scorecard *s = run(always, 4, 2);
    assert_true(fc_scorecard_onsets(s, FC_ADAPTIVE) > PATHS / 2);
    assert_true(fc_scorecard_onsets(s, FC_ADAPTIVE) ==
                fc_scorecard_onsets(s, FC_CLAIRVOYANT));
    assert_true(fc_scorecard_answered(s, FC_ADAPTIVE, 0).value > 0.75);
    assert_true(fc_scorecard_answered(s, FC_ADAPTIVE, 2).value >= 1.0);
    fc_scorecard_free(s);
    s = run(never, 3, 2);
    assert_true(fc_scorecard_onsets(s, FC_ADAPTIVE) > PATHS * 3 / 4);
    assert_true(fc_scorecard_answered(s, FC_ADAPTIVE, 12).value <= 0.0);
    fc_scorecard_free(s);
}

/* A rule against a recession that sees the truth is at work in a month if and only if
 * there was one at the end of the month before, on every path. */
static void the_truth_is_the_regime(void **state)
{
    (void)state;
    enum { MONTHS = 13 };
    static const char *const set[] = {
        "policies.freeze.against=recession", "policies.freeze.confirm_months=3",
        "policies.freeze.hold_months=5",     "policies.rebate.act_below=-1",
        "macro.expansion_months=8",          "macro.recession_months=4"};
    static double recession[MONTHS][PATHS], working[MONTHS][PATHS];
    struct fc__keep keep[2 * MONTHS];
    struct fc__variant truth = {.set = {"policies.freeze.sees=truth"}, .n_set = 1};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    for (int m = 0; m < MONTHS; m++) {
        keep[2 * m] = (struct fc__keep){"recession", m + 1};
        keep[2 * m + 1] = (struct fc__keep){"policy_months", m + 2};
        truth.values[2 * m] = recession[m];
        truth.values[2 * m + 1] = working[m];
    }
    assert_int_equal(fc__study_init(&study, path, set, 6, &options, NULL), FC_OK);
    assert_int_equal(fc__study_run(&study, keep, 2 * MONTHS, &truth, 1, PATHS, NULL),
                     FC_OK);
    size_t on = 0;
    for (int m = 0; m < MONTHS; m++)
        for (int p = 0; p < PATHS; p++) {
            assert_true((recession[m][p] > 0.5) == (working[m][p] > 0.5));
            on += working[m][p] > 0.5;
        }
    assert_true(on > PATHS);
    fc_scorecard *s = run(set, 6, 2);
    assert_true(is_zero(fc_scorecard_per_year(s, FC_CLAIRVOYANT, "false_alarms")));
    assert_true(fc_scorecard_answered(s, FC_CLAIRVOYANT, 1).value >= 1.0);
    assert_true(fc_scorecard_answered(s, FC_ADAPTIVE, 1).value < 1.0);
    fc_scorecard_free(s);
}

static void errors_are_told(void **state)
{
    (void)state;
    static const char *const set[] = {"policies=()"};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scorecard *out = NULL;
    options.paths = PATHS;
    assert_int_equal(fc_scorecard_run(path, set, 1, &options, &out, &err),
                     FC_E_SCENARIO);
    assert_null(out);
    assert_non_null(strstr(err.message, "no policies"));
}

static void words_and_threads(void **state)
{
    (void)state;
    char *json[2];
    for (int i = 0; i < 2; i++) {
        fc_scorecard *s = run(NULL, 0, 1 + i);
        char *text;
        assert_int_equal(fc_report_scorecard_json(s, &json[i], NULL), FC_OK);
        assert_explained(json[i]);
        assert_int_equal(fc_report_scorecard_summary(s, i ? "ru" : "en", &text, NULL),
                         FC_OK);
        assert_null(strchr(text, '{'));
        assert_null(strstr(text, "scorecard."));
        assert_null(strstr(text, "section."));
        free(text);
        fc_scorecard_free(s);
    }
    assert_string_equal(json[0], json[1]);
    free(json[0]);
    free(json[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_add_up),
        cmocka_unit_test(exact_figures_add_nothing),
        cmocka_unit_test(rules_that_never_act),
        cmocka_unit_test(delays_by_hand),
        cmocka_unit_test(rules_answer_recessions),
        cmocka_unit_test(the_truth_is_the_regime),
        cmocka_unit_test(errors_are_told),
        cmocka_unit_test(words_and_threads),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
