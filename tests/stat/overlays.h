/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlays of scenarios/ on the reference firm: the same luck with and without a file,
 * and what moves in which direction (mean paired difference in its errors). */
#ifndef FC_TESTS_OVERLAYS_H
#define FC_TESTS_OVERLAYS_H

#include <glob.h>
#include <math.h>
#include <stdlib.h>

#include "../world.h"

enum { OVERLAY_PATHS = 256, OVERLAY_SETS = 5, OVERLAY_MOVES = 4 };
static const double errors_needed = 5.6; /* family-wise 1e-6 */

struct move { /* of a state, summed over rows and month ends */
    int state;
    double sign; /* 0: none */
};

struct overlay {
    const char *file; /* in its folder, without .cfg */
    struct move moves[OVERLAY_MOVES];
    const char *set[OVERLAY_SETS + 1]; /* for both */
    const char *base; /* what it is compared with; NULL: the reference */
};

struct firm {
    double sum[FC_S_COUNT][OVERLAY_PATHS]; /* of the states asked for, by path */
    double cost[OVERLAY_PATHS];            /* of practices */
    double cash[OVERLAY_PATHS];
    double covered; /* least coverage of a team's task */
    uint64_t hash;  /* of everything but practices and money */
};

struct watching {
    struct firm *firm;
    const bool *asked; /* [state] */
};

static inline double value_of(const struct fc_block *b, int state, size_t i)
{
    const void *at = fc__state_array(b, state);
    return fc__state_rows[state].bytes == 8 ? ((const double *)at)[i]
                                            : (double)((const float *)at)[i];
}

static inline void hash_add(struct firm *self, const struct fc_block *b)
{
    for (int s = 0; s < FC_S_COUNT; s++) {
        const char *writer = fc__state_rows[s].writer;
        if (strcmp(writer, "practice") == 0 || strcmp(writer, "money") == 0)
            continue;
        for (size_t i = 0; i < (size_t)b->model->state_rows[s] * FC_LANES; i++) {
            const double value = value_of(b, s, i);
            uint64_t bits;
            memcpy(&bits, &value, sizeof bits);
            self->hash = (self->hash ^ bits) * 1099511628211u;
        }
    }
}

static inline bool is_asked(const struct move *self)
{
    return self->sign > 0 || self->sign < 0;
}

static inline void sum_add(double *sum, const struct fc_block *b, int state)
{
    for (uint32_t row = 0; row < b->model->state_rows[state]; row++)
        FC_EACH (l)
            sum[b->first_path + l] += value_of(b, state, (size_t)row * FC_LANES + l);
}

static inline void firm_add(const struct fc_block *b, void *out)
{
    const struct watching *w = out;
    struct firm *self = w->firm;
    if (!b->month_ends)
        return;
    hash_add(self, b);
    for (size_t i = 0; i < b->model->state_rows[FC_S_coverage] * (size_t)FC_LANES; i++)
        self->covered = fmin(self->covered, value_of(b, FC_S_coverage, i));
    for (int s = 0; s < FC_S_COUNT; s++)
        if (w->asked[s])
            sum_add(self->sum[s], b, s);
    FC_EACH (l) {
        const size_t path = b->first_path + l;
        for (uint32_t i = 0; i < b->model->axis[FC_PRACTICE].count; i++)
            self->cost[path] += FC_ROW(b, practice_cost, i)[l];
        self->cash[path] = FC_ROW(b, cash, 0)[l];
    }
}

/* A year of OVERLAY_PATHS worlds of a file. */
static inline void firm_run(struct firm *self, const char *file, const bool *asked,
                            const char *const *set)
{
    const char *sets[OVERLAY_SETS + 2] = {"horizon.months=12"};
    struct world world = {0};
    struct fc_error err = {0};
    size_t n = 1;
    for (; n <= OVERLAY_SETS && set[n - 1]; n++)
        sets[n] = set[n - 1];
    memset(self, 0, sizeof *self);
    self->hash = 14695981039346656037u;
    self->covered = 1;
    fc_status status = fc_scenario_read(file, sets, n, &world.scenario, &err);
    if (status == FC_OK)
        status = fc__model_new(world.scenario, fc_isa_best(), &world.model, &err);
    if (status == FC_OK)
        status = fc__block_new(world.model, &world.block, &err);
    if (status != FC_OK) {
        world_print(world.scenario);
        fail_msg("%s: %s", file, err.message);
    }
    struct watching watching = {self, asked};
    world_run(&world, OVERLAY_PATHS, firm_add, &watching);
    world_clear(&world);
}

