/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binomial rows (first version: every lane by the exact routine). */
#include "random/exact.h"
#include "random/kernels.h"

void fc_binomial(size_t n, const uint32_t *word, const float *trials, const float *prob,
                 float *k)
{
    fc__count_binomial(n);
    for (size_t i = 0; i < n; i++)
        k[i] = fc__binomial_exact(word[i], trials[i], prob[i]);
}
