/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of `structures`: its parts fill one result. */
#ifndef FC_DECIDE_STRUCTURES_H
#define FC_DECIDE_STRUCTURES_H

#include "decide/compare.h"
#include "decide/study.h"
#include "funnelcloud/structures.h"

enum { FC__STRUCTURES_MOST = 12, FC__INGREDIENTS = 5 };

/* Values by path that the parts want of a variant. */
enum { FC__PROFIT, FC__REVENUE, FC__STRUCTURES_KEEP };
extern const struct fc__keep fc__structures_keep[FC__STRUCTURES_KEEP];

struct fc_structures {
    struct fc__study study; /* while it runs */

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

    size_t teams; /* teams.c */
    struct fc_structure_team *team;

    struct fc_break_even even; /* break_even.c */

    /* complexity.c */
    bool has_map;
    struct fc__map_cell {
        size_t best;
        struct fc_estimate profit; /* of the best */
        struct fc_estimate behind[FC__STRUCTURES_MOST];
    } map[FC_COMPLEXITY_LEVELS][FC_COMPLEXITY_LEVELS]; /* [product][segment] */
};

fc_status fc__structures_decompose(struct fc_structures *self, struct fc_error *err);
fc_status fc__structures_shock_all(struct fc_structures *self, struct fc_error *err);
fc_status fc__structures_teams(struct fc_structures *self, struct fc_error *err);
fc_status fc__structures_break_even(struct fc_structures *self, struct fc_error *err);
fc_status fc__structures_map(struct fc_structures *self, struct fc_error *err);

/* The scenario under structure i; the override lives in `room`. */
struct fc__variant fc__structures_variant(const struct fc_structures *self, size_t i,
                                          char room[64]);

/* Runs of a part: of `decompose_paths`, and of `shock_paths` each. */
size_t fc__decompose_runs(const struct fc_structures *self);
size_t fc__shock_runs(const struct fc_structures *self);
size_t fc__map_runs(const struct fc_structures *self);
size_t fc__break_even_runs(const struct fc_structures *self); /* at most */

/* Has the scenario this entry, also as a preset? */
bool fc__structures_has(const struct fc_structures *self, const char *key);

#endif
