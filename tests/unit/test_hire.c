/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies that hire, exactly: when seats open and are filled, what their people give
 * and are paid, what closing them costs - all computed anew in double, to .003 of some
 * 500 hours and .02 of some 40,000 USD a month. What must not change: everything under
 * a policy that never acts (M11), the people on all other seats, other policies that
 * hire, any instruction set, any position in a block. Budget, cool-down, seats at most;
 * heads add up; messages for bad policies. Nothing is statistical. */
#include "policy_firm.h"

enum { MONTHS = 16, TEAMS = 2 };

/* The adverts fall to half in months 4-6 and from month 9 on: a policy that sees it at
 * once works in months 5-7 and from month 10 on. */
#define FALLS                                                                          \
    "spend_plan = ( { month = 4; spend_per_month = 500; }, { month = 7; "              \
    "spend_per_month = 1000; }, { month = 9; spend_per_month = 500; } );"
#define SURE                                                                           \
    "seats = 4; turnover_per_year = 0; ability_cv = 0; ramp_months = 5; start_level "  \
    "= 0.3; months_to_fill = { mean = 1.3; cv = 0; }; base_pay_per_month = 5000; "     \
    "on_cost_share = 0.2; commission = 0; hire_cost = 1000; leave_cost = 300; "        \
    "severance_months = 2;"
#define LUCK                                                                           \
    "seats = 4; turnover_per_year = 0.6; ability_cv = 0.4; months_to_fill = { mean = " \
    "1.5; cv = 0.8; };"
#define FIRM_WITH(people, policies)                                                    \
    FIRM_OF("16", "2", FALLS, people)                                                  \
    "organisation = { structure = \"geographic\"; }; money = { price_level_per_year "  \
    "= 0; }; " policies
#define HIRE(more) "hold_months = 0; do = \"hire\"; " more

/* ---- one firm month by month ---- */

struct books { /* of lane 5, team by team */
    double hours[MONTHS][TEAMS], output[MONTHS][TEAMS], paid[MONTHS][TEAMS];
    double hires[MONTHS][TEAMS], leavers[MONTHS][TEAMS], laid_off[MONTHS][TEAMS];
    double heads[MONTHS][TEAMS], open[MONTHS][TEAMS], pay[MONTHS][TEAMS];
    double on[MONTHS];
};

static void see(const struct fc_block *b, void *out)
{
    struct books *s = out;
    const uint32_t l = 5, m = b->month;
    if (!b->month_ends)
        return;
    for (uint32_t t = 0; t < TEAMS; t++) {
        s->hours[m][t] = (double)FC_ROW(b, hours_available, t)[l];
        s->output[m][t] = (double)FC_ROW(b, team_output, t)[l];
        s->paid[m][t] = (double)FC_ROW(b, seat_months, t)[l];
        s->hires[m][t] = (double)FC_ROW(b, hires, t)[l];
        s->leavers[m][t] = (double)FC_ROW(b, leavers, t)[l];
        s->laid_off[m][t] = (double)FC_ROW(b, laid_off, t)[l];
        s->heads[m][t] = (double)FC_ROW(b, headcount, t)[l];
        s->open[m][t] = (double)FC_ROW(b, vacancies, t)[l];
        s->pay[m][t] = FC_ROW(b, pay, t)[l];
    }
    s->on[m] =
        b->model->axis[FC_POLICY].count ? (double)FC_ROW(b, policy_months, 0)[l] : 0.0;
}

static struct books books_of(const char *text)
{
    struct books s = {.on = {0}};
    struct world w = world_new(text);
    assert_int_equal(w.model->axis[FC_TEAM].count, TEAMS);
    world_block(&w, 0, false, see, &s);
    world_clear(&w);
    return s;
}

static void near(const char *what, int month, double found, double want, double off)
{
    if (!(fabs(found - want) <= off))
        fail_msg("%s, month %d: %.9g, expected %.9g", what, month + 1, found, want);
}

