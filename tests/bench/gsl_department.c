/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: which models fit, numbers of a path, the order of a step, the clock.
 * See gsl_department.h. */
#include "gsl_loop.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_cdf.h>

#include "model/block.h"
#include "random/copula.h"

/* ---- what fits ---- */

static const void *room(const struct fc_model *model, const char *name)
{
    for (size_t i = 0; model->rooms[i]; i++)
        if (strcmp(model->rooms[i]->name, name) == 0)
            return model->own[i];
    return NULL;
}

static bool sizes_fit(const struct fc_model *m)
{
    const struct fc_axis_table *axis = m->axis;
    return axis[FC_MARKET].count <= MARKETS && axis[FC_CHANNEL].count <= CHANNELS &&
           axis[FC_TEAM].count <= TEAMS && axis[FC_SEAT].count <= SEATS &&
           axis[FC_SEGMENT].count <= SEGMENTS && axis[FC_PRODUCT].count <= PRODUCTS &&
           axis[FC_TERRITORY].count <= TERRITORIES && axis[FC_STAGE].count == STAGES &&
           axis[FC_CRISIS].count <= CRISES && axis[FC_ACCOUNT].count <= ACCOUNTS &&
           axis[FC_ROLE].count == 1 && axis[FC_PRACTICE].count == 0 &&
           axis[FC_POLICY].count == 0 && YEAR * m->steps_per_month <= RING &&
           m->numbers <= 512 && m->normal == 0;
}

static bool crises_fit(const struct fc_crises *all)
{
    static const enum fc_lever_id known[] = {
        FC_L_hours,  FC_L_arrivals, FC_L_win_odds,  FC_L_renewal_odds,
        FC_L_demand, FC_L_turnover, FC_L_insolvency};
    for (uint32_t i = 0; i < all->n; i++) {
        const struct fc_crisis *x = &all->crisis[i];
        bool good = !x->costs_while_on && x->scheduled_count == 0 &&
                    !x->effects.tooled && x->effects.drawn == 0 &&
                    x->effects.members <= MEMBERS;
        for (uint32_t m = 0; good && m < x->effects.members; m++)
            for (uint32_t p = 0; p < x->effects.pulls[m].n; p++) {
                bool found = false;
                for (size_t k = 0; k < sizeof known / sizeof *known; k++)
                    found |= x->effects.pulls[m].at[p].lever == known[k];
                good &= found;
            }
        if (!good)
            return false;
    }
    return true;
}

static bool customers_fit(const struct fc_model *m, const struct fc_customers *own)
{
    bool good = !own->expands && !own->capped && !own->satisfaction.noisy &&
                own->cross.pairs <= PAIRS && own->risks <= RISKS;
    for (uint32_t k = 0; k < own->markets; k++)
        good &= own->contracts[k].term == TERM && !own->repeat[k].on;
    for (uint32_t i = 0; i < own->accounts; i++)
        good &= own->account[i].term == 12 && own->account[i].leaves == 0;
    return good && m->handover;
}

static bool organisation_fits(const struct fc_model *m, const struct fc_people *people)
{
    const struct fc_organisation *o = m->organisation;
    const struct fc_entry *order =
        fc__scenario_find(m->scenario, "organisation.priority");
    bool good = !o->coordination.hours && !o->ownership.shared && !m->overflow.on &&
                o->pools >= m->axis[FC_TEAM].count && !o->travel.to_clients &&
                o->structure != FC_POOLED && people->learning.on &&
                people->learning.domains <= DOMAINS && order != NULL;
    for (uint32_t i = 0; i < people->seats; i++)
        good &= people->opens_step[i] == 0;
    return good;
}

static bool demand_fits(const struct fc_demand *own, uint32_t years)
{
    bool good = own->outbound <= 1;
    for (uint32_t c = 0; c < own->channels; c++)
        good &= own->channel[c].parts == 1 &&
                (!own->channel[c].mix || own->channel[c].mix->periods == 1);
    for (uint32_t y = 0; y < years; y++)
        good &= own->year_luck[y] == 0;
    return good;
}

const char *gsl_department_refuses(const struct fc_model *m)
{
    const struct fc_funnel *funnel = room(m, "funnel");
    const struct fc_motivation *motivation = room(m, "motivation");
    const struct fc_money *money = room(m, "money");
    if (!sizes_fit(m))
        return "its size, its practices, policies or roles";
    if (!crises_fit(room(m, "crisis")))
        return "its crises";
    if (!customers_fit(m, room(m, "customers")))
        return "its customers";
    if (!organisation_fits(m, room(m, "people")))
        return "its organisation";
    if (!demand_fits(room(m, "demand"), (m->months + 11) / 12))
        return "its demand";
    if (funnel->opening != 0 || funnel->deals > DEALS || motivation->grades > 0 ||
        money->exchanged)
        return "its pipeline, grades or currency";
    return NULL;
}

