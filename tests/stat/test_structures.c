/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roles against what they must do, on the real engine.
 *
 * Handover: a stage of conversion .4 that another role takes over at handoff_loss .25
 * converts .75 x .4 / (1 - .4 + .75 x .4) = 1/3. A thousand leads a month and a first
 * stage of .5: 166.667 wins a month, 200 with one role; detects .1 %.
 */
#include "closed.h"

/* ---- handover between roles ---- */

#define HANDED(more, roles, role)                                                      \
    FIRM_CLOCK("12", "2")                                                              \
    FIRM_MARKETS("1000", "model = \"one_off\";")                                       \
    FIRM_CALM FIRM_CHANNEL                                                             \
        "funnel = { contact_hours = 0; " more " stages = ( { name = \"qualify\"; "     \
        "conversion = 0.5; dwell_weeks = 1; " role " }, { name = \"close\"; "          \
        "conversion = 0.4; dwell_weeks = 2; } ); deal_value = { mean = 1000; }; };\n"  \
        "organisation = { structure = \"pooled\"; handoff_loss = 0.25; };\npeople = "  \
        "{ seats = 0; " roles " };\n"

static void test_handover(void **state)
{
    (void)state;
    fc_forecast *one = closed_run(HANDED("", "", ""), 4000);
    closed_mean(one, "wins", 12, 200, 6);
    fc_forecast_free(one);
    fc_forecast *two =
        closed_run(HANDED("contact_role = \"sdr\";",
                          "roles = ( { name = \"sdr\"; }, { name = \"ae\"; } );",
                          "role = \"sdr\";"),
                   4000);
    closed_mean(two, "wins", 12, 500.0 / 3, 6);
    fc_forecast_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
