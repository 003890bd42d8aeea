/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours and coverage: who gets attention when there is too little of it.
 *
 *   coverage of a class of work = min(1, hours left / hours needed), in the order of
 *   `organisation.priority`
 * Hours are those *expected* over the step at the step's intensities: one predictor
 * pass with the law at the last coverage gives the expected stock, hence the hours,
 * hence the coverage (model 5). Work of an open deal in stage n: w_n / d_n hours a
 * month. First contact has a queue (first_contact.c), at the load of the same step.
 * Checked by M5, T5 and tests/stat/test_funnel.c; the slow simulator uses the
 * same rule. */
#include <string.h>

#include "base/error.h"
#include "model/chain.h"
#include "model/first_contact.h"
#include "model/market.h"
#include "model/mix.h"
#include "model/normal.h"
#include "model/specialists.h"

struct spec {
    struct {
        struct fc_names priority;
        struct fc_number task_minutes;
    } organisation;
};

#define AT(field)                                                                      \
    offsetof(struct spec, organisation.field) - offsetof(struct spec, organisation)

static const struct fc_field rows[] = {
    {.key = "priority",
     .kind = FC_NAMES,
     .confidence = 'A',
     .at = AT(priority),
     .of = "first_contact|late_stages|early_stages|service|outbound",
     .help =
         "classes of work, first served first; default: first_contact, late_stages, "
         "early_stages, service, outbound"},
    {.key = "task_minutes",
     .unit = "minutes",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0.1,
     .high = 2400,
     .preset = 60,
     .at = AT(task_minutes),
     .help = "mean length of a piece of work that is finished before a new lead is "
             "answered: a call, a meeting, an offer"},
    {0}};
#undef AT

static const struct fc_section sections[] = {{.path = "organisation",
                                              .rows = rows,
                                              .at = offsetof(struct spec, organisation),
                                              .help = "order and pace of work"},
                                             {0}};

#define BY_WORK (FC_BY(FC_TEAM) | FC_BY(FC_WORK))
static const struct fc_kpi kpis[] = {
    {"hours_needed", "hours", "hours the work needs at full attention", FC_FLOW,
     FC_S_hours_needed, -1, BY_WORK, 0},
    {"coverage", "share", "hours delivered over hours needed", FC_RATIO,
     FC_S_hours_delivered, FC_S_hours_needed, BY_WORK, FC_HEADLINE},
    {"utilisation", "share", "hours needed, prospecting included, over hours available",
     FC_RATIO, FC_S_hours_needed, FC_S_hours_available, FC_BY(FC_TEAM), FC_HEADLINE},
    {"first_contact_hour", "share",
     "inbound leads answered within an hour, over all that arrived", FC_RATIO,
     FC_S_answered_hour, FC_S_inbound, FC_BY(FC_TEAM) | FC_BY(FC_CHANNEL), FC_HEADLINE},
    {0}};

struct own {
    struct fc_first_contact first;
    uint8_t order[FC_W_COUNT];
    struct fc_stage_work stage_work;
    struct fc_specialists specialists;
    uint32_t roles;
    bool ample;   /* hours enough for all work, whoever is there */
    fc_rows need; /* [(team * roles + role) * FC_W_COUNT + class] hours of the step */
};

/* Hours the role of a task needs in the task's class of work. */
static float *need_of(const struct own *own, const struct fc_block *b, uint32_t team,
                      uint32_t task)
{
    const struct fc_model *model = b->model;
    const uint32_t row = team * own->roles + fc_role_of(model, team, task);
    return fc_own(b, own->need, (size_t)row * FC_W_COUNT + model->task_work[task]);
}

static fc_status priority_compile(const struct spec *spec, struct fc_model *model,
                                  struct own *own)
{
    const struct fc_names *given = &spec->organisation.priority;
    bool seen[FC_W_COUNT] = {false};
    size_t n = 0;
    for (size_t i = 0; i < given->n; i++)
        for (uint8_t w = 0; w < FC_W_COUNT; w++) {
            if (strcmp(given->at[i], model->axis[FC_WORK].name[w]) != 0)
                continue;
            if (seen[w])
                return fc__scenario_problem(model->scenario, given->line,
                                            "'organisation.priority' names '%s' twice",
                                            given->at[i]);
            seen[w] = true;
            own->order[n++] = w;
        }
    if (given->n != 0 && n != FC_W_COUNT)
        return fc__scenario_problem(
            model->scenario, given->line,
            "'organisation.priority' has %zu of the %d classes of work; name each once",
            n, FC_W_COUNT);
    for (uint8_t w = 0; given->n == 0 && w < FC_W_COUNT; w++)
        own->order[w] = w;
    return FC_OK;
}

