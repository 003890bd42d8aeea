/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money: what a scenario says about it, and the books at time 0.
 *
 *   owed at time 0 = invoices of a steady revenue that the law of payment leaves open,
 *                    (1 - bad) recurring/12 x days/30, or the amount given, by the same
 * law
 *
 * Source: docs/model.md A month is in money_month.c, with the conventions. Checked
 * by tests/unit/test_money.c and tests/stat/test_money.c. */
#include "model/money.h"

#include <math.h>

#include "base/error.h"
#include "model/market.h"
#include "model/model.h"
#include "random/lanemath.h"

struct by_regime {
    struct fc_number expansion, recession;
};

struct money_spec {
    struct fc_number overhead, credit_line, interest, price_level;
    struct by_regime days, bad_debt;
    struct {
        struct fc_number cv, revenue_share, cost_share;
    } exchange;
};

struct pay_spec {
    struct fc_number base, on_cost, commission, hire, leave, severance, quota;
};

struct opening_spec {
    struct fc_number cash, receivables;
};

struct spec {
    struct money_spec money;
    struct pay_spec pay;
    struct opening_spec opening;
};

/* ---- what a scenario may say ---- */

#define REGIMES(name_, unit_, flags_, high_, e_, r_, help_, source_)                   \
    static const struct fc_field name_[] = {                                           \
        {.key = "expansion",                                                           \
         .unit = unit_,                                                                \
         .kind = FC_NUMBER,                                                            \
         .flags = FC_MAY_VARY | (flags_),                                              \
         .confidence = 'M',                                                            \
         .low = 0,                                                                     \
         .high = high_,                                                                \
         .preset = e_,                                                                 \
         .at = offsetof(struct by_regime, expansion),                                  \
         .help = help_ " in an expansion",                                             \
         .source = source_},                                                           \
        {.key = "recession",                                                           \
         .unit = unit_,                                                                \
         .kind = FC_NUMBER,                                                            \
         .flags = FC_MAY_VARY | (flags_),                                              \
         .confidence = 'M',                                                            \
         .low = 0,                                                                     \
         .high = high_,                                                                \
         .preset = r_,                                                                 \
         .at = offsetof(struct by_regime, recession),                                  \
         .help = help_ " in a recession",                                              \
         .source = source_},                                                           \
        {0}}
REGIMES(days_rows, "days", 0, 180, 45, 60, "days until clients pay",
        "general practice: 45 days, two weeks more in a recession");
REGIMES(bad_rows, "share", FC_SHARE, 0.9, 0.005, 0.015, "share of invoices never paid",
        "general practice: half a per cent, three times that in a recession");

#define NUMBER(key_, unit_, flags_, confidence_, low_, high_, preset_, at_, help_,     \
               source_)                                                                \
    {                                                                                  \
        .key = key_, .unit = unit_, .kind = FC_NUMBER,                                 \
        .flags = FC_MAY_VARY | (flags_), .confidence = confidence_, .low = low_,       \
        .high = high_, .preset = preset_, .at = at_, .help = help_, .source = source_  \
    }

#define AT(field)                                                                      \
    offsetof(struct money_spec, field) - offsetof(struct money_spec, exchange)
static const struct fc_field exchange_rows[] = {
    NUMBER("cv_per_year", "factor", 0, 'A', 0, 1, 0, AT(exchange.cv),
           "yearly spread of the exchange rate, a lognormal random walk; 0 = none",
           NULL),
    NUMBER("revenue_share", "share", FC_SHARE, 'A', 0, 1, 0, AT(exchange.revenue_share),
           "share of revenue and commissions in the foreign currency", NULL),
    NUMBER("cost_share", "share", FC_SHARE, 'A', 0, 1, 0, AT(exchange.cost_share),
           "share of pay, marketing and overhead in the foreign currency", NULL),
    {0}};
#undef AT

