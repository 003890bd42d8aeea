/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.csv (one number a line) and risk.csv (exceedance curves). RFC 4180, UTF-8,
 * LF, decimal points; a number that is missing or refused has no line. Checked by
 * tests/unit/test_report_write.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/write.h"

static const struct level {
    const char *name;
    double level;
} levels[] = {{"p05", .05}, {"p10", .10}, {"p25", .25}, {"p50", .50},
              {"p75", .75}, {"p90", .90}, {"p95", .95}};

/* A series being written: what stands in front of its numbers. */
struct rows {
    const struct fc_view *view;
    fc_out *out;
    const char *scenario; /* as a CSV cell */
    size_t metric, breakdown, member;
    int period;
};

static void put_row(const struct rows *rows, const char *stat, double value)
{
    if (!isfinite(value))
        return;
    const fc_forecast *forecast = rows->view->forecast;
    const char *title;
    struct fc_text_room period;
    char number[FC_DOUBLE_TEXT];
    fc_out_print(rows->out, "%s,%s,%s,%s,%s,%s,%s\n", rows->scenario,
                 fc_forecast_breakdown(forecast, rows->breakdown),
                 fc_forecast_member(forecast, rows->breakdown, rows->member, &title),
                 fc_forecast_metric(forecast, rows->metric).name,
                 fc__period_key(rows->view, rows->period, &period), stat,
                 fc_text_double(number, value));
}

static double stat_value(const struct rows *rows, enum fc_stat stat, double level)
{
    return fc_forecast_stat(rows->view->forecast, rows->metric, rows->breakdown,
                            rows->member, rows->period, stat, level)
        .value;
}

static void put_miss(const struct rows *rows)
{
    for (size_t i = 0; i < fc_forecast_targets(rows->view->forecast); i++) {
        const struct fc_target target = fc_forecast_target(rows->view->forecast, i);
        if (target.metric == rows->metric && target.period == rows->period)
            put_row(rows, "p_miss", target.miss.value);
    }
}

static void put_series(const struct rows *rows)
{
    const struct fc_estimate mean =
        fc_forecast_stat(rows->view->forecast, rows->metric, rows->breakdown,
                         rows->member, rows->period, FC_STAT_MEAN, 0.0);
    put_row(rows, "mean", mean.value);
    put_row(rows, "sd", stat_value(rows, FC_STAT_SD, 0.0));
    put_row(rows, "se", isfinite(mean.value) ? mean.error : (double)NAN);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        put_row(rows, levels[i].name,
                stat_value(rows, FC_STAT_QUANTILE, levels[i].level));
    if (rows->period <= 0 && !fc__more_is_worse(rows->view, rows->metric)) {
        put_row(rows, "var", stat_value(rows, FC_STAT_VAR, FC_TAIL));
        put_row(rows, "es", stat_value(rows, FC_STAT_ES, FC_TAIL));
    }
    if (rows->breakdown == 0)
        put_miss(rows);
}

void fc__forecast_csv(const struct fc_view *view, fc_out *out)
{
    struct fc_builder cell = {0};
    struct fc_text_room name;
    fc__csv_cell(&cell, fc__scenario_name(view, &name));
    struct rows rows = {.view = view, .out = out, .scenario = fc_builder_text(&cell)};
    fc_out_text(out, "scenario,breakdown,member,metric,month,stat,value\n");
    const fc_forecast *forecast = view->forecast;
    for (rows.metric = 0; rows.metric < fc_forecast_metrics(forecast); rows.metric++)
        for (rows.breakdown = 0; rows.breakdown < fc_forecast_breakdowns(forecast);
             rows.breakdown++) {
            if (!fc_forecast_has(forecast, rows.metric, rows.breakdown))
                continue;
            const bool totals =
                rows.breakdown == 0 && fc_forecast_metric(forecast, rows.metric).totals;
            for (rows.member = 0;
                 rows.member < fc_forecast_members(forecast, rows.breakdown);
                 rows.member++) {
                for (rows.period = 1; rows.period <= view->facts.months; rows.period++)
                    put_series(&rows);
                for (rows.period = -1; totals && rows.period >= -fc__years(view);
                     rows.period--)
                    put_series(&rows);
                rows.period = FC_PERIOD_HORIZON;
                if (totals)
                    put_series(&rows);
            }
        }
    fc_builder_clear(&cell);
}

static void put_curve(const struct fc_view *view, fc_out *out, size_t metric,
                      int period)
{
    struct fc_curve_point points[FC_CURVE_POINTS];
    struct fc_text_room key;
    const size_t n = fc__exceedance(view, metric, period, points);
    for (size_t i = 0; i < n; i++) {
        char value[FC_DOUBLE_TEXT], probability[FC_DOUBLE_TEXT], error[FC_DOUBLE_TEXT];
        fc_out_print(
            out, "%s,%s,%s,%s,%s\n", fc_forecast_metric(view->forecast, metric).name,
            fc__period_key(view, period, &key), fc_text_double(value, points[i].value),
            fc_text_double(probability, points[i].probability),
            isfinite(points[i].error) ? fc_text_double(error, points[i].error) : "");
    }
}

void fc__risk_csv(const struct fc_view *view, fc_out *out)
{
    fc_out_text(out, "metric,period,value,probability,se\n");
    for (size_t metric = 0; metric < fc_forecast_metrics(view->forecast); metric++) {
        if (!fc_forecast_metric(view->forecast, metric).totals)
            continue;
        for (int year = 1; year <= fc__years(view); year++)
            put_curve(view, out, metric, -year);
        put_curve(view, out, metric, FC_PERIOD_HORIZON);
    }
}
