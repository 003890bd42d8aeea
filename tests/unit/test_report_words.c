/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both languages say the same: equal keys and placeholders, as many plural forms as the
 * language has, an entry for every term that the results use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../explained.h"
#include "funnelcloud/report.h"
#include "report/words.h"
#include "report_fake.h"

static size_t messages(enum fc_lang lang)
{
    size_t n = 0;
    while (fc__message_at(lang, n))
        n++;
    return n;
}

/* Number of times {name} or {name|...} stands in the text. */
static int uses(const char *text, const char *name, size_t n)
{
    int count = 0;
    for (const char *at = text; (at = strchr(at, '{')) != NULL; at++)
        if (strncmp(at + 1, name, n) == 0 && (at[1 + n] == '}' || at[1 + n] == '|'))
            count++;
    return count;
}

/* Every name in `one` stands in `other`, too. */
static void assert_names(const char *key, const char *one, const char *other)
{
    for (const char *at = one; (at = strchr(at, '{')) != NULL; at++) {
        const size_t n = strcspn(at + 1, "|}");
        assert_true(n > 0 && strchr(at, '}') != NULL);
        if (uses(other, at + 1, n) == 0)
            fail_msg("%s: {%.*s} is missing in one language", key, (int)n, at + 1);
    }
}

static void same_keys(void **state)
{
    (void)state;
    const size_t n = messages(FC_LANG_EN);
    assert_int_equal(n, messages(FC_LANG_RU));
    assert_true(n > 100);
    for (size_t i = 0; i < n; i++) {
        const struct fc_message *en = fc__message_at(FC_LANG_EN, i);
        const struct fc_message *ru = fc__message_at(FC_LANG_RU, i);
        assert_string_equal(en->key, ru->key);
        assert_int_equal(strchr(en->text, '%') != NULL, strchr(ru->text, '%') != NULL);
        assert_names(en->key, en->text, ru->text);
        assert_names(en->key, ru->text, en->text);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(en->key, fc__message_at(FC_LANG_EN, j)->key);
    }
}

