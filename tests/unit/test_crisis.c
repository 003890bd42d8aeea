/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crisis room, exactly: recovery law (T26: Y .25, plateau 8 weeks, tau 20 weeks,
 * lost 7.0 weeks, 6.445984 within 52 weeks, 95 % recovered after 67.9146 weeks), what
 * is pulled and where, M3 (severity 0 = crises off, bit for bit), M14 (severity .95, 20
 * years), a new crisis moves no bit elsewhere, the same bytes on every instruction set
 * and from every position in a block, and the messages for bad registers. Nothing is
 * statistical.
 */
#include <math.h>
#include <stdlib.h>

#include "../world.h"

#define HEAD(months, steps)                                                            \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months "      \
    "= " months "; steps_per_month = " steps "; };" WORLD_REST
#define FIRE(more)                                                                     \
    "{ name = \"fire\"; category = \"operational\"; per_year = 0.6; in_recession = "   \
    "2; "                                                                              \
    "severity = { median = 0.3; sigma = 0.5; }; scar = 0.1; one_off_cost = "           \
    "1000; " more " effects = ( { lever = \"demand\"; loss = 1.0; }, { lever = "       \
    "\"win_odds\"; factor = "                                                          \
    "0.5; } ); }"

/* ---- recovery ---- */

struct lost {
    double weeks, year, days; /* lost weeks, within 12 months; days above 5 % */
    double events[FC_LANES], lane[FC_LANES], lane_days[FC_LANES];
    double first[FC_LANES];
};

static void lost_add(const struct fc_block *b, void *out)
{
    struct lost *self = out;
    const double weeks = 52.0 / 12.0 / b->model->steps_per_month;
    const float *y = FC_ROW(b, crisis_effect, 0);
    FC_EACH (l) {
        self->lane[l] += weeks * (double)y[l];
        if (b->month < 12)
            self->first[l] += weeks * (double)y[l];
        if (b->month_ends) {
            const float events = FC_ROW(b, crisis_events, 0)[l];
            self->events[l] += b->month < 60 ? (double)events : 100.0 * (double)events;
            self->lane_days[l] += (double)FC_ROW(b, crisis_days, 0)[l];
        }
    }
}

#define T26                                                                            \
    "severity = { median = 0.25; sigma = 0; }; plateau_sigma = 0; effects = ( { "      \
    "lever "                                                                           \
    "= \"demand\"; loss = 1.0; } ); "

#define RECOVERY "plateau_weeks = 8; half_life_weeks = 13.862943611; "

static struct lost lose(const char *months, const char *steps, const char *crisis)
{
    static struct lost out;
    char text[4000];
    snprintf(
        text, sizeof text,
        "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "
        "%s; steps_per_month = %s; };" WORLD_REST
        "crises = ( { name = \"slump\"; category = \"financial\"; " T26 "%s } );",
        months, steps, crisis);
    struct world world = world_new(text);
    memset(&out, 0, sizeof out);
    world_block(&world, 0, false, lost_add, &out);
    world_clear(&world);
    return out;
}

static void near(double found, double want, double error)
{
    if (!(fabs(found - want) <= error))
        fail_msg("%.9g, expected %.9g +- %g", found, want, error);
}

static const char *const steps_texts[] = {"1", "2", "4"};

static const double days_per_week = 12.0 / 52 * 365.25 / 12;

static void test_recovery_scheduled(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        const struct lost lost = lose(
            "240", steps_texts[i],
            RECOVERY "per_year = 0; scheduled = ( { month = 1; severity = 0.25; } );");
        near(lost.first[5], 6.445984, 1e-5);
        near(lost.lane[5], 7.0, 3e-5);
        near(lost.lane_days[5], 67.9146 * days_per_week, 1e-2);
        const struct lost scarred = lose(
            "24", steps_texts[i],
            RECOVERY
            "per_year = 0; scar = 0.2; scheduled = ( { month = 1; severity = 0.25; } "
            ");");
        near(scarred.first[5], .25 * (8 + .2 * 44 + .8 * 20 * (1 - exp(-2.2))), 1e-5);
        near(scarred.lane[5], .25 * (8 + .2 * 96 + .8 * 20 * (1 - exp(-4.8))), 2e-5);
        near(scarred.lane_days[5], 67.9146 * days_per_week, 1e-2);
    }
}

