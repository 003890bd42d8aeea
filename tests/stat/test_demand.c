/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lead flow against closed forms.
 *
 * T2  over-dispersion: mean 100 a month, shape 4: variance 2600; 52 months of
 * independent gammas: mean 5200, variance 135,200. One factor a year instead: the
 * engine's product of three gammas with variance shares .5, .3, .2 of CV^2. T3
 * seasonality normaliser of one harmonic: I_0(.2) = 1.0100250278. T4  adstock:
 * goodwill, Hill response, long-run and impact elasticity. Referral branching. Detects:
 * printed; 0.2 % of the mean, 2 % of a variance. */
#include "closed.h"

#include "model/demand.h"

#define LEADS(months, cv, shape)                                                       \
    FIRM_CLOCK(months, "2")                                                            \
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = \"p\"; } " \
    "); "                                                                              \
    "segments = ( { name = \"s\"; leads_per_month = 100; } ); year_to_year_cv = " cv   \
    "; };\n" FIRM_CALM FIRM_NOBODY                                                     \
    "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; dispersion = " shape  \
    "; } );\n"                                                                         \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "      \
    "dwell_weeks = 1.0; } ); deal_value = { mean = 100; }; };\n"                       \
    "customers = { leave_first_year = 0.1; leave_spread = 0.2; insolvency_per_year = " \
    "0; "                                                                              \
    "};\n"

static void test_t2_monthly_dispersion(void **state)
{
    (void)state;
    enum { PATHS = 40000 };
    fc_forecast *f = closed_run(LEADS("52", "0", "4"), PATHS);
    closed_mean(f, "leads", 7, 100, 6);
    closed_variance(f, "leads", 7, 2600, 4.6, PATHS,
                    6); /* NB kurtosis ~ 3 + 6/4 + .. */
    closed_mean(f, "leads", FC_PERIOD_HORIZON, 5200, 6);
    closed_variance(f, "leads", FC_PERIOD_HORIZON, 135200, 3.1, PATHS, 6);
    fc_forecast_free(f);
}

static void test_t2_yearly_factor(void **state)
{
    (void)state;
    enum { PATHS = 40000 };
    fc_forecast *f = closed_run(LEADS("12", "0.5", "0"), PATHS);
    const double spread = 1.125 * 1.075 * 1.05 - 1; /* of the product of three gammas */
    closed_mean(f, "leads", FC_PERIOD_HORIZON, 1200, 6);
    closed_variance(f, "leads", FC_PERIOD_HORIZON, 1200 + 1200.0 * 1200 * spread, 5.5,
                    PATHS, 6);
    fc_forecast_free(f);
}

static void test_t3_season(void **state)
{
    (void)state;
    double factor[12], sum = 0;
    fc__season_harmonic(0.2, 11, factor);
    for (int m = 0; m < 12; m++)
        sum += factor[m];
    assert_true(fabs(sum - 12) < 1e-13);
    assert_true(fabs(exp(0.2) / factor[10] - 1.0100250278) < 1e-10);
    assert_true(fabs(exp(-0.2) / factor[4] - 1.0100250278) < 1e-10);
}

/* T4: retention 1 - .0519225 a week has half-life 13.00 weeks; G* = 963.391, K = 1000,
 * h = 1.5: H = .486018, long-run elasticity .770973 (share 1). */
static void test_t4_adstock(void **state)
{
    (void)state;
    const double week = 12.0 / 52, half_life = 13 * week, up = 1.0001;
    assert_true(fabs(fc__goodwill_next(1, 0, half_life, week) - (1 - 0.0519225)) <
                1e-6);
    double goodwill = 1;
    for (int t = 0; t < 2000; t++)
        goodwill = fc__goodwill_next(goodwill, up, half_life, week);
    const double half = 1000 / 963.391;
    const double long_run = log(fc__advert_response(goodwill, 1, 1.5, half)) / log(up);
    assert_true(fabs(long_run - 0.770973) < 2e-4);
    const double once = fc__goodwill_next(1, up, half_life, week);
    const double impact = log(fc__advert_response(once, 1, 1.5, half)) / log(up);
    assert_true(fabs(impact - 0.0519225 * 0.770973) < 2e-5);
    assert_true(fabs(fc__advert_response(1, 0.7, 1.5, half) - 1) < 1e-14);
}

/* Spend doubles in month 2: leads follow the response, step by step of the engine. */
static void test_t4_through_the_engine(void **state)
{
    (void)state;
    const char *text =
        FIRM_CLOCK("60", "2") FIRM_MARKETS("100", "") FIRM_CALM FIRM_NOBODY
        "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; dispersion = 0; "
        "spend_per_month = 1000; ad_driven_share = 0.5; hill = 1.5; half_life_weeks = "
        "9; "
        "spend_plan = ( { month = 2; spend_per_month = 2000; } ); } );\n"
        "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "
        "dwell_weeks = 1.0; } ); deal_value = { mean = 100; }; };\n"
        "customers = { leave_first_year = 0.1; leave_spread = 0.2; insolvency_per_year "
        "= "
        "0; };\n";
    fc_forecast *f = closed_run(text, 20000);
    closed_mean(f, "leads", 1, 100, 6);
    /* goodwill 2: H(2) = 2^1.5 / (2^1.5 + 1) against H(1) = 1/2 */
    const double top = pow(2, 1.5) / (pow(2, 1.5) + 1) / 0.5;
    closed_mean(f, "leads", 60, 100 * (0.5 + 0.5 * top), 6);
    assert_true(closed_value(f, "marketing", 60) == 2000);
    fc_forecast_free(f);
}

