/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of charts, their files and their pictures. A script is its variables and the
 * figure's script from plots/; with style.gp beside it can be run by hand. Checked by
 * tests/unit/test_report_charts.c. */
#include "report/charts.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "report/escape.h"
#include "report/write.h"

static const struct fc_chart_plan run_plans[] = {
    {"revenue", "fan", "revenue", NULL, 0, fc__chart_fan},
    {"profit", "fan", "operating_profit", NULL, 0, fc__chart_fan},
    {"cash", "fan", "cash", NULL, 0, fc__chart_fan},
    {"revenue_histogram", "histogram", "revenue", NULL, 0, fc__chart_histogram},
    {"revenue_exceedance", "exceedance", "revenue", NULL, 0, fc__chart_exceedance},
    {"profit_histogram", "histogram", "operating_profit", NULL, 0, fc__chart_histogram},
    {"profit_exceedance", "exceedance", "operating_profit", NULL, 0,
     fc__chart_exceedance},
    {"funnel", "funnel", "leads", NULL, 0, fc__chart_funnel},
    {"capacity", "capacity", "hours_needed", "work", 0, fc__chart_capacity},
    {"capacity_teams", "teams", "hours_needed", "team", 0, fc__chart_teams},
    {"clients", "clients", "clients", NULL, 0, fc__chart_clients},
    {"revenue_by_territory", "panels", "revenue", "territory", 0, fc__chart_panels},
    {"revenue_by_product", "panels", "revenue", "product", 0, fc__chart_panels},
    {"revenue_by_segment", "panels", "revenue", "segment", 0, fc__chart_panels},
    {"crises", "crises", NULL, NULL, 0, fc__chart_crises},
};
enum { RUN_PLANS = sizeof run_plans / sizeof *run_plans, SCRIPT_MOST = 1024 * 1024 };

size_t fc__charts_of_run(const struct fc_view *view, struct fc_chart_plan *plans)
{
    (void)view;
    memcpy(plans, run_plans, sizeof run_plans);
    return RUN_PLANS;
}

/* ---- variables of a script ---- */
static void add_number(struct fc_builder *out, double value)
{
    char text[FC_DOUBLE_TEXT];
    fc_builder_add(out, isfinite(value) ? fc_text_double(text, value) : "NaN");
}

/* The comma in front of an item, except the first one. */
static void separate(struct fc_chart *chart)
{
    if (chart->gp.n && chart->gp.text[chart->gp.n - 1] != '[')
        fc_builder_add(&chart->gp, ", ");
}

void fc__gp_number(struct fc_chart *chart, const char *name, double value)
{
    fc_builder_format(&chart->gp, "%s = ", name);
    add_number(&chart->gp, value);
    fc_builder_add(&chart->gp, "\n");
}

void fc__gp_item_number(struct fc_chart *chart, double value)
{
    separate(chart);
    add_number(&chart->gp, value);
}

void fc__gp_text(struct fc_chart *chart, const char *name, const char *text)
{
    fc_builder_format(&chart->gp, "%s = ", name);
    fc__gp_quote(&chart->gp, text);
    fc_builder_add(&chart->gp, "\n");
}

void fc__gp_say(const struct fc_view *view, struct fc_chart *chart, const char *name,
                const char *key)
{
    fc__gp_text(chart, name, fc__message(view->lang, key));
}

void fc__gp_array(struct fc_chart *chart, const char *name, size_t n)
{
    fc_builder_format(&chart->gp, "array %s[%zu] = [", name, n);
}

void fc__gp_item_text(struct fc_chart *chart, const char *text, size_t most)
{
    struct fc_builder cut = {0};
    fc__clean(&cut, text, most);
    separate(chart);
    fc__gp_quote(&chart->gp, fc_builder_text(&cut));
    chart->gp.failed |= cut.failed;
    fc_builder_clear(&cut);
}

void fc__gp_array_end(struct fc_chart *chart)
{
    fc_builder_add(&chart->gp, "]\n");
}

double fc__gp_scale(const struct fc_view *view, struct fc_chart *chart,
                    const char *label, const char *key, double largest)
{
    int power = 0;
    for (double rest = fabs(largest); rest >= 2000.0 && power < 12; rest /= 1000.0)
        power += 3;
    char scale_key[24];
    snprintf(scale_key, sizeof scale_key, "scale.%d", power);
    struct fc_builder text = {0};
    FC_SAY(&text, view->lang, key, FC_WORD("scale", fc__message(view->lang, scale_key)),
           FC_WORD("currency", view->facts.currency ? view->facts.currency : ""));
    fc__gp_text(chart, label, fc_builder_text(&text));
    fc_builder_clear(&text);
    const double scale = pow(10.0, power);
    fc__gp_number(chart, "SCALE", scale);
    return scale;
}

