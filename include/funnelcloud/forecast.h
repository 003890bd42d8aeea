/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file forecast.h
 * What a run found: series of statistics with their Monte Carlo errors.
 *
 * A **metric** (a KPI, such as revenue) has a series for the whole department and for
 * the members of each axis it is broken down by; a series has a value per month, and,
 * where the metric is a headline, totals per year and over the horizon. Months count
 * from 1.
 */
#ifndef FUNNELCLOUD_FORECAST_H
#define FUNNELCLOUD_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "funnelcloud/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A forecast. Opaque, immutable; free with fc_forecast_free(). */
typedef struct fc_forecast fc_forecast;

void fc_forecast_free(fc_forecast *self);

/** A number and its Monte Carlo standard error. */
struct fc_estimate {
    double value;    /**< NAN: refused (too few paths) or missing on every path */
    double error;    /**< standard error; NAN where none can be given */
    uint64_t needed; /**< paths that would do, where value was refused; else 0 */
};

/** A stratum of worlds: its probability, and how many of its worlds were run. */
struct fc_stratum {
    double prob;
    uint64_t paths;
};

/** About the run. Texts are borrowed. */
struct fc_run_facts {
    const char *title, *currency;
    int start_month; /**< 12 * year + month - 1 of month 1 */
    int months, steps_per_month;
    uint64_t paths, paths_planned, seed;
    bool complete; /**< false: stopped early, `paths` is a contiguous prefix */
    const char *stop_reason; /**< why, when not complete */
    const char
        *result_hash; /**< SHA-256 of all tallies: equal on any threads and CPU */
    const char *plan; /**< "plain" or "stratified" */
    size_t strata;    /**< 0, or worlds with 0, 1, 2 and more rare crises */
    struct fc_stratum stratum[3];
    const char *isa; /**< instruction set used; does not move results */
    int threads, lanes;
    double seconds;         /**< wall clock of the simulation phase */
    double slow_lane_share; /**< draws decided by the exact double routine */
    uint64_t clamps;        /**< factors held at their bounds, all paths and steps */
};
struct fc_run_facts fc_forecast_facts(const fc_forecast *self);

/** "2027-03" style month of the calendar for month 1..months. Caller's buffer of 8
 * bytes. */
void fc_forecast_month_text(const fc_forecast *self, int month, char out[8]);

/* ---- metrics ---- */
enum fc_metric_kind {
    FC_METRIC_FLOW,  /**< sum over the month: revenue, wins */
    FC_METRIC_LEVEL, /**< end of month: clients, cash */
    FC_METRIC_RATIO  /**< a share, odds or average: win rate, churn, utilisation */
};
struct fc_metric {
    const char *name; /**< key: "revenue", "win_rate" */
    const char *unit; /**< "money", "deals", "share", "hours", "months", ... */
    const char *help; /**< one sentence, English */
    enum fc_metric_kind kind;
    bool headline; /**< has quantiles by month; else only mean and sd */
    bool totals;   /**< has year and horizon totals with exact expected shortfall */
};
size_t fc_forecast_metrics(const fc_forecast *self);
struct fc_metric fc_forecast_metric(const fc_forecast *self, size_t metric);
/** Index of a metric by name; SIZE_MAX if there is none. */
size_t fc_forecast_find(const fc_forecast *self, const char *name);

/* ---- breakdowns: 0 is the whole department ("total", one member "all") ---- */
size_t fc_forecast_breakdowns(const fc_forecast *self);
/** "total", "territory", "product", "segment", "channel", "stage", "team", "work",
 * "account", "crisis". */
const char *fc_forecast_breakdown(const fc_forecast *self, size_t breakdown);
size_t fc_forecast_members(const fc_forecast *self, size_t breakdown);
/** ASCII key and display title (any language) of a member. Borrowed. */
const char *fc_forecast_member(const fc_forecast *self, size_t breakdown, size_t member,
                               const char **title);
