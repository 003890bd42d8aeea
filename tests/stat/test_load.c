/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More demand never means fewer wins: the reference department at three loads.
 *
 * First-come-first-served work for everything makes a model "discover" that losing
 * demand raises revenue, since the leads that are left get more attention. With first
 * contact and late stages served first, mean wins must not fall as demand rises from .4
 * to .6, .8 and 1 of the reference, whatever the load of the team (hours needed over
 * hours there are at full demand: about .6, .84, 1.1). Same luck in all runs; a fall
 * beyond 6 standard errors of the paired months fails. Detects: a fall of wins by 1 %
 * between two neighbours. */
#include "closed.h"

enum { LOADS = 3, DEMANDS = 4, PATHS = 256 };
static const double demand[DEMANDS] = {0.4, 0.6, 0.8, 1.0};
static const int seats[LOADS] = {48, 24, 15};

struct outcome {
    struct fc_estimate wins;
    double utilisation;
};

static struct outcome department(int people, double factor)
{
    static const char *const segment[] = {"small", "mid", "large"};
    static const double leads[] = {867, 325, 65};
    char text[5][96];
    const char *set[5];
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    options.paths = CLOSED_PATHS(PATHS) > 128 ? CLOSED_PATHS(PATHS) : 128;
    for (int s = 0; s < 3; s++)
        snprintf(text[s], sizeof text[s], "markets.segments.%s.leads_per_month=%.3f",
                 segment[s], leads[s] * factor);
    snprintf(text[3], sizeof text[3], "people.seats=%d", people);
    snprintf(text[4], sizeof text[4], "opening.seats_filled=%d", people);
    for (int i = 0; i < 5; i++)
        set[i] = text[i];
    fc_status status =
        fc_scenario_read(FC_SCENARIOS "/reference.cfg", set, 5, &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, &options, &forecast, &err);
    if (status != FC_OK)
        fail_msg("%s: %s", fc_status_name(status), err.message);
    struct outcome out = {
        closed_stat(forecast, "wins", FC_PERIOD_HORIZON, FC_STAT_MEAN, 0), 0};
    for (int month = 1; month <= 36; month++)
        out.utilisation += closed_value(forecast, "utilisation", month) / 36;
    fc_forecast_free(forecast);
    fc_scenario_free(scenario);
    return out;
}

static void wins_rise_with_demand(void **state)
{
    (void)state;
    bool falls = false;
    for (int i = 0; i < LOADS; i++) {
        struct outcome before = {{0, 0, 0}, 0};
        printf("  %d seats:", seats[i]);
        for (int d = 0; d < DEMANDS; d++) {
            const struct outcome now = department(seats[i], demand[d]);
            printf("  demand %.1f load %.2f wins %.0f +- %.0f", demand[d],
                   now.utilisation, now.wins.value, now.wins.error);
            falls = falls || now.wins.value < before.wins.value - 6 * now.wins.error;
            before = now;
        }
        printf("\n");
    }
    assert_false(falls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wins_rise_with_demand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
