/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing seats between teams, and the laws of a seat as plain functions.
 *
 * Known values: T22 (Weibull shape .8 with 30 % gone in a year: scale 3.62793 years; 27
 * %: monthly probability .0258850), T17 (first-year average of a newcomer .856294, 95 %
 * after the ramp), seat shares by hand. Exact or to the digits printed; nothing is
 * random. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/people.h"
#include "model/structure.h"

enum { TEAMS = 6 };

struct share_case {
    size_t n;
    double need[TEAMS];
    int seats, least;
    int want[TEAMS];
};

static const char *const names[TEAMS] = {"delta", "alpha",   "echo",
                                         "bravo", "foxtrot", "charlie"};

static void test_shares(void **state)
{
    (void)state;
    static const struct share_case cases[] = {
        {3, {50, 30, 20}, 10, 1, {5, 3, 2}},
        {3, {50, 30, 20}, 11, 1, {6, 3, 2}},   /* 5.5, 3.3, 2.2 */
        {3, {34, 33, 33}, 10, 1, {4, 3, 3}},   /* 3.4, 3.3, 3.3 */
        {4, {1, 1, 1, 1}, 6, 1, {1, 2, 1, 2}}, /* ties: alpha, bravo */
        {4, {0, 0, 0, 0}, 6, 1, {1, 2, 1, 2}}, /* nobody needs anything: equal */
        {3, {1000, 1, 1}, 5, 1, {3, 1, 1}},    /* at least one each */
        {4,
         {1000, 1, 400, 0},
         8,
         1,
         {4, 1, 2, 1}},                     /* 6 left for 1000 and 400: 4.3, 1.7 */
        {3, {1000, 1, 1}, 2, 1, {2, 0, 0}}, /* too few for one each */
        {3, {5, 5, 5}, 0, 1, {0, 0, 0}},
        {3, {-1, 3, 1}, 4, 1, {0, 3, 1}}, /* the first takes no part */
        {2, {-1, -1}, 0, 1, {0, 0}},
        {6, {1, 1, 1, 1, 1, 1}, 20, 1, {3, 4, 3, 4, 3, 3}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double need[TEAMS];
        int out[TEAMS] = {0};
        memcpy(need, cases[i].need, sizeof need);
        fc__structure_share(cases[i].n, need, names, cases[i].seats, cases[i].least,
                            out);
        for (size_t t = 0; t < cases[i].n; t++)
            if (out[t] != cases[i].want[t])
                fail_msg("case %zu, team %zu: %d seats, expected %d", i, t, out[t],
                         cases[i].want[t]);
    }
}

/* Whatever the needs, seats add up, nobody who takes part is below `least`, and nobody
 * is further than one seat from its share unless raised. */
static void test_shares_add_up(void **state)
{
    (void)state;
    uint32_t word[4];
    for (uint32_t trial = 0; trial < 3000; trial++) {
        fc_word4(fc_seed(5), trial, 1, fc_site("test", "shares", NULL, 0), word);
        double need[TEAMS], given[TEAMS], all = 0;
        int out[TEAMS] = {0}, sum = 0;
        const int seats = TEAMS + (int)(word[3] % 60);
        for (size_t t = 0; t < TEAMS; t++) {
            need[t] = given[t] = (double)((word[t % 3] >> (8 * (t / 3))) % 251);
            all += need[t];
        }
        fc__structure_share(TEAMS, need, names, seats, 1, out);
        for (size_t t = 0; t < TEAMS; t++) {
            sum += out[t];
            assert_true(out[t] >= 1);
            assert_true(all <= 0 || out[t] == 1 || out[t] < seats * given[t] / all + 1);
        }
        assert_int_equal(sum, seats);
    }
}

/* The same teams in every order of the list get the same seats by name. */
static void test_order_is_no_matter(void **state)
{
    (void)state;
    static const double hours[4] = {0.1 + 0.2, 0.3, 0.25, 0.15};
    int first[4] = {0};
    for (size_t turn = 0; turn < 24; turn++) {
        size_t order[4] = {0, 1, 2, 3}, rest = turn;
        for (size_t i = 4; i > 1; rest /= i, i--) {
            const size_t j = rest % i, hold = order[i - 1];
            order[i - 1] = order[j];
            order[j] = hold;
        }
        const char *name[4];
        double need[4];
        int out[4] = {0};
        for (size_t i = 0; i < 4; i++) {
            name[i] = names[order[i]];
            need[i] = hours[order[i]];
        }
        fc__structure_share(4, need, name, 23, 1, out);
        for (size_t i = 0; i < 4; i++) {
            if (turn == 0)
                first[order[i]] = out[i];
            assert_int_equal(out[i], first[order[i]]);
        }
    }
}

static void test_next_seat(void **state)
{
    (void)state;
    const double need[3] = {50, 30, 20}, none[3] = {0, 0, 0};
    int seats[3] = {0, 0, 0};
    static const size_t want[] = {0, 1, 2, 0, 1, 0, 0, 2, 1, 0};
    for (size_t i = 0; i < 10; i++) {
        const size_t team = fc__structure_next(3, need, names, seats);
        assert_int_equal(team, want[i]);
        seats[team]++;
    }
    assert_int_equal(seats[0], 5);
    assert_int_equal(seats[1], 3);
    assert_int_equal(fc__structure_next(3, none, names, (int[3]){1, 1, 1}), 1);
    assert_int_equal(fc__structure_next(3, none, names, (int[3]){1, 2, 1}), 0);
}

static void test_order_by_name(void **state)
{
    (void)state;
    uint32_t order[TEAMS];
    static const uint32_t want[TEAMS] = {1, 3, 5, 0, 2, 4};
    fc__structure_order(TEAMS, names, order);
    assert_memory_equal(order, want, sizeof want);
}

static void near(double found, double want, double tolerance)
{
    if (!(found >= want - tolerance && found <= want + tolerance))
        fail_msg("%.9g, expected %.9g +- %g", found, want, tolerance);
}

static void test_turnover(void **state)
{
    (void)state;
    near(fc__people_life_scale(0.30, 0.8) / 12, 3.62793, 5e-6);
    near(fc__people_life_scale(0.30, 1.0) / 12, 2.80367, 5e-6);
    near(1 - fc_exp(-1 / fc__people_life_scale(0.27, 1.0)), .0258850, 5e-8);
    near(1 - fc_exp(-1 / fc__people_life_scale(0.35, 1.0)), .0352619, 5e-8);
    near(fc__people_life_scale(0.0, 0.8), 1e9, 0);
    for (double shape = 0.3; shape <= 3; shape += 0.3)
        near(1 - fc_exp(-fc_pow(12 / fc__people_life_scale(0.4, shape), shape)), 0.4,
             1e-12);
}

static void test_ramp(void **state)
{
    (void)state;
    const double weeks = 26, tau = fc__people_time_constant(weeks, 0.2);
    near(tau, 9.3775, 5e-5);
    near(1 - 0.8 * fc_exp(-weeks / tau), 0.95, 1e-12);
    near(1 - 0.8 * fc__people_gap_mean(52, tau), .856294, 5e-7);
    near(fc__people_gap_mean(0, tau), 1, 0);
    near(fc__people_gap_mean(1e-9, tau), 1, 1e-9);
    near(fc__people_time_constant(0, 0.2), 1e-4, 0);
}

/* A pulled hazard: twice the hazard uses up the same clock; what is used up in the
 * months that it takes is what was there; with a constant hazard time simply runs
 * faster; without turnover nobody leaves. */
static void test_pulled(void **state)
{
    (void)state;
    static const float shapes[] = {0.3f, 0.8f, 1.0f, 2.0f, 3.0f};
    const float rate = 0.03f;
    for (size_t i = 0; i < 5; i++)
        for (float x = 0; x < 200; x = 2 * x + 1)
            for (float u = 0.25f; u < 100; u *= 3) {
                const double k = (double)shapes[i];
                const double used = fc_pow((double)x + 1e-30, k);
                const double scale = fc_pow((double)(x + u), k);
                const float clock = (float)((double)rate * (scale - used));
                const float all = fc__people_months(x, clock, rate, shapes[i]);
                const float half = fc__people_months(x, clock, 2 * rate, shapes[i]);
                const double after = fc_pow((double)(x + half), k) - used;
                near(after / scale, (scale - used) / scale / 2, 1e-5);
                near((double)all, (double)u, 2e-5 * (double)(x + u) + 1e-4 * (double)u);
                near((double)(fc__people_hazard(x + u, rate, shapes[i]) -
                              fc__people_hazard(x, rate, shapes[i])) /
                         scale,
                     (double)clock / scale, 1e-5 * (double)rate);
                if (i == 2)
                    near((double)half, (double)u / 2, 1e-5 * (double)(x + u));
            }
    assert_true(fc__people_months(10, 0, rate, 0.8f) < 1e-4f);
    assert_true(fc__people_months(10, 1, 0, 0.8f) >= FC_NEVER_MONTHS);
    near((double)fc__people_months(10, 0, 0, 0.8f), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_shares_add_up),
        cmocka_unit_test(test_order_is_no_matter),
        cmocka_unit_test(test_next_seat),
        cmocka_unit_test(test_order_by_name),
        cmocka_unit_test(test_turnover),
        cmocka_unit_test(test_ramp),
        cmocka_unit_test(test_pulled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
