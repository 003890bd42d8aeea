/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The autopsy for machines and on the page: autopsy.csv, autopsy_worlds.csv,
 * summary.json, tables, the waterfall. Checked by tests/unit/test_decide_autopsy.c. */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/autopsy.h"
#include "report/escape.h"

static const double wide = 1.959963984540054;

static size_t parts_of(const fc_autopsy *a)
{
    return fc_autopsy_replayed(a) ? fc_autopsy_causes(a) + 2 : 0;
}

/* ---- autopsy.csv, autopsy_worlds.csv ---- */

static void autopsy_csv(const struct fc_view *view, fc_out *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    fc_out_text(out,
                "cause,money,value,se,low,high,of_causes,largest,largest_se,total\n");
    for (size_t i = 0; i < parts_of(a); i++) {
        const struct fc_autopsy_part part = fc_autopsy_part(a, i);
        const bool cause = i < fc_autopsy_causes(a);
        const double none = (double)NAN;
        struct fc_builder text = {0};
        fc__csv_cell(&text, fc__autopsy_name(a, i));
        fc_builder_format(&text, ",%lld", part.money);
        fc__csv_number(&text, part.mean.value);
        fc__csv_number(&text, part.mean.error);
        fc__csv_number(&text, part.mean.value - wide * part.mean.error);
        fc__csv_number(&text, part.mean.value + wide * part.mean.error);
        fc__csv_number(&text, cause ? part.mean.value / fc__autopsy_taken(a) : none);
        fc__csv_number(&text, cause ? part.largest.value : none);
        fc__csv_number(&text, cause ? part.largest.error : none);
        fc_builder_format(&text, ",%lld\n", part.total);
        fc_out_text(out, fc_builder_text(&text));
        fc_builder_clear(&text);
    }
}

static void worlds_csv(const struct fc_view *view, fc_out *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    fc_out_text(out, "world,cause,money\n");
    for (uint64_t w = 0; w < fc_autopsy_replayed(a); w++)
        for (size_t i = 0; i < parts_of(a); i++) {
            struct fc_builder text = {0};
            uint64_t path;
            const long long money = fc_autopsy_world(a, (size_t)w, i, &path);
            fc_builder_format(&text, "%" PRIu64 ",", path);
            fc__csv_cell(&text, fc__autopsy_name(a, i));
            fc_builder_format(&text, ",%lld\n", money);
            fc_out_text(out, fc_builder_text(&text));
            fc_builder_clear(&text);
        }
}

/* ---- summary.json ---- */

