/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a scenario text: children in a list, in the order of the file. Walks are
 * loops, not recursion: a hostile file cannot use up the stack.
 * Checked by tests/unit/test_scenario.c. */
#include "scenario/tree.h"

#include <string.h>

bool fc__node_is_scalar(const struct fc__node *node)
{
    return node->kind >= FC_NODE_WHOLE;
}

struct fc__node *fc__node_new(struct fc__arena *arena, struct fc__node *up,
                              const char *key, enum fc__node_kind kind, int line)
{
    struct fc__node *node = fc__arena_new(arena, 1, sizeof *node);
    if (node == NULL)
        return NULL;
    *node = (struct fc__node){.key = key, .kind = kind, .line = line, .up = up};
    if (up) {
        if (up->last)
            up->last->next = node;
        else
            up->first = node;
        up->last = node;
        up->n++;
    }
    return node;
}

void fc__node_remove(struct fc__node *child)
{
    struct fc__node *up = child->up, *before = NULL;
    for (struct fc__node *at = up->first; at != child; at = at->next)
        before = at;
    if (before)
        before->next = child->next;
    else
        up->first = child->next;
    if (up->last == child)
        up->last = before;
    up->n--;
    child->up = child->next = NULL;
}

void fc__node_replace(struct fc__node *to, const struct fc__node *from)
{
    struct fc__node content = *from;
    content.key = to->key;
    content.next = to->next;
    content.up = to->up;
    *to = content;
    for (struct fc__node *child = to->first; child; child = child->next)
        child->up = to;
}

struct fc__node *fc__node_child(const struct fc__node *group, const char *key)
{
    if (group == NULL || group->kind != FC_NODE_GROUP)
        return NULL;
    for (struct fc__node *child = group->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

const char *fc__node_name(const struct fc__node *member)
{
    const struct fc__node *name = fc__node_child(member, "name");
    return name && name->kind == FC_NODE_TEXT ? name->text : NULL;
}

struct fc__node *fc__node_member(const struct fc__node *list, const char *name)
{
    if (list == NULL || list->kind != FC_NODE_LIST)
        return NULL;
    for (struct fc__node *child = list->first; child; child = child->next) {
        const char *has = fc__node_name(child);
        if (has && strcmp(has, name) == 0)
            return child;
    }
    return NULL;
}

struct fc__node *fc__node_at(struct fc__node *root, const char *path)
{
    struct fc__node *node = root;
    while (node && *path) {
        const size_t n = strcspn(path, ".");
        struct fc__node *child = node->kind == FC_NODE_GROUP ? node->first : NULL;
        while (child && (strncmp(child->key, path, n) != 0 || child->key[n] != 0))
            child = child->next;
        node = child;
        path += path[n] == '.' ? n + 1 : n;
    }
    return node;
}

struct fc__node *fc__node_next(const struct fc__node *root, const struct fc__node *node,
                               bool into)
{
    if (into && node->first)
        return node->first;
    while (node != root && node->next == NULL)
        node = node->up;
    return node == root ? NULL : node->next;
}

const char *fc__path_name(const struct fc__node *node)
{
    const char *name = fc__node_name(node);
    if (name == NULL || *name == 0)
        return NULL;
    for (const char *at = name; *at; at++)
        if (strchr(".[]=* ", *at) || (unsigned char)*at >= 0x7f)
            return NULL;
    return name;
}

static size_t index_in_list(const struct fc__node *node)
{
    size_t index = 0;
    for (const struct fc__node *at = node->up->first; at != node; at = at->next)
        index++;
    return index;
}

enum { PATH_DEPTH = 64 }; /* the pre-flight allows 32 */

static const char *path_text(struct fc__arena *arena, const struct fc__node *node,
                             bool members)
{
    const struct fc__node *chain[PATH_DEPTH];
    int depth = 0;
    for (; node && node->up && depth < PATH_DEPTH; node = node->up)
        chain[depth++] = node;
    struct fc_builder b = {0};
    while (depth-- > 0) {
        const struct fc__node *at = chain[depth];
        const char *name = at->key ? at->key : members ? fc__path_name(at) : NULL;
        if (name) {
            fc_builder_add(&b, b.n ? "." : "");
            fc_builder_add(&b, name);
        } else if (members) {
            fc_builder_format(&b, "[%zu]", index_in_list(at));
        }
    }
    const char *text = fc__arena_text(arena, fc_builder_text(&b));
    arena->failed |= b.failed;
    fc_builder_clear(&b);
    return text;
}

const char *fc__node_path(struct fc__arena *arena, const struct fc__node *node)
{
    return path_text(arena, node, true);
}

const char *fc__node_table_path(struct fc__arena *arena, const struct fc__node *node)
{
    return path_text(arena, node, false);
}

const char *fc__path_join(struct fc__arena *arena, const char *parent, const char *key)
{
    return *parent ? fc__arena_format(arena, "%s.%s", parent, key) : key;
}
