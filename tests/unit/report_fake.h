/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forecast and a scenario in closed form, behind the public interface: the report
 * sees nothing else. 24 sellers, revenue of 2.3 million a month that grows, ranges that
 * widen. Each series is normal or lognormal, so every statistic is known exactly.
 * Include it in one test program; change `fake` before a call. */
#ifndef TESTS_REPORT_FAKE_H
#define TESTS_REPORT_FAKE_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "funnelcloud/forecast.h"
#include "funnelcloud/scenario.h"

struct fc_scenario {
    int unused;
};
struct fc_forecast {
    int unused;
};

enum { FAKE_ACTUALS = 12 };

static struct fake {
    const char *title, *currency, *file_name, *hostile; /* hostile: members, crises */
    int start_month, months;
    uint64_t paths, planned;
    bool complete, twin, no_crises, only_revenue, no_targets, constant;
} fake = {"Reference department: 24 sellers, 4 territories, 3 products, 3 segments",
          "EUR",
          "scenarios/reference.cfg",
          NULL,
          12 * 2027,
          36,
          10000,
          10000,
          true,
          true,
          false,
          false,
          false,
          false};

static const fc_scenario fake_scenario = {0};
static const fc_forecast fake_forecast = {0};

/* ---- what there is ---- */
struct fake_metric {
    const char *name, *unit;
    enum fc_metric_kind kind;
    bool headline, totals;
    double base, growth, spread; /* mean of month m: base (1 + growth m) */
    bool lognormal;
};
static const struct fake_metric fake_metrics[] = {
    {"revenue", "money", FC_METRIC_FLOW, true, true, 2.3e6, .011, .030, true},
    {"leads", "leads", FC_METRIC_FLOW, true, true, 1250, .004, .02, true},
    {"qualified", "deals", FC_METRIC_FLOW, true, true, 165, .004, .03, true},
    {"wins", "deals", FC_METRIC_FLOW, true, true, 40, .004, .05, true},
    {"conversion", "share", FC_METRIC_RATIO, true, false, .033, 0, .02, true},
    {"win_rate", "share", FC_METRIC_RATIO, true, false, .243, .001, .02, true},
    {"cycle_months", "months", FC_METRIC_RATIO, true, false, 2.6, .002, .02, true},
    {"average_deal", "money", FC_METRIC_RATIO, true, false, 24300, .002, .04, true},
    {"operating_profit", "money", FC_METRIC_FLOW, true, true, .28e6, .02, .25, false},
    {"return_on_sales", "share", FC_METRIC_RATIO, true, true, .121, .004, .1, false},
    {"cash", "money", FC_METRIC_LEVEL, true, true, 2.6e6, .05, .18, false},
    {"cash_low", "money", FC_METRIC_LEVEL, true, true, 1.9e6, -.01, .15, false},
    {"ruined", "share", FC_METRIC_LEVEL, true, true, .013, 0, 0, false},
    {"clients", "clients", FC_METRIC_LEVEL, true, true, 1060, .006, .008, true},
    {"new_clients", "clients", FC_METRIC_FLOW, true, true, 40, .004, .05, true},
    {"lost_clients", "clients", FC_METRIC_FLOW, true, true, 30, .003, .06, true},
    {"churn", "share", FC_METRIC_RATIO, true, false, .19, .001, .03, true},
    {"nrr", "share", FC_METRIC_RATIO, true, false, 1.02, 0, .01, true},
    {"top_client_share", "share", FC_METRIC_LEVEL, true, false, .035, 0, .1, true},
    {"hours_available", "hours", FC_METRIC_FLOW, false, false, 2600, .002, .02, true},
    {"hours_needed", "hours", FC_METRIC_FLOW, false, false, 2380, .006, .03, true},
    {"utilisation", "share", FC_METRIC_RATIO, true, false, .91, .004, .03, true},
    {"coverage", "share", FC_METRIC_RATIO, false, false, .93, -.002, .02, false},
    {"stage_entries", "deals", FC_METRIC_FLOW, false, false, 400, .004, .03, true},
    {"losses", "deals", FC_METRIC_FLOW, false, false, 1100, .004, .03, true},
    {"crisis_days", "days", FC_METRIC_FLOW, true, true, 4.2, 0, .3, true},
    {"crisis_cost", "money", FC_METRIC_FLOW, true, true, 14000, 0, .5, true},
};
enum { FAKE_METRICS = sizeof fake_metrics / sizeof *fake_metrics };

