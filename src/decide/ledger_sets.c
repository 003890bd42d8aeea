/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of measures in the same worlds: none, each alone, each pair, all of them. What
 * is kept of a path: operating profit, whether cash ran out, what the measures cost in
 * their own lines, and which targets were missed. All effects are contrasts of these
 * rows (paired.h). Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/compare.h"
#include "decide/ledger.h"

/* Lines in which measures are paid; a scenario may have none of them. */
static const char *const cost_lines[] = {"practice_cost", "policy_cost"};

/* ---- what is kept ---- */

static void keep_add(fc_ledger *self, const char *metric, int period)
{
    self->keep[self->keeps++] = (struct fc__keep){metric, period};
}

/* Over the horizon: the total, or the value at its end. */
static void keep_horizon(fc_ledger *self, const char *metric)
{
    const fc_forecast *forecast = self->forecast[0];
    const size_t i = fc_forecast_find(forecast, metric);
    const bool totals = i != SIZE_MAX && fc_forecast_metric(forecast, i).totals;
    keep_add(self, metric, totals ? FC_PERIOD_HORIZON : self->facts.months);
}

fc_status fc__ledger_keep(fc_ledger *self, struct fc_error *err)
{
    const fc_forecast *forecast = self->forecast[0];
    const size_t targets = fc_forecast_targets(forecast);
    if (targets > FC__TARGETS_MOST)
        return FC_FAIL(err, FC_E_SCENARIO, "%zu targets; a ledger takes at most %d",
                       targets, FC__TARGETS_MOST);
    keep_horizon(self, "operating_profit");
    keep_horizon(self, "ruined");
    for (size_t i = 0; i < sizeof cost_lines / sizeof *cost_lines; i++)
        if (fc_forecast_find(forecast, cost_lines[i]) != SIZE_MAX) {
            keep_horizon(self, cost_lines[i]);
            self->lines++;
        }
    for (size_t i = 0; i < targets; i++) {
        const struct fc_target target = fc_forecast_target(forecast, i);
        keep_add(self, fc_forecast_metric(forecast, target.metric).name, target.period);
        self->target[self->targets++] = target.value;
    }
    return FC_OK;
}

/* ---- running sets ---- */

static double *row_of(const struct fc__ledger_values *self, size_t set, size_t row)
{
    return self->at + (set * self->rows + row) * self->paths;
}

const double *fc__ledger_row(const struct fc__ledger_values *self, size_t set,
                             size_t row)
{
    return row_of(self, set, row);
}

/* From the values kept of a run to its rows. */
static void rows_fill(const fc_ledger *self, const struct fc__ledger_values *out,
                      size_t set, const double *kept)
{
    const size_t n = out->paths, first_target = 2 + self->lines;
    double *cost = row_of(out, set, FC__ROW_COST);
    memcpy(row_of(out, set, FC__ROW_PROFIT), kept, n * sizeof *kept);
    memcpy(row_of(out, set, FC__ROW_RUIN), kept + n, n * sizeof *kept);
    for (size_t line = 0; line < self->lines; line++)
        for (size_t i = 0; i < n; i++)
            cost[i] += kept[(2 + line) * n + i];
    for (size_t t = 0; t < self->targets; t++)
        for (size_t i = 0; i < n; i++)
            row_of(out, set, FC__ROW_MISS + t)[i] =
                kept[(first_target + t) * n + i] < self->target[t] ? 1.0 : 0.0;
}

static void tail_fill(const struct fc__ledger_values *out, size_t set, double *room)
{
    memcpy(room, row_of(out, set, FC__ROW_PROFIT), out->paths * sizeof *room);
    fc__sort(room, out->paths);
    out->tail[set] = fc__tail_of(room, out->paths, FC__TAIL_LEVEL);
}

fc_status fc__ledger_values_run(fc_ledger *self, struct fc__study *study,
                                const fc__measure_set *on, size_t n, uint64_t paths,
                                struct fc__ledger_values *out, struct fc_error *err)
{
    const size_t size = self->keeps * (size_t)paths;
    *out = (struct fc__ledger_values){
        .sets = n, .rows = FC__ROW_MISS + self->targets, .paths = (size_t)paths};
    out->at = fc_array_new(n * out->rows, out->paths * sizeof *out->at);
    out->tail = fc_array_new(n, sizeof *out->tail);
    double *kept = fc_array_new(n, size * sizeof *kept);
    struct fc__variant *variant = fc_array_new(n, sizeof *variant);
    fc_status status = FC_OK;
    if (!out->at || !out->tail || !kept || !variant)
        status = FC_FAIL(err, FC_E_MEMORY, "no memory for %zu sets of measures", n);
    for (size_t i = 0; status == FC_OK && i < n; i++) {
        variant[i] = fc__ledger_variant(self, on[i]);
        for (size_t k = 0; k < self->keeps; k++)
            variant[i].values[k] = kept + i * size + k * out->paths;
    }
    if (status == FC_OK)
        status = fc__study_run(study, self->keep, self->keeps, variant, n, paths, err);
    for (size_t i = 0; status == FC_OK && i < n; i++) {
        rows_fill(self, out, i, kept + i * size);
        tail_fill(out, i, kept + i * size); /* what was kept is not wanted any more */
    }
    free(variant);
    free(kept);
    return status;
}

