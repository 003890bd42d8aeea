/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effort of the people of a team in the month to come.
 *
 *   motives   weights of a person over money, recognition, autonomy, growth: Dirichlet,
 *             mean w, concentration `alike`; v = weight / mean, so that v = 1 for all
 * if all are alike mood      = M(e)^v_money exp(v_rec R + v_aut A + v_gro (C +
 * prospects)) fit fit       = exp(sum of w v log(1 - f + f v)): what is gained when the
 * means of the plan follow the person's own weights instead of those of the average
 *               person; at f = 1 the relative entropy of the two, 0 if all are alike
 *   effort    = mood^elasticity, held in [.5, effort_max]
 *   prospects = factor x (rise of base pay by grade x chance x Phi(z_quota)
 *               + rise by the next role x chance, for those with the months it takes)
 *
 * R, A, C, f are the levers recognition, autonomy, competence, plan_fit. What a person
 * expects to sell is the output of the month at effort 1 x what the team has sold per
 * unit of output; its variance a month is mean x mean deal x (1 + CV^2), as if deals
 * came in a Poisson stream. All in units of a month's quota. Source:
 * docs/model.md#motivation. Checked by tests/unit/test_motivation.c (T18, roots against
 * GSL) and tests/stat/test_motivation.c. */
#include "model/motivation.h"
#include "model/organisation.h"

enum { WORDS = 4 };
/* Least expectation of a person, in quotas: newcomers and teams that sell nothing. */
#define LEAST_RATE 0.02f

/* ---- who the people are ---- */

/* Shapes and words of all motives of n people, side by side: one row of gammas. */
struct motive_rows {
    _Alignas(64) uint32_t word[FC_MOTIVES * FC_NEWCOMERS];
    _Alignas(64) float shape[FC_MOTIVES * FC_NEWCOMERS],
        draw[FC_MOTIVES * FC_NEWCOMERS];
};

static void motives_ask(const struct fc_motivation *own, const struct fc_block *b,
                        const struct fc_newcomers *list, struct motive_rows *rows)
{
    const float *person = fc_own(b, own->person, 0);
    const float *alike = fc_number_row(b, own->alike);
    for (uint32_t j = 0; j < list->n; j++) {
        const uint32_t seat = list->at[j] / FC_LANES, l = list->at[j] % FC_LANES;
        uint32_t four[WORDS];
        fc_word4(b->seed, fc_path(b, l), (uint32_t)person[list->at[j]],
                 own->site_motives[seat], four);
        for (uint32_t i = 0; i < FC_MOTIVES; i++) {
            const float shape = alike[l] * fc_own(b, own->mean_motive, i)[l];
            rows->word[i * list->n + j] = four[i];
            rows->shape[i * list->n + j] = shape > 0.1f ? shape : 0.1f;
        }
    }
}

/* Variates to weights / their means. */
static void motives_write(const struct fc_motivation *own, struct fc_block *b,
                          const struct fc_newcomers *list, const float *draw)
{
    for (uint32_t j = 0; j < list->n; j++) {
        const uint32_t seat = list->at[j] / FC_LANES, l = list->at[j] % FC_LANES;
        float sum = 0.0f;
        for (uint32_t i = 0; i < FC_MOTIVES; i++)
            sum += draw[i * list->n + j];
        for (uint32_t i = 0; i < FC_MOTIVES; i++) {
            const float mean = fc_own(b, own->mean_motive, i)[l];
            fc_own(b, own->weight, seat * FC_MOTIVES + i)[l] =
                draw[i * list->n + j] / (sum * mean);
        }
    }
}

void fc__motivation_people(const struct fc_motivation *own, struct fc_block *b,
                           struct fc_newcomers *list)
{
    enum { WHOLE = 16 }; /* rows of variates are multiples of it */
    struct motive_rows rows;
    uint32_t all = FC_MOTIVES * list->n;
    motives_ask(own, b, list, &rows);
    for (; all % WHOLE; all++) {
        rows.word[all] = 0x80000000u;
        rows.shape[all] = 1.0f;
    }
    fc_gamma(all, rows.word, rows.shape, rows.draw);
    motives_write(own, b, list, rows.draw);
    list->n = 0;
}

void fc__motivation_note(const struct fc_motivation *own, struct fc_block *b,
                         uint32_t seat, const float *which, struct fc_newcomers *list)
{
    if (list->n > FC_NEWCOMERS - FC_LANES)
        fc__motivation_people(own, b, list);
    uint32_t n = list->n;
    for (uint32_t l = 0; l < FC_LANES; l++) {
        list->at[n] = seat * FC_LANES + l;
        n += which[l] > 0.0f;
    }
    list->n = n;
}

