/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Satisfaction S of the clients of a market, in standard deviations, 0 = as usual.
 *
 *   dS/dt = kappa (T - S) + gain - (1 - recovery) failure + noise             (1.44)
 *   T = -unserved (1 - service coverage)
 *
 * Gain and failure are what pulls the lever `satisfaction` up or down, in points a
 * month. The equation is integrated exactly over a step; the noise is an AR(1) of the
 * stationary deviation `noise_sd`, a normal a market and step. A lack of it adds to the
 * log-odds of leaving (customers_year.c), and clients who are content refer more
 * (demand.c). Where neither is asked for, S stays 0 and nothing is computed.
 *
 * Source: docs/model.md#clients. Checked by tests/stat/test_satisfaction.c (closed form
 * of the return, of a failure and of the noise). */
#include "model/customers.h"
#include "random/lanemath.h"

void fc__satisfaction_open(const struct fc_satisfaction *self, struct fc_block *b)
{
    const float *kappa = fc_number_row(b, self->return_per_month);
    const float *sd = fc_number_row(b, self->sd);
    float *decay = fc_own(b, self->decay, 0);
    float *per_gain = fc_own(b, self->per_gain, 0);
    float *noise = fc_own(b, self->noise, 0);
    FC_EACH (l) {
        const float left = fc_expf(-kappa[l] * b->model->dt);
        const float fresh = 1.0f - left * left;
        decay[l] = left;
        per_gain[l] = (1.0f - left) / kappa[l];
        noise[l] = sd[l] * __builtin_sqrtf(fresh > 0.0f ? fresh : 0.0f);
    }
}

static void market_step(const struct fc_satisfaction *self, struct fc_block *b,
                        uint32_t market)
{
    const uint32_t team = b->model->markets[market].team;
    const float *unserved = fc_number_row(b, self->coverage);
    const float *recovery = fc_number_row(b, self->recovery);
    const float *coverage = fc_task_coverage(b, team, fc_task_service(b->model));
    const float *gain = fc_lever(b, FC_L_satisfaction, market);
    const float *decay = fc_own(b, self->decay, 0);
    const float *per_gain = fc_own(b, self->per_gain, 0);
    float *content = FC_ROW(b, satisfaction, market);
    FC_EACH (l) {
        const float target = -unserved[l] * (1.0f - coverage[l]);
        const float net = gain[l] < 0.0f ? gain[l] * (1.0f - recovery[l]) : gain[l];
        content[l] = target + (content[l] - target) * decay[l] + net * per_gain[l];
    }
    if (!self->noisy)
        return;
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, z);
    const float *noise = fc_own(b, self->noise, 0);
    fc_draw(b, self->site[market], words[0]);
    fc_normal(FC_LANES, words[0], z);
    FC_EACH (l)
        content[l] += noise[l] * z[l];
}

void fc__satisfaction_step(const struct fc_satisfaction *self, struct fc_block *b)
{
    if (!self->on)
        return;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        market_step(self, b, k);
}
