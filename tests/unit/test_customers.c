/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The customers room, exactly: latent types against the Beta law, the opening ladder
 * against brute force, draws of pools against whole rows, the calendar of contracts and
 * key accounts, retention of clients who all stay, bad sections. Nothing is
 * statistical.
 *
 * Detects: 1e-9 in S(t) for t <= 11, 1e-12 in a weight, a renewal or a payment that is
 * one month off, 1e-9 in a retained value. */
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define FC_ISA v2
#include "../world.h"
#include "model/pools.h"
#include "random/lanemath.h"

static void near(const char *what, double found, double want, double within)
{
    if (!(fabs(found - want) <= within))
        fail_msg("%s: %.12g, expected %.12g", what, found, want);
}

/* ---- latent types ---- */

static const double laws[][2] = {/* mean, spread: three segments, T12, extremes */
                                 {0.25, 0.25},
                                 {0.12, 0.20},
                                 {0.07, 0.15},
                                 {0.668 / 4.474, 1 / 5.474},
                                 {0.704 / 1.886, 1 / 2.886},
                                 {0.5, 0.95},
                                 {0.001, 0.02},
                                 {0.9, 1e-5}};
enum { LAWS = sizeof laws / sizeof *laws };

static void test_survival_is_exact(void **state)
{
    (void)state;
    for (int i = 0; i < LAWS; i++) {
        const double total = (1 - laws[i][1]) / laws[i][1];
        const double alpha = laws[i][0] * total;
        const double beta = total - alpha;
        double node[FC_TYPES], weight[FC_TYPES];
        fc__churn_nodes(laws[i][0], laws[i][1], node, weight);
        double exact = 1;
        for (int t = 0; t <= 11; t++) {
            double found = 0;
            for (int j = 0; j < FC_TYPES; j++)
                found += weight[j] * pow(1 - node[j], t);
            near("S(t)", found, exact, 1e-9);
            exact *= (beta + t) / (alpha + beta + t);
        }
    }
}

/* S(12) lies beyond the degree of the quadrature; T12 prints it. */
static void test_survival_beyond_the_quadrature(void **state)
{
    (void)state;
    static const double s12[] = {0.3780, 0.1701};
    for (int i = 0; i < 2; i++) {
        double node[FC_TYPES], weight[FC_TYPES], found = 0;
        fc__churn_nodes(laws[3 + i][0], laws[3 + i][1], node, weight);
        for (int j = 0; j < FC_TYPES; j++)
            found += weight[j] * pow(1 - node[j], 12);
        near("S(12)", found, s12[i], 1e-4);
    }
}

static void test_equal_clients(void **state)
{
    (void)state;
    static const double certain[][2] = {{0.3, 0}, {0, 0.5}, {1, 0.5}};
    for (int i = 0; i < 3; i++) {
        double node[FC_TYPES], weight[FC_TYPES], sum = 0;
        fc__churn_nodes(certain[i][0], certain[i][1], node, weight);
        for (int j = 0; j < FC_TYPES; j++) {
            near("node", node[j], certain[i][0], 0);
            sum += weight[j];
        }
        near("weights", sum, 1, 0);
    }
}

struct tilted {
    double alpha, beta, shift;
    int t;
};

static double tilted_density(double theta, void *data)
{
    const struct tilted *p = data;
    const double go = theta * exp(p->shift);
    const double stay = (1 - theta) / (go + 1 - theta);
    return pow(stay, p->t) * pow(theta, p->alpha - 1) * pow(1 - theta, p->beta - 1) /
           gsl_sf_beta(p->alpha, p->beta);
}

/* Constant B = .8, small segment: the six types against the integral over theta. */
static void test_shifted_log_odds(void **state)
{
    (void)state;
    static const double printed[] = {.6261, .4599, .3670, .3077, .2665, .2360};
    double node[FC_TYPES], weight[FC_TYPES];
    fc__churn_nodes(0.25, 0.25, node, weight);
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(2000);
    for (int t = 1; t <= 6; t++) {
        struct tilted p = {0.75, 2.25, 0.8, t};
        const gsl_function f = {tilted_density, &p};
        double found = 0, exact, error;
        gsl_integration_qags(&f, 0, 1, 0, 1e-9, 2000, work, &exact, &error);
        for (int j = 0; j < FC_TYPES; j++)
            found +=
                weight[j] * pow((1 - node[j]) / (node[j] * exp(0.8) + 1 - node[j]), t);
        near("integral", exact, printed[t - 1], 6e-5);
        near("six types", found, exact, 5e-4);
    }
    gsl_integration_workspace_free(work);
}

