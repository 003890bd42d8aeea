/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KPIs are folds: sums of the lane rows of a state array over the members of an axis.
 *
 *   flow, level   the sum            ratio     sum of value / sum of over, missing at 0
 *   ratio12       the same over the last 12 months (of those there are)
 *   share12       12 months of value / over 12 months ago (or at opening)
 * Sums run in the order of the rows, so that they do not depend on how the work is
 * split. Checked by tests/unit/test_fold.c. */
#include "engine/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "engine/gather.h"
#include "model/block.h"

enum { YEAR = 12, RING = YEAR + 1, PAST = 2 * RING + 2, ROW = FC_LANES };

/* One value of a KPI: a member of a breakdown. Its past is kept where the fold needs
 * it. */
struct fold {
    uint32_t metric, breakdown, member;
    size_t past;        /* first row of its past, SIZE_MAX if it has none */
    size_t value, over; /* gathers; SIZE_MAX: a sum is no ratio */
};

struct fc_folder {
    const struct fc_model *model;
    const struct fc_run_plan *plan;
    const struct fc_fold_kernel *kernel;
    size_t n;
    struct fold *fold;
    size_t *first;        /* [metric] its folds are first[m] .. first[m + 1] - 1 */
    double *past;         /* PAST rows a fold: rings of value and over, their sums */
    double *value, *over; /* rows of one metric and breakdown, by member */
    struct fc_gathers gathers;
    double *year, *horizon; /* [metric] running totals of the department */
    double *crisis;         /* [crisis * 2] events, severity */
};

#define KERNEL_OF(isa) extern const struct fc_fold_kernel fc__fold_kernel_here_##isa;
FC_ISA_LIST(KERNEL_OF)
#undef KERNEL_OF

const struct fc_fold_kernel *fc__fold_kernel(enum fc_isa isa)
{
    static const struct fc_fold_kernel *const kernels[] = {
#define KERNEL_OF(name) &fc__fold_kernel_here_##name,
        FC_ISA_LIST(KERNEL_OF)
#undef KERNEL_OF
    };
    return kernels[isa];
}

static bool has_past(const struct fc_kpi *kpi)
{
    return kpi->fold == FC_RATIO12 || kpi->fold == FC_SHARE12;
}

static bool is_ratio(const struct fc_kpi *kpi)
{
    return kpi->fold >= FC_RATIO;
}

/* Counts the folds of a plan, those with a past, and fills them if `fold` is given. */
static size_t folds_of(const struct fc_run_plan *plan, struct fold *fold, size_t *first,
                       size_t *pasts, size_t *members_most)
{
    size_t n = 0, past = 0, most = 0;
    for (size_t m = 0; m < plan->forecast.metric_count; m++) {
        if (first)
            first[m] = n;
        for (size_t b = 0; b < plan->forecast.breakdown_count; b++) {
            if (!(plan->forecast.metrics[m].breakdowns & (1u << b)))
                continue;
            const size_t members = plan->forecast.breakdowns[b].members;
            most = members > most ? members : most;
            for (size_t i = 0; i < members; i++, n++) {
                const bool kept = has_past(plan->kpi[m]);
                if (fold)
                    fold[n] = (struct fold){.metric = (uint32_t)m,
                                            .breakdown = (uint32_t)b,
                                            .member = (uint32_t)i,
                                            .past = kept ? past * PAST : SIZE_MAX,
                                            .value = SIZE_MAX,
                                            .over = SIZE_MAX};
                past += kept;
            }
        }
    }
    *pasts = past;
    *members_most = most;
    return n;
}

size_t fc__folder_bytes(const struct fc_model *model, const struct fc_run_plan *plan)
{
    size_t pasts, most;
    const size_t n = folds_of(plan, NULL, NULL, &pasts, &most);
    (void)model;
    return n * sizeof(struct fold) +
           (pasts * PAST + 2 * most + 2 * plan->forecast.metric_count) * ROW *
               sizeof(double);
}

/* Which rows each fold sums. */
static bool gathers_find(struct fc_folder *self)
{
    for (size_t i = 0; i < self->n; i++) {
        struct fold *fold = &self->fold[i];
        const struct fc_kpi *kpi = self->plan->kpi[fold->metric];
        const enum fc_axis axis = self->plan->axis[fold->breakdown];
        const size_t members = self->plan->forecast.breakdowns[fold->breakdown].members;
        fold->value =
            fc__gathers_of(&self->gathers, self->model, kpi->value, axis, members);
        if (kpi->over >= 0)
            fold->over =
                fc__gathers_of(&self->gathers, self->model, kpi->over, axis, members);
        if (fold->value == SIZE_MAX || (kpi->over >= 0 && fold->over == SIZE_MAX))
            return false;
    }
    return true;
}

