/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the missing money is made of. In a world w that misses the target T, let Y_w(S)
 * be the metric with the causes of the set S normal and all other luck as it was. Then
 *
 *   shortfall_w   = T - Y_w(none)
 *   share_w(c)    = mean over the orders of the causes of
 *                   Y_w(those before c, and c) - Y_w(those before c)    (Shapley 1953)
 *   rest_w        = T - Y_w(all)         what the plan lacks with every cause normal
 * and the shares and the rest add up to the shortfall: in every order they do. Up to 8
 * causes: over all orders, by the 2^n sets. More: over random orders and their
 * reverses (Castro, Gomez & Tejada 2009; antithetic). The error of a mean share is that
 * over the worlds and, independent of it, that over the pairs of orders.
 *
 * Money is whole: shares, rest and shortfall of a world are rounded so that they add up
 * (largest remainders); totals are sums of these, means are rounded the same way. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "decide/attribution.h"
#include "decide/autopsy.h"
#include "decide/dominance.h"
#include "decide/paired.h"
#include "model/normal.h"
#include "random/kernels.h"

/* ---- the sets that are needed ---- */

static size_t set_find(const struct fc_autopsy *self, uint64_t set)
{
    size_t i = 0;
    while (i < self->sets && self->set[i] != set)
        i++;
    return i;
}

static void set_add(struct fc_autopsy *self, uint64_t set)
{
    if (set_find(self, set) == self->sets)
        self->set[self->sets++] = set;
}

/* Order 2 j by Fisher & Yates with addressed words, order 2 j + 1 its reverse. */
static void order_draw(struct fc_autopsy *self, size_t j)
{
    const uint64_t site = fc_site("autopsy", NULL, "order", 0);
    unsigned char *order = self->order + 2 * j * self->n;
    for (size_t i = 0; i < self->n; i++)
        order[i] = (unsigned char)i;
    for (size_t i = self->n; i > 1; i--) {
        uint32_t word[4];
        fc_word4(fc_seed(self->study.options.seed), j, (uint32_t)i, site, word);
        const size_t k = (size_t)(fc_u_from_word(word[0]) * (double)i);
        const unsigned char own = order[i - 1];
        order[i - 1] = order[k];
        order[k] = own;
    }
    for (size_t i = 0; i < self->n; i++)
        order[self->n + i] = order[self->n - 1 - i];
}

fc_status fc__autopsy_plan(struct fc_autopsy *self, struct fc_error *err)
{
    const bool exact = self->n <= FC__AUTOPSY_EXACT;
    self->orders = exact ? 0 : 2 * FC__AUTOPSY_PAIRS;
    const size_t most = exact ? (size_t)1 << self->n : self->orders * self->n + 1;
    self->set = fc_array_new(most, sizeof *self->set);
    self->order = fc_array_new(self->orders * self->n + 1, sizeof *self->order);
    if (!self->set || !self->order)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu runs", most);
    if (exact)
        for (size_t s = 0; s < most; s++)
            self->set[self->sets++] = s;
    else
        set_add(self, 0);
    for (size_t o = 0; o < self->orders; o++) {
        uint64_t set = 0;
        if (o % 2 == 0)
            order_draw(self, o / 2);
        for (size_t i = 0; i < self->n; i++)
            set_add(self, set |= (uint64_t)1 << self->order[o * self->n + i]);
    }
    return FC_OK;
}

/* ---- replaying ---- */

/* Adds a text to a list. */
static void item_add(struct fc_builder *out, const char *before, const char *text,
                     const char *after)
{
    fc_builder_format(out, "%s%s%s%s", out->n > 0 ? ", " : "", before, text, after);
}

/* The crises of a cause as bits: one, or all of them. */
static fc__crisis_set crises_of(const struct fc_autopsy *self, size_t cause)
{
    const struct fc_forecast_plan *plan = &self->at.plan->forecast;
    fc__crisis_set off = 0;
    for (size_t i = 0; i < plan->crisis_count; i++)
        if (!self->cause[cause].title ||
            strcmp(plan->crises[i].name, self->cause[cause].name) == 0)
            off |= (fc__crisis_set)1 << i;
    return off;
}

static void crises_add(const struct fc_autopsy *self, fc__crisis_set off,
                       struct fc_builder *out)
{
    const struct fc_forecast_plan *plan = &self->at.plan->forecast;
    const char *name[FC__CRISES_MOST];
    for (size_t i = 0; i < plan->crisis_count; i++)
        name[i] = plan->crises[i].name;
    fc__crises_off(name, plan->crisis_count, off, out);
}

/* The overlay that sets the causes of a set to normal, besides those the scenario sets
 * itself. */
