/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a department, and one path through its horizon in the order of
 * docs/model.md section 2. */
#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>

#include "slow/slow.h"

/* Mean of leads_per_month. */
static double leads_mean(const struct firm *f, int segment)
{
    const struct interval x = f->leads[segment];
    if (!(x.low < x.high))
        return x.low;
    const double sigma = log(x.high / x.low) / 2 / 1.6448536269514722;
    return sqrt(x.low * x.high) * exp(sigma * sigma / 2);
}

static void calendar_set(struct slow_tables *t)
{
    const struct firm *f = t->f;
    double season = 0, days = 0, variance = 0;
    for (int m = 0; m < 12; m++) {
        t->season[m] =
            exp(f->season_amplitude * cos(2 * M_PI * (m + 1 - f->season_peak) / 12));
        season += t->season[m] / 12;
        days += f->days[m] / 12;
    }
    for (int m = 0; m < 12; m++) {
        t->season[m] /= season;
        t->days[m] = f->days[m] / days;
    }
    const int n = 12 * f->steps;
    assert(n <= SLOW_PAST);
    for (int i = 1 - n; i < n; i++)
        variance += (n - abs(i)) * exp2(-abs(i) / (f->steps * f->half_life_months));
    t->credit_sd = sqrt(variance);
}

static void funnel_set(struct slow_tables *t)
{
    const struct firm *f = t->f;
    double best = 0;
    for (int c = 0; c < NC; c++)
        best = fmax(best, f->channel[c].odds);
    for (int s = 0; s < NS; s++) {
        double failing = 0;
        t->leads_mean[s] = leads_mean(f, s);
        for (int j = 0; j < NJ; j++) {
            const double p = f->conversion[j][s];
            failing += 1 - p;
            t->conversion[j][s] = slow_odds(p, j ? 1 : best);
            t->dwell[j][s] = f->dwell_weeks[j][s] / SLOW_WEEKS;
        }
        t->beta[s] = 1 / failing;
        for (int c = 0; c < NC; c++)
            t->fit[c][s] = slow_odds(f->conversion[0][s], f->channel[c].odds) /
                           t->conversion[0][s];
    }
    for (int k = 0; k < NK; k++) {
        double all = 0;
        for (int i = 0; i < NK; i++)
            if (territory_of(i) == territory_of(k))
                all += f->share[i] * leads_mean(f, segment_of(i));
        t->team_part[k] = f->share[k] * leads_mean(f, segment_of(k)) / all;
    }
}

/* The factor on all odds with which the named deal is won as often as it should. */
static double named_odds(const struct firm *f)
{
    double low = 1e-6, high = 1e6;
    for (int i = 0; i < 200; i++) {
        const double mid = sqrt(low * high);
        double win = 1;
        for (int j = f->deal.stage; j < NJ; j++)
            win *= slow_odds(f->conversion[j][segment_of(f->deal.market)], mid);
        *(win < f->deal.win_prob ? &low : &high) = mid;
    }
    return low;
}

/* P(r renewals at opening) ~ S(r) (1 - PD)^r, r term < 12 age, S(r) of the Beta law. */
static void ladder_set(struct slow_tables *t, int k)
{
    const struct firm *f = t->f;
    const int s = segment_of(k), term = f->term[product_of(k)];
    const double sum = (1 - f->spread[s]) / f->spread[s];
    const double a = f->leave[s] * sum, b = (1 - f->leave[s]) * sum;
    const double solvent = 1 - slow_within(f->insolvency[s], term);
    int n = 0;
    for (; n * term < 12 * f->age_years; n++) {
        assert(n < SLOW_LADDER);
        t->renewed[k][n] = gsl_sf_beta(a, b + n * term / 12.0) * pow(solvent, n);
    }
    t->ladder[k] = n;
}

/* Squared CV of the deals of a team: by leads at opening and chances to win. */
static void deals_set(struct slow_tables *t)
{
    const struct firm *f = t->f;
    for (int team = 0; team < NG; team++) {
        double weight = 0, first = 0, second = 0;
        for (int k = 0; k < NK; k++) {
            const int s = segment_of(k);
            double won = f->share[k] * t->leads_mean[s];
            for (int j = 0; j < NJ; j++)
                won *= f->conversion[j][s];
            won *= territory_of(k) == team;
            weight += won;
            first += won * f->deal_mean[s];
            second +=
                won * pow(f->deal_mean[s], 2) * (1 + f->deal_cv[s] * f->deal_cv[s]);
        }
        t->deal_cv2[team] = second * weight / (first * first) - 1;
    }
}

/* Contract clients and buyers at opening, by share. */
static void opening_set(struct slow_tables *t)
{
    const struct firm *f = t->f;
    double contracts[NS] = {0}, buyers[NS] = {0};
    for (int k = 0; k < NK; k++)
        *(firm_repeat(f, k) ? &buyers[segment_of(k)] : &contracts[segment_of(k)]) +=
            f->share[k];
    for (int k = 0; k < NK; k++) {
        const int s = segment_of(k);
        const double n = firm_repeat(f, k) ? f->buyers.clients[s] / buyers[s]
                                           : f->clients[s] / contracts[s];
        t->opening_clients[k] = round(f->share[k] * n);
    }
}

void slow_tables_set(struct slow_tables *t, const struct firm *f)
{
    *t = (struct slow_tables){.f = f};
    calendar_set(t);
    funnel_set(t);
    deals_set(t);
    opening_set(t);
    slow_waiting_tables(t);
    slow_mix_tables(t);
    t->named_odds = named_odds(f);
    for (int k = 0; k < NK; k++)
        if (!firm_repeat(f, k))
            ladder_set(t, k);
}

static void open_all(struct slow *w)
{
    slow_numbers(w);
    slow_levers_reset(&w->lever);
    slow_macro_open(w);
    slow_people_open(w);
    slow_motivation_open(w);
    slow_contact_open(w);
    slow_demand_open(w);
    slow_waiting_open(w);
    slow_funnel_open(w);
    slow_clients_open(w);
    slow_money_open(w);
}

void slow_path(const struct slow_tables *t, gsl_rng *rng, struct slow *w,
               void (*each)(const struct slow *w, int month, void *data), void *data)
{
    const struct firm *f = t->f;
    memset(w, 0, offsetof(struct slow, deal));
    w->f = f;
    w->t = t;
    w->rng = rng;
    w->dt = 1.0 / f->steps;
    open_all(w);
    for (w->step = 0; w->step < f->months * f->steps; w->step++) {
        w->month = w->step / f->steps;
        w->month_starts = w->step % f->steps == 0;
        w->month_ends = w->step % f->steps == f->steps - 1;
        if (w->month_starts)
            w->now = (struct slow_month){0};
        slow_rule_step(w);
        slow_macro_step(w);
        slow_crisis_step(w);
        slow_tool_step(w);
        slow_people_step(w);
        slow_demand_step(w);
        slow_contact_step(w);
        slow_funnel_step(w);
        slow_clients_step(w);
        if (!w->month_ends)
            continue;
        slow_funnel_month(w);
        slow_clients_month(w);
        slow_motivation_month(w);
        slow_money_month(w);
        slow_rule_month(w);
        each(w, w->month + 1, data);
        if ((w->month + 1) % 12 == 0)
            slow_clients_year(w);
    }
}
