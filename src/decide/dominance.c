/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dominance, regret, Shapley. Checked by tests/unit/test_decide.c: N(0,1) against
 * N(.1,1) first order, N(0,1.2) second order only, N(.1,1.5) neither with the crossing
 * at -0.2 (evidence T36); revenue N p X as a waterfall (T33). */
#include "decide/dominance.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "decide/paired.h"
#include "stats/risk.h"

enum { POINTS = 65 }; /* 64 quantiles of the pooled values and their maximum */

struct band {
    double z[POINTS];
    double first[POINTS], first_error[POINTS];   /* F_b - F_a */
    double second[POINTS], second_error[POINTS]; /* integrals of it */
    double wide;                                 /* half-width of the band in errors */
};

static double error_of(double sum, double squares, double n)
{
    const double spread = (squares - sum * sum / n) / (n - 1.0);
    return sqrt(fmax(spread, 0.0) / n);
}

/* Error of a mean of values -1, 0, 1 such that sum / error is that of the sign test
 * with its correction for continuity: a few pairs that all point one way are no proof.
 */
static double sign_error(double sum, double pairs, double n)
{
    const double size = fabs(sum);
    return size > 1.0 ? sqrt(pairs) / n * (size / (size - 1.0)) : (double)INFINITY;
}

static void look(struct band *band, int i, const double *a, const double *b, size_t n)
{
    const double z = band->z[i], all = (double)n;
    double sum1 = 0.0, squares1 = 0.0, sum2 = 0.0, squares2 = 0.0;
    for (size_t k = 0; k < n; k++) {
        const double one = (b[k] <= z ? 1.0 : 0.0) - (a[k] <= z ? 1.0 : 0.0);
        const double two = fmax(z - b[k], 0.0) - fmax(z - a[k], 0.0);
        sum1 += one;
        squares1 += one * one;
        sum2 += two;
        squares2 += two * two;
    }
    band->first[i] = sum1 / all;
    band->second[i] = sum2 / all;
    band->first_error[i] = sign_error(sum1, squares1, all);
    band->second_error[i] = error_of(sum2, squares2, all);
}

/* The largest and smallest of x / error over the points; where they are. */
static void extremes(const double *x, const double *error, double most[2], int at[2])
{
    most[0] = most[1] = 0.0;
    at[0] = at[1] = -1;
    for (int i = 0; i < POINTS; i++) {
        const double t = error[i] > 0.0 ? x[i] / error[i] : 0.0;
        for (int side = 0; side < 2; side++)
            if ((side ? -t : t) > most[side]) {
                most[side] = side ? -t : t;
                at[side] = i;
            }
    }
}

/* Where the curves cross between two points of opposite sign. */
static double crossing(const struct band *band, int from, int to)
{
    const int low = from < to ? from : to, high = from < to ? to : from;
    for (int i = low; i < high; i++) {
        const double left = band->first[i], right = band->first[i + 1];
        if ((left > 0.0) != (right > 0.0))
            return band->z[i] + (band->z[i + 1] - band->z[i]) * (left / (left - right));
    }
    return (double)NAN;
}

static void judge(const struct band *band, struct fc_dominance *out)
{
    double first[2], second[2];
    int at[2], unused[2];
    extremes(band->first, band->first_error, first, at);
    extremes(band->second, band->second_error, second, unused);
    const bool for_a = first[0] > band->wide, for_b = first[1] > band->wide;
    const bool then_a = second[0] > band->wide, then_b = second[1] > band->wide;
    out->points = POINTS;
    out->winner = -1;
    if (for_a && for_b) {
        out->crossing = crossing(band, at[0], at[1]);
        out->safer = at[0] < at[1] ? 0 : 1;
    }
    if (for_a != for_b) {
        out->order = FC_DOMINANCE_FIRST;
        out->winner = for_b;
    } else if (then_a != then_b) {
        out->order = FC_DOMINANCE_SECOND;
        out->winner = then_b;
    } else
        out->order = for_a ? FC_DOMINANCE_NEITHER : FC_DOMINANCE_UNSEEN;
}

