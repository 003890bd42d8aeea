/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which team covers which market, and how many seats each team gets.
 *
 *   team of market (g, p, s) = g, p, s, one team, or what the scenario lists; a matrix
 *                              has the teams g and pools of specialists p
 *   seats of team m          = largest remainder of N need_m / sum need, at least 1
 *
 * A structure is nothing else: it has no bonus and no site of its own (docs/model.md,
 * organisation). Nothing depends on the order of list members: ties are
 * broken by name. Checked by tests/unit/test_people.c (shares by hand, every
 * permutation of names) and tests/stat/test_people.c (M1, M2). */
#include "model/structure.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* ---- shares ---- */

void fc__structure_order(size_t n, const char *const *name, uint32_t *order)
{
    for (size_t i = 0; i < n; i++) {
        size_t place = i;
        for (; place > 0 && strcmp(name[i], name[order[place - 1]]) < 0; place--)
            order[place] = order[place - 1];
        order[place] = (uint32_t)i;
    }
}

/* Is a before b in a queue for seats? Sums over markets round differently when lists
 * are permuted, so that a tie is not an exact one. */
static bool comes_first(double a, double b, const char *name_a, const char *name_b)
{
    const double tie = 1e-9;
    return a > b + tie || (a > b - tie && strcmp(name_a, name_b) < 0);
}

/* Sum over the entries that still share (need >= 0). */
static double sum_open(size_t n, const double *need)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += need[i] > 0 ? need[i] : 0;
    return sum;
}

/* Gives `least` to all whose share is below it and closes them (need = -1); returns the
 * seats left for the others, whose shares fall by that. */
static int raise_small(size_t n, double *need, int seats, int least, int *out)
{
    for (bool again = true; again;) {
        const double open = sum_open(n, need);
        const int before = seats;
        again = false;
        for (size_t i = 0; i < n; i++)
            if (need[i] >= 0 && before * need[i] < least * open) {
                need[i] = -1;
                out[i] = least;
                seats -= least;
                again = true;
            }
    }
    return seats;
}

void fc__structure_share(size_t n, double *need, const char *const *name, int seats,
                         int least, int *out)
{
    const bool any = sum_open(n, need) > 0;
    int entries = 0;
    for (size_t i = 0; i < n; i++) {
        need[i] = any || need[i] < 0 ? need[i] : 1;
        entries += need[i] >= 0;
    }
    if (entries * least <= seats)
        seats = raise_small(n, need, seats, least, out);
    const double open = sum_open(n, need);
    int left = seats;
    for (size_t i = 0; i < n; i++) {
        if (need[i] < 0)
            continue;
        const double part = seats * need[i] / open;
        out[i] = (int)part;
        need[i] = part - out[i];
        left -= out[i];
    }
    for (; left > 0; left--) {
        size_t best = n;
        for (size_t i = 0; i < n; i++)
            if (need[i] >= 0 &&
                (best == n || comes_first(need[i], need[best], name[i], name[best])))
                best = i;
        if (best == n)
            return; /* nobody shares */
        out[best]++;
        need[best] = -1;
    }
}

size_t fc__structure_next(size_t n, const double *need, const char *const *name,
                          const int *seats)
{
    const double all = sum_open(n, need);
    double total = 1;
    for (size_t i = 0; i < n; i++)
        total += seats[i];
    size_t best = 0;
    double lack = 0;
    for (size_t i = 0; i < n; i++) {
        const double share = all > 0 ? need[i] / all : 1.0 / (double)n;
        const double here = share * total - seats[i];
        if (i == 0 || comes_first(here, lack, name[i], name[best])) {
            best = i;
            lack = here;
        }
    }
    return best;
}

/* ---- teams ---- */

struct teams {
    struct fc_model *model;
    size_t n;
    const char **name, **title;
    int *given;
};

static fc_status teams_new(struct teams *self, size_t room, struct fc_error *err)
{
    self->name = fc__model_alloc(self->model, room, sizeof *self->name);
    self->title = fc__model_alloc(self->model, room, sizeof *self->title);
    self->given = fc__model_alloc(self->model, room, sizeof *self->given);
    if (!self->name || !self->title || !self->given)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu teams", room);
    return FC_OK;
}

