/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file stress.h
 * Stress tests: the same worlds with and without a named misfortune, and the reverse
 * question: what is the mildest combination of misfortunes that breaks a limit?
 */
#ifndef FUNNELCLOUD_STRESS_H
#define FUNNELCLOUD_STRESS_H

#include "funnelcloud/forecast.h"
#include "funnelcloud/run.h"
#include "funnelcloud/scenario.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FC_STRESS_MOST = 24, FC_REVERSE_MOST = 4, FC_DRIVERS_MOST = 12 };

/** The result. Opaque, immutable; free with fc_stress_free(). */
typedef struct fc_stress fc_stress;

/** What to test. Zero it: all tests that the scenario allows, its own targets. */
struct fc_stress_options {
    const char *const *tests; /**< the user's own: files, each a test. One that says
                                   `extends` is a scenario of its own, paired with this
                                   one; else it is laid over this scenario */
    size_t n_tests;
    const char *reverse; /**< "METRIC<VALUE" over the horizon; NULL: the targets of the
                              scenario that are on a year or the horizon */
    bool plan_only;      /**< simulate nothing: only the list and the path-runs */
};

/** Runs the tests.
 *
 * @param path, set, n_set  as for fc_scenario_read()
 * @param options  `paths` of every test; the search of the reverse tests takes an
 *                 eighth of them, its proof a third, each at least 256
 * @param[out] out the caller frees it; also given with FC_E_PARTIAL and
 *                 FC_E_INTERRUPTED, then with the tests that are finished
 * @return FC_OK; FC_E_SCENARIO with the first problem of the scenario or of a test;
 *         FC_E_ARG: `reverse` cannot be read, or its metric has no total; FC_E_NO_INPUT
 *         for a file that cannot be read; FC_E_MEMORY; FC_E_PARTIAL; FC_E_INTERRUPTED
 */
fc_status fc_stress_run(const char *path, const char *const *set, size_t n_set,
                        const struct fc_stress_options *what,
                        const struct fc_run_options *options, fc_stress **out,
                        struct fc_error *err);
void fc_stress_free(fc_stress *self);

const fc_scenario *fc_stress_scenario(const fc_stress *self);
struct fc_run_facts fc_stress_facts(const fc_stress *self);
/** Worlds that all parts together simulate (an upper limit for the search). */
uint64_t fc_stress_path_runs(const fc_stress *self);
/** What is to be expected of them: the search of a reverse test mostly ends half-way.
 */
uint64_t fc_stress_usual_runs(const fc_stress *self);

/* ---- tests: 0 is the scenario without any ---- */

/** A number under the test, and its change against the same worlds without it. */
struct fc_stress_figure {
    struct fc_estimate value, change;
};

/** Limits of which one is broken first. */
enum fc_stress_limit {
    FC_LIMIT_CASH,        /**< cash at a month end */
    FC_LIMIT_REVENUE,     /**< revenue of a year, known at its end */
    FC_LIMIT_UTILISATION, /**< hours needed over hours available, in a month */
    FC_LIMIT_CHURN,       /**< clients lost in 12 months */
    FC_LIMITS
};
/** "cash", "revenue", "utilisation", "churn". */
const char *fc_stress_limit_name(enum fc_stress_limit limit);
/** The limit itself; that of revenue and churn is of year 1 and the last month. `own`:
 * it stands in the scenario as a target. */
double fc_stress_limit_value(const fc_stress *self, enum fc_stress_limit limit,
                             bool *own);

