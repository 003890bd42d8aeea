/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves of one step through the funnel, exact in law.
 *
 * Stock of stage i: multinomial over the ways out with the law of the step (chain.h),
 * drawn as chained binomials. Arrivals: independent Poisson thinnings with the law
 * averaged over the step; those decided in the step they came in wait for the end of
 * the month. Stale leads: leave stage 1 at the hazard 1/d. Named open
 * deals: the same chain, one by one, with their own odds; the hours they need in the
 * next step are expected with the law of this one. Checked by T1, T5, T6 and
 * tests/stat/test_funnel.c. */
#include "model/funnel.h"
#include "model/stage_work.h"

#define V(row)   (*(const fc_vf *)(const void *)((row) + at))
#define OUT(row) (*(fc_vf *)(void *)((row) + at))

/* One way out: chance among what is left, held in [0, 1]. */
static inline fc_vf way(fc_vf p, fc_vf *left)
{
    const fc_vf chance = fc__vf_where(*left > 1e-7f, p / *left);
    *left -= p;
    return chance;
}

/* Conditional chances of the ways out of stage i. */
static inline __attribute__((always_inline)) void
ways_out(const int n, const int i, const fc_vf *a, const fc_vf *l,
         const struct fc_law *law, float *chance, size_t at)
{
    fc_vf left = (fc_vf){0} + 1.0f, late = {0};
    FC_UP (j, i > 0 ? i : 1, n)
        late += l[j] * law->o[i][j];
    float *out = chance + (size_t)fc__outs_before((uint32_t)n, (uint32_t)i) * FC_LANES;
    OUT(out) = late; /* of all */
    left -= late;
    out += FC_LANES;
    OUT(out) = way(a[n - 1] * law->o[i][n - 1], &left);
    out += FC_LANES;
    FC_DOWN (j, n - 1, i + 1) {
        OUT(out) = way(law->p[i][j], &left);
        out += FC_LANES;
    }
    if (i == 0)
        OUT(out) = way(l[0] * law->o[0][0], &left);
}

/* Means of the arrivals' outcomes at `rate` leads a month: late, won, in stage n-1 ..
 * 1, early, in stage 0. */
static inline __attribute__((always_inline)) void
arrival_means(const int n, fc_vf rate, const fc_vf *a, const fc_vf *l,
              const struct fc_law *law, float *mean, size_t at)
{
    fc_vf late = {0};
    FC_UP (j, 1, n)
        late += l[j] * law->dd[j];
    float *out = mean;
    OUT(out) = rate * late;
    out += FC_LANES;
    OUT(out) = rate * a[n - 1] * law->dd[n - 1];
    out += FC_LANES;
    FC_DOWN (j, n - 1, 1) {
        OUT(out) = rate * law->o[0][j];
        out += FC_LANES;
    }
    OUT(out) = rate * l[0] * law->dd[0];
    out += FC_LANES;
    OUT(out) = rate * law->o[0][0];
}

/* Adds the expected losses of each later stage, for the monthly split. */
static inline __attribute__((always_inline)) void
late_by_stage(const int n, fc_vf rate, const float *stock, const fc_vf *l,
              const struct fc_law *law, float *share, size_t at)
{
    FC_UP (j, 1, n) {
        fc_vf time = rate * law->dd[j];
        FC_UP (i, 0, j + 1)
            time += V(stock + (size_t)i * FC_LANES) * law->o[i][j];
        OUT(share + (size_t)j * FC_LANES) += l[j] * time;
    }
}

/* Hours a deal in stage i is expected to need in stage j over a step. */
static inline __attribute__((always_inline)) void
deal_times(const int n, const struct fc_pipeline *pipe, size_t base,
           const struct fc_block *b, const struct fc_law *law, float *hours, size_t at)
{
    FC_UP (i, 0, n)
        FC_UP (j, i, n)
            OUT(hours + (size_t)(i * n + j) * FC_LANES) =
                law->o[i][j] * V(fc_own(b, pipe->work, base + (size_t)j));
}

/* Law of market k with the advance hazards times `odds`: chances of the ways out of
 * every stage and, where `viable` is given, the means of the arrivals; else the hours
 * of a single deal. */
