/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The month of the motivation room: whose sales, quota, pay by results, grades.
 *
 *   sales year  months 1-12, 13-24, ... of the horizon; its quarters likewise
 *   quota       quota_per_year / 12 for each month a person is there from start to end
 *   commission  rate x (units(sold) - units(sold before)), units as in motivation.h
 * with the quota of the months the person can serve this year bonus       at the end of
 * a quarter to those whose sales reach its quota, in proportion to the months served
 *   promotion   at the end of the year those at quota rise with a chance
 *
 * A month in which a seat changes hands counts for nobody's quota and earns the flat
 * rate. Source: docs/model.md#motivation. Checked by tests/stat/test_motivation.c. */
#include <string.h>

#include "model/motivation.h"

/* Those with fewer months in a sales year are not counted at its end. */
#define COUNTED_MONTHS 3.0f
/* Months of sales that an expectation remembers: weights keep, keep^2, ... */
#define KEEP (5.0 / 6.0)

/* ---- the team ---- */

static void sales_sum(const struct fc_motivation *own, struct fc_block *b,
                      struct fc_team_sales *sales)
{
    const struct fc_model *model = b->model;
    memset(sales->won, 0, sizeof sales->won);
    memset(sales->value, 0, sizeof sales->value);
    for (uint32_t i = 0; i < own->markets; i++) {
        const uint32_t k = model->market_order[i];
        if (model->markets[k].team != sales->team)
            continue;
        const float *won = FC_ROW(b, won, k);
        const double *value = FC_ROW(b, bookings, k);
        FC_EACH (l) {
            sales->won[l] += won[l];
            sales->value[l] += value[l];
        }
    }
}

/* What an hour of full proficiency sells, and a deal brings, as people remember it. */
static void memory_move(const struct fc_motivation *own, struct fc_block *b,
                        const struct fc_team_sales *sales)
{
    double *value = fc_own_double(b, own->value, sales->team);
    double *deals = fc_own_double(b, own->deals, sales->team);
    double *output = fc_own_double(b, own->output, sales->team);
    FC_EACH (l) {
        value[l] = value[l] * KEEP + sales->value[l];
        deals[l] = deals[l] * KEEP + (double)sales->won[l];
        output[l] *= KEEP;
    }
    for (uint32_t i = own->first[sales->team]; i < own->first[sales->team + 1]; i++) {
        const float *row = FC_ROW(b, seat_output, own->seat[i]);
        const float *effort = FC_ROW(b, seat_effort, own->seat[i]);
        FC_EACH (l)
            output[l] += (double)(row[l] / effort[l]);
    }
}

static void levels_clear(struct fc_block *b, uint32_t team, bool year_ends)
{
    FC_EACH (l) {
        FC_ROW(b, sold_to_date, team)[l] = 0;
        FC_ROW(b, quota_to_date, team)[l] = 0;
        FC_ROW(b, effort_people, team)[l] = 0;
    }
    if (year_ends)
        FC_EACH (l) {
            FC_ROW(b, quota_seats, team)[l] = 0;
            FC_ROW(b, quota_met, team)[l] = 0;
        }
}

/* ---- a seat ---- */

/* Commission of a month by the pay plan; one code for each `capped`, so that it is
 * vector code. */
static inline __attribute__((always_inline)) void
units_write(const struct fc_motivation *own, const struct fc_block *b, uint32_t seat,
            const float *same, const bool capped, double *units)
{
    const double *quota = fc_own_double(b, own->month_quota, 0);
    const float *accelerator = fc_number_row(b, own->accelerator);
    const float *cap = fc_number_row(b, own->cap);
    const float *served = fc_own(b, own->served, seat);
    const double *before = fc_own_double(b, own->sold_year, seat);
    const double *sold = FC_ROW(b, seat_sold, seat);
    FC_EACH (l) {
        const double goal = quota[l] * (double)fc__span(served[l], b->month);
        const double most = capped ? goal * (double)cap[l] : 1e300;
        const double a = (double)accelerator[l];
        const double by_plan = fc__pay_units(before[l] + sold[l], goal, a, most) -
                               fc__pay_units(before[l], goal, a, most);
        units[l] = same[l] > 0.0f ? by_plan : sold[l];
    }
}

