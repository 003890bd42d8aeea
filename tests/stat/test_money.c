/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The books, exactly: nothing here is statistical but the exchange rate.
 *
 * M8: opening + in - out = closing to 1e-9 of what moved, on every path and month, with
 * the identity of the receivables, from the shared arrays alone. M4: doubling every
 * number whose unit is money doubles every array of money exactly and leaves all others
 * as they are. Collections against their convolution, steady receivables, interest,
 * ruin, pay and contribution by hand. The exchange rate has mean 1 (fixed seed, 4
 * standard errors; detects .003). */
#include <math.h>
#include <stdlib.h>

#include "../department.h"
#include "../world.h"
#include "model/market.h"
#include "model/money.h"

#define WHOLE                                                                          \
    DEPARTMENT_HEAD("30", "2")                                                         \
    DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_CRISES         \
        DEPARTMENT_MONEY DEPARTMENT_OPENING DEPARTMENT_PEOPLE

static double sum_rows(const double *rows, uint32_t n, uint32_t lane)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += rows[(size_t)i * FC_LANES + lane];
    return sum;
}

static void near(const char *what, double found, double want, double moved)
{
    if (!(fabs(found - want) <= 1e-9 * fmax(1, moved)))
        fail_msg("%s: %.12g, expected %.12g (moved %.6g)", what, found, want, moved);
}

/* ---- M8 ---- */

struct books {
    double cash[FC_LANES], owed[FC_LANES], low[FC_LANES], peak[FC_LANES];
    double fall[FC_LANES], ruined, below, recession;
};

/* Everything of a month from the shared arrays: what came in, what went out. */
static void books_see(const struct fc_block *b, void *out)
{
    struct books *self = out;
    if (!b->month_ends)
        return;
    const struct fc_axis_table *axis = b->model->axis;
    FC_EACH (l) {
        const double revenue = sum_rows(b->s.revenue, axis[FC_MARKET].count, l);
        const double margin = sum_rows(b->s.gross_profit, axis[FC_MARKET].count, l);
        const double costs = FC_ROW(b, costs, 0)[l], bad = FC_ROW(b, bad_debt, 0)[l];
        const double owed = FC_ROW(b, receivables, 0)[l];
        const double cash = FC_ROW(b, cash, 0)[l];
        const double in = self->owed[l] + revenue - bad - owed;
        const double interest = fmax(0, -self->cash[l]) * (double)0.10f / 12;
        const double paid = revenue - margin + costs - bad + interest;
        near("cash", cash, self->cash[l] + in - paid, in + paid);
        near("revenue", FC_ROW(b, total_revenue, 0)[l], revenue, revenue);
        near("profit", FC_ROW(b, profit, 0)[l], margin - costs, revenue + costs);
        assert_true(in >= -1e-9 * revenue && owed >= -1e-9 * revenue);
        self->low[l] = fmin(self->low[l], cash);
        self->peak[l] = fmax(self->peak[l], cash);
        self->fall[l] = fmax(self->fall[l], self->peak[l] - cash);
        assert_true(FC_ROW(b, cash_low, 0)[l] <= self->low[l] &&
                    FC_ROW(b, cash_low, 0)[l] >= self->low[l]);
        near("drawdown", FC_ROW(b, drawdown, 0)[l], self->fall[l], 0);
        assert_int_equal(FC_ROW(b, ruined, 0)[l] > 0, self->low[l] < -250000);
        self->cash[l] = cash;
        self->owed[l] = owed;
        self->ruined += (double)FC_ROW(b, ruined, 0)[l];
        self->below += cash < 0;
        self->recession += (double)FC_ROW(b, recession, 0)[l];
    }
}

static void books_open(struct books *self, const struct fc_block *b)
{
    FC_EACH (l) {
        self->cash[l] = self->low[l] = self->peak[l] = FC_ROW(b, cash, 0)[l];
        self->owed[l] = FC_ROW(b, receivables, 0)[l];
        self->fall[l] = 0;
    }
}

