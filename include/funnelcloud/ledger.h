/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file ledger.h
 * Every crisis against every measure: what each measure costs, what it saves, of which
 * crisis, alone and beside the others; which set is best for a budget.
 *
 * A **measure** is something that can be switched: a practice of the scenario, or a
 * file that adds practices or policies to it. **Inherent** risk is that without any
 * measure,
 * **residual** risk that with all of them. All numbers are differences in the same
 * worlds, with paired Monte Carlo errors; money is that of the whole horizon.
 */
#ifndef FUNNELCLOUD_LEDGER_H
#define FUNNELCLOUD_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "funnelcloud/forecast.h"
#include "funnelcloud/run.h"
#include "funnelcloud/scenario.h"
#include "funnelcloud/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FC_LEDGER_MEASURES = 12 }; /**< measures in one ledger */

/** The result. Opaque, immutable; free with fc_ledger_free(). */
typedef struct fc_ledger fc_ledger;

/** What to weigh. Zero it and fill in what is wanted. */
struct fc_ledger_options {
    const char *const *files; /**< a measure each; borrowed for the call */
    size_t n_files;
    double budget; /**< money for measures over the horizon; not above 0: that of the
                        scenario, or none */
};

/** Runs the ledger.
 *
 * Measures: practices that the scenario names in `decisions.measures`, all of its
 * practices if it names none; and `files`, or, without these, the files named there.
 * @param path, set, n_set  as for fc_scenario_read()
 * @param options  `paths` of all measures and pairs of them; crises against measures
 *                 and what rests on that take half of them, at least 256
 * @param[out] out the caller frees it; also given with FC_E_PARTIAL and
 *                 FC_E_INTERRUPTED, then with the parts that are finished
 * @return FC_OK; FC_E_SCENARIO if there is no measure, or too many, or one does not
 * fit; else as fc_compare(). Cost: see fc_ledger_plan().
 */
fc_status fc_ledger_run(const char *path, const char *const *set, size_t n_set,
                        const struct fc_ledger_options *what,
                        const struct fc_run_options *options, fc_ledger **out,
                        struct fc_error *err);
void fc_ledger_free(fc_ledger *self);

/** What a ledger would simulate. */
enum fc_ledger_part {
    FC_LEDGER_INHERENT,    /**< without measures, with all: as `run` does */
    FC_LEDGER_SETS,        /**< no measure, each alone, each pair, all */
    FC_LEDGER_CRISES,      /**< each crisis off, by measure */
    FC_LEDGER_ATTRIBUTION, /**< sets of crises, without measures */
    FC_LEDGER_BREAK_EVEN,  /**< at most */
    FC_LEDGER_BEST,        /**< at most */
    FC_LEDGER_PARTS
};
struct fc_ledger_plan {
    size_t measures, crises;
    size_t runs[FC_LEDGER_PARTS];
    uint64_t paths[FC_LEDGER_PARTS]; /**< of each run */
    struct fc_run_estimate largest;  /**< of a run with all measures */
};
fc_status fc_ledger_plan(const char *path, const char *const *set, size_t n_set,
                         const struct fc_ledger_options *what,
                         const struct fc_run_options *options,
                         struct fc_ledger_plan *out, struct fc_error *err);

/* ---- what it is about ---- */
/** The scenario without measures, with all of them; borrowed. */
const fc_scenario *fc_ledger_scenario(const fc_ledger *self, bool with_all);
/** Inherent and residual risk as `run` tells it: targets, crises. */
const fc_forecast *fc_ledger_forecast(const fc_ledger *self, bool with_all);
/** Of the whole ledger. */
struct fc_run_facts fc_ledger_facts(const fc_ledger *self);
/** Is this part there? Not if the run was stopped before. */
bool fc_ledger_has(const fc_ledger *self, enum fc_ledger_part part);
uint64_t fc_ledger_paths(const fc_ledger *self, enum fc_ledger_part part);
double fc_ledger_budget(const fc_ledger *self); /**< NAN: none */

struct fc_measure {
    const char *name;  /**< of the practice, or of the file */
    const char *title; /**< for people */
    const char *file;  /**< NULL: a practice of the scenario */
};
size_t fc_ledger_measures(const fc_ledger *self);
struct fc_measure fc_ledger_measure(const fc_ledger *self, size_t i);

/* ---- measures ---- */
enum fc_ledger_goal {
    FC_LEDGER_PROFIT, /**< mean operating profit */
    FC_LEDGER_ES,     /**< its mean in the worst 5 % of the worlds */
    FC_LEDGER_RUIN,   /**< probability to run out of cash */
    FC_LEDGER_COST,   /**< its own cost lines: practices, policies */
    FC_LEDGER_GOALS
};
/** With measure i alone less without any; i = fc_ledger_measures(): with all. */
struct fc_estimate fc_ledger_effect(const fc_ledger *self, size_t i,
                                    enum fc_ledger_goal goal);