fc_status fc__folder_new(const struct fc_model *model, const struct fc_run_plan *plan,
                         fc_folder **out, struct fc_error *err)
{
    *out = NULL;
    size_t pasts, most;
    const size_t n = folds_of(plan, NULL, NULL, &pasts, &most);
    const size_t metrics = plan->forecast.metric_count;
    struct fc_folder *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for folding");
    self->model = model;
    self->plan = plan;
    self->kernel = fc__fold_kernel(model->isa);
    self->n = n;
    self->fold = fc_array_new(n, sizeof *self->fold);
    self->first = fc_array_new(metrics + 1, sizeof *self->first);
    self->past = fc_array_new_aligned(pasts * PAST * ROW, sizeof(double));
    self->value = fc_array_new_aligned(most * ROW, sizeof(double));
    self->over = fc_array_new_aligned(most * ROW, sizeof(double));
    self->year = fc_array_new_aligned(metrics * ROW, sizeof(double));
    self->horizon = fc_array_new_aligned(metrics * ROW, sizeof(double));
    self->crisis =
        fc_array_new_aligned(plan->forecast.crisis_count * 2 * ROW, sizeof(double));
    if (!self->fold || !self->first || !self->past || !self->value || !self->over ||
        !self->year || !self->horizon || !self->crisis) {
        fc__folder_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for folding %zu series", n);
    }
    folds_of(plan, self->fold, self->first, &pasts, &most);
    self->first[metrics] = n;
    if (!gathers_find(self)) {
        fc__folder_free(self);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the rows of %zu series", n);
    }
    *out = self;
    return FC_OK;
}

void fc__folder_free(fc_folder *self)
{
    if (!self)
        return;
    free(self->fold);
    free(self->first);
    free(self->past);
    free(self->value);
    free(self->over);
    fc__gathers_free(&self->gathers);
    free(self->year);
    free(self->horizon);
    free(self->crisis);
    free(self);
}

/* Sums of a state array by member, a row a member. */
static void fold_rows(const fc_folder *self, const struct fc_block *b, size_t gather,
                      size_t members, double *sum)
{
    const struct fc_gather *of = &self->gathers.gather[gather];
    const void *array = fc__state_array(b, of->state);
    const bool wide = fc__state_rows[of->state].bytes == sizeof(double);
    for (size_t m = 0; m < members; m++, sum += ROW) {
        const uint32_t *row = of->row + of->first[m];
        const size_t n = of->first[m + 1] - of->first[m];
        if (wide)
            self->kernel->sum_double(sum, array, row, n);
        else
            self->kernel->sum_float(sum, array, row, n);
    }
}

/* Row of a month in the ring of the last 13; month 0 is the opening. */
static double *past_row(const fc_folder *self, const struct fold *fold, bool over,
                        int month)
{
    const size_t at = (size_t)(month % RING);
    return self->past + (fold->past + (over ? RING : 0) + at) * ROW;
}

static double *past_sum(const fc_folder *self, const struct fold *fold, bool over)
{
    return self->past + (fold->past + 2 * RING + over) * ROW;
}

/* Puts a month into the ring and returns the sum of the last 12: what enters is added,
 * what drops out is taken away (exact for counts). */
static const double *past_add(const fc_folder *self, const struct fold *fold, bool over,
                              int month, const double *value)
{
    double *sum = past_sum(self, fold, over), *now = past_row(self, fold, over, month);
    self->kernel->add_double(sum, value);
    if (month > YEAR)
        self->kernel->take_double(sum, past_row(self, fold, over, month - YEAR));
    memcpy(now, value, ROW * sizeof *now);
    return sum;
}

/* Turns the sums of value and over into the KPI's value, in place. */
static void finish(const fc_folder *self, const struct fold *fold, int month)
{
    const struct fc_kpi *kpi = self->plan->kpi[fold->metric];
    double *value = self->value + (size_t)fold->member * ROW;
    const double *over = self->over + (size_t)fold->member * ROW, *sum = value;
    if (has_past(kpi)) {
        sum = past_add(self, fold, false, month, value);
        const double *sums = past_add(self, fold, true, month, over);
        over = kpi->fold == FC_RATIO12
                   ? sums
                   : past_row(self, fold, true, month > YEAR ? month - YEAR : 0);
    }
    if (is_ratio(kpi))
        self->kernel->ratio(value, sum, over);
}

