/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slow simulator: client by client, deal by deal, seller by seller.
 *
 * Other code than the engine's: GSL samplers, continuous laws (a Beta theta, a gamma
 * value and a life of its own for every client, exponential stage times for every deal
 * inside a step, a hazard clock for every person), no kernels, rooms or addressed
 * uniforms. It shares with the engine what docs/model.md fixes: the steps, the order of
 * events, the values taken from the previous step, and the coverage rule (hours
 * *expected* over the step, one predictor pass). Checked by tests/stat/test_slow.c.
 *
 * Conventions that docs/model.md leaves open; they are the engine's:
 *
 * - clock: monthly hooks run in the last step of a month and see that step's z, levers,
 *   regime and credit state; season and working days are those of the month
 * - demand: viable leads pass stage 1 with the odds of the best channel (p_max);
 *   outbound leads of a team go to its markets by share x mean leads of the segment
 * - pipeline "steady": Poisson with mean arrivals x reaching probability x dwell at a
 *   neutral step (no noise, season or working days, target hours, opening contracts
 *   without key accounts); seats filled are shared in proportion to the seats
 * - stages from number n/2 on (from 0) are "late" for the priority; factors on hazards
 *   are held at 2; a team without hours has skill 1; beta takes the conversions of the
 *   scenario; neglected leads need no hours
 * - a named deal moves with its own odds on a, needs the hours of its stage, and is
 *   worth what is quoted (the discount is in it) less what the lever `price` takes
 * - a search that runs at opening is length-biased and uniformly far on; tenures at
 *   opening have the stationary law
 * - contracts at opening: r renewals so far with probability proportional to
 *   S(r) (1 - PD of a term)^r, r term < 12 age; the market's value split by gammas
 * - a client of yearly theta leaves a contract of T months with probability
 *   1 - (1 - theta)^(T/12); for terms below a year the insolvency test follows the
 *   renewal; expansion multiplies what has renewed
 * - price index of month m is (1 + uplift)^((m-1)/12); bookings at the month's prices;
 *   annual values and "12 months ago" at the prices of the month that follows
 * - money: base pay by worked seat-months; marketing and crisis costs at prices of the
 *   day, the rest with the price level; partner commission by the share of partner
 *   leads in the month's expected leads; interest on the credit used when the month
 *   begins; invoices open at time 0 are those of a steady revenue
 *
 * Where docs/model.md says otherwise than the engine, firm.as_written chooses. */
#ifndef FC_TESTS_SLOW_H
#define FC_TESTS_SLOW_H

#include <stdbool.h>

#include <gsl/gsl_rng.h>

#include "slow/firm.h"

enum {
    SLOW_EVENTS = 256,
    SLOW_DEALS = 16384,
    SLOW_CLIENTS = 8192,
    SLOW_COMPANIES = 16384,
    SLOW_MONTHS = 60,
    SLOW_PAIRS = 512, /* companies with two products at opening; sales of a month */
    SLOW_SEATS = 16,
    SLOW_SALES = 1024, /* deals won in a month */
    SLOW_RING = 48,    /* steps in a year, at most */
    SLOW_PAST = 48,    /* steps of X behind the credit state, at most */
    SLOW_DUE = 14,
    SLOW_LADDER = 400 /* renewals before the opening, at most */
};

#define SLOW_WEEKS (52.0 / 12.0) /* in a month */

/* What does not change from path to path. */
struct slow_tables {
    const struct firm *f;
    double credit_sd;            /* of the sum of X over 12 months */
    double season[12], days[12]; /* of mean 1 */
    double conversion[NJ][NS]; /* full attention; stage 1 at the best channel's odds */
    double dwell[NJ][NS];      /* months */
    double fit[NC][NS];        /* p_c / p_max */
    double beta[NS];
    double team_part[NK];                   /* of its team's outbound leads */
    double calls[2][NK], calls_more[2][NG]; /* by period of the mix; factor */
    double named_odds;                      /* factor on the odds of the named deal */
    double leads_mean[NS], opening_clients[NK];
    double deal_cv2[NG];             /* of the mix of a team's deals */
    double gap[NC];                  /* left of leads that come outside office hours */
    int ladder[NK];                  /* number of entries */
    double renewed[NK][SLOW_LADDER]; /* weight of r renewals at opening */
};

struct slow_macro {
    bool recession;
    double m, x, past[SLOW_PAST], territory[NG], product[NP], segment[NS];
    double z[NK], credit; /* credit: 12-month mean of x, unit variance */
    int at;
};

struct slow_event {
    int crisis, member;
    double onset, peak, plateau; /* months from time 0 */
};

struct slow_levers {
    double market[LEVERS][NK];  /* DEMAND, WIN_ODDS, LOSS_RATE, ... */
    double channel[LEVERS][NC]; /* ARRIVALS, LEAD_FLOW, VIABLE_SHARE */
    double one[LEVERS];         /* the others; the same for all teams */
};

