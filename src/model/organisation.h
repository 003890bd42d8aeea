/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the room `organisation` says about structure and roles, for the rooms that act
 * on it: people (hours), contact (travel, slow-down, co-selling), customers. */
#ifndef FC_MODEL_ORGANISATION_H
#define FC_MODEL_ORGANISATION_H

#include "model/structure.h"

#define FC_NO_TEAM UINT32_MAX
#define FC_NO_ROLE UINT32_MAX

struct fc_role {
    int seats;         /* in all teams; FC_SEATS_BY_NEED: by the hours of its tasks */
    double pay_factor; /* on the base pay */
    /* where its people are promoted to, after how many months with the company, which
       share of those, and what they keep of their experience */
    uint32_t next; /* FC_NO_ROLE: nowhere */
    float promotion_months, promotion_share, experience_kept;
};

struct fc_travel {
    bool on;
    bool to_clients;             /* clients are visited, too */
    int like;                    /* enum fc_structure_like */
    enum fc_structure structure; /* whose ways */
    fc_num area_km2, speed_kmh, remote_share, visits_per_tour;
    fc_num *visits;  /* [segment] of an opportunity */
    fc_num *at_home; /* [segment] of a client in a year */
};

struct fc_ownership {
    bool on, shared;       /* shared: whoever is free takes the deal or client */
    fc_num slow_down;      /* of stage work where it is shared */
    fc_num leave_log_odds; /* of clients where it is shared */
    uint32_t *owner;       /* [market] equal where one person may sell both */
};

/* Hours that keep people in step: a share of all, or by what takes them. */
struct fc_coordination {
    bool hours;                           /* by what takes them; else `share` */
    bool own;                             /* those of the teams there are */
    enum fc_structure structure;          /* whose */
    fc_num share;                         /* 0 where there are hours */
    fc_num meetings, shared_client, dual; /* hours a week */
    bool shares_clients;                  /* shared_client is not 0 */
};

struct fc_co_selling {
    fc_num extra_hours, loss;
    fc_num overflow_below; /* coverage up to which pools help; 0: they do not */
    double extra_mean;
    bool *segment; /* [segment] its deals are sold by two */
};

struct fc_organisation {
    int structure; /* enum fc_structure */
    fc_num handoff_loss;
    double handoff_mean;
    struct fc_role *role; /* [role] */
    uint32_t expert;      /* role of the pools of specialists */
    uint32_t pools;       /* first team that is a pool of specialists */
    const int *seats;     /* [team] given, or FC_SEATS_BY_NEED */
    struct fc_coordination coordination;
    struct fc_travel travel;
    struct fc_ownership ownership;
    struct fc_co_selling co_selling;
};

static inline bool fc_is_pool(const struct fc_model *model, uint32_t team)
{
    return team >= model->organisation->pools;
}

/* The role that does a task in a team: specialists of a pool have their own. */
static inline uint32_t fc_role_of(const struct fc_model *model, uint32_t team,
                                  uint32_t task)
{
    return fc_is_pool(model, team) ? model->organisation->expert
                                   : model->task_role[task];
}

/* May one person sell a client of market `from` what market `to` has? */
static inline bool fc_same_person(const struct fc_model *model, uint32_t from,
                                  uint32_t to)
{
    const uint32_t *owner = model->organisation->ownership.owner;
    return owner[from] == owner[to];
}

#endif
