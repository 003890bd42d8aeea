/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The teams of every structure: how busy they are, how much of their quota they sell.
 * Checked by tests/unit/test_decide_structures.c. */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "report/escape.h"
#include "report/structures.h"

enum { ROWS_MOST = 40 };

bool fc__chart_structure_teams(const struct fc_view *view, struct fc_chart *chart)
{
    const fc_structures *s = fc__structures_of(view);
    const size_t n = fc_structures_teams(s);
    struct fc_text_room room;
    bool quota = false;
    if (n == 0 || n > ROWS_MOST)
        return false;
    fc_builder_add(&chart->csv, "row,structure,name,utilisation,attainment\n");
    for (size_t i = 0; i < n; i++) {
        const struct fc_structure_team team = fc_structures_team(s, i);
        fc_builder_format(&chart->csv, "%zu,%zu,%s", i + 1, team.structure + 1,
                          team.name);
        fc__csv_number(&chart->csv, 100.0 * team.utilisation.value);
        if (fc__known(team.attainment))
            fc__csv_number(&chart->csv, 100.0 * team.attainment.value);
        else
            fc_builder_add(&chart->csv, ",");
        fc_builder_add(&chart->csv, "\n");
        quota = quota || fc__known(team.attainment);
    }
    fc__gp_number(chart, "ROWS", (double)n);
    fc__gp_number(chart, "HAS_QUOTA", quota ? 1.0 : 0.0);
    fc__gp_say(view, chart, "XLABEL", "axis.percent");
    fc__gp_say(view, chart, "T_UTILISATION", "legend.utilisation");
    fc__gp_say(view, chart, "T_ATTAINMENT", "legend.attainment");
    fc__gp_array(chart, "ROW_TITLE", n);
    for (size_t i = 0; i < n; i++)
        fc__gp_item_text(chart, fc_structures_team(s, i).title, 24);
    fc__gp_array_end(chart);
    fc__gp_array(chart, "GROUP_TITLE", n); /* on the first row of a structure */
    for (size_t i = 0; i < n; i++) {
        const size_t of = fc_structures_team(s, i).structure;
        const bool first = i == 0 || fc_structures_team(s, i - 1).structure != of;
        fc__gp_item_text(chart, first ? fc__choice(view, of, &room) : "", 24);
    }
    fc__gp_array_end(chart);
    FC_SAY(&chart->title, view->lang, "chart.structure_teams", FC_WORD("", ""));
    return true;
}

void fc__structures_json_teams(const struct fc_view *view, struct fc_json *json)
{
    const fc_structures *s = fc__structures_of(view);
    fc_json_array(json, "teams");
    for (size_t i = 0; i < fc_structures_teams(s); i++) {
        const struct fc_structure_team team = fc_structures_team(s, i);
        fc_json_object(json, NULL);
        fc_json_text(json, "structure",
                     fc_comparison_name(view->comparison, team.structure));
        fc_json_text(json, "name", team.name);
        fc__json_estimate(json, "utilisation", team.utilisation);
        fc__json_estimate(json, "attainment", team.attainment);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}
