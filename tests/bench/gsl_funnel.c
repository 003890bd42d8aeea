/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: deals and leads through the funnel in a step, splits and values of a
 * month. Laws: src/model/funnel_step.c, funnel_month.c; the law of a step is in
 * gsl_funnel_law.c. */
#include <string.h>

#include "gsl_loop.h"

/* What happened in a step to the viable deals of a market. */
struct moves {
    unsigned late, won, early, passed;
    double next[STAGES];
};

static unsigned take(const struct loop_path *w, unsigned *left, double *rest, double p)
{
    const unsigned n = *rest > 1e-9 ? loop_binomial(w, p / *rest, *left) : 0;
    *left -= n;
    *rest -= p;
    return n;
}

static void stage_moves(const struct loop_path *w, const struct loop_law *law, int i,
                        unsigned stock, struct moves *m)
{
    unsigned left = stock;
    double rest = 1, late = 0;
    for (int j = i > 0 ? i : 1; j < STAGES; j++)
        late += law->l[j] * law->o[i][j];
    const unsigned lost = take(w, &left, &rest, late);
    const unsigned won =
        take(w, &left, &rest, law->a[STAGES - 1] * law->o[i][STAGES - 1]);
    unsigned passed = lost + won;
    m->late += lost;
    m->won += won;
    for (int j = STAGES - 1; j > i && left > 0; j--) {
        const unsigned moved = take(w, &left, &rest, law->p[i][j]);
        m->next[j] += moved;
        passed += moved;
    }
    if (i == 0) {
        m->early += take(w, &left, &rest, law->l[0] * law->o[0][0]);
        m->passed += passed;
    }
    m->next[i] += left;
}

/* Arrivals that are open at the end of the step; what is expected of the others. */
static unsigned arrival_moves(struct loop_path *w, uint32_t k,
                              const struct loop_law *law, double rate, double dwell,
                              struct moves *m)
{
    struct loop_market *market = &w->market[k];
    unsigned arrived = 0;
    double late = 0;
    for (int j = 0; j < STAGES; j++) {
        const unsigned n = loop_poisson(w, rate * law->o[0][j]);
        m->next[j] += n;
        m->passed += j > 0 ? n : 0;
        arrived += n;
        late += j > 0 ? law->l[j] * law->dd[j] : 0;
    }
    const double won = rate * law->a[STAGES - 1] * law->dd[STAGES - 1];
    market->quick[FC_QUICK_LATE] += rate * late;
    market->quick[FC_QUICK_WON] += won;
    market->quick[FC_QUICK_EARLY] += rate * law->l[0] * law->dd[0];
    market->quick_age += won * dwell;
    return arrived;
}

static unsigned stale_moves(struct loop_path *w, uint32_t k, double late)
{
    const uint32_t s = w->of->model->markets[k].segment;
    struct loop_market *m = &w->market[k];
    const double all = w->s.stale[k] + late;
    const double rate =
        (w->law.advance[s][0] + w->law.loss[s][0]) * w->s.loss_factor[k] * w->of->dt;
    const double stay = all * m->stale_leave / rate;
    const unsigned out =
        loop_binomial(w, m->stale_leave, (unsigned)w->s.stale_stock[k]);
    const unsigned in = loop_poisson(w, stay);
    w->s.stale_stock[k] += (double)in - (double)out;
    m->stale_lost += out;
    m->quick[FC_QUICK_STALE] += loop_max(0, all - stay);
    m->quick[FC_QUICK_NEGLECTED] += w->s.neglected[k];
    m->stale_late += late;
    m->stale_unfit += w->s.stale[k];
    return in;
}

/* The month's leads that were decided in the step they came in. */
static void quick_moves(struct loop_path *w, uint32_t k)
{
    struct loop_market *m = &w->market[k];
    unsigned n[FC_QUICK];
    for (int i = 0; i < FC_QUICK; i++)
        n[i] = loop_poisson(w, m->quick[i]);
    const unsigned done = n[FC_QUICK_LATE] + n[FC_QUICK_WON];
    const unsigned in = done + n[FC_QUICK_EARLY] + n[FC_QUICK_STALE];
    const double mean = m->quick[FC_QUICK_WON];
    w->s.leads[k] += in + n[FC_QUICK_NEGLECTED];
    w->s.stage_entries[k * STAGES] += in;
    w->s.qualified[k] += done;
    w->s.decided[k] += done;
    w->s.won[k] += n[FC_QUICK_WON];
    w->s.won_age[k] += mean > 0 ? n[FC_QUICK_WON] * m->quick_age / mean : 0;
    m->lost_late += n[FC_QUICK_LATE];
    m->lost_early += n[FC_QUICK_EARLY];
    m->stale_lost += n[FC_QUICK_STALE];
    w->s.losses[k * FC_R_COUNT + FC_R_NEGLECTED] += n[FC_QUICK_NEGLECTED];
}

