/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for first contact, lead by lead (docs/model.md 4).
 *
 * - in office hours a lead waits with probability C, Erlang's C of the filled seats at
 *   the load of the step (at most .98), then an exponential time of rate
 *   nu = c mu (1 - before) (1 - before - own); else until the doors open, a uniform
 *   part of a night or a weekend
 * - somebody who waits gives up after an Exp(patience); a lead that has waited w is
 *   still viable with probability (1 + w / tau)^-g
 *
 * The hours of a step are predicted with the mean over all leads, as in the engine, but
 * by other formulas: C as a ratio of Poisson probabilities, the decay by an incomplete
 * gamma function, the nights by adaptive quadrature.
 *
 * A queue followed through the path would not be the engine's: it is stationary at the
 * load of each step, by decision, and cut off at .98, where coverage takes over. That
 * the law itself is that of a queue is shown by slow_queue_simulate, which lets people
 * come and go one by one. */
#include <math.h>

#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

#include "slow/slow.h"

#define MOST_BUSY 0.98

/* ---- laws ---- */

double slow_all_busy(int servers, double load)
{
    const double offered = servers * load;
    double term = 1, sum = 1;
    if (!(load > 0))
        return 0;
    /* P(N = c) / P(N <= c) of a Poisson N is what is lost without a queue */
    for (int n = 1; n <= servers; n++) {
        term *= offered / n;
        sum += term;
    }
    const double lost = term / sum;
    return lost / (1 - load * (1 - lost));
}

double slow_decay_mean(double rate, double tau, double g)
{
    const double x = rate * tau;
    if (!(g > 0))
        return 1;
    if (x > 200) /* asymptotic series */
        return 1 - g / x * (1 - (g + 1) / x * (1 - (g + 2) / x));
    return pow(x, g) * exp(x) * gsl_sf_gamma_inc(1 - g, x);
}

struct gap {
    double tau, g, leaving;
};

static double gap_at(double wait, void *data)
{
    const struct gap *p = data;
    return pow(1 + wait / p->tau, -p->g) * exp(-p->leaving * wait);
}

static double gap_mean(double hours, struct gap p)
{
    enum { ROOM = 200 };
    double sum = 0, error;
    gsl_function law = {gap_at, &p};
    gsl_integration_workspace *room = gsl_integration_workspace_alloc(ROOM);
    gsl_integration_qag(&law, 0, hours, 0, 1e-9, ROOM, GSL_INTEG_GAUSS31, room, &sum,
                        &error);
    gsl_integration_workspace_free(room);
    return sum / hours;
}

static double leaving(const struct firm_channel *ch)
{
    return ch->patience > 0 ? 1 / ch->patience : 0;
}

void slow_waiting_tables(struct slow_tables *t)
{
    for (int c = 0; c < NC; c++) {
        const struct firm_channel *ch = &t->f->channel[c];
        const struct gap law = {ch->minutes / 60, ch->exponent, leaving(ch)};
        t->gap[c] = 1;
        if (ch->kind == INBOUND)
            t->gap[c] = (gap_mean(ch->night, law) + gap_mean(ch->weekend, law)) / 2;
    }
}

/* ---- a step ---- */

/* What the wait leaves of the leads of a channel, on average. */
static double waited(const struct slow *w, int team, int c)
{
    const struct firm_channel *ch = &w->f->channel[c];
    const struct slow_queue *q = &w->queue[team];
    const double rate = q->rate + leaving(ch);
    const double left =
        q->rate / rate * slow_decay_mean(rate, ch->minutes / 60, ch->exponent);
    return ch->office * (1 - q->busy * (1 - left)) + (1 - ch->office) * w->t->gap[c];
}

void slow_waiting_set(struct slow *w, int team, double hours, const double need[WORKS])
{
    double before = 0, all = 0, people = fmax(1, w->headcount[team]);
    hours = fmax(1e-6, hours);
    for (int i = 0; i < WORKS; i++)
        all += need[i] / hours;
    for (int i = 0; w->f->priority[i] != CONTACT; i++)
        before += need[w->f->priority[i]] / hours;
    const double through = fmin(MOST_BUSY, before + need[CONTACT] / hours);
    w->queue[team] =
        (struct slow_queue){.busy = slow_all_busy((int)people, fmin(MOST_BUSY, all)),
                            .rate = people * 60 / w->f->task_minutes *
                                    (1 - fmin(MOST_BUSY, before)) * (1 - through)};
    for (int c = 0; c < NC; c++)
        w->waited[team][c] = waited(w, team, c);
}