struct fc_stress_test {
    const char *name;     /**< "base", "recession", ..., or that of a user's file */
    const char *title;    /**< of a user's test; NULL: the name says it */
    const char *member;   /**< whom it hits: title of a client, product, ...; or NULL */
    const char *also;     /**< "two_worst": names of the two; else NULL */
    const char *left_out; /**< a key that says why it was not run; NULL: it was */
    int month;            /**< the first one */
    bool user;            /**< from a file of the user */
    struct fc_stress_figure profit_mean, profit_p50, profit_p05; /**< horizon */
    struct fc_stress_figure low_p50, low_p05; /**< lowest cash at a month end */
    struct fc_estimate need;    /**< mean of what is missing to 0 at the lowest point */
    struct fc_estimate reserve; /**< cash that keeps 95 % of the worlds at 0 or above;
                                     0 if nothing is missing */
    struct fc_estimate ruin;    /**< P(cash below minus the credit line) */
    struct fc_estimate survive; /**< median of the first such month, ruined worlds */
    struct fc_estimate hit;     /**< P(revenue of a month 2 % below the twin's) */
    struct fc_estimate recovery;      /**< median months until it no longer is, for two
                                           months in a row; worlds that are hit */
    struct fc_estimate not_recovered; /**< share of those worlds that never are */
    struct fc_estimate made_up;       /**< median months until the profit lost since the
                                           test began is 2 % of the twin's revenue since
                                           then or less, and stays so */
    struct fc_estimate not_made_up;   /**< share of all worlds in which it is more at
                                           the end */
    struct fc_estimate first[FC_LIMITS]; /**< P(this limit is the first that the test
                                              breaks); a tie goes to the earlier one in
                                              the list */
    struct fc_estimate nothing;          /**< P(it breaks none) */
    struct fc_estimate left; /**< "reps_leave": share of the people who left in the
                                  month of the test; else NAN */
};
size_t fc_stress_tests(const fc_stress *self);
struct fc_stress_test fc_stress_test(const fc_stress *self, size_t i);
/** Test whose mean profit falls most; 0 if none was run. */
size_t fc_stress_worst(const fc_stress *self);

/** Quantiles of cash at the end of a month. */
enum { FC_STRESS_LEVELS = 7 };
extern const double fc_stress_levels[FC_STRESS_LEVELS];
const double *fc_stress_cash(const fc_stress *self, size_t test, int month);
/** Mean revenue of a month over that of the same worlds without the test. */
struct fc_estimate fc_stress_kept(const fc_stress *self, size_t test, int month);
double fc_stress_credit_line(const fc_stress *self);

/* ---- reverse stress tests ---- */

/** What is fixed in a combination, and how far from the middle it lies. */
struct fc_reverse_driver {
    const char *kind;   /**< "recession" (value: months), "crisis" (value: severity),
                             "number" (value: of an uncertain number), "year" (value:
                            share of years with less demand) */
    const char *name;   /**< crisis, or key of the number */
    const char *title;  /**< of the crisis, or NULL */
    const char *unit;   /**< of the number, or NULL */
    int month;          /**< when it begins; 0: it is not a date */
    double value, half; /**< as fixed; with half the score; 0: no recession, no crisis
                         */
    double score;       /**< normal score of the value among all worlds */
};

struct fc_reverse {
    const char *metric, *unit;
    int period;          /**< -year, FC_PERIOD_HORIZON */
    double limit;        /**< broken below it */
    const char *outcome; /**< "found"; "unproved": found, but fresh worlds do not bear
                              it out; "by_itself": broken in half of the worlds anyway;
                              "never": in none; "none": nothing that the drivers do
                              breaks it in half of the worlds; "stopped" */
    size_t n;
    struct fc_reverse_driver driver[FC_DRIVERS_MOST];
    double size;                   /**< sum of the squared scores */
    struct fc_estimate without;    /**< P(broken) as it is */
    struct fc_estimate with, half; /**< with the combination, with half of its scores;
                                        in worlds that the search has not seen */
    double explained; /**< share of the variance that all drivers explain, linear fit */
    size_t drivers;   /**< how many were looked at */
    uint64_t paths, search_paths;
};
size_t fc_stress_reverses(const fc_stress *self);
struct fc_reverse fc_stress_reverse(const fc_stress *self, size_t i);

#ifdef __cplusplus
}
#endif
#endif
