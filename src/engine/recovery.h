/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time to recovery against the crisis-free twin: the same path, the same luck, no
 * crises. */
#ifndef FC_ENGINE_RECOVERY_H
#define FC_ENGINE_RECOVERY_H

#include "engine/layout.h"
#include "model/model.h"

struct fc_recovery; /* monthly revenue of a block and of its twin; one a thread */

fc_status fc__recovery_new(const struct fc_model *model, struct fc_recovery **out,
                           struct fc_error *err);
void fc__recovery_free(struct fc_recovery *self);
size_t fc__recovery_bytes(const struct fc_model *model);

/* A month of the twin is over: keep its revenue. */
void fc__recovery_twin(struct fc_recovery *self, const struct fc_block *b);

/* A month of the real path is over; with the last one the recovery goes to the sink. */
void fc__recovery_month(struct fc_recovery *self, const struct fc_block *b,
                        const struct fc_sink *sink, size_t n);

#endif
