/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of a scorecard of policies. */
#ifndef FC_DECIDE_SCORECARD_H
#define FC_DECIDE_SCORECARD_H

#include "decide/compare.h"
#include "decide/study.h"
#include "funnelcloud/scorecard.h"

/* Times from an onset to an answer; those without one are censored. */
struct fc__delays {
    size_t n;
    int *months; /* to the answer, or to the end of what was seen */
    bool *answered;
};

struct fc_scorecard {
    struct fc__study study; /* while it runs */
    fc_scenario *scenario[FC_VARIANT_COUNT];
    fc_comparison *comparison;
    struct fc__delays delays[FC_VARIANT_COUNT]; /* scorecard_delay.c */
};

/* Set of the variant: "policies=()", an overlay, or neither. */
fc_status fc__scorecard_delays(struct fc_scorecard *self, enum fc_variant variant,
                               const struct fc__variant *how, struct fc_error *err);

/* Share answered within `months`, 1 - S(months), and its error: Kaplan & Meier 1958,
 * Greenwood 1926. NAN without an onset. */
struct fc_estimate fc__answered_within(const struct fc__delays *self, int months);

#endif