void fc__ledger_values_clear(struct fc__ledger_values *self)
{
    free(self->at);
    free(self->tail);
    *self = (struct fc__ledger_values){0};
}

/* ---- none, each, pairs, all ---- */

size_t fc__ledger_sets(size_t n)
{
    return 1 + n + n * (n - 1) / 2 + (n > 2);
}

static size_t members_of(fc__measure_set on, size_t member[2])
{
    size_t n = 0;
    for (size_t i = 0; on >> i; i++)
        if (on >> i & 1u) {
            if (n < 2)
                member[n] = i;
            n++;
        }
    return n;
}

size_t fc__ledger_set(const fc_ledger *self, fc__measure_set on)
{
    size_t at[2] = {0, 0};
    const size_t n = self->n, size = members_of(on, at);
    if (size == 0)
        return 0;
    if (size == 1)
        return 1 + at[0];
    if (size == 2) /* pairs (0,1) (0,2) .. (1,2) .. */
        return 1 + n + at[0] * (2 * n - at[0] - 1) / 2 + at[1] - at[0] - 1;
    return fc__ledger_sets(n) - 1;
}

fc_status fc__ledger_run_sets(fc_ledger *self, struct fc_error *err)
{
    fc__measure_set on[1 + FC_LEDGER_MEASURES * (FC_LEDGER_MEASURES + 1) / 2 + 1];
    const size_t sets = fc__ledger_sets(self->n);
    on[0] = 0;
    for (size_t i = 0; i < self->n; i++) {
        const fc__measure_set one = (fc__measure_set)1 << i;
        on[fc__ledger_set(self, one)] = one;
        for (size_t j = i + 1; j < self->n; j++) {
            const fc__measure_set two = one | (fc__measure_set)1 << j;
            on[fc__ledger_set(self, two)] = two;
        }
    }
    on[sets - 1] = fc__ledger_all(self); /* the last pair or single if n <= 2 */
    self->room = fc_array_new((size_t)self->paths, 2 * sizeof *self->room);
    if (!self->room)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu sets of measures", sets);
    return fc__ledger_values_run(self, &self->study, on, sets, self->paths, &self->set,
                                 err);
}

/* ---- effects ---- */

static size_t row_for(enum fc_ledger_goal goal)
{
    return goal == FC_LEDGER_COST   ? FC__ROW_COST
           : goal == FC_LEDGER_RUIN ? FC__ROW_RUIN
                                    : FC__ROW_PROFIT;
}

struct fc_estimate fc__ledger_settled(struct fc_estimate money)
{
    static const double least = 1e-6;
    money.value = fabs(money.value) < least ? 0.0 : money.value;
    money.error = money.error < least ? 0.0 : money.error;
    return money;
}

struct fc_estimate fc__ledger_contrast(const struct fc__ledger_values *values,
                                       enum fc_ledger_goal goal, const double *factor,
                                       const size_t *set, size_t n, double *influence)
{
    struct fc__term term[8];
    for (size_t i = 0; i < n; i++)
        term[i] =
            (struct fc__term){factor[i], fc__ledger_row(values, set[i], row_for(goal)),
                              goal == FC_LEDGER_ES ? &values->tail[set[i]] : NULL};
    return fc__ledger_settled(
        fc__contrast(goal == FC_LEDGER_ES ? FC__OF_SHORTFALL : FC__OF_MEAN, term, n,
                     values->paths, influence));
}

/* Set of "with measure i"; i = n: all. */
static size_t with(const fc_ledger *self, size_t i)
{
    return fc__ledger_set(self,
                          i < self->n ? (fc__measure_set)1 << i : fc__ledger_all(self));
}

static const double change[2] = {1.0, -1.0};

struct fc_estimate fc_ledger_effect(const fc_ledger *self, size_t i,
                                    enum fc_ledger_goal goal)
{
    const size_t set[2] = {with(self, i), 0};
    return fc__ledger_contrast(&self->set, goal, change, set, 2, NULL);
}

