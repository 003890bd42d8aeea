/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of an autopsy. */
#ifndef FC_DECIDE_AUTOPSY_H
#define FC_DECIDE_AUTOPSY_H

#include "decide/study.h"
#include "funnelcloud/autopsy.h"

enum {
    FC__AUTOPSY_CAUSES = 64, /* bits of a set */
    FC__AUTOPSY_EXACT = 8,   /* causes whose Shapley values are exact */
    FC__AUTOPSY_PAIRS = 8,   /* random orders, each also reversed */
    FC__AUTOPSY_WORLDS = 256
};

struct fc_autopsy {
    struct fc__study study; /* while it runs */
    fc_scenario *scenario;
    struct fc_prepared at; /* names and targets live here */
    struct fc_run_facts facts;
    char hash[65];

    size_t targets, chosen;
    struct fc_autopsy_target *target;
    double *base; /* [target][path] */

    size_t n; /* causes */
    struct fc_autopsy_cause cause[FC__AUTOPSY_CAUSES];
    uint64_t worlds;   /* to replay at most, then those that are */
    uint64_t replayed; /* 0 until they are */
    uint64_t *path;    /* [world] */
    uint64_t runs;

    /* autopsy_share.c: sets of causes that are normal (bit i: cause i) and the value of
     * the metric with each; set 0 is the world as it was */
    size_t sets, orders;
    uint64_t *set;
    double *value;                /* [set][world] */
    unsigned char *order;         /* [order][step]: which cause is taken out */
    double *share;                /* [cause, rest, shortfall][world] */
    double *order_error;          /* [cause] error of its mean for the orders tried */
    long long *money;             /* [cause, rest, shortfall][world] */
    struct fc_autopsy_part *part; /* [cause, rest, shortfall] */
};

/* The sets that will be needed. FC_E_MEMORY. */
fc_status fc__autopsy_plan(struct fc_autopsy *self, struct fc_error *err);
/* Replays the worlds in `path` and shares out what they lack. */
fc_status fc__autopsy_share(struct fc_autopsy *self, struct fc_error *err);

/* Whole numbers that add up to the rounded sum of x: all rounded down, the largest
 * remainders up, ties in order. n <= FC__AUTOPSY_CAUSES + 1. */
void fc__round_to_sum(const double *x, size_t n, long long *out);

#endif
