/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run leaves: the folder first, then the summary on stdout, so that a reader who
 * went away costs nothing. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Asked by doing it: for root, access() says yes in every read-only place. */
static int can_write(const char *folder)
{
    char probe[4128];
    snprintf(probe, sizeof probe, "%s/.funnelcloud-XXXXXX", folder);
    if (mkdtemp(probe) == NULL || rmdir(probe) != 0)
        return cli_fail(FC_E_CREATE, "cannot write in '%s': %s", folder,
                        strerror(errno));
    return 0;
}

/* Makes the folders above `path` that are missing; `path` itself is left alone. */
int cli_make_parents(const char *path)
{
    char above[4096];
    size_t n = strlen(path);
    if (n >= sizeof above)
        return cli_usage("run", "'--output' is too long");
    while (n > 1 && path[n - 1] == '/')
        n--;
    while (n > 0 && path[n - 1] != '/')
        n--;
    memcpy(above, path, n);
    above[n] = '\0';
    for (size_t i = 1; i < n; i++) {
        if (above[i] != '/')
            continue;
        above[i] = '\0';
        if (mkdir(above, 0777) != 0 && errno != EEXIST)
            return cli_fail(FC_E_CREATE, "cannot create '%s': %s", above,
                            strerror(errno));
        above[i] = '/';
    }
    return can_write(n ? above : ".");
}

int cli_output_free(const struct cli_request *request)
{
    struct stat facts;
    const char *folder = request->output;
    if (folder == NULL)
        return 0;
    if (lstat(folder, &facts) == 0 && !request->force)
        return cli_fail(FC_E_CREATE,
                        "'%s' exists; --force replaces the result of an earlier run",
                        folder);
    const int code = cli_make_parents(folder);
    if (code)
        return code;
    struct fc_report_options options = FC_REPORT_OPTIONS_INIT;
    struct fc_error err = {0};
    options.overwrite = request->force;
    const fc_status status = fc_report_folder_check(folder, &options, &err);
    return status == FC_OK ? 0 : cli_error(status, &err);
}

static int print_summary(const fc_scenario *scenario, const fc_forecast *forecast,
                         const struct cli_request *request, const char *lang)
{
    struct fc_error err = {0};
    char *text = NULL;
    const fc_status status =
        request->json ? fc_report_json(scenario, forecast, &text, &err)
                      : fc_report_summary(scenario, forecast, lang, &text, &err);
    return cli_print(status, text, &err);
}

int cli_write(const fc_scenario *scenario, const fc_forecast *forecast,
              const struct cli_request *request, const char *command)
{
    const struct fc_report_options how = cli_report_options(request, command);
    struct fc_error err = {0};
    int code = 0;
    if (request->output)
        code = cli_written(
            request, fc_report_write(scenario, forecast, request->output, &how, &err),
            &err);
    const int printed = print_summary(scenario, forecast, request, how.lang);
    return code ? code : printed;
}

/* A word as a shell reads it back. Returns its length without '\0'. */
static size_t quoted(const char *word, char *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+=.,/:%@";
    size_t n = 0;
    if (word[0] && word[strspn(word, plain)] == '\0') {
        memcpy(out, word, strlen(word));
        return strlen(word);
    }
    out[n++] = '\'';
    for (; *word; word++) {
        if (*word == '\'') {
            memcpy(out + n, "'\\'", 3);
            n += 3;
        }
        out[n++] = *word;
    }
    out[n++] = '\'';
    return n;
}

char *cli_command_line(int argc, char **argv)
{
    size_t n = sizeof "funnelcloud";
    for (int i = 0; i < argc; i++)
        n += 4 * strlen(argv[i]) + 3;
    char *out = malloc(n);
    if (out == NULL)
        return NULL;
    memcpy(out, "funnelcloud", sizeof "funnelcloud");
    n = sizeof "funnelcloud" - 1;
    for (int i = 0; i < argc; i++) {
        out[n++] = ' ';
        n += quoted(argv[i], out + n);
    }
    out[n] = '\0';
    return out;
}