static void put_targets(const struct fc_view *view, struct fc_json *json)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    fc_json_array(json, "targets");
    for (size_t i = 0; i < fc_autopsy_targets(a); i++) {
        const struct fc_autopsy_target t = fc_autopsy_target(a, i);
        struct fc_text_room period;
        fc_json_object(json, NULL);
        fc_json_text(json, "metric", t.metric);
        fc_json_text(json, "unit", t.unit);
        fc_json_text(json, "period", fc__period_key(view, t.period, &period));
        fc_json_number(json, "target", t.value);
        fc_json_number(json, "accept_miss", t.accept_miss);
        fc_json_count(json, "missed", t.missed);
        fc__json_estimate(json, "miss", t.miss);
        fc__json_estimate(json, "shortfall", t.shortfall);
        fc_json_flag(json, "chosen", i == fc_autopsy_chosen(a));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_parts(const struct fc_view *view, struct fc_json *json)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    fc_json_array(json, "parts");
    for (size_t i = 0; i < parts_of(a); i++) {
        const struct fc_autopsy_part part = fc_autopsy_part(a, i);
        const bool cause = i < fc_autopsy_causes(a);
        fc_json_object(json, NULL);
        fc_json_text(json, "name", fc__autopsy_name(a, i));
        fc_json_text(json, "owner", cause ? fc_autopsy_cause(a, i).owner : NULL);
        fc_json_number(json, "money", (double)part.money);
        fc_json_number(json, "total", (double)part.total);
        fc__json_estimate(json, "mean", part.mean);
        if (cause) {
            fc_json_number(json, "of_causes", part.mean.value / fc__autopsy_taken(a));
            fc__json_estimate(json, "largest", part.largest);
        }
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void autopsy_json(const struct fc_view *view, struct fc_builder *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    put_targets(view, &json);
    fc_json_count(&json, "replayed", fc_autopsy_replayed(a));
    fc_json_count(&json, "orders", fc_autopsy_orders(a));
    fc_json_count(&json, "path_runs", fc_autopsy_path_runs(a));
    put_parts(view, &json);
    fc_json_end(&json, '}');
}

/* ---- tables of the page ---- */

static void end_section(struct fc_page *page)
{
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

static void cause_row(struct fc_page *page, size_t i)
{
    const fc_autopsy *a = fc__autopsy_of(page->view);
    const struct fc_autopsy_part part = fc_autopsy_part(a, i);
    const bool cause = i < fc_autopsy_causes(a);
    const char *owner = cause ? fc_autopsy_cause(a, i).owner : NULL;
    struct fc_text_room title;
    struct fc_builder text = {0};
    char money[32];
    fc__page_raw(page, "<tr>");
    fc__page_cell(page, fc__autopsy_title(page->view, i, &title));
    fc__page_number(page, fc__count_text(page->view->lang, (double)part.money, money));
    fc__page_estimate(page, part.mean, "money");
    if (cause)
        fc_builder_format(&text, "%.0f %%",
                          100.0 * part.mean.value / fc__autopsy_taken(a));
    fc__page_number(page, fc_builder_text(&text));
    if (cause)
        fc__page_estimate(page, part.largest, "share");
    else
        fc__page_number(page, "");
    fc__page_cell(page, owner ? owner : "");
    fc__page_raw(page, "</tr>\n");
    fc_builder_clear(&text);
}

static void causes_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.cause",       "#th.whole_money", "#th.takes",
                                       "#th.part_taken", "#th.largest",     "th.owner"};
    const fc_autopsy *a = fc__autopsy_of(page->view);
    const size_t n = fc_autopsy_causes(a);
    size_t order[64];
    if (fc_autopsy_replayed(a) == 0)
        return;
    fc__autopsy_order(a, order);
    fc__page_section(page, "why", "section.made_of");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < n + 2; i++)
        cause_row(page, i < n ? order[i] : i);
    end_section(page);
}

static void targets_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.metric", "th.period",  "#th.target",
                                       "#th.miss",  "#th.accept", "#th.lack"};
    const struct fc_view *view = page->view;
    const fc_autopsy *a = fc__autopsy_of(view);
    fc__page_section(page, "targets", "page.targets");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_autopsy_targets(a); i++) {
        const struct fc_autopsy_target t = fc_autopsy_target(a, i);
        struct fc_text_room room;
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__term_title(view->lang, "metric", t.metric, NULL));
        fc__page_cell(page, fc__period_text(view, t.period, &room));
        fc__page_number(page, fc__exact_text(view, t.value, t.unit, &room));
        fc__page_estimate(page, t.miss, "share");
        fc__page_number(page, isfinite(t.accept_miss)
                                  ? fc__exact_text(view, t.accept_miss, "share", &room)
                                  : "–");
        fc__page_estimate(page, t.shortfall, t.unit);
        fc__page_raw(page, "</tr>\n");
    }
    end_section(page);
}

static void tables_before(struct fc_page *page)
{
    targets_table(page);
    causes_table(page);
}

/* ---- the waterfall ---- */

struct steps {
    size_t n;
    double largest;
    const struct fc_view *view;
    struct fc_chart *chart;
};

/* A level (`to` = `from`) or a step of the waterfall. */
static void step_add(struct steps *self, double from, double to, double error)
{
    struct fc_chart *chart = self->chart;
    fc_builder_format(&chart->csv, "%zu", ++self->n);
    fc__csv_number(&chart->csv, from);
    fc__csv_number(&chart->csv, to);
    fc__csv_number(&chart->csv, to - wide * error);
    fc__csv_number(&chart->csv, to + wide * error);
    fc_builder_add(&chart->csv, "\n");
    self->largest = fmax(self->largest, fmax(fabs(from), fabs(to)));
}

/* target -> with every cause normal -> causes -> what the worlds reach */
static void steps_fill(struct steps *self, double target, const size_t *order)
{
    const fc_autopsy *a = fc__autopsy_of(self->view);
    const size_t n = fc_autopsy_causes(a);
    const struct fc_autopsy_part rest = fc_autopsy_part(a, n),
                                 lack = fc_autopsy_part(a, n + 1);
    double at = target - (double)rest.money;
    fc_builder_add(&self->chart->csv, "row,from,to,low,high\n");
    step_add(self, target, target, 0.0);
    step_add(self, target, at, rest.mean.error);
    for (size_t i = 0; i < n; i++) {
        const struct fc_autopsy_part part = fc_autopsy_part(a, order[i]);
        step_add(self, at, at - (double)part.money, part.mean.error);
        at -= (double)part.money;
    }
    step_add(self, at, at, lack.mean.error);
}

