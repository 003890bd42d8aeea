/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaussian copula: R_ij = 2 sin(pi rank_ij / 6), R = L L', z = L e.
 *
 * Kruskal 1958, "Ordinal measures of association", J. Am. Stat. Ass. 53, 814-861.
 * The smallest eigenvalue is asked for before the factorisation: GSL's Cholesky would
 * call its error handler on an indefinite matrix.
 *
 * Checked by tests/unit/test_random_dist.c: achieved rank correlation, refusal.
 */
#include "random/copula.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"

struct fc_copula {
    size_t n;
    double *factor; /* n x n, lower triangle, by rows */
};

static fc_status check_pair(size_t n, const struct fc_copula_pair *pair,
                            struct fc_error *err)
{
    if (pair->i >= n || pair->j >= n || pair->i == pair->j)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "a correlation joins parameters %zu and %zu; they must be two "
                       "different ones of %zu",
                       pair->i, pair->j, n);
    if (!(pair->rank >= -1.0 && pair->rank <= 1.0))
        return FC_FAIL(err, FC_E_SCENARIO,
                       "a rank correlation is %g; it must lie in [-1, 1]", pair->rank);
    return FC_OK;
}

/* sin(pi x / 6), |x| <= 1: eight terms of the series, error below 1e-17 */
static double sine_of_sixths(double x)
{
    const double angle = 0.52359877559829887308 * x;
    double sum = 1.0;
    for (int k = 15; k >= 1; k -= 2)
        sum = 1.0 - angle * angle / ((k + 1) * (k + 2)) * sum;
    return angle * sum;
}

static fc_status fill(gsl_matrix *r, const struct fc_copula_pair *pair, size_t pairs,
                      struct fc_error *err)
{
    gsl_matrix_set_identity(r);
    for (size_t k = 0; k < pairs; k++) {
        FC_TRY(check_pair(r->size1, &pair[k], err));
        if (gsl_matrix_get(r, pair[k].i, pair[k].j) != 0.0)
            return FC_FAIL(err, FC_E_SCENARIO,
                           "the correlation of parameters %zu and %zu is given twice",
                           pair[k].i, pair[k].j);
        const double pearson = 2.0 * sine_of_sixths(pair[k].rank);
        gsl_matrix_set(r, pair[k].i, pair[k].j, pearson);
        gsl_matrix_set(r, pair[k].j, pair[k].i, pearson);
    }
    return FC_OK;
}

/* smallest eigenvalue; overwrites `scratch` */
static fc_status check_definite(gsl_matrix *scratch, struct fc_error *err)
{
    const size_t n = scratch->size1;
    gsl_vector *values = gsl_vector_alloc(n);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(n);
    double smallest = -HUGE_VAL;
    if (values && work) {
        gsl_eigen_symm(scratch, values, work);
        smallest = gsl_vector_min(values);
    }
    gsl_eigen_symm_free(work);
    gsl_vector_free(values);
    if (smallest == -HUGE_VAL)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu correlated parameters", n);
    if (smallest > 1e-10)
        return FC_OK;
    return FC_FAIL(err, FC_E_SCENARIO,
                   "the correlations contradict each other: the smallest eigenvalue of "
                   "their matrix is %.3g, it must be above 0; bring the strongest "
                   "correlations nearer to 0 (by about %.0f %%) or leave one pair out",
                   smallest, ceil(100.0 * (1e-10 - smallest) / (1.0 - smallest)) + 1.0);
}

static fc_status factorise(gsl_matrix *r, gsl_matrix *scratch, fc_copula *copula,
                           struct fc_error *err)
{
    gsl_matrix_memcpy(scratch, r);
    FC_TRY(check_definite(scratch, err));
    gsl_linalg_cholesky_decomp1(r);
    for (size_t i = 0; i < copula->n; i++)
        for (size_t j = 0; j <= i; j++)
            copula->factor[i * copula->n + j] = gsl_matrix_get(r, i, j);
    return FC_OK;
}

fc_status fc_copula_new(size_t n, const struct fc_copula_pair *pair, size_t pairs,
                        fc_copula **copula, struct fc_error *err)
{
    *copula = NULL;
    if (n < 1 || n > 4096)
        return FC_FAIL(err, FC_E_ARG,
                       "a copula of %zu parameters; 1 to 4096 are possible", n);
    fc_copula *self = fc_array_new(1, sizeof *self);
    gsl_matrix *r = gsl_matrix_alloc(n, n);
    gsl_matrix *scratch = gsl_matrix_alloc(n, n);
    if (self) {
        self->n = n;
        self->factor = fc_array_new(n * n, sizeof *self->factor);
    }
    fc_status status;
    if (!self || !self->factor || !r || !scratch)
        status =
            FC_FAIL(err, FC_E_MEMORY, "no memory for %zu correlated parameters", n);
    else
        status = fill(r, pair, pairs, err);
    if (status == FC_OK)
        status = factorise(r, scratch, self, err);
    gsl_matrix_free(r);
    gsl_matrix_free(scratch);
    if (status == FC_OK)
        *copula = self;
    else
        fc_copula_free(self);
    return status;
}

void fc_copula_free(fc_copula *copula)
{
    if (copula == NULL)
        return;
    free(copula->factor);
    free(copula);
}

void fc_copula_apply(const fc_copula *copula, const double *z_independent,
                     double *z_correlated)
{
    for (size_t i = 0; i < copula->n; i++) {
        const double *row = copula->factor + i * copula->n;
        double sum = 0.0;
        for (size_t j = 0; j <= i; j++)
            sum += row[j] * z_independent[j];
        z_correlated[i] = sum;
    }
}
