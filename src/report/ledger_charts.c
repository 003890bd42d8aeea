/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of a ledger: what each measure changes, what each crisis takes, crises against
 * measures, and the map of crises by frequency and loss before and after all measures.
 * Checked by tests/cli (ledger_small). */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/escape.h"
#include "report/ledger.h"

enum { MAP_ROWS = 20, LEVELS = 3 };

/* ---- rows with intervals: drawn as a ranking ---- */
struct rows {
    size_t n;
    struct fc_estimate value[FC_LEDGER_ROWS + 1];
    const char *title[FC_LEDGER_ROWS + 1];
};

static void rows_add(struct rows *rows, struct fc_estimate value, const char *title)
{
    rows->value[rows->n] = value;
    rows->title[rows->n++] = title;
}

static void rows_sort(struct rows *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct fc_estimate value = rows->value[i];
        const char *title = rows->title[i];
        size_t at = i;
        for (; at > 0 && rows->value[at - 1].value < value.value; at--) {
            rows->value[at] = rows->value[at - 1];
            rows->title[at] = rows->title[at - 1];
        }
        rows->value[at] = value;
        rows->title[at] = title;
    }
}

static bool draw_rows(const struct fc_view *view, struct fc_chart *chart,
                      const struct rows *rows, const char *axis)
{
    double largest = 0.0;
    struct fc_text_room room;
    fc_builder_add(&chart->csv, "row,difference,low,high\n");
    for (size_t i = 0; i < rows->n; i++) {
        const struct fc_estimate d = rows->value[i];
        const double wide = 1.959963984540054 * d.error;
        fc_builder_format(&chart->csv, "%zu", i + 1);
        fc__csv_number(&chart->csv, d.value);
        fc__csv_number(&chart->csv, d.value - wide);
        fc__csv_number(&chart->csv, d.value + wide);
        fc_builder_add(&chart->csv, "\n");
        largest = fmax(largest, fabs(d.value) + wide);
    }
    if (!(largest > 0.0))
        return false;
    fc__gp_number(chart, "ROWS", (double)rows->n);
    fc__gp_scale(view, chart, "XLABEL", axis, largest);
    fc__gp_array(chart, "ROW_TITLE", rows->n);
    for (size_t i = 0; i < rows->n; i++)
        fc__gp_item_text(chart, rows->title[i], FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "ROW_TEXT", rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        fc__gp_item_text(chart, fc__amount(view, rows->value[i], "money", &room), 60);
    }
    fc__gp_array_end(chart);
    return true;
}

/* `which` of the plan: goal. */
static bool chart_measures(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const enum fc_ledger_goal goal = (enum fc_ledger_goal)chart->plan->which;
    const size_t n = fc_ledger_measures(ledger);
    struct rows rows = {0};
    for (size_t i = 0; i < n; i++)
        rows_add(&rows, fc_ledger_effect(ledger, i, goal), fc__measure_title(view, i));
    if (!fc__known(rows.value[0]))
        return false;
    rows_sort(&rows, n);
    if (n > 1)
        rows_add(&rows, fc_ledger_effect(ledger, n, goal), fc__measure_title(view, n));
    fc_builder_add(&chart->title,
                   fc__message(view->lang, goal == FC_LEDGER_ES ? "chart.measures_es"
                                                                : "chart.measures"));
    return draw_rows(view, chart, &rows, "axis.measures");
}

static bool chart_attributed(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    size_t order[FC_LEDGER_ROWS];
    const size_t n = fc__ledger_order(view, order);
    struct rows rows = {0};
    for (size_t i = 0; i < n; i++)
        rows_add(&rows, fc_ledger_attributed(ledger, order[i], false),
                 fc__crisis_title(fc_ledger_crisis(ledger, order[i], false)));
    fc_builder_add(&chart->title, fc__message(view->lang, "chart.attributed"));
    return n > 0 && draw_rows(view, chart, &rows, "axis.attributed");
}

