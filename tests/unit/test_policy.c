/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The policy room, exactly, on a firm whose figures are known by heart: lag,
 * hysteresis, confirmation, hold, cool-down and delay month by month; budget and costs
 * to the last unit; marketing saved, leads lost as the response law says (1.5), spend
 * shifted; discount and retention on their markets; practices on demand. Nothing is
 * statistical.
 */
#include "policy_firm.h"

static void assert_months(const struct story *s, int policy, const char *months)
{
    for (int m = 0; months[m]; m++)
        if (!(s->months[policy][m] == (float)(months[m] == '1')))
            fail_msg("policy %d, month %d: at work %g", policy, m + 1,
                     (double)s->months[policy][m]);
}

/* Spend of the adverts falls to half in months 4-6 and from month 9 on. */
#define FALLS                                                                          \
    "spend_plan = ( { month = 4; spend_per_month = 500; }, { month = 7; "              \
    "spend_per_month = 1000; }, { month = 9; spend_per_month = 500; } );"

static void test_clock(void **state)
{
    (void)state;
    /* seen a month late: 500 at the ends of months 5-7 and from month 10 on.
     * slow: decided at the end of 5, delay 1: from 7; calm at the end of 8, when it has
     *   held for 2; rests at the ends of 9 and 10; decided at the end of 11: from 13
     * twice: exact; months 4 and 5 are the second in a row: 6; calm at the end of 7
     * long: from 5 on, held for 6 months: at the end of 10 it is not calm
     * wide: releases at 2.1 times the opening: never */
    struct story *s = told(FIRM("18", "2", FALLS) POLICIES(
        POLICY("slow", LOW MORE_LEADS "noise_cv = 0; lag_months = 1; hold_months = 2; "
                                      "cool_down_months = 2; delay_months = 1;"),
        POLICY("twice", LOW EXACT MORE_LEADS "confirm_months = 2; hold_months = 0;"),
        POLICY("long", LOW EXACT MORE_LEADS "hold_months = 6;"),
        POLICY("wide", LOW EXACT MORE_LEADS "release_above = 2.1;")));
    struct story *none = told(FIRM("18", "2", FALLS));
    assert_months(s, 0, "000000110000111111");
    assert_months(s, 1, "000001100011111111");
    assert_months(s, 2, "000011111111111111");
    assert_months(s, 3, "000011111111111111");
    assert_true(s->starts[0][6] == 1 && s->starts[0][7] == 0 && s->starts[0][12] == 1);
    /* `slow` decides at the ends of months 5 and 11, when the exact figure was low:
     * no false alarm */
    for (int m = 0; m < 18; m++) {
        float flow = 0;
        for (int i = 0; i < 4; i++)
            flow += s->months[i][m];
        const double ratio = s->rate[0][m] / none->rate[0][m];
        assert_true(s->wrong[0][m] == 0);
        assert_true(fabs(ratio - pow(1.5, (double)flow)) < 1e-5 * ratio);
    }
    free(s);
    free(none);
}

/* A figure that is late is not the figure: what is over by then is a false alarm. */
static void test_false_alarm(void **state)
{
    (void)state;
    struct story *s = told(
        FIRM("12", "1",
             "spend_plan = ( { month = 4; spend_per_month = 500; }, { month = 5; "
             "spend_per_month = 1000; } );")
            POLICIES(POLICY("late", LOW MORE_LEADS "noise_cv = 0; lag_months = 2;"),
                     POLICY("half", LOW MORE_LEADS "noise_cv = 0; lag_months = 0.5;")));
    assert_months(s, 0, "000000100000"); /* seen at the end of 6 */
    assert_true(s->starts[0][6] == 1 && s->wrong[0][6] == 1);
    assert_months(s, 1, "000011000000"); /* 750 at the ends of 4 and 5 */
    assert_true(s->wrong[1][4] == 0);
    free(s);
}

/* ---- what it is compared with ---- */

