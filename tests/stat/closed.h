/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms through scenario files on the real engine: text -> forecast -> checks.
 *
 * Thresholds: |estimate - exact| <= Z standard errors with Z = 6 and a fixed seed; at
 * most a few hundred such checks run in CI, so the family-wise false-alarm rate is
 * below 1e-6 (2 Phi(-6) = 2e-9 each). The issue's own checks that say 4 SE use 4. The
 * detectable error of a check is printed with it: the shift that would fail with
 * certainty is 2 Z SE. */
#ifndef FC_TESTS_CLOSED_H
#define FC_TESTS_CLOSED_H

#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms; fc_run chooses by itself */
#endif

/* Sanitizers look for other faults and are slow: fewer paths, wider detectable errors.
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CLOSED_PATHS(n) ((n) / 40)
#else
#define CLOSED_PATHS(n) (n)
#endif

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "funnelcloud/run.h"
#include "model/read.h"

/* A firm of one market without noise, seasons, macro, crises and limits on hours; tests
 * add `channels`, `funnel`, `customers` and numbers by overriding keys. Later text wins
 * in neither libconfig nor here, so the pieces are macros. */
#define FIRM_CLOCK(months, s)                                                          \
    "title = \"T\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " s "; };\n"
#define FIRM_MARKETS(leads, product)                                                   \
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = "          \
    "\"p\"; " product " } ); segments = ( { name = \"s\"; leads_per_month = " leads    \
    "; } ); "                                                                          \
    "year_to_year_cv = 0; };\n"
#define FIRM_CALM                                                                      \
    "macro = { random = false; factor_sd = 0; territory_sd = 0; product_sd = 0; "      \
    "segment_sd = 0; };\n"
#define FIRM_CHANNEL                                                                   \
    "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; dispersion = 0; } "   \
    ");\n"
#define FIRM_NOBODY                                                                    \
    "people = { seats = 0; };\norganisation = { structure = \"pooled\"; };\n"

static inline fc_forecast *closed_run_options(const char *text,
                                              const struct fc_run_options *options)
{
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    fc_status status = fc__scenario_read_text("test.cfg", text, strlen(text), NULL, 0,
                                              fc__owners(), &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, options, &forecast, &err);
    for (size_t i = 0; scenario && i < fc_scenario_problems(scenario); i++) {
        bool warning;
        fprintf(stderr, "%s\n", fc_scenario_problem(scenario, i, &warning));
    }
    if (status != FC_OK)
        fail_msg("%s: %s", fc_status_name(status), err.message);
    fc_scenario_free(scenario);
    return forecast;
}

static inline fc_forecast *closed_run(const char *text, uint64_t paths)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = CLOSED_PATHS(paths);
    options.seed = 20270101;
    return closed_run_options(text, &options);
}

static inline struct fc_estimate closed_stat(const fc_forecast *f, const char *metric,
                                             int period, enum fc_stat stat,
                                             double level)
{
    const size_t m = fc_forecast_find(f, metric);
    if (m == SIZE_MAX)
        fail_msg("no metric '%s'", metric);
    return fc_forecast_stat(f, m, 0, 0, period, stat, level);
}

static inline double closed_value(const fc_forecast *f, const char *metric, int period)
{
    return closed_stat(f, metric, period, FC_STAT_MEAN, 0).value;
}

/* |value - exact| <= z * error, printed with the detectable error. */
static inline void closed_near(const char *what, double value, double error,
                               double exact, double z)
{
    printf("  %-44s %14.7g exact %14.7g  z %6.2f  detects %.2g\n", what, value, exact,
           (value - exact) / error, 2 * z * error / (exact != 0 ? fabs(exact) : 1));
    if (!(fabs(value - exact) <= z * error))
        fail_msg("%s: %.9g, exact %.9g, SE %.3g", what, value, exact, error);
}

/* Mean of a series against its exact value. */
static inline void closed_mean(const fc_forecast *f, const char *metric, int period,
                               double exact, double z)
{
    const struct fc_estimate e = closed_stat(f, metric, period, FC_STAT_MEAN, 0);
    closed_near(metric, e.value, e.error, exact, z);
}

/* Variance of a series of n paths against its exact value; kurt = E(x-m)^4 / var^2. */
static inline void closed_variance(const fc_forecast *f, const char *metric, int period,
                                   double exact, double kurt, double n, double z)
{
    char what[64];
    const double sd = closed_stat(f, metric, period, FC_STAT_SD, 0).value;
    snprintf(what, sizeof what, "variance of %s", metric);
    closed_near(what, sd * sd, exact * sqrt((kurt - 1) / CLOSED_PATHS(n)), exact, z);
}

#endif
