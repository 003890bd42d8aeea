/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbering the series of a run: see layout.h for the rule.
 * Checked by tests/unit/test_forecast.c. */
#include "engine/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

enum { MOST_BREAKDOWNS = 32, MOST_MONTHS = 1200 };

struct fc_layout {
    int months, years;
    size_t metrics, breakdowns, targets, crises;
    size_t per_month, first_target, first_crisis, first_recovery, series;
    size_t *base;  /* metric x breakdown, within a month; SIZE_MAX: none */
    size_t *total; /* metric; SIZE_MAX: none */
    size_t *members;
    struct {
        size_t metric;
        int period;
    } * target;
    struct fc_series_spec *specs;
    bool twin;
};

double fc__quantum(const struct fc_metric *metric, bool whole)
{
    if (whole)
        return 1.0;
    if (strncmp(metric->unit, "money", 5) == 0)
        return 0x1p-6;
    if (metric->kind == FC_METRIC_RATIO || strncmp(metric->unit, "share", 5) == 0)
        return 0x1p-30;
    return 0x1p-10;
}

static fc_status check_metrics(const struct fc_forecast_plan *plan,
                               struct fc_error *err)
{
    for (size_t i = 0; i < plan->metric_count; i++) {
        const struct fc_plan_metric *m = &plan->metrics[i];
        if (!m->metric.name || !m->metric.unit)
            return FC_FAIL(err, FC_E_ARG, "metric %zu has no name or unit", i);
        if (plan->breakdown_count < MOST_BREAKDOWNS &&
            m->breakdowns >> plan->breakdown_count)
            return FC_FAIL(err, FC_E_ARG,
                           "metric '%s' has the breakdowns 0x%x; there are only %zu",
                           m->metric.name, (unsigned)m->breakdowns,
                           plan->breakdown_count);
    }
    return FC_OK;
}

static fc_status check_target(const struct fc_forecast_plan *plan, size_t i,
                              struct fc_error *err)
{
    const struct fc_plan_target *t = &plan->targets[i];
    const int years = fc__layout_year(plan->facts.months);
    if (t->metric >= plan->metric_count)
        return FC_FAIL(err, FC_E_ARG, "target %zu is on metric %zu of %zu", i,
                       t->metric, plan->metric_count);
    if (t->period > plan->facts.months || t->period < -years)
        return FC_FAIL(err, FC_E_ARG, "target %zu is on period %d; it must be %d..%d",
                       i, t->period, -years, plan->facts.months);
    if (t->period <= 0 && !plan->metrics[t->metric].metric.totals)
        return FC_FAIL(err, FC_E_ARG,
                       "target %zu is on a total of '%s', which has none", i,
                       plan->metrics[t->metric].metric.name);
    if (!isfinite(t->value))
        return FC_FAIL(err, FC_E_ARG, "target %zu is not a finite number", i);
    return FC_OK;
}

static fc_status check(const struct fc_forecast_plan *plan, struct fc_error *err)
{
    const struct fc_plan_breakdown *first = plan->breakdowns;
    if (plan->facts.months < 1 || plan->facts.months > MOST_MONTHS)
        return FC_FAIL(err, FC_E_ARG, "the horizon is %d months; it must be 1..%d",
                       plan->facts.months, MOST_MONTHS);
    if (plan->breakdown_count < 1 || plan->breakdown_count > MOST_BREAKDOWNS)
        return FC_FAIL(err, FC_E_ARG, "%zu breakdowns; there must be 1..%d",
                       plan->breakdown_count, MOST_BREAKDOWNS);
    if (!first->name || strcmp(first->name, "total") != 0 || first->members != 1)
        return FC_FAIL(err, FC_E_ARG,
                       "breakdown 0 must be 'total' and have one member");
    FC_TRY(check_metrics(plan, err));
    for (size_t i = 0; i < plan->target_count; i++)
        FC_TRY(check_target(plan, i, err));
    for (size_t i = 0; i < plan->actual_count; i++)
        if (plan->actuals[i].metric >= plan->metric_count)
            return FC_FAIL(err, FC_E_ARG, "actuals %zu are of metric %zu of %zu", i,
                           plan->actuals[i].metric, plan->metric_count);
    return FC_OK;
}

/* Gives every series its number; the tables must have been allocated. */
static void number(fc_layout *self, const struct fc_forecast_plan *plan)
{
    size_t next = 0;
    for (size_t m = 0; m < self->metrics; m++)
        for (size_t b = 0; b < self->breakdowns; b++) {
            const bool has = b == 0 || plan->metrics[m].breakdowns >> b & 1;
            self->base[m * self->breakdowns + b] = has ? next : SIZE_MAX;
            next += has ? self->members[b] : 0;
        }
    self->per_month = next;
    next *= (size_t)self->months;
    for (size_t m = 0; m < self->metrics; m++) {
        const bool has = plan->metrics[m].metric.totals;
        self->total[m] = has ? next : SIZE_MAX;
        next += has ? (size_t)self->years + 1 : 0;
    }
    self->first_target = next;
    self->first_crisis = next += self->targets;
    self->first_recovery = next += 3 * self->crises;
    self->series = next + (self->twin ? 3 : 0);
}

static double quantum_of(const struct fc_plan_metric *m)
{
    return m->quantum > 0.0 ? m->quantum : fc__quantum(&m->metric, m->whole);
}

