/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transition law of the funnel over one step, exact, for one vector of lanes.
 *
 * Stages 1..n form an absorbing chain in continuous time with hazards a_j (to the next
 * stage, from the last one to won) and l_j (lost), Q its generator. For a step of
 * length D: P(D) = e^{QD},   O(D) = int_0^D P(s) ds (time spent),   DD(D) = int_0^D
 * O(s) ds. Uniformisation with a rate q >= a_j + l_j fixed at compile time, so that
 * every term is positive: over h = D / 2^m O(h)  = 1/q   sum_k P(N > k) R^k,   N ~
 * Poisson(q h) DD(h) = 1/q^2 sum_k [q h P(N > k) - (k+1) P(N > k+1)]    R^k,   R = I +
 * Q/q by Horner's rule, then m times   P = I + O Q,  DD <- 2 DD + O O,  O <- O + P O.
 * Wins and losses follow from O and DD: won = a_n O_n, lost in stage j = l_j O_j.
 * Arrivals spread over the step see O/D instead of P and DD/D instead of O.
 *
 * Terms and doublings depend on the scenario only, never on lane data. Checked by
 * tests/unit/test_chain.c against a Taylor series in long double, and by T1 and T5.
 */
#ifndef FC_MODEL_CHAIN_H
#define FC_MODEL_CHAIN_H

#include <math.h>

#include "model/pipeline.h"
#include "random/lanemath.h"
#include "random/vec.h"

enum { FC_VF = FC__FLOATS, FC_LAW_TERMS = 16 };

/* a vector of lanes; rows are aligned to 64 bytes */
typedef float fc_vf __attribute__((vector_size(FC_VF * 4), may_alias));
typedef int32_t fc_vi __attribute__((vector_size(FC_VF * 4), may_alias));

/* mask ? x : 0, lane by lane */
static inline fc_vf fc__vf_where(fc_vi mask, fc_vf x)
{
    return (fc_vf)((fc_vi)x & mask);
}

struct fc_law_plan {
    float q;       /* rate bound, per month */
    float h, step; /* months */
    int terms, doublings;
    float o[FC_LAW_TERMS], dd[FC_LAW_TERMS]; /* coefficients of R^k */
};

/* Law of one vector of lanes; entries below the diagonal are not set. */
struct fc_law {
    fc_vf p[FC_STAGES_MAX][FC_STAGES_MAX];
    fc_vf o[FC_STAGES_MAX][FC_STAGES_MAX];
    fc_vf dd[FC_STAGES_MAX]; /* first row */
};

/* Coefficients for hazards up to q per month and a step of `step` months: h is chosen
 * so that q h <= 1 and FC_LAW_TERMS terms leave less than 1e-12. */
static inline void fc__law_plan(struct fc_law_plan *plan, double q, double step)
{
    double h = step;
    plan->doublings = 0;
    while (q * h > 1.0) {
        h *= 0.5;
        plan->doublings++;
    }
    plan->q = (float)q;
    plan->h = (float)h;
    plan->step = (float)step;
    double at_least[FC_LAW_TERMS + 3], term = fc_exp(-q * h), sum = 0;
    for (int k = 0; k < FC_LAW_TERMS + 3; k++) {
        at_least[k] = 1.0 - sum; /* P(N >= k) */
        sum += term;
        term *= q * h / (k + 1);
    }
    plan->terms = 1;
    for (int k = 0; k < FC_LAW_TERMS; k++) {
        const double more = at_least[k + 1] > 0 ? at_least[k + 1] : 0;
        const double next = at_least[k + 2] > 0 ? at_least[k + 2] : 0;
        const double twice = q * h * more - (k + 1) * next;
        plan->o[k] = (float)(more / q);
        plan->dd[k] = (float)((twice > 0 ? twice : 0) / (q * q));
        if (more > 1e-9)
            plan->terms = k + 1;
    }
}

