/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key accounts: named clients, each simulated alone.
 *
 *   pays      revenue x price index, every month that begins with it
 *   renewal   every term, in its month of the year: leaves with odds
 *             leave / (1 - leave) e^B, B of its market
 *   insolvent as contracts: once a year, six months off the anniversary; below 12
 * months at each renewal; own uniform, common credit state lost      with the lever
 * account_loss a month; for certain at the end of leaves_month One that has left does
 * not come back. Key accounts count as loyal.
 *
 * Source: docs/model.md (name concentration). Checked by
 * tests/stat/test_customers.c (T14, forced loss). */
#include "model/customers.h"

#include <string.h>

#include "random/lanemath.h"

/* Adds the values of the active accounts to their markets. */
static void values_add(const struct fc_customers *own, struct fc_block *b)
{
    for (uint32_t j = 0; j < own->accounts; j++) {
        const uint32_t i = own->account_order[j];
        const struct fc_account *a = &own->account[i];
        const uint32_t product = b->model->markets[a->market].product;
        const float *next = fc_own(b, own->price_next, product);
        const float *then = fc_own(b, own->price_then, product);
        const float *revenue = fc_number_row(b, a->revenue);
        const float *active = FC_ROW(b, account_active, i);
        double *annual = FC_ROW(b, annual_value, a->market);
        double *kept = FC_ROW(b, value_kept, a->market);
        double *net = FC_ROW(b, value_kept_net, a->market);
        float *loyal = FC_ROW(b, loyal, a->market);
        FC_EACH (l) {
            const double listed = 12.0 * (double)(active[l] * revenue[l]);
            annual[l] += listed * (double)next[l];
            kept[l] += listed * (double)then[l];
            net[l] += listed * (double)next[l];
            loyal[l] += active[l];
        }
    }
}

/* Share of the month's active accounts that leaves, as a mask of 0 and 1. */
static void account_leaves(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t i, float *gone)
{
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, u);
    FC_LANE_ROW(float, chance);
    const struct fc_account *a = &own->account[i];
    const uint32_t since = (b->month + a->term * 12 - a->due) % a->term;
    const bool renews = since == 0;
    const bool tested = a->term < 12 ? renews : since % 12 == 6;
    const bool forced = a->leaves == b->month + 1;
    const float *kept = fc_lever(b, FC_L_account_loss, i);
    fc_draw(b, a->site, words[0]);
    fc_uniform(FC_LANES, words[2], u);
    FC_EACH (l)
        gone[l] = forced || u[l] < 1.0f - kept[l] ? 1.0f : 0.0f;
    if (renews) {
        const float *leave = fc_number_row(b, a->leave_prob);
        const float *up = fc_lever(b, FC_L_renewals, a->market);
        fc__customers_odds(own, b, a->market, chance);
        fc_uniform(FC_LANES, words[0], u);
        FC_EACH (l) {
            const float go = leave[l] * chance[l];
            const float all = go + (1.0f - leave[l]);
            gone[l] = u[l] * all < go * up[l] ? 1.0f : gone[l];
        }
    }
    if (tested) {
        fc__customers_failing(own, b, a->risk, a->market, chance);
        fc_uniform(FC_LANES, words[1], u);
        FC_EACH (l)
            gone[l] = u[l] < chance[l] ? 1.0f : gone[l];
    }
}

void fc__accounts_month(const struct fc_customers *own, struct fc_block *b)
{
    FC_LANE_ROW(float, gone);
    for (uint32_t j = 0; j < own->accounts; j++) {
        const uint32_t i = own->account_order[j];
        const struct fc_account *a = &own->account[i];
        const uint32_t product = b->model->markets[a->market].product;
        const float *price = fc_own(b, own->price, product);
        const float *revenue = fc_number_row(b, a->revenue);
        float *active = FC_ROW(b, account_active, i);
        double *paid = FC_ROW(b, account_revenue, i);
        double *recurring = FC_ROW(b, recurring, a->market);
        float *lost = FC_ROW(b, lost_clients, a->market);
        float *clients = FC_ROW(b, clients, a->market);
        account_leaves(own, b, i, gone);
        FC_EACH (l) {
            const double money = (double)(active[l] * revenue[l]) * (double)price[l];
            const float leaves = active[l] * gone[l];
            paid[l] += money;
            recurring[l] += money;
            lost[l] += leaves;
            clients[l] -= leaves;
            active[l] -= leaves;
        }
    }
    values_add(own, b);
}

void fc__accounts_service(const struct fc_customers *own, struct fc_block *b)
{
    for (uint32_t j = 0; j < own->accounts; j++) {
        const uint32_t i = own->account_order[j];
        const struct fc_account *a = &own->account[i];
        const float *usual = fc__service_hours(own, b, a->market);
        const float *hours = fc_number_row(b, a->service_hours);
        const float *active = FC_ROW(b, account_active, i);
        const float *factor = fc_lever(b, FC_L_service, a->market);
        float *need = FC_ROW(b, service_need, a->market);
        FC_EACH (l) /* the market has counted it as an ordinary client */
            need[l] += active[l] * (hours[l] - usual[l]) * (52.0f / 12.0f) * factor[l];
    }
}

void fc__accounts_open(const struct fc_customers *own, struct fc_block *b)
{
    for (uint32_t i = 0; i < own->accounts; i++) {
        float *active = FC_ROW(b, account_active, i);
        float *clients = FC_ROW(b, clients, own->account[i].market);
        FC_EACH (l) {
            active[l] = 1.0f;
            clients[l] += 1.0f;
        }
    }
    values_add(own, b);
}
