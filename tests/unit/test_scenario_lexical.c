/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile bytes and broken grammar: every row of the table of what libconfig 1.5
 * accepts silently, answers with "syntax error" or hangs on, with the message it must
 * give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario_owners.h"

/* text and all its problems, without the file name */
static const struct bad {
    const char *text;
    size_t n;
    const char *want;
} bad[] = {
#define BAD(text, want)                                                                \
    {                                                                                  \
        text, sizeof(text) - 1, want                                                   \
    }
    BAD("x = 2147483648;", "1: '2147483648' is too large for a plain whole number; "
                           "write 2147483648L or 2147483648.0"),
    BAD("x = -2147483649;", "1: '-2147483649' is too large for a plain whole number; "
                            "write -2147483649L or -2147483649.0"),
    BAD("x = 0x100000000;",
        "1: '0x100000000' is too large for a plain whole number; write 0x100000000L"),
    BAD("x = 99999999999999999999;", "1: '99999999999999999999' is too large for a "
                                     "whole number; add a decimal point"),
    BAD("x = 9223372036854775808L;", "1: '9223372036854775808L' is too large for a "
                                     "whole number; add a decimal point"),
    BAD("x = 1e999;", "1: '1e999' is too large; numbers end at about 1.8e308"),
    BAD("x = 1e-999;", "1: '1e-999' is too small to be told from 0; write 0.0"),
    BAD("x = -1e-320;", "1: '-1e-320' is too small to be told from 0; write 0.0"),
    BAD("x = 010;", "1: '010' starts with a zero; write it without"),
    BAD("x = -007L;", "1: '-007L' starts with a zero; write it without"),
    BAD("x = 07;", "1: '07' starts with a zero; write it without"),
    BAD("/* a\n\n b */ x = 07;", "3: '07' starts with a zero; write it without"),
    BAD("x = [1, 2.5, 3.5, \"a\"];",
        "1: '2.5' is of another type than the values before it; in [ ] write all "
        "numbers "
        "with a decimal point, or all without, or use ( )"),
    BAD("x = \"\\xc2\\x9b\";", "1: a text with \\x escapes is not plain UTF-8"),
    BAD("x = 01.5;", "1: '01.5' starts with a zero; write it without"),
    BAD("x = 0xFFFFFFFF;",
        "1: '0xFFFFFFFF' is too large for a plain whole number; write 0xFFFFFFFFL"),
    BAD("x = 0xFFFFFFFFFFFFFFFFL;", "1: '0xFFFFFFFFFFFFFFFFL' is too large; "
                                    "hexadecimal numbers end at 0x7FFFFFFFFFFFFFFFL"),
    BAD("x = .;", "1: '.' is not a number"),
    BAD("x = -;", "1: '-' is not a number"),
    BAD("x = 12weeks;",
        "1: '12weeks' is not a number; a unit belongs in the key, not in the value"),
    BAD("x = 1.5.2;", "1: '1.5.2' is not a number"),
    BAD("x = 1.5L;", "1: '1.5L' is not a number"),
    BAD("x = 3LLL;", "1: '3LLL' is not a number"),
    BAD("x = 0x;",
        "1: '0x' is not a number; a unit belongs in the key, not in the value"),
    BAD("x = 1_000;", "1: '1_000' is not a number"),
    BAD("x = 0.2 .. 0.4;", "1: an interval is a text: write it as \"1 .. 2\""),
    BAD("x = 0.2..0.4;",
        "1: '0.2..0.4' is no number; an interval is a text, as in \"1 .. 2\""),
    BAD("x = 1e;",
        "1: '1e' is not a number; a unit belongs in the key, not in the value"),
    BAD("x = 1,5;", "1: '5' follows a comma; decimals have a point, as in 1.5, and "
                    "several values stand in [ ]"),
    BAD("x = 5%;", "1: '%': a share is written as 0.05, not as 5%"),
    BAD("x = 1 000;", "1: '000' cannot be a key; a key starts with a letter"),
    BAD("x = -0x10;",
        "1: '-0x10' is not a number; a unit belongs in the key, not in the value"),
    BAD("x = yes;", "1: 'yes' is not a value; write true"),
    BAD("x = off;", "1: 'off' is not a value; write false"),
    BAD("x = nan;", "1: 'nan' is not a value; numbers are finite"),
    BAD("x = inf;", "1: 'inf' is not a value; numbers are finite"),
    BAD("x = null;", "1: 'null' is not a value; leave the key out"),
    BAD("x = pooled;", "1: 'pooled' is not a value; put a text in double quotes"),
    BAD("x = 'text';", "1: a text stands in double quotes, not in single ones"),
    BAD("x = ;", "1: a value is missing before ';'"),
    BAD("x =", "1: the value after '=' is missing"),
    BAD("x", "1: 'x' is not followed by '='"),
    BAD("x 5;", "1: 'x' is not followed by '='"),
    BAD("x = 1;\n/* never closed\ny = 2;\n",
        "2: the comment that opens here is never closed"),
    BAD("x = \"never closed;\ny = 2;\n",
        "1: the text that opens here has no closing quote on its line; a text is one "
        "line in double quotes"),
    BAD("x = \"two\nlines\";", "1: the text that opens here has no closing quote on "
                               "its line; a text is one line in double quotes"),
    BAD("x = \"a\\x00b\";",
        "1: '\\x00' in a text is a control character; a text is one plain line"),
    BAD("x = \"a\\nb\";",
        "1: '\\n' in a text is a control character; a text is one plain line"),
    BAD("x = \"a\\qb\";",
        "1: unknown escape '\\' in a text; a backslash itself is written \\\\"),
    BAD("x = \"a\\x7fb\";",
        "1: '\\x7f' in a text is a control character; a text is one plain line"),
    BAD("x = \"\\xff\\xfe\";", "1: a text with \\x escapes is not plain UTF-8"),
    BAD("x = \"a\\x1\";",
        "1: unknown escape '\\' in a text; a backslash itself is written \\\\"),
    BAD("a = {\n  b = (1, 2;\n}",
        "2: ';' inside '('; values there are separated by commas"),
    BAD("a = {\n b = 1;\n", "1: the '{' that opens here is never closed"),
    BAD("a = (1,\n2", "1: the '(' that opens here is never closed"),
    BAD("a = [1", "1: the '[' that opens here is never closed"),
    BAD("x = 1; }", "1: '}' closes nothing"),
    BAD("a = ( { b = 1; ) );", "1: ')' where '}' must close the bracket of line 1"),
    BAD("x = (1, 2,);", "1: a comma before ')'; the last value takes none"),
    BAD("x = [1, 2, ];", "1: a comma before ']'; the last value takes none"),
    BAD("x = (1 2);", "1: '2' where ',' or ')' must stand"),
    BAD("x = (1; 2);", "1: ';' inside '('; values there are separated by commas"),
    BAD("x = (,);", "1: a value is missing before ','"),
    BAD("x = [1, 2.5];",
        "1: '2.5' is of another type than the values before it; in [ ] write all "
        "numbers with a decimal point, or all without, or use ( )"),
    BAD("x = [1, \"a\"];",
        "1: '\"a\"' is of another type than the values before it; in [ ] write all "
        "numbers with a decimal point, or all without, or use ( )"),
    BAD("x = [(1)];", "1: '(' inside [ ]; use ( ) for a list of such values"),
    BAD("x = [1, 2L];",
        "1: '2L' is of another type than the values before it; in [ ] write all "
        "numbers with a decimal point, or all without, or use ( )"),
    BAD("x = 1;;", "1: ';' where a key must stand"),
    BAD("= 5;", "1: '=' where a key must stand"),
    BAD("x = = 5;", "1: a value is missing before '='"),
    BAD("x = 1; 5 = 2;", "1: '5' cannot be a key; a key starts with a letter"),
    BAD("\"x\" = 1;", "1: '\"x\"' where a key must stand"),
    BAD("@include \"/etc/passwd\"\n",
        "1: '@': includes are off; write extends = \"base.cfg\"; instead"),
    BAD("x = 1;\n@include \"a.cfg\"\n",
        "2: '@': includes are off; write extends = \"base.cfg\"; instead"),
    BAD("x = 1 @ 2;",
        "1: '@': includes are off; write extends = \"base.cfg\"; instead"),
    BAD("x = 1 / 2;", "1: '/': it means nothing outside a text or a comment"),
    BAD("x = $HOME;", "1: '$': it means nothing outside a text or a comment"),
    BAD("x = 1 */ y = 2;", "1: '*': '*' cannot stand in a key\n1: '/': it means "
                           "nothing outside a text or a comment"),
    BAD("x = 1;\ny = 2;\nx = 3;", "3: 'x' is given twice; the first is on line 1"),
    BAD("a = { b = 1; b = 2; };", "1: 'b' is given twice; the first is on line 1"),
    BAD("ключ = 1;", "1: 'ключ': keys are ASCII letters, digits and '_'; put any other "
                     "text in double quotes"),
    BAD("пере-менная-с-очень-длинным-именем-которое = 1;",
        "1: 'пере': keys are ASCII letters, digits and '_'; put any other text in "
        "double quotes"),
    BAD("a* = 1;", "1: 'a*': '*' cannot stand in a key"),
    BAD("true = 1;", "1: 'true' cannot be a key"),
    BAD("_x = 1;", "1: '_': a key starts with a letter"),
    BAD("9x = 1;", "1: '9x' cannot be a key; a key starts with a letter"),
    BAD("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1;",
        "1: key 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' has 65 characters; at "
        "most 64 are allowed"),
    BAD("\xef\xbb\xbfx = 1;",
        "1: starts with a byte-order mark; save it as UTF-8 without one"),
    BAD("\xff\xfex\x00 \x00", "1: byte 0xff is not UTF-8; save the file as UTF-8"),
    BAD("x = \"\xc3\";", "1: byte 0xc3 is not UTF-8; save the file as UTF-8"),
    BAD("x = 1;\ny = \"\xed\xa0\x80\";",
        "2: byte 0xed is not UTF-8; save the file as UTF-8"),
    BAD("x = \"\xc0\xaf\";", "1: byte 0xc0 is not UTF-8; save the file as UTF-8"),
    BAD("x = 1;\x00y = 2;", "1: control character U+0000; remove it"),
    BAD("x = \"a\x1b[31m\";", "1: control character U+001B; remove it"),
    BAD("x = \"a\tb\";", "1: a tab in a text; write a space"),
    BAD("x = 1;\x0dy = 2;", "1: control character U+000D; remove it"),
    BAD("x = \"a\xc2\x9b"
        "b\";",
        "1: control character U+009B; remove it"),
    BAD("x = \"a\xe2\x80\xae"
        "b\";",
        "1: control character U+202E; remove it"),
    BAD("x = 1; \x7f", "1: control character U+007F; remove it"),
    BAD("# \x01\n", "1: control character U+0001; remove it"),
    BAD("x = ((((((((((((((((((((((((((((((((()))))))))))))))))))))))))))))))));",
        "1: nested more than 32 deep"),
    BAD("x = "
        "999999999999999999999999999999999999999999999999999999999999999999999999999999"
        "999999999999999999999999999999999999999999999999999999999999999999999999999999"
        "999999999999999999999999999999999999999999999999999999999999999999999999999999"
        "999999999999999999999999999999999999999999999999999999999999999999999999999999"
        "999999999999999999999999999999999999999999999999999999999999999999999999999999"
        "999999999999999999999999999999999999999999999999999999999999999999999999999999"
        "99999999999999999999999999999999.0;",
        "1: '9999999999999999999999999999999999999999' has too many digits"),
};

