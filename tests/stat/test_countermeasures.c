/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Countermeasures and the levers of single crises against closed forms, on the real
 * engine; rooms that a check does not need stand still.
 *
 * Insurance: payments recomputed from the losses of every path and month to 1e-9, the
 * cash they bring, their mean against min(max(N c - d, 0), l) of a Poisson N. Levers on
 * crises: severity, frequency with and without contagion, plateau and recovery by the
 * area under an event, disclosure and second shocks. Walk-outs are binomial; renewals
 * that do not come up; the money levers by hand.
 *
 * Fixed seed, 14 comparisons at 5.6 standard errors (family-wise 1e-6). Detects 8 % of
 * a mean payment, 7 % of a severity or a rate, 4 % of leavers (printed). */
#include <math.h>
#include <stdlib.h>

#include "../world.h"

static const double errors_allowed = 5.6;

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; }; " WORLD_REST
#define FIRE(rate, more)                                                               \
    "crises = ( { name = \"fire\"; category = \"operational\"; per_year = " rate       \
    "; severity = { median = 0.2; sigma = 0.5; }; " more " } ); "
#define DEMAND "effects = ( { lever = \"demand\"; loss = 0.1; } );"
#define GUARD(effects)                                                                 \
    "practices = ( { name = \"guard\"; category = \"countermeasure\"; effects = "      \
    "( " effects " ); } ); "
#define PULL(lever, how) "{ lever = \"" lever "\"; of = [ \"fire\" ]; " how "; }"

/* ---- a world in which only some rooms move ---- */

static const struct fc_mechanism still = {.name = "still"};

static void keep_rooms(struct world *self, const char *names)
{
    self->all_rooms = self->model->rooms;
    size_t n = 0;
    for (; self->all_rooms[n]; n++)
        self->rooms[n] =
            strstr(names, self->all_rooms[n]->name) ? self->all_rooms[n] : &still;
    self->rooms[n] = NULL;
    self->model->rooms = self->rooms;
}

static void close_to(const char *what, double found, double want, double error)
{
    const double z = (found - want) / error;
    printf("  %-34s %12.6g exact %12.6g  z %5.2f  detects %.2g\n", what, found, want, z,
           2 * errors_allowed * error / fabs(want));
    if (!(fabs(z) <= errors_allowed))
        fail_msg("%s: %.7g, expected %.7g +- %.2g", what, found, want, error);
}

struct moments {
    double n, sum, square;
};

static void moment_add(struct moments *self, double x)
{
    self->n += 1;
    self->sum += x;
    self->square += x * x;
}

static void mean_close(const char *what, const struct moments *m, double want)
{
    const double mean = m->sum / m->n;
    close_to(what, mean, want, sqrt((m->square / m->n - mean * mean) / m->n));
}

/* ---- insurance ---- */

#define INSURED(crisis, debt)                                                          \
    HEAD("40", "2")                                                                    \
    FIRE("1.5", "one_off_cost = 90000; cost_per_month = 200000; " DEMAND)              \
    "money = { interest_per_year = 0; bad_debt = { expansion = 0.02; }; }; practices " \
    "= ( { name = "                                                                    \
    "\"fires\"; "                                                                      \
    "category = \"countermeasure\"; start_month = 4; stop_month = 33; " crisis " }, "  \
    "{ name = \"debt\"; category = \"countermeasure\"; " debt " } ); "

struct policy { /* one insurance, as the test counts it */
    double share, deductible, limit;
    uint32_t first, last, wait; /* months, from 0 */
    double losses[FC_LANES], paid[FC_LANES], due[64][FC_LANES];
};

struct insured {
    struct policy policy[2];
    double cash[FC_LANES], total, full, none;
    double by_month[64][FC_LANES]; /* cash of the firm without */
    bool without;
};

static double paid_for(const struct policy *p, double losses)
{
    return fmin(fmax(losses - p->deductible, 0), p->limit);
}