/* ---- crises against measures ---- */
static void saved_cells(const struct fc_view *view, struct fc_chart *chart,
                        const size_t *order, size_t n, size_t columns, double scale,
                        double largest)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    fc__gp_array(chart, "CELL_TEXT", n * columns);
    for (size_t i = 0; i < n; i++)
        for (size_t m = 0; m < columns; m++) {
            struct fc_estimate saved = fc_ledger_saved(ledger, order[i], m);
            const bool seen = fc__ledger_seen(saved) && !fc__nothing(saved);
            const bool tiny = fabs(saved.value) + 2.0 * saved.error < 0.005 * largest;
            struct fc_text_room room;
            saved.value /= scale;
            saved.error /= scale;
            fc__gp_item_text(chart,
                             !seen  ? "·"
                             : tiny ? "≈ 0"
                                    : fc__amount(view, saved, "", &room),
                             16);
        }
    fc__gp_array_end(chart);
}

static bool chart_saved(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    size_t order[FC_LEDGER_ROWS];
    const size_t n = fc__ledger_order(view, order);
    const size_t measures = fc_ledger_measures(ledger),
                 columns = measures + (measures > 1);
    double largest = 0.0;
    if (n == 0 || !fc_ledger_has(ledger, FC_LEDGER_CRISES))
        return false;
    fc_builder_add(&chart->csv, "row,column,saved,low,high\n");
    for (size_t i = 0; i < n; i++)
        for (size_t m = 0; m < columns; m++) {
            const struct fc_estimate d = fc_ledger_saved(ledger, order[i], m);
            const double wide = 1.959963984540054 * d.error;
            fc_builder_format(&chart->csv, "%zu,%zu", i + 1, m + 1);
            fc__csv_number(&chart->csv, d.value);
            fc__csv_number(&chart->csv, d.value - wide);
            fc__csv_number(&chart->csv, d.value + wide);
            fc_builder_add(&chart->csv, "\n");
            largest = fmax(largest, fabs(d.value));
        }
    fc__gp_number(chart, "ROWS", (double)n);
    fc__gp_number(chart, "COLUMNS", (double)columns);
    const double scale = fc__gp_scale(view, chart, "NOTE", "axis.saved", largest);
    fc__gp_array(chart, "ROW_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(
            chart, fc__crisis_title(fc_ledger_crisis(ledger, order[i], false)), 34);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "COLUMN_TITLE", columns);
    for (size_t m = 0; m < columns; m++)
        fc__gp_item_text(chart, fc__measure_title(view, m), FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    saved_cells(view, chart, order, n, columns, scale, largest);
    fc_builder_add(&chart->title, fc__message(view->lang, "chart.saved"));
    return true;
}

/* ---- map of crises: how often, how much each time ---- */

/* 1, 2 or 5 times a power of ten, at or below x. */
static double nice(double x)
{
    const double ten = pow(10.0, floor(log10(x)));
    return (x >= 5.0 * ten ? 5.0 : x >= 2.0 * ten ? 2.0 : 1.0) * ten;
}

/* Curves of equal loss a year, as shares of the largest one. */
static void map_levels(const struct fc_view *view, struct fc_chart *chart, double most)
{
    static const double part[LEVELS] = {0.1, 0.35, 1.0};
    struct fc_text_room room;
    fc__gp_array(chart, "LEVEL", LEVELS);
    for (size_t i = 0; i < LEVELS; i++)
        fc__gp_item_number(chart, nice(part[i] * most));
    fc__gp_array_end(chart);
    fc__gp_array(chart, "LEVEL_TEXT", LEVELS);
    for (size_t i = 0; i < LEVELS; i++) {
        struct fc_builder text = {0};
        FC_SAY(&text, view->lang, "legend.a_year",
               FC_WORD("loss",
                       fc__exact_text(view, nice(part[i] * most), "money", &room)));
        fc__gp_item_text(chart, fc_builder_text(&text), 60);
        fc_builder_clear(&text);
    }
    fc__gp_array_end(chart);
}

