/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small sales department as plain numbers: the slow simulator computes from this
 * struct, and the scenario text for the engine is printed from it, so both see the same
 * values. 2 territories x 2 products x 2 segments, every mechanism of this floor on.
 *
 * Markets are k = (territory * 2 + product) * 2 + segment. Times are in the units of
 * the scenario keys (weeks, months, years). */
#ifndef FC_TESTS_SLOW_FIRM_H
#define FC_TESTS_SLOW_FIRM_H

#include <stdbool.h>
#include <stdio.h>

enum {
    NG = 2, /* territories = teams */
    NP = 2, /* products */
    NS = 2, /* segments */
    NK = NG * NP * NS,
    NT = NG + NP, /* teams with the specialists of a matrix, by product */
    NC = 5,       /* channels */
    NJ = 3,       /* stages */
    NX = 3,       /* crises */
    NL = 4,       /* contagion links */
    NE = 7        /* effects of a crisis, at most */
};

enum { INBOUND, OUTBOUND, PARTNER, REFERRAL };
enum { SMALL, LARGE };

/* classes of work */
enum { CONTACT, LATE, EARLY, SERVICE, PROSPECT, WORKS };

/* levers of this floor; sort says how they compose */
enum {
    DEMAND,
    ARRIVALS,
    LEAD_FLOW,
    VIABLE_SHARE,
    HOURS,
    TURNOVER,
    WIN_ODDS,
    LOSS_RATE,
    RENEWAL_ODDS,
    INSOLVENCY,
    PRICE,
    ACCOUNT_LOSS,
    COLLECTIONS,
    BAD_DEBT,
    RUNNING_COST,
    SATISFACTION,
    LEVERS,
    NO_LEVER = -1
};

struct interval { /* holds 90 %; low = high: certain */
    double low, high;
};

struct firm_mix {          /* of spend or of calling; month 0: none */
    int month;             /* from then on the second split */
    double segment[2][NS]; /* shares */
    double territory[NG];  /* of both; 0: as it is */
};

struct firm_channel {
    const char *name;
    int kind;
    double share[NS]; /* of the segment's leads */
    double odds, dispersion;
    double kept, neglected;                      /* inbound */
    double spend, driven, half_life_weeks, hill; /* inbound, 0 = no spend */
    int plan_month;                              /* from then on ... */
    double plan_spend;
    double hours_per_seat, leads_per_hour; /* outbound */
    double per_client_year;                /* referral */
    double content;                        /* referral: effect of satisfaction */
    double commission;                     /* partner */
    struct firm_mix mix;                   /* inbound with spend, outbound */
    /* inbound: interest fades while a lead waits, and somebody may give up (0: not) */
    double exponent, minutes, office, night, weekend, patience;
};

struct firm_effect {
    int lever;   /* NO_LEVER: end */
    int channel; /* of a lever by channel; else -1 */
    double c;    /* loss, factor, log-odds or sum, as the scenario says */
};

struct firm_crisis {
    const char *name, *category;
    bool by_segment; /* scope random:segments; else all */
    double per_year, in_recession, median, sigma;
    double plateau_weeks, plateau_sigma, half_life_weeks, scar, cost;
    struct firm_effect effect[NE];
};

struct firm_contagion {
    int from, to;
    double mean, delay_weeks;
};

/* What makes a department a living one; all zero: absent. */
struct firm_tool {   /* a practice */
    int start_month; /* 0: none */
    double setup, monthly, per_seat, half_months, steepness, ceiling, hours;
    double admin, turnover; /* factors */
};
enum { MONEY, RECOGNITION, AUTONOMY, GROWTH, MOTIVES };
struct firm_pay {
    double quota, accelerator, cap, bonus; /* quota 0: none */
    double elasticity, most, motive[MOTIVES], alike;
    double market_pay, by_pay, by_mood, by_middle, by_peers, by_recession;
};
struct firm_handover {
    double loss, similar, leave_odds, deals_loss, deal_months;
};
enum { BY_TERRITORY, BY_PRODUCT, BY_SEGMENT, DOMAINS };
struct firm_learning {
    double weight[DOMAINS], years[DOMAINS], floor[DOMAINS], forget_years;
};

struct firm_cross { /* selling another product to clients; rate 0: nobody does */
    double rate[NS], hours[NS], opening[NS];
};

struct firm_buyers { /* the second product is bought without a contract, if `on` */
    bool on;
    int clients[NS]; /* at opening */
    double shape[NS], scale[NS], a[NS], b[NS], spend[NS], cv[NS], service_week[NS];
    double years, by_coverage, by_content, by_adverse;
};

struct firm_rule { /* a policy: adverts when there are too few leads; share 0: none */
    double lag, noise, smoothing, below, above; /* leads against the first seen */
    int confirm, hold, cool_down, delay;        /* months */
    double share, setup, monthly, per_client, budget;
};

struct firm_pair { /* a matrix: large clients are sold to by two; extra 0: no */
    double extra, loss;
};

struct firm_content { /* how content clients are; leave_odds 0: it does not matter */
    double back, unserved, recovery, noise, leave_odds;
};

