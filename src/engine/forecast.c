/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forecast: what a run was about, and the tally it filled, read through the layout.
 *
 * Totals that have no series of their own are still told where that is exact: a level's
 * total is its last month, and the mean of a flow's total is the sum of the months'
 * means (its error the sum of theirs, an upper bound). Checked by
 * tests/unit/test_forecast.c. */
#include "engine/forecast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

struct breakdown {
    const char *name;
    size_t members;
    const char **names, **titles;
};

struct fc_forecast {
    struct fc_run_facts facts;
    char hash[65];
    struct fc_metric *metrics;
    struct breakdown *breakdowns;
    struct fc_plan_target *targets;
    struct fc_plan_actuals *actuals;
    struct fc_plan_crisis *crises;
    size_t metric_count, breakdown_count, target_count, actual_count, crisis_count;
    bool twin;
    fc_layout *layout;
    fc_tally *tally;
    void **kept; /* every copy, to be freed */
    size_t kept_count, kept_room;
    bool failed; /* no memory for a copy */
};

static const struct fc_estimate nothing = {(double)NAN, (double)NAN, 0};

/* ---- copying the plan ---- */

/* A copy that lives as long as the forecast; NULL for NULL, and without memory. */
static void *keep(fc_forecast *self, const void *from, size_t bytes)
{
    if (!from || self->failed)
        return NULL;
    void **room = fc_array_grow(self->kept, &self->kept_room, self->kept_count + 1,
                                sizeof *self->kept);
    void *copy = room ? fc_array_new(bytes, 1) : NULL;
    self->kept = room ? room : self->kept;
    self->failed = !copy;
    if (copy) {
        memcpy(copy, from, bytes);
        self->kept[self->kept_count++] = copy;
    }
    return copy;
}

static const char *keep_text(fc_forecast *self, const char *text)
{
    return text ? keep(self, text, strlen(text) + 1) : NULL;
}

static void copy_facts(fc_forecast *self, const struct fc_run_facts *facts)
{
    self->facts = *facts;
    self->facts.title = keep_text(self, facts->title);
    self->facts.currency = keep_text(self, facts->currency);
    self->facts.stop_reason = keep_text(self, facts->stop_reason);
    self->facts.plan = keep_text(self, facts->plan);
    self->facts.isa = keep_text(self, facts->isa);
    self->facts.result_hash = self->hash;
}

static void copy_breakdown(fc_forecast *self, struct breakdown *to,
                           const struct fc_plan_breakdown *from)
{
    const size_t bytes = from->members * sizeof *from->names;
    const char *const *titles = from->titles ? from->titles : from->names;
    to->name = keep_text(self, from->name);
    to->members = from->members;
    to->names = keep(self, from->names, bytes);
    to->titles = keep(self, titles, bytes);
    for (size_t i = 0; i < to->members && !self->failed; i++) {
        to->names[i] = keep_text(self, from->names[i]);
        to->titles[i] = keep_text(self, titles[i] ? titles[i] : from->names[i]);
    }
}

static void copy_metrics(fc_forecast *self, const struct fc_forecast_plan *plan)
{
    self->metric_count = plan->metric_count;
    for (size_t i = 0; i < plan->metric_count; i++) {
        struct fc_metric *m = &self->metrics[i];
        *m = plan->metrics[i].metric;
        m->name = keep_text(self, m->name);
        m->unit = keep_text(self, m->unit);
        m->help = keep_text(self, m->help);
    }
}