/* ---- a department ---- */

static void calling_set(struct loop_department *d, uint32_t c)
{
    const struct fc_demand_channel *channel = &d->demand->channel[c];
    const struct fc_channel *facts = &d->model->channels[c];
    d->calling[c] = channel->mix ? channel->team_weight : d->demand->team_weight;
    for (uint32_t m = 0; m < d->teams; m++)
        d->calls_more[c * d->teams + m] =
            facts->team_effort ? (double)facts->team_effort[m] : 1;
}

struct loop_department *loop_department_new(const struct fc_model *model)
{
    struct loop_department *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->model = model;
    d->crises = room(model, "crisis");
    d->people = room(model, "people");
    d->demand = room(model, "demand");
    d->first = room(model, "contact"); /* its first member */
    d->funnel = room(model, "funnel");
    d->customers = room(model, "customers");
    d->motivation = room(model, "motivation");
    d->money = room(model, "money");
    d->markets = model->axis[FC_MARKET].count;
    d->channels = model->axis[FC_CHANNEL].count;
    d->teams = model->axis[FC_TEAM].count;
    d->seats = model->axis[FC_SEAT].count;
    d->segments = model->axis[FC_SEGMENT].count;
    d->products = model->axis[FC_PRODUCT].count;
    d->territories = model->axis[FC_TERRITORY].count;
    d->tasks = model->axis[FC_TASK].count;
    d->dt = 1.0 / model->steps_per_month;
    loop_macro_compile(d);
    for (uint32_t c = 0; c < d->channels; c++)
        calling_set(d, c);
    for (uint32_t k = 0; k < d->markets; k++) {
        const uint32_t team = model->markets[k].team;
        d->team_market[team][d->team_markets[team]++] = k;
    }
    for (uint32_t i = 0; i < d->customers->cross.pairs; i++) {
        const uint32_t *market = d->customers->cross.pair[i].market;
        d->same_person[i] = fc_same_person(model, market[0], market[1]);
    }
    return d;
}

void loop_department_free(struct loop_department *d)
{
    if (d)
        loop_fold_free(d);
    free(d);
}

/* ---- a path ---- */

