/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stress tests in sentences for a risk committee. Checked by
 * tests/unit/test_decide_stress.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/stress.h"

const fc_stress *fc__stress_of(const struct fc_view *view)
{
    return view->more;
}

const char *fc__stress_title(const struct fc_view *view, size_t test,
                             struct fc_text_room *room)
{
    const struct fc_stress_test at = fc_stress_test(fc__stress_of(view), test);
    const char *title =
        at.title ? at.title : fc__term_title(view->lang, "test", at.name, at.name);
    struct fc_builder text = {0}, clean = {0};
    fc_builder_add(&text, title);
    if (at.member)
        fc_builder_format(&text, " (%s)", at.member);
    fc__clean(&clean, fc_builder_text(&text), 70);
    snprintf(room->text, sizeof room->text, "%s", fc_builder_text(&clean));
    fc_builder_clear(&text);
    fc_builder_clear(&clean);
    return room->text;
}

size_t fc__stress_order(const fc_stress *stress, size_t order[FC_STRESS_MOST])
{
    size_t n = 0;
    for (size_t i = 1; i < fc_stress_tests(stress); i++) {
        const struct fc_stress_test test = fc_stress_test(stress, i);
        if (test.left_out)
            continue;
        size_t at = n++;
        for (; at > 0; at--) {
            const struct fc_stress_test other = fc_stress_test(stress, order[at - 1]);
            if (other.profit_mean.change.value <= test.profit_mean.change.value)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return n;
}

/* Half of the interval; 0 where it is the same in every world. */
static const char *half_text(const struct fc_view *view, struct fc_estimate estimate,
                             const char *unit, struct fc_text_room *room)
{
    if (estimate.error > 1e-9 * fabs(estimate.value))
        return fc__half_text(view, estimate, unit, room);
    snprintf(room->text, sizeof room->text, "0");
    return room->text;
}

/* ---- what was tested ---- */

static void say_left_out(const struct fc_view *view, struct fc_builder *out)
{
    const fc_stress *s = fc__stress_of(view);
    struct fc_text_room title;
    for (size_t i = 1; i < fc_stress_tests(s); i++) {
        const struct fc_stress_test test = fc_stress_test(s, i);
        if (!test.left_out)
            continue;
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "stress.left_out",
               FC_WORD("test", fc__stress_title(view, i, &title)),
               FC_WORD("reason", fc__message(view->lang, test.left_out)));
    }
}

static void say_what(const struct fc_view *view, struct fc_builder *out)
{
    const fc_stress *s = fc__stress_of(view);
    const struct fc_stress_test base = fc_stress_test(s, 0);
    const double worlds = (double)view->facts.paths;
    size_t order[FC_STRESS_MOST];
    const size_t all = fc__stress_order(s, order);
    struct fc_text_room middle, low, error;
    char n[32], paths[32];
    FC_SAY(out, view->lang, "stress.intro",
           {"n", fc__count_text(view->lang, (double)all, n), (double)all},
           {"paths", fc__count_text(view->lang, worlds, paths), worlds});
    if (fc__known(base.profit_p05.value)) {
        fc__next_sentence(out);
        FC_SAY(
            out, view->lang, "stress.base",
            FC_WORD("middle",
                    fc__spoken(view, base.profit_p50.value, "money", &middle)),
            FC_WORD("error", half_text(view, base.profit_p50.value, "money", &error)),
            FC_WORD("low", fc__spoken(view, base.profit_p05.value, "money", &low)));
    }
    say_left_out(view, out);
}

/* ---- what each test does ---- */

static void say_also(const struct fc_view *view, struct fc_builder *out,
                     const struct fc_stress_test *test)
{
    const char *comma = test->also ? strchr(test->also, ',') : NULL;
    char first[64];
    if (!comma)
        return;
    snprintf(first, sizeof first, "%.*s", (int)(comma - test->also), test->also);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "stress.also",
           FC_WORD("one", fc__term_title(view->lang, "test", first, first)),
           FC_WORD("two", fc__term_title(view->lang, "test", comma + 1, comma + 1)));
}