/* Ten people who never leave call 30 hours a month, 2 leads an hour: 600 leads without
 * a limit, R (1 - exp(-600 / R)) = 259.40 from a list of R = 300. Detects 2 %. */
static void test_prospects_run_out(void **state)
{
    (void)state;
#define CALLING(list)                                                                  \
    FIRM_CLOCK("12", "2")                                                              \
    FIRM_MARKETS("0", "")                                                              \
    FIRM_CALM                                                                          \
    "people = { seats = 10; turnover_per_year = 0; };\norganisation = { structure = "  \
    "\"pooled\"; };\nchannels = ( { name = \"c\"; kind = \"outbound\"; dispersion = "  \
    "0; hours_per_seat_month = 30; leads_per_hour = 2; " list " } );\n"                \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "      \
    "dwell_weeks = 1.0; } ); deal_value = { mean = 100; }; };\n"                       \
    "customers = { leave_first_year = 0.1; leave_spread = 0.2; insolvency_per_year "   \
    "= 0; };\n"
    fc_forecast *f = closed_run(CALLING(""), 5000);
    closed_mean(f, "leads", 12, 600, 6);
    fc_forecast_free(f);
    f = closed_run(CALLING("prospects_per_month = 300;"), 5000);
    closed_mean(f, "leads", 12, 300 * (1 - exp(-2)), 6);
    fc_forecast_free(f);
#undef CALLING
}

#define ADVERTISED(more, crises)                                                       \
    FIRM_CLOCK("60", "2")                                                              \
    FIRM_MARKETS("100", "")                                                            \
    FIRM_CALM FIRM_NOBODY                                                              \
        "channels = ( { name = \"c\"; kind = \"inbound\"; share = 0.7; dispersion = "  \
        "0; "                                                                          \
        "spend_per_month = 1000; ad_driven_share = 0.5; hill = 1.5; half_life_weeks "  \
        "= 9; " more                                                                   \
        " }, { name = \"d\"; kind = \"inbound\"; share = 0.3; dispersion = 0; "        \
        "spend_per_month = 500; } );\n"                                                \
        "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "  \
        "dwell_weeks = 1.0; } ); deal_value = { mean = 100; }; };\n"                   \
        "customers = { leave_first_year = 0.1; leave_spread = 0.2; "                   \
        "insolvency_per_year = "                                                       \
        "0; };\n" crises
/* 2.074310089^0.95 = 2: spend doubles for good with month 2, through the lever */
#define DOUBLED(factor)                                                                \
    "crises = ( { name = \"spree\"; category = \"financial\"; per_year = 0; severity " \
    "= { median = 0.1; }; scar = 1.0; effects = ( { lever = \"marketing\"; of = [ "    \
    "\"c\" ]; factor = " factor "; } ); scheduled = ( { month = 2; severity = 0.95; }" \
    " ); } );\n"

/* T4 on the other way: the lever, goodwill path by path, gives the leads of the plan
 * that spends the same, month by month; the mean number of leads of the 60 months and
 * of month 4 (goodwill on its way) differs by rounding only, the money by 1e-6. */
static void test_t4_through_the_lever(void **state)
{
    (void)state;
    enum { PATHS = 2000 };
    fc_forecast *plan = closed_run(
        ADVERTISED("spend_plan = ( { month = 2; spend_per_month = 2000; } );", ""),
        PATHS);
    fc_forecast *lever = closed_run(ADVERTISED("", DOUBLED("2.074310089")), PATHS);
    fc_forecast *still = closed_run(ADVERTISED("", DOUBLED("1")), PATHS);
    fc_forecast *none = closed_run(ADVERTISED("", ""), PATHS);
    for (int month = 1; month <= 60; month++) {
        const double a = closed_value(plan, "leads", month);
        const double b = closed_value(lever, "leads", month);
        const double money = closed_value(lever, "marketing", month);
        assert_true(fabs(b - a) <= 2e-4 * a); /* a few counts of 200,000 move by one */
        assert_true(fabs(money - (month < 2 ? 1500 : 2500)) < 2500 * 1e-6);
        assert_true(closed_value(still, "leads", month) ==
                    closed_value(none, "leads", month));
        assert_true(closed_value(still, "marketing", month) == 1500);
    }
    const double top = pow(2, 1.5) / (pow(2, 1.5) + 1) / 0.5;
    closed_mean(lever, "leads", 60, 70 * (0.5 + 0.5 * top) + 30, 6);
    fc_forecast_free(plan);
    fc_forecast_free(lever);
    fc_forecast_free(still);
    fc_forecast_free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t2_monthly_dispersion),
        cmocka_unit_test(test_t2_yearly_factor),
        cmocka_unit_test(test_t3_season),
        cmocka_unit_test(test_t4_adstock),
        cmocka_unit_test(test_t4_through_the_engine),
        cmocka_unit_test(test_prospects_run_out),
        cmocka_unit_test(test_t4_through_the_lever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
