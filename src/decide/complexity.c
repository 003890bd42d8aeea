/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which structure is best at which complexity of products and of clients: a map of
 * three levels each, every structure in every cell in the same worlds. Complex means
 * that knowledge counts much and takes half a year to learn (Misra, Pinker & Shumsky
 * 2004). Checked by tests/unit/test_decide_structures.c. */
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/structures.h"

enum { LEVELS = FC_COMPLEXITY_LEVELS, SETS = 2 };

static const struct level {
    const char *name;
    const char *set[SETS]; /* after people.learning.AXIS.; NULL: as the scenario says */
} levels[LEVELS] = {
    {"simple", {"weight=0", NULL}},
    {"usual", {NULL, NULL}},
    {"complex", {"weight=0.8", "years=0.5"}},
};

static const char *const axes[] = {"product", "segment"};

/* Overrides of a level of an axis, which live in `room`. */
static void level_set(struct fc__variant *variant, const char *axis,
                      const struct level *level, char room[SETS][64])
{
    for (size_t i = 0; i < SETS && level->set[i]; i++) {
        snprintf(room[i], sizeof room[i], "people.learning.%s.%s", axis, level->set[i]);
        variant->set[variant->n_set++] = room[i];
    }
}

static size_t best_of(const struct fc_structures *self, const double *room)
{
    const size_t paths = (size_t)self->shock_paths;
    size_t best = 0;
    for (size_t i = 1; i < self->n; i++)
        if (fc__mean_of(room + i * paths, paths).value >
            fc__mean_of(room + best * paths, paths).value)
            best = i;
    return best;
}

static fc_status cell_run(struct fc_structures *self, size_t product, size_t segment,
                          double *room, struct fc_error *err)
{
    const size_t paths = (size_t)self->shock_paths;
    struct fc__variant variant[FC__STRUCTURES_MOST] = {0};
    char of[FC__STRUCTURES_MOST][64], know[2][SETS][64];
    for (size_t i = 0; i < self->n; i++) {
        variant[i] = fc__structures_variant(self, i, of[i]);
        variant[i].values[0] = room + i * paths;
        level_set(&variant[i], axes[0], &levels[product], know[0]);
        level_set(&variant[i], axes[1], &levels[segment], know[1]);
    }
    FC_TRY(fc__study_run(&self->study, fc__structures_keep, 1, variant, self->n, paths,
                         err));
    struct fc__map_cell *cell = &self->map[product][segment];
    cell->best = best_of(self, room);
    for (size_t i = 0; i < self->n; i++) /* the best one last: others need it whole */
        if (i != cell->best) {
            for (size_t k = 0; k < paths; k++)
                room[i * paths + k] -= room[cell->best * paths + k];
            cell->behind[i] = fc__mean_of(room + i * paths, paths);
        }
    cell->profit = fc__mean_of(room + cell->best * paths, paths);
    return FC_OK;
}

size_t fc__map_runs(const struct fc_structures *self)
{
    const bool has = fc__structures_has(self, "people.learning.product.weight") &&
                     fc__structures_has(self, "people.learning.segment.weight");
    return has ? self->n * LEVELS * LEVELS : 0;
}

fc_status fc__structures_map(struct fc_structures *self, struct fc_error *err)
{
    if (fc__map_runs(self) == 0)
        return FC_OK;
    double *room = fc_array_new(self->n, (size_t)self->shock_paths * sizeof *room);
    if (!room)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the map of complexity");
    fc_status status = FC_OK;
    for (size_t p = 0; p < LEVELS && status == FC_OK; p++)
        for (size_t s = 0; s < LEVELS && status == FC_OK; s++)
            status = cell_run(self, p, s, room, err);
    self->has_map = status == FC_OK;
    free(room);
    return status;
}

/* ---- reading ---- */

bool fc_structures_mapped(const fc_structures *self)
{
    return self->has_map;
}

const char *fc_structures_level(size_t level)
{
    return levels[level].name;
}

size_t fc_structures_best_at(const fc_structures *self, size_t product, size_t segment)
{
    return self->map[product][segment].best;
}

struct fc_estimate fc_structures_profit_at(const fc_structures *self, size_t product,
                                           size_t segment)
{
    return self->map[product][segment].profit;
}

struct fc_estimate fc_structures_behind(const fc_structures *self, size_t product,
                                        size_t segment, size_t structure)
{
    return self->map[product][segment].behind[structure];
}
