/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The market room, exactly: markets from shares and from a list, the clock, terms of
 * products, working days, targets, actuals, and the message for everything it refuses.
 * Nothing is statistical.
 */
#include <math.h>
#include <stdlib.h>

#include "../world.h"
#include "model/market.h"

#define CLOCK(months, steps)                                                           \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-03\"; months "      \
    "= " months "; steps_per_month = " steps "; }; "
#define HEAD CLOCK("18", "2")
#define TERRITORIES(north, south)                                                      \
    " territories = ( { name = \"north\"; " north " }, { name = \"south\"; " south     \
    " } ); "
#define PRODUCTS(core, plus)                                                           \
    " products = ( { name = \"core\"; " core " }, { name = \"plus\"; " plus " } ); "
#define SEGMENTS                                                                       \
    " segments = ( { name = \"small\"; leads_per_month = 40; }, { name = \"large\"; "  \
    "leads_per_month = 10.5; potential = 900; title = \"Large firms\"; } ); "
#define MARKETS(inside) "markets = {" inside "}; "
#define PLAIN           MARKETS(TERRITORIES("", "") PRODUCTS("", "") SEGMENTS)

static void near(double found, double want)
{
    if (!(fabs(found - want) <= 1e-12 * (1 + fabs(want))))
        fail_msg("%.17g, expected %.17g", found, want);
}

static const struct fc_market *market(const struct world *w, const char *name)
{
    const struct fc_axis_table *axis = &w->model->axis[FC_MARKET];
    for (uint32_t k = 0; k < axis->count; k++)
        if (strcmp(axis->name[k], name) == 0)
            return &w->model->markets[k];
    fail_msg("no market '%s'", name);
    return NULL;
}

/* ---- markets ---- */

static void test_product_of_shares(void **state)
{
    (void)state;
    struct world w =
        world_new(HEAD MARKETS(TERRITORIES("share = 0.75;", "share = 0.25;") PRODUCTS(
            "share = 0.4;", "share = 0.6;") SEGMENTS) WORLD_FIRM);
    static const char *const names[] = {
        "north_core_small", "north_core_large", "north_plus_small", "north_plus_large",
        "south_core_small", "south_core_large", "south_plus_small", "south_plus_large"};
    assert_int_equal(w.model->axis[FC_MARKET].count, 8);
    for (uint32_t k = 0; k < 8; k++) {
        const struct fc_market *m = &w.model->markets[k];
        assert_string_equal(w.model->axis[FC_MARKET].name[k], names[k]);
        assert_int_equal(m->territory, k / 4);
        assert_int_equal(m->product, k / 2 % 2);
        assert_int_equal(m->segment, k % 2);
        near(m->share, (k / 4 ? 0.25 : 0.75) * (k / 2 % 2 ? 0.6 : 0.4));
    }
    world_clear(&w);
}

/* Without shares all are equal; a share that is 0 makes an empty market. */
static void test_equal_shares(void **state)
{
    (void)state;
    struct world w = world_new(HEAD MARKETS(TERRITORIES("", "") PRODUCTS(
        "share = 1.0;", "share = 0.0;") SEGMENTS) WORLD_FIRM);
    near(market(&w, "north_core_small")->share, 0.5);
    near(market(&w, "south_core_large")->share, 0.5);
    near(market(&w, "south_plus_large")->share, 0.0);
    world_clear(&w);
}

#define LISTED(t, p, s, more)                                                          \
    "{ territory = \"" t "\"; product = \"" p "\"; segment = \"" s "\"; " more "}"

