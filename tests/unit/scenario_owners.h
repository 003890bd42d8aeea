/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A made-up model with every kind of row, for the tests of scenario/. */
#ifndef FC_TEST_SCENARIO_OWNERS_H
#define FC_TEST_SCENARIO_OWNERS_H

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "scenario/scenario.h"

struct segment_item {
    const char *name, *title;
    struct fc_number leads;
};

struct channel_item {
    const char *name;
    int kind;
    struct fc_number share;
};

struct effect_item {
    const char *lever;
    struct fc_number loss;
};

struct stage_item {
    const char *name;
    struct fc_numbers conversion, dwell;
    struct fc_list effects;
};

struct ads {
    struct fc_number spend, half_life;
};

struct season {
    int peak;
    struct fc_numbers factors;
};

struct trial {
    struct fc_number cost, seats;
    struct fc_list steps;
};

struct shop {
    const char *title, *currency;
    int start, months;
    struct fc_list segments, channels, stages;
    struct fc_number discount, free_number;
    struct fc_numbers potential, per_team;
    struct season season;
    struct ads ads;
    struct trial trial;
    bool steady;
    struct fc_ref main_channel;
    struct fc_names order, some_channels;
};

struct bank {
    struct fc_number cash, fee;
    int seats;
    int pipeline;
    struct fc_list deals, channels;
};

#define AT(type, member) .at = offsetof(struct type, member)

static const struct fc_field top_rows[] = {
    {.key = "title", .kind = FC_TEXT, AT(shop, title), .help = "title"},
    {.key = "currency", .kind = FC_TEXT, AT(shop, currency), .help = "currency"},
    {.key = "start", .kind = FC_MONTH, .preset = 12 * 2027, AT(shop, start)},
    {.key = "months",
     .unit = "months",
     .kind = FC_COUNT,
     .low = 1,
     .high = 600,
     .preset = 36,
     .confidence = 'H',
     AT(shop, months)},
    {.key = "steady", .kind = FC_FLAG, .preset = 1, AT(shop, steady)},
    {0}};

static const struct fc_field segment_rows[] = {
    {.key = "name", .kind = FC_NAME, .flags = FC_REQUIRED, AT(segment_item, name)},
    {.key = "title", .kind = FC_TEXT, AT(segment_item, title)},
    {.key = "leads_per_month",
     .unit = "leads a month",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .low = 0,
     .high = 1e6,
     .preset = 5,
     .confidence = 'A',
     .source = "guess",
     AT(segment_item, leads)},
    {0}};

static const struct fc_field channel_rows[] = {
    {.key = "name", .kind = FC_NAME, .flags = FC_REQUIRED, AT(channel_item, name)},
    {.key = "kind",
     .kind = FC_CHOICE,
     .of = "inbound|outbound|partner",
     AT(channel_item, kind)},
    {.key = "share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED,
     .high = 1,
     AT(channel_item, share),
     .help = "share of the leads"},
    {0}};

static const struct fc_field effect_rows[] = {{.key = "lever",
                                               .kind = FC_TEXT,
                                               .flags = FC_REQUIRED,
                                               AT(effect_item, lever),
                                               .help = "lever"},
                                              {.key = "loss",
                                               .kind = FC_NUMBER,
                                               .flags = FC_MAY_VARY | FC_SHARE,
                                               .high = 1,
                                               .preset = 0.5,
                                               AT(effect_item, loss)},
                                              {0}};

static const struct fc_field stage_rows[] = {
    {.key = "name", .kind = FC_NAME, .flags = FC_REQUIRED, AT(stage_item, name)},
    {.key = "conversion",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED | FC_MAY_VARY | FC_SHARE | FC_OPEN_LOW | FC_OPEN_HIGH,
     .per = FC_SEGMENT,
     .low = 0,
     .high = 1,
     AT(stage_item, conversion)},
    {.key = "dwell_weeks",
     .unit = "weeks",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_OPEN_LOW,
     .per = FC_SEGMENT,
     .low = 0,
     .high = 52,
     .preset = 2,
     .confidence = 'M',
     AT(stage_item, dwell)},
    {.key = "effects",
     .kind = FC_LIST,
     .rows = effect_rows,
     .size = sizeof(struct effect_item),
     AT(stage_item, effects)},
    {0}};

