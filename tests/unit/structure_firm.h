/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a department of 4 territories, 3 products and 3 segments: for tests of
 * structures and roles. */
#ifndef FC_TESTS_STRUCTURE_FIRM_H
#define FC_TESTS_STRUCTURE_FIRM_H

#include "../department.h"
#include "../world.h"
#include "model/market.h"

#define NINE                                                                           \
    "markets = { territories = ( { name = \"a\"; }, { name = \"b\"; }, { name = "      \
    "\"c\"; }, { name = \"d\"; } ); products = ( { name = \"x\"; }, { name = \"y\"; "  \
    "}, { name = \"z\"; } ); segments = ( { name = \"s\"; leads_per_month = 300; }, "  \
    "{ name = \"m\"; leads_per_month = 100; }, { name = \"l\"; leads_per_month = 40; " \
    "} ); };\n"
#define ONE_CHANNEL                                                                    \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } );\n"
#define TWO_STAGES(hours, more)                                                        \
    "funnel = { contact_hours = 0; stages = ( { name = \"qualify\"; conversion = "     \
    "0.3; "                                                                            \
    "dwell_weeks = 2; " more " }, { name = \"close\"; conversion = 0.4; dwell_weeks "  \
    "= 4; hours = " hours "; } ); deal_value = { mean = { s = 5000; m = 20000; l = "   \
    "90000; }; }; };\n"
#define SEATS(n)                                                                       \
    "people = { seats = " n                                                            \
    "; turnover_per_year = 0; ability_cv = 0; ramp_months = 0; };\n"

/* Hours that stage work needs in the first step, all teams. */
static inline double first_need(const char *text)
{
    struct world world = world_new(text);
    double sum = 0;
    fc__block_open(world.block, fc_seed(5), 0, false);
    fc__block_step(world.block);
    for (uint32_t team = 0; team < world.model->axis[FC_TEAM].count; team++)
        sum +=
            (double)FC_ROW(world.block, hours_needed, team * FC_W_COUNT + FC_W_LATE)[7];
    world_clear(&world);
    return sum;
}

#endif
