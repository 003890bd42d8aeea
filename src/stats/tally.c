/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, merging and hashing tallies; adding is in add.c, reading in read.c.
 *
 * Merging is integer addition (and least and greatest), so that any split of the paths
 * into blocks, in any order, gives the same bytes.
 * Checked by tests/unit/test_tally.c. */
#include "stats/store.h"

#include <assert.h>
#include <math.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/lanes.h"

#undef fc__tally_add
#define DECLARE(isa)                                                                   \
    void fc__tally_add_##isa(struct fc__series *, uint64_t, uint64_t, size_t,          \
                             const double *);
FC_ISA_LIST(DECLARE)

static int row_bins(const struct fc__series *s)
{
    return s->total ? FC_BINS_FINE : FC_BINS;
}

static bool power_of_two(double x)
{
    int exponent;
    return isfinite(x) && frexp(x, &exponent) == 0.5 && abs(exponent) < 500;
}

/* centre on the grid; scale a power of two of at least one quantum, so that bins are
 * found without rounding */
static void place(struct fc__series *s, const struct fc_series_spec *spec)
{
    const double most = 0x1p51 - 1;
    double centre = nearbyint(spec->centre / spec->quantum);
    centre = isnan(centre) ? 0.0 : fmin(fmax(centre, -most), most);
    double scale = spec->scale / spec->quantum;
    int exponent = 0;
    if (scale > 1.0 && frexp(fmin(scale, 0x1p51), &exponent) == 0.5)
        exponent--;
    s->centre = centre + 0.0; /* no -0.0 */
    s->per_scale = ldexp(1.0, -exponent);
}

static void series_init(struct fc__series *s, const struct fc_series_spec *spec)
{
    s->per_quantum = 1.0 / spec->quantum;
    s->threshold = spec->threshold / spec->quantum;
    s->whole = spec->whole;
    s->low = (double)INFINITY;
    s->high = -(double)INFINITY;
    place(s, spec);
}

static fc_status check(const struct fc_series_spec *specs, size_t n,
                       struct fc_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!power_of_two(specs[i].quantum))
            return FC_FAIL(err, FC_E_ARG,
                           "series %zu has the quantum %g; it must be a power of two",
                           i, specs[i].quantum);
        if (specs[i].kind > FC_SERIES_TOTAL)
            return FC_FAIL(err, FC_E_ARG, "series %zu has the unknown kind %d", i,
                           specs[i].kind);
    }
    return FC_OK;
}

static size_t bins_bytes(uint8_t kind)
{
    return kind == FC_SERIES_TOTAL
               ? sizeof(struct fc__total) + FC_BINS_FINE * sizeof(uint32_t)
           : kind == FC_SERIES_HISTOGRAM ? FC_BINS * sizeof(uint32_t)
                                         : 0;
}

static size_t store_bytes(const struct fc_series_spec *specs, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++)
        bytes += bins_bytes(specs[i].kind);
    return bytes;
}

size_t fc_tally_bytes(const struct fc_series_spec *specs, size_t n)
{
    return sizeof(struct fc_tally) + n * sizeof(struct fc__series) +
           store_bytes(specs, n);
}

/* Hands out the rows: totals first, they need the alignment of 128-bit integers. */
static void share_out(fc_tally *self, const struct fc_series_spec *specs)
{
    char *at = self->memory;
    for (size_t i = 0; i < self->n; i++) {
        if (specs[i].kind == FC_SERIES_TOTAL) {
            self->series[i].total = (struct fc__total *)(void *)at;
            at += sizeof(struct fc__total);
        }
    }
    for (size_t i = 0; i < self->n; i++) {
        if (specs[i].kind != FC_SERIES_MOMENTS) {
            self->series[i].bins = (uint32_t *)(void *)at;
            at += (size_t)row_bins(&self->series[i]) * sizeof(uint32_t);
        }
    }
}

fc_status fc_tally_new(const struct fc_series_spec *specs, size_t n,
                       uint64_t batch_paths, fc_tally **out, struct fc_error *err)
{
    static void (*const add[])(struct fc__series *, uint64_t, uint64_t, size_t,
                               const double *) = {
#define ROW(isa) fc__tally_add_##isa,
        FC_ISA_LIST(ROW)
#undef ROW
    };
    *out = NULL;
    if (batch_paths == 0)
        return FC_FAIL(err, FC_E_ARG, "a batch needs at least one path");
    FC_TRY(check(specs, n, err));
    fc_tally *self = fc_array_new(1, sizeof *self);
    if (self) {
        self->n = n;
        self->batch_paths = batch_paths;
        self->add = add[fc_isa_best()];
        self->series = fc_array_new_aligned(n, sizeof *self->series);
        self->memory = fc_array_new_aligned(store_bytes(specs, n), 1);
    }
    if (!self || !self->series || !self->memory) {
        fc_tally_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a tally of %zu series", n);
    }
    share_out(self, specs);
    for (size_t i = 0; i < n; i++)
        series_init(&self->series[i], &specs[i]);
    *out = self;
    return FC_OK;
}