/* ---- the life of two seats, in double ---- */

#define NEVER_ENDS 1e9

/* Months of [from, to] that lie in month m, and their mean proficiency. */
static double worked(int m, double from, double to, double *proficiency)
{
    const double tau = 5 / log(.7 / .05);
    const double a = fmax(m, from), e = fmin(m + 1, to), months = fmax(e - a, 0);
    *proficiency = 0;
    if (months > 0)
        *proficiency =
            1 - .7 * tau / months * (exp(-(a - from) / tau) - exp(-(e - from) / tau));
    return months;
}

/* Both seats opened in the south: their search ends after 1.3 months. */
static void check_south(const struct books *calm, const struct books *found,
                        bool closes)
{
    const double first = 4 + 1.3, end = closes ? 7 : NEVER_ENDS, second = 9 + 1.3;
    for (int m = 0; m < MONTHS; m++) {
        double pi[2] = {0}, months[2] = {worked(m, first, end, &pi[0]), 0};
        if (closes)
            months[1] = worked(m, second, NEVER_ENDS, &pi[1]);
        const double more = 2 * (months[0] + months[1]);
        const double seat = calm->hours[m][1] / 2; /* of a full month */
        near("hours", m, found->hours[m][1] - calm->hours[m][1], more * seat, 3e-3);
        near("output", m, found->output[m][1] - calm->output[m][1],
             2 * seat * (months[0] * pi[0] + months[1] * pi[1]), 3e-3);
        near("paid months", m, found->paid[m][1] - calm->paid[m][1], more, 1e-5);
        const double came = m == 5 || (closes && m == 10) ? 2 : 0;
        const double went = closes && m == 7 ? 2 : 0;
        near("hires", m, found->hires[m][1], came, 0);
        near("leavers", m, found->leavers[m][1], went, 0);
        near("laid off", m, found->laid_off[m][1], went, 0);
        const bool there = (m >= 5 && m < 7) || (m >= 7 && !closes) || m >= 10;
        const bool searched = m == 4 || (closes && m == 9);
        near("people", m, found->heads[m][1], there ? 4 : 2, 0);
        near("open seats", m, found->open[m][1], searched ? 2 : 0, 0);
        near("pay", m, found->pay[m][1] - calm->pay[m][1],
             more * 5000 * 1.2 + came * 1000 + went * (300 + 2 * 5000), 2e-2);
        near("at work", m, found->on[m], (m >= 4 && m < 7) || m >= 9, 0);
        near("north", m, found->hours[m][0], calm->hours[m][0], 0);
        near("north", m, found->pay[m][0], calm->pay[m][0], 0);
    }
}

static void test_seats_open_and_close(void **state)
{
    (void)state;
    const struct books calm = books_of(FIRM_WITH(SURE, ""));
    const struct books stay = books_of(FIRM_WITH(
        SURE, POLICIES(POLICY("surge", LOW EXACT HIRE("seats = 2; where = [ "
                                                      "\"teams:south\" ];")))));
    check_south(&calm, &stay, false);
    const struct books close = books_of(FIRM_WITH(
        SURE, POLICIES(POLICY("surge", LOW EXACT HIRE("seats = 2; where = [ "
                                                      "\"south\" ]; close_seats = "
                                                      "true;")))));
    check_south(&calm, &close, true);
}

static double sum_of(const double rows[MONTHS][TEAMS], int month)
{
    return rows[month][0] + rows[month][1];
}

/* A budget of six months and a half lets it work six months, in one start: one seat.
 * Every start opens `seats` more, up to seats_at_most; a cool-down puts it off. */
