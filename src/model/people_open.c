/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws of a seat on each path, and the people at opening.
 *
 *   hours of a seat and step = paid 52/12 dt (1-absence)(1-admin)(1-coordination)
 *   tenure at opening        = exponential, or the stationary law that belongs to the
 *                              turnover; a search is a uniform part of a
 *                              length-biased one
 *
 * Source: docs/model.md. Seats through time: people_seats.c. Checked by
 * tests/stat/test_people.c (T22, searches) and tests/unit/test_people.c. */
#include "model/people.h"

#include <math.h>

static void rows_open(const struct fc_people *own, struct fc_block *b)
{
    const float *paid = fc_number_row(b, own->paid_hours);
    const float *absence = fc_number_row(b, own->absence);
    const float *admin = fc_number_row(b, own->admin);
    const float *coordination = fc_number_row(b, own->coordination);
    const float *ramp = fc_number_row(b, own->ramp_months);
    const float *start = fc_number_row(b, own->start_level);
    const double dt = (double)b->model->dt;
    FC_EACH (l) {
        const double level = (double)start[l];
        const double tau = fc__people_time_constant((double)ramp[l], level);
        const double net = (1.0 - (double)absence[l]) * (1.0 - (double)admin[l]) *
                           (1.0 - (double)coordination[l]);
        fc_own(b, own->seat_hours, 0)[l] =
            (float)((double)paid[l] * 52 / 12 * dt * net);
        fc_own(b, own->time_constant, 0)[l] = (float)tau;
        fc_own(b, own->decay, 0)[l] = (float)fc_exp(-dt / tau);
        fc_own(b, own->ramp_mean, 0)[l] = (float)fc__people_gap_mean(dt, tau);
        fc_own(b, own->start_gap, 0)[l] = (float)(1.0 - level);
    }
}

/* Rows of the laws of a person's life and of a search. */
static void laws_open(const struct fc_people *own, struct fc_block *b)
{
    const float *turnover = fc_number_row(b, own->turnover);
    const float *shape = fc_number_row(b, own->tenure_shape);
    const float *ability_cv = fc_number_row(b, own->ability_cv);
    const float *mean = fc_number_row(b, own->fill_mean);
    const float *cv = fc_number_row(b, own->fill_cv);
    FC_EACH (l) {
        const double scale =
            fc__people_life_scale((double)turnover[l], (double)shape[l]);
        const double spread = (double)ability_cv[l];
        const double search = fc_log1p((double)cv[l] * (double)cv[l]);
        fc_own(b, own->life_scale, 0)[l] = (float)scale;
        fc_own(b, own->life_rate, 0)[l] = scale < (double)FC_NEVER_MONTHS
                                              ? (float)fc_pow(scale, -(double)shape[l])
                                              : 0.0f;
        fc_own(b, own->ability_sd, 0)[l] = (float)sqrt(fc_log1p(spread * spread));
        fc_own(b, own->fill_log_mean, 0)[l] =
            (float)(fc_log((double)mean[l]) - search / 2);
        fc_own(b, own->fill_log_sd, 0)[l] = (float)sqrt(search);
    }
}

/* Tenure of the people at opening: exponential, or stationary: (x/scale)^shape is a
 * gamma variate of shape 1/shape, since the density of the age is proportional to S(x).
 */
static void opening_tenure(const struct fc_people *own, const struct fc_block *b,
                           const uint32_t *word, float *tenure)
{
    const float *shape = fc_number_row(b, own->tenure_shape);
    const float *scale = fc_own(b, own->life_scale, 0);
    const float *mean = fc_number_row(b, own->opening_tenure);
    const float longest = 600.0f; /* nobody has been there for more than 50 years */
    FC_LANE_ROW(float, power);
    FC_LANE_ROW(float, draw);
    FC_EACH (l)
        power[l] = 1.0f / shape[l];
    if (own->opening_stationary)
        fc_gamma(FC_LANES, word, power, draw);
    else
        fc_exponential(FC_LANES, word, draw);
    FC_EACH (l) {
        const float months = own->opening_stationary
                                 ? scale[l] * fc_powf(draw[l], power[l])
                                 : mean[l] * draw[l];
        tenure[l] = months < longest ? months : longest;
    }
}

