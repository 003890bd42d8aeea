/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts. Distance: optimal string alignment (Damerau 1964). Numbers: strtod and
 * snprintf under a thread's own C locale, because a host program may have set
 * LC_NUMERIC, under which strtod("2.5") is 2 without a word. Checked by
 * tests/unit/test_text.c. */
#include "base/text.h"

#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { WORD_MAX = 64, NUMBER_MAX = 400, SLUG_WORD = 48 };

size_t fc_text_utf8(const char *text, size_t n, uint32_t *point)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (n == 0)
        return 0;
    const unsigned char first = (unsigned char)text[0];
    if (first < 0x80) {
        *point = first;
        return 1;
    }
    const size_t length = first >= 0xf8   ? 0
                          : first >= 0xf0 ? 4
                          : first >= 0xe0 ? 3
                          : first >= 0xc0 ? 2
                                          : 0;
    if (length == 0 || length > n)
        return 0;
    uint32_t value = first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if ((byte & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (byte & 0x3fu);
    }
    if (value < least[length] || value > 0x10ffff ||
        (value >= 0xd800 && value < 0xe000))
        return 0;
    *point = value;
    return length;
}

size_t fc_text_utf8_bad(const char *text, size_t n)
{
    size_t at = 0;
    uint32_t point;
    while (at < n) {
        const size_t length = fc_text_utf8(text + at, n - at, &point);
        if (length == 0)
            return at;
        at += length;
    }
    return n;
}

bool fc_text_is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

/* The C locale for this thread until leave_c(); (locale_t)0 if there is none. */
static locale_t enter_c(locale_t *c)
{
    *c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return *c ? uselocale(*c) : (locale_t)0;
}

static void leave_c(locale_t before, locale_t c)
{
    if (before)
        uselocale(before);
    if (c)
        freelocale(c);
}

const char *fc_text_double(char out[FC_DOUBLE_TEXT], double value)
{
    locale_t c;
    const locale_t before = enter_c(&c);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, FC_DOUBLE_TEXT, "%.*g", digits, value == 0 ? 0.0 : value);
        if (strtod(out, NULL) == value)
            break;
    }
    leave_c(before, c);
    return out;
}

bool fc_text_to_double(const char *text, size_t n, double *out, bool *underflow)
{
    char copy[NUMBER_MAX + 1];
    if (n == 0 || n > NUMBER_MAX || memchr("+-.0123456789", text[0], 13) == NULL)
        return false;
    memcpy(copy, text, n);
    copy[n] = 0;
    if (strpbrk(copy, "xXnN"))
        return false;
    locale_t c;
    const locale_t before = enter_c(&c);
    char *end;
    const double value = strtod(copy, &end);
    leave_c(before, c);
    if (end != copy + n || !isfinite(value))
        return false;
    if (underflow) {
        const size_t mantissa = strcspn(copy, "eE");
        const bool digits = strcspn(copy, "123456789") < mantissa;
        *underflow = digits && fabs(value) < DBL_MIN;
    }
    *out = value;
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t fc_text_distance(const char *a, const char *b)
{
    size_t row[3][WORD_MAX + 1] = {{0}};
    const size_t n = least(strlen(a), WORD_MAX), m = least(strlen(b), WORD_MAX);
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3];
        const size_t *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            const char x = lower(a[i - 1]), y = lower(b[j - 1]);
            size_t best = least(up[j], now[j - 1]) + 1;
            best = least(best, up[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
                best = least(best, up2[j - 2] + 1);
            now[j] = best;
        }
    }
    return row[n % 3][m];
}

void fc_nearest_offer(struct fc_nearest *self, const char *wanted,
                      const char *candidate)
{
    const size_t n = strlen(wanted), m = strlen(candidate), shorter = least(n, m);
    size_t distance = fc_text_distance(wanted, candidate);
    if (shorter >= 3 && strncmp(wanted, candidate, shorter) == 0)
        distance = least(distance, 2); /* "turnover" for "turnover_per_year" */
    else if (distance > 1 + shorter / 4 || distance >= shorter)
        return;
    if (self->word == NULL || distance < self->distance) {
        self->word = candidate;
        self->distance = distance;
    }
}

void fc_builder_add_bytes(struct fc_builder *self, const char *bytes, size_t n)
{
    char *grown = self->failed
                      ? NULL
                      : fc_array_grow(self->text, &self->room, self->n + n + 1, 1);
    if (grown == NULL) {
        self->failed = true;
        return;
    }
    self->text = grown;
    memcpy(grown + self->n, bytes, n);
    self->n += n;
    grown[self->n] = 0;
}

void fc_builder_add(struct fc_builder *self, const char *text)
{
    fc_builder_add_bytes(self, text, strlen(text));
}

void fc_builder_format(struct fc_builder *self, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *grown = self->failed || n < 0 ? NULL
                                        : fc_array_grow(self->text, &self->room,
                                                        self->n + (size_t)n + 1, 1);
    if (grown) {
        self->text = grown;
        vsnprintf(grown + self->n, (size_t)n + 1, format, again);
        self->n += (size_t)n;
    } else {
        self->failed = true;
    }
    va_end(again);
}

void fc_builder_double(struct fc_builder *self, double value)
{
    char text[FC_DOUBLE_TEXT];
    fc_builder_add(self, fc_text_double(text, value));
}

const char *fc_builder_text(const struct fc_builder *self)
{
    return self->text ? self->text : "";
}

void fc_builder_clear(struct fc_builder *self)
{
    free(self->text);
    *self = (struct fc_builder){0};
}

const char *fc_text_slug(char out[FC_SLUG], const char *text)
{
    uint32_t hash = 0x811c9dc5u; /* FNV-1a */
    size_t n = 0;
    bool gap = false;
    for (const char *at = text; *at; at++) {
        const char c = lower(*at);
        hash = (hash ^ (unsigned char)*at) * 0x01000193u;
        const bool keep =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '_' && n > 0);
        if (keep && n + gap < SLUG_WORD) {
            if (gap && n > 0)
                out[n++] = '-';
            out[n++] = c;
        }
        gap = !keep;
    }
    if (n == 0) {
        memcpy(out, "scenario", 8);
        n = 8;
    }
    snprintf(out + n, FC_SLUG - n, "-%08x", (unsigned)hash);
    return out;
}
