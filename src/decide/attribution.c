/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attribution of losses to crises. Checked by tests/unit/test_decide_attribution.c (two
 * crises whose losses multiply: the closed form of the shares; sums exact). */
#include "decide/attribution.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "decide/dominance.h"

void fc__crises_off(const char *const *crisis, size_t n, fc__crisis_set off,
                    struct fc_builder *out)
{
    const char *comma = "";
    if (!off)
        return;
    fc_builder_add(out, "crises = ( ");
    for (size_t i = 0; i < n; i++)
        if (off >> i & 1u) {
            fc_builder_format(out,
                              "%s{ name = \"%s\"; per_year = 0.0; severity = { median "
                              "= 0.0; }; scheduled = (); }",
                              comma, crisis[i]);
            comma = ", ";
        }
    fc_builder_add(out, " );\n");
}

static fc__crisis_set all_of(size_t n)
{
    return n < 32 ? ((fc__crisis_set)1 << n) - 1u : UINT32_MAX;
}

size_t fc__attribution_runs(size_t n)
{
    return n <= FC__ATTRIBUTED_MOST ? (size_t)1 << n : n + 2;
}

/* Crises that do not strike in a run. Shapley: run is the set of those that do; else
 * run 0 has all, run 1 + i all but i, the last one none. */
static fc__crisis_set off_in(const struct fc__attribution *self, size_t run)
{
    if (self->shapley)
        return all_of(self->n) & ~(fc__crisis_set)run;
    if (run == 0)
        return 0;
    return run <= self->n ? (fc__crisis_set)1 << (run - 1) : all_of(self->n);
}

static double *row(const struct fc__attribution *self, size_t keep, size_t run)
{
    return self->values + (keep * self->runs + run) * self->paths;
}

/* A variant a run: `base` with its crises off. */
static fc_status plan(const struct fc__attribution *self,
                      const struct fc__variant *base, const char *const *crisis,
                      struct fc__variant *variant, struct fc_builder *text,
                      struct fc_error *err)
{
    for (size_t run = 0; run < self->runs; run++) {
        fc__crises_off(crisis, self->n, off_in(self, run), &text[run]);
        if (text[run].failed)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for %zu runs", self->runs);
        if (base)
            variant[run] = *base;
        variant[run].overlay = text[run].n ? fc_builder_text(&text[run]) : NULL;
        memset(variant[run].values, 0, sizeof variant[run].values);
        for (size_t k = 0; k < self->keeps; k++)
            variant[run].values[k] = row(self, k, run);
    }
    return FC_OK;
}

fc_status fc__attribution_run(struct fc__study *study, const struct fc__variant *base,
                              const char *const *crisis, size_t n,
                              const struct fc__keep *keep, size_t n_keep,
                              uint64_t paths, struct fc__attribution *self,
                              struct fc_error *err)
{
    *self = (struct fc__attribution){.n = n,
                                     .keeps = n_keep,
                                     .paths = (size_t)paths,
                                     .shapley = n <= FC__ATTRIBUTED_MOST,
                                     .runs = fc__attribution_runs(n)};
    self->values = fc_array_new(n_keep * self->runs, self->paths * sizeof(double));
    struct fc__variant *variant = fc_array_new(self->runs, sizeof *variant);
    struct fc_builder *text = fc_array_new(self->runs, sizeof *text);
    fc_status status = FC_OK;
    if (!self->values || !variant || !text)
        status = FC_FAIL(err, FC_E_MEMORY, "no memory for %zu runs", self->runs);
    if (status == FC_OK)
        status = plan(self, base, crisis, variant, text, err);
    if (status == FC_OK)
        status = fc__study_run(study, keep, n_keep, variant, self->runs, paths, err);
    for (size_t run = 0; text && run < self->runs; run++)
        fc_builder_clear(&text[run]);
    free(text);
    free(variant);
    return status;
}

void fc__attribution_clear(struct fc__attribution *self)
{
    free(self->values);
    *self = (struct fc__attribution){0};
}

const double *fc__attribution_without(const struct fc__attribution *self, size_t keep,
                                      size_t i)
{
    const fc__crisis_set others = all_of(self->n) & ~((fc__crisis_set)1 << i);
    return row(self, keep, self->shapley ? others : 1 + i);
}

void fc__attribution_share(const struct fc__attribution *self, size_t keep, size_t i,
                           double *out)
{
    if (self->shapley) {
        /* what crises bring is less than nothing: its other sign is what they take */
        fc__shapley_by_path(row(self, keep, 0), (unsigned)self->n, self->paths,
                            (unsigned)i, out);
        for (size_t k = 0; k < self->paths; k++)
            out[k] = -out[k];
        return;
    }
    const double *with = row(self, keep, 0), *without = row(self, keep, 1 + i);
    for (size_t k = 0; k < self->paths; k++)
        out[k] = without[k] - with[k];
}

void fc__attribution_whole(const struct fc__attribution *self, size_t keep, double *out)
{
    const double *all = row(self, keep, self->shapley ? self->runs - 1 : 0);
    const double *none = row(self, keep, self->shapley ? 0 : self->runs - 1);
    for (size_t k = 0; k < self->paths; k++)
        out[k] = none[k] - all[k];
}
