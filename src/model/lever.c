/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pulling a lever: y in [0, 1] per lane, composed as the lever's scale says.
 *
 *   share kept  prod(1 - c y)      rate  exp(sum c y) = prod exp(c y)      add  sum c y
 *
 * With y = 0 every composition is the neutral element exactly, so a crisis of severity
 * 0 changes no bit. Checked by tests/unit/test_model.c and M3 in
 * tests/stat/test_crisis.c. */
#include "model/model.h"
#include "random/lanemath.h"

static void keep(float *kept, float c, const float *y)
{
    FC_EACH (l) {
        const float left = 1.0f - c * y[l];
        kept[l] *= left > 0.0f ? left : 0.0f;
    }
}

static void scale(float *factor, float c, const float *y)
{
    FC_EACH (l)
        factor[l] *= fc_expf(c * y[l]);
}

static void add(float *sum, float c, const float *y)
{
    FC_EACH (l)
        sum[l] += c * y[l];
}

void fc__lever_pull(struct fc_block *b, enum fc_lever_id id, uint32_t row, float c,
                    const float *y)
{
    const uint32_t i = b->model->lever_first[id] + row;
    const uint8_t kind = fc__lever_rows[id].scale;
    float *value = b->levers + (size_t)(i + 2) * FC_LANES;
    if (!b->lever_pulled[i]) {
        b->lever_pulled[i] = 1;
        FC_EACH (l)
            value[l] = kind == FC_ADD ? 0.0f : 1.0f;
    }
    if (kind == FC_SHARE_LOST)
        keep(value, c, y);
    else if (kind == FC_RATE)
        scale(value, c, y);
    else
        add(value, c, y);
}

/* Holds a pulled lever at its bounds; how many lanes were held. */
static uint32_t hold(float *value, float low, float high)
{
    uint32_t held = 0;
    FC_EACH (l)
        held += (value[l] < low) | (value[l] > high);
    FC_EACH (l) {
        const float up = value[l] < low ? low : value[l];
        value[l] = up > high ? high : up;
    }
    return held;
}

void fc__levers_close(struct fc_block *b)
{
    const struct fc_model *model = b->model;
    for (int id = 0; id < FC_L_COUNT; id++) {
        const struct fc_lever_row *row = &fc__lever_rows[id];
        const bool share = row->scale == FC_SHARE_LOST;
        const float low = share ? 1.0f - row->high : row->low;
        const float high = share ? 1.0f : row->high;
        for (uint32_t r = 0; r < model->axis[row->axis].count; r++) {
            const uint32_t i = model->lever_first[id] + r;
            if (b->lever_pulled[i])
                b->clamps += hold(b->levers + (size_t)(i + 2) * FC_LANES, low, high);
        }
    }
}
