/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block: FC_LANES paths side by side, all their arrays in one allocation.
 *
 * fc__block_open puts a block at time 0 of its paths: uncertain numbers drawn, every
 * room opened. fc__block_step runs one step: levers neutral (those on crises stay for
 * the room that reads them), rooms in order, levers held at their bounds after the last
 * room that pulls. Checked by
 * tests/unit/test_model.c. */
#include "model/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/normal.h"
#include "random/copula.h"
#include "random/lanemath.h"
#include "scenario/scenario.h"

enum { ROW = FC_LANES * sizeof(float) };

/* Sizes of the parts of a block's memory, each a multiple of 64 bytes. */
struct parts {
    size_t state, numbers, levers, stale, own, pulled, total;
};

static struct parts parts_of(const struct fc_model *model)
{
    struct parts p = {0};
    for (int i = 0; i < FC_S_COUNT; i++)
        p.state += (size_t)model->state_rows[i] * FC_LANES * fc__state_rows[i].bytes;
    p.numbers = (size_t)model->numbers * ROW;
    p.levers = (size_t)(model->lever_rows + 2) * ROW;
    p.stale = model->stale_bytes;
    p.own = model->own_bytes;
    p.pulled = ((size_t)model->lever_rows / 64 + 1) * 64;
    p.total = p.state + p.numbers + p.levers + p.stale + p.own + p.pulled;
    return p;
}

size_t fc__block_bytes(const struct fc_model *model)
{
    return parts_of(model).total;
}

/* State arrays one after the other in the order of the table. */
static void state_place(struct fc_block *self, unsigned char *at)
{
    const uint32_t *rows = self->model->state_rows;
#define X(n, w, t, r, c, l, u, h)                                                      \
    self->s.n = (t *)(void *)at;                                                       \
    at += (size_t)rows[FC_S_##n] * FC_LANES * sizeof(t);
    FC_STATE(X)
#undef X
}

const void *fc__state_array(const struct fc_block *self, int state)
{
    const void *const arrays[] = {
#define X(n, w, t, r, c, l, u, h) self->s.n,
        FC_STATE(X)
#undef X
    };
    return arrays[state];
}

static uint32_t market_member(const struct fc_market *k, enum fc_axis onto)
{
    switch (onto) {
    case FC_TERRITORY:
        return k->territory;
    case FC_PRODUCT:
        return k->product;
    case FC_SEGMENT:
        return k->segment;
    case FC_TEAM:
        return k->team;
    default:
        return UINT32_MAX;
    }
}

uint32_t fc__state_member(const struct fc_model *model, int state, uint32_t i,
                          enum fc_axis onto)
{
    const struct fc_state_row *row = &fc__state_rows[state];
    const uint32_t columns = model->axis[row->columns].count;
    if (onto == FC_ONE)
        return 0;
    if (row->rows == onto)
        return i / columns;
    if (row->columns == onto)
        return i % columns;
    if (row->rows == FC_MARKET)
        return market_member(&model->markets[i / columns], onto);
    return UINT32_MAX;
}

static void constants_fill(struct fc_block *self)
{
    for (uint32_t i = 0; i < self->model->numbers; i++)
        FC_EACH (l)
            self->numbers[(size_t)i * FC_LANES + l] =
                (float)self->model->number_value[i];
    FC_EACH (l) {
        self->levers[l] = 0.0f;
        self->levers[FC_LANES + l] = 1.0f;
    }
}

fc_status fc__block_new(const struct fc_model *model, struct fc_block **out,
                        struct fc_error *err)
{
    *out = NULL;
    const struct parts p = parts_of(model);
    struct fc_block *self = fc_array_new(1, sizeof *self);
    unsigned char *memory = fc_array_new_aligned(p.total, 1);
    if (!self || !memory) {
        free(self);
        free(memory);
        return FC_FAIL(err, FC_E_MEMORY,
                       "no memory for a block of %d paths (%zu bytes)", FC_LANES,
                       p.total);
    }
    self->model = model;
    self->memory = memory;
    state_place(self, memory);
    self->numbers = (float *)(void *)(memory + p.state);
    self->levers = (float *)(void *)(memory + p.state + p.numbers);
    self->own = memory + p.state + p.numbers + p.levers + p.stale;
    self->lever_pulled = self->own + p.own;
    constants_fill(self);
    *out = self;
    return FC_OK;
}

void fc__block_free(struct fc_block *self)
{
    if (!self)
        return;
    free(self->memory);
    free(self);
}

/* u of each uncertain number on one path; a Gaussian copula joins those that are
 * ranked. */
static void path_uniforms(const struct fc_block *self, uint64_t path, double *u,
                          double *z, size_t n)
{
    const struct fc_model *model = self->model;
    for (size_t i = 0; i < n; i++) {
        uint32_t word[4];
        fc_word4(self->seed, path, 0, model->dist_site[i], word);
        u[i] =
            fc_is_normal(model, FC_CAUSE_assumptions) ? 0.5 : fc_u_from_word(word[0]);
    }
    if (!model->copula)
        return;
    for (size_t i = 0; i < n; i++)
        z[i] = fc_normal_pinv(u[i]);
    fc_copula_apply(model->copula, z, u);
    for (size_t i = 0; i < n; i++)
        u[i] = fc_normal_cdf(u[i]);
}

static void numbers_draw(struct fc_block *self)
{
    const struct fc_model *model = self->model;
    const size_t n = fc__scenario_dists(model->scenario);
    double u[FC_DISTS_MAX], z[FC_DISTS_MAX];
    if (n == 0)
        return;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        path_uniforms(self, fc_path(self, l), u, z, n);
        for (size_t i = 0; i < n; i++)
            z[i] = fc_dist_quantile(fc__scenario_dist(model->scenario, i), u[i]);
        for (uint32_t i = 0; i < model->numbers; i++)
            if (model->number_dist[i] >= 0)
                self->numbers[(size_t)i * FC_LANES + l] =
                    (float)z[model->number_dist[i]];
    }
}

