/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First contact: how long a new lead waits for somebody to answer, and what the wait
 * leaves of it.
 *
 *   kept = E q(W) x coverage of first contact,   q(w) = (1 + w / tau)^-gamma
 *   in office hours   W = 0 with probability 1 - C, else exponential of rate
 *                     nu = c mu (1 - before) (1 - before - own) / delay
 *   else              the time to opening, uniform over the gap; the queue is ignored
 *   E q = f (1 - C (1 - nu/(nu+theta) I((nu+theta) tau))) + (1 - f) gap
 * C Erlang-C with the filled seats c and the load min(.98, hours needed / hours), 1/mu
 * the length of a piece of work, before and own the loads of the classes of work served
 * before first contact and of first contact itself, theta = 1 / patience, I the mean
 * decay over an exponential wait, f the share of leads in office hours. What overload
 * does is coverage, not the wait: hence the cap.
 *
 * Leads that are ranked (lever lead_scoring): where a share of the work is covered, the
 * best-ranked leads are worked and more of the viable ones found than by chance.
 *
 * Source: Kella & Yechiali 1985; docs/model.md#first-contact. Checked by T7, T8b, T8c
 * in tests/unit/test_queue.c and through the engine by
 * tests/stat/test_first_contact.c. */
#include "model/first_contact.h"

#include "model/market.h"
#include "model/queue.h"
#include "random/lanemath.h"

/* ---- a path ---- */

/* Share answered within an hour of work after a gap of `gap` hours, unless they give
 * up at the rate `leaving`. */
static double gap_hour(double gap, double leaving)
{
    const double within = gap < 1 ? gap : 1;
    if (!(gap > 0))
        return 1;
    return leaving > 0 ? -fc_expm1(-leaving * within) / (leaving * gap) : within / gap;
}

static bool same_on_all_paths(const struct fc_model *model, const struct fc_channel *of)
{
    const fc_num number[] = {of->decay_exponent, of->decay_minutes, of->night_gap_hours,
                             of->weekend_gap_hours, of->patience_hours};
    bool same = true;
    for (size_t i = 0; i < sizeof number / sizeof *number; i++)
        same = same && model->number_dist[number[i].row] < 0;
    return same;
}

static void channel_open(const struct fc_first_contact *self, struct fc_block *b,
                         uint32_t c)
{
    const struct fc_channel *of = &b->model->channels[c];
    const float *exponent = fc_number_row(b, of->decay_exponent);
    const float *minutes = fc_number_row(b, of->decay_minutes);
    const float *night = fc_number_row(b, of->night_gap_hours);
    const float *weekend = fc_number_row(b, of->weekend_gap_hours);
    const float *patience = fc_number_row(b, of->patience_hours);
    float *tau = fc_own(b, self->tau, c), *leaving = fc_own(b, self->leaving, c);
    float *kept = fc_own(b, self->gap_kept, c), *hour = fc_own(b, self->gap_hour, c);
    const bool same = same_on_all_paths(b->model, of);
    for (uint32_t l = 0; l < FC_LANES; l++) {
        tau[l] = minutes[l] / 60.0f;
        leaving[l] = patience[l] > 0.0f ? 1.0f / patience[l] : 0.0f;
        if (l > 0 && same) {
            kept[l] = kept[0];
            hour[l] = hour[0];
            continue;
        }
        const double t = (double)tau[l], g = (double)exponent[l];
        const double theta = (double)leaving[l];
        const double gap[2] = {(double)night[l], (double)weekend[l]};
        kept[l] = (float)(0.5 * (fc__queue_gap_mean(gap[0], t, g, theta) +
                                 fc__queue_gap_mean(gap[1], t, g, theta)));
        hour[l] = (float)(0.5 * (gap_hour(gap[0], theta) + gap_hour(gap[1], theta)));
    }
}

void fc__first_contact_open(const struct fc_first_contact *self, struct fc_block *b)
{
    for (uint32_t c = 0; c < self->channels; c++)
        if (b->model->channels[c].kind == FC_INBOUND)
            channel_open(self, b, c);
    for (uint32_t i = 0; i < b->model->axis[FC_TEAM].count * self->channels; i++)
        FC_EACH (l)
            fc_own(b, self->kept, i)[l] = 1.0f;
}

