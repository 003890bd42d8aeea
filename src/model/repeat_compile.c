/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeat buyers and cross-selling: the scenario's numbers into constants, rows, sites.
 *
 * The law of the buyers stands behind a table, so its four numbers may not vary.
 * Opening buyers of a segment go to its repeat markets by share (largest remainder,
 * ties by name). Two markets of a territory and segment are a pair if clients stay in
 * both.
 *
 * Checked by tests/unit/test_repeat.c, tests/stat/test_repeat.c, test_cross_sell.c. */
#include <math.h>

#include "model/customers.h"
#include "model/market.h"
#include "model/normal.h"
#include "model/organisation.h"
#include "model/pipeline.h"
#include "model/structure.h"

static struct fc_number number_of(const struct fc_numbers *numbers, uint32_t i)
{
    return numbers->at[numbers->n > i ? i : 0];
}

static fc_num *numbers_new(struct fc_model *model, const struct fc_numbers *numbers,
                           uint32_t n)
{
    fc_num *row = fc__model_alloc(model, n, sizeof *row);
    for (uint32_t i = 0; row && i < n; i++)
        row[i] = fc__model_number(model, number_of(numbers, i));
    return row;
}

/* ---- repeat buyers ---- */

static void kinds_compile(struct fc_repeat *r, const struct fc_repeat_law *law)
{
    double rest = 1.0, opening_rest = 1.0;
    for (uint32_t i = 0; i < FC_RATES; i++) {
        r->rate[i] = (float)law->rate[i];
        r->used[i] = law->rate_weight[i] > 0.0;
    }
    for (uint32_t j = 0; j < FC_DROPS; j++)
        r->drop[j] = (float)law->drop[j];
    for (uint32_t k = 0; k < FC_KINDS; k++) {
        const double part = rest > 0.0 ? law->weight[k] / rest : 0.0;
        const double opening =
            opening_rest > 0.0 ? law->opening[k] / opening_rest : 0.0;
        r->chance[k] = (float)(part < 1.0 ? part : 1.0);
        r->opening_chance[k] = (float)(opening < 1.0 ? opening : 1.0);
        rest -= law->weight[k];
        opening_rest -= law->opening[k];
        for (uint32_t i = 0; i < FC_LADDER; i++)
            r->bought[i][k] = (float)law->bought[i][k];
    }
}

static void rows_compile(struct fc_repeat *r, struct fc_model *model)
{
    r->count = fc__model_rows(model, FC_KINDS);
    r->ladder = fc__model_rows(model, (size_t)FC_LADDER * FC_KINDS);
    r->young = fc__model_rows(model, (size_t)FC_VINTAGES * FC_KINDS);
    r->young_sum = fc__model_rows(model, FC_KINDS);
    r->living = fc__model_rows(model, 1);
    r->rates = fc__model_rows_double(model, 1);
    r->squares = fc__model_rows_double(model, 1);
    r->young_rates = fc__model_rows_double(model, 1);
}

/* age_years: of the oldest buyer at opening, 0 without any. */
static void market_compile(const struct fc_repeat_spec *spec, double age_years,
                           struct fc_model *model, struct fc_repeat *r, uint32_t k)
{
    const uint32_t s = model->markets[k].segment;
    const char *name = model->axis[FC_MARKET].name[k];
    const struct fc_repeat_buyers buyers = {
        number_of(&spec->shape, s).value, number_of(&spec->scale, s).value,
        number_of(&spec->drop_a, s).value, number_of(&spec->drop_b, s).value};
    const struct fc_number spend = number_of(&spec->spend, s);
    const double given = number_of(&spec->spend_cv, s).value;
    const double cv = isnan(given) ? fc_deal_cv(model, s) : given;
    const double held = cv < 0.05 ? 0.05 : cv > 3.0 ? 3.0 : cv;
    struct fc_repeat_law law;
    fc__repeat_law(&law, &buyers, (double)model->months, 12.0 * age_years);
    kinds_compile(r, &law);
    rows_compile(r, model);
    r->on = true;
    r->spend_given = !isnan(spend.value);
    r->spend =
        r->spend_given ? fc__model_number(model, spend) : fc__model_constant(model, 0);
    r->spend_shape = (float)(1.0 / (held * held));
    for (uint32_t g = 0; g < FC_REPEAT_GROUPS; g++)
        r->site[g] =
            fc_luck(model, FC_CAUSE_churn, fc_site("customers", name, "repeat", g));
    r->site_open = fc_site("customers", name, "opening repeat", 0);
    const double years = fc__repeat_lifetime(&law, (double)model->months) / 12.0;
    if (years > model->lifetime_years[s])
        model->lifetime_years[s] = years;
}

