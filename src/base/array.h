/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked allocation: sizes are multiplied with an overflow test, memory is zeroed. */
#ifndef FC_BASE_ARRAY_H
#define FC_BASE_ARRAY_H

#include <stddef.h>

/* `count` zeroed items of `size` bytes; NULL if there is no memory or the product
 * overflows. count = 0 gives a valid pointer to free. */
void *fc_array_new(size_t count, size_t size);

/* The same, aligned to 64 bytes (a cache line and the widest vector). Free with free().
 */
void *fc_array_new_aligned(size_t count, size_t size);

/* Grows `items` so that it holds at least `need` items; doubles. Returns NULL and
 * leaves `items` valid when there is no memory. New items are zero. */
void *fc_array_grow(void *items, size_t *room, size_t need, size_t size);

#endif
