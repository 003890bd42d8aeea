/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Specialists of a matrix: hours by market, and overflow to them (3.13).
 *
 *   hours in k       = sum over classes of work of what selling along needs in k x
 *                      coverage of the pool in the class, and what is taken over
 *   asked of pool P  = sum over the markets k of its product and stages j of
 *                      need_kj max(0, T - coverage of the team in j)
 *   share served s   = min(1, idle hours of P / asked)
 *   coverage of kj   = that of the team + s max(0, T - that) r
 *   r                = proficiency^beta of the pool (1 - loss)^beta / that of the team
 *
 * T `overflow_below`: the pool makes good what the team lacks to T, so that nothing
 * jumps where coverage crosses it. Needs are those expected over the step (contact.c),
 * so that the numbers drawn in the step do not matter. The pool's factor on the hazard
 * is held at 2 as everybody's. A deal sold by two loses by that already. Hours needed
 * and delivered count where the work is done.
 *
 * Source: docs/model.md#organisation. Checked by tests/unit/test_specialists.c. */
#include "model/specialists.h"

#include <string.h>

#include "model/pipeline.h"
#include "random/lanemath.h"

void fc__specialists_link(struct fc_specialists *self, struct fc_model *model)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    const size_t markets = model->axis[FC_MARKET].count;
    self->on = model->organisation->pools < teams;
    self->stages = model->axis[FC_STAGE].count;
    if (self->on)
        self->along = fc__model_rows(model, markets * FC_W_COUNT);
    if (!model->overflow.on)
        return;
    self->need = fc__model_rows(model, markets * self->stages);
    self->idle = fc__model_rows(model, teams);
    self->asked = fc__model_rows(model, teams);
}

static float *need_of(const struct fc_specialists *self, const struct fc_block *b,
                      uint32_t k, uint32_t stage)
{
    return fc_own(b, self->need, (size_t)k * self->stages + stage);
}

void fc__specialists_apart(const struct fc_specialists *self, const struct fc_block *b,
                           uint32_t k, const struct fc_stage_need *teams,
                           struct fc_stage_need *apart)
{
    const uint8_t *work = b->model->task_work + FC_T_STAGES;
    float *along = fc_own(b, self->along, (size_t)k * FC_W_COUNT);
    memset(along, 0, FC_W_COUNT * FC_LANES * sizeof *along);
    *apart = *teams;
    for (uint32_t j = 0; j < self->stages; j++) {
        apart->second[j] = along + (size_t)work[j] * FC_LANES;
        if (!b->model->overflow.on)
            continue;
        apart->first[j] = need_of(self, b, k, j);
        memset(apart->first[j], 0, FC_LANES * sizeof(float));
    }
}

static void row_add(const float *restrict from, float *restrict to)
{
    FC_EACH (l)
        to[l] += from[l];
}

void fc__specialists_join(const struct fc_specialists *self, const struct fc_block *b,
                          uint32_t k, const struct fc_stage_need *teams,
                          const struct fc_stage_need *apart)
{
    const bool pair = b->model->markets[k].second != FC_NO_TEAM;
    for (uint32_t j = 0; j < self->stages; j++) {
        const bool once = j == 0 || apart->second[j] != apart->second[j - 1];
        if (apart->first[j] != teams->first[j])
            row_add(apart->first[j], teams->first[j]);
        if (pair && once)
            row_add(apart->second[j], teams->second[j]);
    }
}

void fc__specialists_idle(const struct fc_specialists *self, const struct fc_block *b,
                          uint32_t team, const float *left)
{
    memcpy(fc_own(b, self->idle, team), left, FC_LANES * sizeof *left);
}

/* Share of the work in a stage that the team lacks to the threshold. */
static void missing_of(const struct fc_block *b, uint32_t k, uint32_t stage,
                       float *missing)
{
    const float *limit =
        fc_number_row(b, b->model->organisation->co_selling.overflow_below);
    const float *covered =
        fc_task_coverage(b, b->model->markets[k].team, fc_task_stage(stage));
    FC_EACH (l) {
        const float lack = limit[l] - covered[l];
        missing[l] = lack > 0.0f ? lack : 0.0f;
    }
}

