/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leads: how many arrive, through which channel, in which market, and how good they
 * are.
 *
 * Intensity of channel c in market k per month (docs/model.md#demand):
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

#include <string.h>

#include "model/demand_spec.h"
#include "model/market.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

/* ---- a block ---- */

/* p_c / p_max of each channel and segment: the best channel keeps all of its leads. */
static void viable_open(const struct fc_demand *own, struct fc_block *b)
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

/* factor = gamma of mean 1 and variance share x cv^2; 1 where cv = 0. `fixed`: not by
 * chance, but at this point of its distribution, in 1/2^32; 0: by chance. */
static void year_factor(const struct fc_demand *own, struct fc_block *b, uint64_t site,
                        uint32_t fixed, float share, float *factor)
{
    const float *cv = fc_number_row(b, own->cv);
    uint32_t word[4 * FC_LANES];
    FC_LANE_ROW(float, shape);
    fc_draw(b, site, word);
    for (uint32_t l = 0; fixed > 0 && l < FC_LANES; l++)
        word[l] = fixed;
    FC_EACH (l) {
        const float variance = share * cv[l] * cv[l];
        shape[l] = variance > 1e-6f ? 1.0f / variance : 1e6f;
    }
    fc_gamma(FC_LANES, word, shape, factor);
    FC_EACH (l)
        factor[l] = cv[l] > 0.0f ? factor[l] / shape[l] : 1.0f;
}

static void year_draw(const struct fc_demand *own, struct fc_block *b)
{
    const uint32_t markets = b->model->axis[FC_MARKET].count;
    const uint32_t segments = b->model->axis[FC_SEGMENT].count;
    float *common = fc_own(b, own->year, (size_t)markets + segments);
    year_factor(own, b, own->year_site, own->year_luck[b->month / 12], 0.5f, common);
    for (uint32_t s = 0; s < segments; s++)
        year_factor(own, b, own->segment_site[s], 0, 0.3f,
                    fc_own(b, own->year, (size_t)markets + s));
    for (uint32_t k = 0; k < markets; k++) {
        float *v = fc_own(b, own->year, k);
        const float *segment =
            fc_own(b, own->year, (size_t)markets + b->model->markets[k].segment);
        year_factor(own, b, own->market_site[k], 0, 0.2f, v);
        FC_EACH (l)
            v[l] *= common[l] * segment[l];
    }
}

static void noise_draw(const struct fc_demand *own, struct fc_block *b)
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
static void market_factor(const struct fc_demand *own, const struct fc_block *b,
                          uint32_t k, float season_dt, float *factor)
{
    const float *v = fc_own(b, own->year, k);
    const float *log_drop = fc_own(b, own->log_drop, 0);
    const float *z = FC_ROW(b, adverse, k);
    const float *clients = FC_ROW(b, clients, k);
    const float *kept = fc_lever(b, FC_L_demand, k);
    const float *most = FC_ROW(b, potential, k);
    FC_EACH (l) {
        const float room = 1.0f - clients[l] / (most[l] > 0.0f ? most[l] : 1.0f);
        const float open = most[l] > 0.0f ? (room > 0.0f ? room : 0.0f) : 1.0f;
        factor[l] = v[l] * fc_expf(z[l] * log_drop[l]) * kept[l] * open * season_dt;
    }
}

/* What leads are made of: outbound hours of the market's team, clients who refer. */
struct sources {
    const float *hours, *clients;
    bool opening; /* before month 1 */
};

/* Several outbound channels share the hours of a team by their targets. */
static void hours_share(const struct fc_demand *own, const struct fc_block *b,
                        uint32_t c, const float *hours, float *part)
{
    FC_LANE_ROW(float, all) = {0};
    const float *mine = fc_number_row(b, b->model->channels[c].hours_per_seat_month);
    for (uint32_t i = 0; i < own->channels; i++) {
        const float *other =
            fc_number_row(b, b->model->channels[own->order[i]].hours_per_seat_month);
        FC_EACH (l)
            all[l] += other[l];
    }
    FC_EACH (l)
        part[l] = all[l] > 0.0f ? hours[l] * (mine[l] / all[l]) : 0.0f;
}

/* Leads a month that hours bring: rate x hours, or what is left of the list of
 * prospects, R (1 - exp(-rate hours / R)): calls fall on the list at random, and who
 * was found in a month is not found again. */
static void prospect(const struct fc_demand *own, const struct fc_block *b, uint32_t k,
                     uint32_t c, const struct sources *from, float *leads)
{
    const struct fc_demand_channel *channel = &own->channel[c];
    const float *rate =
        fc_number_row(b, channel->leads_per_hour[b->model->markets[k].segment]);
    const float *most = fc_number_row(b, channel->prospects);
    const float weight = fc__calling_weight(own, b, c, from->opening)[k] / b->model->dt;
    const float share = own->all_weight[k];
    const float *hours = from->hours;
    FC_LANE_ROW(float, part);
    if (own->outbound > 1) {
        hours_share(own, b, c, hours, part);
        hours = part;
    }
    FC_EACH (l)
        leads[l] = hours[l] * rate[l] * weight;
    if (!from->opening)
        fc__prospecting_share(own, b, k, c, leads);
    if (!channel->limited)
        return;
    FC_EACH (l) {
        const float list = most[l] * share;
        const float found = list * (1.0f - fc_expf(-leads[l] / list));
        leads[l] = list > 0.0f ? found : leads[l];
    }
}

/* Leads of channel c in market k per unit of the market factor. */
static void channel_base(const struct fc_demand *own, const struct fc_block *b,
                         uint32_t k, uint32_t c, const struct sources *from,
                         float *base)
{
    const struct fc_model *model = b->model;
    const struct fc_market *market = &model->markets[k];
    const struct fc_demand_channel *channel = &own->channel[c];
    const float *u = fc_own(b, own->noise, c);
    const float *kept = fc_lever(b, FC_L_arrivals, c);
    const float *flow = fc_lever(b, FC_L_lead_flow, c);
    const uint32_t at = fc__demand_part(channel, k);
    const float response = channel->response[(size_t)at * model->steps + b->step];
    if (channel->kind == FC_OUTBOUND) {
        prospect(own, b, k, c, from, base);
        FC_EACH (l)
            base[l] = base[l] * u[l] * kept[l] * flow[l];
    } else if (channel->kind == FC_REFERRAL) {
        const float *rate = fc_number_row(b, channel->leads_per_client_year);
        FC_EACH (l)
            base[l] =
                from->clients[l] * rate[l] * (1.0f / 12.0f) * u[l] * kept[l] * flow[l];
        if (model->channels[c].by_satisfaction) {
            const float *effect = fc_number_row(b, channel->by_satisfaction);
            const float *content = FC_ROW(b, satisfaction, k);
            FC_EACH (l)
                base[l] *= fc_expf(effect[l] * content[l]);
        }
    } else {
        const float *leads =
            fc_number_row(b, model->segments[market->segment].leads_per_month);
        const float *share = fc_number_row(b, channel->share[market->segment]);
        const float part = (float)market->share * response;
        if (fc__marketing_moved(own, b, c)) {
            const float *own_response =
                fc_own(b, own->response, channel->first_part + at);
            const float size = (float)market->share;
            FC_EACH (l) {
                const float here = size * own_response[l];
                base[l] = leads[l] * share[l] * here * u[l] * kept[l] * flow[l];
            }
            return;
        }
        FC_EACH (l)
            base[l] = leads[l] * share[l] * part * u[l] * kept[l] * flow[l];
    }
}

/* Leads of a channel that wait for first contact: `all` that arrived, `good` that are
 * viable if they need not wait. */
static void queue_add(const struct fc_demand *own, const struct fc_block *b, uint32_t k,
                      uint32_t c, const float *all, const float *good)
{
    const uint32_t row = b->model->markets[k].team * own->channels + c;
    const float *ignored = fc_number_row(b, own->channel[c].ignored);
    const float *unanswered = fc_lever(b, FC_L_neglect, c);
    float *waiting = FC_ROW(b, waiting, k), *queue = FC_ROW(b, queue, row);
    float *by = FC_ROW(b, waiting_by, k * own->channels + c);
    float *inbound = FC_ROW(b, inbound, row);
    FC_EACH (l) {
        waiting[l] += good[l];
        by[l] = good[l];
        queue[l] += all[l] * (1.0f - ignored[l] * unanswered[l]);
        inbound[l] += all[l];
    }
}

static void queue_clear(const struct fc_demand *own, const struct fc_block *b)
{
    memset(b->s.queue, 0,
           (size_t)b->model->axis[FC_TEAM].count * own->channels * FC_LANES *
               sizeof *b->s.queue);
}

static void market_arrivals(const struct fc_demand *own, struct fc_block *b, uint32_t k,
                            const struct sources *from, const float *factor)
{
    const uint32_t segment = b->model->markets[k].segment;
    float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
    float *late = FC_ROW(b, stale_late, k), *neglected = FC_ROW(b, neglected, k);
    FC_EACH (l)
        viable[l] = FC_ROW(b, waiting, k)[l] = unfit[l] = late[l] = neglected[l] = 0.0f;
    for (uint32_t i = 0; i < own->channels; i++) {
        const uint32_t c = own->order[i];
        const float *ignored = fc_number_row(b, own->channel[c].ignored);
        const float *kept = fc_number_row(b, own->channel[c].kept);
        const float *in_time = fc_lever(b, FC_L_viable_share, c);
        const float *unanswered = fc_lever(b, FC_L_neglect, c);
        const float *fit = fc_own(b, own->viable, (size_t)segment * own->channels + c);
        float *rate = FC_ROW(b, channel_rate, (size_t)k * own->channels + c);
        const bool waits = own->channel[c].kind == FC_INBOUND;
        FC_LANE_ROW(float, base);
        FC_LANE_ROW(float, in_queue);
        channel_base(own, b, k, c, from, base);
        FC_EACH (l) {
            const float all = base[l] * factor[l];
            const float answered = all * (1.0f - ignored[l] * unanswered[l]);
            const float good = answered * fit[l];
            const float kept_good = good * kept[l] * in_time[l];
            rate[l] += all;
            neglected[l] += all - answered;
            viable[l] += kept_good;
            late[l] += good - kept_good;
            unfit[l] += answered - good;
            in_queue[l] = kept_good;
            base[l] = all;
        }
        if (waits)
            queue_add(own, b, k, c, base, in_queue);
    }
}

/* Arrivals of a neutral step, for a pipeline that opens in its steady state: no noise,
 * no season, outbound hours at their target, the opening clients. */
static void neutral_open(const struct fc_demand *own, struct fc_block *b)
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
    queue_clear(own, b);
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i]; /* sums over a team: M2 */
        const uint32_t team = model->markets[k].team;
        const float *people = FC_ROW(b, role_headcount,
                                     team * model->axis[FC_ROLE].count +
                                         model->task_role[fc_task_outbound(model)]);
        FC_EACH (l) {
            hours[l] = 0.0f;
            clients[l] = (float)model->markets[k].opening_clients;
        }
        for (uint32_t c = 0; c < own->channels; c++) {
            const float *target =
                fc_number_row(b, model->channels[c].hours_per_seat_month);
            const float time = model->dt * fc__team_effort(b, c, team, true);
            FC_EACH (l)
                hours[l] += target[l] * people[l] * time;
        }
        market_arrivals(own, b, k, &(struct sources){hours, clients, true}, factor);
    }
}

