/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the scenario, then each test in the same worlds, and measures them against each
 * other. The values of a test are not kept: quantiles by month are.
 * Checked by tests/unit/test_decide_stress.c. */
#include "decide/stress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/paired.h"
#include "scenario/scenario.h"

enum { FEWEST_PATHS = 256 };

static uint64_t part_of(const struct fc_stress *self, uint64_t part)
{
    const uint64_t all = self->study.options.paths, some = all / part;
    const uint64_t few = some < FEWEST_PATHS ? FEWEST_PATHS : some;
    return few < all ? few : all;
}

uint64_t fc__reverse_search_paths(const struct fc_stress *self)
{
    return part_of(self, 8);
}

uint64_t fc__reverse_proof_paths(const struct fc_stress *self)
{
    return part_of(self, 3);
}

/* ---- the scenario itself ---- */

struct looking {
    struct fc_stress *self;
    uint32_t products;
};

static void look(void *data, const struct fc_block *b, size_t n)
{
    const struct looking *looking = data;
    struct fc_stress *self = looking->self;
    const size_t worlds = self->base.n, first = (size_t)b->first_path;
    fc__drivers_look(&self->drivers, b, n);
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &b->model->markets[k];
        const double *revenue = FC_ROW(b, revenue, k);
        double *product = self->members + market->product * worlds + first;
        double *segment =
            self->members + (looking->products + market->segment) * worlds + first;
        for (size_t l = 0; l < n; l++) {
            product[l] += revenue[l];
            segment[l] += revenue[l];
        }
    }
}

static size_t largest(const double *rows, size_t members, size_t worlds)
{
    size_t best = 0;
    double most = -HUGE_VAL;
    for (size_t m = 0; m < members; m++) {
        double sum = 0.0;
        for (size_t i = 0; i < worlds; i++)
            sum += rows[m * worlds + i];
        best = sum > most ? m : best;
        most = fmax(sum, most);
    }
    return best;
}

static fc_status room_new(struct fc_stress *self, const struct fc_model *model,
                          struct fc_error *err)
{
    const size_t members =
        model->axis[FC_PRODUCT].count + model->axis[FC_SEGMENT].count;
    self->base.n = (size_t)self->study.options.paths;
    self->base.months = (int)model->months;
    self->members = fc_array_new(members * self->base.n, sizeof *self->members);
    if (!self->members)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu worlds", self->base.n);
    return fc__drivers_new(&self->drivers, model, self->base.n, err);
}

/* A sample of the scenario of one world, for its model and plan. */
static fc_status model_look(struct fc_stress *self, struct fc__sample *out,
                            struct fc_error *err)
{
    const struct fc_run_options options = fc__study_options(&self->study, 1, 1);
    FC_TRY(fc__sample_prepare(out, &self->scenario, 1, &options, err));
    self->facts = out->at[0].plan->forecast.facts;
    self->facts.paths_planned = self->study.options.paths;
    const struct fc_entry *line =
        fc__scenario_find(self->scenario, "money.credit_line");
    self->credit_line = line && line->number ? line->number->value : 0.0;
    FC_TRY(fc__reverse_list(self, out, err));
    return self->what.plan_only ? FC_OK : room_new(self, out->at[0].model, err);
}

static fc_status base_run(struct fc_stress *self, struct fc__stress_largest *most,
                          struct fc_error *err)
{
    const size_t products = fc__scenario_members(self->scenario, FC_PRODUCT);
    const size_t segments = fc__scenario_members(self->scenario, FC_SEGMENT);
    struct looking looking = {self, (uint32_t)products};
    const struct fc__look how = {look, &looking};
    FC_TRY(fc__tally_run(self, self->scenario, 0, &how, &self->sample, &self->base,
                         NULL, err));
    most->product = largest(self->members, products, self->base.n);
    most->segment =
        largest(self->members + products * self->base.n, segments, self->base.n);
    fc__sample_hash(&self->sample, self->hash);
    fc__drivers_score(&self->drivers);
    return fc__tally_base(self, err);
}

/* ---- tests ---- */

static fc_status test_read(struct fc_stress *self, const struct fc__stress_plan *plan,
                           fc_scenario **out, struct fc_error *err)
{
    struct fc__variant variant = {.overlay = plan->text};
    struct fc__study study = self->study;
    if (plan->alone) {
        variant.overlay = NULL;
        study.path = plan->path;
    }
    return fc__study_read(&study, &variant, out, err);
}

