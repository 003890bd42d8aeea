/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: business cycle and credit state; crises and the levers they pull.
 * Laws: src/model/macro.c, crisis.c, crisis_events.c. No practices act on crises. */
#include <string.h>

#include "gsl_loop.h"

/* ---- the cycle ---- */

static double given(const struct loop_department *d, const char *key)
{
    const struct fc_entry *entry = fc__scenario_find(d->model->scenario, key);
    return entry && entry->number ? entry->number->value : (double)NAN;
}

void loop_macro_compile(struct loop_department *d)
{
    struct loop_macro_numbers *m = &d->macro;
    const double r = exp(-M_LN2 * d->dt / given(d, "macro.half_life_months"));
    const uint32_t n = YEAR * d->model->steps_per_month;
    double variance = 1, power = 1; /* of a mean of n steps, times n */
    for (uint32_t k = 1; k < n; k++) {
        power *= r;
        variance += 2 * (1 - (double)k / n) * power;
    }
    *m = (struct loop_macro_numbers){
        .enter = d->dt / given(d, "macro.expansion_months"),
        .leave = d->dt / given(d, "macro.recession_months"),
        .keep = r,
        .inflow = 1 - r,
        .noise = sqrt(1 - r * r),
        .factor_sd = given(d, "macro.factor_sd"),
        .axis_sd = {given(d, "macro.territory_sd"), given(d, "macro.product_sd"),
                    given(d, "macro.segment_sd")},
        .credit_scale = 1 / (n * sqrt(variance / n)),
        .history = n};
}

static double next(const struct loop_path *w, double last)
{
    const struct loop_macro_numbers *m = &w->of->macro;
    return m->keep * last + m->noise * gsl_ran_gaussian_ziggurat(w->rng, 1);
}

static void states_write(struct loop_path *w, double x)
{
    const struct loop_department *d = w->of;
    const struct loop_macro *c = &w->macro;
    const double common = c->smooth + d->macro.factor_sd * x;
    for (uint32_t k = 0; k < d->markets; k++) {
        const struct fc_market *market = &d->model->markets[k];
        w->s.adverse[k] = common +
                          d->macro.axis_sd[0] * c->factor[0][market->territory] +
                          d->macro.axis_sd[1] * c->factor[1][market->product] +
                          d->macro.axis_sd[2] * c->factor[2][market->segment];
    }
    w->s.recession[0] = c->recession;
    w->s.credit[0] = d->macro.credit_scale * c->sum;
}

void loop_macro_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    struct loop_macro *c = &w->macro;
    const uint32_t members[] = {d->territories, d->products, d->segments};
    memset(c, 0, sizeof *c);
    for (uint32_t i = 0; i < d->macro.history; i++) {
        c->past[i] = i ? next(w, c->past[i - 1]) : gsl_ran_gaussian_ziggurat(w->rng, 1);
        c->sum += c->past[i];
    }
    for (int a = 0; a < 3; a++)
        for (uint32_t i = 0; i < members[a]; i++)
            c->factor[a][i] = gsl_ran_gaussian_ziggurat(w->rng, 1);
    states_write(w, c->past[d->macro.history - 1]);
}

void loop_macro_step(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    struct loop_macro *c = &w->macro;
    const uint32_t n = d->macro.history, now = w->step % n;
    const uint32_t members[] = {d->territories, d->products, d->segments};
    const double u = gsl_rng_uniform(w->rng);
    c->recession = c->recession ? u >= d->macro.leave : u < d->macro.enter;
    c->smooth = d->macro.keep * c->smooth + d->macro.inflow * c->recession;
    const double x = next(w, c->past[(now + n - 1) % n]);
    c->sum += x - c->past[now];
    c->past[now] = x;
    for (int a = 0; a < 3; a++)
        for (uint32_t i = 0; i < members[a]; i++)
            c->factor[a][i] = next(w, c->factor[a][i]);
    states_write(w, x);
}

/* ---- crises: onsets ---- */

static void levers_clear(struct loop_path *w)
{
    struct loop_crises *c = &w->crisis;
    for (uint32_t i = 0; i < c->pulls; i++) {
        const uint32_t row = c->pulled[i] >> 8, id = c->pulled[i] & 255;
        w->lever[row] = fc__lever_rows[id].scale == FC_ADD ? 0 : 1;
    }
    c->pulls = 0;
}

