/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crises: when they strike, how bad, for how long, and which levers they pull.
 *
 * Onsets of crisis x: a Poisson number of candidates at the majorant rate
 * per_year max(1, in_recession) over the horizon, uniform in time, kept with
 * probability rate(regime of the step) / majorant; and after every event a Poisson
 * number (mean n_xy) of events of y, each after an exponential delay (Hawkes 1971 as a
 * cluster process). Peak Y = min(.95, median e^(sigma z)), plateau T = median e^(sigma
 * z'), then recovery: effect(t) = Y for t < T,  Y (s + (1 - s) e^(-(t - T) / tau))
 * after, s the scar, averaged exactly over each step from the onset inside it on;
 * events of one crisis combine to y = 1 - prod(1 - y_event), on each member of a random
 * scope by itself.
 *
 * Every number belongs to a named site: event e of a crisis draws its four words at
 * (site of the crisis, e); an event of a later generation at (site ^ lineage, e), the
 * lineage being a hash of its ancestors. Adding a crisis moves no other draw. An event
 * of severity 0 is none. Source: docs/model.md (1.47, 1.48). Checked by
 * tests/stat/test_crisis.c (T24, T25, T26, M3, M14) and tests/unit/test_crisis.c.
 */
#include "model/crisis.h"

#include <stddef.h>
#include <string.h>

#include "random/lanemath.h"

static const float severity_most = 0.95f;
static const float faded =
    1e-6f; /* what is left to recover is not followed below this */
static const float never = 1e30f;

static struct fc_crisis_header *header_of(const struct fc_block *b,
                                          const struct fc_crisis *self)
{
    return (struct fc_crisis_header *)(void *)(b->own + self->header.offset);
}

static struct fc_crisis_pending *pending_of(const struct fc_block *b,
                                            const struct fc_crisis *self)
{
    return (struct fc_crisis_pending *)(void *)(b->own + self->pending.offset);
}

static struct fc_crisis_running *running_of(const struct fc_block *b,
                                            const struct fc_crisis *self)
{
    return (struct fc_crisis_running *)(void *)(b->own + self->running.offset);
}

static void draw_event(const struct fc_block *b, uint64_t site,
                       const struct fc_crisis_pending *event, uint32_t word[4])
{
    fc_word4(b->seed, fc_path(b, event->lane), event->number, site ^ event->lineage,
             word);
}

/* Adds an event to come; one too many for its path is counted and left out. */
static void expect(struct fc_block *b, const struct fc_crisis *self,
                   struct fc_crisis_pending event)
{
    struct fc_crisis_header *header = header_of(b, self);
    float *total = fc_own(b, self->total, 0);
    if (total[event.lane] >= (float)self->room) {
        b->clamps++;
        return;
    }
    total[event.lane] += 1.0f;
    pending_of(b, self)[header->pending++] = event;
    header->next = event.at < header->next ? event.at : header->next;
}

/* ---- time 0 ---- */

/* Recovery per lane: tau, e^(-1/tau) and tau (1 - e^(-1/tau)) in steps. */
static void open_pace(const struct fc_crises *all, const struct fc_crisis *self,
                      const struct fc_block *b)
{
    const float *weeks = fc_number_row(b, self->half_life_weeks);
    float *tau = fc_own(b, self->tau, 0);
    float *keep = fc_own(b, self->keep, 0);
    float *area = fc_own(b, self->area, 0);
    double exact = 0.0;
    double kept = 0.0;
    FC_EACH (l) {
        if (l == 0 || weeks[l] < weeks[l - 1] || weeks[l] > weeks[l - 1]) {
            exact = (double)weeks[l] * all->steps_per_week / 0.693147180559945309;
            kept = exact > 0.0 ? fc_exp(-1.0 / exact) : 0.0;
        }
        tau[l] = (float)exact;
        keep[l] = (float)kept;
        area[l] = (float)(exact * (1.0 - kept));
    }
}

static void open_candidates(const struct fc_crises *all, const struct fc_crisis *self,
                            struct fc_block *b)
{
    const float *per_year = fc_number_row(b, self->per_year);
    const float *in_recession = fc_number_row(b, self->in_recession);
    FC_LANE_ROW(uint32_t, words[4]);
    FC_LANE_ROW(float, mean);
    FC_LANE_ROW(float, count);
    FC_EACH (l) {
        const float most = in_recession[l] > 1.0f ? in_recession[l] : 1.0f;
        mean[l] = per_year[l] * most * all->years;
    }
    fc_draw_path(b, self->site_count, 0, words[0]);
    for (uint32_t l = 0; b->strata && l < FC_LANES; l++)
        words[0][l] = fc_strata_word(b->strata, b->seed, b->first_path + l,
                                     self->site_count, words[0][l]);
    fc_poisson(FC_LANES, words[0], mean, count);
    for (uint32_t l = 0; l < FC_LANES; l++)
        for (uint32_t e = 1; e <= (uint32_t)count[l]; e++) {
            struct fc_crisis_pending event = {0, 0, (uint16_t)l, (uint16_t)e};
            uint32_t word[4];
            draw_event(b, self->site_event, &event, word);
            event.at = (float)(fc_u_from_word(word[0]) * (double)all->steps);
            expect(b, self, event);
        }
}

static void open_scheduled(const struct fc_crisis *self, struct fc_block *b)
{
    for (uint32_t i = 0; i < self->scheduled_count; i++)
        for (uint32_t l = 0; l < FC_LANES; l++) {
            const struct fc_crisis_pending event = {self->site_scheduled,
                                                    self->scheduled[i].at, (uint16_t)l,
                                                    (uint16_t)(i + 1)};
            expect(b, self, event);
        }
}

static void open(const void *own, struct fc_block *b)
{
    const struct fc_crises *all = own;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct fc_crisis *self = &all->crisis[i];
        memset(header_of(b, self), 0, sizeof(struct fc_crisis_header));
        memset(fc_own(b, self->total, 0), 0, FC_LANES * sizeof(float));
        header_of(b, self)->next = never;
        if (b->crises_off)
            continue;
        fc__effects_open(&self->effects, b);
        open_pace(all, self, b);
        open_candidates(all, self, b);
        open_scheduled(self, b);
    }
}

