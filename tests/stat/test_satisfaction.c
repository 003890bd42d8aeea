/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Satisfaction of the clients (1.44) against its closed forms, through scenario files:
 *
 *   return     S(t) = T (1 - e^(-kappa t)), T = -unserved where service gets no hours;
 *              the same at one, two and four steps a month
 *   failure    S = -(1 - recovery) size / kappa while it lasts
 *   noise      variance sd^2 (1 - e^(-2 kappa t)), correlation e^(-kappa) over a month
 *   leaving    b_sat x lost satisfaction = .8 gives T12's table for B = .8
 *   referrals  x exp(effect S)
 *   ladder     clients without a renewal, with 1 or 2, with 3 and more
 *
 * Detects 1e-5 in the first two, the printed share elsewhere. */
#include "closed.h"

#include "../world.h"

static const char *const head =
    "title = \"T\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = %d; "
    "steps_per_month = %d; };\n" FIRM_MARKETS("%s", "") FIRM_CALM FIRM_NOBODY
    "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; dispersion = 0; }, { "
    "name = \"r\"; kind = \"referral\"; leads_per_client_year = %s; dispersion = 0; "
    "satisfaction_effect = 0.5; } );\n"
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.02; "
    "dwell_weeks = 2; } ); deal_value = { mean = 100; cv = 0.8; }; };\n"
    "customers = { coverage_log_odds = 0; adverse_log_odds = 0; insolvency_per_year = "
    "%s; insolvency_correlation = 0; service_hours_per_week = %s; leave_first_year = "
    "0.25; leave_spread = 0.25; "
    "firm_age_years = 1; satisfaction = { %s }; };\n"
    "opening = { pipeline = \"empty\"; clients = %d; };\n%s";

struct firm {
    int months, steps, clients;
    const char *leads, *referrals, *insolvency, *service, *satisfaction, *more;
};

enum { MONTHS_MAX = 72 };

/* By month: sums over paths. */
struct sums {
    double n, content[MONTHS_MAX], content2[MONTHS_MAX], with_last[MONTHS_MAX];
    double clients[MONTHS_MAX], leads[MONTHS_MAX], first[MONTHS_MAX];
    double renewed[MONTHS_MAX], loyal[MONTHS_MAX], last[FC_LANES];
};

static void add(const struct fc_block *b, void *out)
{
    struct sums *s = out;
    const uint32_t m = b->month;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        const double content = (double)b->s.satisfaction[l];
        s->content[m] += content;
        s->content2[m] += content * content;
        s->with_last[m] += content * s->last[l];
        s->last[l] = content;
        s->clients[m] += (double)b->s.clients[l];
        s->leads[m] += (double)b->s.leads[l];
        s->first[m] += (double)b->s.first_term[l];
        s->renewed[m] += (double)b->s.renewed[l];
        s->loyal[m] += (double)b->s.loyal[l];
        s->n += m + 1 == b->model->months;
    }
}

static void simulate(const struct firm *f, uint64_t paths, struct sums *out)
{
    static char text[8192];
    snprintf(text, sizeof text, head, f->months, f->steps ? f->steps : 1,
             f->leads ? f->leads : "0", f->referrals ? f->referrals : "0",
             f->insolvency ? f->insolvency : "0", f->service ? f->service : "0",
             f->satisfaction, f->clients, f->more ? f->more : "");
    struct world world = world_new(text);
    memset(out, 0, sizeof *out);
    world_run(&world, CLOSED_PATHS(paths), add, out);
    world_clear(&world);
}

static void within(const char *what, double value, double exact, double error)
{
    printf("  %-44s %14.7g exact %14.7g\n", what, value, exact);
    if (!(fabs(value - exact) <= error))
        fail_msg("%s: %.9g, exact %.9g", what, value, exact);
}

static void test_return(void **state)
{
    (void)state;
    static struct sums s;
    for (int steps = 1; steps <= 4; steps *= 2) {
        const struct firm firm = {.months = 24,
                                  .steps = steps,
                                  .clients = 100,
                                  .service = "0.1",
                                  .satisfaction = "return_per_month = 0.25; unserved "
                                                  "= 1.5; leave_log_odds = 0.1;"};
        simulate(&firm, FC_LANES, &s);
        for (int m = 0; m < 24; m += 6)
            within("unserved clients", s.content[m] / s.n,
                   -1.5 * (1 - exp(-0.25 * (m + 1))), 1e-5);
    }
}

