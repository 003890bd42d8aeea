/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of doubles: a column a series, a row a path. Which thread writes a path does
 * not matter: each has its own place. Checked by tests/unit/test_decide.c. */
#include "engine/paths.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

struct fc_paths {
    size_t series;
    uint64_t paths;
    uint32_t *column; /* of a series; UINT32_MAX: not chosen */
    double *values;   /* [column][path] */
};

size_t fc__paths_bytes(const fc_layout *layout, size_t columns, uint64_t paths)
{
    return sizeof(struct fc_paths) + fc__layout_series(layout) * sizeof(uint32_t) +
           columns * (size_t)paths * sizeof(double);
}

fc_status fc__paths_new(const fc_layout *layout, const size_t *series, size_t columns,
                        uint64_t paths, fc_paths **out, struct fc_error *err)
{
    *out = NULL;
    fc_paths *self = fc_array_new(1, sizeof *self);
    if (self) {
        self->series = fc__layout_series(layout);
        self->paths = paths;
        self->column = fc_array_new(self->series, sizeof *self->column);
        self->values = fc_array_new(columns, (size_t)paths * sizeof *self->values);
    }
    if (!self || !self->column || !self->values) {
        fc__paths_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu values of %llu paths",
                       columns, (unsigned long long)paths);
    }
    memset(self->column, 0xFF, self->series * sizeof *self->column);
    for (size_t i = 0; i < columns; i++) {
        assert(series[i] < self->series && self->column[series[i]] == UINT32_MAX);
        self->column[series[i]] = (uint32_t)i;
    }
    *out = self;
    return FC_OK;
}

void fc__paths_free(fc_paths *self)
{
    if (!self)
        return;
    free(self->column);
    free(self->values);
    free(self);
}

void fc__paths_add(fc_paths *self, size_t series, uint64_t first_path, size_t n,
                   const double *values)
{
    const uint32_t column = self->column[series];
    if (column == UINT32_MAX)
        return;
    assert(first_path + n <= self->paths);
    memcpy(self->values + column * self->paths + first_path, values,
           n * sizeof *values);
}

const double *fc__paths_column(const fc_paths *self, size_t i)
{
    return self->values + i * self->paths;
}
