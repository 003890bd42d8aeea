/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structures for machines and on the page: structures.csv, summary.json, tables, the
 * charts of ingredients and shocks. Checked by tests/unit/test_decide_structures.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/escape.h"
#include "report/structures.h"

static const char *const goals[FC_GOAL_COUNT][2] = {
    {"operating_profit", "mean"}, {"operating_profit", "es"}, {"revenue", "mean"}};

const fc_structures *fc__structures_of(const struct fc_view *view)
{
    return view->more;
}

/* ---- structures.csv ---- */
void fc__structures_row(fc_out *out, const char *part, const char *name,
                        const char *structure, const char *const goal[2],
                        struct fc_estimate estimate)
{
    struct fc_builder text = {0};
    const double half = 1.959963984540054 * estimate.error;
    if (!fc__known(estimate))
        return;
    fc_builder_format(&text, "%s,%s,%s,%s,%s", part, name, structure, goal[0], goal[1]);
    fc__csv_number(&text, estimate.value);
    fc__csv_number(&text, estimate.error);
    fc__csv_number(&text, estimate.value - half);
    fc__csv_number(&text, estimate.value + half);
    fc_builder_add(&text, "\n");
    fc_out_text(out, fc_builder_text(&text));
    fc_builder_clear(&text);
}

void fc__structures_csv(const struct fc_view *view, fc_out *out)
{
    const fc_structures *s = fc__structures_of(view);
    size_t from, to;
    const char *why;
    const size_t n = fc_structures_ingredients(s, &from, &to, &why);
    const char *best = fc_comparison_name(view->comparison, to);
    fc_out_text(out, "part,name,structure,metric,stat,value,se,low,high\n");
    for (size_t g = 0; g < FC_GOAL_COUNT && n > 0; g++) {
        for (size_t i = 0; i < n; i++)
            fc__structures_row(out, "ingredient", fc_structures_ingredient(s, i), best,
                               goals[g], fc_structures_share(s, i, (enum fc_goal)g));
        fc__structures_row(out, "difference", "all", best, goals[g],
                           fc_structures_whole(s, (enum fc_goal)g));
    }
    for (size_t i = 0; i < fc_structures_shocks(s); i++)
        for (size_t k = 0; k < view->n_scenarios; k++)
            fc__structures_row(out, "shock", fc_structures_shock(s, i).member,
                               fc_comparison_name(view->comparison, k), goals[0],
                               fc_structures_loss(s, i, k));
    for (size_t i = 0; i < fc_structures_teams(s); i++) {
        static const char *const load[] = {"utilisation", "mean"}, *const quota[] = {
                                                                       "attainment",
                                                                       "mean"};
        const struct fc_structure_team team = fc_structures_team(s, i);
        const char *structure = fc_comparison_name(view->comparison, team.structure);
        fc__structures_row(out, "team", team.name, structure, load, team.utilisation);
        fc__structures_row(out, "team", team.name, structure, quota, team.attainment);
    }
    fc__structures_map_csv(view, out);
}