#define AT(field) offsetof(struct money_spec, field)
static const struct fc_field money_rows[] = {
    NUMBER("overhead_per_month", "money a month", 0, 'A', 0, 1e12, 0, AT(overhead),
           "rent, management, systems and everything else that is not allocated", NULL),
    {.key = "days_to_collect",
     .kind = FC_GROUP,
     .at = AT(days),
     .rows = days_rows,
     .help = "how long clients take to pay, by the regime of the invoice's month"},
    {.key = "bad_debt",
     .kind = FC_GROUP,
     .at = AT(bad_debt),
     .rows = bad_rows,
     .help = "invoices that are never paid, by the regime of the invoice's month"},
    NUMBER("credit_line", "money", 0, 'A', 0, 1e12, 0, AT(credit_line),
           "how far cash may be below 0; ruin when a month ends below that", NULL),
    NUMBER("interest_per_year", "share a year", FC_SHARE, 'A', 0, 1, 0.10, AT(interest),
           "interest on the credit used", "general practice: cost of carrying cash"),
    NUMBER("price_level_per_year", "share a year", 0, 'A', -0.2, 1, 0.02,
           AT(price_level), "rise of pay, hiring costs and overhead", NULL),
    {.key = "exchange",
     .kind = FC_GROUP,
     .at = AT(exchange),
     .rows = exchange_rows,
     .help = "a foreign currency that part of the money is in"},
    {0}};
#undef AT

#define AT(field) offsetof(struct pay_spec, field)
static const struct fc_field pay_rows[] = {
    NUMBER("base_pay_per_month", "money a month", 0, 'M', 0, 1e9, 6250, AT(base),
           "base pay of a filled seat; a vacancy costs none",
           "on-target earnings of $150k a year, half of it fixed (benchmark pages)"),
    NUMBER("on_cost_share", "share", 0, 'A', 0, 2, 0.20, AT(on_cost),
           "what the employer pays on top of pay and commission", NULL),
    NUMBER("commission", "share", FC_SHARE, 'M', 0, 0.9, 0.125, AT(commission),
           "sellers' commission, share of bookings",
           "8-12 % mid-market, 5-8 % enterprise (benchmark pages)"),
    NUMBER("hire_cost", "money", 0, 'M', 0, 1e9, 65449, AT(hire),
           "acquisition and training of a person who starts; lost sales are an outcome",
           "$29,159 + $36,290, DePaul 2011 (via page)"),
    NUMBER("leave_cost", "money", 0, 'A', 0, 1e9, 0, AT(leave),
           "severance and handover of a person who leaves", NULL),
    NUMBER("severance_months", "months", 0, 'A', 0, 36, 3, AT(severance),
           "base pay, in months, of a person who is laid off", NULL),
    NUMBER("quota_per_year", "money a year", 0, 'M', 0, 1e12, 600000, AT(quota),
           "bookings asked of a seat: for attainment, and where pay follows results",
           "4 times on-target earnings (benchmark pages)"),
    {0}};
#undef AT

#define AT(field) offsetof(struct opening_spec, field)
static const struct fc_field opening_rows[] = {
    NUMBER("cash", "money", 0, 'A', -1e12, 1e12, 0, AT(cash), "cash at the start",
           NULL),
    NUMBER("receivables", "money", 0, 'A', 0, 1e12, (double)NAN, AT(receivables),
           "invoices not yet paid at the start, without bad debt; if absent, what the "
           "opening recurring revenue leaves unpaid",
           NULL),
    {0}};
#undef AT

static const struct fc_section sections[] = {
    {.path = "money",
     .rows = money_rows,
     .at = offsetof(struct spec, money),
     .help = "overhead, collections, credit, prices"},
    {.path = "people",
     .rows = pay_rows,
     .at = offsetof(struct spec, pay),
     .help = "what people cost"},
    {.path = "opening",
     .rows = opening_rows,
     .at = offsetof(struct spec, opening),
     .help = "the state at the start"},
    {0}};

#define KPI(name_, fold_, state_, by_, flags_, help_)                                  \
    {                                                                                  \
        .name = name_, .unit = "money", .help = help_, .fold = fold_,                  \
        .value = FC_S_##state_, .over = -1, .by = by_, .flags = flags_                 \
    }
