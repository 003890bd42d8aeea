/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deals blocks of paths out to threads, in increasing order from one counter, so that
 * whatever stops it, the finished blocks are a contiguous prefix. Tells progress and
 * asks whether to stop. */
#ifndef FC_ENGINE_POOL_H
#define FC_ENGINE_POOL_H

#include <stdatomic.h>

#include "base/lanes.h"
#include "funnelcloud/run.h"

struct fc_pool {
    const struct fc_run_options *options;
    int threads;
    unsigned parts;   /* a block is dealt in so many parts: the runs that are paired */
    uint64_t planned; /* paths of this round */
    uint64_t done;    /* paths finished in earlier rounds, then in this one, too */
    double start;     /* fc__pool_now() when the work began */
    void *data;
    void (*begin)(void *data, int thread); /* a thread starts, ends; may be NULL */
    void (*end)(void *data, int thread);
    /* n <= FC_LANES paths from first_path on. */
    void (*work)(void *data, int thread, unsigned part, uint64_t first_path, size_t n);
    atomic_uint_fast64_t next, finished; /* parts of this round */
    atomic_int stopping;                 /* fc_status that stops the run */
};

/* Monotonic seconds. */
double fc__pool_now(void);

/* Seconds that a processor has worked for this thread. */
double fc__pool_processor(void);

/* Threads that the options ask for. */
int fc__pool_threads(const struct fc_run_options *options);

/* Runs the paths done .. planned - 1. FC_OK; FC_E_PARTIAL at the time limit;
 * FC_E_INTERRUPTED; then `done` tells how far all parts came. */
fc_status fc__pool_round(struct fc_pool *self);

/* What a run may take: the option, or half of what is free and at most 4 GiB. */
size_t fc__memory_limit(const struct fc_run_options *options);

/* Can `bytes` be taken? FC_E_MEMORY with `advice` ("use fewer threads"). */
fc_status fc__memory_check(const struct fc_run_options *options, size_t bytes,
                           const char *advice, struct fc_error *err);

#endif
