/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clock, axes and markets: what is sold where to whom, and what is promised.
 *
 * A market is (territory, product, segment); its share of the segment's leads is the product
 * of the axes' shares, or a list names the markets and their shares. Months count from 1,
 * each has steps_per_month equal steps. Checked by tests/unit/test_market.c. */
#include "model/market.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

enum { MARKETS_MAX = 1000 };

struct member_spec {
    const char *name, *title;
    struct fc_number share;
};

struct product_spec {
    const char *name, *title;
    struct fc_number share, margin;
    int model, term_months;
};

struct segment_spec {
    const char *name, *title;
    struct fc_number leads_per_month, potential;
};

struct market_spec {
    struct fc_ref territory, product, segment;
    struct fc_number share;
};

struct target_spec {
    const char *metric;
    int over, year, month;
    struct fc_number value, accept_miss;
};

struct actual_spec {
    const char *metric;
    struct fc_numbers values;
};

struct spec {
    struct {
        const char *title, *currency;
    } head;
    struct {
        int start, months, steps_per_month;
    } horizon;
    struct {
        struct fc_numbers working_days;
    } markets;
    struct fc_list territories, products, segments, list, targets, actuals;
};

static const struct fc_field head_rows[] = {
    {.key = "title", .kind = FC_TEXT, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct spec, head.title) - offsetof(struct spec, head),
     .help = "what this scenario is, in any language"},
    {.key = "currency", .kind = FC_TEXT, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct spec, head.currency) - offsetof(struct spec, head),
     .help = "currency of all money, such as USD or RUB"},
    {0}};

#define AT(field) offsetof(struct spec, horizon.field) - offsetof(struct spec, horizon)
static const struct fc_field horizon_rows[] = {
    {.key = "start", .kind = FC_MONTH, .flags = FC_REQUIRED, .confidence = 'H',
     .at = AT(start), .help = "first month, such as \"2027-01\""},
    {.key = "months", .unit = "months", .kind = FC_COUNT, .confidence = 'H', .low = 1,
     .high = 600, .preset = 36, .at = AT(months), .help = "months to simulate",
     .source = "planning horizon of three years"},
    {.key = "steps_per_month", .unit = "steps", .kind = FC_COUNT, .confidence = 'H',
     .low = 1, .high = 4, .preset = 2, .at = AT(steps_per_month),
     .help = "steps in a month: 1, 2 or 4", .source = "time-step tests of the engine"},
    {0}};
#undef AT

static const struct fc_field markets_rows[] = {
    {.key = "working_days", .unit = "factor", .kind = FC_SERIES, .confidence = 'A',
     .low = 0, .high = 3, .preset = NAN,
     .at = offsetof(struct spec, markets.working_days) - offsetof(struct spec, markets),
     .help = "12 factors, January first, on hours; scaled to mean 1"},
    {0}};

#define SHARE(type)                                                                     \
    {.key = "share", .unit = "share", .kind = FC_NUMBER, .confidence = 'A', .low = 0,   \
     .high = 1, .preset = NAN, .at = offsetof(type, share),                             \
     .help = "share of the leads; equal shares if none is given"}
#define NAME(type)                                                                      \
    {.key = "name", .kind = FC_NAME, .flags = FC_REQUIRED, .confidence = 'H',           \
     .at = offsetof(type, name), .help = "key"},                                        \
    {.key = "title", .kind = FC_TEXT, .confidence = 'H', .at = offsetof(type, title),   \
     .help = "display title, any language"}

static const struct fc_field territory_rows[] = {
    NAME(struct member_spec), SHARE(struct member_spec), {0}};

static const struct fc_field product_rows[] = {
    NAME(struct product_spec),
    SHARE(struct product_spec),
    {.key = "margin", .unit = "share", .kind = FC_NUMBER, .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'M', .low = 0, .high = 1, .preset = 0.75,
     .at = offsetof(struct product_spec, margin), .help = "gross margin, share of revenue",
     .source = "software-like firm, general knowledge"},
    {.key = "model", .kind = FC_CHOICE, .confidence = 'A', .preset = FC_CONTRACT,
     .at = offsetof(struct product_spec, model), .of = "contract|one_off",
     .help = "contract: renewed every term; one_off: paid once, when it is won"},
    {.key = "term_months", .unit = "months", .kind = FC_COUNT, .confidence = 'A',
     .low = 1, .high = 36, .preset = 12, .at = offsetof(struct product_spec, term_months),
     .help = "length of a contract: 1, 3, 6, 12, 24 or 36"},
    {0}};

