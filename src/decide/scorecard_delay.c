/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How soon policies answer a recession: months from the first one that begins in a
 * world to the first month in which a policy is at work; 0 if one is already. What has
 * not been answered by the end of the horizon is censored there.
 *
 *   1 - S(t),  S(t) = product over k <= t of (1 - d_k / n_k)         (Kaplan & Meier
 * 1958) Var S      = S^2 sum d_k / (n_k (n_k - d_k))                       (Greenwood
 * 1926) n_k delays of k months or more, d_k answers after k months. Checked by
 * tests/unit/test_decide_scorecard.c (five delays by hand). */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/scorecard.h"

enum { CHUNK = FC__KEEP_MOST / 2, FEWEST = 256 };

/* Values [month][path] of two metrics, a few months at a time. */
static fc_status months_run(struct fc_scorecard *self, const struct fc__variant *how,
                            size_t paths, int months, double *recession,
                            double *working, struct fc_error *err)
{
    for (int first = 0; first < months; first += CHUNK) {
        struct fc__keep keep[FC__KEEP_MOST];
        struct fc__variant variant = *how;
        size_t n = 0;
        for (int m = first; m < months && m < first + CHUNK; m++) {
            keep[n] = (struct fc__keep){"recession", m + 1};
            variant.values[n++] = recession + (size_t)m * paths;
            keep[n] = (struct fc__keep){"policy_months", m + 1};
            variant.values[n++] = working + (size_t)m * paths;
        }
        FC_TRY(fc__study_run(&self->study, keep, n, &variant, 1, paths, err));
    }
    return FC_OK;
}

static void delays_find(struct fc__delays *out, size_t paths, int months,
                        const double *recession, const double *working)
{
    for (size_t p = 0; p < paths; p++) {
        int onset = 0, answer;
        while (onset < months && !(recession[(size_t)onset * paths + p] > 0.5))
            onset++;
        if (onset == months)
            continue;
        answer = onset;
        while (answer < months && !(working[(size_t)answer * paths + p] > 0.0))
            answer++;
        out->answered[out->n] = answer < months;
        out->months[out->n++] = (answer < months ? answer : months - 1) - onset;
    }
}

fc_status fc__scorecard_delays(struct fc_scorecard *self, enum fc_variant variant,
                               const struct fc__variant *how, struct fc_error *err)
{
    struct fc__delays *out = &self->delays[variant];
    const int months = self->comparison->facts.months;
    const uint64_t all = self->study.options.paths, quarter = all / 4;
    const uint64_t some = quarter < FEWEST ? FEWEST : quarter;
    const size_t paths = (size_t)(some < all ? some : all);
    double *recession = fc_array_new((size_t)months, paths * sizeof *recession);
    double *working = fc_array_new((size_t)months, paths * sizeof *working);
    out->months = fc_array_new(paths, sizeof *out->months);
    out->answered = fc_array_new(paths, sizeof *out->answered);
    fc_status status =
        recession && working && out->months && out->answered
            ? months_run(self, how, paths, months, recession, working, err)
            : FC_FAIL(err, FC_E_MEMORY, "no memory for the months of %zu paths", paths);
    if (status == FC_OK)
        delays_find(out, paths, months, recession, working);
    free(recession);
    free(working);
    return status;
}

struct fc_estimate fc__answered_within(const struct fc__delays *self, int months)
{
    double stays = 1.0, sum = 0.0;
    if (self->n == 0)
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    for (int k = 0; k <= months; k++) {
        double at_risk = 0.0, answers = 0.0;
        for (size_t i = 0; i < self->n; i++) {
            at_risk += self->months[i] >= k;
            answers += self->months[i] == k && self->answered[i];
        }
        if (!(answers > 0.0))
            continue;
        stays *= 1.0 - answers / at_risk;
        sum += at_risk > answers ? answers / (at_risk * (at_risk - answers)) : 0.0;
    }
    return (struct fc_estimate){1.0 - stays, stays * sqrt(sum), 0};
}