static void test_starts_add_up(void **state)
{
    (void)state;
    const struct books paid = books_of(FIRM_WITH(
        SURE,
        POLICIES(POLICY("step", ALWAYS EXACT HIRE("monthly_cost = 100; budget = 650; "
                                                  "seats = 1; seats_at_most = 3;")))));
    double months = 0;
    for (int m = 0; m < MONTHS; m++)
        months += paid.on[m];
    near("months the budget pays", MONTHS - 1, months, 6, 0);
    near("one start", MONTHS - 1, sum_of(paid.heads, MONTHS - 1), 5, 0);
#define EACH_FALL(more)                                                                \
    FIRM_WITH(SURE, POLICIES(POLICY("step", LOW EXACT HIRE("seats = 1; " more))))
    const struct books grow = books_of(EACH_FALL("seats_at_most = 2;"));
    const struct books once = books_of(EACH_FALL(""));
    const struct books rest =
        books_of(EACH_FALL("seats_at_most = 2; cool_down_months = 4;"));
    for (int m = 0; m < MONTHS; m++) {
        near("first", m, sum_of(once.heads, m), m >= 5 ? 5 : 4, 0);
        near("second", m, sum_of(grow.heads, m), m >= 10 ? 6 : m >= 5 ? 5 : 4, 0);
        /* it rests until the end of month 12 and decides at the end of 13 */
        near("after a rest", m, sum_of(rest.heads, m), m >= 13 ? 6 : m >= 5 ? 5 : 4, 0);
    }
}

/* Whether its search is broken off or its person laid off, a seat that opens again is
 * searched for anew. */
static void closed_see(const struct fc_block *b, void *out)
{
    double *hires = out;
    if (b->month_ends)
        FC_EACH (l)
            *hires += (double)(FC_ROW(b, hires, 0)[l] + FC_ROW(b, hires, 1)[l]);
    for (uint32_t seat = b->model->planned_seats;
         b->month == 8 && seat < b->model->axis[FC_SEAT].count; seat++)
        for (uint32_t l = 0; l < FC_LANES; l++)
            assert_int_equal((int)FC_ROW(b, seat_person, seat)[l], 1);
    if (b->month == 8 && b->month_ends)
        assert_true(*hires > FC_LANES / 4 && *hires < 2 * FC_LANES - FC_LANES / 4);
}

static void test_new_search(void **state)
{
    (void)state;
    double hires = 0;
    struct world w = world_new(FIRM_WITH(
        "seats = 4; turnover_per_year = 0; months_to_fill = { mean = 3; cv = 0.8; };",
        POLICIES(POLICY("surge", LOW EXACT HIRE("seats = 2; close_seats = true;")))));
    world_block(&w, 0, false, closed_see, &hires);
    world_clear(&w);
}

/* Half of the seats are closed from month 10 on, those of policies count and go first.
 */
static void test_laid_off_first(void **state)
{
    (void)state;
    const struct books s = books_of(FIRM_WITH(
        SURE, POLICIES(POLICY("cut", ALWAYS EXACT "delay_months = 8; do = \"lay_off\"; "
                                                  "share = 0.5;"),
                       POLICY("surge", LOW EXACT HIRE("seats = 2; where = [ "
                                                      "\"south\" ];")))));
    for (int m = 5; m < MONTHS; m++) {
        near("north", m, s.heads[m][0], m < 9 ? 2 : 1, 0);
        near("south", m, s.heads[m][1], m < 9 ? 4 : 2, 0);
        near("laid off", m, sum_of(s.laid_off, m), m == 9 ? 3 : 0, 0);
        near("open seats", m, sum_of(s.open, m), 0, 0);
    }
}

/* ---- what must not change ---- */

static uint64_t hash_bytes(uint64_t h, const void *data, size_t n)
{
    const unsigned char *at = data;
    for (size_t i = 0; i < n; i++)
        h = (h ^ at[i]) * 1099511628211u;
    return h;
}

struct hashes {
    uint64_t all,
        seats; /* arrays of other rooms than policy; people on planned seats */
};

