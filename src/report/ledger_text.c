/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ledger in sentences that can be read aloud to a risk committee: what is weighed,
 * tolerance and appetite, inherent and residual risk, measures, crises with their
 * owners. Pairs, break-even and the best set: ledger_said.c. Checked by
 * tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/ledger.h"

static const char *count(const struct fc_view *view, double number, char out[32])
{
    return fc__count_text(view->lang, number, out);
}

/* ---- what is weighed ---- */
static void say_what(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct fc_run_facts *run = &view->facts;
    const double measures = (double)fc_ledger_measures(ledger);
    const double crises = (double)fc_ledger_crises(ledger);
    const double paths = (double)fc_ledger_paths(ledger, FC_LEDGER_SETS);
    struct fc_builder from = {0}, to = {0}, names = {0};
    char numbers[4][32];
    fc__say_month(&from, view->lang, run->start_month, true);
    fc__say_month(&to, view->lang, run->start_month + run->months - 1, false);
    fc__say_set(view, &names,
                ((uint32_t)1 << fc_ledger_measures(ledger)) - (uint32_t)1);
    FC_SAY(out, view->lang, "ledger.what",
           {"n", count(view, measures, numbers[0]), measures},
           {"crises", count(view, crises, numbers[1]), crises},
           {"paths", count(view, paths, numbers[2]), paths},
           {"months", count(view, run->months, numbers[3]), run->months},
           FC_WORD("from", fc_builder_text(&from)), FC_WORD("to", fc_builder_text(&to)),
           FC_WORD("names", fc_builder_text(&names)));
    if (!run->complete) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "ledger.partial",
               FC_WORD("reason", run->stop_reason ? run->stop_reason : "?"));
    }
    out->failed |= names.failed;
    fc_builder_clear(&from);
    fc_builder_clear(&to);
    fc_builder_clear(&names);
}

/* ---- risk against appetite ---- */
static void say_target(const struct fc_view *view, struct fc_builder *out, size_t t)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const fc_forecast *both[2] = {fc_ledger_forecast(ledger, false),
                                  fc_ledger_forecast(ledger, true)};
    const struct fc_target before = fc_forecast_target(both[0], t),
                           after = fc_forecast_target(both[1], t);
    const char *unit = fc_forecast_metric(both[0], before.metric).unit;
    struct fc_text_room period, value, accept, miss[2];
    fc__next_sentence(out);
    FC_SAY(
        out, view->lang,
        isfinite(before.accept_miss) ? "ledger.tolerance" : "ledger.tolerance_open",
        FC_WORD("metric", fc__metric_title(view, before.metric)),
        FC_WORD("period", fc__period_text(view, before.period, &period)),
        FC_WORD("value", fc__exact_text(view, before.value, unit, &value)),
        FC_WORD("accept", fc__exact_text(view, before.accept_miss, "share", &accept)));
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "ledger.risk",
           FC_WORD("before", fc__amount(view, before.miss, "share", &miss[0])),
           FC_WORD("verdict", fc__ledger_verdict(view, &before)),
           FC_WORD("after", fc__amount(view, after.miss, "share", &miss[1])),
           FC_WORD("after_verdict", fc__ledger_verdict(view, &after)));
}

static void say_risk(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_forecast_targets(fc_ledger_forecast(ledger, false));
    for (size_t t = 0; t < n; t++)
        say_target(view, out, t);
    const struct fc_estimate ruin =
        fc_ledger_effect(ledger, fc_ledger_measures(ledger), FC_LEDGER_RUIN);
    struct fc_text_room size;
    if (ruin.error > 0.0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "ledger.ruin",
               FC_WORD("change", fc__amount(view, ruin, "share", &size)));
    }
}

/* ---- measures ---- */

/* Rises, falls, or cannot be seen: `keys` in this order. */
static void say_change(const struct fc_view *view, struct fc_builder *out,
                       const char *const keys[3], struct fc_estimate change)
{
    struct fc_text_room size;
    const char *key = !fc__ledger_seen(change) ? keys[2]
                      : change.value > 0.0     ? keys[0]
                                               : keys[1];
    if (fc__ledger_seen(change))
        change.value = fabs(change.value);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, key,
           FC_WORD("change", fc__amount(view, change, "money", &size)));
}

static void say_price(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    static const char *const keys[2][2] = {{"ledger.free", "ledger.cost"},
                                           {"ledger.free_all", "ledger.cost_all"}};
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct fc_estimate cost = fc_ledger_effect(ledger, i, FC_LEDGER_COST);
    struct fc_estimate back = fc_ledger_per_cost(ledger, i, FC_LEDGER_PROFIT);
    struct fc_text_room size, part;
    back.value += 1.0;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, keys[i == fc_ledger_measures(ledger)][fc__known(back)],
           FC_WORD("title", fc__measure_title(view, i)),
           FC_WORD("cost", fc__amount(view, cost, "money", &size)),
           FC_WORD("back", fc__amount(view, back, "", &part)),
           FC_WORD("currency", view->facts.currency ? view->facts.currency : ""));
}

