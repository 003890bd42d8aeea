/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scorecard of policies: sentences, scorecard.csv, summary.json, a table; all else
 * is as in a comparison. Checked by tests/unit/test_decide_scorecard.c. */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "funnelcloud/scorecard.h"
#include "report/compare.h"

static const char *const scores[FC_SCORE_COUNT] = {"policy", "sensing", "whole"};
static const char *const variants[FC_VARIANT_COUNT] = {"static", "adaptive",
                                                       "clairvoyant"};
static const char *const alarms[] = {"policy_starts", "false_alarms", "policy_months",
                                     "policy_cost"};
enum { ALARMS = sizeof alarms / sizeof *alarms, ONSETS_LEAST = 20 };
static const int delays[] = {0, 3, 6, 12};
enum { DELAYS = sizeof delays / sizeof *delays };

static const fc_scorecard *scorecard_of(const struct fc_view *view)
{
    return view->more;
}

/* ---- sentences ---- */

static bool is_seen(struct fc_estimate d)
{
    return fabs(d.value) > 1.959963984540054 * d.error;
}

static void say_value(const struct fc_view *view, struct fc_builder *out,
                      enum fc_score score)
{
    struct fc_estimate d = fc_scorecard_value(scorecard_of(view), score, fc__goals[0]);
    struct fc_text_room size, half;
    char key[48];
    const bool none = !(fabs(d.value) > 0.0) && !(d.error > 0.0);
    const bool worse = score == FC_SCORE_SENSING && d.value < 0.0;
    snprintf(key, sizeof key, "scorecard.%s%s", scores[score],
             none          ? "_none"
             : !is_seen(d) ? "_unseen"
             : worse       ? "_worse"
                           : "");
    if (worse && is_seen(d))
        d.value = -d.value;
    fc__next_sentence(out);
    FC_SAY(out, view->lang, key, FC_WORD("value", fc__spoken(view, d, "money", &size)),
           FC_WORD("half", fc__half_text(view, d, "money", &half)));
}

static void say_scorecard(const struct fc_view *view, struct fc_builder *out)
{
    for (int score = 0; score < FC_SCORE_WHOLE; score++)
        say_value(view, out, (enum fc_score)score);
}

static void say_alarms(const struct fc_view *view, struct fc_builder *out)
{
    const fc_scorecard *s = scorecard_of(view);
    struct fc_text_room room[2 * ALARMS];
    struct fc_estimate at[ALARMS];
    for (int i = 0; i < ALARMS; i++)
        at[i] = fc_scorecard_per_year(s, FC_ADAPTIVE, alarms[i]);
    FC_SAY(out, view->lang, "scorecard.alarms",
           FC_WORD("starts", fc__spoken(view, at[0], "starts", &room[0])),
           FC_WORD("starts_half", fc__half_text(view, at[0], "starts", &room[1])),
           FC_WORD("false", fc__spoken(view, at[1], "starts", &room[2])),
           FC_WORD("false_half", fc__half_text(view, at[1], "starts", &room[3])),
           FC_WORD("months", fc__spoken(view, at[2], "months", &room[4])),
           FC_WORD("months_half", fc__half_text(view, at[2], "months", &room[5])),
           FC_WORD("cost", fc__spoken(view, at[3], "money", &room[6])),
           FC_WORD("cost_half", fc__half_text(view, at[3], "money", &room[7])));
}

static void say_delay(const struct fc_view *view, struct fc_builder *out)
{
    const fc_scorecard *s = scorecard_of(view);
    const double onsets = (double)fc_scorecard_onsets(s, FC_ADAPTIVE);
    const struct fc_estimate own = fc_scorecard_answered(s, FC_ADAPTIVE, 6);
    const struct fc_estimate seeing = fc_scorecard_answered(s, FC_CLAIRVOYANT, 6);
    const struct fc_estimate before = fc_scorecard_answered(s, FC_ADAPTIVE, 0);
    struct fc_text_room room[6];
    char n[32];
    const bool few = !(onsets >= ONSETS_LEAST);
    FC_SAY(out, view->lang, few ? "scorecard.delay_few" : "scorecard.delay",
           {"onsets", fc__count_text(view->lang, onsets, n), onsets},
           FC_WORD("share", fc__text(view, own, "share", &room[0])),
           FC_WORD("half", fc__half_text(view, own, "share", &room[1])),
           FC_WORD("seeing", fc__text(view, seeing, "share", &room[2])),
           FC_WORD("seeing_half", fc__half_text(view, seeing, "share", &room[3])),
           FC_WORD("before", fc__text(view, before, "share", &room[4])));
}

static void say_meaning(const struct fc_view *view, struct fc_builder *out)
{
    fc_builder_add(out, fc__message(view->lang, "scorecard.meaning"));
    fc__next_sentence(out);
    fc_builder_add(out, fc__message(view->lang, "compare.trust"));
}

static void say_targets(const struct fc_view *view, struct fc_builder *out)
{
    fc__summary_compare[2].say(view, out);
}

static const struct fc_summary_part parts[] = {
    {"section.scorecard", say_scorecard}, {"section.alarms", say_alarms},
    {"section.delay", say_delay},         {"section.targets", say_targets},
    {"section.trust", say_meaning},       {NULL, NULL}};