static fc_status compile(const void *spec, struct fc_model *model, void **own_,
                         struct fc_error *err)
{
    struct own *own = fc__model_alloc(model, 1, sizeof *own);
    if (!own)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for coverage");
    *own_ = own;
    const struct spec *given = spec;
    own->ample = fc_is_normal(model, FC_CAUSE_coverage);
    own->first.task_minutes = fc__model_number(model, given->organisation.task_minutes);
    return priority_compile(given, model, own);
}

static fc_status link_rooms(void *own_, struct fc_model *model, struct fc_error *err)
{
    struct own *own = own_;
    own->roles = model->axis[FC_ROLE].count;
    own->need = fc__model_rows(model, (size_t)model->axis[FC_TEAM].count * own->roles *
                                          FC_W_COUNT);
    fc__specialists_link(&own->specialists, model);
    FC_TRY(fc__stage_work_link(&own->stage_work, model, err));
    return fc__first_contact_tables(&own->first, model, err);
}

/* Prospecting hours of a team in a step (`opening`: before month 1), if there is time.
 */
static void outbound_target(const struct fc_block *b, uint32_t team, bool opening,
                            float *hours)
{
    const struct fc_model *model = b->model;
    const uint32_t role = model->task_role[fc_task_outbound(model)];
    const float *people =
        FC_ROW(b, role_headcount, team * model->axis[FC_ROLE].count + role);
    const float time = model->dt * fc_working_days(b);
    FC_EACH (l)
        hours[l] = 0.0f;
    if (fc_is_pool(model, team))
        return; /* specialists do not prospect */
    for (uint32_t c = 0; c < model->axis[FC_CHANNEL].count; c++) {
        const float *target = fc_number_row(b, model->channels[c].hours_per_seat_month);
        const float length = time * fc__team_effort(b, c, team, opening);
        FC_EACH (l)
            hours[l] += target[l] * people[l] * length;
    }
}

static void need_clear(const struct own *own, const struct fc_block *b)
{
    memset(fc_own(b, own->need, 0), 0,
           (size_t)b->model->axis[FC_TEAM].count * own->roles * FC_W_COUNT * FC_LANES *
               sizeof(float));
}

/* Hours of a role of a team (row) in a step: those it has, or more than any work. */
static void hours_of(const struct own *own, const struct fc_block *b, uint32_t row,
                     float *hours)
{
    const float *there = FC_ROW(b, hours, row);
    FC_EACH (l)
        hours[l] = own->ample ? 1e9f : there[l];
}

/* The queue for first contact of a team, from the hours its role needs. */
static void queue_step(const struct own *own, struct fc_block *b, uint32_t team)
{
    const uint32_t row = team * own->roles + b->model->task_role[FC_T_CONTACT];
    const float *need = fc_own(b, own->need, (size_t)row * FC_W_COUNT);
    FC_LANE_ROW(float, before) = {0};
    FC_LANE_ROW(float, all) = {0};
    FC_LANE_ROW(float, hours_here);
    bool served = false;
    hours_of(own, b, row, hours_here);
    for (int i = 0; i < FC_W_COUNT; i++) {
        const float *hours = need + (size_t)own->order[i] * FC_LANES;
        served = served || own->order[i] == FC_W_CONTACT;
        FC_EACH (l) {
            before[l] += served ? 0.0f : hours[l];
            all[l] += hours[l];
        }
    }
    fc__first_contact_wait(
        &own->first, b, team,
        &(struct fc_contact_load){hours_here, need + FC_W_CONTACT * FC_LANES, before,
                                  all, FC_ROW(b, role_headcount, row)});
}

