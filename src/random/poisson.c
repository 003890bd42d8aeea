/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson rows: k with C(k-1) < u <= C(k), exact integers by a float filter.
 *
 * mean < 12: the recurrence P(k+1) = P(k) mean / (k+1) on two vectors side by side. Two
 *   counters, for u - eps and u + eps, must agree; eps is twice what the tests need.
 *
 * mean m >= 12: k = floor(X), Q(X, m) = u for the incomplete gamma function Q,
 *     X = m + sqrt(m) w + w^2 H(s) + C(s) + D(s) / m,  w = Phi^-1(u), s = w / sqrt(m)
 *   (Temme 1992, Math. Comp. 58; for the Poisson law Giles 2016, Algorithm 955).
 *   H, C, D (degrees 8, 6, 3) are one joint minimax fit made for this file: Lawson
 *   iteration on 16,000 values of X by Newton steps on SciPy's gammainc, m in [12,
 * 20000], |w| <= 4.4; largest error 7.9e-5. There P(0) < P(w < -4.36), so X >= 1
 * wherever the fit is used. Float carries only the deviation from the whole part of m.
 * An X within 2.5e-4 + 6e-7 |X - m| of a whole number goes to the exact routine (half
 * of that is enough for the tests), as does |w| > 4.36.
 *
 * Checked by tests/stat/test_samplers.c on and beside the steps of gsl_cdf_poisson_P.
 */
#include "random/chunk.h"
#include "random/continuous.h"
#include "random/exact.h"
#include "random/kernels.h"
#include "random/vec.h"

enum { MOST_STEPS = 48, PAIR = 2 * FC__FLOATS };

#define LARGE_MEAN 12.0f
static const float EPS = 2e-6f;
static const uint32_t TOP_WORD = 0xffffbb00u; /* u > 1 - 4e-6 */
static const int32_t FAR_WORDS = 28000;       /* |w| > 4.36 */
static const float OPEN = -1.0f;              /* not decided by the filter */

struct row {
    _Alignas(64) float mean[FC__CHUNK], zero[FC__CHUNK], low[FC__CHUNK],
        high[FC__CHUNK];
    _Alignas(64) int32_t count_low[FC__CHUNK], count_high[FC__CHUNK];
};

/* the recurrence on lanes [i, i + PAIR) */
static void count_steps(struct row *row, size_t i)
{
    const vf *mean = (const vf *)(row->mean + i);
    const vf *low = (const vf *)(row->low + i);
    const vf *high = (const vf *)(row->high + i);
    const vf *zero = (const vf *)(row->zero + i);
    vf p0 = zero[0], p1 = zero[1];
    vf c0 = p0, c1 = p1;
    vi low0 = {0}, low1 = {0}, high0 = {0}, high1 = {0};
    for (int k = 1; k <= MOST_STEPS; k++) {
        low0 = fc__count_greater(low0, low[0], c0);
        low1 = fc__count_greater(low1, low[1], c1);
        high0 = fc__count_greater(high0, high[0], c0);
        high1 = fc__count_greater(high1, high[1], c1);
        if (!fc__any_greater(high[0], c0) && !fc__any_greater(high[1], c1))
            break;
        const float inverse = 1.0f / (float)k;
        p0 *= mean[0] * inverse;
        p1 *= mean[1] * inverse;
        c0 += p0;
        c1 += p1;
    }
    vi *count_low = (vi *)(row->count_low + i);
    vi *count_high = (vi *)(row->count_high + i);
    count_low[0] = low0;
    count_low[1] = low1;
    count_high[0] = high0;
    count_high[1] = high1;
}

/* recomputes the lanes the filter left open: k = OPEN */
static void close_lanes(size_t n, const uint32_t *word, const float *mean, float *k)
{
    int32_t any = 0;
    for (size_t i = 0; i < n; i++)
        any |= k[i] < 0.0f;
    if (!any)
        return;
    for (size_t i = 0; i < n; i++)
        if (k[i] < 0.0f)
            k[i] = fc__poisson_exact(word[i], mean[i]);
}