static void check(const char *text, size_t n, const char *want)
{
    char got[4096] = "";
    struct fc_error err = {0};
    fc_scenario *scenario;
    const fc_status status =
        fc__scenario_read_text("a.cfg", text, n, NULL, 0, test_owners, &scenario, &err);
    problems_text(scenario, got, sizeof got);
    if (strcmp(got, want) != 0)
        fail_msg("%.60s\n  gave   %s\n  wanted %s", text, got, want);
    assert_int_equal(status, FC_E_SCENARIO);
    assert_int_equal(err.status, FC_E_SCENARIO);
    assert_string_equal(err.file, "a.cfg");
    fc_scenario_free(scenario);
}

static void every_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check(bad[i].text, bad[i].n, bad[i].want);
}

/* head, then `unit` n times, then tail */
static void check_long(const char *head, const char *unit, size_t n, const char *tail,
                       const char *want)
{
    const size_t each = strlen(unit);
    char *text = malloc(strlen(head) + n * each + strlen(tail) + 1);
    assert_non_null(text);
    strcpy(text, head);
    char *at = text + strlen(text);
    for (size_t i = 0; i < n; i++, at += each)
        memcpy(at, unit, each);
    strcpy(at, tail);
    check(text, strlen(text), want);
    free(text);
}

static void limits(void **state)
{
    (void)state;
    check_long("x = \"", "y", 4097, "\";",
               "1: a text of 4097 bytes; at most 4096 are allowed");
    check_long("x = \"a\"", " \"bcdefghij\"", 500, ";",
               "1: a text of 4501 bytes; at most 4096 are allowed");
    check_long("x = [1", ",1", 19999, "];",
               "1: more than 20000 values; a scenario this large is not readable");
    check_long("people = { seats = 1; }; segments = (); x = [1", ",1", 19995, "];",
               "1: unknown key 'x'");
    check_long("people = { seats = 1; }; segments = (); x = ", "(", 32,
               "))))))))))))))))))))))))))))))))", "1: unknown key 'x'");
    check_long("x = ", "(", 33, "", "1: nested more than 32 deep");
    check_long("x = ", "{a=", 100000, "", "1: nested more than 32 deep");
    check_long("#", "#", 1 << 20, "", " is larger than 1 MiB");
    check_long("x = 1", "0", 500, ".0;",
               "1: '1000000000000000000000000000000000000000' has too many digits");
    check_long("", "\n", 70000, "x = 010;",
               "70001: '010' starts with a zero; write it without");
}