static void state_clear(struct fc_block *self, bool flows_only)
{
    unsigned char *at = self->memory;
    for (int i = 0; i < FC_S_COUNT; i++) {
        const size_t bytes =
            (size_t)self->model->state_rows[i] * FC_LANES * fc__state_rows[i].bytes;
        if (!flows_only || fc__state_rows[i].life == FC_FLOW_STATE)
            memset(at, 0, bytes);
        at += bytes;
    }
}

void fc__block_open(struct fc_block *self, uint64_t seed, uint64_t first_path,
                    bool crises_off)
{
    const struct fc_model *model = self->model;
    self->seed = seed;
    self->first_path = first_path;
    self->crises_off = crises_off;
    self->step = self->month = 0;
    self->month_starts = true;
    self->month_ends = model->steps_per_month == 1;
    state_clear(self, false);
    memset(self->own, 0, model->own_bytes);
    memset(self->lever_pulled, 0, model->lever_rows);
    numbers_draw(self);
    for (size_t i = 0; model->rooms[i]; i++)
        if (model->rooms[i]->open)
            model->rooms[i]->open(model->own[i], self);
}

void fc__block_begin(struct fc_block *self)
{
    if (self->month_starts)
        state_clear(self, true);
    memset(self->lever_pulled, 0, self->model->lever_first[FC_L_crisis_frequency]);
}

void fc__block_room(struct fc_block *self, size_t room)
{
    const struct fc_model *model = self->model;
    if (model->rooms[room]->step)
        fc__watch(self, room, model->rooms[room]->step);
    if (room == model->last_puller)
        model->levers_close(self);
}

void fc__block_room_month(struct fc_block *self, size_t room)
{
    if (self->month_ends && self->model->rooms[room]->month)
        fc__watch(self, room, self->model->rooms[room]->month);
}

void fc__block_step(struct fc_block *self)
{
    fc__block_begin(self);
    for (size_t i = 0; self->model->rooms[i]; i++)
        fc__block_room(self, i);
    for (size_t i = 0; self->model->rooms[i]; i++)
        fc__block_room_month(self, i);
}

void fc__block_next(struct fc_block *self)
{
    const uint32_t s = self->model->steps_per_month;
    self->step++;
    self->month = self->step / s;
    self->month_starts = self->step % s == 0;
    self->month_ends = self->step % s == s - 1;
}
