/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the page of a comparison: differences of the headlines, targets, regret,
 * and what differs between the files. Checked by tests/unit/test_report_compare.c. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "report/compare.h"

enum { DIFFERENCES_MOST = 60 };

static void end_section(struct fc_page *page)
{
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

/* Probability in per cent with its Wilson interval below. */
static void share_cell(struct fc_page *page, double value, double low, double high)
{
    fc_builder_format(page->out,
                      "<td class=\"n\">%.0f %%<small>%.0f–%.0f %%</small></td>",
                      100.0 * value, 100.0 * low, 100.0 * high);
}

static void verdict_cell(struct fc_page *page, const struct fc_paired *paired)
{
    const struct fc_view *view = page->view;
    char needed[32];
    struct fc_builder text = {0};
    if (paired->equal)
        fc_builder_add(&text, fc__message(view->lang, "verdict.equal"));
    else if (paired->needed == 0)
        fc_builder_add(&text, fc__message(view->lang, "verdict.seen"));
    else if (paired->needed == UINT64_MAX)
        fc_builder_add(&text, fc__message(view->lang, "verdict.unseen"));
    else
        FC_SAY(&text, view->lang, "verdict.needed",
               {"needed", fc__count_text(view->lang, (double)paired->needed, needed),
                (double)paired->needed});
    fc__page_cell(page, fc_builder_text(&text));
    fc_builder_clear(&text);
}

static void paired_row(struct fc_page *page, size_t i, size_t metric, int period,
                       bool first)
{
    const struct fc_view *view = page->view;
    const fc_comparison *c = view->comparison;
    const char *unit = fc__compared_unit(view, metric);
    const struct fc_paired paired = fc_comparison_paired(c, i, metric, period);
    const struct fc_outcome base = fc_comparison_outcome(c, 0, metric, period),
                            own = fc_comparison_outcome(c, i, metric, period);
    const bool worse = fc__name_is_worse(fc_comparison_metric(c, metric).name);
    struct fc_text_room room;
    if (!fc__known(paired.mean))
        return;
    fc__page_raw(page, "<tr>");
    fc__page_cell(page, first ? fc__compared_title(view, metric) : "");
    fc__page_cell(page, fc__period_text(view, period, &room));
    fc__page_number(page, fc__text(view, base.mean, unit, &room));
    fc__page_number(page, fc__text(view, own.mean, unit, &room));
    fc__page_estimate(page, paired.mean, unit);
    if (worse)
        share_cell(page, paired.below, paired.below_low, paired.below_high);
    else
        share_cell(page, paired.above, paired.above_low, paired.above_high);
    fc__page_estimate(page, paired.q05, unit);
    fc__page_estimate(page, paired.es05, unit);
    verdict_cell(page, &paired);
    fc__page_raw(page, "</tr>\n");
}

static void paired_table(struct fc_page *page, size_t i)
{
    static const char *const keys[] = {"th.metric",       "th.period",      "#th.base",
                                       "#th.alternative", "#th.difference", "#th.beats",
                                       "#th.d_var",       "#th.d_es",       "th.seen"};
    const struct fc_view *view = page->view;
    const fc_comparison *c = view->comparison;
    struct fc_text_room name, base;
    struct fc_builder text = {0};
    fc__page_raw(page, "<section id=\"differences\" class=\"totals\">\n<h2>");
    FC_SAY(&text, view->lang, "page.against",
           FC_WORD("alternative", fc__choice(view, i, &name)),
           FC_WORD("base", fc__choice(view, 0, &base)));
    fc__page_text(page, fc_builder_text(&text));
    fc_builder_clear(&text);
    fc__page_raw(page, "</h2>\n");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t m = 0; m < fc_comparison_metrics(c); m++) {
        const char *metric = fc_comparison_metric(c, m).name;
        const bool by_year =
            strcmp(metric, fc__goals[0]) == 0 || strcmp(metric, fc__goals[1]) == 0;
        const size_t periods = by_year ? fc_comparison_periods(c, m) : 1;
        for (size_t p = 0; p < periods; p++)
            paired_row(page, i, m, fc_comparison_period(c, m, p), p == 0);
    }
    end_section(page);
}

