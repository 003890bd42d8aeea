/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile texts on their way into gnuplot (and back), HTML and CSV. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/escape.h"
#include "report/tool.h"
#include "report_fake.h" /* the folder report/ wants a forecast to link */

typedef void quote(struct fc_builder *out, const char *text);

static void assert_quoted(quote *quoting, const char *text, const char *expected)
{
    struct fc_builder out = {0};
    quoting(&out, text);
    assert_string_equal(fc_builder_text(&out), expected);
    fc_builder_clear(&out);
}

static void html(void **state)
{
    (void)state;
    assert_quoted(fc__html, "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;");
    assert_quoted(fc__html, "</script><img onerror=x>",
                  "&lt;/script&gt;&lt;img onerror=x&gt;");
    assert_quoted(fc__html, "x\x01y\nz", "x y z");
    assert_quoted(fc__html, "\xFFЖ", "\xEF\xBF\xBDЖ");
    assert_quoted(fc__html,
                  "a\xE2\x80\xAE"
                  "b",
                  "a b"); /* right-to-left override */
}

static void csv(void **state)
{
    (void)state;
    assert_quoted(fc__csv_cell, "plain", "plain");
    assert_quoted(fc__csv_cell, "a,b", "\"a,b\"");
    assert_quoted(fc__csv_cell, "say \"x\"", "\"say \"\"x\"\"\"");
    assert_quoted(fc__csv_cell, "two\nlines", "\"two lines\"");
    assert_quoted(fc__csv_cell, "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
    assert_quoted(fc__csv_cell, "+1", "\"'+1\"");
    assert_quoted(fc__csv_cell, "-1", "\"'-1\"");
    assert_quoted(fc__csv_cell, "@x", "\"'@x\"");
    assert_quoted(fc__csv_cell, "\tx", "\"' x\"");
    assert_quoted(fc__csv_cell, "", "");
}

static void base64(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},        {"f", "Zg=="},          {"fo", "Zm8="},
        {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}, {"\xFF\xFE", "//4="}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fc_builder out = {0};
        fc__base64(&out, cases[i][0], strlen(cases[i][0]));
        assert_string_equal(fc_builder_text(&out), cases[i][1]);
        fc_builder_clear(&out);
    }
}

static void cutting(void **state)
{
    (void)state;
    char text[5001];
    memset(text, 'x', 5000);
    text[5000] = '\0';
    struct fc_builder out = {0};
    fc__gp_quote(&out, text);
    assert_int_equal(out.n, FC_GP_BYTES + 2);
    assert_non_null(strstr(fc_builder_text(&out), "x…\""));
    fc_builder_clear(&out);
    memset(&out, 0, sizeof out);
    for (int i = 0; i + 1 < 5000; i += 2)
        memcpy(text + i, "Ж", 2);
    fc__gp_quote(&out, text);
    assert_int_equal(fc_text_utf8_bad(fc_builder_text(&out), out.n), out.n);
    fc_builder_clear(&out);
    memset(&out, 0, sizeof out);
    fc__clean(&out, "ЖЖЖЖЖ", 3);
    assert_string_equal(fc_builder_text(&out), "ЖЖ…");
    fc_builder_clear(&out);
}

/* A text of `n` characters that hurt, from a counter: the same in every run. */
static void hostile_text(unsigned seed, char text[64])
{
    static const char *const bits[] = {"'",  "\"", "`",  "\\", "@",  "{",   "}",
                                       "%",  "$(", "\n", "Ж",  "x",  "|",   "<",
                                       "\"", "''", "#",  ";",  "\n", "\140"};
    uint32_t word = seed * 2654435761u + 12345;
    text[0] = '\0';
    for (int i = 0; i < 10; i++) {
        word = word * 1664525u + 1013904223u;
        strcat(text, bits[(word >> 16) % (sizeof bits / sizeof *bits)]);
    }
}

/* 500 hostile texts through gnuplot's print: exact, and nothing is executed. */
static void gnuplot_round_trip(void **state)
{
    (void)state;
    enum { TEXTS = 500 };
    char program[4096], script[] = "/tmp/fc_quote_XXXXXX";
    if (fc__tool_find("gnuplot", program, sizeof program, NULL) != FC_OK) {
        print_message("skipped: gnuplot is not installed\n");
        skip();
    }
    struct fc_builder lines = {0}, expected = {0};
    for (unsigned i = 0; i < TEXTS; i++) {
        char text[64];
        hostile_text(i, text);
        fc_builder_add(&lines, "print ");
        fc__gp_quote(&lines, text);
        fc_builder_add(&lines, "\n");
        fc__clean(&expected, text, 0);
        fc_builder_add(&expected, "\n");
    }
    const int file = mkstemp(script);
    assert_true(file >= 0);
    assert_int_equal(write(file, lines.text, lines.n), (ssize_t)lines.n);
    close(file);
    const char *const argv[] = {"gnuplot", "-d", "-e", "set print '-'", script, NULL};
    struct fc_tool_result result;
    assert_int_equal(fc__tool_run(program, argv, -1, 20.0, 1 << 20, &result, NULL),
                     FC_OK);
    assert_int_equal(result.exit_code, 0);
    assert_string_equal(fc_builder_text(&result.out), fc_builder_text(&expected));
    fc__tool_clear(&result);
    fc_builder_clear(&lines);
    fc_builder_clear(&expected);
    unlink(script);
}

static void tools(void **state)
{
    (void)state;
    char path[4096];
    struct fc_tool_result result;
    struct fc_error err = {0};
    assert_int_equal(fc__tool_find("no-such-program", path, sizeof path, &err),
                     FC_E_TOOL);
    assert_int_equal(fc__tool_find("sh", path, sizeof path, NULL), FC_OK);
    const char *const good[] = {"sh", "-c", "echo $HOME $LC_ALL $FC_SECRET; exit 3",
                                NULL};
    setenv("FC_SECRET", "secret", 1);
    assert_int_equal(fc__tool_run(path, good, -1, 20.0, 1000, &result, NULL), FC_OK);
    assert_int_equal(result.exit_code, 3);
    assert_string_equal(fc_builder_text(&result.out), "/nonexistent C.UTF-8\n");
    fc__tool_clear(&result);
    const char *const slow[] = {"sh", "-c", "sleep 30", NULL};
    assert_int_equal(fc__tool_run(path, slow, -1, 0.2, 1000, &result, NULL), FC_E_TOOL);
    fc__tool_clear(&result);
    const char *const loud[] = {"sh", "-c",
                                "while :; do echo xxxxxxxxxxxxxxxxxxx; done", NULL};
    assert_int_equal(fc__tool_run(path, loud, -1, 20.0, 1000, &result, NULL),
                     FC_E_TOOL);
    fc__tool_clear(&result);
    assert_int_equal(fc__tool_run("/no/such", good, -1, 1.0, 10, &result, NULL),
                     FC_E_TOOL);
    fc__tool_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html),
        cmocka_unit_test(csv),
        cmocka_unit_test(base64),
        cmocka_unit_test(cutting),
        cmocka_unit_test(gnuplot_round_trip),
        cmocka_unit_test(tools),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
