/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata of worlds by the number of rare things that strike.
 *
 * P(box) = prod over rare i of (cut_i / 2^32 below, 1 - cut_i / 2^32 above); a word w
 * moves to floor(w cut / 2^32) below, to cut + floor(w (2^32 - cut) / 2^32) above: as
 * even as 32 bits can be. Places go to the strata in proportion to their probability,
 * those with a rare thing raised together to FC_STRATA_LEAST; inside a period every
 * stratum is spread as evenly as can be, so that any prefix of the worlds is near its
 * shares. Checked by tests/stat/test_strata.c and tests/unit/test_strata.c. */
#include "random/strata.h"

#include <string.h>

#include "random/kernels.h"
#include "random/lanemath.h"

static const double two32 = 0x1p32;
static const double joined = 0.01; /* two or more: no stratum of its own below this */
enum { FEWEST = 2 };               /* places of a stratum: an error needs two worlds */

uint32_t fc_rare_cut(double mean)
{
    const double cut = fc_exp(-mean) * two32;
    return cut < 1.0 ? 1u : cut >= two32 - 1.0 ? UINT32_MAX : (uint32_t)cut;
}

static uint32_t strikes_in(uint32_t box)
{
    uint32_t n = 0;
    for (; box; box &= box - 1)
        n++;
    return n;
}

static double box_prob(const struct fc_strata *self, uint32_t box)
{
    double p = 1.0;
    for (uint32_t i = 0; i < self->rare_n; i++) {
        const double below = (double)self->rare[i].cut / two32;
        p *= box >> i & 1 ? 1.0 - below : below;
    }
    return p;
}

/* Boxes by stratum, with what they sum to inside it. */
static void boxes_fill(struct fc_strata *self, uint32_t most)
{
    uint32_t at = 0;
    self->n = most + 1;
    for (uint32_t h = 0; h < self->n; h++) {
        double sum = 0.0;
        self->first[h] = at;
        for (uint32_t box = 0; box < 1u << self->rare_n; box++) {
            const uint32_t k = strikes_in(box);
            if ((k < most ? k : most) != h)
                continue;
            sum += box_prob(self, box);
            self->box[at] = (uint16_t)box;
            self->until[at++] = sum;
        }
        self->prob[h] = sum;
        for (uint32_t i = self->first[h]; i < at; i++)
            self->until[i] /= sum;
    }
    self->first[self->n] = at;
}

/* Whole places in proportion to `share`, each at least FEWEST. */
static void places_fill(struct fc_strata *self)
{
    const double rare = 1.0 - self->prob[0];
    const double raised = rare < FC_STRATA_LEAST ? FC_STRATA_LEAST : rare;
    /* what the smallest strata may need at least is left to them */
    const double most = 1.0 - (double)(FEWEST * self->n) / FC_STRATA_PERIOD;
    const double all = raised < most ? raised : most;
    uint32_t left = FC_STRATA_PERIOD;
    for (uint32_t h = self->n - 1; h > 0; h--) {
        const double share = self->prob[h] / rare * all;
        const uint32_t places = (uint32_t)(share * FC_STRATA_PERIOD);
        self->places[h] = places < FEWEST ? FEWEST : places;
        left -= self->places[h];
    }
    self->places[0] = left;
}

/* Each place to the stratum that is furthest behind its share. */
static void pattern_fill(struct fc_strata *self)
{
    uint32_t used[FC_STRATA_MOST] = {0};
    for (uint32_t s = 0; s < FC_STRATA_PERIOD; s++) {
        uint32_t next = 0;
        int64_t most = INT64_MIN;
        for (uint32_t h = 0; h < self->n; h++) {
            const int64_t behind = (int64_t)self->places[h] * (s + 1) -
                                   (int64_t)used[h] * FC_STRATA_PERIOD;
            if (used[h] < self->places[h] && behind > most) {
                next = h;
                most = behind;
            }
        }
        self->stratum[s] = (uint8_t)next;
        self->before[s] = (uint8_t)used[next]++;
    }
}

bool fc_strata_init(struct fc_strata *self, const struct fc_rare *rare, size_t n)
{
    memset(self, 0, sizeof *self);
    if (n == 0)
        return false;
    self->rare_n = (uint32_t)n;
    memcpy(self->rare, rare, n * sizeof *rare);
    self->site_box = fc_site("plan", NULL, "box", 0);
    boxes_fill(self, 1);
    double one = 0.0;
    for (uint32_t i = 0; i < self->rare_n; i++)
        one += box_prob(self, 1u << i);
    if (1.0 - self->prob[0] - one > joined)
        boxes_fill(self, 2);
    places_fill(self);
    pattern_fill(self);
    return true;
}

uint64_t fc_stratum_count(const struct fc_strata *self, uint32_t h, uint64_t paths)
{
    uint64_t n = paths / FC_STRATA_PERIOD * self->places[h];
    for (uint64_t s = 0; s < paths % FC_STRATA_PERIOD; s++)
        n += self->stratum[s] == h;
    return n;
}

/* The box of a world: drawn among those of its stratum. */
static uint32_t box_of(const struct fc_strata *self, uint64_t seed, uint64_t path)
{
    const uint32_t h = fc_stratum_of(self, path);
    uint32_t low = self->first[h], high = self->first[h + 1] - 1, word[4];
    fc_word4(seed, path, 0, self->site_box, word);
    const double u = fc_u_from_word(word[0]);
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (u < self->until[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return self->box[low];
}

uint32_t fc_strata_word(const struct fc_strata *self, uint64_t seed, uint64_t path,
                        uint64_t site, uint32_t word)
{
    for (uint32_t i = 0; i < self->rare_n; i++) {
        if (self->rare[i].site != site)
            continue;
        const uint64_t cut = self->rare[i].cut;
        if (box_of(self, seed, path) >> i & 1)
            return (uint32_t)(cut + (word * ((UINT64_C(1) << 32) - cut) >> 32));
        return (uint32_t)(word * cut >> 32);
    }
    return word;
}
