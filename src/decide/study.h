/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One scenario, many variants of it, all in the same worlds: what structures, stress
 * tests, ledgers, frontiers and autopsies are made of. A variant is the scenario with
 * overrides ("key=value") and an overlay on top; what is wanted of it are values by
 * path. Path i of every variant, also of another call with the same study, has the same
 * luck. */
#ifndef FC_DECIDE_STUDY_H
#define FC_DECIDE_STUDY_H

#include "decide/sample.h"

enum { FC__SETS_MOST = 512, FC__VARIANT_SETS = 16, FC__KEEP_MOST = 64 };

struct fc__study {
    const char *path;               /* of the scenario; borrowed */
    const char *set[FC__SETS_MOST]; /* overrides of the user; borrowed */
    size_t n_set;
    struct fc_run_options options;
    uint64_t planned, done; /* path-runs of all calls together, for the progress */
    uint64_t parts;         /* variants that run now */
};

/* A value that is wanted by path. */
struct fc__keep {
    const char *metric; /* name of a KPI with totals, or with months */
    int period;         /* month, -year, FC_PERIOD_HORIZON */
};

struct fc__variant {
    const char *set[FC__VARIANT_SETS]; /* on top of those of the user */
    size_t n_set;
    const char *overlay;           /* as if a file of that text extended it; or NULL */
    double *values[FC__KEEP_MOST]; /* [keep]: room for `paths` values, or NULL */
};

/* FC_E_ARG: too many overrides. `planned` is the caller's to set. */
fc_status fc__study_init(struct fc__study *self, const char *path,
                         const char *const *set, size_t n_set,
                         const struct fc_run_options *options, struct fc_error *err);

/* Options of a part of the study: so many paths, the progress that of the whole. */
struct fc_run_options fc__study_options(struct fc__study *self, uint64_t paths,
                                        size_t variants);

/* Reads a variant; the caller frees it. FC_E_SCENARIO: *out has its problems. */
fc_status fc__study_read(struct fc__study *self, const struct fc__variant *at,
                         fc_scenario **out, struct fc_error *err);

/* Simulates the paths 0 .. paths - 1 of n variants and gives what is wanted.
 * FC_E_ARG: a metric has no such period; FC_E_PARTIAL, FC_E_INTERRUPTED: nothing is
 * given. The same bytes for any number of threads, and however variants are grouped. */
fc_status fc__study_run(struct fc__study *self, const struct fc__keep *keep,
                        size_t n_keep, const struct fc__variant *at, size_t n,
                        uint64_t paths, struct fc_error *err);

#endif
