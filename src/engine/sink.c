/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the values of a block go: to the tally, or to the pilot that keeps those of the
 * first FC_PILOT_PATHS paths to lay the histograms, or to a table of paths.
 * Checked by tests/unit/test_forecast.c and test_pilot.c. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/lanes.h"
#include "engine/paths.h"

struct fc_pilot {
    size_t series, rows;
    uint32_t *row;  /* of a series; UINT32_MAX: needs no scale */
    double *values; /* rows of FC_PILOT_PATHS, NAN where none was seen */
};

static bool needs_scale(const struct fc_series_spec *spec)
{
    return spec->kind != FC_SERIES_MOMENTS && !(spec->scale > 0.0);
}

static size_t rows_of(const fc_layout *layout)
{
    const struct fc_series_spec *specs = fc__layout_specs(layout);
    size_t rows = 0;
    for (size_t i = 0; i < fc__layout_series(layout); i++)
        rows += needs_scale(&specs[i]);
    return rows;
}

size_t fc__pilot_bytes(const fc_layout *layout)
{
    return sizeof(struct fc_pilot) + fc__layout_series(layout) * sizeof(uint32_t) +
           rows_of(layout) * FC_PILOT_PATHS * sizeof(double);
}

fc_status fc__pilot_new(const fc_layout *layout, fc_pilot **out, struct fc_error *err)
{
    const struct fc_series_spec *specs = fc__layout_specs(layout);
    *out = NULL;
    fc_pilot *self = fc_array_new(1, sizeof *self);
    if (self) {
        self->series = fc__layout_series(layout);
        self->rows = rows_of(layout);
        self->row = fc_array_new(self->series, sizeof *self->row);
        self->values =
            fc_array_new_aligned(self->rows, FC_PILOT_PATHS * sizeof *self->values);
    }
    if (!self || !self->row || !self->values) {
        fc__pilot_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the pilot of %zu series",
                       fc__layout_series(layout));
    }
    uint32_t next = 0;
    for (size_t i = 0; i < self->series; i++)
        self->row[i] = needs_scale(&specs[i]) ? next++ : UINT32_MAX;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < self->rows * FC_PILOT_PATHS; i++)
        self->values[i] = (double)NAN;
    *out = self;
    return FC_OK;
}

void fc__pilot_free(fc_pilot *self)
{
    if (!self)
        return;
    free(self->row);
    free(self->values);
    free(self);
}

static void pilot_keep(fc_pilot *self, size_t series, uint64_t first_path, size_t n,
                       const double *values)
{
    double *row = self->values + (size_t)self->row[series] * FC_PILOT_PATHS;
    for (size_t i = 0; i < n && first_path + i < FC_PILOT_PATHS; i++)
        row[first_path + i] = values[i];
}

void fc__pilot_apply(const fc_pilot *self, fc_layout *layout)
{
    const struct fc_series_spec *specs = fc__layout_specs(layout);
#pragma omp parallel for schedule(static) /* each series has its own scale */
    for (size_t i = 0; i < self->series; i++) {
        double centre, scale;
        if (self->row[i] == UINT32_MAX)
            continue;
        fc_tally_scale_from_pilot(self->values + (size_t)self->row[i] * FC_PILOT_PATHS,
                                  FC_PILOT_PATHS, specs[i].quantum, &centre, &scale);
        fc__layout_set_scale(layout, i, centre, scale);
    }
}

void fc__pilot_tally(const fc_pilot *self, fc_tally *tally)
{
#pragma omp parallel for schedule(static) /* each series has its own place */
    for (size_t i = 0; i < self->series; i++) {
        if (self->row[i] == UINT32_MAX)
            continue;
        const double *row = self->values + (size_t)self->row[i] * FC_PILOT_PATHS;
        for (size_t first = 0; first < FC_PILOT_PATHS; first += FC_LANES)
            fc_tally_add(tally, i, first, FC_LANES, row + first);
    }
}

void fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first_path,
                  size_t n, const double *values)
{
    assert(!sink->paths == (sink->tally || sink->pilot));
    if (sink->paths)
        fc__paths_add(sink->paths, series, first_path, n, values);
    else if (sink->pilot && sink->pilot->row[series] != UINT32_MAX)
        pilot_keep(sink->pilot, series, first_path, n, values);
    else if (sink->tally)
        fc_tally_add(sink->tally, series, first_path, n, values);
}

static void add_targets(const struct fc_sink *sink, size_t metric, int period,
                        uint64_t first_path, size_t n, const double *values)
{
    const fc_layout *layout = sink->layout;
    size_t i = fc__layout_target_after(layout, metric, period, 0);
    for (; i != SIZE_MAX; i = fc__layout_target_after(layout, metric, period, i + 1))
        fc__sink_add(sink, fc__layout_target(layout, i), first_path, n, values);
}

void fc__sink_month(const struct fc_sink *sink, size_t metric, size_t breakdown,
                    size_t member, int month, uint64_t first_path, size_t n,
                    const double *values)
{
    const size_t series =
        fc__layout_month(sink->layout, metric, breakdown, member, month);
    assert(series != SIZE_MAX);
    fc__sink_add(sink, series, first_path, n, values);
    if (breakdown == 0)
        add_targets(sink, metric, month, first_path, n, values);
}

void fc__sink_total(const struct fc_sink *sink, size_t metric, int period,
                    uint64_t first_path, size_t n, const double *values)
{
    const size_t series = fc__layout_total(sink->layout, metric, period);
    assert(series != SIZE_MAX && period <= 0);
    fc__sink_add(sink, series, first_path, n, values);
    add_targets(sink, metric, period, first_path, n, values);
}
