/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats through time: leaving, search, ramp, hours, proficiency.
 *
 *   leave when  H(tenure) = Exp(1) of the person, H(x) = (x/scale)^shape, dH times the
 *               lever `turnover`; then a lognormal search; then the next person starts
 *   hours       paid 52/12 dt days (1-absence)(1-admin)(1-coordination) worked kept
 *   proficiency pi = ability (1 - gap), gap = (1-L0) e^(-tenure/tau), mean over the
 * part of the step that is worked skill       of a team = sum over seats of worked
 * pi^beta / sum worked
 *
 * Source: docs/model.md. Times of starting and leaving are
 * exact inside a step. A person is (seat number in the company, generation): the four
 * words at that address are the clock, the ability, the search that ends with the
 * person, and the opening state. Seats without an event in a step are loops over lanes;
 * the few lanes with one are done one by one. Checked by tests/stat/test_people.c (T17,
 * T22, M9, S = 1, 2, 4) and tests/unit/test_people.c. */
#include "model/people.h"

#include <math.h>
#include <string.h>

#include "model/pipeline.h"

/* More starts and leavings of one seat in one step than this are cut off: it would take
 * lives of days, which no scenario within the ranges has. */
enum { EVENTS_MAX = 64 };

/* ---- one lane with an event ---- */

struct lane {
    const struct fc_people *own;
    struct fc_block *b;
    uint32_t team, seat, at; /* `at`: the lane */
    float until, tenure, gap, log_ability, generation;
    float turnover; /* lever: factor on the hazard */
    double worked;  /* months of this step with somebody on the seat */
};

static void lane_words(const struct lane *self, uint32_t words[FC_SEAT_WORDS])
{
    const struct fc_block *b = self->b;
    fc_word4(b->seed, b->first_path + self->at, (uint32_t)self->generation,
             self->own->site[self->seat], words);
}

/* Time to leaving, from months without the lever to months under it (or back). */
static void lane_stretch(struct lane *self, float factor)
{
    const float shape = fc_number_row(self->b, self->own->tenure_shape)[self->at];
    const bool same = !(factor < 1.0f) && !(factor > 1.0f);
    if (self->tenure >= 0.0f && !same)
        self->until = fc__people_stretch(self->tenure, self->until, factor, shape);
}

/* First row of the sums of proficiency of a seat's team and role, one a segment. */
static uint32_t skill_row(const struct fc_people *own, uint32_t team, uint32_t seat)
{
    return (team * own->roles + own->role[seat]) * own->segments;
}

/* The person works for `months` of this step: hours, proficiency, tenure. */
static void lane_work(struct lane *self, double months)
{
    const struct fc_people *own = self->own;
    struct fc_block *b = self->b;
    if (self->tenure < 0.0f)
        return;
    const uint32_t segments = own->segments;
    const uint32_t first = skill_row(own, self->team, self->seat);
    const double tau = (double)fc_own(b, own->time_constant, 0)[self->at];
    const double gap = (double)self->gap * fc__people_gap_mean(months, tau);
    const float log_skill = self->log_ability + fc_logf((float)(1.0 - gap));
    const float share = (float)(months / (double)b->model->dt);
    for (uint32_t s = 0; s < segments; s++)
        fc_own(b, own->skill_sum, first + s)[self->at] +=
            share * fc_expf(fc_pipeline_beta(b, s)[self->at] * log_skill);
    self->gap = (float)((double)self->gap * fc_exp(-months / tau));
    self->tenure += (float)months;
    self->worked += months;
}

static void lane_leave(struct lane *self)
{
    const struct fc_people *own = self->own;
    uint32_t words[FC_SEAT_WORDS];
    self->tenure = -1.0f;
    self->generation += 1.0f;
    lane_words(self, words);
    const double z = fc_normal_from_u(fc_u_from_word(words[FC_SEAT_SEARCH]));
    self->until =
        (float)fc_exp((double)fc_own(self->b, own->fill_log_mean, 0)[self->at] +
                      z * (double)fc_own(self->b, own->fill_log_sd, 0)[self->at]);
    FC_ROW(self->b, leavers, self->team)[self->at] += 1.0f;
}

