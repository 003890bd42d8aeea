/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats and people against closed forms, on the real engine.
 *
 * T17: constant hazard, search of 10 (26) weeks, ramp of 26 weeks: filled .942933
 * (.822780), productive .902420 (.775331), at S = 1, 2, 4, and the same starts and
 * leavings in each. T22: share still there after m months, shapes 1 and .8; leaving
 * rate of the stationary opening 1/(12 4.11046) in every month. First-year average of a
 * newcomer .856294. Searches: lognormal from a planned seat, its stationary rest at
 * opening. A pulled hazard: survival S^m at any shape and S. M9 on every path and
 * month.
 *
 * Fixed seed; 67 comparisons with a statistical error, each at 5.7 standard errors
 * (family-wise 1e-6). Detects with near certainty: .001 in a share of T17, .0015 in a
 * survival of T22, 2 % in a leaving rate, .02 in a mean ability, .004 in a share of
 * searches.
 */
#include <math.h>
#include <stdlib.h>

#include "../world.h"
#include "model/people.h"

static const double errors_allowed = 5.7;

/* Two stages of conversion .5: beta = 1, so that skill is the mean proficiency. */
#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };"
#define ONE_MARKET                                                                     \
    " markets = { territories = ( { name = \"here\"; } ); products = ( { name = "      \
    "\"core\"; } ); segments = ( { name = \"firm\"; } ); }; "
#define STAGES                                                                         \
    " channels = ( { name = \"web\"; kind = \"inbound\"; } ); funnel = { stages = ( "  \
    "{ "                                                                               \
    "name = \"first\"; conversion = 0.5; dwell_weeks = 2; hours = 1; }, { name = "     \
    "\"second\"; conversion = 0.5; dwell_weeks = 2; hours = 1; } ); deal_value = { "   \
    "mean = 1000; }; }; "

static void close_to(const char *what, double found, double want, double error)
{
    const double z = (found - want) / error;
    if (!(fabs(z) <= errors_allowed))
        fail_msg("%s: %.7g, expected %.7g +- %.2g (%.1f errors)", what, found, want,
                 error, z);
}

/* mean and standard error of one number a path */
struct mean {
    double n, sum, square;
};

static void mean_add(struct mean *self, double x)
{
    self->n++;
    self->sum += x;
    self->square += x * x;
}

static double mean_of(const struct mean *self)
{
    return self->sum / self->n;
}

static double error_of(const struct mean *self)
{
    const double m = mean_of(self);
    return sqrt((self->square / self->n - m * m) / (self->n - 1));
}

/* ---- T17 ---- */

enum { BURN_MONTHS = 120 };

struct productivity {
    double seats, hours; /* seats; net hours of a seat and month */
    double filled[FC_LANES], productive[FC_LANES], worked[FC_LANES], paid[FC_LANES];
    double steps;
    struct mean mean_filled, mean_productive, mean_worked, mean_paid;
};

static void productivity_see(const struct fc_block *b, void *out)
{
    struct productivity *self = out;
    const bool last = b->step + 1 == b->model->steps;
    const double dt = (double)b->model->dt;
    if (b->step == 0) {
        memset(self->filled, 0, sizeof self->filled);
        memset(self->productive, 0, sizeof self->productive);
        memset(self->worked, 0, sizeof self->worked);
        memset(self->paid, 0, sizeof self->paid);
        self->steps = 0;
    }
    if (b->month < BURN_MONTHS)
        return;
    self->steps++;
    FC_EACH (l) {
        const double hours = (double)FC_ROW(b, hours, 0)[l] / dt;
        self->filled[l] += (double)FC_ROW(b, headcount, 0)[l] / self->seats;
        self->worked[l] += hours / self->hours / self->seats;
        self->productive[l] +=
            hours * (double)FC_ROW(b, skill, 0)[l] / self->hours / self->seats;
        if (b->month_ends)
            self->paid[l] += (double)FC_ROW(b, seat_months, 0)[l] / self->seats;
        if (last) {
            mean_add(&self->mean_paid, self->paid[l] / self->steps / dt);
            mean_add(&self->mean_filled, self->filled[l] / self->steps);
            mean_add(&self->mean_worked, self->worked[l] / self->steps);
            mean_add(&self->mean_productive, self->productive[l] / self->steps);
        }
    }
}

