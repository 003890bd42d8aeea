/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a crisis hits: scope and effects to a list of lever rows with strengths.
 *
 * An effect on a row of its lever is c y, with c = loss, ln(factor) or the sum added,
 * times the share of the row that lies inside the scope (fc__model_overlap) if it is
 * among the members that `of` names. A random scope has one list for each member.
 * Checked by tests/unit/test_crisis.c.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/crisis.h"
#include "random/lanemath.h"

static const struct {
    const char *plural, *singular;
    enum fc_axis axis;
} kinds[] = {{"territories", "territory", FC_TERRITORY},
             {"products", "product", FC_PRODUCT},
             {"segments", "segment", FC_SEGMENT},
             {"channels", "channel", FC_CHANNEL},
             {"teams", "team", FC_TEAM},
             {"accounts", "account", FC_ACCOUNT}};
enum { KINDS = sizeof kinds / sizeof *kinds, TEXT = 160 };

/* Where a problem is: texts of messages about one crisis. */
struct place {
    struct fc_model *model;
    const struct fc_crisis_spec *spec;
    struct fc_error *err;
};

/* ---- scope ---- */

struct scope {
    enum fc_axis axis; /* FC_ONE: everything */
    uint32_t member;
    bool random;
};

static int kind_of(const char *plural, size_t length)
{
    for (int i = 0; i < KINDS; i++)
        if (strlen(kinds[i].plural) == length &&
            strncmp(kinds[i].plural, plural, length) == 0)
            return i;
    return -1;
}

static int member_of(const struct fc_axis_table *axis, const char *name)
{
    for (uint32_t i = 0; i < axis->count; i++)
        if (strcmp(axis->name[i], name) == 0)
            return (int)i;
    return -1;
}

static fc_status scope_problem(const struct place *at, const char *what)
{
    return fc__scenario_problem(
        at->model->scenario, at->spec->per_year.line,
        "'crises.%s.scope' is \"%s\": %s; write \"all\", a member such as "
        "\"territories:north\", or \"random:segments\" (axes: territories, products, "
        "segments, channels, teams, accounts)",
        at->spec->name, at->spec->scope, what);
}

static fc_status scope_read(const struct place *at, struct scope *scope)
{
    *scope = (struct scope){FC_ONE, 0, false};
    const char *text = at->spec->scope;
    if (!text || strcmp(text, "all") == 0)
        return FC_OK;
    const char *colon = strchr(text, ':');
    if (!colon)
        return scope_problem(at, "it has no ':'");
    scope->random = strncmp(text, "random:", 7) == 0;
    const int kind = scope->random ? kind_of(colon + 1, strlen(colon + 1))
                                   : kind_of(text, (size_t)(colon - text));
    if (kind < 0)
        return scope_problem(at, "there is no such axis");
    scope->axis = kinds[kind].axis;
    const struct fc_axis_table *axis = &at->model->axis[scope->axis];
    if (axis->count == 0)
        return scope_problem(at, "the scenario has no members of this axis");
    if (scope->random)
        return FC_OK;
    const int member = member_of(axis, colon + 1);
    if (member < 0) {
        char what[TEXT];
        struct fc_nearest near = {0};
        for (uint32_t i = 0; i < axis->count; i++)
            fc_nearest_offer(&near, colon + 1, axis->name[i]);
        snprintf(what, sizeof what, "there is no such %s%s%s%s", kinds[kind].singular,
                 near.word ? " (did you mean '" : "", near.word ? near.word : "",
                 near.word ? "'?)" : "");
        return scope_problem(at, what);
    }
    scope->member = (uint32_t)member;
    return FC_OK;
}

/* ---- effects ---- */

static double given(const struct fc_crisis_effect *effect, const char **key)
{
    const struct {
        const char *key;
        double value;
    } ways[] = {{"loss", effect->loss.value},
                {"factor", effect->factor.value},
                {"log_odds", effect->log_odds.value},
                {"add", effect->add.value}};
    double value = (double)NAN;
    *key = NULL;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (!isnan(ways[i].value)) {
            if (*key)
                return (double)NAN;
            *key = ways[i].key;
            value = ways[i].value;
        }
    return value;
}

