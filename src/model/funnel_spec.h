/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the funnel room reads of a scenario: the structs that its field tables fill. */
#ifndef FC_MODEL_FUNNEL_SPEC_H
#define FC_MODEL_FUNNEL_SPEC_H

#include "model/kpi.h"
#include "scenario/field.h"

struct fc_stage_spec {
    const char *name, *title;
    struct fc_numbers conversion, dwell_weeks, hours;
    struct fc_ref role;
};

struct fc_deal_spec {
    const char *name, *title;
    struct fc_names market;
    struct fc_ref stage;
    struct fc_number value, win_prob;
};

struct fc_open_spec {
    struct fc_names market;
    struct fc_ref stage;
    struct fc_number deals;
};

struct fc_funnel_spec {
    struct {
        struct fc_number contact_hours, discount, adverse_advance, adverse_loss;
        struct fc_number no_decision_share, price_odds_exponent;
    } funnel;
    struct {
        struct fc_numbers mean, cv;
        int law;
    } value;
    struct {
        int pipeline;
    } opening;
    struct fc_list stages, deals, open_deals;
};

extern const struct fc_section fc__funnel_sections[];
extern const struct fc_kpi fc__funnel_kpis[];

#endif
