/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pay and effort as laws, against theory and GSL's root finding and minimisation.
 *
 * T18 (Holmstrom & Milgrom 1987): b = e = 1/3, certainty equivalent 1/6. The goal
 * gradient: roots to 2e-6, none at the reference, the bonus strongest near the quota.
 * Commission by units: accelerator and cap by hand. T19: the optimum of a sales force
 * and how flat it is. Exact but for rounding. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_roots.h>

#if defined(__x86_64__)
#define FC_ISA v2
#endif
#include "model/motivation.h"

static void near(const char *what, double found, double want, double error)
{
    if (!(fabs(found - want) <= error))
        fail_msg("%s: %.9g, expected %.9g", what, found, want);
}

/* Smallest value of f between low and high; the middle is a first guess. */
static double minimum(double (*f)(double, void *), void *params, double low, double mid,
                      double high)
{
    gsl_function function = {f, params};
    gsl_min_fminimizer *self = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    gsl_min_fminimizer_set(self, &function, mid, low, high);
    for (int i = 0; i < 100; i++)
        gsl_min_fminimizer_iterate(self);
    const double at = gsl_min_fminimizer_x_minimum(self);
    gsl_min_fminimizer_free(self);
    return at;
}

/* ---- T18 ---- */

/* Effort at commission b where the reference, of effort 1, is commission 1: elasticity
 * 1 is a quadratic cost. A commission b against 1 is an accelerator on everything. */
static double effort_at(double b)
{
    struct fc_effort_problem p = {.power = 1.0f, .least = 0.01f, .most = 10.0f};
    p.quota = (struct fc_goal){(float)b - 1.0f, 30.0f, 0.0f};
    return (double)fc__effort_solve(&p);
}

/* Surplus lost by an employer who pays b x, x = e + noise of variance 1, to somebody of
 * risk aversion 2 and cost e^2/2. */
static double surplus_lost(double b, void *params)
{
    (void)params;
    const double e = effort_at(b);
    return -(e - e * e / 2 - 2.0 / 2 * b * b);
}

static void test_len(void **state)
{
    (void)state;
    const double b = minimum(surplus_lost, NULL, 0.05, 0.5, 0.9);
    near("b*", b, 1.0 / 3, 3e-4); /* floats under the root of a flat optimum */
    near("e*", effort_at(1.0 / 3), 1.0 / 3, 1e-6);
    near("surplus", -surplus_lost(1.0 / 3, NULL), 1.0 / 6, 1e-6);
}

/* ---- (1.35): the root against GSL's ---- */

/* e^(1/power) - M(e) e^(level/power), in double. */
static double residual(double e, void *params)
{
    const struct fc_effort_problem *p = params;
    const double zq = (double)p->quota.at + (double)p->quota.slope * e;
    const double zc = (double)p->cap.at + (double)p->cap.slope * e;
    const double zb = (double)p->bonus.at + (double)p->bonus.slope * e;
    const double pay = 1 + (double)p->quota.gain * gsl_cdf_ugaussian_P(zq) -
                       (double)p->cap.gain * gsl_cdf_ugaussian_P(zc) +
                       (double)p->bonus.gain * gsl_ran_ugaussian_pdf(zb);
    return log(e) - (double)p->level - (double)p->power * log(pay);
}

static double root(const struct fc_effort_problem *p)
{
    struct fc_effort_problem copy = *p;
    gsl_function function = {residual, &copy};
    gsl_root_fsolver *self = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    gsl_root_fsolver_set(self, &function, 0.2, 3.0);
    for (int i = 0; i < 100; i++)
        gsl_root_fsolver_iterate(self);
    const double at = gsl_root_fsolver_root(self);
    gsl_root_fsolver_free(self);
    return at;
}

/* A plan with accelerator a, cap, and a bonus of `bonus` months' commission at quota,
 * for somebody with `left` months of year and quarter, who has sold so much of a
 * monthly quota and sells one a month, a deal being one. */
static struct fc_effort_problem plan(double a, double cap, double bonus, double left,
                                     double ahead, double elasticity)
{
    struct fc_effort_problem p = {.power = (float)elasticity, .capped = cap > 0};
    const double by_year = 1 / sqrt(left * 1.5), quarter = left < 3 ? left : 3;
    const double by_quarter = 1 / sqrt(quarter * 1.5);
    p.least = 0.2f;
    p.most = 3.0f;
    p.quota = (struct fc_goal){(float)(a - 1), (float)((ahead - left) * by_year),
                               (float)(left * by_year)};
    p.cap = (struct fc_goal){cap > 0 ? (float)a : 0.0f,
                             (float)((ahead - left - 12 * (cap - 1)) * by_year),
                             (float)(left * by_year)};
    p.bonus = (struct fc_goal){(float)(bonus * by_quarter),
                               (float)((ahead - quarter) * by_quarter),
                               (float)(quarter * by_quarter)};
    return p;
}

