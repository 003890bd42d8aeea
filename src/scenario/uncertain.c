/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain numbers: "0.20 .. 0.35" and { dist = "pert"; low = ...; }.
 *
 * An interval holds 90 %: its ends are the 5 % and 95 % points of a logit-normal
 * (shares), a lognormal (fields that cannot be negative) or a normal. Every
 * distribution is conditioned on the range its row allows. What people write is turned
 * into what random/dist takes: lognormal(median m, sigma s): mean = m exp(s^2 / 2), sd
 * = mean sqrt(exp(s^2) - 1) cv: sd = cv mean beta(mean m, sd s): a + b = m (1 - m) /
 * s^2 - 1, a = m (a + b) Checked by tests/unit/test_scenario_uncertain.c. */
#include <math.h>
#include <string.h>

#include "base/array.h"
#include "scenario/own.h"

enum { PARAMETERS = 3 };

/* What may be written. The first form whose keys are all there is taken. */
static const struct form {
    const char *dist;
    const char *keys[PARAMETERS + 1];
} forms[] = {
    {"normal", {"mean", "sd"}},
    {"lognormal", {"mean", "cv"}},
    {"lognormal", {"mean", "sd"}},
    {"lognormal", {"median", "sigma"}},
    {"triangular", {"low", "mode", "high"}},
    {"pert", {"low", "mode", "high"}},
    {"uniform", {"low", "high"}},
    {"beta", {"mean", "sd"}},
    {"beta", {"a", "b"}},
    {"gamma", {"mean", "cv"}},
    {"gamma", {"mean", "sd"}},
    {"discrete", {"values", "weights"}},
    {"discrete", {"values"}},
    {"empirical", {"values"}},
};
enum { FORMS = sizeof forms / sizeof *forms };

/* What one reading shares. */
struct reading {
    fc_scenario *self;
    const struct fc_field *field;
    const char *key;
    struct fc__node *node;
    struct fc_dist dist;
};

static void tell(struct reading *r, const struct fc_error *err)
{
    fc__error(r->self, r->node->line, "'%s' is %s: %s", r->key,
              fc__node_shown(&r->self->arena, r->node), err->message);
}

static enum fc_dist_range range_of(const struct fc_field *field)
{
    return field->flags & FC_SHARE                   ? FC_DIST_SHARE
           : fc__has_range(field) && field->low >= 0 ? FC_DIST_POSITIVE
                                                     : FC_DIST_ANY;
}

/* Conditions on the range of the row; an end that is not allowed is left out. */
static bool condition(struct reading *r)
{
    const struct fc_field *field = r->field;
    struct fc_error err = {0};
    double low = -HUGE_VAL, high = HUGE_VAL;
    if (fc__has_range(field)) {
        low = field->flags & FC_OPEN_LOW ? nextafter(field->low, HUGE_VAL) : field->low;
        high = field->flags & FC_OPEN_HIGH ? nextafter(field->high, -HUGE_VAL)
                                           : field->high;
    }
    if (fc_dist_truncate(&r->dist, low, high, &err) == FC_OK)
        return true;
    fc__error(r->self, r->node->line, "'%s' has no chance to lie in %s%s", r->key,
              fc__range_text(&r->self->arena, field),
              fc__unit_text(&r->self->arena, field));
    return false;
}

/* ---- intervals ---- */

static bool number_at(const char *text, size_t n, double *out)
{
    while (n > 0 && *text == ' ') {
        text++;
        n--;
    }
    while (n > 0 && text[n - 1] == ' ')
        n--;
    bool underflow = false;
    return fc_text_to_double(text, n, out, &underflow) && !underflow;
}

