/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pay plan, motives, grades: what a scenario says about them, and the start.
 *
 * The laws are in motivation.h; a month is in motivation_month.c, the split of sales in
 * motivation_split.c, effort in motivation_effort.c, leaving in motivation_leave.c.
 * Source: docs/model.md#motivation. Checked by tests/unit/test_motivation.c and
 * tests/stat/test_motivation.c. */
#include "model/motivation.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/market.h"
#include "model/pipeline.h"

struct pay_spec {
    struct fc_number accelerator, cap, bonus;
};

struct motivation_spec {
    struct fc_number elasticity, effort_max, growth, alike;
    struct fc_number motive[FC_MOTIVES];
    struct fc_number market_pay, by_pay, by_motivation, by_middle, by_peers,
        by_recession;
};

struct grade_item {
    const char *name, *title;
    struct fc_number pay_factor, promotion;
};

struct spec {
    struct pay_spec pay;
    struct motivation_spec motivation;
    struct fc_list grades;
};

/* ---- what a scenario may say ---- */

#define NUMBER(key_, unit_, flags_, confidence_, low_, high_, preset_, at_, help_,     \
               source_)                                                                \
    {                                                                                  \
        .key = key_, .unit = unit_, .kind = FC_NUMBER,                                 \
        .flags = FC_MAY_VARY | (flags_), .confidence = confidence_, .low = low_,       \
        .high = high_, .preset = preset_, .at = at_, .help = help_, .source = source_  \
    }

#define AT(field) offsetof(struct pay_spec, field)
static const struct fc_field pay_rows[] = {
    NUMBER(
        "accelerator", "factor", 0, 'A', 1, 5, 1, AT(accelerator),
        "commission on sales above the year's quota / commission below it; 1 = flat",
        "direction: over-achievement commissions sustain the best, Chung, Steenburgh "
        "& Sudhir 2014; 1.5 is usual"),
    NUMBER("cap", "quotas", 0, 'A', 1, 20, FC_NO_PRESET, AT(cap),
           "sales of a year above so many quotas earn no commission; if absent, no cap",
           NULL),
    NUMBER("quarterly_bonus", "money", 0, 'A', 0, 1e9, 0, AT(bonus),
           "paid to a person whose sales of a quarter reach its quota",
           "direction: quarterly bonuses pace the weak, Chung, Steenburgh & Sudhir "
           "2014"),
    {0}};
#undef AT

#define AT(field) offsetof(struct motivation_spec, field)
static const struct fc_field motivation_rows[] = {
    NUMBER(
        "elasticity", "exponent", 0, 'M', 0, 1, 0, AT(elasticity),
        "per cent more effort for one per cent more to gain by it; 0 = people always "
        "give the same. With 0.25 a plan with accelerator and bonus brings about 8 %",
        "a new plan brought 9 % (Misra & Nair 2011), incentives 22 % (Condly, Clark & "
        "Stolovitch 2003), about 0 after correcting for publication bias"),
    NUMBER("effort_max", "factor", 0, 'A', 1, 2, 1.25, AT(effort_max),
           "most effort a person can give; 1 = the usual", NULL),
    NUMBER("money", "weight", FC_OPEN_LOW, 'A', 0, 100, 4, AT(motive[FC_MONEY]),
           "how much pay moves people, against the other three motives", NULL),
    NUMBER("recognition", "weight", FC_OPEN_LOW, 'A', 0, 100, 2,
           AT(motive[FC_RECOGNITION]), "how much recognition moves people", NULL),
    NUMBER("autonomy", "weight", FC_OPEN_LOW, 'A', 0, 100, 2, AT(motive[FC_AUTONOMY]),
           "how much freedom in their work moves people", NULL),
    NUMBER("growth", "weight", FC_OPEN_LOW, 'A', 0, 100, 2, AT(motive[FC_GROWTH]),
           "how much competence and prospects move people", NULL),
    NUMBER(
        "alike", "people", FC_OPEN_LOW, 'A', 0, 1e6, 8, AT(alike),
        "how alike people are in what moves them: concentration of the Dirichlet law "
        "of the four weights",
        NULL),
    NUMBER("prospects", "factor", 0, 'A', 0, 10, 2, AT(growth),
           "motivation for one unit of expected rise of base pay by promotion within "
           "the sales year",
           NULL),
    NUMBER("market_pay", "factor", 0, 'A', 0.2, 5, 1, AT(market_pay),
           "pay elsewhere / base pay and commission at quota here", NULL),
    NUMBER("leave_by_pay", "log hazard", 0, 'A', 0, 10, 0, AT(by_pay),
           "log of the hazard of leaving for pay that is wholly missing against the "
           "market",
           "direction: Sunder, Kumar, Goreczny & Maurer 2017"),
    NUMBER("leave_by_motivation", "log hazard", 0, 'A', 0, 10, 0, AT(by_motivation),
           "log of the hazard of leaving for motivation that is wholly missing", NULL),
    NUMBER("leave_by_middle", "log hazard", 0, 'A', 0, 3, 0, AT(by_middle),
           "log of the hazard of leaving of the middle third of a team by attainment",
           "average performers leave most: Sunder, Kumar, Goreczny & Maurer 2017"),
    NUMBER("leave_by_peers", "log hazard", 0, 'A', 0, 10, 0, AT(by_peers),
           "log of the hazard of leaving for a team all of which left within 3 months",
           "departures of peers matter: Sunder, Kumar, Goreczny & Maurer 2017"),
    NUMBER("stay_in_recession", "log hazard", 0, 'A', 0, 3, 0, AT(by_recession),
           "log of how much rarer people leave in a recession", NULL),
    {0}};
