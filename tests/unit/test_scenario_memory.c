/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every allocation of ours fails once: the answer is FC_E_MEMORY, nothing leaks (the
 * sanitizers look) and nothing crashes. Linked with --wrap, so that libconfig, which
 * does not survive this, keeps its memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "scenario_owners.h"

static long countdown = -1; /* allocations until one fails; < 0: none does */

void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *at, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *at, size_t size);

static bool fails(void)
{
    return countdown >= 0 && countdown-- == 0;
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *at, size_t size)
{
    return fails() ? NULL : __real_realloc(at, size);
}

static const char text[] = GOOD_SEGMENTS GOOD_CHANNELS
    "people = { seats = 24; turnover_per_year = \"0.2 .. 0.3\"; };\n"
    "funnel = { discount = { dist = \"pert\"; low = 0.1; mode = 0.2; high = 0.3; };\n"
    "  offset = 3; order = [ \"early\" ]; season = { factors = [ 1, 2 ]; };\n"
    "  potential = { small = 1; mid = \"2 .. 3\"; };\n"
    "  stages = ( { name = \"a\"; conversion = 0.5; } ); };\n"
    "uncertainty = { correlations = ( { between = [ \"funnel.discount\",\n"
    "  \"people.turnover_per_year\" ]; rank = 0.5; } ); };\n"
    "sources = ( { of = \"*\"; from = \"x\"; confidence = \"A\"; } );\n";

static const char *const set[] = {"funnel.stages.a.conversion.mid=0.25",
                                  "funnel.order=[ \"late\" ]"};

/* Fails allocation 0, 1, 2, ... of a reading until none is left to fail. */
static long exhaust(const char *path, const char *bytes, fc_status wanted)
{
    for (long k = 0; k < 100000; k++) {
        fc_scenario *s = NULL;
        struct fc_error err = {0};
        countdown = k;
        const fc_status status =
            path ? fc__scenario_read(path, set, 2, test_owners, &s, &err)
                 : fc__scenario_read_text("a.cfg", bytes, strlen(bytes), set, 2,
                                          test_owners, &s, &err);
        const bool done = countdown >= 0;
        countdown = -1;
        if (!done && (status != FC_E_MEMORY || s != NULL || err.status != FC_E_MEMORY))
            fail_msg("allocation %ld failed, status %d", k, status);
        if (done)
            assert_int_equal(status, wanted);
        fc_scenario_free(s);
        if (done)
            return k;
    }
    return -1;
}

static void good_text(void **state)
{
    (void)state;
    assert_true(exhaust(NULL, text, FC_OK) > 20);
}

static void bad_text(void **state)
{
    (void)state;
    assert_true(
        exhaust(NULL, "people = { seets = 1; }; x = 5; title = 1;", FC_E_SCENARIO) > 3);
    assert_true(exhaust(NULL, "x = 010; y = 9999999999;", FC_E_SCENARIO) > 3);
}

static void files(void **state)
{
    (void)state;
    char folder[] = "/tmp/fc-memory-XXXXXX", path[60], base[60];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.cfg", folder);
    snprintf(base, sizeof base, "%s/b.cfg", folder);
    FILE *file = fopen(base, "w");
    fputs(text, file);
    fclose(file);
    file = fopen(path, "w");
    fputs("extends = \"b.cfg\"; channels = ( { name = \"web\"; share = 0.9; },"
          "{ name = \"x\"; share = 0; } );",
          file);
    fclose(file);
    assert_true(exhaust(path, NULL, FC_OK) > 20);
    unlink(path);
    unlink(base);
    rmdir(folder);
}

static void other_functions(void **state)
{
    (void)state;
    fc_scenario *s;
    assert_int_equal(read_text(GOOD, &s), FC_OK);
    for (long k = 0; k < 2; k++) {
        struct fc_error err = {0};
        countdown = k;
        assert_int_equal(fc_scenario_diff(s, s, NULL, NULL, &err), FC_E_MEMORY);
        countdown = -1;
    }
    long k = 0;
    for (bool done = false; !done; k++) {
        struct fc_builder page = {0};
        countdown = k;
        const fc_status status = fc__schema_markdown(test_owners, &page);
        done = countdown >= 0;
        countdown = -1;
        assert_int_equal(status, done ? FC_OK : FC_E_MEMORY);
        fc_builder_clear(&page);
    }
    assert_true(k > 3);
    fc_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text),
        cmocka_unit_test(bad_text),
        cmocka_unit_test(files),
        cmocka_unit_test(other_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
