/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and seeds to 64-bit keys, and one Philox call at a time.
 *
 * A site is hashed byte by byte, h = mix(h ^ byte), mix being a multiply-shift
 * bijection of 64 bits; a byte 0xff, which no UTF-8 text holds, ends each part. A seed
 * is mixed twice with a constant. Philox4x32-10: Salmon, Moraes, Dror & Shaw 2011.
 *
 * Checked by tests/unit/test_random.c (Random123 known answers, no collisions).
 */
#include "random/kernels.h"
#include "random/lanemath.h"

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 29;
    x *= 0xa0761d6478bd642fu;
    x ^= x >> 32;
    return x;
}

static uint64_t add_text(uint64_t hash, const char *text)
{
    for (const char *c = text ? text : ""; *c; c++)
        hash = mix(hash ^ (uint8_t)*c) + 0x9e3779b97f4a7c15u;
    return mix(hash ^ 0xffu);
}

uint64_t fc_site(const char *mechanism, const char *entity, const char *purpose,
                 uint32_t group)
{
    uint64_t hash = 0x66756e6e656c6364u;
    hash = add_text(hash, mechanism);
    hash = add_text(hash, entity);
    hash = add_text(hash, purpose);
    return mix(hash + 0x9e3779b97f4a7c15u * (1 + (uint64_t)group));
}

uint64_t fc_seed(uint64_t user_seed)
{
    return mix(mix(user_seed + 0x9e3779b97f4a7c15u) + 0x632be59bd9b4e019u);
}

void fc_word4(uint64_t seed, uint64_t path, uint32_t time, uint64_t site,
              uint32_t out[4])
{
    uint32_t c[4] = {(uint32_t)path, (uint32_t)(path >> 32 & 0xffffu) | time << 16,
                     (uint32_t)site, (uint32_t)(site >> 32)};
    uint32_t key0 = (uint32_t)seed;
    uint32_t key1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        const uint64_t a = (uint64_t)0xd2511f53u * c[0];
        const uint64_t b = (uint64_t)0xcd9e8d57u * c[2];
        c[0] = (uint32_t)(b >> 32) ^ c[1] ^ key0;
        c[1] = (uint32_t)b;
        c[2] = (uint32_t)(a >> 32) ^ c[3] ^ key1;
        c[3] = (uint32_t)a;
        key0 += 0x9e3779b9u;
        key1 += 0xbb67ae85u;
    }
    memcpy(out, c, sizeof c);
}

double fc_u_from_word(uint32_t word)
{
    return ((double)word + 0.5) * 0x1p-32;
}

double fc_normal_from_u(double u)
{
    return fc_normal_pinv(u);
}
