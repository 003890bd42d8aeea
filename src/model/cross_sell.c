/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-selling: clients of one market of a territory and segment buy another product
 * (1.25). Expected sales from market k into k' in a month:
 *
 *   chi/12 (N - B) coverage pi (1 same person, else handoff) room' lever'
 *
 * N clients of k, B companies that have both; coverage of account service of the team
 * that serves k in this month, pi the proficiency of the people who serve, for k';
 * room' = max(0, 1 - clients' / potential'). Sales into a market are Poisson with the
 * sum of the means, at most as many as lack the product. They join the month's wins.
 *
 * Who has both is written in cross_sell_close.c; clients won by leads are new
 * companies. What a sale needs in hours is account service of the market it starts
 * from, at full attention.
 *
 * Net retention counts value sold across in the last 12 months to companies that were
 * clients 12 months ago; `part` keeps that share by month of the sale and its age. Who
 * was won in the last 12 months is followed by month, with the products that they have
 * bought since: they have one at first, so that they lack more than others. Expected
 * numbers; of two markets they leave as their contracts of that age do.
 *
 * Source: docs/model.md#clients. Checked by tests/stat/test_cross_sell.c (linear
 * recursion of the share of owners, hours, retention). */
#include "model/cross_sell.h"

#include <string.h>

#include "model/customers.h"
#include "model/organisation.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

/* Clients of the first market of a direction who lack the product of the second. */
static void lacking_of(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t pair, int direction, float *lacking)
{
    const struct fc_cross *self = &own->cross;
    const float *n = fc__cross_companies(own, b, self->pair[pair].market[direction]);
    const float *owners = fc_own(b, self->owners, pair);
    FC_EACH (l) {
        const float rest = n[l] - owners[l];
        lacking[l] = rest > 0.0f ? rest : 0.0f;
    }
}

/* Sales a month into a market for each client who lacks its product, at full coverage
 * and proficiency. */
static void rate_of(const struct fc_customers *own, const struct fc_block *b,
                    uint32_t to, float *rate)
{
    const struct fc_cross *self = &own->cross;
    const float *chi = fc_number_row(b, self->rate[b->model->markets[to].segment]);
    const float *lever = fc_lever(b, FC_L_cross_sell, to);
    const float *clients = FC_ROW(b, clients, to);
    const float *most = FC_ROW(b, potential, to);
    FC_EACH (l) {
        const float left = 1.0f - clients[l] / (most[l] > 0.0f ? most[l] : 1.0f);
        const float room = most[l] > 0.0f ? (left > 0.0f ? left : 0.0f) : 1.0f;
        rate[l] = chi[l] * (1.0f / 12.0f) * lever[l] * room;
    }
}

/* Proficiency of the people who serve, for a market: skill is pi^beta. */
static void proficiency_of(const struct fc_block *b, uint32_t market, float *pi)
{
    const struct fc_model *model = b->model;
    const uint32_t roles = model->axis[FC_ROLE].count;
    const uint32_t role = model->task_role[fc_task_service(model)];
    const float *skill = FC_ROW(b, skill, market * roles + role);
    const float *beta = fc_pipeline_beta(b, model->markets[market].segment);
    FC_EACH (l)
        pi[l] = skill[l] > 0.0f ? fc_powf(skill[l], 1.0f / beta[l]) : 0.0f;
}

/* Value won in a vintage of the last 12 months that is left on a path, or the rates of
 * its buyers. */
static double young_of(const struct fc_customers *own, const struct fc_block *b,
                       uint32_t market, uint32_t vintage, uint32_t lane)
{
    const struct fc_contracts *c = &own->contracts[market];
    const struct fc_repeat *r = &own->repeat[market];
    double young = 0.0;
    for (uint32_t k = 0; r->on && k < FC_KINDS; k++)
        young += (double)(r->rate[k % FC_RATES] *
                          fc_own(b, r->young, vintage * FC_KINDS + k)[lane]);
    for (uint32_t j = 0; !r->on && j < c->kinds; j++)
        young += fc_own_double(b, c->young, (size_t)vintage * c->kinds + j)[lane];
    return young;
}

/* Adds what the size of a vintage is measured by: contracts by value; buyers without a
 * contract by heads, since those who buy often leave soon, so that more of them are
 * left than their rates say. */
void fc__cross_young_size(const struct fc_customers *own, const struct fc_block *b,
                          uint32_t market, uint32_t vintage, double *young)
{
    const struct fc_contracts *c = &own->contracts[market];
    const struct fc_repeat *r = &own->repeat[market];
    for (uint32_t j = 0; !r->on && j < c->kinds; j++) {
        const double *won = fc_own_double(b, c->young, (size_t)vintage * c->kinds + j);
        FC_EACH (l)
            young[l] += won[l];
    }
    if (!r->on)
        return;
    const float *fresh = fc_own(b, r->young, vintage * FC_KINDS);
    for (uint32_t k = 0; k < FC_KINDS; k++)
        FC_EACH (l)
            young[l] += (double)fresh[k * FC_LANES + l];
}

