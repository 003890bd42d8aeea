/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud stress: named stress tests and the reverse question. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE,
    {"test", 't', CLI_MANY, CLI_AT(test), "FILE", 0, 0, NULL, NULL,
     "a test of your own: an overlay, or a scenario that extends this one; may be "
     "repeated"},
    {"reverse", 0, CLI_TEXT, CLI_AT(reverse), "METRIC<VALUE", 0, 0, NULL, NULL,
     "limit of the reverse test, over the horizon [the scenario's targets]"},
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
    .name = "stress",
    .operands = "SCENARIO",
    .about = "Put the same worlds through a severe recession, the loss of the largest "
             "client, a data breach with an outage, a product recall, the leaving of "
             "three sellers in ten, the two worst of these at once, and your own "
             "tests; then look for the mildest combination that breaks a target.",
    .options = options,
    .example = "funnelcloud stress scenarios/reference.cfg -o out/stress --force",
    .least = 1,
    .most = 1,
};

CLI_REPORT(stress);

static int dry_run(const fc_stress *stress, const struct cli_request *request,
                   struct fc_run_estimate need)
{
    const uint64_t runs = fc_stress_path_runs(stress);
    struct fc_run_speed speed;
    const int code = cli_speed(request->operands[0], request, false, &speed);
    if (code)
        return code;
    for (size_t i = 0; i < fc_stress_tests(stress); i++) {
        const struct fc_stress_test test = fc_stress_test(stress, i);
        printf("test     %s%s\n", test.name, test.left_out ? " (left out)" : "");
    }
    printf("reverse  %zu\nruns     %llu paths, at most %llu\n",
           fc_stress_reverses(stress), (unsigned long long)fc_stress_usual_runs(stress),
           (unsigned long long)runs);
    cli_need(request->paths, &need);
    cli_time(fc_run_seconds(&speed, fc_stress_usual_runs(stress) / request->paths,
                            request->paths));
    return 0;
}

static int stress(const struct cli_request *request, const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    const struct fc_stress_options what = {.tests = request->test.at,
                                           .n_tests = request->test.n,
                                           .reverse = request->reverse,
                                           .plan_only = request->dry_run};
    struct fc_run_estimate need;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_stress *found = NULL;
    int code =
        cli_scenario_read(request->operands[0], &request->set, &how, &need, &scenario);
    fc_scenario_free(scenario);
    if (code == 0)
        code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    const fc_status status = fc_stress_run(request->operands[0], request->set.at,
                                           request->set.n, &what, &how, &found, &err);
    cli_progress_clear(&progress);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (found) {
        const int written = request->dry_run
                                ? dry_run(found, request, need)
                                : cli_tell(&report, found, request, command);
        code = code ? code : written;
    }
    fc_stress_free(found);
    return code;
}

int cmd_stress(int argc, char **argv)
{
    return cli_command(&page, argc, argv, stress);
}
