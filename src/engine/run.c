/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: scenario -> model -> blocks of paths on all threads -> one tally -> forecast.
 *
 * Blocks are dealt out in increasing order from one counter, so that whatever stops the
 * run, the finished blocks are a contiguous prefix. Tallies hold integers and are added
 * in any order; the result does not depend on who computed what. The first
 * FC_PILOT_PATHS paths are kept until they have told the scales of the histograms.
 * Checked by tests/repro (equal hash on any threads, block sizes, instruction sets,
 * compilers). */
#include <omp.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "engine/forecast.h"
#include "engine/pool.h"
#include "engine/precision.h"
#include "engine/prepare.h"

/* What one thread owns. */
struct worker {
    struct fc_worker runs;
    fc_tally *tally;
    uint64_t clamps;
    struct fc_sampler_counts counts;
};

struct run {
    struct fc_run_options options;
    struct fc_prepared at;
    struct fc_pool pool;
    fc_pilot *pilot;
    struct worker *worker;
    uint64_t seed;
};

/* ---- what the pool calls ---- */

static void thread_begin(void *run_, int thread)
{
    struct run *run = run_;
    fc_sampler_counts_reset();
    run->worker[thread].runs.block->clamps = 0;
}

static void thread_end(void *run_, int thread)
{
    struct worker *worker = &((struct run *)run_)->worker[thread];
    const struct fc_sampler_counts c = fc_sampler_counts_get();
    worker->clamps += worker->runs.block->clamps;
    worker->counts.poisson += c.poisson;
    worker->counts.poisson_slow += c.poisson_slow;
    worker->counts.binomial += c.binomial;
    worker->counts.binomial_slow += c.binomial_slow;
}

static void thread_work(void *run_, int thread, unsigned part, uint64_t first, size_t n)
{
    struct run *run = run_;
    struct worker *worker = &run->worker[thread];
    const struct fc_sink sink = {.layout = run->at.layout, .tally = worker->tally};
    (void)part;
    fc__worker_run(&worker->runs, &run->at, run->seed, first, n, &sink);
}

/* ---- memory ---- */

static size_t thread_bytes(const struct run *run)
{
    return fc__worker_bytes(&run->at, run->options.twin) +
           fc__prepared_tally_bytes(&run->at);
}

static fc_status memory_check(struct run *run, size_t *bytes, struct fc_error *err)
{
    const size_t limit = fc__memory_limit(&run->options);
    const size_t one = thread_bytes(run), pilot = fc__pilot_bytes(run->at.layout);
    int *threads = &run->pool.threads;
    while (one * (size_t)*threads + pilot > limit && *threads > 1 &&
           run->options.threads == 0)
        --*threads;
    *bytes = one * (size_t)*threads + pilot;
    return fc__memory_check(&run->options, *bytes, "use fewer threads, without detail",
                            err);
}

/* ---- set up ---- */

static fc_status run_prepare(struct run *run, fc_scenario *scenario,
                             const struct fc_run_options *options, uint32_t keep,
                             struct fc_error *err)
{
    *run = (struct run){.options = *options, .seed = fc_seed(options->seed)};
    run->pool = (struct fc_pool){.options = &run->options,
                                 .threads = fc__pool_threads(options),
                                 .parts = 1,
                                 .start = fc__pool_now(),
                                 .data = run,
                                 .begin = thread_begin,
                                 .end = thread_end,
                                 .work = thread_work};
    return fc__prepare(&run->at, scenario, options, keep, err);
}

static fc_status workers_new(struct run *run, struct fc_error *err)
{
    run->worker = fc_array_new((size_t)run->pool.threads, sizeof *run->worker);
    if (!run->worker)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %d threads", run->pool.threads);
    for (int i = 0; i < run->pool.threads; i++)
        FC_TRY(fc__worker_new(&run->at, run->options.twin, &run->worker[i].runs, err));
    return FC_OK;
}

static fc_status tallies_new(struct run *run, uint64_t paths, struct fc_error *err)
{
    for (int i = 0; i < run->pool.threads; i++)
        FC_TRY(fc__prepared_tally(&run->at, paths, &run->worker[i].tally, err));
    return FC_OK;
}