static uint32_t team_add(struct teams *self, const char *name, const char *title)
{
    self->name[self->n] = name;
    self->title[self->n] = title ? title : name;
    self->given[self->n] = FC_SEATS_BY_NEED;
    return (uint32_t)self->n++;
}

static uint32_t member_of(const struct fc_market *k, enum fc_axis axis)
{
    return axis == FC_TERRITORY ? k->territory
           : axis == FC_PRODUCT ? k->product
                                : k->segment;
}

/* One team for each member of an axis that has a market. */
static fc_status teams_by_axis(struct teams *self, enum fc_axis axis, size_t more,
                               struct fc_error *err)
{
    struct fc_model *model = self->model;
    const struct fc_axis_table *members = &model->axis[axis];
    FC_TRY(teams_new(self, members->count + more, err));
    for (uint32_t member = 0; member < members->count; member++) {
        uint32_t team = UINT32_MAX;
        for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
            if (member_of(&model->markets[k], axis) != member)
                continue;
            if (team == UINT32_MAX)
                team = team_add(self, members->name[member], members->title[member]);
            model->markets[k].team = team;
        }
    }
    return FC_OK;
}

static fc_status teams_pooled(struct teams *self, struct fc_error *err)
{
    FC_TRY(teams_new(self, 1, err));
    team_add(self, "pool", "Pool");
    for (uint32_t k = 0; k < self->model->axis[FC_MARKET].count; k++)
        self->model->markets[k].team = 0;
    return FC_OK;
}

/* Territory teams, and a pool of specialists for each product, if there are several. */
static fc_status teams_matrix(struct teams *self, uint32_t *pools, struct fc_error *err)
{
    static const char tail[] = "_experts";
    struct fc_model *model = self->model;
    const struct fc_axis_table *products = &model->axis[FC_PRODUCT];
    FC_TRY(teams_by_axis(self, FC_TERRITORY, products->count, err));
    *pools = (uint32_t)self->n;
    for (uint32_t p = 0; products->count > 1 && p < products->count; p++) {
        const size_t length = strlen(products->name[p]);
        char *name = fc__model_alloc(model, length + sizeof tail, 1);
        if (!name)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for names");
        memcpy(name, products->name[p], length);
        memcpy(name + length, tail, sizeof tail);
        uint32_t pool = UINT32_MAX;
        for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
            if (model->markets[k].product != p)
                continue;
            if (pool == UINT32_MAX)
                pool = team_add(self, name, products->title[p]);
            model->markets[k].second = pool;
        }
    }
    return FC_OK;
}

static bool listed(const struct fc_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->at[i], name) == 0)
            return true;
    return names->n == 0;
}

static bool covers(const struct fc_model *model, const struct fc_team_item *item,
                   const struct fc_market *k)
{
    return listed(&item->territories, model->axis[FC_TERRITORY].name[k->territory]) &&
           listed(&item->products, model->axis[FC_PRODUCT].name[k->product]) &&
           listed(&item->segments, model->axis[FC_SEGMENT].name[k->segment]);
}

/* Every market needs exactly one team. */
static fc_status market_team(struct fc_model *model, const struct fc_list *items,
                             uint32_t k)
{
    const struct fc_team_item *item = items->items;
    size_t found = items->n;
    for (size_t i = 0; i < items->n; i++) {
        if (!covers(model, &item[i], &model->markets[k]))
            continue;
        if (found < items->n)
            return fc__scenario_problem(
                model->scenario, item[i].territories.line,
                "market '%s' is covered by the teams '%s' and '%s' of "
                "'organisation.teams'; it must have one",
                model->axis[FC_MARKET].name[k], item[found].name, item[i].name);
        found = i;
    }
    if (found == items->n)
        return fc__scenario_problem(
            model->scenario, 0,
            "market '%s' has no team; add one to 'organisation.teams' that covers it",
            model->axis[FC_MARKET].name[k]);
    model->markets[k].team = (uint32_t)found;
    return FC_OK;
}

