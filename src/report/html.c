/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.html: one page that needs nothing else. Charts are data URIs in <img>, where
 * an SVG can run nothing; the policy forbids scripts and the network. Whatever a user
 * wrote is escaped. Checked by tests/unit/test_report_html.c. */
#include "report/html.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"

static const char policy[] =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'";

/* ---- pieces ---- */
void fc__page_raw(struct fc_page *page, const char *html)
{
    fc_builder_add(page->out, html);
}

void fc__page_text(struct fc_page *page, const char *text)
{
    fc__html(page->out, text ? text : "");
}

void fc__page_say(struct fc_page *page, const char *key)
{
    fc__page_text(page, fc__message(page->view->lang, key));
}

void fc__page_section(struct fc_page *page, const char *id, const char *key)
{
    fc_builder_format(page->out, "<section id=\"%s\" class=\"%s\">\n<h2>", id, id);
    fc__page_say(page, key);
    fc__page_raw(page, "</h2>\n");
}

void fc__page_table(struct fc_page *page, const char *const *keys, size_t n)
{
    fc__page_raw(page, "<div class=\"scroll\"><table>\n<thead><tr>");
    for (size_t i = 0; i < n; i++) {
        const bool number = keys[i][0] == '#';
        fc__page_raw(page,
                     number ? "<th class=\"n\" scope=\"col\">" : "<th scope=\"col\">");
        fc__page_say(page, keys[i] + number);
        fc__page_raw(page, "</th>");
    }
    fc__page_raw(page, "</tr></thead>\n<tbody>\n");
}

void fc__page_cell(struct fc_page *page, const char *text)
{
    fc__page_raw(page, "<td>");
    fc__page_text(page, text);
    fc__page_raw(page, "</td>");
}

void fc__page_number(struct fc_page *page, const char *text)
{
    fc__page_raw(page, "<td class=\"n\">");
    fc__page_text(page, text);
    fc__page_raw(page, "</td>");
}

void fc__page_estimate(struct fc_page *page, struct fc_estimate number,
                       const char *unit)
{
    struct fc_text_room room;
    fc__page_raw(page, "<td class=\"n\">");
    fc__page_text(page, fc__text(page->view, number, unit, &room));
    if (fc__known(number) && number.error > 0.0) {
        fc__page_raw(page, "<small>±\xC2\xA0");
        fc__page_text(page, fc__error_text(page->view, number, unit, &room));
        fc__page_raw(page, "</small>");
    }
    fc__page_raw(page, "</td>");
}

/* ---- the parts ---- */
static void put_head(struct fc_page *page)
{
    const struct fc_run_facts *run = &page->view->facts;
    const char *title = run->title ? run->title : "";
    fc_builder_format(page->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
                      fc__lang_code(page->view->lang));
    fc_builder_format(page->out,
                      "<meta charset=\"utf-8\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, "
                      "initial-scale=1\"/>\n<title>",
                      policy);
    fc__page_text(page, title);
    fc__page_raw(page, "</title>\n<style>\n");
    fc__page_raw(page, fc__page_style);
    fc__page_raw(page, "</style>\n</head>\n<body>\n<header>\n<p class=\"kind\">");
    fc__page_say(page, page->view->kind->about);
    fc__page_raw(page, "</p>\n<h1>");
    fc__page_text(page, title);
    fc__page_raw(page, "</h1>\n");
    if (!run->complete) {
        char paths[32], planned[32];
        struct fc_builder text = {0};
        FC_SAY(&text, page->view->lang, "page.partial",
               FC_WORD("reason", run->stop_reason ? run->stop_reason : "?"),
               FC_WORD("paths",
                       fc__count_text(page->view->lang, (double)run->paths, paths)),
               FC_WORD("planned", fc__count_text(page->view->lang,
                                                 (double)run->paths_planned, planned)));
        fc__page_raw(page, "<p class=\"banner\">");
        fc__page_text(page, fc_builder_text(&text));
        fc__page_raw(page, "</p>\n");
        fc_builder_clear(&text);
    }
    fc__page_raw(page, "</header>\n<main>\n");
}

static void put_summary(struct fc_page *page)
{
    fc__page_section(page, "summary", "page.summary");
    fc__page_raw(page, "<div class=\"sentences\">\n");
    for (const struct fc_summary_part *part = page->view->kind->parts; part->heading;
         part++) {
        struct fc_builder text = {0};
        part->say(page->view, &text);
        if (text.n > 0) {
            fc__page_raw(page, "<h3>");
            fc__page_say(page, part->heading);
            fc__page_raw(page, "</h3>\n<p>");
            fc__page_text(page, fc_builder_text(&text));
            fc__page_raw(page, "</p>\n");
        }
        page->out->failed |= text.failed;
        fc_builder_clear(&text);
    }
    fc__page_raw(page, "</div>\n</section>\n");
}

