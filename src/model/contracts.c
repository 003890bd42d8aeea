/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts of one market: renewal, insolvency, new contracts. Counts by renewal month
 * and latent type j, exact in law; values in list units a year.
 *
 *   leaving at renewal  n ~ Bin(N_j, p_j),  odds p_j/(1-p_j) = leave_j/(1-leave_j) e^B
 *                      (1.20), p_j times what the lever `renewals` leaves
 *   insolvency          n ~ Bin(N_j, p), once a year six months off the anniversary,
 *                       for terms below 12 months at each renewal            (1.22)
 *   value that leaves   V G1 / (G1 + G2),  G1 ~ Gamma(n a), G2 ~ Gamma((N-n) a),
 *                       a = 1/CV^2
 *   new contracts       types: multinomial w_j;  value: mean Gamma(n a) / a
 *   ladder              P(r renewals) moves up a class at a renewal; new ones begin
 *                       at 0: the conditional expectation, given the counts
 *
 * The wins of a month join after its renewals and tests,
 * so a contract of T months pays exactly T times before its first renewal. Value lost
 * by the contracts of the last 12 months is the share of their pool's loss that they
 * expect.
 *
 * Source: Fader & Hardie 2007; docs/model.md. Checked by tests/stat/test_customers.c
 * (T11, T12, first renewal, 12 payments) and tests/unit/test_customers.c. */
#include "model/customers.h"

#include <string.h>

#include "model/market.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

/* Sum of the six types of a slot. */
static void sum_values(const double *value, double *sum)
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

/* total += now - before */
static void total_move(double *total, const double *before, const double *now)
{
    FC_EACH (l)
        total[l] += now[l] - before[l];
}

/* ---- leaving ---- */

/* What leaves a slot, by lane. */
struct gone {
    _Alignas(64) float clients[FC_LANES];
    _Alignas(64) double value[FC_LANES];
};

/* Shares of the value that leave with some, not all, clients of a pool: share[i] of
 * pools->at[i]; `rest` are the clients that stay. */
static void share_split(const struct fc_block *b, const uint64_t *site, float shape,
                        const struct fc_pool_list *pools, const float *rest,
                        float *share)
{
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, kept);
    fc__pools_words(b, site, 0, pools->n, pools->at, word);
    fc__pools_gamma(pools->n, pools->count, word, shape, share);
    fc__pools_words(b, site, FC_TYPES, pools->n, pools->at, word);
    fc__pools_gamma(pools->n, rest, word, shape, kept);
    for (uint32_t i = 0; i < pools->n; i++) {
        const float sum = share[i] + kept[i];
        share[i] = share[i] / (sum > 0.0f ? sum : 1.0f);
    }
}

/* Clients of a slot, pools [at], leave with probability prob [dense]; adds them to
 * `gone`. */
static void leave(const struct fc_block *b, const uint64_t *site, float shape,
                  struct fc_pool_list *at, float *prob, float *count, double *value,
                  struct gone *gone)
{
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, rest);
    FC_POOL_ROWS(float, share);
    struct fc_pool_list all;
    struct fc_pool_list some;
    fc__pools_words(b, site, 0, at->n, at->at, word);
    fc__pools_binomial(at->n, word, at->count, prob, &all);
    some.n = 0;
    for (uint32_t i = 0; i < all.n; i++) {
        const uint32_t pool = at->at[all.at[i]];
        const uint32_t lane = pool % FC_LANES;
        const float left = count[pool] - all.count[i];
        const double with = left > 0.0f ? 0.0 : value[pool];
        some.at[some.n] = (uint16_t)pool;
        some.count[some.n] = all.count[i];
        rest[some.n] = left;
        some.n += left > 0.0f;
        count[pool] = left;
        value[pool] -= with;
        gone->clients[lane] += all.count[i];
        gone->value[lane] += with;
    }
    share_split(b, site + 2, shape, &some, rest, share);
    for (uint32_t i = 0; i < some.n; i++) {
        const double with = value[some.at[i]] * (double)share[i];
        value[some.at[i]] -= with;
        gone->value[some.at[i] % FC_LANES] += with;
    }
}