/* "{n|one|many}" has as many forms as the language. */
static void plural_forms(void **state)
{
    (void)state;
    for (int lang = 0; lang < FC_LANGS; lang++)
        for (size_t i = 0; i < messages((enum fc_lang)lang); i++) {
            const struct fc_message *row = fc__message_at((enum fc_lang)lang, i);
            for (const char *at = row->text; (at = strchr(at, '{')) != NULL; at++) {
                int bars = 0;
                for (const char *c = at; *c != '}'; c++)
                    bars += *c == '|';
                if (bars > 0 && bars != (lang == FC_LANG_RU ? 3 : 2))
                    fail_msg("%s has %d plural forms", row->key, bars);
            }
        }
    static const struct {
        double n;
        int ru, en;
    } cases[] = {{1, 0, 0},  {2, 1, 1},   {5, 2, 1},   {11, 2, 1},  {12, 2, 1},
                 {21, 0, 1}, {22, 1, 1},  {25, 2, 1},  {111, 2, 1}, {121, 0, 1},
                 {0, 2, 1},  {2.5, 1, 1}, {1000, 2, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(fc__plural(FC_LANG_RU, cases[i].n), cases[i].ru);
        assert_int_equal(fc__plural(FC_LANG_EN, cases[i].n), cases[i].en);
    }
    struct fc_builder text = {0};
    FC_SAY(&text, FC_LANG_RU, "run.crises", {"crises", "21", 21});
    assert_non_null(strstr(fc_builder_text(&text), "21 вида "));
    fc_builder_clear(&text);
}

static void same_terms(void **state)
{
    (void)state;
    const size_t n = fc_glossary_size();
    size_t ru = 0;
    while (fc__term_at(FC_LANG_RU, ru))
        ru++;
    assert_int_equal(n, ru);
    for (size_t i = 0; i < n; i++) {
        const struct fc_term *a = fc__term_at(FC_LANG_EN, i);
        const struct fc_term *b = fc__term_at(FC_LANG_RU, i);
        const char *term = NULL;
        assert_string_equal(a->kind, b->kind);
        assert_string_equal(a->name, b->name);
        assert_true(strlen(a->title) > 0 && strlen(b->title) > 0);
        assert_true(strlen(fc_glossary_entry(i, "en", &term)) > 5);
        assert_true(strlen(fc_glossary_entry(i, "ru", &term)) > 5);
        assert_non_null(term);
        for (size_t j = 0; j < i; j++)
            assert_true(strcmp(a->name, fc__term_at(FC_LANG_EN, j)->name) != 0 ||
                        strcmp(a->kind, fc__term_at(FC_LANG_EN, j)->kind) != 0);
    }
}

static void everything_is_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < fc_forecast_metrics(&fake_forecast); i++)
        assert_term("metric", fc_forecast_metric(&fake_forecast, i).name);
    for (size_t b = 0; b < fc_forecast_breakdowns(&fake_forecast); b++) {
        const char *breakdown = fc_forecast_breakdown(&fake_forecast, b), *title;
        assert_term("breakdown", breakdown);
        if (strcmp(breakdown, "work") == 0 || strcmp(breakdown, "reason") == 0)
            for (size_t m = 0; m < fc_forecast_members(&fake_forecast, b); m++)
                assert_term(breakdown,
                            fc_forecast_member(&fake_forecast, b, m, &title));
    }
    static const char *const columns[] = {"scenario", "breakdown", "member",
                                          "metric",   "month",     "stat",
                                          "value",    "period",    "probability"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        assert_term("column", columns[i]);
    static const char *const stats[] = {"mean",   "sd",  "se",  "p05", "p10",
                                        "p25",    "p50", "p75", "p90", "p95",
                                        "p_miss", "var", "es"};
    for (size_t i = 0; i < sizeof stats / sizeof *stats; i++)
        assert_term("stat", stats[i]);
    char *json;
    assert_int_equal(fc_report_json(&fake_scenario, &fake_forecast, &json, NULL), 0);
    assert_explained(json);
    free(json);
}

/* No sentence shows a key or a placeholder that nobody filled. */
static void sentences_are_whole(void **state)
{
    (void)state;
    for (int variant = 0; variant < 6; variant++)
        for (int lang = 0; lang < FC_LANGS; lang++) {
            const struct fake before = fake;
            fake.complete = variant != 1;
            fake.paths = variant == 2 ? 30 : 10000;
            fake.only_revenue = variant == 3;
            fake.no_crises = fake.no_targets = variant == 4;
            fake.months = variant == 5 ? 1 : 36;
            char *text;
            assert_int_equal(fc_report_summary(&fake_scenario, &fake_forecast,
                                               lang ? "ru" : "en", &text, NULL),
                             0);
            assert_null(strchr(text, '{'));
            assert_null(strstr(text, "range."));
            assert_null(strstr(text, "section."));
            assert_null(strstr(text, "nan"));
            assert_true(strlen(text) > 200);
            free(text);
            fake = before;
        }
}

static void months_in_words(void **state)
{
    (void)state;
    struct fc_builder text = {0};
    fc__say_month(&text, FC_LANG_RU, 12 * 2027 + 2, true);
    fc_builder_add(&text, "/");
    fc__say_month(&text, FC_LANG_EN, 12 * 2027 + 11, false);
    assert_string_equal(fc_builder_text(&text), "марта 2027/December 2027");
    fc_builder_clear(&text);
    char number[32];
    assert_string_equal(fc__count_text(FC_LANG_EN, 1234567, number), "1,234,567");
    assert_string_equal(fc__count_text(FC_LANG_EN, 999, number), "999");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_keys),
        cmocka_unit_test(plural_forms),
        cmocka_unit_test(same_terms),
        cmocka_unit_test(everything_is_explained),
        cmocka_unit_test(sentences_are_whole),
        cmocka_unit_test(months_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
