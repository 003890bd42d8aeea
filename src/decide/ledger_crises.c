/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crises against measures, in the same worlds: v is operating profit,
 *
 *   loss(c)      = v(without crisis c) - v           without measures, or with all
 *   saved(c, m)  = loss(c) without measures - loss(c) with measure m
 *   attributed   attribution.h, without measures
 * and what crisis c costs each time it strikes: loss(c) / events, the errors of both
 * taken as independent (they rise and fall together, so that the error is rather too
 * large). Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/ledger.h"

enum { OF_PROFIT, OF_REVENUE, KEEPS };
static const struct fc__keep keep[KEEPS] = {
    [OF_PROFIT] = {"operating_profit", FC_PERIOD_HORIZON},
    [OF_REVENUE] = {"revenue", FC_PERIOD_HORIZON}};

fc_status fc__ledger_attribute(fc_ledger *self, struct fc_error *err)
{
    const struct fc__variant base = fc__ledger_variant(self, 0);
    return fc__attribution_run(&self->study, &base, self->crisis, self->crises, keep,
                               KEEPS, self->half, &self->attribution, err);
}

/* ---- without crisis c, with a measure ---- */

/* Each measure alone, and all of them if there are several. */
static size_t columns_of(size_t measures)
{
    return measures + (measures > 1);
}

size_t fc__ledger_cells(size_t measures, size_t crises)
{
    return crises * columns_of(measures);
}

const double *fc__ledger_cell(const fc_ledger *self, size_t c, size_t m)
{
    const size_t columns = columns_of(self->n), column = m < columns ? m : columns - 1;
    return self->cell + (c * columns + column) * self->half;
}

static fc_status crisis_run(fc_ledger *self, size_t c, struct fc__variant *variant,
                            struct fc_error *err)
{
    const size_t columns = columns_of(self->n);
    struct fc_builder off = {0};
    fc__crises_off(self->crisis, self->crises, (fc__crisis_set)1 << c, &off);
    for (size_t m = 0; m < columns; m++) {
        variant[m] = fc__ledger_variant(self, m < self->n ? (fc__measure_set)1 << m
                                                          : fc__ledger_all(self));
        variant[m].overlay = fc_builder_text(&off);
        variant[m].values[0] = self->cell + (c * columns + m) * self->half;
    }
    const fc_status status =
        off.failed
            ? FC_FAIL(err, FC_E_MEMORY, "no memory for the crises")
            : fc__study_run(&self->study, keep, 1, variant, columns, self->half, err);
    fc_builder_clear(&off);
    return status;
}

fc_status fc__ledger_run_crises(fc_ledger *self, struct fc_error *err)
{
    const size_t cells = fc__ledger_cells(self->n, self->crises);
    struct fc__variant variant[FC_LEDGER_MEASURES + 1];
    fc_status status = FC_OK;
    self->cell = fc_array_new(cells, (size_t)self->half * sizeof *self->cell);
    if (!self->cell)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu runs", cells);
    for (size_t c = 0; c < self->crises && status == FC_OK; c++)
        status = crisis_run(self, c, variant, err);
    return status;
}

/* ---- reading ---- */

/* Profit by path with measure m (n: all; beyond: none), all crises on. */
static const double *profit_with(const fc_ledger *self, size_t m)
{
    const fc__measure_set on = m < self->n    ? (fc__measure_set)1 << m
                               : m == self->n ? fc__ledger_all(self)
                                              : 0;
    return fc__ledger_row(&self->set, fc__ledger_set(self, on), FC__ROW_PROFIT);
}

static const double *profit_without(const fc_ledger *self, size_t c, size_t m)
{
    return m <= self->n ? fc__ledger_cell(self, c, m)
                        : fc__attribution_without(&self->attribution, OF_PROFIT, c);
}

struct fc_estimate fc_ledger_loss(const fc_ledger *self, size_t c, bool with_all)
{
    const size_t m = with_all ? self->n : self->n + 1;
    const struct fc__term term[2] = {{1.0, profit_without(self, c, m), NULL},
                                     {-1.0, profit_with(self, m), NULL}};
    return fc__ledger_settled(
        fc__contrast(FC__OF_MEAN, term, 2, (size_t)self->half, NULL));
}

struct fc_estimate fc_ledger_saved(const fc_ledger *self, size_t c, size_t m)
{
    const size_t none = self->n + 1;
    const struct fc__term term[4] = {{1.0, profit_without(self, c, none), NULL},
                                     {-1.0, profit_with(self, none), NULL},
                                     {-1.0, profit_without(self, c, m), NULL},
                                     {1.0, profit_with(self, m), NULL}};
    return fc__ledger_settled(
        fc__contrast(FC__OF_MEAN, term, 4, (size_t)self->half, NULL));
}

struct fc_crisis_facts fc_ledger_crisis(const fc_ledger *self, size_t c, bool with_all)
{
    const fc_forecast *forecast = self->forecast[with_all];
    const size_t n = fc_forecast_crises(forecast);
    for (size_t i = 0; i < n; i++) {
        const struct fc_crisis_facts facts = fc_forecast_crisis(forecast, i);
        if (strcmp(facts.name, self->crisis[c]) == 0)
            return facts;
    }
    return (struct fc_crisis_facts){.name = self->crisis[c]};
}

struct fc_estimate fc_ledger_loss_each(const fc_ledger *self, size_t c, bool with_all)
{
    const struct fc_estimate loss = fc_ledger_loss(self, c, with_all);
    const struct fc_estimate rate = fc_ledger_crisis(self, c, with_all).events_per_year;
    const double years = self->facts.months / 12.0, events = rate.value * years;
    if (!(events > 0.0))
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    const double each = loss.value / events;
    return (struct fc_estimate){
        each, hypot(loss.error, each * rate.error * years) / events, 0};
}

struct fc_estimate fc_ledger_attributed(const fc_ledger *self, size_t c, bool revenue)
{
    const size_t of = revenue ? OF_REVENUE : OF_PROFIT;
    if (c < self->crises)
        fc__attribution_share(&self->attribution, of, c, self->room);
    else
        fc__attribution_whole(&self->attribution, of, self->room);
    return fc__ledger_settled(fc__mean_of(self->room, (size_t)self->half));
}

bool fc_ledger_shapley(const fc_ledger *self)
{
    return self->attribution.shapley;
}
