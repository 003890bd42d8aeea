/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting the lanes of a row by the branch that serves them. A branch runs on all of
 * its lanes side by side: lanes are gathered into dense rows, padded to whole vectors
 * with a harmless lane, and scattered back. What a lane gets does not depend on its
 * neighbours.
 */
#ifndef FC_RANDOM_CHUNK_H
#define FC_RANDOM_CHUNK_H

#include <stddef.h>
#include <stdint.h>

enum { FC__CHUNK = 256, FC__PAD = 32 }; /* lanes at a time; two of the widest vectors */

/* lanes of one branch: list[0 .. n) */
struct fc__lanes {
    size_t n;
    uint16_t list[FC__CHUNK];
};

static inline size_t fc__padded(size_t n)
{
    return (n + FC__PAD - 1) / FC__PAD * FC__PAD;
}

static inline void fc__gather(const struct fc__lanes *lanes, const float *from,
                              float pad, float *dense)
{
    for (size_t i = 0; i < lanes->n; i++)
        dense[i] = from[lanes->list[i]];
    for (size_t i = lanes->n; i < fc__padded(lanes->n); i++)
        dense[i] = pad;
}

static inline void fc__gather_words(const struct fc__lanes *lanes, const uint32_t *from,
                                    uint32_t *dense)
{
    for (size_t i = 0; i < lanes->n; i++)
        dense[i] = from[lanes->list[i]];
    for (size_t i = lanes->n; i < fc__padded(lanes->n); i++)
        dense[i] = 0x60000000u;
}

static inline void fc__scatter(const struct fc__lanes *lanes, const float *dense,
                               float *to)
{
    for (size_t i = 0; i < lanes->n; i++)
        to[lanes->list[i]] = dense[i];
}

/* polynomial c[0] + c[1] x + ... of n terms; n is a constant, so the loop is unrolled
 */
static inline float fc__poly(const float *c, int n, float x)
{
    float p = c[n - 1];
#pragma GCC unroll 16
    for (int i = n - 2; i >= 0; i--)
        p = p * x + c[i];
    return p;
}

#endif
