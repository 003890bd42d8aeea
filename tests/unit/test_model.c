/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all rooms stand on: tables, levers, overlap of scopes, numbers drawn per path,
 * sites, and blocks (memory, opening twice, any first path, one writer an array).
 *
 * Statistical: the mean of a number (6 SE of 20,000 paths; detects shifts of 12 SE,
 * 0.08 sd) and Spearman's rank correlation (6 SE by Bonett & Wright 2000; detects
 * 0.06). The rest is exact.
 */
#include <math.h>
#include <stdlib.h>
#if defined(__x86_64__)
#define FC_ISA v2
#endif

#ifdef FC_WATCH
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "model_numbers.h"
#include "random/lanemath.h"

/* ---- tables ---- */

static bool is_room(const char *name)
{
    const struct fc_mechanism *const *rooms = fc__rooms(FC_ISA_COUNT - 1);
    for (size_t i = 0; rooms[i]; i++)
        if (strcmp(rooms[i]->name, name) == 0)
            return true;
    return false;
}

static void test_tables(void **state)
{
    (void)state;
    char choices[1024] = "";
    for (int i = 0; i < FC_S_COUNT; i++) {
        const struct fc_state_row *row = &fc__state_rows[i];
        if (!is_room(row->writer) || !*row->unit || strlen(row->meaning) < 5)
            fail_msg("state '%s' has no writer, unit or meaning", row->name);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(row->name, fc__state_rows[j].name);
        assert_true(row->bytes == sizeof(float) || row->bytes == sizeof(double));
    }
    for (int i = 0; i < FC_L_COUNT; i++) {
        const struct fc_lever_row *row = &fc__lever_rows[i];
        const float neutral = row->scale == FC_RATE ? 1.0f : 0.0f;
        if (!is_room(row->reader))
            fail_msg("lever '%s' has no reader", row->name);
        assert_true(row->low <= neutral && neutral < row->high);
        assert_true(row->scale != FC_SHARE_LOST || row->high <= 1.0f);
        strcat(strcat(choices, i ? "|" : ""), row->name);
    }
    assert_string_equal(fc__lever_choices, choices);
}

/* ---- levers ---- */

static const float *neutral_row(const struct fc_block *b, enum fc_lever_id id)
{
    return b->levers + (fc__lever_rows[id].scale == FC_ADD ? 0 : FC_LANES);
}

static void test_levers_neutral(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    fc__block_open(w.block, fc_seed(1), 0, false);
    for (int id = 0; id < FC_L_COUNT; id++)
        for (uint32_t r = 0; r < w.model->axis[fc__lever_rows[id].axis].count; r++) {
            const float *row = fc_lever(w.block, (enum fc_lever_id)id, r);
            assert_ptr_equal(row, neutral_row(w.block, (enum fc_lever_id)id));
            FC_EACH (l)
                assert_true(row[l] == (fc__lever_rows[id].scale == FC_ADD ? 0 : 1));
        }
    world_clear(&w);
}

/* Two pulls compose; no other row of any lever moves; y = 0 leaves every bit. */
static void lever_check(struct fc_block *b, enum fc_lever_id id, uint32_t row)
{
    const uint8_t scale = fc__lever_rows[id].scale;
    FC_LANE_ROW(float, y);
    FC_LANE_ROW(float, zero) = {0};
    FC_EACH (l)
        y[l] = (float)l / (float)FC_LANES;
    fc__block_begin(b);
    fc__lever_pull(b, id, row, 0.5f, zero);
    fc__lever_pull(b, id, row, -0.25f, zero);
    const float *got = fc_lever(b, id, row);
    assert_ptr_not_equal(got, neutral_row(b, id));
    assert_memory_equal(got, neutral_row(b, id), sizeof y);
    fc__lever_pull(b, id, row, 0.5f, y);
    fc__lever_pull(b, id, row, 0.25f, y);
    fc__lever_pull(b, id, row, 0.75f, zero);
    FC_EACH (l) {
        const float want =
            scale == FC_SHARE_LOST ? (1.0f - 0.5f * y[l]) * (1.0f - 0.25f * y[l])
            : scale == FC_RATE     ? fc_expf(0.5f * y[l]) * fc_expf(0.25f * y[l])
                                   : 0.5f * y[l] + 0.25f * y[l];
        if (!(got[l] == want))
            fail_msg("%s, lane %u: %.9g, expected %.9g", fc__lever_rows[id].name, l,
                     (double)got[l], (double)want);
    }
    for (int other = 0; other < FC_L_COUNT; other++)
        for (uint32_t r = 0; r < b->model->axis[fc__lever_rows[other].axis].count; r++)
            if (other != (int)id || r != row)
                assert_ptr_equal(fc_lever(b, (enum fc_lever_id)other, r),
                                 neutral_row(b, (enum fc_lever_id)other));
}

