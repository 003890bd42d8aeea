/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiling a scenario: constants, tables, site ids, numbers, row offsets.
 *
 * Every room compiles its own sections in the order of a step; then every room links,
 * when it can see what the others compiled. Nothing here knows a mechanism by name.
 * Checked by tests/unit/test_model.c. */
#include "model/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "random/copula.h"

#define ROOMS_OF(isa) extern const struct fc_mechanism *const fc__rooms_here_##isa[];
FC_ISA_LIST(ROOMS_OF)
#undef ROOMS_OF

const struct fc_mechanism *const *fc__rooms(enum fc_isa isa)
{
    static const struct fc_mechanism *const *const rooms[] = {
#define ROOMS_OF(name) fc__rooms_here_##name,
        FC_ISA_LIST(ROOMS_OF)
#undef ROOMS_OF
    };
    return rooms[isa];
}

#define CLOSE_OF(isa) void fc__levers_close_##isa(struct fc_block *b);
FC_ISA_LIST(CLOSE_OF)
#undef CLOSE_OF

static void pullers_find(struct fc_model *self)
{
    void (*const close_of[])(struct fc_block *) = {
#define CLOSE_OF(name) fc__levers_close_##name,
        FC_ISA_LIST(CLOSE_OF)
#undef CLOSE_OF
    };
    self->levers_close = close_of[self->isa];
    for (size_t i = 0; self->rooms[i]; i++)
        if (self->rooms[i]->pulls)
            self->last_puller = i;
}

/* ---- what rooms call while they compile ---- */

void *fc__model_alloc(struct fc_model *self, size_t count, size_t size)
{
    void **grown = fc_array_grow(self->allocated, &self->allocated_room,
                                 self->allocated_count + 1, sizeof *grown);
    void *memory = grown ? fc_array_new(count, size) : NULL;
    if (grown)
        self->allocated = grown;
    if (memory)
        self->allocated[self->allocated_count++] = memory;
    else
        self->out_of_memory = true;
    return memory;
}

static fc_num number_new(struct fc_model *self, double value, int dist)
{
    double *values = fc_array_grow(self->number_value, &self->number_value_room,
                                   self->numbers + 1, sizeof *values);
    int *dists = fc_array_grow(self->number_dist, &self->number_dist_room,
                               self->numbers + 1, sizeof *dists);
    self->number_value = values ? values : self->number_value;
    self->number_dist = dists ? dists : self->number_dist;
    if (!values || !dists) {
        self->out_of_memory = true;
        return (fc_num){0};
    }
    values[self->numbers] = value;
    dists[self->numbers] = dist;
    return (fc_num){self->numbers++};
}

/* Equal constants share a row, a distribution is drawn once. */
fc_num fc__model_number(struct fc_model *self, struct fc_number number)
{
    for (uint32_t i = 0; i < self->numbers; i++)
        if (self->number_dist[i] == number.dist &&
            (number.dist >= 0 ||
             memcmp(&self->number_value[i], &number.value, sizeof number.value) == 0))
            return (fc_num){i};
    return number_new(self, number.value, number.dist);
}

fc_num fc__model_constant(struct fc_model *self, double value)
{
    return fc__model_number(self, (struct fc_number){value, -1, 0});
}

static fc_rows rows_new(struct fc_model *self, size_t n, size_t size)
{
    const fc_rows rows = {(ptrdiff_t)self->own_bytes};
    size_t bytes;
    if (__builtin_mul_overflow(n, size * FC_LANES, &bytes) ||
        __builtin_add_overflow(self->own_bytes, bytes, &self->own_bytes))
        self->out_of_memory = true;
    return rows;
}

fc_rows fc__model_rows(struct fc_model *self, size_t n)
{
    return rows_new(self, n, sizeof(float));
}

fc_rows fc__model_rows_double(struct fc_model *self, size_t n)
{
    return rows_new(self, n, sizeof(double));
}

fc_rows fc__model_rows_stale(struct fc_model *self, size_t n)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, sizeof(float) * FC_LANES, &bytes) ||
        __builtin_add_overflow(self->stale_bytes, bytes, &self->stale_bytes))
        self->out_of_memory = true;
    return (fc_rows){-(ptrdiff_t)self->stale_bytes};
}

static bool market_in(const struct fc_market *k, enum fc_axis axis, uint32_t member)
{
    return axis == FC_ONE || (axis == FC_TERRITORY && k->territory == member) ||
           (axis == FC_PRODUCT && k->product == member) ||
           (axis == FC_SEGMENT && k->segment == member) ||
           (axis == FC_TEAM && (k->team == member || k->second == member));
}

/* Share of the opening hours of `rows`-member `row` that lies in the scope. */
static double hours_share(const struct fc_model *self, enum fc_axis axis,
                          uint32_t member, enum fc_axis rows, uint32_t row)
{
    double inside = 0, all = 0;
    for (uint32_t k = 0; k < self->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &self->markets[k];
        if (!market_in(market, rows, row))
            continue;
        all += market->opening_hours;
        if (market_in(market, axis, member))
            inside += market->opening_hours;
    }
    return all > 0 ? inside / all : 0;
}