static fc_status test_run(struct fc_stress *self, struct fc__tested *test,
                          struct fc_error *err)
{
    struct fc__sample sample = {0};
    struct fc__stress_worlds worlds = {0};
    fc_scenario *scenario = NULL;
    fc_status status = test_read(self, &test->plan, &scenario, err);
    if (status == FC_OK && test->plan.user) {
        const char *title = fc_scenario_title(scenario);
        const char *base = fc_scenario_title(self->scenario);
        if (title && base && strcmp(title, base) != 0)
            snprintf(test->plan.title, sizeof test->plan.title, "%s", title);
    }
    if (status == FC_OK)
        status = fc__tally_run(self, scenario, test->plan.month, NULL, &sample, &worlds,
                               &test->out.left, err);
    if (status == FC_OK)
        status = fc__tally_test(self, test, &worlds, err);
    fc__sample_clear(&sample);
    fc_scenario_free(scenario);
    return status;
}

/* The factor on the hazard so that the share leaves that is wanted: tenure and the
 * example of others move it, so one trial corrects it. */
static fc_status leave_fit(struct fc_stress *self, struct fc__stress_plan *plan,
                           struct fc_error *err)
{
    const uint64_t all = self->study.options.paths;
    struct fc__tested trial = {.plan = *plan};
    double factor = fc__stress_leave_factor(
        fc__scenario_find(self->scenario, "people.turnover_per_year")->number->value);
    trial.plan.text = NULL;
    FC_TRY(fc__stress_text(&trial.plan, err));
    self->study.options.paths = part_of(self, 8);
    struct fc__sample sample = {0};
    struct fc__stress_worlds worlds;
    struct fc_estimate left = {(double)NAN, (double)NAN, 0};
    fc_scenario *scenario = NULL;
    fc_status status = test_read(self, &trial.plan, &scenario, err);
    if (status == FC_OK)
        status = fc__tally_run(self, scenario, plan->month, NULL, &sample, &worlds,
                               &left, err);
    fc__sample_clear(&sample);
    fc_scenario_free(scenario);
    free(trial.plan.text);
    self->study.options.paths = all;
    const double share = left.value;
    if (status == FC_OK && share > 0.01 && share < 0.99)
        factor *= log(1.0 - FC__STRESS_LEAVE) / log(1.0 - share);
    fc__stress_leave(plan, factor);
    return status == FC_OK ? fc__stress_text(plan, err) : status;
}

/* ---- the list ---- */

static void test_add(struct fc_stress *self, const struct fc__stress_plan *plan)
{
    struct fc__tested *test = &self->test[self->n++];
    test->plan = *plan;
}

static fc_status list(struct fc_stress *self, const struct fc_model *model,
                      const struct fc__stress_largest *most, struct fc_error *err)
{
    struct fc__stress_plan plan[FC__TESTS] = {0};
    FC_TRY(fc__stress_list(self->scenario, model, most, plan, err));
    for (int i = 0; i < FC__TESTS; i++)
        test_add(self, &plan[i]);
    for (size_t i = 0; i < self->what.n_tests; i++) {
        struct fc__stress_plan own;
        const fc_status status = fc__stress_file(self->what.tests[i], &own, err);
        test_add(self, &own);
        FC_TRY(status);
    }
    return FC_OK;
}

/* By the fall of the mean profit. */
static size_t worst_of(const struct fc_stress *self, size_t other)
{
    size_t worst = 0;
    for (size_t i = 1; i <= FC__TESTS; i++)
        if (i != other && !self->test[i].plan.left_out &&
            (worst == 0 || self->test[i].out.profit_mean.change.value <
                               self->test[worst].out.profit_mean.change.value))
            worst = i;
    return worst;
}

static fc_status two_worst(struct fc_stress *self, struct fc_error *err)
{
    const size_t a = worst_of(self, 0), b = worst_of(self, a);
    struct fc__stress_plan plan = {.left_out = "stress.out.one"};
    snprintf(plan.name, sizeof plan.name, "two_worst");
    if (a > 0 && b > 0)
        fc__stress_join(&self->test[a].plan, &self->test[b].plan, &plan);
    FC_TRY(fc__stress_text(&plan, err));
    test_add(self, &plan);
    return plan.left_out ? FC_OK : test_run(self, &self->test[self->n - 1], err);
}

