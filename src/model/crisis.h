/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crisis register as read (spec) and as compiled: shared by crisis_read.c, which is
 * compiled once, and crisis_events.c (onsets) and crisis.c (effects), compiled for each
 * instruction set. The laws are at their heads. */
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
    struct fc_number plateau_weeks, plateau_sigma, half_life_weeks, scar;
    struct fc_number one_off_cost, cost_per_month, second_shock_weeks;
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

/* What practices do to a crisis: levers of axis FC_CRISIS, read a step after they were
 * pulled, since crises come before practices. */
#define FC_CRISIS_LEVERS(X)                                                            \
    X(frequency)                                                                       \
    X(severity)                                                                        \
    X(plateau)                                                                         \
    X(recovery)                                                                        \
    X(disclosure) X(disclosed_severity) X(disclosed_recovery) X(second_shock)
enum fc_crisis_lever {
#define X(name) FC_CL_##name,
    FC_CRISIS_LEVERS(X)
#undef X
        FC_CL_COUNT
};

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
    fc_num plateau_weeks, plateau_sigma, half_life_weeks, scar;
    fc_num one_off_cost, cost_per_month, second_shock_weeks;
    bool costs_while_on; /* cost_per_month is not 0 for certain */
    uint64_t site_count, site_event, site_scheduled, site_disclosed;
    struct fc_effects effects;
    uint64_t *site_member; /* [member] of a random scope; NULL if the scope is fixed */
    struct fc_contagion *contagion;
    uint32_t contagions;
    struct fc_crisis_start *scheduled;
    uint32_t scheduled_count;
    uint32_t room; /* events a path can hold */
    fc_rows header, total, keep, area, tau, scars, y, pending, running;
    fc_rows lever; /* [enum fc_crisis_lever] */
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
    uint64_t second; /* 1: after an event that was not disclosed in time */
};

struct fc_crisis_running {
    float at;     /* onset in steps */
    float peak;   /* Y */
    float level;  /* the part that recovers, at the start of the step */
    float wait;   /* plateau left, steps of the event's own clock */
    float active; /* time left above 5 % of the peak, the same */
    float slow;   /* steps a step of its recovery takes: 1, or less if disclosed */
    uint16_t lane, member;
};

#define FC_CRISIS_NEVER 1e30f /* steps */

struct fc_crisis_header { /* of a crisis in a block; one row */
    float next;           /* earliest onset pending */
    uint32_t pending, running;
    uint32_t pulled;     /* bit enum fc_crisis_lever: pulled in the step before */
    bool shown, scarred; /* rows of the last step are not zero; some scar was left */
    bool paced;          /* some event has a recovery of its own pace */
};

static inline struct fc_crisis_header *fc__crisis_header(const struct fc_block *b,
                                                         const struct fc_crisis *self)
{
    return (struct fc_crisis_header *)(void *)(b->own + self->header.offset);
}

static inline struct fc_crisis_pending *fc__crisis_pending(const struct fc_block *b,
                                                           const struct fc_crisis *self)
{
    return (struct fc_crisis_pending *)(void *)(b->own + self->pending.offset);
}

static inline struct fc_crisis_running *fc__crisis_running(const struct fc_block *b,
                                                           const struct fc_crisis *self)
{
    return (struct fc_crisis_running *)(void *)(b->own + self->running.offset);
}

/* The lever on a lane; `neutral` where nobody has pulled it. */
static inline float fc__crisis_lever(const struct fc_block *b,
                                     const struct fc_crisis *self,
                                     enum fc_crisis_lever id, uint32_t lane,
                                     float neutral)
{
    return fc__crisis_header(b, self)->pulled >> id & 1
               ? fc_own(b, self->lever, id)[lane]
               : neutral;
}

#define fc__crisis_expect FC_PER_ISA(fc__crisis_expect)
#define fc__crisis_onsets FC_PER_ISA(fc__crisis_onsets)

/* Events to come, as they stand at time 0. */
void fc__crisis_expect(const struct fc_crises *all, const struct fc_crisis *self,
                       struct fc_block *b);

/* Begins what is due in this step. True if anything was: it may have spread. */
bool fc__crisis_onsets(const struct fc_crises *all, const struct fc_crisis *self,
                       struct fc_block *b);

extern const struct fc_section fc__crisis_sections[];
extern const struct fc_kpi fc__crisis_kpis[];

fc_status fc__crisis_compile(const void *spec, struct fc_model *model, void **own,
                             struct fc_error *err);
fc_status fc__crisis_link(void *own, struct fc_model *model, struct fc_error *err);

#endif
