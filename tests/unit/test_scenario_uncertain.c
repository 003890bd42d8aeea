/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain numbers: each way to write one, against closed forms; shared draws; rank
 * correlations. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scenario_owners.h"

static fc_scenario *read_good(const char *text)
{
    fc_scenario *scenario;
    const fc_status status = read_text(text, &scenario);
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++)
        print_error("%s\n", fc_scenario_problem(scenario, i, NULL));
    assert_int_equal(status, FC_OK);
    return scenario;
}

static void assert_near(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance * fmax(1, fabs(wanted))))
        fail_msg("%.10g, wanted %.10g", value, wanted);
}

/* offset has no range, so that nothing is cut off. */
static void forms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
        double mean, sd, median;
    } rows[] = {
        {"\"-1 .. 3\"", "-1 .. 3 (90 % interval)", 1, 2 / 1.6448536269514722, 1},
        {"{ dist = \"normal\"; mean = 2; sd = 0.5; }", "normal(mean 2, sd 0.5)", 2, 0.5,
         2},
        {"{ dist = \"lognormal\"; mean = 2.0; cv = 0.5; }", "lognormal(mean 2, cv 0.5)",
         2, 1, 1.7888543819998317},
        {"{ dist = \"lognormal\"; mean = 2; sd = 1; }", "lognormal(mean 2, sd 1)", 2, 1,
         1.7888543819998317},
        {"{ dist = \"lognormal\"; median = 0.5; sigma = 0.4; }",
         "lognormal(median 0.5, sigma 0.4)", 0.541643533842458, 0.225620, 0.5},
        {"{ dist = \"triangular\"; low = 0; mode = 0.5; high = 1; }",
         "triangular(low 0, mode 0.5, high 1)", 0.5, 0.20412414523193154, 0.5},
        {"{ dist = \"pert\"; low = 0; mode = 0.5; high = 1; }",
         "pert(low 0, mode 0.5, high 1)", 0.5, 0.18898223650461363, 0.5},
        {"{ dist = \"uniform\"; low = -1; high = 3; }", "uniform(low -1, high 3)", 1,
         1.1547005383792515, 1},
        {"{ dist = \"beta\"; a = 2; b = 6; }", "beta(a 2, b 6)", 0.25,
         0.14433756729740643, 0.2284897},
        {"{ dist = \"beta\"; mean = 0.25; sd = 0.14433756729740643; }",
         "beta(mean 0.25, sd 0.14433756729740643)", 0.25, 0.14433756729740643,
         0.2284897},
        {"{ dist = \"gamma\"; mean = 2; cv = 0.5; }", "gamma(mean 2, cv 0.5)", 2, 1,
         1.836030},
        {"{ dist = \"gamma\"; mean = 2; sd = 1; }", "gamma(mean 2, sd 1)", 2, 1,
         1.836030},
        {"{ dist = \"discrete\"; values = [1, 5]; weights = [3.0, 1.0]; }",
         "discrete(values 1 5, weights 3 1)", 2, 1.7320508075688772, 1},
        {"{ dist = \"discrete\"; values = (1, 2.5); }", "discrete(values 1 2.5)", 1.75,
         0.75, FC_NO_PRESET},
        {"{ dist = \"empirical\"; values = [4, 1, 3, 2]; }",
         "empirical(values 4 1 3 2)", 2.5, FC_NO_PRESET, 2.5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[2000];
        snprintf(text, sizeof text,
                 GOOD_SEGMENTS GOOD_CHANNELS GOOD_PEOPLE "funnel = { offset = %s; };",
                 rows[i].text);
        fc_scenario *s = read_good(text);
        const struct shop *shop = fc__scenario_spec(s, 0);
        const struct fc_number number = shop->free_number;
        assert_int_equal(number.dist, 0);
        assert_int_equal(fc__scenario_dists(s), 1);
        assert_string_equal(fc__scenario_dist_key(s, 0), "funnel.offset");
        const struct fc_dist *dist = fc__scenario_dist(s, 0);
        assert_near(number.value, rows[i].mean, 1e-5);
        if (!isnan(rows[i].sd))
            assert_near(fc_dist_sd(dist), rows[i].sd, 1e-5);
        if (!isnan(rows[i].median))
            assert_near(fc_dist_quantile(dist, 0.5), rows[i].median, 1e-5);
        assert_string_equal(fc__scenario_find(s, "funnel.offset")->value,
                            rows[i].shown);
        fc_scenario_free(s);
    }
}