#undef AT

#define AT(field) offsetof(struct grade_item, field)
static const struct fc_field grade_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(name),
     .help = "key"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = AT(title),
     .help = "display title, any language"},
    NUMBER("pay_factor", "factor", 0, 'A', 0.2, 10, 1, AT(pay_factor),
           "base pay in this grade / base_pay_per_month", NULL),
    NUMBER("promotion_share", "share", FC_SHARE, 'A', 0, 1, 0, AT(promotion),
           "share of those at quota at the end of a sales year who rise to the next "
           "grade",
           NULL),
    {0}};
#undef AT

static const struct fc_section sections[] = {
    {.path = "people.pay",
     .rows = pay_rows,
     .at = offsetof(struct spec, pay),
     .help = "pay by results, besides base pay and commission"},
    {.path = "people.motivation",
     .rows = motivation_rows,
     .at = offsetof(struct spec, motivation),
     .help = "what moves people to work and to leave"},
    {.path = "people.grades",
     .rows = grade_rows,
     .at = offsetof(struct spec, grades),
     .list_item_size = sizeof(struct grade_item),
     .help = "a ladder of grades; everybody starts on the first"},
    {0}};

#define KPI(name_, unit_, fold_, value_, over_, help_)                                 \
    {                                                                                  \
        .name = name_, .unit = unit_, .help = help_, .fold = fold_,                    \
        .value = FC_S_##value_, .over = over_, .by = FC_BY(FC_TEAM)                    \
    }
static const struct fc_kpi kpis[] = {
    KPI("attainment", "share", FC_RATIO, sold_to_date, FC_S_quota_to_date,
        "sales of the people / their quota, this sales year"),
    KPI("quota_share", "share", FC_RATIO, quota_met, FC_S_quota_seats,
        "people at quota in the last full sales year / people with a quota"),
    KPI("effort", "factor", FC_RATIO, effort_people, FC_S_headcount,
        "mean effort of the people, 1 = reference"),
    KPI("commission", "money", FC_FLOW, commission, -1,
        "commission of the sellers, without on-costs"),
    KPI("bonus", "money", FC_FLOW, bonus, -1, "quarterly bonuses, without on-costs"),
    {0}};

/* ---- compile ---- */

static bool given(struct fc_number n, double neutral)
{
    return n.dist >= 0 || n.value > neutral || n.value < neutral;
}

static void numbers_compile(const struct spec *spec, struct fc_model *model,
                            struct fc_motivation *self)
{
    const struct motivation_spec *m = &spec->motivation;
    struct fc_number cap = spec->pay.cap;
    self->capped = cap.dist >= 0 || !isnan(cap.value);
    if (!self->capped)
        cap.value = 0;
    self->accelerator = fc__model_number(model, spec->pay.accelerator);
    self->cap = fc__model_number(model, cap);
    self->bonus = fc__model_number(model, spec->pay.bonus);
    self->elasticity = fc__model_number(model, m->elasticity);
    self->effort_max = fc__model_number(model, m->effort_max);
    self->growth = fc__model_number(model, m->growth);
    self->alike = fc__model_number(model, m->alike);
    for (int i = 0; i < FC_MOTIVES; i++)
        self->motive[i] = fc__model_number(model, m->motive[i]);
    self->market_pay = fc__model_number(model, m->market_pay);
    self->by_pay = fc__model_number(model, m->by_pay);
    self->by_motivation = fc__model_number(model, m->by_motivation);
    self->by_middle = fc__model_number(model, m->by_middle);
    self->by_peers = fc__model_number(model, m->by_peers);
    self->by_recession = fc__model_number(model, m->by_recession);
    self->plan =
        self->capped || given(spec->pay.accelerator, 1) || given(spec->pay.bonus, 0);
    self->ranks = given(m->by_middle, 0);
    self->leaves = self->ranks || given(m->by_pay, 0) || given(m->by_motivation, 0) ||
                   given(m->by_peers, 0) || given(m->by_recession, 0);
    self->effort = given(m->elasticity, 0) || given(m->by_motivation, 0);
    model->pay_plan = self->plan;
}