/* Expected sales of one direction; adds them up by the market they go to. */
static void direction_mean(const struct fc_customers *own, struct fc_block *b,
                           uint32_t pair, int direction)
{
    FC_LANE_ROW(float, lacking);
    const struct fc_cross *self = &own->cross;
    const struct fc_cross_pair *p = &self->pair[pair];
    const uint32_t from = p->market[direction], to = p->market[1 - direction];
    const float *covered =
        fc_own(b, own->covered,
               b->model->markets[from].team * FC_VINTAGES + b->month % FC_VINTAGES);
    const float *handoff = fc_number_row(b, self->handoff);
    const float *rate = fc_own(b, self->pace, to), *pi = fc_own(b, self->skill, to);
    const bool same = fc_same_person(b->model, from, to);
    float *mean = fc_own(b, self->mean, 2 * (size_t)pair + (size_t)direction);
    float *each = fc_own(b, self->each, 2 * (size_t)pair + (size_t)direction);
    float *total = fc_own(b, self->total, to), *all = fc_own(b, self->lacking, to);
    lacking_of(own, b, pair, direction, lacking);
    FC_EACH (l) {
        const float passed = same ? 1.0f : handoff[l];
        mean[l] = rate[l] * lacking[l] * covered[l] * pi[l] * passed;
        each[l] = rate[l] * covered[l] * pi[l] * passed;
        total[l] += mean[l];
        all[l] += lacking[l];
    }
}

/* Sales into a market: Poisson, at most as many as lack the product. */
static void market_draw(const struct fc_cross *self, struct fc_block *b,
                        uint32_t market)
{
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, n);
    const float *total = fc_own(b, self->total, market);
    const float *lacking = fc_own(b, self->lacking, market);
    float *sold = FC_ROW(b, cross_sold, market);
    struct fc_cross_buyers *buyers = fc__cross_buyers(self, b, market, b->month);
    fc_draw(b, self->site[market], words[0]);
    fc_poisson(FC_LANES, words[0], total, n);
    FC_EACH (l) {
        const float most = __builtin_floorf(lacking[l]);
        sold[l] = n[l] < most ? n[l] : most;
    }
    buyers->n = 0;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        buyers->lane[buyers->n] = (uint16_t)l;
        buyers->n = (uint16_t)(buyers->n + (sold[l] > 0.0f));
    }
}

/* Adds the expected sales of a direction to companies that will have been clients for a
 * year d months later, d = 0 .. 11: for each d before there is one month more of those
 * who came later. On paths where somebody buys. */
static void settled_add(const struct fc_customers *own, const struct fc_block *b,
                        uint32_t pair, uint32_t direction)
{
    const struct fc_cross *self = &own->cross;
    const uint32_t to = self->pair[pair].market[1 - direction];
    const struct fc_cross_buyers *buyers = fc__cross_buyers(self, b, to, b->month);
    const float *each = fc_own(b, self->each, 2 * (size_t)pair + direction);
    FC_LANE_ROW(float, lacking);
    lacking_of(own, b, pair, (int)direction, lacking);
    for (uint32_t i = 0; i < buyers->n; i++) {
        const uint32_t l = buyers->lane[i];
        float *old = fc__cross_part(self, b, to, b->month) + (size_t)i * FC_VINTAGES;
        float young = 0.0f;
        for (uint32_t d = FC_VINTAGES; d-- > 0;) {
            const uint32_t back = FC_VINTAGES - 1 - d;
            if (back > 0 && back <= b->month)
                young += fc__cross_young_lacking(
                    self, b, pair, direction,
                    (b->month + FC_VINTAGES - back) % FC_VINTAGES, l);
            const float rest = lacking[l] - young;
            old[d] += each[l] * (rest > 0.0f ? rest : 0.0f);
        }
    }
}

/* Share of the sales across that count as kept d months later x share of them in the
 * value won. */
static void market_part(const struct fc_cross *self, const struct fc_block *b,
                        uint32_t market)
{
    const struct fc_cross_buyers *buyers = fc__cross_buyers(self, b, market, b->month);
    const float *total = fc_own(b, self->total, market);
    const float *won = FC_ROW(b, won, market);
    const float *sold = FC_ROW(b, cross_sold, market);
    float *part = fc__cross_part(self, b, market, b->month);
    for (uint32_t i = 0; i < buyers->n; i++) {
        const uint32_t l = buyers->lane[i];
        const float across = sold[l] / (won[l] + sold[l]);
        for (uint32_t d = 0; d < FC_VINTAGES; d++)
            part[i * FC_VINTAGES + d] = part[i * FC_VINTAGES + d] / total[l] * across;
    }
}

