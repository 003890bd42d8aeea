/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Specialists of a matrix: what they take over, and who bears their pay.
 *
 * Hours and coverage of a step against the formula: two territory teams are short of
 * time, two are not; of three pools one has no hour left, one too few, one enough. The
 * same step without overflow gives what is needed and what there is; everything else is
 * computed anew in double: detects 1e-5 of a coverage and 1e-5 of the hours. What
 * specialists know of a market that they take over, after years, against the steady
 * state of learning: detects 1e-4 of their proficiency. Off, and with teams that have
 * time enough, it changes no bit. */
#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms */
#endif

#include <math.h>
#include <stdlib.h>

#include "model/organisation.h"
#include "model/pipeline.h"
#include "model/stage_work.h"
#include "structure_firm.h"

enum { TEAMS = 7, POOL = 4, PRODUCTS = 3, STAGES = 2, LANE = 7 };

/* No year is better than another: markets of a segment are alike. */
#define MARKETS                                                                        \
    "markets = { year_to_year_cv = 0; territories = ( { name = \"a\"; }, { name = "    \
    "\"b\"; }, { name = \"c\"; }, { name = \"d\"; } ); products = ( { name = \"x\"; "  \
    "}, { name = \"y\"; }, { name = \"z\"; } ); segments = ( { name = \"s\"; "         \
    "leads_per_month = 300; }, { name = \"m\"; leads_per_month = 100; }, { name = "    \
    "\"l\"; leads_per_month = 40; } ); };\n"
#define SHORT                                                                          \
    "teams = ( { name = \"a\"; seats = 2; }, { name = \"b\"; seats = 3; }, { name = "  \
    "\"c\"; seats = 70; }, { name = \"d\"; seats = 70; }, { name = \"x_experts\"; "    \
    "seats = 1; }, { name = \"y_experts\"; seats = 3; }, { name = \"z_experts\"; "     \
    "seats = 40; } );"
#define PEOPLE(more)                                                                   \
    "people = { seats = 189; turnover_per_year = 0; ability_cv = 0; ramp_months = "    \
    "0; " more " };\nopening = { pipeline = \"empty\"; };\nmacro = { demand_drop = "   \
    "0.0; territory_sd = 0.0; product_sd = 0.0; segment_sd = 0.0; };\n"
#define FIRM(months, teams, matrix, more)                                              \
    LIKE("300", "hours = 12;", months, teams, matrix, more)
#define LIKE(late, early, months, teams, matrix, more)                                 \
    DEPARTMENT_HEAD(months, "2")                                                       \
    MARKETS ONE_CHANNEL TWO_STAGES(late, early) PEOPLE(                                \
        more) "organisation = { structure = \"matrix\"; coordination_share = 0.02; "   \
              "priority = [ \"first_contact\", \"late_stages\", \"early_stages\", "    \
              "\"service\", \"outbound\" ]; " teams " matrix = { " matrix " }; };\n"
#define LOSS             0.1
#define MATRIX(overflow) "extra_hours = 1.25; collaboration_loss = 0.1; " overflow

struct seen { /* in lane LANE after a step */
    double hours[TEAMS], need[TEAMS][STAGES], given[TEAMS][STAGES],
        covered[TEAMS][STAGES];
};

static int work_of(int stage)
{
    return stage == 0 ? FC_W_EARLY : FC_W_LATE;
}

static struct seen look(const struct fc_block *b)
{
    struct seen s;
    for (uint32_t t = 0; t < TEAMS; t++) {
        s.hours[t] = (double)FC_ROW(b, hours, t)[LANE];
        for (int j = 0; j < STAGES; j++) {
            const size_t row = t * FC_W_COUNT + (size_t)work_of(j);
            s.need[t][j] = (double)FC_ROW(b, hours_needed, row)[LANE];
            s.given[t][j] = (double)FC_ROW(b, hours_delivered, row)[LANE];
            s.covered[t][j] =
                (double)fc_task_coverage(b, t, fc_task_stage((uint32_t)j))[LANE];
        }
    }
    return s;
}

static struct seen first_step(struct world *world)
{
    assert_int_equal(world->model->axis[FC_TEAM].count, TEAMS);
    fc__block_open(world->block, fc_seed(5), 0, false);
    fc__block_step(world->block);
    return look(world->block);
}

static void near_to(const char *what, double found, double want)
{
    if (!(fabs(found - want) < 1e-5 * (1 + fabs(want))))
        fail_msg("%s: %.7f, expected %.7f", what, found, want);
}

/* What a team lacks to .8 in a stage; a third of its work belongs to each product. */
static double missing(const struct seen *s, int team, int stage)
{
    return s->covered[team][stage] < .8 ? .8 - s->covered[team][stage] : 0;
}

