/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two scenarios do not share, entry by entry: explain --diff.
 * Checked by tests/unit/test_scenario_ledger.c. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "scenario/own.h"

static int by_key(const void *a, const void *b)
{
    const struct fc_entry *const *x = a, *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

/* The entries of a scenario by key; NULL without memory. */
static const struct fc_entry **sorted(const fc_scenario *self)
{
    const size_t n = fc__scenario_entries(self);
    const struct fc_entry **rows = fc_array_new(n, sizeof *rows);
    for (size_t i = 0; rows && i < n; i++)
        rows[i] = fc__scenario_entry(self, i);
    if (rows)
        qsort(rows, n, sizeof *rows, by_key);
    return rows;
}

static const struct fc_entry *find(const struct fc_entry **rows, size_t n,
                                   const struct fc_entry *wanted)
{
    const struct fc_entry **found = bsearch(&wanted, rows, n, sizeof *rows, by_key);
    return found ? *found : NULL;
}

/* Index of an entry in its own scenario. */
static size_t index_of(const fc_scenario *self, const struct fc_entry *entry)
{
    return (size_t)(entry - fc__scenario_entry(self, 0));
}

fc_status fc_scenario_diff(const fc_scenario *a, const fc_scenario *b,
                           fc_scenario_diff_row *each, void *context,
                           struct fc_error *err)
{
    const size_t n = fc__scenario_entries(a), m = fc__scenario_entries(b);
    const struct fc_entry **in_a = sorted(a), **in_b = sorted(b);
    if (in_a && in_b) {
        for (size_t i = 0; i < n; i++) {
            const struct fc_entry *left = fc__scenario_entry(a, i);
            const struct fc_entry *right = find(in_b, m, left);
            const struct fc_assumption row = fc_scenario_assumption(a, i);
            if (right == NULL) {
                each(context, &row, NULL);
            } else if (strcmp(left->value, right->value) != 0) {
                const struct fc_assumption other =
                    fc_scenario_assumption(b, index_of(b, right));
                each(context, &row, &other);
            }
        }
        for (size_t i = 0; i < m; i++) {
            const struct fc_assumption row = fc_scenario_assumption(b, i);
            if (find(in_a, n, fc__scenario_entry(b, i)) == NULL)
                each(context, NULL, &row);
        }
    }
    const bool good = in_a && in_b;
    free(in_a);
    free(in_b);
    return good ? FC_OK : FC_FAIL(err, FC_E_MEMORY, "no memory to compare %zu keys", n);
}
