/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Insurance: what a practice covers. practice_read.c compiles it, money_cover.c pays.
 */
#ifndef FC_MODEL_COVER_H
#define FC_MODEL_COVER_H

#include "model/model.h"

struct fc_cover {
    uint32_t practice;
    bool bad_debt;   /* the loss is bad debt, else the cost of crises */
    uint8_t *crises; /* [crisis] 1: its cost is covered */
    fc_num share, deductible, limit;
    uint32_t first; /* month in which the first year of cover begins */
    uint32_t wait;  /* months from a loss to the payment */
};

#endif
