/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: the yearly contracts of one market, by slot and latent type. Law:
 * src/model/contracts.c, contracts_open.c, for terms of 12 months without expansion. */
#include <string.h>

#include "gsl_loop.h"

/* Clients of a slot leave with probability prob[type]; their number, and value. */
static unsigned leave(struct loop_path *w, struct loop_contracts *x, uint32_t slot,
                      const double *prob, double shape, double *value)
{
    unsigned gone = 0;
    for (int j = 0; j < TYPES; j++) {
        const unsigned n = x->count[slot][j], out = loop_binomial(w, prob[j], n);
        if (out == 0)
            continue;
        double with = x->value[slot][j];
        if (out < n)
            with *= gsl_ran_beta(w->rng, out * shape, (n - out) * shape);
        x->count[slot][j] -= out;
        x->value[slot][j] -= with;
        gone += out;
        *value += with;
    }
    return gone;
}

static unsigned sum_counts(const unsigned *count)
{
    unsigned sum = 0;
    for (int j = 0; j < TYPES; j++)
        sum += count[j];
    return sum;
}

/* A slot six months off its anniversary: who is insolvent. */
static unsigned test(struct loop_path *w, struct loop_contracts *x, uint32_t slot,
                     double failing, double shape)
{
    double prob[TYPES], lost = 0;
    const unsigned clients = sum_counts(x->count[slot]);
    for (int j = 0; j < TYPES; j++)
        prob[j] = failing;
    const unsigned gone = leave(w, x, slot, prob, shape, &lost);
    if (gone == 0)
        return 0;
    const double before = x->slot_value[slot],
                 share = (double)(clients - gone) / clients;
    const double after = clients > gone ? loop_max(0, before - lost) : 0;
    double *young = &x->young[(w->month + YEAR - 6) % YEAR];
    const double left = before > 0 ? *young * after / before : 0;
    x->loyal -= x->slot_loyal[slot] * (1 - share);
    x->first -= x->slot_first[slot] * (1 - share);
    x->slot_loyal[slot] *= share;
    x->slot_first[slot] *= share;
    x->slot_value[slot] = after;
    x->listed += after - before;
    x->young_total += left - *young;
    *young = left;
    return gone;
}

/* P(r renewals) of a slot that has renewed and gets `fresh` contracts. */
static void climb(struct loop_contracts *x, uint32_t slot, const unsigned *fresh)
{
    double(*ladder)[TYPES] = x->ladder[slot], loyal = 0;
    unsigned first = 0;
    for (int j = 0; j < TYPES; j++) {
        const unsigned all = x->count[slot][j] + fresh[j];
        const double old = all ? (double)x->count[slot][j] / all : 0;
        const double once = ladder[0][j] * old, twice = ladder[1][j] * old;
        ladder[0][j] = 1 - old;
        ladder[1][j] = once;
        ladder[2][j] = twice;
        loyal += loop_max(0, old - once - twice) * all;
        first += fresh[j];
    }
    x->loyal += loyal - x->slot_loyal[slot];
    x->first += first - x->slot_first[slot];
    x->slot_loyal[slot] = loyal;
    x->slot_first[slot] = first;
}

static void types_draw(struct loop_path *w, const float *chance, unsigned n,
                       unsigned *out)
{
    for (int j = 0; j < TYPES - 1; j++)
        n -= out[j] = loop_binomial(w, (double)chance[j], n);
    out[TYPES - 1] = n;
}

/* What is sold in the month joins the slot that has just renewed. */
static void join(struct loop_path *w, uint32_t k, struct loop_contracts *x,
                 uint32_t slot)
{
    const struct fc_contracts *c = &w->of->customers->contracts[k];
    const struct fc_pipeline *pipe = w->of->model->pipeline;
    const double shape = (double)c->new_shape;
    const double unit = loop_number(w, pipe->deal_mean[c->segment]) *
                        (1 - loop_number(w, pipe->discount)) / shape;
    const unsigned sold = (unsigned)w->s.sold[k], named = (unsigned)w->s.named_won[k];
    unsigned fresh[TYPES];
    double sum = 0, *young = &x->young[w->month % YEAR];
    types_draw(w, c->chance, sold - named, fresh);
    for (int j = 0; j < TYPES; j++) {
        if (fresh[j] == 0)
            continue;
        const double worth = gsl_ran_gamma(w->rng, fresh[j] * shape, unit);
        x->value[slot][j] += worth;
        sum += worth;
    }
    if (named > 0) {
        const double u = gsl_rng_uniform(w->rng);
        int type = 0;
        while (type < TYPES - 1 && u >= (double)c->weight_sum[type])
            type++;
        fresh[type] += named;
        x->value[slot][type] += w->s.named_value[k];
        sum += w->s.named_value[k];
    }
    climb(x, slot, fresh);
    for (int j = 0; j < TYPES; j++)
        x->count[slot][j] += fresh[j];
    x->young_total += sum - *young; /* won 12 months ago: young no longer */
    *young = sum;
    w->s.new_clients[k] += sold;
    w->s.bookings[k] += sum * w->price[c->product];
}

