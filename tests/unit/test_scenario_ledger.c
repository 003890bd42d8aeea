/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assumption ledger: entries, source patterns, check --sourced, differences, and
 * the reference page made from the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "scenario/own.h"
#include "scenario_owners.h"

static void patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *key;
        bool covers;
    } rows[] = {
        {"*", "a", true},           {"*", "a.b.c", true},      {"a", "a", true},
        {"a", "a.b", true},         {"a", "ab", false},        {"a.b", "a", false},
        {"a.*", "a", false},        {"a.*", "a.b", true},      {"a.*", "a.b.c", true},
        {"a.*.c", "a.b.c", true},   {"a.*.c", "a.b.d", false}, {"a.*.c", "a.c", false},
        {"*.b", "a.b", true},       {"*.b", "a.c.b", false},   {"a[0]", "a[0].b", true},
        {"a[0].b", "a[0].b", true}, {"a[1]", "a[0].b", false}, {"a.*", "a[0].b", true},
        {"a*", "ab", false},        {"", "a", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (fc__pattern_covers(rows[i].pattern, rows[i].key) != rows[i].covers)
            fail_msg("%s, %s", rows[i].pattern, rows[i].key);
}

static void assert_source(const fc_scenario *s, const char *key, const char *source,
                          char confidence)
{
    const struct fc_entry *entry = fc__scenario_find(s, key);
    if (entry == NULL)
        fail_msg("no entry %s", key);
    assert_string_equal(entry->source, source);
    assert_int_equal(entry->confidence, confidence);
}

static void sources(void **state)
{
    (void)state;
    fc_scenario *s;
    assert_int_equal(
        read_text(
            GOOD "sources = (\n"
                 "{ of = \"funnel.stages.*.conversion\"; from = \"stage\"; "
                 "confidence = \"M\"; },\n"
                 "{ of = \"funnel\"; from = \"funnel\"; confidence = \"L\"; },\n"
                 "{ of = \"segments.small\"; from = \"first\"; confidence = \"L\"; },\n"
                 "{ of = \"segments.*\"; from = \"any\"; confidence = \"L\"; },\n"
                 "{ of = \"segments.small\"; from = \"later\"; confidence = \"H\"; },\n"
                 "{ of = \"*\"; from = \"assumed\"; confidence = \"A\"; } );",
            &s),
        FC_OK);
    assert_int_equal(fc_scenario_problems(s), 0);
    assert_source(s, "funnel.stages.propose.conversion", "stage", 'M'); /* more parts */
    assert_source(s, "funnel.stages.propose.dwell_weeks", "funnel", 'L');
    assert_source(s, "funnel.discount", "funnel", 'L');
    assert_source(s, "segments.small.leads_per_month", "later", 'H'); /* later, spelt */
    assert_source(s, "segments.mid.leads_per_month", "any", 'L');
    assert_source(s, "people.seats", "assumed", 'A');
    /* the table's own source of a preset wins over "*" alone */
    assert_source(s, "people.turnover_per_year", "survey", 'M');
    assert_source(s, "months", "assumed", 'A'); /* its table gives no source */
    fc_scenario_free(s);
}

static void source_warnings(void **state)
{
    (void)state;
    fc_scenario *s;
    assert_int_equal(read_text(GOOD "sources = (\n"
                                    "{ of = \"people.seets\"; from = \"x\"; "
                                    "confidence = \"A\"; },\n"
                                    "{ of = \"poeple.*\"; from = \"x\"; "
                                    "confidence = \"A\"; } );",
                               &s),
                     FC_OK);
    bool warning = false;
    assert_int_equal(fc_scenario_problems(s), 2);
    assert_string_equal(fc_scenario_problem(s, 0, &warning),
                        "a.cfg:8: warning: source of 'people.seets', which no key "
                        "matches; did you mean 'people.seats'?");
    assert_true(warning);
    assert_string_equal(fc_scenario_problem(s, 1, &warning),
                        "a.cfg:9: warning: source of 'poeple.*', which no key matches");
    assert_int_equal(fc__scenario_errors(s), 0);
    fc_scenario_free(s);
}

static void sourced(void **state)
{
    (void)state;
    char got[8000] = "";
    fc_scenario *s;
    assert_int_equal(
        read_text(GOOD "sources = (\n"
                       "{ of = \"segments\"; from = \"x\"; confidence = \"H\"; },\n"
                       "{ of = \"channels\"; from = \"x\"; confidence = \"H\"; },\n"
                       "{ of = \"funnel\"; from = \"x\"; confidence = \"H\"; } );",
                  &s),
        FC_OK);
    assert_int_equal(fc_scenario_sourced(s, NULL), FC_E_SCENARIO);
    problems_text(s, got, sizeof got);
    assert_string_equal(
        got,
        "1: 'opening.cash' is 0 by default without a source and a confidence; add { "
        "of = \"opening.cash\"; from = \"...\"; confidence = \"M\"; } to sources\n"
        "6: 'people.seats' is 24 without a source and a confidence; add { of = "
        "\"people.seats\"; from = \"...\"; confidence = \"M\"; } to sources");
    fc_scenario_free(s);
    read_text(GOOD "sources = ( { of = \"*\"; from = \"x\"; confidence = \"A\"; } );",
              &s);
    assert_int_equal(fc_scenario_sourced(s, NULL), FC_OK);
    fc_scenario_free(s);
}

static void entries(void **state)
{
    (void)state;
    fc_scenario *s;
    assert_int_equal(
        read_text("title = \"T\";\n" GOOD "opening = { cash = 1000.50; };\n"
                  "sources = ( { of = \"*\"; from = \"x\"; confidence = \"A\"; } );",
                  &s),
        FC_OK);
    const struct fc_entry *entry = fc__scenario_find(s, "opening.cash");
    assert_string_equal(entry->value, "1000.5");
    assert_string_equal(entry->unit, "money");
    assert_false(entry->preset);
    assert_string_equal(entry->file, "a.cfg");
    assert_int_equal(entry->line, 8);
    const struct bank *bank = fc__scenario_spec(s, 1);
    assert_ptr_equal(entry->number, &bank->cash);
    assert_int_equal(entry->n_numbers, 1);
    assert_true(entry->field->kind == FC_NUMBER);
    assert_string_equal(fc__scenario_find(s, "title")->value, "T");
    assert_null(fc__scenario_find(s, "title")->number);
    assert_null(fc__scenario_find(s, "sources[0].of")); /* is about the others */
    assert_null(fc__scenario_find(s, "segments.small.name"));
    assert_null(fc__scenario_find(s, "funnel.ads.spend_per_month")); /* not there */
    entry = fc__scenario_find(s, "people.turnover_per_year");
    assert_true(entry->preset);
    assert_null(entry->file);
    /* the public view says the same */
    const size_t n = fc_scenario_assumptions(s);
    assert_int_equal(n, fc__scenario_entries(s));
    size_t numbers = 0, covered = 0;
    for (size_t i = 0; i < n; i++) {
        const struct fc_assumption row = fc_scenario_assumption(s, i);
        assert_ptr_equal(row.key, fc__scenario_entry(s, i)->key);
        numbers += row.number;
        covered += fc_scenario_assumption_covers(s, i, "opening");
    }
    assert_true(numbers > 5 && numbers < n);
    /* what belongs together stands together */
    for (size_t i = 1, gone = 0; i < n; i++) {
        const char *key = fc__scenario_entry(s, i)->key;
        const bool funnel = strncmp(key, "funnel.", 7) == 0;
        assert_false(funnel && gone);
        gone |= !funnel && !strncmp(fc__scenario_entry(s, i - 1)->key, "funnel.", 7);
    }
    assert_int_equal(covered, 2);
    assert_string_equal(fc_scenario_assumption(s, n).key, "");
    assert_false(fc_scenario_assumption_covers(s, n, "*"));
    assert_string_equal(fc_scenario_nearest_key(s, "people.seets"), "people.seats");
    assert_null(fc_scenario_nearest_key(s, "qqqqqqqq"));
    fc_scenario_free(s);
}

struct collected {
    char text[2000];
};

static void collect(void *context, const struct fc_assumption *a,
                    const struct fc_assumption *b)
{
    struct collected *c = context;
    const size_t n = strlen(c->text);
    snprintf(c->text + n, sizeof c->text - n, "%s: %s -> %s\n", a ? a->key : b->key,
             a ? a->value : "-", b ? b->value : "-");
}

static void differences(void **state)
{
    (void)state;
    fc_scenario *a, *b;
    struct collected c = {""};
    struct fc_error err = {0};
    read_text(GOOD, &a);
    read_text(GOOD_SEGMENTS "channels = ( { name = \"web\"; share = 0.7; } );\n"
                            "funnel = { stages = ( { name = \"propose\"; conversion = "
                            "{ small = 0.5; mid = 0.6; }; } ); };\n"
                            "people = { seats = 24; turnover_per_year = 0.25; };\n",
              &b);
    assert_int_equal(fc_scenario_diff(a, b, collect, &c, &err), FC_OK);
    assert_string_equal(c.text, "channels.web.share: 0.4 -> 0.7\n"
                                "channels.calls.kind: outbound -> -\n"
                                "channels.calls.share: 1 -> -\n"
                                "funnel.stages.propose.conversion: 0.5 -> -\n"
                                "funnel.stages.propose.conversion.small: - -> 0.5\n"
                                "funnel.stages.propose.conversion.mid: - -> 0.6\n");
    c = (struct collected){""};
    assert_int_equal(fc_scenario_diff(a, a, collect, &c, &err), FC_OK);
    assert_string_equal(c.text, "");
    fc_scenario_free(a);
    fc_scenario_free(b);
}

static void reference_page(void **state)
{
    (void)state;
    struct fc_builder page = {0};
    assert_int_equal(fc__schema_markdown(test_owners, &page), FC_OK);
    static const char *const parts[] = {
        "# Scenario reference\n",
        "## The top of the file\n\nThe head.\n",
        "| `months` | whole number | months | [1, 600] | 36 | H |  |  |\n",
        "| `start` | month, \"2027-01\" |  |  | \"2027-01\" | - |  |  |\n",
        "| `steady` | true or false |  |  | true | - |  |  |\n",
        "## `segments` (list)\n\nClient segments. Its names are the segment keys of "
        "other "
        "sections.\n",
        "| `name` | name |  |  | required |  |  |  |\n",
        "| `leads_per_month` | number, may vary | leads a month | [0, 1000000] | 5 | A "
        "|  | "
        "guess |\n",
        "| `kind` | one of inbound\\|outbound\\|partner |  |  | inbound | - |  |  |\n",
        "| `conversion` | number, or one a segment, may vary |  | (0, 1) | required |",
        "| `dwell_weeks` | number, or one a segment, may vary | weeks | (0, 52] | 2 | "
        "M |",
        "### `funnel.stages.effects` (list)\n",
        "### `funnel.ads`\n",
        "| `spend_per_month` | number | money a month | >= 0 | required |  | "
        "advertising |",
        "| `half_life_weeks` | number | weeks | > 0 | 9 | - |",
        "| `main_channel` | name from `channels` |",
        "## `opening.pipeline` (list)\n",
        "## `uncertainty.correlations` (list)\n",
        "| `rank` | number |  | (-1, 1) | required |",
        "## `sources` (list)\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(fc_builder_text(&page), parts[i]) == NULL)
            fail_msg("missing: %s", parts[i]);
    fc_builder_clear(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns),        cmocka_unit_test(sources),
        cmocka_unit_test(source_warnings), cmocka_unit_test(sourced),
        cmocka_unit_test(entries),         cmocka_unit_test(differences),
        cmocka_unit_test(reference_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
