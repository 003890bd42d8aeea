/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients one by one (docs/model.md 6): each has its own theta ~ Beta, value ~ gamma
 * and renewal month, and is decided by itself.
 *
 * - renewal: leaves with odds p/(1-p) e^B, p = 1 - (1 - theta)^(T/12)
 * - B = b_cov (1 - 12-month service coverage) + b_z z - b_sat satisfaction + lever +
 *   constant
 * - insolvency: fails if sqrt(rho) X + sqrt(1-rho) e + Phi^-1(PD) + lever > 0, with
 *   e ~ N(0, 1) of the client; terms of a year six months off the anniversary, shorter
 *   ones at each renewal; PD of the regime, within the time between tests
 * - order: renewals, insolvency, then the wins of the month join */
#include <assert.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "slow/slow.h"

double slow_within(double yearly, double months)
{
    return -expm1(months / 12 * log1p(-yearly));
}

static double leave_odds(double p, double b)
{
    const double odds = p / (1 - p) * exp(b);
    return p < 1 ? odds / (1 + odds) : 1;
}

/* Normal score of default for a yearly PD, tested every `months`, in market k. */
static double default_score(const struct slow *w, double yearly, double months, int k)
{
    const double worse = w->macro.recession ? w->f->recession_insolvency : 1;
    return gsl_cdf_ugaussian_Pinv(slow_within(yearly * worse, months)) +
           w->lever.market[INSOLVENCY][k];
}

/* Does one client with this score fail now? */
static bool fails(const struct slow *w, double score)
{
    const double rho = w->f->correlation;
    return score + sqrt(rho) * w->macro.credit +
               sqrt(1 - rho) * gsl_ran_gaussian_ziggurat(w->rng, 1) >
           0;
}

/* A client of market k; `company` < 0: a new one. */
static struct slow_client *client_new(struct slow *w, int k, double shape_b,
                                      double value, int company)
{
    const struct firm *f = w->f;
    const int s = segment_of(k);
    const double sum = (1 - f->spread[s]) / f->spread[s];
    struct slow_client *c = &w->client[w->clients++];
    assert(w->clients <= SLOW_CLIENTS);
    *c = (struct slow_client){.market = k, .value = value};
    if (firm_repeat(f, k))
        slow_buyer_new(w, c);
    else
        c->leave = slow_within(
            gsl_ran_beta(w->rng, f->leave[s] * sum, (1 - f->leave[s]) * sum + shape_b),
            f->term[product_of(k)]);
    c->joined = w->opened ? w->month + 1 : 0;
    c->across = company >= 0;
    c->company = c->across ? company : slow_company_new(w, c->joined);
    w->company[c->company].has[product_of(k)]++;
    w->count[k]++;
    return c;
}

/* Renewals so far of a client at opening. */
static int renewals_so_far(const struct slow *w, int k)
{
    const double *weight = w->t->renewed[k];
    double all = 0;
    for (int r = 0; r < w->t->ladder[k]; r++)
        all += weight[r];
    double u = gsl_rng_uniform(w->rng) * all;
    int r = 0;
    while (r < w->t->ladder[k] - 1 && u >= weight[r])
        u -= weight[r++];
    return r;
}

static void market_open(struct slow *w, int k)
{
    const struct firm *f = w->f;
    const int s = segment_of(k), term = f->term[product_of(k)];
    const int n = (int)w->t->opening_clients[k];
    const double shape = 1 / (f->deal_cv[s] * f->deal_cv[s]);
    const int first = w->clients;
    double sum = 0;
    for (int i = 0; i < n && firm_repeat(f, k); i++)
        slow_buyer_open(w, client_new(w, k, 0, 0, -1));
    if (firm_repeat(f, k))
        return;
    assert(n % term == 0);
    for (int i = 0; i < n; i++) {
        const int r = renewals_so_far(w, k);
        struct slow_client *c =
            client_new(w, k, r * term / 12.0, gsl_ran_gamma(w->rng, shape, 1), -1);
        c->phase = i % term;
        c->renewals = r;
        sum += c->value;
    }
    for (int i = first; i < w->clients; i++)
        w->client[i].value *= f->recurring[s] * n / f->clients[s] / sum;
}

/* Price indices: of a month from 0, at its end, and at the end of the month a year
 * before (0: at opening). */
