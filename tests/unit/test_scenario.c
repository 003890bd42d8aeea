/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a scenario that is right: every kind of row, presets, keyed groups, sections
 * with several owners, lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
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

static const char full[] =
    "title = \"Наша фирма\";\n"
    "currency : \"RUB\",\n"
    "start = \"2028-11\"; months = 24.0; steady = false;\n"
    "segments = ( { name = \"small\"; leads_per_month = 867; },\n"
    "             { name = \"mid\"; title = \"Средний\"; },\n"
    "             { name = \"large\"; leads_per_month = 65.5; } );\n"
    "channels = ( { name = \"web\"; share = 0.4; },\n"
    "             { name = \"calls\"; kind = \"outbound\"; share = 1; } );\n"
    "funnel = {\n"
    "  stages = ( { name = \"qualify\"; conversion = 0.125; },\n"
    "    { name = \"propose\"; conversion = { large = 0.58; small = 0.66; mid = 0.60; "
    "};\n"
    "      dwell_weeks = { mid = 3.5; };\n"
    "      effects = ( { lever = \"hours\"; },\n"
    "                  { lever = \"odds\"; loss = 0.25; } ); } );\n"
    "  season = { peak_month = 11; factors = [ 1, 2, 0 ]; };\n"
    "  ads = { spend_per_month = 62000; };\n"
    "  main_channel = \"calls\"; order = [ \"late\", \"early\" ];\n"
    "  only = ( \"web\" );\n"
    "  potential = 3e7; offset = -4294967296L;\n"
    "};\n"
    "people = { seats = 24; turnover_per_year = 0.375; };\n"
    "opening = { cash = 4200000.0;\n"
    "  pipeline = ( { name = \"tender\"; value = 900000; } ); };\n";

static void every_kind(void **state)
{
    (void)state;
    fc_scenario *s = read_good(full);
    const struct shop *shop = fc__scenario_spec(s, 0);
    assert_string_equal(shop->title, "Наша фирма");
    assert_string_equal(fc_scenario_title(s), "Наша фирма");
    assert_string_equal(fc_scenario_currency(s), "RUB");
    assert_int_equal(shop->start, 12 * 2028 + 10);
    assert_int_equal(shop->months, 24);
    assert_false(shop->steady);
    assert_int_equal(shop->segments.n, 3);
    const struct segment_item *segment = shop->segments.items;
    assert_string_equal(segment[0].name, "small");
    assert_null(segment[0].title);
    assert_string_equal(segment[1].title, "Средний");
    assert_true(segment[0].leads.value == 867);
    assert_true(segment[1].leads.value == 5);
    assert_true(segment[2].leads.value == 65.5);
    const struct channel_item *channel = shop->channels.items;
    assert_int_equal(channel[0].kind, 0);
    assert_int_equal(channel[1].kind, 1);
    assert_true(channel[1].share.value == 1);
    assert_int_equal(shop->season.peak, 11);
    assert_int_equal(shop->season.factors.n, 3);
    assert_true(shop->season.factors.at[1].value == 2);
    assert_true(shop->ads.spend.value == 62000);
    assert_true(shop->ads.half_life.value == 9);
    assert_string_equal(shop->main_channel.name, "calls");
    assert_int_equal(shop->main_channel.index, 1);
    assert_int_equal(shop->order.n, 2);
    assert_string_equal(shop->order.at[0], "late");
    assert_int_equal(shop->some_channels.n, 1);
    assert_true(shop->free_number.value == -4294967296.0);
    assert_true(shop->discount.value == 0.08);
    assert_int_equal(shop->discount.dist, -1);
    fc_scenario_free(s);
}

