/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice room, exactly: adoption against numerical integration of the logistic
 * curve at any S, decay of what was trained (T20: .564110 of a gain is left on average
 * over 12 months at a half-life of 6.5), the inverted U of a quadratic term, overlap,
 * cost to the cent, hours, outages of tools, harm, and what changes no bit: no effect,
 * nobody who calls for it, the order of the list. Nothing is statistical but P(harm) =
 * .2992, which 12,800 paths must hit within .023 (5.6 standard errors).
 */
#include <math.h>
#include <stdlib.h>

#include "../world.h"

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };" WORLD_REST
#define TOOL(name, more) "{ name = \"" name "\"; category = \"technology\"; " more " }"
#define ONE(more)        "practices = ( " TOOL("tool", more) " );"
#define WIN(factor)      "effects = ( { lever = \"win_odds\"; factor = " factor "; } );"
#define CALM             " macro = { random = false; }; "

static void near(double found, double want, double error)
{
    if (!(fabs(found - want) <= error))
        fail_msg("%.9g, expected %.9g +- %g", found, want, error);
}

/* ---- use ---- */

struct course { /* of lane 3 */
    double use[240], lever[240], cost[240];
    uint32_t months, steps;
};

static void course_add(const struct fc_block *b, void *out)
{
    struct course *self = out;
    self->use[b->step] = (double)FC_ROW(b, practice_use, 0)[3];
    self->lever[b->step] = (double)fc_lever(b, FC_L_renewal_odds, 0)[3];
    self->steps = b->step + 1;
    if (b->month_ends) {
        self->cost[b->month] = FC_ROW(b, practice_cost, 0)[3];
        self->months = b->month + 1;
    }
}

static struct course course_of(const char *text)
{
    struct course course = {.months = 0};
    struct world world = world_new(text);
    world_block(&world, 0, false, course_add, &course);
    world_clear(&world);
    return course;
}

/* Mean of the logistic curve over [from, to] by Simpson's rule. */
static double logistic_mean(double from, double to, double half, double g)
{
    enum { N = 200 };
    double sum = 0;
    for (int i = 0; i <= N; i++) {
        const double t = from + (to - from) * i / N;
        const double weight = i == 0 || i == N ? 1 : i % 2 ? 4 : 2;
        sum += weight / (1 + exp(-g * (t - half)));
    }
    return sum / (3 * N);
}

static void test_adoption(void **state)
{
    (void)state;
    static const char *const steps[] = {"1", "2", "4"};
    for (int i = 0; i < 3; i++) {
        char text[4000];
        snprintf(text, sizeof text,
                 "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; "
                 "months = 24; steps_per_month = %s; };" WORLD_REST ONE(
                     "start_month = 3; adoption = { half_months = 2.8; steepness = "
                     "1.3; ceiling = 0.75; training_shift = 0.8; };"),
                 steps[i]);
        const struct course course = course_of(text);
        const double dt = 1.0 / atoi(steps[i]);
        for (uint32_t t = 0; t < course.steps; t++) {
            const double from = t * dt - 2;
            const double want =
                from < 0 ? 0 : .75 * logistic_mean(from, from + dt, 2.0, 1.3);
            near(course.use[t], want, 2e-7);
        }
    }
}

static void test_from_the_first_day(void **state)
{
    (void)state;
    const struct course course =
        course_of(HEAD("6", "2") ONE("stop_month = 4; adoption = { ceiling = 0.5; };"));
    for (uint32_t t = 0; t < course.steps; t++)
        assert_true(course.use[t] == (t < 8 ? 0.5 : 0.0));
}

/* ---- effects ---- */

/* T20 through a scenario: a gain of 1 on an additive lever, one training, then one
 * every 12 months; mean over 12 months .564110. */
