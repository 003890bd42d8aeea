/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The macro cycle against closed forms, on the real engine (rooms behind it left out).
 *
 * T23: weekly probabilities .0223281 and .00358223 with a month in place of a week, so
 * durations 44.786615 and 279.15515 months and S = 1: share .138255; from an expansion
 * 3.31886, 16.45668, 30.75430 steps of recession in 52, 156, 260 and P(a start)
 * .170233, .428695, .606649; standard deviation of the occupancy of the stationary
 * chain 14.648, 32.804, 44.886 (mixture of the two starts). The chain of S = 2, 4
 * against the exact occupancy law. X, credit and z: variance, autocorrelation and
 * covariances.
 *
 * Fixed seed; 24 comparisons, each at 5.6 standard errors (family-wise 1e-6 under the
 * normal law). Detects with near certainty: 6 % in a mean duration (30,000 paths of
 * occupancy), 2 % in a standard deviation of X, z or credit.
 */
#include <math.h>

#include "../world.h"

enum { PATHS = 30080, STEPS_MAX = 480 };
static const double errors_allowed = 5.6;

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };" WORLD_REST

static void close_to(const char *what, double found, double want, double error)
{
    const double z = (found - want) / error;
    if (!(fabs(z) <= errors_allowed))
        fail_msg("%s: %.7g, expected %.7g +- %.2g (%.1f errors)", what, found, want,
                 error, z);
}

/* ---- occupancy of the recession ---- */

struct occupancy { /* exact law after n steps: p[regime][steps in recession] */
    double mean, second, fourth, started;
};

/* By recursion over the steps: the law of (regime, steps in recession so far). */
static struct occupancy exact(int n, double enter, double leave, int start)
{
    static double law[2][STEPS_MAX + 2], next[2][STEPS_MAX + 2];
    memset(law, 0, sizeof law);
    memset(next, 0, sizeof next);
    law[start][0] = 1;
    for (int t = 0; t < n; t++) {
        for (int k = 0; k <= t + 1; k++) {
            next[0][k] = law[0][k] * (1 - enter) + law[1][k] * leave;
            next[1][k] = k ? law[0][k - 1] * enter + law[1][k - 1] * (1 - leave) : 0;
        }
        memcpy(law, next, sizeof law);
    }
    struct occupancy out = {0, 0, 0, 1 - pow(1 - enter, n)};
    for (int k = 0; k <= n; k++) {
        out.mean += k * (law[0][k] + law[1][k]);
        out.second += pow(k, 2) * (law[0][k] + law[1][k]);
        out.fourth += pow(k, 4) * (law[0][k] + law[1][k]);
    }
    return out;
}

static const int marks[] = {52, 156, 260};

struct counted {
    float lane[FC_LANES];
    double n[3], sum[3], square[3], any[3];
};

static void count(const struct fc_block *b, void *out)
{
    struct counted *self = out;
    const float *recession = FC_ROW(b, recession, 0);
    if (b->step == 0)
        memset(self->lane, 0, sizeof self->lane);
    FC_EACH (l)
        self->lane[l] += recession[l];
    for (int i = 0; i < 3; i++)
        if ((int)b->step + 1 == marks[i])
            FC_EACH (l) {
                const double x = (double)self->lane[l];
                self->n[i] += 1;
                self->sum[i] += x;
                self->square[i] += x * x;
                self->any[i] += x > 0;
            }
}

static struct counted count_regimes(const char *text)
{
    static struct counted out;
    memset(&out, 0, sizeof out);
    struct world world = world_new(text);
    world_trim(&world, "macro");
    world_run(&world, PATHS, count, &out);
    world_clear(&world);
    return out;
}

#define WEEKLY                                                                         \
    "macro = { expansion_months = 279.15515; recession_months = 44.786615; start_in "  \
    "= "

