/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building and checking distributions of uncertain parameters.
 *
 * A 90 % interval (l, h) fixes a normal on the scale g of its family (identity, log or
 * logit): mean (g(l) + g(h)) / 2, sd (g(h) - g(l)) / (2 z), z = Phi^-1(.95).
 * Lognormal by mean m and sd s: sigma^2 = log(1 + s^2/m^2), mu = log m - sigma^2/2.
 *
 * Checked by tests/unit/test_random_dist.c: closed forms, quantiles of GSL.
 */
#include "random/dist.h"

#include <math.h>
#include <string.h>

#include "random/dist_cdf.h"
#include "random/lanemath.h"

static const struct fc_dist_form forms[FC_DIST_KINDS] = {
    [FC_DIST_NORMAL] = {"normal", {"mean", "sd"}},
    [FC_DIST_LOGNORMAL] = {"lognormal", {"mean", "sd"}},
    [FC_DIST_TRIANGULAR] = {"triangular", {"low", "mode", "high"}},
    [FC_DIST_PERT] = {"pert", {"low", "mode", "high"}},
    [FC_DIST_UNIFORM] = {"uniform", {"low", "high"}},
    [FC_DIST_BETA] = {"beta", {"alpha", "beta"}},
    [FC_DIST_GAMMA] = {"gamma", {"mean", "sd"}},
    [FC_DIST_LOGITNORMAL] = {"logitnormal", {"low", "high"}},
    [FC_DIST_DISCRETE] = {"discrete", {NULL}},
    [FC_DIST_EMPIRICAL] = {"empirical", {NULL}},
};

static const double Z95 = 1.6448536269514722;

const struct fc_dist_form *fc_dist_form(enum fc_dist_kind kind)
{
    return &forms[kind];
}

enum fc_dist_kind fc_dist_kind_named(const char *name)
{
    int kind = 0;
    while (kind < FC_DIST_KINDS && strcmp(name, forms[kind].name) != 0)
        kind++;
    return (enum fc_dist_kind)kind;
}

static double logit(double p)
{
    return fc_log(p) - fc_log1p(-p);
}

/* ---- checks ---- */

static fc_status check_mean_sd(const struct fc_dist *dist, struct fc_error *err)
{
    const char *name = forms[dist->kind].name;
    if (!(dist->par[1] > 0.0))
        return FC_FAIL(err, FC_E_SCENARIO, "%s: sd is %g; it must be above 0", name,
                       dist->par[1]);
    if (dist->kind != FC_DIST_NORMAL && !(dist->par[0] > 0.0))
        return FC_FAIL(err, FC_E_SCENARIO, "%s: mean is %g; it must be above 0", name,
                       dist->par[0]);
    const double ratio = dist->par[1] / dist->par[0];
    if (dist->kind != FC_DIST_NORMAL && !(ratio >= 1e-6 && ratio <= 100.0))
        return FC_FAIL(err, FC_E_SCENARIO,
                       "%s: sd / mean is %g; it must lie in [1e-6, 100]", name, ratio);
    return FC_OK;
}

static fc_status check_low_high(const struct fc_dist *dist, struct fc_error *err)
{
    const char *name = forms[dist->kind].name;
    const int three = dist->kind == FC_DIST_TRIANGULAR || dist->kind == FC_DIST_PERT;
    const double low = dist->par[0];
    const double high = dist->par[three ? 2 : 1];
    if (!(low < high))
        return FC_FAIL(err, FC_E_SCENARIO,
                       "%s: low is %g and high is %g; low must be below high", name,
                       low, high);
    if (three && !(low <= dist->par[1] && dist->par[1] <= high))
        return FC_FAIL(err, FC_E_SCENARIO,
                       "%s: mode is %g; it must lie between low (%g) and high (%g)",
                       name, dist->par[1], low, high);
    if (dist->kind == FC_DIST_LOGITNORMAL && !(low > 0.0 && high < 1.0))
        return FC_FAIL(err, FC_E_SCENARIO,
                       "%s: the 90 %% interval is %g .. %g; it must lie inside (0, 1)",
                       name, low, high);
    return FC_OK;
}