/* ---- onsets ---- */

/* Is a candidate of the first generation an event? Thinned by the regime of its step.
 */
static bool accepted(const struct fc_block *b, const struct fc_crisis *self,
                     uint32_t lane, uint32_t word)
{
    const float factor = fc_number_row(b, self->in_recession)[lane];
    const float most = factor > 1.0f ? factor : 1.0f;
    const float here = FC_ROW(b, recession, 0)[lane] > 0.0f ? factor : 1.0f;
    return fc_u_from_word(word) * (double)most < (double)here;
}

static float lognormal(float median, float sigma, uint32_t word)
{
    const double z = fc_normal_from_u(fc_u_from_word(word));
    return (float)((double)median * fc_exp((double)sigma * z));
}

static float severity(const struct fc_block *b, const struct fc_crisis *self,
                      const struct fc_crisis_pending *event, uint32_t word)
{
    if (event->lineage == self->site_scheduled)
        return self->scheduled[event->number - 1].severity;
    const float median = fc_number_row(b, self->median)[event->lane];
    const float peak =
        lognormal(median, fc_number_row(b, self->sigma)[event->lane], word);
    return peak < severity_most ? peak : severity_most;
}

/* The member of a random scope: the largest of one uniform per member, so that neither
 * the order nor the addition of members moves the events of the others. */
static uint16_t member(const struct fc_block *b, const struct fc_crisis *self,
                       const struct fc_crisis_pending *event)
{
    uint32_t best = 0;
    uint32_t high = 0;
    for (uint32_t m = 0; self->site_member && m < self->effects.members; m++) {
        uint32_t word[4];
        draw_event(b, self->site_member[m], event, word);
        if (m == 0 || word[0] > high) {
            best = m;
            high = word[0];
        }
    }
    return (uint16_t)best;
}

static uint64_t mix(uint64_t x) /* a bijection of 64 bits */
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* k with C(k - 1) < u <= C(k), for the small means of contagion. */
static uint32_t poisson(double u, double mean)
{
    double term = fc_exp(-mean);
    double sum = term;
    uint32_t k = 0;
    while (u > sum && k < 1000) {
        k++;
        term *= mean / k;
        sum += term;
    }
    return k;
}

/* Events that this one brings about. */
static void spread(const struct fc_crises *all, const struct fc_crisis *self,
                   struct fc_block *b, const struct fc_crisis_pending *parent)
{
    for (uint32_t i = 0; i < self->contagions; i++) {
        const struct fc_contagion *to = &self->contagion[i];
        const struct fc_crisis *target = &all->crisis[to->to];
        uint32_t word[4];
        draw_event(b, to->site, parent, word);
        const uint32_t count = poisson(fc_u_from_word(word[0]), to->mean);
        const uint64_t lineage =
            mix(to->site ^ mix(parent->lineage + parent->number * 0x9e3779b97f4a7c15u));
        for (uint32_t j = 1; j <= count; j++) {
            struct fc_crisis_pending event = {lineage, 0, parent->lane, (uint16_t)j};
            draw_event(b, target->site_event, &event, word);
            const double delay = to->delay * -fc_log(fc_u_from_word(word[0]));
            event.at = (float)((double)parent->at + delay);
            if (event.at < all->steps)
                expect(b, target, event);
        }
    }
}

