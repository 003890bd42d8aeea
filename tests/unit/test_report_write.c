/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a run: its files, hostile titles, missing tools, full disks, redrawing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "funnelcloud/report.h"
#include "report/tool.h"
#include "report_fake.h"

static char place[] = "/tmp/fc_test_report_XXXXXX";
static struct fake usual;
static char *usual_path;

static const char *in_place(const char *name)
{
    static char path[4][512];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", place, name);
    return path[next];
}

static char *slurp(const char *name)
{
    char *text;
    size_t n;
    assert_int_equal(fc_file_read(in_place(name), 64 << 20, &text, &n, NULL), FC_OK);
    return text;
}

static bool has_tool(const char *name)
{
    char path[4096];
    return fc__tool_find(name, path, sizeof path, NULL) == FC_OK;
}

/* Runs a checker on a file of the test folder; true if it is not installed. */
static bool passes(const char *tool, const char *arguments, const char *name)
{
    char command[1024];
    if (!has_tool(tool))
        return true;
    snprintf(command, sizeof command, "%s %s %s >/dev/null 2>&1", tool, arguments,
             in_place(name));
    return system(command) == 0;
}

static int entries(const char *path)
{
    DIR *list = opendir(path);
    assert_non_null(list);
    int n = 0;
    while (readdir(list))
        n++;
    closedir(list);
    return n - 2;
}

static fc_status write_run(const char *name, const char *lang, const char *charts,
                           struct fc_error *err)
{
    static const char *const set[] = {"people.turnover_per_year=0.2"};
    struct fc_report_options options = FC_REPORT_OPTIONS_INIT;
    options.lang = lang;
    options.charts = charts;
    options.command = "funnelcloud run x.cfg -o out";
    options.set = set;
    options.n_set = 1;
    return fc_report_write(&fake_scenario, &fake_forecast, in_place(name), &options,
                           err);
}

static int back_to_usual(void **state)
{
    (void)state;
    fake = usual;
    setenv("PATH", usual_path, 1);
    DIR *list = opendir(place);
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (entry->d_name[0] != '.' || entry->d_name[1] == 'o')
            fc_folder_remove(AT_FDCWD, in_place(entry->d_name));
    closedir(list);
    return 0;
}

static void whole_folder(void **state)
{
    (void)state;
    const bool drawn = has_tool("gnuplot");
    assert_int_equal(write_run("out", "en", "svg", NULL), drawn ? FC_OK : FC_E_TOOL);
    static const char *const files[] = {
        "out/summary.txt", "out/summary.json",  "out/forecast.csv",      "out/risk.csv",
        "out/report.html", "out/manifest.json", "out/charts/revenue.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_int_equal(access(in_place(files[i]), R_OK), 0);
    assert_int_equal(entries(place), 1);
    char *csv = slurp("out/forecast.csv"), *risk = slurp("out/risk.csv");
    assert_int_equal(
        strncmp(csv, "scenario,breakdown,member,metric,month,stat,value\n", 50), 0);
    assert_non_null(strstr(csv, "\nreference,total,all,revenue,2027-01,mean,"));
    assert_non_null(strstr(csv, "\nreference,total,all,revenue,2027,p_miss,"));
    assert_non_null(strstr(csv, "\nreference,total,all,revenue,horizon,es,"));
    assert_non_null(strstr(csv, "\nreference,territory,west,revenue,2029-12,sd,"));
    assert_non_null(strstr(csv, "\nreference,work,service,hours_needed,2027-01,mean,"));
    assert_null(strstr(csv, "nan"));
    assert_int_equal(strncmp(risk, "metric,period,value,probability,se\n", 35), 0);
    assert_non_null(strstr(risk, "\nrevenue,horizon,"));
    free(csv);
    free(risk);
    assert_true(passes("python3", "-m json.tool", "out/summary.json"));
    assert_true(passes("python3", "-m json.tool", "out/manifest.json"));
    assert_true(passes("xmllint", "--noout", "out/report.html"));
}

static void manifest_tells_all(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1800000000", 1);
    write_run("out", "en", "svg", NULL);
    char *manifest = slurp("out/manifest.json");
    static const char *const wanted[] = {
        "\"program\": \"funnelcloud\"",
        "\"seed\": 1",
        "\"command\": \"funnelcloud run x.cfg -o out\"",
        "\"people.turnover_per_year=0.2\"",
        "\"complete\": true",
        "\"finished\": \"2027-01-15T08:00:00Z\"",
        "\"name\": \"charts/revenue.csv\"",
        "\"text\": \"title = \\\"x\\\";\\n# </script>\\n\""};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_non_null(strstr(manifest, wanted[i]));
    char hex[65], *summary = slurp("out/summary.json");
    fc_sha256_hex(summary, strlen(summary), hex);
    assert_non_null(strstr(manifest, hex));
    assert_null(strstr(manifest, place)); /* no path of this machine */
    fc_folder_remove(AT_FDCWD, in_place("out"));
    write_run("out", "en", "svg", NULL); /* the same bytes again */
    char *again = slurp("out/manifest.json");
    assert_string_equal(manifest, again);
    free(manifest);
    free(again);
    free(summary);
    unsetenv("SOURCE_DATE_EPOCH");
}

/* What a user may write into a title must not become markup, a command or a formula. */
static void hostile_titles(void **state)
{
    (void)state;
    char longest[5001];
    memset(longest, 'A', 5000);
    longest[5000] = '\0';
    const char *const titles[] = {
        "\"q\" 'q' `touch /tmp/fc_pwned` \\",
        "two\nlines\r\nand\ttabs",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "Отдел продаж «Северо-Запад» — очень длинное название, которое не помещается",
        longest,
        "=cmd|'/c calc'!A1",
        "{metric} %s %n @x $x {/Symbol x}^2_3",
        "\xFF\xFE ill-formed \xC0\xAF",
        ""};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        fake.title = fake.hostile = titles[i];
        fake.file_name = i % 2 ? "=x,\"y\".cfg" : "dir/.cfg";
        struct fc_error err = {0};
        const fc_status status = write_run("out", i % 2 ? "ru" : "en", "svg", &err);
        if (status != FC_OK && has_tool("gnuplot"))
            fail_msg("title %zu: %s", i, err.message);
        char *page = slurp("out/report.html");
        assert_null(strstr(page, "<script"));
        assert_null(strstr(page, "<img src=x"));
        assert_int_equal(fc_text_utf8_bad(page, strlen(page)), strlen(page));
        free(page);
        assert_true(passes("xmllint", "--noout --huge", "out/report.html"));
        assert_true(passes("python3", "-m json.tool", "out/summary.json"));
        assert_true(passes("xmllint", "--noout", "out/charts/*.svg") ||
                    !has_tool("gnuplot"));
        char *csv = slurp("out/forecast.csv");
        if (i % 2)
            assert_non_null(strstr(csv, "\n\"'=x,\"\"y\"\"\",total,all,"));
        free(csv);
        fc_folder_remove(AT_FDCWD, in_place("out"));
    }
    assert_int_not_equal(access("/tmp/fc_pwned", F_OK), 0);
}