static const struct fc_field segment_rows[] = {
    NAME(struct segment_spec),
    {.key = "leads_per_month", .unit = "leads a month", .kind = FC_NUMBER,
     .flags = FC_MAY_VARY, .confidence = 'A', .low = 0, .high = 1e6, .preset = 0,
     .at = offsetof(struct segment_spec, leads_per_month),
     .help = "leads that reach the department through the channels with a share"},
    {.key = "potential", .unit = "clients", .kind = FC_NUMBER, .flags = FC_MAY_VARY,
     .confidence = 'A', .low = 0, .high = 1e8, .preset = 0,
     .at = offsetof(struct segment_spec, potential),
     .help = "clients there can be at most; leads dry up on the way; 0 = no limit"},
    {0}};

static const struct fc_field market_rows[] = {
    {.key = "territory", .kind = FC_REF, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct market_spec, territory), .of = "markets.territories",
     .help = "territory"},
    {.key = "product", .kind = FC_REF, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct market_spec, product), .of = "markets.products",
     .help = "product"},
    {.key = "segment", .kind = FC_REF, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct market_spec, segment), .of = "markets.segments",
     .help = "segment"},
    {.key = "share", .unit = "share", .kind = FC_NUMBER, .confidence = 'A', .low = 0,
     .high = 1, .preset = 1, .at = offsetof(struct market_spec, share),
     .help = "share of the segment's leads; scaled to sum to 1"},
    {0}};

static const struct fc_field target_rows[] = {
    {.key = "metric", .kind = FC_TEXT, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct target_spec, metric),
     .help = "a metric with totals, such as revenue, operating_profit, cash_low"},
    {.key = "over", .kind = FC_CHOICE, .confidence = 'H', .preset = 0,
     .at = offsetof(struct target_spec, over), .of = "year|month|horizon",
     .help = "what the target is for"},
    {.key = "year", .unit = "year", .kind = FC_COUNT, .confidence = 'H', .low = 1,
     .high = 50, .preset = 1, .at = offsetof(struct target_spec, year),
     .help = "year of the horizon, from 1, when over = \"year\""},
    {.key = "month", .unit = "month", .kind = FC_COUNT, .confidence = 'H', .low = 1,
     .high = 600, .preset = 1, .at = offsetof(struct target_spec, month),
     .help = "month of the horizon, from 1, when over = \"month\""},
    {.key = "value", .unit = "money", .kind = FC_NUMBER, .flags = FC_REQUIRED,
     .confidence = 'H', .low = -1e15, .high = 1e15, .preset = NAN,
     .at = offsetof(struct target_spec, value),
     .help = "the target is missed below this value"},
    {.key = "accept_miss", .unit = "share", .kind = FC_NUMBER, .confidence = 'H',
     .low = 0, .high = 1, .preset = NAN, .at = offsetof(struct target_spec, accept_miss),
     .help = "appetite: accepted probability to miss"},
    {0}};

static const struct fc_field actual_rows[] = {
    {.key = "metric", .kind = FC_TEXT, .flags = FC_REQUIRED, .confidence = 'H',
     .at = offsetof(struct actual_spec, metric), .help = "metric, such as revenue"},
    {.key = "values", .unit = "money", .kind = FC_SERIES, .flags = FC_REQUIRED,
     .confidence = 'H', .low = -1e15, .high = 1e15, .preset = NAN,
     .at = offsetof(struct actual_spec, values),
     .help = "months before the first one, oldest first"},
    {0}};

#define LIST(path_, rows_, field, type, axis_, help_)                                   \
    {.path = path_, .rows = rows_, .at = offsetof(struct spec, field),                  \
     .list_item_size = sizeof(type), .axis = axis_, .help = help_}
static const struct fc_section sections[] = {
    {.path = "", .rows = head_rows, .at = offsetof(struct spec, head),
     .help = "title and currency"},
    {.path = "horizon", .rows = horizon_rows, .at = offsetof(struct spec, horizon),
     .help = "the clock"},
    {.path = "markets", .rows = markets_rows, .at = offsetof(struct spec, markets),
     .help = "what is sold where to whom"},
    LIST("markets.territories", territory_rows, territories, struct member_spec,
         FC_TERRITORY, "sales territories"),
    LIST("markets.products", product_rows, products, struct product_spec, FC_PRODUCT,
         "products"),
    LIST("markets.segments", segment_rows, segments, struct segment_spec, FC_SEGMENT,
         "client segments"),
    LIST("markets.list", market_rows, list, struct market_spec, FC_ONE,
         "the markets one by one, instead of all combinations"),
    LIST("targets", target_rows, targets, struct target_spec, FC_ONE,
         "what was promised, and the accepted probability to miss it"),
    LIST("opening.actuals", actual_rows, actuals, struct actual_spec, FC_ONE,
         "months that have happened, for the charts"),
    {0}};

