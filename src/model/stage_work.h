/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours of work on the deals in the funnel: the stages' own hours, ways to the clients,
 * slow-down where nobody owns a deal, and the specialist who sells along
 * (stage_work.c).
 */
#ifndef FC_MODEL_STAGE_WORK_H
#define FC_MODEL_STAGE_WORK_H

#include "model/chain.h"
#include "model/organisation.h"

/* Mean distance to the middle of a square of area 1: (sqrt 2 + asinh 1) / 6. */
#define FC_WAY_SQUARE 0.38259785823210635
/* Mean distance to the nearest of random points, one a unit of area. */
#define FC_WAY_NEAREST 0.5
/* Shortest round through n random points of area A: FC_WAY_ROUND sqrt(n A). */
#define FC_WAY_ROUND 0.7124

/* A way in units of the root of the department's area. */
struct fc_way {
    double leg;  /* mean distance from where people sit to a client */
    double side; /* root of the area that a person covers */
};

/* Kilometres a visit where `tour` visits share one way out and back (3.5). */
static inline double fc__way_km(struct fc_way way, double root_area, double tour)
{
    const double round = (1 - 1 / tour) * FC_WAY_ROUND * way.side / sqrt(tour);
    return root_area * (2 * way.leg / tour + round);
}

struct fc_stage_work {
    bool on; /* own rows; else those of the funnel */
    bool travels;
    fc_rows work, travel;               /* [market * stages + stage] hours a month */
    fc_rows second_work, second_travel; /* of the specialist */
    fc_rows to_client;                  /* [market] way to a client, hours a month */
    struct fc_way *way, *second_way;    /* [market] */
};

#define fc__stage_work_link    FC_PER_ISA(fc__stage_work_link)
#define fc__stage_work_open    FC_PER_ISA(fc__stage_work_open)
#define fc__stage_work_hours   FC_PER_ISA(fc__stage_work_hours)
#define fc__stage_work_pair    FC_PER_ISA(fc__stage_work_pair)
#define fc__stage_work_service FC_PER_ISA(fc__stage_work_service)
fc_status fc__stage_work_link(struct fc_stage_work *self, struct fc_model *model,
                              struct fc_error *err);

/* Hours of a deal and month on each path. */
void fc__stage_work_open(const struct fc_stage_work *self, struct fc_block *b);

/* Two who sell together lose something: proficiency x (1 - loss). */
void fc__stage_work_pair(const struct fc_block *b, uint32_t k, float *up);

/* Where the hours of a market's stages are added up: a row for each stage, of the team
 * and of the specialists (if any). Stages of one role and class share a row. */
struct fc_stage_need {
    float *first[FC_STAGES_MAX], *second[FC_STAGES_MAX];
};

/* Adds the hours over the step, at the last coverage, of `viable` leads that arrive and
 * of what is in the funnel; `stale` leads work through the first stage. */
void fc__stage_work_hours(const struct fc_stage_work *self, const struct fc_block *b,
                          uint32_t k, const float *viable, const float *stale,
                          const struct fc_stage_need *need);

/* Adds the hours of the ways to the clients of a market in a step. */
void fc__stage_work_service(const struct fc_stage_work *self, const struct fc_block *b,
                            uint32_t k, float *need);

/* Coverage of the stages of a market: of two who sell together, by their hours. */
struct fc_stage_cover {
    const float *first, *second, *extra; /* second NULL: sold by one */
    const float *more; /* by specialists who take over; NULL: nobody does */
};

static inline struct fc_stage_cover fc__stage_cover(const struct fc_block *b,
                                                    uint32_t k)
{
    const struct fc_market *market = &b->model->markets[k];
    const bool pair = market->second != FC_NO_TEAM;
    return (struct fc_stage_cover){
        fc_task_coverage(b, market->team, FC_T_STAGES),
        pair ? fc_task_coverage(b, market->second, FC_T_STAGES) : NULL,
        fc_number_row(b, b->model->organisation->co_selling.extra_hours),
        b->model->overflow.on ? fc_own(b, b->model->overflow.coverage,
                                       (size_t)k * b->model->axis[FC_STAGE].count)
                              : NULL};
}

/* Rows of what the hazards of a market's stages are made of. */
struct fc_stage_rows {
    const struct fc_law_plan *plan;
    const float *advance[FC_STAGES_MAX], *loss[FC_STAGES_MAX]; /* a month, as planned */
    const float *odds[FC_STAGES_MAX], *speed[FC_STAGES_MAX];   /* levers */
    const float *up[FC_STAGES_MAX], *down; /* factors of people and market */
    struct fc_stage_cover cover;
};

static inline struct fc_stage_rows fc__stage_rows(const struct fc_block *b, uint32_t k)
{
    const struct fc_pipeline *pipe = b->model->pipeline;
    const uint32_t n = pipe->stages, segment = b->model->markets[k].segment;
    const uint32_t *role = b->model->task_role + FC_T_STAGES;
    const float *up = FC_ROW(b, advance_factor, k * b->model->axis[FC_ROLE].count);
    struct fc_stage_rows rows = {.plan = &pipe->law[segment],
                                 .down = FC_ROW(b, loss_factor, k),
                                 .cover = fc__stage_cover(b, k)};
    for (uint32_t j = 0; j < n; j++) {
        rows.advance[j] = fc_own(b, pipe->advance, (size_t)segment * n + j);
        rows.loss[j] = fc_own(b, pipe->loss, (size_t)segment * n + j);
        rows.odds[j] = fc_lever(b, FC_L_stage_odds, j);
        rows.speed[j] = fc_lever(b, FC_L_stage_speed, j);
        rows.up[j] = up + (size_t)role[j] * FC_LANES;
    }
    return rows;
}

/* Stage j, the vector of lanes that begins at `at`. */
static inline fc_vf fc__stage_cover_at(const struct fc_stage_cover *self, int j,
                                       size_t at)
{
#define V(row) (*(const fc_vf *)(const void *)((row) + at))
    fc_vf first = V(self->first + (size_t)j * FC_LANES);
    if (self->more)
        first += V(self->more + (size_t)j * FC_LANES);
    if (!self->second)
        return first;
    const fc_vf extra = V(self->extra);
    return (first + extra * V(self->second + (size_t)j * FC_LANES)) / (1.0f + extra);
}

/* Hazards of the vector of lanes that begins at `at`; `odds` of the deal itself. */
static inline __attribute__((always_inline)) void
fc__stage_rates(const struct fc_stage_rows *self, const int n, float odds, size_t at,
                fc_vf *a, fc_vf *l)
{
    fc_vf advance[FC_STAGES_MAX], loss[FC_STAGES_MAX], cover[FC_STAGES_MAX];
    fc_vf up[FC_STAGES_MAX];
    FC_UP (j, 0, n) {
        const fc_vf pace = V(self->speed[j]);
        advance[j] = V(self->advance[j]) * odds * V(self->odds[j]) * pace;
        loss[j] = V(self->loss[j]) * pace;
        cover[j] = fc__stage_cover_at(&self->cover, j, at);
        up[j] = V(self->up[j]);
    }
    fc__law_rates(self->plan, n, advance, loss, up, V(self->down), cover, a, l);
}
#undef V

#endif