/* Always the same paths, whoever computes them. They count, unless fewer are planned:
 * then they only tell the scales. */
static void pilot_blocks(struct run *run, bool count)
{
#pragma omp parallel num_threads(run->pool.threads)
    {
        const int thread = omp_get_thread_num();
        struct worker *worker = &run->worker[thread];
        const struct fc_sink sink = {.layout = run->at.layout,
                                     .tally = count ? worker->tally : NULL,
                                     .pilot = run->pilot};
        thread_begin(run, thread);
#pragma omp for schedule(dynamic)
        for (uint64_t block = 0; block < FC_PILOT_PATHS / FC_LANES; block++)
            fc__worker_run(&worker->runs, &run->at, run->seed, block * FC_LANES,
                           FC_LANES, &sink);
        if (count)
            thread_end(run, thread);
    }
}

/* Lays the histograms of all tallies by the first paths. */
static fc_status pilot_run(struct run *run, struct fc_error *err)
{
    const bool count = run->pool.planned >= FC_PILOT_PATHS;
    FC_TRY(fc__pilot_new(run->at.layout, &run->pilot, err));
    pilot_blocks(run, count);
    fc__pilot_apply(run->pilot, run->at.layout);
    for (int i = 0; i < run->pool.threads; i++)
        fc_tally_lay(run->worker[i].tally, fc__layout_specs(run->at.layout));
    if (count) {
        fc__pilot_tally(run->pilot, run->worker[0].tally);
        run->pool.done = FC_PILOT_PATHS;
    }
    fc__pilot_free(run->pilot);
    run->pilot = NULL;
    return FC_OK;
}

static void run_clear(struct run *run)
{
    for (int i = 0; run->worker && i < run->pool.threads; i++) {
        fc__worker_clear(&run->worker[i].runs);
        fc_tally_free(run->worker[i].tally);
    }
    free(run->worker);
    fc__pilot_free(run->pilot);
    fc__prepared_clear(&run->at);
}

/* ---- running ---- */

/* All workers' tallies into a new one, or into the first worker's at the end. */
static fc_tally *tallies_join(struct run *run)
{
    fc_tally *all = run->worker[0].tally;
    for (int i = 1; i < run->pool.threads; i++) {
        fc_tally_merge(all, run->worker[i].tally);
        fc_tally_free(run->worker[i].tally);
        run->worker[i].tally = NULL;
    }
    run->worker[0].tally = NULL;
    return all;
}

/* Is the precision reached by what all workers have together? */
static fc_status precision_check(struct run *run, const struct fc_precision *precision,
                                 bool *reached, struct fc_error *err)
{
    fc_tally *all = NULL;
    FC_TRY(fc__prepared_tally(&run->at, run->pool.planned, &all, err));
    for (int i = 0; i < run->pool.threads; i++)
        fc_tally_merge(all, run->worker[i].tally);
    *reached = fc__precision_reached(precision, run->at.layout, all);
    fc_tally_free(all);
    return FC_OK;
}

/* One round, or rounds that double until the wanted precision is reached. */
static fc_status rounds_run(struct run *run, const struct fc_precision *precision,
                            struct fc_error *err)
{
    enum { FIRST_ROUND = 2048 };
    const bool grows = precision->on && run->options.paths > FIRST_ROUND;
    run->pool.planned = grows ? FIRST_ROUND : run->options.paths;
    FC_TRY(tallies_new(run, run->pool.planned, err));
    FC_TRY(pilot_run(run, err));
    for (;;) {
        const fc_status stopped = fc__pool_round(&run->pool);
        if (stopped != FC_OK || !precision->on)
            return stopped;
        bool reached;
        FC_TRY(precision_check(run, precision, &reached, err));
        if (reached)
            return FC_OK;
        if (run->pool.planned * 2 > run->options.paths)
            return FC_E_GOAL;
        run->pool.planned *= 2;
        for (int i = 0; i < run->pool.threads; i++)
            fc_tally_widen_batches(run->worker[i].tally);
    }
}

