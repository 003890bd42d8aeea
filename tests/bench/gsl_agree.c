/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is it the same model? Both simulate some paths; of every row of every state array the
 * mean over the months of a path is taken, and its mean over the paths compared:
 *
 *   z = (loop - engine) / sqrt(s1^2 / n + s2^2 / n + (1e-4 mean)^2)
 *
 * the last term for what single precision does in the engine, and, of the sums over the
 * rows of an array, the standard deviations: log(s1 / s2) over its error by the fourth
 * moments. */
#include "gsl_loop.h"

#include <stdlib.h>
#include <string.h>

#include "model/block.h"

/* Power sums about a first value of one quantity. */
struct moments {
    double n, shift, sum[4];
};

static void moments_add(struct moments *m, double x)
{
    if (m->n++ == 0)
        m->shift = x;
    const double d = x - m->shift;
    double power = d;
    for (int i = 0; i < 4; i++, power *= d)
        m->sum[i] += power;
}

static double mean_of(const struct moments *m)
{
    return m->shift + m->sum[0] / m->n;
}

static double variance_of(const struct moments *m)
{
    const double mean = m->sum[0] / m->n;
    return loop_max(0, (m->sum[1] - m->n * mean * mean) / (m->n - 1));
}

/* Fourth central moment / variance^2. */
static double kurtosis_of(const struct moments *m)
{
    const double u = m->sum[0] / m->n, a = m->sum[1] / m->n, b = m->sum[2] / m->n;
    const double fourth =
        m->sum[3] / m->n - 4 * u * b + 6 * u * u * a - 3 * u * u * u * u;
    const double variance = a - u * u;
    return variance > 0 ? fourth / (variance * variance) : 3;
}

/* One of the two simulators: moments of all rows, then of the arrays' sums. */
struct side {
    const struct fc_model *model;
    size_t rows;
    double *month; /* [row * lanes + lane] sums over the months of a path */
    size_t lanes;
    struct moments *row, *array;
};

static bool side_new(struct side *self, const struct fc_model *model, size_t lanes)
{
    self->model = model;
    self->lanes = lanes;
    self->rows = 0;
    for (int i = 0; i < FC_S_COUNT; i++)
        self->rows += model->state_rows[i];
    self->month = calloc(self->rows * lanes, sizeof *self->month);
    self->row = calloc(self->rows, sizeof *self->row);
    self->array = calloc(FC_S_COUNT, sizeof *self->array);
    return self->month && self->row && self->array;
}

static void side_clear(struct side *self)
{
    free(self->month);
    free(self->row);
    free(self->array);
}

/* A path is over. */
static void side_close(struct side *self)
{
    for (size_t l = 0; l < self->lanes; l++) {
        size_t at = 0;
        for (int i = 0; i < FC_S_COUNT; i++) {
            double sum = 0;
            for (uint32_t r = 0; r < self->model->state_rows[i]; r++, at++) {
                const double x =
                    self->month[at * self->lanes + l] / self->model->months;
                moments_add(&self->row[at], x);
                sum += x;
            }
            moments_add(&self->array[i], sum);
        }
    }
    memset(self->month, 0, self->rows * self->lanes * sizeof *self->month);
}

static void loop_month(const struct loop_path *w, void *to)
{
    struct side *self = to;
    double *month = self->month;
    for (int i = 0; i < FC_S_COUNT; i++)
        for (uint32_t r = 0; r < self->model->state_rows[i]; r++)
            *month++ += w->array[i][r];
}

static void block_month(const struct fc_block *b, struct side *self)
{
    double *month = self->month;
    for (int i = 0; i < FC_S_COUNT; i++) {
        const void *array = fc__state_array(b, i);
        const size_t n = (size_t)self->model->state_rows[i] * FC_LANES;
        for (size_t j = 0; j < n; j++)
            *month++ += fc__state_rows[i].bytes == sizeof(double)
                            ? ((const double *)array)[j]
                            : (double)((const float *)array)[j];
    }
}

static bool engine_paths(const struct fc_model *model, uint64_t paths,
                         unsigned long seed, struct side *self)
{
    struct fc_block *b;
    struct fc_error err;
    if (fc__block_new(model, &b, &err) != FC_OK)
        return false;
    for (uint64_t first = 0; first < paths; first += FC_LANES) {
        fc__block_open(b, fc_seed(seed), first, false);
        for (uint32_t t = 0; t < model->steps; t++, fc__block_next(b)) {
            fc__block_step(b);
            if (b->month_ends)
                block_month(b, self);
        }
        side_close(self);
    }
    fc__block_free(b);
    return true;
}

static bool loop_paths(const struct fc_model *model, uint64_t paths, unsigned long seed,
                       struct side *self)
{
    struct loop_department *d = loop_department_new(model);
    struct loop_path *w = d ? loop_path_new(d, gsl_rng_taus2, seed) : NULL;
    for (uint64_t i = 0; w && i < paths; i++) {
        loop_path_run(w, i, loop_month, self);
        side_close(self);
    }
    const bool good = w != NULL;
    loop_path_free(w);
    loop_department_free(d);
    return good;
}

static struct gsl_pair pair_of(const char *name, const struct moments *engine,
                               const struct moments *loop)
{
    const double v1 = variance_of(engine), v2 = variance_of(loop);
    const double mean = mean_of(engine), diff = mean_of(loop) - mean;
    const double single = 1e-4 * mean;
    const double error = sqrt(v1 / engine->n + v2 / loop->n + single * single);
    const double spread = sqrt((kurtosis_of(engine) - 1) / (4 * engine->n) +
                               (kurtosis_of(loop) - 1) / (4 * loop->n));
    return (struct gsl_pair){
        .name = name,
        .engine = mean,
        .loop = mean_of(loop),
        .engine_sd = sqrt(v1),
        .loop_sd = sqrt(v2),
        .z = error > 0        ? diff / error
             : fabs(diff) > 0 ? HUGE_VAL
                              : 0,
        .z_sd = v1 > 0 && v2 > 0 ? 0.5 * log(v2 / v1) / loop_max(spread, 1e-4) : 0};
}

static void compare(const struct side *engine, const struct side *loop,
                    struct gsl_agreement *out)
{
    size_t at = 0;
    out->n = FC_S_COUNT;
    out->rows = engine->rows;
    for (int i = 0; i < FC_S_COUNT; i++) {
        const char *name = fc__state_rows[i].name;
        out->pair[i] = pair_of(name, &engine->array[i], &loop->array[i]);
        for (uint32_t r = 0; r < engine->model->state_rows[i]; r++, at++) {
            const struct gsl_pair one = pair_of(name, &engine->row[at], &loop->row[at]);
            if (fabs(one.z) > fabs(out->worst.z)) {
                out->worst = one;
                out->worst_row = r;
            }
        }
    }
}

bool gsl_agree(const struct fc_model *engine, const struct fc_model *loop,
               uint64_t paths, unsigned long seed, struct gsl_agreement *out)
{
    struct side one = {0}, other = {0};
    const uint64_t n = (paths + FC_LANES - 1) / FC_LANES * FC_LANES;
    *out = (struct gsl_agreement){.pair = calloc(FC_S_COUNT, sizeof *out->pair)};
    const bool good =
        out->pair && side_new(&one, engine, FC_LANES) && side_new(&other, loop, 1) &&
        engine_paths(engine, n, seed, &one) && loop_paths(loop, n, seed, &other);
    if (good)
        compare(&one, &other, out);
    side_clear(&one);
    side_clear(&other);
    return good;
}

void gsl_agreement_clear(struct gsl_agreement *self)
{
    free(self->pair);
    self->pair = NULL;
}
