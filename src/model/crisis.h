/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crisis register as read (spec) and as compiled: shared by crisis_read.c, which is
 * compiled once, and crisis.c, compiled for each instruction set. The law is at the
 * head of crisis.c. */
#ifndef FC_MODEL_CRISIS_H
#define FC_MODEL_CRISIS_H

#include "model/effect.h"

/* ---- the scenario ---- */
struct fc_crisis_date {
    int month;
    struct fc_number severity;
};

struct fc_crisis_spec {
    const char *name, *title, *owner, *scope;
    int category; /* index into fc__crisis_categories */
    struct fc_number per_year, in_recession;
    struct {
        struct fc_number median, sigma; /* lognormal */
    } severity;
    struct fc_number plateau_weeks, plateau_sigma, half_life_weeks, scar, one_off_cost;
    struct fc_list effects;   /* struct fc_effect_spec */
    struct fc_list scheduled; /* struct fc_crisis_date */
};

struct fc_contagion_spec {
    struct fc_ref from, to;
    struct fc_number mean, delay_weeks;
};

struct fc_crises_spec {
    struct fc_list crises;    /* struct fc_crisis_spec */
    struct fc_list contagion; /* struct fc_contagion_spec */
};

extern const char *const fc__crisis_categories[]; /* ended by NULL */

/* ---- compiled ---- */
struct fc_contagion {
    uint32_t to;
    uint64_t site;
    double mean, delay; /* events; mean delay in steps */
};

struct fc_crisis_start { /* scheduled */
    float at, severity;  /* step, share */
};

struct fc_crisis {
    fc_num per_year, in_recession, median, sigma;
    fc_num plateau_weeks, plateau_sigma, half_life_weeks, scar, one_off_cost;
    uint64_t site_count, site_event, site_scheduled;
    struct fc_effects effects;
    uint64_t *site_member; /* [member] of a random scope; NULL if the scope is fixed */
    struct fc_contagion *contagion;
    uint32_t contagions;
    struct fc_crisis_start *scheduled;
    uint32_t scheduled_count;
    uint32_t room; /* events a path can hold */
    fc_rows header, total, keep, area, tau, scars, y, pending, running;
};

struct fc_crises {
    uint32_t n;
    float steps; /* in the horizon */
    float years;
    double steps_per_week;
    float days_per_step;
    struct fc_crisis *crisis;
    const struct fc_crises_spec *spec;
};

/* An event to come, and one that runs. */
struct fc_crisis_pending {
    uint64_t lineage; /* 0: of the first generation; else hash of its ancestors */
    float at;         /* onset in steps */
    uint16_t lane;
    uint16_t number; /* in its generation, from 1 */
};

struct fc_crisis_running {
    float at;     /* onset in steps */
    float peak;   /* Y */
    float level;  /* the part that recovers, at the start of the step */
    float wait;   /* plateau left, steps */
    float active; /* time left above 5 % of the peak, steps */
    uint16_t lane, member;
};

struct fc_crisis_header { /* of a crisis in a block; one row */
    float next;           /* earliest onset pending */
    uint32_t pending, running;
    bool shown, scarred; /* rows of the last step are not zero; some scar was left */
};

extern const struct fc_section fc__crisis_sections[];
extern const struct fc_kpi fc__crisis_kpis[];

fc_status fc__crisis_compile(const void *spec, struct fc_model *model, void **own,
                             struct fc_error *err);
fc_status fc__crisis_link(void *own, struct fc_model *model, struct fc_error *err);

#endif
