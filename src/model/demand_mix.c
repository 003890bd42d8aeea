/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the effort of a channel goes: prospecting hours of a team, spend on adverts.
 *
 *   weight of market k   w_k = share of the segment's leads x its mean leads
 *   by a mix             w_k prod over axes of mix_m / base_m,  m the market's member,
 *                        base_m the member's share of all weights
 *   hours                a team's hours go to its markets in proportion to these
 *   spend                spend a lead of the market over that of the channel, r_k =
 *                        prod mix_m / base_m, scaled so that the spend is the same
 *
 * so that one mix alone gives its members exactly the shares it names (of a team's
 * hours: if the team covers all of them; a team that covers none keeps its own).
 * Without a mix a weight is that of the leads. Checked by tests/stat/test_demand.c. */
#include <math.h>

#include "base/error.h"
#include "model/demand.h"

static uint32_t member_of(const struct fc_market *k, int axis)
{
    return axis == 0 ? k->territory : axis == 1 ? k->product : k->segment;
}

static bool is_mixed(const struct fc_demand_channel *channel)
{
    for (int a = 0; a < 3; a++)
        if (!isnan(channel->mix[a].at[0].value))
            return true;
    return false;
}

/* Sum of the mix, and the share of all weights that its member m has. */
static double mix_sum(const struct fc_numbers *mix)
{
    double sum = 0;
    for (size_t i = 0; i < mix->n; i++)
        sum += mix->at[i].value;
    return sum;
}

static double base_of(const struct fc_model *model, const double *weight, int axis,
                      uint32_t member)
{
    double all = 0, inside = 0;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i];
        all += weight[k];
        inside += member_of(&model->markets[k], axis) == member ? weight[k] : 0;
    }
    return all > 0 ? inside / all : 0;
}

/* prod mix / base of a market. */
static double ratio_of(const struct fc_model *model,
                       const struct fc_demand_channel *channel, const double *weight,
                       uint32_t k)
{
    double ratio = 1;
    for (int a = 0; a < 3; a++) {
        const struct fc_numbers *mix = &channel->mix[a];
        const uint32_t m = member_of(&model->markets[k], a);
        const double base = base_of(model, weight, a, m);
        if (!isnan(mix->at[0].value))
            ratio *= base > 0 ? mix->at[m].value / mix_sum(mix) / base : 0;
    }
    return ratio;
}

static fc_status mix_check(const struct fc_demand *own, struct fc_model *model)
{
    static const char *const keys[] = {"territory", "product", "segment"};
    static const char *const members[] = {"territories", "products", "segments"};
    for (uint32_t c = 0; c < own->channels; c++)
        for (int a = 0; a < 3; a++) {
            const struct fc_numbers *mix = &own->channel[c].mix[a];
            if (isnan(mix->at[0].value) || mix_sum(mix) > 0)
                continue;
            return fc__scenario_problem(
                model->scenario, mix->at[0].line,
                "'channels.%s.%s_mix' is 0 everywhere; give a share to some of the %s",
                model->axis[FC_CHANNEL].name[c], keys[a], members[a]);
        }
    return FC_OK;
}

/* Share of a market in `weight` of its team, or (team UINT32_MAX) of all; by its share
 * of the leads of its segment if nothing weighs. */
static double share_of(const struct fc_model *model, const double *weight, uint32_t k,
                       uint32_t team)
{
    double all = 0, share = 0;
    for (uint32_t j = 0; j < model->axis[FC_MARKET].count; j++) {
        const uint32_t i = model->market_order[j];
        if (team != UINT32_MAX && model->markets[i].team != team)
            continue;
        all += weight[i];
        share += model->markets[i].share;
    }
    return all > 0 ? weight[k] / all : share > 0 ? model->markets[k].share / share : 0;
}

static bool team_has_any(const struct fc_model *model, const double *weight,
                         uint32_t team)
{
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++)
        if (model->markets[k].team == team && weight[k] > 0)
            return true;
    return false;
}

static void hours_link(const struct fc_demand *own, const struct fc_model *model,
                       struct fc_demand_channel *channel, double *room)
{
    const bool mixed = is_mixed(channel);
    const uint32_t markets = model->axis[FC_MARKET].count;
    for (uint32_t k = 0; k < markets; k++)
        room[k] = mixed ? own->weight[k] * ratio_of(model, channel, own->weight, k)
                        : own->weight[k];
    for (uint32_t k = 0; k < markets; k++) {
        const uint32_t team = model->markets[k].team;
        const bool any = team_has_any(model, room, team);
        channel->hours_share[k] =
            (float)share_of(model, any ? room : own->weight, k, team);
    }
}

/* Leads of the channel in a market, on average: what its spend goes to without a mix.
 */
static void spend_link(const struct fc_demand *own, const struct fc_model *model,
                       struct fc_demand_channel *channel, double *room)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    double all = 0, spent = 0;
    for (uint32_t k = 0; k < markets; k++)
        room[k] = own->weight[k] *
                  model->number_value[channel->share[model->markets[k].segment].row];
    for (uint32_t i = 0; i < markets; i++) {
        const uint32_t k = model->market_order[i];
        const double ratio = ratio_of(model, channel, room, k);
        channel->spend_ratio[k] = (float)ratio;
        all += room[k];
        spent += room[k] * ratio;
    }
    for (uint32_t k = 0; k < markets && spent > 0; k++)
        channel->spend_ratio[k] *= (float)(all / spent);
}

fc_status fc__mix_link(struct fc_demand *own, struct fc_model *model,
                       struct fc_error *err)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    double *room = fc__model_alloc(model, markets, sizeof *room);
    FC_TRY(mix_check(own, model));
    for (uint32_t c = 0; c < own->channels; c++) {
        struct fc_demand_channel *channel = &own->channel[c];
        const bool spends = is_mixed(channel) && channel->reference > 0.0f;
        channel->hours_share =
            fc__model_alloc(model, markets, sizeof *channel->hours_share);
        if (spends)
            channel->spend_ratio =
                fc__model_alloc(model, markets, sizeof *channel->spend_ratio);
        if (!room || !channel->hours_share || (spends && !channel->spend_ratio))
            return FC_FAIL(err, FC_E_MEMORY, "no memory for the channels");
        hours_link(own, model, channel, room);
        if (spends)
            spend_link(own, model, channel, room);
    }
    for (uint32_t k = 0; k < markets; k++)
        own->all_weight[k] = (float)share_of(model, own->weight, k, UINT32_MAX);
    own->effort =
        fc__model_rows(model, (size_t)own->channels * model->axis[FC_TEAM].count);
    return FC_OK;
}
