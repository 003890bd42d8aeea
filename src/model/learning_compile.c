/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Learning: what a scenario says about it, and what each team works on.
 *
 *   x of a domain = share of the working time of the people who cover a market, from
 *                   the organisation (their own mix, or that of another structure)
 *
 * The mix of work stays what it is expected to be at opening. Sums run over the markets
 * by name, so that the order of lists changes nothing. Source and laws: learning.h.
 * Checked by tests/stat/test_learning.c. */
#include "base/error.h"
#include "model/learning.h"
#include "model/organisation.h"

/* ---- what a scenario may say ---- */

#define WEIGHT(kind_, at_, source_)                                                    \
    {                                                                                  \
        .key = "weight", .unit = "exponent", .kind = FC_NUMBER, .flags = FC_MAY_VARY,  \
        .confidence = 'A', .low = 0, .high = 2, .preset = 0, .at = at_,                \
        .help = "how much knowing the " kind_ " counts: exponent of its level in "     \
                "proficiency; 0 = not at all",                                         \
        .source = source_                                                              \
    }
#define YEARS(kind_, axis_, preset_, at_)                                              \
    {                                                                                  \
        .key = "years", .unit = "years", .kind = FC_NUMBER, .flags = FC_MAY_VARY,      \
        .per = axis_, .confidence = 'A', .low = 0.01, .high = 20, .preset = preset_,   \
        .at = at_,                                                                     \
        .help = "how complex a " kind_ " is: years of full time in it until 63 % of "  \
                "what there is to learn is learnt",                                    \
        .source = "range .05-.8; individual learning curves are exponential: Mazur & " \
                  "Hastie 1978"                                                        \
    }
#define FLOOR(kind_, at_)                                                              \
    {                                                                                  \
        .key = "floor", .unit = "share", .kind = FC_NUMBER,                            \
        .flags = FC_MAY_VARY | FC_SHARE, .confidence = 'A', .low = 0.01, .high = 1,    \
        .preset = 0.5, .at = at_,                                                      \
        .help = "level of a person who does not know the " kind_ " at all"             \
    }
#define DOMAIN(name_, kind_, axis_, years_)                                            \
    static const struct fc_field name_[] = {                                           \
        WEIGHT(kind_, offsetof(struct fc_domain_spec, weight),                         \
               "industry specific; .15 territory, .30 product, .30 segment are a "     \
               "start"),                                                               \
        YEARS(kind_, axis_, years_, offsetof(struct fc_domain_spec, years)),           \
        FLOOR(kind_, offsetof(struct fc_domain_spec, floor)),                          \
        {0}}

DOMAIN(territory_rows, "territory", FC_TERRITORY, 0.15);
DOMAIN(product_rows, "product", FC_PRODUCT, 0.25);
DOMAIN(segment_rows, "segment", FC_SEGMENT, 0.25);

#define SPEC(field) offsetof(struct fc_learning_spec, field)
const struct fc_field fc__learning_rows[] = {
    {.key = "territory",
     .kind = FC_GROUP,
     .rows = territory_rows,
     .at = SPEC(by[FC_BY_TERRITORY]),
     .help = "knowing the territory: clients, rivals, roads"},
    {.key = "product",
     .kind = FC_GROUP,
     .rows = product_rows,
     .at = SPEC(by[FC_BY_PRODUCT]),
     .help = "knowing the product"},
    {.key = "segment",
     .kind = FC_GROUP,
     .rows = segment_rows,
     .at = SPEC(by[FC_BY_SEGMENT]),
     .help = "knowing the clients' business"},
    {.key = "forget_years",
     .unit = "years",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 0.05,
     .high = 50,
     .preset = 1.32,
     .at = SPEC(forget_years),
     .help = "time constant by which experience fades, 1.44 half-lives",
     .source = "half-life of unused skill 11 months: Tatel & Ackerman 2025; none found "
               "in daily use: Chan, Li & Pierce 2014"},
    {.key = "taught_half_life_months",
     .unit = "months",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'H',
     .low = 0.5,
     .high = 600,
     .preset = 11,
     .at = SPEC(taught_half_life),
     .help = "half-life of what newcomers lack of a gain by training before they came "
             "(lever 'skill'); give the half-life of the training",
     .source = "Tatel & Ackerman 2025: 6.5 (accuracy), 11, 13 (speed)"},
    {.key = "mentored_half_life_months",
     .unit = "months",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 0.5,
     .high = 600,
     .preset = 36,
     .at = SPEC(mentored_half_life),
     .help = "half-life of what a mentor gave, once mentoring has stopped",
     .source = "gains lasted 20 weeks and more: Sandvik et al. 2020"},
    {0}};
#undef SPEC

/* ---- compile ---- */

static const enum fc_axis axis_of[] = {FC_TERRITORY, FC_PRODUCT, FC_SEGMENT};

