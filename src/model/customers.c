/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers: contracts, key accounts, loyalty, concentration. What a scenario says
 * about them, turned into constants, tables and sites.
 *
 * A contract is a client in one market. Its segment says how likely it leaves and how
 * unlike the clients are (churn.c), its product how long it runs. Opening clients of a
 * segment go to its contract markets by share (largest remainder, ties by name). Repeat
 * purchase and cross-sell belong into this room; they come later.
 *
 * Source: evidence 1.5, 1.6, 2.1, 2.4, 2.8. Checked by tests/unit/test_customers.c and
 * tests/stat/test_customers.c (T11, T12, T14, T15, M10). */
#include "model/customers.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/market.h"
#include "model/pipeline.h"
#include "model/structure.h"
#include "random/lanemath.h"

struct account_spec {
    const char *name, *title;
    struct fc_names market;
    struct fc_number revenue, leave_prob, insolvency, service_hours;
    int renewal_month, term_months, leaves_month;
};

struct customers_spec {
    struct fc_numbers leave_first_year, leave_spread, leave_log_odds, service_hours;
    struct fc_numbers insolvency, value_cv, uplift;
    struct fc_number recession_factor, correlation, expansion, firm_age;
    struct fc_number coverage_log_odds, adverse_log_odds;
};

struct spec {
    struct customers_spec customers;
    struct fc_list accounts;
    struct {
        struct fc_numbers clients, recurring;
    } opening;
};

/* ---- what a scenario may say ---- */

#define AT(field) offsetof(struct customers_spec, field)
static const struct fc_field customers_rows[] = {
    {.key = "leave_first_year",
     .unit = "share a year",
     .kind = FC_NUMBER,
     .flags = FC_SHARE,
     .per = FC_SEGMENT,
     .confidence = 'M',
     .low = 0,
     .high = 1,
     .preset = 0.13,
     .at = AT(leave_first_year),
     .help = "mean share of new contract clients that leave within a year, insolvency "
             "aside",
     .source = "median logo churn 13 %, KBCM 2019"},
    {.key = "leave_spread",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_SHARE | FC_OPEN_HIGH,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 0.2,
     .at = AT(leave_spread),
     .help =
         "how unlike the clients are: 0 = all alike, near 1 = some always leave, the "
         "others never (polarisation 1 / (1 + alpha + beta))",
     .source = "fits to two contract businesses, Fader & Hardie 2007, give .13-.35"},
    {.key = "leave_log_odds",
     .unit = "log-odds",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = -20,
     .high = 20,
     .preset = 0,
     .at = AT(leave_log_odds),
     .help = "constant added to the log-odds of leaving"},
    {.key = "service_hours_per_week",
     .unit = "hours a week",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = 0,
     .high = 100,
     .preset = 0.1,
     .at = AT(service_hours),
     .help = "account service a client needs"},
    {.key = "insolvency_per_year",
     .unit = "share a year",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = 0,
     .high = 0.999,
     .preset = 0.015,
     .at = AT(insolvency),
     .help = "share of clients that become insolvent within a year of expansion"},
    {.key = "recession_insolvency_factor",
     .unit = "factor",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 20,
     .preset = 2,
     .at = AT(recession_factor),
     .help = "times as many insolvencies in a recession"},
    {.key = "insolvency_correlation",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'M',
     .low = 0,
     .high = 0.9,
     .preset = 0.12,
     .at = AT(correlation),
     .help = "asset correlation of the clients: how much they fail together",
     .source = "Basel formula: .12-.24 corporate, .03-.16 retail"},
    {.key = "value_cv",
     .unit = "factor",
     .kind = FC_NUMBER,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = 0.05,
     .high = 3,
     .preset = NAN,
     .at = AT(value_cv),
     .help =
         "spread of the value of existing clients: standard deviation / mean; that of "
         "new deals if absent"},
    {.key = "uplift_per_year",
     .unit = "share a year",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_PRODUCT,
     .confidence = 'A',
     .low = -0.5,
     .high = 1,
     .preset = 0.03,
     .at = AT(uplift),
     .help = "growth of the price index of a product, spread evenly over the months"},
    {.key = "expansion_per_renewal",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = -0.9,
     .high = 5,
     .preset = 0,
     .at = AT(expansion),
     .help = "growth of a contract's value at its renewal"},
    {.key = "firm_age_years",
     .unit = "years",
     .kind = FC_NUMBER,
     .confidence = 'A',
     .low = 1,
     .high = 200,
     .preset = 10,
     .at = AT(firm_age),
     .help = "age of the oldest contracts at opening"},
    {.key = "coverage_log_odds",
     .unit = "log-odds",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 5,
     .preset = 0.8,
     .at = AT(coverage_log_odds),
     .help =
         "log-odds of leaving added where account service gets no hours for a year"},
    {.key = "adverse_log_odds",
     .unit = "log-odds",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = -5,
     .high = 5,
     .preset = 0.3,
     .at = AT(adverse_log_odds),
     .help = "log-odds of leaving added in a full recession of the market"},
    {0}};
