/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of what crises take each of them takes, in the same worlds.
 *
 *   whole = value with no crisis - value with all of them, path by path
 * Up to FC__ATTRIBUTED_MOST crises it is split by Shapley values (Shapley 1953): the
 * mean over all orders in which crises join of what each then takes; 2^n runs, and the
 * shares of a path add up to its whole. For more crises each one's share is what it
 * takes as the last one, n + 2 runs; then the shares do not add up. */
#ifndef FC_DECIDE_ATTRIBUTION_H
#define FC_DECIDE_ATTRIBUTION_H

#include "base/text.h"
#include "decide/study.h"

enum { FC__ATTRIBUTED_MOST = 8, FC__CRISES_MOST = 32 };

/* Set of crises: bit i is crisis i. */
typedef uint32_t fc__crisis_set;

struct fc__attribution {
    size_t n, keeps, paths;
    bool shapley; /* else what each takes as the last one */
    size_t runs;
    double *values; /* [(keep * runs + run) * paths + path] */
};

/* "Had this crisis not happened": text of an overlay in which the crises of `off` never
 * strike, neither by chance, nor by contagion, nor on a date (severity 0 is no event),
 * and what they would have set off does not come either; all other luck stays. The one
 * meaning for shares of losses, ledgers and autopsies. */
void fc__crises_off(const char *const *crisis, size_t n, fc__crisis_set off,
                    struct fc_builder *out);

/* Runs that n crises take. */
size_t fc__attribution_runs(size_t n);

/* Runs `base` (NULL: the scenario as it is; its overlay must be free) with all the sets
 * of crises that are needed. fc__attribution_clear() in every case.
 * @param crisis  n <= FC__CRISES_MOST names, all of the scenario; borrowed for the call
 * @return FC_OK, FC_E_MEMORY, as fc__study_run() */
fc_status fc__attribution_run(struct fc__study *study, const struct fc__variant *base,
                              const char *const *crisis, size_t n,
                              const struct fc__keep *keep, size_t n_keep,
                              uint64_t paths, struct fc__attribution *self,
                              struct fc_error *err);
void fc__attribution_clear(struct fc__attribution *self);

/* The kept value on every path while all crises but i may strike. Borrowed. */
const double *fc__attribution_without(const struct fc__attribution *self, size_t keep,
                                      size_t i);

/* What crisis i takes of a kept value on every path: out[paths]. */
void fc__attribution_share(const struct fc__attribution *self, size_t keep, size_t i,
                           double *out);
/* What all of them take on every path. */
void fc__attribution_whole(const struct fc__attribution *self, size_t keep,
                           double *out);

#endif
