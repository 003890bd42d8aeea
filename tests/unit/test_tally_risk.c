/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wilson's interval (docs/model.md, factors, concentration, and the text of estimates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "funnelcloud/forecast.h"
#include "stats/risk.h"
#include "tally_reference.h"

static void test_wilson(void **state)
{
    (void)state;
    double low, high;
    fc_wilson(500, 10000, FC_NORMAL_95, &low, &high);
    near(low, 0.045898, 5e-7);
    near(high, 0.054447, 5e-7);
    fc_wilson(9500, 10000, FC_NORMAL_95, &low, &high);
    near(high, 1.0 - 0.045898, 5e-7);
    fc_wilson(0, 10, 2.0, &low, &high);
    assert_true(low == 0.0);
    near(high, 4.0 / 14.0, 1e-15);
    fc_wilson(10, 10, 2.0, &low, &high);
    assert_true(high == 1.0);
    near(low, 10.0 / 14.0, 1e-15);
    fc_wilson(0, 1, 0.0, &low, &high);
    assert_true(low == 0.0 && high == 0.0);
}

static void test_factors(void **state)
{
    (void)state;
    near(fc_normal_quantile(0.975), FC_NORMAL_95, 1e-12);
    near(fc_normal_quantile(0.05), -1.6448536269514722, 1e-12);
    near(fc_t_quantile(0.975, 31.0), 2.0395134463964077, 1e-9);
    near(fc_t_quantile(0.975, 1.0), 12.706204736174698, 1e-7);
    near(fc_t_quantile(0.025, 9.0), -2.2621571627409915, 1e-9);
}

static void test_hhi(void **state)
{
    (void)state;
    const double amounts[] = {30.0, 10.0, 0.0, 60.0, 1.0, 1.0, 1.0, 1.0};
    near(fc_hhi(amounts, 4), 0.46, 1e-15);
    near(fc_hhi(amounts + 4, 4), 0.25, 1e-15);
    near(fc_hhi(amounts, 1), 1.0, 0.0);
    assert_true(isnan(fc_hhi(amounts + 2, 1)));
    assert_true(isnan(fc_hhi(amounts, 0)));
}

#define NARROW "\xE2\x80\xAF" /* U+202F between groups of digits */

static const struct {
    double value, error;
    uint64_t needed;
    const char *unit, *en, *ru;
} texts[] = {
    /* money: scaled, the error decides */
    {27431800, 123000, 0, "money", "27.4 million USD", "27,4 млн USD"},
    {27431800, 51000, 0, "money", "27.4 million USD", "27,4 млн USD"},
    {27431800, 49000, 0, "money", "27.43 million USD", "27,43 млн USD"},
    {27431800, 510000, 0, "money", "27 million USD", "27 млн USD"},
    {27431800, 3e7, 0, "money", "30 million USD", "30 млн USD"},
    {-1234567890, 1e6, 0, "money", "-1.235 billion USD", "-1,235 млрд USD"},
    {3.2e12, 1e11, 0, "money", "3.2 trillion USD", "3,2 трлн USD"},
    {999960, 100, 0, "money", "1.000 million USD", "1,000 млн USD"},
    {999940, 100, 0, "money", "999,900 USD", "999" NARROW "900 USD"},
    {27400, 100, 0, "money a year", "27,400 USD", "27" NARROW "400 USD"},
    {0, 0, 0, "money", "0 USD", "0 USD"},
    {1e6, 0, 0, "money", "1 million USD", "1 млн USD"},
    /* shares */
    {0.12345, 0.0011, 0, "share", "12.3 %", "12,3 %"},
    {0.12345, 0.00001, 0, "share", "12.35 %", "12,35 %"},
    {0.12345, 0.02, 0, "share a month", "12 %", "12 %"},
    {1, 0, 0, "share", "100 %", "100 %"},
    {0, 0.0002, 0, "share", "0.00 %", "0,00 %"},
    /* counts and ratios */
    {12345, 60, 0, "deals", "12,300", "12" NARROW "300"},
    {12345, 0, 0, "deals", "12,345", "12" NARROW "345"},
    {1234567, 4, 0, "deals", "1,234,567", "1" NARROW "234" NARROW "567"},
    {999, 0.6, 0, "deals", "999", "999"},
    {3.14159, 0.002, 0, "ratio", "3.142", "3,142"},
    {0.0123, 0.0004, 0, "ratio", "0.0123", "0,0123"},
    {-0.3, 5, 0, "months", "0", "0"},
    {-27.2, 0.9, 0, "hours", "-27", "-27"},
    {412.37, (double)NAN, 0, NULL, "412", "412"},
    {4.1237, (double)NAN, 0, "", "4.12", "4,12"},
    {2.5, 0, 0, "x", "2.5", "2,5"},
    {1e-300, 0, 0, "x", "0", "0"},
    /* none */
    {(double)NAN, (double)NAN, 4000, "money", "not enough paths (needs 4,000)",
     "мало путей (нужно 4" NARROW "000)"},
    {(double)NAN, (double)NAN, 0, "share", "not available", "нет данных"},
    {(double)INFINITY, 1, 0, "x", "not available", "нет данных"},
};

static void test_texts(void **state)
{
    (void)state;
    char out[100];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct fc_estimate e = {texts[i].value, texts[i].error, texts[i].needed};
        const char *en = fc_estimate_text(e, texts[i].unit, "USD", "en", out, 100);
        assert_ptr_equal(en, out);
        assert_string_equal(en, texts[i].en);
        fc_estimate_text(e, texts[i].unit, "USD", "ru", out, 100);
        assert_string_equal(out, texts[i].ru);
        fc_estimate_text(e, texts[i].unit, "USD", NULL, out, 100);
        assert_string_equal(out, texts[i].en);
    }
    const struct fc_estimate e = {27431800, 123000, 0};
    fc_estimate_text(e, "money", NULL, "en", out, sizeof out);
    assert_string_equal(out, "27.4 million");
    fc_estimate_text(e, "money", "", "ru_RU", out, sizeof out);
    assert_string_equal(out, "27,4 млн");
}

/* A small buffer cuts between characters; extreme numbers overflow nothing. */
static void test_small_buffers(void **state)
{
    (void)state;
    static const double extreme[] = {1e308, -1e308, 1e-308, 5e-324, 1e18, 123456.789};
    const struct fc_estimate e = {(double)NAN, (double)NAN, 4000};
    char out[900];
    memset(out, 'x', sizeof out);
    fc_estimate_text(e, "x", "USD", "ru", out, 0);
    assert_true(out[0] == 'x');
    fc_estimate_text(e, "x", "USD", "ru", out, 1);
    assert_string_equal(out, "");
    fc_estimate_text(e, "x", "USD", "ru", out, 4);
    assert_string_equal(out,
                        "м"); /* two bytes a letter: the third byte starts a half */
    fc_estimate_text(e, "x", "USD", "ru", out, 5);
    assert_string_equal(out, "ма");
    for (size_t i = 0; i < 36; i++)
        for (int unit = 0; unit < 3; unit++) {
            static const char *const units[] = {"money", "share", "deals"};
            const struct fc_estimate big = {extreme[i / 6], fabs(extreme[i % 6]), 0};
            fc_estimate_text(big, units[unit], "USD", "ru", out, sizeof out);
            assert_true(strlen(out) > 0 && strlen(out) < 800);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilson),        cmocka_unit_test(test_factors),
        cmocka_unit_test(test_hhi),           cmocka_unit_test(test_texts),
        cmocka_unit_test(test_small_buffers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
