/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stress tests for machines and on the page: stress.csv, reverse.csv, summary.json, the
 * tables of the page. Checked by tests/unit/test_decide_stress.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/escape.h"
#include "report/stress.h"

/* ---- the numbers of a test, in the order of all tables ---- */

static const struct number {
    const char *metric, *stat, *unit; /* stat: term of the glossary */
    size_t at;
} numbers[] = {
#define FIGURE(metric, stat, member)                                                   \
    {metric, stat, "money", offsetof(struct fc_stress_test, member.value)},            \
    {                                                                                  \
        metric, "change_" stat, "money",                                               \
            offsetof(struct fc_stress_test, member.change)                             \
    }
#define ONE(metric, stat, unit, member)                                                \
    {                                                                                  \
        metric, stat, unit, offsetof(struct fc_stress_test, member)                    \
    }
    FIGURE("operating_profit", "mean", profit_mean),
    FIGURE("operating_profit", "p50", profit_p50),
    FIGURE("operating_profit", "p05", profit_p05),
    FIGURE("cash_low", "p50", low_p50),
    FIGURE("cash_low", "p05", low_p05),
    ONE("funding_need", "mean", "money", need),
    ONE("reserve", "p95", "money", reserve),
    ONE("ruin", "probability", "share", ruin),
    ONE("survival_months", "p50", "months", survive),
    ONE("hit", "probability", "share", hit),
    ONE("recovery_months", "p50", "months", recovery),
    ONE("not_recovered", "probability", "share", not_recovered),
    ONE("made_up_months", "p50", "months", made_up),
    ONE("not_made_up", "probability", "share", not_made_up),
    ONE("first_cash", "probability", "share", first[FC_LIMIT_CASH]),
    ONE("first_revenue", "probability", "share", first[FC_LIMIT_REVENUE]),
    ONE("first_utilisation", "probability", "share", first[FC_LIMIT_UTILISATION]),
    ONE("first_churn", "probability", "share", first[FC_LIMIT_CHURN]),
    ONE("first_nothing", "probability", "share", nothing),
    ONE("sellers_left", "mean", "share", left),
};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static struct fc_estimate number_of(const struct fc_stress_test *test, size_t i)
{
    struct fc_estimate out;
    memcpy(&out, (const char *)test + numbers[i].at, sizeof out);
    return out;
}

/* ---- stress.csv, reverse.csv ---- */

void fc__stress_csv(const struct fc_view *view, fc_out *out)
{
    const fc_stress *s = fc__stress_of(view);
    fc_out_text(out, "test,metric,stat,value,se,low,high\n");
    for (size_t i = 0; i < fc_stress_tests(s); i++) {
        const struct fc_stress_test test = fc_stress_test(s, i);
        for (size_t k = 0; k < NUMBERS && !test.left_out; k++) {
            struct fc_builder row = {0};
            const struct fc_estimate x = number_of(&test, k);
            const double half = 1.959963984540054 * x.error;
            if (!fc__known(x))
                continue;
            fc_builder_format(&row, "%s,%s,%s", test.name, numbers[k].metric,
                              numbers[k].stat);
            fc__csv_number(&row, x.value);
            fc__csv_number(&row, x.error);
            fc__csv_number(&row, x.value - half);
            fc__csv_number(&row, x.value + half);
            fc_builder_add(&row, "\n");
            fc_out_text(out, fc_builder_text(&row));
            fc_builder_clear(&row);
        }
    }
}

static void reverse_row(const struct fc_view *view, fc_out *out,
                        const struct fc_reverse *r,
                        const struct fc_reverse_driver *driver)
{
    struct fc_builder row = {0};
    struct fc_text_room period;
    fc_builder_format(&row, "%s,%s", r->metric,
                      fc__period_key(view, r->period, &period));
    fc__csv_number(&row, r->limit);
    fc_builder_format(&row, ",%s,%s,", r->outcome, driver ? driver->name : "");
    if (driver && driver->month > 0)
        fc_builder_format(&row, "%d", driver->month);
    fc__csv_number(&row, driver ? driver->value : (double)NAN);
    fc__csv_number(&row, driver ? driver->half : (double)NAN);
    fc__csv_number(&row, driver ? driver->score : (double)NAN);
    fc_builder_add(&row, "\n");
    fc_out_text(out, fc_builder_text(&row));
    fc_builder_clear(&row);
}

