/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours, coverage and deals (docs/model.md 4, 5, 7).
 *
 * - a = (p/d) coverage pi^beta win_odds price^-e exp(-eta_a z)
 * - l = ((1-p)/d) loss_rate exp(eta_l z)
 *
 * Coverage from the hours expected over the step: expected stock under the law at the
 * last coverage, from the stock there is and the intensities, never from the arrivals
 * drawn. Then every lead arrives at its own time, gets its marks, and every deal moves
 * in continuous time to the end of the step. */
#include <assert.h>
#include <math.h>

#include <gsl/gsl_randist.h>

#include "slow/slow.h"

/* Coverage of a stage: of two who sell together, by their hours. */
static double covered(const struct slow *w, int k, int j)
{
    const int second = firm_second(w->f, k), work = slow_class(j);
    const double first = w->coverage[territory_of(k)][work], extra = w->f->pair.extra;
    return second < 0 ? first
                      : (first + extra * w->coverage[second][work]) / (1 + extra);
}

/* Hazards of this step at the coverage as it is. */
static void hazards(struct slow *w)
{
    for (int k = 0; k < NK; k++) {
        const int s = segment_of(k);
        for (int j = 0; j < NJ; j++) {
            const double p = w->t->conversion[j][s], rate = 1 / w->t->dwell[j][s];
            w->a[k][j] = p * rate * w->up[k] * covered(w, k, j);
            w->l[k][j] = (1 - p) * rate * w->down[k];
        }
        w->stale[k] = w->down[k] / w->t->dwell[0][s];
    }
}

/* Expected time from now to h in a stage of exit rate q, for a deal that is there; and
 * for one a month arriving: f(q) = (1 - e^(-qh))/q, g(q) = (h - f(q))/q. */
struct stay {
    double f, g;
};

/* A chain i, i+1, ... j has the divided differences f[q_i ... q_j], with the sign of
 * (-1)^(j-i), times the hazards to advance on the way. Rates that are equal are moved
 * apart by a part in a million. */
void slow_occupancy(const double *a, const double *l, const double *m, double r,
                    double h, double *spent)
{
    double q[NJ];
    struct stay d[NJ]; /* d[i]: divided difference over q_i ... q_(i + order) */
    for (int j = 0; j < NJ; j++) {
        q[j] = a[j] + l[j];
        for (int i = 0; i < j; i++)
            if (fabs(q[j] - q[i]) < 1e-6 * q[i])
                q[j] *= 1 + 1e-5;
        d[j].f = -expm1(-q[j] * h) / q[j];
        d[j].g = (h - d[j].f) / q[j];
        spent[j] = 0;
    }
    for (int order = 0; order < NJ; order++) {
        for (int i = 0; i + order < NJ; i++) {
            double way = order % 2 ? -1 : 1;
            for (int j = i; j < i + order; j++)
                way *= a[j];
            spent[i + order] += way * (m[i] * d[i].f + (i == 0 ? r * d[i].g : 0));
        }
        for (int i = 0; i + order + 1 < NJ; i++) {
            const double apart = q[i + order + 1] - q[i];
            d[i] = (struct stay){(d[i + 1].f - d[i].f) / apart,
                                 (d[i + 1].g - d[i].g) / apart};
        }
    }
}

/* ---- coverage ---- */

/* Prospecting hours of a step; the working days of the month multiply them. */
static double target(const struct slow *w, int team)
{
    const double days = w->t->days[(w->f->start + w->month) % 12];
    double hours = 0;
    for (int c = 0; c < NC; c++)
        if (w->f->channel[c].kind == OUTBOUND)
            hours += w->f->channel[c].hours_per_seat * w->headcount[team] * w->dt *
                     days * w->t->calls_more[slow_mix_period(w, c)][team];
    return hours;
}

void slow_contact_open(struct slow *w)
{
    for (int t = 0; t < NT; t++)
        for (int c = 0; c < WORKS; c++)
            w->coverage[t][c] = 1;
    for (int t = 0; t < NG; t++)
        w->outbound[t] = target(w, t);
}