static void test_roots(void **state)
{
    (void)state;
    static const double a[] = {1, 1.5, 2.5}, cap[] = {0, 1.3}, bonus[] = {0, 0.75, 2};
    static const double left[] = {1, 3, 7, 12}, ahead[] = {-6, -1, 0, 1, 6};
    static const double elasticity[] = {0.1, 0.25, 0.45};
    double worst = 0;
    for (int i = 0; i < 3 * 2 * 3 * 4 * 5 * 3; i++) {
        const int e = i / 360, rest = i % 360;
        struct fc_effort_problem p =
            plan(a[rest % 3], cap[rest / 3 % 2], bonus[rest / 6 % 3],
                 left[rest / 18 % 4], ahead[rest / 72], elasticity[e]);
        p.level = 0.05f * (float)(i % 3);
        const double found = (double)fc__effort_solve(&p), want = root(&p);
        worst = fabs(found - want) > worst ? fabs(found - want) : worst;
    }
    printf("largest error of an effort against GSL's root: %.2g\n", worst);
    near("roots", worst, 0, 5e-6);
}

static void test_reference(void **state)
{
    (void)state;
    struct fc_effort_problem flat = plan(1, 0, 0, 12, 0, 0.25);
    assert_true(fc__effort_solve(&flat) == 1.0f);
    struct fc_effort_problem far = plan(1, 0, 2, 1, -9, 0.25);
    struct fc_effort_problem close_by = plan(1, 0, 2, 1, 0.2, 0.25);
    struct fc_effort_problem past = plan(1, 0, 2, 1, 9, 0.25);
    assert_true(fc__effort_solve(&close_by) > 1.1f);
    near("far below the goal", (double)fc__effort_solve(&far), 1, 1e-4);
    near("far above the goal", (double)fc__effort_solve(&past), 1, 1e-4);
    struct fc_effort_problem capped = plan(1, 1.2, 0, 3, 9, 0.25);
    assert_true(fc__effort_solve(&capped) < 0.7f);
}

/* ---- commission ---- */

static void test_units(void **state)
{
    (void)state;
    near("below quota", fc__pay_units(80, 100, 1.5, 1e300), 80, 0);
    near("above quota", fc__pay_units(140, 100, 1.5, 1e300), 160, 1e-12);
    near("above the cap", fc__pay_units(250, 100, 1.5, 200), 250, 1e-12);
    near("flat", fc__pay_units(140, 100, 1, 1e300), 140, 0);
    near("months of a year", (double)fc__span(0, 0), 12, 0);
    near("somebody from the fifth month on", (double)fc__span(0, 28), 8, 0);
    near("the same, two months on", (double)fc__span(2, 30), 8, 0);
}

/* ---- T19 ---- */

/* Profit of n people, $m, with the sign of a loss: margin 2.25, sales of $10m with 24
 * people, elasticity .34, $.25m a person. */
static double sizing_loss(double n, void *params)
{
    (void)params;
    return -(2.25 * 10 * pow(n / 24, 0.34) - 0.25 * n);
}

static void test_sizing(void **state)
{
    (void)state;
    static const double x[] = {0.5, 0.8, 1.2, 1.5},
                        want[] = {.939457, .992330, .993865, .966383};
    const double best = 24 * pow(0.34 * 2.25 * 10 / (0.25 * 24), 1 / (1 - 0.34));
    const double top = -sizing_loss(best, NULL);
    near("best size", best, 34.6797, 5e-5);
    near("best size, searched", minimum(sizing_loss, NULL, 5, 20, 100), best, 1e-4);
    near("profit", top, 16.829848, 5e-7);
    for (int i = 0; i < 4; i++) {
        const double share = (pow(x[i], 0.34) - 0.34 * x[i]) / (1 - 0.34);
        near("share of the best profit", share, want[i], 5e-7);
        near("the same, by profits", -sizing_loss(x[i] * best, NULL) / top, want[i],
             5e-7);
    }
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_len),       cmocka_unit_test(test_roots),
        cmocka_unit_test(test_reference), cmocka_unit_test(test_units),
        cmocka_unit_test(test_sizing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
