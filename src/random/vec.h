/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few vector operations that C arithmetic on vectors does not spell, for each
 * instruction set. FC__FLOATS floats make one vector: 4 (v2, plain), 8 (v3), 16 (v4).
 * Every operation acts on each lane by itself.
 */
#ifndef FC_RANDOM_VEC_H
#define FC_RANDOM_VEC_H

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define FC__FLOATS 16
#define FC__IOTA64                                                                     \
    {                                                                                  \
        0, 1, 2, 3, 4, 5, 6, 7                                                         \
    }
#elif defined(__AVX2__)
#define FC__FLOATS 8
#define FC__IOTA64                                                                     \
    {                                                                                  \
        0, 1, 2, 3                                                                     \
    }
#else
#define FC__FLOATS 4
#define FC__IOTA64                                                                     \
    {                                                                                  \
        0, 1                                                                           \
    }
#endif

typedef uint64_t vu64 __attribute__((vector_size(FC__FLOATS * 4)));
typedef float vf __attribute__((vector_size(FC__FLOATS * 4)));
typedef int32_t vi __attribute__((vector_size(FC__FLOATS * 4)));

/* product of the low half of each 64-bit lane with a 32-bit constant */
static inline vu64 fc__mul32(vu64 a, uint32_t b)
{
#if FC__FLOATS == 16
    return (vu64)_mm512_mul_epu32((__m512i)a, _mm512_set1_epi64(b));
#elif FC__FLOATS == 8
    return (vu64)_mm256_mul_epu32((__m256i)a, _mm256_set1_epi64x(b));
#elif defined(__SSE4_2__)
    return (vu64)_mm_mul_epu32((__m128i)a, _mm_set1_epi64x(b));
#else
    return (a & 0xffffffffu) * (uint64_t)b;
#endif
}

/* mask (all bits or none) ? yes : no */
static inline vf fc__pick(vi mask, vf yes, vf no)
{
#if FC__FLOATS == 16
    const __mmask16 set = _mm512_movepi32_mask((__m512i)mask);
    return (vf)_mm512_mask_mov_ps((__m512)no, set, (__m512)yes);
#elif FC__FLOATS == 8
    return (vf)_mm256_blendv_ps((__m256)no, (__m256)yes, (__m256)mask);
#elif defined(__SSE4_2__)
    return (vf)_mm_blendv_ps((__m128)no, (__m128)yes, (__m128)mask);
#else
    return (vf)((mask & (vi)yes) | (~mask & (vi)no));
#endif
}

/* count + 1 in the lanes where a > b */
static inline vi fc__count_greater(vi count, vf a, vf b)
{
#if FC__FLOATS == 16
    const __mmask16 greater = _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GT_OQ);
    const __m512i one = _mm512_set1_epi32(1);
    return (vi)_mm512_mask_add_epi32((__m512i)count, greater, (__m512i)count, one);
#else
    return count - (a > b);
#endif
}

/* is a0 > b0 or a1 > b1 in any lane? */
static inline int fc__any_greater(vf a0, vf b0, vf a1, vf b1)
{
#if FC__FLOATS == 16
    return (_mm512_cmp_ps_mask((__m512)a0, (__m512)b0, _CMP_GT_OQ) |
            _mm512_cmp_ps_mask((__m512)a1, (__m512)b1, _CMP_GT_OQ)) != 0;
#elif FC__FLOATS == 8
    return _mm256_movemask_ps((__m256)((a0 > b0) | (a1 > b1))) != 0;
#elif defined(__SSE4_2__)
    return _mm_movemask_ps((__m128)((a0 > b0) | (a1 > b1))) != 0;
#else
    const vi greater = (a0 > b0) | (a1 > b1);
    return (greater[0] | greater[1] | greater[2] | greater[3]) != 0;
#endif
}

/* is any bit set? */
static inline int fc__any(vi mask)
{
    int32_t any = 0;
    for (int i = 0; i < FC__FLOATS; i++)
        any |= mask[i];
    return any != 0;
}

#endif
