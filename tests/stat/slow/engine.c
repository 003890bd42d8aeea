/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine on the scenario text of a department, month by month from the shared
 * arrays: nothing but rows is read, and the sums over rows are the test's own. */
#if defined(__x86_64__)
#define FC_ISA v2 /* for inline parts of headers; blocks choose by themselves */
#endif

#include "slow/engine.h"

#include <stdlib.h>

#include "world.h"

/* A path's series so far. */
struct paths {
    struct sample *out;
    bool paid;                  /* by results */
    double recession[FC_LANES]; /* months of this month */
    double sums[FC_LANES][SERIES_COUNT];
};

#define SUM(field, rows)                                                               \
    for (uint32_t i = 0; i < (rows); i++)                                              \
    r.field += (double)FC_ROW(b, field, i)[l]

static struct record engine_record(const struct fc_block *b, uint32_t l)
{
    static const int work[WORKS] = {[CONTACT] = FC_W_CONTACT,
                                    [LATE] = FC_W_LATE,
                                    [EARLY] = FC_W_EARLY,
                                    [SERVICE] = FC_W_SERVICE,
                                    [PROSPECT] = FC_W_OUTBOUND};
    static const int reason[REASONS] = {[NEGLECTED] = FC_R_NEGLECTED,
                                        [LOST_LATE] = FC_R_LATE,
                                        [LOST_UNFIT] = FC_R_UNFIT,
                                        [COMPETITOR] = FC_R_COMPETITOR,
                                        [NO_DECISION] = FC_R_NO_DECISION};
    struct record r = {.cash = FC_ROW(b, cash, 0)[l]};
    SUM(leads, NK);
    SUM(qualified, NK);
    SUM(open_deals, NK);
    SUM(bookings, NK);
    SUM(revenue, NK);
    SUM(clients, NK);
    SUM(cross_sold, NK);
    SUM(purchases, NK);
    SUM(policy_months, b->model->axis[FC_POLICY].count);
    SUM(policy_starts, b->model->axis[FC_POLICY].count);
    SUM(false_alarms, b->model->axis[FC_POLICY].count);
    SUM(policy_cost, b->model->axis[FC_POLICY].count);
    for (uint32_t k = 0; k < NK; k++) {
        r.content += (double)FC_ROW(b, satisfaction_sum, k)[l];
        r.large_leads +=
            segment_of((int)k) == LARGE ? (double)FC_ROW(b, leads, k)[l] : 0;
        r.north_open +=
            territory_of((int)k) == 0 ? (double)FC_ROW(b, open_deals, k)[l] : 0;
        r.north_leads += territory_of((int)k) == 0 ? (double)FC_ROW(b, leads, k)[l] : 0;
    }
    SUM(lost_clients, NK);
    SUM(cash_low, 1);
    SUM(profit, 1);
    SUM(receivables, 1);
    SUM(bad_debt, 1);
    const uint32_t teams = b->model->axis[FC_TEAM].count;
    SUM(headcount, teams);
    SUM(leavers, teams);
    for (uint32_t k = 0; k < NK; k++) {
        r.wins += (double)FC_ROW(b, won, k)[l];
        r.annual += FC_ROW(b, annual_value, k)[l];
        r.value_then += FC_ROW(b, value_year_ago, k)[l];
        r.loyal += (double)FC_ROW(b, loyal, k)[l];
        r.pipeline += FC_ROW(b, pipeline_value, k)[l];
        r.kept += FC_ROW(b, value_kept, k)[l];
        r.net += FC_ROW(b, value_kept_net, k)[l];
        for (uint32_t i = 0; i < REASONS; i++)
            r.lost[i] +=
                (double)FC_ROW(b, losses, k * FC_R_COUNT + (uint32_t)reason[i])[l];
    }
    for (uint32_t t = 0; t < teams; t++) {
        r.hours += (double)FC_ROW(b, hours_available, t)[l];
        for (uint32_t i = 0; i < WORKS; i++) {
            r.need[i] +=
                (double)FC_ROW(b, hours_needed, t * FC_W_COUNT + (uint32_t)work[i])[l];
            r.given[i] += (double)FC_ROW(b, hours_delivered,
                                         t * FC_W_COUNT + (uint32_t)work[i])[l];
        }
    }
    for (uint32_t i = 0; i < NX; i++) {
        r.events += (double)FC_ROW(b, crisis_events, i)[l];
        r.crisis_days += (double)FC_ROW(b, crisis_days, i)[l];
        r.severity += (double)FC_ROW(b, crisis_severity, i)[l];
    }
    for (uint32_t i = 0; i < NG * NC; i++)
        r.answered += (double)FC_ROW(b, answered_hour, i)[l];
    r.client_hhi = (double)FC_ROW(b, client_hhi, 0)[l];
    r.product_hhi = (double)FC_ROW(b, hhi_product, 0)[l];
    r.anchor = (double)FC_ROW(b, account_active, 0)[l];
    r.referred = (double)FC_ROW(b, channel_leads, NC - 1)[l];
    return r;
}

