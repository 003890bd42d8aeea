/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the report on measures against crises. */
#ifndef FC_REPORT_LEDGER_H
#define FC_REPORT_LEDGER_H

#include "funnelcloud/ledger.h"
#include "report/compare.h"

extern const struct fc_report_kind fc__report_ledger;

/* The ledger of a view of it. */
const fc_ledger *fc__ledger_of(const struct fc_view *view);

/* Title of measure i; beyond the last one: "all measures". */
const char *fc__measure_title(const struct fc_view *view, size_t i);
/* Titles of a set, joined; "no measure" for the empty one. */
void fc__say_set(const struct fc_view *view, struct fc_builder *out, uint32_t set);
const char *fc__crisis_title(struct fc_crisis_facts crisis);

/* "inside the appetite", ... */
const char *fc__ledger_verdict(const struct fc_view *view,
                               const struct fc_target *target);

/* An estimate with half of its 95 % interval, "60,000 USD ± 14,000 USD"; without one
 * where it is the same in every world. */
const char *fc__amount(const struct fc_view *view, struct fc_estimate estimate,
                       const char *unit, struct fc_text_room *room);

/* Crises by falling loss without measures; returns their number. */
enum { FC_LEDGER_ROWS = 32 };
size_t fc__ledger_order(const struct fc_view *view, size_t order[FC_LEDGER_ROWS]);
/* The measure that saves most of crisis c, if that is seen; else SIZE_MAX. */
size_t fc__ledger_saver(const fc_ledger *ledger, size_t c);

/* Is it more than 1.96 of its errors from 0, and more than rounding? */
bool fc__ledger_seen(struct fc_estimate change);

/* ledger_text.c, ledger_said.c, ledger_tables.c, ledger_json.c, ledger_html.c,
 * ledger_charts.c */
extern const struct fc_summary_part fc__summary_ledger[];
void fc__ledger_say_pairs(const struct fc_view *view, struct fc_builder *out);
void fc__ledger_say_even(const struct fc_view *view, struct fc_builder *out);
void fc__ledger_say_best(const struct fc_view *view, struct fc_builder *out);
void fc__ledger_csv(const struct fc_view *view, fc_out *out);
void fc__ledger_json(const struct fc_view *view, struct fc_builder *out);
void fc__ledger_before(struct fc_page *page);
void fc__ledger_after(struct fc_page *page);
size_t fc__charts_of_ledger(const struct fc_view *view, struct fc_chart_plan *plans);

#endif
