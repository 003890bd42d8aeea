/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms in the order of a step: this array *is* the model. Reading, checking,
 * explain, the assumption ledger, docs/scenario.md, the step loop and the list of KPIs
 * are loops over it. Adding a mechanism is one file and one line. */
#include "model/model.h"

#include <stddef.h>

#define FC_ROOMS(X)                                                                    \
    X(fc_market_room)                                                                  \
    X(fc_macro)                                                                        \
    X(fc_crisis)                                                                       \
    X(fc_actions)                                                                      \
    X(fc_practice)                                                                     \
    X(fc_organisation_room)                                                            \
    X(fc_people)                                                                       \
    X(fc_demand)                                                                       \
    X(fc_contact)                                                                      \
    X(fc_funnel)                                                                       \
    X(fc_customers)                                                                    \
    X(fc_motivation)                                                                   \
    X(fc_money)                                                                        \
    X(fc_policy)                                                                       \
    X(fc_normal_room)

#define X(room) extern const struct fc_mechanism FC_PER_ISA(room);
FC_ROOMS(X)
#undef X

#define fc__rooms_here FC_PER_ISA(fc__rooms_here)
extern const struct fc_mechanism *const fc__rooms_here[];
const struct fc_mechanism *const fc__rooms_here[] = {
#define X(room) &FC_PER_ISA(room),
    FC_ROOMS(X)
#undef X
        NULL};
