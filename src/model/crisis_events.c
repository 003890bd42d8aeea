/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crises: when they strike and how bad they are.
 *
 * Onsets of crisis x: a Poisson number of candidates at the majorant rate
 * per_year max(1, in_recession) over the horizon, uniform in time, kept with
 * probability kept x rate(regime of the step) / majorant; and after every event a
 * Poisson number (mean n_xy) of events of y, each after an exponential delay (Hawkes
 * 1971 as a cluster process), kept with probability `kept`, what practices leave of the
 * frequency. Peak Y = min(.95, f median e^(sigma z)), f the factor of practices,
 * plateau T = median e^(sigma z').
 *
 * An event is disclosed in time with probability p (lever `disclosure`): then Y and the
 * recovery time are multiplied by the levers of disclosed events; if not, a Poisson
 * number of second shocks follows, each after an exponential delay. Second shocks are
 * public already: they are neither disclosed nor do they bring about others.
 *
 * Every number belongs to a named site: event e of a crisis draws its four words at
 * (site of the crisis, e); an event of a later generation at (site ^ lineage, e), the
 * lineage being a hash of its ancestors. Adding a crisis moves no other draw. An event
 * of severity 0 is none. Source: docs/model.md (1.47, 1.48, 1.51). Checked by
 * tests/stat/test_crisis.c (T24, T25, M3), tests/stat/test_countermeasures.c and
 * tests/unit/test_crisis.c.
 */
#include "model/crisis.h"
#include "random/lanemath.h"

static const float severity_most = 0.95f;

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
    struct fc_crisis_header *header = fc__crisis_header(b, self);
    float *total = fc_own(b, self->total, 0);
    if (total[event.lane] >= (float)self->room) {
        b->clamps++;
        return;
    }
    total[event.lane] += 1.0f;
    fc__crisis_pending(b, self)[header->pending++] = event;
    header->next = event.at < header->next ? event.at : header->next;
}

/* ---- time 0 ---- */

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
            struct fc_crisis_pending event = {.lane = (uint16_t)l,
                                              .number = (uint16_t)e};
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
            const struct fc_crisis_pending event = {.lineage = self->site_scheduled,
                                                    .at = self->scheduled[i].at,
                                                    .lane = (uint16_t)l,
                                                    .number = (uint16_t)(i + 1)};
            expect(b, self, event);
        }
}

void fc__crisis_expect(const struct fc_crises *all, const struct fc_crisis *self,
                       struct fc_block *b)
{
    open_candidates(all, self, b);
    open_scheduled(self, b);
}

/* ---- onsets ---- */

/* Is a candidate an event? Thinned by the regime of its step (first generation), and by
 * what practices leave of the frequency; what is scheduled comes. */
static bool accepted(const struct fc_block *b, const struct fc_crisis *self,
                     const struct fc_crisis_pending *event, uint32_t word)
{
    if (event->lineage == self->site_scheduled)
        return true;
    const uint32_t l = event->lane;
    const bool first = event->lineage == 0;
    const float factor = fc_number_row(b, self->in_recession)[l];
    const float most = first && factor > 1.0f ? factor : 1.0f;
    const float here = first && FC_ROW(b, recession, 0)[l] > 0.0f ? factor : 1.0f;
    const float kept = fc__crisis_lever(b, self, FC_CL_frequency, l, 1.0f);
    return fc_u_from_word(word) * (double)most < (double)here * (double)kept;
}

static float lognormal(float median, float sigma, uint32_t word)
{
    const double z = fc_normal_from_u(fc_u_from_word(word));
    return (float)((double)median * fc_exp((double)sigma * z));
}

static float severity(const struct fc_block *b, const struct fc_crisis *self,
                      const struct fc_crisis_pending *event, uint32_t word)
{
    const uint32_t l = event->lane;
    const float factor = fc__crisis_lever(b, self, FC_CL_severity, l, 1.0f);
    const float median = fc_number_row(b, self->median)[l];
    const float peak = event->lineage == self->site_scheduled
                           ? self->scheduled[event->number - 1].severity
                           : lognormal(median, fc_number_row(b, self->sigma)[l], word);
    const float held = factor * peak;
    return held < severity_most ? held : severity_most;
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

/* Of the events that this one brings about at a site. */
static uint64_t lineage_of(uint64_t site, const struct fc_crisis_pending *parent)
{
    return mix(site ^ mix(parent->lineage + parent->number * 0x9e3779b97f4a7c15u));
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
        const uint64_t lineage = lineage_of(to->site, parent);
        for (uint32_t j = 1; j <= count; j++) {
            struct fc_crisis_pending event = {
                .lineage = lineage, .lane = parent->lane, .number = (uint16_t)j};
            draw_event(b, target->site_event, &event, word);
            const double delay = to->delay * -fc_log(fc_u_from_word(word[0]));
            event.at = (float)((double)parent->at + delay);
            if (event.at < all->steps)
                expect(b, target, event);
        }
    }
}

