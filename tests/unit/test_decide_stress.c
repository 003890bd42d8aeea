/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stress tests: worlds made by hand with known times of recovery, drivers with known
 * scores, a department whose mildest combination is known from a straight line; off is
 * off bit for bit, threads change nothing, every key and sentence has its words.
 * Detects: any month too early or late; a score off by .35; a share of leavers off by
 * .06. */
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
#include "decide/stress.h"
#include "funnelcloud/funnelcloud.h"
#include "random/lanemath.h"
#include "report/words.h"

/* ---- worlds made by hand ---- */

static void recovery_by_hand(void **state)
{
    (void)state;
    enum { MONTHS = 8 };
    double twin[MONTHS], real[MONTHS];
    for (int m = 0; m < MONTHS; m++)
        twin[m] = real[m] = 100.0;
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 1), 0);
    real[2] = real[3] = 97.0; /* months 3 and 4: hit; back in 5 and 6 */
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 1), 2);
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 4), 1);
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 5), 0);
    real[5] = 97.9; /* month 6: again; back in 7 and 8 */
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 1), 4);
    real[7] = 0.0;
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 1), MONTHS + 1);
    real[5] = 98.0; /* at the tolerance is not below */
    assert_int_equal(fc__stress_recovery(real, twin, 1, MONTHS, 1), 2);
}

static void made_up_by_hand(void **state)
{
    (void)state;
    enum { MONTHS = 6 };
    const double revenue[MONTHS] = {100, 100, 100, 100, 100, 100};
    const double twin[MONTHS] = {10, 10, 10, 10, 10, 10};
    double real[MONTHS] = {10, 5, 10, 10, 10, 10};
    /* 5 missing: 5 %, 2.5 %, 1.7 % of 100, 200, 300 */
    assert_int_equal(fc__stress_made_up(real, twin, revenue, 1, MONTHS, 2), 2);
    assert_int_equal(fc__stress_made_up(real, twin, revenue, 1, MONTHS, 1), 2);
    assert_int_equal(fc__stress_made_up(real, twin, revenue, 1, MONTHS, 3), 0);
    real[5] = 0.0; /* 15 of 500 */
    assert_int_equal(fc__stress_made_up(real, twin, revenue, 1, MONTHS, 2), MONTHS + 1);
    assert_int_equal(fc__stress_below(real, 1, MONTHS, 6.0), 2);
    assert_int_equal(fc__stress_below(real, 1, MONTHS, 0.0), 0);
}

static void first_by_hand(void **state)
{
    (void)state;
    /* two worlds of 14 months; world 1 is looked at */
    enum { N = 2, MONTHS = 14 };
    static double rows[FC__SERIES][MONTHS * N], revenue[2] = {1200, 190}, churn[MONTHS];
    struct fc__stress_worlds w = {.n = N, .months = MONTHS};
    const struct fc__stress_limits limits = {
        .cash = 0.0, .utilisation = 1.0, .revenue = revenue, .churn = churn};
    for (int m = 0; m < MONTHS; m++) {
        rows[FC__TURNOVER][m * N + 1] = 100.0;
        rows[FC__LOST][m * N + 1] = (double)NAN;
        churn[m] = 0.2;
    }
    for (int k = 0; k < FC__SERIES; k++)
        w.at[k] = rows[k];
    for (int k = 0; k < FC_LIMITS; k++)
        assert_int_equal(fc__stress_broken(&w, 1, &limits, (enum fc_stress_limit)k), 0);
    rows[FC__TURNOVER][12 * N + 1] = 89.0; /* the last year has two months: 189 */
    rows[FC__CASH][4 * N + 1] = -1.0;
    rows[FC__LOAD][6 * N + 1] = 1.01;
    rows[FC__LOST][3 * N + 1] = 0.3;
    int with[FC_LIMITS];
    for (int k = 0; k < FC_LIMITS; k++)
        with[k] = fc__stress_broken(&w, 1, &limits, (enum fc_stress_limit)k);
    assert_int_equal(with[FC_LIMIT_CASH], 5);
    assert_int_equal(with[FC_LIMIT_REVENUE], 14);
    assert_int_equal(with[FC_LIMIT_UTILISATION], 7);
    assert_int_equal(with[FC_LIMIT_CHURN], 4);
    const int never[FC_LIMITS] = {0}, churned[FC_LIMITS] = {0, 0, 0, 4};
    const int late[FC_LIMITS] = {6, 0, 0, 3};
    assert_int_equal(fc__stress_first(with, never), FC_LIMIT_CHURN);
    assert_int_equal(fc__stress_first(with, churned), FC_LIMIT_CASH);
    assert_int_equal(fc__stress_first(with, late), FC_LIMIT_CASH);
    assert_int_equal(fc__stress_first(with, with), FC_LIMITS);
    rows[FC__TURNOVER][11 * N + 1] = 99.0; /* the first year: 1199 of 1200 */
    assert_int_equal(fc__stress_broken(&w, 1, &limits, FC_LIMIT_REVENUE), 12);
}

