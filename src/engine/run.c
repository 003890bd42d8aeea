/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: scenario -> model -> blocks of paths on all threads -> one tally -> forecast.
 *
 * Blocks are dealt out in increasing order from one counter, so that whatever stops the
 * run, the finished blocks are a contiguous prefix. Tallies hold integers and are added
 * in any order; the result does not depend on who computed what. The first
 * FC_PILOT_PATHS paths are simulated twice: once to find the scales of the histograms.
 * Checked by tests/repro (equal hash on any threads, block sizes, instruction sets,
 * compilers). */
#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "engine/fold.h"
#include "engine/forecast.h"
#include "engine/precision.h"
#include "engine/recovery.h"
#include "model/block.h"

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* What one thread owns. */
struct worker {
    struct fc_block *block;
    fc_folder *folder;
    struct fc_recovery *recovery; /* with `twin` */
    fc_tally *tally;
    uint64_t clamps;
    struct fc_sampler_counts counts;
};

struct run {
    fc_scenario *scenario;
    struct fc_run_options options;
    struct fc_model *model;
    struct fc_run_plan *plan;
    fc_layout *layout;
    fc_pilot *pilot;
    int threads;
    struct worker *worker;
    uint64_t seed;
    uint64_t planned; /* paths of the current round */
    uint64_t done;    /* paths finished in earlier rounds */
    double start;
    atomic_uint_fast64_t next, finished; /* blocks of this round */
    atomic_int stopping;                 /* fc_status that stops the run */
};

/* ---- one block ---- */

static void block_run(struct run *run, struct worker *worker, uint64_t first, size_t n,
                      const struct fc_sink *sink)
{
    struct fc_block *b = worker->block;
    if (worker->recovery) {
        fc__block_open(b, run->seed, first, true);
        for (uint32_t t = 0; t < run->model->steps; t++, fc__block_next(b)) {
            fc__block_step(b);
            if (b->month_ends)
                fc__recovery_twin(worker->recovery, b);
        }
    }
    fc__block_open(b, run->seed, first, false);
    fc__folder_open(worker->folder, b);
    for (uint32_t t = 0; t < run->model->steps; t++, fc__block_next(b)) {
        fc__block_step(b);
        if (!b->month_ends)
            continue;
        fc__folder_month(worker->folder, b, sink, n);
        if (worker->recovery)
            fc__recovery_month(worker->recovery, b, sink, n);
    }
}

/* ---- all blocks of a round ---- */

/* Thread 0 talks: progress at most 10 times a second, stop and time limit. */
static void talk(struct run *run, double *last)
{
    const struct fc_run_options *o = &run->options;
    const double t = now_seconds();
    const uint64_t finished = run->done + atomic_load(&run->finished) * FC_LANES;
    if (o->stop && o->stop(o->stop_data))
        atomic_store(&run->stopping, FC_E_INTERRUPTED);
    else if (o->time_limit_seconds > 0 && t - run->start > o->time_limit_seconds)
        atomic_store(&run->stopping, FC_E_PARTIAL);
    if (!o->progress || t - *last < 0.1)
        return;
    *last = t;
    o->progress(o->progress_data, finished < run->planned ? finished : run->planned,
                run->planned, t - run->start);
}

static void thread_run(struct run *run, struct worker *worker, bool talks)
{
    const struct fc_sink sink = {run->layout, worker->tally, NULL};
    const uint64_t blocks = (run->planned - run->done + FC_LANES - 1) / FC_LANES;
    double last = 0;
    fc_sampler_counts_reset();
    worker->block->clamps = 0;
    while (atomic_load(&run->stopping) == FC_OK) {
        const uint64_t i = atomic_fetch_add(&run->next, 1);
        if (i >= blocks)
            break;
        const uint64_t first = run->done + i * FC_LANES;
        const uint64_t left = run->planned - first;
        block_run(run, worker, first, left < FC_LANES ? left : FC_LANES, &sink);
        atomic_fetch_add(&run->finished, 1);
        if (talks)
            talk(run, &last);
    }
    const struct fc_sampler_counts c = fc_sampler_counts_get();
    worker->clamps += worker->block->clamps;
    worker->counts.poisson += c.poisson;
    worker->counts.poisson_slow += c.poisson_slow;
    worker->counts.binomial += c.binomial;
    worker->counts.binomial_slow += c.binomial_slow;
}

