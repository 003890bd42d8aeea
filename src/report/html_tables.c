/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the page: targets, totals, crisis register, assumption ledger, glossary. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "report/html.h"

static void end_table(struct fc_page *page)
{
    fc__page_raw(page, "</tbody>\n</table></div>\n");
}

/* ---- targets ---- */
void fc__page_targets(struct fc_page *page)
{
    static const char *const keys[] = {"th.metric", "th.period",  "#th.target",
                                       "#th.miss",  "#th.accept", "th.verdict"};
    const struct fc_view *view = page->view;
    const size_t n = fc_forecast_targets(view->forecast);
    if (n == 0)
        return;
    fc__page_section(page, "targets", "page.targets");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < n; i++) {
        const struct fc_target target = fc_forecast_target(view->forecast, i);
        const struct fc_metric metric =
            fc_forecast_metric(view->forecast, target.metric);
        const char *verdict = fc__verdict_name(fc__verdict(&target));
        struct fc_text_room room;
        char key[32];
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__metric_title(view, target.metric));
        fc__page_cell(page, fc__period_text(view, target.period, &room));
        fc__page_number(page, fc__exact_text(view, target.value, metric.unit, &room));
        fc__page_estimate(page, target.miss, "share");
        fc__page_number(page,
                        isfinite(target.accept_miss)
                            ? fc__exact_text(view, target.accept_miss, "share", &room)
                            : "–");
        snprintf(key, sizeof key, "verdict.%s", verdict);
        fc_builder_format(page->out, "<td class=\"%s\">", verdict);
        fc__page_say(page, key);
        fc__page_raw(page, "</td></tr>\n");
    }
    end_table(page);
    fc__page_raw(page, "</section>\n");
}

/* ---- totals ---- */
static void total_row(struct fc_page *page, size_t metric, int period)
{
    const struct fc_view *view = page->view;
    const char *unit = fc_forecast_metric(view->forecast, metric).unit;
    /* 0 or 1 in each world: its mean, a probability, says all */
    const bool event =
        strcmp(fc_forecast_metric(view->forecast, metric).name, "ruined") == 0;
    const bool tail = !fc__more_is_worse(view, metric);
    const struct fc_estimate none = {(double)NAN, (double)NAN, 0};
    static const double levels[] = {.1, .5, .9};
    struct fc_text_room room;
    const struct fc_estimate mean = fc__mean(view, metric, period);
    if (!fc__known(mean))
        return;
    fc__page_raw(page, "<tr>");
    fc__page_cell(page, period == FC_PERIOD_HORIZON || period == view->facts.months
                            ? fc__metric_title(view, metric)
                            : "");
    fc__page_cell(page, fc__period_text(view, period, &room));
    fc__page_estimate(page, mean, unit);
    for (int i = 0; i < 3; i++)
        fc__page_number(
            page,
            fc__text(view, event ? none : fc__quantile(view, metric, period, levels[i]),
                     unit, &room));
    const struct fc_estimate var = fc__stat(view, metric, period, FC_STAT_VAR, FC_TAIL);
    fc__page_number(page, fc__text(view, tail ? var : none, unit, &room));
    fc__page_estimate(
        page, tail ? fc__stat(view, metric, period, FC_STAT_ES, FC_TAIL) : none, unit);
    fc__page_raw(page, "</tr>\n");
}

