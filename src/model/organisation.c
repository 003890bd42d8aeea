/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structure and roles: who covers what, who works in which mix, who does which task.
 *
 *   x_d(k)  share of the working time of the people who cover market k that goes to its
 *           territory, product or segment d = hours of their team there / all its hours
 *   pair    of a territory team and a specialist (matrix): the larger of the two x_d
 *   odds    of a stage that another role takes over: times (1 - handoff_loss)
 *
 * A structure is a list of ingredients and nothing else: the map market -> team
 * (structure.c), the mix people work in, their ways (stage_work.c), what coordination
 * takes, who owns a deal. Each can be set apart from the others; none is a bonus. This
 * room has no step: it compiles what people, contact, funnel and customers act on.
 *
 * Source: docs/model.md#organisation. Checked by tests/unit/test_organisation.c (shares
 * by hand, M1, M2) and tests/stat/test_structures.c. */
#include "model/organisation.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/organisation_spec.h"
#include "model/pipeline.h"

struct own {
    struct fc_organisation shared; /* first: what the model points to */
    int domain_mix, ownership_like;
    double min_deal_value; /* NAN: the mean of the segments */
    int line;
};

/* ---- compile ---- */

static enum fc_structure structure_like(const struct fc_organisation *self, int like)
{
    static const enum fc_structure of[] = {FC_CUSTOM,        FC_GEOGRAPHIC,
                                           FC_PRODUCT_TEAMS, FC_SEGMENT_TEAMS,
                                           FC_POOLED,        FC_MATRIX};
    return like == FC_LIKE_OWN ? (enum fc_structure)self->structure : of[like];
}

static bool is_given(struct fc_number number)
{
    return number.dist >= 0 || number.value > 0;
}

/* A share of the hours, of each structure its own, or hours by what takes them. */
static fc_status coordination_compile(const struct fc_organisation_spec *spec,
                                      struct fc_model *model,
                                      struct fc_organisation *self)
{
    static const double share_of[] = {0.02, 0.06, 0.03, 0.03, 0.03, 0.07};
    struct fc_coordination *to = &self->coordination;
    struct fc_number share = spec->organisation.coordination_share;
    to->structure = structure_like(self, spec->coordination.like);
    to->own = (int)to->structure == self->structure;
    to->shares_clients = is_given(spec->coordination.shared_client);
    to->hours = is_given(spec->coordination.meetings) || to->shares_clients ||
                is_given(spec->coordination.dual);
    if (to->hours && !isnan(share.value))
        return fc__scenario_problem(
            model->scenario, share.line,
            "'organisation.coordination_share' is %g, but 'organisation.coordination' "
            "gives hours; leave the share out, or set these hours to 0",
            share.value);
    if (isnan(share.value))
        share.value = to->hours ? 0 : share_of[to->structure];
    to->share = fc__model_number(model, share);
    to->meetings = fc__model_number(model, spec->coordination.meetings);
    to->shared_client = fc__model_number(model, spec->coordination.shared_client);
    to->dual = fc__model_number(model, spec->coordination.dual);
    return FC_OK;
}

/* Nobody is promoted to where he or she was before. */
static fc_status careers_check(const struct fc_organisation_spec *spec,
                               const struct fc_model *model,
                               const struct fc_organisation *self)
{
    const struct fc_role_spec *item = spec->roles.items;
    for (uint32_t r = 0; r < spec->roles.n; r++) {
        uint32_t at = self->role[r].next;
        for (uint32_t i = 0; i < spec->roles.n && at != FC_NO_ROLE && at != r; i++)
            at = self->role[at].next;
        if (at == r)
            return fc__scenario_problem(
                model->scenario, item[r].next.line,
                "'people.roles.%s.next' leads back to %s; a career must end somewhere",
                item[r].name, item[r].name);
    }
    return FC_OK;
}

static fc_status roles_compile(const struct fc_organisation_spec *spec,
                               struct fc_model *model, struct fc_organisation *self,
                               struct fc_error *err)
{
    struct fc_axis_table *roles = &model->axis[FC_ROLE];
    const struct fc_role_spec *item = spec->roles.items;
    const char **title = fc__model_alloc(model, roles->count, sizeof *title);
    self->role = fc__model_alloc(model, roles->count, sizeof *self->role);
    if (!title || !self->role)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for roles");
    self->expert = FC_NO_ROLE;
    for (uint32_t r = 0; r < roles->count; r++) {
        const bool listed = r < spec->roles.n;
        self->role[r].seats = listed ? item[r].seats : FC_SEATS_BY_NEED;
        self->role[r].pay_factor = listed ? item[r].pay_factor.value : 1;
        self->role[r].next = FC_NO_ROLE;
        if (listed && item[r].next.index >= 0) {
            self->role[r].next = (uint32_t)item[r].next.index;
            self->role[r].promotion_months = (float)item[r].promotion_months.value;
            self->role[r].promotion_share = (float)item[r].promotion_share.value;
            self->role[r].experience_kept = (float)item[r].experience_kept.value;
        }
        title[r] = listed && item[r].title ? item[r].title : roles->title[r];
        if (strcmp(roles->name[r], "expert") == 0)
            self->expert = r;
    }
    roles->title = title;
    FC_TRY(careers_check(spec, model, self));
    FC_TRY(fc__model_role(model, "funnel.contact_role", spec->funnel.contact_role,
                          FC_T_CONTACT));
    return fc__model_role(model, "customers.service_role", spec->customers.service_role,
                          fc_task_service(model));
}