static inline __attribute__((always_inline)) void
market_law(const struct fc_funnel *own, struct fc_block *b, uint32_t k, const int n,
           float odds, const float *viable)
{
    const struct fc_pipeline *pipe = &own->pipe;
    const struct fc_stage_rows rows = fc__stage_rows(b, k);
    const size_t base = (size_t)b->model->markets[k].segment * (size_t)n;
    const float *stock = FC_ROW(b, stock, (size_t)k * (size_t)n);
    const float per_step = 1.0f / rows.plan->step;
    float *chance = fc_own(b, own->chance, 0), *mean = fc_own(b, own->mean, 0);
    float *share = fc_own(b, own->late_share, (size_t)k * (size_t)n);
    for (size_t at = 0; at < FC_LANES; at += FC_VF) {
        fc_vf a[FC_STAGES_MAX], l[FC_STAGES_MAX];
        fc__stage_rates(&rows, n, odds, at, a, l);
        struct fc_law law;
        fc__law(rows.plan, n, a, l, &law);
        FC_UP (i, 0, n)
            ways_out(n, i, a, l, &law, chance, at);
        if (!viable) {
            deal_times(n, pipe, base, b, &law, fc_own(b, own->deal_hours, 0), at);
            continue;
        }
        const fc_vf rate = V(viable) * per_step;
        arrival_means(n, rate, a, l, &law, mean, at);
        late_by_stage(n, rate, stock, l, &law, share, at);
        /* mean age at win, by Little's law: the sum of the stages' dwells */
        fc_vf dwell = {0};
        FC_UP (j, 0, n)
            dwell += 1.0f / (a[j] + l[j]);
        OUT(fc_own(b, own->mean, (size_t)n + 3)) = dwell;
    }
}

static void market_law_any(const struct fc_funnel *own, struct fc_block *b, uint32_t k,
                           float odds, const float *viable)
{
    switch (own->pipe.stages) {
#define CASE(n)                                                                        \
    case n:                                                                            \
        market_law(own, b, k, n, odds, viable);                                        \
        break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
    }
}
#undef V
#undef OUT

/* What happened in a step to the viable deals of one market. */
struct moves {
    _Alignas(64) float late[FC_LANES], won[FC_LANES], early[FC_LANES], passed[FC_LANES];
};

static void add(float *sum, const float *x)
{
    FC_EACH (l)
        sum[l] += x[l];
}

/* Draws the moves of the stock; `next` receives the stock at the end of the step. */
static void stock_moves(const struct fc_funnel *own, const struct fc_block *b,
                        uint32_t k, const uint32_t *word, struct moves *moves,
                        float *next)
{
    const uint32_t n = own->pipe.stages;
    const float *stock = FC_ROW(b, stock, (size_t)k * n);
    const float *chance = fc_own(b, own->chance, 0);
    FC_LANE_ROW(float, left);
    FC_LANE_ROW(float, out);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t ways = fc__outs_of(n, i);
        FC_EACH (l)
            left[l] = stock[(size_t)i * FC_LANES + l];
        for (uint32_t w = 0; w < ways; w++, word += FC_LANES, chance += FC_LANES) {
            fc_binomial(FC_LANES, word, left, chance, out);
            const bool early = i == 0 && w == ways - 1;
            float *to = w == FC_OUT_LATE  ? moves->late
                        : w == FC_OUT_WON ? moves->won
                        : early           ? moves->early
                                          : next + (size_t)(n + 1 - w) * FC_LANES;
            FC_EACH (l) {
                left[l] -= out[l];
                to[l] += out[l];
            }
            if (i == 0 && !early)
                add(moves->passed, out);
        }
        add(next + (size_t)i * FC_LANES, left);
    }
}

/* Draws the arrivals of the step that are still open at its end; adds what is expected
 * of the others to the month. */
