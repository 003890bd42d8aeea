/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nanoseconds per draw of each kernel and instruction set against scalar GSL draws
 * (gsl_ran_*, mt19937), and the share of lanes the exact routine decided. Means, trials
 * and probabilities vary by lane. Each figure is the median of 15 interleaved rounds;
 * compare the ratios, absolute times drift on shared machines. Goals for v3: at least
 * 12x for Poisson, 8x for binomial and gamma (shape >= 8).
 */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "random/kernels.h"
#include "random/lanemath.h"

enum { ROW = 4096, ROUNDS = 15, SETS = 4, WORK = 1 << 17 };

struct rows {
    _Alignas(64) uint32_t word[SETS][4 * ROW];
    _Alignas(64) float a[ROW], b[ROW], out[4 * ROW];
};

enum law { WORDS, NORMAL, EXPONENTIAL, POISSON, BINOMIAL, GAMMA };

/* a lane's parameters: a in [a0, a1], b in [b0, b1], log-uniform */
static const struct subject {
    const char *name;
    enum law law;
    double a0, a1, b0, b1;
} subjects[] = {
    {"words (per 32 bits)", WORDS, 1, 1, 1, 1},
    {"normal", NORMAL, 1, 1, 1, 1},
    {"exponential", EXPONENTIAL, 1, 1, 1, 1},
    {"Poisson 0.1", POISSON, 0.06, 0.16, 1, 1},
    {"Poisson 1", POISSON, 0.6, 1.6, 1, 1},
    {"Poisson 5", POISSON, 3, 8, 1, 1},
    {"Poisson 20", POISSON, 13, 33, 1, 1},
    {"Poisson 200", POISSON, 120, 330, 1, 1},
    {"Poisson 20000", POISSON, 12000, 33000, 1, 1},
    {"Poisson 2000000", POISSON, 1e6, 4e6, 1, 1},
    {"Poisson 6 .. 24 (both branches)", POISSON, 6, 24, 1, 1},
    {"Poisson 0.1 .. 200", POISSON, 0.1, 200, 1, 1},
    {"binomial n 0 .. 8, p .002 .. .05", BINOMIAL, 0.5, 8.9, 0.002, 0.05},
    {"binomial n 0 .. 8, p .01 .. .3", BINOMIAL, 0.5, 8.9, 0.01, 0.3},
    {"binomial n 0 .. 8, p .3 .. .99", BINOMIAL, 0.5, 8.9, 0.3, 0.99},
    {"binomial n 20, p .3", BINOMIAL, 12, 33, 0.24, 0.36},
    {"binomial n 100, p .1 (both)", BINOMIAL, 60, 160, 0.08, 0.12},
    {"binomial n 100, p .3", BINOMIAL, 60, 160, 0.24, 0.36},
    {"binomial n 500, p .3", BINOMIAL, 300, 800, 0.24, 0.36},
    {"binomial n 1 .. 500, p .02 .. .6", BINOMIAL, 1, 500, 0.02, 0.6},
    {"binomial n 2000000, p .3", BINOMIAL, 1e6, 4e6, 0.24, 0.36},
    {"gamma 0.1 .. 0.5", GAMMA, 0.1, 0.5, 1, 1},
    {"gamma 0.5 .. 8", GAMMA, 0.5, 8, 1, 1},
    {"gamma 3 .. 5", GAMMA, 3, 5, 1, 1},
    {"gamma 8 .. 480", GAMMA, 8, 480, 1, 1},
    {"gamma 0.5 .. 50", GAMMA, 0.5, 50, 1, 1},
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void prepare(struct rows *r, const struct subject *s)
{
    for (uint32_t set = 0; set < SETS; set++)
        fc_kernels(0)->words(fc_seed(set), 0, 1, 2, ROW, r->word[set]);
    for (size_t i = 0; i < ROW; i++) {
        const double u = fc_u_from_word(r->word[0][ROW + i]);
        const double v = fc_u_from_word(r->word[0][2 * ROW + i]);
        r->a[i] = (float)(s->a0 * exp(u * log(s->a1 / s->a0)));
        r->b[i] = (float)(s->b0 * exp(v * log(s->b1 / s->b0)));
        if (s->law == BINOMIAL)
            r->a[i] = floorf(r->a[i]);
    }
}

static double kernel_ns(const struct fc_kernels *k, struct rows *r, enum law law)
{
    const double start = now();
    for (uint32_t done = 0; done < WORK; done += ROW) {
        const uint32_t *word = r->word[done / ROW % SETS];
        if (law == WORDS)
            k->words(1, done, 2, 3, ROW, (uint32_t *)r->out);
        else if (law == NORMAL)
            k->normal(ROW, word, r->out);
        else if (law == EXPONENTIAL)
            k->exponential(ROW, word, r->out);
        else if (law == POISSON)
            k->poisson(ROW, word, r->a, r->out);
        else if (law == BINOMIAL)
            k->binomial(ROW, word, r->a, r->b, r->out);
        else
            k->gamma(ROW, word, r->a, r->out);
    }
    return (now() - start) / (law == WORDS ? 4.0 * WORK : WORK);
}

static double gsl_ns(gsl_rng *rng, const struct rows *r, enum law law)
{
    double sum = 0.0;
    const double start = now();
    for (uint32_t i = 0; i < WORK / 8; i++) {
        const double a = (double)r->a[i % ROW];
        const double b = (double)r->b[i % ROW];
        sum += law == WORDS         ? (double)gsl_rng_get(rng)
               : law == NORMAL      ? gsl_ran_gaussian_ziggurat(rng, 1.0)
               : law == EXPONENTIAL ? gsl_ran_exponential(rng, 1.0)
               : law == POISSON     ? (double)gsl_ran_poisson(rng, a)
               : law == BINOMIAL    ? (double)gsl_ran_binomial(rng, b, (unsigned)a)
                                    : gsl_ran_gamma(rng, a, 1.0);
    }
    const double spent = (now() - start) / (WORK / 8);
    return sum == -1.0 ? 0.0 : spent;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(struct rows *r, gsl_rng *rng, const struct subject *s)
{
    static double times[FC_ISA_COUNT + 1][ROUNDS];
    const int isas = (int)fc_isa_best() + 1;
    prepare(r, s);
    fc_sampler_counts_reset();
    for (int round = 0; round < ROUNDS; round++) {
        for (int isa = 0; isa < isas; isa++)
            times[isa][round] = kernel_ns(fc_kernels((enum fc_isa)isa), r, s->law);
        times[isas][round] = gsl_ns(rng, r, s->law);
    }
    for (int isa = 0; isa <= isas; isa++)
        qsort(times[isa], ROUNDS, sizeof **times, ascending);
    const double gsl = times[isas][ROUNDS / 2];
    printf("%-34s", s->name);
    for (int isa = 0; isa < isas; isa++)
        printf(" %6.2f (%4.1fx)", times[isa][ROUNDS / 2], gsl / times[isa][ROUNDS / 2]);
    const struct fc_sampler_counts c = fc_sampler_counts_get();
    const double slow = (double)(c.poisson_slow + c.binomial_slow);
    const double all = (double)(c.poisson + c.binomial);
    printf(" %7.1f", gsl);
    if (all > 0.0)
        printf("   %.4f %%", 100.0 * slow / all);
    printf("\n");
}

int main(void)
{
    struct rows *rows = aligned_alloc(64, sizeof *rows);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rows || !rng)
        return 1;
    printf("%-34s", "ns per draw (ratio to GSL)");
    for (int isa = 0; isa <= (int)fc_isa_best(); isa++)
        printf(" %14s", fc_isa_name((enum fc_isa)isa));
    printf(" %7s   slow lanes\n", "GSL");
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        report(rows, rng, &subjects[i]);
    gsl_rng_free(rng);
    free(rows);
    return 0;
}
