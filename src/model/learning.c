/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experience of the seats: once a month, exactly, for all paths of a block.
 *
 *   E(end of month) = E* + (E - E*) e^(-1/(12 tau_f)),  E* = x speed tau_f
 *   factor of a domain in a segment = (mean of L over the month)^(w beta)
 *
 * with speed the lever `learning`. The mean is that of an experience that moves in a
 * straight line, to the second order (tests/stat/test_learning.c prints the error). A
 * newcomer's month is as long as is left of it. Source and laws: learning.h. Checked by
 * tests/stat/test_learning.c (T20, tenure, forgetting). */
#include "model/learning.h"

#include "model/pipeline.h"

static float *factor_row(const struct fc_learning *self, const struct fc_block *b,
                         uint32_t seat, uint32_t domain, uint32_t segment)
{
    return fc_own(b, self->factor,
                  ((size_t)seat * self->domains + domain) * self->segments + segment);
}

/* Does the team use what its people know of the domain in a segment? */
static bool factor_counts(const struct fc_learning_team *team,
                          const struct fc_domain *domain, uint32_t segment)
{
    return team->segment[segment] &&
           (domain->kind != FC_BY_SEGMENT || domain->member == segment);
}

void fc__learning_open(const struct fc_learning *self, struct fc_block *b)
{
    const float *years = fc_number_row(b, self->forget_years);
    float *keep = fc_own(b, self->keep, 0), *half = fc_own(b, self->keep_half, 0);
    float *one = fc_own(b, self->one, 0);
    FC_EACH (l) {
        keep[l] = (float)fc_exp(-1.0 / (12.0 * (double)years[l]));
        half[l] = (float)fc_exp(-1.0 / (24.0 * (double)years[l]));
        one[l] = 1.0f;
    }
}

void fc__learning_start(const struct fc_learning *self, struct fc_block *b,
                        uint32_t team, uint32_t seat, const float *tenure)
{
    const struct fc_learning_team *of = &self->team[team];
    const float *forget = fc_number_row(b, self->forget_years);
    float *general = fc_own(b, self->general, seat);
    FC_EACH (l)
        general[l] = 1.0f;
    for (uint32_t i = 0; i < of->domains; i++) {
        const float share = (float)of->domain[i].share;
        float *experience =
            fc_own(b, self->experience, (size_t)seat * self->domains + i);
        FC_EACH (l) {
            const float months = tenure[l] > 0.0f ? tenure[l] : 0.0f;
            const float keep = fc_expf(-months / (12.0f * forget[l]));
            experience[l] = fc__learning_towards(0.0f, share * forget[l], keep);
        }
    }
}

/* One domain through a month: experience; log of the level in its middle, times w. */
static void domain_month(const float *restrict forget, const float *restrict speed,
                         float share, const float *restrict keep,
                         const float *restrict half, const float *restrict years,
                         const float *restrict floor, const float *restrict weight,
                         float *restrict experience, float *restrict log_level)
{
    FC_EACH (l) {
        const float steady = share * speed[l] * forget[l];
        const float middle = fc__learning_towards(experience[l], steady, half[l]);
        const float end = fc__learning_towards(experience[l], steady, keep[l]);
        const float level =
            fc__learning_level(middle, end - experience[l], years[l], floor[l]);
        experience[l] = end;
        log_level[l] = weight[l] * fc_logf(level);
    }
}

void fc__learning_month(const struct fc_learning *self, struct fc_block *b,
                        uint32_t team, uint32_t seat)
{
    const struct fc_learning_team *of = &self->team[team];
    const float *speed = fc_lever(b, FC_L_learning, team);
    float *general = fc_own(b, self->general, seat);
    FC_LANE_ROW(float, log_level);
    FC_LANE_ROW(float, sum) = {0};
    for (uint32_t i = 0; i < of->domains; i++) {
        const struct fc_domain *domain = &of->domain[i];
        const uint32_t kind = domain->kind;
        const float time = (float)domain->time;
        domain_month(
            fc_number_row(b, self->forget_years), speed, (float)domain->share,
            fc_own(b, self->keep, 0), fc_own(b, self->keep_half, 0),
            fc_number_row(b, self->years[kind][domain->member]),
            fc_number_row(b, self->floor[kind]), fc_number_row(b, self->weight[kind]),
            fc_own(b, self->experience, (size_t)seat * self->domains + i), log_level);
        FC_EACH (l)
            sum[l] += time * log_level[l];
        for (uint32_t s = 0; s < self->segments; s++) {
            if (!factor_counts(of, domain, s))
                continue;
            const float *beta = fc_pipeline_beta(b, s);
            float *factor = factor_row(self, b, seat, i, s);
            FC_EACH (l)
                factor[l] = fc_expf(beta[l] * log_level[l]);
        }
    }
    FC_EACH (l)
        general[l] = fc_expf(sum[l]);
}

void fc__learning_hire(const struct fc_learning *self, const struct fc_block *b,
                       uint32_t team, uint32_t seat, uint32_t lane, float rest)
{
    const struct fc_learning_team *of = &self->team[team];
    const float forget = fc_number_row(b, self->forget_years)[lane];
    const float speed = fc_lever(b, FC_L_learning, team)[lane];
    const float months = rest > 0.0f ? rest : 0.0f;
    const float keep = fc_expf(-months / (12.0f * forget));
    const float half = fc_expf(-months / (24.0f * forget));
    float sum = 0;
    for (uint32_t i = 0; i < of->domains; i++) {
        const struct fc_domain *domain = &of->domain[i];
        const uint32_t kind = domain->kind;
        const float steady = (float)domain->share * speed * forget;
        const float end = fc__learning_towards(0.0f, steady, keep);
        const float level = fc__learning_level(
            fc__learning_towards(0.0f, steady, half), end,
            fc_number_row(b, self->years[kind][domain->member])[lane],
            fc_number_row(b, self->floor[kind])[lane]);
        const float log_level =
            fc_number_row(b, self->weight[kind])[lane] * fc_logf(level);
        fc_own(b, self->experience, (size_t)seat * self->domains + i)[lane] = end;
        sum += (float)domain->time * log_level;
        for (uint32_t s = 0; s < self->segments; s++)
            if (factor_counts(of, domain, s))
                factor_row(self, b, seat, i, s)[lane] =
                    fc_expf(fc_pipeline_beta(b, s)[lane] * log_level);
    }
    fc_own(b, self->general, seat)[lane] = fc_expf(sum);
}