static void test_listed_markets(void **state)
{
    (void)state;
    struct world w = world_new(HEAD MARKETS(
        TERRITORIES("", "") PRODUCTS("", "") SEGMENTS
        "list = ( " LISTED("south", "plus", "small", "share = 0.2; ") ", " LISTED(
            "north", "core", "large", "") ", " LISTED("north", "core", "small",
                                                      "share = 0.6; ") " );")
                                   WORLD_FIRM);
    assert_int_equal(w.model->axis[FC_MARKET].count, 3);
    near(market(&w, "south_plus_small")->share, 0.25);
    near(market(&w, "north_core_small")->share, 0.75);
    near(market(&w, "north_core_large")->share, 1.0);
    assert_int_equal(market(&w, "south_plus_small")->territory, 1);
    assert_int_equal(market(&w, "south_plus_small")->product, 1);
    assert_int_equal(market(&w, "north_core_large")->segment, 1);
    /* sums run by name, whatever the order of the list */
    assert_int_equal(w.model->market_order[0], 1);
    assert_int_equal(w.model->market_order[1], 2);
    assert_int_equal(w.model->market_order[2], 0);
    world_clear(&w);
}

/* 10 x 10 x 10 = 1000 markets are the most. */
static char *crowd(int segments)
{
    char *text = malloc(65536);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, HEAD "markets = { territories = ( ");
    for (int i = 0; i < 10; i++)
        n += (size_t)sprintf(text + n, "%s{ name = \"t%d\"; }", i ? ", " : "", i);
    n += (size_t)sprintf(text + n, " ); products = ( ");
    for (int i = 0; i < 10; i++)
        n += (size_t)sprintf(text + n, "%s{ name = \"p%d\"; }", i ? ", " : "", i);
    n += (size_t)sprintf(text + n, " ); segments = ( ");
    for (int i = 0; i < segments; i++)
        n += (size_t)sprintf(text + n, "%s{ name = \"s%d\"; leads_per_month = 9; }",
                             i ? ", " : "", i);
    sprintf(text + n,
            " ); }; " WORLD_FIRM "organisation = { structure = \"pooled\"; };");
    return text;
}

/* ---- what is refused ---- */

static void refused(const char *text, const char *message)
{
    struct world w;
    char found[1024] = "nothing";
    const fc_status status = world_try(&w, text, fc_isa_best());
    if (w.scenario && fc_scenario_problems(w.scenario)) {
        bool warning;
        snprintf(found, sizeof found, "%s",
                 fc_scenario_problem(w.scenario, 0, &warning));
        assert_false(warning);
    }
    assert_string_equal(found, message);
    assert_int_equal(status, FC_E_SCENARIO);
    assert_null(w.model);
    world_clear(&w);
}

