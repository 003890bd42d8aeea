/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud structures: one department under all structures. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_OUTPUT,        CLI_OPTION_FORCE,
    CLI_OPTION_PATHS("3000"), CLI_OPTION_SEED,
    CLI_OPTION_THREADS,       CLI_OPTION_SET,
    CLI_OPTION_TIME_LIMIT,    CLI_OPTION_MAX_MEMORY,
    CLI_OPTION_DRY_RUN,       CLI_OPTION_CHARTS,
    CLI_OPTION_JSON,          CLI_OPTION_LANG,
    CLI_OPTION_QUIET,         {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "structures",
    .operands = "SCENARIO",
    .about =
        "Simulate the same department as geographic, product, segment and pooled teams "
        "in the same worlds: which is best, what the difference is made of, and which "
        "structure suffers most from a local shock.",
    .options = options,
    .example = "funnelcloud structures scenarios/reference.cfg -o out/structures "
               "--force",
    .least = 1,
    .most = 1,
};

CLI_REPORT(structures);

static int dry_run(const struct cli_request *request, const struct fc_run_options *how,
                   const struct fc_run_estimate *need)
{
    static const char *const parts[FC_STRUCTURES_PARTS] = {
        [FC_STRUCTURES_COMPARISON] = "all structures",
        [FC_STRUCTURES_WHY] = "what the difference is made of",
        [FC_STRUCTURES_SHOCKS] = "local shocks",
        [FC_STRUCTURES_TEAMS] = "load of the teams",
        [FC_STRUCTURES_MAP] = "best structure by complexity",
        [FC_STRUCTURES_BREAK_EVEN] = "break-even, at most",
    };
    struct fc_structures_plan plan;
    struct fc_run_speed speed;
    struct fc_error err = {0};
    double seconds = 0;
    const fc_status status = fc_structures_plan(request->operands[0], request->set.at,
                                                request->set.n, how, &plan, &err);
    if (status != FC_OK)
        return cli_error(status, &err);
    const int code = cli_speed(request->operands[0], request, false, &speed);
    if (code)
        return code;
    for (size_t i = 0; i < plan.structures; i++)
        printf("test     %s%s\n", plan.name[i], i == 0 ? " (as it is)" : "");
    for (int i = 0; i < FC_STRUCTURES_PARTS; i++) {
        seconds += fc_run_seconds(&speed, plan.runs[i], plan.paths[i]);
        if (plan.runs[i])
            printf("runs     %4zu of %llu paths: %s\n", plan.runs[i],
                   (unsigned long long)plan.paths[i], parts[i]);
    }
    cli_need(request->paths, need);
    cli_time(seconds);
    return 0;
}

static int structures(const struct cli_request *request, const char *command)
{
    struct fc_run_estimate need;
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_structures *found = NULL;
    int code =
        cli_scenario_read(request->operands[0], &request->set, &how, &need, &scenario);
    fc_scenario_free(scenario);
    if (code == 0 && request->dry_run)
        return dry_run(request, &how, &need);
    if (code == 0)
        code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    const fc_status status = fc_structures_run(request->operands[0], request->set.at,
                                               request->set.n, &how, &found, &err);
    cli_progress_clear(&progress);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (found) {
        const int written = cli_tell(&report, found, request, command);
        code = code ? code : written;
    }
    fc_structures_free(found);
    return code;
}

int cmd_structures(int argc, char **argv)
{
    return cli_command(&page, argc, argv, structures);
}
