/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of `structures`: its parts fill one result. */
#ifndef FC_DECIDE_STRUCTURES_H
#define FC_DECIDE_STRUCTURES_H

#include "decide/compare.h"
#include "funnelcloud/structures.h"

enum { FC__STRUCTURES_MOST = 12, FC__INGREDIENTS = 5, FC__SETS_MOST = 512 };

struct fc_structures {
    const char *path; /* while it runs */
    const char *set[FC__SETS_MOST];
    size_t n_set;
    struct fc_run_options options;
    uint64_t planned, done; /* of all parts, for the progress */

    size_t n; /* structures; 0 is that of the scenario */
    char structure[FC__STRUCTURES_MOST][32];
    fc_scenario *scenario[FC__STRUCTURES_MOST];
    bool has_teams; /* the scenario lists teams, which fit only its own structure */
    fc_comparison *comparison;
    size_t rank[FC__STRUCTURES_MOST];

    /* decompose.c */
    const char *not_decomposed; /* why; NULL: it is */
    size_t from, to, ingredients;
    const char *ingredient[FC__INGREDIENTS];
    struct fc_estimate share[FC__INGREDIENTS][FC_GOAL_COUNT], whole[FC_GOAL_COUNT];
    uint64_t decompose_paths;

    /* shocks.c */
    size_t shocks;
    struct fc_shock *shock;
    struct fc_estimate *loss; /* [shock * n + structure] */
    uint64_t shock_paths;

    struct fc_break_even even; /* break_even.c */
};

/* One variant: overrides on top of those of the user, an overlay (may be NULL), and
 * where its values go: operating profit and revenue over the horizon by path. */
struct fc__variant {
    const char *set[8];
    size_t n_set;
    const char *overlay;
    double *profit, *revenue; /* may be NULL */
};

/* Simulates n variants in the same worlds. FC_E_PARTIAL and FC_E_INTERRUPTED: nothing
 * is given. */
fc_status fc__variants_run(struct fc_structures *self, const struct fc__variant *at,
                           size_t n, uint64_t paths, struct fc_error *err);

/* Reads a variant. */
fc_status fc__variant_read(struct fc_structures *self, const struct fc__variant *at,
                           fc_scenario **out, struct fc_error *err);

fc_status fc__structures_decompose(struct fc_structures *self, struct fc_error *err);
fc_status fc__structures_shock_all(struct fc_structures *self, struct fc_error *err);
fc_status fc__structures_break_even(struct fc_structures *self, struct fc_error *err);

/* Path-runs of a part, for the progress. */
uint64_t fc__decompose_runs(const struct fc_structures *self);
uint64_t fc__shock_runs(const struct fc_structures *self);

/* Has the scenario this entry, also as a preset? */
bool fc__structures_has(const struct fc_structures *self, const char *key);

#endif
