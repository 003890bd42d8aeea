/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a checked scenario to what threads can run. Checked by every test that runs. */
#include "engine/prepare.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

static fc_status options_check(const struct fc_run_options *o, struct fc_error *err)
{
    if (o->paths < 1 || o->paths > FC_MOST_PATHS)
        return FC_FAIL(err, FC_E_ARG, "paths is %llu; it must lie in [1, %d]",
                       (unsigned long long)o->paths, FC_MOST_PATHS);
    if (o->threads < 0 || o->threads > 1024)
        return FC_FAIL(err, FC_E_ARG, "threads is %d; it must lie in [0, 1024]",
                       o->threads);
    return FC_OK;
}

static fc_status problems_check(const fc_scenario *scenario, struct fc_error *err)
{
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++) {
        bool warning;
        const char *text = fc_scenario_problem(scenario, i, &warning);
        if (!warning)
            return FC_FAIL(err, FC_E_SCENARIO, "%s", text);
    }
    return FC_OK;
}

fc_status fc__prepare(struct fc_prepared *self, fc_scenario *scenario,
                      const struct fc_run_options *options, uint32_t keep,
                      struct fc_error *err)
{
    *self = (struct fc_prepared){.scenario = scenario};
    FC_TRY(options_check(options, err));
    FC_TRY(problems_check(scenario, err));
    fc_status status = fc__model_new(scenario, fc_isa_best(), &self->model, err);
    if (status == FC_OK)
        status = problems_check(scenario, err);
    if (status == FC_OK)
        status = fc__run_plan_new(self->model, options, &self->plan, err);
    if (status == FC_OK)
        fc__run_plan_keep(self->plan, keep);
    if (status == FC_E_SCENARIO)
        problems_check(scenario, err);
    if (status == FC_OK)
        status = fc__layout_new(&self->plan->forecast, &self->layout, err);
    if (status == FC_OK && options->plan == FC_STRATIFIED)
        status = fc__strata_new(self->model, &self->strata, err);
    if (status == FC_OK && self->strata && options->paths < FC_STRATA_PERIOD)
        status = FC_FAIL(err, FC_E_ARG,
                         "paths is %llu; the plan 'stratified' needs at least %d",
                         (unsigned long long)options->paths, FC_STRATA_PERIOD);
    return status;
}

fc_status fc__prepared_share(struct fc_prepared *self, const struct fc_prepared *from,
                             struct fc_error *err)
{
    free(self->strata);
    self->strata = NULL;
    if (!from->strata)
        return FC_OK;
    self->strata = fc_array_new(1, sizeof *self->strata);
    if (!self->strata)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the strata");
    *self->strata = *from->strata;
    return FC_OK;
}

fc_status fc__prepared_tally(const struct fc_prepared *self, uint64_t paths,
                             fc_tally **out, struct fc_error *err)
{
    const uint64_t batch = (paths + FC_BATCHES - 1) / FC_BATCHES;
    const struct fc_series_spec *specs = fc__layout_specs(self->layout);
    const size_t n = fc__layout_series(self->layout);
    if (!self->strata)
        return fc_tally_new(specs, n, batch, out, err);
    return fc_tally_new_strata(specs, n,
                               (batch + FC_STRATA_PERIOD - 1) / FC_STRATA_PERIOD,
                               self->strata, out, err);
}

size_t fc__prepared_tally_bytes(const struct fc_prepared *self)
{
    return (self->strata ? self->strata->n : 1) *
           fc_tally_bytes(fc__layout_specs(self->layout),
                          fc__layout_series(self->layout));
}

void fc__prepared_facts(const struct fc_prepared *self, uint64_t paths,
                        struct fc_run_facts *facts)
{
    facts->plan = self->strata ? "stratified" : "plain";
    facts->strata = self->strata ? self->strata->n : 0;
    for (uint32_t h = 0; h < facts->strata; h++)
        facts->stratum[h] = (struct fc_stratum){
            self->strata->prob[h], fc_stratum_count(self->strata, h, paths)};
}

void fc__prepared_clear(struct fc_prepared *self)
{
    fc__layout_free(self->layout);
    fc__run_plan_free(self->plan);
    fc__model_free(self->model);
    free(self->strata);
    *self = (struct fc_prepared){0};
}

fc_status fc__worker_new(const struct fc_prepared *from, bool twin,
                         struct fc_worker *self, struct fc_error *err)
{
    FC_TRY(fc__block_new(from->model, &self->block, err));
    self->block->strata = from->strata;
    FC_TRY(fc__folder_new(from->model, from->plan, &self->folder, err));
    return twin ? fc__recovery_new(from->model, &self->recovery, err) : FC_OK;
}

void fc__worker_clear(struct fc_worker *self)
{
    fc__block_free(self->block);
    fc__folder_free(self->folder);
    fc__recovery_free(self->recovery);
    *self = (struct fc_worker){0};
}

size_t fc__worker_bytes(const struct fc_prepared *from, bool twin)
{
    return fc__block_bytes(from->model) + fc__folder_bytes(from->model, from->plan) +
           (twin ? fc__recovery_bytes(from->model) : 0);
}

void fc__worker_run(struct fc_worker *self, const struct fc_prepared *from,
                    uint64_t seed, uint64_t first, size_t n, const struct fc_sink *sink)
{
    struct fc_block *b = self->block;
    b->path_of = self->list ? self->list + first : NULL;
    if (self->recovery) {
        fc__block_open(b, seed, first, true);
        for (uint32_t t = 0; t < from->model->steps; t++, fc__block_next(b)) {
            fc__block_step(b);
            if (b->month_ends)
                fc__recovery_twin(self->recovery, b);
        }
    }
    fc__block_open(b, seed, first, false);
    fc__folder_open(self->folder, b);
    for (uint32_t t = 0; t < from->model->steps; t++, fc__block_next(b)) {
        fc__block_step(b);
        if (!b->month_ends)
            continue;
        fc__folder_month(self->folder, b, sink, n);
        if (sink->look)
            sink->look(sink->look_data, b, n);
        if (self->recovery)
            fc__recovery_month(self->recovery, b, sink, n);
    }
}
