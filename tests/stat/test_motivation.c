/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sales of people, pay by results, effort and leaving, through scenario files.
 *
 * Exact, every path and month: wins of seats add up to those of their team, bookings to
 * 1e-12; commission and bonus against books kept here from the seats' sales; a cap out
 * of reach pays like no plan at all; twice the money is twice the pay and moves nothing
 * else. Statistical, at 6 standard errors: shares of wins are those of output and as
 * dispersed as a multinomial (detects 2 % of the variance), shares of bookings as a
 * Dirichlet split (3 %); mean log effort when the plan fits everybody is elasticity x
 * relative entropy (detects 2 % of it), 0 if all are alike; survival under a constant
 * factor at shapes 1 and .8 (detects .01). */
#include <math.h>
#include <stdlib.h>

#include "../department.h"
#include "../world.h"

#include <gsl/gsl_sf_psi.h>

#define HEAD(months)                                                                   \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; };"
#define PEOPLE(more)                                                                   \
    "people = { seats = 8; turnover_per_year = 0; quota_per_year = 200000; " more      \
    " };\n"
#define FIRM(months, money, people)                                                    \
    HEAD(months)                                                                       \
    DEPARTMENT_ONE_MARKET                                                              \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1; } ); funnel = { "   \
    "stages = ( { "                                                                    \
    "name = \"first\"; conversion = 0.3; dwell_weeks = 2; hours = 2; }, { name = "     \
    "\"second\"; conversion = 0.4; dwell_weeks = 3; hours = 6; } ); deal_value = { "   \
    "mean = " money "; cv = 0.8; }; };\n" people

static void near(const char *what, double found, double want, double error)
{
    if (!(fabs(found - want) <= error))
        fail_msg("%s: %.9g, expected %.9g +- %.2g", what, found, want, error);
    printf("  %-40s %12.6g expected %12.6g +- %.2g\n", what, found, want, error);
}

/* ---- who sold it ---- */

struct split {
    double n, wins, win_square, value_square, share;
    double worst;  /* relative error of a sum of bookings */
    double unlike; /* months in which wins do not add up */
};

static void split_see(const struct fc_block *b, void *out)
{
    struct split *self = out;
    const uint32_t seats = b->model->axis[FC_SEAT].count;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        double won = 0, sold = 0, output = 0;
        const double wins = (double)FC_ROW(b, won, 0)[l];
        const double value = FC_ROW(b, bookings, 0)[l];
        for (uint32_t i = 0; i < seats; i++) {
            won += (double)FC_ROW(b, seat_won, i)[l];
            sold += FC_ROW(b, seat_sold, i)[l];
            output += (double)FC_ROW(b, seat_output, i)[l];
        }
        self->unlike += fabs(won - wins) > 0;
        const double off = value > 0 ? fabs(sold / value - 1) : fabs(sold);
        self->worst = off > self->worst ? off : self->worst;
        for (uint32_t i = 0; i < seats && wins > 1; i++) {
            const double mine = (double)FC_ROW(b, seat_won, i)[l];
            const double p = (double)FC_ROW(b, seat_output, i)[l] / output;
            const double a = 1 / 0.64, share = mine / wins;
            self->n++;
            self->share += (mine - wins * p) / sqrt(wins * p * (1 - p));
            self->win_square += pow(mine - wins * p, 2) / (wins * p * (1 - p));
            self->wins += mine > 0 && mine < wins;
            if (mine > 0 && mine < wins)
                self->value_square +=
                    pow(FC_ROW(b, seat_sold, i)[l] / value - share, 2) *
                    (wins * a + 1) / (share * (1 - share));
        }
    }
}

static void test_split(void **state)
{
    (void)state;
    struct split self = {0};
    struct world world = world_new(FIRM("24", "9000", PEOPLE("ability_cv = 0.5;")));
    world_trim(&world, "motivation");
    world_run(&world, 8 * FC_LANES, split_see, &self);
    world_clear(&world);
    assert_true(self.unlike == 0);
    assert_true(self.worst < 1e-12);
    near("mean of standardised wins", self.share / self.n, 0, 6 / sqrt(self.n));
    near("their square", self.win_square / self.n, 1, 6 * 2 / sqrt(self.n));
    near("square of standardised bookings", self.value_square / self.wins, 1,
         6 * 2 / sqrt(self.wins));
}

/* ---- what is due for it ---- */

enum { SEATS = 8 };
struct books {
    double rate, quota, accelerator, cap, bonus;
    double year[SEATS][FC_LANES], quarter[SEATS][FC_LANES];
    double worst, met, missed, paid;
};

static double tier(const struct books *self, double sold)
{
    const double full = fmin(sold, self->quota);
    const double over = fmin(sold, self->cap * self->quota) - self->quota;
    return self->rate * (full + (over > 0 ? self->accelerator * over : 0));
}

static void off(struct books *self, double found, double want)
{
    const double error = fabs(found - want) / fmax(1, fabs(want));
    self->worst = error > self->worst ? error : self->worst;
}

static void books_see(const struct fc_block *b, void *out)
{
    struct books *self = out;
    if (b->step == 0)
        memset(self->year, 0, sizeof self->year + sizeof self->quarter);
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        double commission = 0, bonus = 0, at_quota = 0, sum = 0;
        for (uint32_t i = 0; i < SEATS; i++) {
            const double sold = FC_ROW(b, seat_sold, i)[l];
            double *year = &self->year[i][l], *quarter = &self->quarter[i][l];
            commission += tier(self, *year + sold) - tier(self, *year);
            *year += sold;
            *quarter += sold;
            off(self, (double)FC_ROW(b, seat_attainment, i)[l] * 1e-3,
                1e-3 * *year / (self->quota / 12 * (b->month % 12 + 1)));
            if (b->month % 3 == 2) {
                const bool met = *quarter >= self->quota / 4;
                bonus += met ? self->bonus : 0;
                self->met += met;
                self->missed += !met;
                *quarter = 0;
            }
            sum += *year;
            at_quota += *year >= self->quota;
            if (b->month % 12 == 11)
                *year = 0;
        }
        off(self, FC_ROW(b, commission, 0)[l], commission);
        off(self, FC_ROW(b, bonus, 0)[l], bonus);
        off(self, FC_ROW(b, sold_to_date, 0)[l], sum);
        if (b->month % 12 == 11) {
            off(self, (double)FC_ROW(b, quota_met, 0)[l], at_quota);
            off(self, (double)FC_ROW(b, quota_seats, 0)[l], SEATS);
        }
        self->paid += FC_ROW(b, pay, 0)[l];
    }
}

#define PLAN                                                                           \
    "commission = 0.1; on_cost_share = 0; base_pay_per_month = 0; pay = { "            \
    "accelerator = 1.6; cap = 1.5; quarterly_bonus = 3000; };"

static void test_pay(void **state)
{
    (void)state;
    static struct books self;
    self = (struct books){
        .rate = 0.1, .quota = 200000, .accelerator = 1.6, .cap = 1.5, .bonus = 3000};
    struct world world = world_new(FIRM("30", "9000", PEOPLE(PLAN)));
    world_run(&world, 2 * FC_LANES, books_see, &self);
    world_clear(&world);
    printf("  quarters at quota: %.0f of %.0f\n", self.met, self.met + self.missed);
    assert_true(self.met > 1000 && self.missed > 1000);
    near("largest relative error of the books", self.worst, 0, 1e-7);
}

/* A cap that nobody reaches pays what the flat commission pays, to rounding. */
struct pays {
    double pay, contribution, profit, costs;
};

static void pays_see(const struct fc_block *b, void *out)
{
    struct pays *self = out;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        self->pay += FC_ROW(b, pay, 0)[l];
        self->contribution += FC_ROW(b, contribution, 0)[l];
        self->profit += FC_ROW(b, profit, 0)[l];
        self->costs += FC_ROW(b, costs, 0)[l];
    }
}

