/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution functions, their inverses and moments for uncertain parameters.
 *
 * Beta and gamma are inverted by Newton steps on gsl_cdf_*_P inside a bracket,
 * bisection when a step leaves it: GSL's own inverses call its error handler, which by
 * default ends the program, when they do not converge. With z = Phi^-1(u), moments
 * without closed form are the trapezoidal sums of Q(Phi(z)) phi(z) over z in
 * [-8.2, 8.2], 820 steps.
 *
 * Checked by tests/unit/test_random_dist.c.
 */
#include "random/dist_cdf.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "random/lanemath.h"

static double hold(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* ---- points ---- */

/* where a point of an empirical distribution stands: the middle of its share */
static double middle(const struct fc_dist *dist, size_t i)
{
    return 0.5 * ((i ? dist->cumulative[i - 1] : 0.0) + dist->cumulative[i]);
}

static double points_quantile(const struct fc_dist *dist, double u)
{
    size_t i = 0;
    if (dist->kind == FC_DIST_DISCRETE) {
        while (i + 1 < dist->points && dist->cumulative[i] < u)
            i++;
        return dist->value[i];
    }
    while (i < dist->points && middle(dist, i) < u)
        i++;
    if (i == 0 || i == dist->points)
        return dist->value[i ? i - 1 : 0];
    const double before = middle(dist, i - 1);
    const double share = (u - before) / (middle(dist, i) - before);
    return dist->value[i - 1] + share * (dist->value[i] - dist->value[i - 1]);
}

static double points_cdf(const struct fc_dist *dist, double x, int strictly_below)
{
    double u = 0.0;
    size_t i = 0;
    for (; i < dist->points; i++) {
        if (strictly_below ? dist->value[i] >= x : dist->value[i] > x)
            break;
        u = dist->cumulative[i];
    }
    if (dist->kind == FC_DIST_DISCRETE || i == 0 || i == dist->points)
        return u;
    const double before = middle(dist, i - 1);
    const double share =
        (x - dist->value[i - 1]) / (dist->value[i] - dist->value[i - 1]);
    return before + share * (middle(dist, i) - before);
}

/* ---- the continuous kinds ---- */

static double triangular_cdf(const double *par, double x)
{
    const double width = par[2] - par[0];
    if (x <= par[0])
        return 0.0;
    if (x >= par[2])
        return 1.0;
    if (x <= par[1])
        return (x - par[0]) * (x - par[0]) / (width * (par[1] - par[0]));
    return 1.0 - (par[2] - x) * (par[2] - x) / (width * (par[2] - par[1]));
}

static double triangular_quantile(const double *par, double u)
{
    const double width = par[2] - par[0];
    const double left = par[1] - par[0];
    if (u * width <= left)
        return par[0] + sqrt(u * width * left);
    return par[2] - sqrt((1.0 - u) * width * (par[2] - par[1]));
}

/* unit beta or gamma (scale 1) with the shapes in own[] */
static double shape_cdf(const struct fc_dist *dist, double x)
{
    if (dist->kind == FC_DIST_GAMMA)
        return gsl_cdf_gamma_P(x, dist->own[0], 1.0);
    return gsl_cdf_beta_P(x, dist->own[0], dist->own[1]);
}

static double shape_density(const struct fc_dist *dist, double x)
{
    if (dist->kind == FC_DIST_GAMMA)
        return gsl_ran_gamma_pdf(x, dist->own[0], 1.0);
    return gsl_ran_beta_pdf(x, dist->own[0], dist->own[1]);
}

static double shape_quantile(const struct fc_dist *dist, double u)
{
    double low = 0.0;
    double high = 1.0;
    if (dist->kind == FC_DIST_GAMMA)
        while (high < 1e300 && shape_cdf(dist, high) < u)
            high *= 2.0;
    double x = 0.5 * high;
    for (int i = 0; i < 400; i++) {
        const double miss = shape_cdf(dist, x) - u;
        if (miss < 0.0)
            low = x;
        else
            high = x;
        const double density = shape_density(dist, x);
        double next = density > 0.0 ? x - miss / density : low;
        if (!(next > low && next < high)) /* far down, halve the exponent as well */
            next = low > 0.0 && high > 4.0 * low ? sqrt(low * high)
                   : low > 0.0 || i < 6          ? 0.5 * (low + high)
                                                 : high * 1e-3;
        if (fabs(next - x) <= 1e-15 * x || next < 1e-290)
            return next;
        x = next;
    }
    return x;
}

double fc__dist_cdf(const struct fc_dist *dist, double x)
{
    const double *own = dist->own;
    switch (dist->kind) {
    case FC_DIST_NORMAL:
        return fc_normal_cdf((x - own[0]) / own[1]);
    case FC_DIST_LOGNORMAL:
        return x <= 0.0 ? 0.0 : fc_normal_cdf((fc_log(x) - own[0]) / own[1]);
    case FC_DIST_TRIANGULAR:
        return triangular_cdf(dist->par, x);
    case FC_DIST_PERT:
        return shape_cdf(
            dist, hold((x - dist->par[0]) / (dist->par[2] - dist->par[0]), 0.0, 1.0));
    case FC_DIST_UNIFORM:
        return hold((x - own[0]) / (own[1] - own[0]), 0.0, 1.0);
    case FC_DIST_BETA:
        return shape_cdf(dist, hold(x, 0.0, 1.0));
    case FC_DIST_GAMMA:
        return x <= 0.0 ? 0.0 : shape_cdf(dist, x / own[1]);
    case FC_DIST_LOGITNORMAL:
        if (x <= 0.0 || x >= 1.0)
            return x <= 0.0 ? 0.0 : 1.0;
        return fc_normal_cdf((fc_log(x) - fc_log1p(-x) - own[0]) / own[1]);
    default:
        return points_cdf(dist, x, 0);
    }
}

double fc__dist_cdf_below(const struct fc_dist *dist, double x)
{
    return dist->points ? points_cdf(dist, x, 1) : fc__dist_cdf(dist, x);
}

static double quantile(const struct fc_dist *dist, double u)
{
    const double *own = dist->own;
    switch (dist->kind) {
    case FC_DIST_NORMAL:
        return own[0] + own[1] * fc_normal_pinv(u);
    case FC_DIST_LOGNORMAL:
        return fc_exp(own[0] + own[1] * fc_normal_pinv(u));
    case FC_DIST_TRIANGULAR:
        return triangular_quantile(dist->par, u);
    case FC_DIST_PERT:
        return dist->par[0] + (dist->par[2] - dist->par[0]) * shape_quantile(dist, u);
    case FC_DIST_UNIFORM:
        return own[0] + u * (own[1] - own[0]);
    case FC_DIST_BETA:
        return shape_quantile(dist, u);
    case FC_DIST_GAMMA:
        return own[1] * shape_quantile(dist, u);
    case FC_DIST_LOGITNORMAL:
        return 1.0 / (1.0 + fc_exp(-(own[0] + own[1] * fc_normal_pinv(u))));
    default:
        return points_quantile(dist, u);
    }
}

double fc_dist_quantile(const struct fc_dist *dist, double u)
{
    const double inside = hold(u, 0x1p-60, 1.0 - 0x1p-53);
    const double part = dist->u_low + (dist->u_high - dist->u_low) * inside;
    const double x = quantile(dist, hold(part, 0x1p-60, 1.0 - 0x1p-53));
    return hold(x, dist->low, dist->high);
}

/* ---- moments ---- */

/* integral of (Q(u) - centre)^power over u */
static double quadrature(const struct fc_dist *dist, double centre, int power)
{
    double sum = 0.0;
    double weights = 0.0;
    for (int i = -410; i <= 410; i++) {
        const double z = 0.02 * i;
        const double weight = fc_exp(-0.5 * z * z);
        const double x = fc_dist_quantile(dist, fc_normal_cdf(z)) - centre;
        sum += weight * (power == 2 ? x * x : x);
        weights += weight;
    }
    return sum / weights;
}

/* the same for piecewise linear and stepped quantile functions, exactly */
static double points_moment(const struct fc_dist *dist, double centre, int power)
{
    double cuts[3 * FC_DIST_POINTS + 2];
    size_t n = 0;
    cuts[n++] = dist->u_low;
    for (size_t i = 0; i < dist->points; i++) {
        const double cut =
            dist->kind == FC_DIST_DISCRETE ? dist->cumulative[i] : middle(dist, i);
        if (cut > dist->u_low && cut < dist->u_high)
            cuts[n++] = cut;
    }
    cuts[n++] = dist->u_high;
    double sum = 0.0;
    for (size_t i = 0; i + 1 < n; i++) {
        const double width = cuts[i + 1] - cuts[i];
        const double a = points_quantile(dist, cuts[i] + 1e-12 * width) - centre;
        const double b = points_quantile(dist, cuts[i + 1]) - centre;
        const double left = dist->kind == FC_DIST_DISCRETE ? b : a;
        sum += width *
               (power == 2 ? (left * left + left * b + b * b) / 3.0 : 0.5 * (left + b));
    }
    return sum / (dist->u_high - dist->u_low);
}

static int truncated(const struct fc_dist *dist)
{
    return dist->u_low > 0.0 || dist->u_high < 1.0;
}

double fc_dist_mean(const struct fc_dist *dist)
{
    const double *par = dist->par;
    const double *own = dist->own;
    if (dist->points)
        return points_moment(dist, 0.0, 1);
    if (truncated(dist))
        return quadrature(dist, 0.0, 1);
    switch (dist->kind) {
    case FC_DIST_TRIANGULAR:
        return (par[0] + par[1] + par[2]) / 3.0;
    case FC_DIST_PERT:
        return (par[0] + 4.0 * par[1] + par[2]) / 6.0;
    case FC_DIST_UNIFORM:
        return 0.5 * (par[0] + par[1]);
    case FC_DIST_BETA:
        return own[0] / (own[0] + own[1]);
    case FC_DIST_LOGITNORMAL:
        return quadrature(dist, 0.0, 1);
    default:
        return par[0];
    }
}

double fc_dist_sd(const struct fc_dist *dist)
{
    const double *par = dist->par;
    const double *own = dist->own;
    const double both = own[0] + own[1];
    if (dist->points)
        return sqrt(points_moment(dist, fc_dist_mean(dist), 2));
    if (truncated(dist))
        return sqrt(quadrature(dist, fc_dist_mean(dist), 2));
    switch (dist->kind) {
    case FC_DIST_TRIANGULAR: {
        const double a = par[1] - par[0];
        const double b = par[2] - par[1];
        return sqrt((a * a + a * b + b * b) / 18.0);
    }
    case FC_DIST_PERT:
        return (par[2] - par[0]) * sqrt(own[0] * own[1] / (both + 1.0)) / both;
    case FC_DIST_UNIFORM:
        return (par[1] - par[0]) / sqrt(12.0);
    case FC_DIST_BETA:
        return sqrt(own[0] * own[1] / (both + 1.0)) / both;
    case FC_DIST_LOGITNORMAL:
        return sqrt(quadrature(dist, fc_dist_mean(dist), 2));
    default:
        return par[1];
    }
}
