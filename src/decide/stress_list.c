/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named tests, made of what a scenario has. Each is an overlay in parts, so that
 * two can be joined; one that cannot be made says why (a key of the message table).
 *
 *   recession    twice as deep as one that comes by chance, 18 months
 *   largest      the key account with the largest revenue leaves; without key accounts
 *                the largest client segment buys half as much for a year
 *   breach       a data breach and an IT outage in one month; those of the register if
 *                it has them, at the 95 % point of their severity
 *   recall       the product with the largest revenue is called back
 *   reps_leave   the hazard of leaving is multiplied for a month: a share s of people
 *                with yearly hazard h leaves if the factor is -12 ln(1 - s) / h
 *
 * Crises that the register does not have happen only on their date, so that no other
 * luck moves. Checked by tests/unit/test_decide_stress.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "decide/stress.h"
#include "scenario/scenario.h"

enum { RECESSION_MONTHS = 18 };
#define RECESSION_DEPTH 2.0

/* ---- looking into the scenario ---- */

static bool has(const fc_scenario *scenario, const char *pattern)
{
    for (size_t i = 0; i < fc_scenario_assumptions(scenario); i++)
        if (fc_scenario_assumption_covers(scenario, i, pattern))
            return true;
    return false;
}

static double number(const fc_scenario *scenario, const char *key, double missing)
{
    const struct fc_entry *entry = fc__scenario_find(scenario, key);
    return entry && entry->number ? entry->number->value : missing;
}

static int date(const struct fc_model *model, int month)
{
    return model->months >= 12 ? month : 1 + (int)model->months / 4;
}

/* The 95 % point of the severity of a crisis of the register; `preset` without it. */
static double severity(const fc_scenario *scenario, const char *crisis, double preset)
{
    char key[128];
    snprintf(key, sizeof key, "crises.%s.severity.median", crisis);
    const double median = number(scenario, key, (double)NAN);
    snprintf(key, sizeof key, "crises.%s.severity.sigma", crisis);
    const double sigma = number(scenario, key, 0.0);
    return median > 0.0 ? fmin(0.95, median * exp(1.6448536269514722 * sigma)) : preset;
}

/* Can a date be added to a crisis of the register? */
static bool is_free(const fc_scenario *scenario, const char *crisis)
{
    char key[128];
    snprintf(key, sizeof key, "crises.%s", crisis);
    if (!has(scenario, key))
        return false;
    snprintf(key, sizeof key, "crises.%s.scheduled", crisis);
    return !has(scenario, key);
}

/* ---- crises on a date ---- */

static const struct made {
    const char *name, *title, *category, *rest;
} made[] = {
    {"breach", "Data breach", "reputational",
     "plateau_weeks = 3.0; half_life_weeks = 20.0; scar = 0.05; effects = ( { lever = "
     "\"arrivals\"; loss = 0.7; }, { lever = \"renewal_odds\"; add = 1.5; } ); "},
    {"outage", "IT outage", "operational",
     "plateau_weeks = 1.0; half_life_weeks = 1.0; effects = ( { lever = \"hours\"; "
     "loss = 0.6; }, { lever = \"arrivals\"; loss = 0.8; } ); "},
    {"recall", "Product recall", "operational",
     "plateau_weeks = 8.0; half_life_weeks = 9.0; effects = ( { lever = \"demand\"; "
     "loss = 1.0; }, { lever = \"renewal_odds\"; add = 1.0; } ); "},
    {"segment", "Clients of a segment stop buying", "financial",
     "plateau_weeks = 52.0; half_life_weeks = 0.0; effects = ( { lever = \"demand\"; "
     "loss = 1.0; }, { lever = \"renewal_odds\"; add = 1.0; } ); "},
};

static void add(char *text, size_t size, const char *more)
{
    const size_t n = strlen(text);
    snprintf(text + n, size - n, "%s%s", n > 0 ? ", " : "", more);
}

static void add_crisis(struct fc__stress_plan *plan, const struct made *what,
                       const char *scope, double peak)
{
    char text[900];
    snprintf(text, sizeof text,
             "{ name = \"stress_%s\"; title = \"%s\"; category = \"%s\"; scope = "
             "\"%s\"; per_year = 0.0; severity = { median = %.6f; sigma = 0.0; }; "
             "plateau_sigma = 0.0; %sscheduled = ( { month = %d; severity = %.6f; } ); "
             "}",
             what->name, what->title, what->category, scope, peak, what->rest,
             plan->month, peak);
    add(plan->crises, sizeof plan->crises, text);
}