static void test_levers_compose(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    fc__block_open(w.block, fc_seed(1), 0, false);
    for (int id = 0; id < FC_L_COUNT; id++) {
        const uint32_t n = w.model->axis[fc__lever_rows[id].axis].count;
        for (uint32_t r = 0; r < n; r++)
            lever_check(w.block, (enum fc_lever_id)id, r);
    }
    world_clear(&w);
}

/* A pull of 10 at full strength in lanes 3 and 4 goes beyond every bound but the wide
 * ones (180 days, money), twice the bound beyond those; the same below with the signs
 * turned. */
static void hold_check(struct fc_block *b, enum fc_lever_id id, float c)
{
    const struct fc_lever_row *row = &fc__lever_rows[id];
    const float wide = row->scale == FC_ADD ? row->high / 5 : 20;
    const float far = row->high > 10 ? wide * c : c;
    const float bound = row->scale == FC_SHARE_LOST ? c > 0 ? 1.0f - row->high : 1.0f
                        : c > 0                     ? row->high
                                                    : row->low;
    FC_LANE_ROW(float, y) = {0};
    y[3] = y[4] = 1.0f;
    y[5] = 1e-3f;
    fc__block_begin(b);
    fc__lever_pull(b, id, 0, far, y);
    const float inside = fc_lever(b, id, 0)[5];
    const uint64_t before = b->clamps;
    fc__levers_close(b);
    const float *got = fc_lever(b, id, 0);
    const bool gains = c < 0 && (row->scale == FC_SHARE_LOST || row->low == 0);
    const bool all = row->scale == FC_SHARE_LOST && row->high >= 1 && c > 0;
    const uint64_t held = all ? 0 : gains ? 3 : 2; /* nothing is below 0 by itself */
    assert_int_equal(b->clamps - before, held);
    assert_true(got[3] == bound && got[4] == bound);
    assert_true(got[5] == (gains ? bound : inside));
    assert_true(got[0] == neutral_row(b, id)[0]);
    fc__levers_close(b); /* held values lie inside */
    assert_int_equal(b->clamps - before, held);
}

static void test_levers_hold(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    fc__block_open(w.block, fc_seed(1), 0, false);
    for (int id = 0; id < FC_L_COUNT; id++) {
        if (w.model->axis[fc__lever_rows[id].axis].count == 0)
            continue;
        hold_check(w.block, (enum fc_lever_id)id, 10);
        hold_check(w.block, (enum fc_lever_id)id, -10);
    }
    const uint64_t before = w.block->clamps;
    fc__block_begin(w.block);
    fc__levers_close(w.block); /* nobody pulled: nothing is held */
    assert_int_equal(w.block->clamps, before);
    world_clear(&w);
}

/* ---- scopes ---- */