static const struct fc_field season_rows[] = {{.key = "peak_month",
                                               .kind = FC_COUNT,
                                               .low = 1,
                                               .high = 12,
                                               .preset = FC_NO_PRESET,
                                               AT(season, peak)},
                                              {.key = "factors",
                                               .unit = "factor",
                                               .kind = FC_SERIES,
                                               .low = 0,
                                               .high = 3,
                                               .preset = FC_NO_PRESET,
                                               AT(season, factors)},
                                              {0}};

static const struct fc_field ads_rows[] = {{.key = "spend_per_month",
                                            .unit = "money a month",
                                            .kind = FC_NUMBER,
                                            .flags = FC_REQUIRED,
                                            .high = FC_NO_LIMIT,
                                            AT(ads, spend),
                                            .help = "advertising"},
                                           {.key = "half_life_weeks",
                                            .unit = "weeks",
                                            .kind = FC_NUMBER,
                                            .flags = FC_OPEN_LOW,
                                            .high = FC_NO_LIMIT,
                                            .preset = 9,
                                            AT(ads, half_life)},
                                           {0}};

static const struct fc_field cost_rows[] = {{.key = "value",
                                             .unit = "money",
                                             .kind = FC_NUMBER,
                                             .flags = FC_REQUIRED,
                                             AT(trial, cost)},
                                            {0}};

static const struct fc_field trial_rows[] = {
    {.key = "cost",
     .kind = FC_GROUP,
     .flags = FC_REQUIRED,
     .rows = cost_rows,
     .help = "what it costs"},
    {.key = "steps",
     .kind = FC_LIST,
     .flags = FC_REQUIRED,
     .rows = effect_rows,
     .size = sizeof(struct effect_item),
     AT(trial, steps)},
    {.key = "seats_in_trial", .kind = FC_NUMBER, AT(trial, seats)},
    {0}};

static const struct fc_field funnel_rows[] = {
    {.key = "discount",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_OPEN_HIGH,
     .high = 1,
     .preset = 0.08,
     AT(shop, discount)},
    {.key = "offset", .kind = FC_NUMBER, .flags = FC_MAY_VARY, AT(shop, free_number)},
    {.key = "potential",
     .unit = "clients",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_SEGMENT,
     .high = 1e8,
     .preset = FC_NO_PRESET,
     AT(shop, potential)},
    {.key = "team_size",
     .kind = FC_NUMBER,
     .per = FC_TEAM,
     .preset = 4,
     AT(shop, per_team)},
    {.key = "season", .kind = FC_GROUP, .rows = season_rows, AT(shop, season)},
    {.key = "ads", .kind = FC_GROUP, .rows = ads_rows, AT(shop, ads)},
    {.key = "trial", .kind = FC_GROUP, .rows = trial_rows, AT(shop, trial)},
    {.key = "main_channel", .kind = FC_REF, .of = "channels", AT(shop, main_channel)},
    {.key = "order", .kind = FC_NAMES, .of = "early|late|service", AT(shop, order)},
    {.key = "only", .kind = FC_NAMES, .of = "channels", AT(shop, some_channels)},
    {0}};

static const struct fc_section shop_sections[] = {
    {.path = "", .rows = top_rows, .help = "the head"},
    {.path = "segments",
     .rows = segment_rows,
     .list_item_size = sizeof(struct segment_item),
     .axis = FC_SEGMENT,
     AT(shop, segments),
     .help = "client segments"},
    {.path = "channels",
     .rows = channel_rows,
     .list_item_size = sizeof(struct channel_item),
     .axis = FC_CHANNEL,
     AT(shop, channels)},
    {.path = "funnel", .rows = funnel_rows, .help = "stages and prices"},
    {.path = "funnel.stages",
     .rows = stage_rows,
     .list_item_size = sizeof(struct stage_item),
     .axis = FC_STAGE,
     AT(shop, stages)},
    {0}};

