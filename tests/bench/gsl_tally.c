/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: every series of the engine's forecast, counted path by path: count,
 * sum and sum of squares, histograms of the headlines, exact sums by bin and by batch
 * of the totals (src/engine/fold.c, layout.c, src/stats/). Sums are doubles; the engine
 * keeps integers. A sum of an array over the members of an axis is made once a month,
 * however many series need it. */
#include <stdlib.h>
#include <string.h>

#include "gsl_loop.h"
#include "stats/store.h"

enum { PASTS = YEAR + 1 };

struct batch {
    double sum;
    uint64_t count, below;
    uint32_t bins[FC_BINS];
};

struct total {
    double sum[FC_BINS_FINE];
    struct batch batch[FC_BATCHES];
};

struct series {
    double sum, squares, low, high, threshold, centre, per_scale;
    uint64_t count, missing, below;
    uint32_t *bins;
    struct total *total;
};

/* A state array folded onto an axis: rows of each member. */
struct sum {
    int state;
    enum fc_axis axis;
    size_t first, members; /* values first .. first + members - 1 */
    uint32_t *begin,
        *row; /* rows of member m: row[begin[m]] .. row[begin[m + 1] - 1] */
};

struct past {
    double value[PASTS], over[PASTS], sum, over_sum;
};

struct fold { /* a metric and breakdown */
    const struct fc_kpi *kpi;
    size_t metric, members, series; /* of month 1 */
    const struct sum *value, *over;
    struct past *past;
    bool totals;
};

struct loop_fold {
    struct fc_run_plan *plan;
    fc_layout *layout;
    fc_pilot *pilot;
    struct sum *sum;
    struct fold *fold;
    size_t sums, folds, per_month;
    double *values, *year, *horizon, *crisis;
    struct series *series;
    uint32_t *bins;
    struct total *total;
    const struct loop_path *at;
};

/* ---- counting a value ---- */

static int64_t place(const struct series *s, double x, int shift, int half)
{
    const int64_t one = INT64_C(0x3ff0000000000000);
    const double from = x - s->centre, v = loop_min(16, 1 + fabs(from) * s->per_scale);
    int64_t bits;
    memcpy(&bits, &v, sizeof bits);
    const int64_t steps = (bits + (INT64_C(1) << shift) - 1 - one) >> shift;
    return from < 0 ? half - steps : half + steps;
}

static void add_total(struct series *s, uint64_t path, double x)
{
    const int64_t bin = place(s, x, FC_SHIFT_FINE, FC_HALF_FINE);
    struct batch *batch = &s->total->batch[path % FC_BATCHES];
    s->bins[bin]++;
    s->total->sum[bin] += x;
    batch->count++;
    batch->sum += x;
    batch->below += x < s->threshold;
    batch->bins[fc__coarse(bin)]++;
}

static void add(const struct loop_fold *f, size_t series, double x)
{
    struct series *s = &f->series[series];
    if (f->pilot) {
        const struct fc_sink sink = {.layout = f->layout, .pilot = f->pilot};
        fc__sink_add(&sink, series, f->at->number_of, 1, &x);
        return;
    }
    if (isnan(x)) {
        s->missing++;
        return;
    }
    s->count++;
    s->sum += x;
    s->squares += x * x;
    s->below += x < s->threshold;
    if (!s->bins)
        return;
    s->low = loop_min(s->low, x);
    s->high = loop_max(s->high, x);
    if (s->total)
        add_total(s, f->at->number_of, x);
    else
        s->bins[place(s, x, FC_SHIFT, FC_HALF)]++;
}

/* ---- a month ---- */

static void sums_write(const struct loop_fold *f, const struct loop_path *w)
{
    for (size_t i = 0; i < f->sums; i++) {
        const struct sum *s = &f->sum[i];
        const double *x = w->array[s->state];
        double *out = f->values + s->first;
        for (size_t m = 0; m < s->members; m++) {
            double all = 0;
            for (uint32_t r = s->begin[m]; r < s->begin[m + 1]; r++)
                all += x[s->row[r]];
            out[m] = all;
        }
    }
}

static double with_past(struct past *past, uint8_t fold, int month, double value,
                        double over)
{
    const int at = month % PASTS;
    past->sum += value;
    past->over_sum += over;
    if (month > YEAR) {
        past->sum -= past->value[(month - YEAR) % PASTS];
        past->over_sum -= past->over[(month - YEAR) % PASTS];
    }
    past->value[at] = value;
    past->over[at] = over;
    const double by = fold == FC_RATIO12
                          ? past->over_sum
                          : past->over[(month > YEAR ? month - YEAR : 0) % PASTS];
    return by != 0 ? past->sum / by : (double)NAN;
}

static double value_of(const struct loop_fold *f, const struct fold *fold, size_t m,
                       int month)
{
    const double value = f->values[fold->value->first + m];
    if (!fold->over)
        return value;
    const double over = f->values[fold->over->first + m];
    if (fold->past)
        return with_past(&fold->past[m], fold->kpi->fold, month, value, over);
    return over != 0 ? value / over : (double)NAN;
}

