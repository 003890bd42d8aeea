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
#include <string.h>

#include "random/chunk.h"
#include "random/continuous.h"
#include "random/exact.h"
#include "random/kernels.h"
#include "random/steps.h"

#define LARGE_MEAN 12.0f
static const float EPS = 2e-6f;
static const uint32_t TOP_WORD = 0xffffbb00u; /* u > 1 - 4e-6 */
static const int32_t FAR_WORDS = 28000;       /* |w| > 4.36 */
static const float OPEN = -1.0f;              /* not decided by the filter */

/* recomputes the lanes the filter left open: k = OPEN */
static void close_lanes(size_t n, const uint32_t *word, const float *mean, float *k)
{
    for (size_t i = 0; i < n; i++)
        if (k[i] < 0.0f)
            k[i] = fc__poisson_exact(word[i], mean[i]);
}

/* The recurrence on two vectors side by side: k or OPEN; which lanes are open. */
static inline vi count_pair(const uint32_t *word, const float *mean, float *k)
{
    _Alignas(64) float zero[FC__PAIR];
    for (int i = 0; i < FC__PAIR; i++)
        zero[i] = fc_expf(mean[i] > 0.0f ? -mean[i] : 0.0f);
    const vf *means = (const vf *)mean, *start = (const vf *)zero;
    const vi *words = (const vi *)word;
    const vf m0 = (vf)((vi)means[0] & (means[0] > 0.0f));
    const vf m1 = (vf)((vi)means[1] & (means[1] > 0.0f));
    struct fc__count a = fc__count_start(words[0], start[0], EPS, TOP_WORD);
    struct fc__count b = fc__count_start(words[1], start[1], EPS, TOP_WORD);
    for (int i = 1; i < FC__STEPS; i += 2) {
        fc__count_below(&a);
        fc__count_below(&b);
        fc__count_next(&a, m0 * fc__inverse[i]);
        fc__count_next(&b, m1 * fc__inverse[i]);
        fc__count_below(&a);
        fc__count_below(&b);
        if (!fc__count_goes_on(&a, &b))
            break;
        fc__count_next(&a, m0 * fc__inverse[i + 1]);
        fc__count_next(&b, m1 * fc__inverse[i + 1]);
    }
    return fc__count_end(&a, (vf *)k) | fc__count_end(&b, (vf *)k + 1);
}

static void small_means(size_t n, const uint32_t *word, const float *mean, float *k)
{
    vi open = {0};
    size_t i = 0;
    for (; i + FC__PAIR <= n; i += FC__PAIR)
        if (fc__count_nothing((const vi *)(word + i), (const vf *)(mean + i), EPS))
            memset(k + i, 0, FC__PAIR * sizeof *k);
        else
            open |= count_pair(word + i, mean + i, k + i);
    if (i < n) { /* half a pair of the widest vectors */
        _Alignas(64) uint32_t words[FC__PAIR] = {0};
        _Alignas(64) float means[FC__PAIR] = {0}, counts[FC__PAIR];
        memcpy(words, word + i, (n - i) * sizeof *word);
        memcpy(means, mean + i, (n - i) * sizeof *mean);
        open |= count_pair(words, means, counts);
        memcpy(k + i, counts, (n - i) * sizeof *k);
    }
    if (fc__any(open))
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
    int any = 0;
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
        any |= open;
    }
    if (any)
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
