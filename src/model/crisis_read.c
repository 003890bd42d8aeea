/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the crisis register: field tables, numbers, sites, contagion, room for
 * events.
 *
 * Contagion: n_xy = mean number of events of y that an event of x brings about. With
 * spectral radius below 1 the expected numbers are m = mu + N' m (Hawkes 1971); a path
 * has room for m + 8 sqrt(m) / (1 - radius) + 8 events of a crisis, m at the rate in
 * a recession; what does not fit is counted (fc_block.clamps). Checked by
 * tests/unit/test_crisis.c.
 */
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "model/crisis.h"

enum { EVENTS_EXPECTED_MAX = 50, ROOM_MAX = 1000 };

const char *const fc__crisis_categories[] = {"financial", "reputational", "operational",
                                             NULL};

/* Rows of FC_NUMBER: key, unit, flags, low, high, preset, member, help, source. */
#define NUMBER(type, name, u, f, lo, hi, p, member, text, from)                        \
    {                                                                                  \
        .key = name, .unit = u, .kind = FC_NUMBER, .flags = f, .confidence = 'A',      \
        .low = lo, .high = hi, .preset = p, .at = offsetof(type, member),              \
        .help = text, .source = from                                                   \
    }

static const struct fc_field date_rows[] = {
    {.key = "month",
     .unit = "month",
     .kind = FC_COUNT,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .low = 1,
     .high = 600,
     .at = offsetof(struct fc_crisis_date, month),
     .help = "it begins with this month"},
    NUMBER(struct fc_crisis_date, "severity", "share", FC_REQUIRED | FC_SHARE, 0, 0.95,
           0, severity, "peak effect", NULL),
    {.key = NULL}};

#define SEVERITY(name, u, f, lo, hi, p, text)                                          \
    {                                                                                  \
        .key = #name, .unit = u, .kind = FC_NUMBER, .flags = FC_MAY_VARY | (f),        \
        .confidence = 'A', .low = lo, .high = hi, .preset = p,                         \
        .at = offsetof(struct fc_crisis_spec, severity.name) -                         \
              offsetof(struct fc_crisis_spec, severity),                               \
        .help = text                                                                   \
    }

static const struct fc_field severity_rows[] = {
    SEVERITY(median, "share", FC_REQUIRED | FC_SHARE, 0, 0.95, 0,
             "median peak effect of an event; 0 switches the crisis off"),
    SEVERITY(sigma, "log", 0, 0, 3, 0.5,
             "spread of the peak effect (standard deviation of its logarithm)"),
    {.key = NULL}};

#define CRISIS(name, u, f, lo, hi, p, text, from)                                      \
    NUMBER(struct fc_crisis_spec, #name, u, FC_MAY_VARY | (f), lo, hi, p, name, text,  \
           from)

