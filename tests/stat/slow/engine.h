/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's side of the comparison. */
#ifndef FC_TESTS_SLOW_ENGINE_H
#define FC_TESTS_SLOW_ENGINE_H

#include "slow/series.h"

/* n paths of the engine on the scenario of a department. The caller frees the values.
 */
struct sample engine_sample(const struct firm *f, size_t n);

#endif
