/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a compiled model: equal constants share a row, uncertain ones are drawn
 * per path as the quantiles of their distribution, with their rank correlations. A part
 * of test_model.c, which says what it can detect. */
#ifndef FC_TESTS_MODEL_NUMBERS_H
#define FC_TESTS_MODEL_NUMBERS_H

#include <math.h>
#include <stdlib.h>

#include "../world.h"
#include "model/market.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PATHS = 2048 };
#else
enum { PATHS = 20000 };
#endif

#define HEAD                                                                           \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-03\"; months = 6; " \
    "steps_per_month = 2; }; "

/* ---- numbers ---- */

#define UNCERTAIN                                                                      \
    HEAD " markets = { territories = ( { name = \"t\"; } ); products = ( { name = "    \
         "\"p\"; margin = \"0.55 .. 0.85\"; }, { name = \"q\"; margin = { dist = "     \
         "\"pert\"; low = 0.2; mode = 0.3; high = 0.9; }; } ); segments = ( { name = " \
         "\"s\"; leads_per_month = { dist = \"gamma\"; mean = 40; sd = 25; }; "        \
         "potential = \"500 .. 2000\"; }, { name = \"u\"; leads_per_month = { dist = " \
         "\"uniform\"; low = 3; high = 7; }; } ); }; " WORLD_FIRM
#define CORRELATED                                                                     \
    "uncertainty = { correlations = ( { between = [ \"markets.products.p.margin\", "   \
    "\"markets.segments.s.leads_per_month\" ]; rank = -0.6; } ); }; "

static void test_numbers_shared(void **state)
{
    (void)state;
    struct world w = world_new(UNCERTAIN);
    const uint32_t before = w.model->numbers;
    const uint32_t row = fc__model_constant(w.model, 0.123456789).row;
    assert_int_equal(row, before);
    assert_int_equal(fc__model_constant(w.model, 0.123456789).row, row);
    assert_int_equal(
        fc__model_number(w.model, (struct fc_number){0.123456789, -1, 9}).row, row);
    assert_int_not_equal(fc__model_constant(w.model, 0.12345678901).row, row);
    /* a distribution is its own number, whatever its mean */
    for (int d = 0; d < (int)fc__scenario_dists(w.scenario); d++) {
        const uint32_t n = w.model->numbers;
        const fc_num a = fc__model_number(w.model, (struct fc_number){0.5, d, 0});
        assert_true(a.row < before);
        assert_int_equal(w.model->number_dist[a.row], d);
        assert_int_equal(w.model->numbers, n);
    }
    world_clear(&w);
}

/* Row of an uncertain number, drawn on PATHS paths. */
static void draw(struct world *w, const char *key, double *out)
{
    const struct fc_entry *entry = fc__scenario_find(w->scenario, key);
    assert_non_null(entry);
    const fc_num n = fc__model_number(w->model, *entry->number);
    for (uint64_t p = 0; p < PATHS; p += FC_LANES) {
        fc__block_open(w->block, fc_seed(7), p, false);
        for (uint32_t l = 0; l < FC_LANES && p + l < PATHS; l++)
            out[p + l] = (double)fc_number_row(w->block, n)[l];
    }
}

static void test_numbers_drawn(void **state)
{
    (void)state;
    static double x[PATHS];
    struct world w = world_new(UNCERTAIN);
    assert_int_equal(fc__scenario_dists(w.scenario), 5);
    for (size_t d = 0; d < 5; d++) {
        const struct fc_dist *dist = fc__scenario_dist(w.scenario, d);
        const char *key = fc__scenario_dist_key(w.scenario, d);
        double sum = 0;
        draw(&w, key, x);
        for (uint64_t p = 0; p < PATHS; p++) {
            uint32_t word[4];
            sum += x[p];
            fc_word4(fc_seed(7), p, 0, fc_site("parameter", key, NULL, 0), word);
            assert_true(x[p] ==
                        (double)(float)fc_dist_quantile(dist, fc_u_from_word(word[0])));
        }
        const double error = fc_dist_sd(dist) / sqrt(PATHS);
        if (!(fabs(sum / PATHS - fc_dist_mean(dist)) <= 6 * error))
            fail_msg("%s: mean %g, expected %g +- %g", key, sum / PATHS,
                     fc_dist_mean(dist), error);
    }
    world_clear(&w);
}

static const double *sorted_by;

static int ascending(const void *a, const void *b)
{
    const double x = sorted_by[*(const uint32_t *)a];
    const double y = sorted_by[*(const uint32_t *)b];
    return (x > y) - (x < y);
}

static void ranks(const double *x, double *rank)
{
    static uint32_t order[PATHS];
    for (uint32_t i = 0; i < PATHS; i++)
        order[i] = i;
    sorted_by = x;
    qsort(order, PATHS, sizeof *order, ascending);
    for (uint32_t i = 0; i < PATHS; i++)
        rank[order[i]] = i - (PATHS - 1) / 2.;
}

static void spearman(struct world *w, const char *a, const char *b, double want)
{
    static double x[PATHS], rank[2][PATHS];
    double product = 0, square = 0;
    draw(w, a, x);
    ranks(x, rank[0]);
    draw(w, b, x);
    ranks(x, rank[1]);
    for (uint32_t i = 0; i < PATHS; i++) {
        product += rank[0][i] * rank[1][i];
        square += rank[0][i] * rank[0][i];
    }
    const double got = product / square, r2 = want * want;
    const double error = (1 - r2) * sqrt((1 + r2 / 2) / (PATHS - 3));
    if (!(fabs(got - want) <= 6 * error))
        fail_msg("%s with %s: %g, expected %g +- %g", a, b, got, want, error);
}

static void test_rank_correlation(void **state)
{
    (void)state;
    struct world w = world_new(UNCERTAIN CORRELATED);
    static const char p[] = "markets.products.p.margin";
    static const char q[] = "markets.products.q.margin";
    static const char s[] = "markets.segments.s.leads_per_month";
    spearman(&w, p, s, -0.6);
    spearman(&w, p, q, 0);
    spearman(&w, q, s, 0);
    world_clear(&w);
}

/* A scenario with n uncertain numbers: the leads of n segments. */
static char *uncertain(int n)
{
    char *text = malloc(65536);
    assert_non_null(text);
    size_t at = (size_t)sprintf(text, HEAD " markets = { territories = ( { name = "
                                           "\"t\"; } ); products = ( { name = \"p\"; } "
                                           "); segments = ( ");
    for (int i = 0; i < n; i++)
        at += (size_t)sprintf(text + at,
                              "%s{ name = \"s%d\"; leads_per_month = \"3 .. 7\"; }",
                              i ? ", " : "", i);
    sprintf(text + at,
            " ); }; organisation = { structure = \"pooled\"; }; " WORLD_FIRM);
    return text;
}

static void test_numbers_most(void **state)
{
    (void)state;
    char *most = uncertain(512), *more = uncertain(513);
    struct world w = world_new(most);
    bool warning;
    fc__block_open(w.block, fc_seed(7), 0, false);
    const fc_num last = w.model->segments[511].leads_per_month;
    assert_true(fc_number_row(w.block, last)[FC_LANES - 1] > 0);
    world_clear(&w);
    assert_int_equal(world_try(&w, more, fc_isa_best()), FC_E_SCENARIO);
    assert_string_equal(fc_scenario_problem(w.scenario, 0, &warning),
                        "test.cfg: the scenario has 513 uncertain numbers; at most 512 "
                        "are possible: make some of them certain");
    world_clear(&w);
    free(most);
    free(more);
}

#endif
