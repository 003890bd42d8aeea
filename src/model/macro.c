/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The macro cycle: how adverse the times are for each market.
 *
 * Delta = 1/S month, r = 2^(-Delta / half_life), i.i.d. e ~ N(0, 1) in each factor:
 *   regime   leaves an expansion with probability Delta / expansion_months a step, a
 *            recession with Delta / recession_months: mean and share exact at any S
 *   M        <- r M + (1 - r) depth                   smoothed; depth: 0 in an
 *            expansion, 1 in a recession, what the schedule says in a scheduled one
 *   X        <- r X + sqrt(1 - r^2) e                 stationary, unit variance
 *   z_k      =  M + factor_sd X + territory_sd T_g + product_sd P_p + segment_sd S_s
 *   credit   =  mean of X over the last 12 months / its standard deviation, N(0, 1)
 * Unit of M and z: a full recession; z > 0 is adverse everywhere.
 *
 * Source: two regimes, Hamilton 1989; durations 64.2 and 10.3 months, NBER 1945-2020;
 * one-factor credit state, Vasicek 2002. Checked by tests/stat/test_macro.c (T23) and
 * tests/unit/test_macro.c.
 */
#include <stddef.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/normal.h"
#include "random/lanemath.h"

enum { AXES = 3, CREDIT_MONTHS = 12 };

struct spell {
    int start_month, months;
    struct fc_number depth;
};

struct spec {
    struct fc_number expansion_months, recession_months, half_life_months;
    struct fc_number factor_sd, axis_sd[AXES];
    int start_in;
    bool random;
    struct fc_list scheduled;
};

#define NUMBER(name, u, f, lo, hi, p, c)                                               \
    .key = #name, .unit = u, .kind = FC_NUMBER, .flags = f, .low = lo, .high = hi,     \
    .preset = p, .confidence = c

static const struct fc_field spell_rows[] = {
    {.key = "start_month",
     .unit = "month",
     .kind = FC_COUNT,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .low = 1,
     .high = 600,
     .at = offsetof(struct spell, start_month),
     .help = "first month of the recession"},
    {.key = "months",
     .unit = "months",
     .kind = FC_COUNT,
     .confidence = 'H',
     .flags = FC_REQUIRED,
     .low = 1,
     .high = 600,
     .at = offsetof(struct spell, months),
     .help = "how long it lasts"},
    {NUMBER(depth, "full recessions", 0, 0.1, 5, 1, 'A'),
     .at = offsetof(struct spell, depth),
     .help = "how deep: 1 is a full recession "
             "as they come by chance"},
    {.key = NULL}};

static const struct fc_field rows[] = {
    {NUMBER(expansion_months, "months", FC_MAY_VARY, 1, 2400, 64.2, 'H'),
     .at = offsetof(struct spec, expansion_months),
     .help = "mean length of an expansion",
     .source = "NBER business cycle dates 1945-2020"},
    {NUMBER(recession_months, "months", FC_MAY_VARY, 1, 600, 10.3, 'H'),
     .at = offsetof(struct spec, recession_months),
     .help = "mean length of a recession",
     .source = "NBER business cycle dates 1945-2020"},
    {NUMBER(half_life_months, "months", 0, 0.1, 60, 3, 'A'),
     .at = offsetof(struct spec, half_life_months),
     .help = "half-life of all factors: how fast a change of regime is felt"},
    {NUMBER(factor_sd, "full recessions", FC_MAY_VARY, 0, 2, 0.3, 'A'),
     .at = offsetof(struct spec, factor_sd),
     .help = "swing of the whole economy within a regime"},
    {NUMBER(territory_sd, "full recessions", FC_MAY_VARY, 0, 2, 0.2, 'A'),
     .at = offsetof(struct spec, axis_sd[0]),
     .help = "swing of each territory by itself"},
    {NUMBER(product_sd, "full recessions", FC_MAY_VARY, 0, 2, 0.2, 'A'),
     .at = offsetof(struct spec, axis_sd[1]),
     .help = "swing of each product by itself"},
    {NUMBER(segment_sd, "full recessions", FC_MAY_VARY, 0, 2, 0.2, 'A'),
     .at = offsetof(struct spec, axis_sd[2]),
     .help = "swing of each client segment by itself"},
    {.key = "start_in",
     .kind = FC_CHOICE,
     .confidence = 'H',
     .of = "expansion|recession",
     .at = offsetof(struct spec, start_in),
     .help = "regime before month 1; a recession is at its trough"},
    {.key = "random",
     .kind = FC_FLAG,
     .confidence = 'H',
     .preset = 1,
     .at = offsetof(struct spec, random),
     .help = "false: no recession begins by chance"},
    {.key = "scheduled",
     .kind = FC_LIST,
     .confidence = 'H',
     .rows = spell_rows,
     .size = sizeof(struct spell),
     .at = offsetof(struct spec, scheduled),
     .help = "recessions that come for certain (stress tests)"},
    {.key = NULL}};

