/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of a scenario on one thread, simulated, folded and counted as fc_run does but
 * without the pilot, for tools that count instructions (tests/unit/test_bench_gate.sh).
 * Prints the instruction set. Usage: count_paths SCENARIO BLOCKS */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "engine/fold.h"
#include "model/block.h"

struct engine {
    fc_scenario *scenario;
    struct fc_model *model;
    struct fc_run_plan *plan;
    struct fc_block *block;
    fc_folder *folder;
    fc_layout *layout;
    fc_tally *tally;
};

static fc_status engine_new(struct engine *self, const char *path, struct fc_error *err)
{
    const struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    FC_TRY(fc_scenario_read(path, NULL, 0, &self->scenario, err));
    FC_TRY(fc__model_new(self->scenario, fc_isa_best(), &self->model, err));
    FC_TRY(fc__run_plan_new(self->model, &options, &self->plan, err));
    FC_TRY(fc__block_new(self->model, &self->block, err));
    FC_TRY(fc__folder_new(self->model, self->plan, &self->folder, err));
    FC_TRY(fc__layout_new(&self->plan->forecast, &self->layout, err));
    const size_t n = fc__layout_series(self->layout);
    for (size_t i = 0; i < n; i++)
        fc__layout_set_scale(self->layout, i, 0, 1024);
    return fc_tally_new(fc__layout_specs(self->layout), n, FC_LANES, &self->tally, err);
}

static void engine_clear(struct engine *self)
{
    fc_tally_free(self->tally);
    fc__layout_free(self->layout);
    fc__folder_free(self->folder);
    fc__block_free(self->block);
    fc__run_plan_free(self->plan);
    fc__model_free(self->model);
    fc_scenario_free(self->scenario);
}

static void blocks_run(const struct engine *self, uint64_t blocks)
{
    const struct fc_sink sink = {.layout = self->layout, .tally = self->tally};
    struct fc_block *b = self->block;
    for (uint64_t i = 0; i < blocks; i++) {
        fc__block_open(b, fc_seed(1), i * FC_LANES, false);
        fc__folder_open(self->folder, b);
        for (uint32_t t = 0; t < self->model->steps; t++, fc__block_next(b)) {
            fc__block_step(b);
            if (b->month_ends)
                fc__folder_month(self->folder, b, &sink, FC_LANES);
        }
    }
}

int main(int argc, char **argv)
{
    struct engine engine = {0};
    struct fc_error err = {0};
    if (argc != 3)
        return 2;
    const fc_status status = engine_new(&engine, argv[1], &err);
    if (status == FC_OK) {
        blocks_run(&engine, strtoull(argv[2], NULL, 10));
        printf("%s\n", fc_isa_name(engine.model->isa));
    } else {
        fprintf(stderr, "%s\n", err.message);
    }
    engine_clear(&engine);
    return status == FC_OK ? 0 : 1;
}
