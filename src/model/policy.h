/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies as read (spec) and as compiled: shared by policy_read.c, policy_watch.c and
 * policy_act.c, which are compiled once, and by policy.c, policy_signal.c and
 * actions.c, compiled for each instruction set. The law is at the head of policy.c. */
#ifndef FC_MODEL_POLICY_H
#define FC_MODEL_POLICY_H

#include "model/effect.h"
#include "model/model.h"

/* ---- the scenario ---- */
enum fc_compare { FC_AS_VALUE, FC_TO_OPENING, FC_TO_YEAR_AGO, FC_TO_HISTORY };

struct fc_policy_spec {
    const char *name, *title, *watch, *practice;
    struct fc_names of; /* members watched; n = 0: the whole department */
    int compare_to;     /* enum fc_compare */
    struct fc_number lag_months, noise_cv, smoothing;
    struct fc_number act_below, act_above, release_below, release_above;
    int confirm_months, hold_months, cool_down_months, delay_months;
    int against, sees;      /* enum fc_against, fc_sees */
    int action;             /* FC_DO_* of policy_act.c */
    struct fc_number share; /* size of a named action */
    struct fc_number log_odds;
    struct fc_names where, to;
    const char *to_team;
    int seats, seats_at_most; /* or FC_ABSENT */
    struct fc_ref role;
    bool close_seats;
    struct fc_number start_level, ramp_months;
    struct fc_list effects; /* struct fc_effect_spec */
    struct fc_number setup_cost, monthly_cost, cost_per_client, budget;
};

enum fc_against { FC_AGAINST_ANYTHING, FC_AGAINST_RECESSION };
enum fc_sees { FC_SEES_FIGURES, FC_SEES_TRUTH };

struct fc_policies_spec {
    struct fc_list policies; /* struct fc_policy_spec */
};

/* What a policy can do by name, as an FC_CHOICE list; the rest of the table is in
 * policy_act.c. */
#define FC_POLICY_ACTIONS                                                              \
    "effects|practice|freeze_hiring|lay_off|marketing_up|marketing_down|marketing_"    \
    "shift|discount|retention_campaign|reassign|hire"
enum { FC_DO_HIRE = 10 };

/* ---- compiled ---- */
enum { FC_LAG_MONTHS = 12, FC_FIGURES = FC_LAG_MONTHS + 2 };

struct fc_policy_rows { /* rows of a state array that add up to a signal */
    int state;          /* enum fc_state_id; -1: none */
    uint32_t n;
    uint32_t *row;
};

/* Rows (double) of what a manager makes of monthly figures. Each policy has two tracks:
 * the figures as they are seen, and as they are. */
enum fc_track {
    FC_T_LEVEL, /* smoothed */
    FC_T_FIRST, /* at the start: the last one before it, or the first figure */
    FC_T_COUNT, /* figures so far */
    FC_T_MEAN,  /* of the levels so far, and the sum of squares about it (Welford) */
    FC_T_SQUARES,
    FC_T_YEAR, /* levels of the last 12 months, a ring */
    FC_T_ROWS = FC_T_YEAR + 12
};

/* Hours that teams lend while the policy works (people_lend.c). */
struct fc_lend {
    uint32_t n, *from, to; /* teams */
    float share, start_gap, decay;
    fc_rows gap; /* what a lent hour lacks */
};

struct fc_policy {
    /* signal */
    struct fc_policy_rows value, over;
    int fold;                      /* enum fc_fold */
    fc_rows value_past, over_past; /* 13 months: FC_RATIO12, FC_SHARE12 */
    fc_rows figure;                /* FC_LAG_MONTHS + 2 months of the exact figures */
    fc_rows known;                 /* 1 once there was a figure */
    const struct fc_numbers
        *actuals; /* figures before month 1, oldest first; or NULL */
    /* what is made of it */
    fc_num lag, noise, smoothing, act, release;
    uint64_t site;
    bool noisy;  /* some path sees noise */
    bool above;  /* acts above, not below */
    int compare; /* enum fc_compare */
    fc_rows seen, clear;
    /* when it acts */
    uint32_t confirm, hold, cool_down, delay;
    fc_rows streak, wait, age, rest, fresh, mistaken;
    /* what it does */
    struct fc_effects effects;
    const float
        *gain; /* [month] ln of the factor on spend that is shifted; NULL: none */
    uint32_t gains;
    uint32_t *channel;          /* those that gain */
    const struct fc_lend *lend; /* NULL: none */
    /* what it costs */
    fc_num setup, monthly, per_client, budget;
    bool limited;        /* there is a budget */
    uint8_t *counts;     /* [market] its clients count */
    const double *extra; /* [month] marketing beyond the plan while it works */
    fc_rows due, spent;
};

struct fc_policies {
    uint32_t n;
    bool lends;      /* some policy lends hours */
    uint32_t *order; /* by name: pulls compose in this order (M2) */
    struct fc_policy *policy;
    const struct fc_policies_spec *spec;
};

static inline const struct fc_policy_spec *
fc_policy_spec_at(const struct fc_policies *self, uint32_t policy)
{
    return (const struct fc_policy_spec *)self->spec->policies.items + policy;
}

extern const struct fc_section fc__policy_sections[];
extern const struct fc_kpi fc__policy_kpis[];

fc_status fc__policy_compile(const void *spec, struct fc_model *model, void **own,
                             struct fc_error *err);
fc_status fc__policy_link(void *own, struct fc_model *model, struct fc_error *err);

/* The rows of the KPI that a policy watches (policy_watch.c). */
fc_status fc__policy_watch(struct fc_policy *self, const struct fc_policy_spec *spec,
                           struct fc_model *model, struct fc_error *err);

/* Its action as effects on levers, and what that costs (policy_act.c). */
fc_status fc__policy_act(struct fc_policy *self, uint32_t policy,
                         const struct fc_policy_spec *spec, struct fc_model *model,
                         struct fc_error *err);

/* A team that a policy names in `key`, with or without "teams:" (policy_lend.c). */
fc_status fc__policy_team(const struct fc_model *model,
                          const struct fc_policy_spec *spec, const char *key,
                          const char *wanted, uint32_t *out);

/* Which teams lend to which (policy_lend.c). */
fc_status fc__policy_lend(struct fc_policy *self, const struct fc_policy_spec *spec,
                          double share, struct fc_model *model, struct fc_error *err);

#define fc__policy_open FC_PER_ISA(fc__policy_open)
#define fc__policy_look FC_PER_ISA(fc__policy_look)

/* The folds of time 0 (policy_signal.c). */
void fc__policy_open(const struct fc_policy *self, struct fc_block *b);

/* The figure of this month: exact, and as it is seen; known is 0 where there was none
 * yet. */
void fc__policy_look(const struct fc_policy *self, struct fc_block *b, double *exact,
                     double *seen, float *known);

#endif
