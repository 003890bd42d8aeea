/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crises: for how long, and which levers they pull. When and how bad: crisis_events.c.
 *
 *   effect(t) = Y for t < T,  Y (s + (1 - s) e^(-(t - T) / tau)) after,  s the scar,
 * averaged exactly over each step from the onset inside it on. The plateau passes, and
 * the recovery goes on, 1/f times as fast where practices pull these levers by f.
 * Events of one crisis combine to y = 1 - prod(1 - y_event), on each member of a random
 * scope by itself.
 *
 * Levers on crises are pulled by practices, which come later in a step: they are taken
 * over at the start of the next one. Source: docs/model.md (1.48). Checked by
 * tests/stat/test_crisis.c (T24, T26, M14), tests/stat/test_countermeasures.c and
 * tests/unit/test_crisis.c.
 */
#include "model/crisis.h"

#include <string.h>

#include "random/lanemath.h"

static const float faded =
    1e-6f; /* what is left to recover is not followed below this */

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

static void open(const void *own, struct fc_block *b)
{
    const struct fc_crises *all = own;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct fc_crisis *self = &all->crisis[i];
        memset(fc__crisis_header(b, self), 0, sizeof(struct fc_crisis_header));
        memset(fc_own(b, self->total, 0), 0, FC_LANES * sizeof(float));
        fc__crisis_header(b, self)->next = FC_CRISIS_NEVER;
        if (b->crises_off)
            continue;
        fc__effects_open(&self->effects, b);
        open_pace(all, self, b);
        fc__crisis_expect(all, self, b);
    }
}

/* ---- effects ---- */

struct pace {                    /* recovery in steps */
    float scar, keep, area, tau; /* keep = e^(-1/tau), area = tau (1 - keep) */
    float plateau, recovery;     /* steps that one of the event's own clock takes */
    bool own;                    /* one of these two is not 1 */
};

/* Time of the step left to an event that starts in it, or all of it. */
static float length_of(const struct fc_crisis_running *event, float now)
{
    return event->at > now ? 1.0f - (event->at - now) : 1.0f;
}

/* What recovers over `rest` steps: share that is left, integral of the share. */
static void recover(float rest, struct pace pace, float *keep, float *area)
{
    *keep = pace.keep;
    *area = pace.area;
    if ((rest < 1.0f || pace.own) && pace.tau > 0.0f) {
        const double tau = (double)pace.tau * (double)pace.recovery;
        const double part = fc_exp(-(double)rest / tau);
        *keep = (float)part;
        *area = (float)(tau * (1.0 - part));
    }
}

/* Effect of a running event averaged over the step that starts at `now`; moves the
 * event on to the end of the step. */
