/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick: the same aggregated department as a scalar loop with GSL samplers, one
 * path at a time, the way one would write it first. */
#ifndef FC_BENCH_GSL_DEPARTMENT_H
#define FC_BENCH_GSL_DEPARTMENT_H

#include <stdint.h>

/* Simulates `paths` paths of 36 markets x 4 stages x 36 months, S = 2, with 24 seats
 * and 6 latent types a contract pool; returns seconds. *wins receives the mean number
 * of wins (so that nothing is optimised away); `rng` 0 = mt19937, 1 = taus2. */
double gsl_department_run(uint64_t paths, int rng, double *wins);

#endif
