/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status names, texts and exit codes from the one list in funnelcloud/status.h.
 * Checked by tests/unit/test_error.c. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct status_row {
    fc_status status;
    const char *name, *text;
    int exit_code;
} rows[] = {
#define ROW(name, value, text, exit_code) {value, #name, text, exit_code},
    FC_STATUS_LIST(ROW)
#undef ROW
};

static const struct status_row *find(fc_status status)
{
    static const struct status_row unknown = {0, "?", "unknown status", 70};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].status == status)
            return &rows[i];
    return &unknown;
}

const char *fc_status_name(fc_status status)
{
    return find(status)->name;
}

const char *fc_status_text(fc_status status)
{
    return find(status)->text;
}

int fc_status_exit_code(fc_status status)
{
    return find(status)->exit_code;
}

fc_status fc__error_set(struct fc_error *err, fc_status status, const char *c_file,
                        int c_line, const char *file, int line, const char *format, ...)
{
    if (err == NULL || err->status != FC_OK)
        return status;
    err->status = status;
    err->c_file = c_file;
    err->c_line = c_line;
    err->line = line;
    snprintf(err->file, sizeof err->file, "%s", file ? file : "");
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}
