/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which worlds miss the target, and the list of causes: those of model/normal.h and the
 * crises of the register. How they are shared out stands in autopsy_share.c. Checked by
 * tests/unit/test_decide_autopsy.c. */
#include "decide/autopsy.h"
#include "decide/attribution.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "decide/paired.h"
#include "engine/pool.h"
#include "model/normal.h"
#include "scenario/scenario.h"

/* ---- the list of causes ---- */

static bool is_word(const char *word, const char *text, size_t length)
{
    return strlen(word) == length && strncmp(word, text, length) == 0;
}

static bool wanted(const char *causes, const char *name)
{
    for (const char *at = causes; at && *at; at += strcspn(at, ","), at += *at == ',')
        if (is_word(name, at, strcspn(at, ",")))
            return true;
    return !causes;
}

static fc_status cause_add(struct fc_autopsy *self, struct fc_autopsy_cause cause,
                           struct fc_error *err)
{
    if (self->n == FC__AUTOPSY_CAUSES)
        return FC_FAIL(err, FC_E_ARG,
                       "more than %d causes; name some of them, or take all crises "
                       "together",
                       FC__AUTOPSY_CAUSES);
    self->cause[self->n++] = cause;
    return FC_OK;
}

/* What the scenario has set to normal itself is no cause, nor are assumptions without
 * an uncertain number. */
static fc_status normals_add(struct fc_autopsy *self, const char *causes,
                             struct fc_error *err)
{
    const struct fc_model *model = self->at.model;
    for (uint32_t i = 0; i < FC_CAUSE_COUNT; i++) {
        const char *name = fc__cause_name((enum fc_cause)i);
        const bool idle =
            i == FC_CAUSE_assumptions && fc__scenario_dists(self->scenario) == 0;
        if (!idle && !fc_is_normal(model, (enum fc_cause)i) && wanted(causes, name))
            FC_TRY(cause_add(self, (struct fc_autopsy_cause){name, NULL, NULL, false},
                             err));
    }
    return FC_OK;
}

static fc_status crises_add(struct fc_autopsy *self, const char *causes,
                            struct fc_error *err)
{
    const struct fc_forecast_plan *plan = &self->at.plan->forecast;
    const bool together = causes && wanted(causes, "crises");
    if (plan->crisis_count > FC__CRISES_MOST)
        return FC_FAIL(err, FC_E_SCENARIO, "%zu crises; an autopsy takes at most %d",
                       plan->crisis_count, FC__CRISES_MOST);
    if (together && plan->crisis_count > 0)
        return cause_add(self, (struct fc_autopsy_cause){"crises", NULL, NULL, true},
                         err);
    for (size_t i = 0; i < plan->crisis_count; i++) {
        const struct fc_plan_crisis *crisis = &plan->crises[i];
        if (wanted(causes, crisis->name))
            FC_TRY(cause_add(self,
                             (struct fc_autopsy_cause){crisis->name, crisis->title,
                                                       crisis->owner, true},
                             err));
    }
    return FC_OK;
}

static bool is_known(const struct fc_autopsy *self, const char *name, size_t length)
{
    const struct fc_forecast_plan *plan = &self->at.plan->forecast;
    bool known = is_word("crises", name, length);
    for (uint32_t i = 0; i < FC_CAUSE_COUNT; i++)
        known |= is_word(fc__cause_name((enum fc_cause)i), name, length);
    for (size_t i = 0; i < plan->crisis_count; i++)
        known |= is_word(plan->crises[i].name, name, length);
    return known;
}

static fc_status causes_list(struct fc_autopsy *self, const char *causes,
                             struct fc_error *err)
{
    for (const char *at = causes; at && *at; at += strcspn(at, ","), at += *at == ',')
        if (!is_known(self, at, strcspn(at, ",")))
            return FC_FAIL(err, FC_E_ARG,
                           "'%.*s' is no cause; they are leads, wins, sizes, churn, "
                           "people, coverage, recession, assumptions, crises, and the "
                           "names of the scenario's crises",
                           (int)strcspn(at, ","), at);
    FC_TRY(normals_add(self, causes, err));
    FC_TRY(crises_add(self, causes, err));
    if (self->n == 0)
        return FC_FAIL(err, FC_E_ARG,
                       "this scenario has none of the causes that were asked for");
    return FC_OK;
}

/* ---- targets ---- */

