/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours that teams lend each other while a policy reassigns people.
 *
 *   moved      = share of the hours that the lending team has this step
 *   arrives    = moved (1 - gap),   gap = (1 - start level) e^(-t / tau)
 * t: months that the policy has worked without a break. The gap is what the people do
 * not know of the other team's clients yet (evidence: the transferable part of
 * experience grows like a ramp); their accounts stay at home, nothing is handed over.
 *
 * Source: docs/model.md#policies. Checked by tests/unit/test_lend.c. */
#include "model/people.h"
#include "model/policy.h"

static void team_lend(const struct fc_people *own, struct fc_block *b,
                      const struct fc_lend *lend, uint32_t from, const float *on)
{
    const float *gap = fc_own(b, lend->gap, 0);
    float *have = FC_ROW(b, hours_available, from);
    float *other = FC_ROW(b, hours_available, lend->to);
    for (uint32_t role = 0; role < own->roles; role++) {
        float *mine = FC_ROW(b, hours, from * own->roles + role);
        float *theirs = FC_ROW(b, hours, lend->to * own->roles + role);
        FC_EACH (l) {
            const float moved = lend->share * on[l] * mine[l];
            const float arrives = moved * (1.0f - gap[l]);
            mine[l] -= moved;
            have[l] -= moved;
            theirs[l] += arrives;
            other[l] += arrives;
        }
    }
}

void fc__people_lend(const struct fc_people *own, struct fc_block *b)
{
    const struct fc_policies *all = b->model->policies;
    for (uint32_t k = 0; all->lends && k < all->n; k++) {
        const struct fc_lend *lend = all->policy[all->order[k]].lend;
        if (!lend)
            continue;
        const float *on = FC_ROW(b, policy_on, all->order[k]);
        float *gap = fc_own(b, lend->gap, 0);
        FC_EACH (l)
            gap[l] = on[l] > 0.0f ? gap[l] : lend->start_gap;
        for (uint32_t i = 0; i < lend->n; i++)
            team_lend(own, b, lend, lend->from[i], on);
        FC_EACH (l)
            gap[l] *= on[l] > 0.0f ? lend->decay : 1.0f;
    }
}

void fc__people_lend_open(struct fc_block *b)
{
    const struct fc_policies *all = b->model->policies;
    for (uint32_t k = 0; all->lends && k < all->n; k++)
        if (all->policy[k].lend)
            FC_EACH (l)
                fc_own(b, all->policy[k].lend->gap, 0)[l] =
                    all->policy[k].lend->start_gap;
}
