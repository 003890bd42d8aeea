/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlays of scenarios/practices on the reference firm, a year of 256 worlds each,
 * with the luck of the firm without them: each of their effects moves what it should in
 * the direction it should (mean paired difference above 5.6 of its errors, family-wise
 * 1e-6), and each is paid for. Where the reference firm leaves a mechanism out, the
 * test switches it on for both.
 *
 * T10: analytics with time for every lead change nothing but the bill, bit for bit.
 * T20: a gain in proficiency with a half-life of 6.5 months is .564110 of itself on
 * average over 12 months, in what people put out. Use of a CRM is an inverted U.
 *
 * Detects a lever that is not read, a sign that is wrong, a practice that is free. */
#include "overlays.h"

#define COOLS                                                                          \
    "channels.website.decay_exponent=0.3", "channels.website.office_hours_share=0.55", \
        "channels.adverts.decay_exponent=0.3",                                         \
        "channels.adverts.office_hours_share=0.55"

static const struct overlay overlays[] = {
    {"analytics",
     {{FC_S_qualified, +1}},
     {"people.seats=8", "opening.seats_filled=8"},
     NULL},
    {"telephony", {{FC_S_leads, +1}, {FC_S_answered_hour, +1}}, {COOLS}, NULL},
    {"messengers",
     {{FC_S_leads, +1}, {FC_S_neglected, -1}, {FC_S_answered_hour, +1}},
     {COOLS},
     NULL},
    {"corporate_training",
     {{FC_S_skill, +1}, {FC_S_hours_available, -1}},
     {NULL},
     NULL},
    {"mentoring", {{FC_S_skill, +1}, {FC_S_hours_available, -1}}, {NULL}, NULL},
    {"online_courses", {{FC_S_skill, +1}, {FC_S_hours_available, -1}}, {NULL}, NULL},
    {"conferences", {{FC_S_leads, +1}, {FC_S_skill, +1}}, {NULL}, NULL},
    {"personalisation", {{FC_S_qualified, +1}}, {NULL}, NULL},
    {"omnichannel",
     {{FC_S_lost_clients, -1}, {FC_S_cross_sold, +1}, {FC_S_service_need, +1}},
     {"customers.cross_sell.offers_per_client_year=0.25"},
     NULL},
    {"proactive_support",
     {{FC_S_lost_clients, -1}, {FC_S_service_need, +1}},
     {NULL},
     NULL},
    {"continuous_service",
     {{FC_S_answered_hour, +1}, {FC_S_reached, +1}},
     {COOLS},
     NULL},
    {"continuous_service",
     {{FC_S_satisfaction, +1}, {FC_S_lost_clients, -1}},
     {"customers.satisfaction.leave_log_odds=0.35"},
     NULL},
    {"crm", {{FC_S_handover, -1}}, {"people.handover.loss=0.154"}, NULL},
    {"recognition",
     {{FC_S_hours_available, +1}},
     {"people.motivation.elasticity=0.25"},
     NULL},
    {"personal_motivation",
     {{FC_S_hours_available, +1}},
     {"people.motivation.elasticity=0.25"},
     NULL},
};
enum { OVERLAYS = sizeof overlays / sizeof *overlays };

static void test_directions(void **state)
{
    (void)state;
    assert_int_equal(overlays_moves(overlays, OVERLAYS, "practices", true), 0);
}

static void test_all_are_here(void **state)
{
    (void)state;
    overlays_all("practices", overlays, OVERLAYS);
}

/* T10: ranking changes nothing where everything is worked. Hours to learn it are left
 * out, so that hours are the same, too. */
static void test_analytics_with_time(void **state)
{
    (void)state;
    static const bool none[FC_S_COUNT] = {false};
    static const char *const ample[] = {"people.seats=150", "opening.seats_filled=150",
                                        NULL};
    static const char *const ready[] = {"people.seats=150", "opening.seats_filled=150",
                                        "practices.analytics.learning_hours=0", NULL};
    static struct firm with, without;
    firm_run(&without, FC_SCENARIOS "/reference.cfg", none, ample);
    firm_run(&with, overlay_path("practices", "analytics"), none, ready);
    assert_true(without.covered >= 1);
    assert_true(with.hash == without.hash);
    for (size_t i = 0; i < OVERLAY_PATHS; i++)
        assert_true(with.cash[i] < without.cash[i]);
}

/* ---- T20 ---- */

#define TAUGHT(practices)                                                              \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "    \
    "12; steps_per_month = 2; };" WORLD_MARKETS                                        \
    " channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } ); funnel = "  \
    "{ "                                                                               \
    "stages = ( { name = \"close\"; conversion = 0.3; dwell_weeks = 2; hours = 1; } "  \
    "); deal_value = { mean = 5000; }; }; people = { seats = 4; turnover_per_year = "  \
    "0; }; " practices

static void output_add(const struct fc_block *b, void *out)
{
    double *output = out; /* of lane 3, by month */
    if (b->month_ends)
        output[b->month] = (double)FC_ROW(b, seat_output, 0)[3];
}

static void test_gain_fades(void **state)
{
    (void)state;
    double without[12], with[12], sum = 0;
    struct world a = world_new(TAUGHT("")),
                 b = world_new(TAUGHT(
                     "practices = ( { name = \"course\"; category = \"training\"; "
                     "half_life_months = 6.5; effects = ( { lever = \"skill\"; add = "
                     "1.0; } ); } );"));
    world_block(&a, 0, false, output_add, without);
    world_block(&b, 0, false, output_add, with);
    for (int i = 0; i < 12; i++)
        sum += with[i] / without[i] - 1;
    if (!(fabs(sum / 12 - .564110) < 2e-6))
        fail_msg("mean gain %.7f, expected .564110", sum / 12);
    world_clear(&a);
    world_clear(&b);
}

/* ---- too much of it ---- */

/* Hours of a CRM by its degree of use: first they grow, then records eat them. */
static void test_inverted_u(void **state)
{
    (void)state;
    static const char *const ceilings[] = {"practices.crm.adoption.ceiling=0.1",
                                           "practices.crm.adoption.ceiling=0.4",
                                           "practices.crm.adoption.ceiling=1.0"};
    static const bool hours[FC_S_COUNT] = {[FC_S_hours_available] = true};
    static struct firm firm[3];
    const double *worked[3];
    for (int i = 0; i < 3; i++) {
        const char *const set[] = {ceilings[i], "practices.crm.learning_hours=0",
                                   "practices.crm.adoption.half_months=0", NULL};
        firm_run(&firm[i], overlay_path("practices", "crm"), hours, set);
    }
    for (int i = 0; i < 3; i++)
        worked[i] = firm[i].sum[FC_S_hours_available];
    for (size_t i = 0; i < OVERLAY_PATHS; i++)
        assert_true(worked[1][i] > worked[0][i] && worked[1][i] > worked[2][i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_here),        cmocka_unit_test(test_directions),
        cmocka_unit_test(test_analytics_with_time), cmocka_unit_test(test_gain_fades),
        cmocka_unit_test(test_inverted_u),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
