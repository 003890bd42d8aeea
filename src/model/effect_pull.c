/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects on the paths of a block: strengths drawn once per path, levers pulled.
 *
 *   rate   c = ln(factor)      others   c = the number itself
 *
 * Checked by tests/unit/test_crisis.c and tests/unit/test_practice.c. */
#include "model/effect.h"
#include "random/lanemath.h"

void fc__effects_open(const struct fc_effects *self, struct fc_block *b)
{
    for (uint32_t i = 0; i < self->drawn; i++) {
        const float *number = fc_number_row(b, self->number[i]);
        float *c = fc_own(b, self->strength, i);
        if (self->scale[i] == FC_RATE)
            FC_EACH (l)
                c[l] = fc_logf(number[l]);
        else
            FC_EACH (l)
                c[l] = number[l];
    }
}

float fc__pull_row(const struct fc_effects *self, const struct fc_block *b,
                   const struct fc_pull *pull, const float *y, float *room,
                   const float **strength)
{
    *strength = pull->squared || pull->drawn != FC_CERTAIN ? room : y;
    if (pull->squared)
        FC_EACH (l)
            room[l] = y[l] * y[l];
    if (pull->drawn == FC_CERTAIN)
        return pull->c;
    const float *c = fc_own(b, self->strength, pull->drawn);
    const float *by = pull->squared ? room : y;
    FC_EACH (l)
        room[l] = c[l] * by[l];
    return pull->c;
}

void fc__effects_pull(const struct fc_effects *self, struct fc_block *b,
                      uint32_t member, const float *y)
{
    const struct fc_pulls *pulls = &self->pulls[member];
    FC_LANE_ROW(float, room);
    for (uint32_t k = 0; k < pulls->n; k++) {
        const struct fc_pull *pull = &pulls->at[k];
        const float *strength;
        const float c = fc__pull_row(self, b, pull, y, room, &strength);
        fc__lever_pull(b, (enum fc_lever_id)pull->lever, pull->row, c, strength);
    }
}