fc_status fc__learning_compile(struct fc_learning *self, struct fc_model *model,
                               const struct fc_learning_spec *spec,
                               struct fc_error *err)
{
    for (int d = 0; d < FC_DOMAIN_KINDS; d++) {
        const struct fc_domain_spec *by = &spec->by[d];
        const uint32_t n = model->axis[axis_of[d]].count;
        self->counts[d] = by->weight.dist >= 0 || by->weight.value > 0;
        self->on = self->on || self->counts[d];
        self->weight[d] = fc__model_number(model, by->weight);
        self->floor[d] = fc__model_number(model, by->floor);
        self->years[d] = fc__model_alloc(model, n, sizeof *self->years[d]);
        if (!self->years[d])
            return FC_FAIL(err, FC_E_MEMORY, "no memory for learning");
        for (uint32_t i = 0; i < n && i < by->years.n; i++)
            self->years[d][i] = fc__model_number(model, by->years.at[i]);
    }
    self->forget_years = fc__model_number(model, spec->forget_years);
    self->taught_half_life = fc__model_number(model, spec->taught_half_life);
    self->mentored_half_life = fc__model_number(model, spec->mentored_half_life);
    return FC_OK;
}

/* ---- link ---- */

static uint32_t member_of(const struct fc_market *market, int kind)
{
    return kind == FC_BY_TERRITORY ? market->territory
           : kind == FC_BY_PRODUCT ? market->product
                                   : market->segment;
}

/* Does a team work in a market: its own, or one whose deals its specialists take over?
 */
static bool works_in(const struct fc_market *market, uint32_t team)
{
    return market->team == team || market->overflow == team;
}

/* The domain of a team that market k belongs to, by member and share; a new one if
 * there is none. */
static uint32_t domain_of(const struct fc_model *model, uint32_t k, int kind,
                          struct fc_learning_team *team)
{
    const struct fc_market *market = &model->markets[k];
    const uint32_t member = member_of(market, kind);
    const double share = (team->pool ? market->pool_share : market->domain_share)[kind];
    for (uint32_t i = 0; i < team->domains; i++) {
        const struct fc_domain *domain = &team->domain[i];
        const double off = domain->share - share;
        if (domain->kind == (uint32_t)kind && domain->member == member && off < 1e-12 &&
            off > -1e-12)
            return i;
    }
    team->domain[team->domains] =
        (struct fc_domain){.kind = (uint32_t)kind, .member = member, .share = share};
    return team->domains++;
}

/* Adds the domains of market k, which takes `time` of the team's time. */
static void domains_add(const struct fc_learning *self, const struct fc_model *model,
                        uint32_t k, struct fc_learning_team *team, double time)
{
    for (int d = 0; d < FC_DOMAIN_KINDS; d++)
        if (self->counts[d])
            team->domain[domain_of(model, k, d, team)].time += time;
}

/* Domains and markets of a team; domains in the order of the markets' names, so that
 * sums over them do not depend on the order of lists. */
static fc_status team_link(const struct fc_learning *self, struct fc_model *model,
                           uint32_t number, struct fc_learning_team *team,
                           struct fc_error *err)
{
    const uint32_t n = model->axis[FC_MARKET].count;
    team->domain =
        fc__model_alloc(model, (size_t)FC_DOMAIN_KINDS * n, sizeof *team->domain);
    team->market = fc__model_alloc(model, n, sizeof *team->market);
    team->segment = fc__model_alloc(model, self->segments, sizeof *team->segment);
    if (!team->domain || !team->market || !team->segment)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for learning");
    double all = 0, count = 0;
    team->pool = fc_is_pool(model, number);
    for (uint32_t i = 0; i < n; i++) {
        const struct fc_market *market = &model->markets[model->market_order[i]];
        all += works_in(market, number) ? market->opening_hours : 0;
        count += works_in(market, number);
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t k = model->market_order[i];
        const double hours = model->markets[k].opening_hours;
        if (works_in(&model->markets[k], number))
            domains_add(self, model, k, team, all > 0 ? hours / all : 1 / count);
    }
    for (uint32_t s = 0; s < self->segments; s++)
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t k = model->market_order[i];
            if (!works_in(&model->markets[k], number) || model->markets[k].segment != s)
                continue;
            struct fc_learnt_market *to = &team->market[team->markets++];
            *to = (struct fc_learnt_market){.market = k, .segment = s};
            team->segment[s] = 1;
            for (int d = 0; d < FC_DOMAIN_KINDS; d++)
                to->domain[d] =
                    self->counts[d] ? domain_of(model, k, d, team) : FC_NO_DOMAIN;
        }
    return FC_OK;
}

static void rows_link(struct fc_learning *self, struct fc_model *model, uint32_t seats)
{
    const size_t each = self->on ? (size_t)seats * self->domains : 0;
    fc_rows *const single[] = {&self->keep, &self->keep_half, &self->one};
    fc_rows *const seat[] = {&self->general, &self->lacking, &self->closed,
                             &self->mentor};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        *single[i] = fc__model_rows(model, 1);
    for (size_t i = 0; i < sizeof seat / sizeof *seat; i++)
        *seat[i] = fc__model_rows(model, seats);
    self->team_taught = fc__model_rows(model, model->axis[FC_TEAM].count);
    self->experience = fc__model_rows(model, each);
    self->factor = fc__model_rows(model, each * self->segments);
}

fc_status fc__learning_link(struct fc_learning *self, struct fc_model *model,
                            uint32_t seats, struct fc_error *err)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    self->segments = model->axis[FC_SEGMENT].count;
    self->team = fc__model_alloc(model, teams, sizeof *self->team);
    if (!self->team)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for learning");
    for (uint32_t team = 0; self->on && team < teams; team++) {
        FC_TRY(team_link(self, model, team, &self->team[team], err));
        if (self->team[team].domains > self->domains)
            self->domains = self->team[team].domains;
    }
    rows_link(self, model, seats);
    return FC_OK;
}
