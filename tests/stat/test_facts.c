/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stylised facts: does the reference firm behave as real sales departments do?
 *
 * Benchmarks are outcomes here, never inputs. Each row of the printed table has the
 * range of the literature, the value of scenarios/reference.cfg, its Monte Carlo error
 * and the verdict; a fact fails when its 95 % interval leaves the range. Errors: of the
 * forecast where there is one (of a mean over months: the mean of the months' errors,
 * an upper bound), else over paths or over repeated seeds, widened by t / z. Sources:
 * docs/model.md#validity.
 */
#include "facts.h"

/* ---- what one run shows ---- */

static void seat_productivity(const fc_forecast *f);

static void department(void **state)
{
    (void)state;
    fc_forecast *f = run(NULL, 0, 3000, 1);
    add("win rate", 0.15, 0.30, over_months(f, "win_rate", 12, 36, 12),
        "wins over decided deals past the first stage, year ends");
    add("gross revenue retention", 0.80, 0.92, over_months(f, "grr", 12, 36, 12),
        "year ends, bankruptcies included");
    add("utilisation", 0.80, 0.90, over_months(f, "utilisation", 1, 36, 1),
        "hours needed, prospecting included, over hours there are");
    add("leads answered within one hour", 0.30, 0.60,
        over_months(f, "first_contact_hour", 1, 36, 1), "inbound, neglected included");
    add("sellers at quota", 0.35, 0.60, over_months(f, "quota_share", 12, 36, 12),
        "3 months or more in the year, year ends");
    seat_productivity(f);
    fc_forecast_free(f);

    /* pay moves nothing but money: without on-costs and hiring it is what sellers get
     */
    static const char *const bare[] = {"people.on_cost_share=0", "people.hire_cost=0"};
    f = RUN(bare, 1000, 1);
    const struct fc_estimate pay = over_months(f, "pay", 1, 36, 1);
    const struct fc_estimate revenue = over_months(f, "revenue", 1, 36, 1);
    const double share = pay.value / revenue.value;
    const double error =
        share * (pay.error / pay.value + revenue.error / revenue.value);
    add("sales compensation / revenue", 0.05, 0.12,
        (struct fc_estimate){share, error, 0}, "base pay and commission, three years");
    fc_forecast_free(f);
}

/* ---- concentration: exact from the opening book ---- */

static double number(const fc_scenario *scenario, const char *group, const char *name)
{
    char key[128];
    snprintf(key, sizeof key, "%s.%s", group, name);
    for (size_t i = 0; i < fc_scenario_assumptions(scenario); i++) {
        const struct fc_assumption row = fc_scenario_assumption(scenario, i);
        if (strcmp(row.key, key) == 0)
            return strtod(row.value, NULL);
    }
    fail_msg("no key %s", key);
    return 0;
}

struct segment {
    double clients, mean, shape;
};

/* Clients above x, and their value: a gamma a segment. */
static double clients_above(const struct segment *s, int n, double x, double *value)
{
    double count = 0;
    *value = 0;
    for (int i = 0; i < n; i++) {
        const double unit = s[i].mean / s[i].shape;
        count += s[i].clients * gsl_cdf_gamma_Q(x, s[i].shape, unit);
        *value += s[i].clients * s[i].mean * gsl_cdf_gamma_Q(x, s[i].shape + 1, unit);
    }
    return count;
}