static fc_status check_points(const struct fc_dist *dist, struct fc_error *err)
{
    const char *name = forms[dist->kind].name;
    if (dist->points < 1 || dist->points > FC_DIST_POINTS)
        return FC_FAIL(err, FC_E_SCENARIO, "%s has %zu points; it must have 1 to %d",
                       name, dist->points, FC_DIST_POINTS);
    double last = 0.0;
    for (size_t i = 0; i < dist->points; i++) {
        if (!isfinite(dist->value[i]) || (i > 0 && dist->value[i] < dist->value[i - 1]))
            return FC_FAIL(err, FC_E_SCENARIO,
                           "%s: value %zu is %g; values must be finite and ascending",
                           name, i + 1, dist->value[i]);
        if (!(dist->cumulative[i] >= last && dist->cumulative[i] <= 1.0))
            return FC_FAIL(err, FC_E_SCENARIO,
                           "%s: the weights must be at least 0 and sum to more than 0",
                           name);
        last = dist->cumulative[i];
    }
    if (last != 1.0)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "%s: the weights sum to 0; they must sum to more", name);
    return FC_OK;
}

static fc_status check_parameters(const struct fc_dist *dist, struct fc_error *err)
{
    const struct fc_dist_form *form = &forms[dist->kind];
    for (size_t i = 0; form->parameters[i]; i++)
        if (!isfinite(dist->par[i]))
            return FC_FAIL(err, FC_E_SCENARIO, "%s: %s is not a finite number",
                           form->name, form->parameters[i]);
    switch (dist->kind) {
    case FC_DIST_NORMAL:
    case FC_DIST_LOGNORMAL:
    case FC_DIST_GAMMA:
        return check_mean_sd(dist, err);
    case FC_DIST_TRIANGULAR:
    case FC_DIST_PERT:
    case FC_DIST_UNIFORM:
    case FC_DIST_LOGITNORMAL:
        return check_low_high(dist, err);
    case FC_DIST_BETA:
        for (size_t i = 0; i < 2; i++)
            if (!(dist->par[i] >= 1e-2 && dist->par[i] <= 1e6))
                return FC_FAIL(err, FC_E_SCENARIO,
                               "beta: %s is %g; it must lie in [0.01, 1e6]",
                               form->parameters[i], dist->par[i]);
        return FC_OK;
    default:
        return check_points(dist, err);
    }
}

fc_status fc_dist_check(const struct fc_dist *dist, struct fc_error *err)
{
    if ((unsigned)dist->kind >= FC_DIST_KINDS)
        return FC_FAIL(err, FC_E_SCENARIO, "distribution kind %d is not known",
                       (int)dist->kind);
    FC_TRY(check_parameters(dist, err));
    if (!(dist->low <= dist->high))
        return FC_FAIL(
            err, FC_E_SCENARIO,
            "%s: truncated to [%g, %g]; the lower end must not exceed the upper",
            forms[dist->kind].name, dist->low, dist->high);
    if (!(dist->u_high - dist->u_low > 1e-9))
        return FC_FAIL(
            err, FC_E_SCENARIO,
            "%s: almost none of it (%.2g) lies in the allowed range [%g, %g]; "
            "move it or widen the range",
            forms[dist->kind].name, dist->u_high - dist->u_low, dist->low, dist->high);
    return FC_OK;
}

/* ---- construction ---- */

static void derive(struct fc_dist *dist)
{
    const double *par = dist->par;
    double *own = dist->own;
    if (dist->kind == FC_DIST_LOGNORMAL) {
        const double variance = fc_log1p((par[1] / par[0]) * (par[1] / par[0]));
        own[0] = fc_log(par[0]) - 0.5 * variance;
        own[1] = sqrt(variance);
    } else if (dist->kind == FC_DIST_PERT) {
        own[0] = 1.0 + 4.0 * (par[1] - par[0]) / (par[2] - par[0]);
        own[1] = 1.0 + 4.0 * (par[2] - par[1]) / (par[2] - par[0]);
    } else if (dist->kind == FC_DIST_GAMMA) {
        own[0] = (par[0] / par[1]) * (par[0] / par[1]);
        own[1] = par[0] / own[0];
    } else if (dist->kind == FC_DIST_LOGITNORMAL) {
        own[0] = 0.5 * (logit(par[0]) + logit(par[1]));
        own[1] = (logit(par[1]) - logit(par[0])) / (2.0 * Z95);
    } else {
        own[0] = par[0];
        own[1] = par[1];
    }
}