static struct pays pays_of(const char *text)
{
    struct pays self = {0};
    struct world world = world_new(text);
    world_run(&world, FC_LANES, pays_see, &self);
    world_clear(&world);
    return self;
}

#define RISKS                                                                          \
    "money = { exchange = { cv_per_year = 0.1; revenue_share = 0.4; cost_share = "     \
    "0.2; }; };"

static void test_flat(void **state)
{
    (void)state;
    const struct pays flat = pays_of(FIRM("18", "9000", PEOPLE("")) RISKS);
    const struct pays capped =
        pays_of(FIRM("18", "9000", PEOPLE("pay = { cap = 20; };")) RISKS);
    near("pay", capped.pay / flat.pay, 1, 1e-12);
    near("contribution", capped.contribution / flat.contribution, 1, 1e-12);
    near("profit", capped.profit / flat.profit, 1, 1e-11);
}

/* ---- effort ---- */

/* A plan in money, and the same in twice the money. */
#define MOVED(quota, bonus, base)                                                      \
    "people = { seats = 8; turnover_per_year = 0.3; quota_per_year = " quota           \
    "; base_pay_per_month = " base "; hire_cost = 0; pay = { accelerator = 1.5; "      \
    "quarterly_bonus = " bonus "; }; motivation = { elasticity = 0.25; leave_by_pay "  \
    "= 0.5; leave_by_motivation = 0.5; leave_by_middle = 0.3; leave_by_peers = 0.5; "  \
    "}; };\n"