/* Shocks that follow an event which others made public. */
static void follow(const struct fc_crises *all, const struct fc_crisis *self,
                   struct fc_block *b, const struct fc_crisis_pending *parent,
                   uint32_t word)
{
    const uint32_t l = parent->lane;
    const float mean = fc__crisis_lever(b, self, FC_CL_second_shock, l, 0.0f);
    const double weeks = (double)fc_number_row(b, self->second_shock_weeks)[l];
    const uint32_t count = poisson(fc_u_from_word(word), (double)mean);
    for (uint32_t j = 1; j <= count; j++) {
        struct fc_crisis_pending event = {.lineage =
                                              lineage_of(self->site_disclosed, parent),
                                          .lane = parent->lane,
                                          .number = (uint16_t)j,
                                          .second = 1};
        uint32_t words[4];
        draw_event(b, self->site_event, &event, words);
        const double delay =
            weeks * all->steps_per_week * -fc_log(fc_u_from_word(words[0]));
        event.at = (float)((double)parent->at + delay);
        if (event.at < all->steps)
            expect(b, self, event);
    }
}

/* Is it disclosed in time? If not, second shocks may follow. */
static bool disclosed(const struct fc_crises *all, const struct fc_crisis *self,
                      struct fc_block *b, const struct fc_crisis_pending *event)
{
    const uint32_t levers = fc__crisis_header(b, self)->pulled;
    if (event->second || !(levers >> FC_CL_disclosure & 1))
        return false;
    uint32_t word[4];
    draw_event(b, self->site_disclosed, event, word);
    const float chance = fc_own(b, self->lever, FC_CL_disclosure)[event->lane];
    if (fc_u_from_word(word[0]) < (double)chance)
        return true;
    if (chance > 0.0f)
        follow(all, self, b, event, word[1]);
    return false;
}

/* Puts an event among the running ones, in the order of onsets. */
static void start(const struct fc_block *b, const struct fc_crisis *self,
                  struct fc_crisis_running event)
{
    struct fc_crisis_running *list = fc__crisis_running(b, self);
    uint32_t k = fc__crisis_header(b, self)->running++;
    for (; k > 0 && list[k - 1].at > event.at; k--)
        list[k] = list[k - 1];
    list[k] = event;
}

/* An event begins: drawn, put among the running ones, spread. */
static void begin(const struct fc_crises *all, const struct fc_crisis *self,
                  struct fc_block *b, struct fc_crisis_pending event)
{
    const uint32_t l = event.lane;
    uint32_t word[4];
    draw_event(b, self->site_event, &event, word);
    if (!accepted(b, self, &event, word[1]))
        return;
    float peak = severity(b, self, &event, word[2]);
    if (!(peak > 0.0f))
        return;
    float slow = 1.0f;
    if (disclosed(all, self, b, &event)) {
        peak *= fc__crisis_lever(b, self, FC_CL_disclosed_severity, l, 1.0f);
        peak = peak < severity_most ? peak : severity_most;
        slow = fc__crisis_lever(b, self, FC_CL_disclosed_recovery, l, 1.0f);
        fc__crisis_header(b, self)->paced = true;
    }
    const float scar = fc_number_row(b, self->scar)[l];
    const float plateau = (float)all->steps_per_week *
                          lognormal(fc_number_row(b, self->plateau_weeks)[l],
                                    fc_number_row(b, self->plateau_sigma)[l], word[3]);
    start(b, self,
          (struct fc_crisis_running){.at = event.at,
                                     .peak = peak,
                                     .level = peak * (1.0f - scar),
                                     .wait = plateau,
                                     .active = plateau + fc_own(b, self->tau, 0)[l] *
                                                             2.99573227f, /* log 20 */
                                     .slow = slow,
                                     .lane = event.lane,
                                     .member = member(b, self, &event)});
    if (!event.second)
        spread(all, self, b, &event);
}

bool fc__crisis_onsets(const struct fc_crises *all, const struct fc_crisis *self,
                       struct fc_block *b)
{
    struct fc_crisis_header *header = fc__crisis_header(b, self);
    const float end = (float)(b->step + 1);
    if (header->next >= end)
        return false;
    struct fc_crisis_pending *list = fc__crisis_pending(b, self);
    uint32_t kept = 0;
    float next = FC_CRISIS_NEVER;
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
