/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cap on the share of the largest clients, on the real engine. Clients who all stay
 * at known values make closed forms; single floats: relative error 1e-6, so that a cap
 * wrong by a ten-thousandth of itself, a renewal in the wrong month or an account held
 * twice is found with certainty. In a department with luck the cap holds on every path.
 *
 *   one account    held at V c / (1 - c) from its renewal on; hours fall in proportion
 *   two at once    both at L = c (U + 2 L); one that is not due, or below L, stays
 *   prices         between renewals the share grows with the index, then it is held
 *   nothing else   no share to cap
 *   named deal     a contract of at most c / (1 - c) of what there was
 *   practice       takes 0.9 off a cap of 1: as a cap of 0.1
 *   a cap that never binds changes no bit
 */
#include "closed.h"

#include "../department.h"
#include "../world.h"

#define STAY                                                                           \
    "leave_first_year = 0; insolvency_per_year = 0; adverse_log_odds = 0; "            \
    "coverage_log_odds = 0; "
#define ACCOUNT(name, product, pays, due)                                              \
    "{ name = \"" name "\"; market = [ \"t\", \"" product "\", \"s\" ]; "              \
    "revenue_per_month = " pays "; renewal_month = " due "; leave_prob = 0; "          \
    "insolvency_per_year = 0; service_hours_per_week = 30; }"
#define TWO_PRODUCTS                                                                   \
    "markets = { territories = ( { name = \"t\"; } ); products = ( { name = \"p\"; "   \
    "share = 1; }, { name = \"q\"; share = 0; } ); segments = ( { name = \"s\"; "      \
    "leads_per_month = 0; } ); };\n" FIRM_CHANNEL FIRM_CALM FIRM_NOBODY                \
    "funnel = { contact_hours = 0; stages = ( { name = \"a\"; conversion = 0.9; "      \
    "dwell_weeks = 1; } ); deal_value = { mean = 100; }; };\n"
#define OPENING "opening = { clients = 100; recurring_per_year = 1200000; };\n"

enum { MONTHS = 36, ACCOUNTS = 3 };

/* What the first lane saw, and whether all lanes saw the same. */
struct seen {
    double paid[MONTHS][ACCOUNTS], top[MONTHS], hours[MONTHS], named[MONTHS];
    uint32_t accounts, wins;
};

static void see(const struct fc_block *b, void *out)
{
    struct seen *s = out;
    const uint32_t m = b->month;
    if (!b->month_ends)
        return;
    s->accounts = b->model->axis[FC_ACCOUNT].count;
    s->top[m] = (double)b->s.top_share[0];
    s->hours[m] = 0;
    for (uint32_t k = 0; k < b->model->axis[FC_MARKET].count; k++)
        s->hours[m] += (double)FC_ROW(b, service_need, k)[0];
    for (uint32_t i = 0; i < s->accounts; i++)
        s->paid[m][i] = FC_ROW(b, account_revenue, i)[0];
    FC_EACH (l)
        if (b->s.named_won[l] > 0) {
            s->wins++;
            s->named[0] = b->s.named_value[l];
        }
    for (uint32_t l = 1; l < FC_LANES && s->wins == 0; l++)
        assert_true(b->s.top_share[l] == b->s.top_share[0]);
}

static struct seen watch(const char *text)
{
    static struct seen seen;
    memset(&seen, 0, sizeof seen);
    struct world world = world_new(text);
    world_block(&world, 0, false, see, &seen);
    world_clear(&world);
    return seen;
}

static void near(const char *what, double value, double exact)
{
    const double off = fabs(value - exact) / fmax(fabs(exact), 1e-12);
    if (!(off <= 1e-6))
        fail_msg("%s: %.9g, exact %.9g", what, value, exact);
}

/* ---- closed forms ---- */

