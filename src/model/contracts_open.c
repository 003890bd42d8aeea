/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts at opening: clients to renewal months, latent types, renewals so far,
 * values.
 *
 *   slots    as evenly as possible: floor((s+1) n / term) - floor(s n / term), turned
 * by a number that belongs to the market's name types    multinomial a slot, weight of
 * type j: w_j sum_r kept_j^r, r term < 12 age, kept_j = (1 - leave_j)(1 - PD of a term)
 *   values   recurring value of the market split by gammas (Dirichlet), shape a a
 * client
 *
 * Source: docs/model.md; the age of the firm truncates the stationary law, which has no
 * finite sum. Checked by tests/unit/test_customers.c and tests/stat/test_customers.c.
 */
#include "model/customers.h"

#include "model/pipeline.h"

enum { GROUPS = 3 };

/* The slots are filled evenly; where the sharing begins differs from market to market.
 */
static uint32_t slot_clients(const struct fc_contracts *c, uint32_t slot)
{
    const uint64_t place = (slot + c->opening_turn) % c->term;
    const uint64_t n = c->opening_clients;
    return (uint32_t)((place + 1) * n / c->term - place * n / c->term);
}

static void slot_types(const struct fc_contracts *c, const uint32_t *words,
                       uint32_t clients, float *count)
{
    FC_LANE_ROW(float, rest);
    FC_LANE_ROW(float, prob);
    FC_EACH (l)
        rest[l] = (float)clients;
    for (uint32_t j = 0; j < FC_TYPES - 1; j++) {
        float *n = count + j * FC_LANES;
        FC_EACH (l)
            prob[l] = c->opening_chance[j];
        fc_binomial(FC_LANES, words + j * FC_LANES, rest, prob, n);
        FC_EACH (l)
            rest[l] -= n[l];
    }
    FC_EACH (l)
        count[(FC_TYPES - 1) * FC_LANES + l] = rest[l];
}

/* Gammas of a slot in place of its values; adds them to `sum`. */
static void slot_gammas(const struct fc_contracts *c, const uint32_t *words,
                        const float *count, double *value, double *sum)
{
    FC_POOL_ROWS(uint32_t, word);
    FC_POOL_ROWS(float, gamma);
    struct fc_pool_list pools;
    fc__pools_positive(count, &pools);
    for (uint32_t i = 0; i < pools.n; i++)
        word[i] = words[pools.at[i]];
    fc__pools_gamma(pools.n, pools.count, word, c->shape, gamma);
    for (uint32_t i = 0; i < pools.n; i++) {
        value[pools.at[i]] = (double)gamma[i];
        sum[pools.at[i] % FC_LANES] += (double)gamma[i];
    }
}

/* Values in list units, and what the slots add up to. */
static void slot_finish(const struct fc_contracts *c, struct fc_block *b, uint32_t slot,
                        const double *unit)
{
    const float *count = fc__count_row(c, b, slot);
    double *value = fc__value_row(c, b, slot);
    double *total = fc_own_double(b, c->slot_value, slot);
    double *loyal = fc_own_double(b, c->slot_loyal, slot);
    double *first = fc_own_double(b, c->slot_first, slot);
    float *ladder = fc_own(b, c->ladder, (size_t)slot * FC_CLASSES * FC_TYPES);
    for (uint32_t j = 0; j < FC_TYPES; j++) {
        const float *r = c->renewed[j];
        const float rest = 1.0f - r[0] - r[1] - r[2];
        const float left = rest > 0.0f ? rest : 0.0f;
        for (uint32_t k = 0; k < FC_CLASSES; k++)
            FC_EACH (l)
                ladder[(k * FC_TYPES + j) * FC_LANES + l] = r[k];
        FC_EACH (l) {
            value[j * FC_LANES + l] *= unit[l];
            total[l] += value[j * FC_LANES + l];
            loyal[l] += (double)(count[j * FC_LANES + l] * left);
            first[l] += (double)(count[j * FC_LANES + l] * r[0]);
        }
    }
}

/* Recurring value of the market at opening, list units a year. */
static void market_value(const struct fc_customers *own, const struct fc_block *b,
                         const struct fc_contracts *c, double *value)
{
    const float *recurring = fc_number_row(b, own->recurring[c->segment]);
    const float *mean = fc_deal_mean(b, c->segment);
    const float *discount = fc_list_discount(b);
    const double clients = (double)c->opening_clients;
    const bool given = own->recurring_given[c->segment];
    FC_EACH (l) {
        const double usual = (double)(mean[l] * (1.0f - discount[l])) * clients;
        value[l] = given ? (double)recurring[l] * c->opening_part : usual;
    }
}

void fc__contracts_open(const struct fc_customers *own, struct fc_block *b,
                        uint32_t market)
{
    FC_WORD_ROWS(words, GROUPS);
    FC_LANE_ROW(double, sum);
    FC_LANE_ROW(double, unit);
    const struct fc_contracts *c = &own->contracts[market];
    FC_EACH (l)
        sum[l] = 0.0;
    if (c->opening_clients == 0)
        return;
    for (uint32_t s = 0; s < c->term; s++) {
        const uint32_t clients = slot_clients(c, s);
        if (clients == 0)
            continue;
        for (uint32_t g = 0; g < GROUPS; g++)
            fc_draw_path(b, c->site_open, s * GROUPS + g, words + 4 * g * FC_LANES);
        slot_types(c, words, clients, fc__count_row(c, b, s));
        slot_gammas(c, words + 6 * FC_LANES, fc__count_row(c, b, s),
                    fc__value_row(c, b, s), sum);
    }
    market_value(own, b, c, unit);
    FC_EACH (l)
        unit[l] = sum[l] > 0.0 ? unit[l] / sum[l] : 0.0;
    for (uint32_t s = 0; s < c->term; s++)
        if (slot_clients(c, s))
            slot_finish(c, b, s, unit);
}
