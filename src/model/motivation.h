/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sales of a person, pay plan, effort, reasons to leave: what the files motivation*.c
 * have in common, and the laws of effort as plain functions.
 *
 * Effort (Basu, Lal, Srinivasan & Staelin 1985): a person chooses e so that the last
 * hour's pay is worth its cost,
 *     M(e) e^(motives) / M_0 = e^(1/elasticity)
 *     M(e) = 1 + (a - 1) Phi(z_quota) - a Phi(z_cap) + (bonus/rate) phi(z_bonus) / sd
 * M is the pay of one more unit of sales over the flat commission: accelerator and cap
 * by the chance that the year ends above them, the bonus by how near the quarter's
 * quota is (goal gradient). z = (sold + months left x expected sales x e - goal) / sd.
 * At a flat commission M = 1 and e = 1: that is the reference. Elasticity 1 with a
 * quadratic cost is the textbook case (T18 in tests/unit/test_motivation.c). */
#ifndef FC_MODEL_MOTIVATION_H
#define FC_MODEL_MOTIVATION_H

#include "model/model.h"
#include "random/lanemath.h"

enum fc_motive { FC_MONEY, FC_RECOGNITION, FC_AUTONOMY, FC_GROWTH, FC_MOTIVES };
enum { FC_EFFORT_ROUNDS = 5 };
#define FC_EFFORT_LEAST 0.5f

struct fc_grade { /* a rung of the ladder */
    fc_num pay_factor, promotion;
};

struct fc_motivation {
    /* numbers of the scenario */
    fc_num accelerator, cap, bonus;
    fc_num elasticity, effort_max, growth, alike, motive[FC_MOTIVES];
    fc_num market_pay, by_pay, by_motivation, by_middle, by_peers, by_recession;
    bool capped;     /* there is a cap */
    bool plan;       /* any of accelerator, cap, bonus */
    bool effort;     /* people answer to what they are offered */
    bool leaves;     /* the hazard of leaving depends on people */
    bool ranks;      /* the middle third leaves more */
    uint32_t grades; /* 0: no ladder */
    struct fc_grade *grade;

    /* rows derived in open, one each */
    fc_rows mean_motive; /* [motive] mean weights, sum 1 */
    fc_rows month_quota; /* double: quota of a month */
    fc_rows market;      /* double: pay elsewhere, a month */
    fc_rows middle;      /* 2: factor on the hazard outside and in the middle third */

    /* rows of the seats */
    fc_rows person;       /* whose sales these are: generation, -1 nobody */
    fc_rows served;       /* months of the sales year that count */
    fc_rows in_quarter;   /* months of the quarter that count */
    fc_rows sold_year;    /* double: sales of these months */
    fc_rows sold_quarter; /* double */
    fc_rows earned;       /* double: commission and bonus of the sales year */
    fc_rows rung;         /* grade, 0 = the first */
    fc_rows weight;       /* [seat * FC_MOTIVES] weight of a motive / its mean */
    fc_rows mood;         /* what moves the person, 1 = reference */
    fc_rows rest;         /* scratch of the split: sums over this seat and later ones */
    fc_rows part;         /* scratch of the split: gamma variates */
    fc_rows below;        /* scratch of ranks: people with less attainment */

    /* rows of the teams: what an hour sells, remembered with weights 5/6 a month */
    fc_rows value, output, deals;

    uint32_t seats, teams, markets;
    uint64_t *site_sales, *site_motives, *site_grades; /* [seat] */
    uint32_t *first, *seat; /* seats of team m that have a quota: seat[first[m]] .. */
    double *cv2;            /* [team] squared CV of its deals at opening */
};

/* Sales of a team in a month. */
struct fc_team_sales {
    uint32_t team;
    _Alignas(64) float won[FC_LANES];
    _Alignas(64) double value[FC_LANES];
};

/* People who came: their motives are drawn side by side. */
enum { FC_NEWCOMERS = 2 * FC_LANES };

struct fc_newcomers {
    uint32_t n, at[FC_NEWCOMERS + 1]; /* at: seat * FC_LANES + lane */
};

