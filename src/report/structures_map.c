/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of structures: which one is best at which complexity of products and clients,
 * in sentences, as a chart, for machines. A structure wins a cell if each of the others
 * is behind it by more than three errors; else the cell names all that may be the best.
 * Checked by tests/unit/test_decide_structures.c. */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "report/escape.h"
#include "report/structures.h"

enum { LEVELS = FC_COMPLEXITY_LEVELS, CELLS = LEVELS * LEVELS, NONE = 64 };

struct cell {
    size_t product, segment, best, next;
    size_t winner; /* NONE: several may be the best */
};

static bool may_be_best(const fc_structures *s, const struct cell *cell, size_t i)
{
    const struct fc_estimate behind =
        fc_structures_behind(s, cell->product, cell->segment, i);
    return i == cell->best || !(behind.value < -3.0 * behind.error);
}

static struct cell cell_at(const struct fc_view *view, size_t product, size_t segment)
{
    const fc_structures *s = fc__structures_of(view);
    struct cell cell = {product, segment, fc_structures_best_at(s, product, segment),
                        NONE, NONE};
    size_t may = 0;
    for (size_t i = 0; i < view->n_scenarios; i++) {
        may += may_be_best(s, &cell, i);
        if (i != cell.best &&
            (cell.next == NONE ||
             fc_structures_behind(s, product, segment, i).value >
                 fc_structures_behind(s, product, segment, cell.next).value))
            cell.next = i;
    }
    if (may == 1)
        cell.winner = cell.best;
    return cell;
}

static void cells_read(const struct fc_view *view, struct cell cells[CELLS])
{
    for (size_t k = 0; k < CELLS; k++)
        cells[k] = cell_at(view, k / LEVELS, k % LEVELS);
}

static struct fc_estimate lead_of(const fc_structures *s, const struct cell *cell)
{
    struct fc_estimate lead =
        fc_structures_behind(s, cell->product, cell->segment, cell->next);
    lead.value = -lead.value;
    return lead;
}

static const char *level_title(const struct fc_view *view, const char *axis, size_t i)
{
    char key[48];
    snprintf(key, sizeof key, "map.%s_%s", axis, fc_structures_level(i));
    return fc__message(view->lang, key);
}

/* ---- sentences ---- */

/* Where a structure wins by most; cells[k] are all. */
static void say_winner(const struct fc_view *view, struct fc_builder *out,
                       const struct cell *cells, size_t i)
{
    const fc_structures *s = fc__structures_of(view);
    const struct cell *most = NULL;
    size_t wins = 0;
    for (size_t k = 0; k < CELLS; k++)
        if (cells[k].winner == i) {
            wins++;
            if (!most || lead_of(s, &cells[k]).value > lead_of(s, most).value)
                most = &cells[k];
        }
    if (!most)
        return;
    const struct fc_estimate lead = lead_of(s, most);
    struct fc_text_room best, next, size, half;
    char n[32], all[32];
    fc__next_sentence(out);
    FC_SAY(out, view->lang,
           wins == 1 ? "structures.map_wins_once" : "structures.map_wins",
           FC_WORD("best", fc__choice(view, i, &best)),
           {"n", fc__count_text(view->lang, (double)wins, n), (double)wins},
           FC_WORD("all", fc__count_text(view->lang, CELLS, all)),
           FC_WORD("product", level_title(view, "product", most->product)),
           FC_WORD("segment", level_title(view, "segment", most->segment)),
           FC_WORD("lead", fc__spoken(view, lead, "money", &size)),
           FC_WORD("half", fc__half_text(view, lead, "money", &half)),
           FC_WORD("next", fc__choice(view, most->next, &next)));
}

void fc__structures_say_map(const struct fc_view *view, struct fc_builder *out)
{
    struct cell cells[CELLS];
    size_t open = 0;
    char n[32], all[32];
    if (!fc_structures_mapped(fc__structures_of(view)))
        return;
    cells_read(view, cells);
    for (size_t k = 0; k < CELLS; k++)
        open += cells[k].winner == NONE;
    fc__next_sentence(out);
    fc_builder_add(out, fc__message(view->lang, "structures.map"));
    for (size_t i = 0; i < view->n_scenarios; i++)
        say_winner(view, out, cells, i);
    if (open == 0)
        return;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "structures.map_open",
           {"n", fc__count_text(view->lang, (double)open, n), (double)open},
           FC_WORD("all", fc__count_text(view->lang, CELLS, all)));
}

/* ---- chart ---- */

