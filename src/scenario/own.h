/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of scenario/ share among themselves; nobody else includes this.
 *
 * file.c       opens and reads files             preflight.c, lex.c  the lexical border
 * parse.c      libconfig -> tree                 merge.c  overlays       set.c  --set
 * fill.c       sections, groups, lists           value.c  scalars by kind
 * number.c     numbers, keyed groups, series     uncertain.c  distributions
 * correlate.c  rank correlations                 diff.c  what two scenarios do not
 * share ledger.c     entries, sources, differences     unknown.c  keys nobody asked for
 * schema.c     finding rows, docs/scenario.md    problem.c  messages, lines
 */
#ifndef FC_SCENARIO_OWN_H
#define FC_SCENARIO_OWN_H

#include <sys/types.h>

#include "scenario/arena.h"
#include "scenario/scenario.h"
#include "scenario/tree.h"

enum {
    FC_FILES_MAX = 64,
    FC_EXTENDS_MAX = 8,
    FC_FILE_BYTES_MAX = 1 << 20,
    FC_DEPTH_MAX = 32,
    FC_SETTINGS_MAX = 20000,
    FC_TEXT_MAX = 4096,
    FC_NAME_MAX = 64,
    FC_PROBLEMS_SHOWN = 100,
    FC_PROBLEMS_KEPT = 1000
};

struct fc__file {
    const char *name; /* as shown in messages, relative to where the program runs */
    const char *text;
    size_t length;
    char sha256[65];
    dev_t device;
    ino_t inode;
};

/* Members of an axis, from the list that defines them. */
struct fc__axis {
    const char *path; /* "markets.segments"; NULL: no section defines this axis */
    const char *const *names; /* ended by NULL */
    size_t n;
};

struct fc__problem {
    struct fc_problem shown;
    const char *full; /* "FILE:LINE: text" */
    int at;           /* encoded line, the sorting key */
};

struct fc__uncertain {
    const char *key;
    int line;
};

struct fc_scenario {
    struct fc__arena arena;
    struct fc__file files[FC_FILES_MAX];
    size_t n_files;
    const struct fc_owner *owners;
    size_t n_owners;
    void **specs;
    struct fc__node *root;
    struct fc__axis axes[FC_AXES];
    struct fc__problem *problems; /* sorted by file and line */
    size_t n_problems, room_problems, more_problems, n_errors;
    char more_text[40];
    struct fc_entry *entries;
    size_t n_entries, room_entries;
    struct fc_dist *dists;
    struct fc__uncertain *uncertain; /* beside dists */
    size_t n_dists, room_dists, room_uncertain;
    struct fc_rank_pair *pairs;
    size_t n_pairs;
    size_t filling; /* owner whose section is being read */
};

/* ---- problem.c ---- */
void fc__error(fc_scenario *self, int line, const char *format, ...) FC_PRINTF(3, 4);
void fc__warning(fc_scenario *self, int line, const char *format, ...) FC_PRINTF(3, 4);

/* "; did you mean 'x'?" or "" */
const char *fc__did_you_mean(fc_scenario *self, const struct fc_nearest *nearest);

/* ---- file.c ---- */

/* Reads `path` as file n_files. `line` is where `extends` named it, -1 for the file the
 * user named: then a file that cannot be read is FC_E_NO_INPUT. *file is its index. */
fc_status fc__file_read(fc_scenario *self, const char *path, int line, int *file,
                        struct fc_error *err);

/* The same from memory. */
fc_status fc__file_from_text(fc_scenario *self, const char *name, const char *text,
                             size_t length, int *file);

/* ---- lex.c, preflight.c ---- */
struct fc__lines {
    int *at;
    size_t n, room;
};

/* What a run of number-like bytes is. */
enum fc__number_kind { FC_NUMBER_BAD, FC_NUMBER_WHOLE, FC_NUMBER_LONG, FC_NUMBER_REAL };
struct fc__lexed_number {
    enum fc__number_kind kind;
    int64_t whole;
    double real;
    const char *why; /* BAD: "is ...; do ..." in the arena */
};

/* Reads a number as libconfig should; `strict` wants the L that libconfig needs. */
struct fc__lexed_number fc__lex_number(struct fc__arena *arena, const char *text,
                                       size_t n, bool strict);

