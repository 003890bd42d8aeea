/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of `stress`: the list of tests, what is measured of a world, the drivers of
 * the reverse tests. */
#ifndef FC_DECIDE_STRESS_H
#define FC_DECIDE_STRESS_H

#include "decide/study.h"
#include "funnelcloud/stress.h"

/* ---- stress_list.c: tests of a scenario ---- */

/* A test as it is put together: entries of the list `crises`, of the groups `macro` and
 * `customers`; or the text of a file. */
struct fc__stress_plan {
    char name[64], title[96], member[96], also[140];
    const char *left_out;
    int month;
    bool user, alone; /* alone: a scenario of its own, in file `path` */
    char path[512];
    char crises[1536], macro[256], customers[512];
    char *text; /* overlay; owned */
};

/* Who is largest, by revenue of the scenario's own worlds. */
struct fc__stress_largest {
    size_t product, segment;
};

/* Tests that every scenario is asked about, in this order; `two_worst` is last. */
enum {
    FC__TEST_RECESSION,
    FC__TEST_CLIENT,
    FC__TEST_BREACH,
    FC__TEST_RECALL,
    FC__TEST_LEAVE,
    FC__TESTS
};

/* Fills FC__TESTS plans. */
fc_status fc__stress_list(const fc_scenario *scenario, const struct fc_model *model,
                          const struct fc__stress_largest *largest,
                          struct fc__stress_plan *plan, struct fc_error *err);
/* The crisis in which people leave, hazard multiplied by `factor` for a month. */
void fc__stress_leave(struct fc__stress_plan *plan, double factor);
/* The factor with which a share of them leaves, when nothing else makes them. */
double fc__stress_leave_factor(double turnover_per_year);
/* Two tests at once. */
void fc__stress_join(const struct fc__stress_plan *a, const struct fc__stress_plan *b,
                     struct fc__stress_plan *out);
/* A file of the user: FC_E_NO_INPUT. */
fc_status fc__stress_file(const char *path, struct fc__stress_plan *out,
                          struct fc_error *err);
/* plan->text from its parts. */
fc_status fc__stress_text(struct fc__stress_plan *plan, struct fc_error *err);
#define FC__STRESS_LEAVE 0.30 /* share of the people */

/* ---- stress_measure.c: one world ---- */

/* Values of n worlds, month by month: [month * n + world]. */
enum fc__stress_series {
    FC__CASH,
    FC__TURNOVER, /* revenue */
    FC__EARNED,   /* operating profit */
    FC__LOAD,     /* utilisation */
    FC__LOST,     /* churn */
    FC__SERIES
};
struct fc__stress_worlds {
    size_t n;
    int months;
    const double *at[FC__SERIES];
    const double *profit, *low; /* [world]: horizon */
};

#define FC__STRESS_TOLERANCE 0.02
/* Months from the first one at or after `from` in which real < (1 - tolerance) twin
 * until that is over for two months; 0: never so; months + 1: not over. */
int fc__stress_recovery(const double *real, const double *twin, size_t stride,
                        int months, int from);
/* Months from `from` on until sum(twin - real) of the profit <= tolerance x sum of the
 * twin's revenue, both since `from`, and stays so; 0: always; months + 1: not at the
 * end. */
int fc__stress_made_up(const double *real, const double *twin, const double *revenue,
                       size_t stride, int months, int from);
/* First month in which cash is below a line; 0: never. */
int fc__stress_below(const double *cash, size_t stride, int months, double line);

/* Limits: cash and utilisation one for all months, revenue by year, churn by month. */
struct fc__stress_limits {
    double cash, utilisation;
    double *revenue, *churn; /* [year], [month]; NAN: none */
    bool own_cash, own_revenue;
};
/* First month of world `i` in which limit k is broken; 0: never. */
int fc__stress_broken(const struct fc__stress_worlds *worlds, size_t i,
                      const struct fc__stress_limits *limits, enum fc_stress_limit k);
/* What a test breaks first: of the limits that are broken earlier with it than without
 * it (month 0: never) the one with the earliest month; FC_LIMITS: none. */
enum fc_stress_limit fc__stress_first(const int with[FC_LIMITS],
                                      const int without[FC_LIMITS]);
/* Median with half of the distribution-free 95 % interval of ranks over 1.96. */
struct fc_estimate fc__stress_median(double *x, size_t n);
/* Share of ones. */
struct fc_estimate fc__stress_share(uint64_t hits, uint64_t n);

