/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats and the people on them: what people.c (reading), people_share.c (sharing out),
 * people_open.c (start), people_seats.c and people_team.c (time) have in common, and
 * the three laws of a seat as plain functions. */
#ifndef FC_MODEL_PEOPLE_H
#define FC_MODEL_PEOPLE_H

#include "model/learning.h"
#include "random/continuous.h"

/* Months that never come: a hazard of zero. */
#define FC_NEVER_MONTHS 1e9f
/* What is missing to full proficiency when a ramp counts as over. */
#define FC_RAMP_OVER 0.05

/* The four words of a person: clock, ability, the search that ends with the person, and
 * the opening state. */
enum { FC_SEAT_CLOCK, FC_SEAT_ABILITY, FC_SEAT_SEARCH, FC_SEAT_OPENING, FC_SEAT_WORDS };

enum fc_seat_opening {
    FC_SEAT_FILLED,
    FC_SEAT_SEARCHED,
    FC_SEAT_PLANNED,
    FC_SEAT_KEPT /* closed until a policy opens it (people_hire.c) */
};
/* Step at which a seat opens that a policy opens, or nobody. */
#define FC_NO_STEP UINT32_MAX

/* Seats that are kept for a policy which hires. */
struct fc_hire {
    uint32_t policy, first, n; /* seats first .. first + n - 1 */
    float each;                /* how many open when it begins to work */
    bool closes;               /* those that are open when it ends */
    fc_rows before, ended;     /* 1 if it worked in the last step; only then */
};

struct fc_people {
    /* numbers of the scenario */
    fc_num paid_hours, absence, admin, coordination, ability_cv, ramp_months,
        start_level;
    fc_num turnover, tenure_shape, fill_mean, fill_cv, opening_tenure;
    bool opening_stationary; /* no opening_tenure_months: the stationary law */

    /* rows derived in open */
    fc_rows seat_hours; /* of a seat in a step, working days and levers aside */
    fc_rows time_constant, decay, ramp_mean; /* tau; e^(-dt/tau); (1 - decay) tau/dt */
    fc_rows start_gap;                       /* 1 - start level */
    fc_rows life_scale; /* Weibull scale, months; FC_NEVER_MONTHS without turnover */
    fc_rows life_rate;  /* scale^-shape; 0 without turnover */
    fc_rows ability_sd, fill_log_mean, fill_log_sd;

    /* rows of the seats, one each: the people */
    fc_rows clock;       /* what is left: of a search, months; of a person, hazard */
    fc_rows aged;        /* hazard of the tenure so far if no lever is pulled */
    fc_rows tenure;      /* months with the company; negative: nobody is there */
    fc_rows gap;         /* 1 - ramp */
    fc_rows ability;     /* of the person, mean 1 */
    fc_rows log_ability; /* its natural logarithm */
    fc_rows closed;      /* 1 once the seat has been closed by a lay-off */

    /* sums of a step over the seats of a team and role */
    fc_rows given;     /* [team * roles + role] share of the step given to selling */
    fc_rows skill_sum; /* [(team * roles + role) * segments + segment] given pi^beta */

    /* lay-offs and changes of hands (people_moves.c) */
    fc_num handover_loss, similar, deals_loss, deal_months;
    fc_rows gone;       /* [team] seats closed so far */
    fc_rows walked;     /* [team] lever `walk_out` in the last step */
    fc_rows left, lost; /* [team * ring + step % ring] leavers; what they took along */
    uint32_t ring;      /* steps of 12 months */
    struct fc_learning learning;

    /* promotion (people_promote.c): the roles people are promoted to, top first */
    uint32_t careers, *career;
    uint64_t *fit_site; /* [seat] */
    fc_rows fit;        /* [seat] 1 where the person may be promoted this year */

