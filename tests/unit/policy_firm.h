/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A firm whose figures are known by heart, with policies, and what one path of it tells
 * month by month: for tests of the policy room. */
#ifndef FC_TESTS_POLICY_FIRM_H
#define FC_TESTS_POLICY_FIRM_H

#include <math.h>
#include <stdlib.h>
#if defined(__x86_64__)
#define FC_ISA v2
#endif

#include "../world.h"
#include "model/demand.h"
#include "model/policy.h"

#define FIRM(months, s, plan)            FIRM_OF(months, s, plan, "seats = 4;")
#define FIRM_OF(months, s, plan, people) FIRM_PAST(months, s, plan, people, "")
#define FIRM_PAST(months, s, plan, people, past)                                       \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "    \
    "" months "; steps_per_month = " s "; };" WORLD_MARKETS                            \
    "macro = { random = false; factor_sd = 0; territory_sd = 0; product_sd = 0; "      \
    "segment_sd = 0; }; "                                                              \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 0.6; }, { name = "     \
    "\"adverts\"; kind = \"inbound\"; share = 0.3; spend_per_month = 1000; " plan      \
    " }, { name = \"fairs\"; kind = \"partner\"; share = 0.1; spend_per_month = 400; " \
    "} ); funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks "  \
    "= 2; hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours " \
    "= 4; } ); deal_value = { mean = 5000; }; }; people = { " people " }; opening = "  \
    "{ clients = 200; recurring_per_year = 900000; " past " }; "
#define EXACT "noise_cv = 0; lag_months = 0; "
#define LOW                                                                            \
    "watch = \"marketing\"; of = [ \"adverts\" ]; compare_to = \"opening\"; "          \
    "act_below = 0.8; "
#define ALWAYS                      "watch = \"marketing\"; act_below = 1e9; "
#define NEVER                       "watch = \"revenue\"; act_below = -1e9; "
#define P1(a)                       a
#define P2(a, b)                    a ", " b
#define P3(a, b, c)                 a ", " b ", " c
#define P4(a, b, c, d)              a ", " b ", " c ", " d
#define P_OF(a, b, c, d, list, ...) list
#define POLICIES(...)                                                                  \
    "policies = ( " P_OF(__VA_ARGS__, P4, P3, P2, P1, 0)(__VA_ARGS__) " );"
#define POLICY(name, rest) "{ name = \"" name "\"; " rest " }"
#define MORE_LEADS                                                                     \
    "do = \"effects\"; effects = ( { lever = \"lead_flow\"; factor = 1.5; } ); "

#define PRACTICE(more)                                                                 \
    "practices = ( { name = \"sprint\"; category = \"countermeasure\"; " more          \
    " effects = ( { lever = \"lead_flow\"; factor = 1.5; } ); } ); "
#define SPRINT PRACTICE("on_demand = true; monthly_cost = 70;")
#define DASHBOARD                                                                      \
    "practices = ( { name = \"dashboard\"; category = \"technology\"; effects = ( { "  \
    "lever = \"kpi_lag\"; factor = 0.5; } ); } ); "

/* ---- one path month by month ---- */

enum { MONTHS_MOST = 60, POLICIES_MOST = 4 };

struct story { /* of lane 5 */
    float months[POLICIES_MOST][MONTHS_MOST], starts[POLICIES_MOST][MONTHS_MOST];
    float wrong[POLICIES_MOST][MONTHS_MOST];
    double cost[POLICIES_MOST][MONTHS_MOST];
    double spend[3][MONTHS_MOST], rate[3][MONTHS_MOST], costs[MONTHS_MOST];
    double clients[MONTHS_MOST], hires[MONTHS_MOST], seats[MONTHS_MOST];
    float price[8], eased[8];
};

static inline void tell(const struct fc_block *b, void *out)
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
    for (uint32_t team = 0; team < b->model->axis[FC_TEAM].count; team++) {
        s->hires[m] += (double)FC_ROW(b, hires, team)[l];
        s->seats[m] +=
            (double)(FC_ROW(b, headcount, team)[l] + FC_ROW(b, vacancies, team)[l]);
    }
    for (uint32_t k = 0; k < 8; k++) {
        s->clients[m] += (double)FC_ROW(b, clients, k)[l];
        s->price[k] = fc_lever(b, FC_L_price, k)[l];
        s->eased[k] = fc_lever(b, FC_L_renewal_odds, k)[l];
    }
}

static inline struct story *told(const char *text)
{
    struct story *s = calloc(1, sizeof *s);
    struct world w = world_new(text);
    assert_non_null(s);
    world_block(&w, 0, false, tell, s);
    world_clear(&w);
    return s;
}

#endif
