/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop from inside: what its files share. Which file does what, what is left
 * out and why is at the head of gsl_department.h.
 *
 * Numbers of a scenario come from the engine's compiled model; everything that happens
 * to a path is written here again, one path at a time, in double precision. Arrays that
 * the engine shares between its rooms have the same names and rows here (state.h), so
 * that the two can be compared array by array (gsl_agree.c). */
#ifndef FC_BENCH_GSL_LOOP_H
#define FC_BENCH_GSL_LOOP_H

#if defined(__x86_64__) && !defined(FC_ISA)
#define FC_ISA v2 /* for the headers of rooms that have vector code in them */
#endif

#include <math.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "engine/plan.h"
#include "gsl_department.h"
#include "model/crisis.h"
#include "model/customers.h"
#include "model/demand.h"
#include "model/first_contact.h"
#include "model/funnel.h"
#include "model/market.h"
#include "model/money.h"
#include "model/motivation.h"
#include "model/organisation.h"
#include "model/people.h"
#include "model/pipeline.h"

enum {
    STAGES = 4,
    TYPES = FC_TYPES,
    TERM = 12,
    YEAR = 12,
    MARKETS = 48, /* at most, like the following */
    CHANNELS = 8,
    TEAMS = 8,
    SEATS = 48,
    SEGMENTS = 4,
    PRODUCTS = 4,
    TERRITORIES = 8,
    DOMAINS = 12,
    PAIRS = 48,
    CRISES = 16,
    MEMBERS = 8,
    EVENTS = 128,
    RING = 48, /* steps of a year */
    DEALS = 4,
    ACCOUNTS = 4,
    RISKS = 16
};

/* ---- what does not change from path to path ---- */

struct loop_fold; /* gsl_tally.c */

struct loop_macro_numbers {
    double enter, leave; /* the regime, chances a step */
    double keep, inflow, noise, factor_sd, axis_sd[3];
    double credit_scale;
    uint32_t history; /* steps of 12 months */
};

struct loop_department {
    const struct fc_model *model;
    const struct fc_crises *crises;
    const struct fc_people *people;
    const struct fc_demand *demand;
    const struct fc_first_contact *first;
    const struct fc_funnel *funnel;
    const struct fc_customers *customers;
    const struct fc_motivation *motivation;
    const struct fc_money *money;
    uint32_t markets, channels, teams, seats, segments, products, territories, tasks;
    double dt;
    struct loop_macro_numbers macro;
    const float *calling[CHANNELS];       /* [market] part of a team's calls */
    double calls_more[CHANNELS * TEAMS];  /* factor of a mix on a seat's calls */
    uint32_t team_market[TEAMS][MARKETS]; /* markets of a team */
    uint32_t team_markets[TEAMS];
    bool same_person[PAIRS];
    struct loop_fold *fold; /* NULL: nothing is counted */
};

/* ---- a path ---- */

struct loop_state {
#define X(n, w, t, r, c, l, u, h) double *n;
    FC_STATE(X)
#undef X
};

struct loop_macro {
    bool recession;
    double smooth, past[RING], sum, factor[3][TERRITORIES];
};

struct loop_event {
    uint32_t crisis, member;
    double at, peak, level, wait, active; /* steps */
    bool first;                           /* of the first generation */
};

struct loop_crises {
    struct loop_event pending[EVENTS], running[EVENTS];
    uint32_t pendings, runnings;
    double next;                   /* earliest onset */
    double scars[CRISES][MEMBERS]; /* prod(1 - y) of what is over */
    bool scarred[CRISES], shown;
    double tau[CRISES], keep[CRISES], area[CRISES]; /* recovery, steps */
    uint32_t pulled[512], pulls; /* rows of levers that are not neutral */
};

struct loop_seat {
    double until;                             /* months of search left */
    double clock, hazard;                     /* hazard left until leaving; H(tenure) */
    double tenure, gap, ability, log_ability; /* tenure < 0: nobody is there */
    double experience[DOMAINS], factor[DOMAINS][SEGMENTS], general;
    /* sales, pay, motives */
    double known, served, in_quarter, sold_year, sold_quarter, earned, mood;
    double weight[FC_MOTIVES];
};

