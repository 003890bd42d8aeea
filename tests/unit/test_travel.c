/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways to clients, and what it means that nobody owns a deal or a client.
 *
 * T21: mean way in a square .382598, to the nearest of random points .5/sqrt(density);
 * 24 people in 300,000 km2 at 70 km/h: 1.22 hours a visit with own territories, 2.12 in
 * teams by product or segment, 1.60 pooled, through the hours the engine needs; the
 * same for visits to clients. Without an owner stage work takes longer and clients
 * leave as with a constant in their odds.
 */
#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms */
#endif

#include <math.h>
#include <stdlib.h>

#include "model/organisation.h"
#include "model/stage_work.h"
#include "structure_firm.h"

/* ---- T21 ---- */

static void test_geometry(void **state)
{
    (void)state;
    const int n = 1000;
    double sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            sum += hypot((i + .5) / n - .5, (j + .5) / n - .5);
    const double mean = sum / n / n;
    assert_true(fabs(mean - FC_WAY_SQUARE) < 1e-6);
    assert_true(fabs(FC_WAY_SQUARE - (sqrt(2) + asinh(1)) / 6) < 1e-15);
    /* P(nearest > r) = exp(-density pi r^2): mean 1/(2 sqrt density) */
    double nearest = 0;
    for (double r = 0; r < 10; r += 1e-4)
        nearest += exp(-acos(-1) * (r + 5e-5) * (r + 5e-5)) * 1e-4;
    assert_true(fabs(nearest - FC_WAY_NEAREST) < 1e-6);
    /* one visit a tour is out and back; many are the round */
    const struct fc_way way = {.382598, 1};
    assert_true(fabs(fc__way_km(way, 10, 1) - 2 * 3.82598) < 1e-9);
    assert_true(fabs(fc__way_km(way, 10, 1e8) - 7.124e-4) < 1e-6);
}

#define TRAVELLING(structure, more)                                                    \
    DEPARTMENT_HEAD("3", "1")                                                          \
    NINE ONE_CHANNEL TWO_STAGES("0", "")                                               \
        SEATS("24") "organisation = { structure = " structure                          \
                    "; travel = { area_km2 = 300000; speed_kmh = 70; visits_per_deal " \
                    "= 1; " more " }; };"

static void check_hours(const char *what, const char *text, double base, double want)
{
    const double found = first_need(text) / base;
    if (!(fabs(found - want) < 2e-5))
        fail_msg("%s: %.6f hours a visit, expected %.6f", what, found, want);
}

static void test_travel(void **state)
{
    (void)state;
    /* the same deals with one hour of work and no visit */
    const double base =
        first_need(DEPARTMENT_HEAD("3", "1") NINE ONE_CHANNEL TWO_STAGES("1", "")
                       SEATS("24") "organisation = { structure = \"pooled\"; };");
    const double a = 300000, v = 70, w = FC_WAY_SQUARE;
    check_hours("own territories",
                TRAVELLING("\"geographic\"; teams = ( { name = \"a\"; seats = 6; }, { "
                           "name = \"b\"; seats = 6; }, { name = \"c\"; seats = 6; } )",
                           ""),
                base, 2 * w * sqrt(a / 24) / v);
    assert_true(fabs(2 * w * sqrt(a / 24) / v - 1.22) < .005);
    check_hours(
        "by product",
        TRAVELLING("\"product\"; teams = ( { name = \"x\"; seats = 8; }, { name "
                   "= \"y\"; seats = 8; } )",
                   ""),
        base, 2 * w * sqrt(a / 8) / v);
    assert_true(fabs(2 * w * sqrt(a / 8) / v - 2.12) < .005);
    check_hours("pooled", TRAVELLING("\"pooled\"", ""), base, sqrt(a / 24) / v);
    assert_true(fabs(sqrt(a / 24) / v - 1.60) < .005);
    check_hours("half of them from afar",
                TRAVELLING("\"pooled\"", "remote_share = 0.5;"), base,
                sqrt(a / 24) / v / 2);
    check_hours("product teams on geographic ways",
                TRAVELLING("\"product\"", "reach = \"geographic\";"), base,
                2 * w * sqrt(a / 24) / v);
    const double tour = 2 * w / 4 + .75 * FC_WAY_ROUND / 2;
    check_hours("four visits a tour",
                TRAVELLING("\"geographic\"; teams = ( { name = \"a\"; seats = 6; }, { "
                           "name = \"b\"; seats = 6; }, { name = \"c\"; seats = 6; } )",
                           "visits_per_tour = 4;"),
                base, tour * sqrt(a / 24) / v);
}

/* Hours of account service that all teams need in the third step. */
static double third_service(const char *organisation, const char *service)
{
    char text[8192];
    snprintf(text, sizeof text, "%s organisation = { %s }; customers = { %s };",
             DEPARTMENT_HEAD("3", "1") NINE ONE_CHANNEL TWO_STAGES("3", "")
                 SEATS("24") "opening = { clients = 90; };",
             organisation, service);
    struct world world = world_new(text);
    double sum = 0;
    fc__block_open(world.block, fc_seed(5), 0, false);
    for (int step = 0; step < 3; step++)
        fc__block_step(world.block);
    for (uint32_t team = 0; team < world.model->axis[FC_TEAM].count; team++)
        sum += (double)FC_ROW(world.block, hours_needed,
                              team * FC_W_COUNT + FC_W_SERVICE)[7];
    world_clear(&world);
    return sum;
}

