/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients that fail together, and the accounts of clients, on the real engine.
 *
 * T14 100 key accounts with lognormal weights: HHI .0372037, largest .123115; loss
 *     probability .12: SD of the share lost .0626794 alone, .0897160 and .1127653 with
 * a common factor of rho .1 and .2. T15 large pool, p = .12, rho .1 and .2: VaR and ES
 * at 90, 95, 99 %, SD of the share lost. PD in a recession. M10: new - lost = change of
 * clients, on every path, month and market. M14: extreme numbers for 20 years give no
 * NaN, no negative count or value, no share above 1.
 *
 * Fixed seed, 4 standard errors for T14 and T15, else 6; each line prints what it would
 * find. */
#include "closed.h"

#include "../world.h"
#include "random/lanemath.h"

#define HEAD(months)                                                                   \
    "title = \"T\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "    \
    "" months "; steps_per_month = 1; };\n"
#define ONE_MARKET                                                                     \
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = \"p\"; "   \
    "term_months = 1; } ); segments = ( { name = \"s\"; leads_per_month = 0; } ); "    \
    "};\n" FIRM_CHANNEL FIRM_NOBODY                                                    \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.1; "      \
    "dwell_weeks = 2; } ); deal_value = { mean = 100; }; };\n"

static double yearly(double monthly)
{
    return 1 - pow(1 - monthly, 12);
}

/* ---- T15 ---- */

struct losses {
    size_t n;
    double *share;
};