/* O(h) and the first row of DD(h) by Horner's rule. */
static inline __attribute__((always_inline)) void
fc__law_series(const struct fc_law_plan *plan, const int n, const fc_vf *a,
               const fc_vf *stay, struct fc_law *law)
{
    const int last = plan->terms - 1;
    for (int i = 0; i < n; i++)
        for (int j = i; j < n; j++)
            law->o[i][j] = (fc_vf){0} + (i == j ? plan->o[last] : 0.0f);
    for (int j = 0; j < n; j++)
        law->dd[j] = (fc_vf){0} + (j == 0 ? plan->dd[last] : 0.0f);
    for (int k = last - 1; k >= 0; k--) {
        for (int i = 0; i < n; i++) {
            for (int j = n - 1; j > i; j--)
                law->o[i][j] = law->o[i][j] * stay[j] + law->o[i][j - 1] * a[j - 1];
            law->o[i][i] = law->o[i][i] * stay[i] + plan->o[k];
        }
        for (int j = n - 1; j > 0; j--)
            law->dd[j] = law->dd[j] * stay[j] + law->dd[j - 1] * a[j - 1];
        law->dd[0] = law->dd[0] * stay[0] + plan->dd[k];
    }
}

/* P = I + O Q: what entered a stage less what left it. */
static inline __attribute__((always_inline)) void
fc__law_balance(const int n, const fc_vf *a, const fc_vf *out, struct fc_law *law)
{
    for (int i = 0; i < n; i++)
        for (int j = i; j < n; j++) {
            fc_vf p = (i == j ? 1.0f : 0.0f) - out[j] * law->o[i][j];
            if (j > i)
                p += a[j - 1] * law->o[i][j - 1];
            law->p[i][j] = fc__vf_where(p > 0.0f, p);
        }
}

static inline __attribute__((always_inline)) void fc__law_double(const int n,
                                                                 struct fc_law *law)
{
    fc_vf twice[FC_STAGES_MAX];
    for (int j = 0; j < n; j++) {
        twice[j] = law->dd[j] + law->dd[j];
        for (int m = 0; m <= j; m++)
            twice[j] += law->o[0][m] * law->o[m][j];
    }
    for (int j = 0; j < n; j++)
        law->dd[j] = twice[j];
    for (int i = 0; i < n; i++) /* row i needs rows m >= i as they were: top down */
        for (int j = n - 1; j >= i; j--) {
            fc_vf o = law->o[i][j];
            for (int m = i; m <= j; m++)
                o += law->p[i][m] * law->o[m][j];
            law->o[i][j] = o;
        }
}

/* O and the first row of DD over the whole step from hazards a[j], l[j] per month with
 * a
 * + l <= plan->q; not P. */
static inline __attribute__((always_inline)) void
fc__law_times(const struct fc_law_plan *plan, const int n, const fc_vf *a,
              const fc_vf *l, struct fc_law *law)
{
    fc_vf jump[FC_STAGES_MAX], stay[FC_STAGES_MAX], out[FC_STAGES_MAX];
    for (int j = 0; j < n; j++) {
        out[j] = a[j] + l[j];
        jump[j] = a[j] / plan->q;
        stay[j] = 1.0f - out[j] / plan->q;
    }
    fc__law_series(plan, n, jump, stay, law);
    for (int m = 0; m < plan->doublings; m++) {
        fc__law_balance(n, a, out, law);
        fc__law_double(n, law);
    }
}

/* The whole law. */
static inline __attribute__((always_inline)) void
fc__law(const struct fc_law_plan *plan, const int n, const fc_vf *a, const fc_vf *l,
        struct fc_law *law)
{
    fc_vf out[FC_STAGES_MAX];
    for (int j = 0; j < n; j++)
        out[j] = a[j] + l[j];
    fc__law_times(plan, n, a, l, law);
    fc__law_balance(n, a, out, law);
}

/* Hazards of one vector of lanes: base rate x factor x coverage, held at the bound q.
 */
static inline __attribute__((always_inline)) void
fc__law_rates(const struct fc_law_plan *plan, const int n, const fc_vf *advance,
              const fc_vf *loss, const fc_vf *up, fc_vf down, const fc_vf *coverage,
              fc_vf *a, fc_vf *l)
{
    for (int j = 0; j < n; j++) {
        a[j] = advance[j] * up[j] * coverage[j];
        l[j] = loss[j] * down;
        const fc_vf sum = a[j] + l[j];
        const fc_vf held = 1.0f + fc__vf_where(sum > plan->q, plan->q / sum - 1.0f);
        a[j] *= held;
        l[j] *= held;
    }
}

#endif
