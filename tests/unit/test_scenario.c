/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a scenario that is right: every kind of row, presets, keyed groups, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scenario_owners.h"

static fc_scenario *read_good(const char *text)
{
    fc_scenario *scenario;
    const fc_status status = read_text(text, &scenario);
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++)
        print_error("%s\n", fc_scenario_problem(scenario, i, NULL));
    assert_int_equal(status, FC_OK);
    return scenario;
}

static void every_kind(void **state)
{
    (void)state;
    fc_scenario *s = read_good(GOOD);
    const struct shop *shop = fc__scenario_spec(s, 0);
    const struct bank *bank = fc__scenario_spec(s, 1);
    assert_int_equal(bank->seats, 24);
    assert_int_equal(shop->months, 36);
    for (size_t i = 0; i < fc_scenario_assumptions(s); i++) {
        struct fc_assumption a = fc_scenario_assumption(s, i);
        printf("%s = %s %s [%s] %c %d %s:%d\n", a.key, a.value, a.unit, a.source,
               a.confidence, a.preset, a.file ? a.file : "", a.line);
    }
    fc_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