static void say_test(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const struct fc_stress_test test = fc_stress_test(fc__stress_of(view), i);
    const struct fc_estimate middle = test.profit_p50.change,
                             low = test.profit_p05.change;
    struct fc_text_room title, month, sizes[2], halves[2];
    const bool tail = fc__known(low);
    fc__next_sentence(out);
    FC_SAY(out, view->lang,
           !tail       ? "stress.test_middle"
           : test.user ? "stress.test_user"
                       : "stress.test",
           FC_WORD("test", fc__stress_title(view, i, &title)),
           FC_WORD("month", fc__period_text(view, test.month, &month)),
           FC_WORD("middle", fc__spoken(view, middle, "money", &sizes[0])),
           FC_WORD("half", half_text(view, middle, "money", &halves[0])),
           FC_WORD("low", fc__spoken(view, low, "money", &sizes[1])),
           FC_WORD("other", half_text(view, low, "money", &halves[1])));
    say_also(view, out, &test);
    if (fc__known(test.left)) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "stress.left",
               FC_WORD("left", fc__spoken(view, test.left, "share", &sizes[0])),
               FC_WORD("half", half_text(view, test.left, "share", &halves[0])));
    }
}

/* A sentence for each test, the worst first. */
static void say_each(const struct fc_view *view, struct fc_builder *out,
                     void (*say)(const struct fc_view *, struct fc_builder *, size_t))
{
    size_t order[FC_STRESS_MOST];
    const size_t n = fc__stress_order(fc__stress_of(view), order);
    for (size_t i = 0; i < n; i++)
        say(view, out, order[i]);
}

static void say_tests(const struct fc_view *view, struct fc_builder *out)
{
    say_each(view, out, say_test);
}

/* ---- cash ---- */

static void say_ruin(const struct fc_view *view, struct fc_builder *out,
                     const struct fc_stress_test *test)
{
    struct fc_text_room share, half;
    char month[32];
    const double survive = test->survive.value;
    fc__next_sentence(out);
    if (!(test->ruin.value > 0.0)) {
        fc_builder_add(out, fc__message(view->lang, "stress.no_ruin"));
        return;
    }
    FC_SAY(out, view->lang,
           fc__known(test->survive) ? "stress.ruin_month" : "stress.ruin",
           FC_WORD("ruin", fc__spoken(view, test->ruin, "share", &share)),
           FC_WORD("half", half_text(view, test->ruin, "share", &half)),
           {"month", fc__count_text(view->lang, survive, month), survive});
}

static void say_low(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const struct fc_stress_test test = fc_stress_test(fc__stress_of(view), i);
    struct fc_text_room title, low, half, more;
    if (!fc__known(test.low_p05.value))
        return;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "stress.low",
           FC_WORD("test", fc__stress_title(view, i, &title)),
           FC_WORD("low", fc__spoken(view, test.low_p05.value, "money", &low)),
           FC_WORD("half", half_text(view, test.low_p05.value, "money", &half)));
    if (test.reserve.value > 0.0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "stress.need",
               FC_WORD("reserve", fc__spoken(view, test.reserve, "money", &more)));
    }
    say_ruin(view, out, &test);
}

static void say_cash(const struct fc_view *view, struct fc_builder *out)
{
    say_low(view, out, 0);
    say_each(view, out, say_low);
}

/* ---- recovery ---- */

static void say_recovers(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const struct fc_stress_test test = fc_stress_test(fc__stress_of(view), i);
    const double months = test.recovery.value;
    const bool back = fc__known(test.recovery) && months <= view->facts.months;
    struct fc_text_room title, shares[3], halves[2];
    char count[32];
    fc__next_sentence(out);
    if (!(test.hit.value > 0.0)) {
        FC_SAY(out, view->lang, "stress.unhit",
               FC_WORD("test", fc__stress_title(view, i, &title)));
        return;
    }
    FC_SAY(out, view->lang, back ? "stress.recovery" : "stress.no_recovery",
           FC_WORD("test", fc__stress_title(view, i, &title)),
           FC_WORD("hit", fc__spoken(view, test.hit, "share", &shares[0])),
           {"months", fc__count_text(view->lang, months, count), months},
           FC_WORD("never", fc__spoken(view, test.not_recovered, "share", &shares[1])),
           FC_WORD("half", half_text(view, test.not_recovered, "share", &halves[0])),
           FC_WORD("missing", fc__spoken(view, test.not_made_up, "share", &shares[2])),
           FC_WORD("other", half_text(view, test.not_made_up, "share", &halves[1])));
}

