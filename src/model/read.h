/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms as owners of scenario sections. */
#ifndef FC_MODEL_READ_H
#define FC_MODEL_READ_H

#include "scenario/scenario.h"

/* One row a room, in the order of the rooms; ended by sections = NULL. The rooms of all
 * instruction sets have the same tables. */
const struct fc_owner *fc__owners(void);

#endif
