/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel: stages, conversions, dwell times, hours, deal values, open deals.
 *
 * Hazards per month of stage n (docs/model.md#funnel):
 *   a = (p/d) coverage skill^beta win_odds exp(-eta_a z)      to the next stage
 *   l = ((1-p)/d) loss_rate exp(+eta_l z)                     lost
 *   beta = 1 / sum(1 - p_n): proficiency moves the overall conversion one for one
 * Win rate is an outcome; conversion at full attention is an input. This file turns the
 * scenario into numbers; the moves are in funnel_step.c, the month in funnel_month.c.
 * Checked by T1, T5, T6 in tests/stat/test_funnel.c. */
#include "model/funnel.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/funnel_spec.h"
#include "model/normal.h"
#include "model/organisation.h"

/* ---- compile ---- */

/* A chance whose odds are multiplied. */
static double with_odds(double p, double odds)
{
    return odds * p / (1 - p + odds * p);
}

static fc_num *numbers_of(struct fc_model *model, const struct fc_stage_spec *stage,
                          size_t at, double **mean)
{
    const uint32_t n = model->axis[FC_STAGE].count;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    fc_num *num = fc__model_alloc(model, (size_t)segments * n, sizeof *num);
    *mean = fc__model_alloc(model, (size_t)segments * n, sizeof **mean);
    for (uint32_t i = 0; num && *mean && i < segments * n; i++) {
        struct fc_numbers per;
        memcpy(&per, (const char *)&stage[i % n] + at, sizeof per);
        num[i] = fc__model_number(model, per.at[i / n]);
        (*mean)[i] = per.at[i / n].value;
    }
    return num;
}

static fc_status law_compile(struct fc_model *model, struct fc_pipeline *pipe,
                             struct fc_error *err)
{
    struct fc_law_plan *law = fc__model_alloc(model, pipe->segments, sizeof *law);
    double *win = fc__model_alloc(model, pipe->segments, sizeof *win);
    if (!law || !win)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the funnel");
    for (uint32_t s = 0; s < pipe->segments; s++) {
        double fastest = 0;
        win[s] = 1;
        for (uint32_t j = 0; j < pipe->stages; j++) {
            const size_t i = (size_t)s * pipe->stages + j;
            fastest = fmax(fastest, 1 / pipe->dwell_mean_months[i]);
            win[s] *= pipe->conversion_mean[i];
        }
        fc__law_plan(&law[s], 2 * fastest, (double)model->dt);
    }
    pipe->law = law;
    pipe->win_mean = win;
    return FC_OK;
}

/* Roles of the stages; the odds of a stage that another role takes over fall. */
static fc_status roles_compile(const struct fc_funnel_spec *spec,
                               struct fc_model *model, struct fc_pipeline *pipe,
                               double *conversion, struct fc_error *err)
{
    const struct fc_stage_spec *stage = spec->stages.items;
    bool *received = fc__model_alloc(model, pipe->stages, sizeof *received);
    if (!received)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the funnel");
    pipe->received = received;
    for (uint32_t j = 0; j < pipe->stages; j++) {
        const uint32_t task = fc_task_stage(j);
        FC_TRY(fc__model_role(model, "funnel.stages.role", stage[j].role, task));
        received[j] = model->task_role[task] != model->task_role[task - 1];
    }
    for (uint32_t i = 0; i < pipe->segments * pipe->stages; i++)
        if (received[i % pipe->stages])
            conversion[i] =
                with_odds(conversion[i], 1 - model->organisation->handoff_mean);
    return FC_OK;
}

static fc_status pipe_compile(const struct fc_funnel_spec *spec, struct fc_model *model,
                              struct fc_pipeline *pipe, struct fc_error *err)
{
    const struct fc_stage_spec *stage = spec->stages.items;
    double *conversion, *weeks, *hours;
    pipe->stages = model->axis[FC_STAGE].count;
    pipe->segments = model->axis[FC_SEGMENT].count;
    pipe->conversion = numbers_of(
        model, stage, offsetof(struct fc_stage_spec, conversion), &conversion);
    pipe->dwell_weeks =
        numbers_of(model, stage, offsetof(struct fc_stage_spec, dwell_weeks), &weeks);
    pipe->hours =
        numbers_of(model, stage, offsetof(struct fc_stage_spec, hours), &hours);
    fc_num *value = fc__model_alloc(model, pipe->segments, sizeof *value);
    double *cv = fc__model_alloc(model, pipe->segments, sizeof *cv);
    if (!hours || !weeks || !conversion || !value || !cv)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the funnel");
    for (uint32_t s = 0; s < pipe->segments; s++) {
        value[s] = fc__model_number(model, spec->value.mean.at[s]);
        cv[s] = spec->value.cv.at[s].value;
    }
    for (uint32_t i = 0; i < pipe->segments * pipe->stages; i++)
        weeks[i] *= 12.0 / 52.0;
    FC_TRY(roles_compile(spec, model, pipe, conversion, err));
    pipe->conversion_mean = conversion;
    pipe->dwell_mean_months = weeks;
    pipe->hours_mean = hours;
    pipe->deal_mean = value;
    pipe->deal_cv = cv;
    pipe->deal_lognormal = spec->value.law == 1;
    pipe->contact_hours = fc__model_number(model, spec->funnel.contact_hours);
    pipe->contact_hours_mean = spec->funnel.contact_hours.value;
    pipe->adverse_advance = fc__model_number(model, spec->funnel.adverse_advance);
    pipe->adverse_loss = fc__model_number(model, spec->funnel.adverse_loss);
    pipe->discount = fc__model_number(model, spec->funnel.discount);
    pipe->price_exponent = fc__model_number(model, spec->funnel.price_odds_exponent);
    return law_compile(model, pipe, err);
}

static uint64_t *sites_of(struct fc_model *model, const char *purpose, uint32_t groups)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    uint64_t *site = fc__model_alloc(model, (size_t)markets * groups, sizeof *site);
    for (uint32_t i = 0; site && i < markets * groups; i++)
        site[i] = fc_luck(model, FC_CAUSE_wins,
                          fc_site("funnel", model->axis[FC_MARKET].name[i / groups],
                                  purpose, i % groups));
    return site;
}

