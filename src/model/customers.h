/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The customers room's own data, shared by its files:
 *   customers.c       what a scenario may say, KPIs, the room's descriptor
 *   customers_compile.c  scenario -> constants, tables, sites
 *   customers_year.c  order of a month; price index, renewal odds, year-on-year value
 *   contracts.c       renewal, insolvency, new contracts of one market
 *   contracts_open.c  contracts at opening
 *   pools.c           draws for the pools of a slot
 *   satisfaction.c    how content the clients are
 *   repeat.c          clients who buy again and again without a contract
 *   cross_sell.c      clients who buy another product
 *   cross_sell_close.c   who has two, and since when
 *   one_off.c         sales without a contract
 *   accounts.c        key accounts, one by one
 *   concentration.c   Herfindahl indices
 */
#ifndef FC_MODEL_CUSTOMERS_H
#define FC_MODEL_CUSTOMERS_H

#include "model/cross_sell.h"
#include "model/model.h"
#include "model/pools.h"
#include "model/repeat.h"

/* ---- the scenario's part ---- */
struct fc_account_spec {
    const char *name, *title;
    struct fc_names market;
    struct fc_number revenue, leave_prob, insolvency, service_hours;
    int renewal_month, term_months, leaves_month;
};

struct fc_customers_spec {
    struct fc_numbers leave_first_year, leave_spread, leave_log_odds, service_hours;
    struct fc_numbers insolvency, value_cv, uplift;
    struct fc_number recession_factor, correlation, expansion, firm_age;
    struct fc_number coverage_log_odds, adverse_log_odds, largest_client_cap;
};

struct fc_satisfaction_spec {
    struct fc_number return_per_month, coverage, recovery, sd, log_odds;
};

struct fc_clients_spec {
    struct fc_customers_spec customers;
    struct fc_satisfaction_spec satisfaction;
    struct fc_repeat_spec repeat;
    struct fc_cross_spec cross;
    struct fc_list accounts;
    struct {
        struct fc_numbers clients, recurring, repeat_clients;
    } opening;
};

/* ---- compiled ---- */

/* word groups (sites) of a market and month; a group has four words */
enum {
    FC_G_RENEW = 0, /* leaving: 6 counts, 12 gammas */
    FC_G_NEW = 5,   /* new contracts: 5 counts, type of named deals, 6 gammas */
    FC_G_TEST = 8,  /* the same 18 words for each slot tested for insolvency */
    FC_G_LEAVING = 5,
    FC_TESTS_MAX = 3,
    FC_G_COUNT = FC_G_TEST + FC_TESTS_MAX * FC_G_LEAVING,
    FC_VINTAGES = 12,
    FC_CLASSES = 2, /* renewals at the last one that tell what comes after: none, one */
    FC_DEALS_ONE_BY_ONE = 256 /* lognormal one-off deals of a market and month */
};

/* Yearly default probability of a group of clients, tested every `months`. */
struct fc_risk {
    fc_num yearly;
    double months;
    bool certain; /* no lane differs */
};

/* The contracts of one market. Slot s holds those that renew at the ends of the months
 * m = s modulo term, m = 1, 2, ... Rows [slot * FC_TYPES + type] unless said. */
struct fc_contracts {
    uint32_t product, segment, team;
    uint32_t term;  /* months; 0: a one-off product */
    uint32_t kinds; /* columns of `young`: FC_TYPES if term < 12, else 1 */
    uint32_t risk;  /* index of fc_risk */
    float leave[FC_TYPES], chance[FC_TYPES], weight_sum[FC_TYPES];
    float opening_chance[FC_TYPES], renewed[FC_TYPES][FC_LADDER];
    float shape, new_shape; /* 1 / CV^2 of values: clients there are, new deals */
    float log_sd;           /* of a lognormal deal */
    uint32_t opening_clients;
    double opening_part;   /* of the segment's recurring value */
    uint32_t opening_turn; /* slots by which the sharing out begins later */
    fc_rows count;         /* clients */
    fc_rows value;         /* double: list units a year */
    fc_rows ladder;     /* [(slot * FC_CLASSES + r) * FC_TYPES + type] P(r renewals) */
    fc_rows slot_value; /* [slot] double: sum over the types */
    fc_rows slot_loyal; /* [slot] double: expected clients with 3 renewals or more */
    fc_rows slot_first; /* [slot] double: expected clients without a renewal */
    fc_rows young; /* [vintage * kinds + kind] double: what is left of the value won
                      in the last 12 months, by month of winning modulo 12 */
    fc_rows listed, loyal_total, first_total, young_total; /* [1] double: sums of the
                                                              four above */
    fc_rows contracts; /* [1] number of contracts: sum of `count` */
    uint64_t site[FC_G_COUNT], site_open;
    uint64_t *deal_site; /* one-off products: four lognormal deals each */
};

