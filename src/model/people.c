/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People: what a scenario says about them, and which seat is whose.
 *
 *   seats of team m = largest remainder of N hours_m / sum hours at opening, at least 1
 *   seat numbers run through the teams in the order of their names, so that the order
 * of list members changes nothing; seats that open later follow by (month, team)
 *
 * Source: docs/model.md#organisation. The laws of a seat in time
 * are in people_seats.c, teams and roles in organisation.c. Checked by
 * tests/unit/test_people.c and tests/stat/test_people.c (M1, M2). */
#include "model/people.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/normal.h"
#include "model/organisation.h"

struct people_spec {
    int seats;
    struct fc_number paid_hours, absence, admin, ability_cv, ramp, start;
    struct fc_number turnover, shape, tenure;
    struct {
        struct fc_number mean, cv;
    } fill;
    struct {
        struct fc_number loss, similar, leave_odds, deals_loss, deal_months;
    } handover;
    struct fc_list plan;
};

struct spec {
    struct people_spec people;
    struct fc_learning_spec learning;
    struct {
        int seats_filled;
    } opening;
};

/* ---- what a scenario may say ---- */

static const struct fc_field fill_rows[] = {
    {.key = "mean",
     .unit = "months",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 0,
     .high = 36,
     .preset = 2.3,
     .at = 0,
     .help = "mean time to fill an open seat",
     .source = "6.2 months to replace (DePaul 2011, via page), split with the ramp"},
    {.key = "cv",
     .unit = "factor",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 3,
     .preset = 0.5,
     .at = sizeof(struct fc_number),
     .help = "spread of the time to fill: standard deviation / mean, lognormal"},
    {0}};

static const struct fc_field plan_rows[] = {
    {.key = "month",
     .unit = "month",
     .kind = FC_COUNT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .low = 1,
     .high = 600,
     .at = offsetof(struct fc_hiring_item, month),
     .help = "month of the horizon, from 1, at whose start the search begins"},
    {.key = "seats",
     .unit = "seats",
     .kind = FC_COUNT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .low = 0,
     .high = FC_SEATS_MAX,
     .at = offsetof(struct fc_hiring_item, seats),
     .help = "seats that open"},
    {.key = "team",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = offsetof(struct fc_hiring_item, team),
     .help = "team they go to; if absent, where the hours are needed"},
    {.key = "role",
     .kind = FC_REF,
     .confidence = 'H',
     .of = "people.roles",
     .at = offsetof(struct fc_hiring_item, role),
     .help = "role they are hired for; if absent, where the hours are needed"},
    {0}};

#define NUMBER(key_, unit_, flags_, confidence_, low_, high_, preset_, field_, help_,  \
               source_)                                                                \
    {                                                                                  \
        .key = key_, .unit = unit_, .kind = FC_NUMBER,                                 \
        .flags = FC_MAY_VARY | (flags_), .confidence = confidence_, .low = low_,       \
        .high = high_, .preset = preset_,                                              \
        .at = offsetof(struct people_spec, handover.field_) -                          \
              offsetof(struct people_spec, handover),                                  \
        .help = help_, .source = source_                                               \
    }
static const struct fc_field handover_rows[] = {
    NUMBER(
        "loss", "share", FC_SHARE, 'M', 0, 0.9, 0, loss,
        "share of an account's sales of 12 months lost when its seller goes, to "
        "somebody unlike and without notes; 0.154 is the middle of what was measured",
        "13.2 to 17.6 % of annual sales, Shi, Sridhar, Grewal & Lilien 2017"),
    NUMBER("similar", "share", FC_SHARE, 'M', 0, 1, 0, similar,
           "how like the successor is to who goes: share of the loss that this avoids",
           "better matching could have saved 40 %, Shi, Sridhar, Grewal & Lilien 2017"),
    NUMBER(
        "leave_odds", "factor", 0, 'A', 0, 100, 11, leave_odds,
        "odds of a client to leave at renewal are 1 + so many times the loss; 11 at a "
        "loss of 0.154 makes a yearly 12 % into 27 %",
        NULL),
    NUMBER("deals_loss", "share", FC_SHARE, 'A', 0, 0.9, 0, deals_loss,
           "share of the speed to advance that open deals lose when their seller goes",
           NULL),
    NUMBER("deal_months", "months", FC_OPEN_LOW, 'A', 0, 36, 3, deal_months,
           "mean time until such a deal is decided, from then on", NULL),
    {0}};
#undef NUMBER

