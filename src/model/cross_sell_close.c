/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-selling after the events of a month: who has two products, and how many of them
 * are young: companies won in the last 12 months, by month.
 *
 *   B    <- young: B^v r r' each,  others: B s s';  + sales + sales elsewhere to owners
 *           of a third product, as often as clients of k have that
 *   r^v     share of what is left of the contracts of age v in the month (contracts.c)
 *   s       that of all others: 1 - (lost - sum N^v (1 - r^v)) / (N - sum N^v)
 *   N^v  <- N^v r^v + sales to them, those won this month with one product
 *
 * i.e. who has two products leaves as others of that age do (an approximation). At most
 * min(N, N') have both. Expected numbers, given sales and losses.
 *
 * Source: docs/model.md#clients. Checked by tests/stat/test_cross_sell.c (linear
 * recursion of owners; net retention, company by company). */
#include "model/customers.h"

#include <string.h>

/* Young value before the month's events -> the share of it that is left. */
static void young_stayed(const struct fc_customers *own, const struct fc_block *b,
                         uint32_t market)
{
    for (uint32_t v = 0; v < FC_VINTAGES; v++) {
        if (!fc__cross_young_moves(own, b, market, v))
            continue;
        float *share = fc_own(b, own->cross.left, market * FC_VINTAGES + v);
        FC_LANE_ROW(double, young) = {0};
        fc__cross_young_size(own, b, market, v, young);
        FC_EACH (l) {
            const float left = (float)young[l];
            share[l] = share[l] > 0.0f && left < share[l] ? left / share[l] : 1.0f;
        }
    }
}

/* Share of the clients of a market that has stayed, sales, wins and the companies won
 * in the last 12 months aside. */
static void settled_stayed(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t market)
{
    const struct fc_cross *self = &own->cross;
    const float *now = fc__cross_companies(own, b, market);
    const float *fresh = FC_ROW(b, new_clients, market);
    const float *lost = FC_ROW(b, lost_clients, market);
    float *share = fc_own(b, self->stay, market);
    FC_LANE_ROW(float, young) = {0};
    FC_LANE_ROW(float, gone) = {0};
    for (uint32_t v = 0; v < FC_VINTAGES; v++) {
        const float *came = fc_own(b, self->came, market * FC_VINTAGES + v);
        const float *kept = fc_own(b, self->left, market * FC_VINTAGES + v);
        if (v == b->month % FC_VINTAGES)
            continue;
        FC_EACH (l)
            young[l] += came[l];
        if (fc__cross_young_moves(own, b, market, v))
            FC_EACH (l)
                gone[l] += came[l] * (1.0f - kept[l]);
    }
    FC_EACH (l) {
        const float before = now[l] - fresh[l] + lost[l] - young[l];
        const float left = before - (lost[l] - gone[l]);
        const float kept = before > 0.0f && left > 0.0f ? left / before : 0.0f;
        share[l] = kept < 1.0f ? kept : 1.0f;
    }
}

/* Sales of a direction in the month on a path, all or (each) by lacking client. */
static float sales_of(const struct fc_cross *self, const struct fc_block *b,
                      uint32_t pair, uint32_t direction, uint32_t lane, bool each)
{
    const uint32_t to = self->pair[pair].market[1 - direction];
    const size_t row = 2 * (size_t)pair + direction;
    const float total = fc_own(b, self->total, to)[lane];
    const float sold = FC_ROW(b, cross_sold, to)[lane];
    return each ? fc_own(b, self->each, row)[lane] * (sold / total)
                : sold * (fc_own(b, self->mean, row)[lane] / total);
}

static const struct fc_cross_buyers *buyers_of(const struct fc_cross *self,
                                               const struct fc_block *b, uint32_t pair,
                                               uint32_t direction)
{
    return fc__cross_buyers(self, b, self->pair[pair].market[1 - direction], b->month);
}

/* A buyer from k who has a third product, too, has that and the one bought now: as
 * often as clients of k have the third one. */
