/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a structure and from roles, exactly.
 *
 * Mixes of territories, products and segments by hand. Matrix: pools, co-sold segments,
 * the coverage of a pair. Bad roles and pools are refused. M1: with one territory,
 * product and segment every structure with the ingredients of every other one gives the
 * same bytes in every array. With no hours to be short of and people who are all alike,
 * all six structures and mixtures of them give the same bytes in every market.
 */
#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms */
#endif

#include <math.h>
#include <stdlib.h>

#include "model/organisation.h"
#include "model/stage_work.h"
#include "structure_firm.h"

/* ---- mixes ---- */

static void check_mix(const char *organisation, const char *market, const double *want)
{
    char text[8192];
    snprintf(text, sizeof text, "%s%s",
             DEPARTMENT_HEAD("3", "1") NINE ONE_CHANNEL TWO_STAGES("3", "") SEATS("24"),
             organisation);
    struct world world = world_new(text);
    uint32_t k = 0;
    while (strcmp(world.model->axis[FC_MARKET].name[k], market) != 0)
        k++;
    for (int d = 0; d < 3; d++) {
        const double x = world.model->markets[k].domain_share[d];
        if (!(fabs(x - want[d]) < 1e-12))
            fail_msg("%s, %s: share %d is %.6f, expected %.6f", organisation, market, d,
                     x, want[d]);
    }
    world_clear(&world);
}

static void test_mixes(void **state)
{
    (void)state;
    /* hours go with leads: segments 300 : 100 : 40, products and territories equal */
    const double l = 40.0 / 440;
    check_mix("", "a_x_l", (double[]){1, 1. / 3, l});
    check_mix("organisation = { structure = \"product\"; };", "a_x_l",
              (double[]){1. / 4, 1, l});
    check_mix("organisation = { structure = \"segment\"; };", "a_x_l",
              (double[]){1. / 4, 1. / 3, 1});
    check_mix("organisation = { structure = \"pooled\"; };", "a_x_l",
              (double[]){1. / 4, 1. / 3, l});
    check_mix(
        "organisation = { structure = \"matrix\"; };", "a_x_l",
        (double[]){1, 1, 1}); /* the better of two: specialists see large clients */
    check_mix("organisation = { structure = \"matrix\"; };", "a_x_s",
              (double[]){1, 1. / 3, 300.0 / 440});
    check_mix(
        "organisation = { structure = \"geographic\"; domain_mix = \"segment\"; };",
        "a_x_l", (double[]){1. / 4, 1. / 3, 1});
    check_mix("organisation = { structure = \"custom\"; teams = ( { name = \"ab\"; "
              "territories = [ \"a\", \"b\" ]; }, { name = \"cd\"; territories = [ "
              "\"c\", \"d\" ]; } ); };",
              "a_x_l", (double[]){1. / 2, 1. / 3, l});
}

/* ---- matrix ---- */

#define MATRIX(more)                                                                   \
    DEPARTMENT_HEAD("6", "2")                                                          \
    NINE ONE_CHANNEL TWO_STAGES(                                                       \
        "30", "hours = 2;") "organisation = { structure = \"matrix\"; "                \
                            "coordination_share = 0.02; " more " };\n"

static void test_matrix(void **state)
{
    (void)state;
    struct world world =
        world_new(MATRIX("matrix = { extra_hours = 0.5; };") SEATS("24"));
    const struct fc_model *model = world.model;
    struct fc_block *b = world.block;
    assert_int_equal(model->axis[FC_TEAM].count, 7);
    assert_string_equal(model->axis[FC_TEAM].name[4], "x_experts");
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &model->markets[k];
        assert_int_equal(market->team, market->territory);
        assert_int_equal(market->second,
                         market->segment == 2 ? 4 + market->product : FC_NO_TEAM);
    }
    fc__block_open(b, fc_seed(5), 0, false);
    fc__block_step(b);
    double lead = 0, pool = 0;
    for (uint32_t team = 0; team < 7; team++) {
        const double need =
            (double)FC_ROW(b, hours_needed, team * FC_W_COUNT + FC_W_LATE)[3];
        *(team < 4 ? &lead : &pool) += need;
        assert_true(FC_ROW(b, headcount, team)[3] >= 1);
    }
    world_clear(&world);
    /* leaders need what they would need alone, specialists half of it for large deals
     */
    const double alone = first_need(
        DEPARTMENT_HEAD("6", "2") NINE ONE_CHANNEL TWO_STAGES("30", "hours = 2;")
            SEATS("24") "organisation = { coordination_share = 0.02; };");
    assert_true(fabs(lead / alone - 1) < 0.05);
    assert_true(pool > 0.02 * lead && pool < 0.09 * lead);
}

