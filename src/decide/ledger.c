/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of a ledger in order: measures, inherent and residual risk, sets of measures,
 * crises against measures, break-even, the best set. What is finished stays when it is
 * stopped. Checked by tests/unit/test_decide_ledger.c. */
#include "decide/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "scenario/scenario.h"

enum { FEWEST_PATHS = 256 };

/* ---- what it is about ---- */

static fc_status read_sides(fc_ledger *self, struct fc_error *err)
{
    const struct fc__variant none = fc__ledger_variant(self, 0),
                             all = fc__ledger_variant(self, fc__ledger_all(self));
    fc_scenario_free(self->scenario[1]);
    self->scenario[1] = NULL;
    FC_TRY(fc__study_read(&self->study, &none, &self->scenario[0], err));
    FC_TRY(fc__study_read(&self->study, &all, &self->scenario[1], err));
    self->crises = fc__scenario_members(self->scenario[0], FC_CRISIS);
    if (self->crises > FC__CRISES_MOST)
        return FC_FAIL(err, FC_E_SCENARIO, "%zu crises; a ledger takes at most %d",
                       self->crises, FC__CRISES_MOST);
    for (size_t c = 0; c < self->crises; c++)
        self->crisis[c] = fc__scenario_member(self->scenario[0], FC_CRISIS, c);
    return FC_OK;
}

static fc_status begin(fc_ledger *self, const char *path, const char *const *set,
                       size_t n_set, const struct fc_ledger_options *what,
                       const struct fc_run_options *options, struct fc_error *err)
{
    const struct fc__variant as_it_is = {0};
    FC_TRY(fc__study_init(&self->study, path, set, n_set, options, err));
    self->paths = options->paths;
    self->half = self->paths / 2 > FEWEST_PATHS ? self->paths / 2 : FEWEST_PATHS;
    self->half = self->half < self->paths ? self->half : self->paths;
    FC_TRY(fc__study_read(&self->study, &as_it_is, &self->scenario[1], err));
    FC_TRY(fc__ledger_measures(self, what, err));
    return read_sides(self, err);
}

static void plan_fill(const fc_ledger *self, struct fc_ledger_plan *out)
{
    const size_t n = self->n, crises = self->crises;
    *out = (struct fc_ledger_plan){.measures = n, .crises = crises};
    out->runs[FC_LEDGER_INHERENT] = 2;
    out->runs[FC_LEDGER_SETS] = fc__ledger_sets(n);
    out->runs[FC_LEDGER_BEST] = FC__BEST_RUNS;
    if (crises > 0) {
        out->runs[FC_LEDGER_CRISES] = fc__ledger_cells(n, crises);
        out->runs[FC_LEDGER_ATTRIBUTION] = fc__attribution_runs(crises);
        out->runs[FC_LEDGER_BREAK_EVEN] = FC__EVEN_RUNS * n;
    }
    for (int part = 0; part < FC_LEDGER_PARTS; part++)
        out->paths[part] = fc_ledger_paths(self, (enum fc_ledger_part)part);
}

static uint64_t planned(const struct fc_ledger_plan *plan)
{
    uint64_t sum = 0;
    for (int part = 0; part < FC_LEDGER_PARTS; part++)
        sum += plan->runs[part] * plan->paths[part];
    return sum;
}

/* ---- inherent and residual risk ---- */

static fc_status forecast_both(fc_ledger *self, struct fc_error *err)
{
    const struct fc_run_options options =
        fc__study_options(&self->study, self->paths, 1);
    for (size_t i = 0; i < 2; i++) {
        fc_forecast *made = NULL;
        const fc_status status = fc_run(self->scenario[i], &options, &made, err);
        self->forecast[i] = made;
        if (i == 0 && made)
            self->facts = fc_forecast_facts(made);
        if (status != FC_OK)
            return status;
        self->study.done += self->paths;
    }
    return fc__ledger_keep(self, err);
}

/* SHA-256 of all values: equal for any number of threads. */
static void hash_fill(fc_ledger *self)
{
    const size_t half = (size_t)self->half;
    const struct {
        const void *at;
        size_t n;
    } parts[] = {
        {self->set.at, self->set.sets * self->set.rows * self->set.paths},
        {self->attribution.values,
         self->attribution.keeps * self->attribution.runs * self->attribution.paths},
        {self->cell, fc__ledger_cells(self->n, self->crises) * half},
        {self->fresh.at, self->fresh.sets * self->fresh.rows * self->fresh.paths},
    };
    struct fc_builder all = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char one[65] = "";
        if (parts[i].at)
            fc_sha256_hex(parts[i].at, parts[i].n * sizeof(double), one);
        fc_builder_add(&all, one);
    }
    fc_sha256_hex(fc_builder_text(&all), all.n, self->hash);
    fc_builder_clear(&all);
    self->facts.result_hash = self->hash;
}