    /* seats of policies (people_hire.c), behind the planned ones */
    uint32_t hires;
    struct fc_hire *hire; /* by the names of the policies */
    fc_rows used; /* [seat - planned] lane 0: 1 once open on a path of the block */
    fc_rows more; /* [team] those that are open */
    /* coordination by hours (people_coordination.c), [team] and [market]; NULL where it
       is a share */
    double *size_like;      /* log of a team's part of all people; 0: its own size */
    uint32_t *client_teams; /* teams that serve a client of the market */
    uint8_t *team_products; /* [market * products] what each of them has for it */

    /* sharing out */
    uint32_t seats, planned, teams, roles, segments;
    uint8_t *role;        /* [seat] */
    uint64_t *site;       /* [seat] by number in the company, never by team */
    uint64_t *walk_site;  /* [seat] the same, of walk-outs */
    uint32_t *opens_step; /* [seat] 0 = at opening; FC_NO_STEP: if a policy opens it */
    uint8_t *opening;     /* [seat] enum fc_seat_opening */
    uint32_t *team_first; /* [team + 1] into team_seats */
    uint32_t *team_seats; /* seat numbers, ascending within a team */
};

/* A team in one step: what its seats share, and their sum. */
struct fc_team_step {
    uint32_t team;
    bool gains; /* somebody of the team has been taught or mentored */
    /* of the ramp: e^(-dt/tau), its mean over the step; own or under the lever */
    const float *decay, *ramp_mean;
    _Alignas(64) float ramp[2][FC_LANES];
    _Alignas(64) float best[FC_LANES]; /* proficiency of the mentor */
    /* selling hours of a seat with somebody on it all the time; the share of them that
       learning takes */
    _Alignas(64) float seat_hours[FC_LANES], used[FC_LANES];
    /* sum over the seats, in steps: with somebody on the seat */
    _Alignas(64) float worked[FC_LANES];
};

struct fc_seat_plan {
    int seats, filled;    /* at opening */
    const int *given;     /* [team] or FC_SEATS_BY_NEED */
    struct fc_list later; /* of struct fc_hiring_item */
    int line;             /* of the section, for messages */
};

/* Checks the plan; number and names of the seats (axis FC_SEAT). Problems go to the
 * scenario. Compiled once. */
fc_status fc__people_plan(struct fc_people *self, struct fc_model *model,
                          const struct fc_seat_plan *plan, struct fc_error *err);

/* Seats for policies that hire: how many, and what they are called (people_keep.c). */
fc_status fc__people_keep(struct fc_people *self, struct fc_model *model,
                          struct fc_error *err);
bool fc__people_keep_name(const struct fc_people *self, struct fc_model *model,
                          const char **name);

/* Where the luck on each seat comes from; which roles people are promoted to. Compiled
 * once (people_careers.c), when seats have names and roles. */
fc_status fc__people_careers(struct fc_people *self, struct fc_model *model,
                             struct fc_error *err);

/* Which seat belongs to which team, which are filled, when they open. Compiled once. */
fc_status fc__people_share(struct fc_people *self, struct fc_model *model,
                           const struct fc_seat_plan *plan, struct fc_error *err);

#define fc__people_coordination      FC_PER_ISA(fc__people_coordination)
#define fc__people_coordination_link FC_PER_ISA(fc__people_coordination_link)
fc_status fc__people_coordination_link(struct fc_people *self, struct fc_model *model,
                                       struct fc_error *err);
/* Hours of a seat in a team, less what coordination takes of them. */
void fc__people_coordination(const struct fc_people *own, const struct fc_block *b,
                             uint32_t team, float *net);

