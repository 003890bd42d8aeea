/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of options, read strictly: the whole text, in range, no sign where there is
 * none, never nan. The program never calls setlocale(), so the decimal point is a
 * point. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits only; what follows them is left to the caller. */
static bool read_whole(const char *text, uint64_t *out, const char **end)
{
    char *stop = NULL;
    if (!is_digit(text[0]))
        return false;
    errno = 0;
    const unsigned long long value = strtoull(text, &stop, 10);
    *end = stop;
    *out = value;
    return errno == 0;
}

static int read_count(const struct cli_page *page, const struct cli_option *option,
                      const char *text, uint64_t *out)
{
    const char *end = text;
    const uint64_t low = (uint64_t)option->low;
    const uint64_t high = option->high < 1e19 ? (uint64_t)option->high : UINT64_MAX;
    if (!read_whole(text, out, &end) || *end || *out < low || *out > high)
        return cli_usage(
            page->name, "'--%s' is '%s'; it must be a whole number from %llu to %llu",
            option->name, text, (unsigned long long)low, (unsigned long long)high);
    return CLI_GO_ON;
}

static int read_number(const struct cli_page *page, const struct cli_option *option,
                       const char *text, double *out)
{
    char *end = NULL;
    const bool plain = is_digit(text[0]) && strcspn(text, "xXpP") == strlen(text);
    *out = plain ? strtod(text, &end) : 0;
    if (!plain || *end || !(*out >= option->low && *out <= option->high))
        return cli_usage(page->name,
                         "'--%s' is '%s'; it must be a number from %g to %g",
                         option->name, text, option->low, option->high);
    return CLI_GO_ON;
}

static int read_bytes(const struct cli_page *page, const struct cli_option *option,
                      const char *text, size_t *out)
{
    static const char suffixes[] = "KMG";
    const char *end = text;
    uint64_t value = 0;
    bool good = read_whole(text, &value, &end) && value > 0;
    if (good && *end) {
        const char *suffix = strchr(suffixes, *end);
        good = suffix && end[1] == '\0';
        for (const char *c = suffixes; good && c <= suffix; c++)
            good = !__builtin_mul_overflow(value, UINT64_C(1024), &value);
    }
    if (!good)
        return cli_usage(
            page->name,
            "'--%s' is '%s'; it must be a number of bytes such as 500000000,"
            " 800M or 2G",
            option->name, text);
    *out = (size_t)value;
    return CLI_GO_ON;
}

static int read_time(const struct cli_page *page, const struct cli_option *option,
                     const char *text, double *out)
{
    char *end = NULL;
    bool good = is_digit(text[0]) && strcspn(text, "xXpP") == strlen(text);
    double value = good ? strtod(text, &end) : 0;
    if (good && *end) {
        value *= *end == 's' ? 1 : *end == 'm' ? 60 : *end == 'h' ? 3600 : 0;
        good = end[1] == '\0';
    }
    if (!good || !(value > 0 && value <= 1e8))
        return cli_usage(page->name,
                         "'--%s' is '%s'; it must be a time such as 90, 90s, 15m or 2h",
                         option->name, text);
    *out = value;
    return CLI_GO_ON;
}

bool cli_is_one_of(const char *of, const char *word, size_t n)
{
    for (const char *at = of; n > 0; at += strcspn(at, "|") + 1) {
        const size_t m = strcspn(at, "|");
        if (m == n && memcmp(at, word, n) == 0)
            return true;
        if (at[m] == '\0')
            break;
    }
    return false;
}

static int read_words(const struct cli_page *page, const struct cli_option *option,
                      const char *text, const char **out)
{
    const bool many = option->kind == CLI_WORDS;
    const char *at = text;
    for (;;) {
        const size_t n = many ? strcspn(at, ",") : strlen(at);
        if (!cli_is_one_of(option->of, at, n))
            return cli_usage(page->name, "'--%s' is '%s'; it must be %s of %s",
                             option->name, text,
                             many ? "a comma-separated list" : "one", option->of);
        if (at[n] == '\0')
            break;
        at += n + 1;
    }
    *out = text;
    return CLI_GO_ON;
}

static int read_many(const struct cli_page *page, const struct cli_option *option,
                     const char *text, struct cli_many *out)
{
    const char *equals = strchr(text, '=');
    const bool pair = strchr(option->value, '=') != NULL; /* "KEY=VALUE" */
    if (pair ? equals == NULL || equals == text : *text == '\0')
        return cli_usage(page->name, "'--%s' is '%s'; it must look like %s",
                         option->name, text, option->value);
    const char **grown = realloc(out->at, (out->n + 1) * sizeof *grown);
    if (grown == NULL)
        return cli_fail(FC_E_MEMORY, "not enough memory");
    grown[out->n++] = text;
    out->at = grown;
    return CLI_GO_ON;
}

int cli_value(const struct cli_page *page, const struct cli_option *option,
              const char *text, struct cli_request *request)
{
    void *at = (char *)request + option->at;
    switch (option->kind) {
    case CLI_FLAG:
        *(bool *)at = true;
        return CLI_GO_ON;
    case CLI_COUNT:
        if (option->at == CLI_AT(only_path))
            request->replay = true;
        return read_count(page, option, text, at);
    case CLI_NUMBER:
        return read_number(page, option, text, at);
    case CLI_TIME:
        return read_time(page, option, text, at);
    case CLI_BYTES:
        return read_bytes(page, option, text, at);
    case CLI_CHOICE:
    case CLI_WORDS:
        return read_words(page, option, text, at);
    case CLI_MANY:
        return read_many(page, option, text, at);
    case CLI_TEXT:
        break;
    }
    if (text[0] == '\0')
        return cli_usage(page->name, "'--%s' is empty; it must be %s", option->name,
                         option->value);
    *(const char **)at = text;
    return CLI_GO_ON;
}