static void rows_compile(struct fc_model *model, struct fc_funnel *own)
{
    const uint32_t markets = model->axis[FC_MARKET].count, n = own->pipe.stages;
    const size_t each = (size_t)own->pipe.segments * n;
    own->pipe.advance = fc__model_rows(model, each);
    own->pipe.loss = fc__model_rows(model, each);
    own->pipe.work = fc__model_rows(model, each);
    own->pipe.win_from = fc__model_rows(model, each);
    own->pipe.beta = fc__model_rows(model, own->pipe.segments);
    own->chance = fc__model_rows(model, own->outs);
    own->mean = fc__model_rows(model, n + 4);
    own->late_share = fc__model_rows(model, (size_t)markets * n);
    own->month_stock = fc__model_rows(model, (size_t)markets * n);
    own->quick = fc__model_rows(model, (size_t)markets * FC_QUICK);
    own->quick_age = fc__model_rows(model, markets);
    own->stale_late = fc__model_rows(model, markets);
    own->stale_unfit = fc__model_rows(model, markets);
    own->stale_lost = fc__model_rows(model, markets);
    own->lost_early = fc__model_rows(model, markets);
    own->lost_late = fc__model_rows(model, markets);
    own->deal_stage = fc__model_rows(model, own->deals);
    own->deal_hours =
        fc__model_rows(model, own->deals ? own->pipe.stages * own->pipe.stages : 0);
}

/* P(win from stage on) at full attention when all odds are multiplied by `odds`. */
static double win_with(const struct fc_pipeline *pipe, uint32_t segment, uint32_t stage,
                       double odds)
{
    double win = 1;
    for (uint32_t j = stage; j < pipe->stages; j++) {
        const double p = pipe->conversion_mean[(size_t)segment * pipe->stages + j];
        win *= with_odds(p, odds);
    }
    return win;
}

/* The factor on the odds of every stage that gives a named deal its own chance. */
static double odds_for(const struct fc_pipeline *pipe, uint32_t segment, uint32_t stage,
                       double win_prob)
{
    double low = -30, high = 30; /* logarithms */
    for (int i = 0; i < 100; i++) {
        const double mid = (low + high) / 2;
        if (win_with(pipe, segment, stage, fc_exp(mid)) < win_prob)
            low = mid;
        else
            high = mid;
    }
    return fc_exp((low + high) / 2);
}

static fc_status deals_compile(const struct fc_funnel_spec *spec,
                               struct fc_model *model, struct fc_funnel *own,
                               struct fc_error *err)
{
    const struct fc_deal_spec *item = spec->deals.items;
    own->deals = (uint32_t)spec->deals.n;
    own->deal = fc__model_alloc(model, spec->deals.n, sizeof *own->deal);
    bool *named = fc__model_alloc(model, model->axis[FC_MARKET].count, sizeof *named);
    own->pipe.named = named;
    if (!own->deal || !named)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu deals", spec->deals.n);
    for (size_t d = 0; d < spec->deals.n; d++) {
        struct fc_named_deal *deal = &own->deal[d];
        deal->market = fc__model_market(model, "opening.deals.market", &item[d].market);
        if (deal->market == UINT32_MAX)
            return FC_E_SCENARIO;
        named[deal->market] = true;
        const uint32_t segment = model->markets[deal->market].segment;
        deal->stage = (uint32_t)item[d].stage.index;
        deal->value = item[d].value.value;
        deal->site =
            fc_luck(model, FC_CAUSE_wins, fc_site("funnel", item[d].name, "deal", 0));
        const double odds =
            odds_for(&own->pipe, segment, deal->stage, item[d].win_prob.value);
        deal->odds = (float)odds;
        for (uint32_t j = 0; j < own->pipe.stages; j++)
            deal->win_from[j] = (float)win_with(&own->pipe, segment, j, odds);
    }
    return FC_OK;
}

