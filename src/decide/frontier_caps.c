/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caps on the share of the largest client, on top of the mix of today and of the one
 * that is recommended: the safest efficient mix. They run in the fresh worlds, so that
 * what a cap does is a paired difference to the same mix without it.
 *
 *   gap     expected profit less the mean of the worst 5 %; its change is
 *           d_mean - d_es, its error that of the mean of
 *           (y - x) - (IF_y - IF_x) over the worlds
 *
 * The mechanism is docs/model.md (key accounts). Checked by
 * tests/unit/test_decide_frontier.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/frontier.h"
#include "scenario/scenario.h"

static bool is_capped_before(const struct fc_frontier *self, double cap)
{
    bool found = false;
    for (size_t i = 0; i < self->caps; i++)
        found |= fabs(self->cap[i] - cap) < 1e-12;
    return found;
}

fc_status fc__frontier_caps_read(struct fc_frontier *self, struct fc_error *err)
{
    const struct fc_numbers *list = &fc__scenario_decisions(self->scenario)->caps;
    for (size_t i = 0; i < list->n; i++) {
        const double cap = list->at[i].value;
        if (cap >= 1 || is_capped_before(self, cap))
            continue;
        if (self->caps == FC__CAPS_MOST)
            return FC_FAIL(err, FC_E_SCENARIO,
                           "'decisions.largest_client_caps' has %zu caps; at most %d "
                           "are possible",
                           list->n, FC__CAPS_MOST);
        size_t at = self->caps++;
        for (; at > 0 && self->cap[at - 1] < cap; at--)
            self->cap[at] = self->cap[at - 1];
        self->cap[at] = cap;
    }
    if (self->caps > 0 && fc__scenario_members(self->scenario, FC_ACCOUNT) == 0 &&
        !fc__scenario_find(self->scenario, "opening.deals[0].value"))
        return FC_FAIL(err, FC_E_SCENARIO,
                       "'decisions.largest_client_caps' lists caps, but the scenario "
                       "names no client to be capped: add customers.key_accounts");
    return FC_OK;
}

/* The safest efficient mix; that of today if there is no other. */
static size_t recommended(const struct fc_frontier *self)
{
    for (size_t i = 0; i < self->points; i++)
        if (self->point[i].facts.by_es05 == FC_FRONTIER_EFFICIENT)
            return i;
    return self->present_point;
}

/* `room` holds n values. */
static struct fc_estimate gap_of(const struct fc__front_point *before,
                                 const struct fc__front_point *after,
                                 const struct fc_frontier_cap *facts, double *room,
                                 size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double x = before->value[0][i], y = after->value[0][i];
        room[i] = y - x -
                  (fc__tail_of_shortfall(&after->tail, y) -
                   fc__tail_of_shortfall(&before->tail, x));
    }
    return (struct fc_estimate){facts->d_mean.value - facts->d_es05.value,
                                fc__mean_of(room, n).error, 0};
}

static void facts_set(struct fc_frontier *self, struct fc_frontier_cap *facts,
                      const struct fc__front_point *after, double *room)
{
    const size_t n = (size_t)self->plan.paths;
    const struct fc__front_point *before = &self->point[facts->point],
                                 *today = &self->point[self->present_point];
    const double *x = before->value[0], *y = after->value[0];
    facts->mean = fc__mean_of(y, n);
    facts->es05 = fc__statistic_of(FC__OF_SHORTFALL, y, &after->tail, n);
    facts->top_client = fc__mean_of(after->value[FC__F_TOP], n);
    facts->hhi_client = fc__mean_of(after->value[FC__F_CLIENT], n);
    facts->d_mean = fc__difference(FC__OF_MEAN, x, NULL, y, NULL, n);
    facts->d_es05 =
        fc__difference(FC__OF_SHORTFALL, x, &before->tail, y, &after->tail, n);
    facts->d_gap = gap_of(before, after, facts, room, n);
    facts->to_mean = fc__difference(FC__OF_MEAN, today->value[0], NULL, y, NULL, n);
    facts->to_es05 = fc__difference(FC__OF_SHORTFALL, today->value[0], &today->tail, y,
                                    &after->tail, n);
}

static fc_status caps_measure(struct fc_frontier *self, double *values,
                              struct fc_error *err)
{
    const size_t n = (size_t)self->plan.paths;
    double *room = fc_array_new(n, sizeof *room);
    if (!room)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the caps");
    for (size_t i = 0; i < self->capped; i++) {
        struct fc__front_point after = {.mix = 0};
        for (size_t k = 0; k < FC__F_KEEP; k++)
            after.value[k] = values + (i * FC__F_KEEP + k) * n;
        memcpy(room, after.value[FC__F_PROFIT], n * sizeof *room);
        fc__sort(room, n);
        after.tail = fc__tail_of(room, n, 0.05);
        facts_set(self, &self->cap_facts[i], &after, room);
    }
    free(room);
    return FC_OK;
}

fc_status fc__frontier_caps_run(struct fc_frontier *self, double *values,
                                struct fc_error *err)
{
    const size_t point[2] = {self->present_point, recommended(self)};
    size_t mix[2 * FC__CAPS_MOST];
    double cap[2 * FC__CAPS_MOST];
    for (int p = 0; p < (point[1] == point[0] ? 1 : 2); p++)
        for (size_t i = 0; i < self->caps; i++) {
            mix[self->capped] = self->point[point[p]].mix;
            cap[self->capped] = self->cap[i];
            self->cap_facts[self->capped++] =
                (struct fc_frontier_cap){.cap = self->cap[i], .point = point[p]};
        }
    if (self->capped == 0)
        return FC_OK;
    self->study.planned = self->study.done + self->plan.paths * self->capped;
    FC_TRY(fc__frontier_run_mixes(self, &self->study, mix, cap, self->capped,
                                  FC__F_KEEP, self->plan.paths, values, err));
    return caps_measure(self, values, err);
}

size_t fc_frontier_caps(const fc_frontier *self)
{
    return self->capped;
}

struct fc_frontier_cap fc_frontier_cap(const fc_frontier *self, size_t i)
{
    return self->cap_facts[i];
}
