/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transition law of a step against GSL's matrix exponential of the same generator.
 *
 * The block matrix [[Q, I, 0], [0, 0, I], [0, 0, 0]] times D has P, O and DD in its
 * first block row (Van Loan 1978). Detects an absolute error of 3e-6 in any entry, and
 * of 2e-5 in the time that up to 16 deals and 9 arrivals spend. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>

#include "model/chain.h"

static void reference(int n, const double *a, const double *l, double step, double *p,
                      double *o, double *dd)
{
    const size_t size = 3 * (size_t)n;
    gsl_matrix *m = gsl_matrix_calloc(size, size), *e = gsl_matrix_calloc(size, size);
    for (size_t j = 0; j < (size_t)n; j++) {
        gsl_matrix_set(m, j, j, -(a[j] + l[j]) * step);
        if (j + 1 < (size_t)n)
            gsl_matrix_set(m, j, j + 1, a[j] * step);
        gsl_matrix_set(m, j, j + (size_t)n, step);
        gsl_matrix_set(m, j + (size_t)n, j + 2 * (size_t)n, step);
    }
    gsl_linalg_exponential_ss(m, e, GSL_PREC_DOUBLE);
    for (size_t i = 0; i < (size_t)n; i++)
        for (size_t j = 0; j < (size_t)n; j++) {
            p[i * (size_t)n + j] = gsl_matrix_get(e, i, j);
            o[i * (size_t)n + j] = gsl_matrix_get(e, i, j + (size_t)n);
            dd[i * (size_t)n + j] = gsl_matrix_get(e, i, j + 2 * (size_t)n);
        }
    gsl_matrix_free(m);
    gsl_matrix_free(e);
}

static void hazards(int n, double fastest, unsigned turn, double *a, double *l)
{
    for (int j = 0; j < n; j++) {
        const double rate =
            fastest * (0.1 + 0.9 * ((turn * 7 + (unsigned)j * 5) % 11) / 10);
        const double share = 0.02 + 0.96 * ((turn * 3 + (unsigned)j * 2) % 7) / 6;
        a[j] = rate * share;
        l[j] = rate * (1 - share);
    }
}

static void check(int n, double fastest, double step, unsigned turn)
{
    double a[8], l[8], p[64], o[64], dd[64];
    fc_vf va[8], vl[8];
    struct fc_law_plan plan;
    struct fc_law law;
    hazards(n, fastest, turn, a, l);
    for (int j = 0; j < n; j++) {
        va[j] = (fc_vf){0} + (float)a[j];
        vl[j] = (fc_vf){0} + (float)l[j];
    }
    fc__law_plan(&plan, 2 * fastest, step);
    fc__law(&plan, n, va, vl, &law);
    reference(n, a, l, step, p, o, dd);
    for (int i = 0; i < n; i++)
        for (int j = i; j < n; j++) {
            assert_true(fabs((double)law.p[i][j][0] - p[i * n + j]) < 3e-6);
            assert_true(fabs((double)law.o[i][j][0] - o[i * n + j]) < 3e-6 * step);
            if (i == 0)
                assert_true(fabs((double)law.dd[j][0] - dd[j]) < 3e-6 * step * step);
        }
}

/* Time spent by given deals and by arrivals: the same matrices. Vector v gets deals in
 * stage (j + v) only, and the deals of a stage are told apart by their number. */
static void check_spent(int n, double fastest, double step, unsigned turn)
{
    double a[8], l[8], p[64], o[64], dd[64];
    fc_law_row va, vl, deals, spent;
    fc_vf rate[FC_ABREAST];
    struct fc_law_plan plan;
    hazards(n, fastest, turn, a, l);
    for (int v = 0; v < FC_ABREAST; v++) {
        rate[v] = (fc_vf){0} + (float)(3 * v) / (float)step;
        for (int j = 0; j < n; j++) {
            va[j][v] = (fc_vf){0} + (float)a[j];
            vl[j][v] = (fc_vf){0} + (float)l[j];
            deals[j][v] = (fc_vf){0} + (float)((j + v) % 3);
        }
    }
    fc__law_plan(&plan, 2 * fastest, step);
    fc__law_spent(&plan, n, va, vl, deals, rate, spent);
    reference(n, a, l, step, p, o, dd);
    for (int v = 0; v < FC_ABREAST; v++)
        for (int j = 0; j < n; j++) {
            double expected = 3 * v / step * dd[j];
            for (int i = 0; i <= j; i++)
                expected += (i + v) % 3 * o[i * n + j];
            assert_true(fabs((double)spent[j][v][0] - expected) < 2e-5 * step);
        }
}

static void test_law_is_the_matrix_exponential(void **state)
{
    (void)state;
    static const double fastest[] = {0.02, 0.3, 1, 7.3, 40};
    static const double step[] = {1, 0.5, 0.25};
    for (int n = 1; n <= 8; n++)
        for (size_t q = 0; q < 5; q++)
            for (size_t s = 0; s < 3; s++)
                for (unsigned turn = 0; turn < 8; turn++)
                    check(n, fastest[q], step[s], turn);
}

static void test_time_spent_is_that_of_the_law(void **state)
{
    (void)state;
    static const double fastest[] = {0.02, 0.3, 1, 7.3, 40};
    for (int n = 1; n <= 8; n++)
        for (size_t q = 0; q < 5; q++)
            for (unsigned turn = 0; turn < 8; turn++) {
                check_spent(n, fastest[q], 1, turn);
                check_spent(n, fastest[q], 0.25, turn);
            }
}

static void test_hazards_are_held_at_the_bound(void **state)
{
    (void)state;
    struct fc_law_plan plan;
    fc_vf one = (fc_vf){0} + 1.0f, a[1], l[1];
    fc__law_plan(&plan, 1.5, 0.5);
    const fc_vf two = one + one;
    fc__law_rates(&plan, 1, &one, &one, &two, one, &one, a, l);
    assert_true(fabsf(a[0][0] + l[0][0] - 1.5f) < 1e-6f);
    assert_true(fabsf(a[0][0] - 1.0f) < 1e-6f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_is_the_matrix_exponential),
        cmocka_unit_test(test_time_spent_is_that_of_the_law),
        cmocka_unit_test(test_hazards_are_held_at_the_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
