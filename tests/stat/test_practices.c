/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlays of scenarios/practices on the reference firm, a year of 256 worlds each,
 * with the luck of the firm without them: each of their effects moves what it should in
 * the direction it should (mean paired difference above 5.6 of its errors, family-wise
 * 1e-6), and each is paid for. Where the reference firm leaves a mechanism out, the
 * test switches it on for both.
 *
 * T10: analytics with time for every lead change nothing but the bill, bit for bit.
 * T20: a gain in proficiency with a half-life of 6.5 months is .564110 of itself on
 * average over 12 months, in what people put out. Use of a CRM is an inverted U.
 *
 * Detects a lever that is not read, a sign that is wrong, a practice that is free. */
#include <glob.h>
#include <math.h>
#include <stdlib.h>

#include "../world.h"

enum { PATHS = 256, SETS = 4, MOVES = 3 };
static const double errors_needed = 5.6;

#define COOLS                                                                          \
    "channels.website.decay_exponent=0.3", "channels.website.office_hours_share=0.55", \
        "channels.adverts.decay_exponent=0.3",                                         \
        "channels.adverts.office_hours_share=0.55"

struct move { /* of a state, summed over rows and month ends */
    int state;
    double sign; /* 0: none */
};

struct overlay {
    const char *file;
    struct move moves[MOVES];
    const char *set[SETS + 1]; /* for both */
};

static const struct overlay overlays[] = {
    {"analytics", {{FC_S_qualified, +1}}, {"people.seats=8", "opening.seats_filled=8"}},
    {"telephony", {{FC_S_leads, +1}, {FC_S_answered_hour, +1}}, {COOLS}},
    {"messengers",
     {{FC_S_leads, +1}, {FC_S_neglected, -1}, {FC_S_answered_hour, +1}},
     {COOLS}},
    {"corporate_training", {{FC_S_skill, +1}, {FC_S_hours_available, -1}}, {NULL}},
    {"mentoring", {{FC_S_skill, +1}, {FC_S_hours_available, -1}}, {NULL}},
    {"online_courses", {{FC_S_skill, +1}, {FC_S_hours_available, -1}}, {NULL}},
    {"conferences", {{FC_S_leads, +1}, {FC_S_skill, +1}}, {NULL}},
    {"personalisation", {{FC_S_qualified, +1}}, {NULL}},
    {"omnichannel",
     {{FC_S_lost_clients, -1}, {FC_S_cross_sold, +1}, {FC_S_service_need, +1}},
     {"customers.cross_sell.offers_per_client_year=0.25"}},
    {"proactive_support", {{FC_S_lost_clients, -1}, {FC_S_service_need, +1}}, {NULL}},
    {"continuous_service", {{FC_S_answered_hour, +1}, {FC_S_reached, +1}}, {COOLS}},
    {"continuous_service",
     {{FC_S_satisfaction, +1}, {FC_S_lost_clients, -1}},
     {"customers.satisfaction.leave_log_odds=0.35"}},
    {"crm", {{FC_S_handover, -1}}, {"people.handover.loss=0.154"}},
    {"recognition",
     {{FC_S_hours_available, +1}},
     {"people.motivation.elasticity=0.25"}},
    {"personal_motivation",
     {{FC_S_hours_available, +1}},
     {"people.motivation.elasticity=0.25"}},
};
enum { OVERLAYS = sizeof overlays / sizeof *overlays };

/* ---- one firm ---- */

struct firm {
    double sum[MOVES][PATHS]; /* of the states, by path */
    double cost[PATHS];       /* of practices */
    double cash[PATHS];
    double covered; /* least coverage of a team's task */
    uint64_t hash;  /* of everything but practices and money */
};