static void test_books(void **state)
{
    (void)state;
    static struct books books;
    struct world world = world_new(WHOLE);
    struct fc_block *b = world.block;
    for (uint64_t path = 0; path < 10 * FC_LANES; path += FC_LANES) {
        fc__block_open(b, fc_seed(7), path, false);
        books_open(&books, b);
        for (uint32_t step = 0; step < world.model->steps; step++) {
            fc__block_step(b);
            books_see(b, &books);
            fc__block_next(b);
        }
    }
    assert_true(books.ruined > 100 && books.below > 100 && books.recession > 100);
    world_clear(&world);
}

/* ---- M4 ---- */

static void doubled(const struct world *one, const struct world *two)
{
    for (int i = 0; i < FC_S_COUNT; i++) {
        const struct fc_state_row *row = &fc__state_rows[i];
        const bool money = strncmp(row->unit, "money", 5) == 0;
        const size_t n = (size_t)one->model->state_rows[i] * FC_LANES;
        const unsigned char *a = one->block->memory, *c = two->block->memory;
        for (int j = 0; j < i; j++) {
            a += (size_t)one->model->state_rows[j] * FC_LANES * fc__state_rows[j].bytes;
            c += (size_t)one->model->state_rows[j] * FC_LANES * fc__state_rows[j].bytes;
        }
        if (!money && memcmp(a, c, n * row->bytes) != 0)
            fail_msg("'%s' moved with the money", row->name);
        for (size_t x = 0; money && x < n; x++) {
            double v, w;
            assert_int_equal(row->bytes, sizeof v);
            memcpy(&v, a + x * sizeof v, sizeof v);
            memcpy(&w, c + x * sizeof w, sizeof w);
            if (w < 2 * v || w > 2 * v)
                fail_msg("'%s' is %.17g, doubled %.17g (month %u)", row->name, v, w,
                         one->block->month);
        }
    }
}

static void test_doubling(void **state)
{
    (void)state;
    struct fc_error err = {0};
    struct world one = world_new(WHOLE), two = {0};
    assert_int_equal(fc__scenario_read_text("two.cfg", WHOLE, strlen(WHOLE), NULL, 0,
                                            fc__owners(), &two.scenario, &err),
                     FC_OK);
    size_t numbers = 0;
    for (size_t i = 0; i < fc__scenario_entries(two.scenario); i++) {
        const struct fc_entry *entry = fc__scenario_entry(two.scenario, i);
        if (!entry->number || !entry->field->unit ||
            strncmp(entry->field->unit, "money", 5) != 0)
            continue;
        for (size_t j = 0; j < entry->n_numbers; j++) {
            assert_true(entry->number[j].dist < 0);
            entry->number[j].value *= 2;
            numbers++;
        }
    }
    assert_true(numbers >= 12);
    assert_int_equal(fc__model_new(two.scenario, fc_isa_best(), &two.model, &err),
                     FC_OK);
    assert_int_equal(fc__block_new(two.model, &two.block, &err), FC_OK);
    fc__block_open(one.block, fc_seed(9), 0, false);
    fc__block_open(two.block, fc_seed(9), 0, false);
    for (uint32_t step = 0; step < one.model->steps; step++) {
        doubled(&one, &two);
        fc__block_step(one.block);
        fc__block_step(two.block);
        fc__block_next(one.block);
        fc__block_next(two.block);
    }
    doubled(&one, &two);
    world_clear(&one);
    world_clear(&two);
}

/* ---- the room alone: what others write is set by hand ---- */

struct alone {
    struct world world;
    struct fc_block *b;
    const struct fc_mechanism *money;
    const void *own;
};

static struct alone alone_new(const char *text)
{
    struct alone self = {.world = world_new(text)};
    size_t at = 0;
    while (strcmp(self.world.model->rooms[at]->name, "money") != 0)
        at++;
    self.b = self.world.block;
    self.money = self.world.model->rooms[at];
    self.own = self.world.model->own[at];
    fc__block_open(self.b, fc_seed(1), 0, false);
    self.b->month_ends = true;
    return self;
}