static fc_status targets_list(struct fc_autopsy *self, struct fc_error *err)
{
    const struct fc_forecast_plan *plan = &self->at.plan->forecast;
    self->targets = plan->target_count;
    self->target = fc_array_new(self->targets + 1, sizeof *self->target);
    if (!self->target)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu targets", self->targets);
    if (self->targets == 0 || self->targets > FC__KEEP_MOST)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "the scenario has %zu targets; an autopsy needs 1 to %d in the "
                       "list 'targets'",
                       self->targets, FC__KEEP_MOST);
    if (self->chosen >= self->targets)
        return FC_FAIL(err, FC_E_ARG, "target %zu; the scenario has %zu",
                       self->chosen + 1, self->targets);
    for (size_t i = 0; i < self->targets; i++) {
        const struct fc_plan_target *from = &plan->targets[i];
        const struct fc_metric *metric = &plan->metrics[from->metric].metric;
        self->target[i] =
            (struct fc_autopsy_target){.metric = metric->name,
                                       .unit = metric->unit,
                                       .period = from->period,
                                       .value = from->value,
                                       .accept_miss = from->accept_miss,
                                       .miss = {(double)NAN, (double)NAN, 0},
                                       .shortfall = {(double)NAN, (double)NAN, 0}};
    }
    if (strcmp(self->target[self->chosen].unit, "money") != 0)
        return FC_FAIL(err, FC_E_ARG,
                       "target %zu is about '%s' [%s]; an autopsy shares out money: "
                       "choose another one",
                       self->chosen + 1, self->target[self->chosen].metric,
                       self->target[self->chosen].unit);
    return FC_OK;
}

/* Worlds that miss target i; their shortfalls into `room`. */
static void target_count(struct fc_autopsy *self, size_t i, double *room)
{
    struct fc_autopsy_target *target = &self->target[i];
    const uint64_t paths = self->study.options.paths;
    const double *value = self->base + i * paths;
    for (uint64_t p = 0; p < paths; p++)
        if (value[p] < target->value)
            room[target->missed++] = target->value - value[p];
    const double share = (double)target->missed / (double)paths;
    target->miss =
        (struct fc_estimate){share, sqrt(share * (1.0 - share) / (double)paths), 0};
    target->shortfall = fc__mean_of(room, (size_t)target->missed);
}

/* The first worlds that miss the chosen target. */
static void worlds_choose(struct fc_autopsy *self)
{
    const struct fc_autopsy_target *target = &self->target[self->chosen];
    const double *value = self->base + self->chosen * self->study.options.paths;
    const uint64_t most = target->missed < self->worlds ? target->missed : self->worlds;
    uint64_t n = 0;
    for (uint64_t p = 0; n < most; p++)
        if (value[p] < target->value)
            self->path[n++] = p;
    self->worlds = most;
}

static fc_status base_run(struct fc_autopsy *self, struct fc_error *err)
{
    const uint64_t paths = self->study.options.paths;
    struct fc__keep keep[FC__KEEP_MOST];
    struct fc__variant own = {0};
    double *room = fc_array_new((size_t)paths, sizeof *room);
    self->base = fc_array_new(self->targets * (size_t)paths, sizeof *self->base);
    self->path = fc_array_new((size_t)self->worlds, sizeof *self->path);
    if (!room || !self->base || !self->path) {
        free(room);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the values of the targets");
    }
    for (size_t i = 0; i < self->targets; i++) {
        keep[i] = (struct fc__keep){self->target[i].metric, self->target[i].period};
        own.values[i] = self->base + i * paths;
    }
    const fc_status status =
        fc__study_run(&self->study, keep, self->targets, &own, 1, paths, err);
    for (size_t i = 0; status == FC_OK && i < self->targets; i++)
        target_count(self, i, room);
    if (status == FC_OK)
        worlds_choose(self);
    free(room);
    return status;
}

/* ---- all of it ---- */

static fc_status prepare(struct fc_autopsy *self, const struct fc_autopsy_options *what,
                         struct fc_error *err)
{
    const struct fc__variant own = {0};
    const struct fc_run_options options =
        fc__study_options(&self->study, self->study.options.paths, 1);
    const uint64_t most = what->worlds ? what->worlds : FC__AUTOPSY_WORLDS;
    self->chosen = what->target;
    self->worlds = most < options.paths ? most : options.paths;
    FC_TRY(fc__study_read(&self->study, &own, &self->scenario, err));
    FC_TRY(fc__prepare(&self->at, self->scenario, &options, 1, err));
    self->facts = self->at.plan->forecast.facts;
    FC_TRY(targets_list(self, err));
    FC_TRY(causes_list(self, what->causes, err));
    FC_TRY(fc__autopsy_plan(self, err));
    self->runs = options.paths + (self->sets - 1) * self->worlds;
    self->study.planned = self->runs;
    return FC_OK;
}

