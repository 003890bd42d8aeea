/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parsing: a command's option table becomes getopt_long's. Operands may stand between
 * options, `--` ends the options, long names may be cut where that is unambiguous. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { ROWS_MAX = 40, FIRST_LONG = 256, HELP = 1000, VERSION };

struct tables {
    struct option longs[ROWS_MAX + 3];
    char letters[2 * ROWS_MAX + 4];
};

static void tables_fill(struct tables *self, const struct cli_option *rows)
{
    size_t n = 0, m = 0;
    self->letters[m++] = ':';
    for (; rows[n].name && n < ROWS_MAX; n++) {
        const bool valued = rows[n].kind != CLI_FLAG;
        self->longs[n] =
            (struct option){rows[n].name, valued ? required_argument : no_argument,
                            NULL, FIRST_LONG + (int)n};
        if (rows[n].letter) {
            self->letters[m++] = rows[n].letter;
            if (valued)
                self->letters[m++] = ':';
        }
    }
    self->letters[m++] = 'h';
    self->letters[m] = '\0';
    self->longs[n++] = (struct option){"help", optional_argument, NULL, HELP};
    self->longs[n++] = (struct option){"version", no_argument, NULL, VERSION};
    self->longs[n] = (struct option){NULL, 0, NULL, 0};
}

static const struct cli_option *row_of(const struct cli_option *rows, int code)
{
    for (size_t i = 0; rows[i].name; i++)
        if (code == FIRST_LONG + (int)i || (rows[i].letter && code == rows[i].letter))
            return &rows[i];
    return NULL;
}

/* What getopt_long did not understand, in our words. */
static int unknown(const struct cli_page *page, const char *word)
{
    const struct cli_option *row = row_of(page->options, optopt);
    if (row)
        return cli_usage(page->name, "option '--%s' takes no value", row->name);
    if (optopt && optopt < FIRST_LONG)
        return cli_usage(page->name, "unknown option '-%c'", optopt);
    const size_t n = strcspn(word, "=");
    struct cli_nearest nearest = {0};
    size_t alike = 0;
    for (row = page->options; row->name; row++) {
        cli_nearest_offer(&nearest, word + 2, row->name);
        alike += n > 2 && strncmp(row->name, word + 2, n - 2) == 0;
    }
    if (alike > 1)
        return cli_usage(page->name, "option '%.*s' is ambiguous", (int)n, word);
    if (nearest.word)
        return cli_usage(page->name, "unknown option '%.*s'; did you mean '--%s'?",
                         (int)n, word, nearest.word);
    return cli_usage(page->name, "unknown option '%.*s'", (int)n, word);
}

static int page_shown(const struct cli_page *page, const char *format)
{
    const bool man = format && strcmp(format, "man") == 0;
    const bool bash = format && strcmp(format, "bash") == 0;
    if (format && !man && !bash)
        return cli_usage(page->name, "option '--help' takes no value");
    cli_page_print(page, man ? CLI_MAN : bash ? CLI_BASH : CLI_HELP);
    return 0;
}

static int options_read(const struct cli_page *page, int argc, char **argv,
                        struct cli_request *out)
{
    struct tables tables;
    tables_fill(&tables, page->options);
    opterr = 0;
    optind = 0; /* start anew, in the order of GNU */
    for (;;) {
        const int code = getopt_long(argc, argv, tables.letters, tables.longs, NULL);
        if (code == -1)
            return CLI_GO_ON;
        if (code == 'h' || code == HELP)
            return page_shown(page, code == HELP ? optarg : NULL);
        if (code == VERSION)
            return cmd_version(1, argv);
        if (code == '?')
            return unknown(page, argv[optind - 1]);
        const struct cli_option *row =
            row_of(page->options, code == ':' ? optopt : code);
        if (code == ':')
            return cli_usage(page->name, "option '--%s' needs a value: %s", row->name,
                             row->value);
        const int bad = cli_value(page, row, optarg, out);
        if (bad != CLI_GO_ON)
            return bad;
    }
}

int cli_parse(const struct cli_page *page, int argc, char **argv,
              struct cli_request *out)
{
    *out = (struct cli_request){0};
    for (const struct cli_option *row = page->options; row->name; row++)
        if (row->preset)
            (void)cli_value(page, row, row->preset, out);
    out->replay = false;
    const int code = options_read(page, argc, argv, out);
    if (code != CLI_GO_ON)
        return code;
    out->n_operands = (size_t)(argc - optind);
    out->operands = calloc(out->n_operands + 1, sizeof *out->operands);
    if (out->operands == NULL)
        return cli_fail(FC_E_MEMORY, "not enough memory");
    for (size_t i = 0; i < out->n_operands; i++)
        out->operands[i] = argv[optind + (int)i];
    if (out->n_operands < page->least)
        return cli_usage(page->name, "%s is missing", page->operands);
    if (out->n_operands > page->most)
        return cli_usage(page->name, "'%s' is one word too many",
                         out->operands[page->most]);
    return CLI_GO_ON;
}

void cli_request_clear(struct cli_request *self)
{
    free(self->operands);
    free(self->set.at);
    free(self->bound.at);
    *self = (struct cli_request){0};
}