/* ---- what they are offered ---- */

/* What a person stands before, in units of a month's quota. */
struct outlook {
    _Alignas(64) float rate[FC_LANES];   /* expected sales a month at effort 1 */
    _Alignas(64) float spread[FC_LANES]; /* variance a month at effort 1 */
    _Alignas(64) float year[FC_LANES], quarter[FC_LANES]; /* sold so far */
    _Alignas(64) float goal[FC_LANES], near[FC_LANES];    /* quotas of both */
};

/* What a team offers all its people in a month. */
struct offer {
    _Alignas(64) float gain[FC_LANES];  /* bonus of a quarter / commission on a quota */
    _Alignas(64) float sells[FC_LANES]; /* quotas that a unit of output sells */
    _Alignas(64) float deal[FC_LANES];  /* quotas that a deal brings */
};

/* Units of sales of a month: the quota, or money where there is none. */
static inline double month_unit(double month_quota)
{
    return month_quota > 0 ? month_quota : 1;
}

static void offer_write(const struct fc_motivation *own, const struct fc_block *b,
                        uint32_t team, struct offer *out)
{
    const float *bonus = fc_number_row(b, own->bonus);
    const float *rate = fc_number_row(b, b->model->pay_numbers.commission);
    const float *quota = fc_number_row(b, b->model->pay_numbers.quota);
    const double *month_quota = fc_own_double(b, own->month_quota, 0);
    const double *value = fc_own_double(b, own->value, team);
    const double *all = fc_own_double(b, own->output, team);
    const double *deals = fc_own_double(b, own->deals, team);
    FC_EACH (l) {
        const float least = rate[l] > 1e-3f ? rate[l] : 1e-3f;
        const float one = quota[l] > 0.0f ? least * quota[l] / 12.0f : 1.0f;
        const double unit = month_unit(month_quota[l]);
        const double deal = deals[l] > 0 ? value[l] / (deals[l] * unit) : 1;
        out->gain[l] = bonus[l] / one;
        out->sells[l] = (float)(all[l] > 0 ? value[l] / (all[l] * unit) : 0);
        out->deal[l] = (float)(deal > 1e-3 ? deal : 1e-3);
    }
}

static void outlook_write(const struct fc_motivation *own, const struct fc_block *b,
                          uint32_t team, uint32_t seat, const struct offer *offer,
                          struct outlook *out)
{
    const uint32_t month = b->month + 1;
    const double *month_quota = fc_own_double(b, own->month_quota, 0);
    const float *output = FC_ROW(b, seat_output, seat);
    const float *effort = FC_ROW(b, seat_effort, seat);
    const float *served = fc_own(b, own->served, seat);
    const float *in_quarter = fc_own(b, own->in_quarter, seat);
    const double *year = fc_own_double(b, own->sold_year, seat);
    const double *quarter = fc_own_double(b, own->sold_quarter, seat);
    const float mixed = 1.0f + (float)own->cv2[team];
    FC_EACH (l) {
        const double unit = month_unit(month_quota[l]);
        const float rate = offer->sells[l] * output[l] / effort[l];
        out->rate[l] = rate > LEAST_RATE ? rate : LEAST_RATE;
        out->spread[l] = out->rate[l] * offer->deal[l] * mixed;
        out->year[l] = (float)(year[l] / unit);
        out->quarter[l] = (float)(quarter[l] / unit);
        out->goal[l] = fc__span(served[l], month);
        out->near[l] = in_quarter[l] + (float)(3 - month % 3);
    }
}

/* Log of what moves the person besides pay, elasticity aside. */
static void other_motives(const struct fc_motivation *own, const struct fc_block *b,
                          uint32_t team, uint32_t seat, const float *prospects,
                          float *sum)
{
    const float *recognition = fc_lever(b, FC_L_recognition, team);
    const float *autonomy = fc_lever(b, FC_L_autonomy, team);
    const float *competence = fc_lever(b, FC_L_competence, team);
    const float *fit = fc_lever(b, FC_L_plan_fit, team);
    const float *weight = fc_own(b, own->weight, (size_t)seat * FC_MOTIVES);
    FC_EACH (l)
        sum[l] = weight[FC_RECOGNITION * FC_LANES + l] * recognition[l] +
                 weight[FC_AUTONOMY * FC_LANES + l] * autonomy[l] +
                 weight[FC_GROWTH * FC_LANES + l] * (competence[l] + prospects[l]);
    if (!fc_lever_pulled(b, FC_L_plan_fit, team))
        return;
    for (size_t i = 0; i < FC_MOTIVES; i++) {
        const float *mean = fc_own(b, own->mean_motive, i);
        FC_EACH (l) {
            const float v = weight[i * FC_LANES + l];
            sum[l] += mean[l] * v * fc_logf(1.0f - fit[l] + fit[l] * v);
        }
    }
}