void fc__page_totals(struct fc_page *page)
{
    static const char *const keys[] = {"th.metric", "th.period", "#th.mean", "#th.p10",
                                       "#th.p50",   "#th.p90",   "#th.var",  "#th.es"};
    const struct fc_view *view = page->view;
    bool some = false;
    for (size_t i = 0; i < fc_forecast_metrics(view->forecast); i++)
        some |= fc_forecast_metric(view->forecast, i).totals;
    if (!some)
        return;
    fc__page_section(page, "totals", "page.totals");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_forecast_metrics(view->forecast); i++) {
        const struct fc_metric metric = fc_forecast_metric(view->forecast, i);
        if (!metric.totals)
            continue;
        total_row(page, i, FC_PERIOD_HORIZON);
        const bool by_year = strcmp(metric.name, "revenue") == 0 ||
                             strcmp(metric.name, "operating_profit") == 0;
        for (int year = 1; by_year && fc__years(view) > 1 && year <= fc__years(view);
             year++)
            total_row(page, i, -year);
    }
    end_table(page);
    fc__page_raw(page, "<p class=\"note\">");
    fc__page_say(page, "page.error_note");
    fc__page_raw(page, "</p>\n</section>\n");
}

/* ---- crises ---- */
static void crisis_row(struct fc_page *page, size_t i, size_t rank)
{
    const struct fc_view *view = page->view;
    const struct fc_crisis_facts crisis = fc_forecast_crisis(view->forecast, i);
    struct fc_builder when = {0};
    struct fc_text_room month;
    char number[32] = "";
    if (rank > 0)
        snprintf(number, sizeof number, "%zu", rank);
    if (crisis.scheduled_month > 0)
        FC_SAY(&when, view->lang, "page.scheduled",
               FC_WORD("month", fc__period_text(view, crisis.scheduled_month, &month)));
    else
        fc_builder_add(&when, fc__message(view->lang, "page.chance"));
    fc__page_raw(page, "<tr>");
    fc__page_number(page, number);
    fc__page_cell(page, crisis.title ? crisis.title : crisis.name);
    fc__page_cell(page, crisis.category
                            ? fc__term_title(view->lang, "category", crisis.category,
                                             crisis.category)
                            : "");
    fc__page_cell(page, crisis.owner);
    fc__page_cell(page, fc_builder_text(&when));
    fc__page_estimate(page, crisis.events_per_year, "events");
    fc__page_estimate(page, crisis.any, "share");
    fc__page_estimate(page, crisis.severity, "share");
    fc__page_raw(page, "</tr>\n");
    page->out->failed |= when.failed;
    fc_builder_clear(&when);
}

void fc__page_crises(struct fc_page *page)
{
    static const char *const keys[] = {"#th.rank", "th.crisis",   "th.category",
                                       "th.owner", "th.when",     "#th.per_year",
                                       "#th.any",  "#th.severity"};
    const struct fc_view *view = page->view;
    const size_t all = fc_forecast_crises(view->forecast);
    size_t *order = fc_array_new(all + 1, sizeof *order);
    if (all == 0 || !order) {
        page->out->failed |= !order;
        free(order);
        return;
    }
    const size_t n = fc__crisis_order(view, order);
    fc__page_section(page, "crises", "page.crises");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < n; i++)
        crisis_row(page, order[i], i + 1);
    for (size_t i = 0; i < all; i++) { /* those that never happened */
        const struct fc_crisis_facts crisis = fc_forecast_crisis(view->forecast, i);
        if (!(fc__crisis_weight(&crisis) > 0.0))
            crisis_row(page, i, 0);
    }
    end_table(page);
    fc__page_raw(page, "</section>\n");
    free(order);
}

/* ---- assumption ledger ---- */
static size_t section_length(const char *key)
{
    return strcspn(key, ".[");
}

/* First row behind those of the same section as row `first`. */
static size_t section_end(const fc_scenario *scenario, size_t first, size_t *weak)
{
    const size_t all = fc_scenario_assumptions(scenario);
    const char *key = fc_scenario_assumption(scenario, first).key;
    const size_t n = section_length(key);
    size_t i = first;
    for (*weak = 0; i < all; i++) {
        const struct fc_assumption row = fc_scenario_assumption(scenario, i);
        if (section_length(row.key) != n || strncmp(row.key, key, n) != 0)
            break;
        *weak += fc__is_weak(&row);
    }
    return i;
}

