/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row per key of a scenario file: the only description of a parameter.
 *
 * The rows drive parsing, range checks, unknown-key errors with a suggestion,
 * `explain`, the assumption ledger and docs/scenario.md. The folder scenario/ sees only
 * these rows and knows no mechanism by name; each room of model/ owns a list of
 * sections.
 *
 * low < high is a range; low = high = 0 (left out) or an infinite end is none. `preset`
 * NAN without FC_REQUIRED: absent is NAN (NUMBER), FC_ABSENT (COUNT, MONTH), -1
 * (CHOICE), false (FLAG). An optional GROUP that is not written has the presets of its
 * rows, and none of its rows is missing. The line of a preset is that of the group
 * where it would stand. */
#ifndef FC_SCENARIO_FIELD_H
#define FC_SCENARIO_FIELD_H

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a row reads, and what lands in the spec struct at `at` (offsetof). */
enum fc_kind {
    FC_COUNT,  /* int: a whole number, never from a fraction */
    FC_NUMBER, /* struct fc_number; 10 and 10.0 are the same. With `per` an axis struct
                  fc_numbers, one a member: from a scalar ("the same for all", one draw
                  if uncertain) or a group keyed by names; n = 1 if no section defines
                  the axis */
    FC_FLAG,   /* bool: true / false */
    FC_TEXT,   /* const char *: UTF-8, any language; NULL if absent */
    FC_NAME,   /* const char *: key `name`, ASCII [a-z][a-z0-9_]*, unique in its list */
    FC_CHOICE, /* int: index into `of` = "contract|repeat" */
    FC_REF,    /* struct fc_ref: a member of the list at `of` = "channels" */
    FC_NAMES,  /* struct fc_names: array of texts, each in `of` = "a|b|c", or a name
                  from the list at `of` = "channels", if `of` is given */
    FC_SERIES, /* struct fc_numbers: array of certain numbers, at most FC_SERIES_MAX */
    FC_MONTH,  /* int: "2027-01" as 12 * year + month - 1 */
    FC_GROUP,  /* the struct of `rows`, embedded */
    FC_LIST    /* struct fc_list: array of structs of `size` bytes, each by `rows` */
};

enum fc_field_flags {
    FC_REQUIRED = 1,  /* absent is an error; else `preset` (NAN: absent stays NAN) */
    FC_MAY_VARY = 2,  /* may be uncertain: an interval text or a distribution group */
    FC_OPEN_LOW = 4,  /* `low` itself is not allowed */
    FC_OPEN_HIGH = 8, /* `high` itself is not allowed */
    FC_SHARE = 16     /* a share or probability: "a .. b" is logit-normal */
};

/* Axes whose members may key a group, and onto which results fold. */
enum fc_axis {
    FC_ONE,
    FC_MARKET,
    FC_TERRITORY,
    FC_PRODUCT,
    FC_SEGMENT,
    FC_CHANNEL,
    FC_STAGE,
    FC_TEAM,
    FC_SEAT,
    FC_WORK,
    FC_ROLE,
    FC_TASK,
    FC_REASON,
    FC_ACCOUNT,
    FC_CRISIS,
    FC_POLICY,
    FC_PRACTICE,
    FC_AXES
};

enum { FC_SERIES_MAX = 600, FC_ABSENT = INT_MIN };

/* For tables: NAN and INFINITY are floats, and clang warns where a double is wanted. */
#define FC_NO_PRESET ((double)NAN)
#define FC_NO_LIMIT  ((double)INFINITY)

struct fc_field {
    const char *key, *unit; /* "dwell_weeks", "weeks"; "money..." is what M4 doubles */
    uint8_t kind, flags, per; /* per: FC_ONE or the axis that may key a group */
    char confidence;          /* of the preset: H M L A */
    double low, high, preset;
    size_t at;
    const struct fc_field *rows; /* GROUP, LIST; ended by key = NULL */
    size_t size;                 /* LIST: bytes of one item */
    const char *of;              /* CHOICE, REF, NAMES */
    const char *help, *source;   /* source of the preset; NULL = assumption */
};

/* A number as read. dist < 0: certain; else a row of the scenario's table of
 * distributions, and `value` is that distribution's mean. */
struct fc_number {
    double value;
    int dist, line;
};
struct fc_numbers {
    size_t n;
    struct fc_number *at;
};
struct fc_ref {
    const char *name;
    int index, line;
};
struct fc_names {
    size_t n;
    const char **at;
    int line;
};
struct fc_list {
    size_t n;
    void *items;
};

/* A part of a scenario file and who owns it: path "channels" or "opening.pipeline"; a
 * path that names a list gets a struct fc_list at `at`. Ended by path = NULL. */
struct fc_section {
    const char *path;
    const struct fc_field *rows; /* of the group, or of one item of the list */
    size_t at;                   /* offset in the owner's spec struct */
    size_t list_item_size;       /* 0: the path is a group */
    uint8_t axis;     /* the list defines the members of this axis; or FC_ONE */
    const char *help; /* one line, for docs/scenario.md */
};

#endif
