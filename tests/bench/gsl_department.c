/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scalar department with GSL: demand, coverage with one predictor pass, funnel (the
 * exact law of a step by uniformisation), contracts with latent types, seats, sums of
 * 40 monthly series. Numbers are those of the reference firm, rounded; there are no
 * crises, no histograms and no breakdowns, so the comparison flatters this loop. */
#include "gsl_department.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>
#include <time.h>

enum {
    MARKETS = 36,
    STAGES = 4,
    MONTHS = 36,
    STEPS = 2,
    TYPES = 6,
    TERM = 12,
    SEATS = 24,
    TEAMS = 4,
    TERMS = 30,
    SERIES = 40
};

struct law {
    double p[STAGES][STAGES], o[STAGES][STAGES], dd[STAGES];
};

struct path {
    double stock[MARKETS][STAGES], stale[MARKETS];
    unsigned clients[MARKETS][TERM][TYPES];
    double value[MARKETS][TERM][TYPES];
    double tenure[SEATS], ability[SEATS], skill[TEAMS], hours[TEAMS], coverage[TEAMS];
    double won_month[MARKETS];
    double sum[MONTHS][SERIES];
};

static const double conversion[3][STAGES] = {
    {.17, .62, .66, .75}, {.18, .55, .60, .68}, {.25, .50, .58, .60}};
static const double dwell[3][STAGES] = {
    {.14, .28, .35, .23}, {.23, .65, .81, .58}, {.35, 1.4, 1.85, 1.4}};
static const double work[3][STAGES] = {
    {.25, 1.3, 1.6, 1.1}, {.25, 4, 5, 3}, {.25, 13, 16, 11}};
static const double leads[3] = {867, 325, 65}, deal[3] = {8000, 35000, 150000};
static const double shape[3] = {2.3, 1.56, .8};
static const double leave[TYPES] = {.01, .06, .15, .3, .5, .75};
static const double weight[TYPES] = {.25, .25, .2, .15, .1, .05};

/* Exact law of a step of length 1/STEPS by uniformisation. */
static void law_of(int s, double factor, struct law *law)
{
    double a[STAGES], l[STAGES], q = 0, x[STAGES][STAGES] = {{0}}, y[STAGES] = {0};
    const double dt = 1.0 / STEPS;
    for (int j = 0; j < STAGES; j++) {
        a[j] = conversion[s][j] / dwell[s][j] * factor;
        l[j] = (1 - conversion[s][j]) / dwell[s][j];
        q = fmax(q, 1.3 * (a[j] + l[j]));
        x[j][j] = 1;
    }
    y[0] = 1;
    memset(law, 0, sizeof *law);
    double term = exp(-q * dt), below = term;
    for (int k = 0; k < TERMS; k++) {
        const double next = term * q * dt / (k + 1);
        const double more = 1 - below, yet = 1 - below - next;
        for (int i = 0; i < STAGES; i++)
            for (int j = STAGES - 1; j >= i; j--) {
                law->p[i][j] += term * x[i][j];
                law->o[i][j] += more / q * x[i][j];
                x[i][j] = x[i][j] * (1 - (a[j] + l[j]) / q) +
                          (j > i ? x[i][j - 1] * a[j - 1] / q : 0);
            }
        for (int j = STAGES - 1; j >= 0; j--) {
            law->dd[j] += (q * dt * more - (k + 1) * yet) / (q * q) * y[j];
            y[j] =
                y[j] * (1 - (a[j] + l[j]) / q) + (j > 0 ? y[j - 1] * a[j - 1] / q : 0);
        }
        term = next;
        below += next;
    }
}

static unsigned some(const gsl_rng *r, double p, unsigned n)
{
    return n ? gsl_ran_binomial(r, p < 1 ? p : 1, n) : 0;
}