double fc__model_overlap(const struct fc_model *self, enum fc_axis axis,
                         uint32_t member, enum fc_axis rows, uint32_t row)
{
    if (axis == FC_ONE || rows == FC_ONE)
        return 1;
    if (axis == rows)
        return member == row;
    if (axis == FC_MARKET)
        return rows == FC_MARKET && member == row;
    if (rows == FC_MARKET)
        return market_in(&self->markets[row], axis, member);
    return hours_share(self, axis, member, rows, row);
}

uint32_t *fc__model_order(struct fc_model *self, const struct fc_axis_table *axis)
{
    uint32_t *order = fc__model_alloc(self, axis->count, sizeof *order);
    for (uint32_t i = 0; order && i < axis->count; i++) {
        uint32_t rank = 0;
        for (uint32_t j = 0; j < axis->count; j++)
            rank += strcmp(axis->name[j], axis->name[i]) < 0;
        order[rank] = i;
    }
    return order;
}

static uint32_t member_find(const struct fc_axis_table *axis, const char *name)
{
    for (uint32_t i = 0; i < axis->count; i++)
        if (strcmp(axis->name[i], name) == 0)
            return i;
    return UINT32_MAX;
}

uint32_t fc__model_market(struct fc_model *self, const char *key,
                          const struct fc_names *names)
{
    uint32_t at[3] = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    for (size_t i = 0; names->n == 3 && i < 3; i++)
        at[i] = member_find(&self->axis[FC_TERRITORY + (int)i], names->at[i]);
    for (uint32_t k = 0; k < self->axis[FC_MARKET].count; k++)
        if (self->markets[k].territory == at[0] && self->markets[k].product == at[1] &&
            self->markets[k].segment == at[2])
            return k;
    fc__scenario_problem(
        self->scenario, names->line,
        "'%s' must name a territory, a product and a segment that make "
        "a market, such as [\"%s\", \"%s\", \"%s\"]",
        key, self->axis[FC_TERRITORY].name[0], self->axis[FC_PRODUCT].name[0],
        self->axis[FC_SEGMENT].name[0]);
    return UINT32_MAX;
}

fc_status fc__model_role(struct fc_model *self, const char *key, struct fc_ref role,
                         uint32_t task)
{
    const struct fc_axis_table *roles = &self->axis[FC_ROLE];
    const uint32_t seller = roles->count > 1 ? member_find(roles, "ae") : 0;
    const uint32_t found = role.index >= 0 ? (uint32_t)role.index : seller;
    if (found >= roles->count)
        return fc__scenario_problem(
            self->scenario, role.line,
            "'%s' must name one of 'people.roles', since none of them is called ae",
            key);
    self->task_role[task] = found;
    return FC_OK;
}

void fc__model_hours(struct fc_model *self, uint32_t market, uint32_t task,
                     double hours)
{
    self->markets[market].opening_hours += hours;
    self->markets[market].role_hours[self->task_role[task]] += hours;
}

/* ---- the model ---- */

static fc_status copula_new(struct fc_model *self, struct fc_error *err)
{
    const size_t n = fc__scenario_dists(self->scenario);
    if (n > FC_DISTS_MAX)
        return fc__scenario_problem(self->scenario, 0,
                                    "the scenario has %zu uncertain numbers; at most "
                                    "%d are possible: make some of them certain",
                                    n, FC_DISTS_MAX);
    self->dist_site = fc__model_alloc(self, n, sizeof *self->dist_site);
    if (!self->dist_site)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu uncertain numbers", n);
    for (size_t i = 0; i < n; i++)
        self->dist_site[i] =
            fc_site("parameter", fc__scenario_dist_key(self->scenario, i), NULL, 0);
    const struct fc_rank_pair *pairs = NULL;
    const size_t count = fc__scenario_rank_pairs(self->scenario, &pairs);
    if (count == 0)
        return FC_OK;
    struct fc_copula_pair *pair = fc__model_alloc(self, count, sizeof *pair);
    if (!pair)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu correlations", count);
    for (size_t i = 0; i < count; i++)
        pair[i] = (struct fc_copula_pair){(size_t)pairs[i].first,
                                          (size_t)pairs[i].second, pairs[i].rank};
    return fc_copula_new(n, pair, count, &self->copula, err);
}

/* Names of the axes that a list of the scenario defines; rooms may set better titles.
 */