struct fc_account {
    uint32_t market, term, risk;
    uint32_t due;    /* renews at the end of months m (from 0) = due modulo term */
    uint32_t leaves; /* forced: month of the horizon from 1; 0 = by chance */
    fc_num revenue;  /* a month */
    fc_num leave_prob, service_hours;
    uint64_t site;
};

/* How content the clients of a market are: off where nobody asks. */
struct fc_satisfaction {
    bool on, noisy;
    fc_num return_per_month, coverage, recovery, sd, log_odds;
    uint64_t *site; /* [market] */
    fc_rows decay, per_gain,
        noise; /* e^(-kappa dt); (1 - decay) / kappa; sd of a step */
};

struct fc_customers {
    uint32_t markets, accounts, risks, teams, products;
    struct fc_contracts *contracts; /* [market] */
    struct fc_repeat *repeat;       /* [market] */
    struct fc_repeat_effects repeat_effects;
    struct fc_cross cross;
    const fc_num *repeat_hours; /* [segment] as service_hours */
    struct fc_account *account;
    struct fc_risk *risk;
    const uint32_t *account_order, *member_order[3]; /* by name; territory, product,
                                                        segment */
    /* [segment]; recurring: money a year at opening, or not given */
    const fc_num *service_hours, *leave_log_odds, *recurring;
    const bool *recurring_given;
    fc_num recession_factor, correlation, coverage_log_odds, adverse_log_odds,
        expansion;
    const fc_num *uplift; /* [product] a year */
    bool expands;         /* expansion is not 0 for certain */
    fc_num cap;           /* on a client's share of the recurring value; 1: none */
    bool capped;          /* it is not 1 for certain */
    fc_rows volume;       /* [account] share of its business that is still done */
    fc_rows threshold;    /* [risk * 2 + recession] normal score of default */
    fc_rows score_scale, score_slope;      /* 1/sqrt(1-rho), sqrt(rho/(1-rho)) */
    fc_rows log_uplift;                    /* [product] log(1 + uplift) / 12 */
    fc_rows price, price_next, price_then; /* [product] index: this month, at its end,
                                              12 months before that */
    fc_rows covered;  /* [team * 12 + month modulo 12] service coverage */
    fc_rows covering; /* [team] of this month so far */
    fc_rows past;     /* [market * 12 + month modulo 12] double: annual value then */
    fc_rows member_value; /* [largest axis] double: scratch */
    struct fc_satisfaction satisfaction;
};

/* What one market's month does to it, in a lane. */
struct fc_month {
    uint32_t market, number; /* month from 1 */
    const float *odds;       /* e^B, factor on the odds of leaving */
    const float *failing;    /* probability of insolvency */
    float *lost;             /* out: clients gone */
};

static inline float *fc__count_row(const struct fc_contracts *c,
                                   const struct fc_block *b, uint32_t slot)
{
    return fc_own(b, c->count, (size_t)slot * FC_TYPES);
}

static inline double *fc__value_row(const struct fc_contracts *c,
                                    const struct fc_block *b, uint32_t slot)
{
    return fc_own_double(b, c->value, (size_t)slot * FC_TYPES);
}

/* Contract or repeat clients of a market, key accounts aside. */
static inline const float *fc__cross_companies(const struct fc_customers *own,
                                               const struct fc_block *b,
                                               uint32_t market)
{
    return own->repeat[market].on ? fc_own(b, own->repeat[market].living, 0)
                                  : fc_own(b, own->contracts[market].contracts, 0);
}