static bool read_interval(struct reading *r, const char **shown)
{
    fc_scenario *self = r->self;
    const char *text = r->node->text, *dots = strstr(text, "..");
    double low, high;
    char a[FC_DOUBLE_TEXT], b[FC_DOUBLE_TEXT];
    struct fc_error err = {0};
    if (!number_at(text, (size_t)(dots - text), &low) ||
        !number_at(dots + 2, strlen(dots + 2), &high)) {
        fc__error(self, r->node->line,
                  "'%s' is \"%s\"; an interval is two numbers, as in \"1 .. 2\"",
                  r->key, text);
        return false;
    }
    if (!(low < high)) {
        fc__error(self, r->node->line,
                  "'%s' is \"%s\"; the first number must be the smaller one", r->key,
                  text);
        return false;
    }
    if (!fc__is_inside(r->field, low) || !fc__is_inside(r->field, high)) {
        const bool half = isinf(r->field->low) || isinf(r->field->high);
        fc__error(self, r->node->line, "'%s' is \"%s\"; both ends must %s %s%s", r->key,
                  text, half ? "be" : "lie in", fc__range_text(&self->arena, r->field),
                  fc__unit_text(&self->arena, r->field));
        return false;
    }
    if (fc_dist_init_interval(&r->dist, range_of(r->field), low, high, &err) != FC_OK) {
        tell(r, &err);
        return false;
    }
    *shown = fc__arena_format(&self->arena, "%s .. %s (90 %% interval)",
                              fc_text_double(a, low), fc_text_double(b, high));
    return condition(r);
}

/* ---- groups ---- */

static bool is_key_of(const struct form *form, const char *key)
{
    for (size_t k = 0; form->keys[k]; k++)
        if (strcmp(form->keys[k], key) == 0)
            return true;
    return false;
}

/* The form a group fits; NULL with a problem. */
static const struct form *form_of(struct reading *r, const char *dist)
{
    struct fc_nearest nearest = {0};
    struct fc_builder want = {0};
    const struct form *fit = NULL;
    for (size_t i = 0; i < FORMS; i++) {
        fc_nearest_offer(&nearest, dist, forms[i].dist);
        if (strcmp(forms[i].dist, dist) != 0)
            continue;
        bool all = true;
        fc_builder_add(&want, want.n ? ", or " : "");
        for (size_t k = 0; forms[i].keys[k]; k++) {
            all &= fc__node_child(r->node, forms[i].keys[k]) != NULL;
            fc_builder_format(&want, "%s%s",
                              k == 0                 ? ""
                              : forms[i].keys[k + 1] ? ", "
                                                     : " and ",
                              forms[i].keys[k]);
        }
        if (all && fit == NULL)
            fit = &forms[i];
    }
    if (want.n == 0)
        fc__error(r->self, r->node->line,
                  "'%s' has the distribution \"%s\"; it must be normal, lognormal, "
                  "triangular, pert, uniform, beta, gamma, discrete or empirical%s",
                  r->key, dist, fc__did_you_mean(r->self, &nearest));
    else if (fit == NULL)
        fc__error(r->self, r->node->line, "'%s' is %s, which takes %s", r->key, dist,
                  want.text);
    r->self->arena.failed |= want.failed;
    fc_builder_clear(&want);
    return fit;
}

/* Keys of the group that the form does not take. */
static bool only_its_keys(struct reading *r, const struct form *form)
{
    bool good = true;
    for (struct fc__node *at = r->node->first; at; at = at->next) {
        at->known = true;
        if (strcmp(at->key, "dist") == 0 || is_key_of(form, at->key))
            continue;
        struct fc_nearest nearest = {0};
        for (size_t k = 0; form->keys[k]; k++)
            fc_nearest_offer(&nearest, at->key, form->keys[k]);
        fc__error(r->self, at->line, "'%s' is %s, which takes no '%s'%s", r->key,
                  form->dist, at->key, fc__did_you_mean(r->self, &nearest));
        good = false;
    }
    return good;
}

