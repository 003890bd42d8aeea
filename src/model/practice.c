/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Practices: tools, training, motivation, customer experience, countermeasures. What
 * they do, they do through the levers; what they take, they take in hours and money.
 *
 *   use      u(t) = ceiling / (1 + e^(-steepness (t - half_months + training_shift))),
 *            t months since the start; ceiling at once if half_months = 0      (1.42)
 *   gain     v(t) = 2^(-s / half_life), s months since the last training       (1.32)
 *   effect   y = u v (1 - dependence x outage): c y + q y^2 on the lever's scale
 *   hours    hours_per_seat u  +  learning_hours du/dt while use rises, or
 *            learning_hours u at each training: a month and person, lever hours_used
 *   cost     setup_cost when it starts, then a month: monthly_cost + cost_per_seat x
 *            people in the scope
 *
 * u and v are averaged exactly over the step; y takes the product of the means.
 * Practices of customer experience overlap: on a lever row that several of them pull,
 * the strongest counts in full and of the others the share `overlap`, on the scale on
 * which effects add up (log-odds, log of a factor).
 *
 * Source: adoption as a logistic curve, Rogers 2003; inverted U of CRM use, Ahearne,
 * Srinivasan & Weinstein 2004; decay of trained skills, Tatel & Ackerman 2025;
 * docs/model.md#practices. Checked by tests/unit/test_practice.c and
 * tests/stat/test_practice.c. */
#include "model/practice.h"

#include <string.h>

/* ---- when it runs ---- */

static void open(const void *own, struct fc_block *b)
{
    const struct fc_practices *all = own;
    for (uint32_t i = 0; i < all->n; i++)
        fc__effects_open(&all->practice[i].effects, b);
}

/* Does a policy call for it, on any path? */
static bool called(const struct fc_block *b, const struct fc_starters *by, float *on)
{
    int any = 0;
    for (uint32_t i = 0; i < by->n; i++) {
        const float *here = FC_ROW(b, policy_on, by->policy[i]);
        FC_EACH (l) {
            on[l] = here[l] > on[l] ? here[l] : on[l];
            any |= here[l] > 0.0f;
        }
    }
    return any != 0;
}

/* on[lane] = 1 where it runs this month; false if nowhere. */
static bool runs(const struct fc_practice *self, const struct fc_block *b, uint32_t i,
                 float *on)
{
    const bool season = b->month >= self->first && b->month < self->end;
    FC_EACH (l)
        on[l] = season && !self->on_demand ? 1.0f : 0.0f;
    if (!season || !self->on_demand)
        return season;
    return called(b, &b->model->started_by[i], on);
}

/* ---- one step of one practice ---- */

struct rows {
    FC_LANE_ROW(float, on);
    FC_LANE_ROW(float, effect); /* y */
    FC_LANE_ROW(float, hours);  /* taken, a month and person */
};

struct point { /* of the curves, in one step */
    double mean, end, gain;
};

/* Steps since the last training, at the start of the step. */
static double since_training(const struct fc_practice *self, float age)
{
    const uint32_t steps = (uint32_t)age;
    return self->retrain ? steps % self->retrain : steps;
}

static struct point point_at(const struct fc_practice *self, const struct fc_block *b,
                             uint32_t l, float age)
{
    const double dt = (double)b->model->dt, from = (double)age * dt;
    const double half = (double)fc_number_row(b, self->half_months)[l];
    const double g = (double)fc_number_row(b, self->steepness)[l];
    const double late = half - (double)fc_number_row(b, self->training_shift)[l];
    struct point p = {1, 1, 1};
    if (half > 0) {
        p.mean = fc__adoption_mean(from, from + dt, late, g);
        p.end = fc__adoption(from + dt, late, g);
    }
    if (self->fades) {
        const double s = since_training(self, age) * dt;
        const double half_life = (double)fc_number_row(b, self->half_life_months)[l];
        p.gain = fc__fade_mean(s, s + dt, half_life);
    }
    return p;
}

/* Have two neighbouring lanes the same curves? */
static bool same_curve(const struct fc_practice *self, const struct fc_block *b,
                       uint32_t l, const float *age)
{
    const fc_num numbers[] = {self->half_months, self->steepness, self->training_shift,
                              self->half_life_months};
    bool same = memcmp(&age[l], &age[l - 1], sizeof *age) == 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const float *row = fc_number_row(b, numbers[i]);
        same = same && memcmp(&row[l], &row[l - 1], sizeof *row) == 0;
    }
    return same;
}

/* Use, strength and hours of this step; moves age and use on. */
static void adopt(const struct fc_practice *self, struct fc_block *b, uint32_t i,
                  struct rows *r)
{
    const float *ceiling = fc_number_row(b, self->ceiling);
    const float *per_seat = fc_number_row(b, self->hours_per_seat);
    const float *learning = fc_number_row(b, self->learning_hours);
    float *use = FC_ROW(b, practice_use, i), *age = fc_own(b, self->age, 0);
    float *reached = fc_own(b, self->reached, 0);
    struct point p = {0, 0, 0};
    FC_EACH (l) {
        if (l == 0 || !same_curve(self, b, l, age))
            p = point_at(self, b, l, age[l]);
        const float here = r->on[l] * ceiling[l];
        const float mean = here * (float)p.mean, end = here * (float)p.end;
        const bool training = self->fades && !(since_training(self, age[l]) > 0);
        const float rise = end > reached[l] ? end - reached[l] : 0.0f;
        const float learns = learning[l] * (training ? end : rise);
        use[l] = mean;
        r->effect[l] = mean * (float)p.gain;
        r->hours[l] = per_seat[l] * mean + learns / b->model->dt;
        reached[l] = end;
        age[l] = r->on[l] > 0.0f ? age[l] + 1.0f : 0.0f;
    }
}