/* ---- compile ---- */

static void titles_set(struct fc_model *model, enum fc_axis axis, const void *items,
                       size_t size, size_t title_at)
{
    const uint32_t n = model->axis[axis].count;
    const char **titles = fc__model_alloc(model, n, sizeof *titles);
    for (uint32_t i = 0; titles && i < n; i++) {
        const char *title;
        memcpy(&title, (const char *)items + i * size + title_at, sizeof title);
        titles[i] = title ? title : model->axis[axis].name[i];
    }
    if (titles)
        model->axis[axis].title = titles;
}

/* Shares of an axis, scaled to sum to 1; equal where none is given. */
static void shares_scale(const struct fc_number *given, size_t n, size_t stride,
                         double *share)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const struct fc_number *number =
            (const void *)((const char *)given + i * stride);
        share[i] = isnan(number->value) ? 0 : number->value;
        sum += share[i];
    }
    for (size_t i = 0; i < n; i++)
        share[i] = sum > 0 ? share[i] / sum : 1.0 / (double)n;
}

static void markets_product(struct fc_model *model, const struct spec *spec,
                            struct fc_market *markets, double *scratch)
{
    const size_t g = spec->territories.n, p = spec->products.n, s = spec->segments.n;
    const struct member_spec *territory = spec->territories.items;
    const struct product_spec *product = spec->products.items;
    double *share_g = scratch, *share_p = scratch + g;
    shares_scale(&territory->share, g, sizeof *territory, share_g);
    shares_scale(&product->share, p, sizeof *product, share_p);
    for (size_t i = 0; i < g * p * s; i++)
        markets[i] = (struct fc_market){
            .territory = (uint32_t)(i / (p * s)),
            .product = (uint32_t)(i / s % p),
            .segment = (uint32_t)(i % s),
            .share = share_g[i / (p * s)] * share_p[i / s % p]};
    (void)model;
}

static void markets_listed(const struct spec *spec, struct fc_market *markets,
                           double *sum)
{
    const struct market_spec *item = spec->list.items;
    for (size_t i = 0; i < spec->list.n; i++) {
        markets[i] = (struct fc_market){.territory = (uint32_t)item[i].territory.index,
                                        .product = (uint32_t)item[i].product.index,
                                        .segment = (uint32_t)item[i].segment.index,
                                        .share = item[i].share.value};
        sum[item[i].segment.index] += item[i].share.value;
    }
    for (size_t i = 0; i < spec->list.n; i++)
        if (sum[markets[i].segment] > 0)
            markets[i].share /= sum[markets[i].segment];
}

/* ASCII key of a market: "north_core_small". */
static const char *market_name(struct fc_model *model, const struct fc_market *k)
{
    const char *part[] = {model->axis[FC_TERRITORY].name[k->territory],
                          model->axis[FC_PRODUCT].name[k->product],
                          model->axis[FC_SEGMENT].name[k->segment]};
    char *name = fc__model_alloc(model, strlen(part[0]) + strlen(part[1]) +
                                            strlen(part[2]) + 3, 1);
    if (name) {
        strcpy(name, part[0]);
        strcat(strcat(name, "_"), part[1]);
        strcat(strcat(name, "_"), part[2]);
    }
    return name;
}

static fc_status markets_compile(const struct spec *spec, struct fc_model *model,
                                 struct fc_error *err)
{
    const size_t n = spec->list.n ? spec->list.n
                                  : spec->territories.n * spec->products.n *
                                        spec->segments.n;
    if (n > MARKETS_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "'markets' has %zu combinations; at most %d are "
                                    "possible: list the ones you need in markets.list",
                                    n, MARKETS_MAX);
    struct fc_market *markets = fc__model_alloc(model, n, sizeof *markets);
    double *scratch = fc__model_alloc(
        model, spec->territories.n + spec->products.n + spec->segments.n, sizeof *scratch);
    const char **names = fc__model_alloc(model, n, sizeof *names);
    if (!markets || !scratch || !names)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu markets", n);
    if (spec->list.n)
        markets_listed(spec, markets, scratch);
    else
        markets_product(model, spec, markets, scratch);
    for (size_t i = 0; i < n; i++)
        names[i] = market_name(model, &markets[i]);
    model->markets = markets;
    model->axis[FC_MARKET] = (struct fc_axis_table){(uint32_t)n, names, names};
    model->market_order = fc__model_order(model, &model->axis[FC_MARKET]);
    return FC_OK;
}

