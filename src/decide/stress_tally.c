/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the worlds of a test to its numbers; all changes are paired with the same worlds
 * of the scenario. Quantiles and their differences carry errors of influence values
 * (paired.h), medians of months those of ranks, probabilities those of Agresti & Coull.
 * Checked by tests/unit/test_decide_stress.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/paired.h"
#include "decide/stress.h"

#define CHURN_LIMIT       1.25 /* times what is usual in the same month */
#define REVENUE_LIMIT     0.95 /* of the median of the year, without a target */
#define UTILISATION_LIMIT 1    /* all hours there are */
#define TAIL              0.05

const double fc_stress_levels[FC_STRESS_LEVELS] = {.05, .10, .25, .50, .75, .90, .95};

/* ---- running ---- */

static const char *const series[FC__SERIES] = {"cash", "revenue", "operating_profit",
                                               "utilisation", "churn"};

/* Columns: months of each series, profit, low, then what is wanted besides. */
static size_t keeps(const struct fc_stress *self, int month, struct fc__keep *keep)
{
    const int months = self->facts.months;
    size_t n = 0;
    for (int k = 0; k < FC__SERIES; k++)
        for (int m = 1; m <= months; m++)
            keep[n++] = (struct fc__keep){series[k], m};
    keep[n++] = (struct fc__keep){"operating_profit", FC_PERIOD_HORIZON};
    keep[n++] = (struct fc__keep){"cash_low", FC_PERIOD_HORIZON};
    if (month > 0) {
        keep[n++] = (struct fc__keep){"leavers", month};
        keep[n++] = (struct fc__keep){"headcount", month > 1 ? month - 1 : 1};
    }
    for (size_t i = 0; month == 0 && i < self->reverses; i++)
        keep[n++] = (struct fc__keep){self->metric[i], self->reverse[i].period};
    return n;
}

static struct fc_estimate ratio_mean(const double *a, const double *b, size_t n)
{
    double up = 0.0, down = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        up += a[i];
        down += b[i];
    }
    const double ratio = up / down;
    for (size_t i = 0; i < n; i++)
        squares += (a[i] - ratio * b[i]) * (a[i] - ratio * b[i]);
    return (struct fc_estimate){
        ratio,
        n > 1 ? sqrt(squares * (double)n / ((double)n - 1.0)) / down : (double)NAN, 0};
}

static void point_at(struct fc_stress *self, int month, const struct fc__sample *sample,
                     const size_t *column, struct fc__stress_worlds *worlds,
                     struct fc_estimate *left)
{
    const size_t months = (size_t)self->facts.months, rest = FC__SERIES * months;
    worlds->n = (size_t)sample->done;
    worlds->months = (int)months;
    for (size_t k = 0; k < FC__SERIES; k++)
        worlds->at[k] = fc__sample_values(sample, 0, column[k * months]);
    worlds->profit = fc__sample_values(sample, 0, column[rest]);
    worlds->low = fc__sample_values(sample, 0, column[rest + 1]);
    if (left && month > 0)
        *left = ratio_mean(fc__sample_values(sample, 0, column[rest + 2]),
                           fc__sample_values(sample, 0, column[rest + 3]), worlds->n);
    for (size_t i = 0; month == 0 && i < self->reverses; i++)
        self->outcome[i] = fc__sample_values(sample, 0, column[rest + 2 + i]);
}

fc_status fc__tally_run(struct fc_stress *self, fc_scenario *scenario, int month,
                        const struct fc__look *look, struct fc__sample *sample,
                        struct fc__stress_worlds *worlds, struct fc_estimate *left,
                        struct fc_error *err)
{
    const size_t most = FC__SERIES * (size_t)self->facts.months + 4 + FC_REVERSE_MOST;
    struct fc__keep *keep = fc_array_new(most, sizeof *keep);
    size_t *column = fc_array_new(most, sizeof *column);
    fc_status status =
        keep && column ? FC_OK : FC_FAIL(err, FC_E_MEMORY, "no memory for the columns");
    if (status == FC_OK)
        status =
            fc__study_sample(&self->study, scenario, keep, keeps(self, month, keep),
                             column, self->study.options.paths, look, sample, err);
    if (status == FC_OK)
        point_at(self, month, sample, column, worlds, left);
    free(keep);
    free(column);
    return status;
}

