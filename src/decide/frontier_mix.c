/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mixes are tried, and how a scenario gets one.
 *
 *   present mix   sum over channels of money x share / sum of money; money of calling
 *                 = target hours of all seats x what an hour of theirs costs
 *   mixes         present + step x k, k whole numbers that add up to 0, inside the
 *                 bounds: all with one step moved, then two, ... while whole rings fit
 *   channel       its own share + (mix - present mix), not below 0, scaled to 1
 *   speed         quarter after quarter the same number of points, until all have moved
 *
 * Checked by tests/unit/test_decide_frontier.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/frontier.h"
#include "model/market.h"
#include "model/mix.h"
#include "scenario/scenario.h"

/* ---- efforts and the present mix ---- */

static uint32_t member_of(const struct fc_market *market, int axis)
{
    return axis == FC_TERRITORY ? market->territory
           : axis == FC_PRODUCT ? market->product
                                : market->segment;
}

static double entry_value(const struct fc_frontier *self, const char *key,
                          double otherwise)
{
    const struct fc_entry *entry = fc__scenario_find(self->scenario, key);
    return entry && entry->number && entry->number->value > 0 ? entry->number->value
                                                              : otherwise;
}

/* What a channel's effort costs in the first month. */
static double money_of(const struct fc_frontier *self, const struct fc_model *model,
                       uint32_t c)
{
    const struct fc_channel *channel = &model->channels[c];
    if (channel->kind != FC_OUTBOUND)
        return channel->spend[0];
    const uint32_t role = model->task_role[fc_task_outbound(model)];
    double seats = 0;
    for (uint32_t s = 0; s < model->planned_seats; s++)
        seats += model->seat_role[s] == role;
    const double paid =
        entry_value(self, "people.paid_hours_per_week", 40) * 52 / 12; /* a month */
    const double pay = model->number_value[model->pay_numbers.base.row] *
                       (1 + entry_value(self, "people.on_cost_share", 0));
    return seats * pay * model->number_value[channel->hours_per_seat_month.row] / paid;
}

static void effort_add(struct fc_frontier *self, const struct fc_model *model,
                       uint32_t c)
{
    const double money = money_of(self, model, c);
    if (!model->channels[c].effort || !(money > 0) || self->efforts == FC__EFFORTS_MOST)
        return;
    struct fc__effort *effort = &self->effort[self->efforts++];
    *effort = (struct fc__effort){.name = model->axis[FC_CHANNEL].name[c],
                                  .title = model->axis[FC_CHANNEL].title[c],
                                  .spends = model->channels[c].kind != FC_OUTBOUND,
                                  .money = money};
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i];
        effort->share[member_of(&model->markets[k], self->axis)] +=
            model->channels[c].effort[k];
    }
}

/* A mix that the scenario plans itself would be in the way. */
static fc_status plans_check(const struct fc_frontier *self, struct fc_error *err)
{
    for (size_t e = 0; e < self->efforts; e++) {
        char key[160];
        snprintf(key, sizeof key, "channels.%s.mix_plan[0].month",
                 self->effort[e].name);
        if (fc__scenario_find(self->scenario, key))
            return FC_FAIL(err, FC_E_SCENARIO,
                           "'channels.%s.mix_plan' already plans a mix; frontier plans "
                           "mixes itself: take the entry out",
                           self->effort[e].name);
    }
    return FC_OK;
}

static fc_status efforts_find(struct fc_frontier *self, struct fc_error *err)
{
    const struct fc_model *model = self->sample.at[0].model;
    double all = 0;
    self->members = model->axis[self->axis].count;
    if (self->members > FC__MEMBERS_MOST)
        return FC_FAIL(err, FC_E_SCENARIO, "%zu members; at most %d are possible",
                       self->members, FC__MEMBERS_MOST);
    self->effort = fc_array_new(FC__EFFORTS_MOST, sizeof *self->effort);
    if (!self->effort)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the channels");
    for (uint32_t c = 0; c < model->axis[FC_CHANNEL].count; c++)
        effort_add(self, model, c);
    if (self->efforts == 0)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "no channel has a spend_per_month or hours_per_seat_month: "
                       "there is no effort to move");
    for (size_t e = 0; e < self->efforts; e++)
        all += self->effort[e].money;
    for (size_t e = 0; e < self->efforts; e++)
        for (size_t m = 0; m < self->members; m++)
            self->present[m] += self->effort[e].money / all * self->effort[e].share[m];
    return plans_check(self, err);
}

