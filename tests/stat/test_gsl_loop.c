/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick of the engine's speed, a scalar loop with GSL samplers (tests/bench),
 * simulates the same model: on the reference, the mean over the months of every row of
 * every state array agrees, and the spread of the arrays' sums. So this is one more
 * simulator, written by the same laws in another way (closed law of the funnel, a clock
 * for a person's hazard, double precision), that the engine agrees with.
 *
 * |z| <= 6.4: 3,400 comparisons at a family-wise 1e-6 (2 Phi(-6.3) = 3e-10 each) by the
 * normal law; differences of two samples of one law are symmetric. The shift that would
 * be seen for certain, 12.8 standard errors, is printed for the main results: with the
 * 512 paths of CI 5 % of leads, clients and revenue, 12 % of wins, 24 % of leavers, 31
 * % of profit (2 % of the revenue); with the 4,096 of the long tier about a third of
 * that. The second test shows that small changes of a scenario are found where they
 * act: the loop reads the changed one, the engine the reference. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "funnelcloud/run.h"
#include "gsl_department.h"
#include "model/model.h"

#define Z 6.4

struct firm {
    fc_scenario *scenario;
    struct fc_model *model;
};

static struct firm firm_new(const char *set)
{
    struct firm firm = {0};
    struct fc_error err = {0};
    if (fc_scenario_read(FC_SCENARIOS "/reference.cfg", set ? &set : NULL, set != NULL,
                         &firm.scenario, &err) != FC_OK ||
        fc__model_new(firm.scenario, fc_isa_best(), &firm.model, &err) != FC_OK)
        fail_msg("%s", err.message);
    return firm;
}

static void firm_clear(struct firm *firm)
{
    fc__model_free(firm->model);
    fc_scenario_free(firm->scenario);
}

static uint64_t paths(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(FC_WATCH)
    return 128; /* looks for other faults */
#else
    return getenv("FC_LONG_TESTS") ? 4096 : 512;
#endif
}

static bool is_shown(const char *name)
{
    static const char *const shown[] = {"leads",   "won",          "total_revenue",
                                        "clients", "lost_clients", "leavers",
                                        "profit",  "cash"};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (strcmp(name, shown[i]) == 0)
            return true;
    return false;
}

static void test_same_model(void **state)
{
    (void)state;
    struct firm firm = firm_new(NULL);
    struct gsl_agreement all;
    assert_null(gsl_department_refuses(firm.model));
    assert_true(gsl_agree(firm.model, firm.model, paths(), 1, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct gsl_pair *p = &all.pair[i];
        const double error = hypot(p->engine_sd, p->loop_sd) / sqrt((double)paths());
        if (is_shown(p->name))
            printf(
                "%-14s engine %-12.6g loop %-12.6g z %5.1f, spread z %5.1f; seen for "
                "certain: %.1f %%\n",
                p->name, p->engine, p->loop, p->z, p->z_sd,
                100 * 2 * Z * error / fabs(p->engine));
        if (!(fabs(p->z) <= Z) || !(fabs(p->z_sd) <= Z))
            fail_msg("%s: engine %g (sd %g), loop %g (sd %g), z %g and %g", p->name,
                     p->engine, p->engine_sd, p->loop, p->loop_sd, p->z, p->z_sd);
    }
    printf("largest |z| of %zu rows: %.1f (%s, row %u)\n", all.rows, fabs(all.worst.z),
           all.worst.name, all.worst_row);
    assert_true(fabs(all.worst.z) <= Z);
    gsl_agreement_clear(&all);
    firm_clear(&firm);
}

static const struct gsl_pair *pair_of(const struct gsl_agreement *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->pair[i].name, name) == 0)
            return &all->pair[i];
    fail_msg("no array %s", name);
    return NULL;
}

/* What differs is found: in the array where it must show. */
static void test_other_models(void **state)
{
    static const struct {
        const char *set, *array;
    } other[] = {{"money.overhead_per_month=1165000", "costs"},
                 {"people.motivation.elasticity=0.35", "seat_effort"},
                 {"people.handover.deals_loss=0.4", "handover_deals"},
                 {"customers.cross_sell.opening_share=0.18", "other_products"},
                 {"channels.website.office_hours_share=0.65", "answered_hour"},
                 {"funnel.contact_hours=0.24", "hours_needed"}};
    (void)state;
    if (paths() < 512)
        skip();
    struct firm reference = firm_new(NULL);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        struct firm firm = firm_new(other[i].set);
        struct gsl_agreement all;
        assert_true(gsl_agree(reference.model, firm.model, 256, 1, &all));
        const struct gsl_pair *p = pair_of(&all, other[i].array);
        printf("%s: %s z %.1f\n", other[i].set, p->name, p->z);
        assert_true(fabs(p->z) > Z);
        gsl_agreement_clear(&all);
        firm_clear(&firm);
    }
    firm_clear(&reference);
}

static void test_refuses(void **state)
{
    (void)state;
    struct firm firm = firm_new("customers.expansion_per_renewal=0.02");
    assert_non_null(gsl_department_refuses(firm.model));
    firm_clear(&firm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_model),
        cmocka_unit_test(test_other_models),
        cmocka_unit_test(test_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