static void test_comparisons(void **state)
{
    (void)state;
    /* 1000 until month 13, 900 after: a year later the ratio is 1 again */
    struct story *s = told(
        FIRM("36", "1", "spend_plan = ( { month = 14; spend_per_month = 900; } );")
            POLICIES(
                POLICY(
                    "year",
                    "watch = \"marketing\"; of = [ \"channels:adverts\" ]; compare_to "
                    "= \"year_ago\"; act_below = 0.95; " EXACT MORE_LEADS),
                POLICY("value", "watch = \"marketing\"; of = [ \"adverts\" ]; "
                                "act_below = 950; " EXACT MORE_LEADS),
                POLICY("smooth", "watch = \"marketing\"; of = [ \"adverts\" ]; "
                                 "act_below = 950; smoothing = 0.5; " EXACT MORE_LEADS),
                POLICY("many", "watch = \"marketing\"; of = [ \"adverts\", \"fairs\" "
                               "]; act_above = 1350; " EXACT MORE_LEADS)));
    assert_months(s, 0, "000000000000001111111111110000000000");
    assert_months(s, 1, "000000000000001111111111111111111111");
    assert_months(s, 2, "000000000000000111111111111111111111"); /* 950, 925 */
    assert_months(s, 3, "011111111111110000000000000000000000");
    free(s);
}

/* Actuals before month 1 are what a year-on-year rule and a lag see first. */
static void test_actuals(void **state)
{
    (void)state;
#define LAST_YEAR                                                                      \
    "actuals = ( { metric = \"marketing\"; values = [ 1400, 1400, 1400, 1400, 1400, "  \
    "1400, 2000, 2000, 1400, 1400, 1400, 800 ]; } );"
    struct story *s = told(FIRM_PAST("14", "1", "", "seats = 4;", LAST_YEAR) POLICIES(
        POLICY("year", "watch = \"marketing\"; compare_to = \"year_ago\"; act_below = "
                       "0.9; " EXACT MORE_LEADS),
        POLICY("late", "watch = \"marketing\"; act_below = 1000; noise_cv = 0; "
                       "lag_months = 1; " MORE_LEADS),
        POLICY("opening",
               "watch = \"marketing\"; compare_to = \"opening\"; act_above = "
               "1.7; " EXACT MORE_LEADS)));
    assert_months(s, 0, "00000001100000"); /* 1400 after 2000 in months 7 and 8 */
    assert_months(s, 1, "01000000000000"); /* 800, seen at the end of month 1 */
    assert_months(s, 2, "01111111111111"); /* 1400 / 800 */
    free(s);
}

/* ---- costs ---- */

static void test_budget(void **state)
{
    (void)state;
#define NOTHING                                                                        \
    "do = \"effects\"; effects = ( { lever = \"running_cost\"; factor = 1.0; } ); "
    struct story *s = told(FIRM("24", "2", "") POLICIES(
        POLICY("spender", ALWAYS EXACT NOTHING
               "setup_cost = 250; monthly_cost = 100; budget = 700;"),
        POLICY("poor", ALWAYS EXACT NOTHING
               "setup_cost = 250; monthly_cost = 100; budget = 349;"),
        POLICY("exact", ALWAYS EXACT NOTHING
               "setup_cost = 200; monthly_cost = 100; budget = 500;"),
        POLICY("adverts",
               ALWAYS EXACT "do = \"marketing_up\"; share = 0.5; where = [ \"adverts\" "
                            "]; monthly_cost = 10; budget = 1600;")));
    struct story *none = told(FIRM("24", "2", ""));
    double all[POLICIES_MOST] = {0};
    for (int m = 0; m < 24; m++) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            all[i] += s->cost[i][m];
            sum += s->cost[i][m];
        }
        const double more = s->spend[1][m] - none->spend[1][m];
        assert_true(fabs(more - (s->months[3][m] > 0 ? 500 : 0)) < 1e-3);
        if (m < 4) /* later, the adverts' leads become clients and commissions */
            assert_true(s->cost[0][m] == (m == 0 ? 0 : m == 1 ? 350 : 100));
        (void)sum;
    }
    assert_months(s, 0, "011110000000000000000000");
    assert_true(all[0] == 650 && all[1] == 0 && all[2] == 500);
    assert_months(s, 2, "011100000000000000000000");
    assert_months(s, 3, "011100000000000000000000"); /* 3 x 510 */
    assert_true(all[3] == 30);
    free(s);
    free(none);
    s = told(FIRM("24", "2", "") POLICIES(POLICY(
        "spender", ALWAYS EXACT NOTHING "setup_cost = 250; monthly_cost = 100.5;")));
    none = told(FIRM("24", "2", ""));
    for (int m = 0; m < 24; m++)
        assert_true(fabs(s->costs[m] - none->costs[m] - s->cost[0][m]) <
                    1e-9 * s->costs[m]);
    free(s);
    free(none);
}