/* Flows of others to 0, then the month hook; moves on by one month. */
static void flows_clear(struct alone *self)
{
    const struct fc_axis_table *axis = self->b->model->axis;
    FC_EACH (l) {
        for (uint32_t k = 0; k < axis[FC_MARKET].count; k++) {
            FC_ROW(self->b, recurring, k)[l] = 0;
            FC_ROW(self->b, one_off, k)[l] = 0;
            FC_ROW(self->b, bookings, k)[l] = 0;
        }
        FC_ROW(self->b, seat_months, 0)[l] = 0;
        FC_ROW(self->b, hires, 0)[l] = 0;
        FC_ROW(self->b, leavers, 0)[l] = 0;
        FC_ROW(self->b, recession, 0)[l] = 0;
    }
}

static void month_end(struct alone *self)
{
    self->money->month(self->own, self->b);
    self->b->month++;
    self->b->step += self->world.model->steps_per_month;
}

#define ALONE(money, rest)                                                             \
    DEPARTMENT_HEAD("60", "1")                                                         \
    DEPARTMENT_ONE_MARKET DEPARTMENT_SELLING                                           \
        "people = { seats = 1; base_pay_per_month = 1000; on_cost_share = 0.25; "      \
        "commission = 0.1; hire_cost = 500; leave_cost = 300; }; money = { " money     \
        " }; " rest