/* The sums of the first member of a metric and breakdown, and of those after it. */
static void fold_members(const fc_folder *self, const struct fc_block *b,
                         const struct fold *fold)
{
    const size_t members = self->plan->forecast.breakdowns[fold->breakdown].members;
    fold_rows(self, b, fold->value, members, self->value);
    if (fold->over != SIZE_MAX)
        fold_rows(self, b, fold->over, members, self->over);
}

void fc__folder_open(fc_folder *self, const struct fc_block *b)
{
    const size_t metrics = self->plan->forecast.metric_count;
    memset(self->year, 0, metrics * ROW * sizeof *self->year);
    memset(self->horizon, 0, metrics * ROW * sizeof *self->horizon);
    memset(self->crisis, 0,
           self->plan->forecast.crisis_count * 2 * ROW * sizeof *self->crisis);
    for (size_t i = 0; i < self->n; i++) {
        const struct fold *fold = &self->fold[i];
        if (fold->past == SIZE_MAX)
            continue;
        memset(past_sum(self, fold, false), 0, 2 * ROW * sizeof(double));
        fold_members(self, b, fold);
        memcpy(past_row(self, fold, true, 0), self->over + (size_t)fold->member * ROW,
               ROW * sizeof *self->over);
    }
}

/* Year and horizon totals of the department: flows add up, levels count at the end. */
static void totals(fc_folder *self, const struct fc_block *b,
                   const struct fc_sink *sink, size_t metric, size_t n)
{
    const int month = (int)b->month + 1;
    const bool last = month == (int)self->model->months;
    double *year = self->year + metric * ROW, *horizon = self->horizon + metric * ROW;
    if (self->plan->kpi[metric]->fold == FC_FLOW) {
        self->kernel->add_double(year, self->value);
        self->kernel->add_double(horizon, self->value);
    } else {
        memcpy(year, self->value, ROW * sizeof *year);
        memcpy(horizon, self->value, ROW * sizeof *horizon);
    }
    if (month % YEAR == 0 || last) {
        fc__sink_total(sink, metric, -fc__layout_year(month), b->first_path, n, year);
        memset(year, 0, ROW * sizeof *year);
    }
    if (last)
        fc__sink_total(sink, metric, FC_PERIOD_HORIZON, b->first_path, n, horizon);
}

static void crises(fc_folder *self, const struct fc_block *b,
                   const struct fc_sink *sink, size_t n)
{
    const bool last = b->month + 1 == self->model->months;
    double any[ROW], mean[ROW];
    for (size_t c = 0; c < self->plan->forecast.crisis_count; c++) {
        double *events = self->crisis + 2 * c * ROW, *severity = events + ROW;
        self->kernel->add_float(events, FC_ROW(b, crisis_events, c));
        self->kernel->add_float(severity, FC_ROW(b, crisis_severity, c));
        if (!last)
            continue;
        FC_EACH (l)
            any[l] = events[l] > 0.0 ? 1.0 : 0.0;
        self->kernel->ratio(mean, severity, events);
        fc__sink_add(sink, fc__layout_crisis(sink->layout, c, FC_CRISIS_EVENTS),
                     b->first_path, n, events);
        fc__sink_add(sink, fc__layout_crisis(sink->layout, c, FC_CRISIS_ANY),
                     b->first_path, n, any);
        fc__sink_add(sink, fc__layout_crisis(sink->layout, c, FC_CRISIS_SEVERITY),
                     b->first_path, n, mean);
    }
}

void fc__folder_month(fc_folder *self, const struct fc_block *b,
                      const struct fc_sink *sink, size_t n)
{
    const int month = (int)b->month + 1;
    for (size_t m = 0; m < self->plan->forecast.metric_count; m++)
        for (size_t i = self->first[m]; i < self->first[m + 1]; i++) {
            const struct fold *fold = &self->fold[i];
            if (fold->member == 0)
                fold_members(self, b, fold);
            finish(self, fold, month);
            fc__sink_month(sink, m, fold->breakdown, fold->member, month, b->first_path,
                           n, self->value + (size_t)fold->member * ROW);
            if (fold->breakdown == 0 && (self->plan->kpi[m]->flags & FC_TOTALS))
                totals(self, b, sink, m, n);
        }
    crises(self, b, sink, n);
}
