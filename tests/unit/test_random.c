/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addressed words and the kernels' promises: known answers of Random123, the same bytes
 * from every instruction set, from every position in a row and from scalar calls, and
 * the edges of each distribution. Fixed inputs: nothing here is statistical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random/continuous.h"
#include "random/kernels.h"
#include "random_reference.h"

enum { ROW = 1024 };

struct rows {
    _Alignas(64) uint32_t word[4 * ROW];
    _Alignas(64) float a[ROW], b[ROW], out[ROW];
};

static const float shapes[] = {0.0f,  1e-3f, 0.1f,  0.3f,  0.5f,  1.0f, 1.9f, 3.0f,
                               7.99f, 8.0f,  20.0f, 50.0f, 500.f, 1e5f, 1e7f, 0.75f};
static const float means[] = {0.0f,  1e-6f, 0.01f, 0.3f,   1.0f,    5.0f, 11.9f, 12.0f,
                              14.0f, 30.0f, 200.f, 5000.f, 65000.f, 1e6f, 4e6f,  9.99f};
static const float counts[] = {0.0f,    1.0f,      2.0f, 5.0f,  8.0f,  15.0f,
                               16.0f,   17.0f,     40.f, 100.f, 500.f, 5000.f,
                               65535.f, 4194304.f, 3.0f, 30.0f};
static const float shares[] = {0.0f,  1e-7f,      1e-3f, 0.02f,  0.1f, 0.3f,
                               0.5f,  0.7f,       0.9f,  0.999f, 1.0f, 1.5f,
                               -0.1f, 0.9999999f, 0.45f, 0.05f};

static struct rows *fill(uint64_t seed)
{
    struct rows *rows = aligned_alloc(64, sizeof *rows);
    assert_non_null(rows);
    fc_kernels(0)->words(fc_seed(seed), 7, 3, fc_site("test", "rows", NULL, 0), ROW,
                         rows->word);
    for (size_t i = 0; i < ROW; i++) {
        rows->a[i] = counts[(i / 16) % 16];
        rows->b[i] = shares[i % 16];
    }
    for (size_t i = 0; i < 16; i++) {
        rows->word[i] = 0;
        rows->word[16 + i] = 0xffffffffu;
        rows->word[32 + i] = 0x80000000u;
        rows->word[48 + i] = 0x7fffffffu;
    }
    return rows;
}

static void test_known_answers(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 2000; trial++) {
        const uint64_t seed = trial == 0 ? 0 : fc_seed(trial);
        const uint64_t path = trial == 0 ? 0 : fc_seed(~trial) >> 16;
        const uint32_t time = trial == 0 ? 0 : (uint32_t)(trial % 65536);
        const uint64_t site = trial == 0 ? 0 : fc_site("a", "b", "c", (uint32_t)trial);
        uint32_t words[4];
        uint32_t wanted[4];
        fc_word4(seed, path, time, site, words);
        reference_words(seed, path, time, site, wanted);
        assert_memory_equal(words, wanted, sizeof words);
    }
    uint32_t words[4]; /* published vector: counter and key all ones */
    fc_word4(UINT64_MAX, (UINT64_C(1) << 48) - 1, 0xffff, UINT64_MAX, words);
    const uint32_t ones[4] = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
    assert_memory_equal(words, ones, sizeof ones);
}

static void test_rows_of_words(void **state)
{
    (void)state;
    static _Alignas(64) uint32_t row[4 * 144];
    const uint64_t seed = fc_seed(20);
    const uint64_t site = fc_site("demand", "north", "leads", 2);
    const uint64_t firsts[] = {0, 5, UINT32_MAX - 30u, (UINT64_C(1) << 40) + 3};
    static uint32_t at_row[4 * 144];
    uint64_t path[144];
    for (int isa = 0; isa <= (int)fc_isa_best(); isa++)
        for (size_t j = 0; j < sizeof firsts / sizeof *firsts; j++) {
            fc_kernels((enum fc_isa)isa)->words(seed, firsts[j], 600, site, 144, row);
            for (size_t i = 0; i < 144; i++) {
                uint32_t one[4];
                fc_word4(seed, firsts[j] + i, 600, site, one);
                for (size_t w = 0; w < 4; w++)
                    assert_int_equal(row[w * 144 + i], one[w]);
                path[i] = firsts[j] + (i * 11) % 144; /* in another order */
            }
            fc_kernels((enum fc_isa)isa)->words_at(seed, path, 600, site, 144, at_row);
            for (size_t i = 0; i < 144; i++)
                for (size_t w = 0; w < 4; w++)
                    assert_int_equal(at_row[w * 144 + i],
                                     row[w * 144 + (i * 11) % 144]);
        }
}

static void test_sites_and_seeds(void **state)
{
    (void)state;
    assert_true(fc_site("ab", "c", "", 0) != fc_site("a", "bc", "", 0));
    assert_true(fc_site("a", "b", "", 0) != fc_site("a", "", "b", 0));
    assert_true(fc_site("a", NULL, "b", 0) == fc_site("a", "", "b", 0));
    assert_true(fc_site("a", "b", "c", 0) != fc_site("a", "b", "c", 1));
    assert_true(fc_site(NULL, NULL, NULL, 0) != 0);
    int differ = 0; /* neighbouring seeds: about half of the bits differ */
    for (uint64_t s = 0; s < 1000; s++)
        differ += __builtin_popcountll(fc_seed(s) ^ fc_seed(s + 1));
    assert_in_range(differ, 31000, 33000);
}

