/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary that can be read aloud. A sentence whose metric the model does not have
 * is left out. Checked by tests/unit/test_report_summary.c. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/write.h"

enum { YEARS_MOST = 10 };

void fc__next_sentence(struct fc_builder *out)
{
    if (out->n > 0)
        fc_builder_add(out, " ");
}

static const char *count(const struct fc_view *view, double number, char out[32])
{
    return fc__count_text(view->lang, number, out);
}

const char *fc__spoken(const struct fc_view *view, struct fc_estimate number,
                       const char *unit, struct fc_text_room *room)
{
    const double least = 0.005 * fabs(number.value);
    if (number.error < least)
        number.error = least;
    return fc__text(view, number, unit, room);
}

static const char *unit_of(const struct fc_view *view, size_t metric)
{
    return fc_forecast_metric(view->forecast, metric).unit;
}

/* ---- the run ---- */
static void say_run(const struct fc_view *view, struct fc_builder *out)
{
    const struct fc_run_facts *run = &view->facts;
    struct fc_builder from = {0}, to = {0};
    char paths[32], months[32], planned[32], crises[32];
    fc__say_month(&from, view->lang, run->start_month, true);
    fc__say_month(&to, view->lang, run->start_month + run->months - 1, false);
    FC_SAY(out, view->lang, "run.worlds",
           {"paths", count(view, (double)run->paths, paths), (double)run->paths},
           {"months", count(view, run->months, months), run->months},
           FC_WORD("from", fc_builder_text(&from)),
           FC_WORD("to", fc_builder_text(&to)));
    fc_builder_clear(&from);
    fc_builder_clear(&to);
    if (!run->complete) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "run.partial",
               FC_WORD("reason", run->stop_reason ? run->stop_reason : "?"),
               FC_WORD("paths", paths),
               FC_WORD("planned", count(view, (double)run->paths_planned, planned)));
    }
    const size_t n = fc_forecast_crises(view->forecast);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, n > 0 ? "run.crises" : "run.no_crises",
           {"crises", count(view, (double)n, crises), (double)n});
}

/* ---- a total with its range ---- */
static void say_total(const struct fc_view *view, struct fc_builder *out, size_t metric,
                      int period)
{
    const char *unit = unit_of(view, metric);
    const bool year = period < 0;
    struct fc_text_room mean, error, low, high, label;
    const struct fc_estimate average = fc__mean(view, metric, period),
                             lower = fc__quantile(view, metric, period, .1),
                             upper = fc__quantile(view, metric, period, .9);
    if (!fc__known(average))
        return;
    const bool range = fc__known(lower) && fc__known(upper);
    const char *key = range  ? year ? "range.year" : "range.horizon"
                      : year ? "range.mean_year"
                             : "range.mean";
    fc__next_sentence(out);
    FC_SAY(out, view->lang, key, FC_WORD("metric", fc__metric_title(view, metric)),
           FC_WORD("year", fc__period_key(view, period, &label)),
           FC_WORD("mean", fc__spoken(view, average, unit, &mean)),
           FC_WORD("error", fc__error_text(view, average, unit, &error)),
           FC_WORD("low", fc__spoken(view, lower, unit, &low)),
           FC_WORD("high", fc__spoken(view, upper, unit, &high)));
}

static void say_tail(const struct fc_view *view, struct fc_builder *out, size_t metric)
{
    const char *unit = unit_of(view, metric);
    const int horizon = FC_PERIOD_HORIZON;
    struct fc_text_room low, mean, error;
    char needed[32];
    const struct fc_estimate var =
                                 fc__stat(view, metric, horizon, FC_STAT_VAR, FC_TAIL),
                             es = fc__stat(view, metric, horizon, FC_STAT_ES, FC_TAIL);
    if (fc__known(var) && fc__known(es)) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "tail",
               FC_WORD("var", fc__spoken(view, var, unit, &low)),
               FC_WORD("es", fc__spoken(view, es, unit, &mean)),
               FC_WORD("error", fc__error_text(view, es, unit, &error)));
    } else if (es.needed > 0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "tail.refused",
               {"needed", count(view, (double)es.needed, needed), (double)es.needed});
    }
}