/* Hours a step of market k in its steady state at full attention. */
static void opening_need(const struct own *own, const struct fc_block *b, uint32_t k)
{
    const struct fc_model *model = b->model;
    const struct fc_pipeline *pipe = model->pipeline;
    const uint32_t team = model->markets[k].team;
    const size_t base = (size_t)model->markets[k].segment * pipe->stages;
    const float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
    const float *late = FC_ROW(b, stale_late, k), *reached = FC_ROW(b, reached, k);
    const float *contact = fc_number_row(b, pipe->contact_hours);
    const float *best = fc_own(b, model->best_odds, 0);
    const float service = (float)model->markets[k].opening_service * model->dt;
    float *first = need_of(own, b, team, FC_T_CONTACT);
    float *care = need_of(own, b, team, fc_task_service(model));
    FC_LANE_ROW(float, flow);
    FC_EACH (l) {
        const float all = viable[l] + unfit[l] + late[l];
        first[l] += all * contact[l];
        care[l] += service;
        flow[l] = all;
    }
    for (uint32_t j = 0; j < pipe->stages; j++) {
        const float *p = fc_number_row(b, pipe->conversion[base + j]);
        const float *work = fc_number_row(b, pipe->hours[base + j]);
        float *hours = need_of(own, b, team, fc_task_stage(j));
        FC_EACH (l) {
            const float odds = j == 0 ? best[l] : 1.0f;
            hours[l] += flow[l] * work[l];
            flow[l] = (j == 0 ? reached[l] : flow[l]) * odds * p[l] /
                      (1.0f + (odds - 1.0f) * p[l]);
        }
    }
}

/* The wait at opening belongs to the load at opening, which depends on what the wait
 * leaves: two rounds. */
static void opening_wait(const struct own *own, struct fc_block *b)
{
    const struct fc_model *model = b->model;
    for (int round = 0; round < 2; round++) {
        need_clear(own, b);
        for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++)
            opening_need(own, b, model->market_order[i]);
        for (uint32_t m = 0; m < model->axis[FC_TEAM].count; m++) {
            outbound_target(b, m, true, need_of(own, b, m, fc_task_outbound(model)));
            queue_step(own, b, m);
        }
        for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++)
            fc__first_contact_reached(&own->first, b, k, FC_ROW(b, reached, k));
    }
}

static void open_block(const void *own_, struct fc_block *b)
{
    const struct own *own = own_;
    fc__stage_work_open(&own->stage_work, b);
    const uint32_t tasks = b->model->axis[FC_TASK].count;
    for (uint32_t i = 0; i < b->model->axis[FC_TEAM].count * tasks; i++)
        FC_EACH (l)
            FC_ROW(b, coverage, i)[l] = 1.0f;
    for (uint32_t i = 0; i < b->model->state_rows[FC_S_advance_factor]; i++)
        FC_EACH (l)
            FC_ROW(b, advance_factor, i)[l] = 1.0f;
    for (uint32_t i = 0; i < b->model->state_rows[FC_S_loss_factor]; i++)
        FC_EACH (l)
            FC_ROW(b, loss_factor, i)[l] = 1.0f;
    for (uint32_t m = 0; m < b->model->axis[FC_TEAM].count; m++)
        outbound_target(b, m, true, FC_ROW(b, outbound_hours, m));
    fc__first_contact_open(&own->first, b);
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        fc__first_contact_reached(&own->first, b, k, FC_ROW(b, reached, k));
    if (own->first.decays)
        opening_wait(own, b);
}

/* A lower price sells better: hazard x price^-exponent, while the price lever is
 * pulled. */
static void price_factor(const struct fc_block *b, uint32_t k, float *up)
{
    const float *kept = fc_lever(b, FC_L_price, k);
    const float *exponent = fc_number_row(b, b->model->pipeline->price_exponent);
    if (!fc_lever_pulled(b, FC_L_price, k))
        return;
    FC_EACH (l)
        up[l] *= fc_powf(kept[l], -exponent[l]);
}