void fc__cross_clear(const struct fc_block *b, fc_rows rows, uint32_t n)
{
    memset(fc_own(b, rows, 0), 0, (size_t)n * FC_LANES * sizeof(float));
}

/* What a month of later ages keeps of the sales across, path by path. */
static void parts_write(const struct fc_customers *own, struct fc_block *b)
{
    const struct fc_cross *self = &own->cross;
    for (uint32_t k = 0; k < own->markets; k++)
        memset(fc__cross_part(self, b, k, b->month), 0,
               fc__cross_buyers(self, b, k, b->month)->n * FC_VINTAGES * sizeof(float));
    for (uint32_t i = 0; i < self->pairs; i++)
        for (uint32_t d = 0; d < 2; d++)
            settled_add(own, b, i, d);
    for (uint32_t k = 0; k < own->markets; k++)
        market_part(self, b, k);
}

void fc__cross_sell_draw(const struct fc_customers *own, struct fc_block *b)
{
    const struct fc_cross *self = &own->cross;
    const uint32_t markets = own->markets;
    if (!self->on)
        return;
    fc__cross_clear(b, self->total, markets);
    fc__cross_clear(b, self->lacking, markets);
    for (uint32_t k = 0; k < markets; k++)
        if (self->paired[k]) {
            rate_of(own, b, k, fc_own(b, self->pace, k));
            proficiency_of(b, k, fc_own(b, self->skill, k));
        }
    for (uint32_t i = 0; i < self->pairs; i++)
        for (int d = 0; d < 2; d++)
            direction_mean(own, b, i, d);
    for (uint32_t k = 0; k < markets; k++)
        if (self->paired[k])
            market_draw(self, b, k);
    parts_write(own, b);
}

void fc__cross_sell_before(const struct fc_customers *own, const struct fc_block *b,
                           uint32_t market)
{
    const struct fc_cross *self = &own->cross;
    for (uint32_t v = 0; self->on && self->paired[market] && v < FC_VINTAGES; v++) {
        if (!fc__cross_young_moves(own, b, market, v))
            continue;
        FC_LANE_ROW(double, young) = {0};
        float *before = fc_own(b, self->left, market * FC_VINTAGES + v);
        fc__cross_young_size(own, b, market, v, young);
        FC_EACH (l)
            before[l] = (float)young[l];
    }
}

void fc__cross_sell_net(const struct fc_customers *own, const struct fc_block *b,
                        uint32_t market, double *net)
{
    const struct fc_cross *self = &own->cross;
    for (uint32_t back = 0; self->on && back < FC_VINTAGES && back <= b->month;
         back++) {
        const uint32_t month = b->month - back;
        const struct fc_cross_buyers *buyers = fc__cross_buyers(self, b, market, month);
        const float *part = fc__cross_part(self, b, market, month) + back;
        for (uint32_t i = 0; i < buyers->n; i++) {
            const uint32_t l = buyers->lane[i];
            net[l] += young_of(own, b, market, month % FC_VINTAGES, l) *
                      (double)part[i * FC_VINTAGES];
        }
    }
}

/* Hours that the offers of next month need, at full attention. */
static void pair_service(const struct fc_customers *own, struct fc_block *b,
                         uint32_t pair)
{
    FC_LANE_ROW(float, lacking);
    const struct fc_cross *self = &own->cross;
    const float *hours = fc_number_row(b, self->hours[self->pair[pair].segment]);
    for (int d = 0; d < 2; d++) {
        float *need = FC_ROW(b, service_need, self->pair[pair].market[d]);
        const float *rate = fc_own(b, self->pace, self->pair[pair].market[1 - d]);
        lacking_of(own, b, pair, d, lacking);
        FC_EACH (l)
            need[l] += hours[l] * rate[l] * lacking[l];
    }
}

void fc__cross_sell_service(const struct fc_customers *own, struct fc_block *b)
{
    const struct fc_cross *self = &own->cross;
    for (uint32_t k = 0; self->on && k < own->markets; k++)
        if (self->paired[k])
            rate_of(own, b, k, fc_own(b, self->pace, k));
    for (uint32_t i = 0; i < self->pairs; i++)
        pair_service(own, b, i);
}

void fc__cross_sell_open(const struct fc_customers *own, struct fc_block *b)
{
    const struct fc_cross *self = &own->cross;
    for (uint32_t i = 0; i < self->pairs; i++) {
        const float *first = fc__cross_companies(own, b, self->pair[i].market[0]);
        const float *second = fc__cross_companies(own, b, self->pair[i].market[1]);
        const float *share =
            fc_number_row(b, self->opening_share[self->pair[i].segment]);
        float *owners = fc_own(b, self->owners, i);
        FC_EACH (l)
            owners[l] = share[l] * (first[l] < second[l] ? first[l] : second[l]);
    }
    fc__cross_owned_write(own, b);
}
