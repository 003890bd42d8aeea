/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers: the scenario's numbers into constants, tables and sites.
 *
 * Opening clients of a segment go to its contract markets by share (largest remainder,
 * ties by name). A number that stands behind a table (leave_first_year, leave_spread)
 * may not vary; the opening ladder takes the mean of insolvency_per_year.
 *
 * Checked by tests/unit/test_customers.c and tests/stat/test_customers.c. */
#include "model/customers.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/market.h"
#include "model/normal.h"
#include "model/pipeline.h"
#include "model/structure.h"
#include "random/lanemath.h"

static double number_of(const struct fc_numbers *numbers, uint32_t i)
{
    return numbers->at[numbers->n > i ? i : 0].value;
}

static fc_num *numbers_new(struct fc_model *model, const struct fc_numbers *numbers,
                           uint32_t n)
{
    fc_num *row = fc__model_alloc(model, n, sizeof *row);
    for (uint32_t i = 0; row && i < n; i++) {
        struct fc_number number = numbers->at[numbers->n > i ? i : 0];
        if (isnan(number.value))
            number = (struct fc_number){0, -1, number.line};
        row[i] = fc__model_number(model, number);
    }
    return row;
}

/* A row of fc_risk; equal ones are shared. */
static uint32_t risk_of(struct fc_customers *self, struct fc_model *model,
                        struct fc_number yearly, uint32_t term)
{
    const double months = term < 12 ? term : 12;
    const fc_num row = fc__model_number(model, yearly);
    for (uint32_t i = 0; i < self->risks; i++)
        if (self->risk[i].yearly.row == row.row && self->risk[i].months == months)
            return i;
    self->risk[self->risks] = (struct fc_risk){row, months, yearly.dist < 0};
    return self->risks++;
}

static void contracts_rows(struct fc_contracts *c, struct fc_model *model)
{
    const size_t pools = (size_t)c->term * FC_TYPES;
    c->count = fc__model_rows(model, pools);
    c->value = fc__model_rows_double(model, pools);
    c->ladder = fc__model_rows_stale(model, pools * FC_CLASSES);
    c->slot_value = fc__model_rows_double(model, c->term);
    c->slot_loyal = fc__model_rows_double(model, c->term);
    c->slot_first = fc__model_rows_double(model, c->term);
    c->young = fc__model_rows_double(model, (size_t)FC_VINTAGES * c->kinds);
    c->listed = fc__model_rows_double(model, 1);
    c->loyal_total = fc__model_rows_double(model, 1);
    c->first_total = fc__model_rows_double(model, 1);
    c->young_total = fc__model_rows_double(model, 1);
    c->contracts = fc__model_rows(model, 1);
}

/* Conditional chances of a multinomial drawn type by type. */
static void chances(const double weight[FC_TYPES], float chance[FC_TYPES])
{
    double rest = 1.0;
    for (int j = 0; j < FC_TYPES; j++) {
        const double part = rest > 0.0 ? weight[j] / rest : 0.0;
        chance[j] = (float)(part < 1.0 ? part : 1.0);
        rest -= weight[j];
    }
}

static void types_compile(struct fc_contracts *c, const struct fc_churn *law)
{
    double sum = 0;
    chances(law->weight, c->chance);
    chances(law->opening, c->opening_chance);
    for (int j = 0; j < FC_TYPES; j++) {
        sum += law->weight[j];
        c->weight_sum[j] = j < FC_TYPES - 1 ? (float)sum : 2.0f;
        c->leave[j] = (float)law->leave[j];
        for (int r = 0; r < FC_LADDER; r++)
            c->renewed[j][r] = (float)law->renewed[r][j];
    }
}

static float shape_of(double cv)
{
    const double held = cv < 0.05 ? 0.05 : cv > 3.0 ? 3.0 : cv;
    return (float)(1.0 / (held * held));
}

