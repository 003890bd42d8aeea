/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons to leave, as a factor on the hazard of a person from the next step on.
 *
 *   log factor = pay (W_market - W) / W_market - motivation (mood - 1)
 *                + peers (share of the team that left in 3 months - turnover / 4)
 *                - recession [recession]
 *   x e^middle in the middle third of the team by attainment, the whole divided by
 *   1 + (e^middle - 1)/3
 *
 * W is base pay of the grade and what the person has earned by results, a month of this
 * sales year; W_market is market_pay x (base pay + commission at quota). The reference,
 * where the factor is 1 on average, is pay as in the market, the usual motivation, as
 * many departures as the turnover says, an expansion, a third of the people in the
 * middle. Who has no full month in this sales year yet counts as usual in pay and rank.
 * Source: docs/model.md#motivation; Sunder, Kumar, Goreczny & Maurer 2017. Checked by
 * tests/stat/test_motivation.c and tests/unit/test_motivation.c. */
#include "model/motivation.h"

#define HAZARD_LEAST 0.1f
#define HAZARD_MOST  10.0f

/* Base pay of a seat: of the grade. */
static void base_write(const struct fc_motivation *own, const struct fc_block *b,
                       uint32_t seat, double *pay)
{
    const float *base = fc_number_row(b, b->model->pay_numbers.base);
    const float *rung = fc_own(b, own->rung, seat);
    FC_EACH (l)
        pay[l] = (double)base[l];
    if (!own->grades)
        return;
    FC_EACH (l) {
        const uint32_t now = (uint32_t)rung[l];
        pay[l] *= (double)fc_number_row(b, own->grade[now].pay_factor)[l];
    }
}

static void pay_add(const struct fc_motivation *own, const struct fc_block *b,
                    uint32_t seat, float *sum)
{
    const float *by_pay = fc_number_row(b, own->by_pay);
    const float *served = fc_own(b, own->served, seat);
    const double *earned = fc_own_double(b, own->earned, seat);
    const double *market = fc_own_double(b, own->market, 0);
    FC_LANE_ROW(double, base);
    base_write(own, b, seat, base);
    FC_EACH (l) {
        const bool knows = served[l] > 0.0f;
        const double months = knows ? (double)served[l] : 1;
        const double there = market[l] > 0 ? market[l] : 1;
        const double gap = 1 - (base[l] + earned[l] / months) / there;
        const double held = gap > -1 ? gap : -1;
        const bool counts = knows & (market[l] > 0);
        sum[l] += by_pay[l] * (counts ? (float)held : 0.0f);
    }
}

static void team_add(const struct fc_motivation *own, const struct fc_block *b,
                     uint32_t team, float *sum)
{
    const float *by_peers = fc_number_row(b, own->by_peers);
    const float *by_recession = fc_number_row(b, own->by_recession);
    const float *usual = fc_number_row(b, b->model->pay_numbers.turnover);
    const float *left = FC_ROW(b, team_departures, team);
    const float *recession = FC_ROW(b, recession, 0);
    FC_EACH (l)
        sum[l] =
            by_peers[l] * (left[l] - 0.25f * usual[l]) - by_recession[l] * recession[l];
}

/* Counts one seat of a pair as below the other: the one with less attainment; of equal
 * ones the one before. Those without a full month do not count. */
static void pair_add(const float *restrict first, const float *restrict second,
                     const float *restrict first_served,
                     const float *restrict second_served, float *restrict first_below,
                     float *restrict second_below)
{
    FC_EACH (l) {
        const bool less = second[l] < first[l];
        const float one = first_served[l] > 0.0f ? 1.0f : 0.0f;
        const float two = second_served[l] > 0.0f ? 1.0f : 0.0f;
        first_below[l] += less ? two : 0.0f;
        second_below[l] += less ? 0.0f : one;
    }
}

/* Row `below`: people of the team with less attainment; all[]: people that can be
 * compared. */
static void ranks_write(const struct fc_motivation *own, const struct fc_block *b,
                        uint32_t team, float *all)
{
    const uint32_t first = own->first[team], last = own->first[team + 1];
    FC_EACH (l)
        all[l] = 0.0f;
    for (uint32_t i = first; i < last; i++) {
        const uint32_t seat = own->seat[i];
        const float *served = fc_own(b, own->served, seat);
        float *below = fc_own(b, own->below, seat);
        FC_EACH (l) {
            all[l] += served[l] > 0.0f ? 1.0f : 0.0f;
            below[l] = 0.0f;
        }
        for (uint32_t j = first; j < i; j++)
            pair_add(FC_ROW(b, seat_attainment, own->seat[j]),
                     FC_ROW(b, seat_attainment, seat),
                     fc_own(b, own->served, own->seat[j]), served,
                     fc_own(b, own->below, own->seat[j]), below);
    }
}

static void middle_scale(const struct fc_motivation *own, const struct fc_block *b,
                         uint32_t seat, const float *all, float *hazard)
{
    const float *outside = fc_own(b, own->middle, 0);
    const float *inside = fc_own(b, own->middle, 1);
    const float *served = fc_own(b, own->served, seat);
    const float *below = fc_own(b, own->below, seat);
    FC_EACH (l) {
        const float low = 3.0f * below[l];
        const bool middle = (low >= all[l]) & (low < 2.0f * all[l]);
        const float factor = middle ? inside[l] : outside[l];
        hazard[l] *= served[l] > 0.0f ? factor : 1.0f;
    }
}

void fc__motivation_leave(const struct fc_motivation *own, struct fc_block *b,
                          uint32_t team)
{
    const float *by_mood = fc_number_row(b, own->by_motivation);
    FC_LANE_ROW(float, common);
    FC_LANE_ROW(float, sum);
    FC_LANE_ROW(float, all);
    team_add(own, b, team, common);
    if (own->ranks)
        ranks_write(own, b, team, all);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        const float *person = fc_own(b, own->person, seat);
        const float *mood = fc_own(b, own->mood, seat);
        float *hazard = FC_ROW(b, seat_hazard, seat);
        FC_EACH (l)
            sum[l] = common[l] - by_mood[l] * (mood[l] - 1.0f);
        pay_add(own, b, seat, sum);
        FC_EACH (l)
            hazard[l] = fc_expf(sum[l]);
        if (own->ranks)
            middle_scale(own, b, seat, all, hazard);
        FC_EACH (l) {
            const float up = hazard[l] < HAZARD_LEAST ? HAZARD_LEAST : hazard[l];
            const float held = up > HAZARD_MOST ? HAZARD_MOST : up;
            hazard[l] = person[l] >= 0.0f ? held : 1.0f;
        }
    }
}
