/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structures in sentences: the ranking, why the best is best, when another would be,
 * who suffers from which local shock. Checked by tests/unit/test_decide_structures.c.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/structures.h"

const char *fc__ingredient_title(const struct fc_view *view, size_t i)
{
    const char *name = fc_structures_ingredient(fc__structures_of(view), i);
    return fc__term_title(view->lang, "ingredient", name, name);
}

/* ---- ranking ---- */
static void say_ranking(const struct fc_view *view, struct fc_builder *out)
{
    const fc_structures *s = fc__structures_of(view);
    const size_t metric = fc__compared(view, fc__goals[0]);
    struct fc_text_room best, own, mean, error;
    char n[32], paths[32];
    const double all = (double)view->n_scenarios, worlds = (double)view->facts.paths;
    const struct fc_estimate profit =
        fc_comparison_outcome(view->comparison, fc_structures_rank(s, 0), metric,
                              FC_PERIOD_HORIZON)
            .mean;
    FC_SAY(out, view->lang, "structures.best",
           {"n", fc__count_text(view->lang, all, n), all},
           {"paths", fc__count_text(view->lang, worlds, paths), worlds},
           FC_WORD("best", fc__choice(view, fc_structures_rank(s, 0), &best)),
           FC_WORD("own", fc__choice(view, 0, &own)),
           FC_WORD("mean", fc__spoken(view, profit, "money", &mean)),
           FC_WORD("error", fc__error_text(view, profit, "money", &error)));
    for (size_t r = 0; r < view->n_scenarios; r++)
        if (fc_structures_rank(s, r) != 0)
            fc__say_paired(view, out, fc_structures_rank(s, r), metric,
                           FC_PERIOD_HORIZON);
}

/* ---- why ---- */
static size_t largest(const fc_structures *s, size_t n)
{
    size_t most = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(fc_structures_share(s, i, FC_GOAL_PROFIT).value) >
            fabs(fc_structures_share(s, most, FC_GOAL_PROFIT).value))
            most = i;
    return most;
}

static void say_share(const struct fc_view *view, struct fc_builder *out,
                      const char *key, size_t i)
{
    const struct fc_estimate share =
        fc_structures_share(fc__structures_of(view), i, FC_GOAL_PROFIT);
    struct fc_text_room size, half;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, key, FC_WORD("ingredient", fc__ingredient_title(view, i)),
           FC_WORD("share", fc__spoken(view, share, "money", &size)),
           FC_WORD("half", fc__half_text(view, share, "money", &half)));
}

static void say_why(const struct fc_view *view, struct fc_builder *out)
{
    const fc_structures *s = fc__structures_of(view);
    size_t from, to;
    const char *why;
    const size_t n = fc_structures_ingredients(s, &from, &to, &why);
    struct fc_text_room one, two, size, half;
    char key[48];
    if (n == 0) {
        snprintf(key, sizeof key, "structures.not_%s", why);
        fc_builder_add(out, fc__message(view->lang, key));
        return;
    }
    const struct fc_estimate whole = fc_structures_whole(s, FC_GOAL_PROFIT);
    FC_SAY(out, view->lang, "structures.whole",
           FC_WORD("to", fc__choice(view, to, &one)),
           FC_WORD("from", fc__choice(view, from, &two)),
           FC_WORD("difference", fc__spoken(view, whole, "money", &size)),
           FC_WORD("half", fc__half_text(view, whole, "money", &half)));
    const size_t most = largest(s, n);
    say_share(view, out, "structures.largest", most);
    for (size_t i = 0; i < n; i++)
        if (i != most)
            say_share(view, out,
                      fc__nothing(fc_structures_share(s, i, FC_GOAL_PROFIT))
                          ? "structures.nothing"
                          : "structures.share",
                      i);
}