static void without_gnuplot(void **state)
{
    (void)state;
    struct fc_error err = {0};
    setenv("PATH", "", 1);
    assert_int_equal(write_run("out", "en", "svg", &err), FC_E_TOOL);
    assert_non_null(strstr(err.message, "gnuplot-nox"));
    assert_int_equal(access(in_place("out/charts/revenue.csv"), R_OK), 0);
    assert_int_equal(access(in_place("out/charts/revenue.gp"), R_OK), 0);
    assert_int_not_equal(access(in_place("out/charts/revenue.svg"), R_OK), 0);
    char *page = slurp("out/report.html"), *manifest = slurp("out/manifest.json");
    assert_non_null(strstr(page, "Charts are missing: gnuplot is not in PATH"));
    assert_non_null(strstr(manifest, "\"charts_missing\": \"gnuplot"));
    free(page);
    free(manifest);
    fc_folder_remove(AT_FDCWD, in_place("out"));
    assert_int_equal(write_run("out", "en", "none", NULL), FC_OK);
    assert_int_not_equal(access(in_place("out/charts"), F_OK), 0);
}

/* gnuplot alone in PATH beside an fc-list that knows no font. */
static void without_fonts(void **state)
{
    (void)state;
    char gnuplot[4096];
    if (fc__tool_find("gnuplot", gnuplot, sizeof gnuplot, NULL) != FC_OK) {
        print_message("skipped: gnuplot is not installed\n");
        skip();
    }
    mkdir(in_place("bin"), 0777);
    assert_int_equal(symlink(gnuplot, in_place("bin/gnuplot")), 0);
    assert_int_equal(fc_file_write(in_place("bin/fc-list"), "#!/bin/sh\n", 10, NULL),
                     0);
    chmod(in_place("bin/fc-list"), 0755);
    setenv("PATH", in_place("bin"), 1);
    struct fc_error err = {0};
    assert_int_equal(write_run("out", "en", "png", &err), FC_E_TOOL);
    assert_non_null(strstr(err.message, "fonts-dejavu-core"));
    assert_int_equal(access(in_place("out/forecast.csv"), R_OK), 0);
    fc_folder_remove(AT_FDCWD, in_place("out"));
    assert_int_equal(write_run("out", "en", "svg", NULL), FC_OK); /* needs no font */
}

/* A gnuplot that fails, says nothing good, or is killed. */
static void bad_gnuplot(void **state)
{
    (void)state;
    static const char *const programs[] = {
        "#!/bin/sh\necho 'oh no' >&2\nexit 1\n", "#!/bin/sh\nexit 0\n",
        "#!/bin/sh\nkill -9 $$\n",
        "#!/bin/sh\nprintf '<?xml version=\"1.0\"?><svg>%01000d' 0\n"};
    static const char *const reasons[] = {"oh no", "empty", "137", "cut off"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct fc_error err = {0};
        mkdir(in_place("bin"), 0777);
        assert_int_equal(fc_file_write(in_place("bin/gnuplot"), programs[i],
                                       strlen(programs[i]), NULL),
                         FC_OK);
        chmod(in_place("bin/gnuplot"), 0755);
        setenv("PATH", in_place("bin"), 1);
        assert_int_equal(write_run("out", "en", "svg", &err), FC_E_TOOL);
        assert_non_null(strstr(err.message, reasons[i]));
        assert_int_equal(access(in_place("out/manifest.json"), R_OK), 0);
        setenv("PATH", usual_path, 1);
        back_to_usual(NULL);
    }
}

