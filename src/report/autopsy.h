/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the report on the worlds that miss a target. */
#ifndef FC_REPORT_AUTOPSY_H
#define FC_REPORT_AUTOPSY_H

#include "funnelcloud/autopsy.h"
#include "report/compare.h"

const fc_autopsy *fc__autopsy_of(const struct fc_view *view);
/* Part in the reader's language: a cause, the plan itself, the shortfall. */
const char *fc__autopsy_title(const struct fc_view *view, size_t part,
                              struct fc_text_room *room);
/* Its key: "leads", ..., "rest", "shortfall". */
const char *fc__autopsy_name(const fc_autopsy *autopsy, size_t part);
/* Causes by what they take, the largest first; `order` has room for all. */
void fc__autopsy_order(const fc_autopsy *autopsy, size_t *order);
/* What all causes take together; the sum of their means. */
double fc__autopsy_taken(const fc_autopsy *autopsy);
extern const struct fc_summary_part fc__summary_autopsy[];
bool fc__chart_waterfall(const struct fc_view *view, struct fc_chart *chart);

#endif
