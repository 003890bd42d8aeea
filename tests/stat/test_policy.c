/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock of a trigger (T35), through the engine: months stand for the weeks of the
 * table. What is watched is constant spend seen with lognormal noise, so that its
 * logarithm is Gaussian, and the threshold lies k standard deviations below.
 *
 * k = 2, 2.5, 3: months to the first false alarm 43.956, 161.039, 740.797 = 1/Phi(-k);
 * a fall by 2 sd is noticed after 2.000, 3.241, 6.303 = 1/Phi(2 - k); "two months in a
 * row" with p = .05, .10: 420, 110 = (1 + p)/p^2. Compared with its own history of n
 * months: Student's t with n - 1 degrees of freedom.
 *
 * Thresholds: 6 SE of fixed seeds; what each check detects is printed: 1 % of the rare
 * ones. */
#include "closed.h"

#include <gsl/gsl_cdf.h>

#include "../world.h"

enum { MONTHS = 600, TWINS = 12, BLOCKS = CLOSED_PATHS(1024) / FC_LANES + 1 };

/* Policies of one kind differ in their names only, which is their luck. */
static void twins(char *text, size_t room, const char *kind, const char *rest)
{
    for (int i = 0; i < TWINS; i++) {
        const size_t n = strlen(text);
        snprintf(text + n, room - n, "%s{ name = \"%s%c\"; watch = \"marketing\"; %s }",
                 text[n - 1] == '(' ? "" : ", ", kind, 'a' + i, rest);
    }
}

#define SPENDER(months, plan)                                                          \
    FIRM_CLOCK(months, "1")                                                            \
    FIRM_MARKETS("1", "")                                                              \
    FIRM_CALM FIRM_NOBODY                                                              \
        "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; dispersion = 0; " \
        "spend_per_month = 1000; " plan " } );\n"                                      \
        "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "  \
        "dwell_weeks = 1.0; } ); deal_value = { mean = 100; }; };\n"                   \
        "policies = ("
#define IDLE                                                                           \
    "lag_months = 0; hold_months = 0; do = \"effects\"; effects = ( { lever = "        \
    "\"running_cost\"; factor = 1.0; } ); "

static const double cv = 0.05;

/* 1000 seen k standard deviations low, on the logarithm. */
static double threshold(double k)
{
    const double s2 = log1p(cv * cv);
    return 1000 * exp(-s2 / 2 - k * sqrt(s2));
}

static void clock_text(char *text, size_t room, const char *kind, double k, int confirm)
{
    char rest[400];
    snprintf(rest, sizeof rest,
             "noise_cv = %g; act_below = %.9g; confirm_months = %d; " IDLE, cv,
             threshold(k), confirm);
    twins(text, room, kind, rest);
}

/* First month at whose end the policy has decided, from `from` on; and how often. */
struct passages {
    uint32_t policies, from;
    float *first;          /* [policy][lane], 0: not yet */
    double *hits, *months; /* [policy] */
    double *alarms,
        *time; /* [policy] first passages within the horizon, months at risk */
};

static void watch_alarms(const struct fc_block *b, void *out)
{
    struct passages *p = out;
    for (uint32_t i = 0; i < p->policies; i++)
        for (uint32_t l = 0; l < FC_LANES; l++) {
            const bool on = FC_ROW(b, policy_on, i)[l] > 0.0f;
            float *first = &p->first[i * FC_LANES + l];
            if (b->month + 1 < p->from)
                continue;
            p->hits[i] += on;
            p->months[i] += 1;
            if (on && !(*first > 0.0f)) {
                *first = (float)(b->month + 2 - p->from);
                p->alarms[i] += 1;
                p->time[i] += (double)*first;
            }
            if (b->month + 1 == b->model->months && !(*first > 0.0f))
                p->time[i] += (double)(b->month + 2 - p->from);
        }
}

static struct passages passages_of(const char *text, uint32_t policies, uint32_t from)
{
    struct passages p = {policies, from, NULL, NULL, NULL, NULL, NULL};
    struct world w = world_new(text);
    assert_int_equal(w.model->axis[FC_POLICY].count, policies);
    p.first = calloc((size_t)policies * FC_LANES, sizeof *p.first);
    p.hits = calloc(policies * 4, sizeof *p.hits);
    p.months = p.hits + policies;
    p.alarms = p.hits + 2 * policies;
    p.time = p.hits + 3 * policies;
    for (int block = 0; block < BLOCKS; block++) {
        memset(p.first, 0, (size_t)policies * FC_LANES * sizeof *p.first);
        world_block(&w, (uint64_t)block * FC_LANES, false, watch_alarms, &p);
    }
    world_clear(&w);
    return p;
}

static void passages_clear(struct passages *p)
{
    free(p->first);
    free(p->hits);
}

static double sum(const double *of, uint32_t kind)
{
    double all = 0;
    for (uint32_t i = 0; i < TWINS; i++)
        all += of[kind * TWINS + i];
    return all;
}

/* Months at risk over alarms, against its exact value and that of an endless run. */
static void rate_check(const struct passages *p, uint32_t kind, const char *what,
                       double exact)
{
    const double alarms = sum(p->alarms, kind), time = sum(p->time, kind);
    closed_near(what, time / alarms, exact / sqrt(alarms), exact, 6);
}

