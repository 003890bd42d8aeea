/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a run: tables first, then charts, page and, last, the manifest; it
 * appears under its name only when all of it is on the disk. Numbers are written with a
 * decimal point whatever the host's locale. Checked by tests/unit/test_report_write.c.
 */
#include "funnelcloud/report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/html.h"

/* ---- the C locale for this thread ---- */
struct neutral {
    locale_t ours, before;
};

static struct neutral neutral_begin(void)
{
    struct neutral self = {newlocale(LC_ALL_MASK, "C", (locale_t)0), (locale_t)0};
    if (self.ours)
        self.before = uselocale(self.ours);
    return self;
}

static void neutral_end(struct neutral *self)
{
    if (self->ours) {
        uselocale(self->before);
        freelocale(self->ours);
    }
}

/* ---- texts ---- */

/* Hands the text of a builder to the caller. */
static fc_status give(struct fc_builder *text, char **out, struct fc_error *err)
{
    if (text->failed || (!text->text && !(text->text = calloc(1, 1)))) {
        fc_builder_clear(text);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the summary");
    }
    *out = text->text;
    return FC_OK;
}

fc_status fc__report_text(const struct fc_view *view, bool json, char **out,
                          struct fc_error *err)
{
    struct neutral locale = neutral_begin();
    struct fc_builder text = {0};
    if (json)
        view->kind->json(view, &text);
    else
        fc__summary_text(view, &text);
    neutral_end(&locale);
    return give(&text, out, err);
}

fc_status fc_report_summary(const fc_scenario *scenario, const fc_forecast *forecast,
                            const char *lang, char **out, struct fc_error *err)
{
    struct fc_view view;
    fc__view_init(&view, scenario, forecast, lang);
    return fc__report_text(&view, false, out, err);
}

fc_status fc_report_json(const fc_scenario *scenario, const fc_forecast *forecast,
                         char **out, struct fc_error *err)
{
    struct fc_view view;
    fc__view_init(&view, scenario, forecast, "en");
    return fc__report_text(&view, true, out, err);
}

/* ---- the folder ---- */
static fc_status put(fc_folder *folder, const char *name, struct fc_builder *text,
                     struct fc_error *err)
{
    fc_status status;
    if (text->failed)
        status = FC_FAIL(err, FC_E_MEMORY, "no memory for '%s'", name);
    else
        status = fc_folder_put(folder, name, fc_builder_text(text), text->n, err);
    fc_builder_clear(text);
    return status;
}

static fc_status put_table(fc_folder *folder, const char *name,
                           const struct fc_view *view,
                           void (*write)(const struct fc_view *, fc_out *),
                           struct fc_error *err)
{
    fc_out *out;
    FC_TRY(fc_folder_create(folder, name, &out, err));
    write(view, out);
    return fc_out_close(out, err);
}

static fc_status write_all(struct fc_view *view, fc_folder *folder,
                           const struct fc_report_options *options,
                           const bool wanted[FC_PICTURES], struct fc_charts *charts,
                           struct fc_error *err)
{
    struct fc_builder summary = {0}, json = {0}, page = {0}, manifest = {0};
    fc__summary_text(view, &summary);
    FC_TRY(put(folder, "summary.txt", &summary, err));
    view->kind->json(view, &json);
    FC_TRY(put(folder, "summary.json", &json, err));
    for (const struct fc_report_table *table = view->kind->tables; table->name; table++)
        FC_TRY(put_table(folder, table->name, view, table->write, err));
    FC_TRY(fc__charts_write(view, folder, wanted, charts, err));
    if (charts->status != FC_OK)
        view->missing_charts = charts->why;
    fc__html_page(view, charts, options, &page);
    FC_TRY(put(folder, "report.html", &page, err));
    fc__manifest_json(view, folder, options, &manifest);
    return put(folder, "manifest.json", &manifest, err);
}

fc_status fc_report_folder_check(const char *folder,
                                 const struct fc_report_options *options,
                                 struct fc_error *err)
{
    return fc_folder_check(folder, FC_MANIFEST_MARK, options->overwrite, err);
}

fc_status fc__report_folder(struct fc_view *view, const char *folder,
                            const struct fc_report_options *options,
                            struct fc_error *err)
{
    bool wanted[FC_PICTURES];
    FC_TRY(fc__picture_kinds(options->charts, wanted, err));
    fc_folder *made;
    FC_TRY(fc_folder_new(folder, FC_MANIFEST_MARK, options->overwrite, &made, err));
    struct neutral locale = neutral_begin();
    struct fc_charts charts = {0};
    fc_status status = write_all(view, made, options, wanted, &charts, err);
    neutral_end(&locale);
    if (status == FC_OK)
        status = fc_folder_commit(made, err);
    else
        fc_folder_drop(made);
    if (status == FC_OK && charts.status != FC_OK)
        status = FC_FAIL(err, charts.status, "%s", charts.why);
    fc__charts_clear(&charts);
    return status;
}

fc_status fc_report_write(const fc_scenario *scenario, const fc_forecast *forecast,
                          const char *folder, const struct fc_report_options *options,
                          struct fc_error *err)
{
    const struct fc_report_options usual = FC_REPORT_OPTIONS_INIT;
    struct fc_view view;
    if (!options)
        options = &usual;
    fc__view_init(&view, scenario, forecast, options->lang);
    return fc__report_folder(&view, folder, options, err);
}

/* ---- results of other kinds ---- */
static struct fc_view view_of(const struct fc_report_kind *kind, const void *result,
                              const char *lang)
{
    struct fc_view view;
    kind->view(&view, result, lang);
    view.kind = kind;
    view.more = result;
    return view;
}

fc_status fc__report_write(const struct fc_report_kind *kind, const void *result,
                           const char *folder, const struct fc_report_options *options,
                           struct fc_error *err)
{
    const struct fc_report_options usual = FC_REPORT_OPTIONS_INIT;
    if (!options)
        options = &usual;
    struct fc_view view = view_of(kind, result, options->lang);
    return fc__report_folder(&view, folder, options, err);
}

fc_status fc__report_summary(const struct fc_report_kind *kind, const void *result,
                             const char *lang, char **out, struct fc_error *err)
{
    const struct fc_view view = view_of(kind, result, lang);
    return fc__report_text(&view, false, out, err);
}

fc_status fc__report_json(const struct fc_report_kind *kind, const void *result,
                          char **out, struct fc_error *err)
{
    const struct fc_view view = view_of(kind, result, "en");
    return fc__report_text(&view, true, out, err);
}

/* ---- what is written for a run ---- */
static const struct fc_report_table run_tables[] = {
    {"forecast.csv", fc__forecast_csv}, {"risk.csv", fc__risk_csv}, {NULL, NULL}};

static void run_before(struct fc_page *page)
{
    fc__page_targets(page);
    fc__page_totals(page);
}

static void run_after(struct fc_page *page)
{
    fc__page_crises(page);
    fc__page_ledger(page);
}

const struct fc_report_kind fc__report_run = {
    "page.title",      fc__summary_run, fc__summary_json, run_tables,
    fc__charts_of_run, run_before,      run_after,        NULL};