void fc__gp_months(const struct fc_view *view, struct fc_chart *chart)
{
    fc__gp_number(chart, "FIRST", view->facts.start_month);
    fc__gp_number(chart, "MONTHS", view->facts.months);
}

void fc__csv_number(struct fc_builder *out, double value)
{
    char text[FC_DOUBLE_TEXT];
    fc_builder_add(out, ",");
    if (isfinite(value))
        fc_builder_add(out, fc_text_double(text, value));
}

void fc__csv_month(const struct fc_view *view, struct fc_builder *out, int month)
{
    const int calendar = view->facts.start_month + month - 1;
    fc_builder_format(out, "%d,%d-%02d", month, calendar / 12, calendar % 12 + 1);
}

/* ---- planning ---- */

/* What stands in front of the figure's script. */
static void add_header(const struct fc_view *view, struct fc_chart *chart,
                       struct fc_builder *script)
{
    const char *name = chart->plan->name;
    fc_builder_format(script,
                      "# Redraw:  gnuplot %s.gp > %s.svg     (see style.gp)\n"
                      "DATA = \"%s.csv\"\n",
                      name, name, name);
    struct fc_chart head = {0};
    struct fc_builder title = {0}, cut = {0};
    if (view->facts.complete)
        fc_builder_add(&title, fc_builder_text(&chart->title));
    else
        FC_SAY(&title, view->lang, "chart.partial",
               FC_WORD("title", fc_builder_text(&chart->title)));
    fc__clean(&cut, fc_builder_text(&title), FC_TITLE_ROOM);
    fc__gp_text(&head, "TITLE", fc_builder_text(&cut));
    fc_builder_clear(&cut);
    fc__clean(&cut, view->facts.title ? view->facts.title : "", FC_SUBTITLE_ROOM);
    fc__gp_text(&head, "SUBTITLE", fc_builder_text(&cut));
    fc__gp_text(&head, "DECIMAL", view->lang == FC_LANG_RU ? "," : ".");
    fc_builder_add(script, fc_builder_text(&head.gp));
    fc_builder_add(script, fc_builder_text(&chart->gp));
    fc_builder_add(script, "\n");
    script->failed |= head.gp.failed || title.failed || cut.failed || chart->gp.failed;
    fc_builder_clear(&head.gp);
    fc_builder_clear(&title);
    fc_builder_clear(&cut);
}

static void clear_chart(struct fc_chart *chart)
{
    fc_builder_clear(&chart->gp);
    fc_builder_clear(&chart->csv);
    fc_builder_clear(&chart->title);
    fc_builder_clear(&chart->alt);
    fc_builder_clear(&chart->picture);
    memset(chart, 0, sizeof *chart);
}

void fc__charts_clear(struct fc_charts *self)
{
    for (size_t i = 0; i < self->n; i++)
        clear_chart(&self->at[i]);
    free(self->at);
    memset(self, 0, sizeof *self);
}

static fc_status plan_all(const struct fc_view *view, struct fc_charts *charts,
                          struct fc_error *err)
{
    const size_t plans = view->kind->charts(view, charts->plans);
    charts->at = fc_array_new(plans, sizeof *charts->at);
    if (!charts->at)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the charts");
    for (size_t i = 0; i < plans; i++) {
        struct fc_chart *chart = &charts->at[charts->n];
        chart->plan = &charts->plans[i];
        if (!chart->plan->make(view, chart)) {
            clear_chart(chart);
            continue;
        }
        if (chart->alt.n == 0)
            FC_SAY(&chart->alt, view->lang, "alt.plain",
                   FC_WORD("title", fc_builder_text(&chart->title)));
        charts->n++;
    }
    return FC_OK;
}

/* ---- writing ---- */
static fc_status read_script(const char *plots, const char *name, char **text,
                             size_t *length, struct fc_error *err)
{
    char path[PATH_MAX];
    struct fc_error cause = {0};
    snprintf(path, sizeof path, "%.*s/%s.gp", PATH_MAX - 64, plots, name);
    if (fc_file_read(path, SCRIPT_MOST, text, length, &cause) != FC_OK)
        return FC_FAIL(err, FC_E_TOOL, "chart script: %s", cause.message);
    return FC_OK;
}

static fc_status put(fc_folder *folder, const char *name, const char *extension,
                     const struct fc_builder *bytes, struct fc_error *err)
{
    char path[128];
    snprintf(path, sizeof path, "charts/%s.%s", name, extension);
    if (bytes->failed)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for '%s'", path);
    return fc_folder_put(folder, path, fc_builder_text(bytes), bytes->n, err);
}