#undef AT

#define AT(field) offsetof(struct account_spec, field)
static const struct fc_field account_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(name),
     .help = "key"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = AT(title),
     .help = "display title, any language"},
    {.key = "market",
     .kind = FC_NAMES,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(market),
     .help = "names of its territory, product and segment"},
    {.key = "revenue_per_month",
     .unit = "money a month",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED | FC_MAY_VARY,
     .confidence = 'H',
     .low = 0,
     .high = 1e12,
     .at = AT(revenue),
     .help = "what it pays a month at opening, all its business"},
    {.key = "renewal_month",
     .unit = "month",
     .kind = FC_COUNT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .low = 1,
     .high = 12,
     .at = AT(renewal_month),
     .help = "month of the year at whose end its contract is renewed, January = 1"},
    {.key = "term_months",
     .unit = "months",
     .kind = FC_COUNT,
     .confidence = 'A',
     .low = 1,
     .high = 36,
     .preset = 12,
     .at = AT(term_months),
     .help = "length of its contract: 1, 3, 6, 12, 24 or 36"},
    {.key = "leave_prob",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED | FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .at = AT(leave_prob),
     .help = "probability to leave at a renewal"},
    {.key = "insolvency_per_year",
     .unit = "share a year",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 0.999,
     .preset = 0.01,
     .at = AT(insolvency),
     .help = "probability of insolvency within a year of expansion"},
    {.key = "service_hours_per_week",
     .unit = "hours a week",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 1000,
     .preset = NAN,
     .at = AT(service_hours),
     .help = "account service it needs; that of its segment if absent"},
    {.key = "leaves_month",
     .unit = "month",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 0,
     .high = 600,
     .preset = 0,
     .at = AT(leaves_month),
     .help = "stress test: it leaves at the end of this month of the horizon; 0 = by "
             "chance"},
    {0}};
#undef AT

static const struct fc_field opening_rows[] = {
    {.key = "clients",
     .unit = "clients",
     .kind = FC_NUMBER,
     .per = FC_SEGMENT,
     .confidence = 'H',
     .low = 0,
     .high = 1e6,
     .preset = 0,
     .at = 0,
     .help = "contract clients at opening, key accounts extra"},
    {.key = "recurring_per_year",
     .unit = "money a year",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_SEGMENT,
     .confidence = 'H',
     .low = 0,
     .high = 1e13,
     .preset = NAN,
     .at = sizeof(struct fc_numbers),
     .help = "recurring value of these clients; that of as many new deals if absent"},
    {0}};

static const struct fc_section sections[] = {
    {.path = "customers",
     .rows = customers_rows,
     .at = offsetof(struct spec, customers),
     .help = "why contract clients stay, leave and fail"},
    {.path = "customers.key_accounts",
     .rows = account_rows,
     .at = offsetof(struct spec, accounts),
     .list_item_size = sizeof(struct account_spec),
     .axis = FC_ACCOUNT,
     .help = "named clients, each simulated alone"},
    {.path = "opening",
     .rows = opening_rows,
     .at = offsetof(struct spec, opening),
     .help = "the state at the start"},
    {0}};

#define KPI(name_, unit_, fold_, state_, over_, by_, flags_, help_)                    \
    {                                                                                  \
        .name = name_, .unit = unit_, .help = help_, .fold = fold_,                    \
        .value = FC_S_##state_, .over = over_, .by = by_, .flags = flags_              \
    }