static const struct fc_section sections[] = {
    {.path = "macro", .rows = rows, .help = "the business cycle"}, {.path = NULL}};

static const struct fc_kpi kpis[] = {{.name = "recession",
                                      .unit = "share",
                                      .help = "Share of paths in a recession.",
                                      .fold = FC_LEVEL,
                                      .value = FC_S_recession,
                                      .over = -1},
                                     {.name = NULL}};

struct macro {
    fc_num expansion_months, recession_months, factor_sd, axis_sd[AXES];
    float retention, inflow; /* r, 1 - r */
    float noise;             /* sqrt(1 - r^2) */
    float credit_scale;      /* 1 / (n sd of the mean of n steps of X) */
    uint32_t history;        /* n = 12 S steps */
    float start;             /* 1: in a recession before month 1 */
    float enter;             /* 0: no recession begins by chance */
    float *forced;           /* by month: depth of a scheduled recession, else 0 */
    uint64_t site_common, site_history;
    uint64_t site_swing; /* of X: site_common, unless its luck is another world's */
    uint64_t *site_member[AXES]; /* by member: steps, then starts */
    fc_rows chain, smooth, past, factor[AXES];
};

static const uint8_t axis_of[AXES] = {FC_TERRITORY, FC_PRODUCT, FC_SEGMENT};
static const char *const axis_name[AXES] = {"territory", "product", "segment"};

/* Standard deviation of the mean of n consecutive steps of a unit AR(1):
 * Var = (1 / n) (1 + 2 sum_{k < n} (1 - k / n) r^k). */
static double mean_sd(uint32_t n, double r)
{
    double sum = 1.0;
    double power = 1.0;
    for (uint32_t k = 1; k < n; k++) {
        power *= r;
        sum += 2.0 * (1.0 - (double)k / n) * power;
    }
    return __builtin_sqrt(sum / n);
}

static bool force(struct macro *self, const struct spec *spec, struct fc_model *model)
{
    const struct spell *spell = spec->scheduled.items;
    bool good = true;
    self->forced = fc__model_alloc(model, model->months, sizeof *self->forced);
    for (size_t i = 0; self->forced && i < spec->scheduled.n; i++) {
        const uint32_t first = (uint32_t)spell[i].start_month - 1;
        if (first >= model->months) {
            fc__scenario_problem(model->scenario, spec->expansion_months.line,
                                 "'macro.scheduled[%zu].start_month' is %d, but the "
                                 "horizon ends with month %u; move it or run longer",
                                 i, spell[i].start_month, model->months);
            good = false;
        }
        for (uint32_t m = 0; m < (uint32_t)spell[i].months; m++)
            if (first + m < model->months)
                self->forced[first + m] = (float)spell[i].depth.value;
    }
    return good;
}

static fc_status name_sites(struct macro *self, struct fc_model *model,
                            struct fc_error *err)
{
    self->site_common = fc_site("macro", NULL, "common", 0);
    self->site_swing = fc_luck(model, FC_CAUSE_leads, self->site_common);
    self->site_history =
        fc_luck(model, FC_CAUSE_leads, fc_site("macro", NULL, "history", 0));
    for (int a = 0; a < AXES; a++) {
        const struct fc_axis_table *axis = &model->axis[axis_of[a]];
        self->site_member[a] =
            fc__model_alloc(model, 2 * (size_t)axis->count, sizeof(uint64_t));
        if (!self->site_member[a] && axis->count)
            return FC_FAIL(err, FC_E_MEMORY, "no memory for the macro factors");
        for (uint32_t i = 0; i < axis->count; i++)
            for (uint32_t group = 0; group < 2; group++)
                self->site_member[a][group * axis->count + i] =
                    fc_luck(model, FC_CAUSE_leads,
                            fc_site("macro", axis->name[i], axis_name[a], group));
    }
    return FC_OK;
}

