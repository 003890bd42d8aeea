/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One-off sales, and first purchases, those sold across included: paid once, in the
 * month of the win.
 *
 *   value of n deals = mean (1 - discount) Gamma(n a) / a,  a = 1/CV^2      [list
 * units] lognormal law (1.17): mean (1 - discount) sum exp(s Z - s^2/2), s^2 = log(1 +
 * CV^2), deal by deal up to FC_DEALS_ONE_BY_ONE a market and month; the rest by a gamma
 * of the same mean and variance
 *
 * Checked by tests/stat/test_customers.c (mean and variance under both laws). */
#include "model/customers.h"

#include <string.h>

#include "model/market.h"
#include "model/pipeline.h"
#include "random/lanemath.h"

/* Adds the gamma sum of n deals, in units of a mean deal. */
static void gamma_sum(const struct fc_contracts *c, const uint32_t *word,
                      const float *n, float *sum)
{
    FC_LANE_ROW(float, size);
    FC_LANE_ROW(float, gamma);
    FC_EACH (l)
        size[l] = n[l] * c->new_shape;
    fc_gamma(FC_LANES, word, size, gamma);
    FC_EACH (l)
        sum[l] += gamma[l] / c->new_shape;
}

/* Adds up to FC_DEALS_ONE_BY_ONE lognormal deals, in units of a mean deal. */
static void lognormal_sum(const struct fc_contracts *c, const struct fc_block *b,
                          const float *n, float *sum)
{
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, z);
    float most = 0.0f;
    FC_EACH (l)
        most = n[l] > most ? n[l] : most;
    for (int i = 0; i < FC_DEALS_ONE_BY_ONE && (float)i < most; i++) {
        if (i % 4 == 0)
            fc_draw(b, c->deal_site[i / 4], words[0]);
        fc_normal(FC_LANES, words[i % 4], z);
        FC_EACH (l) {
            const float deal = fc_expf(c->log_sd * z[l] - 0.5f * c->log_sd * c->log_sd);
            sum[l] += (float)i < n[l] ? deal : 0.0f;
        }
    }
}

void fc__sales_month(const struct fc_customers *own, struct fc_block *b,
                     uint32_t market, double *money)
{
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, n);
    FC_LANE_ROW(float, sum);
    const struct fc_contracts *c = &own->contracts[market];
    const float *sold = FC_ROW(b, sold, market);
    const float *named = FC_ROW(b, named_won, market);
    FC_EACH (l) {
        n[l] = sold[l] - named[l];
        sum[l] = 0.0f;
    }
    fc_draw(b, c->site[FC_G_NEW], words[0]);
    if (fc_deal_lognormal(b->model)) {
        lognormal_sum(c, b, n, sum);
        FC_EACH (l) {
            const float more = n[l] - (float)FC_DEALS_ONE_BY_ONE;
            n[l] = more > 0.0f ? more : 0.0f;
        }
    }
    gamma_sum(c, words[0], n, sum);

    const float *mean = fc_deal_mean(b, c->segment);
    const float *discount = fc_list_discount(b);
    const float *lever = fc_lever(b, FC_L_price, market);
    const float *price = fc_own(b, own->price, c->product);
    const double *quoted = FC_ROW(b, named_value, market);
    double *bookings = FC_ROW(b, bookings, market);
    FC_EACH (l) {
        const float unit = mean[l] * (1.0f - discount[l]);
        const double listed = (double)unit * (double)sum[l] + quoted[l];
        const double paid = listed * (double)lever[l] * (double)price[l];
        money[l] += paid;
        bookings[l] += paid;
    }
}