struct slow_seat {
    int team, opens; /* step */
    bool here;
    double wait; /* months of search left */
    double tenure, clock, ability;
    double experience[DOMAINS][2]; /* years, by member */
    double output;                 /* hours x proficiency of the month */
    int person, known;             /* number; as of the last month end, -1 nobody */
    double effort, hazard, mood, motive[MOTIVES]; /* motives / their means */
    double served, in_quarter, sold, year, quarter, earned;
};

struct slow_queue {    /* for first contact */
    double busy, rate; /* probability; an hour */
};

struct slow_sale {
    int team;
    double value;
};

struct slow_deal {
    signed char market, stage, kind; /* kind: a slow_kind */
};
enum { VIABLE, UNFIT, TOO_LATE };

struct slow_client {
    int market, joined; /* month of the win; 0 = at opening */
    int phase;          /* renews at the ends of months m = phase mod term */
    int renewals;
    int company;
    bool across;               /* the second product of its company */
    double leave, value, then; /* at a renewal; list units a year; a year ago */
    double rate;               /* purchases a month; `leave` at each of them */
};

struct slow_company {
    int since;             /* month of its first contract */
    unsigned char has[NP]; /* contracts by product */
};

struct slow_rule {
    double leads[SLOW_MONTHS], seen[2], exact[2]; /* levels: the first, now */
    double due, spent;
    int phase, low, left, worked; /* months */
    bool works, fresh, mistaken;
};

struct slow_buyer { /* of a second product, in this month */
    int market, company;
};

/* why a lead or deal was lost */
enum { NEGLECTED, LOST_LATE, LOST_UNFIT, COMPETITOR, NO_DECISION, REASONS };

struct slow_month { /* flows of a month */
    double leads, large_leads, north_leads, qualified, wins, lost[REASONS], referred,
        bookings[NK];
    double answered; /* within an hour */
    double rule_cost, rule_months, rule_starts, false_alarms;
    double across;              /* sold to clients of another product */
    double purchases, paid[NK]; /* without a contract; first ones are only paid */
    double rate[NK][NC], recurring[NK];
    double stale_lost[NK], stale_late[NK],
        stale_unfit[NK]; /* lost; expected arrivals */
    double hires, leavers, seat_months, hours, need[WORKS], given[WORKS];
    double events[NX], severity, crisis_cost, crisis_days, recession;
    double new_clients, lost_clients, lost_value;
    double revenue, profit, bad_debt;
    int won[NK], named; /* won without the named deal */
    double commission, bonus, tool_cost;
};

struct slow {
    const struct firm *f;
    const struct slow_tables *t;
    gsl_rng *rng;
    int step, month; /* from 0 */
    double dt;
    bool month_starts, month_ends, opened;
    /* drawn once */
    double leads[NS], turnover, drop;
    struct slow_macro macro;
    struct slow_event event[SLOW_EVENTS];
    int events;
    struct slow_levers lever;
    struct slow_seat seat[SLOW_SEATS];
    int seats;
    double hours[NT], skill[NK], life_scale, headcount[NT];
    double left[NT][SLOW_RING], lost[NT][SLOW_RING]; /* by step of the last year */
    double departures[NT], handover[NT], handover_deals[NT];
    double sells[NG], sold_deals[NG], output[NG]; /* as people remember them */
    double attained, quota_due, quota_seats,
        quota_met;                 /* attainment to date, a year's end */
    double tool_admin, tool_hours; /* factor; a month and person */
    double time_share[NG][DOMAINS][2];
    struct slow_sale sale[SLOW_SALES];
    int sales, persons;
    double noise[NC], year[NK], goodwill[NC][NS];
    double arrive[NK][NC]; /* expected leads of the step */
    double coverage[NT][WORKS], outbound[NT];
    struct slow_queue queue[NG];
    double waited[NG][NC]; /* share of leads still viable after the wait */
    /* factors on the hazards; hazards a month, coverage included; stale leads' loss */
    double up[NK], down[NK], a[NK][NJ], l[NK][NJ], stale[NK];
    int deals, named_stage; /* -1: decided */
    int clients, count[NK]; /* contracts of a market */
    struct slow_rule rule;
    int companies, buyers;
    struct slow_buyer buyer[SLOW_PAIRS];
    bool anchor;
    double covered[NG][12], covering[NG], content[NK];
    double price[NP], price_next[NP],
        price_then[NP]; /* this month, at its end, a year ago */
    double
        risk[NK]; /* normal score of default this month, the market's lever included */
    double value_then, kept, net, annual[NK];
    double cash, cash_low, due[SLOW_DUE], level, receivables;
    struct slow_month now;
    /* as far as their counts say */
    struct slow_deal deal[SLOW_DEALS];
    struct slow_client client[SLOW_CLIENTS];
    struct slow_company company[SLOW_COMPANIES];
};