static const struct fc_field crisis_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .at = offsetof(struct fc_crisis_spec, name),
     .help = "key of the crisis; its luck belongs to this name"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = offsetof(struct fc_crisis_spec, title),
     .help = "as shown in reports"},
    {.key = "category",
     .kind = FC_CHOICE,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .of = "financial|reputational|operational",
     .at = offsetof(struct fc_crisis_spec, category),
     .help = "kind of crisis"},
    {.key = "owner",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = offsetof(struct fc_crisis_spec, owner),
     .help = "who answers for it"},
    {.key = "scope",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = offsetof(struct fc_crisis_spec, scope),
     .help =
         "\"all\" (default), a member such as \"territories:north\", a member drawn "
         "for each event such as \"random:segments\", or a practice that is a "
         "tool, \"tool:crm\": its effect is lost, and what is here hits in "
         "proportion to its use"},
    CRISIS(per_year, "events a year", FC_REQUIRED, 0, 50, 0,
           "frequency in an expansion; every 3.7 years = 0.27", NULL),
    CRISIS(in_recession, "factor", 0, 0, 20, 1,
           "factor on the frequency in a recession", NULL),
    {.key = "severity",
     .kind = FC_GROUP,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .rows = severity_rows,
     .at = offsetof(struct fc_crisis_spec, severity),
     .help = "peak effect of an event, lognormal, at most 0.95"},
    CRISIS(plateau_weeks, "weeks", 0, 0, 520, 4, "median time at the peak", NULL),
    CRISIS(plateau_sigma, "log", 0, 0, 3, 0.5,
           "spread of that time (standard deviation of its logarithm)", NULL),
    CRISIS(half_life_weeks, "weeks", 0, 0, 520, 14,
           "half-life of the recovery; 0 = at once", NULL),
    CRISIS(scar, "share", FC_SHARE, 0, 1, 0, "share of the peak that stays for good",
           NULL),
    CRISIS(one_off_cost, "money", 0, 0, 1e15, 0, "cost paid at the onset", NULL),
    CRISIS(cost_per_month, "money a month", 0, 0, 1e15, 0,
           "cost while it lasts, at full effect: what it takes in proportion to the "
           "effect",
           NULL),
    CRISIS(second_shock_weeks, "weeks", 0, 0, 520, 8,
           "mean delay of a second shock, exponential, where a practice discloses "
           "events and comes too late",
           NULL),
    {.key = "effects",
     .kind = FC_LIST,
     .confidence = 'H',
     .rows = fc__effect_rows,
     .size = sizeof(struct fc_effect_spec),
     .at = offsetof(struct fc_crisis_spec, effects),
     .help = "what an event does at its peak"},
    {.key = "scheduled",
     .kind = FC_LIST,
     .confidence = 'H',
     .rows = date_rows,
     .size = sizeof(struct fc_crisis_date),
     .at = offsetof(struct fc_crisis_spec, scheduled),
     .help = "events that come for certain (stress tests)"},
    {.key = NULL}};

static const struct fc_field contagion_rows[] = {
    {.key = "from",
     .kind = FC_REF,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .of = "crises",
     .at = offsetof(struct fc_contagion_spec, from),
     .help = "crisis that spreads"},
    {.key = "to",
     .kind = FC_REF,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .of = "crises",
     .at = offsetof(struct fc_contagion_spec, to),
     .help = "crisis it brings about"},
    NUMBER(struct fc_contagion_spec, "mean", "events", FC_REQUIRED, 0, 10, 0, mean,
           "mean number of such events after one event", NULL),
    NUMBER(struct fc_contagion_spec, "delay_weeks", "weeks", 0, 0, 520, 26, delay_weeks,
           "mean delay, exponential", NULL),
    {.key = NULL}};

const struct fc_section fc__crisis_sections[] = {
    {.path = "crises",
     .rows = crisis_rows,
     .at = offsetof(struct fc_crises_spec, crises),
     .list_item_size = sizeof(struct fc_crisis_spec),
     .axis = FC_CRISIS,
     .help = "risk register: what may happen, how often, how bad, for how long"},
    {.path = "contagion",
     .rows = contagion_rows,
     .at = offsetof(struct fc_crises_spec, contagion),
     .list_item_size = sizeof(struct fc_contagion_spec),
     .axis = FC_ONE,
     .help = "crises that bring about others"},
    {.path = NULL}};

#define KPI(key, state, u, kind, bits, text)                                           \
    {                                                                                  \
        .name = key, .unit = u, .help = text, .fold = kind, .value = FC_S_##state,     \
        .over = -1, .by = FC_BY(FC_CRISIS), .flags = bits                              \
    }

const struct fc_kpi fc__crisis_kpis[] = {
    KPI("crisis_events", crisis_events, "events", FC_FLOW, FC_WHOLE | FC_TOTALS,
        "Crises that began."),
    KPI("active_crises", crisis_active, "crises", FC_LEVEL, FC_WHOLE,
        "Crises above 5 % of their peak at the end of the month."),
    KPI("crisis_days", crisis_days, "days", FC_FLOW, FC_TOTALS,
        "Days on which a crisis was above 5 % of its peak, added up over crises."),
    KPI("crisis_cost", crisis_cost, "money", FC_FLOW, FC_TOTALS,
        "Cost of crises: one-off when they begin, and while they last."),
    {.name = NULL}};

/* ---- compile ---- */

static const struct fc_crisis_spec *spec_at(const struct fc_crises_spec *spec, size_t i)
{
    return (const struct fc_crisis_spec *)spec->crises.items + i;
}

