/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients without a contract: the latent kinds of repeat buyers, as pure functions. */
#ifndef FC_MODEL_REPEAT_LAW_H
#define FC_MODEL_REPEAT_LAW_H

#include "model/churn.h"

/* rates of purchase are as many as the latent types of contracts, so that the pools of
 * a drop-out node lie side by side as those of a slot do */
enum { FC_RATES = FC_TYPES, FC_DROPS = 6, FC_KINDS = FC_RATES * FC_DROPS };

/* Kind i = drop * FC_RATES + rate. */
struct fc_repeat_law {
    double rate[FC_RATES], rate_weight[FC_RATES]; /* purchases a month; sum 1 */
    double drop[FC_DROPS], drop_weight[FC_DROPS]; /* dies with a purchase; sum 1 */
    double weight[FC_KINDS];                      /* of a new client, sums to 1 */
    double opening[FC_KINDS];           /* of a client that is there at opening */
    double bought[FC_LADDER][FC_KINDS]; /* P(r repeat purchases so far | kind) then */
};

/* What a scenario says: lambda ~ Gamma(shape, scale) with mean shape / scale purchases
 * a month, p ~ Beta(drop_a, drop_b). */
struct fc_repeat_buyers {
    double shape, scale_months, drop_a, drop_b;
};

/* Rates and weights, drop-out nodes and weights for horizons up to `months`; opening
 * clients have come evenly over the last `age_months` (0: they are all new). */
void fc__repeat_law(struct fc_repeat_law *law, const struct fc_repeat_buyers *buyers,
                    double months, double age_months);

/* Expected months that a new client stays, `months` at most. */
double fc__repeat_lifetime(const struct fc_repeat_law *law, double months);

#endif
