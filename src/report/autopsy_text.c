/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The autopsy in sentences: how much is missing, what it is made of, the other targets,
 * how sure this is. Checked by tests/unit/test_decide_autopsy.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "report/autopsy.h"
#include "report/escape.h"

enum { SPOKEN_MOST = 6 }; /* causes with a sentence of their own */

const fc_autopsy *fc__autopsy_of(const struct fc_view *view)
{
    return view->more;
}

const char *fc__autopsy_name(const fc_autopsy *autopsy, size_t part)
{
    const size_t n = fc_autopsy_causes(autopsy);
    return part < n    ? fc_autopsy_cause(autopsy, part).name
           : part == n ? "rest"
                       : "shortfall";
}

const char *fc__autopsy_title(const struct fc_view *view, size_t part,
                              struct fc_text_room *room)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    const char *name = fc__autopsy_name(a, part), *title = NULL;
    struct fc_builder text = {0};
    if (part < fc_autopsy_causes(a))
        title = fc_autopsy_cause(a, part).title;
    if (!title)
        return fc__term_title(view->lang, "cause", name, name);
    fc__clean(&text, title, 60);
    snprintf(room->text, sizeof room->text, "%s", fc_builder_text(&text));
    fc_builder_clear(&text);
    return room->text;
}

void fc__autopsy_order(const fc_autopsy *autopsy, size_t *order)
{
    for (size_t i = 0; i < fc_autopsy_causes(autopsy); i++) {
        const double own = fc_autopsy_part(autopsy, i).mean.value;
        size_t at = i;
        for (; at > 0 && fc_autopsy_part(autopsy, order[at - 1]).mean.value < own; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

double fc__autopsy_taken(const fc_autopsy *autopsy)
{
    double sum = 0.0;
    for (size_t i = 0; i < fc_autopsy_causes(autopsy); i++)
        sum += fc_autopsy_part(autopsy, i).mean.value;
    return sum;
}

/* ---- how much is missing ---- */

static void say_target(const struct fc_view *view, struct fc_builder *out, size_t i,
                       const char *key)
{
    const struct fc_autopsy_target t = fc_autopsy_target(fc__autopsy_of(view), i);
    struct fc_text_room period, value, share, half, lack, lack_half;
    char missed[32], paths[32];
    const double n = (double)t.missed, all = (double)view->facts.paths;
    FC_SAY(out, view->lang, key,
           FC_WORD("metric", fc__term_title(view->lang, "metric", t.metric, NULL)),
           FC_WORD("period", fc__period_text(view, t.period, &period)),
           FC_WORD("target", fc__exact_text(view, t.value, t.unit, &value)),
           {"missed", fc__count_text(view->lang, n, missed), n},
           {"paths", fc__count_text(view->lang, all, paths), all},
           FC_WORD("share", fc__text(view, t.miss, "share", &share)),
           FC_WORD("half", fc__half_text(view, t.miss, "share", &half)),
           FC_WORD("short", fc__spoken(view, t.shortfall, t.unit, &lack)),
           FC_WORD("error", fc__half_text(view, t.shortfall, t.unit, &lack_half)));
}

static void say_few(const struct fc_view *view, struct fc_builder *out,
                    const struct fc_autopsy_target *target)
{
    char n[32], least[32], needed[32];
    const double missed = (double)target->missed, few = FC_AUTOPSY_FEWEST;
    const double all = (double)view->facts.paths;
    fc__next_sentence(out);
    if (!view->facts.complete) {
        fc_builder_add(out, fc__message(view->lang, "autopsy.stopped"));
        return;
    }
    FC_SAY(
        out, view->lang, target->missed ? "autopsy.few" : "autopsy.none",
        {"missed", fc__count_text(view->lang, missed, n), missed},
        {"least", fc__count_text(view->lang, few, least), few},
        FC_WORD("needed", fc__count_text(view->lang,
                                         ceil(few * all / fmax(missed, 1.0)), needed)));
}

static void say_missing(const struct fc_view *view, struct fc_builder *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    const size_t chosen = fc_autopsy_chosen(a);
    const struct fc_autopsy_target target = fc_autopsy_target(a, chosen);
    struct fc_text_room accept;
    say_target(view, out, chosen,
               target.missed > 1 ? "autopsy.missing" : "autopsy.missing_none");
    if (isfinite(target.accept_miss)) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "autopsy.appetite",
               FC_WORD("accept",
                       fc__exact_text(view, target.accept_miss, "share", &accept)));
    }
    if (fc_autopsy_replayed(a) == 0)
        say_few(view, out, &target);
}

/* ---- what it is made of ---- */

static void say_rest(const struct fc_view *view, struct fc_builder *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    struct fc_estimate rest = fc_autopsy_part(a, fc_autopsy_causes(a)).mean;
    const struct fc_estimate taken = {fc__autopsy_taken(a), rest.error, 0};
    struct fc_text_room size, half, all;
    const bool plan = rest.value > 0.0;
    const bool even = fabs(rest.value) < 1.959963984540054 * rest.error;
    rest.value = fabs(rest.value);
    FC_SAY(out, view->lang,
           even   ? "autopsy.even"
           : plan ? "autopsy.plan"
                  : "autopsy.surplus",
           FC_WORD("rest", fc__spoken(view, rest, "money", &size)),
           FC_WORD("half", fc__half_text(view, rest, "money", &half)),
           FC_WORD("taken", fc__spoken(view, taken, "money", &all)));
}

static void percent_text(double part, double whole, char out[32])
{
    snprintf(out, 32, "%.0f\xC2\xA0%%", whole > 0.0 ? 100.0 * part / whole : 0.0);
}

static void say_cause(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    const struct fc_autopsy_part part = fc_autopsy_part(a, i);
    const char *owner = fc_autopsy_cause(a, i).owner;
    struct fc_text_room title, size, half, most;
    struct fc_builder who = {0};
    char percent[32];
    percent_text(part.mean.value, fc__autopsy_taken(a), percent);
    fc__clean(&who, owner ? owner : "", 60);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, who.n > 0 ? "autopsy.crisis" : "autopsy.cause",
           FC_WORD("cause", fc__autopsy_title(view, i, &title)),
           FC_WORD("owner", fc_builder_text(&who)), FC_WORD("percent", percent),
           FC_WORD("money", fc__spoken(view, part.mean, "money", &size)),
           FC_WORD("half", fc__half_text(view, part.mean, "money", &half)),
           FC_WORD("largest", fc__text(view, part.largest, "share", &most)));
    fc_builder_clear(&who);
}

