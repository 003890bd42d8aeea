/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding, value by value, against direct computation on state arrays made by hand: 28
 * months of whole numbers that are known for every market, month and lane, five KPIs of
 * the test's own, one for each fold. Every call of the sink is taken down (--wrap).
 */
#include <math.h>
#include <stdlib.h>

#include "../world.h"
#include "engine/fold.h"

enum { MONTHS = 28, YEAR = 12, SHOWN = FC_LANES - 3, MARKETS = 8 };
#define HEAD                                                                           \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-03\"; months = "    \
    "28; steps_per_month = 1; }; crises = ( { name = \"slump\"; category = "           \
    "\"financial\"; per_year = 0.3; severity = { median = 0.2; sigma = 0.5; }; "       \
    "effects = ( { lever = \"demand\"; loss = 0.1; } ); } ); "

enum { REVENUE, CLIENTS, KEPT, WIN_RATE, CHURN, METRICS };
#define BY FC_BY_MARKET
static const struct fc_kpi kpis[] = {
    {"t_revenue", "money", "flow", FC_FLOW, FC_S_revenue, -1, BY, FC_TOTALS},
    {"t_clients", "clients", "level", FC_LEVEL, FC_S_clients, -1, BY, FC_TOTALS},
    {"t_kept", "share", "ratio", FC_RATIO, FC_S_value_kept, FC_S_value_year_ago, BY,
     FC_TOTALS},
    {"t_win_rate", "share", "ratio12", FC_RATIO12, FC_S_won, FC_S_decided, BY, 0},
    {"t_churn", "share", "share12", FC_SHARE12, FC_S_lost_clients, FC_S_clients, BY, 0},
    {0}};

/* ---- the sink, taken down: metric, breakdown, member, month ---- */

static double month_seen[METRICS][4][2][MONTHS + 1][FC_LANES];
static double total_seen[METRICS][4][FC_LANES]; /* horizon, years 1 to 3 */
static double crisis_seen[3][FC_LANES];
static size_t months_seen, totals_seen, crises_seen, now;

void __wrap_fc__sink_month(const struct fc_sink *sink, size_t metric, size_t breakdown,
                           size_t member, int month, uint64_t first_path, size_t n,
                           const double *values);
void __wrap_fc__sink_month(const struct fc_sink *sink, size_t metric, size_t breakdown,
                           size_t member, int month, uint64_t first_path, size_t n,
                           const double *values)
{
    (void)sink;
    assert_true(metric < METRICS && breakdown < 4 && member < 2);
    assert_int_equal(month, now);
    assert_int_equal(first_path, 5 * FC_LANES);
    assert_int_equal(n, SHOWN);
    memcpy(month_seen[metric][breakdown][member][month], values, n * sizeof *values);
    months_seen++;
}

void __wrap_fc__sink_total(const struct fc_sink *sink, size_t metric, int period,
                           uint64_t first_path, size_t n, const double *values);
void __wrap_fc__sink_total(const struct fc_sink *sink, size_t metric, int period,
                           uint64_t first_path, size_t n, const double *values)
{
    (void)sink;
    assert_true(metric < METRICS && period <= 0 && period >= -3);
    assert_int_equal(now, period == 0 || period == -3 ? MONTHS : -period * YEAR);
    assert_int_equal(first_path, 5 * FC_LANES);
    assert_int_equal(n, SHOWN);
    memcpy(total_seen[metric][-period], values, n * sizeof *values);
    totals_seen++;
}

void __wrap_fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first_path,
                         size_t n, const double *values);
void __wrap_fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first_path,
                         size_t n, const double *values)
{
    const size_t first = fc__layout_crisis(sink->layout, 0, FC_CRISIS_EVENTS);
    assert_true(series >= first && series < first + 3);
    assert_int_equal(now, MONTHS);
    assert_int_equal(first_path, 5 * FC_LANES);
    assert_int_equal(n, SHOWN);
    memcpy(crisis_seen[series - first], values, n * sizeof *values);
    crises_seen++;
}

/* ---- state arrays by hand; month 0 is the opening ---- */

/* A whole number in [0, most]; lane 7 has nothing to divide by, lane 9 nothing in the
 * first half of the horizon. */
static uint32_t pick(int what, uint32_t k, uint32_t month, uint32_t lane, uint32_t most)
{
    const bool over =
        what == FC_S_decided || what == FC_S_value_year_ago || what == FC_S_clients;
    if (over && (lane == 7 || (lane == 9 && month < MONTHS / 2)))
        return 0;
    uint32_t h = (uint32_t)what * 7919u + k * 104729u + month * 1299709u + lane * 31u;
    h = (h ^ (h >> 15)) * 0x2c1b3c6du;
    h = (h ^ (h >> 12)) * 0x297a2d39u;
    return (h ^ (h >> 15)) % (most + 1);
}

static const int filled[] = {FC_S_revenue,        FC_S_clients, FC_S_value_kept,
                             FC_S_value_year_ago, FC_S_won,     FC_S_decided,
                             FC_S_lost_clients};

static double value(int state, uint32_t k, uint32_t month, uint32_t lane)
{
    return pick(state, k, month, lane, state == FC_S_revenue ? 100000 : 50);
}