static fc_status axes_new(struct fc_model *self, struct fc_error *err)
{
    static const char *const one[] = {"all"};
    static const char *const work[] = {"first_contact", "late_stages", "early_stages",
                                       "service", "outbound"};
    static const char *const reason[] = {"neglected", "late", "unfit", "competitor",
                                         "no_decision"};
    self->axis[FC_ONE] = (struct fc_axis_table){1, one, one};
    self->axis[FC_WORK] = (struct fc_axis_table){FC_W_COUNT, work, work};
    self->axis[FC_REASON] = (struct fc_axis_table){FC_R_COUNT, reason, reason};
    for (int axis = 0; axis < FC_AXES; axis++) {
        const size_t n = fc__scenario_members(self->scenario, (enum fc_axis)axis);
        if (n == 0 || self->axis[axis].count)
            continue;
        const char **names = fc__model_alloc(self, n, sizeof *names);
        if (!names)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for names");
        for (size_t i = 0; i < n; i++)
            names[i] = fc__scenario_member(self->scenario, (enum fc_axis)axis, i);
        self->axis[axis] = (struct fc_axis_table){(uint32_t)n, names, names};
    }
    return FC_OK;
}

/* One role unless the scenario lists them; a task for first contact, each stage,
 * service and outbound. */
static fc_status tasks_new(struct fc_model *self, struct fc_error *err)
{
    static const char *const role[] = {"ae"}, *const role_title[] = {"Sales"};
    const struct fc_axis_table *stages = &self->axis[FC_STAGE];
    const uint32_t n = stages->count + FC_T_STAGES + 2;
    const char **names = fc__model_alloc(self, n, sizeof *names);
    self->task_work = fc__model_alloc(self, n, sizeof *self->task_work);
    self->task_role = fc__model_alloc(self, n, sizeof *self->task_role);
    if (!names || !self->task_work || !self->task_role)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for tasks");
    if (self->axis[FC_ROLE].count == 0)
        self->axis[FC_ROLE] = (struct fc_axis_table){1, role, role_title};
    names[FC_T_CONTACT] = self->axis[FC_WORK].name[FC_W_CONTACT];
    self->task_work[FC_T_CONTACT] = FC_W_CONTACT;
    for (uint32_t j = 0; j < stages->count; j++) {
        names[fc_task_stage(j)] = stages->name[j];
        self->task_work[fc_task_stage(j)] =
            j >= stages->count / 2 ? FC_W_LATE : FC_W_EARLY;
    }
    for (uint32_t w = FC_W_SERVICE; w <= FC_W_OUTBOUND; w++) {
        names[n - 2 + w - FC_W_SERVICE] = self->axis[FC_WORK].name[w];
        self->task_work[n - 2 + w - FC_W_SERVICE] = (uint8_t)w;
    }
    self->axis[FC_TASK] = (struct fc_axis_table){n, names, names};
    return FC_OK;
}

static fc_status rooms_compile(struct fc_model *self, struct fc_error *err)
{
    size_t n = 0;
    while (self->rooms[n])
        n++;
    self->own = fc_array_new(n + 1, sizeof *self->own);
    if (!self->own)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu rooms", n);
    for (int first = 1; first >= 0; first--)
        for (size_t i = 0; i < n; i++)
            if (self->rooms[i]->compile && self->rooms[i]->first == (first == 1))
                FC_TRY(self->rooms[i]->compile(fc__scenario_spec(self->scenario, i),
                                               self, &self->own[i], err));
    for (size_t i = 0; i < n; i++)
        if (self->rooms[i]->link)
            FC_TRY(self->rooms[i]->link(self->own[i], self, err));
    return FC_OK;
}

static void rows_count(struct fc_model *self)
{
    for (int i = 0; i < FC_S_COUNT; i++)
        self->state_rows[i] = self->axis[fc__state_rows[i].rows].count *
                              self->axis[fc__state_rows[i].columns].count;
    for (int i = 0; i < FC_L_COUNT; i++) {
        self->lever_first[i] = self->lever_rows;
        self->lever_rows += self->axis[fc__lever_rows[i].axis].count;
    }
}

fc_status fc__model_new(fc_scenario *scenario, enum fc_isa isa, struct fc_model **out,
                        struct fc_error *err)
{
    *out = NULL;
    struct fc_model *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the model");
    self->scenario = scenario;
    self->isa = isa;
    self->rooms = fc__rooms(isa);
    pullers_find(self);
    fc_status status = axes_new(self, err);
    if (status == FC_OK)
        status = tasks_new(self, err);
    if (status == FC_OK)
        status = copula_new(self, err);
    if (status == FC_OK)
        status = rooms_compile(self, err);
    if (status == FC_OK && self->out_of_memory)
        status = FC_FAIL(err, FC_E_MEMORY, "no memory for the model");
    if (status != FC_OK) {
        fc__model_free(self);
        return status;
    }
    rows_count(self);
    *out = self;
    return FC_OK;
}

void fc__model_free(struct fc_model *self)
{
    if (!self)
        return;
    for (size_t i = 0; self->own && self->rooms[i]; i++)
        if (self->rooms[i]->clear && self->own[i])
            self->rooms[i]->clear(self->own[i]);
    for (size_t i = 0; i < self->allocated_count; i++)
        free(self->allocated[i]);
    fc_copula_free(self->copula);
    free(self->allocated);
    free(self->own);
    free(self->number_value);
    free(self->number_dist);
    free(self);
}
