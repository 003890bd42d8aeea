/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a comparison. Checked by tests/unit/test_decide.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/compare.h"
#include "decide/dominance.h"
#include "stats/risk.h"

static const struct fc_estimate nothing = {(double)NAN, (double)NAN, 0};

struct fc_run_facts fc_comparison_facts(const fc_comparison *self)
{
    return self->facts;
}

size_t fc_comparison_scenarios(const fc_comparison *self)
{
    return self->sample.n;
}

const fc_scenario *fc_comparison_scenario(const fc_comparison *self, size_t i)
{
    return self->sample.at[i].scenario;
}

const char *fc_comparison_name(const fc_comparison *self, size_t i)
{
    return self->name[i];
}

/* ---- metrics ---- */

size_t fc_comparison_metrics(const fc_comparison *self)
{
    return self->metrics;
}

struct fc_metric fc_comparison_metric(const fc_comparison *self, size_t metric)
{
    const struct fc_forecast_plan *plan = &self->sample.at[0].plan->forecast;
    return plan->metrics[self->metric[metric].metric].metric;
}

size_t fc_comparison_find(const fc_comparison *self, const char *name)
{
    for (size_t i = 0; i < self->metrics; i++)
        if (strcmp(fc_comparison_metric(self, i).name, name) == 0)
            return i;
    return SIZE_MAX;
}

size_t fc_comparison_periods(const fc_comparison *self, size_t metric)
{
    return self->metric[metric].periods;
}

int fc_comparison_period(const fc_comparison *self, size_t metric, size_t i)
{
    return self->metric[metric].period[i];
}

static size_t find_column(const fc_comparison *self, size_t metric, int period)
{
    for (size_t i = 0; i < self->sample.columns; i++)
        if (self->sample.column[i].metric == metric &&
            self->sample.column[i].period == period)
            return i;
    return SIZE_MAX;
}

size_t fc__comparison_column(const fc_comparison *self, size_t metric, int period)
{
    if (metric >= self->metrics)
        return SIZE_MAX;
    const struct fc__compared *at = &self->metric[metric];
    for (size_t i = 0; i < at->periods; i++)
        if (at->period[i] == period)
            return at->column[i];
    return at->by_month ? find_column(self, at->metric, period) : SIZE_MAX;
}

static const struct fc__tail *tail_of(const fc_comparison *self, size_t scenario,
                                      size_t column)
{
    return &self->tail[scenario * self->sample.columns + column];
}

/* ---- one scenario ---- */

struct fc_outcome fc_comparison_outcome(const fc_comparison *self, size_t scenario,
                                        size_t metric, int period)
{
    const size_t column = fc__comparison_column(self, metric, period);
    if (column == SIZE_MAX)
        return (struct fc_outcome){nothing, nothing, nothing, 0};
    const double *x = fc__sample_values(&self->sample, scenario, column);
    const size_t all = (size_t)self->sample.done;
    const struct fc__weights *w = self->weights;
    const size_t n = fc__weighed_pairs(self->weights, x, x, all, self->a, self->b);
    const struct fc__tail *tail = tail_of(self, scenario, column);
    return (struct fc_outcome){
        fc__weighed_statistic(w, FC__OF_MEAN, self->a, NULL, n),
        fc__weighed_statistic(w, FC__OF_QUANTILE, self->a, tail, n),
        fc__weighed_statistic(w, FC__OF_SHORTFALL, self->a, tail, n), all - n};
}

/* Share of the values x that reach the one at a rank of the sorted ones. */
static struct fc_estimate reached(const fc_comparison *self, const double *x,
                                  const double *sorted, size_t n, size_t rank)
{
    if (self->weights)
        return fc__weighed_reach(self->weights, x, n, sorted[rank]);
    size_t first = rank; /* ties: all of them are reached */
    while (first > 0 && !(sorted[first - 1] < sorted[rank]))
        first--;
    const double p = (double)(n - first) / (double)n;
    return (struct fc_estimate){p, sqrt(p * (1.0 - p) / (double)n), 0};
}

