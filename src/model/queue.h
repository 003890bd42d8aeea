/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for first contact, and which leads to call first: pure functions. Times are
 * in any one unit; loads and shares are fractions. */
#ifndef FC_MODEL_QUEUE_H
#define FC_MODEL_QUEUE_H

#include <stdint.h>

/* Erlang-B: share of calls lost at `servers` without a queue; offered = arrival rate x
 * mean service. */
double fc__erlang_b(uint32_t servers, double offered);

/* Erlang-C: probability that all of `servers` are busy when each has `load` in [0, 1)
 * of its time to do. 0 at load 0; 1 without servers and some load. */
double fc__erlang_c(uint32_t servers, double load);

/* Rate at which the first of a class in the queue gets its turn, given that it waits:
 *   nu = servers / service (1 - before) (1 - before - own)
 * `before` is the load of the classes served earlier, `own` that of the class itself
 * (Kella & Yechiali 1985: exact mean of the wait, C / nu; the law is exact for the
 * first class and for a single class). */
double fc__queue_rate(uint32_t servers, double service, double before, double own);

/* M/M/c with impatience (Erlang-A): everybody leaves the queue after an exponential
 * patience. */
struct fc_erlang_a {
    double lost, waits; /* probabilities: gives up; does not get a turn at once */
    double wait_mean;   /* of all, those who give up included */
    double busy;        /* share of the servers' time */
};
struct fc_erlang_a fc__erlang_a(uint32_t servers, double arrivals, double service,
                                double patience);

/* What is left of a lead after a wait w: (1 + w / tau)^-gamma. */
double fc__queue_decay(double wait, double tau, double gamma);

/* Its mean over an exponential wait of rate nu, x = nu tau, for exponents gamma =
 * first + j step, j < n:  E (1 + S / x)^-gamma, S ~ Exp(1). Absolute error 1e-11. */
void fc__queue_decay_mean(double x, double first, double step, uint32_t n,
                          double *mean);

/* Its mean over a gap: leads that come evenly within `gap` before the doors open, and
 * give up at the rate `leaving` (0: they do not). */
double fc__queue_gap_mean(double gap, double tau, double gamma, double leaving);

/* Share of the good cases found among the best-ranked `share` of all, where a share
 * `good` is good and the ranking tells them apart by `skill` = sqrt(2) Phi^-1(AUC)
 * standard deviations (binormal). */
double fc__score_found(double share, double good, double skill);

#endif