static void third_add(const struct fc_customers *own, const struct fc_block *b,
                      const struct fc_cross_third *third)
{
    const struct fc_cross *self = &own->cross;
    const uint32_t from = self->pair[third->pair].market[third->direction];
    const struct fc_cross_buyers *buyers =
        buyers_of(self, b, third->pair, third->direction);
    const float *n = fc__cross_companies(own, b, from);
    const float *owners = fc_own(b, self->owners, third->by);
    float *more = fc_own(b, self->more, third->gets);
    for (uint32_t i = 0; i < buyers->n; i++) {
        const uint32_t l = buyers->lane[i];
        const float sales = sales_of(self, b, third->pair, third->direction, l, false);
        const float share = n[l] > 0.0f ? owners[l] / n[l] : 0.0f;
        more[l] += sales * (share < 1.0f ? share : 1.0f);
    }
}

/* Sales of the month to companies won in a month of the last 12 [buyer][month]; they
 * also make clients of the market they go to. */
static void young_sales(const struct fc_cross *self, const struct fc_block *b,
                        uint32_t pair, uint32_t direction, float (*sales)[FC_VINTAGES])
{
    const struct fc_cross_buyers *buyers = buyers_of(self, b, pair, direction);
    const uint32_t to = self->pair[pair].market[1 - direction];
    float *gained = fc_own(b, self->gained, (size_t)to * FC_VINTAGES);
    for (uint32_t i = 0; i < buyers->n; i++) {
        const uint32_t l = buyers->lane[i];
        const float by_client = sales_of(self, b, pair, direction, l, true);
        for (uint32_t v = 0; v < FC_VINTAGES; v++) {
            sales[i][v] =
                fc__cross_young_lacking(self, b, pair, direction, v, l) * by_client;
            gained[i * FC_VINTAGES + v] += sales[i][v];
        }
    }
}

/* Companies won in a month of the last 12 that have both: those who stay in both
 * markets. They move from `before` to `after`. */
static void young_keep(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t pair, uint32_t vintage, float *before, float *after)
{
    const struct fc_cross *self = &own->cross;
    const uint32_t *market = self->pair[pair].market;
    float *both = fc_own(b, self->came_both, pair * FC_VINTAGES + vintage);
    FC_EACH (l)
        before[l] += both[l];
    for (uint32_t d = 0; d < 2; d++) {
        const float *stay = fc_own(b, self->left, market[d] * FC_VINTAGES + vintage);
        if (fc__cross_young_moves(own, b, market[d], vintage))
            FC_EACH (l)
                both[l] *= stay[l];
    }
    FC_EACH (l)
        after[l] += both[l];
}

/* All sales of a pair in the month, and those to young companies, who have both now. */
static void sales_add(const struct fc_cross *self, const struct fc_block *b,
                      uint32_t pair, uint32_t direction, float (*young)[FC_VINTAGES],
                      float *sales)
{
    const struct fc_cross_buyers *buyers = buyers_of(self, b, pair, direction);
    float *both = fc_own(b, self->came_both, (size_t)pair * FC_VINTAGES);
    for (uint32_t i = 0; i < buyers->n; i++) {
        const uint32_t l = buyers->lane[i];
        sales[l] += sales_of(self, b, pair, direction, l, false);
        for (uint32_t v = 0; v < FC_VINTAGES; v++)
            both[v * FC_LANES + l] += young[i][v];
    }
}

/* Companies that have both, of any age: those who stay in both, and all sales. Who was
 * won 12 months ago is as old as the others now. */