static void facts_fill(struct run *run, fc_status status)
{
    struct fc_run_facts *facts = &run->at.plan->forecast.facts;
    struct fc_sampler_counts sum = {0};
    for (int i = 0; i < run->pool.threads; i++) {
        facts->clamps += run->worker[i].clamps;
        sum.poisson += run->worker[i].counts.poisson + run->worker[i].counts.binomial;
        sum.poisson_slow +=
            run->worker[i].counts.poisson_slow + run->worker[i].counts.binomial_slow;
    }
    facts->slow_lane_share =
        sum.poisson ? (double)sum.poisson_slow / (double)sum.poisson : 0;
    fc__prepared_facts(&run->at, run->pool.done, facts);
    facts->paths = run->pool.done;
    facts->paths_planned = run->pool.planned;
    facts->threads = run->pool.threads;
    facts->complete = status != FC_E_PARTIAL && status != FC_E_INTERRUPTED;
    facts->stop_reason = status == FC_E_PARTIAL       ? "time limit"
                         : status == FC_E_INTERRUPTED ? "signal"
                                                      : NULL;
    facts->seconds = fc__pool_now() - run->pool.start;
}

static fc_status run_all(struct run *run, fc_forecast **out, struct fc_error *err)
{
    struct fc_precision precision;
    size_t bytes;
    FC_TRY(fc__precision_parse(run->options.precision, run->at.plan, &precision, err));
    FC_TRY(memory_check(run, &bytes, err));
    FC_TRY(workers_new(run, err));
    const fc_status status = rounds_run(run, &precision, err);
    if (status == FC_E_MEMORY)
        return status;
    if (run->pool.done == 0)
        return FC_FAIL(err, status, "stopped before the first %d paths were finished",
                       FC_LANES);
    facts_fill(run, status);
    FC_TRY(fc__forecast_new(&run->at.plan->forecast, tallies_join(run), out, err));
    if (status == FC_E_GOAL)
        return FC_FAIL(
            err, status,
            "the precision '%s' was not reached with %llu paths: raise --paths",
            run->options.precision, (unsigned long long)run->pool.done);
    return status;
}

fc_status fc_run(fc_scenario *scenario, const struct fc_run_options *options,
                 fc_forecast **out, struct fc_error *err)
{
    struct run run;
    *out = NULL;
    fc_status status = run_prepare(&run, scenario, options, UINT32_MAX, err);
    if (status == FC_OK)
        status = run_all(&run, out, err);
    run_clear(&run);
    return status;
}

fc_status fc_run_estimate(fc_scenario *scenario, const struct fc_run_options *options,
                          struct fc_run_estimate *out, struct fc_error *err)
{
    struct run run;
    *out = (struct fc_run_estimate){0};
    fc_status status = run_prepare(&run, scenario, options, UINT32_MAX, err);
    if (status == FC_OK)
        status = memory_check(&run, &out->bytes, err);
    if (status == FC_OK) {
        out->series = fc__layout_series(run.at.layout);
        out->markets = run.at.model->axis[FC_MARKET].count;
        out->seats = run.at.model->axis[FC_SEAT].count;
    }
    run_clear(&run);
    return status;
}

/* ---- how fast it is here ---- */

/* A block on every thread; processor seconds of all of them together. */
static double blocks_time(struct run *run, uint64_t first_block)
{
    double sum = 0;
#pragma omp parallel num_threads(run->pool.threads) reduction(+ : sum)
    {
        const int thread = omp_get_thread_num();
        struct worker *worker = &run->worker[thread];
        const struct fc_sink sink = {.layout = run->at.layout,
                                     .tally = worker->tally,
                                     .pilot = worker->tally ? NULL : run->pilot};
        const double start = fc__pool_processor();
        fc__worker_run(&worker->runs, &run->at, run->seed,
                       (first_block + (uint64_t)thread) * FC_LANES, FC_LANES, &sink);
        sum += fc__pool_processor() - start;
    }
    return sum;
}