struct fake_breakdown {
    const char *name;
    size_t n;
    const char *names[6], *titles[6];
    double shares[6];
    const char *metrics; /* those broken down this way */
};
static const struct fake_breakdown fake_breakdowns[] = {
    {"total", 1, {"all"}, {"all"}, {1}, NULL},
    {"territory",
     4,
     {"north", "south", "east", "west"},
     {"Северо-Западный федеральный округ и соседние области", "South", "East", "West"},
     {.34, .28, .22, .16},
     " revenue clients "},
    {"product",
     3,
     {"core", "plus", "service"},
     {"Core", "Plus", "Service"},
     {.55, .30, .15},
     " revenue "},
    {"segment",
     3,
     {"small", "mid", "large"},
     {"Small", "Mid-market", "Enterprise"},
     {.25, .35, .40},
     " revenue "},
    {"stage",
     4,
     {"qualify", "discover", "propose", "negotiate"},
     {"Qualify", "Discover", "Propose", "Negotiate"},
     {1, .41, .26, .16},
     " stage_entries "},
    {"team",
     4,
     {"team_north", "team_south", "team_east", "team_west"},
     {"Team North", "Team South", "Team East", "Team West with quite a long title"},
     {.36, .22, .22, .20},
     " hours_available hours_needed utilisation "},
    {"work",
     5,
     {"first_contact", "late_stages", "early_stages", "service", "outbound"},
     {NULL, NULL, NULL, NULL, NULL},
     {.12, .24, .22, .27, .15},
     " hours_needed coverage "},
    {"reason",
     5,
     {"late", "unfit", "competitor", "no_decision", "neglected"},
     {NULL, NULL, NULL, NULL, NULL},
     {.1, .4, .2, .2, .1},
     " losses "},
};
enum { FAKE_BREAKDOWNS = sizeof fake_breakdowns / sizeof *fake_breakdowns };

static const struct fake_crisis {
    const char *name, *title, *category, *owner;
    int scheduled;
    double per_year, severity;
} fake_crises[] = {
    {"recession", "Recession", "financial", "CFO", 0, .16, .12},
    {"outage", "Отказ информационных систем", "operational", "IT", 0, .54, .05},
    {"serious_outage", "Serious outage", "operational", "IT", 0, .074, .35},
    {"scandal", "Scandal in the press", "reputational", "CEO", 14, .41, .15},
    {"territory", "Shock in one territory", "financial", "Sales", 0, .1, .25},
    {"recall", "Product recall", "operational", "Product", 0, .08, .25},
    {"segment", "Segment shock", "financial", "Sales", 0, .12, .25},
    {"leavers", "Key people leave", "operational", "HR", 0, .27, .1},
    {"never", "A crisis that never came", "reputational", NULL, 0, 0, (double)NAN},
};
enum { FAKE_CRISES = sizeof fake_crises / sizeof *fake_crises };

/* ---- distributions ---- */
static double fake_normal_quantile(double p) /* bisection: exact enough, and simple */
{
    double low = -9, high = 9;
    for (int i = 0; i < 80; i++) {
        const double middle = .5 * (low + high);
        if (.5 * erfc(-middle / sqrt(2.0)) < p)
            low = middle;
        else
            high = middle;
    }
    return .5 * (low + high);
}

struct fake_law {
    double mean, sd;
    bool lognormal;
};

static double fake_month_mean(const struct fake_metric *metric, int month)
{
    const double season = metric->kind == FC_METRIC_FLOW
                              ? 1 + .06 * sin(2 * 3.14159265358979 * month / 12)
                              : 1;
    return metric->base * (1 + metric->growth * month) * season;
}

static struct fake_law fake_law(size_t metric, size_t breakdown, size_t member,
                                int period)
{
    const struct fake_metric *row = &fake_metrics[metric];
    double mean = 0, variance = 0;
    int first = period, last = period;
    if (period <= 0) {
        first = period == 0 || row->kind != FC_METRIC_FLOW ? 1 : -12 * (period + 1) + 1;
        last = period == 0 ? fake.months : -12 * period;
        last = last > fake.months ? fake.months : last;
        if (row->kind != FC_METRIC_FLOW)
            first = last;
    }
    double spread = 0;
    for (int month = first; month <= last; month++) {
        const double one = fake_month_mean(row, month);
        mean += one;
        spread += row->spread * fabs(one) * sqrt(month); /* fully correlated months */
    }
    variance = spread * spread;
    double share = fake_breakdowns[breakdown].shares[member];
    if (row->kind == FC_METRIC_RATIO)
        share = breakdown ? .82 + .09 * (double)member : 1;
    const double sd = fake.constant ? 0 : sqrt(variance) * share;
    return (struct fake_law){mean * share, sd, row->lognormal && mean > 0 && sd > 0};
}

