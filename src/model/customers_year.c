/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The month of the customers room, and what is compared with the month 12 months ago.
 *
 *   price index    of product p in month m = 1, 2, ...: (1 + uplift)^((m-1)/12)
 *   revenue        annual value active when the month begins x index / 12
 *   annual value   at the end of month m, at the prices of month m + 1
 *   B (1.29)       = b_cov (1 - service coverage, 12 months) + b_z z - b_sat
 *                    satisfaction + lever + constant, and that of
 *                    `ownership` where nobody owns a client
 *   insolvency     p = Phi((Phi^-1(PD) + lever + sqrt(rho) X) / sqrt(1 - rho)) (1.22)
 *   year ago       value of the clients of 12 months ago (of the opening in year one),
 * then; kept, net      what is left of it: listed - value won since, at today's prices
 *   kept           the same at the prices of then, without expansion
 *
 * Source: docs/model.md Checked by tests/stat/test_customers.c (T11, T15,
 * M10, retention of a firm whose clients all stay). */
#include "model/customers.h"

#include <string.h>

#include "model/market.h"
#include "model/organisation.h"
#include "random/lanemath.h"

static uint32_t months_there_are(const struct fc_block *b)
{
    return b->month + 1 < FC_VINTAGES ? b->month + 1 : FC_VINTAGES;
}

void fc__service_short(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t team, float *share)
{
    const float part = 1.0f / (float)months_there_are(b);
    FC_LANE_ROW(float, sum);
    memcpy(sum, fc_own(b, own->covered, team * FC_VINTAGES), sizeof sum);
    for (uint32_t m = 1; m < FC_VINTAGES; m++) {
        const float *month = fc_own(b, own->covered, team * FC_VINTAGES + m);
        FC_EACH (l)
            sum[l] += month[l];
    }
    FC_EACH (l) {
        const float short_of = 1.0f - sum[l] * part;
        share[l] = short_of > 0.0f ? short_of : 0.0f;
    }
}

void fc__customers_odds(const struct fc_customers *own, const struct fc_block *b,
                        uint32_t market, float *odds)
{
    const struct fc_market *at = &b->model->markets[market];
    const float *constant = fc_number_row(b, own->leave_log_odds[at->segment]);
    const float *by_coverage = fc_number_row(b, own->coverage_log_odds);
    const float *by_z = fc_number_row(b, own->adverse_log_odds);
    const float *lever = fc_lever(b, FC_L_renewal_odds, market);
    const float *by_content = fc_number_row(b, own->satisfaction.log_odds);
    const float *z = FC_ROW(b, adverse, market);
    const float *content = FC_ROW(b, satisfaction, market);
    const struct fc_ownership *owner = &b->model->organisation->ownership;
    FC_LANE_ROW(float, shortage);
    FC_LANE_ROW(float, strange);
    fc__service_short(own, b, at->team, shortage);
    if (owner->on && owner->shared) {
        const float *by_owner = fc_number_row(b, owner->leave_log_odds);
        FC_EACH (l)
            strange[l] = constant[l] + by_owner[l];
        constant = strange;
    }
    FC_EACH (l) {
        const float served = by_coverage[l] * shortage[l];
        const float total = constant[l] + served + by_z[l] * z[l] + lever[l] -
                            by_content[l] * content[l];
        const float low = total < -30.0f ? -30.0f : total;
        odds[l] = fc_expf(low > 30.0f ? 30.0f : low);
    }
    if (!b->model->handover)
        return;
    const float *by_handover = fc_number_row(b, b->model->handover_odds);
    const float *handover = FC_ROW(b, handover, at->team);
    FC_EACH (l)
        odds[l] *= 1.0f + by_handover[l] * handover[l];
}

