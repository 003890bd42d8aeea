/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of the diversification frontier: expected profit against the worst 5 % and
 * against concentration, as differences to the mix of today; bars of the mixes.
 * Labels are placed here, so that they do not meet. Checked by cli.frontier_small. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/escape.h"
#include "report/frontier.h"

#define HALF_95 1.959963984540054
enum { POINTS_MOST = 32, PLOT_WIDE = 560, PLOT_HIGH = 350, WAYS = 8, ORDER_MOST = 5 };

/* ---- the scatter ---- */

struct scatter {
    bool hhi;
    size_t n;
    double x[POINTS_MOST], x_half[POINTS_MOST], y[POINTS_MOST], y_half[POINTS_MOST];
    double x_range[2], y_range[2];
    int way[POINTS_MOST]; /* where the label stands */
};

static enum fc_frontier_mark mark_of(const fc_frontier *f, bool hhi, size_t i)
{
    const struct fc_frontier_point at = fc_frontier_point(f, i);
    return hhi ? at.by_hhi : at.by_es05;
}

static void stretch(double range[2], double value, double half)
{
    range[0] = fmin(range[0], value - half);
    range[1] = fmax(range[1], value + half);
}

static void widen(double range[2])
{
    const double edge = 0.08 * (range[1] - range[0]);
    range[0] -= edge;
    range[1] += edge;
}

static bool scatter_read(const fc_frontier *f, bool hhi, struct scatter *out)
{
    out->hhi = hhi;
    out->n = fc_frontier_points(f) < POINTS_MOST ? fc_frontier_points(f) : POINTS_MOST;
    for (int side = 0; side < 2; side++)
        out->x_range[side] = out->y_range[side] = side ? -HUGE_VAL : HUGE_VAL;
    for (size_t i = 0; i < out->n; i++) {
        const struct fc_frontier_point at = fc_frontier_point(f, i);
        const struct fc_estimate x = hhi ? at.hhi : at.d_es05;
        out->x[i] = x.value;
        out->x_half[i] = HALF_95 * (hhi ? at.d_hhi.error : x.error);
        out->y[i] = at.d_mean.value;
        out->y_half[i] = HALF_95 * at.d_mean.error;
        stretch(out->x_range, out->x[i], out->x_half[i]);
        stretch(out->y_range, out->y[i], out->y_half[i]);
    }
    widen(out->x_range);
    widen(out->y_range);
    return out->x_range[1] > out->x_range[0] && out->y_range[1] > out->y_range[0];
}

/* ---- labels ---- */

/* Middle of a label: right, left, up, down, then the corners; pixels from its point. */
static const double way_x[WAYS] = {16, -16, 0, 0, 13, -13, 13, -13};
static const double way_y[WAYS] = {0, 0, 15, -15, 13, 13, -13, -13};

static double pixel(double value, const double range[2], double size)
{
    return (value - range[0]) / (range[1] - range[0]) * size;
}

/* How near a label comes to points, their bars and earlier labels: less is better. */
static double crowd(const struct scatter *at, size_t i, int way)
{
    const double x = pixel(at->x[i], at->x_range, PLOT_WIDE) + way_x[way];
    const double y = pixel(at->y[i], at->y_range, PLOT_HIGH) + way_y[way];
    double sum = 0;
    for (size_t j = 0; j < at->n; j++) {
        const double px = pixel(at->x[j], at->x_range, PLOT_WIDE);
        const double py = pixel(at->y[j], at->y_range, PLOT_HIGH);
        const double bar_x =
            at->x_half[j] / (at->x_range[1] - at->x_range[0]) * PLOT_WIDE;
        const double bar_y =
            at->y_half[j] / (at->y_range[1] - at->y_range[0]) * PLOT_HIGH;
        sum += j != i && fabs(x - px) < 13 && fabs(y - py) < 13 ? 4 : 0;
        sum += fabs(y - py) < 8 && fabs(x - px) < bar_x + 6 ? 1 : 0;
        sum += fabs(x - px) < 7 && fabs(y - py) < bar_y + 8 ? 1 : 0;
        if (j >= i)
            continue;
        const double lx = px + way_x[at->way[j]], ly = py + way_y[at->way[j]];
        sum += fabs(x - lx) < 15 && fabs(y - ly) < 16 ? 16 : 0;
    }
    return sum;
}

