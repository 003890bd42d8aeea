/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When invoices are paid: the law by hand, its mean, and the books it opens with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/money.h"

static void near(double found, double want)
{
    if (!(found >= want - 1e-12 && found <= want + 1e-12))
        fail_msg("%.15g, expected %.15g", found, want);
}

static void test_lag(void **state)
{
    (void)state;
    static const struct {
        double days;
        uint32_t months;
        double part;
    } cases[] = {{0, 0, 0},    {15, 0, .5},    {30, 1, 0},  {45, 1, .5},  {60, 2, 0},
                 {75, 2, .5},  {89.7, 2, .99}, {180, 6, 0}, {330, 11, 0}, {345, 11, .5},
                 {360, 11, 1}, {400, 11, 1},   {-5, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct fc_lag lag = fc__money_lag(cases[i].days);
        assert_int_equal(lag.months, cases[i].months);
        near(lag.part, cases[i].part);
    }
}

/* The mean lag is days/30, and it never needs more slots than the ring has. */
static void test_mean(void **state)
{
    (void)state;
    for (double days = 0; days <= 360; days += 0.7) {
        const struct fc_lag lag = fc__money_lag(days);
        near((1 - lag.part) * lag.months + lag.part * (lag.months + 1), days / 30);
        assert_true(lag.months + 1 < FC_DUE_MONTHS);
        double open = 0; /* a steady month leaves days/30 months unpaid */
        for (uint32_t j = 1; j < FC_DUE_MONTHS; j++)
            open += fc__money_open_share(lag, j);
        near(open, days / 30);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lag),
                                       cmocka_unit_test(test_mean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
