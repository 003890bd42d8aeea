/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a policy does: named actions as effects on levers, from one small table.
 *
 *   freeze_hiring       searches x (1 - share)
 *   lay_off             share of the seats, closed when it begins to work
 *   marketing_up        spend x (1 + share)
 *   marketing_down      spend x (1 - share)
 *   marketing_shift     `where` x (1 - share); `to` gains that, by its planned spend
 *   discount            price x (1 - share)
 *   retention_campaign  log-odds of leaving - log_odds
 *   reassign            share of the hours of teams, lent to another (policy_lend.c)
 *   hire                seats that open (people_hire.c)
 *
 * Checked by tests/unit/test_policy.c. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/market.h"
#include "model/policy.h"
#include "random/lanemath.h"

enum size { NOTHING, CALLED, LOSS, ADDED, MORE, LESS, SHIFTED, EASED, LENT, HIRED };

static const struct action {
    const char *name;
    int lever;
    enum size size;
    double preset, most; /* share */
} actions[] = {
    {"effects", -1, NOTHING, 0, 0},
    {"practice", -1, CALLED, 0, 0},
    {"freeze_hiring", FC_L_hiring, LOSS, 1, 1},
    {"lay_off", FC_L_lay_off, ADDED, 0.1, 1},
    {"marketing_up", FC_L_marketing, MORE, 0.2, 9},
    {"marketing_down", FC_L_marketing, LESS, 0.3, 0.99},
    {"marketing_shift", FC_L_marketing, SHIFTED, 0.3, 0.99},
    {"discount", FC_L_price, LOSS, 0.05, 0.95},
    {"retention_campaign", FC_L_renewal_odds, EASED, 0, 0},
    {"reassign", -1, LENT, 0.2, 0.9},
    [FC_DO_HIRE] = {"hire", -1, HIRED, 0, 0},
};

struct place {
    struct fc_model *model;
    const struct fc_policy_spec *spec;
    const struct action *action;
    double share;
    const uint32_t *channels; /* by name */
    int line;
    struct fc_error *err;
};

/* ---- what is given fits the action ---- */

static fc_status size_check(struct place *at)
{
    const struct fc_policy_spec *spec = at->spec;
    const struct action *action = at->action;
    fc_scenario *scenario = at->model->scenario;
    at->share = isnan(spec->share.value) ? action->preset : spec->share.value;
    if (action->size == NOTHING && spec->effects.n == 0)
        return fc__scenario_problem(
            scenario, at->line,
            "'policies.%s' has do = \"effects\" and no effects; "
            "say what it acts on, such as effects = ( { lever = "
            "\"lead_flow\"; factor = 1.2; } )",
            spec->name);
    if (!isnan(spec->share.value) && at->share > action->most)
        return fc__scenario_problem(
            scenario, spec->share.line,
            "'policies.%s.share' is %g; for \"%s\" it must lie in [0, %g]", spec->name,
            at->share, action->name, action->most);
    return FC_OK;
}

/* Keys that belong to one action, which needs them. */
static fc_status keys_check(const struct place *at)
{
    const struct fc_policy_spec *spec = at->spec;
    const struct {
        enum size size;
        bool given;
        const char *lacks, *elsewhere;
    } keys[] = {
        {CALLED, spec->practice != NULL,
         " calls for no practice; name it in 'practice'",
         "practice' belongs to do = \"practice\""},
        {SHIFTED, spec->to.n > 0,
         " shifts marketing to no channel; give 'to' and 'where'",
         "to' belongs to \"marketing_shift\""},
        {LENT, spec->to_team != NULL, " lends hours to no team; name it in 'to_team'",
         "to_team' belongs to \"reassign\""},
        {HIRED, spec->seats != FC_ABSENT, " opens no seats; say how many in 'seats'",
         "seats' belongs to \"hire\""},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const bool needs = at->action->size == keys[i].size;
        if (needs && !keys[i].given)
            return fc__scenario_problem(at->model->scenario, at->line,
                                        "'policies.%s'%s", spec->name, keys[i].lacks);
        if (!needs && keys[i].given)
            return fc__scenario_problem(at->model->scenario, at->line,
                                        "'policies.%s.%s; leave it out", spec->name,
                                        keys[i].elsewhere);
    }
    return FC_OK;
}

