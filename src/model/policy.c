/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies: rules that act on what a manager sees, at the end of each month.
 *
 *   level    m <- (1 - w) m + w y,   y the figure as it is seen (policy_signal.c)
 *   compared v = m | m / first m | m / m of 12 months ago | (m - mean) / sd of the
 *            levels before it
 *   hit      v below act_below (or above act_above), confirm_months in a row
 *   release  v at or above release_above (at or below release_below)
 *
 *   idle --hit--> waiting (delay_months) --> at work --release, hold_months over, or no
 *   budget for another month--> resting (cool_down_months) --> idle
 *
 * A decision at the end of month t works from the first step of month t + 1 + delay on.
 * A policy pulls levers (actions.c); what it costs is booked when a month at work
 * begins, and it begins no month that its budget does not cover. A start is a false
 * alarm if the exact figure of the month of the decision, on time and without noise,
 * would not have been a hit. A policy that never acts changes no bit (M11).
 *
 * Source: docs/model.md#policies (1.54). Checked by tests/unit/test_policy.c (one path
 * by hand, M11, budget) and tests/stat/test_policy.c (T35). */
#include "model/policy.h"

#include <math.h>

#include "random/lanemath.h"

enum { YEAR = 12 };

/* What became of the figures of a month. */
struct verdict {
    FC_LANE_ROW(float, hit);  /* 1: beyond the threshold */
    FC_LANE_ROW(float, calm); /* 1: beyond the release */
};

/* ---- tracks ---- */

/* Level of a lane compared; false if there is nothing to compare with yet. */
static bool compare(int how, const double *const row[FC_T_ROWS], uint32_t slot,
                    uint32_t l, double *v)
{
    const double level = row[FC_T_LEVEL][l], count = row[FC_T_COUNT][l];
    const double first = row[FC_T_FIRST][l];
    const double squares = row[FC_T_SQUARES][l];
    const double ago = count >= YEAR ? row[FC_T_YEAR + slot][l] : first;
    const double base = how == FC_TO_OPENING ? first : ago;
    *v = level;
    if (how == FC_AS_VALUE)
        return true;
    if (how == FC_TO_HISTORY) {
        if (count < YEAR || !(squares > 0))
            return false;
        *v = (level - row[FC_T_MEAN][l]) / sqrt(squares / (count - 1));
        return true;
    }
    if (!(base < 0 || base > 0))
        return false;
    *v = level / base;
    return true;
}

/* The levels so far, with this one. */
static void remember(double *const row[FC_T_ROWS], uint32_t slot, uint32_t l)
{
    const double level = row[FC_T_LEVEL][l];
    const double off = level - row[FC_T_MEAN][l];
    const double count = row[FC_T_COUNT][l] + 1;
    row[FC_T_COUNT][l] = count;
    row[FC_T_MEAN][l] += off / count;
    row[FC_T_SQUARES][l] += off * (level - row[FC_T_MEAN][l]);
    row[FC_T_YEAR + slot][l] = level;
}

static void track_rows(const struct fc_block *b, fc_rows track, double *row[FC_T_ROWS])
{
    for (uint32_t i = 0; i < FC_T_ROWS; i++)
        row[i] = fc_own_double(b, track, i);
}

/* What was known before month 1: the actuals of the opening. */
static void track_open(const struct fc_policy *self, const struct fc_block *b,
                       fc_rows track)
{
    const float *w = fc_number_row(b, self->smoothing);
    const size_t n = self->actuals ? self->actuals->n : 0;
    double *row[FC_T_ROWS];
    track_rows(b, track, row);
    for (size_t i = 0; i < n; i++) {
        const uint32_t slot = (uint32_t)((YEAR - (n - i) % YEAR) % YEAR);
        const double y = self->actuals->at[i].value;
        FC_EACH (l) {
            double *level = &row[FC_T_LEVEL][l];
            *level = i == 0 ? y : (1 - (double)w[l]) * *level + (double)w[l] * y;
            row[FC_T_FIRST][l] = *level;
            remember(row, slot, l);
        }
    }
}

