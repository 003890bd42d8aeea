/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison in sentences that can be read aloud: what is compared, by how much they
 * differ, how often one beats the other, targets, the bad end, dominance, regret.
 * Checked by tests/unit/test_report_compare.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/compare.h"

enum { KEYS_MOST = 4 };

static const char *count(const struct fc_view *view, double number, char out[32])
{
    return fc__count_text(view->lang, number, out);
}

/* ---- what is compared ---- */
static void say_what(const struct fc_view *view, struct fc_builder *out)
{
    const struct fc_run_facts *run = &view->facts;
    struct fc_builder from = {0}, to = {0};
    struct fc_text_room base, other;
    char paths[32], months[32], n[32], planned[32];
    fc__say_month(&from, view->lang, run->start_month, true);
    fc__say_month(&to, view->lang, run->start_month + run->months - 1, false);
    const double all = (double)view->n_scenarios;
    FC_SAY(out, view->lang, "compare.what", {"n", count(view, all, n), all},
           {"paths", count(view, (double)run->paths, paths), (double)run->paths},
           {"months", count(view, run->months, months), run->months},
           FC_WORD("from", fc_builder_text(&from)), FC_WORD("to", fc_builder_text(&to)),
           FC_WORD("base", fc__choice(view, 0, &base)));
    fc_builder_clear(&from);
    fc_builder_clear(&to);
    fc__say_plan(view, out);
    if (!run->complete) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "run.partial",
               FC_WORD("reason", run->stop_reason ? run->stop_reason : "?"),
               FC_WORD("paths", paths),
               FC_WORD("planned", count(view, (double)run->paths_planned, planned)));
    }
    for (size_t i = 1; i < view->n_scenarios; i++) {
        struct fc_builder keys = {0};
        const size_t k = fc__differing(view, i, KEYS_MOST, &keys);
        fc__next_sentence(out);
        FC_SAY(out, view->lang,
               k == 0           ? "compare.same_file"
               : k <= KEYS_MOST ? "compare.differs"
                                : "compare.differs_more",
               FC_WORD("alternative", fc__choice(view, i, &other)),
               {"k", count(view, (double)k, n), (double)k},
               FC_WORD("keys", fc_builder_text(&keys)));
        fc_builder_clear(&keys);
    }
}

/* ---- by how much ---- */

/* "83" of 100 worlds; "fewer than 1", "more than 99" at the ends. */
static const char *hundred(const struct fc_view *view, double share,
                           struct fc_text_room *room)
{
    if (share > 0.0 && share < 0.005)
        return fc__message(view->lang, "compare.under_one");
    if (share < 1.0 && share > 0.995)
        return fc__message(view->lang, "compare.over_99");
    snprintf(room->text, sizeof room->text, "%.0f", 100.0 * share);
    return room->text;
}

static void say_unseen(const struct fc_view *view, struct fc_builder *out,
                       const struct fc_paired *paired, const struct fc_word words[4])
{
    char paths[32], needed[32];
    const struct fc_word all[] = {
        words[0],
        words[1],
        words[2],
        words[3],
        {"paths", count(view, (double)view->facts.paths, paths),
         (double)view->facts.paths},
        {"needed", count(view, (double)paired->needed, needed),
         (double)paired->needed}};
    fc__say_words(out, view->lang,
                  paired->needed == UINT64_MAX ? "compare.unseen_ever"
                                               : "compare.unseen",
                  all, 6);
}