static void arrival_moves(const struct fc_funnel *own, const struct fc_block *b,
                          uint32_t k, const uint32_t *word, struct moves *moves,
                          float *next, float *arrived)
{
    const uint32_t n = own->pipe.stages;
    const float *mean = fc_own(b, own->mean, 0);
    float *quick = fc_own(b, own->quick, (size_t)k * FC_QUICK);
    FC_LANE_ROW(float, out);
    for (uint32_t w = FC_OUT_MOVED; w <= n; w++, word += FC_LANES) {
        fc_poisson(FC_LANES, word, mean + (size_t)w * FC_LANES, out);
        float *to = next + (size_t)(n + 1 - w) * FC_LANES;
        FC_EACH (l) {
            to[l] += out[l];
            arrived[l] += out[l];
            moves->passed[l] += out[l];
        }
    }
    fc_poisson(FC_LANES, word, mean + (size_t)(n + 2) * FC_LANES, out);
    add(next, out);
    add(arrived, out);
    const float *won = mean + FC_OUT_WON * FC_LANES;
    const float *dwell = mean + (size_t)(n + 3) * FC_LANES;
    float *age = fc_own(b, own->quick_age, k);
    add(quick + FC_QUICK_LATE * FC_LANES, mean + FC_OUT_LATE * FC_LANES);
    add(quick + FC_QUICK_WON * FC_LANES, won);
    add(quick + FC_QUICK_EARLY * FC_LANES, mean + (size_t)(n + 1) * FC_LANES);
    FC_EACH (l)
        age[l] += won[l] * dwell[l];
}

/* Stale and neglected leads: in, and out of the first stage. */
static void stale_moves(const struct fc_funnel *own, struct fc_block *b, uint32_t k,
                        const uint32_t *word, const float *late, float *arrived)
{
    const size_t first = (size_t)b->model->markets[k].segment * own->pipe.stages;
    const float *advance = fc_own(b, own->pipe.advance, first);
    const float *loss = fc_own(b, own->pipe.loss, first);
    const float *down = FC_ROW(b, loss_factor, k), *unfit = FC_ROW(b, stale, k);
    const float *pace = fc_lever(b, FC_L_stage_speed, 0);
    float *stock = FC_ROW(b, stale_stock, k);
    float *lost = fc_own(b, own->stale_lost, k);
    float *quick = fc_own(b, own->quick, (size_t)k * FC_QUICK);
    float *lost_mean = quick + FC_QUICK_STALE * FC_LANES;
    const float dt = b->model->dt;
    FC_LANE_ROW(float, leave);
    FC_LANE_ROW(float, stay_mean);
    FC_LANE_ROW(float, out);
    FC_EACH (l) {
        const float rate = (advance[l] + loss[l]) * pace[l] * down[l] * dt;
        const float all = unfit[l] + late[l];
        leave[l] = 1.0f - fc_expf(-rate);
        stay_mean[l] = all * leave[l] / rate;
        lost_mean[l] += all > stay_mean[l] ? all - stay_mean[l] : 0.0f;
    }
    fc_binomial(FC_LANES, word, stock, leave, out);
    FC_EACH (l) {
        stock[l] -= out[l];
        lost[l] += out[l];
    }
    fc_poisson(FC_LANES, word + FC_LANES, stay_mean, out);
    add(stock, out);
    add(arrived, out);
    add(quick + FC_QUICK_NEGLECTED * FC_LANES, FC_ROW(b, neglected, k));
    add(fc_own(b, own->stale_late, k), late);
    add(fc_own(b, own->stale_unfit, k), unfit);
}

/* The month's leads that were decided in the step they came in. */
static void quick_moves(const struct fc_funnel *own, struct fc_block *b, uint32_t k)
{
    const float *mean = fc_own(b, own->quick, (size_t)k * FC_QUICK);
    const float *ages = fc_own(b, own->quick_age, k);
    const float *wins = mean + FC_QUICK_WON * FC_LANES;
    _Alignas(64) uint32_t word[FC_QUICK_GROUPS * 4 * FC_LANES];
    _Alignas(64) float out[FC_QUICK * FC_LANES];
    for (uint32_t g = 0; g < FC_QUICK_GROUPS; g++)
        fc_draw(b, own->quick_site[k * FC_QUICK_GROUPS + g],
                word + (size_t)g * 4 * FC_LANES);
    for (size_t i = 0; i < FC_QUICK * FC_LANES; i += FC_LANES)
        fc_poisson(FC_LANES, word + i, mean + i, out + i);
    const float *late = out + FC_QUICK_LATE * FC_LANES;
    const float *won = out + FC_QUICK_WON * FC_LANES;
    const float *early = out + FC_QUICK_EARLY * FC_LANES;
    const float *stale = out + FC_QUICK_STALE * FC_LANES;
    const float *neglected = out + FC_QUICK_NEGLECTED * FC_LANES;
    float *leads = FC_ROW(b, leads, k), *age = FC_ROW(b, won_age, k);
    float *entries = FC_ROW(b, stage_entries, (size_t)k * own->pipe.stages);
    float *passed = FC_ROW(b, qualified, k), *decided = FC_ROW(b, decided, k);
    FC_EACH (l) {
        const float in = late[l] + won[l] + early[l] + stale[l];
        leads[l] += in + neglected[l];
        entries[l] += in;
        passed[l] += late[l] + won[l];
        decided[l] += late[l] + won[l];
        age[l] += wins[l] > 0.0f ? won[l] * (ages[l] / wins[l]) : 0.0f;
    }
    add(FC_ROW(b, won, k), won);
    add(fc_own(b, own->lost_late, k), late);
    add(fc_own(b, own->lost_early, k), early);
    add(fc_own(b, own->stale_lost, k), stale);
    add(FC_ROW(b, losses, k * FC_R_COUNT + FC_R_NEGLECTED), neglected);
}

