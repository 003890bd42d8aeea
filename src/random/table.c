/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels of every instruction set as a table, for code that is compiled once.
 * Checked by tests/unit/test_random.c (equal bytes from every row). */
#include "random/kernels.h"

#undef fc_words
#undef fc_words_at
#undef fc_uniform
#undef fc_normal
#undef fc_exponential
#undef fc_poisson
#undef fc_binomial
#undef fc_gamma

#define DECLARE(isa)                                                                   \
    void fc_words_##isa(uint64_t, uint64_t, uint32_t, uint64_t, size_t, uint32_t *);   \
    void fc_words_at_##isa(uint64_t, const uint64_t *, uint32_t, uint64_t, size_t,     \
                           uint32_t *);                                                \
    void fc_uniform_##isa(size_t, const uint32_t *, float *);                          \
    void fc_normal_##isa(size_t, const uint32_t *, float *);                           \
    void fc_exponential_##isa(size_t, const uint32_t *, float *);                      \
    void fc_poisson_##isa(size_t, const uint32_t *, const float *, float *);           \
    void fc_binomial_##isa(size_t, const uint32_t *, const float *, const float *,     \
                           float *);                                                   \
    void fc_gamma_##isa(size_t, const uint32_t *, const float *, float *);
FC_ISA_LIST(DECLARE)

const struct fc_kernels *fc_kernels(enum fc_isa isa)
{
#define ROW(isa)                                                                       \
    {.words = fc_words_##isa,                                                          \
     .words_at = fc_words_at_##isa,                                                    \
     .uniform = fc_uniform_##isa,                                                      \
     .normal = fc_normal_##isa,                                                        \
     .exponential = fc_exponential_##isa,                                              \
     .poisson = fc_poisson_##isa,                                                      \
     .binomial = fc_binomial_##isa,                                                    \
     .gamma = fc_gamma_##isa},
    static const struct fc_kernels rows[] = {FC_ISA_LIST(ROW)};
#undef ROW
    return &rows[isa];
}
