/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The diversification frontier in sentences: the mix of today, better ones, the price
 * of safety, what moving effort does, concentration. Checked by
 * tests/unit/test_decide_frontier.c. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "report/escape.h"
#include "report/frontier.h"

const fc_frontier *fc__frontier_of(const struct fc_view *view)
{
    return view->more;
}

/* ---- words ---- */

const char *fc__mix_key(const fc_frontier *frontier, size_t point,
                        struct fc_text_room *room)
{
    const size_t present = fc_frontier_present(frontier);
    if (point == present)
        return "present";
    snprintf(room->text, sizeof room->text, "%c",
             (char)('A' + (int)(point - (point > present))));
    return room->text;
}

const char *fc__mix_name(const struct fc_view *view, size_t point,
                         struct fc_text_room *room)
{
    return fc_frontier_point(fc__frontier_of(view), point).present
               ? fc__message(view->lang, "frontier.present")
               : fc__mix_key(fc__frontier_of(view), point, room);
}

const char *fc__mix_short(const fc_frontier *frontier, size_t point,
                          struct fc_text_room *room)
{
    int n = 0;
    for (size_t m = 0; m < fc_frontier_members(frontier) && n < 120; m++)
        n += snprintf(room->text + n, sizeof room->text - (size_t)n, "%s%.0f",
                      m ? "/" : "", 100 * fc_frontier_share(frontier, point, m));
    return room->text;
}

static const char *member_title(const struct fc_view *view, size_t m)
{
    const char *title;
    const char *name = fc_frontier_member(fc__frontier_of(view), m, &title);
    return title && *title ? title : name;
}

void fc__mix_text(const struct fc_view *view, size_t point, struct fc_builder *out)
{
    for (size_t m = 0; m < fc_frontier_members(fc__frontier_of(view)); m++)
        fc_builder_format(out, "%s%s %.0f\xC2\xA0%%", m ? ", " : "",
                          member_title(view, m),
                          100 * fc_frontier_share(fc__frontier_of(view), point, m));
}

const char *fc__mark_name(enum fc_frontier_mark mark)
{
    return mark == FC_FRONTIER_EFFICIENT ? "efficient"
           : mark == FC_FRONTIER_UNSURE  ? "unsure"
                                         : "dominated";
}

const char *fc__mark_text(const struct fc_view *view, size_t point)
{
    char key[48];
    snprintf(key, sizeof key, "frontier.mark.%s",
             fc__mark_name(fc_frontier_point(fc__frontier_of(view), point).by_es05));
    return fc__message(view->lang, key);
}

const char *fc__by_text(const struct fc_view *view)
{
    char key[48];
    snprintf(key, sizeof key, "frontier.by.%s", fc_frontier_by(fc__frontier_of(view)));
    return fc__message(view->lang, key);
}

/* ---- what a mix does: two clauses ---- */

struct clauses {
    struct fc_builder risk, profit;
};

/* Which form: 1 up, -1 down, 0 not seen. */
static int direction(struct fc_estimate difference)
{
    const double half = 1.959963984540054 * difference.error;
    return difference.value > half ? 1 : difference.value < -half ? -1 : 0;
}

void fc__frontier_clause(const struct fc_view *view, const char *what,
                         struct fc_estimate difference, struct fc_builder *out)
{
    static const char *const forms[] = {"less", "same", "more"};
    struct fc_text_room value, half;
    char key[48];
    const int way = direction(difference);
    struct fc_estimate size = difference;
    if (way < 0)
        size.value = -size.value;
    snprintf(key, sizeof key, "frontier.%s.%s", what, forms[way + 1]);
    FC_SAY(out, view->lang, key,
           FC_WORD("value", fc__spoken(view, size, "money", &value)),
           FC_WORD("half", fc__half_text(view, size, "money", &half)));
}

static void clauses_of(const struct fc_view *view, size_t point, struct clauses *out)
{
    const struct fc_frontier_point facts =
        fc_frontier_point(fc__frontier_of(view), point);
    fc__frontier_clause(view, "safety", facts.d_es05, &out->risk);
    fc__frontier_clause(view, "profit", facts.d_mean, &out->profit);
}

static void clauses_clear(struct clauses *self)
{
    fc_builder_clear(&self->risk);
    fc_builder_clear(&self->profit);
}

/* ---- today ---- */

