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

/* Pools with which[i] != 0. */
static uint32_t listed(const uint8_t *which, uint16_t *list)
{
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
    FC_POOL_ROWS(uint8_t, which);
    for (uint32_t i = 0; i < FC_POOLS; i++)
        which[i] = count[i] > 0.0f;
    out->n = listed(which, out->pool);
    for (uint32_t i = 0; i < out->n; i++)
        out->count[i] = count[out->pool[i]];
}

void fc__pools_binomial(const uint32_t *words, const float *trials, const float *prob,
                        struct fc_pool_list *out)
{
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, p);
    FC_POOL_ROWS(float, k);
    _Alignas(64) float dense[FC_POOLS];
    fc__pools_positive(trials, out);
    const uint32_t n = out->n;
    if (2 * n > FC_POOLS) { /* not worth the moving */
        fc_binomial(FC_POOLS, words, trials, prob, k);
        fc__pools_positive(k, out);
        return;
    }
    if (n == 0)
        return;
    for (uint32_t i = 0; i < n; i++) {
        word[i] = words[out->pool[i]];
        dense[i] = out->count[i];
        p[i] = prob[out->pool[i]];
    }
    for (uint32_t i = n; i < padded(n); i++) {
        word[i] = 0;
        dense[i] = p[i] = 0.0f;
    }
    fc_binomial(padded(n), word, dense, p, k);
    out->n = 0;
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
