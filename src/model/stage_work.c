/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours of work on deals, and the ways people make for them.
 *
 *   hours a month and open deal of stage j
 *         = (w_j / d_j) slow + (v_j / d_j) visit travel
 *   visit = root(A) (2 leg / m + (1 - 1/m) .7124 side / root(m)) / speed,
 *           m visits a tour
 *   leg   = .3826 side, side = root(share of the area / seats): one's own territory
 *         = .5 root(1 / N): the nearest of all N, where the team is pooled
 *   v_j   = visits of an opportunity, spread over the stages as their hours are,
 *           those made from afar taken out
 *   slow  = 1 + slow-down where nobody owns the deal
 *   way to a client, hours a month = visits a year / 12 visit travel, added to service
 *
 * and of the specialist who sells along: extra_hours w_j / d_j and the same visits from
 * where the specialists sit. Hours are expected over the step at the step's
 * intensities and the last coverage (contact.c).
 *
 * Source: docs/model.md#organisation; Beardwood, Halton & Hammersley 1959 for rounds.
 * Checked by T21 and the 1.22, 2.12 and 1.60 hours of tests/unit/test_travel.c. */
#include "model/stage_work.h"

#include <math.h>

#include "base/error.h"

/* ---- ways ---- */

/* Share of the territories in which the team `team[k]` has a market. */
static double area_share(const struct fc_model *model, const uint32_t *team, uint32_t k)
{
    double covered = 0;
    for (uint32_t g = 0; g < model->axis[FC_TERRITORY].count; g++) {
        bool here = false;
        for (uint32_t j = 0; j < model->axis[FC_MARKET].count; j++)
            here |= team[j] == team[k] && model->markets[j].territory == g;
        covered += here;
    }
    return covered / model->axis[FC_TERRITORY].count;
}

/* Way of people who each have their own part of the team's area. */
static struct fc_way own_territory(double share, double seats)
{
    const double side = sqrt(share / (seats > 1 ? seats : 1));
    return (struct fc_way){FC_WAY_SQUARE * side, side};
}

static fc_status ways_link(struct fc_stage_work *self, struct fc_model *model,
                           struct fc_error *err)
{
    const struct fc_travel *travel = &model->organisation->travel;
    const uint32_t markets = model->axis[FC_MARKET].count;
    const bool like = travel->like != FC_LIKE_OWN;
    uint32_t *team = fc__model_alloc(model, markets, sizeof *team);
    double *seats = fc__model_alloc(model, markets, sizeof *seats);
    self->way = fc__model_alloc(model, markets, sizeof *self->way);
    self->second_way = fc__model_alloc(model, markets, sizeof *self->second_way);
    if (!team || !seats || !self->way || !self->second_way)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for ways");
    for (uint32_t k = 0; k < markets; k++) {
        const struct fc_market *market = &model->markets[k];
        team[k] =
            like ? fc__structure_team_of(model, travel->structure, k) : market->team;
        seats[k] = model->team_seats[market->team];
    }
    if (like)
        FC_TRY(fc__structure_seats_like(model, team, seats, err));
    const double all = fc__structure_seats(model), side = sqrt(1 / (all > 1 ? all : 1));
    for (uint32_t k = 0; k < markets; k++) {
        const uint32_t second = model->markets[k].second;
        self->way[k] = travel->structure == FC_POOLED
                           ? (struct fc_way){FC_WAY_NEAREST * side, side}
                           : own_territory(area_share(model, team, k), seats[k]);
        if (second != FC_NO_TEAM)
            self->second_way[k] = own_territory(1, model->team_seats[second]);
    }
    return FC_OK;
}

fc_status fc__stage_work_link(struct fc_stage_work *self, struct fc_model *model,
                              struct fc_error *err)
{
    const struct fc_organisation *organisation = model->organisation;
    const size_t rows =
        (size_t)model->axis[FC_MARKET].count * model->axis[FC_STAGE].count;
    bool pairs = false;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++)
        pairs |= model->markets[k].second != FC_NO_TEAM;
    self->travels = organisation->travel.on;
    self->on = self->travels || pairs ||
               (organisation->ownership.on && organisation->ownership.shared);
    if (self->on)
        self->work = fc__model_rows(model, rows);
    if (pairs)
        self->second_work = fc__model_rows(model, rows);
    if (!self->travels)
        return FC_OK;
    self->travel = fc__model_rows(model, rows);
    self->second_travel = fc__model_rows(model, rows);
    if (organisation->travel.to_clients)
        self->to_client = fc__model_rows(model, model->axis[FC_MARKET].count);
    return ways_link(self, model, err);
}

/* ---- hours of a deal ---- */

/* Visits that a deal in stage j takes: those of an opportunity in proportion to the
 * stages' hours, so that their expected sum at full attention is `visits`. */
