/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money at the end of a month: revenue, costs, profit, invoices, cash, ruin.
 *
 *   revenue   = recurring + one-off + repeat
 *   gross profit = margin x revenue - (1 - margin) (f - 1) revenue, f of the lever
 *               `cost_of_sales`
 *   profit    = gross profit - pay with commission - partner commission - marketing
 *               - overhead - crises - bad debt + what insurers pay (money_cover.c)
 *   cash(t+1) = cash(t) + collections - cost of sales - costs paid - interest
 *   reserve   = -min over t of the cash that came in since the start, at least 0 (1.58)
 *   owed(t+1) = owed(t) + revenue - bad debt - collections
 *   d days    : the share 1 - frac(d/30) after floor(d/30) month ends, the rest one
 *               month later
 *
 * Source: docs/model.md. Double precision; what doubles all prices doubles
 * every array exactly (no absolute thresholds). Sums run over teams, markets and
 * channels in their order.
 *
 * Conventions. Pay, hiring and leaving costs and overhead rise with
 * price_level_per_year month by month; marketing and crisis costs are money of their
 * day. The exchange rate is one lognormal random walk of mean 1 on a share of revenue
 * (and commissions) and a share of pay, marketing and overhead, times the lever
 * `exchange_rate`. A team's pay without
 * commission is shared between its markets by their expected hours at opening, that of
 * specialists between those they have worked for, by hours (as the teams' where they
 * had nothing to do). Partner commission is the bookings times the share of partner
 * leads in the month's expected leads of the market. Interest is charged on the credit
 * used when the month begins; it moves cash, not profit. Bad debt is expensed with the
 * invoice and never collected.
 *
 * Checked by tests/unit/test_money.c (the law of payment) and tests/stat/test_money.c
 * (M4, M8, closed forms of collections, ruin). */
#include "model/money.h"

#include <math.h>

#include "model/market.h"
#include "random/lanemath.h"

/* Rows of a month that only money needs. */
struct month {
    FC_LANE_ROW(double, revenue_rate); /* factor of the exchange rate */
    FC_LANE_ROW(double, cost_rate);    /* the same for costs */
    FC_LANE_ROW(double, revenue);
    FC_LANE_ROW(double, gross_profit);
    FC_LANE_ROW(double, costs); /* paid this month: bad debt and interest aside */
};

/* ---- prices ---- */

static void rate_draw(const struct fc_money *own, const struct fc_block *b,
                      double *rate)
{
    const float *cv = fc_number_row(b, own->exchange_cv);
    double *log_rate = fc_own_double(b, own->log_rate, 0);
    _Alignas(64) uint32_t words[4 * FC_LANES];
    FC_LANE_ROW(float, z);
    fc_draw(b, own->exchange_site, words);
    fc_normal(FC_LANES, words, z);
    FC_EACH (l) {
        const double variance = fc_log1p((double)cv[l] * (double)cv[l]) / 12;
        log_rate[l] += sqrt(variance) * (double)z[l] - variance / 2;
        rate[l] = fc_exp(log_rate[l]);
    }
}

static void rates_set(const struct fc_money *own, const struct fc_block *b,
                      struct month *m)
{
    const float *revenue = fc_number_row(b, own->revenue_share);
    const float *cost = fc_number_row(b, own->cost_share);
    FC_LANE_ROW(double, rate);
    const float *shock = fc_lever(b, FC_L_exchange_rate, 0);
    FC_EACH (l)
        rate[l] = 1;
    if (own->exchanged)
        rate_draw(own, b, rate);
    FC_EACH (l)
        rate[l] *= (double)shock[l];
    FC_EACH (l) {
        m->revenue_rate[l] = 1 + (double)revenue[l] * (rate[l] - 1);
        m->cost_rate[l] = 1 + (double)cost[l] * (rate[l] - 1);
    }
}

/* ---- people ---- */

