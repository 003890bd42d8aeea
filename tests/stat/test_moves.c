/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who go: hiring freezes, lay-offs, changes of hands, reasons to leave.
 *
 * Exact, every path and step: a freeze lets nobody start and ends as if the search had
 * stood still; a lay-off closes its share of the seats for good and pays severance;
 * hires - leavers = change of headcount with all of that on (M9); departures and
 * handover against books kept here. Statistical, at 5.7 standard errors: searches at
 * half speed take twice as long; survival under a constant factor on the hazard, shapes
 * 1 and .8 (detects .005); the mean factor of the middle third is 1 exactly; what the
 * clients of a team lose in the year in which all its people go: 13 to 18 % (2.10). */
#include <math.h>
#include <stdlib.h>

#include "../department.h"
#include "../world.h"

static const double errors_allowed = 5.7;

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };"
#define SELLING                                                                        \
    DEPARTMENT_ONE_MARKET                                                              \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1; } ); funnel = { "   \
    "stages = ( { name = \"first\"; conversion = 0.5; dwell_weeks = 2; hours = 2; }, " \
    "{ name = \"second\"; conversion = 0.5; dwell_weeks = 3; hours = 6; } ); "         \
    "deal_value = { mean = 9000; cv = 0.8; }; };\n"
static void close_to(const char *what, double found, double want, double error)
{
    const double z = error > 0 ? (found - want) / error : found == want ? 0 : 1e9;
    printf("  %-44s %10.6g expected %10.6g +- %.2g\n", what, found, want,
           errors_allowed * error);
    if (!(fabs(z) <= errors_allowed))
        fail_msg("%s: %.7g, expected %.7g", what, found, want);
}

/* ---- the room by itself, levers in the hands of a test ---- */

struct run {
    struct world world;
    const struct fc_mechanism *people;
    const void *own;
    double severance;
    void (*pull)(struct run *self, struct fc_block *b);
    void (*see)(struct run *self, const struct fc_block *b);
    double sum[64], paths;
};

static void set(struct fc_block *b, enum fc_lever_id id, float value)
{
    const uint32_t i = b->model->lever_first[id];
    b->lever_pulled[i] = 1;
    FC_EACH (l)
        b->levers[(size_t)(i + 2) * FC_LANES + l] = value;
}

static void run_people(struct run *self, const char *text, uint64_t paths)
{
    size_t at = 0;
    self->world = world_new(text);
    struct fc_block *b = self->world.block;
    while (strcmp(self->world.model->rooms[at]->name, "people") != 0)
        at++;
    self->people = self->world.model->rooms[at];
    self->own = self->world.model->own[at];
    memset(self->sum, 0, sizeof self->sum);
    self->paths = (double)paths;
    for (uint64_t path = 0; path < paths; path += FC_LANES) {
        fc__block_open(b, fc_seed(4), path, false);
        for (uint32_t step = 0; step < self->world.model->steps; step++) {
            fc__block_begin(b);
            if (self->pull)
                self->pull(self, b);
            self->people->step(self->own, b);
            self->see(self, b);
            fc__block_next(b);
        }
    }
    world_clear(&self->world);
}

/* ---- freezes ---- */

#define BUILT(months, cv, turnover)                                                    \
    HEAD("24", "2")                                                                    \
    SELLING "people = { seats = 0; turnover_per_year = " turnover                      \
            "; months_to_fill = { mean = " months "; cv = " cv                         \
            "; }; hiring_plan = ( { month = 1; seats = 100; } ); };"

static void hires_see(struct run *self, const struct fc_block *b)
{
    if (b->month_ends)
        FC_EACH (l)
            self->sum[b->month] += (double)FC_ROW(b, hires, 0)[l] / 100 / self->paths;
}

static void stop_two_to_seven(struct run *self, struct fc_block *b)
{
    (void)self;
    if (b->month >= 2 && b->month < 8)
        set(b, FC_L_hiring, 0.0f);
}

static void halve(struct run *self, struct fc_block *b)
{
    (void)self;
    set(b, FC_L_hiring, 0.5f);
}

static void stop_all(struct run *self, struct fc_block *b)
{
    (void)self;
    set(b, FC_L_hiring, 0.0f);
}

static void test_freeze(void **state)
{
    (void)state;
    struct run self = {.see = hires_see};
    run_people(&self, BUILT("3.25", "0", "0"), FC_LANES);
    close_to("starts in month 4", self.sum[3], 1, 0);
    self.pull = stop_two_to_seven;
    run_people(&self, BUILT("3.25", "0", "0"), FC_LANES);
    close_to("starts in month 10 after six of freeze", self.sum[9], 1, 0);
    self.pull = halve;
    run_people(&self, BUILT("3.2", "0", "0"), FC_LANES);
    close_to("starts in month 7 at half speed", self.sum[6], 1, 0);
    self.pull = stop_all;
    run_people(&self, BUILT("0", "0.5", "0.5"), FC_LANES);
    double any = 0;
    for (int m = 0; m < 24; m++)
        any += self.sum[m];
    close_to("starts while all is stopped", any, 0, 0);
    /* lognormal searches: the same law on a clock that runs at half speed */
    struct run slow = {.see = hires_see, .pull = halve};
    struct run plain = {.see = hires_see};
    run_people(&slow, BUILT("4", "0.6", "0"), 8 * FC_LANES);
    run_people(&plain, BUILT("4", "0.6", "0"), 8 * FC_LANES);
    double by_eight = 0, by_four = 0;
    for (int m = 0; m < 8; m++) {
        by_eight += slow.sum[m];
        by_four += m < 4 ? plain.sum[m] : 0;
    }
    close_to("half speed: eight months for four", by_eight, by_four, 1e-6);
}

/* ---- lay-offs ---- */

static void lay_off_in_march(struct run *self, struct fc_block *b)
{
    (void)self;
    if (b->month >= 2)
        set(b, FC_L_lay_off, b->month < 6 ? 0.25f : 0.1f);
    if (b->month >= 12)
        set(b, FC_L_lay_off, 0.5f);
}

static void lay_off_see(struct run *self, const struct fc_block *b)
{
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        const double seats =
            (double)(FC_ROW(b, headcount, 0)[l] + FC_ROW(b, vacancies, 0)[l]);
        const double want = b->month < 2 ? 40 : b->month < 12 ? 30 : 20;
        self->sum[0] += fabs(seats - want);
        self->sum[1] += b->month == 2 ? (double)FC_ROW(b, laid_off, 0)[l] : 0;
        self->sum[2] +=
            b->month > 2 && b->month < 12 ? (double)FC_ROW(b, laid_off, 0)[l] : 0;
        self->sum[3] +=
            (double)FC_ROW(b, laid_off, 0)[l] > (double)FC_ROW(b, leavers, 0)[l];
    }
}

static void test_lay_off(void **state)
{
    (void)state;
    struct run self = {.pull = lay_off_in_march, .see = lay_off_see};
    run_people(&self,
               HEAD("18", "2") SELLING
               "people = { seats = 40; turnover_per_year = 0; };"
               "opening = { seats_filled = 36; };",
               FC_LANES);
    close_to("seats away from plan", self.sum[0], 0, 0);
    close_to("laid off but not gone", self.sum[3], 0, 0);
    close_to("laid off when the share is lower again", self.sum[2], 0, 0);
    /* 10 seats: the 4 vacancies still open first; at least 6 people */
    assert_true(self.sum[1] >= 6 * FC_LANES && self.sum[1] <= 10 * FC_LANES);
}

/* Severance in the books: base pay of three months for each of 10 people. */
static void severance_see(const struct fc_block *b, void *out)
{
    double *sum = out;
    if (b->month_ends)
        FC_EACH (l)
            sum[b->month] += FC_ROW(b, pay, 0)[l] / FC_LANES;
}

static void test_severance(void **state)
{
    (void)state;
    double pay[3] = {0};
    struct world world = world_new(
        HEAD("3", "1") SELLING
        "people = { seats = 40; turnover_per_year = 0; base_pay_per_month = 1000; "
        "on_cost_share = 0; commission = 0; severance_months = 3; hire_cost = 0; }; "
        "money = { price_level_per_year = 0; };"
        "crises = ( { name = \"cut\"; category = \"financial\"; per_year = 0; severity "
        "= { median = 0.5; }; plateau_weeks = 100; effects = ( { lever = \"lay_off\"; "
        "add = 0.5; } ); scheduled = ( { month = 2; severity = 0.5; } ); } );");
    world_run(&world, FC_LANES, severance_see, pay);
    world_clear(&world);
    close_to("pay before", pay[0], 40000, 0);
    close_to("pay with severance", pay[1], 30000 + 10 * 3 * 1000, 0);
    close_to("pay after", pay[2], 30000, 0);
}

/* ---- M9 with all of it ---- */

struct count {
    float before[FC_LANES];
    double wrong, hires, leavers;
};

static void count_see(const struct fc_block *b, void *out)
{
    struct count *self = out;
    if (b->month_ends)
        FC_EACH (l) {
            float now = 0, hires = 0, leavers = 0;
            for (uint32_t team = 0; team < b->model->axis[FC_TEAM].count; team++) {
                now += FC_ROW(b, headcount, team)[l];
                hires += FC_ROW(b, hires, team)[l];
                leavers += FC_ROW(b, leavers, team)[l];
            }
            const float change = b->month ? now - self->before[l] : hires - leavers;
            self->wrong += (double)fabsf(change - (hires - leavers));
            self->hires += (double)hires;
            self->leavers += (double)leavers;
            self->before[l] = now;
        }
}

static void test_hires_and_leavers(void **state)
{
    (void)state;
    struct count self = {.wrong = 0};
    struct world world = world_new(
        DEPARTMENT_HEAD("30", "2") DEPARTMENT_MARKETS DEPARTMENT_SELLING
        "people = { seats = 11; turnover_per_year = 0.4; hiring_plan = ( { month = 5; "
        "seats = 3; } ); motivation = { leave_by_pay = 1; leave_by_middle = 0.5; "
        "leave_by_peers = 1; elasticity = 0.3; leave_by_motivation = 0.5; }; pay = { "
        "accelerator = 1.5; quarterly_bonus = 2000; }; };"
        "crises = ( { name = \"cut\"; category = \"financial\"; per_year = 1; severity "
        "= { median = 0.5; sigma = 0.5; }; plateau_weeks = 10; effects = ( { lever = "
        "\"lay_off\"; add = 0.4; }, { lever = \"hiring\"; loss = 0.9; } ); } );"
        "opening = { seats_filled = 9; };");
    world_trim(&world, "motivation");
    world_run(&world, 2 * FC_LANES, count_see, &self);
    world_clear(&world);
    assert_true(self.hires > 500 && self.leavers > 500);
    close_to("hires - leavers - change", self.wrong, 0, 0);
}

/* ---- changes of hands ---- */

/* Books: leavers of the last 6 and 24 steps; what deals lose fades. */
struct hands {
    float left[48][FC_LANES], deals[FC_LANES];
};
static struct hands hands;

static void keep_some(struct run *self, struct fc_block *b)
{
    (void)self;
    if (b->month >= 10)
        set(b, FC_L_knowledge_kept, 0.5f);
}

static void hands_see(struct run *self, const struct fc_block *b)
{
    const float *leavers = FC_ROW(b, leavers, 0);
    if (b->step == 0)
        memset(&hands, 0, sizeof hands);
    FC_EACH (l) {
        const float before = b->month_starts ? 0 : hands.left[b->step - 1][l];
        hands.left[b->step][l] = leavers[l] - before;
        double departures = 0, lost = 0;
        for (uint32_t back = 0; back < 24 && back <= b->step; back++) {
            const uint32_t at = b->step - back;
            const double n = (double)hands.left[at][l] / 20;
            departures += back < 6 ? n : 0;
            lost += n * 0.2 * 0.75 * (at >= 20 ? 0.5 : 1);
        }
        const double kept = b->month >= 10 ? 0.5 : 1;
        const double fresh = -expm1(-0.5 / 4) / (0.5 / 4); /* left of a step's, mean */
        const double deals =
            (double)hands.deals[l] * exp(-0.5 / 4) +
            (double)hands.left[b->step][l] / 20 * 0.3 * 0.75 * kept * fresh;
        hands.deals[l] = (float)deals;
        self->sum[0] += fabs(departures - (double)FC_ROW(b, team_departures, 0)[l]);
        self->sum[1] += fabs(lost - (double)FC_ROW(b, handover, 0)[l]);
        self->sum[2] += fabs(deals - (double)FC_ROW(b, handover_deals, 0)[l]);
        self->sum[3] += lost;
    }
}

static void test_hands(void **state)
{
    (void)state;
    struct run self = {.see = hands_see, .pull = keep_some};
    run_people(
        &self,
        HEAD("24", "2") SELLING
        "people = { seats = 20; turnover_per_year = 0.5; handover = { loss = 0.2; "
        "similar = 0.25; deals_loss = 0.3; deal_months = 4; }; };",
        FC_LANES);
    const double n = 48 * FC_LANES;
    assert_true(self.sum[3] / n > 0.02);
    close_to("departures", self.sum[0] / n, 0, 1e-7);
    close_to("handover", self.sum[1] / n, 0, 1e-7);
    close_to("deals", self.sum[2] / n, 0, 1e-7);
}

/* What the clients of a team bring in the year after all its people went, against what
 * they would have brought: all renew once; a yearly p of .12 leaves, or odds 1 + 11 L
 * as high. 13 to 18 % less without notes (2.10), less with them. */
struct kept {
    double clients, n;
};

static void kept_see(const struct fc_block *b, void *out)
{
    struct kept *self = out;
    if (b->month != 11 || !b->month_ends)
        return;
    FC_EACH (l)
        self->clients += (double)FC_ROW(b, clients, 0)[l] / 2000;
    self->n += FC_LANES;
}

#define ALL_GO(loss, similar)                                                          \
    HEAD("12", "2")                                                                    \
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = \"p\"; } " \
    "); segments = ( { name = \"s\"; leads_per_month = 0; } ); }; channels = ( { "     \
    "name "                                                                            \
    "= \"web\"; kind = \"inbound\"; share = 1; } ); funnel = { stages = ( { name = "   \
    "\"one\"; conversion = 0.5; dwell_weeks = 2; hours = 1; } ); deal_value = { mean " \
    "= 1000; }; };"                                                                    \
    "macro = { random = false; factor_sd = 0; territory_sd = 0; product_sd = 0; "      \
    "segment_sd = 0; };"                                                               \
    "customers = { leave_first_year = 0.12; leave_spread = 0.00001; "                  \
    "insolvency_per_year = 0; coverage_log_odds = 0; service_hours_per_week = 0; };"   \
    "opening = { clients = 2000; recurring_per_year = 2000000; };"                     \
    "people = { seats = 20; turnover_per_year = 0; handover = { loss = " loss          \
    "; similar = " similar "; }; };"                                                   \
    "crises = ( { name = \"exodus\"; category = \"operational\"; per_year = 0; "       \
    "severity = { median = 0.5; }; plateau_weeks = 100; effects = ( { lever = "        \
    "\"lay_off\"; add = 1.0; }, { lever = \"lay_off\"; add = 1.0; } ); scheduled = ( " \
    "{ month = 1; severity = 0.9; } ); } );"

static double kept_of(const char *text, double *error)
{
    struct kept self = {0};
    struct world world = world_new(text);
    world_trim(&world, "customers");
    world_run(&world, 8 * FC_LANES, kept_see, &self);
    world_clear(&world);
    const double share = self.clients / self.n;
    *error = sqrt(share * (1 - share) / (2000 * self.n));
    return share;
}

static double stays(double loss)
{
    const double odds = 0.12 / 0.88 * (1 + 11 * loss);
    return 1 / (1 + odds);
}

static void test_accounts_suffer(void **state)
{
    (void)state;
    double error, other;
    const double calm = kept_of(ALL_GO("0", "0"), &error);
    close_to("clients kept without loss", calm, stays(0), error + 2e-5);
    const double bad = kept_of(ALL_GO("0.154", "0"), &other);
    close_to("clients kept after all went", bad, stays(0.154), other + 2e-5);
    const double fall = 1 - bad / calm;
    printf("  account sales fall by %.3f\n", fall);
    assert_true(fall > 0.13 && fall < 0.18);
    const double alike = kept_of(ALL_GO("0.154", "0.4"), &other);
    close_to("the same, successors alike", alike, stays(0.154 * 0.6), other + 2e-5);
}

/* ---- reasons to leave ---- */

struct survival {
    double here[36], n;
};

static void survival_see(const struct fc_block *b, void *out)
{
    struct survival *self = out;
    if (b->month_ends)
        FC_EACH (l)
            self->here[b->month] += (double)FC_ROW(b, headcount, 0)[l] / 100;
    self->n += b->step == 0 ? FC_LANES : 0;
}

/* Pay is half of what others pay, and that doubles the hazard, from the second month on
 * (the first is nobody's full month before it ends). */
#define UNDERPAID(shape)                                                               \
    HEAD("36", "2")                                                                    \
    SELLING "people = { seats = 100; opening_tenure_months = 0; turnover_per_year = "  \
            "0.3; tenure_shape = " shape "; months_to_fill = { mean = 36; cv = 0; }; " \
            "commission = 0; motivation = { market_pay = 2; leave_by_pay = "           \
            "1.3862944; }; };"

static void survival_check(const char *text, double shape)
{
    struct survival self = {.n = 0};
    struct world world = world_new(text);
    world_trim(&world, "motivation");
    world_run(&world, 4 * FC_LANES, survival_see, &self);
    world_clear(&world);
    const double c = -log1p(-0.3) / pow(12, shape), n = 100 * self.n;
    for (int month = 1; month <= 36; month += 7) {
        const double hazard = 2 * c * pow(month, shape) - c;
        const double want = exp(-hazard);
        close_to("still there, underpaid", self.here[month - 1] / self.n, want,
                 sqrt(want * (1 - want) / n));
    }
}

static void test_underpaid(void **state)
{
    (void)state;
    survival_check(UNDERPAID("1"), 1);
    survival_check(UNDERPAID("0.8"), 0.8);
}

/* The middle third of twelve is four; the mean factor is 1. */
static void middle_see(const struct fc_block *b, void *out)
{
    double *worst = out;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        double sum = 0, high = 0;
        for (uint32_t i = 0; i < 12; i++) {
            sum += (double)FC_ROW(b, seat_hazard, i)[l] / 12;
            high += FC_ROW(b, seat_hazard, i)[l] > 1.0f;
        }
        const double off = fabs(sum - 1) + fabs(high - 4);
        *worst = off > *worst ? off : *worst;
    }
}

static void test_middle(void **state)
{
    (void)state;
    double worst = 0;
    struct world world = world_new(HEAD("14", "1") SELLING
                                   "people = { seats = 12; turnover_per_year = "
                                   "0; motivation = { leave_by_middle = 0.5; }; };");
    world_trim(&world, "motivation");
    world_run(&world, FC_LANES, middle_see, &worst);
    world_clear(&world);
    close_to("mean factor and the middle third", worst, 0, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_freeze),    cmocka_unit_test(test_lay_off),
        cmocka_unit_test(test_severance), cmocka_unit_test(test_hires_and_leavers),
        cmocka_unit_test(test_hands),     cmocka_unit_test(test_accounts_suffer),
        cmocka_unit_test(test_underpaid), cmocka_unit_test(test_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
