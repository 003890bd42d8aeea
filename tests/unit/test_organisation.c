/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structures, seats and head counts, exactly: nothing here is statistical.
 *
 * M1: with one territory, product and segment and the same coordination, every
 * structure gives the same bytes in every shared array. M2: the order of list members
 * changes nothing. M9: hires - leavers = change of headcount, on every path, team and
 * month. Who covers what, what is refused, and the same bytes on every instruction set.
 */
#include <stdlib.h>

#include "../department.h"
#include "../world.h"
#include "model/structure.h"

#define WHOLE(organisation, people)                                                    \
    DEPARTMENT_HEAD("24", "2")                                                         \
    DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_CRISES         \
        DEPARTMENT_MONEY DEPARTMENT_OPENING organisation people

static size_t state_bytes(const struct fc_model *model)
{
    size_t bytes = 0;
    for (int i = 0; i < FC_S_COUNT; i++)
        bytes += (size_t)model->state_rows[i] * FC_LANES * fc__state_rows[i].bytes;
    return bytes;
}

/* Two worlds in lockstep have the same shared arrays after every step. */
static void same_states(struct world *a, struct world *b)
{
    const size_t bytes = state_bytes(a->model);
    assert_int_equal(bytes, state_bytes(b->model));
    fc__block_open(a->block, fc_seed(1), 256, false);
    fc__block_open(b->block, fc_seed(1), 256, false);
    for (uint32_t step = 0; step < a->model->steps; step++) {
        assert_memory_equal(a->block->memory, b->block->memory, bytes);
        fc__block_step(a->block);
        fc__block_step(b->block);
        fc__block_next(a->block);
        fc__block_next(b->block);
    }
    assert_memory_equal(a->block->memory, b->block->memory, bytes);
}

static void test_structures_are_equal(void **state)
{
    (void)state;
#define ONE(structure)                                                                 \
    DEPARTMENT_HEAD("18", "2")                                                         \
    DEPARTMENT_ONE_MARKET DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_CRISES      \
        DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE                          \
        "organisation = { coordination_share = 0.04; structure = " structure "; };"
    static const char *const texts[] = {
        ONE("\"geographic\""), ONE("\"product\""),
        ONE("\"segment\""),    ONE("\"pooled\""),
        ONE("\"matrix\""),     ONE("\"custom\"; teams = ( { name = \"any\"; } )")};
    struct world first = world_new(texts[0]);
    for (size_t i = 1; i < sizeof texts / sizeof *texts; i++) {
        struct world other = world_new(texts[i]);
        same_states(&first, &other);
        world_clear(&other);
    }
    world_clear(&first);
}

static void test_instruction_sets_are_equal(void **state)
{
    (void)state;
    static const char text[] = WHOLE("", DEPARTMENT_PEOPLE);
    struct world first, other;
    assert_int_equal(world_try(&first, text, (enum fc_isa)0), FC_OK);
    for (int isa = 1; isa <= (int)fc_isa_best(); isa++) {
        assert_int_equal(world_try(&other, text, (enum fc_isa)isa), FC_OK);
        same_states(&first, &other);
        world_clear(&other);
    }
    world_clear(&first);
}

