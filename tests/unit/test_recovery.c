/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time to recovery on revenue rows made by hand, each lane its own story, through the
 * sink into a tally and, value by value, as they are handed over (--wrap).
 */
#include <math.h>

#include "../world.h"
#include "engine/recovery.h"

enum { MONTHS = 8, NEVER = MONTHS + 1 };

/* Revenue of the twin is 1000 in every month. 980 is not below, 979 is. */
#define none ((double)NAN) /* no value: the path was not hit */
static const struct story {
    double real[MONTHS];
    double hit, never, months;
} stories[] = {
    {{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000}, 0, none, none},
    {{980, 980, 980, 980, 980, 980, 980, 980}, 0, none, none}, /* exactly 2 % */
    {{2000, 990, 981, 5000, 1000, 1000, 1000, 1000}, 0, none, none},
    {{979, 1000, 1000, 1000, 1000, 1000, 1000, 1000}, 1, 0, 1},
    {{1000, 979, 979, 979, 1000, 1000, 1000, 1000}, 1, 0, 3},
    /* one good month is not enough; the clock starts with the first hit */
    {{1000, 500, 1000, 500, 1000, 500, 1000, 1000}, 1, 0, 5},
    {{1000, 500, 1000, 500, 1000, 500, 1000, 500}, 1, 1, NEVER},
    /* later falls do not count */
    {{500, 1000, 1000, 500, 500, 500, 500, 500}, 1, 0, 1},
    /* hit in the last months: no time to see two good ones */
    {{1000, 1000, 1000, 1000, 1000, 1000, 1000, 0}, 1, 1, NEVER},
    {{1000, 1000, 1000, 1000, 1000, 1000, 0, 1000}, 1, 1, NEVER},
    {{1000, 1000, 1000, 1000, 1000, 0, 1000, 1000}, 1, 0, 1},
    {{0, 0, 0, 0, 0, 0, 0, 0}, 1, 1, NEVER},
    {{0, 0, 0, 0, 0, 0, 980, 980}, 1, 0, 6},
};
enum { STORIES = sizeof stories / sizeof *stories };

/* ---- what reaches the sink ---- */

static struct {
    size_t series[8], n;
    uint64_t first[8];
    size_t lanes[8];
    double values[8][FC_LANES];
} seen;

void __real_fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first,
                         size_t n, const double *values);
void __wrap_fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first,
                         size_t n, const double *values);
void __wrap_fc__sink_add(const struct fc_sink *sink, size_t series, uint64_t first,
                         size_t n, const double *values)
{
    assert_true(seen.n < 8);
    seen.series[seen.n] = series;
    seen.first[seen.n] = first;
    seen.lanes[seen.n] = n;
    memcpy(seen.values[seen.n++], values, sizeof *seen.values);
    __real_fc__sink_add(sink, series, first, n, values);
}

static struct fc_forecast_plan plan_of_test(void)
{
    static const char *const all[] = {"all"};
    static const struct fc_plan_breakdown total = {"total", 1, all, NULL};
    static const struct fc_plan_metric metric = {
        {"revenue", "money", "Help.", FC_METRIC_FLOW, false, false}, false, 0.0, 1};
    return (struct fc_forecast_plan){.facts = {.months = MONTHS},
                                     .metric_count = 1,
                                     .metrics = &metric,
                                     .breakdown_count = 1,
                                     .breakdowns = &total,
                                     .twin = true};
}

struct bed {
    struct fc_model model;
    struct fc_block block;
    _Alignas(64) double revenue[FC_LANES];
    struct fc_recovery *recovery;
    fc_layout *layout;
    fc_tally *tally;
    struct fc_sink sink;
};

static void bed_open(struct bed *self)
{
    const struct fc_forecast_plan plan = plan_of_test();
    *self = (struct bed){.model.months = MONTHS};
    self->block.s.total_revenue = self->revenue;
    assert_int_equal(fc__recovery_new(&self->model, &self->recovery, NULL), FC_OK);
    assert_int_equal(fc__layout_new(&plan, &self->layout, NULL), FC_OK);
    for (size_t i = 0; i < fc__layout_series(self->layout); i++)
        fc__layout_set_scale(self->layout, i, 0, 1);
    assert_int_equal(fc_tally_new(fc__layout_specs(self->layout),
                                  fc__layout_series(self->layout), FC_LANES,
                                  &self->tally, NULL),
                     FC_OK);
    self->sink = (struct fc_sink){.layout = self->layout, .tally = self->tally};
}

