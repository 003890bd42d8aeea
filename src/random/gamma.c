/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma rows by inversion: P(a, x) = u, P the incomplete gamma function, w = Phi^-1(u).
 *
 * a >= 6: (x/a)^(1/3) = 1 + d, nearly linear in w (Wilson & Hilferty 1931),
 *     d = s h0(s) + h1(s) / a + h2(s) / a^2 + h3(s) / a^3,  s = w / sqrt(a),
 *     x = a + a d (3 + d (3 + d)), so that float carries only the deviation from a.
 *   21 coefficients, one joint minimax fit made for this file: Lawson iteration on
 *   14,000 values of SciPy's gammaincinv, a in [6, 1e5], |w| <= 6.36, weighted to the
 *   distribution function; largest error 5.7e-8 there, 6e-4 of x in the far tails.
 * 0.1 <= a < 6: x = a exp(Y / a), Y from gamma_fit.h, eight pieces: error 5.3e-7.
 * 0 < a < 0.1: scalar routine (exact_gamma.c). a = 0 gives 0.
 *
 * Rounding x to float adds x f(x) 2^-24. Monotone in u but for the last bits of float
 * and for steps where two pieces meet, below 6e-7 of the distribution function.
 *
 * Checked by tests/stat/test_samplers_gamma.c against gsl_cdf_gamma_P.
 */
#include "random/chunk.h"
#include "random/continuous.h"
#include "random/exact.h"
#include "random/gamma_fit.h"
#include "random/kernels.h"

#define LARGE_SHAPE 6.0f
#define SMALL_SHAPE 0.1f

/* where a lane goes: a piece of the fit, or */
enum { LARGE = FC__GAMMA_PIECES, TINY, ZERO, PLACES };

/* pieces by shape and w; bounds of the shape of each piece */
static const float LOWEST[FC__GAMMA_PIECES] = {2.2f,  0.7f, 0.7f, 0.25f,
                                               0.25f, 0.1f, 0.1f, 0.1f};
static const float HIGHEST[FC__GAMMA_PIECES] = {6.0f, 2.2f,  2.2f,  0.7f,
                                                0.7f, 0.25f, 0.25f, 0.25f};

static void large_shapes(size_t n, const float *restrict w, const float *restrict shape,
                         float *restrict x)
{
    static const float h0[] = {0.333333382f,    5.0211849e-08f,   -0.00308461115f,
                               0.000827449326f, -0.000141039684f, 6.87217329e-07f,
                               7.40575037e-06f, -1.92942913e-06f};
    static const float h1[] = {-0.111110538f,   0.00925579963f,  0.00327805588f,
                               -0.00169029697f, 0.000362672147f, 6.02771158e-05f};
    static const float h2[] = {-0.00577712644f, -0.00192474218f, 0.00189743642f,
                               -0.000745564263f};
    static const float h3[] = {0.00174509918f, -0.00114156111f, -4.76767585e-06f};
    for (size_t i = 0; i < n; i++) {
        const float a = shape[i];
        const float inverse = 1.0f / a;
        const float s = w[i] * (__builtin_sqrtf(a) * inverse);
        const float higher = fc__poly4(h2, s) + inverse * fc__poly3(h3, s);
        const float d =
            s * fc__poly8(h0, s) + inverse * (fc__poly6(h1, s) + inverse * higher);
        x[i] = a + a * (d * (3.0f + d * (3.0f + d)));
    }
}

/* sum of c[w^i A^j] w^i A^j, i <= 11, j <= 5, i + j <= 11 */
static inline float fitted(const float *c, float w, float a)
{
    float y = c[56];
    y = y * w + fc__poly2(c + 54, a);
    y = y * w + fc__poly3(c + 51, a);
    y = y * w + fc__poly4(c + 47, a);
    y = y * w + fc__poly5(c + 42, a);
    y = y * w + fc__poly6(c + 36, a);
    y = y * w + fc__poly6(c + 30, a);
    y = y * w + fc__poly6(c + 24, a);
    y = y * w + fc__poly6(c + 18, a);
    y = y * w + fc__poly6(c + 12, a);
    y = y * w + fc__poly6(c + 6, a);
    return y * w + fc__poly6(c, a);
}

static void fitted_shapes(int piece, size_t n, const float *restrict w,
                          const float *restrict shape, float *restrict x)
{
    const float *c = fc__gamma_fit[piece];
    const float low = fc_logf(LOWEST[piece]);
    const float high = fc_logf(HIGHEST[piece]);
    const float middle = 0.5f * (low + high);
    const float scale = 2.0f / (high - low);
    for (size_t i = 0; i < n; i++) {
        const float a = shape[i];
        const float y = fitted(c, w[i], (fc_logf(a) - middle) * scale);
        x[i] = a * fc_expf(y / a);
    }
}