static void test_decay(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD("12", "1") ONE("half_life_months = 6.5; effects = ( { lever = "
                            "\"renewal_odds\"; add = 1.0; } );"),
        HEAD("36", "4") ONE("half_life_months = 6.5; retrain_months = 12; effects = ( "
                            "{ lever = \"renewal_odds\"; add = 1.0; } );")};
    for (int i = 0; i < 2; i++) {
        const struct course course = course_of(texts[i]);
        double sum = 0;
        for (uint32_t t = 0; t < course.steps; t++)
            sum += course.lever[t];
        near(sum / course.steps, .564110, 1e-6);
    }
}

/* factor^u x squared^(u^2): best at u = -ln factor / (2 ln squared) = .4307 for 1.1 and
 * .895. */
static double odds_at(double ceiling)
{
    char text[4000];
    snprintf(text, sizeof text,
             HEAD("3", "2")
                 ONE("adoption = { ceiling = %.17g; }; effects = ( { lever = "
                     "\"win_odds\"; factor = 1.1; squared = 0.895; } );"),
             ceiling);
    struct world world = world_new(text);
    world_block(&world, 0, false, NULL, NULL);
    const double odds = (double)fc_lever(world.block, FC_L_win_odds, 0)[3];
    world_clear(&world);
    return odds;
}

static void test_inverted_u(void **state)
{
    (void)state;
    double best = 0, at = 0;
    for (int i = 0; i <= 100; i++) {
        const double u = i / 100.0, odds = odds_at(u);
        near(odds, pow(1.1, u) * pow(.895, u * u), 5e-7);
        if (odds > best) {
            best = odds;
            at = u;
        }
    }
    near(at, log(1.1) / (-2 * log(.895)), .006);
    assert_true(odds_at(1.0) < 1 && best > 1);
}

/* Experience: the strongest counts in full, of the others the share `overlap`; harm
 * overlaps as well. Losses compose by themselves, other categories in full. */
#define CARE(name, category, add)                                                      \
    "{ name = \"" name "\"; category = \"" category                                    \
    "\"; effects = ( { lever = \"renewal_odds\"; add = " add "; } ); }"
static void test_overlap(void **state)
{
    (void)state;
    static const struct {
        const char *practices;
        double want;
    } cases[] = {
        {CARE("a", "customers", "-0.5"), -.5},
        {CARE("a", "customers", "-0.5") "," CARE("b", "customers", "-0.2"), -.66},
        {CARE("b", "customers", "-0.2") "," CARE("a", "customers", "-0.5"), -.66},
        {CARE("a", "customers", "-0.1") "," CARE("b", "customers", "-0.5") "," CARE(
             "c", "customers", "-0.2"),
         -.5 - .8 * .3},
        {CARE("a", "customers", "-0.5") "," CARE("b", "training", "-0.2"), -.7},
        {CARE("a", "customers", "-0.5") "," CARE("b", "customers", "0.2"), -.34},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4000];
        snprintf(text, sizeof text, HEAD("3", "2") "practices = ( %s );",
                 cases[i].practices);
        struct world world = world_new(text);
        world_block(&world, 0, false, NULL, NULL);
        near((double)fc_lever(world.block, FC_L_renewal_odds, 5)[3], cases[i].want,
             3e-7);
        world_clear(&world);
    }
}

/* Proactive support may do harm: median odds ratio .90, sigma .20, so P(harm) = 1 -
 * Phi(-ln .9 / .2) = .2992. The number belongs to the path, not to the step. */
struct harm {
    double n, harmed, first[FC_LANES];
};

static void harm_add(const struct fc_block *b, void *out)
{
    struct harm *self = out;
    const float *odds = fc_lever(b, FC_L_renewal_odds, 2);
    FC_EACH (l) {
        if (b->step == 0) {
            self->n += 1;
            self->harmed += odds[l] > 0.0f;
            self->first[l] = (double)odds[l];
        }
        assert_true(self->first[l] == (double)odds[l]);
    }
}