/* Buyers of a segment to its repeat markets; false after a problem. */
static bool opening_share(const struct fc_numbers *given, struct fc_model *model,
                          struct fc_customers *self, uint32_t segment)
{
    const struct fc_number clients = number_of(given, segment);
    const int whole = (int)floor(clients.value + 0.5);
    double *need = fc__model_alloc(model, self->markets, sizeof *need);
    int *share = fc__model_alloc(model, self->markets, sizeof *share);
    double all = 0;
    for (uint32_t k = 0; need && share && k < self->markets; k++) {
        const bool here = model->markets[k].segment == segment && self->repeat[k].on;
        need[k] = here ? model->markets[k].share : 0;
        share[k] = here ? -1 : 0;
        all += need[k];
    }
    if (whole > 0 && !(all > 0)) {
        fc__scenario_problem(model->scenario, clients.line,
                             "'opening.repeat_clients' of '%s' is %d, but the segment "
                             "has no market with a product of model \"repeat\"",
                             model->axis[FC_SEGMENT].name[segment], whole);
        return false;
    }
    if (!need || !share || whole == 0)
        return true;
    fc__structure_share(self->markets, need, model->axis[FC_MARKET].name, whole, 0,
                        share);
    for (uint32_t k = 0; k < self->markets; k++)
        if (model->markets[k].segment == segment && self->repeat[k].on) {
            self->repeat[k].opening_clients = (uint32_t)share[k];
            model->markets[k].opening_clients = share[k];
        }
    return true;
}

/* Hours a week and buyer of each segment; what the opening ones need counts for seats.
 */
static void hours_compile(const struct fc_clients_spec *spec, struct fc_model *model,
                          struct fc_customers *self)
{
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    fc_num *hours = fc__model_alloc(model, segments, sizeof *hours);
    for (uint32_t s = 0; hours && s < segments; s++) {
        const struct fc_number own = number_of(&spec->repeat.service_hours, s);
        const struct fc_number usual = number_of(&spec->customers.service_hours, s);
        const struct fc_number each = isnan(own.value) ? usual : own;
        hours[s] = fc__model_number(model, each);
        for (uint32_t k = 0; self->repeat && k < self->markets; k++) {
            const double need =
                self->repeat[k].opening_clients * 52.0 / 12.0 * each.value;
            if (!self->repeat[k].on || model->markets[k].segment != s)
                continue;
            model->markets[k].opening_service += need;
            fc__model_hours(model, k, fc_task_service(model), need);
        }
    }
    self->repeat_hours = hours;
}

bool fc__repeat_compile(const struct fc_clients_spec *spec, struct fc_model *model,
                        struct fc_customers *self)
{
    const struct fc_repeat_spec *from = &spec->repeat;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    const struct fc_number years = from->opening_years;
    const double age =
        isnan(years.value) ? spec->customers.firm_age.value : years.value;
    bool good = true;
    self->repeat = fc__model_alloc(model, self->markets, sizeof *self->repeat);
    for (uint32_t k = 0; self->repeat && k < self->markets; k++) {
        const uint32_t s = model->markets[k].segment;
        const bool some = number_of(&spec->opening.repeat_clients, s).value > 0;
        if (model->products[model->markets[k].product].model == FC_REPEAT)
            market_compile(from, some ? age : 0, model, &self->repeat[k], k);
    }
    for (uint32_t s = 0; self->repeat && s < segments; s++)
        good &= opening_share(&spec->opening.repeat_clients, model, self, s);
    hours_compile(spec, model, self);
    self->repeat_effects.by_coverage = fc__model_number(model, from->by_coverage);
    self->repeat_effects.by_satisfaction =
        fc__model_number(model, from->by_satisfaction);
    self->repeat_effects.by_adverse = fc__model_number(model, from->by_adverse);
    return good;
}

/* ---- cross-selling ---- */

static bool stays(const struct fc_customers *self, uint32_t k)
{
    return self->contracts[k].term > 0 || self->repeat[k].on;
}