static fc_status listed_compile(const struct fc_funnel_spec *spec,
                                struct fc_model *model, struct fc_funnel *own,
                                struct fc_error *err)
{
    const struct fc_open_spec *item = spec->open_deals.items;
    own->opening = spec->opening.pipeline;
    own->listed = fc__model_alloc(
        model, (size_t)model->axis[FC_MARKET].count * own->pipe.stages, sizeof(float));
    if (!own->listed)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the opening pipeline");
    for (size_t i = 0; i < spec->open_deals.n; i++) {
        const uint32_t k =
            fc__model_market(model, "opening.open_deals.market", &item[i].market);
        if (k == UINT32_MAX)
            return FC_E_SCENARIO;
        own->listed[k * own->pipe.stages + (uint32_t)item[i].stage.index] +=
            (float)floor(item[i].deals.value);
    }
    return FC_OK;
}

/* Expected hours a month at opening, so that seats go where the work is. */
static void hours_compile(struct fc_model *model, const struct fc_pipeline *pipe)
{
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        struct fc_market *market = &model->markets[k];
        const size_t base = (size_t)market->segment * pipe->stages;
        double entering = market->share * model->segments[market->segment].leads_mean;
        fc__model_hours(model, k, FC_T_CONTACT, entering * pipe->contact_hours_mean);
        for (uint32_t j = 0; j < pipe->stages; j++) {
            const double hours = entering * pipe->hours_mean[base + j];
            fc__model_hours(model, k, fc_task_stage(j), hours);
            market->stage_hours += hours;
            entering *= pipe->conversion_mean[base + j];
        }
    }
}

static fc_status compile(const void *spec_, struct fc_model *model, void **own_,
                         struct fc_error *err)
{
    const struct fc_funnel_spec *spec = spec_;
    struct fc_funnel *own = fc__model_alloc(model, 1, sizeof *own);
    if (!own)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the funnel");
    *own_ = own;
    if (spec->stages.n < 1 || spec->stages.n > FC_STAGES_MAX)
        return fc__scenario_problem(model->scenario, 0,
                                    "'funnel.stages' has %zu stages; it needs 1 to %d",
                                    spec->stages.n, FC_STAGES_MAX);
    const struct fc_stage_spec *stage = spec->stages.items;
    const char **titles = fc__model_alloc(model, spec->stages.n, sizeof *titles);
    for (size_t j = 0; titles && j < spec->stages.n; j++)
        titles[j] = stage[j].title ? stage[j].title : stage[j].name;
    if (titles)
        model->axis[FC_STAGE].title = titles;
    FC_TRY(pipe_compile(spec, model, &own->pipe, err));
    const uint32_t n = own->pipe.stages;
    own->no_decision = fc__model_number(model, spec->funnel.no_decision_share);
    own->outs = fc__outs_before(n, n);
    own->groups = (own->outs + n + 2 + 3) / 4;
    own->month_groups = (2 + model->axis[FC_CHANNEL].count + 3) / 4;
    own->opening_groups = (n + 1 + 3) / 4;
    own->site = sites_of(model, "moves", own->groups);
    own->quick_site = sites_of(model, "decided at once", FC_QUICK_GROUPS);
    own->month_site = sites_of(model, "month", own->month_groups);
    own->opening_site = sites_of(model, "opening", own->opening_groups);
    own->channel_order = fc__model_order(model, &model->axis[FC_CHANNEL]);
    if (!own->channel_order)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the funnel");
    FC_TRY(deals_compile(spec, model, own, err));
    FC_TRY(listed_compile(spec, model, own, err));
    rows_compile(model, own);
    hours_compile(model, &own->pipe);
    model->pipeline = &own->pipe;
    return FC_OK;
}

/* ---- a block ---- */

