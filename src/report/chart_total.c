/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the charts of totals: histograms, exceedance curves, funnel, load of the
 * teams, crisis register. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/charts.h"
#include "report/escape.h"

enum {
    BINS = 60,
    STEPS_MOST = 12,
    ROWS_MOST = 24,
    CATEGORIES_MOST = 6,
    TARGETS_MOST = 4
};

/* "Revenue over 36 months: ..." */
static void say_title(const struct fc_view *view, struct fc_chart *chart, size_t metric,
                      const char *key)
{
    char months[32];
    const double n = view->facts.months;
    const struct fc_word words[] = {
        FC_WORD("metric", metric == SIZE_MAX ? "" : fc__metric_title(view, metric)),
        {"months", fc__count_text(view->lang, n, months), n}};
    fc__say_words(&chart->title, view->lang, key, words, 2);
}

/* A metric with totals whose horizon has a distribution; else SIZE_MAX. */
static size_t total_metric(const struct fc_view *view, const char *name)
{
    const size_t metric = fc__find(view, name);
    if (metric == SIZE_MAX || !fc_forecast_metric(view->forecast, metric).totals)
        return SIZE_MAX;
    return metric;
}

/* ---- histogram ---- */
struct marks {
    size_t n;
    double at[5];
    int dash[5];
    struct fc_builder text[5];
};

static void mark(const struct fc_view *view, struct marks *marks, const char *key,
                 struct fc_estimate estimate, const char *unit, int dash)
{
    if (!fc__known(estimate) || marks->n == 5)
        return;
    struct fc_text_room room;
    const char *value = isfinite(estimate.error)
                            ? fc__text(view, estimate, unit, &room)
                            : fc__exact_text(view, estimate.value, unit, &room);
    marks->at[marks->n] = estimate.value;
    marks->dash[marks->n] = dash;
    FC_SAY(&marks->text[marks->n], view->lang, key, FC_WORD("value", value));
    marks->n++;
}

/* From left to right: so a label never crosses the line of another mark. */
static void sort_marks(struct marks *marks)
{
    for (size_t i = 1; i < marks->n; i++)
        for (size_t j = i; j > 0 && marks->at[j] < marks->at[j - 1]; j--) {
            const double at = marks->at[j];
            const int dash = marks->dash[j];
            const struct fc_builder text = marks->text[j];
            marks->at[j] = marks->at[j - 1];
            marks->dash[j] = marks->dash[j - 1];
            marks->text[j] = marks->text[j - 1];
            marks->at[j - 1] = at;
            marks->dash[j - 1] = dash;
            marks->text[j - 1] = text;
        }
}

static void histogram_marks(const struct fc_view *view, struct fc_chart *chart,
                            size_t metric)
{
    struct marks marks = {0};
    const char *unit = fc_forecast_metric(view->forecast, metric).unit;
    const int horizon = FC_PERIOD_HORIZON;
    const struct fc_estimate var =
        fc__stat(view, metric, horizon, FC_STAT_VAR, FC_TAIL);
    mark(view, &marks, "mark.es", fc__stat(view, metric, horizon, FC_STAT_ES, FC_TAIL),
         unit, 3);
    mark(view, &marks, "mark.var", var, unit, 2);
    mark(view, &marks, "mark.mean", fc__mean(view, metric, horizon), unit, 1);
    for (size_t i = 0; i < fc_forecast_targets(view->forecast); i++) {
        const struct fc_target target = fc_forecast_target(view->forecast, i);
        if (target.metric == metric && target.period == horizon)
            mark(view, &marks, "mark.target",
                 (struct fc_estimate){target.value, (double)NAN, 0}, unit, 4);
    }
    sort_marks(&marks);
    fc__gp_number(chart, "TAIL", fc__known(var) ? var.value : -1e300);
    fc__gp_number(chart, "MARKS", (double)marks.n);
    if (marks.n > 0) {
        fc__gp_array(chart, "MARK_AT", marks.n);
        for (size_t i = 0; i < marks.n; i++)
            fc__gp_item_number(chart, marks.at[i]);
        fc__gp_array_end(chart);
        fc__gp_array(chart, "MARK_DASH", marks.n);
        for (size_t i = 0; i < marks.n; i++)
            fc__gp_item_number(chart, marks.dash[i]);
        fc__gp_array_end(chart);
        fc__gp_array(chart, "MARK_TEXT", marks.n);
        for (size_t i = 0; i < marks.n; i++)
            fc__gp_item_text(chart, fc_builder_text(&marks.text[i]), 60);
        fc__gp_array_end(chart);
    }
    for (size_t i = 0; i < marks.n; i++)
        fc_builder_clear(&marks.text[i]);
}

