/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transition law of the funnel over one step, exact, for one vector of lanes.
 *
 * Stages 1..n form an absorbing chain in continuous time with hazards a_j (to the next
 * stage, from the last one to won) and l_j (lost), Q its generator. For a step of
 * length D: P(D) = e^{QD},   O(D) = int_0^D P(s) ds (time spent),   DD(D) = int_0^D
 * O(s) ds. Uniformisation with a rate q >= a_j + l_j fixed at compile time, so that
 * every term is positive: over h
 *
 *     O(h)  = 1/q   sum_k P(N > k) R^k,                          N ~ Poisson(q h)
 *     DD(h) = 1/q^2 sum_k [q h P(N > k) - (k+1) P(N > k+1)] R^k, R = I + Q/q
 *
 *     P = I + O Q,  DD <- 2 DD + O O,  O <- O + P O.
 * The time that given deals x and arrivals of a given rate spend needs no matrix: the
 * row x O(h) + rate DD(h) by the same rule, over few long parts of the step, with
 *     x <- x + spent Q + rate h
 * between them. Wins and losses follow: won = a_n O_n, lost in stage j = l_j O_j.
 * Arrivals spread over the step see O/D instead of P and DD/D instead of O.
 *
 * Terms, doublings and parts depend on the scenario only, never on lane data. Checked
 * by tests/unit/test_chain.c against a matrix exponential, and by T1 and T5.
 */
#ifndef FC_MODEL_CHAIN_H
#define FC_MODEL_CHAIN_H

#include <math.h>
#include <stdbool.h>

#include "model/pipeline.h"
#include "random/lanemath.h"
#include "random/vec.h"

enum { FC_VF = FC__FLOATS, FC_LAW_TERMS = 16, FC_SPENT_TERMS = 32 };

/* a vector of lanes; rows are aligned to 64 bytes */
typedef float fc_vf __attribute__((vector_size(FC_VF * 4), may_alias));
typedef int32_t fc_vi __attribute__((vector_size(FC_VF * 4), may_alias));

/* mask ? x : 0, lane by lane */
static inline fc_vf fc__vf_where(fc_vi mask, fc_vf x)
{
    return (fc_vf)((fc_vi)x & mask);
}

/* Coefficients of R^k over h months. */
struct fc_law_series {
    float h;
    int terms;
    float o[FC_SPENT_TERMS], dd[FC_SPENT_TERMS];
};

struct fc_law_plan {
    float q, per_q; /* rate bound, per month, and 1 / q */
    float step;     /* months */
    int doublings, parts;
    struct fc_law_series law, spent; /* over step / 2^doublings, step / parts */
};

/* Law of one vector of lanes; entries below the diagonal are not set. */
struct fc_law {
    fc_vf p[FC_STAGES_MAX][FC_STAGES_MAX];
    fc_vf o[FC_STAGES_MAX][FC_STAGES_MAX];
    fc_vf dd[FC_STAGES_MAX]; /* first row */
};

/* Coefficients over h, until what is left out is below the rounding of a float; false
 * if that takes more than `most` terms. */
static inline bool fc__law_series_plan(struct fc_law_series *self, double q, double h,
                                       int most)
{
    double more = 1.0, term = fc_exp(-q * h); /* P(N > k - 1), P(N = k) */
    self->h = (float)h;
    for (int k = 0; k < most; k++) {
        more -= term;
        term *= q * h / (k + 1);
        const double next = more - term;
        const double twice = q * h * more - (k + 1) * (next > 0 ? next : 0);
        self->o[k] = (float)((more > 0 ? more : 0) / q);
        self->dd[k] = (float)((twice > 0 ? twice : 0) / (q * q));
        self->terms = k + 1;
        if (next < 3e-8)
            return true;
    }
    return false;
}

/* Coefficients for hazards up to q per month and a step of `step` months. q h <= 2:
 * more doublings cost more than the terms they save. */
