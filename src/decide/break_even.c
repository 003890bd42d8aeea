/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At which complexity of the products do the best two structures change places? The key
 * is bisected in the same worlds until it is known to a hundredth of the range
 * searched; the difference of the means is monotone enough for that, and what is found
 * is a place where it changes sign. Without the key nothing is looked for. Checked by
 * tests/unit/test_decide_structures.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/structures.h"

/* Entries that say how complex products are, the first one there is is taken. */
static const struct {
    const char *find, *key;
    double low, high;
} keys[] = {
    {"people.learning.product.weight", "people.learning.product.weight", 0.0, 2.0},
};

static const double tolerance = 0.01; /* of the range */

/* Mean operating profit of the best less the next at a value of the key. */
static fc_status difference(struct fc_structures *self, double value, double *room,
                            double *out, struct fc_error *err)
{
    const struct fc_break_even *even = &self->even;
    const size_t paths = (size_t)even->paths, pair[] = {even->best, even->next};
    char text[2][64], at[128];
    struct fc__variant variant[2] = {0};
    snprintf(at, sizeof at, "%s=%.6f", even->key, value);
    for (size_t i = 0; i < 2; i++) {
        variant[i] = fc__structures_variant(self, pair[i], text[i]);
        variant[i].set[variant[i].n_set++] = at;
        variant[i].values[0] = room + i * paths;
    }
    FC_TRY(fc__study_run(&self->study, fc__structures_keep, 1, variant, 2, paths, err));
    *out = fc__mean_of(room, paths).value - fc__mean_of(room + paths, paths).value;
    return FC_OK;
}

static fc_status bisect(struct fc_structures *self, double *room, struct fc_error *err)
{
    struct fc_break_even *even = &self->even;
    const double wide = even->high - even->low;
    double low = even->low, high = even->high, at_low, at_high, middle;
    FC_TRY(difference(self, low, room, &at_low, err));
    FC_TRY(difference(self, high, room, &at_high, err));
    if ((at_low > 0.0) == (at_high > 0.0))
        return FC_OK;
    while (high - low > tolerance * wide) {
        const double half = (low + high) / 2.0;
        FC_TRY(difference(self, half, room, &middle, err));
        if ((middle > 0.0) == (at_low > 0.0))
            low = half;
        else
            high = half;
    }
    even->found = true;
    even->low = low;
    even->high = high;
    even->value = (low + high) / 2.0;
    return FC_OK;
}

/* The key that is looked for: row of the table, or the number of rows. */
static size_t key_of(const struct fc_structures *self)
{
    size_t i = 0;
    while (i < sizeof keys / sizeof *keys && !fc__structures_has(self, keys[i].find))
        i++;
    return i;
}

/* Both ends and seven halvings to a hundredth of the range, two structures each. */
size_t fc__break_even_runs(const struct fc_structures *self)
{
    return key_of(self) < sizeof keys / sizeof *keys ? 2 * (2 + 7) : 0;
}

fc_status fc__structures_break_even(struct fc_structures *self, struct fc_error *err)
{
    struct fc_break_even *even = &self->even;
    const size_t key = key_of(self);
    *even = (struct fc_break_even){.best = self->rank[0],
                                   .next = self->rank[1],
                                   .value = (double)NAN,
                                   .paths = self->shock_paths};
    if (key < sizeof keys / sizeof *keys) {
        even->key = keys[key].key;
        even->low = keys[key].low;
        even->high = keys[key].high;
    }
    if (!even->key)
        return FC_OK;
    double *room = fc_array_new(2, (size_t)even->paths * sizeof *room);
    if (!room)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the break-even");
    const fc_status status = bisect(self, room, err);
    free(room);
    return status;
}
