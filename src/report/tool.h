/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs another program without a shell and takes what it prints. */
#ifndef FC_REPORT_TOOL_H
#define FC_REPORT_TOOL_H

#include <stddef.h>

#include "base/text.h"

/* Finds a program in the absolute folders of PATH. FC_E_TOOL: there is none. */
fc_status fc__tool_find(const char *name, char *path, size_t size,
                        struct fc_error *err);

struct fc_tool_result {
    struct fc_builder out;    /* standard output */
    struct fc_builder errors; /* beginning of standard error */
    int exit_code;            /* 128 + n if a signal ended it */
};
void fc__tool_clear(struct fc_tool_result *self);

/* Runs `path` with arguments (argv[0] too, ended by NULL) in the folder `folder` (a
 * descriptor; -1: here), for at most `seconds` of wall clock and of processor time,
 * with at most `most` bytes of output. Its environment is PATH, HOME=/nonexistent and
 * LC_ALL=C.UTF-8, nothing else.
 * FC_OK whatever the exit code; FC_E_TOOL: not started, too slow, too much output. */
fc_status fc__tool_run(const char *path, const char *const *argv, int folder,
                       double seconds, size_t most, struct fc_tool_result *result,
                       struct fc_error *err);

#endif