/* Factors on the hazards, coverage aside: skill, adverse state, price, levers. */
static void factors(const struct own *own, struct fc_block *b, uint32_t k)
{
    const struct fc_pipeline *pipe = b->model->pipeline;
    const float *z = FC_ROW(b, adverse, k);
    const float *slow = fc_number_row(b, pipe->adverse_advance);
    const float *lose = fc_number_row(b, pipe->adverse_loss);
    const float *odds = fc_lever(b, FC_L_win_odds, k);
    const float *loss = fc_lever(b, FC_L_loss_rate, k);
    float *down = FC_ROW(b, loss_factor, k);
    FC_LANE_ROW(float, calm);
    uint32_t clamps = 0;
    FC_EACH (l)
        calm[l] = fc_expf(-slow[l] * z[l]);
    for (uint32_t role = 0; role < own->roles; role++) {
        const float *skill = FC_ROW(b, skill, k * own->roles + role);
        float *up = FC_ROW(b, advance_factor, k * own->roles + role);
        FC_EACH (l)
            up[l] = skill[l] * odds[l] * calm[l];
        price_factor(b, k, up);
        fc__stage_work_pair(b, k, up);
        if (b->model->handover)
            FC_EACH (l)
                up[l] *= 1.0f - FC_ROW(b, handover_deals, b->model->markets[k].team)[l];
        FC_EACH (l) {
            clamps += up[l] > 2.0f;
            up[l] = up[l] < 2.0f ? up[l] : 2.0f;
        }
    }
    FC_EACH (l) {
        const float d = loss[l] * fc_expf(lose[l] * z[l]);
        clamps += d > 2.0f;
        down[l] = d < 2.0f ? d : 2.0f;
    }
    b->clamps += clamps;
}

/* Hours on the deals of a market: to its team and the specialists who sell along. */
static void stages_need(const struct own *own, struct fc_block *b, uint32_t k,
                        const float *good, const float *stale)
{
    const struct fc_market *market = &b->model->markets[k];
    const uint32_t second =
        market->second == FC_NO_TEAM ? market->team : market->second;
    struct fc_stage_need need, apart;
    for (uint32_t j = 0; j < b->model->pipeline->stages; j++) {
        need.first[j] = need_of(own, b, market->team, fc_task_stage(j));
        need.second[j] = need_of(own, b, second, fc_task_stage(j));
    }
    if (!own->specialists.on) {
        fc__stage_work_hours(&own->stage_work, b, k, good, stale, &need);
        return;
    }
    fc__specialists_apart(&own->specialists, b, k, &need, &apart);
    fc__stage_work_hours(&own->stage_work, b, k, good, stale, &apart);
    fc__specialists_join(&own->specialists, b, k, &need, &apart);
}

static void market_need(const struct own *own, struct fc_block *b, uint32_t k)
{
    const struct fc_model *model = b->model;
    const uint32_t team = model->markets[k].team;
    const float *contact = fc_number_row(b, model->pipeline->contact_hours);
    const float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
    const float *late = FC_ROW(b, stale_late, k), *service = FC_ROW(b, service_need, k);
    FC_LANE_ROW(float, good);
    FC_LANE_ROW(float, stale);
    float *first = need_of(own, b, team, FC_T_CONTACT);
    float *care = need_of(own, b, team, fc_task_service(model));
    const float dt = model->dt;
    fc__first_contact_reached(&own->first, b, k, good); /* wait and coverage: last */
    FC_EACH (l) {
        stale[l] = unfit[l] + late[l] + (viable[l] - good[l]);
        first[l] += (viable[l] + unfit[l] + late[l]) * contact[l];
        care[l] += service[l] * dt;
    }
    fc__stage_work_service(&own->stage_work, b, k, care);
    stages_need(own, b, k, good, stale);
}

/* Coverage of a class of work of a role -> that of its tasks. */
static void coverage_write(const struct fc_block *b, uint32_t team, uint32_t role,
                           uint8_t work, const float *covered)
{
    const struct fc_model *model = b->model;
    for (uint32_t task = 0; task < model->axis[FC_TASK].count; task++) {
        if (fc_role_of(model, team, task) != role || model->task_work[task] != work)
            continue;
        float *coverage = fc_task_coverage(b, team, task);
        FC_EACH (l)
            coverage[l] = covered[l];
    }
}