static void wrong_places(void **state)
{
    (void)state;
    assert_int_equal(write_run("no/parent", "en", "none", NULL), FC_E_CREATE);
    mkdir(in_place("out"), 0777);
    assert_int_equal(write_run("out", "en", "none", NULL), FC_E_CREATE);
    assert_int_equal(entries(in_place("out")), 0);
    struct fc_error err = {0};
    assert_int_equal(write_run("out2", "en", "svg,gif", &err), FC_E_ARG);
    assert_non_null(strstr(err.message, "gif"));
    assert_int_not_equal(access(in_place("out2"), F_OK), 0);
    assert_int_equal(
        fc_report_write(&fake_scenario, &fake_forecast, "/proc/out", NULL, NULL),
        FC_E_CREATE);
}

static void full_disk(void **state)
{
    (void)state;
    char command[700];
    mkdir(in_place("small"), 0777);
    snprintf(command, sizeof command,
             "mount -t tmpfs -o size=64k tmpfs '%s' 2>/dev/null", in_place("small"));
    if (system(command) != 0) {
        print_message("skipped: this process may not mount a tmpfs\n");
        skip();
    }
    struct fc_error err = {0};
    const fc_status status = write_run("small/out", "en", "svg", &err);
    const int left = entries(in_place("small"));
    snprintf(command, sizeof command, "umount '%s'", in_place("small"));
    assert_int_equal(system(command), 0);
    assert_int_equal(status, FC_E_IO);
    assert_non_null(strstr(err.message, "No space left"));
    assert_int_equal(left, 0);
}

static void redrawing(void **state)
{
    (void)state;
    if (!has_tool("gnuplot")) {
        print_message("skipped: gnuplot is not installed\n");
        skip();
    }
    assert_int_equal(write_run("out", "ru", "svg", NULL), FC_OK);
    char *before = slurp("out/charts/revenue.svg");
    unlink(in_place("out/charts/revenue.svg"));
    assert_int_equal(fc_report_plot(in_place("out"), "svg,png,pdf", NULL), FC_OK);
    char *after = slurp("out/charts/revenue.svg");
    assert_string_equal(before, after);
    free(before);
    free(after);
    assert_int_equal(access(in_place("out/charts/crises.png"), R_OK), 0);
    assert_int_equal(access(in_place("out/charts/funnel.pdf"), R_OK), 0);
    assert_int_equal(
        fc_file_write(in_place("out/charts/cash.gp"), "plot nonsense(\n", 15, NULL), 0);
    struct fc_error err = {0};
    assert_int_equal(fc_report_plot(in_place("out"), "svg", &err), FC_E_TOOL);
    assert_non_null(strstr(err.message, "cash.gp"));
    assert_int_equal(fc_report_plot(place, "svg", NULL), FC_E_NO_INPUT);
    assert_int_equal(fc_report_plot(in_place("none"), "svg", NULL), FC_E_NO_INPUT);
}

/* Whatever is missing from the model or the run, there is a report. */
static void poor_forecasts(void **state)
{
    (void)state;
    for (int variant = 0; variant < 7; variant++) {
        fake = usual;
        fake.only_revenue = variant == 0;
        fake.months = variant == 1 ? 1 : variant == 2 ? 600 : 36;
        fake.paths = variant == 3 ? 1 : 10000;
        fake.constant = variant == 4;
        fake.no_crises = fake.no_targets = variant == 5;
        fake.complete = variant != 6;
        struct fc_error err = {0};
        const fc_status status = write_run("out", "ru", "svg", &err);
        if (status != FC_OK && has_tool("gnuplot"))
            fail_msg("variant %d: %s", variant, err.message);
        assert_true(passes("xmllint", "--noout --huge", "out/report.html"));
        assert_true(passes("python3", "-m json.tool", "out/summary.json"));
        fc_folder_remove(AT_FDCWD, in_place("out"));
    }
}

static int set_up(void **state)
{
    (void)state;
    usual = fake;
    usual_path = strdup(getenv("PATH"));
    return mkdtemp(place) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    free(usual_path);
    fc_folder_remove(AT_FDCWD, place);
    return access(place, F_OK) == 0;
}

#define CASE(name) cmocka_unit_test_teardown(name, back_to_usual)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(whole_folder),    CASE(manifest_tells_all), CASE(hostile_titles),
        CASE(without_gnuplot), CASE(without_fonts),      CASE(bad_gnuplot),
        CASE(wrong_places),    CASE(full_disk),          CASE(redrawing),
        CASE(poor_forecasts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
