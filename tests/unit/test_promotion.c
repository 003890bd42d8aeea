/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promotion between roles. Exact, path by path: who moves where (found again here from
 * what was there when the year ended), that the person stays the same one and leaves
 * when he or she would have left, that heads add up by team and role and nobody is
 * hired or leaves by it, top roles first; what is kept of ramp and experience in double
 * (1e-5 of the output of a seat, 2e-4 with experience); what people expect and do about
 * it. Statistical: the mean number of promotions of two years in closed form, at 5.7
 * standard errors of 4,096 paths (detects .05 of a person). Off is off, byte for byte;
 * instruction sets, position in a block, order of roles; messages. */
#if defined(__x86_64__)
#define FC_ISA v2 /* for the pure parts of rooms */
#endif

#include <math.h>

#include "../department.h"
#include "../world.h"
#include "model/organisation.h"

#define SELLING                                                                        \
    DEPARTMENT_ONE_MARKET                                                              \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 1; } ); funnel = { "   \
    "contact_role = \"sdr\"; contact_hours = 0.3; stages = ( { name = \"first\"; "     \
    "conversion = 0.5; dwell_weeks = 2; hours = 2; }, { name = \"second\"; "           \
    "conversion = 0.5; dwell_weeks = 3; hours = 6; } ); deal_value = { mean = 9000; "  \
    "cv = 0.8; }; };\n"
#define SDR(more) "{ name = \"sdr\"; seats = 5; " more " }"
#define AE(more)  "{ name = \"ae\"; " more " }"
#define LEAD      "{ name = \"lead\"; seats = 0; pay_factor = 1.5; }"
#define SLOW      "months_to_fill = { mean = 36; cv = 0; }; "
#define FIRM(months, people, roles, plan)                                              \
    DEPARTMENT_HEAD(months, "2")                                                       \
    SELLING "people = { seats = 11; " people " roles = ( " roles                       \
            " ); hiring_plan = ( " plan " ); };\n"
#define THREE_AE "{ month = 2; seats = 3; role = \"ae\"; }"

static uint32_t role_named(const struct fc_model *model, const char *name)
{
    uint32_t r = 0;
    while (strcmp(model->axis[FC_ROLE].name[r], name) != 0)
        r++;
    return r;
}

static void step_to(struct world *w, uint32_t month, void (*step)(struct fc_block *))
{
    while (w->block->month < month) {
        step(w->block);
        fc__block_next(w->block);
    }
}

/* ---- how many ---- */

/* Mean number of n people, fit with probability p each year, who find one of v seats in
 * `years` years. */
static double moved_mean(int n, int v, double p, int years)
{
    double mean = 0, chance = pow(1 - p, n);
    for (int fit = 0; years > 0 && fit <= n; fit++) {
        const int moves = fit < v ? fit : v;
        mean += chance * (moves + moved_mean(n - moves, v - moves, p, years - 1));
        chance *= (double)(n - fit) / (fit + 1) * p / (1 - p);
    }
    return mean;
}

static void test_how_many(void **state)
{
    (void)state;
    enum { PATHS = 4096 };
    struct world w = world_new(
        FIRM("26", "turnover_per_year = 0; " SLOW,
             SDR("next = \"ae\"; promotion_share = 0.4;") ", " AE(""), THREE_AE));
    double sum[2] = {0}, squares[2] = {0};
    world_trim(&w, "people");
    for (uint64_t path = 0; path < PATHS; path += FC_LANES) {
        float one[FC_LANES];
        fc__block_open(w.block, fc_seed(11), path, false);
        step_to(&w, 12, fc__block_step);
        fc__block_step(w.block);
        memcpy(one, FC_ROW(w.block, promoted, 0), sizeof one);
        fc__block_next(w.block);
        step_to(&w, 24, fc__block_step);
        fc__block_step(w.block);
        for (uint32_t l = 0; l < FC_LANES; l++) {
            const double two = (double)one[l] + (double)FC_ROW(w.block, promoted, 0)[l];
            const double all[2] = {(double)one[l], two};
            for (int y = 0; y < 2; y++) {
                sum[y] += all[y];
                squares[y] += all[y] * all[y];
            }
        }
    }
    for (int y = 0; y < 2; y++) {
        const double mean = sum[y] / PATHS, want = moved_mean(5, 3, 0.4, y + 1);
        const double error = sqrt((squares[y] / PATHS - mean * mean) / PATHS);
        printf("  promotions in %d years %.4f, expected %.4f +- %.2g\n", y + 1, mean,
               want, 5.7 * error);
        assert_true(fabs(mean - want) <= 5.7 * error);
    }
    world_clear(&w);
}

/* ---- who, and what becomes of them ---- */

enum { SEATS = 14, MOVES = 3 };
#define CAREER(more)                                                                   \
    FIRM("24", "turnover_per_year = 0.35; opening_tenure_months = 20; " SLOW,          \
         SDR(more) ", " AE(""), THREE_AE)

struct move {
    uint32_t from, to;
    float number; /* of the search at `to` that the move ends */
};

/* Who moves at the end of the year in a lane, as the year's last month left it. */
static uint32_t moves_find(const struct fc_block *b, uint32_t l, struct move *out)
{
    const uint8_t *role = b->model->seat_role;
    const uint32_t sdr = role_named(b->model, "sdr"), ae = role_named(b->model, "ae");
    bool gone[SEATS] = {false};
    uint32_t n = 0;
    for (uint32_t to = 0; to < SEATS; to++) {
        uint32_t best = SEATS;
        if (role[to] != ae || FC_ROW(b, seat_filled, to)[l] > 0.0f)
            continue;
        for (uint32_t s = 0; s < SEATS; s++) {
            const bool can = role[s] == sdr && FC_ROW(b, seat_filled, s)[l] > 0.0f &&
                             FC_ROW(b, seat_tenure, s)[l] >= 12.0f && !gone[s];
            if (can && (best == SEATS ||
                        FC_ROW(b, seat_tenure, s)[l] > FC_ROW(b, seat_tenure, best)[l]))
                best = s;
        }
        if (best == SEATS)
            break;
        gone[best] = true;
        out[n++] = (struct move){best, to, FC_ROW(b, seat_person, to)[l]};
    }
    return n;
}

/* The person who moved, against the world where nobody does, until he or she leaves. */
static bool same_life(const struct fc_block *on, const struct fc_block *off,
                      const struct move *move, uint32_t l, bool *left)
{
    const float was = FC_ROW(off, seat_person, move->from)[l];
    const float is = FC_ROW(on, seat_person, move->to)[l];
    if (*left)
        return true;
    *left = was > 0.0f; /* the SDRs of the opening are number 0 */
    if (*left)
        return is > move->number;
    const float a = FC_ROW(on, seat_tenure, move->to)[l];
    const float b = FC_ROW(off, seat_tenure, move->from)[l];
    return FC_ROW(on, seat_filled, move->to)[l] > 0.0f && a >= b && a <= b &&
           !(is > move->number);
}

static void test_who(void **state)
{
    (void)state;
    struct world on = world_new(CAREER("next = \"ae\";")), off = world_new(CAREER(""));
    static struct move moves[FC_LANES][SEATS];
    static uint32_t n[FC_LANES];
    static bool left[FC_LANES][SEATS];
    double moved = 0, leavers = 0;
    fc__block_open(on.block, fc_seed(3), 0, false);
    fc__block_open(off.block, fc_seed(3), 0, false);
    step_to(&on, 12, fc__block_step);
    step_to(&off, 12, fc__block_step);
    for (uint32_t l = 0; l < FC_LANES; l++)
        n[l] = moves_find(off.block, l, moves[l]);
    while (on.block->step < on.model->steps) {
        fc__block_step(on.block);
        fc__block_step(off.block);
        for (uint32_t l = 0; l < FC_LANES; l++) {
            if (on.block->month == 12 && on.block->month_starts)
                assert_true(FC_ROW(on.block, promoted, 0)[l] >= (float)n[l] &&
                            FC_ROW(on.block, promoted, 0)[l] <= (float)n[l]);
            for (uint32_t i = 0; i < n[l]; i++)
                if (!same_life(on.block, off.block, &moves[l][i], l, &left[l][i]))
                    fail_msg("step %u, lane %u: another person", on.block->step, l);
        }
        fc__block_next(on.block);
        fc__block_next(off.block);
    }
    for (uint32_t l = 0; l < FC_LANES; l++)
        for (uint32_t i = 0; i < n[l]; i++) {
            moved += 1;
            leavers += left[l][i];
        }
    printf("  %g moved, %g of them left within a year\n", moved, leavers);
    assert_true(moved > FC_LANES && leavers > 10 && leavers < moved / 2);
    world_clear(&on);
    world_clear(&off);
}

/* ---- heads ---- */

static void heads_see(const struct fc_block *b, void *out)
{
    float(*before)[FC_LANES] = out, *promoted = before[1];
    const uint32_t roles = b->model->axis[FC_ROLE].count;
    if (!b->month_ends)
        return;
    FC_EACH (l) {
        const float now = FC_ROW(b, headcount, 0)[l];
        const float moved = FC_ROW(b, hires, 0)[l] - FC_ROW(b, leavers, 0)[l];
        const float seats = now + FC_ROW(b, vacancies, 0)[l];
        float sum = 0;
        for (uint32_t r = 0; r < roles; r++)
            sum += FC_ROW(b, role_headcount, r)[l];
        assert_true(now - before[0][l] >= moved && now - before[0][l] <= moved);
        assert_true(sum >= now && sum <= now && seats >= 11 && seats <= 15);
        assert_true(b->month % 12 == 0 || !(FC_ROW(b, promoted, 0)[l] > 0.0f));
        before[0][l] = now;
        promoted[l] += FC_ROW(b, promoted, 0)[l];
    }
}

#define LUCK(sdr, ae)                                                                  \
    FIRM("30",                                                                         \
         "turnover_per_year = 0.5; ability_cv = 0.4; months_to_fill = { mean = 4; "    \
         "cv = 0.6; }; learning = { product = { weight = 0.3; }; }; motivation = { "   \
         "elasticity = 0.25; leave_by_motivation = 0.5; };",                           \
         SDR(sdr) ", " AE(ae) ", " LEAD,                                               \
         THREE_AE ", { month = 3; seats = 1; role = \"lead\"; }")
#define FULL_LUCK                                                                      \
    LUCK("next = \"ae\"; promotion_months = 6; promotion_share = 0.7;",                \
         "next = \"lead\"; promotion_share = 0.6;")

static void test_heads(void **state)
{
    (void)state;
    static float seen[2][FC_LANES];
    struct world w = world_new(FULL_LUCK);
    fc__block_open(w.block, fc_seed(20260729), 0, false);
    memcpy(seen[0], FC_ROW(w.block, headcount, 0), sizeof seen[0]);
    world_block(&w, 0, false, heads_see, seen);
    double promoted = 0;
    for (uint32_t l = 0; l < FC_LANES; l++)
        promoted += (double)seen[1][l];
    assert_true(promoted > FC_LANES);
    world_clear(&w);
}

/* One seat above: an AE moves up, and an SDR to the seat that is left. */
static void test_top_first(void **state)
{
    (void)state;
    struct world w =
        world_new(FIRM("14", "turnover_per_year = 0; " SLOW,
                       SDR("next = \"ae\";") ", " AE("next = \"lead\";") ", " LEAD,
                       "{ month = 3; seats = 1; role = \"lead\"; }"));
    const uint32_t of[] = {role_named(w.model, "sdr"), role_named(w.model, "ae"),
                           role_named(w.model, "lead")};
    fc__block_open(w.block, fc_seed(3), 0, false);
    step_to(&w, 12, fc__block_step);
    fc__block_step(w.block);
    for (uint32_t l = 0; l < FC_LANES; l++) {
        assert_int_equal((int)FC_ROW(w.block, promoted, 0)[l], 2);
        assert_int_equal((int)FC_ROW(w.block, role_headcount, of[0])[l], 4);
        assert_int_equal((int)FC_ROW(w.block, role_headcount, of[1])[l], 6);
        assert_int_equal((int)FC_ROW(w.block, role_headcount, of[2])[l], 1);
        assert_int_equal((int)FC_ROW(w.block, hires, 0)[l], 0);
        assert_int_equal((int)FC_ROW(w.block, leavers, 0)[l], 0);
    }
    world_clear(&w);
}

/* ---- what is kept ---- */

/* Output of who moved to seat 11 (the first of the plan) over that of an AE who has
 * always been there, in the months after. */
static void check_kept(const char *text, double (*want)(int month), double off)
{
    struct world w = world_new(text);
    const uint32_t ae = role_named(w.model, "ae");
    uint32_t old = 0;
    while (w.model->seat_role[old] != ae)
        old++;
    fc__block_open(w.block, fc_seed(3), 0, false);
    step_to(&w, 12, fc__block_step);
    for (int m = 0; m < 12; m++) {
        fc__block_step(w.block);
        fc__block_next(w.block);
        fc__block_step(w.block);
        for (uint32_t l = 0; l < FC_LANES; l += 9) {
            const double ratio = (double)FC_ROW(w.block, seat_output, 11)[l] /
                                 (double)FC_ROW(w.block, seat_output, old)[l];
            if (!(fabs(ratio - want(m)) <= off))
                fail_msg("month %d: %.7f of the output, expected %.7f", m, ratio,
                         want(m));
        }
        fc__block_next(w.block);
    }
    world_clear(&w);
}

/* Start level .3, 95 % after 5 months; .4 of what is beyond is kept. */
static double ramp_kept(int m)
{
    const double tau = 5 / log(.7 / .05);
    return 1 - .6 * .7 * tau * (exp(-m / tau) - exp(-(m + 1) / tau));
}

/* Experience: .4 of the steady one, then back to it; half a year, floor .2. */
static double experience_kept(int m)
{
    double level = 0;
    enum { PARTS = 200 };
    for (int i = 0; i < PARTS; i++) {
        const double t = (m + (i + .5) / PARTS) / 12, f = 1.5;
        level += (1 - .8 * exp(-f * (1 - .6 * exp(-t / f)) / .5)) / PARTS;
    }
    return pow(level / (1 - .8 * exp(-1.5 / .5)), .7);
}

#define KEPT(people)                                                                   \
    FIRM("24", "turnover_per_year = 0; ability_cv = 0; " SLOW people,                  \
         SDR("next = \"ae\"; experience_kept = 0.4;") ", " AE(""), THREE_AE)

static void test_kept(void **state)
{
    (void)state;
    check_kept(KEPT("start_level = 0.3; ramp_months = 5;"), ramp_kept, 1e-5);
    check_kept(KEPT("ramp_months = 0; learning = { forget_years = 1.5; product = { "
                    "weight = 0.7; years = 0.5; floor = 0.2; }; };"),
               experience_kept, 2e-4);
}

/* ---- what people expect ---- */

static void test_prospects(void **state)
{
    (void)state;
    struct world w = world_new(
        FIRM("6",
             "turnover_per_year = 0; ability_cv = 0; motivation = { elasticity = 0.3; "
             "prospects = 2; alike = 1e6; }; " SLOW,
             SDR("") ", " AE("next = \"lead\"; promotion_share = 0.9;") ", " LEAD,
             "{ month = 3; seats = 1; role = \"lead\"; }"));
    const uint32_t ae = role_named(w.model, "ae");
    fc__block_open(w.block, fc_seed(3), 0, false);
    for (uint32_t m = 0; m < 6; m++) {
        step_to(&w, m, fc__block_step);
        fc__block_step(w.block);
        fc__block_next(w.block);
        fc__block_step(w.block);
        const double chance = m >= 2 ? 1.0 / 6 : 0;
        for (uint32_t l = 0; l < FC_LANES; l += 5) {
            assert_true(
                fabs((double)FC_ROW(w.block, promotion_chance, ae)[l] - chance) < 1e-6);
            for (uint32_t seat = 0; seat < 11; seat++) {
                const double effort = (double)FC_ROW(w.block, seat_effort, seat)[l];
                const bool mine = w.model->seat_role[seat] == ae;
                const double want = mine ? exp(.3 * 2 * .5 * chance) : 1;
                if (!(fabs(effort - want) < 6e-4))
                    fail_msg("month %u: effort %.6f, expected %.6f", m, effort, want);
            }
        }
        fc__block_next(w.block);
    }
    world_clear(&w);
}

/* ---- what must not change ---- */

static uint64_t hash_bytes(uint64_t h, const void *data, size_t n)
{
    const unsigned char *at = data;
    for (size_t i = 0; i < n; i++)
        h = (h ^ at[i]) * 1099511628211u;
    return h;
}

/* `people`: only what does not run through the roles in their order. */
struct hash {
    uint64_t all;
    bool people;
};

static void hash_step(const struct fc_block *b, void *out)
{
    struct hash *h = out;
    for (int i = 0; i < FC_S_COUNT; i++)
        if (!h->people || i == FC_S_seat_person || i == FC_S_seat_tenure ||
            i == FC_S_promoted || i == FC_S_won || i == FC_S_clients)
            h->all = hash_bytes(h->all, fc__state_array(b, i),
                                (size_t)b->model->state_rows[i] * FC_LANES *
                                    fc__state_rows[i].bytes);
}

static uint64_t hash_of(const char *text, enum fc_isa isa, bool people)
{
    struct hash h = {14695981039346656037u, people};
    struct world w;
    const fc_status status = world_try(&w, text, isa);
    if (status != FC_OK)
        world_print(w.scenario);
    assert_int_equal(status, FC_OK);
    world_block(&w, 0, false, hash_step, &h);
    world_clear(&w);
    return h.all;
}

static void test_same_bytes(void **state)
{
    (void)state;
    const enum fc_isa isa = fc_isa_best();
    const uint64_t none = hash_of(LUCK("", ""), isa, false);
    assert_true(none == hash_of(LUCK("next = \"ae\"; promotion_share = 0;",
                                     "next = \"lead\"; promotion_share = 0;"),
                                isa, false));
    const uint64_t full = hash_of(FULL_LUCK, isa, false);
    assert_true(none != full);
    for (int other = 0; other < (int)isa; other++)
        assert_true(full == hash_of(FULL_LUCK, (enum fc_isa)other, false));
#define PLAIN(roles)                                                                   \
    FIRM("26", "turnover_per_year = 0.4; months_to_fill = { mean = 5; };", roles,      \
         THREE_AE)
    assert_true(hash_of(PLAIN(SDR("next = \"ae\"; promotion_months = 3;") ", " AE("")),
                        isa, true) ==
                hash_of(PLAIN(AE("") ", " SDR("next = \"ae\"; promotion_months = 3;")),
                        isa, true));
}

struct lane {
    uint32_t at;
    double costs[30], heads[30];
};

static void lane_see(const struct fc_block *b, void *out)
{
    struct lane *self = out;
    self->costs[b->month] = FC_ROW(b, costs, 0)[self->at];
    self->heads[b->month] = (double)FC_ROW(b, role_headcount, 1)[self->at];
}

static void test_any_position_in_a_block(void **state)
{
    (void)state;
    struct world w = world_new(FULL_LUCK);
    for (uint32_t path = 32; path < 40; path++) {
        struct lane here = {.at = path}, there = {.at = path - 32};
        world_block(&w, 0, false, lane_see, &here);
        world_block(&w, 32, false, lane_see, &there);
        assert_memory_equal(here.costs, there.costs, sizeof here.costs);
        assert_memory_equal(here.heads, there.heads, sizeof here.heads);
    }
    world_clear(&w);
}

/* ---- messages ---- */

static void check_problem(const char *text, const char *says)
{
    struct world w;
    bool found = false, warning;
    assert_int_equal(world_try(&w, text, fc_isa_best()), FC_E_SCENARIO);
    for (size_t p = 0; p < fc_scenario_problems(w.scenario); p++)
        found |= strstr(fc_scenario_problem(w.scenario, p, &warning), says) != NULL;
    if (!found) {
        world_print(w.scenario);
        fail_msg("nothing says \"%s\"", says);
    }
    world_clear(&w);
}

static void test_refused(void **state)
{
    (void)state;
    check_problem(FIRM("6", "", SDR("next = \"sdr\";") ", " AE(""), THREE_AE),
                  "leads back to sdr");
    check_problem(
        FIRM("6", "", SDR("next = \"ae\";") ", " AE("next = \"sdr\";"), THREE_AE),
        "leads back to sdr");
    check_problem(FIRM("6", "", SDR("next = \"boss\";") ", " AE(""), THREE_AE), "boss");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_how_many),
        cmocka_unit_test(test_who),
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_top_first),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_prospects),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_any_position_in_a_block),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
