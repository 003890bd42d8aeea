/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What policies must not change: M11 (one that never acts is none, bit for bit), M2
 * (the order of the list), every instruction set, any position in a block; and the
 * messages for bad policies. Nothing is statistical. */
#include "policy_firm.h"

/* ---- identities ---- */

static uint64_t hash_bytes(uint64_t h, const void *data, size_t n)
{
    const unsigned char *at = data;
    for (size_t i = 0; i < n; i++)
        h = (h ^ at[i]) * 1099511628211u;
    return h;
}

/* Every array of the other rooms, every step. */
static void hash_others(const struct fc_block *b, void *out)
{
    uint64_t *h = out;
    for (int i = 0; i < FC_S_COUNT; i++)
        if (strcmp(fc__state_rows[i].writer, "policy") != 0 &&
            strcmp(fc__state_rows[i].writer, "practice") != 0 &&
            fc__state_rows[i].rows != FC_PRACTICE) /* a practice more is a row more */
            *h = hash_bytes(*h, fc__state_array(b, i),
                            (size_t)b->model->state_rows[i] * FC_LANES *
                                fc__state_rows[i].bytes);
}

static uint64_t hash_of(const char *text, enum fc_isa isa)
{
    struct world w;
    uint64_t h = 14695981039346656037u;
    const fc_status status = world_try(&w, text, isa);
    if (status != FC_OK)
        world_print(w.scenario);
    assert_int_equal(status, FC_OK);
    world_block(&w, 0, false, hash_others, &h);
    world_clear(&w);
    return h;
}

#define NOISY                                                                          \
    "noise_cv = 0.1; lag_months = 1.3; smoothing = 0.4; cool_down_months = 1; "
#define REAL_A                                                                         \
    POLICY("a",                                                                        \
           "watch = \"bookings\"; compare_to = \"history\"; act_below = -0.5; " NOISY  \
           "do = \"marketing_up\"; share = 0.7; monthly_cost = 100; effects = ( "      \
           "{ lever = \"lead_flow\"; factor = 1.3; } );")
#define REAL_B                                                                         \
    POLICY("b",                                                                        \
           "watch = \"utilisation\"; act_above = 0.7; release_below = 0.5; " NOISY     \
           "do = \"marketing_down\"; effects = ( { lever = \"lead_flow\"; "            \
           "factor = 0.77; }, { lever = \"win_odds\"; factor = 1.1; } );")

static void test_never(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const uint64_t none = hash_of(FIRM("30", "2", ""), isa);
    const uint64_t never = hash_of(
        FIRM("30", "2", "") POLICIES(
            POLICY("save", NEVER NOISY "do = \"marketing_down\";"),
            POLICY("rebate", NEVER NOISY "do = \"discount\"; monthly_cost = 9;"),
            POLICY("keep", NEVER NOISY "do = \"retention_campaign\"; setup_cost = 5; "
                                       "cost_per_client = 3; budget = 1000;"),
            POLICY("move", NEVER NOISY "do = \"marketing_shift\"; where = [ "
                                       "\"adverts\" ]; to = [ \"fairs\" ];")),
        isa);
    assert_true(none == never);
    assert_true(
        none ==
        hash_of(FIRM("30", "2", "") SPRINT POLICIES(POLICY(
                    "call", NEVER NOISY
                    "do = \"practice\"; practice = \"sprint\"; monthly_cost = 5;")),
                isa));
    assert_true(none != hash_of(FIRM("30", "2", "") POLICIES(REAL_A), isa));
}

static void test_order(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const uint64_t ab = hash_of(FIRM("30", "2", "") POLICIES(REAL_A, REAL_B), isa);
    assert_true(ab == hash_of(FIRM("30", "2", "") POLICIES(REAL_B, REAL_A), isa));
    for (int other = 0; other < (int)isa; other++)
        assert_true(ab == hash_of(FIRM("30", "2", "") POLICIES(REAL_A, REAL_B),
                                  (enum fc_isa)other));
}

