/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for first contact: queues in their stationary state, decay of interest, and
 * ranking of leads.
 *
 *   Erlang-B   B(0) = 1,  B(c) = a B(c-1) / (c + a B(c-1)),  a = c load
 *   Erlang-C   C = B / (1 - load (1 - B))
 *   priority   nu = c mu (1 - before) (1 - before - own); a lead waits with
 *              probability C, then an exponential time of rate nu
 *              (Kella & Yechiali 1985)
 *   Erlang-A   birth and death, rates lambda and min(n, c) mu + (n - c)^+ / patience
 *   decay      q(w) = (1 + w / tau)^-gamma
 *              E q = 1 - C + C int nu e^(-nu w) q(w) dw
 *   a gap      1/T int_0^T q(w) dw
 *              = tau ((1 + T/tau)^(1-gamma) - 1) / ((1-gamma) T)
 *   ranking    c with  good Phi(d - c) + (1 - good) Phi(-c) = share;
 *              found = Phi(d - c)
 *
 * Own elementary functions only: tables made of these numbers are the same on every
 * machine. Checked by tests/unit/test_queue.c (T7, T8, T8b, T8c, T10). */
#include "model/queue.h"

#include "random/lanemath.h"

double fc__erlang_b(uint32_t servers, double offered)
{
    double lost = 1;
    for (uint32_t n = 1; n <= servers; n++)
        lost = offered * lost / (n + offered * lost);
    return lost;
}

double fc__erlang_c(uint32_t servers, double load)
{
    if (!(load > 0))
        return 0;
    const double lost = fc__erlang_b(servers, servers * load);
    return lost / (1 - load * (1 - lost));
}

double fc__queue_rate(uint32_t servers, double service, double before, double own)
{
    return servers / service * (1 - before) * (1 - before - own);
}

struct fc_erlang_a fc__erlang_a(uint32_t servers, double arrivals, double service,
                                double patience)
{
    /* weights relative to the state in which all servers are just busy */
    double below = 0, above = 0, queue = 0, working = 0, weight = 1;
    for (uint32_t n = servers; n > 0; n--) {
        weight *= n / (arrivals * service);
        below += weight;
        working += weight * (n - 1);
    }
    weight = 1;
    for (uint32_t n = 0; weight > 1e-18 * (above + below); n++) {
        above += weight;
        queue += weight * n;
        weight *= arrivals / (servers / service + (n + 1) / patience);
    }
    const double all = below + above, length = queue / all;
    return (struct fc_erlang_a){
        .lost = length / patience / arrivals,
        .waits = above / all,
        .wait_mean = length / arrivals,
        .busy = (working + servers * above) / all / servers,
    };
}

double fc__queue_decay(double wait, double tau, double gamma)
{
    return fc_exp(-gamma * fc_log1p(wait / tau));
}

/* int e^-s q(s) ds with s = e^u: int e^(u - e^u) q du by the trapezoidal rule, which
 * converges geometrically for a function that dies off at both ends. */
void fc__queue_decay_mean(double x, double first, double step, uint32_t n, double *mean)
{
    enum { BELOW = 112, ABOVE = 15 }; /* steps of 1/4: from e^-28 to e^3.75 */
    for (uint32_t j = 0; j < n; j++)
        mean[j] = 0;
    double weights = 0;
    for (int i = -BELOW; i <= ABOVE; i++) {
        const double u = 0.25 * i, s = fc_exp(u), weight = fc_exp(u - s);
        const double log_wait = fc_log1p(s / x);
        const double next = fc_exp(-step * log_wait);
        double term = weight * fc_exp(-first * log_wait);
        weights += weight;
        for (uint32_t j = 0; j < n; j++, term *= next)
            mean[j] += term;
    }
    for (uint32_t j = 0; j < n; j++)
        mean[j] /= weights; /* exactly 1 where gamma is 0 */
}

/* w = tau (e^v - 1): int q(w) e^(-leaving w) dw = tau int e^((1-gamma) v - leaving w)
 * dv over [0, log(1 + T/tau)], by Simpson's rule. */
double fc__queue_gap_mean(double gap, double tau, double gamma, double leaving)
{
    enum { PARTS = 256 };
    const double last = fc_log1p(gap / tau), rest = 1 - gamma;
    if (!(gap > 0))
        return 1;
    if (!(leaving > 0)) /* the closed form; its limit where gamma = 1 */
        return tau / gap * (rest == 0 ? last : fc_expm1(rest * last) / rest);
    double sum = 0;
    for (int i = 0; i <= PARTS; i++) {
        const double v = last * i / PARTS, wait = tau * fc_expm1(v);
        const double weight = i == 0 || i == PARTS ? 1 : i % 2 ? 4 : 2;
        sum += weight * fc_exp(rest * v - leaving * wait);
    }
    return tau / gap * sum * last / (3 * PARTS);
}

double fc__score_found(double share, double good, double skill)
{
    if (!(share > 0))
        return 0;
    if (!(share < 1))
        return 1;
    double low = -40, high = 40; /* the cut: all are above it, none is */
    for (int i = 0; i < 80; i++) {
        const double cut = 0.5 * (low + high);
        const double above =
            good * fc_normal_cdf(skill - cut) + (1 - good) * fc_normal_cdf(-cut);
        if (above > share)
            low = cut;
        else
            high = cut;
    }
    return fc_normal_cdf(skill - 0.5 * (low + high));
}
