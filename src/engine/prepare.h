/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every simulation of a scenario begins with: model, plan and layout of its
 * series; and what a thread needs to run blocks of it. */
#ifndef FC_ENGINE_PREPARE_H
#define FC_ENGINE_PREPARE_H

#include "engine/fold.h"
#include "engine/recovery.h"
#include "engine/strata.h"
#include "model/block.h"

struct fc_prepared {
    fc_scenario *scenario; /* borrowed */
    struct fc_model *model;
    struct fc_run_plan *plan;
    fc_layout *layout;
    struct fc_strata *strata; /* NULL: plain */
};

/* Checks the options, compiles the scenario. Only the breakdowns of the bits in `keep`
 * are folded (bit 0, the whole department, always). What is made so far is cleared by
 * fc__prepared_clear() in every case. */
fc_status fc__prepare(struct fc_prepared *self, fc_scenario *scenario,
                      const struct fc_run_options *options, uint32_t keep,
                      struct fc_error *err);
void fc__prepared_clear(struct fc_prepared *self);

/* Draws its worlds by the strata of another scenario, which may have none: the same
 * worlds. */
fc_status fc__prepared_share(struct fc_prepared *self, const struct fc_prepared *from,
                             struct fc_error *err);

/* An empty tally for a run of so many paths; its bytes. */
fc_status fc__prepared_tally(const struct fc_prepared *self, uint64_t paths,
                             fc_tally **out, struct fc_error *err);
size_t fc__prepared_tally_bytes(const struct fc_prepared *self);

/* What the forecast tells about the strata of so many paths. */
void fc__prepared_facts(const struct fc_prepared *self, uint64_t paths,
                        struct fc_run_facts *facts);

struct fc_worker {
    struct fc_block *block;
    fc_folder *folder;
    struct fc_recovery *recovery; /* with `twin` */
    const uint64_t *list;         /* paths to run; NULL: all of them. Borrowed */
};
fc_status fc__worker_new(const struct fc_prepared *from, bool twin,
                         struct fc_worker *self, struct fc_error *err);
void fc__worker_clear(struct fc_worker *self);
size_t fc__worker_bytes(const struct fc_prepared *from, bool twin);

/* The paths first .. first + n - 1 through their horizon, n <= FC_LANES; their values
 * go to the sink. With a list: the paths list[first] .., whose values belong to first
 * ..; it has entries for whole blocks. `seed` is hashed already. */
void fc__worker_run(struct fc_worker *self, const struct fc_prepared *from,
                    uint64_t seed, uint64_t first, size_t n,
                    const struct fc_sink *sink);

#endif
