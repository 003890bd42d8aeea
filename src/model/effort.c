/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effort of a channel, scenario -> numbers: what it spends and how leads answer, how
 * calling hours are split over markets.
 *
 *   spend    base of a market = leads of the channel there; where a plan moves its
 *            share of the spend by a factor x, its goodwill follows x spend / reference
 *   calling  base of a market = share of the seats that call in its team x its share of
 *            the team's leads; a market gets (its weight / weight of its team) of the
 *            team's hours, a seat calls (weight of its team / its base) x the target
 *
 * Without a mix or a plan both are what they are today, bit for bit. Checked by
 * tests/stat/test_mix.c. */
#include <math.h>

#include "base/error.h"
#include "model/demand.h"
#include "model/demand_spec.h"
#include "model/market.h"
#include "model/organisation.h"
#include "random/lanemath.h"

/* ---- spend ---- */

/* Leads of the channel by market, any scale. */
static double *leads_base(const struct fc_demand *own, struct fc_model *model,
                          const struct fc_channel_spec *spec)
{
    double *base = fc__model_alloc(model, model->axis[FC_MARKET].count, sizeof *base);
    for (uint32_t k = 0; base && k < model->axis[FC_MARKET].count; k++)
        base[k] = own->weight[k] * spec->share.at[model->markets[k].segment].value;
    return base;
}

/* Spend of every month. */
static double *spend_plan(const struct fc_channel_spec *spec, struct fc_model *model)
{
    const struct fc_spend_spec *plan = spec->spend_plan.items;
    double *spend = fc__model_alloc(model, model->months, sizeof *spend);
    double now = spec->spend_per_month.value;
    for (uint32_t month = 0; spend && month < model->months; month++) {
        for (size_t i = 0; i < spec->spend_plan.n; i++)
            if (plan[i].month == (int)month + 1)
                now = plan[i].spend_per_month.value;
        spend[month] = now;
    }
    return spend;
}

/* Goodwill and advertising response of every step in one part of the markets. */
static void part_respond(const struct fc_channel_spec *spec,
                         const struct fc_model *model, const double *spend,
                         const float *ratio, float *goodwill, float *response)
{
    const double reference = spec->spend_per_month.value;
    double level = 1;
    for (uint32_t t = 0; t < model->steps; t++) {
        const uint32_t month = t / model->steps_per_month;
        response[t] = 1.0f;
        goodwill[t] = (float)level;
        if (reference <= 0)
            continue;
        response[t] =
            (float)fc__advert_response(level, spec->ad_driven_share.value,
                                       spec->hill.value, spec->half_saturation.value);
        level =
            fc__goodwill_next(level, spend[month] / reference * (double)ratio[month],
                              spec->half_life_weeks.value * 12 / 52, (double)model->dt);
    }
}

static bool parts_respond(const struct fc_channel_spec *spec, struct fc_model *model,
                          struct fc_demand_channel *channel)
{
    const size_t parts = channel->parts, months = model->months;
    float *response = fc__model_alloc(model, parts * model->steps, sizeof *response);
    float *goodwill = fc__model_alloc(model, parts * model->steps, sizeof *goodwill);
    float *ratio = fc__model_alloc(model, parts * months, sizeof *ratio);
    if (!response || !goodwill || !ratio)
        return false;
    for (size_t i = 0; i < parts * months; i++) {
        const struct fc_mix *mix = channel->mix;
        const double x =
            mix ? mix->ratio[mix->period[i % months] * parts + i / months] : 1;
        ratio[i] = (float)(isfinite(x) ? x : 1);
    }
    for (size_t part = 0; part < parts; part++)
        part_respond(spec, model, channel->spend, ratio + part * months,
                     goodwill + part * model->steps, response + part * model->steps);
    channel->response = response;
    channel->goodwill = goodwill;
    channel->ratio = ratio;
    channel->reference = (float)spec->spend_per_month.value;
    channel->ad_share = (float)spec->ad_driven_share.value;
    channel->hill = (float)spec->hill.value;
    channel->half_power = (float)fc_pow(spec->half_saturation.value, spec->hill.value);
    channel->retention = (float)fc__goodwill_next(
        1, 0, spec->half_life_weeks.value * 12 / 52, (double)model->dt);
    return true;
}

/* Leads belong to a spend; where there was none, nobody knows how they answer. */
static fc_status ratios_check(const struct fc_channel_spec *spec,
                              struct fc_model *model, const double *base,
                              const struct fc_mix *mix)
{
    for (uint32_t k = 0; k < mix->markets; k++)
        for (uint32_t p = 1; p < mix->periods; p++)
            if (base[k] > 0 && isinf(mix->ratio[p * mix->parts + mix->part[k]]))
                return fc__scenario_problem(
                    model->scenario, 0,
                    "'channels.%s.mix_plan' spends in market '%s', where `mix` spends "
                    "nothing: nobody knows how leads answer there; give it a share of "
                    "the mix",
                    spec->name, model->axis[FC_MARKET].name[k]);
    return FC_OK;
}