static void productivity_check(const char *text, double filled, double productive)
{
    static struct productivity self;
    self = (struct productivity){.seats = 100, .hours = 40.0 * 52 / 12 * .9 * .7 * .98};
    struct world world = world_new(text);
    world_run(&world, 384, productivity_see, &self);
    world_clear(&world);
    close_to("filled", mean_of(&self.mean_filled), filled, error_of(&self.mean_filled));
    close_to("paid", mean_of(&self.mean_paid), filled, error_of(&self.mean_paid));
    close_to("hours", mean_of(&self.mean_worked), filled, error_of(&self.mean_worked));
    close_to("productive", mean_of(&self.mean_productive), productive,
             error_of(&self.mean_productive));
}

#define T17(steps, turnover, months)                                                   \
    HEAD("480", steps)                                                                 \
    ONE_MARKET STAGES "people = { seats = 100; ability_cv = 0; tenure_shape = 1; "     \
                      "turnover_per_year = " turnover                                  \
                      "; months_to_fill = { mean = " months "; cv = 0; }; };"

static void test_productivity(void **state)
{
    (void)state;
    productivity_check(T17("1", "0.27", "2.3076923"), .942933, .902420);
    productivity_check(T17("2", "0.27", "2.3076923"), .942933, .902420);
    productivity_check(T17("4", "0.27", "2.3076923"), .942933, .902420);
    productivity_check(T17("2", "0.35", "6"), .822780, .775331);
    productivity_check(T17("2", "0.35", "2.3076923"), .923495, .870238);
}

/* The same lives at S = 1, 2, 4: months with another number of starts or leavings are
 * those where rounding moved an event over a month end. */
struct months {
    float *hires, *leavers;
    size_t n;
};

static void months_see(const struct fc_block *b, void *out)
{
    struct months *self = out;
    if (!b->month_ends)
        return;
    memcpy(self->hires + self->n, FC_ROW(b, hires, 0), sizeof(float) * FC_LANES);
    memcpy(self->leavers + self->n, FC_ROW(b, leavers, 0), sizeof(float) * FC_LANES);
    self->n += FC_LANES;
}

static void test_same_lives_at_any_step(void **state)
{
    (void)state;
    static const char rest[] = ONE_MARKET STAGES "people = { seats = 60; };";
    const char *heads[] = {HEAD("120", "1"), HEAD("120", "2"), HEAD("120", "4")};
    enum { N = 120 * FC_LANES };
    float *rows = calloc(6 * (size_t)N, sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i < 3; i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s%s", heads[i], rest);
        struct months months = {rows + 2 * i * N, rows + (2 * i + 1) * N, 0};
        struct world world = world_new(text);
        world_block(&world, 0, false, months_see, &months);
        world_clear(&world);
        assert_int_equal(months.n, N);
    }
    double starts = 0;
    size_t other = 0;
    for (size_t i = 0; i < 2 * (size_t)N; i++) {
        starts += i < (size_t)N ? (double)rows[i] : 0;
        other += memcmp(&rows[i], &rows[2 * (size_t)N + i], sizeof *rows) != 0;
        other += memcmp(&rows[i], &rows[4 * (size_t)N + i], sizeof *rows) != 0;
    }
    assert_true(starts > 80 * FC_LANES);
    assert_true(other <= 10);
    free(rows);
}

/* The room by itself, so that a test can pull its levers. */
static const struct fc_mechanism *people_room(const struct world *world, size_t *at)
{
    for (*at = 0; strcmp(world->model->rooms[*at]->name, "people") != 0; ++*at)
        continue;
    return world->model->rooms[*at];
}

/* ---- T22 ---- */

struct survival {
    double seats, paths, here[48], left[48];
};

static void survival_see(const struct fc_block *b, void *out)
{
    struct survival *self = out;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        self->here[b->month] += (double)FC_ROW(b, headcount, 0)[l];
        self->left[b->month] += (double)FC_ROW(b, leavers, 0)[l];
    }
    self->paths += b->month == 0 ? FC_LANES : 0;
}