/* ---- tables ---- */

/* Where x in [0, last] lies: the cell below it and how far into the cell. Signed, as
 * vector instructions want their indices. */
struct cell {
    int32_t at;
    float part;
};

static inline struct cell cell_of(float x, int32_t last)
{
    const float most = (float)last;
    const float held = x > 0.0f ? (x < most ? x : most) : 0.0f;
    const int32_t at = (int32_t)held;
    const int32_t below = at < last ? at : last - 1;
    return (struct cell){below, held - (float)below};
}

static inline float between(const float *table, int32_t at, int32_t step, float part)
{
    return table[at] + (table[at + step] - table[at]) * part;
}

static inline float busy_at(const struct fc_first_contact *self, float people,
                            float load)
{
    const float held = people > 1.0f ? people : 1.0f;
    const int32_t most = (int32_t)self->servers;
    const int32_t servers = held < (float)most ? (int32_t)held : most;
    const struct cell i = cell_of(load * ((FC_LOADS - 1) / FC_LOAD_MOST), FC_LOADS - 1);
    return between(self->busy, (servers - 1) * FC_LOADS + i.at, 1, i.part);
}

/* I(x; gamma), linear in log x and in gamma. */
static inline float decay_at(const struct fc_decay_table *self, float x, float gamma)
{
    const int32_t columns = (int32_t)self->exponents;
    const struct cell i = cell_of((fc_logf(x) - FC_WAIT_LOW) * 16.0f, FC_WAITS - 1);
    const struct cell j = cell_of((gamma - self->first) * self->inverse, columns - 1);
    const int32_t at = i.at * columns + j.at;
    const float low = between(self->value, at, 1, j.part);
    return low + (between(self->value, at + columns, 1, j.part) - low) * i.part;
}

/* ---- a step ---- */

/* How busy a team is, and the rate at which the first in its queue gets a turn. */
struct queue {
    _Alignas(64) float busy[FC_LANES], rate[FC_LANES];
};

static void queue_of(const struct fc_first_contact *self, const struct fc_block *b,
                     uint32_t team, const struct fc_contact_load *load,
                     struct queue *queue)
{
    const float *minutes = fc_number_row(b, self->task_minutes);
    const float *delay = fc_lever(b, FC_L_contact_delay, team);
    const float most = FC_LOAD_MOST;
    FC_EACH (l) {
        const float hours = load->hours[l] > 1e-6f ? load->hours[l] : 1e-6f;
        const float people = load->people[l] > 1.0f ? load->people[l] : 1.0f;
        const float total = load->all[l] / hours;
        const float ahead = load->before[l] / hours;
        const float before = ahead < most ? ahead : most;
        const float with = (load->before[l] + load->first[l]) / hours;
        const float through = with < most ? with : most;
        queue->busy[l] = busy_at(self, people, total < most ? total : most);
        queue->rate[l] = people * (60.0f / minutes[l]) * (1.0f - before) *
                         (1.0f - through) / delay[l];
    }
}

