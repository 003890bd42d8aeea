/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a block through time: open, then step and next for every step. */
#ifndef FC_MODEL_BLOCK_H
#define FC_MODEL_BLOCK_H

#include "model/model.h"

enum { FC_DISTS_MAX = 512 }; /* uncertain numbers a scenario can have */

/* Time 0 of the paths first_path .. first_path + FC_LANES - 1. `seed` is hashed already
 * (fc_seed). crises_off makes the crisis-free twin: the same luck without crises. */
void fc__block_open(struct fc_block *self, uint64_t seed, uint64_t first_path,
                    bool crises_off);

/* All rooms once; in the last step of a month also their month hooks. */
void fc__block_step(struct fc_block *self);

/* The parts of a step, for those who time them: levers neutral and flows zero; one
 * room; its month hook, if the month ends. */
void fc__block_begin(struct fc_block *self);
void fc__block_room(struct fc_block *self, size_t room);
void fc__block_room_month(struct fc_block *self, size_t room);

/* On to the next step. */
void fc__block_next(struct fc_block *self);

/* The array of a fc_state_id: model->state_rows[state] lane rows of float or double. */
const void *fc__state_array(const struct fc_block *self, int state);

/* Member of axis `onto` that row i of a state array belongs to; UINT32_MAX: none. */
uint32_t fc__state_member(const struct fc_model *model, int state, uint32_t i,
                          enum fc_axis onto);

/* Runs one hook of room i. In the dev preset (FC_WATCH) all shared arrays are hashed
 * before and after, and the process aborts if the hook wrote an array of another room.
 */
void fc__watch(struct fc_block *self, size_t room,
               void (*hook)(const void *own, struct fc_block *b));

#endif