/* Is it told apart from nothing? */
static bool is_seen(struct fc_estimate number)
{
    return number.value > 1.959963984540054 * number.error && number.value >= 0.5;
}

/* Causes with a sentence first, the names of the others in one. */
static void say_causes(const struct fc_view *view, struct fc_builder *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    const size_t n = fc_autopsy_causes(a);
    size_t order[64], said = 0;
    struct fc_builder small = {0}, unseen = {0};
    if (fc_autopsy_replayed(a) == 0)
        return;
    say_rest(view, out);
    fc__autopsy_order(a, order);
    for (size_t r = 0; r < n && r < 64; r++) {
        const struct fc_autopsy_part part = fc_autopsy_part(a, order[r]);
        struct fc_text_room title;
        if (is_seen(part.mean) && said < SPOKEN_MOST) {
            say_cause(view, out, order[r]);
            said++;
            continue;
        }
        struct fc_builder *list = is_seen(part.mean) ? &small : &unseen;
        fc_builder_add(list, list->n > 0 ? "; " : "");
        fc_builder_add(list, fc__autopsy_title(view, order[r], &title));
    }
    if (small.n > 0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "autopsy.small",
               FC_WORD("causes", fc_builder_text(&small)));
    }
    if (unseen.n > 0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "autopsy.unseen",
               FC_WORD("causes", fc_builder_text(&unseen)));
    }
    fc_builder_clear(&small);
    fc_builder_clear(&unseen);
}

/* ---- the others ---- */

static void say_others(const struct fc_view *view, struct fc_builder *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    for (size_t i = 0; i < fc_autopsy_targets(a); i++) {
        if (i == fc_autopsy_chosen(a))
            continue;
        fc__next_sentence(out);
        say_target(view, out, i,
                   fc_autopsy_target(a, i).missed > 1 ? "autopsy.missing"
                                                      : "autopsy.missing_none");
    }
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    const fc_autopsy *a = fc__autopsy_of(view);
    const double worlds = (double)fc_autopsy_replayed(a);
    const double orders = (double)fc_autopsy_orders(a);
    const struct fc_autopsy_part lack = fc_autopsy_part(a, fc_autopsy_causes(a) + 1);
    const char *currency = view->facts.currency ? view->facts.currency : "";
    char n[32], runs[32], tried[32], sum[32];
    struct fc_text_room whole;
    if (fc_autopsy_replayed(a) == 0)
        return;
    fc__count_text(view->lang, (double)lack.money, sum);
    snprintf(whole.text, sizeof whole.text, "%s\xC2\xA0%.60s", sum, currency);
    FC_SAY(out, view->lang, orders > 0 ? "autopsy.sampled" : "autopsy.exact",
           {"worlds", fc__count_text(view->lang, worlds, n), worlds},
           FC_WORD("runs",
                   fc__count_text(view->lang, (double)fc_autopsy_path_runs(a), runs)),
           {"orders", fc__count_text(view->lang, orders, tried), orders},
           FC_WORD("short", whole.text));
    fc__next_sentence(out);
    fc_builder_add(out, fc__message(view->lang, "autopsy.normal"));
    fc__next_sentence(out);
    fc_builder_add(out, fc__message(view->lang, "autopsy.limits"));
}

const struct fc_summary_part fc__summary_autopsy[] = {
    {"section.missing", say_missing},
    {"section.made_of", say_causes},
    {"section.other_targets", say_others},
    {"section.trust", say_trust},
    {NULL, NULL}};
