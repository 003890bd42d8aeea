/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats through time: leaving, search, ramp, hours, proficiency.
 *
 *   leave when  the sum of m dH(tenure) = Exp(1) of the person, H(x) = (x/scale)^shape,
 *               m the lever `turnover` times the person's own factor; then a lognormal
 *               search; then the next person starts
 *   hours       paid 52/12 dt days (1-absence)(1-admin)(1-coordination) worked kept
 *   proficiency pi = ability (1 - gap), gap = (1-L0) e^(-tenure/tau), mean over the
 *               part of the step that is worked
 *   skill       of a team = sum over seats of worked pi^beta / sum worked
 *
 * A clock holds what is left of the Exp(1), or of a search, so that a step takes one
 * power: m (H(tenure + dt) - H(tenure)). Source: docs/model.md. Times of starting and
 * leaving are exact inside a step. A person is (seat number in the company,
 * generation): the four words at that address are the clock, the ability, the search
 * that ends with the person, and the opening state. Seats without an event in a step
 * are loops over lanes; the few lanes with one are done one by one. Checked by
 * tests/stat/test_people.c (T17, T22, M9, S = 1, 2, 4) and tests/unit/test_people.c. */
#include "model/people.h"

#include "model/organisation.h"
#include "model/pipeline.h"

/* More starts and leavings of one seat in one step than this are cut off: it would take
 * lives of days, which no scenario within the ranges has. */
enum { EVENTS_MAX = 64 };

/* ---- one lane with an event ---- */

struct lane {
    const struct fc_people *own;
    struct fc_block *b;
    const struct fc_team_step *step;
    uint32_t seat, at; /* `at`: the lane */
    float clock, aged, tenure, gap, ability, log_ability, generation;
    float factor; /* on the hazard of leaving */
    float search; /* speed of searches */
    float gain;   /* factor on proficiency by teaching and mentoring */
    float given;  /* months with somebody on the seat that go into selling, in steps */
    float worked; /* months of this step with somebody on the seat */
};

static void lane_words(const struct lane *self, uint32_t words[FC_SEAT_WORDS])
{
    fc__person_words(self->own, self->b, self->seat, self->at, self->generation, words);
}

/* Months to the next start or leaving. */
static float lane_months(const struct lane *self)
{
    const float rate = fc_own(self->b, self->own->life_rate, 0)[self->at];
    const float shape = fc_number_row(self->b, self->own->tenure_shape)[self->at];
    if (self->tenure >= 0.0f)
        return fc__people_months(self->tenure, self->clock, self->factor * rate, shape);
    return self->search > 0.0f  ? self->clock / self->search
           : self->clock > 0.0f ? FC_NEVER_MONTHS
                                : 0.0f;
}

/* First row of the sums of proficiency of a seat's team and role, one a segment. */
static uint32_t skill_row(const struct fc_people *own, uint32_t team, uint32_t seat)
{
    return (team * own->roles + own->role[seat]) * own->segments;
}

/* The sums of a market that a seat adds to where people learn. */
static float *learnt_row(const struct fc_people *own, const struct fc_block *b,
                         uint32_t team, uint32_t seat, uint32_t market)
{
    return fc_is_pool(b->model, team)
               ? fc_own(b, b->model->overflow.skill, market)
               : FC_ROW(b, skill, market * own->roles + own->role[seat]);
}

/* Share of the hours at the usual effort that goes into selling; those that learning
 * takes are the same at any effort. */
static inline float selling(float effort, float used)
{
    return effort > used ? effort - used : 0.0f;
}

/* What the person's work of `given` adds to the sums of the markets, or, where nobody
 * learns, of the segments. */
static void lane_skill(const struct lane *self, float given, float log_skill)
{
    const struct fc_people *own = self->own;
    const struct fc_learning *learning = &own->learning;
    const struct fc_learning_team *team = &learning->team[self->step->team];
    const struct fc_block *b = self->b;
    const uint32_t at = self->at, first = skill_row(own, self->step->team, self->seat);
    for (uint32_t s = 0; !learning->on && s < own->segments; s++)
        fc_own(b, own->skill_sum, first + s)[at] +=
            given * fc_expf(fc_pipeline_beta(b, s)[at] * log_skill);
    float work = 0.0f;
    for (uint32_t i = 0; i < team->markets; i++) {
        const struct fc_learnt_market *market = &team->market[i];
        if (i == 0 || market->segment != market[-1].segment)
            work =
                given * fc_expf(fc_pipeline_beta(b, market->segment)[at] * log_skill);
        float skill = work;
        for (int d = 0; d < FC_DOMAIN_KINDS; d++)
            skill *= fc__learning_factor(learning, b, self->seat, market, d)[at];
        learnt_row(own, b, self->step->team, self->seat, market->market)[at] += skill;
    }
}