static void test_harm(void **state)
{
    (void)state;
    struct harm harm = {.n = 0};
    struct world world = world_new(
        HEAD("2", "2") "practices = ( { name = \"support\"; category = \"customers\"; "
                       "effects = ( { lever = \"renewal_odds\"; log_odds = { dist = "
                       "\"normal\"; mean = -0.1053605; sd = 0.2; }; } ); } );");
    world_trim(&world, "practice");
    world_run(&world, 12800, harm_add, &harm);
    world_clear(&world);
    near(harm.harmed / harm.n, .5 * erfc(.1053605 / .2 / sqrt(2)), .023);
}

/* A factor that is drawn acts as its logarithm: mean of ln(lever) = ln(.9). */
static void test_drawn_factor(void **state)
{
    (void)state;
    double sum = 0, squares = 0, n = 0;
    struct world world = world_new(HEAD("2", "2") ONE(
        "adoption = { ceiling = 0.5; }; effects = ( { lever = \"win_odds\"; factor = { "
        "dist = \"lognormal\"; median = 0.9; sigma = 0.1; }; } );"));
    for (uint64_t path = 0; path < 12800; path += FC_LANES) {
        world_block(&world, path, false, NULL, NULL);
        FC_EACH (l) {
            const double x = log((double)fc_lever(world.block, FC_L_win_odds, 1)[l]);
            sum += x;
            squares += x * x;
            n += 1;
        }
    }
    near(sum / n, .5 * log(.9), .05 * 5.6 / sqrt(n));
    near(sqrt(squares / n - sum / n * sum / n), .05, .05 * 5.6 / sqrt(2 * n));
    world_clear(&world);
}

/* ---- hours and money ---- */

struct hours {
    double sum, cost[12];
    double people[12];
};

static void hours_add(const struct fc_block *b, void *out)
{
    struct hours *self = out;
    self->sum += (double)fc_lever(b, FC_L_hours_used, 0)[3] * (double)b->model->dt;
    if (!b->month_ends)
        return;
    self->cost[b->month] = FC_ROW(b, practice_cost, 0)[3];
    self->people[b->month] =
        (double)FC_ROW(b, seat_months, 0)[3] + (double)FC_ROW(b, seat_months, 1)[3];
}

/* Learning hours come to hours x ceiling however use rises; a course takes them each
 * time. */
static void test_hours(void **state)
{
    (void)state;
    static const struct {
        const char *more;
        double hours;
    } cases[] = {
        {"learning_hours = 20; adoption = { half_months = 1.5; steepness = 6; ceiling "
         "= "
         "0.75; };",
         15},
        {"learning_hours = 20; adoption = { ceiling = 0.75; };", 15},
        {"learning_hours = 20; half_life_months = 6;", 20},
        {"learning_hours = 20; half_life_months = 6; retrain_months = 3;", 80},
        {"hours_per_seat = 2; adoption = { ceiling = 0.5; }; stop_month = 6;", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4000];
        struct hours hours = {.sum = 0};
        snprintf(text, sizeof text, HEAD("12", "2") ONE("%s"), cases[i].more);
        struct world world = world_new(text);
        world_block(&world, 0, false, hours_add, &hours);
        world_clear(&world);
        near(hours.sum, cases[i].hours, 1e-4);
    }
}

static void test_cost(void **state)
{
    (void)state;
    struct hours hours = {.sum = 0};
    struct world world = world_new(
        HEAD("12", "2") ONE("start_month = 3; stop_month = 10; setup_cost = 5000; "
                            "monthly_cost = 700.5; cost_per_seat = 40.25; adoption = { "
                            "half_months = 3; };"));
    assert_int_equal(world.model->axis[FC_TEAM].count, 2);
    world_block(&world, 0, false, hours_add, &hours);
    world_clear(&world);
    for (int m = 1; m <= 12; m++) {
        const double want =
            m < 3 || m > 10 ? 0
                            : (m == 3 ? 5000 : 0) + 700.5 + 40.25 * hours.people[m - 1];
        near(hours.cost[m - 1], want, 1e-9 * want);
    }
}

/* ---- what changes no bit ---- */