static void round_run(struct run *run)
{
    atomic_store(&run->next, 0);
    atomic_store(&run->finished, 0);
#pragma omp parallel num_threads(run->threads)
    {
        const int i = omp_get_thread_num();
        thread_run(run, &run->worker[i], i == 0);
    }
    const uint64_t finished = run->done + atomic_load(&run->finished) * FC_LANES;
    run->done = finished < run->planned ? finished : run->planned;
}

/* ---- memory ---- */

static size_t available_memory(void)
{
    const long pages = sysconf(_SC_AVPHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    const size_t half =
        pages > 0 && size > 0 ? (size_t)pages / 2 * (size_t)size : (size_t)1 << 30;
    const size_t most = (size_t)4 << 30;
    return half < most ? half : most;
}

static size_t thread_bytes(const struct run *run)
{
    return fc__block_bytes(run->model) + fc__folder_bytes(run->model, run->plan) +
           (run->options.twin ? fc__recovery_bytes(run->model) : 0) +
           fc_tally_bytes(fc__layout_specs(run->layout),
                          fc__layout_series(run->layout));
}

static fc_status memory_check(struct run *run, size_t *bytes, struct fc_error *err)
{
    const size_t limit = run->options.max_memory_bytes ? run->options.max_memory_bytes
                                                       : available_memory();
    const size_t one = thread_bytes(run);
    *bytes = one * (size_t)run->threads + fc__pilot_bytes(run->layout);
    while (*bytes > limit && run->threads > 1 && run->options.threads == 0) {
        run->threads--;
        *bytes = one * (size_t)run->threads + fc__pilot_bytes(run->layout);
    }
    if (*bytes <= limit)
        return FC_OK;
    return FC_FAIL(err, FC_E_MEMORY,
                   "this run needs %zu MiB, the limit is %zu MiB: use fewer threads, "
                   "without detail, or raise --max-memory",
                   *bytes >> 20, limit >> 20);
}

/* ---- set up ---- */

static fc_status options_check(const struct fc_run_options *o, struct fc_error *err)
{
    if (o->paths < 1 || o->paths > FC_MOST_PATHS)
        return FC_FAIL(err, FC_E_ARG, "paths is %llu; it must lie in [1, %d]",
                       (unsigned long long)o->paths, FC_MOST_PATHS);
    if (o->threads < 0 || o->threads > 1024)
        return FC_FAIL(err, FC_E_ARG, "threads is %d; it must lie in [0, 1024]",
                       o->threads);
    return FC_OK;
}

static fc_status problems_check(const fc_scenario *scenario, struct fc_error *err)
{
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++) {
        bool warning;
        const char *text = fc_scenario_problem(scenario, i, &warning);
        if (!warning)
            return FC_FAIL(err, FC_E_SCENARIO, "%s", text);
    }
    return FC_OK;
}

static fc_status run_prepare(struct run *run, fc_scenario *scenario,
                             const struct fc_run_options *options, struct fc_error *err)
{
    *run = (struct run){.scenario = scenario, .options = *options};
    FC_TRY(options_check(options, err));
    FC_TRY(problems_check(scenario, err));
    run->start = now_seconds();
    run->seed = fc_seed(options->seed);
    run->threads = options->threads ? options->threads : omp_get_num_procs();
    fc_status status = fc__model_new(scenario, fc_isa_best(), &run->model, err);
    if (status == FC_OK)
        status = problems_check(scenario, err);
    if (status == FC_OK)
        status = fc__run_plan_new(run->model, options, &run->plan, err);
    if (status == FC_E_SCENARIO)
        problems_check(scenario, err);
    if (status == FC_OK)
        status = fc__layout_new(&run->plan->forecast, &run->layout, err);
    return status;
}

