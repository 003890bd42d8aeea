/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked allocation. Checked by tests/unit/test_array.c. */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

void *fc_array_new(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return calloc(bytes ? bytes : 1, 1);
}

void *fc_array_new_aligned(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - ALIGNMENT)
        return NULL;
    const size_t whole = (bytes / ALIGNMENT + 1) * ALIGNMENT;
    void *items = aligned_alloc(ALIGNMENT, whole);
    if (items)
        memset(items, 0, whole);
    return items;
}

void *fc_array_grow(void *items, size_t *room, size_t need, size_t size)
{
    if (need <= *room && items)
        return items;
    size_t more = *room ? *room : 8;
    while (more < need)
        if (__builtin_mul_overflow(more, (size_t)2, &more))
            return NULL;
    size_t bytes;
    if (__builtin_mul_overflow(more, size, &bytes))
        return NULL;
    char *grown = realloc(items, bytes);
    if (!grown)
        return NULL;
    memset(grown + *room * size, 0, (more - *room) * size);
    *room = more;
    return grown;
}
