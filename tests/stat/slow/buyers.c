/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buyers without a contract, purchase by purchase (docs/model.md 6): each has its own
 * rate ~ gamma and its own probability ~ Beta that a purchase is the last.
 *
 * - purchases of a month come after exponential times at the rate of the month; each
 *   may be the last one, and brings a gamma sum
 * - rate x exp(-coverage short - adverse z + satisfaction S), odds of the last x e^B
 * - at opening: buyers who came evenly over some years, and are left
 * - what a living buyer usually brings in a year is its annual value */
#include <math.h>

#include <gsl/gsl_randist.h>

#include "slow/slow.h"

static void draw(const struct slow *w, struct slow_client *c)
{
    const struct firm_buyers *b = &w->f->buyers;
    const int s = segment_of(c->market);
    c->rate = gsl_ran_gamma(w->rng, b->shape[s], 1 / b->scale[s]);
    c->leave = gsl_ran_beta(w->rng, b->a[s], b->b[s]);
    c->value = 12 * c->rate * b->spend[s];
}

void slow_buyer_new(const struct slow *w, struct slow_client *c)
{
    draw(w, c);
}

/* Draws until somebody is left today; the purchases since are its renewals. */
void slow_buyer_open(const struct slow *w, struct slow_client *c)
{
    for (;;) {
        double left = 12 * w->f->buyers.years * gsl_rng_uniform(w->rng);
        bool gone = false;
        draw(w, c);
        for (c->renewals = 0; !gone; c->renewals++) {
            left -= gsl_ran_exponential(w->rng, 1 / c->rate);
            if (left < 0)
                return;
            gone = gsl_rng_uniform(w->rng) < c->leave;
        }
    }
}

bool slow_buyer_month(struct slow *w, struct slow_client *c, double log_odds,
                      double shortage)
{
    const struct firm_buyers *b = &w->f->buyers;
    const int k = c->market, s = segment_of(k);
    const double rate =
        c->rate * exp(b->by_content * w->content[k] - b->by_coverage * shortage -
                      b->by_adverse * w->macro.z[k]);
    const double odds = c->leave / (1 - c->leave) * exp(log_odds);
    const double shape = 1 / (b->cv[s] * b->cv[s]);
    double left = 1;
    while ((left -= gsl_ran_exponential(w->rng, 1 / rate)) > 0) {
        w->now.purchases += 1;
        w->now.paid[k] +=
            gsl_ran_gamma(w->rng, shape, b->spend[s] / shape) * w->price[product_of(k)];
        if (gsl_rng_uniform(w->rng) * (1 + odds) < odds)
            return false;
        c->renewals++;
    }
    return true;
}