/* The person works for `months` of this step: hours, proficiency, tenure. */
static void lane_work(struct lane *self, float months)
{
    const struct fc_people *own = self->own;
    struct fc_block *b = self->b;
    const uint32_t at = self->at;
    if (self->tenure < 0.0f)
        return;
    const float tau = fc_own(b, own->time_constant, 0)[at] *
                      fc_lever(b, FC_L_ramp, self->step->team)[at];
    const float ramp = 1.0f - self->gap * fc__learning_mean_decay(months / tau);
    const float log_skill = self->log_ability + fc_logf(ramp) + fc_logf(self->gain);
    const float effort = FC_ROW(b, seat_effort, self->seat)[at];
    const float given = months / b->model->dt * selling(effort, self->step->used[at]);
    const float output = given * self->step->seat_hours[at] *
                         (self->ability * ramp * self->gain *
                          fc_own(b, own->learning.general, self->seat)[at]);
    lane_skill(self, given, log_skill);
    FC_ROW(b, seat_output, self->seat)[at] += output;
    FC_ROW(b, team_output, self->step->team)[at] += output;
    self->given += given;
    self->gap *= fc_expf(-months / tau);
    self->tenure += months;
    self->worked += months;
}

static void lane_leave(struct lane *self)
{
    uint32_t words[FC_SEAT_WORDS];
    self->tenure = -1.0f;
    self->generation += 1.0f;
    lane_words(self, words);
    self->clock = fc__search_months(self->own, self->b, self->at, words);
    FC_ROW(self->b, leavers, self->step->team)[self->at] += 1.0f;
}

/* `rest`: months that are left of the month. */
static void lane_hire(struct lane *self, float rest)
{
    const struct fc_people *own = self->own;
    const float sd = fc_own(self->b, own->ability_sd, 0)[self->at];
    uint32_t words[FC_SEAT_WORDS];
    lane_words(self, words);
    self->clock = (float)-fc_log1p(-fc_u_from_word(words[FC_SEAT_CLOCK]));
    self->aged = self->tenure = 0.0f;
    self->gap = fc_own(self->b, own->start_gap, 0)[self->at];
    self->log_ability =
        sd * fc__normal_of_word(words[FC_SEAT_ABILITY]) - 0.5f * sd * sd;
    self->ability = fc_expf(self->log_ability);
    self->gain = 1.0f;
    if (self->step->gains)
        self->gain =
            fc__people_new_gain(own, self->b, self->step, self->seat, self->at);
    if (own->learning.on)
        fc__learning_hire(&own->learning, self->b, self->step->team, self->seat,
                          self->at, rest);
    FC_ROW(self->b, hires, self->step->team)[self->at] += 1.0f;
}

/* Starts and leavings of a step, one after the other; the months that are left. */
static float lane_events(struct lane *self)
{
    const struct fc_block *b = self->b;
    const float dt = b->model->dt;
    const float month_left = 1.0f - (float)(b->step % b->model->steps_per_month) * dt;
    float now = 0.0f;
    for (int i = 0; i < EVENTS_MAX; i++) {
        const float months = lane_months(self);
        if (months > dt - now)
            break;
        lane_work(self, months);
        now += months;
        if (self->tenure >= 0.0f)
            lane_leave(self);
        else
            lane_hire(self, month_left - now);
    }
    return dt - now;
}

/* The clock runs for the months that are left; the person works. */
static void lane_rest(struct lane *self, float months)
{
    const float rate = fc_own(self->b, self->own->life_rate, 0)[self->at];
    const float shape = fc_number_row(self->b, self->own->tenure_shape)[self->at];
    const float before = self->aged;
    float spent = self->search * months;
    lane_work(self, months);
    if (self->tenure >= 0.0f) {
        self->aged = fc__people_hazard(self->tenure, rate, shape);
        spent = self->factor * (self->aged - before);
    }
    self->clock = self->clock > spent ? self->clock - spent : 0.0f;
}

/* Runs one lane of one seat through a step with at least one start or leaving. Adds to
 * the skill rows and to the sums of the team. */
