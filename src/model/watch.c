/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One writer per state array. The table in state.h names it; with FC_WATCH (dev and
 * asan presets) every array is hashed around every hook of every 16th block, the first
 * included, and a foreign write aborts: who writes does not hang on the path.
 * Checked by tests/unit/test_model.c, which plants one. */
#include "model/block.h"

#include <stdlib.h>
#include <string.h>

#ifndef FC_WATCH
void fc__watch(struct fc_block *self, size_t room,
               void (*hook)(const void *own, struct fc_block *b))
{
    hook(self->model->own[room], self);
}
#else
/* FNV-1a over 64-bit words: rows are multiples of 64 bytes. */
static uint64_t hash(const unsigned char *at, size_t bytes)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < bytes; i += sizeof h) {
        uint64_t word;
        memcpy(&word, at + i, sizeof word);
        h = (h ^ word) * 1099511628211u;
    }
    return h;
}

static void hash_all(const struct fc_block *b, uint64_t sum[FC_S_COUNT])
{
    const unsigned char *at = b->memory;
    for (int i = 0; i < FC_S_COUNT; i++) {
        const size_t bytes =
            (size_t)b->model->state_rows[i] * FC_LANES * fc__state_rows[i].bytes;
        sum[i] = hash(at, bytes);
        at += bytes;
    }
}

void fc__watch(struct fc_block *self, size_t room,
               void (*hook)(const void *own, struct fc_block *b))
{
    uint64_t before[FC_S_COUNT], after[FC_S_COUNT];
    if (self->first_path / FC_LANES % 16 != 0) {
        hook(self->model->own[room], self);
        return;
    }
    hash_all(self, before);
    hook(self->model->own[room], self);
    hash_all(self, after);
    for (int i = 0; i < FC_S_COUNT; i++)
        if (before[i] != after[i] &&
            strcmp(fc__state_rows[i].writer, self->model->rooms[room]->name) != 0)
            abort();
}
#endif
