/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Practices as read (spec) and as compiled: shared by practice_read.c, which is
 * compiled once, and practice.c, compiled for each instruction set. The law is at the
 * head of practice.c; its two curves stand here as plain functions. */
#ifndef FC_MODEL_PRACTICE_H
#define FC_MODEL_PRACTICE_H

#include "model/effect.h"
#include "random/lanemath.h"

enum fc_practice_category {
    FC_P_TECHNOLOGY,
    FC_P_TRAINING,
    FC_P_MOTIVATION,
    FC_P_CUSTOMERS,
    FC_P_COUNTERMEASURE
};
#define FC_PRACTICE_CATEGORIES "technology|training|motivation|customers|countermeasure"

/* ---- the scenario ---- */
struct fc_adoption_spec {
    struct fc_number half_months, steepness, ceiling, training_shift;
};

enum fc_cover_losses { FC_C_NONE, FC_C_CRISES, FC_C_BAD_DEBT };

struct fc_cover_spec { /* insurance */
    int losses;        /* enum fc_cover_losses */
    struct fc_names of;
    struct fc_number share, deductible, limit;
    int wait_months;
};

struct fc_practice_spec {
    const char *name, *title, *scope;
    int category; /* enum fc_practice_category */
    int start_month, stop_month, retrain_months;
    bool on_demand;
    struct fc_number setup_cost, monthly_cost, cost_per_seat, hours_per_seat;
    struct fc_number learning_hours, half_life_months, dependence, overlap;
    struct fc_adoption_spec adoption;
    struct fc_cover_spec cover;
    struct fc_list effects; /* struct fc_effect_spec */
};

struct fc_practices_spec {
    struct fc_list practices; /* struct fc_practice_spec */
};

/* ---- compiled ---- */
struct fc_team_reach { /* share of a team inside the scope */
    uint32_t team;
    float share;
};

struct fc_practice {
    fc_num setup_cost, monthly_cost, cost_per_seat, hours_per_seat, learning_hours;
    fc_num half_life_months, dependence, overlap;
    fc_num half_months, steepness, ceiling, training_shift;
    uint32_t first, end; /* months it runs: first <= month < end, from 0 */
    uint32_t retrain;    /* steps; 0: never */
    bool on_demand, fades, takes_hours;
    struct fc_effects effects;
    uint32_t *slot; /* [pull] of fc_practices.slots, or FC_NO_SLOT */
    struct fc_team_reach *teams;
    uint32_t team_count;
    uint32_t *outages, outage_count; /* crises that put this tool out of work */
    fc_rows age;                     /* steps it has run without a break */
    fc_rows reached;                 /* use at the end of the last step */
};

#define FC_NO_SLOT UINT32_MAX
struct fc_practice_slot { /* a lever row that practices of experience share */
    uint16_t lever;
    uint32_t row;
};

struct fc_practices {
    uint32_t n;
    uint32_t *order; /* by name */
    struct fc_practice *practice;
    struct fc_practice_slot *slots;
    uint32_t slot_count;
    fc_rows strongest, rest; /* [slot] */
    const struct fc_practices_spec *spec;
};

extern const struct fc_section fc__practice_sections[];
extern const struct fc_kpi fc__practice_kpis[];

fc_status fc__practice_compile(const void *spec, struct fc_model *model, void **own,
                               struct fc_error *err);
fc_status fc__practice_link(void *own, struct fc_model *model, struct fc_error *err);

extern const struct fc_field fc__cover_rows[];

/* What practices insure -> model->covers. When all axes have their members. */
fc_status fc__covers_link(const struct fc_practices *all, struct fc_model *model,
                          struct fc_error *err);

/* ---- curves ---- */

/* log(1 + e^x) */
static inline double fc__softplus(double x)
{
    return (x > 0 ? x : 0) + fc_log1p(fc_exp(x > 0 ? -x : x));
}

/* Share of the ceiling that is reached at t months: 1/(1 + e^(-g (t - h))). */
static inline double fc__adoption(double t, double half, double steepness)
{
    return 1 / (1 + fc_exp(-steepness * (t - half)));
}

/* Its mean between two times. */
static inline double fc__adoption_mean(double from, double to, double half,
                                       double steepness)
{
    const double width = steepness * (to - from);
    if (!(width > 1e-9))
        return fc__adoption(from, half, steepness);
    return (fc__softplus(steepness * (to - half)) -
            fc__softplus(steepness * (from - half))) /
           width;
}

/* Mean of 2^(-t/half_life) between two times after a training. T20: 12 months at a
 * half-life of 6.5 keep .564110 of a gain on average. */
static inline double fc__fade_mean(double from, double to, double half_life)
{
    const double rate = 0.69314718055994530942 / half_life;
    const double width = rate * (to - from);
    if (!(width > 1e-9))
        return fc_exp(-rate * from);
    return fc_exp(-rate * from) * (-fc_expm1(-width) / width);
}

#endif