static fc_status products_compile(const struct spec *spec, struct fc_model *model)
{
    static const int terms[] = {1, 3, 6, 12, 24, 36};
    const struct product_spec *item = spec->products.items;
    struct fc_product *products =
        fc__model_alloc(model, spec->products.n, sizeof *products);
    for (size_t i = 0; products && i < spec->products.n; i++) {
        bool known = false;
        for (size_t t = 0; t < sizeof terms / sizeof *terms; t++)
            known |= terms[t] == item[i].term_months;
        if (!known)
            return fc__scenario_problem(
                model->scenario, item[i].margin.line,
                "'markets.products.%s.term_months' is %d; it must be 1, 3, 6, 12, 24 or 36",
                item[i].name, item[i].term_months);
        products[i] = (struct fc_product){item[i].model, item[i].term_months,
                                          fc__model_number(model, item[i].margin)};
    }
    model->products = products;
    return FC_OK;
}

static void segments_compile(const struct spec *spec, struct fc_model *model)
{
    const struct segment_spec *item = spec->segments.items;
    struct fc_segment *segments =
        fc__model_alloc(model, spec->segments.n, sizeof *segments);
    model->lifetime_years =
        fc__model_alloc(model, spec->segments.n, sizeof *model->lifetime_years);
    for (size_t i = 0; segments && i < spec->segments.n; i++)
        segments[i] =
            (struct fc_segment){fc__model_number(model, item[i].leads_per_month),
                                fc__model_number(model, item[i].potential),
                                item[i].leads_per_month.value};
    model->segments = segments;
}

static fc_status days_compile(const struct spec *spec, struct fc_model *model)
{
    const struct fc_numbers *days = &spec->markets.working_days;
    float *factor = fc__model_alloc(model, 12, sizeof *factor);
    if (days->n != 0 && days->n != 12)
        return fc__scenario_problem(model->scenario, days->at[0].line,
                                    "'markets.working_days' has %zu numbers; it needs "
                                    "12, January first",
                                    days->n);
    double sum = 0;
    for (size_t i = 0; i < days->n; i++)
        sum += days->at[i].value;
    for (size_t i = 0; factor && i < 12; i++)
        factor[i] = days->n && sum > 0 ? (float)(days->at[i].value * 12 / sum) : 1.0f;
    model->working_days = factor;
    return FC_OK;
}

static void targets_compile(const struct spec *spec, struct fc_model *model)
{
    const struct target_spec *item = spec->targets.items;
    model->targets = fc__model_alloc(model, spec->targets.n, sizeof *model->targets);
    for (size_t i = 0; model->targets && i < spec->targets.n; i++) {
        const int period = item[i].over == 0   ? -item[i].year
                           : item[i].over == 1 ? item[i].month
                                               : 0;
        model->targets[model->target_count++] = (struct fc_model_target){
            item[i].metric, period, item[i].value.value, item[i].accept_miss.value,
            item[i].value.line};
    }
    const struct actual_spec *actual = spec->actuals.items;
    model->actuals = fc__model_alloc(model, spec->actuals.n, sizeof *model->actuals);
    for (size_t i = 0; model->actuals && i < spec->actuals.n; i++) {
        model->actuals[i].metric = actual[i].metric;
        model->actuals[i].values = actual[i].values;
        model->actual_count++;
    }
}

static fc_status compile(const void *spec_, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = spec_;
    (void)own;
    if (spec->horizon.steps_per_month == 3)
        return fc__scenario_problem(model->scenario, 0,
                                    "'horizon.steps_per_month' is 3; it must be 1, 2 or 4");
    if (!spec->territories.n || !spec->products.n || !spec->segments.n)
        return fc__scenario_problem(model->scenario, 0,
                                    "'markets' needs at least one territory, one product "
                                    "and one segment");
    model->months = (uint32_t)spec->horizon.months;
    model->steps_per_month = (uint32_t)spec->horizon.steps_per_month;
    model->steps = model->months * model->steps_per_month;
    model->start_month = spec->horizon.start;
    model->dt = 1.0f / (float)model->steps_per_month;
    titles_set(model, FC_TERRITORY, spec->territories.items, sizeof(struct member_spec),
               offsetof(struct member_spec, title));
    titles_set(model, FC_PRODUCT, spec->products.items, sizeof(struct product_spec),
               offsetof(struct product_spec, title));
    titles_set(model, FC_SEGMENT, spec->segments.items, sizeof(struct segment_spec),
               offsetof(struct segment_spec, title));
    segments_compile(spec, model);
    targets_compile(spec, model);
    FC_TRY(products_compile(spec, model));
    FC_TRY(days_compile(spec, model));
    return markets_compile(spec, model, err);
}

const struct fc_mechanism FC_PER_ISA(fc_market_room) = {
    .name = "market",
    .help = "clock, axes, markets, targets",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .compile = compile,
};