static double stage_visits(const double *p, const double *hours, uint32_t n, uint32_t j,
                           double visits)
{
    const uint32_t first = n > 1 ? 1 : 0;
    double any = 0, sum = 0, reached = 1;
    for (uint32_t i = first; i < n; i++)
        any += hours[i];
    for (uint32_t i = first; i < n; i++) {
        sum += reached * (any > 0 ? hours[i] : 1);
        reached *= p[i];
    }
    return j >= first ? visits * (any > 0 ? hours[j] : 1) / sum : 0;
}

static void lane_open(const struct fc_stage_work *self, struct fc_block *b, uint32_t k,
                      uint32_t l)
{
    const struct fc_model *model = b->model;
    const struct fc_pipeline *pipe = model->pipeline;
    const struct fc_organisation *organisation = model->organisation;
    const struct fc_market *market = &model->markets[k];
    const uint32_t n = pipe->stages;
    const size_t base = (size_t)market->segment * n;
    double p[FC_STAGES_MAX], hours[FC_STAGES_MAX], rate[FC_STAGES_MAX];
#define AT(number) ((double)fc_number_row(b, number)[l])
    for (uint32_t j = 0; j < n; j++) {
        p[j] = AT(pipe->conversion[base + j]);
        hours[j] = AT(pipe->hours[base + j]);
        rate[j] = 52.0 / 12.0 / AT(pipe->dwell_weeks[base + j]);
    }
    const bool slow = organisation->ownership.on && organisation->ownership.shared;
    const double factor = slow ? 1 + AT(organisation->ownership.slow_down) : 1;
    for (uint32_t j = 0; j < n; j++) {
        const size_t row = (size_t)k * n + j;
        fc_own(b, self->work, row)[l] = (float)(hours[j] * rate[j] * factor);
        if (market->second != FC_NO_TEAM)
            fc_own(b, self->second_work, row)[l] =
                (float)(hours[j] * rate[j] * AT(organisation->co_selling.extra_hours));
    }
    if (!self->travels)
        return;
    const struct fc_travel *travel = &organisation->travel;
    const double root = sqrt(AT(travel->area_km2)), tour = AT(travel->visits_per_tour);
    const double face = 1 - AT(travel->remote_share);
    const double visits = AT(travel->visits[market->segment]) * face;
    const double away = fc__way_km(self->way[k], root, tour) / AT(travel->speed_kmh);
    const double second =
        fc__way_km(self->second_way[k], root, tour) / AT(travel->speed_kmh);
    for (uint32_t j = 0; j < n; j++) {
        const size_t row = (size_t)k * n + j;
        const double made = stage_visits(p, hours, n, j, visits) * rate[j];
        fc_own(b, self->travel, row)[l] = (float)(made * away);
        fc_own(b, self->second_travel, row)[l] = (float)(made * second);
    }
    if (travel->to_clients)
        fc_own(b, self->to_client, k)[l] =
            (float)(AT(travel->at_home[market->segment]) / 12 * face * away);
#undef AT
}

void fc__stage_work_open(const struct fc_stage_work *self, struct fc_block *b)
{
    if (!self->on)
        return;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        for (uint32_t l = 0; l < FC_LANES; l++)
            lane_open(self, b, k, l);
}

void fc__stage_work_pair(const struct fc_block *b, uint32_t k, float *up)
{
    const struct fc_market *market = &b->model->markets[k];
    const float *loss = fc_number_row(b, b->model->organisation->co_selling.loss);
    const float *beta = fc_pipeline_beta(b, market->segment);
    if (market->second == FC_NO_TEAM)
        return;
    FC_EACH (l)
        up[l] *= fc_powf(1.0f - loss[l], beta[l]);
}

/* ---- hours of a step ---- */

void fc__stage_work_service(const struct fc_stage_work *self, const struct fc_block *b,
                            uint32_t k, float *need)
{
    if (!b->model->organisation->travel.to_clients)
        return;
    const float *clients = FC_ROW(b, clients, k), *way = fc_own(b, self->to_client, k);
    const float *more = fc_lever(b, FC_L_travel, b->model->markets[k].team);
    const float dt = b->model->dt;
    FC_EACH (l)
        need[l] += clients[l] * way[l] * more[l] * dt;
}

/* Rows of a market, [stage] from the first; travel NULL: nobody travels. */
struct deal_hours {
    const float *work, *travel, *more;        /* more: lever on travel */
    const float *named;                       /* of named deals; NULL: none */
    const float *second_work, *second_travel; /* NULL: no specialist */
    const float *second_more;
};

static struct deal_hours deal_hours(const struct fc_stage_work *self,
                                    const struct fc_block *b, uint32_t k)
{
    const struct fc_pipeline *pipe = b->model->pipeline;
    const struct fc_market *market = &b->model->markets[k];
    const size_t row = (size_t)k * pipe->stages;
    struct deal_hours hours = {0};
    hours.work = self->on
                     ? fc_own(b, self->work, row)
                     : fc_own(b, pipe->work, (size_t)market->segment * pipe->stages);
    if (pipe->named[k])
        hours.named = FC_ROW(b, named_hours, row);
    if (self->travels) {
        hours.travel = fc_own(b, self->travel, row);
        hours.more = fc_lever(b, FC_L_travel, market->team);
    }
    if (market->second == FC_NO_TEAM)
        return hours;
    hours.second_work = fc_own(b, self->second_work, row);
    if (self->travels) {
        hours.second_travel = fc_own(b, self->second_travel, row);
        hours.second_more = fc_lever(b, FC_L_travel, market->second);
    }
    return hours;
}

