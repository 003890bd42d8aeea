/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts of one market: renewal, insolvency, new contracts. Counts by renewal month
 * and latent type j, exact in law; values in list units a year.
 *
 *   leaving at renewal  n ~ Bin(N_j, p_j),  odds p_j/(1-p_j) = leave_j/(1-leave_j) e^B
 * (1.20) insolvency          n ~ Bin(N_j, p), once a year six months off the
 * anniversary, for terms below 12 months at each renewal                        (1.22)
 *   value that leaves   V G1 / (G1 + G2),  G1 ~ Gamma(n a), G2 ~ Gamma((N-n) a), a =
 * 1/CV^2 new contracts       types: multinomial w_j;  value: mean Gamma(n a) / a ladder
 * P(r renewals) moves up a class at a renewal; new ones begin at 0: the conditional
 * expectation, given the counts The wins of a month join after its renewals and tests,
 * so a contract of T months pays exactly T times before its first renewal. Value lost
 * by the contracts of the last 12 months is the share of their pool's loss that they
 * expect.
 *
 * Source: Fader & Hardie 2007; evidence 1.5. Checked by tests/stat/test_customers.c
 * (T11, T12, first renewal, 12 payments) and tests/unit/test_customers.c. */
#include "model/customers.h"

#include <string.h>

#include "model/market.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

enum { POOLS = FC_TYPES * FC_LANES };

static void draw_groups(const struct fc_block *b, const uint64_t *site, int groups,
                        uint32_t *words)
{
    for (int g = 0; g < groups; g++)
        fc_draw(b, site[g], words + (size_t)g * 4 * FC_LANES);
}

static bool any(const uint8_t *which)
{
    uint8_t found = 0;
    for (int i = 0; i < POOLS; i++)
        found |= which[i];
    return found != 0;
}

/* Share of a pool's value that leaves with n of its N clients, all pools of a slot.
 * words: one row for each type, twice. */
static void share_split(const struct fc_block *b, const uint64_t *site, float shape,
                        const float *n, const float *all, const uint8_t *which,
                        float *share)
{
    FC_WORD_ROWS(words, 3);
    FC_POOL_ROWS(float, size);
    FC_POOL_ROWS(float, gone);
    FC_POOL_ROWS(float, kept);
    draw_groups(b, site, 3, words);
    for (int i = 0; i < POOLS; i++) {
        size[i] = n[i] * shape;
        gone[i] = 0.0f;
        kept[i] = 1.0f;
    }
    fc_gamma_some(POOLS, words, size, which, gone);
    for (int i = 0; i < POOLS; i++)
        size[i] = (all[i] - n[i]) * shape;
    fc_gamma_some(POOLS, words + 6 * FC_LANES, size, which, kept);
    for (int i = 0; i < POOLS; i++) {
        const float sum = gone[i] + kept[i];
        const float part = gone[i] / (sum > 0.0f ? sum : 1.0f);
        share[i] = which[i] ? part : share[i];
    }
}

/* Clients of a slot leave with probability prob [type][lane]; they are added to `lost`.
 */
static void leave(const struct fc_block *b, const uint64_t *site, float shape,
                  const float *prob, float *count, double *value, float *lost)
{
    FC_WORD_ROWS(words, 2);
    FC_POOL_ROWS(float, n);
    FC_POOL_ROWS(float, share);
    FC_POOL_ROWS(uint8_t, which);
    draw_groups(b, site, 2, words);
    fc_binomial(POOLS, words, count, prob, n);
    for (int i = 0; i < POOLS; i++) {
        const bool some = n[i] > 0.0f;
        const bool stay = n[i] < count[i];
        which[i] = some & stay;
        share[i] = some & !stay ? 1.0f : 0.0f;
    }
    if (any(which)) /* a draw nobody needs changes no byte */
        share_split(b, site + 2, shape, n, count, which, share);
    for (int i = 0; i < POOLS; i++) {
        value[i] *= (double)(1.0f - share[i]);
        count[i] -= n[i];
    }
    for (uint32_t j = 0; j < FC_TYPES; j++)
        FC_EACH (l)
            lost[l] += n[j * FC_LANES + l];
}

