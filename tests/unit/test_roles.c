/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roles, exactly: seats by team and role, each with its own coverage, pay and
 * prospecting; one role that is listed is none, byte for byte; their order changes
 * nothing. Bad ones are refused in test_structures.c. */
#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms */
#endif

#include <math.h>

#include "model/organisation.h"
#include "structure_firm.h"

static const char roles_text[] = DEPARTMENT_HEAD("6", "2") NINE
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1.0; }, { name = "
    "\"calls\"; kind = \"outbound\"; role = \"sdr\"; hours_per_seat_month = 20; "
    "leads_per_hour = 0.5; } );\n"
    "funnel = { contact_hours = 4; contact_role = \"sdr\"; stages = ( { name = "
    "\"qualify\"; conversion = 0.3; dwell_weeks = 2; hours = 1; }, { name = \"close\"; "
    "conversion = 0.4; dwell_weeks = 4; hours = 2; } ); deal_value = { mean = 5000; }; "
    "};\ncustomers = { service_role = \"am\"; service_hours_per_week = 0.2; };\n"
    "opening = { clients = 300; recurring_per_year = 900000; };\n"
    "people = { seats = 24; turnover_per_year = 0; roles = ( { name = \"sdr\"; seats = "
    "4; }, { name = \"ae\"; }, { name = \"am\"; pay_factor = 0.5; } ); hiring_plan = ( "
    "{ month = 3; seats = 2; role = \"am\"; } ); };\n";

/* Who is short of time is short of it alone; pay and prospecting go by role. */
static void test_roles(void **state)
{
    (void)state;
    struct world world = world_new(roles_text);
    const struct fc_model *model = world.model;
    struct fc_block *b = world.block;
    assert_int_equal(model->axis[FC_ROLE].count, 3);
    fc__block_open(b, fc_seed(5), 0, false);
    int seats[3] = {0};
    for (uint32_t team = 0; team < 4; team++)
        for (uint32_t role = 0; role < 3; role++) {
            const float here = FC_ROW(b, role_headcount, team * 3 + role)[9];
            assert_true(here >= 1);
            seats[role] += (int)here;
        }
    assert_int_equal(seats[0], 4);
    assert_int_equal(seats[0] + seats[1] + seats[2], 24);
    for (uint32_t step = 0; step < 2; step++) {
        fc__block_step(b);
        if (step == 0)
            fc__block_next(b);
    }
    for (uint32_t team = 0; team < 4; team++) {
        const float *contact = fc_task_coverage(b, team, FC_T_CONTACT);
        const float *close = fc_task_coverage(b, team, fc_task_stage(1));
        const float *care = fc_task_coverage(b, team, fc_task_service(model));
        const float *calls = fc_task_coverage(b, team, fc_task_outbound(model));
        const float worked = FC_ROW(b, hours, team * 3)[9];
        const float needed =
            FC_ROW(b, hours_needed, team * FC_W_COUNT + FC_W_CONTACT)[9];
        assert_true(contact[9] < 1 &&
                    calls[9] <= 0); /* one sdr for 110 leads a month */
        assert_true(fabsf(contact[9] * needed / 2 / worked - 1) < 0.2f);
        assert_true(close[9] >= 1 && care[9] >= 1);
        const float paid = FC_ROW(b, seat_months, team)[9];
        const float head = FC_ROW(b, headcount, team)[9];
        const float care_people = FC_ROW(b, role_headcount, team * 3 + 2)[9];
        assert_true(fabsf(paid - head + care_people / 2) < 1e-4f);
    }
    world_clear(&world);
}

/* One role that is listed is no role at all; two with the same seats and tasks as one
 * cover no more. */
static void test_one_role(void **state)
{
    (void)state;
    static const char *const texts[] = {
        DEPARTMENT_HEAD("6", "2")
            DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_OPENING
        "people = { seats = 11; };",
        DEPARTMENT_HEAD("6", "2")
            DEPARTMENT_MARKETS DEPARTMENT_SELLING DEPARTMENT_CLIENTS DEPARTMENT_OPENING
        "people = { seats = 11; roles = ( { name = \"closer\"; } ); };"};
    struct world a = world_new(texts[0]), b = world_new(texts[1]);
    fc__block_open(a.block, fc_seed(1), 0, false);
    fc__block_open(b.block, fc_seed(1), 0, false);
    size_t bytes = 0;
    for (int i = 0; i < FC_S_COUNT; i++)
        bytes += (size_t)a.model->state_rows[i] * FC_LANES * fc__state_rows[i].bytes;
    for (uint32_t step = 0; step < a.model->steps; step++) {
        fc__block_step(a.block);
        fc__block_step(b.block);
        assert_memory_equal(a.block->memory, b.block->memory, bytes);
        fc__block_next(a.block);
        fc__block_next(b.block);
    }
    world_clear(&a);
    world_clear(&b);
}

/* Order of roles changes nothing: seats, and every market. */
static void test_order_of_roles(void **state)
{
    (void)state;
    char other[8192], *at;
    static const char was[] = "{ name = \"sdr\"; seats = 4; }, { name = \"ae\"; }, ";
    static const char now[] = "{ name = \"ae\"; }, { name = \"sdr\"; seats = 4; }, ";
    snprintf(other, sizeof other, "%s", roles_text);
    at = strstr(other, was);
    assert_non_null(at);
    memcpy(at, now, sizeof now - 1);
    struct world a = world_new(roles_text), b = world_new(other);
    fc__block_open(a.block, fc_seed(1), 0, false);
    fc__block_open(b.block, fc_seed(1), 0, false);
    for (uint32_t step = 0; step < a.model->steps; step++) {
        fc__block_step(a.block);
        fc__block_step(b.block);
        for (uint32_t k = 0; k < a.model->axis[FC_MARKET].count; k++) {
            assert_memory_equal(FC_ROW(a.block, won, k), FC_ROW(b.block, won, k),
                                FC_LANES * sizeof(float));
            assert_memory_equal(FC_ROW(a.block, clients, k),
                                FC_ROW(b.block, clients, k), FC_LANES * sizeof(float));
        }
        fc__block_next(a.block);
        fc__block_next(b.block);
    }
    world_clear(&a);
    world_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_one_role),
        cmocka_unit_test(test_order_of_roles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
