/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block holds FC_LANES paths side by side; every state variable is a row of FC_LANES
 * values, aligned to 64 bytes. The number is a build-time choice (64 or 256; results do
 * not depend on it, tests/repro checks). */
#ifndef FC_BASE_LANES_H
#define FC_BASE_LANES_H

#include <stdint.h>

#ifndef FC_LANES
#define FC_LANES 128
#endif
#if FC_LANES % 16 != 0
#error "FC_LANES must be a multiple of 16, the floats in the widest vector"
#endif

/* for every path of a block */
#define FC_EACH(lane) for (uint32_t lane = 0; lane < FC_LANES; lane++)

#endif
