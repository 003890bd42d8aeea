/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field sales (scenarios/field.cfg): no structure is best everywhere. Territories win
 * where nothing has to be learnt about products and clients, products where products
 * are complex, segments where clients are: each in its corner ahead of the two others
 * by more than 3 errors of the paired difference in operating profit over three years.
 * Same seed, same worlds; printed. Detects .2 million of 10. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>

#include "funnelcloud/funnelcloud.h"

enum { STRUCTURES = 3, SETS = 5, PATHS = 384 };
static const char *const structures[STRUCTURES] = {"geographic", "product", "segment"};

#define KNOW(axis, weight, years)                                                      \
    "people.learning." axis ".weight=" weight, "people.learning." axis ".years=" years

static const struct corner {
    const char *title, *set[SETS - 1];
    size_t best;
} corners[] = {
    {"simple products, clients alike",
     {KNOW("product", "0", "0.25"), KNOW("segment", "0", "0.25")},
     0},
    {"complex products, clients alike",
     {KNOW("product", "0.8", "0.5"), KNOW("segment", "0", "0.25")},
     1},
    {"simple products, clients very different",
     {KNOW("product", "0", "0.25"), KNOW("segment", "0.8", "0.5")},
     2},
};

static void scenario_read(const struct corner *at, const char *structure,
                          fc_scenario **out)
{
    struct fc_error err = {0};
    char own[64];
    const char *set[SETS] = {own};
    snprintf(own, sizeof own, "organisation.structure=%s", structure);
    for (size_t i = 0; i < SETS - 1; i++)
        set[i + 1] = at->set[i];
    if (fc_scenario_read(FC_SCENARIOS "/field.cfg", set, SETS, out, &err) != FC_OK)
        fail_msg("%s", err.message);
}

/* The structure that should win is the base; the others must lose to it. */
static void check_corner(const struct corner *at)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *scenario[STRUCTURES];
    fc_comparison *c = NULL;
    options.paths = PATHS;
    for (size_t i = 0; i < STRUCTURES; i++)
        scenario_read(at, structures[(at->best + i) % STRUCTURES], &scenario[i]);
    if (fc_compare(scenario, STRUCTURES, &options, &c, &err) != FC_OK)
        fail_msg("%s", err.message);
    const size_t profit = fc_comparison_find(c, "operating_profit");
    for (size_t i = 1; i < STRUCTURES; i++) {
        const struct fc_estimate d =
            fc_comparison_paired(c, i, profit, FC_PERIOD_HORIZON).mean;
        printf("  %-40s %s ahead of %-10s by %9.0f, %4.1f errors\n", at->title,
               structures[at->best], structures[(at->best + i) % STRUCTURES], -d.value,
               -d.value / d.error);
        assert_true(-d.value > 3.0 * d.error);
    }
    fc_comparison_free(c);
    for (size_t i = 0; i < STRUCTURES; i++)
        fc_scenario_free(scenario[i]);
}

static void test_corners(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip(); /* a minute for a statement about the scenario, not about the code */
#endif
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++)
        check_corner(&corners[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_corners)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
