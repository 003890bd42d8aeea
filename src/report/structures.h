/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the report on the structures of a department. */
#ifndef FC_REPORT_STRUCTURES_H
#define FC_REPORT_STRUCTURES_H

#include "funnelcloud/structures.h"
#include "report/compare.h"

/* The structures of a view of them. */
const fc_structures *fc__structures_of(const struct fc_view *view);
/* Ingredient in the reader's language. */
const char *fc__ingredient_title(const struct fc_view *view, size_t i);

extern const struct fc_report_kind fc__report_structures;
extern const struct fc_summary_part fc__summary_structures[];
/* A row of structures.csv; nothing, if the estimate is missing. */
void fc__structures_row(fc_out *out, const char *part, const char *name,
                        const char *structure, const char *const goal[2],
                        struct fc_estimate estimate);
void fc__structures_csv(const struct fc_view *view, fc_out *out);
void fc__structures_json(const struct fc_view *view, struct fc_builder *out);
/* structures_teams.c */
struct fc_json;
bool fc__chart_structure_teams(const struct fc_view *view, struct fc_chart *chart);
void fc__structures_json_teams(const struct fc_view *view, struct fc_json *json);
/* structures_map.c */
bool fc__chart_structure_map(const struct fc_view *view, struct fc_chart *chart);
void fc__structures_say_map(const struct fc_view *view, struct fc_builder *out);
void fc__structures_map_csv(const struct fc_view *view, fc_out *out);
void fc__structures_map_json(const struct fc_view *view, struct fc_json *json);
void fc__structures_before(struct fc_page *page);
size_t fc__charts_of_structures(const struct fc_view *view,
                                struct fc_chart_plan *plans);

#endif
