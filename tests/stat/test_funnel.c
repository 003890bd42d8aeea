/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel against closed forms, through scenario files on the real engine.
 *
 * T1  thinned Poisson funnel with an exponential or Erlang-3 lag: wins by month 52 are
 *     Poisson(m), m = lam p [T - tau (1 - e^(-T/tau))]; months in place of weeks.
 * T5  stationary pipeline (M/G/infinity) of the default firm at full attention; odds
 * and dwell under partial coverage. T6  compound Poisson bookings with lognormal deals.
 * M5  no limit on hours reproduces T1 and T5 (all of these run without seats and
 * hours). Detects: 0.03 % in the mean of T1 at 200,000 paths, 2.5 % in its variance;
 * see the printed column for the others. */
#include "closed.h"

#define ONE_STAGE                                                                      \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.05; "     \
    "dwell_weeks = 52.0; } ); deal_value = { mean = 100; }; };\n"
#define THREE_STAGES                                                                   \
    "funnel = { contact_hours = 0; stages = ( "                                        \
    "{ name = \"a\"; conversion = 0.36840314986403866; dwell_weeks = "                 \
    "17.333333333333333; }, "                                                          \
    "{ name = \"b\"; conversion = 0.36840314986403866; dwell_weeks = "                 \
    "17.333333333333333; }, "                                                          \
    "{ name = \"c\"; conversion = 0.36840314986403866; dwell_weeks = "                 \
    "17.333333333333333; } ); "                                                        \
    "deal_value = { mean = 100; }; };\n"
#define T1(s, funnel)                                                                  \
    FIRM_CLOCK("52", s)                                                                \
    FIRM_MARKETS("20", "")                                                             \
    FIRM_CALM FIRM_CHANNEL FIRM_NOBODY funnel                                          \
        "opening = { pipeline = \"empty\"; };\n"                                       \
        "customers = { leave_first_year = 0.1; leave_spread = 0.2; "                   \
        "insolvency_per_year = 0; };\n"

static void t1(const char *text, double exact)
{
    enum { PATHS = 200000 };
    fc_forecast *f = closed_run(text, PATHS);
    /* Poisson: kurtosis 3 + 1/m */
    closed_mean(f, "wins", FC_PERIOD_HORIZON, exact, 4);
    closed_variance(f, "wins", FC_PERIOD_HORIZON, exact, 3 + 1 / exact, PATHS, 4);
    fc_forecast_free(f);
}

static void test_t1_one_stage(void **state)
{
    (void)state;
    t1(T1("1", ONE_STAGE), 40.157485);
    t1(T1("2", ONE_STAGE), 40.157485);
    t1(T1("4", ONE_STAGE), 40.157485);
}

static void test_t1_three_stages(void **state)
{
    (void)state;
    t1(T1("1", THREE_STAGES), 40.001026);
    t1(T1("2", THREE_STAGES), 40.001026);
    t1(T1("4", THREE_STAGES), 40.001026);
}

/* Stages of the default firm: leads 200, 75, 15 a week, dwell in weeks. */
#define DEFAULT_FIRM(leads, c1, c2, c3, c4, d2, d3, d4)                                \
    FIRM_CLOCK("60", "2")                                                              \
    FIRM_MARKETS(leads, "")                                                            \
    FIRM_CALM FIRM_CHANNEL FIRM_NOBODY                                                 \
        "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = " c1    \
        "; "                                                                           \
        "dwell_weeks = 1.0; }, { name = \"b\"; conversion = " c2 "; dwell_weeks = " d2 \
        "; }, { name = \"c\"; conversion = " c3 "; dwell_weeks = " d3                  \
        "; }, { name = \"d\"; "                                                        \
        "conversion = " c4 "; dwell_weeks = " d4                                       \
        "; } ); deal_value = { mean = 100; }; };\n"                                    \
        "customers = { leave_first_year = 0.1; leave_spread = 0.2; "                   \
        "insolvency_per_year = 0; "                                                    \
        "};\n"

static void t5(const char *text, double open, double wins_per_week)
{
    fc_forecast *f = closed_run(text, 20000);
    closed_mean(f, "open_deals", 1, open, 6);  /* opens in its steady state ... */
    closed_mean(f, "open_deals", 60, open, 6); /* ... and stays there */
    closed_mean(f, "wins", 60, wins_per_week * 52 / 12, 6);
    /* M/G/infinity: the stock is Poisson */
    closed_variance(f, "open_deals", 60, open, 3 + 1 / open, 20000, 6);
    fc_forecast_free(f);
}

