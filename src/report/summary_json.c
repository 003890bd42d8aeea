/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.json: the headline numbers, each with its Monte Carlo error. Checked by
 * tests/unit/test_report_write.c. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "report/write.h"

static const struct stat {
    const char *name;
    enum fc_stat stat;
    double level;
    bool total_only;
} stats[] = {
    {"mean", FC_STAT_MEAN, 0.0, false},    {"sd", FC_STAT_SD, 0.0, false},
    {"p05", FC_STAT_QUANTILE, .05, false}, {"p10", FC_STAT_QUANTILE, .10, false},
    {"p25", FC_STAT_QUANTILE, .25, false}, {"p50", FC_STAT_QUANTILE, .50, false},
    {"p75", FC_STAT_QUANTILE, .75, false}, {"p90", FC_STAT_QUANTILE, .90, false},
    {"p95", FC_STAT_QUANTILE, .95, false}, {"var", FC_STAT_VAR, FC_TAIL, true},
    {"es", FC_STAT_ES, FC_TAIL, true},
};

void fc__json_estimate(struct fc_json *json, const char *key, struct fc_estimate number)
{
    fc_json_object(json, key);
    fc_json_number(json, "value", number.value);
    fc_json_number(json, "error", fc__known(number) ? number.error : (double)NAN);
    if (number.needed > 0)
        fc_json_count(json, "needed", number.needed);
    fc_json_end(json, '}');
}

static void put_stats(const struct fc_view *view, struct fc_json *json, size_t metric,
                      int period)
{
    for (size_t i = 0; i < sizeof stats / sizeof *stats; i++) {
        if (stats[i].total_only && (period > 0 || fc__more_is_worse(view, metric)))
            continue;
        const struct fc_estimate number =
            fc__stat(view, metric, period, stats[i].stat, stats[i].level);
        if (fc__known(number) || number.needed > 0)
            fc__json_estimate(json, stats[i].name, number);
    }
}

void fc__json_run(const struct fc_view *view, struct fc_json *json)
{
    const struct fc_run_facts *run = &view->facts;
    struct fc_text_room start;
    fc_json_count(json, "schema_version", FC_SUMMARY_SCHEMA);
    fc_json_text(json, "program", "funnelcloud");
    fc_json_text(json, "version", fc__version());
    fc_json_text(json, "title", run->title);
    fc_json_text(json, "currency", run->currency);
    fc_json_text(json, "start", fc__period_key(view, 1, &start));
    fc_json_whole(json, "months", run->months);
    fc_json_whole(json, "steps_per_month", run->steps_per_month);
    fc_json_count(json, "paths", run->paths);
    fc_json_count(json, "paths_planned", run->paths_planned);
    fc_json_count(json, "seed", run->seed);
    fc_json_text(json, "plan", run->plan);
    fc_json_flag(json, "complete", run->complete);
    fc_json_text(json, "stop_reason", run->complete ? NULL : run->stop_reason);
    fc_json_text(json, "result_hash", run->result_hash);
    fc_json_count(json, "clamps", run->clamps);
}

static void put_metric(const struct fc_view *view, struct fc_json *json, size_t metric)
{
    static const char *const kinds[] = {"flow", "level", "ratio"};
    const struct fc_metric facts = fc_forecast_metric(view->forecast, metric);
    fc_json_object(json, NULL);
    fc_json_text(json, "name", facts.name);
    fc_json_text(json, "unit", facts.unit);
    fc_json_text(json, "kind", kinds[facts.kind]);
    fc_json_object(json, "horizon");
    put_stats(view, json, metric, fc__end_period(view, metric));
    fc_json_end(json, '}');
    if (facts.totals) {
        fc_json_array(json, "years");
        for (int year = 1; year <= fc__years(view); year++) {
            struct fc_text_room key;
            fc_json_object(json, NULL);
            fc_json_text(json, "period", fc__period_key(view, -year, &key));
            put_stats(view, json, metric, -year);
            fc_json_end(json, '}');
        }
        fc_json_end(json, ']');
    }
    fc_json_end(json, '}');
}

static void put_targets(const struct fc_view *view, struct fc_json *json)
{
    fc_json_array(json, "targets");
    for (size_t i = 0; i < fc_forecast_targets(view->forecast); i++) {
        const struct fc_target target = fc_forecast_target(view->forecast, i);
        struct fc_text_room key;
        fc_json_object(json, NULL);
        fc_json_text(json, "metric",
                     fc_forecast_metric(view->forecast, target.metric).name);
        fc_json_text(json, "period", fc__period_key(view, target.period, &key));
        fc_json_number(json, "target", target.value);
        fc__json_estimate(json, "miss", target.miss);
        fc_json_number(json, "accept_miss", target.accept_miss);
        fc_json_text(json, "verdict", fc__verdict_name(fc__verdict(&target)));
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_crises(const struct fc_view *view, struct fc_json *json)
{
    fc_json_array(json, "crises");
    for (size_t i = 0; i < fc_forecast_crises(view->forecast); i++) {
        const struct fc_crisis_facts crisis = fc_forecast_crisis(view->forecast, i);
        struct fc_text_room month;
        fc_json_object(json, NULL);
        fc_json_text(json, "name", crisis.name);
        fc_json_text(json, "title", crisis.title);
        fc_json_text(json, "category", crisis.category);
        fc_json_text(json, "owner", crisis.owner);
        fc_json_text(json, "scheduled",
                     crisis.scheduled_month > 0
                         ? fc__period_key(view, crisis.scheduled_month, &month)
                         : NULL);
        fc__json_estimate(json, "events_per_year", crisis.events_per_year);
        fc__json_estimate(json, "any", crisis.any);
        fc__json_estimate(json, "severity", crisis.severity);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

static void put_recovery(const struct fc_view *view, struct fc_json *json)
{
    if (!fc_forecast_has_twin(view->forecast))
        return;
    struct fc_estimate hit, never;
    const struct fc_estimate median =
        fc_forecast_recovery(view->forecast, .5, &hit, &never);
    const struct fc_estimate late =
        fc_forecast_recovery(view->forecast, .9, &hit, &never);
    fc_json_object(json, "recovery");
    fc__json_estimate(json, "hit", hit);
    fc__json_estimate(json, "never", never);
    fc__json_estimate(json, "p50", median);
    fc__json_estimate(json, "p90", late);
    fc_json_end(json, '}');
}

void fc__summary_json(const struct fc_view *view, struct fc_builder *out)
{
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    fc_json_array(&json, "metrics");
    for (size_t i = 0; i < fc_forecast_metrics(view->forecast); i++) {
        const struct fc_metric metric = fc_forecast_metric(view->forecast, i);
        if (metric.headline || metric.totals)
            put_metric(view, &json, i);
    }
    fc_json_end(&json, ']');
    put_targets(view, &json);
    put_crises(view, &json);
    put_recovery(view, &json);
    fc_json_end(&json, '}');
}
