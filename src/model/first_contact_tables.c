/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of first contact, from the closed forms of queue.c: how often a team is busy,
 * what a wait leaves of a lead, what a ranking finds. Interpolation is linear and keeps
 * order; its error is below 2e-4 (busy), 3e-4 (decay; 3e-3 where the exponent is
 * uncertain) and 5e-3 (ranking, where the skill is at most 1.5 and a twentieth of the
 * leads or more is worked). Checked by tests/unit/test_first_contact.c. */
#include "base/error.h"
#include "model/first_contact.h"
#include "model/market.h"
#include "model/queue.h"
#include "random/lanemath.h"

static bool busy_compile(struct fc_first_contact *self, struct fc_model *model)
{
    const uint32_t seats = model->axis[FC_SEAT].count;
    self->servers = seats < 1 ? 1 : seats < FC_SERVERS_MAX ? seats : FC_SERVERS_MAX;
    float *busy = fc__model_alloc(model, self->servers * FC_LOADS, sizeof *busy);
    for (uint32_t c = 0; busy && c < self->servers; c++)
        for (uint32_t i = 0; i < FC_LOADS; i++)
            busy[c * FC_LOADS + i] =
                (float)fc__erlang_c(c + 1, (double)FC_LOAD_MOST * i / (FC_LOADS - 1));
    self->busy = busy;
    return busy != NULL;
}

static bool decay_compile(struct fc_decay_table *self, struct fc_model *model,
                          double exponent, bool uncertain)
{
    self->exponents = uncertain ? FC_EXPONENTS : 2;
    self->first = uncertain ? 0.0f : (float)exponent;
    self->inverse = uncertain ? (FC_EXPONENTS - 1) / 2.0f : 0.0f;
    float *value =
        fc__model_alloc(model, (size_t)FC_WAITS * self->exponents, sizeof *value);
    const double step = uncertain ? 2.0 / (FC_EXPONENTS - 1) : 0;
    double mean[FC_EXPONENTS];
    for (uint32_t i = 0; value && i < FC_WAITS; i++) {
        const double x = fc_exp((double)FC_WAIT_LOW + i / 16.0);
        fc__queue_decay_mean(x, (double)self->first, step, self->exponents, mean);
        for (uint32_t j = 0; j < self->exponents; j++)
            value[i * self->exponents + j] = (float)mean[j];
    }
    self->value = value;
    return value != NULL;
}

/* Channels with one exponent share a table. */
static bool decays_compile(struct fc_first_contact *self, struct fc_model *model)
{
    struct fc_decay_table *decay =
        fc__model_alloc(model, self->channels, sizeof *decay);
    self->decay = decay;
    if (!decay)
        return false;
    for (uint32_t c = 0; c < self->channels; c++) {
        const uint32_t row = model->channels[c].decay_exponent.row;
        const bool uncertain = model->number_dist[row] >= 0;
        const float exponent = (float)model->number_value[row];
        if (!model->channels[c].decays)
            continue;
        self->decays = true;
        for (uint32_t i = 0; i < c && !decay[c].value; i++)
            if (uncertain ? decay[i].inverse > 0.0f
                          : decay[i].value && decay[i].inverse == 0.0f &&
                                decay[i].first == exponent)
                decay[c] = decay[i];
        if (!decay[c].value &&
            !decay_compile(&decay[c], model, (double)exponent, uncertain))
            return false;
    }
    return true;
}

/* Shares of the good and of the bad leads above each of CUTS cuts, the lowest last. */
enum { CUTS = 600 };
struct cuts {
    double good[CUTS], bad[CUTS];
};

/* Found beyond the share worked, for shares 0 ... 1: walks along the cut, which gives
 * both the share above it and the good leads among them. 0 at both ends. */
static void ranked_row(const struct cuts *cuts, double good, float *beyond)
{
    double share = 0, found = 0;
    uint32_t i = 1;
    for (int n = 0; n < CUTS; n++) {
        const double above = good * cuts->good[n] + (1 - good) * cuts->bad[n];
        for (; i < FC_RANK_SHARES - 1; i++) {
            const double at = (double)i / (FC_RANK_SHARES - 1);
            if (at > above)
                break;
            const double part = above > share ? (at - share) / (above - share) : 0;
            const double value = found + part * (cuts->good[n] - found) - at;
            beyond[i] = value > 0 ? (float)value : 0.0f;
        }
        share = above;
        found = cuts->good[n];
    }
}

static bool ranked_compile(struct fc_first_contact *self, struct fc_model *model)
{
    float *ranked =
        fc__model_alloc(/* zeroed */
                        model, (size_t)FC_RANK_SKILLS * FC_RANK_GOOD * FC_RANK_SHARES,
                        sizeof *ranked);
    struct cuts cuts;
    self->ranked = ranked;
    for (uint32_t s = 1; ranked && s < FC_RANK_SKILLS; s++) {
        const double skill = 3.0 * s / (FC_RANK_SKILLS - 1);
        for (int n = 0; n < CUTS; n++) {
            const double cut = 4.5 + skill - (9 + skill) * n / (CUTS - 1);
            cuts.good[n] = fc_normal_cdf(skill - cut);
            cuts.bad[n] = fc_normal_cdf(-cut);
        }
        for (uint32_t g = 0; g < FC_RANK_GOOD - 1; g++) { /* all are good: no gain */
            const double root = (double)g / (FC_RANK_GOOD - 1);
            ranked_row(&cuts, root * root,
                       ranked + (s * FC_RANK_GOOD + g) * FC_RANK_SHARES);
        }
    }
    return ranked != NULL;
}

fc_status fc__first_contact_tables(struct fc_first_contact *self,
                                   struct fc_model *model, struct fc_error *err)
{
    const uint32_t teams = model->axis[FC_TEAM].count;
    self->channels = model->axis[FC_CHANNEL].count;
    self->order = fc__model_order(model, &model->axis[FC_CHANNEL]);
    if (!self->order || !busy_compile(self, model) || !decays_compile(self, model) ||
        !ranked_compile(self, model))
        return FC_FAIL(err, FC_E_MEMORY, "no memory for first contact");
    self->tau = fc__model_rows(model, self->channels);
    self->leaving = fc__model_rows(model, self->channels);
    self->gap_kept = fc__model_rows(model, self->channels);
    self->gap_hour = fc__model_rows(model, self->channels);
    self->kept = fc__model_rows(model, (size_t)teams * self->channels);
    return FC_OK;
}
