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
        float *share = fc_own(b, own->cross.old, market * FC_VINTAGES + v);
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
        const float *kept = fc_own(b, self->old, market * FC_VINTAGES + v);
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

/* Sales of a direction in the month, and of them by lacking client. */
static void sales_of(const struct fc_cross *self, const struct fc_block *b,
                     uint32_t pair, uint32_t direction, float *sales, float *by_client)
{
    const uint32_t to = self->pair[pair].market[1 - direction];
    const float *mean = fc_own(b, self->mean, 2 * (size_t)pair + direction);
    const float *each = fc_own(b, self->each, 2 * (size_t)pair + direction);
    const float *total = fc_own(b, self->total, to);
    const float *sold = FC_ROW(b, cross_sold, to);
    FC_EACH (l) {
        sales[l] = total[l] > 0.0f ? sold[l] * (mean[l] / total[l]) : 0.0f;
        by_client[l] = total[l] > 0.0f ? each[l] * (sold[l] / total[l]) : 0.0f;
    }
}

/* A buyer from k who has a third product, too, has that and the one bought now: as
 * often as clients of k have the third one. */
static void third_add(const struct fc_customers *own, const struct fc_block *b,
                      const struct fc_cross_third *third)
{
    const struct fc_cross *self = &own->cross;
    const uint32_t from = self->pair[third->pair].market[third->direction];
    const float *n = fc__cross_companies(own, b, from);
    const float *owners = fc_own(b, self->owners, third->by);
    float *more = fc_own(b, self->more, third->gets);
    FC_LANE_ROW(float, sales);
    FC_LANE_ROW(float, by_client);
    sales_of(self, b, third->pair, third->direction, sales, by_client);
    FC_EACH (l) {
        const float share = n[l] > 0.0f ? owners[l] / n[l] : 0.0f;
        more[l] += sales[l] * (share < 1.0f ? share : 1.0f);
    }
}

/* Companies won in a month of the last 12 that have both: those who stay in both
 * markets, and sales to them, which also make clients of the market they go to. They
 * move from `before` to `after`, sales aside. */
static void pair_young(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t pair, uint32_t vintage, float (*by_client)[FC_LANES],
                       float *before, float *after)
{
    const struct fc_cross *self = &own->cross;
    const uint32_t *market = self->pair[pair].market;
    float *both = fc_own(b, self->came_both, pair * FC_VINTAGES + vintage);
    FC_LANE_ROW(float, kept);
    FC_LANE_ROW(float, sales[2]) = {{0}};
    memcpy(kept, both, sizeof kept);
    for (uint32_t d = 0; d < 2; d++) {
        float *gained = fc_own(b, self->gained, market[1 - d] * FC_VINTAGES + vintage);
        const float *stay = fc_own(b, self->old, market[d] * FC_VINTAGES + vintage);
        fc__cross_young_lacking(self, b, pair, (int)d, vintage, sales[d]);
        FC_EACH (l) {
            sales[d][l] *= by_client[d][l];
            gained[l] += sales[d][l];
        }
        if (fc__cross_young_moves(own, b, market[d], vintage))
            FC_EACH (l)
                kept[l] *= stay[l];
    }
    FC_EACH (l) {
        before[l] += both[l];
        after[l] += kept[l];
        both[l] = kept[l] + sales[0][l] + sales[1][l];
    }
}

/* Companies that have both, of any age: those who stay in both, and all sales. Who was
 * won 12 months ago is as old as the others now. */
static void pair_close(const struct fc_customers *own, struct fc_block *b,
                       uint32_t pair)
{
    FC_LANE_ROW(float, before) = {0};
    FC_LANE_ROW(float, after) = {0};
    const struct fc_cross *self = &own->cross;
    const uint32_t now = b->month % FC_VINTAGES;
    const float *first = fc_own(b, self->stay, self->pair[pair].market[0]);
    const float *second = fc_own(b, self->stay, self->pair[pair].market[1]);
    const float *more = fc_own(b, self->more, pair);
    float *owners = fc_own(b, self->owners, pair);
    FC_LANE_ROW(float, sales[2]);
    FC_LANE_ROW(float, by_client[2]);
    for (uint32_t d = 0; d < 2; d++)
        sales_of(self, b, pair, d, sales[d], by_client[d]);
    for (uint32_t v = 0; v < FC_VINTAGES; v++)
        if (v != now)
            pair_young(own, b, pair, v, by_client, before, after);
    memset(fc_own(b, self->came_both, pair * FC_VINTAGES + now), 0,
           FC_LANES * sizeof(float));
    FC_EACH (l) {
        const float settled = owners[l] - before[l];
        owners[l] = after[l] + (settled > 0.0f ? settled * first[l] * second[l] : 0.0f);
        owners[l] += sales[0][l] + sales[1][l] + more[l];
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
    for (uint32_t v = 0; v < FC_VINTAGES; v++) {
        const size_t row = (size_t)market * FC_VINTAGES + v;
        const float *stay = fc_own(b, self->old, row);
        const float *gained = fc_own(b, self->gained, row);
        float *came = fc_own(b, self->came, row);
        if (v == b->month % FC_VINTAGES) {
            memcpy(came, FC_ROW(b, won, market), FC_LANES * sizeof *came);
            continue;
        }
        if (fc__cross_young_moves(own, b, market, v))
            FC_EACH (l)
                came[l] *= stay[l];
        FC_EACH (l)
            came[l] += gained[l];
    }
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
    fc__cross_clear(b, self->gained, own->markets * FC_VINTAGES);
    for (uint32_t k = 0; k < own->markets; k++)
        if (self->paired[k]) {
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