fc_status fc__effort_compile(struct fc_demand *own, struct fc_model *model, uint32_t c,
                             struct fc_channel *facts, struct fc_error *err)
{
    struct fc_demand_channel *channel = &own->channel[c];
    const struct fc_channel_spec *spec = channel->spec;
    const bool spends = spec->spend_per_month.value > 0 && spec->share.n > 0 &&
                        (spec->kind == FC_INBOUND || spec->kind == FC_PARTNER);
    const double *base = leads_base(own, model, spec);
    struct fc_mix *mix = NULL;
    facts->spend = channel->spend = spend_plan(spec, model);
    if (!base || !channel->spend)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the spend of a channel");
    if (spends) {
        FC_TRY(fc__mix_new(spec, model, base, &mix, err));
        FC_TRY(ratios_check(spec, model, base, mix));
        facts->effort = mix->weight;
    } else if (fc__mix_given(spec) && spec->kind != FC_OUTBOUND) {
        fc__scenario_warning(model->scenario, 0,
                             "'channels.%s.mix' does nothing: the channel has no "
                             "spend_per_month and is not outbound",
                             spec->name);
    }
    channel->mix = spends && fc__mix_given(spec) ? mix : NULL;
    channel->parts = channel->mix ? channel->mix->parts : 1;
    channel->first_part = own->parts;
    own->parts += channel->parts;
    return parts_respond(spec, model, channel)
               ? FC_OK
               : FC_FAIL(err, FC_E_MEMORY, "no memory for the spend of a channel");
}

/* ---- calling ---- */

/* Shares of the market in the outbound leads of its team, or (team UINT32_MAX) of all.
 */
static double outbound_share(const struct fc_demand *own, const struct fc_model *model,
                             uint32_t k, uint32_t team)
{
    double all = 0, share = 0;
    for (uint32_t j = 0; j < model->axis[FC_MARKET].count; j++) {
        const uint32_t i = model->market_order[j];
        if (team != UINT32_MAX && model->markets[i].team != team)
            continue;
        all += own->weight[i];
        share += model->markets[i].share;
    }
    return all > 0     ? own->weight[k] / all
           : share > 0 ? model->markets[k].share / share
                       : 0;
}

/* Share of a team in the seats that call; in the leads, where there are none. */
static double caller_share(const struct fc_demand *own, const struct fc_model *model,
                           uint32_t team)
{
    const uint32_t role = model->task_role[fc_task_outbound(model)];
    double mine = 0, all = 0, leads = 0;
    for (uint32_t s = 0; s < model->planned_seats; s++) {
        const bool calls =
            model->seat_role[s] == role && !fc_is_pool(model, model->seat_team[s]);
        all += calls;
        mine += calls && model->seat_team[s] == team;
    }
    for (uint32_t j = 0; j < model->axis[FC_MARKET].count; j++) {
        const uint32_t k = model->market_order[j];
        leads += model->markets[k].team == team
                     ? outbound_share(own, model, k, UINT32_MAX)
                     : 0;
    }
    return all > 0 ? mine / all : leads;
}

/* Shares of hours within teams, factors on the hours of seats. */
static void calling_set(const struct fc_model *model, const double *caller,
                        struct fc_mix *mix, float *weight, float *factor)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    for (uint32_t p = 0; p < mix->periods; p++) {
        const double *of = mix->weight + (size_t)p * mix->markets;
        for (uint32_t team = 0; team < teams; team++) {
            double sum = 0;
            for (uint32_t j = 0; j < mix->markets; j++) {
                const uint32_t k = model->market_order[j];
                sum += model->markets[k].team == team ? of[k] : 0;
            }
            for (uint32_t k = 0; k < mix->markets; k++)
                if (model->markets[k].team == team)
                    weight[p * mix->markets + k] = (float)(sum > 0 ? of[k] / sum : 0);
            factor[p * teams + team] =
                (float)(caller[team] > 0 ? sum / caller[team] : 0);
        }
    }
}

static fc_status calling_link(struct fc_demand *own, struct fc_model *model,
                              struct fc_demand_channel *channel,
                              struct fc_channel *facts, struct fc_error *err)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    const uint32_t markets = model->axis[FC_MARKET].count;
    double *base = fc__model_alloc(model, markets, sizeof *base);
    double *caller = fc__model_alloc(model, teams, sizeof *caller);
    struct fc_mix *mix;
    if (!base || !caller)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the split of calling");
    for (uint32_t team = 0; team < teams; team++)
        caller[team] = caller_share(own, model, team);
    for (uint32_t k = 0; k < markets; k++)
        base[k] = caller[model->markets[k].team] *
                  outbound_share(own, model, k, model->markets[k].team);
    FC_TRY(fc__mix_new(channel->spec, model, base, &mix, err));
    facts->effort = mix->weight;
    if (!fc__mix_given(channel->spec))
        return FC_OK;
    float *weight =
        fc__model_alloc(model, (size_t)mix->periods * markets, sizeof *weight);
    float *factor =
        fc__model_alloc(model, (size_t)mix->periods * teams, sizeof *factor);
    if (!weight || !factor)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the split of calling");
    calling_set(model, caller, mix, weight, factor);
    channel->mix = facts->mix = mix;
    channel->team_weight = weight;
    facts->team_effort = factor;
    return FC_OK;
}

fc_status fc__effort_link(struct fc_demand *own, struct fc_model *model,
                          struct fc_error *err)
{
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        own->team_weight[k] =
            (float)outbound_share(own, model, k, model->markets[k].team);
        own->all_weight[k] = (float)outbound_share(own, model, k, UINT32_MAX);
    }
    own->effort =
        fc__model_rows(model, (size_t)own->channels * model->axis[FC_TEAM].count);
    for (uint32_t c = 0; c < own->channels; c++)
        if (own->channel[c].kind == FC_OUTBOUND)
            FC_TRY(calling_link(own, model, &own->channel[c], &own->facts[c], err));
    return FC_OK;
}
