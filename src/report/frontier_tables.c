/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The diversification frontier for machines and on the page: frontier.csv,
 * summary.json, tables. Checked by tests/unit/test_decide_frontier.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/escape.h"
#include "report/frontier.h"

/* ---- frontier.csv ---- */

static void row(fc_out *out, const char *kind, const char *mix, const char *name,
                const char *stat, struct fc_estimate estimate)
{
    struct fc_builder text = {0};
    const double half = 1.959963984540054 * estimate.error;
    if (!fc__known(estimate))
        return;
    fc_builder_format(&text, "%s,%s,%s,%s", kind, mix, name, stat);
    fc__csv_number(&text, estimate.value);
    fc__csv_number(&text, estimate.error);
    fc__csv_number(&text, estimate.value - half);
    fc__csv_number(&text, estimate.value + half);
    fc_builder_add(&text, "\n");
    fc_out_text(out, fc_builder_text(&text));
    fc_builder_clear(&text);
}

static struct fc_estimate exact(double value)
{
    return (struct fc_estimate){value, (double)NAN, 0};
}

/* "hhi_segment" */
static const char *hhi_key(const fc_frontier *f, struct fc_text_room *room)
{
    snprintf(room->text, sizeof room->text, "hhi_%s", fc_frontier_by(f));
    return room->text;
}

static void point_rows(const fc_frontier *f, size_t i, fc_out *out)
{
    const struct fc_frontier_point at = fc_frontier_point(f, i);
    struct fc_text_room room, hhi;
    const char *mix = fc__mix_key(f, i, &room);
    for (size_t m = 0; m < fc_frontier_members(f); m++)
        row(out, "share", mix, fc_frontier_member(f, m, NULL), "value",
            exact(fc_frontier_share(f, i, m)));
    row(out, "outcome", mix, "operating_profit", "mean", at.mean);
    row(out, "outcome", mix, "operating_profit", "es", at.es05);
    row(out, "outcome", mix, hhi_key(f, &hhi), "mean", at.hhi);
    row(out, "outcome", mix, "hhi_client", "mean", at.hhi_client);
    row(out, "outcome", mix, "top_client_share", "mean", at.top_client);
    row(out, "difference", mix, "operating_profit", "mean", at.d_mean);
    row(out, "difference", mix, "operating_profit", "es", at.d_es05);
    row(out, "difference", mix, hhi_key(f, &hhi), "mean", at.d_hhi);
    row(out, "mark", mix, "operating_profit", fc__mark_name(at.by_es05), exact(1));
    row(out, "mark", mix, hhi_key(f, &hhi), fc__mark_name(at.by_hhi), exact(1));
}

static void cap_rows(const fc_frontier *f, fc_out *out)
{
    struct fc_text_room room;
    for (size_t i = 0; i < fc_frontier_caps(f); i++) {
        const struct fc_frontier_cap at = fc_frontier_cap(f, i);
        const char *mix = fc__mix_key(f, at.point, &room);
        char cap[32];
        snprintf(cap, sizeof cap, "%.12g", at.cap);
        row(out, "cap", mix, cap, "mean", at.mean);
        row(out, "cap", mix, cap, "es", at.es05);
        row(out, "cap", mix, cap, "top_client_share", at.top_client);
        row(out, "cap", mix, cap, "hhi_client", at.hhi_client);
        row(out, "cap", mix, cap, "d_mean", at.d_mean);
        row(out, "cap", mix, cap, "d_es", at.d_es05);
        row(out, "cap", mix, cap, "d_gap", at.d_gap);
    }
}

static void frontier_csv(const struct fc_view *view, fc_out *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    struct fc_text_room safer, bolder;
    fc_out_text(out, "row,mix,name,stat,value,se,low,high\n");
    for (size_t i = 0; i < fc_frontier_points(f); i++)
        point_rows(f, i, out);
    for (size_t i = 0; i < fc_frontier_prices(f); i++) {
        const struct fc_frontier_price at = fc_frontier_price(f, i);
        const char *from = fc__mix_key(f, at.bolder, &bolder);
        const char *to = fc__mix_key(f, at.safer, &safer);
        row(out, "price", from, to, "gained", at.gain);
        row(out, "price", from, to, "given_up", at.cost);
        row(out, "price", from, to, "price", at.price);
    }
    cap_rows(f, out);
}

/* ---- summary.json ---- */

