/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies that reassign people: every hour that a team lends arrives at the other one,
 * less what the lent people do not know there yet; 0 of it without the policy. The law
 * is computed anew in double: detects .003 of some 250 hours a step. */
#include "policy_firm.h"

enum { MONTHS = 12, TEAMS = 2, STEPS = 2 * MONTHS };

#define TEAM_FIRM(policies)                                                            \
    FIRM("12", "2", "") "organisation = { structure = \"geographic\"; }; " policies

struct hours { /* of lane 5 by step */
    double have[STEPS][TEAMS], on[STEPS];
};

static void see(const struct fc_block *b, void *out)
{
    struct hours *h = out;
    for (uint32_t t = 0; t < TEAMS; t++)
        h->have[b->step][t] = (double)FC_ROW(b, hours, t)[5];
    h->on[b->step] =
        b->model->axis[FC_POLICY].count ? (double)FC_ROW(b, policy_on, 0)[5] : 0.0;
}

static struct hours hours_of(const char *text)
{
    struct hours h = {0};
    struct world w = world_new(text);
    assert_int_equal(w.model->axis[FC_TEAM].count, TEAMS);
    world_block(&w, 0, false, see, &h);
    world_clear(&w);
    return h;
}

#define REASSIGN(more) "do = \"reassign\"; to_team = \"south\"; " more

static void hours_arrive(void **state)
{
    (void)state;
    const struct hours calm = hours_of(TEAM_FIRM(""));
    const struct hours lent = hours_of(TEAM_FIRM(POLICIES(POLICY(
        "surge", ALWAYS EXACT REASSIGN("share = 0.3; start_level = 0.4; "
                                       "ramp_months = 5; where = [ \"north\" ];")))));
    const double tau = 5.0 / log(0.6 / 0.05);
    double months = 0.0;
    int seen = 0;
    for (int i = 0; i < STEPS; i++) {
        /* policy_on is written at the end of a month: it works from the next step on */
        const bool on = i > 0 && lent.on[i - 1] > 0.0;
        const double moved = on ? 0.3 * calm.have[i][0] : 0.0;
        const double worth = 1.0 - 0.6 * exp(-months / tau);
        assert_true(fabs(lent.have[i][0] - calm.have[i][0] + moved) < 3e-3);
        assert_true(fabs(lent.have[i][1] - calm.have[i][1] - moved * worth) < 3e-3);
        months += on ? 0.5 : 0.0;
        seen += on && moved > 1.0;
    }
    assert_true(seen > MONTHS);
}

static void never_changes_nothing(void **state)
{
    (void)state;
    const struct hours calm = hours_of(TEAM_FIRM(""));
    struct hours idle = hours_of(
        TEAM_FIRM(POLICIES(POLICY("surge", NEVER EXACT REASSIGN("share = 0.3;")))));
    assert_memory_equal(calm.have, idle.have, sizeof calm.have);
}

/* Without `where` all other teams lend. */
static void all_lend(void **state)
{
    (void)state;
    const struct hours named = hours_of(TEAM_FIRM(POLICIES(
        POLICY("surge", ALWAYS EXACT REASSIGN("where = [ \"teams:north\" ];")))));
    const struct hours all = hours_of(
        TEAM_FIRM(POLICIES(POLICY("surge", ALWAYS EXACT REASSIGN("share = 0.2;")))));
    assert_memory_equal(named.have, all.have, sizeof all.have);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {TEAM_FIRM(POLICIES(POLICY("surge", ALWAYS "do = \"reassign\";"))), "to_team"},
        {TEAM_FIRM(POLICIES(
             POLICY("surge", ALWAYS "do = \"reassign\"; to_team = \"suoth\";"))),
         "did you mean 'south'"},
        {TEAM_FIRM(POLICIES(POLICY("surge", ALWAYS REASSIGN("where = [\"south\"];")))),
         "to itself"},
        {TEAM_FIRM(POLICIES(POLICY("surge", ALWAYS REASSIGN("share = 0.95;")))),
         "must lie in [0, 0.9]"},
        {TEAM_FIRM(POLICIES(
             POLICY("surge", ALWAYS "do = \"discount\"; to_team = \"south\";"))),
         "belongs to \"reassign\""},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct world w;
        bool warning, said = false;
        assert_int_equal(world_try(&w, bad[i].text, fc_isa_best()), FC_E_SCENARIO);
        for (size_t k = 0; k < fc_scenario_problems(w.scenario); k++)
            said |= strstr(fc_scenario_problem(w.scenario, k, &warning), bad[i].says) !=
                    NULL;
        if (!said)
            fail_msg("case %zu does not say \"%s\"", i, bad[i].says);
        world_clear(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_arrive),
        cmocka_unit_test(never_changes_nothing),
        cmocka_unit_test(all_lend),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