static void say_revenue(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__find(view, "revenue");
    if (metric == SIZE_MAX || !fc_forecast_metric(view->forecast, metric).totals)
        return;
    say_total(view, out, metric, FC_PERIOD_HORIZON);
    const int years = fc__years(view) < YEARS_MOST ? fc__years(view) : YEARS_MOST;
    for (int year = 1; year <= years && years > 1; year++)
        say_total(view, out, metric, -year);
    say_tail(view, out, metric);
}

/* ---- targets ---- */
static void say_target(const struct fc_view *view, struct fc_builder *out,
                       const struct fc_target *target)
{
    static const char *const keys[] = {"target.inside", "target.outside",
                                       "target.close", "target.open"};
    struct fc_text_room period, value, miss, error, accept;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "target.miss",
           FC_WORD("metric", fc__metric_title(view, target->metric)),
           FC_WORD("period", fc__period_text(view, target->period, &period)),
           FC_WORD("value", fc__exact_text(view, target->value,
                                           unit_of(view, target->metric), &value)),
           FC_WORD("miss", fc__spoken(view, target->miss, "share", &miss)),
           FC_WORD("error", fc__error_text(view, target->miss, "share", &error)));
    fc__next_sentence(out);
    FC_SAY(
        out, view->lang, keys[fc__verdict(target)],
        FC_WORD("accept", fc__exact_text(view, target->accept_miss, "share", &accept)));
}

static void say_targets(const struct fc_view *view, struct fc_builder *out)
{
    const size_t n = fc_forecast_targets(view->forecast);
    if (n == 0)
        fc_builder_add(out, fc__message(view->lang, "target.none"));
    for (size_t i = 0; i < n; i++) {
        const struct fc_target target = fc_forecast_target(view->forecast, i);
        say_target(view, out, &target);
    }
}

/* ---- one number in a sentence ---- */

/* The sentence `key` about the end of the horizon, with {name} as the mean of `metric`.
 */
static void say_mean(const struct fc_view *view, struct fc_builder *out,
                     const char *key, const char *name, const char *metric)
{
    const size_t found = fc__find(view, metric);
    if (found == SIZE_MAX)
        return;
    const struct fc_estimate mean = fc__mean(view, found, fc__end_period(view, found));
    struct fc_text_room room;
    if (!fc__known(mean))
        return;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, key,
           FC_WORD(name, fc__spoken(view, mean, unit_of(view, found), &room)));
}

/* The same with two metrics; left out unless both are there. */
static void say_two(const struct fc_view *view, struct fc_builder *out, const char *key,
                    const char *const names[2], const char *const metrics[2])
{
    struct fc_text_room rooms[2];
    const char *texts[2];
    for (int i = 0; i < 2; i++) {
        const size_t metric = fc__find(view, metrics[i]);
        if (metric == SIZE_MAX)
            return;
        const struct fc_estimate mean =
            fc__mean(view, metric, fc__end_period(view, metric));
        if (!fc__known(mean))
            return;
        texts[i] = fc__spoken(view, mean, unit_of(view, metric), &rooms[i]);
    }
    fc__next_sentence(out);
    FC_SAY(out, view->lang, key, FC_WORD(names[0], texts[0]),
           FC_WORD(names[1], texts[1]));
}

static void say_profit(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__find(view, "operating_profit");
    if (metric == SIZE_MAX || !fc_forecast_metric(view->forecast, metric).totals)
        return;
    say_total(view, out, metric, FC_PERIOD_HORIZON);
    say_tail(view, out, metric);
    say_mean(view, out, "profit.ros", "ros", "return_on_sales");
}