static void lane_hire(struct lane *self)
{
    const struct fc_people *own = self->own;
    const double scale = (double)fc_own(self->b, own->life_scale, 0)[self->at];
    const double shape = (double)fc_number_row(self->b, own->tenure_shape)[self->at];
    const double sd = (double)fc_own(self->b, own->ability_sd, 0)[self->at];
    uint32_t words[FC_SEAT_WORDS];
    lane_words(self, words);
    const double clock = -fc_log1p(-fc_u_from_word(words[FC_SEAT_CLOCK]));
    const double z = fc_normal_from_u(fc_u_from_word(words[FC_SEAT_ABILITY]));
    self->tenure = 0.0f;
    self->gap = fc_own(self->b, own->start_gap, 0)[self->at];
    self->log_ability = (float)(sd * z - 0.5 * sd * sd);
    self->until = scale < (double)FC_NEVER_MONTHS
                      ? (float)(scale * fc_pow(clock, 1.0 / shape))
                      : FC_NEVER_MONTHS;
    FC_ROW(self->b, hires, self->team)[self->at] += 1.0f;
}

/* Runs one lane of one seat through a step with at least one start or leaving. `until`
 * comes in as months under the lever and goes out as months without. Adds to the skill
 * rows; returns the share of the step worked. */
static float lane_step(const struct fc_people *own, struct fc_block *b, uint32_t team,
                       uint32_t seat, uint32_t at, float turnover)
{
    struct lane self = {.own = own, .b = b, .team = team, .seat = seat, .at = at};
    const double dt = (double)b->model->dt;
    double now = 0;
    self.until = fc_own(b, own->until, seat)[at];
    self.tenure = fc_own(b, own->tenure, seat)[at];
    self.gap = fc_own(b, own->gap, seat)[at];
    self.log_ability = fc_own(b, own->log_ability, seat)[at];
    self.generation = fc_own(b, own->generation, seat)[at];
    for (int i = 0; i < EVENTS_MAX && (double)self.until <= dt - now; i++) {
        const double months = (double)self.until;
        lane_work(&self, months);
        now += months;
        if (self.tenure >= 0.0f)
            lane_leave(&self);
        else
            lane_hire(&self);
        lane_stretch(&self, 1.0f / turnover);
    }
    lane_work(&self, dt - now);
    self.until -= (float)(dt - now);
    self.until = self.until > 0.0f ? self.until : 0.0f;
    lane_stretch(&self, turnover);
    fc_own(b, own->until, seat)[at] = self.until;
    fc_own(b, own->tenure, seat)[at] = self.tenure;
    fc_own(b, own->gap, seat)[at] = self.gap;
    fc_own(b, own->log_ability, seat)[at] = self.log_ability;
    fc_own(b, own->generation, seat)[at] = self.generation;
    return (float)(self.worked / dt);
}

/* ---- all lanes ---- */

/* Lanes where the lever `turnover` is not at 1: a few, so that they are gathered. */
struct pulled {
    uint32_t n, at[FC_LANES + 1];
};

static void pulled_lanes(const float *turnover, struct pulled *self)
{
    self->n = 0;
    FC_EACH (l) {
        self->at[self->n] = l;
        self->n += turnover[l] < 1.0f || turnover[l] > 1.0f;
    }
}

/* Months to leaving in the lanes of `who` where somebody is[] (>= 0, or > 0 if
 * `strict`): from months without the lever to months under it (`into`) or back. */
static void stretch_some(const struct pulled *who, const float *shape,
                         const float *turnover, bool into, const float *is, bool strict,
                         const float *tenure, float *until)
{
    FC_LANE_ROW(float, months);
    FC_LANE_ROW(float, x);
    FC_LANE_ROW(float, factor);
    FC_LANE_ROW(float, k);
    for (uint32_t i = 0; i < who->n; i++) {
        const uint32_t l = who->at[i];
        x[i] = tenure[l] < 0.0f ? 0.0f : tenure[l];
        months[i] = until[l];
        factor[i] = into ? 1.0f / turnover[l] : turnover[l];
        k[i] = shape[l];
    }
    for (uint32_t i = 0; i < who->n; i++)
        months[i] = fc__people_stretch(x[i], months[i], factor[i], k[i]);
    for (uint32_t i = 0; i < who->n; i++) {
        const uint32_t l = who->at[i];
        const bool here = strict ? is[l] > 0.0f : is[l] >= 0.0f;
        until[l] = here ? months[i] : until[l];
    }
}