static void medians_and_shares(void **state)
{
    (void)state;
    double x[101];
    for (int i = 0; i <= 100; i++)
        x[i] = (double)((37 * i) % 101);
    const struct fc_estimate middle = fc__stress_median(x, 101);
    assert_true(middle.value == 50.0);
    /* ranks 50.5 - 9.85 and 51.5 + 9.85, outwards: 40 and 62 */
    assert_true(fabs(middle.error - 22.0 / (2 * 1.959963984540054)) < 1e-9);
    assert_int_equal(fc__stress_median(x, 19).needed, 20);
    assert_true(fc__stress_share(25, 100).value == 0.25);
    assert_true(fabs(fc__stress_share(250, 1000).error - sqrt(.25 * .75 / 1000)) <
                2e-4);
    assert_true(fc__stress_share(0, 1000).error > 0.0);
}

/* ---- drivers ---- */

static void scores_by_hand(void **state)
{
    (void)state;
    enum { N = 10 };
    double x[2][N] = {{0, 0, 0, 0, 0, 0, 0, 0, .3, .6},
                      {3, 1, 2, 5, 4, 7, 6, 9, 8, 10}};
    double score[2][N], sorted[2][N];
    uint16_t from[2][N] = {{0}};
    struct fc__drivers drivers = {.n = 2, .worlds = N};
    for (int j = 0; j < 2; j++)
        drivers.at[j] =
            (struct fc__driver){.kind = j == 0 ? FC__BY_CRISIS : FC__BY_NUMBER,
                                .x = x[j],
                                .from = from[j],
                                .score = score[j],
                                .sorted = sorted[j]};
    strcpy(drivers.at[0].name, "outage");
    strcpy(drivers.at[1].name, "people.turnover_per_year");
    fc__drivers_score(&drivers);
    assert_true(score[0][0] == 0.0);
    assert_true(fabs(score[0][9] - fc_normal_pinv(0.95)) < 1e-12);
    assert_true(fabs(score[1][1] - fc_normal_pinv(0.05)) < 1e-12);
    for (int w = 0; w < N; w++) {
        assert_true(fc__driver_value(&drivers.at[1], N, score[1][w]) == x[1][w]);
        if (x[0][w] > 0)
            assert_true(fc__driver_value(&drivers.at[0], N, score[0][w]) == x[0][w]);
    }
    /* half of a rare crisis is none */
    assert_true(fc__driver_value(&drivers.at[0], N, score[0][9] / 2) == 0.0);

    const struct fc__forced what = {
        .n = 2, .driver = {0, 1}, .month = {7, 0}, .score = {score[0][9], score[1][5]}};
    static struct fc__forced_text text;
    fc__forced_write(&drivers, &what, 1.0, &text);
    assert_string_equal(text.overlay,
                        "crises = ( { name = \"outage\"; per_year = 0.0; scheduled = ( "
                        "{ month = 7; severity = 0.600000; } ); } );\n");
    assert_int_equal(text.variant.n_set, 1);
    assert_string_equal(text.set[0], "people.turnover_per_year=\"6.99993 .. 7.00007\"");
    fc__forced_write(&drivers, &what, 0.5, &text);
    assert_string_equal(text.overlay, "crises = ( { name = \"outage\"; per_year = 0.0; "
                                      "scheduled = (); } );\n");
}