static void targets_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.metric",   "th.period", "#th.target",
                                       "th.scenario", "#th.miss",  "#th.d_miss"};
    const struct fc_view *view = page->view;
    const fc_comparison *c = view->comparison;
    if (fc_comparison_targets(c) == 0)
        return;
    fc__page_section(page, "targets", "page.compare_targets");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t t = 0; t < fc_comparison_targets(c); t++)
        for (size_t i = 0; i < view->n_scenarios; i++) {
            const struct fc_target target = fc_comparison_target(c, i, t);
            struct fc_text_room room;
            if (target.metric == SIZE_MAX)
                continue;
            fc__page_raw(page, "<tr>");
            fc__page_cell(page, i == 0 ? fc__compared_title(view, target.metric) : "");
            fc__page_cell(page,
                          i == 0 ? fc__period_text(view, target.period, &room) : "");
            fc__page_number(
                page,
                i == 0 ? fc__exact_text(view, target.value,
                                        fc__compared_unit(view, target.metric), &room)
                       : "");
            fc__page_cell(page, fc__choice(view, i, &room));
            fc__page_estimate(page, target.miss, "share");
            if (i == 0)
                fc__page_number(page, "");
            else
                fc__page_estimate(page, fc_comparison_miss(c, i, t), "share");
            fc__page_raw(page, "</tr>\n");
        }
    end_section(page);
}

static void regret_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.scenario", "#th.regret", "#th.regret_most",
                                       "#th.best"};
    const struct fc_view *view = page->view;
    const size_t metric = fc__compared(view, fc__goals[0]);
    if (metric == SIZE_MAX)
        return;
    fc__page_section(page, "regret", "page.regret");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < view->n_scenarios; i++) {
        struct fc_regret regret;
        struct fc_text_room room;
        struct fc_error unused = {0};
        if (fc_comparison_regret(view->comparison, i, metric, FC_PERIOD_HORIZON,
                                 &regret, &unused) != FC_OK)
            continue;
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__choice(view, i, &room));
        fc__page_estimate(page, regret.mean, fc__compared_unit(view, metric));
        fc__page_estimate(page, regret.most, fc__compared_unit(view, metric));
        fc__page_estimate(page, regret.best, "share");
        fc__page_raw(page, "</tr>\n");
    }
    end_section(page);
}

void fc__compare_before(struct fc_page *page)
{
    for (size_t i = 1; i < page->view->n_scenarios; i++)
        paired_table(page, i);
    fc__page_raw(page, "<p class=\"note\">");
    fc__page_say(page, "page.paired_note");
    fc__page_raw(page, "</p>\n");
    targets_table(page);
    regret_table(page);
}

/* ---- what differs ---- */
struct differing {
    struct fc_page *page;
    size_t n;
};

static void differing_row(void *context, const struct fc_assumption *a,
                          const struct fc_assumption *b)
{
    struct differing *at = context;
    if (at->n++ >= DIFFERENCES_MOST)
        return;
    fc__page_raw(at->page, "<tr><td><code>");
    fc__page_text(at->page, a ? a->key : b->key);
    fc__page_raw(at->page, "</code></td>");
    fc__page_number(at->page, a ? a->value : "–");
    fc__page_number(at->page, b ? b->value : "–");
    fc__page_cell(at->page, a ? a->unit : b->unit);
    fc__page_raw(at->page, "</tr>\n");
}

void fc__compare_after(struct fc_page *page)
{
    static const char *const keys[] = {"th.key", "#th.base", "#th.alternative",
                                       "th.unit"};
    const struct fc_view *view = page->view;
    fc__page_section(page, "ledger", "page.differing");
    for (size_t i = 1; i < view->n_scenarios; i++) {
        struct differing at = {page, 0};
        struct fc_error unused = {0};
        struct fc_text_room room;
        fc__page_raw(page, "<details open><summary>");
        fc__page_text(page, fc__choice(view, i, &room));
        fc__page_raw(page, "</summary>\n");
        fc__page_table(page, keys, sizeof keys / sizeof *keys);
        fc_scenario_diff(view->scenario, view->scenarios[i], differing_row, &at,
                         &unused);
        fc__page_raw(page, "</tbody>\n</table></div>\n");
        if (at.n > DIFFERENCES_MOST) {
            fc__page_raw(page, "<p class=\"note\">");
            fc__page_say(page, "page.differing_more");
            fc__page_raw(page, "</p>\n");
        }
        fc__page_raw(page, "</details>\n");
    }
    fc__page_raw(page, "</section>\n");
}