static void say_measure(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    static const char *const profit[3] = {"ledger.profit_up", "ledger.profit_down",
                                          "ledger.profit_unseen"};
    static const char *const tail[3] = {"ledger.tail_up", "ledger.tail_down",
                                        "ledger.tail_unseen"};
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct fc_estimate es = fc_ledger_effect(ledger, i, FC_LEDGER_ES);
    say_price(view, out, i);
    say_change(view, out, profit, fc_ledger_effect(ledger, i, FC_LEDGER_PROFIT));
    if (fc__known(es))
        say_change(view, out, tail, es);
}

static void say_measures(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_ledger_measures(ledger);
    for (size_t i = 0; i < n + (n > 1); i++)
        say_measure(view, out, i);
    const struct fc_estimate es = fc_ledger_effect(ledger, n, FC_LEDGER_ES);
    char needed[32];
    if (!fc__known(es) && es.needed > 0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "tail.refused",
               {"needed", count(view, (double)es.needed, needed), (double)es.needed});
    }
}

/* ---- crises ---- */
static void say_whole(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t all = fc_ledger_crises(ledger);
    const struct fc_estimate profit = fc_ledger_attributed(ledger, all, false),
                             revenue = fc_ledger_attributed(ledger, all, true);
    struct fc_text_room rooms[2];
    FC_SAY(out, view->lang, "ledger.whole",
           FC_WORD("profit", fc__amount(view, profit, "money", &rooms[0])),
           FC_WORD("revenue", fc__amount(view, revenue, "money", &rooms[1])));
    fc__next_sentence(out);
    fc_builder_add(out, fc__message(view->lang, fc_ledger_shapley(ledger)
                                                    ? "ledger.by_shapley"
                                                    : "ledger.by_last"));
}

static void say_saved(const struct fc_view *view, struct fc_builder *out, size_t c)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t best = fc__ledger_saver(ledger, c);
    const struct fc_estimate after = fc_ledger_loss(ledger, c, true);
    struct fc_text_room rooms[2];
    fc__next_sentence(out);
    if (best == SIZE_MAX) {
        fc_builder_add(out, fc__message(view->lang, "ledger.saved_none"));
        return;
    }
    const struct fc_estimate saved = fc_ledger_saved(ledger, c, best);
    FC_SAY(out, view->lang, fc__nothing(after) ? "ledger.saved_all" : "ledger.saved",
           FC_WORD("title", fc__measure_title(view, best)),
           FC_WORD("saved", fc__amount(view, saved, "money", &rooms[0])),
           FC_WORD("after", fc__amount(view, after, "money", &rooms[1])));
}

static void say_crisis(const struct fc_view *view, struct fc_builder *out, size_t c)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct fc_crisis_facts crisis = fc_ledger_crisis(ledger, c, false);
    const struct fc_estimate share = fc_ledger_attributed(ledger, c, false);
    struct fc_text_room rate, size;
    const bool owned = crisis.owner && *crisis.owner;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, owned ? "ledger.crisis" : "ledger.crisis_nobody",
           FC_WORD("title", fc__crisis_title(crisis)),
           FC_WORD("owner", owned ? crisis.owner : ""),
           FC_WORD("per_year", fc__amount(view, crisis.events_per_year, "", &rate)),
           FC_WORD("share", fc__amount(view, share, "money", &size)));
    if (fc_ledger_has(ledger, FC_LEDGER_CRISES))
        say_saved(view, out, c);
}

static void say_crises(const struct fc_view *view, struct fc_builder *out)
{
    size_t order[FC_LEDGER_ROWS];
    const size_t n = fc__ledger_order(view, order);
    if (n > 0)
        say_whole(view, out);
    for (size_t i = 0; i < n; i++)
        say_crisis(view, out, order[i]);
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    char half[32];
    const double paths = (double)fc_ledger_paths(fc__ledger_of(view), FC_LEDGER_CRISES);
    FC_SAY(out, view->lang, "ledger.trust", {"half", count(view, paths, half), paths});
}

const struct fc_summary_part fc__summary_ledger[] = {
    {"section.ledger", say_what},
    {"section.appetite", say_risk},
    {"section.measures", say_measures},
    {"section.crises", say_crises},
    {"section.pairs", fc__ledger_say_pairs},
    {"section.even", fc__ledger_say_even},
    {"section.best", fc__ledger_say_best},
    {"section.trust", say_trust},
    {NULL, NULL}};
