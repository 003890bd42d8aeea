/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents say what the program does:
 *
 *   docs/scenario.md is what the field tables give, byte for byte. After a change of a
 *   table, write it anew:  FC_REWRITE_DOCS=1 ctest -R unit.docs
 *   every heading that a comment in src/ or include/ points to is in docs/model.md
 *   every file of scenarios/ can be read and compiled, without a remark, and every
 *   number in it has a source */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "funnelcloud/run.h"
#include "model/read.h"

#define MODEL_PAGE FC_SOURCE "/docs/model.md"

static char *file_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    struct fc_builder text = {0};
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        fc_builder_add_bytes(&text, part, n);
    fclose(file);
    return text.text;
}

/* ---- docs/scenario.md ---- */

static void first_difference(const char *page, const char *tables)
{
    int line = 1;
    size_t at = 0, start = 0;
    for (; page[at] && page[at] == tables[at]; at++)
        if (page[at] == '\n') {
            line++;
            start = at + 1;
        }
    fail_msg("docs/scenario.md:%d differs from the tables\n  page:   %.*s\n"
             "  tables: %.*s\n  FC_REWRITE_DOCS=1 ctest -R unit.docs writes it anew",
             line, (int)strcspn(page + start, "\n"), page + start,
             (int)strcspn(tables + start, "\n"), tables + start);
}

static void scenario_page(void **state)
{
    (void)state;
    static const char path[] = FC_SOURCE "/docs/scenario.md";
    struct fc_builder tables = {0};
    assert_int_equal(fc__schema_markdown(fc__owners(), &tables), FC_OK);
    if (getenv("FC_REWRITE_DOCS")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(tables.text, file);
        assert_int_equal(fclose(file), 0);
    }
    char *page = file_text(path);
    if (page == NULL)
        fail_msg("there is no %s; FC_REWRITE_DOCS=1 ctest -R unit.docs writes it",
                 path);
    if (strcmp(page, tables.text) != 0)
        first_difference(page, tables.text);
    free(page);
    fc_builder_clear(&tables);
}

/* ---- docs/model.md ---- */

/* Is there a heading whose anchor is this: lower case, blanks as '-', no commas. */
static bool has_heading(const char *page, const char *anchor, size_t n)
{
    for (const char *line = page; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        const size_t marks = strspn(line, "#");
        if (marks == 0 || line[marks] != ' ')
            continue;
        const char *at = line + marks + 1;
        size_t same = 0;
        for (; *at && *at != '\n' && same <= n; at++) {
            const char c = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
            const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                              c == '-' || c == '_' || c == ' ';
            if (!kept)
                continue;
            if (same == n || anchor[same] != (c == ' ' ? '-' : c))
                break;
            same++;
        }
        if (same == n && (*at == '\n' || *at == 0))
            return true;
    }
    return false;
}

static void anchors_of(const char *path, const char *page, int *seen, int *missing)
{
    static const char mark[] = "model.md#";
    char *text = file_text(path);
    assert_non_null(text);
    for (const char *at = text; (at = strstr(at, mark)) != NULL; (*seen)++) {
        at += sizeof mark - 1;
        const size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-_");
        if (has_heading(page, at, n))
            continue;
        printf("%s: docs/model.md has no heading '%.*s'\n", path, (int)n, at);
        (*missing)++;
    }
    free(text);
}

static void anchors(void **state)
{
    (void)state;
    static const char *const where[] = {"/src/*/*.[ch]", "/include/*/*.h", "/docs/*.md",
                                        "/*.md", NULL};
    char *page = file_text(MODEL_PAGE);
    int seen = 0, missing = 0;
    assert_non_null(page);
    for (size_t i = 0; where[i]; i++) {
        char pattern[1024];
        glob_t found;
        snprintf(pattern, sizeof pattern, "%s%s", FC_SOURCE, where[i]);
        assert_int_equal(glob(pattern, 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++)
            anchors_of(found.gl_pathv[j], page, &seen, &missing);
        globfree(&found);
    }
    printf("%d references to headings of docs/model.md\n", seen);
    free(page);
    assert_int_equal(missing, 0);
    assert_true(seen > 0);
}

/* ---- scenarios/ ---- */

static int remarks_of(const fc_scenario *scenario)
{
    bool warning;
    const size_t n = fc_scenario_problems(scenario);
    for (size_t i = 0; i < n; i++)
        printf("%s\n", fc_scenario_problem(scenario, i, &warning));
    return (int)n;
}

static int unsourced_of(const fc_scenario *scenario)
{
    int n = 0;
    for (size_t i = 0; i < fc_scenario_assumptions(scenario); i++) {
        const struct fc_assumption row = fc_scenario_assumption(scenario, i);
        const bool missing = row.number && !row.preset && !(row.source && *row.source);
        if (missing)
            printf("%s:%d: '%s' has no source\n", row.file, row.line, row.key);
        n += missing;
    }
    return n;
}

static void scenarios(void **state)
{
    (void)state;
    glob_t found;
    int bad = 0;
    assert_int_equal(glob(FC_SOURCE "/scenarios/*.cfg", 0, NULL, &found), 0);
    glob(FC_SOURCE "/scenarios/*/*.cfg", GLOB_APPEND, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        fc_scenario *scenario = NULL;
        struct fc_error err = {0};
        struct fc_run_estimate estimate = {0};
        const struct fc_run_options options = FC_RUN_OPTIONS_INIT;
        fc_status status =
            fc_scenario_read(found.gl_pathv[i], NULL, 0, &scenario, &err);
        if (status == FC_OK)
            status = fc_run_estimate(scenario, &options, &estimate, &err);
        if (status != FC_OK)
            printf("%s: %s\n", found.gl_pathv[i], err.message);
        bad += status != FC_OK;
        if (scenario)
            bad += remarks_of(scenario) + unsourced_of(scenario);
        fc_scenario_free(scenario);
    }
    assert_true(found.gl_pathc >= 9);
    globfree(&found);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenario_page),
        cmocka_unit_test(anchors),
        cmocka_unit_test(scenarios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
