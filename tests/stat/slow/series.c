/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two samples of a series: mean (Welch), variance (by fourth moments), and the shares
 * below and above the engine's 10 % and 90 % quantiles, each as a normal score.
 * Bonferroni over the table: 2 Phi(-z) 4 SERIES_COUNT = 1e-6. */
#include "slow/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

const char *const series_name[SERIES_COUNT] = {
#define X(id, name, month, value) name,
    SERIES(X)
#undef X
};

static double record_need(const struct record *r)
{
    double sum = 0;
    for (int c = 0; c < WORKS; c++)
        sum += r->need[c];
    return sum;
}

static double record_coverage(const struct record *r, int work)
{
    return r->need[work] > 0 ? r->given[work] / r->need[work] : 1;
}

void series_add(const struct record *r, int month, double sums[SERIES_COUNT])
{
#define X(id, name, when, value)                                                       \
    if (when == 0 || when == month)                                                    \
        sums[S_##id] += value;
    SERIES(X)
#undef X
}

static double total(const double *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

/* Clients with 3 renewals or more, concentration, expected value of open deals. */
static void portfolio(const struct slow *w, struct record *r)
{
    const struct firm *f = w->f;
    const double all = total(w->annual, NK);
    double product[NP] = {0}, win[NJ][NS], named = 1;
    for (int k = 0; k < NK; k++)
        product[product_of(k)] += w->annual[k];
    for (int p = 0; p < NP; p++)
        r->product_hhi += product[p] / all * (product[p] / all);
    const double anchor = 12 * w->anchor * f->account.revenue *
                          w->price_next[product_of(f->account.market)];
    r->client_hhi = anchor / all * (anchor / all);
    r->loyal = w->anchor;
    for (int i = 0; i < w->clients; i++) {
        const struct slow_client *c = &w->client[i];
        const double share = c->value * w->price_next[product_of(c->market)] / all;
        r->client_hhi += share * share;
        r->loyal += c->renewals >= 3;
    }
    for (int j = NJ; j-- > 1;)
        for (int s = 0; s < NS; s++)
            win[j][s] = f->conversion[j][s] * (j + 1 < NJ ? win[j + 1][s] : 1);
    for (int i = 0; i < w->deals; i++) {
        const struct slow_deal *d = &w->deal[i];
        const int s = segment_of(d->market);
        if (d->stage > 0)
            r->pipeline += win[d->stage][s] * f->deal_mean[s] * (1 - f->discount);
    }
    for (int j = w->named_stage; j >= 0 && j < NJ; j++)
        named *=
            slow_odds(f->conversion[j][segment_of(f->deal.market)], w->t->named_odds);
    if (w->named_stage > 0)
        r->pipeline += named * f->deal.value;
}

struct record series_record(const struct slow *w)
{
    const struct firm *f = w->f;
    const struct slow_month *m = &w->now;
    struct record r = {.leads = m->leads,
                       .qualified = m->qualified,
                       .wins = m->wins,
                       .referred = m->referred,
                       .bookings = total(m->bookings, NK),
                       .revenue = m->revenue,
                       .profit = m->profit,
                       .cash = w->cash,
                       .cash_low = w->cash_low,
                       .receivables = w->receivables,
                       .bad_debt = m->bad_debt,
                       .lost_clients = m->lost_clients,
                       .anchor = w->anchor,
                       .annual = total(w->annual, NK),
                       .value_then = w->value_then,
                       .kept = w->kept,
                       .net = w->net,
                       .headcount = total(w->headcount, NT),
                       .leavers = m->leavers,
                       .hours = m->hours,
                       .events = total(m->events, NX),
                       .severity = m->severity,
                       .crisis_days = m->crisis_days,
                       .recession = m->recession,
                       .commission = m->commission,
                       .bonus = m->bonus,
                       .tool_cost = m->tool_cost,
                       .answered = m->answered,
                       .cross_sold = m->across,
                       .purchases = m->purchases,
                       .large_leads = m->large_leads,
                       .north_leads = m->north_leads,
                       .policy_months = m->rule_months,
                       .policy_starts = m->rule_starts,
                       .false_alarms = m->false_alarms,
                       .policy_cost = m->rule_cost,
                       .attained = w->attained,
                       .due = w->quota_due,
                       .quota_seats = w->quota_seats,
                       .quota_met = w->quota_met};
    for (int i = 0; f->pay.quota > 0 && i < w->seats; i++)
        r.effort += w->seat[i].here ? w->seat[i].effort : 0;
    for (int k = 0; k < NK; k++) {
        r.clients += slow_market_clients(w, k);
        r.content += slow_market_clients(w, k) * w->content[k];
    }
    for (int i = 0; i < w->deals; i++) {
        const bool open = w->deal[i].stage > 0;
        r.open_deals += open;
        r.north_open += open && territory_of(w->deal[i].market) == 0;
    }
    r.north_open += w->named_stage > 0 && territory_of(f->deal.market) == 0;
    r.open_deals += w->named_stage > 0;
    portfolio(w, &r);
    memcpy(r.lost, m->lost, sizeof r.lost);
    memcpy(r.need, m->need, sizeof r.need);
    memcpy(r.given, m->given, sizeof r.given);
    return r;
}

static void add_month(const struct slow *w, int month, void *sums)
{
    const struct record r = series_record(w);
    series_add(&r, month, sums);
}

struct sample slow_sample(const struct firm *f, size_t n, unsigned long seed)
{
    struct sample out = {n, calloc(n * SERIES_COUNT, sizeof(double)), f};
    struct slow_tables *tables = malloc(sizeof *tables);
    struct slow *w = malloc(sizeof *w);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
    if (out.value && tables && w && rng) {
        gsl_rng_set(rng, seed);
        slow_tables_set(tables, f);
        for (size_t i = 0; i < n; i++) {
            double sums[SERIES_COUNT] = {0};
            slow_path(tables, rng, w, add_month, sums);
            for (int s = 0; s < SERIES_COUNT; s++)
                out.value[(size_t)s * n + i] = sums[s];
        }
    }
    gsl_rng_free(rng);
    free(w);
    free(tables);
    return out;
}

/* Moments of n values: mean, variance, squared error of the variance. */
struct moments {
    double mean, variance, error;
};

static struct moments moments_of(const double *x, size_t n)
{
    struct moments m = {.mean = gsl_stats_mean(x, 1, n)};
    double fourth = 0;
    for (size_t i = 0; i < n; i++) {
        const double square = (x[i] - m.mean) * (x[i] - m.mean);
        m.variance += square;
        fourth += square * square;
    }
    m.variance /= (double)(n - 1);
    m.error = (fourth / (double)n - m.variance * m.variance) / (double)n;
    return m;
}

static double share_to(const double *x, size_t n, double q)
{
    size_t below = 0;
    for (size_t i = 0; i < n; i++)
        below += x[i] <= q;
    return (double)below / (double)n;
}

static double score(double difference, double square_error)
{
    return square_error > 0  ? difference / sqrt(square_error)
           : difference != 0 ? 1e9
                             : 0;
}

/* Share at or below q in both, or above it. */
static void compare_share(struct comparison *c, enum statistic which, const double *x,
                          size_t n, const double *y, size_t m, double q)
{
    const double a = share_to(x, n, q), b = share_to(y, m, q);
    const double all = (a * (double)n + b * (double)m) / (double)(n + m);
    c->engine[which] = which == LOW ? a : 1 - a;
    c->slow[which] = which == LOW ? b : 1 - b;
    c->z[which] = score(c->slow[which] - c->engine[which],
                        all * (1 - all) * (1 / (double)n + 1 / (double)m));
}

struct comparison series_compare(const struct sample *engine, const struct sample *slow,
                                 int s, double limit)
{
    const size_t n = engine->n, m = slow->n;
    const double *y = slow->value + (size_t)s * m;
    double *x = malloc(n * sizeof *x);
    struct comparison c = {{0}, {0}, {0}, 0, 0};
    if (!x)
        return c;
    memcpy(x, engine->value + (size_t)s * n, n * sizeof *x);
    const struct moments a = moments_of(x, n), b = moments_of(y, m);
    const double square = a.variance / (double)n + b.variance / (double)m;
    c.engine[MEAN] = a.mean;
    c.slow[MEAN] = b.mean;
    const double bound = series_bound(slow->firm, s) * fabs(a.mean);
    const double off = fmax(0, fabs(b.mean - a.mean) - bound);
    c.z[MEAN] = copysign(score(off, square), b.mean - a.mean);
    c.engine[VARIANCE] = a.variance;
    c.slow[VARIANCE] = b.variance;
    c.z[VARIANCE] = score(b.variance - a.variance, a.error + b.error);
    if (a.variance > 0)
        gsl_sort(x, 1, n);
    compare_share(&c, LOW, x, n, y, m,
                  gsl_stats_quantile_from_sorted_data(x, 1, n, 0.1));
    compare_share(&c, HIGH, x, n, y, m,
                  gsl_stats_quantile_from_sorted_data(x, 1, n, 0.9));
    for (int i = VARIANCE; i < STATISTICS && (series_expected(s) || bound > 0); i++)
        c.z[i] = 0;
    c.sd = sqrt(a.variance);
    c.detects = c.sd > 0 ? (limit * sqrt(square) + bound) / c.sd : 0;
    free(x);
    return c;
}

double series_worst(const struct comparison *c)
{
    double worst = 0;
    for (int i = 0; i < STATISTICS; i++)
        worst = fmax(worst, fabs(c->z[i]));
    return worst;
}

double series_limit(void)
{
    return gsl_cdf_ugaussian_Qinv(1e-6 / (2.0 * STATISTICS * SERIES_COUNT));
}

static void print_row(int s, const struct comparison *c)
{
    printf("  %-36s %11.5g %11.5g %6.2f %11.4g %6.2f %6.2f %6.2f  %.3f sd\n",
           series_name[s], c->engine[MEAN], c->slow[MEAN], c->z[MEAN], c->sd,
           c->z[VARIANCE], c->z[LOW], c->z[HIGH], c->detects);
}

int series_table(const struct sample *engine, const struct sample *slow, bool all)
{
    const double limit = series_limit();
    int wrong = 0;
    printf("  %zu paths of the engine, %zu of the slow simulator; |z| up to %.2f\n",
           engine->n, slow->n, limit);
    printf("  %-36s %11s %11s %6s %11s %6s %6s %6s  %s\n", "series", "engine", "slow",
           "mean", "sd", "var", "q10", "q90", "detects");
    for (int s = 0; s < SERIES_COUNT; s++) {
        const struct comparison c = series_compare(engine, slow, s, limit);
        const bool here = series_worst(&c) > limit;
        if ((all && c.sd > 0) || here)
            print_row(s, &c);
        wrong += here;
    }
    return wrong;
}
