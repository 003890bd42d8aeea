/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mix of acquisition effort against closed forms, on the real engine.
 *
 * Two segments (60 and 40 leads of the reference), two territories (3:1), people who
 * never leave and have time. Detects: printed, 1 to 4 % of the leads of a segment.
 *   calling   hours x share of the mix x leads an hour of the segment, from a list of
 *             prospects R w: R w (1 - exp(-x / (R w)))
 *   teams     a team by segment calls hours of all x share of the mix
 *   spend     leads follow H(G), G -> share of the mix / share at opening
 *   raking    territory and segment both hold
 * Metamorphic: a plan that says what is, changes nothing (1e-4 of the leads, counts
 * that move by one); a lever that doubles spend does what a plan of double spend does,
 * part by part. */
#include "closed.h"

#include "model/mix.h"

#define TWO                                                                            \
    "markets = { territories = ( { name = \"a\"; share = 0.75; }, { name = \"b\"; "    \
    "share = 0.25; } ); products = ( { name = \"p\"; } ); segments = ( { name = "      \
    "\"s\"; leads_per_month = 60; }, { name = \"l\"; leads_per_month = 40; } ); "      \
    "year_to_year_cv = 0; };\n"
#define SALES                                                                          \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "      \
    "dwell_weeks = 1.0; hours = 0; } ); deal_value = { mean = 100; }; };\n"            \
    "customers = { leave_first_year = 0.1; leave_spread = 0.2; insolvency_per_year "   \
    "= 0; };\n"
#define CALLERS(structure)                                                             \
    "people = { seats = 10; turnover_per_year = 0; };\norganisation = { structure = "  \
    "\"" structure "\"; };\n"
#define CALLING(structure, more)                                                       \
    FIRM_CLOCK("12", "2")                                                              \
    TWO FIRM_CALM CALLERS(structure) "channels = ( { name = \"c\"; kind = "            \
                                     "\"outbound\"; dispersion = 0; "                  \
                                     "hours_per_seat_month = 30; " more                \
                                     " } );\n" SALES
#define SPENDING(more, crises)                                                         \
    FIRM_CLOCK("60", "2")                                                              \
    TWO FIRM_CALM FIRM_NOBODY                                                          \
        "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; dispersion = 0; " \
        "spend_per_month = 1000; ad_driven_share = 0.5; hill = 1.5; half_life_weeks "  \
        "= 9; " more " } );\n" SALES crises
#define MIX(s, l) "segment = { s = " s "; l = " l "; };"

enum { PATHS = 4000, FEW = 500 };

static struct fc_estimate metric_of(const fc_forecast *f, const char *metric,
                                    const char *by, const char *member, int period)
{
    for (size_t b = 0; b < fc_forecast_breakdowns(f); b++)
        for (size_t i = 0; strcmp(fc_forecast_breakdown(f, b), by) == 0 &&
                           i < fc_forecast_members(f, b);
             i++)
            if (strcmp(fc_forecast_member(f, b, i, NULL), member) == 0)
                return fc_forecast_stat(f, fc_forecast_find(f, metric), b, i, period,
                                        FC_STAT_MEAN, 0);
    fail_msg("no %s '%s'", by, member);
    return (struct fc_estimate){0};
}

static struct fc_estimate leads_of(const fc_forecast *f, const char *by,
                                   const char *member, int period)
{
    return metric_of(f, "leads", by, member, period);
}

static void leads_are(const fc_forecast *f, const char *by, const char *member,
                      int period, double exact)
{
    const struct fc_estimate e = leads_of(f, by, member, period);
    closed_near(member, e.value, e.error, exact, 6);
}

static void test_calling(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        CALLING("pooled",
                "leads_per_hour = { s = 2; l = 0.5; }; mix = { " MIX(
                    "3", "1") " }; mix_plan = ( { month = 7; " MIX("1", "1") " } "
                                                                             ");"),
        PATHS);
    leads_are(f, "segment", "s", 3, 300 * 0.75 * 2);
    leads_are(f, "segment", "l", 3, 300 * 0.25 * 0.5);
    leads_are(f, "segment", "s", 12, 300 * 0.5 * 2);
    leads_are(f, "segment", "l", 12, 300 * 0.5 * 0.5);
    fc_forecast_free(f);
    f = closed_run(CALLING("pooled", "leads_per_hour = 1; mix = { " MIX(
                                         "1", "0") " }; "
                                                   "mix_plan = ( { month = 7; " MIX(
                                                       "0", "1") " } );"),
                   PATHS);
    leads_are(f, "segment", "s", 3, 300);
    leads_are(f, "segment", "l", 12, 300);
    fc_forecast_free(f);
}

/* A segment's list is its part of all prospects, however much it is called. */
static void test_calling_from_a_list(void **state)
{
    (void)state;
    fc_forecast *f =
        closed_run(CALLING("pooled", "leads_per_hour = 2; prospects_per_month = 400; "
                                     "mix = { " MIX("0.2", "0.8") " };"),
                   PATHS);
    leads_are(f, "segment", "s", 12, 240 * (1 - exp(-120.0 / 240)));
    leads_are(f, "segment", "l", 12, 160 * (1 - exp(-480.0 / 160)));
    fc_forecast_free(f);
}