static void test_within_and_score(void **state)
{
    (void)state;
    near("month", fc__churn_within(1 - pow(0.98, 12), 1), 0.02, 1e-15);
    near("year", fc__churn_within(0.3, 12), 0.3, 0);
    near("two years", fc__churn_within(0.3, 24), 0.51, 1e-15);
    near("certain", fc__churn_within(1, 3), 1, 0);
    near("score", fc_normal_cdf(fc__churn_score(0.03, 12)), 0.03, 1e-15);
    near("held", fc_normal_cdf(fc__churn_score(3, 12)), 0.9999, 1e-12);
    assert_true(fc__churn_score(0, 12) < -9);
}

static void test_opening_ladder(void **state)
{
    (void)state;
    static const int terms[] = {1, 3, 6, 12, 24, 36};
    for (int i = 0; i < 6; i++) {
        struct fc_churn law;
        double weight[FC_TYPES] = {0}, share[FC_LADDER][FC_TYPES] = {{0}}, all = 0;
        fc__churn_law(&law, 0.2, 0.3, terms[i], 0.05, 10);
        for (int r = 0; r * terms[i] < 120; r++)
            for (int j = 0; j < FC_TYPES; j++) {
                const double years = terms[i] / 12.;
                const double kept = pow((1 - law.yearly[j]) * 0.95, years * r);
                weight[j] += law.weight[j] * kept;
                all += law.weight[j] * kept;
                if (r < FC_LADDER)
                    share[r][j] = law.weight[j] * kept;
            }
        for (int j = 0; j < FC_TYPES; j++) {
            near("opening", law.opening[j], weight[j] / all, 1e-12);
            near("leave", law.leave[j], 1 - pow(1 - law.yearly[j], terms[i] / 12.),
                 1e-12);
            for (int r = 0; r < FC_LADDER; r++)
                near("renewed", law.renewed[r][j], share[r][j] / weight[j], 1e-12);
        }
    }
}

static void test_lifetime(void **state)
{
    (void)state;
    struct fc_churn law;
    fc__churn_law(&law, 0.2, 0, 12, 0.1, 10);
    near("2.5 years", fc__churn_lifetime(&law, 0.1, 2.5), 1 + .72 + .5 * .72 * .72,
         1e-12);
}

/* ---- pools ---- */

/* Draws for a list of pools are those of whole rows, whether paths are drawn one by one
 * or together, and whatever word of a group a type begins with. */
static void test_pools_are_rows(void **state)
{
    (void)state;
    enum { SHIFT = 3 };
    const uint64_t site[] = {11, 12, 13};
    const struct fc_block b = {.seed = fc_seed(7), .first_path = 1000, .step = 4};
    FC_WORD_ROWS(words, 3);
    FC_POOL_ROWS(float, trials);
    FC_POOL_ROWS(float, prob);
    FC_POOL_ROWS(float, rows);
    FC_POOL_ROWS(float, some);
    FC_POOL_ROWS(float, gamma);
    FC_POOL_ROWS(uint32_t, word);
    for (int g = 0; g < 3; g++)
        fc_draw(&b, site[g], words + (size_t)g * 4 * FC_LANES);
    const uint32_t *mine = words + (size_t)SHIFT * FC_LANES;
    for (int dense = 0; dense < 2; dense++) {
        struct fc_pool_list there, list;
        for (uint32_t i = 0; i < FC_POOLS; i++) {
            trials[i] = (float)(dense ? 1 + i % 40 : i % 5 ? 0 : i % 7);
            prob[i] = (float)(i % 11) / 11.0f;
        }
        fc__pools_positive(trials, &there);
        fc__pools_words(&b, site, SHIFT, there.n, there.at, word);
        for (uint32_t i = 0; i < there.n; i++) {
            assert_int_equal(word[i], mine[there.at[i]]);
            some[i] = prob[there.at[i]];
        }
        fc_binomial(FC_POOLS, mine, trials, prob, rows);
        fc__pools_binomial(there.n, word, there.count, some, &list);
        uint32_t at = 0;
        for (uint32_t i = 0; i < FC_POOLS; i++) {
            if (rows[i] == 0)
                continue;
            assert_int_equal(there.at[list.at[at]], i);
            near("count", (double)list.count[at++], (double)rows[i], 0);
        }
        assert_int_equal(list.n, at);
        for (uint32_t i = 0; i < FC_POOLS; i++)
            trials[i] *= 1.5f;
        fc_gamma(FC_POOLS, mine, trials, rows);
        fc__pools_gamma(there.n, there.count, word, 1.5f, gamma);
        for (uint32_t i = 0; i < there.n; i++)
            assert_memory_equal(&gamma[i], &rows[there.at[i]], sizeof *gamma);
    }
}

