/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random values for the tests of tallies, and how to feed them. Include after cmocka.h.
 */
#ifndef FC_TESTS_TALLY_REFERENCE_H
#define FC_TESTS_TALLY_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/lanes.h"
#include "stats/tally.h"

/* splitmix64 (Steele, Lea & Flood 2014) */
static inline uint64_t next_word(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline double next_share(uint64_t *state)
{
    return ((double)(next_word(state) >> 11) + 0.5) * 0x1p-53;
}

/* All n values of the paths 0.. , in blocks of `block` paths, FC_LANES at most. */
static inline void feed(fc_tally *tally, size_t series, const double *values, size_t n,
                        size_t block)
{
    block = block < FC_LANES ? block : FC_LANES;
    for (size_t i = 0; i < n; i += block)
        fc_tally_add(tally, series, i, n - i < block ? n - i : block, values + i);
}

/* A tally of one series; aborts without memory. */
static inline fc_tally *tally_of_one(struct fc_series_spec spec, uint64_t paths)
{
    fc_tally *tally;
    if (fc_tally_new(&spec, 1, (paths + FC_BATCHES - 1) / FC_BATCHES, &tally, NULL))
        abort();
    return tally;
}

static inline void near(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance))
        print_message("%.12g is not %.12g +- %g\n", value, wanted, tolerance);
    assert_true(fabs(value - wanted) <= tolerance);
}

static const double none = (double)NAN;

#endif