bool fc__chart_histogram(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = total_metric(view, chart->plan->metric);
    double edges[BINS + 1], shares[BINS];
    const double root = sqrt((double)view->facts.paths); /* few worlds, wide bins */
    const size_t room = root < 12.0 ? 12 : root > BINS ? BINS : (size_t)root;
    if (metric == SIZE_MAX)
        return false;
    const size_t n = fc_forecast_histogram(view->forecast, metric, FC_PERIOD_HORIZON,
                                           room, edges, shares);
    if (n < 3 || !(edges[n] > edges[0]))
        return false;
    fc_builder_add(&chart->csv, "bin,low,high,share\n");
    for (size_t i = 0; i < n; i++) {
        fc_builder_format(&chart->csv, "%zu", i + 1);
        fc__csv_number(&chart->csv, edges[i]);
        fc__csv_number(&chart->csv, edges[i + 1]);
        fc__csv_number(&chart->csv, shares[i]);
        fc_builder_add(&chart->csv, "\n");
    }
    fc__gp_scale(view, chart, "XLABEL", "axis.money",
                 fmax(fabs(edges[0]), fabs(edges[n])));
    fc__gp_say(view, chart, "YLABEL", "axis.share_worlds");
    histogram_marks(view, chart, metric);
    say_title(view, chart, metric, "chart.histogram");
    return true;
}

/* ---- exceedance ---- */
static void exceedance_targets(const struct fc_view *view, struct fc_chart *chart,
                               size_t metric)
{
    const char *unit = fc_forecast_metric(view->forecast, metric).unit;
    struct fc_target found[TARGETS_MOST];
    size_t n = 0;
    for (size_t i = 0; i < fc_forecast_targets(view->forecast) && n < TARGETS_MOST;
         i++) {
        const struct fc_target target = fc_forecast_target(view->forecast, i);
        if (target.metric == metric && target.period == FC_PERIOD_HORIZON &&
            fc__known(target.miss))
            found[n++] = target;
    }
    fc__gp_number(chart, "TARGETS", (double)n);
    if (n == 0)
        return;
    fc__gp_array(chart, "TARGET_AT", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_number(chart, found[i].value);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "TARGET_P", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_number(chart, 100.0 * (1.0 - found[i].miss.value));
    fc__gp_array_end(chart);
    fc__gp_array(chart, "TARGET_TEXT", n);
    for (size_t i = 0; i < n; i++) {
        struct fc_text_room value, share;
        struct fc_builder text = {0};
        struct fc_estimate reached = found[i].miss;
        reached.value = 1.0 - reached.value;
        FC_SAY(&text, view->lang, "mark.reached",
               FC_WORD("value", fc__exact_text(view, found[i].value, unit, &value)),
               FC_WORD("share", fc__text(view, reached, "share", &share)));
        fc__gp_item_text(chart, fc_builder_text(&text), 60);
        fc_builder_clear(&text);
    }
    fc__gp_array_end(chart);
}

bool fc__chart_exceedance(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t metric = total_metric(view, chart->plan->metric);
    struct fc_curve_point points[FC_CURVE_POINTS];
    if (metric == SIZE_MAX)
        return false;
    const size_t n = fc__exceedance(view, metric, FC_PERIOD_HORIZON, points);
    if (n < 3)
        return false;
    fc_builder_add(&chart->csv, "point,value,probability,se\n");
    for (size_t i = 0; i < n; i++) {
        fc_builder_format(&chart->csv, "%zu", i + 1);
        fc__csv_number(&chart->csv, points[i].value);
        fc__csv_number(&chart->csv, points[i].probability);
        fc__csv_number(&chart->csv, points[i].error);
        fc_builder_add(&chart->csv, "\n");
    }
    fc__gp_scale(view, chart, "XLABEL", "axis.money",
                 fmax(fabs(points[0].value), fabs(points[n - 1].value)));
    fc__gp_say(view, chart, "YLABEL", "axis.reach");
    fc__gp_say(view, chart, "T_CURVE", "legend.curve");
    fc__gp_say(view, chart, "T_ERROR", "legend.error");
    exceedance_targets(view, chart, metric);
    say_title(view, chart, metric, "chart.exceedance");
    return true;
}

/* ---- funnel ---- */
struct funnel {
    size_t n;
    const char *name[STEPS_MOST], *title[STEPS_MOST];
    double count[STEPS_MOST], low[STEPS_MOST], high[STEPS_MOST];
};

static void funnel_metric(const struct fc_view *view, struct funnel *funnel,
                          const char *name)
{
    const size_t metric = fc__find(view, name), at = funnel->n;
    if (metric == SIZE_MAX || at == STEPS_MOST)
        return;
    const bool totals = fc_forecast_metric(view->forecast, metric).totals;
    const int horizon = FC_PERIOD_HORIZON;
    const double count =
        totals ? fc__mean(view, metric, horizon).value
               : fc__mean_of_months(view, metric, 0, 0) * view->facts.months;
    if (!isfinite(count))
        return;
    funnel->name[at] = name;
    funnel->title[at] = fc__metric_title(view, metric);
    funnel->count[at] = count;
    funnel->low[at] =
        totals ? fc__quantile(view, metric, horizon, .1).value : (double)NAN;
    funnel->high[at] =
        totals ? fc__quantile(view, metric, horizon, .9).value : (double)NAN;
    funnel->n++;
}

/* Deals that entered the second and later stages; false if that is not known. */
static bool funnel_stages(const struct fc_view *view, struct funnel *funnel)
{
    const size_t metric = fc__find(view, "stage_entries");
    const size_t stage = fc__breakdown(view, "stage");
    if (metric == SIZE_MAX || stage == SIZE_MAX ||
        !fc_forecast_has(view->forecast, metric, stage) ||
        fc_forecast_members(view->forecast, stage) < 2)
        return false;
    for (size_t i = 1; i < fc_forecast_members(view->forecast, stage); i++) {
        const size_t at = funnel->n;
        const char *title;
        const double mean = fc__mean_of_months(view, metric, stage, i);
        if (at == STEPS_MOST - 1 || !isfinite(mean))
            break;
        funnel->name[at] = fc_forecast_member(view->forecast, stage, i, &title);
        funnel->title[at] = fc__member_title(view, stage, i);
        funnel->count[at] = mean * view->facts.months;
        funnel->low[at] = funnel->high[at] = (double)NAN;
        funnel->n++;
    }
    return true;
}

static void funnel_texts(const struct fc_view *view, struct fc_chart *chart,
                         const struct funnel *funnel)
{
    fc__gp_array(chart, "STEP_TITLE", funnel->n);
    for (size_t i = 0; i < funnel->n; i++)
        fc__gp_item_text(chart, funnel->title[i], 22);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "STEP_TEXT", funnel->n);
    for (size_t i = 0; i < funnel->n; i++) {
        char count[32], text[96];
        const double before = i > 0 ? funnel->count[i - 1] : 0.0;
        fc__count_text(view->lang, funnel->count[i], count);
        if (before > 0.0)
            snprintf(text, sizeof text, "%s  (%.0f %%)", count,
                     100.0 * funnel->count[i] / before);
        else
            snprintf(text, sizeof text, "%s", count);
        fc__gp_item_text(chart, text, 0);
    }
    fc__gp_array_end(chart);
}

