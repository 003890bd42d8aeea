/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own elementary functions: the promised exact values, finiteness, and the largest
 * error against long double functions of libm. Detects one wrong coefficient: the
 * bounds are two times what was measured. Fixed inputs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "random/kernels.h"
#include "random/lanemath.h"

enum { TRIALS = 400000 };

static double between(uint32_t i, double low, double high)
{
    uint32_t words[4];
    fc_word4(1, i, 0, 2, words);
    return low + (high - low) * fc_u_from_word(words[0]);
}

/* |got - wanted| in units of the last place of a float or double */
static double ulps(double got, long double wanted, int digits)
{
    int exponent;
    frexpl(wanted, &exponent);
    return (double)(fabsl((long double)got - wanted) / ldexpl(1.0L, exponent - digits));
}

static long double normal_cdf(long double x)
{
    return 0.5L * erfcl(-x / sqrtl(2.0L));
}

static void test_promises(void **state)
{
    (void)state;
    assert_true(fc_expf(0.0f) == 1.0f && fc_expf(-0.0f) == 1.0f);
    assert_true(fc_logf(1.0f) == 0.0f);
    assert_true(fc_exp(0.0) == 1.0 && fc_log(1.0) == 0.0);
    assert_true(fc_powf(1.0f, 1e30f) == 1.0f && fc_powf(3.3f, 0.0f) == 1.0f);
    assert_true(fc_logisticf(0.0f) == 0.5f && fc_logitf(0.5f) == 0.0f);
    assert_true(fabs(fc_normal_pinv(0.5)) < 1e-14 &&
                fabs(fc_normal_cdf(0.0) - 0.5) < 1e-14);
    assert_true(fc_log1p(0.0) == 0.0 && fc_expm1(0.0) == 0.0);
    const float edges[] = {0.0f,   1e-45f, 1e-38f, 3e38f,  1.0f,  87.3f,
                           88.37f, 88.8f,  100.0f, 12.49f, 1e10f, 0.99999994f};
    for (size_t i = 0; i < 2 * (sizeof edges / sizeof *edges); i++) {
        const float x = i % 2 ? -edges[i / 2] : edges[i / 2];
        const float p = edges[i / 2] > 1.0f ? 1.0f : edges[i / 2];
        assert_true(isfinite(fc_expf(x)) && fc_expf(x) >= 0.0f);
        assert_true(isfinite(fc_logf(x)));
        assert_true(isfinite(fc_logisticf(x)) && fc_logisticf(x) <= 1.0f);
        assert_true(isfinite(fc_logitf(p)));
        assert_true(fc_normal_cdff(x) >= 0.0f && fc_normal_cdff(x) <= 1.0f);
        assert_true(isfinite(fc_powf(edges[i / 2], x)));
    }
    assert_true(fc_expf(-87.4f) < 2e-38f && fc_expf(-1e30f) < 2e-38f);
    assert_true(fc_expf(88.4f) > 1e38f);
    assert_true(fc_exp(-1e300) == 0.0 && isfinite(fc_exp(1e300)));
    assert_true(isfinite(fc_normal_pinv(0.0)) && isfinite(fc_normal_pinv(1.0)));
}

static void test_float_functions(void **state)
{
    (void)state;
    double e = 0, l = 0, s = 0, t = 0, c = 0, p = 0;
    for (uint32_t i = 0; i < TRIALS; i++) {
        const float x = (float)between(i, -87.0, 88.0);
        const long double wide = (long double)x;
        e = fmax(e, ulps((double)fc_expf(x), expl(wide), 24));
        const float y = (float)exp((double)x);
        l = fmax(l, ulps((double)fc_logf(y), logl((long double)y), 24));
        s = fmax(s, ulps((double)fc_logisticf(x), 1.0L / (1.0L + expl(-wide)), 24));
        const float share = (float)between(i, 0.0, 1.0);
        const long double odds = (long double)share / (1.0L - (long double)share);
        t = fmax(t, fabs((double)fc_logitf(share) - (double)logl(odds)));
        const float z = x * 0.07f;
        const double phi = (double)normal_cdf((long double)z);
        c = fmax(c, fabs((double)fc_normal_cdff(z) - phi));
        if (z > -6.0f && z < 0.0f)
            p = fmax(p, fabs((double)fc_normal_cdff(z) / phi - 1.0));
    }
    printf(
        "ulps: expf %.2f logf %.2f logisticf %.2f; logitf %.1e, cdff %.1e, rel %.1e\n",
        e, l, s, t, c, p);
    assert_true(e < 2.0);
    assert_true(l < 2.0);
    assert_true(s < 4.0);
    assert_true(t < 2e-6);
    assert_true(c < 2e-7);
    assert_true(p < 2e-6);
}

static void test_double_functions(void **state)
{
    (void)state;
    double e = 0, l = 0, m = 0, n = 0, w = 0, g = 0;
    for (uint32_t i = 0; i < TRIALS; i++) {
        const double x = between(i, -700.0, 700.0);
        const long double wide = (long double)x;
        e = fmax(e, ulps(fc_exp(x), expl(wide), 53));
        l = fmax(l, ulps(fc_log(exp(x)), logl((long double)exp(x)), 53));
        const double near = x / 700.0;
        m = fmax(m, ulps(fc_expm1(near), expm1l((long double)near), 53));
        n = fmax(n, ulps(fc_log1p(near), log1pl((long double)near), 53));
        const double a = exp(0.02 * (x + 300.0));
        const double log_gamma = (double)lgammal((long double)a);
        g = fmax(g, fabs(fc_lgamma(a) - log_gamma) / (1.0 + fabs(log_gamma)));
        const double power = fc_pow(a, near);
        w = fmax(w,
                 fabs(power / (double)powl((long double)a, (long double)near) - 1.0));
    }
    printf("ulps: exp %.2f log %.2f expm1 %.2f log1p %.2f; lgamma %.1e, pow %.1e\n", e,
           l, m, n, g, w);
    assert_true(e < 2.0);
    assert_true(l < 2.0);
    assert_true(m < 6.0);
    assert_true(n < 3.0);
    assert_true(g < 1e-14);
    assert_true(w < 5e-15);
}

static void test_normal(void **state)
{
    (void)state;
    double cdf = 0.0;
    double back = 0.0;
    for (uint32_t i = 0; i < TRIALS; i++) {
        const double z = between(i, -37.0, 8.0);
        const double phi = (double)normal_cdf((long double)z);
        cdf = fmax(cdf, fabs(fc_normal_cdf(z) / phi - 1.0));
        if (z < 4.0)
            back = fmax(back, fabs(fc_normal_pinv(phi) - z) / (1.0 + fabs(z)));
    }
    printf("normal: cdf relative %.1e, inverse %.1e\n", cdf, back);
    assert_true(cdf < 2e-14);
    assert_true(back < 1e-12);
    double apart = 0.0;
    for (uint32_t i = 0; i < TRIALS; i++) {
        const double u = between(i, 0.0, 1.0);
        apart = fmax(apart, fabs(fc_normal_from_u(u) - gsl_cdf_ugaussian_Pinv(u)));
    }
    assert_true(apart < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_promises),
        cmocka_unit_test(test_float_functions),
        cmocka_unit_test(test_double_functions),
        cmocka_unit_test(test_normal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
