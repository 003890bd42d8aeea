/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: the month of the customers: prices, coverage of service, odds of
 * leaving, key accounts, satisfaction, concentration. Laws: src/model/customers_year.c,
 * accounts.c, satisfaction.c, concentration.c. No cap on the largest client. */
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "gsl_loop.h"

double loop_leave_odds(const struct loop_path *w, uint32_t k)
{
    const struct loop_department *d = w->of;
    const struct fc_customers *own = d->customers;
    const struct fc_market *market = &d->model->markets[k];
    const double *covered = w->team[market->team].covered;
    const double months = loop_min(w->month + 1, YEAR);
    double sum = 0;
    for (int m = 0; m < YEAR; m++)
        sum += covered[m];
    const double b =
        loop_number(w, own->leave_log_odds[market->segment]) +
        loop_number(w, own->coverage_log_odds) * loop_max(0, 1 - sum / months) +
        loop_number(w, own->adverse_log_odds) * w->s.adverse[k] +
        loop_lever(w, FC_L_renewal_odds, k) -
        loop_number(w, own->satisfaction.log_odds) * w->s.satisfaction[k];
    return exp(loop_min(loop_max(b, -30), 30)) *
           (1 + loop_number(w, d->model->handover_odds) * w->s.handover[market->team]);
}

double loop_failing(const struct loop_path *w, uint32_t risk, uint32_t k)
{
    const double score =
        w->law.threshold[risk][w->macro.recession] + loop_lever(w, FC_L_insolvency, k);
    return gsl_cdf_ugaussian_P(score * w->law.score_scale +
                               w->law.score_slope * w->s.credit[0]);
}

/* ---- prices, service, satisfaction ---- */

static void prices_set(struct loop_path *w, double now, double next)
{
    const double then = next > 12 ? next - 12 : 0;
    for (uint32_t p = 0; p < w->of->products; p++) {
        const double rate = w->law.log_uplift[p];
        w->price[p] = exp(now * rate);
        w->price_next[p] = exp(next * rate);
        w->price_then[p] = exp(then * rate);
    }
}

void loop_customers_step(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const struct fc_satisfaction *own = &d->customers->satisfaction;
    const uint32_t service = fc_task_service(d->model);
    for (uint32_t m = 0; m < d->teams; m++)
        w->team[m].covering += loop_coverage(w, m)[service] * d->dt;
    for (uint32_t k = 0; own->on && k < d->markets; k++) {
        const double covered = loop_coverage(w, d->model->markets[k].team)[service];
        const double target = -loop_number(w, own->coverage) * (1 - covered);
        w->s.satisfaction[k] =
            target + (w->s.satisfaction[k] - target) * w->law.decay_content;
    }
}

/* ---- key accounts ---- */

static double account_listed(const struct loop_path *w, uint32_t i)
{
    return 12 * w->s.account_active[i] *
           loop_number(w, w->of->customers->account[i].revenue);
}

static uint32_t account_product(const struct loop_path *w, uint32_t i)
{
    return w->of->model->markets[w->of->customers->account[i].market].product;
}

static void accounts_values(struct loop_path *w)
{
    for (uint32_t i = 0; i < w->of->customers->accounts; i++) {
        const uint32_t k = w->of->customers->account[i].market;
        const uint32_t p = account_product(w, i);
        const double listed = account_listed(w, i);
        w->s.annual_value[k] += listed * w->price_next[p];
        w->s.value_kept[k] += listed * w->price_then[p];
        w->s.value_kept_net[k] += listed * w->price_next[p];
        w->s.loyal[k] += w->s.account_active[i];
    }
}

static bool account_leaves(const struct loop_path *w, uint32_t i)
{
    const struct fc_account *a = &w->of->customers->account[i];
    const uint32_t since = (w->month + a->term * 12 - a->due) % a->term;
    if (since == 0) {
        const double leave = loop_number(w, a->leave_prob);
        const double go = leave * loop_leave_odds(w, a->market);
        return gsl_rng_uniform(w->rng) * (go + 1 - leave) < go;
    }
    return since % 12 == 6 &&
           gsl_rng_uniform(w->rng) < loop_failing(w, a->risk, a->market);
}

static void accounts_month(struct loop_path *w)
{
    for (uint32_t i = 0; i < w->of->customers->accounts; i++) {
        const uint32_t k = w->of->customers->account[i].market;
        const double money =
            account_listed(w, i) / 12 * w->price[account_product(w, i)];
        w->s.account_revenue[i] += money;
        w->s.recurring[k] += money;
        if (w->s.account_active[i] > 0 && account_leaves(w, i)) {
            w->s.account_active[i] = 0;
            w->s.lost_clients[k] += 1;
            w->s.clients[k] -= 1;
        }
    }
    accounts_values(w);
}

/* ---- at the end of a month ---- */