struct loop_team {
    double given;                  /* steps of work in this step */
    double left[RING], lost[RING]; /* of the last year, by step */
    double seats;
    double value, output, deals; /* sold per hour, as people remember it */
    double kept[CHANNELS];       /* E q(W) */
    double need[FC_W_COUNT];
    double covered[YEAR], covering; /* account service by month */
};

/* The law of the funnel over a step: P, O, the first row of DD (chain.h), hazards. */
struct loop_law {
    double p[STAGES][STAGES], o[STAGES][STAGES], dd[STAGES], a[STAGES], l[STAGES];
};

struct loop_market {
    struct loop_law law; /* of the step, at this coverage */
    double covered[STAGES];
    double stale_leave;  /* share of the stale stock that goes in the step */
    double load[STAGES]; /* hours a month and open deal, ways included */
    double work[STAGES]; /* the same without ways */
    double quick[FC_QUICK], quick_age;
    double late_share[STAGES], month_stock[STAGES];
    double stale_late, stale_unfit, stale_lost, lost_early, lost_late;
    double year, base[CHANNELS]; /* luck of the year; leads per unit of response */
};

struct loop_contracts {
    unsigned count[TERM][TYPES], contracts;
    double value[TERM][TYPES], ladder[TERM][FC_LADDER][TYPES];
    double slot_value[TERM], slot_loyal[TERM], slot_first[TERM], young[YEAR];
    double listed, loyal, first, young_total, past[YEAR];
};

struct loop_cross {
    double owners[PAIRS], mean[PAIRS][2], each[PAIRS][2], more[PAIRS];
    double total[MARKETS], lacking[MARKETS], stay[MARKETS];
    double came[MARKETS][YEAR], gained[MARKETS][YEAR], old[MARKETS][YEAR];
    double came_both[PAIRS][YEAR], part[MARKETS][YEAR][YEAR];
};

struct loop_laws { /* numbers derived once a path */
    double advance[SEGMENTS][STAGES], loss[SEGMENTS][STAGES], beta[SEGMENTS];
    double win_from[SEGMENTS][STAGES], fit[SEGMENTS][CHANNELS], best, log_drop;
    /* people */
    double seat_hours, tau, decay, ramp_mean, start_gap, life_scale, shape, ability_sd;
    double fill_mean, fill_sd, deals_keep, deals_fresh, keep, keep_half;
    /* first contact */
    double wait_tau[CHANNELS], leaving[CHANNELS], gap_kept[CHANNELS],
        gap_hour[CHANNELS];
    /* clients */
    double decay_content, per_gain, threshold[RISKS][2], score_scale, score_slope;
    double log_uplift[PRODUCTS];
    double level_step; /* of prices a month */
    double mean_motive[FC_MOTIVES];
};

struct loop_path {
    const struct loop_department *of;
    gsl_rng *rng;
    uint64_t number_of;
    uint32_t step, month;
    bool month_starts, month_ends;
    struct loop_state s;
    const double *array[FC_S_COUNT]; /* the same by number */
    double *flows, *levels, *lever;
    size_t flow_count, level_count;
    double number[512];
    struct loop_laws law;
    struct loop_macro macro;
    struct loop_crises crisis;
    struct loop_seat seat[SEATS];
    struct loop_team team[TEAMS];
    struct loop_market market[MARKETS];
    double noise[CHANNELS];
    int deal_stage[DEALS]; /* -1: decided */
    struct loop_contracts contracts[MARKETS];
    struct loop_cross cross;
    double price[PRODUCTS], price_next[PRODUCTS], price_then[PRODUCTS];
    double due[FC_DUE_MONTHS], price_level, peak;
    double *spent; /* [part] seconds, or NULL */
};

/* fmax and fmin that compilers make an instruction of. */
static inline double loop_max(double a, double b)
{
    return a > b ? a : b;
}

static inline double loop_min(double a, double b)
{
    return a < b ? a : b;
}

static inline double loop_number(const struct loop_path *w, fc_num n)
{
    return w->number[n.row];
}

static inline double loop_lever(const struct loop_path *w, enum fc_lever_id id,
                                uint32_t row)
{
    return w->lever[w->of->model->lever_first[id] + row];
}

static inline unsigned loop_poisson(const struct loop_path *w, double mean)
{
    return mean > 0 ? gsl_ran_poisson(w->rng, mean) : 0;
}

static inline unsigned loop_binomial(const struct loop_path *w, double p, unsigned n)
{
    return n == 0 || !(p > 0) ? 0 : p < 1 ? gsl_ran_binomial(w->rng, p, n) : n;
}