static void contracts_compile(const struct fc_customers_spec *spec,
                              struct fc_model *model, struct fc_customers *self,
                              uint32_t k)
{
    const struct fc_market *market = &model->markets[k];
    const struct fc_product *product = &model->products[market->product];
    const uint32_t s = market->segment;
    const char *name = model->axis[FC_MARKET].name[k];
    const bool contract = product->model == FC_CONTRACT;
    struct fc_contracts *c = &self->contracts[k];
    c->product = market->product;
    c->segment = s;
    c->term = contract ? (uint32_t)product->term_months : 0;
    c->kinds = c->term < 12 ? FC_TYPES : 1;
    for (uint32_t g = 0; g < FC_G_COUNT; g++)
        c->site[g] = fc_site("customers", name, "month", g);
    for (uint32_t g = 0; g < FC_G_COUNT; g++)
        if (g < FC_G_NEW || g >= FC_G_TEST)
            c->site[g] = fc_luck(model, FC_CAUSE_churn, c->site[g]);
    c->site_open = fc_site("customers", name, "opening", 0);
    const double deal_cv = fc_deal_cv(model, s);
    const double value_cv = number_of(&spec->value_cv, s);
    const double new_cv = fc_is_normal(model, FC_CAUSE_sizes) ? 0 : deal_cv;
    c->new_shape = shape_of(new_cv);
    c->shape = shape_of(isnan(value_cv) ? deal_cv : value_cv);
    c->log_sd = (float)sqrt(fc_log1p(new_cv * new_cv));
    if (!contract) {
        const uint32_t groups = FC_DEALS_ONE_BY_ONE / 4;
        c->deal_site = fc__model_alloc(model, groups, sizeof *c->deal_site);
        for (uint32_t g = 0; c->deal_site && g < groups; g++)
            c->deal_site[g] = fc_site("customers", name, "deal", g);
        return;
    }
    struct fc_churn law;
    const struct fc_number failing =
        spec->insolvency.at[spec->insolvency.n > s ? s : 0];
    fc__churn_law(&law, number_of(&spec->leave_first_year, s),
                  number_of(&spec->leave_spread, s), (double)c->term, failing.value,
                  spec->firm_age.value);
    types_compile(c, &law);
    c->risk = risk_of(self, model, failing, c->term);
    c->opening_turn = (uint32_t)(c->site_open % c->term);
    contracts_rows(c, model);
    const double years =
        fc__churn_lifetime(&law, failing.value, (double)model->months / 12.0);
    if (years > model->lifetime_years[s])
        model->lifetime_years[s] = years;
}

/* Clients of a segment to its contract markets; false after a problem. */
static bool opening_share(const struct fc_clients_spec *spec, struct fc_model *model,
                          struct fc_customers *self, uint32_t segment)
{
    const struct fc_numbers *given = &spec->opening.clients;
    const struct fc_number clients = given->at[given->n > segment ? segment : 0];
    const double recurring = number_of(&spec->opening.recurring, segment);
    const char *name = model->axis[FC_SEGMENT].name[segment];
    const int whole = (int)floor(clients.value + 0.5);
    double *need = fc__model_alloc(model, self->markets, sizeof *need);
    int *share = fc__model_alloc(model, self->markets, sizeof *share);
    double all = 0;
    for (uint32_t k = 0; need && share && k < self->markets; k++) {
        const bool here =
            model->markets[k].segment == segment && self->contracts[k].term;
        need[k] = here ? model->markets[k].share : 0;
        share[k] = here ? -1 : 0;
        all += need[k];
    }
    if (whole == 0 && recurring > 0) {
        fc__scenario_problem(
            model->scenario, clients.line,
            "'opening.recurring_per_year' of '%s' is %g without clients; "
            "set opening.clients too",
            name, recurring);
        return false;
    }
    if (whole > 0 && !(all > 0)) {
        fc__scenario_problem(model->scenario, clients.line,
                             "'opening.clients' of '%s' is %d, but the segment has no "
                             "market with a contract product",
                             name, whole);
        return false;
    }
    if (!need || !share || whole == 0)
        return true;
    fc__structure_share(self->markets, need, model->axis[FC_MARKET].name, whole, 0,
                        share);
    for (uint32_t k = 0; k < self->markets; k++)
        if (model->markets[k].segment == segment && self->contracts[k].term) {
            self->contracts[k].opening_clients = (uint32_t)share[k];
            self->contracts[k].opening_part = (double)share[k] / whole;
            model->markets[k].opening_clients = share[k];
        }
    return true;
}

