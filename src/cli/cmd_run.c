/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud run: simulate a scenario. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE,
    CLI_OPTION_PATHS("10000"),
    CLI_OPTION_SEED,
    CLI_OPTION_THREADS,
    CLI_OPTION_SET,
    {"precision", 0, CLI_TEXT, CLI_AT(precision), "METRIC=VALUE", 0, 0, NULL, NULL,
     "run until the standard error of the metric is below VALUE, such as revenue=0.5%; "
     "es=2% means the worst 5 % of operating profit, miss=0.5% the chance to miss"},
    CLI_OPTION_PLAN,
    {"twin", 0, CLI_FLAG, CLI_AT(twin), NULL, 0, 0, NULL, NULL,
     "also simulate every world without crises: time to recovery"},
    {"detail", 0, CLI_FLAG, CLI_AT(detail), NULL, 0, 0, NULL, NULL,
     "quantiles for every series, not only the headlines"},
    {"only-path", 0, CLI_COUNT, CLI_AT(only_path), "N", 0, FC_MOST_PATHS - 1, NULL,
     NULL, "replay one world and print every step as CSV (with -o: DIR/trace.csv)"},
    CLI_OPTION_TIME_LIMIT,
    CLI_OPTION_MAX_MEMORY,
    CLI_OPTION_DRY_RUN,
    CLI_OPTION_CHARTS,
    CLI_OPTION_JSON,
    CLI_OPTION_LANG,
    CLI_OPTION_QUIET,
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "run",
    .operands = "SCENARIO",
    .about =
        "Simulate a scenario. The summary goes to stdout; with -o also tables, charts "
        "and a report to DIR. Ctrl-C stops early and keeps what is finished, clearly "
        "labelled.",
    .options = options,
    .example = "funnelcloud run scenarios/reference.cfg -o out/reference --force",
    .least = 1,
    .most = 1,
};

/* Simulates, then writes; a run that stopped early is written too, labelled. */
static int simulate(fc_scenario *scenario, const struct cli_request *request,
                    const struct fc_run_options *how, const char *command)
{
    struct fc_error err = {0};
    fc_forecast *forecast = NULL;
    int code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    const fc_status status = fc_run(scenario, how, &forecast, &err);
    cli_progress_clear(how->progress_data);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (forecast) {
        const int written = cli_write(scenario, forecast, request, command);
        code = code ? code : written;
    }
    fc_forecast_free(forecast);
    return code;
}

static int run(const struct cli_request *request, const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    struct fc_run_estimate need;
    fc_scenario *scenario = NULL;
    int code =
        cli_scenario_read(request->operands[0], &request->set, &how, &need, &scenario);
    if (code == 0 && request->dry_run)
        code = cli_dry_run(request, &need, 1, true);
    else if (code == 0 && request->replay)
        code = cli_trace(scenario, request);
    else if (code == 0)
        code = simulate(scenario, request, &how, command);
    fc_scenario_free(scenario);
    return code;
}

int cmd_run(int argc, char **argv)
{
    return cli_command(&page, argc, argv, run);
}
