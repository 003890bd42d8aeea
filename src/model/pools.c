/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws for the pools of a slot, most of which are empty: what is needed is gathered
 * into dense rows and drawn there. A pool gets the same variate with any neighbours, so
 * which way is taken changes no byte. Checked by tests/unit/test_customers.c. */
#include "model/pools.h"

#include <string.h>

#include "random/kernels.h"

static uint32_t padded(uint32_t n)
{
    return (n + 15) / 16 * 16;
}

/* Pools with count > 0, ascending. `list` holds FC_POOLS + 8. */
static uint32_t positive(const float *count, uint16_t *list)
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
            list[n] = (uint16_t)j;
            n += which[j];
        }
    }
    return n;
}

void fc__pools_positive(const float *count, struct fc_pool_list *out)
{
    out->n = positive(count, out->pool);
    for (uint32_t i = 0; i < out->n; i++)
        out->count[i] = count[out->pool[i]];
}

void fc__pools_binomial(const uint32_t *words, const float *trials, const float *prob,
                        struct fc_pool_list *out)
{
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, size);
    FC_POOL_ROWS(float, p);
    FC_POOL_ROWS(float, k);
    const uint32_t n = positive(trials, out->pool);
    out->n = 0;
    if (2 * n > FC_POOLS) { /* not worth the moving */
        fc_binomial(FC_POOLS, words, trials, prob, k);
        fc__pools_positive(k, out);
        return;
    }
    if (n == 0)
        return;
    for (uint32_t i = 0; i < n; i++) {
        word[i] = words[out->pool[i]];
        size[i] = trials[out->pool[i]];
        p[i] = prob[out->pool[i]];
    }
    for (uint32_t i = n; i < padded(n); i++) {
        word[i] = 0;
        size[i] = p[i] = 0.0f;
    }
    fc_binomial(padded(n), word, size, p, k);
    for (uint32_t i = 0; i < n; i++) {
        out->pool[out->n] = out->pool[i];
        out->count[out->n] = k[i];
        out->n += k[i] > 0.0f;
    }
}

void fc__pools_gamma(uint32_t n, const uint16_t *pool, const float *count,
                     const uint32_t *words, float shape, float *gamma)
{
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, size);
    if (n == 0)
        return;
    for (uint32_t i = 0; i < n; i++) {
        word[i] = words[pool[i]];
        size[i] = count[i] * shape;
    }
    for (uint32_t i = n; i < padded(n); i++) {
        word[i] = 0x80000000u;
        size[i] = shape;
    }
    fc_gamma(padded(n), word, size, gamma);
}
