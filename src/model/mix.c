/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Splits effort over markets so that its shares by territory, product and segment are
 * those that are asked for.
 *
 *   weight_k <- weight_k share_m / sum of weight over the markets of member m
 *
 * for one axis after the other until all shares hold: raking (Deming & Stephan 1940),
 * done after one pass where one axis is given, or where markets are products of the
 * axes' shares. Within a member the split stays what it was. Checked by
 * tests/stat/test_mix.c. */
#include "model/mix.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

enum { AXES = FC__MIX_AXES, PASSES = 200, PERIODS_MOST = 600 };
static const char *const axis_key[AXES] = {"territory", "product", "segment"};

static bool is_given(const struct fc_mix_spec *mix, int axis)
{
    return mix->by[axis].n > 0 && !isnan(mix->by[axis].at[0].value);
}

static bool any_given(const struct fc_mix_spec *mix)
{
    return is_given(mix, 0) || is_given(mix, 1) || is_given(mix, 2);
}

bool fc__mix_given(const struct fc_channel_spec *spec)
{
    return any_given(&spec->mix) || spec->mix_plan.n > 0;
}

static uint32_t member_of(const struct fc_market *market, int axis)
{
    return axis == 0   ? market->territory
           : axis == 1 ? market->product
                       : market->segment;
}

/* ---- raking ---- */

/* One axis; the largest share that was off. */
static fc_status rake_axis(struct fc_model *model, const char *channel, int axis,
                           const struct fc_numbers *share, double *weight, double *off)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    const uint32_t *order = fc__model_order(
        model, &model->axis[FC_TERRITORY + axis]); /* sums by name: M2 */
    double all = 0, total = 0;
    for (size_t m = 0; order && m < share->n; m++)
        total += share->at[order[m]].value;
    if (!(total > 0))
        return fc__scenario_problem(model->scenario, share->at[0].line,
                                    "'channels.%s': all shares of a mix by %s are 0; "
                                    "give one of them effort",
                                    channel, axis_key[axis]);
    for (uint32_t i = 0; i < markets; i++)
        all += weight[model->market_order[i]];
    for (uint32_t m = 0; m < share->n; m++) {
        const double want = share->at[m].value / total;
        double sum = 0;
        for (uint32_t i = 0; i < markets; i++) {
            const uint32_t k = model->market_order[i];
            sum += member_of(&model->markets[k], axis) == m ? weight[k] : 0;
        }
        if (want > 0 && !(sum > 0))
            return fc__scenario_problem(
                model->scenario, share->at[m].line,
                "'channels.%s': a mix gives %g of the effort to %s '%s', which has no "
                "market left for it",
                channel, want, axis_key[axis],
                model->axis[FC_TERRITORY + axis].name[m]);
        *off = fmax(*off, fabs(sum / all - want));
        for (uint32_t k = 0; k < markets; k++)
            if (sum > 0 && member_of(&model->markets[k], axis) == m)
                weight[k] *= want * all / sum;
    }
    return FC_OK;
}

static fc_status rake(struct fc_model *model, const char *channel,
                      const struct fc_mix_spec *mix, double *weight)
{
    double off = 1;
    for (int pass = 0; pass < PASSES && off > 1e-13; pass++) {
        off = 0;
        for (int axis = 0; axis < AXES; axis++)
            if (is_given(mix, axis))
                FC_TRY(rake_axis(model, channel, axis, &mix->by[axis], weight, &off));
    }
    if (off < 1e-6)
        return FC_OK;
    return fc__scenario_problem(
        model->scenario, 0,
        "'channels.%s': the shares of its mix by territory, product and segment cannot "
        "be had together in these markets; give fewer axes",
        channel);
}

/* Effort today, adding up to 1; a little everywhere, so that a member without any can
 * be given some. */
static void start(const struct fc_model *model, const double *base, double *weight)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    double sum = 0, shares = 0;
    for (uint32_t i = 0; i < markets; i++) {
        sum += base[model->market_order[i]];
        shares += model->markets[model->market_order[i]].share;
    }
    for (uint32_t k = 0; k < markets; k++) {
        const double share =
            shares > 0 ? model->markets[k].share / shares : 1.0 / markets;
        weight[k] = !(sum > 0) ? share : base[k] > 0 ? base[k] / sum : 1e-12 * share;
    }
}