/* Serves the classes in order with the hours of a role; writes coverage and hours. */
static void serve(const struct own *own, struct fc_block *b, uint32_t team,
                  uint32_t role)
{
    const uint32_t row = team * own->roles + role;
    FC_LANE_ROW(float, left);
    FC_LANE_ROW(float, covered);
    hours_of(own, b, row, left);
    for (int i = 0; i < FC_W_COUNT; i++) {
        const uint8_t work = own->order[i];
        const float *need = fc_own(b, own->need, (size_t)row * FC_W_COUNT + work);
        float *needed = FC_ROW(b, hours_needed, team * FC_W_COUNT + work);
        float *delivered = FC_ROW(b, hours_delivered, team * FC_W_COUNT + work);
        FC_EACH (l) {
            const float given = left[l] < need[l] ? left[l] : need[l];
            covered[l] = need[l] > 0.0f ? given / need[l] : 1.0f;
            needed[l] += need[l];
            delivered[l] += given;
            left[l] -= given;
        }
        coverage_write(b, team, role, work, covered);
    }
    if (b->model->overflow.on && role == b->model->organisation->expert)
        fc__specialists_idle(&own->specialists, b, team, left);
}

static void team_step(const struct own *own, struct fc_block *b, uint32_t team)
{
    const uint32_t task = fc_task_outbound(b->model);
    float *need = need_of(own, b, team, task);
    float *outbound = FC_ROW(b, outbound_hours, team);
    const float *coverage = fc_task_coverage(b, team, task);
    outbound_target(b, team, false, need);
    for (uint32_t role = 0; role < own->roles; role++)
        serve(own, b, team, role);
    FC_EACH (l)
        outbound[l] = need[l] * coverage[l];
}

/* Leads are ranked: the first contacts of a team, and what is in its first stage. */
static void team_ranks(const struct own *own, const struct fc_block *b, uint32_t team,
                       uint32_t task)
{
    const struct fc_model *model = b->model;
    FC_LANE_ROW(float, good) = {0};
    FC_LANE_ROW(float, all) = {0};
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i];
        const bool stage = task != FC_T_CONTACT;
        const float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
        const float *late = FC_ROW(b, stale_late, k), *reached = FC_ROW(b, reached, k);
        const float *stock = FC_ROW(b, stock, k * model->pipeline->stages);
        const float *stale = FC_ROW(b, stale_stock, k);
        if (model->markets[k].team != team)
            continue;
        FC_EACH (l) {
            good[l] += stage ? stock[l] + reached[l] : viable[l];
            all[l] +=
                viable[l] + unfit[l] + late[l] + (stage ? stock[l] + stale[l] : 0.0f);
        }
    }
    fc__first_contact_ranked(&own->first, b, good, all,
                             fc_task_coverage(b, team, task));
}

static void ranking_step(const struct own *own, struct fc_block *b)
{
    const uint32_t teams = b->model->axis[FC_TEAM].count;
    const uint32_t markets = b->model->axis[FC_MARKET].count;
    const bool ranked = fc_lever_pulled(b, FC_L_lead_scoring, 0);
    for (uint32_t m = 0; ranked && m < teams; m++)
        team_ranks(own, b, m, FC_T_CONTACT);
    for (uint32_t k = 0; k < markets; k++)
        fc__first_contact_reached(&own->first, b, k, FC_ROW(b, reached, k));
    for (uint32_t m = 0; ranked && m < teams; m++)
        team_ranks(own, b, m, FC_T_STAGES);
}

static void step(const void *own_, struct fc_block *b)
{
    const struct own *own = own_;
    const uint32_t teams = b->model->axis[FC_TEAM].count;
    need_clear(own, b);
    for (uint32_t i = 0; i < b->model->axis[FC_MARKET].count; i++) {
        const uint32_t k = b->model->market_order[i];
        factors(own, b, k);
        market_need(own, b, k);
    }
    for (uint32_t m = 0; m < teams; m++) {
        team_step(own, b, m);
        queue_step(own, b, m);
    }
    if (own->specialists.on)
        fc__specialists_step(&own->specialists, b);
    ranking_step(own, b);
}

const struct fc_mechanism FC_PER_ISA(fc_contact) = {
    .name = "contact",
    .help = "hours needed, coverage by class of work",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .kpis = kpis,
    .compile = compile,
    .link = link_rooms,
    .open = open_block,
    .step = step,
};
