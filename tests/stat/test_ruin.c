/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cash and ruin against closed forms, on the money room of the real engine with the
 * month's revenue set by hand, and on whole departments.
 *
 * T27 (a) a walk of +1 (.55) and -1, start 10: ruined within 240 months, by recursion,
 *     which for 5000 months gives (9/11)^10 = .134430633;
 *     (c) months N(.05, 1.5^2), start 10, 52 of them: .24436; required reserve at 5 %
 *     and 1 % are the cash with which ruin has that probability.
 * T28 one loss LN(.5, 1), carry .12, shortage .6: the .8 quantile of the required
 *     reserve is 1.160063, an insurance above it pays .232037 on average.
 * M6  more cash or credit, also by a practice: ruined on no path on which it was not,
 *     cash never lower, sales the same to the bit.
 * M8  with insurance, crises that cost while they last, practices: opening + in - out =
 *     closing to 1e-9, every flow from the shared arrays.
 *
 * Fixed seed, 7 comparisons at 5.6 standard errors (family-wise 1e-6); detects .01 in a
 * probability of ruin, 2 % of a reserve. */
#include <math.h>
#include <stdlib.h>

#include "../department.h"
#include "../world.h"
#include "random/lanemath.h"

static const double errors_allowed = 5.6;

static void close_to(const char *what, double found, double want, double error)
{
    const double z = (found - want) / error;
    printf("  %-34s %12.6g exact %12.6g  z %5.2f  detects %.2g\n", what, found, want, z,
           2 * errors_allowed * error);
    if (!(fabs(z) <= errors_allowed))
        fail_msg("%s: %.7g, expected %.7g +- %.2g", what, found, want, error);
}

/* ---- the money room alone ---- */

#define ALONE(cash, more)                                                              \
    DEPARTMENT_HEAD("240", "1")                                                        \
    "markets = { territories = ( { name = \"here\"; } ); products = ( { name = "       \
    "\"core\"; margin = 1.0; } ); segments = ( { name = \"firm\"; leads_per_month = "  \
    "1; } ); };\n" DEPARTMENT_SELLING                                                  \
    "people = { seats = 1; base_pay_per_month = 0; commission = 0; };\nmoney = { "     \
    "price_level_per_year = 0; interest_per_year = 0; days_to_collect = { expansion "  \
    "= 0; recession = 0; }; bad_debt = { expansion = 0; recession = 0; }; };\n"        \
    "opening = { cash = " cash "; receivables = 0; };\n" more

enum { PATHS = 100096 };

struct alone {
    struct world world;
    const struct fc_mechanism *money;
    const void *own;
};

static struct alone alone_new(const char *text)
{
    struct alone self = {.world = world_new(text)};
    size_t at = 0;
    while (strcmp(self.world.model->rooms[at]->name, "money") != 0)
        at++;
    self.money = self.world.model->rooms[at];
    self.own = self.world.model->own[at];
    return self;
}

/* What comes in on the 128 paths of a block in a month, from 128 uniforms. */
typedef void income(const double *u, double *in);

static void walk(const double *u, double *in)
{
    FC_EACH (l)
        in[l] = u[l] < .55 ? 1 : -1;
}

static void gauss(const double *u, double *in)
{
    FC_EACH (l)
        in[l] = .05 + 1.5 * fc_normal_pinv(u[l]);
}