static void copy_lists(fc_forecast *self, const struct fc_forecast_plan *plan)
{
    self->targets =
        keep(self, plan->targets, plan->target_count * sizeof *self->targets);
    self->target_count = plan->target_count;
    self->actuals =
        keep(self, plan->actuals, plan->actual_count * sizeof *self->actuals);
    self->actual_count = plan->actual_count;
    self->crises = keep(self, plan->crises, plan->crisis_count * sizeof *self->crises);
    self->crisis_count = plan->crisis_count;
    self->twin = plan->twin;
    for (size_t i = 0; i < plan->actual_count && !self->failed; i++) {
        struct fc_plan_actuals *actuals = &self->actuals[i];
        actuals->values =
            keep(self, actuals->values, actuals->n * sizeof *actuals->values);
    }
    for (size_t i = 0; i < plan->crisis_count && !self->failed; i++) {
        struct fc_plan_crisis *crisis = &self->crises[i];
        crisis->name = keep_text(self, crisis->name);
        crisis->title = keep_text(self, crisis->title ? crisis->title : crisis->name);
        crisis->category = keep_text(self, crisis->category);
        crisis->owner = keep_text(self, crisis->owner);
    }
}

static bool copy(fc_forecast *self, const struct fc_forecast_plan *plan)
{
    self->metrics = fc_array_new(plan->metric_count, sizeof *self->metrics);
    self->breakdowns = fc_array_new(plan->breakdown_count, sizeof *self->breakdowns);
    if (!self->metrics || !self->breakdowns)
        return false;
    copy_facts(self, &plan->facts);
    copy_metrics(self, plan);
    self->breakdown_count = plan->breakdown_count;
    for (size_t i = 0; i < plan->breakdown_count; i++)
        copy_breakdown(self, &self->breakdowns[i], &plan->breakdowns[i]);
    copy_lists(self, plan);
    return !self->failed;
}

static fc_status fill(fc_forecast *self, const struct fc_forecast_plan *plan,
                      struct fc_error *err)
{
    FC_TRY(fc__layout_new(plan, &self->layout, err));
    if (fc_tally_series(self->tally) != fc__layout_series(self->layout))
        return FC_FAIL(err, FC_E_ARG, "the tally has %zu series, the plan %zu",
                       fc_tally_series(self->tally), fc__layout_series(self->layout));
    if (!copy(self, plan))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the forecast");
    fc_tally_hash(self->tally, self->hash);
    return FC_OK;
}

fc_status fc__forecast_new(const struct fc_forecast_plan *plan, fc_tally *tally,
                           fc_forecast **out, struct fc_error *err)
{
    *out = NULL;
    fc_forecast *self = fc_array_new(1, sizeof *self);
    if (!self) {
        fc_tally_free(tally);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the forecast");
    }
    self->tally = tally;
    const fc_status status = fill(self, plan, err);
    if (status != FC_OK) {
        fc_forecast_free(self);
        return status;
    }
    *out = self;
    return FC_OK;
}

void fc_forecast_free(fc_forecast *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < self->kept_count; i++)
        free(self->kept[i]);
    free(self->kept);
    free(self->metrics);
    free(self->breakdowns);
    fc__layout_free(self->layout);
    fc_tally_free(self->tally);
    free(self);
}

/* ---- what it is about ---- */
struct fc_run_facts fc_forecast_facts(const fc_forecast *self)
{
    return self->facts;
}

void fc_forecast_month_text(const fc_forecast *self, int month, char out[8])
{
    const int at = self->facts.start_month + month - 1;
    snprintf(out, 8, "%04u-%02u", (unsigned)(at / 12) % 10000u,
             (unsigned)(at % 12) % 12u + 1u);
}

size_t fc_forecast_metrics(const fc_forecast *self)
{
    return self->metric_count;
}

struct fc_metric fc_forecast_metric(const fc_forecast *self, size_t metric)
{
    return self->metrics[metric];
}