struct firm {
    /* Where docs/model.md and the engine differ, true follows the page: the reference
     * has false, and tests/stat/test_slow.c says what the difference is. */
    struct {
        bool reason_marked; /* 4: the reason is a mark of the stale lead */
        bool scar_active; /* 9: active = effect above 5 % of its peak, scar included */
    } as_written;
    int months, steps; /* steps a month */
    int start;         /* calendar month of month 1, 0 = January */
    /* markets */
    double share[NK]; /* of the segment's leads */
    int term[NP];
    double margin[NP];
    struct interval leads[NS];
    double potential[NS]; /* 0 = none */
    double season_amplitude, days[12], yearly_cv;
    int season_peak;
    struct firm_channel channel[NC];
    /* funnel */
    int priority[WORKS]; /* classes of work, first served first */
    double contact_hours, conversion[NJ][NS], dwell_weeks[NJ][NS], hours[NJ][NS];
    double deal_mean[NS], deal_cv[NS], discount;
    double adverse_advance, adverse_loss, price_exponent, no_decision;
    struct {
        int market, stage;
        double value, win_prob;
    } deal;
    /* clients */
    int clients[NS];
    double recurring[NS]; /* a year, of a segment's clients */
    double leave[NS], spread[NS], leave_log_odds[NS], service_week[NS], insolvency[NS];
    double recession_insolvency, correlation, uplift[NP], expansion;
    double coverage_log_odds, adverse_log_odds;
    int age_years;
    struct {
        int market, renewal_month; /* 1 = January */
        double revenue, leave, insolvency, service_week;
    } account;
    /* people */
    int seats[NT], filled[NT], plan_month, plan_team; /* one more seat */
    double paid_week, absence, admin, coordination;
    double ability_cv, ramp_months, start_level;
    struct interval turnover;
    double tenure_shape, fill_mean, fill_cv;
    /* macro */
    double expansion_months, recession_months, half_life_months;
    double factor_sd, territory_sd, product_sd, segment_sd;
    struct interval drop;
    double rank; /* between turnover and the leads of small clients */
    struct firm_crisis crisis[NX];
    struct firm_contagion contagion[NL];
    /* money */
    double overhead, days_good, days_bad, bad_good, bad_bad, credit_line, interest;
    double price_level, base_pay, on_cost, commission, hire_cost, leave_cost, cash;
    struct firm_tool tool;
    struct firm_pay pay;
    struct firm_handover handover;
    struct firm_learning learning;
    double task_minutes; /* of a piece of work that is finished first */
    struct firm_cross cross;
    struct firm_content content;
    struct firm_buyers buyers;
    struct firm_rule rule;
    struct firm_pair pair;
};

/* Levers as the scenario names them; whether c is written as loss, factor or add. */
extern const char *const firm_lever[LEVERS];
extern const char *const firm_scale[LEVERS];

extern const struct firm firm_reference;
/* The same with people who learn, are paid by results, hand over and use a
 * tool. */
struct firm firm_living(void);
/* The same where interest fades until somebody answers. */
struct firm firm_waiting(void);
/* The same where clients buy a second product. */
struct firm firm_crossing(void);
/* The same where clients who are content stay and refer more. */
struct firm firm_content(void);

static inline int firm_market(int territory, int product, int segment)
{
    return (territory * NP + product) * NS + segment;
}
static inline int territory_of(int k)
{
    return k / (NP * NS);
}
static inline int product_of(int k)
{
    return k / NS % NP;
}
static inline int segment_of(int k)
{
    return k % NS;
}

/* The same with all of these. */
struct firm firm_wide(void);
/* The same with a matrix. */
struct firm firm_matrix(void);
static inline int firm_teams(const struct firm *f)
{
    return f->pair.extra > 0 ? NT : NG;
}
/* The team of the specialist who sells along in market k; -1: nobody. */
static inline int firm_second(const struct firm *f, int k)
{
    return f->pair.extra > 0 && segment_of(k) == LARGE ? NG + product_of(k) : -1;
}
/* The same where adverts and calls are moved to other segments. */
struct firm firm_mixed(void);
/* The same with a rule for adverts. */
struct firm firm_ruled(void);
/* The same where the second product is bought without a contract. */
struct firm firm_buying(void);
/* Are the clients of market k buyers without a contract? */
static inline bool firm_repeat(const struct firm *f, int k)
{
    return f->buyers.on && product_of(k) == 1;
}

static inline int firm_sum(const int seats[NT])
{
    int sum = 0;
    for (int t = 0; t < NT; t++)
        sum += seats[t];
    return sum;
}

/* The scenario text for the engine; the caller frees it. */
char *firm_text(const struct firm *firm);
/* Parts of it, firm_parts.c. */
void firm_text_waiting(FILE *f, const struct firm_channel *channel);
void firm_text_customers(FILE *f, const struct firm *firm);
void firm_text_teams(FILE *f, const struct firm *firm);
void firm_text_mix(FILE *f, const struct firm_mix *mix);
void firm_text_rule(FILE *f, const struct firm_rule *rule);
void firm_text_buyers_open(FILE *f, const struct firm *firm);

#endif
