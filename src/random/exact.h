/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar double routines that decide what the float filters leave open. Compiled
 * once, so every instruction set and every lane gets the same integer. */
#ifndef FC_RANDOM_EXACT_H
#define FC_RANDOM_EXACT_H

#include <stdint.h>

/* k with C(k-1) < u <= C(k), u = (word + 1/2) 2^-32. Each call counts as a slow lane.
 */
float fc__poisson_exact(uint32_t word, float mean);
float fc__binomial_exact(uint32_t word, float trials, float prob);

/* Gamma with 0 < shape < 0.1. */
float fc__gamma_exact(uint32_t word, float shape);

/* adds n draws to this thread's counters */
void fc__count_poisson(uint64_t n);
void fc__count_binomial(uint64_t n);

#endif