static void record(const struct fc_funnel *own, struct fc_block *b, uint32_t k,
                   const struct moves *moves, const float *next, const float *arrived)
{
    const uint32_t n = own->pipe.stages;
    const float *dwell = fc_own(b, own->mean, (size_t)n + 3);
    float *age = FC_ROW(b, won_age, k), *stock = FC_ROW(b, stock, (size_t)k * n);
    for (size_t i = 0; i < (size_t)n * FC_LANES; i++)
        stock[i] = next[i];
    add(FC_ROW(b, leads, k), arrived);
    add(FC_ROW(b, stage_entries, (size_t)k * n), arrived);
    add(FC_ROW(b, won, k), moves->won);
    add(FC_ROW(b, qualified, k), moves->passed);
    add(FC_ROW(b, decided, k), moves->won);
    add(FC_ROW(b, decided, k), moves->late);
    add(fc_own(b, own->lost_late, k), moves->late);
    add(fc_own(b, own->lost_early, k), moves->early);
    FC_EACH (l)
        age[l] += moves->won[l] * dwell[l];
}

static void market_step(const struct fc_funnel *own, struct fc_block *b, uint32_t k)
{
    const uint32_t n = own->pipe.stages;
    const float *viable = FC_ROW(b, viable, k), *late = FC_ROW(b, stale_late, k);
    const float *good = FC_ROW(b, reached, k);
    _Alignas(64) uint32_t word[16 * 4 * FC_LANES];
    _Alignas(64) float next[FC_STAGES_MAX * FC_LANES];
    FC_LANE_ROW(float, arrived) = {0};
    FC_LANE_ROW(float, too_late);
    struct moves moves = {.late = {0}};
    FC_EACH (l)
        too_late[l] = late[l] + (viable[l] - good[l]);
    for (size_t i = 0; i < (size_t)n * FC_LANES; i++)
        next[i] = 0.0f;
    for (uint32_t g = 0; g < own->groups; g++)
        fc_draw(b, own->site[k * own->groups + g], word + (size_t)g * 4 * FC_LANES);
    market_law_any(own, b, k, 1.0f, good);
    stock_moves(own, b, k, word, &moves, next);
    arrival_moves(own, b, k, word + (size_t)own->outs * FC_LANES, &moves, next,
                  arrived);
    stale_moves(own, b, k, word + (size_t)(own->outs + n) * FC_LANES, too_late,
                arrived);
    record(own, b, k, &moves, next, arrived);
    if (b->month_ends)
        quick_moves(own, b, k);
}

/* The way a single deal goes with one uniform; returns the way, or `ways` if it stays.
 */
static uint32_t deal_way(const float *chance, uint32_t ways, float u)
{
    for (uint32_t w = 0; w < ways; w++) {
        const float p = chance[(size_t)w * FC_LANES];
        if (u < p)
            return w;
        u = p < 1.0f ? (u - p) / (1.0f - p) : 1.0f;
    }
    return ways;
}

