/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud ledger: every crisis against every measure. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE,
    {"budget", 0, CLI_NUMBER, CLI_AT(budget), "MONEY", 1, 1e15, NULL, NULL,
     "what measures may cost over the horizon [decisions.budget of the scenario]"},
    CLI_OPTION_PATHS("512"),
    CLI_OPTION_SEED,
    CLI_OPTION_THREADS,
    CLI_OPTION_SET,
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
    .name = "ledger",
    .operands = "SCENARIO [MEASURE...]",
    .about =
        "Weigh measures against crises in the same worlds: what each measure costs and "
        "changes, what it saves of each crisis, which measures overlap, how often a "
        "crisis must come for a measure to pay, and the best set for a budget. "
        "Measures "
        "are the practices of the scenario (those that 'decisions.measures' names, if "
        "it does) and files that add practices or policies: those given, else those "
        "that the scenario names.",
    .options = options,
    .example = "funnelcloud ledger scenarios/measures.cfg -o out/ledger --force",
    .least = 1,
    .most = 13,
};

CLI_REPORT(ledger);

static int dry_run(const struct cli_request *request, const struct fc_ledger_plan *plan)
{
    struct fc_run_speed speed;
    double seconds = 0;
    const int code = cli_speed(request->operands[0], request, false, &speed);
    if (code)
        return code;
    static const char *const parts[FC_LEDGER_PARTS] = {
        [FC_LEDGER_INHERENT] = "without measures, with all",
        [FC_LEDGER_SETS] = "measures alone and in pairs",
        [FC_LEDGER_CRISES] = "crises against measures",
        [FC_LEDGER_ATTRIBUTION] = "shares of the crises",
        [FC_LEDGER_BREAK_EVEN] = "break-even, at most",
        [FC_LEDGER_BEST] = "best sets, at most",
    };
    printf("measures %zu\ncrises   %zu\n", plan->measures, plan->crises);
    for (int i = 0; i < FC_LEDGER_PARTS; i++) {
        seconds += fc_run_seconds(&speed, plan->runs[i], plan->paths[i]);
        if (plan->runs[i])
            printf("runs     %4zu of %llu paths: %s\n", plan->runs[i],
                   (unsigned long long)plan->paths[i], parts[i]);
    }
    printf("memory   %.1f MiB\n", (double)plan->largest.bytes / 1048576.0);
    cli_time(seconds);
    return 0;
}

static int ledger(const struct cli_request *request, const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    const struct fc_ledger_options what = {request->operands + 1,
                                           request->n_operands - 1, request->budget};
    const char *path = request->operands[0];
    struct fc_ledger_plan plan;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_ledger *found = NULL;
    int code = cli_scenario_read(path, &request->set, &how, NULL, &scenario);
    fc_scenario_free(scenario);
    if (code)
        return code;
    fc_status status =
        fc_ledger_plan(path, request->set.at, request->set.n, &what, &how, &plan, &err);
    if (status != FC_OK)
        return cli_error(status, &err);
    if (request->dry_run)
        return dry_run(request, &plan);
    code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    status =
        fc_ledger_run(path, request->set.at, request->set.n, &what, &how, &found, &err);
    cli_progress_clear(&progress);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (found) {
        const int written = cli_tell(&report, found, request, command);
        code = code ? code : written;
    }
    fc_ledger_free(found);
    return code;
}

int cmd_ledger(int argc, char **argv)
{
    return cli_command(&page, argc, argv, ledger);
}
