/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads: how many arrive, through which channel, in which market, and how good they
 * are.
 *
 * Intensity of channel c in market k per month (evidence 1.1):
 *   b_ck S_t A_ct D_kt U_ct V_kt x levers
 *   S season, A advertising response, D = (1 - drop)^z demand in a downturn, U monthly
 * gamma noise of the channel, V = V_year V_segment V_market gammas of mean 1 drawn once
 * a year. Quality is a mark of the lead: neglected with probability p_ign (inbound),
 * else viable with probability (p_c / p_max) kept_c, else stale; p_c is stage-1
 * conversion with the channel's odds. Superposition is exact: a market has two Poisson
 * streams, viable and stale.
 *
 * Checked by T2, T3, T4 and the referral check in tests/stat/test_demand.c. */
#include "model/demand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/demand_spec.h"
#include "model/market.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

enum { CHANNELS_MAX = 64 };

/* ---- compile ---- */

struct channel {
    int kind;
    fc_num *share; /* [segment] */
    fc_num quality, shape, kept, ignored, leads_per_hour, leads_per_client_year;
    const float *response; /* [step] advertising, season not included */
    const double *spend;   /* [month] */
    uint64_t noise_site;
};

struct own {
    uint32_t channels;
    uint32_t *order; /* channels by name (M2) */
    struct channel *channel;
    float season[12];
    fc_num cv, drop;
    uint64_t year_site, *segment_site, *market_site;
    double *weight;     /* [market] share of the segment's leads x its mean leads */
    float *team_weight; /* [market] of its team's outbound leads */
    /* rows: noise U [channel], V [market] of the year, viable share p_c / p_max
     * [segment * channels + channel], log(1 - drop) */
    fc_rows noise, year, viable, log_drop;
};

static fc_status season_compile(const struct fc_demand_spec *spec,
                                struct fc_model *model, struct own *own)
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

/* Advertising response of every step and spend of every month. */
static bool adverts_compile(const struct fc_channel_spec *spec, struct fc_model *model,
                            struct channel *channel)
{
    float *response = fc__model_alloc(model, model->steps, sizeof *response);
    double *spend = fc__model_alloc(model, model->months, sizeof *spend);
    if (!response || !spend)
        return false;
    const double reference = spec->spend_per_month.value;
    const struct fc_spend_spec *plan = spec->spend_plan.items;
    double goodwill = 1, now = reference;
    for (uint32_t t = 0; t < model->steps; t++) {
        const uint32_t month = t / model->steps_per_month;
        for (size_t i = 0; i < spec->spend_plan.n; i++)
            if (plan[i].month == (int)month + 1)
                now = plan[i].spend_per_month.value;
        spend[month] = now;
        response[t] = 1.0f;
        if (reference <= 0)
            continue;
        response[t] =
            (float)fc__advert_response(goodwill, spec->ad_driven_share.value,
                                       spec->hill.value, spec->half_saturation.value);
        goodwill =
            fc__goodwill_next(goodwill, now / reference,
                              spec->half_life_weeks.value * 12 / 52, (double)model->dt);
    }
    channel->response = response;
    channel->spend = spend;
    return true;
}

