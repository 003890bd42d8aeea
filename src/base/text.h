/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts: UTF-8, numbers that survive a round trip under any locale, a string builder,
 * the nearest of several words, file-name slugs. Nothing here reads or changes the
 * locale of the host program. */
#ifndef FC_BASE_TEXT_H
#define FC_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Decodes the code point at `text`; returns its bytes (1 to 4), 0 if the n bytes do not
 * start with a well-formed one (RFC 3629: no surrogates, no overlong forms). */
size_t fc_text_utf8(const char *text, size_t n, uint32_t *point);

/* Offset of the first byte that is not well-formed UTF-8; n if all is well. */
size_t fc_text_utf8_bad(const char *text, size_t n);

/* True for code points that may damage a terminal or a one-line message: C0 and C1
 * controls, DEL, line and paragraph separators, bidirectional overrides. */
bool fc_text_is_control(uint32_t point);

enum { FC_DOUBLE_TEXT = 32 };

/* Shortest of %.15g, %.16g, %.17g that reads back as the same value, with a point in
 * every locale. Returns `out`. */
const char *fc_text_double(char out[FC_DOUBLE_TEXT], double value);

/* Reads all n bytes as one decimal number in the C locale. False if anything is left
 * over, if it has more than 400 bytes, or if it is not finite; *underflow (may be NULL)
 * tells that digits were lost to zero or to a subnormal number. */
bool fc_text_to_double(const char *text, size_t n, double *out, bool *underflow);

/* The nearest of several words. Zero it (or set `word` to NULL), offer candidates, read
 * `word`: NULL if none is near enough to suggest. */
struct fc_nearest {
    const char *word;
    size_t distance;
};
void fc_nearest_offer(struct fc_nearest *self, const char *wanted,
                      const char *candidate);

/* Insertions, deletions, substitutions and swaps of neighbours between two words,
 * letter case ignored; only the first 64 bytes count. */
size_t fc_text_distance(const char *a, const char *b);

/* A growing text. Zero it before use; `failed` is set, and stays set, when there is no
 * memory. fc_builder_text() is never NULL. */
struct fc_builder {
    char *text;
    size_t n, room;
    bool failed;
};
void fc_builder_add(struct fc_builder *self, const char *text);
void fc_builder_add_bytes(struct fc_builder *self, const char *bytes, size_t n);
void fc_builder_format(struct fc_builder *self, const char *format, ...)
    FC_PRINTF(2, 3);
void fc_builder_double(struct fc_builder *self, double value);
const char *fc_builder_text(const struct fc_builder *self);
void fc_builder_clear(struct fc_builder *self);

enum { FC_SLUG = 64 };

/* A safe file name for any text: [a-z0-9_-], no leading dash, at most 48 characters and
 * 8 hexadecimal digits of a hash of the whole text: "../../etc/passwd" gives
 * "etc-passwd-" and 8 digits; a text without such letters gives "scenario-" and 8
 * digits. Returns `out`. */
const char *fc_text_slug(char out[FC_SLUG], const char *text);

#endif