static bool term_is_known(int months)
{
    return months == 1 || months == 3 || months == 6 || months == 12 || months == 24 ||
           months == 36;
}

static bool account_compile(const struct fc_clients_spec *spec, struct fc_model *model,
                            struct fc_customers *self, uint32_t i, const char **title)
{
    const struct fc_account_spec *item = spec->accounts.items;
    const struct fc_account_spec *from = &item[i];
    struct fc_account *to = &self->account[i];
    title[i] = from->title ? from->title : from->name;
    to->market =
        fc__model_market(model, "customers.key_accounts.market", &from->market);
    if (to->market == UINT32_MAX)
        return false;
    if (!term_is_known(from->term_months)) {
        fc__scenario_problem(
            model->scenario, from->revenue.line,
            "'customers.key_accounts.%s.term_months' is %d; it must be "
            "1, 3, 6, 12, 24 or 36",
            from->name, from->term_months);
        return false;
    }
    const uint32_t s = model->markets[to->market].segment;
    struct fc_number hours = from->service_hours;
    if (isnan(hours.value))
        hours = spec->customers.service_hours
                    .at[spec->customers.service_hours.n > s ? s : 0];
    to->term = (uint32_t)from->term_months;
    to->due = (uint32_t)(from->renewal_month - 1 + 12 - model->start_month % 12) % 12;
    to->leaves = (uint32_t)from->leaves_month;
    to->revenue = fc__model_number(model, from->revenue);
    to->leave_prob = fc__model_number(model, from->leave_prob);
    to->service_hours = fc__model_number(model, hours);
    to->risk = risk_of(self, model, from->insolvency, to->term);
    to->site =
        fc_luck(model, FC_CAUSE_churn, fc_site("customers", from->name, "account", 0));
    fc__model_hours(model, to->market, fc_task_service(model),
                    hours.value * 52.0 / 12.0);
    return true;
}

static void numbers_compile(const struct fc_clients_spec *spec, struct fc_model *model,
                            struct fc_customers *self)
{
    const struct fc_customers_spec *from = &spec->customers;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    bool *given = fc__model_alloc(model, segments, sizeof *given);
    for (uint32_t s = 0; given && s < segments; s++)
        given[s] = !isnan(number_of(&spec->opening.recurring, s));
    self->recurring_given = given;
    self->recurring = numbers_new(model, &spec->opening.recurring, segments);
    self->service_hours = numbers_new(model, &from->service_hours, segments);
    self->leave_log_odds = numbers_new(model, &from->leave_log_odds, segments);
    self->uplift = numbers_new(model, &from->uplift, self->products);
    self->recession_factor = fc__model_number(model, from->recession_factor);
    self->correlation = fc__model_number(model, from->correlation);
    self->coverage_log_odds = fc__model_number(model, from->coverage_log_odds);
    self->adverse_log_odds = fc__model_number(model, from->adverse_log_odds);
    self->expansion = fc__model_number(model, from->expansion);
    self->cap = fc__model_number(model, from->largest_client_cap);
    self->capped =
        from->largest_client_cap.dist >= 0 || from->largest_client_cap.value < 1.0;
    self->expands = from->expansion.dist >= 0 || from->expansion.value != 0.0;
}

static bool is_zero(struct fc_number number)
{
    return number.dist < 0 && number.value == 0.0;
}

static void satisfaction_compile(const struct fc_clients_spec *from,
                                 struct fc_model *model, struct fc_satisfaction *self)
{
    const struct fc_satisfaction_spec *spec = &from->satisfaction;
    const uint32_t markets = model->axis[FC_MARKET].count;
    self->on = !is_zero(spec->log_odds) || !is_zero(from->repeat.by_satisfaction);
    for (uint32_t c = 0; c < model->axis[FC_CHANNEL].count; c++)
        self->on |= model->channels[c].by_satisfaction;
    self->noisy = !is_zero(spec->sd);
    self->return_per_month = fc__model_number(model, spec->return_per_month);
    self->coverage = fc__model_number(model, spec->coverage);
    self->recovery = fc__model_number(model, spec->recovery);
    self->sd = fc__model_number(model, spec->sd);
    self->log_odds = fc__model_number(model, spec->log_odds);
    self->decay = fc__model_rows(model, 1);
    self->per_gain = fc__model_rows(model, 1);
    self->noise = fc__model_rows(model, 1);
    self->site = fc__model_alloc(model, markets, sizeof *self->site);
    for (uint32_t k = 0; self->site && k < markets; k++)
        self->site[k] = fc_luck(
            model, FC_CAUSE_churn,
            fc_site("customers", model->axis[FC_MARKET].name[k], "satisfaction", 0));
}

