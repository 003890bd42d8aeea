/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-selling: what a scenario says of it and what the customers room compiles.
 * Included by customers.h. */
#ifndef FC_MODEL_CROSS_SELL_H
#define FC_MODEL_CROSS_SELL_H

#include "model/model.h"

struct fc_cross_spec {
    struct fc_numbers rate, hours, opening_share;
    struct fc_number handoff;
};

/* Two markets of a territory and segment; direction 0 sells the second product to
 * clients of the first, direction 1 the other way round. */
struct fc_cross_pair {
    uint32_t market[2], segment;
};

struct fc_cross {
    bool on; /* somebody sells across; else nothing below exists */
    uint32_t pairs;
    struct fc_cross_pair *pair;                 /* in the order of market names */
    bool *paired;                               /* [market] in some pair */
    const fc_num *rate, *hours, *opening_share; /* [segment] */
    fc_num handoff;
    uint64_t *site;  /* [market] */
    fc_rows owners;  /* [pair] expected companies that have both */
    fc_rows mean;    /* [pair * 2 + direction] expected sales of the month */
    fc_rows total;   /* [market] expected sales into it */
    fc_rows lacking; /* [market] clients of others who do not have its product */
    fc_rows settled; /* [market * 12 + d] share of its clients who will be clients of a
                        year d months later; scratch */
    fc_rows old;     /* [market * 12 + d] share of the month's sales across whose buyers
                        are clients of a year, seen d months later; scratch */
    fc_rows part; /* [(market * 12 + month that sees it) * 12 + d] the same x share of
                     the sales across in the value won */
};

#endif