/** Is this metric broken down this way? */
bool fc_forecast_has(const fc_forecast *self, size_t metric, size_t breakdown);

/* ---- statistics ---- */
enum fc_stat {
    FC_STAT_MEAN,
    FC_STAT_SD,
    FC_STAT_QUANTILE,
    FC_STAT_VAR,
    FC_STAT_ES,
    FC_STAT_BELOW
};
/** A period: month 1..months, or a total. */
enum { FC_PERIOD_HORIZON = 0 }; /**< the whole horizon; year y is -y (-1, -2, ...) */

/** One statistic of one series.
 * @param period  month 1..months, -y for year y, FC_PERIOD_HORIZON. A total of a flow
 * is its sum, of a level its value at the end; `cash_low` style minima are metrics of
 * their own.
 * @param level   QUANTILE: probability in (0, 1). VAR, ES: tail level such as 0.05 of
 * the lower tail; VAR is the quantile and ES the mean at or below it, both in units of
 * the metric. BELOW: the threshold; the exact count where it is the target of the
 * scenario, else from the histogram.
 * @return value NAN with needed > 0 if fewer than 20 paths would carry a tail estimate.
 */
struct fc_estimate fc_forecast_stat(const fc_forecast *self, size_t metric,
                                    size_t breakdown, size_t member, int period,
                                    enum fc_stat stat, double level);

/** Paths on which the value was missing (a ratio with denominator 0). */
uint64_t fc_forecast_missing(const fc_forecast *self, size_t metric, size_t breakdown,
                             size_t member, int period);

/** Histogram of a headline series (total member): edges (n + 1) and shares (n), merged
 * to at most `room` bins between the 0.1 % and 99.9 % quantiles. Returns n. */
size_t fc_forecast_histogram(const fc_forecast *self, size_t metric, int period,
                             size_t room, double *edges, double *shares);

/* ---- targets ---- */
struct fc_target {
    size_t metric;
    int period;         /**< month, -year or FC_PERIOD_HORIZON */
    double value;       /**< a path misses when it is below */
    double accept_miss; /**< appetite: accepted probability to miss; NAN if not given */
    struct fc_estimate miss; /**< exact count / paths */
};
size_t fc_forecast_targets(const fc_forecast *self);
struct fc_target fc_forecast_target(const fc_forecast *self, size_t i);

/* ---- what charts need besides: past months and the crisis register ---- */
/** Actuals of a metric for months before month 1 (oldest first), 0 if none. */
size_t fc_forecast_actuals(const fc_forecast *self, size_t metric,
                           const double **values);

struct fc_crisis_facts {
    const char *name, *title, *category, *owner; /**< category: financial, ... */
    int scheduled_month; /**< first scheduled month, 0 if by chance only */
    struct fc_estimate events_per_year; /**< simulated, per path and year */
    struct fc_estimate any;             /**< P(at least one in the horizon) */
    struct fc_estimate severity;        /**< mean peak severity of an event */
};
size_t fc_forecast_crises(const fc_forecast *self);
struct fc_crisis_facts fc_forecast_crisis(const fc_forecast *self, size_t i);

/** Months to recovery against the crisis-free twin (only with the option `twin`): share
 * of paths ever below `1 - tolerance` of the twin's revenue, and quantiles of the time.
 */
bool fc_forecast_has_twin(const fc_forecast *self);
struct fc_estimate fc_forecast_recovery(const fc_forecast *self, double quantile,
                                        struct fc_estimate *hit,
                                        struct fc_estimate *never);

/* ---- numbers as people read them ---- */
/** Writes `estimate` with no more digits than its error supports, grouped by thousands:
 * "27.4 million", "12.3 %". Returns `out`. */
const char *fc_estimate_text(struct fc_estimate estimate, const char *unit,
                             const char *currency, const char *lang, char *out,
                             size_t size);

#ifdef __cplusplus
}
#endif
#endif