static fc_status tests_run(struct fc_stress *self, struct fc_error *err)
{
    for (size_t i = 1; i < self->n; i++) {
        struct fc__tested *test = &self->test[i];
        if (test->plan.left_out)
            continue;
        if (i == 1 + FC__TEST_LEAVE)
            FC_TRY(leave_fit(self, &test->plan, err));
        FC_TRY(test_run(self, test, err));
        self->finished = i + 1;
    }
    FC_TRY(two_worst(self, err));
    self->finished = self->n;
    return FC_OK;
}

/* ---- all of it ---- */

static void plan_count(struct fc_stress *self)
{
    const uint64_t paths = self->study.options.paths;
    uint64_t tests = 2 + self->what.n_tests; /* the scenario, the two worst */
    for (size_t i = 1; i < self->n; i++)
        tests += !self->test[i].plan.left_out && !self->test[i].plan.user;
    self->study.planned =
        paths * tests + part_of(self, 8) + self->reverses * fc__reverse_runs(self);
}

/* A test of the user that is wrong is told before anything is simulated. */
static fc_status tests_check(struct fc_stress *self, struct fc_error *err)
{
    fc_status status = FC_OK;
    for (size_t i = 1; i < self->n && status == FC_OK; i++) {
        fc_scenario *scenario = NULL;
        if (self->test[i].plan.user)
            status = test_read(self, &self->test[i].plan, &scenario, err);
        fc_scenario_free(scenario);
    }
    return status;
}

static fc_status run_all(struct fc_stress *self, struct fc_error *err)
{
    const struct fc__stress_plan base = {.name = "base"};
    const struct fc__variant plain = {0};
    struct fc__stress_largest most = {0};
    struct fc__sample sample = {0};
    if (self->what.n_tests > FC_STRESS_MOST - FC__TESTS - 2)
        return FC_FAIL(err, FC_E_ARG, "%zu tests; at most %d are possible",
                       self->what.n_tests, FC_STRESS_MOST - FC__TESTS - 2);
    FC_TRY(fc__study_read(&self->study, &plain, &self->scenario, err));
    test_add(self, &base);
    fc_status status = model_look(self, &sample, err);
    if (status == FC_OK) { /* before anything is simulated: how much will it be? */
        status = list(self, sample.at[0].model, &most, err);
        plan_count(self);
        status = status == FC_OK ? tests_check(self, err) : status;
    }
    for (size_t i = 1; i < self->n && !self->what.plan_only; i++) {
        free(self->test[i].plan.text);
        self->test[i].plan.text = NULL;
    }
    if (status == FC_OK && !self->what.plan_only) {
        self->n = 1;
        status = base_run(self, &most, err);
        self->finished = 1;
        if (status == FC_OK)
            status = list(self, sample.at[0].model, &most, err);
    }
    fc__sample_clear(&sample);
    if (status != FC_OK || self->what.plan_only)
        return status;
    FC_TRY(tests_run(self, err));
    return fc__reverse_all(self, err);
}

static void facts_fill(struct fc_stress *self, fc_status status)
{
    self->facts.paths = self->sample.done;
    self->facts.complete = status == FC_OK;
    self->facts.stop_reason = status == FC_E_PARTIAL       ? "time limit"
                              : status == FC_E_INTERRUPTED ? "signal"
                                                           : NULL;
    self->facts.result_hash = self->hash;
    self->facts.threads = self->sample.threads;
    self->facts.seconds = self->sample.seconds;
    self->facts.clamps = self->sample.clamps;
}

fc_status fc_stress_run(const char *path, const char *const *set, size_t n_set,
                        const struct fc_stress_options *what,
                        const struct fc_run_options *options, fc_stress **out,
                        struct fc_error *err)
{
    *out = NULL;
    fc_stress *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the tests");
    self->what = what ? *what : (struct fc_stress_options){0};
    fc_status status = fc__study_init(&self->study, path, set, n_set, options, err);
    if (status == FC_OK)
        status = run_all(self, err);
    const bool stopped = status == FC_E_PARTIAL || status == FC_E_INTERRUPTED;
    facts_fill(self, status);
    if (status == FC_OK || (stopped && self->finished > 0 && self->base_broken))
        *out = self;
    else
        fc_stress_free(self);
    return status;
}

void fc_stress_free(fc_stress *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < self->n; i++) {
        free(self->test[i].plan.text);
        free(self->test[i].cash);
        free(self->test[i].kept);
    }
    fc__sample_clear(&self->sample);
    free(self->limits.revenue);
    free(self->limits.churn);
    free(self->base_broken);
    free(self->members);
    fc__drivers_clear(&self->drivers);
    fc_scenario_free(self->scenario);
    free(self);
}
