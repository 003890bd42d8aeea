/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quoting. Checked by tests/unit/test_report_escape.c, which sends hostile texts
 * through gnuplot and back. */
#include "report/escape.h"

#include <string.h>

/* Writes the code point at `text`, or what stands for it; returns the bytes taken. */
static size_t add_clean(struct fc_builder *out, const char *text, size_t n)
{
    uint32_t point = 0;
    const size_t bytes = fc_text_utf8(text, n, &point);
    if (bytes == 0)
        fc_builder_add(out, "\xEF\xBF\xBD");
    else if (fc_text_is_control(point))
        fc_builder_add(out, " ");
    else
        fc_builder_add_bytes(out, text, bytes);
    return bytes ? bytes : 1;
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

void fc__clean(struct fc_builder *out, const char *text, size_t most)
{
    const size_t n = strlen(text);
    const bool cut = most > 0 && characters(text) > most;
    size_t written = 0;
    for (size_t at = 0; at < n && (!cut || written + 1 < most); written++)
        at += add_clean(out, text + at, n - at);
    if (cut)
        fc_builder_add(out, "…");
}

void fc__gp_quote(struct fc_builder *out, const char *text)
{
    struct fc_builder clean = {0};
    fc__clean(&clean, text, 0);
    const char *at = fc_builder_text(&clean), *end = at + clean.n;
    bool cut = false;
    if (clean.n > FC_GP_BYTES) {
        end = at + FC_GP_BYTES - 3; /* room for the ellipsis */
        while (((unsigned char)*end & 0xC0) == 0x80)
            end--;
        cut = true;
    }
    fc_builder_add(out, "\"");
    for (; at < end; at++)
        if (*at == '`')
            fc_builder_add(out, "\\140");
        else if (*at == '"' || *at == '\\')
            fc_builder_format(out, "\\%c", *at);
        else
            fc_builder_add_bytes(out, at, 1);
    fc_builder_add(out, cut ? "…\"" : "\"");
    out->failed |= clean.failed;
    fc_builder_clear(&clean);
}

void fc__html(struct fc_builder *out, const char *text)
{
    const size_t n = strlen(text);
    for (size_t at = 0; at < n;) {
        const char *entity = NULL;
        switch (text[at]) {
        case '&':
            entity = "&amp;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        case '"':
            entity = "&quot;";
            break;
        case '\'':
            entity = "&#39;";
            break;
        default:
            break;
        }
        if (entity)
            fc_builder_add(out, entity);
        at += entity ? 1 : add_clean(out, text + at, n - at);
    }
}

void fc__csv_cell(struct fc_builder *out, const char *text)
{
    const bool formula = *text && strchr("=+-@\t\r\n", *text) != NULL;
    const bool quoted = formula || strpbrk(text, ",\"'\r\n\t") || *text == ' ';
    const size_t n = strlen(text);
    if (quoted)
        fc_builder_add(out, "\"");
    if (formula)
        fc_builder_add(out, "'");
    for (size_t at = 0; at < n;) {
        if (text[at] == '"')
            fc_builder_add(out, "\"");
        at += add_clean(out, text + at, n - at);
    }
    if (quoted)
        fc_builder_add(out, "\"");
}

void fc__base64(struct fc_builder *out, const void *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789+/";
    const unsigned char *at = bytes;
    for (size_t i = 0; i < n; i += 3) {
        const unsigned a = at[i], b = i + 1 < n ? at[i + 1] : 0u,
                       c = i + 2 < n ? at[i + 2] : 0u;
        const unsigned triple = a << 16 | b << 8 | c;
        const char four[4] = {digits[triple >> 18 & 63], digits[triple >> 12 & 63],
                              i + 1 < n ? digits[triple >> 6 & 63] : '=',
                              i + 2 < n ? digits[triple & 63] : '='};
        fc_builder_add_bytes(out, four, sizeof four);
    }
}