/* ---- summary.json ---- */
static void put_ingredients(const struct fc_view *view, struct fc_json *json)
{
    const fc_structures *s = fc__structures_of(view);
    size_t from, to;
    const char *why;
    const size_t n = fc_structures_ingredients(s, &from, &to, &why);
    if (n == 0)
        return;
    fc_json_object(json, "decomposition");
    fc_json_text(json, "from", fc_comparison_name(view->comparison, from));
    fc_json_text(json, "to", fc_comparison_name(view->comparison, to));
    fc_json_count(json, "paths", fc_structures_decomposed_paths(s));
    fc__json_estimate(json, "difference", fc_structures_whole(s, FC_GOAL_PROFIT));
    fc_json_array(json, "ingredients");
    for (size_t i = 0; i < n; i++) {
        fc_json_object(json, NULL);
        fc_json_text(json, "name", fc_structures_ingredient(s, i));
        fc__json_estimate(json, "mean", fc_structures_share(s, i, FC_GOAL_PROFIT));
        fc__json_estimate(json, "es", fc_structures_share(s, i, FC_GOAL_PROFIT_ES));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
    fc_json_end(json, '}');
}

static void put_shocks(const struct fc_view *view, struct fc_json *json)
{
    const fc_structures *s = fc__structures_of(view);
    fc_json_array(json, "shocks");
    for (size_t i = 0; i < fc_structures_shocks(s); i++) {
        const struct fc_shock shock = fc_structures_shock(s, i);
        fc_json_object(json, NULL);
        fc_json_text(json, "breakdown", shock.axis);
        fc_json_text(json, "member", shock.member);
        fc_json_array(json, "losses");
        for (size_t k = 0; k < view->n_scenarios; k++) {
            fc_json_object(json, NULL);
            fc_json_text(json, "name", fc_comparison_name(view->comparison, k));
            fc__json_estimate(json, "mean", fc_structures_loss(s, i, k));
            fc_json_end(json, '}');
        }
        fc_json_end(json, ']');
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

void fc__structures_json(const struct fc_view *view, struct fc_builder *out)
{
    const struct fc_break_even even = fc_structures_break_even(fc__structures_of(view));
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    fc__json_compared(view, &json);
    put_ingredients(view, &json);
    put_shocks(view, &json);
    fc__structures_json_teams(view, &json);
    fc__structures_map_json(view, &json);
    if (even.key) {
        fc_json_object(&json, "break_even");
        fc_json_text(&json, "key", even.key);
        fc_json_number(&json, "value", even.value);
        fc_json_number(&json, "low", even.low);
        fc_json_number(&json, "high", even.high);
        fc_json_end(&json, '}');
    }
    fc_json_end(&json, '}');
}

/* ---- tables of the page ---- */
static void ingredients_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.ingredient", "#th.share_profit",
                                       "#th.share_es", "#th.share_revenue"};
    const fc_structures *s = fc__structures_of(page->view);
    size_t from, to;
    const char *why;
    const size_t n = fc_structures_ingredients(s, &from, &to, &why);
    if (n == 0)
        return;
    fc__page_section(page, "why", "section.why");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i <= n; i++) {
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, i < n ? fc__ingredient_title(page->view, i)
                                  : fc__message(page->view->lang, "th.difference"));
        for (size_t g = 0; g < FC_GOAL_COUNT; g++)
            fc__page_estimate(page,
                              i < n ? fc_structures_share(s, i, (enum fc_goal)g)
                                    : fc_structures_whole(s, (enum fc_goal)g),
                              "money");
        fc__page_raw(page, "</tr>\n");
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

static void shocks_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.shock", "th.scenario", "#th.loss"};
    const fc_structures *s = fc__structures_of(page->view);
    struct fc_text_room room;
    if (fc_structures_shocks(s) == 0)
        return;
    fc__page_section(page, "shocks", "section.shocks");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_structures_shocks(s); i++)
        for (size_t k = 0; k < page->view->n_scenarios; k++) {
            const struct fc_shock shock = fc_structures_shock(s, i);
            fc__page_raw(page, "<tr>");
            fc__page_cell(page, k > 0 ? "" : shock.title ? shock.title : shock.member);
            fc__page_cell(page, fc__choice(page->view, k, &room));
            fc__page_estimate(page, fc_structures_loss(s, i, k), "money");
            fc__page_raw(page, "</tr>\n");
        }
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

void fc__structures_before(struct fc_page *page)
{
    ingredients_table(page);
    shocks_table(page);
    fc__compare_before(page);
}

/* ---- chart of the ingredients: drawn as a ranking ---- */
static bool chart_ingredients(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_structures *s = fc__structures_of(view);
    struct fc_text_room one, two;
    size_t from, to;
    const char *why;
    double most = 0.0;
    const size_t n = fc_structures_ingredients(s, &from, &to, &why);
    fc_builder_add(&chart->csv, "row,difference,low,high\n");
    for (size_t i = 0; i < n; i++) {
        const struct fc_estimate d = fc_structures_share(s, i, FC_GOAL_PROFIT);
        const double wide = 1.959963984540054 * d.error;
        fc_builder_format(&chart->csv, "%zu", i + 1);
        fc__csv_number(&chart->csv, d.value);
        fc__csv_number(&chart->csv, d.value - wide);
        fc__csv_number(&chart->csv, d.value + wide);
        fc_builder_add(&chart->csv, "\n");
        most = fmax(most, fabs(d.value) + wide);
    }
    if (!(most > 0.0))
        return false;
    fc__gp_number(chart, "ROWS", (double)n);
    fc__gp_scale(view, chart, "XLABEL", "axis.share", most);
    fc__gp_array(chart, "ROW_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc__ingredient_title(view, i), FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "ROW_TEXT", n);
    for (size_t i = 0; i < n; i++) {
        const struct fc_estimate d = fc_structures_share(s, i, FC_GOAL_PROFIT);
        struct fc_text_room size, half;
        char text[2 * FC_TEXT_ROOM + 8];
        if (fc__nothing(d))
            snprintf(text, sizeof text, "0");
        else
            snprintf(text, sizeof text, "%s ± %s", fc__spoken(view, d, "money", &size),
                     fc__half_text(view, d, "money", &half));
        fc__gp_item_text(chart, text, 60);
    }
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.ingredients",
           FC_WORD("to", fc__choice(view, to, &one)),
           FC_WORD("from", fc__choice(view, from, &two)));
    return true;
}