#define AT(field) offsetof(struct people_spec, field)
static const struct fc_field people_rows[] = {
    {.key = "seats",
     .unit = "seats",
     .kind = FC_COUNT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .low = 0,
     .high = FC_SEATS_MAX,
     .at = AT(seats),
     .help =
         "seats of the department at opening; 0 for one that is built from nothing"},
    {.key = "paid_hours_per_week",
     .unit = "hours a week",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 1,
     .high = 100,
     .preset = 40,
     .at = AT(paid_hours),
     .help = "paid hours of a seat",
     .source = "full-time week"},
    {.key = "absence_share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'M',
     .low = 0,
     .high = 0.9,
     .preset = 0.10,
     .at = AT(absence),
     .help = "share of paid hours on leave or sick",
     .source = "four surveys of selling time (22-38 %)"},
    {.key = "admin_share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'M',
     .low = 0,
     .high = 0.9,
     .preset = 0.30,
     .at = AT(admin),
     .help = "share of the hours present that goes to administration",
     .source = "four surveys of selling time (22-38 %)"},
    {.key = "ability_cv",
     .unit = "factor",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 0,
     .high = 2,
     .preset = 0.35,
     .at = AT(ability_cv),
     .help = "how unlike people are: standard deviation / mean of ability, lognormal",
     .source = "Schmidt & Hunter 1983; Hunter, Schmidt & Judiesch 1990"},
    {.key = "ramp_months",
     .unit = "months",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 0,
     .high = 60,
     .preset = 6,
     .at = AT(ramp),
     .help = "months until a newcomer is at 95 % of full proficiency",
     .source = "Bridge Group 2024 (via page): median 5, 28 % take 6-12"},
    {.key = "start_level",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 0.9,
     .preset = 0.20,
     .at = AT(start),
     .help = "proficiency of a newcomer on day one"},
    {.key = "turnover_per_year",
     .unit = "share a year",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'H',
     .low = 0,
     .high = 0.95,
     .preset = 0.30,
     .at = AT(turnover),
     .help = "share of newcomers gone within a year",
     .source = "27 % HBR 2017, 20-34 % Forbes, 28 % DePaul 2011"},
    {.key = "tenure_shape",
     .unit = "exponent",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0.3,
     .high = 3,
     .preset = 0.8,
     .at = AT(shape),
     .help =
         "Weibull shape of the time to leaving: below 1, newcomers leave soonest; 1 = "
         "the same risk at any tenure"},
    {.key = "opening_tenure_months",
     .unit = "months",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 600,
     .preset = (double)NAN,
     .at = AT(tenure),
     .help =
         "mean tenure of the people at opening (exponential); if absent, the law that "
         "belongs to the turnover"},
    {.key = "months_to_fill",
     .kind = FC_GROUP,
     .at = AT(fill),
     .rows = fill_rows,
     .help = "time to fill an open seat"},
    {.key = "handover",
     .kind = FC_GROUP,
     .at = AT(handover),
     .rows = handover_rows,
     .help = "what is lost when a seller's accounts and deals change hands"},
    {.key = "hiring_plan",
     .kind = FC_LIST,
     .at = AT(plan),
     .rows = plan_rows,
     .size = sizeof(struct fc_hiring_item),
     .help = "seats that open later"},
    {0}};
#undef AT

static const struct fc_field opening_rows[] = {
    {.key = "seats_filled",
     .unit = "seats",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 0,
     .high = FC_SEATS_MAX,
     .preset = (double)NAN,
     .at = 0,
     .help = "seats with a person at opening; all if absent"},
    {0}};

static const struct fc_section sections[] = {
    {.path = "people",
     .rows = people_rows,
     .at = offsetof(struct spec, people),
     .help = "sellers: hours, skill, turnover, hiring"},
    {.path = "people.learning",
     .rows = fc__learning_rows,
     .at = offsetof(struct spec, learning),
     .help = "what practice in a territory, product or segment is worth"},
    {.path = "opening",
     .rows = opening_rows,
     .at = offsetof(struct spec, opening),
     .help = "the state at the start"},
    {0}};

#define KPI(name_, unit_, fold_, state_, flags_, help_)                                \
    {                                                                                  \
        .name = name_, .unit = unit_, .help = help_, .fold = fold_,                    \
        .value = FC_S_##state_, .over = -1, .by = FC_BY(FC_TEAM), .flags = flags_      \
    }
static const struct fc_kpi kpis[] = {
    KPI("headcount", "people", FC_LEVEL, headcount, FC_WHOLE, "filled seats"),
    KPI("ramping", "people", FC_LEVEL, ramping, FC_WHOLE,
        "people who are still below 95 % of their proficiency"),
    KPI("vacancies", "seats", FC_LEVEL, vacancies, FC_WHOLE, "open seats"),
    KPI("hires", "people", FC_FLOW, hires, FC_WHOLE, "people who started"),
    KPI("leavers", "people", FC_FLOW, leavers, FC_WHOLE, "people who left"),
    KPI("hours_available", "hours", FC_FLOW, hours_available, 0,
        "selling hours there were"),
    {"proficiency", "factor", "mean proficiency of the selling hours", FC_RATIO,
     FC_S_team_output, FC_S_hours_available, FC_BY(FC_TEAM), 0},
    {0}};

/* ---- compile ---- */

