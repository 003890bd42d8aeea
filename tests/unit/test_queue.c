/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queues, decay of interest and ranking of leads against published values and against
 * GSL's integration of the same integrals. Detects one unit in the sixth digit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>

#include "model/queue.h"

#define NEAR(value, exact, tolerance) near_(__LINE__, value, exact, tolerance)

static void near_(int line, double value, double exact, double tolerance)
{
    if (!(fabs(value - exact) <= tolerance))
        fail_msg("line %d: %.12g, expected %.12g +- %g", line, value, exact, tolerance);
}

/* T7: service 2 hours, load .85 */
static void erlang_c(void **state)
{
    (void)state;
    static const struct {
        uint32_t servers;
        double waits, hours;
    } row[] = {{6, .624050, 1.386778}, {8, .572569, .954282}, {24, .345182, .191768}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const double c = fc__erlang_c(row[i].servers, .85);
        NEAR(c, row[i].waits, 6e-7);
        NEAR(c / fc__queue_rate(row[i].servers, 2, 0, .85), row[i].hours, 6e-7);
        NEAR(c / fc__queue_rate(row[i].servers, 1, 0, .85), row[i].hours / 2, 6e-7);
    }
    NEAR(fc__erlang_b(6, 5.1), .199353, 6e-7);
    NEAR(fc__erlang_b(24, 20.4), .073277, 6e-7);
    static const struct {
        uint32_t servers;
        double load, hours;
    } other[] = {
        {6, .95, 2.88530}, {24, .95, .61123}, {6, .70, .18665}, {24, .70, .00952}};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        NEAR(fc__erlang_c(other[i].servers, other[i].load) /
                 fc__queue_rate(other[i].servers, 1, 0, other[i].load),
             other[i].hours, 6e-6);
    NEAR(fc__erlang_c(6, .85) / fc__queue_rate(6, 1, 0, .85) /
             (fc__erlang_c(24, .85) / fc__queue_rate(24, 1, 0, .85)),
         7.23, .005);
    assert_true(fc__erlang_c(5, 0) == 0);
    assert_true(fc__erlang_c(0, .5) == 1);
    NEAR(fc__erlang_c(1, .37), .37, 1e-15); /* one server: the load */
    assert_true(fc__erlang_c(10000, .98) >= 0);
}

/* T8: service 2 hours, mean patience 4 hours */
static void erlang_a(void **state)
{
    (void)state;
    static const struct {
        uint32_t servers;
        double arrivals, lost, waits, hours, busy;
    } row[] = {{6, 2.55, .0807004, .452127, .322802, .781405},
               {24, 10.2, .0202603, .270003, .0810411, .832779}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const struct fc_erlang_a a =
            fc__erlang_a(row[i].servers, row[i].arrivals, 2, 4);
        NEAR(a.lost, row[i].lost, 6e-8);
        NEAR(a.waits, row[i].waits, 6e-7);
        NEAR(a.wait_mean, row[i].hours, 6e-7);
        NEAR(a.busy, row[i].busy, 6e-7);
    }
    NEAR(fc__erlang_a(6, 3.3, 2, 4).lost, .174168, 6e-7); /* more work than hours */
    NEAR(fc__erlang_a(24, 13.2, 2, 4).lost, .117031, 6e-7);
    const struct fc_erlang_a patient = fc__erlang_a(6, 2.55, 2, 1e7);
    NEAR(patient.waits, fc__erlang_c(6, .85), 1e-5); /* Erlang-C in the limit */
}

/* T8b: six servers, load .85, of which .2 is served first; service 1 */
static void priority(void **state)
{
    (void)state;
    const double c = fc__erlang_c(6, .85);
    NEAR(c / fc__queue_rate(6, 1, 0, .2), .130010, 6e-7);
    NEAR(c / fc__queue_rate(6, 1, .2, .65), .866736, 6e-7);
}

/* T8c: what an exponential interest of d an hour leaves: 1 - C + C nu / (nu + d) */
static void exponential_decay(void **state)
{
    (void)state;
    static const struct {
        uint32_t servers;
        double fast, slow; /* d = .5, .1 */
    } row[] = {{6, .671553, .886536}, {8, .739741, .918204}, {24, .924961, .981833}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const double c = fc__erlang_c(row[i].servers, .85);
        const double nu = fc__queue_rate(row[i].servers, 2, 0, .85);
        NEAR(1 - c + c * nu / (nu + .5), row[i].fast, 6e-7);
        NEAR(1 - c + c * nu / (nu + .1), row[i].slow, 6e-7);
    }
}

struct integrand {
    double tau, gamma, rate, over;
};

