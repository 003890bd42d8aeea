/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file decide.h
 * Choose: several scenarios in the same worlds, path by path.
 *
 * Path i of every scenario has the same luck, so that their difference shows the choice
 * and not the luck. All statistics of differences are paired; their errors are exact
 * standard errors of means or of influence values, nothing is drawn at random for them.
 */
#ifndef FUNNELCLOUD_DECIDE_H
#define FUNNELCLOUD_DECIDE_H

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

enum { FC_COMPARE_MOST = 64 }; /**< scenarios in one comparison */

/** Scenarios simulated in the same worlds; 0 is the base. Opaque, immutable; free with
 * fc_comparison_free(). */
typedef struct fc_comparison fc_comparison;

/** Simulates `n` scenarios with the same seed and paths.
 *
 * @param scenarios  borrowed, without errors; 2 to FC_COMPARE_MOST; each outlives
 *                   the comparison
 * @param options    `twin`, `detail` and `precision` have no meaning here
 * @param[out] out   the caller frees it; also given with FC_E_PARTIAL and
 *                   FC_E_INTERRUPTED
 * @return FC_OK; FC_E_SCENARIO if the scenarios cannot be paired (horizon, start, steps
 *         a month or currency differ) or one does not compile; FC_E_MEMORY; FC_E_ARG;
 *         FC_E_PARTIAL; FC_E_INTERRUPTED.
 * Cost: as n runs; 8 bytes a path for each of about 150 values of a scenario.
 */
fc_status fc_compare(fc_scenario *const *scenarios, size_t n,
                     const struct fc_run_options *options, fc_comparison **out,
                     struct fc_error *err);
void fc_comparison_free(fc_comparison *self);

/** What fc_compare() would need, without running; refuses what it would refuse. */
fc_status fc_compare_estimate(fc_scenario *const *scenarios, size_t n,
                              const struct fc_run_options *options,
                              struct fc_run_estimate *out, struct fc_error *err);

/* ---- what was compared ---- */
struct fc_run_facts fc_comparison_facts(const fc_comparison *self);
size_t fc_comparison_scenarios(const fc_comparison *self);
const fc_scenario *fc_comparison_scenario(const fc_comparison *self, size_t i);
/** Short name, unique in the comparison: the file without folder and ending. */
const char *fc_comparison_name(const fc_comparison *self, size_t i);

/** Metrics that are compared: headlines, and those that have totals. */
size_t fc_comparison_metrics(const fc_comparison *self);
struct fc_metric fc_comparison_metric(const fc_comparison *self, size_t metric);
size_t fc_comparison_find(const fc_comparison *self, const char *name);
/** Periods of a metric: horizon and years where it has totals, else the last month. */
size_t fc_comparison_periods(const fc_comparison *self, size_t metric);
int fc_comparison_period(const fc_comparison *self, size_t metric, size_t i);

/* ---- one scenario ---- */
struct fc_outcome {
    struct fc_estimate mean, q05, es05; /**< 5 % quantile, mean of the worst 5 % */
    uint64_t missing;                   /**< worlds without a value */
};
struct fc_outcome fc_comparison_outcome(const fc_comparison *self, size_t scenario,
                                        size_t metric, int period);
/** Points of P(value >= x) by rising x; at most `room`. Returns their number. */
size_t fc_comparison_exceedance(const fc_comparison *self, size_t scenario,
                                size_t metric, int period, size_t room, double *x,
                                double *probability, double *error);

/* ---- a scenario against the base ---- */
struct fc_paired {
    struct fc_estimate mean, q05, es05; /**< scenario less base */
    double above, above_low,
        above_high; /**< P(scenario > base), 95 % Wilson interval */
    double below, below_low, below_high; /**< P(scenario < base) */
    bool equal;                          /**< the same value in every world */
    uint64_t needed; /**< 0: the mean difference is seen; else worlds that would show a
                        difference of this size in 8 cases of 10; UINT64_MAX: too many
                      */
    double
        variance_ratio; /**< variance of an unpaired difference / of the paired one */
};
/** `period` is one of the metric's periods, or a month of a metric that is kept by
 * month (then without `q05` and `es05`). */
struct fc_paired fc_comparison_paired(const fc_comparison *self, size_t scenario,
                                      size_t metric, int period);

/** The difference by month of one of the metrics that are drawn (revenue, operating
 * profit, cash); `levels` of the quantiles in (0, 1). False: not kept. */
bool fc_comparison_month(const fc_comparison *self, size_t scenario, size_t metric,
                         int month, struct fc_estimate *mean, size_t n,
                         const double *levels, double *quantiles);

/* ---- targets: those of the base, asked of every scenario ---- */
size_t fc_comparison_targets(const fc_comparison *self);
struct fc_target fc_comparison_target(const fc_comparison *self, size_t scenario,
                                      size_t i);
/** P(miss) of the scenario less that of the base. */
struct fc_estimate fc_comparison_miss(const fc_comparison *self, size_t scenario,
                                      size_t i);

/* ---- choosing ---- */
enum fc_dominance_order {
    FC_DOMINANCE_EQUAL,  /**< the same value in every world */
    FC_DOMINANCE_FIRST,  /**< every sum is reached at least as often */
    FC_DOMINANCE_SECOND, /**< everybody who dislikes risk prefers it */
    FC_DOMINANCE_NEITHER,
    FC_DOMINANCE_UNSEEN /**< too few worlds to tell */
};
struct fc_dominance {
    enum fc_dominance_order order;
    int winner;      /**< 0 the first, 1 the second, -1 neither */
    int safer;       /**< NEITHER, SECOND: which has fewer outcomes below `crossing` */
    double crossing; /**< where the curves cross; NAN: they do not */
    int points;      /**< thresholds looked at */
};
fc_status fc_comparison_dominance(const fc_comparison *self, size_t first,
                                  size_t second, size_t metric, int period,
                                  struct fc_dominance *out, struct fc_error *err);

struct fc_regret {
    struct fc_estimate mean; /**< mean over the worlds of best less own */
    struct fc_estimate most; /**< exceeded in 5 % of the worlds */
    struct fc_estimate best; /**< share of worlds where it is the best */
};
fc_status fc_comparison_regret(const fc_comparison *self, size_t scenario,
                               size_t metric, int period, struct fc_regret *out,
                               struct fc_error *err);

#ifdef __cplusplus
}
#endif
#endif
