/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10 over a row of paths (Salmon, Moraes, Dror & Shaw 2011).
 *
 * One 32-bit word lives in the low half of a 64-bit lane: the vector product of low
 * halves is then exactly the 32 x 32 -> 64 bit product of the round, and whatever the
 * high half holds does no harm. Even paths sit in one vector, odd paths in another; the
 * results interleave by a shift and a mask.
 *
 * Checked by tests/unit/test_random.c against Random123 and fc_word4.
 */
#include "random/kernels.h"
#include "random/vec.h"

#include <string.h>

struct lanes {
    vu64 c0, c1, c2, c3;
};

static inline void round_of(struct lanes *c, uint64_t key0, uint64_t key1)
{
    const vu64 a = fc__mul32(c->c0, 0xd2511f53u);
    const vu64 b = fc__mul32(c->c2, 0xcd9e8d57u);
    c->c0 = (b >> 32) ^ c->c1 ^ key0;
    c->c1 = b;
    c->c2 = (a >> 32) ^ c->c3 ^ key1;
    c->c3 = a;
}

static inline void store(uint32_t *out, vu64 even, vu64 odd)
{
    const vu64 both = (even & 0xffffffffu) | (odd << 32);
    memcpy(out, &both, sizeof both);
}

static inline struct lanes start(vu64 path, uint32_t time, uint64_t site)
{
    const vu64 zero = {0};
    return (struct lanes){path, ((path >> 32) & 0xffffu) | (uint64_t)time << 16,
                          zero + (site & 0xffffffffu), zero + (site >> 32)};
}

/* The four words of the paths of two vectors. */
static inline void words_of(uint64_t seed, vu64 even_path, vu64 odd_path, uint32_t time,
                            uint64_t site, size_t n, uint32_t *out)
{
    struct lanes even = start(even_path, time, site);
    struct lanes odd = start(odd_path, time, site);
    uint32_t key0 = (uint32_t)seed;
    uint32_t key1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        round_of(&even, key0, key1);
        round_of(&odd, key0, key1);
        key0 += 0x9e3779b9u;
        key1 += 0xbb67ae85u;
    }
    store(out, even.c0, odd.c0);
    store(out + n, even.c1, odd.c1);
    store(out + 2 * n, even.c2, odd.c2);
    store(out + 3 * n, even.c3, odd.c3);
}

void fc_words(uint64_t seed, uint64_t first_path, uint32_t time, uint64_t site,
              size_t n, uint32_t *out)
{
    const vu64 twice = (vu64)FC__IOTA64 * 2;
    for (size_t i = 0; i < n; i += FC__FLOATS)
        words_of(seed, twice + (first_path + i), twice + (first_path + i + 1),
                 time & 0xffffu, site, n, out + i);
}

void fc_words_at(uint64_t seed, const uint64_t *path, uint32_t time, uint64_t site,
                 size_t n, uint32_t *out)
{
    for (size_t i = 0; i < n; i += FC__FLOATS) {
        vu64 even, odd;
        for (int k = 0; k < FC__FLOATS / 2; k++) {
            even[k] = path[i + 2 * (size_t)k];
            odd[k] = path[i + 2 * (size_t)k + 1];
        }
        words_of(seed, even, odd, time & 0xffffu, site, n, out + i);
    }
}
