/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loops of folding, compiled once for each instruction set. Missing = NAN. */
#include <math.h>

#include "engine/fold.h"

static void add_float(double *restrict sum, const float *restrict x)
{
    FC_EACH (l)
        sum[l] += (double)x[l];
}

static void set_float(double *restrict sum, const float *restrict x)
{
    FC_EACH (l)
        sum[l] = 0.0 + (double)x[l];
}

static void set_double(double *restrict sum, const double *restrict x)
{
    FC_EACH (l)
        sum[l] = 0.0 + x[l];
}

static void add_double(double *restrict sum, const double *restrict x)
{
    FC_EACH (l)
        sum[l] += x[l];
}

static void take_double(double *restrict sum, const double *restrict x)
{
    FC_EACH (l)
        sum[l] -= x[l];
}

static void ratio(double *restrict out, const double *value, const double *over)
{
    FC_EACH (l)
        out[l] = over[l] > 0.0 || over[l] < 0.0 ? value[l] / over[l] : (double)NAN;
}

#define fc__fold_kernel_here FC_PER_ISA(fc__fold_kernel_here)
extern const struct fc_fold_kernel fc__fold_kernel_here;
const struct fc_fold_kernel fc__fold_kernel_here = {set_float,  set_double,  add_float,
                                                    add_double, take_double, ratio};
