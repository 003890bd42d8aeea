/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud check: is a scenario right? Everything that is wrong, with its line.
 *
 * A scenario that reads well is also compiled, which finds numbers that do not fit
 * together (a referral chain that explodes, say). Nothing is simulated. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    {"sourced", 0, CLI_FLAG, CLI_AT(sourced), NULL, 0, 0, NULL, NULL,
     "refuse a number without source and confidence"},
    CLI_OPTION_SET,
    CLI_OPTION_JSON,
    CLI_OPTION_QUIET,
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "check",
    .operands = "SCENARIO...",
    .about =
        "Validate scenario files without simulating. All errors are listed at once as "
        "FILE:LINE: what is wrong, what is allowed. Exit code 0 or 65.",
    .options = options,
    .example = "funnelcloud check --sourced scenarios/reference.cfg",
    .least = 1,
    .most = SIZE_MAX,
};

static void print_problems(const fc_scenario *scenario)
{
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++) {
        bool warning = false;
        const char *text = fc_scenario_problem(scenario, i, &warning);
        printf("%s\n        { \"kind\": \"%s\", \"text\": ", i ? "," : "",
               warning ? "warning" : "error");
        cli_json_text(stdout, text);
        printf(" }");
    }
}

static int check_one(const char *path, const struct cli_request *request, bool first)
{
    const struct fc_run_options how = FC_RUN_OPTIONS_INIT;
    fc_scenario *scenario = NULL;
    int code = cli_scenario_read(path, &request->set, &how, NULL, &scenario);
    if (code == 0 && request->sourced) {
        const fc_status status = fc_scenario_sourced(scenario, NULL);
        if (status != FC_OK)
            cli_scenario_problems(scenario);
        code = fc_status_exit_code(status);
    }
    if (request->json) {
        printf("%s\n    { \"file\": ", first ? "" : ",");
        cli_json_text(stdout, path);
        printf(", \"exit_code\": %d, \"problems\": [", code);
        print_problems(scenario);
        printf("] }");
    } else if (code == 0 && !request->quiet) {
        printf("%s: good, %zu values\n", path, fc_scenario_assumptions(scenario));
    }
    fc_scenario_free(scenario);
    return code;
}

int cmd_check(int argc, char **argv)
{
    struct cli_request request;
    int code = cli_parse(&page, argc, argv, &request);
    if (code == CLI_GO_ON) {
        code = 0;
        if (request.json)
            printf("{ \"schema_version\": 1, \"files\": [");
        for (size_t i = 0; i < request.n_operands; i++) {
            const int one = check_one(request.operands[i], &request, i == 0);
            code = code ? code : one;
        }
        if (request.json)
            printf("\n] }\n");
    }
    cli_request_clear(&request);
    return code;
}