static void overlay_of(const struct fc_autopsy *self, uint64_t set,
                       struct fc_builder *out)
{
    struct fc_builder causes = {0};
    fc__crisis_set off = 0;
    for (uint32_t i = 0; i < FC_CAUSE_COUNT; i++)
        if (fc_is_normal(self->at.model, (enum fc_cause)i))
            item_add(&causes, "\"", fc__cause_name((enum fc_cause)i), "\"");
    for (size_t i = 0; i < self->n; i++) {
        if (!(set >> i & 1))
            continue;
        if (self->cause[i].crisis)
            off |= crises_of(self, i);
        else
            item_add(&causes, "\"", self->cause[i].name, "\"");
    }
    if (causes.n > 0)
        fc_builder_format(out, "normal = { causes = [ %s ]; };\n",
                          fc_builder_text(&causes));
    crises_add(self, off, out);
    out->failed |= causes.failed;
    fc_builder_clear(&causes);
}

struct runs {
    struct fc_builder *text;
    struct fc__variant *variant; /* of the sets 1, 2, .. */
};

static void runs_clear(struct fc_autopsy *self, struct runs *runs)
{
    for (size_t s = 0; runs->text && s < self->sets; s++)
        fc_builder_clear(&runs->text[s]);
    free(runs->text);
    free(runs->variant);
}

static fc_status runs_new(struct fc_autopsy *self, struct runs *runs,
                          struct fc_error *err)
{
    const size_t worlds = (size_t)self->worlds;
    bool failed = false;
    runs->text = fc_array_new(self->sets, sizeof *runs->text);
    runs->variant = fc_array_new(self->sets, sizeof *runs->variant);
    self->value = fc_array_new(self->sets * worlds, sizeof *self->value);
    if (!runs->text || !runs->variant || !self->value)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu runs", self->sets);
    for (size_t s = 1; s < self->sets; s++) {
        overlay_of(self, self->set[s], &runs->text[s]);
        failed |= runs->text[s].failed;
        runs->variant[s].overlay = fc_builder_text(&runs->text[s]);
        runs->variant[s].values[0] = self->value + s * worlds;
    }
    return failed ? FC_FAIL(err, FC_E_MEMORY, "no memory for the overlays") : FC_OK;
}

static fc_status replay(struct fc_autopsy *self, struct fc_error *err)
{
    const struct fc_autopsy_target *target = &self->target[self->chosen];
    const struct fc__keep keep = {target->metric, target->period};
    const double *base = self->base + self->chosen * self->study.options.paths;
    struct runs runs = {0};
    fc_status status = runs_new(self, &runs, err);
    if (status == FC_OK)
        status =
            fc__study_run_at(&self->study, &keep, 1, runs.variant + 1, self->sets - 1,
                             self->path, (size_t)self->worlds, err);
    for (uint64_t w = 0; status == FC_OK && w < self->worlds; w++)
        self->value[w] = base[self->path[w]];
    runs_clear(self, &runs);
    return status;
}

/* ---- shares ---- */

static void shares_exact(struct fc_autopsy *self)
{
    const size_t worlds = (size_t)self->worlds;
    for (size_t i = 0; i < self->n; i++)
        fc__shapley_by_path(self->value, (unsigned)self->n, worlds, (unsigned)i,
                            self->share + i * worlds);
}

/* What the causes take in one order, added to the shares by world; their means over the
 * worlds added to mean[cause]. */
static void order_add(struct fc_autopsy *self, size_t o, double *mean)
{
    const size_t worlds = (size_t)self->worlds;
    const double *before = self->value;
    uint64_t set = 0;
    for (size_t step = 0; step < self->n; step++) {
        const size_t i = self->order[o * self->n + step];
        double *share = self->share + i * worlds, sum = 0.0;
        set |= (uint64_t)1 << i;
        const double *after = self->value + set_find(self, set) * worlds;
        for (size_t w = 0; w < worlds; w++) {
            sum += after[w] - before[w];
            share[w] += (after[w] - before[w]) / (double)self->orders;
        }
        mean[i] += sum / (double)worlds;
        before = after;
    }
}

/* A pair of orders gives one independent value of each mean. */
static fc_status shares_sampled(struct fc_autopsy *self, struct fc_error *err)
{
    double *pair = fc_array_new(FC__AUTOPSY_PAIRS * self->n, sizeof *pair);
    if (!pair)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the orders");
    for (size_t o = 0; o < self->orders; o++)
        order_add(self, o, pair + o / 2 * self->n);
    for (size_t i = 0; i < self->n; i++) {
        double own[FC__AUTOPSY_PAIRS];
        for (size_t j = 0; j < FC__AUTOPSY_PAIRS; j++)
            own[j] = 0.5 * pair[j * self->n + i];
        self->order_error[i] = fc__mean_of(own, FC__AUTOPSY_PAIRS).error;
    }
    free(pair);
    return FC_OK;
}