/* ---- the calendar, on the engine ---- */

#define HEAD(months)                                                                   \
    "title = \"t\"; currency = \"USD\"; horizon = { start = \"2027-03\"; months = "    \
    "" months "; steps_per_month = 1; }; macro = { random = false; factor_sd = 0; "    \
    "territory_sd = 0; product_sd = 0; segment_sd = 0; }; people = { seats = 0; };"
#define MARKETS(product) MARKETS_OF("0", product)
#define MARKETS_OF(leads, product)                                                     \
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = \"p\"; "   \
    "" product " } ); segments = ( { name = \"s\"; leads_per_month = " leads           \
    "; } ); };"
#define CHANNELS                                                                       \
    "channels = ( { name = \"c\"; kind = \"inbound\"; share = 1; } );"                 \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.05; "     \
    "dwell_weeks = 2; } ); deal_value = { mean = 100; cv = 0.7; }; discount = 0.1; };"

enum { MONTHS = 60 };

struct history { /* of market 0, all lanes */
    double fresh[MONTHS][FC_LANES], lost[MONTHS][FC_LANES], clients[MONTHS][FC_LANES];
    double bookings[MONTHS][FC_LANES], recurring[MONTHS][FC_LANES];
    double annual[MONTHS][FC_LANES], ago[MONTHS][FC_LANES], kept[MONTHS][FC_LANES];
    double net[MONTHS][FC_LANES], loyal[MONTHS][FC_LANES], need[MONTHS][FC_LANES];
    double active[MONTHS][FC_LANES], paid[MONTHS][FC_LANES];
};
static struct history h;

static void keep(const struct fc_block *b, void *out)
{
    (void)out;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        h.fresh[b->month][l] = (double)b->s.new_clients[l];
        h.lost[b->month][l] = (double)b->s.lost_clients[l];
        h.clients[b->month][l] = (double)b->s.clients[l];
        h.bookings[b->month][l] = b->s.bookings[l];
        h.recurring[b->month][l] = b->s.recurring[l];
        h.annual[b->month][l] = b->s.annual_value[l];
        h.ago[b->month][l] = b->s.value_year_ago[l];
        h.kept[b->month][l] = b->s.value_kept[l];
        h.net[b->month][l] = b->s.value_kept_net[l];
        h.loyal[b->month][l] = (double)b->s.loyal[l];
        h.need[b->month][l] = (double)b->s.service_need[l];
        if (b->model->axis[FC_ACCOUNT].count) {
            h.active[b->month][l] = (double)b->s.account_active[l];
            h.paid[b->month][l] = b->s.account_revenue[l];
        }
    }
}

static void run(const char *text)
{
    struct world world = world_new(text);
    world_block(&world, 0, false, keep, NULL);
    world_clear(&world);
}

/* Everybody leaves at the first renewal: at the end of month m + term, after exactly
 * `term` payments. */
static void calendar(const char *text, int term)
{
    run(text);
    FC_EACH (l)
        for (int m = 0; m < MONTHS; m++) {
            const double left = m < term ? 0 : h.fresh[m - term][l];
            double paid = 0;
            for (int w = m > term ? m - term : 0; w < m; w++)
                paid += h.bookings[w][l] / 12;
            near("lost", h.lost[m][l], left, 0);
            near("recurring", h.recurring[m][l], paid, 1e-9 * (1 + paid));
        }
}

#define CALENDAR(term)                                                                 \
    HEAD("60")                                                                         \
    MARKETS_OF("300", "term_months = " term ";")                                       \
    CHANNELS "customers = { leave_first_year = 1; insolvency_per_year = 0; "           \
             "uplift_per_year = 0; };"