#define BY (FC_BY_MARKET | FC_BY(FC_TEAM))
static const struct fc_kpi kpis[] = {
    KPI("bookings", "money", FC_FLOW, bookings, -1, BY, FC_HEADLINE | FC_TOTALS,
        "annual value of new contracts and one-off sales"),
    KPI("clients", "clients", FC_LEVEL, clients, -1, BY, FC_HEADLINE | FC_WHOLE,
        "contracts and key accounts"),
    KPI("new_clients", "clients", FC_FLOW, new_clients, -1, BY, FC_WHOLE,
        "contracts started"),
    KPI("lost_clients", "clients", FC_FLOW, lost_clients, -1, BY, FC_WHOLE,
        "clients who left or became insolvent"),
    KPI("churn", "share", FC_SHARE12, lost_clients, FC_S_clients, BY, 0,
        "clients lost in 12 months / clients before them"),
    KPI("grr", "share", FC_RATIO, value_kept, FC_S_value_year_ago, BY, 0,
        "gross revenue retention: what is left of the recurring value of 12 months "
        "ago, "
        "without expansion and price growth"),
    KPI("nrr", "share", FC_RATIO, value_kept_net, FC_S_value_year_ago, BY, 0,
        "net revenue retention: the same with expansion and price growth"),
    KPI("annual_value", "money", FC_LEVEL, annual_value, -1, BY, 0,
        "recurring value a year of the clients there are, at next month's prices"),
    KPI("average_deal", "money", FC_RATIO12, bookings, FC_S_won, BY, 0,
        "bookings / deals won, 12 months"),
    KPI("loyal_share", "share", FC_RATIO, loyal, FC_S_clients, BY, 0,
        "share of clients with 3 renewals or more (expected); key accounts count"),
    KPI("client_hhi", "index", FC_LEVEL, client_hhi, -1, 0, 0,
        "Herfindahl index of the clients' recurring value"),
    KPI("top_client_share", "share", FC_LEVEL, top_share, -1, 0, 0,
        "share of the largest key account in the recurring value"),
    KPI("hhi_territory", "index", FC_LEVEL, hhi_territory, -1, 0, 0,
        "Herfindahl index of the recurring value by territory"),
    KPI("hhi_product", "index", FC_LEVEL, hhi_product, -1, 0, 0,
        "Herfindahl index of the recurring value by product"),
    KPI("hhi_segment", "index", FC_LEVEL, hhi_segment, -1, 0, 0,
        "Herfindahl index of the recurring value by segment"),
    KPI("account_revenue", "money", FC_FLOW, account_revenue, -1, FC_BY(FC_ACCOUNT), 0,
        "revenue of the key accounts"),
    {0}};

/* ---- compile ---- */

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
    c->ladder = fc__model_rows(model, pools * FC_LADDER);
    c->slot_value = fc__model_rows_double(model, c->term);
    c->slot_loyal = fc__model_rows(model, c->term);
    c->young = fc__model_rows_double(model, (size_t)FC_VINTAGES * c->kinds);
    c->listed = fc__model_rows_double(model, 1);
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

static void contracts_compile(const struct customers_spec *spec, struct fc_model *model,
                              struct fc_customers *self, uint32_t k)
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
    c->site_open = fc_site("customers", name, "opening", 0);
    const double deal_cv = fc_deal_cv(model, s);
    const double value_cv = number_of(&spec->value_cv, s);
    c->new_shape = shape_of(deal_cv);
    c->shape = isnan(value_cv) ? c->new_shape : shape_of(value_cv);
    c->log_sd = (float)sqrt(fc_log1p(deal_cv * deal_cv));
    if (!contract)
        return;
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
    model->lifetime_years[s] =
        fc__churn_lifetime(&law, failing.value, (double)model->months / 12.0);
}

/* Clients of a segment to its contract markets; false after a problem. */
static bool opening_share(const struct spec *spec, struct fc_model *model,
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

static bool account_compile(const struct spec *spec, struct fc_model *model,
                            struct fc_customers *self, uint32_t i, const char **title)
{
    const struct account_spec *item = spec->accounts.items;
    const struct account_spec *from = &item[i];
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
    to->site = fc_site("customers", from->name, "account", 0);
    model->markets[to->market].opening_hours += hours.value * 52.0 / 12.0;
    return true;
}

static void numbers_compile(const struct spec *spec, struct fc_model *model,
                            struct fc_customers *self)
{
    const struct customers_spec *from = &spec->customers;
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
    self->expands = from->expansion.dist >= 0 || from->expansion.value != 0.0;
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
    self->past = fc__model_rows_double(model, (size_t)self->markets * FC_VINTAGES);
}

static fc_status compile(const void *from, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = from;
    struct fc_customers *self = fc__model_alloc(model, 1, sizeof *self);
    *own = self;
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the customers");
    self->markets = model->axis[FC_MARKET].count;
    self->products = model->axis[FC_PRODUCT].count;
    self->teams = model->axis[FC_TEAM].count;
    self->accounts = (uint32_t)spec->accounts.n;
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
    for (uint32_t k = 0; k < self->markets; k++)
        model->markets[k].opening_hours +=
            model->markets[k].opening_clients * 52.0 / 12.0 *
            number_of(&spec->customers.service_hours, model->markets[k].segment);
    numbers_compile(spec, model, self);
    rows_compile(model, self);
    return good ? FC_OK : FC_E_SCENARIO;
}

const struct fc_mechanism FC_PER_ISA(fc_customers);
const struct fc_mechanism FC_PER_ISA(fc_customers) = {
    .name = "customers",
    .help = "contracts, key accounts, loyalty, concentration",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .kpis = kpis,
    .compile = compile,
    .open = fc__customers_open,
    .step = fc__customers_step,
    .month = fc__customers_month,
};
