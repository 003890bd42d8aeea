/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies on a scorecard: static (without them), adaptive (as they are), clairvoyant
 * (the same rules that see the truth: every figure exact and on time, and for rules
 * against a recession, whether there is one). Value of the policies = adaptive -
 * static, value of seeing the truth = clairvoyant - adaptive, path by path in the same
 * worlds. Checked by tests/unit/test_decide_scorecard.c. */
#include "decide/scorecard.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "scenario/scenario.h"

static const char *const names[FC_VARIANT_COUNT] = {
    [FC_STATIC] = "static",
    [FC_ADAPTIVE] = "adaptive",
    [FC_CLAIRVOYANT] = "clairvoyant",
};

/* The same rules with exact figures on time, those against a recession with the regime
 * itself. */
static void clairvoyant_overlay(const fc_scenario *scenario, struct fc_builder *out)
{
    const size_t n = fc__scenario_members(scenario, FC_POLICY);
    fc_builder_add(out, "policies = (");
    for (size_t i = 0; i < n; i++)
        fc_builder_format(out, "%s { name = \"%s\"; sees = \"truth\"; }",
                          i > 0 ? "," : "",
                          fc__scenario_member(scenario, FC_POLICY, i));
    fc_builder_add(out, " );\n");
}

static fc_status variants_read(struct fc_scorecard *self, const struct fc__variant *how,
                               struct fc_error *err)
{
    for (size_t i = 0; i < FC_VARIANT_COUNT; i++)
        FC_TRY(fc__study_read(&self->study, &how[i], &self->scenario[i], err));
    return FC_OK;
}

/* The three, and how soon the two that have policies answer a recession. */
static fc_status compare_all(struct fc_scorecard *self, const struct fc__variant *how,
                             struct fc_error *err)
{
    const uint64_t paths = self->study.options.paths;
    const struct fc_run_options options =
        fc__study_options(&self->study, paths, FC_VARIANT_COUNT);
    self->study.planned = paths * FC_VARIANT_COUNT;
    FC_TRY(variants_read(self, how, err));
    const fc_status status =
        fc_compare(self->scenario, FC_VARIANT_COUNT, &options, &self->comparison, err);
    for (size_t i = 0; self->comparison && i < FC_VARIANT_COUNT; i++)
        snprintf(self->comparison->name[i], sizeof *self->comparison->name, "%s",
                 names[i]);
    if (status != FC_OK)
        return status;
    self->study.done = self->study.planned;
    FC_TRY(fc__scorecard_delays(self, FC_ADAPTIVE, &how[FC_ADAPTIVE], err));
    return fc__scorecard_delays(self, FC_CLAIRVOYANT, &how[FC_CLAIRVOYANT], err);
}

static fc_status run_all(struct fc_scorecard *self, struct fc_error *err)
{
    struct fc__variant how[FC_VARIANT_COUNT] = {
        [FC_STATIC] = {.set = {"policies=()"}, .n_set = 1}};
    struct fc_builder text = {0};
    fc_scenario *own = NULL;
    fc_status status = fc__study_read(&self->study, &how[FC_ADAPTIVE], &own, err);
    if (status == FC_OK && fc__scenario_members(own, FC_POLICY) == 0)
        status = FC_FAIL(err, FC_E_SCENARIO,
                         "the scenario has no policies, so that there is nothing to "
                         "score; see scenarios/policies");
    if (status == FC_OK) {
        clairvoyant_overlay(own, &text);
        how[FC_CLAIRVOYANT].overlay = fc_builder_text(&text);
        status = text.failed ? FC_FAIL(err, FC_E_MEMORY, "no memory for the policies")
                             : compare_all(self, how, err);
    }
    fc_builder_clear(&text);
    fc_scenario_free(own);
    return status;
}

fc_status fc_scorecard_run(const char *path, const char *const *set, size_t n_set,
                           const struct fc_run_options *options, fc_scorecard **out,
                           struct fc_error *err)
{
    *out = NULL;
    fc_scorecard *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the scorecard");
    fc_status status = fc__study_init(&self->study, path, set, n_set, options, err);
    if (status == FC_OK)
        status = run_all(self, err);
    const bool stopped = status == FC_E_PARTIAL || status == FC_E_INTERRUPTED;
    if (self->comparison && (status == FC_OK || stopped))
        *out = self;
    else
        fc_scorecard_free(self);
    return status;
}

void fc_scorecard_free(fc_scorecard *self)
{
    if (!self)
        return;
    fc_comparison_free(self->comparison);
    for (size_t i = 0; i < FC_VARIANT_COUNT; i++) {
        fc_scenario_free(self->scenario[i]);
        free(self->delays[i].months);
        free(self->delays[i].answered);
    }
    free(self);
}

/* ---- reading ---- */

const fc_comparison *fc_scorecard_comparison(const fc_scorecard *self)
{
    return self->comparison;
}

static const double *values_of(const fc_scorecard *self, enum fc_variant variant,
                               const char *name)
{
    const fc_comparison *c = self->comparison;
    const size_t metric = fc_comparison_find(c, name);
    if (metric == SIZE_MAX)
        return NULL;
    const size_t column = fc__comparison_column(c, metric, FC_PERIOD_HORIZON);
    return column == SIZE_MAX ? NULL
                              : fc__sample_values(&c->sample, (size_t)variant, column);
}

struct fc_estimate fc_scorecard_value(const fc_scorecard *self, enum fc_score score,
                                      const char *metric)
{
    static const enum fc_variant ends[FC_SCORE_COUNT][2] = {
        [FC_SCORE_POLICY] = {FC_STATIC, FC_ADAPTIVE},
        [FC_SCORE_SENSING] = {FC_ADAPTIVE, FC_CLAIRVOYANT},
        [FC_SCORE_WHOLE] = {FC_STATIC, FC_CLAIRVOYANT}};
    const double *from = values_of(self, ends[score][0], metric);
    const double *to = values_of(self, ends[score][1], metric);
    if (!from || !to)
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    return fc__difference(FC__OF_MEAN, from, NULL, to, NULL,
                          (size_t)self->comparison->sample.done);
}

struct fc_estimate fc_scorecard_per_year(const fc_scorecard *self,
                                         enum fc_variant variant, const char *metric)
{
    const double *value = values_of(self, variant, metric);
    const double years = (double)self->comparison->facts.months / 12.0;
    if (!value)
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    struct fc_estimate mean = fc__mean_of(value, (size_t)self->comparison->sample.done);
    mean.value /= years;
    mean.error /= years;
    return mean;
}

uint64_t fc_scorecard_onsets(const fc_scorecard *self, enum fc_variant variant)
{
    return self->delays[variant].n;
}

struct fc_estimate fc_scorecard_answered(const fc_scorecard *self,
                                         enum fc_variant variant, int months)
{
    return fc__answered_within(&self->delays[variant], months);
}
