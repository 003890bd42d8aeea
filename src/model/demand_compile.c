/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demand room, scenario -> numbers: season, channels, advertising, sites. The law
 * is at the head of demand.c. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/demand.h"
#include "model/demand_spec.h"
#include "model/market.h"
#include "model/normal.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

enum { CHANNELS_MAX = 64 };

static fc_status season_compile(const struct fc_demand_spec *spec,
                                struct fc_model *model, struct fc_demand *own)
{
    double factor[12];
    for (int m = 0; m < 12; m++)
        factor[m] = 1;
    if (spec->season.kind == 1)
        fc__season_harmonic(spec->season.amplitude.value, spec->season.peak_month,
                            factor);
    const struct fc_numbers *given = &spec->season.factors;
    if (spec->season.kind == 2) {
        double sum = 0;
        for (size_t m = 0; m < given->n; m++)
            sum += given->at[m].value;
        if (given->n != 12 || !(sum > 0))
            return fc__scenario_problem(
                model->scenario, given->n ? given->at[0].line : 0,
                "'markets.season.factors' has %zu numbers; it needs 12, January first, "
                "not all 0",
                given->n);
        for (int m = 0; m < 12; m++)
            factor[m] = given->at[m].value * 12 / sum;
    }
    for (int m = 0; m < 12; m++)
        own->season[m] = (float)factor[m];
    return FC_OK;
}

/* Numbers of the wait for first contact; channels that are not inbound do not wait. */
static void wait_compile(const struct fc_channel_spec *spec, struct fc_model *model,
                         struct fc_channel *facts)
{
    facts->decay_exponent = fc__model_number(model, spec->decay_exponent);
    facts->decay_minutes = fc__model_number(model, spec->decay_minutes);
    facts->office_hours_share = fc__model_number(model, spec->office_hours_share);
    facts->night_gap_hours = fc__model_number(model, spec->night_gap_hours);
    facts->weekend_gap_hours = fc__model_number(model, spec->weekend_gap_hours);
    facts->patience_hours = fc__model_number(model, spec->patience_hours);
    facts->decays = spec->kind == FC_INBOUND &&
                    (spec->decay_exponent.dist >= 0 || spec->decay_exponent.value > 0 ||
                     spec->patience_hours.dist >= 0 || spec->patience_hours.value > 0);
}

static bool channel_compile(const struct fc_channel_spec *spec, struct fc_model *model,
                            struct fc_demand_channel *channel, struct fc_channel *facts)
{
    const bool inbound = spec->kind == FC_INBOUND;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    channel->spec = spec;
    channel->kind = spec->kind;
    channel->share = fc__model_alloc(model, segments, sizeof *channel->share);
    channel->leads_per_hour =
        fc__model_alloc(model, segments, sizeof *channel->leads_per_hour);
    if (!channel->share || !channel->leads_per_hour)
        return false;
    for (uint32_t s = 0; s < segments; s++) {
        channel->share[s] = inbound || spec->kind == FC_PARTNER
                                ? fc__model_number(model, spec->share.at[s])
                                : fc__model_constant(model, 0);
        channel->leads_per_hour[s] =
            fc__model_number(model, spec->leads_per_hour.at[s]);
    }
    channel->quality = fc__model_number(model, spec->quality_odds);
    channel->shape = fc_unless_normal(model, FC_CAUSE_leads, spec->dispersion, 0);
    channel->kept =
        inbound ? fc__model_number(model, spec->kept) : fc__model_constant(model, 1);
    channel->ignored = inbound ? fc__model_number(model, spec->neglected_share)
                               : fc__model_constant(model, 0);
    channel->prospects = fc__model_number(model, spec->prospects);
    channel->limited = spec->prospects.dist >= 0 || spec->prospects.value > 0;
    channel->leads_per_client_year =
        fc__model_number(model, spec->leads_per_client_year);
    channel->by_satisfaction = fc__model_number(model, spec->by_satisfaction);
    facts->by_satisfaction =
        spec->kind == FC_REFERRAL &&
        (spec->by_satisfaction.dist >= 0 || spec->by_satisfaction.value != 0.0);
    channel->noise_site = fc_site("demand", spec->name, "noise", 0);
    facts->kind = spec->kind;
    facts->commission_share = spec->kind == FC_PARTNER
                                  ? fc__model_number(model, spec->commission_share)
                                  : fc__model_constant(model, 0);
    facts->hours_per_seat_month =
        spec->kind == FC_OUTBOUND ? fc__model_number(model, spec->hours_per_seat_month)
                                  : fc__model_constant(model, 0);
    wait_compile(spec, model, facts);
    return true;
}

