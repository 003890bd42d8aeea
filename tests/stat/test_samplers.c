/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson and binomial inversion on and beside the steps of the distribution function.
 *
 * For random parameters over the whole domain (edges of each branch included) a step k
 * is picked far out or near by, and u is set to the 32-bit values just below and above
 * C(k): the integer must be the k with C(k-1) < u <= C(k), checked on the nearer tail.
 * Reference: gsl_cdf_*_P and _Q up to 1,000, tolerance 4e-12 relative to the tail
 * (their error, seen in 60-digit arithmetic); beyond, where they are wrong by up to
 * 1e-6, sums of long doubles, tolerance 1e-11.
 *
 * Detects: one wrong integer in the run (2.4 million draws a law, 24 million with
 * FC_LONG_TESTS in the environment): a filter whose error bound is too small, a step
 * left out, a polynomial used outside of its fitted range. Random draws would not: 200
 * million of them missed a defect that this test shows.
 *
 * Also: the first and last words, continuous kernels against closed forms, the share of
 * lanes that the exact routine had to decide. Fixed seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

#include "random/kernels.h"
#include "random/lanemath.h"

enum { ROW = 1024 };

struct draws {
    _Alignas(64) uint32_t word[ROW];
    _Alignas(64) float mean[ROW], trials[ROW], prob[ROW], k[ROW];
};

static size_t rounds(size_t short_run)
{
    return getenv("FC_LONG_TESTS") ? 10 * short_run : short_run;
}

/* uniform number j of row `row` */
static double random_u(uint64_t row, uint32_t j)
{
    uint32_t words[4];
    fc_word4(0x5eed, row, j >> 2, 77, words);
    return fc_u_from_word(words[j & 3]);
}

static double log_between(double u, double low, double high)
{
    return low * exp(u * log(high / low));
}

/* the word whose u is next to the probability c, `offset` words on */
static uint32_t word_beside(double c, int offset)
{
    const double at = floor(c * 0x1p32 - 0.5) + offset;
    return at <= 0.0 ? 0 : at >= 4294967295.0 ? UINT32_MAX : (uint32_t)at;
}

struct law {
    int binomial;
    double mean, trials, prob;
};

static int big(const struct law *law)
{
    return law->mean > 1000.0 || law->trials > 1000.0;
}

static long double long_probability(const struct law *law, long double k)
{
    const long double n = (long double)law->trials;
    const long double p = (long double)law->prob;
    const long double m = (long double)law->mean;
    if (law->binomial)
        return expl(lgammal(n + 1) - lgammal(k + 1) - lgammal(n - k + 1) + k * logl(p) +
                    (n - k) * log1pl(-p));
    return expl(k * logl(m) - m - lgammal(k + 1));
}

/* P(j + 1) / P(j) */
static long double long_ratio(const struct law *law, long double j)
{
    const long double n = (long double)law->trials;
    const long double p = (long double)law->prob;
    return law->binomial ? (n - j) * p / ((j + 1) * (1 - p))
                         : (long double)law->mean / (j + 1);
}

/* sum of P(j), j = k, k-1, .. (lower) or k+1, k+2, .. (upper); k on the falling side */
static double long_sum(const struct law *law, double at, int upper)
{
    long double term = long_probability(law, (long double)at);
    long double sum = upper ? 0.0L : term;
    long double j = (long double)at;
    while (term > 1e-17L * sum && j >= 0.0L) {
        term = upper ? term * long_ratio(law, j) : term / long_ratio(law, j - 1);
        j += upper ? 1 : -1;
        sum += term;
    }
    return (double)sum;
}

static double below(const struct law *law, double k) /* P(K <= k) */
{
    if (k < 0.0)
        return 0.0;
    if (big(law))
        return k < law->mean ? long_sum(law, k, 0) : 1.0 - long_sum(law, k, 1);
    if (law->binomial)
        return gsl_cdf_binomial_P((unsigned)k, law->prob, (unsigned)law->trials);
    return gsl_cdf_poisson_P((unsigned)k, law->mean);
}

