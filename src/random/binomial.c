/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binomial rows: k with C(k-1) < u <= C(k), exact integers by a float filter.
 *
 * p > 1/2 is turned into 1 - p with u -> 1 - u, k -> n - k.
 *
 * n p < 12: the recurrence P(k+1) = P(k) (n - k) / (k + 1) p / q with two counters, for
 *   u - eps and u + eps, that must agree. P(0) = q^n comes from four squarings if no
 *   lane has more than 15 trials (the model's typical call), else from exp and log.
 * Both are filters for the same integers, so the choice may look at the neighbours.
 *
 * n p >= 12: k = floor(X), I_q(nu - X, X) = u, nu = n + 1, sigma^2 = nu p q,
 *     X = nu p + sigma w + w^2 H(t, g) + C(t, g) + D(t, g) / sigma^2,
 *     w = Phi^-1(u), t = w / sigma, g = q - p:
 *   the form of poisson.c, which is g = 1 (Giles & Beentjes use a similar one).
 *   p <-> q with u <-> 1 - u turns X into nu - X, so H, C, D are odd in (t, g)
 * together: even powers of t with odd ones of g and the other way round. 51 terms, one
 * joint minimax fit made for this file: Lawson iteration on 14,000 values of X by
 * Newton steps on SciPy's betainc, n p in [12, 12000], p in [1e-4, 1/2], |w| <= 4.4;
 * largest error 1.3e-4. nu p is taken apart in double, exactly. An X within 4e-4 + 7e-7
 * times |X - nu p| of a whole number goes to the exact routine (half of that is enough
 * for the tests), as does |w| > 4.36.
 *
 * Checked by tests/stat/test_samplers.c on and beside the steps of gsl_cdf_binomial_P.
 */
#include <string.h>

#include "random/chunk.h"
#include "random/continuous.h"
#include "random/exact.h"
#include "random/kernels.h"
#include "random/steps.h"

#define LARGE_MEAN 12.0f
static const float FEW_TRIALS = 15.0f;
static const float EPS_FEW = 2e-6f;
static const float EPS_MANY = 6e-6f;
static const uint32_t TOP_WORD = 0xffff9800u; /* u > 1 - 6.2e-6 */
static const int32_t FAR_WORDS = 28000;       /* |w| > 4.36 */

static const float OPEN = -1.0f; /* not decided by the filter */

/* lanes after the turn to p <= 1/2 */
struct row {
    _Alignas(64) float trials[FC__CHUNK], share[FC__CHUNK], k[FC__CHUNK];
    _Alignas(64) uint32_t word[FC__CHUNK];
};

/* P(k) / P(k - 1) of a vector of lanes, k = 1, 2, ... */
struct ratio {
    vf left, odds;
};

static inline vf ratio_next(struct ratio *self, int k)
{
    const vf ratio = self->left * (self->odds * fc__inverse[k]);
    self->left -= 1.0f;
    return ratio;
}

/* the recurrence on the two vectors of lanes from i on; `zero` is P(0) of each */
static void count_pair(struct row *row, size_t i, const float *zero, float eps)
{
    const vi *word = (const vi *)(row->word + i);
    const vf *trials = (const vf *)(row->trials + i), *start = (const vf *)zero;
    const vf *share = (const vf *)(row->share + i);
    struct ratio r0 = {trials[0], share[0] / (1.0f - share[0])};
    struct ratio r1 = {trials[1], share[1] / (1.0f - share[1])};
    struct fc__count a = fc__count_start(word[0], start[0], eps, TOP_WORD);
    struct fc__count b = fc__count_start(word[1], start[1], eps, TOP_WORD);
    for (int k = 1; k < FC__STEPS; k += 2) {
        fc__count_below(&a);
        fc__count_below(&b);
        fc__count_next(&a, ratio_next(&r0, k));
        fc__count_next(&b, ratio_next(&r1, k));
        fc__count_below(&a);
        fc__count_below(&b);
        if (!fc__count_goes_on(&a, &b))
            break;
        fc__count_next(&a, ratio_next(&r0, k + 1));
        fc__count_next(&b, ratio_next(&r1, k + 1));
    }
    fc__count_end(&a, (vf *)(row->k + i));
    fc__count_end(&b, (vf *)(row->k + i) + 1);
}

/* q^n for n <= 15 */
static inline float few_power(float q, int32_t n)
{
    const float q2 = q * q;
    const float q4 = q2 * q2;
    const float q8 = q4 * q4;
    const float low = (n & 1 ? q : 1.0f) * (n & 2 ? q2 : 1.0f);
    const float high = (n & 4 ? q4 : 1.0f) * (n & 8 ? q8 : 1.0f);
    return low * high;
}

/* q^n = e^(n log(1 - p)), the rounding of 1 - p corrected */
static inline float many_power(float p, float n)
{
    const float q = 1.0f - p;
    const float lost = ((1.0f - q) - p) / q;
    return fc_expf(n * (fc_logf(q) + lost));
}

static void small_means(size_t n, struct row *row)
{
    _Alignas(64) float zero[FC__PAIR];
    vi many = {0};
    for (size_t i = n; i < fc__padded(n); i++) {
        row->trials[i] = row->share[i] = 0.0f;
        row->word[i] = 0;
    }
    for (size_t i = 0; i < n; i += FC__FLOATS)
        many |= *(const vf *)(row->trials + i) > FEW_TRIALS;
    const int any = fc__any(many);
    for (size_t i = 0; i < n; i += FC__PAIR) {
        const float *share = row->share + i, *trials = row->trials + i;
        const vf *p = (const vf *)share, *tries = (const vf *)trials;
        const vf mean[2] = {p[0] * tries[0], p[1] * tries[1]};
        if (fc__count_nothing((const vi *)(row->word + i), mean, EPS_MANY)) {
            memset(row->k + i, 0, FC__PAIR * sizeof *row->k);
            continue;
        }
        for (int j = 0; any && j < FC__PAIR; j++)
            zero[j] = many_power(share[j], trials[j]);
        for (int j = 0; !any && j < FC__PAIR; j++)
            zero[j] = few_power(1.0f - share[j], (int32_t)trials[j]);
        count_pair(row, i, zero, any ? EPS_MANY : EPS_FEW);
    }
}

/* X - nu p - sigma w; t2 = t^2, g2 = g^2 */
static inline float beyond_normal(float w, float t, float g, float inverse)
{
    /* rows: powers of t^2; columns: powers of g^2; "odd" is multiplied by t, "even" by
     * g */
    static const float h_odd[4][3] = {
        {-0.0208385726f, 0.00709251573f, -0.000153520627f},
        {-0.000544014698f, -0.00137461676f, 0.000598484505f},
        {-3.30230968e-05f, 0.000350783592f, -0.000498614865f},
        {-9.44270653e-06f, -0.000197701286f}};
    static const float h_even[4][3] = {
        {0.166640598f, 3.58482048e-05f, -2.22951138e-05f},
        {0.00453707652f, -0.000656090977f, 7.94930853e-05f},
        {-0.000104098549f, -5.21755961e-05f, -7.68746471e-06f},
        {0.000190800333f, 0.000410977404f}};
    static const float c_odd[3][3] = {
        {-0.104244136f, 0.0757962194f, 0.000965348421f},
        {-0.00361200812f, 0.00394647834f, -0.00570587723f},
        {-0.000144696847f, -0.00302685023f, 0.00451157685f}};
    static const float c_even[4][3] = {
        {0.333612058f, -0.000363698826f, 0.000194967543f},
        {0.00451337587f, 0.00238192188f, -0.00135006388f},
        {0.00705353207f, 0.00199358573f, 0.00073805272f},
        {0.000946424784f, -0.00371454939f}};
    static const float d_odd[2][2] = {{0.00548494591f, 0.0114495812f},
                                      {0.000503882764f, 0.0117693741f}};
    static const float d_even[3][2] = {{-0.0227060404f, 0.0027959824f},
                                       {0.0247494204f, -0.0255736428f},
                                       {-0.0371077183f}};
    const float t2 = t * t;
    const float g2 = g * g;
#define ROW3(c, i) fc__poly3((c)[i], g2)
#define ROW2(c, i) fc__poly2((c)[i], g2)
    const float h =
        t * (ROW3(h_odd, 0) +
             t2 * (ROW3(h_odd, 1) + t2 * (ROW3(h_odd, 2) + t2 * ROW2(h_odd, 3)))) +
        g * (ROW3(h_even, 0) +
             t2 * (ROW3(h_even, 1) + t2 * (ROW3(h_even, 2) + t2 * ROW2(h_even, 3))));
    const float c =
        t * (ROW3(c_odd, 0) + t2 * (ROW3(c_odd, 1) + t2 * ROW3(c_odd, 2))) +
        g * (ROW3(c_even, 0) +
             t2 * (ROW3(c_even, 1) + t2 * (ROW3(c_even, 2) + t2 * ROW2(c_even, 3))));
    const float d = t * (ROW2(d_odd, 0) + t2 * ROW2(d_odd, 1)) +
                    g * (ROW2(d_even, 0) + t2 * (ROW2(d_even, 1) + t2 * d_even[2][0]));
#undef ROW3
#undef ROW2
    return w * w * h + c + d * inverse;
}

static void large_means(size_t n, struct row *row)
{
    _Alignas(64) float whole[FC__CHUNK], rest[FC__CHUNK];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double centre = ((double)row->trials[i] + 1.0) * (double)row->share[i];
        const double base = __builtin_floor(centre);
        whole[i] = (float)base;
        rest[i] = (float)(centre - base);
    }
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const float p = row->share[i];
        const float q = 1.0f - p;
        const uint32_t word = row->word[i];
        const float w = fc__normal_of_word(word);
        const float variance = (row->trials[i] + 1.0f) * p * q;
        const float inverse = 1.0f / variance;
        const float far = __builtin_sqrtf(variance) * w;
        const float y = far + beyond_normal(w, far * inverse, q - p, inverse);
        const float part = y + rest[i];
        const float steps = __builtin_floorf(part);
        const float gap = part - steps;
        const float delta = 4e-4f + 7e-7f * (y < 0.0f ? -y : y);
        const int32_t tail = (int32_t)(word >> 31 ? ~word : word);
        const int open = (gap < delta) | (gap > 1.0f - delta) | (tail < FAR_WORDS);
        row->k[i] = open ? OPEN : whole[i] + steps;
    }
}

