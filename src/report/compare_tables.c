/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison for machines: compare.csv (tidy), differences.csv, summary.json.
 * Checked by tests/unit/test_report_compare.c. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"
#include "report/compare.h"
#include "report/escape.h"

/* ---- compare.csv ---- */
struct rows {
    const struct fc_view *view;
    fc_out *out;
    const char *scenario, *against, *metric, *period;
};

static void cell(fc_out *out, const char *text)
{
    struct fc_builder quoted = {0};
    fc__csv_cell(&quoted, text);
    fc_out_text(out, fc_builder_text(&quoted));
    fc_builder_clear(&quoted);
}

static void number(fc_out *out, double value)
{
    struct fc_builder text = {0};
    fc__csv_number(&text, value);
    fc_out_text(out, fc_builder_text(&text));
    fc_builder_clear(&text);
}

static void row(const struct rows *at, const char *stat, double value, double error,
                double low, double high)
{
    cell(at->out, at->scenario);
    fc_out_text(at->out, ",");
    cell(at->out, at->against);
    fc_out_print(at->out, ",%s,%s,%s", at->metric, at->period, stat);
    number(at->out, value);
    number(at->out, error);
    number(at->out, low);
    number(at->out, high);
    fc_out_text(at->out, "\n");
}

static void row_of(const struct rows *at, const char *stat, struct fc_estimate number)
{
    const double half = 1.959963984540054 * number.error;
    if (fc__known(number))
        row(at, stat, number.value, number.error, number.value - half,
            number.value + half);
}

static void paired_rows(struct rows *at, size_t i, size_t metric, int period)
{
    const struct fc_paired paired =
        fc_comparison_paired(at->view->comparison, i, metric, period);
    at->against = fc_comparison_name(at->view->comparison, 0);
    row_of(at, "mean", paired.mean);
    row_of(at, "p05", paired.q05);
    row_of(at, "es", paired.es05);
    row(at, "p_above", paired.above, (double)NAN, paired.above_low, paired.above_high);
    row(at, "p_below", paired.below, (double)NAN, paired.below_low, paired.below_high);
    at->against = "";
}

static void metric_rows(struct rows *at, size_t i, size_t metric)
{
    const fc_comparison *c = at->view->comparison;
    at->metric = fc_comparison_metric(c, metric).name;
    for (size_t p = 0; p < fc_comparison_periods(c, metric); p++) {
        const int period = fc_comparison_period(c, metric, p);
        const struct fc_outcome own = fc_comparison_outcome(c, i, metric, period);
        struct fc_text_room key;
        at->period = fc__period_key(at->view, period, &key);
        row_of(at, "mean", own.mean);
        row_of(at, "p05", own.q05);
        row_of(at, "es", own.es05);
        if (i > 0)
            paired_rows(at, i, metric, period);
    }
}

static void target_rows(struct rows *at, size_t i)
{
    const fc_comparison *c = at->view->comparison;
    for (size_t t = 0; t < fc_comparison_targets(c); t++) {
        const struct fc_target target = fc_comparison_target(c, i, t);
        struct fc_text_room key;
        if (target.metric == SIZE_MAX)
            continue;
        at->metric = fc_comparison_metric(c, target.metric).name;
        at->period = fc__period_key(at->view, target.period, &key);
        row_of(at, "p_miss", target.miss);
        if (i > 0) {
            at->against = fc_comparison_name(c, 0);
            row_of(at, "p_miss", fc_comparison_miss(c, i, t));
            at->against = "";
        }
    }
}

static void regret_rows(struct rows *at, size_t i)
{
    const fc_comparison *c = at->view->comparison;
    struct fc_error unused = {0};
    at->period = "horizon";
    for (size_t g = 0; g < FC_GOALS; g++) {
        const size_t metric = fc__compared(at->view, fc__goals[g]);
        struct fc_regret regret;
        if (metric == SIZE_MAX || fc_comparison_regret(c, i, metric, FC_PERIOD_HORIZON,
                                                       &regret, &unused) != FC_OK)
            continue;
        at->metric = fc__goals[g];
        row_of(at, "regret", regret.mean);
        row_of(at, "regret_p95", regret.most);
        row_of(at, "best", regret.best);
    }
}

void fc__compare_csv(const struct fc_view *view, fc_out *out)
{
    fc_out_text(out, "scenario,against,metric,period,stat,value,se,low,high\n");
    for (size_t i = 0; i < view->n_scenarios; i++) {
        struct rows at = {view, out, fc_comparison_name(view->comparison, i),
                          "",   "",  ""};
        for (size_t m = 0; m < fc_comparison_metrics(view->comparison); m++)
            metric_rows(&at, i, m);
        target_rows(&at, i);
        regret_rows(&at, i);
    }
}

/* ---- differences.csv ---- */
struct differences {
    fc_out *out;
    const char *scenario;
};

static void difference_row(void *context, const struct fc_assumption *a,
                           const struct fc_assumption *b)
{
    const struct differences *at = context;
    const struct fc_assumption *some = a ? a : b;
    cell(at->out, at->scenario);
    fc_out_text(at->out, ",");
    cell(at->out, some->key);
    fc_out_text(at->out, ",");
    cell(at->out, a ? a->value : "");
    fc_out_text(at->out, ",");
    cell(at->out, b ? b->value : "");
    fc_out_text(at->out, ",");
    cell(at->out, some->unit ? some->unit : "");
    fc_out_text(at->out, "\n");
}

void fc__differences_csv(const struct fc_view *view, fc_out *out)
{
    struct fc_error unused = {0};
    fc_out_text(out, "scenario,key,base,alternative,unit\n");
    for (size_t i = 1; i < view->n_scenarios; i++) {
        struct differences at = {out, fc_comparison_name(view->comparison, i)};
        fc_scenario_diff(view->scenario, view->scenarios[i], difference_row, &at,
                         &unused);
    }
}

