/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often must a crisis come for a measure to pay? The crisis is the one of which the
 * measure saves most; its frequency is multiplied by x, in the same worlds, and x is
 * sought at which the mean operating profit with the measure is that without:
 *
 *   d(x) = E profit(with, x) - E profit(without, x) = 0,   error(x) = error(d) / d'
 * Crises are rare, so that d is nearly a straight line through d(0), which is known
 * from the runs without that crisis, and d(1): its root is the first guess, secants
 * within the interval where the sign changes are the next ones. Checked by
 * tests/unit/test_decide_ledger.c (a measure that halves a crisis of a known price). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/ledger.h"
#include "scenario/scenario.h"
#include "stats/risk.h"

static const double quantum = 1.0 / 64.0; /* money that is less is rounding */
static const double highest = 16.0;       /* times the frequency of the scenario */
static const double most_a_year = 50.0;   /* that a scenario may have */
static const double close_enough = 0.25;  /* errors of the difference */

static const struct fc__keep keep[1] = {{"operating_profit", FC_PERIOD_HORIZON}};

struct search {
    fc_ledger *self;
    size_t m;
    const struct fc_ledger_even *even;
    double *profit[2]; /* by path: without, with the measure */
};

static fc_status look(struct search *s, double times, struct fc_estimate *out,
                      struct fc_error *err)
{
    fc_ledger *self = s->self;
    char text[160];
    struct fc__variant variant[2];
    snprintf(text, sizeof text, "crises.%s.per_year=%.9g",
             self->crisis[s->even->crisis],
             fmin(times * s->even->per_year, most_a_year));
    for (size_t i = 0; i < 2; i++) {
        variant[i] = fc__ledger_variant(self, i ? (fc__measure_set)1 << s->m : 0);
        variant[i].set[variant[i].n_set++] = text;
        variant[i].values[0] = s->profit[i];
    }
    FC_TRY(fc__study_run(&self->study, keep, 1, variant, 2, self->half, err));
    *out = fc__difference(FC__OF_MEAN, s->profit[0], NULL, s->profit[1], NULL,
                          (size_t)self->half);
    return FC_OK;
}

/* From d(0) < 0 and a slope > 0 to where d is 0. */
static fc_status seek(struct search *s, double at_zero, double slope,
                      struct fc_ledger_even *even, struct fc_error *err)
{
    const double most = fmin(highest, most_a_year / even->per_year);
    double x_last = 0.0, d_last = at_zero, low = 0.0, high = most;
    double x = fmin(-at_zero / slope, most);
    for (int turn = 0; turn < FC__EVEN_RUNS / 2; turn++) {
        struct fc_estimate d;
        FC_TRY(look(s, x, &d, err));
        if (d.value < 0.0 && x >= most) {
            even->kind = FC_EVEN_NEVER;
            even->times = (struct fc_estimate){most, 0.0, 0};
            return FC_OK;
        }
        const double steep = (d.value - d_last) / (x - x_last);
        if (fabs(x - x_last) > 0.05 * x && steep > 0.0)
            slope = steep;
        *(d.value < 0.0 ? &low : &high) = x;
        const double next = fmin(fmax(x - d.value / slope, low), high);
        even->kind = FC_EVEN_FOUND;
        even->times = (struct fc_estimate){next, d.error / slope, 0};
        if (fabs(d.value) < close_enough * d.error || !(fabs(next - x) > 1e-6 * x))
            return FC_OK;
        x_last = x;
        d_last = d.value;
        x = next;
    }
    return FC_OK;
}

/* The crisis of which measure m saves most, if that is seen. */
static bool main_crisis(const fc_ledger *self, size_t m, struct fc_ledger_even *even,
                        double *slope)
{
    *slope = 0.0;
    for (size_t c = 0; c < self->crises; c++) {
        char key[128];
        snprintf(key, sizeof key, "crises.%s.per_year", self->crisis[c]);
        const struct fc_entry *entry = fc__scenario_find(self->scenario[0], key);
        const struct fc_estimate saved = fc_ledger_saved(self, c, m);
        if (!entry || !entry->number || !(entry->number->value > 0.0) ||
            !(saved.value > FC_NORMAL_95 * saved.error + quantum) ||
            !(saved.value > *slope))
            continue;
        *slope = saved.value;
        even->crisis = c;
        even->per_year = entry->number->value;
    }
    return *slope > 0.0;
}

static fc_status even_of(struct search *s, struct fc_ledger_even *even,
                         struct fc_error *err)
{
    fc_ledger *self = s->self;
    double slope;
    if (!main_crisis(self, s->m, even, &slope))
        return FC_OK;
    const double *with = fc__ledger_cell(self, even->crisis, s->m);
    const double *without =
        fc__attribution_without(&self->attribution, 0, even->crisis);
    const struct fc_estimate calm =
        fc__difference(FC__OF_MEAN, without, NULL, with, NULL, (size_t)self->half);
    if (calm.value < 0.0)
        return seek(s, calm.value, slope, even, err);
    if (calm.value > FC_NORMAL_95 * calm.error)
        even->kind = FC_EVEN_ALWAYS;
    else {
        even->kind = FC_EVEN_FOUND;
        even->times = (struct fc_estimate){0.0, calm.error / slope, 0};
    }
    return FC_OK;
}

fc_status fc__ledger_break_even(fc_ledger *self, struct fc_error *err)
{
    const size_t half = (size_t)self->half;
    double *room = fc_array_new(2 * half, sizeof *room);
    if (!room)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the break-even");
    fc_status status = FC_OK;
    for (size_t m = 0; m < self->n && status == FC_OK; m++) {
        struct fc_ledger_even *even = &self->even[m];
        struct search search = {self, m, even, {room, room + half}};
        status = even_of(&search, even, err);
    }
    free(room);
    return status;
}

struct fc_ledger_even fc_ledger_break_even(const fc_ledger *self, size_t i)
{
    return self->even[i];
}