/* The first blocks warm up and lay the histograms of the second ones. */
static fc_status speed_measure(struct run *run, bool whole, struct fc_run_speed *out,
                               struct fc_error *err)
{
    const uint64_t threads = (uint64_t)run->pool.threads;
    FC_TRY(fc__pilot_new(run->at.layout, &run->pilot, err));
    blocks_time(run, 0);
    fc__pilot_apply(run->pilot, run->at.layout);
    if (whole)
        FC_TRY(tallies_new(run, 2 * threads * FC_LANES, err));
    out->path_seconds = blocks_time(run, threads) / (double)(threads * FC_LANES);
    out->threads = run->pool.threads;
    return FC_OK;
}

/* What one thread does before and after: reading, compiling, memory for all threads. */
static fc_status measure_start(struct run *run, fc_scenario *scenario,
                               const struct fc_run_options *options, bool whole,
                               struct fc_error *err)
{
    size_t bytes;
    FC_TRY(run_prepare(run, scenario, options, whole ? UINT32_MAX : 1, err));
    FC_TRY(memory_check(run, &bytes, err));
    return workers_new(run, err);
}

fc_status fc_run_measure(const char *path, const char *const *set, size_t n_set,
                         const struct fc_run_options *options, bool whole,
                         struct fc_run_speed *out, struct fc_error *err)
{
    double start = fc__pool_processor();
    struct run run = {.worker = NULL};
    fc_scenario *scenario = NULL;
    *out = (struct fc_run_speed){.threads = 1};
    fc_status status = fc_scenario_read(path, set, n_set, &scenario, err);
    if (status == FC_OK)
        status = measure_start(&run, scenario, options, whole, err);
    out->start_seconds = fc__pool_processor() - start;
    if (status == FC_OK)
        status = speed_measure(&run, whole, out, err);
    start = fc__pool_processor();
    run_clear(&run);
    fc_scenario_free(scenario);
    out->start_seconds += fc__pool_processor() - start;
    return status;
}

double fc_run_seconds(const struct fc_run_speed *speed, uint64_t runs, uint64_t paths)
{
    const uint64_t blocks = (paths + FC_LANES - 1) / FC_LANES;
    return (double)runs *
           (speed->start_seconds +
            (double)(blocks * FC_LANES) * speed->path_seconds / speed->threads);
}

/* ---- one path, everything ---- */

struct trace {
    void (*row)(void *data, int month, int step, const char *array, size_t row,
                size_t column, double value);
    void *data;
};

static void trace_step(const struct fc_block *b, const struct trace *trace)
{
    for (int i = 0; i < FC_S_COUNT; i++) {
        const struct fc_state_row *row = &fc__state_rows[i];
        const size_t columns = b->model->axis[row->columns].count;
        const void *array = fc__state_array(b, i);
        for (size_t r = 0; r < b->model->state_rows[i]; r++) {
            const double value = row->bytes == sizeof(double)
                                     ? ((const double *)array)[r * FC_LANES]
                                     : (double)((const float *)array)[r * FC_LANES];
            trace->row(trace->data, (int)b->month + 1,
                       (int)(b->step % b->model->steps_per_month) + 1, row->name,
                       r / columns, r % columns, value);
        }
    }
}

fc_status fc_run_trace(fc_scenario *scenario, uint64_t seed, uint64_t path,
                       void (*row)(void *data, int month, int step, const char *array,
                                   size_t row, size_t column, double value),
                       void *data, struct fc_error *err)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.seed = seed;
    return fc_run_replay(scenario, &options, path, row, data, err);
}

fc_status fc_run_replay(fc_scenario *scenario, const struct fc_run_options *given,
                        uint64_t path,
                        void (*row)(void *data, int month, int step, const char *array,
                                    size_t row, size_t column, double value),
                        void *data, struct fc_error *err)
{
    struct run run;
    struct fc_run_options options = *given;
    const struct trace trace = {row, data};
    options.threads = 1;
    options.twin = false;
    fc_status status = run_prepare(&run, scenario, &options, UINT32_MAX, err);
    if (status == FC_OK)
        status = workers_new(&run, err);
    if (status == FC_OK) {
        struct fc_block *b = run.worker[0].runs.block;
        fc__block_open(b, run.seed, path, false);
        for (uint32_t t = 0; t < run.at.model->steps; t++, fc__block_next(b)) {
            fc__block_step(b);
            trace_step(b, &trace);
        }
    }
    run_clear(&run);
    return status;
}
