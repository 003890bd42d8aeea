/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tally tells: mean, sd, quantiles, expected shortfall, P(below), each with its
 * Monte Carlo standard error (error.c). Estimates of a tail that fewer than FC__CARRY
 * paths carry are refused with the number of paths that would do.
 * Checked by tests/unit/test_tally_read.c and tests/stat/test_intervals.c. */
#include "stats/read.h"

#include <math.h>

static const struct fc_estimate nothing = {(double)NAN, (double)NAN, 0};

/* Is the tail of share `tail` carried? If not, how many paths would do. */
static bool carried(const struct fc__series *s, double tail,
                    struct fc_estimate *refusal)
{
    const double n = (double)s->count;
    *refusal = nothing;
    if (tail * n >= FC__CARRY * (1.0 - 1e-12))
        return true;
    const double there = s->count ? n / (n + (double)s->missing) : 1.0;
    refusal->needed = (uint64_t)ceil(FC__CARRY / tail / there * (1.0 - 1e-12));
    return false;
}

static struct fc_estimate in_units(const struct fc__series *s, double value,
                                   double error)
{
    const double quantum = 1.0 / s->per_quantum;
    return (struct fc_estimate){value * quantum, error * quantum, 0};
}

static struct fc_estimate stratified(const fc_tally *self, size_t series,
                                     enum fc__what what, double arg)
{
    const struct fc_estimate out = fc__strata_estimate(self, series, what, arg);
    const double quantum = 1.0 / self->part[0]->series[series].per_quantum;
    return (struct fc_estimate){out.value * quantum, out.error * quantum, out.needed};
}

double fc__view_stat(const struct fc__view *v, enum fc__what what, double arg)
{
    double sum, squares;
    if (what == FC__QUANTILE)
        return fc__view_quantile(v, arg * v->count, false);
    if (what == FC__BELOW)
        return fc__view_below(v, arg) / v->count;
    if (what == FC__SHORTFALL) {
        const double part = fabs(arg) * v->count;
        const double first = arg < 0.0 ? v->count - part : 0.0;
        const double end = fc__view_quantile(v, arg < 0.0 ? first : part, true);
        fc__view_sums(v, first, first + part, end, &sum, &squares);
        /* interpolating inside a bin full of equal values must not leave the range */
        return fmin(fmax(end + sum / part, v->low), v->high);
    }
    fc__view_sums(v, 0.0, v->count, v->centre, &sum, &squares);
    if (what == FC__SD)
        return sqrt(fmax(squares - sum * sum / v->count, 0.0) / (v->count - 1.0));
    return v->centre + sum / v->count;
}

struct fc_estimate fc_tally_mean(const fc_tally *self, size_t series)
{
    if (self->strata)
        return stratified(self, series, FC__MEAN, 0.0);
    const struct fc__series *s = &self->series[series];
    if (s->count == 0)
        return nothing;
    return in_units(s, (double)s->sum / (double)s->count,
                    fc__error_analytic(s, FC__MEAN, 0.0));
}

struct fc_estimate fc_tally_sd(const fc_tally *self, size_t series)
{
    if (self->strata)
        return stratified(self, series, FC__SD, 0.0);
    const struct fc__series *s = &self->series[series];
    return in_units(s, sqrt(fc__variance(s)), fc__error_analytic(s, FC__SD, 0.0));
}

struct fc_estimate fc_tally_quantile(const fc_tally *self, size_t series, double prob)
{
    const struct fc__series *s = &fc__tally_part(self, 0)->series[series];
    struct fc_estimate refusal;
    if (!s->bins || !(prob > 0.0 && prob < 1.0))
        return nothing;
    if (self->strata)
        return stratified(self, series, FC__QUANTILE, prob);
    if (!carried(s, fmin(prob, 1.0 - prob), &refusal))
        return refusal;
    const struct fc__view v = fc__view_of(s);
    return in_units(s, fc__view_stat(&v, FC__QUANTILE, prob),
                    fc__error_analytic(s, FC__QUANTILE, prob));
}

struct fc_estimate fc_tally_shortfall(const fc_tally *self, size_t series, double level)
{
    const struct fc__series *s = &fc__tally_part(self, 0)->series[series];
    struct fc_estimate refusal;
    if (!s->bins || !(fabs(level) > 0.0 && fabs(level) < 1.0))
        return nothing;
    if (self->strata)
        return stratified(self, series, FC__SHORTFALL, level);
    if (!carried(s, fabs(level), &refusal))
        return refusal;
    const struct fc__view v = fc__view_of(s);
    return in_units(s, fc__view_stat(&v, FC__SHORTFALL, level),
                    fc__error_analytic(s, FC__SHORTFALL, level));
}

struct fc_estimate fc_tally_below(const fc_tally *self, size_t series, double threshold)
{
    const struct fc__series *s = &fc__tally_part(self, 0)->series[series];
    const double at = threshold * s->per_quantum, n = (double)s->count;
    const bool exact = at == s->threshold;
    if (fc_tally_count(self, series) == 0 || isnan(threshold) || (!exact && !s->bins))
        return nothing;
    if (self->strata) { /* a share has no unit */
        return fc__strata_estimate(self, series, FC__BELOW, at);
    }
    double hits = (double)s->below;
    if (!exact) {
        const struct fc__view v = fc__view_of(s);
        hits = fc__view_below(&v, at);
    }
    return (struct fc_estimate){hits / n, fc__error_analytic(s, FC__BELOW, at), 0};
}

/* Even bins; of a whole number of whole numbers where the values are. */
size_t fc_tally_histogram(const fc_tally *self, size_t series, size_t room,
                          double *edges, double *shares)
{
    const struct fc__series *s = &fc__tally_part(self, 0)->series[series];
    if (!s->bins || fc_tally_count(self, series) == 0 || room == 0)
        return 0;
    const struct fc__view v = fc__view_all(self, series);
    double lo = fc__view_quantile(&v, 0.001 * v.count, false);
    double hi = fc__view_quantile(&v, 0.999 * v.count, false);
    double width = (hi - lo) / (double)room;
    size_t n = room;
    if (s->whole || !(hi > lo)) {
        lo -= 0.5;
        hi += 0.5;
        width = ceil((hi - lo) / (double)room);
        n = (size_t)ceil((hi - lo) / width);
    }
    const double quantum = 1.0 / s->per_quantum;
    for (size_t i = 0; i < n; i++) {
        const double from = lo + (double)i * width, to = lo + (double)(i + 1) * width;
        /* the last bin keeps values that lie on its end */
        const double end = i + 1 == n && !s->whole ? fmax(to, hi) + 0.5 : to;
        edges[i] = from * quantum;
        edges[i + 1] = to * quantum;
        shares[i] = (fc__view_below(&v, end) - fc__view_below(&v, from)) / v.count;
    }
    return n;
}
