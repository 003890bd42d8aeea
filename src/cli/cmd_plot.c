/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud plot: draw the charts of a finished run again. */
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_CHARTS,
    CLI_OPTION_QUIET,
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "plot",
    .operands = "DIR",
    .about =
        "Redraw the charts of a finished run from the .gp scripts and .csv tables in "
        "DIR/charts. Edit a script, then run this.",
    .options = options,
    .example = "funnelcloud plot out/reference --charts svg,png",
    .least = 1,
    .most = 1,
};

int cmd_plot(int argc, char **argv)
{
    struct cli_request request;
    struct fc_error err = {0};
    int code = cli_parse(&page, argc, argv, &request);
    if (code == CLI_GO_ON) {
        const fc_status status =
            fc_report_plot(request.operands[0], request.charts, &err);
        code = status == FC_OK ? 0 : cli_error(status, &err);
        if (status == FC_OK && !request.quiet)
            fprintf(stderr, "charts drawn in %s/charts\n", request.operands[0]);
    }
    cli_request_clear(&request);
    return code;
}
