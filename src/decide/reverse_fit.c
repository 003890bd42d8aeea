/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A metric of the worlds as a straight line in the scores of their drivers, by least
 * squares (GSL; a driver that never moves gets the coefficient 0). Checked by
 * tests/unit/test_decide_stress.c. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/paired.h"
#include "decide/stress.h"

void fc__fit_clear(struct fc__fit *fit)
{
    free(fit->b);
    free(fit->middle);
}

static double mean_of(const double *x, size_t n)
{
    return fc__mean_of(x, n).value;
}

static void design(const struct fc__drivers *drivers, const struct fc__fit *fit,
                   const double *y, gsl_matrix *x, gsl_vector *v)
{
    for (size_t w = 0; w < drivers->worlds; w++) {
        gsl_vector_set(v, w, y[w] - fit->mean);
        for (size_t j = 0; j < fit->n; j++)
            gsl_matrix_set(x, w, j, drivers->at[j].score[w] - fit->middle[j]);
    }
}

static fc_status fit_solve(const struct fc__drivers *drivers, struct fc__fit *fit,
                           const double *y)
{
    const size_t n = drivers->worlds, d = fit->n;
    gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(n, d);
    gsl_matrix *x = gsl_matrix_alloc(n, d), *cov = gsl_matrix_alloc(d, d);
    gsl_vector *v = gsl_vector_alloc(n), *b = gsl_vector_alloc(d);
    fc_status status = FC_E_MEMORY;
    double left = 0.0, whole = 0.0;
    if (work && x && cov && v && b) {
        design(drivers, fit, y, x, v);
        for (size_t w = 0; w < n; w++)
            whole += gsl_vector_get(v, w) * gsl_vector_get(v, w);
        status = gsl_multifit_linear(x, v, b, cov, &left, work) ? FC_E_INTERNAL : FC_OK;
        for (size_t j = 0; j < d; j++)
            fit->b[j] = status == FC_OK ? gsl_vector_get(b, j) : 0.0;
        fit->explained = whole > 0.0 ? 1.0 - left / whole : 0.0;
    }
    gsl_multifit_linear_free(work);
    gsl_matrix_free(x);
    gsl_matrix_free(cov);
    gsl_vector_free(v);
    gsl_vector_free(b);
    return status;
}

fc_status fc__fit_new(const struct fc__drivers *drivers, const double *y,
                      struct fc__fit *fit, struct fc_error *err)
{
    *fit = (struct fc__fit){.n = drivers->n, .mean = mean_of(y, drivers->worlds)};
    fit->b = fc_array_new(fit->n, sizeof *fit->b);
    fit->middle = fc_array_new(fit->n, sizeof *fit->middle);
    if (!fit->b || !fit->middle)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the fit");
    for (size_t j = 0; j < fit->n; j++)
        fit->middle[j] = mean_of(drivers->at[j].score, drivers->worlds);
    if (drivers->worlds <= 2 * fit->n)
        return FC_OK; /* too few worlds: nothing is explained, nothing is adverse */
    gsl_error_handler_t *before = gsl_set_error_handler_off();
    const fc_status status = fit_solve(drivers, fit, y);
    gsl_set_error_handler(before);
    return status == FC_OK ? FC_OK
                           : FC_FAIL(err, status, "the fit of the drivers failed");
}