static void test_t5_stationary_pipeline(void **state)
{
    (void)state;
    t5(DEFAULT_FIRM("866.66666666666667", "0.12", "0.62", "0.66", "0.75", "1.2", "1.5",
                    "1.0"),
       60.9408, 7.3656);
    t5(DEFAULT_FIRM("325.0", "0.13", "0.55", "0.60", "0.68", "2.8", "3.5", "2.5"),
       54.1125, 2.18790);
    t5(DEFAULT_FIRM("65.0", "0.18", "0.50", "0.58", "0.60", "6.0", "8.0", "6.0"),
       31.698, 0.46980);
}

/* Coverage phi on the advance hazard: odds phi p / (1 - p), dwell 1 / (a + l). A crisis
 * lever that halves the advance hazard is coverage .5. p = .5, d = 3 months: 1/3 and 4.
 */
static void test_t5_odds_and_dwell(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(
        FIRM_CLOCK("60", "2") FIRM_MARKETS("30", "") FIRM_CALM FIRM_CHANNEL FIRM_NOBODY
        "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = "
        "0.999999; "
        "dwell_weeks = 0.1; }, { name = \"b\"; conversion = 0.5; dwell_weeks = 13.0; } "
        "); "
        "deal_value = { mean = 100; }; };\n"
        "customers = { leave_first_year = 0.1; leave_spread = 0.2; insolvency_per_year "
        "= "
        "0; };\n"
        "crises = ( { name = \"x\"; category = \"operational\"; scope = \"all\"; "
        "per_year = "
        "0; severity = { median = 0.5; sigma = 0; }; plateau_weeks = 500; "
        "plateau_sigma = 0; half_life_weeks "
        "= 1; effects = ( { lever = \"win_odds\"; factor = 0.25; } ); scheduled = ( { "
        "month = 1; severity = 0.5; } ); } );\n",
        40000);
    /* effect y = .5 of factor .25: exp(.5 ln .25) = .5, from the onset in month 1 on */
    closed_mean(f, "open_deals", 60, 30 * 4.0, 6);
    closed_mean(f, "wins", 60, 30 / 3.0, 6);
    fc_forecast_free(f);
}

/* T6: 50 wins a month on average, lognormal deals of mean exp(ln 20000 + 1/2), CV
 * sqrt(e - 1); bookings = one-off revenue of the month. Quantiles by FFT (grid 500). */
static void test_t6_compound_poisson(void **state)
{
    (void)state;
    enum { PATHS = 200000 };
    fc_forecast *f = closed_run(
        FIRM_CLOCK("12", "2") FIRM_MARKETS("100", "model = \"one_off\";")
            FIRM_CALM FIRM_CHANNEL FIRM_NOBODY
        "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.5; "
        "dwell_weeks = 1.0; } ); deal_value = { mean = 32974.425414002564; cv = "
        "1.3108324944320902; law = \"lognormal\"; }; };\n"
        "customers = { leave_first_year = 0.1; leave_spread = 0.2; insolvency_per_year "
        "= "
        "0; uplift_per_year = 0; };\n",
        PATHS);
    closed_mean(f, "bookings", 12, 1648721, 6);
    const double sd = closed_stat(f, "bookings", 12, FC_STAT_SD, 0).value;
    closed_near("sd of bookings", sd,
                384423 * sqrt((3 + 1.2 - 1) / 4 / CLOSED_PATHS(PATHS)), 384423, 6);
    static const struct {
        double prob, exact;
    } quantiles[] = {{.01, 905.5e3},  {.05, 1084.5e3}, {.10, 1189.0e3}, {.50, 1614.0e3},
                     {.90, 2150.0e3}, {.95, 2329.5e3}, {.99, 2713.0e3}};
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        const struct fc_estimate q =
            closed_stat(f, "bookings", 12, FC_STAT_QUANTILE, quantiles[i].prob);
        char what[32];
        snprintf(what, sizeof what, "P%.0f of bookings", 100 * quantiles[i].prob);
        /* the exact value is known to half a grid step of 500 */
        closed_near(what, q.value, q.error + 250 / 6.0, quantiles[i].exact, 6);
    }
    fc_forecast_free(f);
}

/* A win of month m leaves the pipeline's month m and pays from month m + 1 on: T1's lag
 * is the funnel's alone. Revenue of month 1 is 0 when the book opens empty. */
static void test_wins_pay_from_the_next_month(void **state)
{
    (void)state;
    fc_forecast *f = closed_run(T1("2", ONE_STAGE), 2000);
    assert_true(closed_value(f, "wins", 1) > 0);
    assert_true(closed_value(f, "revenue", 1) == 0);
    assert_true(closed_value(f, "revenue", 2) > 0);
    fc_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t1_one_stage),
        cmocka_unit_test(test_t1_three_stages),
        cmocka_unit_test(test_t5_stationary_pipeline),
        cmocka_unit_test(test_t5_odds_and_dwell),
        cmocka_unit_test(test_t6_compound_poisson),
        cmocka_unit_test(test_wins_pay_from_the_next_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
