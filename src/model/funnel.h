/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel room's own data, shared by its files: funnel.c (scenario -> numbers),
 * funnel_step.c (moves of a step), funnel_month.c (splits and values of a month). */
#ifndef FC_MODEL_FUNNEL_H
#define FC_MODEL_FUNNEL_H

#include "model/chain.h"
#include "model/market.h"

/* Ways out of a stage, the order of the chained binomials: lost after the first stage,
 * won, moved to stage n-1, n-2 ... i+1, lost in the first stage (i = 0 only); the rest
 * stays. */
enum { FC_OUT_LATE, FC_OUT_WON, FC_OUT_MOVED };

/* Leads that come and are decided within one step: they leave nothing behind that a
 * later step sees, so that their sums over a month are drawn at its end, Poisson with
 * the sum of the steps' means. */
enum {
    FC_QUICK_LATE,
    FC_QUICK_WON,
    FC_QUICK_EARLY,
    FC_QUICK_STALE,
    FC_QUICK_NEGLECTED,
    FC_QUICK,
    FC_QUICK_GROUPS = (FC_QUICK + 3) / 4
};

struct fc_named_deal {
    uint32_t market, stage;
    float odds;   /* factor on the advance hazards that gives its own odds */
    double value; /* list units a year */
    float win_from[FC_STAGES_MAX];
    uint64_t site;
};

struct fc_funnel {
    struct fc_pipeline pipe;
    uint32_t outs;          /* ways out of all stages */
    uint32_t groups;        /* word groups a market and step */
    int opening;            /* 0 steady, 1 empty, 2 listed */
    float *listed;          /* [market * stages + stage] */
    uint64_t *site;         /* [market * groups + group] moves of a step */
    uint64_t *quick_site;   /* [market * FC_QUICK_GROUPS + group] */
    uint64_t *month_site;   /* [market * month_groups + group] */
    uint64_t *opening_site; /* [market * opening_groups + group] */
    uint32_t month_groups, opening_groups;
    uint32_t *channel_order; /* channels in the order of their names */
    uint32_t deals;
    struct fc_named_deal *deal;
    fc_num no_decision;
    /* scratch rows of one market */
    fc_rows chance; /* [outs] conditional chances */
    fc_rows mean;   /* [stages + 3] arrivals by outcome */
    /* rows that last a month */
    fc_rows quick;      /* [market * FC_QUICK + kind] expected leads decided at once */
    fc_rows quick_age;  /* [market] sum of the expected wins' ages */
    fc_rows late_share; /* [market * stages + stage] expected losses by stage */
    fc_rows stale_late, stale_unfit, stale_lost, lost_early, lost_late; /* [market] */
    fc_rows month_stock; /* [market * stages + stage] stock when the month began */
    fc_rows deal_stage;  /* [deal] stage, or -1 when it is decided */
    fc_rows deal_hours;  /* [stage now * stages + stage] scratch: hours in a step */
};

/* Where the ways out of stage i begin among the `outs` rows. */
static inline uint32_t fc__outs_before(uint32_t stages, uint32_t i)
{
    /* stage 0 has stages + 2 ways, stage m > 0 has stages + 1 - m */
    uint32_t sum = i > 0 ? stages + 2 : 0;
    for (uint32_t m = 1; m < i; m++)
        sum += stages + 1 - m;
    return sum;
}

static inline uint32_t fc__outs_of(uint32_t stages, uint32_t i)
{
    return i == 0 ? stages + 2 : stages + 1 - i;
}

#define fc__funnel_step  FC_PER_ISA(fc__funnel_step)
#define fc__funnel_month FC_PER_ISA(fc__funnel_month)
#define fc__funnel_deals FC_PER_ISA(fc__funnel_deals)
void fc__funnel_step(const struct fc_funnel *own, struct fc_block *b);
void fc__funnel_month(const struct fc_funnel *own, struct fc_block *b);
/* Hours the named deals will need in the first step. */
void fc__funnel_deals(const struct fc_funnel *own, struct fc_block *b);

#endif