void fc__customers_failing(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t risk, uint32_t market, float *failing)
{
    const float *good = fc_own(b, own->threshold, 2 * (size_t)risk);
    const float *bad = fc_own(b, own->threshold, 2 * (size_t)risk + 1);
    const float *recession = FC_ROW(b, recession, 0);
    const float *x = FC_ROW(b, credit, 0);
    const float *scale = fc_own(b, own->score_scale, 0);
    const float *slope = fc_own(b, own->score_slope, 0);
    const float *lever = fc_lever(b, FC_L_insolvency, market);
    FC_EACH (l) {
        const float score = (recession[l] > 0.5f ? bad[l] : good[l]) + lever[l];
        const float p = fc_normal_cdff(score * scale[l] + slope[l] * x[l]);
        failing[l] = score > -9.0f ? p : 0.0f; /* nobody fails where PD = 0 */
    }
}

/* ---- prices and coverage ---- */

static void price_at(const struct fc_customers *own, const struct fc_block *b,
                     fc_rows rows, float months)
{
    for (uint32_t p = 0; p < own->products; p++) {
        const float *rate = fc_own(b, own->log_uplift, p);
        float *price = fc_own(b, rows, p);
        FC_EACH (l)
            price[l] = fc_expf(months * rate[l]);
    }
}

void fc__customers_step(const void *from, struct fc_block *b)
{
    const struct fc_customers *own = from;
    for (uint32_t t = 0; t < own->teams; t++) {
        const float *coverage = fc_task_coverage(b, t, fc_task_service(b->model));
        float *sum = fc_own(b, own->covering, t);
        FC_EACH (l)
            sum[l] += coverage[l] * b->model->dt;
    }
    fc__satisfaction_step(&own->satisfaction, b);
}

static void coverage_close(const struct fc_customers *own, struct fc_block *b)
{
    for (uint32_t t = 0; t < own->teams; t++) {
        float *sum = fc_own(b, own->covering, t);
        memcpy(fc_own(b, own->covered, t * FC_VINTAGES + b->month % FC_VINTAGES), sum,
               FC_LANES * sizeof *sum);
        memset(sum, 0, FC_LANES * sizeof *sum);
    }
}

/* ---- year on year ---- */

/* Adds what the clients of 12 months ago bring in a slot of now, expansion taken out.
 */
static void slot_without_expansion(const struct fc_customers *own,
                                   const struct fc_block *b,
                                   const struct fc_contracts *c, uint32_t slot,
                                   double *kept)
{
    FC_LANE_ROW(double, value);
    const float *expansion = fc_number_row(b, own->expansion);
    const uint32_t months = months_there_are(b);
    memcpy(value, fc_own_double(b, c->slot_value, slot), sizeof value);
    uint32_t renewals = 0;
    for (uint32_t back = 0; back < months; back++) {
        const uint32_t month = b->month - back; /* its number is month + 1 */
        if ((month + 1) % c->term != slot)
            continue;
        renewals++;
        const double *young =
            fc_own_double(b, c->young, (size_t)(month % FC_VINTAGES) * c->kinds);
        for (uint32_t kind = 0; kind < c->kinds; kind++)
            FC_EACH (l)
                value[l] -= young[kind * FC_LANES + l];
    }
    for (uint32_t r = 0; r < renewals; r++)
        FC_EACH (l) {
            const double grown = 1.0 + (double)expansion[l];
            value[l] /= grown > 1.0 ? grown : 1.0;
        }
    FC_EACH (l)
        kept[l] += value[l] > 0.0 ? value[l] : 0.0;
}

/* Value of the clients of 12 months ago in list units: -> net (as it is), -> kept. */
static void value_kept(const struct fc_customers *own, const struct fc_block *b,
                       const struct fc_contracts *c, double *kept, double *net)
{
    const double *listed = fc_own_double(b, c->listed, 0);
    const double *young = fc_own_double(b, c->young_total, 0);
    FC_EACH (l) {
        const double old = listed[l] - young[l];
        kept[l] = net[l] = old > 0.0 ? old : 0.0;
    }
    if (!own->expands)
        return;
    memset(kept, 0, FC_LANES * sizeof *kept);
    for (uint32_t s = 0; s < c->term; s++)
        slot_without_expansion(own, b, c, s, kept);
}