/* Checks a text before libconfig may see it. `line` < 0: lines are counted; else every
 * problem is at this line (--set). lines->at gets the line of every value in order.
 * False if something is wrong; the problems say what. */
bool fc__preflight(fc_scenario *self, int file, int line, const char *text,
                   size_t length, struct fc__lines *lines);

/* ---- parse.c ---- */

/* Pre-flight and libconfig. NULL if the text is wrong or memory is short. */
struct fc__node *fc__parse(fc_scenario *self, int file, int line, const char *text,
                           size_t length);

/* ---- merge.c ---- */

/* Reports and takes out members with the name of an earlier one, in a whole tree. */
void fc__merge_check_names(fc_scenario *self, struct fc__node *root);

/* Puts an overlay on top of a base; the overlay's nodes move into the base. */
void fc__merge(fc_scenario *self, struct fc__node *base, struct fc__node *overlay);

/* ---- set.c ---- */
void fc__set(fc_scenario *self, const char *text, int number);

/* ---- schema.c ---- */

/* Owner i; at n_owners the built-in one (extends, correlations, sources); NULL beyond.
 */
const struct fc_owner *fc__owner(const fc_scenario *self, size_t i);

/* The row of a table path "funnel.stages.conversion"; NULL if no table has it. */
const struct fc_field *fc__schema_field(const fc_scenario *self, const char *path);

/* True if `path` is a section or lies above one. */
bool fc__schema_is_section(const fc_scenario *self, const char *path, bool exactly);

/* The section or group that has a key called `key`; NULL if none or several have. */
const char *fc__schema_home(fc_scenario *self, const char *key);

/* "segment" */
const char *fc__axis_name(enum fc_axis axis);

/* ---- fill.c, value.c, uncertain.c ---- */

/* Where a row's value comes from and goes to. */
struct fc__place {
    const struct fc_field *field;
    const char *key;       /* "funnel.stages.propose.conversion" */
    struct fc__node *node; /* NULL: not written */
    char *at;
    int line;     /* of the node, else of the group where it would stand */
    bool lenient; /* its group is optional and not written: nothing is missing */
};

void fc__read_axes(fc_scenario *self);
void fc__fill_all(fc_scenario *self);
void fc__fill_value(fc_scenario *self, struct fc__place place);
void fc__fill_number(fc_scenario *self, struct fc__place place);
void fc__fill_series(fc_scenario *self, struct fc__place place);

/* "'key' is missing: what it is; in weeks" */
void fc__missing(fc_scenario *self, struct fc__place place);

/* One number from a node: scalar, interval text or distribution group. False (with a
 * problem) if it is none; then *out is NAN. */
bool fc__number_read(fc_scenario *self, const struct fc_field *field, const char *key,
                     struct fc__node *node, struct fc_number *out, const char **shown);

/* A distribution from an interval text or a group with `dist`; its index or -1. */
int fc__uncertain_read(fc_scenario *self, const struct fc_field *field, const char *key,
                       struct fc__node *node, const char **shown);

/* Checks against the range of a row; false with a problem. */
bool fc__in_range(fc_scenario *self, const struct fc_field *field, const char *key,
                  double value, int line);
bool fc__has_range(const struct fc_field *field);
bool fc__is_inside(const struct fc_field *field, double value);

/* "(0, 1)", ">= 0": the range of a row as people read it. */
const char *fc__range_text(struct fc__arena *arena, const struct fc_field *field);

/* " weeks"; "" for shares and plain numbers */
const char *fc__unit_text(struct fc__arena *arena, const struct fc_field *field);

/* A value as it stands in messages: 12, "text", a list. */
const char *fc__node_shown(struct fc__arena *arena, const struct fc__node *node);

/* Notes what may stand in a group; the group is then open to the search for unknown
 * keys. */
void fc__allow(fc_scenario *self, struct fc__node *node, const struct fc_field *rows,
               const char *const *names);

/* ---- unknown.c ---- */
void fc__unknown(fc_scenario *self);

/* ---- correlate.c ---- */
void fc__correlate(fc_scenario *self);

/* ---- ledger.c ---- */
void fc__entry(fc_scenario *self, struct fc__place place, const char *value,
               struct fc_number *number, size_t n_numbers);
void fc__ledger_source(fc_scenario *self);

/* True if a key pattern covers a key: "*" stands for one element, and a pattern covers
 * everything below it. */
bool fc__pattern_covers(const char *pattern, const char *key);

#endif
