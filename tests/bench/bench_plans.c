/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many times fewer paths the plan `stratified` needs for the same error: squares of
 * the standard errors of a plain and a stratified run of as many paths, and of their
 * times. 1: no gain; the ratios scatter by about 5 % at 16,384 paths, those of the tail
 * by 10 %. Goal for the 5 % shortfall of the reference scenario: 5.
 *
 * usage: bench_plans [PATHS [SCENARIO...]] */
#include <stdio.h>
#include <stdlib.h>

#include "funnelcloud/funnelcloud.h"

static const struct {
    const char *metric, *name;
    enum fc_stat stat;
    double level;
} rows[] = {
    {"revenue", "revenue, mean", FC_STAT_MEAN, 0.0},
    {"operating_profit", "profit, mean", FC_STAT_MEAN, 0.0},
    {"operating_profit", "profit, 5 % quantile", FC_STAT_QUANTILE, 0.05},
    {"operating_profit", "profit, 5 % shortfall", FC_STAT_ES, 0.05},
    {"operating_profit", "profit, 1 % shortfall", FC_STAT_ES, 0.01},
    {"cash_low", "lowest cash, 5 % shortfall", FC_STAT_ES, 0.05},
    {"crisis_cost", "cost of crises, mean", FC_STAT_MEAN, 0.0},
};
enum { ROWS = sizeof rows / sizeof *rows };

static void print(const char *file, fc_forecast *const *both)
{
    const struct fc_run_facts plain = fc_forecast_facts(both[0]),
                              other = fc_forecast_facts(both[1]);
    printf("%s: %zu strata", file, other.strata);
    for (size_t h = 0; h < other.strata; h++)
        printf(", %.3f of the worlds %.3f of the paths", other.stratum[h].prob,
               (double)other.stratum[h].paths / (double)other.paths);
    printf("; time x %.3f\n", other.seconds / plain.seconds);
    for (size_t i = 0; i < ROWS; i++) {
        const size_t metric = fc_forecast_find(both[0], rows[i].metric);
        struct fc_estimate e[2];
        for (int p = 0; p < 2 && metric != SIZE_MAX; p++)
            e[p] =
                fc_forecast_stat(both[p], metric, 0, 0, 0, rows[i].stat, rows[i].level);
        if (metric != SIZE_MAX)
            printf("  %-28s %12.5g +- %-10.3g %12.5g +- %-10.3g ratio %.2f\n",
                   rows[i].name, e[0].value, e[0].error, e[1].value, e[1].error,
                   e[0].error * e[0].error / (e[1].error * e[1].error));
    }
    for (size_t i = 0; i < fc_forecast_targets(both[0]); i++) {
        const struct fc_estimate a = fc_forecast_target(both[0], i).miss,
                                 b = fc_forecast_target(both[1], i).miss;
        printf("  P(miss target %zu)             %12.5g +- %-10.3g %12.5g +- %-10.3g "
               "ratio %.2f\n",
               i + 1, a.value, a.error, b.value, b.error,
               a.error * a.error / (b.error * b.error));
    }
}

static int plans(const char *file, uint64_t paths)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *both[2] = {NULL, NULL};
    options.paths = paths;
    fc_status status = fc_scenario_read(file, NULL, 0, &scenario, &err);
    for (int p = 0; p < 2 && status == FC_OK; p++) {
        options.plan = p ? FC_STRATIFIED : FC_PLAIN;
        status = fc_run(scenario, &options, &both[p], &err);
    }
    if (status == FC_OK)
        print(file, both);
    else
        fprintf(stderr, "%s: %s\n", file, err.message);
    for (int p = 0; p < 2; p++)
        fc_forecast_free(both[p]);
    fc_scenario_free(scenario);
    return status != FC_OK;
}

int main(int argc, char **argv)
{
    const uint64_t paths = argc > 1 ? strtoull(argv[1], NULL, 10) : 16384;
    int failed = 0;
    if (argc < 3)
        failed |= plans(FC_SCENARIOS "/reference.cfg", paths);
    for (int i = 2; i < argc; i++)
        failed |= plans(argv[i], paths);
    return failed;
}