/* ---- the parts, in the order of a step ---- */
void slow_numbers(struct slow *w);
void slow_macro_open(struct slow *w);
void slow_macro_step(struct slow *w);
void slow_levers_reset(struct slow_levers *v);
void slow_crisis_step(struct slow *w);
void slow_tool_step(struct slow *w);
void slow_people_open(struct slow *w);
void slow_people_step(struct slow *w);
void slow_mix_tables(struct slow_tables *t);
int slow_mix_period(const struct slow *w, int c);
double slow_mix_spend(const struct slow *w, int c, int segment);
void slow_demand_open(struct slow *w);
void slow_demand_step(struct slow *w);
void slow_contact_open(struct slow *w);
void slow_contact_step(struct slow *w);
void slow_waiting_tables(struct slow_tables *t);
void slow_waiting_open(struct slow *w);
/* The queue of a team that has `hours` and needs these. */
void slow_waiting_set(struct slow *w, int team, double hours, const double need[WORKS]);
/* An inbound lead waits: is it viable then? */
bool slow_wait(struct slow *w, int team, int c, bool *within_hour);
/* Expected leads of a step in market k that are answered, and the viable among them. */
void slow_answered(const struct slow *w, int k, double *all, double *viable);
void slow_funnel_open(struct slow *w);
void slow_funnel_step(struct slow *w);
void slow_funnel_month(struct slow *w);
void slow_clients_open(struct slow *w);
void slow_clients_step(struct slow *w);
void slow_clients_month(struct slow *w);
void slow_clients_year(struct slow *w);
void slow_rule_step(struct slow *w);
void slow_rule_month(struct slow *w);
double slow_rule_adverts(const struct slow *w);
void slow_buyer_new(const struct slow *w, struct slow_client *c);
void slow_buyer_open(const struct slow *w, struct slow_client *c);
/* A buyer's month; false when it is gone. */
bool slow_buyer_month(struct slow *w, struct slow_client *c, double log_odds,
                      double shortage);
int slow_company_new(struct slow *w, int since);
void slow_cross_open(struct slow *w);
void slow_cross_month(struct slow *w);
double slow_cross_hours(const struct slow *w, int k);
void slow_person_new(struct slow *w, struct slow_seat *seat);
void slow_motivation_open(struct slow *w);
void slow_motivation_month(struct slow *w);
double slow_time_share(const struct slow *w, int team, int domain, int member);
double slow_learned(const struct slow *w, const struct slow_seat *seat, int k,
                    double months);
double slow_learned_all(const struct slow *w, const struct slow_seat *seat,
                        double months);
void slow_learn(const struct slow *w, struct slow_seat *seat, double months);
void slow_money_open(struct slow *w);
void slow_money_month(struct slow *w);

/* ---- shared small laws ---- */
static inline double slow_service_week(const struct firm *f, int k)
{
    return firm_repeat(f, k) ? f->buyers.service_week[segment_of(k)]
                             : f->service_week[segment_of(k)];
}
static inline int slow_class(int stage)
{
    return stage >= NJ / 2 ? LATE : EARLY;
}
/* p with its odds multiplied. */
static inline double slow_odds(double p, double odds)
{
    return odds * p / (1 - p + odds * p);
}
/* k different numbers of 0 .. n - 1, in any order. */
void slow_choose(gsl_rng *rng, int k, int n, int *out);
/* Expected time in each stage over h months, of the stock m and of r arrivals a month
 * into stage 0: the closed form of the chain, by divided differences. */
void slow_occupancy(const double *a, const double *l, const double *m, double r,
                    double h, double *spent);
/* Contracts and key accounts of a market. */
double slow_market_clients(const struct slow *w, int k);
/* Chance within some months if it is `yearly` within a year. */
double slow_within(double yearly, double months);
/* A lognormal of given mean and coefficient of variation. */
double slow_lognormal(gsl_rng *rng, double mean, double cv);
/* Erlang's C; E (1 + W/tau)^-g of an exponential W; the share of so many leads that is
 * left in a queue where people come and go, `before` and `own` the loads. */
double slow_all_busy(int servers, double load);
double slow_decay_mean(double rate, double tau, double g);
double slow_queue_simulate(gsl_rng *rng, int servers, double task_hours, double before,
                           double own, const struct firm_channel *ch, double wanted);

/* ---- runs ---- */
void slow_tables_set(struct slow_tables *t, const struct firm *f);
/* One path in `w`; calls `each` at the end of every month, with its number from 1. */
void slow_path(const struct slow_tables *t, gsl_rng *rng, struct slow *w,
               void (*each)(const struct slow *w, int month, void *data), void *data);

#endif