/* Collections are the convolution of the invoices with the law of their own month. */
static void test_collections(void **state)
{
    (void)state;
    enum { MONTHS = 50 };
    static const struct {
        double days[2], bad[2];
        const char *money;
    } cases[] = {{{45, 60}, {.005, .015}, "price_level_per_year = 0;"},
                 {{30, 75},
                  {0, .5},
                  "days_to_collect = { expansion = 30; recession = 75; }; "
                  "bad_debt = { expansion = 0; recession = 0.5; };"},
                 {{0, 180},
                  {.25, 0},
                  "days_to_collect = { expansion = 0; recession = 180; }; "
                  "bad_debt = { expansion = 0.25; recession = 0; };"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[8192];
        snprintf(text, sizeof text, ALONE("%s", "opening = { cash = 1000000; };"),
                 cases[i].money);
        struct alone alone = alone_new(text);
        double due[MONTHS + 16] = {0}, cash = 1e6, owed = 0;
        for (int t = 0; t < MONTHS; t++) {
            const int recession = t % 7 > 4 || t == 20;
            const double invoice = 1000.0 * (1 + t % 5) + 77 * t;
            flows_clear(&alone);
            FC_ROW(alone.b, recession, 0)[9] = (float)recession;
            FC_ROW(alone.b, recurring, 0)[9] = invoice - 300;
            FC_ROW(alone.b, one_off, 0)[9] = 300;
            const double good = invoice * (1 - (double)(float)cases[i].bad[recession]);
            const double lag = cases[i].days[recession] / 30;
            due[t + (int)lag] += good * (1 - (lag - floor(lag)));
            due[t + (int)lag + 1] += good * (lag - floor(lag));
            month_end(&alone);
            cash += due[t] - .25 * invoice;
            owed += good - due[t];
            near("cash", FC_ROW(alone.b, cash, 0)[9], cash, 1e5);
            near("owed", FC_ROW(alone.b, receivables, 0)[9], owed, 1e5);
            near("bad debt", FC_ROW(alone.b, bad_debt, 0)[9], invoice - good, 1e5);
            near("gross profit", FC_ROW(alone.b, gross_profit, 0)[9], .75 * invoice,
                 1e5);
        }
        world_clear(&alone.world);
    }
}

/* Open invoices at time 0: of a steady revenue they stay as they are; a given amount is
 * collected by the same law. */
static void test_receivables_at_opening(void **state)
{
    (void)state;
    struct alone alone = alone_new(ALONE(
        "price_level_per_year = 0;",
        "opening = { cash = 1000; clients = 10; recurring_per_year = 120000.0; };"));
    const double month = FC_ROW(alone.b, annual_value, 0)[2] / 12;
    const double owed = month * (1 - (double).005f) * 1.5;
    assert_true(month > 9000 && month < 11000);
    for (int t = 0; t < 20; t++) {
        near("steady", FC_ROW(alone.b, receivables, 0)[2], owed, owed);
        flows_clear(&alone);
        FC_ROW(alone.b, recurring, 0)[2] = month;
        month_end(&alone);
    }
    world_clear(&alone.world);
    static const double left[] = {30000, 10000, 0, 0};
    alone = alone_new(ALONE("price_level_per_year = 0;",
                            "opening = { cash = 0; receivables = 30000; };"));
    for (int t = 0; t < 4; t++) {
        near("given", FC_ROW(alone.b, receivables, 0)[2], left[t], 1);
        near("cash", FC_ROW(alone.b, cash, 0)[2], 30000 - left[t], 1);
        flows_clear(&alone);
        month_end(&alone);
    }
    world_clear(&alone.world);
    alone = alone_new(ALONE("days_to_collect = { expansion = 0; recession = 0; };",
                            "opening = { cash = 0; receivables = 30000; };"));
    month_end(&alone);
    near("at once", FC_ROW(alone.b, cash, 0)[2], 30000, 1);
    world_clear(&alone.world);
}

/* Overhead eats the cash: interest on the credit used, ruin at the first month end
 * below the line, and for good. */
static void test_interest_and_ruin(void **state)
{
    (void)state;
    struct alone alone = alone_new(
        ALONE("overhead_per_month = 1000; price_level_per_year = 0.12; credit_line = "
              "2500; interest_per_year = 0.12;",
              "opening = { cash = 2000; receivables = 0; };"));
    double cash = 2000, profit = 0;
    for (int t = 0; t < 12; t++) {
        flows_clear(&alone);
        FC_ROW(alone.b, one_off, 0)[4] = t == 9 ? 40000 : 0; /* too late */
        month_end(&alone);
        const double level = pow(1 + (double).12f, t / 12.0);
        const double in = t == 10   ? 40000 * (1 - (double).005f) / 2
                          : t == 11 ? 40000 * (1 - (double).005f) / 2
                                    : 0;
        const double out =
            1000 * level + fmax(0, -cash) * (double).12f / 12 + (t == 9 ? 10000 : 0);
        cash += in - out;
        profit = -1000 * level + (t == 9 ? 30000 - 40000 * (double).005f : 0);
        near("cash", FC_ROW(alone.b, cash, 0)[4], cash, 1e4);
        near("profit", FC_ROW(alone.b, profit, 0)[4], profit, 1e4);
        assert_int_equal(FC_ROW(alone.b, ruined, 0)[4] > 0, t >= 4);
    }
    assert_true(cash > 0);
    world_clear(&alone.world);
}

/* Pay, commissions and contribution by hand, with levers pulled. */
static void test_costs(void **state)
{
    (void)state;
    struct alone alone =
        alone_new(ALONE("overhead_per_month = 400; price_level_per_year = 0;",
                        "opening = { cash = 0; receivables = 0; };"));
    struct fc_block *b = alone.b;
    const enum fc_lever_id levers[] = {FC_L_running_cost, FC_L_bad_debt,
                                       FC_L_collections};
    static const float pulled[] = {2.0f, 8.0f, 30.0f};
    for (int i = 0; i < 3; i++) {
        const uint32_t row = b->model->lever_first[levers[i]];
        b->lever_pulled[row] = 1;
        FC_EACH (l)
            b->levers[(size_t)(row + 2) * FC_LANES + l] = pulled[i];
    }
    flows_clear(&alone);
    const uint32_t l = 7;
    FC_ROW(b, recurring, 0)[l] = 8000;
    FC_ROW(b, bookings, 0)[l] = 20000;
    FC_ROW(b, seat_months, 0)[l] = 2.5f;
    FC_ROW(b, hires, 0)[l] = 2;
    FC_ROW(b, leavers, 0)[l] = 1;
    FC_ROW(b, marketing, 1)[l] = 900;
    for (uint32_t c = 0; c < 5; c++) /* 2 of 8 expected leads come from partners */
        FC_ROW(b, channel_rate, c)[l] = c == 2 ? 2 : 1.5f;
    month_end(&alone);
    const double share = (double).1f, bad = 8000 * (double).005f * 8;
    const double people = 2.5 * 1000 * 1.25 + 2 * 500 + 300;
    const double sellers = share * 1.25 * 20000, partners = share * 20000 / 4;
    near("pay", FC_ROW(b, pay, 0)[l], people + sellers, 1e5);
    near("contribution", FC_ROW(b, contribution, 0)[l],
         6000 - people - sellers - partners, 1e5);
    near("bad debt", FC_ROW(b, bad_debt, 0)[l], bad, 1e5);
    near("costs", FC_ROW(b, costs, 0)[l], people + sellers + partners + 900 + 800 + bad,
         1e5);
    near("profit", FC_ROW(b, profit, 0)[l],
         6000 - people - sellers - partners - 900 - 800 - bad, 1e5);
    near("owed", FC_ROW(b, receivables, 0)[l], 8000 - bad, 1e5);
    flows_clear(&alone);
    month_end(&alone); /* 45 + 30 days: nothing yet, then half, then half */
    near("owed", FC_ROW(b, receivables, 0)[l], 8000 - bad, 1e5);
    month_end(&alone);
    near("owed", FC_ROW(b, receivables, 0)[l], (8000 - bad) / 2, 1e5);
    month_end(&alone);
    near("owed", FC_ROW(b, receivables, 0)[l], 0, 1e5);
    world_clear(&alone.world);
}

/* Contributions, with pay and unallocated costs, are the operating profit. */
static void contribution_see(const struct fc_block *b, void *out)
{
    double *moved = out;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        const uint32_t markets = b->model->axis[FC_MARKET].count;
        const double direct = sum_rows(b->s.contribution, markets, l);
        const double margin = sum_rows(b->s.gross_profit, markets, l);
        const double pay = sum_rows(b->s.pay, b->model->axis[FC_TEAM].count, l);
        double partners = 0; /* exchange is off in this test */
        for (uint32_t k = 0; k < markets; k++) {
            double leads = 0;
            for (uint32_t c = 0; c < 5; c++)
                leads += (double)FC_ROW(b, channel_rate, k * 5 + c)[l];
            if (leads > 0)
                partners += FC_ROW(b, bookings, k)[l] * (double).1f *
                            (double)FC_ROW(b, channel_rate, k * 5 + 2)[l] / leads;
        }
        near("contribution", direct, margin - pay - partners, 1e6);
        *moved += partners;
    }
}