/* Stock by stage and kind of a market. */
static void stock(const struct slow *w, double m[NK][NJ], double stale[NK])
{
    for (int k = 0; k < NK; k++) {
        stale[k] = 0;
        for (int j = 0; j < NJ; j++)
            m[k][j] = 0;
    }
    for (int i = 0; i < w->deals; i++) {
        const struct slow_deal *d = &w->deal[i];
        if (d->kind == VIABLE)
            m[d->market][d->stage] += 1;
        else
            stale[d->market] += 1;
    }
}

/* Chance that a viable lead of channel c in market k is contacted in time. */
static double in_time(const struct slow *w, int k, int c)
{
    const struct firm_channel *ch = &w->f->channel[c];
    const int team = territory_of(k);
    const double kept = ch->kept * w->lever.channel[VIABLE_SHARE][c];
    return ch->kind == INBOUND ? kept * w->coverage[team][CONTACT] * w->waited[team][c]
                               : kept;
}

void slow_answered(const struct slow *w, int k, double *all, double *viable)
{
    *all = *viable = 0;
    for (int c = 0; c < NC; c++) {
        const double n = w->arrive[k][c] * (1 - w->f->channel[c].neglected);
        *all += n;
        *viable += n * w->t->fit[c][segment_of(k)] * in_time(w, k, c);
    }
}

/* Hours of the named deal, with its own odds. */
static void named_need(const struct slow *w, double need[WORKS])
{
    const int k = w->f->deal.market, s = segment_of(k);
    double a[NJ], m[NJ] = {0}, spent[NJ];
    for (int j = 0; j < NJ; j++)
        a[j] = w->a[k][j] * w->t->named_odds;
    m[w->named_stage] = 1;
    slow_occupancy(a, w->l[k], m, 0, w->dt, spent);
    for (int j = 0; j < NJ; j++)
        need[slow_class(j)] += spent[j] * w->f->hours[j][s] / w->t->dwell[j][s];
}

static void market_need(const struct slow *w, int k, const double *m, double stale,
                        double need[WORKS], double second[WORKS])
{
    const struct firm *f = w->f;
    const int s = segment_of(k);
    double spent[NJ], all, viable;
    slow_answered(w, k, &all, &viable);
    need[CONTACT] += all * f->contact_hours;
    slow_occupancy(w->a[k], w->l[k], m, viable / w->dt, w->dt, spent);
    for (int j = 0; j < NJ; j++) {
        const double hours = spent[j] * f->hours[j][s] / w->t->dwell[j][s];
        need[slow_class(j)] += hours;
        if (second)
            second[slow_class(j)] += hours * f->pair.extra;
    }
    /* stale leads: the first stage alone, at the whole rate 1/d times the loss levers
     */
    const double rate = w->stale[k], gone = -expm1(-rate * w->dt);
    const double time =
        stale * gone / rate + (all - viable) / w->dt * (w->dt - gone / rate) / rate;
    need[slow_class(0)] += time * f->hours[0][s] / w->t->dwell[0][s];
    if (k == f->deal.market && w->named_stage >= 0)
        named_need(w, need);
    double hours = w->count[k] * slow_service_week(f, k);
    if (k == f->account.market && w->anchor)
        hours += f->account.service_week;
    need[SERVICE] += (hours * SLOW_WEEKS + slow_cross_hours(w, k)) * w->dt;
}

static void serve(struct slow *w, int team, const double need[WORKS])
{
    double left = w->hours[team];
    for (int i = 0; i < WORKS; i++) {
        const int c = w->f->priority[i];
        const double given = fmin(left, need[c]);
        w->coverage[team][c] = need[c] > 0 ? given / need[c] : 1;
        w->now.need[c] += need[c];
        w->now.given[c] += given;
        left -= given;
    }
    w->outbound[team] = w->coverage[team][PROSPECT] * need[PROSPECT];
}

/* Stale leads expected to arrive in the step, by the reason they will be lost for. */
static void stale_expected(struct slow *w, int k)
{
    for (int c = 0; c < NC; c++) {
        const double n = w->arrive[k][c] * (1 - w->f->channel[c].neglected);
        const double fit = w->t->fit[c][segment_of(k)];
        w->now.stale_late[k] += n * fit * (1 - in_time(w, k, c));
        w->now.stale_unfit[k] += n * (1 - fit);
    }
}