static void expect(struct loop_path *w, uint32_t crisis, double at, bool first)
{
    struct loop_crises *c = &w->crisis;
    if (c->pendings == EVENTS)
        return;
    c->pending[c->pendings++] =
        (struct loop_event){.crisis = crisis, .at = at, .first = first};
    c->next = loop_min(c->next, at);
}

void loop_crisis_open(struct loop_path *w)
{
    const struct fc_crises *all = w->of->crises;
    struct loop_crises *c = &w->crisis;
    levers_clear(w);
    c->pendings = c->runnings = 0;
    c->shown = false;
    c->next = HUGE_VAL;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct fc_crisis *x = &all->crisis[i];
        const double most = loop_max(1, loop_number(w, x->in_recession));
        const double half = loop_number(w, x->half_life_weeks) * all->steps_per_week;
        unsigned n =
            loop_poisson(w, loop_number(w, x->per_year) * most * (double)all->years);
        c->scarred[i] = false;
        c->tau[i] = half / M_LN2;
        c->keep[i] = half > 0 ? exp(-1 / c->tau[i]) : 0;
        c->area[i] = c->tau[i] * (1 - c->keep[i]);
        for (; n > 0; n--)
            expect(w, i, gsl_rng_uniform(w->rng) * (double)all->steps, true);
    }
}

static double lognormal(const struct loop_path *w, fc_num median, fc_num sigma)
{
    return loop_number(w, median) *
           exp(loop_number(w, sigma) * gsl_ran_gaussian_ziggurat(w->rng, 1));
}

/* Events that an event brings about. */
static void spread(struct loop_path *w, const struct loop_event *event)
{
    const struct fc_crisis *x = &w->of->crises->crisis[event->crisis];
    for (uint32_t i = 0; i < x->contagions; i++)
        for (unsigned n = loop_poisson(w, x->contagion[i].mean); n > 0; n--) {
            const double at =
                event->at + gsl_ran_exponential(w->rng, x->contagion[i].delay);
            if (at < (double)w->of->crises->steps)
                expect(w, x->contagion[i].to, at, false);
        }
}

static void begin(struct loop_path *w, struct loop_event event)
{
    struct loop_crises *c = &w->crisis;
    const struct fc_crisis *x = &w->of->crises->crisis[event.crisis];
    const double factor = loop_number(w, x->in_recession);
    const double here = event.first && w->macro.recession ? factor : 1;
    if (event.first && gsl_rng_uniform(w->rng) * loop_max(1, factor) >= here)
        return;
    const double scar = loop_number(w, x->scar);
    event.peak = loop_min(0.95, lognormal(w, x->median, x->sigma));
    event.wait = w->of->crises->steps_per_week *
                 lognormal(w, x->plateau_weeks, x->plateau_sigma);
    event.level = event.peak * (1 - scar);
    event.active = event.wait + c->tau[event.crisis] * log(20);
    event.member = x->effects.members > 1
                       ? (uint32_t)gsl_rng_uniform_int(w->rng, x->effects.members)
                       : 0;
    uint32_t i = c->runnings;
    if (i == EVENTS)
        return;
    c->runnings++;
    for (; i > 0 && c->running[i - 1].at > event.at; i--)
        c->running[i] = c->running[i - 1];
    c->running[i] = event;
    w->s.crisis_events[event.crisis] += 1;
    w->s.crisis_severity[event.crisis] += event.peak;
    w->s.crisis_cost[event.crisis] += loop_number(w, x->one_off_cost);
    spread(w, &event);
}

static void onsets(struct loop_path *w)
{
    struct loop_crises *c = &w->crisis;
    const double end = w->step + 1;
    if (c->next >= end)
        return;
    uint32_t kept = 0;
    double later = HUGE_VAL;
    for (uint32_t i = 0; i < c->pendings; i++) { /* grows meanwhile */
        if (c->pending[i].at < end) {
            begin(w, c->pending[i]);
            continue;
        }
        later = loop_min(later, c->pending[i].at);
        c->pending[kept++] = c->pending[i];
    }
    c->pendings = kept;
    c->next = later;
}

/* ---- crises: effects ---- */

static void pull(struct loop_path *w, const struct fc_pull *pull, double y)
{
    struct loop_crises *c = &w->crisis;
    const uint32_t row = w->of->model->lever_first[pull->lever] + pull->row;
    const double by = (double)pull->c * (pull->squared ? y * y : y);
    double *value = &w->lever[row];
    switch (fc__lever_rows[pull->lever].scale) {
    case FC_SHARE_LOST:
        *value *= loop_max(0, 1 - by);
        break;
    case FC_RATE:
        *value *= exp(by);
        break;
    default:
        *value += by;
    }
    if (c->pulls < sizeof c->pulled / sizeof *c->pulled)
        c->pulled[c->pulls++] = row << 8 | pull->lever;
}