#define fc__contracts_month    FC_PER_ISA(fc__contracts_month)
#define fc__contracts_open     FC_PER_ISA(fc__contracts_open)
#define fc__contracts_total    FC_PER_ISA(fc__contracts_total)
#define fc__sales_month        FC_PER_ISA(fc__sales_month)
#define fc__repeat_open        FC_PER_ISA(fc__repeat_open)
#define fc__repeat_month       FC_PER_ISA(fc__repeat_month)
#define fc__repeat_index       FC_PER_ISA(fc__repeat_index)
#define fc__repeat_compile     FC_PER_ISA(fc__repeat_compile)
#define fc__cross_compile      FC_PER_ISA(fc__cross_compile)
#define fc__cross_sell_open    FC_PER_ISA(fc__cross_sell_open)
#define fc__cross_sell_draw    FC_PER_ISA(fc__cross_sell_draw)
#define fc__cross_sell_before  FC_PER_ISA(fc__cross_sell_before)
#define fc__cross_sell_net     FC_PER_ISA(fc__cross_sell_net)
#define fc__cross_sell_close   FC_PER_ISA(fc__cross_sell_close)
#define fc__cross_sell_service FC_PER_ISA(fc__cross_sell_service)
#define fc__cross_clear        FC_PER_ISA(fc__cross_clear)
#define fc__cross_young_size   FC_PER_ISA(fc__cross_young_size)
#define fc__cross_owned_write  FC_PER_ISA(fc__cross_owned_write)
#define fc__service_short      FC_PER_ISA(fc__service_short)
#define fc__service_hours      FC_PER_ISA(fc__service_hours)
#define fc__account_value      FC_PER_ISA(fc__account_value)
#define fc__accounts_limit     FC_PER_ISA(fc__accounts_limit)
#define fc__accounts_open      FC_PER_ISA(fc__accounts_open)
#define fc__accounts_month     FC_PER_ISA(fc__accounts_month)
#define fc__accounts_service   FC_PER_ISA(fc__accounts_service)
#define fc__satisfaction_open  FC_PER_ISA(fc__satisfaction_open)
#define fc__satisfaction_step  FC_PER_ISA(fc__satisfaction_step)
#define fc__concentration      FC_PER_ISA(fc__concentration)
#define fc__customers_compile  FC_PER_ISA(fc__customers_compile)
#define fc__customers_open     FC_PER_ISA(fc__customers_open)
#define fc__customers_step     FC_PER_ISA(fc__customers_step)
#define fc__customers_month    FC_PER_ISA(fc__customers_month)
#define fc__customers_odds     FC_PER_ISA(fc__customers_odds)
#define fc__customers_failing  FC_PER_ISA(fc__customers_failing)

/* Renewals, insolvency tests and new contracts of one market at the end of a month. */
void fc__contracts_month(const struct fc_customers *own, struct fc_block *b,
                         const struct fc_month *at);
/* The contracts of a market at opening, shared over slots, types and values. */
void fc__contracts_open(const struct fc_customers *own, struct fc_block *b,
                        uint32_t market);
/* Sums listed, loyal_total, young_total afresh: once a year, against drift. */
void fc__contracts_total(const struct fc_contracts *c, struct fc_block *b);
/* Wins of a month that are paid once: adds what they bring to `money`. */
void fc__sales_month(const struct fc_customers *own, struct fc_block *b,
                     uint32_t market, double *money);

/* Repeat buyers of a market: at opening; purchases, drop-outs and wins of a month. */
bool fc__repeat_compile(const struct fc_clients_spec *spec, struct fc_model *model,
                        struct fc_customers *self);
void fc__repeat_open(const struct fc_customers *own, struct fc_block *b,
                     uint32_t market);
void fc__repeat_month(const struct fc_customers *own, struct fc_block *b,
                      const struct fc_month *at);
/* Adds the squared shares of a market's buyers in `total` to the index. */
void fc__repeat_index(const struct fc_customers *own, const struct fc_block *b,
                      uint32_t market, const double *total, float *index);

/* Cross-selling: sales of the month, young values before contracts, what is kept of
 * sales for net retention, owners of two products and hours after them. Nothing where
 * it is off. */
void fc__cross_compile(const struct fc_cross_spec *spec, struct fc_model *model,
                       struct fc_customers *self);
void fc__cross_sell_open(const struct fc_customers *own, struct fc_block *b);
void fc__cross_sell_draw(const struct fc_customers *own, struct fc_block *b);
void fc__cross_sell_before(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t market);
void fc__cross_sell_net(const struct fc_customers *own, const struct fc_block *b,
                        uint32_t market, double *net);
