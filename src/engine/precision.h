/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --precision: run until the Monte Carlo error of a number is small enough. */
#ifndef FC_ENGINE_PRECISION_H
#define FC_ENGINE_PRECISION_H

#include "engine/plan.h"

enum fc_precision_kind { FC_PRECISE_MEAN, FC_PRECISE_SHORTFALL, FC_PRECISE_MISS };

struct fc_precision {
    bool on, relative;
    enum fc_precision_kind kind;
    size_t metric; /* index; of the target for MISS */
    double value;  /* largest standard error, or its share of the number */
};

/* "revenue=0.5%", "es:revenue=20000", "miss=0.5%"; NULL or "" is off. FC_E_ARG with a
 * message otherwise. */
fc_status fc__precision_parse(const char *text, const struct fc_run_plan *plan,
                              struct fc_precision *out, struct fc_error *err);

bool fc__precision_reached(const struct fc_precision *self, const fc_layout *layout,
                           const fc_tally *tally);

#endif
