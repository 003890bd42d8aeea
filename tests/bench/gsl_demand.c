/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: leads by market and channel; hours needed and coverage. Laws:
 * src/model/demand.c, contact.c, stage_work.c. The waits are in gsl_waiting.c. */
#include <string.h>

#include "gsl_loop.h"
#include "model/stage_work.h"

/* ---- leads ---- */

static double odds_of(double p, double odds)
{
    return odds * p / (1 + (odds - 1) * p);
}

static void fit_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const struct fc_pipeline *pipe = d->model->pipeline;
    w->law.best = 0;
    for (uint32_t c = 0; c < d->channels; c++)
        w->law.best =
            loop_max(w->law.best, loop_number(w, d->demand->channel[c].quality));
    for (uint32_t s = 0; s < d->segments; s++) {
        const double p = loop_number(w, pipe->conversion[s * STAGES]);
        for (uint32_t c = 0; c < d->channels; c++)
            w->law.fit[s][c] =
                odds_of(p, loop_number(w, d->demand->channel[c].quality)) /
                odds_of(p, w->law.best);
    }
}

/* Leads of a channel in a market per unit of noise and market factor. */
static double base(const struct loop_path *w, uint32_t k, uint32_t c, double hours,
                   double clients)
{
    const struct loop_department *d = w->of;
    const struct fc_demand_channel *channel = &d->demand->channel[c];
    const struct fc_market *market = &d->model->markets[k];
    if (channel->kind == FC_OUTBOUND) {
        const double list =
            loop_number(w, channel->prospects) * (double)d->demand->all_weight[k];
        const double leads = hours *
                             loop_number(w, channel->leads_per_hour[market->segment]) *
                             (double)d->calling[c][k] / d->dt;
        return channel->limited && list > 0 ? list * -expm1(-leads / list) : leads;
    }
    if (channel->kind == FC_REFERRAL) {
        const double rate = loop_number(w, channel->leads_per_client_year) / 12;
        const double content =
            d->model->channels[c].by_satisfaction
                ? exp(loop_number(w, channel->by_satisfaction) * w->s.satisfaction[k])
                : 1;
        return clients * rate * content;
    }
    return w->market[k].base[c] * (double)channel->response[w->step];
}

/* `factor`: of the market and the length of the step. */
static void arrivals(struct loop_path *w, uint32_t k, double factor, double hours,
                     double clients)
{
    const struct loop_department *d = w->of;
    const struct fc_market *market = &d->model->markets[k];
    double viable = 0, waiting = 0, unfit = 0, late = 0, neglected = 0;
    for (uint32_t c = 0; c < d->channels; c++) {
        const struct fc_demand_channel *channel = &d->demand->channel[c];
        const double all = base(w, k, c, hours, clients) * w->noise[c] *
                           loop_lever(w, FC_L_arrivals, c) * factor;
        const double answered = all * (1 - loop_number(w, channel->ignored));
        const double good = answered * w->law.fit[market->segment][c];
        const double kept = good * loop_number(w, channel->kept);
        w->s.channel_rate[k * d->channels + c] += all;
        neglected += all - answered;
        viable += kept;
        late += good - kept;
        unfit += answered - good;
        if (channel->kind != FC_INBOUND)
            continue;
        waiting += kept;
        w->s.waiting_by[k * d->channels + c] = kept;
        w->s.queue[market->team * d->channels + c] += answered;
        w->s.inbound[market->team * d->channels + c] += all;
    }
    w->s.viable[k] = viable;
    w->s.waiting[k] = waiting;
    w->s.stale[k] = unfit;
    w->s.stale_late[k] = late;
    w->s.neglected[k] = neglected;
}

static void queue_clear(struct loop_path *w)
{
    memset(w->s.queue, 0, (size_t)w->of->teams * w->of->channels * sizeof *w->s.queue);
}

/* Hours of prospecting that a team would like to have in a step. */
static double outbound_target(const struct loop_path *w, uint32_t team)
{
    const struct loop_department *d = w->of;
    double hours = 0;
    for (uint32_t c = 0; c < d->channels; c++)
        hours += loop_number(w, d->model->channels[c].hours_per_seat_month) *
                 d->calls_more[c * d->teams + team];
    return hours * w->s.role_headcount[team] * d->dt;
}

void loop_demand_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    w->law.log_drop = log1p(-loop_number(w, d->demand->drop));
    fit_open(w);
    queue_clear(w);
    for (uint32_t c = 0; c < d->channels; c++)
        w->noise[c] = 1;
    for (uint32_t k = 0; k < d->markets; k++) {
        const struct fc_market *market = &d->model->markets[k];
        const struct fc_segment *segment = &d->model->segments[market->segment];
        w->s.potential[k] = loop_number(w, segment->potential) * market->share;
        for (uint32_t c = 0; c < d->channels; c++)
            w->market[k].base[c] =
                d->demand->channel[c].kind == FC_INBOUND ||
                        d->demand->channel[c].kind == FC_PARTNER
                    ? loop_number(w, segment->leads_per_month) * market->share *
                          loop_number(w, d->demand->channel[c].share[market->segment])
                    : 0;
        arrivals(w, k, d->dt, outbound_target(w, market->team),
                 market->opening_clients);
    }
}

