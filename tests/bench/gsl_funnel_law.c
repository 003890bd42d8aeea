/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact law of a step of the funnel in closed form, as one would write it for one
 * market at a time: with the rates r_j = a_j + l_j of the stages all different,
 *
 *   P_ij(t) = sum over m in i..j of  C_ijm e^(-r_m t)
 *   C_ijm   = C_i(j-1)m a_(j-1) / (r_j - r_m) for m < j,   C_ijj = [i = j] - sum of
 * them
 *
 * and O, DD its integrals term by term. Where two rates are within a thousandth of each
 * other, one stage is made faster by that much: both of its hazards, so that no chance
 * to win or lose moves. */
#include "gsl_loop.h"

/* Rates pushed apart; e^(-r t), (1 - e^(-r t)) / r. */
struct rates {
    double r[STAGES], left[STAGES], time[STAGES], by[STAGES][STAGES];
};

static void apart(struct loop_law *law, double *r)
{
    const double least = 1e-3;
    for (int j = 0; j < STAGES; j++) {
        const double rate = law->a[j] + law->l[j];
        r[j] = rate;
        for (int m = 0; m < j; m++)
            if (fabs(r[j] - r[m]) < least * r[j]) {
                r[j] = r[m] * (1 + 2 * least);
                m = -1;
            }
        law->a[j] *= r[j] / rate;
        law->l[j] *= r[j] / rate;
    }
}

static void rates_set(struct loop_law *law, double step, struct rates *x)
{
    apart(law, x->r);
    for (int j = 0; j < STAGES; j++) {
        x->left[j] = exp(-x->r[j] * step);
        x->time[j] = (1 - x->left[j]) / x->r[j];
        for (int m = 0; m < j; m++)
            x->by[j][m] = law->a[j - 1] / (x->r[j] - x->r[m]);
    }
}

static void law_solve(struct loop_law *law, double step)
{
    struct rates x;
    rates_set(law, step, &x);
    double more[STAGES];
    for (int m = 0; m < STAGES; m++)
        more[m] = (step - x.time[m]) / x.r[m];
    for (int i = 0; i < STAGES; i++) {
        double c[STAGES] = {0};
        c[i] = 1;
        law->p[i][i] = x.left[i];
        law->o[i][i] = x.time[i];
        if (i == 0)
            law->dd[0] = more[0];
        for (int j = i + 1; j < STAGES; j++) {
            double last = 0, p = 0, o = 0, dd = 0;
            for (int m = i; m < j; m++) {
                c[m] *= x.by[j][m];
                last -= c[m];
                p += c[m] * x.left[m];
                o += c[m] * x.time[m];
                dd += c[m] * more[m];
            }
            c[j] = last;
            law->p[i][j] = loop_max(0, p + last * x.left[j]);
            law->o[i][j] = loop_max(0, o + last * x.time[j]);
            if (i == 0)
                law->dd[j] = loop_max(0, dd + last * more[j]);
        }
    }
}

static void hazards(const struct loop_path *w, uint32_t k, double odds,
                    struct loop_law *law)
{
    const struct fc_market *market = &w->of->model->markets[k];
    const uint32_t s = market->segment;
    const double q = (double)w->of->model->pipeline->law[s].q;
    const double *coverage = loop_coverage(w, market->team) + FC_T_STAGES;
    const double up = odds * w->s.advance_factor[k], down = w->s.loss_factor[k];
    for (int j = 0; j < STAGES; j++) {
        law->a[j] = w->law.advance[s][j] * up * coverage[j];
        law->l[j] = w->law.loss[s][j] * down;
        const double sum = law->a[j] + law->l[j];
        if (sum > q) {
            law->a[j] *= q / sum;
            law->l[j] *= q / sum;
        }
    }
}

void loop_law_write(const struct loop_path *w, uint32_t k, double odds,
                    struct loop_law *law)
{
    hazards(w, k, odds, law);
    law_solve(law, w->of->dt);
}

const struct loop_law *loop_market_law(struct loop_path *w, uint32_t k, bool fresh)
{
    struct loop_market *m = &w->market[k];
    const double *coverage =
        loop_coverage(w, w->of->model->markets[k].team) + FC_T_STAGES;
    for (int j = 0; j < STAGES; j++) {
        fresh |= coverage[j] < m->covered[j] || coverage[j] > m->covered[j];
        m->covered[j] = coverage[j];
    }
    if (fresh)
        loop_law_write(w, k, 1, &m->law);
    return &m->law;
}
