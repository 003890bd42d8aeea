/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drivers of the reverse stress tests: what of the luck of a world can be named, and
 * fixed in another run without touching the engine.
 *
 *   recession  x = months of the longest recession inside the horizon, 0: none; fixed
 *              by macro.scheduled with macro.random off, from the month it began
 *   crisis     x = severity of the worst event of a crisis of the register, 0: none;
 *              fixed by `scheduled` with per_year 0; events that other crises bring
 *              about stay luck
 *   number     x = the value of an uncertain number; fixed by an interval of no width,
 *              so that rank correlations with it stay legal
 *   year       x = share of years with less demand than this one, all markets alike
 *              (the uniform of the yearly factor); fixed by markets.year_luck
 *
 * score = Phi^-1(middle rank of x among the worlds), 0 where nothing happened: rare is
 * far, and what did not happen costs nothing. The month costs nothing either: onsets
 * are spread evenly. Numbers that are crisis frequencies or lengths of regimes are no
 * drivers: what they do is fixed by the crises and recessions themselves.
 * Checked by tests/unit/test_decide_stress.c. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/paired.h"
#include "decide/stress.h"
#include "model/demand.h"
#include "random/lanemath.h"
#include "scenario/scenario.h"

/* ---- the list ---- */

static struct fc__driver *driver_add(struct fc__drivers *self,
                                     enum fc__driver_kind kind, size_t index,
                                     const char *name)
{
    if (self->n == FC__DRIVERS_ALL)
        return NULL;
    struct fc__driver *at = &self->at[self->n];
    *at = (struct fc__driver){.kind = kind, .index = index};
    snprintf(at->name, sizeof at->name, "%s", name);
    at->x = fc_array_new(self->worlds, sizeof *at->x);
    at->from = fc_array_new(self->worlds, sizeof *at->from);
    at->score = fc_array_new(self->worlds, sizeof *at->score);
    at->sorted = fc_array_new(self->worlds, sizeof *at->sorted);
    self->n++;
    return at->x && at->from && at->score && at->sorted ? at : NULL;
}

/* Row of the block's numbers that is drawn from distribution d; SIZE_MAX: none is. */
static size_t number_row(const struct fc_model *model, size_t d)
{
    for (uint32_t i = 0; i < model->numbers; i++)
        if (model->number_dist[i] == (int)d)
            return i;
    return SIZE_MAX;
}

static bool starts(const char *key, const char *with)
{
    return strncmp(key, with, strlen(with)) == 0;
}

static bool numbers_add(struct fc__drivers *self, const struct fc_model *model)
{
    enum { NUMBERS_MOST = FC__FORCED_SETS - 2 };
    size_t numbers = 0;
    for (size_t d = 0; d < fc__scenario_dists(model->scenario); d++) {
        const char *key = fc__scenario_dist_key(model->scenario, d);
        const struct fc_entry *entry = fc__scenario_find(model->scenario, key);
        const size_t row = number_row(model, d);
        if (starts(key, "crises.") || starts(key, "macro.expansion_months") ||
            starts(key, "macro.recession_months") || row == SIZE_MAX ||
            numbers == NUMBERS_MOST || self->n == FC__DRIVERS_ALL)
            continue;
        struct fc__driver *at = driver_add(self, FC__BY_NUMBER, d, key);
        if (!at)
            return false;
        at->row = (uint32_t)row;
        snprintf(at->unit, sizeof at->unit, "%s",
                 entry && entry->unit ? entry->unit : "");
        numbers++;
    }
    return true;
}

/* None where years are alike, or fixed. */
static bool years_add(struct fc__drivers *self, const struct fc_model *model)
{
    enum { YEARS_MOST = 10 };
    const fc_scenario *scenario = model->scenario;
    const struct fc_entry *cv = fc__scenario_find(scenario, "markets.year_to_year_cv");
    const bool alike = !cv || !cv->number || !(cv->number->value > 0.0);
    if (alike || fc__scenario_find(scenario, "markets.year_luck"))
        return true;
    for (uint32_t y = 0; y * 12 < model->months && y < YEARS_MOST; y++) {
        char name[32];
        snprintf(name, sizeof name, "year_%u", y + 1);
        if (self->n < FC__DRIVERS_ALL && !driver_add(self, FC__BY_YEAR, y, name))
            return false;
    }
    return true;
}