void fc__say_paired(const struct fc_view *view, struct fc_builder *out, size_t scenario,
                    size_t metric, int period)
{
    const struct fc_paired paired =
        fc_comparison_paired(view->comparison, scenario, metric, period);
    const char *unit = fc__compared_unit(view, metric);
    struct fc_text_room base, other, size, half, beats, low, high, when;
    struct fc_estimate distance = paired.mean;
    distance.value = fabs(distance.value);
    const struct fc_word words[] = {
        FC_WORD("alternative", fc__choice(view, scenario, &other)),
        FC_WORD("metric", fc__compared_title(view, metric)),
        FC_WORD("difference", fc__spoken(view, distance, unit, &size)),
        FC_WORD("half", fc__half_text(view, distance, unit, &half)),
        FC_WORD("base", fc__choice(view, 0, &base)),
        FC_WORD("period", fc__period_text(view, period, &when)),
        FC_WORD("beats", hundred(view, paired.above, &beats)),
        FC_WORD("low", hundred(view, paired.above_low, &low)),
        FC_WORD("high", hundred(view, paired.above_high, &high))};
    fc__next_sentence(out);
    if (paired.equal)
        fc__say_words(out, view->lang, "compare.equal", words, 9);
    else if (paired.needed > 0)
        say_unseen(view, out, &paired, words);
    else
        fc__say_words(out, view->lang,
                      paired.mean.value > 0.0 ? "compare.more" : "compare.less", words,
                      9);
}

static void say_differences(const struct fc_view *view, struct fc_builder *out)
{
    for (size_t i = 1; i < view->n_scenarios; i++)
        for (size_t g = 0; g < FC_GOALS; g++) {
            const size_t metric = fc__compared(view, fc__goals[g]);
            if (metric != SIZE_MAX)
                fc__say_paired(view, out, i, metric, FC_PERIOD_HORIZON);
        }
}

/* ---- targets ---- */
static void say_targets(const struct fc_view *view, struct fc_builder *out)
{
    const fc_comparison *c = view->comparison;
    for (size_t t = 0; t < fc_comparison_targets(c); t++)
        for (size_t i = 1; i < view->n_scenarios; i++) {
            const struct fc_target base = fc_comparison_target(c, 0, t),
                                   own = fc_comparison_target(c, i, t);
            const struct fc_estimate change = fc_comparison_miss(c, i, t);
            if (base.metric == SIZE_MAX)
                continue;
            struct fc_text_room period, value, miss, miss0, half, name, name0;
            fc__next_sentence(out);
            FC_SAY(out, view->lang,
                   change.error > 0.0 ? "compare.target" : "compare.target_same",
                   FC_WORD("metric", fc__compared_title(view, base.metric)),
                   FC_WORD("period", fc__period_text(view, base.period, &period)),
                   FC_WORD("value", fc__exact_text(view, base.value,
                                                   fc__compared_unit(view, base.metric),
                                                   &value)),
                   FC_WORD("alternative", fc__choice(view, i, &name)),
                   FC_WORD("base", fc__choice(view, 0, &name0)),
                   FC_WORD("miss", fc__spoken(view, own.miss, "share", &miss)),
                   FC_WORD("before", fc__spoken(view, base.miss, "share", &miss0)),
                   FC_WORD("half", fc__half_text(view, change, "share", &half)));
        }
}

/* ---- the bad end ---- */
static void say_tail(const struct fc_view *view, struct fc_builder *out, size_t i,
                     size_t metric)
{
    const struct fc_paired paired =
        fc_comparison_paired(view->comparison, i, metric, FC_PERIOD_HORIZON);
    const char *unit = fc__compared_unit(view, metric);
    struct fc_estimate change = paired.es05;
    struct fc_text_room name, base, size, half;
    if (!fc__known(change) || paired.equal)
        return;
    const double t = fabs(change.value) / change.error;
    const bool worse = change.value < 0.0;
    change.value = fabs(change.value);
    fc__next_sentence(out);
    FC_SAY(out, view->lang,
           t < 1.959963984540054 ? "compare.tail_unseen"
           : worse               ? "compare.tail_worse"
                                 : "compare.tail_better",
           FC_WORD("alternative", fc__choice(view, i, &name)),
           FC_WORD("base", fc__choice(view, 0, &base)),
           FC_WORD("metric", fc__compared_title(view, metric)),
           FC_WORD("difference", fc__spoken(view, change, unit, &size)),
           FC_WORD("half", fc__half_text(view, change, unit, &half)));
}