/* Ways to clients: the same clients with an hour of service a week, or 18 visits a year
 * of which a third are made from afar, hence one way a month. */
static void test_client_visits(void **state)
{
    (void)state;
#define VISITED                                                                        \
    "travel = { area_km2 = 300000; speed_kmh = 70; visits_per_client_year = 18; "      \
    "remote_share = 0.33333333; };"
    const double hour = /* nobody is short of hours: the same clients stay */
        third_service("structure = \"pooled\";", "service_hours_per_week = 1;") * 12 /
        52;
    const double away = sqrt(300000.0 / 24) / 70;
    const double pooled = third_service("structure = \"pooled\"; " VISITED,
                                        "service_hours_per_week = 0;");
    const double both = third_service("structure = \"pooled\"; " VISITED,
                                      "service_hours_per_week = 1;");
    assert_true(hour > 0);
    if (!(fabs(pooled / hour - away) < 2e-5 * away))
        fail_msg("%.6f hours a client and month, expected %.6f", pooled / hour, away);
    assert_true(fabs(both / hour - 52.0 / 12 - away) < 1e-4);
    /* specialists who cover the whole country go farther than those with a part of it
     */
    assert_true(third_service("structure = \"product\"; " VISITED,
                              "service_hours_per_week = 0;") >
                1.5 * third_service("structure = \"geographic\"; " VISITED,
                                    "service_hours_per_week = 0;"));
}

/* Visits follow the hours of the stages after the first, per opportunity. */
static void test_visits(void **state)
{
    (void)state;
#define THREE(visits)                                                                  \
    DEPARTMENT_HEAD("3", "1")                                                          \
    NINE ONE_CHANNEL                                                                   \
        "funnel = { contact_hours = 0; stages = ( { name = \"q\"; conversion = 0.3; "  \
        "dwell_weeks = 2; }, { name = \"p\"; conversion = 0.5; dwell_weeks = 3; "      \
        "hours = 2; }, { name = \"c\"; conversion = 0.4; dwell_weeks = 4; hours = 6; " \
        "} ); deal_value = { mean = 5000; }; };\n" SEATS(                              \
            "24") "organisation = { structure = \"pooled\"; travel = { area_km2 = "    \
                  "300000; "                                                           \
                  "visits_per_deal = " visits "; }; };"
    /* an opportunity takes 2 + .5 x 6 = 5 hours; visits add v t / 5 of that */
    const double without = first_need(THREE("0")), with = first_need(THREE("1.5"));
    const double want = 1 + 1.5 * sqrt(300000.0 / 24) / 70 / 5;
    if (!(fabs(with / without - want) < 1e-5))
        fail_msg("hours grow by %.6f, expected %.6f", with / without, want);
}

/* Nobody owns a deal: stage work takes longer; only in a pooled team. */
static void test_slow_down(void **state)
{
    (void)state;
#define OWNED(structure)                                                               \
    DEPARTMENT_HEAD("3", "1")                                                          \
    NINE ONE_CHANNEL TWO_STAGES("3", "")                                               \
        SEATS("24") "organisation = { structure = " structure "; };"
    const double base = first_need(OWNED("\"pooled\""));
    const double pooled =
        first_need(OWNED("\"pooled\"; ownership = { on = true; slow_down = 0.2; }"));
    const double own =
        first_need(OWNED("\"product\"; ownership = { on = true; slow_down = 0.2; }"));
    const double like = first_need(OWNED(
        "\"product\"; ownership = { on = true; slow_down = 0.2; like = \"pooled\"; }"));
    assert_true(fabs(pooled / base - 1.2) < 1e-5);
    assert_true(fabs(own / base - 1) < 1e-5);
    assert_true(fabs(like / base - 1.2) < 1e-5);
}

/* Nobody knows the client: the same clients leave as with that constant in the odds of
 * all, bit for bit; nothing where each has an owner. */
static void losses_see(const struct fc_block *b, void *out)
{
    float *lost = out;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        lost[b->month] += FC_ROW(b, lost_clients, k)[3];
}

static void check_losses(const char *organisation, const char *customers, float *lost)
{
    char text[8192];
    snprintf(text, sizeof text, "%s organisation = { %s }; customers = { %s };",
             DEPARTMENT_HEAD("24", "1") NINE ONE_CHANNEL TWO_STAGES("3", "")
                 SEATS("24") "opening = { clients = 900; };",
             organisation, customers);
    struct world world = world_new(text);
    memset(lost, 0, 24 * sizeof *lost);
    world_block(&world, 0, false, losses_see, lost);
    world_clear(&world);
}

static void test_strangers(void **state)
{
    (void)state;
    static float pooled[24], constant[24], own[24], plain[24];
#define STRANGE "ownership = { on = true; slow_down = 0; leave_log_odds = 0.75; };"
    check_losses("structure = \"pooled\"; " STRANGE, "", pooled);
    check_losses("structure = \"pooled\";", "leave_log_odds = 0.75;", constant);
    check_losses("structure = \"product\"; " STRANGE, "", own);
    check_losses("structure = \"product\";", "", plain);
    assert_memory_equal(pooled, constant, sizeof pooled);
    assert_memory_equal(own, plain, sizeof own);
    assert_memory_not_equal(pooled, own, sizeof own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geometry),  cmocka_unit_test(test_travel),
        cmocka_unit_test(test_visits),    cmocka_unit_test(test_client_visits),
        cmocka_unit_test(test_slow_down), cmocka_unit_test(test_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
