/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The latent kinds of repeat buyers (BG/NBD, 1.23).
 *
 * While it lives a client buys at rate lambda ~ Gamma(r, alpha) a month; after each
 * purchase it is gone with probability p ~ Beta(a, b). The gamma law is carried by six
 * rates in geometric progression, whose weights are fitted (least squares, none
 * negative) to its Laplace transform
 *   1 - L(s),  L(s) = E e^(-lambda s) = (alpha / (alpha + s))^r,   0 < s <= horizon,
 * (the horizon begins with the oldest client at opening)
 * on which everything hangs: P(X(t) = 0) = L(t), E X(t) = E_p (1 - L(p t)) / p. Where
 * the progression begins and ends is searched over a grid for the smallest largest
 * error; then the rates are scaled so that the mean r / alpha is exact. The beta law is
 * carried by the nodes of its Gauss-Jacobi quadrature, as for contracts.
 *
 * Source: Fader, Hardie & Lee 2005. Checked by tests/unit/test_repeat.c (E X and P(X =
 * 0) in closed form) and tests/stat/test_repeat.c (T13). */
#include "model/repeat_law.h"

#include <gsl/gsl_linalg.h>
#include <string.h>

#include "random/lanemath.h"

enum { POINTS = 40, ROWS = POINTS + 3, SEARCH = 20 };

/* The conditions of the fit: 1 - L at the points, then its mean, second moment and
 * total, each divided by what it should be and weighted. */
struct target {
    double at[POINTS], wanted[POINTS];
    double mean, second;
};

static const double mean_weight = 3.0, second_weight = 0.02, total_weight = 30.0;

static void target_set(struct target *target, double shape, double scale, double months)
{
    const double low = fc_log(0.005 * (scale < months ? scale : months));
    const double step = (fc_log(months) - low) / (POINTS - 1);
    for (int i = 0; i < POINTS; i++) {
        target->at[i] = fc_exp(low + step * i);
        target->wanted[i] = -fc_expm1(-shape * fc_log1p(target->at[i] / scale));
    }
    target->mean = shape / scale;
    target->second = shape * (shape + 1.0) / (scale * scale);
}

static double missing(double rate, double s)
{
    return -fc_expm1(-rate * s);
}

/* Least squares over the rates that are used; those left out have weight 0. */
static void solve(const struct target *target, const double *rate, const int *used,
                  int n, gsl_matrix *room, gsl_vector *side, double *weight)
{
    gsl_matrix_view m = gsl_matrix_submatrix(room, 0, 0, ROWS, (size_t)n);
    double tau[FC_RATES], found[FC_RATES], rest[ROWS];
    for (int j = 0; j < n; j++) {
        const double r = rate[used[j]];
        for (int i = 0; i < POINTS; i++)
            gsl_matrix_set(&m.matrix, (size_t)i, (size_t)j,
                           missing(r, target->at[i]) / target->wanted[i]);
        gsl_matrix_set(&m.matrix, POINTS, (size_t)j, mean_weight * r / target->mean);
        gsl_matrix_set(&m.matrix, POINTS + 1, (size_t)j,
                       second_weight * r * r / target->second);
        gsl_matrix_set(&m.matrix, POINTS + 2, (size_t)j, total_weight);
    }
    gsl_vector_set_all(side, 1.0);
    gsl_vector_set(side, POINTS, mean_weight);
    gsl_vector_set(side, POINTS + 1, second_weight);
    gsl_vector_set(side, POINTS + 2, total_weight);
    gsl_vector_view t = gsl_vector_view_array(tau, (size_t)n);
    gsl_vector_view x = gsl_vector_view_array(found, (size_t)n);
    gsl_vector_view e = gsl_vector_view_array(rest, ROWS);
    gsl_linalg_QR_decomp(&m.matrix, &t.vector);
    gsl_linalg_QR_lssolve(&m.matrix, &t.vector, side, &x.vector, &e.vector);
    for (int i = 0; i < FC_RATES; i++)
        weight[i] = 0.0;
    for (int j = 0; j < n; j++)
        weight[used[j]] = found[j];
}

/* Weights of given rates, none negative: the most negative one leaves until all are
 * fine. */
static void weigh(const struct target *target, const double *rate, gsl_matrix *room,
                  gsl_vector *side, double *weight)
{
    int used[FC_RATES], n = FC_RATES;
    for (int i = 0; i < n; i++)
        used[i] = i;
    for (;;) {
        int worst = -1;
        solve(target, rate, used, n, room, side, weight);
        for (int j = 0; j < n; j++)
            if (weight[used[j]] < 0.0 &&
                (worst < 0 || weight[used[j]] < weight[used[worst]]))
                worst = j;
        if (worst < 0 || n == 1)
            return;
        for (int j = worst; j + 1 < n; j++)
            used[j] = used[j + 1];
        n--;
    }
}