/* Expected losses by stage, to split those of the month. */
static void late_add(struct loop_path *w, uint32_t k, const struct loop_law *law,
                     double rate)
{
    const double *stock = w->s.stock + k * STAGES;
    for (int j = 1; j < STAGES; j++) {
        double time = rate * law->dd[j];
        for (int i = 0; i <= j; i++)
            time += stock[i] * law->o[i][j];
        w->market[k].late_share[j] += law->l[j] * time;
    }
}

static void market_step(struct loop_path *w, uint32_t k)
{
    double *stock = w->s.stock + k * STAGES, dwell = 0;
    struct moves m = {0};
    const struct loop_law *law = loop_market_law(w, k, false);
    const double rate = w->s.reached[k] / w->of->dt;
    const double late = w->s.stale_late[k] + (w->s.viable[k] - w->s.reached[k]);
    for (int j = 0; j < STAGES; j++)
        dwell += 1 / (law->a[j] + law->l[j]);
    late_add(w, k, law, rate);
    for (int i = 0; i < STAGES; i++)
        if (stock[i] > 0)
            stage_moves(w, law, i, (unsigned)stock[i], &m);
    unsigned arrived = arrival_moves(w, k, law, rate, dwell, &m);
    arrived += stale_moves(w, k, late);
    memcpy(stock, m.next, sizeof m.next);
    w->s.leads[k] += arrived;
    w->s.stage_entries[k * STAGES] += arrived;
    w->s.won[k] += m.won;
    w->s.qualified[k] += m.passed;
    w->s.decided[k] += m.won + m.late;
    w->s.won_age[k] += m.won * dwell;
    w->market[k].lost_late += m.late;
    w->market[k].lost_early += m.early;
    if (w->month_ends)
        quick_moves(w, k);
}

/* ---- named deals ---- */

static void deal_need(struct loop_path *w, uint32_t d, const struct loop_law *law)
{
    const uint32_t k = w->of->funnel->deal[d].market;
    const int i = w->deal_stage[d];
    for (int j = i < 0 ? STAGES : i; j < STAGES; j++)
        w->s.named_hours[k * STAGES + (uint32_t)j] +=
            law->o[i][j] * w->market[k].work[j];
}

static void deal_close(struct loop_path *w, uint32_t d, bool won, bool early)
{
    const struct fc_named_deal *deal = &w->of->funnel->deal[d];
    const uint32_t k = deal->market;
    w->deal_stage[d] = -1;
    w->s.named_won[k] += won;
    w->s.won[k] += won;
    w->s.decided[k] += !early;
    w->s.named_value[k] += won ? deal->value : 0;
    *(early ? &w->market[k].lost_early : &w->market[k].lost_late) += !won;
}

static void deal_move(struct loop_path *w, uint32_t d, const struct loop_law *law)
{
    const int i = w->deal_stage[d];
    double u = gsl_rng_uniform(w->rng), late = 0;
    if (i < 0)
        return;
    for (int j = i > 0 ? i : 1; j < STAGES; j++)
        late += law->l[j] * law->o[i][j];
    const double won = law->a[STAGES - 1] * law->o[i][STAGES - 1];
    const double early = i == 0 ? law->l[0] * law->o[0][0] : 0;
    if (u < late + won + early) {
        deal_close(w, d, u >= late && u < late + won, u >= late + won);
        return;
    }
    u -= late + won + early;
    for (int j = STAGES - 1; j > i; u -= law->p[i][j], j--)
        if (u < law->p[i][j]) {
            w->deal_stage[d] = j;
            return;
        }
}

static void named_zero(struct loop_path *w)
{
    for (uint32_t d = 0; d < w->of->funnel->deals; d++)
        memset(w->s.named_hours + w->of->funnel->deal[d].market * STAGES, 0,
               STAGES * sizeof *w->s.named_hours);
}

static void named_step(struct loop_path *w, bool opening)
{
    named_zero(w);
    for (uint32_t d = 0; d < w->of->funnel->deals; d++) {
        struct loop_law law;
        const struct fc_named_deal *deal = &w->of->funnel->deal[d];
        loop_law_write(w, deal->market, (double)deal->odds, &law);
        if (!opening)
            deal_move(w, d, &law);
        deal_need(w, d, &law);
    }
}

/* ---- steps and months ---- */

static void segment_open(struct loop_path *w, uint32_t s)
{
    const struct fc_pipeline *pipe = w->of->model->pipeline;
    double failing = 0, win = 1;
    for (int j = STAGES; j-- > 0;) {
        const size_t i = s * STAGES + (size_t)j;
        const double p = loop_number(w, pipe->conversion[i]);
        const double rate = 52.0 / 12 / loop_number(w, pipe->dwell_weeks[i]);
        const double odds = j == 0 ? w->law.best : 1;
        const double pass = odds * p / (1 + (odds - 1) * p);
        w->law.advance[s][j] = pass * rate;
        w->law.loss[s][j] = (1 - pass) * rate;
        failing += 1 - p;
        w->law.win_from[s][j] = win *= p;
    }
    w->law.beta[s] = 1 / failing;
}

