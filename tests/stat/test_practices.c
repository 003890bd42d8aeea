/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlays of scenarios/practices on the reference firm, a year of 256 worlds each,
 * with the luck of the firm without them: each moves what it should in the direction it
 * should (mean paired difference above 5.6 of its errors, family-wise 1e-6), and each
 * is paid for. Where the reference firm leaves a mechanism out, the test switches it
 * on for both. Use of a CRM is an inverted U.
 *
 * Detects a lever that is not read, a sign that is wrong, a practice that is free. */
#include <glob.h>
#include <math.h>
#include <stdlib.h>

#include "../world.h"

enum { PATHS = 256, SETS = 4 };
static const double errors_needed = 5.6;

struct overlay {
    const char *file;
    int state; /* moves in the direction of sign, summed over rows and month ends */
    double sign;
    const char *set[SETS]; /* for both */
};

static const struct overlay overlays[] = {
    {"telephony", FC_S_leads, +1, {NULL}},
    {"messengers", FC_S_leads, +1, {NULL}},
    {"conferences", FC_S_leads, +1, {NULL}},
    {"personalisation", FC_S_qualified, +1, {NULL}},
    {"omnichannel", FC_S_lost_clients, -1, {NULL}},
    {"proactive_support", FC_S_lost_clients, -1, {NULL}},
    {"crm", FC_S_handover, -1, {"people.handover.loss=0.154"}},
    {"recognition", FC_S_hours_available, +1, {"people.motivation.elasticity=0.25"}},
    {"personal_motivation",
     FC_S_hours_available,
     +1,
     {"people.motivation.elasticity=0.25"}},
};
enum { OVERLAYS = sizeof overlays / sizeof *overlays };

/* ---- one firm ---- */

struct firm {
    double sum[PATHS];  /* of the state, by path */
    double cost[PATHS]; /* of practices */
    double cash[PATHS];
    uint64_t hash; /* of what happens to leads, deals and clients */
};

struct watching {
    struct firm *firm;
    int state;
};

static double value_of(const struct fc_block *b, int state, size_t i)
{
    const void *at = fc__state_array(b, state);
    return fc__state_rows[state].bytes == 8 ? ((const double *)at)[i]
                                            : (double)((const float *)at)[i];
}

static void hash_add(struct firm *self, const struct fc_block *b)
{
    for (int s = 0; s < FC_S_COUNT; s++) {
        const char *writer = fc__state_rows[s].writer;
        if (strcmp(writer, "funnel") != 0 && strcmp(writer, "customers") != 0)
            continue;
        for (size_t i = 0; i < (size_t)b->model->state_rows[s] * FC_LANES; i++) {
            const double value = value_of(b, s, i);
            uint64_t bits;
            memcpy(&bits, &value, sizeof bits);
            self->hash = (self->hash ^ bits) * 1099511628211u;
        }
    }
}

static void firm_add(const struct fc_block *b, void *out)
{
    const struct watching *w = out;
    struct firm *self = w->firm;
    if (!b->month_ends)
        return;
    hash_add(self, b);
    FC_EACH (l) {
        const size_t path = b->first_path + l;
        for (uint32_t row = 0; row < b->model->state_rows[w->state]; row++)
            self->sum[path] += value_of(b, w->state, (size_t)row * FC_LANES + l);
        for (uint32_t i = 0; i < b->model->axis[FC_PRACTICE].count; i++)
            self->cost[path] += FC_ROW(b, practice_cost, i)[l];
        self->cash[path] = FC_ROW(b, cash, 0)[l];
    }
}

static void firm_run(struct firm *self, const char *file, int state,
                     const char *const *set)
{
    const char *sets[SETS + 2] = {"horizon.months=12"};
    struct world world = {0};
    struct fc_error err = {0};
    size_t n = 1;
    for (; n <= SETS && set[n - 1]; n++)
        sets[n] = set[n - 1];
    memset(self, 0, sizeof *self);
    self->hash = 14695981039346656037u;
    fc_status status = fc_scenario_read(file, sets, n, &world.scenario, &err);
    if (status == FC_OK)
        status = fc__model_new(world.scenario, fc_isa_best(), &world.model, &err);
    if (status == FC_OK)
        status = fc__block_new(world.model, &world.block, &err);
    if (status != FC_OK) {
        world_print(world.scenario);
        fail_msg("%s: %s", file, err.message);
    }
    struct watching watching = {self, state};
    world_run(&world, PATHS, firm_add, &watching);
    world_clear(&world);
}

static const char *path_of(const char *name)
{
    static char path[500];
    snprintf(path, sizeof path, FC_SCENARIOS "/practices/%s.cfg", name);
    return path;
}

static double mean(const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < PATHS; i++)
        sum += x[i];
    return sum / PATHS;
}

/* Mean paired difference in its errors. */
static double errors_of(const double *with, const double *without, double *out)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < PATHS; i++) {
        const double d = with[i] - without[i];
        sum += d;
        square += d * d;
    }
    *out = sum / PATHS;
    return *out / sqrt((square / PATHS - *out * *out) / PATHS);
}

static void test_directions(void **state)
{
    (void)state;
    static struct firm with, without;
    int bad = 0;
    printf("%-20s %-16s %14s %14s %8s %12s\n", "overlay", "moves", "without",
           "difference", "errors", "cost");
    for (size_t i = 0; i < OVERLAYS; i++) {
        const struct overlay *o = &overlays[i];
        double difference;
        firm_run(&without, FC_SCENARIOS "/reference.cfg", o->state, o->set);
        firm_run(&with, path_of(o->file), o->state, o->set);
        const double errors = errors_of(with.sum, without.sum, &difference);
        printf("%-20s %-16s %14.6g %14.6g %8.1f %12.6g\n", o->file,
               fc__state_rows[o->state].name, mean(without.sum), difference, errors,
               mean(with.cost));
        bad += !(errors * o->sign > errors_needed);
        bad += !(mean(with.cost) > 0) || mean(without.cost) > 0;
    }
    assert_int_equal(bad, 0);
}

/* Every file of the folder is in the table. */
static void test_all_are_here(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob(FC_SCENARIOS "/practices/*.cfg", 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, OVERLAYS);
    globfree(&found);
}

/* Hours of a CRM by its degree of use: first they grow, then records eat them. */
static void test_inverted_u(void **state)
{
    (void)state;
    static const char *const ceilings[] = {"practices.crm.adoption.ceiling=0.1",
                                           "practices.crm.adoption.ceiling=0.4",
                                           "practices.crm.adoption.ceiling=1.0"};
    static struct firm firm[3];
    for (int i = 0; i < 3; i++) {
        const char *const set[] = {ceilings[i], "practices.crm.learning_hours=0",
                                   "practices.crm.adoption.half_months=0", NULL};
        firm_run(&firm[i], path_of("crm"), FC_S_hours_available, set);
    }
    for (size_t i = 0; i < PATHS; i++)
        assert_true(firm[1].sum[i] > firm[0].sum[i] && firm[1].sum[i] > firm[2].sum[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_here),
        cmocka_unit_test(test_directions),
        cmocka_unit_test(test_inverted_u),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