/* kernel number j on the rows; the names of the model's draws */
enum { KERNELS = 6 };
static void call(const struct fc_kernels *k, int j, struct rows *r, size_t n,
                 size_t from)
{
    const uint32_t *w = r->word + from;
    float *out = r->out + from;
    switch (j) {
    case 0:
        k->uniform(n, w, out);
        break;
    case 1:
        k->normal(n, w, out);
        break;
    case 2:
        k->exponential(n, w, out);
        break;
    case 3:
        k->poisson(n, w, r->a + from, out);
        break;
    case 4:
        k->binomial(n, w, r->a + from, r->b + from, out);
        break;
    default:
        k->gamma(n, w, r->a + from, out);
    }
}

static void set_parameters(struct rows *r, int j)
{
    for (size_t i = 0; i < ROW; i++) {
        const size_t pick = (i * 7 + i / 16) % 16;
        r->a[i] = j == 3 ? means[pick] : j >= 5 ? shapes[pick] : counts[(i / 16) % 16];
        r->out[i] = -7.0f;
    }
}

static void test_same_bytes_on_every_isa(void **state)
{
    (void)state;
    float *first = malloc(ROW * sizeof *first);
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct rows *r = fill(seed);
        for (int j = 0; j < KERNELS; j++)
            for (int isa = 0; isa <= (int)fc_isa_best(); isa++) {
                set_parameters(r, j);
                call(fc_kernels((enum fc_isa)isa), j, r, ROW, 0);
                if (isa == 0)
                    memcpy(first, r->out, sizeof r->out);
                assert_memory_equal(first, r->out, sizeof r->out);
            }
        free(r);
    }
    free(first);
}

/* the same lane in a short row, alone among equal neighbours, gives the same value */
static void test_lane_ignores_neighbours(void **state)
{
    (void)state;
    struct rows *r = fill(2);
    struct rows *alone = fill(2);
    for (int j = 0; j < KERNELS; j++) {
        const struct fc_kernels *k = fc_kernels(fc_isa_best());
        set_parameters(r, j);
        call(k, j, r, ROW, 0);
        for (size_t i = 0; i < ROW; i += 5) {
            set_parameters(alone, j);
            for (size_t l = 0; l < 16; l++) {
                alone->word[l] = r->word[i];
                alone->a[l] = r->a[i];
                alone->b[l] = r->b[i];
            }
            call(k, j, alone, 16, 0);
            for (size_t l = 0; l < 16; l++)
                assert_memory_equal(&alone->out[l], &r->out[i], sizeof(float));
        }
    }
    free(alone);
    free(r);
}

static void test_edges(void **state)
{
    (void)state;
    struct rows *r = fill(3);
    for (int isa = 0; isa <= (int)fc_isa_best(); isa++) {
        const struct fc_kernels *k = fc_kernels((enum fc_isa)isa);
        for (size_t i = 0; i < ROW; i++) {
            r->a[i] = i % 2 ? counts[i % 16] : 0.0f;
            r->b[i] = i % 4 == 1 ? 1.0f : i % 4 == 3 ? -0.0f : 0.5f;
        }
        r->b[7] = (float)__builtin_nan("");
        r->b[13] = 1.0000001f;
        k->binomial(ROW, r->word, r->a, r->b, r->out);
        for (size_t i = 0; i < ROW; i++)
            assert_true(r->out[i] == (i % 4 == 1 ? r->a[i] : 0.0f));
        memset(r->a, 0, sizeof r->a);
        k->poisson(ROW, r->word, r->a, r->out);
        for (size_t i = 0; i < ROW; i++)
            assert_true(r->out[i] == 0.0f);
        k->gamma(ROW, r->word, r->a, r->out);
        for (size_t i = 0; i < ROW; i++)
            assert_true(r->out[i] == 0.0f);
        k->uniform(ROW, r->word, r->out);
        for (size_t i = 0; i < ROW; i++)
            assert_true(r->out[i] > 0.0f && r->out[i] < 1.0f);
        k->exponential(ROW, r->word, r->out);
        for (size_t i = 0; i < ROW; i++)
            assert_true(r->out[i] > 0.0f && r->out[i] < 23.0f);
    }
    free(r);
}

/* a long row and the short ones it is cut into (other branches serve them) */
static void test_short_rows(void **state)
{
    (void)state;
    struct rows *r = fill(4);
    float *whole = malloc(sizeof r->out);
    for (int j = 0; j < KERNELS; j++)
        for (int isa = 0; isa <= (int)fc_isa_best(); isa++) {
            const struct fc_kernels *k = fc_kernels((enum fc_isa)isa);
            set_parameters(r, j);
            call(k, j, r, ROW, 0);
            memcpy(whole, r->out, sizeof r->out);
            for (size_t n = 16; n <= 48; n += 16) {
                set_parameters(r, j);
                for (size_t i = 0; i + n <= ROW; i += n)
                    call(k, j, r, n, i);
                assert_memory_equal(whole, r->out, ROW / n * n * sizeof(float));
            }
        }
    free(whole);
    free(r);
}

static void test_normal_is_odd(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        const uint32_t word = i * 0x9e3779b9u;
        assert_true(fc__normal_of_word(word) == -fc__normal_of_word(~word));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_rows_of_words),
        cmocka_unit_test(test_sites_and_seeds),
        cmocka_unit_test(test_same_bytes_on_every_isa),
        cmocka_unit_test(test_lane_ignores_neighbours),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_short_rows),
        cmocka_unit_test(test_normal_is_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
