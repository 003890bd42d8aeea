/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lane rows of a state array belong to which member of an axis: found once for
 * each pair of them that a plan folds. */
#ifndef FC_ENGINE_GATHER_H
#define FC_ENGINE_GATHER_H

#include "engine/plan.h"

struct fc_gather {
    int state;
    enum fc_axis onto;
    uint32_t *first; /* [member] its rows are row[first[m]] .. row[first[m + 1] - 1] */
    uint32_t *row;   /* in increasing order */
};

/* As many gathers as a plan has pairs; *out is freed by fc__gathers_free. */
struct fc_gathers {
    size_t n, room;
    struct fc_gather *gather;
};

/* Place of the gather of this array onto this axis of `members`, made if there is none
 * yet; SIZE_MAX: no memory. */
size_t fc__gathers_of(struct fc_gathers *self, const struct fc_model *model, int state,
                      enum fc_axis onto, size_t members);
void fc__gathers_free(struct fc_gathers *self);

#endif