/* The reserve with which 19 worlds of 20 need no credit. */
static void say_reserve(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__find(view, "required_reserve");
    struct fc_text_room room, error;
    if (metric == SIZE_MAX)
        return;
    const struct fc_estimate reserve =
        fc__quantile(view, metric, fc__end_period(view, metric), .95);
    if (!fc__known(reserve) || !(reserve.value > 0.0))
        return;
    const char *unit = unit_of(view, metric);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "cash.reserve",
           FC_WORD("reserve", fc__spoken(view, reserve, unit, &room)),
           FC_WORD("error", fc__error_text(view, reserve, unit, &error)));
}

static void say_cash(const struct fc_view *view, struct fc_builder *out)
{
    const size_t low = fc__find(view, "cash_low"), ruined = fc__find(view, "ruined");
    struct fc_text_room middle, tenth, error;
    if (low != SIZE_MAX) {
        const int end = fc__end_period(view, low);
        const struct fc_estimate median = fc__quantile(view, low, end, .5),
                                 lower = fc__quantile(view, low, end, .1);
        if (fc__known(median) && fc__known(lower))
            FC_SAY(out, view->lang, "cash.low",
                   FC_WORD("median",
                           fc__spoken(view, median, unit_of(view, low), &middle)),
                   FC_WORD("low", fc__spoken(view, lower, unit_of(view, low), &tenth)));
    }
    const struct fc_estimate ruin =
        fc__mean(view, ruined, fc__end_period(view, ruined));
    if (!fc__known(ruin))
        return;
    fc__next_sentence(out);
    if (ruin.value > 0.0)
        FC_SAY(out, view->lang, "cash.ruined",
               FC_WORD("ruin", fc__spoken(view, ruin, "share", &middle)),
               FC_WORD("error", fc__error_text(view, ruin, "share", &error)));
    else
        fc_builder_add(out, fc__message(view->lang, "cash.never"));
    say_reserve(view, out);
}

static void say_sales(const struct fc_view *view, struct fc_builder *out)
{
    static const char *const names[] = {"leads", "wins"};
    say_two(view, out, "sales.leads", names, names);
    say_mean(view, out, "sales.conversion", "conversion", "conversion");
    say_mean(view, out, "sales.win_rate", "win_rate", "win_rate");
    say_mean(view, out, "sales.cycle", "cycle", "cycle_months");
    say_mean(view, out, "sales.deal", "deal", "average_deal");
}

static void say_clients(const struct fc_view *view, struct fc_builder *out)
{
    static const char *const names[] = {"new", "lost"};
    static const char *const flows[] = {"new_clients", "lost_clients"};
    const size_t metric = fc__find(view, "clients");
    const int end = fc__end_period(view, metric);
    const struct fc_estimate mean = fc__mean(view, metric, end),
                             lower = fc__quantile(view, metric, end, .1),
                             upper = fc__quantile(view, metric, end, .9);
    struct fc_text_room clients, low, high;
    if (fc__known(mean))
        FC_SAY(out, view->lang,
               fc__known(lower) && fc__known(upper) ? "clients.base" : "clients.mean",
               FC_WORD("clients", fc__spoken(view, mean, "clients", &clients)),
               FC_WORD("low", fc__spoken(view, lower, "clients", &low)),
               FC_WORD("high", fc__spoken(view, upper, "clients", &high)));
    say_two(view, out, "clients.flow", names, flows);
    say_mean(view, out, "clients.churn", "churn", "churn");
    say_mean(view, out, "clients.kept", "nrr", "nrr");
    say_mean(view, out, "clients.top", "top", "top_client_share");
}

/* ---- capacity ---- */
struct coverage {
    size_t member;
    double mean, worst;
    int worst_month;
};

