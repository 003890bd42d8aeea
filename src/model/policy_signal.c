/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as a manager sees them: a KPI of the model at the end of a month, late and
 * not quite right.
 *
 *   x(t)  the KPI folded onto the members watched: flow, level, ratio, 12-month ratio
 *   y(t) = [(1 - f) x(t - i) + f x(t - i - 1)] e^(s z - s^2/2),   i + f = lag
 *
 * s^2 = ln(1 + cv^2), z normal, a draw of the policy's own each month: mean 1. Lag and
 * cv are multiplied by the levers `kpi_lag` and `kpi_noise` (tools change what managers
 * see). Before the start there are the actuals of the opening, if given: a lag that
 * reaches back further sees the first figure there is. A ratio whose denominator is 0
 * leaves the last figure. Rows are added up in the order of their names. Source:
 * docs/model.md#policies. Checked by T35 in tests/stat/test_policy.c and by hand in
 * tests/unit/test_policy.c. */
#include "model/policy.h"

#include <math.h>
#include <string.h>

#include "model/block.h"
#include "random/lanemath.h"

enum { YEAR = 12, PAST = YEAR + 1 };

static void rows_add(const struct fc_block *b, const struct fc_policy_rows *rows,
                     double *sum)
{
    const void *array = fc__state_array(b, rows->state);
    const bool wide = fc__state_rows[rows->state].bytes == sizeof(double);
    FC_EACH (l)
        sum[l] = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        const size_t at = (size_t)rows->row[i] * FC_LANES;
        if (wide)
            FC_EACH (l)
                sum[l] += ((const double *)array)[at + l];
        else
            FC_EACH (l)
                sum[l] += (double)((const float *)array)[at + l];
    }
}

/* Puts a month into its ring; with `year`, turns it into the sum of the last 12. */
static void past_add(const struct fc_block *b, fc_rows past, double *value, bool year)
{
    const uint32_t month = b->month + 1, months = month < YEAR ? month : YEAR;
    memcpy(fc_own_double(b, past, month % PAST), value, FC_LANES * sizeof *value);
    for (uint32_t i = 1; year && i < months; i++) {
        const double *before = fc_own_double(b, past, (month - i) % PAST);
        FC_EACH (l)
            value[l] += before[l];
    }
}

/* The KPI of this month over its denominator, both in place. */
static void over_of(const struct fc_policy *self, const struct fc_block *b,
                    double *value, double *over)
{
    rows_add(b, &self->over, over);
    if (self->fold == FC_RATIO)
        return;
    past_add(b, self->value_past, value, true);
    past_add(b, self->over_past, over, self->fold == FC_RATIO12);
    if (self->fold == FC_SHARE12) {
        const uint32_t month = b->month + 1;
        memcpy(
            over,
            fc_own_double(b, self->over_past, (month > YEAR ? month - YEAR : 0) % PAST),
            FC_LANES * sizeof *over);
    }
}

static void figure_now(const struct fc_policy *self, struct fc_block *b, double *x)
{
    const double *last =
        fc_own_double(b, self->figure, (b->month + FC_FIGURES - 1) % FC_FIGURES);
    float *known = fc_own(b, self->known, 0);
    FC_LANE_ROW(double, over);
    rows_add(b, &self->value, x);
    FC_EACH (l)
        over[l] = 1;
    if (self->over.state >= 0)
        over_of(self, b, x, over);
    FC_EACH (l) {
        const bool there = over[l] < 0 || over[l] > 0;
        const bool ratio = self->over.state >= 0;
        x[l] = there ? (ratio ? x[l] / over[l] : x[l]) : last[l];
        known[l] = there ? 1.0f : known[l];
    }
}

void fc__policy_open(const struct fc_policy *self, struct fc_block *b)
{
    if (self->fold == FC_SHARE12)
        rows_add(b, &self->over, fc_own_double(b, self->over_past, 0));
    const size_t n = self->actuals ? self->actuals->n : 0;
    for (size_t i = 1; i <= n && i < FC_FIGURES; i++)
        FC_EACH (l) {
            fc_own_double(b, self->figure, FC_FIGURES - i)[l] =
                self->actuals->at[n - i].value;
            fc_own(b, self->known, 0)[l] = 1.0f;
        }
}

/* The figures of `lag` months ago, between two months in proportion. */
static void late(const struct fc_policy *self, const struct fc_block *b, double *seen)
{
    const float *lag = fc_number_row(b, self->lag);
    const float *factor = fc_lever(b, FC_L_kpi_lag, 0);
    const uint32_t past = self->actuals ? (uint32_t)self->actuals->n : 0;
    const uint32_t most_back = b->month + past;
    FC_EACH (l) {
        const float wanted = lag[l] * factor[l];
        const float most = (float)FC_LAG_MONTHS;
        const float months = wanted < most ? wanted : most;
        const uint32_t whole = (uint32_t)months;
        const double part = (double)months - whole;
        const uint32_t i = whole < most_back ? whole : most_back;
        const uint32_t j = whole + 1 < most_back ? whole + 1 : most_back;
        const double near =
            fc_own_double(b, self->figure, (b->month + FC_FIGURES - i) % FC_FIGURES)[l];
        const double far =
            fc_own_double(b, self->figure, (b->month + FC_FIGURES - j) % FC_FIGURES)[l];
        seen[l] = part > 0 ? (1 - part) * near + part * far : near;
    }
}

static void blur(const struct fc_policy *self, const struct fc_block *b, double *seen)
{
    const float *cv = fc_number_row(b, self->noise);
    const float *factor = fc_lever(b, FC_L_kpi_noise, 0);
    _Alignas(64) uint32_t words[4 * FC_LANES];
    FC_LANE_ROW(float, z);
    fc_draw(b, self->site, words);
    fc_normal(FC_LANES, words, z);
    FC_EACH (l) {
        const double wide = (double)cv[l] * (double)factor[l];
        const double variance = fc_log1p(wide * wide);
        seen[l] *= fc_exp(sqrt(variance) * (double)z[l] - variance / 2);
    }
}

void fc__policy_look(const struct fc_policy *self, struct fc_block *b, double *exact,
                     double *seen, float *known)
{
    figure_now(self, b, exact);
    memcpy(fc_own_double(b, self->figure, b->month % FC_FIGURES), exact,
           FC_LANES * sizeof *exact);
    late(self, b, seen);
    if (self->noisy)
        blur(self, b, seen);
    memcpy(known, fc_own(b, self->known, 0), FC_LANES * sizeof *known);
}
