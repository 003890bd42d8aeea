/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes JSON: strict, indented by two spaces, numbers that read back as the same
 * double. Commas and line breaks are put by the writer. Not-a-number and infinities
 * become null. */
#ifndef FC_BASE_JSON_H
#define FC_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum { FC_JSON_DEPTH = 32 };

struct fc_json {
    struct fc_builder *out;
    bool in_script; /* `<` as \u003c, for a <script> element */
    int depth;      /* the rest is private; zero it */
    bool some[FC_JSON_DEPTH];
};

/* A container or a value; `key` NULL inside an array and at the top. */
void fc_json_object(struct fc_json *self, const char *key);
void fc_json_array(struct fc_json *self, const char *key);
void fc_json_end(struct fc_json *self, char bracket); /* '}' or ']' */

/* NULL becomes null, ill-formed UTF-8 U+FFFD. */
void fc_json_text(struct fc_json *self, const char *key, const char *text);
void fc_json_bytes(struct fc_json *self, const char *key, const char *text, size_t n);
void fc_json_number(struct fc_json *self, const char *key, double value);
void fc_json_whole(struct fc_json *self, const char *key, int64_t value);
void fc_json_count(struct fc_json *self, const char *key, uint64_t value);
void fc_json_flag(struct fc_json *self, const char *key, bool value);
void fc_json_null(struct fc_json *self, const char *key);

#endif
