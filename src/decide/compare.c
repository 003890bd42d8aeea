/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a comparison: which values are kept, the paired run, what is found once.
 * Reading it stands in compare_read.c. Checked by tests/unit/test_decide.c. */
#include "decide/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* Metrics whose difference is shown month by month. */
static const char *const monthly[] = {"revenue", "operating_profit", "cash"};

/* ---- names ---- */

static void name_of(const fc_scenario *scenario, char out[64])
{
    const char *path = fc_scenario_file(scenario, 0, NULL, NULL, NULL);
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    snprintf(out, 64, "%.*s", (int)(n < 48 ? n : 48), name);
}

/* A second scenario of a name gets "-2" behind it. */
static void names_fill(fc_comparison *self)
{
    for (size_t i = 0; i < self->sample.n; i++) {
        char plain[64];
        name_of(self->sample.at[i].scenario, plain);
        unsigned same = 1;
        snprintf(self->name[i], sizeof *self->name, "%s", plain);
        for (size_t j = 0; j < i; j++)
            if (strcmp(self->name[j], self->name[i]) == 0) {
                snprintf(self->name[i], sizeof *self->name, "%.48s-%u", plain, ++same);
                j = (size_t)-1; /* look at all of them again */
            }
    }
}

/* ---- what is kept ---- */

static bool is_monthly(const char *name)
{
    for (size_t i = 0; i < sizeof monthly / sizeof *monthly; i++)
        if (strcmp(monthly[i], name) == 0)
            return true;
    return false;
}

static fc_status metric_keep(fc_comparison *self, size_t metric, struct fc_error *err)
{
    const struct fc_metric facts =
        self->sample.at[0].plan->forecast.metrics[metric].metric;
    struct fc__compared *out = &self->metric[self->metrics];
    const int months = self->facts.months, years = fc__layout_year(months);
    const size_t periods = facts.totals ? (size_t)years + 1 : 1;
    out->metric = metric;
    out->period = fc_array_new(periods, sizeof *out->period);
    out->column = fc_array_new(periods, sizeof *out->column);
    out->by_month = is_monthly(facts.name);
    if (!out->period || !out->column)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the metrics");
    for (size_t i = 0; i < periods; i++) {
        out->period[i] = facts.totals ? -(int)i : months;
        out->column[i] = fc__sample_keep(&self->sample, metric, out->period[i]);
        if (out->column[i] == SIZE_MAX)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for the metrics");
    }
    out->periods = periods;
    self->metrics++;
    for (int month = 1; out->by_month && month <= months; month++)
        if (fc__sample_keep(&self->sample, metric, month) == SIZE_MAX)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for the months");
    return FC_OK;
}

static fc_status keep_all(fc_comparison *self, struct fc_error *err)
{
    const struct fc_forecast_plan *plan = &self->sample.at[0].plan->forecast;
    self->metric = fc_array_new(plan->metric_count, sizeof *self->metric);
    if (!self->metric)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the metrics");
    for (size_t i = 0; i < plan->metric_count; i++)
        if (plan->metrics[i].metric.headline || plan->metrics[i].metric.totals)
            FC_TRY(metric_keep(self, i, err));
    for (size_t i = 0; i < plan->target_count; i++)
        if (fc__sample_keep(&self->sample, plan->targets[i].metric,
                            plan->targets[i].period) == SIZE_MAX)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for the targets");
    return FC_OK;
}

static fc_status prepare(fc_comparison *self, fc_scenario *const *scenarios, size_t n,
                         const struct fc_run_options *options, struct fc_error *err)
{
    if (n < 2 || n > FC_COMPARE_MOST)
        return FC_FAIL(err, FC_E_ARG, "%zu scenarios; a comparison takes 2 to %d", n,
                       FC_COMPARE_MOST);
    FC_TRY(fc__sample_prepare(&self->sample, scenarios, n, options, err));
    self->facts = self->sample.at[0].plan->forecast.facts;
    self->name = fc_array_new(n, sizeof *self->name);
    if (!self->name)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu scenarios", n);
    names_fill(self);
    FC_TRY(keep_all(self, err));
    return fc__sample_size(&self->sample, options, err);
}

/* ---- what is found once ---- */

