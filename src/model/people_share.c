/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose seat is whose: seats of the teams, their numbers, who is there at opening.
 *
 *   need of a role in a team = sum of the opening hours of its markets (largest
 *   remainder, at least one seat each where there are seats); roles and teams whose
 *   seats are given come first; numbers run through the teams by name and the roles of
 * a team by name, seats that open later follow by (month, team name, role name), those
 * kept for policies by (policy name)
 *
 * A seat's number is the site of its people: it depends on names and counts only, so
 * that the order of teams and of list members changes nothing. Checked by
 * tests/unit/test_people.c and M2 in tests/stat/test_people.c. */
#include "model/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/market.h"
#include "model/organisation.h"
#include "model/policy.h"

/* ---- what the scenario asks for ---- */

/* Keys and titles of the seats: seat_1 .. */
static fc_status seats_name(const struct fc_people *self, struct fc_model *model,
                            struct fc_error *err)
{
    enum { ROOM = 24 };
    const uint32_t seats = self->planned;
    const char **name = fc__model_alloc(model, self->seats, sizeof *name);
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
    if (!fc__people_keep_name(self, model, name))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %u seats", self->seats);
    model->axis[FC_SEAT] = (struct fc_axis_table){self->seats, name, name};
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
    FC_TRY(plan_check(plan, model, &self->planned));
    FC_TRY(fc__people_keep(self, model, err));
    if (plan->filled > plan->seats)
        return fc__scenario_problem(model->scenario, plan->line,
                                    "'opening.seats_filled' is %d; there are only %d "
                                    "seats ('people.seats')",
                                    plan->filled, plan->seats);
    self->teams = model->axis[FC_TEAM].count;
    self->roles = model->axis[FC_ROLE].count;
    self->segments = model->axis[FC_SEGMENT].count;
    return seats_name(self, model, err);
}

/* ---- sharing out ---- */

/* Scratch of link. A cell is a role in a team: team * roles + role. */
struct sharing {
    struct fc_model *model;
    size_t cells, roles;
    const char **name; /* [cell] "team", or "team/role" where there are several roles */
    double *need, *part;
    int *seats, *filled; /* [cell] */
    bool *open;          /* [cell] takes part and is not shared out yet */
    uint32_t *order;     /* cells by name */
    const struct fc_hiring_item **later;
    /* the cells one more seat may go to */
    uint32_t *pick;
    const char **pick_name;
    int *pick_seats;
};

static void sharing_clear(struct sharing *self)
{
    free((void *)self->name);
    free(self->need);
    free(self->part);
    free(self->seats);
    free(self->filled);
    free(self->open);
    free(self->order);
    free((void *)self->later);
    free(self->pick);
    free((void *)self->pick_name);
    free(self->pick_seats);
}

static bool sharing_init(struct sharing *self, struct fc_model *model, size_t items)
{
    const size_t n = (size_t)model->axis[FC_TEAM].count * model->axis[FC_ROLE].count;
    self->model = model;
    self->cells = n;
    self->roles = model->axis[FC_ROLE].count;
    self->name = fc_array_new(n, sizeof *self->name);
    self->need = fc_array_new(n, sizeof *self->need);
    self->part = fc_array_new(n, sizeof *self->part);
    self->seats = fc_array_new(n, sizeof *self->seats);
    self->filled = fc_array_new(n, sizeof *self->filled);
    self->open = fc_array_new(n, sizeof *self->open);
    self->order = fc_array_new(n, sizeof *self->order);
    self->later = fc_array_new(items, sizeof *self->later);
    self->pick = fc_array_new(n, sizeof *self->pick);
    self->pick_name = fc_array_new(n, sizeof *self->pick_name);
    self->pick_seats = fc_array_new(n, sizeof *self->pick_seats);
    return self->pick && self->pick_name && self->pick_seats && self->name &&
           self->need && self->part && self->seats && self->filled && self->open &&
           self->order && self->later;
}

