/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the page of a ledger: risk against appetite, measures, crises against
 * measures, pairs, the best sets. Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/ledger.h"

static void end_section(struct fc_page *page, const char *note)
{
    fc__page_raw(page, "</tbody>\n</table></div>\n");
    if (note) {
        fc__page_raw(page, "<p class=\"note\">");
        fc__page_say(page, note);
        fc__page_raw(page, "</p>\n");
    }
    fc__page_raw(page, "</section>\n");
}

/* ---- targets ---- */
static void verdict_cells(struct fc_page *page, const struct fc_target *target)
{
    const char *verdict = fc__verdict_name(fc__verdict(target));
    char key[32];
    fc__page_estimate(page, target->miss, "share");
    snprintf(key, sizeof key, "verdict.%s", verdict);
    fc_builder_format(page->out, "<td class=\"%s\">", verdict);
    fc__page_say(page, key);
    fc__page_raw(page, "</td>");
}

static void risk_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.metric",    "th.period",    "#th.tolerance",
                                       "#th.accept",   "#th.inherent", "th.verdict",
                                       "#th.residual", "th.verdict"};
    const struct fc_view *view = page->view;
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_forecast_targets(view->forecast);
    if (n == 0)
        return;
    fc__page_section(page, "targets", "section.appetite");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t t = 0; t < n; t++) {
        const struct fc_target before = fc_forecast_target(view->forecast, t),
                               after = fc_forecast_target(
                                   fc_ledger_forecast(ledger, true), t);
        const char *unit = fc_forecast_metric(view->forecast, before.metric).unit;
        const bool given = isfinite(before.accept_miss);
        struct fc_text_room room;
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__metric_title(view, before.metric));
        fc__page_cell(page, fc__period_text(view, before.period, &room));
        fc__page_number(page, fc__exact_text(view, before.value, unit, &room));
        fc__page_number(page,
                        given ? fc__exact_text(view, before.accept_miss, "share", &room)
                              : "–");
        verdict_cells(page, &before);
        verdict_cells(page, &after);
        fc__page_raw(page, "</tr>\n");
    }
    end_section(page, "page.error_note");
}

/* ---- measures ---- */
static void measures_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.measure",         "#th.measure_cost",
                                       "#th.measure_profit", "#th.measure_tail",
                                       "#th.measure_ruin",   "#th.per_cost",
                                       "#th.per_cost_es",    "#th.its_share"};
    const fc_ledger *ledger = fc__ledger_of(page->view);
    const size_t n = fc_ledger_measures(ledger);
    fc__page_section(page, "measures", "section.measures");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < n + (n > 1); i++) {
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__measure_title(page->view, i));
        fc__page_estimate(page, fc_ledger_effect(ledger, i, FC_LEDGER_COST), "money");
        fc__page_estimate(page, fc_ledger_effect(ledger, i, FC_LEDGER_PROFIT), "money");
        fc__page_estimate(page, fc_ledger_effect(ledger, i, FC_LEDGER_ES), "money");
        fc__page_estimate(page, fc_ledger_effect(ledger, i, FC_LEDGER_RUIN), "share");
        fc__page_estimate(page, fc_ledger_per_cost(ledger, i, FC_LEDGER_PROFIT), "");
        fc__page_estimate(page, fc_ledger_per_cost(ledger, i, FC_LEDGER_ES), "");
        fc__page_estimate(page,
                          i < n || n < 2
                              ? fc_ledger_share(ledger, i, FC_LEDGER_PROFIT)
                              : fc_ledger_effect(ledger, n, FC_LEDGER_PROFIT),
                          "money");
        fc__page_raw(page, "</tr>\n");
    }
    end_section(page, "page.measures_note");
}

