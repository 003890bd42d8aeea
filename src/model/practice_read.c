/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading practices: field tables, numbers, scope, what they share with crises and
 * policies. Compiled once; the law in time is in practice.c. Checked by
 * tests/unit/test_practice.c. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/practice.h"

#define NUMBER(type, name, u, f, lo, hi, p, c, text, from)                             \
    {                                                                                  \
        .key = #name, .unit = u, .kind = FC_NUMBER, .flags = FC_MAY_VARY | (f),        \
        .confidence = c, .low = lo, .high = hi, .preset = p,                           \
        .at = offsetof(type, name), .help = text, .source = from                       \
    }

#define ADOPTION(name, u, f, lo, hi, p, text, from)                                    \
    NUMBER(struct fc_adoption_spec, name, u, f, lo, hi, p, 'A', text, from)

static const struct fc_field adoption_rows[] = {
    ADOPTION(half_months, "months", 0, 0, 120, 0,
             "time until half of the ceiling is reached; 0: all of it from the start",
             "tools: 12 weeks; diffusion practice"),
    ADOPTION(steepness, "1/month", FC_OPEN_LOW, 0, 50, 1.3,
             "speed of the logistic curve at its middle",
             "0.3 a week; diffusion practice"),
    ADOPTION(ceiling, "share", FC_SHARE, 0, 1, 1,
             "use that is reached in the end: share of the people, or of the times",
             "tools: 0.75; diffusion practice"),
    ADOPTION(training_shift, "months", 0, 0, 120, 0,
             "by how much training brings the curve forward", NULL),
    {.key = NULL}};

#define PRACTICE(name, u, f, lo, hi, p, text, from)                                    \
    NUMBER(struct fc_practice_spec, name, u, f, lo, hi, p, 'A', text, from)
#define FIELD(name, what, conf)                                                        \
    .key = #name, .kind = what, .confidence = conf,                                    \
    .at = offsetof(struct fc_practice_spec, name)

static const struct fc_field practice_rows[] = {
    {FIELD(name, FC_NAME, 'H'), .flags = FC_REQUIRED, .help = "key of the practice"},
    {FIELD(title, FC_TEXT, 'H'), .help = "as shown in reports"},
    {FIELD(category, FC_CHOICE, 'H'), .flags = FC_REQUIRED,
     .of = FC_PRACTICE_CATEGORIES,
     .help = "kind of practice; those of `customers` overlap"},
    {FIELD(start_month, FC_COUNT, 'H'), .unit = "month", .low = 1, .high = 600,
     .preset = 1, .help = "first month in which it runs"},
    {FIELD(stop_month, FC_COUNT, 'H'), .unit = "month", .low = 1, .high = 600,
     .preset = (double)NAN, .help = "last month in which it runs; if absent, it stays"},
    {FIELD(on_demand, FC_FLAG, 'H'),
     .help = "it runs only while a policy calls for it (within the months above)"},
    PRACTICE(setup_cost, "money", 0, 0, 1e15, 0, "paid in the month it starts", NULL),
    PRACTICE(monthly_cost, "money a month", 0, 0, 1e15, 0, "paid while it runs", NULL),
    PRACTICE(cost_per_seat, "money a month and person", 0, 0, 1e15, 0,
             "paid for everybody in the scope while it runs, whether he uses it or not",
             NULL),
    PRACTICE(hours_per_seat, "hours a month and person", 0, 0, 100, 0,
             "selling hours it takes at full use", NULL),
    PRACTICE(learning_hours, "hours a person", 0, 0, 1000, 0,
             "selling hours until somebody can use it, spent while use rises; with "
             "half_life_months: hours of each training",
             NULL),
    {FIELD(adoption, FC_GROUP, 'H'), .rows = adoption_rows,
     .help = "how its use spreads after the start"},
    {FIELD(scope, FC_TEXT, 'H'),
     .help = "\"all\" (default) or a member such as \"teams:north\""},
    PRACTICE(half_life_months, "months", FC_OPEN_LOW, 0, 600, (double)NAN,
             "half-life of what was trained; if absent, it stays",
             "6.5 to 13 months unused, Tatel & Ackerman 2025"),
    {FIELD(retrain_months, FC_COUNT, 'A'), .unit = "months", .low = 1, .high = 600,
     .preset = (double)NAN,
     .help = "time from one training to the next, which brings all of it back; if "
             "absent, there is one training"},
    PRACTICE(dependence, "share", FC_SHARE, 0, 1, 1,
             "share of its effects that is lost while the tool is down", NULL),
    PRACTICE(
        overlap, "share", FC_SHARE, 0, 1, 0.8,
        "customers: share of its effects that counts beside a stronger practice on "
        "the same lever",
        NULL),
    {FIELD(cover, FC_GROUP, 'H'), .rows = fc__cover_rows,
     .help = "insurance: losses it pays; the premium is `monthly_cost`"},
    {FIELD(effects, FC_LIST, 'H'), .rows = fc__effect_rows,
     .size = sizeof(struct fc_effect_spec), .help = "what it does at full use"},
    {.key = NULL}};

