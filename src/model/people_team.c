/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams in a step: net hours of a seat, the seats one after the other, sums and means.
 *
 *   hours of a seat = [paid 52/12 dt days (1-absence)(1-admin a)(1-coordination) effort
 *                     - hours used dt] kept
 *   skill           = sum over seats of hours pi^beta / sum of hours
 * in segments or, where people learn, in markets (learning.h); ramp with the lever
 * `ramp`, a, effort, hours used and kept from the levers `admin`, `effort`,
 * `hours_used` and `hours`.
 *
 * Source: docs/model.md#organisation. Checked by tests/stat/test_people.c (T17, levers)
 * and M9 in tests/unit/test_organisation.c. */
#include "model/people.h"

#include <string.h>

#include "model/organisation.h"

/* ---- levels ---- */

static void levels_clear(const struct fc_people *own, struct fc_block *b, uint32_t team)
{
    FC_EACH (l) {
        FC_ROW(b, headcount, team)[l] = 0.0f;
        FC_ROW(b, vacancies, team)[l] = 0.0f;
        FC_ROW(b, ramping, team)[l] = 0.0f;
    }
    for (uint32_t role = 0; role < own->roles; role++) {
        float *people = FC_ROW(b, role_headcount, team * own->roles + role);
        FC_EACH (l)
            people[l] = 0.0f;
    }
}

void fc__people_count(const struct fc_people *own, struct fc_block *b, uint32_t team,
                      uint32_t seat)
{
    const float *restrict tenure = fc_own(b, own->tenure, seat);
    const float *restrict gap = fc_own(b, own->gap, seat);
    const float *restrict closed = fc_own(b, own->closed, seat);
    float *restrict months = FC_ROW(b, seat_tenure, seat);
    float *restrict filled = FC_ROW(b, seat_filled, seat);
    float *restrict headcount = FC_ROW(b, headcount, team);
    float *restrict vacancies = FC_ROW(b, vacancies, team);
    float *restrict ramping = FC_ROW(b, ramping, team);
    float *restrict role =
        FC_ROW(b, role_headcount, team * own->roles + own->role[seat]);
    FC_EACH (l) {
        const float here = tenure[l] >= 0.0f ? 1.0f : 0.0f;
        months[l] = tenure[l] >= 0.0f ? tenure[l] : 0.0f;
        filled[l] = here;
        headcount[l] += here;
        role[l] += here;
        vacancies[l] += 1.0f - here - closed[l];
        ramping[l] += gap[l] > (float)FC_RAMP_OVER ? here : 0.0f;
    }
}

/* ---- hours ---- */

/* Hours of a seat with somebody on it all through the step, and the share of them that
 * is used up by learning instead of selling. */
static void hours_open(const struct fc_people *own, const struct fc_block *b,
                       struct fc_team_step *step)
{
    const float days = fc_working_days(b), dt = b->model->dt;
    const float *hours = fc_own(b, own->seat_hours, 0);
    const float *admin_share = fc_number_row(b, own->admin);
    const float *admin = fc_lever(b, FC_L_admin, step->team);
    const float *effort = fc_lever(b, FC_L_effort, step->team);
    const float *used = fc_lever(b, FC_L_hours_used, step->team);
    const float *kept = fc_lever(b, FC_L_hours, step->team);
    float *net = step->seat_hours;
    FC_EACH (l)
        net[l] = hours[l] * days;
    if (b->model->organisation->coordination.hours)
        fc__people_coordination(own, b, step->team, net);
    if (fc_lever_pulled(b, FC_L_admin, step->team))
        FC_EACH (l) {
            const float share = admin_share[l] * admin[l];
            net[l] *=
                (1.0f - (share < 0.95f ? share : 0.95f)) / (1.0f - admin_share[l]);
        }
    if (fc_lever_pulled(b, FC_L_effort, step->team))
        FC_EACH (l)
            net[l] *= effort[l];
    if (fc_lever_pulled(b, FC_L_hours_used, step->team))
        FC_EACH (l) {
            const float share = net[l] > 0.0f ? used[l] * dt / net[l] : 1.0f;
            step->used[l] = share < 1.0f ? share : 1.0f;
        }
    FC_EACH (l)
        net[l] *= kept[l];
}

/* The ramp of a step, slower or faster under the lever. */
static void ramp_open(const struct fc_people *own, const struct fc_block *b,
                      struct fc_team_step *step)
{
    const float *tau = fc_own(b, own->time_constant, 0), dt = b->model->dt;
    const float *factor = fc_lever(b, FC_L_ramp, step->team);
    step->decay = fc_own(b, own->decay, 0);
    step->ramp_mean = fc_own(b, own->ramp_mean, 0);
    if (!fc_lever_pulled(b, FC_L_ramp, step->team))
        return;
    FC_EACH (l) {
        const float used = dt / (tau[l] * factor[l]);
        step->ramp[0][l] = fc_expf(-used);
        step->ramp[1][l] = fc__learning_mean_decay(used);
    }
    step->decay = step->ramp[0];
    step->ramp_mean = step->ramp[1];
}

/* Experience of the team's people, once a month. */
static void month_open(const struct fc_people *own, struct fc_block *b, uint32_t team)
{
    if (!b->month_starts || !own->learning.on)
        return;
    for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++)
        if (fc__seat_runs(own, b, own->team_seats[i]))
            fc__learning_month(&own->learning, b, team, own->team_seats[i]);
}

