/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the report on stress tests. */
#ifndef FC_REPORT_STRESS_H
#define FC_REPORT_STRESS_H

#include "funnelcloud/stress.h"
#include "report/compare.h"

/* The tests of a view of them. */
const fc_stress *fc__stress_of(const struct fc_view *view);

/* "Product recall (Core)": what a test is called, and whom it hits. */
const char *fc__stress_title(const struct fc_view *view, size_t test,
                             struct fc_text_room *room);

/* Tests that were run, by rising change of the mean profit; returns their number. */
size_t fc__stress_order(const fc_stress *stress, size_t order[FC_STRESS_MOST]);

/* What a driver of a combination is: "a recession of 7 months from May 2027". `half`:
 * with half of its score. */
void fc__stress_driver(const struct fc_view *view,
                       const struct fc_reverse_driver *driver, bool half,
                       struct fc_builder *out);
/* The limit of a reverse test in words. */
void fc__stress_goal(const struct fc_view *view, const struct fc_reverse *reverse,
                     struct fc_builder *out);

extern const struct fc_report_kind fc__report_stress;
extern const struct fc_summary_part fc__summary_stress[];
void fc__stress_csv(const struct fc_view *view, fc_out *out);
void fc__reverse_csv(const struct fc_view *view, fc_out *out);
void fc__stress_json(const struct fc_view *view, struct fc_builder *out);
void fc__stress_before(struct fc_page *page);
size_t fc__charts_of_stress(const struct fc_view *view, struct fc_chart_plan *plans);

#endif
