/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distribution of an uncertain parameter, drawn once a path by inversion.
 *
 *   kind         parameters (in this order)   meaning
 *   normal       mean, sd
 *   lognormal    mean, sd                     of the quantity itself, not of its
 * logarithm triangular   low, mode, high              the ends are possible at most
 *   pert         low, mode, high              beta with shapes 1 + 4 (mode - low)/(high
 * - low) and 1 + 4 (high - mode)/(high - low) uniform      low, high beta alpha, beta
 * on [0, 1] gamma        mean, sd logitnormal  low, high                    5 % and 95
 * % points in (0, 1) discrete     points                       value with probability
 * weight / sum empirical    points                       continuous: linear between the
 * sorted values, each at the middle of its share of weight
 *
 * A plain struct without pointers: copy it freely, nothing to free. */
#ifndef FC_RANDOM_DIST_H
#define FC_RANDOM_DIST_H

#include <stddef.h>

#include "base/error.h"

enum fc_dist_kind {
    FC_DIST_NORMAL,
    FC_DIST_LOGNORMAL,
    FC_DIST_TRIANGULAR,
    FC_DIST_PERT,
    FC_DIST_UNIFORM,
    FC_DIST_BETA,
    FC_DIST_GAMMA,
    FC_DIST_LOGITNORMAL,
    FC_DIST_DISCRETE,
    FC_DIST_EMPIRICAL,
    FC_DIST_KINDS
};

enum { FC_DIST_POINTS = 64, FC_DIST_PARAMETERS = 3 };

struct fc_dist {
    enum fc_dist_kind kind;
    double par[FC_DIST_PARAMETERS]; /* as given */
    double own[2];        /* what the inversion uses: log mean, log sd; shapes */
    double low, high;     /* truncation; -HUGE_VAL and HUGE_VAL if none */
    double u_low, u_high; /* distribution function at low and at high */
    size_t points;        /* discrete, empirical: sorted by value */
    double value[FC_DIST_POINTS];
    double
        cumulative[FC_DIST_POINTS]; /* weight up to and including the point, last = 1 */
};

/* How a scenario writes a kind: its name and the names of its parameters (NULL-ended).
 */
struct fc_dist_form {
    const char *name;
    const char *parameters[FC_DIST_PARAMETERS + 1];
};
const struct fc_dist_form *fc_dist_form(enum fc_dist_kind kind);

/* Kind by name; FC_DIST_KINDS if there is none. */
enum fc_dist_kind fc_dist_kind_named(const char *name);

/* A kind with parameters, not truncated. FC_E_SCENARIO with a message if they are
 * wrong. */
fc_status fc_dist_init(struct fc_dist *dist, enum fc_dist_kind kind, const double *par,
                       struct fc_error *err);

/* Discrete or empirical from 1 to FC_DIST_POINTS pairs in any order; weights >= 0, or
 * NULL for equal ones. */
fc_status fc_dist_init_points(struct fc_dist *dist, enum fc_dist_kind kind,
                              size_t points, const double *value, const double *weight,
                              struct fc_error *err);

/* What is known about the allowed range of the field: decides the family of an
 * interval. */
enum fc_dist_range { FC_DIST_ANY, FC_DIST_POSITIVE, FC_DIST_SHARE };

/* "low .. high", the 5 % and 95 % points: logit-normal for shares and probabilities,
 * lognormal for positive quantities, else normal. */
fc_status fc_dist_init_interval(struct fc_dist *dist, enum fc_dist_range range,
                                double low, double high, struct fc_error *err);

/* Conditions on low <= X <= high (the field's allowed range). */
fc_status fc_dist_truncate(struct fc_dist *dist, double low, double high,
                           struct fc_error *err);

/* Checks a struct that was filled by hand or read; the constructors call it. */
fc_status fc_dist_check(const struct fc_dist *dist, struct fc_error *err);

/* F^-1(u), u in (0, 1) (held inside by 2^-60 and 2^-53); monotone; within [low, high].
 */
double fc_dist_quantile(const struct fc_dist *dist, double u);

/* Mean and standard deviation, truncation included; closed forms where there are any,
 * else a quadrature of the quantile function (relative error about 1e-6). */
double fc_dist_mean(const struct fc_dist *dist);
double fc_dist_sd(const struct fc_dist *dist);

#endif
