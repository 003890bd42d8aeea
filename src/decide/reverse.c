/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reverse stress test: the mildest combination of drivers that breaks a limit.
 *
 * Mildness of a combination = sum of the squared normal scores of its drivers. The
 * metric y of the worlds of the scenario is fitted by its drivers' scores z,
 *   y = mean + sum b_j (z_j - mean z_j)            (least squares),
 * which tells what is adverse (b_j z_j < 0) and what the drivers alone can do. The
 * search begins three times, each with a world that breaks the limit: with the adverse
 * drivers of the mildest one in which they alone bring the fit below it, if there is
 * one; of the one whose scores point most nearly the way in which the fit falls
 * fastest; and with the one recession or crisis, beginning in one third of the horizon,
 * whose worlds break most often. Then
 * everything is tried by forcing, all other luck drawn as ever:
 *   1 scores are raised together until half of the worlds break
 *   2 drivers are dropped, the one that does least first, while half still break
 *   3 each score alone, then all together are lowered while half still break
 * The mildest of the results is proved in worlds of another seed: at least half
 * break, with half of each score fewer do; scores are raised by a tenth, four times at
 * most, until the first holds.
 * Cf. the design point of reliability theory (Hasofer & Lind 1974). Checked by
 * tests/unit/test_decide_stress.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "decide/paired.h"
#include "decide/stress.h"
#include "random/lanemath.h"
#include "scenario/scenario.h"

enum {
    RAISES = 6,
    DROPS_MOST = 8,
    TRIMS_MOST = 8,
    HALVINGS = 4,
    PROOFS = 5,
    STARTS = 3
};
static const double raises[RAISES] = {1.0, 1.25, 1.5, 2.0, 2.5, 3.0};

uint64_t fc__reverse_runs(const struct fc_stress *self)
{
    return STARTS * (RAISES + DROPS_MOST + TRIMS_MOST + HALVINGS) *
               fc__reverse_search_paths(self) +
           (PROOFS + 1) * fc__reverse_proof_paths(self);
}

/* ---- which limits ---- */

static void reverse_add(struct fc_stress *self, const char *metric, const char *unit,
                        int period, double limit)
{
    const size_t i = self->reverses;
    if (i == FC_REVERSE_MOST)
        return;
    self->reverses++;
    snprintf(self->metric[i], sizeof self->metric[i], "%s", metric);
    self->reverse[i] = (struct fc_reverse){.metric = self->metric[i],
                                           .unit = unit,
                                           .period = period,
                                           .limit = limit,
                                           .outcome = "stopped"};
}

static fc_status reverse_given(struct fc_stress *self,
                               const struct fc_forecast_plan *plan,
                               struct fc_error *err)
{
    const char *text = self->what.reverse, *sign = strchr(text, '<');
    double limit;
    if (!sign || !fc_text_to_double(sign + 1, strlen(sign + 1), &limit, NULL))
        return FC_FAIL(err, FC_E_ARG,
                       "'%s' is no limit: write METRIC<VALUE, such as "
                       "\"operating_profit<5000000\"",
                       text);
    struct fc_nearest nearest = {0};
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(sign - text), text);
    for (size_t i = 0; i < plan->metric_count; i++) {
        const struct fc_metric *metric = &plan->metrics[i].metric;
        if (!metric->totals)
            continue;
        if (strcmp(metric->name, name) == 0) {
            reverse_add(self, metric->name, metric->unit, FC_PERIOD_HORIZON, limit);
            return FC_OK;
        }
        fc_nearest_offer(&nearest, name, metric->name);
    }
    return FC_FAIL(err, FC_E_ARG, "'%s' has no total over the horizon; is it '%s'?",
                   name, nearest.word ? nearest.word : "operating_profit");
}

fc_status fc__reverse_list(struct fc_stress *self, const struct fc__sample *base,
                           struct fc_error *err)
{
    const struct fc_forecast_plan *plan = &base->at[0].plan->forecast;
    if (self->what.reverse)
        return reverse_given(self, plan, err);
    for (size_t i = 0; i < plan->target_count; i++) {
        const struct fc_plan_target *target = &plan->targets[i];
        const struct fc_metric *metric = &plan->metrics[target->metric].metric;
        if (target->period <= 0)
            reverse_add(self, metric->name, metric->unit, target->period,
                        target->value);
    }
    return FC_OK;
}

/* ---- where the search begins ---- */