/* All types of a slot fail alike. */
static void fail(const struct fc_block *b, const uint64_t *site, float shape,
                 const float *failing, float *count, double *value, struct gone *gone)
{
    FC_POOL_ROWS(float, prob);
    struct fc_pool_list at;
    fc__pools_positive(count, &at);
    for (uint32_t i = 0; i < at.n; i++)
        prob[i] = failing[at.at[i] % FC_LANES];
    leave(b, site, shape, &at, prob, count, value, gone);
}

/* Young values of the vintages that renew together with a slot shrink as its value has:
 * by type, or (kinds = 1) as a whole. */
static void age(const struct fc_contracts *c, const struct fc_block *b, uint32_t first,
                uint32_t every, const double *before, const double *after)
{
    FC_POOL_ROWS(double, ratio);
    double *total = fc_own_double(b, c->young_total, 0);
    for (uint32_t i = 0; i < c->kinds * FC_LANES; i++)
        ratio[i] = before[i] > 0.0 ? after[i] / before[i] : 0.0;
    for (uint32_t back = first; back < FC_VINTAGES; back += every) {
        const uint32_t vintage = (b->month + FC_VINTAGES - back) % FC_VINTAGES;
        double *young = fc_own_double(b, c->young, (size_t)vintage * c->kinds);
        for (uint32_t j = 0; j < c->kinds; j++)
            FC_EACH (l) {
                const uint32_t i = j * FC_LANES + l;
                const double left = young[i] * ratio[i];
                total[l] += left - young[i];
                young[i] = left;
            }
    }
}

/* Chances to leave at a renewal: contracts that run on are not up for it. */
static void renewal_chances(const struct fc_block *b, const struct fc_contracts *c,
                            const struct fc_month *at, const struct fc_pool_list *pools,
                            float *prob)
{
    FC_POOL_ROWS(float, chance);
    for (uint32_t j = 0; j < FC_TYPES; j++) {
        const float stay = 1.0f - c->leave[j];
        FC_EACH (l) {
            const float go = c->leave[j] * at->odds[l];
            chance[j * FC_LANES + l] = go / (go + stay);
        }
    }
    for (uint32_t i = 0; i < pools->n; i++)
        prob[i] = chance[pools->at[i]];
    if (!fc_lever_pulled(b, FC_L_renewals, at->market))
        return;
    const float *up = fc_lever(b, FC_L_renewals, at->market);
    for (uint32_t i = 0; i < pools->n; i++)
        prob[i] *= up[pools->at[i] % FC_LANES];
}

static void renew(const struct fc_customers *own, struct fc_block *b,
                  const struct fc_contracts *c, const struct fc_month *at,
                  struct gone *gone)
{
    FC_POOL_ROWS(float, prob);
    FC_POOL_ROWS(double, before);
    struct fc_pool_list pools;
    const uint32_t slot = at->number % c->term;
    float *count = fc__count_row(c, b, slot);
    double *value = fc__value_row(c, b, slot);
    if (c->term < 12)
        memcpy(before, value, sizeof before);
    fc__pools_positive(count, &pools);
    renewal_chances(b, c, at, &pools, prob);
    leave(b, c->site + FC_G_RENEW, c->shape, &pools, prob, count, value, gone);
    if (own->expands) {
        const float *expansion = fc_number_row(b, own->expansion);
        for (uint32_t j = 0; j < FC_TYPES; j++)
            FC_EACH (l)
                value[j * FC_LANES + l] *= 1.0 + (double)expansion[l];
    }
    if (c->term >= 12)
        return;
    fail(b, c->site + FC_G_TEST, c->shape, at->failing, count, value, gone);
    age(c, b, c->term, c->term, before, value);
}

