/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Insurance: what is paid for the losses of a year of cover.
 *
 *   paid for the year = min(max(share x losses so far - deductible, 0), limit) (1.53)
 *
 * Losses are the month's cost of the crises covered, or its bad debt, times the use of
 * the practice. What a month adds to this sum is paid `wait` months later. A year of
 * cover begins with the practice and every twelve months. Payments are a negative cost
 * of the month they come in. The premium is what the practice costs: to set it,
 * E[paid](1 + load) with E[paid] from a run without a premium.
 *
 * Source: docs/model.md#countermeasures. Checked by tests/stat/test_countermeasures.c.
 */
#include "model/money.h"

#include "model/cover.h"

/* Loss of this month that a cover counts. */
static void loss_of(const struct fc_cover *cover, const struct fc_block *b,
                    double *restrict loss)
{
    const float *share = fc_number_row(b, cover->share);
    const float *use = FC_ROW(b, practice_use, cover->practice);
    FC_EACH (l)
        loss[l] = cover->bad_debt ? FC_ROW(b, bad_debt, 0)[l] : 0;
    for (uint32_t i = 0; !cover->bad_debt && i < b->model->axis[FC_CRISIS].count; i++)
        if (cover->crises[i])
            FC_EACH (l)
                loss[l] += FC_ROW(b, crisis_cost, i)[l];
    FC_EACH (l)
        loss[l] *= (double)share[l] * (double)use[l];
}

/* Adds the month to its year of cover: what is due for it goes into the ring. */
static void claim(const struct fc_cover *cover, struct fc_block *b,
                  const struct fc_money_cover *own)
{
    const float *deductible = fc_number_row(b, cover->deductible);
    const float *limit = fc_number_row(b, cover->limit);
    double *losses = fc_own_double(b, own->losses, 0);
    double *claimed = fc_own_double(b, own->claimed, 0);
    double *due = fc_own_double(b, own->due, (b->month + cover->wait) % own->ring);
    FC_LANE_ROW(double, loss);
    loss_of(cover, b, loss);
    if (b->month >= cover->first && (b->month - cover->first) % 12 == 0)
        FC_EACH (l)
            losses[l] = claimed[l] = 0;
    FC_EACH (l) {
        losses[l] += loss[l];
        const double above = losses[l] - (double)deductible[l];
        const double most = above < (double)limit[l] ? above : (double)limit[l];
        const double paid = most > 0 ? most : 0;
        due[l] += paid - claimed[l];
        claimed[l] = paid;
    }
}

void fc__money_covers(const struct fc_money *own, struct fc_block *b,
                      double *restrict costs)
{
    for (uint32_t i = 0; i < b->model->cover_count; i++) {
        const struct fc_cover *cover = &b->model->covers[i];
        const struct fc_money_cover *rows = &own->cover[i];
        double *paid = FC_ROW(b, insurance, cover->practice);
        claim(cover, b, rows);
        double *due = fc_own_double(b, rows->due, b->month % rows->ring);
        FC_EACH (l) {
            paid[l] += due[l];
            costs[l] -= due[l];
            due[l] = 0;
        }
    }
}

fc_status fc__money_covers_link(struct fc_money *own, struct fc_model *model)
{
    own->cover = fc__model_alloc(model, model->cover_count, sizeof *own->cover);
    if (!own->cover)
        return FC_E_MEMORY;
    for (uint32_t i = 0; i < model->cover_count; i++) {
        own->cover[i].ring = model->covers[i].wait + 1;
        own->cover[i].losses = fc__model_rows_double(model, 1);
        own->cover[i].claimed = fc__model_rows_double(model, 1);
        own->cover[i].due = fc__model_rows_double(model, own->cover[i].ring);
    }
    return FC_OK;
}