static fc_status worker_new(struct run *run, struct worker *worker,
                            struct fc_error *err)
{
    FC_TRY(fc__block_new(run->model, &worker->block, err));
    FC_TRY(fc__folder_new(run->model, run->plan, &worker->folder, err));
    return run->options.twin ? fc__recovery_new(run->model, &worker->recovery, err)
                             : FC_OK;
}

static fc_status workers_new(struct run *run, struct fc_error *err)
{
    run->worker = fc_array_new((size_t)run->threads, sizeof *run->worker);
    if (!run->worker)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %d threads", run->threads);
    for (int i = 0; i < run->threads; i++)
        FC_TRY(worker_new(run, &run->worker[i], err));
    return FC_OK;
}

/* Always the same paths, whoever computes them. */
static fc_status pilot_run(struct run *run, struct fc_error *err)
{
    FC_TRY(fc__pilot_new(run->layout, &run->pilot, err));
    const struct fc_sink sink = {run->layout, NULL, run->pilot};
#pragma omp parallel for num_threads(run->threads) schedule(dynamic)
    for (uint64_t block = 0; block < FC_PILOT_PATHS / FC_LANES; block++)
        block_run(run, &run->worker[omp_get_thread_num()], block * FC_LANES, FC_LANES,
                  &sink);
    fc__pilot_apply(run->pilot, run->layout);
    fc__pilot_free(run->pilot);
    run->pilot = NULL;
    return FC_OK;
}

static fc_status tallies_new(struct run *run, uint64_t paths, struct fc_error *err)
{
    for (int i = 0; i < run->threads; i++)
        FC_TRY(fc_tally_new(
            fc__layout_specs(run->layout), fc__layout_series(run->layout),
            (paths + FC_BATCHES - 1) / FC_BATCHES, &run->worker[i].tally, err));
    return FC_OK;
}

static void run_clear(struct run *run)
{
    for (int i = 0; run->worker && i < run->threads; i++) {
        fc__block_free(run->worker[i].block);
        fc__folder_free(run->worker[i].folder);
        fc__recovery_free(run->worker[i].recovery);
        fc_tally_free(run->worker[i].tally);
    }
    free(run->worker);
    fc__pilot_free(run->pilot);
    fc__layout_free(run->layout);
    fc__run_plan_free(run->plan);
    fc__model_free(run->model);
}

/* ---- running ---- */