static void mixed_means(size_t n, struct row *row)
{
    struct fc__lanes side[2];
    int32_t flag[FC__CHUNK];
    for (size_t i = 0; i < n; i++)
        flag[i] = row->trials[i] * row->share[i] >= LARGE_MEAN;
    fc__split(n, flag, side);
    for (int large = 0; large < 2; large++) {
        const struct fc__lanes *lanes = &side[large];
        struct row part;
        fc__gather_words(lanes, row->word, part.word);
        fc__gather(lanes, row->trials, large ? 48.0f : 0.0f, part.trials);
        fc__gather(lanes, row->share, large ? 0.25f : 0.0f, part.share);
        (large ? large_means : small_means)(fc__padded(lanes->n), &part);
        fc__scatter(lanes, part.k, row->k);
    }
}

/* clamps, turns to p <= 1/2; returns how many lanes have n p >= LARGE_MEAN */
static size_t turn(size_t n, const uint32_t *word, const float *trials,
                   const float *prob, struct row *row)
{
    const vf one = (vf){0} + 1.0f;
    vi large = {0};
    for (size_t i = 0; i < n; i += FC__FLOATS) {
        const vf given = *(const vf *)(prob + i), all = *(const vf *)(trials + i);
        const vf positive = (vf)((vi)given & (given > 0.0f));
        const vf p = fc__pick(positive < 1.0f, positive, one);
        const vi upper = p > 0.5f;
        const vf share = fc__pick(upper, 1.0f - p, p);
        const vf count = (vf)((vi)all & (all > 0.0f));
        *(vi *)(row->word + i) = *(const vi *)(word + i) ^ upper;
        *(vf *)(row->share + i) = share;
        *(vf *)(row->trials + i) = count;
        large -= count * share >= LARGE_MEAN;
    }
    size_t sum = 0;
    for (int i = 0; i < FC__FLOATS; i++)
        sum += (size_t)large[i];
    return sum;
}

static void one_chunk(size_t n, const uint32_t *word, const float *trials,
                      const float *prob, float *k)
{
    struct row row;
    vi open = {0};
    const size_t large = turn(n, word, trials, prob, &row);
    (large == 0 ? small_means : large == n ? large_means : mixed_means)(n, &row);
    for (size_t i = 0; i < n; i += FC__FLOATS) {
        const vf turned = *(const vf *)(row.k + i), all = *(const vf *)(row.trials + i);
        const vi upper = *(const vf *)(prob + i) > 0.5f;
        *(vf *)(k + i) = fc__pick(upper, all - turned, turned);
        open |= turned < 0.0f;
    }
    if (!fc__any(open))
        return;
    for (size_t i = 0; i < n; i++)
        if (row.k[i] < 0.0f)
            k[i] = fc__binomial_exact(word[i], trials[i], prob[i]);
}

void fc_binomial(size_t n, const uint32_t *word, const float *trials, const float *prob,
                 float *k)
{
    fc__count_binomial(n);
    for (size_t i = 0; i < n; i += FC__CHUNK) {
        const size_t m = n - i < FC__CHUNK ? n - i : FC__CHUNK;
        one_chunk(m, word + i, trials + i, prob + i, k + i);
    }
}