void loop_funnel_open(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    for (uint32_t s = 0; s < d->segments; s++)
        segment_open(w, s);
    for (uint32_t k = 0; k < d->markets; k++) {
        const uint32_t s = d->model->markets[k].segment;
        double flow = w->s.reached[k] / d->dt;
        const double stale =
            w->s.stale[k] + w->s.stale_late[k] + (w->s.viable[k] - w->s.reached[k]);
        w->s.stale_stock[k] =
            loop_poisson(w, stale / d->dt / (w->law.advance[s][0] + w->law.loss[s][0]));
        for (uint32_t j = 0; j < STAGES; j++) {
            const double mean = flow / (w->law.advance[s][j] + w->law.loss[s][j]);
            w->s.stock[k * STAGES + j] = loop_poisson(w, mean);
            flow = mean * w->law.advance[s][j];
        }
    }
    for (uint32_t i = 0; i < d->funnel->deals; i++)
        w->deal_stage[i] = (int)d->funnel->deal[i].stage;
    named_step(w, true);
}

static void month_begins(struct loop_path *w, uint32_t k)
{
    struct loop_market *m = &w->market[k];
    memset(m->quick, 0, sizeof m->quick);
    memset(m->late_share, 0, sizeof m->late_share);
    m->quick_age = m->stale_late = m->stale_unfit = m->stale_lost = 0;
    m->lost_early = m->lost_late = 0;
    memcpy(m->month_stock, w->s.stock + k * STAGES, sizeof m->month_stock);
}

void loop_funnel_step(struct loop_path *w)
{
    for (uint32_t k = 0; k < w->of->markets; k++) {
        if (w->month_starts)
            month_begins(w, k);
        market_step(w, k);
    }
    named_step(w, false);
}

static void losses(struct loop_path *w, uint32_t k)
{
    const struct loop_market *m = &w->market[k];
    double *row = w->s.losses + k * FC_R_COUNT;
    const double stale = m->stale_late + m->stale_unfit;
    const unsigned late = loop_binomial(w, stale > 0 ? m->stale_late / stale : 0,
                                        (unsigned)m->stale_lost);
    const unsigned none = loop_binomial(w, loop_number(w, w->of->funnel->no_decision),
                                        (unsigned)m->lost_late);
    row[FC_R_LATE] += late;
    row[FC_R_UNFIT] += m->stale_lost - late + m->lost_early;
    row[FC_R_NO_DECISION] += none;
    row[FC_R_COMPETITOR] += m->lost_late - none;
}

static void by_channel(struct loop_path *w, uint32_t k)
{
    const uint32_t n = w->of->channels;
    const double *rate = w->s.channel_rate + k * n;
    unsigned left = (unsigned)w->s.leads[k];
    double rest = 0;
    for (uint32_t c = 0; c < n; c++)
        rest += rate[c];
    for (uint32_t c = 0; c < n && left > 0; c++) {
        const unsigned here =
            c + 1 < n && rest > 0 ? loop_binomial(w, rate[c] / rest, left) : left;
        w->s.channel_leads[c] += here;
        left -= here;
        rest -= rate[c];
    }
}

static void entries(struct loop_path *w, uint32_t k)
{
    const struct loop_market *m = &w->market[k];
    const double *stock = w->s.stock + k * STAGES;
    double *in = w->s.stage_entries + k * STAGES, all = 0;
    for (int j = 1; j < STAGES; j++)
        all += m->late_share[j];
    in[1] = w->s.qualified[k];
    for (int j = 2; j < STAGES; j++) {
        const double lost = all > 0 ? m->lost_late * m->late_share[j - 1] / all : 0;
        in[j] = loop_max(0, in[j - 1] - lost - (stock[j - 1] - m->month_stock[j - 1]));
    }
}

static void pipeline(struct loop_path *w, uint32_t k)
{
    const struct fc_pipeline *pipe = w->of->model->pipeline;
    const uint32_t s = w->of->model->markets[k].segment;
    double open = 0, wins = 0;
    for (uint32_t j = 1; j < STAGES; j++) {
        open += w->s.stock[k * STAGES + j];
        wins += w->s.stock[k * STAGES + j] * w->law.win_from[s][j];
    }
    w->s.open_deals[k] = open;
    w->s.pipeline_value[k] = wins * loop_number(w, pipe->deal_mean[s]) *
                             (1 - loop_number(w, pipe->discount));
}

void loop_funnel_month(struct loop_path *w)
{
    const struct fc_funnel *funnel = w->of->funnel;
    for (uint32_t k = 0; k < w->of->markets; k++) {
        losses(w, k);
        by_channel(w, k);
        entries(w, k);
        pipeline(w, k);
    }
    for (uint32_t d = 0; d < funnel->deals; d++) {
        const struct fc_named_deal *deal = &funnel->deal[d];
        const int stage = w->deal_stage[d];
        if (stage < 1)
            continue;
        w->s.open_deals[deal->market] += 1;
        w->s.pipeline_value[deal->market] +=
            deal->value * (double)deal->win_from[stage];
    }
}