static void test_marketing(void **state)
{
    (void)state;
    struct story *s = told(FIRM("24", "2", "") POLICIES(
        POLICY("save", ALWAYS EXACT
               "do = \"marketing_down\"; share = 0.3; where = [ \"adverts\" ];")));
    struct story *none = told(FIRM("24", "2", ""));
    double goodwill = 1;
    for (int m = 0; m < 24; m++) {
        const double paid = m == 0 ? 1000 : 700;
        double response = 0; /* mean of the month's two steps */
        for (int i = 0; i < 2; i++) {
            response += fc__advert_response(goodwill, 0.5, 1.5, 1) / 2;
            goodwill = fc__goodwill_next(goodwill, paid / 1000, 9 * 12.0 / 52, 0.5);
        }
        assert_true(fabs(s->spend[1][m] - paid) < 1e-4);
        assert_true(s->spend[2][m] == 400 && s->spend[0][m] == 0);
        assert_true(fabs(s->rate[1][m] / none->rate[1][m] - response) < 2e-6);
        if (m < 2) /* before clients differ */
            assert_true(s->rate[0][m] == none->rate[0][m]);
    }
    free(s);
    s = told(FIRM("24", "2", FALLS) POLICIES(
        POLICY("shift", ALWAYS EXACT "do = \"marketing_shift\"; share = 0.4; where = [ "
                                     "\"adverts\" ]; to = [ \"fairs\" ];")));
    for (int m = 1; m < 24; m++) {
        const double plan = (m >= 3 && m < 6) || m >= 8 ? 500 : 1000;
        assert_true(fabs(s->spend[1][m] - 0.6 * plan) < 1e-3);
        assert_true(fabs(s->spend[2][m] - (400 + 0.4 * plan)) < 1e-3);
    }
    free(s);
    free(none);
}

static void test_clients(void **state)
{
    (void)state;
    struct story *s = told(FIRM("6", "2", "") POLICIES(
        POLICY(
            "keep", ALWAYS EXACT
            "do = \"retention_campaign\"; where = [ \"large\" ]; cost_per_client = 2;"),
        POLICY("keep_all", ALWAYS EXACT "do = \"retention_campaign\"; log_odds = 0.5; "
                                        "cost_per_client = 2; delay_months = 60;"),
        POLICY("rebate",
               ALWAYS EXACT "do = \"discount\"; share = 0.1; where = [ \"core\" ];")));
    double large = 0;
    struct world w = world_new(FIRM("6", "2", ""));
    fc__block_open(w.block, fc_seed(20260729), 0, false);
    for (uint32_t k = 0; k < 8; k++) {
        const struct fc_market *market = &w.model->markets[k];
        const bool is_large =
            strcmp(w.model->axis[FC_SEGMENT].name[market->segment], "large") == 0;
        const bool core =
            strcmp(w.model->axis[FC_PRODUCT].name[market->product], "core") == 0;
        assert_true(fabs((double)s->eased[k] + (is_large ? 0.2 : 0)) < 1e-7);
        assert_true(fabs((double)s->price[k] - (core ? 0.9 : 1)) < 1e-7);
        large += (double)is_large;
    }
    assert_true(large == 4);
    world_clear(&w);
    for (int m = 0; m < 6; m++) {
        assert_true(s->cost[1][m] == 0 && s->cost[2][m] == 0);
        assert_true(m == 0
                        ? s->cost[0][m] == 0
                        : s->cost[0][m] > 0 && s->cost[0][m] < 2 * s->clients[m - 1]);
    }
    free(s);
}

