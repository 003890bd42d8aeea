/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same department under all structures. The list of structures is that of the
 * scenario's own table; one that cannot be made of this scenario is left out. Why the
 * best one is best stands in decompose.c, local shocks in shocks.c, the break-even in
 * break_even.c, which one is best where in complexity.c. Checked by
 * tests/unit/test_decide_structures.c. */
#include "decide/structures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "scenario/scenario.h"

enum { FEWEST_PATHS = 256 };
_Static_assert(sizeof((struct fc_structures *)0)->structure ==
                   sizeof((struct fc_structures_plan *)0)->name,
               "the names of a plan are those of the result");

const struct fc__keep fc__structures_keep[FC__STRUCTURES_KEEP] = {
    [FC__PROFIT] = {"operating_profit", FC_PERIOD_HORIZON},
    [FC__REVENUE] = {"revenue", FC_PERIOD_HORIZON},
};

/* ---- the list of structures ---- */

bool fc__structures_has(const struct fc_structures *self, const char *key)
{
    return fc__scenario_find(self->scenario[0], key) != NULL;
}

static bool lists_teams(const fc_scenario *scenario)
{
    for (size_t i = 0; i < fc_scenario_assumptions(scenario); i++)
        if (fc_scenario_assumption_covers(scenario, i, "organisation.teams"))
            return true;
    return false;
}

struct fc__variant fc__structures_variant(const struct fc_structures *self, size_t i,
                                          char room[64])
{
    struct fc__variant out = {0};
    if (i == 0) /* as it is */
        return out;
    snprintf(room, 64, "organisation.structure=%s", self->structure[i]);
    out.set[out.n_set++] = room;
    if (self->has_teams)
        out.set[out.n_set++] = "organisation.teams=()";
    return out;
}

/* Its own structure first. FC_E_SCENARIO of another one only leaves it out. */
static fc_status structure_add(struct fc_structures *self, const char *name,
                               struct fc_error *err)
{
    const struct fc_run_options options =
        fc__study_options(&self->study, self->study.options.paths, 1);
    char text[64];
    struct fc_error own = {0};
    struct fc_run_estimate unused;
    fc_scenario *scenario = NULL;
    snprintf(self->structure[self->n], sizeof self->structure[0], "%s", name);
    const struct fc__variant variant = fc__structures_variant(self, self->n, text);
    fc_status status = fc__study_read(&self->study, &variant, &scenario, &own);
    if (status == FC_OK)
        status = fc_run_estimate(scenario, &options, &unused, &own);
    if (status == FC_E_SCENARIO && self->n > 0) {
        fc_scenario_free(scenario);
        return FC_OK;
    }
    if (status != FC_OK) {
        fc_scenario_free(scenario);
        return FC_FAIL(err, status, "%s", own.message);
    }
    self->scenario[self->n++] = scenario;
    return FC_OK;
}

static fc_status structures_list(struct fc_structures *self, struct fc_error *err)
{
    FC_TRY(structure_add(self, "", err));
    self->has_teams = lists_teams(self->scenario[0]);
    const struct fc_entry *entry =
        fc__scenario_find(self->scenario[0], "organisation.structure");
    const char *choices = entry && entry->field ? entry->field->of : NULL;
    if (!choices)
        return FC_FAIL(err, FC_E_INTERNAL, "the scenario has no structure");
    const char *own = entry->value + (entry->value[0] == '"');
    snprintf(self->structure[0], sizeof self->structure[0], "%.*s",
             (int)strcspn(own, "\" "), own);
    for (const char *at = choices; *at; at += strcspn(at, "|"), at += *at == '|') {
        char name[32];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "|"), at);
        if (strcmp(name, self->structure[0]) != 0 && strcmp(name, "custom") != 0 &&
            self->n < FC__STRUCTURES_MOST)
            FC_TRY(structure_add(self, name, err));
    }
    if (self->n < 2)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "this scenario can have no other structure than \"%s\"",
                       self->structure[0]);
    return FC_OK;
}

/* ---- all of it ---- */

static double profit_of(const struct fc_structures *self, size_t i)
{
    const size_t metric = fc_comparison_find(self->comparison, "operating_profit");
    return fc_comparison_outcome(self->comparison, i, metric, FC_PERIOD_HORIZON)
        .mean.value;
}

static void rank_all(struct fc_structures *self)
{
    for (size_t i = 0; i < self->n; i++) {
        size_t at = i;
        for (; at > 0 && profit_of(self, self->rank[at - 1]) < profit_of(self, i); at--)
            self->rank[at] = self->rank[at - 1];
        self->rank[at] = i;
    }
    self->to = self->rank[0];
    self->from = self->to == 0 ? self->rank[1] : 0;
}

static fc_status compare_all(struct fc_structures *self, struct fc_error *err)
{
    const struct fc_run_options options =
        fc__study_options(&self->study, self->study.options.paths, self->n);
    const fc_status status =
        fc_compare(self->scenario, self->n, &options, &self->comparison, err);
    if (!self->comparison)
        return status;
    for (size_t i = 0; i < self->n; i++)
        snprintf(self->comparison->name[i], sizeof *self->comparison->name, "%s",
                 self->structure[i]);
    rank_all(self);
    self->study.done += options.paths * self->n;
    return status;
}