/* What only departments have whose people are paid by results, or that use a tool. */
static void living(const struct fc_block *b, uint32_t l, struct record *into)
{
    struct record r = {.cash = 0};
    SUM(commission, NG);
    SUM(bonus, NG);
    for (uint32_t t = 0; t < NG; t++) {
        r.effort += (double)FC_ROW(b, effort_people, t)[l];
        r.attained += FC_ROW(b, sold_to_date, t)[l];
        r.due += FC_ROW(b, quota_to_date, t)[l];
        r.quota_seats += (double)FC_ROW(b, quota_seats, t)[l];
        r.quota_met += (double)FC_ROW(b, quota_met, t)[l];
    }
    for (uint32_t i = 0; i < b->model->axis[FC_PRACTICE].count; i++)
        r.tool_cost += FC_ROW(b, practice_cost, i)[l];
    into->commission = r.commission;
    into->bonus = r.bonus;
    into->effort = r.effort;
    into->attained = r.attained;
    into->due = r.due;
    into->quota_seats = r.quota_seats;
    into->quota_met = r.quota_met;
    into->tool_cost = r.tool_cost;
}

static void add_lane(const struct fc_block *b, struct paths *paths, uint32_t l)
{
    const size_t n = paths->out->n, path = (size_t)b->first_path + l;
    struct record r = engine_record(b, l);
    r.recession = paths->recession[l];
    if (paths->paid)
        living(b, l, &r);
    series_add(&r, (int)b->month + 1, paths->sums[l]);
    if (b->step + 1 == b->model->steps && path < n)
        for (size_t s = 0; s < SERIES_COUNT; s++)
            paths->out->value[s * n + path] = paths->sums[l][s];
}

/* Sees the block after every step. */
static void collect(const struct fc_block *b, void *data)
{
    struct paths *paths = data;
    if (b->step == 0)
        memset(paths->sums, 0, sizeof paths->sums);
    for (uint32_t l = 0; l < FC_LANES; l++) {
        const double so_far = b->month_starts ? 0 : paths->recession[l];
        paths->recession[l] =
            so_far + (double)(FC_ROW(b, recession, 0)[l] * b->model->dt);
        if (b->month_ends)
            add_lane(b, paths, l);
    }
}

struct sample engine_sample(const struct firm *f, size_t n)
{
    struct sample out = {n, calloc(n * SERIES_COUNT, sizeof(double)), f};
    struct paths *paths = calloc(1, sizeof *paths);
    char *text = firm_text(f);
    assert_non_null(out.value);
    assert_non_null(paths);
    paths->out = &out;
    paths->paid = f->pay.quota > 0;
    struct world world = world_new(text);
    world_run(&world, n, collect, paths);
    world_clear(&world);
    free(paths);
    free(text);
    return out;
}
