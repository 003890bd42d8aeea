/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a forecast by name. Checked by the tests of what is written from it. */
#include "report/write.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const struct fc_estimate none = {(double)NAN, (double)NAN, 0};

void fc__view_begin(struct fc_view *self, const fc_scenario *scenario,
                    struct fc_run_facts facts, const char *lang)
{
    *self =
        (struct fc_view){.scenario = scenario, .facts = facts, .lang = fc__lang(lang)};
}

void fc__view_init(struct fc_view *self, const fc_scenario *scenario,
                   const fc_forecast *forecast, const char *lang)
{
    fc__view_begin(self, scenario, fc_forecast_facts(forecast), lang);
    self->kind = &fc__report_run;
    self->forecast = forecast;
}

size_t fc__view_scenarios(const struct fc_view *self)
{
    return self->comparison ? self->n_scenarios : 1;
}

const fc_scenario *fc__view_scenario(const struct fc_view *self, size_t i)
{
    return self->comparison ? self->scenarios[i] : self->scenario;
}

/* ---- numbers ---- */
size_t fc__find(const struct fc_view *self, const char *metric)
{
    return fc_forecast_find(self->forecast, metric);
}

bool fc__known(struct fc_estimate estimate)
{
    return isfinite(estimate.value);
}

struct fc_estimate fc__stat(const struct fc_view *self, size_t metric, int period,
                            enum fc_stat stat, double level)
{
    if (metric == SIZE_MAX)
        return none;
    return fc_forecast_stat(self->forecast, metric, 0, 0, period, stat, level);
}

struct fc_estimate fc__mean(const struct fc_view *self, size_t metric, int period)
{
    return fc__stat(self, metric, period, FC_STAT_MEAN, 0.0);
}

struct fc_estimate fc__quantile(const struct fc_view *self, size_t metric, int period,
                                double level)
{
    return fc__stat(self, metric, period, FC_STAT_QUANTILE, level);
}

int fc__end_period(const struct fc_view *self, size_t metric)
{
    if (metric == SIZE_MAX)
        return self->facts.months;
    const struct fc_metric facts = fc_forecast_metric(self->forecast, metric);
    const bool sums = facts.totals || facts.kind == FC_METRIC_FLOW;
    return sums ? FC_PERIOD_HORIZON : self->facts.months;
}

double fc__mean_of_months(const struct fc_view *self, size_t metric, size_t breakdown,
                          size_t member)
{
    double sum = 0.0;
    int n = 0;
    for (int month = 1; month <= self->facts.months; month++) {
        const struct fc_estimate mean = fc_forecast_stat(
            self->forecast, metric, breakdown, member, month, FC_STAT_MEAN, 0.0);
        if (fc__known(mean)) {
            sum += mean.value;
            n++;
        }
    }
    return n > 0 ? sum / n : (double)NAN;
}

size_t fc__breakdown(const struct fc_view *self, const char *name)
{
    for (size_t i = 0; i < fc_forecast_breakdowns(self->forecast); i++)
        if (strcmp(fc_forecast_breakdown(self->forecast, i), name) == 0)
            return i;
    return SIZE_MAX;
}

int fc__years(const struct fc_view *self)
{
    return (self->facts.months + 11) / 12;
}

/* A number and its unit stay on one line: its spaces do not break; a true minus sign.
 */
static void typeset(struct fc_text_room *room)
{
    struct fc_builder text = {0};
    for (const char *at = room->text; *at; at++)
        if (*at == ' ')
            fc_builder_add(&text, "\xC2\xA0");
        else if (*at == '-')
            fc_builder_add(&text, "\xE2\x88\x92");
        else
            fc_builder_add_bytes(&text, at, 1);
    if (text.n < sizeof room->text)
        strcpy(room->text, fc_builder_text(&text));
    fc_builder_clear(&text);
}

const char *fc__text(const struct fc_view *self, struct fc_estimate estimate,
                     const char *unit, struct fc_text_room *room)
{
    if (!fc__known(estimate) && estimate.needed == 0)
        return "–";
    fc_estimate_text(estimate, unit, self->facts.currency, fc__lang_code(self->lang),
                     room->text, sizeof room->text);
    if (fc__known(estimate))
        typeset(room);
    return room->text;
}

