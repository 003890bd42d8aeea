/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What policies do: the levers of those at work, pulled before anybody reads them.
 *
 * The policies decide at the end of a month, in the last room (policy.c); this room
 * stands among those that pull, so that a decision works from the next step on. Shifted
 * marketing: the channels named in `where` lose the share, those in `to` gain what is
 * lost, each in proportion to its planned spend of the month: the plan's money is
 * spent, not a unit more. Policies pull in the order of their names (M2). Checked by
 * tests/unit/test_policy.c. */
#include "model/policy.h"

static void shift(const struct fc_policy *self, struct fc_block *b, const float *on)
{
    for (uint32_t i = 0; self->gain && i < self->gains; i++)
        fc__lever_pull(b, FC_L_marketing, self->channel[i], self->gain[b->month], on);
}

static void step(const void *own, struct fc_block *b)
{
    const struct fc_policies *all = b->model->policies;
    (void)own;
    for (uint32_t k = 0; k < all->n; k++) {
        const struct fc_policy *self = &all->policy[all->order[k]];
        const float *on = FC_ROW(b, policy_on, all->order[k]);
        int works = 0;
        FC_EACH (l)
            works |= on[l] > 0.0f;
        if (!works)
            continue;
        fc__effects_pull(&self->effects, b, 0, on);
        shift(self, b, on);
    }
}

static void open_block(const void *own, struct fc_block *b)
{
    const struct fc_policies *all = b->model->policies;
    (void)own;
    for (uint32_t i = 0; i < all->n; i++)
        fc__effects_open(&all->policy[i].effects, b);
}

/* The sections are those of the room `policy`. */
static const struct fc_section sections[] = {{.path = NULL}};

const struct fc_mechanism FC_PER_ISA(fc_actions);
const struct fc_mechanism FC_PER_ISA(fc_actions) = {
    .name = "actions",
    .help = "the levers that policies pull",
    .sections = sections,
    .spec_size = 1,
    .pulls = true,
    .open = open_block,
    .step = step,
};