static void test_pays_exactly_a_term(void **state)
{
    (void)state;
    calendar(CALENDAR("1"), 1);
    calendar(CALENDAR("3"), 3);
    calendar(CALENDAR("6"), 6);
    calendar(CALENDAR("12"), 12);
    calendar(CALENDAR("24"), 24);
    calendar(CALENDAR("36"), 36);
}

/* Everybody stays: what is kept of the clients of 12 months ago is all of it; net of
 * expansion (e a renewal) and uplift (u a year). Wins of the last 12 months do not
 * count.
 */
static void stays(const char *text, int term, double e, double u)
{
    run(text);
    FC_EACH (l)
        for (int m = 12; m < MONTHS; m++) {
            const double ago = h.annual[m - 12][l];
            near("value a year ago", h.ago[m][l], ago, 1e-9 * ago);
            near("kept", h.kept[m][l], ago, 2e-7 * ago);
            if (term <= 12)
                near("net", h.net[m][l], ago * pow(1 + e, 12. / term) * (1 + u),
                     3e-6 * ago);
            else
                assert_true(h.net[m][l] >= ago * (1 + u) * (1 - 3e-6) &&
                            h.net[m][l] <= ago * (1 + e) * (1 + u) * (1 + 3e-6));
        }
    FC_EACH (l)
        for (int m = 0; m < 12; m++) { /* the opening is the reference */
            near("opening", h.ago[m][l], h.ago[0][l], 0);
            near("kept in year one", h.kept[m][l], h.ago[0][l], 2e-7 * h.ago[0][l]);
        }
}

#define STAYS(term)                                                                    \
    HEAD("60")                                                                         \
    MARKETS_OF("300", "term_months = " term ";")                                       \
    CHANNELS "customers = { leave_first_year = 0; insolvency_per_year = 0; "           \
             "uplift_per_year = 0.05; expansion_per_renewal = 0.04; };"                \
             "opening = { clients = 50; recurring_per_year = 5000; };"

static void test_retention_of_clients_who_stay(void **state)
{
    (void)state;
    stays(STAYS("1"), 1, 0.04, 0.05);
    stays(STAYS("3"), 3, 0.04, 0.05);
    stays(STAYS("6"), 6, 0.04, 0.05);
    stays(STAYS("12"), 12, 0.04, 0.05);
    stays(STAYS("24"), 24, 0.04, 0.05);
    stays(STAYS("36"), 36, 0.04, 0.05);
}

/* Nobody leaves, the firm is a year old: a contract of the opening is loyal after its
 * third renewal, one won in month m at the end of month m + 36. */
static void test_ladder_of_clients_who_stay(void **state)
{
    (void)state;
    run(HEAD("60") MARKETS_OF("300", "") CHANNELS
        "customers = { leave_first_year = 0; insolvency_per_year = 0; firm_age_years = "
        "1; "
        "}; opening = { clients = 24; };");
    FC_EACH (l)
        for (int m = 0; m < MONTHS; m++) {
            double loyal = m >= 36 ? 24 : m >= 24 ? 2 * (m - 23) : 0;
            for (int w = 0; w + 36 <= m; w++)
                loyal += h.fresh[w][l];
            near("loyal", h.loyal[m][l], loyal, 1e-4);
        }
}

#define ACCOUNT(more)                                                                  \
    CHANNELS                                                                           \
    "customers = { insolvency_per_year = 0; uplift_per_year = 0; key_accounts = "      \
    "( { "                                                                             \
    "name = \"a\"; market = [ \"t\", \"p\", \"s\" ]; revenue_per_month = 100; "        \
    "renewal_month = 9; service_hours_per_week = 3; insolvency_per_year = "            \
    "0; " more " } ); };"

/* The account is a client through the first `months` months and pays for each. */
static void account_stays(const char *text, int months)
{
    run(text);
    FC_EACH (l)
        for (int m = 0; m < MONTHS; m++) {
            near("active", h.active[m][l], m + 1 < months, 0);
            near("lost", h.lost[m][l], m + 1 == months, 0);
            near("paid", h.paid[m][l], m < months ? 100 : 0, 1e-9);
            near("recurring", h.recurring[m][l], m < months ? 100 : 0, 1e-9);
            near("annual value", h.annual[m][l], m + 1 < months ? 1200 : 0, 1e-9);
            near("service", h.need[m][l], m + 1 < months ? 13 : 0, 1e-5);
        }
}