/* All workers' tallies into a new one, or into the first worker's at the end. */
static fc_tally *tallies_join(struct run *run)
{
    fc_tally *all = run->worker[0].tally;
    for (int i = 1; i < run->threads; i++) {
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
    FC_TRY(fc_tally_new(fc__layout_specs(run->layout), fc__layout_series(run->layout),
                        (run->planned + FC_BATCHES - 1) / FC_BATCHES, &all, err));
    for (int i = 0; i < run->threads; i++)
        fc_tally_merge(all, run->worker[i].tally);
    *reached = fc__precision_reached(precision, run->layout, all);
    fc_tally_free(all);
    return FC_OK;
}

/* One round, or rounds that double until the wanted precision is reached. */
static fc_status rounds_run(struct run *run, const struct fc_precision *precision,
                            struct fc_error *err)
{
    enum { FIRST_ROUND = 2048 };
    const bool grows = precision->on && run->options.paths > FIRST_ROUND;
    run->planned = grows ? FIRST_ROUND : run->options.paths;
    FC_TRY(tallies_new(run, run->planned, err));
    for (;;) {
        round_run(run);
        const fc_status stopped = atomic_load(&run->stopping);
        if (stopped != FC_OK || !precision->on)
            return stopped;
        bool reached;
        FC_TRY(precision_check(run, precision, &reached, err));
        if (reached)
            return FC_OK;
        if (run->planned * 2 > run->options.paths)
            return FC_E_GOAL;
        run->planned *= 2;
        for (int i = 0; i < run->threads; i++)
            fc_tally_widen_batches(run->worker[i].tally);
    }
}

static void facts_fill(struct run *run, fc_status status)
{
    struct fc_run_facts *facts = &run->plan->forecast.facts;
    struct fc_sampler_counts sum = {0};
    for (int i = 0; i < run->threads; i++) {
        facts->clamps += run->worker[i].clamps;
        sum.poisson += run->worker[i].counts.poisson + run->worker[i].counts.binomial;
        sum.poisson_slow +=
            run->worker[i].counts.poisson_slow + run->worker[i].counts.binomial_slow;
    }
    facts->slow_lane_share =
        sum.poisson ? (double)sum.poisson_slow / (double)sum.poisson : 0;
    facts->paths = run->done;
    facts->paths_planned = run->planned;
    facts->threads = run->threads;
    facts->complete = status != FC_E_PARTIAL && status != FC_E_INTERRUPTED;
    facts->stop_reason = status == FC_E_PARTIAL       ? "time limit"
                         : status == FC_E_INTERRUPTED ? "signal"
                                                      : NULL;
    facts->seconds = now_seconds() - run->start;
}

static fc_status run_all(struct run *run, fc_forecast **out, struct fc_error *err)
{
    struct fc_precision precision;
    size_t bytes;
    FC_TRY(fc__precision_parse(run->options.precision, run->plan, &precision, err));
    FC_TRY(memory_check(run, &bytes, err));
    FC_TRY(workers_new(run, err));
    FC_TRY(pilot_run(run, err));
    const fc_status status = rounds_run(run, &precision, err);
    if (status == FC_E_MEMORY)
        return status;
    if (run->done == 0)
        return FC_FAIL(err, status, "stopped before the first %d paths were finished",
                       FC_LANES);
    facts_fill(run, status);
    FC_TRY(fc__forecast_new(&run->plan->forecast, tallies_join(run), out, err));
    if (status == FC_E_GOAL)
        return FC_FAIL(
            err, status,
            "the precision '%s' was not reached with %llu paths: raise --paths",
            run->options.precision, (unsigned long long)run->done);
    return status;
}

fc_status fc_run(fc_scenario *scenario, const struct fc_run_options *options,
                 fc_forecast **out, struct fc_error *err)
{
    struct run run;
    *out = NULL;
    fc_status status = run_prepare(&run, scenario, options, err);
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
    fc_status status = run_prepare(&run, scenario, options, err);
    if (status == FC_OK)
        status = memory_check(&run, &out->bytes, err);
    if (status == FC_OK) {
        /* 0.2 us a market and step, 0.05 us a series and month, on one core */
        const double path = 2e-7 * run.model->axis[FC_MARKET].count * run.model->steps +
                            5e-9 * (double)fc__layout_series(run.layout);
        out->series = fc__layout_series(run.layout);
        out->markets = run.model->axis[FC_MARKET].count;
        out->seats = run.model->axis[FC_SEAT].count;
        out->seconds = path * (double)options->paths / run.threads;
    }
    run_clear(&run);
    return status;
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
    struct run run;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    const struct trace trace = {row, data};
    options.seed = seed;
    options.threads = 1;
    fc_status status = run_prepare(&run, scenario, &options, err);
    if (status == FC_OK)
        status = workers_new(&run, err);
    if (status == FC_OK) {
        struct fc_block *b = run.worker[0].block;
        fc__block_open(b, run.seed, path, false);
        for (uint32_t t = 0; t < run.model->steps; t++, fc__block_next(b)) {
            fc__block_step(b);
            trace_step(b, &trace);
        }
    }
    run_clear(&run);
    return status;
}