static void put_point(const fc_frontier *f, size_t i, struct fc_json *json)
{
    const struct fc_frontier_point at = fc_frontier_point(f, i);
    struct fc_text_room room;
    fc_json_object(json, NULL);
    fc_json_text(json, "name", fc__mix_key(f, i, &room));
    fc_json_flag(json, "present", at.present);
    fc_json_array(json, "shares");
    for (size_t m = 0; m < fc_frontier_members(f); m++) {
        fc_json_object(json, NULL);
        fc_json_text(json, "member", fc_frontier_member(f, m, NULL));
        fc_json_number(json, "value", fc_frontier_share(f, i, m));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
    fc__json_estimate(json, "mean", at.mean);
    fc__json_estimate(json, "es", at.es05);
    fc__json_estimate(json, "hhi", at.hhi);
    fc__json_estimate(json, "hhi_client", at.hhi_client);
    fc__json_estimate(json, "top_client_share", at.top_client);
    fc__json_estimate(json, "d_mean", at.d_mean);
    fc__json_estimate(json, "d_es", at.d_es05);
    fc__json_estimate(json, "d_hhi", at.d_hhi);
    fc_json_text(json, "mark_es", fc__mark_name(at.by_es05));
    fc_json_text(json, "mark_hhi", fc__mark_name(at.by_hhi));
    fc_json_end(json, '}');
}

static void put_prices(const fc_frontier *f, struct fc_json *json)
{
    struct fc_text_room room;
    fc_json_array(json, "prices");
    for (size_t i = 0; i < fc_frontier_prices(f); i++) {
        const struct fc_frontier_price at = fc_frontier_price(f, i);
        fc_json_object(json, NULL);
        fc_json_text(json, "bolder", fc__mix_key(f, at.bolder, &room));
        fc_json_text(json, "safer", fc__mix_key(f, at.safer, &room));
        fc__json_estimate(json, "gained", at.gain);
        fc__json_estimate(json, "given_up", at.cost);
        fc__json_estimate(json, "price", at.price);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_moves(const fc_frontier *f, struct fc_json *json)
{
    struct fc_text_room room;
    fc_json_array(json, "moves");
    for (size_t i = 0; i < fc_frontier_moves(f); i++) {
        const struct fc_frontier_move at = fc_frontier_move(f, i);
        fc_json_object(json, NULL);
        fc_json_text(json, "giver", fc_frontier_member(f, at.from, NULL));
        fc_json_text(json, "taker", fc_frontier_member(f, at.to, NULL));
        fc_json_text(json, "mix", fc__mix_key(f, at.point, &room));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void frontier_json(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    fc_json_text(&json, "by", fc_frontier_by(f));
    fc_json_number(&json, "step_points", fc_frontier_step_points(f));
    fc_json_number(&json, "most_per_quarter", fc_frontier_most_per_quarter(f));
    fc_json_count(&json, "screened", fc_frontier_planned(f).screened);
    fc_json_count(&json, "screening_paths", fc_frontier_planned(f).screening_paths);
    fc_json_array(&json, "mixes");
    for (size_t i = 0; i < fc_frontier_points(f); i++)
        put_point(f, i, &json);
    fc_json_end(&json, ']');
    put_prices(f, &json);
    put_moves(f, &json);
    fc__caps_json(f, &json);
    fc_json_end(&json, '}');
}

/* ---- tables of the page ---- */

static void mixes_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.mix",       "th.shares",      "#th.profit",
                                       "#th.d_profit", "#th.es05",       "#th.d_es",
                                       "#th.hhi",      "#th.top_client", "th.mark"};
    const fc_frontier *f = fc__frontier_of(page->view);
    struct fc_text_room room;
    fc__page_section(page, "mixes", "page.mixes");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_frontier_points(f); i++) {
        const struct fc_frontier_point at = fc_frontier_point(f, i);
        struct fc_builder mix = {0};
        fc__mix_text(page->view, i, &mix);
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__mix_name(page->view, i, &room));
        fc__page_cell(page, fc_builder_text(&mix));
        fc__page_estimate(page, at.mean, "money");
        fc__page_estimate(page, at.d_mean, "money");
        fc__page_estimate(page, at.es05, "money");
        fc__page_estimate(page, at.d_es05, "money");
        fc__page_estimate(page, at.hhi, "index");
        fc__page_estimate(page, at.top_client, "share");
        fc__page_cell(page, fc__mark_text(page->view, i));
        fc__page_raw(page, "</tr>\n");
        fc_builder_clear(&mix);
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n<p class=\"note\">");
    fc__page_say(page, "page.mixes_note");
    fc__page_raw(page, "</p>\n</section>\n");
}

static void prices_table(struct fc_page *page)
{
    static const char *const keys[] = {"th.bolder", "th.safer", "#th.cost", "#th.gain",
                                       "#th.price"};
    const fc_frontier *f = fc__frontier_of(page->view);
    struct fc_text_room room;
    if (fc_frontier_prices(f) == 0)
        return;
    fc__page_section(page, "prices", "section.price");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < fc_frontier_prices(f); i++) {
        const struct fc_frontier_price at = fc_frontier_price(f, i);
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__mix_name(page->view, at.bolder, &room));
        fc__page_cell(page, fc__mix_name(page->view, at.safer, &room));
        fc__page_estimate(page, at.cost, "money");
        fc__page_estimate(page, at.gain, "money");
        fc__page_estimate(page, at.price, "");
        fc__page_raw(page, "</tr>\n");
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
}

static void frontier_before(struct fc_page *page)
{
    mixes_table(page);
    prices_table(page);
    fc__caps_table(page);
}

/* ---- what is written ---- */

static const struct fc_report_table tables[] = {{"frontier.csv", frontier_csv},
                                                {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_begin(view, fc_frontier_scenario(result), fc_frontier_facts(result), lang);
}

const struct fc_report_kind fc__report_frontier = {
    "page.frontier",        fc__summary_frontier, frontier_json,   tables,
    fc__charts_of_frontier, frontier_before,      fc__page_ledger, view_init};

fc_status fc_report_frontier_write(const fc_frontier *frontier, const char *folder,
                                   const struct fc_report_options *options,
                                   struct fc_error *err)
{
    return fc__report_write(&fc__report_frontier, frontier, folder, options, err);
}

fc_status fc_report_frontier_summary(const fc_frontier *frontier, const char *lang,
                                     char **out, struct fc_error *err)
{
    return fc__report_summary(&fc__report_frontier, frontier, lang, out, err);
}

fc_status fc_report_frontier_json(const fc_frontier *frontier, char **out,
                                  struct fc_error *err)
{
    return fc__report_json(&fc__report_frontier, frontier, out, err);
}
