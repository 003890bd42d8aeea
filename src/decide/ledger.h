/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of a ledger: its parts fill one result.
 *
 *   ledger.c           all of it, in order; reading
 *   ledger_measures.c  which measures there are; variants with some of them
 *   ledger_sets.c      no measure, each, each pair, all: effects
 *   ledger_crises.c    crises against measures, attribution
 *   ledger_even.c      at which frequency a measure pays
 *   ledger_best.c      the best set for the budget */
#ifndef FC_DECIDE_LEDGER_H
#define FC_DECIDE_LEDGER_H

#include "decide/attribution.h"
#include "decide/paired.h"
#include "funnelcloud/ledger.h"

enum {
    FC__TARGETS_MOST = 40,
    FC__ADDED_MOST = 16, /* practices and policies of a file whose names are noted */
    FC__MEASURE_NAME = 64,
    FC__COST_LINES = 4
};

/* Set of measures: bit i is measure i. */
typedef uint32_t fc__measure_set;

struct fc__measure {
    char name[FC__MEASURE_NAME], title[128];
    char *file, *text;                /* NULL: a practice of the scenario */
    struct fc__overlay with, without; /* text NULL: nothing to lay on top */
    char off[160];
    size_t added;
    char adds[FC__ADDED_MOST][FC__MEASURE_NAME];
};

/* Rows of values by path that a set of measures has. */
enum fc__ledger_row { FC__ROW_PROFIT, FC__ROW_RUIN, FC__ROW_COST, FC__ROW_MISS };

struct fc__ledger_values { /* of some sets, all on the same paths */
    size_t sets, rows, paths;
    double *at;            /* [(set * rows + row) * paths + path] */
    struct fc__tail *tail; /* [set], of the profit */
};

struct fc_ledger {
    struct fc__study study;
    size_t n, crises; /* measures */
    struct fc__measure measure[FC_LEDGER_MEASURES];
    const char *crisis[FC__CRISES_MOST]; /* of scenario[0] */
    double budget;
    fc_scenario *scenario[2]; /* without, with all measures */
    fc_forecast *forecast[2];
    struct fc_run_facts facts;
    char hash[65];
    uint64_t paths, half;
    bool done[FC_LEDGER_PARTS];

    /* what is kept of a run: profit, ruin, cost lines, targets */
    struct fc__keep keep[FC__KEEP_MOST];
    size_t keeps, lines, targets;
    double target[FC__TARGETS_MOST];

    struct fc__ledger_values set; /* indices by fc__ledger_set */
    double *room;                 /* paths values */

    /* crises: without measures, each set of them (attribution); profit without crisis
     * c and with measure m [(c * columns + m) * half + path], column n: all of them */
    struct fc__attribution attribution;
    double *cell;
    struct fc_ledger_even even[FC_LEDGER_MEASURES];

    /* best sets, in worlds of their own: 0 none, then those of `fresh_set` */
    struct fc__ledger_values fresh;
    fc__measure_set fresh_set[5];
    struct fc_ledger_best best[2]; /* by profit, by its worst 5 % */
};

/* ---- ledger_measures.c ---- */
fc_status fc__ledger_measures(fc_ledger *self, const struct fc_ledger_options *what,
                              struct fc_error *err);
/* A variant with these measures and no other. */
struct fc__variant fc__ledger_variant(const fc_ledger *self, fc__measure_set on);
fc__measure_set fc__ledger_all(const fc_ledger *self);

/* ---- ledger_sets.c ---- */
/* Which values of runs are kept. FC_E_SCENARIO: too many targets. */
fc_status fc__ledger_keep(fc_ledger *self, struct fc_error *err);
size_t fc__ledger_sets(size_t measures); /* runs */
/* Index among them: none, one or two measures, or all. */
size_t fc__ledger_set(const fc_ledger *self, fc__measure_set on);
fc_status fc__ledger_run_sets(fc_ledger *self, struct fc_error *err);
/* Runs any sets on `study` into `out`; the caller clears it in every case. */
fc_status fc__ledger_values_run(fc_ledger *self, struct fc__study *study,
                                const fc__measure_set *on, size_t n, uint64_t paths,
                                struct fc__ledger_values *out, struct fc_error *err);
void fc__ledger_values_clear(struct fc__ledger_values *self);
const double *fc__ledger_row(const struct fc__ledger_values *self, size_t set,
                             size_t row);
/* Sum of factor[i] x goal of set[i]. */
struct fc_estimate fc__ledger_contrast(const struct fc__ledger_values *values,
                                       enum fc_ledger_goal goal, const double *factor,
                                       const size_t *set, size_t n, double *influence);

/* Money is counted in 1/64: a value or an error far below that is rounding, and 0. */
struct fc_estimate fc__ledger_settled(struct fc_estimate money);

/* ---- ledger_crises.c ---- */
size_t fc__ledger_cells(size_t measures, size_t crises); /* runs */
fc_status fc__ledger_attribute(fc_ledger *self, struct fc_error *err);
fc_status fc__ledger_run_crises(fc_ledger *self, struct fc_error *err);
/* Profit by path without crisis c, with measure m (n: all of them). */
const double *fc__ledger_cell(const fc_ledger *self, size_t c, size_t m);

/* ---- ledger_even.c, ledger_best.c ---- */
enum { FC__EVEN_RUNS = 6, FC__BEST_RUNS = 5 }; /* of a measure; of all; at most */
fc_status fc__ledger_break_even(fc_ledger *self, struct fc_error *err);
fc_status fc__ledger_find_best(fc_ledger *self, struct fc_error *err);

#endif