static void say_recovery(const struct fc_view *view, struct fc_builder *out)
{
    fc_builder_add(out, fc__message(view->lang, "stress.recovered"));
    say_each(view, out, say_recovers);
}

/* ---- what breaks first ---- */

static void say_limits(const struct fc_view *view, struct fc_builder *out)
{
    const fc_stress *s = fc__stress_of(view);
    bool own[FC_LIMITS];
    double value[FC_LIMITS];
    struct fc_text_room cash, revenue, churn;
    for (int k = 0; k < FC_LIMITS; k++)
        value[k] = fc_stress_limit_value(s, (enum fc_stress_limit)k, &own[k]);
    FC_SAY(out, view->lang,
           own[FC_LIMIT_REVENUE] ? "stress.limits" : "stress.limits_own",
           FC_WORD("cash", fc__exact_text(view, value[FC_LIMIT_CASH], "money", &cash)),
           FC_WORD("revenue",
                   fc__spoken(view, (struct fc_estimate){value[FC_LIMIT_REVENUE], 0, 0},
                              "money", &revenue)),
           FC_WORD("churn",
                   fc__spoken(view, (struct fc_estimate){value[FC_LIMIT_CHURN], 0, 0},
                              "share", &churn)));
}

static void say_breaks(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const struct fc_stress_test test = fc_stress_test(fc__stress_of(view), i);
    struct fc_text_room title, share[FC_LIMITS], none, half;
    struct fc_word words[FC_LIMITS + 3] = {
        FC_WORD("test", fc__stress_title(view, i, &title)),
        FC_WORD("nothing", fc__spoken(view, test.nothing, "share", &none))};
    double most = 0.0;
    for (int k = 0; k < FC_LIMITS; k++) {
        words[2 + k] = (struct fc_word)FC_WORD(
            fc_stress_limit_name((enum fc_stress_limit)k),
            fc__spoken(view, test.first[k], "share", &share[k]));
        most = fmax(most, test.first[k].error);
    }
    const struct fc_estimate widest = {0.0, most, 0};
    words[FC_LIMITS + 2] =
        (struct fc_word)FC_WORD("half", half_text(view, widest, "share", &half));
    fc__next_sentence(out);
    fc__say_words(out, view->lang, "stress.first", words, FC_LIMITS + 3);
}

static void say_first(const struct fc_view *view, struct fc_builder *out)
{
    say_limits(view, out);
    say_each(view, out, say_breaks);
}

/* ---- the reverse question ---- */

void fc__stress_driver(const struct fc_view *view,
                       const struct fc_reverse_driver *driver, bool half,
                       struct fc_builder *out)
{
    const double value = half ? driver->half : driver->value;
    const bool number = strcmp(driver->kind, "number") == 0;
    const bool year = strcmp(driver->kind, "year") == 0;
    struct fc_text_room text, calendar;
    struct fc_builder from = {0};
    char count[32], key[40];
    if (!number)
        fc__say_month(&from, view->lang, view->facts.start_month + driver->month - 1,
                      true);
    snprintf(key, sizeof key, "reverse.%s%s",
             !number && !year && !(value > 0.0) ? "no_" : "", driver->kind);
    const struct fc_estimate shown = {value, 0.005 * fabs(value), 0};
    FC_SAY(out, view->lang, key,
           {"months", fc__count_text(view->lang, value, count), value},
           FC_WORD("month", fc_builder_text(&from)),
           FC_WORD("year",
                   fc__period_text(view, -(1 + (driver->month - 1) / 12), &calendar)),
           FC_WORD("name", driver->title ? driver->title : driver->name),
           FC_WORD("value", fc__text(view, shown,
                                     number && driver->unit &&
                                             strncmp(driver->unit, "share", 5) != 0
                                         ? ""
                                         : "share",
                                     &text)));
    fc_builder_clear(&from);
}

void fc__stress_goal(const struct fc_view *view, const struct fc_reverse *reverse,
                     struct fc_builder *out)
{
    struct fc_text_room limit, period;
    FC_SAY(
        out, view->lang, "reverse.goal",
        FC_WORD("metric", fc__term_title(view->lang, "metric", reverse->metric, NULL)),
        FC_WORD("period", fc__period_text(view, reverse->period, &period)),
        FC_WORD("limit", fc__exact_text(view, reverse->limit, reverse->unit, &limit)));
}