void fc__reverse_csv(const struct fc_view *view, fc_out *out)
{
    const fc_stress *s = fc__stress_of(view);
    fc_out_text(out, "metric,period,limit,outcome,driver,month,value,half,score\n");
    for (size_t i = 0; i < fc_stress_reverses(s); i++) {
        const struct fc_reverse r = fc_stress_reverse(s, i);
        if (r.n == 0)
            reverse_row(view, out, &r, NULL);
        for (size_t k = 0; k < r.n; k++)
            reverse_row(view, out, &r, &r.driver[k]);
    }
}

/* ---- summary.json ---- */

static void put_test(struct fc_json *json, const struct fc_stress_test *test)
{
    const char *open = NULL;
    fc_json_object(json, NULL);
    fc_json_text(json, "name", test->name);
    if (test->title)
        fc_json_text(json, "title", test->title);
    if (test->member)
        fc_json_text(json, "member", test->member);
    if (test->left_out)
        fc_json_text(json, "left_out", test->left_out);
    fc_json_whole(json, "month", test->month);
    for (size_t k = 0; k < NUMBERS && !test->left_out; k++) {
        if (!open || strcmp(open, numbers[k].metric) != 0) {
            if (open)
                fc_json_end(json, '}');
            open = numbers[k].metric;
            fc_json_object(json, open);
        }
        fc__json_estimate(json, numbers[k].stat, number_of(test, k));
    }
    if (open)
        fc_json_end(json, '}');
    fc_json_end(json, '}');
}

static void put_driver(struct fc_json *json, const struct fc_reverse_driver *driver)
{
    fc_json_object(json, NULL);
    fc_json_text(json, "kind", driver->kind);
    fc_json_text(json, "name", driver->name);
    if (driver->month > 0)
        fc_json_whole(json, "month", driver->month);
    fc_json_number(json, "value", driver->value);
    fc_json_number(json, "half", driver->half);
    fc_json_number(json, "score", driver->score);
    fc_json_end(json, '}');
}

static void put_reverse(const struct fc_view *view, struct fc_json *json,
                        const struct fc_reverse *r)
{
    struct fc_text_room period;
    fc_json_object(json, NULL);
    fc_json_text(json, "metric", r->metric);
    fc_json_text(json, "period", fc__period_key(view, r->period, &period));
    fc_json_number(json, "limit", r->limit);
    fc_json_text(json, "outcome", r->outcome);
    fc__json_estimate(json, "broken", r->without);
    fc_json_number(json, "explained", r->explained);
    fc_json_array(json, "drivers");
    for (size_t i = 0; i < r->n; i++)
        put_driver(json, &r->driver[i]);
    fc_json_end(json, ']');
    if (r->n > 0) {
        fc_json_number(json, "mildness", r->size);
        fc__json_estimate(json, "broken_with", r->with);
        fc__json_estimate(json, "broken_with_half", r->half);
        fc_json_count(json, "proof_paths", r->paths);
        fc_json_count(json, "search_paths", r->search_paths);
    }
    fc_json_end(json, '}');
}

void fc__stress_json(const struct fc_view *view, struct fc_builder *out)
{
    const fc_stress *s = fc__stress_of(view);
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    fc_json_array(&json, "tests");
    for (size_t i = 0; i < fc_stress_tests(s); i++) {
        const struct fc_stress_test test = fc_stress_test(s, i);
        put_test(&json, &test);
    }
    fc_json_end(&json, ']');
    fc_json_array(&json, "reverse");
    for (size_t i = 0; i < fc_stress_reverses(s); i++) {
        const struct fc_reverse r = fc_stress_reverse(s, i);
        put_reverse(view, &json, &r);
    }
    fc_json_end(&json, ']');
    fc_json_end(&json, '}');
}

/* ---- tables of the page ---- */