/* The class of work with the lowest mean coverage; false if coverage is not known. */
static bool bottleneck(const struct fc_view *view, size_t metric, size_t work,
                       struct coverage *found)
{
    found->mean = (double)INFINITY;
    for (size_t i = 0; i < fc_forecast_members(view->forecast, work); i++) {
        const double mean = fc__mean_of_months(view, metric, work, i);
        if (mean < found->mean) {
            found->mean = mean;
            found->member = i;
        }
    }
    found->worst = (double)INFINITY;
    for (int month = 1; month <= view->facts.months; month++) {
        const double mean = fc_forecast_stat(view->forecast, metric, work,
                                             found->member, month, FC_STAT_MEAN, 0.0)
                                .value;
        if (mean < found->worst) {
            found->worst = mean;
            found->worst_month = month;
        }
    }
    return isfinite(found->mean);
}

static void say_bottleneck(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__find(view, "coverage"),
                 work = fc__breakdown(view, "work");
    struct coverage found = {0};
    if (metric == SIZE_MAX || work == SIZE_MAX ||
        !fc_forecast_has(view->forecast, metric, work) ||
        !bottleneck(view, metric, work, &found))
        return;
    fc__next_sentence(out);
    if (found.mean > 0.995) {
        fc_builder_add(out, fc__message(view->lang, "capacity.fine"));
        return;
    }
    struct fc_text_room mean, worst, month;
    const struct fc_estimate average = {found.mean, 0.005, 0},
                             least = {found.worst, 0.005, 0};
    FC_SAY(out, view->lang, "capacity.bottleneck",
           FC_WORD("work", fc__member_title(view, work, found.member)),
           FC_WORD("coverage", fc__spoken(view, average, "share", &mean)),
           FC_WORD("month", fc__period_text(view, found.worst_month, &month)),
           FC_WORD("worst", fc__spoken(view, least, "share", &worst)));
}

static void say_capacity(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__find(view, "utilisation"),
                 team = fc__breakdown(view, "team");
    struct fc_text_room room;
    if (metric == SIZE_MAX)
        return;
    const double whole = fc__mean_of_months(view, metric, 0, 0);
    if (isfinite(whole)) {
        const struct fc_estimate mean = {whole, 0.005, 0};
        FC_SAY(out, view->lang, "capacity.utilisation",
               FC_WORD("utilisation", fc__spoken(view, mean, "share", &room)));
    }
    say_bottleneck(view, out);
    if (team == SIZE_MAX || !fc_forecast_has(view->forecast, metric, team) ||
        fc_forecast_members(view->forecast, team) < 2)
        return;
    size_t most = SIZE_MAX;
    struct fc_estimate highest = {-(double)INFINITY, 0.005, 0};
    for (size_t i = 0; i < fc_forecast_members(view->forecast, team); i++) {
        const double mean = fc__mean_of_months(view, metric, team, i);
        if (mean > highest.value) {
            highest.value = mean;
            most = i;
        }
    }
    if (most == SIZE_MAX)
        return;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "capacity.team",
           FC_WORD("team", fc__member_title(view, team, most)),
           FC_WORD("utilisation", fc__spoken(view, highest, "share", &room)));
}

/* ---- crises and recovery ---- */
static void say_crises(const struct fc_view *view, struct fc_builder *out)
{
    size_t heaviest = SIZE_MAX;
    double most = 0.0;
    for (size_t i = 0; i < fc_forecast_crises(view->forecast); i++) {
        const struct fc_crisis_facts crisis = fc_forecast_crisis(view->forecast, i);
        if (fc__crisis_weight(&crisis) > most) {
            most = fc__crisis_weight(&crisis);
            heaviest = i;
        }
    }
    if (heaviest == SIZE_MAX)
        return;
    const struct fc_crisis_facts crisis = fc_forecast_crisis(view->forecast, heaviest);
    struct fc_text_room per_year, severity, any;
    FC_SAY(out, view->lang, "crises.heaviest",
           FC_WORD("title", crisis.title ? crisis.title : crisis.name),
           FC_WORD("per_year",
                   fc__spoken(view, crisis.events_per_year, "events", &per_year)),
           FC_WORD("severity", fc__spoken(view, crisis.severity, "share", &severity)),
           FC_WORD("any", fc__spoken(view, crisis.any, "share", &any)));
    say_mean(view, out, "crises.days", "days", "crisis_days");
    say_mean(view, out, "crises.cost", "cost", "crisis_cost");
}

