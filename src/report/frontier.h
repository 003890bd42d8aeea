/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the report on the diversification frontier. */
#ifndef FC_REPORT_FRONTIER_H
#define FC_REPORT_FRONTIER_H

#include "funnelcloud/frontier.h"
#include "report/compare.h"

/* The frontier of a view of it. */
const fc_frontier *fc__frontier_of(const struct fc_view *view);

/* What a mix is called: "A", "B", ... from the safest on; that of today by its word. */
const char *fc__mix_name(const struct fc_view *view, size_t point,
                         struct fc_text_room *room);
/* The same for machines: "A", "B", ..., "present". */
const char *fc__mix_key(const fc_frontier *frontier, size_t point,
                        struct fc_text_room *room);
/* "35/45/20". */
const char *fc__mix_short(const fc_frontier *frontier, size_t point,
                          struct fc_text_room *room);
/* "Small business 35 %, Mid-market 45 %, Enterprise 20 %". */
void fc__mix_text(const struct fc_view *view, size_t point, struct fc_builder *out);
/* "efficient", "unsure", "dominated". */
const char *fc__mark_name(enum fc_frontier_mark mark);
const char *fc__mark_text(const struct fc_view *view, size_t point);
/* "by client segment". */
const char *fc__by_text(const struct fc_view *view);

/* "lowers the 5 % shortfall by X ± x": of "safety", "profit" or "gap". */
void fc__frontier_clause(const struct fc_view *view, const char *what,
                         struct fc_estimate difference, struct fc_builder *out);

/* frontier_caps.c: caps on the largest client; nothing where there are none. "10". */
const char *fc__cap_text(struct fc_frontier_cap at, struct fc_text_room *room);
void fc__say_caps(const struct fc_view *view, struct fc_builder *out);
void fc__caps_json(const fc_frontier *f, struct fc_json *json);
void fc__caps_table(struct fc_page *page);

extern const struct fc_report_kind fc__report_frontier;
extern const struct fc_summary_part fc__summary_frontier[];
size_t fc__charts_of_frontier(const struct fc_view *view, struct fc_chart_plan *plans);

#endif
