/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The diversification frontier: mixes are screened in worlds of their own, the best of
 * them and all moves of one step are simulated in fresh worlds. All numbers given are
 * those of the fresh worlds: what was picked by luck has to show again. Checked by
 * tests/unit/test_decide_frontier.c. */
#include "decide/frontier.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file.h"

/* The screening has another seed: 2^64 / golden ratio away. */
static const uint64_t other_worlds = UINT64_C(0x9E3779B97F4A7C15);
enum { SCREENED_PART = 8 };

static const struct {
    const char *name, *hhi;
    int axis;
} axes[] = {{"segment", "hhi_segment", FC_SEGMENT},
            {"territory", "hhi_territory", FC_TERRITORY},
            {"product", "hhi_product", FC_PRODUCT}};
enum { AXES = sizeof axes / sizeof *axes };

static size_t axis_at(int axis)
{
    size_t i = 0;
    while (i + 1 < AXES && axes[i].axis != axis)
        i++;
    return i;
}

const char *fc_frontier_by(const fc_frontier *self)
{
    return axes[axis_at(self->axis)].name;
}

/* ---- before anything runs ---- */

static fc_status options_check(struct fc_frontier *self,
                               const struct fc_frontier_options *options,
                               struct fc_error *err)
{
    self->options = options;
    self->step = options->step_points / 100;
    self->per_quarter = options->most_per_quarter / 100;
    for (size_t i = 0; i < AXES; i++)
        if (strcmp(axes[i].name, options->by) == 0)
            self->axis = axes[i].axis;
    if (self->axis == FC_ONE)
        return FC_FAIL(err, FC_E_ARG,
                       "'%s' is no axis; take segment, territory or product",
                       options->by);
    if (!(self->step > 0 && self->step <= 1) || !(self->per_quarter > 0))
        return FC_FAIL(err, FC_E_ARG,
                       "a step of %g points, %g a quarter; both must be above 0",
                       options->step_points, options->most_per_quarter);
    if (options->run.paths < FC__WORLDS_LEAST)
        return FC_FAIL(err, FC_E_ARG,
                       "%llu worlds; the mean of the worst 5 %% needs at least %d",
                       (unsigned long long)options->run.paths, FC__WORLDS_LEAST);
    return FC_OK;
}

static void plan_set(struct fc_frontier *self)
{
    const uint64_t paths = self->options->run.paths, part = paths / SCREENED_PART;
    size_t moves = 0;
    for (size_t i = 1; i < self->mixes; i++)
        moves += self->mix[i].from >= 0;
    moves = moves < FC__MOVES_MOST ? moves : FC__MOVES_MOST;
    const size_t most = 1 + FC__FRONT_MOST + moves;
    self->plan.screened = self->mixes;
    self->plan.again = most < self->mixes ? most : self->mixes;
    self->plan.paths = paths;
    self->plan.screening_paths = part < FC__WORLDS_LEAST ? FC__WORLDS_LEAST : part;
    self->plan.capped = 2 * self->caps;
    self->plan.path_runs = self->plan.screening_paths * self->plan.screened +
                           self->plan.paths * (self->plan.again + self->plan.capped);
}

static fc_status prepare(struct fc_frontier *self, const char *path,
                         const char *const *set, size_t n_set,
                         const struct fc_frontier_options *options,
                         struct fc_error *err)
{
    const struct fc__variant as_it_is = {.overlay = NULL};
    FC_TRY(options_check(self, options, err));
    FC_TRY(fc__study_init(&self->study, path, set, n_set, &options->run, err));
    FC_TRY(fc__study_read(&self->study, &as_it_is, &self->scenario, err));
    const struct fc_run_options how =
        fc__study_options(&self->study, options->run.paths, 1);
    FC_TRY(fc__sample_prepare(&self->sample, &self->scenario, 1, &how, err));
    self->facts = self->sample.at[0].plan->forecast.facts;
    FC_TRY(fc__frontier_mixes(self, err));
    FC_TRY(fc__frontier_caps_read(self, err));
    plan_set(self);
    return FC_OK;
}

/* ---- running mixes ---- */

static struct fc__keep kept(const struct fc_frontier *self, int i)
{
    const char *const name[FC__F_KEEP] = {"operating_profit",
                                          axes[axis_at(self->axis)].hhi, "hhi_client",
                                          "top_client_share"};
    return (struct fc__keep){name[i], i == FC__F_PROFIT ? FC_PERIOD_HORIZON
                                                        : self->facts.months};
}

/* The variant of a mix and a cap; text and set are its room. */
static void variant_of(const struct fc_frontier *self, size_t mix, const double *cap,
                       struct fc_builder *text, char *set, size_t room,
                       struct fc__variant *out)
{
    if (mix > 0)
        fc__frontier_overlay(self, &self->mix[mix], text);
    out->overlay = mix > 0 ? fc_builder_text(text) : NULL;
    if (!cap)
        return;
    snprintf(set, room, "customers.largest_client_cap=%.12f", *cap);
    out->set[out->n_set++] = set;
}

