/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of first contact half-way between their points, against the closed forms
 * of queue.c; order: busier, longer, worse; ranked: the ends. */
#include "../world.h"

#include <math.h>

#include "model/first_contact.h"
#include "model/market.h"
#include "model/queue.h"

#define CHANNEL(more)                                                                  \
    "title = \"q\"; currency = \"EUR\"; horizon = { start = \"2027-01\"; months = 1; " \
    "};" WORLD_MARKETS                                                                 \
    "funnel = { stages = ( { name = \"a\"; conversion = 0.3; dwell_weeks = 2; } ); "   \
    "deal_value = { mean = 5000; }; }; people = { seats = 24; }; channels = ( { name " \
    "= \"web\"; kind = \"inbound\"; share = 1.0; " more " } );"

static void near_(int line, double value, double exact, double tolerance)
{
    if (!(fabs(value - exact) <= tolerance))
        fail_msg("line %d: %.7g, expected %.7g +- %g", line, value, exact, tolerance);
}
#define NEAR(value, exact, tolerance) near_(__LINE__, value, exact, tolerance)

static double middle(float a, float b)
{
    return 0.5 * ((double)a + (double)b);
}

static struct world tables(struct fc_first_contact *self, const char *text)
{
    struct world w = world_new(text);
    struct fc_error err;
    *self = (struct fc_first_contact){0};
    assert_int_equal(fc__first_contact_tables(self, w.model, &err), FC_OK);
    return w;
}

static void busy(void **state)
{
    (void)state;
    struct fc_first_contact t;
    struct world w = tables(&t, CHANNEL(""));
    assert_int_equal(t.servers, 24);
    assert_false(t.decays);
    for (uint32_t c = 0; c < t.servers; c++)
        for (uint32_t i = 0; i < FC_LOADS - 1; i++) {
            const float *at = t.busy + c * FC_LOADS + i;
            const double load = 0.98 * (i + 0.5) / (FC_LOADS - 1);
            NEAR(middle(at[0], at[1]), fc__erlang_c(c + 1, load), 2e-4);
            assert_true(at[0] <= at[1]);
            assert_true(c == 0 ||
                        at[0] <= at[0 - FC_LOADS]); /* more seats, less busy */
        }
    world_clear(&w);
}

static void decay(void **state)
{
    (void)state;
    struct fc_first_contact t;
    struct world w = tables(&t, CHANNEL("decay_exponent = 0.7;"));
    assert_true(t.decays && t.decay[0].exponents == 2);
    for (uint32_t i = 0; i < FC_WAITS - 1; i++) {
        const float *at = t.decay[0].value + i * 2;
        double exact;
        fc__queue_decay_mean(exp((double)FC_WAIT_LOW + (i + 0.5) / 16), 0.7, 0, 1,
                             &exact);
        NEAR(middle(at[0], at[2]), exact, 3e-4);
        assert_true(at[0] == at[1] && at[0] <= at[2]);
    }
    world_clear(&w);
}

static void decay_uncertain(void **state)
{
    (void)state;
    struct fc_first_contact t;
    struct world w = tables(&t, CHANNEL("decay_exponent = \"0.1 .. 1.3\";"));
    assert_int_equal(t.decay[0].exponents, FC_EXPONENTS);
    for (uint32_t i = 0; i < FC_WAITS; i += 8)
        for (uint32_t j = 0; j < FC_EXPONENTS - 1; j++) {
            const float *at = t.decay[0].value + i * FC_EXPONENTS + j;
            double exact;
            fc__queue_decay_mean(exp((double)FC_WAIT_LOW + i / 16.0),
                                 2 * (j + 0.5) / (FC_EXPONENTS - 1), 0, 1, &exact);
            NEAR(middle(at[0], at[1]), exact, 3e-3);
            assert_true(at[0] >= at[1]);
        }
    world_clear(&w);
}

/* Half-way between the points in one direction. */
static double ranked_error(const float *at, uint32_t next, uint32_t share,
                           double half[3], uint32_t s, uint32_t g)
{
    const double worked = (share + half[0]) / (FC_RANK_SHARES - 1);
    const double root = (g + half[1]) / (FC_RANK_GOOD - 1);
    const double skill = 3.0 * (s + half[2]) / (FC_RANK_SKILLS - 1);
    const double exact = fc__score_found(worked, root * root, skill);
    return fabs(middle(at[0], at[next]) + worked - exact);
}

static void ranked(void **state)
{
    (void)state;
    struct fc_first_contact t;
    struct world w = tables(&t, CHANNEL(""));
    double usual = 0, worst = 0;
    for (uint32_t s = 0; s < FC_RANK_SKILLS - 1; s++)
        for (uint32_t g = 0; g < FC_RANK_GOOD - 1; g++) {
            const float *row = t.ranked + (s * FC_RANK_GOOD + g) * FC_RANK_SHARES;
            assert_true(row[0] == 0.0f && row[FC_RANK_SHARES - 1] == 0.0f);
            for (uint32_t i = 0; i < FC_RANK_SHARES - 1; i++) {
                const float *at = row + i;
                const double error =
                    fmax(ranked_error(at, 1, i, (double[]){.5, 0, 0}, s, g),
                         fmax(ranked_error(at, FC_RANK_SHARES, i, (double[]){0, .5, 0},
                                           s, g),
                              ranked_error(at, FC_RANK_GOOD * FC_RANK_SHARES, i,
                                           (double[]){0, 0, .5}, s, g)));
                worst = fmax(worst, error);
                usual = fmax(usual, s < 6 && i >= FC_RANK_SHARES / 20 ? error : 0);
                /* more worked, more found */
                assert_true(at[1] - at[0] >= -1.0f / (FC_RANK_SHARES - 1) - 1e-6f);
                assert_true(at[FC_RANK_GOOD * FC_RANK_SHARES] >= at[0] - 1e-6f);
            }
        }
    printf("  ranked leads found: largest error %.4f, usually %.4f\n", worst, usual);
    assert_true(usual < 5e-3); /* skill to 1.5, a twentieth or more is worked */
    world_clear(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(busy),
        cmocka_unit_test(decay),
        cmocka_unit_test(decay_uncertain),
        cmocka_unit_test(ranked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
