/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud version: name, version, licence; with --json what it was built with. */
#include "cli/build.h"
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_JSON,
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "version",
    .operands = "",
    .about =
        "Show version and licence; with --json also the compiler, the libraries and "
        "the block size of this build.",
    .options = options,
    .example = "funnelcloud version --json",
};

static void print_text(void)
{
    printf("funnelcloud %s\n"
           "Licence GPL-3.0-or-later: free software, no warranty.\n"
           "Built with %s, GSL %s, libconfig %s.\n",
           CLI_VERSION, CLI_COMPILER, CLI_GSL, CLI_LIBCONFIG);
}

static void print_json(void)
{
    static const char *const rows[][2] = {
        {"name", "funnelcloud"},
        {"version", CLI_VERSION},
        {"licence", "GPL-3.0-or-later"},
        {"compiler", CLI_COMPILER},
        {"build_type", CLI_BUILD_TYPE},
        {"sanitizers", CLI_SANITIZERS},
        {"gsl", CLI_GSL},
        {"libconfig", CLI_LIBCONFIG},
    };
    printf("{\n  \"schema_version\": 1,\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("  \"%s\": ", rows[i][0]);
        cli_json_text(stdout, rows[i][1]);
        printf(",\n");
    }
    printf("  \"block_paths\": %d\n}\n", CLI_LANES);
}

int cmd_version(int argc, char **argv)
{
    struct cli_request request;
    int code = argc > 1 ? cli_parse(&page, argc, argv, &request) : CLI_GO_ON;
    if (argc <= 1)
        request = (struct cli_request){0};
    if (code == CLI_GO_ON) {
        if (request.json)
            print_json();
        else
            print_text();
        code = 0;
    }
    cli_request_clear(&request);
    return code;
}
