/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caps on the share of the largest client: sentences, rows for machines, a table.
 * Nothing where none was tried. Checked by tests/unit/test_decide_frontier.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "base/json.h"
#include "report/escape.h"
#include "report/frontier.h"

const char *fc__cap_text(struct fc_frontier_cap at, struct fc_text_room *room)
{
    snprintf(room->text, sizeof room->text, "%.3g", 100 * at.cap);
    return room->text;
}

/* "with the mix of today", "with mix A" */
static void mix_add(const struct fc_view *view, size_t point, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    struct fc_text_room name;
    FC_SAY(out, view->lang,
           point == fc_frontier_present(f) ? "frontier.cap_today" : "frontier.cap_mix",
           FC_WORD("name", fc__mix_name(view, point, &name)));
}

static bool does_nothing(struct fc_frontier_cap at)
{
    return fabs(at.d_mean.value) < 1e-9 && !(at.d_mean.error > 1e-9);
}

static void say_cap(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const fc_frontier *f = fc__frontier_of(view);
    const struct fc_frontier_cap at = fc_frontier_cap(f, i);
    struct fc_builder mix = {0}, risk = {0}, profit = {0}, gap = {0};
    struct fc_text_room cap, top, before;
    mix_add(view, at.point, &mix);
    fc__frontier_clause(view, "safety", at.d_es05, &risk);
    fc__frontier_clause(view, "profit", at.d_mean, &profit);
    fc__frontier_clause(view, "gap", at.d_gap, &gap);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, does_nothing(at) ? "frontier.cap_idle" : "frontier.cap",
           FC_WORD("cap", fc__cap_text(at, &cap)),
           FC_WORD("mix", fc_builder_text(&mix)),
           FC_WORD("risk", fc_builder_text(&risk)),
           FC_WORD("profit", fc_builder_text(&profit)),
           FC_WORD("gap", fc_builder_text(&gap)),
           FC_WORD("top", fc__spoken(view, at.top_client, "share", &top)),
           FC_WORD("before", fc__spoken(view, fc_frontier_point(f, at.point).top_client,
                                        "share", &before)));
    fc_builder_clear(&mix);
    fc_builder_clear(&risk);
    fc_builder_clear(&profit);
    fc_builder_clear(&gap);
}

void fc__say_caps(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    for (size_t i = 0; i < fc_frontier_caps(f); i++)
        say_cap(view, out, i);
    if (fc_frontier_caps(f) > 0) {
        fc__next_sentence(out);
        fc_builder_add(out, fc__message(view->lang, "frontier.cap_trust"));
    }
}

void fc__caps_json(const fc_frontier *f, struct fc_json *json)
{
    struct fc_text_room room;
    fc_json_array(json, "caps");
    for (size_t i = 0; i < fc_frontier_caps(f); i++) {
        const struct fc_frontier_cap at = fc_frontier_cap(f, i);
        fc_json_object(json, NULL);
        fc_json_number(json, "cap", at.cap);
        fc_json_text(json, "mix", fc__mix_key(f, at.point, &room));
        fc__json_estimate(json, "mean", at.mean);
        fc__json_estimate(json, "es", at.es05);
        fc__json_estimate(json, "hhi_client", at.hhi_client);
        fc__json_estimate(json, "top_client_share", at.top_client);
        fc__json_estimate(json, "d_mean", at.d_mean);
        fc__json_estimate(json, "d_es", at.d_es05);
        fc__json_estimate(json, "d_gap", at.d_gap);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

void fc__caps_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.cap",       "th.mix",        "#th.profit",
                                       "#th.d_profit", "#th.es05",      "#th.d_es",
                                       "#th.d_gap",    "#th.top_client"};
    const fc_frontier *f = fc__frontier_of(page->view);
    struct fc_text_room room;
    if (fc_frontier_caps(f) == 0)
        return;
    fc__page_section(page, "caps", "section.caps");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_frontier_caps(f); i++) {
        const struct fc_frontier_cap at = fc_frontier_cap(f, i);
        char cap[32];
        snprintf(cap, sizeof cap, "%.3g\xC2\xA0%%", 100 * at.cap);
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, cap);
        fc__page_cell(page, fc__mix_name(page->view, at.point, &room));
        fc__page_estimate(page, at.mean, "money");
        fc__page_estimate(page, at.d_mean, "money");
        fc__page_estimate(page, at.es05, "money");
        fc__page_estimate(page, at.d_es05, "money");
        fc__page_estimate(page, at.d_gap, "money");
        fc__page_estimate(page, at.top_client, "share");
        fc__page_raw(page, "</tr>\n");
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n<p class=\"note\">");
    fc__page_say(page, "page.caps_note");
    fc__page_raw(page, "</p>\n</section>\n");
}
