/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the charts over months: fans, capacity, clients, small multiples. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "report/charts.h"

enum { ACTUALS_MOST = 24, PANELS_MOST = 12, CLASSES_MOST = 16, CRISES_MOST = 8 };

static double month_mean(const struct fc_view *view, size_t metric, size_t breakdown,
                         size_t member, int month)
{
    return fc_forecast_stat(view->forecast, metric, breakdown, member, month,
                            FC_STAT_MEAN, 0.0)
        .value;
}

/* ---- fan ---- */

/* What the target asks of one month: its own target, else the year's or the horizon's,
 * evenly spread if the metric is a flow. (double)NAN: nothing. */
static double month_target(const struct fc_view *view, size_t metric, int month)
{
    const bool flow = fc_forecast_metric(view->forecast, metric).kind == FC_METRIC_FLOW;
    const int months = view->facts.months, year = (month - 1) / 12 + 1;
    const int rest = months - 12 * (year - 1), in_year = rest < 12 ? rest : 12;
    double found = (double)NAN;
    int rank = 0;
    for (size_t i = 0; i < fc_forecast_targets(view->forecast); i++) {
        const struct fc_target target = fc_forecast_target(view->forecast, i);
        if (target.metric != metric)
            continue;
        if (target.period == month && rank < 3) {
            found = target.value;
            rank = 3;
        } else if (target.period == -year && rank < 2) {
            found = flow ? target.value / in_year : target.value;
            rank = 2;
        } else if (target.period == FC_PERIOD_HORIZON && rank < 1) {
            found = flow ? target.value / months : target.value;
            rank = 1;
        }
    }
    return found;
}

static const double fan_levels[] = {.05, .10, .25, .50, .75, .90, .95};
enum { LEVELS = sizeof fan_levels / sizeof *fan_levels };

/* One row a month; notes which ranges exist, the smallest and the largest value. */
static void fan_rows(const struct fc_view *view, struct fc_chart *chart, size_t metric,
                     bool has[LEVELS], bool *has_target, double range[2])
{
    for (int month = 1; month <= view->facts.months; month++) {
        fc__csv_month(view, &chart->csv, month);
        for (int i = 0; i < LEVELS; i++) {
            const double value = fc__quantile(view, metric, month, fan_levels[i]).value;
            has[i] |= isfinite(value) != 0;
            if (isfinite(value)) {
                range[0] = fmin(range[0], value);
                range[1] = fmax(range[1], value);
            }
            fc__csv_number(&chart->csv, value);
        }
        const double target = month_target(view, metric, month);
        *has_target |= isfinite(target) != 0;
        fc__csv_number(&chart->csv, target);
        fc_builder_add(&chart->csv, ",\n");
    }
}

static size_t fan_actuals(const struct fc_view *view, struct fc_chart *chart,
                          size_t metric)
{
    const double *values = NULL;
    const size_t all = fc_forecast_actuals(view->forecast, metric, &values);
    const size_t n = all < ACTUALS_MOST ? all : ACTUALS_MOST;
    for (size_t i = 0; i < n; i++) {
        fc__csv_month(view, &chart->csv, (int)i + 1 - (int)n);
        fc_builder_add(&chart->csv, ",,,,,,,,");
        fc__csv_number(&chart->csv, values[all - n + i]);
        fc_builder_add(&chart->csv, "\n");
    }
    return n;
}

