/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gnuplot -d SCRIPT, its picture checked (platform facts 1.1, 2.2). A picture is good
 * if the exit code is 0, nothing but warnings was said, it has the right first and last
 * bytes and is not suspiciously small. Checked by tests/unit/test_report_gnuplot.c. */
#include "report/gnuplot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/tool.h"

#ifndef FC_DATADIR
#define FC_DATADIR "/usr/local/share/funnelcloud"
#endif

enum { SMALLEST = 600, PICTURE_MOST = 64 * 1024 * 1024 };
#define SECONDS 60.0

static const struct kind {
    const char *name, *terminal, *magic, *trailer;
    bool needs_font; /* drawn with glyphs of this machine; an SVG takes the reader's */
} kinds[FC_PICTURES] = {
    {"svg", "TERM = 'svg'", "<?xml", "</svg>", false},
    {"png", "TERM = 'png'", "\x89PNG\r\n",
     "IEND\xAE"
     "B`\x82",
     true},
    {"pdf", "TERM = 'pdf'", "%PDF-", "%%EOF", true},
};

const char *fc__picture_name(enum fc_picture kind)
{
    return kinds[kind].name;
}

fc_status fc__picture_kinds(const char *text, bool wanted[FC_PICTURES],
                            struct fc_error *err)
{
    memset(wanted, 0, FC_PICTURES * sizeof *wanted);
    for (const char *at = text; at && *at;) {
        const size_t n = strcspn(at, ",");
        bool known = n == 0 || (n == 4 && strncmp(at, "none", n) == 0);
        for (int kind = 0; kind < FC_PICTURES; kind++)
            if (n == 3 && strncmp(at, kinds[kind].name, n) == 0)
                known = wanted[kind] = true;
        if (!known)
            return FC_FAIL(err, FC_E_ARG,
                           "'%.*s' is no kind of chart; use svg, png, pdf or none",
                           (int)(n < 80 ? n : 80), at);
        at += n + (at[n] == ',');
    }
    return FC_OK;
}

/* Is there a font at all? Where fontconfig is not there, nobody can say no. */
static fc_status check_font(struct fc_error *err)
{
    char program[PATH_MAX];
    if (fc__tool_find("fc-list", program, sizeof program, NULL) != FC_OK)
        return FC_OK;
    const char *const argv[] = {"fc-list", ":", "file", NULL};
    struct fc_tool_result result;
    const fc_status status =
        fc__tool_run(program, argv, -1, SECONDS, PICTURE_MOST, &result, NULL);
    const bool fonts = status != FC_OK || result.exit_code != 0 || result.out.n > 0;
    fc__tool_clear(&result);
    if (!fonts)
        return FC_FAIL(err, FC_E_TOOL,
                       "no font is installed, png and pdf charts would have no text; "
                       "install the package fonts-dejavu-core or ask for svg charts");
    return FC_OK;
}

fc_status fc__gnuplot_find(struct fc_gnuplot *self, const bool wanted[FC_PICTURES],
                           struct fc_error *err)
{
    if (fc__tool_find("gnuplot", self->program, sizeof self->program, NULL) != FC_OK)
        return FC_FAIL(err, FC_E_TOOL,
                       "gnuplot is not in PATH, so there are no charts; install the "
                       "package gnuplot-nox or ask for no charts");
    for (int kind = 0; kind < FC_PICTURES; kind++)
        if (wanted[kind] && kinds[kind].needs_font)
            return check_font(err);
    return FC_OK;
}

/* First line of gnuplot's messages that is not a warning; "" if there is none. */
static void complaint(const char *messages, char *line, size_t size)
{
    line[0] = '\0';
    while (*messages) {
        const size_t n = strcspn(messages, "\n");
        const size_t used = strspn(messages, " \t\r^\n");
        char text[256];
        snprintf(text, sizeof text, "%.*s", (int)(n < 255 ? n : 255), messages);
        const bool words = strcspn(text, "abcdefghijklmnopqrstuvwxyz") < strlen(text);
        if (used < n && words && !strstr(text, "arning")) {
            snprintf(line, size, "%s", text);
            return;
        }
        messages += n + (messages[n] == '\n');
    }
}

/* Why these bytes are not a whole picture; NULL if they are. */
static const char *fault(const struct kind *kind, const struct fc_builder *bytes)
{
    const size_t magic = strlen(kind->magic), trailer = strlen(kind->trailer);
    size_t n = bytes->n;
    while (n > 0 && strchr("\r\n ", bytes->text[n - 1]))
        n--;
    if (n < SMALLEST)
        return "the picture is empty";
    if (memcmp(bytes->text, kind->magic, magic) != 0)
        return "the picture begins wrongly";
    if (memcmp(bytes->text + n - trailer, kind->trailer, trailer) != 0)
        return "the picture is cut off";
    return NULL;
}

fc_status fc__gnuplot_draw(const struct fc_gnuplot *self, int folder,
                           const char *script, enum fc_picture kind,
                           struct fc_builder *picture, struct fc_error *err)
{
    const char *const argv[] = {"gnuplot", "-d", "-e", kinds[kind].terminal,
                                script,    NULL};
    struct fc_tool_result result;
    fc_status status =
        fc__tool_run(self->program, argv, folder, SECONDS, PICTURE_MOST, &result, err);
    char line[256];
    complaint(fc_builder_text(&result.errors), line, sizeof line);
    const char *wrong = status == FC_OK ? fault(&kinds[kind], &result.out) : NULL;
    if (status == FC_OK && (result.exit_code != 0 || *line))
        status = FC_FAIL(err, FC_E_TOOL, "gnuplot failed on %s (%d): %s", script,
                         result.exit_code, *line ? line : "no message");
    else if (wrong)
        status = FC_FAIL(err, FC_E_TOOL, "gnuplot drew no good %s from %s: %s",
                         kinds[kind].name, script, wrong);
    if (status == FC_OK) {
        *picture = result.out;
        memset(&result.out, 0, sizeof result.out);
    }
    fc__tool_clear(&result);
    return status;
}

/* ---- where the scripts are ---- */
static bool holds_scripts(char path[PATH_MAX], const char *root, const char *rest)
{
    char style[PATH_MAX];
    if (snprintf(path, PATH_MAX, "%s%s", root, rest) >= PATH_MAX - 16)
        return false;
    snprintf(style, sizeof style, "%.*s/style.gp", PATH_MAX - 16, path);
    return access(style, R_OK) == 0;
}

fc_status fc__plots_find(char path[PATH_MAX], struct fc_error *err)
{
    const char *root = getenv("FUNNELCLOUD_DATADIR");
    if (root && *root &&
        (holds_scripts(path, root, "/plots") || holds_scripts(path, root, "")))
        return FC_OK;
    static const char *const beside[] = {"/../share/funnelcloud/plots", "/../plots",
                                         "/plots", "/../../plots"};
    char self[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n > 0) {
        self[n] = '\0';
        char *slash = strrchr(self, '/');
        if (slash)
            *slash = '\0';
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
            if (holds_scripts(path, self, beside[i]))
                return FC_OK;
    }
    if (holds_scripts(path, FC_DATADIR, "/plots"))
        return FC_OK;
    return FC_FAIL(err, FC_E_TOOL,
                   "the chart scripts (plots/style.gp) are not found; set "
                   "FUNNELCLOUD_DATADIR to the folder that holds plots/");
}