fc_status fc__drivers_new(struct fc__drivers *self, const struct fc_model *model,
                          size_t worlds, struct fc_error *err)
{
    const struct fc_axis_table *crises = &model->axis[FC_CRISIS];
    self->worlds = worlds;
    self->months = (int)model->months;
    self->spell = fc_array_new(worlds, sizeof *self->spell);
    self->began = fc_array_new(worlds, sizeof *self->began);
    bool good = self->spell && self->began &&
                driver_add(self, FC__BY_RECESSION, 0, "recession");
    for (uint32_t i = 0; good && i < crises->count && self->n < FC__DRIVERS_ALL; i++) {
        struct fc__driver *at = driver_add(self, FC__BY_CRISIS, i, crises->name[i]);
        good = at != NULL;
        if (good)
            snprintf(at->title, sizeof at->title, "%s", crises->title[i]);
    }
    good = good && years_add(self, model) && numbers_add(self, model);
    return good ? FC_OK : FC_FAIL(err, FC_E_MEMORY, "no memory for the drivers");
}

void fc__drivers_clear(struct fc__drivers *self)
{
    for (size_t i = 0; i < self->n; i++) {
        free(self->at[i].x);
        free(self->at[i].from);
        free(self->at[i].score);
        free(self->at[i].sorted);
    }
    free(self->spell);
    free(self->began);
    *self = (struct fc__drivers){0};
}

/* ---- looking at worlds ---- */

static void look_recession(struct fc__drivers *self, struct fc__driver *at,
                           const struct fc_block *b, size_t n)
{
    const float *recession = FC_ROW(b, recession, 0);
    const uint16_t month = (uint16_t)(b->month + 1);
    for (size_t l = 0; l < n; l++) {
        const size_t w = (size_t)b->first_path + l;
        if (!(recession[l] > 0.0f)) {
            self->spell[w] = 0;
            continue;
        }
        if (self->spell[w]++ == 0)
            self->began[w] = month;
        if (self->spell[w] > at->x[w]) {
            at->x[w] = self->spell[w];
            at->from[w] = self->began[w];
        }
    }
}

static void look_crisis(struct fc__driver *at, const struct fc_block *b, size_t n)
{
    const float *events = FC_ROW(b, crisis_events, at->index);
    const float *severity = FC_ROW(b, crisis_severity, at->index);
    for (size_t l = 0; l < n; l++) {
        const size_t w = (size_t)b->first_path + l;
        if (!(events[l] > 0.0f))
            continue;
        /* of several in one month the mean: they are as good as one */
        const double peak = (double)severity[l] / (double)events[l];
        if (peak > at->x[w]) {
            at->x[w] = peak;
            at->from[w] = (uint16_t)(b->month + 1);
        }
    }
}

static void look_year(struct fc__driver *at, const struct fc_block *b, size_t n)
{
    const uint64_t site = fc__demand_year_site();
    const uint32_t first = (uint32_t)at->index * 12 * b->model->steps_per_month;
    for (size_t l = 0; l < n && b->month == at->index * 12; l++) {
        const size_t w = (size_t)b->first_path + l;
        uint32_t word[4];
        fc_word4(b->seed, w, first + 1, site, word);
        at->x[w] = fc_u_from_word(word[0]);
        at->from[w] = (uint16_t)(b->month + 1);
    }
}

void fc__drivers_look(struct fc__drivers *self, const struct fc_block *b, size_t n)
{
    for (size_t i = 0; i < self->n; i++) {
        struct fc__driver *at = &self->at[i];
        if (at->kind == FC__BY_RECESSION)
            look_recession(self, at, b, n);
        else if (at->kind == FC__BY_CRISIS)
            look_crisis(at, b, n);
        else if (at->kind == FC__BY_YEAR)
            look_year(at, b, n);
        else if (b->month == 0)
            for (size_t l = 0; l < n; l++)
                at->x[(size_t)b->first_path + l] =
                    (double)b->numbers[(size_t)at->row * FC_LANES + l];
    }
}

/* ---- scores ---- */

