/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loops of folding, compiled once for each instruction set. Missing = NAN. */
#include <math.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "engine/fold.h"

#if defined(__AVX512F__)
#define WIDE 8
#elif defined(__AVX2__)
#define WIDE 4
#else
#define WIDE 2
#endif
typedef double vreal __attribute__((vector_size(WIDE * sizeof(double))));

/* (gcc makes two halves of __builtin_convertvector) */
static inline vreal widen(const float *x)
{
#if defined(__AVX512F__)
    return (vreal)_mm512_cvtps_pd(_mm256_load_ps(x));
#elif defined(__AVX2__)
    return (vreal)_mm256_cvtps_pd(_mm_load_ps(x));
#else
    return (vreal){(double)x[0], (double)x[1]};
#endif
}

static inline vreal take(const double *x)
{
    return *(const vreal *)(const void *)x;
}

/* Vectors whose sums stay in registers while the rows pass by. */
enum { TILE = 8 };
_Static_assert(FC_LANES % (TILE * WIDE) == 0, "a row is cut into whole tiles");

#define SUM(name, type, load)                                                          \
    static void name(double *restrict sum, const type *restrict x,                     \
                     const uint32_t *restrict row, size_t n)                           \
    {                                                                                  \
        for (size_t l = 0; l < FC_LANES; l += TILE * WIDE) {                           \
            vreal tile[TILE];                                                          \
            for (int k = 0; k < TILE; k++)                                             \
                tile[k] = (vreal){0};                                                  \
            for (size_t i = 0; i < n; i++)                                             \
                for (int k = 0; k < TILE; k++)                                         \
                    tile[k] += load(x + (size_t)row[i] * FC_LANES + l + k * WIDE);     \
            for (int k = 0; k < TILE; k++)                                             \
                *(vreal *)(void *)(sum + l + k * WIDE) = tile[k];                      \
        }                                                                              \
    }
SUM(sum_float, float, widen)
SUM(sum_double, double, take)
#undef SUM

static void add_float(double *restrict sum, const float *restrict x)
{
    FC_EACH (l)
        sum[l] += (double)x[l];
}

static void add_double(double *restrict sum, const double *restrict x)
{
    FC_EACH (l)
        sum[l] += x[l];
}

static void take_double(double *restrict sum, const double *restrict x)
{
    FC_EACH (l)
        sum[l] -= x[l];
}

static void ratio(double *restrict out, const double *value, const double *over)
{
    FC_EACH (l)
        out[l] = over[l] > 0.0 || over[l] < 0.0 ? value[l] / over[l] : (double)NAN;
}

#define fc__fold_kernel_here FC_PER_ISA(fc__fold_kernel_here)
extern const struct fc_fold_kernel fc__fold_kernel_here;
const struct fc_fold_kernel fc__fold_kernel_here = {sum_float,  sum_double,  add_float,
                                                    add_double, take_double, ratio};