/* Hours move between teams: by segment, and by territory under a geographic one. */
static void test_teams(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        CALLING("segment", "leads_per_hour = 1; mix = { " MIX("0.2", "0.8") " };"),
        PATHS);
    leads_are(f, "segment", "s", 12, 60);
    leads_are(f, "segment", "l", 12, 240);
    fc_forecast_free(f);
    f = closed_run(CALLING("geographic",
                           "leads_per_hour = 1; mix = { territory = { a = 0.4; b = "
                           "0.6; }; };"),
                   PATHS);
    leads_are(f, "territory", "a", 12, 120);
    leads_are(f, "territory", "b", 12, 180);
    leads_are(f, "segment", "s", 12, 180);
    fc_forecast_free(f);
}

/* A pipeline that opens in its steady state has the deals that these calls bring. */
static void test_teams_steady(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        CALLING("geographic", "leads_per_hour = 1; mix = { territory = { a = 0.4; b = "
                              "0.6; }; };") "opening = { pipeline = \"steady\"; };\n",
        PATHS);
    const struct fc_estimate a = metric_of(f, "wins", "territory", "a", 1);
    const struct fc_estimate b = metric_of(f, "wins", "territory", "b", 1);
    closed_near("wins of a in month 1", a.value, a.error, 12, 6);
    closed_near("wins of b in month 1", b.value, b.error, 18, 6);
    fc_forecast_free(f);
}

static void test_two_axes(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        CALLING("pooled", "leads_per_hour = 1; mix = { territory = { a = 0.1; b = "
                          "0.9; }; " MIX("0.3", "0.7") " };"),
        PATHS);
    leads_are(f, "territory", "a", 12, 30);
    leads_are(f, "territory", "b", 12, 270);
    leads_are(f, "segment", "s", 12, 90);
    leads_are(f, "segment", "l", 12, 210);
    fc_forecast_free(f);
}

/* Two channels with 20 and 10 hours of a seat: 200 hours bring 2 leads, 100 bring 1. */
static void test_channels_share_hours(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        FIRM_CLOCK("12", "2") TWO FIRM_CALM CALLERS(
            "pooled") "channels = ( { name = \"c\"; kind = \"outbound\"; dispersion = "
                      "0; hours_per_seat_month = 20; leads_per_hour = 2; }, { name = "
                      "\"d\"; kind = \"outbound\"; dispersion = 0; "
                      "hours_per_seat_month = 10; leads_per_hour = 1; } );\n" SALES,
        PATHS);
    closed_mean(f, "leads", 12, 500, 6);
    fc_forecast_free(f);
}

/* Long-run leads of a part whose share of the spend moves by x. */
static double response(double x)
{
    return 0.5 + 0.5 * pow(x, 1.5) / (pow(x, 1.5) + 1) * 2;
}

static void test_spending(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        SPENDING("mix_plan = ( { month = 2; " MIX("0.2", "0.8") " } );", ""), PATHS);
    leads_are(f, "segment", "s", 1, 60);
    leads_are(f, "segment", "s", 60, 60 * response(0.2 / 0.6));
    leads_are(f, "segment", "l", 60, 40 * response(0.8 / 0.4));
    assert_true(closed_value(f, "marketing", 60) == 1000);
    fc_forecast_free(f);
    f = closed_run(
        SPENDING("mix = { " MIX("1", "1") " }; mix_plan = ( { month = 2; " MIX(
                     "0.2", "0.8") " } );",
                 ""),
        PATHS);
    leads_are(f, "segment", "s", 1, 60);
    leads_are(f, "segment", "s", 60, 60 * response(0.2 / 0.5));
    leads_are(f, "segment", "l", 60, 40 * response(0.8 / 0.5));
    fc_forecast_free(f);
}

/* 2.074310089^0.95 = 2: spend doubles for good with month 2, through the lever */
#define SPREE                                                                          \
    "crises = ( { name = \"spree\"; category = \"financial\"; per_year = 0; severity " \
    "= { median = 0.1; }; scar = 1.0; effects = ( { lever = \"marketing\"; of = [ "    \
    "\"c\" ]; factor = 2.074310089; } ); scheduled = ( { month = 2; severity = 0.95; " \
    "} ); } );\n"

static void test_lever_and_mix(void **state)
{
    (void)state;
#define MOVED "mix_plan = ( { month = 2; " MIX("0.2", "0.8") " } ); "
    fc_forecast *plan = closed_run(
        SPENDING(MOVED "spend_plan = ( { month = 2; spend_per_month = 2000; } );", ""),
        FEW);
    fc_forecast *lever = closed_run(SPENDING(MOVED, SPREE), FEW);
    for (int month = 1; month <= 60; month++) {
        const double s = leads_of(plan, "segment", "s", month).value;
        const double l = leads_of(plan, "segment", "l", month).value;
        assert_true(fabs(leads_of(lever, "segment", "s", month).value - s) <= 5e-4 * s);
        assert_true(fabs(leads_of(lever, "segment", "l", month).value - l) <= 5e-4 * l);
    }
    leads_are(lever, "segment", "l", 60, 40 * response(2 * 0.8 / 0.4));
    fc_forecast_free(plan);
    fc_forecast_free(lever);
}

