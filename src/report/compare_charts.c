/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of a comparison: the paired difference by month, the exceedance curves of all
 * scenarios, the ranking with its intervals. Checked by tests/plots. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/compare.h"
#include "report/escape.h"

enum { FANS_MOST = 6, CURVES_MOST = 8, POINTS = 120 };

/* ---- the difference by month ---- */
static const double levels[] = {.05, .10, .25, .50, .75, .90, .95};
enum { LEVELS = sizeof levels / sizeof *levels };

static void difference_texts(const struct fc_view *view, struct fc_chart *chart,
                             size_t metric, const double range[2])
{
    const bool flow =
        fc_comparison_metric(view->comparison, metric).kind == FC_METRIC_FLOW;
    struct fc_text_room name, base;
    fc__gp_months(view, chart);
    fc__gp_scale(view, chart, "YLABEL", flow ? "axis.money_month" : "axis.money",
                 fmax(-range[0], range[1]));
    fc__gp_number(chart, "HAS_ZERO", 1.0);
    fc__gp_say(view, chart, "T_MEDIAN", "legend.median");
    fc__gp_say(view, chart, "T_50", "legend.50");
    fc__gp_say(view, chart, "T_80", "legend.80");
    fc__gp_say(view, chart, "T_90", "legend.90");
    FC_SAY(&chart->title, view->lang, "chart.difference",
           FC_WORD("metric", fc__compared_title(view, metric)),
           FC_WORD("alternative", fc__choice(view, chart->plan->which, &name)),
           FC_WORD("base", fc__choice(view, 0, &base)));
}

bool fc__chart_difference(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = fc__compared(view, chart->plan->metric);
    double range[2] = {0.0, 0.0}, values[LEVELS];
    struct fc_estimate mean;
    if (metric == SIZE_MAX || view->facts.months < 2)
        return false;
    fc_builder_add(&chart->csv,
                   "month,date,p05,p10,p25,p50,p75,p90,p95,target,actual\n");
    for (int month = 1; month <= view->facts.months; month++) {
        if (!fc_comparison_month(view->comparison, chart->plan->which, metric, month,
                                 &mean, LEVELS, levels, values))
            return false;
        fc__csv_month(view, &chart->csv, month);
        for (int i = 0; i < LEVELS; i++) {
            range[0] = fmin(range[0], values[i]);
            range[1] = fmax(range[1], values[i]);
            fc__csv_number(&chart->csv, values[i]);
        }
        fc_builder_add(&chart->csv, ",,\n");
    }
    if (!(range[1] > range[0]))
        return false;
    difference_texts(view, chart, metric, range);
    return true;
}

/* ---- curves of all scenarios ---- */
bool fc__chart_curves(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = fc__compared(view, chart->plan->metric);
    const size_t n = view->n_scenarios < CURVES_MOST ? view->n_scenarios : CURVES_MOST;
    double x[POINTS], p[POINTS], error[POINTS], largest = 0.0;
    char months[32];
    if (metric == SIZE_MAX)
        return false;
    fc_builder_add(&chart->csv, "curve,value,probability,se\n");
    for (size_t i = 0; i < n; i++) {
        const size_t points = fc_comparison_exceedance(
            view->comparison, i, metric, FC_PERIOD_HORIZON, POINTS, x, p, error);
        if (points < 3)
            return false;
        for (size_t k = 0; k < points; k++) {
            fc_builder_format(&chart->csv, "%zu", i + 1);
            fc__csv_number(&chart->csv, x[k]);
            fc__csv_number(&chart->csv, p[k]);
            fc__csv_number(&chart->csv, error[k]);
            fc_builder_add(&chart->csv, "\n");
            largest = fmax(largest, fabs(x[k]));
        }
        fc_builder_add(&chart->csv, "\n\n");
    }
    fc__gp_scale(view, chart, "XLABEL", "axis.money", largest);
    fc__gp_say(view, chart, "YLABEL", "axis.reach");
    fc__gp_number(chart, "CURVES", (double)n);
    fc__gp_array(chart, "CURVE_TITLE", n);
    for (size_t i = 0; i < n; i++) {
        struct fc_text_room room;
        fc__gp_item_text(chart, fc__choice(view, i, &room), 34);
    }
    fc__gp_array_end(chart);
    const double all = view->facts.months;
    const struct fc_word words[] = {
        FC_WORD("metric", fc__compared_title(view, metric)),
        {"months", fc__count_text(view->lang, all, months), all}};
    fc__say_words(&chart->title, view->lang, "chart.exceedance", words, 2);
    return true;
}