size_t fc_comparison_exceedance(const fc_comparison *self, size_t scenario,
                                size_t metric, int period, size_t room, double *x,
                                double *probability, double *error)
{
    const size_t column = fc__comparison_column(self, metric, period);
    if (column == SIZE_MAX || room < 2)
        return 0;
    const double *values = fc__sample_values(&self->sample, scenario, column);
    const size_t n = fc__weighed_pairs(self->weights, values, values,
                                       (size_t)self->sample.done, self->a, self->b);
    size_t points = 0;
    fc__sort(self->b, n);
    for (size_t i = 0; i < room && n > 1; i++) {
        const size_t rank = i * (n - 1) / (room - 1);
        if (points > 0 && !(self->b[rank] > x[points - 1]))
            continue;
        x[points] = self->b[rank];
        const struct fc_estimate p = reached(self, self->a, self->b, n, rank);
        probability[points] = p.value;
        error[points++] = p.error;
    }
    return points;
}

/* ---- against the base ---- */

static void count_weighed(const struct fc__weights *w, const double *a, const double *b,
                          size_t n, struct fc_paired *out)
{
    const struct fc_estimate above = fc__weighed_above(w, a, b, n),
                             below = fc__weighed_above(w, b, a, n);
    out->equal = !(above.value + below.value > 0.0);
    out->above = above.value;
    out->below = below.value;
    fc__weighed_interval(above, n, &out->above_low, &out->above_high);
    fc__weighed_interval(below, n, &out->below_low, &out->below_high);
}

static void count(const double *a, const double *b, size_t n, struct fc_paired *out)
{
    uint64_t above = 0, below = 0;
    for (size_t i = 0; i < n; i++) {
        above += b[i] > a[i];
        below += b[i] < a[i];
    }
    out->equal = above + below == 0;
    out->above = (double)above / (double)n;
    out->below = (double)below / (double)n;
    fc_wilson(above, n, FC_NORMAL_95, &out->above_low, &out->above_high);
    fc_wilson(below, n, FC_NORMAL_95, &out->below_low, &out->below_high);
}

struct fc_paired fc_comparison_paired(const fc_comparison *self, size_t scenario,
                                      size_t metric, int period)
{
    struct fc_paired out = {.mean = nothing, .q05 = nothing, .es05 = nothing};
    const size_t column = fc__comparison_column(self, metric, period);
    if (column == SIZE_MAX)
        return out;
    const double *first = fc__sample_values(&self->sample, 0, column);
    const double *second = fc__sample_values(&self->sample, scenario, column);
    double *a = self->a, *b = self->b;
    struct fc__weights *w = self->weights;
    const size_t n =
        fc__weighed_pairs(w, first, second, (size_t)self->sample.done, a, b);
    const struct fc__tail *tail_a = tail_of(self, 0, column),
                          *tail_b = tail_of(self, scenario, column);
    if (n == 0)
        return out;
    if (w)
        count_weighed(w, a, b, n, &out);
    else
        count(a, b, n, &out);
    const double e_a = fc__weighed_mean(w, a, n).error,
                 e_b = fc__weighed_mean(w, b, n).error;
    out.mean = fc__weighed_difference(w, FC__OF_MEAN, a, NULL, b, NULL, n);
    out.variance_ratio = (e_a * e_a + e_b * e_b) / (out.mean.error * out.mean.error);
    out.needed = fc__paths_to_see(out.mean, n);
    if (!(tail_a->level > 0.0)) /* a month: its tails were not looked for */
        return out;
    if (tail_a->needed || tail_b->needed) { /* of those without missing values */
        const uint64_t needed =
            tail_a->needed > tail_b->needed ? tail_a->needed : tail_b->needed;
        out.q05.needed = out.es05.needed = needed;
        return out;
    }
    out.q05 = fc__weighed_difference(w, FC__OF_QUANTILE, a, tail_a, b, tail_b, n);
    out.es05 = fc__weighed_difference(w, FC__OF_SHORTFALL, a, tail_a, b, tail_b, n);
    return out;
}