/* A failure of size 2 a month that lasts: half of it is won back at once. */
static void test_failure(void **state)
{
    (void)state;
    static struct sums s;
    static const struct {
        const char *add;
        double exact;
    } rows[] = {{"-4.0", -4 * 0.5 * (1 - 0.6) / 0.8}, {"1.0", 0.5 / 0.8}};
    for (int i = 0; i < 2; i++) {
        char crisis[600];
        snprintf(crisis, sizeof crisis,
                 "crises = ( { name = \"x\"; category = \"operational\"; per_year = 0; "
                 "severity = { median = 0.5; sigma = 0; }; plateau_weeks = 500; "
                 "plateau_sigma = 0; effects = ( { lever = \"satisfaction\"; add = %s; "
                 "} ); scheduled = ( { month = 1; severity = 0.5; } ); } );\n",
                 rows[i].add);
        const struct firm firm = {.months = 36,
                                  .clients = 100,
                                  .satisfaction = "return_per_month = 0.8; recovery = "
                                                  "0.6; leave_log_odds = 0.1;",
                                  .more = crisis};
        simulate(&firm, FC_LANES, &s);
        within("while a failure lasts", s.content[35] / s.n, rows[i].exact, 1e-5);
    }
}

static void test_noise(void **state)
{
    (void)state;
    static struct sums s;
    const struct firm firm = {.months = 12,
                              .steps = 2,
                              .clients = 10,
                              .satisfaction = "return_per_month = 0.25; noise_sd = "
                                              "0.5; leave_log_odds = 0.1;"};
    simulate(&firm, 100000, &s);
    const double n = s.n;
    for (int m = 1; m < 12; m += 5) {
        const double v = 0.25 * (1 - exp(-0.5 * (m + 1)));
        const double before = 0.25 * (1 - exp(-0.5 * m));
        closed_near("mean", s.content[m] / n, sqrt(v / n), 0, 6);
        closed_near("variance", s.content2[m] / n, v * sqrt(2 / n), v, 6);
        closed_near("covariance with the month before", s.with_last[m] / n,
                    v * sqrt(2 / n), before * exp(-0.25), 6);
    }
}

/* B = .5 x 1.6 = .8 from the first renewal on. */
static void test_leaving(void **state)
{
    (void)state;
    static struct sums s;
    static const double survival[] = {.6261, .4599, .3670, .3077, .2665, .2360};
    const struct firm firm = {.months = 72,
                              .clients = 1200,
                              .service = "0.1",
                              .satisfaction = "return_per_month = 10; unserved = 1.6; "
                                              "leave_log_odds = 0.5;"};
    simulate(&firm, 20000, &s);
    for (int t = 1; t <= 6; t++) {
        const double error = sqrt(survival[t - 1] * (1 - survival[t - 1]) / 1200 / s.n);
        closed_near("clients who are not content", s.clients[12 * t - 1] / s.n / 1200,
                    hypot(error, 5e-4 / 4), survival[t - 1], 4);
    }
}

/* Referrals of clients who do not leave: 100 clients, half a lead a year each. */
static void test_referrals(void **state)
{
    (void)state;
    static struct sums s;
    const struct firm firm = {.months = 6,
                              .clients = 100,
                              .referrals = "0.5",
                              .service = "0.1",
                              .satisfaction = "return_per_month = 10; unserved = 1.6;"};
    simulate(&firm, 100000, &s);
    const double usual = 100 * 0.5 / 12;
    closed_near("referrals before anybody is unserved", s.leads[0] / s.n,
                sqrt(usual / s.n), usual, 6);
    const double fewer = s.clients[1] / s.n * 0.5 / 12 * exp(-0.5 * 1.6);
    closed_near("referrals of clients not content", s.leads[2] / s.n, sqrt(fewer / s.n),
                fewer, 6);
}

/* All new at opening; then classes by renewals, insolvency halfway between them. */
static void test_ladder(void **state)
{
    (void)state;
    static struct sums s;
    const struct firm firm = {
        .months = 48, .clients = 1200, .insolvency = "0.1", .satisfaction = ""};
    simulate(&firm, 20000, &s);
    static const double kept[] = {1, .75, .75 * 3.25 / 4, .75 * 3.25 / 4 * 4.25 / 5};
    for (int year = 1; year <= 4; year++) { /* all slots have renewed `year` times */
        const int m = 12 * year - 1;
        const double all = year < 4 ? kept[year] : kept[3] * 5.25 / 6;
        const double want = 1200 * all * pow(0.9, year);
        const double error = sqrt(want / s.n) + 1e-6 * want;
        closed_near("clients", s.clients[m] / s.n, error, want, 6);
        closed_near("without a renewal", s.first[m] / s.n, 1e-3, 0, 1);
        closed_near("with one or two", s.renewed[m] / s.n, error, year < 3 ? want : 0,
                    6);
        closed_near("with three and more", s.loyal[m] / s.n, error, year < 3 ? 0 : want,
                    6);
    }
    /* six months after opening half of the slots have renewed */
    const double first = s.first[5] / s.n, once = s.renewed[5] / s.n;
    closed_near("half a year: renewed", once, sqrt(600 / s.n), 600 * kept[1], 6);
    closed_near("half a year: not yet", first, sqrt(600 / s.n), 600 * 0.9, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_return),    cmocka_unit_test(test_failure),
        cmocka_unit_test(test_noise),     cmocka_unit_test(test_leaving),
        cmocka_unit_test(test_referrals), cmocka_unit_test(test_ladder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
