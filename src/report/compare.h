/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the reports that compare scenarios. */
#ifndef FC_REPORT_COMPARE_H
#define FC_REPORT_COMPARE_H

#include "report/html.h"

/* What a scenario is called: its title if it is short and no other has it, else its
 * name. */
const char *fc__choice(const struct fc_view *view, size_t scenario,
                       struct fc_text_room *room);

/* Metric by name, SIZE_MAX; its title and unit. */
size_t fc__compared(const struct fc_view *view, const char *name);
const char *fc__compared_title(const struct fc_view *view, size_t metric);
const char *fc__compared_unit(const struct fc_view *view, size_t metric);

/* Half of the 95 % interval, as people read it. */
const char *fc__half_text(const struct fc_view *view, struct fc_estimate estimate,
                          const char *unit, struct fc_text_room *room);

/* Money that is 0 in every world, but for rounding: something that is switched off. */
bool fc__nothing(struct fc_estimate money);

/* How many entries of the ledger differ from the base, and the keys of the first few.
 */
size_t fc__differing(const struct fc_view *view, size_t scenario, size_t most,
                     struct fc_builder *keys);

/* The metrics that decisions are about: operating profit, then revenue. */
enum { FC_GOALS = 2 };
extern const char *const fc__goals[FC_GOALS];

/* compare_text.c, compare_tables.c, compare_html.c, compare_charts.c */
extern const struct fc_summary_part fc__summary_compare[];
void fc__say_paired(const struct fc_view *view, struct fc_builder *out, size_t scenario,
                    size_t metric, int period);
void fc__compare_csv(const struct fc_view *view, fc_out *out);
void fc__differences_csv(const struct fc_view *view, fc_out *out);
void fc__compare_json(const struct fc_view *view, struct fc_builder *out);
void fc__json_compared(const struct fc_view *view, struct fc_json *json);
void fc__compare_before(struct fc_page *page);
void fc__compare_after(struct fc_page *page);
size_t fc__charts_of_compare(const struct fc_view *view, struct fc_chart_plan *plans);

bool fc__chart_difference(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_curves(const struct fc_view *view, struct fc_chart *chart);
bool fc__chart_ranking(const struct fc_view *view, struct fc_chart *chart);

/* A view of a comparison. */
void fc__view_of_comparison(struct fc_view *self, const fc_comparison *comparison,
                            const char *lang);

#endif
