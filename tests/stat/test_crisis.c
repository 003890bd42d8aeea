/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crises against closed forms, on the real engine (rooms behind it left out).
 *
 * T24: rate 1/3.7 a year, P(no event in 1, 3, 5 years) .763173, .444498, .258890;
 *      rate .5, LN(median .06, sigma .8) held at .95, sum over 3 years: mean .1239415
 * and sd .1393623 without the hold; median .6, where it matters. T25: mu .3, n = .3,
 * mean delay half a year: E N(1, 3, 5, 10) = .359381, 1.195255, 2.051104, 4.193878, Var
 * N(1, 3, 5) = .513116, 2.105013, 3.840240, P(N(5) = 0) = e^-1.5; three types: .138316,
 * .159319, .330369 a year. Thinning: the rate in a recession over that in an expansion
 * is in_recession. A random scope hits every member alike.
 *
 * Fixed seed; 40 comparisons at 5.6 standard errors (family-wise 1e-6 under the normal
 * law). Detects with near certainty: 4 % in a rate, 5 % in a mean loss, .05 in a
 * branching ratio, 10 % in a variance, 2 % in the ratio of recession to expansion.
 */
#include <math.h>
#include <stdlib.h>

#include "../world.h"

enum { PATHS = 40064 };
static const double errors_allowed = 5.6;

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };" WORLD_REST
#define EFFECTS "effects = ( { lever = \"demand\"; loss = 1.0; } );"
#define CRISIS(name, rate, more)                                                       \
    "{ name = \"" name "\"; category = \"operational\"; per_year = " rate "; " more    \
    " " EFFECTS " }"

static void close_to(const char *what, double found, double want, double error)
{
    const double z = (found - want) / error;
    if (!(fabs(z) <= errors_allowed))
        fail_msg("%s: %.7g, expected %.7g +- %.2g (%.1f errors)", what, found, want,
                 error, z);
}

/* ---- counts and sums of severities at given months ---- */

enum { MARKS = 4 };

struct sample { /* of one crisis */
    int months[MARKS];
    uint32_t crisis;
    double n;
    float lane[FC_LANES];
    double severity_lane[FC_LANES];
    double sum[MARKS], square[MARKS], fourth[MARKS], none[MARKS];
    double severity, severity2, severity4;
};

static void sample_add(const struct fc_block *b, void *out)
{
    struct sample *self = out;
    if (b->step == 0) {
        memset(self->lane, 0, sizeof self->lane);
        memset(self->severity_lane, 0, sizeof self->severity_lane);
    }
    if (!b->month_ends)
        return;
    const float *events = FC_ROW(b, crisis_events, self->crisis);
    const float *severity = FC_ROW(b, crisis_severity, self->crisis);
    FC_EACH (l) {
        self->lane[l] += events[l];
        self->severity_lane[l] += (double)severity[l];
        for (int i = 0; i < MARKS; i++)
            if ((int)b->month + 1 == self->months[i]) {
                const double x = (double)self->lane[l];
                self->sum[i] += x;
                self->square[i] += x * x;
                self->fourth[i] += x * x * x * x;
                self->none[i] += x < 0.5;
            }
    }
    if (b->month + 1 == b->model->months)
        FC_EACH (l) {
            const double x = self->severity_lane[l];
            self->n += 1;
            self->severity += x;
            self->severity2 += x * x;
            self->severity4 += x * x * x * x;
        }
}

static void sample_run(struct sample *self, const char *text, uint64_t paths)
{
    struct world world = world_new(text);
    world_trim(&world, "crisis");
    world_run(&world, paths, sample_add, self);
    world_clear(&world);
}

/* mean, variance and their errors from the sample itself */
static void check_mean(const char *what, const struct sample *s, int i, double want)
{
    const double m = s->sum[i] / s->n;
    close_to(what, m, want, sqrt((s->square[i] / s->n - m * m) / s->n));
}

static void check_variance(const char *what, const struct sample *s, int i, double mean,
                           double want)
{
    const double second = s->square[i] / s->n;
    close_to(what, second, want + mean * mean,
             sqrt((s->fourth[i] / s->n - second * second) / s->n));
}

static void check_none(const char *what, const struct sample *s, int i, double want)
{
    close_to(what, s->none[i] / s->n, want, sqrt(want * (1 - want) / s->n));
}

