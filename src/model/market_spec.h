/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the market room reads of a scenario: the structs that its field tables fill. */
#ifndef FC_MODEL_MARKET_SPEC_H
#define FC_MODEL_MARKET_SPEC_H

#include "scenario/field.h"

struct fc_member_spec {
    const char *name, *title;
    struct fc_number share;
};

struct fc_product_spec {
    const char *name, *title;
    struct fc_number share, margin;
    int model, term_months;
};

struct fc_segment_spec {
    const char *name, *title;
    struct fc_number leads_per_month, potential;
};

struct fc_market_spec {
    struct fc_ref territory, product, segment;
    struct fc_number share;
};

struct fc_target_spec {
    const char *metric;
    int over, year, month;
    struct fc_number value, accept_miss;
};

struct fc_actual_spec {
    const char *metric;
    struct fc_numbers values;
};

struct fc_market_room_spec {
    struct {
        const char *title, *currency;
    } head;
    struct {
        int start, months, steps_per_month;
    } horizon;
    struct {
        struct fc_numbers working_days;
    } markets;
    struct fc_list territories, products, segments, list, targets, actuals;
};

extern const struct fc_section fc__market_sections[];

#endif
