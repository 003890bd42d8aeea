/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects of crises and practices: their field table, and scope and effects to lists of
 * lever rows with strengths.
 *
 * An effect on a row of its lever is c y, with c = loss, ln(factor) or the sum added,
 * times the share of the row that lies inside the scope (fc__model_overlap) if it is
 * among the members that `of` names; `squared` adds a second term in y^2. A random
 * scope has one list for each member. Checked by tests/unit/test_crisis.c and
 * tests/unit/test_practice.c.
 */
#include "model/effect.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/practice.h"
#include "random/lanemath.h"

static const char levers[] = /* "|demand|arrivals..." */
#define X(n, s, r, lo, hi, w, h) "|" #n
    FC_LEVERS(X)
#undef X
    ;

#define EFFECT(name, u, lo, hi, text)                                                  \
    {                                                                                  \
        .key = #name, .unit = u, .kind = FC_NUMBER, .flags = FC_MAY_VARY,              \
        .confidence = 'A', .low = lo, .high = hi, .preset = (double)NAN,               \
        .at = offsetof(struct fc_effect_spec, name), .help = text                      \
    }

const struct fc_field fc__effect_rows[] = {
    {.key = "lever",
     .kind = FC_CHOICE,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .of = levers + 1,
     .at = offsetof(struct fc_effect_spec, lever),
     .help = "what it acts on"},
    {.key = "of",
     .kind = FC_NAMES,
     .confidence = 'H',
     .at = offsetof(struct fc_effect_spec, of),
     .help = "only these channels, stages, teams, accounts or crises; territories, "
             "products "
             "and segments (those of one kind add up, kinds narrow each other down)"},
    EFFECT(loss, "share", 0, 1, "share lost at effect 1, of a lever that is a loss"),
    EFFECT(factor, "factor", 0.001, 100,
           "factor at effect 1, of a lever that is a rate"),
    EFFECT(log_odds, "log-odds", -10, 10, "log-odds added at effect 1"),
    EFFECT(add, "", -1e12, 1e12, "added at effect 1, in the lever's unit"),
    EFFECT(squared, "", -1000, 1000,
           "a second term that grows with the square of the effect: loss, factor or "
           "sum at effect 1"),
    {.key = NULL}};

static const struct {
    const char *plural, *singular;
    enum fc_axis axis;
} kinds[] = {{"territories", "territory", FC_TERRITORY},
             {"products", "product", FC_PRODUCT},
             {"segments", "segment", FC_SEGMENT},
             {"channels", "channel", FC_CHANNEL},
             {"teams", "team", FC_TEAM},
             {"accounts", "account", FC_ACCOUNT},
             {"stages", "stage", FC_STAGE},
             {"crises", "crisis", FC_CRISIS}};
enum { KINDS = sizeof kinds / sizeof *kinds, TEXT = 160 };

/* Where a problem is: texts of messages about one crisis or practice. */
struct place {
    struct fc_model *model;
    const struct fc_aim *aim;
    struct fc_error *err;
};

/* ---- scope ---- */

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
        at->model->scenario, at->aim->line,
        "'%s.%s.scope' is \"%s\": %s; write \"all\", a member such as "
        "\"territories:north\"%s (axes: territories, products, "
        "segments, channels, teams, accounts)",
        at->aim->list, at->aim->name, at->aim->scope, what,
        at->aim->by_event ? ", or \"random:segments\"" : "");
}

static fc_status no_member(const struct place *at, const struct fc_axis_table *axis,
                           const char *singular, const char *name)
{
    char what[TEXT];
    struct fc_nearest near = {0};
    for (uint32_t i = 0; i < axis->count; i++)
        fc_nearest_offer(&near, name, axis->name[i]);
    snprintf(what, sizeof what, "there is no such %s%s%s%s", singular,
             near.word ? " (did you mean '" : "", near.word ? near.word : "",
             near.word ? "'?)" : "");
    return scope_problem(at, what);
}

/* A practice of the category technology. */
static fc_status tool_read(const struct place *at, struct fc_effects *scope,
                           const char *name)
{
    const struct fc_model *model = at->model;
    const int tool = member_of(&model->axis[FC_PRACTICE], name);
    if (tool < 0)
        return no_member(at, &model->axis[FC_PRACTICE], "practice", name);
    if (model->practice_category[tool] != FC_P_TECHNOLOGY)
        return scope_problem(at, "this practice is no tool (category \"technology\")");
    scope->tooled = true;
    scope->tool = (uint32_t)tool;
    return FC_OK;
}

