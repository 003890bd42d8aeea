/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as the report looks at it, and its three public functions. Checked by
 * tests/unit/test_report_compare.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/compare.h"
#include "report/escape.h"

const char *const fc__goals[FC_GOALS] = {"operating_profit", "revenue"};

void fc__view_of_comparison(struct fc_view *self, const fc_comparison *comparison,
                            const char *lang)
{
    fc__view_begin(self, fc_comparison_scenario(comparison, 0),
                   fc_comparison_facts(comparison), lang);
    self->kind = &fc__report_compare;
    self->comparison = comparison;
    self->n_scenarios = fc_comparison_scenarios(comparison);
    for (size_t i = 0; i < self->n_scenarios; i++)
        self->scenarios[i] = fc_comparison_scenario(comparison, i);
}

enum { TITLE_MOST = 20 };

static size_t characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

const char *fc__choice(const struct fc_view *view, size_t scenario,
                       struct fc_text_room *room)
{
    const char *title = fc_scenario_title(view->scenarios[scenario]);
    bool alone = title && *title && characters(title) <= TITLE_MOST;
    for (size_t i = 0; alone && i < view->n_scenarios; i++) {
        const char *other = fc_scenario_title(view->scenarios[i]);
        alone = i == scenario || !other || strcmp(other, title) != 0;
    }
    struct fc_builder text = {0};
    fc__clean(&text, alone ? title : fc_comparison_name(view->comparison, scenario),
              48);
    snprintf(room->text, sizeof room->text, "%s", fc_builder_text(&text));
    fc_builder_clear(&text);
    return room->text;
}

size_t fc__compared(const struct fc_view *view, const char *name)
{
    return fc_comparison_find(view->comparison, name);
}

const char *fc__compared_title(const struct fc_view *view, size_t metric)
{
    return fc__term_title(view->lang, "metric",
                          fc_comparison_metric(view->comparison, metric).name, NULL);
}

const char *fc__compared_unit(const struct fc_view *view, size_t metric)
{
    return fc_comparison_metric(view->comparison, metric).unit;
}

const char *fc__half_text(const struct fc_view *view, struct fc_estimate estimate,
                          const char *unit, struct fc_text_room *room)
{
    estimate.error *= 1.959963984540054;
    return fc__error_text(view, estimate, unit, room);
}

bool fc__nothing(struct fc_estimate money)
{
    return fabs(money.value) < 0.5 && !(money.error > 0.5);
}

/* ---- what differs ---- */
struct differing {
    size_t n, most;
    struct fc_builder *keys;
};

/* A text that says what the file is about is no difference. */
static void differing_row(void *context, const struct fc_assumption *a,
                          const struct fc_assumption *b)
{
    struct differing *self = context;
    const char *key = a ? a->key : b->key;
    if (strcmp(key, "title") == 0)
        return;
    if (self->n++ < self->most && self->keys) {
        fc_builder_add(self->keys, self->n > 1 ? ", " : "");
        fc_builder_add(self->keys, key);
    }
}

size_t fc__differing(const struct fc_view *view, size_t scenario, size_t most,
                     struct fc_builder *keys)
{
    struct differing found = {0, most, keys};
    struct fc_error unused = {0};
    fc_scenario_diff(view->scenario, view->scenarios[scenario], differing_row, &found,
                     &unused);
    return found.n;
}

/* ---- what is written for a comparison ---- */
static const struct fc_report_table tables[] = {
    {"compare.csv", fc__compare_csv},
    {"differences.csv", fc__differences_csv},
    {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_of_comparison(view, result, lang);
}

const struct fc_report_kind fc__report_compare = {
    "page.compare",        fc__summary_compare, fc__compare_json,  tables,
    fc__charts_of_compare, fc__compare_before,  fc__compare_after, view_init};

fc_status fc_report_comparison_write(const fc_comparison *comparison,
                                     const char *folder,
                                     const struct fc_report_options *options,
                                     struct fc_error *err)
{
    return fc__report_write(&fc__report_compare, comparison, folder, options, err);
}

fc_status fc_report_comparison_summary(const fc_comparison *comparison,
                                       const char *lang, char **out,
                                       struct fc_error *err)
{
    return fc__report_summary(&fc__report_compare, comparison, lang, out, err);
}

fc_status fc_report_comparison_json(const fc_comparison *comparison, char **out,
                                    struct fc_error *err)
{
    return fc__report_json(&fc__report_compare, comparison, out, err);
}
