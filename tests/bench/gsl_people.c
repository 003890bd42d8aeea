/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: seats and the people on them through a step, what they know, what is
 * lost when they go. Laws: src/model/people_seats.c, people_team.c, people_moves.c,
 * learning.c. A person leaves when the hazard used up reaches an exponential clock; the
 * clock is kept, so that a step without an event costs one power. */
#include <string.h>

#include "gsl_loop.h"

/* ---- what people know ---- */

static double towards(double from, double steady, double keep)
{
    return steady + (from - steady) * keep;
}

/* Level of a domain in the middle of a time, its logarithm times the weight. */
static double log_level(const struct loop_path *w, const struct fc_domain *domain,
                        double middle, double moved)
{
    const struct fc_learning *learning = &w->of->people->learning;
    const double years = loop_number(w, learning->years[domain->kind][domain->member]);
    const double floor = loop_number(w, learning->floor[domain->kind]);
    const double half = 0.5 * moved / years;
    const double missing = exp(-middle / years) * (1 + half * half / 6);
    return loop_number(w, learning->weight[domain->kind]) *
           log(1 - (1 - floor) * missing);
}

/* Factors on pi^beta of a domain in the segments where it counts. */
static void factors(struct loop_path *w, uint32_t team, struct loop_seat *seat,
                    uint32_t i, double level)
{
    const struct fc_learning_team *of = &w->of->people->learning.team[team];
    const struct fc_domain *domain = &of->domain[i];
    for (uint32_t s = 0; s < w->of->segments; s++)
        if (of->segment[s] && (domain->kind != FC_BY_SEGMENT || s == domain->member))
            seat->factor[i][s] = exp(w->law.beta[s] * level);
}

void loop_learning_open(struct loop_path *w, uint32_t team, uint32_t seat)
{
    const struct fc_learning *learning = &w->of->people->learning;
    const struct fc_learning_team *of = &learning->team[team];
    struct loop_seat *x = &w->seat[seat];
    const double forget = loop_number(w, learning->forget_years);
    const double keep = exp(-loop_max(0, x->tenure) / (12 * forget));
    x->general = 1;
    for (uint32_t i = 0; i < of->domains; i++)
        x->experience[i] = towards(0, of->domain[i].share * forget, keep);
}

static void learn(struct loop_path *w, uint32_t team, uint32_t seat, double keep,
                  double half)
{
    const struct fc_learning *learning = &w->of->people->learning;
    const struct fc_learning_team *of = &learning->team[team];
    struct loop_seat *x = &w->seat[seat];
    const double forget = loop_number(w, learning->forget_years);
    double sum = 0;
    for (uint32_t i = 0; i < of->domains; i++) {
        const double steady = of->domain[i].share * forget, before = x->experience[i];
        const double end = towards(before, steady, keep);
        const double level =
            log_level(w, &of->domain[i], towards(before, steady, half), end - before);
        x->experience[i] = end;
        sum += of->domain[i].time * level;
        factors(w, team, x, i, level);
    }
    x->general = exp(sum);
}

void loop_learning_month(struct loop_path *w, uint32_t team, uint32_t seat)
{
    learn(w, team, seat, w->law.keep, w->law.keep_half);
}

void loop_learning_hire(struct loop_path *w, uint32_t team, uint32_t seat, double rest)
{
    const double forget = loop_number(w, w->of->people->learning.forget_years);
    const double months = loop_max(0, rest), half = exp(-months / (24 * forget));
    memset(w->seat[seat].experience, 0, sizeof w->seat[seat].experience);
    learn(w, team, seat, half * half, half);
}

/* ---- time 0 ---- */

static void laws_open(struct loop_path *w)
{
    const struct fc_people *p = w->of->people;
    struct loop_laws *law = &w->law;
    const double dt = w->of->dt, start = loop_number(w, p->start_level);
    const double cv = loop_number(w, p->ability_cv);
    const double fill_cv = loop_number(w, p->fill_cv);
    const double turnover = loop_number(w, p->turnover);
    const double forget = loop_number(w, p->learning.forget_years);
    law->seat_hours = loop_number(w, p->paid_hours) * 52 / 12 * dt *
                      (1 - loop_number(w, p->absence)) *
                      (1 - loop_number(w, p->admin)) *
                      (1 - loop_number(w, p->coordination));
    law->tau = loop_number(w, p->ramp_months) / log((1 - start) / FC_RAMP_OVER);
    law->decay = exp(-dt / law->tau);
    law->ramp_mean = -expm1(-dt / law->tau) * law->tau / dt;
    law->start_gap = 1 - start;
    law->shape = loop_number(w, p->tenure_shape);
    law->life_scale = 12 * pow(-log1p(-turnover), -1 / law->shape);
    law->ability_sd = sqrt(log1p(cv * cv));
    law->fill_sd = sqrt(log1p(fill_cv * fill_cv));
    law->fill_mean =
        log(loop_number(w, p->fill_mean)) - law->fill_sd * law->fill_sd / 2;
    const double x = dt / loop_number(w, p->deal_months);
    law->deals_keep = exp(-x);
    law->deals_fresh = -expm1(-x) / x;
    law->keep_half = exp(-1 / (24 * forget));
    law->keep = law->keep_half * law->keep_half;
}