#define fc__motivation_open   FC_PER_ISA(fc__motivation_open)
#define fc__motivation_month  FC_PER_ISA(fc__motivation_month)
#define fc__motivation_split  FC_PER_ISA(fc__motivation_split)
#define fc__motivation_note   FC_PER_ISA(fc__motivation_note)
#define fc__motivation_people FC_PER_ISA(fc__motivation_people)
#define fc__motivation_effort FC_PER_ISA(fc__motivation_effort)
#define fc__motivation_leave  FC_PER_ISA(fc__motivation_leave)
void fc__motivation_open(const void *own, struct fc_block *b);
void fc__motivation_month(const void *own, struct fc_block *b);
/* Wins and bookings of a team to its seats. */
void fc__motivation_split(const struct fc_motivation *own, struct fc_block *b,
                          const struct fc_team_sales *sales);
/* Notes the people of a seat in the lanes with which[] > 0; draws those noted before if
 * there are many. */
void fc__motivation_note(const struct fc_motivation *own, struct fc_block *b,
                         uint32_t seat, const float *which, struct fc_newcomers *list);
/* Draws what moves those who are noted; then nobody is. */
void fc__motivation_people(const struct fc_motivation *own, struct fc_block *b,
                           struct fc_newcomers *list);
/* Effort of the people of a team from the next step on. */
void fc__motivation_effort(const struct fc_motivation *own, struct fc_block *b,
                           const struct fc_team_sales *sales);
/* Factors on the hazard of leaving, from the next step on. */
void fc__motivation_leave(const struct fc_motivation *own, struct fc_block *b,
                          uint32_t team);

/* ---- the laws ---- */

/* Months of the sales year that a person can serve in all, who has `served` so many
 * when month m (from 0) of the horizon begins: those served and those left. */
static inline float fc__span(float served, uint32_t month)
{
    return served + (float)(12 - month % 12);
}

/* Commission-earning units of a year's sales s: once up to the quota, `accelerator`
 * times above it, none above the cap. */
static inline double fc__pay_units(double s, double quota, double accelerator,
                                   double cap)
{
    const double over = s > quota ? s - quota : 0;
    const double lost = s > cap ? s - cap : 0;
    return s + (accelerator - 1) * over - accelerator * lost;
}

/* Chances along e: `gain` times Phi or phi of at + slope e. */
struct fc_goal {
    float gain, at, slope;
};

/* What a person solves. */
struct fc_effort_problem {
    struct fc_goal quota, cap, bonus;
    float level; /* elasticity x log of all that is not pay */
    float power; /* elasticity x weight of money */
    float least, most;
    bool capped; /* else `cap` is not looked at */
};

/* Pay of one more unit of sales over the flat commission; -> its derivative in e. */
static inline float fc__pay_slope(const struct fc_effort_problem *p, float e,
                                  float *slope)
{
    const float zq = p->quota.at + p->quota.slope * e;
    const float zc = p->cap.at + p->cap.slope * e;
    const float zb = p->bonus.at + p->bonus.slope * e;
    float at_quota, at_cap = 0.0f, at_bonus, lost = 0.0f;
    const float more = p->quota.gain * fc_normal_lawf(zq, &at_quota);
    if (p->capped)
        lost = p->cap.gain * fc_normal_lawf(zc, &at_cap);
    fc_normal_lawf(zb, &at_bonus);
    const float near = p->bonus.gain * at_bonus;
    *slope = p->quota.gain * at_quota * p->quota.slope -
             p->cap.gain * at_cap * p->cap.slope - near * zb * p->bonus.slope;
    const float pay = 1.0f + more - lost + near;
    return pay > 0.01f ? pay : 0.01f;
}

static inline float fc__effort_hold(const struct fc_effort_problem *p, float e)
{
    const float up = e < p->least ? p->least : e;
    return up < p->most ? up : p->most;
}

/* A step of Newton's method towards e = e^level M(e)^power, held in [least, most]. */
static inline float fc__effort_step(const struct fc_effort_problem *p, float e)
{
    float slope;
    const float pay = fc__pay_slope(p, e, &slope);
    const float f = fc_expf(p->level + p->power * fc_logf(pay));
    const float steep = 1.0f - f * p->power * slope / pay;
    return fc__effort_hold(p, e + (f - e) / (steep > 0.25f ? steep : 0.25f));
}

/* The root from 1. It is the only one where power M'/M e < 1, so with every plan whose
 * accelerator is below 3 and elasticity below one half. */
static inline float fc__effort_solve(const struct fc_effort_problem *p)
{
    float e = 1.0f;
    for (int i = 0; i < FC_EFFORT_ROUNDS; i++)
        e = fc__effort_step(p, e);
    return e;
}

#endif
