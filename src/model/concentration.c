/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Concentration of the recurring value (1.26): H = sum of squared shares.
 *
 *   by axis    shares of the members of an axis
 *   clients    sum over key accounts of w^2 + over repeat buyers, by their rates, +
 *              sum over contract markets of w^2 (a+1)/(N a+1):
 * the expectation of the squared shares of N exchangeable gamma values top share  the
 * largest key account 0 where there is no value. Checked by tests/stat/test_customers.c
 * (T14). */
#include "model/customers.h"

#include <string.h>

static void share_of(const double *part, const double *total, float *share)
{
    FC_EACH (l)
        share[l] = total[l] > 0.0 ? (float)(part[l] / total[l]) : 0.0f;
}

static void axis_index(const struct fc_customers *own, struct fc_block *b,
                       enum fc_axis axis, const double *total, float *index)
{
    const struct fc_model *model = b->model;
    FC_LANE_ROW(float, share);
    for (uint32_t i = 0; i < model->axis[axis].count; i++)
        memset(fc_own_double(b, own->member_value, i), 0, FC_LANES * sizeof(double));
    for (uint32_t i = 0; i < own->markets; i++) {
        const uint32_t k = model->market_order[i];
        const struct fc_market *market = &model->markets[k];
        const uint32_t member = axis == FC_TERRITORY ? market->territory
                                : axis == FC_PRODUCT ? market->product
                                                     : market->segment;
        const double *value = FC_ROW(b, annual_value, k);
        double *sum = fc_own_double(b, own->member_value, member);
        FC_EACH (l)
            sum[l] += value[l];
    }
    memset(index, 0, FC_LANES * sizeof *index);
    for (uint32_t i = 0; i < model->axis[axis].count; i++) {
        const uint32_t member = own->member_order[axis - FC_TERRITORY][i];
        share_of(fc_own_double(b, own->member_value, member), total, share);
        FC_EACH (l)
            index[l] += share[l] * share[l];
    }
}

static void contracts_index(const struct fc_contracts *c,
                            const struct fc_customers *own, struct fc_block *b,
                            const double *total, float *index)
{
    FC_LANE_ROW(float, share);
    FC_LANE_ROW(double, value);
    const double *listed = fc_own_double(b, c->listed, 0);
    const float *price = fc_own(b, own->price_next, c->product);
    const float *n = fc_own(b, c->contracts, 0);
    FC_EACH (l)
        value[l] = listed[l] * (double)price[l];
    share_of(value, total, share);
    FC_EACH (l)
        index[l] += share[l] * share[l] * (c->shape + 1.0f) / (n[l] * c->shape + 1.0f);
}

void fc__concentration(const struct fc_customers *own, struct fc_block *b)
{
    FC_LANE_ROW(double, total);
    FC_LANE_ROW(double, value);
    FC_LANE_ROW(float, share);
    memset(total, 0, sizeof total);
    for (uint32_t i = 0; i < own->markets; i++) {
        const double *annual = FC_ROW(b, annual_value, b->model->market_order[i]);
        FC_EACH (l)
            total[l] += annual[l];
    }
    axis_index(own, b, FC_TERRITORY, total, FC_ROW(b, hhi_territory, 0));
    axis_index(own, b, FC_PRODUCT, total, FC_ROW(b, hhi_product, 0));
    axis_index(own, b, FC_SEGMENT, total, FC_ROW(b, hhi_segment, 0));

    float *index = FC_ROW(b, client_hhi, 0);
    float *top = FC_ROW(b, top_share, 0);
    memset(index, 0, FC_LANES * sizeof *index);
    memset(top, 0, FC_LANES * sizeof *top);
    for (uint32_t i = 0; i < own->markets; i++) {
        const uint32_t k = b->model->market_order[i];
        if (own->contracts[k].term)
            contracts_index(&own->contracts[k], own, b, total, index);
        else if (own->repeat[k].on)
            fc__repeat_index(own, b, k, total, index);
    }
    for (uint32_t j = 0; j < own->accounts; j++) {
        const uint32_t i = own->account_order[j];
        fc__account_value(own, b, i, value);
        share_of(value, total, share);
        FC_EACH (l) {
            index[l] += share[l] * share[l];
            top[l] = share[l] > top[l] ? share[l] : top[l];
        }
    }
}