/** The same of the probability to miss target t of the scenario. */
struct fc_estimate fc_ledger_miss(const fc_ledger *self, size_t i, size_t target);
/** Change for each unit of money that the measure costs; NAN where its cost is not seen
 * to be above 0. */
struct fc_estimate fc_ledger_per_cost(const fc_ledger *self, size_t i,
                                      enum fc_ledger_goal goal);
struct fc_estimate fc_ledger_miss_per_cost(const fc_ledger *self, size_t i,
                                           size_t target);
/** Worlds that would show an effect on profit of this size; 0: it is seen. */
uint64_t fc_ledger_needed(const fc_ledger *self, size_t i);

/** Two measures together less the sum of each alone: below 0 they overlap. */
struct fc_estimate fc_ledger_pair(const fc_ledger *self, size_t i, size_t j,
                                  enum fc_ledger_goal goal);
/** Part of the effect of all that is due to measure i: alone, and half of what it does
 * in each pair (the Shapley value of measures that act alone and in pairs). i =
 * fc_ledger_measures(): the rest, what three and more do together. They add up. */
struct fc_estimate fc_ledger_share(const fc_ledger *self, size_t i,
                                   enum fc_ledger_goal goal);

/* ---- crises ---- */
size_t fc_ledger_crises(const fc_ledger *self);
/** Facts without measures, with all of them. */
struct fc_crisis_facts fc_ledger_crisis(const fc_ledger *self, size_t c, bool with_all);
/** Operating profit without this crisis less with it. */
struct fc_estimate fc_ledger_loss(const fc_ledger *self, size_t c, bool with_all);
/** The same for each time it strikes; NAN if it does not. */
struct fc_estimate fc_ledger_loss_each(const fc_ledger *self, size_t c, bool with_all);
/** Loss without the measure less loss with it; m = fc_ledger_measures(): with all. */
struct fc_estimate fc_ledger_saved(const fc_ledger *self, size_t c, size_t m);
/** What it takes of operating profit and revenue, without measures, so that the shares
 * of all crises add up (`fc_ledger_shapley`), or as the last one. c =
 * fc_ledger_crises(): all crises together. */
struct fc_estimate fc_ledger_attributed(const fc_ledger *self, size_t c, bool revenue);
bool fc_ledger_shapley(const fc_ledger *self);

/* ---- break-even ---- */
enum fc_ledger_even_kind {
    FC_EVEN_NONE,   /**< it saves nothing of any crisis that could be seen */
    FC_EVEN_ALWAYS, /**< pays even if the crisis never came */
    FC_EVEN_FOUND,
    FC_EVEN_NEVER /**< does not pay at the highest frequency looked at */
};
struct fc_ledger_even {
    enum fc_ledger_even_kind kind;
    size_t crisis;            /**< of which it saves most */
    double per_year;          /**< frequency in the scenario, in an expansion */
    struct fc_estimate times; /**< FOUND: this many times that; NEVER: the highest */
};
struct fc_ledger_even fc_ledger_break_even(const fc_ledger *self, size_t i);

/* ---- the best set for the budget ---- */
/** Best by mean profit, by profit in the worst 5 %. The set and the next best are
 * chosen from effects alone and in pairs, then simulated in worlds of their own. */
struct fc_ledger_best {
    bool found;                 /**< there were enough worlds to choose */
    uint32_t set[2];            /**< bit i: measure i; best, next best */
    bool next;                  /**< there is a next best */
    struct fc_estimate gain[2]; /**< change of the goal against no measure */
    struct fc_estimate cost[2];
    struct fc_estimate ahead; /**< best less next best */
    uint64_t needed; /**< 0: it is seen which is better; else as fc_ledger_needed() */
};
struct fc_ledger_best fc_ledger_best(const fc_ledger *self, enum fc_ledger_goal goal);
/** P(miss) of target t with that set, in its own worlds. */
struct fc_estimate fc_ledger_best_miss(const fc_ledger *self, enum fc_ledger_goal goal,
                                       size_t target);
/** The same without any measure in these worlds, and the paired change by the set. */
struct fc_estimate fc_ledger_bare_miss(const fc_ledger *self, size_t target);
struct fc_estimate fc_ledger_best_change(const fc_ledger *self,
                                         enum fc_ledger_goal goal, size_t target);

#ifdef __cplusplus
}
#endif
#endif