static bool adverse(const struct fc__fit *fit, size_t j, double score)
{
    return fit->b[j] * score < 0.0;
}

/* Sum of squares of the adverse drivers of a world, and what they do to the fit. */
static double mildness(const struct fc__drivers *drivers, const struct fc__fit *fit,
                       size_t w, double *level)
{
    double sum = 0.0;
    *level = fit->mean;
    for (size_t j = 0; j < fit->n; j++) {
        const double z = drivers->at[j].score[w];
        if (!adverse(fit, j, z))
            continue;
        sum += z * z;
        *level += fit->b[j] * (z - fit->middle[j]);
    }
    return sum;
}

/* Worlds that break the limit: the mildest whose drivers alone do, and the one that
 * points most nearly downhill; SIZE_MAX: there is none. */
static void worlds_of(const struct fc__drivers *drivers, const struct fc__fit *fit,
                      const double *y, double limit, size_t start[2])
{
    double least = HUGE_VAL, steepest = 0.0;
    start[0] = start[1] = SIZE_MAX;
    for (size_t w = 0; w < drivers->worlds; w++) {
        double level;
        if (!(y[w] < limit))
            continue;
        const double sum = mildness(drivers, fit, w, &level);
        const double slope = sum > 0.0 ? (fit->mean - level) / sqrt(sum) : 0.0;
        if (level < limit && sum < least) {
            least = sum;
            start[0] = w;
        }
        if (slope > steepest) {
            steepest = slope;
            start[1] = w;
        }
    }
    if (start[0] == start[1])
        start[0] = SIZE_MAX;
}

/* Of the worlds with an event of driver j that began in third `part` of the horizon:
 * share that breaks, and the mildest of these; -1 with fewer than 20. */
static double share_broken(const struct fc__drivers *drivers, size_t j, int part,
                           const double *y, double limit, size_t *mildest)
{
    const struct fc__driver *at = &drivers->at[j];
    size_t n = 0, broken = 0;
    for (size_t w = 0; w < drivers->worlds; w++) {
        if (!(at->x[w] > 0.0) || (at->from[w] - 1) * 3 / drivers->months != part)
            continue;
        n++;
        if (!(y[w] < limit))
            continue;
        if (broken++ == 0 || at->score[w] < at->score[*mildest])
            *mildest = w;
    }
    return n < 20 || broken == 0 ? -1.0 : (double)broken / (double)n;
}

static void begin_alone(const struct fc__drivers *drivers, const double *y,
                        double limit, struct fc__forced *out)
{
    double most = 0.0;
    out->n = 0;
    for (size_t j = 0; j < drivers->n; j++)
        for (int part = 0; part < 3; part++) {
            const struct fc__driver *at = &drivers->at[j];
            size_t w = 0;
            if (at->kind != FC__BY_RECESSION && at->kind != FC__BY_CRISIS)
                continue;
            const double share = share_broken(drivers, j, part, y, limit, &w);
            if (share <= most)
                continue;
            most = share;
            out->n = 1;
            out->driver[0] = j;
            out->month[0] = at->from[w];
            out->score[0] = at->score[w];
        }
}

/* Its adverse drivers, the one that does most first. */
static void begin_with(const struct fc__drivers *drivers, const struct fc__fit *fit,
                       size_t w, struct fc__forced *out)
{
    out->n = 0;
    for (size_t j = 0; j < fit->n; j++) {
        const double z = drivers->at[j].score[w];
        if (!adverse(fit, j, z))
            continue;
        size_t at = out->n++;
        for (; at > 0; at--) {
            const size_t other = out->driver[at - 1];
            if (fabs(fit->b[other] * out->score[at - 1]) >= fabs(fit->b[j] * z))
                break;
            out->driver[at] = other;
            out->month[at] = out->month[at - 1];
            out->score[at] = out->score[at - 1];
        }
        out->driver[at] = j;
        out->month[at] = drivers->at[j].from[w];
        out->score[at] = z;
    }
    if (out->n > FC_DRIVERS_MOST)
        out->n = FC_DRIVERS_MOST;
}

/* ---- forcing ---- */

/* What one search shares. */
struct search {
    struct fc_stress *self;
    size_t which; /* reverse test */
    struct fc__forced what;
    double *values; /* room for the worlds of the largest run */
};

