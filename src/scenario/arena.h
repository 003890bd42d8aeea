/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of one scenario: many small pieces, freed all at once. */
#ifndef FC_SCENARIO_ARENA_H
#define FC_SCENARIO_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct fc__arena {
    struct fc__chunk *chunks;
    size_t left;
    bool failed; /* some piece could not be had; stays set */
};

/* `bytes` zeroed bytes, aligned to 16; NULL without memory. 0 gives a valid pointer. */
void *fc__arena_new(struct fc__arena *self, size_t count, size_t size);

/* A copy of n bytes, ended by 0. Without memory the texts below are "" and `failed` is
 * set: callers test it once, at the end. */
const char *fc__arena_bytes(struct fc__arena *self, const char *bytes, size_t n);
const char *fc__arena_text(struct fc__arena *self, const char *text);

/* A text made by a format. */
const char *fc__arena_format(struct fc__arena *self, const char *format, ...)
    FC_PRINTF(2, 3);
const char *fc__arena_vformat(struct fc__arena *self, const char *format, va_list args)
    FC_PRINTF(2, 0);

void fc__arena_clear(struct fc__arena *self);

#endif