static void policy_see(struct policy *p, const struct fc_block *b, uint32_t i,
                       struct insured *all)
{
    for (uint32_t l = 0; l < FC_LANES; l++) {
        const bool on = b->month >= p->first && b->month <= p->last;
        const double loss =
            i == 0 ? FC_ROW(b, crisis_cost, 0)[l] : FC_ROW(b, bad_debt, 0)[l];
        if (b->month >= p->first && (b->month - p->first) % 12 == 0) {
            all->full += p->paid[l] >= p->limit;
            all->none += p->paid[l] <= 0;
            p->losses[l] = p->paid[l] = 0;
        }
        p->losses[l] += on ? p->share * loss : 0;
        p->due[b->month + p->wait][l] = paid_for(p, p->losses[l]) - p->paid[l];
        p->paid[l] = paid_for(p, p->losses[l]);
        const double want = b->month < p->wait ? 0 : p->due[b->month][l];
        const double found = FC_ROW(b, insurance, i)[l];
        if (!(fabs(found - want) <= 1e-9 * fmax(1, want)))
            fail_msg("insurance %u in month %u: %.9g, expected %.9g", i, b->month,
                     found, want);
        all->cash[l] += found;
        all->total += found;
    }
}

static void insured_see(const struct fc_block *b, void *out)
{
    struct insured *self = out;
    if (!b->month_ends)
        return;
    for (uint32_t i = 0; i < 2 && !self->without; i++)
        policy_see(&self->policy[i], b, i, self);
    FC_EACH (l) {
        const double cash = FC_ROW(b, cash, 0)[l];
        if (self->without)
            self->by_month[b->month][l] = cash;
        else if (!(fabs(cash - self->cash[l] - self->by_month[b->month][l]) <= 1e-6))
            fail_msg("month %u: insurance does not come in as cash", b->month);
    }
}

static void test_insurance_by_hand(void **state)
{
    (void)state;
    static struct insured insured;
    struct world with = world_new(INSURED(
        "cover = { losses = \"crises\"; of = [ \"fire\" ]; share = 0.8; "
        "deductible_per_year = 60000; limit_per_year = 150000; wait_months = 3; "
        "};",
        "cover = { losses = \"bad_debt\"; deductible_per_year = 5000; };"));
    struct world without = world_new(INSURED("", ""));
    for (uint64_t path = 0; path < 4 * FC_LANES; path += FC_LANES) {
        memset(insured.cash, 0, sizeof insured.cash);
        insured.policy[0] =
            (struct policy){(double).8f, 60000, 150000, 3, 32, 3, {0}, {0}, {{0}}};
        insured.policy[1] = (struct policy){1, 5000, 1e15, 0, 99, 0, {0}, {0}, {{0}}};
        insured.without = true;
        world_block(&without, path, false, insured_see, &insured);
        insured.without = false;
        world_block(&with, path, false, insured_see, &insured);
    }
    assert_true(insured.full > 100 && insured.none > 100 && insured.total > 1e6);
    world_clear(&with);
    world_clear(&without);
}

static void payment_see(const struct fc_block *b, void *out)
{
    struct moments *self = out;
    static double year[FC_LANES];
    if (b->step == 0)
        memset(year, 0, sizeof year);
    if (!b->month_ends)
        return;
    FC_EACH (l)
        year[l] += FC_ROW(b, insurance, 0)[l];
    for (uint32_t l = 0; l < FC_LANES && b->month % 12 == 11; l++) {
        moment_add(self, year[l]);
        year[l] = 0;
    }
}

/* N events of 100 a year, rate 1.2: of N = 2, 3, 4 ... 50, 150, 200 are paid. */
static void test_mean_payment(void **state)
{
    (void)state;
    const double p0 = exp(-1.2), p1 = 1.2 * p0, p2 = .6 * p1, p3 = .4 * p2;
    struct moments paid = {0};
    struct world w = world_new(HEAD("36", "1") FIRE(
        "1.2", "one_off_cost = 100; " DEMAND) "practices = ( { name = \"guard\"; "
                                              "category = \"countermeasure\"; cover = "
                                              "{ losses = \"crises\"; "
                                              "deductible_per_year = 150; "
                                              "limit_per_year = 200; }; } ); ");
    keep_rooms(&w, "macro crisis practice money");
    world_run(&w, 20096, payment_see, &paid);
    world_clear(&w);
    mean_close("mean payment a year", &paid,
               50 * p2 + 150 * p3 + 200 * (1 - p0 - p1 - p2 - p3));
}