static struct survival survival_run(const char *text, double seats, uint64_t paths)
{
    struct survival self = {.seats = seats};
    struct world world = world_new(text);
    world_run(&world, paths, survival_see, &self);
    world_clear(&world);
    return self;
}

/* All start at time 0 and are not replaced within three years. */
#define NEWCOMERS(steps, turnover, shape)                                              \
    HEAD("36", steps)                                                                  \
    ONE_MARKET STAGES "people = { seats = 100; opening_tenure_months = 0; "            \
                      "turnover_per_year = " turnover "; tenure_shape = " shape        \
                      "; months_to_fill = { mean = 36; cv = 0; }; };"

static void survival_check(const char *text, double turnover, double shape)
{
    const struct survival self = survival_run(text, 100, 2560);
    const double n = self.seats * self.paths;
    for (int month = 1; month <= 36; month += 7) {
        const double want =
            exp(log1p(-turnover) * pow((double)month / 12, shape)); /* S(12 months) */
        close_to("still there", self.here[month - 1] / n, want,
                 sqrt(want * (1 - want) / n));
    }
}

static void test_survival(void **state)
{
    (void)state;
    survival_check(NEWCOMERS("1", "0.30", "0.8"), .30, .8);
    survival_check(NEWCOMERS("4", "0.30", "0.8"), .30, .8);
    survival_check(NEWCOMERS("2", "0.27", "1"), .27, 1);
}

/* Seats that are filled at once: the stationary opening makes the leaving rate
 * constant. */
static void test_stationary_opening(void **state)
{
    (void)state;
    const struct survival self = survival_run(
        HEAD("36", "1") ONE_MARKET STAGES "people = { seats = 100; turnover_per_year = "
                                          "0.30; tenure_shape = 0.6; months_to_fill = "
                                          "{ mean = 0; cv = 0.5; }; };",
        100, 10240);
    const double shape = .6, scale = 12 * pow(-log1p(-.30), -1 / shape);
    const double n = self.seats * self.paths,
                 rate = 1 / (scale * tgamma(1 + 1 / shape));
    for (int year = 0; year < 3; year++) { /* renewals of such lives are clustered */
        double left = 0;
        for (int month = 12 * year; month < 12 * year + 12; month++)
            left += self.left[month];
        close_to("leaving rate", left / n, 12 * rate, 1.5 * sqrt(12 * rate / n));
    }
}

/* Seats filled at once, constant hazard, pulled by 3 all the time: 3 times the leavers.
 */
static void test_pulled_renewals(void **state)
{
    (void)state;
    struct world world = world_new(HEAD("24", "1") ONE_MARKET STAGES
                                   "people = { seats = 100; turnover_per_year = "
                                   "0.6; tenure_shape = 1; months_to_fill = { "
                                   "mean = 0; cv = 0; }; };");
    struct fc_block *b = world.block;
    size_t at;
    const struct fc_mechanism *people = people_room(&world, &at);
    const uint32_t pulled = world.model->lever_first[FC_L_turnover];
    double left = 0;
    FC_EACH (l)
        b->levers[(size_t)(pulled + 2) * FC_LANES + l] = 3.0f;
    for (uint64_t path = 0; path < 1280; path += FC_LANES) {
        fc__block_open(b, fc_seed(12), path, false);
        for (uint32_t step = 0; step < world.model->steps; step++) {
            b->lever_pulled[pulled] = 1;
            people->step(world.model->own[at], b);
            fc__block_next(b);
        }
        FC_EACH (l) /* nobody starts a month, so that the flow adds up */
            left += (double)FC_ROW(b, leavers, 0)[l];
    }
    const double want = 3 * -log1p(-.6) * 2 * 100 * 1280;
    close_to("leavers", left, want, sqrt(want));
    world_clear(&world);
}