/* Pay, hiring and leaving of a team; pay by results comes later. */
static void team_pay(const struct fc_money *own, struct fc_block *b,
                     const struct month *m, uint32_t team)
{
    const float *base = fc_number_row(b, own->base);
    const float *on_cost = fc_number_row(b, own->on_cost);
    const float *hire = fc_number_row(b, own->hire);
    const float *leave = fc_number_row(b, own->leave);
    const double *level = fc_own_double(b, own->level, 0);
    const float *severance = fc_number_row(b, own->severance);
    const float *months = FC_ROW(b, seat_months, team);
    const float *grades = FC_ROW(b, grade_months, team);
    const float *laid_off = FC_ROW(b, laid_off, team);
    const float *hires = FC_ROW(b, hires, team);
    const float *leavers = FC_ROW(b, leavers, team);
    double *pay = FC_ROW(b, pay, team);
    FC_EACH (l) {
        const double seats = ((double)months[l] + (double)grades[l]) * (double)base[l];
        const double moves =
            (double)hires[l] * (double)hire[l] + (double)leavers[l] * (double)leave[l] +
            (double)laid_off[l] * (double)severance[l] * (double)base[l];
        pay[l] =
            (seats * (1 + (double)on_cost[l]) + moves) * (level[l] * m->cost_rate[l]);
    }
}

/* ---- markets ---- */

/* Partner commission per unit of bookings: by the month's expected leads. */
static void partner_share(const struct fc_block *b, uint32_t k, double *share)
{
    const uint32_t channels = b->model->axis[FC_CHANNEL].count;
    FC_LANE_ROW(double, leads) = {0};
    FC_LANE_ROW(double, due) = {0};
    for (uint32_t c = 0; c < channels; c++) {
        const float *rate = FC_ROW(b, channel_rate, k * channels + c);
        const float *commission = fc_channel_commission(b, c);
        const bool partner = b->model->channels[c].kind == FC_PARTNER;
        FC_EACH (l)
            leads[l] += (double)rate[l];
        if (partner)
            FC_EACH (l)
                due[l] += (double)rate[l] * (double)commission[l];
    }
    FC_EACH (l)
        share[l] = leads[l] > 0 ? due[l] / leads[l] : 0;
}

/* Bookings of each team, where its pay by results is shared by them. */
static void sold_sum(const struct fc_money *own, struct fc_block *b)
{
    const struct fc_model *model = b->model;
    for (uint32_t team = 0; team < model->axis[FC_TEAM].count; team++)
        FC_EACH (l)
            fc_own_double(b, own->sold, team)[l] = 0;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i];
        double *sold = fc_own_double(b, own->sold, model->markets[k].team);
        FC_EACH (l)
            sold[l] += FC_ROW(b, bookings, k)[l];
    }
}

/* Commission and bonus of a market's team that fall to the market: the flat rate of its
 * bookings, or by its share of the team's bookings (of its hours if there are none). */
static void sellers_due(const struct fc_money *own, const struct fc_block *b,
                        const struct month *m, uint32_t k, double *due)
{
    const uint32_t team = b->model->markets[k].team;
    const float *rate = fc_number_row(b, own->commission);
    const float *on_cost = fc_number_row(b, own->on_cost);
    const double *bookings = FC_ROW(b, bookings, k);
    const double *level = fc_own_double(b, own->level, 0);
    const double *all = fc_own_double(b, own->sold, team);
    const double *commission = FC_ROW(b, commission, team);
    const double *bonus = FC_ROW(b, bonus, team);
    if (!b->model->pay_plan)
        FC_EACH (l) {
            const double sold = bookings[l] * m->revenue_rate[l];
            due[l] = (double)rate[l] * (1 + (double)on_cost[l]) * sold;
        }
    else
        FC_EACH (l) {
            const double share = all[l] > 0 ? bookings[l] / all[l] : own->pay_share[k];
            due[l] = (1 + (double)on_cost[l]) * share *
                     (commission[l] * m->revenue_rate[l] +
                      bonus[l] * level[l] * m->cost_rate[l]);
        }
}

/* Hours of the specialists in the month, pool by pool. */
static void pools_sum(const struct fc_money *own, struct fc_block *b)
{
    const struct fc_model *model = b->model;
    for (uint32_t team = 0; team < model->axis[FC_TEAM].count; team++)
        FC_EACH (l)
            fc_own_double(b, own->pool_hours, team)[l] = 0;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i];
        const uint32_t pool = fc__money_pool(&model->markets[k]);
        const float *hours = FC_ROW(b, pool_hours, k);
        if (pool == FC_NO_TEAM)
            continue;
        double *sum = fc_own_double(b, own->pool_hours, pool);
        FC_EACH (l)
            sum[l] += (double)hours[l];
    }
}