static double gamma_mean_1(const struct loop_path *w, double variance)
{
    return variance > 1e-6 ? gsl_ran_gamma(w->rng, 1 / variance, variance) : 1;
}

static void year_draw(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const double cv = loop_number(w, d->demand->cv), variance = cv * cv;
    const double common = gamma_mean_1(w, 0.5 * variance);
    double segment[SEGMENTS];
    for (uint32_t s = 0; s < d->segments; s++)
        segment[s] = common * gamma_mean_1(w, 0.3 * variance);
    for (uint32_t k = 0; k < d->markets; k++)
        w->market[k].year =
            segment[d->model->markets[k].segment] * gamma_mean_1(w, 0.2 * variance);
}

static void month_draw(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    if (w->month % YEAR == 0)
        year_draw(w);
    for (uint32_t c = 0; c < d->channels; c++) {
        const double shape = loop_number(w, d->demand->channel[c].shape);
        w->noise[c] = shape > 0 ? gsl_ran_gamma(w->rng, shape, 1 / shape) : 1;
        w->s.marketing[c] += d->demand->channel[c].spend[w->month];
    }
}

void loop_demand_step(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const uint32_t calendar = (uint32_t)(d->model->start_month + (int)w->month) % YEAR;
    const double season = (double)d->demand->season[calendar] * d->dt;
    if (w->month_starts)
        month_draw(w);
    queue_clear(w);
    for (uint32_t k = 0; k < d->markets; k++) {
        const double most = w->s.potential[k], clients = w->s.clients[k];
        const double room = most > 0 ? loop_max(0, 1 - clients / most) : 1;
        const double factor = w->market[k].year * season * room *
                              loop_lever(w, FC_L_demand, k) *
                              exp(w->s.adverse[k] * w->law.log_drop);
        arrivals(w, k, factor, w->s.outbound_hours[d->model->markets[k].team], clients);
    }
}

/* ---- hours at opening ---- */

/* Hours a month and open deal: the stages' own and the ways, spread over the stages as
 * their hours are. Everybody has a territory of their own. */
static void load_open(struct loop_path *w, uint32_t k)
{
    const struct loop_department *d = w->of;
    const struct fc_market *market = &d->model->markets[k];
    const struct fc_travel *travel = &d->model->organisation->travel;
    const struct fc_pipeline *pipe = d->model->pipeline;
    const fc_num *p = pipe->conversion + market->segment * STAGES;
    const fc_num *hours = pipe->hours + market->segment * STAGES;
    const fc_num *dwell = pipe->dwell_weeks + market->segment * STAGES;
    bool here[TERRITORIES] = {false};
    double area = 0, sum = 0, reached = 1;
    for (uint32_t i = 0; i < d->team_markets[market->team]; i++)
        here[d->model->markets[d->team_market[market->team][i]].territory] = true;
    for (uint32_t g = 0; g < d->territories; g++)
        area += here[g] ? 1.0 / d->territories : 0;
    const double side = sqrt(area / w->team[market->team].seats);
    const double km = fc__way_km((struct fc_way){FC_WAY_SQUARE * side, side},
                                 sqrt(loop_number(w, travel->area_km2)),
                                 loop_number(w, travel->visits_per_tour));
    const double visits = loop_number(w, travel->visits[market->segment]) *
                          (1 - loop_number(w, travel->remote_share));
    for (int j = 1; j < STAGES; j++) {
        sum += reached * loop_number(w, hours[j]);
        reached *= loop_number(w, p[j]);
    }
    for (int j = 0; j < STAGES; j++) {
        const double rate = 52.0 / 12 / loop_number(w, dwell[j]);
        const double own = loop_number(w, hours[j]);
        const double way = j > 0 && travel->on ? visits * own / sum * km /
                                                     loop_number(w, travel->speed_kmh)
                                               : 0;
        w->market[k].work[j] = own * rate;
        w->market[k].load[j] = (own + way) * rate;
    }
}

/* Hours a step of the steady state, for the queue at opening. */
static void opening_need(struct loop_path *w, uint32_t k)
{
    const struct loop_department *d = w->of;
    const struct fc_market *market = &d->model->markets[k];
    const struct fc_pipeline *pipe = d->model->pipeline;
    const size_t first = market->segment * STAGES;
    double *need = w->team[market->team].need;
    const double all = w->s.viable[k] + w->s.stale[k] + w->s.stale_late[k];
    double flow = all;
    need[FC_W_CONTACT] += all * loop_number(w, pipe->contact_hours);
    need[FC_W_SERVICE] += market->opening_service * d->dt;
    for (uint32_t j = 0; j < STAGES; j++) {
        const double p = loop_number(w, pipe->conversion[first + j]);
        need[d->model->task_work[fc_task_stage(j)]] +=
            flow * loop_number(w, pipe->hours[first + j]);
        flow = j == 0 ? w->s.reached[k] * odds_of(p, w->law.best) : flow * p;
    }
}