/* What a seat without an event gives: share of the step worked (0 in lanes with an
 * event, which come one by one) and log proficiency. Returns whether any lane has an
 * event. */
static bool seat_share(const float *restrict until, const float *restrict tenure,
                       const float *restrict gap, const float *restrict log_ability,
                       const float *restrict ramp_mean, float dt,
                       float *restrict worked, float *restrict log_skill)
{
    uint32_t events = 0;
    FC_EACH (l) {
        const float ramp = 1.0f - gap[l] * ramp_mean[l];
        events |= (uint32_t)(until[l] <= dt);
        worked[l] = until[l] > dt && tenure[l] >= 0.0f ? 1.0f : 0.0f;
        log_skill[l] = log_ability[l] + fc_logf(ramp);
    }
    return events != 0;
}

static void skill_add(const float *restrict worked, const float *restrict log_skill,
                      const float *restrict beta, float *restrict skill)
{
    FC_EACH (l)
        skill[l] += worked[l] * fc_expf(beta[l] * log_skill[l]);
}

/* One step of time for the lanes without an event. */
static void seat_age(const float *restrict decay, float dt, float *restrict until,
                     float *restrict tenure, float *restrict gap)
{
    FC_EACH (l) {
        const bool quiet = until[l] > dt;
        const float next = gap[l] * decay[l];
        gap[l] = !quiet ? gap[l] : next > 1e-12f ? next : 0.0f;
        tenure[l] = quiet && tenure[l] >= 0.0f ? tenure[l] + dt : tenure[l];
        until[l] = quiet ? until[l] - dt : until[l];
    }
}

/* Lanes with an event, in order; returns how many. */
static uint32_t event_lanes(const float *until, float dt, uint32_t *at)
{
    uint32_t n = 0;
    FC_EACH (l) {
        at[n] = l;
        n += until[l] <= dt;
    }
    return n;
}

/* Levels at the end of the step, added up over the seats of a team. */
static void seat_count(const struct fc_people *own, struct fc_block *b, uint32_t team,
                       uint32_t seat)
{
    const float *restrict tenure = fc_own(b, own->tenure, seat);
    const float *restrict gap = fc_own(b, own->gap, seat);
    float *restrict headcount = FC_ROW(b, headcount, team);
    float *restrict vacancies = FC_ROW(b, vacancies, team);
    float *restrict ramping = FC_ROW(b, ramping, team);
    float *restrict role =
        FC_ROW(b, role_headcount, team * own->roles + own->role[seat]);
    FC_EACH (l) {
        const float here = tenure[l] >= 0.0f ? 1.0f : 0.0f;
        headcount[l] += here;
        role[l] += here;
        vacancies[l] += 1.0f - here;
        ramping[l] += gap[l] > (float)FC_RAMP_OVER ? here : 0.0f;
    }
}

static void seat_step(const struct fc_people *own, struct fc_block *b, uint32_t team,
                      uint32_t seat, const struct pulled *pulled)
{
    const float dt = b->model->dt;
    const float *shape = fc_number_row(b, own->tenure_shape);
    const float *turnover = fc_lever(b, FC_L_turnover, team);
    const uint32_t first = skill_row(own, team, seat);
    float *until = fc_own(b, own->until, seat), *tenure = fc_own(b, own->tenure, seat);
    float *gap = fc_own(b, own->gap, seat);
    float *worked_sum = fc_own(b, own->worked, team * own->roles + own->role[seat]);
    FC_LANE_ROW(float, worked);
    FC_LANE_ROW(float, log_skill);
    uint32_t at[FC_LANES + 1], events = 0;
    stretch_some(pulled, shape, turnover, true, tenure, false, tenure, until);
    if (seat_share(until, tenure, gap, fc_own(b, own->log_ability, seat),
                   fc_own(b, own->ramp_mean, 0), dt, worked, log_skill))
        events = event_lanes(until, dt, at);
    for (uint32_t s = 0; s < own->segments; s++)
        skill_add(worked, log_skill, fc_pipeline_beta(b, s),
                  fc_own(b, own->skill_sum, first + s));
    seat_age(fc_own(b, own->decay, 0), dt, until, tenure, gap);
    stretch_some(pulled, shape, turnover, false, worked, true, tenure, until);
    for (uint32_t i = 0; i < events; i++)
        worked[at[i]] = lane_step(own, b, team, seat, at[i], turnover[at[i]]);
    FC_EACH (l)
        worked_sum[l] += worked[l];
    seat_count(own, b, team, seat);
}

