/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A word to a float variate, branch-free, for loops over lanes.
 *
 * z = q N(L) / D(L), q = 2u - 1, L = -log(4 u (1 - u)): one rational (5, 5) for all u
 * in [2^-33, 1 - 2^-33]; own minimax fit, relative error 1.4e-7. Tails come from the
 * smaller of word and ~word, so that z(word) = -z(~word) exactly.
 */
#ifndef FC_RANDOM_CONTINUOUS_H
#define FC_RANDOM_CONTINUOUS_H

#include "random/lanemath.h"

/* min(u, 1 - u) to float precision */
static inline float fc__tail_of_word(uint32_t word)
{
    const uint32_t low = word >> 31 ? ~word : word;
    return ((float)(int32_t)low + 0.5f) * 0x1p-32f;
}

static inline float fc__normal_of_word(uint32_t word)
{
    const float tail = fc__tail_of_word(word);
    const uint32_t middle = 0x7fffffffu - (word >> 31 ? ~word : word);
    const float size = ((float)(int32_t)middle + 0.5f) * 0x1p-31f;
    const float q = word >> 31 ? size : -size;
    const float x = -fc_logf(4.0f * tail * (1.0f - tail));
    const float above =
        1.2533143f +
        x * (0.455537539f +
             x * (0.0908213295f +
                  x * (0.0120474421f + x * (0.00101914348f + x * 2.88426889e-05f))));
    const float below =
        1.0f +
        x * (0.101670267f +
             x * (0.0328029856f +
                  x * (0.00235266907f + x * (0.00016969954f + x * 9.81111731e-07f))));
    return q * (above / below);
}

#endif
