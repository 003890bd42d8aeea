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
    float until, tenure, gap, ability, log_ability, generation;
    float gain;    /* factor on proficiency by teaching and mentoring */
    float given;   /* months with somebody on the seat that go into selling, in steps */
    double worked; /* months of this step with somebody on the seat */
};

static void lane_words(const struct lane *self, uint32_t words[FC_SEAT_WORDS])
{
    fc__person_words(self->own, self->b, self->seat, self->at, self->generation, words);
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
static void lane_work(struct lane *self, double months)
{
    const struct fc_people *own = self->own;
    struct fc_block *b = self->b;
    const uint32_t at = self->at;
    if (self->tenure < 0.0f)
        return;
    const double tau = (double)fc_own(b, own->time_constant, 0)[at] *
                       (double)fc_lever(b, FC_L_ramp, self->step->team)[at];
    const double gap = (double)self->gap * fc__people_gap_mean(months, tau);
    const float ramp = (float)(1.0 - gap);
    const float log_skill = self->log_ability + fc_logf(ramp) + fc_logf(self->gain);
    const float effort = FC_ROW(b, seat_effort, self->seat)[at];
    const float given =
        (float)(months / (double)b->model->dt) * selling(effort, self->step->used[at]);
    const float output = given * self->step->seat_hours[at] *
                         (self->ability * ramp * self->gain *
                          fc_own(b, own->learning.general, self->seat)[at]);
    lane_skill(self, given, log_skill);
    FC_ROW(b, seat_output, self->seat)[at] += output;
    FC_ROW(b, team_output, self->step->team)[at] += output;
    self->given += given;
    self->gap = (float)((double)self->gap * fc_exp(-months / tau));
    self->tenure += (float)months;
    self->worked += months;
}

static void lane_leave(struct lane *self)
{
    uint32_t words[FC_SEAT_WORDS];
    self->tenure = -1.0f;
    self->generation += 1.0f;
    lane_words(self, words);
    self->until = fc__search_months(self->own, self->b, self->at, words);
    FC_ROW(self->b, leavers, self->step->team)[self->at] += 1.0f;
}

/* `rest`: months that are left of the month. */
static void lane_hire(struct lane *self, double rest)
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
    self->ability = fc_expf(self->log_ability);
    self->until = scale < (double)FC_NEVER_MONTHS
                      ? (float)(scale * fc_pow(clock, 1.0 / shape))
                      : FC_NEVER_MONTHS;
    self->gain = 1.0f;
    if (self->step->gains)
        self->gain =
            fc__people_new_gain(own, self->b, self->step, self->seat, self->at);
    if (own->learning.on)
        fc__learning_hire(&own->learning, self->b, self->step->team, self->seat,
                          self->at, (float)rest);
    FC_ROW(self->b, hires, self->step->team)[self->at] += 1.0f;
}

/* Runs one lane of one seat through a step with at least one start or leaving. `until`
 * comes in as months under the lever and goes out as months without. Adds to the skill
 * rows and to the sums of the team. */
static void lane_step(const struct fc_people *own, struct fc_block *b,
                      struct fc_team_step *step, uint32_t seat, uint32_t at,
                      float factor, float gain)
{
    struct lane self = {
        .own = own, .b = b, .step = step, .seat = seat, .at = at, .gain = gain};
    const double dt = (double)b->model->dt;
    const float searched = fc_lever(b, FC_L_hiring, step->team)[at];
    const double month_left = 1.0 - (double)(b->step % b->model->steps_per_month) * dt;
    double now = 0;
    self.until = fc_own(b, own->until, seat)[at];
    self.tenure = fc_own(b, own->tenure, seat)[at];
    self.gap = fc_own(b, own->gap, seat)[at];
    self.ability = fc_own(b, own->ability, seat)[at];
    self.log_ability = fc_own(b, own->log_ability, seat)[at];
    self.generation = FC_ROW(b, seat_person, seat)[at];
    for (int i = 0; i < EVENTS_MAX && (double)self.until <= dt - now; i++) {
        const double months = (double)self.until;
        lane_work(&self, months);
        now += months;
        if (self.tenure >= 0.0f)
            lane_leave(&self);
        else
            lane_hire(&self, month_left - now);
        lane_stretch(&self, 1.0f / factor);
        if (self.tenure < 0.0f && searched < 1.0f)
            self.until = fc__people_slowed(self.until, (float)(dt - now), searched);
    }
    lane_work(&self, dt - now);
    self.until -= (float)(dt - now);
    self.until = self.until > 0.0f ? self.until : 0.0f;
    lane_stretch(&self, factor);
    fc_own(b, own->until, seat)[at] = self.until;
    fc_own(b, own->tenure, seat)[at] = self.tenure;
    fc_own(b, own->gap, seat)[at] = self.gap;
    fc_own(b, own->ability, seat)[at] = self.ability;
    fc_own(b, own->log_ability, seat)[at] = self.log_ability;
    FC_ROW(b, seat_person, seat)[at] = self.generation;
    const uint32_t row = step->team * own->roles + own->role[seat];
    step->worked[at] += (float)(self.worked / dt);
    fc_own(b, own->given, row)[at] += self.given;
}

