/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --plan stratified: which crises of a scenario are rare, and the strata they make. */
#ifndef FC_ENGINE_STRATA_H
#define FC_ENGINE_STRATA_H

#include "model/model.h"
#include "random/strata.h"

/* Strata by the number of rare crises that strike: rare is a crisis that the scenario
 * expects FC_RARE_EVENTS times or less in the horizon, the first FC_RARE_MOST of them
 * in the order of the register. Rates are those of the middle of their ranges and of a
 * recession throughout; contagion does not count. *out: NULL if none is rare, else the
 * caller frees it. FC_E_MEMORY. */
#define FC_RARE_EVENTS 0.35
fc_status fc__strata_new(const struct fc_model *model, struct fc_strata **out,
                         struct fc_error *err);

#endif