#define fc__people_start     FC_PER_ISA(fc__people_start)
#define fc__people_seat_step FC_PER_ISA(fc__people_seat_step)
#define fc__people_count     FC_PER_ISA(fc__people_count)
#define fc__people_lay_off   FC_PER_ISA(fc__people_lay_off)
#define fc__people_close     FC_PER_ISA(fc__people_close)
#define fc__people_hire      FC_PER_ISA(fc__people_hire)
#define fc__people_hire_ends FC_PER_ISA(fc__people_hire_ends)
#define fc__people_promote   FC_PER_ISA(fc__people_promote)
#define fc__people_outlook   FC_PER_ISA(fc__people_outlook)
#define fc__people_walk_out  FC_PER_ISA(fc__people_walk_out)
#define fc__people_hand_over FC_PER_ISA(fc__people_hand_over)
#define fc__people_gains     FC_PER_ISA(fc__people_gains)
#define fc__people_seat_gain FC_PER_ISA(fc__people_seat_gain)
#define fc__people_new_gain  FC_PER_ISA(fc__people_new_gain)
#define fc__people_lend      FC_PER_ISA(fc__people_lend)
#define fc__people_lend_open FC_PER_ISA(fc__people_lend_open)
#define fc__people_open      FC_PER_ISA(fc__people_open)
#define fc__people_step      FC_PER_ISA(fc__people_step)
void fc__people_start(const struct fc_people *own, struct fc_block *b);
/* One seat through a step: adds to the sums of its team. */
void fc__people_seat_step(const struct fc_people *own, struct fc_block *b,
                          struct fc_team_step *step, uint32_t seat);
/* Adds a seat to the levels of its team at the end of a step. */
void fc__people_count(const struct fc_people *own, struct fc_block *b, uint32_t team,
                      uint32_t seat);
/* Closes seats where the lever `lay_off` has risen. */
void fc__people_lay_off(const struct fc_people *own, struct fc_block *b, uint32_t team);
/* Closes a seat in one lane: who is on it is laid off. */
void fc__people_close(const struct fc_people *own, struct fc_block *b, uint32_t team,
                      uint32_t seat, uint32_t lane);
/* Opens the seats of policies that begin to work; closes those of a team that belong to
 * policies which ended. */
void fc__people_hire(const struct fc_people *own, struct fc_block *b);
void fc__people_hire_ends(const struct fc_people *own, struct fc_block *b,
                          uint32_t team);
/* Promotions when a sales year begins; how likely they are, when a month ends. */
void fc__people_promote(const struct fc_people *own, struct fc_block *b);
void fc__people_outlook(const struct fc_people *own, struct fc_block *b);
/* Marks those who leave with the beginning of this step, lever `walk_out`. */
void fc__people_walk_out(const struct fc_people *own, struct fc_block *b,
                         uint32_t team);
/* Departures and what is lost by them; `before`: leavers of the month before the step.
 */
void fc__people_hand_over(const struct fc_people *own, struct fc_block *b,
                          uint32_t team, const float *before);
/* What the team has been taught by this step, and who is its best. */
void fc__people_gains(const struct fc_people *own, struct fc_block *b,
                      struct fc_team_step *step);
/* Factor on the proficiency of a seat by teaching and mentoring; time goes on. */
void fc__people_seat_gain(const struct fc_people *own, struct fc_block *b,
                          const struct fc_team_step *step, uint32_t seat, float *gain);
/* The same of a newcomer, who has learnt nothing of it yet. */
float fc__people_new_gain(const struct fc_people *own, const struct fc_block *b,
                          const struct fc_team_step *step, uint32_t seat,
                          uint32_t lane);
/* Hours that a policy makes teams lend each other; the start of it. */
void fc__people_lend(const struct fc_people *own, struct fc_block *b);
void fc__people_lend_open(struct fc_block *b);
void fc__people_open(const void *own, struct fc_block *b);
void fc__people_step(const void *own, struct fc_block *b);

/* Has the seat been open by this step, on some path of the block? */
static inline bool fc__seat_runs(const struct fc_people *own, const struct fc_block *b,
                                 uint32_t seat)
{
    const uint32_t opens = own->opens_step[seat];
    return opens <= b->step ||
           (opens == FC_NO_STEP && fc_own(b, own->used, seat - own->planned)[0] > 0.0f);
}