static void test_one_account(void **state)
{
    (void)state;
    const struct seen s =
        watch(FIRM_CLOCK("36", "1") TWO_PRODUCTS OPENING
              "customers = { " STAY "uplift_per_year = 0; "
              "service_hours_per_week = 0; "
              "largest_client_cap = 0.2; "
              "key_accounts = ( " ACCOUNT("a", "p", "100000", "9") " ); };\n");
    /* 1.2 million of others: a fifth of all is 300,000, 25,000 a month */
    for (int m = 0; m < MONTHS; m++) {
        near("pays", s.paid[m][0], m < 9 ? 100000 : 25000);
        near("share", s.top[m], m < 8 ? 0.5 : 0.2);
        near("hours", s.hours[m], (m < 8 ? 30 : 7.5) * 52 / 12);
    }
}

static void test_two_at_once(void **state)
{
    (void)state;
    const struct seen s = watch(
        FIRM_CLOCK("12", "1") TWO_PRODUCTS OPENING
        "customers = { " STAY "uplift_per_year = 0; "
        "largest_client_cap = 0.2; "
        "key_accounts = ( " ACCOUNT("a", "p", "100000", "4") ", " ACCOUNT(
            "b", "p", "60000", "4") ", " ACCOUNT("c", "q", "50000", "11") " ); };\n");
    /* others, c among them: 1.8 million; L = 0.2 (1.8 + 2 L) = 0.6 million. Month 11: c
     * is below 0.2 of 1.2 + 2 x 0.6 + 0.6 million */
    for (int m = 0; m < 12; m++) {
        near("first", s.paid[m][0], m < 4 ? 100000 : 50000);
        near("second", s.paid[m][1], m < 4 ? 60000 : 50000);
        near("third", s.paid[m][2], 50000);
    }
    near("share", s.top[3], 0.2);
}

static void test_small_one_stays(void **state)
{
    (void)state;
    const struct seen s =
        watch(FIRM_CLOCK("6", "1") TWO_PRODUCTS OPENING
              "customers = { " STAY "uplift_per_year = 0; "
              "largest_client_cap = 0.2; "
              "key_accounts = ( " ACCOUNT("a", "p", "100000", "4") ", " ACCOUNT(
                  "b", "p", "20000", "4") " ); };\n");
    near("small", s.paid[5][1], 20000);
    near("large", s.paid[5][0], (1200000 + 240000) * 0.25 / 12);
}

static void test_prices(void **state)
{
    (void)state;
    const struct seen s =
        watch(FIRM_CLOCK("36", "1") TWO_PRODUCTS
              "opening = { clients = 100; recurring_per_year = 1200000; };\n"
              "customers = { " STAY "uplift_per_year = { p = 0; q = 0.1; }; "
              "largest_client_cap = 0.2; key_accounts = ( " ACCOUNT("a", "q", "100000",
                                                                    "6") " ); };\n");
    for (int m = 5; m < MONTHS; m++) {
        const double index = pow(1.1, (m - 5) % 12 / 12.0);
        near("share", s.top[m], 0.2 * index / (0.8 + 0.2 * index));
    }
}

static void test_nothing_else(void **state)
{
    (void)state;
    const struct seen s =
        watch(FIRM_CLOCK("12", "1") TWO_PRODUCTS
              "customers = { " STAY "uplift_per_year = 0; "
              "largest_client_cap = 0.2; "
              "key_accounts = ( " ACCOUNT("a", "p", "100000", "4") " ); };\n");
    near("pays", s.paid[11][0], 100000);
}

static void test_practice(void **state)
{
    (void)state;
    const struct seen s =
        watch(FIRM_CLOCK("36", "1") TWO_PRODUCTS OPENING
              "practices = ( { name = \"smaller\"; category = \"countermeasure\"; "
              "start_month = 13; effects = ( { lever = \"largest_client_cap\"; loss = "
              "0.9; } ); } );\n"
              "customers = { " STAY "uplift_per_year = 0; key_accounts = ( " ACCOUNT(
                  "a", "p", "100000", "9") " ); };\n");
    for (int m = 0; m < MONTHS; m++)
        near("pays", s.paid[m][0], m < 21 ? 100000 : 100000.0 / 9);
}