/* ---- people ---- */

/* 40 seats, most of which change hands within a year, half a month to fill one. */
#define BUSY                                                                           \
    "seats = 40; turnover_per_year = 0.9; months_to_fill = { mean = 0.5; cv = 0; };"
#define SLOW                                                                           \
    LOW "noise_cv = 0; lag_months = 1; hold_months = 2; cool_down_months = 2; "        \
        "delay_months = 1; "

static void test_people(void **state)
{
    (void)state;
    struct story *s = told(FIRM_OF("18", "2", FALLS, BUSY) POLICIES(
        POLICY("freeze", SLOW "do = \"freeze_hiring\";")));
    struct story *none = told(FIRM_OF("18", "2", FALLS, BUSY));
    assert_months(s, 0, "000000110000111111"); /* as in test_clock */
    for (int m = 0; m < 18; m++) {
        const bool frozen = s->months[0][m] > 0;
        assert_true(frozen ? s->hires[m] <= 0 : m == 0 || s->hires[m] > 0);
        if (m < 6)
            assert_true(s->hires[m] == none->hires[m]);
        assert_true(none->seats[m] == 40);
    }
    free(s);
    free(none);
    s = told(FIRM_OF("12", "2", FALLS, BUSY)
                 POLICIES(POLICY("fewer", SLOW "do = \"lay_off\"; share = 0.25;")));
    for (int m = 0; m < 12; m++)
        assert_true(s->seats[m] == (m < 6 ? 40 : 30));
    free(s);
}

/* ---- practices ---- */

struct calls {
    float use[MONTHS_MOST], asked[MONTHS_MOST];
    double cost[MONTHS_MOST];
};

static void listen(const struct fc_block *b, void *out)
{
    struct calls *c = out;
    c->use[b->month] = FC_ROW(b, practice_use, 0)[5];
    c->cost[b->month] = FC_ROW(b, practice_cost, 0)[5];
    c->asked[b->month] = 0;
    for (uint32_t i = 0; i < b->model->axis[FC_POLICY].count; i++)
        c->asked[b->month] += FC_ROW(b, policy_months, i)[5];
}

/* A practice on demand runs in the months in which any of its policies is at work; what
 * lets managers see sooner moves the decision. */
static void test_practices(void **state)
{
    (void)state;
    static const char text[] = FIRM("24", "2", FALLS) SPRINT POLICIES(
        POLICY("one", LOW EXACT "do = \"practice\"; practice = \"sprint\";"),
        POLICY(
            "two", LOW
            "noise_cv = 0; lag_months = 2; do = \"practice\"; practice = \"sprint\";"));
    struct calls calls = {0};
    struct world w = world_new(text);
    world_block(&w, 0, false, listen, &calls);
    world_clear(&w);
    int both = 0;
    for (int m = 0; m < 24; m++) {
        const float any = calls.asked[m] > 0 ? 1.0f : 0.0f;
        both += calls.asked[m] > 1;
        assert_true(calls.use[m] == any && calls.cost[m] == 70 * (double)any);
    }
    assert_true(both > 3 && calls.use[3] == 0 && calls.use[4] == 1);
    struct story *s = told(FIRM("18", "2", FALLS) DASHBOARD POLICIES(
        POLICY("slow", LOW MORE_LEADS "noise_cv = 0; lag_months = 2; hold_months = 2; "
                                      "cool_down_months = 2; delay_months = 1;")));
    assert_months(s, 0, "000000110000111111"); /* as with a lag of 1: test_clock */
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock),       cmocka_unit_test(test_false_alarm),
        cmocka_unit_test(test_comparisons), cmocka_unit_test(test_actuals),
        cmocka_unit_test(test_budget),      cmocka_unit_test(test_marketing),
        cmocka_unit_test(test_clients),     cmocka_unit_test(test_people),
        cmocka_unit_test(test_practices),
    };
    return cmocka_run_group_tests_name("unit.policy", tests, NULL, NULL);
}