/* ---- effects ---- */

static struct fc_effect_spec named(const struct place *at)
{
    const struct fc_number none = {(double)NAN, -1, at->line};
    struct fc_effect_spec one = {.lever = at->action->lever, .of = at->spec->where};
    one.loss = one.factor = one.log_odds = one.add = one.squared = none;
    if (at->action->size == LOSS)
        one.loss.value = at->share;
    else if (at->action->size == ADDED)
        one.add.value = at->share;
    else if (at->action->size == EASED)
        one.add.value = -at->spec->log_odds.value;
    else
        one.factor.value = at->action->size == MORE ? 1 + at->share : 1 - at->share;
    return one;
}

static fc_status effects_new(struct fc_policy *self, const struct place *at)
{
    const size_t given = at->spec->effects.n;
    const size_t first = at->action->lever >= 0;
    struct fc_effect_spec *all = fc__model_alloc(at->model, given + 1, sizeof *all);
    if (!all)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for policies");
    if (first)
        all[0] = named(at);
    if (given)
        memcpy(all + first, at->spec->effects.items, given * sizeof *all);
    const struct fc_list list = {given + first, all};
    const struct fc_aim aim = {
        .list = "policies", .name = at->spec->name, .effects = &list, .line = at->line};
    return fc__effects_aim(&self->effects, &aim, at->model, at->err);
}

/* ---- marketing ---- */

static bool among(const struct fc_names *names, const struct fc_model *model,
                  uint32_t channel)
{
    for (size_t i = 0; i < names->n; i++) {
        const char *colon = strchr(names->at[i], ':');
        const char *name = colon ? colon + 1 : names->at[i];
        if (strcmp(name, model->axis[FC_CHANNEL].name[channel]) == 0)
            return true;
    }
    return false;
}

static double planned(const struct place *at, const struct fc_names *names, bool all,
                      uint32_t month)
{
    double sum = 0;
    for (uint32_t i = 0; i < at->model->axis[FC_CHANNEL].count; i++)
        if (all || among(names, at->model, at->channels[i]))
            sum += at->model->channels[at->channels[i]].spend[month];
    return sum;
}

/* What the policy's months cost beyond the marketing plan. */
static fc_status extra_new(struct fc_policy *self, const struct place *at)
{
    const uint32_t months = at->model->months;
    double *extra = fc__model_alloc(at->model, (size_t)months + 1, sizeof *extra);
    if (!extra)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for policies");
    self->extra = extra;
    for (uint32_t m = 0; at->action->size == MORE && m <= months; m++)
        extra[m] = at->share * planned(at, &at->spec->where, at->spec->where.n == 0,
                                       m < months ? m : months - 1);
    return FC_OK;
}

static fc_status shift_new(struct fc_policy *self, const struct place *at)
{
    const struct fc_model *model = at->model;
    const uint32_t channels = model->axis[FC_CHANNEL].count;
    float *gain = fc__model_alloc(at->model, model->months, sizeof *gain);
    self->channel = fc__model_alloc(at->model, channels, sizeof *self->channel);
    if (!gain || !self->channel)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for policies");
    self->gain = gain;
    for (uint32_t c = 0; c < channels; c++) {
        const bool gains = among(&at->spec->to, model, c);
        if (gains && (at->spec->where.n == 0 || among(&at->spec->where, model, c)))
            return fc__scenario_problem(
                model->scenario, at->line,
                "'policies.%s' shifts marketing from and to '%s'; 'where' and 'to' "
                "must not have a channel in common",
                at->spec->name, model->axis[FC_CHANNEL].name[c]);
        if (gains)
            self->channel[self->gains++] = c;
    }
    for (uint32_t m = 0; m < model->months; m++) {
        const double from = planned(at, &at->spec->where, false, m);
        const double to = planned(at, &at->spec->to, false, m);
        if (!(to > 0) || at->share * from / to > 9)
            return fc__scenario_problem(
                model->scenario, at->line,
                "'policies.%s' shifts %g in month %u to channels whose planned spend "
                "is %g; it must be at least a ninth of that",
                at->spec->name, at->share * from, m + 1, to);
        gain[m] = (float)fc_log(1 + at->share * from / to);
    }
    return FC_OK;
}