static void keyed_groups(void **state)
{
    (void)state;
    fc_scenario *s = read_good(full);
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct stage_item *stage = shop->stages.items;
    assert_int_equal(shop->stages.n, 2);
    assert_int_equal(stage[0].conversion.n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(stage[0].conversion.at[i].value == 0.125);
    assert_true(stage[1].conversion.at[0].value == 0.66); /* by name, not by order */
    assert_true(stage[1].conversion.at[1].value == 0.60);
    assert_true(stage[1].conversion.at[2].value == 0.58);
    assert_true(stage[1].dwell.at[0].value == 2); /* preset for what is not given */
    assert_true(stage[1].dwell.at[1].value == 3.5);
    assert_int_equal(stage[0].effects.n, 0);
    assert_int_equal(stage[1].effects.n, 2);
    const struct effect_item *effect = stage[1].effects.items;
    assert_true(effect[0].loss.value == 0.5);
    assert_true(effect[1].loss.value == 0.25);
    assert_int_equal(shop->per_team.n, 1); /* nobody defines teams */
    assert_true(shop->per_team.at[0].value == 4);
    assert_true(shop->potential.at[2].value == 3e7);
    assert_int_equal(fc__scenario_members(s, FC_SEGMENT), 3);
    assert_string_equal(fc__scenario_member(s, FC_SEGMENT, 2), "large");
    assert_null(fc__scenario_member(s, FC_SEGMENT, 3));
    assert_int_equal(fc__scenario_members(s, FC_STAGE), 2);
    assert_int_equal(fc__scenario_members(s, FC_TEAM), 0);
    fc_scenario_free(s);
}

/* "opening" has rows of one section and a list of another. */
static void shared_group(void **state)
{
    (void)state;
    fc_scenario *s = read_good(full);
    const struct bank *bank = fc__scenario_spec(s, 1);
    assert_true(bank->cash.value == 4200000);
    assert_int_equal(bank->deals.n, 1);
    assert_int_equal(bank->pipeline, 0);
    assert_null(fc__scenario_spec(s, 2));
    fc_scenario_free(s);
    s = read_good(GOOD "opening = { pipeline = \"steady\"; };");
    bank = fc__scenario_spec(s, 1);
    assert_int_equal(bank->pipeline, 1);
    assert_int_equal(bank->deals.n, 0);
    fc_scenario_free(s);
}

static void absent_values(void **state)
{
    (void)state;
    fc_scenario *s = read_good(GOOD);
    const struct shop *shop = fc__scenario_spec(s, 0);
    assert_null(shop->title);
    assert_string_equal(fc_scenario_title(s), "");
    assert_int_equal(shop->start, 12 * 2027);
    assert_true(shop->steady);
    assert_int_equal(shop->season.peak, FC_ABSENT);
    assert_int_equal(shop->season.factors.n, 0);
    assert_true(isnan(shop->ads.spend.value)); /* group not written: not missing */
    assert_true(shop->ads.half_life.value == 9);
    assert_null(shop->main_channel.name);
    assert_int_equal(shop->main_channel.index, -1);
    assert_int_equal(shop->potential.n, 2);
    assert_true(isnan(shop->potential.at[1].value));
    assert_int_equal(shop->order.n, 0);
    fc_scenario_free(s);
    fc_scenario_free(NULL);
    assert_int_equal(fc_scenario_problems(NULL), 0);
    assert_int_equal(fc_scenario_assumptions(NULL), 0);
    assert_int_equal(fc_scenario_files(NULL), 0);
}

/* A list that is empty, an axis without members: a written number is still checked. */
static void empty_axis(void **state)
{
    (void)state;
    fc_scenario *s =
        read_good("segments = (); channels = (); people = { seats = 1; };\n"
                  "funnel = { potential = 3; stages = (); };");
    const struct shop *shop = fc__scenario_spec(s, 0);
    assert_int_equal(shop->potential.n, 0);
    fc_scenario_free(s);
    assert_int_equal(read_text("segments = (); people = { seats = 1; };\n"
                               "funnel = { potential = -3; };",
                               &s),
                     FC_E_SCENARIO);
    fc_scenario_free(s);
}

static void lines(void **state)
{
    (void)state;
    fc_scenario *s = read_good(full);
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct stage_item *stage = shop->stages.items;
    int line;
    assert_string_equal(fc__scenario_line(s, stage[1].dwell.at[1].line, &line),
                        "a.cfg");
    assert_int_equal(line, 12);
    fc__scenario_line(s, stage[1].dwell.at[0].line, &line); /* a preset: its group */
    assert_int_equal(line, 12);
    fc__scenario_line(s, shop->main_channel.line, &line);
    assert_int_equal(line, 17);
    fc__scenario_line(s, shop->season.factors.at[2].line, &line);
    assert_int_equal(line, 15);
    fc__scenario_line(s, shop->discount.line, &line);
    assert_int_equal(line, 9);
    /* libconfig itself would give the last text of a list the line of the bracket */
    fc_scenario_free(s);
    assert_int_equal(read_text(GOOD "sources = (\n5,\n\"x\"\n\n);", &s), FC_E_SCENARIO);
    char got[1000] = "";
    problems_text(s, got, sizeof got);
    assert_string_equal(got, "8: 'sources[0]' is 5; it must be a group { ... }\n"
                             "9: 'sources[1]' is \"x\"; it must be a group { ... }");
    fc_scenario_free(s);
}

/* A long list. */
static void one_line_each(void **state)
{
    (void)state;
    struct fc_builder b = {0};
    fc_builder_add(&b, "people = { seats = 1; };\nsegments = (\n");
    for (int i = 0; i < 2000; i++)
        fc_builder_format(&b, "{ name = \"s%d\"; leads_per_month = %d; }%s\n", i, i,
                          i < 1999 ? "," : ");");
    fc_scenario *s = read_good(b.text);
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct segment_item *segment = shop->segments.items;
    assert_true(segment[1999].leads.value == 1999);
    fc_scenario_free(s);
    const char *set = "segments[1987].leads_per_month=7";
    assert_int_equal(
        fc__scenario_read_text("a.cfg", b.text, b.n, &set, 1, test_owners, &s, NULL),
        FC_OK);
    shop = fc__scenario_spec(s, 0);
    segment = shop->segments.items;
    assert_true(segment[1987].leads.value == 7);
    fc_scenario_free(s);
    fc_builder_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind),    cmocka_unit_test(keyed_groups),
        cmocka_unit_test(shared_group),  cmocka_unit_test(absent_values),
        cmocka_unit_test(empty_axis),    cmocka_unit_test(lines),
        cmocka_unit_test(one_line_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