void slow_contact_step(struct slow *w)
{
    const struct firm *f = w->f;
    double need[NT][WORKS] = {{0}}, m[NK][NJ], stale[NK];
    stock(w, m, stale);
    for (int k = 0; k < NK; k++) {
        const double z = w->macro.z[k];
        w->up[k] =
            fmin(2, w->skill[k] * (1 - w->handover_deals[territory_of(k)]) *
                        w->lever.market[WIN_ODDS][k] * exp(-f->adverse_advance * z) *
                        pow(w->lever.market[PRICE][k], -f->price_exponent) *
                        (firm_second(f, k) < 0
                             ? 1
                             : pow(1 - f->pair.loss, w->t->beta[segment_of(k)])));
        w->down[k] = fmin(2, w->lever.market[LOSS_RATE][k] * exp(f->adverse_loss * z));
    }
    hazards(w);
    for (int k = 0; k < NK; k++) {
        const int second = firm_second(f, k);
        market_need(w, k, m[k], stale[k], need[territory_of(k)],
                    second < 0 ? NULL : need[second]);
    }
    for (int t = 0; t < firm_teams(f); t++) {
        need[t][PROSPECT] = t < NG ? target(w, t) : 0;
        serve(w, t, need[t]);
        if (t < NG)
            slow_waiting_set(w, t, w->hours[t], need[t]);
    }
    for (int k = 0; k < NK; k++)
        stale_expected(w, k);
    hazards(w);
}

/* ---- deals ---- */

static void deal_new(struct slow *w, int k, int stage, int kind)
{
    assert(w->deals < SLOW_DEALS);
    w->deal[w->deals++] =
        (struct slow_deal){(signed char)k, (signed char)stage, (signed char)kind};
}

void slow_funnel_open(struct slow *w)
{
    const struct firm *f = w->f;
    w->named_stage = f->deal.stage;
    for (int k = 0; k < NK; k++) {
        const int s = segment_of(k);
        double unfit = 0, late = 0, flow = 0;
        for (int c = 0; c < NC; c++) {
            const struct firm_channel *ch = &f->channel[c];
            const double n = w->arrive[k][c] / w->dt * (1 - ch->neglected);
            unfit += n * (1 - w->t->fit[c][s]);
            late += n * w->t->fit[c][s] * (1 - in_time(w, k, c));
            flow += n * w->t->fit[c][s] * in_time(w, k, c);
        }
        unsigned n = gsl_ran_poisson(w->rng, unfit * w->t->dwell[0][s]);
        for (; n > 0; n--)
            deal_new(w, k, 0, UNFIT);
        for (n = gsl_ran_poisson(w->rng, late * w->t->dwell[0][s]); n > 0; n--)
            deal_new(w, k, 0, TOO_LATE);
        for (int j = 0; j < NJ; flow *= w->t->conversion[j][s], j++)
            for (n = gsl_ran_poisson(w->rng, flow * w->t->dwell[j][s]); n > 0; n--)
                deal_new(w, k, j, VIABLE);
    }
}

/* What a deal does in the `left` months to the end of the step: its stage, NJ = won, or
 * -1 = lost, in *lost_in. `odds` multiply the hazard to advance. */
static int run(struct slow *w, int k, int stage, double odds, double left, int *lost_in)
{
    while (stage < NJ) {
        const double a = odds * w->a[k][stage], l = w->l[k][stage];
        left -= gsl_ran_exponential(w->rng, 1 / (a + l));
        if (left < 0)
            return stage;
        if (gsl_rng_uniform(w->rng) * (a + l) >= a) {
            *lost_in = stage;
            return -1;
        }
        stage++;
    }
    return NJ;
}

static void lost_late(struct slow *w)
{
    const bool none = gsl_rng_uniform(w->rng) < w->f->no_decision;
    w->now.lost[none ? NO_DECISION : COMPETITOR] += 1;
}

