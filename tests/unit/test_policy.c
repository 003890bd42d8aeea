/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The policy room, exactly, on a firm whose figures are known by heart: lag,
 * hysteresis, confirmation, hold, cool-down and delay month by month; budget and costs
 * to the last unit; marketing saved, leads lost as the response law says (1.5), spend
 * shifted; discount and retention on their markets; M11 (a policy that never acts is
 * none, bit for bit), M2 (the order of the list), every instruction set, any position
 * in a block; the messages for bad policies. Nothing is statistical. */
#include <math.h>
#include <stdlib.h>
#if defined(__x86_64__)
#define FC_ISA v2
#endif

#include "../world.h"
#include "model/demand.h"
#include "model/policy.h"

#define FIRM(months, s, plan)                                                          \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "    \
    "" months "; steps_per_month = " s "; };" WORLD_MARKETS                            \
    "macro = { random = false; factor_sd = 0; territory_sd = 0; product_sd = 0; "      \
    "segment_sd = 0; }; "                                                              \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 0.6; }, { name = "     \
    "\"adverts\"; kind = \"inbound\"; share = 0.3; spend_per_month = 1000; " plan      \
    " }, { name = \"fairs\"; kind = \"partner\"; share = 0.1; spend_per_month = 400; " \
    "} ); funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks "  \
    "= 2; hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours " \
    "= 4; } ); deal_value = { mean = 5000; }; }; people = { seats = 4; }; opening = "  \
    "{ clients = 200; recurring_per_year = 900000; }; "
#define EXACT "noise_cv = 0; lag_months = 0; "
#define LOW                                                                            \
    "watch = \"marketing\"; of = [ \"adverts\" ]; compare_to = \"opening\"; "          \
    "act_below = 0.8; "
#define ALWAYS             "watch = \"marketing\"; act_below = 1e9; "
#define NEVER              "watch = \"revenue\"; act_below = -1e9; "
#define POLICIES(list)     "policies = ( " list " );"
#define POLICY(name, rest) "{ name = \"" name "\"; " rest " }"
#define MORE_LEADS                                                                     \
    "do = \"effects\"; effects = ( { lever = \"lead_flow\"; factor = 1.5; } ); "

/* ---- one path month by month ---- */

enum { MONTHS_MOST = 60, POLICIES_MOST = 4 };

struct story { /* of lane 5 */
    float months[POLICIES_MOST][MONTHS_MOST], starts[POLICIES_MOST][MONTHS_MOST];
    float wrong[POLICIES_MOST][MONTHS_MOST];
    double cost[POLICIES_MOST][MONTHS_MOST];
    double spend[3][MONTHS_MOST], rate[3][MONTHS_MOST], costs[MONTHS_MOST];
    double clients[MONTHS_MOST];
    float price[8], eased[8];
};

static void tell(const struct fc_block *b, void *out)
{
    struct story *s = out;
    const uint32_t l = 5, m = b->month;
    if (!b->month_ends)
        return;
    for (uint32_t i = 0; i < b->model->axis[FC_POLICY].count; i++) {
        s->months[i][m] = FC_ROW(b, policy_months, i)[l];
        s->starts[i][m] = FC_ROW(b, policy_starts, i)[l];
        s->wrong[i][m] = FC_ROW(b, false_alarms, i)[l];
        s->cost[i][m] = FC_ROW(b, policy_cost, i)[l];
    }
    for (uint32_t c = 0; c < 3; c++) {
        s->spend[c][m] = FC_ROW(b, marketing, c)[l];
        s->rate[c][m] = (double)FC_ROW(b, channel_rate, c)[l];
    }
    s->costs[m] = FC_ROW(b, costs, 0)[l];
    for (uint32_t k = 0; k < 8; k++) {
        s->clients[m] += (double)FC_ROW(b, clients, k)[l];
        s->price[k] = fc_lever(b, FC_L_price, k)[l];
        s->eased[k] = fc_lever(b, FC_L_renewal_odds, k)[l];
    }
}

static struct story *told(const char *text)
{
    struct story *s = calloc(1, sizeof *s);
    struct world w = world_new(text);
    assert_non_null(s);
    world_block(&w, 0, false, tell, s);
    world_clear(&w);
    return s;
}

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
    struct story *s = told(FIRM("18", "2", FALLS) POLICIES(POLICY(
        "slow", LOW MORE_LEADS
        "noise_cv = 0; lag_months = 1; hold_months = 2; "
        "cool_down_months = 2; delay_months = 1;") "," POLICY("twice",
                                                              LOW EXACT MORE_LEADS
                                                              "confirm_months = "
                                                              "2; hold_months = "
                                                              "0;") "," POLICY("long",
                                                                               LOW EXACT
                                                                                   MORE_LEADS
                                                                               "hold_"
                                                                               "months "
                                                                               "= 6;") "," POLICY("wide",
                                                                                                  LOW EXACT
                                                                                                      MORE_LEADS
                                                                                                  "release_above = 2.1;")));
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
    struct story *s =
        told(FIRM("12", "1",
                  "spend_plan = ( { month = 4; spend_per_month = 500; }, { month = 5; "
                  "spend_per_month = 1000; } );")
                 POLICIES(POLICY(
                     "late", LOW MORE_LEADS
                     "noise_cv = 0; lag_months = 2;") "," POLICY("half", LOW MORE_LEADS
                                                                 "noise_cv = 0; "
                                                                 "lag_months = 0.5;")));
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
        FIRM("36", "1", "spend_plan = ( { month = 14; spend_per_month = 900; } );") POLICIES(POLICY(
            "year",
            "watch = \"marketing\"; of = [ \"channels:adverts\" ]; "
            "compare_to = \"year_ago\"; act_below = 0.95; " EXACT
                MORE_LEADS) "," POLICY("value",
                                       "watch = \"marketing\"; of = [ \"adverts\" ]; "
                                       "act_below = 950; " EXACT
                                           MORE_LEADS) "," POLICY("smooth",
                                                                  "watch = "
                                                                  "\"marketing\"; of = "
                                                                  "[ \"adverts\" ]; "
                                                                  "act_below = 950; "
                                                                  "smoothing = "
                                                                  "0.5; " EXACT
                                                                      MORE_LEADS) "," POLICY("many",
                                                                                             "watch = \"marketing\"; of = [ \"adverts\", "
                                                                                             "\"fairs\" ]; act_above = 1350; " EXACT
                                                                                                 MORE_LEADS)));
    assert_months(s, 0, "000000000000001111111111110000000000");
    assert_months(s, 1, "000000000000001111111111111111111111");
    assert_months(s, 2, "000000000000000111111111111111111111"); /* 950, 925 */
    assert_months(s, 3, "011111111111110000000000000000000000");
    free(s);
}