static inline void fc__law_plan(struct fc_law_plan *plan, double q, double step)
{
    double h = step;
    plan->q = (float)q;
    plan->per_q = (float)(1 / q);
    plan->step = (float)step;
    for (plan->doublings = 0; q * h > 1.0; plan->doublings++)
        h *= 0.5;
    fc__law_series_plan(&plan->law, q, h, FC_LAW_TERMS);
    plan->parts = 1;
    while (!fc__law_series_plan(&plan->spent, q, step / plan->parts, FC_SPENT_TERMS))
        plan->parts++;
}

/* O(h) and the first row of DD(h) by Horner's rule. */
static inline __attribute__((always_inline)) void
fc__law_series(const struct fc_law_series *series, const int n, const fc_vf *a,
               const fc_vf *stay, struct fc_law *law)
{
    const int last = series->terms - 1;
    FC_UP (i, 0, n)
        FC_UP (j, i, n)
            law->o[i][j] = (fc_vf){0} + (i == j ? series->o[last] : 0.0f);
    FC_UP (j, 0, n)
        law->dd[j] = (fc_vf){0} + (j == 0 ? series->dd[last] : 0.0f);
    for (int k = last - 1; k >= 0; k--) {
        FC_UP (i, 0, n) {
            FC_DOWN (j, n - 1, i + 1)
                law->o[i][j] = law->o[i][j] * stay[j] + law->o[i][j - 1] * a[j - 1];
            law->o[i][i] = law->o[i][i] * stay[i] + series->o[k];
        }
        FC_DOWN (j, n - 1, 1)
            law->dd[j] = law->dd[j] * stay[j] + law->dd[j - 1] * a[j - 1];
        law->dd[0] = law->dd[0] * stay[0] + series->dd[k];
    }
}