/* Channels share out the leads of a segment: not more than all of them. */
static fc_status shares_check(const struct fc_channel_spec *item, size_t n,
                              struct fc_model *model)
{
    for (uint32_t s = 0; s < model->axis[FC_SEGMENT].count; s++) {
        double sum = 0;
        for (size_t c = 0; c < n; c++)
            sum += item[c].kind == FC_INBOUND || item[c].kind == FC_PARTNER
                       ? item[c].share.at[s].value
                       : 0;
        if (sum > 1 + 1e-6)
            return fc__scenario_problem(
                model->scenario, item[0].share.at[s].line,
                "'channels.*.share': the inbound and partner channels take %g of the "
                "leads of segment '%s'; at most 1 is there",
                sum, model->axis[FC_SEGMENT].name[s]);
    }
    return FC_OK;
}

/* One role makes the outbound leads. */
static fc_status prospecting_role(const struct fc_channel_spec *item, size_t n,
                                  struct fc_model *model)
{
    const uint32_t task = fc_task_outbound(model);
    uint32_t role = UINT32_MAX;
    for (size_t c = 0; c < n; c++) {
        if (item[c].kind != FC_OUTBOUND)
            continue;
        FC_TRY(fc__model_role(model, "channels.role", item[c].role, task));
        if (role != UINT32_MAX && role != model->task_role[task])
            return fc__scenario_problem(
                model->scenario, item[c].role.line,
                "'channels.%s.role' is not that of the other outbound channels; one "
                "role makes all outbound leads",
                item[c].name);
        role = model->task_role[task];
    }
    return FC_OK;
}

static fc_status channels_compile(const struct fc_demand_spec *spec,
                                  struct fc_model *model, struct fc_demand *own,
                                  struct fc_error *err)
{
    const struct fc_channel_spec *item = spec->channels.items;
    const size_t n = spec->channels.n;
    if (n == 0 || n > CHANNELS_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "'channels' has %zu entries; it needs 1 to %d", n,
                                    CHANNELS_MAX);
    FC_TRY(shares_check(item, n, model));
    FC_TRY(prospecting_role(item, n, model));
    struct fc_channel *facts = fc__model_alloc(model, n, sizeof *facts);
    const char **titles = fc__model_alloc(model, n, sizeof *titles);
    own->channel = fc__model_alloc(model, n, sizeof *own->channel);
    own->channels = (uint32_t)n;
    own->order = fc__model_order(model, &model->axis[FC_CHANNEL]);
    bool fine = facts && titles && own->channel && own->order;
    for (size_t c = 0; fine && c < n; c++) {
        fine = channel_compile(&item[c], model, &own->channel[c], &facts[c]);
        titles[c] = item[c].title ? item[c].title : item[c].name;
        own->outbound += item[c].kind == FC_OUTBOUND;
    }
    if (!fine)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu channels", n);
    for (size_t c = 0; c < n; c++)
        FC_TRY(fc__effort_compile(own, model, (uint32_t)c, &facts[c], err));
    model->channels = own->facts = facts;
    model->axis[FC_CHANNEL].title = titles;
    return FC_OK;
}

/* Sites of the yearly factors: names, never positions. */
static bool sites_compile(struct fc_model *model, struct fc_demand *own)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    own->segment_site = fc__model_alloc(model, segments, sizeof *own->segment_site);
    own->market_site = fc__model_alloc(model, markets, sizeof *own->market_site);
    own->weight = fc__model_alloc(model, markets, sizeof *own->weight);
    own->team_weight = fc__model_alloc(model, markets, sizeof *own->team_weight);
    own->all_weight = fc__model_alloc(model, markets, sizeof *own->all_weight);
    if (!own->segment_site || !own->market_site || !own->weight || !own->team_weight ||
        !own->all_weight)
        return false;
    own->year_site = fc__demand_year_site();
    for (uint32_t s = 0; s < segments; s++)
        own->segment_site[s] = fc_site("demand", model->axis[FC_SEGMENT].name[s],
                                       "year of the segment", 0);
    for (uint32_t k = 0; k < markets; k++) {
        own->market_site[k] =
            fc_site("demand", model->axis[FC_MARKET].name[k], "year of the market", 0);
        own->weight[k] = model->markets[k].share *
                         model->segments[model->markets[k].segment].leads_mean;
    }
    return true;
}

