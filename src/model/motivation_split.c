/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wins and bookings of a team-month to its seats.
 *
 *   wins      multinomial, weights seat_output (hours x proficiency of the month):
 *             binomials one after another, n_i of those left with w_i / sum_{j>=i} w_j
 *   bookings  Dirichlet of shapes n_i / CV^2: G_i / sum G, G_i ~ Gamma(n_i / CV^2)
 *
 * The last seat that worked gets what is left, so that wins add up exactly and bookings
 * to rounding. This is the law of deals that are drawn one by one and go to people by
 * their output; the deals of a team with several segments count as a gamma of their
 * common CV. Where nobody worked, nobody is credited. Source: docs/model.md#motivation.
 * Checked by tests/stat/test_motivation.c. */
#include <string.h>

#include "model/motivation.h"

enum { WORD_WINS, WORD_VALUE, WORDS = 4 };

/* Sums of the parts of a seat and the seats behind it. */
static void rest_write(const struct fc_motivation *own, struct fc_block *b,
                       uint32_t team)
{
    FC_LANE_ROW(float, sum) = {0};
    for (uint32_t i = own->first[team + 1]; i-- > own->first[team];) {
        const float *part = fc_own(b, own->part, own->seat[i]);
        float *rest = fc_own(b, own->rest, own->seat[i]);
        FC_EACH (l) {
            sum[l] += part[l];
            rest[l] = sum[l];
        }
    }
}

/* Parts by output in the lanes where `sum` is 0. */
static void parts_by_output(const struct fc_motivation *own, struct fc_block *b,
                            uint32_t team, const float *sum)
{
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const float *output = FC_ROW(b, seat_output, own->seat[i]);
        float *part = fc_own(b, own->part, own->seat[i]);
        FC_EACH (l)
            part[l] = sum[l] > 0.0f ? part[l] : output[l];
    }
}

/* Gamma variates that are wanted: of the seats with a win, several seats at a time. */
enum { PARTS = 4 * FC_LANES };

struct part_list {
    uint32_t n, at[PARTS + 1]; /* at: in the rows `part` */
    _Alignas(64) uint32_t word[PARTS + 1];
    _Alignas(64) float shape[PARTS + 1];
};

static void parts_draw(const struct fc_motivation *own, struct fc_block *b,
                       struct part_list *list)
{
    enum { WHOLE = 16 }; /* rows of variates are multiples of it */
    _Alignas(64) float gamma[PARTS];
    float *part = fc_own(b, own->part, 0);
    uint32_t all = list->n;
    for (; all % WHOLE; all++) {
        list->word[all] = 0x80000000u;
        list->shape[all] = 1.0f;
    }
    fc_gamma(all, list->word, list->shape, gamma);
    for (uint32_t i = 0; i < list->n; i++)
        part[list->at[i]] = gamma[i];
    list->n = 0;
}

/* Adds the lanes in which the seat has a win. */
static void parts_want(uint32_t seat, const float *won, const uint32_t *word,
                       float shape, struct part_list *list)
{
    uint32_t n = list->n;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        list->at[n] = seat * FC_LANES + l;
        list->word[n] = word[l];
        list->shape[n] = won[l] * shape;
        n += won[l] > 0.0f;
    }
    list->n = n;
}

static void wins_split(const struct fc_motivation *own, struct fc_block *b,
                       const struct fc_team_sales *sales)
{
    const float shape =
        (float)(1 / (own->cv2[sales->team] > 1e-4 ? own->cv2[sales->team] : 1e-4));
    _Alignas(64) uint32_t words[WORDS * FC_LANES];
    FC_LANE_ROW(float, left);
    FC_LANE_ROW(float, prob);
    struct part_list list;
    list.n = 0;
    memcpy(left, sales->won, sizeof left);
    for (uint32_t i = own->first[sales->team]; i < own->first[sales->team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        const float *output = FC_ROW(b, seat_output, seat);
        const float *rest = fc_own(b, own->rest, seat);
        float *won = FC_ROW(b, seat_won, seat);
        fc_draw(b, own->site_sales[seat], words);
        FC_EACH (l)
            prob[l] = rest[l] > 0.0f ? output[l] / rest[l] : 0.0f;
        fc_binomial(FC_LANES, words + WORD_WINS * FC_LANES, left, prob, won);
        FC_EACH (l)
            left[l] -= won[l];
        memset(fc_own(b, own->part, seat), 0, FC_LANES * sizeof(float));
        if (list.n > PARTS - FC_LANES)
            parts_draw(own, b, &list);
        parts_want(seat, won, words + WORD_VALUE * FC_LANES, shape, &list);
    }
    parts_draw(own, b, &list);
}

static void value_split(const struct fc_motivation *own, struct fc_block *b,
                        const struct fc_team_sales *sales)
{
    FC_LANE_ROW(double, left);
    memcpy(left, sales->value, sizeof left);
    for (uint32_t i = own->first[sales->team]; i < own->first[sales->team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        const float *part = fc_own(b, own->part, seat);
        const float *rest = fc_own(b, own->rest, seat);
        double *sold = FC_ROW(b, seat_sold, seat);
        FC_EACH (l) {
            const double share = rest[l] > 0.0f ? (double)(part[l] / rest[l]) : 0;
            sold[l] = left[l] * share;
            left[l] -= sold[l];
        }
    }
}

void fc__motivation_split(const struct fc_motivation *own, struct fc_block *b,
                          const struct fc_team_sales *sales)
{
    const uint32_t team = sales->team, first = own->first[team];
    FC_LANE_ROW(float, none) = {0};
    if (first == own->first[team + 1])
        return;
    parts_by_output(own, b, team, none);
    rest_write(own, b, team);
    wins_split(own, b, sales);
    /* bookings without a win (a second contract of a client) go by output */
    parts_by_output(own, b, team, sales->won);
    rest_write(own, b, team);
    value_split(own, b, sales);
}