/* ---- all of it ---- */

static const struct step {
    enum fc_ledger_part part;
    bool needs_crises;
    fc_status (*run)(fc_ledger *self, struct fc_error *err);
} steps[] = {
    {FC_LEDGER_INHERENT, false, forecast_both},
    {FC_LEDGER_SETS, false, fc__ledger_run_sets},
    {FC_LEDGER_BEST, false, fc__ledger_find_best},
    {FC_LEDGER_ATTRIBUTION, true, fc__ledger_attribute},
    {FC_LEDGER_CRISES, true, fc__ledger_run_crises},
    {FC_LEDGER_BREAK_EVEN, true, fc__ledger_break_even},
};

static fc_status run_all(fc_ledger *self, struct fc_error *err)
{
    fc_status status = FC_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == FC_OK; i++) {
        if (steps[i].needs_crises && self->crises == 0)
            continue;
        status = steps[i].run(self, err);
        self->done[steps[i].part] = status == FC_OK;
    }
    if (status != FC_OK) {
        self->facts.complete = false;
        self->facts.stop_reason = status == FC_E_INTERRUPTED ? "signal" : "time limit";
    }
    return status;
}

fc_status fc_ledger_run(const char *path, const char *const *set, size_t n_set,
                        const struct fc_ledger_options *what,
                        const struct fc_run_options *options, fc_ledger **out,
                        struct fc_error *err)
{
    struct fc_ledger_plan plan;
    *out = NULL;
    fc_ledger *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the ledger");
    fc_status status = begin(self, path, set, n_set, what, options, err);
    if (status == FC_OK) {
        plan_fill(self, &plan);
        self->study.planned = planned(&plan);
        status = run_all(self, err);
        hash_fill(self);
    }
    const bool stopped = status == FC_E_PARTIAL || status == FC_E_INTERRUPTED;
    if (status == FC_OK || (stopped && self->done[FC_LEDGER_SETS]))
        *out = self;
    else
        fc_ledger_free(self);
    return status;
}

fc_status fc_ledger_plan(const char *path, const char *const *set, size_t n_set,
                         const struct fc_ledger_options *what,
                         const struct fc_run_options *options,
                         struct fc_ledger_plan *out, struct fc_error *err)
{
    *out = (struct fc_ledger_plan){0};
    fc_ledger *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the ledger");
    fc_status status = begin(self, path, set, n_set, what, options, err);
    if (status == FC_OK) {
        plan_fill(self, out);
        status = fc_run_estimate(self->scenario[1], options, &out->largest, err);
    }
    fc_ledger_free(self);
    return status;
}

void fc_ledger_free(fc_ledger *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < FC_LEDGER_MEASURES; i++) {
        free(self->measure[i].file);
        free(self->measure[i].text);
    }
    for (size_t i = 0; i < 2; i++) {
        fc_forecast_free(self->forecast[i]);
        fc_scenario_free(self->scenario[i]);
    }
    fc__ledger_values_clear(&self->set);
    fc__ledger_values_clear(&self->fresh);
    fc__attribution_clear(&self->attribution);
    free(self->cell);
    free(self->room);
    free(self);
}

/* ---- reading ---- */

const fc_scenario *fc_ledger_scenario(const fc_ledger *self, bool with_all)
{
    return self->scenario[with_all];
}

const fc_forecast *fc_ledger_forecast(const fc_ledger *self, bool with_all)
{
    return self->forecast[with_all];
}

struct fc_run_facts fc_ledger_facts(const fc_ledger *self)
{
    return self->facts;
}

bool fc_ledger_has(const fc_ledger *self, enum fc_ledger_part part)
{
    return self->done[part];
}

uint64_t fc_ledger_paths(const fc_ledger *self, enum fc_ledger_part part)
{
    const bool in_full =
        part == FC_LEDGER_INHERENT || part == FC_LEDGER_SETS || part == FC_LEDGER_BEST;
    return in_full ? self->paths : self->half;
}

double fc_ledger_budget(const fc_ledger *self)
{
    return self->budget;
}

size_t fc_ledger_measures(const fc_ledger *self)
{
    return self->n;
}

struct fc_measure fc_ledger_measure(const fc_ledger *self, size_t i)
{
    const struct fc__measure *m = &self->measure[i];
    return (struct fc_measure){m->name, m->title, m->file};
}

size_t fc_ledger_crises(const fc_ledger *self)
{
    return self->crises;
}
