/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file status.h
 * What a fallible function returns, and the error object it fills.
 *
 * One list makes the enumeration, the names and the texts. An error object is a plain
 * struct on the caller's stack: nothing to free, safe without memory and with threads.
 */
#ifndef FUNNELCLOUD_STATUS_H
#define FUNNELCLOUD_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/*       name             value  what it means                              exit code */
#define FC_STATUS_LIST(X)                                                              \
    X(FC_OK, 0, "done", 0)                                                             \
    X(FC_E_GOAL, -1, "ran, but a requested goal failed", 1)                            \
    X(FC_E_ARG, -2, "wrong usage", 64)                                                 \
    X(FC_E_SCENARIO, -3, "bad scenario or data", 65)                                   \
    X(FC_E_NO_INPUT, -4, "input cannot be read", 66)                                   \
    X(FC_E_TOOL, -5, "gnuplot, a font or another tool is missing", 69)                 \
    X(FC_E_INTERNAL, -6, "internal error", 70)                                         \
    X(FC_E_MEMORY, -7, "not enough memory", 71)                                        \
    X(FC_E_CREATE, -8, "cannot create the output", 73)                                 \
    X(FC_E_IO, -9, "reading or writing failed", 74)                                    \
    X(FC_E_PARTIAL, -10, "partial result", 75)                                         \
    X(FC_E_INTERRUPTED, -11, "stopped by a signal", 130)

enum {
#define FC_STATUS_ENUM(name, value, text, exit_code) name = value,
    FC_STATUS_LIST(FC_STATUS_ENUM)
#undef FC_STATUS_ENUM
};

/** 0 is success, every failure is negative. */
typedef int fc_status;

/** The first cause of a failure. Zero it before use; all fields may be read at any
 * time. */
struct fc_error {
    fc_status status;
    int line;           /**< line of the scenario or data file, 0 if none */
    char file[256];     /**< scenario or data file, "" if none */
    char message[768];  /**< one line: value, unit, allowed range, what to do */
    const char *c_file; /**< where in the C code it was noticed */
    int c_line;
};

/** Name of a status, such as "FC_E_SCENARIO"; "?" for an unknown value. Borrowed. */
const char *fc_status_name(fc_status status);

/** One line of text for a status. Borrowed. */
const char *fc_status_text(fc_status status);

/** The process exit code that belongs to a status (sysexits). */
int fc_status_exit_code(fc_status status);

#ifdef __cplusplus
}
#endif
#endif