/* The ends are the 5 % and 95 % points, whatever the family. */
static void intervals(void **state)
{
    (void)state;
    fc_scenario *s = read_good(
        GOOD_SEGMENTS GOOD_CHANNELS
        "people = { seats = 1; turnover_per_year = \"0.20 .. 0.35\"; };\n"
        "funnel = { stages = ( { name = \"a\"; conversion = \"0.57..0.67\"; } );\n"
        "  offset = \" -2. .. .5 \"; };");
    static const struct {
        const char *key;
        enum fc_dist_kind kind;
        double low, high;
    } rows[] = {{"people.turnover_per_year", FC_DIST_LOGNORMAL, 0.2, 0.35},
                {"funnel.stages.a.conversion", FC_DIST_LOGITNORMAL, 0.57, 0.67},
                {"funnel.offset", FC_DIST_NORMAL, -2, 0.5}};
    assert_int_equal(fc__scenario_dists(s), 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t r = 0; r < 3; r++) {
            const struct fc_dist *dist = fc__scenario_dist(s, i);
            if (strcmp(fc__scenario_dist_key(s, i), rows[r].key) != 0)
                continue;
            assert_int_equal(dist->kind, rows[r].kind);
            assert_near(fc_dist_quantile(dist, 0.05), rows[r].low, 1e-6);
            assert_near(fc_dist_quantile(dist, 0.95), rows[r].high, 1e-6);
        }
    fc_scenario_free(s);
}

/* Nothing outside the range of the row, and not its open ends. */
static void conditioned(void **state)
{
    (void)state;
    fc_scenario *s =
        read_good(GOOD_SEGMENTS GOOD_CHANNELS GOOD_PEOPLE
                  "funnel = { discount = { dist = \"normal\"; mean = 1; sd = 0.5; };\n"
                  "  stages = ( { name = \"a\"; conversion = "
                  "{ dist = \"uniform\"; low = -1; high = 2; }; } ); };");
    for (size_t i = 0; i < fc__scenario_dists(s); i++) {
        const struct fc_dist *dist = fc__scenario_dist(s, i);
        const bool open_low = strstr(fc__scenario_dist_key(s, i), "conversion") != NULL;
        assert_true(fc_dist_quantile(dist, 1e-9) >= 0);
        assert_true(!open_low || fc_dist_quantile(dist, 1e-12) > 0);
        assert_true(!open_low || dist->low > 0);
        assert_true(dist->high < 1);
        assert_true(fc_dist_quantile(dist, 1 - 1e-12) < 1);
    }
    const struct shop *shop = fc__scenario_spec(s, 0);
    assert_true(shop->discount.value < 0.9); /* the mean is that of what is left */
    fc_scenario_free(s);
}

static void shared_or_own(void **state)
{
    (void)state;
    fc_scenario *s = read_good(
        GOOD_SEGMENTS GOOD_CHANNELS GOOD_PEOPLE
        "funnel = { potential = \"100 .. 200\"; stages = ( { name = \"a\";\n"
        "  conversion = { small = \"0.1 .. 0.2\"; mid = 0.5; };\n"
        "  dwell_weeks = { dist = \"uniform\"; low = 1; high = 2; }; } ); };");
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct stage_item *stage = shop->stages.items;
    assert_int_equal(fc__scenario_dists(s), 3);
    assert_int_equal(shop->potential.n, 2);
    assert_true(shop->potential.at[0].dist >= 0);
    assert_int_equal(shop->potential.at[0].dist, shop->potential.at[1].dist);
    assert_int_equal(stage->dwell.at[0].dist, stage->dwell.at[1].dist);
    assert_true(stage->conversion.at[0].dist >= 0);
    assert_int_equal(stage->conversion.at[1].dist, -1);
    assert_string_equal(fc__scenario_dist_key(s, (size_t)stage->conversion.at[0].dist),
                        "funnel.stages.a.conversion.small");
    const struct fc_entry *entry = fc__scenario_find(s, "funnel.potential");
    assert_int_equal(entry->n_numbers, 2);
    assert_ptr_equal(entry->number, shop->potential.at);
    fc_scenario_free(s);
}