/* ---- chart of the shocks ---- */
enum { CURVES_MOST = 8 };

/* Losses are drawn to the right: minus the change of the profit. */
static double shocks_rows(const struct fc_view *view, struct fc_chart *chart,
                          size_t curves)
{
    const fc_structures *s = fc__structures_of(view);
    double most = 0.0;
    fc_builder_add(&chart->csv, "structure,row,loss,low,high\n");
    for (size_t k = 0; k < curves; k++)
        for (size_t i = 0; i < fc_structures_shocks(s); i++) {
            const struct fc_estimate d = fc_structures_loss(s, i, k);
            const double wide = 1.959963984540054 * d.error;
            fc_builder_format(&chart->csv, "%zu,%zu", k + 1, i + 1);
            fc__csv_number(&chart->csv, -d.value);
            fc__csv_number(&chart->csv, -d.value - wide);
            fc__csv_number(&chart->csv, -d.value + wide);
            fc_builder_add(&chart->csv, "\n");
            most = fmax(most, fabs(d.value) + wide);
        }
    return most;
}

static bool chart_shocks(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_structures *s = fc__structures_of(view);
    const size_t n = fc_structures_shocks(s);
    const size_t curves =
        view->n_scenarios < CURVES_MOST ? view->n_scenarios : CURVES_MOST;
    struct fc_text_room room;
    const double most = shocks_rows(view, chart, curves);
    if (!(most > 0.0))
        return false;
    fc__gp_number(chart, "ROWS", (double)n);
    fc__gp_number(chart, "CURVES", (double)curves);
    fc__gp_scale(view, chart, "XLABEL", "axis.loss", most);
    fc__gp_array(chart, "ROW_TITLE", n);
    for (size_t i = 0; i < n; i++) {
        const struct fc_shock shock = fc_structures_shock(s, i);
        fc__gp_item_text(chart, shock.title ? shock.title : shock.member,
                         FC_MEMBER_ROOM);
    }
    fc__gp_array_end(chart);
    fc__gp_array(chart, "CURVE_TITLE", curves);
    for (size_t k = 0; k < curves; k++)
        fc__gp_item_text(chart, fc__choice(view, k, &room), 34);
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.shocks", FC_WORD("", ""));
    return true;
}

size_t fc__charts_of_structures(const struct fc_view *view, struct fc_chart_plan *plans)
{
    size_t n = fc__charts_of_compare(view, plans);
    plans[n++] = (struct fc_chart_plan){
        .name = "ingredients", .script = "ranking", .make = chart_ingredients};
    plans[n++] = (struct fc_chart_plan){
        .name = "shocks", .script = "shocks", .make = chart_shocks};
    plans[n++] = (struct fc_chart_plan){.name = "structure_teams",
                                        .script = "structure_teams",
                                        .make = fc__chart_structure_teams};
    plans[n++] = (struct fc_chart_plan){.name = "structure_map",
                                        .script = "structure_map",
                                        .make = fc__chart_structure_map};
    return n;
}

/* ---- what is written ---- */
static const struct fc_report_table tables[] = {{"compare.csv", fc__compare_csv},
                                                {"structures.csv", fc__structures_csv},
                                                {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_of_comparison(view, fc_structures_comparison(result), lang);
}

const struct fc_report_kind fc__report_structures = {
    "page.structures",        fc__summary_structures, fc__structures_json, tables,
    fc__charts_of_structures, fc__structures_before,  fc__compare_after,   view_init};

fc_status fc_report_structures_write(const fc_structures *structures,
                                     const char *folder,
                                     const struct fc_report_options *options,
                                     struct fc_error *err)
{
    return fc__report_write(&fc__report_structures, structures, folder, options, err);
}

fc_status fc_report_structures_summary(const fc_structures *structures,
                                       const char *lang, char **out,
                                       struct fc_error *err)
{
    return fc__report_summary(&fc__report_structures, structures, lang, out, err);
}

fc_status fc_report_structures_json(const fc_structures *structures, char **out,
                                    struct fc_error *err)
{
    return fc__report_json(&fc__report_structures, structures, out, err);
}
