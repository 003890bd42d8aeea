/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of chosen series, path by path: what paired comparisons are made of. */
#ifndef FC_ENGINE_PATHS_H
#define FC_ENGINE_PATHS_H

#include "engine/layout.h"

typedef struct fc_paths fc_paths;

/* Room for `columns` series, each of `paths` values; FC_E_MEMORY. No series may stand
 * twice. */
fc_status fc__paths_new(const fc_layout *layout, const size_t *series, size_t columns,
                        uint64_t paths, fc_paths **out, struct fc_error *err);
void fc__paths_free(fc_paths *self);
size_t fc__paths_bytes(const fc_layout *layout, size_t columns, uint64_t paths);

/* Values of paths first_path .. of a series; dropped if it was not chosen. Different
 * paths may be added by different threads. */
void fc__paths_add(fc_paths *self, size_t series, uint64_t first_path, size_t n,
                   const double *values);

/* Values of column i by path, NAN where missing. Borrowed. */
const double *fc__paths_column(const fc_paths *self, size_t i);

#endif