uint64_t fc__demand_year_site(void)
{
    return fc_site("demand", NULL, "year", 0);
}

static bool luck_compile(const struct fc_demand_spec *spec, struct fc_model *model,
                         struct fc_demand *own)
{
    const struct fc_numbers *luck = &spec->markets.year_luck;
    const size_t years = model->months / 12 + 1;
    own->year_luck = fc__model_alloc(model, years, sizeof *own->year_luck);
    for (size_t y = 0; own->year_luck && y < years && y < luck->n; y++)
        own->year_luck[y] = (uint32_t)(luck->at[y].value * 4294967296.0);
    return own->year_luck != NULL;
}

fc_status fc__demand_compile(const void *spec_, struct fc_model *model, void **own_,
                             struct fc_error *err)
{
    const struct fc_demand_spec *spec = spec_;
    const uint32_t markets = model->axis[FC_MARKET].count;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    struct fc_demand *own = fc__model_alloc(model, 1, sizeof *own);
    if (!own)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the channels");
    *own_ = own;
    FC_TRY(season_compile(spec, model, own));
    if (!sites_compile(model, own) || !luck_compile(spec, model, own))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the channels");
    FC_TRY(channels_compile(spec, model, own, err));
    own->cv = fc_unless_normal(model, FC_CAUSE_leads, spec->markets.year_to_year_cv, 0);
    own->drop = fc__model_number(model, spec->macro.demand_drop);
    own->shifted = fc__model_rows(model, 1);
    own->noise = fc__model_rows(model, own->channels);
    own->year = fc__model_rows(model, (size_t)markets + segments + 1);
    own->viable = fc__model_rows(model, (size_t)segments * own->channels);
    own->log_drop = fc__model_rows(model, 1);
    own->surplus = fc__model_rows(model, own->parts);
    own->response = fc__model_rows(model, own->parts);
    own->moved = fc__model_rows(model, own->channels / FC_LANES + 1);
    model->best_odds = fc__model_rows(model, 1);
    return FC_OK;
}

/* A client's own referrals bring clients who refer: the branching must die out. */
static fc_status referrals_check(const struct fc_demand *own, struct fc_model *model)
{
    const double years = (double)model->months / 12;
    for (uint32_t c = 0; c < own->channels; c++)
        for (uint32_t s = 0; s < model->axis[FC_SEGMENT].count; s++) {
            if (own->channel[c].kind != FC_REFERRAL)
                continue;
            const double life = model->lifetime_years[s] > 0
                                    ? fmin(model->lifetime_years[s], years)
                                    : years;
            const double rate =
                model->number_value[own->channel[c].leads_per_client_year.row];
            const double r = rate * model->pipeline->win_mean[s] * life;
            if (r >= 1)
                return fc__scenario_problem(
                    model->scenario, 0,
                    "'channels.%s.leads_per_client_year' is %g: each client of segment "
                    "'%s' would bring %.2f new clients in its life; it must be below "
                    "1: "
                    "lower it or the conversions",
                    model->axis[FC_CHANNEL].name[c], rate,
                    model->axis[FC_SEGMENT].name[s], r);
            if (r >= 0.5)
                fc__scenario_warning(
                    model->scenario, 0,
                    "'channels.%s.leads_per_client_year' is %g: each client of segment "
                    "'%s' would bring %.2f new clients in its life; growth by referral "
                    "feeds itself",
                    model->axis[FC_CHANNEL].name[c], rate,
                    model->axis[FC_SEGMENT].name[s], r);
        }
    return FC_OK;
}

fc_status fc__demand_link(void *own_, struct fc_model *model, struct fc_error *err)
{
    struct fc_demand *own = own_;
    FC_TRY(fc__effort_link(own, model, err));
    return referrals_check(own, model);
}
