/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all commands share that simulate: options of the run and of the report, a dry
 * run, telling the result. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

struct fc_run_options cli_run_options(const struct cli_request *request,
                                      struct cli_progress *progress)
{
    struct fc_run_options how = FC_RUN_OPTIONS_INIT;
    how.paths = request->paths;
    how.seed = request->seed;
    how.threads = (int)request->threads;
    how.twin = request->twin;
    how.plan = request->plan && strcmp(request->plan, "stratified") == 0 ? FC_STRATIFIED
                                                                         : FC_PLAIN;
    how.detail = request->detail;
    how.precision = request->precision;
    how.time_limit_seconds = request->time_limit_seconds;
    how.max_memory_bytes = request->max_memory_bytes;
    how.progress = cli_progress_show;
    how.progress_data = progress;
    how.stop = cli_stopped;
    return how;
}

void cli_need(uint64_t paths, const struct fc_run_estimate *need)
{
    printf(
        "paths    %llu\nmarkets  %zu\nseats    %zu\nseries   %zu\nmemory   %.1f MiB\n",
        (unsigned long long)paths, need->markets, need->seats, need->series,
        (double)need->bytes / 1048576.0);
}

/* Takes some tenths of a second, more for a large scenario. */
int cli_speed(const char *path, const struct cli_request *request, bool whole,
              struct fc_run_speed *out)
{
    struct cli_progress silent = cli_progress_new(true);
    const struct fc_run_options how = cli_run_options(request, &silent);
    struct fc_error err = {0};
    const fc_status status =
        fc_run_measure(path, request->set.at, request->set.n, &how, whole, out, &err);
    return status == FC_OK ? 0 : cli_error(status, &err);
}

void cli_time(double seconds)
{
    printf("time     about %.*f s on free processors, without charts\n",
           seconds < 9.5 ? 1 : 0, seconds);
}

int cli_dry_run(const struct cli_request *request, const struct fc_run_estimate *need,
                uint64_t runs, bool whole)
{
    struct fc_run_speed speed;
    double seconds = 0;
    for (size_t i = 0; i < request->n_operands; i++) {
        const int code = cli_speed(request->operands[i], request, whole, &speed);
        if (code)
            return code;
        seconds += fc_run_seconds(&speed, runs, request->paths);
    }
    cli_need(request->paths, need);
    cli_time(seconds);
    return 0;
}

struct fc_report_options cli_report_options(const struct cli_request *request,
                                            const char *command)
{
    struct fc_report_options how = FC_REPORT_OPTIONS_INIT;
    how.lang = request->lang ? request->lang : cli_lang();
    how.charts = request->charts;
    how.command = command;
    how.set = request->set.at;
    how.n_set = request->set.n;
    how.overwrite = request->force;
    return how;
}

int cli_written(const struct cli_request *request, fc_status status,
                const struct fc_error *err)
{
    const int code = status == FC_OK ? 0 : cli_error(status, err);
    if ((status == FC_OK || status == FC_E_TOOL) && !request->quiet)
        fprintf(stderr, "report: %s/report.html\n", request->output);
    return code;
}

int cli_print(fc_status status, char *text, const struct fc_error *err)
{
    if (status == FC_OK)
        fputs(text, stdout);
    free(text);
    return status == FC_OK ? 0 : cli_error(status, err);
}

int cli_tell(const struct cli_report *report, const void *result,
             const struct cli_request *request, const char *command)
{
    const struct fc_report_options how = cli_report_options(request, command);
    struct fc_error err = {0};
    char *text = NULL;
    int code = 0;
    if (request->output)
        code = cli_written(request, report->write(result, request->output, &how, &err),
                           &err);
    err = (struct fc_error){0};
    const fc_status status = request->json
                                 ? report->json(result, &text, &err)
                                 : report->summary(result, how.lang, &text, &err);
    const int printed = cli_print(status, text, &err);
    return code ? code : printed;
}

int cli_command(const struct cli_page *page, int argc, char **argv,
                int (*act)(const struct cli_request *request, const char *command))
{
    struct cli_request request;
    char *command = cli_command_line(argc, argv);
    int code = cli_parse(page, argc, argv, &request);
    if (code == CLI_GO_ON)
        code = act(&request, command);
    cli_request_clear(&request);
    free(command);
    return code;
}