/* Market k is (k / 4, k / 2 % 2, k % 2), of team k % 3; its opening hours are 2^k. */
static void test_overlap(void **state)
{
    (void)state;
    struct fc_market k[8];
    struct fc_model m = {.markets = k};
    static const uint32_t counts[FC_AXES] = {
        [FC_ONE] = 1,  [FC_MARKET] = 8,  [FC_TERRITORY] = 2, [FC_PRODUCT] = 2,
        [FC_TEAM] = 3, [FC_SEGMENT] = 2, [FC_CHANNEL] = 2,   [FC_ACCOUNT] = 1};
    uint32_t at[8][FC_AXES] = {{0}};
    for (uint32_t i = 0; i < 8; i++) {
        k[i] = (struct fc_market){.territory = i / 4,
                                  .product = i / 2 % 2,
                                  .segment = i % 2,
                                  .team = i % 3,
                                  .second = UINT32_MAX,
                                  .share = 0.5,
                                  .opening_hours = 1u << i};
        at[i][FC_MARKET] = i;
        at[i][FC_TERRITORY] = i / 4;
        at[i][FC_PRODUCT] = i / 2 % 2;
        at[i][FC_SEGMENT] = i % 2;
        at[i][FC_TEAM] = i % 3;
    }
    for (int a = 0; a < FC_AXES; a++)
        m.axis[a].count = counts[a];
    for (int a = 0; a < FC_AXES; a++)
        for (int r = 0; r < FC_AXES; r++)
            for (uint32_t i = 0; i < counts[a]; i++)
                for (uint32_t j = 0; j < counts[r]; j++) {
                    const bool aims = a >= FC_TERRITORY && a <= FC_TEAM &&
                                      a != FC_CHANNEL && a != FC_STAGE;
                    double in = 0, all = 0;
                    for (uint32_t n = 0; n < 8; n++) {
                        const bool row = r >= FC_MARKET && r <= FC_TEAM &&
                                         r != FC_CHANNEL && at[n][r] == j;
                        all += row ? 1u << n : 0;
                        in += row && aims && at[n][a] == i ? 1u << n : 0;
                    }
                    const double want = a == FC_ONE || r == FC_ONE ? 1
                                        : a == r                   ? i == j
                                        : all > 0                  ? in / all
                                                                   : 0;
                    const double got =
                        fc__model_overlap(&m, (enum fc_axis)a, i, (enum fc_axis)r, j);
                    if (got != want)
                        fail_msg("axis %d[%u] onto %d[%u]: %g, expected %g", a, i, r, j,
                                 got, want);
                }
}

static void test_market_find(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    const char *good[] = {"south", "core", "large"};
    const char *bad[] = {"core", "south", "large"};
    bool warning;
    assert_int_equal(fc__model_market(w.model, "k", &(struct fc_names){3, good, 0}), 5);
    assert_int_equal(fc_scenario_problems(w.scenario), 0);
    assert_true(fc__model_market(w.model, "x.y", &(struct fc_names){3, bad, 0}) ==
                UINT32_MAX);
    assert_true(fc__model_market(w.model, "z", &(struct fc_names){2, good, 0}) ==
                UINT32_MAX);
    assert_int_equal(fc_scenario_problems(w.scenario), 2);
    assert_string_equal(
        fc_scenario_problem(w.scenario, 0, &warning),
        "test.cfg: 'x.y' must name a territory, a product and a segment that make a "
        "market, such as [\"north\", \"core\", \"small\"]");
    world_clear(&w);
}

/* ---- sites: every call of fc_site while a model is compiled (--wrap) ---- */

struct site {
    char of[128];
    uint64_t hash;
};
static struct site *sites;
static size_t site_count, site_room;

uint64_t __real_fc_site(const char *mechanism, const char *entity, const char *purpose,
                        uint32_t group);
uint64_t __wrap_fc_site(const char *mechanism, const char *entity, const char *purpose,
                        uint32_t group);
uint64_t __wrap_fc_site(const char *mechanism, const char *entity, const char *purpose,
                        uint32_t group)
{
    const uint64_t hash = __real_fc_site(mechanism, entity, purpose, group);
    if (site_count < site_room) {
        struct site *s = &sites[site_count++];
        const int n =
            snprintf(s->of, sizeof s->of, "%s/%s/%s/%u", mechanism ? mechanism : "",
                     entity ? entity : "", purpose ? purpose : "", group);
        assert_true(n > 0 && (size_t)n < sizeof s->of);
        s->hash = hash;
    }
    return hash;
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t x = ((const struct site *)a)->hash;
    const uint64_t y = ((const struct site *)b)->hash;
    return (x > y) - (x < y);
}