/* M2: north before south or after it, teams change places and nothing else. */
static void test_order_of_members(void **state)
{
    (void)state;
    static const char rest[] = DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_CRISES
        DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE;
    char text[2][8192];
    snprintf(text[0], sizeof text[0], "%s%s",
             DEPARTMENT_HEAD("24", "2")
                 DEPARTMENT_MARKETS_IN(DEPARTMENT_NORTH, DEPARTMENT_SOUTH),
             rest);
    snprintf(text[1], sizeof text[1], "%s%s",
             DEPARTMENT_HEAD("24", "2")
                 DEPARTMENT_MARKETS_IN(DEPARTMENT_SOUTH, DEPARTMENT_NORTH),
             rest);
    struct world a = world_new(text[0]), b = world_new(text[1]);
    assert_string_equal(a.model->axis[FC_TEAM].name[0], "north");
    assert_string_equal(b.model->axis[FC_TEAM].name[0], "south");
    fc__block_open(a.block, fc_seed(4), 0, false);
    fc__block_open(b.block, fc_seed(4), 0, false);
    for (uint32_t step = 0; step < a.model->steps; step++) {
        fc__block_step(a.block);
        fc__block_step(b.block);
        for (uint32_t team = 0; team < 2; team++) {
#define SAME(array)                                                                    \
    assert_memory_equal(FC_ROW(a.block, array, team),                                  \
                        FC_ROW(b.block, array, 1 - team), FC_LANES * sizeof(float))
            SAME(hours);
            SAME(headcount);
            SAME(vacancies);
            SAME(ramping);
            SAME(hires);
            SAME(leavers);
            SAME(seat_months);
#undef SAME
            for (uint32_t k = 0; k < 4; k++) /* markets of the team's territory */
                assert_memory_equal(FC_ROW(a.block, skill, team * 4 + k),
                                    FC_ROW(b.block, skill, (1 - team) * 4 + k),
                                    FC_LANES * sizeof(float));
        }
        fc__block_next(a.block);
        fc__block_next(b.block);
    }
    world_clear(&a);
    world_clear(&b);
}

/* ---- M9 ---- */

struct heads {
    float before[4][FC_LANES];
    double moves, open_seats;
};

static void heads_see(const struct fc_block *b, void *out)
{
    struct heads *self = out;
    if (!b->month_ends)
        return;
    for (uint32_t team = 0; team < b->model->axis[FC_TEAM].count; team++)
        FC_EACH (l) {
            const float now = FC_ROW(b, headcount, team)[l];
            const float moved = FC_ROW(b, hires, team)[l] - FC_ROW(b, leavers, team)[l];
            if (now - self->before[team][l] < moved ||
                now - self->before[team][l] > moved)
                fail_msg("month %u, team %u: from %g to %g, moves %g", b->month, team,
                         (double)self->before[team][l], (double)now, (double)moved);
            assert_true(FC_ROW(b, ramping, team)[l] <= now && now >= 0);
            assert_true(FC_ROW(b, seat_months, team)[l] >= 0);
            self->moves +=
                (double)(FC_ROW(b, hires, team)[l] + FC_ROW(b, leavers, team)[l]);
            self->before[team][l] = now;
        }
    FC_EACH (l) {
        double seats = 0;
        for (uint32_t team = 0; team < b->model->axis[FC_TEAM].count; team++)
            seats +=
                (double)(FC_ROW(b, headcount, team)[l] + FC_ROW(b, vacancies, team)[l]);
        const int want = 11 + (b->month >= 4 ? 3 : 0) + (b->month >= 8 ? 2 : 0);
        assert_int_equal((int)seats, want);
    }
}

static void test_heads_add_up(void **state)
{
    (void)state;
    static const char *const texts[] = {
        WHOLE("", DEPARTMENT_PEOPLE),
        WHOLE("organisation = { structure = \"segment\"; };", DEPARTMENT_PEOPLE),
        WHOLE("organisation = { structure = \"pooled\"; };", DEPARTMENT_PEOPLE)};
    for (size_t i = 0; i < 3; i++) {
        static struct heads heads;
        struct world world = world_new(texts[i]);
        heads = (struct heads){.moves = 0};
        fc__block_open(world.block, fc_seed(20260729), 0, false);
        for (uint32_t team = 0; team < world.model->axis[FC_TEAM].count; team++)
            memcpy(heads.before[team], FC_ROW(world.block, headcount, team),
                   sizeof heads.before[team]);
        world_block(&world, 0, false, heads_see, &heads);
        assert_true(heads.moves > 10 * FC_LANES);
        world_clear(&world);
    }
}

/* ---- who covers what ---- */

static void check_teams(const char *text, size_t n, const char *const *names,
                        const int *seats)
{
    struct world world = world_new(text);
    assert_int_equal(world.model->axis[FC_TEAM].count, n);
    fc__block_open(world.block, 1, 0, false);
    for (uint32_t team = 0; team < n; team++) {
        assert_string_equal(world.model->axis[FC_TEAM].name[team], names[team]);
        const float here = FC_ROW(world.block, headcount, team)[3] +
                           FC_ROW(world.block, vacancies, team)[3];
        assert_int_equal((int)here, seats[team]);
    }
    world_clear(&world);
}