struct doubling {
    float effort[8][FC_LANES], hazard[8][FC_LANES];
    double pay[FC_LANES], mean, n;
};

static void doubling_see(const struct fc_block *b, void *out)
{
    struct doubling *self = out;
    for (uint32_t i = 0; i < 8; i++) {
        memcpy(self->effort[i], FC_ROW(b, seat_effort, i), sizeof self->effort[i]);
        memcpy(self->hazard[i], FC_ROW(b, seat_hazard, i), sizeof self->hazard[i]);
        FC_EACH (l)
            self->mean += (double)self->effort[i][l];
    }
    self->n += 8 * FC_LANES;
    memcpy(self->pay, FC_ROW(b, pay, 0), sizeof self->pay);
}

static void test_twice_the_money(void **state)
{
    (void)state;
    static struct doubling once, twice;
    struct world world = world_new(FIRM("17", "9000", MOVED("200000", "5000", "4000")));
    world_run(&world, FC_LANES, doubling_see, &once);
    world_clear(&world);
    world = world_new(FIRM("17", "18000", MOVED("400000", "10000", "8000")));
    world_run(&world, FC_LANES, doubling_see, &twice);
    world_clear(&world);
    assert_memory_equal(once.effort, twice.effort, sizeof once.effort);
    assert_memory_equal(once.hazard, twice.hazard, sizeof once.hazard);
    FC_EACH (l)
        assert_true(2 * once.pay[l] == twice.pay[l]);
    printf("  mean effort under the plan: %.3f\n", once.mean / once.n);
}

/* Mean relative entropy of a Dirichlet law of concentration a against its mean w:
 * sum of w (psi(a w + 1) - log w) - psi(a + 1). */
static double entropy(double a)
{
    static const double w[] = {.4, .2, .2, .2};
    double sum = -gsl_sf_psi(a + 1);
    for (int i = 0; i < 4; i++)
        sum += w[i] * (gsl_sf_psi(a * w[i] + 1) - log(w[i]));
    return sum;
}

struct fitting {
    double n, sum, square;
};

static void fitting_see(const struct fc_block *b, void *out)
{
    struct fitting *self = out;
    if (!b->month_ends)
        return;
    for (uint32_t i = 0; i < 40; i++)
        FC_EACH (l) {
            const double x = log((double)FC_ROW(b, seat_effort, i)[l]);
            self->n++;
            self->sum += x;
            self->square += x * x;
        }
}

#define FIT "{ lever = \"plan_fit\"; add = 1.0; }"
#define FITTED(alike)                                                                  \
    FIRM("1", "9000",                                                                  \
         "people = { seats = 40; turnover_per_year = 0; motivation = { elasticity = "  \
         "0.25; effort_max = 2; alike = " alike "; }; };"                              \
         "crises = ( { name = \"fit\"; category = \"operational\"; per_year = 0; "     \
         "severity = { median = 0.5; }; plateau_weeks = 500; effects = ( " FIT         \
         ", " FIT " ); scheduled = ( { month = 1; severity = 0.9; } ); } );")

static struct fitting fitting_of(const char *text)
{
    struct fitting self = {0};
    struct world world = world_new(text);
    world_trim(&world, "motivation");
    world_run(&world, 8 * FC_LANES, fitting_see, &self);
    world_clear(&world);
    return self;
}

static void test_fit(void **state)
{
    (void)state;
    static const char *const text[] = {FITTED("2"), FITTED("8"), FITTED("30")};
    static const double alike[] = {2, 8, 30};
    for (int i = 0; i < 3; i++) {
        const struct fitting self = fitting_of(text[i]);
        const double mean = self.sum / self.n;
        const double error = sqrt((self.square / self.n - mean * mean) / self.n);
        near("log effort where the plan fits", mean, 0.25 * entropy(alike[i]),
             6 * error + 2e-6);
    }
    const struct fitting same = fitting_of(FITTED("100000"));
    near("the same where people are alike", same.sum / same.n, 0, 2e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split), cmocka_unit_test(test_pay),
        cmocka_unit_test(test_flat),  cmocka_unit_test(test_twice_the_money),
        cmocka_unit_test(test_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
