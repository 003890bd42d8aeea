/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads (docs/model.md 4): intensity b S A D U V x levers of each channel and market.
 *
 * - S season, exp(a cos(2 pi (month - peak)/12)) / mean; A goodwill through Hill's law
 * - D = (1 - drop)^z; U monthly gamma of the channel
 * - V = year x segment x market gammas, shares .5/.3/.2 of cv^2, drawn once a year
 * - room 1 - clients/potential
 *
 * Outbound leads are made of the previous step's hours, referral ones of clients. */
#include <math.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>

#include "slow/slow.h"

double slow_market_clients(const struct slow *w, int k)
{
    return w->count[k] + (k == w->f->account.market && w->anchor);
}

/* A gamma of mean 1 and the given variance. */
static double unit_gamma(gsl_rng *rng, double variance)
{
    return variance > 0 ? gsl_ran_gamma(rng, 1 / variance, variance) : 1;
}

/* Response to goodwill relative to that of the reference spend; half saturation 1. */
static double response(const struct firm_channel *c, double goodwill)
{
    if (!(c->spend > 0))
        return 1;
    const double g = pow(goodwill, c->hill);
    return 1 - c->driven + c->driven * (g / (g + 1)) / 0.5;
}

static double spend(const struct slow *w, const struct firm_channel *c)
{
    const bool planned = c->plan_month && w->month + 1 >= c->plan_month;
    return (planned ? c->plan_spend : c->spend) * slow_rule_adverts(w);
}

/* Leads a month of channel c in market k, luck and season aside. */
static double base(const struct slow *w, int k, int c, double outbound_hours,
                   double clients)
{
    const struct firm_channel *ch = &w->f->channel[c];
    const int s = segment_of(k);
    switch (ch->kind) {
    case OUTBOUND:
        return outbound_hours / w->dt * ch->leads_per_hour *
               w->t->calls[slow_mix_period(w, c)][k];
    case REFERRAL:
        return clients * ch->per_client_year / 12 * exp(ch->content * w->content[k]);
    default:
        return w->leads[s] * w->f->share[k] * ch->share[s] *
               response(ch, w->goodwill[c][s]);
    }
}

/* The leads of a neutral step: no noise, no season, hours at their target. */
void slow_demand_open(struct slow *w)
{
    const struct firm *f = w->f;
    const double days = w->t->days[f->start];
    for (int c = 0; c < NC; c++)
        w->goodwill[c][SMALL] = w->goodwill[c][LARGE] = 1;
    for (int k = 0; k < NK; k++)
        for (int c = 0; c < NC; c++)
            w->arrive[k][c] = w->dt * base(w, k, c, w->outbound[territory_of(k)] / days,
                                           w->t->opening_clients[k]);
}

static void luck(struct slow *w)
{
    const double square = w->f->yearly_cv * w->f->yearly_cv;
    if (w->month % 12 == 0) {
        const double year = unit_gamma(w->rng, 0.5 * square);
        double segment[NS];
        for (int s = 0; s < NS; s++)
            segment[s] = unit_gamma(w->rng, 0.3 * square);
        for (int k = 0; k < NK; k++)
            w->year[k] =
                year * segment[segment_of(k)] * unit_gamma(w->rng, 0.2 * square);
    }
    for (int c = 0; c < NC; c++)
        w->noise[c] = unit_gamma(w->rng, 1 / w->f->channel[c].dispersion);
}

static double room(const struct slow *w, int k)
{
    const double most = w->f->potential[segment_of(k)] * w->f->share[k];
    return most > 0 ? fmax(0, 1 - slow_market_clients(w, k) / most) : 1;
}

void slow_demand_step(struct slow *w)
{
    const struct firm *f = w->f;
    if (w->month_starts)
        luck(w);
    const double season = w->t->season[(f->start + w->month) % 12];
    for (int k = 0; k < NK; k++) {
        const double market = w->year[k] * pow(1 - w->drop, w->macro.z[k]) *
                              w->lever.market[DEMAND][k] * room(w, k) * season * w->dt;
        for (int c = 0; c < NC; c++) {
            w->arrive[k][c] =
                market * w->noise[c] * w->lever.channel[ARRIVALS][c] *
                w->lever.channel[LEAD_FLOW][c] *
                base(w, k, c, w->outbound[territory_of(k)], slow_market_clients(w, k));
            w->now.rate[k][c] += w->arrive[k][c];
        }
    }
    for (int c = 0; c < NC; c++) {
        const struct firm_channel *ch = &f->channel[c];
        const double keep = exp2(-w->dt * SLOW_WEEKS / ch->half_life_weeks);
        for (int s = 0; s < NS && ch->spend > 0; s++)
            w->goodwill[c][s] = keep * w->goodwill[c][s] + (1 - keep) * spend(w, ch) /
                                                               ch->spend *
                                                               slow_mix_spend(w, c, s);
    }
}