/* ---- levers on crises: from month 2 on, a step after they are first pulled ---- */

struct events {
    struct moments count, severity;
};

static void events_see(const struct fc_block *b, void *out)
{
    struct events *self = out;
    if (!b->month_ends || b->month < 6)
        return;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        const double n = (double)FC_ROW(b, crisis_events, 0)[l];
        moment_add(&self->count, n);
        moment_add(&self->severity, (double)FC_ROW(b, crisis_severity, 0)[l]);
    }
}

static struct events events_of(const char *text, uint64_t paths)
{
    struct events events = {0};
    struct world w = world_new(text);
    keep_rooms(&w, "macro crisis practice");
    world_run(&w, paths, events_see, &events);
    world_clear(&w);
    return events;
}

/* Severity .2 e^(.125) on average (held at .95 in 1 of 1000), rate 2.4 a year. */
static void test_severity_and_frequency(void **state)
{
    (void)state;
    enum { PATHS = 10112 };
    const double peak = .2 * exp(.125);
    struct events e = events_of(HEAD("30", "2") FIRE("2.4", DEMAND)
                                    GUARD(PULL("crisis_severity", "factor = 0.5")),
                                PATHS);
    mean_close("events a month, as before", &e.count, .2);
    mean_close("severity halved", &e.severity, .2 * .5 * peak);
    e = events_of(HEAD("30", "2") FIRE("2.4", DEMAND)
                      GUARD(PULL("crisis_frequency", "loss = 0.4")),
                  PATHS);
    mean_close("events a month, two fifths prevented", &e.count, .2 * .6);
    e = events_of(HEAD("30", "2") FIRE("2.4", DEMAND)
                      GUARD(PULL("crisis_frequency",
                                 "loss = 0.4")) "contagion = ( { from = \"fire\"; to = "
                                                "\"fire\"; mean = 0.5; "
                                                "delay_weeks = 1; } ); ",
                  PATHS);
    mean_close("those brought about as well", &e.count, .2 * .6 / (1 - .6 * .5));
}

/* Six of ten events are disclosed: half as bad; of the others each brings half an event
 * more at once, which is not disclosed. */
static void test_disclosure(void **state)
{
    (void)state;
    const double peak = .2 * exp(.125);
    struct events e = events_of(
        HEAD("30", "2") FIRE("2.4", "second_shock_weeks = 0; " DEMAND)
            GUARD(PULL("crisis_disclosure", "add = 0.6") ", " PULL(
                "crisis_disclosed_severity",
                "factor = 0.5") ", " PULL("crisis_second_shock", "add = 0.5")),
        20096);
    mean_close("events with second shocks", &e.count, .2 * (1 + .4 * .5));
    mean_close("severity of both", &e.severity, .2 * peak * (.6 * .5 + .4 + .4 * .5));
}

static void area_see(const struct fc_block *b, void *out)
{
    double *area = out; /* of lane 5, in weeks at full effect */
    *area += (double)FC_ROW(b, crisis_effect, 0)[5] * 52 / 12 * (double)b->model->dt;
    area[1] += b->month_ends ? (double)FC_ROW(b, crisis_days, 0)[5] : 0;
}

/* An event of .4 in month 3: 8 weeks at the peak, half-life 6 weeks: area Y (f T + g
 * tau), above 5 % of the peak for f T + g tau ln 20. */
