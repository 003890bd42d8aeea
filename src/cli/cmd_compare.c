/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud compare: several scenarios in the same worlds. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    {"policies", 0, CLI_FLAG, CLI_AT(policies), NULL, 0, 0, NULL, NULL,
     "instead of alternatives: BASE without its policies, with them, and with the same "
     "rules seeing the truth"},
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE,
    CLI_OPTION_PATHS("10000"),
    CLI_OPTION_SEED,
    CLI_OPTION_THREADS,
    CLI_OPTION_SET,
    CLI_OPTION_PLAN,
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
    .name = "compare",
    .operands = "BASE ALTERNATIVE...",
    .about =
        "Simulate several scenarios in the same worlds, with the same luck, and tell "
        "by how much they differ, how often one beats the other, and whether that can "
        "be seen with so many worlds. Overrides given by --set are made in all of "
        "them.",
    .options = options,
    .example = "funnelcloud compare scenarios/reference.cfg scenarios/pooled.cfg "
               "scenarios/segment.cfg -o out/compare --force",
    .least = 1,
    .most = FC_COMPARE_MOST,
};

CLI_REPORT(comparison);

static int simulate(fc_scenario *const *scenarios, const struct cli_request *request,
                    const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    struct fc_run_estimate need;
    struct fc_error err = {0};
    fc_comparison *comparison = NULL;
    fc_status status =
        fc_compare_estimate(scenarios, request->n_operands, &how, &need, &err);
    if (status != FC_OK)
        return cli_error(status, &err);
    if (request->dry_run)
        return cli_dry_run(request, &need, 1, false);
    int code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    status = fc_compare(scenarios, request->n_operands, &how, &comparison, &err);
    cli_progress_clear(&progress);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (comparison) {
        const int written = cli_tell(&report, comparison, request, command);
        code = code ? code : written;
    }
    fc_comparison_free(comparison);
    return code;
}

static int compare(const struct cli_request *request, const char *command)
{
    struct cli_progress silent = cli_progress_new(true);
    const struct fc_run_options how = cli_run_options(request, &silent);
    fc_scenario *scenarios[FC_COMPARE_MOST] = {NULL};
    int code = 0;
    if (request->policies && request->n_operands > 1)
        return cli_usage(page.name, "--policies takes one scenario");
    if (request->policies)
        return cli_compare_policies(request, command);
    if (request->n_operands < 2)
        return cli_usage(page.name, "%s is missing", page.operands);
    for (size_t i = 0; code == 0 && i < request->n_operands; i++)
        code = cli_scenario_read(request->operands[i], &request->set, &how, NULL,
                                 &scenarios[i]);
    if (code == 0)
        code = simulate(scenarios, request, command);
    for (size_t i = 0; i < request->n_operands; i++)
        fc_scenario_free(scenarios[i]);
    return code;
}

int cmd_compare(int argc, char **argv)
{
    return cli_command(&page, argc, argv, compare);
}