static void test_too_many_markets(void **state)
{
    (void)state;
    char *most = crowd(10), *more = crowd(11);
    struct world w = world_new(most);
    assert_int_equal(w.model->axis[FC_MARKET].count, 1000);
    near(w.model->markets[999].share, 0.01);
    world_clear(&w);
    refused(more, "test.cfg: 'markets' has 1100 combinations; at most 1000 are "
                  "possible: list the ones you need in markets.list");
    free(most);
    free(more);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {CLOCK("18", "3") PLAIN WORLD_FIRM,
         "test.cfg: 'horizon.steps_per_month' is 3; it must be 1, 2 or 4"},
        {HEAD MARKETS(TERRITORIES("", "") SEGMENTS) WORLD_FIRM,
         "test.cfg: 'markets' needs at least one territory, one product and one "
         "segment"},
        {HEAD "\n" MARKETS(TERRITORIES("share = 0.5;", "share = 0.4;") PRODUCTS("", "")
                               SEGMENTS) WORLD_FIRM,
         "test.cfg:2: 'markets.territories.share': the shares of the 2 members add up "
         "to 0.9; they must add up to 1"},
        {HEAD MARKETS(TERRITORIES("", "") PRODUCTS("share = 0.9;", "share = 0.6;")
                          SEGMENTS) WORLD_FIRM,
         "test.cfg:1: 'markets.products.share': the shares of the 2 members add up to "
         "1.5; they must add up to 1"},
        {HEAD MARKETS(TERRITORIES("share = 1.0;", "") PRODUCTS("", "") SEGMENTS)
             WORLD_FIRM,
         "test.cfg:1: 'markets.territories.share': 1 members have no share; give each "
         "one a share, or none"},
        {HEAD MARKETS(TERRITORIES("share = 0.0;", "share = 0.0;") PRODUCTS("", "")
                          SEGMENTS) WORLD_FIRM,
         "test.cfg:1: 'markets.territories.share': the shares of the 2 members add up "
         "to 0; they must add up to 1"},
        {HEAD MARKETS(TERRITORIES("", "") PRODUCTS("", "\n term_months = 5;") SEGMENTS)
             WORLD_FIRM,
         "test.cfg:1: 'markets.products.plus.term_months' is 5; it must be 1, 3, 6, "
         "12, 24 or 36"},
        {HEAD MARKETS(TERRITORIES("", "") PRODUCTS("", "") SEGMENTS
                      "\nworking_days = [ 1, 2, 3 ];") WORLD_FIRM,
         "test.cfg:2: 'markets.working_days' has 3 numbers; it needs 12, January "
         "first"},
        {HEAD MARKETS(TERRITORIES("", "") PRODUCTS("", "") SEGMENTS
                      "list = ( " LISTED("north", "core", "small", "") ", " LISTED(
                          "north", "core", "large",
                          "") ","
                              "\n" LISTED("north", "core", "small",
                                          "share = 0.5; ") " );") WORLD_FIRM,
         "test.cfg:2: 'markets.list' has the market north, core, small twice; list it "
         "once"},
        {HEAD MARKETS(TERRITORIES("", "") PRODUCTS("", "") SEGMENTS "list = ( " LISTED(
             "north", "core", "small", "") " );") WORLD_FIRM,
         "test.cfg:1: 'markets.segments.large.leads_per_month' is 10.5, but "
         "markets.list "
         "has no market of the segment with a share: its leads would be lost; list "
         "one, or set leads_per_month to 0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        refused(rows[i].text, rows[i].message);
}

/* ---- clock, products, segments, days ---- */

static void test_clock(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t steps;
    } rows[] = {{CLOCK("18", "1") PLAIN WORLD_FIRM, 1},
                {CLOCK("18", "2") PLAIN WORLD_FIRM, 2},
                {CLOCK("18", "4") PLAIN WORLD_FIRM, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world w = world_new(rows[i].text);
        assert_int_equal(w.model->months, 18);
        assert_int_equal(w.model->steps_per_month, rows[i].steps);
        assert_int_equal(w.model->steps, 18 * rows[i].steps);
        assert_int_equal(w.model->start_month, 12 * 2027 + 2);
        assert_true(w.model->dt * (float)rows[i].steps == 1.0f);
        world_clear(&w);
    }
}

static void test_terms_and_titles(void **state)
{
    (void)state;
    static const char *const terms[] = {"1", "3", "6", "12", "24", "36"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        char text[4096];
        snprintf(text, sizeof text,
                 HEAD "markets = { " TERRITORIES("title = \"Norden\";", "") SEGMENTS
                 " products = ( { name = \"core\"; term_months = %s; margin = "
                 "0.625; }, { name = \"plus\"; model = \"one_off\"; } ); }; %s",
                 terms[i], WORLD_FIRM);
        struct world w = world_new(text);
        assert_int_equal(w.model->products[0].term_months, atoi(terms[i]));
        assert_int_equal(w.model->products[0].model, FC_CONTRACT);
        assert_int_equal(w.model->products[1].model, FC_ONE_OFF);
        assert_int_equal(w.model->products[1].term_months, 12);
        assert_true(fc_product_margin(w.block, 0)[FC_LANES - 1] == 0.625f);
        assert_true(fc_product_margin(w.block, 1)[0] == 0.75f);
        assert_string_equal(w.model->axis[FC_TERRITORY].title[0], "Norden");
        assert_string_equal(w.model->axis[FC_TERRITORY].title[1], "south");
        assert_string_equal(w.model->axis[FC_SEGMENT].title[1], "Large firms");
        assert_true(w.model->segments[1].leads_mean == 10.5);
        assert_true(fc_number_row(w.block, w.model->segments[1].potential)[0] == 900);
        assert_true(fc_number_row(w.block, w.model->segments[0].potential)[0] == 0);
        world_clear(&w);
    }
}

/* Scaled to mean 1, January first; 1 everywhere if there are none, or only zeros. */
static void test_working_days(void **state)
{
    (void)state;
    struct world w =
        world_new(HEAD MARKETS(TERRITORIES("", "") PRODUCTS("", "") SEGMENTS
                               "working_days = [ 0.5, 1.0, 1.5, 2.0, 0.5, 1.0, 1.5, "
                               "2.0, 0.5, 1.0, 1.5, 2.0 ];") WORLD_FIRM);
    for (int i = 0; i < 12; i++)
        near((double)w.model->working_days[i], (double)(float)((i % 4 + 1) * 0.4));
    world_clear(&w);
    w = world_new(HEAD PLAIN WORLD_FIRM);
    for (int i = 0; i < 12; i++)
        assert_true(w.model->working_days[i] == 1.0f);
    world_clear(&w);
    w = world_new(HEAD MARKETS(TERRITORIES("", "") PRODUCTS("", "") SEGMENTS
                               "working_days = [ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 "
                               "];") WORLD_FIRM);
    for (int i = 0; i < 12; i++)
        assert_true(w.model->working_days[i] == 1.0f);
    world_clear(&w);
}

/* ---- targets and actuals ---- */

static void test_targets(void **state)
{
    (void)state;
    struct world w = world_new(
        HEAD PLAIN
        "targets = ( { metric = \"revenue\"; value = 5e6; },"
        " { metric = \"cash\"; over = \"month\"; month = 7; value = -20; accept_miss = "
        "0.05; },"
        " { metric = \"wins\"; over = \"horizon\"; value = 40; },"
        " { metric = \"bookings\"; over = \"year\"; year = 2; month = 3; value = 1; } "
        "); " WORLD_FIRM);
    static const struct {
        const char *metric;
        int period;
        double value;
    } rows[] = {
        {"revenue", -1, 5e6}, {"cash", 7, -20}, {"wins", 0, 40}, {"bookings", -2, 1}};
    assert_int_equal(w.model->target_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct fc_model_target *t = &w.model->targets[i];
        assert_string_equal(t->metric, rows[i].metric);
        assert_int_equal(t->period, rows[i].period);
        assert_true(t->value == rows[i].value);
        assert_true(i == 1 ? t->accept_miss == 0.05 : isnan(t->accept_miss));
    }
    world_clear(&w);
}

static void test_actuals(void **state)
{
    (void)state;
    char text[4096] = HEAD PLAIN WORLD_FIRM;
    char *end = strrchr(text, '}'); /* of `opening` */
    assert_non_null(end);
    strcpy(end, "actuals = ( { metric = \"revenue\"; values = [ 3.5, 4.5, 1.5 ]; }, { "
                "metric = \"wins\"; values = [ 2 ]; } ); };");
    struct world w = world_new(text);
    assert_int_equal(w.model->actual_count, 2);
    assert_string_equal(w.model->actuals[0].metric, "revenue");
    assert_int_equal(w.model->actuals[0].values.n, 3);
    assert_true(w.model->actuals[0].values.at[0].value == 3.5);
    assert_true(w.model->actuals[0].values.at[2].value == 1.5);
    assert_string_equal(w.model->actuals[1].metric, "wins");
    world_clear(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product_of_shares),
        cmocka_unit_test(test_equal_shares),
        cmocka_unit_test(test_listed_markets),
        cmocka_unit_test(test_too_many_markets),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_terms_and_titles),
        cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_actuals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