#define PEOPLE(seats) "people = { seats = " seats "; };"
#define NO_OPENING(organisation, people)                                               \
    DEPARTMENT_HEAD("6", "1")                                                          \
    DEPARTMENT_MARKETS DEPARTMENT_SELLING organisation people

static void test_teams(void **state)
{
    (void)state;
    static const char *const places[] = {"north", "south"};
    static const char *const products[] = {"core", "edge"};
    static const char *const pool[] = {"pool"};
    static const char *const custom[] = {"big", "rest", "far"};
    check_teams(NO_OPENING("", PEOPLE("10")), 2, places, (int[]){6, 4});
    check_teams(
        NO_OPENING("organisation = { structure = \"product\"; };", PEOPLE("10")), 2,
        products, (int[]){7, 3});
    check_teams(NO_OPENING("organisation = { structure = \"pooled\"; };", PEOPLE("10")),
                1, pool, (int[]){10});
    check_teams(NO_OPENING("organisation = { teams = ( { name = \"south\"; seats = 7; "
                           "title = \"Süd\"; } ); };",
                           PEOPLE("10")),
                2, places, (int[]){3, 7});
    check_teams(NO_OPENING("organisation = { structure = \"custom\"; teams = ( { name "
                           "= \"big\"; segments = [ \"large\" ]; seats = 4; }, { name "
                           "= \"rest\"; segments = [ \"small\" ]; territories = [ "
                           "\"north\" ]; }, { name = \"far\"; segments = [ \"small\" "
                           "]; territories = [ \"south\" ]; products = [ \"core\", "
                           "\"edge\" ]; } ); };",
                           PEOPLE("14")),
                3, custom, (int[]){4, 6, 4});
    check_teams(NO_OPENING("", PEOPLE("0")), 2, places, (int[]){0, 0});
}

/* A department built from nothing: no seats, no clients, a plan. */
static void test_empty_department(void **state)
{
    (void)state;
    struct world world = world_new(
        DEPARTMENT_HEAD("24", "2") DEPARTMENT_MARKETS DEPARTMENT_SELLING
        "people = { seats = 0; turnover_per_year = 0; months_to_fill = { mean = 1; "
        "cv = 0; }; hiring_plan = ( { month = 9; seats = 2; team = \"south\"; }, { "
        "month = 4; seats = 5; } ); };");
    struct fc_block *b = world.block;
    fc__block_open(b, fc_seed(2), 0, false);
    for (uint32_t step = 0; step < world.model->steps; step++) {
        fc__block_step(b);
        /* months 4 and 9 open seats, one month later they are filled */
        const int want[2] = {b->month >= 4 ? 3 : 0,
                             (b->month >= 4 ? 2 : 0) + (b->month >= 9 ? 2 : 0)};
        const int open[2] = {b->month == 3 ? 3 : 0,
                             b->month == 3 || b->month == 8 ? 2 : 0};
        for (uint32_t team = 0; team < 2; team++) {
            const bool filling = b->month_ends && (b->month == 3 || b->month == 8);
            for (uint32_t l = 0; l < FC_LANES && !filling; l++) {
                assert_int_equal((int)FC_ROW(b, headcount, team)[l], want[team]);
                assert_int_equal((int)FC_ROW(b, vacancies, team)[l], open[team]);
            }
            if (want[team] == 0 && b->month < 3) {
                assert_true(FC_ROW(b, hours, team)[0] <= 0);
                const uint32_t k = world.model->markets[0].team == team ? 0 : 1;
                assert_true(FC_ROW(b, skill, k)[0] >= 1 && FC_ROW(b, skill, k)[0] <= 1);
            }
        }
        fc__block_next(b);
    }
    world_clear(&world);
}

