/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-selling (1.25) through scenario files on the real engine: two products, monthly
 * contracts that end with a constant probability l. With c sales a month and client who
 * lacks the other product, means follow the linear recursion
 *
 *   x12 = c (N1 - B), x21 = c (N2 - B), N1 <- N1 (1-l) + x21, N2 <- N2 (1-l) + x12,
 *   B <- B (1-l)^2 + x12 + x21
 *
 * Also: another team (handoff), a potential, hours of service, retention. Thresholds as
 * in closed.h; each line prints what it detects. */
#include "closed.h"

#include <gsl/gsl_sf_hyperg.h>

#include "../world.h"

static const char *const head =
    "title = \"T\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = 36; "
    "steps_per_month = 1; };\n"
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = \"core\"; "
    "share = %s; term_months = %d; }, { name = \"plus\"; %s } "
    "); "
    "segments = ( { name = \"s\"; leads_per_month = %s; %s } ); year_to_year_cv = 0; "
    "};\n" FIRM_CALM FIRM_CHANNEL
    "people = { seats = 20; turnover_per_year = 0; ability_cv = 0; start_level = 0.9; "
    "opening_tenure_months = 600; };\norganisation = { structure = \"%s\"; };\n"
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "
    "dwell_weeks = 2; hours = 0; } ); deal_value = { mean = 100; cv = 0.5; }; };\n"
    "customers = { coverage_log_odds = 0; adverse_log_odds = 0; uplift_per_year = 0; "
    "insolvency_per_year = 0; leave_spread = 0; leave_first_year = %.17g; "
    "service_hours_per_week = 0; cross_sell = { offers_per_client_year = %s; %s }; "
    "};\n"
    "opening = { pipeline = \"empty\"; clients = 1000; %s };\n";

struct firm {
    double leave; /* a month */
    int term;
    const char *leads, *segment, *structure, *cross, *second, *rate, *opening, *core;
};

enum { MONTHS = 36 };

struct sums {
    double n, core[MONTHS], plus[MONTHS], core2[MONTHS], plus2[MONTHS];
    double sold[MONTHS], sold2[MONTHS], need[MONTHS], net[MONTHS], net2[MONTHS];
    double paid, paid2, booked; /* first month, second product */
    double more, more2; /* net less gross value of the first product, month 12 */
    double worst;       /* largest |net - annual value| / annual value */
};

static void add(const struct fc_block *b, void *out)
{
    struct sums *s = out;
    const uint32_t m = b->month;
    FC_EACH (l) {
        const double core = (double)b->s.clients[l];
        const double plus = (double)b->s.clients[FC_LANES + l];
        const double sold =
            (double)b->s.cross_sold[l] + (double)b->s.cross_sold[FC_LANES + l];
        const double net = b->s.value_kept_net[l] + b->s.value_kept_net[FC_LANES + l];
        const double ago = b->s.value_year_ago[l] + b->s.value_year_ago[FC_LANES + l];
        const double all = b->s.annual_value[l] + b->s.annual_value[FC_LANES + l];
        const double off = fabs(net - all) / all;
        s->core[m] += core;
        s->core2[m] += core * core;
        s->plus[m] += plus;
        s->plus2[m] += plus * plus;
        s->sold[m] += sold;
        s->sold2[m] += sold * sold;
        s->need[m] += (double)b->s.service_need[l];
        s->net[m] += net / ago;
        s->net2[m] += net / ago * (net / ago);
        const double more = b->s.value_kept_net[l] - b->s.value_kept[l];
        s->more += m == 11 ? more : 0;
        s->more2 += m == 11 ? more * more : 0;
        const double paid = m > 0 ? 0 : b->s.repeat[FC_LANES + l];
        s->paid += paid;
        s->paid2 += paid * paid;
        s->booked += m > 0 ? 0 : b->s.bookings[FC_LANES + l];
        s->worst = off > s->worst ? off : s->worst;
        s->n += m == 0;
    }
}

static void simulate(const struct firm *f, uint64_t paths, struct sums *out)
{
    static char text[8192];
    const int term = f->term ? f->term : 1;
    char second[60];
    snprintf(second, sizeof second, "share = 0; term_months = %d;", term);
    snprintf(text, sizeof text, head, f->core ? f->core : "1", term,
             f->second ? f->second : second, f->leads ? f->leads : "0",
             f->segment ? f->segment : "", f->structure ? f->structure : "pooled",
             1 - pow(1 - f->leave, 12), f->rate ? f->rate : "0.6",
             f->cross ? f->cross : "", f->opening ? f->opening : "");
    struct world world = world_new(text);
    memset(out, 0, sizeof *out);
    world_run(&world, CLOSED_PATHS(paths), add, out);
    world_clear(&world);
}

static double error_of(double n, double sum, double sum2)
{
    return sqrt((sum2 / n - sum / n * (sum / n)) / n);
}

static const double c = 0.6 / 12;