/* FNV-1a over all shared arrays but those of practice and money. */
static void hash_others(const struct fc_block *b, void *out)
{
    uint64_t *hash = out;
#define X(n, w, t, r, c, l, u, h)                                                      \
    if (strcmp(#w, "practice") != 0 && strcmp(#w, "money") != 0)                       \
        for (size_t i = 0; i < (size_t)b->model->state_rows[FC_S_##n] * FC_LANES;      \
             i++) {                                                                    \
            uint64_t bits = 0;                                                         \
            memcpy(&bits, &b->s.n[i], sizeof(t));                                      \
            *hash = (*hash ^ bits) * 1099511628211u;                                   \
        }
    FC_STATE(X)
#undef X
}

/* The same with money, without practice. */
static void hash_money(const struct fc_block *b, void *out)
{
    uint64_t *hash = out;
    hash_others(b, out);
    FC_EACH (l) {
        uint64_t bits;
        memcpy(&bits, &FC_ROW(b, cash, 0)[l], sizeof bits);
        *hash = (*hash ^ bits) * 1099511628211u;
    }
}

static uint64_t hash_of(const char *text, void (*each)(const struct fc_block *, void *))
{
    uint64_t hash = 14695981039346656037u;
    struct world world = world_new(text);
    world_block(&world, 0, false, each, &hash);
    world_clear(&world);
    return hash;
}

#define PAIR_A                                                                         \
    TOOL("beta", "learning_hours = 9; effects = ( { lever = \"win_odds\"; factor = "   \
                 "1.07; }, { lever = \"demand\"; loss = 0.013; } );")
#define PAIR_B                                                                         \
    TOOL("alpha", "hours_per_seat = 1.7; adoption = { half_months = 3; }; effects = "  \
                  "( { lever = \"win_odds\"; factor = 1.03; }, { lever = \"demand\"; " \
                  "loss = 0.031; } );")

static void test_same_bits(void **state)
{
    (void)state;
    const char *none = HEAD("12", "2");
    const char *idle = HEAD("12", "2") ONE(
        "monthly_cost = 900; effects = ( { lever = \"win_odds\"; factor = 1.0; }, { "
        "lever = \"demand\"; loss = 0; }, { lever = \"renewal_odds\"; add = 0; squared "
        "= 0; }, { lever = \"turnover\"; factor = 1; } );");
    const char *uncalled = HEAD("12", "2")
        ONE("on_demand = true; monthly_cost = 900; hours_per_seat = 9; " WIN("1.5"));
    assert_true(hash_of(none, hash_others) == hash_of(idle, hash_others));
    assert_true(hash_of(none, hash_money) != hash_of(idle, hash_money));
    assert_true(hash_of(none, hash_money) == hash_of(uncalled, hash_money));
    assert_true(
        hash_of(HEAD("12", "2") "practices = ( " PAIR_A ", " PAIR_B " );",
                hash_money) ==
        hash_of(HEAD("12", "2") "practices = ( " PAIR_B ", " PAIR_A " );", hash_money));
}

static void cash_add(const struct fc_block *b, void *out)
{
    double *cash = out;
    FC_EACH (l)
        cash[l] = FC_ROW(b, cash, 0)[l];
}

/* A practice without effect costs its price, and nothing else moves. */
static void test_price_is_paid(void **state)
{
    (void)state;
    static const char *const practices[] = {
        "", ONE("setup_cost = 2000; monthly_cost = 500; start_month = 2;")};
    double cash[2][FC_LANES];
    for (int i = 0; i < 2; i++) {
        char text[4000];
        snprintf(text, sizeof text,
                 HEAD("12", "2") "money = { credit_line = 1e9; interest_per_year = 0; "
                                 "}; %s",
                 practices[i]);
        struct world world = world_new(text);
        world_block(&world, 0, false, cash_add, cash[i]);
        world_clear(&world);
    }
    FC_EACH (l)
        near(cash[0][l] - cash[1][l], 2000 + 11 * 500, 1e-6);
}

/* ---- outages ---- */

/* A tool that is down: its own effect shrinks by dependence x outage, and the outage
 * hits in proportion to use. */
static void outage_add(const struct fc_block *b, void *out)
{
    double *found = out;
    if (b->step == 3) {
        found[0] = (double)fc_lever(b, FC_L_renewal_odds, 0)[3];
        found[1] = (double)fc_lever(b, FC_L_hours, 0)[3];
        found[2] = (double)FC_ROW(b, crisis_effect, 0)[3];
    }
}

static void test_outage(void **state)
{
    (void)state;
    double found[3] = {0};
    struct world world =
        world_new(HEAD("4", "2") ONE("dependence = 0.6; adoption = { ceiling = "
                                     "0.5; }; effects = "
                                     "( { lever = \"renewal_odds\"; add = -1.0; } "
                                     ");") "crises = ( { name = \"down\"; category "
                                           "= \"operational\"; scope = "
                                           "\"tool:tool\"; per_year = 0; severity "
                                           "= { median = 0.3; }; plateau_weeks "
                                           "= 50; plateau_sigma = 0; effects = ( { "
                                           "lever = \"hours\"; loss = 0.4; } ); "
                                           "scheduled = ( { month = 2; severity = "
                                           "0.5; } ); } );");
    world_block(&world, 0, false, outage_add, found);
    world_clear(&world);
    near(found[2], .5, 1e-7);
    near(found[0], -.5 * (1 - .6 * .5), 1e-6);
    near(found[1], 1 - .4 * .5 * .5, 1e-6);
}

/* ---- bad scenarios ---- */

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *text, *say;
    } bad[] = {
        {ONE("scope = \"everywhere\";" WIN("1.1")), "has no ':'"},
        {ONE("scope = \"random:teams\";" WIN("1.1")), "no events to draw a member for"},
        {ONE("scope = \"territories:nort\";" WIN("1.1")), "did you mean 'north'"},
        {ONE("effects = ( { lever = \"win_odds\"; loss = 0.1; } );"),
         "'practices.tool.effects[0]' acts on 'win_odds'"},
        {ONE("effects = ( { lever = \"win_odds\"; factor = 1.1; squared = 9.0; } );"),
         "effects[0].squared' is 9; for 'win_odds' it must lie in [0.05, 2]"},
        {ONE("start_month = 5; stop_month = 4;"), "is 4, before its start in month 5"},
        {ONE("retrain_months = 6;"), "nothing is forgotten"},
        {ONE("adoption = { half_month = 6; };"), "half_month"},
        {"crises = ( { name = \"down\"; category = \"operational\"; scope = "
         "\"tool:tol\"; per_year = 0.1; severity = { median = 0.3; }; effects = ( { "
         "lever = \"hours\"; loss = 0.4; } ); } );" ONE(""),
         "did you mean 'tool'"},
        {"crises = ( { name = \"down\"; category = \"operational\"; scope = "
         "\"tool:course\"; per_year = 0.1; severity = { median = 0.3; }; effects = ( { "
         "lever = \"hours\"; loss = 0.4; } ); } ); practices = ( { name = \"course\"; "
         "category = \"training\"; } );",
         "is no tool"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[4000];
        struct world world;
        bool said = false, warning;
        snprintf(text, sizeof text, "%s%s", HEAD("36", "2"), bad[i].text);
        assert_int_equal(world_try(&world, text, fc_isa_best()), FC_E_SCENARIO);
        for (size_t k = 0; k < fc_scenario_problems(world.scenario); k++)
            if (strstr(fc_scenario_problem(world.scenario, k, &warning), bad[i].say))
                said = true;
        if (!said) {
            world_print(world.scenario);
            fail_msg("no message with \"%s\"", bad[i].say);
        }
        world_clear(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adoption),      cmocka_unit_test(test_from_the_first_day),
        cmocka_unit_test(test_decay),         cmocka_unit_test(test_inverted_u),
        cmocka_unit_test(test_overlap),       cmocka_unit_test(test_harm),
        cmocka_unit_test(test_drawn_factor),  cmocka_unit_test(test_hours),
        cmocka_unit_test(test_cost),          cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_price_is_paid), cmocka_unit_test(test_outage),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
