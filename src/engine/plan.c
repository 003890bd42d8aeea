/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of a forecast, made by walking the tables of the rooms: no KPI is known by
 * name here. Checked by tests/unit/test_plan.c. */
#include "engine/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/block.h"
#include "model/crisis.h"

/* breakdowns of a forecast in this order; the first is the whole department */
static const struct breakdown {
    enum fc_axis axis;
    const char *name;
} breakdowns[] = {
    {FC_ONE, "total"},         {FC_TERRITORY, "territory"}, {FC_PRODUCT, "product"},
    {FC_SEGMENT, "segment"},   {FC_TEAM, "team"},           {FC_CHANNEL, "channel"},
    {FC_STAGE, "stage"},       {FC_WORK, "work"},           {FC_REASON, "reason"},
    {FC_ACCOUNT, "account"},   {FC_CRISIS, "crisis"},       {FC_POLICY, "policy"},
    {FC_PRACTICE, "practice"},
};
enum { BREAKDOWNS = sizeof breakdowns / sizeof *breakdowns };

static void *plan_alloc(struct fc_run_plan *self, size_t count, size_t size)
{
    void **grown = fc_array_grow(self->allocated, &self->allocated_room,
                                 self->allocated_count + 1, sizeof *grown);
    if (!grown)
        return NULL;
    self->allocated = grown;
    return grown[self->allocated_count++] = fc_array_new(count, size);
}

void fc__run_plan_free(struct fc_run_plan *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < self->allocated_count; i++)
        free(self->allocated[i]);
    free(self->allocated);
    free(self);
}

uint32_t fc__fold_member(const struct fc_model *model, int state, uint32_t i,
                         enum fc_axis onto)
{
    return fc__state_member(model, state, i, onto);
}

static size_t kpis_of(const struct fc_model *model, const struct fc_kpi **out)
{
    size_t n = 0;
    for (size_t r = 0; model->rooms[r]; r++)
        for (const struct fc_kpi *k = model->rooms[r]->kpis; k && k->name; k++, n++)
            if (out)
                out[n] = k;
    return n;
}

static enum fc_metric_kind kind_of(const struct fc_kpi *kpi)
{
    return kpi->fold == FC_FLOW    ? FC_METRIC_FLOW
           : kpi->fold == FC_LEVEL ? FC_METRIC_LEVEL
                                   : FC_METRIC_RATIO;
}

static fc_status metrics_new(struct fc_run_plan *self, const struct fc_model *model,
                             struct fc_error *err)
{
    const size_t n = kpis_of(model, NULL);
    struct fc_plan_metric *metric = plan_alloc(self, n, sizeof *metric);
    self->kpi = plan_alloc(self, n, sizeof *self->kpi);
    if (!metric || !self->kpi)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu metrics", n);
    kpis_of(model, self->kpi);
    for (size_t i = 0; i < n; i++) {
        const struct fc_kpi *kpi = self->kpi[i];
        metric[i].metric = (struct fc_metric){kpi->name,
                                              kpi->unit,
                                              kpi->help,
                                              kind_of(kpi),
                                              (kpi->flags & FC_HEADLINE) != 0,
                                              (kpi->flags & FC_TOTALS) != 0};
        metric[i].whole = (kpi->flags & FC_WHOLE) != 0;
        metric[i].breakdowns = 1;
        for (int b = 1; b < BREAKDOWNS; b++)
            if ((kpi->by & FC_BY(breakdowns[b].axis)) &&
                model->axis[breakdowns[b].axis].count)
                metric[i].breakdowns |= 1u << b;
    }
    self->metric = metric;
    self->forecast.metrics = metric;
    self->forecast.metric_count = n;
    return FC_OK;
}

void fc__run_plan_keep(struct fc_run_plan *self, uint32_t keep)
{
    for (size_t i = 0; i < self->forecast.metric_count; i++)
        self->metric[i].breakdowns &= keep | 1;
}

static fc_status breakdowns_new(struct fc_run_plan *self, const struct fc_model *model,
                                struct fc_error *err)
{
    struct fc_plan_breakdown *row = plan_alloc(self, BREAKDOWNS, sizeof *row);
    enum fc_axis *axis = plan_alloc(self, BREAKDOWNS, sizeof *axis);
    if (!row || !axis)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for breakdowns");
    for (int b = 0; b < BREAKDOWNS; b++) {
        const struct fc_axis_table *table = &model->axis[breakdowns[b].axis];
        axis[b] = breakdowns[b].axis;
        row[b] = (struct fc_plan_breakdown){breakdowns[b].name, table->count,
                                            table->name, table->title};
    }
    self->axis = axis;
    self->forecast.breakdowns = row;
    self->forecast.breakdown_count = BREAKDOWNS;
    return FC_OK;
}

static size_t metric_find(const struct fc_run_plan *self, const char *name)
{
    for (size_t i = 0; i < self->forecast.metric_count; i++)
        if (strcmp(self->kpi[i]->name, name) == 0)
            return i;
    return SIZE_MAX;
}