static void say_recovery(const struct fc_view *view, struct fc_builder *out)
{
    if (!fc_forecast_has_twin(view->forecast))
        return;
    struct fc_estimate hit, never;
    struct fc_text_room rooms[4];
    const struct fc_estimate median =
        fc_forecast_recovery(view->forecast, .5, &hit, &never);
    const struct fc_estimate late =
        fc_forecast_recovery(view->forecast, .9, &hit, &never);
    if (!fc__known(hit))
        return;
    FC_SAY(out, view->lang, "recovery.hit",
           FC_WORD("hit", fc__spoken(view, hit, "share", &rooms[0])));
    if (!fc__known(never))
        return;
    fc__next_sentence(out);
    if (!fc__known(median)) { /* more than half are still behind at the end */
        FC_SAY(out, view->lang, "recovery.never",
               FC_WORD("never", fc__spoken(view, never, "share", &rooms[3])));
        return;
    }
    FC_SAY(out, view->lang, "recovery.time",
           FC_WORD("median", fc__spoken(view, median, "months", &rooms[1])),
           FC_WORD("late", fc__spoken(view, late, "months", &rooms[2])),
           FC_WORD("never", fc__spoken(view, never, "share", &rooms[3])));
}

void fc__say_plan(const struct fc_view *view, struct fc_builder *out)
{
    const struct fc_run_facts *run = &view->facts;
    struct fc_text_room rooms[2];
    if (run->strata == 0 || run->paths == 0)
        return;
    const double none = (double)run->stratum[0].paths / (double)run->paths;
    const struct fc_estimate some = {1.0 - none, 0.01, 0},
                             really = {1.0 - run->stratum[0].prob, 0.01, 0};
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "trust.plan",
           FC_WORD("run", fc__spoken(view, some, "share", &rooms[0])),
           FC_WORD("true", fc__spoken(view, really, "share", &rooms[1])));
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__find(view, "revenue");
    const double paths = (double)view->facts.paths;
    char number[32], weak[32], all[32];
    struct fc_text_room room;
    const struct fc_estimate mean =
        fc__mean(view, metric, fc__end_period(view, metric));
    const double share = 2.0 * mean.error / fabs(mean.value);
    if (fc__known(mean) && isfinite(share)) {
        const struct fc_estimate twice = {share, 0.1 * share, 0};
        FC_SAY(out, view->lang, "trust.error",
               {"paths", count(view, paths, number), paths},
               FC_WORD("metric", fc__metric_title(view, metric)),
               FC_WORD("share", fc__spoken(view, twice, "share", &room)));
    }
    fc__say_plan(view, out);
    fc__next_sentence(out);
    fc_builder_add(out, fc__message(view->lang, "trust.digits"));
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "trust.model",
           FC_WORD("weak", count(view, (double)fc__weak(view), weak)),
           FC_WORD("all", count(view, (double)fc__assumed(view), all)));
}

/* ---- all of it ---- */
const struct fc_summary_part fc__summary_run[] = {
    {"section.run", say_run},         {"section.revenue", say_revenue},
    {"section.targets", say_targets}, {"section.profit", say_profit},
    {"section.cash", say_cash},       {"section.sales", say_sales},
    {"section.clients", say_clients}, {"section.capacity", say_capacity},
    {"section.crises", say_crises},   {"section.recovery", say_recovery},
    {"section.trust", say_trust},     {NULL, NULL}};