static double fake_quantile(struct fake_law law, double p)
{
    const double z = fake_normal_quantile(p);
    if (!law.lognormal)
        return law.mean + law.sd * z;
    const double s2 = log(1 + law.sd * law.sd / (law.mean * law.mean));
    return law.mean * exp(-.5 * s2 + sqrt(s2) * z);
}

static double fake_below(struct fake_law law, double x)
{
    if (!(law.sd > 0))
        return law.mean < x;
    double z = (x - law.mean) / law.sd;
    if (law.lognormal) {
        const double s2 = log(1 + law.sd * law.sd / (law.mean * law.mean));
        z = x > 0 ? (log(x / law.mean) + .5 * s2) / sqrt(s2) : -99;
    }
    return .5 * erfc(-z / sqrt(2.0));
}

/* ---- the public interface ---- */
void fc_forecast_free(fc_forecast *self)
{
    (void)self;
}

struct fc_run_facts fc_forecast_facts(const fc_forecast *self)
{
    (void)self;
    return (struct fc_run_facts){
        .title = fake.title,
        .currency = fake.currency,
        .start_month = fake.start_month,
        .months = fake.months,
        .steps_per_month = 2,
        .paths = fake.paths,
        .paths_planned = fake.planned,
        .seed = 1,
        .complete = fake.complete,
        .stop_reason = fake.complete ? NULL : "time limit of 60 s",
        .result_hash =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        .plan = "plain",
        .isa = "v3",
        .threads = 2,
        .lanes = 128,
        .seconds = 5.25,
        .slow_lane_share = 1e-7,
        .clamps = 12};
}

void fc_forecast_month_text(const fc_forecast *self, int month, char out[8])
{
    (void)self;
    const unsigned at = (unsigned)(fake.start_month + month - 1);
    snprintf(out, 8, "%04u-%02u", at / 12u % 10000u, at % 12u + 1u);
}

size_t fc_forecast_metrics(const fc_forecast *self)
{
    (void)self;
    return fake.only_revenue ? 1 : FAKE_METRICS;
}

struct fc_metric fc_forecast_metric(const fc_forecast *self, size_t metric)
{
    (void)self;
    const struct fake_metric *row = &fake_metrics[metric];
    return (struct fc_metric){row->name, row->unit,     "help",
                              row->kind, row->headline, row->totals};
}

