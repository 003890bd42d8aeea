/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeat purchase without a contract (BG/NBD, 1.23): the clients of one market, counts
 * by kind (purchase rate lambda, drop-out p).
 *
 *   lambda' = lambda exp(-coverage short - adverse z + satisfaction S) lever
 *   p'/(1-p') = p/(1-p) e^B lever
 *   gone in a month    D ~ Bin(N, 1 - e^(-lambda' p')): fatal purchases thin the stream
 *   others             Poisson, mean sum lambda' (1 - p') x months lived; those who are
 *                      gone have lived E(T | T < 1) of it, T ~ Exp(lambda' p')
 *   money              n purchases: mean Gamma(n a) / a, a = 1 / CV^2, x price index
 *   ladder             P(r purchases after the first) moves up by a Poisson a month
 *   annual value       12 sum N lambda x mean spend: what living clients usually bring
 *
 * A win is a first purchase, worth what its deal is worth; its client counts as living
 * from the end of the month. Drop-out includes insolvency. The variance that the time
 * lived by those who are gone adds to the purchases of their last month is left out (at
 * most D (lambda' (1-p'))^2 / 12).
 *
 * Source: Fader, Hardie & Lee 2005; docs/model.md. Checked by tests/stat/test_repeat.c
 * (T13, spend, retention, M10). */
#include "model/customers.h"

#include <string.h>

#include "model/market.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

/* ---- rates of the month ---- */

/* What the month does to the buyers of a market, by lane. */
struct pace {
    FC_LANE_ROW(float, faster); /* factor on the rates */
    FC_LANE_ROW(float, odds);   /* factor on the odds of dropping out */
    FC_LANE_ROW(float, bought); /* expected purchases that are not the last one */
    FC_LANE_ROW(float, gone);
};

static void pace_set(const struct fc_customers *own, const struct fc_block *b,
                     const struct fc_month *at, struct pace *pace)
{
    FC_LANE_ROW(float, shortage);
    const struct fc_repeat_effects *effects = &own->repeat_effects;
    const float *coverage = fc_number_row(b, effects->by_coverage);
    const float *satisfaction = fc_number_row(b, effects->by_satisfaction);
    const float *adverse = fc_number_row(b, effects->by_adverse);
    const float *z = FC_ROW(b, adverse, at->market);
    const float *content = FC_ROW(b, satisfaction, at->market);
    const float *rate = fc_lever(b, FC_L_repeat_rate, at->market);
    const float *drop = fc_lever(b, FC_L_drop_out, at->market);
    fc__service_short(own, b, b->model->markets[at->market].team, shortage);
    FC_EACH (l) {
        const float log_rate = satisfaction[l] * content[l] -
                               coverage[l] * shortage[l] - adverse[l] * z[l];
        pace->faster[l] = fc_expf(log_rate) * rate[l];
        pace->odds[l] = at->odds[l] * drop[l];
        pace->bought[l] = pace->gone[l] = 0.0f;
    }
}

/* 1 - e^-h without loss for small h */
static inline float within_month(float h)
{
    const float small = h * (1.0f - h * (0.5f - h * (1.0f / 6.0f - h / 24.0f)));
    return h < 0.05f ? small : 1.0f - fc_expf(-h);
}

/* E(T | T < 1) of T ~ Exp(h), q = 1 - e^-h > 0 */
static inline float part_lived(float h, float q)
{
    if (h < 0.7f)
        return 0.5f - h * (1.0f / 12.0f) + h * h * h * (1.0f / 720.0f);
    return 1.0f / h - (1.0f - q) / q;
}

/* ---- a drop-out node ---- */

/* The rates of one drop-out node: rows [rate]. */
struct node {
    FC_POOL_ROWS(float, hazard); /* to buy for the last time */
    FC_POOL_ROWS(float, prob);
    FC_POOL_ROWS(float, other); /* rate of other purchases */
};

static void node_set(const struct fc_repeat *r, uint32_t drop, const struct pace *pace,
                     struct node *node)
{
    const float p = r->drop[drop];
    for (uint32_t i = 0; i < FC_RATES; i++)
        FC_EACH (l) {
            const float go = p * pace->odds[l];
            const float last = go / (go + (1.0f - p));
            const float rate = r->rate[i] * pace->faster[l];
            const uint32_t at = i * FC_LANES + l;
            node->hazard[at] = rate * last;
            node->other[at] = rate - rate * last;
            node->prob[at] = within_month(rate * last);
        }
}

