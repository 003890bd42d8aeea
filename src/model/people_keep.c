/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats that are kept for policies which hire: how many, and their names. They stand
 * behind the planned seats, in the order of the policies' names, and start closed. The
 * luck of their people belongs to the policy's name and the seat's number in it, so
 * that neither other seats nor other policies change it. Where they go is said by
 * people_share.c, when they open by people_hire.c. Checked by tests/unit/test_hire.c.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/people.h"
#include "model/policy.h"
#include "model/structure.h"

/* Teams that are named exist, and no more seats can be open than are kept. */
static fc_status hire_check(const struct fc_model *model,
                            const struct fc_policy_spec *spec)
{
    uint32_t team;
    for (size_t i = 0; i < spec->where.n; i++)
        FC_TRY(fc__policy_team(model, spec, "where", spec->where.at[i], &team));
    if (spec->seats_at_most != FC_ABSENT && spec->seats_at_most < spec->seats)
        return fc__scenario_problem(
            model->scenario, spec->share.line,
            "'policies.%s.seats_at_most' is %d; it must not be below 'seats', which is "
            "%d",
            spec->name, spec->seats_at_most, spec->seats);
    return FC_OK;
}

fc_status fc__people_keep(struct fc_people *self, struct fc_model *model,
                          struct fc_error *err)
{
    const struct fc_policies *all = model->policies;
    self->seats = self->planned;
    self->hire = fc__model_alloc(model, all->n, sizeof *self->hire);
    if (!self->hire)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for seats of policies");
    for (uint32_t k = 0; k < all->n; k++) {
        const struct fc_policy_spec *spec = fc_policy_spec_at(all, all->order[k]);
        if (spec->action != FC_DO_HIRE || spec->seats == FC_ABSENT)
            continue; /* without seats it is refused later */
        FC_TRY(hire_check(model, spec));
        const int most =
            spec->seats_at_most == FC_ABSENT ? spec->seats : spec->seats_at_most;
        self->hire[self->hires++] = (struct fc_hire){.policy = all->order[k],
                                                     .first = self->seats,
                                                     .n = (uint32_t)most,
                                                     .each = (float)spec->seats,
                                                     .closes = spec->close_seats};
        self->seats += (uint32_t)most;
    }
    if (self->seats > FC_SEATS_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "with the seats that 'policies' may open there are "
                                    "%u; at most %d are possible",
                                    self->seats, FC_SEATS_MAX);
    return FC_OK;
}

bool fc__people_keep_name(const struct fc_people *self, struct fc_model *model,
                          const char **name)
{
    enum { DIGITS = 24 };
    for (uint32_t h = 0; h < self->hires; h++) {
        const struct fc_hire *hire = &self->hire[h];
        const char *policy = model->axis[FC_POLICY].name[hire->policy];
        const size_t room = strlen(policy) + DIGITS;
        char *text = fc__model_alloc(model, hire->n, room);
        for (uint32_t i = 0; text && i < hire->n; i++) {
            char *at = text + i * room;
            snprintf(at, room, "hire_%s_%u", policy, i + 1);
            name[hire->first + i] = at;
        }
        if (!text)
            return false;
    }
    return true;
}