const struct fc_section fc__practice_sections[] = {
    {.path = "practices",
     .rows = practice_rows,
     .at = offsetof(struct fc_practices_spec, practices),
     .list_item_size = sizeof(struct fc_practice_spec),
     .axis = FC_PRACTICE,
     .help = "tools, training, motivation, customer experience, countermeasures: what "
             "they cost, how they spread, what they act on"},
    {.path = NULL}};

const struct fc_kpi fc__practice_kpis[] = {
    {.name = "practice_cost",
     .unit = "money",
     .help = "Cost of practices.",
     .fold = FC_FLOW,
     .value = FC_S_practice_cost,
     .over = -1,
     .by = FC_BY(FC_PRACTICE),
     .flags = FC_TOTALS},
    {.name = "practice_use",
     .unit = "practices",
     .help = "Practices in use, each counted with the share of its use.",
     .fold = FC_LEVEL,
     .value = FC_S_practice_use,
     .over = -1,
     .by = FC_BY(FC_PRACTICE)},
    {.name = NULL}};

/* ---- compile ---- */

static const struct fc_practice_spec *spec_at(const struct fc_practices *self,
                                              uint32_t i)
{
    return (const struct fc_practice_spec *)self->spec->practices.items + i;
}

static void numbers_new(struct fc_practice *self, const struct fc_practice_spec *spec,
                        struct fc_model *model)
{
    self->setup_cost = fc__model_number(model, spec->setup_cost);
    self->monthly_cost = fc__model_number(model, spec->monthly_cost);
    self->cost_per_seat = fc__model_number(model, spec->cost_per_seat);
    self->hours_per_seat = fc__model_number(model, spec->hours_per_seat);
    self->learning_hours = fc__model_number(model, spec->learning_hours);
    self->dependence = fc__model_number(model, spec->dependence);
    self->overlap = fc__model_number(model, spec->overlap);
    self->half_months = fc__model_number(model, spec->adoption.half_months);
    self->steepness = fc__model_number(model, spec->adoption.steepness);
    self->ceiling = fc__model_number(model, spec->adoption.ceiling);
    self->training_shift = fc__model_number(model, spec->adoption.training_shift);
    self->fades = !isnan(spec->half_life_months.value);
    self->half_life_months = self->fades
                                 ? fc__model_number(model, spec->half_life_months)
                                 : fc__model_constant(model, 1);
    self->age = fc__model_rows(model, 1);
    self->reached = fc__model_rows(model, 1);
}

static bool is_zero(struct fc_number number)
{
    return number.dist < 0 && !(number.value > 0);
}

static fc_status practice_new(struct fc_practice *self,
                              const struct fc_practice_spec *spec,
                              struct fc_model *model)
{
    const int line = spec->monthly_cost.line;
    numbers_new(self, spec, model);
    self->on_demand = spec->on_demand;
    self->takes_hours =
        !is_zero(spec->hours_per_seat) || !is_zero(spec->learning_hours);
    self->first = (uint32_t)(spec->start_month - 1);
    self->end = spec->stop_month == FC_ABSENT ? UINT32_MAX : (uint32_t)spec->stop_month;
    if (spec->retrain_months != FC_ABSENT)
        self->retrain = (uint32_t)spec->retrain_months * model->steps_per_month;
    if (self->end <= self->first)
        return fc__scenario_problem(
            model->scenario, line,
            "'practices.%s.stop_month' is %d, before its start in month %d; stop it "
            "later or leave it out",
            spec->name, spec->stop_month, spec->start_month);
    if (self->retrain && !self->fades)
        return fc__scenario_problem(
            model->scenario, line,
            "'practices.%s.retrain_months' is %d, but nothing is forgotten; give "
            "'half_life_months' too, or leave it out",
            spec->name, spec->retrain_months);
    return FC_OK;
}

static bool shared_new(struct fc_practices *self, struct fc_model *model)
{
    const char **title = fc__model_alloc(model, self->n, sizeof *title);
    self->practice = fc__model_alloc(model, self->n, sizeof *self->practice);
    self->order = fc__model_order(model, &model->axis[FC_PRACTICE]);
    model->practice_category = fc__model_alloc(model, self->n, 1);
    model->started_by = fc__model_alloc(model, self->n, sizeof *model->started_by);
    if (!title || !self->practice || !self->order || !model->practice_category ||
        !model->started_by)
        return false;
    for (uint32_t i = 0; i < self->n; i++) {
        const struct fc_practice_spec *spec = spec_at(self, i);
        title[i] = spec->title ? spec->title : spec->name;
        model->practice_category[i] = (uint8_t)spec->category;
    }
    model->axis[FC_PRACTICE].title = title;
    return true;
}