/* How far the winner is ahead; else the others that may be the best. */
static void cell_text(const struct fc_view *view, struct fc_chart *chart,
                      const struct cell *cell)
{
    const fc_structures *s = fc__structures_of(view);
    const struct fc_estimate lead = lead_of(s, cell);
    struct fc_builder text = {0};
    struct fc_text_room size, half;
    const char *before = fc__message(view->lang, "map.or");
    if (cell->winner != NONE)
        fc_builder_format(&text, "+%s ± %s", fc__spoken(view, lead, "money", &size),
                          fc__half_text(view, lead, "money", &half));
    for (size_t i = 0; i < view->n_scenarios; i++)
        if (i != cell->best && may_be_best(s, cell, i)) {
            fc_builder_format(&text, "%s%s", before, fc__choice(view, i, &size));
            before = ", ";
        }
    fc__gp_item_text(chart, fc_builder_text(&text), 60);
    fc_builder_clear(&text);
}

static void level_titles(const struct fc_view *view, struct fc_chart *chart,
                         const char *array, const char *axis)
{
    fc__gp_array(chart, array, LEVELS);
    for (size_t i = 0; i < LEVELS; i++)
        fc__gp_item_text(chart, level_title(view, axis, i), 40);
    fc__gp_array_end(chart);
}

bool fc__chart_structure_map(const struct fc_view *view, struct fc_chart *chart)
{
    if (!fc_structures_mapped(fc__structures_of(view)))
        return false;
    struct cell cells[CELLS];
    struct fc_text_room room;
    fc_builder_add(&chart->csv, "row,column,winner\n");
    cells_read(view, cells);
    for (size_t k = 0; k < CELLS; k++)
        fc_builder_format(&chart->csv, "%zu,%zu,%zu\n", cells[k].segment + 1,
                          cells[k].product + 1,
                          cells[k].winner == NONE ? 0 : cells[k].winner + 1);
    fc__gp_number(chart, "LEVELS", LEVELS);
    fc__gp_say(view, chart, "XLABEL", "map.products");
    fc__gp_say(view, chart, "YLABEL", "map.segments");
    level_titles(view, chart, "COLUMN_TITLE", "product");
    level_titles(view, chart, "ROW_TITLE", "segment");
    fc__gp_array(chart, "CELL_TITLE", CELLS);
    for (size_t k = 0; k < CELLS; k++)
        fc__gp_item_text(chart, fc__choice(view, cells[k].best, &room), 40);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "CELL_TEXT", CELLS);
    for (size_t k = 0; k < CELLS; k++)
        cell_text(view, chart, &cells[k]);
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.structure_map", FC_WORD("", ""));
    return true;
}

/* ---- for machines ---- */

void fc__structures_map_csv(const struct fc_view *view, fc_out *out)
{
    const fc_structures *s = fc__structures_of(view);
    static const char *const goal[] = {"operating_profit", "mean"};
    if (!fc_structures_mapped(s))
        return;
    for (size_t k = 0; k < CELLS; k++)
        for (size_t i = 0; i < view->n_scenarios; i++) {
            const size_t p = k / LEVELS, c = k % LEVELS;
            char name[64];
            snprintf(name, sizeof name, "products_%s:segments_%s",
                     fc_structures_level(p), fc_structures_level(c));
            fc__structures_row(
                out, "map", name, fc_comparison_name(view->comparison, i), goal,
                i == fc_structures_best_at(s, p, c) ? fc_structures_profit_at(s, p, c)
                                                    : fc_structures_behind(s, p, c, i));
        }
}

void fc__structures_map_json(const struct fc_view *view, struct fc_json *json)
{
    const fc_structures *s = fc__structures_of(view);
    if (!fc_structures_mapped(s))
        return;
    fc_json_array(json, "map");
    for (size_t k = 0; k < CELLS; k++) {
        const struct cell cell = cell_at(view, k / LEVELS, k % LEVELS);
        fc_json_object(json, NULL);
        fc_json_text(json, "products", fc_structures_level(cell.product));
        fc_json_text(json, "segments", fc_structures_level(cell.segment));
        fc_json_text(json, "structure",
                     fc_comparison_name(view->comparison, cell.best));
        fc_json_flag(json, "clear", cell.winner != NONE);
        fc__json_estimate(json, "mean",
                          fc_structures_profit_at(s, cell.product, cell.segment));
        fc_json_text(json, "next", fc_comparison_name(view->comparison, cell.next));
        fc__json_estimate(json, "lead", lead_of(s, &cell));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}