/* ---- one number ---- */

struct pair { /* of a value: in the scenario, under the test; rooms to sort in */
    const double *a, *b;
    double *sorted_a, *sorted_b;
    size_t n;
};

static struct fc_stress_figure quantile_figure(const struct pair *p, double level)
{
    const struct fc__tail a = fc__tail_of(p->sorted_a, p->n, level),
                          b = fc__tail_of(p->sorted_b, p->n, level);
    return (struct fc_stress_figure){
        fc__statistic_of(FC__OF_QUANTILE, p->b, &b, p->n),
        fc__difference(FC__OF_QUANTILE, p->a, &a, p->b, &b, p->n)};
}

static void pair_sort(struct pair *p)
{
    memcpy(p->sorted_a, p->a, p->n * sizeof *p->a);
    memcpy(p->sorted_b, p->b, p->n * sizeof *p->b);
    fc__sort(p->sorted_a, p->n);
    fc__sort(p->sorted_b, p->n);
}

static void money_tally(const struct fc_stress *self, struct fc_stress_test *out,
                        const struct fc__stress_worlds *worlds, double *room)
{
    const size_t n = worlds->n;
    struct pair p = {self->base.profit, worlds->profit, room, room + n, n};
    pair_sort(&p);
    out->profit_mean.value = fc__mean_of(p.b, n);
    out->profit_mean.change = fc__difference(FC__OF_MEAN, p.a, NULL, p.b, NULL, n);
    out->profit_p50 = quantile_figure(&p, 0.5);
    out->profit_p05 = quantile_figure(&p, TAIL);
    p.a = self->base.low;
    p.b = worlds->low;
    pair_sort(&p);
    out->low_p50 = quantile_figure(&p, 0.5);
    out->low_p05 = quantile_figure(&p, TAIL);
    out->reserve = out->low_p05.value;
    out->reserve.value = out->reserve.value < 0.0 ? -out->reserve.value : 0.0;
    if (out->low_p05.value.needed)
        out->reserve.value = (double)NAN;
    for (size_t i = 0; i < n; i++)
        room[i] = fmax(-worlds->low[i], 0.0);
    out->need = fc__mean_of(room, n);
}

static void ruin_tally(const struct fc_stress *self, struct fc_stress_test *out,
                       const struct fc__stress_worlds *worlds, double *room)
{
    size_t ruined = 0;
    for (size_t i = 0; i < worlds->n; i++) {
        const int month = fc__stress_below(worlds->at[FC__CASH] + i, worlds->n,
                                           worlds->months, -self->credit_line);
        if (month > 0)
            room[ruined++] = month;
    }
    out->ruin = fc__stress_share(ruined, worlds->n);
    out->survive = fc__stress_median(room, ruined);
}

static void recovery_tally(const struct fc_stress *self, struct fc_stress_test *out,
                           const struct fc__stress_worlds *worlds, double *room)
{
    const struct fc__stress_worlds *base = &self->base;
    const size_t n = worlds->n;
    const int months = worlds->months;
    size_t hit = 0, never = 0, missing = 0;
    for (size_t i = 0; i < n; i++) {
        const int time =
            fc__stress_recovery(worlds->at[FC__TURNOVER] + i,
                                base->at[FC__TURNOVER] + i, n, months, out->month);
        never += time > months;
        if (time > 0)
            room[hit++] = time;
    }
    out->hit = fc__stress_share(hit, n);
    out->recovery = fc__stress_median(room, hit);
    out->not_recovered = fc__stress_share(never, hit);
    for (size_t i = 0; i < n; i++) {
        const int time =
            fc__stress_made_up(worlds->at[FC__EARNED] + i, base->at[FC__EARNED] + i,
                               base->at[FC__TURNOVER] + i, n, months, out->month);
        missing += time > months;
        room[i] = time;
    }
    out->made_up = fc__stress_median(room, n);
    out->not_made_up = fc__stress_share(missing, n);
}