/* What stands just inside the limits is read. */
static void just_inside(void **state)
{
    (void)state;
    char text[9000];
    static const char *const good[] = {
        "x = 2147483647;",
        "x = -2147483648;",
        "x = 2147483648L;",
        "x = 0x7fffffff;",
        "x = 0xffffffffL;",
        "x = -9223372036854775808L;",
        "x = 1.7e308;",
        "x = 2.3e-308;",
        "x = 0.0e-999;",
        "x = .5;",
        "x = 5.;",
        "x = 1e5;",
        "x = +3;",
        "x = \"a\\\\b\\\"c\";",
        "x = \"\\x41\";",
        "x = \"\\xd0\\x90\";",
        "x : 5,",
        "x = 1 # end",
        "x = (1, 2.5, \"a\")",
        "x = [1.0, 2.0]",
        "x = { y = ( ); z = [ ]; }",
        "/* a */ x = 1; // b",
        "x = TRUE;",
        "x = \"a\"\n  \"b\";",
        "x = \"Привет @ € 😀\";",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        fc_scenario *scenario;
        snprintf(text, sizeof text, GOOD "%s", good[i]);
        assert_int_equal(read_text(text, &scenario), FC_E_SCENARIO);
        bool warning;
        const char *problem = fc_scenario_problem(scenario, 0, &warning);
        if (fc_scenario_problems(scenario) != 1 || !strstr(problem, "unknown key 'x'"))
            fail_msg("%s gave %s", good[i], problem);
        fc_scenario_free(scenario);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message),
        cmocka_unit_test(limits),
        cmocka_unit_test(just_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