static void joined(void **state)
{
    (void)state;
    static struct fc__stress_plan a = {.name = "a", .month = 6, .crises = "{ 1 }"};
    static struct fc__stress_plan b = {
        .name = "b", .month = 4, .crises = "{ 2 }", .macro = "random = false; "};
    static struct fc__stress_plan both;
    fc__stress_join(&a, &b, &both);
    assert_int_equal(fc__stress_text(&both, NULL), FC_OK);
    assert_string_equal(both.text,
                        "\nmacro = { random = false; };\ncrises = ( { 1 }, { 2 } );\n");
    assert_int_equal(both.month, 4);
    free(both.text);
    assert_true(fabs(fc__stress_leave_factor(0.35) - 12.229) < 1e-3);
}

/* ---- a department ---- */

enum { PATHS = 448 };
static char path[] = "/tmp/fc-stress-XXXXXX";
static char own_path[] = "/tmp/fc-stress-own-XXXXXX";

static const char firm[] =
    DEPARTMENT_HEAD("12", "1") DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS
        DEPARTMENT_CRISES DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE
    "targets = ( { metric = \"operating_profit\"; over = \"horizon\"; value = -100000; "
    "accept_miss = 0.2; } );\n";
static const char own[] = "money = { overhead_per_month = 170000; };\n";

static int set_up(void **state)
{
    (void)state;
    return scratch_put(path, firm) || scratch_put(own_path, own);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path) || unlink(own_path);
}