/* Values of a market's contracts in money, after the events of the month. */
static void contracts_values(const struct fc_customers *own, struct fc_block *b,
                             uint32_t market)
{
    FC_LANE_ROW(double, kept);
    FC_LANE_ROW(double, net);
    const struct fc_contracts *c = &own->contracts[market];
    const float *next = fc_own(b, own->price_next, c->product);
    const float *then = fc_own(b, own->price_then, c->product);
    const float *clients = fc_own(b, c->contracts, 0);
    const double *loyal_total = fc_own_double(b, c->loyal_total, 0);
    const double *first_total = fc_own_double(b, c->first_total, 0);
    double *listed = fc_own_double(b, c->listed, 0);
    double *annual = FC_ROW(b, annual_value, market);
    double *value = FC_ROW(b, value_kept, market);
    double *value_net = FC_ROW(b, value_kept_net, market);
    float *loyal = FC_ROW(b, loyal, market);
    float *first = FC_ROW(b, first_term, market);
    FC_EACH (l)
        listed[l] = clients[l] > 0.0f && listed[l] > 0.0 ? listed[l] : 0.0;
    value_kept(own, b, c, kept, net);
    fc__cross_sell_net(own, b, market, net);
    FC_EACH (l) {
        const float expected = (float)loyal_total[l];
        const float fresh = (float)first_total[l];
        annual[l] = listed[l] * (double)next[l];
        value[l] = kept[l] * (double)then[l];
        value_net[l] = net[l] * (double)next[l];
        loyal[l] = expected < 0.0f         ? 0.0f
                   : expected < clients[l] ? expected
                                           : clients[l];
        const float most = clients[l] - loyal[l];
        first[l] = fresh < 0.0f ? 0.0f : fresh < most ? fresh : most;
    }
}

/* Clients by how often they have renewed, clients where there can be so many, and how
 * content they are. */
static void clients_close(struct fc_block *b, uint32_t market)
{
    const float *clients = FC_ROW(b, clients, market);
    const float *potential = FC_ROW(b, potential, market);
    const float *content = FC_ROW(b, satisfaction, market);
    const float *loyal = FC_ROW(b, loyal, market);
    const float *first = FC_ROW(b, first_term, market);
    float *renewed = FC_ROW(b, renewed, market);
    float *of_potential = FC_ROW(b, potential_clients, market);
    float *sum = FC_ROW(b, satisfaction_sum, market);
    FC_EACH (l) {
        const float rest = clients[l] - loyal[l] - first[l];
        renewed[l] = rest > 0.0f ? rest : 0.0f;
        of_potential[l] = potential[l] > 0.0f ? clients[l] : 0.0f;
        sum[l] = content[l] * clients[l];
    }
}

const float *fc__service_hours(const struct fc_customers *own, const struct fc_block *b,
                               uint32_t market)
{
    const uint32_t segment = b->model->markets[market].segment;
    return fc_number_row(b, own->repeat[market].on ? own->repeat_hours[segment]
                                                   : own->service_hours[segment]);
}

/* Service hours a month, and the value of 12 months ago. */
static void market_close(const struct fc_customers *own, struct fc_block *b,
                         uint32_t market)
{
    const float *hours = fc__service_hours(own, b, market);
    const float *clients = FC_ROW(b, clients, market);
    const float *factor = fc_lever(b, FC_L_service, market);
    float *need = FC_ROW(b, service_need, market);
    clients_close(b, market);
    FC_EACH (l)
        need[l] = clients[l] * hours[l] * (52.0f / 12.0f) * factor[l];
    double *past = fc_own_double(b, own->past,
                                 (size_t)market * FC_VINTAGES + b->month % FC_VINTAGES);
    double *year_ago = FC_ROW(b, value_year_ago, market);
    const double *now = FC_ROW(b, annual_value, market);
    double *kept = FC_ROW(b, value_kept, market);
    double *net = FC_ROW(b, value_kept_net, market);
    FC_EACH (l) { /* what rounding left where there is nothing */
        kept[l] = kept[l] < past[l] ? kept[l] : past[l];
        net[l] = past[l] > 0.0 || own->cross.on ? net[l] : 0.0;
        year_ago[l] = past[l];
        past[l] = now[l];
    }
}

