/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which series of the tally holds what: one rule, used by the engine when it adds and
 * by the forecast when it reads.
 *
 * - months: (month - 1) * per_month + base(metric, breakdown) + member;
 * - totals: total_base(metric) + y, y = 0 horizon, 1.. years; whole department only;
 * - targets: one each, the values of the metric in the period, with the threshold;
 * - crises: three each, enum fc_crisis_series;
 * - recovery: three, enum fc_recovery_series, only with `twin`.
 *
 * All series of a month lie side by side, in the order metric, breakdown, member: the
 * month loop walks through memory. Checked by tests/unit/test_forecast.c. */
#ifndef FC_ENGINE_LAYOUT_H
#define FC_ENGINE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "funnelcloud/forecast.h"
#include "stats/tally.h"

/* ---- what a forecast is about; all texts and arrays are borrowed ---- */
struct fc_plan_metric {
    struct fc_metric metric;
    bool whole;          /* whole numbers: quantiles are, too */
    double quantum;      /* grid of the values, a power of two; 0: fc__quantum() */
    uint32_t breakdowns; /* bit b: broken down by plan breakdown b; bit 0 is implied */
};

struct fc_plan_breakdown {
    const char *name; /* the first one must be "total" with one member, "all" */
    size_t members;
    const char *const *names, *const *titles; /* titles NULL: the names */
};

struct fc_plan_target {
    size_t metric;
    int period; /* month, -year or FC_PERIOD_HORIZON; totals only where the metric has
                 */
    double value, accept_miss;
};

struct fc_plan_actuals {
    size_t metric, n;
    const double *values; /* months before month 1, oldest first */
};

struct fc_plan_crisis {
    const char *name, *title, *category, *owner;
    int scheduled_month; /* 0: by chance only */
};

struct fc_forecast_plan {
    struct fc_run_facts
        facts; /* the layout reads only `months`; result_hash is ignored */
    size_t metric_count;
    const struct fc_plan_metric *metrics;
    size_t breakdown_count; /* at most 32 */
    const struct fc_plan_breakdown *breakdowns;
    size_t target_count;
    const struct fc_plan_target *targets;
    size_t actual_count;
    const struct fc_plan_actuals *actuals;
    size_t crisis_count;
    const struct fc_plan_crisis *crises;
    bool twin;   /* has the recovery series */
    bool detail; /* histograms by month for every metric, not only the headlines */
};

/* The grid of a metric without a quantum of its own: money 2^-6, whole numbers 1,
 * shares and ratios 2^-30, everything else (expected counts, hours) 2^-10. */
double fc__quantum(const struct fc_metric *metric, bool whole);

/* ---- the layout ---- */
typedef struct fc_layout fc_layout;

/* Copies what it needs from the plan. FC_E_ARG: the plan contradicts itself;
 * FC_E_MEMORY. */
fc_status fc__layout_new(const struct fc_forecast_plan *plan, fc_layout **out,
                         struct fc_error *err);
void fc__layout_free(fc_layout *self);

/* Number of series and their specs (for fc_tally_new). centre and scale are 0 until
 * fc__pilot_apply() or fc__layout_set_scale(). Borrowed. */
size_t fc__layout_series(const fc_layout *self);
const struct fc_series_spec *fc__layout_specs(const fc_layout *self);
void fc__layout_set_scale(fc_layout *self, size_t series, double centre, double scale);

/* Years are counted from month 1; the last one may be short: year of a month, number.
 */
static inline int fc__layout_year(int month)
{
    return (month - 1) / 12 + 1;
}
int fc__layout_years(const fc_layout *self);

/* Series of a month 1.. ; SIZE_MAX if the metric is not broken down this way. */
size_t fc__layout_month(const fc_layout *self, size_t metric, size_t breakdown,
                        size_t member, int month);
/* Series of a total: FC_PERIOD_HORIZON or -year; SIZE_MAX if the metric has none. */
size_t fc__layout_total(const fc_layout *self, size_t metric, int period);
/* Series of target i. */
size_t fc__layout_target(const fc_layout *self, size_t i);
/* The first target from i on that is on this metric and period; SIZE_MAX if none is. */
size_t fc__layout_target_after(const fc_layout *self, size_t metric, int period,
                               size_t i);

enum fc_crisis_series {
    FC_CRISIS_EVENTS,  /* events that started in the horizon */
    FC_CRISIS_ANY,     /* 1 if there was one, else 0 */
    FC_CRISIS_SEVERITY /* mean peak severity of the path's events; NAN without events */
};
size_t fc__layout_crisis(const fc_layout *self, size_t crisis,
                         enum fc_crisis_series which);

enum fc_recovery_series {
    FC_RECOVERY_HIT,   /* 1 if ever below 1 - tolerance of the twin, else 0 */
    FC_RECOVERY_NEVER, /* hit paths: 1 if not recovered in the horizon, else 0; NAN
                          others */
    FC_RECOVERY_MONTHS /* hit paths: months to recovery, months + 1 if never; NAN others
                        */
};
/* SIZE_MAX without `twin`. */
size_t fc__layout_recovery(const fc_layout *self, enum fc_recovery_series which);

/* ---- adding: to a tally, or to the pilot that finds the scales of the histograms ----
 */
typedef struct fc_pilot fc_pilot;
struct fc_block; /* model/model.h */

/* Room for FC_PILOT_PATHS values of every series that has a histogram. */
fc_status fc__pilot_new(const fc_layout *layout, fc_pilot **out, struct fc_error *err);
void fc__pilot_free(fc_pilot *self);
/* Centre and scale of every histogram from the values seen (fc_tally_scale_from_pilot).
 */
void fc__pilot_apply(const fc_pilot *self, fc_layout *layout);
/* Adds what was kept to a tally of these scales, as if by fc__sink_add(); every series
 * was given all of the paths. */
void fc__pilot_tally(const fc_pilot *self, fc_tally *tally);
/* Bytes of a pilot; for --max-memory and --dry-run. */
size_t fc__pilot_bytes(const fc_layout *layout);

struct fc_sink {
    const fc_layout *layout;
    fc_tally *tally; /* of all series, or of those that the pilot does not keep */
    fc_pilot *pilot; /* values of paths from FC_PILOT_PATHS on are dropped */
    struct fc_paths
        *paths; /* keeps the values of chosen series (engine/paths.h); alone */
    /* NULL, or called at the end of every month of a block with n paths in use; blocks
     * of several threads call it at the same time. */
    void (*look)(void *data, const struct fc_block *b, size_t n);
    void *look_data;
};

/* Adds n <= FC_LANES values of paths first_path.. to a series (crises, recovery). */
void fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first_path,
                  size_t n, const double *values);
/* The same by meaning; the targets of this metric and period get theirs, too. */
void fc__sink_month(const struct fc_sink *sink, size_t metric, size_t breakdown,
                    size_t member, int month, uint64_t first_path, size_t n,
                    const double *values);
void fc__sink_total(const struct fc_sink *sink, size_t metric, int period,
                    uint64_t first_path, size_t n, const double *values);

#endif
