/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ledger for machines: ledger.csv. Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "report/escape.h"
#include "report/ledger.h"

/* A row in the making: what, crisis, measure, other, metric, month, stat. */
struct row {
    fc_out *out;
    const char *what, *crisis, *measure, *other, *metric, *month, *stat;
};

static void put(const struct row *row, struct fc_estimate estimate)
{
    const char *const cells[] = {row->what,   row->crisis, row->measure, row->other,
                                 row->metric, row->month,  row->stat};
    struct fc_builder text = {0};
    const double half = 1.959963984540054 * estimate.error;
    if (!fc__known(estimate))
        return;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        fc_builder_add(&text, i ? "," : "");
        fc__csv_cell(&text, cells[i] ? cells[i] : "");
    }
    fc__csv_number(&text, estimate.value);
    fc__csv_number(&text, estimate.error);
    fc__csv_number(&text, estimate.value - half);
    fc__csv_number(&text, estimate.value + half);
    fc_builder_add(&text, "\n");
    fc_out_text(row->out, fc_builder_text(&text));
    fc_builder_clear(&text);
}

static const struct goal {
    const char *metric, *stat;
} goals[FC_LEDGER_GOALS] = {
    [FC_LEDGER_PROFIT] = {"operating_profit", "mean"},
    [FC_LEDGER_ES] = {"operating_profit", "es"},
    [FC_LEDGER_RUIN] = {"ruined", "mean"},
    [FC_LEDGER_COST] = {"own_cost", "mean"},
};

static const char *name_of(const fc_ledger *ledger, size_t i)
{
    return i < fc_ledger_measures(ledger) ? fc_ledger_measure(ledger, i).name : "all";
}

static struct row with_goal(struct row row, enum fc_ledger_goal goal)
{
    row.metric = goals[goal].metric;
    row.stat = goals[goal].stat;
    row.month = "horizon";
    return row;
}

/* ---- targets ---- */
static void target_rows(const struct fc_view *view, struct row row, size_t t)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_ledger_measures(ledger);
    struct fc_text_room month;
    for (int side = 0; side < 2; side++) {
        const fc_forecast *forecast = fc_ledger_forecast(ledger, side);
        const struct fc_target target = fc_forecast_target(forecast, t);
        row.what = side ? "residual" : "inherent";
        row.measure = side ? "all" : "";
        row.metric = fc_forecast_metric(forecast, target.metric).name;
        row.month = fc__period_key(view, target.period, &month);
        row.stat = "p_miss";
        put(&row, target.miss);
    }
    for (size_t i = 0; i < n + (n > 1); i++) {
        row.measure = name_of(ledger, i);
        row.what = "effect";
        put(&row, fc_ledger_miss(ledger, i, t));
        row.what = "per_cost";
        put(&row, fc_ledger_miss_per_cost(ledger, i, t));
    }
}

/* ---- measures ---- */
static void measure_rows(const fc_ledger *ledger, struct row row)
{
    const size_t n = fc_ledger_measures(ledger);
    for (size_t i = 0; i < n + (n > 1); i++)
        for (int g = 0; g < FC_LEDGER_GOALS; g++) {
            struct row one = with_goal(row, (enum fc_ledger_goal)g);
            one.measure = name_of(ledger, i);
            one.what = "effect";
            put(&one, fc_ledger_effect(ledger, i, (enum fc_ledger_goal)g));
            one.what = "per_cost";
            if (g != FC_LEDGER_COST)
                put(&one, fc_ledger_per_cost(ledger, i, (enum fc_ledger_goal)g));
        }
}

static void pair_rows(const fc_ledger *ledger, struct row row)
{
    const size_t n = fc_ledger_measures(ledger);
    for (int g = 0; g <= FC_LEDGER_ES; g++) {
        const enum fc_ledger_goal goal = (enum fc_ledger_goal)g;
        struct row one = with_goal(row, goal);
        for (size_t i = 0; i <= n && n > 1; i++) {
            one.what = i < n ? "share" : "rest";
            one.measure = i < n ? name_of(ledger, i) : "all";
            one.other = "";
            put(&one, fc_ledger_share(ledger, i, goal));
            one.what = "pair";
            for (size_t j = i + 1; j < n; j++) {
                one.other = name_of(ledger, j);
                put(&one, fc_ledger_pair(ledger, i, j, goal));
            }
        }
    }
}

