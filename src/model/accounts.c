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

#include "model/market.h"
#include "random/lanemath.h"

static const double NO_LEVEL = 1e300;

void fc__account_value(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t i, double *value)
{
    const struct fc_account *a = &own->account[i];
    const uint32_t product = b->model->markets[a->market].product;
    const float *price = fc_own(b, own->price_next, product);
    const float *revenue = fc_number_row(b, a->revenue);
    const float *active = FC_ROW(b, account_active, i);
    const float *volume = fc_own(b, own->volume, i);
    FC_EACH (l)
        value[l] =
            12.0 * (double)(active[l] * revenue[l] * volume[l]) * (double)price[l];
}

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
        const float *volume = fc_own(b, own->volume, i);
        double *annual = FC_ROW(b, annual_value, a->market);
        double *kept = FC_ROW(b, value_kept, a->market);
        double *net = FC_ROW(b, value_kept_net, a->market);
        float *loyal = FC_ROW(b, loyal, a->market);
        FC_EACH (l) {
            const double listed = 12.0 * (double)(active[l] * revenue[l] * volume[l]);
            annual[l] += listed * (double)next[l];
            kept[l] += listed * (double)then[l];
            net[l] += listed * (double)next[l];
            loyal[l] += active[l];
        }
    }
}

/* Months since its last renewal, at the end of this one. */
static uint32_t since_renewal(const struct fc_account *a, const struct fc_block *b)
{
    return (b->month + a->term * 12 - a->due) % a->term;
}

/* Share of the month's active accounts that leaves, as a mask of 0 and 1. */
static void account_leaves(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t i, float *gone)
{
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, u);
    FC_LANE_ROW(float, chance);
    const struct fc_account *a = &own->account[i];
    const uint32_t since = since_renewal(a, b);
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

/* ---- the cap on the largest clients ---- */

static bool cap_is_on(const struct fc_customers *own, const struct fc_block *b)
{
    return own->capped || fc_lever_pulled(b, FC_L_largest_client_cap, 0);
}

static void cap_now(const struct fc_customers *own, const struct fc_block *b,
                    double *cap)
{
    const float *number = fc_number_row(b, own->cap);
    const float *kept = fc_lever(b, FC_L_largest_client_cap, 0);
    FC_EACH (l)
        cap[l] = (double)number[l] * (double)kept[l];
}

/* Recurring value of the department; markets hold that of their contracts only. */
static void department_value(const struct fc_customers *own, const struct fc_block *b,
                             double *total)
{
    FC_LANE_ROW(double, value);
    memset(total, 0, FC_LANES * sizeof *total);
    for (uint32_t j = 0; j < own->markets; j++) {
        const double *annual = FC_ROW(b, annual_value, b->model->market_order[j]);
        FC_EACH (l)
            total[l] += annual[l];
    }
    for (uint32_t j = 0; j < own->accounts; j++) {
        fc__account_value(own, b, own->account_order[j], value);
        FC_EACH (l)
            total[l] += value[l];
    }
}

/* One account more or less above the level: k, and U. */
static void above_level(const struct fc_customers *own, const struct fc_block *b,
                        const double *total, const double *level, double *held,
                        double *others)
{
    FC_LANE_ROW(double, value);
    memset(held, 0, FC_LANES * sizeof *held);
    memcpy(others, total, FC_LANES * sizeof *others);
    for (uint32_t j = 0; j < own->accounts; j++) {
        const uint32_t i = own->account_order[j];
        if (since_renewal(&own->account[i], b) != 0)
            continue;
        fc__account_value(own, b, i, value);
        FC_EACH (l) {
            const bool above = value[l] > level[l];
            held[l] += above ? 1.0 : 0.0;
            others[l] -= above ? value[l] : 0.0;
        }
    }
}

/* The level falls with each account more that it holds, and each is held but once. */
static void renewal_level(const struct fc_customers *own, const struct fc_block *b,
                          uint32_t due, double *level)
{
    FC_LANE_ROW(double, cap);
    FC_LANE_ROW(double, total);
    FC_LANE_ROW(double, held);
    FC_LANE_ROW(double, others);
    cap_now(own, b, cap);
    department_value(own, b, total);
    FC_EACH (l)
        level[l] = cap[l] * total[l];
    for (uint32_t pass = 0; pass < due; pass++) {
        above_level(own, b, total, level, held, others);
        FC_EACH (l) {
            const double rest = 1.0 - cap[l] * held[l];
            const double now = cap[l] * others[l] / (rest > 1e-9 ? rest : 1e-9);
            level[l] = held[l] > 0.0 ? now : level[l];
        }
    }
    FC_EACH (l) /* nothing else: no share to cap */
        level[l] = cap[l] < 1.0 && level[l] > 1e-9 * total[l] ? level[l] : NO_LEVEL;
}

