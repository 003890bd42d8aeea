/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rank correlations between uncertain numbers, by key.
 * Checked by tests/unit/test_scenario_uncertain.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "random/copula.h"
#include "scenario/schema.h"

/* The distribution of a key, or -1 with a problem. */
static int dist_of(fc_scenario *self, const char *key, int line)
{
    struct fc_nearest nearest = {0};
    for (size_t i = 0; i < self->n_dists; i++) {
        if (strcmp(self->uncertain[i].key, key) == 0)
            return (int)i;
        fc_nearest_offer(&nearest, key, self->uncertain[i].key);
    }
    const struct fc_entry *entry = fc__scenario_find(self, key);
    if (entry)
        fc__error(self, line,
                  "'%s' is %s; only uncertain numbers can be correlated: give it an "
                  "interval or a distribution",
                  key, entry->value);
    else
        fc__error(self, line, "'%s' is no uncertain number%s", key,
                  fc__did_you_mean(self, &nearest));
    return -1;
}

static bool is_new(const fc_scenario *self, int first, int second)
{
    for (size_t i = 0; i < self->n_pairs; i++)
        if ((self->pairs[i].first == first && self->pairs[i].second == second) ||
            (self->pairs[i].first == second && self->pairs[i].second == first))
            return false;
    return true;
}

static void add_pair(fc_scenario *self, const struct fc__own_correlation *row)
{
    const struct fc_names names = row->between;
    if (isnan(row->rank.value) || names.at == NULL)
        return; /* reported */
    if (names.n != 2) {
        fc__error(self, names.line, "a correlation is between two keys, not %zu",
                  names.n);
        return;
    }
    const int first = dist_of(self, names.at[0], names.line);
    const int second = dist_of(self, names.at[1], names.line);
    if (first < 0 || second < 0)
        return;
    if (first == second)
        fc__error(self, names.line, "'%s' cannot be correlated with itself",
                  names.at[0]);
    else if (!is_new(self, first, second))
        fc__error(self, names.line, "'%s' and '%s' are correlated twice", names.at[0],
                  names.at[1]);
    else
        self->pairs[self->n_pairs++] =
            (struct fc_rank_pair){first, second, row->rank.value};
}

/* Can all pairs hold together? Only the numbers that are in a pair are looked at. */
static void check_together(fc_scenario *self, int line)
{
    struct fc_copula_pair *pairs = fc_array_new(self->n_pairs, sizeof *pairs);
    int *row = fc_array_new(self->n_dists, sizeof *row);
    struct fc_error err = {0};
    fc_copula *copula = NULL;
    fc_status status = FC_E_MEMORY;
    size_t n = 0;
    if (pairs && row) {
        for (size_t i = 0; i < self->n_pairs; i++) {
            const struct fc_rank_pair pair = self->pairs[i];
            if (row[pair.first] == 0)
                row[pair.first] = (int)++n;
            if (row[pair.second] == 0)
                row[pair.second] = (int)++n;
            pairs[i] = (struct fc_copula_pair){(size_t)row[pair.first] - 1,
                                               (size_t)row[pair.second] - 1, pair.rank};
        }
        status = fc_copula_new(n, pairs, self->n_pairs, &copula, &err);
        fc_copula_free(copula);
    }
    free(row);
    free(pairs);
    if (status == FC_E_MEMORY)
        self->arena.failed = true;
    else if (status != FC_OK)
        fc__error(
            self, line,
            "these rank correlations cannot hold together (%s); bring the largest "
            "ones closer to 0",
            err.message);
}

void fc__correlate(fc_scenario *self)
{
    const struct fc__own_spec *own = self->specs[self->n_owners];
    const struct fc__own_correlation *rows = own->correlations.items;
    const struct fc__node *list = fc__node_at(self->root, "uncertainty.correlations");
    const size_t before = self->n_errors;
    self->pairs = fc__arena_new(&self->arena, own->correlations.n, sizeof *self->pairs);
    if (self->pairs == NULL)
        return;
    for (size_t i = 0; i < own->correlations.n; i++)
        add_pair(self, &rows[i]);
    if (self->n_pairs > 0 && self->n_errors == before)
        check_together(self, list->line);
}

size_t fc__scenario_rank_pairs(const fc_scenario *self, const struct fc_rank_pair **out)
{
    if (out)
        *out = self->pairs;
    return self->n_pairs;
}