static void area_check(const char *effects, double f, double g, double y)
{
    char text[4096];
    double found[2] = {0};
    const double tau = 6 / log(2), week = 365.25 / 52;
    snprintf(text, sizeof text, "%s%s%s",
             HEAD("40", "2")
                 FIRE("0", "plateau_weeks = 8; plateau_sigma = 0; half_life_weeks = 6; "
                           "scheduled = ( { month = 3; severity = 0.4; } ); " DEMAND),
             *effects ? "practices = ( { name = \"guard\"; category = "
                        "\"countermeasure\"; effects = ( "
                      : "",
             effects);
    struct world w = world_new(strcat(text, *effects ? " ); } ); " : ""));
    keep_rooms(&w, "macro crisis practice");
    world_block(&w, 0, false, area_see, found);
    world_clear(&w);
    const double area = y * (f * 8 + g * tau),
                 days = week * (f * 8 + g * tau * log(20));
    if (!(fabs(found[0] - area) <= 1e-4 * area && fabs(found[1] - days) <= 1e-4 * days))
        fail_msg("%s: area %.6g, expected %.6g; %.6g days, expected %.6g", effects,
                 found[0], area, found[1], days);
}

static void test_pace(void **state)
{
    (void)state;
    area_check("", 1, 1, .4);
    area_check(PULL("crisis_plateau", "factor = 0.3"), .3, 1, .4);
    area_check(PULL("crisis_recovery", "factor = 0.4"), 1, .4, .4);
    area_check(PULL("crisis_plateau", "factor = 1.5") ", " PULL("crisis_recovery",
                                                                "factor = 1.7"),
               1.5, 1.7, .4);
    area_check(PULL("crisis_severity", "factor = 0.5"), 1, 1, .2);
    area_check(
        PULL("crisis_disclosure", "add = 1") ", " PULL(
            "crisis_disclosed_severity",
            "factor = 0.5") ", " PULL("crisis_disclosed_recovery", "factor = 0.6"),
        1, .6, .2);
}

/* ---- people and clients ---- */

static void leavers_see(const struct fc_block *b, void *out)
{
    struct moments *self = out;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        double leavers = 0, people = 0;
        for (uint32_t m = 0; m < b->model->axis[FC_TEAM].count; m++) {
            leavers += (double)FC_ROW(b, leavers, m)[l];
            people += (double)FC_ROW(b, headcount, m)[l];
        }
        if (b->month != 2)
            assert_true(leavers < .5);
        else
            moment_add(self, leavers);
        if (b->month == 2)
            assert_true(leavers + people < 20.5 && leavers + people > 19.5);
    }
}

/* A rise of .6 x .5 in month 3: of 20 people a binomial number goes, 6 on average with
 * variance 4.2; nobody before or after, though the crisis lasts. */
static void test_walk_out(void **state)
{
    (void)state;
    struct moments leavers = {0};
    struct world w = world_new(
        "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "
        "6; "
        "steps_per_month = 1; }; " WORLD_MARKETS
        " channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; } ); funnel "
        "= { "
        "stages = ( { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours = 4; "
        "} "
        "); deal_value = { mean = 5000; }; }; people = { seats = 20; turnover_per_year "
        "= "
        "0; months_to_fill = { mean = 36; cv = 0; }; }; crises = ( { name = \"fire\"; "
        "category = \"operational\"; per_year = 0; severity = { median = 0.2; }; "
        "plateau_weeks = 40; plateau_sigma = 0; effects = ( { lever = \"walk_out\"; "
        "add = "
        "0.6; } ); scheduled = ( { month = 3; severity = 0.5; } ); } ); ");
    world_trim(&w, "people");
    world_run(&w, 10112, leavers_see, &leavers);
    world_clear(&w);
    mean_close("leavers", &leavers, 6);
    const double mean = leavers.sum / leavers.n;
    close_to("variance of leavers", leavers.square / leavers.n - mean * mean, 4.2,
             4.2 * sqrt(2 / leavers.n));
}

static void lost_see(const struct fc_block *b, void *out)
{
    struct moments *self = out;
    static double lost[FC_LANES];
    if (b->step == 0)
        memset(lost, 0, sizeof lost);
    for (uint32_t l = 0; l < FC_LANES && b->month_ends; l++) {
        for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
            lost[l] += (double)FC_ROW(b, lost_clients, k)[l];
        if (b->month == 11)
            moment_add(self, lost[l]);
    }
}

