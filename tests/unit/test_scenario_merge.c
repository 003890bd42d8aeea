/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlays and --set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "scenario_owners.h"

static char folder[] = "/tmp/fc-merge-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* All problems without the folder; "" if there are none. */
static void read_file(const char *name, const char *const *set, size_t n_set,
                      fc_scenario **out, char *got, size_t room)
{
    char path[300];
    struct fc_error err = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    *got = 0;
    fc__scenario_read(path, set, n_set, test_owners, out, &err);
    assert_non_null(*out);
    for (size_t i = 0; i < fc_scenario_problems(*out); i++) {
        const char *problem = fc_scenario_problem(*out, i, NULL);
        const size_t n = strlen(got);
        if (strncmp(problem, folder, strlen(folder)) == 0)
            problem += strlen(folder) + 1;
        snprintf(got + n, room - n, "%s%s", i ? "\n" : "", problem);
    }
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    char path[300];
    snprintf(path, sizeof path, "%s/sub", folder);
    mkdir(path, 0700);
    write_file(
        "base.cfg",
        "title = \"Base\"; months = 12;\n" GOOD_SEGMENTS GOOD_CHANNELS
        "funnel = { discount = 0.1; order = [ \"early\", \"late\" ];\n"
        "  season = { peak_month = 3; factors = [ 1.0 ]; };\n"
        "  stages = ( { name = \"a\"; conversion = 0.5; dwell_weeks = 3;\n"
        "               effects = ( { lever = \"x\"; }, { lever = \"y\"; } ); },\n"
        "             { name = \"b\"; conversion = 0.6; } ); };\n"
        "people = { seats = 24;\n"
        "  turnover_per_year = { dist = \"pert\"; low = 0.1; mode = 0.2; high = "
        "0.4; }; };\n"
        "sources = ( { of = \"*\"; from = \"base\"; confidence = \"A\"; } );\n");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[400];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void overlay(void **state)
{
    (void)state;
    char got[2000];
    fc_scenario *s;
    write_file(
        "sub/over.cfg",
        "extends = \"../base.cfg\";\ntitle = \"Over\";\n"
        "funnel = { discount = 0.2;\n"
        "  order = [ \"service\" ];\n"
        "  season = { peak_month = 9; };\n"
        "  stages = ( { name = \"b\"; dwell_weeks = 7; },\n"
        "             { name = \"c\"; conversion = 0.7; },\n"
        "             { name = \"a\"; effects = ( { lever = \"z\"; } ); } ); };\n"
        "channels = ( { name = \"web\"; remove = true; },\n"
        "             { name = \"calls\"; remove = false; share = 0.9; } );\n"
        "sources = ( { of = \"people\"; from = \"over\"; confidence = \"H\"; } );\n");
    read_file("sub/over.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    const struct shop *shop = fc__scenario_spec(s, 0);
    assert_string_equal(shop->title, "Over");
    assert_int_equal(shop->months, 12);
    assert_true(shop->discount.value == 0.2);
    assert_int_equal(shop->order.n, 1);
    assert_int_equal(shop->season.peak, 9);
    assert_int_equal(shop->season.factors.n, 1);
    const struct stage_item *stage = shop->stages.items;
    assert_int_equal(shop->stages.n, 3);
    assert_string_equal(stage[0].name, "a");
    assert_string_equal(stage[1].name, "b");
    assert_string_equal(stage[2].name, "c");
    assert_true(stage[0].dwell.at[0].value == 3);
    assert_int_equal(stage[0].effects.n, 1); /* a list without names replaces */
    assert_true(stage[1].conversion.at[0].value == 0.6);
    assert_true(stage[1].dwell.at[1].value == 7);
    assert_int_equal(shop->channels.n, 1);
    const struct channel_item *channel = shop->channels.items;
    assert_string_equal(channel[0].name, "calls");
    assert_true(channel[0].share.value == 0.9);
    /* each value remembers its own file */
    int line;
    assert_non_null(
        strstr(fc__scenario_line(s, stage[1].dwell.at[1].line, &line), "sub/over.cfg"));
    assert_int_equal(line, 6);
    assert_non_null(strstr(fc__scenario_line(s, stage[1].conversion.at[0].line, &line),
                           "sub/../base.cfg"));
    /* sources of both files count */
    assert_string_equal(fc__scenario_find(s, "people.seats")->source, "over");
    assert_string_equal(fc__scenario_find(s, "months")->source, "base");
    const char *text, *sha;
    size_t length;
    assert_int_equal(fc_scenario_files(s), 2);
    assert_non_null(strstr(fc_scenario_file(s, 1, &text, &length, &sha), "base.cfg"));
    assert_int_equal(strlen(text), length);
    assert_int_equal(strlen(sha), 64);
    fc_scenario_free(s);
}

static void overlay_of_distributions(void **state)
{
    (void)state;
    char got[2000];
    fc_scenario *s;
    write_file("mode.cfg", "extends = \"base.cfg\";\n"
                           "people = { turnover_per_year = { mode = 0.3; }; };");
    read_file("mode.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    assert_string_equal(fc__scenario_find(s, "people.turnover_per_year")->value,
                        "pert(low 0.1, mode 0.3, high 0.4)");
    fc_scenario_free(s);
    write_file("other.cfg", "extends = \"base.cfg\";\npeople = { turnover_per_year = "
                            "{ dist = \"normal\"; mean = 0.3; sd = 0.1; }; };");
    read_file("other.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    assert_string_equal(fc__scenario_find(s, "people.turnover_per_year")->value,
                        "normal(mean 0.3, sd 0.1)");
    fc_scenario_free(s);
    /* a distribution is replaced whole, not mixed with the old parameters */
    write_file("uniform.cfg", "extends = \"base.cfg\";\npeople = { turnover_per_year = "
                              "{ dist = \"uniform\"; low = 0.3; high = 0.5; }; };");
    read_file("uniform.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    fc_scenario_free(s);
    write_file("keyed.cfg", "extends = \"mode2.cfg\";\n"
                            "funnel = { potential = { small = 1; mid = 2; }; };");
    write_file("mode2.cfg", "extends = \"base.cfg\";\nfunnel = { potential = "
                            "{ dist = \"uniform\"; low = 3; high = 5; }; };");
    read_file("keyed.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    assert_int_equal(fc__scenario_dists(s), 1);
    fc_scenario_free(s);
    write_file("plain.cfg",
               "extends = \"base.cfg\";\npeople = { turnover_per_year = 0.3; };");
    read_file("plain.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    assert_int_equal(fc__scenario_dists(s), 0);
    fc_scenario_free(s);
}

static void overlay_faults(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"people = { seets = 3; };",
         "x.cfg:2: unknown key 'people.seets'; did you mean 'seats'?"},
        {"funnel = { stages = ( { name = \"bb\"; remove = true; } ); };",
         "x.cfg:2: nothing to remove: 'funnel.stages' has no \"bb\""},
        {"channels = ( { name = \"cals\"; remove = true; } );",
         "x.cfg:2: nothing to remove: 'channels' has no \"cals\"; did you mean "
         "'calls'?"},
        {"channels = ( { name = \"web\"; share = 0.1; },\n { share = 0.2; } );",
         "x.cfg:3: 'channels[1]' has no name; members of a list that merges need one"},
        {"channels = ( { name = \"web\"; share = 0.1; },\n"
         "{ name = \"web\"; share = 0.2; } );",
         "x.cfg:3: name \"web\" is taken by x.cfg:2"},
        {"channels = ( { name = \"new\"; } );",
         "x.cfg:2: 'channels.new.share' is missing: share of the leads"},
        {"channels = ( { name = \"web\"; share = 2; } );",
         "x.cfg:2: 'channels.web.share' is 2; it must lie in [0, 1]"},
        {"people = 5;", "x.cfg:2: 'people' is 5; it must be a group { ... }"},
        {"x = 010;", "x.cfg:2: '010' starts with a zero; write it without"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1000], got[2000], *at;
        fc_scenario *s;
        snprintf(text, sizeof text, "extends = \"base.cfg\";\n%s", rows[i].text);
        write_file("x.cfg", text);
        read_file("x.cfg", NULL, 0, &s, got, sizeof got);
        while ((at = strstr(got, folder))) /* in "taken by" */
            memmove(at, at + strlen(folder) + 1, strlen(at + strlen(folder) + 1) + 1);
        assert_string_equal(got, rows[i].want);
        fc_scenario_free(s);
    }
}

/* An empty list clears; without a base, everything stands for itself. */
static void empty_list(void **state)
{
    (void)state;
    char got[2000];
    fc_scenario *s;
    write_file("none.cfg", "extends = \"base.cfg\";\nchannels = ( );");
    read_file("none.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    const struct shop *shop = fc__scenario_spec(s, 0);
    assert_int_equal(shop->channels.n, 0);
    fc_scenario_free(s);
}

/* The last member goes, a new one comes. */
static void last_member(void **state)
{
    (void)state;
    char got[2000];
    fc_scenario *s;
    write_file("last.cfg", "extends = \"base.cfg\";\n"
                           "channels = ( { name = \"calls\"; remove = true; },\n"
                           "  { name = \"fairs\"; share = 0.25; } );");
    read_file("last.cfg", NULL, 0, &s, got, sizeof got);
    assert_string_equal(got, "");
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct channel_item *channel = shop->channels.items;
    assert_int_equal(shop->channels.n, 2);
    assert_string_equal(channel[0].name, "web");
    assert_string_equal(channel[1].name, "fairs");
    fc_scenario_free(s);
}

/* ---- --set ---- */

static void set_values(void **state)
{
    (void)state;
    static const struct {
        const char *set, *key, *value;
    } rows[] = {
        {"people.seats=30", "people.seats", "30"},
        {"people.seats = 30", "people.seats", "30"},
        {"funnel.discount=0.25", "funnel.discount", "0.25"},
        {"funnel.stages.b.conversion=0.7", "funnel.stages.b.conversion", "0.7"},
        {"funnel.stages[1].conversion=0.7", "funnel.stages.b.conversion", "0.7"},
        {"funnel.stages.a.effects[1].loss=0.7", "funnel.stages.a.effects[1].loss",
         "0.7"},
        {"funnel.stages.b.conversion.small=0.7", "funnel.stages.b.conversion.small",
         "0.7"},
        {"funnel.stages.b.conversion.small=0.7", "funnel.stages.b.conversion.mid",
         "0.6"},
        {"funnel.stages.b.dwell_weeks.mid=9", "funnel.stages.b.dwell_weeks.mid", "9"},
        {"funnel.stages.b.dwell_weeks.mid=9", "funnel.stages.b.dwell_weeks.small", "2"},
        {"people.turnover_per_year=0.2 .. 0.35", "people.turnover_per_year",
         "0.2 .. 0.35 (90 % interval)"},
        {"people.turnover_per_year=\"0.2 .. 0.35\"", "people.turnover_per_year",
         "0.2 .. 0.35 (90 % interval)"},
        {"people.turnover_per_year={ dist = \"uniform\"; low = 0; high = 1; }",
         "people.turnover_per_year", "uniform(low 0, high 1)"},
        {"funnel.order=[ \"late\" ]", "funnel.order", "late"},
        {"title=Другой план", "title", "Другой план"},
        {"title=\"a = b\"", "title", "a = b"},
        {"start=2031-02", "start", "2031-02"},
        {"steady=false", "steady", "false"},
        {"opening.pipeline=steady", "opening.pipeline", "steady"},
        {"opening.cash=99999999999", "opening.cash", "99999999999"},
        {"channels.calls.kind=partner", "channels.calls.kind", "partner"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[2000];
        fc_scenario *s;
        read_file("base.cfg", &rows[i].set, 1, &s, got, sizeof got);
        assert_string_equal(got, "");
        const struct fc_entry *entry = fc__scenario_find(s, rows[i].key);
        if (entry == NULL)
            fail_msg("%s: no %s", rows[i].set, rows[i].key);
        assert_string_equal(entry->value, rows[i].value);
        fc_scenario_free(s);
    }
    /* the later one wins, and the entry says where it comes from */
    const char *two[] = {"months=13", "months=14"};
    char got[2000];
    fc_scenario *s;
    read_file("base.cfg", two, 2, &s, got, sizeof got);
    const struct fc_entry *entry = fc__scenario_find(s, "months");
    assert_string_equal(entry->value, "14");
    assert_string_equal(entry->file, "--set");
    assert_int_equal(entry->line, 2);
    fc_scenario_free(s);
}

static void set_faults(void **state)
{
    (void)state;
    static const struct {
        const char *set, *want;
    } rows[] = {
        {"people.seets=3",
         "--set:1: unknown key 'people.seets'; did you mean 'seats'?"},
        {"poeple.seats=3", "--set:1: unknown key 'poeple'; did you mean 'people'?"},
        {"seats=3", "--set:1: unknown key 'seats'; 'seats' belongs in 'people'"},
        {"people.seats=2.5",
         "--set:1: 'people.seats' is 2.5; it must be a whole number"},
        {"people.seats=0",
         "--set:1: 'people.seats' is 0 people; it must lie in [1, 1000] people"},
        {"people.seats=010", "--set:1: 'people.seats=010': '010' starts with a zero; "
                             "write it without"},
        {"people.seats=1e999", "--set:1: 'people.seats=1e999': '1e999' is too large; "
                               "numbers end at about 1.8e308"},
        {"people.seats=3x", "--set:1: 'people.seats=3x': '3x' is not a number; a unit "
                            "belongs in the key, not in the value"},
        {"channels.web.name=calls", "base.cfg:5: name \"calls\" is taken by --set:1"},
        {"people.seats=", "--set:1: 'people.seats' has no value"},
        {"people.seats", "--set:1: 'people.seats' is not of the form key=value"},
        {"=3", "--set:1: '=3' is not of the form key=value"},
        {"people..seats=3", "--set:1: 'people..seats' is not a key"},
        {"people.=3", "--set:1: 'people.' is not a key"},
        {".=3", "--set:1: '.' is not a key"},
        {"people[0]=3", "--set:1: 'people' is a group, not a list"},
        {"channels.wbe.share=3",
         "--set:1: 'channels' has no member 'wbe'; did you mean 'web'?"},
        {"channels[2].share=3", "--set:1: 'channels' has no member '[2]'"},
        {"channels[x].share=3", "--set:1: 'channels' has no member '[x]'"},
        {"people.seats.x=3", "--set:1: 'people.seats' is 24; it has nothing below it"},
        {"people.turnover_per_year.mode=3",
         "--set:1: 'people.turnover_per_year' is a group { }; it has nothing below it"},
        {"funnel.stages.b.conversion.smal=0.5",
         "--set:1: unknown key 'funnel.stages.b.conversion.smal'; did you mean "
         "'small'?"},
        {"extends=x.cfg", "--set:1: 'extends' cannot be set; it stands in the file"},
        {"title=a\nb", "--set:1: is not plain UTF-8 of at most 4096 bytes"},
        {"title=\xff", "--set:1: is not plain UTF-8 of at most 4096 bytes"},
        {"title=\"a", "--set:1: the text that opens here has no closing quote on its "
                      "line; a text is one line in double quotes"},
        {"title=\"a\"; x = 1", "--set:1: '\"a\"; x = 1' is more than one value"},
        {"funnel.order=[ 1, ]",
         "--set:1: a comma before ']'; the last value takes none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[2000];
        fc_scenario *s;
        read_file("base.cfg", &rows[i].set, 1, &s, got, sizeof got);
        assert_string_equal(got, rows[i].want);
        fc_scenario_free(s);
    }
    /* an uncertain scalar is one draw that all share */
    const char *shared[] = {"funnel.potential=1 .. 2", "funnel.potential.small=3"};
    char got[2000];
    fc_scenario *s;
    read_file("base.cfg", shared, 2, &s, got, sizeof got);
    assert_string_equal(got,
                        "--set:2: 'funnel.potential' is \"1 .. 2\", one draw that all "
                        "share; set the whole key, or write a group in the file");
    fc_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlay),        cmocka_unit_test(overlay_of_distributions),
        cmocka_unit_test(overlay_faults), cmocka_unit_test(empty_list),
        cmocka_unit_test(last_member),    cmocka_unit_test(set_values),
        cmocka_unit_test(set_faults),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
