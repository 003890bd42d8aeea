/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a comparison of real scenarios: sentences in both languages, every
 * column and key in the glossary, the page. */
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

#include "../explained.h"
#include "base/file.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"

static fc_scenario *scenarios[3];
static fc_comparison *comparison;

static int set_up(void **state)
{
    (void)state;
    static const char *const files[] = {"reference", "reference", "recession"};
    struct fc_error err = {0};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = 400;
    fc_status status = FC_OK;
    for (int i = 0; i < 3 && status == FC_OK; i++) {
        char path[512];
        const char *const less[] = {"people.commission=0.12"};
        snprintf(path, sizeof path, FC_SCENARIOS "/%s.cfg", files[i]);
        status = fc_scenario_read(path, less, i == 1, &scenarios[i], &err);
    }
    if (status == FC_OK)
        status = fc_compare(scenarios, 3, &options, &comparison, &err);
    if (status != FC_OK)
        print_message("%s\n", err.message);
    return status;
}

static int tear_down(void **state)
{
    (void)state;
    fc_comparison_free(comparison);
    for (int i = 0; i < 3; i++)
        fc_scenario_free(scenarios[i]);
    return 0;
}

static void sentences(void **state)
{
    (void)state;
    static const char *const wanted[][2] = {
        {"en", "brings"}, {"en", "95 %"}, {"ru", "даёт на"}, {"ru", "Сожаление"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char *text = NULL;
        assert_int_equal(
            fc_report_comparison_summary(comparison, wanted[i][0], &text, NULL), FC_OK);
        if (!strstr(text, wanted[i][1]))
            fail_msg("'%s' is missing in:\n%s", wanted[i][1], text);
        assert_null(strchr(text, '{'));
        free(text);
    }
}

static void keys_are_explained(void **state)
{
    (void)state;
    char *json = NULL;
    assert_int_equal(fc_report_comparison_json(comparison, &json, NULL), FC_OK);
    assert_explained(json);
    free(json);
}

static void slurp(const char *folder, const char *name, char **text)
{
    char path[600];
    size_t n;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(fc_file_read(path, 1 << 26, text, &n, NULL), FC_OK);
}

static void columns_are_explained(const char *text)
{
    while (*text != '\n') {
        const size_t n = strcspn(text, ",\n");
        assert_word(text, n);
        text += n + (text[n] == ',');
    }
}

static void the_folder(void **state)
{
    (void)state;
    char place[] = "/tmp/fc-compare-XXXXXX", folder[64];
    struct fc_report_options how = FC_REPORT_OPTIONS_INIT;
    struct fc_error err = {0};
    assert_non_null(mkdtemp(place));
    snprintf(folder, sizeof folder, "%s/out", place);
    how.charts = "none";
    if (fc_report_comparison_write(comparison, folder, &how, &err) != FC_OK)
        fail_msg("%s", err.message);
    char *csv = NULL;
    slurp(folder, "compare.csv", &csv);
    columns_are_explained(csv);
    for (const char *row = strchr(csv, '\n') + 1; *row; row = strchr(row, '\n') + 1) {
        const char *at = row; /* the fifth column is the statistic */
        for (int i = 0; i < 4; i++)
            at = strchr(at, ',') + 1;
        assert_word(at, strcspn(at, ","));
    }
    free(csv);
    char *differences = NULL;
    slurp(folder, "differences.csv", &differences);
    columns_are_explained(differences);
    assert_non_null(strstr(differences, "people.commission,0.125,0.12"));
    free(differences);
    char *page = NULL;
    slurp(folder, "report.html", &page);
    assert_non_null(strstr(page, "</html>"));
    free(page);
    char *manifest = NULL;
    slurp(folder, "manifest.json", &manifest);
    free(manifest);
    fc_folder_remove(-100, place); /* AT_FDCWD */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences),
        cmocka_unit_test(keys_are_explained),
        cmocka_unit_test(the_folder),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
