/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uniform, normal and exponential rows: F^-1(u), u = (word + 1/2) 2^-32.
 *
 * Exponential: x = -log(1 - u), with 1 - u from ~word in the upper half and a
 * correction for the rounding of 1 - u in the lower, so that small x keep their
 * relative accuracy.
 *
 * Checked by tests/unit/test_random.c, tests/stat/test_samplers.c.
 */
#include "random/continuous.h"

#include "random/kernels.h"

void fc_uniform(size_t n, const uint32_t *word, float *u)
{
    const float top = 0x1.fffffep-1f;
    for (size_t i = 0; i < n; i++) {
        const float value = ((float)word[i] + 0.5f) * 0x1p-32f;
        u[i] = value > top ? top : value;
    }
}

void fc_normal(size_t n, const uint32_t *word, float *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = fc__normal_of_word(word[i]);
}

void fc_exponential(size_t n, const uint32_t *word, float *x)
{
    for (size_t i = 0; i < n; i++) {
        const float tail = fc__tail_of_word(word[i]);
        const float rest = word[i] >> 31 ? tail : 1.0f - tail;
        const float lost = word[i] >> 31 ? 0.0f : (1.0f - rest) - tail;
        x[i] = -(fc_logf(rest) + lost / rest);
    }
}