static void steps_texts(struct steps *self, double target, const size_t *order)
{
    const struct fc_view *view = self->view;
    const fc_autopsy *a = fc__autopsy_of(view);
    const size_t n = fc_autopsy_causes(a);
    const struct fc_estimate lack = fc_autopsy_part(a, n + 1).mean;
    struct fc_text_room room, half;
    fc__gp_array(self->chart, "ROW_TITLE", self->n);
    fc__gp_item_text(self->chart, fc__message(view->lang, "legend.goal"), 34);
    for (size_t i = 0; i <= n; i++)
        fc__gp_item_text(self->chart,
                         fc__autopsy_title(view, i == 0 ? n : order[i - 1], &room), 34);
    fc__gp_item_text(self->chart, fc__message(view->lang, "legend.reached"), 34);
    fc__gp_array_end(self->chart);
    fc__gp_array(self->chart, "ROW_TEXT", self->n);
    fc__gp_item_text(self->chart, fc__exact_text(view, target, "money", &room), 60);
    for (size_t i = 0; i <= n; i++) {
        struct fc_estimate step = fc_autopsy_part(a, i == 0 ? n : order[i - 1]).mean;
        char text[2 * FC_TEXT_ROOM + 16];
        const char *sign = step.value > 0.0 ? "\xE2\x88\x92" : "+";
        step.value = fabs(step.value);
        snprintf(text, sizeof text, "%s%s ± %s", sign,
                 fc__spoken(view, step, "money", &room),
                 fc__half_text(view, step, "money", &half));
        fc__gp_item_text(self->chart, text, 60);
    }
    const struct fc_estimate reached = {target - lack.value, lack.error, 0};
    fc__gp_item_text(self->chart, fc__spoken(view, reached, "money", &room), 60);
    fc__gp_array_end(self->chart);
}

bool fc__chart_waterfall(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    struct steps steps = {0, 0.0, view, chart};
    size_t order[64];
    struct fc_text_room period;
    const struct fc_autopsy_target target = fc_autopsy_target(a, fc_autopsy_chosen(a));
    if (fc_autopsy_replayed(a) == 0)
        return false;
    fc__autopsy_order(a, order);
    steps_fill(&steps, target.value, order);
    fc__gp_number(chart, "ROWS", (double)steps.n);
    fc__gp_scale(view, chart, "XLABEL", "axis.money", steps.largest);
    steps_texts(&steps, target.value, order);
    FC_SAY(&chart->title, view->lang, "chart.waterfall",
           FC_WORD("metric", fc__term_title(view->lang, "metric", target.metric, NULL)),
           FC_WORD("period", fc__period_text(view, target.period, &period)));
    return true;
}

static size_t charts_of(const struct fc_view *view, struct fc_chart_plan *plans)
{
    (void)view;
    plans[0] = (struct fc_chart_plan){
        .name = "waterfall", .script = "waterfall", .make = fc__chart_waterfall};
    return 1;
}

/* ---- what is written ---- */

static const struct fc_report_table tables[] = {
    {"autopsy.csv", autopsy_csv}, {"autopsy_worlds.csv", worlds_csv}, {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_begin(view, fc_autopsy_scenario(result), fc_autopsy_facts(result), lang);
}

static const struct fc_report_kind kind = {
    "page.autopsy", fc__summary_autopsy, autopsy_json,    tables,
    charts_of,      tables_before,       fc__page_ledger, view_init};

fc_status fc_report_autopsy_write(const fc_autopsy *autopsy, const char *folder,
                                  const struct fc_report_options *options,
                                  struct fc_error *err)
{
    return fc__report_write(&kind, autopsy, folder, options, err);
}

fc_status fc_report_autopsy_summary(const fc_autopsy *autopsy, const char *lang,
                                    char **out, struct fc_error *err)
{
    return fc__report_summary(&kind, autopsy, lang, out, err);
}

fc_status fc_report_autopsy_json(const fc_autopsy *autopsy, char **out,
                                 struct fc_error *err)
{
    return fc__report_json(&kind, autopsy, out, err);
}