static bool is_period_of_metric(const fc_comparison *self, size_t column)
{
    const struct fc__column *at = &self->sample.column[column];
    for (size_t i = 0; i < self->metrics; i++)
        if (self->metric[i].metric == at->metric)
            return at->period <= 0 || self->metric[i].period[0] == at->period;
    return false;
}

static fc_status tails_find(fc_comparison *self, struct fc_error *err)
{
    const size_t n = (size_t)self->sample.done, columns = self->sample.columns;
    self->tail = fc_array_new(self->sample.n * columns, sizeof *self->tail);
    self->a = fc_array_new(n, sizeof *self->a);
    self->b = fc_array_new(n, sizeof *self->b);
    if (!self->tail || !self->a || !self->b)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu paths", n);
    for (size_t i = 0; i < self->sample.n; i++)
        for (size_t c = 0; c < columns; c++) {
            const double *x = fc__sample_values(&self->sample, i, c);
            if (!is_period_of_metric(self, c))
                continue;
            const size_t kept =
                fc__weighed_pairs(self->weights, x, x, n, self->a, self->b);
            self->tail[i * columns + c] =
                fc__weighed_tail(self->weights, self->a, kept, FC__TAIL_LEVEL, self->b);
        }
    return FC_OK;
}

static void facts_fill(fc_comparison *self)
{
    struct fc_run_facts *facts = &self->facts;
    fc__prepared_facts(&self->sample.at[0], self->sample.done, facts);
    facts->paths = self->sample.done;
    facts->paths_planned = self->sample.planned;
    facts->complete = self->sample.stopped == FC_OK;
    facts->stop_reason = self->sample.stopped == FC_E_PARTIAL       ? "time limit"
                         : self->sample.stopped == FC_E_INTERRUPTED ? "signal"
                                                                    : NULL;
    facts->result_hash = self->hash;
    facts->threads = self->sample.threads;
    facts->seconds = self->sample.seconds;
    facts->clamps = self->sample.clamps;
    fc__sample_hash(&self->sample, self->hash);
}

static fc_status run(fc_comparison *self, const struct fc_run_options *options,
                     struct fc_error *err)
{
    FC_TRY(fc__sample_run(&self->sample, options, err));
    facts_fill(self);
    if (self->sample.at[0].strata)
        FC_TRY(fc__weights_new(self->sample.at[0].strata, (size_t)self->sample.done,
                               &self->weights, err));
    FC_TRY(tails_find(self, err));
    if (self->sample.stopped != FC_OK)
        return FC_FAIL(err, self->sample.stopped,
                       "stopped after %llu of %llu worlds of all scenarios",
                       (unsigned long long)self->sample.done,
                       (unsigned long long)self->sample.planned);
    return FC_OK;
}

fc_status fc_compare(fc_scenario *const *scenarios, size_t n,
                     const struct fc_run_options *options, fc_comparison **out,
                     struct fc_error *err)
{
    *out = NULL;
    fc_comparison *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the comparison");
    fc_status status = prepare(self, scenarios, n, options, err);
    if (status == FC_OK)
        status = run(self, options, err);
    if (status == FC_OK || (self->tail && self->sample.done > 0))
        *out = self;
    else
        fc_comparison_free(self);
    return status;
}

fc_status fc_compare_estimate(fc_scenario *const *scenarios, size_t n,
                              const struct fc_run_options *options,
                              struct fc_run_estimate *out, struct fc_error *err)
{
    *out = (struct fc_run_estimate){0};
    fc_comparison *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the comparison");
    const fc_status status = prepare(self, scenarios, n, options, err);
    for (size_t i = 0; status == FC_OK && i < n; i++) {
        struct fc_run_estimate one;
        struct fc_error unused = {0};
        if (fc_run_estimate(scenarios[i], options, &one, &unused) != FC_OK)
            continue;
        out->markets = one.markets > out->markets ? one.markets : out->markets;
        out->seats = one.seats > out->seats ? one.seats : out->seats;
        out->series += self->sample.columns;
    }
    out->bytes = self->sample.bytes;
    fc_comparison_free(self);
    return status;
}

void fc_comparison_free(fc_comparison *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < self->metrics; i++) {
        free(self->metric[i].period);
        free(self->metric[i].column);
    }
    fc__sample_clear(&self->sample);
    free(self->metric);
    fc__weights_free(self->weights);
    free(self->name);
    free(self->tail);
    free(self->a);
    free(self->b);
    free(self);
}
