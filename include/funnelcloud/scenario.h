/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scenario.h
 * A scenario file, read and checked.
 */
#ifndef FUNNELCLOUD_SCENARIO_H
#define FUNNELCLOUD_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "funnelcloud/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A checked scenario. Opaque; immutable once read; free with fc_scenario_free(). */
typedef struct fc_scenario fc_scenario;

/** Reads and checks a scenario file with all the files it extends.
 *
 * @param path   the file
 * @param set    n_set texts "key=value" that override numbers, as --set does
 * @param[out] out  the caller frees it; also given when the status is FC_E_SCENARIO, so
 * that all problems can be listed
 * @return FC_OK; FC_E_NO_INPUT if a file cannot be opened; FC_E_SCENARIO if it is
 * wrong; FC_E_MEMORY.
 */
fc_status fc_scenario_read(const char *path, const char *const *set, size_t n_set,
                           fc_scenario **out, struct fc_error *err);

/** Frees a scenario; NULL is allowed. */
void fc_scenario_free(fc_scenario *self);

/** Problems found, errors and warnings, in the order of file and line. */
size_t fc_scenario_problems(const fc_scenario *self);

/** Problem i as one line "FILE:LINE: text" (no newline); *warning tells its kind.
 * Borrowed. */
const char *fc_scenario_problem(const fc_scenario *self, size_t i, bool *warning);

/** Title and currency as written. Borrowed. */
const char *fc_scenario_title(const fc_scenario *self);
const char *fc_scenario_currency(const fc_scenario *self);

/** All source texts: file name, bytes, SHA-256 in hex. Index 0 is the file that was
 * named. */
size_t fc_scenario_files(const fc_scenario *self);
const char *fc_scenario_file(const fc_scenario *self, size_t i, const char **text,
                             size_t *length, const char **sha256);

/** One effective value with its provenance: a row of the assumption ledger. */
struct fc_assumption {
    const char *key, *value, *unit, *help, *source;
    char confidence; /**< H, M, L, A, or '-' where the scenario gives none */
    bool preset;     /**< not written in any file: the default was taken */
    const char *file;
    int line;
    bool number; /**< a number, which `check --sourced` wants a source for; else a text,
                      a name, a choice or a flag */
};

/** Number of rows of the assumption ledger. */
size_t fc_scenario_assumptions(const fc_scenario *self);

/** Row i. The texts are borrowed. */
struct fc_assumption fc_scenario_assumption(const fc_scenario *self, size_t i);

/** Adds a problem for every number without a source and a confidence; a default of the
 * program needs one of the two. Texts, names, choices and flags need none.
 * @return FC_OK, or FC_E_SCENARIO with the problems added and the first one in *err
 */
fc_status fc_scenario_sourced(fc_scenario *self, struct fc_error *err);

/** True if row i is `pattern` or lies below it: "funnel.stages", "crises.*.per_year".
 */
bool fc_scenario_assumption_covers(const fc_scenario *self, size_t i,
                                   const char *pattern);

/** One difference: a row of each ledger; NULL where the key is only in the other. */
typedef void fc_scenario_diff_row(void *context, const struct fc_assumption *a,
                                  const struct fc_assumption *b);

/** Calls `each` for every key whose value differs between two scenarios, in the order
 * of `a`, then what only `b` has.
 * @return FC_OK or FC_E_MEMORY
 */
fc_status fc_scenario_diff(const fc_scenario *a, const fc_scenario *b,
                           fc_scenario_diff_row *each, void *context,
                           struct fc_error *err);

/** The key in the ledger that looks most like `key`; NULL if none does. Borrowed. */
const char *fc_scenario_nearest_key(const fc_scenario *self, const char *key);

#ifdef __cplusplus
}
#endif
#endif
