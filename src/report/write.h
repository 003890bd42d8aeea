/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a result folder, each from a view of the forecast. */
#ifndef FC_REPORT_WRITE_H
#define FC_REPORT_WRITE_H

#include "base/file.h"
#include "funnelcloud/report.h"
#include "report/charts.h"
#include "report/view.h"

enum { FC_SUMMARY_SCHEMA = 1, FC_MANIFEST_SCHEMA = 1 };

struct fc_page; /* html.h */

/* ---- a kind of report: what is written for a run, a comparison, ... ---- */
struct fc_report_kind {
    const char *about; /* message: what the page is */
    /* Sentences in the order of reading: heading (a message) and text of a part;
     * nothing is added where there is nothing to say. Ended by heading = NULL. */
    const struct fc_summary_part {
        const char *heading;
        void (*say)(const struct fc_view *view, struct fc_builder *out);
    } * parts;
    void (*json)(const struct fc_view *view, struct fc_builder *out);
    /* Ended by name = NULL. */
    const struct fc_report_table {
        const char *name;
        void (*write)(const struct fc_view *view, fc_out *out);
    } * tables;
    /* Plans of its charts into `plans`, at most FC_CHARTS_MOST; returns how many. */
    size_t (*charts)(const struct fc_view *view, struct fc_chart_plan *plans);
    void (*before)(struct fc_page *page); /* tables of the page above the charts */
    void (*after)(struct fc_page *page);  /* below them */
    /* A view of a result of this kind, `kind` and `more` aside; NULL: of a run. */
    void (*view)(struct fc_view *view, const void *result, const char *lang);
};
extern const struct fc_report_kind fc__report_run, fc__report_compare;

/* Writes a folder with all that its kind has. */
fc_status fc__report_folder(struct fc_view *view, const char *folder,
                            const struct fc_report_options *options,
                            struct fc_error *err);
/* Its summary, or its JSON (`json`), as text that the caller frees. */
fc_status fc__report_text(const struct fc_view *view, bool json, char **out,
                          struct fc_error *err);

/* The same of a result of a kind that has a `view`; `options` may be NULL. */
fc_status fc__report_write(const struct fc_report_kind *kind, const void *result,
                           const char *folder, const struct fc_report_options *options,
                           struct fc_error *err);
fc_status fc__report_summary(const struct fc_report_kind *kind, const void *result,
                             const char *lang, char **out, struct fc_error *err);
fc_status fc__report_json(const struct fc_report_kind *kind, const void *result,
                          char **out, struct fc_error *err);

/* What marks a manifest as ours. */
#define FC_MANIFEST_MARK "\"program\": \"funnelcloud\""

/* ---- summary.c: sentences about a run ---- */
extern const struct fc_summary_part fc__summary_run[];
/* A space in front of every sentence but the first. */
void fc__next_sentence(struct fc_builder *out);

/* How a stratified plan drew the worlds, after a space; nothing of a plain one. */
void fc__say_plan(const struct fc_view *view, struct fc_builder *out);
/* A number as it is said: at most three digits, fewer if its error is large. */
const char *fc__spoken(const struct fc_view *view, struct fc_estimate number,
                       const char *unit, struct fc_text_room *room);

/* ---- summary_text.c: the whole, wrapped to 80 columns ---- */
void fc__summary_text(const struct fc_view *view, struct fc_builder *out);

/* ---- summary_json.c ---- */
void fc__summary_json(const struct fc_view *view, struct fc_builder *out);
struct fc_json;
/* What every summary.json begins with. */
void fc__json_run(const struct fc_view *view, struct fc_json *json);
void fc__json_estimate(struct fc_json *json, const char *key,
                       struct fc_estimate number);

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
