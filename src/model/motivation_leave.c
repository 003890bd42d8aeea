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

static void pay_add(const struct fc_motivation *own, const struct fc_block *b,
                    uint32_t seat, float *sum)
{
    const float *base = fc_number_row(b, b->model->pay_numbers.base);
    const float *rate = fc_number_row(b, b->model->pay_numbers.commission);
    const float *quota = fc_number_row(b, b->model->pay_numbers.quota);
    const float *market = fc_number_row(b, own->market_pay);
    const float *by_pay = fc_number_row(b, own->by_pay);
    const float *rung = fc_own(b, own->rung, seat);
    const float *served = fc_own(b, own->served, seat);
    const double *earned = fc_own_double(b, own->earned, seat);
    FC_EACH (l) {
        const uint32_t now = (uint32_t)rung[l];
        const float grade =
            own->grades ? fc_number_row(b, own->grade[now].pay_factor)[l] : 1.0f;
        const double there =
            (double)market[l] *
            ((double)base[l] + (double)rate[l] * (double)quota[l] / 12);
        const double months = served[l] > 0.0f ? (double)served[l] : 1;
        const double here = (double)base[l] * (double)grade + earned[l] / months;
        const double gap = there > 0 && served[l] > 0.0f ? 1 - here / there : 0;
        sum[l] += by_pay[l] * (float)(gap > -1 ? gap : -1);
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

/* below[l]: people of the team with less attainment (of equal ones, those on seats
 * before); all[l]: people that can be compared. */
static void rank(const struct fc_motivation *own, const struct fc_block *b,
                 uint32_t team, uint32_t i, float *below, float *all)
{
    const float *mine = FC_ROW(b, seat_attainment, own->seat[i]);
    FC_EACH (l)
        below[l] = all[l] = 0.0f;
    for (uint32_t j = own->first[team]; j < own->first[team + 1]; j++) {
        const float *other = FC_ROW(b, seat_attainment, own->seat[j]);
        const float *served = fc_own(b, own->served, own->seat[j]);
        const bool before = j < i;
        FC_EACH (l) {
            const float counts = served[l] > 0.0f ? 1.0f : 0.0f;
            const bool less = other[l] < mine[l] || (before && !(other[l] > mine[l]));
            all[l] += counts;
            below[l] += less ? counts : 0.0f;
        }
    }
}

static void middle_scale(const struct fc_motivation *own, const struct fc_block *b,
                         uint32_t team, uint32_t i, float *hazard)
{
    const float *by_middle = fc_number_row(b, own->by_middle);
    const float *served = fc_own(b, own->served, own->seat[i]);
    FC_LANE_ROW(float, below);
    FC_LANE_ROW(float, all);
    rank(own, b, team, i, below, all);
    FC_EACH (l) {
        const float more = fc_expf(by_middle[l]);
        const bool middle =
            3.0f * below[l] >= all[l] && 3.0f * below[l] < 2.0f * all[l];
        const float factor = (middle ? more : 1.0f) / (1.0f + (more - 1.0f) / 3.0f);
        hazard[l] *= served[l] > 0.0f ? factor : 1.0f;
    }
}

void fc__motivation_leave(const struct fc_motivation *own, struct fc_block *b,
                          uint32_t team)
{
    const float *by_mood = fc_number_row(b, own->by_motivation);
    FC_LANE_ROW(float, common);
    FC_LANE_ROW(float, sum);
    team_add(own, b, team, common);
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
            middle_scale(own, b, team, i, hazard);
        FC_EACH (l) {
            const float up = hazard[l] < HAZARD_LEAST ? HAZARD_LEAST : hazard[l];
            const float held = up > HAZARD_MOST ? HAZARD_MOST : up;
            hazard[l] = person[l] >= 0.0f ? held : 1.0f;
        }
    }
}