/* An event begins: drawn, put among the running ones in the order of onsets, spread. */
static void begin(const struct fc_crises *all, const struct fc_crisis *self,
                  struct fc_block *b, struct fc_crisis_pending event)
{
    uint32_t word[4];
    draw_event(b, self->site_event, &event, word);
    if (event.lineage == 0 && !accepted(b, self, event.lane, word[1]))
        return;
    const float peak = severity(b, self, &event, word[2]);
    if (!(peak > 0.0f))
        return;
    const uint16_t l = event.lane;
    const float scar = fc_number_row(b, self->scar)[l];
    const float plateau = (float)all->steps_per_week *
                          lognormal(fc_number_row(b, self->plateau_weeks)[l],
                                    fc_number_row(b, self->plateau_sigma)[l], word[3]);
    const struct fc_crisis_running running = {
        .at = event.at,
        .peak = peak,
        .level = peak * (1.0f - scar),
        .wait = plateau,
        .active = plateau + fc_own(b, self->tau, 0)[l] * 2.99573227f, /* log 20 */
        .lane = l,
        .member = member(b, self, &event)};
    struct fc_crisis_running *list = running_of(b, self);
    uint32_t k = header_of(b, self)->running++;
    for (; k > 0 && list[k - 1].at > running.at; k--)
        list[k] = list[k - 1];
    list[k] = running;
    spread(all, self, b, &event);
}

/* Begins what is due in this step. True if anything was: it may have spread. */
static bool onsets(const struct fc_crises *all, const struct fc_crisis *self,
                   struct fc_block *b)
{
    struct fc_crisis_header *header = header_of(b, self);
    const float end = (float)(b->step + 1);
    if (header->next >= end)
        return false;
    struct fc_crisis_pending *list = pending_of(b, self);
    uint32_t kept = 0;
    float next = never;
    for (uint32_t k = 0; k < header->pending; k++) { /* grows by self-excitation */
        if (list[k].at < end) {
            begin(all, self, b, list[k]);
            continue;
        }
        next = list[k].at < next ? list[k].at : next;
        list[kept++] = list[k];
    }
    header->pending = kept;
    header->next = next;
    return true;
}

/* ---- effects ---- */

struct pace {                    /* recovery in steps */
    float scar, keep, area, tau; /* keep = e^(-1/tau), area = tau (1 - keep) */
};

/* Effect of a running event averaged over the step that starts at `now`; moves the
 * event on to the end of the step. */
static float advance(struct fc_crisis_running *event, float now, struct pace pace)
{
    const float length = event->at > now ? 1.0f - (event->at - now) : 1.0f;
    const float plateau = event->wait < length ? event->wait : length;
    const float rest = length - plateau;
    float effect = event->peak * plateau;
    event->wait -= plateau;
    event->active -= length;
    if (rest > 0.0f) {
        float keep = pace.keep;
        float area = pace.area;
        if (rest < 1.0f && pace.tau > 0.0f) {
            const double part = fc_exp(-(double)rest / (double)pace.tau);
            keep = (float)part;
            area = (float)((double)pace.tau * (1.0 - part));
        }
        effect += pace.scar * event->peak * rest + event->level * area;
        event->level *= keep;
    }
    return effect;
}

/* Rows of a crisis in one step. */
struct rows {
    float *scars, *kept; /* by member: prod(1 - y) of what is over, of all */
    float reach[FC_LANES], days[FC_LANES], active[FC_LANES];
};

/* Time above 5 % of the peak, as the union over the events of a lane: they come in the
 * order of their onsets. Times count from the start of the step. */
static void count_days(const struct fc_crisis_running *event, float now,
                       struct rows *rows)
{
    const uint32_t l = event->lane;
    const float from = event->at > now ? event->at - now : 0.0f;
    const float end = from + event->active;
    const float to = end < 1.0f ? end : 1.0f;
    const float fresh = from > rows->reach[l] ? from : rows->reach[l];
    if (to > fresh) {
        rows->days[l] += to - fresh;
        rows->reach[l] = to;
    }
    rows->active[l] = end > 1.0f ? 1.0f : rows->active[l];
}

static void count_onset(const struct fc_crisis *self, struct fc_block *b, uint32_t i,
                        const struct fc_crisis_running *event)
{
    const uint32_t l = event->lane;
    FC_ROW(b, crisis_events, i)[l] += 1.0f;
    FC_ROW(b, crisis_severity, i)[l] += event->peak;
    FC_ROW(b, crisis_cost, i)[l] += (double)fc_number_row(b, self->one_off_cost)[l];
}