/* T23: the published numbers follow from the exact law, and the engine from it. */
static void test_occupancy(void **state)
{
    (void)state;
    static const double means[] = {3.31886, 16.45668, 30.75430};
    static const double starts[] = {.170233, .428695, .606649};
    static const double sds[] = {14.648, 32.804, 44.886};
    const double enter = .00358223, leave = .0223281, share = enter / (enter + leave);
    const struct counted calm =
        count_regimes(HEAD("260", "1") WEEKLY "\"expansion\"; };");
    const struct counted deep =
        count_regimes(HEAD("260", "1") WEEKLY "\"recession\"; };");
    for (int i = 0; i < 3; i++) {
        const struct occupancy a = exact(marks[i], enter, leave, 0);
        const struct occupancy r = exact(marks[i], enter, leave, 1);
        const double mean = (1 - share) * a.mean + share * r.mean;
        const double second = (1 - share) * a.second + share * r.second;
        assert_true(fabs(a.mean - means[i]) < 2e-4);
        assert_true(fabs(a.started - starts[i]) < 2e-6);
        assert_true(fabs(sqrt(second - mean * mean) - sds[i]) < 2e-3);
        const double n = calm.n[i];
        close_to("mean from an expansion", calm.sum[i] / n, a.mean,
                 sqrt((a.second - a.mean * a.mean) / n));
        close_to("mean from a recession", deep.sum[i] / n, r.mean,
                 sqrt((r.second - r.mean * r.mean) / n));
        close_to("P(a start)", calm.any[i] / n, a.started,
                 sqrt(a.started * (1 - a.started) / n));
        const double found =
            (1 - share) * calm.square[i] / n + share * deep.square[i] / n;
        const double variance = pow(1 - share, 2) * (a.fourth - a.second * a.second) +
                                share * share * (r.fourth - r.second * r.second);
        close_to("second moment, stationary", found, second, sqrt(variance / n));
    }
}

/* Share and mean do not depend on the step: S = 2 and 4 against the exact law. */
static void test_occupancy_by_step(void **state)
{
    (void)state;
    const char *texts[] = {HEAD("130", "2"), HEAD("65", "4")};
    for (int i = 0; i < 2; i++) {
        const double dt = i ? 0.25 : 0.5;
        const struct occupancy law = exact(260, dt / 64.2, dt / 10.3, 0);
        const struct counted found = count_regimes(texts[i]);
        close_to("mean", found.sum[2] / found.n[2], law.mean,
                 sqrt((law.second - law.mean * law.mean) / found.n[2]));
        close_to("P(a start)", found.any[2] / found.n[2], law.started,
                 sqrt(law.started * (1 - law.started) / found.n[2]));
    }
}

/* ---- factors ---- */

struct moments {
    double n, credit, credit2, credit_first2, z2, z_last2, cross, lagged, shared, other;
    float z[FC_LANES];
};

/* z at steps 1 and 25, credit at steps 1 and 25; covariance of two markets that share
 * the territory, and of two that share nothing but the economy. */
static void moments_add(const struct fc_block *b, void *out)
{
    struct moments *self = out;
    const float *z = FC_ROW(b, adverse, 0);
    const float *credit = FC_ROW(b, credit, 0);
    const uint32_t last = b->model->axis[FC_MARKET].count - 1;
    FC_EACH (l) {
        const double x = (double)z[l], c = (double)credit[l];
        if (b->step == 0) {
            self->n += 1;
            self->z2 += x * x;
            self->credit_first2 += c * c;
            self->z[l] = z[l];
        } else if (b->step == 1)
            self->lagged += x * (double)self->z[l];
        else if (b->step == 24) {
            self->credit += c;
            self->credit2 += c * c;
            self->z_last2 += x * x;
            self->shared += x * (double)FC_ROW(b, adverse, 1)[l];
            self->other += x * (double)FC_ROW(b, adverse, last)[l];
        }
    }
}

/* Markets: 2 territories x 2 products x 2 segments; 0 and 1 differ in the segment, 0
 * and 7 in everything. With no recession z = .3 X + .2 (T + P + S). */
static void test_factors(void **state)
{
    (void)state;
    struct moments m = {0};
    struct world world = world_new(
        HEAD("13", "2") "macro = { random = false; factor_sd = 0.3; "
                        "territory_sd = 0.2; product_sd = 0.2; segment_sd = 0.2; "
                        "};");
    assert_int_equal(world.model->axis[FC_MARKET].count, 8);
    world_trim(&world, "macro");
    world_run(&world, PATHS, moments_add, &m);
    world_clear(&world);
    const double var = .09 + 3 * .04, n = m.n;
    const double error = sqrt(2 / n); /* relative, of a variance */
    close_to("variance of z, step 1", m.z2 / n, var, var * error);
    close_to("variance of z, step 25", m.z_last2 / n, var, var * error);
    close_to("covariance of successive steps", m.lagged / n, var * pow(2, -1. / 6),
             var * error);
    close_to("covariance, same territory and product", m.shared / n, .09 + .08,
             var * error);
    close_to("covariance, nothing in common", m.other / n, .09, var * error);
    close_to("mean of credit", m.credit / n, 0, 1 / sqrt(n));
    close_to("variance of credit", m.credit2 / n, 1, error);
    close_to("variance of credit, month 1", m.credit_first2 / n, 1, error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_occupancy),
        cmocka_unit_test(test_occupancy_by_step),
        cmocka_unit_test(test_factors),
    };
    return cmocka_run_group_tests_name("stat.macro", tests, NULL, NULL);
}
