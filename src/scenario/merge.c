/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlays: what a file says on top of the file it extends.
 *
 * Groups merge key by key. Lists whose items are groups with a `name` merge by name:
 * new names are appended, `remove = true;` inside a member takes it out. `sources` are
 * appended, so that a small file keeps the sources of what it does not touch. A
 * distribution { dist = ...; } and everything else replaces what was there.
 * Work is kept in a list, not on the stack. Checked by
 * tests/unit/test_scenario_merge.c. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "scenario/own.h"

struct pair {
    struct fc__node *base, *overlay;
};

struct work {
    fc_scenario *self;
    struct pair *pairs;
    size_t n, room;
};

static void push(struct work *w, struct fc__node *base, struct fc__node *overlay)
{
    struct pair *grown = fc_array_grow(w->pairs, &w->room, w->n + 1, sizeof *grown);
    if (grown == NULL) {
        w->self->arena.failed = true;
        return;
    }
    w->pairs = grown;
    grown[w->n++] = (struct pair){base, overlay};
}

/* Moves a node to the end of another parent. */
static void append(struct fc__node *up, struct fc__node *node)
{
    if (node->up)
        fc__node_remove(node);
    node->up = up;
    node->next = NULL;
    if (up->last)
        up->last->next = node;
    else
        up->first = node;
    up->last = node;
    up->n++;
}

/* Items of a list that are groups with a name; the first that is not goes to *odd. */
static size_t named(const struct fc__node *list, const struct fc__node **odd)
{
    size_t n = 0;
    for (const struct fc__node *at = list->first; at; at = at->next)
        if (fc__node_name(at))
            n++;
        else if (*odd == NULL)
            *odd = at;
    return n;
}

struct named {
    const char *name;
    size_t place; /* in the list */
    struct fc__node *node;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    const int order = strcmp(x->name, y->name);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Members of one list, sorted, so that namesakes stand side by side. */
static void check_list(fc_scenario *self, struct fc__node *list)
{
    struct named *all = fc_array_new(list->n, sizeof *all);
    size_t n = 0;
    if (all == NULL) {
        self->arena.failed = true;
        return;
    }
    for (struct fc__node *at = list->first; at; at = at->next)
        if (fc__node_name(at)) {
            all[n] = (struct named){fc__node_name(at), n, at};
            n++;
        }
    qsort(all, n, sizeof *all, by_name);
    for (size_t i = 1, first = 0; i < n; i++) {
        if (strcmp(all[first].name, all[i].name) != 0) {
            first = i;
            continue;
        }
        int line;
        const char *file = fc__scenario_line(
            self, fc__node_child(all[first].node, "name")->line, &line);
        fc__error(self, fc__node_child(all[i].node, "name")->line,
                  "name \"%s\" is taken by %s:%d", all[i].name, file, line);
        fc__node_remove(all[i].node);
    }
    free(all);
}

void fc__merge_check_names(fc_scenario *self, struct fc__node *root)
{
    for (struct fc__node *list = root; list; list = fc__node_next(root, list, true))
        if (list->kind == FC_NODE_LIST && list->n > 1)
            check_list(self, list);
}

static bool asks_to_go(const struct fc__node *member)
{
    const struct fc__node *remove = fc__node_child(member, "remove");
    return remove && remove->kind == FC_NODE_FLAG && remove->flag;
}

/* One named member of an overlay's list. */
static void merge_member(struct work *w, struct fc__node *base, struct fc__node *member)
{
    const char *name = fc__node_name(member);
    struct fc__node *there = fc__node_member(base, name);
    struct fc__node *remove = fc__node_child(member, "remove");
    const bool go = asks_to_go(member);
    if (remove && remove->kind == FC_NODE_FLAG)
        fc__node_remove(remove);
    if (go && there) {
        fc__node_remove(there);
    } else if (go) {
        struct fc_nearest nearest = {0};
        for (const struct fc__node *at = base->first; at; at = at->next)
            if (fc__node_name(at))
                fc_nearest_offer(&nearest, name, fc__node_name(at));
        fc__error(w->self, remove->line, "nothing to remove: '%s' has no \"%s\"%s",
                  fc__node_path(&w->self->arena, base), name,
                  fc__did_you_mean(w->self, &nearest));
    } else if (there) {
        push(w, there, member);
    } else {
        append(base, member);
    }
}

static void merge_lists(struct work *w, struct fc__node *base, struct fc__node *overlay)
{
    const struct fc__node *odd = NULL, *odd_base = NULL;
    const size_t n = named(overlay, &odd), m = named(base, &odd_base);
    const bool append_all = base->up && base->up->up == NULL && base->key &&
                            strcmp(base->key, "sources") == 0;
    if (!append_all && n > 0 && m > 0 && odd) {
        fc__error(w->self, odd->line,
                  "'%s' has no name; members of a list that merges need one",
                  fc__node_path(&w->self->arena, odd));
    } else if (!append_all && (n == 0 || odd || odd_base || m == 0)) {
        fc__node_replace(base, overlay);
    } else {
        for (struct fc__node *at = overlay->first, *next; at; at = next) {
            next = at->next;
            if (append_all)
                append(base, at);
            else
                merge_member(w, base, at);
        }
    }
}

/* True if a group changes a distribution: then only parameters it has can change. */
static bool is_other_thing(const struct fc__node *base, const struct fc__node *overlay)
{
    if (fc__node_child(overlay, "dist"))
        return true;
    if (fc__node_child(base, "dist") == NULL)
        return false;
    for (const struct fc__node *at = overlay->first; at; at = at->next)
        if (fc__node_child(base, at->key) == NULL)
            return true;
    return false;
}

static void merge_groups(struct work *w, struct fc__node *base,
                         struct fc__node *overlay)
{
    for (struct fc__node *at = overlay->first, *next; at; at = next) {
        struct fc__node *there = fc__node_child(base, at->key);
        next = at->next;
        if (there)
            push(w, there, at);
        else
            append(base, at);
    }
}

void fc__merge(fc_scenario *self, struct fc__node *base, struct fc__node *overlay)
{
    struct work w = {.self = self};
    push(&w, base, overlay);
    while (w.n > 0) {
        const struct pair pair = w.pairs[--w.n];
        const bool groups =
            pair.base->kind == FC_NODE_GROUP && pair.overlay->kind == FC_NODE_GROUP;
        const bool lists =
            pair.base->kind == FC_NODE_LIST && pair.overlay->kind == FC_NODE_LIST;
        if (groups && !is_other_thing(pair.base, pair.overlay))
            merge_groups(&w, pair.base, pair.overlay);
        else if (lists)
            merge_lists(&w, pair.base, pair.overlay);
        else
            fc__node_replace(pair.base, pair.overlay);
    }
    free(w.pairs);
}