/* value after / before, per type or for the whole slot; young values of the vintages
 * that renew together with this slot shrink by it. */
static void age(const struct fc_contracts *c, const struct fc_block *b, uint32_t month,
                uint32_t first, uint32_t every, const double *before,
                const double *after)
{
    FC_POOL_ROWS(double, ratio);
    for (uint32_t j = 0; j < c->kinds; j++)
        FC_EACH (l) {
            const double was = before[j * FC_LANES + l];
            ratio[j * FC_LANES + l] = was > 0.0 ? after[j * FC_LANES + l] / was : 0.0;
        }
    for (uint32_t back = first; back < FC_VINTAGES; back += every) {
        const uint32_t vintage = (month + FC_VINTAGES - back) % FC_VINTAGES;
        double *young = fc_own_double(b, c->young, (size_t)vintage * c->kinds);
        for (uint32_t i = 0; i < c->kinds * FC_LANES; i++)
            young[i] *= ratio[i];
    }
}

/* Sum over the types of a slot. */
static void sum_types(const double *value, double *sum)
{
    FC_EACH (l) {
        const double low = value[l] + value[FC_LANES + l] + value[2 * FC_LANES + l];
        sum[l] = low + (value[3 * FC_LANES + l] + value[4 * FC_LANES + l] +
                        value[5 * FC_LANES + l]);
    }
}

static void sum_counts(const float *count, float *sum)
{
    FC_EACH (l) {
        const float low = count[l] + count[FC_LANES + l] + count[2 * FC_LANES + l];
        sum[l] = low + (count[3 * FC_LANES + l] + count[4 * FC_LANES + l] +
                        count[5 * FC_LANES + l]);
    }
}

static void renew(const struct fc_customers *own, struct fc_block *b,
                  const struct fc_contracts *c, const struct fc_month *at)
{
    FC_POOL_ROWS(float, prob);
    FC_POOL_ROWS(double, before);
    const uint32_t slot = at->number % c->term;
    float *count = fc__count_row(c, b, slot);
    double *value = fc__value_row(c, b, slot);
    for (uint32_t j = 0; j < FC_TYPES; j++) {
        const float stay = 1.0f - c->leave[j];
        FC_EACH (l) {
            const float go = c->leave[j] * at->odds[l];
            prob[j * FC_LANES + l] = go / (go + stay);
        }
    }
    if (c->term < 12)
        memcpy(before, value, sizeof before);
    leave(b, c->site + FC_G_RENEW, c->shape, prob, count, value, at->lost);
    if (own->expands) {
        const float *expansion = fc_number_row(b, own->expansion);
        for (uint32_t j = 0; j < FC_TYPES; j++)
            FC_EACH (l)
                value[j * FC_LANES + l] *= 1.0 + (double)expansion[l];
    }
    if (c->term >= 12)
        return;
    for (uint32_t j = 0; j < FC_TYPES; j++)
        memcpy(prob + j * FC_LANES, at->failing, FC_LANES * sizeof *prob);
    leave(b, c->site + FC_G_TEST, c->shape, prob, count, value, at->lost);
    age(c, b, b->month, c->term, c->term, before, value);
}

