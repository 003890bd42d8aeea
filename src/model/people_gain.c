/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people have been taught and what a mentor gave them: a factor on proficiency.
 *
 *   taught     1 + K - what the person lacks: K (lever `skill`) is the gain of those
 * who have been there all the time; who comes at gain K0 lacks K0, which fades like the
 * gain itself, so that only what is taught later counts mentored   d pi / dt = m (pi of
 * the best of the team - pi), m = lever `mentoring`; afterwards the share of the gap
 * that was closed fades with its half-life
 *
 * Source: (1.33), docs/model.md#learning. Nothing is computed before the first pull.
 * Checked by tests/stat/test_learning.c (two seats, newcomers, half-life). */
#include "model/people.h"

#define LN2 0.69314718f

/* Proficiency of a seat in the step, without what a mentor gave, and the taught part of
 * it. */
static void own_level(const struct fc_people *own, const struct fc_block *b,
                      const struct fc_team_step *step, uint32_t seat, float *taught,
                      float *level)
{
    const float *gain = fc_lever(b, FC_L_skill, step->team);
    const float *lacking = fc_own(b, own->learning.lacking, seat);
    const float *general = fc_own(b, own->learning.general, seat);
    const float *ability = fc_own(b, own->ability, seat);
    const float *gap = fc_own(b, own->gap, seat);
    const float *ramp_mean = step->ramp_mean;
    FC_EACH (l) {
        taught[l] = 1.0f + (gain[l] - lacking[l]);
        level[l] = ability[l] * (1.0f - gap[l] * ramp_mean[l]) * general[l] * taught[l];
    }
}

/* The best of the team's people in the step, without what mentors gave them. */
static void best_find(const struct fc_people *own, const struct fc_block *b,
                      struct fc_team_step *step)
{
    FC_LANE_ROW(float, taught);
    FC_LANE_ROW(float, level);
    for (uint32_t i = own->team_first[step->team]; i < own->team_first[step->team + 1];
         i++) {
        const uint32_t seat = own->team_seats[i];
        const float *tenure = fc_own(b, own->tenure, seat);
        own_level(own, b, step, seat, taught, level);
        FC_EACH (l)
            step->best[l] = tenure[l] >= 0.0f && level[l] > step->best[l]
                                ? level[l]
                                : step->best[l];
    }
}

void fc__people_gains(const struct fc_people *own, struct fc_block *b,
                      struct fc_team_step *step)
{
    const bool mentoring = fc_lever_pulled(b, FC_L_mentoring, step->team);
    float *ever = fc_own(b, own->learning.team_taught, step->team);
    if (mentoring || fc_lever_pulled(b, FC_L_skill, step->team))
        ever[0] = 1.0f;
    step->gains = ever[0] > 0.0f;
    if (!step->gains)
        return;
    const float *gain = fc_lever(b, FC_L_skill, step->team);
    const float *half_life = fc_number_row(b, own->learning.taught_half_life);
    FC_LANE_ROW(float, keep);
    FC_EACH (l)
        keep[l] = fc_expf(-LN2 * b->model->dt / half_life[l]);
    for (uint32_t i = own->team_first[step->team]; i < own->team_first[step->team + 1];
         i++) {
        float *lacking = fc_own(b, own->learning.lacking, own->team_seats[i]);
        FC_EACH (l)
            lacking[l] = fc__learning_lacks(lacking[l], keep[l], gain[l]);
    }
    if (mentoring)
        best_find(own, b, step);
}

/* The share of the lead of a new mentor that is closed already. */
static inline float closed_of(float level, float mentored, float mentor)
{
    const float closed = (mentored - level) / (mentor - level);
    return mentor > level ? closed < 1.0f ? closed : 1.0f : 0.0f;
}

void fc__people_seat_gain(const struct fc_people *own, struct fc_block *b,
                          const struct fc_team_step *step, uint32_t seat, float *gain)
{
    const float dt = b->model->dt;
    const float *speed = fc_lever(b, FC_L_mentoring, step->team);
    const float *half_life = fc_number_row(b, own->learning.mentored_half_life);
    float *closed = fc_own(b, own->learning.closed, seat);
    float *mentor = fc_own(b, own->learning.mentor, seat);
    FC_LANE_ROW(float, level);
    own_level(own, b, step, seat, gain, level);
    FC_EACH (l) {
        const float before = fc__learning_mentored(level[l], mentor[l], closed[l]);
        const bool grows = speed[l] > 0.0f && step->best[l] > before;
        const float from =
            grows ? closed_of(level[l], before, step->best[l]) : closed[l];
        const float fade = LN2 / half_life[l] - speed[l];
        const float up = grows ? speed[l] : 0.0f, down = fade > 0.0f ? fade : 0.0f;
        const float rate = up + down, to = rate > 0.0f ? up / rate : 0.0f;
        const float mean = to + (from - to) * fc__learning_mean_decay(rate * dt);
        mentor[l] = grows ? step->best[l] : mentor[l];
        closed[l] = to + (from - to) * fc_expf(-rate * dt);
        gain[l] *= fc__learning_mentored(level[l], mentor[l], mean) / level[l];
    }
}

float fc__people_new_gain(const struct fc_people *own, const struct fc_block *b,
                          const struct fc_team_step *step, uint32_t seat, uint32_t lane)
{
    const float gain = fc_lever(b, FC_L_skill, step->team)[lane];
    fc_own(b, own->learning.lacking, seat)[lane] = gain > 0.0f ? gain : 0.0f;
    fc_own(b, own->learning.closed, seat)[lane] = 0.0f;
    fc_own(b, own->learning.mentor, seat)[lane] = 0.0f;
    return gain < 0.0f ? 1.0f + gain : 1.0f;
}