/* Base pay of the grade. */
static inline float grade_pay(const struct fc_motivation *own, const struct fc_block *b,
                              uint32_t grade, uint32_t l)
{
    return own->grades ? fc_number_row(b, own->grade[grade].pay_factor)[l] : 1.0f;
}

/* The same by promotion to the next role, where one starts on the first grade. */
static void career_add(const struct fc_motivation *own, const struct fc_block *b,
                       uint32_t team, uint32_t seat, float *prospects)
{
    const struct fc_role *roles = b->model->organisation->role;
    const uint32_t role = b->model->seat_role[seat];
    if (roles[role].next == FC_NO_ROLE)
        return;
    const float here = (float)roles[role].pay_factor;
    const float there = (float)roles[roles[role].next].pay_factor;
    const float least =
        roles[role].promotion_months - (float)(12 - (b->month + 1) % 12);
    const float *chance =
        FC_ROW(b, promotion_chance, team * b->model->axis[FC_ROLE].count + role);
    const float *tenure = FC_ROW(b, seat_tenure, seat);
    const float *rung = fc_own(b, own->rung, seat);
    const float *growth = fc_number_row(b, own->growth);
    FC_EACH (l) {
        const float pay = here * grade_pay(own, b, (uint32_t)rung[l], l);
        const float next = there * grade_pay(own, b, 0, l);
        const bool rises = next > pay && tenure[l] >= least;
        prospects[l] +=
            rises ? growth[l] * (next / (pay > 0.01f ? pay : 0.01f) - 1.0f) * chance[l]
                  : 0.0f;
    }
}

/* Expected rise of base pay by promotion at the end of the sales year. */
static void prospects_write(const struct fc_motivation *own, const struct fc_block *b,
                            uint32_t seat, const struct outlook *at, float *prospects)
{
    const float months = (float)(12 - (b->month + 1) % 12);
    const float *rung = fc_own(b, own->rung, seat);
    const float *growth = fc_number_row(b, own->growth);
    FC_EACH (l)
        prospects[l] = 0.0f;
    if (own->grades < 2)
        return;
    FC_EACH (l) {
        const uint32_t now = (uint32_t)rung[l];
        if (now + 1 >= own->grades)
            continue;
        const float pay = fc_number_row(b, own->grade[now].pay_factor)[l];
        const float next = fc_number_row(b, own->grade[now + 1].pay_factor)[l];
        const float chance = fc_number_row(b, own->grade[now].promotion)[l];
        const float sd = __builtin_sqrtf(months * at->spread[l]);
        const float z = (at->year[l] + months * at->rate[l] - at->goal[l]) / sd;
        prospects[l] = growth[l] * (next / pay - 1.0f) * chance * fc_normal_cdff(z);
    }
}

/* ---- what they do ---- */

/* What the people of a seat solve: fc_effort_problem over the lanes. */
struct goal_rows {
    _Alignas(64) float gain[FC_LANES], at[FC_LANES], slope[FC_LANES];
};

struct problem_rows {
    struct goal_rows quota, cap, bonus;
    _Alignas(64) float level[FC_LANES], power[FC_LANES];
    const float *most;
};

static inline struct fc_goal goal_of(const struct goal_rows *rows, uint32_t l)
{
    return (struct fc_goal){rows->gain[l], rows->at[l], rows->slope[l]};
}

static inline struct fc_effort_problem problem_of(const struct problem_rows *rows,
                                                  bool capped, uint32_t l)
{
    return (struct fc_effort_problem){goal_of(&rows->quota, l),
                                      capped ? goal_of(&rows->cap, l)
                                             : (struct fc_goal){0, 0, 0},
                                      goal_of(&rows->bonus, l),
                                      rows->level[l],
                                      rows->power[l],
                                      FC_EFFORT_LEAST,
                                      rows->most[l],
                                      capped};
}

