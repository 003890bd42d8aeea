/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: money at the end of a month. Laws: src/model/money_month.c, for one
 * currency and without insurance. */
#include <string.h>

#include "gsl_loop.h"

static double by_regime(const struct loop_path *w, fc_num expansion, fc_num recession)
{
    return loop_number(w, w->s.recession[0] > 0 ? recession : expansion);
}

void loop_money_open(struct loop_path *w)
{
    const struct fc_money *own = w->of->money;
    const struct fc_lag lag =
        fc__money_lag(by_regime(w, own->days_expansion, own->days_recession));
    double recurring = 0;
    for (uint32_t k = 0; k < w->of->markets; k++)
        recurring += w->s.annual_value[k];
    const double invoiced =
        own->steady_receivables
            ? recurring / 12 *
                  (1 - by_regime(w, own->bad_expansion, own->bad_recession))
            : loop_number(w, own->opening_receivables) / (lag.months + lag.part);
    memset(w->due, 0, sizeof w->due);
    for (uint32_t j = 1; j <= lag.months + 1; j++) {
        w->due[(j - 1) % FC_DUE_MONTHS] = invoiced * fc__money_open_share(lag, j);
        w->s.receivables[0] += invoiced * fc__money_open_share(lag, j);
    }
    w->price_level = 1;
    w->law.level_step = pow(1 + loop_number(w, own->price_level), 1.0 / 12);
    w->peak = w->s.cash[0] = w->s.cash_low[0] = loop_number(w, own->opening_cash);
}

static void teams_pay(struct loop_path *w)
{
    const struct fc_money *own = w->of->money;
    const double base = loop_number(w, own->base);
    for (uint32_t m = 0; m < w->of->teams; m++)
        w->s.pay[m] = w->price_level *
                      (w->s.seat_months[m] * base * (1 + loop_number(w, own->on_cost)) +
                       w->s.hires[m] * loop_number(w, own->hire) +
                       w->s.leavers[m] * loop_number(w, own->leave));
}

/* Partner commission per unit of bookings. */
static double partner_share(const struct loop_path *w, uint32_t k)
{
    const struct loop_department *d = w->of;
    double leads = 0, due = 0;
    for (uint32_t c = 0; c < d->channels; c++) {
        const double rate = w->s.channel_rate[k * d->channels + c];
        leads += rate;
        if (d->model->channels[c].kind == FC_PARTNER)
            due += rate * loop_number(w, d->model->channels[c].commission_share);
    }
    return leads > 0 ? due / leads : 0;
}

/* Sums of a month over the markets. */
struct books {
    double revenue, gross_profit, partners, due[TEAMS];
};

static void market_books(struct loop_path *w, uint32_t k, const double *sold,
                         struct books *sum)
{
    const struct loop_department *d = w->of;
    const struct fc_money *own = d->money;
    const struct fc_market *market = &d->model->markets[k];
    const uint32_t m = market->team;
    const double bookings = w->s.bookings[k], partners = partner_share(w, k) * bookings;
    const double share = sold[m] > 0 ? bookings / sold[m] : own->pay_share[k];
    const double due =
        (1 + loop_number(w, own->on_cost)) *
        (d->model->pay_plan
             ? share * (w->s.commission[m] + w->s.bonus[m] * w->price_level)
             : loop_number(w, own->commission) * bookings);
    const double revenue = w->s.recurring[k] + w->s.one_off[k] + w->s.repeat[k];
    const double gross =
        loop_number(w, d->model->products[market->product].margin) * revenue;
    w->s.revenue[k] = revenue;
    w->s.gross_profit[k] = gross;
    w->s.contribution[k] = gross - due - partners - own->pay_share[k] * w->s.pay[m];
    sum->revenue += revenue;
    sum->gross_profit += gross;
    sum->partners += partners;
    sum->due[m] += due;
}

static double department_costs(const struct loop_path *w)
{
    const struct loop_department *d = w->of;
    double costs = loop_number(w, d->money->overhead) * w->price_level;
    for (uint32_t m = 0; m < d->teams; m++)
        costs += w->s.pay[m];
    for (uint32_t c = 0; c < d->channels; c++)
        costs += w->s.marketing[c];
    for (uint32_t x = 0; x < d->crises->n; x++)
        costs += w->s.crisis_cost[x];
    return costs;
}

static void invoices(struct loop_path *w, double revenue)
{
    const struct fc_money *own = w->of->money;
    const struct fc_lag lag =
        fc__money_lag(by_regime(w, own->days_expansion, own->days_recession));
    const double bad = revenue * by_regime(w, own->bad_expansion, own->bad_recession);
    const double good = revenue - bad, later = good * lag.part;
    const uint32_t first = (w->month + lag.months) % FC_DUE_MONTHS;
    w->s.bad_debt[0] = bad;
    w->due[first] += good - later;
    w->due[(first + 1) % FC_DUE_MONTHS] += later;
    w->s.receivables[0] += good;
}

static void cash_move(struct loop_path *w, double paid)
{
    const struct fc_money *own = w->of->money;
    double *due = &w->due[w->month % FC_DUE_MONTHS], *cash = w->s.cash;
    const double used = loop_max(0, -*cash);
    *cash += *due - paid - used * loop_number(w, own->interest) / 12;
    w->s.receivables[0] -= *due;
    *due = 0;
    w->s.cash_low[0] = loop_min(w->s.cash_low[0], *cash);
    w->s.required_reserve[0] = loop_number(w, own->opening_cash) - w->s.cash_low[0];
    w->peak = loop_max(w->peak, *cash);
    w->s.drawdown[0] = loop_max(w->s.drawdown[0], w->peak - *cash);
    if (*cash < -loop_number(w, own->credit_line))
        w->s.ruined[0] = 1;
}

void loop_money_month(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    double sold[TEAMS] = {0};
    struct books sum = {0};
    teams_pay(w);
    for (uint32_t k = 0; k < d->markets; k++)
        sold[d->model->markets[k].team] += w->s.bookings[k];
    for (uint32_t k = 0; k < d->markets; k++)
        market_books(w, k, sold, &sum);
    for (uint32_t m = 0; m < d->teams; m++)
        w->s.pay[m] += sum.due[m];
    const double costs = sum.partners + department_costs(w);
    w->price_level *= w->law.level_step;
    invoices(w, sum.revenue);
    w->s.total_revenue[0] = sum.revenue;
    w->s.costs[0] = costs + w->s.bad_debt[0];
    w->s.profit[0] = sum.gross_profit - w->s.costs[0];
    cash_move(w, sum.revenue - sum.gross_profit + costs);
}
