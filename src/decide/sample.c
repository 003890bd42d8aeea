/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paired sampling. Checked by tests/unit/test_decide.c (a scenario against itself
 * differs by exactly 0 everywhere) and tests/repro (threads, block sizes). */
#include "decide/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "engine/pool.h"

/* ---- can they be paired? ---- */

static const char *file_of(const fc_scenario *scenario)
{
    return fc_scenario_file(scenario, 0, NULL, NULL, NULL);
}

static fc_status pair_check(const struct fc_model *a, const struct fc_model *b,
                            struct fc_error *err)
{
    const struct {
        const char *key;
        long long first, second;
    } same[] = {
        {"horizon.months", a->months, b->months},
        {"horizon.steps_per_month", a->steps_per_month, b->steps_per_month},
    };
    const char *one = file_of(a->scenario), *two = file_of(b->scenario);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (same[i].first != same[i].second)
            return FC_FAIL(err, FC_E_SCENARIO,
                           "'%s' and '%s' cannot be compared: '%s' is %lld in the "
                           "first and %lld in the second; give both the same",
                           one, two, same[i].key, same[i].first, same[i].second);
    if (a->start_month != b->start_month)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "'%s' and '%s' cannot be compared: 'horizon.start' is %d-%02d "
                       "in the first and %d-%02d in the second; give both the same",
                       one, two, a->start_month / 12, a->start_month % 12 + 1,
                       b->start_month / 12, b->start_month % 12 + 1);
    const char *money = fc_scenario_currency(a->scenario);
    const char *other = fc_scenario_currency(b->scenario);
    if (strcmp(money ? money : "", other ? other : "") != 0)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "'%s' and '%s' cannot be compared: 'currency' is \"%s\" in the "
                       "first and \"%s\" in the second; give both the same",
                       one, two, money ? money : "", other ? other : "");
    return FC_OK;
}

fc_status fc__sample_prepare(struct fc__sample *self, fc_scenario *const *scenarios,
                             size_t n, const struct fc_run_options *options,
                             struct fc_error *err)
{
    *self = (struct fc__sample){.planned = options->paths,
                                .seed = fc_seed(options->seed),
                                .threads = fc__pool_threads(options)};
    self->at = fc_array_new(n, sizeof *self->at);
    self->paths = fc_array_new(n, sizeof *self->paths);
    if (!self->at || !self->paths)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu scenarios", n);
    for (self->n = 0; self->n < n;) {
        struct fc_prepared *at = &self->at[self->n];
        self->n++;
        FC_TRY(fc__prepare(at, scenarios[self->n - 1], options, 1, err));
        FC_TRY(pair_check(self->at[0].model, at->model, err));
    }
    return FC_OK;
}

/* ---- what is kept ---- */

static size_t series_of(const struct fc_prepared *at, struct fc__column column)
{
    return column.period > 0
               ? fc__layout_month(at->layout, column.metric, 0, 0, column.period)
               : fc__layout_total(at->layout, column.metric, column.period);
}

size_t fc__sample_keep(struct fc__sample *self, size_t metric, int period)
{
    const struct fc__column column = {metric, period};
    if (period > (int)self->at[0].model->months ||
        series_of(&self->at[0], column) == SIZE_MAX)
        return SIZE_MAX;
    for (size_t i = 0; i < self->columns; i++)
        if (self->column[i].metric == metric && self->column[i].period == period)
            return i;
    struct fc__column *grown =
        realloc(self->column, (self->columns + 1) * sizeof *grown);
    if (!grown)
        return SIZE_MAX;
    self->column = grown;
    grown[self->columns] = column;
    return self->columns++;
}

/* ---- memory ---- */

fc_status fc__sample_size(struct fc__sample *self, const struct fc_run_options *options,
                          struct fc_error *err)
{
    const size_t limit = fc__memory_limit(options);
    size_t worker = 0, kept = 0;
    for (size_t i = 0; i < self->n; i++) {
        worker += fc__worker_bytes(&self->at[i], false);
        kept += fc__paths_bytes(self->at[i].layout, self->columns, self->planned);
    }
    while (self->threads > 1 && options->threads == 0 &&
           kept + worker * (size_t)self->threads > limit)
        self->threads--;
    self->bytes = kept + worker * (size_t)self->threads;
    return fc__memory_check(options, self->bytes,
                            "use fewer paths, threads or scenarios", err);
}