/* Moves a deal through `left` months; false when it is over. */
static bool deal_run(struct slow *w, struct slow_deal *d, double left)
{
    const int k = d->market, from = d->stage;
    int lost_in = 0;
    if (d->kind != VIABLE) {
        if (gsl_ran_exponential(w->rng, 1 / w->stale[k]) > left)
            return true;
        w->now.stale_lost[k] += 1;
        if (w->f->as_written.reason_marked)
            w->now.lost[d->kind == TOO_LATE ? LOST_LATE : LOST_UNFIT] += 1;
        return false;
    }
    const int to = run(w, k, from, 1, left, &lost_in);
    if (from == 0 && (to > 0 || (to < 0 && lost_in > 0)))
        w->now.qualified += 1;
    if (to == NJ) {
        w->now.wins += 1;
        w->now.won[k]++;
    } else if (to < 0 && lost_in > 0)
        lost_late(w);
    else if (to < 0)
        w->now.lost[LOST_UNFIT] += 1;
    d->stage = (signed char)to;
    return to >= 0 && to < NJ;
}

/* A lead of channel c arrives in market k: its marks, then its first moves. */
static void lead(struct slow *w, int k, int c)
{
    const struct firm_channel *ch = &w->f->channel[c];
    const double left = w->dt * gsl_rng_uniform(w->rng);
    w->now.leads += 1;
    w->now.referred += ch->kind == REFERRAL;
    w->now.large_leads += segment_of(k) == LARGE;
    w->now.north_leads += territory_of(k) == 0;
    if (gsl_rng_uniform(w->rng) < ch->neglected) {
        w->now.lost[NEGLECTED] += 1;
        return;
    }
    const bool fit = gsl_rng_uniform(w->rng) < w->t->fit[c][segment_of(k)];
    bool late = gsl_rng_uniform(w->rng) >= ch->kept * w->lever.channel[VIABLE_SHARE][c];
    if (ch->kind == INBOUND) {
        bool within_hour;
        const int team = territory_of(k);
        const bool reached = gsl_rng_uniform(w->rng) < w->coverage[team][CONTACT];
        const bool viable = slow_wait(w, team, c, &within_hour);
        w->now.answered += reached && within_hour;
        late |= !reached || !viable;
    }
    deal_new(w, k, 0, !fit ? UNFIT : late ? TOO_LATE : VIABLE);
    if (!deal_run(w, &w->deal[w->deals - 1], left))
        w->deals--;
}

static void named_step(struct slow *w)
{
    const struct firm *f = w->f;
    int lost_in = 0;
    if (w->named_stage < 0)
        return;
    const int to =
        run(w, f->deal.market, w->named_stage, w->t->named_odds, w->dt, &lost_in);
    if (to < 0)
        lost_late(w);
    w->now.wins += to == NJ;
    w->now.named += to == NJ;
    w->named_stage = to == NJ ? -1 : to;
}

void slow_funnel_step(struct slow *w)
{
    const int open = w->deals;
    int kept = 0;
    for (int i = 0; i < open; i++)
        if (deal_run(w, &w->deal[i], w->dt))
            w->deal[kept++] = w->deal[i];
    w->deals = kept;
    for (int k = 0; k < NK; k++)
        for (int c = 0; c < NC; c++)
            for (unsigned n = gsl_ran_poisson(w->rng, w->arrive[k][c]); n > 0; n--)
                lead(w, k, c);
    named_step(w);
}

/* As the engine has it: the stale leads lost in a month are late or unfit in proportion
 * to the leads expected to arrive in that month. */
void slow_funnel_month(struct slow *w)
{
    struct slow_month *m = &w->now;
    for (int k = 0; k < NK && !w->f->as_written.reason_marked; k++) {
        const double late = m->stale_late[k] / (m->stale_late[k] + m->stale_unfit[k]);
        const double n = gsl_ran_binomial(w->rng, late, (unsigned)m->stale_lost[k]);
        m->lost[LOST_LATE] += n;
        m->lost[LOST_UNFIT] += m->stale_lost[k] - n;
    }
}