static void test_counts(void **state)
{
    (void)state;
    struct sample s = {.months = {12, 36, 60}};
    sample_run(&s,
               HEAD("60", "2") "crises = ( " CRISIS(
                   "fire", "0.27027027", "severity = { median = 0.2; };") " );",
               PATHS);
    check_none("P(none in 1 year)", &s, 0, .763173);
    check_none("P(none in 3 years)", &s, 1, .444498);
    check_none("P(none in 5 years)", &s, 2, .258890);
    check_variance("variance of a Poisson count", &s, 2, 5 / 3.7, 5 / 3.7);
}

static double phi(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

/* E min(X, hold)^k of a lognormal X. */
static double held_moment(double median, double sigma, double hold, int k)
{
    const double mu = log(median), a = (log(hold) - mu) / sigma;
    return exp(k * mu + 0.5 * k * k * sigma * sigma) * phi(a - k * sigma) +
           pow(hold, k) * phi(-a);
}

static void test_compound_loss(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD("36", "2") "crises = ( " CRISIS(
            "fire", "0.5", "severity = { median = 0.06; sigma = 0.8; };") " );",
        HEAD("36", "2") "crises = ( " CRISIS(
            "fire", "0.5", "severity = { median = 0.6; sigma = 0.8; };") " );"};
    static const double medians[] = {.06, .6};
    assert_true(fabs(1.5 * held_moment(.06, .8, 1e6, 1) - .1239415) < 1e-6);
    assert_true(fabs(sqrt(1.5 * held_moment(.06, .8, 1e6, 2)) - .1393623) < 1e-6);
    for (int i = 0; i < 2; i++) {
        struct sample s = {.months = {36}};
        sample_run(&s, texts[i], 2 * PATHS);
        const double mean = 1.5 * held_moment(medians[i], .8, .95, 1);
        const double var = 1.5 * held_moment(medians[i], .8, .95, 2);
        const double second = s.severity2 / s.n;
        close_to("mean loss", s.severity / s.n, mean, sqrt(var / s.n));
        close_to("second moment of the loss", second, var + mean * mean,
                 sqrt((s.severity4 / s.n - second * second) / s.n));
    }
}

/* ---- regimes ---- */

struct regimes {
    double events[2], steps[2];
};

static void regimes_add(const struct fc_block *b, void *out)
{
    struct regimes *self = out;
    const float *recession = FC_ROW(b, recession, 0);
    const float *events = FC_ROW(b, crisis_events, 0); /* S = 1: of this step */
    FC_EACH (l) {
        const int r = recession[l] > 0;
        self->events[r] += (double)events[l];
        self->steps[r] += 1;
    }
}

static void test_thinning(void **state)
{
    (void)state;
    static const char *const factor[] = {"4.0", "0.25"};
    static const double ratio[] = {4, 0.25};
    for (int i = 0; i < 2; i++) {
        char text[2000];
        struct regimes r = {0};
        snprintf(text, sizeof text,
                 HEAD("120", "1") "macro = { expansion_months = 20; recession_months = "
                                  "20; }; crises = ( " CRISIS(
                                      "fire", "1.2",
                                      "in_recession = %s; severity = { "
                                      "median = 0.2; };") " );",
                 factor[i]);
        struct world world = world_new(text);
        world_trim(&world, "crisis");
        world_run(&world, PATHS / 4, regimes_add, &r);
        world_clear(&world);
        for (int k = 0; k < 2; k++) {
            const double rate = 0.1 * (k ? ratio[i] : 1);
            close_to(k ? "rate in a recession" : "rate in an expansion",
                     r.events[k] / r.steps[k], rate, sqrt(rate / r.steps[k]));
        }
    }
}

/* ---- contagion ---- */

static void test_one_type(void **state)
{
    (void)state;
    static const double means[] = {.359381, 1.195255, 2.051104, 4.193878};
    static const double vars[] = {.513116, 2.105013, 3.840240};
    struct sample s = {.months = {12, 36, 60, 120}};
    sample_run(
        &s,
        HEAD("120", "1") "crises = ( " CRISIS(
            "breach", "0.3", "severity = { median = 0.2; };") " ); contagion = ( { "
                                                              "from = \"breach\"; to = "
                                                              "\"breach\"; mean = 0.3; "
                                                              "delay_weeks = 26; } );",
        PATHS);
    for (int i = 0; i < 4; i++)
        check_mean("E N", &s, i, means[i]);
    for (int i = 0; i < 3; i++)
        check_variance("Var N", &s, i, means[i], vars[i]);
    check_none("P(N(5) = 0)", &s, 2, exp(-1.5));
}

/* Two events for certain in month 1, each with a Poisson number of mean .9 of the other
 * kind, 26 weeks later on average: Poisson with mean 1.8 (1 - e^(-m / 6)) after m
 * months, so that the delays of the two families are independent. */
