/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same paths of several scenarios: common random numbers.
 *
 * Every draw has an address (seed, path, step, site name), so that the same path of two
 * scenarios shares all luck of what both have. Under a stratified plan the strata are
 * those of the first scenario. Blocks are dealt out scenario by
 * scenario: what is finished when somebody stops it is finished for all of them. */
#ifndef FC_DECIDE_SAMPLE_H
#define FC_DECIDE_SAMPLE_H

#include "engine/paths.h"
#include "engine/prepare.h"

/* A value that is kept by path. */
struct fc__column {
    size_t metric;
    int period; /* month, -year, FC_PERIOD_HORIZON */
};

struct fc__sample {
    size_t n, columns; /* scenarios; values of a path */
    struct fc_prepared *at;
    fc_paths **paths;
    struct fc__column *column;
    uint64_t done, planned, seed;
    const uint64_t *list; /* the paths, with entries for whole blocks; NULL: 0, 1, .. */
    uint64_t clamps;
    fc_status stopped; /* FC_OK, FC_E_PARTIAL, FC_E_INTERRUPTED */
    int threads;
    double seconds;
    size_t bytes;
    /* set between prepare and run, or left NULL: what fc_sink.look does */
    void (*look)(void *data, const struct fc_block *b, size_t n);
    void *look_data;
};

/* Compiles the scenarios and checks that they can be paired: FC_E_SCENARIO with both
 * files and values. Then choose columns, size and run. fc__sample_clear() in every
 * case. */
fc_status fc__sample_prepare(struct fc__sample *self, fc_scenario *const *scenarios,
                             size_t n, const struct fc_run_options *options,
                             struct fc_error *err);

/* Adds a value to be kept; its column, or SIZE_MAX if the metric has no such value
 * (*full: no memory). A value that is kept already gets no second column. */
size_t fc__sample_keep(struct fc__sample *self, size_t metric, int period);

/* Bytes and threads (fewer, if memory is short and the options leave it open).
 * FC_E_MEMORY. */
fc_status fc__sample_size(struct fc__sample *self, const struct fc_run_options *options,
                          struct fc_error *err);

/* FC_OK also when it was stopped with some paths done; see `stopped`. */
fc_status fc__sample_run(struct fc__sample *self, const struct fc_run_options *options,
                         struct fc_error *err);
void fc__sample_clear(struct fc__sample *self);

/* Values of a column of scenario i: `done` of them. */
const double *fc__sample_values(const struct fc__sample *self, size_t i, size_t column);

/* SHA-256 of all values kept, in hex. */
void fc__sample_hash(const struct fc__sample *self, char hex[65]);

#endif