/* ---- a month of one market ---- */

static void contracts_close(const struct fc_customers *own, struct fc_block *b,
                            uint32_t market)
{
    FC_LANE_ROW(float, odds);
    FC_LANE_ROW(float, failing);
    const struct fc_contracts *c = &own->contracts[market];
    const float *price = fc_own(b, own->price, c->product);
    const double *listed = fc_own_double(b, c->listed, 0);
    float *lost = FC_ROW(b, lost_clients, market);
    float *clients = FC_ROW(b, clients, market);
    float *contracts = fc_own(b, c->contracts, 0);
    double *recurring = FC_ROW(b, recurring, market);
    FC_EACH (l)
        recurring[l] += listed[l] * (double)price[l] / 12.0;
    fc__customers_odds(own, b, market, odds);
    fc__customers_failing(own, b, c->risk, market, failing);
    fc__contracts_month(own, b,
                        &(struct fc_month){market, b->month + 1, odds, failing, lost});
    const float *fresh = FC_ROW(b, new_clients, market);
    FC_EACH (l) {
        clients[l] += fresh[l] - lost[l];
        contracts[l] += fresh[l] - lost[l];
    }
    if (b->month % 12 == 11)
        fc__contracts_total(c, b);
    contracts_values(own, b, market);
}

/* Repeat buyers are not tested for insolvency. */
static void repeat_close(const struct fc_customers *own, struct fc_block *b,
                         uint32_t market)
{
    FC_LANE_ROW(float, odds);
    float *lost = FC_ROW(b, lost_clients, market);
    fc__customers_odds(own, b, market, odds);
    fc__repeat_month(own, b,
                     &(struct fc_month){market, b->month + 1, odds, NULL, lost});
}

/* A one-off sale makes no client; key accounts add to what contracts write. */
static void one_off_close(const struct fc_customers *own, struct fc_block *b,
                          uint32_t market)
{
    fc__sales_month(own, b, market, FC_ROW(b, one_off, market));
    memset(FC_ROW(b, annual_value, market), 0, FC_LANES * sizeof(double));
    memset(FC_ROW(b, value_kept, market), 0, FC_LANES * sizeof(double));
    memset(FC_ROW(b, value_kept_net, market), 0, FC_LANES * sizeof(double));
    memset(FC_ROW(b, loyal, market), 0, FC_LANES * sizeof(float));
    memset(FC_ROW(b, first_term, market), 0, FC_LANES * sizeof(float));
}

static void market_month(const struct fc_customers *own, struct fc_block *b,
                         uint32_t market)
{
    const float *won = FC_ROW(b, won, market);
    const float *across = FC_ROW(b, cross_sold, market);
    float *sold = FC_ROW(b, sold, market);
    FC_EACH (l)
        sold[l] = won[l] + across[l];
    fc__cross_sell_before(own, b, market);
    if (own->contracts[market].term)
        contracts_close(own, b, market);
    else if (own->repeat[market].on)
        repeat_close(own, b, market);
    else
        one_off_close(own, b, market);
}

