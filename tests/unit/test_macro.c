/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The macro room, exactly: response of z to a scheduled recession (1 - r^n while it
 * lasts, r^n after), starts in either regime, no recession by chance when `random` is
 * false, a new territory moves no bit of the others, the same bytes on every
 * instruction set and from every position in a block, and the messages for bad
 * sections. Nothing is statistical.
 */
#include <math.h>

#include "../world.h"

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };"
#define STILL                                                                          \
    " random = false; factor_sd = 0; territory_sd = 0; product_sd = 0; segment_sd = "  \
    "0;"

enum { STEPS = 240 };

struct path {
    uint32_t lane, market;
    float z[STEPS], recession[STEPS], credit[STEPS];
};

static void keep(const struct fc_block *b, void *out)
{
    struct path *self = out;
    self->z[b->step] = FC_ROW(b, adverse, self->market)[self->lane];
    self->recession[b->step] = FC_ROW(b, recession, 0)[self->lane];
    self->credit[b->step] = FC_ROW(b, credit, 0)[self->lane];
}

static struct path path_of(const char *text, uint64_t first, uint32_t lane,
                           uint32_t market)
{
    struct path path = {.lane = lane, .market = market};
    struct world world = world_new(text);
    world_block(&world, first, false, keep, &path);
    world_clear(&world);
    return path;
}

static void near(double found, double want)
{
    if (!(fabs(found - want) <= 1e-6))
        fail_msg("%.9g, expected %.9g", found, want);
}

/* Months 5 to 16 at S = 2: steps 8 to 31. */
static void test_scheduled_recession(void **state)
{
    (void)state;
    const struct path path = path_of(
        HEAD("36", "2") WORLD_REST
        "macro = {" STILL " scheduled = ( { start_month = 5; months = 12; } ); };",
        0, 3, 2);
    const double r = pow(2, -1. / 6);
    double m = 0;
    for (int t = 0; t < 72; t++) {
        const bool in = t >= 8 && t < 32;
        m = r * m + (1 - r) * in;
        assert_true(path.recession[t] == (in ? 1.0f : 0.0f));
        near((double)path.z[t], m);
    }
    near((double)path.z[31], 1 - pow(2, -12. / 3));
}

/* A depth of 2 doubles the response, whatever the regime would be by chance. */
static void test_depth(void **state)
{
    (void)state;
#define DEPTH(depth)                                                                   \
    HEAD("36", "2")                                                                    \
    WORLD_REST "macro = {" STILL                                                       \
               " scheduled = ( { start_month = 5; months = 12; " depth "} ); };"
    const struct path full = path_of(DEPTH(""), 0, 3, 2);
    const struct path deep = path_of(DEPTH("depth = 2.0; "), 0, 3, 2);
    for (int t = 0; t < 72; t++) {
        assert_true(deep.recession[t] == full.recession[t]);
        near((double)deep.z[t], 2 * (double)full.z[t]);
    }
    near((double)deep.z[31], 2 * (1 - pow(2, -12. / 3)));
}

static void test_start_and_no_chance(void **state)
{
    (void)state;
    const struct path calm =
        path_of(HEAD("240", "1") WORLD_REST "macro = {" STILL " };", 0, 0, 0);
    for (int t = 0; t < STEPS; t++)
        assert_true(calm.recession[t] == 0.0f && calm.z[t] == 0.0f);
    const struct path deep = path_of(HEAD("240", "1") WORLD_REST
                                     "macro = {" STILL " start_in = \"recession\"; "
                                     "recession_months = 10; };",
                                     0, 0, 0);
    for (int t = 1; t < STEPS; t++)
        assert_true(deep.recession[t] <= deep.recession[t - 1]);
    assert_true(deep.recession[STEPS - 1] == 0.0f);
    assert_true(deep.recession[0] < 1.0f || deep.z[0] == 1.0f);
}