static void segment_open(const struct fc_pipeline *pipe, struct fc_block *b, uint32_t s)
{
    const uint32_t n = pipe->stages;
    const float *best = fc_own(b, b->model->best_odds, 0);
    float *beta = fc_own(b, pipe->beta, s);
    const float *loss_of_odds = fc_number_row(b, b->model->organisation->handoff_loss);
    FC_LANE_ROW(float, failing) = {0};
    FC_LANE_ROW(float, win);
    FC_EACH (l)
        win[l] = 1.0f;
    for (uint32_t j = n; j-- > 0;) {
        const size_t i = (size_t)s * n + j;
        const float *p = fc_number_row(b, pipe->conversion[i]);
        const float *weeks = fc_number_row(b, pipe->dwell_weeks[i]);
        const float *hours = fc_number_row(b, pipe->hours[i]);
        float *advance = fc_own(b, pipe->advance, i), *loss = fc_own(b, pipe->loss, i);
        float *work = fc_own(b, pipe->work, i), *from = fc_own(b, pipe->win_from, i);
        FC_EACH (l) { /* viable leads pass the first stage as the best channel's do */
            const float rate = (52.0f / 12.0f) / weeks[l];
            const float kept = pipe->received[j] ? 1.0f - loss_of_odds[l] : 1.0f;
            const float odds = (j == 0 ? best[l] : 1.0f) * kept;
            const float through = kept * p[l] / (1.0f + (kept - 1.0f) * p[l]);
            const float pass = odds * p[l] / (1.0f + (odds - 1.0f) * p[l]);
            advance[l] = pass * rate;
            loss[l] = (1.0f - pass) * rate;
            work[l] = hours[l] * rate;
            failing[l] += 1.0f - p[l];
            win[l] *= through;
            from[l] = win[l];
        }
    }
    FC_EACH (l)
        beta[l] = failing[l] > 1e-6f ? 1.0f / failing[l] : 0.0f;
}

/* Steady state: Poisson with mean arrival rate x reaching probability x dwell. */
static void steady_open(const struct fc_funnel *own, struct fc_block *b, uint32_t k)
{
    const struct fc_pipeline *pipe = &own->pipe;
    const uint32_t n = pipe->stages;
    const size_t base = (size_t)b->model->markets[k].segment * n;
    const float *viable = FC_ROW(b, viable, k), *unfit = FC_ROW(b, stale, k);
    const float *late = FC_ROW(b, stale_late, k), *reached = FC_ROW(b, reached, k);
    _Alignas(64) uint32_t word[12 * FC_LANES];
    FC_LANE_ROW(float, flow);
    FC_LANE_ROW(float, mean);
    for (uint32_t g = 0; g < own->opening_groups; g++)
        fc_draw_path(b, own->opening_site[k * own->opening_groups + g], 0,
                     word + (size_t)g * 4 * FC_LANES);
    FC_EACH (l)
        flow[l] = reached[l] / b->model->dt;
    for (uint32_t j = 0; j < n; j++) {
        const float *advance = fc_own(b, pipe->advance, base + j);
        const float *loss = fc_own(b, pipe->loss, base + j);
        FC_EACH (l) {
            mean[l] = flow[l] / (advance[l] + loss[l]);
            flow[l] = mean[l] * advance[l];
        }
        fc_poisson(FC_LANES, word + (size_t)j * FC_LANES, mean,
                   FC_ROW(b, stock, (size_t)k * n + j));
    }
    const float *advance = fc_own(b, pipe->advance, base);
    const float *loss = fc_own(b, pipe->loss, base);
    FC_EACH (l)
        mean[l] = (unfit[l] + (late[l] + (viable[l] - reached[l]))) /
                  (b->model->dt * (advance[l] + loss[l]));
    fc_poisson(FC_LANES, word + (size_t)n * FC_LANES, mean, FC_ROW(b, stale_stock, k));
}

static void open_block(const void *own_, struct fc_block *b)
{
    const struct fc_funnel *own = own_;
    const uint32_t n = own->pipe.stages;
    for (uint32_t s = 0; s < own->pipe.segments; s++)
        segment_open(&own->pipe, b, s);
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        if (own->opening == 0)
            steady_open(own, b, k);
        for (uint32_t j = 0; own->opening == 2 && j < n; j++)
            FC_EACH (l)
                FC_ROW(b, stock, (size_t)k * n + j)[l] = own->listed[k * n + j];
    }
    for (uint32_t d = 0; d < own->deals; d++)
        FC_EACH (l)
            fc_own(b, own->deal_stage, d)[l] = (float)own->deal[d].stage;
    fc__funnel_deals(own, b);
}

static void step(const void *own, struct fc_block *b)
{
    fc__funnel_step(own, b);
}

static void month(const void *own, struct fc_block *b)
{
    fc__funnel_month(own, b);
}

const struct fc_mechanism FC_PER_ISA(fc_funnel) = {
    .name = "funnel",
    .help = "stages from lead to win",
    .sections = fc__funnel_sections,
    .spec_size = sizeof(struct fc_funnel_spec),
    .kpis = fc__funnel_kpis,
    .compile = compile,
    .open = open_block,
    .step = step,
    .month = month,
};