/* That of the register, or our own. */
static void add_either(const fc_scenario *scenario, struct fc__stress_plan *plan,
                       const struct made *what, double preset)
{
    const double peak = severity(scenario, what->name, preset);
    char text[256];
    if (!is_free(scenario, what->name)) {
        add_crisis(plan, what, "all", peak);
        return;
    }
    snprintf(text, sizeof text,
             "{ name = \"%s\"; scheduled = ( { month = %d; severity = %.6f; } ); }",
             what->name, plan->month, peak);
    add(plan->crises, sizeof plan->crises, text);
}

/* ---- the tests ---- */

static void recession(const fc_scenario *scenario, struct fc__stress_plan *plan)
{
    if (has(scenario, "macro.scheduled")) {
        plan->left_out = "stress.out.recession";
        return;
    }
    snprintf(plan->macro, sizeof plan->macro,
             "scheduled = ( { start_month = %d; months = %d; depth = %.1f; } ); ",
             plan->month, RECESSION_MONTHS, RECESSION_DEPTH);
}

static void largest_account(const fc_scenario *scenario, char name[64])
{
    static const char list[] = "customers.key_accounts.";
    double most = 0.0;
    for (size_t i = 0; i < fc__scenario_entries(scenario); i++) {
        const struct fc_entry *entry = fc__scenario_entry(scenario, i);
        const char *last = strrchr(entry->key, '.');
        const size_t n = sizeof list - 1;
        if (strncmp(entry->key, list, n) != 0 || !entry->number ||
            strcmp(last, ".revenue_per_month") != 0 || entry->number->value <= most)
            continue;
        most = entry->number->value;
        snprintf(name, 64, "%.*s", (int)(last - entry->key - (long)n), entry->key + n);
    }
}

static const char *title_of(const struct fc_axis_table *axis, const char *name)
{
    for (uint32_t i = 0; i < axis->count; i++)
        if (strcmp(axis->name[i], name) == 0)
            return axis->title[i];
    return name;
}

static void client(const fc_scenario *scenario, const struct fc_model *model,
                   const struct fc__stress_largest *largest,
                   struct fc__stress_plan *plan)
{
    char name[64] = "", scope[96], key[160];
    largest_account(scenario, name);
    if (!name[0]) {
        const struct fc_axis_table *axis = &model->axis[FC_SEGMENT];
        snprintf(plan->name, sizeof plan->name, "largest_segment");
        snprintf(scope, sizeof scope, "segments:%s", axis->name[largest->segment]);
        snprintf(plan->member, sizeof plan->member, "%s",
                 axis->title[largest->segment]);
        add_crisis(plan, &made[3], scope, 0.5);
        return;
    }
    snprintf(plan->member, sizeof plan->member, "%s",
             title_of(&model->axis[FC_ACCOUNT], name));
    snprintf(key, sizeof key, "customers.key_accounts.%s.leaves_month", name);
    if (number(scenario, key, 0.0) > 0.0) {
        plan->left_out = "stress.out.client";
        return;
    }
    snprintf(plan->customers, sizeof plan->customers,
             "key_accounts = ( { name = \"%s\"; leaves_month = %d; } ); ", name,
             plan->month);
}

static void recall(const fc_scenario *scenario, const struct fc_model *model,
                   const struct fc__stress_largest *largest,
                   struct fc__stress_plan *plan)
{
    const struct fc_axis_table *axis = &model->axis[FC_PRODUCT];
    char scope[96];
    snprintf(plan->member, sizeof plan->member, "%s", axis->title[largest->product]);
    snprintf(scope, sizeof scope, "products:%s", axis->name[largest->product]);
    add_crisis(plan, &made[2], scope, severity(scenario, "recall", 0.5));
}

double fc__stress_leave_factor(double turnover_per_year)
{
    return -12.0 * log(1.0 - FC__STRESS_LEAVE) / turnover_per_year;
}

void fc__stress_leave(struct fc__stress_plan *plan, double factor)
{
    /* a crisis of severity .95 acts as factor^.95; what it is given ends at 20 */
    const double peak = 0.95, held = fmin(fmax(factor, 1.0), pow(20.0, peak) - 0.01);
    snprintf(plan->crises, sizeof plan->crises,
             "{ name = \"stress_leave\"; title = \"People leave\"; category = "
             "\"operational\"; per_year = 0.0; severity = { median = 0.95; sigma = "
             "0.0; }; plateau_weeks = %.9f; plateau_sigma = 0.0; half_life_weeks = "
             "0.0; effects = ( { lever = \"turnover\"; factor = %.9f; } ); scheduled = "
             "( { month = %d; severity = %.2f; } ); }",
             52.0 / 12.0, pow(held, 1.0 / peak), plan->month, peak);
}

