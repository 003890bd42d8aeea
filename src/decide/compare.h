/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of a comparison: the paired values, which metrics and periods were kept, and
 * the lower tails, found once. */
#ifndef FC_DECIDE_COMPARE_H
#define FC_DECIDE_COMPARE_H

#include "decide/paired.h"
#include "decide/sample.h"
#include "decide/weighed.h"

#define FC__TAIL_LEVEL 0.05

struct fc__compared { /* a metric */
    size_t metric;    /* in the plan */
    size_t periods;
    int *period;
    size_t *column;
    bool by_month; /* all months are kept */
};

struct fc_comparison {
    struct fc__sample sample;
    struct fc_run_facts facts;
    char hash[65];
    char (*name)[64];
    size_t metrics;
    struct fc__compared *metric;
    struct fc__tail *tail; /* [scenario * columns + column]; quantile NAN: missing ones
                            */
    double *a, *b;         /* room for pairs without missing ones */
    struct fc__weights *weights; /* of a stratified plan; NULL: plain */
};

/* Column of a metric's period; SIZE_MAX if it is not kept. */
size_t fc__comparison_column(const fc_comparison *self, size_t metric, int period);

#endif