#define MARKETS (FC_BY_MARKET | FC_BY(FC_TEAM))
static const struct fc_kpi kpis[] = {
    KPI("revenue", FC_FLOW, revenue, MARKETS, FC_HEADLINE | FC_TOTALS,
        "recurring and one-off revenue"),
    KPI("gross_profit", FC_FLOW, gross_profit, MARKETS, FC_HEADLINE | FC_TOTALS,
        "revenue - cost of sales"),
    KPI("contribution", FC_FLOW, contribution, MARKETS, 0,
        "gross profit - pay of the team, commissions"),
    KPI("operating_profit", FC_FLOW, profit, 0, FC_HEADLINE | FC_TOTALS,
        "gross profit - all costs but interest"),
    {.name = "return_on_sales",
     .unit = "share",
     .help = "operating profit / revenue",
     .fold = FC_RATIO,
     .value = FC_S_profit,
     .over = FC_S_total_revenue},
    KPI("cash", FC_LEVEL, cash, 0, FC_HEADLINE | FC_TOTALS,
        "cash at the end of the month; negative = credit used"),
    KPI("cash_low", FC_LEVEL, cash_low, 0, FC_HEADLINE | FC_TOTALS,
        "lowest cash at a month end so far"),
    KPI("required_reserve", FC_LEVEL, required_reserve, 0, FC_HEADLINE | FC_TOTALS,
        "cash at the start that would have kept every month end so far at 0 or above: "
        "its 95 % quantile is what to hold for a risk of 5 %"),
    {.name = "ruined",
     .unit = "share",
     .help = "probability that cash has been below minus the credit line",
     .fold = FC_LEVEL,
     .value = FC_S_ruined,
     .over = -1},
    KPI("drawdown", FC_LEVEL, drawdown, 0, 0,
        "largest fall of cash from a peak so far"),
    KPI("bad_debt", FC_FLOW, bad_debt, 0, 0, "invoices that will never be paid"),
    KPI("insurance", FC_FLOW, insurance, FC_BY(FC_PRACTICE), FC_TOTALS,
        "what insurers pay for losses"),
    KPI("receivables", FC_LEVEL, receivables, 0, 0, "invoices not yet paid"),
    KPI("pay", FC_FLOW, pay, FC_BY(FC_TEAM), 0,
        "pay with on-costs, commission, hiring, leaving"),
    KPI("costs", FC_FLOW, costs, 0, 0,
        "all costs but cost of sales and interest, less what "
        "insurers pay"),
    {0}};

/* ---- compile ---- */

static fc_status compile(const void *spec_, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = spec_;
    const struct money_spec *m = &spec->money;
    struct fc_money *self = fc__model_alloc(model, 1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for money");
    *own = self;
    struct fc_number receivables = spec->opening.receivables;
    self->steady_receivables = isnan(receivables.value);
    if (self->steady_receivables)
        receivables.value = 0;
    self->overhead = fc__model_number(model, m->overhead);
    self->credit_line = fc__model_number(model, m->credit_line);
    self->interest = fc__model_number(model, m->interest);
    self->price_level = fc__model_number(model, m->price_level);
    self->days_expansion = fc__model_number(model, m->days.expansion);
    self->days_recession = fc__model_number(model, m->days.recession);
    self->bad_expansion = fc__model_number(model, m->bad_debt.expansion);
    self->bad_recession = fc__model_number(model, m->bad_debt.recession);
    self->exchange_cv = fc__model_number(model, m->exchange.cv);
    self->revenue_share = fc__model_number(model, m->exchange.revenue_share);
    self->cost_share = fc__model_number(model, m->exchange.cost_share);
    self->exchanged = m->exchange.cv.dist >= 0 || m->exchange.cv.value > 0;
    self->exchange_site = fc_site("money", NULL, "exchange", 0);
    self->base = fc__model_number(model, spec->pay.base);
    self->on_cost = fc__model_number(model, spec->pay.on_cost);
    self->commission = fc__model_number(model, spec->pay.commission);
    self->hire = fc__model_number(model, spec->pay.hire);
    self->leave = fc__model_number(model, spec->pay.leave);
    self->severance = fc__model_number(model, spec->pay.severance);
    model->pay_numbers.base = self->base;
    model->pay_numbers.commission = self->commission;
    model->pay_numbers.quota = fc__model_number(model, spec->pay.quota);
    self->opening_cash = fc__model_number(model, spec->opening.cash);
    self->opening_receivables = fc__model_number(model, receivables);
    self->due = fc__model_rows_double(model, FC_DUE_MONTHS);
    self->sold = fc__model_rows_double(model, model->axis[FC_TEAM].count);
    self->level = fc__model_rows_double(model, 1);
    self->level_step = fc__model_rows_double(model, 1);
    self->log_rate = fc__model_rows_double(model, 1);
    self->peak = fc__model_rows_double(model, 1);
    return FC_OK;
}

static uint32_t team_of(const struct fc_market *market)
{
    return market->team;
}

/* A market's share of the pay of the team, or the specialists, who work for it: by
 * expected hours at opening, or equal; 0 where nobody does. */
static fc_status shares_link(struct fc_model *model,
                             uint32_t (*whose)(const struct fc_market *), double **out,
                             struct fc_error *err)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    double *share = fc__model_alloc(model, markets, sizeof *share);
    if (!share)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for money");
    for (uint32_t k = 0; k < markets; k++) {
        const uint32_t team = whose(&model->markets[k]);
        double hours = 0, count = 0;
        for (uint32_t j = 0; team != FC_NO_TEAM && j < markets; j++) {
            const bool same = whose(&model->markets[j]) == team;
            hours += same ? model->markets[j].opening_hours : 0;
            count += same;
        }
        share[k] = hours > 0   ? model->markets[k].opening_hours / hours
                   : count > 0 ? 1 / count
                               : 0;
    }
    *out = share;
    return FC_OK;
}

