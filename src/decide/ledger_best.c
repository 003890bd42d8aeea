/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best set of measures for a budget, by mean operating profit and by its mean in
 * the worst 5 % of the worlds. Chosen among all sets from what measures do alone and in
 * pairs,
 *
 *   gain(S) = sum d_i + sum over pairs I_ij,   cost(S) in the same way,
 * so that the choice does not know what three do together. Whoever is chosen because he
 * looks best looks better than he is: the best set and the next best are therefore
 * simulated in worlds of their own, the next seed, and only these numbers are told.
 * Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/ledger.h"

static const enum fc_ledger_goal goals[2] = {FC_LEDGER_PROFIT, FC_LEDGER_ES};

/* What measures do alone [i][i] and in pairs [i][j]. */
struct parts {
    double of[FC_LEDGER_MEASURES][FC_LEDGER_MEASURES];
};
struct effects {
    struct parts gain, cost;
};

static void effects_fill(const fc_ledger *self, enum fc_ledger_goal goal,
                         struct effects *out)
{
    for (size_t i = 0; i < self->n; i++) {
        out->gain.of[i][i] = fc_ledger_effect(self, i, goal).value;
        out->cost.of[i][i] = fc_ledger_effect(self, i, FC_LEDGER_COST).value;
        for (size_t j = i + 1; j < self->n; j++) {
            out->gain.of[i][j] = fc_ledger_pair(self, i, j, goal).value;
            out->cost.of[i][j] = fc_ledger_pair(self, i, j, FC_LEDGER_COST).value;
        }
    }
}

static double sum_of(const struct parts *part, fc__measure_set on)
{
    double sum = 0.0;
    for (size_t i = 0; on >> i; i++)
        for (size_t j = i; on >> i & 1u && on >> j; j++)
            if (on >> j & 1u)
                sum += part->of[i][j];
    return sum;
}

struct candidate {
    fc__measure_set on;
    double gain, cost;
};

/* Ties go to the cheaper set, then to the earlier one. */
static bool better(struct candidate a, struct candidate b)
{
    return a.gain > b.gain || (!(a.gain < b.gain) && a.cost < b.cost);
}

/* All sets within the budget; true if there are two. */
static bool choose(const fc_ledger *self, struct effects *effects,
                   struct candidate top[2])
{
    size_t found = 0;
    for (fc__measure_set on = 0; on <= fc__ledger_all(self); on++) {
        struct candidate one = {on, sum_of(&effects->gain, on),
                                sum_of(&effects->cost, on)};
        if (one.cost > self->budget * (1.0 + 1e-12) && on != 0)
            continue;
        if (found == 0 || better(one, top[0])) {
            top[1] = top[0];
            top[0] = one;
        } else if (found == 1 || better(one, top[1]))
            top[1] = one;
        found++;
    }
    return found > 1;
}

static size_t fresh_add(fc_ledger *self, size_t *n, fc__measure_set on)
{
    size_t i = 0;
    while (i < *n && self->fresh_set[i] != on)
        i++;
    if (i == *n)
        self->fresh_set[(*n)++] = on;
    return i;
}

static void judge(fc_ledger *self, struct fc_ledger_best *best,
                  enum fc_ledger_goal goal, const size_t at[2])
{
    static const double change[2] = {1.0, -1.0};
    for (size_t k = 0; k < 2; k++) {
        const size_t set[2] = {at[k], 0};
        best->gain[k] = fc__ledger_contrast(&self->fresh, goal, change, set, 2, NULL);
        best->cost[k] =
            fc__ledger_contrast(&self->fresh, FC_LEDGER_COST, change, set, 2, NULL);
    }
    best->ahead = fc__ledger_contrast(&self->fresh, goal, change, at, 2, NULL);
    best->needed = fc__paths_to_see(best->ahead, self->fresh.paths);
}

fc_status fc__ledger_find_best(fc_ledger *self, struct fc_error *err)
{
    struct fc__study study = self->study;
    size_t n = 1, at[2][2] = {{0}};
    struct effects *effects = fc_array_new(1, sizeof *effects);
    if (!effects)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the best set");
    self->fresh_set[0] = 0;
    for (size_t g = 0; g < 2; g++) {
        struct fc_ledger_best *best = &self->best[g];
        struct candidate top[2] = {{0}};
        effects_fill(self, goals[g], effects);
        best->found = isfinite(effects->gain.of[0][0]);
        if (!best->found)
            continue;
        best->next = choose(self, effects, top);
        for (size_t k = 0; k < 2; k++) {
            best->set[k] = top[k].on;
            at[g][k] = fresh_add(self, &n, top[k].on);
        }
    }
    free(effects);
    study.options.seed++;
    FC_TRY(fc__ledger_values_run(self, &study, self->fresh_set, n, self->paths,
                                 &self->fresh, err));
    self->study.done = study.done;
    for (size_t g = 0; g < 2; g++)
        if (self->best[g].found)
            judge(self, &self->best[g], goals[g], at[g]);
    return FC_OK;
}

struct fc_ledger_best fc_ledger_best(const fc_ledger *self, enum fc_ledger_goal goal)
{
    return self->best[goal == FC_LEDGER_ES];
}

/* Misses of a target, world by world, with the best set. */
static const double *best_misses(const fc_ledger *self, enum fc_ledger_goal goal,
                                 size_t target)
{
    size_t i = 0;
    while (i + 1 < self->fresh.sets &&
           self->fresh_set[i] != fc_ledger_best(self, goal).set[0])
        i++;
    return fc__ledger_row(&self->fresh, i, FC__ROW_MISS + target);
}

struct fc_estimate fc_ledger_best_miss(const fc_ledger *self, enum fc_ledger_goal goal,
                                       size_t target)
{
    return fc__mean_of(best_misses(self, goal, target), self->fresh.paths);
}

struct fc_estimate fc_ledger_bare_miss(const fc_ledger *self, size_t target)
{
    return fc__mean_of(fc__ledger_row(&self->fresh, 0, FC__ROW_MISS + target),
                       self->fresh.paths);
}

struct fc_estimate fc_ledger_best_change(const fc_ledger *self,
                                         enum fc_ledger_goal goal, size_t target)
{
    return fc__difference(FC__OF_MEAN,
                          fc__ledger_row(&self->fresh, 0, FC__ROW_MISS + target), NULL,
                          best_misses(self, goal, target), NULL, self->fresh.paths);
}