static fc_status schedule(struct fc_crisis *self, const struct fc_crisis_spec *spec,
                          struct fc_model *model)
{
    const struct fc_crisis_date *date = spec->scheduled.items;
    fc_status status = FC_OK;
    self->scheduled =
        fc__model_alloc(model, spec->scheduled.n, sizeof *self->scheduled);
    for (size_t i = 0; self->scheduled && i < spec->scheduled.n; i++) {
        if ((uint32_t)date[i].month > model->months)
            status = fc__scenario_problem(model->scenario, date[i].severity.line,
                                          "'crises.%s.scheduled[%zu].month' is %d, but "
                                          "the horizon ends with month "
                                          "%u; move it or run longer",
                                          spec->name, i, date[i].month, model->months);
        self->scheduled[i] = (struct fc_crisis_start){
            (float)((uint32_t)(date[i].month - 1) * model->steps_per_month),
            (float)date[i].severity.value};
    }
    self->scheduled_count = (uint32_t)spec->scheduled.n;
    return status;
}

static fc_status crisis_new(struct fc_crisis *self, const struct fc_crisis_spec *spec,
                            struct fc_model *model)
{
    self->per_year = fc__model_number(model, spec->per_year);
    self->in_recession = fc__model_number(model, spec->in_recession);
    self->median = fc__model_number(model, spec->severity.median);
    self->sigma = fc__model_number(model, spec->severity.sigma);
    self->plateau_weeks = fc__model_number(model, spec->plateau_weeks);
    self->plateau_sigma = fc__model_number(model, spec->plateau_sigma);
    self->half_life_weeks = fc__model_number(model, spec->half_life_weeks);
    self->scar = fc__model_number(model, spec->scar);
    self->one_off_cost = fc__model_number(model, spec->one_off_cost);
    self->cost_per_month = fc__model_number(model, spec->cost_per_month);
    self->costs_while_on =
        spec->cost_per_month.dist >= 0 || spec->cost_per_month.value > 0;
    self->second_shock_weeks = fc__model_number(model, spec->second_shock_weeks);
    self->site_count = fc_site("crisis", spec->name, "count", 0);
    self->site_event = fc_site("crisis", spec->name, "event", 0);
    self->site_scheduled = fc_site("crisis", spec->name, "scheduled", 0);
    self->site_disclosed = fc_site("crisis", spec->name, "disclosed", 0);
    if (spec->effects.n == 0)
        return fc__scenario_problem(
            model->scenario, spec->per_year.line,
            "'crises.%s.effects' is empty; say what the crisis "
            "acts on, such as ( { lever = \"demand\"; loss = 1.0; } )",
            spec->name);
    return schedule(self, spec, model);
}

static fc_status titles(struct fc_model *model, const struct fc_crises_spec *spec)
{
    struct fc_axis_table *axis = &model->axis[FC_CRISIS];
    const char **title = fc__model_alloc(model, axis->count, sizeof *title);
    if (!title)
        return FC_E_MEMORY;
    for (uint32_t i = 0; i < axis->count; i++)
        title[i] = spec_at(spec, i)->title ? spec_at(spec, i)->title : axis->name[i];
    axis->title = title;
    return FC_OK;
}

/* ---- contagion ---- */

static double spectral_radius(const double *matrix, size_t n)
{
    gsl_matrix *copy = gsl_matrix_alloc(n, n);
    gsl_vector_complex *values = gsl_vector_complex_alloc(n);
    gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc(n);
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    double radius = (double)NAN;
    if (copy && values && work) {
        memcpy(copy->data, matrix, n * n * sizeof *matrix);
        if (gsl_eigen_nonsymm(copy, values, work) == GSL_SUCCESS) {
            radius = 0;
            for (size_t i = 0; i < n; i++) {
                const gsl_complex value = gsl_vector_complex_get(values, i);
                radius = fmax(radius, hypot(GSL_REAL(value), GSL_IMAG(value)));
            }
        }
    }
    gsl_set_error_handler(handler);
    gsl_eigen_nonsymm_free(work);
    gsl_vector_complex_free(values);
    gsl_matrix_free(copy);
    return radius;
}