struct map { /* crises on it */
    size_t n, crisis[MAP_ROWS];
    double deepest, most; /* loss each time; loss a year */
};

static void map_fill(const struct fc_view *view, struct map *map,
                     struct fc_builder *csv)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    size_t order[FC_LEDGER_ROWS];
    const size_t n = fc__ledger_order(view, order);
    fc_builder_add(csv, "row,name,per_year,loss,per_year_after,loss_after,low,high\n");
    for (size_t i = 0; i < n && map->n < MAP_ROWS; i++) {
        struct fc_estimate rate[2], each[2];
        for (int side = 0; side < 2; side++) {
            rate[side] = fc_ledger_crisis(ledger, order[i], side).events_per_year;
            each[side] = fc_ledger_loss_each(ledger, order[i], side);
        }
        if (!fc__known(each[0]))
            continue; /* it never struck: no place on the map */
        map->crisis[map->n++] = order[i];
        fc_builder_format(csv, "%zu,%s", map->n,
                          fc_ledger_crisis(ledger, order[i], false).name);
        for (int side = 0; side < 2; side++) {
            fc__csv_number(csv, fc__known(each[side]) ? rate[side].value : (double)NAN);
            fc__csv_number(csv, each[side].value);
            if (!fc__known(each[side]))
                continue;
            map->deepest = fmax(map->deepest, each[side].value);
            map->most = fmax(map->most, each[side].value * rate[side].value);
        }
        const double wide = 1.959963984540054 * each[0].error;
        fc__csv_number(csv, each[0].value - wide);
        fc__csv_number(csv, each[0].value + wide);
        fc_builder_add(csv, "\n");
        map->deepest = fmax(map->deepest, each[0].value + wide);
    }
}

static bool chart_map(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    struct map map = {0};
    if (!fc_ledger_has(ledger, FC_LEDGER_CRISES))
        return false;
    map_fill(view, &map, &chart->csv);
    if (map.n == 0 || !(map.most > 0.0))
        return false;
    fc__gp_number(chart, "ROWS", (double)map.n);
    fc__gp_scale(view, chart, "YLABEL", "axis.loss_each", map.deepest);
    fc__gp_say(view, chart, "XLABEL", "axis.per_year");
    fc__gp_say(view, chart, "T_BEFORE", "legend.before");
    fc__gp_say(view, chart, "T_AFTER", "legend.after");
    map_levels(view, chart, map.most);
    fc__gp_array(chart, "ROW_TITLE", map.n);
    for (size_t i = 0; i < map.n; i++) {
        const struct fc_crisis_facts facts =
            fc_ledger_crisis(ledger, map.crisis[i], false);
        fc__gp_item_text(chart, fc__crisis_title(facts), 36);
    }
    fc__gp_array_end(chart);
    fc_builder_add(&chart->title, fc__message(view->lang, "chart.risk_map"));
    return true;
}

/* ---- the list ---- */
size_t fc__charts_of_ledger(const struct fc_view *view, struct fc_chart_plan *plans)
{
    const struct fc_chart_plan list[] = {
        {.name = "risk_map", .script = "risk_map", .make = chart_map},
        {.name = "saved", .script = "saved", .make = chart_saved},
        {.name = "measures_profit",
         .script = "ranking",
         .which = FC_LEDGER_PROFIT,
         .make = chart_measures},
        {.name = "measures_tail",
         .script = "ranking",
         .which = FC_LEDGER_ES,
         .make = chart_measures},
        {.name = "crises_share", .script = "ranking", .make = chart_attributed},
    };
    const size_t n = sizeof list / sizeof *list;
    (void)view;
    for (size_t i = 0; i < n; i++)
        plans[i] = list[i];
    return n;
}