/* Sums over the seats of a role to hours, and to what is paid. */
static void role_close(const struct fc_people *own, struct fc_block *b,
                       const struct fc_team_step *step, uint32_t role)
{
    const uint32_t row = step->team * own->roles + role;
    const float *given = fc_own(b, own->given, row);
    float *hours = FC_ROW(b, hours, row);
    float *available = FC_ROW(b, hours_available, step->team);
    float *paid = FC_ROW(b, seat_months, step->team);
    const float pay = (float)b->model->organisation->role[role].pay_factor;
    FC_EACH (l) {
        hours[l] = given[l] * step->seat_hours[l];
        available[l] += hours[l];
        paid[l] += step->worked[l] * b->model->dt * pay;
    }
}

/* The seats of a role in a team, one after the other. */
static void role_step(const struct fc_people *own, struct fc_block *b,
                      struct fc_team_step *step, uint32_t role)
{
    const uint32_t last = own->team_first[step->team + 1];
    memset(step->worked, 0, sizeof step->worked);
    for (uint32_t i = own->team_first[step->team]; i < last; i++) {
        const uint32_t seat = own->team_seats[i];
        if (own->role[seat] == role && fc__seat_runs(own, b, seat))
            fc__people_seat_step(own, b, step, seat);
    }
    role_close(own, b, step, role);
}

/* Sums over the seats of the market's team to its skill: 1 where nobody worked. */
static void market_close(const struct fc_people *own, struct fc_block *b, uint32_t k)
{
    const struct fc_market *market = &b->model->markets[k];
    for (uint32_t role = 0; role < own->roles; role++) {
        const uint32_t row = market->team * own->roles + role;
        const float *given = fc_own(b, own->given, row);
        float *skill = FC_ROW(b, skill, k * own->roles + role);
        const float *sum =
            own->learning.on
                ? skill
                : fc_own(b, own->skill_sum, row * own->segments + market->segment);
        FC_EACH (l)
            skill[l] = given[l] > 0.0f ? sum[l] / given[l] : 1.0f;
    }
}

/* The same for the specialists who take deals of the market over. */
static void pool_close(const struct fc_people *own, struct fc_block *b, uint32_t k)
{
    const struct fc_market *market = &b->model->markets[k];
    const uint32_t expert = b->model->organisation->expert;
    const uint32_t row = market->overflow * own->roles + expert;
    const float *given = fc_own(b, own->given, row);
    float *skill = fc_own(b, b->model->overflow.skill, k);
    const float *sum = own->learning.on ? skill
                                        : fc_own(b, own->skill_sum,
                                                 row * own->segments + market->segment);
    FC_EACH (l)
        skill[l] = given[l] > 0.0f ? sum[l] / given[l] : 1.0f;
}

static void sums_clear(const struct fc_people *own, struct fc_block *b)
{
    const size_t row = FC_LANES * sizeof(float), rows = (size_t)own->teams * own->roles;
    memset(fc_own(b, own->given, 0), 0, rows * row);
    memset(fc_own(b, own->skill_sum, 0), 0, rows * own->segments * row);
    if (own->learning.on)
        memset(b->s.skill, 0, b->model->axis[FC_MARKET].count * own->roles * row);
    if (own->learning.on && b->model->overflow.on)
        memset(fc_own(b, b->model->overflow.skill, 0), 0,
               b->model->axis[FC_MARKET].count * row);
}

void fc__people_step(const void *own_, struct fc_block *b)
{
    const struct fc_people *own = own_;
    FC_LANE_ROW(float, before);
    sums_clear(own, b);
    fc__people_hire(own, b);
    fc__people_promote(own, b);
    for (uint32_t team = 0; team < own->teams; team++) {
        struct fc_team_step step = {.team = team};
        hours_open(own, b, &step);
        ramp_open(own, b, &step);
        month_open(own, b, team);
        fc__people_gains(own, b, &step);
        levels_clear(own, b, team);
        memcpy(before, FC_ROW(b, leavers, team), sizeof before);
        fc__people_hire_ends(own, b, team);
        fc__people_lay_off(own, b, team);
        fc__people_walk_out(own, b, team);
        for (uint32_t role = 0; role < own->roles; role++)
            role_step(own, b, &step, role);
        fc__people_hand_over(own, b, team, before);
    }
    fc__people_outlook(own, b);
    fc__people_lend(own, b);
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        market_close(own, b, k);
        if (b->model->overflow.on)
            pool_close(own, b, k);
    }
}

/* Hours of a step at opening, for the first prediction: clients are not there yet. */
static void hours_begin(const struct fc_people *own, struct fc_block *b, uint32_t team)
{
    FC_LANE_ROW(float, each);
    memcpy(each, fc_own(b, own->seat_hours, 0), sizeof each);
    if (b->model->organisation->coordination.hours)
        fc__people_coordination(own, b, team, each);
    for (uint32_t role = 0; role < own->roles; role++) {
        const uint32_t row = team * own->roles + role;
        float *hours = FC_ROW(b, hours, row);
        const float *people = FC_ROW(b, role_headcount, row);
        FC_EACH (l)
            hours[l] = people[l] * each[l];
    }
}

void fc__people_open(const void *own_, struct fc_block *b)
{
    const struct fc_people *own = own_;
    fc__people_start(own, b);
    fc__people_lend_open(b);
    for (uint32_t team = 0; team < own->teams; team++) {
        levels_clear(own, b, team);
        for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++)
            if (own->opens_step[own->team_seats[i]] == 0)
                fc__people_count(own, b, team, own->team_seats[i]);
        hours_begin(own, b, team);
    }
    for (uint32_t i = 0; i < b->model->axis[FC_MARKET].count * own->roles; i++)
        FC_EACH (l)
            FC_ROW(b, skill, i)[l] = 1.0f;
}