static double weighted(double w, void *p)
{
    const struct integrand *of = p;
    return of->over * exp(-of->rate * w) * pow(1 + w / of->tau, -of->gamma);
}

static double integral(struct integrand of, double end)
{
    gsl_integration_workspace *space = gsl_integration_workspace_alloc(2000);
    gsl_function f = {weighted, &of};
    double value, error;
    if (end > 0)
        gsl_integration_qags(&f, 0, end, 1e-13, 1e-11, 2000, space, &value, &error);
    else
        gsl_integration_qagiu(&f, 0, 1e-13, 1e-11, 2000, space, &value, &error);
    gsl_integration_workspace_free(space);
    return value;
}

static void decay_over_a_wait(void **state)
{
    (void)state;
    static const double x[] = {1e-4, .01, .3, 1, 4, 50, 400},
                        gamma[] = {.1, .3, .5, 1, 1.3};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        for (size_t j = 0; j < sizeof gamma / sizeof *gamma; j++) {
            double mean;
            fc__queue_decay_mean(x[i], gamma[j], 0, 1, &mean);
            NEAR(mean, integral((struct integrand){x[i], gamma[j], 1, 1}, 0), 1e-9);
        }
        double mean[5];
        fc__queue_decay_mean(x[i], 0, .25, 5, mean);
        assert_true(mean[0] == 1);
        double alone;
        fc__queue_decay_mean(x[i], .75, 0, 1, &alone);
        NEAR(mean[3], alone, 1e-13);
    }
}

/* After 5, 30, 60, 240, 1440 minutes; over a night and a weekend at gamma .3 */
static void decay_of_leads(void **state)
{
    (void)state;
    static const double minutes[] = {5, 30, 60, 240, 1440};
    static const double third[] = {.812, .558, .463, .311, .183};
    static const double half[] = {.707, .378, .277, .143, .059};
    for (size_t i = 0; i < 5; i++) {
        NEAR(fc__queue_decay(minutes[i], 5, .3), third[i], 6e-4);
        NEAR(fc__queue_decay(minutes[i], 5, .5), half[i], 6e-4);
    }
    const double night = fc__queue_gap_mean(16, 5. / 60, .3, 0);
    const double weekend = fc__queue_gap_mean(64, 5. / 60, .3, 0);
    NEAR(night, .289, 6e-4);
    NEAR(weekend, .193, 6e-4);
    NEAR((night + weekend) / 2, .241, 6e-4);
    NEAR(fc__queue_gap_mean(16, 5. / 60, 1, 0),
         fc__queue_gap_mean(16, 5. / 60, 1 - 1e-9, 0), 1e-9);
    assert_true(fc__queue_gap_mean(16, 5, 0, 0) == 1);
    assert_true(fc__queue_gap_mean(0, 5, 1, 0) == 1);
}

static void impatience_over_a_gap(void **state)
{
    (void)state;
    NEAR(fc__queue_gap_mean(16, 1. / 12, 0, .25), (1 - exp(-4)) / 4, 1e-6);
    static const double leaving[] = {.05, 1, 10};
    for (size_t i = 0; i < 3; i++)
        NEAR(fc__queue_gap_mean(64, 1. / 12, .3, leaving[i]),
             integral((struct integrand){1. / 12, .3, leaving[i], 1. / 64}, 64), 1e-5);
}

/* T10: of 10 % good leads, ranked with AUC .6, .7, .8 */
static void ranking(void **state)
{
    (void)state;
    static const struct {
        double auc, fifth, half;
    } row[] = {{.6, .300210, .626654}, {.7, .423707, .749252}, {.8, .574928, .861977}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const double skill = sqrt(2) * gsl_cdf_ugaussian_Pinv(row[i].auc);
        NEAR(fc__score_found(.2, .1, skill), row[i].fifth, 6e-7);
        NEAR(fc__score_found(.5, .1, skill), row[i].half, 6e-7);
    }
    NEAR(sqrt(2) * gsl_cdf_ugaussian_Pinv(.7), .741614, 6e-7);
    NEAR(fc__score_found(.37, .1, 0), .37, 1e-12); /* no skill: by chance */
    NEAR(fc__score_found(.37, 1, 2), .37, 1e-12);  /* all are good */
    assert_true(fc__score_found(0, .1, 1) == 0);
    assert_true(fc__score_found(1, .1, 1) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(erlang_c),
        cmocka_unit_test(erlang_a),
        cmocka_unit_test(priority),
        cmocka_unit_test(exponential_decay),
        cmocka_unit_test(decay_over_a_wait),
        cmocka_unit_test(decay_of_leads),
        cmocka_unit_test(impatience_over_a_gap),
        cmocka_unit_test(ranking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
