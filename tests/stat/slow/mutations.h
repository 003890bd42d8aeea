/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong departments: what the comparison must notice. Each changes the scenario the
 * engine gets, never the slow simulator's; `seen_by` are series that must disagree
 * then. */
#ifndef FC_TESTS_SLOW_MUTATIONS_H
#define FC_TESTS_SLOW_MUTATIONS_H

#include "slow/series.h"

enum { SEEN_BY = 4, SEEN_END = -1 };

struct mutation {
    const char *what;
    void (*apply)(struct firm *f);
    int seen_by[SEEN_BY]; /* ended by SEEN_END if fewer */
};

enum { MUTATIONS = 31 };

extern const struct mutation mutation[MUTATIONS];

#endif
