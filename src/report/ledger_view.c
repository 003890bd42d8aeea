/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ledger as the report looks at it, and its three public functions. The view has the
 * scenario with all measures (its files are those of the base and of the measures) and
 * the forecast without any. Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/escape.h"
#include "report/ledger.h"

const fc_ledger *fc__ledger_of(const struct fc_view *view)
{
    return view->more;
}

const char *fc__measure_title(const struct fc_view *view, size_t i)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    return i < fc_ledger_measures(ledger)
               ? fc_ledger_measure(ledger, i).title
               : fc__message(view->lang, "ledger.all_measures");
}

const char *fc__crisis_title(struct fc_crisis_facts crisis)
{
    return crisis.title && *crisis.title ? crisis.title : crisis.name;
}

void fc__say_set(const struct fc_view *view, struct fc_builder *out, uint32_t set)
{
    const char *between = "";
    if (set == 0)
        fc_builder_add(out, fc__message(view->lang, "ledger.no_measure"));
    for (size_t i = 0; set >> i; i++)
        if (set >> i & 1u) {
            FC_SAY(out, view->lang, "ledger.quoted", FC_WORD("between", between),
                   FC_WORD("title", fc__measure_title(view, i)));
            between = ", ";
        }
}

const char *fc__ledger_verdict(const struct fc_view *view,
                               const struct fc_target *target)
{
    char key[40];
    snprintf(key, sizeof key, "ledger.%s", fc__verdict_name(fc__verdict(target)));
    return fc__message(view->lang, key);
}

const char *fc__amount(const struct fc_view *view, struct fc_estimate estimate,
                       const char *unit, struct fc_text_room *room)
{
    struct fc_text_room size, half;
    if (!fc__known(estimate))
        return fc__text(view, estimate, unit, room);
    if (fabs(estimate.value) < 1e-6 && estimate.error < 1e-6)
        return fc__exact_text(view, 0.0, unit, room);
    if (!(estimate.error > 1e-9 * fabs(estimate.value)))
        return fc__exact_text(view, estimate.value, unit, room);
    snprintf(room->text, sizeof room->text, "%.70s ± %.70s",
             fc__spoken(view, estimate, unit, &size),
             fc__half_text(view, estimate, unit, &half));
    return room->text;
}

bool fc__ledger_seen(struct fc_estimate change)
{
    return fc__known(change) && fabs(change.value) > 1.959963984540054 * change.error &&
           fabs(change.value) > 1e-6;
}

size_t fc__ledger_order(const struct fc_view *view, size_t order[FC_LEDGER_ROWS])
{
    const fc_ledger *ledger = fc__ledger_of(view);
    size_t n = 0;
    if (!fc_ledger_has(ledger, FC_LEDGER_ATTRIBUTION))
        return 0;
    for (size_t c = 0; c < fc_ledger_crises(ledger) && n < FC_LEDGER_ROWS; c++) {
        const double own = fc_ledger_attributed(ledger, c, false).value;
        size_t at = n++;
        for (; at > 0 && fc_ledger_attributed(ledger, order[at - 1], false).value < own;
             at--)
            order[at] = order[at - 1];
        order[at] = c;
    }
    return n;
}

size_t fc__ledger_saver(const fc_ledger *ledger, size_t c)
{
    size_t best = SIZE_MAX;
    double most = 0.0;
    for (size_t m = 0; m < fc_ledger_measures(ledger); m++) {
        const struct fc_estimate saved = fc_ledger_saved(ledger, c, m);
        if (saved.value > most && fc__ledger_seen(saved) && !fc__nothing(saved)) {
            most = saved.value;
            best = m;
        }
    }
    return best;
}

/* ---- what is written for a ledger ---- */
static const struct fc_report_table tables[] = {{"ledger.csv", fc__ledger_csv},
                                                {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_init(view, fc_ledger_scenario(result, true),
                  fc_ledger_forecast(result, false), lang);
    view->facts = fc_ledger_facts(result);
}

const struct fc_report_kind fc__report_ledger = {
    "page.ledger_kind",   fc__summary_ledger, fc__ledger_json,  tables,
    fc__charts_of_ledger, fc__ledger_before,  fc__ledger_after, view_init};

fc_status fc_report_ledger_write(const fc_ledger *ledger, const char *folder,
                                 const struct fc_report_options *options,
                                 struct fc_error *err)
{
    return fc__report_write(&fc__report_ledger, ledger, folder, options, err);
}

fc_status fc_report_ledger_summary(const fc_ledger *ledger, const char *lang,
                                   char **out, struct fc_error *err)
{
    return fc__report_summary(&fc__report_ledger, ledger, lang, out, err);
}

fc_status fc_report_ledger_json(const fc_ledger *ledger, char **out,
                                struct fc_error *err)
{
    return fc__report_json(&fc__report_ledger, ledger, out, err);
}
