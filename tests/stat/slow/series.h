/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is compared: the month of a department as both simulators see it, the series
 * made of these months, and the comparison of two samples of a series. */
#ifndef FC_TESTS_SLOW_SERIES_H
#define FC_TESTS_SLOW_SERIES_H

#include <stddef.h>

#include "slow/slow.h"

struct record { /* a month, flows and levels; clients of a year ago in months 12, 24 */
    double leads, qualified, wins, open_deals, referred, lost[REASONS];
    double bookings, revenue, profit, cash, cash_low, receivables, bad_debt;
    double clients, lost_clients, anchor, annual, value_then, kept, net;
    double pipeline, loyal, product_hhi, client_hhi;
    double headcount, leavers, hours, need[WORKS], given[WORKS];
    double events, severity, crisis_days, recession;
    double commission, bonus, effort, tool_cost; /* with results that are paid */
    double attained, due, quota_seats, quota_met;
    double answered; /* within an hour */
    double policy_months, policy_starts, false_alarms, policy_cost;
    double large_leads, north_leads, north_open;
    double purchases, cross_sold, content; /* content: sum over clients */
};

/* The series: name, how it is made of the months. Month 0: the sum over the horizon. */
#define SERIES(X)                                                                      \
    X(leads_6, "leads, month 6", 6, r->leads)                                          \
    X(leads_24, "leads, month 24", 24, r->leads)                                       \
    X(leads, "leads, all", 0, r->leads)                                                \
    X(referred, "referred leads, all", 0, r->referred)                                 \
    X(qualified_12, "qualified, month 12", 12, r->qualified)                           \
    X(wins_6, "wins, month 6", 6, r->wins)                                             \
    X(wins_12, "wins, month 12", 12, r->wins)                                          \
    X(wins_24, "wins, month 24", 24, r->wins)                                          \
    X(wins, "wins, all", 0, r->wins)                                                   \
    X(open_2, "open deals, month 2", 2, r->open_deals)                                 \
    X(open_12, "open deals, month 12", 12, r->open_deals)                              \
    X(open_24, "open deals, month 24", 24, r->open_deals)                              \
    X(pipeline_12, "pipeline value, month 12", 12, r->pipeline)                        \
    X(neglected, "leads neglected, all", 0, r->lost[NEGLECTED])                        \
    X(late, "leads lost late, all", 0, r->lost[LOST_LATE])                             \
    X(unfit, "leads lost unfit, all", 0, r->lost[LOST_UNFIT])                          \
    X(no_decision, "deals without decision", 0, r->lost[NO_DECISION])                  \
    X(bookings_12, "bookings, month 12", 12, r->bookings)                              \
    X(bookings, "bookings, all", 0, r->bookings)                                       \
    X(revenue_12, "revenue, month 12", 12, r->revenue)                                 \
    X(revenue_24, "revenue, month 24", 24, r->revenue)                                 \
    X(revenue, "revenue, all", 0, r->revenue)                                          \
    X(profit_12, "operating profit, month 12", 12, r->profit)                          \
    X(profit, "operating profit, all", 0, r->profit)                                   \
    X(cash_12, "cash, month 12", 12, r->cash)                                          \
    X(cash_24, "cash, month 24", 24, r->cash)                                          \
    X(cash_low, "lowest cash", 24, r->cash_low)                                        \
    X(receivables_24, "receivables, month 24", 24, r->receivables)                     \
    X(bad_debt, "bad debt, all", 0, r->bad_debt)                                       \
    X(clients_12, "clients, month 12", 12, r->clients)                                 \
    X(clients_24, "clients, month 24", 24, r->clients)                                 \
    X(lost_clients, "clients lost, all", 0, r->lost_clients)                           \
    X(anchor_24, "key account, month 24", 24, r->anchor)                               \
    X(grr_12, "GRR, month 12", 12, r->kept / r->value_then)                            \
    X(grr_24, "GRR, month 24", 24, r->kept / r->value_then)                            \
    X(nrr_24, "NRR, month 24", 24, r->net / r->value_then)                             \
    X(annual_24, "annual value, month 24", 24, r->annual)                              \
    X(loyal_24, "loyal clients, month 24 (expected)", 24, r->loyal)                    \
    X(product_hhi_24, "HHI by product, month 24", 24, r->product_hhi)                  \
    X(client_hhi_24, "HHI of clients, month 24 (expected)", 24, r->client_hhi)         \
    X(headcount_24, "headcount, month 24", 24, r->headcount)                           \
    X(leavers, "leavers, all", 0, r->leavers)                                          \
    X(hours, "selling hours, all", 0, r->hours)                                        \
    X(needed_2, "hours needed, month 2", 2, record_need(r))                            \
    X(utilisation_12, "utilisation, month 12", 12, record_need(r) / fmax(1, r->hours)) \
    X(late_24, "coverage of late stages, month 24", 24, record_coverage(r, LATE))      \
    X(service_12, "coverage of service, month 12", 12, record_coverage(r, SERVICE))    \
    X(prospect_24, "coverage of outbound, month 24", 24, record_coverage(r, PROSPECT)) \
    X(prospected, "outbound hours, all", 0, r->given[PROSPECT])                        \
    X(events, "crisis events, all", 0, r->events)                                      \
    X(severity, "crisis severity, all", 0, r->severity)                                \
    X(crisis_days, "crisis days, all", 0, r->crisis_days)                              \
    X(recession, "months in recession", 0, r->recession)                               \
    X(commission, "commission, all", 0, r->commission)                                 \
    X(bonus, "bonus, all", 0, r->bonus)                                                \
    X(effort_12, "effort, month 12", 12, r->effort)                                    \
    X(effort_23, "effort, month 23", 23, r->effort)                                    \
    X(attained_11, "attainment, month 11", 11, r->attained / fmax(1, r->due))          \
    X(counted_24, "people with a quota, year 2", 24, r->quota_seats)                   \
    X(quota_24, "people at quota, year 2", 24, r->quota_met)                           \
    X(tool, "cost of the tool", 0, r->tool_cost)                                       \
    X(answered, "answered within an hour (expected)", 0, r->answered)                  \
    X(across, "sold across, all", 0, r->cross_sold)                                    \
    X(purchases_12, "purchases, month 12", 12, r->purchases)                           \
    X(purchases, "purchases, all", 0, r->purchases)                                    \
    X(rule_months, "months of the policy", 0, r->policy_months)                        \
    X(rule_starts, "starts of the policy", 0, r->policy_starts)                        \
    X(false_alarms, "false alarms", 0, r->false_alarms)                                \
    X(rule_cost, "cost of the policy", 0, r->policy_cost)                              \
    X(large_leads, "leads of large clients, all", 0, r->large_leads)                   \
    X(north_leads, "leads of the north, all", 0, r->north_leads)                       \
    X(north_open, "open deals of the north, month 2", 2, r->north_open)                \
    X(content_3, "satisfaction, month 3", 3, r->content / r->clients)                  \
    X(content_24, "satisfaction, month 24", 24, r->content / r->clients)