/* Pairs in the order of the names of their markets; NULL counts them. */
static uint32_t pairs_find(const struct fc_model *model,
                           const struct fc_customers *self, struct fc_cross_pair *pair)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < self->markets; i++)
        for (uint32_t j = i + 1; j < self->markets; j++) {
            const uint32_t a = model->market_order[i], b = model->market_order[j];
            const struct fc_market *first = &model->markets[a];
            const struct fc_market *second = &model->markets[b];
            if (first->territory != second->territory ||
                first->segment != second->segment || !stays(self, a) || !stays(self, b))
                continue;
            if (pair)
                pair[n] = (struct fc_cross_pair){{a, b}, first->segment};
            n++;
        }
    return n;
}

/* The member of a pair that is not `market`, or UINT32_MAX where that is none. */
static uint32_t other_of(const struct fc_cross_pair *pair, uint32_t market)
{
    return pair->market[0] == market   ? pair->market[1]
           : pair->market[1] == market ? pair->market[0]
                                       : UINT32_MAX;
}

/* Sales that make owners in other pairs, too; NULL counts them. */
static uint32_t thirds_find(const struct fc_cross *self, struct fc_cross_third *third)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < 2 * self->pairs; i++) {
        const uint32_t *market = self->pair[i / 2].market;
        const uint32_t from = market[i % 2], to = market[1 - i % 2];
        for (uint32_t j = 0; j < self->pairs; j++) {
            const uint32_t more = other_of(&self->pair[j], to);
            if (more == UINT32_MAX || more == from)
                continue;
            uint32_t by = 0;
            while (other_of(&self->pair[by], from) != more)
                by++;
            if (third)
                third[n] = (struct fc_cross_third){i / 2, i % 2, j, by};
            n++;
        }
    }
    return n;
}

void fc__cross_compile(const struct fc_cross_spec *spec, struct fc_model *model,
                       struct fc_customers *self)
{
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    struct fc_cross *c = &self->cross;
    for (uint32_t s = 0; s < segments; s++) {
        const struct fc_number rate = number_of(&spec->rate, s);
        c->on |= rate.dist >= 0 || rate.value != 0.0;
    }
    c->on |= model->organisation->coordination.shares_clients; /* who has what */
    if (!c->on)
        return;
    c->pairs = pairs_find(model, self, NULL);
    c->pair = fc__model_alloc(model, c->pairs, sizeof *c->pair);
    if (c->pair)
        pairs_find(model, self, c->pair);
    c->paired = fc__model_alloc(model, self->markets, sizeof *c->paired);
    for (uint32_t i = 0; c->pair && c->paired && i < c->pairs; i++)
        c->paired[c->pair[i].market[0]] = c->paired[c->pair[i].market[1]] = true;
    if (c->pair) {
        c->thirds = thirds_find(c, NULL);
        c->third = fc__model_alloc(model, c->thirds, sizeof *c->third);
        c->thirds = c->third ? thirds_find(c, c->third) : 0;
    }
    c->more = fc__model_rows(model, c->pairs);
    c->rate = numbers_new(model, &spec->rate, segments);
    c->hours = numbers_new(model, &spec->hours, segments);
    c->opening_share = numbers_new(model, &spec->opening_share, segments);
    c->handoff = fc__model_number(model, spec->handoff);
    c->site = fc__model_alloc(model, self->markets, sizeof *c->site);
    for (uint32_t k = 0; c->site && k < self->markets; k++)
        c->site[k] = fc_luck(
            model, FC_CAUSE_churn,
            fc_site("customers", model->axis[FC_MARKET].name[k], "cross-sell", 0));
    c->owners = fc__model_rows(model, c->pairs);
    c->mean = fc__model_rows(model, 2 * (size_t)c->pairs);
    c->total = fc__model_rows(model, self->markets);
    c->lacking = fc__model_rows(model, self->markets);
    c->each = fc__model_rows(model, 2 * (size_t)c->pairs);
    c->came = fc__model_rows(model, (size_t)self->markets * FC_VINTAGES);
    c->came_both = fc__model_rows(model, (size_t)c->pairs * FC_VINTAGES);
    c->stay = fc__model_rows(model, self->markets);
    c->gained = fc__model_rows(model, (size_t)self->markets * FC_VINTAGES);
    c->left = fc__model_rows(model, (size_t)self->markets * FC_VINTAGES);
    c->pace = fc__model_rows(model, self->markets);
    c->skill = fc__model_rows(model, self->markets);
    c->buyers = fc__model_rows(model, (size_t)self->markets * FC_VINTAGES);
    c->part =
        fc__model_rows_stale(model, (size_t)self->markets * FC_VINTAGES * FC_VINTAGES);
}