/* ---- bounds ---- */

/* A number from 0 to 100 that fills the text up to `end`. */
static bool per_cent(const char *text, const char *end, double *out)
{
    char digits[32], *stop = NULL;
    const size_t n = (size_t)(end - text);
    if (n == 0 || n >= sizeof digits || text[0] < '0' || text[0] > '9')
        return false;
    memcpy(digits, text, n);
    digits[n] = '\0';
    *out = strtod(digits, &stop);
    return *stop == '\0' && *out >= 0 && *out <= 100;
}

/* "small=20..80" */
static fc_status bound_read(struct fc_frontier *self, const char *text,
                            struct fc_error *err)
{
    const struct fc_axis_table *axis = &self->sample.at[0].model->axis[self->axis];
    const char *equals = strchr(text, '=');
    const size_t n = equals ? (size_t)(equals - text) : strlen(text);
    uint32_t m = 0;
    while (m < axis->count &&
           (strlen(axis->name[m]) != n || strncmp(axis->name[m], text, n) != 0))
        m++;
    if (m == axis->count)
        return FC_FAIL(err, FC_E_ARG, "the bound '%s' names no %s of the scenario",
                       text, self->options->by);
    const char *dots = equals ? strstr(equals, "..") : NULL;
    double low = 0, high = 0;
    if (!dots || !per_cent(equals + 1, dots, &low) ||
        !per_cent(dots + 2, dots + strlen(dots), &high) || low > high)
        return FC_FAIL(err, FC_E_ARG,
                       "the bound '%s' is no range of per cent such as %s=20..80", text,
                       axis->name[m]);
    self->low[m] = low / 100;
    self->high[m] = high / 100;
    return FC_OK;
}

static fc_status bounds_read(struct fc_frontier *self, struct fc_error *err)
{
    size_t moving = 0;
    for (size_t m = 0; m < self->members; m++)
        self->high[m] = 1;
    for (size_t i = 0; i < self->options->n_bounds; i++)
        FC_TRY(bound_read(self, self->options->bounds[i], err));
    for (size_t m = 0; m < self->members; m++)
        moving += self->present[m] - self->step >= self->low[m] - 1e-9 ||
                  self->present[m] + self->step <= self->high[m] + 1e-9;
    if (moving < 2 || moving > FC__MOVING_MOST)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "effort can move between %zu members by %s; it needs 2 to %d: "
                       "widen or narrow their bounds, or take another step",
                       moving, self->options->by, FC__MOVING_MOST);
    return FC_OK;
}

/* ---- the mixes ---- */

static bool tried(const struct fc_frontier *self, const int *steps)
{
    for (size_t i = 0; i < self->mixes; i++)
        if (memcmp(self->mix[i].steps, steps, sizeof self->mix[i].steps) == 0)
            return true;
    return false;
}

static bool is_inside(const struct fc_frontier *self, const int *steps, size_t m)
{
    const double share = self->present[m] + self->step * steps[m];
    return share >= fmax(self->low[m], 0) - 1e-9 && share <= self->high[m] + 1e-9;
}

