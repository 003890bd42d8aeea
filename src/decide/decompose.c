/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why one structure is better than another: each ingredient is switched from the one to
 * the other, alone and together with the others, in the same worlds.
 *
 *   share of ingredient i = sum over sets S without i of
 *       |S|! (n - |S| - 1)! / n! (v(S with i) - v(S))        (Shapley 1953)
 * on 2^n runs, path by path: the shares of a path add up to its difference, and their
 * spread over the paths gives their errors. For the worst 5 % the values are influence
 * values (paired.h). Checked by tests/unit/test_decide_structures.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/dominance.h"
#include "decide/structures.h"
#include "scenario/scenario.h"

/* What a structure is made of: the entry that says whose it is. */
static const struct ingredient {
    const char *name, *key;
} table[FC__INGREDIENTS] = {
    {"team_map", "organisation.structure"},
    {"domain_mix", "organisation.domain_mix"},
    {"travel", "organisation.travel.reach"},
    {"coordination", "organisation.coordination.like"},
    {"ownership", "organisation.ownership.like"},
};
enum { COORDINATION = 3 };

/* Rows of the table that this scenario has and that may differ. */
static size_t ingredients_of(const struct fc_structures *self,
                             size_t which[FC__INGREDIENTS])
{
    size_t n = 0;
    for (size_t i = 0; i < FC__INGREDIENTS; i++) {
        const bool there = fc__structures_has(self, table[i].key);
        const struct fc_entry *share =
            fc__scenario_find(self->scenario[0], "organisation.coordination_share");
        /* a share that is given holds for every structure */
        if (there && !(i == COORDINATION && share && !share->preset))
            which[n++] = i;
    }
    return n;
}

size_t fc__decompose_runs(const struct fc_structures *self)
{
    size_t which[FC__INGREDIENTS];
    return (size_t)1 << ingredients_of(self, which);
}

struct runs {
    size_t n, sets, paths;
    size_t which[FC__INGREDIENTS];
    double *profit, *revenue; /* [set][path] */
    char (*text)[80];         /* [set * n + ingredient] */
    struct fc__variant *variant;
};

static void runs_clear(struct runs *self)
{
    free(self->profit);
    free(self->revenue);
    free(self->text);
    free(self->variant);
}

static fc_status runs_plan(struct fc_structures *s, struct runs *self,
                           struct fc_error *err)
{
    *self = (struct runs){.paths = (size_t)s->decompose_paths};
    self->n = ingredients_of(s, self->which);
    self->sets = (size_t)1 << self->n;
    self->profit = fc_array_new(self->sets, self->paths * sizeof(double));
    self->revenue = fc_array_new(self->sets, self->paths * sizeof(double));
    self->text = fc_array_new(self->sets * self->n, sizeof *self->text);
    self->variant = fc_array_new(self->sets, sizeof *self->variant);
    if (!self->profit || !self->revenue || !self->text || !self->variant)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu runs", self->sets);
    for (size_t set = 0; set < self->sets; set++) {
        struct fc__variant *v = &self->variant[set];
        for (size_t i = 0; i < self->n; i++) {
            char *text = self->text[set * self->n + i];
            snprintf(text, sizeof self->text[0], "%s=%s", table[self->which[i]].key,
                     s->structure[set >> i & 1 ? s->to : s->from]);
            v->set[v->n_set++] = text;
        }
        if (s->has_teams)
            v->set[v->n_set++] = "organisation.teams=()";
        v->values[FC__PROFIT] = self->profit + set * self->paths;
        v->values[FC__REVENUE] = self->revenue + set * self->paths;
    }
    return FC_OK;
}

static void goal_fill(struct fc_structures *s, const struct runs *self,
                      const double *values, enum fc_goal goal, double *room)
{
    const double *last = values + (self->sets - 1) * self->paths;
    for (size_t i = 0; i < self->n; i++) {
        fc__shapley_by_path(values, (unsigned)self->n, self->paths, (unsigned)i, room);
        s->share[i][goal] = fc__mean_of(room, self->paths);
    }
    for (size_t k = 0; k < self->paths; k++)
        room[k] = last[k] - values[k];
    s->whole[goal] = fc__mean_of(room, self->paths);
}

/* Values into influence values, whose mean is the mean of the worst 5 %. */
static bool influence(const struct runs *self, double *values, double *room)
{
    for (size_t set = 0; set < self->sets; set++) {
        double *x = values + set * self->paths;
        memcpy(room, x, self->paths * sizeof *x);
        fc__sort(room, self->paths);
        const struct fc__tail tail = fc__tail_of(room, self->paths, FC__TAIL_LEVEL);
        if (tail.needed)
            return false;
        for (size_t k = 0; k < self->paths; k++)
            x[k] = tail.shortfall + fc__tail_of_shortfall(&tail, x[k]);
    }
    return true;
}

static fc_status decompose(struct fc_structures *s, struct runs *self,
                           struct fc_error *err)
{
    double *room = fc_array_new(self->paths, sizeof *room);
    if (!room)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu paths", self->paths);
    goal_fill(s, self, self->profit, FC_GOAL_PROFIT, room);
    goal_fill(s, self, self->revenue, FC_GOAL_REVENUE, room);
    if (influence(self, self->profit, room))
        goal_fill(s, self, self->profit, FC_GOAL_PROFIT_ES, room);
    else
        for (size_t i = 0; i <= self->n; i++)
            *(i < self->n ? &s->share[i][FC_GOAL_PROFIT_ES]
                          : &s->whole[FC_GOAL_PROFIT_ES]) =
                (struct fc_estimate){(double)NAN, (double)NAN, 400};
    s->ingredients = self->n;
    for (size_t i = 0; i < self->n; i++)
        s->ingredient[i] = table[self->which[i]].name;
    free(room);
    return FC_OK;
}

fc_status fc__structures_decompose(struct fc_structures *s, struct fc_error *err)
{
    struct runs runs;
    if (strcmp(s->structure[s->from], "custom") == 0 ||
        strcmp(s->structure[s->to], "custom") == 0) {
        s->not_decomposed = "custom";
        return FC_OK;
    }
    fc_status status = runs_plan(s, &runs, err);
    if (status == FC_OK && runs.n < 2) {
        s->not_decomposed = "one";
        runs_clear(&runs);
        return FC_OK;
    }
    if (status == FC_OK)
        status = fc__study_run(&s->study, fc__structures_keep, FC__STRUCTURES_KEEP,
                               runs.variant, runs.sets, runs.paths, err);
    if (status == FC_OK)
        status = decompose(s, &runs, err);
    if (status == FC_OK)
        s->not_decomposed = NULL;
    runs_clear(&runs);
    return status;
}