static void ledger_row(struct fc_page *page, const struct fc_assumption *row)
{
    const char confidence[2] = {row->confidence == '-' ? '\0' : row->confidence, '\0'};
    fc__page_raw(page,
                 fc__is_weak(row) ? "<tr class=\"weak\"><td><code>" : "<tr><td><code>");
    fc__page_text(page, row->key);
    fc__page_raw(page, "</code></td>");
    fc__page_number(page, row->value);
    fc__page_cell(page, row->unit);
    fc__page_cell(page, *confidence ? confidence : "–");
    fc__page_raw(page, "<td>");
    fc__page_text(page, row->source);
    if (row->preset) {
        fc__page_raw(page, "<small>");
        fc__page_say(page, "page.preset");
        fc__page_raw(page, "</small>");
    }
    fc__page_raw(page, "</td></tr>\n");
}

void fc__page_ledger(struct fc_page *page)
{
    static const char *const keys[] = {"th.key", "#th.value", "th.unit",
                                       "th.confidence", "th.source"};
    const struct fc_view *view = page->view;
    const size_t all = fc_scenario_assumptions(view->scenario);
    char count[32], weak_count[32];
    if (all == 0)
        return;
    fc__page_section(page, "ledger", "page.ledger");
    fc__page_raw(page, "<p class=\"note\">");
    struct fc_builder text = {0};
    FC_SAY(&text, view->lang, "page.ledger_note",
           FC_WORD("all", fc__count_text(view->lang, (double)fc__assumed(view), count)),
           FC_WORD("weak",
                   fc__count_text(view->lang, (double)fc__weak(view), weak_count)));
    fc__page_text(page, fc_builder_text(&text));
    fc_builder_clear(&text);
    fc__page_raw(page, "</p>\n");
    for (size_t i = 0, end; i < all; i = end) {
        size_t weak;
        char section[64];
        const char *key = fc_scenario_assumption(view->scenario, i).key;
        end = section_end(view->scenario, i, &weak);
        const double n = (double)(end - i);
        snprintf(section, sizeof section, "%.*s",
                 (int)(section_length(key) < 60 ? section_length(key) : 60), key);
        memset(&text, 0, sizeof text);
        const struct fc_word words[] = {
            FC_WORD("section", section),
            {"all", fc__count_text(view->lang, n, count), n},
            FC_WORD("weak", fc__count_text(view->lang, (double)weak, weak_count))};
        fc__say_words(&text, view->lang, "page.ledger_section", words, 3);
        fc__page_raw(page, "<details><summary>");
        fc__page_text(page, fc_builder_text(&text));
        fc_builder_clear(&text);
        fc__page_raw(page, "</summary>\n");
        fc__page_table(page, keys, sizeof keys / sizeof *keys);
        for (; i < end; i++) {
            const struct fc_assumption row = fc_scenario_assumption(view->scenario, i);
            ledger_row(page, &row);
        }
        end_table(page);
        fc__page_raw(page, "</details>\n");
    }
    fc__page_raw(page, "</section>\n");
}

/* ---- glossary ---- */
void fc__page_glossary(struct fc_page *page)
{
    static const char *const keys[] = {"th.term", "th.key", "th.meaning"};
    fc__page_section(page, "glossary", "page.glossary");
    fc__page_raw(page, "<details><summary>");
    fc__page_say(page, "page.glossary_open");
    fc__page_raw(page, "</summary>\n");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    const struct fc_term *term;
    for (size_t i = 0; (term = fc__term_at(page->view->lang, i)) != NULL; i++) {
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, term->title);
        fc__page_raw(page, "<td><code>");
        fc__page_text(page, term->name);
        fc__page_raw(page, "</code></td>");
        fc__page_cell(page, term->text);
        fc__page_raw(page, "</tr>\n");
    }
    end_table(page);
    fc__page_raw(page, "</details>\n</section>\n");
}
