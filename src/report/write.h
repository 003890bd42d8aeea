/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a result folder, each from a view of the forecast. */
#ifndef FC_REPORT_WRITE_H
#define FC_REPORT_WRITE_H

#include "base/file.h"
#include "funnelcloud/report.h"
#include "report/charts.h"
#include "report/view.h"

enum { FC_SUMMARY_SCHEMA = 1, FC_MANIFEST_SCHEMA = 1 };

/* What marks a manifest as ours. */
#define FC_MANIFEST_MARK "\"program\": \"funnelcloud\""

/* ---- summary.c: parts of the summary, in the order of reading ---- */
size_t fc__summary_parts(void);
/* Heading (a message) and sentences of part i; nothing is added where the model has
 * nothing to say. */
void fc__summary_part(const struct fc_view *view, size_t i, const char **heading,
                      struct fc_builder *out);

/* ---- summary_text.c: the whole, wrapped to 80 columns ---- */
void fc__summary_text(const struct fc_view *view, struct fc_builder *out);

/* ---- summary_json.c ---- */
void fc__summary_json(const struct fc_view *view, struct fc_builder *out);

/* ---- tables.c ---- */
void fc__forecast_csv(const struct fc_view *view, fc_out *out);
void fc__risk_csv(const struct fc_view *view, fc_out *out);

/* ---- html.c ---- */
void fc__html_page(const struct fc_view *view, const struct fc_charts *charts,
                   const struct fc_report_options *options, struct fc_builder *out);

/* ---- manifest.c ---- */

void fc__manifest_json(const struct fc_view *view, const fc_folder *folder,
                       const struct fc_report_options *options, struct fc_builder *out);
/* "0.1.0" and "gcc 12.2.0, Release". */
const char *fc__version(void);
const char *fc__build(void);

#endif