static void first_tally(const struct fc_stress *self, struct fc_stress_test *out,
                        const struct fc__stress_worlds *worlds, bool is_base)
{
    static const int never[FC_LIMITS];
    uint64_t count[FC_LIMITS + 1] = {0};
    for (size_t i = 0; i < worlds->n; i++) {
        const int *without = is_base ? never : self->base_broken + i * FC_LIMITS;
        int with[FC_LIMITS];
        for (int k = 0; k < FC_LIMITS; k++)
            with[k] =
                fc__stress_broken(worlds, i, &self->limits, (enum fc_stress_limit)k);
        count[fc__stress_first(with, without)]++;
    }
    for (int k = 0; k < FC_LIMITS; k++)
        out->first[k] = fc__stress_share(count[k], worlds->n);
    out->nothing = fc__stress_share(count[FC_LIMITS], worlds->n);
}

/* ---- by month ---- */

static void months_tally(const struct fc_stress *self, struct fc__tested *test,
                         const struct fc__stress_worlds *worlds, double *room)
{
    const size_t n = worlds->n;
    for (int m = 0; m < worlds->months; m++) {
        const size_t at = (size_t)m * n;
        memcpy(room, worlds->at[FC__CASH] + at, n * sizeof *room);
        fc__sort(room, n);
        for (int k = 0; k < FC_STRESS_LEVELS; k++) {
            const double rank = ceil(fc_stress_levels[k] * (double)n);
            test->cash[m * FC_STRESS_LEVELS + k] = room[(size_t)rank - 1];
        }
        test->kept[m] = ratio_mean(worlds->at[FC__TURNOVER] + at,
                                   self->base.at[FC__TURNOVER] + at, n);
    }
}

fc_status fc__tally_test(struct fc_stress *self, struct fc__tested *test,
                         const struct fc__stress_worlds *worlds, struct fc_error *err)
{
    const size_t months = (size_t)worlds->months;
    double *room = fc_array_new(2 * worlds->n, sizeof *room);
    test->cash = fc_array_new(months * FC_STRESS_LEVELS, sizeof *test->cash);
    test->kept = fc_array_new(months, sizeof *test->kept);
    if (!room || !test->cash || !test->kept) {
        free(room);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a test");
    }
    test->out.month = test->plan.month > 0 ? test->plan.month : 1;
    money_tally(self, &test->out, worlds, room);
    ruin_tally(self, &test->out, worlds, room);
    recovery_tally(self, &test->out, worlds, room);
    first_tally(self, &test->out, worlds, worlds == &self->base);
    months_tally(self, test, worlds, room);
    free(room);
    return FC_OK;
}

/* ---- limits ---- */

/* A target of the scenario; NAN if there is none. */
static double target(const struct fc_stress *self, const char *metric, int period)
{
    const struct fc_forecast_plan *plan = &self->sample.at[0].plan->forecast;
    for (size_t i = 0; i < plan->target_count; i++)
        if (plan->targets[i].period == period &&
            strcmp(plan->metrics[plan->targets[i].metric].metric.name, metric) == 0)
            return plan->targets[i].value;
    return (double)NAN;
}

/* Median of values that are there. */
static double middle(const double *x, size_t n, double *room)
{
    const size_t kept = fc__pairs(x, x, n, room, room + n);
    fc__sort(room, kept);
    return kept > 0 ? room[(kept - 1) / 2] : (double)NAN;
}

static void limits_fill(struct fc_stress *self, double *room)
{
    const struct fc__stress_worlds *base = &self->base;
    struct fc__stress_limits *limits = &self->limits;
    const size_t n = base->n;
    limits->cash = target(self, "cash_low", FC_PERIOD_HORIZON);
    limits->own_cash = isfinite(limits->cash);
    limits->cash = limits->own_cash ? limits->cash : 0.0;
    limits->utilisation = UTILISATION_LIMIT;
    for (int y = 0; y * 12 < base->months; y++) {
        const int last = y * 12 + 12 < base->months ? y * 12 + 12 : base->months;
        limits->revenue[y] = target(self, "revenue", -(y + 1));
        if (isfinite(limits->revenue[y])) {
            limits->own_revenue = true;
            continue;
        }
        memset(room + 2 * n, 0, n * sizeof *room);
        for (int m = y * 12; m < last; m++)
            for (size_t i = 0; i < n; i++)
                room[2 * n + i] += base->at[FC__TURNOVER][(size_t)m * n + i];
        limits->revenue[y] = REVENUE_LIMIT * middle(room + 2 * n, n, room);
    }
    for (int m = 0; m < base->months; m++)
        limits->churn[m] =
            CHURN_LIMIT * middle(base->at[FC__LOST] + (size_t)m * n, n, room);
}