static void put_figure(struct fc_page *page, const struct fc_chart *chart)
{
    const char *name = chart->plan->name;
    fc__page_raw(page, "<figure>\n");
    if (chart->picture.n > 0) {
        fc_builder_format(page->out, "<img alt=\"");
        fc__page_text(page, fc_builder_text(&chart->alt));
        fc_builder_format(page->out, "\" src=\"data:image/%s;base64,",
                          chart->png ? "png" : "svg+xml");
        fc__base64(page->out, chart->picture.text, chart->picture.n);
        fc__page_raw(page, "\"/>\n");
    }
    fc__page_raw(page, "<figcaption>");
    if (chart->picture.n == 0) {
        struct fc_builder text = {0};
        FC_SAY(&text, page->view->lang, "page.chart_missing",
               FC_WORD("reason", chart->missing));
        fc__page_text(page, fc_builder_text(&chart->title));
        fc__page_raw(page, ". ");
        if (chart->missing[0])
            fc__page_text(page, fc_builder_text(&text));
        fc__page_raw(page, " ");
        fc_builder_clear(&text);
    }
    struct fc_builder files = {0}, text = {0};
    fc_builder_format(&files, "charts/%s.csv, charts/%s.gp", name, name);
    FC_SAY(&text, page->view->lang, "page.data",
           FC_WORD("files", fc_builder_text(&files)));
    fc__page_text(page, fc_builder_text(&text));
    fc_builder_clear(&files);
    fc_builder_clear(&text);
    fc__page_raw(page, "</figcaption>\n</figure>\n");
}

static void put_charts(struct fc_page *page, const struct fc_charts *charts)
{
    if (charts->n == 0)
        return;
    fc__page_section(page, "charts", "page.charts");
    if (page->view->missing_charts) {
        fc__page_raw(page, "<p class=\"banner\">");
        fc__page_say(page, "page.no_charts");
        fc__page_raw(page, ": ");
        fc__page_text(page, page->view->missing_charts);
        fc__page_raw(page, "</p>\n");
    }
    for (size_t i = 0; i < charts->n; i++)
        put_figure(page, &charts->at[i]);
    fc__page_raw(page, "</section>\n");
}

static void put_fact(struct fc_page *page, const char *key, const char *text)
{
    fc__page_raw(page, "<dt>");
    fc__page_say(page, key);
    fc__page_raw(page, "</dt><dd><code>");
    fc__page_text(page, text);
    fc__page_raw(page, "</code></dd>\n");
}

static void put_files(struct fc_page *page, const fc_scenario *scenario)
{
    for (size_t i = 0; i < fc_scenario_files(scenario); i++) {
        struct fc_builder text = {0};
        const char *bytes, *sha256;
        size_t length;
        const char *name = fc_scenario_file(scenario, i, &bytes, &length, &sha256);
        fc_builder_format(&text, "%s  %s", sha256 ? sha256 : "", name);
        put_fact(page, "repro.scenario", fc_builder_text(&text));
        fc_builder_clear(&text);
    }
}

static void put_repro(struct fc_page *page, const struct fc_report_options *options)
{
    const struct fc_view *view = page->view;
    struct fc_builder text = {0};
    char number[32];
    fc__page_section(page, "repro", "page.repro");
    fc__page_raw(page, "<div class=\"box\"><dl>\n");
    if (options->command)
        put_fact(page, "repro.command", options->command);
    fc_builder_format(&text, "funnelcloud %s (%s)", fc__version(), fc__build());
    put_fact(page, "repro.version", fc_builder_text(&text));
    snprintf(number, sizeof number, "%" PRIu64, view->facts.seed);
    put_fact(page, "repro.seed", number);
    snprintf(number, sizeof number, "%" PRIu64, view->facts.paths);
    put_fact(page, "repro.paths", number);
    for (size_t i = 0; i < options->n_set; i++)
        put_fact(page, "repro.set", options->set[i]);
    for (size_t i = 0; i < fc__view_scenarios(view); i++)
        put_files(page, fc__view_scenario(view, i));
    put_fact(page, "repro.hash",
             view->facts.result_hash ? view->facts.result_hash : "");
    fc_builder_clear(&text);
    fc__page_raw(page, "</dl>\n<p class=\"note\">");
    fc__page_say(page, "repro.note");
    fc__page_raw(page, "</p></div>\n</section>\n");
}

void fc__html_page(const struct fc_view *view, const struct fc_charts *charts,
                   const struct fc_report_options *options, struct fc_builder *out)
{
    struct fc_page page = {view, out};
    put_head(&page);
    put_summary(&page);
    view->kind->before(&page);
    put_charts(&page, charts);
    view->kind->after(&page);
    put_repro(&page, options);
    fc__page_section(&page, "limits", "page.limits");
    fc__page_raw(&page, "<p>");
    fc__page_say(&page, "page.limits_text");
    fc__page_raw(&page, "</p>\n</section>\n");
    fc__page_glossary(&page);
    fc__page_raw(&page, "</main>\n<footer>funnelcloud ");
    fc__page_text(&page, fc__version());
    fc__page_raw(&page, "</footer>\n</body>\n</html>\n");
}