static void leave_scar(const struct fc_crisis *self, const struct fc_block *b,
                       const struct fc_crisis_running *event, float scar, float *scars)
{
    struct fc_crisis_header *header = header_of(b, self);
    if (!(scar > 0.0f))
        return;
    if (!header->scarred)
        for (size_t k = 0; k < (size_t)self->effects.members * FC_LANES; k++)
            scars[k] = 1.0f;
    header->scarred = true;
    scars[(size_t)event->member * FC_LANES + event->lane] *= 1.0f - scar * event->peak;
}

/* All running events over this step: kept[member] = prod(1 - y), days, activity. */
static void run(const struct fc_crisis *self, struct fc_block *b, uint32_t i,
                struct rows *rows)
{
    struct fc_crisis_header *header = header_of(b, self);
    struct fc_crisis_running *list = running_of(b, self);
    const float *scar = fc_number_row(b, self->scar);
    const float now = (float)b->step;
    uint32_t left = 0;
    for (uint32_t k = 0; k < header->running; k++) {
        struct fc_crisis_running *event = &list[k];
        const uint32_t l = event->lane;
        if (event->at >= now)
            count_onset(self, b, i, event);
        count_days(event, now, rows);
        const struct pace pace = {scar[l], fc_own(b, self->keep, 0)[l],
                                  fc_own(b, self->area, 0)[l],
                                  fc_own(b, self->tau, 0)[l]};
        const float y = advance(event, now, pace);
        rows->kept[(size_t)event->member * FC_LANES + l] *= 1.0f - y;
        if (event->wait > 0.0f || event->level > faded || event->active > 0.0f)
            list[left++] = *event;
        else
            leave_scar(self, b, event, scar[l], rows->scars);
    }
    header->running = left;
}

/* Those who use a tool most lose most: use of the step before. */
static void in_proportion(const struct fc_block *b, uint32_t tool, float *y)
{
    const float *use = FC_ROW(b, practice_use, tool);
    FC_EACH (l)
        y[l] *= use[l];
}

/* kept -> y, per member and for the crisis; pulls the levers of members that are hit.
 */
static void pull(const struct fc_crisis *self, struct fc_block *b, uint32_t i,
                 float *kept)
{
    float *effect = FC_ROW(b, crisis_effect, i);
    FC_LANE_ROW(float, all);
    FC_EACH (l)
        all[l] = 1.0f;
    for (uint32_t m = 0; m < self->effects.members; m++) {
        float *y = kept + (size_t)m * FC_LANES;
        int hit = 0;
        FC_EACH (l) {
            all[l] *= y[l];
            y[l] = 1.0f - y[l];
            hit |= y[l] > 0.0f;
        }
        if (hit && self->effects.tooled)
            in_proportion(b, self->effects.tool, y);
        if (hit)
            fc__effects_pull(&self->effects, b, m, y);
    }
    FC_EACH (l)
        effect[l] = 1.0f - all[l];
}

static void show(const struct fc_crises *all, struct fc_block *b, uint32_t i)
{
    const struct fc_crisis *self = &all->crisis[i];
    struct fc_crisis_header *header = header_of(b, self);
    const size_t bytes = FC_LANES * sizeof(float);
    if (header->running == 0 && !header->scarred) {
        if (header->shown) {
            memset(FC_ROW(b, crisis_effect, i), 0, bytes);
            memset(FC_ROW(b, crisis_active, i), 0, bytes);
        }
        header->shown = false;
        return;
    }
    struct rows rows = {.scars = fc_own(b, self->scars, 0),
                        .kept = fc_own(b, self->y, 0)};
    if (header->scarred)
        memcpy(rows.kept, rows.scars, self->effects.members * bytes);
    else
        for (size_t k = 0; k < (size_t)self->effects.members * FC_LANES; k++)
            rows.kept[k] = 1.0f;
    run(self, b, i, &rows);
    float *days = FC_ROW(b, crisis_days, i);
    FC_EACH (l)
        days[l] += rows.days[l] * all->days_per_step;
    memcpy(FC_ROW(b, crisis_active, i), rows.active, bytes);
    pull(self, b, i, rows.kept);
    header->shown = true;
}

static void step(const void *own, struct fc_block *b)
{
    const struct fc_crises *all = own;
    if (b->crises_off)
        return;
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < all->n; i++)
            again = onsets(all, &all->crisis[i], b) || again;
    }
    for (uint32_t i = 0; i < all->n; i++)
        show(all, b, i);
}

const struct fc_mechanism FC_PER_ISA(fc_crisis);
const struct fc_mechanism FC_PER_ISA(fc_crisis) = {
    .name = "crisis",
    .help = "the risk register: crises, their spread and what they act on",
    .sections = fc__crisis_sections,
    .spec_size = sizeof(struct fc_crises_spec),
    .kpis = fc__crisis_kpis,
    .pulls = true,
    .compile = fc__crisis_compile,
    .link = fc__crisis_link,
    .open = open,
    .step = step,
};