const char *fc__error_text(const struct fc_view *self, struct fc_estimate estimate,
                           const char *unit, struct fc_text_room *room)
{
    /* two significant digits: as if the error were known to a tenth of itself */
    const bool share = unit && strncmp(unit, "share", 5) == 0;
    const double size = share ? 100.0 * estimate.error : estimate.error;
    const struct fc_estimate error = {size, 0.1 * size, 0};
    fc__text(self, error, share ? "" : unit, room);
    if (share && fc__known(error)) { /* percent of what? percentage points */
        strncat(room->text, "\xC2\xA0", sizeof room->text - strlen(room->text) - 1);
        strncat(room->text, fc__message(self->lang, "points"),
                sizeof room->text - strlen(room->text) - 1);
    }
    return fc__known(error) ? room->text : "–";
}

const char *fc__exact_text(const struct fc_view *self, double value, const char *unit,
                           struct fc_text_room *room)
{
    const struct fc_estimate exact = {value, 0.0, 0};
    return fc__text(self, exact, unit, room);
}

enum fc_verdict fc__verdict(const struct fc_target *target)
{
    if (!isfinite(target->accept_miss))
        return FC_OPEN;
    const double distance = target->miss.value - target->accept_miss;
    if (!isfinite(distance) || fabs(distance) < 2.0 * target->miss.error)
        return FC_CLOSE;
    return distance <= 0.0 ? FC_INSIDE : FC_OUTSIDE;
}

const char *fc__verdict_name(enum fc_verdict verdict)
{
    static const char *const names[] = {"inside", "outside", "close", "open"};
    return names[verdict];
}

size_t fc__exceedance(const struct fc_view *self, size_t metric, int period,
                      struct fc_curve_point points[FC_CURVE_POINTS])
{
    static const double tails[] = {.001, .002, .003, .005, .007};
    enum { TAILS = sizeof tails / sizeof *tails, LEVELS = 99 + 2 * TAILS };
    size_t n = 0;
    for (int i = 0; i < LEVELS && n < FC_CURVE_POINTS; i++) {
        const double level = i < TAILS        ? tails[i]
                             : i < TAILS + 99 ? (i - TAILS + 1) / 100.0
                                              : 1.0 - tails[LEVELS - 1 - i];
        const double at = fc__quantile(self, metric, period, level).value;
        if (!isfinite(at) || (n > 0 && !(at > points[n - 1].value)))
            continue;
        const struct fc_estimate below =
            fc__stat(self, metric, period, FC_STAT_BELOW, at);
        if (fc__known(below))
            points[n++] = (struct fc_curve_point){at, 1.0 - below.value, below.error};
    }
    return n;
}

/* ---- names ---- */
const char *fc__metric_title(const struct fc_view *self, size_t metric)
{
    const char *name = fc_forecast_metric(self->forecast, metric).name;
    return fc__term_title(self->lang, "metric", name, NULL);
}

const char *fc__member_title(const struct fc_view *self, size_t breakdown,
                             size_t member)
{
    const char *title = NULL;
    const char *name = fc_forecast_member(self->forecast, breakdown, member, &title);
    if (title && *title && strcmp(title, name) != 0)
        return title;
    return fc__term_title(self->lang, fc_forecast_breakdown(self->forecast, breakdown),
                          name, title);
}

static void year_text(const struct fc_view *self, int year, struct fc_text_room *room)
{
    const int first = self->facts.start_month + 12 * (year - 1);
    if (first % 12 == 0)
        snprintf(room->text, sizeof room->text, "%d", first / 12);
    else
        snprintf(room->text, sizeof room->text, "%d/%02d", first / 12,
                 (first / 12 + 1) % 100);
}

const char *fc__period_key(const struct fc_view *self, int period,
                           struct fc_text_room *room)
{
    if (period < 0)
        year_text(self, -period, room);
    else if (period == FC_PERIOD_HORIZON)
        snprintf(room->text, sizeof room->text, "horizon");
    else {
        const int at = self->facts.start_month + period - 1;
        snprintf(room->text, sizeof room->text, "%04d-%02d", at / 12, at % 12 + 1);
    }
    return room->text;
}

