/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variants of one scenario in the same worlds: the values do not depend on how many
 * variants run together, a path replayed alone is that path among all others, and what
 * cannot be kept is an error. Detects any mix-up of variants, columns and paths: values
 * are compared bit for bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../department.h"
#include "../scratch.h"
#include "decide/study.h"

enum { PATHS = 96, VARIANTS = 10 };

static const struct fc__keep keep[] = {{"operating_profit", FC_PERIOD_HORIZON},
                                       {"revenue", 3}};
static char path[] = "/tmp/fc-study-XXXXXX";

static const char firm[] =
    DEPARTMENT_HEAD("6", "1") DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS
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

static struct fc__study study_of(int threads)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    options.threads = threads;
    assert_int_equal(fc__study_init(&study, path, NULL, 0, &options, NULL), FC_OK);
    return study;
}

static struct fc__variant variant_of(char text[64], int i, double *profit,
                                     double *revenue)
{
    snprintf(text, 64, "money.overhead_per_month=%d", 150000 + 1000 * i);
    return (struct fc__variant){.set = {text}, .n_set = 1, .values = {profit, revenue}};
}

static void grouping_changes_nothing(void **state)
{
    (void)state;
    static double all[2][VARIANTS][PATHS], one[2][PATHS];
    char text[VARIANTS][64];
    struct fc__variant variant[VARIANTS];
    struct fc__study study = study_of(2);
    struct fc_error err = {0};
    for (int i = 0; i < VARIANTS; i++)
        variant[i] = variant_of(text[i], i, all[0][i], all[1][i]);
    if (fc__study_run(&study, keep, 2, variant, VARIANTS, PATHS, &err) != FC_OK)
        fail_msg("%s", err.message);
    assert_int_equal(study.done, VARIANTS * PATHS);
    struct fc__study alone = study_of(1);
    for (int i = VARIANTS - 1; i >= 0; i--) {
        struct fc__variant own = variant_of(text[i], i, one[0], one[1]);
        assert_int_equal(fc__study_run(&alone, keep, 2, &own, 1, PATHS, NULL), FC_OK);
        for (int k = 0; k < 2; k++)
            assert_memory_equal(all[k][i], one[k], sizeof one[k]);
    }
    /* dearer by the same sum in every world, the revenue untouched */
    for (int p = 0; p < PATHS; p++) {
        assert_true(all[0][0][p] - all[0][9][p] > 53000.0);
        assert_true(all[1][0][p] == all[1][9][p]);
    }
}

/* Paths in any order, several times, over two blocks: each is what it is among all. */
static void chosen_paths_are_the_same(void **state)
{
    (void)state;
    enum { ALL = 2 * FC_LANES + 9, CHOSEN = FC_LANES + 5 };
    static double all[2][ALL], chosen[2][CHOSEN];
    static const char motives[] =
        "people = { motivation = { elasticity = 0.3; alike = 4.0; leave_by_pay = 0.5; "
        "leave_by_motivation = 0.3; }; quota_per_year = 300000; };\n";
    uint64_t list[CHOSEN];
    struct fc__study study = study_of(2);
    struct fc_error err = {0};
    struct fc__variant variant = {.overlay = motives, .values = {all[0], all[1]}};
    for (size_t i = 0; i < CHOSEN; i++)
        list[i] = i == 4 ? 11 : (ALL - 1) - (7 * i) % ALL;
    if (fc__study_run(&study, keep, 2, &variant, 1, ALL, &err) != FC_OK)
        fail_msg("%s", err.message);
    for (int k = 0; k < 2; k++)
        variant.values[k] = chosen[k];
    if (fc__study_run_at(&study, keep, 2, &variant, 1, list, CHOSEN, &err) != FC_OK)
        fail_msg("%s", err.message);
    assert_null(study.list);
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < CHOSEN; i++)
            assert_memory_equal(&chosen[k][i], &all[k][list[i]], sizeof(double));
    assert_int_equal(fc__study_run_at(&study, keep, 2, &variant, 1, list, 0, NULL),
                     FC_OK);
}

static void errors_are_told(void **state)
{
    (void)state;
    static const struct fc__keep unknown[] = {{"happiness", FC_PERIOD_HORIZON}};
    static const struct fc__keep late[] = {{"revenue", 7}};
    double values[PATHS];
    const char *many[FC__SETS_MOST];
    struct fc__variant plain = {.values = {values}};
    struct fc__study study = study_of(1);
    struct fc_error err = {0};
    assert_int_equal(fc__study_run(&study, unknown, 1, &plain, 1, PATHS, &err),
                     FC_E_ARG);
    assert_non_null(strstr(err.message, "happiness"));
    assert_int_equal(fc__study_run(&study, late, 1, &plain, 1, PATHS, NULL), FC_E_ARG);
    plain.set[plain.n_set++] = "horizon.months=none";
    assert_int_equal(fc__study_run(&study, keep, 1, &plain, 1, PATHS, NULL),
                     FC_E_SCENARIO);
    for (size_t i = 0; i < FC__SETS_MOST; i++)
        many[i] = "seed=1";
    assert_int_equal(
        fc__study_init(&study, path, many, FC__SETS_MOST, &study.options, NULL),
        FC_E_ARG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grouping_changes_nothing),
        cmocka_unit_test(chosen_paths_are_the_same),
        cmocka_unit_test(errors_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
