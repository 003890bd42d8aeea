/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the crisis register to strata. The uniform of a crisis's first-generation count
 * at u < e^-mean gives no event; the cut lies there, mean = per_year max(1,
 * in_recession) years. On the uniform, not on what happens: in an alternative with
 * other rates the same worlds stay in the same strata. Checked by
 * tests/stat/test_strata.c. */
#include "engine/strata.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/crisis.h"

static const struct fc_crises *crises_of(const struct fc_model *model)
{
    for (size_t r = 0; model->rooms[r]; r++)
        if (strcmp(model->rooms[r]->name, "crisis") == 0)
            return model->own[r];
    return NULL;
}

/* Events of the first generation that the draws of a path are made for. */
static double mean_of(const struct fc_model *model, const struct fc_crisis *crisis)
{
    const double rate = model->number_value[crisis->per_year.row];
    const double factor = model->number_value[crisis->in_recession.row];
    return rate * (factor > 1.0 ? factor : 1.0) * model->months / 12.0;
}

fc_status fc__strata_new(const struct fc_model *model, struct fc_strata **out,
                         struct fc_error *err)
{
    const struct fc_crises *all = crises_of(model);
    struct fc_rare rare[FC_RARE_MOST];
    size_t n = 0;
    *out = NULL;
    for (uint32_t i = 0; all && i < all->n && n < FC_RARE_MOST; i++) {
        const double mean = mean_of(model, &all->crisis[i]);
        if (mean > 0.0 && mean <= FC_RARE_EVENTS)
            rare[n++] = (struct fc_rare){all->crisis[i].site_count, fc_rare_cut(mean)};
    }
    if (n == 0)
        return FC_OK;
    struct fc_strata *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the strata");
    fc_strata_init(self, rare, n);
    *out = self;
    return FC_OK;
}