static void fan_crises(const struct fc_view *view, struct fc_chart *chart)
{
    size_t found[CRISES_MOST], n = 0;
    for (size_t i = 0; i < fc_forecast_crises(view->forecast) && n < CRISES_MOST; i++) {
        const int month = fc_forecast_crisis(view->forecast, i).scheduled_month;
        if (month >= 1 && month <= view->facts.months)
            found[n++] = i;
    }
    fc__gp_number(chart, "CRISES", (double)n);
    if (n == 0)
        return;
    fc__gp_array(chart, "CRISIS_MONTH", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_number(
            chart, fc_forecast_crisis(view->forecast, found[i]).scheduled_month);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "CRISIS_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc_forecast_crisis(view->forecast, found[i]).title, 34);
    fc__gp_array_end(chart);
}

static void fan_alt(const struct fc_view *view, struct fc_chart *chart, size_t metric)
{
    struct fc_text_room start, end, low, high;
    const char *unit = fc_forecast_metric(view->forecast, metric).unit;
    const int last = view->facts.months;
    FC_SAY(&chart->alt, view->lang, "alt.fan",
           FC_WORD("metric", fc__metric_title(view, metric)),
           FC_WORD("start",
                   fc__text(view, fc__quantile(view, metric, 1, .5), unit, &start)),
           FC_WORD("end",
                   fc__text(view, fc__quantile(view, metric, last, .5), unit, &end)),
           FC_WORD("low",
                   fc__text(view, fc__quantile(view, metric, last, .1), unit, &low)),
           FC_WORD("high",
                   fc__text(view, fc__quantile(view, metric, last, .9), unit, &high)));
}

bool fc__chart_fan(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = fc__find(view, chart->plan->metric);
    if (metric == SIZE_MAX || view->facts.months < 2)
        return false;
    bool has[LEVELS] = {false}, has_target = false;
    double range[2] = {0.0, 0.0};
    fc_builder_add(&chart->csv,
                   "month,date,p05,p10,p25,p50,p75,p90,p95,target,actual\n");
    const size_t actuals = fan_actuals(view, chart, metric);
    fan_rows(view, chart, metric, has, &has_target, range);
    if (!has[3])
        return false;
    fc__gp_months(view, chart);
    fc__gp_number(chart, "ACTUALS", (double)actuals);
    fc__gp_scale(view, chart, "YLABEL",
                 fc_forecast_metric(view->forecast, metric).kind == FC_METRIC_FLOW
                     ? "axis.money_month"
                     : "axis.money",
                 fmax(-range[0], range[1]));
    static const char *const names[] = {"HAS_90", "HAS_80", "HAS_50"};
    for (int i = 0; i < 3; i++)
        fc__gp_number(chart, names[i], has[i] && has[LEVELS - 1 - i]);
    fc__gp_number(chart, "HAS_ZERO", range[0] < 0.0 && range[1] > 0.0);
    fc__gp_number(chart, "HAS_TARGET", has_target);
    fc__gp_say(view, chart, "T_MEDIAN", "legend.median");
    fc__gp_say(view, chart, "T_50", "legend.50");
    fc__gp_say(view, chart, "T_80", "legend.80");
    fc__gp_say(view, chart, "T_90", "legend.90");
    fc__gp_say(view, chart, "T_TARGET", "legend.target");
    fc__gp_say(view, chart, "T_ACTUAL", "legend.actual");
    fan_crises(view, chart);
    FC_SAY(&chart->title, view->lang, "chart.fan",
           FC_WORD("metric", fc__metric_title(view, metric)));
    fan_alt(view, chart, metric);
    return true;
}

/* ---- capacity ---- */
bool fc__chart_capacity(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t needed = fc__find(view, "hours_needed");
    const size_t available = fc__find(view, "hours_available");
    const size_t work = fc__breakdown(view, "work");
    if (needed == SIZE_MAX || available == SIZE_MAX || work == SIZE_MAX ||
        view->facts.months < 2 || !fc_forecast_has(view->forecast, needed, work))
        return false;
    size_t classes = fc_forecast_members(view->forecast, work);
    if (classes > CLASSES_MOST)
        classes = CLASSES_MOST;
    fc_builder_add(&chart->csv, "month,date,available");
    for (size_t k = 0; k < classes; k++)
        fc_builder_format(&chart->csv, ",needed_%zu", k + 1);
    fc_builder_add(&chart->csv, "\n");
    double largest = 0.0;
    for (int month = 1; month <= view->facts.months; month++) {
        const double hours = month_mean(view, available, 0, 0, month);
        double sum = 0.0;
        fc__csv_month(view, &chart->csv, month);
        fc__csv_number(&chart->csv, hours);
        for (size_t k = 0; k < classes; k++) {
            sum += month_mean(view, needed, work, k, month);
            fc__csv_number(&chart->csv, sum);
        }
        largest = fmax(largest, fmax(hours, sum));
        fc_builder_add(&chart->csv, "\n");
    }
    if (!(largest > 0.0) || classes == 0)
        return false;
    fc__gp_months(view, chart);
    fc__gp_scale(view, chart, "YLABEL", "axis.hours_month",
                 largest < 100000.0 ? 1.0 : largest);
    fc__gp_say(view, chart, "T_AVAILABLE", "legend.available");
    fc__gp_number(chart, "CLASSES", (double)classes);
    fc__gp_array(chart, "CLASS_TITLE", classes);
    for (size_t k = 0; k < classes; k++)
        fc__gp_item_text(chart, fc__member_title(view, work, k), FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.capacity", FC_WORD("", ""));
    return true;
}

/* ---- clients ---- */
bool fc__chart_clients(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t base = fc__find(view, "clients"), won = fc__find(view, "new_clients"),
                 lost = fc__find(view, "lost_clients");
    const bool flow = won != SIZE_MAX && lost != SIZE_MAX;
    if (base == SIZE_MAX || view->facts.months < 2)
        return false;
    bool band = false, some = false;
    fc_builder_add(&chart->csv, "month,date,base,p10,p90,new,lost\n");
    for (int month = 1; month <= view->facts.months; month++) {
        const double values[5] = {fc__mean(view, base, month).value,
                                  fc__quantile(view, base, month, .1).value,
                                  fc__quantile(view, base, month, .9).value,
                                  fc__mean(view, won, month).value,
                                  fc__mean(view, lost, month).value};
        fc__csv_month(view, &chart->csv, month);
        for (int i = 0; i < 5; i++)
            fc__csv_number(&chart->csv, values[i]);
        fc_builder_add(&chart->csv, "\n");
        some |= isfinite(values[0]) != 0;
        band |= isfinite(values[1]) && isfinite(values[2]);
    }
    if (!some)
        return false;
    fc__gp_months(view, chart);
    fc__gp_number(chart, "HAS_BAND", band);
    fc__gp_number(chart, "HAS_FLOW", flow);
    fc__gp_say(view, chart, "YLABEL", "axis.clients");
    fc__gp_say(view, chart, "YLABEL2", "axis.clients_month");
    fc__gp_say(view, chart, "T_BASE", "legend.base");
    fc__gp_say(view, chart, "T_80", "legend.80");
    fc__gp_say(view, chart, "T_NEW", "legend.new");
    fc__gp_say(view, chart, "T_LOST", "legend.lost");
    FC_SAY(&chart->title, view->lang, "chart.clients", FC_WORD("", ""));
    return true;
}

/* ---- small multiples ---- */

/* The members with the largest means, in their own order. */
static size_t choose_panels(const struct fc_view *view, size_t metric, size_t breakdown,
                            size_t chosen[PANELS_MOST])
{
    const size_t all = fc_forecast_members(view->forecast, breakdown);
    double means[PANELS_MOST];
    size_t n = 0;
    for (size_t member = 0; member < all; member++) {
        const double mean = fc__mean_of_months(view, metric, breakdown, member);
        if (!isfinite(mean))
            continue;
        if (n == PANELS_MOST) { /* the smallest one goes */
            size_t least = 0;
            for (size_t i = 1; i < n; i++)
                if (means[i] < means[least])
                    least = i;
            if (means[least] >= mean)
                continue;
            memmove(&means[least], &means[least + 1], (n - least - 1) * sizeof *means);
            memmove(&chosen[least], &chosen[least + 1],
                    (n - least - 1) * sizeof *chosen);
            n--;
        }
        means[n] = mean;
        chosen[n++] = member;
    }
    return n;
}

/* Mean and range of one month; *quantiles turns false where only the deviation is
 * known. */
static void panel_row(const struct fc_view *view, struct fc_chart *chart, size_t metric,
                      size_t breakdown, size_t member, int month, bool *quantiles,
                      double *largest)
{
    const fc_forecast *forecast = view->forecast;
    const double mean = month_mean(view, metric, breakdown, member, month);
    double low = fc_forecast_stat(forecast, metric, breakdown, member, month,
                                  FC_STAT_QUANTILE, .1)
                     .value;
    double high = fc_forecast_stat(forecast, metric, breakdown, member, month,
                                   FC_STAT_QUANTILE, .9)
                      .value;
    if (!*quantiles || !isfinite(low) || !isfinite(high)) {
        const double sd = fc_forecast_stat(forecast, metric, breakdown, member, month,
                                           FC_STAT_SD, 0.0)
                              .value;
        low = mean - sd;
        high = mean + sd;
        *quantiles = false;
    }
    fc__csv_month(view, &chart->csv, month);
    fc__csv_number(&chart->csv, mean);
    fc__csv_number(&chart->csv, low);
    fc__csv_number(&chart->csv, high);
    fc_builder_add(&chart->csv, "\n");
    *largest = fmax(*largest, fmax(fabs(high), fabs(mean)));
}

bool fc__chart_panels(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = fc__find(view, chart->plan->metric);
    const size_t breakdown = fc__breakdown(view, chart->plan->breakdown);
    if (metric == SIZE_MAX || breakdown == SIZE_MAX || view->facts.months < 2 ||
        !fc_forecast_has(view->forecast, metric, breakdown))
        return false;
    size_t chosen[PANELS_MOST];
    const size_t n = choose_panels(view, metric, breakdown, chosen);
    if (n < 2)
        return false;
    /* one kind of band for all months and members */
    bool quantiles = isfinite(fc_forecast_stat(view->forecast, metric, breakdown,
                                               chosen[0], 1, FC_STAT_QUANTILE, .1)
                                  .value);
    double largest = 0.0;
    fc_builder_add(&chart->csv, "panel,name,month,date,mean,low,high\n");
    for (size_t i = 0; i < n; i++)
        for (int month = 1; month <= view->facts.months; month++) {
            const char *title = NULL;
            fc_builder_format(
                &chart->csv, "%zu,%s,", i + 1,
                fc_forecast_member(view->forecast, breakdown, chosen[i], &title));
            panel_row(view, chart, metric, breakdown, chosen[i], month, &quantiles,
                      &largest);
        }
    if (!(largest > 0.0))
        return false;
    fc__gp_months(view, chart);
    fc__gp_scale(view, chart, "YLABEL", "axis.money_month", largest);
    fc__gp_say(view, chart, "NOTE", quantiles ? "legend.band" : "legend.sd");
    fc__gp_number(chart, "PANELS", (double)n);
    fc__gp_array(chart, "PANEL_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc__member_title(view, breakdown, chosen[i]),
                         FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    char by[32] = "by.";
    strncat(by, chart->plan->breakdown, sizeof by - 4);
    FC_SAY(&chart->title, view->lang, "chart.panels",
           FC_WORD("metric", fc__metric_title(view, metric)),
           FC_WORD("breakdown", fc__message(view->lang, by)));
    return true;
}
