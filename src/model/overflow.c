/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overflow to the specialists of a matrix (3.13).
 *
 *   asked of pool P = sum over the markets k of its product and stages j of
 *                     need_kj max(0, T - coverage of the team in j)
 *   share served s  = min(1, idle hours of P / asked)
 *   coverage of kj  = that of the team + s max(0, T - that) r
 *   r               = proficiency^beta of the pool (1 - loss)^beta / that of the team
 *
 * T `overflow_below`: the pool makes good what the team lacks to T, so that nothing
 * jumps where coverage crosses it. Needs are those expected over the step (contact.c),
 * so that the numbers drawn in the step do not matter. The pool's factor on the hazard
 * is held at 2 as everybody's. A deal sold by two loses by that already. Hours needed
 * and delivered count where the work is done.
 *
 * Source: docs/model.md#organisation. Checked by tests/unit/test_overflow.c. */
#include "model/overflow.h"

#include <string.h>

#include "model/pipeline.h"
#include "random/lanemath.h"

void fc__overflow_link(struct fc_overflow *self, struct fc_model *model)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    if (!model->overflow.on)
        return;
    self->stages = model->axis[FC_STAGE].count;
    self->need =
        fc__model_rows(model, (size_t)model->axis[FC_MARKET].count * self->stages);
    self->idle = fc__model_rows(model, teams);
    self->asked = fc__model_rows(model, teams);
}

void fc__overflow_idle(const struct fc_overflow *self, const struct fc_block *b,
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

static void ask(const struct fc_overflow *self, const struct fc_block *b, uint32_t k)
{
    FC_LANE_ROW(float, missing);
    float *asked = fc_own(b, self->asked, b->model->markets[k].overflow);
    for (uint32_t j = 0; j < self->stages; j++) {
        const float *need = fc__overflow_need(self, b, k, j);
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
static void take_over(const struct fc_overflow *self, struct fc_block *b, uint32_t k,
                      uint32_t stage)
{
    const struct fc_model *model = b->model;
    const struct fc_market *market = &model->markets[k];
    const uint32_t task = fc_task_stage(stage), pool = market->overflow;
    const uint32_t from = market->team * FC_W_COUNT + model->task_work[task];
    const uint32_t to = pool * FC_W_COUNT + model->task_work[task];
    const float *need = fc__overflow_need(self, b, k, stage);
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
    }
}

void fc__overflow_step(const struct fc_overflow *self, struct fc_block *b)
{
    const struct fc_model *model = b->model;
    const uint32_t markets = model->axis[FC_MARKET].count;
    memset(fc_own(b, self->asked, 0), 0,
           model->axis[FC_TEAM].count * FC_LANES * sizeof(float));
    for (uint32_t i = 0; i < markets; i++)
        ask(self, b, model->market_order[i]);
    for (uint32_t i = 0; i < markets; i++)
        for (uint32_t j = 0; j < self->stages; j++)
            take_over(self, b, model->market_order[i], j);
}