static void test_delays(void **state)
{
    (void)state;
    struct sample s = {.months = {3, 6, 12, 24}, .crisis = 1};
    sample_run(
        &s,
        HEAD("24", "2") "crises = ( " CRISIS(
            "spark", "0.0",
            "severity = { median = 0.2; }; scheduled = ( { month = 1; severity = 0.5; "
            "}, { month = 1; severity = 0.5; } );") ", " CRISIS("fire", "0.0",
                                                                "severity = { median = "
                                                                "0.2; };") " ); "
                                                                           "contagion "
                                                                           "= ( { from "
                                                                           "= "
                                                                           "\"spark\"; "
                                                                           "to = "
                                                                           "\"fire\"; "
                                                                           "mean = "
                                                                           "0.9; "
                                                                           "delay_"
                                                                           "weeks = "
                                                                           "26; } );",
        PATHS);
    for (int i = 0; i < 4; i++) {
        const double mean = 1.8 * (1 - exp(-s.months[i] / 6.0));
        check_mean("secondary events", &s, i, mean);
        check_variance("variance of secondary events", &s, i, mean, mean);
    }
}

/* Years 11 to 50, long after the start. */
static void test_three_types(void **state)
{
    (void)state;
    static const double rates[] = {.138316, .159319, .330369};
    const char *text = HEAD("600", "1") "crises = ( " CRISIS(
        "fin", "0.1",
        "severity = { median = 0.2; };") ", " CRISIS("rep", "0.08",
                                                     "severity = { median = 0.2; "
                                                     "};") ", " CRISIS("ops", "0.25",
                                                                       "severity = "
                                                                       "{ median = "
                                                                       "0.2; "
                                                                       "};") " ); "
                                                                             "conta"
                                                                             "gion "
                                                                             "= ( "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"fin"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"fin"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.10;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"fin"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"rep"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.10;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"fin"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"ops"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.05;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"rep"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"fin"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.05;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"rep"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"rep"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.10;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"rep"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"ops"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.15;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"ops"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"fin"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.05;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"ops"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"rep"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.15;"
                                                                             " "
                                                                             "}, "
                                                                             "{ "
                                                                             "from "
                                                                             "= "
                                                                             "\"ops"
                                                                             "\"; "
                                                                             "to = "
                                                                             "\"ops"
                                                                             "\"; "
                                                                             "mean "
                                                                             "= "
                                                                             "0.15;"
                                                                             " "
                                                                             "} );";
    for (uint32_t i = 0; i < 3; i++) {
        struct sample s = {.months = {120, 600}, .crisis = i};
        sample_run(&s, text, PATHS / 16);
        const double found = (s.sum[1] - s.sum[0]) / s.n / 40;
        close_to("rate of a type", found, rates[i],
                 2 * sqrt(rates[i] / 40 / s.n)); /* dispersion below 4 */
    }
}

/* ---- random scope ---- */

struct hits {
    double segment[2], both;
};

/* Markets 0 and 1 differ in the segment only. */
static void hits_add(const struct fc_block *b, void *out)
{
    struct hits *self = out;
    const float *small = fc_lever(b, FC_L_demand, 0);
    const float *large = fc_lever(b, FC_L_demand, 1);
    const float *events = FC_ROW(b, crisis_events, 0);
    FC_EACH (l)
        if (events[l] > 0) {
            self->segment[0] += small[l] < 1;
            self->segment[1] += large[l] < 1;
            self->both += small[l] < 1 && large[l] < 1;
        }
}

static void test_random_scope(void **state)
{
    (void)state;
    struct hits h = {{0}, 0};
    struct world world = world_new(HEAD("12", "1") "crises = ( " CRISIS(
        "slump", "1.2",
        "scope = \"random:segments\"; severity = { median = 0.2; }; "
        "plateau_weeks = 0.5; half_life_weeks = 0;") " );");
    world_trim(&world, "crisis");
    world_run(&world, PATHS / 4, hits_add, &h);
    world_clear(&world);
    const double n = h.segment[0] + h.segment[1];
    assert_true(n > 5000);
    close_to("share of the first member", h.segment[0] / n, 0.5, 0.5 / sqrt(n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),       cmocka_unit_test(test_compound_loss),
        cmocka_unit_test(test_thinning),     cmocka_unit_test(test_one_type),
        cmocka_unit_test(test_delays),       cmocka_unit_test(test_three_types),
        cmocka_unit_test(test_random_scope),
    };
    return cmocka_run_group_tests_name("stat.crisis", tests, NULL, NULL);
}