static bool cells_name(struct sharing *self)
{
    const struct fc_axis_table *team = &self->model->axis[FC_TEAM];
    const struct fc_axis_table *role = &self->model->axis[FC_ROLE];
    for (size_t cell = 0; cell < self->cells; cell++) {
        const char *of = team->name[cell / self->roles];
        const char *as = role->name[cell % self->roles];
        self->name[cell] = of;
        if (self->roles == 1)
            continue;
        const size_t length = strlen(of);
        char *text = fc__model_alloc(self->model, length + strlen(as) + 2, 1);
        if (!text)
            return false;
        memcpy(text, of, length);
        text[length] = '/';
        memcpy(text + length + 1, as, strlen(as));
        self->name[cell] = text;
    }
    return true;
}

/* Prospecting takes a share of a seat's hours, so that a role that prospects needs more
 * seats for its other tasks. */
static double prospecting_factor(const struct fc_people *people,
                                 const struct fc_model *model)
{
    const double *value = model->number_value;
    const double hours = value[people->paid_hours.row] * 52 / 12 *
                         (1 - value[people->absence.row]) *
                         (1 - value[people->admin.row]);
    double target = 0;
    for (uint32_t c = 0; c < model->axis[FC_CHANNEL].count; c++)
        target += value[model->channels[c].hours_per_seat_month.row];
    const double share = target / hours;
    return 1 / (1 - (share < 0.9 ? share : 0.9));
}

/* Hours each cell needs, and which cells take part: those with a task, and one in each
 * team. */
static void cells_need(struct sharing *self, const struct fc_people *people)
{
    const struct fc_model *model = self->model;
    const size_t roles = self->roles;
    const uint32_t seller = model->task_role[fc_task_service(model) - 1];
    const double extra = model->organisation->co_selling.extra_mean;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &model->markets[k];
        for (size_t r = 0; r < roles; r++)
            self->need[market->team * roles + r] += market->role_hours[r];
        if (market->second != FC_NO_TEAM)
            self->need[market->second * roles + model->organisation->expert] +=
                extra * market->stage_hours;
    }
    const uint32_t calls = model->task_role[fc_task_outbound(model)];
    for (size_t cell = 0; cell < self->cells && roles > 1; cell++)
        if (cell % roles == calls)
            self->need[cell] *= prospecting_factor(people, model);
    for (size_t cell = 0; cell < self->cells; cell++) {
        double team = 0;
        for (size_t r = 0; r < roles; r++)
            team += self->need[cell - cell % roles + r];
        const size_t one = fc_is_pool(model, (uint32_t)(cell / roles))
                               ? model->organisation->expert
                               : seller;
        self->open[cell] = self->need[cell] > 0 || (!(team > 0) && cell % roles == one);
    }
}

/* Shares `seats` among the open cells of a team, a role or of all (`axis` FC_ONE), at
 * least one each; false if they are too few, or if there is nobody to take them. */
static bool cells_share(struct sharing *self, enum fc_axis axis, size_t member,
                        int seats)
{
    int entries = 0;
    for (size_t cell = 0; cell < self->cells; cell++) {
        const bool inside =
            axis == FC_ONE ||
            (axis == FC_TEAM ? cell / self->roles : cell % self->roles) == member;
        const bool takes = inside && self->open[cell];
        self->part[cell] = takes ? self->need[cell] : -1;
        self->open[cell] = self->open[cell] && !takes;
        entries += takes;
    }
    if (entries > seats || (entries == 0 && seats > 0))
        return self->roles == 1; /* people.seats has been checked: 0 seats */
    fc__structure_share(self->cells, self->part, self->name, seats, 1, self->seats);
    return true;
}

static int team_seats(const struct sharing *self, size_t team)
{
    int sum = 0;
    for (size_t r = 0; r < self->roles; r++)
        sum += self->seats[team * self->roles + r];
    return sum;
}

static fc_status too_few(const struct sharing *self, int line, const char *key,
                         const char *name, int seats)
{
    return fc__scenario_problem(
        self->model->scenario, line,
        "'%s%s' has %d seats to share out; each role with a task in a team needs at "
        "least one, and seats need a role with a task",
        key, name, seats);
}