static bool channel_compile(const struct fc_channel_spec *spec, struct fc_model *model,
                            struct channel *channel, struct fc_channel *facts)
{
    const bool inbound = spec->kind == FC_INBOUND;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    channel->kind = spec->kind;
    channel->share = fc__model_alloc(model, segments, sizeof *channel->share);
    if (!channel->share)
        return false;
    for (uint32_t s = 0; s < segments; s++)
        channel->share[s] = inbound || spec->kind == FC_PARTNER
                                ? fc__model_number(model, spec->share.at[s])
                                : fc__model_constant(model, 0);
    channel->quality = fc__model_number(model, spec->quality_odds);
    channel->shape = fc__model_number(model, spec->dispersion);
    channel->kept =
        inbound ? fc__model_number(model, spec->kept) : fc__model_constant(model, 1);
    channel->ignored = inbound ? fc__model_number(model, spec->neglected_share)
                               : fc__model_constant(model, 0);
    channel->leads_per_hour = fc__model_number(model, spec->leads_per_hour);
    channel->leads_per_client_year =
        fc__model_number(model, spec->leads_per_client_year);
    channel->noise_site = fc_site("demand", spec->name, "noise", 0);
    facts->kind = spec->kind;
    facts->commission_share = spec->kind == FC_PARTNER
                                  ? fc__model_number(model, spec->commission_share)
                                  : fc__model_constant(model, 0);
    facts->hours_per_seat_month =
        spec->kind == FC_OUTBOUND ? fc__model_number(model, spec->hours_per_seat_month)
                                  : fc__model_constant(model, 0);
    return adverts_compile(spec, model, channel);
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

static fc_status channels_compile(const struct fc_demand_spec *spec,
                                  struct fc_model *model, struct own *own,
                                  struct fc_error *err)
{
    const struct fc_channel_spec *item = spec->channels.items;
    const size_t n = spec->channels.n;
    if (n == 0 || n > CHANNELS_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "'channels' has %zu entries; it needs 1 to %d", n,
                                    CHANNELS_MAX);
    FC_TRY(shares_check(item, n, model));
    struct fc_channel *facts = fc__model_alloc(model, n, sizeof *facts);
    const char **titles = fc__model_alloc(model, n, sizeof *titles);
    own->channel = fc__model_alloc(model, n, sizeof *own->channel);
    own->channels = (uint32_t)n;
    own->order = fc__model_order(model, &model->axis[FC_CHANNEL]);
    bool fine = facts && titles && own->channel && own->order;
    for (size_t c = 0; fine && c < n; c++) {
        fine = channel_compile(&item[c], model, &own->channel[c], &facts[c]);
        titles[c] = item[c].title ? item[c].title : item[c].name;
    }
    if (!fine)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu channels", n);
    model->channels = facts;
    model->axis[FC_CHANNEL].title = titles;
    return FC_OK;
}

/* Sites of the yearly factors: names, never positions. */
static bool sites_compile(struct fc_model *model, struct own *own)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    own->segment_site = fc__model_alloc(model, segments, sizeof *own->segment_site);
    own->market_site = fc__model_alloc(model, markets, sizeof *own->market_site);
    own->weight = fc__model_alloc(model, markets, sizeof *own->weight);
    own->team_weight = fc__model_alloc(model, markets, sizeof *own->team_weight);
    if (!own->segment_site || !own->market_site || !own->weight || !own->team_weight)
        return false;
    own->year_site = fc_site("demand", NULL, "year", 0);
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

static fc_status compile(const void *spec_, struct fc_model *model, void **own_,
                         struct fc_error *err)
{
    const struct fc_demand_spec *spec = spec_;
    const uint32_t markets = model->axis[FC_MARKET].count;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    struct own *own = fc__model_alloc(model, 1, sizeof *own);
    if (!own)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the channels");
    *own_ = own;
    FC_TRY(season_compile(spec, model, own));
    FC_TRY(channels_compile(spec, model, own, err));
    if (!sites_compile(model, own))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the channels");
    own->cv = fc__model_number(model, spec->markets.year_to_year_cv);
    own->drop = fc__model_number(model, spec->macro.demand_drop);
    own->noise = fc__model_rows(model, own->channels);
    own->year = fc__model_rows(model, (size_t)markets + segments + 1);
    own->viable = fc__model_rows(model, (size_t)segments * own->channels);
    own->log_drop = fc__model_rows(model, 1);
    model->best_odds = fc__model_rows(model, 1);
    return FC_OK;
}

/* A client's own referrals bring clients who refer: the branching must die out. */
static fc_status referrals_check(const struct own *own, struct fc_model *model)
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
        }
    return FC_OK;
}

static fc_status link_rooms(void *own_, struct fc_model *model, struct fc_error *err)
{
    struct own *own = own_;
    (void)err;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        double all = 0, share = 0;
        for (uint32_t j = 0; j < model->axis[FC_MARKET].count; j++) {
            const uint32_t i = model->market_order[j];
            if (model->markets[i].team != model->markets[k].team)
                continue;
            all += own->weight[i];
            share += model->markets[i].share;
        }
        own->team_weight[k] = (float)(all > 0     ? own->weight[k] / all
                                      : share > 0 ? model->markets[k].share / share
                                                  : 0);
    }
    return referrals_check(own, model);
}

/* ---- a block ---- */

/* p_c / p_max of each channel and segment: the best channel keeps all of its leads. */
static void viable_open(const struct own *own, struct fc_block *b)
{
    const uint32_t stages = b->model->pipeline->stages;
    float *best = fc_own(b, b->model->best_odds, 0);
    for (uint32_t c = 0; c < own->channels; c++) {
        const float *odds = fc_number_row(b, own->channel[c].quality);
        FC_EACH (l)
            best[l] = c == 0 || odds[l] > best[l] ? odds[l] : best[l];
    }
    for (uint32_t s = 0; s < b->model->axis[FC_SEGMENT].count; s++) {
        const float *p =
            fc_number_row(b, b->model->pipeline->conversion[(size_t)s * stages]);
        for (uint32_t c = 0; c < own->channels; c++) {
            const float *odds = fc_number_row(b, own->channel[c].quality);
            float *ratio = fc_own(b, own->viable, (size_t)s * own->channels + c);
            FC_EACH (l)
                ratio[l] = odds[l] * (1.0f + (best[l] - 1.0f) * p[l]) /
                           (best[l] * (1.0f + (odds[l] - 1.0f) * p[l]));
        }
    }
}

