/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Insurance as a part of a practice: what is covered, up to how much. The premium is
 * what the practice costs. The law is at the head of money_cover.c. Checked by
 * tests/stat/test_countermeasures.c. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/cover.h"
#include "model/practice.h"

#define AT(name) .at = offsetof(struct fc_cover_spec, name)
#define MONEY(name_, key_, preset_, help_)                                             \
    {                                                                                  \
        .key = key_, .unit = "money a year", .kind = FC_NUMBER, .flags = FC_MAY_VARY,  \
        .confidence = 'A', .low = 0, .high = 1e15, .preset = preset_, AT(name_),       \
        .help = help_                                                                  \
    }

const struct fc_field fc__cover_rows[] = {
    {.key = "losses",
     .kind = FC_CHOICE,
     .confidence = 'H',
     .of = "none|crises|bad_debt",
     AT(losses),
     .help = "losses that it pays: what crises cost (one-off, and while they last), or "
             "invoices that are never paid"},
    {.key = "of",
     .kind = FC_NAMES,
     .confidence = 'H',
     AT(of),
     .help = "only these crises; if absent, all of them"},
    {.key = "share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 1,
     AT(share),
     .help = "share of a loss that counts"},
    MONEY(deductible, "deductible_per_year", 0,
          "losses of a year of cover up to this are not paid"),
    MONEY(limit, "limit_per_year", 1e15, "most that is paid for a year of cover"),
    {.key = "wait_months",
     .unit = "months",
     .kind = FC_COUNT,
     .confidence = 'A',
     .low = 0,
     .high = 60,
     .preset = 0,
     AT(wait_months),
     .help = "from the month of the loss to the payment"},
    {.key = NULL}};

static const struct fc_practice_spec *spec_at(const struct fc_practices *all,
                                              uint32_t i)
{
    return (const struct fc_practice_spec *)all->spec->practices.items + i;
}

static uint32_t crisis_of(const struct fc_model *model, const char *name)
{
    const struct fc_axis_table *axis = &model->axis[FC_CRISIS];
    uint32_t i = 0;
    while (i < axis->count && strcmp(axis->name[i], name) != 0)
        i++;
    return i;
}

/* Marks the crises whose cost is covered. */
static fc_status crises_find(struct fc_cover *self, const struct fc_practice_spec *spec,
                             struct fc_model *model)
{
    const uint32_t crises = model->axis[FC_CRISIS].count;
    const struct fc_names *of = &spec->cover.of;
    memset(self->crises, of->n == 0, crises);
    for (size_t i = 0; i < of->n; i++) {
        const uint32_t at = crisis_of(model, of->at[i]);
        if (self->bad_debt || at == crises)
            return fc__scenario_problem(
                model->scenario, of->line,
                "'practices.%s.cover.of' names \"%s\"; it takes names of crises, where "
                "'losses' is \"crises\"",
                spec->name, of->at[i]);
        self->crises[at] = 1;
    }
    return FC_OK;
}

static fc_status cover_new(struct fc_cover *self, const struct fc_practice_spec *spec,
                           uint32_t practice, struct fc_model *model,
                           struct fc_error *err)
{
    self->practice = practice;
    self->bad_debt = spec->cover.losses == FC_C_BAD_DEBT;
    self->share = fc__model_number(model, spec->cover.share);
    self->deductible = fc__model_number(model, spec->cover.deductible);
    self->limit = fc__model_number(model, spec->cover.limit);
    self->first = (uint32_t)(spec->start_month - 1);
    self->wait = (uint32_t)spec->cover.wait_months;
    self->crises =
        fc__model_alloc(model, model->axis[FC_CRISIS].count, sizeof *self->crises);
    if (!self->crises)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for insurance");
    return crises_find(self, spec, model);
}

fc_status fc__covers_link(const struct fc_practices *all, struct fc_model *model,
                          struct fc_error *err)
{
    struct fc_cover *covers = fc__model_alloc(model, all->n, sizeof *covers);
    fc_status status = FC_OK;
    if (!covers)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for insurance");
    model->covers = covers;
    for (uint32_t i = 0; i < all->n; i++) {
        if (spec_at(all, i)->cover.losses == FC_C_NONE)
            continue;
        const fc_status one =
            cover_new(&covers[model->cover_count++], spec_at(all, i), i, model, err);
        if (one != FC_OK && one != FC_E_SCENARIO)
            return one;
        status = one != FC_OK ? one : status;
    }
    return status;
}
