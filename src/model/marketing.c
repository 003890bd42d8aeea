/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marketing spend that leaves its plan: lever `marketing`, path by path.
 *
 *   spend      planned spend x factor of the lever, step by step
 *   surplus    D <- r D + (1 - r) (planned spend / reference) (factor - 1)
 *   response   table(G) + R(G + D) - R(G)
 *
 * G is the goodwill at the planned spend and `table` its response, both known when the
 * scenario is compiled (advert.c has the law R and its source); goodwill is linear in
 * spend, so that G + D is the goodwill of the path. Where D is 0 the two R cancel, and
 * a path whose spend keeps to the plan has the table's bits, whatever its neighbours
 * do. A channel that no path of the block has pulled costs nothing. Where a plan moves
 * spend between markets (mix.h), each part of them has its own goodwill.
 *
 * Checked by T4 through the lever in tests/stat/test_demand.c. */
#include "model/demand.h"
#include "random/lanemath.h"

/* R at goodwill g >= 0: 1 - share + share H(g) / H(1). */
static inline float response_at(const struct fc_demand_channel *channel, float g)
{
    const float held = g > 0.0f ? g : 0.0f;
    const float power = fc_powf(held, channel->hill);
    const float seen = power / (power + channel->half_power);
    return 1.0f - channel->ad_share +
           channel->ad_share * seen * (1.0f + channel->half_power);
}

static void respond(const struct fc_demand_channel *channel, size_t at,
                    const float *restrict surplus, float *restrict response)
{
    const float goodwill = channel->goodwill[at];
    const float planned = channel->response[at];
    FC_EACH (l)
        response[l] = planned + (response_at(channel, goodwill + surplus[l]) -
                                 response_at(channel, goodwill));
}

/* Goodwill of the next step. */
static void build_up(const struct fc_demand_channel *channel, float ratio,
                     const float *restrict factor, float *restrict surplus)
{
    const float kept = channel->retention;
    const float fresh = (1.0f - kept) * ratio;
    FC_EACH (l)
        surplus[l] = kept * surplus[l] + fresh * (factor[l] - 1.0f);
}

static void channel_step(const struct fc_demand *own, struct fc_block *b, uint32_t c)
{
    const struct fc_demand_channel *channel = &own->channel[c];
    const double planned = channel->spend[b->month];
    const bool pulled = fc_lever_pulled(b, FC_L_marketing, c);
    const float *factor = fc_lever(b, FC_L_marketing, c);
    double *spend = FC_ROW(b, marketing, c);
    if (b->month_starts)
        FC_EACH (l)
            spend[l] += planned;
    if (pulled) {
        const double part = planned / b->model->steps_per_month;
        FC_EACH (l)
            spend[l] += part * ((double)factor[l] - 1);
    }
    if (!(channel->reference > 0.0f))
        return;
    float *moved = &fc_own(b, own->moved, 0)[c];
    if (pulled)
        *moved = 1.0f;
    if (!(*moved > 0.0f))
        return;
    for (uint32_t part = 0; part < channel->parts; part++) {
        const uint32_t row = channel->first_part + part;
        const float ratio = channel->ratio[part * b->model->months + b->month];
        float *surplus = fc_own(b, own->surplus, row);
        respond(channel, (size_t)part * b->model->steps + b->step, surplus,
                fc_own(b, own->response, row));
        build_up(channel, (float)planned / channel->reference * ratio, factor, surplus);
    }
}

void fc__marketing_step(const struct fc_demand *own, struct fc_block *b)
{
    for (uint32_t c = 0; c < own->channels; c++)
        channel_step(own, b, c);
}