/* factor = gamma of mean 1 and variance share x cv^2; 1 where cv = 0 */
static void year_factor(const struct own *own, struct fc_block *b, uint64_t site,
                        float share, float *factor)
{
    const float *cv = fc_number_row(b, own->cv);
    uint32_t word[4 * FC_LANES];
    FC_LANE_ROW(float, shape);
    fc_draw(b, site, word);
    FC_EACH (l) {
        const float variance = share * cv[l] * cv[l];
        shape[l] = variance > 1e-6f ? 1.0f / variance : 1e6f;
    }
    fc_gamma(FC_LANES, word, shape, factor);
    FC_EACH (l)
        factor[l] = cv[l] > 0.0f ? factor[l] / shape[l] : 1.0f;
}

static void year_draw(const struct own *own, struct fc_block *b)
{
    const uint32_t markets = b->model->axis[FC_MARKET].count;
    const uint32_t segments = b->model->axis[FC_SEGMENT].count;
    float *common = fc_own(b, own->year, (size_t)markets + segments);
    year_factor(own, b, own->year_site, 0.5f, common);
    for (uint32_t s = 0; s < segments; s++)
        year_factor(own, b, own->segment_site[s], 0.3f,
                    fc_own(b, own->year, (size_t)markets + s));
    for (uint32_t k = 0; k < markets; k++) {
        float *v = fc_own(b, own->year, k);
        const float *segment =
            fc_own(b, own->year, (size_t)markets + b->model->markets[k].segment);
        year_factor(own, b, own->market_site[k], 0.2f, v);
        FC_EACH (l)
            v[l] *= common[l] * segment[l];
    }
}

static void noise_draw(const struct own *own, struct fc_block *b)
{
    uint32_t word[4 * FC_LANES];
    for (uint32_t c = 0; c < own->channels; c++) {
        const float *shape = fc_number_row(b, own->channel[c].shape);
        float *u = fc_own(b, own->noise, c);
        fc_draw(b, own->channel[c].noise_site, word);
        fc_gamma(FC_LANES, word, shape, u);
        FC_EACH (l)
            u[l] = shape[l] > 0.0f ? u[l] / shape[l] : 1.0f;
    }
}

/* Market factor m_k = V D potential x lever, times the step and the season. */
static void market_factor(const struct own *own, const struct fc_block *b, uint32_t k,
                          float season_dt, float *factor)
{
    const struct fc_market *market = &b->model->markets[k];
    const float *v = fc_own(b, own->year, k);
    const float *log_drop = fc_own(b, own->log_drop, 0);
    const float *z = FC_ROW(b, adverse, k);
    const float *clients = FC_ROW(b, clients, k);
    const float *kept = fc_lever(b, FC_L_demand, k);
    const float *potential =
        fc_number_row(b, b->model->segments[market->segment].potential);
    const float share = (float)market->share;
    FC_EACH (l) {
        const float most = potential[l] * share;
        const float room = 1.0f - clients[l] / (most > 0.0f ? most : 1.0f);
        const float open = most > 0.0f ? (room > 0.0f ? room : 0.0f) : 1.0f;
        factor[l] = v[l] * fc_expf(z[l] * log_drop[l]) * kept[l] * open * season_dt;
    }
}

/* What leads are made of: outbound hours of the market's team, clients who refer. */
struct sources {
    const float *hours, *clients;
};

/* Leads of channel c in market k per unit of the market factor. */
static void channel_base(const struct own *own, const struct fc_block *b, uint32_t k,
                         uint32_t c, const struct sources *from, float *base)
{
    const struct fc_model *model = b->model;
    const struct fc_market *market = &model->markets[k];
    const struct channel *channel = &own->channel[c];
    const float *u = fc_own(b, own->noise, c);
    const float *kept = fc_lever(b, FC_L_arrivals, c);
    const float *flow = fc_lever(b, FC_L_lead_flow, c);
    const float response = channel->response[b->step];
    if (channel->kind == FC_OUTBOUND) {
        const float *rate = fc_number_row(b, channel->leads_per_hour);
        const float weight = own->team_weight[k] / model->dt;
        FC_EACH (l)
            base[l] = from->hours[l] * rate[l] * weight * u[l] * kept[l] * flow[l];
    } else if (channel->kind == FC_REFERRAL) {
        const float *rate = fc_number_row(b, channel->leads_per_client_year);
        FC_EACH (l)
            base[l] =
                from->clients[l] * rate[l] * (1.0f / 12.0f) * u[l] * kept[l] * flow[l];
    } else {
        const float *leads =
            fc_number_row(b, model->segments[market->segment].leads_per_month);
        const float *share = fc_number_row(b, channel->share[market->segment]);
        const float part = (float)market->share * response;
        FC_EACH (l)
            base[l] = leads[l] * share[l] * part * u[l] * kept[l] * flow[l];
    }
}

