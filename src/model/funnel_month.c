/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a month adds up to: reasons of losses, leads by channel, entries by stage,
 * value.
 *
 * Splits are drawn once a month from the month's totals: nothing feeds back, so they
 * are exact (superposition). Entries of later stages follow from the balance of the
 * stage, with the expected split of the losses. Checked by the identities in
 * tests/stat/test_funnel.c. */
#include "model/funnel.h"

/* part ~ Binomial(all, share); rest = all - part */
static void split(const uint32_t *word, const float *all, const float *share,
                  float *part, float *rest)
{
    FC_LANE_ROW(float, out);
    fc_binomial(FC_LANES, word, all, share, out);
    FC_EACH (l) {
        part[l] += out[l];
        rest[l] += all[l] - out[l];
    }
}

static void losses(const struct fc_funnel *own, struct fc_block *b, uint32_t k,
                   const uint32_t *word)
{
    const float *late = fc_own(b, own->stale_late, k);
    const float *unfit = fc_own(b, own->stale_unfit, k);
    const float *early = fc_own(b, own->lost_early, k);
    float *row = FC_ROW(b, losses, k * FC_R_COUNT);
    FC_LANE_ROW(float, share);
    FC_EACH (l) {
        const float all = late[l] + unfit[l];
        share[l] = all > 0.0f ? late[l] / all : 0.0f;
    }
    split(word, fc_own(b, own->stale_lost, k), share, row + FC_R_LATE * FC_LANES,
          row + FC_R_UNFIT * FC_LANES);
    split(word + FC_LANES, fc_own(b, own->lost_late, k),
          fc_number_row(b, own->no_decision), row + FC_R_NO_DECISION * FC_LANES,
          row + FC_R_COMPETITOR * FC_LANES);
    FC_EACH (l)
        row[FC_R_UNFIT * FC_LANES + l] += early[l];
}

/* Leads of the market by channel: one multinomial with the accumulated intensities,
 * drawn in the order of the channels' names (M2). */
static void channels(const struct fc_funnel *own, struct fc_block *b, uint32_t k,
                     const uint32_t *word)
{
    const uint32_t n = b->model->axis[FC_CHANNEL].count;
    const float *rate = FC_ROW(b, channel_rate, (size_t)k * n);
    FC_LANE_ROW(float, left);
    FC_LANE_ROW(float, rest) = {0};
    FC_LANE_ROW(float, share);
    FC_LANE_ROW(float, out);
    FC_EACH (l)
        left[l] = FC_ROW(b, leads, k)[l];
    for (uint32_t i = 0; i < n; i++)
        FC_EACH (l)
            rest[l] += rate[(size_t)own->channel_order[i] * FC_LANES + l];
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t c = own->channel_order[i];
        float *leads = FC_ROW(b, channel_leads, c);
        const float *r = rate + (size_t)c * FC_LANES;
        FC_EACH (l) {
            share[l] = rest[l] > 0.0f && i < n - 1 ? r[l] / rest[l] : 1.0f;
            rest[l] -= r[l];
        }
        fc_binomial(FC_LANES, word + (size_t)i * FC_LANES, left, share, out);
        FC_EACH (l) {
            left[l] -= out[l];
            leads[l] += out[l];
        }
    }
}

/* Entries of stage j + 1 = entries of j - losses in j - growth of its stock. */
static void entries(const struct fc_funnel *own, struct fc_block *b, uint32_t k)
{
    const uint32_t n = own->pipe.stages;
    float *in = FC_ROW(b, stage_entries, (size_t)k * n);
    const float *stock = FC_ROW(b, stock, (size_t)k * n);
    const float *before = fc_own(b, own->month_stock, (size_t)k * n);
    const float *expected = fc_own(b, own->late_share, (size_t)k * n);
    const float *lost = fc_own(b, own->lost_late, k);
    const float *passed = FC_ROW(b, qualified, k);
    FC_LANE_ROW(float, all) = {0};
    for (uint32_t j = 1; j < n; j++)
        FC_EACH (l)
            all[l] += expected[(size_t)j * FC_LANES + l];
    for (uint32_t j = 1; j < n; j++) {
        const size_t at = (size_t)j * FC_LANES, last = at - FC_LANES;
        FC_EACH (l) {
            const float here =
                all[l] > 0.0f ? lost[l] * expected[last + l] / all[l] : 0.0f;
            const float flow =
                j == 1 ? passed[l]
                       : in[last + l] - here - (stock[last + l] - before[last + l]);
            in[at + l] = flow > 0.0f ? flow : 0.0f;
        }
    }
}

/* Open deals after the first stage: their number and their expected value. */
static void pipeline(const struct fc_funnel *own, struct fc_block *b, uint32_t k)
{
    const uint32_t n = own->pipe.stages, segment = b->model->markets[k].segment;
    const float *mean = fc_deal_mean(b, segment), *discount = fc_list_discount(b);
    float *open = FC_ROW(b, open_deals, k);
    double *value = FC_ROW(b, pipeline_value, k);
    FC_LANE_ROW(float, wins) = {0};
    FC_EACH (l)
        open[l] = 0.0f;
    for (uint32_t j = 1; j < n; j++) {
        const float *stock = FC_ROW(b, stock, (size_t)k * n + j);
        const float *win = fc_own(b, own->pipe.win_from, (size_t)segment * n + j);
        FC_EACH (l) {
            open[l] += stock[l];
            wins[l] += stock[l] * win[l];
        }
    }
    FC_EACH (l)
        value[l] = (double)wins[l] * (double)mean[l] * (1.0 - (double)discount[l]);
}

static void deals(const struct fc_funnel *own, struct fc_block *b)
{
    for (uint32_t d = 0; d < own->deals; d++) {
        const struct fc_named_deal *deal = &own->deal[d];
        const float *stage = fc_own(b, own->deal_stage, d);
        float *open = FC_ROW(b, open_deals, deal->market);
        double *value = FC_ROW(b, pipeline_value, deal->market);
        FC_EACH (l) {
            if (stage[l] < 1.0f)
                continue;
            open[l] += 1.0f;
            value[l] += deal->value * (double)deal->win_from[(uint32_t)stage[l]];
        }
    }
}

void fc__funnel_month(const struct fc_funnel *own, struct fc_block *b)
{
    uint32_t word[(64 + 8) * FC_LANES];
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        for (uint32_t g = 0; g < own->month_groups; g++)
            fc_draw(b, own->month_site[k * own->month_groups + g],
                    word + (size_t)g * 4 * FC_LANES);
        losses(own, b, k, word);
        channels(own, b, k, word + 2 * FC_LANES);
        entries(own, b, k);
        pipeline(own, b, k);
    }
    deals(own, b);
}