enum series {
#define X(id, name, month, value) S_##id,
    SERIES(X)
#undef X
        SERIES_COUNT
};
extern const char *const series_name[SERIES_COUNT];

/* The engine carries an expectation of this series: only the means agree. */
static inline bool series_expected(int s)
{
    return s == S_loyal_24 || s == S_client_hhi_24 || s == S_answered;
}

/* What the engine approximates, and how closely (docs/model.md#approximations): share
 * of the mean that may be missing, of which only the mean is compared then. 0: nothing.
 */
static inline double series_bound(const struct firm *f, int s)
{
    bool monthly = false;
    for (int p = 0; p < NP; p++)
        monthly |= f->term[p] == 1;
    if (f->cross.rate[SMALL] > 0 && (s == S_nrr_24 || s == S_across))
        return 0.01;
    if (monthly && s == S_client_hhi_24)
        return 0.02;
    return f->pay.bonus > 0 && s == S_bonus ? 0.04 : 0;
}

/* Adds a month (from 1) of a path to its series; `sums` begins as zeros. */
void series_add(const struct record *r, int month, double sums[SERIES_COUNT]);

/* A month of the slow simulator. */
struct record series_record(const struct slow *w);

/* n paths of all series, value of path i of series s at [s * n + i]. */
struct sample {
    size_t n;
    double *value;
    const struct firm *firm; /* while it lives */
};

/* n paths of the slow simulator. NULL value: no memory. The caller frees the values. */
struct sample slow_sample(const struct firm *f, size_t n, unsigned long seed);

enum statistic { MEAN, VARIANCE, LOW, HIGH, STATISTICS }; /* P(<= q10), P(> q90) */

struct comparison {
    double engine[STATISTICS], slow[STATISTICS], z[STATISTICS];
    double sd, detects; /* shift of the mean, in sd, that fails with certainty 1/2 */
};

/* Series s of two samples; q10 and q90 are those of the engine. `limit` is the largest
 * |z| that passes. */
struct comparison series_compare(const struct sample *engine, const struct sample *slow,
                                 int s, double limit);

/* The largest |z| of a comparison. */
double series_worst(const struct comparison *c);

/* Prints the comparison of all series, or of those that disagree; how many do. */
int series_table(const struct sample *engine, const struct sample *slow, bool all);

/* |z| that all comparisons of one table stay below but for a probability of 1e-6. */
double series_limit(void);

#endif