fc_status fc_tally_new_strata(const struct fc_series_spec *specs, size_t n,
                              uint64_t batch_periods, const struct fc_strata *strata,
                              fc_tally **out, struct fc_error *err)
{
    *out = NULL;
    fc_tally *self = fc_array_new(1, sizeof *self);
    if (self)
        self->strata = fc_array_new(1, sizeof *self->strata);
    if (!self || !self->strata) {
        fc_tally_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a tally of %zu series", n);
    }
    self->n = n;
    self->batch_paths = batch_periods;
    *self->strata = *strata;
    for (uint32_t h = 0; h < strata->n; h++) {
        const uint64_t paths = batch_periods * strata->places[h];
        const fc_status status = fc_tally_new(specs, n, paths, &self->part[h], err);
        if (status != FC_OK) {
            fc_tally_free(self);
            return status;
        }
    }
    *out = self;
    return FC_OK;
}

void fc_tally_lay(fc_tally *self, const struct fc_series_spec *specs)
{
    for (uint32_t h = 0; h < fc__tally_parts(self); h++)
        for (size_t i = 0; i < self->n; i++)
            place(&fc__tally_part(self, h)->series[i], &specs[i]);
}

static void plain_free(fc_tally *self)
{
    if (!self)
        return;
    free(self->series);
    free(self->memory);
    free(self);
}

void fc_tally_free(fc_tally *self)
{
    for (int h = 0; self && h < FC_STRATA_MOST; h++)
        plain_free(self->part[h]);
    if (self)
        free(self->strata);
    plain_free(self);
}

/* A row of values goes to the tallies of its strata; in a stratum the worlds of a row
 * are neighbours, as the worlds are. */
static void add_strata(fc_tally *self, size_t series, uint64_t first_path, size_t n,
                       const double *values)
{
    double row[FC_STRATA_MOST][FC_LANES];
    size_t count[FC_STRATA_MOST] = {0};
    uint64_t first[FC_STRATA_MOST] = {0};
    for (size_t i = 0; i < n; i++) {
        const uint32_t h = fc_stratum_of(self->strata, first_path + i);
        if (count[h] == 0)
            first[h] = fc_stratum_rank(self->strata, first_path + i);
        row[h][count[h]++] = values[i];
    }
    for (uint32_t h = 0; h < self->strata->n; h++) {
        const fc_tally *part = self->part[h];
        if (count[h])
            part->add(&part->series[series], part->batch_paths, first[h], count[h],
                      row[h]);
    }
}

void fc_tally_add(fc_tally *self, size_t series, uint64_t first_path, size_t n,
                  const double *values)
{
    assert(series < self->n && n <= FC_LANES);
    if (self->strata)
        add_strata(self, series, first_path, n, values);
    else
        self->add(&self->series[series], self->batch_paths, first_path, n, values);
}

static void merge_batch(struct fc__batch *into, const struct fc__batch *from)
{
    into->sum += from->sum;
    into->count += from->count;
    into->below += from->below;
    for (int i = 0; i < FC_BINS; i++)
        into->bins[i] += from->bins[i];
}

static void merge_series(struct fc__series *into, const struct fc__series *from)
{
    into->sum += from->sum;
    into->squares += from->squares;
    into->count += from->count;
    into->missing += from->missing;
    into->below += from->below;
    into->clamped += from->clamped;
    into->low = from->low < into->low ? from->low : into->low;
    into->high = from->high > into->high ? from->high : into->high;
    for (int i = 0; into->bins && i < row_bins(into); i++)
        into->bins[i] += from->bins[i];
    if (!into->total)
        return;
    for (int i = 0; i < FC_BINS_FINE; i++)
        into->total->bin_sum[i] += from->total->bin_sum[i];
    for (int i = 0; i < FC_BATCHES; i++)
        merge_batch(&into->total->batch[i], &from->total->batch[i]);
}

void fc_tally_merge(fc_tally *into, const fc_tally *from)
{
    assert(into->n == from->n && into->batch_paths == from->batch_paths &&
           !into->strata == !from->strata);
    for (uint32_t h = 0; h < fc__tally_parts(into); h++)
        for (size_t i = 0; i < into->n; i++)
            merge_series(&fc__tally_part(into, h)->series[i],
                         &fc__tally_part(from, h)->series[i]);
}

static void plain_widen(fc_tally *self)
{
    for (size_t i = 0; i < self->n; i++) {
        if (!self->series[i].total)
            continue;
        struct fc__batch *batch = self->series[i].total->batch;
        for (int b = 0; b < FC_BATCHES / 2; b++) {
            if (b > 0)
                batch[b] = batch[2 * b];
            merge_batch(&batch[b], &batch[2 * b + 1]);
        }
        memset(batch + FC_BATCHES / 2, 0, FC_BATCHES / 2 * sizeof *batch);
    }
    self->batch_paths *= 2;
}