/* One slot is tested for insolvency: all types alike. */
static void test_slot(struct fc_block *b, const struct fc_contracts *c, uint32_t slot,
                      const uint64_t *site, const float *failing, struct gone *gone)
{
    FC_LANE_ROW(float, clients);
    FC_LANE_ROW(double, before);
    struct gone here = {{0}, {0}};
    double *now = fc_own_double(b, c->slot_value, slot);
    double *loyal = fc_own_double(b, c->slot_loyal, slot);
    double *first = fc_own_double(b, c->slot_first, slot);
    double *total = fc_own_double(b, c->listed, 0);
    double *loyal_total = fc_own_double(b, c->loyal_total, 0);
    double *first_total = fc_own_double(b, c->first_total, 0);
    memcpy(before, now, sizeof before);
    sum_counts(fc__count_row(c, b, slot), clients);
    fail(b, site, c->shape, failing, fc__count_row(c, b, slot),
         fc__value_row(c, b, slot), &here);
    FC_EACH (l) {
        const float left = clients[l] - here.clients[l];
        const double rest = now[l] - here.value[l];
        const double share = (double)(left / (clients[l] > 0.0f ? clients[l] : 1.0f));
        now[l] = left > 0.0f && rest > 0.0 ? rest : 0.0;
        loyal_total[l] += loyal[l] * share - loyal[l];
        loyal[l] *= share;
        first_total[l] += first[l] * share - first[l];
        first[l] *= share;
        gone->clients[l] += here.clients[l];
    }
    total_move(total, before, now);
    if ((slot + c->term - (b->month + 1) % c->term) % c->term == c->term - 6)
        age(c, b, 6, FC_VINTAGES, before, now); /* won six months ago */
}

/* Contracts of a year and more: once a year, six months off the anniversary. */
static void test(struct fc_block *b, const struct fc_contracts *c,
                 const struct fc_month *at, struct gone *gone)
{
    for (uint32_t i = 0; 12 * i + 6 < c->term; i++)
        test_slot(b, c, (at->number + 12 * i + 6) % c->term,
                  c->site + FC_G_TEST + FC_G_LEAVING * i, at->failing, gone);
}

/* ---- new contracts ---- */

/* Expected clients of a class in a slot. */
static void class_move(const float *expected, double *of_slot, double *total)
{
    FC_EACH (l) {
        total[l] += (double)expected[l] - of_slot[l];
        of_slot[l] = (double)expected[l];
    }
}

/* A slot that has just renewed gets `fresh` new contracts, `sold` in all types: its
 * counts, P(r renewals), expected clients with 3 renewals or more, and with none. */
static void climb(const struct fc_contracts *c, struct fc_block *b, uint32_t slot,
                  const float *fresh, const float *sold)
{
    float *count = fc__count_row(c, b, slot);
    float *none = fc_own(b, c->ladder, (size_t)slot * FC_CLASSES * FC_TYPES);
    float *once = none + FC_POOLS;
    FC_POOL_ROWS(float, expected);
    FC_LANE_ROW(float, loyal);
    for (uint32_t i = 0; i < FC_POOLS; i++) {
        const float all = count[i] + fresh[i];
        const float old = count[i] / (all > 0.0f ? all : 1.0f);
        const float r1 = none[i] * old;
        const float r2 = once[i] * old;
        const float r0 = 1.0f - old;
        count[i] = all;
        none[i] = r0;
        once[i] = r1;
        const float rest = old - r1 - r2;
        expected[i] = rest > 0.0f ? rest * all : 0.0f;
    }
    sum_counts(expected, loyal);
    class_move(loyal, fc_own_double(b, c->slot_loyal, slot),
               fc_own_double(b, c->loyal_total, 0));
    class_move(sold, fc_own_double(b, c->slot_first, slot),
               fc_own_double(b, c->first_total, 0));
}

/* Lanes that sell something, less named deals, and the words of new contracts there:
 * rows [word * size + i] of lane[i]. */
struct sellers {
    uint32_t n, size; /* padded */
    uint16_t lane[FC_LANES];
    _Alignas(64) float sold[FC_LANES];
    FC_WORD_ROWS(word, 3);
};