/* Uniform by address (SplitMix64's finaliser). */
static double uniform(uint64_t path, uint64_t month)
{
    uint64_t x = (path * 1000 + month + 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return ((double)((x ^ x >> 31) >> 11) + .5) * 0x1p-53;
}

/* Months of `paths` paths; need[path] = required reserve at the end; share ruined. */
static double months_run(struct alone *self, income *comes_in, uint32_t months,
                         uint64_t paths, double *need)
{
    struct fc_block *b = self->world.block;
    double ruined = 0;
    for (uint64_t path = 0; path < paths; path += FC_LANES) {
        fc__block_open(b, fc_seed(11), path, false);
        b->month_ends = true;
        for (b->month = 0; b->month < months; b->month++) {
            FC_LANE_ROW(double, u);
            b->step = b->month;
            FC_EACH (l)
                u[l] = uniform(path + l, b->month);
            comes_in(u, FC_ROW(b, recurring, 0));
            self->money->month(self->own, b);
        }
        FC_EACH (l) {
            ruined += (double)FC_ROW(b, ruined, 0)[l];
            if (need)
                need[path + l] = FC_ROW(b, required_reserve, 0)[l];
        }
    }
    return ruined / (double)paths;
}

static double binomial_error(double p)
{
    return sqrt(p * (1 - p) / PATHS);
}

/* P(the walk from `start` is at 0 within n steps). */
static double walk_ruin(int start, int n)
{
    enum { TOP = 1200 };
    static double now[TOP + 1], next[TOP + 1];
    memset(now, 0, sizeof now);
    now[start] = 1;
    for (int t = 0; t < n; t++) {
        memset(next, 0, sizeof next);
        next[0] = now[0] + .45 * now[1];
        next[1] = .45 * now[2];
        for (int i = 2; i < TOP; i++)
            next[i] = .55 * now[i - 1] + .45 * now[i + 1];
        next[TOP] = now[TOP] + .55 * now[TOP - 1];
        memcpy(now, next, sizeof now);
    }
    return now[0];
}

static void test_t27_walk(void **state)
{
    (void)state;
    struct alone alone = alone_new(ALONE("9", "")); /* ruined below 0, not at 0 */
    const double exact = walk_ruin(10, 240);
    assert_true(fabs(walk_ruin(10, 5000) - pow(9. / 11, 10)) < 1e-6);
    close_to("T27 (a) ruined", months_run(&alone, walk, 240, PATHS, NULL), exact,
             binomial_error(exact));
    world_clear(&alone.world);
}

static int up(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* P(N(.05, 1.5^2) steps from `start` are below 0 within 52), on a grid of .04. */
static double gauss_ruin(double start)
{
    enum { POINTS = 2000, REACH = 250 };
    static double now[POINTS], next[POINTS], kernel[2 * REACH + 1];
    const double h = .04;
    double left = 0;
    for (int k = -REACH; k <= REACH; k++) {
        const double z = (k * h - .05) / 1.5;
        kernel[k + REACH] = h * exp(-.5 * z * z) / (1.5 * sqrt(2 * acos(-1.0)));
    }
    memset(now, 0, sizeof now);
    const double at = start / h - .5; /* points lie at (i + .5) h */
    now[(int)at] = 1 - (at - floor(at));
    now[(int)at + 1] = at - floor(at);
    for (int t = 0; t < 52; t++) {
        memset(next, 0, sizeof next);
        for (int i = 0; i < POINTS; i++)
            for (int k = -REACH; now[i] > 1e-14 && k <= REACH; k++)
                if (i + k >= 0 && i + k < POINTS)
                    next[i + k] += now[i] * kernel[k + REACH];
        memcpy(now, next, sizeof now);
    }
    for (int i = 0; i < POINTS; i++)
        left += now[i];
    return 1 - left;
}

/* How many of the sorted reserves are above a level. */
static double share_above(const double *need, double level)
{
    size_t n = PATHS;
    while (n > 0 && need[n - 1] > level)
        n--;
    return 1 - (double)n / PATHS;
}

/* The reserve is above 10 just where a start of 10 is ruined; above the one that is
 * required at 5 % by the recursion in 5 % of the worlds. */
static void test_t27_gauss(void **state)
{
    (void)state;
    static double need[PATHS];
    double low = 10, high = 30;
    struct alone alone = alone_new(ALONE("10", ""));
    assert_true(fabs(gauss_ruin(10) - .24436) < 2e-5);
    close_to("T27 (c) ruined", months_run(&alone, gauss, 52, PATHS, need), .24436,
             binomial_error(.24436));
    qsort(need, PATHS, sizeof *need, up);
    close_to("P(required reserve > 10)", share_above(need, 10), .24436,
             binomial_error(.24436));
    while (high - low > .04) { /* a point of the grid */
        const double middle = (low + high) / 2;
        *(gauss_ruin(middle) > .05 ? &low : &high) = middle;
    }
    printf("  required reserve at 5 %%: %.3f, by recursion %.3f\n",
           need[(size_t)(.95 * PATHS)], low);
    close_to("P(required reserve > that at 5 %)", share_above(need, low), .05,
             binomial_error(.05));
    world_clear(&alone.world);
}

/* ---- T28 ---- */

struct newsvendor {
    double need[PATHS], paid, paid2;
};

static void test_t28(void **state)
{
    (void)state;
    static struct newsvendor n;
    struct alone alone = alone_new(ALONE(
        "0",
        "crises = ( { name = \"fire\"; category = \"operational\"; per_year = 0; "
        "severity "
        "= { median = 0.1; }; effects = ( { lever = \"demand\"; loss = 0.1; } ); } );\n"
        "practices = ( { name = \"guard\"; category = \"countermeasure\"; cover = { "
        "losses = \"crises\"; deductible_per_year = 1.160063; }; } );\n"));
    struct fc_block *b = alone.world.block;
    for (uint64_t path = 0; path < PATHS; path += FC_LANES) {
        fc__block_open(b, fc_seed(12), path, false);
        b->month_ends = true;
        FC_EACH (l) {
            FC_ROW(b, practice_use, 0)[l] = 1;
            FC_ROW(b, crisis_cost, 0)
            [l] = .5 * exp(fc_normal_pinv(uniform(path + l, 999)));
        }
        alone.money->month(alone.own, b);
        FC_EACH (l) {
            const double paid = FC_ROW(b, insurance, 0)[l];
            n.need[path + l] = FC_ROW(b, required_reserve, 0)[l] + paid;
            n.paid += paid;
            n.paid2 += paid * paid;
        }
    }
    qsort(n.need, PATHS, sizeof *n.need, up);
    const double quantile = n.need[(size_t)(.8 * PATHS)], mean = n.paid / PATHS;
    /* density of LN(.5, 1) at its .8 quantile: phi(.8416) / 1.160063 */
    close_to("T28 reserve", quantile, 1.160063,
             sqrt(.16 / PATHS) / (.27996 / 1.160063));
    close_to("T28 shortage", mean, .232037,
             sqrt((n.paid2 / PATHS - mean * mean) / PATHS));
    close_to("T28 total cost", .12 * quantile + .6 * mean, .278430, 2e-3);
    world_clear(&alone.world);
}

/* ---- M6 ---- */

#define FIRM(cash, line, practice)                                                     \
    DEPARTMENT_HEAD("30", "2")                                                         \
    DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_CRISES         \
        "money = { overhead_per_month = 190000; credit_line = " line "; };\n"          \
        "opening = { cash = " cash                                                     \
        "; clients = 120; seats_filled = 9; };\n" DEPARTMENT_PEOPLE practice
#define LINE                                                                           \
    "practices = ( { name = \"bank\"; category = \"countermeasure\"; effects = ( { "   \
    "lever = \"credit_line\"; add = 150000.0; } ); } );\n"

struct track {
    double cash[30][FC_LANES], revenue[30][FC_LANES];
    float ruined[30][FC_LANES];
};

static void track_see(const struct fc_block *b, void *out)
{
    struct track *self = out;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        self->cash[b->month][l] = FC_ROW(b, cash, 0)[l];
        self->revenue[b->month][l] = FC_ROW(b, total_revenue, 0)[l];
        self->ruined[b->month][l] = FC_ROW(b, ruined, 0)[l];
    }
}

static void test_m6(void **state)
{
    (void)state;
    enum { FIRMS = 4 };
    static struct track track[FIRMS];
    struct world firm[FIRMS] = {world_new(FIRM("400000", "250000", "")),
                                world_new(FIRM("550000", "250000", "")),
                                world_new(FIRM("400000", "400000", "")),
                                world_new(FIRM("400000", "250000", LINE))};
    double ruined[FIRMS] = {0};
    for (uint64_t path = 0; path < 8 * FC_LANES; path += FC_LANES) {
        for (int i = 0; i < FIRMS; i++)
            world_block(&firm[i], path, false, track_see, &track[i]);
        for (int i = 0; i < FIRMS; i++)
            for (int t = 0; t < 30; t++)
                FC_EACH (l) {
                    assert_true(track[i].ruined[t][l] <= track[0].ruined[t][l]);
                    assert_true(track[i].cash[t][l] >= track[0].cash[t][l]);
                    assert_true(memcmp(&track[i].revenue[t][l], &track[0].revenue[t][l],
                                       sizeof(double)) == 0);
                    ruined[i] += t == 29 ? (double)track[i].ruined[t][l] : 0;
                }
    }
    for (int i = 1; i < FIRMS; i++) /* and it does help */
        assert_true(ruined[0] > 100 && ruined[i] < ruined[0]);
    for (int i = 0; i < FIRMS; i++)
        world_clear(&firm[i]);
}

/* ---- M8 with everything that moves money ---- */

#define BUSY                                                                           \
    DEPARTMENT_HEAD("30", "2")                                                         \
    DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS                           \
        "crises = ( { name = \"fire\"; category = \"operational\"; per_year = 1; "     \
        "severity = { median = 0.4; }; one_off_cost = 30000; cost_per_month = "        \
        "200000; effects = ( { lever = \"hours\"; loss = 0.5; }, { lever = "           \
        "\"cost_of_sales\"; factor = 1.3; } ); } );\n"                                 \
        "money = { overhead_per_month = 160000; price_level_per_year = 0; };\n"        \
        "opening = { cash = 400000; clients = 120; seats_filled = 9; "                 \
        "};\n" DEPARTMENT_PEOPLE                                                       \
        "practices = ( { name = \"cover\"; category = \"countermeasure\"; "            \
        "monthly_cost = 2000; cost_per_seat = 30; cover = { losses = \"crises\"; "     \
        "share = 0.7; deductible_per_year = 20000; limit_per_year = 150000; "          \
        "wait_months = 2; }; }, { name = \"credit\"; category = \"countermeasure\"; "  \
        "setup_cost = 700; cover = { losses = \"bad_debt\"; }; } );\n"

struct books {
    double cash[FC_LANES], owed[FC_LANES], insured;
};

static double sum_of(const double *rows, uint32_t n, uint32_t l)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += rows[(size_t)i * FC_LANES + l];
    return sum;
}

