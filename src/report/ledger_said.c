/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More sentences of a ledger: which measures overlap, how often a crisis must come for
 * a measure to pay, the best set for the budget. Checked by
 * tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/ledger.h"
#include "stats/risk.h"

/* ---- pairs ---- */

/* Is it seen, with an allowance for all `pairs` that are looked at (Bonferroni)? */
static bool stands_out(struct fc_estimate pair, size_t pairs)
{
    const double wide = fc_normal_quantile(1.0 - 0.025 / (double)pairs);
    return fabs(pair.value) > wide * pair.error && !fc__nothing(pair);
}

static bool say_pair(const struct fc_view *view, struct fc_builder *out, size_t i,
                     size_t j)
{
    const size_t n = fc_ledger_measures(fc__ledger_of(view));
    struct fc_estimate pair =
        fc_ledger_pair(fc__ledger_of(view), i, j, FC_LEDGER_PROFIT);
    const bool less = pair.value < 0.0;
    struct fc_text_room size;
    if (!stands_out(pair, n * (n - 1) / 2))
        return false;
    pair.value = fabs(pair.value);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, less ? "ledger.overlap" : "ledger.strengthen",
           FC_WORD("one", fc__measure_title(view, i)),
           FC_WORD("two", fc__measure_title(view, j)),
           FC_WORD("change", fc__amount(view, pair, "money", &size)));
    return true;
}

void fc__ledger_say_pairs(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_ledger_measures(ledger);
    bool some = false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            some |= say_pair(view, out, i, j);
    if (n > 1 && !some)
        fc_builder_add(out, fc__message(view->lang, "ledger.no_pair"));
    const struct fc_estimate rest = fc_ledger_share(ledger, n, FC_LEDGER_PROFIT);
    struct fc_text_room size;
    if (n > 2 && fc__ledger_seen(rest) && !fc__nothing(rest)) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "ledger.rest",
               FC_WORD("rest", fc__amount(view, rest, "money", &size)));
    }
}

/* ---- break-even ---- */
static void say_even(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    static const char *const keys[] = {
        [FC_EVEN_NONE] = "ledger.even_none",
        [FC_EVEN_ALWAYS] = "ledger.even_always",
        [FC_EVEN_FOUND] = "ledger.even_found",
        [FC_EVEN_NEVER] = "ledger.even_never",
    };
    const fc_ledger *ledger = fc__ledger_of(view);
    const struct fc_ledger_even even = fc_ledger_break_even(ledger, i);
    const struct fc_crisis_facts crisis = fc_ledger_crisis(ledger, even.crisis, false);
    struct fc_text_room times, rate;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, keys[even.kind],
           FC_WORD("title", fc__measure_title(view, i)),
           FC_WORD("crisis", fc__crisis_title(crisis)),
           FC_WORD("times", fc__amount(view, even.times, "", &times)),
           FC_WORD("per_year", fc__exact_text(view, even.per_year, "", &rate)));
}

void fc__ledger_say_even(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    if (!fc_ledger_has(ledger, FC_LEDGER_BREAK_EVEN))
        return;
    for (size_t i = 0; i < fc_ledger_measures(ledger); i++)
        say_even(view, out, i);
}

/* ---- the best set ---- */
static void say_ahead(const struct fc_view *view, struct fc_builder *out,
                      const struct fc_ledger_best *best)
{
    struct fc_builder next = {0};
    struct fc_text_room size;
    char needed[32];
    struct fc_estimate ahead = best->ahead;
    const bool seen = fc__ledger_seen(ahead), behind = seen && ahead.value < 0.0;
    const bool few = best->needed > 0 && best->needed < UINT64_MAX;
    if (!best->next)
        return;
    ahead.value = behind ? -ahead.value : ahead.value;
    fc__say_set(view, &next, best->set[1]);
    fc__next_sentence(out);
    FC_SAY(out, view->lang,
           behind ? "ledger.behind"
           : seen ? "ledger.ahead"
           : few  ? "ledger.level"
                  : "ledger.level_ever",
           FC_WORD("next", fc_builder_text(&next)),
           FC_WORD("change", fc__amount(view, ahead, "money", &size)),
           {"needed", fc__count_text(view->lang, (double)best->needed, needed),
            (double)best->needed});
    fc_builder_clear(&next);
}

/* Residual risk with the best set, target by target. */
static void say_best_risk(const struct fc_view *view, struct fc_builder *out,
                          enum fc_ledger_goal goal)
{
    for (size_t t = 0; t < fc_forecast_targets(view->forecast); t++) {
        struct fc_target target = fc_forecast_target(view->forecast, t);
        struct fc_text_room period, miss;
        target.miss = fc_ledger_best_miss(fc__ledger_of(view), goal, t);
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "ledger.best_risk",
               FC_WORD("metric", fc__metric_title(view, target.metric)),
               FC_WORD("period", fc__period_text(view, target.period, &period)),
               FC_WORD("miss", fc__amount(view, target.miss, "share", &miss)),
               FC_WORD("verdict", fc__ledger_verdict(view, &target)));
    }
}

static void say_best(const struct fc_view *view, struct fc_builder *out,
                     enum fc_ledger_goal goal)
{
    const struct fc_ledger_best best = fc_ledger_best(fc__ledger_of(view), goal);
    struct fc_builder set = {0};
    struct fc_text_room size, cost;
    const char *what = fc__message(
        view->lang, goal == FC_LEDGER_ES ? "ledger.goal_es" : "ledger.goal_profit");
    if (!best.found)
        return;
    fc__say_set(view, &set, best.set[0]);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, best.set[0] ? "ledger.best" : "ledger.best_none",
           FC_WORD("goal", what), FC_WORD("set", fc_builder_text(&set)),
           FC_WORD("change", fc__amount(view, best.gain[0], "money", &size)),
           FC_WORD("cost", fc__amount(view, best.cost[0], "money", &cost)));
    fc_builder_clear(&set);
    say_ahead(view, out, &best);
    if (best.set[0])
        say_best_risk(view, out, goal);
}

void fc__ledger_say_best(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const double budget = fc_ledger_budget(ledger),
                 sets = (double)((uint64_t)1 << fc_ledger_measures(ledger)),
                 paths = (double)fc_ledger_paths(ledger, FC_LEDGER_BEST);
    struct fc_text_room money;
    char numbers[2][32];
    if (!fc_ledger_has(ledger, FC_LEDGER_BEST))
        return;
    FC_SAY(out, view->lang, isfinite(budget) ? "ledger.budget" : "ledger.no_budget",
           FC_WORD("budget", fc__exact_text(view, budget, "money", &money)),
           {"sets", fc__count_text(view->lang, sets, numbers[0]), sets},
           {"paths", fc__count_text(view->lang, paths, numbers[1]), paths});
    say_best(view, out, FC_LEDGER_PROFIT);
    say_best(view, out, FC_LEDGER_ES);
}
