/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, numbers under any locale, distances, the builder, slugs. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n, bad;
    } rows[] = {
        {"", 0, 0},
        {"abc", 3, 3},
        {"Привет", 12, 12},
        {"€", 3, 3},
        {"\xf0\x9f\x98\x80", 4, 4},                     /* U+1F600 */
        {"\xf4\x8f\xbf\xbf", 4, 4},                     /* U+10FFFF */
        {"\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80", 9, 9}, /* the least of each length */
        {"\xed\x9f\xbf\xee\x80\x80", 6, 6},             /* beside the surrogates */
        {"\xed\xbf\xbf", 3, 0},                         /* the last surrogate */
        {"a\x80", 2, 1},                                /* lone continuation */
        {"\xc3", 1, 0},                                 /* cut */
        {"\xc0\xaf", 2, 0},                             /* overlong */
        {"\xe0\x80\xaf", 3, 0},                         /* overlong */
        {"\xf0\x80\x80\xaf", 4, 0},                     /* overlong */
        {"ab\xed\xa0\x80", 5, 2},                       /* surrogate */
        {"\xf4\x90\x80\x80", 4, 0},                     /* beyond U+10FFFF */
        {"\xff", 1, 0},
        {"\xf8\x88\x80\x80\x80", 5, 0}, /* five bytes */
        {"\xe2\x28\xa1", 3, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(fc_text_utf8_bad(rows[i].text, rows[i].n), rows[i].bad);
    uint32_t point = 0;
    assert_int_equal(fc_text_utf8("я!", 3, &point), 2);
    assert_int_equal(point, 0x44f);
    assert_int_equal(fc_text_utf8("я!", 1, &point), 0);
    assert_int_equal(fc_text_utf8("", 0, &point), 0);
}

static void controls(void **state)
{
    (void)state;
    static const uint32_t yes[] = {0,      9,      0x1b,   0x1f,   0x7f,
                                   0x80,   0x9b,   0x9f,   0x2028, 0x2029,
                                   0x202a, 0x202e, 0x2066, 0x2069};
    static const uint32_t no[] = {0x20,   0x7e,   0xa0,   0xe9,   0x44f,
                                  0x2027, 0x202f, 0x2065, 0x206a, 0x1f600};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(fc_text_is_control(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(fc_text_is_control(no[i]));
}

static void shortest(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {-0.0, "0"},
        {24, "24"},
        {1e300, "1e+300"},
        {1234567.5, "1234567.5"},
        {5e-324, "4.94065645841247e-324"},
        {9007199254740993.0, "9007199254740992"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
    };
    char text[FC_DOUBLE_TEXT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(fc_text_double(text, rows[i].value), rows[i].text);
    uint64_t seed = 0x9e3779b97f4a7c15u;
    for (int i = 0; i < 20000; i++) {
        double value, back;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const uint64_t bits = seed ^ seed >> 29;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        fc_text_double(text, value);
        assert_true(fc_text_to_double(text, strlen(text), &back, NULL));
        assert_true(back == value);
    }
}

static void to_double(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good, underflow;
        double value;
    } rows[] = {
        {"2.5", true, false, 2.5}, {"-.5e1", true, false, -5},
        {"+3", true, false, 3},    {"", false, false, 0},
        {" 1", false, false, 0},   {"1 ", false, false, 0},
        {"1,5", false, false, 0},  {"nan", false, false, 0},
        {"inf", false, false, 0},  {"-inf", false, false, 0},
        {"0x10", false, false, 0}, {"1e999", false, false, 0},
        {"1e-999", true, true, 0}, {"0e-999", true, false, 0},
        {"0.000", true, false, 0}, {"1e-310", true, true, 1e-310},
        {"12a", false, false, 0},  {"-", false, false, 0},
        {"1e", false, false, 0},   {"-nan(1)", false, false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double value = 0;
        bool underflow = false;
        const size_t n = strlen(rows[i].text);
        const bool good = fc_text_to_double(rows[i].text, n, &value, &underflow);
        if (good != rows[i].good)
            fail_msg("'%s'", rows[i].text);
        if (!good)
            continue;
        assert_true(value == rows[i].value);
        assert_int_equal(underflow, rows[i].underflow);
    }
    double value;
    assert_true(fc_text_to_double("2.57", 3, &value, NULL)); /* not ended by 0 */
    assert_true(value == 2.5);
}

static void nearest(void **state)
{
    (void)state;
    assert_int_equal(fc_text_distance("", ""), 0);
    assert_int_equal(fc_text_distance("", "abc"), 3);
    assert_int_equal(fc_text_distance("kitten", "sitting"), 3);
    assert_int_equal(fc_text_distance("conversoin", "conversion"), 1);
    assert_int_equal(fc_text_distance("ca", "abc"), 3); /* optimal string alignment */
    assert_int_equal(fc_text_distance("Share", "share"), 0);
    static const char *const words[] = {"conversion", "dwell_weeks", "hours",
                                        "turnover_per_year"};
    static const struct {
        const char *wanted, *found;
    } rows[] = {
        {"conversoin", "conversion"},
        {"dwel_weeks", "dwell_weeks"},
        {"hour", "hours"},
        {"turnover", "turnover_per_year"},
        {"zzz", NULL},
        {"x", NULL},
        {"h", NULL},
        {"hours_per_week", "hours"},
        {"weeks", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fc_nearest near = {0};
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            fc_nearest_offer(&near, rows[i].wanted, words[w]);
        if (rows[i].found == NULL)
            assert_null(near.word);
        else
            assert_string_equal(near.word, rows[i].found);
    }
    char first[200], second[200];
    memset(first, 'a', 199);
    memset(second, 'b', 199);
    first[199] = second[199] = 0;
    assert_int_equal(fc_text_distance(first, second), 64); /* long words are cut */
}

static void builder(void **state)
{
    (void)state;
    struct fc_builder b = {0};
    assert_string_equal(fc_builder_text(&b), "");
    fc_builder_add(&b, "a");
    fc_builder_format(&b, "-%d-%s", 42, "x");
    fc_builder_double(&b, 0.25);
    fc_builder_add_bytes(&b, "yz", 1);
    assert_string_equal(fc_builder_text(&b), "a-42-x0.25y");
    assert_int_equal(b.n, 11);
    for (int i = 0; i < 10000; i++)
        fc_builder_format(&b, "%04d", i);
    assert_int_equal(b.n, 40011);
    assert_memory_equal(b.text + b.n - 4, "9999", 5);
    assert_false(b.failed);
    fc_builder_clear(&b);
    assert_null(b.text);
    b.n = SIZE_MAX / 2; /* no room can be had */
    fc_builder_add(&b, "x");
    assert_true(b.failed);
    assert_string_equal(fc_builder_text(&b), "");
}

static void slugs(void **state)
{
    (void)state;
    static const struct {
        const char *text, *slug;
    } rows[] = {
        {"../../etc/passwd", "etc-passwd-6fadc99a"},
        {"Base case 2", "base-case-2-d61e8df3"},
        {"план", "scenario-1af26ab4"},
        {"", "scenario-811c9dc5"},
        {"--x__y--", "x__y-00000000"},
    };
    char slug[FC_SLUG];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fc_text_slug(slug, rows[i].text);
        const size_t word = strlen(rows[i].slug) - 8;
        assert_memory_equal(slug, rows[i].slug, word); /* the hash of one is checked */
        assert_int_equal(strlen(slug), word + 8);
        assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789_-"),
                         strlen(slug));
    }
    assert_string_equal(fc_text_slug(slug, rows[0].text), rows[0].slug);
    char long_text[500];
    memset(long_text, 'q', 499);
    long_text[499] = 0;
    assert_int_equal(strlen(fc_text_slug(slug, long_text)), 48 + 9);
    char other[FC_SLUG];
    assert_string_not_equal(fc_text_slug(slug, "a b"), fc_text_slug(other, "a-b"));
}

/* A host program may have set a locale with a decimal comma. */
static void other_locale(void **state)
{
    (void)state;
    static const char *const names[] = {"ru_RU.UTF-8", "ru_RU.utf8", "de_DE.UTF-8",
                                        "tr_TR.UTF-8"};
    const char *found = NULL;
    for (size_t i = 0; found == NULL && i < sizeof names / sizeof *names; i++)
        found = setlocale(LC_ALL, names[i]);
    if (found == NULL || strcmp(localeconv()->decimal_point, ",") != 0)
        skip();
    char text[FC_DOUBLE_TEXT];
    double value = 0;
    assert_string_equal(fc_text_double(text, 2.5), "2.5");
    assert_true(fc_text_to_double("2.5", 3, &value, NULL));
    assert_true(value == 2.5);
    assert_false(fc_text_to_double("2,5", 3, &value, NULL));
    assert_string_equal(localeconv()->decimal_point, ","); /* left as it was */
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8),     cmocka_unit_test(controls),
        cmocka_unit_test(shortest), cmocka_unit_test(to_double),
        cmocka_unit_test(nearest),  cmocka_unit_test(builder),
        cmocka_unit_test(slugs),    cmocka_unit_test(other_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