static void leave(const fc_scenario *scenario, const struct fc_model *model,
                  struct fc__stress_plan *plan)
{
    const double usual = number(scenario, "people.turnover_per_year", 0.0);
    if (model->axis[FC_SEAT].count == 0)
        plan->left_out = "stress.out.nobody";
    else if (!(usual > 0.0))
        plan->left_out = "stress.out.turnover";
    else
        fc__stress_leave(plan, fc__stress_leave_factor(usual));
}

fc_status fc__stress_list(const fc_scenario *scenario, const struct fc_model *model,
                          const struct fc__stress_largest *largest,
                          struct fc__stress_plan *plan, struct fc_error *err)
{
    static const char *const names[FC__TESTS] = {[FC__TEST_RECESSION] = "recession",
                                                 [FC__TEST_CLIENT] = "largest_client",
                                                 [FC__TEST_BREACH] = "breach_outage",
                                                 [FC__TEST_RECALL] = "recall",
                                                 [FC__TEST_LEAVE] = "reps_leave"};
    for (int i = 0; i < FC__TESTS; i++) {
        plan[i] = (struct fc__stress_plan){
            .month = date(model, i == FC__TEST_RECESSION ? 4 : 6)};
        snprintf(plan[i].name, sizeof plan[i].name, "%s", names[i]);
    }
    recession(scenario, &plan[FC__TEST_RECESSION]);
    client(scenario, model, largest, &plan[FC__TEST_CLIENT]);
    add_either(scenario, &plan[FC__TEST_BREACH], &made[0], 0.4);
    add_either(scenario, &plan[FC__TEST_BREACH], &made[1], 0.8);
    recall(scenario, model, largest, &plan[FC__TEST_RECALL]);
    leave(scenario, model, &plan[FC__TEST_LEAVE]);
    for (int i = 0; i < FC__TESTS; i++)
        FC_TRY(fc__stress_text(&plan[i], err));
    return FC_OK;
}

void fc__stress_join(const struct fc__stress_plan *a, const struct fc__stress_plan *b,
                     struct fc__stress_plan *out)
{
    *out = (struct fc__stress_plan){.month = a->month < b->month ? a->month : b->month};
    snprintf(out->name, sizeof out->name, "two_worst");
    snprintf(out->also, sizeof out->also, "%s,%s", a->name, b->name);
    snprintf(out->crises, sizeof out->crises, "%s", a->crises);
    if (b->crises[0])
        add(out->crises, sizeof out->crises, b->crises);
    snprintf(out->macro, sizeof out->macro, "%s", a->macro[0] ? a->macro : b->macro);
    snprintf(out->customers, sizeof out->customers, "%s",
             a->customers[0] ? a->customers : b->customers);
}

fc_status fc__stress_text(struct fc__stress_plan *plan, struct fc_error *err)
{
    struct fc_builder text = {0};
    free(plan->text);
    plan->text = NULL;
    fc_builder_add(&text, "\n");
    if (plan->macro[0])
        fc_builder_format(&text, "macro = { %s};\n", plan->macro);
    if (plan->customers[0])
        fc_builder_format(&text, "customers = { %s};\n", plan->customers);
    if (plan->crises[0])
        fc_builder_format(&text, "crises = ( %s );\n", plan->crises);
    if (text.failed) {
        fc_builder_clear(&text);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a test");
    }
    plan->text = text.text;
    return FC_OK;
}

/* ---- files of the user ---- */

/* Does a line begin with `extends`? */
static bool extends(const char *text)
{
    for (const char *at = text; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        at += strspn(at, " \t");
        if (strncmp(at, "extends", 7) == 0)
            return true;
    }
    return false;
}

fc_status fc__stress_file(const char *path, struct fc__stress_plan *out,
                          struct fc_error *err)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t n;
    *out = (struct fc__stress_plan){.month = 1, .user = true};
    if (strlen(path) >= sizeof out->path)
        return FC_FAIL(err, FC_E_ARG, "the name of a test is longer than %zu bytes",
                       sizeof out->path - 1);
    snprintf(out->path, sizeof out->path, "%s", path);
    snprintf(out->name, sizeof out->name, "%.*s",
             (int)(dot && dot > name ? dot - name : 48), name);
    FC_TRY(fc_file_read(path, 1 << 20, &out->text, &n, err));
    if (strlen(out->text) != n)
        return FC_FAIL(err, FC_E_SCENARIO, "'%s' has a zero byte", path);
    out->alone = extends(out->text);
    return FC_OK;
}