static void concentration(void **state)
{
    (void)state;
    static const char *const names[] = {"small", "mid", "large"};
    struct segment s[3];
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    assert_int_equal(fc_scenario_read(reference, NULL, 0, &scenario, &err), FC_OK);
    const double anchor =
        12 * number(scenario, "customers.key_accounts", "anchor.revenue_per_month");
    double clients = 1, total = anchor;
    for (int i = 0; i < 3; i++) {
        const double cv = number(scenario, "funnel.deal_value.cv", names[i]);
        const double all = number(scenario, "opening.recurring_per_year", names[i]);
        s[i].clients = number(scenario, "opening.clients", names[i]);
        s[i].mean = all / s[i].clients;
        s[i].shape = 1 / (cv * cv);
        clients += s[i].clients;
        total += all;
    }
    fc_scenario_free(scenario);
    double low = 0, high = total, value = 0;
    for (int i = 0; i < 200; i++) {
        const double middle = (low + high) / 2;
        const double above = clients_above(s, 3, middle, &value) + (anchor > middle);
        *(above > 0.2 * clients ? &low : &high) = middle;
    }
    clients_above(s, 3, high, &value);
    add("top fifth of clients, share of revenue", 0.60, 0.75,
        (struct fc_estimate){(value + anchor) / total, 0, 0},
        "exact: mixture of the segments' gammas and the key account");
}

/* ---- sellers ---- */

static void selling_elasticity(void **state)
{
    (void)state;
    static const char *const fewer[] = {"people.seats=22", "opening.seats_filled=20"};
    static const char *const more[] = {"people.seats=26", "opening.seats_filled=24"};
    double elasticity[SEEDS], revenue[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
        fc_forecast *a = RUN(fewer, 384, 100 + (uint64_t)i);
        fc_forecast *b = RUN(more, 384, 100 + (uint64_t)i);
        const double change = log(26.0 / 22.0);
        elasticity[i] =
            log(closed_value(b, "bookings", -3) / closed_value(a, "bookings", -3)) /
            change;
        revenue[i] =
            log(closed_value(b, "revenue", -3) / closed_value(a, "revenue", -3)) /
            change;
        fc_forecast_free(a);
        fc_forecast_free(b);
    }
    /* In the long run the book is bookings times lifetime, so that revenue answers as
     * bookings do; revenue of year 3 is still mostly the opening book. */
    add("selling elasticity of bookings", 0.20, 0.50, of_values(elasticity, SEEDS),
        "seats -8 % and +8 %, year 3, common random numbers");
    add("selling elasticity of revenue, year 3", -HUGE_VAL, HUGE_VAL,
        of_values(revenue, SEEDS),
        "for information: short run, the opening book answers late");
}

struct traced {
    double people[16], skill[16], ramped, filled;
    int step, month;
};

static void traced_end(struct traced *self)
{
    for (size_t team = 0; team < 16; team++) {
        self->ramped += self->people[team] * self->skill[team];
        self->filled += self->people[team];
    }
}

static void traced_row(void *data, int month, int step, const char *array, size_t row,
                       size_t column, double value)
{
    struct traced *self = data;
    if (self->month && (month != self->month || step != self->step))
        traced_end(self);
    self->month = month;
    self->step = step;
    assert_true(row < 16 || strcmp(array, "headcount") != 0);
    if (strcmp(array, "headcount") == 0)
        self->people[row] = value;
    if (strcmp(array, "skill") == 0 && column == 0)
        self->skill[row] = value;
}

/* Mean level on the ramp of the people there are, on a few traced paths: with stages
 * that make beta = 1 and people of equal ability it is the skill of the teams. */
static struct fc_estimate ramp_level(void)
{
    enum { PATHS = 24 };
    static const char *const set[] = {
        "people.ability_cv=0",
        "funnel.stages.qualify.conversion=0.75",
        "funnel.stages.discover.conversion=0.75",
        "funnel.stages.propose.conversion=0.75",
        "funnel.stages.negotiate.conversion=0.75",
        "channels.referral.leads_per_client_year=0",
    };
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    double level[PATHS];
    assert_int_equal(
        fc_scenario_read(reference, set, sizeof set / sizeof *set, &scenario, &err),
        FC_OK);
    const int paths = CLOSED_PATHS(PATHS) == PATHS ? PATHS : PATHS / 2;
    for (int i = 0; i < paths; i++) {
        struct traced traced = {.ramped = 0};
        assert_int_equal(
            fc_run_trace(scenario, 1, (uint64_t)i, traced_row, &traced, &err), FC_OK);
        traced_end(&traced);
        level[i] = traced.ramped / traced.filled;
    }
    fc_scenario_free(scenario);
    return of_values(level, paths);
}