static void travel_compile(const struct fc_organisation_spec *spec,
                           struct fc_model *model, struct fc_travel *self)
{
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    self->on = spec->travel.area_km2.dist >= 0 || spec->travel.area_km2.value > 0;
    self->like = spec->travel.reach;
    self->area_km2 = fc__model_number(model, spec->travel.area_km2);
    self->speed_kmh = fc__model_number(model, spec->travel.speed_kmh);
    self->remote_share = fc__model_number(model, spec->travel.remote_share);
    self->visits_per_tour = fc__model_number(model, spec->travel.visits_per_tour);
    self->visits = fc__model_alloc(model, segments, sizeof *self->visits);
    self->at_home = fc__model_alloc(model, segments, sizeof *self->at_home);
    for (uint32_t s = 0; self->visits && self->at_home && s < segments; s++) {
        const struct fc_number at_home = spec->travel.visits_per_client.at[s];
        self->visits[s] = fc__model_number(model, spec->travel.visits_per_deal.at[s]);
        self->at_home[s] = fc__model_number(model, at_home);
        self->to_clients |= self->on && (at_home.dist >= 0 || at_home.value > 0);
    }
}

static void numbers_compile(const struct fc_organisation_spec *spec,
                            struct fc_model *model, struct fc_organisation *self)
{
    self->handoff_loss = fc__model_number(model, spec->organisation.handoff_loss);
    self->handoff_mean = spec->organisation.handoff_loss.value;
    self->ownership.on = spec->ownership.on;
    self->ownership.slow_down = fc__model_number(model, spec->ownership.slow_down);
    self->ownership.leave_log_odds =
        fc__model_number(model, spec->ownership.leave_log_odds);
    self->co_selling.extra_hours = fc__model_number(model, spec->matrix.extra_hours);
    self->co_selling.extra_mean = spec->matrix.extra_hours.value;
    self->co_selling.loss = fc__model_number(model, spec->matrix.loss);
    self->co_selling.overflow_below =
        fc__model_number(model, spec->matrix.overflow_below);
    model->overflow.on = self->structure == FC_MATRIX &&
                         model->axis[FC_PRODUCT].count > 1 &&
                         is_given(spec->matrix.overflow_below);
}

static fc_status compile(const void *spec_, struct fc_model *model, void **own_,
                         struct fc_error *err)
{
    const struct fc_organisation_spec *spec = spec_;
    const uint32_t markets = model->axis[FC_MARKET].count;
    struct own *own = fc__model_alloc(model, 1, sizeof *own);
    double *hours = fc__model_alloc(model, (size_t)markets * model->axis[FC_ROLE].count,
                                    sizeof *hours);
    if (!own || !hours)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the organisation");
    *own_ = own;
    for (uint32_t k = 0; k < markets; k++)
        model->markets[k].role_hours = hours + (size_t)k * model->axis[FC_ROLE].count;
    own->shared.structure = spec->organisation.structure;
    own->domain_mix = spec->organisation.domain_mix;
    own->ownership_like = spec->ownership.like;
    own->min_deal_value = spec->matrix.min_deal_value.value;
    own->line = spec->matrix.min_deal_value.line;
    model->organisation = &own->shared;
    FC_TRY(fc__structure_teams(model, (enum fc_structure)own->shared.structure,
                               &spec->teams, &own->shared.seats, &own->shared.pools,
                               err));
    FC_TRY(roles_compile(spec, model, &own->shared, err));
    FC_TRY(coordination_compile(spec, model, &own->shared));
    numbers_compile(spec, model, &own->shared);
    travel_compile(spec, model, &own->shared.travel);
    return FC_OK;
}

/* ---- link: what the other rooms have compiled ---- */

/* Which segments are sold by two: those of large deals. The other markets have no
 * specialist. */