/* The same when the onset lies anywhere in a step: lanes with one event in five years.
 * Then a crisis that is shorter than a step. */
static void test_recovery_by_chance(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++) {
        const bool brief = i >= 3;
        const struct lost lost =
            lose("240", steps_texts[i % 3],
                 brief ? "per_year = 0.06; plateau_weeks = 0.25; half_life_weeks = 0;"
                       : RECOVERY "per_year = 0.06;");
        int seen = 0;
        FC_EACH (l)
            if (fabs(lost.events[l] - 1) < 0.5) {
                near(lost.lane[l], brief ? .25 * .25 : 7.0, 5e-5);
                near(lost.lane_days[l], (brief ? .25 : 67.9146) * days_per_week, 2e-2);
                seen++;
            }
        assert_true(seen > 1);
    }
}

/* After the recovery the scar stays; two events combine to 1 - (1 - y)(1 - y'). */
static void test_scars(void **state)
{
    (void)state;
    struct world world = world_new(HEAD(
        "120",
        "2") "crises = ( { name = \"fire\"; category = \"operational\"; per_year = 0; "
             "severity = { median = 0.3; }; plateau_weeks = 1; half_life_weeks = 1; "
             "scar = "
             "0.5; effects = ( { lever = \"demand\"; loss = 0.5; } ); scheduled = ( { "
             "month "
             "= 2; severity = 0.4; }, { month = 8; severity = 0.6; } ); } );");
    world_block(&world, 0, false, NULL, NULL);
    FC_EACH (l) {
        near((double)FC_ROW(world.block, crisis_effect, 0)[l], 1 - 0.8 * 0.7, 1e-6);
        near((double)fc_lever(world.block, FC_L_demand, 3)[l],
             1 - 0.5 * (1 - 0.8 * 0.7), 1e-6);
        assert_true(FC_ROW(world.block, crisis_active, 0)[l] == 0.0f);
    }
    world_clear(&world);
}

/* ---- what is pulled ---- */

static void seen_first(const struct fc_block *b, void *out)
{
    double *found = out;
    if (b->step > 0)
        return;
    for (uint32_t k = 0; k < 8; k++) {
        found[k] = (double)fc_lever(b, FC_L_demand, k)[7];
        found[8 + k] = (double)fc_lever(b, FC_L_win_odds, k)[7];
        found[16 + k] = (double)fc_lever(b, FC_L_renewal_odds, k)[7];
    }
    found[24] = (double)fc_lever(b, FC_L_collections, 0)[7];
    found[25] = (double)fc_lever(b, FC_L_running_cost, 0)[7];
    found[26] = FC_ROW(b, crisis_cost, 0)[7];
}

static void test_levers(void **state)
{
    (void)state;
    double found[27];
    struct world world = world_new(HEAD(
        "3",
        "2") "crises = ( { name = \"flood\"; category = \"operational\"; scope = "
             "\"territories:south\"; per_year = 0; severity = { median = 0.3; }; "
             "one_off_cost = 5000; plateau_weeks = 50; plateau_sigma = 0; effects = ( "
             "{ lever = \"demand\"; loss = 0.8; }, "
             "{ lever = \"win_odds\"; factor = 0.7; of = [ \"core\", \"large\" ]; }, "
             "{ lever = \"renewal_odds\"; log_odds = 1.5; of = [ \"products:plus\", "
             "\"core\" ]; }, "
             "{ lever = \"collections\"; add = 30; }, { lever = \"running_cost\"; "
             "factor = "
             "1.2; } ); scheduled = ( { month = 1; severity = 0.5; } ); } );");
    world_block(&world, 0, false, seen_first, found);
    for (uint32_t k = 0; k < 8; k++) {
        const struct fc_market *market = &world.model->markets[k];
        const bool south = market->territory == 1;
        const bool core_large = market->product == 0 && market->segment == 1;
        near(found[k], south ? 0.6 : 1, 1e-6);
        near(found[8 + k], south && core_large ? sqrt(0.7) : 1, 1e-6);
        near(found[16 + k], south ? 0.75 : 0, 1e-6);
    }
    near(found[24], 15, 1e-5);
    near(found[25], sqrt(1.2), 1e-6);
    near(found[26], 5000, 1e-9);
    world_clear(&world);
}

