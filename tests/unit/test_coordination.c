/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours of coordination by what takes them.
 *
 * The formula to 1e-9 against (3.4): P = 3 with b = .4 is 1.53 teams a client, with .6
 * 1.92. Through the engine, hours of teams of 3, 6 and 12 people with so many clients,
 * against the formula by hand (relative 2e-6, the floats of the state). Larger teams
 * coordinate more a head; product teams more than others, where clients have several
 * products; a team of one nothing. `like` another structure; a department that begins
 * empty; a share and hours together are refused. */
#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms */
#endif

#include <math.h>
#include <stdlib.h>

#include "model/organisation.h"
#include "model/people.h"
#include "structure_firm.h"

/* ---- the formula ---- */

static void test_client_teams(void **state)
{
    (void)state;
    const uint8_t one_each[] = {1, 1, 1}, two_one[] = {2, 1}, all[] = {3};
    for (double b = 0.001; b < 1; b += 0.0313) {
        const double none = (1 - b) * (1 - b) * (1 - b);
        const double two = 1 - (1 - b) * (1 - b);
        assert_true(fabs(fc__people_client_teams(b, one_each, 3) - 3 * b / (1 - none)) <
                    1e-9);
        assert_true(fabs(fc__people_client_teams(b, two_one, 2) -
                         (two + b) / (1 - none)) < 1e-9);
        assert_true(fabs(fc__people_client_teams(b, all, 1) - 1) < 1e-9);
    }
    assert_true(fabs(fc__people_client_teams(.4, one_each, 3) - 1.53) < .005);
    assert_true(fabs(fc__people_client_teams(.6, one_each, 3) - 1.92) < .005);
    assert_true(fabs(fc__people_client_teams(0, one_each, 3) - 1) < 1e-9);
    assert_true(fabs(fc__people_client_teams(1, one_each, 3) - 3) < 1e-9);
}

static void test_hours(void **state)
{
    (void)state;
    const double c = 9, clients = 130, d = 1.53;
    const double found =
        fc__people_coordination_hours(c, log(c), clients * (d - 1), .5, .1, 1.25);
    const double want = .5 * c * log(c) / log(6) + .1 * (d - 1) * clients + 1.25 * c;
    assert_true(fabs(found - want) < 1e-9);
    assert_true(fabs(fc__people_coordination_hours(1, 0, 0, .5, .1, 0)) < 1e-9);
    assert_true(fabs(fc__people_coordination_hours(6, log(6), 0, .5, 0, 0) - 3) < 1e-9);
}

/* ---- the engine ---- */

/* 1,200 clients in every product, a third of the smaller market's have both of two. */
#define FIRM                                                                           \
    DEPARTMENT_HEAD("2", "1")                                                          \
    NINE ONE_CHANNEL TWO_STAGES("3", "")                                               \
        SEATS("21") "opening = { clients = 1200; }; customers = { cross_sell = { "     \
                    "opening_share = 0.3; }; };\n"
#define BY_PRODUCT                                                                     \
    "structure = \"product\"; teams = ( { name = \"x\"; seats = 3; }, { name = "       \
    "\"y\"; seats = 6; }, { name = \"z\"; seats = 12; } );"
#define HOURS "meetings_hours = 0.5; shared_client_hours = 0.02; dual_hours = 1.25;"

/* Selling hours of each team in the first month; clients and owners of the opening. */
static size_t team_hours(const char *organisation, double *hours, double *clients,
                         double *owned)
{
    char text[8192];
    snprintf(text, sizeof text, "%sorganisation = { %s };", FIRM, organisation);
    struct world world = world_new(text);
    const struct fc_model *model = world.model;
    const size_t teams = model->axis[FC_TEAM].count;
    fc__block_open(world.block, fc_seed(5), 0, false);
    for (size_t t = 0; t < teams; t++)
        clients[t] = owned[t] = 0;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        clients[model->markets[k].team] += (double)FC_ROW(world.block, clients, k)[7];
        owned[model->markets[k].team] +=
            (double)FC_ROW(world.block, other_products, k)[7];
    }
    fc__block_step(world.block);
    for (size_t t = 0; t < teams; t++)
        hours[t] = (double)FC_ROW(world.block, hours, t)[7];
    world_clear(&world);
    return teams;
}

/* Hours of a month of c people before coordination, and those of a week in a month. */
static const double paid = 40 * 0.9 * 0.7, weeks = 52.0 / 12;

static void close_to(const char *what, double found, double want)
{
    if (!(fabs(found / want - 1) < 2e-6))
        fail_msg("%s: %.6f hours, expected %.6f", what, found, want);
}