static void lane_step(const struct fc_people *own, struct fc_block *b,
                      struct fc_team_step *step, uint32_t seat, uint32_t at,
                      float factor, float gain)
{
    struct lane self = {.own = own,
                        .b = b,
                        .step = step,
                        .seat = seat,
                        .at = at,
                        .factor = factor,
                        .search = fc_lever(b, FC_L_hiring, step->team)[at],
                        .gain = gain};
    self.clock = fc_own(b, own->clock, seat)[at];
    self.aged = fc_own(b, own->aged, seat)[at];
    self.tenure = fc_own(b, own->tenure, seat)[at];
    self.gap = fc_own(b, own->gap, seat)[at];
    self.ability = fc_own(b, own->ability, seat)[at];
    self.log_ability = fc_own(b, own->log_ability, seat)[at];
    self.generation = FC_ROW(b, seat_person, seat)[at];
    lane_rest(&self, lane_events(&self));
    fc_own(b, own->clock, seat)[at] = self.clock;
    fc_own(b, own->aged, seat)[at] = self.aged;
    fc_own(b, own->tenure, seat)[at] = self.tenure;
    fc_own(b, own->gap, seat)[at] = self.gap;
    fc_own(b, own->ability, seat)[at] = self.ability;
    fc_own(b, own->log_ability, seat)[at] = self.log_ability;
    FC_ROW(b, seat_person, seat)[at] = self.generation;
    const uint32_t row = step->team * own->roles + own->role[seat];
    step->worked[at] += self.worked / b->model->dt;
    fc_own(b, own->given, row)[at] += self.given;
}

/* ---- all lanes ---- */

/* What a step takes off the clock of a seat: hazard of a person, months of a search;
 * and the hazard of the tenure when it ends. */
static void clock_spend(const float *restrict tenure, const float *restrict aged,
                        const float *restrict rate, const float *restrict shape,
                        const float *restrict factor, const float *restrict search,
                        float dt, float *restrict next, float *restrict spent)
{
    FC_EACH (l) {
        const float end = (tenure[l] < 0.0f ? 0.0f : tenure[l]) + dt;
        next[l] = fc__people_hazard(end, rate[l], shape[l]);
        spent[l] = tenure[l] < 0.0f ? search[l] * dt : factor[l] * (next[l] - aged[l]);
    }
}

/* What a seat without an event gives: share of the step worked (0 in lanes with an
 * event, which come one by one) and log proficiency. Returns whether any lane has an
 * event. */
static bool seat_share(const float *restrict clock, const float *restrict spent,
                       const float *restrict tenure, const float *restrict gap,
                       const float *restrict log_ability,
                       const float *restrict ramp_mean, float *restrict worked,
                       float *restrict log_skill)
{
    uint32_t events = 0;
    FC_EACH (l) {
        const float ramp = 1.0f - gap[l] * ramp_mean[l];
        events |= (uint32_t)(clock[l] <= spent[l]);
        worked[l] = clock[l] > spent[l] && tenure[l] >= 0.0f ? 1.0f : 0.0f;
        log_skill[l] = log_ability[l] + fc_logf(ramp);
    }
    return events != 0;
}

/* The share of the step that goes into selling, and the sums of the team. */
static void share_add(const float *restrict worked, const float *restrict effort,
                      const float *restrict used, float *restrict given,
                      float *restrict worked_sum, float *restrict given_sum)
{
    FC_EACH (l) {
        given[l] = worked[l] * selling(effort[l], used[l]);
        worked_sum[l] += worked[l];
        given_sum[l] += given[l];
    }
}

static void skill_add(const float *restrict given, const float *restrict log_skill,
                      const float *restrict beta, float *restrict skill)
{
    FC_EACH (l)
        skill[l] += given[l] * fc_expf(beta[l] * log_skill[l]);
}

/* The same by market, where people learn: times what they know of its domains. */
static void skill_learnt(const struct fc_people *own, const struct fc_block *b,
                         uint32_t team_number, uint32_t seat, const float *given,
                         const float *log_skill)
{
    const struct fc_learning *learning = &own->learning;
    const struct fc_learning_team *team = &learning->team[team_number];
    FC_LANE_ROW(float, work) = {0};
    for (uint32_t i = 0; i < team->markets; i++) {
        const struct fc_learnt_market *market = &team->market[i];
        const float *restrict factor[FC_DOMAIN_KINDS];
        float *restrict skill = learnt_row(own, b, team_number, seat, market->market);
        if (i == 0 || market->segment != market[-1].segment) {
            FC_EACH (l)
                work[l] = 0.0f;
            skill_add(given, log_skill, fc_pipeline_beta(b, market->segment), work);
        }
        for (int d = 0; d < FC_DOMAIN_KINDS; d++)
            factor[d] = fc__learning_factor(learning, b, seat, market, d);
        FC_EACH (l)
            skill[l] += work[l] * factor[0][l] * factor[1][l] * factor[2][l];
    }
}