static void seat_productivity(const fc_forecast *f)
{
    const struct fc_estimate people = over_months(f, "headcount", 1, 36, 1);
    const struct fc_estimate open = over_months(f, "vacancies", 1, 36, 1);
    const struct fc_estimate level = ramp_level();
    const double seats = people.value + open.value;
    const double share = people.value / seats * level.value;
    const double error = hypot(people.error / people.value, level.error / level.value);
    add("productive share of a seat", 0.78, 0.90,
        (struct fc_estimate){share, share * error, 0},
        "filled and through the ramp, three years");
}

/* ---- how many sellers ---- */

/* What a year of selling is worth in the long run: the year's new business times the
 * margin of a client's life at 12 % a year, less pay. `seats` sellers from the start;
 * the third year. */
static double long_run_profit(int seats, uint64_t paths, uint64_t seed)
{
    enum { YEAR = -3, LAST = 36 };
    char people[32], filled[40];
    snprintf(people, sizeof people, "people.seats=%d", seats);
    snprintf(filled, sizeof filled, "opening.seats_filled=%d", seats);
    const char *const set[] = {people, filled, "targets=()"};
    fc_forecast *f = RUN(set, paths, seed);
    double pay = 0;
    for (int month = LAST - 11; month <= LAST; month++)
        pay += closed_value(f, "pay", month);
    const double life = 1 / (1 - closed_value(f, "grr", LAST) / 1.12);
    const double margin =
        closed_value(f, "gross_profit", YEAR) / closed_value(f, "revenue", YEAR);
    const double worth = closed_value(f, "bookings", YEAR) * margin * life - pay;
    fc_forecast_free(f);
    return worth;
}

/* The best number of sellers by a parabola in its logarithm through the best of a grid
 * and its neighbours. */
static int best_size(uint64_t seed)
{
    static const int seats[] = {16, 20, 25, 31, 39, 49, 61};
    enum { N = sizeof seats / sizeof *seats };
    double worth[N];
    int best = 0;
    for (int i = 0; i < N; i++) {
        worth[i] = long_run_profit(seats[i], 256, seed);
        best = worth[i] > worth[best] ? i : best;
    }
    if (best == 0 || best == N - 1)
        fail_msg("no best number of sellers between %d and %d", seats[0], seats[N - 1]);
    const double left = worth[best - 1], mid = worth[best], right = worth[best + 1];
    const double shift = (left - right) / (left - 2 * mid + right) / 2;
    return (int)lround(seats[best] * pow(1.25, shift));
}

/* The best number once more, by a parabola in the logarithm through it and a fifth less
 * and more, in 5 x 512 other worlds: the grid alone finds it to about a tenth. */
static int parabola_again(int first)
{
    enum { AGAIN = 5, PATHS = 512 };
    const int seats[] = {(int)lround(0.8 * first), first, (int)lround(1.2 * first)};
    double x[3], y[3] = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
        x[i] = log(seats[i]);
        for (int k = 0; k < AGAIN; k++)
            y[i] += long_run_profit(seats[i], PATHS, 380 + (uint64_t)k) / AGAIN;
    }
    const double left = (y[1] - y[0]) / (x[1] - x[0]);
    const double right = (y[2] - y[1]) / (x[2] - x[1]);
    const double bend = (right - left) / (x[2] - x[0]);
    if (!(bend < 0))
        fail_msg("profit does not bend down around %d sellers", first);
    return (int)lround(exp((x[0] + x[1]) / 2 - left / (2 * bend)));
}

/* In the same worlds until it stays: profit is no parabola, which a number that lies
 * beside the best one shows. */
static int best_size_refined(int best)
{
    enum { MOST = 4 };
    for (int i = 0; i < MOST; i++) {
        const int next = parabola_again(best);
        if (next == best)
            break;
        best = next;
    }
    return best;
}