static void levers_hold(struct loop_path *w)
{
    const struct loop_crises *c = &w->crisis;
    for (uint32_t i = 0; i < c->pulls; i++) {
        const struct fc_lever_row *lever = &fc__lever_rows[c->pulled[i] & 255];
        const bool share = lever->scale == FC_SHARE_LOST;
        double *value = &w->lever[c->pulled[i] >> 8];
        *value = loop_max(*value, share ? 1 - (double)lever->high : (double)lever->low);
        *value = loop_min(*value, share ? 1 : (double)lever->high);
    }
}

/* Effect of an event averaged over the step; moves it on. */
static double advance(struct loop_path *w, struct loop_event *event)
{
    const struct loop_crises *c = &w->crisis;
    const uint32_t i = event->crisis;
    const double from = loop_max(0, event->at - w->step), length = 1 - from;
    const double plateau = loop_min(event->wait, length), rest = length - plateau;
    const double scar = loop_number(w, w->of->crises->crisis[i].scar);
    double effect = event->peak * plateau;
    event->wait = event->wait > length ? event->wait - plateau : 0;
    event->active -= length;
    if (rest > 0) {
        const bool whole = rest >= 1;
        const double keep = whole           ? c->keep[i]
                            : c->tau[i] > 0 ? exp(-rest / c->tau[i])
                                            : 0;
        effect += scar * event->peak * rest +
                  event->level * (whole ? c->area[i] : c->tau[i] * (1 - keep));
        event->level *= keep;
    }
    return effect;
}

/* Running events through the step; kept[crisis][member] = prod(1 - y). */
static void run(struct loop_path *w, double (*kept)[MEMBERS])
{
    struct loop_crises *c = &w->crisis;
    double reach[CRISES] = {0};
    uint32_t left = 0;
    for (uint32_t i = 0; i < c->runnings; i++) {
        struct loop_event *event = &c->running[i];
        const uint32_t x = event->crisis;
        const double from = loop_max(0, event->at - w->step),
                     end = from + event->active;
        const double fresh = loop_max(from, reach[x]), to = loop_min(1, end);
        if (to > fresh) {
            w->s.crisis_days[x] += (to - fresh) * (double)w->of->crises->days_per_step;
            reach[x] = to;
        }
        if (end > 1)
            w->s.crisis_active[x] = 1;
        kept[x][event->member] *= 1 - advance(w, event);
        if (event->wait > 0 || event->level > 1e-6 || event->active > 0) {
            c->running[left++] = *event;
            continue;
        }
        const double scar = loop_number(w, w->of->crises->crisis[x].scar);
        if (scar > 0 && !c->scarred[x])
            for (int m = 0; m < MEMBERS; m++)
                c->scars[x][m] = 1;
        c->scarred[x] |= scar > 0;
        c->scars[x][event->member] *= 1 - scar * event->peak;
    }
    c->runnings = left;
}

void loop_crisis_step(struct loop_path *w)
{
    const struct fc_crises *all = w->of->crises;
    struct loop_crises *c = &w->crisis;
    double kept[CRISES][MEMBERS];
    bool any = c->shown;
    onsets(w);
    for (uint32_t i = 0; i < all->n; i++)
        any |= c->scarred[i];
    if (c->runnings == 0 && !any)
        return;
    levers_clear(w);
    for (uint32_t i = 0; i < all->n; i++) {
        w->s.crisis_active[i] = 0;
        for (int m = 0; m < MEMBERS; m++)
            kept[i][m] = c->scarred[i] ? c->scars[i][m] : 1;
    }
    c->shown = c->runnings > 0;
    run(w, kept);
    for (uint32_t i = 0; i < all->n; i++) {
        const struct fc_effects *effects = &all->crisis[i].effects;
        double all_kept = 1;
        for (uint32_t m = 0; m < effects->members; m++) {
            all_kept *= kept[i][m];
            for (uint32_t p = 0; kept[i][m] < 1 && p < effects->pulls[m].n; p++)
                pull(w, &effects->pulls[m].at[p], 1 - kept[i][m]);
        }
        w->s.crisis_effect[i] = 1 - all_kept;
    }
    levers_hold(w);
}