static void prices_set(struct slow *w, int month)
{
    const int base = month > 0 ? (month - 1) / 12 * 12 : 0;
    for (int p = 0; p < NP; p++) {
        const double yearly = 1 + w->f->uplift[p];
        w->price[p] = pow(yearly, (month - 1) / 12.0);
        w->price_next[p] = pow(yearly, month / 12.0);
        w->price_then[p] = pow(yearly, base / 12.0);
    }
}

/* Annual value at the prices of the next month, and what is left of the clients that
 * were there when the year began: a year ago, in months 12, 24, ... */
static void values_close(struct slow *w, int month)
{
    const struct firm *f = w->f;
    const int base = month > 0 ? (month - 1) / 12 * 12 : 0;
    w->kept = w->net = 0;
    for (int k = 0; k < NK; k++)
        w->annual[k] = 0;
    for (int i = 0; i < w->clients; i++) {
        const struct slow_client *c = &w->client[i];
        const int p = product_of(c->market);
        w->annual[c->market] += c->value * w->price_next[p];
        if (c->joined > base) {
            if (c->across && w->company[c->company].since <= base)
                w->net += c->value * w->price_next[p];
            continue;
        }
        w->kept += c->then * w->price_then[p];
        w->net += c->value * w->price_next[p];
    }
    if (w->anchor) {
        const int k = f->account.market, p = product_of(k);
        w->annual[k] += 12 * f->account.revenue * w->price_next[p];
        w->kept += 12 * f->account.revenue * w->price_then[p];
        w->net += 12 * f->account.revenue * w->price_next[p];
    }
}

/* A year begins: these are the clients "of 12 months ago" at its end. */
void slow_clients_year(struct slow *w)
{
    w->value_then = 0;
    for (int k = 0; k < NK; k++)
        w->value_then += w->annual[k];
    for (int i = 0; i < w->clients; i++)
        w->client[i].then = w->client[i].value;
}

void slow_clients_open(struct slow *w)
{
    w->anchor = true;
    for (int k = 0; k < NK; k++)
        market_open(w, k);
    slow_cross_open(w);
    w->opened = true;
    prices_set(w, 0);
    values_close(w, 0);
    slow_clients_year(w);
}

/* Satisfaction of a market's clients through a step, in many small ones (midpoints):
 *
 *   dS = back (T - S) dt + gain dt - (1 - recovery) failure dt + noise,
 *   T = -unserved (1 - service coverage)
 *
 * with Brownian noise of the stationary deviation `noise`. It belongs to the market:
 * its clients are content together, and each decides for itself. */
static void content_step(struct slow *w, int k)
{
    enum { PARTS = 16 };
    const struct firm_content *c = &w->f->content;
    const double h = w->dt / PARTS, x = w->lever.market[SATISFACTION][k];
    const double target = -c->unserved * (1 - w->coverage[territory_of(k)][SERVICE]);
    const double gain = x < 0 ? x * (1 - c->recovery) : x;
    const double sd = c->noise * sqrt(-expm1(-2 * c->back * h));
    double *s = &w->content[k];
    for (int i = 0; i < PARTS; i++) {
        const double half = *s + h / 2 * (c->back * (target - *s) + gain);
        *s += h * (c->back * (target - half) + gain) +
              gsl_ran_gaussian_ziggurat(w->rng, sd);
    }
}

void slow_clients_step(struct slow *w)
{
    for (int t = 0; t < NG; t++)
        w->covering[t] += w->coverage[t][SERVICE] * w->dt;
    for (int k = 0; k < NK && w->f->content.back > 0; k++)
        content_step(w, k);
}

/* Share of the account service of 12 months that was missing. */
static double shortage(const struct slow *w, int k)
{
    const int months = w->month + 1 < 12 ? w->month + 1 : 12;
    double sum = 0;
    for (int m = 0; m < months; m++)
        sum += w->covered[territory_of(k)][m];
    return fmax(0, 1 - sum / months);
}

static double log_odds(const struct slow *w, int k)
{
    const struct firm *f = w->f;
    return f->leave_log_odds[segment_of(k)] + f->coverage_log_odds * shortage(w, k) +
           f->adverse_log_odds * w->macro.z[k] + w->lever.market[RENEWAL_ODDS][k] -
           f->content.leave_odds * w->content[k] +
           log1p(f->handover.leave_odds * w->handover[territory_of(k)]);
}