/* The effect at y = 1 on the lever's own scale. */
static fc_status strength(const struct place *at, size_t i,
                          const struct fc_crisis_effect *effect, double *c)
{
    static const char *const want[] = {
        [FC_RATE] = "factor", [FC_ADD] = "log_odds' or 'add", [FC_SHARE_LOST] = "loss"};
    const struct fc_lever_row *lever = &fc__lever_rows[effect->lever];
    const char *key;
    const double value = given(effect, &key);
    const int line = at->spec->per_year.line;
    const bool fits = key && strstr(want[lever->scale], key);
    if (isnan(value) || !fits)
        return fc__scenario_problem(
            at->model->scenario, line,
            "'crises.%s.effects[%zu]' acts on '%s' (%s); give '%s' and nothing else",
            at->spec->name, i, lever->name, lever->meaning, want[lever->scale]);
    const float low = lever->scale == FC_SHARE_LOST ? 0 : lever->low;
    const float high = lever->scale == FC_SHARE_LOST ? 1 : lever->high;
    if ((float)value < low || (float)value > high)
        return fc__scenario_problem(
            at->model->scenario, line,
            "'crises.%s.effects[%zu].%s' is %g; for '%s' it must lie in [%g, %g]",
            at->spec->name, i, key, value, lever->name, (double)low, (double)high);
    *c = lever->scale == FC_RATE ? fc_log(value) : value;
    return FC_OK;
}

/* Marks in `in` (by kind and row) the rows that a name of `of` selects. Returns false
 * if there is no such member. A name may carry its axis: "segments:large". */
static bool select_rows(const struct fc_model *model, enum fc_axis lever_axis,
                        const char *name, uint8_t *in, bool used[KINDS])
{
    const uint32_t rows = model->axis[lever_axis].count;
    const char *colon = strchr(name, ':');
    const int only = colon ? kind_of(name, (size_t)(colon - name)) : -1;
    const char *bare = colon ? colon + 1 : name;
    bool found = false;
    for (int k = 0; k < KINDS; k++) {
        const bool fits = kinds[k].axis == lever_axis ||
                          (lever_axis == FC_MARKET && kinds[k].axis <= FC_SEGMENT);
        if (!fits || (colon && k != only))
            continue;
        const int member = member_of(&model->axis[kinds[k].axis], bare);
        if (member < 0)
            continue;
        found = used[k] = true;
        for (uint32_t row = 0; row < rows; row++)
            if (fc__model_overlap(model, kinds[k].axis, (uint32_t)member, lever_axis,
                                  row) > 0)
                in[(size_t)k * rows + row] = 1;
    }
    return found;
}

/* allowed[row]: named by `of`, in every kind that it names. */
static fc_status restrict_rows(const struct place *at, size_t i,
                               const struct fc_crisis_effect *effect, uint8_t *allowed)
{
    const enum fc_axis axis = fc__lever_rows[effect->lever].axis;
    const uint32_t rows = at->model->axis[axis].count;
    memset(allowed, 1, rows);
    if (effect->of.n == 0)
        return FC_OK;
    uint8_t *in = fc__model_alloc(at->model, (size_t)KINDS * rows, 1);
    bool used[KINDS] = {false};
    if (!in)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for the effects of crises");
    for (size_t j = 0; j < effect->of.n; j++)
        if (!select_rows(at->model, axis, effect->of.at[j], in, used))
            return fc__scenario_problem(
                at->model->scenario, effect->of.line,
                "'crises.%s.effects[%zu].of' names \"%s\", which '%s' does not have; "
                "it "
                "acts on %s",
                at->spec->name, i, effect->of.at[j], fc__lever_rows[effect->lever].name,
                axis == FC_MARKET    ? "markets: name territories, products or segments"
                : axis == FC_CHANNEL ? "channels"
                : axis == FC_TEAM    ? "teams"
                : axis == FC_ACCOUNT ? "accounts"
                                     : "the whole department: leave 'of' out");
    for (int k = 0; k < KINDS; k++)
        for (uint32_t row = 0; used[k] && row < rows; row++)
            allowed[row] &= in[(size_t)k * rows + row];
    return FC_OK;
}

