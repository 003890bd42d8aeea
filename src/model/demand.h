/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demand room's own data: demand_compile.c (scenario -> numbers, compiled once),
 * demand.c (steps), advert.c (season and advertising, pure). */
#ifndef FC_MODEL_DEMAND_H
#define FC_MODEL_DEMAND_H

#include "model/model.h"

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
    fc_num *share; /* [segment] */
    fc_num quality, shape, kept, ignored, leads_per_hour, leads_per_client_year;
    fc_num by_satisfaction; /* referral: exponent of the clients' satisfaction */
    fc_num prospects;       /* outbound: most leads a month, all markets */
    bool limited;           /* prospects is not 0 for certain */
    const float *response;  /* [step] advertising, season not included */
    const double *spend;    /* [month] */
    /* what the response is made of, for lanes whose spend leaves the plan */
    const float *goodwill; /* [step] at the planned spend */
    float reference;       /* spend, 0: leads do not depend on it */
    float ad_share, hill, half_power, retention; /* half^hill; of a step */
    uint64_t noise_site;
};

struct fc_demand {
    uint32_t channels;
    uint32_t *order; /* channels by name (M2) */
    struct fc_demand_channel *channel;
    float season[12];
    fc_num cv, drop;
    uint64_t year_site, *segment_site, *market_site;
    double *weight;     /* [market] share of the segment's leads x its mean leads */
    float *team_weight; /* [market] of its team's outbound leads */
    float *all_weight;  /* [market] of all outbound leads there can be */
    /* rows: noise U [channel], V [market] of the year, viable share p_c / p_max
     * [segment * channels + channel], log(1 - drop) */
    fc_rows noise, year, viable, log_drop;
    /* lever `marketing` (marketing.c), [channel]: goodwill beyond that of the plan, the
     * response of this step; flags of channels whose goodwill has left the plan */
    fc_rows surplus, response, moved;
};

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

fc_status fc__demand_compile(const void *spec, struct fc_model *model, void **own,
                             struct fc_error *err);
fc_status fc__demand_link(void *own, struct fc_model *model, struct fc_error *err);

#endif