static bool scalar_parameter(struct reading *r, const char *name, double *out)
{
    const struct fc__node *node = fc__node_child(r->node, name);
    if (node->kind == FC_NODE_WHOLE)
        *out = (double)node->whole;
    else if (node->kind == FC_NODE_REAL)
        *out = node->real;
    else
        fc__error(r->self, node->line, "'%s.%s' is %s; it must be a number", r->key,
                  name, fc__node_shown(&r->self->arena, node));
    return node->kind == FC_NODE_WHOLE || node->kind == FC_NODE_REAL;
}

/* A list of numbers; the count, 0 with a problem. */
static size_t points(struct reading *r, const char *name, double out[FC_DIST_POINTS])
{
    const struct fc__node *node = fc__node_child(r->node, name);
    size_t n = 0;
    if (node->kind == FC_NODE_LIST && node->n <= FC_DIST_POINTS)
        for (const struct fc__node *at = node->first; at; at = at->next) {
            if (at->kind != FC_NODE_WHOLE && at->kind != FC_NODE_REAL)
                break;
            out[n++] = at->kind == FC_NODE_WHOLE ? (double)at->whole : at->real;
        }
    if (n > 0 && n == node->n)
        return n;
    fc__error(r->self, node->line, "'%s.%s' must be an array of 1 to %d numbers",
              r->key, name, FC_DIST_POINTS);
    return 0;
}

static fc_status init_points(struct reading *r, const struct form *form,
                             struct fc_error *err)
{
    double value[FC_DIST_POINTS], weight[FC_DIST_POINTS];
    const size_t n = points(r, "values", value);
    const bool weighted = form->keys[1] != NULL;
    const size_t m = weighted ? points(r, "weights", weight) : n;
    if (n == 0 || m == 0)
        return FC_E_ARG; /* reported */
    if (n != m)
        return FC_FAIL(err, FC_E_SCENARIO, "%zu values, but %zu weights", n, m);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weighted ? weight[i] : 1;
        if (weighted && weight[i] < 0)
            return FC_FAIL(err, FC_E_SCENARIO, "a weight must be >= 0");
    }
    if (!(sum > 0))
        return FC_FAIL(err, FC_E_SCENARIO, "some weight must be > 0");
    for (size_t i = 0; i < n; i++)
        if (!fc__in_range(r->self, r->field, r->key, value[i], r->node->line))
            return FC_E_ARG;
    return fc_dist_init_points(&r->dist, fc_dist_kind_named(form->dist), n, value,
                               weighted ? weight : NULL, err);
}

/* What is written into what random/dist takes, in place. */
static fc_status convert(const struct form *form, double *par, struct fc_error *err)
{
    const char *first = form->keys[0], *second = form->keys[1];
    char text[FC_DOUBLE_TEXT];
    if (strcmp(first, "median") == 0) {
        if (!(par[0] > 0) || !(par[1] > 0) || par[1] > 10)
            return FC_FAIL(err, FC_E_SCENARIO,
                           "the median must be > 0 and sigma in (0, 10]");
        const double variance = par[1] * par[1], mean = par[0] * exp(variance / 2);
        par[0] = mean;
        par[1] = mean * sqrt(expm1(variance));
    } else if (strcmp(second, "cv") == 0) {
        if (!(par[0] > 0) || !(par[1] > 0))
            return FC_FAIL(err, FC_E_SCENARIO, "mean and cv must be > 0");
        par[1] *= par[0];
    } else if (strcmp(form->dist, "beta") == 0 && strcmp(first, "mean") == 0) {
        const double m = par[0], most = sqrt(m * (1 - m));
        if (!(m > 0 && m < 1) || !(par[1] > 0 && par[1] < most))
            return FC_FAIL(err, FC_E_SCENARIO,
                           "the mean must lie in (0, 1) and sd in (0, %s)",
                           fc_text_double(text, m > 0 && m < 1 ? most : 0.5));
        const double sum = m * (1 - m) / (par[1] * par[1]) - 1;
        par[0] = m * sum;
        par[1] = (1 - m) * sum;
    }
    return FC_OK;
}