/* ---- all lanes ---- */

/* Months to leaving in the lanes of `who` where somebody is[] (>= 0, or > 0 if
 * `strict`): from months without the lever to months under it (`into`) or back. */
static void stretch_some(const struct fc_lane_list *who, const float *shape,
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
    for (uint32_t l = 0; l < FC_LANES; l++) {
        at[n] = l;
        n += until[l] <= dt;
    }
    return n;
}

/* Searches that a freeze slows down: the rest of a step as if it were longer. */
static void search_slow(const float *restrict tenure, const float *restrict searched,
                        float dt, float *restrict until)
{
    FC_EACH (l)
        if (tenure[l] < 0.0f && searched[l] < 1.0f)
            until[l] = fc__people_slowed(until[l], dt, searched[l]);
}

/* Factor on the hazard in each lane, and the lanes where it is not 1. */
static const float *hazard_write(const struct fc_block *b,
                                 const struct fc_team_step *step, uint32_t seat,
                                 float *factor, struct fc_lane_list *pulled)
{
    const float *turnover = fc_lever(b, FC_L_turnover, step->team);
    const float *hazard = FC_ROW(b, seat_hazard, seat);
    if (!b->model->hazards) {
        *pulled = step->pulled;
        return turnover;
    }
    FC_EACH (l)
        factor[l] = turnover[l] * hazard[l];
    fc__people_pulled(factor, pulled);
    return factor;
}

void fc__people_seat_step(const struct fc_people *own, struct fc_block *b,
                          struct fc_team_step *step, uint32_t seat)
{
    const float dt = b->model->dt;
    const float *shape = fc_number_row(b, own->tenure_shape);
    const float *gain = fc_own(b, own->learning.one, 0);
    const uint32_t first = skill_row(own, step->team, seat);
    float *given_sum = fc_own(b, own->given, step->team * own->roles + own->role[seat]);
    float *until = fc_own(b, own->until, seat), *tenure = fc_own(b, own->tenure, seat);
    float *gap = fc_own(b, own->gap, seat);
    FC_LANE_ROW(float, worked);
    FC_LANE_ROW(float, given);
    FC_LANE_ROW(float, log_skill);
    FC_LANE_ROW(float, product);
    FC_LANE_ROW(float, taught);
    struct fc_lane_list pulled;
    uint32_t at[FC_LANES + 1], events = 0;
    const float *factor = hazard_write(b, step, seat, product, &pulled);
    if (step->gains) {
        fc__people_seat_gain(own, b, step, seat, taught);
        gain = taught;
    }
    if (fc_lever_pulled(b, FC_L_hiring, step->team))
        search_slow(tenure, fc_lever(b, FC_L_hiring, step->team), dt, until);
    stretch_some(&pulled, shape, factor, true, tenure, false, tenure, until);
    if (seat_share(until, tenure, gap, fc_own(b, own->log_ability, seat),
                   step->ramp_mean, dt, worked, log_skill))
        events = event_lanes(until, dt, at);
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
    seat_age(step->decay, dt, until, tenure, gap);
    stretch_some(&pulled, shape, factor, false, worked, true, tenure, until);
    for (uint32_t i = 0; i < events; i++)
        lane_step(own, b, step, seat, at[i], factor[at[i]], gain[at[i]]);
    fc__people_count(own, b, step->team, seat);
}
