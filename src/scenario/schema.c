/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables as a whole: finding a row, and the sections scenario/ owns itself.
 * Checked by tests/unit/test_scenario.c. */
#include "scenario/schema.h"

#include <string.h>

static const struct fc_field top_rows[] = {
    {.key = "extends",
     .kind = FC_TEXT,
     .at = offsetof(struct fc__own_spec, extends),
     .help = "the file this one changes, relative to its own folder"},
    {0}};

static const struct fc_field correlation_rows[] = {
    {.key = "between",
     .kind = FC_NAMES,
     .flags = FC_REQUIRED,
     .at = offsetof(struct fc__own_correlation, between),
     .help = "the keys of two uncertain numbers"},
    {.key = "rank",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED | FC_OPEN_LOW | FC_OPEN_HIGH,
     .low = -1,
     .high = 1,
     .at = offsetof(struct fc__own_correlation, rank),
     .help = "Spearman rank correlation between the two"},
    {0}};

static const struct fc_field source_rows[] = {
    {.key = "of",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .at = offsetof(struct fc__own_source, of),
     .help = "a key, with all below it; '*' stands for one part, alone for everything"},
    {.key = "from",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .at = offsetof(struct fc__own_source, from),
     .help = "where the numbers come from"},
    {.key = "confidence",
     .kind = FC_CHOICE,
     .flags = FC_REQUIRED,
     .at = offsetof(struct fc__own_source, confidence),
     .of = "H|M|L|A",
     .help = "high, medium, low, assumption"},
    {0}};

static const struct fc_field decision_rows[] = {
    {.key = "measures",
     .kind = FC_NAMES,
     .at = offsetof(struct fc__decisions, measures),
     .help = "practices of this scenario that can be switched, by name, and files with "
             "measures, relative to this one: \"countermeasures/insurance.cfg\""},
    {.key = "budget",
     .unit = "money",
     .kind = FC_NUMBER,
     .low = 0,
     .high = 1e15,
     .preset = FC_NO_PRESET,
     .at = offsetof(struct fc__decisions, budget),
     .help = "what measures may cost over the whole horizon"},
    {.key = "largest_client_caps",
     .unit = "share",
     .kind = FC_SERIES,
     .low = 0,
     .flags = FC_OPEN_LOW,
     .high = 1,
     .preset = FC_NO_PRESET,
     .at = offsetof(struct fc__decisions, caps),
     .help = "caps on the share of the largest client that `frontier` tries, such as "
             "[0.15, 0.10]"},
    {0}};

static const struct fc_section own_sections[] = {
    {.path = "", .rows = top_rows, .help = "what a scenario is built on"},
    {.path = "uncertainty.correlations",
     .rows = correlation_rows,
     .at = offsetof(struct fc__own_spec, correlations),
     .list_item_size = sizeof(struct fc__own_correlation),
     .help = "uncertain numbers that move together"},
    {.path = "decisions",
     .rows = decision_rows,
     .at = offsetof(struct fc__own_spec, decisions),
     .help = "what may be decided: measures against crises, and money for them"},
    {.path = "sources",
     .rows = source_rows,
     .at = offsetof(struct fc__own_spec, sources),
     .list_item_size = sizeof(struct fc__own_source),
     .help = "source and confidence of the numbers; the most exact pattern wins, then "
             "the later one"},
    {0}};

static const struct fc_owner own_owner = {"scenario", own_sections,
                                          sizeof(struct fc__own_spec)};

const struct fc_owner *fc__owner_of(const struct fc_owner *owners, size_t n, size_t i)
{
    return i < n ? &owners[i] : i == n ? &own_owner : NULL;
}

const struct fc_owner *fc__owner(const fc_scenario *self, size_t i)
{
    return fc__owner_of(self->owners, self->n_owners, i);
}

const char *fc__axis_name(enum fc_axis axis)
{
    static const char *const names[FC_AXES] = {
        [FC_ONE] = "number",          [FC_MARKET] = "market",
        [FC_TERRITORY] = "territory", [FC_PRODUCT] = "product",
        [FC_SEGMENT] = "segment",     [FC_CHANNEL] = "channel",
        [FC_STAGE] = "stage",         [FC_TEAM] = "team",
        [FC_SEAT] = "seat",           [FC_ACCOUNT] = "account",
        [FC_CRISIS] = "crisis",       [FC_POLICY] = "policy",
        [FC_PRACTICE] = "practice"};
    return axis < FC_AXES && names[axis] ? names[axis] : "member";
}

const char *fc__path_below(const char *path, const char *above)
{
    const size_t n = strlen(above);
    if (n == 0)
        return path;
    if (strncmp(path, above, n) != 0 || (path[n] != '.' && path[n] != 0))
        return NULL;
    return path[n] ? path + n + 1 : path + n;
}

/* The row at `path` below `rows`. */
static const struct fc_field *row_at(const struct fc_field *rows, const char *path)
{
    const struct fc_field *found = NULL;
    while (rows && *path) {
        const size_t n = strcspn(path, ".");
        found = NULL;
        for (const struct fc_field *at = rows; at->key && !found; at++)
            if (strlen(at->key) == n && memcmp(at->key, path, n) == 0)
                found = at;
        path += path[n] ? n + 1 : n;
        rows = found ? found->rows : NULL;
    }
    return *path ? NULL : found;
}

const struct fc_field *fc__schema_field(const fc_scenario *self, const char *path)
{
    const struct fc_owner *owner;
    for (size_t i = 0; (owner = fc__owner(self, i)); i++)
        for (const struct fc_section *at = owner->sections; at->path; at++) {
            const char *below = fc__path_below(path, at->path);
            const struct fc_field *row = below ? row_at(at->rows, below) : NULL;
            if (row)
                return row;
        }
    return NULL;
}

bool fc__schema_is_section(const fc_scenario *self, const char *path, bool exactly)
{
    const struct fc_owner *owner;
    for (size_t i = 0; (owner = fc__owner(self, i)); i++)
        for (const struct fc_section *at = owner->sections; at->path; at++)
            if (exactly ? !strcmp(at->path, path)
                        : fc__path_below(at->path, path) != NULL)
                return true;
    return false;
}

/* ---- where a key is at home ---- */

enum { TABLE_DEPTH = 8 };

struct homes {
    fc_scenario *self;
    const char *key, *home;
    size_t n;
};

static void note_home(struct homes *h, const char *home)
{
    if (h->home && strcmp(h->home, home) == 0)
        return;
    h->home = home;
    h->n++;
}

/* Follows tables within tables; the depth is that of the tables. */
static void look_in(struct homes *h, const char *path, const struct fc_field *rows,
                    int depth)
{
    for (const struct fc_field *at = rows; at->key; at++) {
        if (strcmp(at->key, h->key) == 0)
            note_home(h, path);
        if (at->rows && depth < TABLE_DEPTH)
            look_in(h, fc__path_join(&h->self->arena, path, at->key), at->rows,
                    depth + 1);
    }
}

const char *fc__schema_home(fc_scenario *self, const char *key)
{
    struct homes h = {.self = self, .key = key};
    const struct fc_owner *owner;
    for (size_t i = 0; (owner = fc__owner(self, i)); i++)
        for (const struct fc_section *at = owner->sections; at->path; at++) {
            const char *last = strrchr(at->path, '.');
            look_in(&h, at->path, at->rows, 0);
            if (strcmp(last ? last + 1 : at->path, key) == 0)
                note_home(&h, last ? fc__arena_bytes(&self->arena, at->path,
                                                     (size_t)(last - at->path))
                                   : "");
        }
    return h.n == 1 ? h.home : NULL;
}