static fc_status share_of(struct search *s, double scale, uint64_t paths, bool fresh,
                          struct fc_estimate *out, struct fc_error *err)
{
    struct fc_stress *self = s->self;
    const struct fc_reverse *reverse = &self->reverse[s->which];
    const struct fc__keep keep = {self->metric[s->which], reverse->period};
    struct fc__forced_text text;
    uint64_t hits = 0;
    fc__forced_write(&self->drivers, &s->what, scale, &text);
    text.variant.values[0] = s->values;
    const uint64_t seed = self->study.options.seed;
    self->study.options.seed += fresh ? 1 : 0;
    const fc_status status =
        fc__study_run(&self->study, &keep, 1, &text.variant, 1, paths, err);
    self->study.options.seed = seed;
    FC_TRY(status);
    for (uint64_t i = 0; i < paths; i++)
        hits += s->values[i] < reverse->limit;
    *out = fc__stress_share(hits, paths);
    return FC_OK;
}

static fc_status breaks(struct search *s, double scale, bool *out, struct fc_error *err)
{
    struct fc_estimate share;
    FC_TRY(share_of(s, scale, fc__reverse_search_paths(s->self), false, &share, err));
    *out = share.value >= 0.5;
    return FC_OK;
}

/* Not beyond the score of the worst of all worlds: values do not grow there. */
static void scale_all(const struct search *s, struct fc__forced *what, double scale)
{
    const double most = fc_normal_pinv(1.0 - 0.5 / (double)s->self->drivers.worlds);
    for (size_t i = 0; i < what->n; i++)
        what->score[i] = fmax(fmin(scale * what->score[i], most), -most);
}

static fc_status raise_all(struct search *s, bool *found, struct fc_error *err)
{
    *found = false;
    for (int i = 0; i < RAISES && !*found; i++) {
        FC_TRY(breaks(s, raises[i], found, err));
        if (*found)
            scale_all(s, &s->what, raises[i]);
    }
    return FC_OK;
}

static void without(struct fc__forced *what, size_t i)
{
    what->n--;
    for (; i < what->n; i++) {
        what->driver[i] = what->driver[i + 1];
        what->month[i] = what->month[i + 1];
        what->score[i] = what->score[i + 1];
    }
}

/* From the last one, which does least. */
static fc_status thin(struct search *s, struct fc_error *err)
{
    int tries = 0;
    for (size_t i = s->what.n; i-- > 0 && tries < DROPS_MOST && s->what.n > 1;) {
        const struct fc__forced before = s->what;
        bool still;
        without(&s->what, i);
        tries++;
        FC_TRY(breaks(s, 1.0, &still, err));
        if (!still)
            s->what = before;
    }
    return FC_OK;
}

/* The largest score first: what it does not need is taken away. */
static fc_status trim(struct search *s, struct fc_error *err)
{
    static const double less[] = {0.5, 0.75};
    bool done[FC__DRIVERS_ALL] = {false};
    if (s->what.n < 2)
        return FC_OK; /* that is what lowering all does */
    for (int tries = 0; tries < TRIMS_MOST; tries += 2) {
        size_t i = SIZE_MAX;
        for (size_t k = 0; k < s->what.n; k++)
            if (!done[k] &&
                (i == SIZE_MAX || fabs(s->what.score[k]) > fabs(s->what.score[i])))
                i = k;
        if (i == SIZE_MAX)
            return FC_OK;
        const double before = s->what.score[i];
        bool still = false;
        for (int k = 0; k < 2 && !still; k++) {
            s->what.score[i] = before * less[k];
            FC_TRY(breaks(s, 1.0, &still, err));
        }
        s->what.score[i] = still ? s->what.score[i] : before;
        done[i] = true;
    }
    return FC_OK;
}

static fc_status lower(struct search *s, struct fc_error *err)
{
    double high = 1.0, step = 0.5;
    for (int i = 0; i < HALVINGS; i++, step /= 2.0) {
        bool still;
        FC_TRY(breaks(s, high - step, &still, err));
        high -= still ? step : 0.0;
    }
    scale_all(s, &s->what, high);
    return FC_OK;
}

static fc_status prove(struct search *s, bool *held, struct fc_error *err)
{
    struct fc_reverse *out = &s->self->reverse[s->which];
    const uint64_t paths = fc__reverse_proof_paths(s->self);
    *held = false;
    for (int i = 0; i < PROOFS && !*held; i++) {
        if (i > 0)
            scale_all(s, &s->what, 1.1);
        FC_TRY(share_of(s, 1.0, paths, true, &out->with, err));
        *held = out->with.value >= 0.5;
    }
    out->paths = paths;
    FC_TRY(share_of(s, 0.5, paths, true, &out->half, err));
    *held = *held && out->half.value < 0.5;
    return FC_OK;
}

