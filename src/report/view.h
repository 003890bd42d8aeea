/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forecast as the report looks at it: by metric name, with texts in the reader's
 * language. A metric that the model does not have is SIZE_MAX, its numbers are NAN. */
#ifndef FC_REPORT_VIEW_H
#define FC_REPORT_VIEW_H

#include "funnelcloud/decide.h"
#include "funnelcloud/forecast.h"
#include "funnelcloud/scenario.h"
#include "report/words.h"

enum { FC_CURVE_POINTS = 128, FC_TEXT_ROOM = 160 };

/* The lower tail the report speaks of. */
#define FC_TAIL 0.05

struct fc_report_kind; /* write.h */
struct fc_view {
    const struct fc_report_kind *kind;
    const fc_scenario *scenario;                   /* the first one */
    const fc_forecast *forecast;                   /* of a run; NULL: a comparison */
    const fc_comparison *comparison;               /* of scenarios; NULL: a run */
    const fc_scenario *scenarios[FC_COMPARE_MOST]; /* of a comparison */
    size_t n_scenarios;
    const void *more; /* what a kind of report has besides */
    struct fc_run_facts facts;
    enum fc_lang lang;
    const char *missing_charts; /* why there are no charts; NULL: there are */
};
/* What every view has; a run and a comparison add to it. */
void fc__view_begin(struct fc_view *self, const fc_scenario *scenario,
                    struct fc_run_facts facts, const char *lang);
void fc__view_init(struct fc_view *self, const fc_scenario *scenario,
                   const fc_forecast *forecast, const char *lang);
void fc__view_of_comparison(struct fc_view *self, const fc_comparison *comparison,
                            const char *lang);

/* The scenarios it is about: one, or those that are compared. */
size_t fc__view_scenarios(const struct fc_view *self);
const fc_scenario *fc__view_scenario(const struct fc_view *self, size_t i);

struct fc_text_room {
    char text[FC_TEXT_ROOM];
};

/* ---- numbers ---- */
size_t fc__find(const struct fc_view *self, const char *metric);
bool fc__known(struct fc_estimate estimate); /* has a value */

/* Statistics of the whole department; NAN without the metric. */
struct fc_estimate fc__mean(const struct fc_view *self, size_t metric, int period);
struct fc_estimate fc__quantile(const struct fc_view *self, size_t metric, int period,
                                double level);
struct fc_estimate fc__stat(const struct fc_view *self, size_t metric, int period,
                            enum fc_stat stat, double level);

/* The total over the horizon if the metric is a flow or has totals, else its last
 * month. */
int fc__end_period(const struct fc_view *self, size_t metric);
/* Mean of the monthly means of a member: breakdown and member as in forecast.h. */
double fc__mean_of_months(const struct fc_view *self, size_t metric, size_t breakdown,
                          size_t member);
/* Index of a breakdown by name; SIZE_MAX. */
size_t fc__breakdown(const struct fc_view *self, const char *name);
int fc__years(const struct fc_view *self);

/* An estimate as people read it, with digits as its error supports; "–" without one. */
const char *fc__text(const struct fc_view *self, struct fc_estimate estimate,
                     const char *unit, struct fc_text_room *room);
/* The error of an estimate, as a number of the same unit with two digits. */
const char *fc__error_text(const struct fc_view *self, struct fc_estimate estimate,
                           const char *unit, struct fc_text_room *room);
/* A number without error: a target, an accepted probability. */
const char *fc__exact_text(const struct fc_view *self, double value, const char *unit,
                           struct fc_text_room *room);

/* Is the target met often enough? */
enum fc_verdict { FC_INSIDE, FC_OUTSIDE, FC_CLOSE, FC_OPEN };
enum fc_verdict fc__verdict(const struct fc_target *target);
const char *fc__verdict_name(enum fc_verdict verdict); /* "inside", ... */

/* Points (value, probability to be at or above it, standard error) of the exceedance
 * curve of a total, by rising value; at most FC_CURVE_POINTS. Returns their number. */
struct fc_curve_point {
    double value, probability, error;
};
size_t fc__exceedance(const struct fc_view *self, size_t metric, int period,
                      struct fc_curve_point points[FC_CURVE_POINTS]);

/* ---- names ---- */
const char *fc__metric_title(const struct fc_view *self, size_t metric);
const char *fc__member_title(const struct fc_view *self, size_t breakdown,
                             size_t member);
/* "horizon", "2027", "2027/28", "2027-03": as in the tables. */
const char *fc__period_key(const struct fc_view *self, int period,
                           struct fc_text_room *room);
/* "whole horizon", "2027", "March 2027": for people. */
const char *fc__period_text(const struct fc_view *self, int period,
                            struct fc_text_room *room);
/* File name of the scenario without folder and extension. */
const char *fc__scenario_name(const struct fc_view *self, struct fc_text_room *room);

/* Is more of it worse (costs, losses)? Then the lower tail is no risk and is not told.
 */
bool fc__more_is_worse(const struct fc_view *self, size_t metric);
bool fc__name_is_worse(const char *metric);

/* Numbers of the assumption ledger that are assumed, not decided (as targets and the
 * horizon are): all of them, and the weak ones: without a source, or with mark A. */
size_t fc__assumed(const struct fc_view *self);
bool fc__is_weak(const struct fc_assumption *assumption);
size_t fc__weak(const struct fc_view *self);

/* Crises by falling frequency times severity. `order` has room for all of them; returns
 * the number of those that can happen. */
size_t fc__crisis_order(const struct fc_view *self, size_t *order);
double fc__crisis_weight(const struct fc_crisis_facts *crisis);

#endif