static void ability_draw(struct loop_path *w, struct loop_seat *x)
{
    const double sd = w->law.ability_sd;
    x->log_ability = gsl_ran_gaussian_ziggurat(w->rng, sd) - sd * sd / 2;
    x->ability = exp(x->log_ability);
    x->clock = gsl_ran_exponential(w->rng, 1);
}

static void seat_open(struct loop_path *w, uint32_t seat)
{
    const struct loop_laws *law = &w->law;
    struct loop_seat *x = &w->seat[seat];
    const double z = gsl_ran_gaussian_ziggurat(w->rng, law->fill_sd);
    memset(x, 0, sizeof *x);
    if (w->of->people->opening[seat] !=
        FC_SEAT_FILLED) { /* in the middle of a search */
        x->tenure = -1;
        x->until = exp(law->fill_mean + law->fill_sd * law->fill_sd + z) *
                   gsl_rng_uniform(w->rng);
        return;
    }
    ability_draw(w, x);
    const double used = gsl_ran_gamma(w->rng, 1 / law->shape, 1);
    x->tenure = loop_min(600, law->life_scale * pow(used, 1 / law->shape));
    x->hazard = pow(x->tenure / law->life_scale, law->shape);
    x->gap = law->start_gap * exp(-x->tenure / law->tau);
}

/* ---- a seat through a step ---- */

/* A team's step, as its seats see it. */
struct step {
    uint32_t team, seat;
    double hours; /* of a seat */
};

static void work(struct loop_path *w, const struct step *at, double months)
{
    const struct loop_department *d = w->of;
    const struct fc_learning_team *of = &d->people->learning.team[at->team];
    struct loop_seat *x = &w->seat[at->seat];
    const double part = months / d->dt;
    const bool whole = part >= 1;
    const double mean =
        whole ? w->law.ramp_mean
              : -expm1(-months / w->law.tau) * w->law.tau / loop_max(months, 1e-12);
    const double ramp = 1 - x->gap * mean, given = part * w->s.seat_effort[at->seat];
    const double output = given * at->hours * x->ability * ramp * x->general;
    const double log_skill = x->log_ability + log(ramp);
    double by_segment[SEGMENTS];
    for (uint32_t s = 0; s < d->segments; s++)
        by_segment[s] = given * exp(w->law.beta[s] * log_skill);
    for (uint32_t i = 0; i < of->markets; i++) {
        const struct fc_learnt_market *m = &of->market[i];
        double skill = by_segment[m->segment];
        for (int kind = 0; kind < FC_DOMAIN_KINDS; kind++)
            if (m->domain[kind] != FC_NO_DOMAIN)
                skill *= x->factor[m->domain[kind]][m->segment];
        w->s.skill[m->market] += skill;
    }
    w->s.seat_output[at->seat] += output;
    w->s.team_output[at->team] += output;
    w->s.seat_months[at->team] += months;
    w->team[at->team].given += given;
    x->gap *= whole ? w->law.decay : exp(-months / w->law.tau);
    x->tenure += months;
}

static void leave(struct loop_path *w, const struct step *at)
{
    struct loop_seat *x = &w->seat[at->seat];
    x->tenure = -1;
    x->until =
        exp(w->law.fill_mean + gsl_ran_gaussian_ziggurat(w->rng, w->law.fill_sd));
    w->s.seat_person[at->seat] += 1;
    w->s.leavers[at->team] += 1;
}

/* `rest`: months that are left of the month. */
static void hire(struct loop_path *w, const struct step *at, double rest)
{
    struct loop_seat *x = &w->seat[at->seat];
    ability_draw(w, x);
    x->tenure = x->hazard = 0;
    x->gap = w->law.start_gap;
    loop_learning_hire(w, at->team, at->seat, rest);
    w->s.hires[at->team] += 1;
}