static void test_key_account(void **state)
{
    (void)state; /* starts in March: September is month 7 */
    account_stays(HEAD("60") MARKETS("") ACCOUNT("leave_prob = 1;"), 7);
    account_stays(HEAD("60") MARKETS("") ACCOUNT("leave_prob = 1; term_months = 3;"),
                  1);
    account_stays(HEAD("60") MARKETS("") ACCOUNT("leave_prob = 1; term_months = 24;"),
                  7);
    account_stays(HEAD("60") MARKETS("") ACCOUNT("leave_prob = 0;"), MONTHS + 1);
    account_stays(HEAD("60") MARKETS("") ACCOUNT("leave_prob = 0; leaves_month = 20;"),
                  20);
    account_stays(HEAD("60") MARKETS("")
                      ACCOUNT("leave_prob = 1; leaves_month = 3; term_months = 12;"),
                  3);
}

/* ---- opening ---- */

static void test_opening_is_shared_out(void **state)
{
    (void)state;
    struct world world = world_new(HEAD(
        "12") "markets = { territories = ( { name = \"b\"; }, { name = \"a\"; } ); "
              "products = ( { name = \"p\"; }, { name = \"q\"; model = \"one_off\"; } "
              "); segments = ( { name = \"s\"; leads_per_month = 0; } ); };"
              "opening = { clients = 31; recurring_per_year = 3100; };" CHANNELS);
    struct fc_block *b = world.block;
    fc__block_open(b, fc_seed(1), 0, false);
    static const double clients[] = {15, 0, 16, 0}; /* the odd one to a_p_s, by name */
    FC_EACH (l)
        for (uint32_t k = 0; k < 4; k++) {
            near("clients", (double)FC_ROW(b, clients, k)[l], clients[k], 0);
            near("value", FC_ROW(b, annual_value, k)[l], 100 * clients[k], 1e-9);
        }
    near("two territories", (double)b->s.hhi_territory[5],
         pow(15 / 31., 2) + pow(16 / 31., 2), 1e-6);
    near("one product", (double)b->s.hhi_product[5], 1, 1e-6);
    near("gamma clients", (double)b->s.client_hhi[5],
         pow(15 / 31., 2) * (1 / .49 + 1) / (15 / .49 + 1) +
             pow(16 / 31., 2) * (1 / .49 + 1) / (16 / .49 + 1),
         1e-6);
    world_clear(&world);
}

static void test_bad_sections(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {HEAD("12") MARKETS("") CHANNELS "opening = { recurring_per_year = 5; };",
         "'opening.recurring_per_year' of 's' is 5 without clients"},
        {HEAD("12") MARKETS("model = \"one_off\";") CHANNELS
         "opening = { clients = 5; };",
         "no market with a contract product"},
        {HEAD("12") MARKETS("") ACCOUNT("leave_prob = 0; term_months = 5;"),
         "it must be 1, 3, 6, 12, 24 or 36"},
        {HEAD("12") MARKETS("") CHANNELS "customers = { leave_spread = 1.0; };",
         "leave_spread"},
        {HEAD("12") MARKETS("") CHANNELS
         "customers = { leave_first_year = \"0.1 .. 0.2\"; };",
         "leave_first_year"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct world world;
        assert_int_equal(world_try(&world, bad[i].text, fc_isa_best()), FC_E_SCENARIO);
        bool said = false, warning;
        for (size_t p = 0; p < fc_scenario_problems(world.scenario); p++)
            said |= strstr(fc_scenario_problem(world.scenario, p, &warning),
                           bad[i].says) != NULL;
        if (!said) {
            world_print(world.scenario);
            fail_msg("nobody says \"%s\"", bad[i].says);
        }
        world_clear(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survival_is_exact),
        cmocka_unit_test(test_survival_beyond_the_quadrature),
        cmocka_unit_test(test_equal_clients),
        cmocka_unit_test(test_shifted_log_odds),
        cmocka_unit_test(test_within_and_score),
        cmocka_unit_test(test_opening_ladder),
        cmocka_unit_test(test_lifetime),
        cmocka_unit_test(test_pools_are_rows),
        cmocka_unit_test(test_pays_exactly_a_term),
        cmocka_unit_test(test_retention_of_clients_who_stay),
        cmocka_unit_test(test_ladder_of_clients_who_stay),
        cmocka_unit_test(test_key_account),
        cmocka_unit_test(test_opening_is_shared_out),
        cmocka_unit_test(test_bad_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