/* Contracts of a year and more: once a year, six months off the anniversary. */
static void test(struct fc_block *b, const struct fc_contracts *c,
                 const struct fc_month *at)
{
    FC_POOL_ROWS(float, prob);
    for (uint32_t j = 0; j < FC_TYPES; j++)
        memcpy(prob + j * FC_LANES, at->failing, FC_LANES * sizeof *prob);
    for (uint32_t i = 0; 12 * i + 6 < c->term; i++) {
        FC_LANE_ROW(float, clients);
        FC_LANE_ROW(float, left);
        FC_LANE_ROW(double, before);
        const uint32_t slot = (at->number + 12 * i + 6) % c->term;
        float *count = fc__count_row(c, b, slot);
        double *after = fc_own_double(b, c->slot_value, slot);
        float *loyal = fc_own(b, c->slot_loyal, slot);
        sum_counts(count, clients);
        memcpy(before, after, sizeof before);
        leave(b, c->site + FC_G_TEST + FC_G_LEAVING * i, c->shape, prob, count,
              fc__value_row(c, b, slot), at->lost);
        sum_counts(count, left);
        sum_types(fc__value_row(c, b, slot), after);
        FC_EACH (l)
            loyal[l] *= left[l] / (clients[l] > 0.0f ? clients[l] : 1.0f);
        if (12 * i + 12 == c->term) /* won six months ago: their first test */
            age(c, b, b->month, 6, FC_VINTAGES, before, after);
    }
}

/* P(r renewals) of a slot that has just renewed and gets `fresh` new contracts; its
 * expected clients with 3 renewals or more. */
static void climb(const struct fc_contracts *c, struct fc_block *b, uint32_t slot,
                  const float *fresh)
{
    const float *count = fc__count_row(c, b, slot);
    float *none = fc_own(b, c->ladder, (size_t)slot * FC_LADDER * FC_TYPES);
    float *once = none + POOLS;
    float *twice = once + POOLS;
    FC_POOL_ROWS(float, loyal);
    for (int i = 0; i < POOLS; i++) {
        const float all = count[i] + fresh[i];
        const float old = count[i] / (all > 0.0f ? all : 1.0f);
        const float r1 = none[i] * old;
        const float r2 = once[i] * old;
        const float r0 = all > 0.0f ? 1.0f - old : 0.0f;
        none[i] = r0;
        once[i] = r1;
        twice[i] = r2;
        const float rest = 1.0f - r0 - r1 - r2;
        loyal[i] = rest > 0.0f ? rest * all : 0.0f;
    }
    sum_counts(loyal, fc_own(b, c->slot_loyal, slot));
}

/* Type by type: fresh ~ multinomial(won less named, w). */
static void new_types(const struct fc_contracts *c, const uint32_t *words,
                      const float *won, const float *named, float *fresh)
{
    FC_LANE_ROW(float, rest);
    FC_LANE_ROW(float, prob);
    FC_EACH (l)
        rest[l] = won[l] - named[l];
    for (uint32_t j = 0; j < FC_TYPES - 1; j++) {
        float *n = fresh + j * FC_LANES;
        FC_EACH (l)
            prob[l] = c->chance[j];
        fc_binomial(FC_LANES, words + j * FC_LANES, rest, prob, n);
        FC_EACH (l)
            rest[l] -= n[l];
    }
    memcpy(fresh + (FC_TYPES - 1) * FC_LANES, rest, sizeof rest);
}

/* Value of new contracts, a gamma a type. */
static void new_values(const struct fc_contracts *c, const struct fc_block *b,
                       uint32_t market, const uint32_t *words, const float *fresh,
                       double *value)
{
    FC_POOL_ROWS(float, size);
    FC_POOL_ROWS(float, gamma);
    FC_LANE_ROW(float, unit);
    FC_POOL_ROWS(uint8_t, which);
    const float *mean = fc_deal_mean(b, c->segment);
    const float *discount = fc_list_discount(b);
    const float *price = fc_lever(b, FC_L_price, market);
    FC_EACH (l)
        unit[l] = mean[l] * (1.0f - discount[l]) * price[l] / c->new_shape;
    for (int i = 0; i < POOLS; i++) {
        size[i] = fresh[i] * c->new_shape;
        which[i] = fresh[i] > 0.0f;
        gamma[i] = 0.0f;
    }
    if (any(which))
        fc_gamma_some(POOLS, words, size, which, gamma);
    for (uint32_t j = 0; j < FC_TYPES; j++)
        FC_EACH (l)
            value[j * FC_LANES + l] = (double)unit[l] * (double)gamma[j * FC_LANES + l];
}