/* "pert(low 0.15, mode 0.2, high 0.3)" */
static const char *form_shown(struct reading *r, const struct form *form)
{
    struct fc_builder b = {0};
    fc_builder_format(&b, "%s(", form->dist);
    for (size_t k = 0; form->keys[k]; k++) {
        const struct fc__node *node = fc__node_child(r->node, form->keys[k]);
        fc_builder_format(&b, "%s%s ", k ? ", " : "", form->keys[k]);
        if (node->kind != FC_NODE_LIST)
            fc_builder_add(&b, fc__node_shown(&r->self->arena, node));
        for (const struct fc__node *at = node->first; at; at = at->next)
            fc_builder_format(&b, "%s%s", at == node->first ? "" : " ",
                              fc__node_shown(&r->self->arena, at));
    }
    fc_builder_add(&b, ")");
    const char *text = fc__arena_text(&r->self->arena, fc_builder_text(&b));
    r->self->arena.failed |= b.failed;
    fc_builder_clear(&b);
    return text;
}

static bool read_group(struct reading *r, const char **shown)
{
    const struct fc__node *dist = fc__node_child(r->node, "dist");
    struct fc_error err = {0};
    double par[PARAMETERS] = {0};
    r->node->known = true;
    for (struct fc__node *at = r->node->first; at; at = at->next)
        at->known = true;
    if (dist->kind != FC_NODE_TEXT) {
        fc__error(r->self, dist->line, "'%s.dist' is %s; it must be a name in quotes",
                  r->key, fc__node_shown(&r->self->arena, dist));
        return false;
    }
    const struct form *form = form_of(r, dist->text);
    if (form == NULL || !only_its_keys(r, form))
        return false;
    fc_status status = FC_OK;
    if (strcmp(form->keys[0], "values") == 0) {
        status = init_points(r, form, &err);
    } else {
        for (size_t k = 0; form->keys[k]; k++)
            if (!scalar_parameter(r, form->keys[k], &par[k]))
                return false;
        status = convert(form, par, &err);
        if (status == FC_OK)
            status = fc_dist_init(&r->dist, fc_dist_kind_named(form->dist), par, &err);
    }
    *shown = form_shown(r, form);
    if (status != FC_OK && err.status != FC_OK)
        fc__error(r->self, r->node->line, "'%s' is %s: %s", r->key, *shown,
                  err.message);
    return status == FC_OK && condition(r);
}

/* ---- the table of distributions ---- */

static int add(struct reading *r)
{
    fc_scenario *self = r->self;
    const size_t need = self->n_dists + 1;
    struct fc__uncertain *rows =
        fc_array_grow(self->uncertain, &self->room_uncertain, need, sizeof *rows);
    struct fc_dist *dists =
        fc_array_grow(self->dists, &self->room_dists, need, sizeof *dists);
    self->uncertain = rows ? rows : self->uncertain;
    self->dists = dists ? dists : self->dists;
    if (rows == NULL || dists == NULL) {
        self->arena.failed = true;
        return -1;
    }
    dists[self->n_dists] = r->dist;
    rows[self->n_dists] = (struct fc__uncertain){r->key, r->node->line};
    return (int)self->n_dists++;
}

int fc__uncertain_read(fc_scenario *self, const struct fc_field *field, const char *key,
                       struct fc__node *node, const char **shown)
{
    struct reading r = {.self = self, .field = field, .key = key, .node = node};
    const bool good =
        node->kind == FC_NODE_TEXT ? read_interval(&r, shown) : read_group(&r, shown);
    return good ? add(&r) : -1;
}

size_t fc__scenario_dists(const fc_scenario *self)
{
    return self->n_dists;
}

const struct fc_dist *fc__scenario_dist(const fc_scenario *self, size_t i)
{
    return &self->dists[i];
}

const char *fc__scenario_dist_key(const fc_scenario *self, size_t i)
{
    return self->uncertain[i].key;
}