static void deal_step(const struct fc_funnel *own, struct fc_block *b, uint32_t d)
{
    const struct fc_named_deal *deal = &own->deal[d];
    const uint32_t n = own->pipe.stages, k = deal->market;
    float *stage = fc_own(b, own->deal_stage, d);
    uint32_t word[4 * FC_LANES];
    FC_LANE_ROW(float, u);
    const double *limit = FC_ROW(b, deal_limit, b->model->markets[k].product);
    market_law_any(own, b, k, deal->odds, NULL);
    fc_draw(b, deal->site, word);
    fc_uniform(FC_LANES, word, u);
    FC_EACH (l) {
        if (stage[l] < 0.0f)
            continue;
        const uint32_t i = (uint32_t)stage[l], ways = fc__outs_of(n, i);
        const float *chance = fc_own(b, own->chance, fc__outs_before(n, i)) + l;
        const uint32_t w = deal_way(chance, ways, u[l]);
        const bool early = i == 0 && w == n + 1;
        if (w == ways)
            continue;
        if (w >= FC_OUT_MOVED && !early) {
            stage[l] = (float)(n + 1 - w);
            continue;
        }
        const float win = w == FC_OUT_WON ? 1.0f : 0.0f;
        stage[l] = -1.0f;
        FC_ROW(b, named_won, k)[l] += win;
        FC_ROW(b, won, k)[l] += win;
        FC_ROW(b, decided, k)[l] += early ? 0.0f : 1.0f;
        const bool capped = limit[l] > 0.0 && limit[l] < deal->value;
        const double value = capped ? limit[l] : deal->value;
        FC_ROW(b, named_value, k)[l] += w == FC_OUT_WON ? value : 0.0;
        (early ? fc_own(b, own->lost_early, k) : fc_own(b, own->lost_late, k))[l] +=
            1.0f - win;
    }
}

/* Adds the hours deal d needs in a step with the law of market_law_any. */
static void deal_need(const struct fc_funnel *own, struct fc_block *b, uint32_t d)
{
    const uint32_t n = own->pipe.stages, k = own->deal[d].market;
    const float *stage = fc_own(b, own->deal_stage, d);
    const float *hours = fc_own(b, own->deal_hours, 0);
    float *need = FC_ROW(b, named_hours, (size_t)k * n);
    FC_EACH (l)
        for (uint32_t j = stage[l] < 0.0f ? n : (uint32_t)stage[l]; j < n; j++)
            need[(size_t)j * FC_LANES + l] +=
                hours[((size_t)stage[l] * n + j) * FC_LANES + l];
}

static void named_zero(const struct fc_funnel *own, struct fc_block *b)
{
    const uint32_t n = own->pipe.stages;
    for (uint32_t d = 0; d < own->deals; d++) {
        float *need = FC_ROW(b, named_hours, (size_t)own->deal[d].market * n);
        for (size_t i = 0; i < (size_t)n * FC_LANES; i++)
            need[i] = 0.0f;
    }
}

void fc__funnel_deals(const struct fc_funnel *own, struct fc_block *b)
{
    for (uint32_t d = 0; d < own->deals; d++) {
        market_law_any(own, b, own->deal[d].market, own->deal[d].odds, NULL);
        deal_need(own, b, d);
    }
}

static void rows_zero(struct fc_block *b, fc_rows rows, uint32_t n)
{
    float *x = fc_own(b, rows, 0);
    for (size_t i = 0; i < (size_t)n * FC_LANES; i++)
        x[i] = 0.0f;
}

static void month_begins(const struct fc_funnel *own, struct fc_block *b)
{
    const uint32_t markets = b->model->axis[FC_MARKET].count, n = own->pipe.stages;
    rows_zero(b, own->late_share, markets * n);
    rows_zero(b, own->quick, markets * FC_QUICK);
    rows_zero(b, own->quick_age, markets);
    rows_zero(b, own->stale_late, markets);
    rows_zero(b, own->stale_unfit, markets);
    rows_zero(b, own->stale_lost, markets);
    rows_zero(b, own->lost_early, markets);
    rows_zero(b, own->lost_late, markets);
    float *stock = fc_own(b, own->month_stock, 0);
    for (size_t i = 0; i < (size_t)markets * n * FC_LANES; i++)
        stock[i] = b->s.stock[i];
}

void fc__funnel_step(const struct fc_funnel *own, struct fc_block *b)
{
    if (b->month_starts)
        month_begins(own, b);
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        market_step(own, b, k);
    named_zero(own, b);
    for (uint32_t d = 0; d < own->deals; d++) {
        deal_step(own, b, d);
        deal_need(own, b, d);
    }
}