static void say_today(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    const size_t present = fc_frontier_present(f);
    const struct fc_frontier_point facts = fc_frontier_point(f, present);
    struct fc_builder names = {0}, mix = {0};
    struct fc_text_room mean, error, es, es_error;
    for (size_t i = 0; i < fc_frontier_channels(f); i++)
        fc_builder_format(&names, "%s%s", i ? ", " : "", fc_frontier_channel(f, i));
    fc__mix_text(view, present, &mix);
    FC_SAY(out, view->lang, "frontier.today", FC_WORD("names", fc_builder_text(&names)),
           FC_WORD("axis", fc__by_text(view)), FC_WORD("mix", fc_builder_text(&mix)),
           FC_WORD("mean", fc__spoken(view, facts.mean, "money", &mean)),
           FC_WORD("error", fc__error_text(view, facts.mean, "money", &error)),
           FC_WORD("es", fc__spoken(view, facts.es05, "money", &es)),
           FC_WORD("es_error", fc__error_text(view, facts.es05, "money", &es_error)));
    out->failed |= names.failed || mix.failed;
    fc_builder_clear(&names);
    fc_builder_clear(&mix);
}

static void say_tried(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    const struct fc_frontier_plan plan = fc_frontier_planned(f);
    const double n = (double)plan.screened - 1,
                 again = (double)fc_frontier_points(f) - 1;
    char tried[32], screen[32], best[32], fresh[32], step[32], speed[32];
    snprintf(step, sizeof step, "%.3g", fc_frontier_step_points(f));
    snprintf(speed, sizeof speed, "%.3g", fc_frontier_most_per_quarter(f));
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "frontier.tried",
           {"n", fc__count_text(view->lang, n, tried), n},
           {"points", step, fc_frontier_step_points(f)},
           {"speed", speed, fc_frontier_most_per_quarter(f)},
           FC_WORD("paths",
                   fc__count_text(view->lang, (double)plan.screening_paths, screen)),
           {"again", fc__count_text(view->lang, again, best), again},
           FC_WORD("fresh", fc__count_text(view->lang, (double)plan.paths, fresh)));
}

static void say_mix(const struct fc_view *view, struct fc_builder *out)
{
    say_today(view, out);
    say_tried(view, out);
}

/* ---- the frontier ---- */

static void say_point(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    struct clauses what = {0};
    struct fc_builder mix = {0};
    struct fc_text_room name;
    clauses_of(view, i, &what);
    fc__mix_text(view, i, &mix);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "frontier.mix",
           FC_WORD("name", fc__mix_name(view, i, &name)),
           FC_WORD("mix", fc_builder_text(&mix)),
           FC_WORD("risk", fc_builder_text(&what.risk)),
           FC_WORD("profit", fc_builder_text(&what.profit)));
    fc_builder_clear(&mix);
    clauses_clear(&what);
}

static void say_frontier(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    const size_t present = fc_frontier_present(f);
    size_t better = 0, unsure = 0;
    char n[32];
    for (size_t i = 0; i < fc_frontier_points(f); i++) {
        const enum fc_frontier_mark mark = fc_frontier_point(f, i).by_es05;
        better += mark == FC_FRONTIER_EFFICIENT && i != present;
        unsure += mark == FC_FRONTIER_UNSURE && i != present;
    }
    const bool on = fc_frontier_point(f, present).by_es05 == FC_FRONTIER_EFFICIENT;
    fc_builder_add(out, fc__message(view->lang, on && better == 0 ? "frontier.alone"
                                                : on              ? "frontier.on"
                                                : better > 0      ? "frontier.off"
                                                                  : "frontier.none"));
    for (size_t i = 0; i < fc_frontier_points(f); i++)
        if (fc_frontier_point(f, i).by_es05 == FC_FRONTIER_EFFICIENT && i != present)
            say_point(view, out, i);
    if (unsure > 0) {
        fc__next_sentence(out);
        FC_SAY(out, view->lang, "frontier.unsure",
               {"n", fc__count_text(view->lang, (double)unsure, n), (double)unsure});
    }
}

/* ---- prices ---- */