/* Weights to sum 1, rates to the exact mean; -> largest relative error of 1 - L. */
static double finish(const struct target *target, double *rate, double *weight)
{
    double total = 0.0, mean = 0.0, worst = 0.0;
    for (int i = 0; i < FC_RATES; i++)
        total += weight[i];
    if (!(total > 0.0))
        return 1e30;
    for (int i = 0; i < FC_RATES; i++) {
        weight[i] /= total;
        mean += weight[i] * rate[i];
    }
    for (int i = 0; i < FC_RATES; i++)
        rate[i] *= target->mean / mean;
    for (int i = 0; i < POINTS; i++) {
        double found = 0.0;
        for (int j = 0; j < FC_RATES; j++)
            found += weight[j] * missing(rate[j], target->at[i]);
        const double error = found / target->wanted[i] - 1.0;
        worst = error > worst ? error : -error > worst ? -error : worst;
    }
    return worst;
}

/* Six rates, geometric from mean e^-low to mean e^high. */
static void rates_fit(struct fc_repeat_law *law, double shape, double scale,
                      double months)
{
    struct target target;
    double best = 1e30;
    gsl_matrix *room = gsl_matrix_alloc(ROWS, FC_RATES);
    gsl_vector *side = gsl_vector_alloc(ROWS);
    target_set(&target, shape, scale, months);
    for (int low = 0; low < SEARCH; low++)
        for (int high = 0; high < SEARCH; high++) {
            double rate[FC_RATES], weight[FC_RATES];
            const double first = -fc_exp(-3.0 + 0.3 * low);
            const double last = fc_exp(-3.0 + 0.25 * high);
            for (int i = 0; i < FC_RATES; i++)
                rate[i] =
                    target.mean * fc_exp(first + (last - first) * i / (FC_RATES - 1.0));
            weigh(&target, rate, room, side, weight);
            const double error = finish(&target, rate, weight);
            if (error >= best)
                continue;
            best = error;
            memcpy(law->rate, rate, sizeof rate);
            memcpy(law->rate_weight, weight, sizeof weight);
        }
    gsl_vector_free(side);
    gsl_matrix_free(room);
}

/* ---- clients at opening ---- */

/* int_0^age e^(-x s) (y s)^r / r! ds for x >= y >= 0, r = 0, 1, 2: those who came over
 * the last `age` months, live and have bought r times more. */
static void alive_with(double x, double y, double age, double with[FC_LADDER])
{
    const double u = x * age;
    const double e = fc_exp(-u);
    if (u < 1e-3) { /* series: the closed form cancels */
        with[0] = age * (1.0 - u / 2.0 + u * u / 6.0);
        with[1] = y * age * age * (1.0 / 2.0 - u / 3.0 + u * u / 8.0);
        with[2] = y * y * age * age * age * (1.0 / 6.0 - u / 8.0 + u * u / 20.0);
        return;
    }
    with[0] = (1.0 - e) / x;
    with[1] = y * (1.0 - e * (1.0 + u)) / (x * x);
    with[2] = y * y * (1.0 - e * (1.0 + u + u * u / 2.0)) / (x * x * x);
}

static void opening_set(struct fc_repeat_law *law, double age)
{
    double total = 0.0;
    for (int k = 0; k < FC_KINDS; k++) {
        const double rate = law->rate[k % FC_RATES], drop = law->drop[k / FC_RATES];
        double with[FC_LADDER], alive[FC_LADDER];
        law->opening[k] = law->weight[k];
        for (int r = 0; r < FC_LADDER; r++)
            law->bought[r][k] = r == 0;
        if (age > 0.0) {
            alive_with(rate * drop, 0.0, age, alive);
            alive_with(rate, rate * (1.0 - drop), age, with);
            law->opening[k] *= alive[0] / age;
            for (int r = 0; r < FC_LADDER; r++)
                law->bought[r][k] = with[r] / alive[0];
        }
        total += law->opening[k];
    }
    for (int k = 0; k < FC_KINDS; k++)
        law->opening[k] /= total;
}

void fc__repeat_law(struct fc_repeat_law *law, const struct fc_repeat_buyers *buyers,
                    double months, double age_months)
{
    const double sum = buyers->drop_a + buyers->drop_b;
    const double longest = months + age_months; /* of the oldest client */
    rates_fit(law, buyers->shape, buyers->scale_months,
              longest > 12.0 ? longest : 12.0);
    fc__beta_nodes(FC_DROPS, buyers->drop_a / sum, 1.0 / (1.0 + sum), law->drop,
                   law->drop_weight);
    for (int k = 0; k < FC_KINDS; k++)
        law->weight[k] =
            law->rate_weight[k % FC_RATES] * law->drop_weight[k / FC_RATES];
    opening_set(law, age_months);
}

double fc__repeat_lifetime(const struct fc_repeat_law *law, double months)
{
    double sum = 0.0;
    for (int k = 0; k < FC_KINDS; k++) {
        double alive[FC_LADDER];
        alive_with(law->rate[k % FC_RATES] * law->drop[k / FC_RATES], 0.0, months,
                   alive);
        sum += law->weight[k] * alive[0];
    }
    return sum;
}