fc_status fc__tally_base(struct fc_stress *self, struct fc_error *err)
{
    const size_t n = self->base.n, months = (size_t)self->base.months;
    double *room = fc_array_new(3 * n, sizeof *room);
    self->limits.revenue = fc_array_new(months / 12 + 1, sizeof(double));
    self->limits.churn = fc_array_new(months, sizeof(double));
    self->base_broken = fc_array_new(n * FC_LIMITS, sizeof *self->base_broken);
    if (!room || !self->limits.revenue || !self->limits.churn || !self->base_broken) {
        free(room);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the limits");
    }
    limits_fill(self, room);
    free(room);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < FC_LIMITS; k++)
            self->base_broken[i * FC_LIMITS + (size_t)k] = fc__stress_broken(
                &self->base, i, &self->limits, (enum fc_stress_limit)k);
    self->test[0].out.left = (struct fc_estimate){(double)NAN, (double)NAN, 0};
    return fc__tally_test(self, &self->test[0], &self->base, err);
}

/* ---- reading ---- */

const fc_scenario *fc_stress_scenario(const fc_stress *self)
{
    return self->scenario;
}

struct fc_run_facts fc_stress_facts(const fc_stress *self)
{
    return self->facts;
}

uint64_t fc_stress_path_runs(const fc_stress *self)
{
    return self->study.planned;
}

uint64_t fc_stress_usual_runs(const fc_stress *self)
{
    return self->study.planned - self->reverses * fc__reverse_runs(self) / 2;
}

const char *fc_stress_limit_name(enum fc_stress_limit limit)
{
    static const char *const names[FC_LIMITS] = {"cash", "revenue", "utilisation",
                                                 "churn"};
    return names[limit];
}

double fc_stress_limit_value(const fc_stress *self, enum fc_stress_limit limit,
                             bool *own)
{
    const struct fc__stress_limits *l = &self->limits;
    *own = limit == FC_LIMIT_CASH      ? l->own_cash
           : limit == FC_LIMIT_REVENUE ? l->own_revenue
                                       : false;
    return limit == FC_LIMIT_CASH          ? l->cash
           : limit == FC_LIMIT_UTILISATION ? l->utilisation
           : limit == FC_LIMIT_REVENUE     ? l->revenue[0]
                                           : l->churn[self->base.months - 1];
}

size_t fc_stress_tests(const fc_stress *self)
{
    return self->what.plan_only ? self->n : self->finished;
}

struct fc_stress_test fc_stress_test(const fc_stress *self, size_t i)
{
    const struct fc__stress_plan *plan = &self->test[i].plan;
    struct fc_stress_test out = self->test[i].out;
    out.name = plan->name;
    out.title = plan->title[0] ? plan->title : NULL;
    out.member = plan->member[0] ? plan->member : NULL;
    out.also = plan->also[0] ? plan->also : NULL;
    out.left_out = plan->left_out;
    out.month = plan->month > 0 ? plan->month : 1;
    out.user = plan->user;
    if (strcmp(plan->name, "reps_leave") != 0)
        out.left.value = out.left.error = (double)NAN;
    return out;
}

size_t fc_stress_worst(const fc_stress *self)
{
    size_t worst = 0;
    for (size_t i = 1; i < fc_stress_tests(self); i++)
        if (!self->test[i].plan.left_out &&
            (worst == 0 || self->test[i].out.profit_mean.change.value <
                               self->test[worst].out.profit_mean.change.value))
            worst = i;
    return worst;
}

const double *fc_stress_cash(const fc_stress *self, size_t test, int month)
{
    return self->test[test].cash + (month - 1) * FC_STRESS_LEVELS;
}

struct fc_estimate fc_stress_kept(const fc_stress *self, size_t test, int month)
{
    return self->test[test].kept[month - 1];
}

double fc_stress_credit_line(const fc_stress *self)
{
    return self->credit_line;
}

size_t fc_stress_reverses(const fc_stress *self)
{
    return self->reverses;
}

struct fc_reverse fc_stress_reverse(const fc_stress *self, size_t i)
{
    return self->reverse[i];
}