static void goals_write(const struct fc_motivation *own, const struct fc_block *b,
                        const struct outlook *at, const float *gain,
                        struct problem_rows *p)
{
    const float *quota = fc_number_row(b, b->model->pay_numbers.quota);
    const float *accelerator = fc_number_row(b, own->accelerator);
    const float year = (float)(12 - (b->month + 1) % 12);
    const float quarter = (float)(3 - (b->month + 1) % 3);
    FC_EACH (l) {
        const float by_year = 1.0f / __builtin_sqrtf(year * at->spread[l]);
        const float by_quarter = 1.0f / __builtin_sqrtf(quarter * at->spread[l]);
        const float on = quota[l] > 0.0f ? 1.0f : 0.0f;
        p->quota.gain[l] = on * (accelerator[l] - 1.0f);
        p->quota.at[l] = (at->year[l] - at->goal[l]) * by_year;
        p->quota.slope[l] = year * at->rate[l] * by_year;
        p->bonus.gain[l] = on * gain[l] * at->near[l] / 3.0f * by_quarter;
        p->bonus.at[l] = (at->quarter[l] - at->near[l]) * by_quarter;
        p->bonus.slope[l] = quarter * at->rate[l] * by_quarter;
    }
    if (!own->capped)
        return;
    const float *cap = fc_number_row(b, own->cap);
    FC_EACH (l) {
        const float by_year = 1.0f / __builtin_sqrtf(year * at->spread[l]);
        p->cap.gain[l] = quota[l] > 0.0f ? accelerator[l] : 0.0f;
        p->cap.at[l] = (at->year[l] - cap[l] * at->goal[l]) * by_year;
        p->cap.slope[l] = p->quota.slope[l];
    }
}

/* fc__effort_solve and the pay at its root, lane by lane: rounds outside, lanes inside,
 * one code for each `capped`, so that all of it is vector code. */
static inline __attribute__((always_inline)) void
problems_solve(const struct problem_rows *rows, const bool capped, float *effort,
               float *pay)
{
    FC_EACH (l)
        effort[l] = 1.0f;
    for (int i = 0; i < FC_EFFORT_ROUNDS; i++)
        FC_EACH (l) {
            const struct fc_effort_problem p = problem_of(rows, capped, l);
            effort[l] = fc__effort_step(&p, effort[l]);
        }
    FC_EACH (l) {
        const struct fc_effort_problem p = problem_of(rows, capped, l);
        float slope;
        pay[l] = fc__pay_slope(&p, effort[l], &slope);
    }
}

static void seat_effort(const struct fc_motivation *own, struct fc_block *b,
                        uint32_t team, uint32_t seat, const struct offer *offer)
{
    const float *elasticity = fc_number_row(b, own->elasticity);
    const float *money = fc_own(b, own->weight, (size_t)seat * FC_MOTIVES + FC_MONEY);
    const float *person = fc_own(b, own->person, seat);
    float *effort = FC_ROW(b, seat_effort, seat), *mood = fc_own(b, own->mood, seat);
    struct outlook at;
    struct problem_rows problem;
    FC_LANE_ROW(float, prospects);
    FC_LANE_ROW(float, other);
    FC_LANE_ROW(float, solved);
    FC_LANE_ROW(float, pay);
    outlook_write(own, b, team, seat, offer, &at);
    prospects_write(own, b, seat, &at, prospects);
    career_add(own, b, team, seat, prospects);
    other_motives(own, b, team, seat, prospects, other);
    goals_write(own, b, &at, offer->gain, &problem);
    problem.most = fc_number_row(b, own->effort_max);
    FC_EACH (l) {
        problem.level[l] = elasticity[l] * other[l];
        problem.power[l] = elasticity[l] * money[l];
    }
    if (own->capped)
        problems_solve(&problem, true, solved, pay);
    else
        problems_solve(&problem, false, solved, pay);
    FC_EACH (l) {
        const bool here = person[l] >= 0.0f;
        effort[l] = here ? solved[l] : 1.0f;
        mood[l] = here ? fc_expf(money[l] * fc_logf(pay[l]) + other[l]) : 1.0f;
    }
}

void fc__motivation_effort(const struct fc_motivation *own, struct fc_block *b,
                           const struct fc_team_sales *sales)
{
    const uint32_t team = sales->team;
    struct offer offer;
    offer_write(own, b, team, &offer);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++)
        seat_effort(own, b, team, own->seat[i], &offer);
}
