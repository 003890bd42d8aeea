/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demand room's own data: demand_compile.c (scenario -> numbers, compiled once),
 * demand.c (steps), advert.c (season and advertising, pure). */
#ifndef FC_MODEL_DEMAND_H
#define FC_MODEL_DEMAND_H

#include "model/mix.h"

/* 12 factors of mean 1, exp(a cos(2 pi (month - peak) / 12)) over their mean;
 * peak 1..12. */
void fc__season_harmonic(double amplitude, int peak_month, double factor[12]);

/* Advertising response relative to the reference spend (Nerlove-Arrow goodwill g = 1 at
 * the reference, Hill): 1 - share + share H(g) / H(1), H(g) = g^hill / (g^hill +
 * half^hill). */
double fc__advert_response(double goodwill, double share, double hill,
                           double half_saturation);

/* One step of goodwill: retention^(step) g + (1 - retention^step) spend / reference. */
double fc__goodwill_next(double goodwill, double spend_ratio, double half_life_months,
                         double step_months);

struct fc_demand_channel {
    int kind;
    fc_num *share;          /* [segment] */
    fc_num *leads_per_hour; /* [segment] */
    fc_num quality, shape, kept, ignored, leads_per_client_year;
    fc_num by_satisfaction; /* referral: exponent of the clients' satisfaction */
    fc_num prospects;       /* outbound: most leads a month, all markets */
    bool limited;           /* prospects is not 0 for certain */
    const struct fc_channel_spec *spec; /* of the scenario: for link */
    const struct fc_mix *mix;           /* NULL: the split of today, for good */
    const float *team_weight; /* outbound with a mix: [period * markets + market] */
    uint32_t parts;           /* markets whose spend moves together; 1 without a mix */
    uint32_t first_part;      /* row of its first part among those of all channels */
    const float *response;    /* [part * steps + step] advertising, without season */
    const double *spend;      /* [month] */
    /* what the response is made of, for lanes whose spend leaves the plan */
    const float *goodwill; /* [part * steps + step] at the planned spend */
    const float *ratio; /* [part * months + month] of the part's share to the opening */
    float reference;    /* spend, 0: leads do not depend on it */
    float ad_share, hill, half_power, retention; /* half^hill; of a step */
    uint64_t noise_site;
};

struct fc_demand {
    uint32_t channels;
    uint32_t *order; /* channels by name (M2) */
    struct fc_demand_channel *channel;
    struct fc_channel *facts; /* the same channels, as other rooms see them */
    float season[12];
    fc_num cv, drop;
    uint64_t year_site, *segment_site, *market_site;
    double *weight;     /* [market] share of the segment's leads x its mean leads */
    float *team_weight; /* [market] of its team's outbound leads */
    float *all_weight;  /* [market] of all outbound leads there can be */
    /* rows: noise U [channel], V [market] of the year, viable share p_c / p_max
     * [segment * channels + channel], log(1 - drop) */
    fc_rows noise, year, viable, log_drop;
    uint32_t parts; /* of all channels together */
    /* lever `marketing` (marketing.c), [part]: goodwill beyond that of the plan, the
     * response of this step; flags of channels whose goodwill has left the plan */
    fc_rows surplus, response, moved;
    /* lever `prospecting` (prospecting.c): [channel * teams + team] what it makes of
     * the sum of a team's weights; one float of the block: somebody pulls it */
    fc_rows effort, shifted;
    uint32_t outbound; /* channels of this kind: they share the hours of calling */
};

#define fc__prospecting_step  FC_PER_ISA(fc__prospecting_step)
#define fc__prospecting_share FC_PER_ISA(fc__prospecting_share)

/* Parts of a team's calling hours by market, of this month or before month 1. */
static inline const float *fc__calling_weights(const struct fc_demand *own,
                                               const struct fc_block *b, uint32_t c,
                                               bool opening)
{
    const struct fc_demand_channel *channel = &own->channel[c];
    if (!channel->mix)
        return own->team_weight;
    return channel->team_weight + (size_t)fc__mix_period(channel->mix, b, opening) *
                                      b->model->axis[FC_MARKET].count;
}

/* Sums over teams of the weights that lever `prospecting` moves. */
void fc__prospecting_step(const struct fc_demand *own, struct fc_block *b);

/* Leads that a market's plain part of the hours brings, moved by the lever. */
void fc__prospecting_share(const struct fc_demand *own, const struct fc_block *b,
                           uint32_t k, uint32_t c, float *restrict leads);

#define fc__marketing_step FC_PER_ISA(fc__marketing_step)

/* Spend and advertising response of this step, all channels. */
void fc__marketing_step(const struct fc_demand *own, struct fc_block *b);

/* Has the channel's goodwill left the plan on some path of the block? Then `response`
 * has its rows, else all paths have channel->response. */
static inline bool fc__marketing_moved(const struct fc_demand *own,
                                       const struct fc_block *b, uint32_t c)
{
    return fc_own(b, own->moved, 0)[c] > 0.0f;
}

/* Part of a channel's spend that a market belongs to. */
static inline uint32_t fc__demand_part(const struct fc_demand_channel *channel,
                                       uint32_t market)
{
    return channel->mix && channel->parts > 1 ? channel->mix->part[market] : 0;
}

/* effort.c: the spend of a channel and how it answers, how calling is split. */
fc_status fc__effort_compile(struct fc_demand *own, struct fc_model *model, uint32_t c,
                             struct fc_channel *facts, struct fc_error *err);
fc_status fc__effort_link(struct fc_demand *own, struct fc_model *model,
                          struct fc_error *err);

fc_status fc__demand_compile(const void *spec, struct fc_model *model, void **own,
                             struct fc_error *err);
fc_status fc__demand_link(void *own, struct fc_model *model, struct fc_error *err);

#endif