static double above(const struct law *law, double k) /* P(K > k) */
{
    if (k < 0.0)
        return 1.0;
    if (big(law))
        return k < law->mean ? 1.0 - long_sum(law, k, 0) : long_sum(law, k, 1);
    if (law->binomial)
        return gsl_cdf_binomial_Q((unsigned)k, law->prob, (unsigned)law->trials);
    return gsl_cdf_poisson_Q((unsigned)k, law->mean);
}

/* 0 if C(k-1) < u <= C(k), within the tolerance */
static int wrong(const struct law *law, uint32_t word, double k)
{
    const double u = fc_u_from_word(word);
    const double tolerance = big(law) ? 1e-11 : 4e-12;
    if (!(k >= 0.0) || k != floor(k) || (law->binomial && k > law->trials))
        return 1;
    if (u <= 0.5)
        return u > below(law, k) * (1.0 + tolerance) ||
               u <= below(law, k - 1.0) * (1.0 - tolerance);
    const double rest = 1.0 - u;
    return rest < above(law, k) * (1.0 - tolerance) ||
           rest >= above(law, k - 1.0) * (1.0 + tolerance);
}

/* a step k of the law, between about -6.5 and 6.5 standard deviations */
static double pick_step(const struct law *law, double u)
{
    const double q = law->binomial ? 1.0 - law->prob : 1.0;
    const double sd = sqrt(law->mean * q);
    const double z = 13.0 * u - 6.5;
    const double k = floor(law->mean + sd * z + (z * z - 1.0) / 6.0 + 0.5);
    const double low = k > 0.0 ? k : 0.0;
    return law->binomial && low > law->trials ? law->trials : low;
}

enum { POISSON_FAMILIES = 8, BINOMIAL_FAMILIES = 10, BIG = 2 }; /* the last are big */

static struct law poisson_law(uint64_t row, int family)
{
    const double u = random_u(row, 0);
    const double means[] = {log_between(u, 1e-7, 12.0), 11.0 + 2.0 * u,
                            12.0 * exp(-0x1p-20 * u),   log_between(u, 12.0, 40.0),
                            log_between(u, 12.0, 1e3),  floor(1.0 + 60.0 * u),
                            log_between(u, 1e3, 4e6),   log_between(u, 1e3, 4e4)};
    const float mean = (float)means[family];
    return (struct law){.mean = (double)mean};
}

static struct law binomial_law(uint64_t row, int family)
{
    const double u = random_u(row, 0);
    const double v = random_u(row, 1);
    const double many = floor(log_between(v, 16.0, 1000.0));
    const double huge = floor(log_between(v, 1001.0, 4194304.0));
    const double trials[] = {floor(16.0 * v),
                             floor(16.0 * v),
                             floor(40.0 * v),
                             many,
                             many,
                             many,
                             many,
                             floor(4.0 * v) + 12.0 + 12.0 * (u > 0.5),
                             huge,
                             huge};
    const double n = trials[family];
    const double shares[] = {log_between(u, 1e-6, 1.0),
                             u,
                             u,
                             u,
                             log_between(u, 1e-4, 1.0),
                             (11.5 + u) / n,
                             1.0 - 14.0 * u / n,
                             0.5 + (u - 0.5) * 0x1p-10,
                             u,
                             log_between(u, 1e-6, 1.0)};
    const float p = (float)fmin(fmax(shares[family], 0.0), 1.0);
    return (struct law){
        .binomial = 1, .mean = n * (double)p, .trials = n, .prob = (double)p};
}