static void test_sites(void **state)
{
    (void)state;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    struct fc_model *model = NULL;
    enum { ROOM = 100000 };
    sites = calloc(ROOM, sizeof *sites);
    assert_non_null(sites);
    site_count = 0;
    site_room = ROOM;
    if (fc_scenario_read(FC_SCENARIOS "/reference.cfg", NULL, 0, &scenario, &err) !=
        FC_OK)
        fail_msg("%s", err.message);
    assert_int_equal(fc__model_new(scenario, fc_isa_best(), &model, &err), FC_OK);
    site_room = 0;
    assert_in_range(site_count, 200, ROOM - 1);
    qsort(sites, site_count, sizeof *sites, by_hash);
    for (size_t i = 1; i < site_count; i++)
        if (sites[i].hash == sites[i - 1].hash)
            fail_msg("%s and %s share a site", sites[i - 1].of, sites[i].of);
    free(sites);
    fc__model_free(model);
    fc_scenario_free(scenario);
}

/* ---- blocks ---- */

struct part {
    const unsigned char *at;
    size_t bytes;
};

static int by_address(const void *a, const void *b)
{
    const unsigned char *x = ((const struct part *)a)->at;
    const unsigned char *y = ((const struct part *)b)->at;
    return (x > y) - (x < y);
}

static void test_block_memory(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    const struct fc_block *b = w.block;
    const struct fc_model *m = w.model;
    struct part part[FC_S_COUNT + 5];
    size_t n = 0;
    for (int i = 0; i < FC_S_COUNT; i++) {
        assert_int_equal(m->state_rows[i],
                         m->axis[fc__state_rows[i].rows].count *
                             m->axis[fc__state_rows[i].columns].count);
        if (m->state_rows[i])
            part[n++] = (struct part){fc__state_array(b, i),
                                      (size_t)m->state_rows[i] * FC_LANES *
                                          fc__state_rows[i].bytes};
    }
    const size_t row = FC_LANES * sizeof(float);
    part[n++] = (struct part){(const void *)b->numbers, m->numbers * row};
    part[n++] = (struct part){(const void *)b->levers, (m->lever_rows + 2) * row};
    part[n++] = (struct part){b->own - m->stale_bytes, m->stale_bytes};
    part[n++] = (struct part){b->own, m->own_bytes};
    part[n++] = (struct part){b->lever_pulled, m->lever_rows};
    qsort(part, n, sizeof *part, by_address);
    const unsigned char *end = b->memory;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal((uintptr_t)part[i].at % 64, 0);
        assert_true(part[i].at >= end);
        end = part[i].at + part[i].bytes;
    }
    assert_true(end <= (unsigned char *)b->memory + fc__block_bytes(m));
    /* rows of a room's own follow each other */
    const fc_rows one = fc__model_rows(w.model, 3),
                  two = fc__model_rows_double(w.model, 2);
    const fc_rows three = fc__model_rows(w.model, 1);
    assert_int_equal(two.offset - one.offset, 3 * row);
    assert_int_equal(three.offset - two.offset, 2 * 2 * row);
    const fc_rows four =
                      fc__model_rows_stale(w.model, 3), /* not cleared: before them */
        five = fc__model_rows_stale(w.model, 2);
    assert_int_equal(four.offset, five.offset + (ptrdiff_t)(2 * row));
    world_clear(&w);
}

static void steps(struct fc_block *b, int n)
{
    for (int i = 0; i < n; i++) {
        fc__block_step(b);
        fc__block_next(b);
    }
}

/* What a block remembers after opening: all but the levers, which begin anew. */
static size_t remembered(const struct fc_block *b, unsigned char *out)
{
    const size_t state = (size_t)((const unsigned char *)(const void *)b->levers -
                                  (const unsigned char *)b->memory);
    memcpy(out, b->memory, state);
    memcpy(out + state, b->own, b->model->own_bytes);
    return state + b->model->own_bytes;
}

