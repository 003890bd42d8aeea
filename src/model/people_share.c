/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose seat is whose: seats of the teams, their numbers, who is there at opening.
 *
 *   need of a team = sum of the opening hours of its markets (largest remainder, at
 * least one seat each where there are seats); numbers run through the teams by name,
 * seats that open later follow by (month, team name)
 *
 * A seat's number is the site of its people: it depends on names and counts only, so
 * that the order of teams and of list members changes nothing. Checked by
 * tests/unit/test_people.c and M2 in tests/stat/test_people.c. */
#include "model/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/structure.h"

/* ---- what the scenario asks for ---- */

/* Keys and titles of the seats: seat_1 .. */
static fc_status seats_name(struct fc_model *model, uint32_t seats,
                            struct fc_error *err)
{
    enum { ROOM = 24 };
    const char **name = fc__model_alloc(model, seats, sizeof *name);
    char *text = fc__model_alloc(model, seats, ROOM);
    if (!name || !text)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %u seats", seats);
    for (uint32_t i = 0; i < seats; i++) {
        char *at = text + (size_t)i * ROOM, digits[ROOM];
        int n = 0;
        for (uint32_t rest = i + 1; rest; rest /= 10)
            digits[n++] = (char)('0' + rest % 10);
        memcpy(at, "seat_", 5);
        for (int d = 0; d < n; d++)
            at[5 + d] = digits[n - 1 - d];
        name[i] = at;
    }
    model->axis[FC_SEAT] = (struct fc_axis_table){seats, name, name};
    return FC_OK;
}

/* What the scenario gives to teams fits what it gives to the department. */
static fc_status seats_add_up(const struct fc_seat_plan *plan,
                              const struct fc_model *model)
{
    int sum = 0, open = 0;
    for (uint32_t team = 0; team < model->axis[FC_TEAM].count; team++) {
        open += plan->given[team] < 0;
        sum += plan->given[team] < 0 ? 0 : plan->given[team];
    }
    const int seats = plan->seats;
    if (sum > seats || (open == 0 && sum < seats))
        return fc__scenario_problem(model->scenario, plan->line,
                                    "'people.seats' is %d, but the teams of "
                                    "'organisation.teams' have %d seats%s",
                                    seats, sum,
                                    open ? " already" : "; the two must be equal");
    if (seats > sum && seats - sum < open)
        return fc__scenario_problem(
            model->scenario, plan->line,
            "'people.seats' leaves %d seats for %d teams; each team needs at least one "
            "(give seats in 'organisation.teams', or choose structure = \"pooled\")",
            seats - sum, open);
    return FC_OK;
}

static fc_status plan_check(const struct fc_seat_plan *plan,
                            const struct fc_model *model, uint32_t *seats)
{
    const struct fc_hiring_item *item = plan->later.items;
    long long sum = plan->seats;
    for (size_t i = 0; i < plan->later.n; i++) {
        uint32_t team = 0;
        while (item[i].team && team < model->axis[FC_TEAM].count &&
               strcmp(model->axis[FC_TEAM].name[team], item[i].team) != 0)
            team++;
        if (team == model->axis[FC_TEAM].count)
            return fc__scenario_problem(
                model->scenario, 0,
                "'people.hiring_plan' of month %d names the team '%s'; with this "
                "structure the first team is called '%s'",
                item[i].month, item[i].team, model->axis[FC_TEAM].name[0]);
        sum += item[i].seats;
    }
    if (sum > FC_SEATS_MAX)
        return fc__scenario_problem(
            model->scenario, 0,
            "'people.seats' and 'people.hiring_plan' have %lld seats together; at most "
            "%d are possible",
            sum, FC_SEATS_MAX);
    *seats = (uint32_t)sum;
    return FC_OK;
}

fc_status fc__people_plan(struct fc_people *self, struct fc_model *model,
                          const struct fc_seat_plan *plan, struct fc_error *err)
{
    FC_TRY(seats_add_up(plan, model));
    FC_TRY(plan_check(plan, model, &self->seats));
    if (plan->filled > plan->seats)
        return fc__scenario_problem(model->scenario, plan->line,
                                    "'opening.seats_filled' is %d; there are only %d "
                                    "seats ('people.seats')",
                                    plan->filled, plan->seats);
    self->teams = model->axis[FC_TEAM].count;
    self->roles = model->axis[FC_ROLE].count;
    self->segments = model->axis[FC_SEGMENT].count;
    return seats_name(model, self->seats, err);
}

/* ---- sharing out ---- */

/* Scratch of link: one entry a team or a planned item. */
struct sharing {
    const struct fc_model *model;
    size_t teams;
    const char *const *name;
    double *need, *part;
    int *seats, *filled; /* [team] */
    uint32_t *order;     /* teams by name */
    const struct fc_hiring_item **later;
};

static void sharing_clear(struct sharing *self)
{
    free(self->need);
    free(self->part);
    free(self->seats);
    free(self->filled);
    free(self->order);
    free((void *)self->later);
}