/* A month's figure into the track; what follows from it. */
static void follow(const struct fc_policy *self, const struct fc_block *b,
                   fc_rows track, const double *y, const float *known,
                   struct verdict *verdict)
{
    const float *w = fc_number_row(b, self->smoothing);
    const float *act = fc_number_row(b, self->act);
    const float *release = fc_number_row(b, self->release);
    const uint32_t slot = b->month % YEAR;
    double *row[FC_T_ROWS];
    track_rows(b, track, row);
    FC_EACH (l) {
        verdict->hit[l] = verdict->calm[l] = 0.0f;
        if (!(known[l] > 0.0f))
            continue;
        double *level = &row[FC_T_LEVEL][l], v;
        if (!(row[FC_T_COUNT][l] > 0))
            *level = row[FC_T_FIRST][l] = y[l];
        *level = (1 - (double)w[l]) * *level + (double)w[l] * y[l];
        if (compare(self->compare, (const double *const *)row, slot, l, &v)) {
            const double far = (double)act[l], near = (double)release[l];
            verdict->hit[l] = (self->above ? v > far : v < far) ? 1.0f : 0.0f;
            verdict->calm[l] = (self->above ? v <= near : v >= near) ? 1.0f : 0.0f;
        }
        remember(row, slot, l);
    }
}

/* ---- money ---- */

/* What the next month at work costs, setting up aside. */
static void month_cost(const struct fc_policy *self, const struct fc_block *b,
                       double *cost)
{
    const float *monthly = fc_number_row(b, self->monthly);
    const float *each = fc_number_row(b, self->per_client);
    FC_LANE_ROW(double, clients) = {0};
    for (uint32_t i = 0; i < b->model->axis[FC_MARKET].count; i++) {
        const uint32_t k = b->model->market_order[i];
        if (!self->counts[k])
            continue;
        const float *here = FC_ROW(b, clients, k);
        FC_EACH (l)
            clients[l] += (double)here[l];
    }
    FC_EACH (l)
        cost[l] = (double)monthly[l] + (double)each[l] * clients[l];
}

/* ---- decisions ---- */

struct rows {
    float *on, *streak, *wait, *age, *rest, *fresh, *mistaken;
    double *due, *spent;
};

static struct rows rows_of(const struct fc_policy *self, const struct fc_block *b,
                           uint32_t i)
{
    return (struct rows){
        FC_ROW(b, policy_on, i),         fc_own(b, self->streak, 0),
        fc_own(b, self->wait, 0),        fc_own(b, self->age, 0),
        fc_own(b, self->rest, 0),        fc_own(b, self->fresh, 0),
        fc_own(b, self->mistaken, 0),    fc_own_double(b, self->due, 0),
        fc_own_double(b, self->spent, 0)};
}

/* Begins to work with the next step. */
static void start(const struct rows *r, uint32_t l, bool affordable)
{
    r->on[l] = r->fresh[l] = affordable ? 1.0f : 0.0f;
    r->age[l] = 0.0f;
}

/* One path: is the policy at work in the month to come? cost: of a month, of a first
 * month; both with the marketing it adds. */
