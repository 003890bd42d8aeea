/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling an error object. First cause wins: a second FC_FAIL leaves the first message.
 */
#ifndef FC_BASE_ERROR_H
#define FC_BASE_ERROR_H

#include "funnelcloud/status.h"

#if defined(__GNUC__)
#define FC_PRINTF(nth, first) __attribute__((format(printf, nth, first)))
#else
#define FC_PRINTF(nth, first)
#endif

/* Sets status, message and C position unless `err` holds an earlier cause; returns
 * `status`, so that `return FC_FAIL(err, FC_E_ARG, "...")` reads well. `err` may be
 * NULL. */
#define FC_FAIL(err, status, ...)                                                      \
    fc__error_set((err), (status), __FILE__, __LINE__, NULL, 0, __VA_ARGS__)

/* The same with a position in a scenario or data file. */
#define FC_FAIL_AT(err, status, file, line, ...)                                       \
    fc__error_set((err), (status), __FILE__, __LINE__, (file), (line), __VA_ARGS__)

/* Hands a failure of a called function on. */
#define FC_TRY(call)                                                                   \
    do {                                                                               \
        const fc_status fc_try_status = (call);                                        \
        if (fc_try_status != FC_OK)                                                    \
            return fc_try_status;                                                      \
    } while (0)

fc_status fc__error_set(struct fc_error *err, fc_status status, const char *c_file,
                        int c_line, const char *file, int line, const char *format, ...)
    FC_PRINTF(7, 8);

#endif
