/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata of worlds: which of some rare things strike, as intervals of the uniforms that
 * decide it.
 *
 * A rare thing is a site whose uniform, word / 2^32, decides whether it strikes: it
 * does where the word is at or above a cut. A **box** says for every rare thing on
 * which side of its cut it lies; a **stratum** is all boxes with the same number of
 * things that strike: 0, 1, 2 or more. A world's stratum follows from its number alone
 * by a pattern that repeats every FC_STRATA_PERIOD worlds, in which strata with a rare
 * thing hold at least FC_STRATA_LEAST of the places; its box is drawn in the stratum
 * with the box's own probability; its words are moved into the box. Nothing else is
 * drawn otherwise than without strata, and the mean of the strata, weighed by their
 * probabilities, is unbiased. Cochran 1977, ch. 5. */
#ifndef FC_RANDOM_STRATA_H
#define FC_RANDOM_STRATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FC_STRATA_MOST = 3, FC_STRATA_PERIOD = 64, FC_RARE_MOST = 10 };
#define FC_STRATA_LEAST 0.4

struct fc_rare {
    uint64_t site;
    uint32_t cut; /* 1 .. 2^32 - 1: strikes where word >= cut */
};

struct fc_strata {
    uint32_t n;      /* strata, 2 or 3 */
    uint32_t rare_n; /* 1 .. FC_RARE_MOST */
    struct fc_rare rare[FC_RARE_MOST];
    double prob[FC_STRATA_MOST];       /* of a world; sum 1 */
    uint32_t places[FC_STRATA_MOST];   /* in a period; sum FC_STRATA_PERIOD */
    uint8_t stratum[FC_STRATA_PERIOD]; /* of a world, by its place in the period */
    uint8_t before[FC_STRATA_PERIOD];  /* worlds of the same stratum before it there */
    uint64_t site_box;
    uint32_t first[FC_STRATA_MOST + 1]; /* boxes of a stratum, in the two below */
    uint16_t box[1 << FC_RARE_MOST];    /* bit i: rare thing i strikes */
    double until[1 << FC_RARE_MOST];    /* probability in the stratum up to this box */
};

/* A cut from the mean number of a Poisson law: 2^32 e^-mean, the count is 0 below. */
uint32_t fc_rare_cut(double mean);

/* Fills strata of n <= FC_RARE_MOST rare things; false, and nothing to stratify, if
 * there is none. Exact arithmetic but for one product of probabilities a box. */
bool fc_strata_init(struct fc_strata *self, const struct fc_rare *rare, size_t n);

/* Stratum of a world, its number among those of the stratum, and how many of the worlds
 * 0 .. paths - 1 are of stratum h. */
static inline uint32_t fc_stratum_of(const struct fc_strata *self, uint64_t path)
{
    return self->stratum[path % FC_STRATA_PERIOD];
}
static inline uint64_t fc_stratum_rank(const struct fc_strata *self, uint64_t path)
{
    const uint64_t at = path % FC_STRATA_PERIOD;
    return path / FC_STRATA_PERIOD * self->places[self->stratum[at]] + self->before[at];
}
uint64_t fc_stratum_count(const struct fc_strata *self, uint32_t h, uint64_t paths);

/* The word of a site in a world: as drawn, or moved into the interval of its box if the
 * site is that of a rare thing. `seed` is hashed already. */
uint32_t fc_strata_word(const struct fc_strata *self, uint64_t seed, uint64_t path,
                        uint64_t site, uint32_t word);

#endif