static fc_status scope_read(const struct place *at, struct fc_effects *scope)
{
    scope->axis = FC_ONE;
    scope->members = 1;
    const char *text = at->aim->scope;
    if (!text || strcmp(text, "all") == 0)
        return FC_OK;
    const char *colon = strchr(text, ':');
    if (!colon)
        return scope_problem(at, "it has no ':'");
    if (at->aim->by_event && strncmp(text, "tool:", 5) == 0)
        return tool_read(at, scope, colon + 1);
    scope->random = strncmp(text, "random:", 7) == 0;
    if (scope->random && !at->aim->by_event)
        return scope_problem(at, "it has no events to draw a member for");
    const int kind = scope->random ? kind_of(colon + 1, strlen(colon + 1))
                                   : kind_of(text, (size_t)(colon - text));
    if (kind < 0 || kinds[kind].axis == FC_STAGE || kinds[kind].axis == FC_CRISIS)
        return scope_problem(at, "there is no such axis");
    scope->axis = kinds[kind].axis;
    const struct fc_axis_table *axis = &at->model->axis[scope->axis];
    if (axis->count == 0)
        return scope_problem(at, "the scenario has no members of this axis");
    if (scope->random) {
        scope->members = axis->count;
        return FC_OK;
    }
    const int member = member_of(axis, colon + 1);
    if (member < 0)
        return no_member(at, axis, kinds[kind].singular, colon + 1);
    scope->member = (uint32_t)member;
    return FC_OK;
}

/* ---- effects ---- */

/* The one number that is given; NULL if there is none, or more than one. */
static const struct fc_number *given(const struct fc_effect_spec *effect,
                                     const char **key)
{
    const struct {
        const char *key;
        const struct fc_number *number;
    } ways[] = {{"loss", &effect->loss},
                {"factor", &effect->factor},
                {"log_odds", &effect->log_odds},
                {"add", &effect->add}};
    const struct fc_number *number = NULL;
    *key = NULL;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (!isnan(ways[i].number->value)) {
            if (*key)
                return NULL;
            *key = ways[i].key;
            number = ways[i].number;
        }
    return number;
}

static fc_status in_range(const struct place *at, size_t i, const char *key,
                          double value, const struct fc_lever_row *lever)
{
    const float low = lever->scale == FC_SHARE_LOST ? 0 : lever->low;
    const float high = lever->scale == FC_SHARE_LOST ? 1 : lever->high;
    if ((float)value >= low && (float)value <= high)
        return FC_OK;
    return fc__scenario_problem(
        at->model->scenario, at->aim->line,
        "'%s.%s.effects[%zu].%s' is %g; for '%s' it must lie in [%g, %g]",
        at->aim->list, at->aim->name, i, key, value, lever->name, (double)low,
        (double)high);
}

/* The number of an effect on the lever's own scale. */
static fc_status number_find(const struct place *at, size_t i,
                             const struct fc_effect_spec *effect,
                             const struct fc_number **number)
{
    static const char *const want[] = {
        [FC_RATE] = "factor", [FC_ADD] = "log_odds' or 'add", [FC_SHARE_LOST] = "loss"};
    const struct fc_lever_row *lever = &fc__lever_rows[effect->lever];
    const char *key;
    *number = given(effect, &key);
    const bool fits = key && strstr(want[lever->scale], key);
    if (*number == NULL || !fits)
        return fc__scenario_problem(
            at->model->scenario, at->aim->line,
            "'%s.%s.effects[%zu]' acts on '%s' (%s); give '%s' and nothing else",
            at->aim->list, at->aim->name, i, lever->name, lever->meaning,
            want[lever->scale]);
    FC_TRY(in_range(at, i, key, (*number)->value, lever));
    return isnan(effect->squared.value)
               ? FC_OK
               : in_range(at, i, "squared", effect->squared.value, lever);
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
                               const struct fc_effect_spec *effect, uint8_t *allowed)
{
    const enum fc_axis axis = fc__lever_rows[effect->lever].axis;
    const uint32_t rows = at->model->axis[axis].count;
    memset(allowed, 1, rows);
    if (effect->of.n == 0)
        return FC_OK;
    uint8_t *in = fc__model_alloc(at->model, (size_t)KINDS * rows, 1);
    bool used[KINDS] = {false};
    if (!in)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for effects");
    for (size_t j = 0; j < effect->of.n; j++)
        if (!select_rows(at->model, axis, effect->of.at[j], in, used))
            return fc__scenario_problem(
                at->model->scenario, effect->of.line,
                "'%s.%s.effects[%zu].of' names \"%s\", which '%s' does not have; it "
                "acts on %s",
                at->aim->list, at->aim->name, i, effect->of.at[j],
                fc__lever_rows[effect->lever].name,
                axis == FC_MARKET    ? "markets: name territories, products or segments"
                : axis == FC_CHANNEL ? "channels"
                : axis == FC_TEAM    ? "teams"
                : axis == FC_ACCOUNT ? "accounts"
                : axis == FC_STAGE   ? "stages"
                : axis == FC_CRISIS  ? "crises"
                                     : "the whole department: leave 'of' out");
    for (int k = 0; k < KINDS; k++)
        for (uint32_t row = 0; used[k] && row < rows; row++)
            allowed[row] &= in[(size_t)k * rows + row];
    return FC_OK;
}