/* ---- reverse_drivers.c ---- */
enum fc__driver_kind { FC__BY_RECESSION, FC__BY_CRISIS, FC__BY_NUMBER, FC__BY_YEAR };
enum { FC__DRIVERS_ALL = 64 };
struct fc__driver {
    enum fc__driver_kind kind;
    size_t index; /* crisis, row of the distributions, year */
    uint32_t row; /* number: row of the block's numbers */
    char name[128], title[96], unit[32];
    double *x; /* [world]: worst severity, longest recession, value, rank of the year */
    uint16_t *from; /* [world]: month in which that began */
    double *score;  /* [world] */
    double *sorted;
};
struct fc__drivers {
    size_t n, worlds;
    int months;
    struct fc__driver at[FC__DRIVERS_ALL];
    uint16_t *spell, *began; /* recession that runs, by world */
};
fc_status fc__drivers_new(struct fc__drivers *self, const struct fc_model *model,
                          size_t worlds, struct fc_error *err);
void fc__drivers_look(struct fc__drivers *self, const struct fc_block *b, size_t n);
/* Scores from the worlds seen: Phi^-1 of the middle rank; 0 where nothing happened. */
void fc__drivers_score(struct fc__drivers *self);
/* The value with a score; 0 where the score says that nothing happens. */
double fc__driver_value(const struct fc__driver *self, size_t worlds, double score);
void fc__drivers_clear(struct fc__drivers *self);

/* A combination: drivers, and the month and score of each. */
struct fc__forced {
    size_t n, driver[FC__DRIVERS_ALL];
    int month[FC__DRIVERS_ALL];
    double score[FC__DRIVERS_ALL];
};
/* Value of driver i of it at scale x score; a recession ends with the horizon. */
double fc__forced_value(const struct fc__drivers *drivers,
                        const struct fc__forced *what, size_t i, double scale);
/* Overlay and overrides that fix all of them at scale x score; crises and recessions
 * that a score makes nothing of do not come at all. `set` has room for the numbers. */
enum { FC__FORCED_TEXT = 8192, FC__FORCED_SETS = 16 };
struct fc__forced_text {
    char overlay[FC__FORCED_TEXT], set[FC__FORCED_SETS][160];
    struct fc__variant variant;
};
void fc__forced_write(const struct fc__drivers *drivers, const struct fc__forced *what,
                      double scale, struct fc__forced_text *out);

/* ---- reverse_fit.c: y = mean + sum b_j (z_j - middle_j) ---- */
struct fc__fit {
    size_t n;        /* drivers */
    double mean, *b; /* [driver] */
    double *middle;  /* [driver]: mean score */
    double explained;
};
/* fc__fit_clear() in every case. FC_E_MEMORY; FC_E_INTERNAL. */
fc_status fc__fit_new(const struct fc__drivers *drivers, const double *y,
                      struct fc__fit *fit, struct fc_error *err);
void fc__fit_clear(struct fc__fit *fit);

/* ---- the result ---- */
struct fc__tested {
    struct fc__stress_plan plan;
    struct fc_stress_test out;
    double *cash;             /* [month * FC_STRESS_LEVELS] */
    struct fc_estimate *kept; /* [month] */
};

struct fc_stress {
    struct fc__study study;
    struct fc_stress_options what;
    fc_scenario *scenario;
    struct fc_run_facts facts;
    char hash[65];
    struct fc__sample sample; /* of the scenario itself; `base` is inside */
    struct fc__stress_worlds base;
    struct fc__stress_limits limits;
    int *base_broken; /* [world * FC_LIMITS] */
    double credit_line;
    double *members; /* [(product or segment) * worlds + world]: revenue */
    struct fc__drivers drivers;
    size_t n, finished, reverses;
    struct fc__tested test[FC_STRESS_MOST];
    struct fc_reverse reverse[FC_REVERSE_MOST];
    char metric[FC_REVERSE_MOST][64];
    const double *outcome[FC_REVERSE_MOST]; /* the metric of a reverse test, by world */
};

/* stress_tally.c: runs one scenario and points `worlds` at what is in the sample; with
 * `month`, *left is the mean share of the people who leave in it (may be NULL). */
fc_status fc__tally_run(struct fc_stress *self, fc_scenario *scenario, int month,
                        const struct fc__look *look, struct fc__sample *sample,
                        struct fc__stress_worlds *worlds, struct fc_estimate *left,
                        struct fc_error *err);
/* Limits and everything about the scenario itself. */
fc_status fc__tally_base(struct fc_stress *self, struct fc_error *err);
/* Everything about a test. */
fc_status fc__tally_test(struct fc_stress *self, struct fc__tested *test,
                         const struct fc__stress_worlds *worlds, struct fc_error *err);

/* reverse.c */
fc_status fc__reverse_list(struct fc_stress *self, const struct fc__sample *base,
                           struct fc_error *err);
fc_status fc__reverse_all(struct fc_stress *self, struct fc_error *err);
uint64_t fc__reverse_search_paths(const struct fc_stress *self);
uint64_t fc__reverse_proof_paths(const struct fc_stress *self);
/* Path-runs of one reverse test, at most. */
uint64_t fc__reverse_runs(const struct fc_stress *self);

#endif
