/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each crisis takes: closed forms of crises that add up and of crises that
 * multiply, shares that add up on every path, and the other way of sharing for many
 * crises. Detects a wrong sign, a wrong weight of an order, a crisis that is not quite
 * switched off: sums are compared to rounding (1e-9), factors to that of a float
 * (1e-5).
 */
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
#include "decide/attribution.h"

enum { PATHS = 96 };

static const struct fc__keep keep[] = {{"operating_profit", FC_PERIOD_HORIZON},
                                       {"revenue", FC_PERIOD_HORIZON}};

/* 10 months of an overhead of 100,000; nothing else costs anything but pay. */
static const char firm[] = DEPARTMENT_HEAD("10", "1") DEPARTMENT_ONE_MARKET
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } );\n"
    "funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks = 2; "
    "hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours = 8; } "
    "); deal_value = { mean = 9000; }; };\npeople = { seats = 6; };\n"
    "money = { overhead_per_month = 100000; price_level_per_year = 0.0; };\n";

/* On a date, at its peak until the end. */
#define CRISIS(name, severity, cost, effect)                                           \
    "{ name = \"" name "\"; category = \"operational\"; per_year = 0.0; severity = { " \
    "median = 0.3; sigma = 0.0; }; plateau_weeks = 500; plateau_sigma = 0.0; "         \
    "one_off_cost = " cost "; effects = ( " effect " ); scheduled = ( { month = 1; "   \
    "severity = " severity "; } ); }"
#define OVERHEAD(factor) "{ lever = \"running_cost\"; factor = " factor "; }"
#define NOTHING          "{ lever = \"running_cost\"; factor = 1.0; }"

static char path[64];

static void write_firm(const char *crises)
{
    strcpy(path, "/tmp/fc-attribution-XXXXXX");
    const int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    fprintf(file, "%s%s", firm, crises);
    assert_int_equal(fclose(file), 0);
}

static struct fc__attribution run(const char *crises, const char *const *names,
                                  size_t n)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc__study study;
    struct fc__attribution out;
    struct fc_error err = {0};
    options.threads = 2;
    write_firm(crises);
    assert_int_equal(fc__study_init(&study, path, NULL, 0, &options, &err), FC_OK);
    const fc_status status =
        fc__attribution_run(&study, NULL, names, n, keep, 2, PATHS, &out, &err);
    unlink(path);
    if (status != FC_OK)
        fail_msg("%s", err.message);
    assert_int_equal(study.done, PATHS * fc__attribution_runs(n));
    return out;
}

static void assert_near(const double *x, double wanted, double relative)
{
    for (size_t i = 0; i < PATHS; i++)
        if (!(fabs(x[i] - wanted) <= relative * (1.0 + fabs(wanted))))
            fail_msg("path %zu: %.9g instead of %.9g", i, x[i], wanted);
}

/* Bills add up: each crisis takes its own; a crisis without one takes nothing. */
static void bills_add_up(void **state)
{
    (void)state;
    static const char *const names[] = {"fire", "flood", "calm"};
    static const double bill[] = {30000, 5000, 0};
    struct fc__attribution a =
        run("crises = ( " CRISIS("fire", "0.3", "30000", NOTHING) ", " CRISIS(
                "flood", "0.9", "5000", NOTHING) ", " CRISIS("calm", "0.5", "0",
                                                             NOTHING) " );\n",
            names, 3);
    double share[PATHS], whole[PATHS];
    assert_true(a.shapley);
    for (size_t i = 0; i < 3; i++) {
        fc__attribution_share(&a, 0, i, share);
        assert_near(share, bill[i], 1e-9);
        fc__attribution_share(&a, 1, i, share); /* of revenue: nothing */
        assert_near(share, 0.0, 1e-9);
    }
    fc__attribution_whole(&a, 0, whole);
    assert_near(whole, 35000, 1e-9);
    fc__attribution_clear(&a);
}

/* Overhead O for T months times f = F^y and g = G^z: of O T (f g - 1) the first takes
 * O T (f - 1)(1 + g) / 2, the second O T (g - 1)(1 + f) / 2. */