/* ---- summary.json ---- */
static void put_share(struct fc_json *json, const char *key, double value, double low,
                      double high)
{
    fc_json_object(json, key);
    fc_json_number(json, "value", value);
    fc_json_number(json, "low", low);
    fc_json_number(json, "high", high);
    fc_json_end(json, '}');
}

static void put_dominance(const struct fc_view *view, struct fc_json *json, size_t i,
                          size_t metric, int period)
{
    static const char *const orders[] = {"equal", "first", "second", "neither",
                                         "unseen"};
    struct fc_dominance found;
    struct fc_error unused = {0};
    if (fc_comparison_dominance(view->comparison, 0, i, metric, period, &found,
                                &unused) != FC_OK)
        return;
    fc_json_object(json, "dominance");
    fc_json_text(json, "order", orders[found.order]);
    fc_json_text(json, "winner",
                 found.winner < 0
                     ? NULL
                     : fc_comparison_name(view->comparison, found.winner ? i : 0));
    fc_json_number(json, "crossing", found.crossing);
    fc_json_end(json, '}');
}

static void put_paired(const struct fc_view *view, struct fc_json *json, size_t i,
                       size_t metric, int period)
{
    const struct fc_paired paired =
        fc_comparison_paired(view->comparison, i, metric, period);
    fc_json_object(json, "difference");
    fc__json_estimate(json, "mean", paired.mean);
    fc__json_estimate(json, "p05", paired.q05);
    fc__json_estimate(json, "es", paired.es05);
    put_share(json, "p_above", paired.above, paired.above_low, paired.above_high);
    put_share(json, "p_below", paired.below, paired.below_low, paired.below_high);
    fc_json_flag(json, "equal", paired.equal);
    fc_json_flag(json, "seen", paired.needed == 0);
    if (paired.needed > 0 && paired.needed < UINT64_MAX)
        fc_json_count(json, "needed", paired.needed);
    fc_json_number(json, "variance_ratio", paired.variance_ratio);
    if (period == FC_PERIOD_HORIZON)
        put_dominance(view, json, i, metric, period);
    fc_json_end(json, '}');
}

static void put_metric(const struct fc_view *view, struct fc_json *json, size_t i,
                       size_t metric)
{
    const fc_comparison *c = view->comparison;
    for (size_t p = 0; p < fc_comparison_periods(c, metric); p++) {
        const int period = fc_comparison_period(c, metric, p);
        const struct fc_outcome own = fc_comparison_outcome(c, i, metric, period);
        struct fc_text_room key;
        fc_json_object(json, NULL);
        fc_json_text(json, "name", fc_comparison_metric(c, metric).name);
        fc_json_text(json, "unit", fc_comparison_metric(c, metric).unit);
        fc_json_text(json, "period", fc__period_key(view, period, &key));
        fc__json_estimate(json, "mean", own.mean);
        fc__json_estimate(json, "p05", own.q05);
        fc__json_estimate(json, "es", own.es05);
        if (i > 0)
            put_paired(view, json, i, metric, period);
        fc_json_end(json, '}');
    }
}

static void put_targets(const struct fc_view *view, struct fc_json *json, size_t i)
{
    const fc_comparison *c = view->comparison;
    fc_json_array(json, "targets");
    for (size_t t = 0; t < fc_comparison_targets(c); t++) {
        const struct fc_target target = fc_comparison_target(c, i, t);
        struct fc_text_room key;
        if (target.metric == SIZE_MAX)
            continue;
        fc_json_object(json, NULL);
        fc_json_text(json, "metric", fc_comparison_metric(c, target.metric).name);
        fc_json_text(json, "period", fc__period_key(view, target.period, &key));
        fc_json_number(json, "target", target.value);
        fc__json_estimate(json, "miss", target.miss);
        if (i > 0)
            fc__json_estimate(json, "difference", fc_comparison_miss(c, i, t));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_regret(const struct fc_view *view, struct fc_json *json, size_t i)
{
    const size_t metric = fc__compared(view, fc__goals[0]);
    struct fc_regret regret;
    struct fc_error unused = {0};
    if (metric == SIZE_MAX ||
        fc_comparison_regret(view->comparison, i, metric, FC_PERIOD_HORIZON, &regret,
                             &unused) != FC_OK)
        return;
    fc_json_object(json, "regret");
    fc_json_text(json, "metric", fc__goals[0]);
    fc__json_estimate(json, "mean", regret.mean);
    fc__json_estimate(json, "p95", regret.most);
    fc__json_estimate(json, "best", regret.best);
    fc_json_end(json, '}');
}

void fc__json_compared(const struct fc_view *view, struct fc_json *json)
{
    fc_json_array(json, "scenarios");
    for (size_t i = 0; i < view->n_scenarios; i++) {
        fc_json_object(json, NULL);
        fc_json_text(json, "name", fc_comparison_name(view->comparison, i));
        fc_json_text(json, "title", fc_scenario_title(view->scenarios[i]));
        fc_json_count(json, "differing", i > 0 ? fc__differing(view, i, 0, NULL) : 0);
        fc_json_array(json, "metrics");
        for (size_t m = 0; m < fc_comparison_metrics(view->comparison); m++)
            put_metric(view, json, i, m);
        fc_json_end(json, ']');
        put_targets(view, json, i);
        put_regret(view, json, i);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

void fc__compare_json(const struct fc_view *view, struct fc_builder *out)
{
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    fc__json_compared(view, &json);
    fc_json_end(&json, '}');
}
