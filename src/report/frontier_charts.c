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

enum { DOMINATED, UNSURE, EFFICIENT, PRESENT, CAPPED }; /* what a point looks like */

struct scatter {
    size_t n;
    int mark[POINTS_MOST];
    char name[POINTS_MOST][16], text[POINTS_MOST][FC_TEXT_ROOM];
    double x[POINTS_MOST], x_half[POINTS_MOST], y[POINTS_MOST], y_half[POINTS_MOST];
    double x_range[2], y_range[2];
    int way[POINTS_MOST]; /* where the label stands */
};

static enum fc_frontier_mark mark_of(const fc_frontier *f, bool hhi, size_t i)
{
    const struct fc_frontier_point at = fc_frontier_point(f, i);
    return hhi ? at.by_hhi : at.by_es05;
}

static int look_of(const fc_frontier *f, bool hhi, size_t i)
{
    return fc_frontier_point(f, i).present               ? PRESENT
           : mark_of(f, hhi, i) == FC_FRONTIER_EFFICIENT ? EFFICIENT
           : mark_of(f, hhi, i) == FC_FRONTIER_UNSURE    ? UNSURE
                                                         : DOMINATED;
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

static void point_add(struct scatter *at, int mark, struct fc_estimate x,
                      double x_error, struct fc_estimate y)
{
    const size_t i = at->n++;
    at->mark[i] = mark;
    at->x[i] = x.value;
    at->x_half[i] = HALF_95 * x_error;
    at->y[i] = y.value;
    at->y_half[i] = HALF_95 * y.error;
}

static bool ranges_set(struct scatter *at)
{
    for (int side = 0; side < 2; side++)
        at->x_range[side] = at->y_range[side] = side ? -HUGE_VAL : HUGE_VAL;
    for (size_t i = 0; i < at->n; i++) {
        stretch(at->x_range, at->x[i], at->x_half[i]);
        stretch(at->y_range, at->y[i], at->y_half[i]);
    }
    widen(at->x_range);
    widen(at->y_range);
    return at->x_range[1] > at->x_range[0] && at->y_range[1] > at->y_range[0];
}

static bool scatter_read(const struct fc_view *view, bool hhi, struct scatter *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    const size_t n = fc_frontier_points(f);
    struct fc_text_room name, mix;
    out->n = 0;
    for (size_t i = 0; i < n && i < POINTS_MOST; i++) {
        const struct fc_frontier_point at = fc_frontier_point(f, i);
        const struct fc_estimate x = hhi ? at.hhi : at.d_es05;
        point_add(out, look_of(f, hhi, i), x, hhi ? at.d_hhi.error : x.error,
                  at.d_mean);
        const char *called = fc__mix_name(view, i, &name);
        snprintf(out->name[i], sizeof *out->name, "%.4s", at.present ? "" : called);
        snprintf(out->text[i], sizeof *out->text, "%.60s  %.60s", called,
                 fc_frontier_members(f) > ORDER_MOST ? "" : fc__mix_short(f, i, &mix));
    }
    return ranges_set(out);
}

/* ---- labels ---- */

/* Middle of a label: right, left, up, down, then the corners; pixels from its point. */
enum { RIGHT_UP = 4, RIGHT_DOWN = 6 };
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

static void rows_add(const struct scatter *at, struct fc_builder *csv)
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
        fc_builder_format(csv, ",%d", at->mark[i]);
        const double aside = way_x[at->way[i]] * (at->mark[i] == CAPPED ? 2 : 1);
        fc__csv_number(csv, at->x[i] +
                                aside / PLOT_WIDE * (at->x_range[1] - at->x_range[0]));
        fc__csv_number(csv, at->y[i] + way_y[at->way[i]] / PLOT_HIGH *
                                           (at->y_range[1] - at->y_range[0]));
        fc_builder_add(csv, "\n");
    }
}

/* A line through points; the first one is there twice, see frontier.gp. */
static void line_add(const struct scatter *at, const size_t *order, size_t n,
                     struct fc_chart *chart)
{
    fc__gp_number(chart, "EDGE", (double)n);
    if (n == 0)
        return;
    fc__gp_array(chart, "EDGE_X", n + 1);
    for (size_t k = 0; k <= n; k++)
        fc__gp_item_number(chart, at->x[order[k > 0 ? k - 1 : 0]]);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "EDGE_Y", n + 1);
    for (size_t k = 0; k <= n; k++)
        fc__gp_item_number(chart, at->y[order[k > 0 ? k - 1 : 0]]);
    fc__gp_array_end(chart);
}

