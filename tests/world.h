/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small world for tests of single rooms: scenario text -> model -> a block that is
 * stepped by hand, so that a test sees every shared array after every step. */
#ifndef FC_TESTS_WORLD_H
#define FC_TESTS_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/block.h"
#include "model/read.h"

/* What a scenario needs besides title and horizon: 2 x 2 x 2 markets; a small firm that
 * works on some leads of every market and has clients from the start. */
#define WORLD_MARKETS                                                                  \
    " markets = { territories = ( { name = \"north\"; }, { name = \"south\"; } );"     \
    " products = ( { name = \"core\"; }, { name = \"plus\"; } );"                      \
    " segments = ( { name = \"small\"; leads_per_month = 40; }, { name = \"large\"; "  \
    "leads_per_month = 10; } ); }; "
#define WORLD_FIRM                                                                     \
    " channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } ); "           \
    "funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks = 2; "  \
    "hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours = 4; " \
    "} "                                                                               \
    "); deal_value = { mean = 5000; }; }; people = { seats = 4; }; "                   \
    "opening = { clients = 200; recurring_per_year = 900000; }; "
#define WORLD_REST WORLD_MARKETS WORLD_FIRM

struct world {
    fc_scenario *scenario;
    struct fc_model *model;
    struct fc_block *block;
    const struct fc_mechanism *const *all_rooms; /* set by world_trim */
    const struct fc_mechanism *rooms[32];
};

static inline void world_print(const fc_scenario *scenario)
{
    for (size_t i = 0; scenario && i < fc_scenario_problems(scenario); i++) {
        bool warning;
        fprintf(stderr, "%s\n", fc_scenario_problem(scenario, i, &warning));
    }
}

/* Reads and compiles; status of the first failure, problems stay with the scenario. */
static inline fc_status world_try(struct world *self, const char *text, enum fc_isa isa)
{
    struct fc_error err = {0};
    *self = (struct world){0};
    fc_status status = fc__scenario_read_text("test.cfg", text, strlen(text), NULL, 0,
                                              fc__owners(), &self->scenario, &err);
    if (status == FC_OK)
        status = fc__model_new(self->scenario, isa, &self->model, &err);
    if (status == FC_OK)
        status = fc__block_new(self->model, &self->block, &err);
    return status;
}

static inline void world_clear(struct world *self)
{
    fc__block_free(self->block);
    if (self->all_rooms)
        self->model->rooms = self->all_rooms;
    fc__model_free(self->model);
    fc_scenario_free(self->scenario);
    *self = (struct world){0};
}

static inline struct world world_new(const char *text)
{
    struct world self;
    const fc_status status = world_try(&self, text, fc_isa_best());
    if (status != FC_OK)
        world_print(self.scenario);
    assert_int_equal(status, FC_OK);
    return self;
}

/* Leaves out the rooms behind `last` in every step: they change nothing before them.
 * The world must stay where it is from here on. */
static inline void world_trim(struct world *self, const char *last)
{
    self->all_rooms = self->model->rooms;
    size_t n = 0;
    do {
        self->rooms[n] = self->all_rooms[n];
        assert_non_null(self->rooms[n]);
    } while (strcmp(self->rooms[n++]->name, last) != 0);
    self->rooms[n] = NULL;
    self->model->rooms = self->rooms;
}

/* One block through its horizon; `each` (may be NULL) sees the block after every step.
 */
static inline void world_block(struct world *self, uint64_t first_path, bool crises_off,
                               void (*each)(const struct fc_block *b, void *out),
                               void *out)
{
    struct fc_block *b = self->block;
    fc__block_open(b, fc_seed(20260729), first_path, crises_off);
    for (uint32_t i = 0; i < self->model->steps; i++) {
        fc__block_step(b);
        if (each)
            each(b, out);
        if (i + 1 < self->model->steps)
            fc__block_next(b);
    }
}

/* `paths` paths from path 0 on. */
static inline void world_run(struct world *self, uint64_t paths,
                             void (*each)(const struct fc_block *b, void *out),
                             void *out)
{
    for (uint64_t path = 0; path < paths; path += FC_LANES)
        world_block(self, path, false, each, out);
}

#endif