static void test_contribution(void **state)
{
    (void)state;
    double moved = 0;
    struct world world = world_new(
        DEPARTMENT_HEAD("18", "1") DEPARTMENT_MARKETS DEPARTMENT_SELLING
            DEPARTMENT_CLIENTS DEPARTMENT_CRISES DEPARTMENT_OPENING DEPARTMENT_PEOPLE);
    world_run(&world, FC_LANES, contribution_see, &moved);
    assert_true(moved > 1000);
    world_clear(&world);
}

/* Revenue all in a currency that moves: mean 1 after three years. */
static void test_exchange(void **state)
{
    (void)state;
    struct alone alone =
        alone_new(ALONE("exchange = { cv_per_year = 0.12; revenue_share = 1; };", ""));
    double sum = 0, square = 0, n = 0;
    for (uint64_t path = 0; path < 200 * FC_LANES; path += FC_LANES) {
        fc__block_open(alone.b, fc_seed(1), path, false);
        alone.b->month_ends = true;
        for (int t = 0; t < 36; t++) {
            flows_clear(&alone);
            FC_EACH (l)
                FC_ROW(alone.b, one_off, 0)[l] = 100;
            month_end(&alone);
        }
        FC_EACH (l) {
            const double x = FC_ROW(alone.b, total_revenue, 0)[l] / 100;
            sum += x;
            square += x * x;
            n++;
        }
    }
    const double mean = sum / n, sd = sqrt(square / n - mean * mean);
    const double want = sqrt(pow(1 + .12 * .12, 3) - 1);
    if (!(fabs(mean - 1) < 4 * want / sqrt(n)) || !(fabs(sd / want - 1) < .025))
        fail_msg("mean %.5f, sd %.5f, expected 1 and %.5f", mean, sd, want);
    world_clear(&alone.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_books),
        cmocka_unit_test(test_doubling),
        cmocka_unit_test(test_collections),
        cmocka_unit_test(test_receivables_at_opening),
        cmocka_unit_test(test_interest_and_ruin),
        cmocka_unit_test(test_costs),
        cmocka_unit_test(test_contribution),
        cmocka_unit_test(test_exchange),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
