/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a compiled model to the plan of its forecast: metrics (the KPIs of all rooms),
 * breakdowns (the axes), targets, actuals, crises; and what each metric folds. */
#ifndef FC_ENGINE_PLAN_H
#define FC_ENGINE_PLAN_H

#include "engine/layout.h"
#include "funnelcloud/run.h"
#include "model/model.h"

struct fc_run_plan {
    struct fc_forecast_plan forecast;
    struct fc_plan_metric *metric; /* those of the forecast */
    const struct fc_kpi **kpi;     /* [metric] */
    const enum fc_axis *axis;      /* [breakdown] */
    void **allocated;
    size_t allocated_count, allocated_room;
};

/* FC_E_SCENARIO (with problems in the scenario) if a target or an actual names no
 * metric. */
fc_status fc__run_plan_new(const struct fc_model *model,
                           const struct fc_run_options *options,
                           struct fc_run_plan **out, struct fc_error *err);
void fc__run_plan_free(struct fc_run_plan *self);

/* Gives up the breakdowns b whose bit in `keep` is 0; the first one stays. */
void fc__run_plan_keep(struct fc_run_plan *self, uint32_t keep);

/* Member of axis `onto` that lane row i of a state array belongs to; UINT32_MAX if the
 * array does not fold onto it. */
uint32_t fc__fold_member(const struct fc_model *model, int state, uint32_t i,
                         enum fc_axis onto);

#endif