static const struct fc_field opening_rows[] = {
    {.key = "cash",
     .unit = "money",
     .kind = FC_NUMBER,
     .low = -1e12,
     .high = 1e12,
     .preset = 0,
     AT(bank, cash)},
    {.key = "pipeline", .kind = FC_CHOICE, .of = "empty|steady", AT(bank, pipeline)},
    {0}};

static const struct fc_field people_rows[] = {{.key = "seats",
                                               .unit = "people",
                                               .kind = FC_COUNT,
                                               .flags = FC_REQUIRED,
                                               .low = 1,
                                               .high = 1000,
                                               AT(bank, seats),
                                               .help = "how many sell"},
                                              {.key = "turnover_per_year",
                                               .unit = "a year",
                                               .kind = FC_NUMBER,
                                               .flags = FC_MAY_VARY,
                                               .high = 3,
                                               .preset = 0.25,
                                               .confidence = 'M',
                                               .source = "survey",
                                               AT(bank, fee)},
                                              {0}};

static const struct fc_field deal_rows[] = {
    {.key = "name", .kind = FC_NAME, .flags = FC_REQUIRED, AT(segment_item, name)},
    {.key = "value",
     .unit = "money",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED,
     .high = 1e12,
     AT(segment_item, leads)},
    {0}};

/* the list of another owner, read by two */
static const struct fc_field fee_rows[] = {
    {.key = "name", .kind = FC_NAME, .flags = FC_REQUIRED, AT(segment_item, name)},
    {.key = "fee", .kind = FC_NUMBER, .preset = FC_NO_PRESET, AT(segment_item, leads)},
    {0}};

static const struct fc_section bank_sections[] = {
    {.path = "channels",
     .rows = fee_rows,
     .list_item_size = sizeof(struct segment_item),
     AT(bank, channels)},
    {.path = "people", .rows = people_rows},
    {.path = "opening", .rows = opening_rows},
    {.path = "opening.pipeline",
     .rows = deal_rows,
     .list_item_size = sizeof(struct segment_item),
     AT(bank, deals)},
    {0}};
#undef AT

static const struct fc_owner test_owners[] = {
    {"shop", shop_sections, sizeof(struct shop)},
    {"bank", bank_sections, sizeof(struct bank)},
    {0}};

/* A file that is right. */
#define GOOD_SEGMENTS                                                                  \
    "segments = ( { name = \"small\"; leads_per_month = 867; },\n"                     \
    "             { name = \"mid\"; title = \"Средний\"; } );\n"
#define GOOD_CHANNELS                                                                  \
    "channels = ( { name = \"web\"; share = 0.4; },\n"                                 \
    "             { name = \"calls\"; kind = \"outbound\"; share = 1; } );\n"
#define GOOD_FUNNEL_OPEN                                                               \
    "funnel = { stages = ( { name = \"propose\"; conversion = 0.5; } "
#define GOOD_FUNNEL GOOD_FUNNEL_OPEN "); };\n"
#define GOOD_PEOPLE "people = { seats = 24; };\n"
#define GOOD        GOOD_SEGMENTS GOOD_CHANNELS GOOD_FUNNEL GOOD_PEOPLE

/* All problems, one a line, without the name of the file. */
static inline void problems_text(const fc_scenario *scenario, char *out, size_t room)
{
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++) {
        const char *problem = fc_scenario_problem(scenario, i, NULL);
        const size_t n = strlen(out);
        if (strncmp(problem, "a.cfg:", 6) == 0)
            problem += 6;
        snprintf(out + n, room - n, "%s%s", i ? "\n" : "", problem);
    }
}

static inline fc_status read_text(const char *text, fc_scenario **out)
{
    return fc__scenario_read_text("a.cfg", text, strlen(text), NULL, 0, test_owners,
                                  out, NULL);
}

#endif
