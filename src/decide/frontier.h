/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of `frontier`: frontier_mix.c (which mixes, and how a scenario gets one),
 * frontier.c (screening, fresh worlds), frontier_mark.c (who is efficient, prices),
 * frontier_caps.c (caps on the largest client). */
#ifndef FC_DECIDE_FRONTIER_H
#define FC_DECIDE_FRONTIER_H

#include "base/text.h"
#include "decide/paired.h"
#include "decide/study.h"
#include "funnelcloud/frontier.h"

enum {
    FC__MEMBERS_MOST = 64, /* of the axis; at most FC__MOVING_MOST of them move */
    FC__MOVING_MOST = 8,
    FC__MIXES_MOST = 64,
    FC__EFFORTS_MOST = 64,
    FC__FRONT_MOST = 6, /* candidates of the frontier */
    FC__MOVES_MOST = 6, /* moves of one step */
    FC__POINTS_MOST = 1 + FC__FRONT_MOST + FC__MOVES_MOST,
    FC__CAPS_MOST = 4,
    FC__WORLDS_LEAST = 400 /* 20 worlds in the worst 5 % */
};

/* Values by path of a mix. */
enum { FC__F_PROFIT, FC__F_HHI, FC__F_CLIENT, FC__F_TOP, FC__F_KEEP };

struct fc__effort { /* a channel that spends or calls */
    const char *name, *title;
    bool spends;
    double money; /* a month: how much it counts in the mix of all */
    double share[FC__MEMBERS_MOST];
};

struct fc__mix_tried {
    double share[FC__MEMBERS_MOST]; /* adds up to 1 */
    double moved;                   /* share of all effort that has moved */
    int from, to;                   /* a move of one step; from < 0: another */
    int steps[FC__MEMBERS_MOST];
    double mean, es05; /* in the worlds of the screening */
};

struct fc__front_point {
    size_t mix;
    double *value[FC__F_KEEP]; /* [path] */
    struct fc__tail tail;
    struct fc_frontier_point facts;
};

struct fc_frontier {
    struct fc__study study;                    /* of the fresh worlds */
    const struct fc_frontier_options *options; /* while it runs */
    double step, per_quarter;                  /* shares */
    fc_scenario *scenario;
    struct fc__sample sample; /* of the scenario as it is: compiled, not run */
    struct fc_run_facts facts;
    struct fc_frontier_plan plan;
    char hash[65];

    int axis; /* enum fc_axis */
    size_t members, efforts;
    struct fc__effort *effort;
    double present[FC__MEMBERS_MOST];
    double low[FC__MEMBERS_MOST], high[FC__MEMBERS_MOST];

    size_t mixes; /* 0 is the present one */
    struct fc__mix_tried *mix;

    size_t points, present_point;
    struct fc__front_point point[FC__POINTS_MOST];
    double *values; /* of the points, then of the capped mixes */
    size_t caps;    /* shares, the loosest first */
    double cap[FC__CAPS_MOST];
    size_t capped;
    struct fc_frontier_cap cap_facts[2 * FC__CAPS_MOST];
    size_t prices, moves;
    struct fc_frontier_price price[FC__POINTS_MOST];
    struct fc_frontier_move move[FC__MOVES_MOST];
};

/* The efforts of the scenario, the present mix, bounds, and the mixes to be tried. */
fc_status fc__frontier_mixes(struct fc_frontier *self, struct fc_error *err);

/* The overlay by which the scenario goes over to a mix, quarter by quarter. */
void fc__frontier_overlay(const struct fc_frontier *self,
                          const struct fc__mix_tried *mix, struct fc_builder *out);

/* Mixes worth fresh worlds, by the screening; at most FC__POINTS_MOST, the first is the
 * present one. */
size_t fc__frontier_pick(const struct fc_frontier *self, size_t *mix);

/* Numbers, marks, prices and moves of the points, whose values are there. */
void fc__frontier_mark(struct fc_frontier *self);

/* n mixes, k values of each: values[(mix * k + value) * paths + path]; `cap` on the
 * share of the largest client for each of them, or NULL. */
fc_status fc__frontier_run_mixes(struct fc_frontier *self, struct fc__study *study,
                                 const size_t *mix, const double *cap, size_t n, int k,
                                 uint64_t paths, double *values, struct fc_error *err);

/* Which caps the scenario asks for. */
fc_status fc__frontier_caps_read(struct fc_frontier *self, struct fc_error *err);
/* When marks are set: the capped mixes, their values and what comes of them. */
fc_status fc__frontier_caps_run(struct fc_frontier *self, double *values,
                                struct fc_error *err);

#endif