/* Commission of the month; `same`: the person was there from start to end. */
static void commission_add(const struct fc_motivation *own, struct fc_block *b,
                           uint32_t team, uint32_t seat, const float *same)
{
    const float *rate = fc_number_row(b, b->model->pay_numbers.commission);
    const double *units = FC_ROW(b, seat_sold, seat);
    double *earned = fc_own_double(b, own->earned, seat);
    double *commission = FC_ROW(b, commission, team);
    FC_LANE_ROW(double, by_plan);
    if (own->plan && own->capped)
        units_write(own, b, seat, same, true, by_plan);
    else if (own->plan)
        units_write(own, b, seat, same, false, by_plan);
    if (own->plan)
        units = by_plan;
    FC_EACH (l) {
        const double due = (double)rate[l] * units[l];
        earned[l] += due;
        commission[l] += due;
    }
}

/* Sales to date of the person on the seat. */
static void sales_add(const struct fc_motivation *own, struct fc_block *b,
                      uint32_t seat, const float *same)
{
    const double *sold = FC_ROW(b, seat_sold, seat);
    float *served = fc_own(b, own->served, seat);
    float *in_quarter = fc_own(b, own->in_quarter, seat);
    double *year = fc_own_double(b, own->sold_year, seat);
    double *quarter = fc_own_double(b, own->sold_quarter, seat);
    double *earned = fc_own_double(b, own->earned, seat);
    FC_EACH (l) {
        const bool counts = same[l] > 0.0f;
        served[l] = counts ? served[l] + 1.0f : 0.0f;
        in_quarter[l] = counts ? in_quarter[l] + 1.0f : 0.0f;
        year[l] = counts ? year[l] + sold[l] : 0;
        quarter[l] = counts ? quarter[l] + sold[l] : 0;
        earned[l] = counts ? earned[l] : 0;
    }
}

static void bonus_add(const struct fc_motivation *own, struct fc_block *b,
                      uint32_t team, uint32_t seat)
{
    const float *bonus = fc_number_row(b, own->bonus);
    const double *quota = fc_own_double(b, own->month_quota, 0);
    float *in_quarter = fc_own(b, own->in_quarter, seat);
    double *sold = fc_own_double(b, own->sold_quarter, seat);
    double *earned = fc_own_double(b, own->earned, seat);
    double *paid = FC_ROW(b, bonus, team);
    FC_EACH (l) {
        const double goal = quota[l] * (double)in_quarter[l];
        const bool met = in_quarter[l] > 0.0f && sold[l] >= goal;
        const double due = met ? (double)bonus[l] * (double)in_quarter[l] / 3 : 0;
        earned[l] += due;
        paid[l] += due;
        in_quarter[l] = 0.0f;
        sold[l] = 0;
    }
}

static void attainment_write(const struct fc_motivation *own, struct fc_block *b,
                             uint32_t team, uint32_t seat, bool year_ends)
{
    const double *quota = fc_own_double(b, own->month_quota, 0);
    const float *served = fc_own(b, own->served, seat);
    const double *sold = fc_own_double(b, own->sold_year, seat);
    float *attainment = FC_ROW(b, seat_attainment, seat);
    double *sum = FC_ROW(b, sold_to_date, team), *due = FC_ROW(b, quota_to_date, team);
    FC_EACH (l) {
        const double goal = quota[l] * (double)served[l];
        attainment[l] = goal > 0 ? (float)(sold[l] / goal) : 0.0f;
        sum[l] += goal > 0 ? sold[l] : 0;
        due[l] += goal;
    }
    float *seats = FC_ROW(b, quota_seats, team), *met = FC_ROW(b, quota_met, team);
    if (year_ends)
        FC_EACH (l) {
            const double goal = quota[l] * (double)served[l];
            const float counts = served[l] >= COUNTED_MONTHS && goal > 0 ? 1.0f : 0.0f;
            seats[l] += counts;
            met[l] += sold[l] >= goal ? counts : 0.0f;
        }
}

/* ---- grades ---- */

enum { WORD_PROMOTION, WORDS = 4 };

static void promote(const struct fc_motivation *own, struct fc_block *b, uint32_t seat)
{
    const float *served = fc_own(b, own->served, seat);
    const float *attainment = FC_ROW(b, seat_attainment, seat);
    float *rung = fc_own(b, own->rung, seat);
    _Alignas(64) uint32_t words[WORDS * FC_LANES];
    FC_LANE_ROW(float, u);
    fc_draw(b, own->site_grades[seat], words);
    fc_uniform(FC_LANES, words + WORD_PROMOTION * FC_LANES, u);
    FC_EACH (l) {
        const uint32_t now = (uint32_t)rung[l];
        const float chance = fc_number_row(b, own->grade[now].promotion)[l];
        const bool fit = served[l] >= COUNTED_MONTHS && attainment[l] >= 1.0f;
        if (fit && now + 1 < own->grades && u[l] < chance)
            rung[l] += 1.0f;
    }
}

