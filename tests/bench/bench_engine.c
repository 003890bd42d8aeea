/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speed table of the engine on a scenario (default: the reference).
 *
 * Prints us per path by room and instruction set; the same model as a scalar loop with
 * GSL samplers (gsl_department.h says how it is written and what it leaves out):
 * whether it agrees, and the ratio; a simplified department in numpy; two threads
 * against one, the simulation phase of 10,000 paths, `check`. Figures are medians of
 * interleaved rounds; on a shared machine read the ratios.
 *
 * Usage:
 *   bench_engine [SCENARIO [ROUNDS]]
 *   bench_engine loop SCENARIO ROUNDS       only the loop and numpy
 *   bench_engine memory SCENARIO PATHS      peak resident memory of one run, KiB
 * FC_PYTHON names a python3 that has numpy. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "engine/fold.h"
#include "funnelcloud/run.h"
#include "gsl_department.h"
#include "model/block.h"

enum { ROUNDS_MAX = 31, ROOMS_MAX = 16, BLOCKS = 4 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double processor(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, ascending);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

static fc_scenario *scenario_open(const char *path)
{
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    if (fc_scenario_read(path, NULL, 0, &scenario, &err) != FC_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    return scenario;
}

/* Seconds that the simulation of `paths` paths takes on `threads` threads. */
static double run_seconds(fc_scenario *scenario, uint64_t paths, int threads,
                          struct fc_run_facts *facts)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_forecast *forecast = NULL;
    options.paths = paths;
    options.threads = threads;
    if (fc_run(scenario, &options, &forecast, &err) != FC_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    *facts = fc_forecast_facts(forecast);
    facts->title = facts->currency = facts->result_hash = NULL; /* freed below */
    fc_forecast_free(forecast);
    return facts->seconds;
}

/* ---- us per path by room ---- */

struct parts {
    double room[ROOMS_MAX][ROUNDS_MAX], total[ROUNDS_MAX];
    double draws;
};

/* A model and a block of every instruction set that there is. */
struct sets {
    int n;
    struct fc_model *model[FC_ISA_COUNT];
    struct fc_block *block[FC_ISA_COUNT];
    struct parts parts[FC_ISA_COUNT];
};

static struct sets *sets_new(fc_scenario *scenario)
{
    static struct sets sets;
    struct fc_error err = {0};
    sets.n = (int)fc_isa_best() + 1;
    for (int i = 0; i < sets.n; i++)
        if (fc__model_new(scenario, (enum fc_isa)i, &sets.model[i], &err) != FC_OK ||
            fc__block_new(sets.model[i], &sets.block[i], &err) != FC_OK)
            exit(1);
    return &sets;
}

static void sets_free(struct sets *self)
{
    for (int i = 0; i < self->n; i++) {
        fc__block_free(self->block[i]);
        fc__model_free(self->model[i]);
    }
}

static void parts_round(const struct fc_model *model, struct fc_block *b, int round,
                        struct parts *parts)
{
    double sum[ROOMS_MAX] = {0};
    const double start = processor();
    fc_sampler_counts_reset();
    for (int block = 0; block < BLOCKS; block++) {
        fc__block_open(b, 7, (uint64_t)block * FC_LANES, false);
        for (uint32_t t = 0; t < model->steps; t++, fc__block_next(b)) {
            fc__block_begin(b);
            for (size_t i = 0; model->rooms[i]; i++) {
                const double at = processor();
                fc__block_room(b, i);
                sum[i] += processor() - at;
            }
            for (size_t i = 0; b->month_ends && model->rooms[i]; i++) {
                const double at = processor();
                fc__block_room_month(b, i);
                sum[i] += processor() - at;
            }
        }
    }
    const double paths = BLOCKS * (double)FC_LANES;
    const struct fc_sampler_counts c = fc_sampler_counts_get();
    parts->draws = (double)(c.poisson + c.binomial) / paths;
    for (size_t i = 0; model->rooms[i]; i++)
        parts->room[i][round] = 1e6 * sum[i] / paths;
    parts->total[round] = 1e6 * (processor() - start) / paths;
}

static void sets_round(struct sets *self, int round)
{
    for (int i = 0; i < self->n; i++)
        parts_round(self->model[i], self->block[i], round, &self->parts[i]);
}

static void sets_print(struct sets *self, int rounds)
{
    printf(
        "us of the processor per path by room (%d lanes, median of %d rounds)\n%-12s",
        FC_LANES, rounds, "");
    for (int i = 0; i < self->n; i++)
        printf("%12s", fc_isa_name((enum fc_isa)i));
    for (size_t r = 0; self->model[0]->rooms[r]; r++) {
        printf("\n%-12s", self->model[0]->rooms[r]->name);
        for (int i = 0; i < self->n; i++)
            printf("%12.1f", median(self->parts[i].room[r], rounds));
    }
    printf("\n%-12s", "all, opening");
    for (int i = 0; i < self->n; i++)
        printf("%12.1f", median(self->parts[i].total, rounds));
    printf("\n%-12s%12.0f\n\n", "draws a path", self->parts[0].draws);
}

static void parts_print(fc_scenario *scenario, int rounds)
{
    struct sets *sets = sets_new(scenario);
    for (int round = 0; round < rounds; round++)
        sets_round(sets, round);
    sets_print(sets, rounds);
    sets_free(sets);
}

/* ---- against numpy ---- */

/* Seconds of the processor a path; 0 if there is no python3 with numpy. */
static double numpy_seconds(int paths)
{
    char command[1024], line[64] = "";
    snprintf(command, sizeof command, "%s %s/numpy_department.py %d",
             getenv("FC_PYTHON") ? getenv("FC_PYTHON") : "python3", FC_BENCH, paths);
    FILE *pipe = popen(command, "r");
    if (pipe && !fgets(line, sizeof line, pipe))
        line[0] = 0;
    if (pipe)
        pclose(pipe);
    return strtod(line, NULL);
}

/* The rooms that do what the department in numpy does. */
static double rooms_like_numpy(const struct sets *sets, int set, int round)
{
    static const char *const rooms[] = {"demand", "funnel", "customers"};
    double sum = 0;
    for (size_t r = 0; sets->model[set]->rooms[r]; r++)
        for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
            if (strcmp(sets->model[set]->rooms[r]->name, rooms[i]) == 0)
                sum += sets->parts[set].room[r][round];
    return sum;
}

/* The reference without waits, key accounts, second products and satisfaction: demand,
 * funnel and contracts. Still unequal, all to the engine's cost: its funnel has a law
 * for each market, path and step (numpy one for all: nobody lacks hours), reasons of
 * losses, leads by channel and a named deal; its contracts have retention and loyalty.
 */
static fc_scenario *simplified(const char *path)
{
    static const char *const set[] = {
        "customers.cross_sell.offers_per_client_year=0",
        "customers.satisfaction.leave_log_odds=0", "customers.key_accounts=()",
        "channels.website.decay_exponent=0", "channels.adverts.decay_exponent=0"};
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    if (fc_scenario_read(path, set, sizeof set / sizeof *set, &scenario, &err) == FC_OK)
        return scenario;
    printf("not compared with numpy: %s\n", err.message);
    fc_scenario_free(scenario);
    return NULL;
}

static void numpy_print(int sets, double *numpy, double (*engine)[ROUNDS_MAX],
                        double (*ratio)[ROUNDS_MAX], int rounds)
{
    if (!(numpy[0] > 0)) {
        printf("no python3 with numpy (FC_PYTHON names another one)\n");
        return;
    }
    printf("demand, funnel, contracts against the same simplified in numpy, processor "
           "time,\nmedian of %d rounds:\n  numpy %5.0f us\n",
           rounds, median(numpy, rounds));
    for (int i = 0; i < sets; i++)
        printf("  %s    %5.0f us, %.1fx%s\n", fc_isa_name((enum fc_isa)i),
               median(engine[i], rounds), median(ratio[i], rounds),
               i == 1   ? "   (goal 10x)"
               : i == 2 ? "   (goal 14x)"
                        : "");
}

static void against_numpy(const char *path, int rounds)
{
    double numpy[ROUNDS_MAX], engine[FC_ISA_COUNT][ROUNDS_MAX];
    double ratio[FC_ISA_COUNT][ROUNDS_MAX];
    fc_scenario *scenario = simplified(path);
    if (!scenario)
        return;
    struct sets *sets = sets_new(scenario);
    for (int round = 0; round < rounds; round++) {
        sets_round(sets, round);
        numpy[round] = 1e6 * numpy_seconds(1000);
        for (int i = 0; i < sets->n; i++) {
            engine[i][round] = rooms_like_numpy(sets, i, round);
            ratio[i][round] = numpy[round] / engine[i][round];
        }
    }
    numpy_print(sets->n, numpy, engine, ratio, rounds);
    sets_free(sets);
    fc_scenario_free(scenario);
}

/* ---- whole runs ---- */

/* Set-up and pilot are taken off by difference. */
static double per_path(fc_scenario *scenario, const char *isa, uint64_t paths,
                       int threads)
{
    struct fc_run_facts few, many;
    setenv("FC_ISA", isa, 1);
    const double a = run_seconds(scenario, FC_LANES, threads, &few);
    const double b = run_seconds(scenario, paths + FC_LANES, threads, &many);
    return (b - a) / (double)paths;
}

/* The same on one thread in seconds of the processor, which do not count what else the
 * machine does. */
static double processor_per_path(fc_scenario *scenario, const char *isa, uint64_t paths)
{
    struct fc_run_facts facts;
    double used[2];
    setenv("FC_ISA", isa, 1);
    for (int i = 0; i < 2; i++) {
        const double start = processor();
        run_seconds(scenario, i ? paths + FC_LANES : FC_LANES, 1, &facts);
        used[i] = processor() - start;
    }
    return (used[1] - used[0]) / (double)paths;
}

/* ---- against the scalar loop ---- */

/* Rounds of the loop and of the engine, by room and as a whole. */
struct against {
    double loop[ROUNDS_MAX], part[GSL_PARTS][ROUNDS_MAX];
    double engine[FC_ISA_COUNT][ROUNDS_MAX], ratio[FC_ISA_COUNT][ROUNDS_MAX];
    struct gsl_times times;
};

static void against_round(struct against *self, fc_scenario *scenario,
                          struct sets *sets, int round)
{
    if (!gsl_department_run(sets->model[0], 256, &self->times))
        exit(1);
    self->loop[round] = self->times.path;
    for (int i = 0; i < GSL_PARTS; i++)
        self->part[i][round] = self->times.part[i];
    for (int i = 0; i < sets->n; i++) {
        self->engine[i][round] =
            processor_per_path(scenario, fc_isa_name((enum fc_isa)i), 1024);
        self->ratio[i][round] = self->loop[round] / self->engine[i][round];
    }
    sets_round(sets, round);
}

static void rooms_print(struct against *self, struct sets *sets, int rounds)
{
    printf("us of the processor per path by room, loop / engine\n  %-12s%8s", "",
           "loop");
    for (int i = 0; i < sets->n; i++)
        printf("%8s%6s", fc_isa_name((enum fc_isa)i), "");
    for (int p = 0; p < GSL_PARTS; p++) {
        const double loop = 1e6 * median(self->part[p], rounds);
        printf("\n  %-12s%8.0f", self->times.name[p], loop);
        for (size_t r = 0; sets->model[0]->rooms[r]; r++)
            for (int i = 0; i < sets->n; i++)
                if (strcmp(sets->model[0]->rooms[r]->name, self->times.name[p]) == 0) {
                    const double us = median(sets->parts[i].room[r], rounds);
                    printf("%8.0f%5.1fx", us, loop / us);
                }
    }
    printf("\n\n");
}

static void against_gsl(fc_scenario *scenario, int rounds)
{
    static struct against self;
    struct sets *sets = sets_new(scenario);
    for (int i = 0; i < rounds; i++)
        against_round(&self, scenario, sets, i);
    rooms_print(&self, sets, rounds);
    printf("one core, per path, series included, against the same model in a scalar C "
           "loop\nwith GSL samplers (taus2), processor time, median of %d rounds:\n"
           "  loop  %5.0f us (mean wins %.0f)\n",
           rounds, 1e6 * median(self.loop, rounds), self.times.wins);
    for (int i = 0; i < sets->n; i++)
        printf("  %s    %5.0f us, %.1fx%s\n", fc_isa_name((enum fc_isa)i),
               1e6 * median(self.engine[i], rounds), median(self.ratio[i], rounds),
               i == 1   ? "   (goal 10x)"
               : i == 2 ? "   (goal 15x)"
                        : "");
    sets_free(sets);
}

/* What the two say about the same firm: means over the months, of all members. */
static void agreement(const struct fc_model *model, uint64_t paths)
{
    static const char *const shown[] = {
        "leads",           "won",          "bookings",     "total_revenue",
        "clients",         "lost_clients", "cross_sold",   "leavers",
        "seat_attainment", "commission",   "hours_needed", "answered_hour",
        "crisis_events",   "profit",       "cash"};
    struct gsl_agreement all;
    if (!gsl_agree(model, model, paths, 1, &all))
        return;
    printf(
        "the loop simulates the same model, %llu paths each, means over the months:\n"
        "  %-16s%12s%12s%8s%12s%12s%8s\n",
        (unsigned long long)paths, "", "engine", "loop", "z", "sd", "sd", "z");
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
            const struct gsl_pair *p = &all.pair[i];
            if (strcmp(p->name, shown[k]) == 0)
                printf("  %-16s%12.5g%12.5g%8.1f%12.4g%12.4g%8.1f\n", p->name,
                       p->engine, p->loop, p->z, p->engine_sd, p->loop_sd, p->z_sd);
        }
    printf("  largest |z| of %zu rows of all arrays: %.1f (%s, row %u)\n\n", all.rows,
           fabs(all.worst.z), all.worst.name, all.worst_row);
    gsl_agreement_clear(&all);
}

static void loop_print(fc_scenario *scenario, int rounds)
{
    struct fc_model *model;
    struct fc_error err = {0};
    if (fc__model_new(scenario, fc_isa_best(), &model, &err) != FC_OK)
        exit(1);
    const char *why = gsl_department_refuses(model);
    if (why)
        printf("the scalar loop cannot simulate this scenario: %s\n", why);
    else {
        agreement(model, 1024);
        against_gsl(scenario, rounds);
    }
    fc__model_free(model);
}

static void phases(fc_scenario *scenario, int rounds)
{
    static const char *const isas[] = {"v3", "v4"};
    double phase[2][ROUNDS_MAX], two[ROUNDS_MAX];
    struct fc_run_facts facts;
    for (int i = 0; i < rounds; i++)
        for (int k = 0; k < 2; k++) {
            setenv("FC_ISA", isas[k], 1);
            phase[k][i] = run_seconds(scenario, 10000, 2, &facts);
        }
    printf("simulation phase, 10,000 paths, 2 threads: v3 %.2f s (goal 4.0), v4 %.2f s "
           "(goal 3.0); slow lanes %.4f %%\n",
           median(phase[0], rounds), median(phase[1], rounds),
           100 * facts.slow_lane_share);
    for (int i = 0; i < rounds; i++)
        two[i] =
            per_path(scenario, "v4", 20000, 1) / per_path(scenario, "v4", 20000, 2);
    printf("2 threads against 1 at 20,000 paths: %.2fx (goal 1.85x)\n",
           median(two, rounds));
}

static void check_time(const char *path, int rounds)
{
    double seconds[ROUNDS_MAX];
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_run_estimate estimate;
    struct fc_error err = {0};
    for (int i = 0; i < rounds; i++) {
        const double start = now();
        fc_scenario *scenario = scenario_open(path);
        fc_run_estimate(scenario, &options, &estimate, &err);
        fc_scenario_free(scenario);
        seconds[i] = now() - start;
    }
    printf(
        "check (read, compile, plan): %.1f ms (goal 30 ms); a thread needs %zu MiB\n",
        1e3 * median(seconds, rounds), estimate.bytes >> 20);
}

static int memory(const char *path, uint64_t paths)
{
    struct rusage usage;
    struct fc_run_facts facts;
    fc_scenario *scenario = scenario_open(path);
    run_seconds(scenario, paths, 2, &facts);
    fc_scenario_free(scenario);
    getrusage(RUSAGE_SELF, &usage);
    printf("%ld\n", usage.ru_maxrss);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "memory") == 0)
        return memory(argv[2], strtoull(argv[3], NULL, 10));
    const bool loop = argc > 1 && strcmp(argv[1], "loop") == 0;
    argc -= loop;
    argv += loop;
    const char *path = argc > 1 ? argv[1] : FC_SCENARIOS "/reference.cfg";
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    rounds = rounds < 1 ? 1 : rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds;
    fc_scenario *scenario = scenario_open(path);
    if (!loop) {
        check_time(path, rounds);
        parts_print(scenario, rounds);
    }
    loop_print(scenario, rounds);
    against_numpy(path, rounds);
    if (!loop)
        phases(scenario, rounds > 3 ? 3 : rounds);
    fc_scenario_free(scenario);
    return 0;
}