#define V(row) (*(const fc_vf *)(const void *)((row) + at))

/* Hours of the stages added to where they belong: stages that share a row together. */
static inline __attribute__((always_inline)) void
hours_add(const int n, const fc_vf *hours, float *const *need, size_t at)
{
    for (int j = 0; j < n; j++) {
        fc_vf sum = hours[j];
        float *to = need[j] + at;
        for (; j + 1 < n && need[j] == need[j + 1]; j++)
            sum += hours[j + 1];
        *(fc_vf *)(void *)to += sum;
    }
}

/* The hours that time spent in the stages takes, added for a vector of lanes. */
static inline __attribute__((always_inline)) void
hours_of(const struct deal_hours *deal, const int n, fc_law_row spent, int v,
         const struct fc_stage_need *need, size_t at)
{
    fc_vf hours[FC_STAGES_MAX], second[FC_STAGES_MAX] = {{0}};
    FC_UP (j, 0, n) {
        const size_t row = (size_t)j * FC_LANES;
        const fc_vf months = spent[j][v];
        hours[j] = months * V(deal->work + row);
        if (deal->named)
            hours[j] += V(deal->named + row);
        if (deal->travel)
            hours[j] += months * (V(deal->travel + row) * V(deal->more));
        if (deal->second_work)
            second[j] = months * V(deal->second_work + row);
        if (deal->second_travel)
            second[j] += months * (V(deal->second_travel + row) * V(deal->second_more));
    }
    hours_add(n, hours, need->first, at);
    if (deal->second_work)
        hours_add(n, second, need->second, at);
}

static inline __attribute__((always_inline)) void
stage_hours(const struct fc_block *b, uint32_t k, const int n, const float *viable,
            const struct deal_hours *deal, const struct fc_stage_need *need)
{
    const struct fc_stage_rows rows = fc__stage_rows(b, k);
    const float *stock = FC_ROW(b, stock, (size_t)k * (size_t)n);
    const float per_step = 1.0f / rows.plan->step;
    for (size_t first = 0; first < FC_LANES; first += FC_ABREAST * FC_VF) {
        fc_law_row a, l, deals, spent;
        fc_vf rate[FC_ABREAST];
        FC_UP (v, 0, FC_ABREAST) {
            const size_t at = first + (size_t)v * FC_VF;
            fc_vf advance[FC_STAGES_MAX], loss[FC_STAGES_MAX];
            fc__stage_rates(&rows, n, 1.0f, at, advance, loss);
            FC_UP (j, 0, n) {
                a[j][v] = advance[j];
                l[j][v] = loss[j];
                deals[j][v] = V(stock + (size_t)j * FC_LANES);
            }
            rate[v] = V(viable) * per_step;
        }
        fc__law_spent(rows.plan, n, a, l, deals, rate, spent);
        FC_UP (v, 0, FC_ABREAST)
            hours_of(deal, n, spent, v, need, first + (size_t)v * FC_VF);
    }
}
#undef V

/* Stale leads work through the first stage too: hazards a = 0, l = 1/d times the
 * levers. */
static void stale_hours(const struct fc_block *b, uint32_t k, const float *stale,
                        const float *work, float *hours)
{
    const struct fc_pipeline *pipe = b->model->pipeline;
    const size_t first = (size_t)b->model->markets[k].segment * pipe->stages;
    const float *advance = fc_own(b, pipe->advance, first);
    const float *loss = fc_own(b, pipe->loss, first);
    const float *down = FC_ROW(b, loss_factor, k);
    const float *pace = fc_lever(b, FC_L_stage_speed, 0);
    const float *stock = FC_ROW(b, stale_stock, k);
    const float dt = b->model->dt;
    FC_EACH (l) {
        const float rate = (advance[l] + loss[l]) * pace[l] * down[l];
        const float spent = (1.0f - fc_expf(-rate * dt)) / rate;
        const float arrivals = stale[l] * (1.0f - spent / dt) / rate;
        hours[l] += (stock[l] * spent + arrivals) * work[l];
    }
}

void fc__stage_work_hours(const struct fc_stage_work *self, const struct fc_block *b,
                          uint32_t k, const float *viable, const float *stale,
                          const struct fc_stage_need *need)
{
    const struct deal_hours deal = deal_hours(self, b, k);
    switch (b->model->pipeline->stages) {
#define CASE(n)                                                                        \
    case n:                                                                            \
        stage_hours(b, k, n, viable, &deal, need);                                     \
        break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
    }
    stale_hours(b, k, stale, deal.work, need->first[0]);
}
