/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeat purchase without a contract through scenario files on the real engine.
 *
 * T13: CDNOW's BG/NBD law (1.23), months in place of 52/12 weeks: expected purchases at
 * 13, 39 and 78 weeks within .5 %, P(no purchase) within .005.
 * Also: mean and variance of what purchases bring; rates and odds moved by coverage and
 * constant log-odds; clients at opening; new - lost = change (M10); retention with wins
 * in between; how often clients have bought. Thresholds as in closed.h. */
#include "closed.h"

#include "../world.h"
#include "model/repeat_law.h"

static const char *const head =
    "title = \"T\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = %d; "
    "steps_per_month = 1; };\n"
    "markets = { territories = ( %s ); products = ( { name = \"p\"; model = "
    "\"repeat\"; } ); segments = ( { name = \"s\"; leads_per_month = %s; } ); "
    "year_to_year_cv = 0; };\n" FIRM_CALM FIRM_CHANNEL FIRM_NOBODY
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "
    "dwell_weeks = 2; } ); discount = 0.1; deal_value = { mean = 100; cv = 0.8; }; };\n"
    "customers = { coverage_log_odds = 0; adverse_log_odds = 0; uplift_per_year = 0; "
    "service_hours_per_week = %s; leave_log_odds = %s; repeat = { spend_mean = 35; "
    "spend_cv = 0.5; %s }; };\n"
    "opening = { pipeline = \"empty\"; repeat_clients = %d; };\n";

struct firm {
    int months, clients, territories;
    const char *leads, *service, *log_odds, *repeat;
};

enum { MONTHS_MAX = 36 };

/* Sums over paths and markets, by month. */
struct sums {
    double n, bought[MONTHS_MAX], none[MONTHS_MAX], clients[MONTHS_MAX];
    double kept[MONTHS_MAX], kept2[MONTHS_MAX], first[MONTHS_MAX], first2[MONTHS_MAX];
    double bought2[MONTHS_MAX], clients2[MONTHS_MAX], loyal[MONTHS_MAX];
    double spends, excess, excess2, excess4;
    double so_far[16][FC_LANES], last[16][FC_LANES];
};

static void add(const struct fc_block *b, void *out)
{
    struct sums *s = out;
    const uint32_t m = b->month;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        FC_EACH (l) {
            const double n = (double)FC_ROW(b, purchases, k)[l];
            const double clients = (double)FC_ROW(b, clients, k)[l];
            const double won = (double)FC_ROW(b, won, k)[l];
            const double ago = FC_ROW(b, value_year_ago, k)[l];
            const double grr = ago > 0 ? FC_ROW(b, value_kept, k)[l] / ago : 0;
            const double first = (double)FC_ROW(b, first_term, k)[l];
            double *so_far = &s->so_far[k][l], *last = &s->last[k][l];
            *so_far = n + (m ? *so_far : 0);
            if (m > 0) /* M10, exactly */
                assert_true(clients - *last ==
                            (double)FC_ROW(b, new_clients, k)[l] -
                                (double)FC_ROW(b, lost_clients, k)[l]);
            *last = clients;
            s->bought[m] += *so_far;
            s->bought2[m] += *so_far * *so_far;
            s->none[m] += *so_far == 0;
            s->clients[m] += clients;
            s->clients2[m] += clients * clients;
            s->kept[m] += grr;
            s->kept2[m] += grr * grr;
            s->first[m] += first;
            s->first2[m] += first * first;
            s->loyal[m] += (double)FC_ROW(b, loyal, k)[l];
            s->n += m == 0;
            if (n > 0 && won == 0) { /* standardised spend of n purchases */
                const double z =
                    (FC_ROW(b, repeat, k)[l] - 35 * n) / (35 * 0.5 * sqrt(n));
                s->spends++;
                s->excess += z;
                s->excess2 += z * z;
                s->excess4 += z * z * z * z;
            }
        }
}

static void simulate(const struct firm *f, uint64_t paths, struct sums *out)
{
    static char text[8192];
    char territories[600] = "";
    for (int i = 0; i < (f->territories ? f->territories : 1); i++) {
        char one[40];
        snprintf(one, sizeof one, "%s{ name = \"t%d\"; }", i ? ", " : "", i);
        strcat(territories, one);
    }
    snprintf(text, sizeof text, head, f->months, territories, f->leads ? f->leads : "0",
             f->service ? f->service : "0", f->log_odds ? f->log_odds : "0",
             f->repeat ? f->repeat : "opening_years = 0;", f->clients);
    struct world world = world_new(text);
    memset(out, 0, sizeof *out);
    world_run(&world, CLOSED_PATHS(paths), add, out);
    world_clear(&world);
}

static double error_of(double n, double sum, double sum2)
{
    return sqrt((sum2 / n - sum / n * (sum / n)) / n);
}

static const struct fc_repeat_buyers cdnow = {.243, 4.414 * 12 / 52, .793, 2.426};