static uint64_t at_least(uint64_t paths, uint64_t most)
{
    const uint64_t few = paths < FEWEST_PATHS ? FEWEST_PATHS : paths;
    return few < most ? few : most;
}

static fc_status plan_set(struct fc_structures *self, struct fc_structures_plan *out,
                          struct fc_error *err)
{
    const uint64_t paths = self->study.options.paths;
    FC_TRY(structures_list(self, err));
    self->decompose_paths = at_least(paths / 4, paths);
    self->shock_paths = at_least(paths / 8, paths);
    *out = (struct fc_structures_plan){
        .structures = self->n,
        .runs = {self->n, fc__decompose_runs(self), fc__shock_runs(self), self->n,
                 fc__map_runs(self), fc__break_even_runs(self)},
        .paths = {paths, self->decompose_paths, self->shock_paths, self->shock_paths,
                  self->shock_paths, self->shock_paths}};
    for (size_t i = 0; i < self->n; i++)
        memcpy(out->name[i], self->structure[i], sizeof out->name[i]);
    return FC_OK;
}

static fc_status run_all(struct fc_structures *self, struct fc_error *err)
{
    struct fc_structures_plan plan;
    self->not_decomposed = "stopped";
    FC_TRY(plan_set(self, &plan, err));
    for (int part = 0; part < FC_STRUCTURES_BREAK_EVEN; part++)
        self->study.planned += plan.runs[part] * plan.paths[part];
    FC_TRY(compare_all(self, err));
    FC_TRY(fc__structures_decompose(self, err));
    FC_TRY(fc__structures_shock_all(self, err));
    FC_TRY(fc__structures_teams(self, err));
    FC_TRY(fc__structures_break_even(self, err));
    return fc__structures_map(self, err);
}

fc_status fc_structures_run(const char *path, const char *const *set, size_t n_set,
                            const struct fc_run_options *options, fc_structures **out,
                            struct fc_error *err)
{
    *out = NULL;
    fc_structures *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the structures");
    fc_status status = fc__study_init(&self->study, path, set, n_set, options, err);
    if (status == FC_OK)
        status = run_all(self, err);
    const bool stopped = status == FC_E_PARTIAL || status == FC_E_INTERRUPTED;
    if (status == FC_OK || (stopped && self->comparison))
        *out = self;
    else
        fc_structures_free(self);
    return status;
}

fc_status fc_structures_plan(const char *path, const char *const *set, size_t n_set,
                             const struct fc_run_options *options,
                             struct fc_structures_plan *out, struct fc_error *err)
{
    *out = (struct fc_structures_plan){0};
    fc_structures *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the structures");
    fc_status status = fc__study_init(&self->study, path, set, n_set, options, err);
    if (status == FC_OK)
        status = plan_set(self, out, err);
    fc_structures_free(self);
    return status;
}

void fc_structures_free(fc_structures *self)
{
    if (!self)
        return;
    fc_comparison_free(self->comparison);
    for (size_t i = 0; i < self->n; i++)
        fc_scenario_free(self->scenario[i]);
    free(self->shock);
    free(self->loss);
    free(self->team);
    free(self);
}

/* ---- reading ---- */

const fc_comparison *fc_structures_comparison(const fc_structures *self)
{
    return self->comparison;
}

size_t fc_structures_rank(const fc_structures *self, size_t i)
{
    return self->rank[i];
}

size_t fc_structures_ingredients(const fc_structures *self, size_t *from, size_t *to,
                                 const char **why)
{
    *from = self->from;
    *to = self->to;
    *why = self->not_decomposed;
    return self->not_decomposed ? 0 : self->ingredients;
}

const char *fc_structures_ingredient(const fc_structures *self, size_t i)
{
    return self->ingredient[i];
}

struct fc_estimate fc_structures_share(const fc_structures *self, size_t i,
                                       enum fc_goal goal)
{
    return self->share[i][goal];
}

struct fc_estimate fc_structures_whole(const fc_structures *self, enum fc_goal goal)
{
    return self->whole[goal];
}

uint64_t fc_structures_decomposed_paths(const fc_structures *self)
{
    return self->decompose_paths;
}

size_t fc_structures_shocks(const fc_structures *self)
{
    return self->shocks;
}

struct fc_shock fc_structures_shock(const fc_structures *self, size_t i)
{
    return self->shock[i];
}

struct fc_estimate fc_structures_loss(const fc_structures *self, size_t shock,
                                      size_t structure)
{
    return self->loss[shock * self->n + structure];
}

uint64_t fc_structures_shock_paths(const fc_structures *self)
{
    return self->shock_paths;
}

size_t fc_structures_teams(const fc_structures *self)
{
    return self->teams;
}

struct fc_structure_team fc_structures_team(const fc_structures *self, size_t i)
{
    return self->team[i];
}

struct fc_break_even fc_structures_break_even(const fc_structures *self)
{
    return self->even;
}