/* ---- both ---- */

static fc_status effect_aim(const struct place *at, size_t i, const struct scope *scope,
                            struct fc_crisis *self, uint8_t *allowed)
{
    const struct fc_crisis_effect *effects = at->spec->effects.items;
    const struct fc_crisis_effect *effect = &effects[i];
    const enum fc_axis axis = fc__lever_rows[effect->lever].axis;
    const uint32_t rows = at->model->axis[axis].count;
    double c = 0;
    FC_TRY(strength(at, i, effect, &c));
    FC_TRY(restrict_rows(at, i, effect, allowed));
    uint32_t reached = 0;
    for (uint32_t m = 0; m < self->members; m++) {
        const uint32_t member = scope->random ? m : scope->member;
        for (uint32_t row = 0; row < rows; row++) {
            const double reach =
                allowed[row]
                    ? fc__model_overlap(at->model, scope->axis, member, axis, row)
                    : 0;
            if (reach <= 0)
                continue;
            struct fc_pulls *pulls = &self->pulls[m];
            pulls->at[pulls->n++] =
                (struct fc_pull){(uint16_t)effect->lever, row, (float)(c * reach)};
            reached++;
        }
    }
    if (reached == 0)
        return fc__scenario_problem(at->model->scenario, at->spec->per_year.line,
                                    "'crises.%s.effects[%zu]' acts on '%s', but "
                                    "nothing of it lies in the scope "
                                    "\"%s\"; take another lever or another scope",
                                    at->spec->name, i,
                                    fc__lever_rows[effect->lever].name,
                                    at->spec->scope ? at->spec->scope : "all");
    return FC_OK;
}

static bool pulls_new(const struct place *at, const struct scope *scope,
                      struct fc_crisis *self)
{
    const struct fc_crisis_effect *effects = at->spec->effects.items;
    const struct fc_axis_table *axis = &at->model->axis[scope->axis];
    size_t rows = 0;
    for (size_t i = 0; i < at->spec->effects.n; i++)
        rows += at->model->axis[fc__lever_rows[effects[i].lever].axis].count;
    self->members = scope->random ? axis->count : 1;
    self->pulls = fc__model_alloc(at->model, self->members, sizeof *self->pulls);
    if (scope->random)
        self->site_member =
            fc__model_alloc(at->model, self->members, sizeof *self->site_member);
    if (!self->pulls || (scope->random && !self->site_member))
        return false;
    for (uint32_t m = 0; m < self->members; m++) {
        self->pulls[m].at = fc__model_alloc(at->model, rows, sizeof *self->pulls[m].at);
        if (!self->pulls[m].at)
            return false;
        if (scope->random)
            self->site_member[m] =
                fc_site("crisis member", at->spec->name, axis->name[m], 0);
    }
    return true;
}

fc_status fc__crisis_aim(struct fc_crisis *self, const struct fc_crisis_spec *spec,
                         struct fc_model *model, struct fc_error *err)
{
    const struct place at = {model, spec, err};
    struct scope scope;
    FC_TRY(scope_read(&at, &scope));
    uint32_t most = 1;
    for (int axis = 0; axis < FC_AXES; axis++)
        most = model->axis[axis].count > most ? model->axis[axis].count : most;
    uint8_t *allowed = fc__model_alloc(model, most, 1);
    if (!allowed || !pulls_new(&at, &scope, self))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the effects of crises");
    fc_status status = FC_OK;
    for (size_t i = 0; i < spec->effects.n; i++) {
        const fc_status one = effect_aim(&at, i, &scope, self, allowed);
        if (one != FC_OK && one != FC_E_SCENARIO)
            return one;
        status = one != FC_OK ? one : status;
    }
    return status;
}