static fc_status grades_compile(const struct fc_list *list, struct fc_model *model,
                                struct fc_motivation *self, struct fc_error *err)
{
    const struct grade_item *item = list->items;
    self->grades = (uint32_t)list->n;
    self->grade = fc__model_alloc(model, list->n, sizeof *self->grade);
    if (list->n && !self->grade)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu grades", list->n);
    for (size_t i = 0; i < list->n; i++)
        self->grade[i] = (struct fc_grade){fc__model_number(model, item[i].pay_factor),
                                           fc__model_number(model, item[i].promotion)};
    return FC_OK;
}

static fc_status compile(const void *spec_, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = spec_;
    struct fc_motivation *self = fc__model_alloc(model, 1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for motivation");
    *own = self;
    self->seats = model->axis[FC_SEAT].count;
    self->teams = model->axis[FC_TEAM].count;
    self->markets = model->axis[FC_MARKET].count;
    numbers_compile(spec, model, self);
    FC_TRY(grades_compile(&spec->grades, model, self, err));
    fc_rows *const seat[] = {&self->person, &self->served, &self->in_quarter,
                             &self->rung,   &self->mood,   &self->rest,
                             &self->part,   &self->below};
    fc_rows *const money[] = {&self->sold_year, &self->sold_quarter, &self->earned};
    fc_rows *const team[] = {&self->value, &self->output, &self->deals};
    for (size_t i = 0; i < sizeof seat / sizeof *seat; i++)
        *seat[i] = fc__model_rows(model, self->seats);
    for (size_t i = 0; i < sizeof money / sizeof *money; i++)
        *money[i] = fc__model_rows_double(model, self->seats);
    for (size_t i = 0; i < sizeof team / sizeof *team; i++)
        *team[i] = fc__model_rows_double(model, self->teams);
    self->mean_motive = fc__model_rows(model, FC_MOTIVES);
    self->month_quota = fc__model_rows_double(model, 1);
    self->market = fc__model_rows_double(model, 1);
    self->middle = fc__model_rows(model, 2);
    self->weight = fc__model_rows(model, (size_t)self->seats * FC_MOTIVES);
    return FC_OK;
}

/* ---- link ---- */

/* Seats of each team in the order of their numbers: those of the role that closes
 * deals. */
static void seats_sort(struct fc_motivation *self, const struct fc_model *model)
{
    const uint32_t closing = fc_task_stage(model->pipeline->stages - 1);
    uint32_t n = 0;
    for (uint32_t team = 0; team < self->teams; team++) {
        self->first[team] = n;
        for (uint32_t seat = 0; seat < self->seats; seat++)
            if (model->seat_team[seat] == team &&
                model->seat_role[seat] == model->task_role[closing])
                self->seat[n++] = seat;
    }
    self->first[self->teams] = n;
}

/* Squared CV of the deals a team wins: E X^2 / (E X)^2 - 1 over its markets, weighted
 * with the leads of their segments at opening and the chance to win. */
static double deals_spread(const struct fc_model *model, uint32_t team)
{
    const struct fc_pipeline *pipe = model->pipeline;
    double weight = 0, first = 0, second = 0;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const struct fc_market *market = &model->markets[model->market_order[i]];
        const uint32_t s = market->segment;
        const double cv = pipe->deal_cv[s];
        const double mean = model->number_value[pipe->deal_mean[s].row];
        const double w =
            market->team == team
                ? market->share * model->segments[s].leads_mean * pipe->win_mean[s]
                : 0;
        weight += w;
        first += w * mean;
        second += w * mean * mean * (1 + cv * cv);
    }
    return first > 0 ? second * weight / (first * first) - 1 : 0;
}

