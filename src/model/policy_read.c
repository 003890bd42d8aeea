/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading policies: field tables, numbers, sites, rows, what must fit together. The law
 * is at the head of policy.c. Checked by tests/unit/test_policy.c (messages). */
#include <math.h>
#include <stddef.h>

#include "base/error.h"
#include "model/policy.h"

enum { POLICIES_MAX = 64, PAST = 13 };

#define AT(field) offsetof(struct fc_policy_spec, field)
#define NUMBER(key_, unit_, flags_, low_, high_, preset_, help_)                       \
    {                                                                                  \
        .key = #key_, .unit = unit_, .kind = FC_NUMBER,                                \
        .flags = FC_MAY_VARY | (flags_), .confidence = 'A', .low = low_,               \
        .high = high_, .preset = preset_, .at = AT(key_), .help = help_                \
    }
#define CERTAIN(key_, unit_, flags_, low_, high_, preset_, help_)                      \
    {                                                                                  \
        .key = #key_, .unit = unit_, .kind = FC_NUMBER, .flags = (flags_),             \
        .confidence = 'A', .low = low_, .high = high_, .preset = preset_,              \
        .at = AT(key_), .help = help_                                                  \
    }
#define MONTHS(key_, low_, high_, preset_, help_)                                      \
    {                                                                                  \
        .key = #key_, .unit = "months", .kind = FC_COUNT, .confidence = 'A',           \
        .low = low_, .high = high_, .preset = preset_, .at = AT(key_), .help = help_   \
    }
#define LIMIT(key_, help_)                                                             \
    NUMBER(key_, "unit of the comparison", 0, -1e15, 1e15, FC_NO_PRESET, help_)