static void test_owners(void **state)
{
    (void)state;
    static struct sums s;
    static const double leave[] = {0, 0.03};
    for (int i = 0; i < 2; i++) {
        const struct firm firm = {.leave = leave[i]};
        const double stay = 1 - leave[i];
        double n1 = 1000, n2 = 0, both = 0;
        simulate(&firm, 10000, &s);
        for (int m = 0; m < MONTHS; m++) {
            const double x12 = c * (n1 - both), x21 = c * (n2 - both);
            n1 = n1 * stay + x21;
            n2 = n2 * stay + x12;
            both = both * stay * stay + x12 + x21;
            if (m % 12 != 11)
                continue;
            closed_near("sold across", s.sold[m] / s.n,
                        error_of(s.n, s.sold[m], s.sold2[m]), x12 + x21, 6);
            closed_near("clients of the first", s.core[m] / s.n,
                        error_of(s.n, s.core[m], s.core2[m]) + 1e-9, n1, 6);
            closed_near("clients of the second", s.plus[m] / s.n,
                        error_of(s.n, s.plus[m], s.plus2[m]), n2, 6);
        }
        if (leave[i] == 0) /* no new companies: all they bring is net retention */
            closed_near("net retention is everything", s.worst, 1e-6, 0, 1);
    }
}

/* First month: handoff to another team, room for a fifth, half of them owners. */
static void test_factors(void **state)
{
    (void)state;
    static struct sums s;
    static const struct {
        const char *segment, *structure, *cross;
        double factor, need;
    } rows[] = {{"", "pooled", "", 1, 0},
                {"", "product", "handoff = 0.4;", 0.4, 0},
                {"", "pooled", "handoff = 0.4;", 1, 0},
                {"", "pooled", "hours = 2;", 1, 2 * c * 950}};
    for (int i = 0; i < 4; i++) {
        const struct firm firm = {.segment = rows[i].segment,
                                  .structure = rows[i].structure,
                                  .cross = rows[i].cross};
        simulate(&firm, 10000, &s);
        const double mean = 1000 * c * rows[i].factor;
        closed_near("first month", s.sold[0] / s.n, sqrt(mean / s.n), mean, 6);
        closed_near("hours of service", s.need[0] / s.n,
                    2 * c * sqrt(mean / s.n) + 1e-9, rows[i].need, 6);
    }
}

/* A second product without a contract: what is sold across is a first purchase. */
static void test_first_purchase(void **state)
{
    (void)state;
    static struct sums s;
    const struct firm firm = {.second = "share = 0; model = \"repeat\";"};
    simulate(&firm, 10000, &s);
    closed_near("paid for first purchases", s.paid / s.n,
                error_of(s.n, s.paid, s.paid2), 1000 * c * 100, 6);
    closed_near("booked", s.booked / s.paid, 1e-12, 1, 1);
}

/* Buyers without a contract who were there at the start buy contracts; others come,
 * who count for nothing in net retention. Those left after t months, y = t/(alpha+t):
 * (1-y)^r 2F1(r, b; a+b; y). Who buys often leaves soon: by rates instead of heads
 * 6.6 % would be missing. Owners do not buy again, hence 2 %. */
static void test_buyers_retention(void **state)
{
    (void)state;
    static struct sums s;
    const double r = 0.243, alpha = 4.414 * 12 / 52, drop_a = 0.793, drop_b = 2.426;
    const struct firm firm = {.leads = "400",
                              .term = 12,
                              .second = "share = 0.75; model = \"repeat\";",
                              .core = "0.25",
                              .rate = "0.02",
                              .cross = "}; repeat = { opening_years = 0;",
                              .opening = "repeat_clients = 1000;"};
    double want = 0;
    simulate(&firm, 10000, &s);
    for (int m = 0; m < 12; m++) {
        const double y = m / (alpha + m);
        want += 0.02 / 12 * 1000 * pow(1 - y, r) *
                gsl_sf_hyperg_2F1(r, drop_b, drop_a + drop_b, y) * 100;
    }
    printf("  standard error %.5f\n", error_of(s.n, s.more, s.more2) / want);
    closed_near("sold to those of a year ago", s.more / s.n, 0.02 * want, want, 1);
}

/* New companies buy across too, but they were no clients 12 months ago. Those who came
 * later are less often owners than the model says, hence 2 %. */
static void test_retention(void **state)
{
    (void)state;
    static struct sums s;
    const struct firm firm = {.leads = "250", .term = 12};
    simulate(&firm, 10000, &s);
    const double owners = 1 - pow(1 - c, 12);
    printf("  net retention %.5f, one by one %.5f\n", s.net[11] / s.n, 1 + owners);
    closed_near("net retention after a year", s.net[11] / s.n, 0.02, 1 + owners, 1);
    assert_true(s.core[35] > s.core[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_owners),         cmocka_unit_test(test_factors),
        cmocka_unit_test(test_first_purchase), cmocka_unit_test(test_buyers_retention),
        cmocka_unit_test(test_retention),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
