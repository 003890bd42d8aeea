/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeat buyers: what a scenario says of them and what the customers room compiles.
 * Included by customers.h. */
#ifndef FC_MODEL_REPEAT_H
#define FC_MODEL_REPEAT_H

#include "model/model.h"
#include "model/repeat_law.h"

struct fc_repeat_spec {
    struct fc_numbers shape, scale, drop_a, drop_b, spend, spend_cv, service_hours;
    struct fc_number opening_years, by_coverage, by_satisfaction, by_adverse;
};

/* word groups (sites) of a market and month; a group has four words */
enum {
    FC_REPEAT_DIE = 0, /* who is gone: a word a kind */
    FC_REPEAT_NEW = FC_KINDS / 4,
    FC_REPEAT_BUY = 2 * (FC_KINDS / 4), /* purchases, what they bring */
    FC_REPEAT_GROUPS
};

/* The repeat buyers of one market. Rows [kind], kind = drop * FC_RATES + rate. */
struct fc_repeat {
    bool on; /* the product is bought again and again */
    bool used[FC_RATES];
    float rate[FC_RATES], drop[FC_DROPS]; /* purchases a month; gone after one */
    float chance[FC_KINDS], opening_chance[FC_KINDS], bought[FC_LADDER][FC_KINDS];
    float spend_shape; /* 1 / CV^2 of a purchase */
    bool spend_given;  /* else a mean deal after discount */
    fc_num spend;
    uint32_t opening_clients;
    fc_rows count;     /* clients who have not dropped out */
    fc_rows ladder;    /* [r * FC_KINDS + kind] P(r purchases after the first) */
    fc_rows young;     /* [vintage * FC_KINDS + kind] expected ones of those won in the
                          last 12 months */
    fc_rows young_sum; /* [kind] their sum over the vintages */
    fc_rows living;    /* [1] sum of `count` */
    fc_rows rates, squares, young_rates; /* [1] double: sums of rate and rate^2 */
    uint64_t site[FC_REPEAT_GROUPS], site_open;
};

struct fc_repeat_effects {
    fc_num by_coverage, by_satisfaction, by_adverse;
};

#endif