/* Two specialists too few: the deals of large clients slow down, the others do not. */
static void test_pair_coverage(void **state)
{
    (void)state;
    struct world world =
        world_new(DEPARTMENT_HEAD("6", "2") NINE ONE_CHANNEL TWO_STAGES(
            "30", "hours = 2;") "organisation = { structure = \"matrix\"; matrix = { "
                                "extra_hours = 1.0; }; "
                                "teams = ( { name = \"a\"; seats = 60; }, { name = "
                                "\"b\"; seats = 60; }, { "
                                "name = \"c\"; seats = 60; }, { name = \"d\"; seats = "
                                "60; } ); };\n" SEATS("243"));
    struct fc_block *b = world.block;
    fc__block_open(b, fc_seed(5), 0, false);
    fc__block_step(b);
    const struct fc_stage_cover small = fc__stage_cover(b, 0);
    const struct fc_stage_cover large = fc__stage_cover(b, 2);
    assert_null(small.second);
    assert_non_null(large.second);
    const size_t late = FC_LANES;
    const fc_vf covered = fc__stage_cover_at(&large, 1, 0);
    assert_true(small.first[late] >= 1 && large.second[late] < 0.9f);
    assert_true(fabsf(covered[0] - (1 + large.second[late]) / 2) < 1e-6f);
    world_clear(&world);
}

/* ---- equal bytes ---- */

/* `mixed`: whose ingredients, or "own" */
#define MIXTURE(mixed)                                                                 \
    "domain_mix = \"" mixed "\"; travel = { reach = \"" mixed "\"; }; ownership = { "  \
    "on = true; slow_down = 0; leave_log_odds = 0; like = \"" mixed "\"; }"

#define EVERYBODY_ALIKE(structure)                                                     \
    DEPARTMENT_HEAD("18", "2")                                                         \
    NINE                                                                               \
        "channels = ( { name = \"web\"; kind = \"inbound\"; share = 0.6; }, { name = " \
        "\"partners\"; kind = \"partner\"; share = 0.4; quality_odds = 1.3; }, { "     \
        "name = \"referral\"; kind = \"referral\"; leads_per_client_year = 0.1; } "    \
        ");\n" TWO_STAGES(                                                             \
            "0", "") "macro = { expansion_months = 30; recession_months = 10; "        \
                     "demand_drop = "                                                  \
                     "0.15; };\norganisation = { structure = " structure               \
                     "; handoff_loss = 0; "                                            \
                     "matrix = { extra_hours = 0; collaboration_loss = 0; }; };\n"     \
                     "people = { seats = 24; turnover_per_year = 0; ability_cv = 0; "  \
                     "ramp_months = 0; };\nopening = { clients = 240; };\n"

static void same_markets(struct world *a, struct world *b, int state)
{
    const size_t row = FC_LANES * fc__state_rows[state].bytes;
    const unsigned char *x = fc__state_array(a->block, state);
    const unsigned char *y = fc__state_array(b->block, state);
    if (memcmp(x, y, a->model->state_rows[state] * row) != 0)
        fail_msg("%s differs in step %u", fc__state_rows[state].name, a->block->step);
}

/* With no hours to be short of and people who are all alike, structures are one. */
static void test_structures_without_scarcity(void **state)
{
    (void)state;
    static const char *const texts[] = {
        EVERYBODY_ALIKE("\"geographic\""),
        EVERYBODY_ALIKE("\"product\""),
        EVERYBODY_ALIKE("\"segment\""),
        EVERYBODY_ALIKE("\"pooled\""),
        EVERYBODY_ALIKE("\"matrix\""),
        EVERYBODY_ALIKE("\"custom\"; teams = ( { name = \"ab\"; territories = [ "
                        "\"a\", \"b\" ]; }, { name = \"cd\"; territories = [ \"c\", "
                        "\"d\" ]; } )"),
        EVERYBODY_ALIKE("\"geographic\"; " MIXTURE("matrix")),
        EVERYBODY_ALIKE("\"matrix\"; " MIXTURE("pooled")),
        EVERYBODY_ALIKE("\"pooled\"; " MIXTURE("segment"))};
    for (size_t i = 1; i < sizeof texts / sizeof *texts; i++) {
        struct world a = world_new(texts[0]), b = world_new(texts[i]);
        fc__block_open(a.block, fc_seed(8), 128, false);
        fc__block_open(b.block, fc_seed(8), 128, false);
        for (uint32_t step = 0; step < a.model->steps; step++) {
            fc__block_step(a.block);
            fc__block_step(b.block);
            for (int s = 0; s < FC_S_COUNT; s++)
                if (fc__state_rows[s].rows == FC_MARKET &&
                    strcmp(fc__state_rows[s].writer, "money") != 0)
                    same_markets(&a, &b, s);
            same_markets(&a, &b, FC_S_revenue);
            fc__block_next(a.block);
            fc__block_next(b.block);
        }
        world_clear(&a);
        world_clear(&b);
    }
}

