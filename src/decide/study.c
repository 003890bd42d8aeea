/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the variants of a scenario, a few at a time. Checked by
 * tests/unit/test_decide_study.c (the same values however variants are grouped). */
#include "decide/study.h"

#include <string.h>

#include "base/error.h"
#include "model/read.h"
#include "scenario/scenario.h"

fc_status fc__study_init(struct fc__study *self, const char *path,
                         const char *const *set, size_t n_set,
                         const struct fc_run_options *options, struct fc_error *err)
{
    const size_t most = FC__SETS_MOST - FC__VARIANT_SETS;
    *self = (struct fc__study){.path = path, .n_set = n_set, .options = *options};
    if (n_set > most)
        return FC_FAIL(err, FC_E_ARG, "%zu overrides; at most %zu are possible", n_set,
                       most);
    for (size_t i = 0; i < n_set; i++)
        self->set[i] = set[i];
    return FC_OK;
}

/* ---- progress over all parts ---- */

static void show(void *self_, uint64_t done, uint64_t planned, double seconds)
{
    const struct fc__study *self = self_;
    const struct fc_run_options *o = &self->options;
    const uint64_t now = self->done + done * self->parts;
    (void)planned;
    if (o->progress)
        o->progress(o->progress_data, now < self->planned ? now : self->planned,
                    self->planned, seconds);
}

struct fc_run_options fc__study_options(struct fc__study *self, uint64_t paths,
                                        size_t variants)
{
    struct fc_run_options options = self->options;
    options.paths = paths;
    options.twin = options.detail = false;
    options.precision = NULL;
    options.progress = show;
    options.progress_data = self;
    self->parts = variants;
    return options;
}

/* ---- variants ---- */

fc_status fc__study_read(struct fc__study *self, const struct fc__variant *at,
                         fc_scenario **out, struct fc_error *err)
{
    size_t n = self->n_set;
    for (size_t i = 0; i < at->n_set; i++)
        self->set[n++] = at->set[i];
    return fc__scenario_read_overlaid(self->path, at->overlay, self->set, n,
                                      fc__owners(), out, err);
}

static size_t metric_find(const struct fc__sample *sample, const char *name)
{
    const struct fc_forecast_plan *plan = &sample->at[0].plan->forecast;
    size_t i = 0;
    while (i < plan->metric_count && strcmp(plan->metrics[i].metric.name, name) != 0)
        i++;
    return i < plan->metric_count ? i : SIZE_MAX;
}

static fc_status columns_keep(struct fc__sample *sample, const struct fc__keep *keep,
                              size_t n, size_t *column, struct fc_error *err)
{
    for (size_t k = 0; k < n; k++) {
        const size_t metric = metric_find(sample, keep[k].metric);
        column[k] = metric == SIZE_MAX
                        ? SIZE_MAX
                        : fc__sample_keep(sample, metric, keep[k].period);
        if (column[k] == SIZE_MAX)
            return FC_FAIL(err, FC_E_ARG, "'%s' has no value for period %d",
                           keep[k].metric, keep[k].period);
    }
    return FC_OK;
}

static fc_status sample_run(struct fc__sample *sample, fc_scenario *const *scenarios,
                            size_t n, const struct fc_run_options *options,
                            const struct fc__keep *keep, size_t n_keep, size_t *column,
                            struct fc_error *err)
{
    FC_TRY(fc__sample_prepare(sample, scenarios, n, options, err));
    FC_TRY(columns_keep(sample, keep, n_keep, column, err));
    FC_TRY(fc__sample_size(sample, options, err));
    FC_TRY(fc__sample_run(sample, options, err));
    if (sample->stopped != FC_OK)
        return FC_FAIL(err, sample->stopped, "stopped before all parts were done");
    return FC_OK;
}

static fc_status some_run(struct fc__study *self, const struct fc__keep *keep,
                          size_t n_keep, const struct fc__variant *at,
                          fc_scenario *const *scenarios, size_t n, uint64_t paths,
                          struct fc_error *err)
{
    const struct fc_run_options options = fc__study_options(self, paths, n);
    size_t column[FC__KEEP_MOST];
    struct fc__sample sample;
    const fc_status status =
        sample_run(&sample, scenarios, n, &options, keep, n_keep, column, err);
    for (size_t i = 0; status == FC_OK && i < n; i++)
        for (size_t k = 0; k < n_keep; k++)
            if (at[i].values[k])
                memcpy(at[i].values[k], fc__sample_values(&sample, i, column[k]),
                       (size_t)sample.done * sizeof(double));
    fc__sample_clear(&sample);
    self->done += paths * n;
    return status;
}

/* A few at a time: each thread has a block of each. */
fc_status fc__study_run(struct fc__study *self, const struct fc__keep *keep,
                        size_t n_keep, const struct fc__variant *at, size_t n,
                        uint64_t paths, struct fc_error *err)
{
    enum { CHUNK = 8 };
    fc_status status = FC_OK;
    for (size_t first = 0; first < n && status == FC_OK; first += CHUNK) {
        const size_t some = n - first < CHUNK ? n - first : CHUNK;
        fc_scenario *scenarios[CHUNK] = {NULL};
        for (size_t i = 0; i < some && status == FC_OK; i++)
            status = fc__study_read(self, &at[first + i], &scenarios[i], err);
        if (status == FC_OK)
            status =
                some_run(self, keep, n_keep, at + first, scenarios, some, paths, err);
        for (size_t i = 0; i < some; i++)
            fc_scenario_free(scenarios[i]);
    }
    return status;
}
