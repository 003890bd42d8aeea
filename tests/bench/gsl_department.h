/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick: the department of a scenario as a scalar loop in C with GSL samplers,
 * one path at a time, the way one would write it without the engine. It simulates the
 * same model: gsl_agree() compares every array that the two have in common, and
 * tests/stat/test_gsl_loop.c fails where they differ.
 *
 *   gsl_department.c   which scenarios fit, a path, the clock
 *   gsl_macro.c        business cycle, crises, levers
 *   gsl_people.c       seats, learning, hand-overs
 *   gsl_motivation.c   sales of a person, pay, reasons to leave;  gsl_effort.c  effort
 *   gsl_demand.c       leads, hours, coverage;  gsl_waiting.c  first contact
 *   gsl_funnel.c       deals and leads;  gsl_funnel_law.c  the law of a step
 *   gsl_customers.c    the month of the clients;  gsl_contracts.c  renewal, insolvency;
 *   gsl_cross.c        second products
 *   gsl_money.c        revenue, costs, cash
 *   gsl_tally.c        all series of the forecast
 *   gsl_agree.c        this loop against the engine
 *
 * What one would do in such a loop is done: only what happens is drawn (no binomial of
 * nobody), the law of the funnel is in closed form, a person's hazard is a clock, sums
 * over an axis are made once, Newton's method stops when it is there, tables of first
 * contact are those of the engine. It is as accurate as double precision; the engine
 * mostly computes in single precision.
 *
 * Left out, and so in favour of this loop: what the scenario does not use (practices,
 * policies, other terms and products, pools, roles, grades, a cap, levers that no
 * crisis of the register pulls), uniforms that belong to an address, so that paths can
 * be compared, repeated and shared out, integers in the tallies, so that the result
 * does not depend on who computed what, threads. A scenario that needs what is left
 * out is refused. */
#ifndef FC_BENCH_GSL_DEPARTMENT_H
#define FC_BENCH_GSL_DEPARTMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fc_model;
struct loop_department;

/* Why the loop cannot simulate this model, or NULL. */
const char *gsl_department_refuses(const struct fc_model *model);

enum { GSL_PARTS = 10 };

struct gsl_times {
    double
        path; /* seconds of the processor a path, all series of the forecast included */
    double part[GSL_PARTS]; /* of these, by the engine's room; the last: the series */
    const char *name[GSL_PARTS];
    double wins; /* mean number, so that nothing is optimised away */
};

/* Times `paths` paths with the generator taus2. Set-up and the pilot that scales
 * histograms are not counted. False without memory. */
bool gsl_department_run(const struct fc_model *model, uint64_t paths,
                        struct gsl_times *out);

/* Means over the months and rows of a state array (flows: a month), and their standard
 * deviations from path to path. */
struct gsl_pair {
    const char *name;
    double engine, loop, engine_sd, loop_sd;
    double z;    /* difference / its standard error, 1e-4 of the mean allowed for */
    double z_sd; /* the same of the logarithm of the standard deviations */
};

struct gsl_agreement {
    size_t n, rows;
    struct gsl_pair *pair; /* [state array], sums over the rows */
    struct gsl_pair worst; /* of all single rows: the one with the largest |z| */
    uint32_t worst_row;
};

/* Simulates `paths` paths (rounded up to whole blocks) of a model with the engine, and
 * as many of a model (the same one, as a rule) with the loop. False without memory. */
bool gsl_agree(const struct fc_model *engine, const struct fc_model *loop,
               uint64_t paths, unsigned long seed, struct gsl_agreement *out);
void gsl_agreement_clear(struct gsl_agreement *self);

#endif