static void total_add(const struct loop_fold *f, size_t metric, int period, double x)
{
    add(f, fc__layout_total(f->layout, metric, period), x);
    for (size_t i = fc__layout_target_after(f->layout, metric, period, 0);
         i != SIZE_MAX; i = fc__layout_target_after(f->layout, metric, period, i + 1))
        add(f, fc__layout_target(f->layout, i), x);
}

static void totals(const struct loop_fold *f, const struct fold *fold, int month,
                   double x)
{
    const bool last = month == (int)f->at->of->model->months;
    const bool flow = fold->kpi->fold == FC_FLOW;
    double *year = &f->year[fold->metric], *horizon = &f->horizon[fold->metric];
    *year = flow ? *year + x : x;
    *horizon = flow ? *horizon + x : x;
    if (month % YEAR == 0 || last) {
        total_add(f, fold->metric, -fc__layout_year(month), *year);
        *year = 0;
    }
    if (last)
        total_add(f, fold->metric, FC_PERIOD_HORIZON, *horizon);
}

static void crises(const struct loop_fold *f, const struct loop_path *w, bool last)
{
    for (size_t c = 0; c < w->of->crises->n; c++) {
        double *sum = f->crisis + 2 * c;
        sum[0] += w->s.crisis_events[c];
        sum[1] += w->s.crisis_severity[c];
        if (!last)
            continue;
        add(f, fc__layout_crisis(f->layout, c, FC_CRISIS_EVENTS), sum[0]);
        add(f, fc__layout_crisis(f->layout, c, FC_CRISIS_ANY), sum[0] > 0);
        add(f, fc__layout_crisis(f->layout, c, FC_CRISIS_SEVERITY),
            sum[0] > 0 ? sum[1] / sum[0] : (double)NAN);
    }
}

void loop_fold_month(struct loop_path *w)
{
    struct loop_fold *f = w->of->fold;
    const int month = (int)w->month + 1;
    if (!f)
        return;
    f->at = w;
    sums_write(f, w);
    for (size_t i = 0; i < f->folds; i++) {
        const struct fold *fold = &f->fold[i];
        const size_t first = fold->series + w->month * f->per_month;
        for (size_t m = 0; m < fold->members; m++) {
            const double x = value_of(f, fold, m, month);
            add(f, first + m, x);
            if (fold->totals)
                totals(f, fold, month, x);
        }
    }
    crises(f, w, month == (int)w->of->model->months);
}

void loop_fold_open(struct loop_path *w)
{
    struct loop_fold *f = w->of->fold;
    if (!f)
        return;
    const size_t metrics = f->plan->forecast.metric_count;
    memset(f->year, 0, metrics * sizeof *f->year);
    memset(f->horizon, 0, metrics * sizeof *f->horizon);
    memset(f->crisis, 0, 2 * CRISES * sizeof *f->crisis);
    sums_write(f, w);
    for (size_t i = 0; i < f->folds; i++)
        for (size_t m = 0; f->fold[i].past && m < f->fold[i].members; m++) {
            struct past *past = &f->fold[i].past[m];
            past->sum = past->over_sum = 0;
            past->over[0] = f->values[f->fold[i].over->first + m];
        }
}

/* ---- set-up ---- */

static const struct sum *sum_of(struct loop_department *d, int state, enum fc_axis axis,
                                size_t members)
{
    struct loop_fold *f = d->fold;
    for (size_t i = 0; i < f->sums; i++)
        if (f->sum[i].state == state && f->sum[i].axis == axis)
            return &f->sum[i];
    const uint32_t rows = d->model->state_rows[state];
    struct sum *s = &f->sum[f->sums++];
    s->state = state;
    s->axis = axis;
    s->members = members;
    s->first = f->sums > 1 ? s[-1].first + s[-1].members : 0;
    s->begin = calloc(members + 1, sizeof *s->begin);
    s->row = calloc(rows + 1, sizeof *s->row);
    uint32_t n = 0;
    for (uint32_t m = 0; s->begin && s->row && m < members; m++) {
        for (uint32_t r = 0; r < rows; r++)
            if (fc__fold_member(d->model, state, r, axis) == m)
                s->row[n++] = r;
        s->begin[m + 1] = n;
    }
    return s;
}