void fc__customers_month(const void *from, struct fc_block *b)
{
    const struct fc_customers *own = from;
    const float m = (float)b->month;
    price_at(own, b, own->price, m);
    price_at(own, b, own->price_next, m + 1.0f);
    price_at(own, b, own->price_then, m + 1.0f > 12.0f ? m - 11.0f : 0.0f);
    coverage_close(own, b);
    fc__cross_sell_draw(own, b);
    for (uint32_t k = 0; k < own->markets; k++)
        market_month(own, b, k);
    fc__cross_sell_close(own, b);
    fc__accounts_month(own, b);
    for (uint32_t k = 0; k < own->markets; k++)
        market_close(own, b, k);
    fc__accounts_service(own, b);
    fc__cross_sell_service(own, b);
    fc__concentration(own, b);
    fc__accounts_limit(own, b);
}

/* ---- time 0 ---- */

static void numbers_open(const struct fc_customers *own, struct fc_block *b)
{
    const float *rho = fc_number_row(b, own->correlation);
    const float *factor = fc_number_row(b, own->recession_factor);
    float *scale = fc_own(b, own->score_scale, 0);
    float *slope = fc_own(b, own->score_slope, 0);
    FC_EACH (l) {
        scale[l] = 1.0f / __builtin_sqrtf(1.0f - rho[l]);
        slope[l] = __builtin_sqrtf(rho[l]) * scale[l];
    }
    for (uint32_t p = 0; p < own->products; p++) {
        const float *uplift = fc_number_row(b, own->uplift[p]);
        float *rate = fc_own(b, own->log_uplift, p);
        FC_EACH (l)
            rate[l] = fc_logf(1.0f + uplift[l]) * (1.0f / 12.0f);
    }
    for (uint32_t r = 0; r < own->risks; r++) {
        const struct fc_risk *risk = &own->risk[r];
        const float *yearly = fc_number_row(b, risk->yearly);
        float *good = fc_own(b, own->threshold, 2 * (size_t)r);
        float *bad = fc_own(b, own->threshold, 2 * (size_t)r + 1);
        for (uint32_t l = 0; l < FC_LANES; l++) {
            const bool known = risk->certain && l > 0;
            const double pd = (double)yearly[l];
            const double worse = pd * (double)factor[l];
            good[l] = known ? good[0] : (float)fc__churn_score(pd, risk->months);
            bad[l] = known ? bad[0] : (float)fc__churn_score(worse, risk->months);
        }
    }
}

static void contracts_begin(const struct fc_customers *own, struct fc_block *b,
                            uint32_t market)
{
    const struct fc_contracts *c = &own->contracts[market];
    float *clients = FC_ROW(b, clients, market);
    float *contracts = fc_own(b, c->contracts, 0);
    fc__contracts_open(own, b, market);
    FC_EACH (l)
        clients[l] = contracts[l] = (float)c->opening_clients;
    fc__contracts_total(c, b);
    contracts_values(own, b, market);
}

void fc__customers_open(const void *from, struct fc_block *b)
{
    const struct fc_customers *own = from;
    numbers_open(own, b);
    fc__satisfaction_open(&own->satisfaction, b);
    price_at(own, b, own->price, 0.0f);
    price_at(own, b, own->price_next, 0.0f);
    price_at(own, b, own->price_then, 0.0f);
    for (uint32_t k = 0; k < own->markets; k++) {
        if (own->contracts[k].term)
            contracts_begin(own, b, k);
        else if (own->repeat[k].on)
            fc__repeat_open(own, b, k);
    }
    fc__cross_sell_open(own, b);
    fc__accounts_open(own, b);
    for (uint32_t k = 0; k < own->markets; k++) {
        const double *now = FC_ROW(b, annual_value, k);
        for (uint32_t m = 0; m < FC_VINTAGES; m++)
            memcpy(fc_own_double(b, own->past, (size_t)k * FC_VINTAGES + m), now,
                   FC_LANES * sizeof *now);
        market_close(own, b, k);
    }
    fc__accounts_service(own, b);
    fc__cross_sell_service(own, b);
    fc__concentration(own, b);
    fc__accounts_limit(own, b);
}
