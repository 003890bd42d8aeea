/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a channel's effort - advert spend, calling hours - is split over markets, and how
 * a plan changes that (keys `channels.mix` and `channels.mix_plan`). */
#ifndef FC_MODEL_MIX_H
#define FC_MODEL_MIX_H

#include "model/demand_spec.h"
#include "model/market.h"

struct fc_mix {
    uint32_t markets, periods; /* period 0: at opening; then one an entry of the plan */
    const uint16_t *period;    /* [month] */
    const double *weight;      /* [period * markets + market], a period sums to 1 */
    uint32_t parts;            /* markets whose share moves by the same factor */
    const uint32_t *part;      /* [market] */
    const double *ratio; /* [period * parts + part] of its share to that at opening;
                            infinite where there was none */
};

/* Has the channel a mix or a plan of its own? */
bool fc__mix_given(const struct fc_channel_spec *spec);

/* The split of every period. `base` [market]: effort today where the scenario does not
 * say, of any scale; where a member has none, its markets count by their shares of the
 * segment's leads. FC_E_SCENARIO: shares of an axis are all 0, belong to a member
 * without a market, or cannot be had together. */
fc_status fc__mix_new(const struct fc_channel_spec *spec, struct fc_model *model,
                      const double *base, struct fc_mix **out, struct fc_error *err);

/* Split of a step's month; `opening`: before month 1. */
static inline uint32_t fc__mix_period(const struct fc_mix *self,
                                      const struct fc_block *b, bool opening)
{
    return opening ? 0 : self->period[b->month];
}

/* Factor of the mix on the hours a seat of the team prospects: moving effort between
 * teams moves hours. */
static inline float fc__team_effort(const struct fc_block *b, uint32_t channel,
                                    uint32_t team, bool opening)
{
    const struct fc_channel *facts = &b->model->channels[channel];
    const uint32_t teams = b->model->axis[FC_TEAM].count;
    return facts->team_effort
               ? facts->team_effort[fc__mix_period(facts->mix, b, opening) * teams +
                                    team]
               : 1.0f;
}

#endif
