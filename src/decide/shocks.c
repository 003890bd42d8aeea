/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who suffers most from which local shock: demand of one territory, product or segment
 * falls by 60 % for a year, on a date; the same structure with and without it, in the
 * same worlds. Checked by tests/unit/test_decide_structures.c. */
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/structures.h"
#include "scenario/scenario.h"

enum { MEMBERS_MOST = 24 };

static const struct axis {
    enum fc_axis axis;
    const char *name, *list;
} axes[] = {{FC_TERRITORY, "territory", "territories"},
            {FC_PRODUCT, "product", "products"},
            {FC_SEGMENT, "segment", "segments"}};
enum { AXES = sizeof axes / sizeof *axes };

/* Members of axes that have several. */
static size_t members(const struct fc_structures *self)
{
    size_t n = 0;
    for (int a = 0; a < AXES; a++) {
        const size_t some = fc__scenario_members(self->scenario[0], axes[a].axis);
        n += some > 1 ? some : 0;
    }
    return n < MEMBERS_MOST ? n : MEMBERS_MOST;
}

size_t fc__shock_runs(const struct fc_structures *self)
{
    return members(self) * self->n;
}

static const char overlay[] =
    "crises = ( { name = \"local_shock\"; title = \"Local shock\"; category = "
    "\"financial\"; scope = \"%s:%s\"; per_year = 0.0; severity = { median = 0.6; "
    "sigma "
    "= 0.0; }; plateau_weeks = 52.0; plateau_sigma = 0.0; half_life_weeks = 0.0; "
    "effects = ( { lever = \"demand\"; loss = 1.0; } ); scheduled = ( { month = %d; "
    "severity = 0.6; } ); } );\n";

/* One shock under every structure. */
static fc_status shock_one(struct fc_structures *self, const struct axis *axis,
                           struct fc_shock *shock, double *room, struct fc_error *err)
{
    const size_t paths = (size_t)self->shock_paths;
    const size_t metric = fc_comparison_find(self->comparison, "operating_profit");
    const size_t column =
        fc__comparison_column(self->comparison, metric, FC_PERIOD_HORIZON);
    struct fc__variant variant[FC__STRUCTURES_MOST] = {0};
    char text[sizeof overlay + 256], structure[FC__STRUCTURES_MOST][64];
    snprintf(text, sizeof text, overlay, axis->list, shock->member, shock->month);
    for (size_t i = 0; i < self->n; i++) {
        variant[i] = fc__structures_variant(self, i, structure[i]);
        variant[i].overlay = text;
        variant[i].values[0] = room + i * paths;
    }
    FC_TRY(fc__study_run(&self->study, fc__structures_keep, 1, variant, self->n, paths,
                         err));
    for (size_t i = 0; i < self->n; i++) {
        const double *calm = fc__sample_values(&self->comparison->sample, i, column);
        double *x = room + i * paths;
        for (size_t k = 0; k < paths; k++)
            x[k] -= calm[k];
        self->loss[self->shocks * self->n + i] = fc__mean_of(x, paths);
    }
    self->shock[self->shocks++] = *shock;
    return FC_OK;
}

static fc_status shock_axis(struct fc_structures *self, const struct axis *axis,
                            double *room, struct fc_error *err)
{
    const struct fc_model *model = self->comparison->sample.at[0].model;
    const struct fc_axis_table *names = &model->axis[axis->axis];
    const int months = self->comparison->facts.months;
    for (uint32_t i = 0; names->count > 1 && i < names->count; i++) {
        struct fc_shock shock = {axis->name, names->name[i], names->title[i],
                                 1 + months / 6};
        if (self->shocks < MEMBERS_MOST)
            FC_TRY(shock_one(self, axis, &shock, room, err));
    }
    return FC_OK;
}

fc_status fc__structures_shock_all(struct fc_structures *self, struct fc_error *err)
{
    const size_t n = members(self);
    double *room = fc_array_new(self->n, (size_t)self->shock_paths * sizeof *room);
    self->shock = fc_array_new(n + 1, sizeof *self->shock);
    self->loss = fc_array_new((n + 1) * self->n, sizeof *self->loss);
    if (!room || !self->shock || !self->loss) {
        free(room);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu shocks", n);
    }
    fc_status status = FC_OK;
    for (int a = 0; a < AXES && status == FC_OK; a++)
        status = shock_axis(self, &axes[a], room, err);
    free(room);
    return status;
}