#define LEAVING                                                                        \
    HEAD("12", "1")                                                                    \
    "customers = { insolvency_per_year = 0; leave_first_year = 0.4; leave_spread = "   \
    "0.2; }; "

/* A quarter of the contracts runs on: three quarters of those who would leave in a year
 * do, new clients not being up for renewal yet. */
static void test_renewals(void **state)
{
    (void)state;
    struct moments plain = {0}, bound = {0};
    struct world w = world_new(LEAVING);
    world_run(&w, 2048, lost_see, &plain);
    world_clear(&w);
    w = world_new(LEAVING GUARD("{ lever = \"renewals\"; loss = 0.25; }"));
    world_run(&w, 2048, lost_see, &bound);
    world_clear(&w);
    const double mean = plain.sum / plain.n;
    const double error = sqrt((plain.square / plain.n - mean * mean) / plain.n);
    close_to("clients lost", bound.sum / bound.n, .75 * mean, 1.25 * error);
}

/* ---- money ---- */

struct books {
    double revenue[12], gross[12], ruined[12];
};

static void books_see(const struct fc_block *b, void *out)
{
    struct books *self = out;
    if (!b->month_ends)
        return;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        self->revenue[b->month] += FC_ROW(b, revenue, k)[7];
        self->gross[b->month] += FC_ROW(b, gross_profit, k)[7];
    }
    self->ruined[b->month] = (double)FC_ROW(b, ruined, 0)[7];
}

static struct books books_of(const char *text)
{
    struct books books = {{0}, {0}, {0}};
    struct world w = world_new(text);
    world_block(&w, 0, false, books_see, &books);
    world_clear(&w);
    return books;
}

#define MONEY(effect)                                                                  \
    HEAD("12", "1")                                                                    \
    FIRE("0", "plateau_weeks = 60; plateau_sigma = 0; scheduled = ( { month = 4; "     \
              "severity = 0.5; } ); effects = ( " effect " );")                        \
    "money = { overhead_per_month = 100000; credit_line = 350000; exchange = { "       \
    "revenue_share = 0.4; }; }; "

/* Half of factor 1.44 is 1.2 (and 1/1.2 of 1/1.44), from month 4 on: at a margin of .75
 * .70 is left; a revenue of which .4 is foreign is worth .4/1.2 + .6. */
static void test_money_levers(void **state)
{
    (void)state;
    const struct books plain = books_of(MONEY("{ lever = \"demand\"; loss = 0; }"));
    const struct books dearer =
        books_of(MONEY("{ lever = \"cost_of_sales\"; factor = 1.44; }"));
    const struct books weaker =
        books_of(MONEY("{ lever = \"exchange_rate\"; factor = 0.694444444; }"));
    const struct books lent =
        books_of(MONEY("{ lever = \"credit_line\"; add = 100000000.0; }"));
    for (int t = 0; t < 12; t++) {
        const bool on = t >= 3;
        const double margin = on ? .70 : .75;
        const double worth = on ? .6 + .4 / 1.2 : 1;
        assert_true(fabs(dearer.gross[t] / dearer.revenue[t] - margin) < 1e-6);
        assert_true(dearer.revenue[t] == plain.revenue[t]);
        assert_true(fabs(weaker.revenue[t] / plain.revenue[t] - worth) < 1e-6);
    }
    assert_true(plain.ruined[11] > 0 && plain.ruined[2] < 1 && lent.ruined[11] < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_insurance_by_hand),
        cmocka_unit_test(test_mean_payment),
        cmocka_unit_test(test_severity_and_frequency),
        cmocka_unit_test(test_disclosure),
        cmocka_unit_test(test_pace),
        cmocka_unit_test(test_walk_out),
        cmocka_unit_test(test_renewals),
        cmocka_unit_test(test_money_levers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
