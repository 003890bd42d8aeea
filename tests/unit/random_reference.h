/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random123's own Philox4x32-10, the reference of test_random.c. A header of its own,
 * because Random123 does not compile without warnings. */
#ifndef FC_TESTS_RANDOM_REFERENCE_H
#define FC_TESTS_RANDOM_REFERENCE_H

#include <stdint.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#include <Random123/philox.h>
#pragma GCC diagnostic pop

static void reference_words(uint64_t seed, uint64_t path, uint32_t time, uint64_t site,
                            uint32_t out[4])
{
    const philox4x32_ctr_t counter = {{(uint32_t)path,
                                       (uint32_t)(path >> 32) | time << 16,
                                       (uint32_t)site, (uint32_t)(site >> 32)}};
    const philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    const philox4x32_ctr_t words = philox4x32(counter, key);
    for (int i = 0; i < 4; i++)
        out[i] = words.v[i];
}

#endif