/* Seats of the cells at opening: what the scenario gives to roles, then to teams, the
 * rest by need. */
static fc_status seats_share(struct sharing *self, const struct fc_seat_plan *plan)
{
    const struct fc_model *model = self->model;
    const struct fc_role *role = model->organisation->role;
    int rest = plan->seats;
    for (size_t r = 0; r < self->roles; r++) {
        if (role[r].seats == FC_SEATS_BY_NEED)
            continue;
        if (!cells_share(self, FC_ROLE, r, role[r].seats))
            return too_few(self, plan->line, "people.roles.",
                           model->axis[FC_ROLE].name[r], role[r].seats);
        rest -= role[r].seats;
    }
    for (size_t team = 0; team < model->axis[FC_TEAM].count; team++) {
        if (plan->given[team] == FC_SEATS_BY_NEED)
            continue;
        const int seats = plan->given[team] - team_seats(self, team);
        if (seats < 0 || !cells_share(self, FC_TEAM, team, seats))
            return too_few(self, plan->line, "organisation.teams.",
                           model->axis[FC_TEAM].name[team], seats);
        rest -= seats;
    }
    if (rest < 0 || (!cells_share(self, FC_ONE, 0, rest) && plan->seats > 0))
        return too_few(self, plan->line, "people.seats", "", rest);
    for (size_t i = 0; i < self->cells; i++)
        self->part[i] = self->seats[i];
    fc__structure_share(self->cells, self->part, self->name, plan->filled, 0,
                        self->filled);
    return FC_OK;
}

static int later_order(const void *a, const void *b)
{
    const struct fc_hiring_item *x = *(const struct fc_hiring_item *const *)a;
    const struct fc_hiring_item *y = *(const struct fc_hiring_item *const *)b;
    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    const int team = strcmp(x->team ? x->team : "", y->team ? y->team : "");
    return team ? team
                : strcmp(x->role.name ? x->role.name : "",
                         y->role.name ? y->role.name : "");
}

/* Where a seat more may go: teams by name (none: all), a role (-1: any). */
struct wish {
    struct fc_names teams;
    int role;
};

/* "teams:north" and "north" are the same. */
static bool wished(const struct fc_names *teams, const char *team)
{
    for (size_t i = 0; i < teams->n; i++) {
        const char *colon = strchr(teams->at[i], ':');
        if (strcmp(colon ? colon + 1 : teams->at[i], team) == 0)
            return true;
    }
    return teams->n == 0;
}

/* May a seat more go to the cell? `any`: even where the role has no task. */
static bool cell_fits(const struct sharing *self, const struct wish *wish, size_t cell,
                      bool any)
{
    const char *team = self->model->axis[FC_TEAM].name[cell / self->roles];
    const bool does = wish->role < 0 || (size_t)wish->role == cell % self->roles;
    return wished(&wish->teams, team) && does &&
           (any || self->roles == 1 || self->seats[cell] > 0 || self->need[cell] > 0);
}

/* The cell one more seat goes to. */
static size_t cell_next(struct sharing *self, const struct wish *wish)
{
    size_t n = 0;
    for (int any = 0; any < 2 && n == 0; any++)
        for (size_t i = 0; i < self->cells; i++)
            if (cell_fits(self, wish, i, any)) {
                self->pick[n] = (uint32_t)i;
                self->part[n] = self->need[i];
                self->pick_name[n] = self->name[i];
                self->pick_seats[n++] = self->seats[i];
            }
    return self
        ->pick[fc__structure_next(n, self->part, self->pick_name, self->pick_seats)];
}

/* One seat more in the cell that lacks it most. */
static void seat_place(struct sharing *self, struct fc_people *people,
                       const struct wish *wish, uint32_t seat, uint32_t *team)
{
    const size_t cell = cell_next(self, wish);
    self->seats[cell]++;
    team[seat] = (uint32_t)(cell / self->roles);
    people->role[seat] = (uint8_t)(cell % self->roles);
}