static void market_arrivals(const struct own *own, struct fc_block *b, uint32_t k,
                            const struct sources *from, const float *factor)
{
    const uint32_t segment = b->model->markets[k].segment;
    float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
    float *late = FC_ROW(b, stale_late, k), *neglected = FC_ROW(b, neglected, k);
    FC_EACH (l)
        viable[l] = unfit[l] = late[l] = neglected[l] = 0.0f;
    for (uint32_t i = 0; i < own->channels; i++) {
        const uint32_t c = own->order[i];
        const float *ignored = fc_number_row(b, own->channel[c].ignored);
        const float *kept = fc_number_row(b, own->channel[c].kept);
        const float *in_time = fc_lever(b, FC_L_viable_share, c);
        const float *fit = fc_own(b, own->viable, (size_t)segment * own->channels + c);
        float *rate = FC_ROW(b, channel_rate, (size_t)k * own->channels + c);
        FC_LANE_ROW(float, base);
        channel_base(own, b, k, c, from, base);
        FC_EACH (l) {
            const float all = base[l] * factor[l];
            const float answered = all * (1.0f - ignored[l]);
            const float good = answered * fit[l];
            const float kept_good = good * kept[l] * in_time[l];
            rate[l] += all;
            neglected[l] += all - answered;
            viable[l] += kept_good;
            late[l] += good - kept_good;
            unfit[l] += answered - good;
        }
    }
}

/* Arrivals of a neutral step, for a pipeline that opens in its steady state: no noise,
 * no season, outbound hours at their target, the opening clients. */
static void neutral_open(const struct own *own, struct fc_block *b)
{
    const struct fc_model *model = b->model;
    FC_LANE_ROW(float, factor);
    FC_LANE_ROW(float, hours);
    FC_LANE_ROW(float, clients);
    FC_EACH (l)
        factor[l] = model->dt;
    for (uint32_t c = 0; c < own->channels; c++)
        FC_EACH (l)
            fc_own(b, own->noise, c)[l] = 1.0f;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        const float *people = FC_ROW(b, headcount, model->markets[k].team);
        FC_EACH (l) {
            hours[l] = 0.0f;
            clients[l] = (float)model->markets[k].opening_clients;
        }
        for (uint32_t c = 0; c < own->channels; c++) {
            const float *target =
                fc_number_row(b, model->channels[c].hours_per_seat_month);
            FC_EACH (l)
                hours[l] += target[l] * people[l] * model->dt;
        }
        market_arrivals(own, b, k, &(struct sources){hours, clients}, factor);
    }
}

static void open_block(const void *own_, struct fc_block *b)
{
    const struct own *own = own_;
    const float *drop = fc_number_row(b, own->drop);
    float *log_drop = fc_own(b, own->log_drop, 0);
    FC_EACH (l)
        log_drop[l] = fc_logf(1.0f - drop[l]);
    viable_open(own, b);
    neutral_open(own, b);
}

static void step(const void *own_, struct fc_block *b)
{
    const struct own *own = own_;
    const struct fc_model *model = b->model;
    const uint32_t calendar = (uint32_t)(model->start_month + (int)b->month) % 12;
    if (b->month_starts && b->month % 12 == 0)
        year_draw(own, b);
    if (b->month_starts)
        noise_draw(own, b);
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        FC_LANE_ROW(float, factor);
        market_factor(own, b, k, own->season[calendar] * model->dt, factor);
        market_arrivals(
            own, b, k,
            &(struct sources){FC_ROW(b, outbound_hours, model->markets[k].team),
                              FC_ROW(b, clients, k)},
            factor);
    }
    for (uint32_t c = 0; b->month_starts && c < own->channels; c++) {
        double *spend = FC_ROW(b, marketing, c);
        FC_EACH (l)
            spend[l] += own->channel[c].spend[b->month];
    }
}

const struct fc_mechanism FC_PER_ISA(fc_demand) = {
    .name = "demand",
    .help = "lead flow by channel and market",
    .sections = fc__demand_sections,
    .spec_size = sizeof(struct fc_demand_spec),
    .kpis = fc__demand_kpis,
    .compile = compile,
    .link = link_rooms,
    .open = open_block,
    .step = step,
};
