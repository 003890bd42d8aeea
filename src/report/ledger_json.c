/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.json of a ledger. Checked by tests/unit/test_decide_ledger.c. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "report/ledger.h"

static void put_risk(const struct fc_view *view, struct fc_json *json)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    fc_json_array(json, "targets");
    for (size_t t = 0; t < fc_forecast_targets(view->forecast); t++) {
        const struct fc_target target = fc_forecast_target(view->forecast, t);
        struct fc_text_room key;
        fc_json_object(json, NULL);
        fc_json_text(json, "metric",
                     fc_forecast_metric(view->forecast, target.metric).name);
        fc_json_text(json, "period", fc__period_key(view, target.period, &key));
        fc_json_number(json, "target", target.value);
        fc_json_number(json, "accept_miss", target.accept_miss);
        for (int side = 0; side < 2; side++) {
            const struct fc_target own =
                fc_forecast_target(fc_ledger_forecast(ledger, side), t);
            fc_json_object(json, side ? "residual" : "inherent");
            fc__json_estimate(json, "miss", own.miss);
            fc_json_text(json, "verdict", fc__verdict_name(fc__verdict(&own)));
            fc_json_end(json, '}');
        }
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_measures(const struct fc_view *view, struct fc_json *json)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    const size_t n = fc_ledger_measures(ledger);
    fc_json_array(json, "measures");
    for (size_t i = 0; i < n + (n > 1); i++) {
        const bool all = i == n;
        fc_json_object(json, NULL);
        fc_json_text(json, "name", all ? "all" : fc_ledger_measure(ledger, i).name);
        fc_json_text(json, "title", fc__measure_title(view, i));
        fc_json_text(json, "file", all ? NULL : fc_ledger_measure(ledger, i).file);
        fc__json_estimate(json, "cost", fc_ledger_effect(ledger, i, FC_LEDGER_COST));
        fc__json_estimate(json, "mean", fc_ledger_effect(ledger, i, FC_LEDGER_PROFIT));
        fc__json_estimate(json, "es", fc_ledger_effect(ledger, i, FC_LEDGER_ES));
        fc__json_estimate(json, "ruined", fc_ledger_effect(ledger, i, FC_LEDGER_RUIN));
        fc__json_estimate(json, "per_cost",
                          fc_ledger_per_cost(ledger, i, FC_LEDGER_PROFIT));
        fc__json_estimate(json, "share", fc_ledger_share(ledger, i, FC_LEDGER_PROFIT));
        fc_json_array(json, "misses");
        for (size_t t = 0; t < fc_forecast_targets(view->forecast); t++)
            fc__json_estimate(json, NULL, fc_ledger_miss(ledger, i, t));
        fc_json_end(json, ']');
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_pairs(const fc_ledger *ledger, struct fc_json *json)
{
    const size_t n = fc_ledger_measures(ledger);
    fc_json_array(json, "pairs");
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            fc_json_object(json, NULL);
            fc_json_text(json, "one", fc_ledger_measure(ledger, i).name);
            fc_json_text(json, "two", fc_ledger_measure(ledger, j).name);
            fc__json_estimate(json, "mean",
                              fc_ledger_pair(ledger, i, j, FC_LEDGER_PROFIT));
            fc__json_estimate(json, "es", fc_ledger_pair(ledger, i, j, FC_LEDGER_ES));
            fc_json_end(json, '}');
        }
    fc_json_end(json, ']');
}

static void put_sides(const fc_ledger *ledger, struct fc_json *json, size_t c)
{
    for (int side = 0; side < 2; side++) {
        const struct fc_crisis_facts facts = fc_ledger_crisis(ledger, c, side);
        fc_json_object(json, side ? "residual" : "inherent");
        fc__json_estimate(json, "events_per_year", facts.events_per_year);
        fc__json_estimate(json, "severity", facts.severity);
        fc__json_estimate(json, "loss", fc_ledger_loss(ledger, c, side));
        fc__json_estimate(json, "loss_each", fc_ledger_loss_each(ledger, c, side));
        fc_json_end(json, '}');
    }
    fc_json_array(json, "saved");
    for (size_t m = 0; m < fc_ledger_measures(ledger); m++) {
        fc_json_object(json, NULL);
        fc_json_text(json, "name", fc_ledger_measure(ledger, m).name);
        fc__json_estimate(json, "mean", fc_ledger_saved(ledger, c, m));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_crises(const struct fc_view *view, struct fc_json *json)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    size_t order[FC_LEDGER_ROWS];
    const size_t n = fc__ledger_order(view, order);
    if (n == 0)
        return;
    fc_json_text(json, "attribution",
                 fc_ledger_shapley(ledger) ? "shapley" : "last_in");
    fc_json_array(json, "crises");
    for (size_t i = 0; i < n; i++) {
        const struct fc_crisis_facts facts = fc_ledger_crisis(ledger, order[i], false);
        fc_json_object(json, NULL);
        fc_json_text(json, "name", facts.name);
        fc_json_text(json, "title", facts.title);
        fc_json_text(json, "category", facts.category);
        fc_json_text(json, "owner", facts.owner);
        fc_json_object(json, "attributed");
        fc__json_estimate(json, "operating_profit",
                          fc_ledger_attributed(ledger, order[i], false));
        fc__json_estimate(json, "revenue",
                          fc_ledger_attributed(ledger, order[i], true));
        fc_json_end(json, '}');
        if (fc_ledger_has(ledger, FC_LEDGER_CRISES))
            put_sides(ledger, json, order[i]);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_even(const fc_ledger *ledger, struct fc_json *json)
{
    static const char *const outcomes[] = {"none", "always", "found", "never"};
    if (!fc_ledger_has(ledger, FC_LEDGER_BREAK_EVEN))
        return;
    fc_json_array(json, "break_even");
    for (size_t i = 0; i < fc_ledger_measures(ledger); i++) {
        const struct fc_ledger_even even = fc_ledger_break_even(ledger, i);
        const bool some = even.kind != FC_EVEN_NONE;
        fc_json_object(json, NULL);
        fc_json_text(json, "name", fc_ledger_measure(ledger, i).name);
        fc_json_text(json, "outcome", outcomes[even.kind]);
        fc_json_text(json, "crisis",
                     some ? fc_ledger_crisis(ledger, even.crisis, false).name : NULL);
        fc_json_number(json, "per_year", some ? even.per_year : (double)NAN);
        if (even.kind == FC_EVEN_FOUND || even.kind == FC_EVEN_NEVER)
            fc__json_estimate(json, "times", even.times);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_set(const fc_ledger *ledger, struct fc_json *json, const char *key,
                    uint32_t set)
{
    fc_json_array(json, key);
    for (size_t i = 0; set >> i; i++)
        if (set >> i & 1u)
            fc_json_text(json, NULL, fc_ledger_measure(ledger, i).name);
    fc_json_end(json, ']');
}

static void put_best(const fc_ledger *ledger, struct fc_json *json)
{
    if (!fc_ledger_has(ledger, FC_LEDGER_BEST))
        return;
    fc_json_number(json, "budget", fc_ledger_budget(ledger));
    fc_json_array(json, "best_sets");
    for (int g = 0; g <= FC_LEDGER_ES; g++) {
        const struct fc_ledger_best best =
            fc_ledger_best(ledger, (enum fc_ledger_goal)g);
        if (!best.found)
            continue;
        fc_json_object(json, NULL);
        fc_json_text(json, "stat", g == FC_LEDGER_ES ? "es" : "mean");
        put_set(ledger, json, "best_members", best.set[0]);
        fc__json_estimate(json, "gain", best.gain[0]);
        fc__json_estimate(json, "cost", best.cost[0]);
        fc_json_array(json, "p_miss");
        for (size_t t = 0; t < fc_forecast_targets(fc_ledger_forecast(ledger, 0)); t++)
            fc__json_estimate(json, NULL,
                              fc_ledger_best_miss(ledger, (enum fc_ledger_goal)g, t));
        fc_json_end(json, ']');
        if (best.next) {
            put_set(ledger, json, "next_best", best.set[1]);
            fc__json_estimate(json, "ahead", best.ahead);
            fc_json_flag(json, "seen", best.needed == 0);
        }
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

void fc__ledger_json(const struct fc_view *view, struct fc_builder *out)
{
    const fc_ledger *ledger = fc__ledger_of(view);
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    put_risk(view, &json);
    put_measures(view, &json);
    put_pairs(ledger, &json);
    put_crises(view, &json);
    put_even(ledger, &json);
    put_best(ledger, &json);
    fc_json_end(&json, '}');
}