void fc__cross_sell_close(const struct fc_customers *own, struct fc_block *b);
void fc__cross_sell_service(const struct fc_customers *own, struct fc_block *b);

/* Inside of cross-selling (cross_sell.c, cross_sell_close.c). May clients of a vintage
 * of the last 12 months leave in this month? Those with contracts of a year and more
 * only six months off their anniversary. */
static inline bool fc__cross_young_moves(const struct fc_customers *own,
                                         const struct fc_block *b, uint32_t market,
                                         uint32_t vintage)
{
    return own->repeat[market].on || own->contracts[market].term < 12 ||
           vintage == (b->month + FC_VINTAGES - 6) % FC_VINTAGES;
}
/* Who buys across, into a market in a month of the last 12; what is kept of it. */
static inline struct fc_cross_buyers *fc__cross_buyers(const struct fc_cross *self,
                                                       const struct fc_block *b,
                                                       uint32_t market, uint32_t month)
{
    return (void *)fc_own(b, self->buyers, market * FC_VINTAGES + month % FC_VINTAGES);
}

static inline float *fc__cross_part(const struct fc_cross *self,
                                    const struct fc_block *b, uint32_t market,
                                    uint32_t month)
{
    return fc_own(b, self->part,
                  (size_t)(market * FC_VINTAGES + month % FC_VINTAGES) * FC_VINTAGES);
}

/* Clients on a path of the first market of a direction who lack the product of the
 * second and whose company was won in a month of the last 12. */
static inline float fc__cross_young_lacking(const struct fc_cross *self,
                                            const struct fc_block *b, uint32_t pair,
                                            uint32_t direction, uint32_t vintage,
                                            uint32_t lane)
{
    const uint32_t from = self->pair[pair].market[direction];
    const float *came = fc_own(b, self->came, from * FC_VINTAGES + vintage);
    const float *both = fc_own(b, self->came_both, pair * FC_VINTAGES + vintage);
    const float rest = came[lane] - both[lane];
    return rest > 0.0f ? rest : 0.0f;
}

void fc__cross_clear(const struct fc_block *b, fc_rows rows, uint32_t n);
/* Adds the size of a vintage of the last 12 months: value won, or buyers. */
void fc__cross_young_size(const struct fc_customers *own, const struct fc_block *b,
                          uint32_t market, uint32_t vintage, double *young);
/* Products of others that the clients of each market have. */
void fc__cross_owned_write(const struct fc_customers *own, struct fc_block *b);

/* Account service that was missing over 12 months, a share; hours a week and client. */
void fc__service_short(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t team, float *share);
const float *fc__service_hours(const struct fc_customers *own, const struct fc_block *b,
                               uint32_t market);

/* Recurring value of a key account a year, at next month's prices. */
void fc__account_value(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t i, double *value);
/* What a new contract may be worth at most, when the month's values are known. */
void fc__accounts_limit(const struct fc_customers *own, struct fc_block *b);
/* Key accounts: add theirs to what the markets have written. */
void fc__accounts_open(const struct fc_customers *own, struct fc_block *b);
void fc__accounts_month(const struct fc_customers *own, struct fc_block *b);
void fc__accounts_service(const struct fc_customers *own, struct fc_block *b);

/* Satisfaction of every market over a step; nothing where it is off. */
void fc__satisfaction_open(const struct fc_satisfaction *self, struct fc_block *b);
void fc__satisfaction_step(const struct fc_satisfaction *self, struct fc_block *b);

/* client_hhi, top_share, hhi_* from annual_value and the accounts. */
void fc__concentration(const struct fc_customers *own, struct fc_block *b);

/* Checks and compiles; problems go to the scenario. */
fc_status fc__customers_compile(const void *spec, struct fc_model *model, void **own,
                                struct fc_error *err);
void fc__customers_open(const void *own, struct fc_block *b);
void fc__customers_step(const void *own, struct fc_block *b);
void fc__customers_month(const void *own, struct fc_block *b);

/* e^B of a market this month (1.29). */
void fc__customers_odds(const struct fc_customers *own, const struct fc_block *b,
                        uint32_t market, float *odds);
/* Probability of insolvency in a test (1.22) of clients of a risk and market. */
void fc__customers_failing(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t risk, uint32_t market, float *failing);

#endif