static void person_open(const struct fc_people *own, struct fc_block *b, uint32_t seat,
                        const uint32_t *words)
{
    const float *shape = fc_number_row(b, own->tenure_shape);
    const float *rate = fc_own(b, own->life_rate, 0);
    const float *tau = fc_own(b, own->time_constant, 0);
    const float *start_gap = fc_own(b, own->start_gap, 0);
    float *tenure = fc_own(b, own->tenure, seat), *aged = fc_own(b, own->aged, seat);
    float *gap = fc_own(b, own->gap, seat);
    fc_exponential(FC_LANES, words + FC_SEAT_CLOCK * FC_LANES,
                   fc_own(b, own->clock, seat));
    opening_tenure(own, b, words + FC_SEAT_OPENING * FC_LANES, tenure);
    FC_EACH (l) {
        aged[l] = fc__people_hazard(tenure[l], rate[l], shape[l]);
        gap[l] = start_gap[l] * fc_expf(-tenure[l] / tau[l]);
    }
}

/* A seat that is open: one that opens in the future starts its search then; one that is
 * open at the start is in the middle of a search: a uniform part of a length-biased
 * one. */
static void search_open(const struct fc_people *own, struct fc_block *b, uint32_t seat,
                        const uint32_t *words)
{
    const float *log_mean = fc_own(b, own->fill_log_mean, 0);
    const float *log_sd = fc_own(b, own->fill_log_sd, 0);
    const bool running = own->opening[seat] == FC_SEAT_SEARCHED;
    float *tenure = fc_own(b, own->tenure, seat), *clock = fc_own(b, own->clock, seat);
    FC_LANE_ROW(float, z);
    FC_LANE_ROW(float, part);
    fc_normal(FC_LANES, words + FC_SEAT_SEARCH * FC_LANES, z);
    fc_uniform(FC_LANES, words + FC_SEAT_OPENING * FC_LANES, part);
    FC_EACH (l) {
        const float bias = running ? log_sd[l] * log_sd[l] : 0.0f;
        const float months = fc_expf(log_mean[l] + bias + log_sd[l] * z[l]);
        clock[l] = running ? months * part[l] : months;
        tenure[l] = -1.0f;
    }
}

/* A seat that is closed until a policy opens it. */
static void kept_open(const struct fc_people *own, struct fc_block *b, uint32_t seat)
{
    FC_EACH (l) {
        fc_own(b, own->tenure, seat)[l] = -1.0f;
        fc_own(b, own->clock, seat)[l] = FC_NEVER_MONTHS;
        fc_own(b, own->closed, seat)[l] = 1.0f;
    }
}

static void seat_open(const struct fc_people *own, struct fc_block *b, uint32_t seat)
{
    const float *sd = fc_own(b, own->ability_sd, 0);
    float *log_ability = fc_own(b, own->log_ability, seat);
    float *ability = fc_own(b, own->ability, seat);
    _Alignas(64) uint32_t words[FC_SEAT_WORDS * FC_LANES];
    FC_LANE_ROW(float, z);
    fc_draw_path(b, own->site[seat], 0, words);
    fc_normal(FC_LANES, words + FC_SEAT_ABILITY * FC_LANES, z);
    FC_EACH (l)
        log_ability[l] = sd[l] * z[l] - 0.5f * sd[l] * sd[l];
    FC_EACH (l)
        ability[l] = fc_expf(log_ability[l]);
    if (own->opening[seat] == FC_SEAT_FILLED)
        person_open(own, b, seat, words);
    else if (own->opening[seat] == FC_SEAT_KEPT)
        kept_open(own, b, seat);
    else
        search_open(own, b, seat, words);
}

void fc__people_start(const struct fc_people *own, struct fc_block *b)
{
    rows_open(own, b);
    laws_open(own, b);
    fc__learning_open(&own->learning, b);
    for (uint32_t seat = 0; seat < own->seats; seat++)
        seat_open(own, b, seat);
    for (uint32_t team = 0; team < own->teams; team++)
        for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++)
            fc__learning_start(&own->learning, b, team, own->team_seats[i],
                               fc_own(b, own->tenure, own->team_seats[i]));
}
