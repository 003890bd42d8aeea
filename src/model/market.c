/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clock, axes and markets: what is sold where to whom, and what is promised.
 *
 * A market is (territory, product, segment); its share of the segment's leads is the
 * product of the axes' shares, or a list names the markets and their shares. Months
 * count from 1, each has steps_per_month equal steps. Checked by
 * tests/unit/test_market.c. */
#include "model/market.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/market_spec.h"

enum { MARKETS_MAX = 1000 };

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

static void markets_product(struct fc_model *model,
                            const struct fc_market_room_spec *spec,
                            struct fc_market *markets, double *scratch)
{
    const size_t g = spec->territories.n, p = spec->products.n, s = spec->segments.n;
    const struct fc_member_spec *territory = spec->territories.items;
    const struct fc_product_spec *product = spec->products.items;
    double *share_g = scratch, *share_p = scratch + g;
    shares_scale(&territory->share, g, sizeof *territory, share_g);
    shares_scale(&product->share, p, sizeof *product, share_p);
    for (size_t i = 0; i < g * p * s; i++)
        markets[i] =
            (struct fc_market){.territory = (uint32_t)(i / (p * s)),
                               .product = (uint32_t)(i / s % p),
                               .segment = (uint32_t)(i % s),
                               .share = share_g[i / (p * s)] * share_p[i / s % p]};
    (void)model;
}