/* The mix from which one step more goes from member a to b; false: none, or no room. */
static bool mix_add(struct fc_frontier *self, const struct fc__mix_tried *before,
                    size_t a, size_t b)
{
    struct fc__mix_tried mix = *before;
    mix.steps[a]--;
    mix.steps[b]++;
    /* away from the present mix only: a step back is a mix of an earlier ring */
    if (mix.steps[a] >= 0 || mix.steps[b] <= 0 || !is_inside(self, mix.steps, a) ||
        !is_inside(self, mix.steps, b) || tried(self, mix.steps))
        return true;
    if (self->mixes == FC__MIXES_MOST)
        return false;
    mix.share[a] = fmax(self->present[a] + self->step * mix.steps[a], 0);
    mix.share[b] = self->present[b] + self->step * mix.steps[b];
    mix.moved += self->step;
    mix.from = before == self->mix ? (int)a : -1;
    mix.to = (int)b;
    self->mix[self->mixes++] = mix;
    return true;
}

static void rings_add(struct fc_frontier *self)
{
    size_t first = 0, last = 1;
    while (first < last) {
        bool fits = true;
        for (size_t i = first; i < last && fits; i++)
            for (size_t ab = 0; ab < self->members * self->members && fits; ab++) {
                const size_t a = ab / self->members, b = ab % self->members;
                fits = a == b || mix_add(self, &self->mix[i], a, b);
            }
        if (!fits) { /* a ring in part would favour the first members */
            self->mixes = last;
            return;
        }
        first = last;
        last = self->mixes;
    }
}

fc_status fc__frontier_mixes(struct fc_frontier *self, struct fc_error *err)
{
    FC_TRY(efforts_find(self, err));
    FC_TRY(bounds_read(self, err));
    self->mix = fc_array_new(FC__MIXES_MOST, sizeof *self->mix);
    if (!self->mix)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the mixes");
    self->mix[0].from = -1;
    memcpy(self->mix[0].share, self->present, sizeof self->mix[0].share);
    self->mixes = 1;
    rings_add(self);
    if (self->mixes < 2)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "no other mix lies inside the bounds; widen them or take a "
                       "smaller step");
    return FC_OK;
}

/* ---- the overlay ---- */

/* A channel's own split when `part` of the way to the mix is done. */
static void channel_share(const struct fc_frontier *self,
                          const struct fc__effort *effort,
                          const struct fc__mix_tried *mix, double part, double *share)
{
    double sum = 0;
    for (size_t m = 0; m < self->members; m++) {
        const double moved = part * (mix->share[m] - self->present[m]);
        const bool none = effort->spends && !(effort->share[m] > 0);
        share[m] = none ? 0 : fmax(effort->share[m] + moved, 0);
        sum += share[m];
    }
    for (size_t m = 0; m < self->members; m++)
        share[m] = sum > 0 ? share[m] / sum : effort->share[m];
}

static void entry_add(const struct fc_frontier *self, const struct fc__effort *effort,
                      const struct fc__mix_tried *mix, int quarter, double part,
                      struct fc_builder *out)
{
    const struct fc_axis_table *axis = &self->sample.at[0].model->axis[self->axis];
    double share[FC__MEMBERS_MOST];
    channel_share(self, effort, mix, part, share);
    fc_builder_format(out, "%s{ month = %d; %s = { ", quarter ? ", " : "",
                      1 + 3 * quarter, fc_frontier_by(self));
    for (size_t m = 0; m < self->members; m++)
        fc_builder_format(out, "%s = %.12f; ", axis->name[m], share[m]);
    fc_builder_add(out, "}; }");
}

void fc__frontier_overlay(const struct fc_frontier *self,
                          const struct fc__mix_tried *mix, struct fc_builder *out)
{
    const int months = self->facts.months;
    fc_builder_add(out, "channels = ( ");
    for (size_t e = 0; e < self->efforts; e++) {
        fc_builder_format(out, "%s{ name = \"%s\"; mix_plan = ( ", e ? ", " : "",
                          self->effort[e].name);
        double part = 0;
        for (int quarter = 0; part < 1 && 3 * quarter < months; quarter++) {
            part = fmin(1, (quarter + 1) * self->per_quarter / mix->moved);
            part = part > 1 - 1e-9 ? 1 : part;
            entry_add(self, &self->effort[e], mix, quarter, part, out);
        }
        fc_builder_add(out, " ); }");
    }
    fc_builder_add(out, " );\n");
}