static inline const char *overlay_path(const char *folder, const char *name)
{
    static char path[500];
    snprintf(path, sizeof path, FC_SCENARIOS "/%s/%s.cfg", folder, name);
    return path;
}

static inline double mean_of(const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < OVERLAY_PATHS; i++)
        sum += x[i];
    return sum / OVERLAY_PATHS;
}

/* Mean paired difference in its errors. */
static inline double errors_of(const double *with, const double *without, double *out)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < OVERLAY_PATHS; i++) {
        const double d = with[i] - without[i];
        sum += d;
        square += d * d;
    }
    *out = sum / OVERLAY_PATHS;
    return *out / sqrt((square / OVERLAY_PATHS - *out * *out) / OVERLAY_PATHS);
}

/* The firm without an overlay; the plain reference is run once for what is asked. */
static inline const struct firm *firm_without(const struct overlay *self,
                                              const bool *asked)
{
    static struct firm reference, other;
    static bool known[FC_S_COUNT], any;
    const bool plain = !self->base && !self->set[0];
    const char *file = self->base ? self->base : FC_SCENARIOS "/reference.cfg";
    if (plain && any && memcmp(known, asked, sizeof known) == 0)
        return &reference;
    if (plain)
        memcpy(known, asked, sizeof known);
    any = any || plain;
    firm_run(plain ? &reference : &other, file, asked, self->set);
    return plain ? &reference : &other;
}

/* How many of an overlay's moves are not seen; the cost must differ from 0 as it says.
 */
static inline int overlay_moves(const struct overlay *self, const char *folder,
                                const bool *asked, bool costs)
{
    static struct firm with;
    int bad = 0;
    const struct firm *without = firm_without(self, asked);
    firm_run(&with, overlay_path(folder, self->file), asked, self->set);
    for (int m = 0; m < OVERLAY_MOVES; m++) {
        const struct move *move = &self->moves[m];
        double difference;
        if (!is_asked(move))
            continue;
        const double errors =
            errors_of(with.sum[move->state], without->sum[move->state], &difference);
        printf("%-26s %-16s %14.6g %14.6g %8.1f %12.6g\n", self->file,
               fc__state_rows[move->state].name, mean_of(without->sum[move->state]),
               difference, errors, mean_of(with.cost));
        bad += !(errors * move->sign > errors_needed);
    }
    return bad + (costs && !(mean_of(with.cost) > 0)) +
           (!self->base && mean_of(without->cost) > 0);
}

/* Broken promises of all overlays of a folder. */
static inline int overlays_moves(const struct overlay *table, size_t n,
                                 const char *folder, bool cost)
{
    bool asked[FC_S_COUNT] = {false};
    int bad = 0;
    for (size_t i = 0; i < n; i++)
        for (int m = 0; m < OVERLAY_MOVES; m++)
            if (is_asked(&table[i].moves[m]))
                asked[table[i].moves[m].state] = true;
    printf("%-26s %-16s %14s %14s %8s %12s\n", "overlay", "moves", "without",
           "difference", "errors", "cost");
    for (size_t i = 0; i < n; i++)
        bad += overlay_moves(&table[i], folder, asked, cost);
    return bad;
}

/* Every file of the folder is in the table. */
static inline void overlays_all(const char *folder, const struct overlay *table,
                                size_t n)
{
    glob_t found;
    assert_int_equal(glob(overlay_path(folder, "*"), 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        bool here = false;
        for (size_t k = 0; k < n; k++)
            here |= strstr(found.gl_pathv[i], table[k].file) != NULL;
        if (!here)
            fail_msg("%s: no row for it", found.gl_pathv[i]);
    }
    globfree(&found);
}

#endif
