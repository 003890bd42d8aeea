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

/* A sale in a direction of a pair, from k to k', to a company that has a third product
 * k'', too: `gets` is the pair of k'' and k', `by` that of k and k''. */
struct fc_cross_third {
    uint32_t pair, direction, gets, by;
};

struct fc_cross {
    bool on; /* somebody sells across; else nothing below exists */
    uint32_t pairs;
    struct fc_cross_pair *pair; /* in the order of market names */
    uint32_t thirds;
    struct fc_cross_third *third;
    bool *paired;                               /* [market] in some pair */
    const fc_num *rate, *hours, *opening_share; /* [segment] */
    fc_num handoff;
    uint64_t *site;  /* [market] */
    fc_rows owners;  /* [pair] expected companies that have both */
    fc_rows mean;    /* [pair * 2 + direction] expected sales of the month */
    fc_rows total;   /* [market] expected sales into it */
    fc_rows lacking; /* [market] clients of others who do not have its product */
    fc_rows each; /* [pair * 2 + direction] sales of the month a client who lacks it */
    fc_rows came; /* [market * 12 + month modulo 12] expected clients of the market
                     whose company was won in that month of the last 12 */
    fc_rows came_both; /* [pair * 12 + month modulo 12] those of them who have both */
    fc_rows more;      /* [pair] owners of both by sales in other pairs; scratch */
    fc_rows stay; /* [market] share of its settled clients that has stayed this month */
    fc_rows pace; /* [market] sales a month into it a client who lacks its product */
    fc_rows skill;  /* [market] proficiency of those who serve, for it; scratch */
    fc_rows buyers; /* [market * 12 + month modulo 12] struct fc_cross_buyers */
    fc_rows
        part; /* [market * 12 + month modulo 12] x 12 rows, [buyer * 12 + d]: share of
                 the month's sales across whose buyers are clients of a year, seen d
                 months later, x share of the sales across in the value won */
    fc_rows gained; /* [market] x 12 rows, [buyer * 12 + month modulo 12] clients by
                       sales of this month; scratch */
    fc_rows left;   /* [market * 12 + month modulo 12] young value before the events of
                       the month, then the share of it that is left; scratch */
};

/* Lanes with sales across into a market in a month: few. */
struct fc_cross_buyers {
    uint16_t n, lane[FC_LANES + 1];
};

#endif