static fc_status compile(const void *from, struct fc_model *model, void **own,
                         struct fc_error *err)
{
    const struct spec *spec = from;
    struct macro *self = fc__model_alloc(model, 1, sizeof *self);
    *own = self;
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the macro cycle");
    const bool good = force(self, spec, model);
    if (!self->forced)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the macro cycle");
    FC_TRY(name_sites(self, model, err));

    const double steps = (double)model->steps_per_month;
    const double r =
        fc_exp(-0.693147180559945309 / (steps * spec->half_life_months.value));
    self->history = CREDIT_MONTHS * model->steps_per_month;
    self->retention = (float)r;
    self->inflow = (float)(1.0 - r);
    self->noise = (float)__builtin_sqrt(1.0 - r * r);
    self->credit_scale = (float)(1.0 / (self->history * mean_sd(self->history, r)));
    const bool calm = fc_is_normal(model, FC_CAUSE_recession);
    self->start = spec->start_in && !calm ? 1.0f : 0.0f;
    self->enter = spec->random && !calm ? 1.0f : 0.0f;
    if (calm)
        memset(self->forced, 0, model->months);

    self->expansion_months = fc__model_number(model, spec->expansion_months);
    self->recession_months = fc__model_number(model, spec->recession_months);
    self->factor_sd = fc__model_number(model, spec->factor_sd);
    self->chain = fc__model_rows(model, 1);
    self->smooth = fc__model_rows(model, 1);
    self->past = fc__model_rows(model, self->history);
    for (int a = 0; a < AXES; a++) {
        self->axis_sd[a] = fc__model_number(model, spec->axis_sd[a]);
        self->factor[a] = fc__model_rows(model, model->axis[axis_of[a]].count);
    }
    return good ? FC_OK : FC_E_SCENARIO;
}

/* One step of the regime: switches where u < Delta / mean duration. */
static void switch_regime(const struct macro *self, const struct fc_block *b,
                          const uint32_t *word, float *chain)
{
    const float *expansion = fc_number_row(b, self->expansion_months);
    const float *recession = fc_number_row(b, self->recession_months);
    const float dt = b->model->dt;
    const float dt_enter = dt * self->enter;
    FC_LANE_ROW(float, u);
    fc_uniform(FC_LANES, word, u);
    FC_EACH (l) {
        const float enter = dt_enter / expansion[l];
        const float leave = dt / recession[l];
        const float begun = u[l] < enter ? 1.0f : 0.0f;
        const float stays = u[l] < leave ? 0.0f : 1.0f;
        chain[l] = chain[l] > 0.0f ? stays : begun;
    }
}

/* A unit AR(1): next = r last + sqrt(1 - r^2) e; the rows may be the same. */
static void autoregress(const struct macro *self, const uint32_t *word,
                        const float *last, float *next)
{
    FC_LANE_ROW(float, e);
    fc_normal(FC_LANES, word, e);
    FC_EACH (l)
        next[l] = self->retention * last[l] + self->noise * e[l];
}

static void write_credit(const struct macro *self, const struct fc_block *b)
{
    FC_LANE_ROW(float, sum);
    memcpy(sum, fc_own(b, self->past, 0), sizeof sum);
    for (uint32_t i = 1; i < self->history; i++) {
        const float *x = fc_own(b, self->past, i);
        FC_EACH (l)
            sum[l] += x[l];
    }
    float *credit = FC_ROW(b, credit, 0);
    FC_EACH (l)
        credit[l] = self->credit_scale * sum[l];
}