/* Moves of the stock and arrivals of one market; returns the wins. */
static double market_moves(const gsl_rng *r, struct path *path, int k, int s,
                           const struct law *law, double factor, double viable)
{
    double next[STAGES] = {0}, won = 0;
    const double a = conversion[s][STAGES - 1] / dwell[s][STAGES - 1] * factor;
    for (int i = 0; i < STAGES; i++) {
        unsigned left = (unsigned)path->stock[k][i];
        double rest = 1, late = 0;
        for (int j = i > 1 ? i : 1; j < STAGES; j++)
            late += (1 - conversion[s][j]) / dwell[s][j] * law->o[i][j];
        const double out[2] = {late, a * law->o[i][STAGES - 1]};
        for (int w = 0; w < 2; w++) {
            const unsigned gone = some(r, out[w] / rest, left);
            left -= gone;
            rest -= out[w];
            won += w == 1 ? gone : 0;
        }
        for (int j = STAGES - 1; j > i; j--) {
            const unsigned moved = some(r, law->p[i][j] / rest, left);
            left -= moved;
            rest -= law->p[i][j];
            next[j] += moved;
        }
        if (i == 0)
            left -= some(r, (1 - conversion[s][0]) / dwell[s][0] * law->o[0][0] / rest,
                         left);
        next[i] += left;
    }
    const double rate = viable * STEPS;
    for (int j = 0; j < STAGES; j++)
        next[j] += gsl_ran_poisson(r, rate * law->o[0][j]);
    won += gsl_ran_poisson(r, rate * a * law->dd[STAGES - 1]);
    for (int w = 0; w < 2; w++)
        path->sum[0][30 + w] += gsl_ran_poisson(r, rate * law->dd[w] * .3);
    memcpy(path->stock[k], next, sizeof next);
    return won;
}

static void stale_moves(const gsl_rng *r, struct path *path, int k, int s, double stale)
{
    const double gone = 1 - exp(-1 / (dwell[s][0] * STEPS));
    const unsigned out = some(r, gone, (unsigned)path->stale[k]);
    path->stale[k] +=
        gsl_ran_poisson(r, stale * gone * dwell[s][0] * STEPS) - (double)out;
    path->sum[0][32] +=
        gsl_ran_poisson(r, stale * .3) + gsl_ran_poisson(r, stale * .05);
}

/* Renewals, insolvency and new contracts of a month. */
static void market_month(const gsl_rng *r, struct path *path, int k, int s, int month)
{
    for (int pass = 0; pass < 2; pass++) {
        const int slot = (month + pass * 6) % TERM;
        for (int j = 0; j < TYPES; j++) {
            const unsigned n = path->clients[k][slot][j];
            const unsigned lost = some(r, pass ? .02 : leave[j], n);
            double *value = &path->value[k][slot][j];
            if (lost > 0 && lost < n) {
                const double g1 = gsl_ran_gamma(r, lost * shape[s], 1);
                const double g2 = gsl_ran_gamma(r, (n - lost) * shape[s], 1);
                *value *= g2 / (g1 + g2);
            } else if (lost == n) {
                *value = 0;
            }
            path->clients[k][slot][j] = n - lost;
        }
    }
    unsigned left = (unsigned)path->won_month[k];
    double rest = 1;
    for (int j = 0; j < TYPES; j++) {
        const unsigned n = j < TYPES - 1 ? some(r, weight[j] / rest, left) : left;
        left -= n;
        rest -= weight[j];
        path->clients[k][month % TERM][j] += n;
        if (n)
            path->value[k][month % TERM][j] +=
                gsl_ran_gamma(r, n * shape[s], deal[s] / shape[s]);
    }
    path->won_month[k] = 0;
}

static void seats_step(const gsl_rng *r, struct path *path)
{
    memset(path->skill, 0, sizeof path->skill);
    memset(path->hours, 0, sizeof path->hours);
    for (int i = 0; i < SEATS; i++) {
        if (gsl_rng_uniform(r) < .0128) {
            path->tenure[i] = -2.3;
            path->ability[i] = gsl_ran_lognormal(r, -.06, .34);
        }
        path->tenure[i] += 1.0 / STEPS;
        if (path->tenure[i] < 0)
            continue;
        const double pi = path->ability[i] * (1 - .8 * exp(-path->tenure[i] / 2.16));
        path->hours[i % TEAMS] += 107.0 / STEPS;
        path->skill[i % TEAMS] += 107.0 / STEPS * pow(pi, .45);
    }
    for (int t = 0; t < TEAMS; t++)
        path->skill[t] = path->hours[t] > 0 ? path->skill[t] / path->hours[t] : 1;
}

