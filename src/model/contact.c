/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours and coverage: who gets attention when there is too little of it.
 *
 *   coverage of a class of work = min(1, hours left / hours needed), in the order of
 *   `organisation.priority`
 * Hours are those *expected* over the step at the step's intensities: one predictor
 * pass with the law at the last coverage gives the expected stock, hence the hours,
 * hence the coverage (model 5). Work of an open deal in stage n: w_n / d_n hours a
 * month. Checked by M5, T5 and tests/stat/test_funnel.c; the slow simulator uses the
 * same rule. */
#include <string.h>

#include "base/error.h"
#include "model/chain.h"
#include "model/market.h"

struct spec {
    struct {
        struct fc_names priority;
    } organisation;
};

static const struct fc_field rows[] = {
    {.key = "priority",
     .kind = FC_NAMES,
     .confidence = 'A',
     .at = offsetof(struct spec, organisation.priority) -
           offsetof(struct spec, organisation),
     .of = "first_contact|late_stages|early_stages|service|outbound",
     .help =
         "classes of work, first served first; default: first_contact, late_stages, "
         "early_stages, service, outbound"},
    {0}};

static const struct fc_section sections[] = {{.path = "organisation",
                                              .rows = rows,
                                              .at = offsetof(struct spec, organisation),
                                              .help = "order of work"},
                                             {0}};

#define BY_WORK (FC_BY(FC_TEAM) | FC_BY(FC_WORK))
static const struct fc_kpi kpis[] = {
    {"hours_needed", "hours", "hours the work needs at full attention", FC_FLOW,
     FC_S_hours_needed, -1, BY_WORK, 0},
    {"coverage", "share", "hours delivered over hours needed", FC_RATIO,
     FC_S_hours_delivered, FC_S_hours_needed, BY_WORK, FC_HEADLINE},
    {"utilisation", "share", "hours needed, prospecting included, over hours available",
     FC_RATIO, FC_S_hours_needed, FC_S_hours_available, FC_BY(FC_TEAM), FC_HEADLINE},
    {0}};

struct own {
    uint8_t order[FC_W_COUNT];
    uint32_t roles;
    fc_rows need; /* [(team * roles + role) * FC_W_COUNT + class] hours of the step */
};

/* Hours the role of a task needs in the task's class of work. */
static float *need_of(const struct own *own, const struct fc_block *b, uint32_t team,
                      uint32_t task)
{
    const struct fc_model *model = b->model;
    const uint32_t row = team * own->roles + model->task_role[task];
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
    return priority_compile(spec, model, own);
}

static fc_status link_rooms(void *own_, struct fc_model *model, struct fc_error *err)
{
    struct own *own = own_;
    (void)err;
    own->roles = model->axis[FC_ROLE].count;
    own->need = fc__model_rows(model, (size_t)model->axis[FC_TEAM].count * own->roles *
                                          FC_W_COUNT);
    return FC_OK;
}

/* Prospecting hours of a team in a step, if there is time. */
static void outbound_target(const struct fc_block *b, uint32_t team, float *hours)
{
    const struct fc_model *model = b->model;
    const uint32_t role = model->task_role[fc_task_outbound(model)];
    const float *people =
        FC_ROW(b, role_headcount, team * model->axis[FC_ROLE].count + role);
    const float time = model->dt * fc_working_days(b);
    FC_EACH (l)
        hours[l] = 0.0f;
    for (uint32_t c = 0; c < model->axis[FC_CHANNEL].count; c++) {
        const float *target = fc_number_row(b, model->channels[c].hours_per_seat_month);
        FC_EACH (l)
            hours[l] += target[l] * people[l] * time;
    }
}

