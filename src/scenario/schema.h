/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections scenario/ owns itself, and looking through all tables. */
#ifndef FC_SCENARIO_SCHEMA_H
#define FC_SCENARIO_SCHEMA_H

#include "scenario/own.h"

struct fc__own_correlation {
    struct fc_names between;
    struct fc_number rank;
};

struct fc__own_source {
    const char *of, *from;
    int confidence; /* index into "HMLA" */
};

struct fc__own_spec {
    const char *extends;
    struct fc_list correlations, sources;
    struct fc__decisions decisions;
};

/* Owner i of n, the built-in one at n; NULL beyond. */
const struct fc_owner *fc__owner_of(const struct fc_owner *owners, size_t n, size_t i);

/* What is left of `path` below `above`: "b.c" of "a.b.c" below "a", "" of itself; NULL
 * if it is elsewhere. Everything is below "". */
const char *fc__path_below(const char *path, const char *above);

#endif