static void fill(struct draws *d, struct law *laws, uint64_t first, int binomial,
                 int only_big)
{
    for (size_t i = 0; i < ROW; i++) {
        const uint64_t row = first + i / 4; /* four words beside each step */
        const int families = binomial ? BINOMIAL_FAMILIES : POISSON_FAMILIES;
        const int family = only_big ? families - 1 - (int)(row % BIG)
                                    : (int)(row % (uint64_t)(families - BIG));
        laws[i] = binomial ? binomial_law(row, family) : poisson_law(row, family);
        const double k = pick_step(&laws[i], random_u(row, 2));
        const double c =
            below(&laws[i], k) < 0.5 ? below(&laws[i], k) : 1.0 - above(&laws[i], k);
        d->word[i] = word_beside(c, (int)(i % 4) - 1);
        d->mean[i] = (float)laws[i].mean;
        d->trials[i] = (float)laws[i].trials;
        d->prob[i] = (float)laws[i].prob;
    }
}

static size_t adversarial(int binomial, int only_big, size_t count)
{
    struct draws *d = aligned_alloc(64, sizeof *d);
    struct law *laws = malloc(ROW * sizeof *laws);
    const struct fc_kernels *kernels = fc_kernels(fc_isa_best());
    size_t bad = 0;
    fc_sampler_counts_reset();
    for (size_t r = 0; r < count; r++) {
        fill(d, laws, r * (ROW / 4), binomial, only_big);
        if (binomial)
            kernels->binomial(ROW, d->word, d->trials, d->prob, d->k);
        else
            kernels->poisson(ROW, d->word, d->mean, d->k);
        for (size_t i = 0; i < ROW; i++) {
            if (!wrong(&laws[i], d->word[i], (double)d->k[i]))
                continue;
            if (bad++ < 10)
                printf("wrong: mean %.9g trials %.9g prob %.9g word %08x gave %.9g\n",
                       laws[i].mean, laws[i].trials, laws[i].prob, d->word[i],
                       (double)d->k[i]);
        }
    }
    free(laws);
    free(d);
    return bad;
}

static void test_poisson_on_its_steps(void **state)
{
    (void)state;
    assert_int_equal(adversarial(0, 0, rounds(2400)), 0);
}

static void test_binomial_on_its_steps(void **state)
{
    (void)state;
    assert_int_equal(adversarial(1, 0, rounds(2400)), 0);
}

static void test_big_laws_on_their_steps(void **state)
{
    (void)state;
    assert_int_equal(adversarial(0, 1, rounds(20)), 0);
    assert_int_equal(adversarial(1, 1, rounds(20)), 0);
}

/* every branch at its edges, words to the ends of the range */
static void test_ends_of_the_range(void **state)
{
    (void)state;
    static struct draws d;
    const uint32_t words[8] = {0,          1,          2,          0x7fffffff,
                               0x80000000, 0xfffffffd, 0xfffffffe, UINT32_MAX};
    const float means[8] = {1e-7f,      0.5f, 11.999999f, 12.0f,
                            12.000001f, 1e3f, 65536.f,    4e6f};
    const float trials[8] = {1.f, 3.f, 15.f, 16.f, 24.f, 25.f, 4096.f, 4194304.f};
    const float probs[16] = {1e-7f, 0.5f, 0.4999999f, 0.5000001f, 0.75f, 0.9999999f,
                             0.8f,  0.1f, 0.25f,      1e-3f,      0.99f, 0.6f,
                             0.48f, 0.3f, 0.01f,      0.9f};
    for (size_t i = 0; i < ROW; i++) {
        d.word[i] = words[i % 8];
        d.mean[i] = means[i / 8 % 8];
        d.trials[i] = trials[i / 8 % 8];
        d.prob[i] = probs[i / 64];
    }
    for (int isa = 0; isa <= (int)fc_isa_best(); isa++) {
        fc_kernels((enum fc_isa)isa)->poisson(ROW, d.word, d.mean, d.k);
        for (size_t i = 0; i < ROW; i++) {
            const struct law law = {.mean = (double)d.mean[i]};
            assert_int_equal(wrong(&law, d.word[i], (double)d.k[i]), 0);
        }
        fc_kernels((enum fc_isa)isa)->binomial(ROW, d.word, d.trials, d.prob, d.k);
        for (size_t i = 0; i < ROW; i++) {
            const double n = (double)d.trials[i];
            const double p = (double)d.prob[i];
            const struct law law = {1, n * p, n, p};
            assert_int_equal(wrong(&law, d.word[i], (double)d.k[i]), 0);
        }
    }
}