/* ---- costs ---- */

static void test_budget(void **state)
{
    (void)state;
#define NOTHING                                                                        \
    "do = \"effects\"; effects = ( { lever = \"running_cost\"; factor = 1.0; } ); "
    struct story *s = told(FIRM("24", "2", "") POLICIES(POLICY(
        "spender", ALWAYS EXACT NOTHING
        "setup_cost = 250; monthly_cost = "
        "100; budget = 700;") "," POLICY("poor", ALWAYS EXACT NOTHING
                                         "setup_cost = 250; monthly_cost = 100; budget "
                                         "= "
                                         "349;") "," POLICY("exact",
                                                            ALWAYS EXACT NOTHING
                                                            "setup_cost = 200; "
                                                            "monthly_cost = 100; "
                                                            "budget = "
                                                            "500;") "," POLICY("advert"
                                                                               "s",
                                                                               ALWAYS
                                                                                   EXACT
                                                                               "do = "
                                                                               "\"marke"
                                                                               "ting"
                                                                               "_up\"; "
                                                                               "share "
                                                                               "= "
                                                                               "0.5; "
                                                                               "where "
                                                                               "= [ "
                                                                               "\"adver"
                                                                               "ts\""
                                                                               " ]; "
                                                                               "monthly"
                                                                               "_"
                                                                               "cost = "
                                                                               "10; "
                                                                               "budget "
                                                                               "= "
                                                                               "1600"
                                                                               ";")));
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
        POLICY("save", ALWAYS EXACT "do = \"marketing_down\"; share = 0.3; where = [ "
                                    "\"adverts\" ];")));
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
    struct story *s = told(FIRM("6", "2", "") POLICIES(POLICY(
        "keep", ALWAYS EXACT
        "do = \"retention_campaign\"; where = [ \"large\" ]; "
        "cost_per_client = 2;") "," POLICY("keep_all", ALWAYS EXACT
                                           "do = \"retention_campaign\"; log_odds "
                                           "= 0.5; "
                                           "cost_per_client = 2; delay_months = "
                                           "60;") "," POLICY("rebate", ALWAYS EXACT
                                                             "do = \"discount\"; "
                                                             "share = 0.1; where = "
                                                             "[ "
                                                             "\"core\" ];")));
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

