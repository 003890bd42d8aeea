/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree into spec structs, row by row. Recursion here follows the tables of rows,
 * which are constants, never the depth of a file.
 * Checked by tests/unit/test_scenario.c and test_scenario_bad.c. */
#include <math.h>
#include <string.h>

#include "base/array.h"
#include "scenario/own.h"

void fc__allow(fc_scenario *self, struct fc__node *node, const struct fc_field *rows,
               const char *const *names)
{
    struct fc__allowed *allowed = fc__arena_new(&self->arena, 1, sizeof *allowed);
    if (allowed == NULL)
        return;
    *allowed =
        (struct fc__allowed){.rows = rows, .names = names, .next = node->allowed};
    node->allowed = allowed;
    node->open = true;
}

/* ---- axes ---- */

/* Names of the members of a list, ended by NULL; "" where a member has none. */
static const char *const *member_names(fc_scenario *self, const struct fc__node *list,
                                       size_t *n)
{
    *n = list && list->kind == FC_NODE_LIST ? list->n : 0;
    const char **names = fc__arena_new(&self->arena, *n + 1, sizeof *names);
    if (names == NULL) {
        *n = 0;
        return NULL;
    }
    size_t i = 0;
    for (struct fc__node *at = *n ? list->first : NULL; at; at = at->next) {
        const char *name = fc__node_name(at);
        names[i++] = name ? name : "";
    }
    return names;
}

void fc__read_axes(fc_scenario *self)
{
    const struct fc_owner *owner;
    for (size_t i = 0; (owner = fc__owner(self, i)); i++)
        for (const struct fc_section *at = owner->sections; at->path; at++) {
            struct fc__axis *axis = &self->axes[at->axis];
            if (at->axis == FC_ONE || at->axis >= FC_AXES ||
                (axis->path && strcmp(axis->path, at->path) != 0))
                continue;
            axis->path = at->path;
            axis->names =
                member_names(self, fc__node_at(self->root, at->path), &axis->n);
        }
}

/* ---- groups and lists ---- */

static void fill_rows(fc_scenario *self, const struct fc_field *rows,
                      struct fc__node *group, char *spec, struct fc__place in);

static const char *item_key(fc_scenario *self, const char *list,
                            const struct fc__node *item, size_t index)
{
    const char *name = fc__path_name(item);
    return name ? fc__arena_format(&self->arena, "%s.%s", list, name)
                : fc__arena_format(&self->arena, "%s[%zu]", list, index);
}

/* The items of a list into new memory. `in` is the place of the list. */
static struct fc_list fill_items(fc_scenario *self, const struct fc_field *rows,
                                 size_t size, struct fc__place in)
{
    struct fc_list list = {0};
    if (in.node == NULL)
        return list;
    in.node->known = true;
    if (in.node->kind != FC_NODE_LIST) {
        fc__error(self, in.line, "'%s' is %s; it must be a list ( { ... }, { ... } )",
                  in.key, fc__node_shown(&self->arena, in.node));
        return list;
    }
    in.node->open = true;
    list.items = fc__arena_new(&self->arena, in.node->n, size);
    list.n = list.items ? in.node->n : 0;
    size_t i = 0;
    for (struct fc__node *item = in.node->first; item && i < list.n;
         item = item->next) {
        const struct fc__place place = {
            .key = item_key(self, in.key, item, i), .node = item, .line = item->line};
        if (item->kind == FC_NODE_GROUP)
            fill_rows(self, rows, item, (char *)list.items + i * size, place);
        else
            fc__error(self, item->line, "'%s' is %s; it must be a group { ... }",
                      place.key, fc__node_shown(&self->arena, item));
        i++;
    }
    return list;
}

static void fill_group(fc_scenario *self, struct fc__place place)
{
    const struct fc_field *field = place.field;
    struct fc__node *node = place.node;
    if (node && node->kind != FC_NODE_GROUP) {
        fc__error(self, place.line, "'%s' is %s; it must be a group { ... }", place.key,
                  fc__node_shown(&self->arena, node));
        node = NULL;
        place.lenient = true;
    } else if (node == NULL) {
        if ((field->flags & FC_REQUIRED) && !place.lenient)
            fc__missing(self, place);
        place.lenient = true;
    }
    fill_rows(self, field->rows, node, place.at, place);
}