/* A tool that is down takes its effect with it. */
static void suffer(const struct fc_practice *self, const struct fc_block *b,
                   float *effect)
{
    const float *dependence = fc_number_row(b, self->dependence);
    for (uint32_t k = 0; k < self->outage_count; k++) {
        const float *outage = FC_ROW(b, crisis_effect, self->outages[k]);
        FC_EACH (l)
            effect[l] *= 1.0f - dependence[l] * outage[l];
    }
}

/* Adds e to what stands on a shared row: the strongest in full, a share of the rest. */
static void overlap(const float *share, float c, const float *y, float *strongest,
                    float *rest)
{
    FC_EACH (l) {
        const float e = c * y[l];
        const float size = e < 0.0f ? -e : e;
        const float most = strongest[l] < 0.0f ? -strongest[l] : strongest[l];
        const bool first = size > most;
        rest[l] += share[l] * (first ? strongest[l] : e);
        strongest[l] = first ? e : strongest[l];
    }
}

static void pull(const struct fc_practices *all, const struct fc_practice *self,
                 struct fc_block *b, const struct rows *r)
{
    const struct fc_pulls *pulls = &self->effects.pulls[0];
    const float *share = fc_number_row(b, self->overlap);
    FC_LANE_ROW(float, room);
    for (uint32_t k = 0; k < pulls->n; k++) {
        const struct fc_pull *p = &pulls->at[k];
        const float *y;
        const float c = fc__pull_row(&self->effects, b, p, r->effect, room, &y);
        if (self->slot[k] == FC_NO_SLOT)
            fc__lever_pull(b, (enum fc_lever_id)p->lever, p->row, c, y);
        else
            overlap(share, c, y, fc_own(b, all->strongest, self->slot[k]),
                    fc_own(b, all->rest, self->slot[k]));
    }
    for (uint32_t k = 0; self->takes_hours && k < self->team_count; k++)
        fc__lever_pull(b, FC_L_hours_used, self->teams[k].team, self->teams[k].share,
                       r->hours);
}

/* ---- the room ---- */

static void slots_pull(const struct fc_practices *all, struct fc_block *b)
{
    for (uint32_t i = 0; i < all->slot_count; i++) {
        const struct fc_practice_slot *slot = &all->slots[i];
        const float *rest = fc_own(b, all->rest, i);
        float *sum = fc_own(b, all->strongest, i);
        FC_EACH (l)
            sum[l] += rest[l];
        fc__lever_pull(b, (enum fc_lever_id)slot->lever, slot->row, 1.0f, sum);
    }
}

static void step(const void *own, struct fc_block *b)
{
    const struct fc_practices *all = own;
    const size_t bytes = FC_LANES * sizeof(float);
    struct rows r;
    memset(fc_own(b, all->strongest, 0), 0, all->slot_count * bytes);
    memset(fc_own(b, all->rest, 0), 0, all->slot_count * bytes);
    bool any = false;
    for (uint32_t k = 0; k < all->n; k++) {
        const uint32_t i = all->order[k];
        const struct fc_practice *self = &all->practice[i];
        if (!runs(self, b, i, r.on)) {
            memset(FC_ROW(b, practice_use, i), 0, bytes);
            memset(fc_own(b, self->age, 0), 0, bytes);
            memset(fc_own(b, self->reached, 0), 0, bytes);
            continue;
        }
        adopt(self, b, i, &r);
        suffer(self, b, r.effect);
        pull(all, self, b, &r);
        any = true;
    }
    if (any)
        slots_pull(all, b);
}

/* What the month costs, by practice. */
static void month(const void *own, struct fc_block *b)
{
    const struct fc_practices *all = own;
    FC_LANE_ROW(float, on);
    for (uint32_t i = 0; i < all->n; i++) {
        const struct fc_practice *self = &all->practice[i];
        if (!runs(self, b, i, on))
            continue;
        const float *setup = fc_number_row(b, self->setup_cost);
        const float *monthly = fc_number_row(b, self->monthly_cost);
        const float *per_seat = fc_number_row(b, self->cost_per_seat);
        const float *age = fc_own(b, self->age, 0);
        double *cost = FC_ROW(b, practice_cost, i);
        const float fresh = (float)b->model->steps_per_month;
        FC_EACH (l) {
            const double start = age[l] > fresh ? 0 : (double)setup[l];
            cost[l] += (double)on[l] * (start + (double)monthly[l]);
        }
        for (uint32_t k = 0; k < self->team_count; k++) {
            const float *people = FC_ROW(b, seat_months, self->teams[k].team);
            const double share = (double)self->teams[k].share;
            FC_EACH (l)
                cost[l] +=
                    (double)on[l] * share * (double)people[l] * (double)per_seat[l];
        }
    }
}

const struct fc_mechanism FC_PER_ISA(fc_practice);
const struct fc_mechanism FC_PER_ISA(fc_practice) = {
    .name = "practice",
    .help = "tools, training, motivation, customer experience, countermeasures",
    .sections = fc__practice_sections,
    .spec_size = sizeof(struct fc_practices_spec),
    .kpis = fc__practice_kpis,
    .pulls = true,
    .compile = fc__practice_compile,
    .link = fc__practice_link,
    .open = open,
    .step = step,
    .month = month,
};
