/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of all latent types of a slot of contracts: pool i = type * FC_LANES + lane.
 * Most pools are empty, fewer lose a client, so draws and what follows go over lists.
 */
#ifndef FC_MODEL_POOLS_H
#define FC_MODEL_POOLS_H

#include <stdint.h>

#include "base/isa.h"
#include "base/lanes.h"
#include "model/churn.h"

enum { FC_POOLS = FC_TYPES * FC_LANES };

#define FC_POOL_ROWS(type, name) _Alignas(64) type name[FC_POOLS]
/* word rows of n groups of four */
#define FC_WORD_ROWS(name, groups) _Alignas(64) uint32_t name[(groups)*4 * FC_LANES]

/* Some pools, ascending, and a whole number for each. */
struct fc_pool_list {
    uint32_t n;
    uint16_t pool[FC_POOLS + 8];
    float count[FC_POOLS + 8];
};

#define fc__pools_positive FC_PER_ISA(fc__pools_positive)
#define fc__pools_binomial FC_PER_ISA(fc__pools_binomial)
#define fc__pools_gamma    FC_PER_ISA(fc__pools_gamma)

/* The pools with count > 0, and their counts. */
void fc__pools_positive(const float *count, struct fc_pool_list *out);

/* Successes ~ Bin(trials, prob), each pool with its own word: those with at least one.
 */
void fc__pools_binomial(const uint32_t *words, const float *trials, const float *prob,
                        struct fc_pool_list *out);

/* gamma[i] ~ Gamma(count[i] shape) of pool[i], i < n, with the pool's own word. */
void fc__pools_gamma(uint32_t n, const uint16_t *pool, const float *count,
                     const uint32_t *words, float shape, float *gamma);

#endif
