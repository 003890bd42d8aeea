/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KPIs are folds of state arrays onto axes, declared by the room that owns the array.
 */
#ifndef FC_MODEL_KPI_H
#define FC_MODEL_KPI_H

#include <stdbool.h>
#include <stdint.h>

enum fc_fold {
    FC_FLOW,    /* sum over the month */
    FC_LEVEL,   /* end of month */
    FC_RATIO,   /* value / over of the same month; missing where `over` is 0 */
    FC_RATIO12, /* ratio of the sums of the last 12 months (of those there are) */
    FC_SHARE12  /* sum of `value` over 12 months / `over` 12 months ago (or at opening)
                 */
};

#define FC_BY(axis)  (1u << (axis)) /* bit of an axis of scenario/field.h */
#define FC_BY_MARKET (FC_BY(FC_TERRITORY) | FC_BY(FC_PRODUCT) | FC_BY(FC_SEGMENT))

enum fc_kpi_flags {
    FC_HEADLINE = 1, /* histogram and risk measures; else mean and sd */
    FC_TOTALS = 2,   /* year and horizon totals (flows: sum, levels: at the end) */
    FC_WHOLE = 4     /* whole numbers */
};

struct fc_kpi {
    const char *name, *unit, *help; /* unit "money" sets the quantum */
    uint8_t fold;
    int16_t value, over; /* fc_state_id; over < 0: none */
    uint32_t by;         /* axes it is broken down by */
    uint8_t flags;
};

#endif