/* Fills row-major n_xy and the list of every crisis. */
static fc_status contagion_list(struct fc_crises *self, struct fc_model *model,
                                double *matrix, struct fc_error *err)
{
    const struct fc_contagion_spec *item = self->spec->contagion.items;
    const size_t count = self->spec->contagion.n;
    for (size_t i = 0; i < count; i++) {
        if (item[i].from.index < 0 || item[i].to.index < 0)
            return FC_E_SCENARIO; /* said when it was read */
        struct fc_crisis *from = &self->crisis[item[i].from.index];
        double *mean =
            &matrix[(size_t)item[i].from.index * self->n + (size_t)item[i].to.index];
        if (!from->contagion)
            from->contagion = fc__model_alloc(model, count, sizeof *from->contagion);
        if (!from->contagion)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for contagion");
        for (uint32_t j = 0; j < from->contagions; j++)
            if (from->contagion[j].to == (uint32_t)item[i].to.index)
                return fc__scenario_problem(
                    model->scenario, item[i].from.line,
                    "'contagion[%zu]' repeats the pair from \"%s\" to \"%s\"; keep one",
                    i, item[i].from.name, item[i].to.name);
        *mean = item[i].mean.value;
        from->contagion[from->contagions++] = (struct fc_contagion){
            (uint32_t)item[i].to.index,
            fc_site("contagion", item[i].from.name, item[i].to.name, 0),
            item[i].mean.value, item[i].delay_weeks.value * self->steps_per_week};
    }
    return FC_OK;
}

/* m = mu + N' m by iteration; the spectral radius is below 1. */
static void expected_events(const double *matrix, size_t n, const double *mu, double *m,
                            double *next)
{
    memcpy(m, mu, n * sizeof *m);
    for (int turn = 0; turn < 5000; turn++) {
        double change = 0;
        for (size_t y = 0; y < n; y++) {
            next[y] = mu[y];
            for (size_t x = 0; x < n; x++)
                next[y] += matrix[x * n + y] * m[x];
        }
        for (size_t y = 0; y < n; y++) {
            change = fmax(change, fabs(next[y] - m[y]) / (1 + m[y]));
            m[y] = next[y];
        }
        if (change < 1e-6)
            return;
    }
}

/* Own rows of every crisis, with room for its events. */
static fc_status make_room(struct fc_crises *self, struct fc_model *model,
                           double radius, const double *m)
{
    fc_status status = FC_OK;
    for (uint32_t i = 0; i < self->n; i++) {
        struct fc_crisis *crisis = &self->crisis[i];
        const struct fc_crisis_spec *spec = spec_at(self->spec, i);
        if (m[i] > EVENTS_EXPECTED_MAX)
            status = fc__scenario_problem(
                model->scenario, spec->per_year.line,
                "'crises.%s' is expected %.0f times in the horizon (recession rates, "
                "contagion included); at most %d: what is that common is not a crisis "
                "but the ordinary spread of demand",
                spec->name, m[i], EVENTS_EXPECTED_MAX);
        const double most = m[i] * (spec->per_year.dist >= 0 ? 4 : 1);
        const double room = most + 8 * sqrt(most) / (1 - radius) + 8;
        crisis->room = (uint32_t)fmin(room, ROOM_MAX);
    }
    return status;
}

static void rows_new(struct fc_crisis *self, struct fc_model *model)
{
    const size_t float_size = sizeof(float);
    self->header = fc__model_rows(model, 1);
    self->total = fc__model_rows(model, 1);
    self->keep = fc__model_rows(model, 1);
    self->area = fc__model_rows(model, 1);
    self->tau = fc__model_rows(model, 1);
    self->scars = fc__model_rows(model, self->effects.members);
    self->y = fc__model_rows(model, self->effects.members);
    self->lever = fc__model_rows(model, FC_CL_COUNT);
    self->pending = fc__model_rows(
        model, self->room * (sizeof(struct fc_crisis_pending) / float_size));
    self->running = fc__model_rows(
        model, self->room * (sizeof(struct fc_crisis_running) / float_size));
}