static uint32_t events(uint32_t month, uint32_t lane)
{
    return lane % 3 == 0 ? 0 : pick(FC_S_crisis_events, 0, month, lane, 2);
}

static void fill(struct fc_block *b, uint32_t month)
{
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
        for (uint32_t k = 0; k < MARKETS; k++)
            FC_EACH (l) {
                const double x = value(filled[i], k, month, l);
                const size_t at = (size_t)k * FC_LANES + l;
                if (filled[i] == FC_S_revenue)
                    b->s.revenue[at] = x;
                else if (filled[i] == FC_S_value_kept)
                    b->s.value_kept[at] = x;
                else if (filled[i] == FC_S_value_year_ago)
                    b->s.value_year_ago[at] = x;
                else
                    (filled[i] == FC_S_clients   ? b->s.clients
                     : filled[i] == FC_S_won     ? b->s.won
                     : filled[i] == FC_S_decided ? b->s.decided
                                                 : b->s.lost_clients)[at] = (float)x;
            }
    FC_EACH (l) {
        b->s.crisis_events[l] = (float)events(month, l);
        b->s.crisis_severity[l] = (float)(0.25 * events(month, l));
    }
}

/* ---- direct computation ---- */

static bool inside(uint32_t k, size_t breakdown, uint32_t member)
{
    const uint32_t at[] = {0, k / 4, k / 2 % 2,
                           k % 2}; /* territory, product, segment */
    return at[breakdown] == member;
}

static double sum(int state, size_t breakdown, uint32_t member, uint32_t month,
                  uint32_t lane)
{
    double all = 0;
    for (uint32_t k = 0; k < MARKETS; k++)
        if (inside(k, breakdown, member))
            all += value(state, k, month, lane);
    return all;
}

static double sum12(int state, size_t breakdown, uint32_t member, uint32_t month,
                    uint32_t lane)
{
    double all = 0;
    for (uint32_t m = month > YEAR ? month - YEAR + 1 : 1; m <= month; m++)
        all += sum(state, breakdown, member, m, lane);
    return all;
}

static double share(double part, double all)
{
    return all == 0 ? (double)NAN : part / all;
}

static double expected(size_t metric, size_t b, uint32_t i, uint32_t month,
                       uint32_t lane)
{
    const int state = kpis[metric].value, over = kpis[metric].over;
    switch (kpis[metric].fold) {
    case FC_RATIO:
        return share(sum(state, b, i, month, lane), sum(over, b, i, month, lane));
    case FC_RATIO12:
        return share(sum12(state, b, i, month, lane), sum12(over, b, i, month, lane));
    case FC_SHARE12:
        return share(sum12(state, b, i, month, lane),
                     sum(over, b, i, month > YEAR ? month - YEAR : 0, lane));
    default:
        return sum(state, b, i, month, lane);
    }
}

static void same(double found, double want, const char *what, uint32_t month,
                 uint32_t lane)
{
    if (!(found == want || (isnan(found) && isnan(want))))
        fail_msg("%s, month %u, lane %u: %.17g, expected %.17g", what, month, lane,
                 found, want);
}

/* ---- a folder over the hand-made block ---- */

struct bed {
    struct world w;
    struct fc_mechanism room[32];
    const struct fc_mechanism *rooms[32];
    struct fc_run_plan *plan;
    fc_layout *layout;
    fc_folder *folder;
};

/* The rooms of the model keep their sections and lose their KPIs; the first one has
 * those of the test. */
static void bed_open(struct bed *self, enum fc_isa isa)
{
    const char *text = HEAD WORLD_REST;
    const struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    if (world_try(&self->w, text, isa) != FC_OK)
        world_print(self->w.scenario);
    assert_non_null(self->w.block);
    assert_int_equal(self->w.model->axis[FC_MARKET].count, MARKETS);
    self->w.all_rooms = self->w.model->rooms;
    size_t n = 0;
    for (; self->w.all_rooms[n]; n++) {
        self->room[n] = *self->w.all_rooms[n];
        self->room[n].kpis = n == 0 ? kpis : NULL;
        self->rooms[n] = &self->room[n];
    }
    self->rooms[n] = NULL;
    self->w.model->rooms = self->rooms;
    assert_int_equal(fc__run_plan_new(self->w.model, &options, &self->plan, NULL),
                     FC_OK);
    assert_int_equal(self->plan->forecast.metric_count, METRICS);
    assert_int_equal(fc__layout_new(&self->plan->forecast, &self->layout, NULL), FC_OK);
    assert_int_equal(fc__folder_new(self->w.model, self->plan, &self->folder, NULL),
                     FC_OK);
}

static void bed_close(struct bed *self)
{
    fc__folder_free(self->folder);
    fc__layout_free(self->layout);
    fc__run_plan_free(self->plan);
    world_clear(&self->w);
}