struct compiled {            /* between compile and link */
    struct fc_people people; /* first: what open and step get */
    struct fc_seat_plan plan;
};

static void numbers_compile(const struct spec *spec, struct fc_model *model,
                            struct fc_people *self)
{
    const struct people_spec *p = &spec->people;
    struct fc_number tenure = p->tenure;
    self->opening_stationary = isnan(tenure.value);
    if (self->opening_stationary)
        tenure.value = 0;
    self->coordination = model->organisation->coordination.share;
    self->opening_tenure = fc__model_number(model, tenure);
    self->paid_hours = fc__model_number(model, p->paid_hours);
    self->absence = fc__model_number(model, p->absence);
    self->admin = fc__model_number(model, p->admin);
    self->ability_cv = fc_unless_normal(model, FC_CAUSE_people, p->ability_cv, 0);
    self->ramp_months = fc_unless_normal(model, FC_CAUSE_people, p->ramp, 0);
    self->start_level = fc__model_number(model, p->start);
    self->turnover = fc_unless_normal(model, FC_CAUSE_people, p->turnover, 0);
    self->tenure_shape = fc__model_number(model, p->shape);
    model->pay_numbers.turnover = self->turnover;
    self->fill_mean = fc__model_number(model, p->fill.mean);
    self->fill_cv = fc__model_number(model, p->fill.cv);
    self->handover_loss = fc__model_number(model, p->handover.loss);
    self->similar = fc__model_number(model, p->handover.similar);
    self->deals_loss = fc__model_number(model, p->handover.deals_loss);
    self->deal_months = fc__model_number(model, p->handover.deal_months);
    model->handover_odds = fc__model_number(model, p->handover.leave_odds);
    model->handover = p->handover.loss.dist >= 0 || p->handover.loss.value > 0 ||
                      p->handover.deals_loss.dist >= 0 ||
                      p->handover.deals_loss.value > 0;
}

static void rows_compile(struct fc_model *model, struct fc_people *self)
{
    fc_rows *const single[] = {
        &self->seat_hours,    &self->time_constant, &self->decay,     &self->ramp_mean,
        &self->start_gap,     &self->life_scale,    &self->life_rate, &self->ability_sd,
        &self->fill_log_mean, &self->fill_log_sd};
    fc_rows *const seat[] = {&self->clock, &self->aged,    &self->tenure,
                             &self->gap,   &self->ability, &self->log_ability,
                             &self->closed};
    const size_t roles = (size_t)self->teams * self->roles;
    self->ring = 12 * model->steps_per_month;
    self->gone = fc__model_rows(model, self->teams);
    self->more = fc__model_rows(model, self->teams);
    self->used = fc__model_rows(model, self->seats - self->planned);
    for (uint32_t i = 0; i < self->hires; i++) {
        self->hire[i].before = fc__model_rows(model, 1);
        self->hire[i].ended = fc__model_rows(model, 1);
    }
    self->walked = fc__model_rows(model, self->teams);
    self->left = fc__model_rows(model, (size_t)self->teams * self->ring);
    self->lost = fc__model_rows(model, (size_t)self->teams * self->ring);
    self->given = fc__model_rows(model, roles);
    self->skill_sum = fc__model_rows(model, roles * self->segments);
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        *single[i] = fc__model_rows(model, 1);
    for (size_t i = 0; i < sizeof seat / sizeof *seat; i++)
        *seat[i] = fc__model_rows(model, self->seats);
}

static fc_status compile(const void *spec_, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = spec_;
    struct compiled *self = fc__model_alloc(model, 1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for people");
    *own = self;
    const int filled = spec->opening.seats_filled;
    self->plan.seats = spec->people.seats;
    self->plan.filled = filled == FC_ABSENT || (filled < spec->people.seats &&
                                                fc_is_normal(model, FC_CAUSE_people))
                            ? spec->people.seats
                            : filled;
    self->plan.later = spec->people.plan;
    self->plan.line = spec->people.paid_hours.line;
    self->plan.given = model->organisation->seats;
    FC_TRY(fc__people_plan(&self->people, model, &self->plan, err));
    numbers_compile(spec, model, &self->people);
    rows_compile(model, &self->people);
    return fc__learning_compile(&self->people.learning, model, &spec->learning, err);
}

static fc_status link(void *own, struct fc_model *model, struct fc_error *err)
{
    struct compiled *self = own;
    FC_TRY(fc__people_share(&self->people, model, &self->plan, err));
    FC_TRY(fc__people_coordination_link(&self->people, model, err));
    return fc__learning_link(&self->people.learning, model, self->people.seats, err);
}

const struct fc_mechanism FC_PER_ISA(fc_people) = {
    .name = "people",
    .help = "teams, seats, people: hours, skill, turnover, hiring",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .kpis = kpis,
    .compile = compile,
    .link = link,
    .open = fc__people_open,
    .step = fc__people_step,
};