/* P = I + O Q: what entered a stage less what left it. */
static inline __attribute__((always_inline)) void
fc__law_balance(const int n, const fc_vf *a, const fc_vf *out, struct fc_law *law)
{
    FC_UP (i, 0, n)
        FC_UP (j, i, n) {
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
    FC_UP (j, 0, n) {
        twice[j] = law->dd[j] + law->dd[j];
        FC_UP (m, 0, j + 1)
            twice[j] += law->o[0][m] * law->o[m][j];
    }
    FC_UP (j, 0, n)
        law->dd[j] = twice[j];
    FC_UP (i, 0, n) /* row i needs rows m >= i as they were: top down */
        FC_DOWN (j, n - 1, i) {
            fc_vf o = law->o[i][j];
            FC_UP (m, i, j + 1)
                o += law->p[i][m] * law->o[m][j];
            law->o[i][j] = o;
        }
}

/* The whole law from hazards a[j], l[j] per month with a + l <= plan->q. */
static inline __attribute__((always_inline)) void
fc__law(const struct fc_law_plan *plan, const int n, const fc_vf *a, const fc_vf *l,
        struct fc_law *law)
{
    fc_vf jump[FC_STAGES_MAX] = {{0}}, stay[FC_STAGES_MAX] = {{0}};
    fc_vf out[FC_STAGES_MAX] = {{0}};
    FC_UP (j, 0, n) {
        out[j] = a[j] + l[j];
        jump[j] = a[j] * plan->per_q;
        stay[j] = 1.0f - out[j] * plan->per_q;
    }
    fc__law_series(&plan->law, n, jump, stay, law);
    for (int m = 0; m < plan->doublings; m++) {
        fc__law_balance(n, a, out, law);
        fc__law_double(n, law);
    }
    fc__law_balance(n, a, out, law);
}

/* Vectors that go side by side, since each term of a series waits for the one before.
 */
enum { FC_ABREAST = FC_VF == 16 ? 4 : 2 };
_Static_assert(FC_LANES % (FC_ABREAST * FC_VF) == 0, "whole rows go side by side");
typedef fc_vf fc_law_row[FC_STAGES_MAX][FC_ABREAST]; /* a value by stage */

struct fc_law_jumps {
    fc_law_row out, jump, stay;
};

/* Months of `deals` and of arrivals at `rate` over the length of the series. */
static inline __attribute__((always_inline)) void
fc__law_part(const struct fc_law_series *series, const int n,
             const struct fc_law_jumps *r, fc_law_row deals, const fc_vf *rate,
             fc_law_row spent)
{
    const int last = series->terms - 1;
    FC_UP (v, 0, FC_ABREAST) {
        FC_UP (j, 0, n)
            spent[j][v] = deals[j][v] * series->o[last];
        spent[0][v] += rate[v] * series->dd[last];
    }
    for (int k = last - 1; k >= 0; k--) {
        FC_DOWN (j, n - 1, 1)
            FC_UP (v, 0, FC_ABREAST)
                spent[j][v] =
                    (spent[j][v] * r->stay[j][v] + deals[j][v] * series->o[k]) +
                    spent[j - 1][v] * r->jump[j - 1][v];
        FC_UP (v, 0, FC_ABREAST)
            spent[0][v] = spent[0][v] * r->stay[0][v] +
                          (deals[0][v] * series->o[k] + rate[v] * series->dd[k]);
    }
}

/* Deals after a part of h months: those before, what came in, less what went out. */
static inline __attribute__((always_inline)) void
fc__law_on(const int n, float h, fc_law_row a, const struct fc_law_jumps *r,
           const fc_vf *rate, fc_law_row spent, fc_law_row deals)
{
    FC_UP (j, 0, n)
        FC_UP (v, 0, FC_ABREAST) {
            const fc_vf in = j > 0 ? a[j - 1][v] * spent[j - 1][v] : rate[v] * h;
            const fc_vf here = deals[j][v] + (in - r->out[j][v] * spent[j][v]);
            deals[j][v] = fc__vf_where(here > 0.0f, here);
        }
}

/* Months that `deals` by stage and those that arrive at `rate` a month spend in each
 * stage over the step, deals O + rate DD. `deals` is used up. */
static inline __attribute__((always_inline)) void
fc__law_spent(const struct fc_law_plan *plan, const int n, fc_law_row a, fc_law_row l,
              fc_law_row deals, const fc_vf *rate, fc_law_row spent)
{
    struct fc_law_jumps r;
    fc_law_row part;
    FC_UP (j, 0, n)
        FC_UP (v, 0, FC_ABREAST) {
            r.out[j][v] = a[j][v] + l[j][v];
            r.jump[j][v] = a[j][v] * plan->per_q;
            r.stay[j][v] = 1.0f - r.out[j][v] * plan->per_q;
        }
    fc__law_part(&plan->spent, n, &r, deals, rate, spent);
    FC_UP (j, 0, n)
        FC_UP (v, 0, FC_ABREAST)
            part[j][v] = spent[j][v];
    for (int m = 1; m < plan->parts; m++) {
        fc__law_on(n, plan->spent.h, a, &r, rate, part, deals);
        fc__law_part(&plan->spent, n, &r, deals, rate, part);
        FC_UP (j, 0, n)
            FC_UP (v, 0, FC_ABREAST)
                spent[j][v] += part[j][v];
    }
}

/* Hazards of one vector of lanes: base rate x factor x coverage, held at the bound q.
 */
static inline __attribute__((always_inline)) void
fc__law_rates(const struct fc_law_plan *plan, const int n, const fc_vf *advance,
              const fc_vf *loss, const fc_vf *up, fc_vf down, const fc_vf *coverage,
              fc_vf *a, fc_vf *l)
{
    FC_UP (j, 0, n) {
        a[j] = advance[j] * up[j] * coverage[j];
        l[j] = loss[j] * down;
        const fc_vf sum = a[j] + l[j];
        const fc_vf held = 1.0f + fc__vf_where(sum > plan->q, plan->q / sum - 1.0f);
        a[j] *= held;
        l[j] *= held;
    }
}

#endif
