/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a real run of the reference scenario: every metric, breakdown and class
 * of work the engine knows is in the glossary, in both languages; the page is written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../explained.h"
#include "base/file.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"

static fc_scenario *scenario;
static fc_forecast *forecast;

static int set_up(void **state)
{
    (void)state;
    struct fc_error err = {0};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = 512;
    options.twin = true;
    if (fc_scenario_read(FC_SCENARIOS "/reference.cfg", NULL, 0, &scenario, &err) !=
            FC_OK ||
        fc_run(scenario, &options, &forecast, &err) != FC_OK) {
        print_message("%s\n", err.message);
        return -1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fc_forecast_free(forecast);
    fc_scenario_free(scenario);
    return 0;
}

static void every_name_is_explained(void **state)
{
    (void)state;
    assert_true(fc_forecast_metrics(forecast) > 20);
    for (size_t i = 0; i < fc_forecast_metrics(forecast); i++)
        assert_term("metric", fc_forecast_metric(forecast, i).name);
    for (size_t b = 0; b < fc_forecast_breakdowns(forecast); b++) {
        const char *breakdown = fc_forecast_breakdown(forecast, b), *title;
        assert_term("breakdown", breakdown);
        if (strcmp(breakdown, "work") == 0 || strcmp(breakdown, "reason") == 0)
            for (size_t m = 0; m < fc_forecast_members(forecast, b); m++)
                assert_term(breakdown, fc_forecast_member(forecast, b, m, &title));
    }
    for (size_t i = 0; i < fc_forecast_crises(forecast); i++)
        assert_term("category", fc_forecast_crisis(forecast, i).category);
}

static void summaries(void **state)
{
    (void)state;
    static const char *const wanted[][2] = {
        {"en", "Revenue over the whole horizon is expected to be "},
        {"ru", "Выручка за весь период: в среднем "}};
    for (int i = 0; i < 2; i++) {
        char *text;
        assert_int_equal(
            fc_report_summary(scenario, forecast, wanted[i][0], &text, NULL), FC_OK);
        assert_non_null(strstr(text, wanted[i][1]));
        assert_null(strchr(text, '{'));
        assert_null(strstr(text, "nan"));
        free(text);
    }
}

static void folder(void **state)
{
    (void)state;
    char place[] = "/tmp/fc_test_real_XXXXXX", out[64];
    assert_non_null(mkdtemp(place));
    snprintf(out, sizeof out, "%s/out", place);
    struct fc_error err = {0};
    const fc_status status = fc_report_write(scenario, forecast, out, NULL, &err);
    if (status != FC_OK && status != FC_E_TOOL)
        fail_msg("%s", err.message);
    char path[96], *page;
    size_t n;
    snprintf(path, sizeof path, "%s/report.html", out);
    assert_int_equal(fc_file_read(path, 64 << 20, &page, &n, NULL), FC_OK);
    assert_non_null(strstr(page, "</html>"));
    free(page);
    fc_folder_remove(AT_FDCWD, place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_explained),
        cmocka_unit_test(summaries),
        cmocka_unit_test(folder),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