/* ---- crises ---- */
static void crisis_rows(const fc_ledger *ledger, struct row row)
{
    const size_t n = fc_ledger_measures(ledger), all = fc_ledger_crises(ledger);
    for (size_t c = 0; c <= all; c++) {
        struct row one = with_goal(row, FC_LEDGER_PROFIT);
        one.crisis = c < all ? fc_ledger_crisis(ledger, c, false).name : "all";
        one.what = "attributed";
        put(&one, fc_ledger_attributed(ledger, c, false));
        one.metric = "revenue";
        put(&one, fc_ledger_attributed(ledger, c, true));
        one.metric = "operating_profit";
        if (c == all || !fc_ledger_has(ledger, FC_LEDGER_CRISES))
            continue;
        for (int side = 0; side < 2; side++) {
            one.measure = side ? "all" : "";
            one.what = side ? "loss_residual" : "loss_inherent";
            put(&one, fc_ledger_loss(ledger, c, side));
            one.what = side ? "each_residual" : "each_inherent";
            put(&one, fc_ledger_loss_each(ledger, c, side));
        }
        one.what = "saved";
        for (size_t m = 0; m < n + (n > 1); m++) {
            one.measure = name_of(ledger, m);
            put(&one, fc_ledger_saved(ledger, c, m));
        }
    }
}

static void even_rows(const fc_ledger *ledger, struct row row)
{
    for (size_t i = 0; i < fc_ledger_measures(ledger); i++) {
        const struct fc_ledger_even even = fc_ledger_break_even(ledger, i);
        row.what = even.kind == FC_EVEN_FOUND   ? "break_even"
                   : even.kind == FC_EVEN_NEVER ? "break_even_above"
                                                : NULL;
        row.measure = name_of(ledger, i);
        row.crisis = fc_ledger_crisis(ledger, even.crisis, false).name;
        row.metric = "crisis_events";
        row.month = "horizon";
        row.stat = "times";
        if (row.what)
            put(&row, even.times);
    }
}

/* ---- the best set ---- */
static void set_names(const fc_ledger *ledger, uint32_t set, struct fc_builder *out)
{
    if (set == 0)
        fc_builder_add(out, "none");
    for (size_t i = 0; set >> i; i++)
        if (set >> i & 1u) {
            fc_builder_add(out, out->n ? "+" : "");
            fc_builder_add(out, name_of(ledger, i));
        }
}

/* P(miss) with the best set: the targets of one goal. */
static void best_miss_rows(const struct fc_view *view, struct row row,
                           enum fc_ledger_goal goal)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct fc_ledger_best best = fc_ledger_best(ledger, goal);
    struct fc_builder names = {0};
    if (!best.found)
        return;
    set_names(ledger, best.set[0], &names);
    for (size_t t = 0; t < fc_forecast_targets(view->forecast); t++) {
        const struct fc_target target = fc_forecast_target(view->forecast, t);
        struct fc_text_room month;
        row.metric = fc_forecast_metric(view->forecast, target.metric).name;
        row.month = fc__period_key(view, target.period, &month);
        row.stat = "p_miss";
        row.what = goal == FC_LEDGER_ES ? "best_es" : "best";
        row.measure = fc_builder_text(&names);
        put(&row, fc_ledger_best_miss(ledger, goal, t));
        row.measure = "none";
        if (best.set[0])
            put(&row, fc_ledger_bare_miss(ledger, t));
    }
    fc_builder_clear(&names);
}

static void best_rows(const fc_ledger *ledger, struct row row)
{
    for (int g = 0; g <= FC_LEDGER_ES; g++) {
        const enum fc_ledger_goal goal = (enum fc_ledger_goal)g;
        const struct fc_ledger_best best = fc_ledger_best(ledger, goal);
        struct row one = with_goal(row, goal);
        struct fc_builder names[2] = {{0}};
        for (size_t k = 0; k < 2 && best.found; k++)
            set_names(ledger, best.set[k], &names[k]);
        for (size_t k = 0; k < (best.next ? 2 : 1) && best.found; k++) {
            one = with_goal(one, goal);
            one.what = k ? "next_best" : "best";
            one.measure = fc_builder_text(&names[k]);
            put(&one, best.gain[k]);
            one = with_goal(one, FC_LEDGER_COST);
            put(&one, best.cost[k]);
        }
        one = with_goal(one, goal);
        one.what = "ahead";
        one.measure = fc_builder_text(&names[0]);
        one.other = fc_builder_text(&names[1]);
        if (best.found && best.next)
            put(&one, best.ahead);
        fc_builder_clear(&names[0]);
        fc_builder_clear(&names[1]);
    }
}

void fc__ledger_csv(const struct fc_view *view, fc_out *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct row row = {.out = out};
    fc_out_text(out, "what,crisis,measure,other,metric,month,stat,value,se,low,high\n");
    for (size_t t = 0; t < fc_forecast_targets(view->forecast); t++)
        target_rows(view, row, t);
    measure_rows(ledger, row);
    pair_rows(ledger, row);
    if (fc_ledger_has(ledger, FC_LEDGER_ATTRIBUTION))
        crisis_rows(ledger, row);
    if (fc_ledger_has(ledger, FC_LEDGER_BREAK_EVEN))
        even_rows(ledger, row);
    if (fc_ledger_has(ledger, FC_LEDGER_BEST))
        best_rows(ledger, row);
    for (int g = 0; g <= FC_LEDGER_ES && fc_ledger_has(ledger, FC_LEDGER_BEST); g++)
        best_miss_rows(view, row, (enum fc_ledger_goal)g);
}