/* Below 1.5 % in the literature. */
static void flat_optimum(void **state)
{
    (void)state;
    enum { PAIRS = 10, PATHS = 768 };
    double lost[2][PAIRS];
    const int best = best_size_refined(best_size(400));
    for (int i = 0; i < PAIRS; i++) {
        const uint64_t seed = 401 + (uint64_t)i;
        const double top = long_run_profit(best, PATHS, seed);
        const int fewer = (int)lround(0.8 * best), more = (int)lround(1.2 * best);
        lost[0][i] = 1 - long_run_profit(fewer, PATHS, seed) / top;
        lost[1][i] = 1 - long_run_profit(more, PATHS, seed) / top;
    }
    static char note[2][64];
    for (int side = 0; side < 2; side++) {
        const int seats = (int)lround((side ? 1.2 : 0.8) * best);
        snprintf(note[side], sizeof note[side], "%d sellers, the best number is %d",
                 seats, best);
        add(side ? "profit lost with 20 % more sellers"
                 : "profit lost with 20 % fewer sellers",
            -0.015, 0.015, of_values(lost[side], PAIRS), note[side]);
    }
}

/* ---- clients ---- */

static double book_value(const fc_forecast *f, int months)
{
    double value = 0;
    for (int month = 1; month <= months; month++)
        value += closed_value(f, "revenue", month) * pow(1.12, -(month - 0.5) / 12);
    return value;
}

#define NOTHING_NEW                                                                    \
    "horizon.months=240", "horizon.steps_per_month=1", "targets=()",                   \
        "markets.segments.small.leads_per_month=0",                                    \
        "markets.segments.mid.leads_per_month=0",                                      \
        "markets.segments.large.leads_per_month=0",                                    \
        "channels.referral.leads_per_client_year=0",                                   \
        "channels.calling.hours_per_seat_month=0", "opening.pipeline=\"empty\"",       \
        "opening.deals=()"

/* Value of the opening book, nothing sold to anybody new, 12 % a year. Leaving is made
 * rarer; the elasticity is against what the book really retains in its first year: the
 * old clients in it leave less than new ones, and gain less. */
static void retention_elasticity(void **state)
{
    (void)state;
    static const char *const before[] = {NOTHING_NEW};
    static const char *const after[] = {
        NOTHING_NEW,
        "customers.leave_first_year.small=0.2829",
        "customers.leave_first_year.mid=0.1314",
        "customers.leave_first_year.large=0.0708",
        "customers.key_accounts.anchor.leave_prob=0.0506",
    };
    double elasticity[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
        fc_forecast *a = RUN(before, 128, 200 + (uint64_t)i);
        fc_forecast *b = RUN(after, 128, 200 + (uint64_t)i);
        const double kept = closed_value(b, "grr", 12) / closed_value(a, "grr", 12);
        elasticity[i] = log(book_value(b, 240) / book_value(a, 240)) / log(kept);
        fc_forecast_free(a);
        fc_forecast_free(b);
    }
    add("retention elasticity of client value", 3, 7, of_values(elasticity, SEEDS),
        "against retained revenue of year 1; 20 years of the opening book at 12 %");
}

/* ---- risks ---- */

#define CALM                                                                           \
    "macro.random=false", "crises.outage.per_year=0", "crises.disruption.per_year=0",  \
        "crises.scandal.per_year=0", "crises.breach.per_year=0",                       \
        "crises.territory_shock.per_year=0", "crises.recall.per_year=0",               \
        "crises.slump.per_year=0"

/* An ordinary recession against the 1-in-20 severe outage, disruption and recall: all
 * begin in month 4 of calm worlds; loss of revenue over the horizon. */
