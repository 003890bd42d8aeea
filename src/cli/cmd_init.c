/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud init: a commented scenario to start from. The templates are the files of
 * scenarios/ that stand alone, compiled into the program. */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"

static const struct cli_option options[] = {
    {"template", 't', CLI_TEXT, CLI_AT(template), "NAME", 0, 0, "reference", NULL,
     "which starter; --list names them"},
    {"list", 0, CLI_FLAG, CLI_AT(list), NULL, 0, 0, NULL, NULL, "list the templates"},
    {"force", 0, CLI_FLAG, CLI_AT(force), NULL, 0, 0, NULL, NULL,
     "replace FILE if it exists"},
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "init",
    .operands = "[FILE]",
    .about = "Write a commented starter scenario to FILE, or to stdout.",
    .options = options,
    .example = "funnelcloud init my-team.cfg --template reference",
    .most = 1,
};

static const struct cli_template *template_named(const char *name)
{
    struct cli_nearest nearest = {0};
    for (const struct cli_template *row = cli_templates; row->name; row++) {
        if (strcmp(row->name, name) == 0)
            return row;
        cli_nearest_offer(&nearest, name, row->name);
    }
    if (nearest.word)
        cli_usage("init", "there is no template '%s'; did you mean '%s'?", name,
                  nearest.word);
    else
        cli_usage("init", "there is no template '%s'; --list names them", name);
    return NULL;
}

static int write_file(const struct cli_template *from, const char *path, bool force)
{
    FILE *file = fopen(path, force ? "wb" : "wbx");
    if (file == NULL)
        return cli_fail(FC_E_CREATE, "cannot create '%s': %s%s", path, strerror(errno),
                        errno == EEXIST ? "; --force replaces it" : "");
    int bad = fwrite(from->text, 1, from->n, file) != from->n;
    bad |= fflush(file) != 0;
    bad |= fclose(file) != 0;
    if (bad && !force)
        remove(path);
    return bad ? cli_fail(FC_E_IO, "'%s' could not be written", path) : 0;
}

static int init(const struct cli_request *request)
{
    if (request->list) {
        for (const struct cli_template *row = cli_templates; row->name; row++)
            printf("%-12s %s\n", row->name, row->line);
        return 0;
    }
    const struct cli_template *from = template_named(request->template);
    if (from == NULL)
        return fc_status_exit_code(FC_E_ARG);
    if (request->n_operands > 0)
        return write_file(from, request->operands[0], request->force);
    fwrite(from->text, 1, from->n, stdout);
    return 0;
}

int cmd_init(int argc, char **argv)
{
    struct cli_request request;
    int code = cli_parse(&page, argc, argv, &request);
    if (code == CLI_GO_ON)
        code = init(&request);
    cli_request_clear(&request);
    return code;
}