static void test_false_alarms(void **state)
{
    (void)state;
    static char text[40000] = SPENDER("600", "");
    static const double k[] = {2, 2.5, 3}, arl[] = {43.956, 161.039, 740.797};
    clock_text(text, sizeof text, "two", 2, 1);
    clock_text(text, sizeof text, "half", 2.5, 1);
    clock_text(text, sizeof text, "three", 3, 1);
    clock_text(text, sizeof text, "five", -gsl_cdf_ugaussian_Pinv(0.05), 2);
    clock_text(text, sizeof text, "ten", -gsl_cdf_ugaussian_Pinv(0.10), 2);
    strcat(text, " );\n");
    struct passages p = passages_of(text, 5 * TWINS, 1);
    for (uint32_t i = 0; i < 3; i++) {
        const double q = gsl_cdf_ugaussian_P(-k[i]);
        const double share = sum(p.hits, i) / sum(p.months, i);
        assert_true(fabs(1 / q - arl[i]) < 6e-4);
        closed_near("share of months with a false alarm", share,
                    sqrt(q * (1 - q) / sum(p.months, i)), q, 6);
        rate_check(&p, i, "months to the first false alarm", arl[i]);
    }
    static const double p2[] = {0.05, 0.10}, two[] = {420, 110};
    for (uint32_t i = 0; i < 2; i++) {
        /* (months at risk) / alarms of 600 months, by the chain of the run of hits */
        double none = 1, one = 0, time = 0;
        assert_true(fabs((1 + p2[i]) / (p2[i] * p2[i]) - two[i]) < 1e-9);
        for (int m = 0; m < MONTHS; m++) {
            time += none + one;
            const double next = none * p2[i];
            none = (none + one) * (1 - p2[i]);
            one = next;
        }
        const double exact = time / (1 - none - one);
        printf("  of %d months: %.3f, of an endless run: %g\n", MONTHS, exact, two[i]);
        rate_check(&p, 3 + i, "two months in a row", exact);
    }
    passages_clear(&p);
}

static void test_detection(void **state)
{
    (void)state;
    static const double k[] = {2, 2.5, 3}, delay[] = {2.000, 3.241, 6.303};
    static char text[40000];
    const double s = sqrt(log1p(cv * cv));
    snprintf(text, sizeof text,
             SPENDER("150", "spend_plan = ( { month = 11; "
                            "spend_per_month = %.9g; } );"),
             1000 * exp(-2 * s));
    clock_text(text, sizeof text, "two", 2, 1);
    clock_text(text, sizeof text, "half", 2.5, 1);
    clock_text(text, sizeof text, "three", 3, 1);
    strcat(text, " );\n");
    struct passages p = passages_of(text, 3 * TWINS, 11);
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(fabs(1 / gsl_cdf_ugaussian_P(2 - k[i]) - delay[i]) < 6e-4);
        rate_check(&p, i, "months until a fall by 2 sd is noticed", delay[i]);
    }
    passages_clear(&p);
}

/* What halves the error of the figures, through the lever kpi_noise. */
static void test_noise_lever(void **state)
{
    (void)state;
    static char text[40000] =
        "practices = ( { name = \"crm\"; category = \"technology\"; effects = ( { "
        "lever = "
        "\"kpi_noise\"; factor = 0.5; } ); } );\n" SPENDER("120", "");
    const double half = sqrt(log1p(cv * cv / 4));
    const double q = gsl_cdf_ugaussian_P(log(threshold(1) / 1000) / half + half / 2);
    clock_text(text, sizeof text, "one", 1, 1);
    strcat(text, " );\n");
    struct passages p = passages_of(text, TWINS, 1);
    closed_near("share of months, half the error", sum(p.hits, 0) / sum(p.months, 0),
                sqrt(q * (1 - q) / sum(p.months, 0)), q, 6);
    passages_clear(&p);
}

/* In standard deviations of its own n months: the next one is t(n - 1) sqrt(1 + 1/n).
 */
struct shares {
    double hits[3], all;
};
static const uint32_t after[3] = {12, 24, 59};

static void count_hits(const struct fc_block *b, void *out)
{
    struct shares *s = out;
    for (int j = 0; j < 3; j++)
        for (uint32_t i = 0; b->month == after[j] && i < TWINS; i++)
            FC_EACH (l)
                s->hits[j] += FC_ROW(b, policy_on, i)[l] > 0.0f;
}

static void test_history(void **state)
{
    (void)state;
    static char text[40000] = SPENDER("60", "");
    struct shares s = {.all = (double)TWINS * BLOCKS * FC_LANES};
    twins(text, sizeof text, "self",
          "noise_cv = 0.001; compare_to = \"history\"; act_below = -2; " IDLE);
    strcat(text, " );\n");
    struct world w = world_new(text);
    world_run(&w, (uint64_t)BLOCKS * FC_LANES, count_hits, &s);
    world_clear(&w);
    for (int j = 0; j < 3; j++) {
        const double n = after[j];
        const double q = gsl_cdf_tdist_P(-2 * sqrt(n / (n + 1)), n - 1);
        closed_near("2 sd of its own history", s.hits[j] / s.all,
                    sqrt(q * (1 - q) / s.all), q, 6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_false_alarms),
        cmocka_unit_test(test_detection),
        cmocka_unit_test(test_noise_lever),
        cmocka_unit_test(test_history),
    };
    return cmocka_run_group_tests_name("stat.policy", tests, NULL, NULL);
}
