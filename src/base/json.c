/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON text (RFC 8259). Ill-formed UTF-8 becomes U+FFFD, control characters \u00XX: the
 * text can be parsed, whatever comes in. Checked by tests/unit/test_json.c. */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void put(struct fc_json *self, const char *text)
{
    fc_builder_add(self->out, text);
}

static void put_escaped(struct fc_json *self, const char *text, size_t n)
{
    static const char names[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
    put(self, "\"");
    for (size_t at = 0; at < n;) {
        uint32_t point = 0;
        const size_t bytes = fc_text_utf8(text + at, n - at, &point);
        const char *name = bytes == 1 && point ? strchr(names, (int)point) : NULL;
        if (bytes == 0)
            put(self, "\xEF\xBF\xBD");
        else if (name)
            fc_builder_format(self->out, "\\%c", letters[name - names]);
        else if (point < 0x20 || point == 0x7F || (point == '<' && self->in_script))
            fc_builder_format(self->out, "\\u%04x", (unsigned)point);
        else
            fc_builder_add_bytes(self->out, text + at, bytes);
        at += bytes ? bytes : 1;
    }
    put(self, "\"");
}

static void indent(struct fc_json *self)
{
    put(self, "\n");
    for (int i = 0; i < self->depth; i++)
        put(self, "  ");
}

/* Comma, line break and key in front of a value. */
static void begin(struct fc_json *self, const char *key)
{
    if (self->depth > 0) {
        if (self->some[self->depth])
            put(self, ",");
        self->some[self->depth] = true;
        indent(self);
    }
    if (key) {
        put_escaped(self, key, strlen(key));
        put(self, ": ");
    }
}

static void open_container(struct fc_json *self, const char *key, const char *bracket)
{
    begin(self, key);
    put(self, bracket);
    assert(self->depth < FC_JSON_DEPTH - 1);
    self->some[++self->depth] = false;
}

void fc_json_object(struct fc_json *self, const char *key)
{
    open_container(self, key, "{");
}

void fc_json_array(struct fc_json *self, const char *key)
{
    open_container(self, key, "[");
}

void fc_json_end(struct fc_json *self, char bracket)
{
    const char text[2] = {bracket, '\0'};
    assert(self->depth > 0);
    const bool some = self->some[self->depth--];
    if (some)
        indent(self);
    put(self, text);
    if (self->depth == 0)
        put(self, "\n");
}

void fc_json_bytes(struct fc_json *self, const char *key, const char *text, size_t n)
{
    begin(self, key);
    put_escaped(self, text, n);
}

void fc_json_text(struct fc_json *self, const char *key, const char *text)
{
    if (text)
        fc_json_bytes(self, key, text, strlen(text));
    else
        fc_json_null(self, key);
}

void fc_json_number(struct fc_json *self, const char *key, double value)
{
    char text[FC_DOUBLE_TEXT];
    begin(self, key);
    put(self, isfinite(value) ? fc_text_double(text, value) : "null");
}

void fc_json_whole(struct fc_json *self, const char *key, int64_t value)
{
    begin(self, key);
    fc_builder_format(self->out, "%" PRId64, value);
}

void fc_json_count(struct fc_json *self, const char *key, uint64_t value)
{
    begin(self, key);
    fc_builder_format(self->out, "%" PRIu64, value);
}

void fc_json_flag(struct fc_json *self, const char *key, bool value)
{
    begin(self, key);
    put(self, value ? "true" : "false");
}

void fc_json_null(struct fc_json *self, const char *key)
{
    begin(self, key);
    put(self, "null");
}