static void tests_table(struct fc_page *page, const char *id, const char *heading,
                        const char *const *keys, const size_t *columns, size_t n)
{
    const fc_stress *s = fc__stress_of(page->view);
    size_t order[FC_STRESS_MOST];
    const size_t tests = fc__stress_order(s, order);
    struct fc_text_room title;
    fc__page_section(page, id, heading);
    fc__page_table(page, keys, n + 1);
    for (size_t r = 0; r <= tests; r++) {
        const size_t i = r == 0 ? 0 : order[r - 1];
        const struct fc_stress_test test = fc_stress_test(s, i);
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__stress_title(page->view, i, &title));
        for (size_t k = 0; k < n; k++)
            fc__page_estimate(page, number_of(&test, columns[k]),
                              numbers[columns[k]].unit);
        fc__page_raw(page, "</tr>\n");
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

static void reverse_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.goal",    "th.driver", "#th.draw",
                                       "#th.broken", "#th.with",  "#th.half"};
    const fc_stress *s = fc__stress_of(page->view);
    if (fc_stress_reverses(s) == 0)
        return;
    fc__page_section(page, "reverse", "section.reverse");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_stress_reverses(s); i++) {
        const struct fc_reverse r = fc_stress_reverse(s, i);
        for (size_t k = 0; k < r.n || k == 0; k++) {
            struct fc_builder goal = {0}, driver = {0};
            const struct fc_estimate score = {k < r.n ? r.driver[k].score : (double)NAN,
                                              0.005, 0};
            const struct fc_estimate none = {(double)NAN, (double)NAN, 0};
            struct fc_text_room room;
            if (k == 0)
                fc__stress_goal(page->view, &r, &goal);
            if (k < r.n)
                fc__stress_driver(page->view, &r.driver[k], false, &driver);
            else
                fc_builder_add(&driver, "–");
            fc__page_raw(page, "<tr>");
            fc__page_cell(page, fc_builder_text(&goal));
            fc__page_cell(page, fc_builder_text(&driver));
            fc__page_number(page, fc__text(page->view, score, "", &room));
            fc__page_estimate(page, k == 0 ? r.without : none, "share");
            fc__page_estimate(page, k == 0 && r.n > 0 ? r.with : none, "share");
            fc__page_estimate(page, k == 0 && r.n > 0 ? r.half : none, "share");
            fc__page_raw(page, "</tr>\n");
            fc_builder_clear(&goal);
            fc_builder_clear(&driver);
        }
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

void fc__stress_before(struct fc_page *page)
{
    static const char *const money[] = {"th.test",   "#th.d_mean", "#th.d_p50",
                                        "#th.d_p05", "#th.low",    "#th.ruin"};
    static const size_t money_columns[] = {1, 3, 5, 8, 12};
    static const char *const time[] = {"th.test", "#th.hit", "#th.recovery",
                                       "#th.not_recovered", "#th.not_made_up"};
    static const size_t time_columns[] = {14, 15, 16, 18};
    static const char *const first[] = {"th.test",           "#th.first_cash",
                                        "#th.first_revenue", "#th.first_utilisation",
                                        "#th.first_churn",   "#th.first_nothing"};
    static const size_t first_columns[] = {19, 20, 21, 22, 23};
    tests_table(page, "tests", "section.tests", money, money_columns, 5);
    tests_table(page, "recovery", "section.recovery", time, time_columns, 4);
    tests_table(page, "first", "section.first", first, first_columns, 5);
    reverse_table(page);
}

static void after(struct fc_page *page)
{
    fc__page_ledger(page);
}

/* ---- what is written ---- */

static const struct fc_report_table tables[] = {
    {"stress.csv", fc__stress_csv}, {"reverse.csv", fc__reverse_csv}, {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_begin(view, fc_stress_scenario(result), fc_stress_facts(result), lang);
}

const struct fc_report_kind fc__report_stress = {
    "page.stress",        fc__summary_stress, fc__stress_json, tables,
    fc__charts_of_stress, fc__stress_before,  after,           view_init};

fc_status fc_report_stress_write(const fc_stress *stress, const char *folder,
                                 const struct fc_report_options *options,
                                 struct fc_error *err)
{
    return fc__report_write(&fc__report_stress, stress, folder, options, err);
}

fc_status fc_report_stress_summary(const fc_stress *stress, const char *lang,
                                   char **out, struct fc_error *err)
{
    return fc__report_summary(&fc__report_stress, stress, lang, out, err);
}

fc_status fc_report_stress_json(const fc_stress *stress, char **out,
                                struct fc_error *err)
{
    return fc__report_json(&fc__report_stress, stress, out, err);
}
