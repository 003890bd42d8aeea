/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of a ledger.
 *
 * Practices: those that `decisions.measures` names, all of the scenario if it names
 * none. Files: those given, else those that `decisions.measures` names (relative to the
 * file it stands in). A file is taken for what it adds: what it extends, and its title,
 * are left aside, so that small what-if files serve as they are. A practice is switched
 * off by starting after the horizon: whatever refers to it still finds it, and no draw
 * moves. Checked by tests/unit/test_decide_ledger.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "decide/ledger.h"
#include "scenario/scenario.h"

enum { FILE_MOST = 1 << 20, LATEST_MONTH = 600 };

/* ---- texts of the scenario ---- */

/* The text of an entry without its quotes; false if there is none. */
static bool entry_text(const fc_scenario *scenario, const char *list, const char *name,
                       char *out, size_t size)
{
    char key[192];
    snprintf(key, sizeof key, "%s.%s.title", list, name);
    const struct fc_entry *entry = fc__scenario_find(scenario, key);
    if (!entry || entry->preset || !*entry->value)
        return false;
    const char *from = entry->value + (entry->value[0] == '"');
    size_t n = strlen(from);
    if (from != entry->value && n > 0 && from[n - 1] == '"')
        n--;
    snprintf(out, size, "%.*s", (int)n, from);
    return n > 0;
}

static bool has_member(const fc_scenario *scenario, enum fc_axis axis, const char *name)
{
    for (size_t i = 0; i < fc__scenario_members(scenario, axis); i++)
        if (strcmp(fc__scenario_member(scenario, axis, i), name) == 0)
            return true;
    return false;
}

/* ---- the list ---- */

static fc_status new_measure(fc_ledger *self, const char *name,
                             struct fc__measure **out, struct fc_error *err)
{
    for (size_t i = 0; i < self->n; i++)
        if (strcmp(self->measure[i].name, name) == 0)
            return FC_FAIL(err, FC_E_SCENARIO,
                           "two measures are called \"%s\"; rename or drop one", name);
    if (self->n == FC_LEDGER_MEASURES)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "more than %d measures; name those that matter on the command "
                       "line or in 'decisions.measures'",
                       FC_LEDGER_MEASURES);
    *out = &self->measure[self->n++];
    snprintf((*out)->name, sizeof(*out)->name, "%s", name);
    snprintf((*out)->title, sizeof(*out)->title, "%s", name);
    return FC_OK;
}

/* A practice of the scenario. */
static fc_status add_practice(fc_ledger *self, const char *name, struct fc_error *err)
{
    struct fc__measure *m;
    FC_TRY(new_measure(self, name, &m, err));
    entry_text(self->scenario[1], "practices", name, m->title, sizeof m->title);
    snprintf(m->off, sizeof m->off,
             "practices = ( { name = \"%s\"; start_month = %d; stop_month = %d; } );\n",
             name, LATEST_MONTH, LATEST_MONTH);
    m->without = (struct fc__overlay){"(measures off)", m->off, false};
    return FC_OK;
}

/* ---- files ---- */

/* "insurance" of "countermeasures/insurance.cfg". */
static void name_of(const char *path, char out[FC__MEASURE_NAME])
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    snprintf(out, FC__MEASURE_NAME, "%.*s", (int)(n < 48 ? n : 48), name);
}

static fc_status read_text(struct fc__measure *m, const char *path,
                           struct fc_error *err)
{
    size_t length;
    const size_t size = strlen(path) + 1;
    m->file = fc_array_new(size, 1);
    if (!m->file)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for '%s'", path);
    memcpy(m->file, path, size);
    FC_TRY(fc_file_read(path, FILE_MOST, &m->text, &length, err));
    if (strlen(m->text) != length)
        return FC_FAIL_AT(err, FC_E_SCENARIO, path, 1, "'%s' is not a text", path);
    m->with = (struct fc__overlay){m->file, m->text, true};
    return FC_OK;
}

/* Notes what the file adds to a list of the scenario; one addition gives the title. */
static void note_added(const fc_ledger *self, struct fc__measure *m,
                       const fc_scenario *with, enum fc_axis axis, const char *list)
{
    for (size_t i = 0; i < fc__scenario_members(with, axis); i++) {
        const char *name = fc__scenario_member(with, axis, i);
        if (has_member(self->scenario[1], axis, name) || m->added == FC__ADDED_MOST)
            continue;
        if (m->added == 0 && !entry_text(with, list, name, m->title, sizeof m->title))
            snprintf(m->title, sizeof m->title, "%s", name);
        if (m->added == 1)
            snprintf(m->title, sizeof m->title, "%s", m->name);
        snprintf(m->adds[m->added++], sizeof *m->adds, "%s", name);
    }
}

/* The practice of the scenario, a measure itself, that the file has entries of. */
static const char *touched(const fc_ledger *self, const struct fc__measure *m,
                           const fc_scenario *with)
{
    static const char list[] = "practices.";
    for (size_t i = 0; i < fc_scenario_assumptions(with); i++) {
        const struct fc_assumption a = fc_scenario_assumption(with, i);
        if (!a.file || strcmp(a.file, m->file) != 0 ||
            strncmp(a.key, list, sizeof list - 1) != 0)
            continue;
        const char *name = a.key + sizeof list - 1;
        const size_t n = strcspn(name, ".");
        for (const struct fc__measure *own = self->measure; own < m; own++)
            if (!own->file && strlen(own->name) == n &&
                strncmp(own->name, name, n) == 0)
                return own->name;
    }
    return NULL;
}

