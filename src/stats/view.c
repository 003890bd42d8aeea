/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a histogram: quantiles, shares below, tail sums.
 *
 * With C values before a bin and m in it, the quantile of rank r is
 * lo + (hi - lo) (r - C) / m; for normal data and bins of s/64 the error of this is
 * below (s/64)^2 |f'/f| / 8, some 1e-4 s. Checked by tests/unit/test_tally_read.c. */
#include "stats/view.h"

#include <math.h>
#include <string.h>

struct fc__view fc__view_of(const struct fc__series *s)
{
    return (struct fc__view){.bins = s->bins,
                             .sums = s->total ? s->total->bin_sum : NULL,
                             .half = s->total ? FC_HALF_FINE : FC_HALF,
                             .shift = s->total ? FC_SHIFT_FINE : FC_SHIFT,
                             .whole = s->whole,
                             .count = (double)s->count,
                             .centre = s->centre,
                             .scale = 1.0 / s->per_scale,
                             .low = s->low,
                             .high = s->high};
}

struct fc__view fc__view_of_batch(const struct fc__series *s, int batch)
{
    struct fc__view v = fc__view_of(s);
    v.bins = s->total->batch[batch].bins;
    v.sums = NULL;
    v.half = FC_HALF;
    v.shift = FC_SHIFT;
    v.count = (double)s->total->batch[batch].count;
    return v;
}

/* What a bin holds: paths, or the weights of paths. */
static inline double in_bin(const struct fc__view *v, int place)
{
    double sum = 0.0;
    if (!v->parts)
        return v->bins[place];
    for (uint32_t h = 0; h < v->parts; h++)
        sum += v->weight[h] * v->part[h]->bins[place];
    return sum;
}

/* The exact sum of a bin's values, weighed. */
static double sum_in_bin(const struct fc__view *v, int place)
{
    double sum = 0.0;
    if (!v->parts)
        return (double)v->sums[place];
    for (uint32_t h = 0; h < v->parts; h++)
        sum += v->weight[h] * (double)v->part[h]->total->bin_sum[place];
    return sum;
}

/* Outer edge of bin i of a side, in scales. */
static double edge(const struct fc__view *v, int i)
{
    if (i >= v->half)
        return (double)INFINITY;
    uint64_t bits;
    double x = 1.0;
    memcpy(&bits, &x, sizeof bits);
    bits += (uint64_t)i << v->shift;
    memcpy(&x, &bits, sizeof x);
    return (x - 1.0) * v->scale;
}

void fc__view_range(const struct fc__view *v, int place, double *lo, double *hi)
{
    const int i = place - v->half, side = i < 0 ? -i : i;
    double inner = side ? edge(v, side - 1) : 0.0;
    double outer = side ? edge(v, side) : 0.0;
    if (v->whole && side) {
        inner = floor(inner) + 1.0;
        outer = floor(outer);
    }
    *lo = fmax(v->centre + (i < 0 ? -outer : inner), v->low);
    *hi = fmax(fmin(v->centre + (i < 0 ? -inner : outer), v->high), *lo);
}

double fc__view_quantile(const struct fc__view *v, double rank, bool smooth)
{
    double before = 0.0;
    for (int i = 0; i <= 2 * v->half; i++) {
        const double here = in_bin(v, i);
        if (here == 0.0 || before + here < rank) {
            before += here;
            continue;
        }
        double lo, hi;
        fc__view_range(v, i, &lo, &hi);
        const double part = fmax(rank - before, 0.0) / here;
        if (!v->whole)
            return lo + (hi - lo) * part;
        const double numbers = hi - lo + 1.0;
        if (smooth)
            return lo - 0.5 + numbers * part;
        return lo + fmax(ceil(numbers * part * (1.0 - 1e-12)) - 1.0, 0.0);
    }
    return v->high;
}

double fc__view_below(const struct fc__view *v, double x)
{
    double below = 0.0;
    for (int i = 0; i <= 2 * v->half; i++) {
        double lo, hi;
        const double here = in_bin(v, i);
        if (here == 0.0)
            continue;
        fc__view_range(v, i, &lo, &hi);
        const double numbers = v->whole ? hi - lo + 1.0 : hi - lo;
        const double inside = v->whole ? ceil(x) - lo : x - lo;
        if (x <= lo)
            break;
        below += x > hi ? here : here * (inside / numbers);
    }
    return below;
}

/* One bin of `here` values, of which the ranks first..last (shares of the bin) count.
 */
static void bin_sums(const struct fc__view *v, int place, double pivot, double first,
                     double last, double *sum, double *squares)
{
    double lo, hi;
    fc__view_range(v, place, &lo, &hi);
    const double width = hi - lo, share = last - first;
    const double here = in_bin(v, place), n = here * share;
    const double middle = lo + width * (first + last) / 2.0 - pivot;
    const double flat = here * (lo + width / 2.0 - pivot);
    const double exact = v->sums ? sum_in_bin(v, place) - here * pivot : flat;
    const double spread = width * share;
    *sum += n * middle + share * (exact - flat);
    *squares += n * (middle * middle + spread * spread / 12.0);
}

void fc__view_sums(const struct fc__view *v, double from, double to, double pivot,
                   double *sum, double *squares)
{
    double before = 0.0;
    *sum = *squares = 0.0;
    for (int i = 0; i <= 2 * v->half && before < to; i++) {
        const double here = in_bin(v, i);
        if (here > 0.0 && before + here > from)
            bin_sums(v, i, pivot, fmax(from - before, 0.0) / here,
                     fmin((to - before) / here, 1.0), sum, squares);
        before += here;
    }
}

double fc__view_fourth(const struct fc__view *v, double pivot)
{
    double sum = 0.0;
    for (int i = 0; i <= 2 * v->half; i++) {
        double lo, hi;
        if (v->bins[i] == 0)
            continue;
        fc__view_range(v, i, &lo, &hi);
        const double d = (lo + hi) / 2.0 - pivot, ww = (hi - lo) * (hi - lo);
        sum += v->bins[i] * (d * d * d * d + d * d * ww / 2.0 + ww * ww / 80.0);
    }
    return sum;
}