static void drivers_text(const struct fc_view *view, const struct fc_reverse *reverse,
                         bool half, struct fc_builder *out)
{
    for (size_t i = 0; i < reverse->n; i++) {
        if (i > 0)
            fc_builder_add(out, i + 1 < reverse->n
                                    ? ", "
                                    : fc__message(view->lang, "reverse.and"));
        fc__stress_driver(view, &reverse->driver[i], half, out);
    }
}

static void say_found(const struct fc_view *view, struct fc_builder *out,
                      const struct fc_reverse *r, const char *goal)
{
    struct fc_builder drivers = {0}, halved = {0};
    struct fc_text_room shares[3], halves[3];
    char paths[32], size[32];
    drivers_text(view, r, false, &drivers);
    drivers_text(view, r, true, &halved);
    snprintf(size, sizeof size, "%.1f", r->size);
    if (view->lang == FC_LANG_RU && strchr(size, '.'))
        *strchr(size, '.') = ',';
    FC_SAY(out, view->lang,
           strcmp(r->outcome, "found") == 0 ? "reverse.found" : "reverse.unproved",
           FC_WORD("goal", goal), FC_WORD("drivers", fc_builder_text(&drivers)),
           FC_WORD("halved", fc_builder_text(&halved)), FC_WORD("size", size),
           {"paths", fc__count_text(view->lang, (double)r->paths, paths),
            (double)r->paths},
           FC_WORD("with", fc__spoken(view, r->with, "share", &shares[0])),
           FC_WORD("half", half_text(view, r->with, "share", &halves[0])),
           FC_WORD("less", fc__spoken(view, r->half, "share", &shares[1])),
           FC_WORD("other", half_text(view, r->half, "share", &halves[1])),
           FC_WORD("without", fc__spoken(view, r->without, "share", &shares[2])),
           FC_WORD("third", half_text(view, r->without, "share", &halves[2])));
    fc_builder_clear(&drivers);
    fc_builder_clear(&halved);
}

static void say_reverse_one(const struct fc_view *view, struct fc_builder *out,
                            const struct fc_reverse *r)
{
    struct fc_builder goal = {0};
    struct fc_text_room share, half, explained;
    const struct fc_estimate fit = {r->explained, 0.005, 0};
    const double all = (double)r->drivers;
    char key[40], n[32];
    fc__stress_goal(view, r, &goal);
    fc__next_sentence(out);
    if (r->n > 0)
        say_found(view, out, r, fc_builder_text(&goal));
    else {
        snprintf(key, sizeof key, "reverse.%s", r->outcome);
        FC_SAY(out, view->lang, key, FC_WORD("goal", fc_builder_text(&goal)),
               FC_WORD("without", fc__spoken(view, r->without, "share", &share)),
               FC_WORD("half", half_text(view, r->without, "share", &half)));
    }
    if (r->n > 0 || strcmp(r->outcome, "none") == 0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "reverse.explained",
               {"n", fc__count_text(view->lang, all, n), all},
               FC_WORD("explained", fc__text(view, fit, "share", &explained)));
    }
    fc_builder_clear(&goal);
}

static void say_reverse(const struct fc_view *view, struct fc_builder *out)
{
    const fc_stress *s = fc__stress_of(view);
    for (size_t i = 0; i < fc_stress_reverses(s); i++) {
        const struct fc_reverse reverse = fc_stress_reverse(s, i);
        say_reverse_one(view, out, &reverse);
    }
    if (fc_stress_reverses(s) == 0)
        fc_builder_add(out, fc__message(view->lang, "reverse.no_goal"));
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    fc_builder_add(out, fc__message(view->lang, "stress.trust"));
}

const struct fc_summary_part fc__summary_stress[] = {
    {"section.stress", say_what},   {"section.tests", say_tests},
    {"section.survival", say_cash}, {"section.recovery", say_recovery},
    {"section.first", say_first},   {"section.reverse", say_reverse},
    {"section.trust", say_trust},   {NULL, NULL}};