static void write_adverse(const struct macro *self, const struct fc_block *b,
                          const float *x)
{
    const float *m = fc_own(b, self->smooth, 0);
    const float *factor_sd = fc_number_row(b, self->factor_sd);
    const float *sd_t = fc_number_row(b, self->axis_sd[0]);
    const float *sd_p = fc_number_row(b, self->axis_sd[1]);
    const float *sd_s = fc_number_row(b, self->axis_sd[2]);
    FC_LANE_ROW(float, common);
    FC_EACH (l)
        common[l] = m[l] + factor_sd[l] * x[l];
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++) {
        const struct fc_market *market = &b->model->markets[k];
        const float *t = fc_own(b, self->factor[0], market->territory);
        const float *p = fc_own(b, self->factor[1], market->product);
        const float *s = fc_own(b, self->factor[2], market->segment);
        float *z = FC_ROW(b, adverse, k);
        FC_EACH (l)
            z[l] = common[l] + ((sd_t[l] * t[l] + sd_p[l] * p[l]) + sd_s[l] * s[l]);
    }
}

/* X over the 12 months before month 1 and the axis factors, all stationary. */
static void draw_start(const struct macro *self, const struct fc_block *b)
{
    FC_LANE_ROW(uint32_t, words[4]);
    for (uint32_t i = 0; i < self->history; i++) {
        if (i % 4 == 0)
            fc_draw_path(b, self->site_history, i / 4, words[0]);
        float *x = fc_own(b, self->past, i);
        if (i)
            autoregress(self, words[i % 4], fc_own(b, self->past, i - 1), x);
        else
            fc_normal(FC_LANES, words[0], x);
    }
    for (int a = 0; a < AXES; a++) {
        const uint32_t n = b->model->axis[axis_of[a]].count;
        for (uint32_t i = 0; i < n; i++) {
            fc_draw_path(b, self->site_member[a][n + i], 0, words[0]);
            fc_normal(FC_LANES, words[0], fc_own(b, self->factor[a], i));
        }
    }
}

static void open(const void *own, struct fc_block *b)
{
    const struct macro *self = own;
    draw_start(self, b);
    float *recession = FC_ROW(b, recession, 0);
    float *chain = fc_own(b, self->chain, 0);
    float *smooth = fc_own(b, self->smooth, 0);
    FC_EACH (l)
        recession[l] = chain[l] = smooth[l] = self->start;
    write_adverse(self, b, fc_own(b, self->past, self->history - 1));
    write_credit(self, b);
}

static void step(const void *own, struct fc_block *b)
{
    const struct macro *self = own;
    FC_LANE_ROW(uint32_t, words[4]);
    fc_draw(b, self->site_common, words[0]);

    float *chain = fc_own(b, self->chain, 0);
    float *smooth = fc_own(b, self->smooth, 0);
    float *recession = FC_ROW(b, recession, 0);
    const float forced = self->forced[b->month];
    switch_regime(self, b, words[0], chain);
    if (self->site_swing != self->site_common)
        fc_draw(b, self->site_swing, words[0]);
    FC_EACH (l) {
        const float depth = forced > 0.0f ? forced : chain[l];
        recession[l] = depth > 0.0f ? 1.0f : 0.0f;
        smooth[l] = self->retention * smooth[l] + self->inflow * depth;
    }
    const uint32_t now = b->step % self->history;
    float *x = fc_own(b, self->past, now);
    autoregress(self, words[1],
                fc_own(b, self->past, (now + self->history - 1) % self->history), x);
    for (int a = 0; a < AXES; a++)
        for (uint32_t i = 0; i < b->model->axis[axis_of[a]].count; i++) {
            float *factor = fc_own(b, self->factor[a], i);
            fc_draw(b, self->site_member[a][i], words[0]);
            autoregress(self, words[0], factor, factor);
        }
    write_adverse(self, b, x);
    write_credit(self, b);
}

const struct fc_mechanism FC_PER_ISA(fc_macro);
const struct fc_mechanism FC_PER_ISA(fc_macro) = {
    .name = "macro",
    .help = "expansions and recessions, and how adverse they are for each market",
    .sections = sections,
    .spec_size = sizeof(struct spec),
    .kpis = kpis,
    .compile = compile,
    .open = open,
    .step = step,
};