/* ---- both ---- */

/* A strength c with its share of a row; registers those that vary. */
struct strength {
    double c;
    uint32_t drawn;
};

static struct strength strength_new(struct fc_effects *self, struct fc_model *model,
                                    const struct fc_number *number, uint8_t scale)
{
    if (number->dist < 0)
        return (struct strength){
            scale == FC_RATE ? fc_log(number->value) : number->value, FC_CERTAIN};
    self->number[self->drawn] = fc__model_number(model, *number);
    self->scale[self->drawn] = scale;
    return (struct strength){1, self->drawn++};
}

/* Pulls of one effect, or of its quadratic term; how many rows they reach. */
static uint32_t pulls_add(const struct place *at, struct fc_effects *self,
                          const struct fc_effect_spec *effect, struct strength strength,
                          bool squared, const uint8_t *allowed)
{
    const enum fc_axis axis = fc__lever_rows[effect->lever].axis;
    uint32_t reached = 0;
    for (uint32_t m = 0; m < self->members; m++) {
        const uint32_t member = self->random ? m : self->member;
        for (uint32_t row = 0; row < at->model->axis[axis].count; row++) {
            const double reach = allowed[row] ? fc__model_overlap(at->model, self->axis,
                                                                  member, axis, row)
                                              : 0;
            if (reach <= 0)
                continue;
            struct fc_pulls *pulls = &self->pulls[m];
            pulls->at[pulls->n++] =
                (struct fc_pull){(uint16_t)effect->lever, squared, row,
                                 (float)(strength.c * reach), strength.drawn};
            reached++;
        }
    }
    return reached;
}

static fc_status effect_aim(const struct place *at, size_t i, struct fc_effects *self,
                            uint8_t *allowed)
{
    const struct fc_effect_spec *effects = at->aim->effects->items;
    const struct fc_effect_spec *effect = &effects[i];
    const uint8_t scale = fc__lever_rows[effect->lever].scale;
    const struct fc_number *number;
    FC_TRY(number_find(at, i, effect, &number));
    FC_TRY(restrict_rows(at, i, effect, allowed));
    const uint32_t reached = pulls_add(
        at, self, effect, strength_new(self, at->model, number, scale), false, allowed);
    if (reached == 0)
        return fc__scenario_problem(at->model->scenario, at->aim->line,
                                    "'%s.%s.effects[%zu]' acts on '%s', but "
                                    "nothing of it lies in the scope "
                                    "\"%s\"; take another lever or another scope",
                                    at->aim->list, at->aim->name, i,
                                    fc__lever_rows[effect->lever].name,
                                    at->aim->scope ? at->aim->scope : "all");
    if (!isnan(effect->squared.value))
        pulls_add(at, self, effect,
                  strength_new(self, at->model, &effect->squared, scale), true,
                  allowed);
    return FC_OK;
}

static bool pulls_new(const struct place *at, struct fc_effects *self)
{
    const size_t n = at->aim->effects->n;
    const struct fc_effect_spec *effects = at->aim->effects->items;
    size_t rows = 0;
    for (size_t i = 0; i < n; i++)
        rows += 2 * at->model->axis[fc__lever_rows[effects[i].lever].axis].count;
    self->pulls = fc__model_alloc(at->model, self->members, sizeof *self->pulls);
    self->number = fc__model_alloc(at->model, 2 * n, sizeof *self->number);
    self->scale = fc__model_alloc(at->model, 2 * n, sizeof *self->scale);
    bool good = self->pulls && self->number && self->scale;
    for (uint32_t m = 0; good && m < self->members; m++) {
        self->pulls[m].at = fc__model_alloc(at->model, rows, sizeof *self->pulls[m].at);
        good = self->pulls[m].at != NULL;
    }
    return good;
}

fc_status fc__effects_aim(struct fc_effects *self, const struct fc_aim *aim,
                          struct fc_model *model, struct fc_error *err)
{
    const struct place at = {model, aim, err};
    FC_TRY(scope_read(&at, self));
    uint32_t most = 1;
    for (int axis = 0; axis < FC_AXES; axis++)
        most = model->axis[axis].count > most ? model->axis[axis].count : most;
    uint8_t *allowed = fc__model_alloc(model, most, 1);
    if (!allowed || !pulls_new(&at, self))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for effects");
    fc_status status = FC_OK;
    for (size_t i = 0; i < aim->effects->n; i++) {
        const fc_status one = effect_aim(&at, i, self, allowed);
        if (one != FC_OK && one != FC_E_SCENARIO)
            return one;
        status = one != FC_OK ? one : status;
    }
    self->strength = fc__model_rows(model, self->drawn);
    return status;
}