/* The four words of person number `person` of a seat in one lane. */
static inline void fc__person_words(const struct fc_people *own,
                                    const struct fc_block *b, uint32_t seat,
                                    uint32_t lane, float person,
                                    uint32_t words[FC_SEAT_WORDS])
{
    fc_word4(b->seed, fc_path(b, lane), (uint32_t)person, own->site[seat], words);
}

/* Months of the search that ends with that person. */
static inline float fc__search_months(const struct fc_people *own,
                                      const struct fc_block *b, uint32_t lane,
                                      const uint32_t words[FC_SEAT_WORDS])
{
    const float z = fc__normal_of_word(words[FC_SEAT_SEARCH]);
    return fc_expf(fc_own(b, own->fill_log_mean, 0)[lane] +
                   z * fc_own(b, own->fill_log_sd, 0)[lane]);
}

/* Weibull scale in months so that the share gone after 12 months is `turnover`:
 * S(x) = exp(-(x/scale)^shape).  T22: .30 and .8 give 3.62793 years. */
static inline double fc__people_life_scale(double turnover, double shape)
{
    const double hazard = -fc_log1p(-turnover);
    if (!(hazard > 1e-9))
        return (double)FC_NEVER_MONTHS;
    const double scale = 12.0 * fc_pow(hazard, -1.0 / shape);
    return scale < (double)FC_NEVER_MONTHS ? scale : (double)FC_NEVER_MONTHS;
}

/* Time constant of the ramp: 95 % after ramp_months. */
static inline double fc__people_time_constant(double ramp_months, double start_level)
{
    const double tau = ramp_months / fc_log((1.0 - start_level) / FC_RAMP_OVER);
    return tau > 1e-4 ? tau : 1e-4;
}

/* Mean of e^(-t/tau) over the first `months` months: what is left of a gap on average.
 */
static inline double fc__people_gap_mean(double months, double tau)
{
    return months > 0 ? -fc_expm1(-months / tau) * tau / months : 1.0;
}

/* People of a team with which meetings take what the scenario says. */
#define FC_MEETING_TEAM 6.0

/* Teams that serve a client who has at least one product: each product with
 * probability b, products[team] of them from each of n teams. With one product a team
 * n b / (1 - (1 - b)^n), evidence (3.4). */
static inline double fc__people_client_teams(double b, const uint8_t *products,
                                             uint32_t n)
{
    double teams = 0.0, nothing = 1.0;
    if (!(b > 1e-9))
        return 1.0;
    for (uint32_t i = 0; i < n; i++) {
        double lacking = 1.0;
        for (uint8_t p = 0; p < products[i]; p++)
            lacking *= b < 1.0 ? 1.0 - b : 0.0;
        teams += 1.0 - lacking;
        nothing *= lacking;
    }
    return teams / (1.0 - nothing);
}

/* Hours a week that coordination takes of c people: a team whose size has this
 * logarithm, so many other teams at its clients. */
static inline double fc__people_coordination_hours(double c, double log_size,
                                                   double shared, double meetings,
                                                   double each, double dual)
{
    const double size = log_size > 0.0 ? log_size / fc_log(FC_MEETING_TEAM) : 0.0;
    return c * (meetings * size + dual) + each * shared;
}

/* Hazard of a tenure of x months: H(x) = rate x^shape. */
static inline float fc__people_hazard(float x, float rate, float shape)
{
    return rate * fc_powf(x, shape);
}

/* Months in which a person of tenure x uses up so much hazard: H(x + u) - H(x) =
 * hazard. Under a lever that pulls it by m, what is left counts as 1/m of it. */
static inline float fc__people_months(float x, float hazard, float rate, float shape)
{
    if (!(rate > 0.0f))
        return hazard > 0.0f ? FC_NEVER_MONTHS : 0.0f;
    const float end = fc_powf(fc_powf(x, shape) + hazard / rate, 1.0f / shape);
    const float months = end > x ? end - x : 0.0f;
    return hazard > 0.0f ? months : 0.0f;
}

#endif