static void gain_apply(const float *restrict gain, float *restrict log_skill)
{
    FC_EACH (l)
        log_skill[l] += fc_logf(gain[l]);
}

/* Selling hours times proficiency; given[] holds it on return. */
static void output_add(const float *restrict seat_hours, const float *restrict ability,
                       const float *restrict gap, const float *restrict ramp_mean,
                       const float *restrict general, float *restrict given)
{
    FC_EACH (l)
        given[l] = given[l] * seat_hours[l] *
                   (ability[l] * (1.0f - gap[l] * ramp_mean[l]) * general[l]);
}

static void output_sum(const float *restrict output, const float *restrict gain,
                       float *restrict seat, float *restrict team)
{
    FC_EACH (l) {
        seat[l] += output[l] * gain[l];
        team[l] += output[l] * gain[l];
    }
}

/* One step of time for the lanes without an event. */
static void seat_age(const float *restrict decay, float dt, const float *restrict spent,
                     const float *restrict next, float *restrict clock,
                     float *restrict aged, float *restrict tenure, float *restrict gap)
{
    FC_EACH (l) {
        const bool quiet = clock[l] > spent[l];
        const bool works = quiet && tenure[l] >= 0.0f;
        const float left = gap[l] * decay[l];
        gap[l] = !quiet ? gap[l] : left > 1e-12f ? left : 0.0f;
        aged[l] = works ? next[l] : aged[l];
        tenure[l] = works ? tenure[l] + dt : tenure[l];
        clock[l] = quiet ? clock[l] - spent[l] : clock[l];
    }
}

/* Lanes with an event, in order; returns how many. */
static uint32_t event_lanes(const float *clock, const float *spent, uint32_t *at)
{
    uint32_t n = 0;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        at[n] = l;
        n += clock[l] <= spent[l];
    }
    return n;
}

void fc__people_seat_step(const struct fc_people *own, struct fc_block *b,
                          struct fc_team_step *step, uint32_t seat)
{
    const float dt = b->model->dt;
    const float *turnover = fc_lever(b, FC_L_turnover, step->team);
    const float *hazard = FC_ROW(b, seat_hazard, seat);
    const float *gain = fc_own(b, own->learning.one, 0);
    const uint32_t first = skill_row(own, step->team, seat);
    float *given_sum = fc_own(b, own->given, step->team * own->roles + own->role[seat]);
    float *clock = fc_own(b, own->clock, seat), *aged = fc_own(b, own->aged, seat);
    float *tenure = fc_own(b, own->tenure, seat), *gap = fc_own(b, own->gap, seat);
    FC_LANE_ROW(float, factor);
    FC_LANE_ROW(float, spent);
    FC_LANE_ROW(float, next);
    FC_LANE_ROW(float, worked);
    FC_LANE_ROW(float, given);
    FC_LANE_ROW(float, log_skill);
    FC_LANE_ROW(float, taught);
    uint32_t at[FC_LANES + 1], events = 0;
    if (step->gains) {
        fc__people_seat_gain(own, b, step, seat, taught);
        gain = taught;
    }
    FC_EACH (l)
        factor[l] = turnover[l] * hazard[l];
    clock_spend(tenure, aged, fc_own(b, own->life_rate, 0),
                fc_number_row(b, own->tenure_shape), factor,
                fc_lever(b, FC_L_hiring, step->team), dt, next, spent);
    if (seat_share(clock, spent, tenure, gap, fc_own(b, own->log_ability, seat),
                   step->ramp_mean, worked, log_skill))
        events = event_lanes(clock, spent, at);
    share_add(worked, FC_ROW(b, seat_effort, seat), step->used, given, step->worked,
              given_sum);
    if (step->gains)
        gain_apply(gain, log_skill);
    if (own->learning.on)
        skill_learnt(own, b, step->team, seat, given, log_skill);
    for (uint32_t s = 0; !own->learning.on && s < own->segments; s++)
        skill_add(given, log_skill, fc_pipeline_beta(b, s),
                  fc_own(b, own->skill_sum, first + s));
    output_add(step->seat_hours, fc_own(b, own->ability, seat), gap, step->ramp_mean,
               fc_own(b, own->learning.general, seat), given);
    output_sum(given, gain, FC_ROW(b, seat_output, seat),
               FC_ROW(b, team_output, step->team));
    seat_age(step->decay, dt, spent, next, clock, aged, tenure, gap);
    for (uint32_t i = 0; i < events; i++)
        lane_step(own, b, step, seat, at[i], factor[at[i]], gain[at[i]]);
    fc__people_count(own, b, step->team, seat);
}