/* Partner commission is what the contribution of the markets leaves of it. */
static void books_see(const struct fc_block *b, void *out)
{
    struct books *self = out;
    const struct fc_axis_table *axis = b->model->axis;
    if (!b->month_ends)
        return;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        const double revenue = sum_of(b->s.revenue, axis[FC_MARKET].count, l);
        const double gross = sum_of(b->s.gross_profit, axis[FC_MARKET].count, l);
        const double left = sum_of(b->s.contribution, axis[FC_MARKET].count, l);
        const double pay = sum_of(b->s.pay, axis[FC_TEAM].count, l);
        const double insured = sum_of(b->s.insurance, axis[FC_PRACTICE].count, l);
        const double direct = gross - left; /* pay of the teams, partner commission */
        const double interest = fmax(0, -self->cash[l]) * (double).1f / 12;
        const double out_ = revenue - gross + direct + 160000 + interest +
                            sum_of(b->s.marketing, axis[FC_CHANNEL].count, l) +
                            sum_of(b->s.practice_cost, axis[FC_PRACTICE].count, l) +
                            sum_of(b->s.crisis_cost, axis[FC_CRISIS].count, l);
        const double in = self->owed[l] + revenue - FC_ROW(b, bad_debt, 0)[l] -
                          FC_ROW(b, receivables, 0)[l] + insured;
        const double cash = FC_ROW(b, cash, 0)[l];
        assert_true(direct >= pay - 1e-6);
        if (!(fabs(self->cash[l] + in - out_ - cash) <= 1e-9 * fmax(1, in + out_)))
            fail_msg("month %u: %.9g + %.9g - %.9g is not %.9g", b->month,
                     self->cash[l], in, out_, cash);
        self->cash[l] = cash;
        self->owed[l] = FC_ROW(b, receivables, 0)[l];
        self->insured += insured;
    }
}

static void test_m8(void **state)
{
    (void)state;
    static struct books books;
    struct world w = world_new(BUSY);
    struct fc_block *b = w.block;
    for (uint64_t path = 0; path < 4 * FC_LANES; path += FC_LANES) {
        fc__block_open(b, fc_seed(7), path, false);
        memcpy(books.cash, FC_ROW(b, cash, 0), sizeof books.cash);
        memcpy(books.owed, FC_ROW(b, receivables, 0), sizeof books.owed);
        for (uint32_t step = 0; step < w.model->steps; step++) {
            fc__block_step(b);
            books_see(b, &books);
            fc__block_next(b);
        }
    }
    assert_true(books.insured > 1e6);
    world_clear(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t27_walk), cmocka_unit_test(test_t27_gauss),
        cmocka_unit_test(test_t28),      cmocka_unit_test(test_m6),
        cmocka_unit_test(test_m8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