/* A plan that says what is: rounding only. */
static void test_plan_of_today(void **state)
{
    (void)state;
    fc_forecast *none = closed_run(CALLING("geographic", "leads_per_hour = 1;"), FEW);
    fc_forecast *same = closed_run(
        CALLING("geographic", "leads_per_hour = 1; mix_plan = ( { month = 1; " MIX(
                                  "0.6", "0.4") " } );"),
        FEW);
    for (int month = 1; month <= 12; month++) {
        const double a = leads_of(none, "segment", "s", month).value;
        assert_true(fabs(leads_of(same, "segment", "s", month).value - a) <= 1e-4 * a);
    }
    fc_forecast_free(none);
    fc_forecast_free(same);
    none = closed_run(SPENDING("", ""), FEW);
    same = closed_run(SPENDING("mix = { " MIX("1", "7") " };", ""), FEW);
    for (int month = 1; month <= 60; month++)
        assert_true(closed_value(none, "leads", month) ==
                    closed_value(same, "leads", month));
    fc_forecast_free(none);
    fc_forecast_free(same);
}

static void refused(const char *text, const char *why)
{
    struct fc_error err = {0};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_run_estimate estimate;
    fc_scenario *scenario = NULL;
    bool found = false, warning;
    fc_status status = fc__scenario_read_text("test.cfg", text, strlen(text), NULL, 0,
                                              fc__owners(), &scenario, &err);
    if (status == FC_OK)
        status = fc_run_estimate(scenario, &options, &estimate, &err);
    assert_int_equal(status, FC_E_SCENARIO);
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++)
        found |= strstr(fc_scenario_problem(scenario, i, &warning), why) != NULL;
    if (!found)
        fail_msg("not refused because '%s'", why);
    fc_scenario_free(scenario);
}

static void test_refused(void **state)
{
    (void)state;
    refused(CALLING("pooled", "mix = { " MIX("0", "0") " };"), "are 0");
    refused(CALLING("pooled", "mix = { segment = { s = 1; }; };"), "lacks 'l'");
    refused(CALLING("pooled", "mix = { segment = { s = 1; l = -1; }; };"), "-1");
    refused(SPENDING("mix = { " MIX("1", "0") " }; mix_plan = ( { month = 2; " MIX(
                         "1", "1") " } );",
                     ""),
            "nobody knows how leads answer");
    refused(
        FIRM_CLOCK(
            "12",
            "2") "markets = { territories = ( { name = \"a\"; }, { "
                 "name = \"b\"; } ); products = ( { name = \"p\"; } );"
                 " segments = ( { name = \"s\"; leads_per_month = "
                 "60; }, { name = \"l\"; leads_per_month = 40; } ); "
                 "list = ( { territory = \"a\"; product = \"p\"; "
                 "segment = \"s\"; share = 1; }, { territory = \"b\"; "
                 "product = \"p\"; segment = \"l\"; share = 1; } ); };"
                 "\n" FIRM_CALM CALLERS(
                     "pooled") "channels = ( { name"
                               " = \"c\"; kind = \"outbound\"; hours_per_seat_month "
                               "= 30; leads_per_hour = 1; mix = { territory = { a = "
                               "0.5; b = 0.5; }; " MIX("0.2", "0.8") " }; } );\n" SALES,
        "cannot be had together");
}

/* Lever `prospecting`: a practice triples what one segment gets of the hours; they stay
 * the same, by the leads that are there (.6 and .4) or by a mix. */
static void test_hours_moved(void **state)
{
    (void)state;
#define AIM                                                                            \
    "practices = ( { name = \"aim\"; category = \"countermeasure\"; effects = ( { "    \
    "lever = \"prospecting\"; of = [ \"l\" ]; factor = 3; } ); } );\n"
    fc_forecast *f = closed_run(CALLING("pooled", "leads_per_hour = 1;") AIM, PATHS);
    leads_are(f, "segment", "s", 12, 300 * 0.6 / (0.6 + 3 * 0.4));
    leads_are(f, "segment", "l", 12, 300 * 1.2 / (0.6 + 3 * 0.4));
    fc_forecast_free(f);
    f = closed_run(
        CALLING("pooled", "leads_per_hour = 1; mix = { " MIX("0.9", "0.1") " };") AIM,
        PATHS);
    leads_are(f, "segment", "l", 12, 300 * 0.3 / (0.9 + 0.3));
    fc_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calling),
        cmocka_unit_test(test_calling_from_a_list),
        cmocka_unit_test(test_teams),
        cmocka_unit_test(test_teams_steady),
        cmocka_unit_test(test_two_axes),
        cmocka_unit_test(test_channels_share_hours),
        cmocka_unit_test(test_spending),
        cmocka_unit_test(test_lever_and_mix),
        cmocka_unit_test(test_plan_of_today),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_hours_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