static const struct fc_field policy_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(name),
     .help = "key; the noise in what is seen belongs to this name"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = AT(title),
     .help = "as shown in reports"},
    {.key = "watch",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(watch),
     .help = "the KPI that is watched month by month, such as \"pipeline_value\": any "
             "metric of the glossary but the regime of the economy"},
    {.key = "of",
     .kind = FC_NAMES,
     .confidence = 'H',
     .at = AT(of),
     .help = "only these members of one axis the KPI is broken down by, such as "
             "\"north\" or \"segments:large\"; the whole department if absent"},
    {.key = "compare_to",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = FC_AS_VALUE,
     .of = "value|opening|year_ago|history",
     .at = AT(compare_to),
     .help =
         "what the smoothed figure is set against: nothing; the first one seen; the "
         "one of 12 months ago (in the first year: the first), both as a ratio; the "
         "mean of its own history in standard deviations of it, from month 13 on"},
    NUMBER(lag_months, "months", 0, 0, FC_LAG_MONTHS, 1,
           "how old figures are when they are seen"),
    NUMBER(noise_cv, "cv", 0, 0, 2, 0.05,
           "error of a figure as it is seen: lognormal, mean 1, anew each month"),
    NUMBER(smoothing, "weight", FC_OPEN_LOW, 0, 1, 1,
           "weight of the newest figure in the moving average; 1 = no smoothing"),
    LIMIT(act_below, "it acts when the figure, compared, is below this"),
    LIMIT(act_above, "it acts when the figure, compared, is above this"),
    LIMIT(release_above, "with act_below: it stops at this or above; act_below if "
                         "absent"),
    LIMIT(release_below, "with act_above: it stops at this or below; act_above if "
                         "absent"),
    MONTHS(confirm_months, 1, 24, 1,
           "months in a row that must be beyond the threshold"),
    MONTHS(hold_months, 0, 600, 1, "months that it works at least"),
    MONTHS(cool_down_months, 0, 600, 0, "months after its end without a decision"),
    MONTHS(delay_months, 0, 60, 0,
           "months between the decision and the first month at work"),
    {.key = "against",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = FC_AGAINST_ANYTHING,
     .of = "anything|recession",
     .at = AT(against),
     .help = "what the rule is meant for: matters where it sees the truth"},
    {.key = "sees",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = FC_SEES_FIGURES,
     .of = "figures|truth",
     .at = AT(sees),
     .help = "what it acts on: figures as managers get them; the truth = exact figures "
             "on time, and for a rule against a recession, whether there is one, from "
             "its beginning to its end. No firm sees that: it says what seeing better "
             "is worth at most"},
    {.key = "do",
     .kind = FC_CHOICE,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .of = FC_POLICY_ACTIONS,
     .at = AT(action),
     .help = "what it does; effects = only what `effects` says"},
    {.key = "practice",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = AT(practice),
     .help = "practice: which of the practices, one with on_demand = true, runs while "
             "the policy works"},
    {.key = "share",
     .unit = "share",
     .kind = FC_NUMBER,
     .confidence = 'A',
     .low = 0,
     .high = 9,
     .preset = FC_NO_PRESET,
     .at = AT(share),
     .help = "size of the action: share of the searches stopped (1), seats laid off "
             "(0.1), spend added (0.2), saved (0.3) or shifted (0.3), price given away "
             "(0.05), hours lent (0.2)"},
    {.key = "log_odds",
     .unit = "log-odds",
     .kind = FC_NUMBER,
     .confidence = 'A',
     .low = 0,
     .high = 4,
     .preset = 0.2,
     .at = AT(log_odds),
     .help = "retention_campaign: by how much the log-odds of leaving at renewal fall"},
    {.key = "where",
     .kind = FC_NAMES,
     .confidence = 'H',
     .at = AT(where),
     .help = "members the action is restricted to: channels of marketing, teams of "
             "hiring and reassigning, territories, products and segments of discount "
             "and retention; "
             "whose clients cost_per_client counts"},
    {.key = "to",
     .kind = FC_NAMES,
     .confidence = 'H',
     .of = "channels",
     .at = AT(to),
     .help = "marketing_shift: channels that gain what `where` loses"},
    {.key = "to_team",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = AT(to_team),
     .help = "reassign: the team that the teams in `where` (all, if absent) lend hours "
             "to"},
    {.key = "seats",
     .unit = "seats",
     .kind = FC_COUNT,
     .confidence = 'A',
     .low = 1,
     .high = 1000,
     .preset = FC_NO_PRESET,
     .at = AT(seats),
     .help =
         "hire: seats that open each time it begins to work, where hours are needed "
         "most among the teams in `where` (all, if absent)"},
    {.key = "seats_at_most",
     .unit = "seats",
     .kind = FC_COUNT,
     .confidence = 'A',
     .low = 1,
     .high = 1000,
     .preset = FC_NO_PRESET,
     .at = AT(seats_at_most),
     .help =
         "hire: seats of this policy that can be open at a time; `seats` if absent"},
    {.key = "role",
     .kind = FC_REF,
     .confidence = 'H',
     .of = "people.roles",
     .at = AT(role),
     .help = "hire: role they are hired for; if absent, where the hours are needed"},
    {.key = "close_seats",
     .kind = FC_FLAG,
     .confidence = 'A',
     .at = AT(close_seats),
     .help =
         "hire: its seats are closed when it ends, and those on them laid off; else "
         "they stay"},
    CERTAIN(start_level, "share", FC_OPEN_LOW, 0, 1, 0.6,
            "reassign: what a lent hour is worth at first; accounts stay at home"),
    CERTAIN(ramp_months, "months", FC_OPEN_LOW, 0, 120, 6,
            "reassign: months until a lent hour is worth 95 %"),
    {.key = "effects",
     .kind = FC_LIST,
     .confidence = 'H',
     .rows = fc__effect_rows,
     .size = sizeof(struct fc_effect_spec),
     .at = AT(effects),
     .help = "what it does to levers while it works, besides `do`"},
    NUMBER(setup_cost, "money", 0, 0, 1e15, 0, "paid in the first month at work"),
    NUMBER(monthly_cost, "money a month", 0, 0, 1e15, 0, "paid each month at work"),
    NUMBER(cost_per_client, "money a month", 0, 0, 1e12, 0,
           "paid each month at work for each client in `where`"),
    NUMBER(budget, "money", 0, 0, 1e15, FC_NO_PRESET,
           "no month is begun that would cost more than this in all, added marketing "
           "included; no limit if absent"),
    {.key = NULL}};
#undef AT