static void bed_close(struct bed *self)
{
    fc__recovery_free(self->recovery);
    fc__layout_free(self->layout);
    fc_tally_free(self->tally);
}

/* Lane l lives story (l + shift) mod STORIES; the twin has 1000 a month. */
static void bed_run(struct bed *self, uint32_t shift, uint64_t first, size_t n)
{
    seen.n = 0;
    self->block.first_path = first;
    for (self->block.month = 0; self->block.month < MONTHS; self->block.month++) {
        FC_EACH (l)
            self->revenue[l] = 1000;
        fc__recovery_twin(self->recovery, &self->block);
    }
    for (self->block.month = 0; self->block.month < MONTHS; self->block.month++) {
        assert_int_equal(seen.n, 0); /* nothing before the last month */
        FC_EACH (l)
            self->revenue[l] = stories[(l + shift) % STORIES].real[self->block.month];
        fc__recovery_month(self->recovery, &self->block, &self->sink, n);
    }
    assert_int_equal(seen.n, 3);
}

static void same(double found, double want, uint32_t lane, const char *what)
{
    if (!(found == want || (isnan(found) && isnan(want))))
        fail_msg("%s of story %u: %g, expected %g", what, lane % STORIES, found, want);
}

static void check_seen(const struct bed *bed, uint32_t shift)
{
    static const char *const names[] = {"hit", "never", "months"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(seen.series[i],
                         fc__layout_recovery(bed->layout, (enum fc_recovery_series)i));
        FC_EACH (l) {
            const struct story *s = &stories[(l + shift) % STORIES];
            const double want[] = {s->hit, s->never, s->months};
            same(seen.values[i][l], want[i], l + shift, names[i]);
        }
    }
}

static void test_stories(void **state)
{
    (void)state;
    struct bed bed;
    bed_open(&bed);
    bed_run(&bed, 0, 0, FC_LANES);
    check_seen(&bed, 0);
    bed_run(&bed, 5, FC_LANES, FC_LANES); /* the block before leaves nothing behind */
    check_seen(&bed, 5);
    bed_close(&bed);
}

/* 13 lanes of a block are whole paths: shares and means over them. */
static void test_tally(void **state)
{
    (void)state;
    struct bed bed;
    bed_open(&bed);
    bed_run(&bed, 0, 3 * FC_LANES, STORIES);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(seen.first[i], 3 * FC_LANES);
        assert_int_equal(seen.lanes[i], STORIES);
    }
    size_t series[3];
    for (int i = 0; i < 3; i++)
        series[i] = fc__layout_recovery(bed.layout, (enum fc_recovery_series)i);
    assert_int_equal(fc_tally_count(bed.tally, series[0]), 13);
    assert_int_equal(fc_tally_count(bed.tally, series[1]), 10);
    assert_int_equal(fc_tally_missing(bed.tally, series[2]), 3);
    static const double means[] = {10. / 13, 4. / 10,
                                   (1 + 3 + 5 + 1 + 1 + 6 + 4 * NEVER) / 10.};
    for (int i = 0; i < 3; i++) {
        const double mean = fc_tally_mean(bed.tally, series[i]).value;
        if (!(fabs(mean - means[i]) <= 1e-8))
            fail_msg("mean %d is %.12g, expected %.12g", i, mean, means[i]);
    }
    bed_close(&bed);
}

/* Without revenue in the twin nobody can fall below it. */
static void test_no_revenue(void **state)
{
    (void)state;
    struct bed bed;
    bed_open(&bed);
    seen.n = 0;
    for (bed.block.month = 0; bed.block.month < MONTHS; bed.block.month++)
        fc__recovery_twin(bed.recovery, &bed.block);
    for (bed.block.month = 0; bed.block.month < MONTHS; bed.block.month++)
        fc__recovery_month(bed.recovery, &bed.block, &bed.sink, FC_LANES);
    FC_EACH (l)
        same(seen.values[0][l], 0, l, "hit");
    assert_int_equal(fc__recovery_bytes(&bed.model),
                     2 * sizeof(double) * MONTHS * FC_LANES);
    bed_close(&bed);
    fc__recovery_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stories),
        cmocka_unit_test(test_tally),
        cmocka_unit_test(test_no_revenue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
