/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of stress tests: what each does to profit and to the lowest cash (drawn like
 * local shocks), cash under the worst one against none, revenue against the same worlds
 * without a test. Checked by cli.stress_small. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/stress.h"

enum { CURVES_MOST = 8 };

/* ---- change of the middle world and of the bad end, by test ---- */

static struct fc_estimate change_of(const struct fc_stress_test *test, bool cash,
                                    int curve)
{
    if (cash)
        return curve == 0 ? test->low_p50.change : test->low_p05.change;
    return curve == 0 ? test->profit_p50.change : test->profit_p05.change;
}

static bool changes(const struct fc_view *view, struct fc_chart *chart, bool cash)
{
    const fc_stress *s = fc__stress_of(view);
    size_t order[FC_STRESS_MOST];
    const size_t n = fc__stress_order(s, order);
    struct fc_text_room title;
    double most = 0.0;
    fc_builder_add(&chart->csv, "curve,row,change,low,high\n");
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < n; i++) {
            const struct fc_stress_test test = fc_stress_test(s, order[i]);
            const struct fc_estimate d = change_of(&test, cash, k);
            const double wide = 1.959963984540054 * d.error;
            if (!fc__known(d))
                continue;
            fc_builder_format(&chart->csv, "%d,%zu", k + 1, i + 1);
            fc__csv_number(&chart->csv, d.value);
            fc__csv_number(&chart->csv, d.value - wide);
            fc__csv_number(&chart->csv, d.value + wide);
            fc_builder_add(&chart->csv, "\n");
            most = fmax(most, fabs(d.value) + wide);
        }
    if (!(most > 0.0))
        return false;
    fc__gp_number(chart, "ROWS", (double)n);
    fc__gp_number(chart, "CURVES", 2.0);
    fc__gp_number(chart, "LEFT", 0.36);
    fc__gp_scale(view, chart, "XLABEL", cash ? "axis.change_low" : "axis.change_profit",
                 most);
    fc__gp_array(chart, "ROW_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc__stress_title(view, order[i], &title), 36);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "CURVE_TITLE", 2);
    fc__gp_item_text(chart, fc__message(view->lang, "legend.middle"), 40);
    fc__gp_item_text(chart, fc__message(view->lang, "legend.bad_end"), 40);
    fc__gp_array_end(chart);
    return true;
}

static bool chart_profit(const struct fc_view *view, struct fc_chart *chart)
{
    if (!changes(view, chart, false))
        return false;
    fc_builder_add(&chart->title, fc__message(view->lang, "chart.stress_profit"));
    return true;
}

static bool chart_low(const struct fc_view *view, struct fc_chart *chart)
{
    if (!changes(view, chart, true))
        return false;
    fc_builder_add(&chart->title, fc__message(view->lang, "chart.stress_low"));
    return true;
}

/* ---- cash under the worst test ---- */

static double cash_rows(const struct fc_view *view, struct fc_chart *chart,
                        size_t worst)
{
    const fc_stress *s = fc__stress_of(view);
    double largest = fabs(fc_stress_credit_line(s));
    fc_builder_add(&chart->csv, "month,date,p05,p25,p50,p75,p95,base05,base50\n");
    for (int month = 1; month <= view->facts.months; month++) {
        static const int shown[] = {0, 2, 3, 4, 6};
        const double *x = fc_stress_cash(s, worst, month);
        const double *base = fc_stress_cash(s, 0, month);
        fc__csv_month(view, &chart->csv, month);
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            fc__csv_number(&chart->csv, x[shown[k]]);
        fc__csv_number(&chart->csv, base[0]);
        fc__csv_number(&chart->csv, base[3]);
        fc_builder_add(&chart->csv, "\n");
        largest = fmax(largest, fmax(fabs(x[0]), fabs(x[6])));
        largest = fmax(largest, fabs(base[3]));
    }
    return largest;
}

static bool chart_cash(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_stress *s = fc__stress_of(view);
    const size_t worst = fc_stress_worst(s);
    struct fc_text_room title;
    if (worst == 0 || view->facts.months < 2)
        return false;
    const struct fc_stress_test test = fc_stress_test(s, worst);
    const double largest = cash_rows(view, chart, worst);
    fc__gp_months(view, chart);
    fc__gp_scale(view, chart, "YLABEL", "axis.money", largest);
    fc__gp_number(chart, "SURVIVAL", -fc_stress_credit_line(s));
    fc__gp_number(chart, "BEGIN", test.user ? 0.0 : test.month);
    fc__gp_say(view, chart, "T_MEDIAN", "legend.test_median");
    fc__gp_say(view, chart, "T_50", "legend.50");
    fc__gp_say(view, chart, "T_90", "legend.90");
    fc__gp_say(view, chart, "T_BASE", "legend.without");
    fc__gp_say(view, chart, "T_BASE05", "legend.without_bad");
    fc__gp_say(view, chart, "T_SURVIVAL", "legend.survival");
    fc__gp_say(view, chart, "T_BEGIN", "legend.begin");
    FC_SAY(&chart->title, view->lang, "chart.stress_cash",
           FC_WORD("test", fc__stress_title(view, worst, &title)));
    return true;
}

/* ---- revenue against the twin ---- */

static bool chart_recovery(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_stress *s = fc__stress_of(view);
    size_t order[FC_STRESS_MOST];
    const size_t all = fc__stress_order(s, order);
    const size_t n = all < CURVES_MOST ? all : CURVES_MOST;
    struct fc_text_room title;
    if (n == 0 || view->facts.months < 2)
        return false;
    fc_builder_add(&chart->csv, "month,date");
    for (size_t i = 0; i < n; i++)
        fc_builder_format(&chart->csv, ",test%zu,se%zu", i + 1, i + 1);
    fc_builder_add(&chart->csv, "\n");
    for (int month = 1; month <= view->facts.months; month++) {
        fc__csv_month(view, &chart->csv, month);
        for (size_t i = 0; i < n; i++) {
            const struct fc_estimate kept = fc_stress_kept(s, order[i], month);
            fc__csv_number(&chart->csv, 100.0 * kept.value);
            fc__csv_number(&chart->csv, 100.0 * kept.error);
        }
        fc_builder_add(&chart->csv, "\n");
    }
    fc__gp_months(view, chart);
    fc__gp_say(view, chart, "YLABEL", "axis.kept");
    fc__gp_number(chart, "CURVES", (double)n);
    fc__gp_array(chart, "CURVE_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc__stress_title(view, order[i], &title), 44);
    fc__gp_array_end(chart);
    fc__gp_say(view, chart, "T_WITHOUT", "legend.without");
    fc_builder_add(&chart->title, fc__message(view->lang, "chart.recovery"));
    return true;
}

size_t fc__charts_of_stress(const struct fc_view *view, struct fc_chart_plan *plans)
{
    size_t n = 0;
    (void)view;
    plans[n++] = (struct fc_chart_plan){
        .name = "stress_profit", .script = "shocks", .make = chart_profit};
    plans[n++] = (struct fc_chart_plan){
        .name = "stress_cash", .script = "survival", .make = chart_cash};
    plans[n++] = (struct fc_chart_plan){
        .name = "recovery", .script = "recovery", .make = chart_recovery};
    plans[n++] = (struct fc_chart_plan){
        .name = "stress_cash_low", .script = "shocks", .make = chart_low};
    return n;
}