static void lost_add(const struct fc_block *b, void *out)
{
    struct losses *s = out;
    FC_EACH (l)
        s->share[s->n++] = (double)b->s.lost_clients[l] / 1e6;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void t15(double rho, const double var[3], const double es[3], double sd)
{
    static const double level[] = {0.90, 0.95, 0.99};
    enum { PATHS = 200000 };
    char text[4096];
    snprintf(text, sizeof text,
             HEAD("1") ONE_MARKET FIRM_CALM
             "customers = { leave_first_year = 0; insolvency_per_year = %.17g; "
             "insolvency_correlation = %g; };\n"
             "opening = { clients = 1000000; recurring_per_year = 1e9; };\n",
             yearly(0.12), rho);
    struct world world = world_new(text);
    struct losses s = {0, calloc(PATHS + FC_LANES, sizeof(double))};
    assert_non_null(s.share);
    world_run(&world, CLOSED_PATHS(PATHS), lost_add, &s);
    world_clear(&world);
    qsort(s.share, s.n, sizeof *s.share, ascending);
    const double n = (double)s.n, root = sqrt(rho / (1 - rho));
    double sum = 0, sum2 = 0, sum4 = 0;
    for (size_t i = 0; i < s.n; i++) {
        const double d = s.share[i] - 0.12;
        sum += d;
        sum2 += d * d;
        sum4 += d * d * d * d;
    }
    closed_near("T15 mean", 0.12 + sum / n, sd / sqrt(n), 0.12, 4);
    closed_near("T15 SD", sqrt(sum2 / n),
                sqrt((sum4 / n - pow(sum2 / n, 2)) / n) / (2 * sd), sd, 4);
    for (int i = 0; i < 3; i++) {
        const size_t at = (size_t)(level[i] * n);
        double tail = 0, tail2 = 0;
        for (size_t k = at; k < s.n; k++) {
            tail += s.share[k];
            tail2 += s.share[k] * s.share[k];
        }
        const double many = (double)(s.n - at), mean = tail / many;
        /* slope of the quantile in the normal score of the factor */
        const double score = fc_normal_pinv(var[i]);
        const double slope = root * exp(-score * score / 2);
        const double z = fc_normal_pinv(level[i]);
        closed_near("T15 VaR", s.share[at],
                    slope / exp(-z * z / 2) * sqrt(level[i] * (1 - level[i]) / n),
                    var[i], 4);
        const double spread =
            tail2 / many - mean * mean + level[i] * pow(mean - var[i], 2);
        closed_near("T15 ES", mean, sqrt(spread / many), es[i], 4);
    }
    free(s.share);
}

static void test_t15_large_pool(void **state)
{
    (void)state;
    t15(0.1, (double[]){.208579, .245015, .321648},
        (double[]){.258530, .292138, .363717}, .0654176);
    t15(0.2, (double[]){.250506, .311625, .440185},
        (double[]){.333980, .390114, .507086}, .0955346);
}

/* In a recession the mean probability is the factor times as large. */
struct mean {
    double n, sum, sum2;
};

static void mean_add(const struct fc_block *b, void *out)
{
    struct mean *s = out;
    FC_EACH (l) {
        const double x = (double)b->s.lost_clients[l] / 1e6;
        s->n++;
        s->sum += x;
        s->sum2 += x * x;
    }
}

static void test_recession(void **state)
{
    (void)state;
    char text[4096];
    snprintf(text, sizeof text,
             HEAD("1") ONE_MARKET
             "macro = { random = false; start_in = \"recession\"; scheduled = ( { "
             "start_month = 1; months = 1; } ); };\n"
             "customers = { leave_first_year = 0; adverse_log_odds = 0; "
             "insolvency_per_year = %.17g; recession_insolvency_factor = 2.5; };\n"
             "opening = { clients = 1000000; recurring_per_year = 1e9; };\n",
             yearly(0.05) / 2.5);
    struct world world = world_new(text);
    struct mean s = {0};
    world_run(&world, CLOSED_PATHS(60000), mean_add, &s);
    world_clear(&world);
    const double found = s.sum / s.n;
    closed_near("PD in a recession", found, sqrt((s.sum2 / s.n - found * found) / s.n),
                0.05, 6);
}

/* ---- T14 ---- */

enum { ACCOUNTS = 100 };

struct book {
    double n, sum2, sum4, sum, hhi, top;
    double opening;
};

static void book_add(const struct fc_block *b, void *out)
{
    struct book *s = out;
    FC_EACH (l) {
        const double lost = 1 - b->s.annual_value[l] / s->opening;
        s->n++;
        s->sum += lost;
        s->sum2 += (lost - .12) * (lost - .12);
        s->sum4 += pow(lost - .12, 4);
    }
}

static void t14(double rho, double sd)
{
    static char text[65536];
    size_t at = (size_t)snprintf(text, sizeof text,
                                 HEAD("1") ONE_MARKET FIRM_CALM
                                 "customers = { insolvency_correlation = %g; "
                                 "uplift_per_year = 0; key_accounts = ( ",
                                 rho);
    for (int i = 0; i < ACCOUNTS; i++)
        at += (size_t)snprintf(
            text + at, sizeof text - at,
            "%s{ name = \"a%d\"; market = [ \"t\", \"p\", \"s\" ]; revenue_per_month = "
            "%.17g; renewal_month = 1; term_months = 1; leave_prob = 0; "
            "insolvency_per_year = %.17g; }",
            i ? ", " : "", i, 100 * exp(1.2815 * fc_normal_pinv((i + .5) / ACCOUNTS)),
            yearly(0.12));
    snprintf(text + at, sizeof text - at, " ); };\n");
    struct world world = world_new(text);
    struct book s = {0};
    fc__block_open(world.block, fc_seed(1), 0, false);
    s.opening = world.block->s.annual_value[0];
    closed_near("T14 HHI", (double)world.block->s.client_hhi[0], 1e-7, .0372037, 4);
    closed_near("T14 largest", (double)world.block->s.top_share[0], 1e-6, .123115, 4);
    world_run(&world, CLOSED_PATHS(100000), book_add, &s);
    world_clear(&world);
    const double var = s.sum2 / s.n;
    closed_near("T14 share lost", s.sum / s.n, sqrt(var / s.n), .12, 4);
    closed_near("T14 SD", sqrt(var), sqrt((s.sum4 / s.n - var * var) / s.n) / (2 * sd),
                sd, 4);
}

static void test_t14_concentration(void **state)
{
    (void)state;
    t14(0, .0626794);
    t14(0.1, .0897160);
    t14(0.2, .1127653);
}

/* One account: leaving (odds times e^B), insolvency and the lever are independent. */
static void account_add(const struct fc_block *b, void *out)
{
    struct mean *s = out;
    FC_EACH (l)
        s->sum += (double)b->s.account_active[l];
    s->n += FC_LANES;
}

static void test_account_survives(void **state)
{
    (void)state;
    char text[4096];
    snprintf(
        text, sizeof text,
        HEAD("1") ONE_MARKET FIRM_CALM
        "crises = ( { name = \"c\"; category = \"financial\"; per_year = 0; "
        "scheduled = ( { month = 1; severity = 0.5; } ); "
        "severity = { median = 0.1; }; plateau_weeks = 9; plateau_sigma = 0; "
        "effects = ( { lever = \"account_loss\"; loss = 0.5; } ); } );\n"
        "customers = { leave_log_odds = 0.5; coverage_log_odds = 0; "
        "adverse_log_odds = 0; key_accounts = ( { name = \"a\"; market = [ \"t\", "
        "\"p\", \"s\" ]; revenue_per_month = 9; renewal_month = 1; term_months = 1; "
        "leave_prob = 0.3; insolvency_per_year = %.17g; } ); };\n",
        yearly(0.2));
    struct world world = world_new(text);
    struct mean s = {0};
    world_run(&world, CLOSED_PATHS(400000), account_add, &s);
    world_clear(&world);
    const double p = 0.7 / (0.7 + 0.3 * exp(0.5)) * 0.8 * 0.75;
    closed_near("account stays", s.sum / s.n, sqrt(p * (1 - p) / s.n), p, 6);
}

/* ---- M10 and M14 ---- */

/* All terms, both kinds of products, key accounts, named deals, crises on every lever.
 */
#define EXTREME(months, customers)                                                     \
    "title = \"T\"; currency = \"USD\"; horizon = { start = \"2027-01\"; months = "    \
    "" months "; steps_per_month = 1; };\n"                                            \
    "markets = { territories = ( { name = \"t\"; }, { name = \"u\"; } ); products = (" \
    " { name = \"a\"; term_months = 1; }, { name = \"b\"; term_months = 3; },"         \
    " { name = \"c\"; term_months = 6; }, { name = \"d\"; },"                          \
    " { name = \"e\"; term_months = 24; }, { name = \"f\"; term_months = 36; },"       \
    " { name = \"g\"; model = \"one_off\"; } );"                                       \
    " segments = ( { name = \"s\"; leads_per_month = 400; } ); };\n" FIRM_CHANNEL      \
        FIRM_NOBODY                                                                    \
    "funnel = { contact_hours = 0; stages = ( { name = \"q\"; conversion = 0.1; "      \
    "dwell_weeks = 2; } ); deal_value = { mean = 100; cv = 2; }; };\n"                 \
    "crises = ( { name = \"all\"; category = \"financial\"; scope = \"all\"; "         \
    "per_year "                                                                        \
    "= 2; severity = { median = 0.95; sigma = 0.5; }; plateau_weeks = 8; "             \
    "half_life_weeks = 8; effects = ( { lever = \"demand\"; loss = 1; }, { lever = "   \
    "\"renewal_odds\"; add = 4; }, { lever = \"insolvency\"; add = 4; }, { lever = "   \
    "\"price\"; loss = 1; }, { lever = \"account_loss\"; loss = 0.1; } ); } );\n"      \
    "opening = { clients = 500; recurring_per_year = 1e5; deals = ( { name = \"n\"; "  \
    "market = [ \"t\", \"d\", \"s\" ]; stage = \"q\"; value = 900; win_prob = 0.9; } " \
    "); };\n"                                                                          \
    "customers = { key_accounts = ( { name = \"x\"; market = [ \"t\", \"a\", \"s\" ];" \
    " revenue_per_month = 70; renewal_month = 5; leave_prob = 0.1; }, { name = "       \
    "\"y\"; market = [ \"u\", \"g\", \"s\" ]; revenue_per_month = 9; renewal_month = " \
    "2; leave_prob = 0; leaves_month = 4; } ); " customers " };\n"

struct ledger {
    float clients[14][FC_LANES];
    bool open;
};

static void ledger_check(const struct fc_block *b, void *out)
{
    struct ledger *s = out;
    for (uint32_t k = 0; k < 14; k++) {
        const float *clients = FC_ROW(b, clients, k);
        const float *fresh = FC_ROW(b, new_clients, k);
        const float *lost = FC_ROW(b, lost_clients, k);
        FC_EACH (l) {
            if (clients[l] - s->clients[k][l] != fresh[l] - lost[l])
                fail_msg("month %u: %g - %g is not %g - %g", b->month + 1,
                         (double)clients[l], (double)s->clients[k][l], (double)fresh[l],
                         (double)lost[l]);
            s->clients[k][l] = clients[l];
        }
    }
}

static void test_m10_ledger_of_clients(void **state)
{
    (void)state;
    static struct ledger s;
    struct world world = world_new(EXTREME(
        "48",
        "leave_first_year = 0.2; leave_spread = 0.3; insolvency_per_year = 0.05;"));
    struct fc_block *b = world.block;
    for (uint64_t path = 0; path < 8 * FC_LANES; path += FC_LANES) {
        fc__block_open(b, fc_seed(1), path, false);
        for (uint32_t k = 0; k < 14; k++)
            memcpy(s.clients[k], FC_ROW(b, clients, k), sizeof s.clients[k]);
        for (uint32_t i = 0; i < world.model->steps; i++) {
            fc__block_step(b);
            ledger_check(b, &s);
            fc__block_next(b);
        }
    }
    world_clear(&world);
}

static void floats(const char *what, const float *row, uint32_t rows, double most)
{
    for (uint32_t i = 0; i < rows * FC_LANES; i++)
        if (!((double)row[i] >= 0 && (double)row[i] <= most))
            fail_msg("%s is %g", what, (double)row[i]);
}

static void doubles(const char *what, const double *row, uint32_t rows)
{
    for (uint32_t i = 0; i < rows * FC_LANES; i++)
        if (!(row[i] >= 0 && row[i] < 1e250))
            fail_msg("%s is %g", what, row[i]);
}

static void sane(const struct fc_block *b, void *out)
{
    (void)out;
    floats("clients", b->s.clients, 14, 1e7);
    floats("new clients", b->s.new_clients, 14, 1e7);
    floats("lost clients", b->s.lost_clients, 14, 1e7);
    floats("service", b->s.service_need, 14, 1e9);
    floats("loyal", b->s.loyal, 14, 1e7);
    floats("HHI", b->s.client_hhi, 1, 1.00001);
    floats("HHI", b->s.hhi_territory, 1, 1.00001);
    floats("HHI", b->s.hhi_product, 1, 1.00001);
    floats("HHI", b->s.hhi_segment, 1, 1.00001);
    floats("largest", b->s.top_share, 1, 1);
    floats("active", b->s.account_active, 2, 1);
    doubles("annual value", b->s.annual_value, 14);
    doubles("bookings", b->s.bookings, 14);
    doubles("recurring", b->s.recurring, 14);
    doubles("one-off", b->s.one_off, 14);
    doubles("year ago", b->s.value_year_ago, 14);
    doubles("kept", b->s.value_kept, 14);
    doubles("kept net", b->s.value_kept_net, 14);
    doubles("account", b->s.account_revenue, 2);
    for (uint32_t i = 0; i < 14 * FC_LANES; i++) {
        if (b->s.value_kept[i] > b->s.value_year_ago[i] * (1 + 1e-6))
            fail_msg("GRR is %.9g in month %u, market %u",
                     b->s.value_kept[i] / b->s.value_year_ago[i], b->month + 1,
                     i / FC_LANES);
        if (b->s.clients[i] == 0 && b->s.annual_value[i] > 0)
            fail_msg("%g without clients", b->s.annual_value[i]);
    }
}

static void test_m14_extremes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        EXTREME("240",
                "leave_first_year = 0.9; leave_spread = 0.95; "
                "insolvency_per_year = 0.9; recession_insolvency_factor = 20; "
                "insolvency_correlation = 0.9; value_cv = 3; uplift_per_year = 1; "
                "expansion_per_renewal = 5; leave_log_odds = 20;"),
        EXTREME("240",
                "leave_first_year = 0; insolvency_per_year = 0; value_cv = 0.05; "
                "uplift_per_year = -0.5; expansion_per_renewal = -0.9; "
                "leave_log_odds = -20; coverage_log_odds = 5;"),
        EXTREME("240", "leave_first_year = 0.3; leave_spread = 0.3; "
                       "insolvency_per_year = 0.05; uplift_per_year = 0.02; "
                       "expansion_per_renewal = 0.01;")};
    for (int i = 0; i < 3; i++) {
        struct world world = world_new(texts[i]);
        world_run(&world, 2 * FC_LANES, sane, NULL);
        world_clear(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t14_concentration),
        cmocka_unit_test(test_t15_large_pool),
        cmocka_unit_test(test_recession),
        cmocka_unit_test(test_account_survives),
        cmocka_unit_test(test_m10_ledger_of_clients),
        cmocka_unit_test(test_m14_extremes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
