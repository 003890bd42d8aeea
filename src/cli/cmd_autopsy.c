/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud autopsy: what a missed target is made of. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE,
    {"target", 0, CLI_COUNT, CLI_AT(target), "N", 1, 64, "1", NULL,
     "number of the target in the scenario's list"},
    {"causes", 0, CLI_TEXT, CLI_AT(causes), "LIST", 0, 0, NULL, NULL,
     "comma-separated: leads, wins, sizes, churn, people, coverage, recession, "
     "assumptions, names of crises, or crises for all of them together [all, each "
     "crisis by itself]"},
    {"worlds", 0, CLI_COUNT, CLI_AT(worlds), "N", 1, FC_MOST_PATHS, "256", NULL,
     "at most so many of the worlds that miss are replayed"},
    CLI_OPTION_PATHS("2000"),
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
    .name = "autopsy",
    .operands = "SCENARIO",
    .about =
        "Replay the worlds that miss a target with causes of trouble taken out, all "
        "other luck unchanged: how much of the missing money is weak demand, lost "
        "deals and clients, people who leave, missing hours, a recession, each "
        "crisis, and how much is the plan itself. All of it adds up.",
    .options = options,
    .example = "funnelcloud autopsy scenarios/reference.cfg -o out/autopsy --force",
    .least = 1,
    .most = 1,
};

CLI_REPORT(autopsy);

/* The list of runs and the time they take at most. */
static int dry_run(const fc_autopsy *autopsy, const struct cli_request *request,
                   struct fc_run_estimate need)
{
    const uint64_t runs = fc_autopsy_path_runs(autopsy);
    struct fc_run_speed speed;
    const int code = cli_speed(request->operands[0], request, false, &speed);
    if (code)
        return code;
    for (size_t i = 0; i < fc_autopsy_targets(autopsy); i++)
        printf("target   %zu %s%s\n", i + 1, fc_autopsy_target(autopsy, i).metric,
               i == fc_autopsy_chosen(autopsy) ? " (chosen)" : "");
    for (size_t i = 0; i < fc_autopsy_causes(autopsy); i++)
        printf("cause    %s\n", fc_autopsy_cause(autopsy, i).name);
    printf("orders   %zu%s\nruns     %llu paths at most\n", fc_autopsy_orders(autopsy),
           fc_autopsy_orders(autopsy) ? "" : " (all: exact)", (unsigned long long)runs);
    cli_need(request->paths, &need);
    cli_time(fc_run_seconds(&speed, 1, request->paths) +
             fc_run_seconds(&speed, fc_autopsy_replays(autopsy),
                            fc_autopsy_worlds(autopsy)));
    return 0;
}

static int autopsy(const struct cli_request *request, const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    const struct fc_autopsy_options what = {.target = (size_t)request->target - 1,
                                            .causes = request->causes,
                                            .worlds = request->worlds,
                                            .plan_only = request->dry_run};
    struct fc_run_estimate need;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_autopsy *found = NULL;
    int code =
        cli_scenario_read(request->operands[0], &request->set, &how, &need, &scenario);
    fc_scenario_free(scenario);
    if (code == 0)
        code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    const fc_status status = fc_autopsy_run(request->operands[0], request->set.at,
                                            request->set.n, &what, &how, &found, &err);
    cli_progress_clear(&progress);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (found) {
        const int written = request->dry_run
                                ? dry_run(found, request, need)
                                : cli_tell(&report, found, request, command);
        code = code ? code : written;
    }
    fc_autopsy_free(found);
    return code;
}

int cmd_autopsy(int argc, char **argv)
{
    return cli_command(&page, argc, argv, autopsy);
}