static void test_open_twice(void **state)
{
    (void)state;
    struct world w = world_new(UNCERTAIN CORRELATED);
    unsigned char *first = malloc(fc__block_bytes(w.model));
    unsigned char *again = malloc(fc__block_bytes(w.model));
    assert_non_null(first);
    assert_non_null(again);
    for (int n = 0; n <= 5; n += 5) { /* at time 0, and after five steps */
        fc__block_open(w.block, fc_seed(7), 512, false);
        steps(w.block, n);
        const size_t bytes = remembered(w.block, first);
        fc__block_open(w.block, fc_seed(8), 64, true);
        steps(w.block, 7);
        remembered(w.block, again);
        assert_memory_not_equal(first, again, bytes);
        fc__block_open(w.block, fc_seed(7), 512, false);
        steps(w.block, n);
        remembered(w.block, again);
        assert_memory_equal(first, again, bytes);
    }
    free(first);
    free(again);
    world_clear(&w);
}

/* Path p gives the same bytes in whatever lane it runs. */
static void test_first_path(void **state)
{
    (void)state;
    enum { SHIFT = 16 };
    struct world a = world_new(UNCERTAIN CORRELATED),
                 b = world_new(UNCERTAIN CORRELATED);
    fc__block_open(a.block, fc_seed(7), 256, false);
    fc__block_open(b.block, fc_seed(7), 256 + SHIFT, false);
    for (uint32_t t = 0; t < a.model->steps; t++) {
        fc__block_step(a.block);
        fc__block_step(b.block);
        for (int i = 0; i < FC_S_COUNT; i++)
            for (uint32_t r = 0; r < a.model->state_rows[i]; r++) {
                const size_t size = fc__state_rows[i].bytes, at = r * FC_LANES * size;
                const unsigned char *x = fc__state_array(a.block, i);
                const unsigned char *y = fc__state_array(b.block, i);
                if (memcmp(x + at + SHIFT * size, y + at, (FC_LANES - SHIFT) * size) !=
                    0)
                    fail_msg("'%s' depends on the lane", fc__state_rows[i].name);
            }
        fc__block_next(a.block);
        fc__block_next(b.block);
    }
    world_clear(&a);
    world_clear(&b);
}

/* ---- one writer an array ---- */

#ifdef FC_WATCH
static void writes_clients(const void *own, struct fc_block *b)
{
    (void)own;
    b->s.clients[FC_LANES - 1] += 1;
}

/* Signal that ends a child in which room i writes `clients` after nobody else did. */
static int signal_of(struct world *w, const char *room)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        for (size_t i = 0; w->model->rooms[i]; i++)
            if (strcmp(w->model->rooms[i]->name, room) == 0)
                fc__watch(w->block, i, writes_clients);
        _exit(0);
    }
    int status = 0;
    assert_true(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void test_foreign_write(void **state)
{
    (void)state;
    struct world w = world_new(HEAD WORLD_REST);
    fc__block_open(w.block, fc_seed(1), 0, false);
    assert_int_equal(signal_of(&w, "customers"), 0);
    assert_int_equal(signal_of(&w, "money"), SIGABRT);
    assert_int_equal(signal_of(&w, "market"), SIGABRT);
    world_clear(&w);
}
#else
static void test_foreign_write(void **state)
{
    (void)state;
    skip(); /* only builds with FC_WATCH look */
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),         cmocka_unit_test(test_levers_neutral),
        cmocka_unit_test(test_levers_compose), cmocka_unit_test(test_levers_hold),
        cmocka_unit_test(test_overlap),        cmocka_unit_test(test_market_find),
        cmocka_unit_test(test_numbers_shared), cmocka_unit_test(test_numbers_drawn),
        cmocka_unit_test(test_numbers_most),   cmocka_unit_test(test_rank_correlation),
        cmocka_unit_test(test_sites),          cmocka_unit_test(test_block_memory),
        cmocka_unit_test(test_open_twice),     cmocka_unit_test(test_first_path),
        cmocka_unit_test(test_foreign_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