static void misses_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.metric", "th.period", "th.measure",
                                       "#th.d_miss"};
    const struct fc_view *view = page->view;
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_ledger_measures(ledger);
    const size_t targets = fc_forecast_targets(view->forecast);
    if (targets == 0)
        return;
    fc__page_section(page, "misses", "page.misses");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t t = 0; t < targets; t++)
        for (size_t i = 0; i < n + (n > 1); i++) {
            const struct fc_target target = fc_forecast_target(view->forecast, t);
            struct fc_text_room room;
            fc__page_raw(page, "<tr>");
            fc__page_cell(page, i ? "" : fc__metric_title(view, target.metric));
            fc__page_cell(page, i ? "" : fc__period_text(view, target.period, &room));
            fc__page_cell(page, fc__measure_title(view, i));
            fc__page_estimate(page, fc_ledger_miss(ledger, i, t), "share");
            fc__page_raw(page, "</tr>\n");
        }
    end_section(page, NULL);
}

/* ---- crises ---- */
static void crises_table(struct fc_page *page, const size_t *order, size_t n)
{
    static const char *const keys[] = {"th.crisis",
                                       "th.owner",
                                       "#th.per_year",
                                       "#th.crisis_takes",
                                       "#th.crisis_takes_revenue",
                                       "#th.loss_each",
                                       "#th.loss_before",
                                       "#th.loss_after"};
    const fc_ledger *ledger = fc__ledger_of(page->view);
    fc__page_section(page, "crises", "section.crises");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < n; i++) {
        const size_t c = order[i];
        const struct fc_crisis_facts facts = fc_ledger_crisis(ledger, c, false);
        const bool both = fc_ledger_has(ledger, FC_LEDGER_CRISES);
        const struct fc_estimate none = {(double)NAN, (double)NAN, 0};
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__crisis_title(facts));
        fc__page_cell(page, facts.owner);
        fc__page_estimate(page, facts.events_per_year, "");
        fc__page_estimate(page, fc_ledger_attributed(ledger, c, false), "money");
        fc__page_estimate(page, fc_ledger_attributed(ledger, c, true), "money");
        fc__page_estimate(page, fc_ledger_loss_each(ledger, c, false), "money");
        fc__page_estimate(page, fc_ledger_loss(ledger, c, false), "money");
        fc__page_estimate(page, both ? fc_ledger_loss(ledger, c, true) : none, "money");
        fc__page_raw(page, "</tr>\n");
    }
    end_section(page,
                fc_ledger_shapley(ledger) ? "ledger.by_shapley" : "ledger.by_last");
}

static void saved_table(struct fc_page *page, const size_t *order, size_t n)
{
    const fc_ledger *ledger = fc__ledger_of(page->view);
    const size_t measures = fc_ledger_measures(ledger),
                 columns = measures + (measures > 1);
    if (!fc_ledger_has(ledger, FC_LEDGER_CRISES))
        return;
    fc__page_section(page, "saved", "page.saved");
    fc__page_raw(page, "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">");
    fc__page_say(page, "th.crisis");
    fc__page_raw(page, "</th>");
    for (size_t m = 0; m < columns; m++) {
        fc__page_raw(page, "<th class=\"n\" scope=\"col\">");
        fc__page_text(page, fc__measure_title(page->view, m));
        fc__page_raw(page, "</th>");
    }
    fc__page_raw(page, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n; i++) {
        fc__page_raw(page, "<tr>");
        fc__page_cell(page,
                      fc__crisis_title(fc_ledger_crisis(ledger, order[i], false)));
        for (size_t m = 0; m < columns; m++) {
            const struct fc_estimate saved = fc_ledger_saved(ledger, order[i], m);
            if (fc__nothing(saved))
                fc__page_number(page, "0");
            else
                fc__page_estimate(page, saved, "money");
        }
        fc__page_raw(page, "</tr>\n");
    }
    end_section(page, "page.saved_note");
}

/* ---- pairs ---- */
static void pairs_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.measure", "th.beside", "#th.pair_profit",
                                       "#th.pair_es"};
    const fc_ledger *ledger = fc__ledger_of(page->view);
    const size_t n = fc_ledger_measures(ledger);
    if (n < 2)
        return;
    fc__page_section(page, "pairs", "section.pairs");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            fc__page_raw(page, "<tr>");
            fc__page_cell(page, j > i + 1 ? "" : fc__measure_title(page->view, i));
            fc__page_cell(page, fc__measure_title(page->view, j));
            for (int g = 0; g <= FC_LEDGER_ES; g++) {
                const struct fc_estimate pair =
                    fc_ledger_pair(ledger, i, j, (enum fc_ledger_goal)g);
                if (fc__nothing(pair))
                    fc__page_number(page, "0");
                else
                    fc__page_estimate(page, pair, "money");
            }
            fc__page_raw(page, "</tr>\n");
        }
    end_section(page, "page.pairs_note");
}