bool fc__chart_funnel(const struct fc_view *view, struct fc_chart *chart)
{
    struct funnel funnel = {0};
    funnel_metric(view, &funnel, "leads");
    if (!funnel_stages(view, &funnel))
        funnel_metric(view, &funnel, "qualified");
    funnel_metric(view, &funnel, "wins");
    if (funnel.n < 2 || !(funnel.count[0] > 0.0))
        return false;
    fc_builder_add(&chart->csv, "step,name,count,low,high,passed\n");
    for (size_t i = 0; i < funnel.n; i++) {
        fc_builder_format(&chart->csv, "%zu,%s", i + 1, funnel.name[i]);
        fc__csv_number(&chart->csv, funnel.count[i]);
        fc__csv_number(&chart->csv, funnel.low[i]);
        fc__csv_number(&chart->csv, funnel.high[i]);
        fc__csv_number(&chart->csv, i > 0 && funnel.count[i - 1] > 0.0
                                        ? funnel.count[i] / funnel.count[i - 1]
                                        : (double)NAN);
        fc_builder_add(&chart->csv, "\n");
    }
    fc__gp_number(chart, "STEPS", (double)funnel.n);
    fc__gp_say(view, chart, "XLABEL", "axis.count");
    funnel_texts(view, chart, &funnel);
    say_title(view, chart, SIZE_MAX, "chart.funnel");
    return true;
}

