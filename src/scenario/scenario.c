/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From files to a checked scenario:
 *   text -> pre-flight -> libconfig -> tree -> overlays merged -> --set -> checked
 * specs. A fault in a text stops before the merge: a tree with holes would only give
 * more messages that mean nothing. Checked by tests/unit/test_scenario*.c. */
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "scenario/own.h"
#include "scenario/schema.h"

/* Path of `name` as seen from the folder of `file`. */
static const char *beside(fc_scenario *self, const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    return slash ? fc__arena_format(&self->arena, "%.*s%s", (int)(slash + 1 - file),
                                    file, name)
                 : fc__arena_text(&self->arena, name);
}

/* The file that a tree extends; NULL if none. *bad: it names one, but not rightly. */
static const char *extended(fc_scenario *self, const struct fc__node *tree, int file,
                            int *line, bool *bad)
{
    const struct fc__node *node = fc__node_child(tree, "extends");
    *bad = false;
    if (node == NULL)
        return NULL;
    *line = node->line;
    *bad = true;
    if (node->kind != FC_NODE_TEXT || *node->text == 0)
        fc__error(self, node->line, "'extends' is %s; it must be the name of a file",
                  fc__node_shown(&self->arena, node));
    else if (*node->text == '/')
        fc__error(self, node->line,
                  "'extends' is \"%s\"; the path must be relative to this file",
                  node->text);
    else if (file < 0)
        fc__error(self, node->line, "'extends' works in files only");
    else
        *bad = false;
    return *bad ? NULL : beside(self, self->files[file].name, node->text);
}

/* Reads the files that `tree` extends and merges them all. */
static fc_status extend(fc_scenario *self, struct fc__node *tree, bool from_file,
                        struct fc_error *err)
{
    struct fc__node *trees[FC_EXTENDS_MAX + 1] = {tree};
    int n = 0, file = 0, line = 0;
    bool bad;
    const char *path;
    while ((path = extended(self, trees[n], from_file ? file : -1, &line, &bad))) {
        if (n == FC_EXTENDS_MAX) {
            fc__error(self, line, "a chain of more than %d files", FC_EXTENDS_MAX);
            return FC_E_SCENARIO;
        }
        FC_TRY(fc__file_read(self, path, line, &file, err));
        const struct fc__file *text = &self->files[file];
        trees[n + 1] = fc__parse(self, file, -1, text->text, text->length);
        if (trees[n + 1] == NULL)
            return FC_E_SCENARIO;
        n++;
    }
    if (bad)
        return FC_E_SCENARIO;
    for (int i = 0; i <= n; i++)
        fc__merge_check_names(self, trees[i]);
    self->root = trees[n];
    for (int i = n - 1; i >= 0; i--)
        fc__merge(self, self->root, trees[i]);
    self->root->line = fc__line(0, 1);
    return FC_OK;
}

/* Takes what a file says about itself and not about the department out of its tree. */
static void keep_change(struct fc__node *tree)
{
    static const char *const about[] = {"extends", "title"};
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        struct fc__node *node = fc__node_child(tree, about[i]);
        if (node)
            fc__node_remove(node);
    }
}

/* Merges a text in memory on top of all files. */
static fc_status overlay_put(fc_scenario *self, const struct fc__overlay *overlay)
{
    const size_t length = strlen(overlay->text);
    int file;
    if (self->n_files == FC_FILES_MAX)
        return FC_E_MEMORY;
    FC_TRY(fc__file_from_text(self, overlay->name ? overlay->name : "(overlay)",
                              overlay->text, length, &file));
    struct fc__node *tree = fc__parse(self, file, -1, overlay->text, length);
    if (tree == NULL)
        return FC_E_SCENARIO;
    if (overlay->change)
        keep_change(tree);
    fc__merge_check_names(self, tree);
    fc__merge(self, self->root, tree);
    return FC_OK;
}