static void small_means(size_t n, const uint32_t *restrict word,
                        const float *restrict mean, float *restrict k)
{
    struct row row;
    for (size_t i = 0; i < n; i++) {
        const float m = mean[i] > 0.0f ? mean[i] : 0.0f;
        const float u = (float)(int32_t)(word[i] ^ 0x80000000u) * 0x1p-32f + 0.5f;
        const int top = word[i] > TOP_WORD;
        row.mean[i] = m;
        row.zero[i] = fc_expf(-m);
        row.low[i] = top ? -1.0f : u - EPS;
        row.high[i] = top ? -1.0f : u + EPS;
    }
    for (size_t i = n; i < fc__padded(n); i++) {
        row.mean[i] = row.zero[i] = 0.0f;
        row.low[i] = row.high[i] = -1.0f;
    }
    for (size_t i = 0; i < n; i += PAIR)
        count_steps(&row, i);
    for (size_t i = 0; i < n; i++) {
        const int differ = row.count_low[i] != row.count_high[i];
        const int unfinished = row.count_high[i] >= MOST_STEPS;
        const int open = differ | unfinished | (word[i] > TOP_WORD);
        k[i] = open ? OPEN : (float)row.count_high[i];
    }
    close_lanes(n, word, mean, k);
}

/* X - m - sqrt(m) w */
static inline float beyond_normal(float w, float s, float inverse)
{
    static const float h[] = {0.166667793f,    -0.0138943423f,   0.0036769642f,
                              -0.00132605274f, 0.000628340886f,  -0.000157592346f,
                              3.03758726e-05f, -0.000210069901f, 0.000146763781f};
    static const float c[] = {0.333370606f,    -0.0273446492f, 0.00789764936f,
                              -0.00581013738f, 0.00478230113f, 0.000985037744f,
                              -0.00287132077f};
    static const float d[] = {-0.0194936369f, 0.0155813759f, -0.0181651321f,
                              0.0183486401f};
    return w * w * fc__poly9(h, s) + fc__poly7(c, s) + fc__poly4(d, s) * inverse;
}

static void large_means(size_t n, const uint32_t *restrict word,
                        const float *restrict mean, float *restrict k)
{
    for (size_t i = 0; i < n; i++) {
        const float m = mean[i];
        const float w = fc__normal_of_word(word[i]);
        const float root = __builtin_sqrtf(m);
        const float inverse = 1.0f / m;
        const float far = root * w;
        const float y = far + beyond_normal(w, far * inverse, inverse);
        const float whole = __builtin_floorf(m);
        const float part = y + (m - whole);
        const float steps = __builtin_floorf(part);
        const float gap = part - steps;
        const float delta = 2.5e-4f + 6e-7f * (y < 0.0f ? -y : y);
        const uint32_t tail = word[i] >> 31 ? ~word[i] : word[i];
        const int open =
            (gap < delta) | (gap > 1.0f - delta) | ((int32_t)tail < FAR_WORDS);
        k[i] = open ? OPEN : whole + steps;
    }
    close_lanes(n, word, mean, k);
}

static void mixed_means(size_t n, const uint32_t *word, const float *mean, float *k)
{
    struct fc__lanes side[2];
    int32_t flag[FC__CHUNK];
    for (size_t i = 0; i < n; i++)
        flag[i] = mean[i] >= LARGE_MEAN;
    fc__split(n, flag, side);
    _Alignas(64) uint32_t words[FC__CHUNK] = {0};
    _Alignas(64) float means[FC__CHUNK] = {0}, counts[FC__CHUNK];
    for (int large = 0; large < 2; large++) {
        fc__gather_words(&side[large], word, words);
        fc__gather(&side[large], mean, large ? LARGE_MEAN : 0.0f, means);
        (large ? large_means : small_means)(fc__padded(side[large].n), words, means,
                                            counts);
        fc__scatter(&side[large], counts, k);
    }
}

void fc_poisson(size_t n, const uint32_t *word, const float *mean, float *k)
{
    fc__count_poisson(n);
    for (size_t i = 0; i < n; i += FC__CHUNK) {
        const size_t m = n - i < FC__CHUNK ? n - i : FC__CHUNK;
        size_t large = 0;
        for (size_t j = i; j < i + m; j++)
            large += mean[j] >= LARGE_MEAN;
        (large == 0   ? small_means
         : large == m ? large_means
                      : mixed_means)(m, word + i, mean + i, k + i);
    }
}
