/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's own tree of a scenario text. libconfig reads, this remembers: each node
 * knows its own file and line, also after overlays were merged. */
#ifndef FC_SCENARIO_TREE_H
#define FC_SCENARIO_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "scenario/arena.h"
#include "scenario/field.h"

enum fc__node_kind {
    FC_NODE_GROUP,
    FC_NODE_LIST, /* ( ) and [ ] alike */
    FC_NODE_WHOLE,
    FC_NODE_REAL,
    FC_NODE_FLAG,
    FC_NODE_TEXT
};

/* What may stand in a group: the keys of a table, the members of an axis, or both. */
struct fc__allowed {
    const struct fc_field *rows;
    const char *const *names; /* ended by NULL */
    struct fc__allowed *next;
};

struct fc__node {
    const char *key; /* NULL in a list */
    enum fc__node_kind kind;
    int line; /* file and line, see fc__line() */
    union {
        int64_t whole;
        double real;
        bool flag;
        const char *text;
    };
    size_t n; /* children */
    struct fc__node *first, *last, *next, *up;
    bool known; /* some table asked for it */
    bool open;  /* its children must be known too */
    struct fc__allowed *allowed;
};

/* A line with its file inside, as it stands in struct fc_number: 21 bits of line. */
enum { FC_LINE_BITS = 21, FC_FILE_SET = 1023 };
static inline int fc__line(int file, int line)
{
    return file << FC_LINE_BITS | line;
}

bool fc__node_is_scalar(const struct fc__node *node);

/* A new last child of `up` (NULL: a root). NULL without memory. */
struct fc__node *fc__node_new(struct fc__arena *arena, struct fc__node *up,
                              const char *key, enum fc__node_kind kind, int line);

/* Takes a child out; order of the others is kept. */
void fc__node_remove(struct fc__node *child);

/* Puts the content of `from` (kind, value, children, line) in the place of that of
 * `to`. */
void fc__node_replace(struct fc__node *to, const struct fc__node *from);

/* Child of a group by key, of a list by the name of its members; NULL if there is none.
 */
struct fc__node *fc__node_child(const struct fc__node *group, const char *key);
struct fc__node *fc__node_member(const struct fc__node *list, const char *name);

/* The text `name` of a member of a list; NULL if it has none. */
const char *fc__node_name(const struct fc__node *member);

/* The name of a member when it can stand in a path; NULL otherwise. */
const char *fc__path_name(const struct fc__node *member);

/* Group at a path of keys such as "opening.pipeline"; NULL if there is none. "" is
 * root. */
struct fc__node *fc__node_at(struct fc__node *root, const char *path);

/* The next node in document order, below `root` only; NULL at the end. `into` = false
 * passes over the children of `node`. */
struct fc__node *fc__node_next(const struct fc__node *root, const struct fc__node *node,
                               bool into);

/* "funnel.stages.propose.conversion": members by name, else by index as in
 * "targets[0]". */
const char *fc__node_path(struct fc__arena *arena, const struct fc__node *node);

/* The same without members: "funnel.stages.conversion", where a table describes it. */
const char *fc__node_table_path(struct fc__arena *arena, const struct fc__node *node);

/* parent + "." + key, or key alone where parent is "". */
const char *fc__path_join(struct fc__arena *arena, const char *parent, const char *key);

#endif