/* Leads of a channel: what the wait leaves of them, who is answered within an hour. */
static void channel_wait(const struct fc_first_contact *self, struct fc_block *b,
                         uint32_t team, uint32_t c, const struct queue *queue)
{
    const struct fc_channel *of = &b->model->channels[c];
    const float *share = fc_number_row(b, of->office_hours_share);
    const float *exponent = fc_number_row(b, of->decay_exponent);
    const float *gap = fc_lever(b, FC_L_off_hours, c);
    const float *leaving = fc_own(b, self->leaving, c), *tau = fc_own(b, self->tau, c);
    const float *gap_kept = fc_own(b, self->gap_kept, c);
    const float *gap_hour = fc_own(b, self->gap_hour, c);
    const float *covered = fc_task_coverage(b, team, FC_T_CONTACT);
    const float *leads = FC_ROW(b, queue, team * self->channels + c);
    float *answered = FC_ROW(b, answered_hour, team * self->channels + c);
    float *kept = fc_own(b, self->kept, (size_t)team * self->channels + c);
    FC_EACH (l) {
        const float rate = queue->rate[l] + leaving[l];
        const float turn = queue->rate[l] / rate;
        const float hour =
            1.0f - queue->busy[l] * (1.0f - turn * (1.0f - fc_expf(-rate)));
        const float late = 1.0f - gap[l] * (1.0f - gap_hour[l]);
        answered[l] += leads[l] * covered[l] * (late + share[l] * (hour - late));
    }
    if (!of->decays)
        return;
    FC_EACH (l) {
        const float rate = queue->rate[l] + leaving[l];
        const float left = queue->rate[l] / rate *
                           decay_at(&self->decay[c], rate * tau[l], exponent[l]);
        const float office = 1.0f - queue->busy[l] * (1.0f - left);
        const float late = 1.0f - gap[l] * (1.0f - gap_kept[l]);
        const float mean = late + share[l] * (office - late);
        kept[l] = mean < 1.0f ? mean : 1.0f;
    }
}

void fc__first_contact_wait(const struct fc_first_contact *self, struct fc_block *b,
                            uint32_t team, const struct fc_contact_load *load)
{
    struct queue queue;
    queue_of(self, b, team, load, &queue);
    for (uint32_t c = 0; c < self->channels; c++)
        if (b->model->channels[c].kind == FC_INBOUND)
            channel_wait(self, b, team, c, &queue);
}

void fc__first_contact_reached(const struct fc_first_contact *self,
                               const struct fc_block *b, uint32_t k, float *reached)
{
    const uint32_t team = b->model->markets[k].team;
    const float *in_time = fc_task_coverage(b, team, FC_T_CONTACT);
    const float *viable = FC_ROW(b, viable, k), *waiting = FC_ROW(b, waiting, k);
    FC_LANE_ROW(float, lost) = {0};
    FC_EACH (l)
        reached[l] = viable[l] - waiting[l] * (1.0f - in_time[l]);
    if (!self->decays)
        return;
    for (uint32_t i = 0; i < self->channels; i++) {
        const uint32_t c = self->order[i];
        const float *by = FC_ROW(b, waiting_by, k * self->channels + c);
        const float *kept = fc_own(b, self->kept, (size_t)team * self->channels + c);
        FC_EACH (l)
            lost[l] += by[l] * (1.0f - in_time[l] * kept[l]);
    }
    FC_EACH (l)
        reached[l] = viable[l] - lost[l];
}

void fc__first_contact_ranked(const struct fc_first_contact *self,
                              const struct fc_block *b, const float *good,
                              const float *all, float *coverage)
{
    const float *skill = fc_lever(b, FC_L_lead_scoring, 0);
    enum { GOOD = FC_RANK_SHARES, SKILL = FC_RANK_GOOD * FC_RANK_SHARES };
    FC_EACH (l) {
        const float part = all[l] > 0.0f ? good[l] / all[l] : 1.0f;
        const struct cell s =
            cell_of(skill[l] * ((FC_RANK_SKILLS - 1) / 3.0f), FC_RANK_SKILLS - 1);
        const struct cell g =
            cell_of(__builtin_sqrtf(part) * (FC_RANK_GOOD - 1), FC_RANK_GOOD - 1);
        const struct cell f =
            cell_of(coverage[l] * (FC_RANK_SHARES - 1), FC_RANK_SHARES - 1);
        const int32_t at = s.at * SKILL + g.at * GOOD + f.at;
        const float a = between(self->ranked, at, 1, f.part);
        const float a1 = between(self->ranked, at + GOOD, 1, f.part);
        const float c = between(self->ranked, at + SKILL, 1, f.part);
        const float c1 = between(self->ranked, at + SKILL + GOOD, 1, f.part);
        const float low = a + (a1 - a) * g.part, high = c + (c1 - c) * g.part;
        const float found = coverage[l] + (low + (high - low) * s.part);
        coverage[l] = found < 1.0f ? found : 1.0f;
    }
}
