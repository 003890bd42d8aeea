/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of one scenario: chunks in a list, the newest first. Checked by the leak check
 * of the sanitizers and by tests/unit/test_scenario_memory.c (every allocation fails).
 */
#include "scenario/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { CHUNK = 1 << 16, ALIGNMENT = 16 };

struct fc__chunk {
    struct fc__chunk *next;
    size_t bytes;
    alignas(ALIGNMENT) char at[];
};

void *fc__arena_new(struct fc__arena *self, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > (size_t)1 << 40) {
        self->failed = true;
        return NULL;
    }
    bytes = (bytes + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    if (bytes > self->left) {
        const size_t room = bytes > CHUNK ? bytes : CHUNK;
        struct fc__chunk *chunk = fc_array_new(1, sizeof *chunk + room);
        if (chunk == NULL) {
            self->failed = true;
            return NULL;
        }
        *chunk = (struct fc__chunk){.next = self->chunks, .bytes = room};
        self->chunks = chunk;
        self->left = room;
    }
    void *piece = self->chunks->at + (self->chunks->bytes - self->left);
    self->left -= bytes;
    return piece;
}

const char *fc__arena_bytes(struct fc__arena *self, const char *bytes, size_t n)
{
    char *copy = fc__arena_new(self, n + 1, 1);
    if (copy && n > 0)
        memcpy(copy, bytes, n);
    return copy ? copy : "";
}

const char *fc__arena_text(struct fc__arena *self, const char *text)
{
    return fc__arena_bytes(self, text, strlen(text));
}

const char *fc__arena_vformat(struct fc__arena *self, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    char *text = n < 0 ? NULL : fc__arena_new(self, (size_t)n + 1, 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text ? text : "";
}

const char *fc__arena_format(struct fc__arena *self, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = fc__arena_vformat(self, format, args);
    va_end(args);
    return text;
}

void fc__arena_clear(struct fc__arena *self)
{
    while (self->chunks) {
        struct fc__chunk *chunk = self->chunks;
        self->chunks = chunk->next;
        free(chunk);
    }
    *self = (struct fc__arena){0};
}
