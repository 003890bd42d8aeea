/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The latent types of contract clients.
 *
 * Each client has a yearly probability to leave, theta ~ Beta(alpha, beta), set from
 * its mean c [share a year] and the spread s = 1 / (1 + alpha + beta). The Beta law is
 * carried by the 6 nodes of its Gauss-Jacobi quadrature (Golub & Welsch 1969), so that
 * the survival S(t) = E (1 - theta)^t = B(alpha, beta + t) / B(alpha, beta) (sBG, 1.21)
 * of Fader & Hardie 2007 is exact for t <= 11 years. A contract of T months leaves at a
 * renewal with probability 1 - (1 - theta)^(T / 12): the same clients under any length
 * of contract. One that has renewed r times is of type j with weight w_j (1 -
 * leave_j)^r.
 *
 * Checked by tests/unit/test_customers.c (S(t) in closed form) and
 * tests/stat/test_customers.c (T12). */
#include "model/churn.h"

#include <gsl/gsl_eigen.h>
#include <math.h>

#include "random/lanemath.h"

/* Recurrence of the monic Jacobi polynomials on [0, 1] with weight
 * theta^(alpha-1) (1-theta)^(beta-1), as the symmetric tridiagonal Jacobi matrix. */
static void recurrence(int nodes, double alpha, double beta, gsl_matrix *jacobi)
{
    const double a = beta - 1.0;
    const double b = alpha - 1.0;
    gsl_matrix_set_zero(jacobi);
    for (int n = 0; n < nodes; n++) {
        const double s = 2.0 * n + a + b;
        const double middle =
            n ? (b - a) * (b + a) / (s * (s + 2.0)) : (b - a) / (a + b + 2.0);
        gsl_matrix_set(jacobi, (size_t)n, (size_t)n, 0.5 * (1.0 + middle));
    }
    for (int n = 1; n < nodes; n++) {
        const double s = 2.0 * n + a + b;
        const double square = n == 1 ? 4.0 * (1.0 + a) * (1.0 + b) / (s * s * (s + 1.0))
                                     : 4.0 * n * (n + a) * (n + b) * (n + a + b) /
                                           (s * s * (s * s - 1.0));
        const double beside = 0.5 * sqrt(square);
        gsl_matrix_set(jacobi, (size_t)n, (size_t)n - 1, beside);
        gsl_matrix_set(jacobi, (size_t)n - 1, (size_t)n, beside);
    }
}

static double held(double share)
{
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

void fc__beta_nodes(int n, double mean, double spread, double *node, double *weight)
{
    for (int j = 0; j < n; j++) {
        node[j] = mean;
        weight[j] = j == 0;
    }
    if (!(spread > 0.0) || !(mean > 0.0) || !(mean < 1.0))
        return;
    gsl_matrix *jacobi = gsl_matrix_alloc((size_t)n, (size_t)n);
    gsl_matrix *vectors = gsl_matrix_alloc((size_t)n, (size_t)n);
    gsl_vector *values = gsl_vector_alloc((size_t)n);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc((size_t)n);
    const double total = (1.0 - spread) / spread;
    recurrence(n, mean * total, (1.0 - mean) * total, jacobi);
    gsl_eigen_symmv(jacobi, values, vectors, work);
    gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_ASC);
    for (int j = 0; j < n; j++) {
        const double first = gsl_matrix_get(vectors, 0, (size_t)j);
        node[j] = held(gsl_vector_get(values, (size_t)j));
        weight[j] = first * first;
    }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(values);
    gsl_matrix_free(vectors);
    gsl_matrix_free(jacobi);
}

void fc__churn_nodes(double mean, double spread, double node[FC_TYPES],
                     double weight[FC_TYPES])
{
    fc__beta_nodes(FC_TYPES, mean, spread, node, weight);
}

double fc__churn_within(double yearly, double months)
{
    if (yearly >= 1.0)
        return 1.0;
    return months == 12.0 ? yearly : -fc_expm1(months / 12.0 * fc_log1p(-yearly));
}

double fc__churn_score(double yearly, double months)
{
    return fc_normal_pinv(fc__churn_within(yearly < 0.9999 ? yearly : 0.9999, months));
}

/* Geometric weights kept^r, r < renewals, and how they fall on the classes. */
static double ladder(double kept, int renewals, double share[FC_LADDER])
{
    double sum = 0.0;
    double power = 1.0;
    for (int r = 0; r < renewals; r++) {
        if (r < FC_LADDER)
            share[r] = power;
        sum += power;
        power *= kept;
    }
    for (int r = 0; r < FC_LADDER; r++)
        share[r] = r < renewals ? share[r] / sum : 0.0;
    return sum;
}

void fc__churn_law(struct fc_churn *law, double mean, double spread, double term_months,
                   double insolvency, double age_years)
{
    const double whole = ceil(12.0 * age_years / term_months - 1e-9);
    const int renewals = whole < 1.0 ? 1 : whole > 1e4 ? 10000 : (int)whole;
    const double solvent = 1.0 - fc__churn_within(insolvency, term_months);
    double total = 0.0;
    fc__churn_nodes(mean, spread, law->yearly, law->weight);
    for (int j = 0; j < FC_TYPES; j++) {
        double share[FC_LADDER] = {0};
        law->leave[j] = fc__churn_within(law->yearly[j], term_months);
        const double kept = (1.0 - law->leave[j]) * solvent;
        law->opening[j] = law->weight[j] * ladder(kept, renewals, share);
        total += law->opening[j];
        for (int r = 0; r < FC_LADDER; r++)
            law->renewed[r][j] = share[r];
    }
    for (int j = 0; j < FC_TYPES; j++)
        law->opening[j] /= total;
}

double fc__churn_lifetime(const struct fc_churn *law, double insolvency, double years)
{
    double sum = 0.0;
    for (int j = 0; j < FC_TYPES; j++) {
        const double kept = (1.0 - law->yearly[j]) * (1.0 - insolvency);
        double left = law->weight[j];
        for (double t = 0.0; t < years; t += 1.0) {
            sum += left * (years - t < 1.0 ? years - t : 1.0);
            left *= kept;
        }
    }
    return sum;
}
