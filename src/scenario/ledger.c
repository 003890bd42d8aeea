/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assumption ledger: one entry a value, with its source and confidence.
 *
 * A pattern of `sources` covers the keys it matches, part by part ('*' is any one
 * part), and everything below them. Where several cover a key, the one with more parts
 * wins, then the one with more parts spelt out, then the later one. The source of a
 * preset in the field table wins over a lone "*" only. Checked by
 * tests/unit/test_scenario_ledger.c. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "scenario/schema.h"

void fc__entry(fc_scenario *self, struct fc__place place, const char *value,
               struct fc_number *number, size_t n_numbers)
{
    const bool own = self->filling == self->n_owners;
    if (own && place.field->kind != FC_NUMBER)
        return; /* sources are not assumptions */
    struct fc_entry *grown = fc_array_grow(self->entries, &self->room_entries,
                                           self->n_entries + 1, sizeof *grown);
    if (grown == NULL) {
        self->arena.failed = true;
        return;
    }
    self->entries = grown;
    const struct fc_field *field = place.field;
    struct fc_entry *entry = &grown[self->n_entries++];
    *entry = (struct fc_entry){.key = place.key,
                               .value = value,
                               .unit = field->unit ? field->unit : "",
                               .help = field->help ? field->help : "",
                               .source = "",
                               .confidence = '-',
                               .preset = place.node == NULL,
                               .encoded = place.line,
                               .field = field,
                               .number = number,
                               .n_numbers = n_numbers};
    if (place.node)
        entry->file = fc__scenario_line(self, place.line, &entry->line);
}

/* Length of the first part of a key: "a.b[0].c" has the parts a, b, [0], c. */
static size_t part(const char *key)
{
    return *key == '[' ? strcspn(key, "]") + (strchr(key, ']') != NULL)
                       : strcspn(key, ".[");
}

static const char *after(const char *key, size_t n)
{
    return key[n] == '.' ? key + n + 1 : key + n;
}

bool fc__pattern_covers(const char *pattern, const char *key)
{
    while (*pattern) {
        const size_t n = part(pattern), m = part(key);
        if (m == 0)
            return false;
        const bool any = n == 1 && *pattern == '*';
        if (!any && (n != m || memcmp(pattern, key, n) != 0))
            return false;
        pattern = after(pattern, n);
        key = after(key, m);
    }
    return true;
}

/* More parts, then more parts spelt out. */
static int exactness(const char *pattern)
{
    int all = 0, spelt = 0;
    while (*pattern) {
        const size_t n = part(pattern);
        all++;
        spelt += !(n == 1 && *pattern == '*');
        pattern = after(pattern, n ? n : 1);
    }
    return 1000 * all + spelt;
}

static void offer_keys(const fc_scenario *self, const char *pattern,
                       struct fc_nearest *nearest)
{
    if (strpbrk(pattern, "*[") == NULL)
        for (size_t i = 0; i < self->n_entries; i++)
            fc_nearest_offer(nearest, pattern, self->entries[i].key);
}

static int line_of_source(const fc_scenario *self, size_t i)
{
    const struct fc__node *list = fc__node_at(self->root, "sources");
    const struct fc__node *at = list->first;
    while (i-- > 0)
        at = at->next;
    const struct fc__node *of = fc__node_child(at, "of");
    return of ? of->line : at->line;
}

/* Applies one pattern; best[] holds what covers each entry so far. */
static bool apply(fc_scenario *self, const struct fc__own_source *source, int *best)
{
    const bool lone = strcmp(source->of, "*") == 0;
    const int rank = exactness(source->of);
    bool used = lone;
    for (size_t i = 0; i < self->n_entries; i++) {
        struct fc_entry *entry = &self->entries[i];
        if (rank < best[i] || !fc__pattern_covers(source->of, entry->key))
            continue;
        used = true;
        if (lone && entry->preset && entry->field->source)
            continue;
        best[i] = rank;
        entry->source = source->from;
        entry->confidence = "HMLA"[source->confidence];
    }
    return used;
}

/* Entries of one part of the file together: "funnel" and "funnel.stages". The parts
 * keep the order in which they came. */
static void group_by_part(fc_scenario *self)
{
    const size_t n = self->n_entries;
    size_t *first = fc__arena_new(&self->arena, n, sizeof *first);
    size_t *of = fc__arena_new(&self->arena, n, sizeof *of);
    struct fc_entry *sorted = fc_array_new(n, sizeof *sorted);
    size_t parts = 0, k = 0;
    if (first == NULL || of == NULL || sorted == NULL) {
        self->arena.failed = true;
        free(sorted);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *key = self->entries[i].key;
        const size_t length = strcspn(key, ".[");
        size_t g = 0;
        while (g < parts && (strncmp(self->entries[first[g]].key, key, length) != 0 ||
                             strcspn(self->entries[first[g]].key, ".[") != length))
            g++;
        if (g == parts)
            first[parts++] = i;
        of[i] = g;
    }
    for (size_t g = 0; g < parts; g++)
        for (size_t i = 0; i < n; i++)
            if (of[i] == g)
                sorted[k++] = self->entries[i];
    free(self->entries);
    self->entries = sorted;
    self->room_entries = n;
}

