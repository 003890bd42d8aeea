/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One path replayed: every shared array of every step as CSV, on stdout or as
 * DIR/trace.csv (written beside, renamed last). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static void print_row(void *data, int month, int step, const char *array, size_t row,
                      size_t column, double value)
{
    fprintf(data, "%d,%d,%s,%zu,%zu,%.17g\n", month, step, array, row, column, value);
}

static int replay(fc_scenario *scenario, const struct cli_request *request, FILE *to)
{
    struct fc_error err = {0};
    fputs("month,step,array,row,column,value\n", to);
    const struct fc_run_options how = cli_run_options(request, NULL);
    const fc_status status =
        fc_run_replay(scenario, &how, request->only_path, print_row, to, &err);
    return status == FC_OK ? 0 : cli_error(status, &err);
}

/* ferror, fflush, fsync, fclose: each may be the only one that knows of a full disk. */
static int close_all(FILE *file, const char *path)
{
    int bad = ferror(file) != 0;
    bad |= fflush(file) != 0;
    bad |= fsync(fileno(file)) != 0;
    bad |= fclose(file) != 0;
    return bad ? cli_fail(FC_E_IO, "'%s' could not be written", path) : 0;
}

/* Writes the new file `part` (which is free) and renames it to `path`. */
static int to_file(fc_scenario *scenario, const struct cli_request *request,
                   const char *part, const char *path)
{
    FILE *file = fopen(part, "wbx");
    if (file == NULL)
        return cli_fail(FC_E_CREATE, "cannot create '%s': %s", part, strerror(errno));
    int code = replay(scenario, request, file);
    const int closed = close_all(file, part);
    code = code ? code : closed;
    if (code == 0 && rename(part, path) != 0)
        code = cli_fail(FC_E_IO, "cannot rename '%s': %s", part, strerror(errno));
    if (code)
        unlink(part);
    return code;
}

int cli_trace(fc_scenario *scenario, const struct cli_request *request)
{
    char part[4096], path[4096];
    const char *folder = request->output;
    if (folder == NULL)
        return replay(scenario, request, stdout);
    const int n = snprintf(path, sizeof path, "%s/trace.csv", folder);
    if (n < 0 || (size_t)n >= sizeof path - 32)
        return cli_usage("run", "'--output' is too long");
    snprintf(part, sizeof part, "%s/.trace.csv.tmp.%ld", folder, (long)getpid());
    const int no_parents = cli_make_parents(folder);
    if (no_parents)
        return no_parents;
    const bool made = mkdir(folder, 0777) == 0;
    if (!made && errno != EEXIST)
        return cli_fail(FC_E_CREATE, "cannot create '%s': %s", folder, strerror(errno));
    if (!made && !request->force && access(path, F_OK) == 0)
        return cli_fail(FC_E_CREATE, "'%s' exists; --force replaces it", path);
    const int code = to_file(scenario, request, part, path);
    if (code && made)
        rmdir(folder);
    return code;
}
