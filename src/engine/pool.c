/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads: who computes which block. Results do not depend on it, since they go to the
 * place of their paths or are integers. Checked by tests/repro. */
#include "engine/pool.h"

#include <omp.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

double fc__pool_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double fc__pool_processor(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int fc__pool_threads(const struct fc_run_options *options)
{
    return options->threads ? options->threads : omp_get_num_procs();
}

/* Paths of which all parts are finished, if the parts are finished in order. */
static uint64_t paths_finished(struct fc_pool *self)
{
    const uint64_t blocks = atomic_load(&self->finished) / self->parts;
    const uint64_t paths = self->done + blocks * FC_LANES;
    return paths < self->planned ? paths : self->planned;
}

/* Thread 0 talks: progress at most 10 times a second, stop and time limit. */
static void talk(struct fc_pool *self, double *last)
{
    const struct fc_run_options *o = self->options;
    const double t = fc__pool_now();
    if (o->stop && o->stop(o->stop_data))
        atomic_store(&self->stopping, FC_E_INTERRUPTED);
    else if (o->time_limit_seconds > 0 && t - self->start > o->time_limit_seconds)
        atomic_store(&self->stopping, FC_E_PARTIAL);
    if (!o->progress || t - *last < 0.1)
        return;
    *last = t;
    o->progress(o->progress_data, paths_finished(self), self->planned, t - self->start);
}

static void thread_run(struct fc_pool *self, int thread)
{
    const uint64_t blocks = (self->planned - self->done + FC_LANES - 1) / FC_LANES;
    double last = 0;
    if (self->begin)
        self->begin(self->data, thread);
    while (atomic_load(&self->stopping) == FC_OK) {
        const uint64_t i = atomic_fetch_add(&self->next, 1);
        if (i >= blocks * self->parts)
            break;
        const uint64_t first = self->done + i / self->parts * FC_LANES;
        const uint64_t left = self->planned - first;
        self->work(self->data, thread, (unsigned)(i % self->parts), first,
                   left < FC_LANES ? left : FC_LANES);
        atomic_fetch_add(&self->finished, 1);
        if (thread == 0)
            talk(self, &last);
    }
    if (self->end)
        self->end(self->data, thread);
}

fc_status fc__pool_round(struct fc_pool *self)
{
    atomic_store(&self->next, 0);
    atomic_store(&self->finished, 0);
#pragma omp parallel num_threads(self->threads)
    thread_run(self, omp_get_thread_num());
    self->done = paths_finished(self);
    return atomic_load(&self->stopping);
}

/* ---- memory ---- */

size_t fc__memory_limit(const struct fc_run_options *options)
{
    if (options->max_memory_bytes)
        return options->max_memory_bytes;
    const long pages = sysconf(_SC_AVPHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    const size_t half =
        pages > 0 && size > 0 ? (size_t)pages / 2 * (size_t)size : (size_t)1 << 30;
    const size_t most = (size_t)4 << 30;
    return half < most ? half : most;
}

fc_status fc__memory_check(const struct fc_run_options *options, size_t bytes,
                           const char *advice, struct fc_error *err)
{
    const size_t limit = fc__memory_limit(options);
    if (bytes <= limit)
        return FC_OK;
    return FC_FAIL(err, FC_E_MEMORY,
                   "this run needs %zu MiB, the limit is %zu MiB: %s, or raise "
                   "--max-memory",
                   bytes >> 20, limit >> 20, advice);
}