static void facts_fill(struct fc_autopsy *self, fc_status status, double start)
{
    const size_t paths = (size_t)self->study.options.paths;
    struct fc_builder all = {0};
    char one[65];
    fc_sha256_hex(self->base, self->targets * paths * sizeof(double), one);
    fc_builder_add(&all, one);
    fc_sha256_hex(self->value,
                  self->sets * (size_t)self->replayed * sizeof *self->value, one);
    fc_builder_add(&all, one);
    fc_sha256_hex(fc_builder_text(&all), all.n, self->hash);
    fc_builder_clear(&all);
    self->facts.paths = paths;
    self->facts.complete = status == FC_OK;
    self->facts.stop_reason = status == FC_E_PARTIAL       ? "time limit"
                              : status == FC_E_INTERRUPTED ? "interrupted"
                                                           : NULL;
    self->facts.result_hash = self->hash;
    self->facts.threads = fc__pool_threads(&self->study.options);
    self->facts.seconds = fc__pool_now() - start;
}

/* *based: the first simulation is finished. */
static fc_status run_all(struct fc_autopsy *self, const struct fc_autopsy_options *what,
                         bool *based, struct fc_error *err)
{
    const double start = fc__pool_now();
    FC_TRY(prepare(self, what, err));
    if (what->plan_only)
        return FC_OK;
    FC_TRY(base_run(self, err));
    *based = true;
    fc_status status = FC_OK;
    self->runs = self->study.options.paths;
    if (self->target[self->chosen].missed >= FC_AUTOPSY_FEWEST) {
        self->runs += (self->sets - 1) * self->worlds;
        self->study.planned = self->runs;
        status = fc__autopsy_share(self, err);
    }
    facts_fill(self, status, start);
    return status;
}

fc_status fc_autopsy_run(const char *path, const char *const *set, size_t n_set,
                         const struct fc_autopsy_options *what,
                         const struct fc_run_options *options, fc_autopsy **out,
                         struct fc_error *err)
{
    *out = NULL;
    fc_autopsy *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the autopsy");
    bool based = false;
    fc_status status = fc__study_init(&self->study, path, set, n_set, options, err);
    if (status == FC_OK)
        status = run_all(self, what, &based, err);
    const bool stopped = status == FC_E_PARTIAL || status == FC_E_INTERRUPTED;
    if (status == FC_OK || (stopped && based))
        *out = self;
    else
        fc_autopsy_free(self);
    return status;
}

void fc_autopsy_free(fc_autopsy *self)
{
    if (!self)
        return;
    fc__prepared_clear(&self->at);
    fc_scenario_free(self->scenario);
    free(self->target);
    free(self->base);
    free(self->path);
    free(self->set);
    free(self->value);
    free(self->order);
    free(self->share);
    free(self->order_error);
    free(self->money);
    free(self->part);
    free(self);
}

/* ---- reading ---- */

struct fc_run_facts fc_autopsy_facts(const fc_autopsy *self)
{
    return self->facts;
}

const fc_scenario *fc_autopsy_scenario(const fc_autopsy *self)
{
    return self->scenario;
}

size_t fc_autopsy_targets(const fc_autopsy *self)
{
    return self->targets;
}

struct fc_autopsy_target fc_autopsy_target(const fc_autopsy *self, size_t i)
{
    return self->target[i];
}

size_t fc_autopsy_chosen(const fc_autopsy *self)
{
    return self->chosen;
}

size_t fc_autopsy_causes(const fc_autopsy *self)
{
    return self->n;
}

struct fc_autopsy_cause fc_autopsy_cause(const fc_autopsy *self, size_t i)
{
    return self->cause[i];
}

uint64_t fc_autopsy_replayed(const fc_autopsy *self)
{
    return self->replayed;
}

size_t fc_autopsy_orders(const fc_autopsy *self)
{
    return self->orders;
}

uint64_t fc_autopsy_path_runs(const fc_autopsy *self)
{
    return self->runs;
}

uint64_t fc_autopsy_replays(const fc_autopsy *self)
{
    return self->sets - 1;
}

uint64_t fc_autopsy_worlds(const fc_autopsy *self)
{
    return self->worlds;
}

struct fc_autopsy_part fc_autopsy_part(const fc_autopsy *self, size_t i)
{
    static const struct fc_autopsy_part nothing = {
        0, 0, {(double)NAN, (double)NAN, 0}, {(double)NAN, (double)NAN, 0}};
    return self->replayed ? self->part[i] : nothing;
}

long long fc_autopsy_world(const fc_autopsy *self, size_t world, size_t part,
                           uint64_t *path)
{
    *path = self->path[world];
    return self->money[part * self->replayed + world];
}