/* P(r purchases) of those who stay the month. */
static void node_climb(const struct fc_repeat *r, struct fc_block *b, uint32_t drop,
                       const struct node *node)
{
    float *none = fc_own(b, r->ladder, (size_t)drop * FC_RATES);
    float *once = none + (size_t)FC_KINDS * FC_LANES;
    float *twice = once + (size_t)FC_KINDS * FC_LANES;
    for (uint32_t i = 0; i < FC_RATES; i++)
        FC_EACH (l) {
            const uint32_t at = i * FC_LANES + l;
            const float m = node->other[at];
            const float still = fc_expf(-m);
            const float n = none[at], o = once[at], t = twice[at];
            none[at] = n * still;
            once[at] = (o + n * m) * still;
            twice[at] = (t + o * m + n * (0.5f * m * m)) * still;
        }
}

/* Those won in the last 12 months are gone in proportion. */
static void young_shrink(const struct fc_repeat *r, struct fc_block *b, uint32_t row,
                         uint32_t lane, float ratio)
{
    fc_own(b, r->young_sum, row)[lane] *= ratio;
    for (uint32_t v = 0; v < FC_VINTAGES; v++)
        fc_own(b, r->young, v * FC_KINDS + row)[lane] *= ratio;
}

static void node_month(const struct fc_repeat *r, struct fc_block *b, uint32_t drop,
                       struct pace *pace)
{
    struct node node;
    struct fc_pool_list there;
    struct fc_pool_list dead;
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, prob);
    float *count = fc_own(b, r->count, (size_t)drop * FC_RATES);
    node_set(r, drop, pace, &node);
    for (uint32_t i = 0; i < FC_RATES; i++)
        FC_EACH (l)
            pace->bought[l] += count[i * FC_LANES + l] * node.other[i * FC_LANES + l];
    fc__pools_positive(count, &there);
    fc__pools_words(b, r->site + FC_REPEAT_DIE, drop * FC_RATES, there.n, there.at,
                    word);
    for (uint32_t i = 0; i < there.n; i++)
        prob[i] = node.prob[there.at[i]];
    fc__pools_binomial(there.n, word, there.count, prob, &dead);
    for (uint32_t i = 0; i < dead.n; i++) {
        const uint32_t at = there.at[dead.at[i]], lane = at % FC_LANES;
        const float left = count[at] - dead.count[i];
        const float lived = part_lived(node.hazard[at], node.prob[at]);
        pace->bought[lane] -= dead.count[i] * node.other[at] * (1.0f - lived);
        pace->gone[lane] += dead.count[i];
        young_shrink(r, b, drop * FC_RATES + at / FC_LANES, lane, left / count[at]);
        count[at] = left;
    }
    node_climb(r, b, drop, &node);
}

/* ---- purchases ---- */

/* Mean spend of a purchase at opening prices. */
static void spend_mean(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t market, float *unit)
{
    const struct fc_repeat *r = &own->repeat[market];
    const float *spend = fc_number_row(b, r->spend);
    const float *deal = fc_deal_mean(b, b->model->markets[market].segment);
    const float *discount = fc_list_discount(b);
    FC_EACH (l)
        unit[l] = r->spend_given ? spend[l] : deal[l] * (1.0f - discount[l]);
}

static void purchases(const struct fc_customers *own, struct fc_block *b,
                      uint32_t market, const struct pace *pace)
{
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, mean);
    FC_LANE_ROW(float, n);
    FC_LANE_ROW(float, gamma);
    FC_LANE_ROW(float, unit);
    const struct fc_repeat *r = &own->repeat[market];
    const float *price = fc_own(b, own->price, b->model->markets[market].product);
    float *bought = FC_ROW(b, purchases, market);
    double *money = FC_ROW(b, repeat, market);
    fc_draw(b, r->site[FC_REPEAT_BUY], words[0]);
    FC_EACH (l)
        mean[l] = pace->bought[l] > 0.0f ? pace->bought[l] : 0.0f;
    fc_poisson(FC_LANES, words[0], mean, n);
    FC_EACH (l) {
        n[l] += pace->gone[l];
        mean[l] = n[l] * r->spend_shape;
    }
    fc_gamma(FC_LANES, words[1], mean, gamma);
    spend_mean(own, b, market, unit);
    FC_EACH (l) {
        const double each = (double)(unit[l] / r->spend_shape) * (double)price[l];
        bought[l] += n[l];
        money[l] += each * (double)gamma[l];
    }
}

