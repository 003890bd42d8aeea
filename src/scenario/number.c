/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers: one, one a member of an axis, or a series; certain or uncertain.
 *
 * A scalar for an axis means "the same for all"; if it is uncertain, all members share
 * one draw. Checked by tests/unit/test_scenario.c and test_scenario_uncertain.c. */
#include <math.h>
#include <string.h>

#include "scenario/own.h"

static bool is_number(const struct fc__node *node)
{
    return node->kind == FC_NODE_WHOLE || node->kind == FC_NODE_REAL;
}

static double number_of(const struct fc__node *node)
{
    return node->kind == FC_NODE_WHOLE ? (double)node->whole : node->real;
}

bool fc__number_read(fc_scenario *self, const struct fc_field *field, const char *key,
                     struct fc__node *node, struct fc_number *out, const char **shown)
{
    *out = (struct fc_number){.value = (double)NAN, .dist = -1, .line = node->line};
    node->known = true;
    *shown = fc__node_shown(&self->arena, node);
    if (is_number(node)) {
        const double value = number_of(node);
        if (!fc__in_range(self, field, key, value, node->line))
            return false;
        out->value = value + 0.0; /* no negative zero */
        return true;
    }
    const bool interval = node->kind == FC_NODE_TEXT && strstr(node->text, "..");
    const bool group = fc__node_child(node, "dist") != NULL;
    if (!interval && !group) {
        fc__error(self, node->line, "'%s' is %s; it must be a number%s%s", key, *shown,
                  node->kind == FC_NODE_TEXT ? " without quotes" : "",
                  field->flags & FC_MAY_VARY ? ", or an interval such as \"1 .. 2\""
                                             : "");
        return false;
    }
    if (!(field->flags & FC_MAY_VARY)) {
        fc__error(self, node->line,
                  "'%s' is structural: it may not vary; write one number", key);
        return false;
    }
    out->dist = fc__uncertain_read(self, field, key, node, shown);
    if (out->dist >= 0)
        out->value = fc_dist_mean(&self->dists[out->dist]);
    return out->dist >= 0;
}

static struct fc_number preset_number(struct fc__place place)
{
    const bool has = !(place.field->flags & FC_REQUIRED);
    return (struct fc_number){has ? place.field->preset : (double)NAN, -1, place.line};
}

/* The preset into n numbers and the ledger, where there is one. */
static void put_preset(fc_scenario *self, struct fc__place place, struct fc_number *at,
                       size_t n)
{
    char text[FC_DOUBLE_TEXT];
    const struct fc_number number = preset_number(place);
    for (size_t i = 0; i < n; i++)
        at[i] = number;
    place.node = NULL;
    if (!isnan(number.value))
        fc__entry(self, place,
                  fc__arena_text(&self->arena, fc_text_double(text, number.value)), at,
                  n);
}

static void missing(fc_scenario *self, struct fc__place place)
{
    if ((place.field->flags & FC_REQUIRED) && !place.lenient)
        fc__missing(self, place);
}

/* { small = 1; mid = 2; }: each member must be given unless the row has a preset. */
static void fill_members(fc_scenario *self, struct fc__place place,
                         const struct fc__axis *axis, struct fc_number *at)
{
    struct fc_builder lacks = {0};
    fc__allow(self, place.node, NULL, axis->names);
    for (size_t i = 0; i < axis->n; i++) {
        struct fc__place one = place;
        one.node = fc__node_child(place.node, axis->names[i]);
        one.key = fc__path_join(&self->arena, place.key, axis->names[i]);
        const char *shown;
        if (one.node == NULL) {
            put_preset(self, one, &at[i], 1);
            if (isnan(at[i].value))
                fc_builder_format(&lacks, "%s'%s'", lacks.n ? ", " : "",
                                  axis->names[i]);
            continue;
        }
        one.line = one.node->line;
        if (fc__number_read(self, place.field, one.key, one.node, &at[i], &shown))
            fc__entry(self, one, shown, &at[i], 1);
    }
    if (lacks.n)
        fc__error(self, place.line, "'%s' lacks %s; a group gives every %s its number",
                  place.key, lacks.text, fc__axis_name(place.field->per));
    self->arena.failed |= lacks.failed;
    fc_builder_clear(&lacks);
}

