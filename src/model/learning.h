/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Learning: what people of a seat know of territories, products and segments, what they
 * have been taught, and what a mentor gave them. Part of the room people; the laws are
 * plain functions.
 *
 *   experience   dE/dt = x speed - E / tau_f         [years], x = share of the time
 *   level        L(E)  = 1 - (1 - L_min) e^(-E / E_d)
 *   proficiency  pi    = ability ramp prod over d of L_d^w_d (1 + K), mentored
 *
 * Source: docs/model.md#learning. */
#ifndef FC_MODEL_LEARNING_H
#define FC_MODEL_LEARNING_H

#include "model/model.h"
#include "random/lanemath.h"

enum fc_domain_kind { FC_BY_TERRITORY, FC_BY_PRODUCT, FC_BY_SEGMENT, FC_DOMAIN_KINDS };

struct fc_domain_spec {
    struct fc_number weight, floor;
    struct fc_numbers years;
};

struct fc_learning_spec {
    struct fc_domain_spec by[FC_DOMAIN_KINDS];
    struct fc_number forget_years, taught_half_life, mentored_half_life;
};

extern const struct fc_field fc__learning_rows[];

/* A member of an axis that people of a team work on. */
struct fc_domain {
    uint32_t kind, member;
    double share; /* of their time: what they learn by */
    double time;  /* of the team's time: its weight in a mean over the team's work */
};

/* A market of a team and its domains; of kinds that do not count: FC_NO_DOMAIN. */
struct fc_learnt_market {
    uint32_t market, segment, domain[FC_DOMAIN_KINDS];
};

#define FC_NO_DOMAIN UINT32_MAX

struct fc_learning_team {
    uint32_t domains, markets;
    bool pool; /* of specialists: their own mix */
    struct fc_domain *domain;
    struct fc_learnt_market *market; /* segment by segment */
    uint8_t *segment;                /* [segment] 1: the team has markets in it */
};

struct fc_learning {
    bool on; /* some weight is not 0 */
    bool counts[FC_DOMAIN_KINDS];
    fc_num weight[FC_DOMAIN_KINDS], floor[FC_DOMAIN_KINDS];
    fc_num *years[FC_DOMAIN_KINDS]; /* [member] */
    fc_num forget_years, taught_half_life, mentored_half_life;
    uint32_t segments, domains; /* most domains of a team */
    struct fc_learning_team *team;

    /* rows of the block */
    fc_rows keep,
        keep_half;       /* what is left of experience after a month, half a month */
    fc_rows one;         /* all 1: the factor of a kind that does not count */
    fc_rows team_taught; /* [team] 1 in lane 0 once anybody has been taught */

    /* rows of the seats */
    fc_rows experience; /* [seat * domains + domain] years, at the end of the month */
    fc_rows factor;  /* [(seat * domains + domain) * segments + segment] L^(w beta) */
    fc_rows general; /* [seat] mean over the team's work of prod L^w, geometric */
    fc_rows lacking; /* [seat] gain by teaching that the person has missed */
    fc_rows closed;  /* [seat] share of the gap to the mentor that is closed */
    fc_rows mentor;  /* [seat] proficiency of the mentor */
};

/* Numbers, from what the scenario says; then teams and rows, when all rooms are
 * compiled. Compiled once. */
fc_status fc__learning_compile(struct fc_learning *self, struct fc_model *model,
                               const struct fc_learning_spec *spec,
                               struct fc_error *err);
fc_status fc__learning_link(struct fc_learning *self, struct fc_model *model,
                            uint32_t seats, struct fc_error *err);

#define fc__learning_open  FC_PER_ISA(fc__learning_open)
#define fc__learning_start FC_PER_ISA(fc__learning_start)
#define fc__learning_month FC_PER_ISA(fc__learning_month)
#define fc__learning_hire  FC_PER_ISA(fc__learning_hire)

/* Rows of a block at time 0. */
void fc__learning_open(const struct fc_learning *self, struct fc_block *b);
/* A seat at time 0, with tenure[] months spent in its team. */
void fc__learning_start(const struct fc_learning *self, struct fc_block *b,
                        uint32_t team, uint32_t seat, const float *tenure);
/* A seat at the start of a month: experience at the month's end; the factors are those
 * of its middle. */
void fc__learning_month(const struct fc_learning *self, struct fc_block *b,
                        uint32_t team, uint32_t seat);
/* Somebody starts on a seat: knows nothing yet; `rest` months are left of the month. */
void fc__learning_hire(const struct fc_learning *self, const struct fc_block *b,
                       uint32_t team, uint32_t seat, uint32_t lane, float rest);

/* Factor of a seat's proficiency^beta in a market by a kind of domain. */
static inline const float *fc__learning_factor(const struct fc_learning *self,
                                               const struct fc_block *b, uint32_t seat,
                                               const struct fc_learnt_market *market,
                                               int kind)
{
    const uint32_t domain = market->domain[kind];
    return domain == FC_NO_DOMAIN
               ? fc_own(b, self->one, 0)
               : fc_own(b, self->factor,
                        ((size_t)seat * self->domains + domain) * self->segments +
                            market->segment);
}

/* ---- the laws ---- */

/* Mean level in a domain over a time in which experience moves by `moved` years around
 * `middle`: of e^(-E/years), E linear, to the second order. */
static inline float fc__learning_level(float middle, float moved, float years,
                                       float floor)
{
    const float half = 0.5f * moved / years;
    const float missing = fc_expf(-middle / years) * (1.0f + half * half / 6.0f);
    return 1.0f - (1.0f - floor) * missing;
}

/* Experience on its way to what it would be for good. */
static inline float fc__learning_towards(float experience, float steady, float keep)
{
    return steady + (experience - steady) * keep;
}

/* Mean of e^(-x t) over t in [0, 1]; relative error 1e-6. */
static inline float fc__learning_mean_decay(float x)
{
    const float series =
        1.0f - x * (0.5f - x * (0.16666667f - x * (0.041666667f - x * 0.0083333333f)));
    return x < 0.25f ? series : (1.0f - fc_expf(-x)) / x;
}

/* What a person who came when the gain was K0 lacks of a gain that is K now, kept of it
 * being left since: nobody lacks more than there is. */
static inline float fc__learning_lacks(float lacking, float keep, float gain)
{
    const float left = lacking * keep, all = gain > 0.0f ? gain : 0.0f;
    return left < all ? left : all;
}

/* Own proficiency and a mentor's, of whose lead the share `closed` is made up for. */
static inline float fc__learning_mentored(float own, float mentor, float closed)
{
    return mentor > own ? own + closed * (mentor - own) : own;
}

#endif