/* A market bears the pay of its specialists by the hours they have worked for it. */
static void pool_charge(const struct fc_money *own, struct fc_block *b, uint32_t k)
{
    const uint32_t pool = fc__money_pool(&b->model->markets[k]);
    const double idle = own->pool_share[k];
    if (pool == FC_NO_TEAM)
        return;
    const double *pay = FC_ROW(b, pay, pool);
    const double *all = fc_own_double(b, own->pool_hours, pool);
    const float *hours = FC_ROW(b, pool_hours, k);
    double *contribution = FC_ROW(b, contribution, k);
    FC_EACH (l)
        contribution[l] -= pay[l] * (all[l] > 0 ? (double)hours[l] / all[l] : idle);
}

static void market_books(const struct fc_money *own, struct fc_block *b,
                         struct month *m, uint32_t k, const double *restrict partner)
{
    const struct fc_market *market = &b->model->markets[k];
    const double pay_share = own->pay_share[k];
    const float *margin = fc_product_margin(b, market->product);
    const float *dearer = fc_lever(b, FC_L_cost_of_sales, k);
    const double *pay = FC_ROW(b, pay, market->team);
    const double *recurring = FC_ROW(b, recurring, k), *one_off = FC_ROW(b, one_off, k);
    const double *repeat = FC_ROW(b, repeat, k);
    const double *bookings = FC_ROW(b, bookings, k);
    double *revenue = FC_ROW(b, revenue, k);
    double *gross_profit = FC_ROW(b, gross_profit, k);
    double *contribution = FC_ROW(b, contribution, k);
    FC_LANE_ROW(double, sellers);
    sellers_due(own, b, m, k, sellers);
    FC_EACH (l) {
        const double sold = bookings[l] * m->revenue_rate[l];
        const double partners = partner[l] * sold;
        revenue[l] = (recurring[l] + one_off[l] + repeat[l]) * m->revenue_rate[l];
        gross_profit[l] = (double)margin[l] * revenue[l] - (1 - (double)margin[l]) *
                                                               ((double)dearer[l] - 1) *
                                                               revenue[l];
        contribution[l] = gross_profit[l] - sellers[l] - partners - pay_share * pay[l];
        m->revenue[l] += revenue[l];
        m->gross_profit[l] += gross_profit[l];
        m->costs[l] += partners;
    }
}

/* Pay by results goes to the team of the market. */
static void results_pay(const struct fc_money *own, struct fc_block *b,
                        const struct month *m, uint32_t k)
{
    double *pay = FC_ROW(b, pay, b->model->markets[k].team);
    FC_LANE_ROW(double, due);
    sellers_due(own, b, m, k, due);
    FC_EACH (l)
        pay[l] += due[l];
}

/* ---- the department ---- */

static void sum_into(const double *restrict rows, uint32_t n,
                     const double *restrict rate, double *restrict sum)
{
    for (uint32_t i = 0; i < n; i++)
        FC_EACH (l)
            sum[l] += rows[(size_t)i * FC_LANES + l] * rate[l];
}

/* Costs that are paid this month; then the price level moves on. */
static void costs_add(const struct fc_money *own, struct fc_block *b, struct month *m)
{
    const struct fc_model *model = b->model;
    const float *overhead = fc_number_row(b, own->overhead);
    const float *factor = fc_lever(b, FC_L_running_cost, 0);
    const double *step = fc_own_double(b, own->level_step, 0);
    double *level = fc_own_double(b, own->level, 0);
    FC_LANE_ROW(double, one);
    FC_EACH (l) {
        one[l] = 1;
        m->costs[l] +=
            (double)overhead[l] * level[l] * (double)factor[l] * m->cost_rate[l];
        level[l] *= step[l];
    }
    sum_into(b->s.pay, model->axis[FC_TEAM].count, one, m->costs);
    sum_into(b->s.marketing, model->axis[FC_CHANNEL].count, m->cost_rate, m->costs);
    sum_into(b->s.practice_cost, model->axis[FC_PRACTICE].count, m->cost_rate,
             m->costs);
    sum_into(b->s.crisis_cost, model->axis[FC_CRISIS].count, one, m->costs);
    sum_into(b->s.policy_cost, model->axis[FC_POLICY].count, one, m->costs);
}

