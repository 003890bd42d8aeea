/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the demand room reads of a scenario: the structs that its field tables fill. */
#ifndef FC_MODEL_DEMAND_SPEC_H
#define FC_MODEL_DEMAND_SPEC_H

#include "model/kpi.h"
#include "scenario/field.h"

struct fc_spend_spec {
    int month;
    struct fc_number spend_per_month;
};

/* Shares of the members of an axis, by territory, product, segment (in the order of
 * enum fc_axis from FC_TERRITORY); NAN: not given. */
enum { FC__MIX_AXES = 3 };
struct fc_mix_spec {
    struct fc_numbers by[FC__MIX_AXES];
};

struct fc_mix_plan_spec {
    int month;
    struct fc_mix_spec mix;
};

struct fc_channel_spec {
    const char *name, *title;
    int kind;
    struct fc_numbers share;
    struct fc_number quality_odds, dispersion, kept, neglected_share;
    struct fc_number spend_per_month, ad_driven_share, half_life_weeks, hill,
        half_saturation;
    struct fc_list spend_plan;
    struct fc_mix_spec mix;
    struct fc_list mix_plan;
    struct fc_number hours_per_seat_month, prospects;
    struct fc_numbers leads_per_hour;
    struct fc_number leads_per_client_year, by_satisfaction, commission_share;
    struct fc_number decay_exponent, decay_minutes, office_hours_share, night_gap_hours,
        weekend_gap_hours, patience_hours;
    struct fc_ref role;
};

struct fc_demand_spec {
    struct fc_list channels;
    struct {
        int kind, peak_month;
        struct fc_number amplitude;
        struct fc_numbers factors;
    } season;
    struct {
        struct fc_number year_to_year_cv;
    } markets;
    struct {
        struct fc_number demand_drop;
    } macro;
};

extern const struct fc_section fc__demand_sections[];
extern const struct fc_kpi fc__demand_kpis[];

#endif