/* ---- running ---- */

struct crew { /* workers[thread * n + scenario] */
    struct fc__sample *sample;
    struct fc_worker *workers;
};

static void work(void *crew_, int thread, unsigned part, uint64_t first, size_t n)
{
    const struct crew *crew = crew_;
    const struct fc__sample *sample = crew->sample;
    const struct fc_prepared *at = &sample->at[part];
    const struct fc_sink sink = {.layout = at->layout, .paths = sample->paths[part]};
    fc__worker_run(&crew->workers[(size_t)thread * sample->n + part], at, sample->seed,
                   first, n, &sink);
}

static fc_status crew_new(struct crew *self, struct fc__sample *sample,
                          struct fc_error *err)
{
    const size_t all = (size_t)sample->threads * sample->n;
    *self = (struct crew){sample, fc_array_new(all, sizeof *self->workers)};
    if (!self->workers)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu workers", all);
    for (size_t i = 0; i < all; i++)
        FC_TRY(
            fc__worker_new(&sample->at[i % sample->n], false, &self->workers[i], err));
    return FC_OK;
}

static void crew_clear(struct crew *self)
{
    const struct fc__sample *sample = self->sample;
    const size_t all = (size_t)sample->threads * sample->n;
    for (size_t i = 0; self->workers && i < all; i++) {
        if (self->workers[i].block)
            self->sample->clamps += self->workers[i].block->clamps;
        fc__worker_clear(&self->workers[i]);
    }
    free(self->workers);
}

static fc_status paths_new(struct fc__sample *self, struct fc_error *err)
{
    size_t *series = fc_array_new(self->columns, sizeof *series);
    fc_status status =
        series ? FC_OK : FC_FAIL(err, FC_E_MEMORY, "no memory for the values");
    for (size_t i = 0; status == FC_OK && i < self->n; i++) {
        for (size_t c = 0; c < self->columns; c++)
            series[c] = series_of(&self->at[i], self->column[c]);
        status = fc__paths_new(self->at[i].layout, series, self->columns, self->planned,
                               &self->paths[i], err);
    }
    free(series);
    return status;
}

fc_status fc__sample_run(struct fc__sample *self, const struct fc_run_options *options,
                         struct fc_error *err)
{
    struct crew crew = {self, NULL};
    struct fc_pool pool = {.options = options,
                           .threads = self->threads,
                           .parts = (unsigned)self->n,
                           .planned = self->planned,
                           .start = fc__pool_now(),
                           .data = &crew,
                           .work = work};
    fc_status status = paths_new(self, err);
    if (status == FC_OK)
        status = crew_new(&crew, self, err);
    if (status == FC_OK)
        self->stopped = fc__pool_round(&pool);
    crew_clear(&crew);
    self->done = pool.done;
    self->seconds = fc__pool_now() - pool.start;
    if (status == FC_OK && self->done == 0)
        return FC_FAIL(err, self->stopped,
                       "stopped before the first %d paths of all scenarios were "
                       "finished",
                       FC_LANES);
    return status;
}

void fc__sample_clear(struct fc__sample *self)
{
    for (size_t i = 0; self->at && i < self->n; i++) {
        fc__prepared_clear(&self->at[i]);
        if (self->paths)
            fc__paths_free(self->paths[i]);
    }
    free(self->at);
    free(self->paths);
    free(self->column);
    *self = (struct fc__sample){0};
}

const double *fc__sample_values(const struct fc__sample *self, size_t i, size_t column)
{
    return fc__paths_column(self->paths[i], column);
}

void fc__sample_hash(const struct fc__sample *self, char hex[65])
{
    struct fc_builder all = {0};
    for (size_t i = 0; i < self->n; i++)
        for (size_t c = 0; c < self->columns; c++) {
            char one[65];
            fc_sha256_hex(fc__sample_values(self, i, c),
                          (size_t)self->done * sizeof(double), one);
            fc_builder_add(&all, one);
        }
    fc_sha256_hex(fc_builder_text(&all), all.n, hex);
    fc_builder_clear(&all);
}
