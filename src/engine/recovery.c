/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time to recovery (docs/model.md): a path is hit when its revenue of a month is below
 * 1 - TOLERANCE of its twin's; it has recovered in the first later month from which on
 * it is not for HELD months. Checked by tests/unit/test_recovery.c. */
#include "engine/recovery.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

#define TOLERANCE 0.02
enum { HELD = 2 };

struct fc_recovery {
    uint32_t months;
    double *twin, *real; /* [month * FC_LANES + lane] */
};

size_t fc__recovery_bytes(const struct fc_model *model)
{
    return 2 * sizeof(double) * FC_LANES * model->months;
}

fc_status fc__recovery_new(const struct fc_model *model, struct fc_recovery **out,
                           struct fc_error *err)
{
    struct fc_recovery *self = fc_array_new(1, sizeof *self);
    *out = self;
    if (self) {
        self->months = model->months;
        self->twin = fc_array_new((size_t)model->months * FC_LANES, sizeof(double));
        self->real = fc_array_new((size_t)model->months * FC_LANES, sizeof(double));
    }
    return self && self->twin && self->real
               ? FC_OK
               : FC_FAIL(err, FC_E_MEMORY, "no memory for the crisis-free twin");
}

void fc__recovery_free(struct fc_recovery *self)
{
    if (!self)
        return;
    free(self->twin);
    free(self->real);
    free(self);
}

static void keep(double *rows, const struct fc_block *b)
{
    const double *revenue = FC_ROW(b, total_revenue, 0);
    FC_EACH (l)
        rows[(size_t)b->month * FC_LANES + l] = revenue[l];
}

void fc__recovery_twin(struct fc_recovery *self, const struct fc_block *b)
{
    keep(self->twin, b);
}

static bool below(const struct fc_recovery *self, uint32_t month, uint32_t lane)
{
    const size_t at = (size_t)month * FC_LANES + lane;
    return self->real[at] < (1 - TOLERANCE) * self->twin[at];
}

/* Months from the first hit to the recovery; 0: never hit; months + 1: not recovered.
 */
static uint32_t recovery_months(const struct fc_recovery *self, uint32_t lane)
{
    uint32_t hit = 0, held = 0;
    while (hit < self->months && !below(self, hit, lane))
        hit++;
    if (hit == self->months)
        return 0;
    for (uint32_t m = hit + 1; m < self->months; m++) {
        held = below(self, m, lane) ? 0 : held + 1;
        if (held == HELD)
            return m + 1 - HELD - hit;
    }
    return self->months + 1;
}

void fc__recovery_month(struct fc_recovery *self, const struct fc_block *b,
                        const struct fc_sink *sink, size_t n)
{
    double hit[FC_LANES], never[FC_LANES], months[FC_LANES];
    keep(self->real, b);
    if (b->month + 1 < self->months)
        return;
    FC_EACH (l) {
        const uint32_t time = recovery_months(self, l);
        hit[l] = time > 0 ? 1 : 0;
        never[l] = time == 0 ? (double)NAN : time > self->months ? 1 : 0;
        months[l] = time == 0 ? (double)NAN : time;
    }
    fc__sink_add(sink, fc__layout_recovery(sink->layout, FC_RECOVERY_HIT),
                 b->first_path, n, hit);
    fc__sink_add(sink, fc__layout_recovery(sink->layout, FC_RECOVERY_NEVER),
                 b->first_path, n, never);
    fc__sink_add(sink, fc__layout_recovery(sink->layout, FC_RECOVERY_MONTHS),
                 b->first_path, n, months);
}