void fc_tally_widen_batches(fc_tally *self)
{
    for (uint32_t h = 0; self->strata && h < self->strata->n; h++)
        plain_widen(self->part[h]);
    if (self->strata)
        self->batch_paths *= 2;
    else
        plain_widen(self);
}

size_t fc_tally_series(const fc_tally *self)
{
    return self->n;
}

uint64_t fc_tally_count(const fc_tally *self, size_t series)
{
    uint64_t n = 0;
    for (uint32_t h = 0; h < fc__tally_parts(self); h++)
        n += fc__tally_part(self, h)->series[series].count;
    return n;
}

uint64_t fc_tally_missing(const fc_tally *self, size_t series)
{
    uint64_t n = 0;
    for (uint32_t h = 0; h < fc__tally_parts(self); h++)
        n += fc__tally_part(self, h)->series[series].missing;
    return n;
}

uint64_t fc_tally_clamped(const fc_tally *self, size_t series)
{
    uint64_t n = 0;
    for (uint32_t h = 0; h < fc__tally_parts(self); h++)
        n += fc__tally_part(self, h)->series[series].clamped;
    return n;
}

/* ---- the hash: little-endian 64-bit words, whatever the machine ---- */
struct hash {
    SHA2_CTX context;
    size_t n;
    unsigned char bytes[4096];
};

static void hash_word(struct hash *self, uint64_t word)
{
    if (self->n == sizeof self->bytes) {
        SHA256Update(&self->context, self->bytes, self->n);
        self->n = 0;
    }
    for (int i = 0; i < 8; i++)
        self->bytes[self->n++] = (unsigned char)(word >> 8 * i);
}

static void hash_wide(struct hash *self, fc_u128 wide)
{
    hash_word(self, (uint64_t)wide);
    hash_word(self, (uint64_t)(wide >> 64));
}

static void hash_double(struct hash *self, double x)
{
    uint64_t bits;
    x = isnan(x) ? -HUGE_VAL : x + 0.0; /* one NAN, one zero */
    memcpy(&bits, &x, sizeof bits);
    hash_word(self, bits);
}

/* Bins are most of a tally: a row is mixed down to 128 bits (two chains of multiply and
 * shift over all of its words) before SHA-256 sees it, or hashing would take longer
 * than simulating some hundred paths. */
static void hash_bins(struct hash *self, const uint32_t *bins, int n)
{
    uint64_t a = 0x9e3779b97f4a7c15u, b = 0xc2b2ae3d27d4eb4fu;
    for (int i = 0; i < n; i += 2) {
        const uint64_t word = bins[i] | (uint64_t)bins[i + 1] << 32;
        a = (a ^ word) * 0x9fb21c651e98df25u;
        a ^= a >> 29;
        b = (b + word) * 0xd6e8feb86659fd93u;
        b ^= b >> 32;
    }
    hash_word(self, a);
    hash_word(self, b);
}

static void hash_total(struct hash *self, const struct fc__total *total)
{
    for (int i = 0; i < FC_BINS_FINE; i++)
        hash_wide(self, (fc_u128)total->bin_sum[i]);
    for (int i = 0; i < FC_BATCHES; i++) {
        const struct fc__batch *batch = &total->batch[i];
        hash_wide(self, (fc_u128)batch->sum);
        hash_word(self, batch->count);
        hash_word(self, batch->below);
        hash_bins(self, batch->bins, FC_BINS);
    }
}

static void hash_series(struct hash *self, const struct fc__series *s)
{
    hash_double(self, s->per_quantum);
    hash_double(self, s->threshold);
    hash_double(self, s->centre);
    hash_double(self, s->per_scale);
    hash_word(self, s->count);
    hash_word(self, s->missing);
    hash_word(self, s->below);
    hash_word(self, s->clamped);
    hash_wide(self, (fc_u128)s->sum);
    hash_wide(self, s->squares);
    if (!s->bins)
        return;
    hash_double(self, s->low);
    hash_double(self, s->high);
    hash_bins(self, s->bins, row_bins(s));
    if (s->total)
        hash_total(self, s->total);
}

void fc_tally_hash(const fc_tally *self, char hex[65])
{
    struct hash hash = {.n = 0};
    SHA256Init(&hash.context);
    hash_word(&hash, self->n);
    hash_word(&hash, self->batch_paths);
    for (uint32_t h = 0; h < fc__tally_parts(self); h++) {
        if (self->strata) {
            hash_double(&hash, self->strata->prob[h]);
            hash_word(&hash, self->strata->places[h]);
        }
        for (size_t i = 0; i < self->n; i++)
            hash_series(&hash, &fc__tally_part(self, h)->series[i]);
    }
    SHA256Update(&hash.context, hash.bytes, hash.n);
    SHA256End(&hash.context, hex);
}