static void test_first_year(void **state)
{
    (void)state;
    static const char rest[] = ONE_MARKET STAGES
        "people = { seats = 3; ability_cv = 0; turnover_per_year = 0; "
        "opening_tenure_months = 0; };";
    const char *heads[] = {HEAD("12", "1"), HEAD("12", "2"), HEAD("12", "4")};
    for (size_t i = 0; i < 3; i++) {
        char text[4096];
        double sum = 0;
        snprintf(text, sizeof text, "%s%s", heads[i], rest);
        struct world world = world_new(text);
        struct fc_block *b = world.block;
        fc__block_open(b, fc_seed(3), 0, false);
        assert_true(FC_ROW(b, ramping, 0)[0] == 3.0f);
        for (uint32_t step = 0; step < world.model->steps; step++) {
            fc__block_step(b);
            sum += (double)FC_ROW(b, skill, 0)[FC_LANES / 2];
            const float ramping = b->month + b->month_ends < 6 ? 3.0f : 0.0f;
            if (b->month_ends && b->month != 5)
                assert_true(FC_ROW(b, ramping, 0)[0] == ramping);
            fc__block_next(b);
        }
        const double mean = sum / world.model->steps;
        if (!(fabs(mean - .856294) < 1e-6))
            fail_msg("first-year average %.7f, expected .856294", mean);
        world_clear(&world);
    }
}

/* ---- ability ---- */

struct ability {
    struct mean first, last, last_square;
};

static void ability_see(const struct fc_block *b, void *out)
{
    struct ability *self = out;
    FC_EACH (l) {
        const double skill = (double)FC_ROW(b, skill, 0)[l];
        if (b->step == 0)
            mean_add(&self->first, skill);
        if (b->step + 1 == b->model->steps) {
            mean_add(&self->last, skill);
            mean_add(&self->last_square, skill * skill);
        }
    }
}

/* E A = 1, E A^2 = 1 + cv^2 for people at opening and, years later, for those who came;
 * with conversions of .2 the exponent is 1/1.6. */