static bool sharing_init(struct sharing *self, const struct fc_model *model,
                         size_t items)
{
    const size_t n = model->axis[FC_TEAM].count;
    self->model = model;
    self->teams = n;
    self->name = model->axis[FC_TEAM].name;
    self->need = fc_array_new(n, sizeof *self->need);
    self->part = fc_array_new(n, sizeof *self->part);
    self->seats = fc_array_new(n, sizeof *self->seats);
    self->filled = fc_array_new(n, sizeof *self->filled);
    self->order = fc_array_new(n, sizeof *self->order);
    self->later = fc_array_new(items, sizeof *self->later);
    return self->need && self->part && self->seats && self->filled && self->order &&
           self->later;
}

/* Seats of the teams at opening: what the scenario gives, the rest by need. */
static void seats_share(struct sharing *self, const struct fc_seat_plan *plan)
{
    const struct fc_model *model = self->model;
    int rest = plan->seats;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++)
        self->need[model->markets[k].team] += model->markets[k].opening_hours;
    for (size_t i = 0; i < self->teams; i++) {
        const bool given = plan->given[i] != FC_SEATS_BY_NEED;
        self->part[i] = given ? -1 : self->need[i];
        self->seats[i] = given ? plan->given[i] : 0;
        rest -= self->seats[i];
    }
    fc__structure_share(self->teams, self->part, self->name, rest, 1, self->seats);
    for (size_t i = 0; i < self->teams; i++)
        self->part[i] = self->seats[i];
    fc__structure_share(self->teams, self->part, self->name, plan->filled, 0,
                        self->filled);
}

static int later_order(const void *a, const void *b)
{
    const struct fc_hiring_item *x = *(const struct fc_hiring_item *const *)a;
    const struct fc_hiring_item *y = *(const struct fc_hiring_item *const *)b;
    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    return strcmp(x->team ? x->team : "", y->team ? y->team : "");
}

static size_t team_named(const struct sharing *self, const char *name)
{
    size_t team = 0;
    while (strcmp(self->name[team], name) != 0)
        team++;
    return team;
}

/* Gives numbers to the seats there are and to those that open later; team[seat]. */
static void seats_number(struct sharing *self, const struct fc_seat_plan *plan,
                         struct fc_people *people, uint32_t *team)
{
    const struct fc_hiring_item *item = plan->later.items;
    uint32_t seat = 0;
    fc__structure_order(self->teams, self->name, self->order);
    for (size_t i = 0; i < self->teams; i++) {
        const uint32_t t = self->order[i];
        for (int s = 0; s < self->seats[t]; s++, seat++) {
            team[seat] = t;
            people->opening[seat] =
                s < self->filled[t] ? FC_SEAT_FILLED : FC_SEAT_SEARCHED;
        }
    }
    for (size_t i = 0; i < plan->later.n; i++)
        self->later[i] = &item[i];
    qsort((void *)self->later, plan->later.n, sizeof *self->later, later_order);
    for (size_t i = 0; i < plan->later.n; i++)
        for (int s = 0; s < self->later[i]->seats; s++, seat++) {
            const size_t t = self->later[i]->team
                                 ? team_named(self, self->later[i]->team)
                                 : fc__structure_next(self->teams, self->need,
                                                      self->name, self->seats);
            self->seats[t]++;
            team[seat] = (uint32_t)t;
            people->opening[seat] = FC_SEAT_PLANNED;
            people->opens_step[seat] =
                (uint32_t)(self->later[i]->month - 1) * self->model->steps_per_month;
        }
}

/* Lists of the seats of each team, by number. */
static void teams_list(struct fc_people *people, const uint32_t *team)
{
    for (uint32_t seat = 0; seat < people->seats; seat++)
        people->team_first[team[seat] + 1]++;
    for (uint32_t t = 0; t < people->teams; t++)
        people->team_first[t + 1] += people->team_first[t];
    uint32_t at = 0;
    for (uint32_t t = 0; t < people->teams; t++)
        for (uint32_t seat = 0; seat < people->seats; seat++)
            if (team[seat] == t)
                people->team_seats[at++] = seat;
}

fc_status fc__people_share(struct fc_people *self, struct fc_model *model,
                           const struct fc_seat_plan *plan, struct fc_error *err)
{
    struct sharing sharing = {0};
    uint32_t *team = fc__model_alloc(model, self->seats, sizeof *team);
    self->site = fc__model_alloc(model, self->seats, sizeof *self->site);
    self->opens_step = fc__model_alloc(model, self->seats, sizeof *self->opens_step);
    self->opening = fc__model_alloc(model, self->seats, sizeof *self->opening);
    self->role = fc__model_alloc(model, self->seats, sizeof *self->role);
    self->team_first =
        fc__model_alloc(model, self->teams + 1, sizeof *self->team_first);
    self->team_seats = fc__model_alloc(model, self->seats, sizeof *self->team_seats);
    if (!sharing_init(&sharing, model, plan->later.n) || !team || !self->site ||
        !self->opens_step || !self->opening || !self->role || !self->team_first ||
        !self->team_seats) {
        sharing_clear(&sharing);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %u seats", self->seats);
    }
    seats_share(&sharing, plan);
    seats_number(&sharing, plan, self, team);
    teams_list(self, team);
    model->seat_team = team;
    model->seat_role = self->role;
    for (uint32_t seat = 0; seat < self->seats; seat++)
        self->site[seat] = fc_site("people", NULL, "person", seat);
    sharing_clear(&sharing);
    return FC_OK;
}