const struct fc_section fc__policy_sections[] = {
    {.path = "policies",
     .rows = policy_rows,
     .at = offsetof(struct fc_policies_spec, policies),
     .list_item_size = sizeof(struct fc_policy_spec),
     .axis = FC_POLICY,
     .help = "rules that act on what a manager sees: late and noisy figures"},
    {.path = NULL}};

#define KPI(key, state, u, bits, text)                                                 \
    {                                                                                  \
        .name = key, .unit = u, .help = text, .fold = FC_FLOW, .value = FC_S_##state,  \
        .over = -1, .by = FC_BY(FC_POLICY), .flags = bits                              \
    }

const struct fc_kpi fc__policy_kpis[] = {
    KPI("policy_months", policy_months, "months", FC_WHOLE | FC_TOTALS,
        "policies at work, months added up"),
    KPI("policy_starts", policy_starts, "starts", FC_WHOLE | FC_TOTALS,
        "policies that began to work"),
    KPI("false_alarms", false_alarms, "starts", FC_WHOLE | FC_TOTALS,
        "starts that the exact figure would not have caused"),
    KPI("policy_cost", policy_cost, "money", FC_TOTALS, "cost of policies at work"),
    {.name = NULL}};

/* ---- compile ---- */

static const struct fc_policy_spec *spec_at(const struct fc_policies_spec *spec,
                                            size_t i)
{
    return (const struct fc_policy_spec *)spec->policies.items + i;
}

/* The rule as it is compiled. With the truth: exact figures on time; against a
 * recession the regime itself, without waiting. */
static struct fc_policy_spec rule_of(const struct fc_policies_spec *all, size_t i)
{
    struct fc_policy_spec spec = *spec_at(all, i);
    const struct fc_number none = {(double)NAN, -1, spec.lag_months.line};
    struct fc_number number = {0, -1, spec.lag_months.line};
    if (spec.sees != FC_SEES_TRUTH)
        return spec;
    spec.lag_months = spec.noise_cv = number;
    if (spec.against != FC_AGAINST_RECESSION)
        return spec;
    spec.watch = "recession"; /* a state of 0 or 1 */
    spec.of = (struct fc_names){.line = spec.of.line};
    spec.compare_to = FC_AS_VALUE;
    spec.confirm_months = 1;
    spec.hold_months = spec.cool_down_months = 0;
    number.value = 0.5;
    spec.act_above = spec.release_below = number;
    spec.act_below = spec.release_above = none;
    number.value = 1;
    spec.smoothing = number;
    return spec;
}

/* Exactly one threshold, and a release on its other side. */
static fc_status limits_compile(struct fc_policy *self,
                                const struct fc_policy_spec *spec,
                                struct fc_model *model)
{
    const int line = spec->lag_months.line;
    self->above = isnan(spec->act_below.value);
    const struct fc_number act = self->above ? spec->act_above : spec->act_below;
    const struct fc_number other =
        self->above ? spec->release_above : spec->release_below;
    struct fc_number release = self->above ? spec->release_below : spec->release_above;
    const char *side = self->above ? "above" : "below";
    const char *back = self->above ? "below" : "above";
    if (isnan(spec->act_below.value) == isnan(spec->act_above.value))
        return fc__scenario_problem(
            model->scenario, line,
            "'policies.%s' has %s; give either 'act_below' or 'act_above'", spec->name,
            self->above ? "no threshold" : "two thresholds");
    if (!isnan(other.value))
        return fc__scenario_problem(
            model->scenario, other.line,
            "'policies.%s.release_%s' does not fit 'act_%s'; give 'release_%s'",
            spec->name, side, side, back);
    release = isnan(release.value) ? act : release;
    if (self->above ? release.value > act.value : release.value < act.value)
        return fc__scenario_problem(
            model->scenario, release.line,
            "'policies.%s.release_%s' is %g; it must not be %s 'act_%s', which is %g",
            spec->name, back, release.value, side, side, act.value);
    self->act = fc__model_number(model, act);
    self->release = fc__model_number(model, release);
    return FC_OK;
}

static fc_rows doubles(struct fc_model *model, size_t n)
{
    return fc__model_rows_double(model, n);
}

