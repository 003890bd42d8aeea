/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work on deals that a territory team has no time for, taken over by the specialists of
 * its product while they are idle (overflow.c). Part of the room contact. */
#ifndef FC_MODEL_OVERFLOW_H
#define FC_MODEL_OVERFLOW_H

#include "model/organisation.h"

struct fc_overflow {
    uint32_t stages;
    fc_rows need;  /* [market * stages + stage] hours of the step */
    fc_rows idle;  /* [team] hours of a pool that nobody needs */
    fc_rows asked; /* [team] hours that a pool is asked for */
};

#define fc__overflow_link FC_PER_ISA(fc__overflow_link)
#define fc__overflow_idle FC_PER_ISA(fc__overflow_idle)
#define fc__overflow_step FC_PER_ISA(fc__overflow_step)

/* Rows; nothing where nobody takes over. */
void fc__overflow_link(struct fc_overflow *self, struct fc_model *model);
/* Hours of a team that are left when its own work is served. */
void fc__overflow_idle(const struct fc_overflow *self, const struct fc_block *b,
                       uint32_t team, const float *left);
/* Shares the idle hours out, when all teams are served: hours needed and delivered move
 * to the pools, model->overflow.coverage is what they add. */
void fc__overflow_step(const struct fc_overflow *self, struct fc_block *b);

/* Hours that market k needs in a stage, to be written by who counts them. */
static inline float *fc__overflow_need(const struct fc_overflow *self,
                                       const struct fc_block *b, uint32_t k,
                                       uint32_t stage)
{
    return fc_own(b, self->need, (size_t)k * self->stages + stage);
}

#endif