static void labels_place(struct scatter *at)
{
    for (size_t i = 0; i < at->n; i++) {
        int best = 4; /* a corner is off the bars of its own point */
        for (int way = 0; way < WAYS; way++)
            if (crowd(at, i, way) < crowd(at, i, best))
                best = way;
        at->way[i] = best;
    }
}

/* ---- its table and variables ---- */

static void rows_add(const fc_frontier *f, const struct scatter *at,
                     struct fc_builder *csv)
{
    fc_builder_add(csv, "point,x,x_low,x_high,y,y_low,y_high,mark,label_x,label_y\n");
    for (size_t i = 0; i < at->n; i++) {
        fc_builder_format(csv, "%zu", i + 1);
        fc__csv_number(csv, at->x[i]);
        fc__csv_number(csv, at->x[i] - at->x_half[i]);
        fc__csv_number(csv, at->x[i] + at->x_half[i]);
        fc__csv_number(csv, at->y[i]);
        fc__csv_number(csv, at->y[i] - at->y_half[i]);
        fc__csv_number(csv, at->y[i] + at->y_half[i]);
        fc_builder_format(csv, ",%d",
                          fc_frontier_point(f, i).present                   ? 3
                          : mark_of(f, at->hhi, i) == FC_FRONTIER_EFFICIENT ? 2
                          : mark_of(f, at->hhi, i) == FC_FRONTIER_UNSURE    ? 1
                                                                            : 0);
        fc__csv_number(csv, at->x[i] + way_x[at->way[i]] / PLOT_WIDE *
                                           (at->x_range[1] - at->x_range[0]));
        fc__csv_number(csv, at->y[i] + way_y[at->way[i]] / PLOT_HIGH *
                                           (at->y_range[1] - at->y_range[0]));
        fc_builder_add(csv, "\n");
    }
}

/* The line through the efficient mixes, by x. */
static void line_add(const fc_frontier *f, const struct scatter *at,
                     struct fc_chart *chart)
{
    size_t order[POINTS_MOST], n = 0;
    for (size_t i = 0; i < at->n; i++) {
        if (mark_of(f, at->hhi, i) != FC_FRONTIER_EFFICIENT)
            continue;
        size_t k = n++;
        for (; k > 0 && at->x[order[k - 1]] > at->x[i]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    fc__gp_number(chart, "EDGE", (double)n);
    if (n == 0)
        return;
    fc__gp_array(chart, "EDGE_X", n + 1); /* the first one twice, see frontier.gp */
    for (size_t k = 0; k <= n; k++)
        fc__gp_item_number(chart, at->x[order[k > 0 ? k - 1 : 0]]);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "EDGE_Y", n + 1);
    for (size_t k = 0; k <= n; k++)
        fc__gp_item_number(chart, at->y[order[k > 0 ? k - 1 : 0]]);
    fc__gp_array_end(chart);
}

static void names_add(const struct fc_view *view, const struct scatter *at,
                      struct fc_chart *chart)
{
    const fc_frontier *f = fc__frontier_of(view);
    struct fc_text_room name, mix;
    fc__gp_number(chart, "POINTS", (double)at->n);
    fc__gp_array(chart, "NAME", at->n);
    for (size_t i = 0; i < at->n; i++)
        fc__gp_item_text(
            chart, fc_frontier_point(f, i).present ? "" : fc__mix_name(view, i, &name),
            4);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "MIX", at->n);
    for (size_t i = 0; i < at->n; i++) {
        char text[2 * FC_TEXT_ROOM];
        snprintf(text, sizeof text, "%s  %s", fc__mix_name(view, i, &name),
                 fc_frontier_members(f) > ORDER_MOST ? "" : fc__mix_short(f, i, &mix));
        fc__gp_item_text(chart, text, 26);
    }
    fc__gp_array_end(chart);
}

/* What the numbers of a mix belong to. */
static void members_add(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_frontier *f = fc__frontier_of(view);
    const size_t n = fc_frontier_members(f);
    if (n > ORDER_MOST)
        return;
    fc__gp_number(chart, "MEMBERS", (double)n);
    fc__gp_say(view, chart, "T_ORDER", "legend.order");
    fc__gp_array(chart, "MEMBER", n);
    for (size_t m = 0; m < n; m++) {
        const char *title;
        const char *name = fc_frontier_member(f, m, &title);
        fc__gp_item_text(chart, title && *title ? title : name, 26);
    }
    fc__gp_array_end(chart);
}

