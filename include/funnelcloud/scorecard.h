/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file scorecard.h
 * What policies are worth: the department without them, with them, and with the same
 * rules seeing exact figures on time, in the same worlds.
 */
#ifndef FUNNELCLOUD_SCORECARD_H
#define FUNNELCLOUD_SCORECARD_H

#include "funnelcloud/decide.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The result. Opaque, immutable; free with fc_scorecard_free(). */
typedef struct fc_scorecard fc_scorecard;

/** Scenarios of the comparison. */
enum fc_variant { FC_STATIC, FC_ADAPTIVE, FC_CLAIRVOYANT, FC_VARIANT_COUNT };

/** Simulates the scenario three times: without its policies, as it is, and with all
 * lags and errors of the figures its policies watch at 0.
 *
 * @param path, set, n_set  as for fc_scenario_read()
 * @param[out] out the caller frees it; also given with FC_E_PARTIAL, FC_E_INTERRUPTED
 * @return as fc_compare(); FC_E_SCENARIO also if the scenario has no policies
 */
fc_status fc_scorecard_run(const char *path, const char *const *set, size_t n_set,
                           const struct fc_run_options *options, fc_scorecard **out,
                           struct fc_error *err);
void fc_scorecard_free(fc_scorecard *self);

/** The three against the first; "static", "adaptive", "clairvoyant". */
const fc_comparison *fc_scorecard_comparison(const fc_scorecard *self);

enum fc_score {
    FC_SCORE_POLICY,  /**< adaptive less static: what the policies are worth */
    FC_SCORE_SENSING, /**< clairvoyant less adaptive: what seeing the truth would add */
    FC_SCORE_WHOLE,   /**< clairvoyant less static */
    FC_SCORE_COUNT
};
/** Paired difference of a metric's total over the horizon and its error. */
struct fc_estimate fc_scorecard_value(const fc_scorecard *self, enum fc_score score,
                                      const char *metric);
/** Mean of a total over the horizon a year: "policy_starts", "false_alarms",
 * "policy_months", "policy_cost". A false alarm is a start that the exact figure would
 * not have caused. */
struct fc_estimate fc_scorecard_per_year(const fc_scorecard *self,
                                         enum fc_variant variant, const char *metric);

/** Worlds in which a recession begins, of a quarter of the worlds, at least 256. */
uint64_t fc_scorecard_onsets(const fc_scorecard *self, enum fc_variant variant);
/** Share of the first recessions during which a policy is at work `months` after their
 * beginning or before; delays that outlast the horizon are censored (Kaplan & Meier).
 * NAN without an onset. */
struct fc_estimate fc_scorecard_answered(const fc_scorecard *self,
                                         enum fc_variant variant, int months);

#ifdef __cplusplus
}
#endif
#endif