static fc_status write_script(const struct fc_view *view, fc_folder *folder,
                              const char *plots, struct fc_chart *chart,
                              struct fc_error *err)
{
    char *figure = NULL;
    size_t length;
    FC_TRY(read_script(plots, chart->plan->script, &figure, &length, err));
    struct fc_builder script = {0};
    add_header(view, chart, &script);
    fc_builder_add_bytes(&script, figure, length);
    free(figure);
    const fc_status status = put(folder, chart->plan->name, "gp", &script, err);
    fc_builder_clear(&script);
    return status;
}

/* The first reason why a picture is missing stays. */
static void note_missing(struct fc_charts *charts, struct fc_chart *chart,
                         const struct fc_error *cause)
{
    charts->status = FC_E_TOOL;
    if (!charts->why[0])
        snprintf(charts->why, sizeof charts->why, "%.500s", cause->message);
    if (chart)
        snprintf(chart->missing, sizeof chart->missing, "%.250s", cause->message);
}

/* `at`: descriptor of charts/. */
static fc_status draw_one(const struct fc_gnuplot *gnuplot, fc_folder *folder, int at,
                          struct fc_charts *charts, struct fc_chart *chart,
                          enum fc_picture kind, struct fc_error *err)
{
    char script[128];
    snprintf(script, sizeof script, "%s.gp", chart->plan->name);
    struct fc_builder picture = {0};
    struct fc_error cause = {0};
    fc_status status = fc__gnuplot_draw(gnuplot, at, script, kind, &picture, &cause);
    if (status == FC_E_TOOL) {
        note_missing(charts, chart, &cause);
        return FC_OK;
    }
    if (status != FC_OK)
        return FC_FAIL(err, status, "%s", cause.message);
    status = put(folder, chart->plan->name, fc__picture_name(kind), &picture, err);
    if (status == FC_OK && kind != FC_PDF && chart->picture.n == 0) {
        chart->picture = picture;
        chart->png = kind == FC_PNG;
    } else
        fc_builder_clear(&picture);
    return status;
}

static fc_status write_tables(const struct fc_view *view, fc_folder *folder,
                              struct fc_charts *charts, struct fc_error *err)
{
    char plots[PATH_MAX], *style = NULL;
    size_t length;
    struct fc_error cause = {0};
    FC_TRY(fc_folder_make(folder, "charts", err));
    for (size_t i = 0; i < charts->n; i++)
        FC_TRY(put(folder, charts->at[i].plan->name, "csv", &charts->at[i].csv, err));
    fc_status status = fc__plots_find(plots, &cause);
    if (status == FC_OK)
        status = read_script(plots, "style", &style, &length, &cause);
    if (status != FC_OK) {
        note_missing(charts, NULL, &cause);
        return FC_OK;
    }
    status = fc_folder_put(folder, "charts/style.gp", style, length, err);
    free(style);
    for (size_t i = 0; i < charts->n && status == FC_OK; i++) {
        memset(&cause, 0, sizeof cause);
        status = write_script(view, folder, plots, &charts->at[i], &cause);
        if (status == FC_E_TOOL) {
            note_missing(charts, NULL, &cause);
            return FC_OK;
        }
        if (status != FC_OK)
            return FC_FAIL(err, status, "%s", cause.message);
    }
    return status;
}

static fc_status draw_all(const struct fc_gnuplot *gnuplot, fc_folder *folder,
                          const bool wanted[FC_PICTURES], struct fc_charts *charts,
                          struct fc_error *err)
{
    const int at = openat(fc_folder_descriptor(folder), "charts",
                          O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (at < 0)
        return FC_FAIL(err, FC_E_IO, "cannot open the folder charts/: %s",
                       strerror(errno));
    fc_status status = FC_OK;
    for (size_t i = 0; i < charts->n; i++)
        for (int kind = 0; kind < FC_PICTURES && status == FC_OK; kind++)
            if (wanted[kind])
                status = draw_one(gnuplot, folder, at, charts, &charts->at[i],
                                  (enum fc_picture)kind, err);
    close(at);
    return status;
}

fc_status fc__charts_write(const struct fc_view *view, fc_folder *folder,
                           const bool wanted[FC_PICTURES], struct fc_charts *charts,
                           struct fc_error *err)
{
    bool some = false;
    for (int kind = 0; kind < FC_PICTURES; kind++)
        some |= wanted[kind];
    if (!some)
        return FC_OK;
    FC_TRY(plan_all(view, charts, err));
    FC_TRY(write_tables(view, folder, charts, err));
    struct fc_gnuplot gnuplot;
    struct fc_error cause = {0};
    if (charts->status == FC_OK && fc__gnuplot_find(&gnuplot, wanted, &cause) != FC_OK)
        note_missing(charts, NULL, &cause);
    if (charts->status != FC_OK)
        return FC_OK;
    return draw_all(&gnuplot, folder, wanted, charts, err);
}