/* This month's invoices: bad debt now, the rest into the ring of months to come. */
static void invoices_write(const struct fc_money *own, struct fc_block *b,
                           const struct month *m)
{
    const float *days_more = fc_lever(b, FC_L_collections, 0);
    const float *bad_more = fc_lever(b, FC_L_bad_debt, 0);
    double *bad_debt = FC_ROW(b, bad_debt, 0), *owed = FC_ROW(b, receivables, 0);
    FC_EACH (l) {
        const double days =
            fc__money_by_regime(b, own->days_expansion, own->days_recession, l);
        const double share =
            (double)bad_more[l] *
            fc__money_by_regime(b, own->bad_expansion, own->bad_recession, l);
        const struct fc_lag lag = fc__money_lag(days + (double)days_more[l]);
        bad_debt[l] = m->revenue[l] * (share < 1 ? share : 1);
        const double good = m->revenue[l] - bad_debt[l];
        const double later = good * lag.part;
        const uint32_t first = (b->month + lag.months) % FC_DUE_MONTHS;
        fc_own_double(b, own->due, first)[l] += good - later;
        fc_own_double(b, own->due, (first + 1) % FC_DUE_MONTHS)[l] += later;
        owed[l] += good;
    }
}

static void profit_write(struct fc_block *b, const struct month *m)
{
    const double *bad_debt = FC_ROW(b, bad_debt, 0);
    double *costs = FC_ROW(b, costs, 0), *profit = FC_ROW(b, profit, 0);
    double *revenue = FC_ROW(b, total_revenue, 0);
    FC_EACH (l) {
        revenue[l] = m->revenue[l];
        costs[l] = m->costs[l] + bad_debt[l];
        profit[l] = m->gross_profit[l] - costs[l];
    }
}

static void cash_move(const struct fc_money *own, struct fc_block *b,
                      const struct month *m)
{
    const float *interest = fc_number_row(b, own->interest);
    const float *line = fc_number_row(b, own->credit_line);
    const float *more = fc_lever(b, FC_L_credit_line, 0);
    const float *opening = fc_number_row(b, own->opening_cash);
    double *reserve = FC_ROW(b, required_reserve, 0);
    double *due = fc_own_double(b, own->due, b->month % FC_DUE_MONTHS);
    double *peak = fc_own_double(b, own->peak, 0);
    double *cash = FC_ROW(b, cash, 0), *low = FC_ROW(b, cash_low, 0);
    double *drawdown = FC_ROW(b, drawdown, 0), *owed = FC_ROW(b, receivables, 0);
    float *ruined = FC_ROW(b, ruined, 0);
    FC_EACH (l) {
        const double used = cash[l] < 0 ? -cash[l] : 0;
        const double paid = m->revenue[l] - m->gross_profit[l] + m->costs[l] +
                            used * (double)interest[l] / 12;
        cash[l] += due[l] - paid;
        owed[l] -= due[l];
        due[l] = 0;
        low[l] = cash[l] < low[l] ? cash[l] : low[l];
        reserve[l] = (double)opening[l] - low[l];
        peak[l] = cash[l] > peak[l] ? cash[l] : peak[l];
        const double fall = peak[l] - cash[l];
        drawdown[l] = fall > drawdown[l] ? fall : drawdown[l];
        ruined[l] = cash[l] < -((double)line[l] + (double)more[l]) ? 1.0f : ruined[l];
    }
}

void fc__money_month(const void *own_, struct fc_block *b)
{
    const struct fc_money *own = own_;
    const uint32_t markets = b->model->axis[FC_MARKET].count;
    struct month m = {.costs = {0}};
    FC_LANE_ROW(double, partner);
    rates_set(own, b, &m);
    for (uint32_t team = 0; team < b->model->axis[FC_TEAM].count; team++)
        team_pay(own, b, &m, team);
    if (b->model->pay_plan)
        sold_sum(own, b);
    if (own->pool_share)
        pools_sum(own, b);
    for (uint32_t k = 0; k < markets; k++) {
        partner_share(b, k, partner);
        market_books(own, b, &m, k, partner);
        if (own->pool_share)
            pool_charge(own, b, k);
    }
    for (uint32_t k = 0; k < markets; k++)
        results_pay(own, b, &m, k);
    costs_add(own, b, &m);
    invoices_write(own, b, &m);
    if (b->model->cover_count)
        fc__money_covers(own, b, m.costs);
    profit_write(b, &m);
    cash_move(own, b, &m);
}
