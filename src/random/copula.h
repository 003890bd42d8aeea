/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dependence between uncertain parameters: a Gaussian copula from named pairs of rank
 * correlations. Independent normals in, correlated normals out; u = Phi(z) then goes
 * through each parameter's own quantile function, which leaves rank correlations alone.
 */
#ifndef FC_RANDOM_COPULA_H
#define FC_RANDOM_COPULA_H

#include <stddef.h>

#include "base/error.h"

/* Spearman correlation `rank` of parameters i and j */
struct fc_copula_pair {
    size_t i, j;
    double rank; /* in [-1, 1] */
};

typedef struct fc_copula fc_copula;

/** A copula over n parameters; pairs not named are independent.
 *
 * Model: Pearson r = 2 sin(pi rank / 6) (Kruskal 1958, the exact relation for normals).
 * @param[out] copula  the caller frees; NULL on failure
 * @return FC_E_SCENARIO: a pair out of range or named twice, or the matrix is not
 * positive definite (the message names its smallest eigenvalue); FC_E_MEMORY.
 */
fc_status fc_copula_new(size_t n, const struct fc_copula_pair *pair, size_t pairs,
                        fc_copula **copula, struct fc_error *err);

void fc_copula_free(fc_copula *copula);

/* z_correlated = L z_independent, n values each; the arrays may not overlap. Row i
 * depends on z_independent[0 .. i] only. Thread-safe. */
void fc_copula_apply(const fc_copula *copula, const double *z_independent,
                     double *z_correlated);

#endif
