/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the luck on each seat comes from, and which roles people are promoted to: those
 * at the top come first, so that whoever moves up leaves a seat that others can move up
 * to. Checked by tests/unit/test_promotion.c and tests/unit/test_hire.c. */
#include "base/error.h"
#include "model/organisation.h"
#include "model/people.h"

static void sites_set(struct fc_people *self, const struct fc_model *model)
{
    for (uint32_t seat = 0; seat < self->seats; seat++) {
        const bool planned = seat < self->planned;
        const char *name = planned ? NULL : model->axis[FC_SEAT].name[seat];
        const uint32_t number = planned ? seat : 0;
        self->site[seat] = fc_site("people", name, "person", number);
        self->walk_site[seat] = fc_site("people", name, "walk out", number);
        self->fit_site[seat] = fc_site("people", name, "promotion", number);
    }
}

/* Steps from a role to the end of its career. */
static uint32_t steps_up(const struct fc_role *role, uint32_t from)
{
    uint32_t steps = 0;
    for (uint32_t at = role[from].next; at != FC_NO_ROLE; at = role[at].next)
        steps++;
    return steps;
}

static void careers_set(struct fc_people *self, const struct fc_model *model)
{
    const struct fc_role *role = model->organisation->role;
    for (uint32_t steps = 0; steps < self->roles; steps++)
        for (uint32_t to = 0; to < self->roles; to++) {
            bool any = false;
            for (uint32_t from = 0; from < self->roles; from++)
                any |= role[from].next == to;
            if (any && steps_up(role, to) == steps)
                self->career[self->careers++] = to;
        }
}

fc_status fc__people_careers(struct fc_people *self, struct fc_model *model,
                             struct fc_error *err)
{
    self->site = fc__model_alloc(model, self->seats, sizeof *self->site);
    self->walk_site = fc__model_alloc(model, self->seats, sizeof *self->walk_site);
    self->fit_site = fc__model_alloc(model, self->seats, sizeof *self->fit_site);
    self->career = fc__model_alloc(model, self->roles, sizeof *self->career);
    if (!self->site || !self->walk_site || !self->fit_site || !self->career)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %u seats", self->seats);
    sites_set(self, model);
    careers_set(self, model);
    if (self->careers)
        self->fit = fc__model_rows(model, self->seats);
    return FC_OK;
}
