/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: a table of commands. `funnelcloud help` prints it in groups. */
#include <string.h>

#include "cli/cli.h"

const struct cli_command cli_commands[] = {
    {"Scenarios", "init", cmd_init, "write a commented starter scenario"},
    {NULL, "check", cmd_check,
     "validate scenarios: all errors at once, with their lines"},
    {NULL, "explain", cmd_explain, "the assumption ledger: every effective number"},
    {"Simulation", "run", cmd_run, "simulate: summary, tables, charts, report"},
    {NULL, "compare", cmd_compare,
     "several scenarios in the same worlds, path by path"},
    {NULL, "structures", cmd_structures,
     "one department under all structures: which, why"},
    {NULL, "frontier", cmd_frontier,
     "how to split effort: profit against its worst 5 %"},
    {"Results", "plot", cmd_plot, "redraw the charts of a finished run"},
    {"Help", "help", cmd_help, "this list, a command's help, or the glossary"},
    {NULL, "version", cmd_version, "version, licence and build"},
    {NULL, NULL, NULL, NULL},
};

int cli_dispatch(int argc, char **argv)
{
    struct cli_nearest nearest = {0};
    for (const struct cli_command *row = cli_commands; row->name; row++) {
        if (strcmp(row->name, argv[0]) == 0)
            return row->run(argc, argv);
        cli_nearest_offer(&nearest, argv[0], row->name);
    }
    if (nearest.word)
        return cli_usage(NULL, "there is no command '%s'; did you mean '%s'?", argv[0],
                         nearest.word);
    return cli_usage(NULL, "there is no command '%s'", argv[0]);
}

int main(int argc, char **argv)
{
    static char help[] = "help", version[] = "version";
    char *words[] = {NULL, NULL};
    cli_start();
    if (argc < 2)
        return cli_finish(cli_usage(NULL, "which command?"));
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        words[0] = help;
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        words[0] = version;
    if (words[0])
        return cli_finish(cli_dispatch(1, words));
    if (argv[1][0] == '-')
        return cli_finish(cli_usage(NULL, "unknown option '%s'", argv[1]));
    return cli_finish(cli_dispatch(argc - 1, argv + 1));
}