static void open_block(const void *own, struct fc_block *b)
{
    (void)own;
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
        outbound_target(b, m, FC_ROW(b, outbound_hours, m));
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

/* Hours of stage work in market k over the step, at the last coverage: added to the
 * classes of work of the stages' roles, one vector of lanes at a time. */
static inline __attribute__((always_inline)) void stage_hours(const struct own *own,
                                                              const struct fc_block *b,
                                                              uint32_t k, const int n,
                                                              const float *viable)
{
    const struct fc_pipeline *pipe = b->model->pipeline;
    const struct fc_market *market = &b->model->markets[k];
    const size_t base = (size_t)market->segment * (size_t)n;
    const struct fc_law_plan *plan = &pipe->law[market->segment];
    const uint32_t *role = b->model->task_role + FC_T_STAGES;
    const float *coverage = fc_task_coverage(b, market->team, FC_T_STAGES);
    const float *factor = FC_ROW(b, advance_factor, k * own->roles);
    float *need[FC_STAGES_MAX];
    for (uint32_t j = 0; j < (uint32_t)n; j++)
        need[j] = need_of(own, b, market->team, fc_task_stage(j));
    for (size_t at = 0; at < FC_LANES; at += FC_VF) {
#define V(row) (*(const fc_vf *)(const void *)((row) + at))
        fc_vf advance[FC_STAGES_MAX], loss[FC_STAGES_MAX], cov[FC_STAGES_MAX];
        fc_vf a[FC_STAGES_MAX], l[FC_STAGES_MAX], up[FC_STAGES_MAX];
        for (int j = 0; j < n; j++) {
            const fc_vf pace = V(fc_lever(b, FC_L_stage_speed, (uint32_t)j));
            advance[j] = V(fc_own(b, pipe->advance, base + (size_t)j)) *
                         V(fc_lever(b, FC_L_stage_odds, (uint32_t)j)) * pace;
            loss[j] = V(fc_own(b, pipe->loss, base + (size_t)j)) * pace;
            cov[j] = V(coverage + (size_t)j * FC_LANES);
            up[j] = V(factor + (size_t)role[j] * FC_LANES);
        }
        fc__law_rates(plan, n, advance, loss, up, V(FC_ROW(b, loss_factor, k)), cov, a,
                      l);
        struct fc_law law;
        fc__law(plan, n, a, l, &law);
        const fc_vf arrive = V(viable) / plan->step;
        fc_vf hours[FC_STAGES_MAX];
        for (int j = 0; j < n; j++) {
            fc_vf spent = arrive * law.dd[j];
            for (int i = 0; i <= j; i++)
                spent += V(FC_ROW(b, stock, (size_t)k * (size_t)n + (size_t)i)) *
                         law.o[i][j];
            hours[j] = spent * V(fc_own(b, pipe->work, base + (size_t)j));
            if (pipe->named[k])
                hours[j] +=
                    V(FC_ROW(b, named_hours, (size_t)k * (size_t)n + (size_t)j));
        }
        for (int j = 0; j < n; j++) { /* stages of one role and class together */
            fc_vf sum = hours[j];
            for (; j + 1 < n && need[j] == need[j + 1]; j++)
                sum += hours[j + 1];
            *(fc_vf *)(void *)(need[j] + at) += sum;
        }
#undef V
    }
}

static void stage_hours_any(const struct own *own, const struct fc_block *b, uint32_t k,
                            const float *viable)
{
    switch (b->model->pipeline->stages) {
#define CASE(n)                                                                        \
    case n:                                                                            \
        stage_hours(own, b, k, n, viable);                                             \
        break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
    }
}

/* Stale leads work through the first stage too: hazards a = 0, l = 1/d times the
 * levers. */
static void stale_hours(const struct fc_block *b, uint32_t k, const float *stale,
                        float *hours)
{
    const struct fc_pipeline *pipe = b->model->pipeline;
    const size_t first = (size_t)b->model->markets[k].segment * pipe->stages;
    const float *advance = fc_own(b, pipe->advance, first);
    const float *loss = fc_own(b, pipe->loss, first);
    const float *work = fc_own(b, pipe->work, first);
    const float *down = FC_ROW(b, loss_factor, k);
    const float *pace = fc_lever(b, FC_L_stage_speed, 0);
    const float *stock = FC_ROW(b, stale_stock, k);
    const float dt = b->model->dt;
    FC_EACH (l) {
        const float rate = (advance[l] + loss[l]) * pace[l] * down[l];
        const float spent = (1.0f - fc_expf(-rate * dt)) / rate;
        const float arrivals = stale[l] * (1.0f - spent / dt) / rate;
        hours[l] += (stock[l] * spent + arrivals) * work[l];
    }
}

static void market_need(const struct own *own, struct fc_block *b, uint32_t k)
{
    const struct fc_model *model = b->model;
    const uint32_t team = model->markets[k].team;
    const float *contact = fc_number_row(b, model->pipeline->contact_hours);
    const float *in_time = fc_task_coverage(b, team, FC_T_CONTACT);
    const float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
    const float *late = FC_ROW(b, stale_late, k), *service = FC_ROW(b, service_need, k);
    const float *waiting = FC_ROW(b, waiting, k);
    FC_LANE_ROW(float, good);
    FC_LANE_ROW(float, stale);
    float *first = need_of(own, b, team, FC_T_CONTACT);
    float *care = need_of(own, b, team, fc_task_service(model));
    const float dt = model->dt;
    FC_EACH (l) {
        good[l] = viable[l] - waiting[l] * (1.0f - in_time[l]);
        stale[l] = unfit[l] + late[l] + (viable[l] - good[l]);
        first[l] += (viable[l] + unfit[l] + late[l]) * contact[l];
        care[l] += service[l] * dt;
    }
    stage_hours_any(own, b, k, good);
    stale_hours(b, k, stale, need_of(own, b, team, FC_T_STAGES));
}

/* Coverage of a class of work of a role -> that of its tasks. */
static void coverage_write(const struct fc_block *b, uint32_t team, uint32_t role,
                           uint8_t work, const float *covered)
{
    const struct fc_model *model = b->model;
    for (uint32_t task = 0; task < model->axis[FC_TASK].count; task++) {
        if (model->task_role[task] != role || model->task_work[task] != work)
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
    const float *hours = FC_ROW(b, hours, row);
    FC_LANE_ROW(float, left);
    FC_LANE_ROW(float, covered);
    FC_EACH (l)
        left[l] = hours[l];
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
}

static void team_step(const struct own *own, struct fc_block *b, uint32_t team)
{
    const uint32_t task = fc_task_outbound(b->model);
    float *need = need_of(own, b, team, task);
    float *outbound = FC_ROW(b, outbound_hours, team);
    const float *coverage = fc_task_coverage(b, team, task);
    outbound_target(b, team, need);
    for (uint32_t role = 0; role < own->roles; role++)
        serve(own, b, team, role);
    FC_EACH (l)
        outbound[l] = need[l] * coverage[l];
}

static void step(const void *own_, struct fc_block *b)
{
    const struct own *own = own_;
    const uint32_t teams = b->model->axis[FC_TEAM].count;
    memset(fc_own(b, own->need, 0), 0,
           (size_t)teams * own->roles * FC_W_COUNT * FC_LANES * sizeof(float));
    for (uint32_t i = 0; i < b->model->axis[FC_MARKET].count; i++) {
        const uint32_t k = b->model->market_order[i];
        factors(own, b, k);
        market_need(own, b, k);
    }
    for (uint32_t m = 0; m < teams; m++)
        team_step(own, b, m);
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