/* March to February, half-month steps: hours follow the working days. */
static void test_working_days(void **state)
{
    (void)state;
    static const double days[12] = {1.1,  1.0, 0.9, 1.0,  1.05, 0.9,
                                    1.05, 1.1, 1.0, 0.95, 1.0,  0.95};
    struct world world =
        world_new(DEPARTMENT_HEAD("12", "2") DEPARTMENT_MARKETS DEPARTMENT_SELLING
                  "people = { seats = 10; turnover_per_year = 0; };");
    struct fc_block *b = world.block;
    fc__block_open(b, fc_seed(2), 0, false);
    for (uint32_t step = 0; step < world.model->steps; step++) {
        fc__block_step(b);
        const double full = 6 * 40.0 * 52 / 12 / 2 * .9 * .7 * .98 * days[b->month];
        const double share = (double)FC_ROW(b, hours, 0)[1] / full;
        assert_true(share > 1 - 1e-6 && share < 1 + 1e-6);
        const double month = (double)FC_ROW(b, hours_available, 0)[1] / full;
        assert_true(month > 1.999 * (b->month_ends ? 1 : .5) && month < 2.001);
        fc__block_next(b);
    }
    world_clear(&world);
}

/* ---- what is refused ---- */

struct bad {
    const char *text, *says;
};

static void test_bad_inputs(void **state)
{
    (void)state;
#define TEAMS(list, people)                                                            \
    NO_OPENING("organisation = { structure = \"custom\"; teams = ( " list " ); };",    \
               people)
    static const struct bad cases[] = {
        {NO_OPENING("", ""), "'people.seats' is missing"},
        {NO_OPENING("", PEOPLE("1")), "leaves 1 seats for 2 teams"},
        {NO_OPENING("", PEOPLE("10001")), "must lie in [0, 10000]"},
        {NO_OPENING("opening = { seats_filled = 9; };", PEOPLE("8")),
         "'opening.seats_filled' is 9; there are only 8 seats"},
        {NO_OPENING("organisation = { teams = ( { name = \"east\"; } ); };",
                    PEOPLE("8")),
         "names 'east'; with this structure the teams are called north, south"},
        {NO_OPENING("organisation = { teams = ( { name = \"north\"; seats = 9; } ); };",
                    PEOPLE("8")),
         "have 9 seats already"},
        {NO_OPENING("organisation = { teams = ( { name = \"north\"; seats = 3; }, { "
                    "name = \"south\"; seats = 3; } ); };",
                    PEOPLE("8")),
         "have 6 seats; the two must be equal"},
        {TEAMS("", PEOPLE("8")), "market 'north_core_small' has no team"},
        {TEAMS("{ name = \"a\"; territories = [ \"north\" ]; }", PEOPLE("8")),
         "market 'south_core_small' has no team"},
        {TEAMS("{ name = \"a\"; }, { name = \"b\"; products = [ \"edge\" ]; }",
               PEOPLE("8")),
         "market 'north_edge_small' is covered by the teams 'a' and 'b'"},
        {TEAMS("{ name = \"a\"; products = [ \"egde\" ]; }", PEOPLE("8")), "edge"},
        {NO_OPENING("", "people = { seats = 4; hiring_plan = ( { month = 2; seats = 1; "
                        "team = \"east\"; } ); };"),
         "names the team 'east'"},
        {NO_OPENING("", "people = { seats = 4; hiring_plan = ( { month = 2; seats = "
                        "9997; } ); };"),
         "10001 seats together"},
        {NO_OPENING("", "people = { seats = 4; turnover_per_year = 1.2; };"),
         "'people.turnover_per_year' is 1.2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        assert_int_equal(world_try(&world, cases[i].text, (enum fc_isa)0),
                         FC_E_SCENARIO);
        bool found = false, warning;
        for (size_t p = 0; p < fc_scenario_problems(world.scenario); p++)
            found |= strstr(fc_scenario_problem(world.scenario, p, &warning),
                            cases[i].says) != NULL;
        if (!found) {
            world_print(world.scenario);
            fail_msg("case %zu does not say \"%s\"", i, cases[i].says);
        }
        world_clear(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structures_are_equal),
        cmocka_unit_test(test_instruction_sets_are_equal),
        cmocka_unit_test(test_order_of_members),
        cmocka_unit_test(test_heads_add_up),
        cmocka_unit_test(test_teams),
        cmocka_unit_test(test_empty_department),
        cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_bad_inputs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