static fc_status teams_custom(struct teams *self, const struct fc_list *items,
                              struct fc_error *err)
{
    struct fc_model *model = self->model;
    const struct fc_team_item *item = items->items;
    FC_TRY(teams_new(self, items->n, err));
    for (size_t i = 0; i < items->n; i++)
        team_add(self, item[i].name, item[i].title);
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++)
        FC_TRY(market_team(model, items, k));
    return FC_OK;
}

/* Seats and titles that the scenario gives to teams by name. */
static fc_status teams_describe(struct teams *self, const struct fc_list *items)
{
    const struct fc_team_item *item = items->items;
    for (size_t i = 0; i < items->n; i++) {
        size_t team = 0;
        while (team < self->n && strcmp(self->name[team], item[i].name) != 0)
            team++;
        if (team == self->n)
            return fc__scenario_problem(
                self->model->scenario, item[i].territories.line,
                "'organisation.teams' names '%s'; with this structure the teams are "
                "called %s%s%s",
                item[i].name, self->name[0], self->n > 1 ? ", " : "",
                self->n > 1 ? self->name[1] : "");
        self->given[team] = item[i].seats;
        self->title[team] = item[i].title ? item[i].title : self->title[team];
    }
    return FC_OK;
}

fc_status fc__structure_teams(struct fc_model *model, enum fc_structure structure,
                              const struct fc_list *items, const int **given,
                              uint32_t *pools, struct fc_error *err)
{
    static const enum fc_axis axis[] = {FC_TERRITORY, FC_PRODUCT, FC_SEGMENT};
    struct teams self = {.model = model};
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++)
        model->markets[k].second = UINT32_MAX;
    *pools = UINT32_MAX;
    if (structure == FC_CUSTOM)
        FC_TRY(teams_custom(&self, items, err));
    else if (structure == FC_POOLED)
        FC_TRY(teams_pooled(&self, err));
    else if (structure == FC_MATRIX)
        FC_TRY(teams_matrix(&self, pools, err));
    else
        FC_TRY(teams_by_axis(&self, axis[structure], 0, err));
    FC_TRY(teams_describe(&self, items));
    model->axis[FC_TEAM] =
        (struct fc_axis_table){(uint32_t)self.n, self.name, self.title};
    *given = self.given;
    return FC_OK;
}

uint32_t fc__structure_team_of(const struct fc_model *model,
                               enum fc_structure structure, uint32_t k)
{
    const struct fc_market *market = &model->markets[k];
    switch (structure) {
    case FC_GEOGRAPHIC:
    case FC_MATRIX:
        return market->territory;
    case FC_PRODUCT_TEAMS:
        return market->product;
    case FC_SEGMENT_TEAMS:
        return market->segment;
    case FC_POOLED:
        return 0;
    case FC_CUSTOM:
        break;
    }
    return market->team;
}

double fc__structure_seats(const struct fc_model *model)
{
    double seats = 0;
    for (uint32_t team = 0; team < model->axis[FC_TEAM].count; team++)
        seats += model->team_seats[team];
    return seats;
}

fc_status fc__structure_seats_like(const struct fc_model *model, const uint32_t *team,
                                   double *seats, struct fc_error *err)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    uint32_t teams = 1;
    for (uint32_t k = 0; k < markets; k++)
        teams = team[k] >= teams ? team[k] + 1 : teams;
    double *need = fc_array_new(teams, sizeof *need);
    int *out = fc_array_new(teams, sizeof *out);
    const char **name = fc_array_new(teams, sizeof *name);
    if (!need || !out || !name) {
        free(need), free(out), free((void *)name);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for teams");
    }
    for (uint32_t t = 0; t < teams; t++)
        need[t] = -1;
    for (uint32_t i = 0; i < markets; i++) {
        const uint32_t k = model->market_order[i];
        need[team[k]] =
            (need[team[k]] < 0 ? 0 : need[team[k]]) + model->markets[k].opening_hours;
        name[team[k]] = model->axis[FC_MARKET].name[k];
    }
    fc__structure_share(teams, need, name, (int)fc__structure_seats(model), 1, out);
    for (uint32_t k = 0; k < markets; k++)
        seats[k] = out[team[k]];
    free(need);
    free(out);
    free((void *)name);
    return FC_OK;
}