static void test_t13(void **state)
{
    (void)state;
    static struct sums s;
    static const struct {
        int months;
        double mean;
    } at[] = {{3, .5344395}, {9, 1.1967232}, {18, 1.8605190}};
    const struct firm many = {.months = 18, .clients = 1000};
    simulate(&many, 8000, &s);
    for (int i = 0; i < 3; i++) {
        const int m = at[i].months - 1;
        const double mean = s.bought[m] / s.n / 1000;
        const double error = error_of(s.n, s.bought[m], s.bought2[m]) / 1000;
        printf("  T13 E X(%d) %.5f exact %.5f  %+.3f %% +- %.3f\n", at[i].months, mean,
               at[i].mean, 100 * (mean / at[i].mean - 1), 100 * error / at[i].mean);
        closed_near("T13 E X, within .5 %", mean, at[i].mean * 5e-3, at[i].mean, 1);
    }
    closed_near("spend", s.excess / s.spends, 1 / sqrt(s.spends), 0, 6);
    closed_near("its variance", s.excess2 / s.spends,
                sqrt(s.excess4 / s.spends / s.spends), 1, 6);
    const struct firm single = {.months = 18, .clients = 10, .territories = 10};
    simulate(&single, 20000, &s);
    for (int i = 0; i < 3; i++) {
        const double exact =
            pow(cdnow.scale_months / (cdnow.scale_months + at[i].months), cdnow.shape);
        closed_near("T13 P(X = 0), within .005", s.none[at[i].months - 1] / s.n, 5e-3,
                    exact, 1);
    }
}

/* What the law expects of one client after t months. */
struct expected {
    double bought, alive, value, none;
};

static struct expected expect(const struct fc_repeat_law *law, const double *weight,
                              double faster, double odds, double t)
{
    struct expected e = {0, 0, 0, 0};
    double all = 0;
    for (int k = 0; k < FC_KINDS; k++) {
        const double go = law->drop[k / FC_RATES] * odds;
        const double p = go / (go + 1 - law->drop[k / FC_RATES]);
        const double rate = law->rate[k % FC_RATES] * faster;
        e.bought += weight[k] * -expm1(-rate * p * t) / p;
        e.alive += weight[k] * exp(-rate * p * t);
        e.value += weight[k] * rate * exp(-rate * p * t);
        e.none += weight[k] * exp(-rate * t);
        all += weight[k] * rate;
    }
    e.value /= all;
    return e;
}

static void check(const struct sums *s, const struct firm *f, struct expected e)
{
    const int m = f->months - 1, n = f->clients;
    closed_near("purchases", s->bought[m] / s->n,
                error_of(s->n, s->bought[m], s->bought2[m]) + 1e-4 * e.bought * n,
                e.bought * n, 6);
    closed_near("clients left", s->clients[m] / s->n,
                error_of(s->n, s->clients[m], s->clients2[m]) + 1e-4 * n, e.alive * n,
                6);
}

/* Nobody serves them: rates x e^-.5, odds of dropping out x e^.8. */
static void test_effects(void **state)
{
    (void)state;
    static struct sums s;
    struct fc_repeat_law law;
    fc__repeat_law(&law, &cdnow, 12, 0);
    const struct firm firm = {.months = 12,
                              .clients = 1000,
                              .service = "0.1",
                              .log_odds = "0.8",
                              .repeat = "opening_years = 0; coverage_log_rate = 0.5;"};
    simulate(&firm, 8000, &s);
    check(&s, &firm, expect(&law, law.weight, exp(-0.5), exp(0.8), 12));
}

static void test_opening(void **state)
{
    (void)state;
    static struct sums s;
    struct fc_repeat_law law;
    fc__repeat_law(&law, &cdnow, 12, 60);
    const struct firm firm = {
        .months = 12, .clients = 1000, .repeat = "opening_years = 5;"};
    simulate(&firm, 8000, &s);
    check(&s, &firm, expect(&law, law.opening, 1, 1, 12));
}

/* All new at opening, wins meanwhile: the value of those who were there. */
static void test_retention(void **state)
{
    (void)state;
    static struct sums s;
    struct fc_repeat_law law;
    fc__repeat_law(&law, &cdnow, 12, 0);
    const struct expected e = expect(&law, law.weight, 1, 1, 12);
    for (int wins = 0; wins < 2; wins++) {
        const struct firm firm = {
            .months = 12, .clients = 1000, .leads = wins ? "200" : "0"};
        simulate(&firm, 8000, &s);
        closed_near("value kept", s.kept[11] / s.n,
                    error_of(s.n, s.kept[11], s.kept2[11]), e.value, 6);
        if (!wins) {
            closed_near("who has not bought again", s.first[11] / s.n,
                        error_of(s.n, s.first[11], s.first2[11]), 1000 * e.none, 6);
            assert_true(s.loyal[11] > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t13),
        cmocka_unit_test(test_effects),
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_retention),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