/* ---- periods ---- */

static bool periods_set(const struct fc_channel_spec *spec, struct fc_model *model,
                        struct fc_mix *self)
{
    const struct fc_mix_plan_spec *plan = spec->mix_plan.items;
    uint16_t *period = fc__model_alloc(model, model->months, sizeof *period);
    uint16_t now = 0;
    for (uint32_t month = 0; period && month < model->months; month++) {
        for (size_t i = 0; i < spec->mix_plan.n; i++)
            if (plan[i].month == (int)month + 1)
                now = (uint16_t)(i + 1);
        period[month] = now;
    }
    self->period = period;
    return period != NULL;
}

/* Axes that an entry does not name stay as they were. */
static void carry(struct fc_mix_spec *now, const struct fc_mix_spec *next)
{
    for (int axis = 0; axis < AXES; axis++)
        if (is_given(next, axis))
            now->by[axis] = next->by[axis];
}

static fc_status weights_set(const struct fc_channel_spec *spec, struct fc_model *model,
                             const double *base, struct fc_mix *self, double *weight)
{
    const struct fc_mix_plan_spec *plan = spec->mix_plan.items;
    struct fc_mix_spec now = spec->mix;
    for (uint32_t p = 0; p < self->periods; p++) {
        double *at = weight + (size_t)p * self->markets;
        if (p > 0)
            carry(&now, &plan[p - 1].mix);
        start(model, base, at);
        FC_TRY(rake(model, spec->name, &now, at));
    }
    return FC_OK;
}

/* ---- parts ---- */

/* Raking multiplies by factors of members, so that markets of the same members, on the
 * axes that are named, keep the same ratio to the opening. */
static void parts_set(const struct fc_channel_spec *spec, const struct fc_model *model,
                      struct fc_mix *self, uint32_t *part)
{
    const struct fc_mix_plan_spec *plan = spec->mix_plan.items;
    self->parts = 1;
    for (int axis = 0; axis < AXES; axis++) {
        bool moves = spec->mix_plan.n > 0 && is_given(&spec->mix, axis);
        for (size_t i = 0; i < spec->mix_plan.n; i++)
            moves |= is_given(&plan[i].mix, axis);
        if (!moves)
            continue;
        for (uint32_t k = 0; k < self->markets; k++)
            part[k] += self->parts * member_of(&model->markets[k], axis);
        self->parts *= model->axis[FC_TERRITORY + axis].count;
    }
    self->part = part;
}

static void ratios_set(struct fc_mix *self, double *ratio)
{
    for (uint32_t p = 0; p < self->periods; p++)
        for (uint32_t k = 0; k < self->markets; k++) {
            const double was = self->weight[k];
            const double is = self->weight[(size_t)p * self->markets + k];
            ratio[p * self->parts + self->part[k]] = p == 0    ? 1
                                                     : was > 0 ? is / was
                                                     : is > 0  ? (double)INFINITY
                                                               : 1;
        }
    self->ratio = ratio;
}

fc_status fc__mix_new(const struct fc_channel_spec *spec, struct fc_model *model,
                      const double *base, struct fc_mix **out, struct fc_error *err)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    struct fc_mix *self = fc__model_alloc(model, 1, sizeof *self);
    const size_t periods = spec->mix_plan.n + 1;
    if (periods > PERIODS_MOST)
        return fc__scenario_problem(model->scenario, 0,
                                    "'channels.%s.mix_plan' has %zu entries; at most "
                                    "%d are possible",
                                    spec->name, periods - 1, PERIODS_MOST - 1);
    double *weight = fc__model_alloc(model, periods * markets, sizeof *weight);
    uint32_t *part = fc__model_alloc(model, markets, sizeof *part);
    if (!self || !weight || !part)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a mix of effort");
    self->markets = markets;
    self->periods = (uint32_t)periods;
    self->weight = weight;
    FC_TRY(weights_set(spec, model, base, self, weight));
    parts_set(spec, model, self, part);
    double *ratio = fc__model_alloc(model, periods * self->parts, sizeof *ratio);
    if (!ratio || !periods_set(spec, model, self))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a mix of effort");
    ratios_set(self, ratio);
    *out = self;
    return FC_OK;
}
