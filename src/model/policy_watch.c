/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a policy watches: a KPI by name, folded onto the department or onto members.
 *
 * The KPI tables of the rooms say which state arrays a KPI is made of and by which axes
 * it may be broken down; a signal is the list of rows of those arrays, in the order of
 * their names, so that the order of lists in a scenario changes no bit (M2). The regime
 * of the economy is nobody's to see. Checked by tests/unit/test_policy.c. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/block.h"
#include "model/policy.h"

static const struct {
    const char *plural;
    enum fc_axis axis;
} kinds[] = {{"territories", FC_TERRITORY}, {"products", FC_PRODUCT},
             {"segments", FC_SEGMENT},      {"teams", FC_TEAM},
             {"channels", FC_CHANNEL},      {"stages", FC_STAGE},
             {"accounts", FC_ACCOUNT},      {"work", FC_WORK},
             {"reasons", FC_REASON},        {"crises", FC_CRISIS}};
enum { KINDS = sizeof kinds / sizeof *kinds };

static fc_status kpi_find(const struct fc_policy_spec *spec,
                          const struct fc_model *model, const struct fc_kpi **out)
{
    struct fc_nearest near = {0};
    for (size_t r = 0; model->rooms[r]; r++)
        for (const struct fc_kpi *k = model->rooms[r]->kpis; k && k->name; k++) {
            fc_nearest_offer(&near, spec->watch, k->name);
            if (strcmp(k->name, spec->watch) == 0)
                *out = k;
        }
    const int line = spec->lag_months.line;
    if (!*out)
        return fc__scenario_problem(
            model->scenario, line,
            "'policies.%s.watch' is \"%s\"; it is not a metric%s%s%s: see "
            "'funnelcloud help glossary'",
            spec->name, spec->watch, near.word ? " (did you mean '" : "",
            near.word ? near.word : "", near.word ? "'?)" : "");
    const bool truth = spec->sees == FC_SEES_TRUTH;
    if (!truth && strcmp(fc__state_rows[(*out)->value].writer, "macro") == 0)
        return fc__scenario_problem(model->scenario, line,
                                    "'policies.%s.watch' is \"%s\", which nobody can "
                                    "see when it happens; watch "
                                    "what it does, such as \"leads\" or \"bookings\"",
                                    spec->name, spec->watch);
    return FC_OK;
}

/* ---- members ---- */

struct members {
    enum fc_axis axis; /* FC_ONE: everything */
    uint8_t *in;       /* [member] */
};

static uint32_t member_of(const struct fc_axis_table *axis, const char *name)
{
    for (uint32_t i = 0; i < axis->count; i++)
        if (strcmp(axis->name[i], name) == 0)
            return i;
    return UINT32_MAX;
}

/* Finds `name`, which may carry its axis, among the axes the KPI has. */
static bool name_find(const struct fc_model *model, const struct fc_kpi *kpi,
                      const char *name, enum fc_axis *axis, uint32_t *member)
{
    const char *colon = strchr(name, ':');
    const char *bare = colon ? colon + 1 : name;
    for (int k = 0; k < KINDS; k++) {
        const size_t n = strlen(kinds[k].plural);
        const bool meant = !colon || ((size_t)(colon - name) == n &&
                                      strncmp(name, kinds[k].plural, n) == 0);
        if (!meant || !(kpi->by & FC_BY(kinds[k].axis)))
            continue;
        *axis = kinds[k].axis;
        *member = member_of(&model->axis[*axis], bare);
        if (*member != UINT32_MAX)
            return true;
    }
    return false;
}

static fc_status members_find(const struct fc_policy_spec *spec, struct fc_model *model,
                              const struct fc_kpi *kpi, struct members *out,
                              struct fc_error *err)
{
    *out = (struct members){FC_ONE, NULL};
    for (size_t i = 0; i < spec->of.n; i++) {
        enum fc_axis axis = FC_ONE;
        uint32_t member = 0;
        if (!name_find(model, kpi, spec->of.at[i], &axis, &member))
            return fc__scenario_problem(
                model->scenario, spec->of.line,
                "'policies.%s.of' names \"%s\"; '%s' is not broken down by anything of "
                "that name: name members of one axis it has, or leave 'of' out",
                spec->name, spec->of.at[i], kpi->name);
        if (i > 0 && axis != out->axis)
            return fc__scenario_problem(
                model->scenario, spec->of.line,
                "'policies.%s.of' mixes axes; name members of one axis, such as "
                "[\"segments:small\", \"segments:large\"]",
                spec->name);
        out->axis = axis;
        if (!out->in)
            out->in = fc__model_alloc(model, model->axis[axis].count, 1);
        if (!out->in)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for policies");
        out->in[member] = 1;
    }
    return FC_OK;
}

/* ---- rows ---- */

/* Members of an axis by name; NULL without memory. */
static const uint32_t *order_of(struct fc_model *model, enum fc_axis axis)
{
    return axis == FC_MARKET ? model->market_order
                             : fc__model_order(model, &model->axis[axis]);
}

static fc_status rows_find(struct fc_model *model, int state,
                           const struct members *members, struct fc_policy_rows *out,
                           struct fc_error *err)
{
    *out = (struct fc_policy_rows){state, 0, NULL};
    if (state < 0)
        return FC_OK;
    const struct fc_state_row *array = &fc__state_rows[state];
    const uint32_t n = model->axis[array->rows].count;
    const uint32_t columns = model->axis[array->columns].count;
    const uint32_t *down = order_of(model, (enum fc_axis)array->rows);
    const uint32_t *across = order_of(model, (enum fc_axis)array->columns);
    out->row = fc__model_alloc(model, (size_t)n * columns, sizeof *out->row);
    if (!down || !across || !out->row)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for policies");
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < columns; j++) {
            const uint32_t row = down[i] * columns + across[j];
            const uint32_t member = fc__state_member(model, state, row, members->axis);
            if (!members->in || (member != UINT32_MAX && members->in[member]))
                out->row[out->n++] = row;
        }
    return FC_OK;
}

fc_status fc__policy_watch(struct fc_policy *self, const struct fc_policy_spec *spec,
                           struct fc_model *model, struct fc_error *err)
{
    const struct fc_kpi *kpi = NULL;
    struct members members;
    FC_TRY(kpi_find(spec, model, &kpi));
    FC_TRY(members_find(spec, model, kpi, &members, err));
    self->fold = kpi->fold;
    for (size_t i = 0; !members.in && i < model->actual_count; i++)
        if (strcmp(model->actuals[i].metric, spec->watch) == 0)
            self->actuals = &model->actuals[i].values;
    FC_TRY(rows_find(model, kpi->value, &members, &self->value, err));
    return rows_find(model, kpi->over, &members, &self->over, err);
}
