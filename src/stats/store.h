/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tally looks like inside. All values stand in quanta: k = round(x / quantum),
 * |k| < 2^51, so that k is exact as int64_t and as double.
 *
 * Bins of a side count i = 1.. of H: i covers (edge(i - 1), edge(i)], where edge(i) is
 * scale * (v - 1) and v the double whose top bits, above `shift`, are i more than those
 * of 1.0. Place H of the row is the centre itself (an atom there stays exact), H + i
 * and H - i are the two sides, the outermost are open. Place 2 H + 1 takes missing
 * values.
 */
#ifndef FC_STATS_STORE_H
#define FC_STATS_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/isa.h"
#include "random/strata.h"
#include "stats/tally.h"

__extension__ typedef __int128 fc_i128;
__extension__ typedef unsigned __int128 fc_u128;

enum {
    FC_HALF = 256,       /* bins a side of a histogram, and of a batch */
    FC_HALF_FINE = 1024, /* of a total */
    FC_SHIFT = 46,       /* 6 mantissa bits: 64 bins an octave, 4 octaves */
    FC_SHIFT_FINE = 44,
    FC_BINS = 2 * FC_HALF + 8, /* room in a row; a multiple of 4 */
    FC_BINS_FINE = 2 * FC_HALF_FINE + 8
};

/* One of the FC_BATCHES of a total. */
struct fc__batch {
    fc_i128 sum;
    uint64_t count, below;
    uint32_t bins[FC_BINS];
};

struct fc__total {
    fc_i128 bin_sum[FC_BINS_FINE];
    struct fc__batch batch[FC_BATCHES];
};

struct fc__series { /* two cache lines */
    fc_i128 sum;
    fc_u128 squares;    /* modulo 2^128: the sum about the mean comes out right */
    double per_quantum; /* 1 / quantum */
    double threshold, centre, per_scale; /* in quanta; per_scale = 1 / scale */
    double low, high;                    /* least and greatest; inf, -inf if none */
    uint64_t count, missing, below;
    uint32_t clamped;
    bool whole;
    uint32_t *bins;          /* NULL for moments */
    struct fc__total *total; /* NULL but for totals */
};

struct fc_tally {
    size_t n;
    uint64_t batch_paths;     /* of a stratified tally: periods of the pattern */
    struct fc_strata *strata; /* NULL: plain. Else a tally a stratum, none of its own */
    struct fc_tally *part[FC_STRATA_MOST];
    struct fc__series *series;
    void (*add)(struct fc__series *, uint64_t batch_paths, uint64_t first_path,
                size_t n, const double *values);
    void *memory; /* the rows of bins and the totals */
};

/* The hot path, once for each instruction set; integers, hence the same on all. */
#define fc__tally_add FC_PER_ISA(fc__tally_add)
void fc__tally_add(struct fc__series *s, uint64_t batch_paths, uint64_t first_path,
                   size_t n, const double *values);

/* Place in a row of FC_HALF bins a side of a place in one of FC_HALF_FINE. */
static inline int64_t fc__coarse(int64_t fine)
{
    const int64_t from = fine - FC_HALF_FINE, ratio = FC_HALF_FINE / FC_HALF;
    return FC_HALF +
           (from > 0 ? (from + ratio - 1) / ratio : -((ratio - 1 - from) / ratio));
}

/* The plain tallies that a tally is made of: itself, or one a stratum. */
static inline uint32_t fc__tally_parts(const struct fc_tally *self)
{
    return self->strata ? self->strata->n : 1;
}
static inline const struct fc_tally *fc__tally_part(const struct fc_tally *self,
                                                    uint32_t h)
{
    return self->strata ? self->part[h] : self;
}

/* Bins of a series' row, and how fine they are. */
static inline int fc__half(const struct fc__series *s)
{
    return s->total ? FC_HALF_FINE : FC_HALF;
}

#endif
