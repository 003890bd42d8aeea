/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud compare --policies: one scenario without its policies, with them, and
 * with rules that see the truth. */
#include "cli/cli.h"

CLI_REPORT(scorecard);

int cli_compare_policies(const struct cli_request *request, const char *command)
{
    struct cli_progress progress = cli_progress_new(request->quiet);
    const struct fc_run_options how = cli_run_options(request, &progress);
    struct fc_run_estimate need;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_scorecard *found = NULL;
    int code =
        cli_scenario_read(request->operands[0], &request->set, &how, &need, &scenario);
    fc_scenario_free(scenario);
    if (code == 0 && request->dry_run)
        return cli_dry_run(request, &need, FC_VARIANT_COUNT, false);
    if (code == 0)
        code = cli_output_free(request);
    if (code)
        return code;
    cli_catch_signals();
    const fc_status status = fc_scorecard_run(request->operands[0], request->set.at,
                                              request->set.n, &how, &found, &err);
    cli_progress_clear(&progress);
    code = status == FC_OK ? 0 : cli_error(status, &err);
    if (found) {
        const int written = cli_tell(&report, found, request, command);
        code = code ? code : written;
    }
    fc_scorecard_free(found);
    return code;
}
