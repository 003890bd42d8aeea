/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a scenario with the tables of all rooms. */
#include <stddef.h>

#include "base/isa.h"
#include "model/model.h"
#include "model/read.h"

enum { OWNERS_MAX = 32 };

const struct fc_owner *fc__owners(void)
{
    static struct fc_owner owners[OWNERS_MAX];
    const struct fc_mechanism *const *rooms = fc__rooms((enum fc_isa)0);
    for (size_t i = 0; rooms[i] && i < OWNERS_MAX - 1; i++)
        owners[i] =
            (struct fc_owner){rooms[i]->name, rooms[i]->sections, rooms[i]->spec_size};
    return owners;
}

fc_status fc_scenario_read(const char *path, const char *const *set, size_t n_set,
                           fc_scenario **out, struct fc_error *err)
{
    return fc__scenario_read(path, set, n_set, fc__owners(), out, err);
}