static void revenue_at_risk(void **state)
{
    (void)state;
    static const char *const event[] = {
        "macro.scheduled=({start_month=4; months=10;})",
        "crises.outage.scheduled=({month=4; severity=0.95;})",
        "crises.disruption.scheduled=({month=4; severity=0.34;})",
        "crises.recall.scheduled=({month=4; severity=0.57;})",
    };
    double ratio[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
        static const char *const calm[] = {CALM};
        fc_forecast *base = RUN(calm, 128, 300 + (uint64_t)i);
        double loss[4];
        for (int e = 0; e < 4; e++) {
            const char *const set[] = {CALM, event[e]};
            fc_forecast *f = RUN(set, 128, 300 + (uint64_t)i);
            loss[e] = closed_value(base, "revenue", FC_PERIOD_HORIZON) -
                      closed_value(f, "revenue", FC_PERIOD_HORIZON);
            fc_forecast_free(f);
        }
        fc_forecast_free(base);
        ratio[i] = loss[0] / fmax(loss[1], fmax(loss[2], loss[3]));
        if (i == 0)
            printf("revenue lost: recession %.3g, outage %.3g, disruption %.3g, "
                   "recall %.3g\n",
                   loss[0], loss[1], loss[2], loss[3]);
    }
    add("recession / worst operational event", 1, HUGE_VAL, of_values(ratio, SEEDS),
        "revenue lost: ordinary recession, event of 1 in 20 severity");
}

/* ---- a seller leaves ---- */

struct kept {
    double grr, leavers;
};

/* Calm worlds, many sellers leave in month 1 (or not); what of the revenue is kept a
 * year later, and who left early. */
static struct kept after_leaving(bool exodus, bool handover, uint64_t seed)
{
    const char *const set[] = {
        CALM,
        "horizon.months=12",
        "targets=()",
        "people.handover.deals_loss=0",
        "crises.scandal.effects=({lever=\"turnover\"; factor=20.0;})",
        "crises.scandal.plateau_weeks=3",
        "crises.scandal.plateau_sigma=0",
        "crises.scandal.half_life_weeks=0.1",
        exodus ? "crises.scandal.scheduled=({month=1; severity=0.95;})"
               : "crises.scandal.scheduled=()",
        handover ? "people.handover.similar=0" : "people.handover.loss=0"};
    fc_forecast *f = RUN(set, 768, seed);
    const struct kept kept = {closed_value(f, "grr", 12),
                              closed_value(f, "leavers", 1) +
                                  closed_value(f, "leavers", 2)};
    fc_forecast_free(f);
    return kept;
}

/* What the accounts of a leaver bring a year later, against the same department where
 * nothing is lost by a change of hands: of those who leave on top of the usual. */
static void sales_after_leaving(void **state)
{
    (void)state;
    enum { SEATS = 24, PAIRS = 10 };
    double lost[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
        const uint64_t seed = 500 + (uint64_t)i;
        const struct kept left = after_leaving(true, true, seed);
        const struct kept left_whole = after_leaving(true, false, seed);
        const struct kept usual = after_leaving(false, true, seed);
        const struct kept usual_whole = after_leaving(false, false, seed);
        const double kept = left.grr / left_whole.grr / (usual.grr / usual_whole.grr);
        lost[i] = (1 - kept) / ((left.leavers - usual.leavers) / SEATS);
    }
    add("sales lost after a seller leaves", 0.13, 0.18, of_values(lost, PAIRS),
        "revenue of the accounts a year later, no CRM");
}

/* ---- verdicts ---- */

static void verdicts(void **state)
{
    (void)state;
    int failed = 0;
    printf("\n%-40s %-13s %9s %8s  %s\n", "stylised fact", "range", "value", "error",
           "verdict");
    for (int i = 0; i < facts; i++) {
        const struct fact *f = &table[i];
        char range[32];
        const bool judged = !isinf(f->low);
        range_text(f, range, sizeof range);
        printf("%-40s %-13s %9.4f %8.4f  %s; %s\n", f->name, judged ? range : "-",
               f->value, f->error,
               !judged    ? "-"
               : holds(f) ? "holds"
                          : "FAILS",
               f->note);
        failed += judged && !holds(f);
    }
    printf("\n");
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(department),           cmocka_unit_test(concentration),
        cmocka_unit_test(flat_optimum),         cmocka_unit_test(selling_elasticity),
        cmocka_unit_test(retention_elasticity), cmocka_unit_test(revenue_at_risk),
        cmocka_unit_test(sales_after_leaving),  cmocka_unit_test(verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
