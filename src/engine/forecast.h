/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a forecast (include/funnelcloud/forecast.h) from a filled tally. */
#ifndef FC_ENGINE_FORECAST_H
#define FC_ENGINE_FORECAST_H

#include "engine/layout.h"

/* Copies everything it needs from the plan, takes the tally over (also on failure, when
 * it is freed), and fills facts.result_hash from it. The tally must come from the
 * layout of the same plan. FC_E_ARG; FC_E_MEMORY. */
fc_status fc__forecast_new(const struct fc_forecast_plan *plan, fc_tally *tally,
                           fc_forecast **out, struct fc_error *err);

#endif
