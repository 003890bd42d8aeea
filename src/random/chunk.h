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

/* splits lanes 0 .. n by a flag (0 or 1) into side[0] and side[1] */
static inline void fc__split(size_t n, const int32_t *flag, struct fc__lanes side[2])
{
    size_t n0 = 0;
    size_t n1 = 0;
    for (size_t i = 0; i < n; i++) {
        side[0].list[n0] = (uint16_t)i;
        side[1].list[n1] = (uint16_t)i;
        n1 += (size_t)flag[i];
        n0 += (size_t)(1 - flag[i]);
    }
    side[0].n = n0;
    side[1].n = n1;
}

/* fc__polyN: c[0] + c[1] x + ... of N terms. Straight-line code: clang does not make
 * vector code of a loop over lanes that holds a loop over terms. */
static inline float fc__poly2(const float *c, float x)
{
    return c[1] * x + c[0];
}
#define FC__POLY(n, less)                                                              \
    static inline float fc__poly##n(const float *c, float x)                           \
    {                                                                                  \
        return fc__poly##less(c + 1, x) * x + c[0];                                    \
    }
FC__POLY(3, 2)
FC__POLY(4, 3)
FC__POLY(5, 4)
FC__POLY(6, 5)
FC__POLY(7, 6)
FC__POLY(8, 7)
FC__POLY(9, 8)

#endif