/* ---- teams ---- */

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

/* Sums over the seats of a role to hours. */
static void role_close(const struct fc_people *own, struct fc_block *b, uint32_t team,
                       uint32_t role)
{
    const struct fc_model *model = b->model;
    const float days = fc_working_days(b);
    const float *kept = fc_lever(b, FC_L_hours, team);
    const float *seat_hours = fc_own(b, own->seat_hours, 0);
    const float *worked = fc_own(b, own->worked, team * own->roles + role);
    float *hours = FC_ROW(b, hours, team * own->roles + role);
    float *available = FC_ROW(b, hours_available, team);
    float *paid = FC_ROW(b, seat_months, team);
    FC_EACH (l) {
        hours[l] = worked[l] * (seat_hours[l] * days * kept[l]);
        available[l] += hours[l];
        paid[l] += worked[l] * model->dt;
    }
}

/* Sums over the seats of the market's team to its skill: 1 where nobody worked. */
static void market_close(const struct fc_people *own, struct fc_block *b, uint32_t k)
{
    const struct fc_market *market = &b->model->markets[k];
    for (uint32_t role = 0; role < own->roles; role++) {
        const uint32_t row = market->team * own->roles + role;
        const float *worked = fc_own(b, own->worked, row);
        const float *sum =
            fc_own(b, own->skill_sum, row * own->segments + market->segment);
        float *skill = FC_ROW(b, skill, k * own->roles + role);
        FC_EACH (l)
            skill[l] = worked[l] > 0.0f ? sum[l] / worked[l] : 1.0f;
    }
}

static void sums_clear(const struct fc_people *own, struct fc_block *b)
{
    const size_t row = FC_LANES * sizeof(float), rows = (size_t)own->teams * own->roles;
    memset(fc_own(b, own->worked, 0), 0, rows * row);
    memset(fc_own(b, own->skill_sum, 0), 0, rows * own->segments * row);
}

void fc__people_step(const void *own_, struct fc_block *b)
{
    const struct fc_people *own = own_;
    sums_clear(own, b);
    for (uint32_t team = 0; team < own->teams; team++) {
        struct pulled pulled;
        pulled_lanes(fc_lever(b, FC_L_turnover, team), &pulled);
        levels_clear(own, b, team);
        for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++)
            if (own->opens_step[own->team_seats[i]] <= b->step)
                seat_step(own, b, team, own->team_seats[i], &pulled);
        for (uint32_t role = 0; role < own->roles; role++)
            role_close(own, b, team, role);
    }
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        market_close(own, b, k);
}

void fc__people_open(const void *own_, struct fc_block *b)
{
    const struct fc_people *own = own_;
    fc__people_start(own, b);
    for (uint32_t team = 0; team < own->teams; team++) {
        levels_clear(own, b, team);
        for (uint32_t i = own->team_first[team]; i < own->team_first[team + 1]; i++)
            if (own->opens_step[own->team_seats[i]] == 0)
                seat_count(own, b, team, own->team_seats[i]);
        for (uint32_t role = 0; role < own->roles; role++) {
            const uint32_t row = team * own->roles + role;
            FC_EACH (l)
                FC_ROW(b, hours, row)
            [l] = FC_ROW(b, role_headcount, row)[l] * fc_own(b, own->seat_hours, 0)[l];
        }
    }
    for (uint32_t i = 0; i < b->model->axis[FC_MARKET].count * own->roles; i++)
        FC_EACH (l)
            FC_ROW(b, skill, i)[l] = 1.0f;
}