static void rows_compile(struct fc_policy *self, struct fc_model *model)
{
    fc_rows *const single[] = {&self->known, &self->streak, &self->wait,    &self->age,
                               &self->rest,  &self->fresh,  &self->mistaken};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        *single[i] = fc__model_rows(model, 1);
    self->value_past = doubles(model, PAST);
    self->over_past = doubles(model, PAST);
    self->figure = doubles(model, FC_FIGURES);
    self->seen = doubles(model, FC_T_ROWS);
    self->clear = doubles(model, FC_T_ROWS);
    self->due = doubles(model, 1);
    self->spent = doubles(model, 1);
}

static fc_status policy_new(struct fc_policy *self, const struct fc_policy_spec *spec,
                            struct fc_model *model)
{
    struct fc_number budget = spec->budget;
    self->limited = !isnan(budget.value);
    budget.value = self->limited ? budget.value : 0;
    self->lag = fc__model_number(model, spec->lag_months);
    self->noise = fc__model_number(model, spec->noise_cv);
    self->noisy = spec->noise_cv.dist >= 0 || spec->noise_cv.value > 0;
    self->smoothing = fc__model_number(model, spec->smoothing);
    self->setup = fc__model_number(model, spec->setup_cost);
    self->monthly = fc__model_number(model, spec->monthly_cost);
    self->per_client = fc__model_number(model, spec->cost_per_client);
    self->budget = fc__model_number(model, budget);
    self->compare = spec->compare_to;
    self->confirm = (uint32_t)spec->confirm_months;
    self->hold = (uint32_t)spec->hold_months;
    self->cool_down = (uint32_t)spec->cool_down_months;
    self->delay = (uint32_t)spec->delay_months;
    self->site = fc_site("policy", spec->name, "noise", 0);
    rows_compile(self, model);
    return limits_compile(self, spec, model);
}

static bool titles(struct fc_model *model, const struct fc_policies_spec *spec)
{
    struct fc_axis_table *axis = &model->axis[FC_POLICY];
    const char **title = fc__model_alloc(model, axis->count, sizeof *title);
    for (uint32_t i = 0; title && i < axis->count; i++)
        title[i] = spec_at(spec, i)->title ? spec_at(spec, i)->title : axis->name[i];
    axis->title = title ? title : axis->title;
    return title != NULL;
}

fc_status fc__policy_compile(const void *from, struct fc_model *model, void **own,
                             struct fc_error *err)
{
    const struct fc_policies_spec *spec = from;
    struct fc_policies *self = fc__model_alloc(model, 1, sizeof *self);
    *own = self;
    if (!self || !titles(model, spec))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for policies");
    model->policies = self;
    self->spec = spec;
    self->n = (uint32_t)spec->policies.n;
    if (self->n > POLICIES_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "'policies' has %u entries; at most %d are "
                                    "possible",
                                    self->n, POLICIES_MAX);
    self->policy = fc__model_alloc(model, self->n, sizeof *self->policy);
    self->order = fc__model_order(model, &model->axis[FC_POLICY]);
    if (!self->policy || !self->order)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for policies");
    fc_status status = FC_OK;
    for (uint32_t i = 0; i < self->n; i++) {
        const struct fc_policy_spec rule = rule_of(spec, i);
        if (policy_new(&self->policy[i], &rule, model) != FC_OK)
            status = FC_E_SCENARIO;
    }
    return status;
}

/* ---- link: signals and actions, when all rooms have compiled ---- */

fc_status fc__policy_link(void *own, struct fc_model *model, struct fc_error *err)
{
    struct fc_policies *self = own;
    fc_status status = FC_OK;
    for (uint32_t i = 0; i < self->n; i++) {
        const struct fc_policy_spec rule = rule_of(self->spec, i);
        const fc_status both[] = {
            fc__policy_watch(&self->policy[i], &rule, model, err),
            fc__policy_act(&self->policy[i], i, spec_at(self->spec, i), model, err)};
        for (int j = 0; j < 2; j++) {
            if (both[j] != FC_OK && both[j] != FC_E_SCENARIO)
                return both[j];
            status = both[j] != FC_OK ? both[j] : status;
        }
        self->lends = self->lends || self->policy[i].lend;
    }
    return status;
}