static fc_status contagion(struct fc_crises *self, struct fc_model *model,
                           struct fc_error *err)
{
    const size_t n = self->n;
    double *matrix = fc__model_alloc(model, n * n + 3 * n, sizeof *matrix);
    if (!matrix)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for contagion");
    FC_TRY(contagion_list(self, model, matrix, err));
    const double radius = self->spec->contagion.n ? spectral_radius(matrix, n) : 0;
    if (!(radius < 0.999)) {
        const struct fc_contagion_spec *item = self->spec->contagion.items;
        return fc__scenario_problem(
            model->scenario, item[0].mean.line,
            "'contagion' has spectral radius %.3f: crises would bring about crises "
            "without end; lower the means until it is below 1",
            radius);
    }
    double *mu = matrix + n * n;
    for (size_t i = 0; i < n; i++) {
        const struct fc_crisis_spec *spec = spec_at(self->spec, i);
        mu[i] = spec->per_year.value * fmax(1, spec->in_recession.value) *
                    (double)self->years +
                (double)spec->scheduled.n;
    }
    expected_events(matrix, n, mu, mu + n, mu + 2 * n);
    return make_room(self, model, radius, mu + n);
}

fc_status fc__crisis_compile(const void *from, struct fc_model *model, void **own,
                             struct fc_error *err)
{
    const struct fc_crises_spec *spec = from;
    struct fc_crises *self = fc__model_alloc(model, 1, sizeof *self);
    *own = self;
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the crisis register");
    self->n = (uint32_t)spec->crises.n;
    self->spec = spec;
    self->steps = (float)(model->months * model->steps_per_month);
    self->years = (float)model->months / 12.0f;
    self->steps_per_week = 12.0 / 52.0 * model->steps_per_month;
    self->days_per_step = (float)(365.25 / 12.0 / model->steps_per_month);
    if (self->n == 0)
        return FC_OK;
    self->crisis = fc__model_alloc(model, self->n, sizeof *self->crisis);
    if (!self->crisis || titles(model, spec) != FC_OK)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the crisis register");
    fc_status status = FC_OK;
    for (uint32_t i = 0; i < self->n; i++)
        if (crisis_new(&self->crisis[i], spec_at(spec, i), model) != FC_OK)
            status = FC_E_SCENARIO;
    const fc_status spread = contagion(self, model, err);
    return spread != FC_OK ? spread : status;
}

/* ---- link: scopes and effects, when all axes have their members ---- */

static fc_status aim(struct fc_crises *all, uint32_t i, struct fc_model *model,
                     struct fc_error *err)
{
    struct fc_crisis *self = &all->crisis[i];
    const struct fc_crisis_spec *spec = spec_at(all->spec, i);
    const struct fc_aim at = {.list = "crises",
                              .name = spec->name,
                              .scope = spec->scope,
                              .effects = &spec->effects,
                              .line = spec->per_year.line,
                              .by_event = true};
    FC_TRY(fc__effects_aim(&self->effects, &at, model, err));
    if (self->effects.tooled)
        model->crisis_tool[i] = self->effects.tool;
    const struct fc_axis_table *axis = &model->axis[self->effects.axis];
    if (!self->effects.random)
        return FC_OK;
    self->site_member = fc__model_alloc(model, axis->count, sizeof *self->site_member);
    if (!self->site_member)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the crisis register");
    for (uint32_t m = 0; m < axis->count; m++)
        self->site_member[m] = fc_site("crisis member", spec->name, axis->name[m], 0);
    return FC_OK;
}

fc_status fc__crisis_link(void *own, struct fc_model *model, struct fc_error *err)
{
    struct fc_crises *self = own;
    fc_status status = FC_OK;
    model->crisis_tool = fc__model_alloc(model, self->n, sizeof *model->crisis_tool);
    for (uint32_t i = 0; model->crisis_tool && i < self->n; i++)
        model->crisis_tool[i] = FC_NO_TOOL;
    if (!model->crisis_tool)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the crisis register");
    for (uint32_t i = 0; i < self->n; i++) {
        const fc_status one = aim(self, i, model, err);
        if (one != FC_OK && one != FC_E_SCENARIO)
            return one;
        status = one != FC_OK ? one : status;
        rows_new(&self->crisis[i], model);
    }
    return status;
}
