/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospecting hours that move between markets, path by path: lever `prospecting`.
 *
 *   share of market k in its team's hours  w_k f_k / sum over the team of w f
 *
 * w from effort.c, f the factor of the lever. The hours of a team stay the same; a
 * step in which nobody pulls the lever has the shares w. Checked by
 * tests/stat/test_mix.c. */
#include "model/demand.h"

#include "model/market.h"

static void team_sum(const struct fc_demand *own, const struct fc_block *b, uint32_t c)
{
    const struct fc_model *model = b->model;
    const uint32_t teams = model->axis[FC_TEAM].count;
    const float *share = fc__calling_weights(own, b, c, false);
    for (uint32_t m = 0; m < teams; m++)
        FC_EACH (l)
            fc_own(b, own->effort, (size_t)c * teams + m)[l] = 0.0f;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i]; /* sums over a team: M2 */
        const size_t row = (size_t)c * teams + model->markets[k].team;
        const float *factor = fc_lever(b, FC_L_prospecting, k);
        float *sum = fc_own(b, own->effort, row);
        FC_EACH (l)
            sum[l] += share[k] * factor[l];
    }
}

void fc__prospecting_step(const struct fc_demand *own, struct fc_block *b)
{
    bool any = false;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        any = any || fc_lever_pulled(b, FC_L_prospecting, k);
    fc_own(b, own->shifted, 0)[0] = any ? 1.0f : 0.0f;
    for (uint32_t c = 0; any && c < own->channels; c++)
        if (own->channel[c].kind == FC_OUTBOUND)
            team_sum(own, b, c);
}

void fc__prospecting_share(const struct fc_demand *own, const struct fc_block *b,
                           uint32_t k, uint32_t c, float *restrict leads)
{
    const struct fc_model *model = b->model;
    const size_t row = (size_t)c * model->axis[FC_TEAM].count + model->markets[k].team;
    const float *sum = fc_own(b, own->effort, row);
    const float *factor = fc_lever(b, FC_L_prospecting, k);
    if (!(fc_own(b, own->shifted, 0)[0] > 0.0f))
        return;
    FC_EACH (l)
        leads[l] *= sum[l] > 0.0f ? factor[l] / sum[l] : 1.0f;
}