/* ---- ranking ---- */
static void rank(const struct fc_view *view, size_t metric, size_t *order)
{
    for (size_t i = 0; i < view->n_scenarios; i++) {
        const double own =
            fc_comparison_outcome(view->comparison, i, metric, FC_PERIOD_HORIZON)
                .mean.value;
        size_t at = i;
        for (; at > 0; at--) {
            const double other = fc_comparison_outcome(view->comparison, order[at - 1],
                                                       metric, FC_PERIOD_HORIZON)
                                     .mean.value;
            if (other >= own)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

bool fc__chart_ranking(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = fc__compared(view, chart->plan->metric);
    size_t order[FC_COMPARE_MOST];
    double largest = 0.0;
    struct fc_text_room room, half;
    if (metric == SIZE_MAX)
        return false;
    const char *unit = fc__compared_unit(view, metric);
    rank(view, metric, order);
    fc_builder_add(&chart->csv, "row,difference,low,high\n");
    for (size_t r = 0; r < view->n_scenarios; r++) {
        const struct fc_estimate d =
            fc_comparison_paired(view->comparison, order[r], metric, FC_PERIOD_HORIZON)
                .mean;
        const double wide = 1.959963984540054 * d.error;
        fc_builder_format(&chart->csv, "%zu", r + 1);
        fc__csv_number(&chart->csv, d.value);
        fc__csv_number(&chart->csv, d.value - wide);
        fc__csv_number(&chart->csv, d.value + wide);
        fc_builder_add(&chart->csv, "\n");
        largest = fmax(largest, fabs(d.value) + wide);
    }
    if (!(largest > 0.0))
        return false;
    fc__gp_number(chart, "ROWS", (double)view->n_scenarios);
    fc__gp_scale(view, chart, "XLABEL", "axis.difference", largest);
    fc__gp_array(chart, "ROW_TITLE", view->n_scenarios);
    for (size_t r = 0; r < view->n_scenarios; r++)
        fc__gp_item_text(chart, fc__choice(view, order[r], &room), FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "ROW_TEXT", view->n_scenarios);
    for (size_t r = 0; r < view->n_scenarios; r++) {
        const struct fc_estimate d =
            fc_comparison_paired(view->comparison, order[r], metric, FC_PERIOD_HORIZON)
                .mean;
        struct fc_builder text = {0};
        if (order[r] == 0)
            fc_builder_add(&text, fc__message(view->lang, "legend.base_scenario"));
        else
            fc_builder_format(&text, "%s ± %s", fc__spoken(view, d, unit, &room),
                              fc__half_text(view, d, unit, &half));
        fc__gp_item_text(chart, fc_builder_text(&text), 60);
        fc_builder_clear(&text);
    }
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.ranking",
           FC_WORD("metric", fc__compared_title(view, metric)),
           FC_WORD("base", fc__choice(view, 0, &room)));
    return true;
}

/* ---- the list ---- */
static void add_plan(struct fc_chart_plan *plans, size_t *n, const char *name,
                     size_t which, const char *script, const char *metric,
                     bool (*make)(const struct fc_view *, struct fc_chart *))
{
    struct fc_chart_plan *plan = &plans[(*n)++];
    *plan = (struct fc_chart_plan){
        .script = script, .metric = metric, .which = which, .make = make};
    if (which > 1)
        snprintf(plan->name, sizeof plan->name, "%.40s_%zu", name, which);
    else
        snprintf(plan->name, sizeof plan->name, "%.60s", name);
}

size_t fc__charts_of_compare(const struct fc_view *view, struct fc_chart_plan *plans)
{
    static const char *const goal[FC_GOALS] = {"profit", "revenue"};
    size_t n = 0;
    for (size_t g = 0; g < FC_GOALS; g++) {
        char name[64];
        snprintf(name, sizeof name, "ranking_%s", goal[g]);
        add_plan(plans, &n, name, 0, "ranking", fc__goals[g], fc__chart_ranking);
        snprintf(name, sizeof name, "curves_%s", goal[g]);
        add_plan(plans, &n, name, 0, "curves", fc__goals[g], fc__chart_curves);
        snprintf(name, sizeof name, "difference_%s", goal[g]);
        for (size_t i = 1; i < view->n_scenarios && i <= FANS_MOST; i++)
            add_plan(plans, &n, name, i, "fan", fc__goals[g], fc__chart_difference);
    }
    return n;
}