static void potential_open(struct fc_block *b)
{
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &b->model->markets[k];
        const float *segment =
            fc_number_row(b, b->model->segments[market->segment].potential);
        float *potential = FC_ROW(b, potential, k);
        FC_EACH (l)
            potential[l] = segment[l] * (float)market->share;
    }
}

static void open_block(const void *own_, struct fc_block *b)
{
    const struct fc_demand *own = own_;
    const float *drop = fc_number_row(b, own->drop);
    float *log_drop = fc_own(b, own->log_drop, 0);
    FC_EACH (l)
        log_drop[l] = fc_logf(1.0f - drop[l]);
    potential_open(b);
    viable_open(own, b);
    neutral_open(own, b);
}

static void step(const void *own_, struct fc_block *b)
{
    const struct fc_demand *own = own_;
    const struct fc_model *model = b->model;
    const uint32_t calendar = (uint32_t)(model->start_month + (int)b->month) % 12;
    if (b->month_starts && b->month % 12 == 0)
        year_draw(own, b);
    if (b->month_starts)
        noise_draw(own, b);
    fc__marketing_step(own, b);
    fc__prospecting_step(own, b);
    queue_clear(own, b);
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i]; /* sums over a team: M2 */
        FC_LANE_ROW(float, factor);
        market_factor(own, b, k, own->season[calendar] * model->dt, factor);
        market_arrivals(
            own, b, k,
            &(struct sources){FC_ROW(b, outbound_hours, model->markets[k].team),
                              FC_ROW(b, clients, k), false},
            factor);
    }
}

const struct fc_mechanism FC_PER_ISA(fc_demand) = {
    .name = "demand",
    .help = "lead flow by channel and market",
    .sections = fc__demand_sections,
    .spec_size = sizeof(struct fc_demand_spec),
    .kpis = fc__demand_kpis,
    .compile = fc__demand_compile,
    .link = fc__demand_link,
    .open = open_block,
    .step = step,
};