static void start(struct fc_dist *dist, enum fc_dist_kind kind)
{
    *dist = (struct fc_dist){
        .kind = kind, .low = -HUGE_VAL, .high = HUGE_VAL, .u_low = 0.0, .u_high = 1.0};
}

fc_status fc_dist_init(struct fc_dist *dist, enum fc_dist_kind kind, const double *par,
                       struct fc_error *err)
{
    start(dist, kind);
    if ((unsigned)kind >= FC_DIST_DISCRETE)
        return FC_FAIL(err, FC_E_SCENARIO, "distribution kind %d takes points",
                       (int)kind);
    for (size_t i = 0; forms[kind].parameters[i]; i++)
        dist->par[i] = par[i];
    FC_TRY(fc_dist_check(dist, err));
    derive(dist);
    return FC_OK;
}

fc_status fc_dist_init_points(struct fc_dist *dist, enum fc_dist_kind kind,
                              size_t points, const double *value, const double *weight,
                              struct fc_error *err)
{
    start(dist, kind);
    if (kind != FC_DIST_DISCRETE && kind != FC_DIST_EMPIRICAL)
        return FC_FAIL(err, FC_E_SCENARIO, "only discrete and empirical take points");
    dist->points = points;
    if (points < 1 || points > FC_DIST_POINTS)
        return check_points(dist, err);
    double sum = 0.0;
    for (size_t i = 0; i < points; i++) {
        const double w = weight ? weight[i] : 1.0;
        if (!(w >= 0.0 && w <= 1e300))
            return FC_FAIL(err, FC_E_SCENARIO,
                           "%s: weight %zu is %g; it must be at least 0",
                           forms[kind].name, i + 1, w);
        size_t place = i; /* insertion keeps equal values in their order */
        for (; place > 0 && dist->value[place - 1] > value[i]; place--) {
            dist->value[place] = dist->value[place - 1];
            dist->cumulative[place] = dist->cumulative[place - 1];
        }
        dist->value[place] = value[i];
        dist->cumulative[place] = w;
        sum += w;
    }
    double running = 0.0;
    for (size_t i = 0; i < points; i++) {
        running += dist->cumulative[i];
        dist->cumulative[i] = !(sum > 0.0) ? 0.0 : running >= sum ? 1.0 : running / sum;
    }
    return fc_dist_check(dist, err);
}

fc_status fc_dist_init_interval(struct fc_dist *dist, enum fc_dist_range range,
                                double low, double high, struct fc_error *err)
{
    if (!(low < high))
        return FC_FAIL(
            err, FC_E_SCENARIO,
            "the 90 %% interval is %g .. %g; its lower end must be below its "
            "upper end",
            low, high);
    if (range == FC_DIST_SHARE)
        return fc_dist_init(dist, FC_DIST_LOGITNORMAL, (double[]){low, high}, err);
    if (range == FC_DIST_POSITIVE) {
        if (!(low > 0.0))
            return FC_FAIL(err, FC_E_SCENARIO,
                           "the 90 %% interval of a positive quantity starts at %g; it "
                           "must start above 0",
                           low);
        const double sd = (fc_log(high) - fc_log(low)) / (2.0 * Z95);
        const double mean = 0.5 * (fc_log(high) + fc_log(low));
        const double whole = fc_exp(mean + 0.5 * sd * sd);
        const double spread = whole * sqrt(fc_expm1(sd * sd));
        return fc_dist_init(dist, FC_DIST_LOGNORMAL, (double[]){whole, spread}, err);
    }
    return fc_dist_init(dist, FC_DIST_NORMAL,
                        (double[]){0.5 * (low + high), (high - low) / (2.0 * Z95)},
                        err);
}

fc_status fc_dist_truncate(struct fc_dist *dist, double low, double high,
                           struct fc_error *err)
{
    dist->low = low;
    dist->high = high;
    const int steps = dist->kind == FC_DIST_DISCRETE;
    dist->u_low = low == -HUGE_VAL ? 0.0
                  : steps          ? fc__dist_cdf_below(dist, low)
                                   : fc__dist_cdf(dist, low);
    dist->u_high = high == HUGE_VAL ? 1.0 : fc__dist_cdf(dist, high);
    return fc_dist_check(dist, err);
}
