/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file autopsy.h
 * The worlds that miss a target: what the missing money is made of.
 *
 * Each of them is replayed with causes of trouble set to normal, alone and together,
 * all other luck unchanged. A cause is charged with its Shapley share of the
 * difference, so that the causes and what remains (the plan itself) add up to the
 * shortfall.
 */
#ifndef FUNNELCLOUD_AUTOPSY_H
#define FUNNELCLOUD_AUTOPSY_H

#include "funnelcloud/decide.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The result. Opaque, immutable; free with fc_autopsy_free(). */
typedef struct fc_autopsy fc_autopsy;

/** What to ask. Zeroed: the first target, all causes, 256 worlds. */
struct fc_autopsy_options {
    size_t target;      /**< index in the scenario's list of targets */
    const char *causes; /**< comma-separated names, "crises" for all of them together;
                             NULL: all, each crisis by itself */
    uint64_t worlds;    /**< at most so many of the missing worlds are replayed, the
                             first ones; 0: 256 */
    bool plan_only;     /**< list targets and causes, run nothing */
};

enum {
    FC_AUTOPSY_FEWEST = 20 /**< missing worlds without which nothing is shared out */
};

/** Simulates the scenario, then replays the worlds that miss the target.
 *
 * Up to 8 causes: exact Shapley values on all 2^n sets of them. More: the mean over 16
 * orders in which the causes are taken out, 8 random ones and their reverses.
 * @param path, set, n_set  as for fc_scenario_read()
 * @param options  `paths`: worlds that are simulated first
 * @param[out] out the caller frees it; also given with FC_E_PARTIAL and
 *                 FC_E_INTERRUPTED once the first simulation is finished
 * @return FC_OK; FC_E_ARG if there is no such target, it is not about money, or a cause
 *         is unknown; FC_E_SCENARIO if it has no targets; else as fc_compare()
 */
fc_status fc_autopsy_run(const char *path, const char *const *set, size_t n_set,
                         const struct fc_autopsy_options *what,
                         const struct fc_run_options *options, fc_autopsy **out,
                         struct fc_error *err);
void fc_autopsy_free(fc_autopsy *self);

struct fc_run_facts fc_autopsy_facts(const fc_autopsy *self);
const fc_scenario *fc_autopsy_scenario(const fc_autopsy *self);

/* ---- targets ---- */
struct fc_autopsy_target {
    const char *metric, *unit;
    int period; /**< month, -year, FC_PERIOD_HORIZON */
    double value, accept_miss;
    uint64_t missed;              /**< worlds below the target */
    struct fc_estimate miss;      /**< their share */
    struct fc_estimate shortfall; /**< target less value, mean of these worlds */
};
size_t fc_autopsy_targets(const fc_autopsy *self);
struct fc_autopsy_target fc_autopsy_target(const fc_autopsy *self, size_t i);
/** The one that is looked into. */
size_t fc_autopsy_chosen(const fc_autopsy *self);

/* ---- causes ---- */
struct fc_autopsy_cause {
    const char *name;          /**< "leads", ..., "crises", or that of a crisis */
    const char *title, *owner; /**< of a crisis; else NULL */
    bool crisis;
};
size_t fc_autopsy_causes(const fc_autopsy *self);
struct fc_autopsy_cause fc_autopsy_cause(const fc_autopsy *self, size_t i);

/** Worlds that were replayed; 0: nothing was shared out, since fewer than
 * FC_AUTOPSY_FEWEST miss, or it was stopped. */
uint64_t fc_autopsy_replayed(const fc_autopsy *self);
/** Orders that were tried; 0: all of them (exact). */
size_t fc_autopsy_orders(const fc_autopsy *self);
/** Path-runs of all of it; before a run the most it can take. */
uint64_t fc_autopsy_path_runs(const fc_autopsy *self);
/** Of these: how often, and how many worlds at most, each time. */
uint64_t fc_autopsy_replays(const fc_autopsy *self);
uint64_t fc_autopsy_worlds(const fc_autopsy *self);

/** Mean over the replayed worlds, in whole units of money: those of the causes and of
 * the rest add up to that of the shortfall (largest remainders). */
struct fc_autopsy_part {
    long long money, total;  /**< mean of a world; sum over the worlds */
    struct fc_estimate mean; /**< unrounded; its error is that over worlds and orders */
    struct fc_estimate largest; /**< share of worlds where no cause costs more */
};
/** Part i: a cause; `causes`: what remains, the plan itself; `causes` + 1: the
 * shortfall. */
struct fc_autopsy_part fc_autopsy_part(const fc_autopsy *self, size_t i);
/** The same of a replayed world, whole units of money that add up; *path its number. */
long long fc_autopsy_world(const fc_autopsy *self, size_t world, size_t part,
                           uint64_t *path);

#ifdef __cplusplus
}
#endif
#endif