/* Flows lie together, so that a month begins with one memset. */
static bool state_new(struct loop_path *w)
{
    const struct fc_model *model = w->of->model;
    for (int i = 0; i < FC_S_COUNT; i++)
        *(fc__state_rows[i].life == FC_FLOW_STATE ? &w->flow_count : &w->level_count) +=
            model->state_rows[i];
    w->flows = calloc(w->flow_count, sizeof *w->flows);
    w->levels = calloc(w->level_count, sizeof *w->levels);
    if (!w->flows || !w->levels)
        return false;
    double *flow = w->flows, *level = w->levels;
#define X(n, wr, t, r, c, life, u, h)                                                  \
    {                                                                                  \
        double **from = life == FC_FLOW_STATE ? &flow : &level;                        \
        w->array[FC_S_##n] = w->s.n = *from;                                           \
        *from += model->state_rows[FC_S_##n];                                          \
    }
    FC_STATE(X)
#undef X
    return true;
}

struct loop_path *loop_path_new(const struct loop_department *d,
                                const gsl_rng_type *rng, unsigned long seed)
{
    struct loop_path *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->of = d;
    w->rng = gsl_rng_alloc(rng);
    w->lever = calloc(d->model->lever_rows, sizeof *w->lever);
    if (!w->rng || !w->lever || !state_new(w)) {
        loop_path_free(w);
        return NULL;
    }
    gsl_rng_set(w->rng, seed);
    for (uint32_t i = 0; i < d->model->numbers; i++)
        w->number[i] = d->model->number_value[i];
    for (int id = 0; id < FC_L_COUNT; id++)
        for (uint32_t r = 0; r < d->model->axis[fc__lever_rows[id].axis].count; r++)
            w->lever[d->model->lever_first[id] + r] =
                fc__lever_rows[id].scale == FC_ADD ? 0 : 1;
    return w;
}

void loop_path_free(struct loop_path *w)
{
    if (!w)
        return;
    gsl_rng_free(w->rng);
    free(w->flows);
    free(w->levels);
    free(w->lever);
    free(w);
}

/* Uncertain numbers, joined by the copula. */
static void numbers_draw(struct loop_path *w)
{
    const struct fc_model *model = w->of->model;
    const size_t n = fc__scenario_dists(model->scenario);
    double z[FC_DISTS_MAX], joined[FC_DISTS_MAX];
    for (size_t i = 0; i < n; i++)
        joined[i] = z[i] = gsl_ran_gaussian_ziggurat(w->rng, 1);
    if (model->copula)
        fc_copula_apply(model->copula, z, joined);
    for (size_t i = 0; i < n; i++)
        z[i] = fc_dist_quantile(fc__scenario_dist(model->scenario, i),
                                gsl_cdf_ugaussian_P(joined[i]));
    for (uint32_t i = 0; i < model->numbers; i++)
        if (model->number_dist[i] >= 0)
            w->number[i] = z[model->number_dist[i]];
}

/* The parts in the order of a step, by the names of the engine's rooms. */
static const struct {
    const char *name;
    void (*open)(struct loop_path *w), (*step)(struct loop_path *w);
    void (*month)(struct loop_path *w);
} parts[GSL_PARTS] = {
    {"macro", loop_macro_open, loop_macro_step, NULL},
    {"crisis", loop_crisis_open, loop_crisis_step, NULL},
    {"people", loop_people_open, loop_people_step, NULL},
    {"demand", loop_demand_open, loop_demand_step, NULL},
    {"contact", loop_contact_open, loop_contact_step, NULL},
    {"funnel", loop_funnel_open, loop_funnel_step, loop_funnel_month},
    {"customers", loop_customers_open, loop_customers_step, loop_customers_month},
    {"motivation", loop_motivation_open, NULL, loop_motivation_month},
    {"money", loop_money_open, NULL, loop_money_month},
    {"tallies", loop_fold_open, NULL, loop_fold_month}};

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void part_run(struct loop_path *w, int i, void (*part)(struct loop_path *w))
{
    if (!part)
        return;
    const double start = w->spent ? now(CLOCK_MONOTONIC) : 0;
    part(w);
    if (w->spent)
        w->spent[i] += now(CLOCK_MONOTONIC) - start;
}

static void path_open(struct loop_path *w)
{
    w->step = w->month = 0;
    memset(w->flows, 0, w->flow_count * sizeof *w->flows);
    memset(w->levels, 0, w->level_count * sizeof *w->levels);
    numbers_draw(w);
    for (int i = 0; i < GSL_PARTS; i++)
        part_run(w, i, parts[i].open);
}

static void step(struct loop_path *w)
{
    const uint32_t each = w->of->model->steps_per_month;
    w->month = w->step / each;
    w->month_starts = w->step % each == 0;
    w->month_ends = w->step % each == each - 1;
    if (w->month_starts)
        memset(w->flows, 0, w->flow_count * sizeof *w->flows);
    for (int i = 0; i < GSL_PARTS; i++)
        part_run(w, i, parts[i].step);
    for (int i = 0; w->month_ends && i < GSL_PARTS; i++)
        part_run(w, i, parts[i].month);
}

void loop_path_run(struct loop_path *w, uint64_t number,
                   void (*each)(const struct loop_path *w, void *data), void *data)
{
    w->number_of = number;
    path_open(w);
    for (; w->step < w->of->model->steps; w->step++) {
        step(w);
        if (each && w->month_ends)
            each(w, data);
    }
}

/* ---- the clock ---- */

static void wins_add(const struct loop_path *w, void *sum)
{
    for (uint32_t k = 0; k < w->of->markets; k++)
        *(double *)sum += w->s.won[k];
}

static double seconds_of(struct loop_path *w, uint64_t paths, double *wins)
{
    const double start = now(CLOCK_THREAD_CPUTIME_ID);
    for (uint64_t i = 0; i < paths; i++)
        loop_path_run(w, i, wins_add, wins);
    return now(CLOCK_THREAD_CPUTIME_ID) - start;
}

static void pilot(struct loop_department *d, struct loop_path *w)
{
    double wins = 0;
    loop_fold_pilot(d, true);
    seconds_of(w, FC_PILOT_PATHS, &wins);
    loop_fold_pilot(d, false);
}

/* Processor time of the whole, shared out by what the parts take on the clock. */
static void parts_time(struct loop_path *w, uint64_t paths, struct gsl_times *out)
{
    double all = 0, wins = 0;
    w->spent = out->part;
    const double seconds = seconds_of(w, paths, &wins);
    w->spent = NULL;
    for (int i = 0; i < GSL_PARTS; i++)
        all += out->part[i];
    for (int i = 0; i < GSL_PARTS; i++) {
        out->part[i] *= seconds / all / (double)paths;
        out->name[i] = parts[i].name;
    }
}

bool gsl_department_run(const struct fc_model *model, uint64_t paths,
                        struct gsl_times *out)
{
    struct loop_department *d = loop_department_new(model);
    struct loop_path *w = d ? loop_path_new(d, gsl_rng_taus2, 1) : NULL;
    const bool good = w && loop_fold_new(d);
    *out = (struct gsl_times){.path = 0};
    if (good) {
        pilot(d, w);
        parts_time(w, paths, out);
        out->path = seconds_of(w, paths, &out->wins) / (double)paths;
        out->wins /= (double)paths;
    }
    loop_path_free(w);
    loop_department_free(d);
    return good;
}
