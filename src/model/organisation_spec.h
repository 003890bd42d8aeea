/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the room `organisation` reads of a scenario: the structs its field tables fill.
 */
#ifndef FC_MODEL_ORGANISATION_SPEC_H
#define FC_MODEL_ORGANISATION_SPEC_H

#include "model/kpi.h"
#include "scenario/field.h"

struct fc_role_spec {
    const char *name, *title;
    int seats;
    struct fc_number pay_factor;
    struct fc_ref next;
    struct fc_number promotion_months, promotion_share, experience_kept;
};

struct fc_organisation_spec {
    struct {
        int structure, domain_mix;
        struct fc_number coordination_share, handoff_loss;
    } organisation;
    struct {
        int like;
        struct fc_number meetings, shared_client, dual;
    } coordination;
    struct fc_list teams, roles;
    struct {
        int reach;
        struct fc_number area_km2, speed_kmh, remote_share, visits_per_tour;
        struct fc_numbers visits_per_deal, visits_per_client;
    } travel;
    struct {
        bool on;
        int like;
        struct fc_number slow_down, leave_log_odds;
    } ownership;
    struct {
        struct fc_number min_deal_value, extra_hours, loss, overflow_below;
    } matrix;
    struct {
        struct fc_ref contact_role;
    } funnel;
    struct {
        struct fc_ref service_role;
    } customers;
};

extern const struct fc_section fc__organisation_sections[];

#endif
