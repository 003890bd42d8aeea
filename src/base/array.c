/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked allocation. Checked by tests/unit/test_array.c. */
#define _DEFAULT_SOURCE /* madvise */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 64, HUGE_PAGE = 2 << 20 };

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
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - HUGE_PAGE)
        return NULL;
    const size_t unit = bytes < 2 * HUGE_PAGE ? ALIGNMENT : HUGE_PAGE;
    const size_t whole = (bytes / unit + 1) * unit;
    void *items = aligned_alloc(unit, whole);
#ifdef MADV_HUGEPAGE
    if (items && unit == HUGE_PAGE) /* a wish: whether it is granted does not matter */
        (void)madvise(items, whole, MADV_HUGEPAGE);
#endif
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