static void test_engine(void **state)
{
    (void)state;
    static const double seats[] = {3, 6, 12};
    double hours[3], clients[3], owned[3];
    assert_int_equal(
        team_hours(BY_PRODUCT "coordination = { " HOURS " };", hours, clients, owned),
        3);
    for (int t = 0; t < 3; t++) {
        /* all markets of a team are alike: one b for the team */
        const double b = owned[t] / (2 * clients[t]);
        const double d = 3 * b / (1 - (1 - b) * (1 - b) * (1 - b));
        const double taken =
            .5 * seats[t] * log(seats[t]) / log(6) + .02 * (d - 1) * clients[t];
        assert_true(b > .2 && b <= .3 + 1e-6);
        close_to("product team", hours[t], (seats[t] * paid - taken) * weeks);
    }
}

/* One team for all: what clients have does not matter; a matrix has two who lead. */
static void test_structures(void **state)
{
    (void)state;
    double hours[16], clients[16], owned[16];
    assert_int_equal(team_hours("structure = \"pooled\"; coordination = { " HOURS " };",
                                hours, clients, owned),
                     1);
    close_to("pooled", hours[0], 21 * weeks * (paid - .5 * log(21) / log(6)));
    const size_t n = team_hours("structure = \"matrix\"; coordination = { " HOURS " };",
                                hours, clients, owned);
    double matrix[16];
    team_hours("structure = \"matrix\"; coordination_share = 0;", matrix, clients,
               owned);
    assert_int_equal(n, 7); /* 4 territories, 3 pools */
    for (size_t t = 0; t < n; t++) {
        const double c = matrix[t] / (paid * weeks);
        close_to("matrix", hours[t], c * weeks * (paid - 1.25 - .5 * log(c) / log(6)));
    }
}

/* Coordination of another structure: that of its sizes and its clients. */
static void test_like(void **state)
{
    (void)state;
    static const double seats[] = {3, 6, 12};
    double hours[16], clients[16], owned[16];
    team_hours(BY_PRODUCT "coordination = { like = \"pooled\"; " HOURS " };", hours,
               clients, owned);
    for (int t = 0; t < 3; t++)
        close_to("as one team", hours[t],
                 seats[t] * weeks * (paid - .5 * log(21) / log(6)));
    team_hours(BY_PRODUCT "coordination = { like = \"product\"; " HOURS " };", hours,
               clients, owned);
    double same[3];
    team_hours(BY_PRODUCT "coordination = { " HOURS " };", same, clients, owned);
    assert_memory_equal(same, hours, sizeof same);
    /* shares follow the structure they are of, too */
    team_hours("structure = \"pooled\"; coordination = { like = \"product\"; };", hours,
               clients, owned);
    close_to("share of product teams", hours[0], 21 * weeks * paid * .94);
}

static void test_direction(void **state)
{
    (void)state;
    double small[3], clients[3], owned[3], segment[3], product[3];
    team_hours(BY_PRODUCT "coordination = { meetings_hours = 0.5; };", small, clients,
               owned);
    assert_true(small[0] / 3 > 1.001 * small[1] / 6);
    assert_true(small[1] / 6 > 1.001 * small[2] / 12);
    const char *const by_segment =
        "structure = \"segment\"; teams = ( { name = \"s\"; seats = 3; }, { name = "
        "\"m\"; seats = 6; }, { name = \"l\"; seats = 12; } ); coordination = { " HOURS
        " };";
    team_hours(by_segment, segment, clients, owned);
    team_hours(BY_PRODUCT "coordination = { " HOURS " };", product, clients, owned);
    for (int t = 0; t < 3; t++)
        assert_true(segment[t] > 1.001 * product[t]);
}

/* Nobody there at first: no hours and no rubbish; then by who has come. */
static void growing_see(const struct fc_block *b, void *out)
{
    int *seen = out;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        const float hours = FC_ROW(b, hours, 0)[l];
        assert_true(isfinite(hours) && hours >= 0 && hours < 20 * 110);
        *seen += hours > 0;
    }
}

static void test_growing(void **state)
{
    (void)state;
    struct world world =
        world_new(DEPARTMENT_HEAD("12", "2") NINE ONE_CHANNEL TWO_STAGES(
            "3", "") "people = { "
                     "seats = 0; hiring_plan = ( { month = 2; seats = 20; } ); };\n"
                     "organisation = { structure = \"pooled\"; coordination = { " HOURS
                     " }; };");
    int seen = 0;
    world_block(&world, 0, false, growing_see, &seen);
    assert_true(seen > FC_LANES);
    world_clear(&world);
}

static void test_refused(void **state)
{
    (void)state;
    struct world world;
    assert_int_not_equal(
        world_try(&world,
                  FIRM "organisation = { coordination_share = 0.05; coordination = { "
                       "meetings_hours = 0.5; }; };",
                  fc_isa_best()),
        FC_OK);
    bool warning;
    assert_true(fc_scenario_problems(world.scenario) > 0);
    assert_non_null(strstr(fc_scenario_problem(world.scenario, 0, &warning),
                           "leave the share out"));
    world_clear(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client_teams), cmocka_unit_test(test_hours),
        cmocka_unit_test(test_engine),       cmocka_unit_test(test_structures),
        cmocka_unit_test(test_like),         cmocka_unit_test(test_direction),
        cmocka_unit_test(test_growing),      cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