static void fill_list(fc_scenario *self, struct fc__place place)
{
    const struct fc_field *field = place.field;
    if (place.node == NULL && (field->flags & FC_REQUIRED) && !place.lenient)
        fc__missing(self, place);
    const struct fc_list list = fill_items(self, field->rows, field->size, place);
    memcpy(place.at, &list, sizeof list);
}

/* Rows of one group; `group` NULL: not written, `in` says where it would be. */
static void fill_rows(fc_scenario *self, const struct fc_field *rows,
                      struct fc__node *group, char *spec, struct fc__place in)
{
    if (group)
        fc__allow(self, group, rows, NULL);
    for (const struct fc_field *field = rows; field->key; field++) {
        struct fc__node *node = fc__node_child(group, field->key);
        struct fc__place place = {.field = field,
                                  .key =
                                      fc__path_join(&self->arena, in.key, field->key),
                                  .node = node,
                                  .at = spec + field->at,
                                  .line = node ? node->line : in.line,
                                  .lenient = in.lenient};
        const bool is_part = field->kind != FC_GROUP && field->kind != FC_LIST &&
                             node && !fc__node_is_scalar(node) &&
                             fc__schema_is_section(self, place.key, true);
        if (is_part) /* pipeline = "steady" is this row, pipeline = ( ... ) a section */
            place.node = NULL;
        if (place.node)
            node->known = true;
        if (field->kind == FC_GROUP)
            fill_group(self, place);
        else if (field->kind == FC_LIST)
            fill_list(self, place);
        else if (!is_part || !(field->flags & FC_REQUIRED))
            fc__fill_value(self, place);
    }
}

/* ---- sections ---- */

/* Marks the groups on the way to a section. Gives the line of the last one there. */
static int open_way(fc_scenario *self, const char *path)
{
    struct fc__node *node = self->root;
    int line = node->line;
    for (const char *at = path; node && *at;) {
        const size_t n = strcspn(at, ".");
        if (at[n] == 0)
            break;
        node = fc__node_at(node, fc__arena_bytes(&self->arena, at, n));
        if (node && node->kind == FC_NODE_GROUP) {
            node->known = node->open = true;
            line = node->line;
        }
        at += n + 1;
    }
    return line;
}

static void fill_section(fc_scenario *self, const struct fc_section *section,
                         char *spec)
{
    const int line = open_way(self, section->path);
    struct fc__node *node = fc__node_at(self->root, section->path);
    if (node && fc__node_is_scalar(node) && node->known)
        node = NULL; /* a row of the same name has taken the scalar */
    struct fc__place place = {
        .key = section->path, .node = node, .line = node ? node->line : line};
    char *at = spec + section->at;
    if (section->list_item_size) {
        const struct fc_list list =
            fill_items(self, section->rows, section->list_item_size, place);
        memcpy(at, &list, sizeof list);
        return;
    }
    if (node)
        node->known = true;
    if (node && node->kind != FC_NODE_GROUP) {
        fc__error(self, node->line, "'%s' is %s; it must be a group { ... }",
                  section->path, fc__node_shown(&self->arena, node));
        node = NULL;
        place.lenient = true;
    }
    fill_rows(self, section->rows, node, at, place);
}

static size_t depth_of(const char *path)
{
    size_t depth = *path != 0;
    for (; *path; path++)
        depth += *path == '.';
    return depth;
}

void fc__fill_all(fc_scenario *self)
{
    const struct fc_owner *owner;
    fc__read_axes(self);
    self->specs = fc__arena_new(&self->arena, self->n_owners + 1, sizeof *self->specs);
    for (size_t i = 0; self->specs && (owner = fc__owner(self, i)); i++) {
        self->specs[i] = fc__arena_new(&self->arena, 1, owner->spec_size);
        if (self->specs[i] == NULL)
            return;
    }
    /* outer sections first: a row may claim a scalar that names an inner section */
    size_t deepest = 0;
    for (size_t depth = 0; self->specs && depth <= deepest; depth++)
        for (size_t i = 0; (owner = fc__owner(self, i)); i++) {
            self->filling = i;
            for (const struct fc_section *at = owner->sections; at->path; at++) {
                const size_t own = depth_of(at->path);
                deepest = own > deepest ? own : deepest;
                if (own == depth)
                    fill_section(self, at, self->specs[i]);
            }
        }
}