static fc_status check_added(fc_ledger *self, const struct fc__measure *m,
                             const fc_scenario *with, struct fc_error *err)
{
    const char *name = touched(self, m, with);
    if (name)
        return FC_FAIL_AT(
            err, FC_E_SCENARIO, m->file, 1,
            "'%s' changes the practice \"%s\", which the scenario has and "
            "which is a measure itself; leave the file away",
            m->file, name);
    for (const struct fc__measure *other = self->measure; other < m; other++)
        for (size_t i = 0; i < m->added; i++)
            for (size_t j = 0; j < other->added; j++)
                if (strcmp(m->adds[i], other->adds[j]) == 0)
                    return FC_FAIL_AT(err, FC_E_SCENARIO, m->file, 1,
                                      "'%s' and '%s' both add \"%s\"; rename it in one",
                                      other->file, m->file, m->adds[i]);
    return FC_OK;
}

static fc_status add_file(fc_ledger *self, const char *path, struct fc_error *err)
{
    struct fc__measure *m;
    char name[FC__MEASURE_NAME];
    name_of(path, name);
    FC_TRY(new_measure(self, name, &m, err));
    FC_TRY(read_text(m, path, err));
    const struct fc__variant alone = {.layer = {&m->with}, .n_layers = 1};
    fc_scenario *with = NULL;
    fc_status status = fc__study_read(&self->study, &alone, &with, err);
    if (status == FC_OK) {
        note_added(self, m, with, FC_PRACTICE, "practices");
        note_added(self, m, with, FC_POLICY, "policies");
        status = check_added(self, m, with, err);
    }
    fc_scenario_free(with);
    return status;
}

/* A file named in the scenario, relative to the file that names it. */
static fc_status add_beside(fc_ledger *self, const char *file, const char *name,
                            struct fc_error *err)
{
    struct fc_builder path = {0};
    const char *slash = file ? strrchr(file, '/') : NULL;
    if (slash)
        fc_builder_add_bytes(&path, file, (size_t)(slash + 1 - file));
    fc_builder_add(&path, name);
    const fc_status status = path.failed
                                 ? FC_FAIL(err, FC_E_MEMORY, "no memory for '%s'", name)
                                 : add_file(self, fc_builder_text(&path), err);
    fc_builder_clear(&path);
    return status;
}

/* ---- the rule ---- */

static bool is_file(const char *name)
{
    const size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".cfg") == 0;
}

static fc_status add_practices(fc_ledger *self, const struct fc_names *named,
                               const char *file, int line, struct fc_error *err)
{
    const fc_scenario *scenario = self->scenario[1];
    size_t chosen = 0;
    for (size_t i = 0; i < named->n; i++) {
        if (is_file(named->at[i]))
            continue;
        if (!has_member(scenario, FC_PRACTICE, named->at[i]))
            return FC_FAIL_AT(
                err, FC_E_SCENARIO, file, line,
                "'decisions.measures' holds \"%s\"; it must hold names of "
                "practices, or of files that end with .cfg",
                named->at[i]);
        FC_TRY(add_practice(self, named->at[i], err));
        chosen++;
    }
    if (chosen > 0)
        return FC_OK;
    for (size_t i = 0; i < fc__scenario_members(scenario, FC_PRACTICE); i++)
        FC_TRY(add_practice(self, fc__scenario_member(scenario, FC_PRACTICE, i), err));
    return FC_OK;
}

fc_status fc__ledger_measures(fc_ledger *self, const struct fc_ledger_options *what,
                              struct fc_error *err)
{
    const struct fc__decisions *decisions = fc__scenario_decisions(self->scenario[1]);
    const struct fc_names *named = &decisions->measures;
    int line = 0;
    const char *file =
        named->n ? fc__scenario_line(self->scenario[1], named->line, &line) : NULL;
    self->budget = what->budget > 0.0 ? what->budget : decisions->budget.value;
    FC_TRY(add_practices(self, named, file, line, err));
    for (size_t i = 0; i < what->n_files; i++)
        FC_TRY(add_file(self, what->files[i], err));
    for (size_t i = 0; i < named->n && what->n_files == 0; i++)
        if (is_file(named->at[i]))
            FC_TRY(add_beside(self, file, named->at[i], err));
    if (self->n == 0)
        return FC_FAIL(err, FC_E_SCENARIO,
                       "there is no measure to weigh: the scenario has no practices; "
                       "name files with measures, such as "
                       "scenarios/practices/crm.cfg, or list them in "
                       "'decisions.measures'");
    return FC_OK;
}

/* ---- variants ---- */

fc__measure_set fc__ledger_all(const fc_ledger *self)
{
    return ((fc__measure_set)1 << self->n) - 1u;
}

struct fc__variant fc__ledger_variant(const fc_ledger *self, fc__measure_set on)
{
    struct fc__variant out = {0};
    for (size_t i = 0; i < self->n; i++) {
        const struct fc__measure *m = &self->measure[i];
        const struct fc__overlay *layer = on >> i & 1u ? &m->with : &m->without;
        if (layer->text)
            out.layer[out.n_layers++] = layer;
    }
    return out;
}