/* The efficient mixes by x. */
static size_t efficient(const fc_frontier *f, bool hhi, const struct scatter *at,
                        size_t *order)
{
    size_t n = 0;
    for (size_t i = 0; i < at->n; i++) {
        if (mark_of(f, hhi, i) != FC_FRONTIER_EFFICIENT)
            continue;
        size_t k = n++;
        for (; k > 0 && at->x[order[k - 1]] > at->x[i]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    return n;
}

static void names_add(const struct scatter *at, struct fc_chart *chart)
{
    fc__gp_number(chart, "POINTS", (double)at->n);
    fc__gp_array(chart, "NAME", at->n);
    for (size_t i = 0; i < at->n; i++)
        fc__gp_item_text(chart, at->name[i], 8);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "MIX", at->n);
    for (size_t i = 0; i < at->n; i++)
        fc__gp_item_text(chart, at->text[i], 26);
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
    size_t order[POINTS_MOST];
    if (!scatter_read(view, hhi, &at))
        return false;
    labels_place(&at);
    rows_add(&at, &chart->csv);
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
    line_add(&at, order, efficient(f, hhi, &at, order), chart);
    names_add(&at, chart);
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

/* ---- caps on the largest client ---- */

/* A mix without a cap, then with one cap after another. */
static void mix_caps(const struct fc_view *view, bool share, size_t point,
                     struct scatter *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    const struct fc_frontier_point at = fc_frontier_point(f, point);
    const struct fc_estimate x = share ? at.top_client : at.d_es05;
    struct fc_text_room name, cap;
    const char *called = fc__mix_name(view, point, &name);
    snprintf(out->name[out->n], sizeof *out->name, "%.4s", at.present ? "" : called);
    snprintf(out->text[out->n], sizeof *out->text, "%.80s", called);
    point_add(out, at.present ? PRESENT : EFFICIENT, x, x.error, at.d_mean);
    for (size_t i = 0; i < fc_frontier_caps(f) && out->n < POINTS_MOST; i++) {
        const struct fc_frontier_cap with = fc_frontier_cap(f, i);
        const struct fc_estimate with_x = share ? with.top_client : with.to_es05;
        struct fc_builder text = {0};
        if (with.point != point)
            continue;
        fc__cap_text(with, &cap);
        FC_SAY(&text, view->lang, "legend.cap", FC_WORD("name", called),
               FC_WORD("cap", cap.text));
        snprintf(out->name[out->n], sizeof *out->name, "%.6s\xC2\xA0%%", cap.text);
        snprintf(out->text[out->n], sizeof *out->text, "%.120s",
                 fc_builder_text(&text));
        point_add(out, CAPPED, with_x, with_x.error, with.to_mean);
        fc_builder_clear(&text);
    }
}

static bool caps_chart(const struct fc_view *view, struct fc_chart *chart, bool share)
{
    const fc_frontier *f = fc__frontier_of(view);
    struct scatter at = {.n = 0};
    size_t order[POINTS_MOST];
    const size_t n = fc_frontier_caps(f);
    if (n == 0)
        return false;
    mix_caps(view, share, fc_frontier_cap(f, 0).point, &at);
    const size_t first = at.n;
    if (fc_frontier_cap(f, n - 1).point != fc_frontier_cap(f, 0).point)
        mix_caps(view, share, fc_frontier_cap(f, n - 1).point, &at);
    if (!ranges_set(&at))
        return false;
    for (size_t i = 0; i < at.n; i++) /* off the line, which falls to the left */
        at.way[i] = i < first ? RIGHT_DOWN : RIGHT_UP;
    rows_add(&at, &chart->csv);
    const double most = fmax(fabs(at.y_range[0]), fabs(at.y_range[1]));
    const double wide = fmax(fabs(at.x_range[0]), fabs(at.x_range[1]));
    if (share) {
        fc__gp_say(view, chart, "XLABEL", "axis.top_client");
        fc__gp_number(chart, "X_SCALE", 0.01);
        fc__gp_scale(view, chart, "YLABEL", "axis.d_profit", most);
    } else {
        fc__gp_scale(view, chart, "XLABEL", "axis.d_es", fmax(most, wide));
        fc__gp_scale(view, chart, "YLABEL", "axis.d_profit", fmax(most, wide));
    }
    for (size_t i = 0; i < first; i++)
        order[i] = i;
    ranges_add(&at, chart);
    line_add(&at, order, first, chart);
    names_add(&at, chart);
    fc__gp_say(view, chart, "T_EFFICIENT", "legend.efficient");
    fc__gp_text(chart, "T_HOLLOW", "");
    fc__gp_say(view, chart, "T_PRESENT", "legend.present");
    fc__gp_say(view, chart, "T_CAPPED", "legend.capped");
    fc_builder_add(&chart->title,
                   fc__message(view->lang, share ? "chart.caps_share" : "chart.caps"));
    return true;
}

static bool chart_caps(const struct fc_view *view, struct fc_chart *chart)
{
    return caps_chart(view, chart, false);
}

static bool chart_caps_share(const struct fc_view *view, struct fc_chart *chart)
{
    return caps_chart(view, chart, true);
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
    plans[0] = (struct fc_chart_plan){
        .name = "frontier", .script = "frontier", .make = chart_es};
    plans[1] = (struct fc_chart_plan){
        .name = "frontier_hhi", .script = "frontier", .make = chart_hhi};
    plans[2] =
        (struct fc_chart_plan){.name = "mixes", .script = "mixes", .make = chart_mixes};
    if (fc_frontier_caps(fc__frontier_of(view)) == 0)
        return 3;
    plans[3] = (struct fc_chart_plan){
        .name = "caps", .script = "frontier", .make = chart_caps};
    plans[4] = (struct fc_chart_plan){
        .name = "caps_share", .script = "frontier", .make = chart_caps_share};
    return 5;
}
