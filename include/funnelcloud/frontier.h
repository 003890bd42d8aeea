/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file frontier.h
 * How to split the effort to win clients - advert spend, calling hours - over segments,
 * territories or products: expected operating profit against its worst 5 % and against
 * concentration, and what the next point of safety costs.
 *
 * Mixes around that of the scenario are screened in worlds of their own; the best of
 * them and all moves of one step are simulated again in fresh worlds, the same for all
 * of them. Only numbers of the fresh worlds are given, so that a mix is not reported
 * with the luck by which it was picked.
 */
#ifndef FUNNELCLOUD_FRONTIER_H
#define FUNNELCLOUD_FRONTIER_H

#include "funnelcloud/decide.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is tried. Start from FC_FRONTIER_OPTIONS_INIT. */
struct fc_frontier_options {
    struct fc_run_options run; /**< `paths`: fresh worlds, at least 400 */
    const char *by;            /**< "segment", "territory" or "product" */
    double step_points;        /**< distance of mixes, per cent of all effort */
    double most_per_quarter;   /**< points that move in a quarter at most; 100: all */
    const char *const *bounds; /**< "member=LOW..HIGH", per cent of all effort */
    size_t n_bounds;
};
#define FC_FRONTIER_OPTIONS_INIT                                                       \
    {                                                                                  \
        FC_RUN_OPTIONS_INIT, "segment", 10.0, 20.0, NULL, 0                            \
    }

/** The result. Opaque, immutable; free with fc_frontier_free(). */
typedef struct fc_frontier fc_frontier;

/** Simulates the scenario with other mixes of its effort.
 *
 * @param path, set, n_set  as for fc_scenario_read()
 * @param options  borrowed for the call
 * @param[out] out the caller frees it
 * @return FC_OK; FC_E_ARG: a bound names no member or is no range, fewer than 400
 *         paths; FC_E_SCENARIO: there is no effort to move, fewer than two or more than
 *         eight members to move it between, the scenario plans mixes itself, or lists
 *         more than four caps or caps without a named client; else as
 *         fc_compare(). With FC_E_PARTIAL and FC_E_INTERRUPTED there is no result.
 */
fc_status fc_frontier_run(const char *path, const char *const *set, size_t n_set,
                          const struct fc_frontier_options *options, fc_frontier **out,
                          struct fc_error *err);
void fc_frontier_free(fc_frontier *self);

/** What fc_frontier_run() would simulate, without doing it. */
struct fc_frontier_plan {
    size_t screened, again; /**< mixes; `again` at most */
    size_t capped;          /**< mixes with a cap on the largest client, at most */
    uint64_t screening_paths, paths, path_runs;
};
fc_status fc_frontier_estimate(const char *path, const char *const *set, size_t n_set,
                               const struct fc_frontier_options *options,
                               struct fc_frontier_plan *out, struct fc_error *err);

/* ---- what was tried ---- */
struct fc_run_facts fc_frontier_facts(const fc_frontier *self); /**< fresh worlds */
const fc_scenario *fc_frontier_scenario(const fc_frontier *self);
struct fc_frontier_plan fc_frontier_planned(const fc_frontier *self);
const char *fc_frontier_by(const fc_frontier *self); /**< "segment", ... */
double fc_frontier_step_points(const fc_frontier *self);
double fc_frontier_most_per_quarter(const fc_frontier *self);
size_t fc_frontier_members(const fc_frontier *self);
/** Key and display title of a member. */
const char *fc_frontier_member(const fc_frontier *self, size_t i, const char **title);
/** Channels whose effort moves; their display titles. */
size_t fc_frontier_channels(const fc_frontier *self);
const char *fc_frontier_channel(const fc_frontier *self, size_t i);

/* ---- mixes, by falling mean of the worst 5 % ---- */
enum fc_frontier_mark {
    FC_FRONTIER_DOMINATED, /**< another mix is better in both */
    FC_FRONTIER_UNSURE,    /**< what it gains on its neighbour may be chance */
    FC_FRONTIER_EFFICIENT
};
struct fc_frontier_point {
    bool present;                      /**< the mix of the scenario */
    struct fc_estimate mean, es05;     /**< operating profit over the horizon */
    struct fc_estimate d_mean, d_es05; /**< less those of the present mix, paired */
    /** at the end: concentration of recurring revenue by the axis and by client, share
     * of the largest client; less that of the present mix */
    struct fc_estimate hhi, hhi_client, top_client, d_hhi;
    enum fc_frontier_mark by_es05, by_hhi;
};
size_t fc_frontier_points(const fc_frontier *self);
struct fc_frontier_point fc_frontier_point(const fc_frontier *self, size_t i);
/** Share of a member in the effort, 0..1. */
double fc_frontier_share(const fc_frontier *self, size_t point, size_t member);
/** Position of the present mix among the points. */
size_t fc_frontier_present(const fc_frontier *self);

/** Neighbours on the frontier of efficient mixes, from the safest on. */
struct fc_frontier_price {
    size_t safer, bolder;     /**< points */
    struct fc_estimate gain;  /**< mean of the worst 5 %: safer less bolder */
    struct fc_estimate cost;  /**< expected profit: bolder less safer */
    struct fc_estimate price; /**< cost / gain: profit given up for a unit of safety */
};
size_t fc_frontier_prices(const fc_frontier *self);
struct fc_frontier_price fc_frontier_price(const fc_frontier *self, size_t i);

/** A cap on the share of the largest client (`decisions.largest_client_caps`), with the
 * mix of today or with the safest efficient one; the loosest first. */
struct fc_frontier_cap {
    double cap;                    /**< share of recurring revenue, 0..1 */
    size_t point;                  /**< its mix */
    struct fc_estimate mean, es05; /**< as of a point */
    struct fc_estimate top_client, hhi_client;
    struct fc_estimate d_mean, d_es05; /**< less the same mix without the cap, paired */
    struct fc_estimate d_gap;          /**< the same of mean less es05 */
    struct fc_estimate to_mean, to_es05; /**< less the present mix without the cap */
};
size_t fc_frontier_caps(const fc_frontier *self);
struct fc_frontier_cap fc_frontier_cap(const fc_frontier *self, size_t i);

/** Moves of one step between two members, by falling gain in the worst 5 %. */
struct fc_frontier_move {
    size_t from, to, point;
};
size_t fc_frontier_moves(const fc_frontier *self);
struct fc_frontier_move fc_frontier_move(const fc_frontier *self, size_t i);

#ifdef __cplusplus
}
#endif
#endif
