/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every figure of plots/ draws something: each chart of a whole forecast is drawn in
 * each kind of picture and language, is well-formed, and holds at least as many drawn
 * elements as its data want. A figure that no chart uses fails, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../unit/report_fake.h"
#include "base/file.h"
#include "funnelcloud/report.h"
#include "report/gnuplot.h"
#include "report/tool.h"

static char place[] = "/tmp/fc_test_figures_XXXXXX";

/* Least numbers of drawn lines and areas, and of texts, by chart. */
static const struct figure {
    const char *chart, *script;
    int paths, texts;
} figures[] = {
    {"revenue", "fan", 8, 20},
    {"profit", "fan", 7, 20},
    {"cash", "fan", 7, 20},
    {"revenue_histogram", "histogram", 40, 15},
    {"profit_histogram", "histogram", 40, 15},
    {"revenue_exceedance", "exceedance", 4, 15},
    {"profit_exceedance", "exceedance", 4, 15},
    {"funnel", "funnel", 8, 10},
    {"capacity", "capacity", 7, 18},
    {"capacity_teams", "teams", 8, 12},
    {"clients", "clients", 70, 25},
    {"revenue_by_territory", "panels", 10, 15},
    {"revenue_by_product", "panels", 7, 12},
    {"revenue_by_segment", "panels", 7, 12},
    {"crises", "crises", 10, 25},
};
enum { FIGURES = sizeof figures / sizeof *figures };

static int count(const char *text, const char *word)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at += strlen(word))
        n++;
    return n;
}

static char *slurp(const char *lang, const char *chart, const char *kind)
{
    char path[512], *text;
    size_t n;
    snprintf(path, sizeof path, "%s/%s/charts/%s.%s", place, lang, chart, kind);
    assert_int_equal(fc_file_read(path, 64 << 20, &text, &n, NULL), FC_OK);
    return text;
}

static void draw(const char *lang, const char *kinds)
{
    char path[512];
    struct fc_error err = {0};
    struct fc_report_options options = FC_REPORT_OPTIONS_INIT;
    snprintf(path, sizeof path, "%s/%s", place, lang);
    fc_folder_remove(AT_FDCWD, path);
    options.lang = lang;
    options.charts = kinds;
    if (fc_report_write(&fake_scenario, &fake_forecast, path, &options, &err) != FC_OK)
        fail_msg("%s", err.message);
}

static void nothing_is_empty(void **state)
{
    (void)state;
    static const char *const langs[] = {"en", "ru"};
    for (int lang = 0; lang < 2; lang++) {
        draw(langs[lang], "svg");
        for (size_t i = 0; i < FIGURES; i++) {
            char *svg = slurp(langs[lang], figures[i].chart, "svg");
            const int paths = count(svg, "<path") + count(svg, "<polygon") +
                              count(svg, "<rect") + count(svg, "<use");
            const int texts = count(svg, "<text");
            if (paths < figures[i].paths || texts < figures[i].texts)
                fail_msg("%s (%s): %d drawn elements, %d texts", figures[i].chart,
                         langs[lang], paths, texts);
            free(svg);
        }
    }
}

static void well_formed(void **state)
{
    (void)state;
    char path[4096], command[1024];
    if (fc__tool_find("xmllint", path, sizeof path, NULL) != FC_OK) {
        print_message("skipped: xmllint is not installed\n");
        skip();
    }
    draw("ru", "svg");
    snprintf(command, sizeof command, "xmllint --noout %s/ru/charts/*.svg", place);
    assert_int_equal(system(command), 0);
}

static void other_pictures(void **state)
{
    (void)state;
    bool wanted[FC_PICTURES] = {false, true, true};
    struct fc_gnuplot gnuplot;
    struct fc_error err = {0};
    if (fc__gnuplot_find(&gnuplot, wanted, &err) != FC_OK) {
        print_message("skipped: %s\n", err.message);
        skip();
    }
    draw("en", "png,pdf");
    for (size_t i = 0; i < FIGURES; i++) {
        free(slurp("en", figures[i].chart, "png"));
        free(slurp("en", figures[i].chart, "pdf"));
    }
}

/* Figures of what compares and decides: drawn by cli.compare_small,
 * cli.structures_small, cli.stress_small and their like. */
static const char *const others[] = {
    "curves",   "ranking",  "shocks", "structure_teams", "structure_map", "survival",
    "recovery", "frontier", "mixes",  "waterfall",       "risk_map",      "saved"};

/* Each .gp of plots/ is the style or the figure of some chart above. */
static void every_script_is_used(void **state)
{
    (void)state;
    char plots[PATH_MAX];
    assert_int_equal(fc__plots_find(plots, NULL), FC_OK);
    DIR *list = opendir(plots);
    assert_non_null(list);
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;) {
        const char *dot = strstr(entry->d_name, ".gp");
        bool used = !dot || strcmp(entry->d_name, "style.gp") == 0;
        for (size_t i = 0; i < FIGURES; i++)
            used |= dot && strncmp(figures[i].script, entry->d_name,
                                   (size_t)(dot - entry->d_name)) == 0;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            used |= dot && strncmp(others[i], entry->d_name,
                                   (size_t)(dot - entry->d_name)) == 0;
        if (!used)
            fail_msg("no chart uses %s", entry->d_name);
    }
    closedir(list);
}

static int set_up(void **state)
{
    (void)state;
    char path[4096];
    if (fc__tool_find("gnuplot", path, sizeof path, NULL) != FC_OK) {
        print_message("skipped: gnuplot is not installed\n");
        exit(0);
    }
    return mkdtemp(place) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fc_folder_remove(AT_FDCWD, place);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_empty),
        cmocka_unit_test(well_formed),
        cmocka_unit_test(other_pictures),
        cmocka_unit_test(every_script_is_used),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
