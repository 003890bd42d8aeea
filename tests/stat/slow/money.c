/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money at the end of a month (docs/model.md 11).
 *
 * - profit = margin x revenue - pay - commissions - marketing - overhead - crises - bad
 *   debt, which is expensed with the invoice
 * - invoices of d days: the share 1 - frac(d/30) after floor(d/30) month ends, the rest
 *   one later; interest on the credit used */
#include <math.h>

#include "slow/slow.h"

/* Sends an invoice: d days after the end of month `month` it is paid. */
static void invoice(struct slow *w, int month, double amount, double days)
{
    const double held = fmin(360, fmax(0, days)) / 30;
    const int whole = (int)fmin(11, floor(held));
    w->due[(month + whole) % SLOW_DUE] += amount * (1 - (held - whole));
    w->due[(month + whole + 1) % SLOW_DUE] += amount * (held - whole);
    w->receivables += amount;
}

static double by_regime(const struct slow *w, double good, double bad)
{
    return w->macro.recession ? bad : good;
}

/* What is collected at the end of a month. */
static double collect(struct slow *w, int month)
{
    double *due = &w->due[month % SLOW_DUE];
    const double got = *due;
    *due = 0;
    w->receivables -= got;
    return got;
}

/* Invoices of a steady past: thirteen months of the opening's revenue, of which the
 * months before time 0 have been paid as they fell due. */
void slow_money_open(struct slow *w)
{
    const struct firm *f = w->f;
    double annual = 0;
    for (int k = 0; k < NK; k++)
        annual += w->annual[k];
    for (int month = -13; month < 0; month++) {
        invoice(w, month + 2 * SLOW_DUE, annual / 12 * (1 - f->bad_good), f->days_good);
        collect(w, month + 2 * SLOW_DUE);
    }
    w->cash = w->cash_low = f->cash;
    w->level = 1;
}

/* Partner commission per unit of bookings in market k. */
static double partner_share(const struct slow *w, int k)
{
    double all = 0, due = 0;
    for (int c = 0; c < NC; c++) {
        all += w->now.rate[k][c];
        due += w->now.rate[k][c] * w->f->channel[c].commission;
    }
    return all > 0 ? due / all : 0;
}

static double costs(const struct slow *w)
{
    const struct firm *f = w->f;
    const struct slow_month *m = &w->now;
    double sum = (m->seat_months * f->base_pay * (1 + f->on_cost) +
                  m->hires * f->hire_cost + m->leavers * f->leave_cost) *
                 w->level;
    sum += f->overhead * w->level * w->lever.one[RUNNING_COST] + m->crisis_cost;
    sum += m->tool_cost + m->rule_cost;
    for (int k = 0; k < NK; k++)
        sum += m->bookings[k] * partner_share(w, k);
    if (f->pay.quota > 0)
        sum += (m->commission + m->bonus * w->level) * (1 + f->on_cost);
    else
        for (int k = 0; k < NK; k++)
            sum += m->bookings[k] * f->commission * (1 + f->on_cost);
    for (int c = 0; c < NC; c++) {
        const struct firm_channel *ch = &f->channel[c];
        const bool planned = ch->plan_month && w->month + 1 >= ch->plan_month;
        sum += (planned ? ch->plan_spend : ch->spend) * slow_rule_adverts(w);
    }
    return sum;
}

void slow_money_month(struct slow *w)
{
    const struct firm *f = w->f;
    struct slow_month *m = &w->now;
    const double used = fmax(0, -w->cash), paid = costs(w);
    double gross = 0;
    for (int k = 0; k < NK; k++) {
        const double revenue = m->recurring[k] + m->paid[k];
        m->revenue += revenue;
        gross += revenue * f->margin[product_of(k)];
    }
    const double bad = by_regime(w, f->bad_good, f->bad_bad) * w->lever.one[BAD_DEBT];
    m->bad_debt = m->revenue * fmin(1, bad);
    m->profit = gross - paid - m->bad_debt;
    invoice(w, w->month, m->revenue - m->bad_debt,
            by_regime(w, f->days_good, f->days_bad) + w->lever.one[COLLECTIONS]);
    w->cash +=
        collect(w, w->month) - (m->revenue - gross) - paid - used * f->interest / 12;
    w->cash_low = fmin(w->cash_low, w->cash);
    w->level *= pow(1 + f->price_level, 1.0 / 12);
}
