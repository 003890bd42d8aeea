/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding a block's state arrays into the values of the KPIs, month by month. */
#ifndef FC_ENGINE_FOLD_H
#define FC_ENGINE_FOLD_H

#include "engine/plan.h"

/* What has to be remembered of a block between months; one a thread. */
typedef struct fc_folder fc_folder;

fc_status fc__folder_new(const struct fc_model *model, const struct fc_run_plan *plan,
                         fc_folder **out, struct fc_error *err);
void fc__folder_free(fc_folder *self);
size_t fc__folder_bytes(const struct fc_model *model, const struct fc_run_plan *plan);

/* A block was opened: forget the past, take the opening levels. */
void fc__folder_open(fc_folder *self, const struct fc_block *b);

/* A month is over: its values of the first n lanes go to the sink. With the last month
 * also the totals, the crises. */
void fc__folder_month(fc_folder *self, const struct fc_block *b,
                      const struct fc_sink *sink, size_t n);

/* sum[l] = 0 + x[row[0]][l] + .. + x[row[n - 1]][l], in this order; sum[l] += x[l],
 * sum[l] -= x[l], value[l] / over[l] (compiled once for each instruction set) */
struct fc_fold_kernel {
    void (*sum_float)(double *sum, const float *x, const uint32_t *row, size_t n);
    void (*sum_double)(double *sum, const double *x, const uint32_t *row, size_t n);
    void (*add_float)(double *sum, const float *x);
    void (*add_double)(double *sum, const double *x);
    void (*take_double)(double *sum, const double *x);
    void (*ratio)(double *out, const double *value, const double *over);
};
const struct fc_fold_kernel *fc__fold_kernel(enum fc_isa isa);

#endif