static void sellers_find(const struct fc_block *b, const uint64_t *site,
                         const float *sold, const float *named, struct sellers *out)
{
    uint64_t path[FC_LANES] = {0};
    uint32_t n = 0;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        const float rest = sold[l] - named[l];
        out->lane[n] = (uint16_t)l;
        out->sold[n] = rest;
        path[n] = fc_path(b, l);
        n += rest > 0.0f;
    }
    out->n = n;
    out->size = fc__pools_padded(n);
    for (uint32_t i = n; i < out->size; i++) {
        out->sold[i] = 0.0f;
        path[i] = path[0];
    }
    for (uint32_t g = 0; n > 0 && g < 3; g++)
        fc_draw_some(b, path, site[g], out->size,
                     out->word + (size_t)g * 4 * out->size);
}

/* Type by type: fresh ~ multinomial(sold, w). The pools that get some, and the words of
 * their values. */
static void new_types(const struct fc_contracts *c, struct sellers *by,
                      struct fc_pool_list *fresh, uint32_t *word)
{
    FC_LANE_ROW(float, drawn);
    FC_LANE_ROW(float, prob);
    const uint32_t size = by->size;
    float *rest = by->sold;
    fresh->n = 0;
    for (uint32_t j = 0; j < FC_TYPES; j++) {
        const bool last = j == FC_TYPES - 1;
        const uint32_t *of_value = by->word + (FC_TYPES + j) * size;
        for (uint32_t i = 0; i < size; i++)
            prob[i] = last ? 1.0f : c->chance[j];
        if (!last)
            fc_binomial(size, by->word + j * size, rest, prob, drawn);
        const float *n = last ? rest : drawn;
        for (uint32_t i = 0; i < by->n; i++) {
            fresh->at[fresh->n] = (uint16_t)(j * FC_LANES + by->lane[i]);
            fresh->count[fresh->n] = n[i];
            word[fresh->n] = of_value[i];
            fresh->n += n[i] > 0.0f;
        }
        for (uint32_t i = 0; !last && i < size; i++)
            rest[i] -= drawn[i];
    }
}

/* Values of the new contracts, a gamma a type: into their pools, and to `sum`, `young`.
 */
static void new_values(const struct fc_contracts *c, const struct fc_block *b,
                       uint32_t market, const struct fc_pool_list *fresh,
                       uint32_t *word, double *value, double *sum, double *young)
{
    FC_POOL_ROWS(float, gamma);
    const float *mean = fc_deal_mean(b, c->segment);
    const float *discount = fc_list_discount(b);
    const float *price = fc_lever(b, FC_L_price, market);
    fc__pools_gamma(fresh->n, fresh->count, word, c->new_shape, gamma);
    for (uint32_t i = 0; i < fresh->n; i++) {
        const uint32_t pool = fresh->at[i], l = pool % FC_LANES;
        const float unit = mean[l] * (1.0f - discount[l]) * price[l] / c->new_shape;
        const double worth = (double)unit * (double)gamma[i];
        value[pool] += worth;
        sum[l] += worth;
        young[pool % (c->kinds * FC_LANES)] += worth;
    }
}

/* Named deals of the month join one type, drawn with w; their value is as quoted. */
static void new_named(const struct fc_contracts *c, const struct fc_block *b,
                      uint32_t market, float *fresh, double *value, double *sum,
                      double *young)
{
    FC_WORD_ROWS(words, 1);
    FC_LANE_ROW(float, u);
    const float *price = fc_lever(b, FC_L_price, market);
    const float *named = FC_ROW(b, named_won, market);
    const double *quoted = FC_ROW(b, named_value, market);
    fc_draw(b, c->site[FC_G_NEW + 1], words);
    fc_uniform(FC_LANES, words + FC_LANES, u);
    FC_EACH (l) {
        uint32_t type = 0;
        while (u[l] >= c->weight_sum[type])
            type++;
        const uint32_t pool = type * FC_LANES + l;
        const double worth = named[l] > 0.0f ? quoted[l] * (double)price[l] : 0.0;
        fresh[pool] += named[l];
        value[pool] += worth;
        sum[l] += worth;
        young[pool % (c->kinds * FC_LANES)] += worth;
    }
}