size_t fc_forecast_find(const fc_forecast *self, const char *name)
{
    for (size_t i = 0; i < self->metric_count; i++)
        if (strcmp(self->metrics[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

size_t fc_forecast_breakdowns(const fc_forecast *self)
{
    return self->breakdown_count;
}

const char *fc_forecast_breakdown(const fc_forecast *self, size_t breakdown)
{
    return self->breakdowns[breakdown].name;
}

size_t fc_forecast_members(const fc_forecast *self, size_t breakdown)
{
    return self->breakdowns[breakdown].members;
}

const char *fc_forecast_member(const fc_forecast *self, size_t breakdown, size_t member,
                               const char **title)
{
    if (title)
        *title = self->breakdowns[breakdown].titles[member];
    return self->breakdowns[breakdown].names[member];
}

bool fc_forecast_has(const fc_forecast *self, size_t metric, size_t breakdown)
{
    return metric < self->metric_count && breakdown < self->breakdown_count &&
           fc__layout_month(self->layout, metric, breakdown, 0, 1) != SIZE_MAX;
}

/* ---- statistics ---- */

/* First and last month of a period. */
static void months_of(const fc_forecast *self, int period, int *first, int *last)
{
    *first = period > 0 ? period : period < 0 ? -12 * (period + 1) + 1 : 1;
    *last = period > 0 ? period : period < 0 ? -12 * period : self->facts.months;
    *last = *last < self->facts.months ? *last : self->facts.months;
}

/* The one series that tells a period; SIZE_MAX if there is none. */
static size_t series_of(const fc_forecast *self, size_t metric, size_t breakdown,
                        size_t member, int period)
{
    int first, last;
    if (!fc_forecast_has(self, metric, breakdown) ||
        member >= self->breakdowns[breakdown].members || period > self->facts.months ||
        period < -fc__layout_years(self->layout))
        return SIZE_MAX;
    if (period <= 0 && breakdown == 0 && self->metrics[metric].totals)
        return fc__layout_total(self->layout, metric, period);
    if (period <= 0 && self->metrics[metric].kind != FC_METRIC_LEVEL)
        return SIZE_MAX;
    months_of(self, period, &first, &last);
    return fc__layout_month(self->layout, metric, breakdown, member, last);
}

/* P(below) with the target's exact count, if the threshold is one. */
static struct fc_estimate below(const fc_forecast *self, size_t metric, int period,
                                size_t breakdown, size_t series, double threshold)
{
    const fc_layout *layout = self->layout;
    size_t i = fc__layout_target_after(layout, metric, period, 0);
    for (; i != SIZE_MAX; i = fc__layout_target_after(layout, metric, period, i + 1))
        if (breakdown == 0 && self->targets[i].value == threshold)
            return fc_tally_below(self->tally, fc__layout_target(layout, i), threshold);
    return fc_tally_below(self->tally, series, threshold);
}

static struct fc_estimate sum_of_means(const fc_forecast *self, size_t metric,
                                       size_t breakdown, size_t member, int period)
{
    struct fc_estimate sum = {0.0, 0.0, 0};
    int first, last;
    months_of(self, period, &first, &last);
    for (int month = first; month <= last; month++) {
        const size_t series =
            fc__layout_month(self->layout, metric, breakdown, member, month);
        const struct fc_estimate one = fc_tally_mean(self->tally, series);
        sum.value += one.value;
        sum.error += one.error;
    }
    return sum;
}

struct fc_estimate fc_forecast_stat(const fc_forecast *self, size_t metric,
                                    size_t breakdown, size_t member, int period,
                                    enum fc_stat stat, double level)
{
    const size_t series = series_of(self, metric, breakdown, member, period);
    if (series == SIZE_MAX) {
        const bool sums = period <= 0 && period >= -fc__layout_years(self->layout) &&
                          fc_forecast_has(self, metric, breakdown) &&
                          member < self->breakdowns[breakdown].members &&
                          self->metrics[metric].kind == FC_METRIC_FLOW;
        return sums && stat == FC_STAT_MEAN
                   ? sum_of_means(self, metric, breakdown, member, period)
                   : nothing;
    }
    switch (stat) {
    case FC_STAT_MEAN:
        return fc_tally_mean(self->tally, series);
    case FC_STAT_SD:
        return fc_tally_sd(self->tally, series);
    case FC_STAT_QUANTILE:
        return fc_tally_quantile(self->tally, series, level);
    case FC_STAT_VAR:
        return fc_tally_quantile(self->tally, series,
                                 level < 0.0 ? 1.0 + level : level);
    case FC_STAT_ES:
        return fc_tally_shortfall(self->tally, series, level);
    case FC_STAT_BELOW:
        return below(self, metric, period, breakdown, series, level);
    }
    return nothing;
}

uint64_t fc_forecast_missing(const fc_forecast *self, size_t metric, size_t breakdown,
                             size_t member, int period)
{
    const size_t series = series_of(self, metric, breakdown, member, period);
    return series == SIZE_MAX ? 0 : fc_tally_missing(self->tally, series);
}

size_t fc_forecast_histogram(const fc_forecast *self, size_t metric, int period,
                             size_t room, double *edges, double *shares)
{
    const size_t series = series_of(self, metric, 0, 0, period);
    if (series == SIZE_MAX)
        return 0;
    return fc_tally_histogram(self->tally, series, room, edges, shares);
}

/* ---- targets, actuals, crises ---- */
size_t fc_forecast_targets(const fc_forecast *self)
{
    return self->target_count;
}

struct fc_target fc_forecast_target(const fc_forecast *self, size_t i)
{
    const struct fc_plan_target *t = &self->targets[i];
    const size_t series = fc__layout_target(self->layout, i);
    return (struct fc_target){.metric = t->metric,
                              .period = t->period,
                              .value = t->value,
                              .accept_miss = t->accept_miss,
                              .miss = fc_tally_below(self->tally, series, t->value)};
}

size_t fc_forecast_actuals(const fc_forecast *self, size_t metric,
                           const double **values)
{
    for (size_t i = 0; i < self->actual_count; i++)
        if (self->actuals[i].metric == metric) {
            *values = self->actuals[i].values;
            return self->actuals[i].n;
        }
    *values = NULL;
    return 0;
}

size_t fc_forecast_crises(const fc_forecast *self)
{
    return self->crisis_count;
}

/* Share of the values 1 in a series of 0 and 1. */
static struct fc_estimate share_of_ones(const fc_forecast *self, size_t series)
{
    struct fc_estimate share = fc_tally_below(self->tally, series, 0.5);
    share.value = 1.0 - share.value;
    return share;
}

struct fc_crisis_facts fc_forecast_crisis(const fc_forecast *self, size_t i)
{
    const struct fc_plan_crisis *c = &self->crises[i];
    const fc_layout *layout = self->layout;
    const double years = self->facts.months / 12.0;
    struct fc_estimate events =
        fc_tally_mean(self->tally, fc__layout_crisis(layout, i, FC_CRISIS_EVENTS));
    events.value /= years;
    events.error /= years;
    return (struct fc_crisis_facts){
        .name = c->name,
        .title = c->title,
        .category = c->category,
        .owner = c->owner,
        .scheduled_month = c->scheduled_month,
        .events_per_year = events,
        .any = share_of_ones(self, fc__layout_crisis(layout, i, FC_CRISIS_ANY)),
        .severity = fc_tally_mean(self->tally,
                                  fc__layout_crisis(layout, i, FC_CRISIS_SEVERITY))};
}

bool fc_forecast_has_twin(const fc_forecast *self)
{
    return self->twin;
}

struct fc_estimate fc_forecast_recovery(const fc_forecast *self, double quantile,
                                        struct fc_estimate *hit,
                                        struct fc_estimate *never)
{
    const fc_layout *layout = self->layout;
    if (hit)
        *hit = nothing;
    if (never)
        *never = nothing;
    if (!self->twin)
        return nothing;
    if (hit)
        *hit = share_of_ones(self, fc__layout_recovery(layout, FC_RECOVERY_HIT));
    if (never)
        *never = share_of_ones(self, fc__layout_recovery(layout, FC_RECOVERY_NEVER));
    const struct fc_estimate months = fc_tally_quantile(
        self->tally, fc__layout_recovery(layout, FC_RECOVERY_MONTHS), quantile);
    return months.value > self->facts.months ? nothing : months;
}