fc_status fc__practice_compile(const void *from, struct fc_model *model, void **own,
                               struct fc_error *err)
{
    struct fc_practices *self = fc__model_alloc(model, 1, sizeof *self);
    *own = self;
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for practices");
    self->spec = from;
    self->n = (uint32_t)self->spec->practices.n;
    if (self->n == 0)
        return FC_OK;
    if (!shared_new(self, model))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for practices");
    fc_status status = FC_OK;
    for (uint32_t i = 0; i < self->n; i++)
        if (practice_new(&self->practice[i], spec_at(self, i), model) != FC_OK)
            status = FC_E_SCENARIO;
    return status;
}

/* ---- link: scopes, shared rows, outages ---- */

static bool teams_find(struct fc_practice *self, struct fc_model *model)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    self->teams = fc__model_alloc(model, teams, sizeof *self->teams);
    for (uint32_t team = 0; self->teams && team < teams; team++) {
        const double share = fc__model_overlap(model, self->effects.axis,
                                               self->effects.member, FC_TEAM, team);
        if (share > 0)
            self->teams[self->team_count++] =
                (struct fc_team_reach){team, (float)share};
    }
    return self->teams != NULL;
}

/* Crises with the scope "tool:" this practice. */
static bool outages_find(struct fc_practice *self, struct fc_model *model, uint32_t i)
{
    const uint32_t crises = model->axis[FC_CRISIS].count;
    self->outages = fc__model_alloc(model, crises, sizeof *self->outages);
    for (uint32_t k = 0; self->outages && k < crises; k++)
        if (model->crisis_tool[k] == i)
            self->outages[self->outage_count++] = k;
    return self->outages != NULL;
}

static uint32_t slot_of(struct fc_practices *self, const struct fc_pull *pull)
{
    uint32_t i = 0;
    while (i < self->slot_count &&
           (self->slots[i].lever != pull->lever || self->slots[i].row != pull->row))
        i++;
    if (i == self->slot_count)
        self->slots[self->slot_count++] =
            (struct fc_practice_slot){pull->lever, pull->row};
    return i;
}

/* Rows that practices of experience may share. Losses compose by themselves. */
static bool slots_find(struct fc_practices *self, struct fc_model *model)
{
    size_t most = 0;
    for (uint32_t i = 0; i < self->n; i++)
        most += self->practice[i].effects.pulls[0].n;
    self->slots = fc__model_alloc(model, most, sizeof *self->slots);
    if (!self->slots)
        return false;
    for (uint32_t i = 0; i < self->n; i++) {
        struct fc_practice *practice = &self->practice[i];
        const struct fc_pulls *pulls = &practice->effects.pulls[0];
        practice->slot = fc__model_alloc(model, pulls->n, sizeof *practice->slot);
        if (!practice->slot)
            return false;
        for (uint32_t k = 0; k < pulls->n; k++) {
            const bool shares =
                model->practice_category[i] == FC_P_CUSTOMERS &&
                fc__lever_rows[pulls->at[k].lever].scale != FC_SHARE_LOST;
            practice->slot[k] = shares ? slot_of(self, &pulls->at[k]) : FC_NO_SLOT;
        }
    }
    return true;
}

fc_status fc__practice_link(void *own, struct fc_model *model, struct fc_error *err)
{
    struct fc_practices *self = own;
    fc_status status = FC_OK;
    for (uint32_t i = 0; i < self->n; i++) {
        const struct fc_practice_spec *spec = spec_at(self, i);
        struct fc_practice *practice = &self->practice[i];
        const struct fc_aim aim = {.list = "practices",
                                   .name = spec->name,
                                   .scope = spec->scope,
                                   .effects = &spec->effects,
                                   .line = spec->monthly_cost.line};
        const fc_status one = fc__effects_aim(&practice->effects, &aim, model, err);
        if (one != FC_OK && one != FC_E_SCENARIO)
            return one;
        status = one != FC_OK ? one : status;
        if (!teams_find(practice, model) || !outages_find(practice, model, i))
            return FC_FAIL(err, FC_E_MEMORY, "no memory for practices");
    }
    if (status == FC_OK && !slots_find(self, model))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for practices");
    const fc_status covers = fc__covers_link(self, model, err);
    status = covers != FC_OK ? covers : status;
    self->strongest = fc__model_rows(model, self->slot_count);
    self->rest = fc__model_rows(model, self->slot_count);
    return status;
}