static void hash_step(const struct fc_block *b, void *out)
{
    struct hashes *h = out;
    for (int i = 0; i < FC_S_COUNT; i++) {
        const struct fc_state_row *row = &fc__state_rows[i];
        const bool seat = row->rows == FC_SEAT;
        const uint32_t rows = seat ? b->model->planned_seats : b->model->state_rows[i];
        if (strcmp(row->writer, "policy") != 0)
            h->all = hash_bytes(h->all, fc__state_array(b, i),
                                (size_t)rows * FC_LANES * row->bytes);
        if (i == FC_S_seat_person || i == FC_S_seat_tenure)
            h->seats = hash_bytes(h->seats, fc__state_array(b, i),
                                  (size_t)rows * FC_LANES * row->bytes);
    }
}

static struct hashes hashes_of(const char *text, enum fc_isa isa)
{
    struct hashes h = {14695981039346656037u, 14695981039346656037u};
    struct world w;
    const fc_status status = world_try(&w, text, isa);
    if (status != FC_OK)
        world_print(w.scenario);
    assert_int_equal(status, FC_OK);
    world_block(&w, 0, false, hash_step, &h);
    world_clear(&w);
    return h;
}

#define NOISY                                                                          \
    "watch = \"bookings\"; compare_to = \"history\"; act_below = -0.3; noise_cv = "    \
    "0.3; lag_months = 0.4; cool_down_months = 1; "
#define REAL   POLICY("m", NOISY HIRE("seats = 2; close_seats = true;"))
#define REAL_B POLICY("b", NOISY HIRE("seats = 1; where = [ \"north\" ];"))
#define IDLE   POLICY("c", NEVER EXACT HIRE("seats = 3; seats_at_most = 7;"))

static void test_never(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const struct hashes none = hashes_of(FIRM_WITH(LUCK, ""), isa);
    const struct hashes never = hashes_of(FIRM_WITH(LUCK, POLICIES(IDLE)), isa);
    assert_true(none.all == never.all);
    const struct hashes real = hashes_of(FIRM_WITH(LUCK, POLICIES(REAL)), isa);
    assert_true(none.all != real.all);
    assert_true(none.seats == real.seats); /* others come and go as they did */
    /* a policy more, that never acts, moves no luck of another one */
    const struct hashes both = hashes_of(FIRM_WITH(LUCK, POLICIES(IDLE, REAL)), isa);
    assert_true(both.all == real.all);
}

static void test_order_and_instruction_sets(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const struct hashes one = hashes_of(FIRM_WITH(LUCK, POLICIES(REAL, REAL_B)), isa);
    assert_true(one.all == hashes_of(FIRM_WITH(LUCK, POLICIES(REAL_B, REAL)), isa).all);
    for (int other = 0; other < (int)isa; other++)
        assert_true(
            one.all ==
            hashes_of(FIRM_WITH(LUCK, POLICIES(REAL, REAL_B)), (enum fc_isa)other).all);
}

struct lane {
    uint32_t at;
    double costs[MONTHS], heads[MONTHS];
};

static void lane_see(const struct fc_block *b, void *out)
{
    struct lane *self = out;
    self->costs[b->month] = FC_ROW(b, costs, 0)[self->at];
    self->heads[b->month] = (double)FC_ROW(b, headcount, 0)[self->at];
}

static void test_any_position_in_a_block(void **state)
{
    (void)state;
    struct world w = world_new(FIRM_WITH(LUCK, POLICIES(REAL, REAL_B)));
    for (uint32_t path = 32; path < 40; path++) {
        struct lane here = {.at = path}, there = {.at = path - 32};
        world_block(&w, 0, false, lane_see, &here);
        world_block(&w, 32, false, lane_see, &there);
        assert_memory_equal(here.costs, there.costs, sizeof here.costs);
        assert_memory_equal(here.heads, there.heads, sizeof here.heads);
    }
    world_clear(&w);
}

/* ---- heads ---- */

