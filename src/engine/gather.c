/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked by tests/unit/test_fold.c. */
#include "engine/gather.h"

#include <stdlib.h>

#include "base/array.h"

/* Rows sorted by member, by counting; a row that belongs to none is left out. */
static void fill(struct fc_gather *self, const struct fc_model *model, size_t members)
{
    const uint32_t rows = model->state_rows[self->state];
    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t m = fc__fold_member(model, self->state, i, self->onto);
        if (m < members)
            self->first[m + 1]++;
    }
    for (size_t m = 0; m < members; m++)
        self->first[m + 1] += self->first[m];
    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t m = fc__fold_member(model, self->state, i, self->onto);
        if (m < members)
            self->row[self->first[m]++] = i;
    }
    for (size_t m = members; m > 0; m--)
        self->first[m] = self->first[m - 1];
    self->first[0] = 0;
}

size_t fc__gathers_of(struct fc_gathers *self, const struct fc_model *model, int state,
                      enum fc_axis onto, size_t members)
{
    for (size_t i = 0; i < self->n; i++)
        if (self->gather[i].state == state && self->gather[i].onto == onto)
            return i;
    struct fc_gather *grown =
        fc_array_grow(self->gather, &self->room, self->n + 1, sizeof *grown);
    if (!grown)
        return SIZE_MAX;
    self->gather = grown;
    struct fc_gather *one = &grown[self->n];
    *one =
        (struct fc_gather){state, onto, fc_array_new(members + 1, sizeof *one->first),
                           fc_array_new(model->state_rows[state], sizeof *one->row)};
    self->n++;
    if (!one->first || !one->row)
        return SIZE_MAX;
    fill(one, model, members);
    return self->n - 1;
}

void fc__gathers_free(struct fc_gathers *self)
{
    for (size_t i = 0; i < self->n; i++) {
        free(self->gather[i].first);
        free(self->gather[i].row);
    }
    free(self->gather);
    *self = (struct fc_gathers){0};
}
