/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A structure is a map market -> team, and a number of seats a team. */
#ifndef FC_MODEL_STRUCTURE_H
#define FC_MODEL_STRUCTURE_H

#include "model/model.h"

enum fc_structure {
    FC_GEOGRAPHIC,
    FC_PRODUCT_TEAMS,
    FC_SEGMENT_TEAMS,
    FC_POOLED,
    FC_CUSTOM,
    FC_MATRIX
};
#define FC_STRUCTURES "geographic|product|segment|pooled|custom|matrix"

/* Whose ingredient a structure takes: its own, or that of another one. */
enum fc_structure_like {
    FC_LIKE_OWN,
    FC_LIKE_GEOGRAPHIC,
    FC_LIKE_PRODUCT,
    FC_LIKE_SEGMENT,
    FC_LIKE_POOLED,
    FC_LIKE_MATRIX
};
#define FC_STRUCTURES_LIKE "own|geographic|product|segment|pooled|matrix"

enum { FC_SEATS_MAX = 10000, FC_SEATS_BY_NEED = FC_ABSENT };

/* One item of organisation.teams, as read. */
struct fc_team_item {
    const char *name, *title;
    struct fc_names territories, products, segments; /* empty = all */
    int seats;                                       /* or FC_SEATS_BY_NEED */
};

/* Extra seats that open at a month, as read. */
struct fc_hiring_item {
    int month, seats;
    const char *team;   /* NULL: where the hours are */
    struct fc_ref role; /* index < 0: where the hours are */
};

/* Names the teams (axis FC_TEAM), sends every market to one of them, and gives the
 * seats the scenario fixes (*given: one a team, FC_SEATS_BY_NEED where it leaves them
 * open). The pools of specialists of a matrix come last, from *pools on, one for each
 * product that has a market, if there are several. Problems go to the scenario. */
fc_status fc__structure_teams(struct fc_model *model, enum fc_structure structure,
                              const struct fc_list *items, const int **given,
                              uint32_t *pools, struct fc_error *err);

/* The team of market k under a structure, as a number that is the same for the markets
 * of one team: that of a territory, product or segment, 0, or the team there is. */
uint32_t fc__structure_team_of(const struct fc_model *model,
                               enum fc_structure structure, uint32_t k);

/* Seats of all teams, with those that open later. */
double fc__structure_seats(const struct fc_model *model);

/* seats[market] of the team it would have if team[market] were the map: by the hours of
 * the markets at opening, in whole seats, as the teams would get them. */
fc_status fc__structure_seats_like(const struct fc_model *model, const uint32_t *team,
                                   double *seats, struct fc_error *err);

/* Largest remainder: `seats` whole seats in proportion to `need` (equal shares where
 * all needs are 0), at least `least` each where there are enough. Ties (to 1e-9 of a
 * seat) go to the name that comes first in ASCII order. Entries with need < 0 take no
 * part, their `out` stays. `need` is overwritten. */
void fc__structure_share(size_t n, double *need, const char *const *name, int seats,
                         int least, int *out);

/* The team that one seat more should go to: the one furthest below its share. */
size_t fc__structure_next(size_t n, const double *need, const char *const *name,
                          const int *seats);

/* order[i] = index of the name that comes i-th in ASCII order. */
void fc__structure_order(size_t n, const char *const *name, uint32_t *order);

#endif
