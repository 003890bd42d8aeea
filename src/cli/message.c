/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talk for people, all on stderr: one sentence, what was given, what is allowed. */
#include <stdarg.h>
#include <string.h>

#include "cli/cli.h"

int cli_usage(const char *name, const char *format, ...)
{
    const char *space = name ? " " : "";
    va_list args;
    va_start(args, format);
    fprintf(stderr, "funnelcloud%s%s: ", space, name ? name : "");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\nTry 'funnelcloud%s%s --help'.\n", space, name ? name : "");
    va_end(args);
    return fc_status_exit_code(FC_E_ARG);
}

int cli_fail(fc_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("funnelcloud: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return fc_status_exit_code(status);
}

int cli_error(fc_status status, const struct fc_error *err)
{
    const char *text = err->message[0] ? err->message : fc_status_text(status);
    if (status == FC_E_INTERNAL)
        return cli_fail(status, "%s (%s:%d); please report this", text,
                        err->c_file ? err->c_file : "?", err->c_line);
    if (err->file[0] && err->line > 0)
        fprintf(stderr, "%s:%d: %s\n", err->file, err->line, text);
    else if (err->file[0] && strstr(text, err->file) == NULL)
        fprintf(stderr, "%s: %s\n", err->file, text);
    else
        return cli_fail(status, "%s", text);
    return fc_status_exit_code(status);
}

static size_t least(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Insertions, deletions, substitutions and swaps of neighbours; 31 letters count. */
static size_t distance(const char *a, const char *b)
{
    enum { MOST = 32 };
    size_t d[MOST][MOST];
    const size_t n = strnlen(a, MOST - 1), m = strnlen(b, MOST - 1);
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            d[i][j] = i == 0 ? j : i;
            if (i == 0 || j == 0)
                continue;
            const size_t other = a[i - 1] != b[j - 1];
            d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + other);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1, d[i][j]);
        }
    }
    return d[n][m];
}

void cli_nearest_offer(struct cli_nearest *self, const char *wanted,
                       const char *candidate)
{
    const size_t d = distance(wanted, candidate);
    const size_t near = strlen(wanted) < 5 ? 1 : strlen(wanted) < 9 ? 2 : 3;
    if (d <= near && (self->word == NULL || d < self->distance))
        *self = (struct cli_nearest){candidate, d};
}

void cli_json_text(FILE *to, const char *text)
{
    fputc('"', to);
    for (const char *at = text ? text : ""; *at; at++) {
        const unsigned char c = (unsigned char)*at;
        if (c == '"' || c == '\\')
            fprintf(to, "\\%c", c);
        else if (c < 0x20)
            fprintf(to, "\\u%04x", c);
        else
            fputc(c, to);
    }
    fputc('"', to);
}