/* ---- practices ---- */

#define PRACTICE(more)                                                                 \
    "practices = ( { name = \"sprint\"; category = \"countermeasure\"; " more          \
    " effects = ( { lever = \"lead_flow\"; factor = 1.5; } ); } ); "
#define SPRINT PRACTICE("on_demand = true; monthly_cost = 70;")
#define DASHBOARD                                                                      \
    "practices = ( { name = \"dashboard\"; category = \"technology\"; effects = ( { "  \
    "lever = \"kpi_lag\"; factor = 0.5; } ); } ); "

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
        POLICY("one", LOW EXACT "do = \"practice\"; practice = \"sprint\";") "," POLICY(
            "two", LOW "noise_cv = 0; lag_months = 2; do = \"practice\"; practice = "
                       "\"sprint\";"));
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
            strcmp(fc__state_rows[i].writer, "practice") != 0)
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
        FIRM("30", "2", "")
            POLICIES(POLICY("save", NEVER NOISY "do = \"marketing_down\";") "," POLICY(
                "rebate", NEVER NOISY
                "do = \"discount\"; monthly_cost = "
                "9;") "," POLICY("keep", NEVER NOISY
                                 "do = "
                                 "\"retention_"
                                 "campaign\"; "
                                 "setup_cost = 5; "
                                 "cost_per_client "
                                 "= 3; budget = "
                                 "1000;") "," POLICY("move", NEVER NOISY
                                                     "do = \"marketing_shift\"; where "
                                                     "= [ \"adverts\" "
                                                     "]; to = [ \"fairs\" ];")),
        isa);
    assert_true(none == never);
    assert_true(none ==
                hash_of(FIRM("30", "2", "") SPRINT POLICIES(POLICY(
                            "call", NEVER NOISY "do = \"practice\"; practice = "
                                                "\"sprint\"; monthly_cost = 5;")),
                        isa));
    assert_true(none != hash_of(FIRM("30", "2", "") POLICIES(REAL_A), isa));
}

static void test_order(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const uint64_t ab = hash_of(FIRM("30", "2", "") POLICIES(REAL_A "," REAL_B), isa);
    assert_true(ab == hash_of(FIRM("30", "2", "") POLICIES(REAL_B "," REAL_A), isa));
    for (int other = 0; other < (int)isa; other++)
        assert_true(ab == hash_of(FIRM("30", "2", "") POLICIES(REAL_A "," REAL_B),
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
    struct world w = world_new(FIRM("30", "2", "") POLICIES(REAL_A "," REAL_B));
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
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_false_alarm),
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_marketing),
        cmocka_unit_test(test_clients),
        cmocka_unit_test(test_practices),
        cmocka_unit_test(test_never),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_any_position_in_a_block),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests_name("unit.policy", tests, NULL, NULL);
}