/* ---- break-even ---- */
static void say_key(const struct fc_view *view, struct fc_builder *out)
{
    const struct fc_break_even even = fc_structures_break_even(fc__structures_of(view));
    struct fc_text_room best, next, low, high;
    if (even.paths == 0) /* stopped before it was looked for */
        return;
    if (!even.key) {
        fc_builder_add(out, fc__message(view->lang, "structures.no_key"));
        return;
    }
    snprintf(low.text, sizeof low.text, "%.3g", even.low);
    snprintf(high.text, sizeof high.text, "%.3g", even.high);
    FC_SAY(out, view->lang, even.found ? "structures.even" : "structures.never",
           FC_WORD("best", fc__choice(view, even.best, &best)),
           FC_WORD("next", fc__choice(view, even.next, &next)),
           FC_WORD("key", even.key), FC_WORD("low", low.text),
           FC_WORD("high", high.text));
}

static void say_break_even(const struct fc_view *view, struct fc_builder *out)
{
    say_key(view, out);
    fc__structures_say_map(view, out);
}

/* ---- shocks ---- */
static void say_shock(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const fc_structures *s = fc__structures_of(view);
    const struct fc_shock shock = fc_structures_shock(s, i);
    size_t most = 0, least = 0;
    for (size_t k = 1; k < view->n_scenarios; k++) {
        const double loss = fc_structures_loss(s, i, k).value;
        most = loss < fc_structures_loss(s, i, most).value ? k : most;
        least = loss > fc_structures_loss(s, i, least).value ? k : least;
    }
    struct fc_estimate worst = fc_structures_loss(s, i, most),
                       best = fc_structures_loss(s, i, least);
    worst.value = -worst.value;
    best.value = -best.value;
    struct fc_text_room names[2], sizes[2], halves[2];
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "structures.shock",
           FC_WORD("member", shock.title ? shock.title : shock.member),
           FC_WORD("most", fc__choice(view, most, &names[0])),
           FC_WORD("loss", fc__spoken(view, worst, "money", &sizes[0])),
           FC_WORD("half", fc__half_text(view, worst, "money", &halves[0])),
           FC_WORD("least", fc__choice(view, least, &names[1])),
           FC_WORD("other", fc__spoken(view, best, "money", &sizes[1])),
           FC_WORD("other_half", fc__half_text(view, best, "money", &halves[1])));
}

static void say_shocks(const struct fc_view *view, struct fc_builder *out)
{
    const fc_structures *s = fc__structures_of(view);
    const size_t n = fc_structures_shocks(s);
    char month[32];
    if (n == 0)
        return;
    FC_SAY(out, view->lang, "structures.shocks",
           FC_WORD("month",
                   fc__count_text(view->lang, fc_structures_shock(s, 0).month, month)));
    for (size_t i = 0; i < n; i++)
        say_shock(view, out, i);
}

/* ---- as in every comparison ---- */
static void say_targets(const struct fc_view *view, struct fc_builder *out)
{
    fc__summary_compare[2].say(view, out);
}

static void say_dominance(const struct fc_view *view, struct fc_builder *out)
{
    fc__summary_compare[4].say(view, out);
}

static void say_regret(const struct fc_view *view, struct fc_builder *out)
{
    fc__summary_compare[5].say(view, out);
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    const fc_structures *s = fc__structures_of(view);
    char why[32], shocks[32];
    fc_builder_add(out, fc__message(view->lang, "compare.trust"));
    fc__next_sentence(out);
    FC_SAY(
        out, view->lang, "structures.trust",
        FC_WORD("why", fc__count_text(view->lang,
                                      (double)fc_structures_decomposed_paths(s), why)),
        FC_WORD(
            "shocks",
            fc__count_text(view->lang, (double)fc_structures_shock_paths(s), shocks)));
}

const struct fc_summary_part fc__summary_structures[] = {
    {"section.ranking", say_ranking},
    {"section.why", say_why},
    {"section.break_even", say_break_even},
    {"section.shocks", say_shocks},
    {"section.targets", say_targets},
    {"section.dominance", say_dominance},
    {"section.regret", say_regret},
    {"section.trust", say_trust},
    {NULL, NULL}};
