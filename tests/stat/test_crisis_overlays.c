/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlays of scenarios/crises and scenarios/countermeasures on the reference firm,
 * a year of 256 worlds each, with the luck of the firm without them: each moves what it
 * should in the direction it should (mean paired difference above 5.6 of its errors,
 * family-wise 1e-6). Crises that are rare in the reference firm are made frequent for
 * both where a countermeasure acts on them. A countermeasure costs money, a crisis has
 * an owner, and the files of both folders are all here.
 *
 * Detects a lever that is not read, a sign that is wrong, a countermeasure that is
 * free. */
#include "overlays.h"

#define FREQUENT(name, rate) "crises." name ".per_year=" rate

static const struct overlay crises[] = {
    {"price_war",
     {{FC_S_bookings, -1}, {FC_S_won, -1}, {FC_S_lost_clients, +1}},
     {NULL},
     NULL},
    {"rep_exodus",
     {{FC_S_leavers, +1}, {FC_S_vacancies, +1}, {FC_S_handover, +1}},
     {NULL},
     NULL},
    {"supplier_failure",
     {{FC_S_gross_profit, -1}, {FC_S_won, -1}, {FC_S_crisis_cost, +1}},
     {NULL},
     NULL},
    {"currency_shock", {{FC_S_revenue, -1}, {FC_S_profit, -1}}, {NULL}, NULL},
    {"territory_shock",
     {{FC_S_leads, -1}, {FC_S_won, -1}, {FC_S_lost_clients, +1}},
     {NULL},
     NULL},
    {"product_recall",
     {{FC_S_leads, -1},
      {FC_S_service_need, +1},
      {FC_S_lost_clients, +1},
      {FC_S_crisis_cost, +1}},
     {NULL},
     NULL},
    {"key_account_insolvency",
     {{FC_S_account_active, -1}, {FC_S_revenue, -1}, {FC_S_crisis_cost, +1}},
     {NULL},
     NULL},
    {"data_breach",
     {{FC_S_leads, -1},
      {FC_S_hours_available, -1},
      {FC_S_lost_clients, +1},
      {FC_S_crisis_cost, +1}},
     {NULL},
     NULL},
    {"tool_outage",
     {{FC_S_hours_available, -1}, {FC_S_crisis_cost, +1}},
     {"horizon.months=18"},
     FC_SCENARIOS "/practices/crm.cfg"},
};
enum { CRISES = sizeof crises / sizeof *crises };

static const struct overlay countermeasures[] = {
    {"insurance",
     {{FC_S_insurance, +1}},
     {FREQUENT("outage", "1"), FREQUENT("breach", "1")},
     0},
    {"credit_insurance",
     {{FC_S_insurance, +1}},
     {"money.bad_debt.expansion=0.05"},
     NULL},
    {"backup_tools",
     {{FC_S_crisis_effect, -1}, {FC_S_hours_available, +1}, {FC_S_leads, +1}},
     {FREQUENT("outage", "4")},
     0},
    {"transparent_communication",
     {{FC_S_crisis_effect, -1}, {FC_S_crisis_events, +1}},
     {FREQUENT("scandal", "6"), FREQUENT("breach", "3")},
     0},
    {"cash_reserve",
     {{FC_S_ruined, -1}},
     {"opening.cash=300000", "money.credit_line=0"},
     NULL},
    {"diversification", {{FC_S_hhi_product, -1}}, {NULL}, NULL},
    {"long_contracts", {{FC_S_lost_clients, -1}}, {NULL}, NULL},
    {"spare_people", {{FC_S_hours_available, +1}}, {NULL}, NULL},
    {"smaller_largest_client",
     {{FC_S_top_share, -1},
      {FC_S_service_need, -1},
      {FC_S_revenue, -1},
      {FC_S_client_hhi, -1}},
     {NULL},
     NULL},
    {"cross_training", {{FC_S_handover, -1}, {FC_S_hours_available, -1}}, {NULL}, NULL},
};
enum { COUNTERMEASURES = sizeof countermeasures / sizeof *countermeasures };

static void test_crises(void **state)
{
    (void)state;
    assert_int_equal(overlays_moves(crises, CRISES, "crises", false), 0);
}

static void test_countermeasures(void **state)
{
    (void)state;
    assert_int_equal(
        overlays_moves(countermeasures, COUNTERMEASURES, "countermeasures", true), 0);
}

/* How many keys of a file begin and end so, are written and, if it matters, say that.
 */
static size_t keys_count(const fc_scenario *scenario, const char *list, const char *end,
                         const char *says)
{
    size_t n = 0;
    for (size_t i = 0; i < fc__scenario_entries(scenario); i++) {
        const struct fc_entry *entry = fc__scenario_entry(scenario, i);
        const size_t length = strlen(entry->key);
        if (entry->preset || strncmp(entry->key, list, strlen(list)) != 0 ||
            length < strlen(end) || strcmp(entry->key + length - strlen(end), end) != 0)
            continue;
        n += says == NULL || strcmp(entry->value, says) == 0;
    }
    return n;
}

/* Every crisis of a file has an owner; a countermeasure is one practice. */
static void file_check(const char *folder, const char *file, bool countermeasure)
{
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    if (fc_scenario_read(overlay_path(folder, file), NULL, 0, &scenario, &err) != FC_OK)
        fail_msg("%s: %s", file, err.message);
    const size_t owners = keys_count(scenario, "crises.", ".owner", NULL);
    assert_true(owners >= 7);
    assert_int_equal(owners, keys_count(scenario, "crises.", ".category", NULL));
    if (countermeasure)
        assert_int_equal(
            keys_count(scenario, "practices.", ".category", "countermeasure"), 1);
    fc_scenario_free(scenario);
}

static void test_all_are_here(void **state)
{
    (void)state;
    overlays_all("crises", crises, CRISES);
    overlays_all("countermeasures", countermeasures, COUNTERMEASURES);
    for (size_t i = 0; i < CRISES; i++)
        file_check("crises", crises[i].file, false);
    for (size_t i = 0; i < COUNTERMEASURES; i++)
        file_check("countermeasures", countermeasures[i].file, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_here),
        cmocka_unit_test(test_crises),
        cmocka_unit_test(test_countermeasures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