fc_status fc__dominance(const double *a, const double *b, size_t n,
                        struct fc_dominance *out, struct fc_error *err)
{
    *out = (struct fc_dominance){FC_DOMINANCE_UNSEEN, -1, -1, (double)NAN, 0};
    if (n < 2)
        return FC_OK;
    if (memcmp(a, b, n * sizeof *a) == 0) {
        out->order = FC_DOMINANCE_EQUAL;
        return FC_OK;
    }
    double *pooled = fc_array_new(2 * n, sizeof *pooled);
    if (!pooled)
        return FC_FAIL(err, FC_E_MEMORY, "no memory to compare %zu worlds", n);
    memcpy(pooled, a, n * sizeof *a);
    memcpy(pooled + n, b, n * sizeof *b);
    fc__sort(pooled, 2 * n);
    struct band band = {.wide = fc_normal_quantile(1.0 - 0.025 / POINTS)};
    for (int i = 0; i < POINTS; i++) {
        /* ends where at least about 10 values of each are outside */
        const double edge = fmin(0.25, fmax(10.0 / (double)n, 0.005));
        const double level = edge + (1.0 - 2.0 * edge) * i / (POINTS - 2.0);
        const size_t rank = (size_t)(level * 2.0 * (double)n);
        band.z[i] = i == POINTS - 1 ? pooled[2 * n - 1] : pooled[rank];
        look(&band, i, a, b, n);
    }
    free(pooled);
    judge(&band, out);
    return FC_OK;
}

/* ---- regret ---- */

/* Regret of `which` in world i; *part: its part of being the best there. */
static double regret_in(const double *const *x, size_t k, size_t which, size_t i,
                        double *part)
{
    double best = x[0][i];
    size_t ties = 0;
    for (size_t j = 1; j < k; j++)
        best = fmax(best, x[j][i]);
    for (size_t j = 0; j < k; j++)
        ties += x[j][i] < best ? 0 : 1;
    *part = x[which][i] < best ? 0.0 : 1.0 / (double)ties;
    return best - x[which][i];
}

fc_status fc__regret(const double *const *x, size_t k, size_t n, size_t which,
                     struct fc_regret *out, struct fc_error *err)
{
    double *regret = fc_array_new(2 * n + 1, sizeof *regret), *part = regret + n;
    if (!regret)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the regret of %zu worlds", n);
    for (size_t i = 0; i < n; i++)
        regret[i] = regret_in(x, k, which, i, &part[i]);
    out->mean = fc__mean_of(regret, n);
    out->best = fc__mean_of(part, n);
    fc__sort(regret, n);
    const struct fc__tail tail = fc__tail_of(regret, n, 0.95);
    out->most = fc__statistic_of(FC__OF_QUANTILE, regret, &tail, n);
    free(regret);
    return FC_OK;
}

/* ---- Shapley ---- */

double fc__shapley_weight(unsigned n, unsigned size)
{
    double weight = 1.0 / n; /* 1 / (n C(n - 1, size)) */
    for (unsigned i = 1; i <= size; i++)
        weight = weight * i / (n - i);
    return weight;
}

void fc__shapley(const double *value, unsigned n, double *share)
{
    assert(n <= FC_SHAPLEY_MOST);
    for (unsigned i = 0; i < n; i++) {
        share[i] = 0.0;
        for (unsigned set = 0; set < 1u << n; set++) {
            unsigned size = 0;
            for (unsigned rest = set; rest; rest &= rest - 1)
                size++;
            if (!(set >> i & 1))
                share[i] +=
                    fc__shapley_weight(n, size) * (value[set | 1u << i] - value[set]);
        }
    }
}

void fc__shapley_by_path(const double *values, unsigned n, size_t paths, unsigned i,
                         double *out)
{
    const size_t bit = (size_t)1 << i;
    memset(out, 0, paths * sizeof *out);
    for (size_t set = 0; set < (size_t)1 << n; set++) {
        unsigned size = 0;
        for (size_t rest = set; rest; rest &= rest - 1)
            size++;
        if (set & bit)
            continue;
        const double w = fc__shapley_weight(n, size);
        const double *with = values + (set | bit) * paths;
        const double *without = values + set * paths;
        for (size_t k = 0; k < paths; k++)
            out[k] += w * (with[k] - without[k]);
    }
}
