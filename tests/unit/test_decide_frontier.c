/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The diversification frontier: marks and prices of hand-made mixes, the list of mixes,
 * a small department whose points are those of scenarios written by hand, the same
 * bytes on one thread and two, words for every key, and what is refused.
 *
 * The error of a price is checked against the spread of 400 prices of independent
 * samples: it detects 21 % (a standard deviation of 400 values is known to 3.5 %, the
 * threshold is 6 of these; the false-alarm rate is below 1e-6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../department.h"
#include "../explained.h"
#include "../scratch.h"
#include "decide/frontier.h"
#include "funnelcloud/funnelcloud.h"
#include "report/words.h"
#include "stats/risk.h"

static char path[64];

static const char firm[] =
    "title = \"firm\"; currency = \"EUR\"; horizon = { start = \"2027-03\"; months = "
    "12; steps_per_month = 1; };\n" DEPARTMENT_MARKETS
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 0.6; }, { name = "
    "\"adverts\"; kind = \"inbound\"; share = 0.4; spend_per_month = 20000; mix = { "
    "segment = { small = 0.6; large = 0.4; }; }; }, { name = \"calling\"; kind = "
    "\"outbound\"; hours_per_seat_month = 20; leads_per_hour = { small = 0.6; large = "
    "0.1; }; mix = { segment = { small = 0.6; large = 0.4; }; }; } );\n"
    "funnel = { stages = ( { name = \"qualify\"; conversion = 0.3; dwell_weeks = 2; "
    "hours = 1; }, { name = \"close\"; conversion = 0.4; dwell_weeks = 4; hours = 8; } "
    "); deal_value = { mean = { small = 5000; large = 30000; }; }; }; people = { seats "
    "= 6; };\nopening = { clients = 200; recurring_per_year = 900000; };\n";

static int set_up(void **state)
{
    (void)state;
    strcpy(path, "/tmp/fc-frontier-XXXXXX");
    return scratch_put(path, firm);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

/* ---- marks and prices of values made by hand ---- */

enum { HAND_POINTS = 5, HAND_PATHS = 4000 };

/* A frontier of k points with values from `of` (which mix, two standard normals). */
static fc_frontier *by_hand(size_t k, size_t n, const double *z, const double *w,
                            double (*of)(size_t mix, double z, double w))
{
    fc_frontier *self = calloc(1, sizeof *self);
    self->plan.paths = n;
    self->points = k;
    self->mixes = k;
    self->mix = calloc(k, sizeof *self->mix);
    self->values = calloc(k * FC__F_KEEP * n, sizeof(double));
    for (size_t i = 0; i < k; i++) {
        self->mix[i].from = i == 1 ? 0 : -1;
        self->mix[i].to = 1;
        self->point[i].mix = i;
        for (size_t v = 0; v < FC__F_KEEP; v++) {
            double *x = self->values + (i * FC__F_KEEP + v) * n;
            self->point[i].value[v] = x;
            for (size_t p = 0; p < n; p++)
                x[p] = v == 0 ? of(i, z[p], w[p]) : 0.3 + 0.01 * (double)i;
        }
    }
    fc__frontier_mark(self);
    return self;
}

/* present; 100 more everywhere; safer by half, 40 less than that; worse than present;
 * the best one again with other luck, a little safer (994 against 1000). */
static double five(size_t mix, double z, double w)
{
    const double value[HAND_POINTS] = {1000 * z, 1000 * z + 100, 500 * z + 60,
                                       1100 * z - 50, 989 * z + 100 * w + 99.9};
    return value[mix];
}

static size_t point_of(const fc_frontier *self, size_t mix)
{
    for (size_t i = 0; i < self->points; i++)
        if (self->point[i].mix == mix)
            return i;
    fail();
    return 0;
}

static void marks_by_hand(void **state)
{
    (void)state;
    static double z[HAND_PATHS], w[HAND_PATHS];
    for (size_t i = 0; i < HAND_PATHS; i++)
        w[i] = fc_normal_quantile(((double)(i * 617 % HAND_PATHS) + 0.5) / HAND_PATHS);
    for (size_t i = 0; i < HAND_PATHS; i++)
        z[i] = fc_normal_quantile(((double)(i * 1021 % HAND_PATHS) + 0.5) / HAND_PATHS);
    fc_frontier *f = by_hand(HAND_POINTS, HAND_PATHS, z, w, five);
    static const enum fc_frontier_mark wanted[HAND_POINTS] = {
        FC_FRONTIER_DOMINATED, FC_FRONTIER_EFFICIENT, FC_FRONTIER_EFFICIENT,
        FC_FRONTIER_DOMINATED, FC_FRONTIER_UNSURE};
    for (size_t mix = 0; mix < HAND_POINTS; mix++)
        assert_int_equal(fc_frontier_point(f, point_of(f, mix)).by_es05, wanted[mix]);
    assert_int_equal(fc_frontier_present(f), point_of(f, 0));
    const struct fc_frontier_point best = fc_frontier_point(f, point_of(f, 1));
    assert_true(fabs(best.d_mean.value - 100) < 1e-9 && best.d_mean.error < 1e-9);
    assert_true(fabs(best.d_es05.value - 100) < 1e-9);
    /* E -ES of a standard normal below its 5 % quantile: 2.0627 */
    assert_int_equal(fc_frontier_prices(f), 1);
    const struct fc_frontier_price at = fc_frontier_price(f, 0);
    assert_int_equal(at.safer, point_of(f, 2));
    assert_int_equal(at.bolder, point_of(f, 1));
    assert_true(fabs(at.cost.value - 40) < 1e-6);
    assert_true(fabs(at.gain.value - (500 * 2.0627 - 40)) < 2);
    assert_true(fabs(at.price.value - 40 / at.gain.value) < 1e-9);
    /* concentration rises with the number of the mix, profit does not pay for it */
    assert_int_equal(fc_frontier_point(f, point_of(f, 2)).by_hhi,
                     FC_FRONTIER_DOMINATED);
    assert_int_equal(fc_frontier_point(f, point_of(f, 0)).by_hhi,
                     FC_FRONTIER_EFFICIENT);
    assert_int_equal(fc_frontier_moves(f), 1);
    assert_int_equal(fc_frontier_move(f, 0).point, point_of(f, 1));
    fc_frontier_free(f);
}

static uint64_t stream = 20270101;

static double uniform(void)
{
    stream = stream * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((double)(stream >> 12) + 0.5) / 4503599627370496.0;
}

static double two(size_t mix, double z, double w)
{
    return mix == 0 ? 1000 * z + 400 : 500 * z + 200 * w;
}

static void error_of_a_price(void **state)
{
    (void)state;
    enum { TIMES = 400, N = 1000 };
    static double z[N], w[N];
    double sum = 0, squares = 0, said = 0;
    int n = 0;
    for (int t = 0; t < TIMES; t++) {
        for (size_t i = 0; i < N; i++) {
            z[i] = fc_normal_quantile(uniform());
            w[i] = fc_normal_quantile(uniform());
        }
        fc_frontier *f = by_hand(2, N, z, w, two);
        if (fc_frontier_prices(f) == 1) {
            const struct fc_estimate price = fc_frontier_price(f, 0).price;
            sum += price.value;
            squares += price.value * price.value;
            said += price.error;
            n++;
        }
        fc_frontier_free(f);
    }
    assert_true(n > TIMES * 9 / 10);
    const double mean = sum / n, sd = sqrt(squares / n - mean * mean);
    print_message("price %.4f, spread %.4f, error said %.4f\n", mean, sd, said / n);
    assert_true(fabs(said / n / sd - 1) < 6 / sqrt(2.0 * n));
}

/* ---- the list of mixes ---- */

static size_t mixes_of(const char *const *bounds, size_t n, double step)
{
    struct fc_frontier_options options = FC_FRONTIER_OPTIONS_INIT;
    struct fc_frontier_plan plan;
    struct fc_error err = {0};
    options.run.paths = 400;
    options.step_points = step;
    options.bounds = bounds;
    options.n_bounds = n;
    if (fc_frontier_estimate(path, NULL, 0, &options, &plan, &err) != FC_OK)
        fail_msg("%s", err.message);
    assert_true(plan.path_runs ==
                plan.screened * plan.screening_paths + plan.again * plan.paths);
    return plan.screened;
}

/* 60 and 40 per cent: 0/100, 10/90, ... 100/0 are 11 mixes. */
static void list_of_mixes(void **state)
{
    (void)state;
    static const char *const bounds[] = {"small=40..80"};
    assert_int_equal(mixes_of(NULL, 0, 10), 11);
    assert_int_equal(mixes_of(bounds, 1, 10), 5);
    assert_int_equal(mixes_of(bounds, 1, 5), 9);
}

/* ---- a small department ---- */

static fc_frontier *run(int threads, double speed)
{
    static const char *const bounds[] = {"small=40..80"};
    struct fc_frontier_options options = FC_FRONTIER_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_frontier *out = NULL;
    options.run.paths = 400;
    options.run.threads = threads;
    options.most_per_quarter = speed;
    options.bounds = bounds;
    options.n_bounds = 1;
    if (fc_frontier_run(path, NULL, 0, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

/* Mean profit of the firm with a plan for both channels written by hand. */
static double planned(const char *plan)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    char text[4096], file[] = "/tmp/fc-frontier-plan-XXXXXX";
    char *at = text;
    for (const char *c = firm; *c; c++) {
        if (strncmp(c, "mix = {", 7) == 0)
            at += sprintf(at, "mix_plan = ( %s ); ", plan);
        *at++ = *c;
    }
    const int fd = mkstemp(file);
    assert_true(write(fd, text, (size_t)(at - text)) == at - text);
    close(fd);
    options.paths = 400;
    fc_status status = fc_scenario_read(file, NULL, 0, &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, &options, &forecast, &err);
    if (status != FC_OK)
        fail_msg("%s", err.message);
    const double mean =
        fc_forecast_stat(forecast, fc_forecast_find(forecast, "operating_profit"), 0, 0,
                         FC_PERIOD_HORIZON, FC_STAT_MEAN, 0)
            .value;
    fc_forecast_free(forecast);
    fc_scenario_free(scenario);
    unlink(file);
    return mean;
}

static double mean_at(const fc_frontier *f, double small)
{
    for (size_t i = 0; i < fc_frontier_points(f); i++)
        if (fabs(fc_frontier_share(f, i, 0) - small) < 1e-9)
            return fc_frontier_point(f, i).mean.value;
    fail_msg("no mix with %g", small);
    return 0;
}

static void near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 1e-9 * fabs(wanted) + 1e-3))
        fail_msg("%.9g, not %.9g", value, wanted);
}

/* Points are the scenario with that mix in the same worlds; 20 points at a speed of 15
 * go in two quarters. */
static void points_are_scenarios(void **state)
{
    (void)state;
    fc_frontier *f = run(2, 15);
    near(mean_at(f, 0.6), planned(""));
    near(mean_at(f, 0.5), planned("{ month = 1; segment = { small = 0.5; large = 0.5; "
                                  "}; }"));
    near(mean_at(f, 0.4),
         planned("{ month = 1; segment = { small = 0.45; large = 0.55; "
                 "}; }, { month = 4; segment = { small = 0.4; large = "
                 "0.6; }; }"));
    const size_t present = fc_frontier_present(f);
    assert_true(fc_frontier_point(f, present).d_mean.value == 0.0);
    assert_true(fc_frontier_point(f, present).d_es05.value == 0.0);
    for (size_t i = 0; i + 1 < fc_frontier_points(f); i++)
        assert_true(fc_frontier_point(f, i).es05.value >=
                    fc_frontier_point(f, i + 1).es05.value);
    fc_frontier_free(f);
}

static void same_on_threads(void **state)
{
    (void)state;
    char *text[2];
    for (int i = 0; i < 2; i++) {
        fc_frontier *f = run(i + 1, 100);
        assert_int_equal(fc_report_frontier_json(f, &text[i], NULL), FC_OK);
        fc_frontier_free(f);
    }
    assert_string_equal(text[0], text[1]);
    assert_explained(text[0]);
    free(text[0]);
    free(text[1]);
}

/* The summary on one line. */
static char *said(const fc_frontier *f, const char *lang)
{
    char *text = NULL;
    assert_int_equal(fc_report_frontier_summary(f, lang, &text, NULL), FC_OK);
    for (char *c = text; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    return text;
}

static void sentences(void **state)
{
    (void)state;
    fc_frontier *f = run(2, 100);
    static const char *const wanted[][2] = {{"en", "Moving 10 points from “small” to"},
                                            {"en", "of expected profit"},
                                            {"ru", "Сдвиг на 10 пунктов, «small» →"},
                                            {"ru", "в худших 5 % миров"}};
    for (size_t i = 0; i < 4; i++) {
        char *text = said(f, wanted[i][0]);
        if (!strstr(text, wanted[i][1]))
            fail_msg("'%s' is missing in:\n%s", wanted[i][1], text);
        assert_null(strchr(text, '{'));
        assert_null(strstr(text, "frontier."));
        free(text);
    }
    fc_frontier_free(f);
}

/* ---- caps on the largest client ---- */

#define KEY                                                                            \
    "customers.key_accounts=({name=\"key\";market=[\"north\",\"core\",\"large\"];"     \
    "revenue_per_month=40000;renewal_month=6;leave_prob=0.1;})"

static fc_frontier *run_capped(void)
{
    static const char *const set[] = {
        KEY, "decisions.largest_client_caps=[0.1, 0.9, 1.0, 0.1]"};
    static const char *const bounds[] = {"small=50..70"};
    struct fc_frontier_options options = FC_FRONTIER_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_frontier *out = NULL;
    options.run.paths = 400;
    options.bounds = bounds;
    options.n_bounds = 1;
    if (fc_frontier_run(path, set, 2, &options, &out, &err) != FC_OK)
        fail_msg("%s", err.message);
    return out;
}

/* Mean profit of the scenario with a cap in the same worlds. */
static double mean_capped(const char *cap)
{
    const char *set[] = {KEY, cap};
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *scenario = NULL;
    fc_forecast *forecast = NULL;
    options.paths = 400;
    fc_status status = fc_scenario_read(path, set, 2, &scenario, &err);
    if (status == FC_OK)
        status = fc_run(scenario, &options, &forecast, &err);
    if (status != FC_OK)
        fail_msg("%s", err.message);
    const double mean =
        fc_forecast_stat(forecast, fc_forecast_find(forecast, "operating_profit"), 0, 0,
                         FC_PERIOD_HORIZON, FC_STAT_MEAN, 0)
            .value;
    fc_forecast_free(forecast);
    fc_scenario_free(scenario);
    return mean;
}

/* 480,000 of 1.38 million a year: 35 % of it, 10 % when it has renewed; no more than 90
 * % before. The loosest cap comes first. */
static void caps(void **state)
{
    (void)state;
    fc_frontier *f = run_capped();
    assert_true(fc_frontier_caps(f) == 2 || fc_frontier_caps(f) == 4);
    const struct fc_frontier_cap idle = fc_frontier_cap(f, 0),
                                 at = fc_frontier_cap(f, 1);
    assert_true(idle.cap > 0.89 && at.cap < 0.11);
    assert_true(at.point == fc_frontier_present(f));
    assert_true(idle.d_mean.value == 0.0 && idle.d_es05.value == 0.0);
    near(at.mean.value, mean_capped("customers.largest_client_cap=0.1"));
    near(at.mean.value - at.d_mean.value,
         mean_capped("customers.largest_client_cap=1"));
    assert_true(at.d_mean.value < -6 * at.d_mean.error);
    const struct fc_estimate top = fc_frontier_point(f, at.point).top_client;
    print_message("largest client %.3f (SE %.3f), capped %.3f\n", top.value, top.error,
                  at.top_client.value);
    assert_true(at.top_client.value < top.value - 6 * top.error);
    near(at.d_gap.value, at.d_mean.value - at.d_es05.value);
    assert_true(at.d_gap.error <= at.d_mean.error + at.d_es05.error);
    assert_true(at.d_gap.error >= fabs(at.d_mean.error - at.d_es05.error));
    char *json = NULL, *text = NULL;
    assert_int_equal(fc_report_frontier_json(f, &json, NULL), FC_OK);
    assert_explained(json);
    assert_non_null(strstr(json, "\"d_gap\""));
    free(json);
    text = said(f, "en");
    assert_non_null(strstr(text, "capping the largest client at 10 %"));
    assert_non_null(strstr(text, "a cap of 90 %"));
    free(text);
    text = said(f, "ru");
    assert_non_null(strstr(text, "предел доли крупнейшего клиента в 10 %"));
    assert_null(strstr(text, "frontier."));
    free(text);
    fc_frontier_free(f);
}

/* ---- what is refused ---- */

static void refused(const char *set, const char *bound, uint64_t paths,
                    fc_status wanted, const char *why)
{
    struct fc_frontier_options options = FC_FRONTIER_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_frontier *out = NULL;
    options.run.paths = paths;
    options.bounds = &bound;
    options.n_bounds = bound != NULL;
    assert_int_equal(fc_frontier_run(path, &set, set != NULL, &options, &out, &err),
                     wanted);
    assert_null(out);
    if (!strstr(err.message, why))
        fail_msg("'%s' does not say '%s'", err.message, why);
}

static void refusals(void **state)
{
    (void)state;
    refused(NULL, NULL, 399, FC_E_ARG, "at least 400");
    refused(NULL, "huge=1..2", 400, FC_E_ARG, "names no segment");
    refused(NULL, "small=50", 400, FC_E_ARG, "no range");
    refused(NULL, "small=50..120", 400, FC_E_ARG, "no range");
    refused(NULL, "small=60..60", 400, FC_E_SCENARIO, "needs 2 to 8");
    refused("channels.adverts.mix_plan=({month=2;segment={small=1;large=1;};})", NULL,
            400, FC_E_SCENARIO, "already plans a mix");
    refused("decisions.largest_client_caps=[0.1]", NULL, 400, FC_E_SCENARIO,
            "names no client");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_by_hand),
        cmocka_unit_test(error_of_a_price),
        cmocka_unit_test(list_of_mixes),
        cmocka_unit_test(points_are_scenarios),
        cmocka_unit_test(same_on_threads),
        cmocka_unit_test(sentences),
        cmocka_unit_test(caps),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
