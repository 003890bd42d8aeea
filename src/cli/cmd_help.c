/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud help: the commands in groups, one command, the glossary; also the man
 * page and the bash completion, made from the same tables. */
#include <string.h>

#include "cli/build.h"
#include "cli/cli.h"

static const struct cli_option options[] = {
    CLI_OPTION_LANG,
    {"man", 0, CLI_FLAG, CLI_AT(man), NULL, 0, 0, NULL, NULL,
     "print the man page (roff)"},
    {"bash", 0, CLI_FLAG, CLI_AT(bash), NULL, 0, 0, NULL, NULL,
     "print the completion for bash"},
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "help",
    .operands = "[COMMAND | glossary [TERM]]",
    .about =
        "Show the commands, the help of one command, or the glossary: every column, "
        "metric, key and sentence in the results.",
    .options = options,
    .example = "funnelcloud help glossary win_rate",
    .most = 2,
};

static void print_commands(void)
{
    printf(
        "Usage: funnelcloud COMMAND [OPTION...] ...\n\n"
        "Risk-aware planning of a sales department: thousands of simulated worlds.\n");
    for (const struct cli_command *row = cli_commands; row->name; row++) {
        if (row->group)
            printf("\n%s\n", row->group);
        printf("  %-10s %s\n", row->name, row->line);
    }
    printf("\nExample:\n"
           "  funnelcloud run scenarios/reference.cfg -o out/reference --force\n\n"
           "'funnelcloud help COMMAND' shows the options of a command,\n"
           "'funnelcloud help glossary' explains the words in the results.\n");
}

/* Every command with --help=FORMAT. */
static void each_page(const char *format)
{
    for (const struct cli_command *row = cli_commands; row->name; row++) {
        char name[32], option[32];
        snprintf(name, sizeof name, "%s", row->name);
        snprintf(option, sizeof option, "--help=%s", format);
        char *words[] = {name, option, NULL};
        (void)row->run(2, words);
    }
}

#define STATUS_MAN(name, value, text, code) printf(".TP\n.B %d\n%s\n", code, text);

static void print_man(void)
{
    printf(".\\\" made by funnelcloud help --man\n"
           ".TH FUNNELCLOUD 1 \"\" \"funnelcloud %s\" \"User commands\"\n"
           ".SH NAME\nfunnelcloud \\- risk-aware planning of a sales department\n"
           ".SH SYNOPSIS\n.B funnelcloud\nCOMMAND [OPTION...] ...\n"
           ".SH COMMANDS\n",
           CLI_VERSION);
    each_page("man");
    printf(".SH EXIT STATUS\n");
    FC_STATUS_LIST(STATUS_MAN)
    printf(".TP\n.B 128+n\nended by signal n\n"
           ".SH ENVIRONMENT\n.TP\n.B LC_ALL, LC_MESSAGES, LANG\n"
           "language of sentences if \\-\\-lang is not given: ru for Russian, else "
           "English.\n"
           ".TP\n.B FC_ISA\nv2, v3 or v4 lowers the instruction set; "
           "results do not depend on it.\n");
}

static void print_bash(void)
{
    printf("# bash completion for funnelcloud, made by funnelcloud help --bash\n"
           "_funnelcloud()\n{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} "
           "previous=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local words=\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='");
    for (const struct cli_command *row = cli_commands; row->name; row++)
        printf("%s%s", row == cli_commands ? "" : " ", row->name);
    printf("'\n    else\n    case ${COMP_WORDS[1]} in\n");
    each_page("bash");
    printf("    esac\n    fi\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
           "    case $words in --*)\n"
           "        case $word in -*) ;; *) COMPREPLY=($(compgen -f -- \"$word\")) ;; "
           "esac\n"
           "    esac\n"
           "}\ncomplete -o filenames -F _funnelcloud funnelcloud\n");
}

static int print_glossary(const char *wanted, const char *lang)
{
    struct cli_nearest nearest = {0};
    bool some = false;
    for (size_t i = 0; i < fc_glossary_size(); i++) {
        const char *term = NULL;
        const char *text = fc_glossary_entry(i, lang, &term);
        cli_nearest_offer(&nearest, wanted ? wanted : "", term);
        if (wanted && strcmp(term, wanted) != 0)
            continue;
        printf("%s\n    ", term);
        cli_wrap(text, 4, 88);
        some = true;
    }
    if (some)
        return 0;
    return cli_usage("help", "the glossary has no '%s'%s%s%s", wanted ? wanted : "",
                     nearest.word ? "; did you mean '" : "",
                     nearest.word ? nearest.word : "", nearest.word ? "'?" : "");
}

static int help_about(const struct cli_request *request)
{
    char name[32], option[] = "--help";
    const char *lang = request->lang ? request->lang : cli_lang();
    const char *second = request->n_operands > 1 ? request->operands[1] : NULL;
    if (strcmp(request->operands[0], "glossary") == 0)
        return print_glossary(second, lang);
    if (second)
        return cli_usage("help", "'%s' is one word too many", second);
    snprintf(name, sizeof name, "%s", request->operands[0]);
    char *words[] = {name, option, NULL};
    return cli_dispatch(2, words);
}

int cmd_help(int argc, char **argv)
{
    struct cli_request request;
    int code = cli_parse(&page, argc, argv, &request);
    if (code == CLI_GO_ON && request.n_operands > 0)
        code = help_about(&request);
    if (code == CLI_GO_ON) {
        (request.man ? print_man : request.bash ? print_bash : print_commands)();
        code = 0;
    }
    cli_request_clear(&request);
    return code;
}
