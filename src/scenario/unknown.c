/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys nobody asked for, with the nearest known key, or the section where the key is at
 * home. Checked by tests/unit/test_scenario_bad.c. */
#include <string.h>

#include "scenario/schema.h"

enum { LISTED = 12 };

struct hunt {
    fc_scenario *self;
    const struct fc__node *node;
    struct fc_nearest nearest;
    struct fc_builder known; /* "a, b, c" */
    size_t n;
};

static void offer(struct hunt *h, const char *word)
{
    fc_nearest_offer(&h->nearest, h->node->key, word);
    if (h->n++ < LISTED)
        fc_builder_format(&h->known, "%s%s", h->known.n ? ", " : "", word);
}

/* Parts of section paths that lie below `path`. */
static void offer_sections(struct hunt *h, const char *path)
{
    const struct fc_owner *owner;
    for (size_t i = 0; (owner = fc__owner(h->self, i)); i++)
        for (const struct fc_section *at = owner->sections; at->path; at++) {
            const char *below = fc__path_below(at->path, path);
            if (below && *below)
                offer(h, fc__arena_bytes(&h->self->arena, below, strcspn(below, ".")));
        }
}

static void report(fc_scenario *self, const struct fc__node *node)
{
    if (self->n_problems == FC_PROBLEMS_KEPT) { /* only counted, so no words */
        fc__error(self, node->line, "unknown key '%s'", node->key);
        return;
    }
    struct hunt h = {.self = self, .node = node};
    const char *key = fc__node_path(&self->arena, node);
    const char *home = fc__schema_home(self, node->key);
    bool members = true;
    for (const struct fc__allowed *at = node->up->allowed; at; at = at->next) {
        for (const struct fc_field *row = at->rows; row && row->key; row++)
            offer(&h, row->key);
        for (const char *const *name = at->names; name && *name; name++)
            offer(&h, *name);
        members &= at->rows == NULL;
    }
    offer_sections(&h, fc__node_table_path(&self->arena, node->up));
    if (strcmp(node->key, "remove") == 0)
        fc__error(
            self, node->line,
            "'%s': nothing to remove; it takes a named member out of the file that "
            "this one extends",
            key);
    else if (h.nearest.word && (h.nearest.distance <= 1 || home == NULL))
        fc__error(self, node->line, "unknown key '%s'; did you mean '%s'?", key,
                  h.nearest.word);
    else if (home)
        fc__error(self, node->line, "unknown key '%s'; '%s' belongs %s%s%s", key,
                  node->key, *home ? "in '" : "at the top of the file",
                  *home ? home : "", *home ? "'" : "");
    else if (h.n > 0 && h.n <= LISTED)
        fc__error(self, node->line, "unknown key '%s'; %s: %s", key,
                  members ? "the members are" : "known here", h.known.text);
    else
        fc__error(self, node->line, "unknown key '%s'", key);
    self->arena.failed |= h.known.failed;
    fc_builder_clear(&h.known);
}

void fc__unknown(fc_scenario *self)
{
    const struct fc__node *root = self->root;
    bool into = true;
    for (struct fc__node *at = fc__node_next(root, root, true); at;
         at = fc__node_next(root, at, into)) {
        const bool unknown = at->up->kind == FC_NODE_GROUP && !at->known;
        if (unknown)
            report(self, at);
        into = !unknown && at->open;
    }
}