static void pair_close(const struct fc_customers *own, struct fc_block *b,
                       uint32_t pair)
{
    FC_LANE_ROW(float, before) = {0};
    FC_LANE_ROW(float, after) = {0};
    FC_LANE_ROW(float, sales) = {0};
    float young[2][FC_LANES][FC_VINTAGES];
    const struct fc_cross *self = &own->cross;
    const uint32_t now = b->month % FC_VINTAGES;
    const float *first = fc_own(b, self->stay, self->pair[pair].market[0]);
    const float *second = fc_own(b, self->stay, self->pair[pair].market[1]);
    const float *more = fc_own(b, self->more, pair);
    float *owners = fc_own(b, self->owners, pair);
    for (uint32_t d = 0; d < 2; d++)
        young_sales(self, b, pair, d, young[d]);
    for (uint32_t v = 0; v < FC_VINTAGES; v++)
        if (v != now)
            young_keep(own, b, pair, v, before, after);
    for (uint32_t d = 0; d < 2; d++)
        sales_add(self, b, pair, d, young[d], sales);
    memset(fc_own(b, self->came_both, pair * FC_VINTAGES + now), 0,
           FC_LANES * sizeof(float));
    FC_EACH (l) {
        const float settled = owners[l] - before[l];
        owners[l] = after[l] + (settled > 0.0f ? settled * first[l] * second[l] : 0.0f);
        owners[l] += sales[l] + more[l];
    }
    for (int d = 0; d < 2; d++) {
        const float *n = fc__cross_companies(own, b, self->pair[pair].market[d]);
        FC_EACH (l)
            owners[l] = owners[l] < n[l] ? owners[l] : n[l];
    }
}

/* Clients of a market whose company was won in a month of the last 12; those of this
 * month have no other product. */
static void came_close(const struct fc_customers *own, struct fc_block *b,
                       uint32_t market)
{
    const struct fc_cross *self = &own->cross;
    const struct fc_cross_buyers *buyers = fc__cross_buyers(self, b, market, b->month);
    const float *gained = fc_own(b, self->gained, (size_t)market * FC_VINTAGES);
    float *all = fc_own(b, self->came, (size_t)market * FC_VINTAGES);
    for (uint32_t v = 0; v < FC_VINTAGES; v++) {
        const float *stay = fc_own(b, self->left, market * FC_VINTAGES + v);
        float *came = all + (size_t)v * FC_LANES;
        if (fc__cross_young_moves(own, b, market, v))
            FC_EACH (l)
                came[l] *= stay[l];
    }
    for (uint32_t i = 0; i < buyers->n; i++)
        for (uint32_t v = 0; v < FC_VINTAGES; v++)
            all[v * FC_LANES + buyers->lane[i]] += gained[i * FC_VINTAGES + v];
    memcpy(all + (size_t)(b->month % FC_VINTAGES) * FC_LANES, FC_ROW(b, won, market),
           FC_LANES * sizeof *all);
}

/* Products of others that the clients of each market have. */
void fc__cross_owned_write(const struct fc_customers *own, struct fc_block *b)
{
    const struct fc_cross *self = &own->cross;
    for (uint32_t k = 0; self->on && k < own->markets; k++)
        memset(FC_ROW(b, other_products, k), 0, FC_LANES * sizeof(float));
    for (uint32_t i = 0; i < self->pairs; i++) {
        const float *owners = fc_own(b, self->owners, i);
        for (int d = 0; d < 2; d++) {
            float *owned = FC_ROW(b, other_products, self->pair[i].market[d]);
            FC_EACH (l)
                owned[l] += owners[l];
        }
    }
}

void fc__cross_sell_close(const struct fc_customers *own, struct fc_block *b)
{
    const struct fc_cross *self = &own->cross;
    if (!self->on)
        return;
    for (uint32_t k = 0; k < own->markets; k++)
        if (self->paired[k]) {
            memset(fc_own(b, self->gained, (size_t)k * FC_VINTAGES), 0,
                   fc__cross_buyers(self, b, k, b->month)->n * FC_VINTAGES *
                       sizeof(float));
            young_stayed(own, b, k);
            settled_stayed(own, b, k);
        }
    fc__cross_clear(b, self->more, self->pairs);
    for (uint32_t i = 0; i < self->thirds; i++)
        third_add(own, b, &self->third[i]);
    for (uint32_t i = 0; i < self->pairs; i++)
        pair_close(own, b, i);
    for (uint32_t k = 0; k < own->markets; k++)
        if (self->paired[k])
            came_close(own, b, k);
    fc__cross_owned_write(own, b);
}