static double market_hours(const struct path *path, int k, int s, const struct law *law,
                           double viable)
{
    double need = 0;
    for (int j = 0; j < STAGES; j++) {
        double spent = viable * STEPS * law->dd[j];
        for (int i = 0; i <= j; i++)
            spent += path->stock[k][i] * law->o[i][j];
        need += spent * work[s][j] / dwell[s][j];
    }
    return need;
}

static void step(const gsl_rng *r, struct path *path, const double *demand)
{
    double need[TEAMS] = {0};
    seats_step(r, path);
    for (int k = 0; k < MARKETS; k++) { /* predictor: law at the last coverage */
        struct law law;
        law_of(k % 3, path->coverage[k / 9] * path->skill[k / 9], &law);
        need[k / 9] += market_hours(path, k, k % 3, &law, demand[k]) + demand[k];
    }
    for (int t = 0; t < TEAMS; t++)
        path->coverage[t] = need[t] > path->hours[t] ? path->hours[t] / need[t] : 1;
    for (int k = 0; k < MARKETS; k++) {
        const double factor = path->coverage[k / 9] * path->skill[k / 9];
        struct law law;
        law_of(k % 3, factor, &law);
        const double won = market_moves(r, path, k, k % 3, &law, factor, demand[k]);
        stale_moves(r, path, k, k % 3, demand[k] * .5);
        path->won_month[k] += won;
    }
}

static void path_open(const gsl_rng *r, struct path *path)
{
    memset(path, 0, sizeof *path);
    for (int i = 0; i < SEATS; i++) {
        path->tenure[i] = 24;
        path->ability[i] = gsl_ran_lognormal(r, -.06, .34);
    }
    for (int t = 0; t < TEAMS; t++)
        path->coverage[t] = 1;
    for (int k = 0; k < MARKETS; k++)
        for (int m = 0; m < TERM; m++)
            for (int j = 0; j < TYPES; j++) {
                path->clients[k][m][j] = gsl_ran_poisson(r, 2.5 * weight[j]);
                path->value[k][m][j] = path->clients[k][m][j] * deal[k % 3];
            }
}

static double path_run(const gsl_rng *r, struct path *path)
{
    double year[MARKETS], demand[MARKETS], wins = 0;
    path_open(r, path);
    for (int month = 0; month < MONTHS; month++) {
        for (int k = 0; k < MARKETS && month % 12 == 0; k++)
            year[k] = gsl_ran_gamma(r, 350, 1 / 350.0);
        double noise = 0;
        for (int c = 0; c < 5; c++)
            noise += gsl_ran_gamma(r, 26, 1 / 130.0);
        for (int k = 0; k < MARKETS; k++)
            demand[k] = leads[k % 3] / 12 * year[k] * noise * .5 / STEPS;
        for (int t = 0; t < STEPS; t++)
            step(r, path, demand);
        for (int k = 0; k < MARKETS; k++) {
            wins += path->won_month[k];
            market_month(r, path, k, k % 3, month);
        }
        for (int i = 0; i < SERIES - 10; i++)
            for (int k = 0; k < MARKETS; k++)
                path->sum[month][i] += path->value[k][(month + i) % TERM][i % TYPES];
    }
    return wins;
}

double gsl_department_run(uint64_t paths, int rng, double *wins)
{
    gsl_rng *r = gsl_rng_alloc(rng ? gsl_rng_taus2 : gsl_rng_mt19937);
    static struct path path;
    struct timespec a, b;
    double sum = 0;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (uint64_t i = 0; i < paths; i++)
        sum += path_run(r, &path);
    clock_gettime(CLOCK_MONOTONIC, &b);
    gsl_rng_free(r);
    *wins = sum / (double)paths;
    return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
}