static void test_ability(void **state)
{
    (void)state;
#define LONERS                                                                         \
    "people = { seats = 1; ramp_months = 0; turnover_per_year = 0.95; tenure_shape = " \
    "1; months_to_fill = { mean = 0; cv = 0; }; };"
    static struct ability plain, damped;
    plain = damped = (struct ability){{0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    struct world world = world_new(HEAD("24", "1") ONE_MARKET STAGES LONERS);
    world_run(&world, 40960, ability_see, &plain);
    world_clear(&world);
    world =
        world_new(HEAD("24", "1") ONE_MARKET
                  " channels = ( { name = \"web\"; kind = \"inbound\"; } ); funnel = "
                  "{ stages = ( { name = \"first\"; conversion = 0.2; dwell_weeks = "
                  "2; }, { name = \"second\"; conversion = 0.2; dwell_weeks = 2; } "
                  "); deal_value = { mean = 1000; }; }; " LONERS);
    world_run(&world, 40960, ability_see, &damped);
    world_clear(&world);
    const double spread = log1p(.35 * .35), beta = 1 / 1.6;
    const double want = exp(spread * beta * (beta - 1) / 2);
    close_to("ability at opening", mean_of(&plain.first), 1, error_of(&plain.first));
    close_to("ability of newcomers", mean_of(&plain.last), 1, error_of(&plain.last));
    close_to("its square", mean_of(&plain.last_square), 1 + .35 * .35,
             error_of(&plain.last_square));
    close_to("ability^beta", mean_of(&damped.first), want, error_of(&damped.first));
    close_to("ability^beta", mean_of(&damped.last), want, error_of(&damped.last));
}

/* ---- searches ---- */

/* Share of lognormal searches over by time t, and of the stationary rest of one. */
static double search_over(double t, double mean, double cv)
{
    const double sd = sqrt(log1p(cv * cv));
    return 0.5 * erfc(-(log(t / mean) + sd * sd / 2) / sd / sqrt(2));
}

static double rest_over(double t, double mean, double cv)
{
    enum { N = 4000 };
    double sum = 0;
    for (int i = 0; i < N; i++)
        sum += 1 - search_over(t * (i + 0.5) / N, mean, cv);
    return sum * t / N / mean;
}

static void test_searches(void **state)
{
    (void)state;
    const char *rest =
        ONE_MARKET STAGES "people = { seats = 100; turnover_per_year = 0; "
                          "months_to_fill = { mean = 3; cv "
                          "= 0.6; }; }; opening = { seats_filled = 0; };";
    const char *plan = ONE_MARKET STAGES
        "people = { seats = 0; turnover_per_year = 0; months_to_fill = { mean = 3; cv "
        "= "
        "0.6; }; hiring_plan = ( { month = 1; seats = 60; }, { month = 1; seats = 40; "
        "team = \"here\"; } ); };";
    char text[4096];
    snprintf(text, sizeof text, "%s%s", HEAD("12", "2"), rest);
    const struct survival open = survival_run(text, 100, 1280);
    snprintf(text, sizeof text, "%s%s", HEAD("12", "2"), plan);
    const struct survival planned = survival_run(text, 100, 1280);
    for (int month = 1; month <= 8; month += 2) {
        const double n = 100 * open.paths;
        double want = rest_over(month, 3, .6);
        close_to("opening searches over", open.here[month - 1] / n, want,
                 sqrt(want * (1 - want) / n));
        want = search_over(month, 3, .6);
        close_to("planned searches over", planned.here[month - 1] / n, want,
                 sqrt(want * (1 - want) / n));
    }
}

/* ---- levers ---- */

/* Steps of people alone, with both levers pulled by hand: lane l has factor[l % 4]. */
static void test_levers(void **state)
{
    (void)state;
    static const float factor[4] = {1.0f, 3.0f, 0.5f, 1.7f};
    static const char *const texts[] = {NEWCOMERS("1", "0.30", "0.8"),
                                        NEWCOMERS("2", "0.30", "0.8"),
                                        NEWCOMERS("4", "0.30", "2")};
    for (size_t i = 0; i < 3; i++) {
        struct world world = world_new(texts[i]);
        struct fc_block *b = world.block;
        size_t at;
        const struct fc_mechanism *people = people_room(&world, &at);
        double here[4] = {0};
        const uint32_t pulled = world.model->lever_first[FC_L_turnover];
        const uint32_t kept = world.model->lever_first[FC_L_hours];
        float *turnover = b->levers + (size_t)(pulled + 2) * FC_LANES;
        float *hours = b->levers + (size_t)(kept + 2) * FC_LANES;
        for (uint64_t path = 0; path < 2560; path += FC_LANES) {
            fc__block_open(b, fc_seed(11), path, false);
            for (uint32_t step = 0; step < world.model->steps; step++) {
                /* pulled from month 7 to 18 only */
                const bool on = b->month >= 6 && b->month < 18;
                b->lever_pulled[pulled] = b->lever_pulled[kept] = on;
                FC_EACH (l) {
                    turnover[l] = factor[l % 4];
                    hours[l] = 0.5f;
                }
                people->step(world.model->own[at], b);
                const float full = FC_ROW(b, headcount, 0)[5] * 40 * 52 / 12 * .9f *
                                   .7f * .98f * world.model->dt;
                if (!on && FC_ROW(b, leavers, 0)[5] <= 0)
                    assert_true(fabsf(FC_ROW(b, hours, 0)[5] / full - 1) < 1e-5f);
                else if (on)
                    assert_true(FC_ROW(b, hours, 0)[5] < 0.65f * full);
                fc__block_next(b);
            }
            FC_EACH (l)
                here[l % 4] += (double)FC_ROW(b, headcount, 0)[l];
        }
        const double n = 100 * 2560 / 4, shape = i == 2 ? 2 : .8;
        for (int f = 0; f < 4; f++) {
            const double used = pow(.5, shape) +
                                (double)factor[f] * (pow(1.5, shape) - pow(.5, shape)) +
                                pow(3, shape) - pow(1.5, shape);
            const double want = exp(log1p(-.30) * used);
            close_to("there under the lever", here[f] / n, want,
                     sqrt(want * (1 - want) / n));
        }
        world_clear(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_productivity),
        cmocka_unit_test(test_same_lives_at_any_step),
        cmocka_unit_test(test_survival),
        cmocka_unit_test(test_stationary_opening),
        cmocka_unit_test(test_pulled_renewals),
        cmocka_unit_test(test_ability),
        cmocka_unit_test(test_first_year),
        cmocka_unit_test(test_searches),
        cmocka_unit_test(test_levers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