/* Deals of five million where others have 1.2 million: 0.3 million at most. */
static void named_deal(const char *cap, double exact)
{
    char text[4096];
    snprintf(text, sizeof text,
             FIRM_CLOCK("12", "1") TWO_PRODUCTS
             "customers = { " STAY "uplift_per_year = 0; %s };\n"
             "opening = { clients = 100; recurring_per_year = 1200000; deals = ( { "
             "name = \"d\"; market = [ \"t\", \"p\", \"s\" ]; stage = \"a\"; value = "
             "5000000; win_prob = 0.9; } ); };\n",
             cap);
    const struct seen s = watch(text);
    assert_true(s.wins > FC_LANES / 2);
    near("named deal", s.named[0], exact);
}

static void test_named_deal(void **state)
{
    (void)state;
    named_deal("largest_client_cap = 0.2;", 300000);
    named_deal("", 5000000);
}

/* ---- with luck ---- */

#define FIRM                                                                           \
    DEPARTMENT_HEAD("24", "2")                                                         \
    DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CRISES DEPARTMENT_MONEY           \
        DEPARTMENT_PEOPLE DEPARTMENT_OPENING
#define CLIENTS(cap)                                                                   \
    "customers = { service_hours_per_week = 0.1; " cap                                 \
    " key_accounts = ( { name = \"key\"; market = [ \"north\", \"core\", \"large\" ];" \
    " revenue_per_month = 120000; renewal_month = 9; leave_prob = 0.1; "               \
    "service_hours_per_week = 20; } ); };\n"

enum { PATHS = 256 };
struct shares {
    size_t n;
    float top[PATHS];        /* at the end */
    double profit[PATHS];    /* of the last month */
    float just_after[PATHS]; /* when the account has just renewed */
};

static void shares_add(const struct fc_block *b, void *out)
{
    struct shares *s = out;
    if (!b->month_ends || (b->month != 6 && b->month + 1 != b->model->months))
        return;
    FC_EACH (l)
        if (b->month == 6) {
            s->just_after[s->n + l] = b->s.top_share[l];
        } else {
            s->top[s->n + l] = b->s.top_share[l];
            s->profit[s->n + l] = b->s.profit[l];
        }
    s->n += b->month == 6 ? 0 : FC_LANES;
}

static struct shares *shares_of(const char *text)
{
    struct shares *s = calloc(1, sizeof *s);
    assert_non_null(s);
    struct world world = world_new(text);
    world_run(&world, PATHS, shares_add, s);
    world_clear(&world);
    return s;
}

static void test_every_path(void **state)
{
    (void)state;
    struct shares *none = shares_of(FIRM CLIENTS(""));
    struct shares *high = shares_of(FIRM CLIENTS("largest_client_cap = 0.999;"));
    struct shares *low = shares_of(FIRM CLIENTS("largest_client_cap = 0.15;"));
    assert_memory_equal(none, high, sizeof *none);
    size_t held = 0;
    double sum = 0, sum2 = 0;
    for (size_t i = 0; i < PATHS; i++) {
        const double fall = (double)none->top[i] - (double)low->top[i];
        assert_true(low->just_after[i] <= 0.15f * (1 + 1e-6f));
        held += low->just_after[i] >= 0.15f * (1 - 1e-6f);
        sum += fall;
        sum2 += fall * fall;
    }
    const double mean = sum / PATHS;
    const double error = sqrt((sum2 / PATHS - mean * mean) / PATHS);
    printf("  held at the cap on %zu of %d paths, share falls by %.3f (SE %.3f)\n",
           held, PATHS, mean, error);
    assert_true(held > PATHS / 2);
    assert_true(mean > 6 * error);
    free(none);
    free(high);
    free(low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_account),     cmocka_unit_test(test_two_at_once),
        cmocka_unit_test(test_small_one_stays), cmocka_unit_test(test_prices),
        cmocka_unit_test(test_nothing_else),    cmocka_unit_test(test_practice),
        cmocka_unit_test(test_named_deal),      cmocka_unit_test(test_every_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
