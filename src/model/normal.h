/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Causes of trouble that can be set to normal; what that means stands in normal.c.
 * Rooms ask while they compile. */
#ifndef FC_MODEL_NORMAL_H
#define FC_MODEL_NORMAL_H

#include "model/model.h"

#define FC_CAUSES(X)                                                                   \
    X(leads) X(wins) X(sizes) X(churn) X(people) X(coverage) X(recession) X(assumptions)

enum fc_cause {
#define X(name) FC_CAUSE_##name,
    FC_CAUSES(X)
#undef X
        FC_CAUSE_COUNT
};

/* As the scenario calls it: "leads", ... */
static inline const char *fc__cause_name(enum fc_cause cause)
{
    static const char *const name[] = {
#define X(name) #name,
        FC_CAUSES(X)
#undef X
    };
    return name[cause];
}

static inline bool fc_is_normal(const struct fc_model *self, enum fc_cause cause)
{
    return (self->normal >> cause & 1u) != 0;
}

/* The site of a draw that belongs to a cause: another world's while that is normal. */
static inline uint64_t fc_luck(const struct fc_model *self, enum fc_cause cause,
                               uint64_t site)
{
    return fc_is_normal(self, cause) ? site ^ 0x5bd1e9955bd1e995u : site;
}

/* A number of the scenario; `value` while the cause is normal. */
static inline fc_num fc_unless_normal(struct fc_model *self, enum fc_cause cause,
                                      struct fc_number number, double value)
{
    return fc_is_normal(self, cause) ? fc__model_constant(self, value)
                                     : fc__model_number(self, number);
}

#endif
