/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud frontier: how to split the effort to win clients. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE,
    {"by", 0, CLI_CHOICE, CLI_AT(by), "AXIS", 0, 0, "segment",
     "segment|territory|product", "what the effort is split over"},
    {"step", 0, CLI_COUNT, CLI_AT(step), "POINTS", 1, 50, "10", NULL,
     "distance of neighbouring mixes, per cent of the effort"},
    {"speed", 0, CLI_COUNT, CLI_AT(speed), "POINTS", 1, 100, "20", NULL,
     "most points that move in a quarter; 100: all at once"},
    {"bound", 0, CLI_MANY, CLI_AT(bound), "NAME=LOW..HIGH", 0, 0, NULL, NULL,
     "least and largest share of a member, per cent; may be repeated"},
    CLI_OPTION_PATHS("3000"),
    CLI_OPTION_SEED,
    CLI_OPTION_THREADS,
    CLI_OPTION_SET,
    CLI_OPTION_MAX_MEMORY,
    CLI_OPTION_DRY_RUN,
    CLI_OPTION_CHARTS,
    CLI_OPTION_JSON,
    CLI_OPTION_LANG,
    CLI_OPTION_QUIET,
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "frontier",
    .operands = "SCENARIO",
    .about = "Split advert spend and calling hours over segments, territories or "
             "products in other ways: expected operating profit against its worst 5 % "
             "and against concentration, and what the next point of safety costs.",
    .options = options,
    .example = "funnelcloud frontier scenarios/reference.cfg --bound large=5..40 "
               "-o out/frontier --force",
    .least = 1,
    .most = 1,
};

CLI_REPORT(frontier);

static int dry_run(const struct cli_request *request,
                   const struct fc_frontier_options *how)
{
    struct fc_frontier_plan plan;
    struct fc_error err = {0};
    struct fc_run_speed speed;
    const fc_status status = fc_frontier_estimate(request->operands[0], request->set.at,
                                                  request->set.n, how, &plan, &err);
    if (status != FC_OK)
        return cli_error(status, &err);
    const int code = cli_speed(request->operands[0], request, false, &speed);
    if (code)
        return code;
    printf("screened %zu mixes in %llu worlds\nagain    at most %zu mixes in %llu "
           "fresh worlds\n",
           plan.screened, (unsigned long long)plan.screening_paths, plan.again,
           (unsigned long long)plan.paths);
    if (plan.capped > 0)
        printf("capped   at most %zu mixes in the same worlds\n", plan.capped);
    printf("runs     %llu paths\n", (unsigned long long)plan.path_runs);
    cli_time(fc_run_seconds(&speed, plan.screened, plan.screening_paths) +
             fc_run_seconds(&speed, plan.again + plan.capped, plan.paths));
    return 0;
}

static int simulate(const struct cli_request *request,
                    const struct fc_frontier_options *how,
                    struct cli_progress *progress, const char *command)
{
    struct fc_error err = {0};
    fc_frontier *found = NULL;
    cli_catch_signals();
    const fc_status status = fc_frontier_run(request->operands[0], request->set.at,
                                             request->set.n, how, &found, &err);
    cli_progress_clear(progress);
    const int code = status == FC_OK ? cli_tell(&report, found, request, command)
                                     : cli_error(status, &err);
    fc_frontier_free(found);
    return code;
}

static int frontier(const struct cli_request *request, const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    struct fc_frontier_options how = FC_FRONTIER_OPTIONS_INIT;
    fc_scenario *scenario = NULL;
    how.run = cli_run_options(request, &progress);
    how.by = request->by;
    how.step_points = (double)request->step;
    how.most_per_quarter = (double)request->speed;
    how.bounds = request->bound.at;
    how.n_bounds = request->bound.n;
    int code = cli_scenario_read(request->operands[0], &request->set, &how.run, NULL,
                                 &scenario);
    fc_scenario_free(scenario);
    if (code == 0 && request->dry_run)
        return dry_run(request, &how);
    if (code == 0)
        code = cli_output_free(request);
    return code ? code : simulate(request, &how, &progress, command);
}

int cmd_frontier(int argc, char **argv)
{
    return cli_command(&page, argc, argv, frontier);
}