/* Rest and shortfall by world. */
static void rest_fill(struct fc_autopsy *self)
{
    const size_t worlds = (size_t)self->worlds;
    const uint64_t all = self->n < 64 ? ((uint64_t)1 << self->n) - 1 : UINT64_MAX;
    const double target = self->target[self->chosen].value;
    const double *last = self->value + set_find(self, all) * worlds;
    for (size_t w = 0; w < worlds; w++) {
        self->share[self->n * worlds + w] = target - last[w];
        self->share[(self->n + 1) * worlds + w] = target - self->value[w];
    }
}

/* ---- whole money ---- */

void fc__round_to_sum(const double *x, size_t n, long long *out)
{
    bool up[FC__AUTOPSY_CAUSES + 1] = {false};
    double sum = 0.0;
    long long left = 0;
    assert(n <= FC__AUTOPSY_CAUSES + 1);
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        out[i] = (long long)floor(x[i]);
        left -= out[i];
    }
    for (left += llround(sum); left > 0; left--) {
        size_t best = n;
        for (size_t i = 0; i < n; i++)
            if (!up[i] && (best == n || x[i] - floor(x[i]) > x[best] - floor(x[best])))
                best = i;
        if (best == n)
            break;
        up[best] = true;
        out[best]++;
    }
}

static void world_round(struct fc_autopsy *self, size_t w)
{
    const size_t worlds = (size_t)self->worlds, parts = self->n + 1;
    double x[FC__AUTOPSY_CAUSES + 1];
    long long whole[FC__AUTOPSY_CAUSES + 1], sum = 0;
    for (size_t i = 0; i < parts; i++)
        x[i] = self->share[i * worlds + w];
    fc__round_to_sum(x, parts, whole);
    for (size_t i = 0; i < parts; i++) {
        self->money[i * worlds + w] = whole[i];
        sum += whole[i];
    }
    self->money[parts * worlds + w] = sum;
}

/* How often each cause is the largest; the first of equals. */
static void largest_count(struct fc_autopsy *self)
{
    const size_t worlds = (size_t)self->worlds;
    for (size_t w = 0; w < worlds; w++) {
        size_t most = 0;
        for (size_t i = 1; i < self->n; i++)
            if (self->share[i * worlds + w] > self->share[most * worlds + w])
                most = i;
        self->part[most].largest.value += 1.0 / (double)worlds;
    }
    for (size_t i = 0; i < self->n; i++) {
        struct fc_estimate *p = &self->part[i].largest;
        p->error = sqrt(fmax(p->value * (1.0 - p->value), 0.0) / (double)worlds);
    }
}

static void parts_fill(struct fc_autopsy *self)
{
    const size_t worlds = (size_t)self->worlds, parts = self->n + 2;
    double mean[FC__AUTOPSY_CAUSES + 1] = {0};
    long long whole[FC__AUTOPSY_CAUSES + 1], sum = 0;
    for (size_t w = 0; w < worlds; w++)
        world_round(self, w);
    for (size_t i = 0; i < parts; i++) {
        struct fc_autopsy_part *part = &self->part[i];
        part->mean = fc__mean_of(self->share + i * worlds, worlds);
        if (i < self->n)
            part->mean.error = hypot(part->mean.error, self->order_error[i]);
        for (size_t w = 0; w < worlds; w++)
            part->total += self->money[i * worlds + w];
        if (i <= self->n)
            mean[i] = (double)part->total / (double)worlds;
    }
    fc__round_to_sum(mean, self->n + 1, whole);
    for (size_t i = 0; i <= self->n; i++) {
        self->part[i].money = whole[i];
        sum += whole[i];
    }
    self->part[self->n + 1].money = sum;
    largest_count(self);
}

fc_status fc__autopsy_share(struct fc_autopsy *self, struct fc_error *err)
{
    const size_t parts = self->n + 2, worlds = (size_t)self->worlds;
    FC_TRY(replay(self, err));
    self->share = fc_array_new(parts * worlds, sizeof *self->share);
    self->order_error = fc_array_new(self->n, sizeof *self->order_error);
    self->money = fc_array_new(parts * worlds, sizeof *self->money);
    self->part = fc_array_new(parts, sizeof *self->part);
    if (!self->share || !self->order_error || !self->money || !self->part)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the shares");
    if (self->orders)
        FC_TRY(shares_sampled(self, err));
    else
        shares_exact(self);
    rest_fill(self);
    parts_fill(self);
    self->replayed = self->worlds;
    return FC_OK;
}