bool fc_comparison_month(const fc_comparison *self, size_t scenario, size_t metric,
                         int month, struct fc_estimate *mean, size_t n,
                         const double *levels, double *quantiles)
{
    const size_t column = metric < self->metrics && self->metric[metric].by_month
                              ? find_column(self, self->metric[metric].metric, month)
                              : SIZE_MAX;
    if (column == SIZE_MAX)
        return false;
    const size_t paths = (size_t)self->sample.done;
    const double *first = fc__sample_values(&self->sample, 0, column);
    const double *second = fc__sample_values(&self->sample, scenario, column);
    double *x = self->a;
    for (size_t i = 0; i < paths; i++)
        x[i] = second[i] - first[i];
    fc__weighed_all(self->weights, paths);
    *mean = fc__weighed_mean(self->weights, x, paths);
    fc__weighed_quantiles(self->weights, x, paths, levels, n, quantiles);
    return true;
}

/* ---- targets ---- */

size_t fc_comparison_targets(const fc_comparison *self)
{
    return self->sample.at[0].plan->forecast.target_count;
}

/* 1 where the path misses target i. */
static const double *misses(const fc_comparison *self, size_t scenario, size_t i,
                            double *out)
{
    const struct fc_plan_target *t = &self->sample.at[0].plan->forecast.targets[i];
    const double *x = fc__sample_values(&self->sample, scenario,
                                        find_column(self, t->metric, t->period));
    for (uint64_t k = 0; k < self->sample.done; k++)
        out[k] = x[k] < t->value ? 1.0 : 0.0;
    return out;
}

struct fc_target fc_comparison_target(const fc_comparison *self, size_t scenario,
                                      size_t i)
{
    const struct fc_plan_target *t = &self->sample.at[0].plan->forecast.targets[i];
    size_t metric = SIZE_MAX;
    for (size_t m = 0; m < self->metrics; m++)
        if (self->metric[m].metric == t->metric)
            metric = m;
    const double *x = misses(self, scenario, i, self->a);
    fc__weighed_all(self->weights, (size_t)self->sample.done);
    return (struct fc_target){
        metric, t->period, t->value, t->accept_miss,
        fc__weighed_mean(self->weights, x, (size_t)self->sample.done)};
}

struct fc_estimate fc_comparison_miss(const fc_comparison *self, size_t scenario,
                                      size_t i)
{
    const double *a = misses(self, 0, i, self->a),
                 *b = misses(self, scenario, i, self->b);
    fc__weighed_all(self->weights, (size_t)self->sample.done);
    return fc__weighed_difference(self->weights, FC__OF_MEAN, a, NULL, b, NULL,
                                  (size_t)self->sample.done);
}

/* ---- choosing ---- */

fc_status fc_comparison_dominance(const fc_comparison *self, size_t first,
                                  size_t second, size_t metric, int period,
                                  struct fc_dominance *out, struct fc_error *err)
{
    const size_t column = fc__comparison_column(self, metric, period);
    if (column == SIZE_MAX)
        return FC_FAIL(err, FC_E_ARG, "metric %zu has no period %d", metric, period);
    const size_t n = fc__weighed_pairs(self->weights,
                                       fc__sample_values(&self->sample, first, column),
                                       fc__sample_values(&self->sample, second, column),
                                       (size_t)self->sample.done, self->a, self->b);
    return fc__weighed_dominance(self->weights, self->a, self->b, n, out, err);
}

fc_status fc_comparison_regret(const fc_comparison *self, size_t scenario,
                               size_t metric, int period, struct fc_regret *out,
                               struct fc_error *err)
{
    const size_t column = fc__comparison_column(self, metric, period);
    const double *x[FC_COMPARE_MOST];
    if (column == SIZE_MAX)
        return FC_FAIL(err, FC_E_ARG, "metric %zu has no period %d", metric, period);
    for (size_t i = 0; i < self->sample.n; i++)
        x[i] = fc__sample_values(&self->sample, i, column);
    fc__weighed_all(self->weights, (size_t)self->sample.done);
    return fc__weighed_regret(self->weights, x, self->sample.n,
                              (size_t)self->sample.done, scenario, out, err);
}
