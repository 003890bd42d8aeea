/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients by latent type: pool i = type * FC_LANES + lane. Most pools are empty, so
 * that what there is goes into lists: dense rows with an entry a pool, ascending, and
 * draws and what follows run over those. */
#ifndef FC_MODEL_POOLS_H
#define FC_MODEL_POOLS_H

#include "model/churn.h"
#include "model/model.h"

/* No pool: ends a list. */
enum { FC_POOLS = FC_TYPES * FC_LANES, FC_NO_POOL = 0xffff };

#define FC_POOL_ROWS(type, name) _Alignas(64) type name[FC_POOLS + 16]
/* word rows of n groups of four */
#define FC_WORD_ROWS(name, groups) _Alignas(64) uint32_t name[(groups)*4 * FC_LANES]

/* Some pools (or entries of another list), ascending, and a whole number for each; then
 * one that is none, with 0. */
struct fc_pool_list {
    uint32_t n;
    uint16_t at[FC_POOLS + 16];
    _Alignas(64) float count[FC_POOLS + 16];
};

#define fc__pools_positive FC_PER_ISA(fc__pools_positive)
#define fc__pools_words    FC_PER_ISA(fc__pools_words)
#define fc__pools_binomial FC_PER_ISA(fc__pools_binomial)
#define fc__pools_gamma    FC_PER_ISA(fc__pools_gamma)

/* n entries are drawn as whole vectors; dense rows have room for that. */
static inline uint32_t fc__pools_padded(uint32_t n)
{
    return (n + 15) / 16 * 16;
}

/* The pools with count > 0, and their counts. */
void fc__pools_positive(const float *count, struct fc_pool_list *out);

/* word[i] of pool[i] in this step, i < n: word `first` + type of the groups at `site`.
 * Only the paths of the list are drawn where they are few. */
void fc__pools_words(const struct fc_block *b, const uint64_t *site, uint32_t first,
                     uint32_t n, const uint16_t *pool, uint32_t *word);

/* Successes ~ Bin(count, prob): the entries i < n with at least one. Rows may be
 * written behind n. */
void fc__pools_binomial(uint32_t n, uint32_t *word, float *count, float *prob,
                        struct fc_pool_list *out);

/* gamma[i] ~ Gamma(count[i] shape), i < n; `word` may be written behind n. */
void fc__pools_gamma(uint32_t n, const float *count, uint32_t *word, float shape,
                     float *gamma);

#endif