/* Named deals of the month join one type, drawn with w; their value is as quoted. */
static void new_named(const struct fc_contracts *c, const struct fc_block *b,
                      uint32_t market, const uint32_t *word, float *fresh,
                      double *value)
{
    FC_LANE_ROW(float, u);
    const float *price = fc_lever(b, FC_L_price, market);
    const float *named = FC_ROW(b, named_won, market);
    const double *quoted = FC_ROW(b, named_value, market);
    fc_uniform(FC_LANES, word, u);
    for (uint32_t j = 0; j < FC_TYPES; j++) {
        const float low = j ? c->weight_sum[j - 1] : 0.0f;
        const float high = c->weight_sum[j];
        FC_EACH (l) {
            const bool here = (u[l] >= low) & (u[l] < high);
            fresh[j * FC_LANES + l] += here ? named[l] : 0.0f;
            value[j * FC_LANES + l] += here ? quoted[l] * (double)price[l] : 0.0;
        }
    }
}

/* The wins of the month join the slot that has just renewed. */
static void join(const struct fc_customers *own, struct fc_block *b,
                 const struct fc_contracts *c, const struct fc_month *at)
{
    FC_WORD_ROWS(words, 3);
    FC_POOL_ROWS(float, fresh);
    FC_POOL_ROWS(double, value);
    FC_LANE_ROW(double, sum);
    const uint32_t slot = at->number % c->term;
    float *count = fc__count_row(c, b, slot);
    double *held = fc__value_row(c, b, slot);
    double *young =
        fc_own_double(b, c->young, (size_t)(b->month % FC_VINTAGES) * c->kinds);
    const float *won = FC_ROW(b, won, at->market);
    const float *price = fc_own(b, own->price, c->product);
    float *started = FC_ROW(b, new_clients, at->market);
    double *bookings = FC_ROW(b, bookings, at->market);
    draw_groups(b, c->site + FC_G_NEW, 3, words);
    new_types(c, words, won, FC_ROW(b, named_won, at->market), fresh);
    new_values(c, b, at->market, words + 6 * FC_LANES, fresh, value);
    new_named(c, b, at->market, words + 5 * FC_LANES, fresh, value);
    climb(c, b, slot, fresh);
    for (int i = 0; i < POOLS; i++) {
        count[i] += fresh[i];
        held[i] += value[i];
    }
    sum_types(value, sum);
    sum_types(held, fc_own_double(b, c->slot_value, slot));
    memcpy(young, c->kinds == 1 ? sum : value, c->kinds * sizeof sum);
    FC_EACH (l) {
        started[l] += won[l];
        bookings[l] += sum[l] * (double)price[l];
    }
}

void fc__contracts_month(const struct fc_customers *own, struct fc_block *b,
                         const struct fc_month *at)
{
    const struct fc_contracts *c = &own->contracts[at->market];
    renew(own, b, c, at);
    if (c->term >= 12)
        test(b, c, at);
    join(own, b, c, at);
}

void fc__contracts_total(const struct fc_contracts *c, struct fc_block *b, float *loyal)
{
    double *listed = fc_own_double(b, c->listed, 0);
    memset(listed, 0, FC_LANES * sizeof *listed);
    memset(loyal, 0, FC_LANES * sizeof *loyal);
    for (uint32_t s = 0; s < c->term; s++) {
        const double *value = fc_own_double(b, c->slot_value, s);
        const float *expected = fc_own(b, c->slot_loyal, s);
        FC_EACH (l) {
            listed[l] += value[l];
            loyal[l] += expected[l];
        }
    }
}
