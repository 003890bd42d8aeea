/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stochastic dominance of paired samples, regret over worlds, Shapley values. */
#ifndef FC_DECIDE_DOMINANCE_H
#define FC_DECIDE_DOMINANCE_H

#include <stddef.h>

#include "base/error.h"
#include "funnelcloud/decide.h"

/* Which of two samples dominates, more being better.
 *
 *   first order   F_b(z) <= F_a(z) at every z
 *   second order  integral of F_b up to z <= that of F_a at every z
 * Both are looked at on a grid of quantiles of the pooled values; the paired errors at
 * the points make a band that holds everywhere at once with 95 % (Bonferroni, so
 * rather too wide; Barrett & Donald 2003 draw theirs). An order is `found` if no point
 * speaks against it beyond the band and one speaks for it beyond the band. */
fc_status fc__dominance(const double *a, const double *b, size_t n,
                        struct fc_dominance *out, struct fc_error *err);

/* Regret of choosing `which` of k samples of n worlds: best of the world less its own;
 * the share of worlds in which it is the best, ties in equal parts. */
fc_status fc__regret(const double *const *x, size_t k, size_t n, size_t which,
                     struct fc_regret *out, struct fc_error *err);

enum { FC_SHAPLEY_MOST = 10 };

/* Shapley values of n <= FC_SHAPLEY_MOST players: value[set] for every set of them (bit
 * i: player i has joined); they add up to value[all] - value[0] (Shapley 1953). */
void fc__shapley(const double *value, unsigned n, double *share);

/* Weight of the step by which a player joins a set of `size` others among n players. */
double fc__shapley_weight(unsigned n, unsigned size);

/* The Shapley share of cause i on every path: `values` [set][path] of all 2^n sets
 * (bit i of a set: cause i is in), out[path]. The shares of a path add up to
 * values[last set] - values[empty set]. */
void fc__shapley_by_path(const double *values, unsigned n, size_t paths, unsigned i,
                         double *out);

#endif