/* the largest |F(x) - u| over 2^20 words spread over the whole range */
static void test_continuous_kernels(void **state)
{
    (void)state;
    static struct draws d;
    double normal = 0.0;
    double exponential = 0.0;
    double uniform = 0.0;
    for (uint32_t r = 0; r < 1024; r++) {
        for (uint32_t i = 0; i < ROW; i++)
            d.word[i] = r < 2 ? (r ? UINT32_MAX - i : i) : (r * ROW + i) * 4093u;
        const struct fc_kernels *kernels = fc_kernels(fc_isa_best());
        kernels->normal(ROW, d.word, d.k);
        kernels->exponential(ROW, d.word, d.mean);
        kernels->uniform(ROW, d.word, d.prob);
        for (size_t i = 0; i < ROW; i++) {
            const double u = fc_u_from_word(d.word[i]);
            normal = fmax(normal, fabs(gsl_cdf_ugaussian_P((double)d.k[i]) - u));
            exponential = fmax(exponential, fabs(-expm1(-(double)d.mean[i]) - u));
            uniform = fmax(uniform, fabs((double)d.prob[i] - u));
        }
    }
    printf("CDF error: normal %.2e, exponential %.2e, uniform %.2e\n", normal,
           exponential, uniform);
    assert_true(normal < 0x1p-23);
    assert_true(exponential < 0x1p-23);
    assert_true(uniform < 0x1p-24);
}

/* random words, parameters of an ordinary run: few lanes need the exact routine */
static void test_slow_lanes_are_rare(void **state)
{
    (void)state;
    static struct draws d;
    static uint32_t words[4 * ROW];
    const struct fc_kernels *kernels = fc_kernels(fc_isa_best());
    fc_sampler_counts_reset();
    for (uint32_t r = 0; r < 400; r++) {
        kernels->words(fc_seed(9), r * ROW, r, 5, ROW, words);
        for (size_t i = 0; i < ROW; i++) {
            const double u = fc_u_from_word(words[ROW + i]);
            d.word[i] = words[i];
            d.mean[i] = (float)log_between(u, 0.1, 200.0);
            d.trials[i] = (float)floor(log_between(u, 1.0, 500.0));
            d.prob[i] = (float)fc_u_from_word(words[2 * ROW + i]);
        }
        kernels->poisson(ROW, d.word, d.mean, d.k);
        kernels->binomial(ROW, d.word, d.trials, d.prob, d.k);
    }
    const struct fc_sampler_counts c = fc_sampler_counts_get();
    const double poisson = (double)c.poisson_slow / (double)c.poisson;
    const double binomial = (double)c.binomial_slow / (double)c.binomial;
    printf("slow lanes: Poisson %.4f %%, binomial %.4f %%\n", 100 * poisson,
           100 * binomial);
    assert_int_equal(c.poisson, 400 * ROW);
    assert_true(poisson > 0.0 && poisson < 2e-3);
    assert_true(binomial > 0.0 && binomial < 2e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_poisson_on_its_steps),
        cmocka_unit_test(test_binomial_on_its_steps),
        cmocka_unit_test(test_big_laws_on_their_steps),
        cmocka_unit_test(test_ends_of_the_range),
        cmocka_unit_test(test_continuous_kernels),
        cmocka_unit_test(test_slow_lanes_are_rare),
    };
    gsl_set_error_handler_off(); /* gsl_cdf_poisson_* aborts on a few far tails */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