void fc__ledger_source(fc_scenario *self)
{
    group_by_part(self);
    const struct fc__own_spec *own = self->specs[self->n_owners];
    const struct fc__own_source *source = own->sources.items;
    int *best = fc__arena_new(&self->arena, self->n_entries, sizeof *best);
    if (best == NULL || self->arena.failed)
        return;
    for (size_t i = 0; i < self->n_entries; i++) {
        struct fc_entry *entry = &self->entries[i];
        if (!entry->preset)
            continue;
        entry->source = entry->field->source ? entry->field->source : "";
        entry->confidence = entry->field->confidence ? entry->field->confidence : '-';
    }
    for (size_t i = 0; i < own->sources.n; i++) {
        if (source[i].of == NULL || source[i].from == NULL || source[i].confidence < 0)
            continue; /* reported */
        if (apply(self, &source[i], best))
            continue;
        struct fc_nearest nearest = {0};
        offer_keys(self, source[i].of, &nearest);
        fc__warning(self, line_of_source(self, i),
                    "source of '%s', which no key matches%s", source[i].of,
                    fc__did_you_mean(self, &nearest));
    }
}

static bool is_number(const struct fc_entry *entry)
{
    const int kind = entry->field->kind;
    return kind == FC_NUMBER || kind == FC_COUNT || kind == FC_SERIES;
}

fc_status fc_scenario_sourced(fc_scenario *self, struct fc_error *err)
{
    bool good = true;
    for (size_t i = 0; self && i < self->n_entries; i++) {
        const struct fc_entry *entry = &self->entries[i];
        const bool source = *entry->source, grade = entry->confidence != '-';
        if (!is_number(entry) || (source && grade) ||
            (entry->preset && (source || grade)))
            continue;
        if (good)
            (void)FC_FAIL(err, FC_E_SCENARIO, "'%s' has no source", entry->key);
        good = false;
        fc__error(self, entry->encoded,
                  "'%s' is %s%s without a source and a confidence; add { of = \"%s\"; "
                  "from = \"...\"; confidence = \"M\"; } to sources",
                  entry->key, entry->value, entry->preset ? " by default" : "",
                  entry->key);
    }
    return good ? FC_OK : FC_E_SCENARIO;
}

size_t fc__scenario_entries(const fc_scenario *self)
{
    return self ? self->n_entries : 0;
}

const struct fc_entry *fc__scenario_entry(const fc_scenario *self, size_t i)
{
    return i < fc__scenario_entries(self) ? &self->entries[i] : NULL;
}

const struct fc_entry *fc__scenario_find(const fc_scenario *self, const char *key)
{
    for (size_t i = 0; i < fc__scenario_entries(self); i++)
        if (strcmp(self->entries[i].key, key) == 0)
            return &self->entries[i];
    return NULL;
}

size_t fc_scenario_assumptions(const fc_scenario *self)
{
    return fc__scenario_entries(self);
}

struct fc_assumption fc_scenario_assumption(const fc_scenario *self, size_t i)
{
    const struct fc_entry *entry = fc__scenario_entry(self, i);
    struct fc_assumption row = {"", "", "", "", "", .confidence = '-'};
    if (entry == NULL)
        return row;
    row.key = entry->key;
    row.value = entry->value;
    row.unit = entry->unit;
    row.help = entry->help;
    row.source = entry->source;
    row.confidence = entry->confidence;
    row.preset = entry->preset;
    row.number = is_number(entry);
    row.file = entry->file;
    row.line = entry->line;
    return row;
}

bool fc_scenario_assumption_covers(const fc_scenario *self, size_t i,
                                   const char *pattern)
{
    const struct fc_entry *entry = fc__scenario_entry(self, i);
    return entry && fc__pattern_covers(pattern, entry->key);
}

const char *fc_scenario_nearest_key(const fc_scenario *self, const char *key)
{
    struct fc_nearest nearest = {0};
    for (size_t i = 0; i < fc__scenario_entries(self); i++)
        fc_nearest_offer(&nearest, key, self->entries[i].key);
    return nearest.word;
}

static const char *text_of(const fc_scenario *self, const char *key)
{
    const struct fc__node *node =
        self && self->root ? fc__node_child(self->root, key) : NULL;
    return node && node->kind == FC_NODE_TEXT ? node->text : "";
}

const char *fc_scenario_title(const fc_scenario *self)
{
    return text_of(self, "title");
}

const char *fc_scenario_currency(const fc_scenario *self)
{
    return text_of(self, "currency");
}