static void say_price(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const fc_frontier *f = fc__frontier_of(view);
    const struct fc_frontier_price at = fc_frontier_price(f, i);
    struct fc_text_room bolder, safer, cost, cost_half, gain, gain_half, price, half;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "frontier.price",
           FC_WORD("bolder", fc__mix_name(view, at.bolder, &bolder)),
           FC_WORD("safer", fc__mix_name(view, at.safer, &safer)),
           FC_WORD("cost", fc__spoken(view, at.cost, "money", &cost)),
           FC_WORD("cost_half", fc__half_text(view, at.cost, "money", &cost_half)),
           FC_WORD("gain", fc__spoken(view, at.gain, "money", &gain)),
           FC_WORD("gain_half", fc__half_text(view, at.gain, "money", &gain_half)),
           FC_WORD("price", fc__spoken(view, at.price, "", &price)),
           FC_WORD("half", fc__half_text(view, at.price, "", &half)),
           FC_WORD("currency", view->facts.currency ? view->facts.currency : ""));
}

static void say_prices(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    if (fc_frontier_prices(f) == 0)
        fc_builder_add(out, fc__message(view->lang, "frontier.no_price"));
    for (size_t i = 0; i < fc_frontier_prices(f); i++)
        say_price(view, out, i);
}

/* ---- moves ---- */

static void say_move(const struct fc_view *view, struct fc_builder *out, size_t i)
{
    const fc_frontier *f = fc__frontier_of(view);
    const struct fc_frontier_move move = fc_frontier_move(f, i);
    const struct fc_frontier_point facts = fc_frontier_point(f, move.point);
    struct clauses what = {0};
    char step[32];
    snprintf(step, sizeof step, "%.3g", fc_frontier_step_points(f));
    clauses_of(view, move.point, &what);
    fc__next_sentence(out);
    FC_SAY(out, view->lang, "frontier.move",
           {"points", step, fc_frontier_step_points(f)},
           FC_WORD("from", member_title(view, move.from)),
           FC_WORD("to", member_title(view, move.to)),
           FC_WORD("risk", fc_builder_text(&what.risk)),
           FC_WORD("profit", fc_builder_text(&what.profit)));
    if (direction(facts.d_es05) <= 0 && direction(facts.d_mean) <= 0) {
        fc__next_sentence(out);
        fc_builder_add(out, fc__message(view->lang, "frontier.no_help"));
    }
    clauses_clear(&what);
}

static void say_moves(const struct fc_view *view, struct fc_builder *out)
{
    for (size_t i = 0; i < fc_frontier_moves(fc__frontier_of(view)); i++)
        say_move(view, out, i);
}

/* ---- concentration ---- */

static void say_concentration(const struct fc_view *view, struct fc_builder *out)
{
    const fc_frontier *f = fc__frontier_of(view);
    const size_t present = fc_frontier_present(f);
    size_t even = present;
    for (size_t i = 0; i < fc_frontier_points(f); i++)
        if (fc_frontier_point(f, i).hhi.value < fc_frontier_point(f, even).hhi.value)
            even = i;
    const struct fc_frontier_point now = fc_frontier_point(f, present),
                                   best = fc_frontier_point(f, even);
    struct fc_text_room hhi, top, name, other, half;
    struct fc_builder profit = {0};
    FC_SAY(out, view->lang, "frontier.hhi", FC_WORD("axis", fc__by_text(view)),
           FC_WORD("hhi", fc__spoken(view, now.hhi, "index", &hhi)),
           FC_WORD("top", fc__spoken(view, now.top_client, "share", &top)));
    fc__next_sentence(out);
    fc__frontier_clause(view, "profit", best.d_mean, &profit);
    FC_SAY(out, view->lang,
           even == present ? "frontier.hhi_best" : "frontier.hhi_other",
           FC_WORD("name", fc__mix_name(view, even, &name)),
           FC_WORD("hhi", fc__spoken(view, best.hhi, "index", &other)),
           FC_WORD("half", fc__half_text(view, best.d_hhi, "index", &half)),
           FC_WORD("profit", fc_builder_text(&profit)));
    fc_builder_clear(&profit);
}

static void say_trust(const struct fc_view *view, struct fc_builder *out)
{
    fc_builder_add(out, fc__message(view->lang, "frontier.trust"));
    if (fc_frontier_caps(fc__frontier_of(view)) == 0) {
        fc__next_sentence(out);
        fc_builder_add(out, fc__message(view->lang, "frontier.watched"));
    }
}

const struct fc_summary_part fc__summary_frontier[] = {
    {"section.mix", say_mix},
    {"section.frontier", say_frontier},
    {"section.price", say_prices},
    {"section.moves", say_moves},
    {"section.concentration", say_concentration},
    {"section.caps", fc__say_caps},
    {"section.trust", say_trust},
    {NULL, NULL}};