static void market_close(struct loop_path *w, uint32_t k)
{
    const struct fc_customers *own = w->of->customers;
    const uint32_t s = w->of->model->markets[k].segment;
    double *past = &w->contracts[k].past[w->month % YEAR];
    const double clients = w->s.clients[k];
    w->s.renewed[k] = loop_max(0, clients - w->s.loyal[k] - w->s.first_term[k]);
    w->s.potential_clients[k] = w->s.potential[k] > 0 ? clients : 0;
    w->s.satisfaction_sum[k] = w->s.satisfaction[k] * clients;
    w->s.service_need[k] = clients * loop_number(w, own->service_hours[s]) * 52 / 12;
    w->s.value_kept[k] = loop_min(w->s.value_kept[k], *past);
    if (!(*past > 0) && !own->cross.on)
        w->s.value_kept_net[k] = 0;
    w->s.value_year_ago[k] = *past;
    *past = w->s.annual_value[k];
}

static void service_add(struct loop_path *w)
{
    const struct fc_customers *own = w->of->customers;
    for (uint32_t i = 0; i < own->accounts; i++) {
        const struct fc_account *a = &own->account[i];
        const uint32_t s = w->of->model->markets[a->market].segment;
        w->s.service_need[a->market] +=
            w->s.account_active[i] *
            (loop_number(w, a->service_hours) - loop_number(w, own->service_hours[s])) *
            52 / 12;
    }
    loop_cross_service(w);
}

static double squares(const double *value, uint32_t n, double total)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += value[i] * value[i];
    return total > 0 ? sum / (total * total) : 0;
}

static void concentration(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    double by[3][TERRITORIES] = {{0}}, total = 0, clients = 0, top = 0;
    for (uint32_t k = 0; k < d->markets; k++) {
        const struct fc_market *market = &d->model->markets[k];
        const double shape = (double)d->customers->contracts[k].shape;
        const double value = w->s.annual_value[k];
        const double pool = w->contracts[k].listed * w->price_next[market->product];
        by[0][market->territory] += value;
        by[1][market->product] += value;
        by[2][market->segment] += value;
        total += value;
        clients += pool * pool * (shape + 1) / (w->contracts[k].contracts * shape + 1);
    }
    for (uint32_t i = 0; i < d->customers->accounts; i++) {
        const double value =
            account_listed(w, i) * w->price_next[account_product(w, i)];
        clients += value * value;
        top = loop_max(top, value);
    }
    w->s.hhi_territory[0] = squares(by[0], d->territories, total);
    w->s.hhi_product[0] = squares(by[1], d->products, total);
    w->s.hhi_segment[0] = squares(by[2], d->segments, total);
    w->s.client_hhi[0] = total > 0 ? clients / (total * total) : 0;
    w->s.top_share[0] = total > 0 ? top / total : 0;
}

void loop_customers_month(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    prices_set(w, w->month, w->month + 1.0);
    for (uint32_t m = 0; m < d->teams; m++) {
        w->team[m].covered[w->month % YEAR] = w->team[m].covering;
        w->team[m].covering = 0;
    }
    loop_cross_draw(w);
    for (uint32_t k = 0; k < d->markets; k++) {
        w->s.sold[k] = w->s.won[k] + w->s.cross_sold[k];
        loop_cross_part(w, k);
        loop_contracts_month(w, k, loop_leave_odds(w, k),
                             loop_failing(w, d->customers->contracts[k].risk, k));
    }
    loop_cross_close(w);
    accounts_month(w);
    for (uint32_t k = 0; k < d->markets; k++)
        market_close(w, k);
    service_add(w);
    concentration(w);
}

/* ---- time 0 ---- */

static void laws_open(struct loop_path *w)
{
    const struct fc_customers *own = w->of->customers;
    const double rho = loop_number(w, own->correlation);
    const double worse = loop_number(w, own->recession_factor);
    w->law.score_scale = 1 / sqrt(1 - rho);
    w->law.score_slope = sqrt(rho / (1 - rho));
    for (uint32_t p = 0; p < w->of->products; p++)
        w->law.log_uplift[p] = log1p(loop_number(w, own->uplift[p])) / 12;
    for (uint32_t r = 0; r < own->risks; r++) {
        const double pd = loop_number(w, own->risk[r].yearly);
        const double part = own->risk[r].months / 12;
        w->law.threshold[r][0] = gsl_cdf_ugaussian_Pinv(-expm1(part * log1p(-pd)));
        w->law.threshold[r][1] =
            gsl_cdf_ugaussian_Pinv(-expm1(part * log1p(-pd * worse)));
    }
    w->law.decay_content =
        exp(-loop_number(w, own->satisfaction.return_per_month) * w->of->dt);
}

void loop_customers_open(struct loop_path *w)
{
    const struct fc_customers *own = w->of->customers;
    laws_open(w);
    prices_set(w, 0, 0);
    memset(&w->cross, 0, sizeof w->cross);
    for (uint32_t k = 0; k < w->of->markets; k++)
        loop_contracts_open(w, k);
    loop_cross_open(w);
    for (uint32_t i = 0; i < own->accounts; i++) {
        w->s.account_active[i] = 1;
        w->s.clients[own->account[i].market] += 1;
    }
    accounts_values(w);
    for (uint32_t k = 0; k < w->of->markets; k++) {
        for (int m = 0; m < YEAR; m++)
            w->contracts[k].past[m] = w->s.annual_value[k];
        market_close(w, k);
    }
    service_add(w);
    concentration(w);
}