/* Share of what pool p is asked for that it has the hours for. */
static double served(const struct seen *s, int p)
{
    double idle = s->hours[POOL + p], asked = 0;
    for (int j = 0; j < STAGES; j++) {
        idle -= s->need[POOL + p][j];
        for (int t = 0; t < POOL; t++)
            asked += s->need[t][j] / PRODUCTS * missing(s, t, j);
    }
    return idle <= 0 ? 0 : idle < asked ? idle / asked : 1;
}

static void check_hours(const struct seen *off, const struct seen *on)
{
    for (int j = 0; j < STAGES; j++)
        for (int t = 0; t < POOL; t++) {
            double moved = 0;
            for (int p = 0; p < PRODUCTS; p++)
                moved +=
                    off->need[t][j] / PRODUCTS * missing(off, t, j) * served(off, p);
            near_to("needed of a team", on->need[t][j], off->need[t][j] - moved);
            near_to("delivered of a team", on->given[t][j], off->given[t][j]);
        }
    for (int j = 0; j < STAGES; j++)
        for (int p = 0; p < PRODUCTS; p++) {
            double taken = 0;
            for (int t = 0; t < POOL; t++)
                taken += off->need[t][j] / PRODUCTS * missing(off, t, j);
            taken *= served(off, p);
            near_to("needed of a pool", on->need[POOL + p][j],
                    off->need[POOL + p][j] + taken);
            near_to("delivered of a pool", on->given[POOL + p][j],
                    off->given[POOL + p][j] + taken);
        }
}

static void check_coverage(const struct world *world, const struct seen *off)
{
    const struct fc_model *model = world->model;
    const double beta = 1 / (.7 + .6);
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &model->markets[k];
        const struct fc_stage_cover cover = fc__stage_cover(world->block, k);
        const bool pair = market->second != FC_NO_TEAM;
        assert_int_equal(pair, market->segment == 2);
        for (int j = 0; j < STAGES; j++) {
            const double more = missing(off, (int)market->team, j) *
                                served(off, (int)market->product) *
                                (pair ? 1 : pow(1 - LOSS, beta));
            double want = off->covered[market->team][j] + more;
            if (pair)
                want = (want + 1.25 * off->covered[market->overflow][j]) / 2.25;
            const fc_vf found = fc__stage_cover_at(&cover, j, LANE / FC_VF * FC_VF);
            near_to("coverage", (double)found[LANE % FC_VF], want);
        }
    }
}

static void test_step(void **state)
{
    (void)state;
    struct world a = world_new(FIRM("2", SHORT, MATRIX(""), ""));
    struct world b = world_new(FIRM("2", SHORT, MATRIX("overflow_below = 0.8;"), ""));
    const struct seen off = first_step(&a), on = first_step(&b);
    /* the test sees every case */
    assert_true(missing(&off, 0, 1) > .1 && missing(&off, 1, 1) > .1);
    assert_true(missing(&off, 2, 1) <= 0 && missing(&off, 3, 1) <= 0);
    assert_true(served(&off, 0) <= 0);
    assert_true(served(&off, 1) > .05 && served(&off, 1) < .95);
    assert_true(served(&off, 2) >= 1);
    assert_memory_equal(off.covered, on.covered, sizeof off.covered);
    check_hours(&off, &on);
    check_coverage(&b, &off);
    world_clear(&a);
    world_clear(&b);
}

/* Specialists in the steady state know all of their product, a fourth of each
 * territory, and of the segments only the one that they sell along in. */
static void test_proficiency(void **state)
{
    (void)state;
    struct world world = world_new(FIRM(
        "48", SHORT, MATRIX("overflow_below = 0.8;"),
        "learning = { forget_years = 0.25; product = { weight = 0.5; years = 0.25; "
        "floor = 0.5; }; territory = { weight = 0.4; years = 0.25; floor = 0.5; "
        "}; segment = { weight = 0.3; years = 0.25; floor = 0.5; }; };"));
    const struct fc_model *model = world.model;
    world_block(&world, 0, false, NULL, NULL);
    const double beta = 1 / (.7 + .6);
    const double all = 1 - .5 * exp(-1), fourth = 1 - .5 * exp(-.25);
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        const bool large = model->markets[k].segment == 2;
        const double pi = pow(all, .5) * pow(fourth, .4) * pow(large ? all : .5, .3);
        const double found =
            (double)fc_own(world.block, model->overflow.skill, k)[LANE];
        if (!(fabs(found / pow(pi, beta) - 1) < 1e-4))
            fail_msg("%s: %.6f, expected %.6f", model->axis[FC_MARKET].name[k], found,
                     pow(pi, beta));
    }
    world_clear(&world);
}

/* ---- on a path ---- */

static void won_see(const struct fc_block *b, void *out)
{
    double *won = out;
    for (uint32_t k = 0; b->month_ends && k < b->model->axis[FC_MARKET].count; k++)
        for (uint32_t l = 0; l < FC_LANES; l++)
            *won += (double)FC_ROW(b, won, k)[l];
}

static double wins(const char *text)
{
    double won = 0;
    struct world world = world_new(text);
    world_block(&world, 0, false, won_see, &won);
    world_clear(&world);
    return won;
}

