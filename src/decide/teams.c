/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How busy the teams of each structure are and how much of their quota they sell: one
 * run of each structure, in the worlds that the shocks use. A mean over months has an
 * error of at most the mean of the months' errors (triangle inequality); that is what
 * is given. Attainment counts at the end of the years. Checked by
 * tests/unit/test_decide_structures.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "decide/structures.h"

/* Mean over every `every`th month; months without a value are left out. */
static struct fc_estimate mean_of_months(const fc_forecast *forecast, size_t metric,
                                         size_t team, size_t member, int every)
{
    const int months = fc_forecast_facts(forecast).months;
    struct fc_estimate sum = {0.0, 0.0, 0};
    int n = 0;
    for (int month = every; month <= months; month += every) {
        const struct fc_estimate one =
            fc_forecast_stat(forecast, metric, team, member, month, FC_STAT_MEAN, 0.0);
        if (!isfinite(one.value))
            continue;
        sum.value += one.value;
        sum.error += one.error;
        n++;
    }
    return (struct fc_estimate){n > 0 ? sum.value / n : (double)NAN,
                                n > 0 ? sum.error / n : (double)NAN, 0};
}

static struct fc_estimate of_team(const fc_forecast *forecast, const char *name,
                                  size_t team, size_t member, int every)
{
    const size_t metric = fc_forecast_find(forecast, name);
    if (metric == SIZE_MAX || !fc_forecast_has(forecast, metric, team))
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    return mean_of_months(forecast, metric, team, member, every);
}

/* Hours needed over hours available, of means: a team of one seat is often empty. */
static struct fc_estimate load_of(const fc_forecast *forecast, size_t team,
                                  size_t member)
{
    const struct fc_estimate need = of_team(forecast, "hours_needed", team, member, 1);
    const struct fc_estimate have =
        of_team(forecast, "hours_available", team, member, 1);
    if (!(have.value > 0.0))
        return (struct fc_estimate){(double)NAN, (double)NAN, 0};
    const double load = need.value / have.value;
    return (struct fc_estimate){load, (need.error + load * have.error) / have.value, 0};
}

/* A team that sells nothing of its own, as experts do, has no attainment. */
static struct fc_estimate attainment_of(const fc_forecast *forecast, size_t team,
                                        size_t member)
{
    const int months = fc_forecast_facts(forecast).months;
    const struct fc_estimate sold =
        of_team(forecast, "attainment", team, member, months < 12 ? months : 12);
    return sold.value > 0.0 ? sold : (struct fc_estimate){(double)NAN, (double)NAN, 0};
}

static size_t breakdown_find(const fc_forecast *forecast, const char *name)
{
    size_t i = 0;
    while (i < fc_forecast_breakdowns(forecast) &&
           strcmp(fc_forecast_breakdown(forecast, i), name) != 0)
        i++;
    return i < fc_forecast_breakdowns(forecast) ? i : SIZE_MAX;
}

static fc_status teams_add(struct fc_structures *self, size_t structure,
                           const fc_forecast *forecast, struct fc_error *err)
{
    const size_t team = breakdown_find(forecast, "team");
    const size_t n = team == SIZE_MAX ? 0 : fc_forecast_members(forecast, team);
    struct fc_structure_team *grown =
        realloc(self->team, (self->teams + n + 1) * sizeof *grown);
    if (!grown)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu teams", self->teams + n);
    self->team = grown;
    for (size_t i = 0; i < n; i++) {
        const char *title = NULL;
        const char *name = fc_forecast_member(forecast, team, i, &title);
        struct fc_structure_team *at = &grown[self->teams++];
        *at =
            (struct fc_structure_team){.structure = structure,
                                       .utilisation = load_of(forecast, team, i),
                                       .attainment = attainment_of(forecast, team, i)};
        snprintf(at->name, sizeof at->name, "%s", name);
        snprintf(at->title, sizeof at->title, "%s", title && *title ? title : name);
    }
    return FC_OK;
}

fc_status fc__structures_teams(struct fc_structures *self, struct fc_error *err)
{
    fc_status status = FC_OK;
    for (size_t i = 0; status == FC_OK && i < self->n; i++) {
        const struct fc_run_options options =
            fc__study_options(&self->study, self->shock_paths, 1);
        fc_forecast *forecast = NULL;
        status = fc_run(self->scenario[i], &options, &forecast, err);
        if (status == FC_OK)
            status = teams_add(self, i, forecast, err);
        fc_forecast_free(forecast);
        self->study.done += self->shock_paths;
    }
    return status;
}