/* Change of the row "target t missed"; `influence` as in fc__contrast(). */
static struct fc_estimate miss(const fc_ledger *self, size_t i, size_t target,
                               double *influence)
{
    const size_t row = FC__ROW_MISS + target;
    const struct fc__term term[2] = {
        {1.0, fc__ledger_row(&self->set, with(self, i), row), NULL},
        {-1.0, fc__ledger_row(&self->set, 0, row), NULL}};
    return fc__contrast(FC__OF_MEAN, term, 2, self->set.paths, influence);
}

struct fc_estimate fc_ledger_miss(const fc_ledger *self, size_t i, size_t target)
{
    return miss(self, i, target, NULL);
}

/* A contrast, whose influences stand in the room, for each unit of cost of measure i.
 */
static struct fc_estimate per_cost(const fc_ledger *self, size_t i,
                                   struct fc_estimate contrast)
{
    const size_t n = self->set.paths;
    const double *with_it = fc__ledger_row(&self->set, with(self, i), FC__ROW_COST);
    const double *none = fc__ledger_row(&self->set, 0, FC__ROW_COST);
    double *cost = self->room + n;
    for (size_t k = 0; k < n; k++)
        cost[k] = with_it[k] - none[k];
    return fc__ledger_settled(fc__ratio(contrast, self->room, cost, n));
}

struct fc_estimate fc_ledger_per_cost(const fc_ledger *self, size_t i,
                                      enum fc_ledger_goal goal)
{
    const size_t set[2] = {with(self, i), 0};
    return per_cost(self, i,
                    fc__ledger_contrast(&self->set, goal, change, set, 2, self->room));
}

struct fc_estimate fc_ledger_miss_per_cost(const fc_ledger *self, size_t i,
                                           size_t target)
{
    return per_cost(self, i, miss(self, i, target, self->room));
}

uint64_t fc_ledger_needed(const fc_ledger *self, size_t i)
{
    return fc__paths_to_see(fc_ledger_effect(self, i, FC_LEDGER_PROFIT),
                            self->set.paths);
}

struct fc_estimate fc_ledger_pair(const fc_ledger *self, size_t i, size_t j,
                                  enum fc_ledger_goal goal)
{
    static const double factor[4] = {1.0, -1.0, -1.0, 1.0};
    const fc__measure_set two = (fc__measure_set)1 << i | (fc__measure_set)1 << j;
    const size_t set[4] = {fc__ledger_set(self, two), with(self, i), with(self, j), 0};
    return fc__ledger_contrast(&self->set, goal, factor, set, 4, NULL);
}

/* Influences of share i of the goal added to `out`, its value returned: the effect
 * alone and half of each pair,  d_i + sum_j I_ij / 2. */
static double share_add(const fc_ledger *self, size_t i, enum fc_ledger_goal goal,
                        double sign, double *out)
{
    const size_t n = self->n, paths = self->set.paths;
    double *one = self->room + paths;
    double value = 0.0;
    for (size_t j = 0; j < n; j++) {
        /* pair ij: half of (ij) - (i) - (j) + (0); alone: (i) - (0) */
        const double factor[4] = {j == i ? 1.0 : 0.5, j == i ? -1.0 : -0.5, -0.5, 0.5};
        const fc__measure_set two = (fc__measure_set)1 << i | (fc__measure_set)1 << j;
        const size_t pair[4] = {fc__ledger_set(self, two), with(self, i), with(self, j),
                                0};
        const size_t alone[2] = {with(self, i), 0};
        const struct fc_estimate part = fc__ledger_contrast(
            &self->set, goal, factor, j == i ? alone : pair, j == i ? 2 : 4, one);
        value += part.value;
        for (size_t k = 0; k < paths; k++)
            out[k] += sign * one[k];
    }
    return value;
}

struct fc_estimate fc_ledger_share(const fc_ledger *self, size_t i,
                                   enum fc_ledger_goal goal)
{
    const size_t n = self->n, paths = self->set.paths, set[2] = {with(self, n), 0};
    double *sum = self->room;
    double value = 0.0;
    memset(sum, 0, paths * sizeof *sum);
    if (i < n)
        value = share_add(self, i, goal, 1.0, sum);
    else {
        const struct fc_estimate all =
            fc__ledger_contrast(&self->set, goal, change, set, 2, sum);
        value = all.value;
        for (size_t m = 0; m < n; m++)
            value -= share_add(self, m, goal, -1.0, sum);
    }
    if (!isfinite(value))
        return fc_ledger_effect(self, n, goal); /* refused, with the paths needed */
    return fc__ledger_settled(
        (struct fc_estimate){value, fc__mean_of(sum, paths).error, 0});
}