static void ranges_add(const struct scatter *at, struct fc_chart *chart)
{
    fc__gp_number(chart, "X_LOW", at->x_range[0]);
    fc__gp_number(chart, "X_HIGH", at->x_range[1]);
    fc__gp_number(chart, "Y_LOW", at->y_range[0]);
    fc__gp_number(chart, "Y_HIGH", at->y_range[1]);
}

static bool scatter_chart(const struct fc_view *view, struct fc_chart *chart, bool hhi)
{
    const fc_frontier *f = fc__frontier_of(view);
    struct scatter at;
    if (!scatter_read(f, hhi, &at))
        return false;
    labels_place(&at);
    rows_add(f, &at, &chart->csv);
    const double most = fmax(fabs(at.y_range[0]), fabs(at.y_range[1]));
    const double wide = fmax(fabs(at.x_range[0]), fabs(at.x_range[1]));
    if (hhi) {
        fc__gp_say(view, chart, "XLABEL", "axis.hhi");
        fc__gp_number(chart, "X_SCALE", 1.0);
        fc__gp_scale(view, chart, "YLABEL", "axis.d_profit", most);
    } else {
        fc__gp_scale(view, chart, "XLABEL", "axis.d_es", fmax(most, wide));
        fc__gp_scale(view, chart, "YLABEL", "axis.d_profit", fmax(most, wide));
    }
    ranges_add(&at, chart);
    line_add(f, &at, chart);
    names_add(view, &at, chart);
    members_add(view, chart);
    fc__gp_say(view, chart, "T_EFFICIENT", "legend.efficient");
    fc__gp_say(view, chart, "T_HOLLOW", "legend.hollow");
    fc__gp_say(view, chart, "T_PRESENT", "legend.present");
    FC_SAY(&chart->title, view->lang, hhi ? "chart.frontier_hhi" : "chart.frontier",
           FC_WORD("axis", fc__by_text(view)));
    return true;
}

static bool chart_es(const struct fc_view *view, struct fc_chart *chart)
{
    return scatter_chart(view, chart, false);
}

static bool chart_hhi(const struct fc_view *view, struct fc_chart *chart)
{
    return scatter_chart(view, chart, true);
}

/* ---- bars of the mixes ---- */

static bool chart_mixes(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_frontier *f = fc__frontier_of(view);
    const size_t n = fc_frontier_points(f), members = fc_frontier_members(f);
    struct fc_text_room name;
    if (members > 8)
        return false;
    fc_builder_add(&chart->csv, "row,member,low,high\n");
    for (size_t i = 0; i < n; i++) {
        double low = 0;
        for (size_t m = 0; m < members; m++) {
            const double share = 100 * fc_frontier_share(f, i, m);
            fc_builder_format(&chart->csv, "%zu,%zu", i + 1, m + 1);
            fc__csv_number(&chart->csv, low);
            fc__csv_number(&chart->csv, low + share);
            fc_builder_add(&chart->csv, "\n");
            low += share;
        }
    }
    fc__gp_number(chart, "ROWS", (double)n);
    fc__gp_number(chart, "MEMBERS", (double)members);
    fc__gp_say(view, chart, "XLABEL", "axis.effort");
    fc__gp_array(chart, "ROW_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc__mix_name(view, i, &name), FC_MEMBER_ROOM);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "ROW_TEXT", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc__mark_text(view, i), 30);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "MEMBER_TITLE", members);
    for (size_t m = 0; m < members; m++) {
        const char *title;
        const char *key = fc_frontier_member(f, m, &title);
        fc__gp_item_text(chart, title && *title ? title : key, 24);
    }
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.mixes",
           FC_WORD("axis", fc__by_text(view)));
    return true;
}

size_t fc__charts_of_frontier(const struct fc_view *view, struct fc_chart_plan *plans)
{
    (void)view;
    plans[0] = (struct fc_chart_plan){
        .name = "frontier", .script = "frontier", .make = chart_es};
    plans[1] = (struct fc_chart_plan){
        .name = "frontier_hhi", .script = "frontier", .make = chart_hhi};
    plans[2] =
        (struct fc_chart_plan){.name = "mixes", .script = "mixes", .make = chart_mixes};
    return 3;
}