/* A client's month; false when it leaves or fails. */
static bool client_month(struct slow *w, struct slow_client *c, double b)
{
    const struct firm *f = w->f;
    const int k = c->market, term = f->term[product_of(k)];
    if (firm_repeat(f, k))
        return slow_buyer_month(w, c, b, shortage(w, k));
    w->now.recurring[k] += c->value / 12 * w->price[product_of(k)];
    const int since = (w->month + 1 - c->phase + 120 * term) % term;
    if (since == 0) {
        if (gsl_rng_uniform(w->rng) < leave_odds(c->leave, b))
            return false;
        c->value *= 1 + f->expansion;
        c->renewals++;
        if (term < 12 && fails(w, w->risk[k]))
            return false;
    }
    return !(term >= 12 && since % 12 == 6 && fails(w, w->risk[k]));
}

/* The key account: decided as a client of its own. */
static void anchor_month(struct slow *w)
{
    const struct firm *f = w->f;
    const int k = f->account.market, calendar = (f->start + w->month) % 12 + 1;
    const int since = (calendar - f->account.renewal_month + 12) % 12;
    if (!w->anchor)
        return;
    w->now.recurring[k] += f->account.revenue * w->price[product_of(k)];
    bool gone = gsl_rng_uniform(w->rng) < 1 - w->lever.one[ACCOUNT_LOSS];
    if (since == 0)
        gone |= gsl_rng_uniform(w->rng) < leave_odds(f->account.leave, log_odds(w, k));
    if (since == 6)
        gone |= fails(w, default_score(w, f->account.insolvency, 12, k));
    w->anchor = !gone;
    w->now.lost_clients += gone;
}

/* A contract of list value `value` begins; what it is worth at the prices of the month.
 */
static double begin(struct slow *w, int k, double value, int company)
{
    struct slow_client *c = client_new(w, k, 0, value, company);
    if (firm_repeat(w->f, k))
        w->now.paid[k] += value * w->price[product_of(k)];
    else
        c->phase = (w->month + 1) % w->f->term[product_of(k)];
    w->now.bookings[k] += value * w->price[product_of(k)];
    w->now.new_clients += 1;
    return value * w->price[product_of(k)];
}

static double deal_value(const struct slow *w, int k)
{
    const struct firm *f = w->f;
    const double cv = f->deal_cv[segment_of(k)];
    return f->deal_mean[segment_of(k)] * (1 - f->discount) * w->lever.market[PRICE][k] *
           gsl_ran_gamma(w->rng, 1 / (cv * cv), cv * cv);
}

static void join(struct slow *w, int k)
{
    const struct firm *f = w->f;
    const int named = k == f->deal.market ? w->now.named : 0;
    for (int i = 0; i < w->now.won[k] + named; i++) {
        const double value =
            i < named ? f->deal.value * w->lever.market[PRICE][k] : deal_value(w, k);
        assert(w->sales < SLOW_SALES);
        w->sale[w->sales++] =
            (struct slow_sale){territory_of(k), begin(w, k, value, -1)};
    }
    for (int i = 0; i < w->buyers; i++)
        if (w->buyer[i].market == k)
            begin(w, k, deal_value(w, k), w->buyer[i].company);
}

void slow_clients_month(struct slow *w)
{
    double b[NK];
    for (int t = 0; t < NG; t++) {
        w->covered[t][w->month % 12] = w->covering[t];
        w->covering[t] = 0;
    }
    prices_set(w, w->month + 1);
    slow_cross_month(w);
    for (int k = 0; k < NK; k++) {
        const int term = w->f->term[product_of(k)];
        b[k] = log_odds(w, k);
        w->risk[k] =
            default_score(w, w->f->insolvency[segment_of(k)], fmin(12, term), k);
    }
    int kept = 0;
    for (int i = 0; i < w->clients; i++) {
        struct slow_client *c = &w->client[i];
        if (client_month(w, c, b[c->market]))
            w->client[kept++] = *c;
        else {
            w->count[c->market]--;
            w->company[c->company].has[product_of(c->market)]--;
            w->now.lost_clients += 1;
        }
    }
    w->clients = kept;
    anchor_month(w);
    for (int k = 0; k < NK; k++)
        join(w, k);
    values_close(w, w->month + 1);
}
