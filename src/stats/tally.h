/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mergeable integer tallies of many series over the paths of a run.
 *
 * Every value is put on a grid of its series' quantum (a power of two) and counted with
 * integers: sums in 64/128 bits, histograms in 32-bit counts. Merging is integer
 * addition, so the result does not depend on who computed which block, or in which
 * order; memory does not depend on the number of paths.
 *
 * Histograms are log-linear around a centre c with scale s, both found from the paths
 * 0..FC_PILOT_PATHS-1 of the run (always the same paths, whoever computes them): with
 * v = 1 + |x - c| / s the bin is the top bits of the double v, mirrored for x < c:
 * width s/64 within one s, s/32 to 3 s, s/16 to 7 s, s/8 to 15 s; the ends are open, c
 * itself has a bin of its own. Quantiles are interpolated between the edges, cut at the
 * least and the greatest value.
 */
#ifndef FC_STATS_TALLY_H
#define FC_STATS_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "funnelcloud/forecast.h" /* struct fc_estimate */
#include "funnelcloud/status.h"
#include "random/strata.h"

enum { FC_BATCHES = 32, FC_PILOT_PATHS = 256 };

enum fc_series_kind {
    FC_SERIES_MOMENTS,   /* count, sum, sum of squares */
    FC_SERIES_HISTOGRAM, /* + histogram (513 bins) */
    FC_SERIES_TOTAL /* + exact sums per bin, bins of s/256, and a histogram per batch */
};

struct fc_series_spec {
    uint8_t kind;
    bool whole;           /* values are whole numbers of quanta: so are quantiles */
    double quantum;       /* grid, a power of two; values are rounded to it */
    double threshold;     /* exact count of values < threshold; NAN: none */
    double centre, scale; /* from the pilot; ignored for MOMENTS */
};

typedef struct fc_tally fc_tally;

/* A tally for n series; `batch_paths` = paths in each of the FC_BATCHES batches (batch
 * = path / batch_paths, the last one takes the rest). */
fc_status fc_tally_new(const struct fc_series_spec *specs, size_t n,
                       uint64_t batch_paths, fc_tally **out, struct fc_error *err);
void fc_tally_free(fc_tally *self);

/* The same for stratified paths: a tally a stratum, weighed when it is read. Batches
 * are of whole periods of the pattern. */
fc_status fc_tally_new_strata(const struct fc_series_spec *specs, size_t n,
                              uint64_t batch_periods, const struct fc_strata *strata,
                              fc_tally **out, struct fc_error *err);

/* Lays the histograms anew by centre and scale of the specs; before a value is added to
 * one whose scale changes. */
void fc_tally_lay(fc_tally *self, const struct fc_series_spec *specs);

/* Adds n <= FC_LANES values of paths first_path.. to a series; NAN counts as missing.
 */
void fc_tally_add(fc_tally *self, size_t series, uint64_t first_path, size_t n,
                  const double *values);

/* into += from; both made from the same specs. */
void fc_tally_merge(fc_tally *into, const fc_tally *from);

/* Doubles batch_paths by joining neighbouring batches (runs that extend themselves),
 * before paths beyond FC_BATCHES * batch_paths are added. */
void fc_tally_widen_batches(fc_tally *self);

/* Bytes a plain tally of these specs takes, and each part of a stratified one; for
 * --max-memory and --dry-run. */
size_t fc_tally_bytes(const struct fc_series_spec *specs, size_t n);

/* Estimates. Errors are such that 1.96 of them make a 95 % interval; NAN with `needed`
 * where fewer than 20 paths carry a tail, NAN where the kind of series cannot tell. */
uint64_t fc_tally_count(const fc_tally *self, size_t series); /* not missing */
uint64_t fc_tally_missing(const fc_tally *self, size_t series);
struct fc_estimate fc_tally_mean(const fc_tally *self, size_t series);
struct fc_estimate fc_tally_sd(const fc_tally *self, size_t series);
struct fc_estimate fc_tally_quantile(const fc_tally *self, size_t series, double prob);
/* Mean of the values at or below the lower `level` quantile (above the upper one if
 * level is negative: level = -0.05 is the upper 5 %). */
struct fc_estimate fc_tally_shortfall(const fc_tally *self, size_t series,
                                      double level);
/* P(value < threshold): exact where it is the spec's threshold. */
struct fc_estimate fc_tally_below(const fc_tally *self, size_t series,
                                  double threshold);
/* Bins of the histogram merged to at most `room`; see fc_forecast_histogram. */
size_t fc_tally_histogram(const fc_tally *self, size_t series, size_t room,
                          double *edges, double *shares);

/* Number of series, and values of one that were held at what its quantum can hold. */
size_t fc_tally_series(const fc_tally *self);
uint64_t fc_tally_clamped(const fc_tally *self, size_t series);

/* Centre and scale of a histogram from pilot values (NAN: missing, skipped): the median
 * on the grid, and the power of two at or above the standard deviation as the quartiles
 * see it, as the moments see it if those coincide, or the quantum. */
void fc_tally_scale_from_pilot(const double *values, size_t n, double quantum,
                               double *centre, double *scale);

/* SHA-256 over all counts in a fixed byte order, in hex (65 bytes with the NUL). */
void fc_tally_hash(const fc_tally *self, char hex[65]);

#endif