static void decide(const struct fc_policy *self, const struct rows *r, uint32_t l,
                   const struct verdict *seen, float clear, const double cost[2],
                   double budget)
{
    const bool pays = !self->limited || r->spent[l] + cost[0] <= budget;
    const bool starts = !self->limited || r->spent[l] + cost[1] <= budget;
    r->streak[l] = seen->hit[l] > 0.0f ? r->streak[l] + 1.0f : 0.0f;
    if (r->on[l] > 0.0f) {
        const bool over = r->age[l] >= (float)self->hold && seen->calm[l] > 0.0f;
        r->on[l] = over || !pays ? 0.0f : 1.0f;
        r->rest[l] = (float)self->cool_down;
    } else if (r->wait[l] > 0.0f) {
        r->wait[l] -= 1.0f;
        if (!(r->wait[l] > 0.0f))
            start(r, l, starts);
    } else if (r->rest[l] > 0.0f) {
        r->rest[l] -= 1.0f;
    } else if (r->streak[l] >= (float)self->confirm) {
        r->mistaken[l] = 1.0f - clear;
        r->wait[l] = (float)self->delay;
        if (self->delay == 0)
            start(r, l, starts);
    }
}

static void policy_month(const struct fc_policy *self, struct fc_block *b, uint32_t i)
{
    const struct rows r = rows_of(self, b, i);
    const float *setup = fc_number_row(b, self->setup);
    const float *budget = fc_number_row(b, self->budget);
    const double extra = self->extra[b->month + 1];
    struct verdict seen, clear;
    FC_LANE_ROW(double, exact);
    FC_LANE_ROW(double, late);
    FC_LANE_ROW(float, known);
    FC_LANE_ROW(double, cost);
    fc__policy_look(self, b, exact, late, known);
    follow(self, b, self->seen, late, known, &seen);
    follow(self, b, self->clear, exact, known, &clear);
    month_cost(self, b, cost);
    FC_EACH (l) {
        const double next[2] = {cost[l] + extra, cost[l] + (double)setup[l] + extra};
        decide(self, &r, l, &seen, clear.hit[l], next, (double)budget[l]);
        r.due[l] =
            r.on[l] > 0.0f ? cost[l] + (r.fresh[l] > 0.0f ? (double)setup[l] : 0) : 0;
    }
}

static void month(const void *own, struct fc_block *b)
{
    const struct fc_policies *all = own;
    for (uint32_t i = 0; i < all->n; i++)
        policy_month(&all->policy[i], b, i);
}

/* ---- a month at work ---- */

static void policy_book(const struct fc_policy *self, struct fc_block *b, uint32_t i)
{
    const struct rows r = rows_of(self, b, i);
    const double extra = self->extra[b->month];
    float *months = FC_ROW(b, policy_months, i), *starts = FC_ROW(b, policy_starts, i);
    float *wrong = FC_ROW(b, false_alarms, i);
    double *cost = FC_ROW(b, policy_cost, i);
    FC_EACH (l) {
        const float begins = r.on[l] * r.fresh[l];
        months[l] += r.on[l];
        starts[l] += begins;
        wrong[l] += begins * r.mistaken[l];
        cost[l] += r.due[l];
        r.spent[l] += r.due[l] + (double)r.on[l] * extra;
        r.age[l] += r.on[l];
        r.fresh[l] = 0.0f;
    }
}

static void step(const void *own, struct fc_block *b)
{
    const struct fc_policies *all = own;
    for (uint32_t i = 0; b->month_starts && i < all->n; i++)
        policy_book(&all->policy[i], b, i);
}

static void open_block(const void *own, struct fc_block *b)
{
    const struct fc_policies *all = own;
    for (uint32_t i = 0; i < all->n; i++) {
        fc__policy_open(&all->policy[i], b);
        track_open(&all->policy[i], b, all->policy[i].seen);
        track_open(&all->policy[i], b, all->policy[i].clear);
    }
}

const struct fc_mechanism FC_PER_ISA(fc_policy);
const struct fc_mechanism FC_PER_ISA(fc_policy) = {
    .name = "policy",
    .help = "rules that act on what a manager sees",
    .sections = fc__policy_sections,
    .spec_size = sizeof(struct fc_policies_spec),
    .kpis = fc__policy_kpis,
    .compile = fc__policy_compile,
    .link = fc__policy_link,
    .open = open_block,
    .first = true, /* people keep seats for those that hire */
    .step = step,
    .month = month,
};
