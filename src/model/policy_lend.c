/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The action `reassign`, compiled: which teams lend hours to which, and what a lent
 * hour is worth. The law is at the head of people_lend.c. Checked by
 * tests/unit/test_lend.c. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/people.h"
#include "model/policy.h"
#include "model/read.h"

/* "teams:north" and "north" are the same. */
fc_status fc__policy_team(const struct fc_model *model,
                          const struct fc_policy_spec *spec, const char *key,
                          const char *wanted, uint32_t *out)
{
    const struct fc_axis_table *axis = &model->axis[FC_TEAM];
    const char *colon = strchr(wanted, ':');
    const char *name = colon ? colon + 1 : wanted;
    struct fc_nearest near = {0};
    uint32_t i = 0;
    for (; i < axis->count && strcmp(axis->name[i], name) != 0; i++)
        fc_nearest_offer(&near, name, axis->name[i]);
    *out = i;
    if (i < axis->count)
        return FC_OK;
    return fc__scenario_problem(
        model->scenario, spec->share.line,
        "'policies.%s.%s' names the team '%s', which the structure does not have%s%s%s",
        spec->name, key, name, near.word ? " (did you mean '" : "",
        near.word ? near.word : "", near.word ? "'?)" : "");
}

/* The teams of `where`, or all but the one that gains. */
static fc_status from_find(struct fc_lend *self, const struct fc_policy_spec *spec,
                           const struct fc_model *model)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    for (uint32_t i = 0; spec->where.n == 0 && i < teams; i++)
        if (i != self->to)
            self->from[self->n++] = i;
    for (size_t i = 0; i < spec->where.n && i < teams; i++) {
        FC_TRY(fc__policy_team(model, spec, "where", spec->where.at[i],
                               &self->from[self->n++]));
        if (self->from[self->n - 1] == self->to)
            return fc__scenario_problem(
                model->scenario, spec->share.line,
                "'policies.%s' lends hours of '%s' to itself; 'where' must not name "
                "'to_team'",
                spec->name, spec->where.at[i]);
    }
    return FC_OK;
}

fc_status fc__policy_lend(struct fc_policy *self, const struct fc_policy_spec *spec,
                          double share, struct fc_model *model, struct fc_error *err)
{
    struct fc_lend *lend = fc__model_alloc(model, 1, sizeof *lend);
    uint32_t *from =
        fc__model_alloc(model, model->axis[FC_TEAM].count, sizeof *lend->from);
    if (!lend || !from)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for policies");
    const double level = fmin(spec->start_level.value, 1.0 - FC_RAMP_OVER);
    const double tau = fc__people_time_constant(spec->ramp_months.value, level);
    *lend = (struct fc_lend){.from = from,
                             .share = (float)share,
                             .start_gap = (float)(1.0 - spec->start_level.value),
                             .decay = (float)fc_exp(-(double)model->dt / tau),
                             .gap = fc__model_rows(model, 1)};
    FC_TRY(fc__policy_team(model, spec, "to_team", spec->to_team, &lend->to));
    FC_TRY(from_find(lend, spec, model));
    self->lend = lend;
    return FC_OK;
}
