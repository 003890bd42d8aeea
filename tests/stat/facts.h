/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of stylised facts of tests/stat/test_facts.c, and runs of the reference. */
#ifndef FC_TESTS_FACTS_H
#define FC_TESTS_FACTS_H

#include "closed.h"

#include <gsl/gsl_cdf.h>

enum { SEEDS = 5, ROWS = 24, BLOCK = 128 };
/* Sanitizers are slow: a quarter of the paths, a block of them at least. */
#define FACT_PATHS(n) (CLOSED_PATHS(n) == (n) ? (n) : (n) / 4 > BLOCK ? (n) / 4 : BLOCK)
static const char reference[] = FC_SCENARIOS "/reference.cfg";

/* ---- the table ---- */

struct fact {
    const char *name;
    double low, high, value, error;
    const char *note;
};
static struct fact table[ROWS];
static int facts;

static void add(const char *name, double low, double high, struct fc_estimate e,
                const char *note)
{
    assert_true(facts < ROWS);
    table[facts++] = (struct fact){name, low, high, e.value, e.error, note};
}

static bool holds(const struct fact *f)
{
    const double half = 1.959964 * f->error;
    return f->value - half >= f->low && f->value + half <= f->high;
}

static void range_text(const struct fact *f, char *text, size_t size)
{
    if (isinf(f->high))
        snprintf(text, size, "above %g", f->low);
    else
        snprintf(text, size, "%g to %g", f->low, f->high);
}

/* ---- runs ---- */

static fc_forecast *run(const char *const *set, size_t n, uint64_t paths, uint64_t seed)
{
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = FACT_PATHS(paths);
    options.seed = seed;
    fc_status status = fc_scenario_read(reference, set, n, &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, &options, &forecast, &err);
    if (status != FC_OK)
        fail_msg("%s: %s", fc_status_name(status), err.message);
    fc_scenario_free(scenario);
    return forecast;
}
#define RUN(set, paths, seed) run(set, sizeof(set) / sizeof *(set), paths, seed)

/* Mean over months; the months' mean error is an upper bound of its error. */
static struct fc_estimate over_months(const fc_forecast *f, const char *metric,
                                      int first, int last, int every)
{
    struct fc_estimate sum = {0, 0, 0};
    int n = 0;
    for (int month = first; month <= last; month += every, n++) {
        const struct fc_estimate e = closed_stat(f, metric, month, FC_STAT_MEAN, 0);
        sum.value += e.value;
        sum.error += e.error;
    }
    return (struct fc_estimate){sum.value / n, sum.error / n, 0};
}

/* Mean and error of a few values, widened by t / z so that 1.96 errors are 95 %. */
static struct fc_estimate of_values(const double *value, int n)
{
    double mean = 0, square = 0;
    for (int i = 0; i < n; i++)
        mean += value[i] / n;
    for (int i = 0; i < n; i++)
        square += (value[i] - mean) * (value[i] - mean);
    const double wide =
        gsl_cdf_tdist_Pinv(0.975, n - 1) / gsl_cdf_ugaussian_Pinv(0.975);
    return (struct fc_estimate){mean, wide * sqrt(square / (n - 1) / n), 0};
}

#endif