/* ---- practices ---- */

/* The policy (by number) runs a practice that waits to be called. */
static fc_status practice_call(const struct place *at, uint32_t policy)
{
    struct fc_model *model = at->model;
    const struct fc_axis_table *axis = &model->axis[FC_PRACTICE];
    const char *wanted = at->spec->practice;
    struct fc_nearest near = {0};
    uint32_t i = 0;
    for (; wanted && i < axis->count && strcmp(axis->name[i], wanted) != 0; i++)
        fc_nearest_offer(&near, wanted, axis->name[i]);
    if (!wanted || i == axis->count)
        return fc__scenario_problem(
            model->scenario, at->line,
            "'policies.%s.practice' is \"%s\", which is not in 'practices'%s%s%s; "
            "name one that has on_demand = true",
            at->spec->name, wanted ? wanted : "", near.word ? " (did you mean '" : "",
            near.word ? near.word : "", near.word ? "'?)" : "");
    struct fc_starters *by = &model->started_by[i];
    uint32_t *list = fc__model_alloc(model, (size_t)by->n + 1, sizeof *list);
    if (!list)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for policies");
    if (by->n)
        memcpy(list, by->policy, by->n * sizeof *list);
    list[by->n] = policy;
    *by = (struct fc_starters){by->n + 1, list};
    return FC_OK;
}

/* ---- clients ---- */

/* Markets whose clients cost_per_client counts: those that a lever on markets of this
 * `where` reaches; all if the action is not on markets. */
static fc_status clients_new(struct fc_policy *self, const struct place *at)
{
    const uint32_t markets = at->model->axis[FC_MARKET].count;
    self->counts = fc__model_alloc(at->model, markets, sizeof *self->counts);
    if (!self->counts)
        return FC_FAIL(at->err, FC_E_MEMORY, "no memory for policies");
    const int lever = at->action->lever;
    const bool some = lever >= 0 && fc__lever_rows[lever].axis == FC_MARKET;
    memset(self->counts, !some, markets);
    for (uint32_t k = 0; some && k < self->effects.pulls[0].n; k++)
        if (self->effects.pulls[0].at[k].lever == lever)
            self->counts[self->effects.pulls[0].at[k].row] = 1;
    return FC_OK;
}

fc_status fc__policy_act(struct fc_policy *self, uint32_t policy,
                         const struct fc_policy_spec *spec, struct fc_model *model,
                         struct fc_error *err)
{
    struct place at = {.model = model,
                       .spec = spec,
                       .action = &actions[spec->action],
                       .channels = fc__model_order(model, &model->axis[FC_CHANNEL]),
                       .line = spec->lag_months.line,
                       .err = err};
    if (!at.channels)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for policies");
    FC_TRY(size_check(&at));
    FC_TRY(keys_check(&at));
    FC_TRY(effects_new(self, &at));
    FC_TRY(extra_new(self, &at));
    FC_TRY(clients_new(self, &at));
    if (at.action->size == CALLED)
        return practice_call(&at, policy);
    if (at.action->size == LENT)
        return fc__policy_lend(self, spec, at.share, model, err);
    return at.action->size == SHIFTED ? shift_new(self, &at) : FC_OK;
}