#define UNCERTAIN                                                                      \
    GOOD_SEGMENTS GOOD_CHANNELS                                                        \
        "people = { seats = 1; turnover_per_year = \"0.20 .. 0.35\"; };\n"             \
        "funnel = { offset = \"1 .. 2\"; discount = \"0.1 .. 0.2\"; };\n"

static void correlations(void **state)
{
    (void)state;
    fc_scenario *s = read_good(
        UNCERTAIN
        "uncertainty = { correlations = (\n"
        "{ between = [ \"people.turnover_per_year\", \"funnel.offset\" ]; rank = "
        "-0.3; },\n"
        "{ between = [ \"funnel.discount\", \"funnel.offset\" ]; rank = 0; } ); };");
    const struct fc_rank_pair *pair;
    assert_int_equal(fc__scenario_rank_pairs(s, &pair), 2);
    assert_string_equal(fc__scenario_dist_key(s, (size_t)pair[0].first),
                        "people.turnover_per_year");
    assert_string_equal(fc__scenario_dist_key(s, (size_t)pair[0].second),
                        "funnel.offset");
    assert_true(pair[0].rank == -0.3);
    assert_true(pair[1].rank == 0);
    assert_non_null(fc__scenario_find(s, "uncertainty.correlations[0].rank"));
    fc_scenario_free(s);
}

static void correlation_faults(void **state)
{
    (void)state;
#define PAIR(a, b, r) "{ between = [ \"" a "\", \"" b "\" ]; rank = " #r "; }"
#define T             "people.turnover_per_year"
    static const struct {
        const char *rows, *want;
    } bad[] = {
        {PAIR(T, "funnel.ofset", 0.5),
         "7: 'funnel.ofset' is no uncertain number; did you mean 'funnel.offset'?"},
        {PAIR(T, "people.seats", 0.5),
         "7: 'people.seats' is 1; only uncertain numbers can be correlated: give it an "
         "interval or a distribution"},
        {PAIR(T, T, 0.5), "7: '" T "' cannot be correlated with itself"},
        {PAIR(T, "funnel.offset", 0.5) ", " PAIR("funnel.offset", T, 0.1),
         "7: 'funnel.offset' and '" T "' are correlated twice"},
        {PAIR(T, "funnel.offset", -1.0),
         "7: 'uncertainty.correlations[0].rank' is -1; it must lie in (-1, 1)"},
        {"{ between = [ \"" T "\", \"funnel.offset\" ]; rank = \"0.1 .. 0.2\"; }",
         "7: 'uncertainty.correlations[0].rank' is structural: it may not vary; write "
         "one "
         "number"},
        {"{ between = [ \"" T "\" ]; rank = 0.1; }",
         "7: a correlation is between two keys, not 1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[2000], got[2000] = "";
        fc_scenario *s;
        snprintf(text, sizeof text,
                 UNCERTAIN "uncertainty = { correlations = ( %s ); };", bad[i].rows);
        assert_int_equal(read_text(text, &s), FC_E_SCENARIO);
        problems_text(s, got, sizeof got);
        assert_string_equal(got, bad[i].want);
        fc_scenario_free(s);
    }
    char got[2000] = "";
    fc_scenario *s;
    read_text(
        UNCERTAIN
        "uncertainty = { correlations = (\n" PAIR(T, "funnel.offset", 0.9) ",\n" PAIR(
            T, "funnel.discount", 0.9) ",\n" PAIR("funnel.offset", "funnel.discount",
                                                  -0.9) " ); };",
        &s);
    problems_text(s, got, sizeof got);
    static const char together[] = "7: these rank correlations cannot hold together (";
    assert_memory_equal(got, together, sizeof together - 1);
    fc_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),        cmocka_unit_test(intervals),
        cmocka_unit_test(conditioned),  cmocka_unit_test(shared_or_own),
        cmocka_unit_test(correlations), cmocka_unit_test(correlation_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