size_t fc_forecast_find(const fc_forecast *self, const char *name)
{
    for (size_t i = 0; i < fc_forecast_metrics(self); i++)
        if (strcmp(fake_metrics[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

size_t fc_forecast_breakdowns(const fc_forecast *self)
{
    (void)self;
    return FAKE_BREAKDOWNS;
}

const char *fc_forecast_breakdown(const fc_forecast *self, size_t breakdown)
{
    (void)self;
    return fake_breakdowns[breakdown].name;
}

size_t fc_forecast_members(const fc_forecast *self, size_t breakdown)
{
    (void)self;
    return fake_breakdowns[breakdown].n;
}

const char *fc_forecast_member(const fc_forecast *self, size_t breakdown, size_t member,
                               const char **title)
{
    (void)self;
    const struct fake_breakdown *row = &fake_breakdowns[breakdown];
    *title = row->titles[member] ? row->titles[member] : row->names[member];
    if (fake.hostile && breakdown > 0 && row->titles[member])
        *title = fake.hostile;
    return row->names[member];
}

bool fc_forecast_has(const fc_forecast *self, size_t metric, size_t breakdown)
{
    (void)self;
    char name[64];
    snprintf(name, sizeof name, " %s ", fake_metrics[metric].name);
    return breakdown == 0 || strstr(fake_breakdowns[breakdown].metrics, name) != NULL;
}

struct fc_estimate fc_forecast_stat(const fc_forecast *self, size_t metric,
                                    size_t breakdown, size_t member, int period,
                                    enum fc_stat stat, double level)
{
    const struct fc_metric facts = fc_forecast_metric(self, metric);
    const struct fake_law law = fake_law(metric, breakdown, member, period);
    const double n = (double)fake.paths, se = law.sd / sqrt(n);
    const struct fc_estimate nothing = {(double)NAN, (double)NAN, 0};
    const double tail = level < .5 ? level : 1 - level;
    const bool quantiles = facts.headline && breakdown == 0;
    switch (stat) {
    case FC_STAT_MEAN:
        return (struct fc_estimate){law.mean, se, 0};
    case FC_STAT_SD:
        return (struct fc_estimate){law.sd, law.sd / sqrt(2 * n), 0};
    case FC_STAT_QUANTILE:
        if (!quantiles || tail * n < 1)
            return nothing;
        return (struct fc_estimate){fake_quantile(law, level), 2 * se, 0};
    case FC_STAT_VAR:
    case FC_STAT_ES:
        if (!quantiles)
            return nothing;
        if (level * n < 20)
            return (struct fc_estimate){(double)NAN, (double)NAN,
                                        (uint64_t)(20 / level)};
        return (struct fc_estimate){
            fake_quantile(law, stat == FC_STAT_VAR ? level : .41 * level), 3 * se, 0};
    case FC_STAT_BELOW: {
        const double p = fake_below(law, level);
        return (struct fc_estimate){p, sqrt(p * (1 - p) / n), 0};
    }
    default:
        return nothing;
    }
}

uint64_t fc_forecast_missing(const fc_forecast *self, size_t metric, size_t breakdown,
                             size_t member, int period)
{
    (void)self, (void)metric, (void)breakdown, (void)member, (void)period;
    return 0;
}

size_t fc_forecast_histogram(const fc_forecast *self, size_t metric, int period,
                             size_t room, double *edges, double *shares)
{
    (void)self;
    const struct fake_law law = fake_law(metric, 0, 0, period);
    const double low = fake_quantile(law, .001), high = fake_quantile(law, .999);
    for (size_t i = 0; i <= room; i++)
        edges[i] = low + (high - low) * (double)i / (double)room;
    for (size_t i = 0; i < room; i++)
        shares[i] = fake_below(law, edges[i + 1]) - fake_below(law, edges[i]);
    return room;
}

size_t fc_forecast_targets(const fc_forecast *self)
{
    (void)self;
    return fake.no_targets ? 0 : fake.only_revenue ? 2 : 4;
}

struct fc_target fc_forecast_target(const fc_forecast *self, size_t i)
{
    struct fc_target targets[4] = {{0, -1, 28.5e6, .25, {0, 0, 0}},
                                   {0, FC_PERIOD_HORIZON, 100e6, .30, {0, 0, 0}},
                                   {8, FC_PERIOD_HORIZON, 12e6, .10, {0, 0, 0}},
                                   {10, -1, 2e6, (double)NAN, {0, 0, 0}}};
    targets[i].miss = fc_forecast_stat(self, targets[i].metric, 0, 0, targets[i].period,
                                       FC_STAT_BELOW, targets[i].value);
    return targets[i];
}

size_t fc_forecast_actuals(const fc_forecast *self, size_t metric,
                           const double **values)
{
    static double past[FAKE_ACTUALS];
    (void)self;
    if (metric != 0)
        return 0;
    for (int i = 0; i < FAKE_ACTUALS; i++)
        past[i] = fake_month_mean(&fake_metrics[0], i - 11) * (1 + .03 * sin(3.0 * i));
    *values = past;
    return FAKE_ACTUALS;
}

size_t fc_forecast_crises(const fc_forecast *self)
{
    (void)self;
    return fake.no_crises ? 0 : FAKE_CRISES;
}

struct fc_crisis_facts fc_forecast_crisis(const fc_forecast *self, size_t i)
{
    (void)self;
    const struct fake_crisis *row = &fake_crises[i];
    const double years = fake.months / 12.0, n = (double)fake.paths;
    const double any = 1 - exp(-row->per_year * years);
    return (struct fc_crisis_facts){row->name,
                                    fake.hostile ? fake.hostile : row->title,
                                    row->category,
                                    row->owner,
                                    row->scheduled,
                                    {row->per_year, sqrt(row->per_year / years / n), 0},
                                    {any, sqrt(any * (1 - any) / n), 0},
                                    {row->severity, .3 * row->severity / sqrt(n), 0}};
}

bool fc_forecast_has_twin(const fc_forecast *self)
{
    (void)self;
    return fake.twin;
}

struct fc_estimate fc_forecast_recovery(const fc_forecast *self, double quantile,
                                        struct fc_estimate *hit,
                                        struct fc_estimate *never)
{
    (void)self;
    *hit = (struct fc_estimate){.46, .005, 0};
    *never = (struct fc_estimate){.08, .004, 0};
    return (struct fc_estimate){quantile < .6 ? 5 : 13, .2, 0};
}

#include "report_fake_scenario.h"

#endif
