/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file run.h
 * Simulate a scenario: thousands of worlds, the same bytes on any number of threads.
 */
#ifndef FUNNELCLOUD_RUN_H
#define FUNNELCLOUD_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "funnelcloud/forecast.h"
#include "funnelcloud/scenario.h"
#include "funnelcloud/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FC_DEFAULT_PATHS = 10000, FC_MOST_PATHS = 1000000000 };

/** How worlds are drawn. FC_STRATIFIED runs worlds with a rare crisis (one expected .35
 * times or less in the horizon) more often and weighs them; a scenario without rare
 * crises is run plain. It needs 64 paths or more. */
enum fc_plan { FC_PLAIN, FC_STRATIFIED };

/** How to run. Start from FC_RUN_OPTIONS_INIT. */
struct fc_run_options {
    uint64_t paths; /**< worlds to simulate, 1..1e9 */
    uint64_t seed;
    int threads;           /**< 0: all processors */
    bool twin;             /**< also each world without crises, on the same luck */
    bool detail;           /**< quantiles for every series, not only the headlines */
    const char *precision; /**< "metric=0.5%" or "metric=VALUE": run until the standard
                                error of the horizon mean ("es:metric=" of the 5 %
                                shortfall, "es=" of that of operating profit, "miss="
                                of P(miss)) is below; NULL: off */
    double time_limit_seconds; /**< 0: none. Stops with a contiguous prefix of paths */
    size_t max_memory_bytes;   /**< 0: half of what is available, at most 4 GiB */
    /** Called from one thread, at most 10 times a second. NULL: silent. */
    void (*progress)(void *data, uint64_t done, uint64_t planned, double seconds);
    void *progress_data;
    /** Polled between blocks; true stops the run. NULL: never. */
    bool (*stop)(void *data);
    void *stop_data;
    enum fc_plan plan;
};
#define FC_RUN_OPTIONS_INIT                                                            \
    {                                                                                  \
        FC_DEFAULT_PATHS, 1, 0, false, false, NULL, 0.0, 0, NULL, NULL, NULL, NULL,    \
            FC_PLAIN                                                                   \
    }

/** Runs a checked scenario.
 *
 * @param scenario borrowed, without errors
 * @param[out] out the caller frees it; also given with FC_E_GOAL, FC_E_PARTIAL and
 * FC_E_INTERRUPTED
 * @return FC_OK; FC_E_SCENARIO if the numbers do not fit together (problems are added
 * to the scenario); FC_E_MEMORY; FC_E_ARG; FC_E_PARTIAL at the time limit;
 *         FC_E_INTERRUPTED when `stop` said so; FC_E_GOAL if the precision was not
 *         reached with all paths.
 * Cost: about 0.9 ms a path of the reference scenario (36 months) on one core with
 * AVX2, 0.65 ms with AVX-512.
 */
fc_status fc_run(fc_scenario *scenario, const struct fc_run_options *options,
                 fc_forecast **out, struct fc_error *err);

/** Replays path `path` alone and hands every shared array of every step to `row`:
 * (month, step, array, row index, column index, value). The same numbers as in the full
 * run.
 */
fc_status fc_run_trace(fc_scenario *scenario, uint64_t seed, uint64_t path,
                       void (*row)(void *data, int month, int step, const char *array,
                                   size_t row, size_t column, double value),
                       void *data, struct fc_error *err);

/** The same for a path of a run with these options: its seed and plan count. */
fc_status fc_run_replay(fc_scenario *scenario, const struct fc_run_options *options,
                        uint64_t path,
                        void (*row)(void *data, int month, int step, const char *array,
                                    size_t row, size_t column, double value),
                        void *data, struct fc_error *err);

/** What a run would need: bytes and what is simulated, without running. */
struct fc_run_estimate {
    size_t bytes;
    size_t series, markets, seats;
};
fc_status fc_run_estimate(fc_scenario *scenario, const struct fc_run_options *options,
                          struct fc_run_estimate *out, struct fc_error *err);

/** How fast a scenario runs here, on processors that have nothing else to do. */
struct fc_run_speed {
    double start_seconds; /**< of each run, whatever its paths: reading, compiling */
    double path_seconds;  /**< processor time of a path */
    int threads;
};

/** Measures it by simulating two blocks of paths on every thread.
 * @param path, set, n_set  as for fc_scenario_read()
 * @param options  threads, memory, twin; `paths` does not matter
 * @param whole    a run with all its tables, else one of those that commands make many
 *                 of, which keep a few values
 * @return as fc_run() */
fc_status fc_run_measure(const char *path, const char *const *set, size_t n_set,
                         const struct fc_run_options *options, bool whole,
                         struct fc_run_speed *out, struct fc_error *err);

/** Seconds that `runs` runs of `paths` paths each take at this speed; paths are
 * simulated in whole blocks. Charts and tables are not counted. */
double fc_run_seconds(const struct fc_run_speed *speed, uint64_t runs, uint64_t paths);

#ifdef __cplusplus
}
#endif
#endif
