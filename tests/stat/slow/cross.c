/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selling across, client by client: each knows which products its company has.
 *
 * In a month a client who lacks the other product of its territory and segment buys it
 * with probability
 *
 *   rate/12 x room x coverage of account service x proficiency for that product,
 *
 * before the renewals of the month; what is bought joins the wins. Net retention counts
 * what was sold in a year to companies that were clients when it began. */
#include <assert.h>
#include <math.h>

#include <gsl/gsl_randist.h>

#include "slow/slow.h"

/* The market of the other product. */
static int other(int k)
{
    return firm_market(territory_of(k), 1 - product_of(k), segment_of(k));
}

static double room(const struct slow *w, int k)
{
    const double most = w->f->potential[segment_of(k)] * w->f->share[k];
    return most > 0 ? fmax(0, 1 - slow_market_clients(w, k) / most) : 1;
}

/* Sales a month into the other market, of a client of k, served and sold to well. */
static double rate(const struct slow *w, int k)
{
    return w->f->cross.rate[segment_of(k)] / 12 * room(w, other(k));
}

void slow_choose(gsl_rng *rng, int k, int n, int *out)
{
    int all[SLOW_CLIENTS];
    for (int i = 0; i < n; i++)
        all[i] = i;
    gsl_ran_shuffle(rng, all, (size_t)n, sizeof *all);
    for (int i = 0; i < k; i++)
        out[i] = all[i];
}

static bool lacks(const struct slow *w, const struct slow_client *c)
{
    return w->company[c->company].has[1 - product_of(c->market)] == 0;
}

int slow_company_new(struct slow *w, int since)
{
    assert(w->companies < SLOW_COMPANIES);
    w->company[w->companies] = (struct slow_company){.since = since};
    return w->companies++;
}

/* At opening a share of the smaller of two markets has both products. Clients are in
 * the order of their markets. */
void slow_cross_open(struct slow *w)
{
    int first[NK + 1] = {0};
    for (int k = 0; k < NK; k++)
        first[k + 1] = first[k] + w->count[k];
    for (int k = 0; k < NK; k++) {
        if (product_of(k) != 0)
            continue;
        const int j = other(k), n = w->count[k], m = w->count[j];
        const int both =
            (int)lround(w->f->cross.opening[segment_of(k)] * (n < m ? n : m));
        int mine[SLOW_PAIRS], theirs[SLOW_PAIRS];
        assert(both <= SLOW_PAIRS);
        slow_choose(w->rng, both, n, mine);
        slow_choose(w->rng, both, m, theirs);
        for (int i = 0; i < both; i++) {
            struct slow_client *c = &w->client[first[j] + theirs[i]];
            w->company[c->company].has[1] = 0;
            c->company = w->client[first[k] + mine[i]].company;
            w->company[c->company].has[1] = 1;
        }
    }
}

/* Hours a month of account service that offers take. */
double slow_cross_hours(const struct slow *w, int k)
{
    double lacking = 0;
    if (!(w->f->cross.rate[segment_of(k)] > 0))
        return 0;
    for (int i = 0; i < w->clients; i++)
        lacking += w->client[i].market == k && lacks(w, &w->client[i]);
    return lacking * rate(w, k) * w->f->cross.hours[segment_of(k)];
}

/* Who buys this month, from clients that are there. */
void slow_cross_month(struct slow *w)
{
    double chance[NK];
    w->buyers = 0;
    if (!(w->f->cross.rate[SMALL] > 0))
        return;
    for (int k = 0; k < NK; k++)
        chance[k] = rate(w, k) * w->covered[territory_of(k)][w->month % 12] *
                    pow(w->skill[other(k)], 1 / w->t->beta[segment_of(k)]);
    for (int i = 0; i < w->clients; i++) {
        const struct slow_client *c = &w->client[i];
        if (!lacks(w, c) || gsl_rng_uniform(w->rng) >= chance[c->market])
            continue;
        assert(w->buyers < SLOW_PAIRS);
        w->buyer[w->buyers++] = (struct slow_buyer){other(c->market), c->company};
        w->now.across += 1;
    }
}
