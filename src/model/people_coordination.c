/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours that keep people in step, by what takes them.
 *
 *   team of c people, hours a week =
 *       meetings c ln(c) / ln(6) + shared sum_k n_k (D_k - 1) + dual c (matrix)
 *   D_k   = sum over the teams that serve the territory and segment of k of
 *           1 - (1 - b)^(its products there), over 1 - (1 - b)^(all products there)
 *   b     = products of others that the clients of k have / what they could have
 *   share = hours / (c paid hours (1 - absence)(1 - admin)), at most .9
 *
 * D: teams of a client who has at least one of the products, each with probability b;
 * with a product a team P b / (1 - (1 - b)^P). The share takes the place of
 * `coordination_share`, nothing else changes. People and clients are those of the end
 * of the step before. `like` another structure: sizes are the parts of all people that
 * its teams would have at opening (a matrix: its territory teams), D is by its teams.
 *
 * Source: docs/model.md#organisation; direction: team selling needs coordination, HBR
 * 2006, forms and sizes assumed. Checked by tests/unit/test_coordination.c. */
#include <math.h>

#include "base/error.h"
#include "model/market.h"
#include "model/organisation.h"
#include "model/people.h"

/* Products that each team has in the territory and segment of market k: a number for
 * each team that has any, those of other markets left out where nobody stays a client.
 */
static uint32_t teams_of(const struct fc_model *model, const uint32_t *team, uint32_t k,
                         uint8_t *products)
{
    const struct fc_market *market = &model->markets[k];
    const uint32_t markets = model->axis[FC_MARKET].count;
    uint32_t n = 0;
    for (uint32_t j = 0; j < markets; j++) {
        const struct fc_market *other = &model->markets[j];
        const bool here = other->territory == market->territory &&
                          other->segment == market->segment &&
                          model->products[other->product].model != FC_ONE_OFF;
        bool first = here;
        uint32_t sold = 0;
        for (uint32_t i = 0; here && i < markets; i++) {
            const struct fc_market *same = &model->markets[i];
            const bool counts = same->territory == market->territory &&
                                same->segment == market->segment &&
                                model->products[same->product].model != FC_ONE_OFF &&
                                team[i] == team[j];
            first = first && !(counts && i < j);
            sold += counts;
        }
        if (first)
            products[n++] = (uint8_t)(sold < UINT8_MAX ? sold : UINT8_MAX);
    }
    return n;
}

/* Logarithm of the part of all people that the teams of another structure would have,
 * mean over the markets that `own_team` works in by their hours at opening. */
static double size_like(const struct fc_model *model, const double *seats,
                        uint32_t own_team)
{
    const double all = fmax(fc__structure_seats(model), 1);
    double sum = 0, weight = 0;
    for (uint32_t i = 0; i < model->axis[FC_MARKET].count; i++) {
        const uint32_t k = model->market_order[i];
        const struct fc_market *market = &model->markets[k];
        if (market->team != own_team && market->second != own_team)
            continue;
        const double w = fmax(market->opening_hours, 1e-9);
        sum += w * fc_log(fmax(seats[k], 1) / all);
        weight += w;
    }
    return weight > 0 ? sum / weight : 0;
}

fc_status fc__people_coordination_link(struct fc_people *self, struct fc_model *model,
                                       struct fc_error *err)
{
    const struct fc_coordination *from = &model->organisation->coordination;
    const uint32_t markets = model->axis[FC_MARKET].count;
    const uint32_t products = model->axis[FC_PRODUCT].count;
    if (!from->hours)
        return FC_OK;
    uint32_t *team = fc__model_alloc(model, markets, sizeof *team);
    double *seats = fc__model_alloc(model, markets, sizeof *seats);
    self->size_like = fc__model_alloc(model, self->teams, sizeof *self->size_like);
    self->client_teams = fc__model_alloc(model, markets, sizeof *self->client_teams);
    self->team_products = fc__model_alloc(model, (size_t)markets * products, 1);
    if (!team || !seats || !self->size_like || !self->client_teams ||
        !self->team_products)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for coordination");
    for (uint32_t k = 0; k < markets; k++)
        team[k] = from->own ? model->markets[k].team
                            : fc__structure_team_of(model, from->structure, k);
    for (uint32_t k = 0; k < markets; k++)
        self->client_teams[k] =
            teams_of(model, team, k, self->team_products + (size_t)k * products);
    if (from->own)
        return FC_OK;
    FC_TRY(fc__structure_seats_like(model, team, seats, err));
    for (uint32_t t = 0; t < self->teams; t++)
        self->size_like[t] = size_like(model, seats, t);
    return FC_OK;
}

/* Adds what the clients of market k take: clients x (teams of one - 1). */
static void shared_add(const struct fc_people *own, const struct fc_block *b,
                       uint32_t k, double *shared)
{
    const uint8_t *products =
        own->team_products + (size_t)k * b->model->axis[FC_PRODUCT].count;
    const uint32_t n = own->client_teams[k];
    const float *clients = FC_ROW(b, clients, k);
    const float *owned = FC_ROW(b, other_products, k);
    double others = -1;
    for (uint32_t i = 0; i < n; i++)
        others += products[i];
    if (n < 2)
        return; /* one team has all that they can buy */
    FC_EACH (l) {
        const double could = (double)clients[l] * others;
        const double b_one = could > 0 ? (double)owned[l] / could : 0;
        shared[l] +=
            (double)clients[l] * (fc__people_client_teams(b_one, products, n) - 1);
    }
}

void fc__people_coordination(const struct fc_people *own, const struct fc_block *b,
                             uint32_t team, float *net)
{
    const struct fc_model *model = b->model;
    const struct fc_coordination *from = &model->organisation->coordination;
    const float *paid = fc_number_row(b, own->paid_hours);
    const float *absence = fc_number_row(b, own->absence);
    const float *admin = fc_number_row(b, own->admin);
    const float *meetings = fc_number_row(b, from->meetings);
    const float *each = fc_number_row(b, from->shared_client);
    const float *dual = fc_number_row(b, from->dual);
    const float *people = FC_ROW(b, headcount, team);
    const double two = from->structure == FC_MATRIX;
    FC_LANE_ROW(double, shared) = {0};
    FC_LANE_ROW(double, size) = {0};
    for (uint32_t t = 0; t < own->teams; t++)
        if (from->own ? t == team : true)
            FC_EACH (l)
                size[l] += (double)FC_ROW(b, headcount, t)[l];
    for (uint32_t i = 0; from->shares_clients && i < model->axis[FC_MARKET].count; i++)
        if (model->markets[model->market_order[i]].team == team)
            shared_add(own, b, model->market_order[i], shared);
    FC_EACH (l) {
        const double c = (double)people[l];
        const double log_size =
            fc_log(size[l] > 1 ? size[l] : 1) + own->size_like[team];
        const double hours =
            fc__people_coordination_hours(c, log_size, shared[l], (double)meetings[l],
                                          (double)each[l], two * (double)dual[l]);
        const double there =
            c * (double)paid[l] * (1 - (double)absence[l]) * (1 - (double)admin[l]);
        const double share = there > 0 ? hours / there : 0;
        net[l] *= (float)(1 - (share < 0.9 ? share : 0.9));
    }
}