static fc_stress *run(const char *const *set, size_t n_set, const char *reverse,
                      int threads)
{
    const char *const tests[] = {own_path};
    const struct fc_stress_options what = {
        .tests = tests, .n_tests = reverse ? 0 : 1, .reverse = reverse};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_stress *out = NULL;
    options.paths = PATHS;
    options.threads = threads;
    if (fc_stress_run(path, set, n_set, &what, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

static void assert_words(const char *text)
{
    assert_null(strchr(text, '{'));
    assert_null(strstr(text, "nan"));
    assert_null(strstr(text, "stress."));
    assert_null(strstr(text, "reverse."));
    assert_true(strlen(text) > 1000);
}

static void the_named_tests(void **state)
{
    (void)state;
    fc_stress *s = run(NULL, 0, NULL, 2);
    static const char *const names[] = {"base",          "recession", "largest_segment",
                                        "breach_outage", "recall",    "reps_leave"};
    assert_int_equal(fc_stress_tests(s), 8);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(fc_stress_test(s, i).name, names[i]);
    assert_string_equal(fc_stress_test(s, 7).name, "two_worst");
    /* the same cost in every world: 10,000 a month, a fifth of it in foreign money */
    const struct fc_stress_test mine = fc_stress_test(s, 6);
    if (!(mine.user && fabs(mine.profit_mean.change.value + 120000.0) < 6000.0))
        fail_msg("%.0f", mine.profit_mean.change.value);
    assert_true(mine.hit.value == 0.0);
    const struct fc_stress_test leave = fc_stress_test(s, 5);
    if (!(fabs(leave.left.value - 0.30) < 0.06))
        fail_msg("%.3f of the people left", leave.left.value);
    const size_t worst = fc_stress_worst(s);
    assert_true(worst == 7 && fc_stress_test(s, 7).also);
    /* people are short there: what a recall takes from them, others bring */
    for (size_t i = 1; i < 6; i++) {
        const struct fc_estimate d = fc_stress_test(s, i).profit_mean.change;
        if (i != 4 && !(d.value < -6.0 * d.error))
            fail_msg("%s: %.0f +- %.0f", names[i], d.value, d.error);
    }
    for (size_t i = 0; i < 8; i++) {
        const struct fc_stress_test test = fc_stress_test(s, i);
        double sum = test.nothing.value;
        for (int k = 0; k < FC_LIMITS; k++)
            sum += test.first[k].value;
        assert_true(fabs(sum - 1.0) < 1e-12);
        assert_true(
            fabs(fc_stress_kept(s, i, test.month > 1 ? test.month - 1 : 1).value -
                 1.0) < (test.user ? 1e-9
                         : i == 7  ? 1
                                   : 1e-9));
    }
    fc_stress_free(s);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        fc_stress *s = run(NULL, 0, NULL, 1 + i);
        assert_int_equal(fc_report_stress_json(s, &text[i], NULL), FC_OK);
        for (int lang = 0; lang < 2 && i == 0; lang++) {
            char *said;
            assert_int_equal(
                fc_report_stress_summary(s, lang ? "ru" : "en", &said, NULL), FC_OK);
            assert_words(said);
            free(said);
        }
        fc_stress_free(s);
    }
    assert_string_equal(text[0], text[1]);
    assert_explained(text[0]);
    free(text[0]);
    free(text[1]);
}

/* What costs for certain breaks in a straight line: a limit that lies 1.2 standard
 * deviations of the yearly overhead below the mean profit asks for a score of 1.2. */
static void the_mildest_is_known(void **state)
{
    (void)state;
    static const char *const set[] = {"money.overhead_per_month=\"100000 .. 300000\"",
                                      "crises.exodus.per_year=0",
                                      "crises.crunch.per_year=0", "macro.random=false"};
    fc_stress *s = run(set, 4, "operating_profit<-1e12", 2);
    assert_string_equal(fc_stress_reverse(s, 0).outcome, "never");
    const double mean = fc_stress_test(s, 0).profit_p50.value.value;
    fc_stress_free(s);
    /* lognormal with these 5 % and 95 % points: what a score of 1.2 adds to the median
     */
    const double middle = sqrt(100000.0 * 300000.0);
    const double sigma = log(3.0) / (2 * 1.6448536269514722);
    const double limit = mean - 12.0 * middle * (exp(1.2 * sigma) - 1.0);
    char text[64];
    snprintf(text, sizeof text, "operating_profit<%.0f", limit);
    s = run(set, 4, text, 2);
    const struct fc_reverse r = fc_stress_reverse(s, 0);
    assert_string_equal(r.outcome, "found");
    assert_int_equal(r.n, 1);
    assert_string_equal(r.driver[0].name, "money.overhead_per_month");
    if (!(fabs(r.driver[0].score - 1.2) < 0.35))
        fail_msg("score %.3f", r.driver[0].score);
    assert_true(r.with.value >= 0.5 && r.half.value < 0.5 && r.explained > 0.4);
    fc_stress_free(s);
}

/* Depth 1 and luck 0 are what they were without these keys. */
static void off_is_off(void **state)
{
    (void)state;
    static const char *const overlays[] = {
        "macro = { scheduled = ( { start_month = 2; months = 3; } ); };\n",
        "macro = { scheduled = ( { start_month = 2; months = 3; depth = 1.0; } ); };\n"
        "markets = { year_luck = [ 0.0 ]; };\n"};
    static double values[2][96];
    const struct fc__keep keep = {"operating_profit", FC_PERIOD_HORIZON};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    assert_int_equal(fc__study_init(&study, path, NULL, 0, &options, NULL), FC_OK);
    for (int i = 0; i < 2; i++) {
        struct fc__variant one = {.overlay = overlays[i], .values = {values[i]}};
        assert_int_equal(fc__study_run(&study, &keep, 1, &one, 1, 96, NULL), FC_OK);
    }
    assert_memory_equal(values[0], values[1], sizeof values[0]);
}

static void errors_are_told(void **state)
{
    (void)state;
    static const char *const missing[] = {"/nowhere/test.cfg"};
    const struct {
        struct fc_stress_options what;
        fc_status status;
        const char *part;
    } cases[] = {{{.reverse = "operating_profit"}, FC_E_ARG, "METRIC<VALUE"},
                 {{.reverse = "operatig_profit<1"}, FC_E_ARG, "operating_profit"},
                 {{.tests = missing, .n_tests = 1}, FC_E_NO_INPUT, "nowhere"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fc_run_options options = FC_RUN_OPTIONS_INIT;
        struct fc_error err = {0};
        fc_stress *s = NULL;
        options.paths = 32;
        assert_int_equal(
            fc_stress_run(path, NULL, 0, &cases[i].what, &options, &s, &err),
            cases[i].status);
        assert_non_null(strstr(err.message, cases[i].part));
        assert_null(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recovery_by_hand),
        cmocka_unit_test(made_up_by_hand),
        cmocka_unit_test(first_by_hand),
        cmocka_unit_test(medians_and_shares),
        cmocka_unit_test(scores_by_hand),
        cmocka_unit_test(joined),
        cmocka_unit_test(the_named_tests),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_mildest_is_known),
        cmocka_unit_test(off_is_off),
        cmocka_unit_test(errors_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