static uint64_t *sites_new(struct fc_model *model, uint32_t seats, const char *purpose)
{
    uint64_t *site = fc__model_alloc(model, seats, sizeof *site);
    for (uint32_t seat = 0; site && seat < seats; seat++)
        site[seat] = fc_site("motivation", model->axis[FC_SEAT].name[seat], purpose, 0);
    return site;
}

static fc_status link(void *own, struct fc_model *model, struct fc_error *err)
{
    struct fc_motivation *self = own;
    self->site_sales = sites_new(model, self->seats, "sales");
    self->site_motives = sites_new(model, self->seats, "motives");
    self->site_grades = sites_new(model, self->seats, "grades");
    self->first = fc__model_alloc(model, self->teams + 1, sizeof *self->first);
    self->seat = fc__model_alloc(model, self->seats, sizeof *self->seat);
    self->cv2 = fc__model_alloc(model, self->teams, sizeof *self->cv2);
    if (!self->first || !self->cv2 ||
        (self->seats && (!self->site_sales || !self->site_motives ||
                         !self->site_grades || !self->seat)))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for motivation");
    seats_sort(self, model);
    for (uint32_t team = 0; team < self->teams; team++)
        self->cv2[team] = deals_spread(model, team);
    return FC_OK;
}

/* ---- time 0 ---- */

static void motives_open(const struct fc_motivation *own, struct fc_block *b)
{
    FC_LANE_ROW(float, sum) = {0};
    for (int i = 0; i < FC_MOTIVES; i++)
        FC_EACH (l)
            sum[l] += fc_number_row(b, own->motive[i])[l];
    for (int i = 0; i < FC_MOTIVES; i++)
        FC_EACH (l)
            fc_own(b, own->mean_motive, (size_t)i)[l] =
                fc_number_row(b, own->motive[i])[l] / sum[l];
}

/* What does not change on a path: quota of a month, pay elsewhere, factors by rank. */
static void numbers_open(const struct fc_motivation *own, struct fc_block *b)
{
    const float *quota = fc_number_row(b, b->model->pay_numbers.quota);
    const float *base = fc_number_row(b, b->model->pay_numbers.base);
    const float *rate = fc_number_row(b, b->model->pay_numbers.commission);
    const float *market = fc_number_row(b, own->market_pay);
    const float *by_middle = fc_number_row(b, own->by_middle);
    double *month_quota = fc_own_double(b, own->month_quota, 0);
    double *pay = fc_own_double(b, own->market, 0);
    float *outside = fc_own(b, own->middle, 0), *inside = fc_own(b, own->middle, 1);
    FC_EACH (l) {
        const float more = fc_expf(by_middle[l]);
        month_quota[l] = (double)quota[l] / 12;
        pay[l] = (double)market[l] *
                 ((double)base[l] + (double)rate[l] * (double)quota[l] / 12);
        outside[l] = 1.0f / (1.0f + (more - 1.0f) / 3.0f);
        inside[l] = more / (1.0f + (more - 1.0f) / 3.0f);
    }
}

static void seat_open(const struct fc_motivation *own, struct fc_block *b,
                      uint32_t seat, struct fc_newcomers *list)
{
    const float *filled = FC_ROW(b, seat_filled, seat);
    const float *person = FC_ROW(b, seat_person, seat);
    float *known = fc_own(b, own->person, seat);
    float *mood = fc_own(b, own->mood, seat);
    FC_EACH (l) {
        known[l] = filled[l] > 0.0f ? person[l] : -1.0f;
        mood[l] = 1.0f;
        FC_ROW(b, seat_effort, seat)[l] = 1.0f;
        FC_ROW(b, seat_hazard, seat)[l] = 1.0f;
    }
    if (own->effort)
        fc__motivation_note(own, b, seat, filled, list);
}

void fc__motivation_open(const void *from, struct fc_block *b)
{
    const struct fc_motivation *own = from;
    struct fc_newcomers list;
    list.n = 0;
    motives_open(own, b);
    numbers_open(own, b);
    for (uint32_t seat = 0; seat < own->seats; seat++)
        seat_open(own, b, seat, &list);
    fc__motivation_people(own, b, &list);
    for (uint32_t team = 0; team < own->teams; team++)
        FC_EACH (l)
            FC_ROW(b, effort_people, team)
    [l] = FC_ROW(b, headcount, team)[l];
}

const struct fc_mechanism FC_PER_ISA(fc_motivation) = {
    .name = "motivation",
    .help = "sales of each person, quota, pay plan, effort, reasons to leave",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .kpis = kpis,
    .compile = compile,
    .link = link,
    .open = fc__motivation_open,
    .month = fc__motivation_month,
};
