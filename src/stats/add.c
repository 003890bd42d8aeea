/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting a row of values: the hot path of a run (about 30,000 rows a block of paths).
 *
 * k = x / quantum is rounded to even by adding 2^52 to |k|, whose low bits then are the
 * integer; sums are taken in 64 bits over one row and added to 128 bits once. Squares
 * are exact: |k| = 2^26 h + l, so k^2 = 2^52 h^2 + 2^27 h l + l^2, three 32-bit
 * products summed apart. A missing value (NAN) is masked to 0 and lands in a bin of its
 * own. Everything ends as integers; only scaling by powers of two, comparisons and one
 * exact difference are done in double, hence the same bytes from every instruction set.
 *
 * Checked by tests/unit/test_tally.c against plain 128-bit arithmetic. */
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "stats/store.h"

#if defined(__AVX512F__)
#define WIDTH 64
#elif defined(__AVX2__)
#define WIDTH 32
#else
#define WIDTH 16
#endif
enum { LANES = WIDTH / 8, CHUNK = 128 };

typedef double vreal __attribute__((vector_size(WIDTH)));
typedef uint64_t vword __attribute__((vector_size(WIDTH)));
typedef int64_t vint __attribute__((vector_size(WIDTH)));

static const double MAGIC = 0x1p52, MOST = 0x1p51 - 1;
static const int64_t ONE_BITS = INT64_C(0x3ff0000000000000);

/* product of the low halves of each 64-bit lane */
static inline vint multiply(vint a, vint b)
{
#if WIDTH == 64
    return (vint)_mm512_mul_epu32((__m512i)a, (__m512i)b);
#elif WIDTH == 32
    return (vint)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE4_2__)
    return (vint)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
    return (a & 0xffffffff) * (b & 0xffffffff);
#endif
}

static inline vreal choose(vint mask, vreal yes, vreal no)
{
    return (vreal)((mask & (vint)yes) | (~mask & (vint)no));
}

static inline int64_t total(vint v)
{
    int64_t sum = 0;
    for (int i = 0; i < LANES; i++)
        sum += v[i];
    return sum;
}

static inline vreal same(double x)
{
    return x - (vreal){0};
}

/* What one row adds, a vector wide. */
struct row {
    vint sum, high2, cross, low2, count, below, clamped;
    vreal least, most;
};

/* One vector of values; their bins and quanta are stored where there is room for them.
 */
static inline void add_vector(const struct fc__series *s, vreal x, int shift, int half,
                              struct row *row, int64_t *bin, int64_t *quanta)
{
    const vint sign_bit = (vint){0} + INT64_MIN;
    const vreal scaled = x * s->per_quantum;
    const vint there = x == x;
    const vint sign = (vint)scaled & sign_bit & there;
    vreal size = (vreal)((vint)scaled & ~sign_bit);
    const vint beyond = size > MOST;
    size = (vreal)((vint)choose(beyond, same(MOST), size) & there);
    const vreal shifted = size + MAGIC;
    const vint k = (vint)shifted ^ (vint)same(MAGIC);
    const vint low = k & 0x3ffffff, high = k >> 26;
    row->low2 += multiply(low, low);
    row->cross += multiply(low, high);
    row->high2 += multiply(high, high);
    const vint minus = sign != 0;
    const vint signed_k = (k ^ minus) - minus;
    row->sum += signed_k;
    row->count -= there;
    row->clamped -= beyond;
    const vreal rounded = (vreal)((vint)(shifted - MAGIC) | sign);
    row->below -= (rounded < s->threshold) & there;
    if (!half)
        return;

