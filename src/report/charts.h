/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: each one is a table (.csv), a script (.gp: variables, then the figure's
 * script from plots/) and the pictures gnuplot makes of them. */
#ifndef FC_REPORT_CHARTS_H
#define FC_REPORT_CHARTS_H

#include "base/file.h"
#include "report/gnuplot.h"
#include "report/view.h"

struct fc_chart;

/* ---- one chart in the making (chart_*.c fill it) ---- */
struct fc_chart_plan {
    char name[64];      /* of its files: "revenue_by_territory" */
    const char *script; /* figure in plots/: "panels" */
    const char *metric, *breakdown;
    size_t which; /* a scenario, where there is a chart for each */
    /* Fills variables, table and texts; false: nothing to draw. */
    bool (*make)(const struct fc_view *view, struct fc_chart *chart);
};
struct fc_chart {
    const struct fc_chart_plan *plan;
    struct fc_builder gp, csv, title, alt;
    struct fc_builder picture; /* svg or png for the page; empty: not drawn */
    bool png;                  /* the picture is a png */
    char missing[256];         /* why it was not drawn */
};

enum { FC_CHARTS_MOST = 48 };
/* Plans of the charts of a run. */
size_t fc__charts_of_run(const struct fc_view *view, struct fc_chart_plan *plans);

bool fc__chart_fan(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_capacity(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_clients(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_panels(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_histogram(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_exceedance(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_funnel(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_teams(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_crises(const struct fc_view *view, struct fc_chart *chart);

/* ---- variables of a script ---- */
enum { FC_TITLE_ROOM = 78, FC_SUBTITLE_ROOM = 105, FC_MEMBER_ROOM = 26 };

void fc__gp_number(struct fc_chart *chart, const char *name, double value);
void fc__gp_text(struct fc_chart *chart, const char *name, const char *text);
/* A text of the message table. */
void fc__gp_say(const struct fc_view *view, struct fc_chart *chart, const char *name,
                const char *key);
/* array NAME[n] = ["...", ...]: begin, one item n times, end. */
void fc__gp_array(struct fc_chart *chart, const char *name, size_t n);
void fc__gp_item_text(struct fc_chart *chart, const char *text, size_t most);
void fc__gp_item_number(struct fc_chart *chart, double value);
void fc__gp_array_end(struct fc_chart *chart);
/* SCALE and an axis label with the unit: "million EUR a month". */
double fc__gp_scale(const struct fc_view *view, struct fc_chart *chart,
                    const char *label, const char *key, double largest);
/* FIRST and MONTHS. */
void fc__gp_months(const struct fc_view *view, struct fc_chart *chart);

/* A number, or nothing for NAN, and a comma in front. */
void fc__csv_number(struct fc_builder *out, double value);
/* "month,date" of a row; month may be 0, -1, ... */
void fc__csv_month(const struct fc_view *view, struct fc_builder *out, int month);

/* ---- all charts ---- */
struct fc_charts {
    size_t n;
    struct fc_chart *at;
    struct fc_chart_plan plans[FC_CHARTS_MOST];
    fc_status status; /* FC_E_TOOL: not all are drawn */
    char why[512];
};

/* Plans all charts of the view's kind, writes charts/ of the folder and draws them.
 * `wanted` none: nothing is written.
 * @return FC_OK also when charts are missing (see charts->status); FC_E_IO,
 * FC_E_MEMORY. */
fc_status fc__charts_write(const struct fc_view *view, fc_folder *folder,
                           const bool wanted[FC_PICTURES], struct fc_charts *charts,
                           struct fc_error *err);
void fc__charts_clear(struct fc_charts *self);

#endif