static void factors_are_shared(void **state)
{
    (void)state;
    static const char *const names[] = {"fuel", "rent"};
    struct fc__attribution a =
        run("crises = ( " CRISIS("fuel", "0.5", "0", OVERHEAD("2.25")) ", " CRISIS(
                "rent", "0.5", "0", OVERHEAD("4.0")) " );\n",
            names, 2);
    const double all = 10 * 100000.0, f = 1.5, g = 2.0;
    double one[PATHS], two[PATHS], whole[PATHS];
    fc__attribution_share(&a, 0, 0, one);
    fc__attribution_share(&a, 0, 1, two);
    fc__attribution_whole(&a, 0, whole);
    assert_near(one, all * (f - 1) * (1 + g) / 2, 1e-5);
    assert_near(two, all * (g - 1) * (1 + f) / 2, 1e-5);
    assert_near(whole, all * (f * g - 1), 1e-5);
    for (size_t i = 0; i < PATHS; i++)
        assert_true(fabs(one[i] + two[i] - whole[i]) < 1e-6);
    fc__attribution_clear(&a);
}

/* Beyond FC__ATTRIBUTED_MOST: what each takes as the last one, n + 2 runs. */
static void many_crises(void **state)
{
    (void)state;
    enum { MANY = FC__ATTRIBUTED_MOST + 1 };
    char text[8192] = "crises = ( ", name[MANY][8];
    const char *names[MANY];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(name[i], sizeof name[i], "c%zu", i);
        names[i] = name[i];
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "%s{ name = \"%s\"; category = \"operational\"; per_year = 0.0; "
                 "severity = { median = 0.3; }; one_off_cost = %zu; effects = "
                 "( " NOTHING " ); scheduled = ( { month = 2; severity = 0.3; } ); }",
                 i ? ", " : "", name[i], 1000 * (i + 1));
    }
    strcat(text, " );\n");
    struct fc__attribution a = run(text, names, MANY);
    double share[PATHS];
    assert_false(a.shapley);
    for (size_t i = 0; i < MANY; i++) {
        fc__attribution_share(&a, 0, i, share);
        assert_near(share, 1000.0 * (double)(i + 1), 1e-9);
        for (size_t k = 0; k < PATHS; k++) /* without it, but with all others */
            assert_true(fabs(fc__attribution_without(&a, 0, i)[k] - a.values[k] -
                             share[k]) < 1e-6);
    }
    fc__attribution_whole(&a, 0, share);
    assert_near(share, 1000.0 * MANY * (MANY + 1) / 2, 1e-9);
    fc__attribution_clear(&a);
}

/* Off is off: neither chance nor contagion brings the crisis, nor what it brings. */
static void off_is_off(void **state)
{
    (void)state;
    static const char *const names[] = {"spark", "blaze"};
    struct fc__attribution a = run(
        "crises = ( { name = \"spark\"; category = \"operational\"; per_year = 3.0; "
        "severity = { median = 0.3; }; effects = ( " NOTHING " ); }, { name = "
        "\"blaze\"; category = \"operational\"; per_year = 0.0; severity = { median = "
        "0.3; }; one_off_cost = 7000; effects = ( " NOTHING " ); } );\n"
        "contagion = ( { from = \"spark\"; to = \"blaze\"; mean = 2.0; delay_weeks = "
        "1; "
        "} );\n",
        names, 2);
    double spark[PATHS], blaze[PATHS];
    size_t some = 0;
    fc__attribution_share(&a, 0, 0, spark);
    fc__attribution_share(&a, 0, 1, blaze);
    for (size_t i = 0; i < PATHS; i++) { /* neither costs anything without the other */
        assert_true(fabs(spark[i] - blaze[i]) < 1e-6);
        some += spark[i] > 3499.0;
        assert_true(fabs(remainder(2.0 * spark[i], 7000.0)) < 1e-5);
    }
    assert_true(some > PATHS / 2);
    fc__attribution_clear(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bills_add_up),
        cmocka_unit_test(factors_are_shared),
        cmocka_unit_test(many_crises),
        cmocka_unit_test(off_is_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