    row->least = choose((rounded < row->least) & there, rounded, row->least);
    row->most = choose((rounded > row->most) & there, rounded, row->most);
    const vreal from = rounded - s->centre;
    const vint left = from < 0.0;
    vreal v = (vreal)((vint)from & ~sign_bit) * s->per_scale + 1.0;
    v = choose(v > 16.0, same(16.0), v);
    const int64_t up = (INT64_C(1) << shift) - 1 - ONE_BITS;
    const vint steps = (vint)(((vword)v + (uint64_t)up) >> shift);
    const vint place = half + ((steps ^ left) - left);
    const vint out = (place & there) | ((2 * half + 1) & ~there);
    memcpy(bin, &out, sizeof out);
    if (quanta)
        memcpy(quanta, &signed_k, sizeof signed_k);
}

static void fold(struct fc__series *s, const struct row *row, size_t n, bool bins)
{
    const int64_t count = total(row->count);
    s->sum += total(row->sum);
    s->squares += ((fc_u128)(uint64_t)total(row->high2) << 52) +
                  ((fc_u128)(uint64_t)total(row->cross) << 27) +
                  (uint64_t)total(row->low2);
    s->count += (uint64_t)count;
    s->missing += n - (uint64_t)count;
    s->below += (uint64_t)total(row->below);
    s->clamped += (uint32_t)total(row->clamped);
    for (int i = 0; bins && i < LANES; i++) {
        s->low = row->least[i] < s->low ? row->least[i] : s->low;
        s->high = row->most[i] > s->high ? row->most[i] : s->high;
    }
}

/* Up to CHUNK values. */
static inline void add_row(struct fc__series *s, size_t n, const double *x, int shift,
                           int half, int64_t *bin, int64_t *quanta)
{
    struct row row = {.least = same(s->low), .most = same(s->high)};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        vreal v;
        memcpy(&v, x + i, sizeof v);
        add_vector(s, v, shift, half, &row, bin + i, quanta ? quanta + i : NULL);
    }
    if (i < n) {
        vreal v = same(__builtin_nan(""));
        memcpy(&v, x + i, (n - i) * sizeof *x);
        add_vector(s, v, shift, half, &row, bin + i, quanta ? quanta + i : NULL);
    }
    fold(s, &row, n, half != 0);
}

/* The same by batch: n values that lie in one batch. */
static void add_total(struct fc__series *s, struct fc__batch *batch, size_t n,
                      const double *x)
{
    _Alignas(64) int64_t bin[CHUNK], quanta[CHUNK];
    const uint64_t count = s->count, below = s->below;
    const fc_i128 sum = s->sum;
    add_row(s, n, x, FC_SHIFT_FINE, FC_HALF_FINE, bin, quanta);
    batch->count += s->count - count;
    batch->below += s->below - below;
    batch->sum += s->sum - sum;
    for (size_t i = 0; i < n; i++) {
        s->bins[bin[i]]++;
        s->total->bin_sum[bin[i]] += quanta[i];
        if (bin[i] <= 2 * FC_HALF_FINE)
            batch->bins[fc__coarse(bin[i])]++;
    }
}

/* The bins within about two standard deviations, while the places are being found. */
static inline void fetch(const uint32_t *centre)
{
    for (int i = -128; i <= 128; i += 16)
        __builtin_prefetch(centre + i, 1);
}

void fc__tally_add(struct fc__series *s, uint64_t batch_paths, uint64_t first_path,
                   size_t n, const double *values)
{
    _Alignas(64) int64_t bin[CHUNK];
    while (n > 0) {
        size_t now = n < CHUNK ? n : CHUNK;
        if (s->total) {
            uint64_t batch = first_path / batch_paths;
            if (batch >= FC_BATCHES - 1)
                batch = FC_BATCHES - 1;
            else if (now > (batch + 1) * batch_paths - first_path)
                now = (size_t)((batch + 1) * batch_paths - first_path);
            add_total(s, &s->total->batch[batch], now, values);
        } else if (s->bins) {
            fetch(s->bins + FC_HALF);
            add_row(s, now, values, FC_SHIFT, FC_HALF, bin, NULL);
            for (size_t i = 0; i < now; i++)
                s->bins[bin[i]]++;
        } else {
            add_row(s, now, values, 0, 0, bin, NULL);
        }
        first_path += now;
        values += now;
        n -= now;
    }
}