/* ---- a lead ---- */

bool slow_wait(struct slow *w, int team, int c, bool *within_hour)
{
    const struct firm_channel *ch = &w->f->channel[c];
    const struct slow_queue *q = &w->queue[team];
    double wait = 0;
    if (gsl_rng_uniform(w->rng) >= ch->office)
        wait = gsl_rng_uniform(w->rng) *
               (gsl_rng_uniform(w->rng) < 0.5 ? ch->night : ch->weekend);
    else if (gsl_rng_uniform(w->rng) < q->busy)
        wait = gsl_ran_exponential(w->rng, 1 / q->rate);
    const bool gone =
        ch->patience > 0 && gsl_ran_exponential(w->rng, ch->patience) < wait;
    *within_hour = !gone && wait < 1;
    return !gone &&
           gsl_rng_uniform(w->rng) < pow(1 + wait / (ch->minutes / 60), -ch->exponent);
}

/* ---- at opening ---- */

/* Hours of a step that a team's work takes in its steady state. */
static void opening_need(const struct slow *w, int team, double need[WORKS])
{
    const struct firm *f = w->f;
    for (int k = 0; k < NK; k++) {
        const int s = segment_of(k);
        double all, viable;
        if (territory_of(k) != team)
            continue;
        slow_answered(w, k, &all, &viable);
        double flow = viable * w->t->conversion[0][s];
        need[CONTACT] += all * f->contact_hours;
        need[slow_class(0)] += all * f->hours[0][s];
        for (int j = 1; j < NJ; j++, flow *= w->t->conversion[j - 1][s])
            need[slow_class(j)] += flow * f->hours[j][s];
        double care = w->t->opening_clients[k] * slow_service_week(f, k);
        if (k == f->account.market)
            care += f->account.service_week;
        need[SERVICE] += care * SLOW_WEEKS * w->dt;
    }
    need[PROSPECT] = w->outbound[team];
}

void slow_waiting_open(struct slow *w)
{
    const struct firm *f = w->f;
    const double hours = f->paid_week * SLOW_WEEKS * w->dt * (1 - f->absence) *
                         (1 - f->admin) * (1 - f->coordination);
    for (int t = 0; t < NG; t++)
        for (int c = 0; c < NC; c++)
            w->waited[t][c] = 1;
    for (int t = 0; t < NG; t++)
        for (int round = 0; round < 2; round++) {
            double need[WORKS] = {0};
            opening_need(w, t, need);
            slow_waiting_set(w, t, hours * w->headcount[t], need);
        }
}

/* ---- a queue in which people come and go ---- */

/* Time of the next event of `n` clocks of the given rate. */
static double next(gsl_rng *rng, double rate)
{
    return rate > 0 ? gsl_ran_exponential(rng, 1 / rate) : HUGE_VAL;
}

double slow_queue_simulate(gsl_rng *rng, int servers, double task_hours, double before,
                           double own, const struct firm_channel *ch, double wanted)
{
    enum { ROOM = 1 << 12 };
    const double first = servers * before / task_hours,
                 lead = servers * own / task_hours;
    double came[ROOM], now = 0, kept = 0, leads = 0;
    int head = 0, waiting = 0, ahead = 0, busy = 0;
    while (leads < wanted) {
        const double rate = first + lead + busy / task_hours;
        double u = gsl_rng_uniform(rng) * rate;
        now += next(rng, rate);
        if (u < first) /* work that comes before leads */
            busy < servers ? busy++ : ahead++;
        else if (u < first + lead) {
            leads += 1;
            if (busy < servers) {
                busy++;
                kept += 1;
            } else if (waiting < ROOM)
                came[(head + waiting++) % ROOM] = now;
        } else if (ahead > 0)
            ahead--;
        else if (waiting > 0) {
            const double wait = now - came[head];
            head = (head + 1) % ROOM;
            waiting--;
            kept += pow(1 + wait / (ch->minutes / 60), -ch->exponent);
        } else
            busy--;
    }
    return kept / leads;
}