/* Accounts that renew this month are held at the level. */
static void renewals_cap(const struct fc_customers *own, struct fc_block *b)
{
    FC_LANE_ROW(double, level);
    FC_LANE_ROW(double, value);
    uint32_t due = 0;
    for (uint32_t i = 0; i < own->accounts; i++)
        due += since_renewal(&own->account[i], b) == 0;
    if (due == 0 || !cap_is_on(own, b))
        return;
    renewal_level(own, b, due, level);
    for (uint32_t i = 0; i < own->accounts; i++) {
        float *volume = fc_own(b, own->volume, i);
        if (since_renewal(&own->account[i], b) != 0)
            continue;
        fc__account_value(own, b, i, value);
        FC_EACH (l) {
            const double part = level[l] / (value[l] > 0.0 ? value[l] : 1.0);
            volume[l] *= value[l] > level[l] ? (float)part : 1.0f;
        }
    }
}

void fc__accounts_limit(const struct fc_customers *own, struct fc_block *b)
{
    FC_LANE_ROW(double, cap);
    FC_LANE_ROW(double, total);
    const bool on = cap_is_on(own, b);
    memset(total, 0, sizeof total);
    for (uint32_t j = 0; on && j < own->markets; j++) {
        const double *annual = FC_ROW(b, annual_value, b->model->market_order[j]);
        FC_EACH (l)
            total[l] += annual[l];
    }
    cap_now(own, b, cap);
    for (uint32_t p = 0; p < own->products; p++) {
        const float *price = fc_own(b, own->price_next, p);
        const bool contract = b->model->products[p].model == FC_CONTRACT;
        double *limit = FC_ROW(b, deal_limit, p);
        FC_EACH (l) {
            const double rest = (1.0 - cap[l]) * (double)price[l];
            limit[l] = contract && total[l] > 0.0 && rest > 0.0
                           ? cap[l] * total[l] / rest
                           : 0.0;
        }
    }
}

/* ---- a month ---- */

void fc__accounts_month(const struct fc_customers *own, struct fc_block *b)
{
    FC_LANE_ROW(float, gone);
    for (uint32_t j = 0; j < own->accounts; j++) {
        const uint32_t i = own->account_order[j];
        const struct fc_account *a = &own->account[i];
        const uint32_t product = b->model->markets[a->market].product;
        const float *price = fc_own(b, own->price, product);
        const float *revenue = fc_number_row(b, a->revenue);
        const float *volume = fc_own(b, own->volume, i);
        float *active = FC_ROW(b, account_active, i);
        double *paid = FC_ROW(b, account_revenue, i);
        double *recurring = FC_ROW(b, recurring, a->market);
        float *lost = FC_ROW(b, lost_clients, a->market);
        float *clients = FC_ROW(b, clients, a->market);
        account_leaves(own, b, i, gone);
        FC_EACH (l) {
            const double money =
                (double)(active[l] * revenue[l] * volume[l]) * (double)price[l];
            const float leaves = active[l] * gone[l];
            paid[l] += money;
            recurring[l] += money;
            lost[l] += leaves;
            clients[l] -= leaves;
            active[l] -= leaves;
        }
    }
    renewals_cap(own, b);
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
        const float *volume = fc_own(b, own->volume, i);
        const float *factor = fc_lever(b, FC_L_service, a->market);
        float *need = FC_ROW(b, service_need, a->market);
        FC_EACH (l) /* the market has counted it as an ordinary client */
            need[l] += active[l] * (hours[l] * volume[l] - usual[l]) * (52.0f / 12.0f) *
                       factor[l];
    }
}

void fc__accounts_open(const struct fc_customers *own, struct fc_block *b)
{
    for (uint32_t i = 0; i < own->accounts; i++) {
        float *active = FC_ROW(b, account_active, i);
        float *volume = fc_own(b, own->volume, i);
        float *clients = FC_ROW(b, clients, own->account[i].market);
        FC_EACH (l) {
            volume[l] = 1.0f;
            active[l] = 1.0f;
            clients[l] += 1.0f;
        }
    }
    values_add(own, b);
}