static void places(size_t n, const float *restrict w, const float *restrict shape,
                   int32_t *restrict place)
{
    for (size_t i = 0; i < n; i++) {
        const float a = shape[i];
        const int32_t up = w[i] >= 0.0f;
        const int32_t far = w[i] >= 2.5f;
        int32_t to = 5 + up + far;
        to = a >= 0.25f ? 3 + up : to;
        to = a >= 0.7f ? 1 + up : to;
        to = a >= 2.2f ? 0 : to;
        to = a >= LARGE_SHAPE ? LARGE : to;
        to = a >= SMALL_SHAPE ? to : TINY;
        place[i] = a > 0.0f ? to : ZERO;
    }
}

static void one_place(int place, const struct fc__lanes *lanes, const uint32_t *word,
                      const float *w, const float *shape, float *x)
{
    _Alignas(64) float dense_w[FC__CHUNK] = {0}, dense_a[FC__CHUNK] = {0};
    _Alignas(64) float dense_x[FC__CHUNK];
    const size_t n = fc__padded(lanes->n);
    fc__gather(lanes, w, 0.0f, dense_w);
    fc__gather(lanes, shape, 1.0f, dense_a);
    if (place == LARGE)
        large_shapes(n, dense_w, dense_a, dense_x);
    else if (place < FC__GAMMA_PIECES)
        fitted_shapes(place, n, dense_w, dense_a, dense_x);
    else
        for (size_t i = 0; i < lanes->n; i++)
            dense_x[i] = place == TINY
                             ? fc__gamma_exact(word[lanes->list[i]], dense_a[i])
                             : 0.0f;
    fc__scatter(lanes, dense_x, x);
}

/* So few lanes that a branch runs over all of them, and its own are picked out. */
static void few_lanes(size_t n, const uint32_t *word, const float *w,
                      const float *shape, const int32_t *place, float *restrict x)
{
    _Alignas(64) float own_w[FC__PAD], own_a[FC__PAD], own_x[FC__PAD];
    int32_t seen = 0;
    for (size_t i = 0; i < n; i++) {
        seen |= 1 << place[i];
        x[i] = 0.0f;
    }
    for (int p = 0; p <= LARGE; p++) {
        if (!(seen >> p & 1))
            continue;
        for (size_t i = 0; i < n; i++) {
            own_w[i] = place[i] == p ? w[i] : 0.0f;
            own_a[i] = place[i] == p ? shape[i] : 1.0f;
        }
        if (p == LARGE)
            large_shapes(n, own_w, own_a, own_x);
        else
            fitted_shapes(p, n, own_w, own_a, own_x);
        for (size_t i = 0; i < n; i++)
            x[i] = place[i] == p ? own_x[i] : x[i];
    }
    for (size_t i = 0; seen >> TINY & 1 && i < n; i++)
        if (place[i] == TINY)
            x[i] = fc__gamma_exact(word[i], shape[i]);
}

static void one_chunk(size_t n, const uint32_t *word, const float *shape, float *x)
{
    _Alignas(64) float w[FC__CHUNK];
    int32_t large = 0;
    for (size_t i = 0; i < n; i++) {
        w[i] = fc__normal_of_word(word[i]);
        large += shape[i] >= LARGE_SHAPE;
    }
    if ((size_t)large == n) {
        large_shapes(n, w, shape, x);
        return;
    }
    int32_t place[FC__CHUNK];
    struct fc__lanes lanes[PLACES];
    places(n, w, shape, place);
    if (n <= FC__PAD) {
        few_lanes(n, word, w, shape, place, x);
        return;
    }
    for (int p = 0; p < PLACES; p++)
        lanes[p].n = 0;
    for (size_t i = 0; i < n; i++) {
        struct fc__lanes *to = &lanes[place[i]];
        to->list[to->n++] = (uint16_t)i;
    }
    if (lanes[place[0]].n == n && place[0] < FC__GAMMA_PIECES) {
        fitted_shapes(place[0], n, w, shape, x);
        return;
    }
    for (int p = 0; p < PLACES; p++)
        if (lanes[p].n)
            one_place(p, &lanes[p], word, w, shape, x);
}

void fc_gamma(size_t n, const uint32_t *word, const float *shape, float *x)
{
    for (size_t i = 0; i < n; i += FC__CHUNK)
        one_chunk(n - i < FC__CHUNK ? n - i : FC__CHUNK, word + i, shape + i, x + i);
}