/* Steps a month do not move the response: z at the end of a month is the same. */
static void test_any_step(void **state)
{
    (void)state;
#define FORCED STILL " scheduled = ( { start_month = 3; months = 4; } ); };"
    const struct path one =
        path_of(HEAD("24", "1") WORLD_REST "macro = {" FORCED, 0, 0, 0);
    const struct path four =
        path_of(HEAD("24", "4") WORLD_REST "macro = {" FORCED, 0, 0, 0);
    for (int month = 0; month < 24; month++)
        near((double)four.z[4 * month + 3], (double)one.z[month]);
}

#define MARKETS(territories)                                                           \
    "markets = { territories = ( " territories                                         \
    " ); products = ( { name = \"core\"; } ); segments = ( { name = \"small\"; } ); "  \
    "}; " WORLD_FIRM

static void test_new_territory_moves_nothing(void **state)
{
    (void)state;
    const struct path alone =
        path_of(HEAD("60", "2") MARKETS("{ name = \"north\"; }, { name = \"south\"; }"),
                0, 5, 1);
    const struct path more = path_of(
        HEAD("60", "2") MARKETS("{ name = \"east\"; }, { name = \"south\"; }, { name = "
                                "\"north\"; }"),
        0, 5, 1);
    assert_memory_equal(alone.z, more.z, sizeof alone.z);
    assert_memory_equal(alone.recession, more.recession, sizeof alone.recession);
    assert_memory_equal(alone.credit, more.credit, sizeof alone.credit);
}

static void test_any_position_in_a_block(void **state)
{
    (void)state;
    for (uint32_t lane = 48; lane < 52; lane++) {
        const struct path here = path_of(HEAD("60", "4") WORLD_REST, 0, lane, 6);
        const struct path there = path_of(HEAD("60", "4") WORLD_REST, 48, lane - 48, 6);
        assert_memory_equal(here.z, there.z, sizeof here.z);
        assert_memory_equal(here.credit, there.credit, sizeof here.credit);
    }
}

static void test_same_bytes_on_all_instruction_sets(void **state)
{
    (void)state;
    const char *text = HEAD("60", "4") WORLD_REST
        "macro = { factor_sd = \"0.2 .. 0.5\"; recession_months = \"6 .. 20\"; };";
    struct path first = {.lane = 9, .market = 7};
    for (int isa = 0; isa <= (int)fc_isa_best(); isa++) {
        struct path path = {.lane = 9, .market = 7};
        struct world world;
        assert_int_equal(world_try(&world, text, (enum fc_isa)isa), FC_OK);
        world_block(&world, 0, false, keep, isa ? &path : &first);
        if (isa)
            assert_memory_equal(&path, &first, sizeof path);
        world_clear(&world);
    }
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *text, *say;
    } bad[] = {
        {"macro = { expansion_months = 0.5; };", "expansion_months"},
        {"macro = { recession_months = 0; };", "recession_months"},
        {"macro = { half_life_months = \"2 .. 4\"; };", "half_life_months"},
        {"macro = { territory_sd = -0.1; };", "territory_sd"},
        {"macro = { start_in = \"boom\"; };", "start_in"},
        {"macro = { scheduled = ( { start_month = 37; months = 3; } ); };",
         "ends with month 36"},
        {"macro = { scheduled = ( { start_month = 3; } ); };", "months"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[4000];
        struct world world;
        bool said = false, warning;
        snprintf(text, sizeof text, "%s%s", HEAD("36", "2") WORLD_REST, bad[i].text);
        assert_int_equal(world_try(&world, text, fc_isa_best()), FC_E_SCENARIO);
        for (size_t k = 0; k < fc_scenario_problems(world.scenario); k++)
            if (strstr(fc_scenario_problem(world.scenario, k, &warning), bad[i].say))
                said = true;
        if (!said) {
            world_print(world.scenario);
            fail_msg("no message with \"%s\"", bad[i].say);
        }
        world_clear(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scheduled_recession),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_start_and_no_chance),
        cmocka_unit_test(test_any_step),
        cmocka_unit_test(test_new_territory_moves_nothing),
        cmocka_unit_test(test_any_position_in_a_block),
        cmocka_unit_test(test_same_bytes_on_all_instruction_sets),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests_name("unit.macro", tests, NULL, NULL);
}
