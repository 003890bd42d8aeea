/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file structures.h
 * One department under all structures, in the same worlds: which is best, why, when
 * another one would be, and who suffers most from which local shock.
 */
#ifndef FUNNELCLOUD_STRUCTURES_H
#define FUNNELCLOUD_STRUCTURES_H

#include "funnelcloud/decide.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The result. Opaque, immutable; free with fc_structures_free(). */
typedef struct fc_structures fc_structures;

/** Simulates the scenario under its own structure and all others that it can have.
 *
 * @param path, set, n_set  as for fc_scenario_read()
 * @param options  `paths` of the comparison; the decomposition takes a quarter of them,
 *                 shocks and the search for the break-even an eighth, at least 256
 * @param[out] out the caller frees it; also given with FC_E_PARTIAL and
 *                 FC_E_INTERRUPTED, then with the parts that are finished
 * @return as fc_compare()
 */
fc_status fc_structures_run(const char *path, const char *const *set, size_t n_set,
                            const struct fc_run_options *options, fc_structures **out,
                            struct fc_error *err);
void fc_structures_free(fc_structures *self);

/** What fc_structures_run() would simulate, without doing it. */
enum fc_structures_part {
    FC_STRUCTURES_COMPARISON,
    FC_STRUCTURES_WHY, /**< the ingredients of the difference */
    FC_STRUCTURES_SHOCKS,
    FC_STRUCTURES_TEAMS,
    FC_STRUCTURES_MAP,        /**< by complexity */
    FC_STRUCTURES_BREAK_EVEN, /**< at most */
    FC_STRUCTURES_PARTS
};
struct fc_structures_plan {
    size_t structures;
    char name[12][32];
    size_t runs[FC_STRUCTURES_PARTS];
    uint64_t paths[FC_STRUCTURES_PARTS]; /**< of each run */
};
fc_status fc_structures_plan(const char *path, const char *const *set, size_t n_set,
                             const struct fc_run_options *options,
                             struct fc_structures_plan *out, struct fc_error *err);

/** All structures against that of the scenario; names are those of the structures. */
const fc_comparison *fc_structures_comparison(const fc_structures *self);
/** By falling mean operating profit: the scenario of the comparison on rank i. */
size_t fc_structures_rank(const fc_structures *self, size_t i);

/* ---- why ---- */

/** From the structure of the scenario to the best one; if it is the best, from the
 * second best to it. 0 ingredients: not decomposed, *why tells (a key: "custom",
 * "stopped", "one"). */
size_t fc_structures_ingredients(const fc_structures *self, size_t *from, size_t *to,
                                 const char **why);
/** "team_map", "domain_mix", "travel", "coordination", "ownership". */
const char *fc_structures_ingredient(const fc_structures *self, size_t i);
enum fc_goal { FC_GOAL_PROFIT, FC_GOAL_PROFIT_ES, FC_GOAL_REVENUE, FC_GOAL_COUNT };
/** Its Shapley share of the difference in operating profit (mean, mean of the worst
 * 5 %) or revenue over the horizon. */
struct fc_estimate fc_structures_share(const fc_structures *self, size_t i,
                                       enum fc_goal goal);
/** The difference that the shares add up to, on the same paths. */
struct fc_estimate fc_structures_whole(const fc_structures *self, enum fc_goal goal);
uint64_t fc_structures_decomposed_paths(const fc_structures *self);

/* ---- local shocks: demand of one member falls by 60 % for a year ---- */
size_t fc_structures_shocks(const fc_structures *self);
struct fc_shock {
    const char *axis; /**< "territory", "product", "segment" */
    const char *member, *title;
    int month; /**< the first one */
};
struct fc_shock fc_structures_shock(const fc_structures *self, size_t i);
/** Operating profit with the shock less that without, same structure, same worlds. */
struct fc_estimate fc_structures_loss(const fc_structures *self, size_t shock,
                                      size_t structure);
uint64_t fc_structures_shock_paths(const fc_structures *self);

/* ---- teams ---- */

/** A team of a structure, over the months of the horizon. */
struct fc_structure_team {
    size_t structure;         /**< scenario of the comparison */
    char name[64], title[64]; /**< cut, if longer */
    /** Hours needed / hours available. The errors of both are upper bounds. */
    struct fc_estimate utilisation;
    /** Sold / quota at the ends of the years; value NAN: sells nothing of its own. */
    struct fc_estimate attainment;
};
/** By structure, then as its teams stand in it; as many worlds as the shocks. */
size_t fc_structures_teams(const fc_structures *self);
struct fc_structure_team fc_structures_team(const fc_structures *self, size_t i);

/* ---- break-even ---- */

/** How complex products would have to be for the best two to change places. */
struct fc_break_even {
    const char *key;   /**< of the scenario; NULL: it has no such key, not looked for */
    size_t best, next; /**< scenarios of the comparison */
    bool found;
    double value;     /**< of the key, within `low` .. `high` */
    double low, high; /**< where it is; not found: what was searched */
    uint64_t paths;
};
struct fc_break_even fc_structures_break_even(const fc_structures *self);

/* ---- a map: best structure by complexity of products and of clients ---- */

enum { FC_COMPLEXITY_LEVELS = 3 };
/** "simple": nothing has to be learnt; "usual": as the scenario says; "complex": weight
 * .8 of the knowledge, learnt in half a year. */
const char *fc_structures_level(size_t level);
/** false: the scenario has no learning of products and segments, or it was stopped. The
 * map has as many worlds as the shocks. */
bool fc_structures_mapped(const fc_structures *self);
/** Scenario of the comparison with the highest mean operating profit over the horizon.
 */
size_t fc_structures_best_at(const fc_structures *self, size_t product, size_t segment);
struct fc_estimate fc_structures_profit_at(const fc_structures *self, size_t product,
                                           size_t segment);
/** Profit of a structure less that of the best one there, same worlds; the best: 0. */
struct fc_estimate fc_structures_behind(const fc_structures *self, size_t product,
                                        size_t segment, size_t structure);

#ifdef __cplusplus
}
#endif
#endif