/* ---- scorecard.csv ---- */

static void row(fc_out *out, const char *score, const char *metric,
                struct fc_estimate estimate)
{
    struct fc_builder text = {0};
    const double half = 1.959963984540054 * estimate.error;
    if (!fc__known(estimate))
        return;
    fc_builder_format(&text, "%s,%s", score, metric);
    fc__csv_number(&text, estimate.value);
    fc__csv_number(&text, estimate.error);
    fc__csv_number(&text, estimate.value - half);
    fc__csv_number(&text, estimate.value + half);
    fc_builder_add(&text, "\n");
    fc_out_text(out, fc_builder_text(&text));
    fc_builder_clear(&text);
}

static void scorecard_csv(const struct fc_view *view, fc_out *out)
{
    const fc_scorecard *s = scorecard_of(view);
    fc_out_text(out, "mode,metric,value,se,low,high\n");
    for (int i = 0; i < FC_SCORE_COUNT; i++)
        for (int g = 0; g < FC_GOALS; g++)
            row(out, scores[i], fc__goals[g],
                fc_scorecard_value(s, (enum fc_score)i, fc__goals[g]));
    for (int v = FC_ADAPTIVE; v < FC_VARIANT_COUNT; v++)
        for (int i = 0; i < ALARMS; i++)
            row(out, variants[v], alarms[i],
                fc_scorecard_per_year(s, (enum fc_variant)v, alarms[i]));
    for (int v = FC_ADAPTIVE; v < FC_VARIANT_COUNT; v++)
        for (int i = 0; i < DELAYS; i++) {
            char name[32];
            snprintf(name, sizeof name, "answered_%d", delays[i]);
            row(out, variants[v], name,
                fc_scorecard_answered(s, (enum fc_variant)v, delays[i]));
        }
}

/* ---- summary.json ---- */

static void scorecard_json(const struct fc_view *view, struct fc_builder *out)
{
    const fc_scorecard *s = scorecard_of(view);
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc__json_run(view, &json);
    fc_json_object(&json, "scorecard");
    for (int i = 0; i < FC_SCORE_COUNT; i++) {
        fc_json_object(&json, scores[i]);
        for (int g = 0; g < FC_GOALS; g++)
            fc__json_estimate(&json, fc__goals[g],
                              fc_scorecard_value(s, (enum fc_score)i, fc__goals[g]));
        fc_json_end(&json, '}');
    }
    for (int v = FC_ADAPTIVE; v < FC_VARIANT_COUNT; v++) {
        fc_json_object(&json, variants[v]);
        for (int i = 0; i < ALARMS; i++)
            fc__json_estimate(&json, alarms[i],
                              fc_scorecard_per_year(s, (enum fc_variant)v, alarms[i]));
        fc_json_count(&json, "onsets", fc_scorecard_onsets(s, (enum fc_variant)v));
        fc__json_estimate(&json, "answered_6",
                          fc_scorecard_answered(s, (enum fc_variant)v, 6));
        fc_json_end(&json, '}');
    }
    fc_json_end(&json, '}');
    fc__json_compared(view, &json);
    fc_json_end(&json, '}');
}

/* ---- the page ---- */

static void scorecard_before(struct fc_page *page)
{
    static const char *const keys[] = {"th.score", "#th.score_profit",
                                       "#th.score_revenue"};
    const fc_scorecard *s = scorecard_of(page->view);
    fc__page_section(page, "why", "section.scorecard");
    fc__page_table(page, keys, sizeof keys / sizeof *keys);
    for (int i = 0; i < FC_SCORE_COUNT; i++) {
        fc__page_raw(page, "<tr>");
        fc__page_cell(page, fc__term_title(page->view->lang, "score", scores[i], NULL));
        for (int g = 0; g < FC_GOALS; g++)
            fc__page_estimate(
                page, fc_scorecard_value(s, (enum fc_score)i, fc__goals[g]), "money");
        fc__page_raw(page, "</tr>\n");
    }
    fc__page_raw(page, "</tbody>\n</table></div>\n</section>\n");
    fc__compare_before(page);
}

/* ---- what is written ---- */

static const struct fc_report_table tables[] = {
    {"compare.csv", fc__compare_csv}, {"scorecard.csv", scorecard_csv}, {NULL, NULL}};

static void view_init(struct fc_view *view, const void *result, const char *lang)
{
    fc__view_of_comparison(view, fc_scorecard_comparison(result), lang);
}

static const struct fc_report_kind kind = {"page.scorecard",      parts,
                                           scorecard_json,        tables,
                                           fc__charts_of_compare, scorecard_before,
                                           fc__compare_after,     view_init};

fc_status fc_report_scorecard_write(const fc_scorecard *scorecard, const char *folder,
                                    const struct fc_report_options *options,
                                    struct fc_error *err)
{
    return fc__report_write(&kind, scorecard, folder, options, err);
}

fc_status fc_report_scorecard_summary(const fc_scorecard *scorecard, const char *lang,
                                      char **out, struct fc_error *err)
{
    return fc__report_summary(&kind, scorecard, lang, out, err);
}

fc_status fc_report_scorecard_json(const fc_scorecard *scorecard, char **out,
                                   struct fc_error *err)
{
    return fc__report_json(&kind, scorecard, out, err);
}