static void rows_compile(struct fc_model *model, struct fc_customers *self)
{
    size_t most = 1;
    for (int axis = FC_TERRITORY; axis <= FC_SEGMENT; axis++)
        most = model->axis[axis].count > most ? model->axis[axis].count : most;
    self->member_value = fc__model_rows_double(model, most);
    self->threshold = fc__model_rows(model, 2 * (size_t)self->risks);
    self->score_scale = fc__model_rows(model, 1);
    self->score_slope = fc__model_rows(model, 1);
    self->log_uplift = fc__model_rows(model, self->products);
    self->price = fc__model_rows(model, self->products);
    self->price_next = fc__model_rows(model, self->products);
    self->price_then = fc__model_rows(model, self->products);
    self->covered = fc__model_rows(model, (size_t)self->teams * FC_VINTAGES);
    self->covering = fc__model_rows(model, self->teams);
    self->volume = fc__model_rows(model, self->accounts);
    self->past = fc__model_rows_double(model, (size_t)self->markets * FC_VINTAGES);
}

fc_status fc__customers_compile(const void *from, struct fc_model *model, void **own,
                                struct fc_error *err)
{
    const struct fc_clients_spec *spec = from;
    struct fc_customers *self = fc__model_alloc(model, 1, sizeof *self);
    *own = self;
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the customers");
    self->markets = model->axis[FC_MARKET].count;
    self->products = model->axis[FC_PRODUCT].count;
    self->teams = model->axis[FC_TEAM].count;
    self->accounts = (uint32_t)spec->accounts.n;
    self->account_order = fc__model_order(model, &model->axis[FC_ACCOUNT]);
    for (int i = 0; i < 3; i++)
        self->member_order[i] = fc__model_order(model, &model->axis[FC_TERRITORY + i]);
    self->contracts = fc__model_alloc(model, self->markets, sizeof *self->contracts);
    self->account = fc__model_alloc(model, self->accounts, sizeof *self->account);
    self->risk = fc__model_alloc(model, (size_t)self->markets + self->accounts,
                                 sizeof *self->risk);
    const char **title = fc__model_alloc(model, self->accounts, sizeof *title);
    if (!self->contracts || !self->account || !self->risk || !title)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the customers");
    bool good = true;
    for (uint32_t k = 0; k < self->markets; k++)
        contracts_compile(&spec->customers, model, self, k);
    for (uint32_t s = 0; s < model->axis[FC_SEGMENT].count; s++)
        good &= opening_share(spec, model, self, s);
    for (uint32_t i = 0; i < self->accounts; i++)
        good &= account_compile(spec, model, self, i, title);
    model->axis[FC_ACCOUNT].title = title;
    for (uint32_t k = 0; k < self->markets; k++) {
        struct fc_market *market = &model->markets[k];
        market->opening_service =
            self->contracts[k].opening_clients * 52.0 / 12.0 *
            number_of(&spec->customers.service_hours, market->segment);
        fc__model_hours(model, k, fc_task_service(model), market->opening_service);
    }
    for (uint32_t j = 0; good && j < self->accounts; j++) { /* by name: M2 */
        const struct fc_account *account = &self->account[self->account_order[j]];
        model->markets[account->market].opening_service +=
            model->number_value[account->service_hours.row] * 52.0 / 12.0;
    }
    good &= fc__repeat_compile(spec, model, self);
    fc__cross_compile(&spec->cross, model, self);
    numbers_compile(spec, model, self);
    satisfaction_compile(spec, model, &self->satisfaction);
    rows_compile(model, self);
    return good ? FC_OK : FC_E_SCENARIO;
}
