/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the charts of a finished folder again from charts/NAME.gp and NAME.csv, so that
 * a script can be edited. Pictures are replaced one by one, atomically; the page and
 * the manifest stay the record of the run. Scripts are programs: only folders with a
 * manifest of this program are taken. Checked by tests/unit/test_report_charts.c. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/write.h"

enum { MANIFEST_MOST = 64 * 1024 * 1024, SCRIPTS_MOST = 256 };

static fc_status check_folder(const char *folder, struct fc_error *err)
{
    char path[PATH_MAX], *manifest;
    size_t length;
    if (snprintf(path, sizeof path, "%s/manifest.json", folder) >= (int)sizeof path)
        return FC_FAIL(err, FC_E_NO_INPUT, "the folder name is too long");
    FC_TRY(fc_file_read(path, MANIFEST_MOST, &manifest, &length, err));
    const bool ours = strstr(manifest, FC_MANIFEST_MARK) != NULL;
    free(manifest);
    if (!ours)
        return FC_FAIL(err, FC_E_NO_INPUT, "'%s' is no result folder of this program",
                       folder);
    return FC_OK;
}

/* Is this the script of a figure? Only names that the program gives. */
static bool is_figure(const char *name)
{
    const size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n > 0 && n < 64 && strcmp(name + n, ".gp") == 0 &&
           strcmp(name, "style.gp") != 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Names of the scripts, sorted; returns their number. */
static size_t list_scripts(DIR *list, char names[SCRIPTS_MOST][80])
{
    size_t n = 0;
    for (const struct dirent *entry;
         n < SCRIPTS_MOST && (entry = readdir(list)) != NULL;)
        if (is_figure(entry->d_name))
            snprintf(names[n++], sizeof names[0], "%.79s", entry->d_name);
    qsort(names, n, sizeof names[0], by_name);
    return n;
}

static fc_status draw(const struct fc_gnuplot *gnuplot, int charts, const char *folder,
                      const char *script, enum fc_picture kind, struct fc_error *err)
{
    struct fc_builder picture = {0};
    char path[PATH_MAX + 128];
    FC_TRY(fc__gnuplot_draw(gnuplot, charts, script, kind, &picture, err));
    snprintf(path, sizeof path, "%.*s/%.*s.%s", PATH_MAX, folder,
             (int)strlen(script) - 3, script, fc__picture_name(kind));
    const fc_status status = fc_file_write(path, picture.text, picture.n, err);
    fc_builder_clear(&picture);
    return status;
}

static fc_status draw_scripts(const struct fc_gnuplot *gnuplot, const char *folder,
                              DIR *list, const bool wanted[FC_PICTURES],
                              struct fc_error *err)
{
    char(*names)[80] = calloc(SCRIPTS_MOST, sizeof *names);
    if (!names)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the list of charts");
    const size_t n = list_scripts(list, names);
    fc_status status = FC_OK;
    if (n == 0)
        status =
            FC_FAIL(err, FC_E_NO_INPUT, "there is no chart script in '%s'", folder);
    for (size_t i = 0; i < n && status == FC_OK; i++)
        for (int kind = 0; kind < FC_PICTURES && status == FC_OK; kind++)
            if (wanted[kind])
                status = draw(gnuplot, dirfd(list), folder, names[i],
                              (enum fc_picture)kind, err);
    free(names);
    return status;
}

fc_status fc_report_plot(const char *folder, const char *charts, struct fc_error *err)
{
    bool wanted[FC_PICTURES];
    struct fc_gnuplot gnuplot;
    char path[PATH_MAX];
    FC_TRY(fc__picture_kinds(charts && *charts ? charts : "svg", wanted, err));
    FC_TRY(check_folder(folder, err));
    if (snprintf(path, sizeof path, "%s/charts", folder) >= (int)sizeof path)
        return FC_FAIL(err, FC_E_NO_INPUT, "the folder name is too long");
    DIR *list = opendir(path);
    if (!list)
        return FC_FAIL(err, FC_E_NO_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    fc_status status = fc__gnuplot_find(&gnuplot, wanted, err);
    if (status == FC_OK)
        status = draw_scripts(&gnuplot, path, list, wanted, err);
    closedir(list);
    return status;
}