/* Gives numbers to the seats there are and to those that open later; team[seat]. */
static void seats_number(struct sharing *self, const struct fc_seat_plan *plan,
                         struct fc_people *people, uint32_t *team)
{
    const struct fc_hiring_item *item = plan->later.items;
    uint32_t seat = 0;
    fc__structure_order(self->cells, self->name, self->order);
    for (size_t i = 0; i < self->cells; i++) {
        const uint32_t cell = self->order[i];
        for (int s = 0; s < self->seats[cell]; s++, seat++) {
            team[seat] = cell / (uint32_t)self->roles;
            people->role[seat] = (uint8_t)(cell % self->roles);
            people->opening[seat] =
                s < self->filled[cell] ? FC_SEAT_FILLED : FC_SEAT_SEARCHED;
        }
    }
    for (size_t i = 0; i < plan->later.n; i++)
        self->later[i] = &item[i];
    qsort((void *)self->later, plan->later.n, sizeof *self->later, later_order);
    for (size_t i = 0; i < plan->later.n; i++) {
        const struct fc_hiring_item *one = self->later[i];
        const char *at = one->team;
        const struct wish wish = {.teams = {.n = at != NULL, .at = &at},
                                  .role = one->role.index};
        for (int s = 0; s < one->seats; s++, seat++) {
            seat_place(self, people, &wish, seat, team);
            people->opening[seat] = FC_SEAT_PLANNED;
            people->opens_step[seat] =
                (uint32_t)(one->month - 1) * self->model->steps_per_month;
        }
    }
}

/* Seats of policies: each policy adds to the planned ones as if it were alone, so that
 * one more changes nothing for the others (M11). */
static void kept_number(struct sharing *self, struct fc_people *people, uint32_t *team)
{
    const struct fc_policies *all = self->model->policies;
    for (uint32_t h = 0; h < people->hires; h++) {
        const struct fc_hire *hire = &people->hire[h];
        const struct fc_policy_spec *spec = fc_policy_spec_at(all, hire->policy);
        const struct wish wish = {spec->where, spec->role.index};
        const uint32_t end = hire->first + hire->n;
        for (uint32_t seat = hire->first; seat < end; seat++) {
            seat_place(self, people, &wish, seat, team);
            people->opening[seat] = FC_SEAT_KEPT;
            people->opens_step[seat] = FC_NO_STEP;
        }
        for (uint32_t seat = hire->first; seat < end; seat++)
            self->seats[team[seat] * self->roles + people->role[seat]]--;
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
    model->team_seats = fc__model_alloc(model, self->teams, sizeof *model->team_seats);
    self->opens_step = fc__model_alloc(model, self->seats, sizeof *self->opens_step);
    self->opening = fc__model_alloc(model, self->seats, sizeof *self->opening);
    self->role = fc__model_alloc(model, self->seats, sizeof *self->role);
    self->team_first =
        fc__model_alloc(model, self->teams + 1, sizeof *self->team_first);
    self->team_seats = fc__model_alloc(model, self->seats, sizeof *self->team_seats);
    if (!sharing_init(&sharing, model, plan->later.n) || !cells_name(&sharing) ||
        !team || !model->team_seats || !self->opens_step || !self->opening ||
        !self->role || !self->team_first || !self->team_seats) {
        sharing_clear(&sharing);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %u seats", self->seats);
    }
    cells_need(&sharing, self);
    const fc_status status = seats_share(&sharing, plan);
    if (status == FC_OK) {
        seats_number(&sharing, plan, self, team);
        kept_number(&sharing, self, team);
    }
    teams_list(self, team);
    model->seat_team = team;
    model->seat_role = self->role;
    model->planned_seats = self->planned;
    for (uint32_t seat = 0; seat < self->planned; seat++)
        model->team_seats[team[seat]]++;
    sharing_clear(&sharing);
    return status != FC_OK ? status : fc__people_careers(self, model, err);
}
