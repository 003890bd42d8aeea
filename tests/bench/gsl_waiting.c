/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: how long a lead waits for first contact and what the wait leaves of
 * it. Law: src/model/first_contact.c, whose tables of how often a team is busy and of
 * the decay are read here, too. */
#include "gsl_loop.h"
#include "model/queue.h"

static double between(const float *table, double x, int last, int step)
{
    const double held = loop_min(loop_max(x, 0), last);
    const int at = held < last ? (int)held : last - 1;
    const double low = (double)table[at * step], high = (double)table[(at + 1) * step];
    return low + (high - low) * (held - at);
}

static double gap_hour(double gap, double leaving)
{
    const double within = loop_min(gap, 1);
    if (!(gap > 0))
        return 1;
    return leaving > 0 ? -expm1(-leaving * within) / (leaving * gap) : within / gap;
}

void loop_waiting_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    struct loop_laws *law = &w->law;
    for (uint32_t c = 0; c < d->channels; c++) {
        const struct fc_channel *of = &d->model->channels[c];
        for (uint32_t m = 0; m < d->teams; m++)
            w->team[m].kept[c] = 1;
        if (of->kind != FC_INBOUND)
            continue;
        const double patience = loop_number(w, of->patience_hours);
        const double g = loop_number(w, of->decay_exponent);
        const double gap[] = {loop_number(w, of->night_gap_hours),
                              loop_number(w, of->weekend_gap_hours)};
        const double tau = law->wait_tau[c] = loop_number(w, of->decay_minutes) / 60;
        const double theta = law->leaving[c] = patience > 0 ? 1 / patience : 0;
        law->gap_kept[c] = 0.5 * (fc__queue_gap_mean(gap[0], tau, g, theta) +
                                  fc__queue_gap_mean(gap[1], tau, g, theta));
        law->gap_hour[c] = 0.5 * (gap_hour(gap[0], theta) + gap_hour(gap[1], theta));
    }
}

static void channel_wait(struct loop_path *w, uint32_t team, uint32_t c, double busy,
                         double rate)
{
    const struct loop_department *d = w->of;
    const struct fc_channel *of = &d->model->channels[c];
    const double office = loop_number(w, of->office_hours_share);
    const double out = rate + w->law.leaving[c], turn = rate / out;
    const double hour = 1 - busy * (1 - turn * (1 - exp(-out)));
    const uint32_t row = team * d->channels + c;
    w->s.answered_hour[row] +=
        w->s.queue[row] * loop_coverage(w, team)[FC_T_CONTACT] *
        (w->law.gap_hour[c] + office * (hour - w->law.gap_hour[c]));
    if (!of->decays)
        return;
    const struct fc_decay_table *decay = &d->first->decay[c];
    const double at = (log(out * w->law.wait_tau[c]) - (double)FC_WAIT_LOW) * 16;
    const double left =
        turn * between(decay->value, at, FC_WAITS - 1, (int)decay->exponents);
    const double day = 1 - busy * (1 - left);
    w->team[team].kept[c] =
        loop_min(1, w->law.gap_kept[c] + office * (day - w->law.gap_kept[c]));
}

void loop_waiting_team(struct loop_path *w, uint32_t team, double hours)
{
    const struct loop_department *d = w->of;
    const double *need = w->team[team].need, there = loop_max(hours, 1e-6);
    const double most = (double)FC_LOAD_MOST;
    const double people = loop_max(1, w->s.role_headcount[team]);
    double all = 0;
    for (int i = 0; i < FC_W_COUNT; i++)
        all += need[i] / there;
    const uint32_t servers = (uint32_t)loop_min(people, d->first->servers);
    const double busy =
        between(d->first->busy + (servers - 1) * FC_LOADS,
                loop_min(most, all) * ((FC_LOADS - 1) / most), FC_LOADS - 1, 1);
    const double through =
        loop_min(most, need[FC_W_CONTACT] / there); /* served first */
    const double rate =
        people * 60 / loop_number(w, d->first->task_minutes) * (1 - through);
    for (uint32_t c = 0; c < d->channels; c++)
        if (d->model->channels[c].kind == FC_INBOUND)
            channel_wait(w, team, c, busy, rate);
}

double loop_reached(const struct loop_path *w, uint32_t k)
{
    const struct loop_department *d = w->of;
    const uint32_t team = d->model->markets[k].team;
    const double in_time = loop_coverage(w, team)[FC_T_CONTACT];
    double lost = 0;
    for (uint32_t c = 0; c < d->channels; c++)
        lost += w->s.waiting_by[k * d->channels + c] *
                (1 - in_time * w->team[team].kept[c]);
    return w->s.viable[k] - lost;
}