static void markets_listed(const struct fc_market_room_spec *spec,
                           struct fc_market *markets, double *sum)
{
    const struct fc_market_spec *item = spec->list.items;
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

/* A market is listed once: its name is what its draws hang on. */
static fc_status list_check(const struct fc_market_room_spec *spec,
                            struct fc_model *model)
{
    const struct fc_market_spec *item = spec->list.items;
    for (size_t i = 0; i < spec->list.n; i++)
        for (size_t j = 0; j < i; j++)
            if (item[i].territory.index == item[j].territory.index &&
                item[i].product.index == item[j].product.index &&
                item[i].segment.index == item[j].segment.index)
                return fc__scenario_problem(
                    model->scenario, item[i].territory.line,
                    "'markets.list' has the market %s, %s, %s twice; list it once",
                    item[i].territory.name, item[i].product.name, item[i].segment.name);
    return FC_OK;
}

/* Leads of a segment that no listed market would take. */
static fc_status leads_check(const struct fc_market_room_spec *spec,
                             struct fc_model *model)
{
    const struct fc_market_spec *item = spec->list.items;
    const struct fc_segment_spec *segment = spec->segments.items;
    for (size_t s = 0; spec->list.n && s < spec->segments.n; s++) {
        double share = 0;
        for (size_t i = 0; i < spec->list.n; i++)
            share += item[i].segment.index == (int)s ? item[i].share.value : 0;
        if (!(share > 0) && segment[s].leads_per_month.value > 0)
            return fc__scenario_problem(
                model->scenario, segment[s].leads_per_month.line,
                "'markets.segments.%s.leads_per_month' is %g, but markets.list has no "
                "market of the segment with a share: its leads would be lost; list "
                "one, "
                "or set leads_per_month to 0",
                segment[s].name, segment[s].leads_per_month.value);
    }
    return FC_OK;
}

/* ASCII key of a market: "north_core_small". */
static const char *market_name(struct fc_model *model, const struct fc_market *k)
{
    const char *part[] = {model->axis[FC_TERRITORY].name[k->territory],
                          model->axis[FC_PRODUCT].name[k->product],
                          model->axis[FC_SEGMENT].name[k->segment]};
    char *name = fc__model_alloc(
        model, strlen(part[0]) + strlen(part[1]) + strlen(part[2]) + 3, 1);
    if (name) {
        strcpy(name, part[0]);
        strcat(strcat(name, "_"), part[1]);
        strcat(strcat(name, "_"), part[2]);
    }
    return name;
}

static fc_status markets_compile(const struct fc_market_room_spec *spec,
                                 struct fc_model *model, struct fc_error *err)
{
    const size_t n = spec->list.n
                         ? spec->list.n
                         : spec->territories.n * spec->products.n * spec->segments.n;
    if (n > MARKETS_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "'markets' has %zu combinations; at most %d are "
                                    "possible: list the ones you need in markets.list",
                                    n, MARKETS_MAX);
    FC_TRY(list_check(spec, model));
    FC_TRY(leads_check(spec, model));
    struct fc_market *markets = fc__model_alloc(model, n, sizeof *markets);
    double *scratch = fc__model_alloc(
        model, spec->territories.n + spec->products.n + spec->segments.n,
        sizeof *scratch);
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

/* Shares of an axis are given for all members or for none, and add up to 1. */
static fc_status shares_check(struct fc_model *model, const char *key,
                              const struct fc_number *given, size_t n, size_t stride)
{
    double sum = 0;
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        const struct fc_number *number =
            (const void *)((const char *)given + i * stride);
        missing += isnan(number->value) ? 1u : 0u;
        sum += isnan(number->value) ? 0 : number->value;
    }
    if (missing == n || (missing == 0 && fabs(sum - 1) < 1e-6))
        return FC_OK;
    return fc__scenario_problem(model->scenario, given->line,
                                missing ? "'%s': %zu members have no share; give each "
                                          "one a share, or none"
                                        : "'%s': the shares of the %zu members add up "
                                          "to %g; they must add up to 1",
                                key, missing ? missing : n, sum);
}

static fc_status products_compile(const struct fc_market_room_spec *spec,
                                  struct fc_model *model)
{
    static const int terms[] = {1, 3, 6, 12, 24, 36};
    const struct fc_product_spec *item = spec->products.items;
    struct fc_product *products =
        fc__model_alloc(model, spec->products.n, sizeof *products);
    for (size_t i = 0; products && i < spec->products.n; i++) {
        bool known = false;
        for (size_t t = 0; t < sizeof terms / sizeof *terms; t++)
            known |= terms[t] == item[i].term_months;
        if (!known)
            return fc__scenario_problem(model->scenario, item[i].margin.line,
                                        "'markets.products.%s.term_months' is %d; it "
                                        "must be 1, 3, 6, 12, 24 or 36",
                                        item[i].name, item[i].term_months);
        products[i] = (struct fc_product){item[i].model, item[i].term_months,
                                          fc__model_number(model, item[i].margin)};
    }
    model->products = products;
    return FC_OK;
}

static void segments_compile(const struct fc_market_room_spec *spec,
                             struct fc_model *model)
{
    const struct fc_segment_spec *item = spec->segments.items;
    struct fc_segment *segments =
        fc__model_alloc(model, spec->segments.n, sizeof *segments);
    model->lifetime_years =
        fc__model_alloc(model, spec->segments.n, sizeof *model->lifetime_years);
    for (size_t i = 0; segments && i < spec->segments.n; i++)
        segments[i] = (struct fc_segment){
            fc__model_number(model, item[i].leads_per_month),
            fc__model_number(model, item[i].potential), item[i].leads_per_month.value};
    model->segments = segments;
}

static fc_status days_compile(const struct fc_market_room_spec *spec,
                              struct fc_model *model)
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

static void targets_compile(const struct fc_market_room_spec *spec,
                            struct fc_model *model)
{
    const struct fc_target_spec *item = spec->targets.items;
    model->targets = fc__model_alloc(model, spec->targets.n, sizeof *model->targets);
    for (size_t i = 0; model->targets && i < spec->targets.n; i++) {
        const int period = item[i].over == 0   ? -item[i].year
                           : item[i].over == 1 ? item[i].month
                                               : 0;
        model->targets[model->target_count++] =
            (struct fc_model_target){item[i].metric, period, item[i].value.value,
                                     item[i].accept_miss.value, item[i].value.line};
    }
    const struct fc_actual_spec *actual = spec->actuals.items;
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
    const struct fc_market_room_spec *spec = spec_;
    (void)own;
    if (spec->horizon.steps_per_month == 3)
        return fc__scenario_problem(
            model->scenario, 0, "'horizon.steps_per_month' is 3; it must be 1, 2 or 4");
    if (!spec->territories.n || !spec->products.n || !spec->segments.n)
        return fc__scenario_problem(
            model->scenario, 0,
            "'markets' needs at least one territory, one product "
            "and one segment");
    model->months = (uint32_t)spec->horizon.months;
    model->steps_per_month = (uint32_t)spec->horizon.steps_per_month;
    model->steps = model->months * model->steps_per_month;
    model->start_month = spec->horizon.start;
    model->dt = 1.0f / (float)model->steps_per_month;
    titles_set(model, FC_TERRITORY, spec->territories.items,
               sizeof(struct fc_member_spec), offsetof(struct fc_member_spec, title));
    titles_set(model, FC_PRODUCT, spec->products.items, sizeof(struct fc_product_spec),
               offsetof(struct fc_product_spec, title));
    titles_set(model, FC_SEGMENT, spec->segments.items, sizeof(struct fc_segment_spec),
               offsetof(struct fc_segment_spec, title));
    const struct fc_member_spec *territory = spec->territories.items;
    const struct fc_product_spec *product = spec->products.items;
    FC_TRY(shares_check(model, "markets.territories.share", &territory->share,
                        spec->territories.n, sizeof *territory));
    FC_TRY(shares_check(model, "markets.products.share", &product->share,
                        spec->products.n, sizeof *product));
    segments_compile(spec, model);
    targets_compile(spec, model);
    FC_TRY(products_compile(spec, model));
    FC_TRY(days_compile(spec, model));
    return markets_compile(spec, model, err);
}

const struct fc_mechanism FC_PER_ISA(fc_market_room) = {
    .name = "market",
    .help = "clock, axes, markets, targets",
    .sections = fc__market_sections,
    .spec_size = sizeof(struct fc_market_room_spec),
    .compile = compile,
};