const char *fc__period_text(const struct fc_view *self, int period,
                            struct fc_text_room *room)
{
    if (period < 0)
        return fc__period_key(self, period, room);
    if (period == FC_PERIOD_HORIZON)
        return fc__message(self->lang, "period.horizon");
    struct fc_builder text = {0};
    fc__say_month(&text, self->lang, self->facts.start_month + period - 1, false);
    snprintf(room->text, sizeof room->text, "%s", fc_builder_text(&text));
    fc_builder_clear(&text);
    return room->text;
}

const char *fc__scenario_name(const struct fc_view *self, struct fc_text_room *room)
{
    const char *text, *sha;
    size_t length;
    const char *path = fc_scenario_files(self->scenario) > 0
                           ? fc_scenario_file(self->scenario, 0, &text, &length, &sha)
                           : "scenario";
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    snprintf(room->text, sizeof room->text, "%.*s", (int)(n < 120 ? n : 120), name);
    return room->text;
}

bool fc__name_is_worse(const char *metric)
{
    static const char *const names[] = {
        "crisis_events",    "crisis_days", "crisis_cost",
        "active_crises",    "recession",   "lost_clients",
        "losses",           "costs",       "pay",
        "marketing",        "bad_debt",    "drawdown",
        "required_reserve", "leavers",     "vacancies",
        "ruined",           "churn",       "cycle_months",
        "false_alarms",     "policy_cost"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], metric) == 0)
            return true;
    return false;
}

bool fc__more_is_worse(const struct fc_view *self, size_t metric)
{
    return fc__name_is_worse(fc_forecast_metric(self->forecast, metric).name);
}

/* A number that describes the world: it has a unit and is not what somebody decided. */
static bool is_assumed(const struct fc_assumption *assumption)
{
    static const char *const decided[] = {"title",   "currency",  "horizon",
                                          "targets", "decisions", "policies"};
    const size_t n = strcspn(assumption->key, ".[");
    for (size_t i = 0; i < sizeof decided / sizeof *decided; i++)
        if (strlen(decided[i]) == n && strncmp(decided[i], assumption->key, n) == 0)
            return false;
    return assumption->unit && *assumption->unit;
}

bool fc__is_weak(const struct fc_assumption *assumption)
{
    const bool sourced = assumption->source && *assumption->source;
    return is_assumed(assumption) &&
           (assumption->confidence == 'A' || assumption->confidence == '-' || !sourced);
}

size_t fc__assumed(const struct fc_view *self)
{
    size_t n = 0;
    for (size_t i = 0; i < fc_scenario_assumptions(self->scenario); i++) {
        const struct fc_assumption row = fc_scenario_assumption(self->scenario, i);
        n += is_assumed(&row);
    }
    return n;
}

size_t fc__weak(const struct fc_view *self)
{
    size_t weak = 0;
    for (size_t i = 0; i < fc_scenario_assumptions(self->scenario); i++) {
        const struct fc_assumption row = fc_scenario_assumption(self->scenario, i);
        weak += fc__is_weak(&row);
    }
    return weak;
}

double fc__crisis_weight(const struct fc_crisis_facts *crisis)
{
    const double weight = crisis->events_per_year.value * crisis->severity.value;
    return isfinite(weight) ? weight : 0.0;
}

size_t fc__crisis_order(const struct fc_view *self, size_t *order)
{
    const size_t all = fc_forecast_crises(self->forecast);
    size_t n = 0;
    for (size_t i = 0; i < all; i++) {
        const struct fc_crisis_facts crisis = fc_forecast_crisis(self->forecast, i);
        const double weight = fc__crisis_weight(&crisis);
        if (!(weight > 0.0))
            continue;
        size_t at = n++;
        for (; at > 0; at--) {
            const struct fc_crisis_facts other =
                fc_forecast_crisis(self->forecast, order[at - 1]);
            if (fc__crisis_weight(&other) >= weight)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return n;
}
