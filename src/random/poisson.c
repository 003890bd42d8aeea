/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson rows (first version: every lane by the exact routine). */
#include "random/exact.h"
#include "random/kernels.h"

void fc_poisson(size_t n, const uint32_t *word, const float *mean, float *k)
{
    fc__count_poisson(n);
    for (size_t i = 0; i < n; i++)
        k[i] = fc__poisson_exact(word[i], mean[i]);
}
