/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws for pools of clients. A pool gets the same variate with any neighbours.
 * Checked by tests/unit/test_customers.c. */
#include "model/pools.h"

#include <string.h>

#include "random/kernels.h"

/* So many pools of a group of words are drawn path by path; more have the group drawn
 * for all paths. */
enum { FEW_POOLS = FC_LANES / 4 * 3 / 16 * 16 };

void fc__pools_positive(const float *count, struct fc_pool_list *out)
{
    FC_POOL_ROWS(uint8_t, which);
    for (uint32_t i = 0; i < FC_POOLS; i++)
        which[i] = count[i] > 0.0f;
    uint32_t n = 0;
    for (uint32_t i = 0; i < FC_POOLS; i += 8) {
        uint64_t eight;
        memcpy(&eight, which + i, sizeof eight);
        if (eight == 0)
            continue;
        for (uint32_t j = i; j < i + 8; j++) {
            out->at[n] = (uint16_t)j;
            out->count[n] = count[j];
            n += which[j];
        }
    }
    out->n = n;
    out->at[n] = FC_NO_POOL;
    out->count[n] = 0.0f;
}

/* Words of some pools of one group: rows `row` = first + type, of paths one by one. */
static void some_words(const struct fc_block *b, uint64_t site, uint32_t first,
                       uint32_t n, const uint16_t *pool, uint32_t *word)
{
    _Alignas(64) uint32_t drawn[4 * FEW_POOLS];
    uint64_t path[FEW_POOLS] = {0};
    const uint32_t size = fc__pools_padded(n);
    for (uint32_t i = 0; i < size; i++)
        path[i] = fc_path(b, pool[i < n ? i : 0] % FC_LANES);
    fc_draw_some(b, path, site, size, drawn);
    for (uint32_t i = 0; i < n; i++)
        word[i] = drawn[(first + pool[i] / FC_LANES) % 4 * size + i];
}

static void all_words(const struct fc_block *b, uint64_t site, uint32_t first,
                      uint32_t n, const uint16_t *pool, uint32_t *word)
{
    FC_WORD_ROWS(drawn, 1);
    fc_draw(b, site, drawn);
    for (uint32_t i = 0; i < n; i++)
        word[i] =
            drawn[(first + pool[i] / FC_LANES) % 4 * FC_LANES + pool[i] % FC_LANES];
}

void fc__pools_words(const struct fc_block *b, const uint64_t *site, uint32_t first,
                     uint32_t n, const uint16_t *pool, uint32_t *word)
{
    for (uint32_t at = 0, end = 0; at < n; at = end) {
        const uint32_t group = (first + pool[at] / FC_LANES) / 4;
        const uint32_t beyond = (4 * (group + 1) - first) * FC_LANES;
        while (end < n && pool[end] < beyond)
            end++;
        (end - at > FEW_POOLS ? all_words : some_words)(b, site[group], first, end - at,
                                                        pool + at, word + at);
    }
}

void fc__pools_binomial(uint32_t n, uint32_t *word, float *count, float *prob,
                        struct fc_pool_list *out)
{
    FC_POOL_ROWS(float, k);
    const uint32_t padded = fc__pools_padded(n);
    for (uint32_t i = n; i < padded; i++) {
        word[i] = 0;
        count[i] = prob[i] = 0.0f;
    }
    fc_binomial(padded, word, count, prob, k);
    out->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        out->at[out->n] = (uint16_t)i;
        out->count[out->n] = k[i];
        out->n += k[i] > 0.0f;
    }
    out->at[out->n] = FC_NO_POOL;
    out->count[out->n] = 0.0f;
}

void fc__pools_gamma(uint32_t n, const float *count, uint32_t *word, float shape,
                     float *gamma)
{
    FC_POOL_ROWS(float, size);
    const uint32_t padded = fc__pools_padded(n);
    for (uint32_t i = 0; i < n; i++)
        size[i] = count[i] * shape;
    for (uint32_t i = n; i < padded; i++) {
        word[i] = 0x80000000u;
        size[i] = shape;
    }
    fc_gamma(padded, word, size, gamma);
}