static bool any_positive(const float *row)
{
    float most = 0.0f;
    FC_EACH (l)
        most = row[l] > most ? row[l] : most;
    return most > 0.0f;
}

/* The wins of the month join the slot that has just renewed. */
static void join(const struct fc_customers *own, struct fc_block *b,
                 const struct fc_contracts *c, const struct fc_month *at)
{
    struct sellers by;
    struct fc_pool_list pools;
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, fresh);
    FC_LANE_ROW(double, sum);
    const uint32_t slot = at->number % c->term;
    double *value = fc__value_row(c, b, slot);
    double *young =
        fc_own_double(b, c->young, (size_t)(b->month % FC_VINTAGES) * c->kinds);
    double *young_total = fc_own_double(b, c->young_total, 0);
    const float *sold = FC_ROW(b, sold, at->market);
    const float *named = FC_ROW(b, named_won, at->market);
    const float *price = fc_own(b, own->price, c->product);
    for (uint32_t j = 0; j < c->kinds; j++) /* won 12 months ago: young no longer */
        FC_EACH (l)
            young_total[l] -= young[j * FC_LANES + l];
    memset(young, 0, c->kinds * FC_LANES * sizeof *young);
    memset(sum, 0, sizeof sum);
    memset(fresh, 0, sizeof fresh);
    sellers_find(b, c->site + FC_G_NEW, sold, named, &by);
    new_types(c, &by, &pools, word);
    for (uint32_t i = 0; i < pools.n; i++)
        fresh[pools.at[i]] = pools.count[i];
    new_values(c, b, at->market, &pools, word, value, sum, young);
    if (any_positive(named))
        new_named(c, b, at->market, fresh, value, sum, young);
    climb(c, b, slot, fresh, sold);
    float *started = FC_ROW(b, new_clients, at->market);
    double *bookings = FC_ROW(b, bookings, at->market);
    FC_EACH (l) {
        young_total[l] += sum[l];
        started[l] += sold[l];
        bookings[l] += sum[l] * (double)price[l];
    }
}

/* ---- a month ---- */

void fc__contracts_month(const struct fc_customers *own, struct fc_block *b,
                         const struct fc_month *at)
{
    const struct fc_contracts *c = &own->contracts[at->market];
    const uint32_t slot = at->number % c->term;
    double *now = fc_own_double(b, c->slot_value, slot);
    FC_LANE_ROW(double, before);
    struct gone gone = {{0}, {0}};
    memcpy(before, now, sizeof before);
    renew(own, b, c, at, &gone);
    if (c->term >= 12)
        test(b, c, at, &gone);
    join(own, b, c, at);
    sum_values(fc__value_row(c, b, slot), now);
    total_move(fc_own_double(b, c->listed, 0), before, now);
    FC_EACH (l)
        at->lost[l] += gone.clients[l];
}

static void add_rows(const double *rows, uint32_t n, double *sum)
{
    memset(sum, 0, FC_LANES * sizeof *sum);
    for (uint32_t i = 0; i < n; i++)
        FC_EACH (l)
            sum[l] += rows[(size_t)i * FC_LANES + l];
}

void fc__contracts_total(const struct fc_contracts *c, struct fc_block *b)
{
    add_rows(fc_own_double(b, c->slot_value, 0), c->term,
             fc_own_double(b, c->listed, 0));
    add_rows(fc_own_double(b, c->slot_loyal, 0), c->term,
             fc_own_double(b, c->loyal_total, 0));
    add_rows(fc_own_double(b, c->slot_first, 0), c->term,
             fc_own_double(b, c->first_total, 0));
    add_rows(fc_own_double(b, c->young, 0), FC_VINTAGES * c->kinds,
             fc_own_double(b, c->young_total, 0));
}