/* Base pay beyond that of the plain seat-months, in months of base pay. */
static void grade_pay(const struct fc_motivation *own, struct fc_block *b,
                      uint32_t team, uint32_t seat, const float *same)
{
    const float *rung = fc_own(b, own->rung, seat);
    float *more = FC_ROW(b, grade_months, team);
    FC_EACH (l) {
        const uint32_t now = (uint32_t)rung[l];
        const float factor = fc_number_row(b, own->grade[now].pay_factor)[l];
        more[l] += same[l] * (factor - 1.0f);
    }
}

/* ---- who is there ---- */

/* same[l] = 1 where the person of a month ago is still there; new people are noted,
 * start on the first grade with no sales and their own motives. */
static void people_meet(const struct fc_motivation *own, struct fc_block *b,
                        uint32_t seat, float *same, struct fc_newcomers *list)
{
    const float *filled = FC_ROW(b, seat_filled, seat);
    const float *person = FC_ROW(b, seat_person, seat);
    float *known = fc_own(b, own->person, seat);
    float *rung = fc_own(b, own->rung, seat), *mood = fc_own(b, own->mood, seat);
    float *effort = FC_ROW(b, seat_effort, seat);
    FC_LANE_ROW(float, fresh);
    uint32_t any = 0;
    FC_EACH (l) {
        const float now = filled[l] > 0.0f ? person[l] : -1.0f;
        const float here = filled[l] > 0.0f ? 1.0f : 0.0f;
        const bool moved = (now < known[l]) | (now > known[l]);
        same[l] = moved ? 0.0f : here;
        fresh[l] = moved ? here : 0.0f;
        any |= (uint32_t)(same[l] <= 0.0f);
        known[l] = now;
    }
    if (!any)
        return;
    FC_EACH (l) {
        rung[l] = same[l] > 0.0f ? rung[l] : 0.0f;
        mood[l] = same[l] > 0.0f ? mood[l] : 1.0f;
        effort[l] = same[l] > 0.0f ? effort[l] : 1.0f;
    }
    if (own->effort)
        fc__motivation_note(own, b, seat, fresh, list);
}

static void seat_month(const struct fc_motivation *own, struct fc_block *b,
                       uint32_t team, uint32_t seat, struct fc_newcomers *list)
{
    const bool year_ends = b->month % 12 == 11;
    FC_LANE_ROW(float, same);
    people_meet(own, b, seat, same, list);
    commission_add(own, b, team, seat, same);
    sales_add(own, b, seat, same);
    if (own->grades)
        grade_pay(own, b, team, seat, same);
    if (b->month % 3 == 2)
        bonus_add(own, b, team, seat);
    attainment_write(own, b, team, seat, year_ends);
    if (year_ends && own->grades)
        promote(own, b, seat);
}

static void year_begin(const struct fc_motivation *own, struct fc_block *b,
                       uint32_t seat)
{
    const size_t bytes = FC_LANES * sizeof(double);
    memset(fc_own(b, own->served, seat), 0, FC_LANES * sizeof(float));
    memset(fc_own_double(b, own->sold_year, seat), 0, bytes);
    memset(fc_own_double(b, own->earned, seat), 0, bytes);
}

static void effort_sum(const struct fc_motivation *own, struct fc_block *b,
                       uint32_t team)
{
    float *sum = FC_ROW(b, effort_people, team);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const float *filled = FC_ROW(b, seat_filled, own->seat[i]);
        const float *effort = FC_ROW(b, seat_effort, own->seat[i]);
        FC_EACH (l)
            sum[l] += filled[l] > 0.0f ? effort[l] : 0.0f;
    }
}

static void team_month(const struct fc_motivation *own, struct fc_block *b,
                       struct fc_team_sales *sales)
{
    const uint32_t team = sales->team;
    const bool year_ends = b->month % 12 == 11;
    struct fc_newcomers list;
    list.n = 0;
    sales_sum(own, b, sales);
    fc__motivation_split(own, b, sales);
    memory_move(own, b, sales);
    levels_clear(b, team, year_ends);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++)
        seat_month(own, b, team, own->seat[i], &list);
    fc__motivation_people(own, b, &list);
    if (own->leaves)
        fc__motivation_leave(own, b, team);
    for (uint32_t i = own->first[team]; year_ends && i < own->first[team + 1]; i++)
        year_begin(own, b, own->seat[i]);
    if (own->effort)
        fc__motivation_effort(own, b, sales);
    effort_sum(own, b, team);
}

void fc__motivation_month(const void *from, struct fc_block *b)
{
    const struct fc_motivation *own = from;
    struct fc_team_sales sales;
    for (sales.team = 0; sales.team < own->teams; sales.team++)
        team_month(own, b, &sales);
}