static fc_status link(void *own, struct fc_model *model, struct fc_error *err)
{
    struct fc_money *self = own;
    FC_TRY(shares_link(model, team_of, &self->pay_share, err));
    if (model->organisation->pools < model->axis[FC_TEAM].count) {
        FC_TRY(shares_link(model, fc__money_pool, &self->pool_share, err));
        self->pool_hours = fc__model_rows_double(model, model->axis[FC_TEAM].count);
    }
    if (fc__money_covers_link(self, model) != FC_OK)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for insurance");
    return FC_OK;
}

/* ---- opening ---- */

/* Open invoices at time 0: those of a steady revenue, or the amount given, by the same
 * law. With no days to collect, an amount given is paid after one month. */
static void receivables_open(const struct fc_money *own, struct fc_block *b,
                             const double *recurring, uint32_t lane)
{
    const double days =
        fc__money_by_regime(b, own->days_expansion, own->days_recession, lane);
    const double bad =
        fc__money_by_regime(b, own->bad_expansion, own->bad_recession, lane);
    const double given = (double)fc_number_row(b, own->opening_receivables)[lane];
    struct fc_lag lag = fc__money_lag(days);
    if (!own->steady_receivables && !(days > 0))
        lag = fc__money_lag(30);
    const double months = lag.months + lag.part;
    const double invoiced =
        own->steady_receivables ? recurring[lane] / 12 * (1 - bad) : given / months;
    double owed = 0;
    for (uint32_t j = 1; j <= lag.months + 1; j++) {
        const double part = invoiced * fc__money_open_share(lag, j);
        fc_own_double(b, own->due, (j - 1) % FC_DUE_MONTHS)[lane] = part;
        owed += part;
    }
    FC_ROW(b, receivables, 0)[lane] = owed;
}

static void open(const void *own_, struct fc_block *b)
{
    const struct fc_money *own = own_;
    const uint32_t markets = b->model->axis[FC_MARKET].count;
    const float *level = fc_number_row(b, own->price_level);
    const float *cash = fc_number_row(b, own->opening_cash);
    FC_LANE_ROW(double, recurring) = {0};
    for (uint32_t k = 0; k < markets; k++)
        FC_EACH (l)
            recurring[l] += FC_ROW(b, annual_value, k)[l];
    FC_EACH (l) {
        receivables_open(own, b, recurring, l);
        fc_own_double(b, own->level, 0)[l] = 1;
        fc_own_double(b, own->level_step, 0)[l] =
            fc_exp(fc_log1p((double)level[l]) / 12);
        fc_own_double(b, own->peak, 0)[l] = (double)cash[l];
        FC_ROW(b, cash, 0)[l] = (double)cash[l];
        FC_ROW(b, cash_low, 0)[l] = (double)cash[l];
    }
}

const struct fc_mechanism FC_PER_ISA(fc_money) = {
    .name = "money",
    .help = "revenue, costs, profit, invoices, cash, ruin",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .kpis = kpis,
    .compile = compile,
    .link = link,
    .open = open,
    .month = fc__money_month,
};