/* Hours x working days factor of the month. */
static inline double loop_days(const struct loop_path *w)
{
    const struct fc_model *model = w->of->model;
    return (double)
        model->working_days[(uint32_t)(model->start_month + (int)w->month) % 12];
}

static inline double *loop_coverage(const struct loop_path *w, uint32_t team)
{
    return w->s.coverage + team * w->of->tasks;
}

/* ---- the parts, in the order of a step ---- */
void loop_macro_compile(struct loop_department *d);
void loop_macro_open(struct loop_path *w);
void loop_macro_step(struct loop_path *w);
void loop_crisis_open(struct loop_path *w);
void loop_crisis_step(struct loop_path *w);
void loop_people_open(struct loop_path *w);
void loop_people_step(struct loop_path *w);
void loop_learning_open(struct loop_path *w, uint32_t team, uint32_t seat);
void loop_learning_month(struct loop_path *w, uint32_t team, uint32_t seat);
/* A newcomer's experience `rest` months before the month ends. */
void loop_learning_hire(struct loop_path *w, uint32_t team, uint32_t seat, double rest);
void loop_demand_open(struct loop_path *w);
void loop_demand_step(struct loop_path *w);
void loop_contact_open(struct loop_path *w);
void loop_contact_step(struct loop_path *w);
/* First contact (gsl_waiting.c): numbers of a path; the queue of a team; leads of a
 * market that are viable when somebody answers. */
void loop_waiting_open(struct loop_path *w);
void loop_waiting_team(struct loop_path *w, uint32_t team, double hours);
double loop_reached(const struct loop_path *w, uint32_t k);
void loop_funnel_open(struct loop_path *w);
void loop_funnel_step(struct loop_path *w);
void loop_funnel_month(struct loop_path *w);
/* The law of a step in a market, advance hazards times `odds`; the same kept in
 * w->market[k], made afresh if the coverage is another or `fresh`. */
void loop_law_write(const struct loop_path *w, uint32_t k, double odds,
                    struct loop_law *law);
const struct loop_law *loop_market_law(struct loop_path *w, uint32_t k, bool fresh);
void loop_customers_open(struct loop_path *w);
void loop_customers_step(struct loop_path *w);
void loop_customers_month(struct loop_path *w);
/* Contracts (gsl_contracts.c); leave odds e^B; insolvency. */
void loop_contracts_open(struct loop_path *w, uint32_t k);
void loop_contracts_month(struct loop_path *w, uint32_t k, double odds, double failing);
double loop_leave_odds(const struct loop_path *w, uint32_t k);
double loop_failing(const struct loop_path *w, uint32_t risk, uint32_t k);
void loop_cross_open(struct loop_path *w);
void loop_cross_draw(struct loop_path *w);
void loop_cross_part(struct loop_path *w, uint32_t k);
double loop_cross_net(const struct loop_path *w, uint32_t k);
void loop_cross_close(struct loop_path *w);
void loop_cross_service(struct loop_path *w);
void loop_motivation_open(struct loop_path *w);
void loop_motivation_month(struct loop_path *w);
/* Draws what moves a person; effort of the people of a team (gsl_effort.c). */
void loop_motives_draw(struct loop_path *w, uint32_t seat);
void loop_effort(struct loop_path *w, uint32_t team);
void loop_money_open(struct loop_path *w);
void loop_money_month(struct loop_path *w);

/* The series of a forecast (gsl_tally.c). */
bool loop_fold_new(struct loop_department *d);
void loop_fold_free(struct loop_department *d);
void loop_fold_open(struct loop_path *w);
void loop_fold_month(struct loop_path *w);
/* Scales of the histograms, from paths seen so far; clears the tally. */
void loop_fold_pilot(struct loop_department *d, bool on);

/* Paths (gsl_department.c). */
struct loop_path *loop_path_new(const struct loop_department *d,
                                const gsl_rng_type *rng, unsigned long seed);
void loop_path_free(struct loop_path *w);
/* Simulates path `number`; calls `each` at the end of every month. */
void loop_path_run(struct loop_path *w, uint64_t number,
                   void (*each)(const struct loop_path *w, void *data), void *data);
struct loop_department *loop_department_new(const struct fc_model *model);
void loop_department_free(struct loop_department *d);

#endif