static fc_status co_selling_link(struct own *own, struct fc_model *model,
                                 struct fc_error *err)
{
    const struct fc_pipeline *pipe = model->pipeline;
    const uint32_t segments = model->axis[FC_SEGMENT].count;
    double limit = own->min_deal_value, sum = 0, largest = 0;
    bool *sold = fc__model_alloc(model, segments, sizeof *sold);
    if (!sold)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for segments");
    own->shared.co_selling.segment = sold;
    for (uint32_t s = 0; s < segments; s++) {
        const double mean = model->number_value[pipe->deal_mean[s].row];
        sum += mean;
        largest = fmax(largest, mean);
    }
    if (isnan(limit))
        limit = sum / segments * (1 - 1e-9);
    if (own->shared.structure == FC_MATRIX && largest < limit)
        return fc__scenario_problem(
            model->scenario, own->line,
            "'organisation.matrix.min_deal_value' is %g, but the largest mean deal of "
            "a "
            "segment is %g; lower it, or choose structure = \"geographic\"",
            limit, largest);
    for (uint32_t s = 0; s < segments; s++)
        sold[s] = model->number_value[pipe->deal_mean[s].row] >= limit;
    for (uint32_t k = 0; k < model->axis[FC_MARKET].count; k++) {
        model->markets[k].overflow =
            model->overflow.on ? model->markets[k].second : FC_NO_TEAM;
        if (!sold[model->markets[k].segment])
            model->markets[k].second = FC_NO_TEAM;
    }
    return FC_OK;
}

static uint32_t member_of(const struct fc_market *k, int domain)
{
    return domain == 0 ? k->territory : domain == 1 ? k->product : k->segment;
}

/* Share of the hours of the markets that are `of` a team that lies in the domain member
 * of market k; of their number where no hours are known. Markets in the order of their
 * names. */
static double domain_share(const struct fc_model *model, const uint32_t *team,
                           uint32_t of, uint32_t k, int domain)
{
    double inside = 0, all = 0, inside_count = 0, count = 0;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t j = model->market_order[i];
        const struct fc_market *market = &model->markets[j];
        if (team[j] != of)
            continue;
        const bool here =
            member_of(market, domain) == member_of(&model->markets[k], domain);
        all += market->opening_hours;
        count += 1;
        inside += here ? market->opening_hours : 0;
        inside_count += here;
    }
    return all > 0 ? inside / all : count > 0 ? inside_count / count : 0;
}

/* Mixes of the people who cover each market: x_d; of the better one of a pair. Pools
 * know what they sell along. */
static fc_status domains_link(struct own *own, struct fc_model *model,
                              struct fc_error *err)
{
    const uint32_t markets = model->axis[FC_MARKET].count;
    const enum fc_structure mix = structure_like(&own->shared, own->domain_mix);
    const bool several = model->axis[FC_PRODUCT].count > 1;
    uint32_t *team = fc__model_alloc(model, markets, sizeof *team);
    uint32_t *pool = fc__model_alloc(model, markets, sizeof *pool);
    if (!team || !pool)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for mixes");
    for (uint32_t k = 0; k < markets; k++) {
        const struct fc_market *market = &model->markets[k];
        const bool pair = mix == FC_MATRIX && several &&
                          own->shared.co_selling.segment[market->segment];
        team[k] = fc__structure_team_of(model, mix, k);
        pool[k] = pair ? market->product : UINT32_MAX;
    }
    for (uint32_t k = 0; k < markets; k++)
        for (int d = 0; d < 3; d++) {
            double *x = &model->markets[k].domain_share[d];
            *x = domain_share(model, team, team[k], k, d);
            const double of_pool =
                mix == FC_MATRIX
                    ? domain_share(model, pool, model->markets[k].product, k, d)
                    : *x;
            model->markets[k].pool_share[d] = of_pool;
            if (pool[k] != UINT32_MAX)
                *x = fmax(*x, of_pool);
        }
    return FC_OK;
}

static fc_status ownership_link(struct own *own, struct fc_model *model,
                                struct fc_error *err)
{
    struct fc_ownership *self = &own->shared.ownership;
    const uint32_t markets = model->axis[FC_MARKET].count;
    const enum fc_structure like = structure_like(&own->shared, own->ownership_like);
    self->shared = like == FC_POOLED;
    self->owner = fc__model_alloc(model, markets, sizeof *self->owner);
    if (!self->owner)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for owners");
    for (uint32_t k = 0; k < markets; k++)
        self->owner[k] = fc__structure_team_of(model, like, k);
    return FC_OK;
}

static fc_status link(void *own_, struct fc_model *model, struct fc_error *err)
{
    struct own *own = own_;
    FC_TRY(co_selling_link(own, model, err));
    FC_TRY(domains_link(own, model, err));
    if (model->overflow.on) {
        const size_t markets = model->axis[FC_MARKET].count;
        model->overflow.skill = fc__model_rows(model, markets);
        model->overflow.coverage =
            fc__model_rows(model, markets * model->axis[FC_STAGE].count);
    }
    if (own->shared.expert == FC_NO_ROLE) /* specialists close deals */
        own->shared.expert = model->task_role[fc_task_service(model) - 1];
    own->shared.travel.structure =
        structure_like(&own->shared, own->shared.travel.like);
    return ownership_link(own, model, err);
}

const struct fc_mechanism FC_PER_ISA(fc_organisation_room) = {
    .name = "organisation",
    .help = "structure, teams, roles",
    .sections = fc__organisation_sections,
    .spec_size = sizeof(struct fc_organisation_spec),
    .compile = compile,
    .link = link,
};