static void needs_clear(struct loop_path *w)
{
    for (uint32_t m = 0; m < w->of->teams; m++)
        memset(w->team[m].need, 0, sizeof w->team[m].need);
}

void loop_contact_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    for (uint32_t i = 0; i < d->teams * d->tasks; i++)
        w->s.coverage[i] = 1;
    for (uint32_t m = 0; m < d->teams; m++)
        w->s.outbound_hours[m] = outbound_target(w, m) * loop_days(w);
    loop_waiting_open(w);
    for (uint32_t k = 0; k < d->markets; k++) {
        w->s.advance_factor[k] = w->s.loss_factor[k] = 1;
        w->s.reached[k] = loop_reached(w, k);
        load_open(w, k);
    }
    for (int round = 0; round < 2; round++) {
        needs_clear(w);
        for (uint32_t k = 0; k < d->markets; k++)
            opening_need(w, k);
        for (uint32_t m = 0; m < d->teams; m++) {
            w->team[m].need[FC_W_OUTBOUND] = w->s.outbound_hours[m];
            loop_waiting_team(w, m, w->s.hours[m]);
        }
        for (uint32_t k = 0; k < d->markets; k++)
            w->s.reached[k] = loop_reached(w, k);
    }
}

/* ---- hours of a step ---- */

static void factors(struct loop_path *w, uint32_t k)
{
    const struct fc_pipeline *pipe = w->of->model->pipeline;
    const double z = w->s.adverse[k];
    const double up = w->s.skill[k] * loop_lever(w, FC_L_win_odds, k) *
                      exp(-loop_number(w, pipe->adverse_advance) * z) *
                      (1 - w->s.handover_deals[w->of->model->markets[k].team]);
    w->s.advance_factor[k] = loop_min(2, up);
    w->s.loss_factor[k] = loop_min(2, exp(loop_number(w, pipe->adverse_loss) * z));
}

static void market_need(struct loop_path *w, uint32_t k)
{
    const struct loop_department *d = w->of;
    const struct fc_market *market = &d->model->markets[k];
    struct loop_market *m = &w->market[k];
    double *need = w->team[market->team].need;
    const uint32_t s = market->segment;
    const double good = loop_reached(w, k), dt = d->dt;
    const double all = w->s.viable[k] + w->s.stale[k] + w->s.stale_late[k];
    const double rate =
        (w->law.advance[s][0] + w->law.loss[s][0]) * w->s.loss_factor[k];
    const double stay = (m->stale_leave = -expm1(-rate * dt)) / rate;
    const double stale =
        w->s.stale_stock[k] * stay + (all - good) * (1 - stay / dt) / rate;
    const struct loop_law *law = loop_market_law(w, k, true);
    const double *stock = w->s.stock + k * STAGES;
    need[FC_W_CONTACT] += all * loop_number(w, d->model->pipeline->contact_hours);
    need[FC_W_SERVICE] += w->s.service_need[k] * dt;
    for (uint32_t j = 0; j < STAGES; j++) {
        double spent = good / dt * law->dd[j];
        for (uint32_t i = 0; i <= j; i++)
            spent += stock[i] * law->o[i][j];
        need[d->model->task_work[fc_task_stage(j)]] +=
            spent * m->load[j] + w->s.named_hours[k * STAGES + j];
    }
    need[d->model->task_work[FC_T_STAGES]] += stale * m->work[0];
}

/* Serves the classes of work in their order. */
static void serve(struct loop_path *w, uint32_t team)
{
    const struct loop_department *d = w->of;
    const double *need = w->team[team].need;
    double left = w->s.hours[team], covered[FC_W_COUNT];
    for (uint32_t i = 0; i < FC_W_COUNT; i++) {
        const double given = loop_min(left, need[i]);
        covered[i] = need[i] > 0 ? given / need[i] : 1;
        left -= given;
        w->s.hours_needed[team * FC_W_COUNT + i] += need[i];
        w->s.hours_delivered[team * FC_W_COUNT + i] += given;
    }
    for (uint32_t task = 0; task < d->tasks; task++)
        loop_coverage(w, team)[task] = covered[d->model->task_work[task]];
    w->s.outbound_hours[team] = need[FC_W_OUTBOUND] * covered[FC_W_OUTBOUND];
}

void loop_contact_step(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    needs_clear(w);
    for (uint32_t k = 0; k < d->markets; k++) {
        factors(w, k);
        market_need(w, k);
    }
    for (uint32_t m = 0; m < d->teams; m++) {
        w->team[m].need[FC_W_OUTBOUND] = outbound_target(w, m) * loop_days(w);
        serve(w, m);
        loop_waiting_team(w, m, w->s.hours[m]);
    }
    for (uint32_t k = 0; k < d->markets; k++)
        w->s.reached[k] = loop_reached(w, k);
}