/* ---- new clients ---- */

/* out [kind] ~ multinomial(rest, weights), kind by kind; `rest` is used up. */
static void kinds_draw(const uint32_t *words, const float *chance, float *rest,
                       float *out)
{
    FC_LANE_ROW(float, prob);
    for (uint32_t k = 0; k + 1 < FC_KINDS; k++) {
        float *n = out + (size_t)k * FC_LANES;
        FC_EACH (l)
            prob[l] = chance[k];
        fc_binomial(FC_LANES, words + (size_t)k * FC_LANES, rest, prob, n);
        FC_EACH (l)
            rest[l] -= n[l];
    }
    memcpy(out + (size_t)(FC_KINDS - 1) * FC_LANES, rest, FC_LANES * sizeof *rest);
}

/* The vintage of 12 months ago is young no longer. */
static void young_leave(const struct fc_repeat *r, struct fc_block *b, float *young)
{
    float *sum = fc_own(b, r->young_sum, 0);
    for (uint32_t i = 0; i < FC_KINDS * FC_LANES; i++) {
        const float rest = sum[i] - young[i];
        sum[i] = rest > 0.0f ? rest : 0.0f;
        young[i] = 0.0f;
    }
}

static void join(const struct fc_repeat *r, struct fc_block *b, uint32_t market)
{
    static const size_t rows = (size_t)FC_KINDS * FC_LANES;
    FC_WORD_ROWS(words, FC_KINDS / 4);
    _Alignas(64) float fresh[FC_KINDS * FC_LANES];
    FC_LANE_ROW(float, rest);
    float *young = fc_own(b, r->young, (b->month % FC_VINTAGES) * FC_KINDS);
    float *young_sum = fc_own(b, r->young_sum, 0);
    float *count = fc_own(b, r->count, 0);
    float *none = fc_own(b, r->ladder, 0);
    const float *won = FC_ROW(b, won, market);
    const float *across = FC_ROW(b, cross_sold, market);
    float *started = FC_ROW(b, new_clients, market);
    float most = 0.0f;
    young_leave(r, b, young);
    FC_EACH (l) {
        rest[l] = won[l] + across[l];
        started[l] += rest[l];
        most = rest[l] > most ? rest[l] : most;
    }
    if (!(most > 0.0f)) /* words nobody needs change no byte */
        return;
    for (uint32_t g = 0; g < FC_KINDS / 4; g++)
        fc_draw(b, r->site[FC_REPEAT_NEW + g], words + (size_t)g * 4 * FC_LANES);
    kinds_draw(words, r->chance, rest, fresh);
    for (size_t i = 0; i < rows; i++) {
        const float all = count[i] + fresh[i];
        const float old = count[i] / (all > 0.0f ? all : 1.0f);
        none[i] = none[i] * old + (1.0f - old);
        none[rows + i] *= old;
        none[2 * rows + i] *= old;
        count[i] = all;
        young[i] = fresh[i];
        young_sum[i] += fresh[i];
    }
}

/* ---- what it comes to ---- */

/* Rates of all living clients, their squares, those of the young; the ladder. */
static void sums(const struct fc_repeat *r, struct fc_block *b, uint32_t market)
{
    static const size_t rows = (size_t)FC_KINDS * FC_LANES;
    const float *count = fc_own(b, r->count, 0);
    const float *young = fc_own(b, r->young_sum, 0);
    const float *none = fc_own(b, r->ladder, 0);
    double *rates = fc_own_double(b, r->rates, 0);
    double *squares = fc_own_double(b, r->squares, 0);
    double *young_rates = fc_own_double(b, r->young_rates, 0);
    float *living = fc_own(b, r->living, 0);
    float *first = FC_ROW(b, first_term, market);
    float *loyal = FC_ROW(b, loyal, market);
    FC_EACH (l) {
        rates[l] = squares[l] = young_rates[l] = 0.0;
        first[l] = loyal[l] = living[l] = 0.0f;
    }
    for (uint32_t k = 0; k < FC_KINDS; k++) {
        const double rate = (double)r->rate[k % FC_RATES];
        FC_EACH (l) {
            const size_t at = (size_t)k * FC_LANES + l;
            const float thrice =
                1.0f - none[at] - none[rows + at] - none[2 * rows + at];
            living[l] += count[at];
            rates[l] += rate * (double)count[at];
            squares[l] += rate * rate * (double)count[at];
            young_rates[l] += rate * (double)young[at];
            first[l] += none[at] * count[at];
            loyal[l] += thrice > 0.0f ? thrice * count[at] : 0.0f;
        }
    }
}