static void seat_step(struct loop_path *w, const struct step *at)
{
    struct loop_seat *x = &w->seat[at->seat];
    const struct loop_laws *law = &w->law;
    const double dt = w->of->dt, factor = loop_lever(w, FC_L_turnover, at->team) *
                                          w->s.seat_hazard[at->seat];
    const double month_left = 1 - w->step % w->of->model->steps_per_month * dt;
    double rest = dt;
    for (;;) {
        if (x->tenure < 0) {
            if (x->until > rest) {
                x->until -= rest;
                break;
            }
            rest -= x->until;
            hire(w, at, month_left - dt + rest);
            continue;
        }
        const double end = pow((x->tenure + rest) / law->life_scale, law->shape);
        const double used = factor * (end - x->hazard);
        if (used < x->clock) {
            work(w, at, rest);
            x->clock -= used;
            x->hazard = end;
            break;
        }
        const double at_end = x->hazard + x->clock / factor;
        const double gone = law->life_scale * pow(at_end, 1 / law->shape);
        const double months = loop_min(loop_max(gone - x->tenure, 0), rest);
        work(w, at, months);
        rest -= months;
        leave(w, at);
    }
}

static void seat_count(struct loop_path *w, uint32_t team, uint32_t seat)
{
    const struct loop_seat *x = &w->seat[seat];
    const bool here = x->tenure >= 0;
    w->s.seat_tenure[seat] = loop_max(0, x->tenure);
    w->s.seat_filled[seat] = here;
    w->s.headcount[team] += here;
    w->s.role_headcount[team] += here;
    w->s.vacancies[team] += !here;
    w->s.ramping[team] += here && x->gap > FC_RAMP_OVER;
}

/* ---- a team ---- */

static double ring_sum(const struct loop_path *w, const double *ring, uint32_t n)
{
    double sum = 0;
    for (uint32_t back = 0; back < n && back <= w->step; back++)
        sum += ring[(w->step - back) % w->of->people->ring];
    return sum;
}

static void hand_over(struct loop_path *w, uint32_t team, double left)
{
    const struct fc_people *p = w->of->people;
    struct loop_team *t = &w->team[team];
    const double lost = left / t->seats * (1 - loop_number(w, p->similar));
    const double deals = w->s.handover_deals[team] * w->law.deals_keep +
                         lost * w->law.deals_fresh * loop_number(w, p->deals_loss);
    t->left[w->step % p->ring] = left;
    t->lost[w->step % p->ring] = lost * loop_number(w, p->handover_loss);
    w->s.team_departures[team] =
        ring_sum(w, t->left, 3 * w->of->model->steps_per_month) / t->seats;
    w->s.handover_deals[team] = loop_min(0.95, deals);
    w->s.handover[team] = ring_sum(w, t->lost, p->ring);
}

static void levels_clear(struct loop_path *w, uint32_t team)
{
    w->s.headcount[team] = w->s.role_headcount[team] = 0;
    w->s.vacancies[team] = w->s.ramping[team] = 0;
}

static void team_step(struct loop_path *w, uint32_t team)
{
    const struct fc_people *p = w->of->people;
    const double before = w->s.leavers[team];
    struct step at = {.team = team,
                      .hours = w->law.seat_hours * loop_days(w) *
                               loop_lever(w, FC_L_hours, team)};
    w->team[team].given = 0;
    levels_clear(w, team);
    for (uint32_t i = p->team_first[team]; i < p->team_first[team + 1]; i++) {
        at.seat = p->team_seats[i];
        if (w->month_starts && w->seat[at.seat].tenure >= 0)
            loop_learning_month(w, team, at.seat);
        seat_step(w, &at);
        seat_count(w, team, at.seat);
    }
    w->s.hours[team] = w->team[team].given * at.hours;
    w->s.hours_available[team] += w->s.hours[team];
    hand_over(w, team, w->s.leavers[team] - before);
}

void loop_people_step(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    memset(w->s.skill, 0, d->markets * sizeof *w->s.skill);
    for (uint32_t team = 0; team < d->teams; team++)
        team_step(w, team);
    for (uint32_t k = 0; k < d->markets; k++) {
        const double given = w->team[d->model->markets[k].team].given;
        w->s.skill[k] = given > 0 ? w->s.skill[k] / given : 1;
    }
}

void loop_people_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const struct fc_people *p = d->people;
    laws_open(w);
    memset(w->team, 0, sizeof w->team);
    for (uint32_t team = 0; team < d->teams; team++) {
        levels_clear(w, team);
        w->team[team].seats = p->team_first[team + 1] - p->team_first[team];
        for (uint32_t i = p->team_first[team]; i < p->team_first[team + 1]; i++) {
            seat_open(w, p->team_seats[i]);
            loop_learning_open(w, team, p->team_seats[i]);
            seat_count(w, team, p->team_seats[i]);
        }
        w->s.hours[team] = w->s.headcount[team] * w->law.seat_hours;
    }
    for (uint32_t k = 0; k < d->markets; k++)
        w->s.skill[k] = 1;
}