/* Help from people who would be idle brings wins; where nobody lacks time, none. */
static void test_wins(void **state)
{
    (void)state;
    const double off = wins(FIRM("12", SHORT, MATRIX(""), ""));
    const double on = wins(FIRM("12", SHORT, MATRIX("overflow_below = 0.8;"), ""));
    /* two teams of four below half; a third of their deals is helped to .8 */
    assert_true(on > 1.02 * off);
#define AMPLE                                                                          \
    "teams = ( { name = \"a\"; seats = 46; }, { name = \"b\"; seats = 46; }, { name "  \
    "= \"c\"; seats = 46; }, { name = \"d\"; seats = 46; } );"
    const double plain = wins(LIKE("30", "hours = 2;", "12", AMPLE, MATRIX(""), ""));
    const double same = wins(
        LIKE("30", "hours = 2;", "12", AMPLE, MATRIX("overflow_below = 0.8;"), ""));
    assert_true(plain > 1000 && fabs(plain - same) < 0.5);
}

/* ---- pay ---- */

enum { MARKETS_ALL = 36, MONTHS = 6 };

struct books { /* of lane LANE by month */
    double contribution[MONTHS][MARKETS_ALL], pay[MONTHS][TEAMS];
    double hours[MONTHS][MARKETS_ALL], given[MONTHS][TEAMS];
};

static void books_see(const struct fc_block *b, void *out)
{
    struct books *books = out;
    if (!b->month_ends)
        return;
    double profit = 0, gross = 0;
    for (uint32_t k = 0; k < MARKETS_ALL; k++) {
        books->contribution[b->month][k] = FC_ROW(b, contribution, k)[LANE];
        books->hours[b->month][k] = (double)FC_ROW(b, pool_hours, k)[LANE];
        profit += FC_ROW(b, contribution, k)[LANE];
        gross += FC_ROW(b, gross_profit, k)[LANE];
    }
    for (uint32_t t = 0; t < TEAMS; t++) {
        books->pay[b->month][t] = FC_ROW(b, pay, t)[LANE];
        profit += FC_ROW(b, pay, t)[LANE];
        books->given[b->month][t] = 0;
        for (uint32_t w = 0; w < FC_W_COUNT; w++)
            books->given[b->month][t] +=
                (double)FC_ROW(b, hours_delivered, t * FC_W_COUNT + w)[LANE];
    }
    if (!(fabs(profit - gross) < 1e-9 * (1 + fabs(gross))))
        fail_msg("month %u: %.6f less %.6f", b->month, gross, profit);
}

static void check_pool(const struct fc_model *model, const struct books *a,
                       const struct books *b, uint32_t pool, int month)
{
    const double more = b->pay[month][pool] - a->pay[month][pool];
    double all = 0;
    for (uint32_t k = 0; k < MARKETS_ALL; k++)
        if (model->markets[k].product == pool - POOL)
            all += a->hours[month][k];
    assert_true(more > 1000 && all > 1);
    near_to("hours of a pool", all, a->given[month][pool]);
    for (uint32_t k = 0; k < MARKETS_ALL; k++) {
        if (model->markets[k].product != pool - POOL)
            continue;
        const double found = a->contribution[month][k] - b->contribution[month][k];
        if (!(fabs(found - more * a->hours[month][k] / all) < 1e-9 * more))
            fail_msg("%s bears %.6f of %.6f", model->axis[FC_MARKET].name[k], found,
                     more);
    }
}

static void check_pay(const char *overflow, bool small_bear)
{
    struct world world;
    static struct books books[2];
    for (int i = 0; i < 2; i++) {
        char text[8192];
        snprintf(text, sizeof text,
                 FIRM("6", SHORT, MATRIX("overflow_below = %s;"),
                      "base_pay_per_month = 5000; commission = 0.1; roles = ( { name = "
                      "\"ae\"; }, { name = \"expert\"; pay_factor = "
                      "%s; } );"),
                 i ? "3.0" : "1.0", overflow);
        world = world_new(text);
        world_block(&world, 0, false, books_see, &books[i]);
        if (i == 0)
            world_clear(&world);
    }
    for (int month = 0; month < MONTHS; month++)
        for (uint32_t pool = POOL; pool < TEAMS; pool++)
            check_pool(world.model, &books[0], &books[1], pool, month);
    /* markets without a second seller: only what is taken over */
    for (uint32_t k = 0; k < MARKETS_ALL; k++)
        if (world.model->markets[k].segment != 2 &&
            world.model->markets[k].product == 2 &&
            world.model->markets[k].territory == 0)
            assert_int_equal(books[0].hours[MONTHS - 1][k] > 0, small_bear);
    world_clear(&world);
}

static void test_pay(void **state)
{
    (void)state;
    check_pay("0.0", false);
    check_pay("0.8", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_step),
        cmocka_unit_test(test_proficiency),
        cmocka_unit_test(test_wins),
        cmocka_unit_test(test_pay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