static void bed_run(struct bed *self)
{
    struct fc_block *b = self->w.block;
    const struct fc_sink sink = {.layout = self->layout};
    months_seen = totals_seen = crises_seen = 0;
    b->first_path = 5 * FC_LANES;
    fill(b, 0);
    fc__folder_open(self->folder, b);
    for (uint32_t month = 1; month <= MONTHS; month++) {
        now = month;
        b->month = month - 1;
        fill(b, month);
        fc__folder_month(self->folder, b, &sink, SHOWN);
    }
}

static void check_months(void)
{
    assert_int_equal(months_seen, MONTHS * METRICS * (1 + 3 * 2));
    for (size_t m = 0; m < METRICS; m++)
        for (size_t b = 0; b < 4; b++)
            for (uint32_t i = 0; i < (b ? 2 : 1); i++)
                for (uint32_t month = 1; month <= MONTHS; month++)
                    for (uint32_t l = 0; l < SHOWN; l++)
                        same(month_seen[m][b][i][month][l], expected(m, b, i, month, l),
                             kpis[m].name, month, l);
}

/* ---- tests ---- */

static struct bed bed;

static void test_months(void **state)
{
    (void)state;
    for (enum fc_isa isa = 0; isa <= fc_isa_best(); isa++) {
        bed_open(&bed, isa);
        bed_run(&bed);
        check_months();
        bed_close(&bed);
    }
}

/* A block leaves nothing behind for the next one: rings, totals, crises. */
static void test_again(void **state)
{
    (void)state;
    bed_open(&bed, fc_isa_best());
    bed_run(&bed);
    memset(month_seen, 0, sizeof month_seen);
    bed_run(&bed);
    check_months();
    for (uint32_t l = 0; l < SHOWN; l++) {
        double all = 0;
        for (uint32_t month = 1; month <= MONTHS; month++)
            all += sum(FC_S_revenue, 0, 0, month, l);
        same(total_seen[REVENUE][0][l], all, "total of the second block", 0, l);
    }
    bed_close(&bed);
}

static void test_missing(void **state)
{
    (void)state;
    bed_open(&bed, fc_isa_best());
    bed_run(&bed);
    for (uint32_t month = 1; month <= MONTHS; month++) {
        for (size_t m = KEPT; m < METRICS; m++)
            assert_true(isnan(month_seen[m][0][0][month][7]));
        /* lane 9 begins in month 14: a share of 12 months ago needs month 26 */
        assert_int_equal(isnan(month_seen[KEPT][0][0][month][9]), month < 14);
        assert_int_equal(isnan(month_seen[WIN_RATE][0][0][month][9]), month < 14);
        assert_int_equal(isnan(month_seen[CHURN][0][0][month][9]), month < 26);
        assert_int_equal(isnan(month_seen[CLIENTS][0][0][month][7]), 0);
    }
    bed_close(&bed);
}

/* Members of an axis add up to the department. */
static void test_members(void **state)
{
    (void)state;
    bed_open(&bed, fc_isa_best());
    bed_run(&bed);
    for (size_t m = REVENUE; m <= CLIENTS; m++)
        for (size_t b = 1; b < 4; b++)
            for (uint32_t month = 1; month <= MONTHS; month++)
                for (uint32_t l = 0; l < SHOWN; l++)
                    same(month_seen[m][b][0][month][l] + month_seen[m][b][1][month][l],
                         month_seen[m][0][0][month][l], kpis[m].name, month, l);
    bed_close(&bed);
}

/* Years 1 and 2 have 12 months, year 3 has 4. Flows add up; levels and ratios count at
 * the end. */
static void test_totals(void **state)
{
    (void)state;
    static const uint32_t first[] = {1, 1, 13, 25}, last[] = {28, 12, 24, 28};
    bed_open(&bed, fc_isa_best());
    bed_run(&bed);
    assert_int_equal(totals_seen, 3 * 4);
    for (int y = 0; y < 4; y++)
        for (uint32_t l = 0; l < SHOWN; l++) {
            double all = 0;
            for (uint32_t month = first[y]; month <= last[y]; month++)
                all += sum(FC_S_revenue, 0, 0, month, l);
            same(total_seen[REVENUE][y][l], all, "revenue", last[y], l);
            for (size_t m = CLIENTS; m <= KEPT; m++)
                same(total_seen[m][y][l], expected(m, 0, 0, last[y], l), kpis[m].name,
                     last[y], l);
        }
    bed_close(&bed);
}

static void test_crises(void **state)
{
    (void)state;
    bed_open(&bed, fc_isa_best());
    bed_run(&bed);
    assert_int_equal(crises_seen, 3);
    for (uint32_t l = 0; l < SHOWN; l++) {
        double n = 0;
        for (uint32_t month = 1; month <= MONTHS; month++)
            n += events(month, l);
        same(crisis_seen[FC_CRISIS_EVENTS][l], n, "events", 0, l);
        same(crisis_seen[FC_CRISIS_ANY][l], n > 0, "any", 0, l);
        same(crisis_seen[FC_CRISIS_SEVERITY][l], n > 0 ? 0.25 : (double)NAN, "severity",
             0, l);
    }
    bed_close(&bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_months),  cmocka_unit_test(test_again),
        cmocka_unit_test(test_missing), cmocka_unit_test(test_members),
        cmocka_unit_test(test_totals),  cmocka_unit_test(test_crises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