/* ---- load of the teams ---- */
bool fc__chart_teams(const struct fc_view *view, struct fc_chart *chart)
{
    const size_t needed = fc__find(view, "hours_needed");
    const size_t available = fc__find(view, "hours_available");
    const size_t team = fc__breakdown(view, "team");
    if (needed == SIZE_MAX || available == SIZE_MAX || team == SIZE_MAX ||
        !fc_forecast_has(view->forecast, needed, team) ||
        !fc_forecast_has(view->forecast, available, team))
        return false;
    size_t rows = fc_forecast_members(view->forecast, team);
    if (rows > ROWS_MOST)
        rows = ROWS_MOST;
    double load[ROWS_MOST], largest = 0.0;
    fc_builder_add(&chart->csv, "row,name,needed,available\n");
    for (size_t i = 0; i < rows; i++) {
        const char *title;
        const double need = fc__mean_of_months(view, needed, team, i);
        const double have = fc__mean_of_months(view, available, team, i);
        fc_builder_format(&chart->csv, "%zu,%s", i + 1,
                          fc_forecast_member(view->forecast, team, i, &title));
        fc__csv_number(&chart->csv, need);
        fc__csv_number(&chart->csv, have);
        fc_builder_add(&chart->csv, "\n");
        load[i] = need / have;
        largest = fmax(largest, fmax(need, have));
    }
    if (rows == 0 || !(largest > 0.0))
        return false;
    fc__gp_scale(view, chart, "XLABEL", "axis.hours_month",
                 largest < 100000.0 ? 1.0 : largest);
    fc__gp_say(view, chart, "T_NEEDED", "legend.needed");
    fc__gp_say(view, chart, "T_AVAILABLE", "legend.available");
    fc__gp_number(chart, "ROWS", (double)rows);
    fc__gp_array(chart, "ROW_TITLE", rows);
    for (size_t i = 0; i < rows; i++)
        fc__gp_item_text(chart, fc__member_title(view, team, i), FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "ROW_TEXT", rows);
    for (size_t i = 0; i < rows; i++) {
        char text[32] = "";
        if (isfinite(load[i]))
            snprintf(text, sizeof text, "%.0f %%", 100.0 * load[i]);
        fc__gp_item_text(chart, text, 0);
    }
    fc__gp_array_end(chart);
    say_title(view, chart, SIZE_MAX, "chart.teams");
    return true;
}

/* ---- crisis register ---- */

/* Number (from 1) of a category in the list; it is added where it is new. */
static size_t category_of(const char *name, const char *seen[CATEGORIES_MOST],
                          size_t *n)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(seen[i], name) == 0)
            return i + 1;
    if (*n == CATEGORIES_MOST)
        return CATEGORIES_MOST;
    seen[*n] = name;
    return ++*n;
}

bool fc__chart_crises(const struct fc_view *view, struct fc_chart *chart)
{
    size_t order[256], category[ROWS_MOST], categories = 0;
    const char *seen[CATEGORIES_MOST];
    if (fc_forecast_crises(view->forecast) > sizeof order / sizeof *order)
        return false;
    size_t rows = fc__crisis_order(view, order);
    if (rows > ROWS_MOST)
        rows = ROWS_MOST;
    if (rows == 0)
        return false;
    double heaviest = 0.0;
    fc_builder_add(&chart->csv, "row,name,category,per_year,severity,weight\n");
    for (size_t i = 0; i < rows; i++) {
        const struct fc_crisis_facts crisis =
            fc_forecast_crisis(view->forecast, order[i]);
        const double weight = fc__crisis_weight(&crisis);
        heaviest = fmax(heaviest, weight);
        category[i] =
            category_of(crisis.category ? crisis.category : "", seen, &categories);
        fc_builder_format(&chart->csv, "%zu,%s,%zu", i + 1, crisis.name, category[i]);
        fc__csv_number(&chart->csv, crisis.events_per_year.value);
        fc__csv_number(&chart->csv, crisis.severity.value);
        fc__csv_number(&chart->csv, weight / heaviest);
        fc_builder_add(&chart->csv, "\n");
    }
    fc__gp_say(view, chart, "XLABEL", "axis.per_year");
    fc__gp_say(view, chart, "YLABEL", "axis.severity");
    fc__gp_number(chart, "ROWS", (double)rows);
    fc__gp_array(chart, "ROW_TITLE", rows);
    for (size_t i = 0; i < rows; i++) {
        const struct fc_crisis_facts crisis =
            fc_forecast_crisis(view->forecast, order[i]);
        fc__gp_item_text(chart, crisis.title ? crisis.title : crisis.name, 40);
    }
    fc__gp_array_end(chart);
    fc__gp_array(chart, "ROW_CATEGORY", rows);
    for (size_t i = 0; i < rows; i++)
        fc__gp_item_number(chart, (double)category[i]);
    fc__gp_array_end(chart);
    fc__gp_number(chart, "CATEGORIES", (double)categories);
    fc__gp_array(chart, "CATEGORY_TITLE", categories);
    for (size_t i = 0; i < categories; i++)
        fc__gp_item_text(chart,
                         fc__term_title(view->lang, "category", seen[i], seen[i]),
                         FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    say_title(view, chart, SIZE_MAX, "chart.crises");
    return true;
}
