/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain numbers, drawn once a path, and the macro cycle (docs/model.md 9).
 *
 * - number: 90 % interval to logit-normal (share) or lognormal; a rank correlation s
 *   between two of them by a normal copula with r = 2 sin(pi s / 6)
 * - regime: switches with probability dt / mean duration a step
 * - M <- r M + (1 - r) recession; X <- r X + sqrt(1 - r^2) e; r = 2^(-dt/half-life)
 * - z_k = M + factor_sd X + territory, product and segment factor
 * - credit = mean of X over 12 months / its standard deviation */
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>

#include "slow/slow.h"

static double logit(double p)
{
    return log(p / (1 - p));
}

/* The value at normal score z of a number whose 90 % interval is given. */
static double at_score(struct interval x, bool share, double z)
{
    if (!(x.low < x.high))
        return x.low;
    const double a = share ? logit(x.low) : log(x.low);
    const double b = share ? logit(x.high) : log(x.high);
    const double y = (a + b) / 2 + z * (b - a) / 2 / gsl_cdf_ugaussian_Pinv(0.95);
    return share ? 1 / (1 + exp(-y)) : exp(y);
}

void slow_numbers(struct slow *w)
{
    const struct firm *f = w->f;
    const double r = 2 * sin(M_PI * f->rank / 6);
    const double z = gsl_ran_gaussian_ziggurat(w->rng, 1);
    const double other = gsl_ran_gaussian_ziggurat(w->rng, 1);
    w->turnover = at_score(f->turnover, true, z);
    w->leads[SMALL] = at_score(f->leads[SMALL], false, r * z + sqrt(1 - r * r) * other);
    w->leads[LARGE] =
        at_score(f->leads[LARGE], false, gsl_ran_gaussian_ziggurat(w->rng, 1));
    w->drop = at_score(f->drop, true, gsl_ran_gaussian_ziggurat(w->rng, 1));
}

static double retention(const struct slow *w)
{
    return exp2(-w->dt / w->f->half_life_months);
}

static void autoregress(struct slow *w, double *x)
{
    const double r = retention(w);
    *x = r * *x + sqrt(1 - r * r) * gsl_ran_gaussian_ziggurat(w->rng, 1);
}

/* z of the markets, and the credit state, from the factors as they are. */
static void derive(struct slow *w)
{
    const struct firm *f = w->f;
    struct slow_macro *m = &w->macro;
    for (int k = 0; k < NK; k++)
        m->z[k] = m->m + f->factor_sd * m->x +
                  f->territory_sd * m->territory[territory_of(k)] +
                  f->product_sd * m->product[product_of(k)] +
                  f->segment_sd * m->segment[segment_of(k)];
    double sum = 0;
    for (int i = 0; i < 12 * f->steps; i++)
        sum += m->past[i];
    m->credit = sum / w->t->credit_sd;
}

void slow_macro_open(struct slow *w)
{
    struct slow_macro *m = &w->macro;
    m->x = gsl_ran_gaussian_ziggurat(w->rng, 1);
    m->past[0] = m->x;
    for (m->at = 1; m->at < 12 * w->f->steps; m->at++) {
        autoregress(w, &m->x);
        m->past[m->at] = m->x;
    }
    m->at = 0;
    for (int i = 0; i < NG; i++)
        m->territory[i] = gsl_ran_gaussian_ziggurat(w->rng, 1);
    for (int i = 0; i < NP; i++)
        m->product[i] = gsl_ran_gaussian_ziggurat(w->rng, 1);
    for (int i = 0; i < NS; i++)
        m->segment[i] = gsl_ran_gaussian_ziggurat(w->rng, 1);
}

void slow_macro_step(struct slow *w)
{
    const struct firm *f = w->f;
    struct slow_macro *m = &w->macro;
    const double mean = m->recession ? f->recession_months : f->expansion_months;
    if (gsl_rng_uniform(w->rng) < w->dt / mean)
        m->recession = !m->recession;
    const double r = retention(w);
    m->m = r * m->m + (1 - r) * m->recession;
    autoregress(w, &m->x);
    m->past[m->at] = m->x;
    m->at = (m->at + 1) % (12 * f->steps);
    for (int i = 0; i < NG; i++)
        autoregress(w, &m->territory[i]);
    for (int i = 0; i < NP; i++)
        autoregress(w, &m->product[i]);
    for (int i = 0; i < NS; i++)
        autoregress(w, &m->segment[i]);
    derive(w);
    w->now.recession += m->recession * w->dt;
}