static double size_of(const struct fc__forced *what)
{
    double sum = 0.0;
    for (size_t i = 0; i < what->n; i++)
        sum += what->score[i] * what->score[i];
    return sum;
}

static void tell(const struct search *s)
{
    static const char *const kinds[] = {"recession", "crisis", "number", "year"};
    const struct fc__drivers *drivers = &s->self->drivers;
    struct fc_reverse *out = &s->self->reverse[s->which];
    out->n = s->what.n;
    out->size = size_of(&s->what);
    for (size_t i = 0; i < s->what.n; i++) {
        const struct fc__driver *at = &drivers->at[s->what.driver[i]];
        const double z = s->what.score[i];
        const bool dated = at->kind != FC__BY_NUMBER;
        out->driver[i] = (struct fc_reverse_driver){
            .kind = kinds[at->kind],
            .name = at->name,
            .title = at->title[0] ? at->title : NULL,
            .unit = at->unit[0] ? at->unit : NULL,
            .month = dated ? s->what.month[i] : 0,
            .value = fc__forced_value(drivers, &s->what, i, 1.0),
            .half = fc__forced_value(drivers, &s->what, i, 0.5),
            .score = z};
    }
}

/* From what it begins with; *best is kept if what is found is no milder. */
static fc_status search_from(struct search *s, struct fc__forced *best, bool *found,
                             struct fc_error *err)
{
    bool here;
    if (s->what.n == 0)
        return FC_OK;
    FC_TRY(raise_all(s, &here, err));
    if (!here)
        return FC_OK;
    FC_TRY(thin(s, err));
    FC_TRY(trim(s, err));
    FC_TRY(lower(s, err));
    if (!*found || size_of(&s->what) < size_of(best))
        *best = s->what;
    *found = true;
    return FC_OK;
}

static fc_status search_run(struct search *s, const struct fc__fit *fit,
                            struct fc_error *err)
{
    struct fc_reverse *out = &s->self->reverse[s->which];
    struct fc__forced best = {0};
    const struct fc__drivers *drivers = &s->self->drivers;
    const double *y = s->self->outcome[s->which];
    size_t start[2];
    bool found = false, held;
    worlds_of(drivers, fit, y, out->limit, start);
    for (int i = 0; i < STARTS; i++) {
        s->what.n = 0;
        if (i == 2)
            begin_alone(drivers, y, out->limit, &s->what);
        else if (start[i] != SIZE_MAX)
            begin_with(drivers, fit, start[i], &s->what);
        FC_TRY(search_from(s, &best, &found, err));
    }
    if (!found) {
        out->outcome = "none";
        return FC_OK;
    }
    s->what = best;
    FC_TRY(prove(s, &held, err));
    tell(s);
    out->outcome = held ? "found" : "unproved";
    return FC_OK;
}

/* ---- one limit ---- */

static fc_status reverse_one(struct fc_stress *self, size_t i, double *room,
                             struct fc_error *err)
{
    struct fc_reverse *out = &self->reverse[i];
    const double *y = self->outcome[i];
    const size_t n = self->base.n;
    struct search search = {.self = self, .which = i, .values = room};
    struct fc__fit fit;
    uint64_t hits = 0;
    for (size_t w = 0; w < n; w++)
        hits += y[w] < out->limit;
    out->without = fc__stress_share(hits, n);
    out->drivers = self->drivers.n;
    out->search_paths = fc__reverse_search_paths(self);
    if (out->without.value >= 0.5 || hits == 0) {
        out->outcome = hits == 0 ? "never" : "by_itself";
        return FC_OK;
    }
    fc_status status = fc__fit_new(&self->drivers, y, &fit, err);
    if (status == FC_OK) {
        out->explained = fit.explained;
        status = search_run(&search, &fit, err);
    }
    fc__fit_clear(&fit);
    return status;
}

fc_status fc__reverse_all(struct fc_stress *self, struct fc_error *err)
{
    const size_t proof = (size_t)fc__reverse_proof_paths(self);
    double *room = fc_array_new(proof, sizeof *room);
    fc_status status =
        room ? FC_OK : FC_FAIL(err, FC_E_MEMORY, "no memory for the search");
    for (size_t i = 0; status == FC_OK && i < self->reverses; i++)
        status = reverse_one(self, i, room, err);
    free(room);
    return status;
}