static void say_risk(const struct fc_view *view, struct fc_builder *out)
{
    for (size_t i = 1; i < view->n_scenarios; i++)
        for (size_t g = 0; g < FC_GOALS; g++) {
            const size_t metric = fc__compared(view, fc__goals[g]);
            if (metric != SIZE_MAX)
                say_tail(view, out, i, metric);
        }
}

/* ---- dominance ---- */
static void say_dominance_of(const struct fc_view *view, struct fc_builder *out,
                             size_t i, size_t metric)
{
    static const char *const keys[] = {"dominance.equal", "dominance.first",
                                       "dominance.second", "dominance.neither",
                                       "dominance.unseen"};
    struct fc_dominance found;
    struct fc_error unused = {0};
    if (fc_comparison_dominance(view->comparison, 0, i, metric, FC_PERIOD_HORIZON,
                                &found, &unused) != FC_OK)
        return;
    const size_t winner = found.winner == 0 ? 0 : i, loser = found.winner == 0 ? i : 0;
    const size_t safer = found.safer == 0 ? 0 : i, bolder = found.safer == 0 ? i : 0;
    const bool crosses = isfinite(found.crossing);
    const struct fc_estimate at = {found.crossing, 0.01 * fabs(found.crossing), 0};
    struct fc_text_room names[4], where;
    const char *unit = fc__compared_unit(view, metric);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, keys[found.order],
           FC_WORD("metric", fc__compared_title(view, metric)),
           FC_WORD("winner", fc__choice(view, winner, &names[0])),
           FC_WORD("loser", fc__choice(view, loser, &names[1])));
    if (found.order != FC_DOMINANCE_NEITHER || !crosses)
        return;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "dominance.crossing",
           FC_WORD("value", fc__text(view, at, unit, &where)),
           FC_WORD("safer", fc__choice(view, safer, &names[2])),
           FC_WORD("bolder", fc__choice(view, bolder, &names[3])));
}

static void say_dominance(const struct fc_view *view, struct fc_builder *out)
{
    for (size_t i = 1; i < view->n_scenarios; i++)
        for (size_t g = 0; g < FC_GOALS; g++) {
            const size_t metric = fc__compared(view, fc__goals[g]);
            if (metric != SIZE_MAX)
                say_dominance_of(view, out, i, metric);
        }
}

/* ---- regret ---- */
static void say_regret(const struct fc_view *view, struct fc_builder *out)
{
    const size_t metric = fc__compared(view, fc__goals[0]);
    for (size_t i = 0; metric != SIZE_MAX && i < view->n_scenarios; i++) {
        struct fc_regret regret;
        struct fc_error unused = {0};
        if (fc_comparison_regret(view->comparison, i, metric, FC_PERIOD_HORIZON,
                                 &regret, &unused) != FC_OK)
            return;
        const char *unit = fc__compared_unit(view, metric);
        struct fc_text_room name, mean, most, best;
        fc__next_sentence(out);
        FC_SAY(out, view->lang,
               fc__known(regret.most) ? "compare.regret" : "compare.regret_mean",
               FC_WORD("name", fc__choice(view, i, &name)),
               FC_WORD("metric", fc__compared_title(view, metric)),
               FC_WORD("mean", fc__spoken(view, regret.mean, unit, &mean)),
               FC_WORD("most", fc__spoken(view, regret.most, unit, &most)),
               FC_WORD("best", hundred(view, regret.best.value, &best)));
    }
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    fc_builder_add(out, fc__message(view->lang, "compare.trust"));
}

const struct fc_summary_part fc__summary_compare[] = {
    {"section.compare", say_what},        {"section.difference", say_differences},
    {"section.targets", say_targets},     {"section.worst", say_risk},
    {"section.dominance", say_dominance}, {"section.regret", say_regret},
    {"section.trust", say_trust},         {NULL, NULL}};