fc_status fc__frontier_run_mixes(struct fc_frontier *self, struct fc__study *study,
                                 const size_t *mix, const double *cap, size_t n, int k,
                                 uint64_t paths, double *values, struct fc_error *err)
{
    enum { SET_ROOM = 64 };
    struct fc__keep keep[FC__F_KEEP];
    struct fc__variant *variant = fc_array_new(n, sizeof *variant);
    struct fc_builder *text = fc_array_new(n, sizeof *text);
    char *set = fc_array_new(n, SET_ROOM);
    fc_status status = variant && text && set
                           ? FC_OK
                           : FC_FAIL(err, FC_E_MEMORY, "no memory for the mixes");
    for (int i = 0; i < k; i++)
        keep[i] = kept(self, i);
    for (size_t i = 0; status == FC_OK && i < n; i++) {
        variant_of(self, mix[i], cap ? &cap[i] : NULL, &text[i], set + i * SET_ROOM,
                   SET_ROOM, &variant[i]);
        for (int j = 0; j < k; j++)
            variant[i].values[j] = values + (i * (size_t)k + (size_t)j) * paths;
        if (text[i].failed)
            status = FC_FAIL(err, FC_E_MEMORY, "no memory for the mixes");
    }
    if (status == FC_OK)
        status = fc__study_run(study, keep, (size_t)k, variant, n, paths, err);
    for (size_t i = 0; text && i < n; i++)
        fc_builder_clear(&text[i]);
    free(text);
    free(set);
    free(variant);
    return status;
}

static fc_status screen(struct fc_frontier *self, struct fc_error *err)
{
    struct fc__study *other = fc_array_new(1, sizeof *other);
    const size_t paths = (size_t)self->plan.screening_paths;
    double *values = fc_array_new(self->mixes * paths, sizeof *values);
    size_t all[FC__MIXES_MOST];
    fc_status status = other && values
                           ? FC_OK
                           : FC_FAIL(err, FC_E_MEMORY, "no memory for the screening");
    for (size_t i = 0; i < self->mixes; i++)
        all[i] = i;
    if (status == FC_OK) {
        *other = self->study;
        other->options.seed += other_worlds;
        status = fc__frontier_run_mixes(self, other, all, NULL, self->mixes, 1, paths,
                                        values, err);
        self->study.done = other->done;
    }
    for (size_t i = 0; status == FC_OK && i < self->mixes; i++) {
        double *x = values + i * paths;
        self->mix[i].mean = fc__mean_of(x, paths).value;
        fc__sort(x, paths);
        self->mix[i].es05 = fc__tail_of(x, paths, 0.05).shortfall;
    }
    free(values);
    free(other);
    return status;
}

static fc_status run_again(struct fc_frontier *self, struct fc_error *err)
{
    size_t mix[FC__POINTS_MOST];
    const size_t paths = (size_t)self->plan.paths;
    self->points = fc__frontier_pick(self, mix);
    self->study.planned =
        self->study.done + self->plan.paths * (self->points + self->plan.capped);
    self->values = fc_array_new((self->points + 2 * self->caps) * FC__F_KEEP * paths,
                                sizeof(double));
    if (!self->values)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu mixes", self->points);
    FC_TRY(fc__frontier_run_mixes(self, &self->study, mix, NULL, self->points,
                                  FC__F_KEEP, paths, self->values, err));
    for (size_t i = 0; i < self->points; i++) {
        self->point[i].mix = mix[i];
        for (size_t k = 0; k < FC__F_KEEP; k++)
            self->point[i].value[k] = self->values + (i * FC__F_KEEP + k) * paths;
    }
    return FC_OK;
}

static void facts_fill(struct fc_frontier *self)
{
    struct fc_run_facts *facts = &self->facts;
    facts->paths = facts->paths_planned = self->plan.paths;
    facts->complete = true;
    facts->result_hash = self->hash;
    facts->threads = self->sample.threads;
    fc_sha256_hex(self->values,
                  (self->points + self->capped) * FC__F_KEEP *
                      (size_t)self->plan.paths * sizeof(double),
                  self->hash);
}

static fc_status run_all(struct fc_frontier *self, struct fc_error *err)
{
    self->study.planned = self->plan.path_runs;
    FC_TRY(screen(self, err));
    FC_TRY(run_again(self, err));
    fc__frontier_mark(self);
    FC_TRY(fc__frontier_caps_run(
        self, self->values + self->points * FC__F_KEEP * (size_t)self->plan.paths,
        err));
    facts_fill(self);
    return FC_OK;
}

fc_status fc_frontier_run(const char *path, const char *const *set, size_t n_set,
                          const struct fc_frontier_options *options, fc_frontier **out,
                          struct fc_error *err)
{
    *out = NULL;
    fc_frontier *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the frontier");
    fc_status status = prepare(self, path, set, n_set, options, err);
    if (status == FC_OK)
        status = run_all(self, err);
    self->options = NULL;
    if (status == FC_OK)
        *out = self;
    else
        fc_frontier_free(self);
    return status;
}

fc_status fc_frontier_estimate(const char *path, const char *const *set, size_t n_set,
                               const struct fc_frontier_options *options,
                               struct fc_frontier_plan *out, struct fc_error *err)
{
    fc_frontier *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the frontier");
    fc_status status = prepare(self, path, set, n_set, options, err);
    if (status == FC_OK)
        *out = self->plan;
    fc_frontier_free(self);
    return status;
}

void fc_frontier_free(fc_frontier *self)
{
    if (!self)
        return;
    fc__sample_clear(&self->sample);
    fc_scenario_free(self->scenario);
    free(self->effort);
    free(self->mix);
    free(self->values);
    free(self);
}