/* From the first file in memory to a checked scenario. */
static fc_status build(fc_scenario *self, const struct fc__overlay *overlays, size_t n,
                       const char *const *set, size_t n_set, bool from_file,
                       struct fc_error *err)
{
    struct fc__node *tree =
        fc__parse(self, 0, -1, self->files[0].text, self->files[0].length);
    if (tree == NULL)
        return FC_E_SCENARIO;
    FC_TRY(extend(self, tree, from_file, err));
    for (size_t i = 0; i < n; i++)
        FC_TRY(overlay_put(self, &overlays[i]));
    fc__read_axes(self); /* --set may expand a number over an axis */
    for (size_t i = 0; i < n_set; i++)
        fc__set(self, set[i], (int)i + 1);
    if (n_set > 0)
        fc__merge_check_names(self, self->root);
    fc__fill_all(self);
    if (self->arena.failed)
        return FC_E_MEMORY;
    fc__unknown(self);
    fc__correlate(self);
    fc__ledger_source(self);
    return FC_OK;
}

static fc_scenario *scenario_new(const struct fc_owner *owners)
{
    fc_scenario *self = fc_array_new(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->owners = owners;
    while (owners && owners[self->n_owners].sections)
        self->n_owners++;
    return self;
}

/* The status of a reading and, with problems, the first of them. */
static fc_status finish(fc_scenario *self, fc_status status, fc_scenario **out,
                        struct fc_error *err)
{
    if (self->arena.failed)
        status = FC_E_MEMORY;
    else if (status == FC_OK && self->n_errors > 0)
        status = FC_E_SCENARIO;
    if (status != FC_OK && status != FC_E_SCENARIO) {
        fc_scenario_free(self);
        return FC_FAIL(err, status, "%s", fc_status_text(status));
    }
    *out = self;
    for (size_t i = 0; status != FC_OK && i < self->n_problems; i++) {
        const struct fc_problem *first = &self->problems[i].shown;
        if (!first->warning)
            return FC_FAIL_AT(err, status, first->file, first->line, "%s", first->text);
    }
    return status;
}

fc_status fc__scenario_read(const char *path, const char *const *set, size_t n_set,
                            const struct fc_owner *owners, fc_scenario **out,
                            struct fc_error *err)
{
    return fc__scenario_read_overlaid(path, NULL, 0, set, n_set, owners, out, err);
}

fc_status fc__scenario_read_overlaid(const char *path,
                                     const struct fc__overlay *overlays, size_t n,
                                     const char *const *set, size_t n_set,
                                     const struct fc_owner *owners, fc_scenario **out,
                                     struct fc_error *err)
{
    *out = NULL;
    fc_scenario *self = scenario_new(owners);
    if (self == NULL)
        return FC_FAIL(err, FC_E_MEMORY, "no memory to read '%s'", path);
    int file;
    fc_status status = fc__file_read(self, path, -1, &file, err);
    if (status == FC_OK)
        status = build(self, overlays, n, set, n_set, true, err);
    return finish(self, status, out, err);
}

fc_status fc__scenario_read_text(const char *name, const char *text, size_t length,
                                 const char *const *set, size_t n_set,
                                 const struct fc_owner *owners, fc_scenario **out,
                                 struct fc_error *err)
{
    *out = NULL;
    fc_scenario *self = scenario_new(owners);
    if (self == NULL)
        return FC_FAIL(err, FC_E_MEMORY, "no memory to read '%s'", name);
    int file;
    fc_status status = fc__file_from_text(self, name, text, length, &file);
    if (status == FC_OK)
        status = build(self, NULL, 0, set, n_set, false, err);
    return finish(self, status, out, err);
}

void fc_scenario_free(fc_scenario *self)
{
    if (self == NULL)
        return;
    free(self->problems);
    free(self->entries);
    free(self->dists);
    free(self->uncertain);
    fc__arena_clear(&self->arena);
    free(self);
}

void *fc__scenario_spec(const fc_scenario *self, size_t owner)
{
    return self->specs && owner < self->n_owners ? self->specs[owner] : NULL;
}

const struct fc__decisions *fc__scenario_decisions(const fc_scenario *self)
{
    const struct fc__own_spec *own = self->specs[self->n_owners];
    return &own->decisions;
}

size_t fc__scenario_members(const fc_scenario *self, enum fc_axis axis)
{
    return self->axes[axis].n;
}

const char *fc__scenario_member(const fc_scenario *self, enum fc_axis axis, size_t i)
{
    return i < self->axes[axis].n ? self->axes[axis].names[i] : NULL;
}