static double slot_sum(const struct loop_contracts *x, uint32_t slot)
{
    double sum = 0;
    for (int j = 0; j < TYPES; j++)
        sum += x->value[slot][j];
    return sum;
}

static void values_write(struct loop_path *w, uint32_t k)
{
    const struct fc_contracts *c = &w->of->customers->contracts[k];
    struct loop_contracts *x = &w->contracts[k];
    x->listed = x->contracts > 0 ? loop_max(0, x->listed) : 0;
    const double old = loop_max(0, x->listed - x->young_total);
    const double net = old + loop_cross_net(w, k);
    const double loyal = loop_min(loop_max(0, x->loyal), x->contracts);
    w->s.annual_value[k] = x->listed * w->price_next[c->product];
    w->s.value_kept[k] = old * w->price_then[c->product];
    w->s.value_kept_net[k] = net * w->price_next[c->product];
    w->s.loyal[k] = loyal;
    w->s.first_term[k] = loop_min(loop_max(0, x->first), x->contracts - loyal);
}

void loop_contracts_month(struct loop_path *w, uint32_t k, double odds, double failing)
{
    const struct fc_contracts *c = &w->of->customers->contracts[k];
    struct loop_contracts *x = &w->contracts[k];
    const uint32_t slot = (w->month + 1) % TERM;
    const double shape = (double)c->shape;
    double prob[TYPES], lost = 0;
    w->s.recurring[k] += x->listed * w->price[c->product] / 12;
    for (int j = 0; j < TYPES; j++) {
        const double go = (double)c->leave[j] * odds;
        prob[j] = go / (go + 1 - (double)c->leave[j]);
    }
    unsigned gone = leave(w, x, slot, prob, shape, &lost);
    gone += test(w, x, (slot + 6) % TERM, failing, shape);
    join(w, k, x, slot);
    const double now = slot_sum(x, slot), fresh = w->s.sold[k];
    x->listed += now - x->slot_value[slot];
    x->slot_value[slot] = now;
    x->contracts = x->contracts + (unsigned)fresh - gone;
    w->s.lost_clients[k] += gone;
    w->s.clients[k] += fresh - gone;
    values_write(w, k);
}

/* ---- time 0 ---- */

static uint32_t slot_clients(const struct fc_contracts *c, uint32_t slot)
{
    const uint32_t place = (slot + c->opening_turn) % TERM, n = c->opening_clients;
    return (place + 1) * n / TERM - place * n / TERM;
}

static void slot_open(struct loop_path *w, const struct fc_contracts *c,
                      struct loop_contracts *x, uint32_t slot, double *sum)
{
    types_draw(w, c->opening_chance, slot_clients(c, slot), x->count[slot]);
    for (int j = 0; j < TYPES; j++) {
        const unsigned n = x->count[slot][j];
        const float *r = c->renewed[j];
        const double rest = 1 - (double)r[0] - (double)r[1] - (double)r[2];
        if (n > 0)
            *sum += x->value[slot][j] = gsl_ran_gamma(w->rng, n * (double)c->shape, 1);
        for (int i = 0; i < FC_LADDER; i++)
            x->ladder[slot][i][j] = (double)r[i];
        x->slot_loyal[slot] += n * loop_max(0, rest);
        x->slot_first[slot] += n * (double)r[0];
    }
    x->loyal += x->slot_loyal[slot];
    x->first += x->slot_first[slot];
}

void loop_contracts_open(struct loop_path *w, uint32_t k)
{
    const struct fc_customers *own = w->of->customers;
    const struct fc_contracts *c = &own->contracts[k];
    const struct fc_pipeline *pipe = w->of->model->pipeline;
    struct loop_contracts *x = &w->contracts[k];
    double sum = 0;
    memset(x, 0, sizeof *x);
    for (uint32_t slot = 0; slot < TERM; slot++)
        slot_open(w, c, x, slot, &sum);
    const double all =
        own->recurring_given[c->segment]
            ? loop_number(w, own->recurring[c->segment]) * c->opening_part
            : loop_number(w, pipe->deal_mean[c->segment]) * c->opening_clients;
    for (uint32_t slot = 0; slot < TERM; slot++) {
        for (int j = 0; j < TYPES; j++)
            x->value[slot][j] *= sum > 0 ? all / sum : 0;
        x->slot_value[slot] = slot_sum(x, slot);
        x->listed += x->slot_value[slot];
    }
    x->contracts = c->opening_clients;
    w->s.clients[k] = x->contracts;
    values_write(w, k);
}