static const char *const structure_text[] = {
    "\"geographic\"; ", "\"product\"; ",
    "\"segment\"; ",    "\"pooled\"; ",
    "\"matrix\"; ",     "\"custom\"; teams = ( { name = \"any\"; } ); "};
static const char *const mixed_text[] = {MIXTURE("own"),     MIXTURE("geographic"),
                                         MIXTURE("product"), MIXTURE("segment"),
                                         MIXTURE("pooled"),  MIXTURE("matrix")};
enum {
    STRUCTURES = sizeof structure_text / sizeof *structure_text,
    MIXTURES = sizeof mixed_text / sizeof *mixed_text
};

/* One territory, product and segment; people who learn, tire and leave; few hours. */
static struct world one_of_each(int structure, int mixed)
{
    char text[8192];
    snprintf(
        text, sizeof text,
        "%s organisation = { coordination_share = 0.0; handoff_loss = 0.2; matrix "
        "= { extra_hours = 0.5; collaboration_loss = 0.2; }; %s; structure = %s };",
        DEPARTMENT_HEAD("7", "2") DEPARTMENT_ONE_MARKET DEPARTMENT_SELLING
            DEPARTMENT_CLIENTS DEPARTMENT_CRISES DEPARTMENT_MONEY DEPARTMENT_OPENING
        "people = { seats = 9; turnover_per_year = 0.4; learning = { territory = { "
        "weight = 0.2; }; product = { weight = 0.3; }; segment = { weight = 0.4; "
        "}; }; };",
        mixed_text[mixed], structure_text[structure]);
    return world_new(text);
}

static void same_arrays(const struct world *a, const struct world *b)
{
    size_t bytes = 0;
    for (int i = 0; i < FC_S_COUNT; i++) {
        assert_int_equal(a->model->state_rows[i], b->model->state_rows[i]);
        bytes += (size_t)a->model->state_rows[i] * FC_LANES * fc__state_rows[i].bytes;
    }
    assert_memory_equal(a->block->memory, b->block->memory, bytes);
}

static void test_m1_mixed(void **state)
{
    (void)state;
    for (int s = 0; s < STRUCTURES; s++)
        for (int m = 0; m < MIXTURES; m++) {
            struct world a = one_of_each(0, 0), b = one_of_each(s, m);
            fc__block_open(a.block, fc_seed(8), 128, false);
            fc__block_open(b.block, fc_seed(8), 128, false);
            for (uint32_t step = 0; step < a.model->steps; step++) {
                fc__block_step(a.block);
                fc__block_step(b.block);
                same_arrays(&a, &b);
                fc__block_next(a.block);
                fc__block_next(b.block);
            }
            world_clear(&a);
            world_clear(&b);
        }
}

/* ---- messages ---- */

static void check_problem(const char *text, const char *says)
{
    struct world world;
    bool found = false, warning;
    assert_int_equal(world_try(&world, text, (enum fc_isa)0), FC_E_SCENARIO);
    for (size_t p = 0; p < fc_scenario_problems(world.scenario); p++)
        found |= strstr(fc_scenario_problem(world.scenario, p, &warning), says) != NULL;
    if (!found) {
        world_print(world.scenario);
        fail_msg("nothing says \"%s\"", says);
    }
    world_clear(&world);
}

#define ROLES(roles, seats)                                                            \
    DEPARTMENT_HEAD("6", "2")                                                          \
    NINE ONE_CHANNEL TWO_STAGES("3", "") "people = { seats = " seats                   \
                                         "; roles = ( " roles " ); };"

static void test_refused(void **state)
{
    (void)state;
    check_problem(ROLES("{ name = \"sdr\"; }, { name = \"closer\"; }", "24"),
                  "'funnel.contact_role' must name one of 'people.roles'");
    check_problem(ROLES("{ name = \"sdr\"; seats = 3; }, { name = \"ae\"; }", "24"),
                  "'people.roles.sdr' has 3 seats to share out");
    check_problem(ROLES("{ name = \"ae\"; seats = 3; }, { name = \"sdr\"; }", "24"),
                  "'people.roles.ae' has 3 seats to share out");
    check_problem(MATRIX("matrix = { min_deal_value = 1e6; };") SEATS("24"),
                  "lower it, or choose structure = \"geographic\"");
    check_problem(
        DEPARTMENT_HEAD("6", "2") NINE
        "channels = ( { name = \"p\"; kind = \"outbound\"; role = \"ae\"; }, { name = "
        "\"q\"; kind = \"outbound\"; role = \"sdr\"; } );\n" TWO_STAGES(
            "3", "") "people = { seats = 24; roles = ( { name = \"ae\"; }, { name = "
                     "\"sdr\"; } ); };",
        "'channels.q.role' is not that of the other outbound channels");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixes),
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_pair_coverage),
        cmocka_unit_test(test_structures_without_scarcity),
        cmocka_unit_test(test_m1_mixed),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