struct lanes {
    uint32_t lane;
    double costs[30], spend[30];
};

static void keep_lane(const struct fc_block *b, void *out)
{
    struct lanes *self = out;
    self->costs[b->month] = FC_ROW(b, costs, 0)[self->lane];
    self->spend[b->month] = FC_ROW(b, marketing, 1)[self->lane];
}

/* Neighbours that act do not touch a path that does not. */
static void test_any_position_in_a_block(void **state)
{
    (void)state;
    struct world w = world_new(FIRM("30", "2", "") POLICIES(REAL_A, REAL_B));
    for (uint32_t path = 32; path < 48; path++) {
        struct lanes here = {.lane = path}, there = {.lane = path - 32};
        world_block(&w, 0, false, keep_lane, &here);
        world_block(&w, 32, false, keep_lane, &there);
        assert_memory_equal(here.costs, there.costs, sizeof here.costs);
        assert_memory_equal(here.spend, there.spend, sizeof here.spend);
    }
    world_clear(&w);
}

/* ---- bad policies ---- */

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *text, *say;
    } bad[] = {
        {"watch = \"lead\"; act_below = 1; do = \"discount\";", "did you mean 'leads'"},
        {"watch = \"recession\"; act_above = 0.5; do = \"discount\";",
         "nobody can see"},
        {"watch = \"leads\"; do = \"discount\";", "no threshold"},
        {"watch = \"leads\"; act_below = 1; act_above = 2; do = \"discount\";",
         "two thresholds"},
        {"watch = \"leads\"; act_below = 1; release_below = 2; do = \"discount\";",
         "give 'release_above'"},
        {"watch = \"leads\"; act_below = 1; release_above = 0.5; do = \"discount\";",
         "must not be below"},
        {"watch = \"leads\"; act_above = 1; release_below = 1.5; do = \"discount\";",
         "must not be above"},
        {"watch = \"leads\"; of = [ \"mars\" ]; act_below = 1; do = \"discount\";",
         "names \"mars\""},
        {"watch = \"leads\"; of = [ \"north\", \"small\" ]; act_below = 1; do = "
         "\"discount\";",
         "mixes axes"},
        {"watch = \"leads\"; act_below = 1; do = \"discount\"; share = 0.99;",
         "[0, 0.95]"},
        {"watch = \"leads\"; act_below = 1; do = \"effects\";", "no effects"},
        {"watch = \"leads\"; act_below = 1; do = \"marketing_shift\";", "give 'to'"},
        {"watch = \"leads\"; act_below = 1; do = \"discount\"; to = [ \"web\" ];",
         "leave it out"},
        {"watch = \"leads\"; act_below = 1; do = \"marketing_shift\"; where = [ "
         "\"adverts\" ]; to = [ \"adverts\" ];",
         "in common"},
        {"watch = \"leads\"; act_below = 1; do = \"marketing_shift\"; where = [ "
         "\"adverts\" ]; to = [ \"web\" ];",
         "planned spend is 0"},
        {"watch = \"leads\"; act_below = 1; do = \"marketing_up\"; where = [ \"moon\" "
         "];",
         "names \"moon\""},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[4000];
        struct world w;
        bool said = false, warning;
        snprintf(text, sizeof text, "%spolicies = ( { name = \"rule\"; %s } );",
                 FIRM("12", "2", ""), bad[i].text);
        assert_int_equal(world_try(&w, text, fc_isa_best()), FC_E_SCENARIO);
        for (size_t k = 0; k < fc_scenario_problems(w.scenario); k++)
            if (strstr(fc_scenario_problem(w.scenario, k, &warning), bad[i].say))
                said = true;
        if (!said) {
            world_print(w.scenario);
            fail_msg("no message with \"%s\"", bad[i].say);
        }
        world_clear(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_any_position_in_a_block),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests_name("unit.policy_same", tests, NULL, NULL);
}