struct heads {
    float before[TEAMS][FC_LANES], first[FC_LANES], second[FC_LANES];
    double hires, laid_off;
    float seats_least, seats_most;
};

static void heads_see(const struct fc_block *b, void *out)
{
    struct heads *self = out;
    if (!b->month_ends)
        return;
    for (uint32_t t = 0; t < TEAMS; t++)
        FC_EACH (l) {
            const float now = FC_ROW(b, headcount, t)[l];
            const float moved = FC_ROW(b, hires, t)[l] - FC_ROW(b, leavers, t)[l];
            assert_true(now - self->before[t][l] >= moved &&
                        now - self->before[t][l] <= moved);
            self->before[t][l] = now;
            self->hires += (double)FC_ROW(b, hires, t)[l];
            self->laid_off += (double)FC_ROW(b, laid_off, t)[l];
        }
    FC_EACH (l) {
        const float seats = FC_ROW(b, headcount, 0)[l] + FC_ROW(b, headcount, 1)[l] +
                            FC_ROW(b, vacancies, 0)[l] + FC_ROW(b, vacancies, 1)[l];
        self->seats_least = seats < self->seats_least ? seats : self->seats_least;
        self->seats_most = seats > self->seats_most ? seats : self->seats_most;
    }
}

static void test_heads_add_up(void **state)
{
    (void)state;
    static struct heads heads = {.seats_least = 1e9f};
    struct world w = world_new(FIRM_WITH(LUCK, POLICIES(REAL, REAL_B)));
    fc__block_open(w.block, fc_seed(20260729), 0, false);
    for (uint32_t t = 0; t < TEAMS; t++)
        memcpy(heads.before[t], FC_ROW(w.block, headcount, t), sizeof heads.before[t]);
    world_block(&w, 0, false, heads_see, &heads);
    assert_true(heads.hires > FC_LANES && heads.laid_off > 10);
    assert_true(heads.seats_least >= 4 && heads.seats_least <= 4);
    assert_true(heads.seats_most >= 7 && heads.seats_most <= 7);
    world_clear(&w);
}

/* ---- bad policies ---- */

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {FIRM_WITH(SURE, POLICIES(POLICY("surge", ALWAYS HIRE("")))),
         "say how many in 'seats'"},
        {FIRM_WITH(SURE, POLICIES(POLICY("surge", ALWAYS HIRE("seats = 1; where = [ "
                                                              "\"suoth\" ];")))),
         "did you mean 'south'"},
        {FIRM_WITH(SURE, POLICIES(POLICY("surge", ALWAYS HIRE("seats = 3; "
                                                              "seats_at_most = 2;")))),
         "must not be below 'seats'"},
        {FIRM_WITH(SURE, POLICIES(POLICY("surge", ALWAYS "do = \"discount\"; seats = "
                                                         "2;"))),
         "belongs to \"hire\""},
        {FIRM_WITH(SURE, POLICIES(POLICY("surge", ALWAYS HIRE("seats = 1; role = "
                                                              "\"sdr\";")))),
         "sdr"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct world w;
        bool warning, said = false;
        assert_int_equal(world_try(&w, bad[i].text, fc_isa_best()), FC_E_SCENARIO);
        for (size_t k = 0; k < fc_scenario_problems(w.scenario); k++)
            said |= strstr(fc_scenario_problem(w.scenario, k, &warning), bad[i].says) !=
                    NULL;
        if (!said) {
            world_print(w.scenario);
            fail_msg("case %zu does not say \"%s\"", i, bad[i].says);
        }
        world_clear(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seats_open_and_close),
        cmocka_unit_test(test_starts_add_up),
        cmocka_unit_test(test_new_search),
        cmocka_unit_test(test_laid_off_first),
        cmocka_unit_test(test_never),
        cmocka_unit_test(test_order_and_instruction_sets),
        cmocka_unit_test(test_any_position_in_a_block),
        cmocka_unit_test(test_heads_add_up),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