static fc_status target_new(const struct fc_run_plan *self,
                            const struct fc_model *model,
                            const struct fc_model_target *given,
                            struct fc_plan_target *out)
{
    const size_t metric = metric_find(self, given->metric);
    const int years = ((int)model->months + 11) / 12;
    if (metric == SIZE_MAX)
        return fc__scenario_problem(
            model->scenario, given->line,
            "'targets.metric' is \"%s\"; it is not a metric: see "
            "'funnelcloud help glossary'",
            given->metric);
    if (given->period <= 0 && !(self->kpi[metric]->flags & FC_TOTALS))
        return fc__scenario_problem(model->scenario, given->line,
                                    "'targets.metric' is \"%s\", which has no yearly "
                                    "total; use over = \"month\"",
                                    given->metric);
    if (-given->period > years || given->period > (int)model->months)
        return fc__scenario_problem(
            model->scenario, given->line,
            "the target for \"%s\" lies beyond the horizon of %u "
            "months",
            given->metric, model->months);
    *out = (struct fc_plan_target){metric, given->period, given->value,
                                   given->accept_miss};
    return FC_OK;
}

static fc_status targets_new(struct fc_run_plan *self, const struct fc_model *model,
                             struct fc_error *err)
{
    struct fc_plan_target *target =
        plan_alloc(self, model->target_count, sizeof *target);
    struct fc_plan_actuals *actual =
        plan_alloc(self, model->actual_count, sizeof *actual);
    if (!target || !actual)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for targets");
    for (size_t i = 0; i < model->target_count; i++)
        FC_TRY(target_new(self, model, &model->targets[i], &target[i]));
    for (size_t i = 0; i < model->actual_count; i++) {
        const struct fc_numbers *given = &model->actuals[i].values;
        double *values = plan_alloc(self, given->n, sizeof *values);
        const size_t metric = metric_find(self, model->actuals[i].metric);
        if (metric == SIZE_MAX)
            return fc__scenario_problem(
                model->scenario, given->n ? given->at[0].line : 0,
                "'opening.actuals.metric' is \"%s\"; it is not a "
                "metric: see 'funnelcloud help glossary'",
                model->actuals[i].metric);
        for (size_t m = 0; values && m < given->n; m++)
            values[m] = given->at[m].value;
        actual[i] = (struct fc_plan_actuals){metric, values ? given->n : 0, values};
    }
    self->forecast.targets = target;
    self->forecast.target_count = model->target_count;
    self->forecast.actuals = actual;
    self->forecast.actual_count = model->actual_count;
    return FC_OK;
}

/* First scheduled month of a crisis, 0 if there is none. */
static int first_month(const struct fc_list *scheduled)
{
    const struct fc_crisis_date *date = scheduled->items;
    int first = 0;
    for (size_t i = 0; i < scheduled->n; i++)
        first = first == 0 || date[i].month < first ? date[i].month : first;
    return first;
}

static fc_status crises_new(struct fc_run_plan *self, const struct fc_model *model,
                            struct fc_error *err)
{
    const struct fc_crises_spec *spec = NULL;
    for (size_t r = 0; model->rooms[r]; r++)
        if (strcmp(model->rooms[r]->name, "crisis") == 0)
            spec = fc__scenario_spec(model->scenario, r);
    const size_t n = spec ? spec->crises.n : 0;
    const struct fc_crisis_spec *item = n ? spec->crises.items : NULL;
    struct fc_plan_crisis *crisis = plan_alloc(self, n, sizeof *crisis);
    if (!crisis)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu crises", n);
    for (size_t i = 0; i < n; i++)
        crisis[i] = (struct fc_plan_crisis){
            item[i].name, item[i].title ? item[i].title : item[i].name,
            fc__crisis_categories[item[i].category], item[i].owner,
            first_month(&item[i].scheduled)};
    self->forecast.crises = crisis;
    self->forecast.crisis_count = n;
    return FC_OK;
}

fc_status fc__run_plan_new(const struct fc_model *model,
                           const struct fc_run_options *options,
                           struct fc_run_plan **out, struct fc_error *err)
{
    *out = NULL;
    struct fc_run_plan *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the plan of the forecast");
    self->forecast.facts = (struct fc_run_facts){
        .title = fc_scenario_title(model->scenario),
        .currency = fc_scenario_currency(model->scenario),
        .start_month = model->start_month,
        .months = (int)model->months,
        .steps_per_month = (int)model->steps_per_month,
        .paths_planned = options->paths,
        .seed = options->seed,
        .plan = "plain",
        .isa = fc_isa_name(model->isa),
        .lanes = FC_LANES,
    };
    self->forecast.twin = options->twin;
    self->forecast.detail = options->detail;
    fc_status status = metrics_new(self, model, err);
    if (status == FC_OK)
        status = breakdowns_new(self, model, err);
    if (status == FC_OK)
        status = targets_new(self, model, err);
    if (status == FC_OK)
        status = crises_new(self, model, err);
    if (status != FC_OK) {
        fc__run_plan_free(self);
        return status;
    }
    *out = self;
    return FC_OK;
}