static void metric_specs(fc_layout *self, const struct fc_forecast_plan *plan, size_t m)
{
    const struct fc_plan_metric *metric = &plan->metrics[m];
    struct fc_series_spec spec = {.kind = FC_SERIES_MOMENTS,
                                  .whole = metric->whole,
                                  .quantum = quantum_of(metric),
                                  .threshold = (double)NAN};
    if (metric->metric.headline || plan->detail)
        spec.kind = FC_SERIES_HISTOGRAM;
    for (size_t b = 0; b < self->breakdowns; b++)
        for (int month = 1; month <= self->months; month++)
            for (size_t i = 0; i < self->members[b]; i++) {
                const size_t series = fc__layout_month(self, m, b, i, month);
                if (series != SIZE_MAX)
                    self->specs[series] = spec;
            }
    spec.kind = FC_SERIES_TOTAL;
    for (int y = 0; y <= self->years && metric->metric.totals; y++)
        self->specs[fc__layout_total(self, m, -y)] = spec;
}

static void other_specs(fc_layout *self, const struct fc_forecast_plan *plan)
{
    for (size_t i = 0; i < self->targets; i++) {
        const struct fc_plan_metric *metric = &plan->metrics[plan->targets[i].metric];
        self->specs[self->first_target + i] =
            (struct fc_series_spec){.kind = FC_SERIES_MOMENTS,
                                    .whole = metric->whole,
                                    .quantum = quantum_of(metric),
                                    .threshold = plan->targets[i].value};
    }
    const struct fc_series_spec yes_no = {
        .kind = FC_SERIES_MOMENTS, .whole = true, .quantum = 1.0, .threshold = 0.5};
    for (size_t i = self->first_crisis; i < self->series; i++)
        self->specs[i] = yes_no;
    for (size_t i = 0; i < self->crises; i++)
        self->specs[fc__layout_crisis(self, i, FC_CRISIS_SEVERITY)] =
            (struct fc_series_spec){.kind = FC_SERIES_MOMENTS,
                                    .quantum = 0x1p-30,
                                    .threshold = (double)NAN};
    if (self->twin) /* every whole number of -16..112 months has a bin of its own */
        self->specs[fc__layout_recovery(self, FC_RECOVERY_MONTHS)] =
            (struct fc_series_spec){.kind = FC_SERIES_HISTOGRAM,
                                    .whole = true,
                                    .quantum = 1.0,
                                    .threshold = (double)NAN,
                                    .centre = 48.0,
                                    .scale = 64.0};
}

static bool allocate(fc_layout *self, const struct fc_forecast_plan *plan)
{
    self->base = fc_array_new(self->metrics * self->breakdowns, sizeof *self->base);
    self->total = fc_array_new(self->metrics, sizeof *self->total);
    self->members = fc_array_new(self->breakdowns, sizeof *self->members);
    self->target = fc_array_new(self->targets, sizeof *self->target);
    if (!self->base || !self->total || !self->members || !self->target)
        return false;
    for (size_t b = 0; b < self->breakdowns; b++)
        self->members[b] = plan->breakdowns[b].members;
    for (size_t i = 0; i < self->targets; i++) {
        self->target[i].metric = plan->targets[i].metric;
        self->target[i].period = plan->targets[i].period;
    }
    number(self, plan);
    self->specs = fc_array_new(self->series, sizeof *self->specs);
    return self->specs;
}

fc_status fc__layout_new(const struct fc_forecast_plan *plan, fc_layout **out,
                         struct fc_error *err)
{
    *out = NULL;
    FC_TRY(check(plan, err));
    fc_layout *self = fc_array_new(1, sizeof *self);
    if (self) {
        self->months = plan->facts.months;
        self->years = fc__layout_year(self->months);
        self->metrics = plan->metric_count;
        self->breakdowns = plan->breakdown_count;
        self->targets = plan->target_count;
        self->crises = plan->crisis_count;
        self->twin = plan->twin;
    }
    if (!self || !allocate(self, plan)) {
        fc__layout_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the layout of the results");
    }
    for (size_t m = 0; m < self->metrics; m++)
        metric_specs(self, plan, m);
    other_specs(self, plan);
    *out = self;
    return FC_OK;
}

void fc__layout_free(fc_layout *self)
{
    if (!self)
        return;
    free(self->base);
    free(self->total);
    free(self->members);
    free(self->target);
    free(self->specs);
    free(self);
}

size_t fc__layout_series(const fc_layout *self)
{
    return self->series;
}

const struct fc_series_spec *fc__layout_specs(const fc_layout *self)
{
    return self->specs;
}

void fc__layout_set_scale(fc_layout *self, size_t series, double centre, double scale)
{
    self->specs[series].centre = centre;
    self->specs[series].scale = scale;
}

int fc__layout_years(const fc_layout *self)
{
    return self->years;
}

size_t fc__layout_month(const fc_layout *self, size_t metric, size_t breakdown,
                        size_t member, int month)
{
    const size_t base = self->base[metric * self->breakdowns + breakdown];
    if (base == SIZE_MAX)
        return SIZE_MAX;
    return (size_t)(month - 1) * self->per_month + base + member;
}

size_t fc__layout_total(const fc_layout *self, size_t metric, int period)
{
    const size_t base = self->total[metric];
    return base == SIZE_MAX ? SIZE_MAX : base + (size_t)-period;
}

size_t fc__layout_target(const fc_layout *self, size_t i)
{
    return self->first_target + i;
}

size_t fc__layout_target_after(const fc_layout *self, size_t metric, int period,
                               size_t i)
{
    while (i < self->targets &&
           (self->target[i].metric != metric || self->target[i].period != period))
        i++;
    return i < self->targets ? i : SIZE_MAX;
}

size_t fc__layout_crisis(const fc_layout *self, size_t crisis,
                         enum fc_crisis_series which)
{
    return self->first_crisis + 3 * crisis + (size_t)which;
}

size_t fc__layout_recovery(const fc_layout *self, enum fc_recovery_series which)
{
    return self->twin ? self->first_recovery + (size_t)which : SIZE_MAX;
}
