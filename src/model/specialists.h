/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pools of specialists of a matrix do, market by market: sell along, and take
 * over what a territory team has no time for (specialists.c). Part of the room contact.
 */
#ifndef FC_MODEL_SPECIALISTS_H
#define FC_MODEL_SPECIALISTS_H

#include "model/stage_work.h"

struct fc_specialists {
    bool on; /* there are pools; else nothing below exists */
    uint32_t stages;
    fc_rows along; /* [market * FC_W_COUNT + class] hours that selling along needs */
    /* only where they take deals over */
    fc_rows need;  /* [market * stages + stage] hours that the team needs */
    fc_rows idle;  /* [team] hours of a pool that nobody needs */
    fc_rows asked; /* [team] hours that a pool is asked for */
};

#define fc__specialists_link  FC_PER_ISA(fc__specialists_link)
#define fc__specialists_apart FC_PER_ISA(fc__specialists_apart)
#define fc__specialists_join  FC_PER_ISA(fc__specialists_join)
#define fc__specialists_idle  FC_PER_ISA(fc__specialists_idle)
#define fc__specialists_step  FC_PER_ISA(fc__specialists_step)

void fc__specialists_link(struct fc_specialists *self, struct fc_model *model);
/* Rows of the market's own in place of those of the teams, empty; and their sums into
 * those of the teams. */
void fc__specialists_apart(const struct fc_specialists *self, const struct fc_block *b,
                           uint32_t k, const struct fc_stage_need *teams,
                           struct fc_stage_need *apart);
void fc__specialists_join(const struct fc_specialists *self, const struct fc_block *b,
                          uint32_t k, const struct fc_stage_need *teams,
                          const struct fc_stage_need *apart);
/* Hours of a team that are left when its own work is served. */
void fc__specialists_idle(const struct fc_specialists *self, const struct fc_block *b,
                          uint32_t team, const float *left);
/* When all teams are served: where the pools have worked; what they take over, hours
 * needed and delivered of that, model->overflow.coverage. */
void fc__specialists_step(const struct fc_specialists *self, struct fc_block *b);

#endif