static void fill_axis(fc_scenario *self, struct fc__place place)
{
    const struct fc__axis *axis = &self->axes[place.field->per];
    struct fc_numbers numbers = {.n = axis->path ? axis->n : 1};
    struct fc__node *node = place.node;
    numbers.at = fc__arena_new(&self->arena, numbers.n + 1, sizeof *numbers.at);
    if (numbers.at == NULL)
        return;
    memcpy(place.at, &numbers, sizeof numbers);
    const char *shown;
    if (node == NULL) {
        missing(self, place);
        put_preset(self, place, numbers.at, numbers.n);
    } else if (node->kind == FC_NODE_GROUP && !fc__node_child(node, "dist")) {
        if (axis->path)
            fill_members(self, place, axis, numbers.at);
        else
            fc__error(self, place.line,
                      "'%s' is a group, but the scenario has no list of %ss; "
                      "write one number",
                      place.key, fc__axis_name(place.field->per));
    } else if (fc__number_read(self, place.field, place.key, node, &numbers.at[0],
                               &shown)) {
        for (size_t i = 1; i < numbers.n; i++)
            numbers.at[i] = numbers.at[0];
        fc__entry(self, place, shown, numbers.at, numbers.n);
    }
}

void fc__fill_number(fc_scenario *self, struct fc__place place)
{
    struct fc_number number;
    const char *shown;
    if (place.field->per != FC_ONE) {
        fill_axis(self, place);
    } else if (place.node == NULL) {
        missing(self, place);
        put_preset(self, place, (void *)place.at, 1);
    } else {
        const bool good =
            fc__number_read(self, place.field, place.key, place.node, &number, &shown);
        memcpy(place.at, &number, sizeof number);
        if (good)
            fc__entry(self, place, shown, (void *)place.at, 1);
    }
}

/* One value of a series into the array; false with a problem. */
static bool take_one(fc_scenario *self, struct fc__place place,
                     const struct fc__node *node, struct fc_numbers *into)
{
    if (!is_number(node)) {
        fc__error(self, node->line, "'%s[%zu]' is %s; it must be a number", place.key,
                  into->n, fc__node_shown(&self->arena, node));
        return false;
    }
    const char *key = fc__arena_format(&self->arena, "%s[%zu]", place.key, into->n);
    const double value = number_of(node);
    into->at[into->n++] = (struct fc_number){value + 0.0, -1, node->line};
    return fc__in_range(self, place.field, key, value, node->line);
}

void fc__fill_series(fc_scenario *self, struct fc__place place)
{
    struct fc_numbers series = {0};
    struct fc_builder shown = {0};
    const struct fc__node *node = place.node;
    if (node == NULL) {
        missing(self, place);
    } else if (node->kind != FC_NODE_LIST) {
        fc__error(self, place.line, "'%s' is %s; it must be an array [ 1.0, 2.0 ]",
                  place.key, fc__node_shown(&self->arena, node));
    } else if (node->n > FC_SERIES_MAX) {
        fc__error(self, place.line, "'%s' has %zu values; at most %d are allowed",
                  place.key, node->n, FC_SERIES_MAX);
    } else {
        series.at = fc__arena_new(&self->arena, node->n + 1, sizeof *series.at);
        const struct fc__node *at = series.at ? node->first : NULL;
        for (; at && take_one(self, place, at, &series); at = at->next) {
            fc_builder_add(&shown, series.n > 1 ? ", " : "");
            fc_builder_double(&shown, series.at[series.n - 1].value);
        }
        fc__entry(self, place,
                  fc__arena_format(&self->arena, "[%s]", fc_builder_text(&shown)),
                  series.at, series.n);
    }
    memcpy(place.at, &series, sizeof series);
    self->arena.failed |= shown.failed;
    fc_builder_clear(&shown);
}
