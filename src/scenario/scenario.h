/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario: texts of its files, the merged tree, checked spec structs, provenance.
 *
 * text -> pre-flight -> libconfig -> tree -> overlays merged -> --set -> checked specs.
 * All errors are collected with FILE:LINE, not only the first.
 */
#ifndef FC_SCENARIO_SCENARIO_H
#define FC_SCENARIO_SCENARIO_H

#include "base/error.h"
#include "funnelcloud/scenario.h"
#include "funnelcloud/status.h"
#include "random/dist.h"
#include "scenario/field.h"

/* Who owns which sections: one row a room, ended by sections = NULL. `spec_size` bytes
 * are allocated and filled for each owner. */
struct fc_owner {
    const char *name;
    const struct fc_section *sections;
    size_t spec_size;
};

/* One problem found. Owned by the scenario. */
struct fc_problem {
    const char *file;
    int line;
    bool warning;
    const char
        *text; /* "'funnel.stages[2].conversion' is 1.4; it must lie in (0, 1)" */
};

/* One effective number or text: the assumption ledger is the array of all of them. */
struct fc_entry {
    const char *key; /* "funnel.stages.propose.conversion.small" */
    const char
        *value; /* as a person reads it: "0.66", "0.57 .. 0.67 (90 % interval)" */
    const char *unit, *help;
    const char *source; /* from `sources`, else the field table for a preset, else "" */
    char confidence;    /* H M L A, or '-' where unknown */
    bool preset;        /* not written in any file: the default was taken */
    const char *file;   /* where it was written, NULL for a preset */
    int line;
    const struct fc_field *field;
    struct fc_number *number; /* NUMBER and SERIES: the first value inside the spec,
                                 else NULL. Tests double all money through it (M4). */
    size_t n_numbers; /* how many from there on: the same for all, or a series */
    int encoded;      /* file and line in one number, also for a preset */
};

/* Reads FILE and everything it extends, applies `set` (n_set texts "key=value") and
 * checks it against the owners' tables. On FC_E_SCENARIO *out is still given, with its
 * problems. The owners' table must outlive the scenario. */
fc_status fc__scenario_read(const char *path, const char *const *set, size_t n_set,
                            const struct fc_owner *owners, fc_scenario **out,
                            struct fc_error *err);

/* A text on top of a scenario, as if a file of that text extended it. `change`: it is
 * itself a file that extends another scenario and is taken for what it adds: its
 * `extends` and its `title` are left aside. */
struct fc__overlay {
    const char *name; /* in messages and among the files; NULL: "(overlay)" */
    const char *text;
    bool change;
};

/* The same with n overlays on top of its files, in this order, and below `set`. */
fc_status fc__scenario_read_overlaid(const char *path,
                                     const struct fc__overlay *overlays, size_t n,
                                     const char *const *set, size_t n_set,
                                     const struct fc_owner *owners, fc_scenario **out,
                                     struct fc_error *err);

/* The same from a text in memory (tests, fuzzing); `name` is used in messages,
 * `extends` is refused. */
fc_status fc__scenario_read_text(const char *name, const char *text, size_t length,
                                 const char *const *set, size_t n_set,
                                 const struct fc_owner *owners, fc_scenario **out,
                                 struct fc_error *err);

/* The spec of owner i (index into the owners' table). Borrowed; filled. */
void *fc__scenario_spec(const fc_scenario *self, size_t owner);

/* What may be decided; names no mechanism, read by the commands of decide/. */
struct fc__decisions {
    struct fc_names measures; /* practices by name, files by their ending .cfg */
    struct fc_number budget;  /* money for measures over the horizon; NAN: not given */
    struct fc_numbers caps;   /* on the share of the largest client, to be tried */
};
const struct fc__decisions *fc__scenario_decisions(const fc_scenario *self);

/* Members of an axis that a list of the scenario defines. */
size_t fc__scenario_members(const fc_scenario *self, enum fc_axis axis);
const char *fc__scenario_member(const fc_scenario *self, enum fc_axis axis, size_t i);

/* Distributions of the uncertain numbers, in order of reading, and the pairwise rank
 * correlations between them. */
size_t fc__scenario_dists(const fc_scenario *self);
const struct fc_dist *fc__scenario_dist(const fc_scenario *self, size_t i);
const char *fc__scenario_dist_key(const fc_scenario *self, size_t i);
struct fc_rank_pair {
    int first, second;
    double rank;
};
size_t fc__scenario_rank_pairs(const fc_scenario *self,
                               const struct fc_rank_pair **out);

/* Adds a problem found later, by a room's compile: same list, same format. `line` from
 * struct fc_number, fc_ref, fc_names (the file is found from the line's entry: lines
 * carry their file inside, see line encoding in scenario.c). Returns FC_E_SCENARIO. */
fc_status fc__scenario_problem(fc_scenario *self, int line, const char *format, ...)
    FC_PRINTF(3, 4);
void fc__scenario_warning(fc_scenario *self, int line, const char *format, ...)
    FC_PRINTF(3, 4);

/* Errors so far, without warnings. */
size_t fc__scenario_errors(const fc_scenario *self);

/* The assumption ledger, part by part in the order of the tables. Find: exact key, NULL
 * if absent.
 */
size_t fc__scenario_entries(const fc_scenario *self);
const struct fc_entry *fc__scenario_entry(const fc_scenario *self, size_t i);
const struct fc_entry *fc__scenario_find(const fc_scenario *self, const char *key);

/* docs/scenario.md from the owners' tables, added to `out`. FC_OK or FC_E_MEMORY. */
struct fc_builder;
fc_status fc__schema_markdown(const struct fc_owner *owners, struct fc_builder *out);

/* Decodes a `line` of a number, ref or names to file and line. */
const char *fc__scenario_line(const fc_scenario *self, int encoded, int *line);

#endif