static float advance(struct fc_crisis_running *event, float now, struct pace pace)
{
    const float length = length_of(event, now);
    const float at_peak = event->wait * pace.plateau;
    const float plateau = at_peak < length ? at_peak : length;
    const float rest = length - plateau;
    float effect = event->peak * plateau;
    event->wait = at_peak > length ? event->wait - plateau / pace.plateau : 0.0f;
    event->active -= pace.own ? plateau / pace.plateau + rest / pace.recovery : length;
    if (rest > 0.0f) {
        float keep, area;
        recover(rest, pace, &keep, &area);
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
                       struct pace pace, struct rows *rows)
{
    const uint32_t l = event->lane;
    const float from = event->at > now ? event->at - now : 0.0f;
    const float fades = event->active - event->wait;
    const float left =
        pace.own ? event->wait * pace.plateau + fades * pace.recovery : event->active;
    const float end = from + left;
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
    struct fc_crisis_header *header = fc__crisis_header(b, self);
    if (!(scar > 0.0f))
        return;
    if (!header->scarred)
        for (size_t k = 0; k < (size_t)self->effects.members * FC_LANES; k++)
            scars[k] = 1.0f;
    header->scarred = true;
    scars[(size_t)event->member * FC_LANES + event->lane] *= 1.0f - scar * event->peak;
}

static struct pace pace_of(const struct fc_crisis *self, const struct fc_block *b,
                           const struct fc_crisis_running *event)
{
    const struct fc_crisis_header *header = fc__crisis_header(b, self);
    const uint32_t l = event->lane;
    struct pace pace = {fc_number_row(b, self->scar)[l],
                        fc_own(b, self->keep, 0)[l],
                        fc_own(b, self->area, 0)[l],
                        fc_own(b, self->tau, 0)[l],
                        1.0f,
                        1.0f,
                        false};
    if (header->pulled || header->paced) {
        pace.plateau = fc__crisis_lever(b, self, FC_CL_plateau, l, 1.0f);
        pace.recovery =
            event->slow * fc__crisis_lever(b, self, FC_CL_recovery, l, 1.0f);
        pace.own = pace.plateau < 1.0f || pace.plateau > 1.0f || pace.recovery < 1.0f ||
                   pace.recovery > 1.0f;
    }
    return pace;
}

/* All running events over this step: kept[member] = prod(1 - y), days, activity. */
static void run(const struct fc_crisis *self, struct fc_block *b, uint32_t i,
                struct rows *rows)
{
    struct fc_crisis_header *header = fc__crisis_header(b, self);
    struct fc_crisis_running *list = fc__crisis_running(b, self);
    const float now = (float)b->step;
    uint32_t left = 0;
    for (uint32_t k = 0; k < header->running; k++) {
        struct fc_crisis_running *event = &list[k];
        const uint32_t l = event->lane;
        const struct pace pace = pace_of(self, b, event);
        if (event->at >= now)
            count_onset(self, b, i, event);
        count_days(event, now, pace, rows);
        const float y = advance(event, now, pace);
        rows->kept[(size_t)event->member * FC_LANES + l] *= 1.0f - y;
        if (event->wait > 0.0f || event->level > faded || event->active > 0.0f)
            list[left++] = *event;
        else
            leave_scar(self, b, event, pace.scar, rows->scars);
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

/* What it costs while it lasts, by its effect. */
static void running_cost(const struct fc_crisis *self, struct fc_block *b, uint32_t i)
{
    const float *a_month = fc_number_row(b, self->cost_per_month);
    const float *effect = FC_ROW(b, crisis_effect, i);
    double *cost = FC_ROW(b, crisis_cost, i);
    FC_EACH (l)
        cost[l] += (double)(effect[l] * a_month[l] * b->model->dt);
}

static void show(const struct fc_crises *all, struct fc_block *b, uint32_t i)
{
    const struct fc_crisis *self = &all->crisis[i];
    struct fc_crisis_header *header = fc__crisis_header(b, self);
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
    if (self->costs_while_on)
        running_cost(self, b, i);
    header->shown = true;
}

/* Takes over what was pulled in the step before, and forgets it. */
static void levers_take(const struct fc_crisis *self, struct fc_block *b, uint32_t i)
{
    static const enum fc_lever_id levers[] = {
#define X(name) FC_L_crisis_##name,
        FC_CRISIS_LEVERS(X)
#undef X
    };
    uint32_t *pulled = &fc__crisis_header(b, self)->pulled;
    *pulled = 0;
    for (uint32_t k = 0; k < FC_CL_COUNT; k++) {
        uint8_t *here = &b->lever_pulled[b->model->lever_first[levers[k]] + i];
        if (*here) {
            memcpy(fc_own(b, self->lever, k), fc_lever(b, levers[k], i),
                   FC_LANES * sizeof(float));
            *pulled |= 1u << k;
        }
        *here = 0;
    }
}

static void step(const void *own, struct fc_block *b)
{
    const struct fc_crises *all = own;
    for (uint32_t i = 0; i < all->n; i++)
        levers_take(&all->crisis[i], b, i);
    if (b->crises_off)
        return;
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < all->n; i++)
            again = fc__crisis_onsets(all, &all->crisis[i], b) || again;
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