/* Values in money, after the events of the month. */
static void values(const struct fc_customers *own, struct fc_block *b, uint32_t market)
{
    FC_LANE_ROW(float, unit);
    FC_LANE_ROW(double, across);
    const struct fc_repeat *r = &own->repeat[market];
    const uint32_t product = b->model->markets[market].product;
    const float *next = fc_own(b, own->price_next, product);
    const float *then = fc_own(b, own->price_then, product);
    const double *rates = fc_own_double(b, r->rates, 0);
    const double *young = fc_own_double(b, r->young_rates, 0);
    double *annual = FC_ROW(b, annual_value, market);
    double *kept = FC_ROW(b, value_kept, market);
    double *net = FC_ROW(b, value_kept_net, market);
    spend_mean(own, b, market, unit);
    FC_EACH (l) {
        const double a_year = 12.0 * (double)unit[l];
        const double old = rates[l] > young[l] ? rates[l] - young[l] : 0.0;
        annual[l] = a_year * rates[l] * (double)next[l];
        kept[l] = a_year * old * (double)then[l];
        across[l] = old;
    }
    fc__cross_sell_net(own, b, market, across);
    FC_EACH (l)
        net[l] = 12.0 * (double)unit[l] * across[l] * (double)next[l];
}

void fc__repeat_index(const struct fc_customers *own, const struct fc_block *b,
                      uint32_t market, const double *total, float *index)
{
    FC_LANE_ROW(float, unit);
    const struct fc_repeat *r = &own->repeat[market];
    const float *next = fc_own(b, own->price_next, b->model->markets[market].product);
    const double *squares = fc_own_double(b, r->squares, 0);
    spend_mean(own, b, market, unit);
    FC_EACH (l) {
        const double a_year = 12.0 * (double)unit[l] * (double)next[l];
        const double part = total[l] > 0.0 ? a_year / total[l] : 0.0;
        index[l] += (float)(part * part * squares[l]);
    }
}

void fc__repeat_month(const struct fc_customers *own, struct fc_block *b,
                      const struct fc_month *at)
{
    struct pace pace;
    const struct fc_repeat *r = &own->repeat[at->market];
    const float *started = FC_ROW(b, new_clients, at->market);
    float *clients = FC_ROW(b, clients, at->market);
    pace_set(own, b, at, &pace);
    for (uint32_t j = 0; j < FC_DROPS; j++)
        node_month(r, b, j, &pace);
    purchases(own, b, at->market, &pace);
    fc__sales_month(own, b, at->market, FC_ROW(b, repeat, at->market));
    join(r, b, at->market);
    FC_EACH (l) {
        at->lost[l] += pace.gone[l];
        clients[l] += started[l] - pace.gone[l];
    }
    sums(r, b, at->market);
    values(own, b, at->market);
}

void fc__repeat_open(const struct fc_customers *own, struct fc_block *b,
                     uint32_t market)
{
    FC_WORD_ROWS(words, FC_KINDS / 4);
    FC_LANE_ROW(float, rest);
    const struct fc_repeat *r = &own->repeat[market];
    float *clients = FC_ROW(b, clients, market);
    float *ladder = fc_own(b, r->ladder, 0);
    FC_EACH (l)
        clients[l] = rest[l] = (float)r->opening_clients;
    for (uint32_t g = 0; g < FC_KINDS / 4; g++)
        fc_draw_path(b, r->site_open, g, words + (size_t)g * 4 * FC_LANES);
    kinds_draw(words, r->opening_chance, rest, fc_own(b, r->count, 0));
    for (uint32_t i = 0; i < FC_LADDER; i++)
        for (uint32_t k = 0; k < FC_KINDS; k++)
            FC_EACH (l)
                ladder[((size_t)i * FC_KINDS + k) * FC_LANES + l] = r->bought[i][k];
    sums(r, b, market);
    values(own, b, market);
}