/* How many of the sorted values are below (`also`: or at) x. */
static size_t rank(const double *sorted, size_t n, double x, bool also)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (sorted[middle] < x || (also && !(sorted[middle] > x)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void fc__drivers_score(struct fc__drivers *self)
{
    const size_t n = self->worlds;
    for (size_t i = 0; i < self->n; i++) {
        struct fc__driver *at = &self->at[i];
        memcpy(at->sorted, at->x, n * sizeof *at->x);
        fc__sort(at->sorted, n);
        for (size_t w = 0; w < n; w++) {
            const double below = (double)rank(at->sorted, n, at->x[w], false);
            const double to = (double)rank(at->sorted, n, at->x[w], true);
            const bool none =
                (at->kind == FC__BY_CRISIS || at->kind == FC__BY_RECESSION) &&
                !(at->x[w] > 0.0);
            at->score[w] =
                none ? 0.0 : fc_normal_pinv(((below + to) / 2.0) / (double)n);
        }
    }
}

double fc__driver_value(const struct fc__driver *self, size_t worlds, double score)
{
    const double at = fc_normal_cdf(score) * (double)worlds;
    const double index = fmin(fmax(ceil(at), 1.0), (double)worlds);
    return self->sorted[(size_t)index - 1];
}

/* ---- fixing ---- */

double fc__forced_value(const struct fc__drivers *drivers,
                        const struct fc__forced *what, size_t i, double scale)
{
    const struct fc__driver *at = &drivers->at[what->driver[i]];
    const double x = fc__driver_value(at, drivers->worlds, scale * what->score[i]);
    return at->kind == FC__BY_RECESSION ? fmin(x, drivers->months + 1 - what->month[i])
                                        : x;
}

static void write_number(const struct fc__driver *at, double value,
                         struct fc__forced_text *out)
{
    const double width = fabs(value) > 0.0 ? 1e-5 * fabs(value) : 1e-9;
    const size_t i = out->variant.n_set++;
    snprintf(out->set[i], sizeof out->set[i], "%s=\"%.9g .. %.9g\"", at->name,
             value - width, value + width);
    out->variant.set[i] = out->set[i];
}

static void add(struct fc__forced_text *out, const char *format, ...) FC_PRINTF(2, 3);

/* One text too long is cut: then the overlay is no scenario, and the run says so. */
static void add(struct fc__forced_text *out, const char *format, ...)
{
    const size_t used = strlen(out->overlay);
    va_list list;
    va_start(list, format);
    vsnprintf(out->overlay + used, sizeof out->overlay - used, format, list);
    va_end(list);
}

/* What a combination asks of one driver: 0 where it is not in it. */
struct wanted {
    double x;
    int month;
    bool in;
};

static struct wanted wanted_of(const struct fc__drivers *drivers,
                               const struct fc__forced *what, double scale, size_t j)
{
    for (size_t i = 0; i < what->n; i++)
        if (what->driver[i] == j)
            return (struct wanted){fc__forced_value(drivers, what, i, scale),
                                   what->month[i], true};
    return (struct wanted){0.0, 0, false};
}

static void write_recession(struct wanted want, struct fc__forced_text *out)
{
    add(out, "macro = { random = false; scheduled = (");
    if (want.x > 0.0)
        add(out, " { start_month = %d; months = %.0f; } ", want.month, want.x);
    add(out, "); };\n");
}

static void write_crisis(const char *name, struct wanted want, bool first,
                         struct fc__forced_text *out)
{
    add(out, "%s{ name = \"%s\"; per_year = 0.0; scheduled = (", first ? "" : ", ",
        name);
    if (want.x > 0.0)
        add(out, " { month = %d; severity = %.6f; } ", want.month, want.x);
    add(out, "); }");
}

/* All drivers of a kind, in their order; true if there was any. */
static bool write_kind(const struct fc__drivers *drivers, const struct fc__forced *what,
                       double scale, enum fc__driver_kind kind,
                       struct fc__forced_text *out)
{
    bool some = false;
    for (size_t j = 0; j < drivers->n; j++) {
        const struct fc__driver *at = &drivers->at[j];
        const struct wanted want = wanted_of(drivers, what, scale, j);
        if (at->kind != kind)
            continue;
        if (kind == FC__BY_YEAR) { /* the others of the list are 0: by chance */
            add(out, "%s%.9f", at->index > 0 ? ", " : "", want.x);
            some |= want.in;
        } else if (want.in) {
            if (kind == FC__BY_CRISIS)
                write_crisis(at->name, want, !some, out);
            else if (kind == FC__BY_NUMBER)
                write_number(at, want.x, out);
            else
                write_recession(want, out);
            some = true;
        }
    }
    return some;
}

void fc__forced_write(const struct fc__drivers *drivers, const struct fc__forced *what,
                      double scale, struct fc__forced_text *out)
{
    static const struct {
        enum fc__driver_kind kind;
        const char *before, *after;
    } parts[] = {{FC__BY_RECESSION, "", ""},
                 {FC__BY_CRISIS, "crises = ( ", " );\n"},
                 {FC__BY_YEAR, "markets = { year_luck = [ ", " ]; };\n"},
                 {FC__BY_NUMBER, "", ""}};
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const size_t before = strlen(out->overlay);
        add(out, "%s", parts[i].before);
        if (write_kind(drivers, what, scale, parts[i].kind, out))
            add(out, "%s", parts[i].after);
        else
            out->overlay[before] = '\0';
    }
    out->variant.overlay = out->overlay[0] ? out->overlay : NULL;
}
