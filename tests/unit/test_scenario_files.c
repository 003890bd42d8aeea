/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: what is not a plain file, chains of `extends`, bytes and SHA-256, and reading
 * under a locale with a decimal comma. */
#include <locale.h>
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

static char folder[] = "/tmp/fc-files-XXXXXX";
static char path_room[400];

static const char *path_of(const char *name)
{
    snprintf(path_room, sizeof path_room, "%s/%s", folder, name);
    return path_room;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    write_file("good.cfg", GOOD);
    return mkdir(path_of("dir.cfg"), 0700) | mkfifo(path_of("pipe.cfg"), 0600);
}

static int tear_down(void **state)
{
    (void)state;
    char command[400];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static fc_status read_file(const char *name, fc_scenario **out, struct fc_error *err)
{
    *err = (struct fc_error){0};
    return fc__scenario_read(path_of(name), NULL, 0, test_owners, out, err);
}

/* The first problem, without the folder; it must be the only one. */
static void assert_problem(const char *name, const char *want)
{
    fc_scenario *s;
    struct fc_error err;
    assert_int_equal(read_file(name, &s, &err), FC_E_SCENARIO);
    assert_int_equal(fc_scenario_problems(s), 1);
    char got[1000], *at;
    snprintf(got, sizeof got, "%s", fc_scenario_problem(s, 0, NULL));
    while ((at = strstr(got, folder)))
        memmove(at, at + strlen(folder) + 1, strlen(at + strlen(folder) + 1) + 1);
    assert_string_equal(got, want);
    fc_scenario_free(s);
}

static void no_input(void **state)
{
    (void)state;
    static const struct {
        const char *name, *why;
    } rows[] = {
        {"none.cfg", "there is no such file"},
        {"good.cfg/x", "there is no such file"},
        {"dir.cfg", "it is not a regular file"},
        {"pipe.cfg", "it is not a regular file"}, /* and does not wait for a writer */
        {"../../dev/zero", "it is not a regular file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fc_scenario *s = (void *)1;
        struct fc_error err;
        assert_int_equal(read_file(rows[i].name, &s, &err), FC_E_NO_INPUT);
        assert_null(s);
        assert_int_equal(err.status, FC_E_NO_INPUT);
        assert_non_null(strstr(err.message, rows[i].why));
    }
    /* err may be NULL */
    fc_scenario *s;
    assert_int_equal(
        fc__scenario_read(path_of("none.cfg"), NULL, 0, test_owners, &s, NULL),
        FC_E_NO_INPUT);
}

static void bad_bases(void **state)
{
    (void)state;
    static const struct {
        const char *base, *want;
    } rows[] = {
        {"none.cfg", "x.cfg:2: cannot read 'none.cfg': there is no such file"},
        {"dir.cfg", "x.cfg:2: cannot read 'dir.cfg': it is not a regular file"},
        {"pipe.cfg", "x.cfg:2: cannot read 'pipe.cfg': it is not a regular file"},
        {"x.cfg", "x.cfg:2: cannot read 'x.cfg': it extends itself in a circle"},
        {"./x.cfg", "x.cfg:2: cannot read './x.cfg': it extends itself in a circle"},
        {"/etc/passwd", "x.cfg:2: 'extends' is \"/etc/passwd\"; the path must be "
                        "relative to this file"},
        {"", "x.cfg:2: 'extends' is \"\"; it must be the name of a file"},
        {"broken.cfg", "broken.cfg:1: '010' starts with a zero; write it without"},
        {"circle.cfg",
         "circle.cfg:1: cannot read 'x.cfg': it extends itself in a circle"},
    };
    write_file("broken.cfg", "x = 010;");
    write_file("circle.cfg", "extends = \"x.cfg\";");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[300];
        snprintf(text, sizeof text, "\nextends = \"%s\";", rows[i].base);
        write_file("x.cfg", text);
        assert_problem("x.cfg", rows[i].want);
    }
}

static void chain(void **state)
{
    (void)state;
    char name[20], text[60];
    write_file("c0.cfg", GOOD "months = 10;");
    for (int i = 1; i <= 9; i++) {
        snprintf(name, sizeof name, "c%d.cfg", i);
        snprintf(text, sizeof text, "extends = \"c%d.cfg\"; months = %d;", i - 1,
                 10 + i);
        write_file(name, text);
    }
    fc_scenario *s;
    struct fc_error err;
    assert_int_equal(read_file("c8.cfg", &s, &err), FC_OK);
    assert_string_equal(fc__scenario_find(s, "months")->value, "18");
    assert_int_equal(fc_scenario_files(s), 9);
    fc_scenario_free(s);
    assert_problem("c9.cfg", "c1.cfg:1: a chain of more than 8 files");
}

static void bytes_and_hash(void **state)
{
    (void)state;
    fc_scenario *s;
    const char *text, *sha;
    size_t n;
    write_file("abc.cfg", "abc");
    struct fc_error err;
    assert_int_equal(read_file("abc.cfg", &s, &err), FC_E_SCENARIO);
    assert_string_equal(err.message, "'abc' is not followed by '='");
    assert_int_equal(err.line, 1);
    assert_string_equal(fc_scenario_file(s, 0, &text, &n, &sha), path_of("abc.cfg"));
    assert_int_equal(n, 3);
    assert_string_equal(text, "abc");
    assert_string_equal(
        sha, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(fc_scenario_file(s, 1, &text, &n, NULL), "");
    fc_scenario_free(s);
    /* empty: nothing is there, so what is required is missing */
    write_file("empty.cfg", "");
    assert_problem("empty.cfg",
                   "empty.cfg:1: 'people.seats' is missing: how many sell; in "
                   "people");
}

static void other_locale(void **state)
{
    (void)state;
    if (setlocale(LC_ALL, "ru_RU.UTF-8") == NULL ||
        strcmp(localeconv()->decimal_point, ",") != 0)
        skip();
    fc_scenario *s;
    const char *set = "people.turnover_per_year=0.25 .. 0.5";
    struct fc_error err = {0};
    assert_int_equal(
        fc__scenario_read(path_of("good.cfg"), &set, 1, test_owners, &s, &err), FC_OK);
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct channel_item *channel = shop->channels.items;
    assert_true(channel[0].share.value == 0.4);
    assert_string_equal(fc__scenario_find(s, "channels.web.share")->value, "0.4");
    assert_string_equal(fc__scenario_find(s, "people.turnover_per_year")->value,
                        "0.25 .. 0.5 (90 % interval)");
    fc_scenario_free(s);
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_input),     cmocka_unit_test(bad_bases),
        cmocka_unit_test(chain),        cmocka_unit_test(bytes_and_hash),
        cmocka_unit_test(other_locale),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
