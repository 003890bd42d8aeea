/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addressed uniforms and inverse distribution functions over the lanes of a block.
 *
 * u = Philox4x32-10(key = seed, counter = (path, time, site)) (Salmon, Moraes, Dror &
 * Shaw 2011); one call gives four 32-bit words, the four draws of one site. Every
 * variate is F^-1(u), u = (word + 1/2) 2^-32: one uniform, one variate, monotone in u.
 *
 * n is always a multiple of 16, rows are aligned to 64 bytes, outputs do not overlap
 * inputs. Everything is compiled once for each instruction set and gives the same bytes
 * on all of them. No allocation, no libm, thread-safe.
 */
#ifndef FC_RANDOM_KERNELS_H
#define FC_RANDOM_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/isa.h"

#define fc_words       FC_PER_ISA(fc_words)
#define fc_words_at    FC_PER_ISA(fc_words_at)
#define fc_normal      FC_PER_ISA(fc_normal)
#define fc_uniform     FC_PER_ISA(fc_uniform)
#define fc_exponential FC_PER_ISA(fc_exponential)
#define fc_poisson     FC_PER_ISA(fc_poisson)
#define fc_binomial    FC_PER_ISA(fc_binomial)
#define fc_gamma       FC_PER_ISA(fc_gamma)

/* Four rows of n words: out[j * n + i] is word j of path first_path + i at (time,
 * site). */
void fc_words(uint64_t seed, uint64_t first_path, uint32_t time, uint64_t site,
              size_t n, uint32_t *out);

/* The same for n paths in any order. */
void fc_words_at(uint64_t seed, const uint64_t *path, uint32_t time, uint64_t site,
                 size_t n, uint32_t *out);

/* u in (0, 1), the float below 1 for the top words. */
void fc_uniform(size_t n, const uint32_t *word, float *u);

/* Standard normal; CDF error < 2^-23. */
void fc_normal(size_t n, const uint32_t *word, float *z);

/* Exponential with mean 1. */
void fc_exponential(size_t n, const uint32_t *word, float *x);

/* Poisson, mean in [0, 2^22]: the integer k with C(k-1) < u <= C(k). */
void fc_poisson(size_t n, const uint32_t *word, const float *mean, float *k);

/* Binomial: trials a whole number in [0, 2^22], prob clamped to [0, 1]. Monotone
 * increasing in u: the integer k with C(k-1) < u <= C(k). */
void fc_binomial(size_t n, const uint32_t *word, const float *trials, const float *prob,
                 float *k);

/* Gamma with mean = shape and scale 1, shape >= 0 (0 gives 0); CDF error <= 1e-6 for
 * shape
 * >= 0.1. */
void fc_gamma(size_t n, const uint32_t *word, const float *shape, float *x);

/* ---- the same as a table, for tests, the bench and code compiled once ---- */
struct fc_kernels {
    void (*words)(uint64_t, uint64_t, uint32_t, uint64_t, size_t, uint32_t *);
    void (*words_at)(uint64_t, const uint64_t *, uint32_t, uint64_t, size_t,
                     uint32_t *);
    void (*uniform)(size_t, const uint32_t *, float *);
    void (*normal)(size_t, const uint32_t *, float *);
    void (*exponential)(size_t, const uint32_t *, float *);
    void (*poisson)(size_t, const uint32_t *, const float *, float *);
    void (*binomial)(size_t, const uint32_t *, const float *, const float *, float *);
    void (*gamma)(size_t, const uint32_t *, const float *, float *);
};
const struct fc_kernels *fc_kernels(enum fc_isa isa);

/* ---- one draw at a time, the same bytes as the rows above ---- */

/* The four words of one path. */
void fc_word4(uint64_t seed, uint64_t path, uint32_t time, uint64_t site,
              uint32_t out[4]);

/* Scalar inverse distribution functions for rare events (people, crises). */
double fc_u_from_word(uint32_t word);
double fc_normal_from_u(double u);

/* ---- sites: stable names, hashed ---- */

/* 64-bit hash of "mechanism", "entity", "purpose" and a draw group; never a position.
 * Any pointer may be NULL (empty). Checked against collisions by the model's compiler.
 */
uint64_t fc_site(const char *mechanism, const char *entity, const char *purpose,
                 uint32_t group);

/* Hashes the user's seed, so that seeds 1 and 2 share nothing. */
uint64_t fc_seed(uint64_t user_seed);

/* ---- slow lanes: how often the exact double routine had to decide (per thread) ----
 */
struct fc_sampler_counts {
    uint64_t poisson, poisson_slow, binomial, binomial_slow;
};
void fc_sampler_counts_reset(void);
struct fc_sampler_counts fc_sampler_counts_get(void);

#endif