/* ---- best sets ---- */
static void best_row(struct fc_page *page, const struct fc_ledger_best *best, size_t k,
                     enum fc_ledger_goal goal)
{
    struct fc_builder set = {0};
    fc__say_set(page->view, &set, best->set[k]);
    fc__page_raw(page, "<tr>");
    fc__page_cell(page, k ? ""
                          : fc__message(page->view->lang, goal == FC_LEDGER_ES
                                                              ? "ledger.goal_es"
                                                              : "ledger.goal_profit"));
    fc__page_cell(page, fc_builder_text(&set));
    fc__page_estimate(page, best->cost[k], "money");
    fc__page_estimate(page, best->gain[k], "money");
    if (k == 0 && best->next)
        fc__page_estimate(page, best->ahead, "money");
    else
        fc__page_number(page, "");
    fc__page_raw(page, "</tr>\n");
    fc_builder_clear(&set);
}

static void best_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.best_by", "th.best_set", "#th.measure_cost",
                                       "#th.set_gain", "#th.set_ahead"};
    const fc_ledger *ledger = fc__ledger_of(page->view);
    if (!fc_ledger_has(ledger, FC_LEDGER_BEST))
        return;
    fc__page_section(page, "best", "section.best");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (int g = 0; g <= FC_LEDGER_ES; g++) {
        const enum fc_ledger_goal goal = (enum fc_ledger_goal)g;
        const struct fc_ledger_best best = fc_ledger_best(ledger, goal);
        for (size_t k = 0; k < (best.next ? 2 : 1) && best.found; k++)
            best_row(page, &best, k, goal);
    }
    end_section(page, "page.best_note");
}

/* ---- targets with the best set ---- */
static void goal_rows(struct fc_page *page, enum fc_ledger_goal goal)
{
    const struct fc_view *view = page->view;
    const fc_ledger *ledger = fc__ledger_of(view);
    if (!fc_ledger_best(ledger, goal).found)
        return;
    for (size_t t = 0; t < fc_forecast_targets(view->forecast); t++) {
        struct fc_target target = fc_forecast_target(view->forecast, t);
        struct fc_text_room room;
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, t ? ""
                              : fc__message(view->lang, goal == FC_LEDGER_ES
                                                            ? "ledger.goal_es"
                                                            : "ledger.goal_profit"));
        fc__page_cell(page, fc__metric_title(view, target.metric));
        fc__page_cell(page, fc__period_text(view, target.period, &room));
        target.miss = fc_ledger_bare_miss(ledger, t);
        fc__page_estimate(page, target.miss, "share");
        target.miss = fc_ledger_best_miss(ledger, goal, t);
        verdict_cells(page, &target);
        fc__page_estimate(page, fc_ledger_best_change(ledger, goal, t), "share");
        fc__page_raw(page, "</tr>\n");
    }
}

static void best_risk_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.best_by",     "th.metric",     "th.period",
                                       "#th.bare_miss",  "#th.best_miss", "th.verdict",
                                       "#th.miss_change"};
    if (!fc_ledger_has(fc__ledger_of(page->view), FC_LEDGER_BEST) ||
        fc_forecast_targets(page->view->forecast) == 0)
        return;
    fc__page_section(page, "best-risk", "page.best_risk");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    goal_rows(page, FC_LEDGER_PROFIT);
    goal_rows(page, FC_LEDGER_ES);
    end_section(page, "page.best_note");
}

void fc__ledger_before(struct fc_page *page)
{
    size_t order[FC_LEDGER_ROWS];
    const size_t n = fc__ledger_order(page->view, order);
    risk_table(page);
    measures_table(page);
    if (n > 0) {
        crises_table(page, order, n);
        saved_table(page, order, n);
    }
    pairs_table(page);
    misses_table(page);
    best_table(page);
    best_risk_table(page);
}

void fc__ledger_after(struct fc_page *page)
{
    fc__page_ledger(page);
}