/* A team that serves both territories loses its share of the opening hours. */
static void test_partial_overlap(void **state)
{
    (void)state;
    struct world world = world_new(HEAD(
        "3",
        "2") "organisation = { structure = \"pooled\"; }; crises = ( { name = "
             "\"flood\"; "
             "category = \"operational\"; scope = \"territories:south\"; per_year = 0; "
             "severity = { median = 0.3; }; plateau_weeks = 50; plateau_sigma = 0; "
             "effects "
             "= ( { lever = \"hours\"; loss = 0.8; } ); scheduled = ( { month = 1; "
             "severity = 0.5; } ); } );");
    assert_int_equal(world.model->axis[FC_TEAM].count, 1);
    world_block(&world, 0, false, NULL, NULL);
    near((double)fc_lever(world.block, FC_L_hours, 0)[1], 1 - 0.5 * 0.8 * 0.5, 1e-6);
    world_clear(&world);
}

/* ---- bits ---- */

/* FNV-1a over all shared arrays but the crisis room's own, and over the levers' effect.
 */
static void hash_others(const struct fc_block *b, void *out)
{
    uint64_t *hash = out;
#define X(n, w, t, r, c, l, u, h)                                                      \
    if (strcmp(#w, "crisis") != 0)                                                     \
        for (size_t i = 0; i < (size_t)b->model->state_rows[FC_S_##n] * FC_LANES;      \
             i++) {                                                                    \
            uint64_t bits = 0;                                                         \
            memcpy(&bits, &b->s.n[i], sizeof(t));                                      \
            *hash = (*hash ^ bits) * 1099511628211u;                                   \
        }
    FC_STATE(X)
#undef X
}

/* The same over the rows of crisis 0 only. */
static void hash_first(const struct fc_block *b, void *out)
{
    uint64_t *hash = out;
    const float *rows[] = {b->s.crisis_effect, b->s.crisis_active, b->s.crisis_events,
                           b->s.crisis_severity, b->s.crisis_days};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        FC_EACH (l) {
            uint32_t bits;
            memcpy(&bits, &rows[k][l], sizeof bits);
            *hash = (*hash ^ bits) * 1099511628211u;
        }
}

static uint64_t hash_of(const char *text, enum fc_isa isa, bool crises_off,
                        void (*each)(const struct fc_block *, void *))
{
    struct world world;
    uint64_t hash = 14695981039346656037u;
    assert_int_equal(world_try(&world, text, isa), FC_OK);
    world_block(&world, 0, crises_off, each, &hash);
    world_block(&world, 5 * FC_LANES, crises_off, each, &hash);
    world_clear(&world);
    return hash;
}

#define SPREAD                                                                         \
    "contagion = ( { from = \"fire\"; to = \"fire\"; mean = 0.3; delay_weeks = 3; } "  \
    ");"
#define FIRE_AT(median, severity)                                                      \
    "crises = ( { name = \"fire\"; category = \"operational\"; per_year = 2; "         \
    "in_recession = 2; severity = { median = " median "; }; one_off_cost = 1000; "     \
    "effects = ( { lever = \"demand\"; loss = 1.0; }, { lever = \"win_odds\"; factor " \
    "= 0.5; }, { lever = \"renewal_odds\"; log_odds = 2.0; } ); scheduled = ( { "      \
    "month "                                                                           \
    "= 5; severity = " severity "; } ); } );" SPREAD

static void test_severity_zero_is_off(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const char *zero = HEAD("36", "2") FIRE_AT("0.0", "0.0");
    const char *real = HEAD("36", "2") FIRE_AT("0.3", "0.5");
    const uint64_t off = hash_of(real, isa, true, hash_others);
    assert_true(off == hash_of(zero, isa, false, hash_others));
    assert_true(off == hash_of(zero, isa, true, hash_others));
    assert_true(off == hash_of(HEAD("36", "2"), isa, false, hash_others));
    assert_true(hash_of(real, isa, true, hash_first) ==
                hash_of(zero, isa, false, hash_first));
    assert_true(hash_of(real, isa, false, hash_first) !=
                hash_of(zero, isa, false, hash_first));
}

static void test_new_crisis_moves_nothing(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
#define FLOOD                                                                          \
    "{ name = \"flood\"; category = \"financial\"; per_year = 0.9; scope = "           \
    "\"random:segments\"; severity = { median = 0.4; }; effects = ( { lever = "        \
    "\"demand\"; loss = 1.0; } ); }"
    const char *alone = HEAD("36", "2") "crises = ( " FIRE("") " );" SPREAD;
    const char *both = HEAD("36", "2") "crises = ( " FIRE("") ", " FLOOD " );" SPREAD;
    assert_true(hash_of(alone, isa, false, hash_first) ==
                hash_of(both, isa, false, hash_first));
}

static void count_events(const struct fc_block *b, void *out)
{
    float *events = out;
    for (uint32_t i = 0; i < 2; i++)
        FC_EACH (l)
            events[i * FC_LANES + l] += b->month_ends * FC_ROW(b, crisis_events, i)[l];
}

/* The luck of a crisis belongs to its name: two that are alike but for it. */
static void test_names_have_their_own_luck(void **state)
{
    (void)state;
    float events[2 * FC_LANES] = {0};
#define ALIKE(name)                                                                    \
    "{ name = \"" name "\"; category = \"financial\"; per_year = 1; severity = { "     \
    "median = 0.4; }; effects = ( { lever = \"demand\"; loss = 1.0; } ); }"
    struct world world =
        world_new(HEAD("36", "2") "crises = ( " ALIKE("one") ", " ALIKE("two") " );");
    world_block(&world, 0, false, count_events, events);
    int alike = 0;
    FC_EACH (l)
        alike += events[l] == events[FC_LANES + l];
    assert_true(alike < FC_LANES / 2);
    world_clear(&world);
}

static void test_same_bytes_on_all_instruction_sets(void **state)
{
    (void)state;
    const char *text = HEAD("36", "4") "crises = ( " FIRE(
        "") ", " FLOOD " ); contagion = ( { from = \"flood\"; to = "
            "\"fire\"; mean = 0.8; } );";
    for (int isa = 1; isa <= (int)fc_isa_best(); isa++) {
        assert_true(hash_of(text, (enum fc_isa)0, false, hash_first) ==
                    hash_of(text, (enum fc_isa)isa, false, hash_first));
        assert_true(hash_of(text, (enum fc_isa)0, false, hash_others) ==
                    hash_of(text, (enum fc_isa)isa, false, hash_others));
    }
}

struct lanes {
    uint32_t lane;
    float y[96];
};

static void keep_lane(const struct fc_block *b, void *out)
{
    struct lanes *self = out;
    self->y[b->step] = FC_ROW(b, crisis_effect, 0)[self->lane];
}

static void test_any_position_in_a_block(void **state)
{
    (void)state;
    struct world world = world_new(HEAD("36", "2") "crises = ( " FIRE("") " );" SPREAD);
    for (uint32_t path = 32; path < 64; path++) {
        struct lanes here = {.lane = path}, there = {.lane = path - 32};
        world_block(&world, 0, false, keep_lane, &here);
        world_block(&world, 32, false, keep_lane, &there);
        assert_memory_equal(here.y, there.y, sizeof here.y);
    }
    world_clear(&world);
}

/* M14: everything finite, counts and shares not negative. */
static void check_finite(const struct fc_block *b, void *out)
{
    float *most = out; /* severity of a month with one event */
    FC_EACH (l)
        if (b->month_ends && FC_ROW(b, crisis_events, 0)[l] == 1.0f &&
            FC_ROW(b, crisis_severity, 0)[l] > *most)
            *most = FC_ROW(b, crisis_severity, 0)[l];
#define X(n, w, t, r, c, l, u, h)                                                      \
    for (size_t i = 0; i < (size_t)b->model->state_rows[FC_S_##n] * FC_LANES; i++) {   \
        const double value = (double)b->s.n[i];                                        \
        if (!isfinite(value) || (sizeof(t) == 4 && FC_S_##n != FC_S_adverse &&         \
                                 FC_S_##n != FC_S_credit && value < 0))                \
            fail_msg("'%s' is %g in step %u", #n, value, b->step);                     \
    }
    FC_STATE(X)
#undef X
}

static void test_extreme(void **state)
{
    (void)state;
    struct world world = world_new(HEAD(
        "240",
        "2") "macro = { expansion_months = 6; recession_months = 30; factor_sd = 1; };"
             "crises = ( { name = \"end\"; category = \"financial\"; per_year = 2; "
             "severity = { median = 0.95; sigma = 3; }; plateau_weeks = 500; "
             "half_life_weeks = 520; scar = 1.0; effects = ( { lever = \"demand\"; "
             "loss = "
             "1; }, { lever = \"win_odds\"; factor = 0.05; }, { lever = \"loss_rate\"; "
             "factor = 2; }, { lever = \"renewal_odds\"; add = 4; }, { lever = "
             "\"insolvency\"; add = 4; }, { lever = \"price\"; loss = 1; }, { lever = "
             "\"collections\"; add = 180; }, { lever = \"bad_debt\"; factor = 20; }, { "
             "lever = \"running_cost\"; factor = 5; } ); } );");
    float most = 0;
    world_block(&world, 0, false, check_finite, &most);
    assert_true(most == 0.95f);
    world_clear(&world);
}

/* ---- bad registers ---- */

static void test_messages(void **state)
{
    (void)state;
#define ONE(scope, effects)                                                            \
    "crises = ( { name = \"fire\"; category = \"operational\"; per_year = 0.1; scope " \
    "= "                                                                               \
    "\"" scope "\"; severity = { median = 0.3; }; effects = ( " effects " ); } );"
#define DEMAND "{ lever = \"demand\"; loss = 1.0; }"
    static const struct {
        const char *text, *say;
    } bad[] = {
        {ONE("everywhere", DEMAND), "has no ':'"},
        {ONE("planets:mars", DEMAND), "no such axis"},
        {ONE("territories:nort", DEMAND), "did you mean 'north'"},
        {ONE("random:planets", DEMAND), "no such axis"},
        {ONE("all", ""), "'crises.fire.effects' is empty"},
        {ONE("all", "{ lever = \"demand\"; factor = 0.5; }"), "give 'loss'"},
        {ONE("all", "{ lever = \"win_odds\"; loss = 0.5; }"), "give 'factor'"},
        {ONE("all", "{ lever = \"win_odds\"; factor = 3.0; }"), "[0.05, 2]"},
        {ONE("all", "{ lever = \"renewal_odds\"; log_odds = 5.0; }"), "[-4, 4]"},
        {ONE("all", "{ lever = \"demand\"; }"), "give 'loss' and nothing else"},
        {ONE("all", "{ lever = \"demand\"; loss = 0.5; add = 1; }"), "nothing else"},
        {ONE("all", "{ lever = \"demand\"; loss = 0.5; of = [ \"mars\" ]; }"),
         "\"mars\""},
        {ONE("all", "{ lever = \"collections\"; add = 5; of = [ \"core\" ]; }"),
         "leave 'of' out"},
        {ONE("segments:small",
             "{ lever = \"demand\"; loss = 0.5; of = [ \"large\" ]; }"),
         "nothing of it lies in the scope"},
        {ONE("all",
             DEMAND) "contagion = ( { from = \"fire\"; to = \"fire\"; mean = 1.0; } "
                     ");",
         "spectral radius 1.000"},
        {ONE("all",
             DEMAND) "contagion = ( { from = \"fire\"; to = \"fire\"; mean = 0.2; "
                     "}, { from = \"fire\"; to = \"fire\"; mean = 0.1; } );",
         "repeats the pair"},
        {"crises = ( { name = \"fire\"; category = \"operational\"; per_year = 30; "
         "severity = { median = 0.3; }; effects = ( " DEMAND " ); } );",
         "is not a crisis"},
        {"crises = ( { name = \"fire\"; category = \"operational\"; per_year = 0; "
         "severity = { median = 0.3; }; effects = ( " DEMAND
         " ); scheduled = ( { month = "
         "40; severity = 0.5; } ); } );",
         "ends with month 36"},
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
        cmocka_unit_test(test_recovery_scheduled),
        cmocka_unit_test(test_recovery_by_chance),
        cmocka_unit_test(test_scars),
        cmocka_unit_test(test_levers),
        cmocka_unit_test(test_partial_overlap),
        cmocka_unit_test(test_severity_zero_is_off),
        cmocka_unit_test(test_new_crisis_moves_nothing),
        cmocka_unit_test(test_names_have_their_own_luck),
        cmocka_unit_test(test_same_bytes_on_all_instruction_sets),
        cmocka_unit_test(test_any_position_in_a_block),
        cmocka_unit_test(test_extreme),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests_name("unit.crisis", tests, NULL, NULL);
}
