/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command's page as help, as a section of the man page, as a case of the completion.
 */
#include <string.h>

#include "cli/cli.h"

enum { INDENT = 26, WIDTH = 88 };

void cli_wrap(const char *text, int indent, int width)
{
    int column = indent;
    for (const char *at = text; *at;) {
        int n = 0; /* columns of the next word: bytes that start a code point */
        const size_t bytes = strcspn(at, " \n");
        for (size_t i = 0; i < bytes; i++)
            n += ((unsigned char)at[i] & 0xC0) != 0x80;
        if (column > indent && column + 1 + n > width) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            putchar(' ');
            column++;
        }
        fwrite(at, 1, bytes, stdout);
        column += n;
        at += bytes;
        for (; *at == ' ' || *at == '\n'; at++) {
            if (*at == '\n') {
                printf("\n%*s", at[1] ? indent : 0, "");
                column = indent;
            }
        }
    }
    if (column > indent)
        putchar('\n');
}

/* Help, range and default of an option in one text. */
static const char *meaning(const struct cli_option *row, char *out, size_t size)
{
    char range[80] = "";
    if (row->kind == CLI_COUNT && row->high < 1e19)
        snprintf(range, sizeof range, ", %.0f to %.0f", row->low, row->high);
    else if (row->of)
        snprintf(range, sizeof range, ": %s", row->of);
    snprintf(out, size, "%s%s%s%s%s", row->help, range, row->preset ? " [" : "",
             row->preset ? row->preset : "", row->preset ? "]" : "");
    return out;
}

static void help_option(const struct cli_option *row)
{
    char left[80], right[400];
    const char letter[] = {'-', row->letter, ',', ' ', '\0'};
    const int n =
        snprintf(left, sizeof left, "  %s--%s%s%s", row->letter ? letter : "    ",
                 row->name, row->value ? " " : "", row->value ? row->value : "");
    if (n >= INDENT)
        printf("%s\n%*s", left, INDENT, "");
    else
        printf("%-*s", INDENT, left);
    cli_wrap(meaning(row, right, sizeof right), INDENT, WIDTH);
}

static const struct cli_option always[] = {
    {"help", 'h', CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, "show this help"},
    {"version", 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, "show the version"},
};

static void print_help(const struct cli_page *page)
{
    printf("Usage: funnelcloud %s [OPTION...]%s%s\n\n", page->name,
           page->operands[0] ? " " : "", page->operands);
    cli_wrap(page->about, 0, WIDTH);
    printf("\nOptions:\n");
    for (const struct cli_option *row = page->options; row->name; row++)
        help_option(row);
    help_option(&always[0]);
    help_option(&always[1]);
    printf("\nExample:\n  %s\n", page->example);
}

/* Text for roff: a backslash, a hyphen or a dot at the start would be commands. */
static void man_text(const char *text)
{
    for (const char *at = text; *at; at++) {
        if ((at == text || at[-1] == '\n') && (*at == '.' || *at == '\''))
            printf("\\&");
        if (*at == '\\')
            printf("\\e");
        else if (*at == '-')
            printf("\\-");
        else
            putchar(*at);
    }
    putchar('\n');
}

static void print_man(const struct cli_page *page)
{
    char right[400];
    printf(".SS funnelcloud %s [OPTION...] %s\n", page->name, page->operands);
    man_text(page->about);
    for (const struct cli_option *row = page->options; row->name; row++) {
        printf(".TP\n.B ");
        if (row->letter)
            printf("\\-%c, ", row->letter);
        printf("\\-\\-%s %s\n", row->name, row->value ? row->value : "");
        man_text(meaning(row, right, sizeof right));
    }
    printf(".PP\nExample:\n.EX\n");
    man_text(page->example);
    printf(".EE\n");
}

/* run) words='--paths ...' ;; and the values of an option that has a list of them. */
static void print_bash(const struct cli_page *page)
{
    printf("    %s)\n        words='--help --version", page->name);
    for (const struct cli_option *row = page->options; row->name; row++)
        printf(" --%s", row->name);
    printf("'\n        case $previous in\n");
    for (const struct cli_option *row = page->options; row->name; row++) {
        if (row->of == NULL)
            continue;
        printf("        --%s) words='", row->name);
        for (const char *at = row->of; *at; at++)
            putchar(*at == '|' ? ' ' : *at);
        printf("' ;;\n");
    }
    printf("        esac ;;\n");
}

void cli_page_print(const struct cli_page *page, enum cli_format format)
{
    if (format == CLI_HELP)
        print_help(page);
    else if (format == CLI_MAN)
        print_man(page);
    else
        print_bash(page);
}