static void ask(const struct fc_specialists *self, const struct fc_block *b, uint32_t k)
{
    FC_LANE_ROW(float, missing);
    float *asked = fc_own(b, self->asked, b->model->markets[k].overflow);
    for (uint32_t j = 0; j < self->stages; j++) {
        const float *need = need_of(self, b, k, j);
        missing_of(b, k, j, missing);
        FC_EACH (l)
            asked[l] += need[l] * missing[l];
    }
}

/* Factor of the pool on the hazard to advance, relative to the team's, in a role. */
static void relative(const struct fc_block *b, uint32_t k, uint32_t role, float *factor)
{
    const struct fc_model *model = b->model;
    const struct fc_market *market = &model->markets[k];
    const uint32_t row = k * model->axis[FC_ROLE].count + role;
    const float *loss = fc_number_row(b, model->organisation->co_selling.loss);
    const float *beta = fc_pipeline_beta(b, market->segment);
    const float *pool = fc_own(b, model->overflow.skill, k);
    const float *team = FC_ROW(b, skill, row), *up = FC_ROW(b, advance_factor, row);
    const bool pair = market->second != FC_NO_TEAM;
    FC_EACH (l) {
        const float together = pair ? 1.0f : fc_powf(1.0f - loss[l], beta[l]);
        const float r = team[l] > 0.0f ? together * pool[l] / team[l] : 0.0f;
        factor[l] = r * up[l] > 2.0f ? 2.0f / up[l] : r;
    }
}

/* What the pool does in a stage of market k: coverage, hours to where they are done. */
static void take_over(const struct fc_specialists *self, struct fc_block *b, uint32_t k,
                      uint32_t stage)
{
    const struct fc_model *model = b->model;
    const struct fc_market *market = &model->markets[k];
    const uint32_t task = fc_task_stage(stage), pool = market->overflow;
    const uint32_t from = market->team * FC_W_COUNT + model->task_work[task];
    const uint32_t to = pool * FC_W_COUNT + model->task_work[task];
    const float *need = need_of(self, b, k, stage);
    const float *idle = fc_own(b, self->idle, pool);
    const float *asked = fc_own(b, self->asked, pool);
    float *more = fc_own(b, model->overflow.coverage, (size_t)k * self->stages + stage);
    FC_LANE_ROW(float, missing);
    FC_LANE_ROW(float, factor);
    missing_of(b, k, stage, missing);
    relative(b, k, model->task_role[task], factor);
    FC_EACH (l) {
        const float share = idle[l] < asked[l] ? idle[l] / asked[l] : 1.0f;
        const float hours = share * missing[l] * need[l];
        more[l] = share * missing[l] * factor[l];
        FC_ROW(b, hours_needed, from)[l] -= hours;
        FC_ROW(b, hours_needed, to)[l] += hours;
        FC_ROW(b, hours_delivered, to)[l] += hours;
        FC_ROW(b, pool_hours, k)[l] += hours;
    }
}

/* Hours that the pool gives to the deals it sells along in. */
static void along_add(const struct fc_specialists *self, struct fc_block *b, uint32_t k)
{
    const struct fc_model *model = b->model;
    const uint8_t *work = model->task_work + FC_T_STAGES;
    const uint32_t pool = model->markets[k].second;
    float *hours = FC_ROW(b, pool_hours, k);
    for (uint32_t j = 0; j < self->stages; j++) {
        const float *need = fc_own(b, self->along, (size_t)k * FC_W_COUNT + work[j]);
        const float *covered = fc_task_coverage(b, pool, fc_task_stage(j));
        if (j == 0 || work[j] != work[j - 1])
            FC_EACH (l)
                hours[l] += need[l] * covered[l];
    }
}

void fc__specialists_step(const struct fc_specialists *self, struct fc_block *b)
{
    const struct fc_model *model = b->model;
    const uint32_t markets = model->axis[FC_MARKET].count;
    for (uint32_t k = 0; k < markets; k++)
        if (model->markets[k].second != FC_NO_TEAM)
            along_add(self, b, k);
    if (!model->overflow.on)
        return;
    memset(fc_own(b, self->asked, 0), 0,
           model->axis[FC_TEAM].count * FC_LANES * sizeof(float));
    for (uint32_t i = 0; i < markets; i++)
        ask(self, b, model->market_order[i]);
    for (uint32_t i = 0; i < markets; i++)
        for (uint32_t j = 0; j < self->stages; j++)
            take_over(self, b, model->market_order[i], j);
}
