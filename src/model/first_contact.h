/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First contact of inbound leads, a part of the contact room: first_contact_tables.c
 * (scenario -> tables, compiled once), first_contact.c (steps). The law is at the head
 * of first_contact.c, the formulas are in queue.c. */
#ifndef FC_MODEL_FIRST_CONTACT_H
#define FC_MODEL_FIRST_CONTACT_H

#include "model/model.h"

enum {
    FC_LOADS = 197,       /* loads 0, .005 ... .98 of the table of busy teams */
    FC_SERVERS_MAX = 128, /* more seats than this are as busy as so many */
    FC_WAITS = 257,       /* log(rate of the queue x decay time) -10 ... 6, by 1/16 */
    FC_EXPONENTS = 129,   /* exponents 0 ... 2 where they are uncertain */
    FC_RANK_SHARES = 65,  /* shares worked 0 ... 1 of the table of ranked leads */
    FC_RANK_GOOD = 17,    /* square roots of the share of good leads 0 ... 1 */
    FC_RANK_SKILLS = 13   /* skill 0 ... 3 */
};
#define FC_LOAD_MOST 0.98f
#define FC_WAIT_LOW  -10.0f

/* Mean of the decay over an exponential wait: value[wait * exponents + j]. */
struct fc_decay_table {
    float first, inverse; /* first exponent, 1 / step; inverse 0: all are the first */
    uint32_t exponents;
    const float *value;
};

struct fc_first_contact {
    uint32_t channels;
    const uint32_t *order;              /* channels by name (M2) */
    bool decays;                        /* a wait costs something in some channel */
    const struct fc_decay_table *decay; /* [channel] */
    uint32_t servers;
    const float *busy;   /* [(servers - 1) * FC_LOADS + load] Erlang-C */
    const float *ranked; /* [(skill * FC_RANK_GOOD + good) * FC_RANK_SHARES + share]
                            good leads found beyond the share worked */
    fc_num task_minutes;
    fc_rows tau, leaving;       /* [channel] hours; gives up, per hour */
    fc_rows gap_kept, gap_hour; /* [channel] of leads outside office hours: still
                                   viable, answered within an hour of work */
    fc_rows kept;               /* [team * channels + channel] E q(W) */
};

/* Work of a role of a team in a step, for its queue: one row each. */
struct fc_contact_load {
    const float *hours;  /* there are */
    const float *first;  /* needed for first contact */
    const float *before; /* for classes of work served before it */
    const float *all;    /* for everything */
    const float *people; /* filled seats */
};

fc_status fc__first_contact_tables(struct fc_first_contact *self,
                                   struct fc_model *model, struct fc_error *err);

#define fc__first_contact_open    FC_PER_ISA(fc__first_contact_open)
#define fc__first_contact_wait    FC_PER_ISA(fc__first_contact_wait)
#define fc__first_contact_reached FC_PER_ISA(fc__first_contact_reached)
#define fc__first_contact_ranked  FC_PER_ISA(fc__first_contact_ranked)

/* Per-path numbers; nothing waits yet. */
void fc__first_contact_open(const struct fc_first_contact *self, struct fc_block *b);

/* The queue of a team in this step: what waiting leaves of its leads, and how many are
 * answered within an hour. */
void fc__first_contact_wait(const struct fc_first_contact *self, struct fc_block *b,
                            uint32_t team, const struct fc_contact_load *load);

/* Leads of market k that are viable at first contact, with coverage and wait as they
 * are. */
void fc__first_contact_reached(const struct fc_first_contact *self,
                               const struct fc_block *b, uint32_t k, float *reached);

/* Where leads are ranked and only a share of them is worked: the share of the good ones
 * that this finds, in place of `coverage`. `good` of `all` leads are good. */
void fc__first_contact_ranked(const struct fc_first_contact *self,
                              const struct fc_block *b, const float *good,
                              const float *all, float *coverage);

#endif