struct watching {
    struct firm *firm;
    const struct move *moves;
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

static bool is_asked(const struct move *self)
{
    return self->sign > 0 || self->sign < 0;
}

static void sum_add(double *sum, const struct fc_block *b, int state)
{
    for (uint32_t row = 0; row < b->model->state_rows[state]; row++)
        FC_EACH (l)
            sum[b->first_path + l] += value_of(b, state, (size_t)row * FC_LANES + l);
}

static void firm_add(const struct fc_block *b, void *out)
{
    const struct watching *w = out;
    struct firm *self = w->firm;
    if (!b->month_ends)
        return;
    hash_add(self, b);
    for (size_t i = 0; i < b->model->state_rows[FC_S_coverage] * (size_t)FC_LANES; i++)
        self->covered = fmin(self->covered, value_of(b, FC_S_coverage, i));
    for (int m = 0; m < MOVES; m++)
        if (is_asked(&w->moves[m]))
            sum_add(self->sum[m], b, w->moves[m].state);
    FC_EACH (l) {
        const size_t path = b->first_path + l;
        for (uint32_t i = 0; i < b->model->axis[FC_PRACTICE].count; i++)
            self->cost[path] += FC_ROW(b, practice_cost, i)[l];
        self->cash[path] = FC_ROW(b, cash, 0)[l];
    }
}

static void firm_run(struct firm *self, const char *file, const struct move *moves,
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
    struct watching watching = {self, moves};
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

/* How many of an overlay's promises are broken. */
static int overlay_check(const struct overlay *self)
{
    static struct firm with, without;
    int bad = 0;
    firm_run(&without, FC_SCENARIOS "/reference.cfg", self->moves, self->set);
    firm_run(&with, path_of(self->file), self->moves, self->set);
    for (int m = 0; m < MOVES; m++) {
        const struct move *move = &self->moves[m];
        double difference;
        if (!is_asked(move))
            continue;
        const double errors = errors_of(with.sum[m], without.sum[m], &difference);
        printf("%-20s %-16s %14.6g %14.6g %8.1f %12.6g\n", self->file,
               fc__state_rows[move->state].name, mean(without.sum[m]), difference,
               errors, mean(with.cost));
        bad += !(errors * move->sign > errors_needed);
    }
    return bad + !(mean(with.cost) > 0) + (mean(without.cost) > 0);
}

static void test_directions(void **state)
{
    (void)state;
    int bad = 0;
    printf("%-20s %-16s %14s %14s %8s %12s\n", "overlay", "moves", "without",
           "difference", "errors", "cost");
    for (size_t i = 0; i < OVERLAYS; i++)
        bad += overlay_check(&overlays[i]);
    assert_int_equal(bad, 0);
}

/* Every file of the folder is in the table. */
static void test_all_are_here(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob(FC_SCENARIOS "/practices/*.cfg", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        bool here = false;
        for (size_t k = 0; k < OVERLAYS; k++)
            here |= strstr(found.gl_pathv[i], overlays[k].file) != NULL;
        if (!here)
            fail_msg("%s: no row for it", found.gl_pathv[i]);
    }
    globfree(&found);
}

/* T10: ranking changes nothing where everything is worked. Hours to learn it are left
 * out, so that hours are the same, too. */
static void test_analytics_with_time(void **state)
{
    (void)state;
    static const struct move none[MOVES] = {{0, 0}};
    static const char *const ample[] = {"people.seats=150", "opening.seats_filled=150",
                                        NULL};
    static const char *const ready[] = {"people.seats=150", "opening.seats_filled=150",
                                        "practices.analytics.learning_hours=0", NULL};
    static struct firm with, without;
    firm_run(&without, FC_SCENARIOS "/reference.cfg", none, ample);
    firm_run(&with, path_of("analytics"), none, ready);
    assert_true(without.covered >= 1);
    assert_true(with.hash == without.hash);
    for (size_t i = 0; i < PATHS; i++)
        assert_true(with.cash[i] < without.cash[i]);
}

/* ---- T20 ---- */

#define TAUGHT(practices)                                                              \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "    \
    "12; steps_per_month = 2; };" WORLD_MARKETS                                        \
    " channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } ); funnel = "  \
    "{ "                                                                               \
    "stages = ( { name = \"close\"; conversion = 0.3; dwell_weeks = 2; hours = 1; } "  \
    "); deal_value = { mean = 5000; }; }; people = { seats = 4; turnover_per_year = "  \
    "0; }; " practices

static void output_add(const struct fc_block *b, void *out)
{
    double *output = out; /* of lane 3, by month */
    if (b->month_ends)
        output[b->month] = (double)FC_ROW(b, seat_output, 0)[3];
}

static void test_gain_fades(void **state)
{
    (void)state;
    double without[12], with[12], sum = 0;
    struct world a = world_new(TAUGHT("")),
                 b = world_new(TAUGHT(
                     "practices = ( { name = \"course\"; category = \"training\"; "
                     "half_life_months = 6.5; effects = ( { lever = \"skill\"; add = "
                     "1.0; } ); } );"));
    world_block(&a, 0, false, output_add, without);
    world_block(&b, 0, false, output_add, with);
    for (int i = 0; i < 12; i++)
        sum += with[i] / without[i] - 1;
    if (!(fabs(sum / 12 - .564110) < 2e-6))
        fail_msg("mean gain %.7f, expected .564110", sum / 12);
    world_clear(&a);
    world_clear(&b);
}

/* ---- too much of it ---- */

/* Hours of a CRM by its degree of use: first they grow, then records eat them. */
static void test_inverted_u(void **state)
{
    (void)state;
    static const char *const ceilings[] = {"practices.crm.adoption.ceiling=0.1",
                                           "practices.crm.adoption.ceiling=0.4",
                                           "practices.crm.adoption.ceiling=1.0"};
    static const struct move hours[MOVES] = {{FC_S_hours_available, +1}};
    static struct firm firm[3];
    for (int i = 0; i < 3; i++) {
        const char *const set[] = {ceilings[i], "practices.crm.learning_hours=0",
                                   "practices.crm.adoption.half_months=0", NULL};
        firm_run(&firm[i], path_of("crm"), hours, set);
    }
    for (size_t i = 0; i < PATHS; i++)
        assert_true(firm[1].sum[0][i] > firm[0].sum[0][i] &&
                    firm[1].sum[0][i] > firm[2].sum[0][i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_here),        cmocka_unit_test(test_directions),
        cmocka_unit_test(test_analytics_with_time), cmocka_unit_test(test_gain_fades),
        cmocka_unit_test(test_inverted_u),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