static void fold_new(struct loop_department *d, size_t metric, size_t breakdown)
{
    struct loop_fold *f = d->fold;
    const struct fc_kpi *kpi = f->plan->kpi[metric];
    const size_t members = f->plan->forecast.breakdowns[breakdown].members;
    const enum fc_axis axis = f->plan->axis[breakdown];
    struct fold *fold = &f->fold[f->folds++];
    const bool past = kpi->fold == FC_RATIO12 || kpi->fold == FC_SHARE12;
    *fold = (struct fold){
        .kpi = kpi,
        .metric = metric,
        .members = members,
        .series = fc__layout_month(f->layout, metric, breakdown, 0, 1),
        .value = sum_of(d, kpi->value, axis, members),
        .over = kpi->over >= 0 ? sum_of(d, kpi->over, axis, members) : NULL,
        .past = past ? calloc(members, sizeof *fold->past) : NULL,
        .totals = breakdown == 0 && (kpi->flags & FC_TOTALS)};
}

static void series_new(struct loop_fold *f)
{
    const size_t n = fc__layout_series(f->layout);
    const struct fc_series_spec *spec = fc__layout_specs(f->layout);
    size_t bins = 0, totals = 0;
    for (size_t i = 0; i < n; i++) {
        bins += spec[i].kind == FC_SERIES_TOTAL       ? FC_BINS_FINE
                : spec[i].kind == FC_SERIES_HISTOGRAM ? FC_BINS
                                                      : 0;
        totals += spec[i].kind == FC_SERIES_TOTAL;
    }
    f->series = calloc(n, sizeof *f->series);
    f->bins = calloc(bins + 1, sizeof *f->bins);
    f->total = calloc(totals + 1, sizeof *f->total);
    if (!f->series || !f->bins || !f->total)
        abort();
    uint32_t *bin = f->bins;
    struct total *total = f->total;
    for (size_t i = 0; i < n; i++) {
        struct series *s = &f->series[i];
        s->threshold = isnan(spec[i].threshold) ? -HUGE_VAL : spec[i].threshold;
        s->low = HUGE_VAL;
        s->high = -HUGE_VAL;
        s->centre = spec[i].centre;
        s->per_scale = 1 / loop_max(spec[i].scale, spec[i].quantum);
        if (spec[i].kind == FC_SERIES_MOMENTS)
            continue;
        s->bins = bin;
        s->total = spec[i].kind == FC_SERIES_TOTAL ? total++ : NULL;
        bin += s->total ? FC_BINS_FINE : FC_BINS;
    }
}

static void series_free(struct loop_fold *f)
{
    free(f->series);
    free(f->bins);
    free(f->total);
}

void loop_fold_pilot(struct loop_department *d, bool on)
{
    struct loop_fold *f = d->fold;
    struct fc_error err;
    if (on) {
        if (fc__pilot_new(f->layout, &f->pilot, &err) != FC_OK)
            abort();
        return;
    }
    fc__pilot_apply(f->pilot, f->layout);
    fc__pilot_free(f->pilot);
    f->pilot = NULL;
    series_free(f);
    series_new(f);
}

static void folds_new(struct loop_department *d)
{
    struct loop_fold *f = d->fold;
    const struct fc_forecast_plan *plan = &f->plan->forecast;
    const size_t most = plan->metric_count * plan->breakdown_count;
    f->sum = calloc(2 * most, sizeof *f->sum);
    f->fold = calloc(most, sizeof *f->fold);
    f->year = calloc(plan->metric_count, sizeof *f->year);
    f->horizon = calloc(plan->metric_count, sizeof *f->horizon);
    f->crisis = calloc(2 * CRISES, sizeof *f->crisis);
    if (!f->sum || !f->fold || !f->year || !f->horizon || !f->crisis)
        abort();
    for (size_t m = 0; m < plan->metric_count; m++)
        for (size_t b = 0; b < plan->breakdown_count; b++)
            if (plan->metrics[m].breakdowns >> b & 1)
                fold_new(d, m, b);
    const struct sum *last = &f->sum[f->sums - 1];
    f->values = calloc(last->first + last->members, sizeof *f->values);
    f->per_month = fc__layout_month(f->layout, 0, 0, 0, 2) -
                   fc__layout_month(f->layout, 0, 0, 0, 1);
    if (!f->values)
        abort();
}

bool loop_fold_new(struct loop_department *d)
{
    const struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err;
    d->fold = calloc(1, sizeof *d->fold);
    if (!d->fold ||
        fc__run_plan_new(d->model, &options, &d->fold->plan, &err) != FC_OK ||
        fc__layout_new(&d->fold->plan->forecast, &d->fold->layout, &err) != FC_OK)
        return false;
    folds_new(d);
    series_new(d->fold);
    return true;
}

void loop_fold_free(struct loop_department *d)
{
    struct loop_fold *f = d->fold;
    if (!f)
        return;
    for (size_t i = 0; i < f->sums; i++) {
        free(f->sum[i].begin);
        free(f->sum[i].row);
    }
    for (size_t i = 0; i < f->folds; i++)
        free(f->fold[i].past);
    series_free(f);
    free(f->sum);
    free(f->fold);
    free(f->values);
    free(f->year);
    free(f->horizon);
    free(f->crisis);
    fc__layout_free(f->layout);
    fc__run_plan_free(f->plan);
    free(f);
    d->fold = NULL;
}
