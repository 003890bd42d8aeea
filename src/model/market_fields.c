/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of the market room: clock, axes, markets, targets, actuals. */

#include "model/market.h"
#include "model/market_spec.h"

static const struct fc_field head_rows[] = {
    {.key = "title",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_market_room_spec, head.title) -
           offsetof(struct fc_market_room_spec, head),
     .help = "what this scenario is, in any language"},
    {.key = "currency",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_market_room_spec, head.currency) -
           offsetof(struct fc_market_room_spec, head),
     .help = "currency of all money, such as USD or RUB"},
    {0}};

#define AT(field)                                                                      \
    offsetof(struct fc_market_room_spec, horizon.field) -                              \
        offsetof(struct fc_market_room_spec, horizon)
static const struct fc_field horizon_rows[] = {
    {.key = "start",
     .kind = FC_MONTH,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(start),
     .help = "first month, such as \"2027-01\""},
    {.key = "months",
     .unit = "months",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 1,
     .high = 600,
     .preset = 36,
     .at = AT(months),
     .help = "months to simulate",
     .source = "planning horizon of three years"},
    {.key = "steps_per_month",
     .unit = "steps",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 1,
     .high = 4,
     .preset = 2,
     .at = AT(steps_per_month),
     .help = "steps in a month: 1, 2 or 4",
     .source = "time-step tests of the engine"},
    {0}};
#undef AT

static const struct fc_field markets_rows[] = {
    {.key = "working_days",
     .unit = "factor",
     .kind = FC_SERIES,
     .confidence = 'A',
     .low = 0,
     .high = 3,
     .preset = FC_NO_PRESET,
     .at = offsetof(struct fc_market_room_spec, markets.working_days) -
           offsetof(struct fc_market_room_spec, markets),
     .help = "12 factors, January first, on hours; scaled to mean 1"},
    {0}};

#define SHARE(type)                                                                    \
    {                                                                                  \
        .key = "share", .unit = "share", .kind = FC_NUMBER, .confidence = 'A',         \
        .low = 0, .high = 1, .preset = FC_NO_PRESET, .at = offsetof(type, share),      \
        .help = "share of the leads; equal shares if none is given"                    \
    }
#define NAME(type)                                                                     \
    {.key = "name",                                                                    \
     .kind = FC_NAME,                                                                  \
     .flags = FC_REQUIRED,                                                             \
     .confidence = 'H',                                                                \
     .at = offsetof(type, name),                                                       \
     .help = "key"},                                                                   \
    {                                                                                  \
        .key = "title", .kind = FC_TEXT, .confidence = 'H',                            \
        .at = offsetof(type, title), .help = "display title, any language"             \
    }

static const struct fc_field territory_rows[] = {
    NAME(struct fc_member_spec), SHARE(struct fc_member_spec), {0}};

static const struct fc_field product_rows[] = {
    NAME(struct fc_product_spec),
    SHARE(struct fc_product_spec),
    {.key = "margin",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'M',
     .low = 0,
     .high = 1,
     .preset = 0.75,
     .at = offsetof(struct fc_product_spec, margin),
     .help = "gross margin, share of revenue",
     .source = "software-like firm, general knowledge"},
    {.key = "model",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = FC_CONTRACT,
     .at = offsetof(struct fc_product_spec, model),
     .of = "contract|one_off|repeat",
     .help = "contract: renewed every term; one_off: paid once, when it is won; "
             "repeat: bought again and again without a contract"},
    {.key = "term_months",
     .unit = "months",
     .kind = FC_COUNT,
     .confidence = 'A',
     .low = 1,
     .high = 36,
     .preset = 12,
     .at = offsetof(struct fc_product_spec, term_months),
     .help = "length of a contract: 1, 3, 6, 12, 24 or 36"},
    {0}};

static const struct fc_field segment_rows[] = {
    NAME(struct fc_segment_spec),
    {.key = "leads_per_month",
     .unit = "leads a month",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 1e6,
     .preset = 0,
     .at = offsetof(struct fc_segment_spec, leads_per_month),
     .help = "leads that reach the department through the channels with a share"},
    {.key = "potential",
     .unit = "clients",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 1e8,
     .preset = 0,
     .at = offsetof(struct fc_segment_spec, potential),
     .help = "clients there can be at most; leads dry up on the way; 0 = no limit"},
    {0}};

static const struct fc_field market_rows[] = {
    {.key = "territory",
     .kind = FC_REF,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_market_spec, territory),
     .of = "markets.territories",
     .help = "territory"},
    {.key = "product",
     .kind = FC_REF,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_market_spec, product),
     .of = "markets.products",
     .help = "product"},
    {.key = "segment",
     .kind = FC_REF,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_market_spec, segment),
     .of = "markets.segments",
     .help = "segment"},
    {.key = "share",
     .unit = "share",
     .kind = FC_NUMBER,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 1,
     .at = offsetof(struct fc_market_spec, share),
     .help = "share of the segment's leads; scaled to sum to 1"},
    {0}};

static const struct fc_field target_rows[] = {
    {.key = "metric",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_target_spec, metric),
     .help = "a metric with totals, such as revenue, operating_profit, cash_low"},
    {.key = "over",
     .kind = FC_CHOICE,
     .confidence = 'H',
     .preset = 0,
     .at = offsetof(struct fc_target_spec, over),
     .of = "year|month|horizon",
     .help = "what the target is for"},
    {.key = "year",
     .unit = "year",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 1,
     .high = 50,
     .preset = 1,
     .at = offsetof(struct fc_target_spec, year),
     .help = "year of the horizon, from 1, when over = \"year\""},
    {.key = "month",
     .unit = "month",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 1,
     .high = 600,
     .preset = 1,
     .at = offsetof(struct fc_target_spec, month),
     .help = "month of the horizon, from 1, when over = \"month\""},
    {.key = "value",
     .unit = "money",
     .kind = FC_NUMBER,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .low = -1e15,
     .high = 1e15,
     .preset = FC_NO_PRESET,
     .at = offsetof(struct fc_target_spec, value),
     .help = "the target is missed below this value"},
    {.key = "accept_miss",
     .unit = "share",
     .kind = FC_NUMBER,
     .confidence = 'H',
     .low = 0,
     .high = 1,
     .preset = FC_NO_PRESET,
     .at = offsetof(struct fc_target_spec, accept_miss),
     .help = "appetite: accepted probability to miss"},
    {0}};

static const struct fc_field actual_rows[] = {
    {.key = "metric",
     .kind = FC_TEXT,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_actual_spec, metric),
     .help = "metric, such as revenue"},
    {.key = "values",
     .unit = "money",
     .kind = FC_SERIES,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .low = -1e15,
     .high = 1e15,
     .preset = FC_NO_PRESET,
     .at = offsetof(struct fc_actual_spec, values),
     .help = "months before the first one, oldest first"},
    {0}};

#define LIST(path_, rows_, field, type, axis_, help_)                                  \
    {                                                                                  \
        .path = path_, .rows = rows_,                                                  \
        .at = offsetof(struct fc_market_room_spec, field),                             \
        .list_item_size = sizeof(type), .axis = axis_, .help = help_                   \
    }
const struct fc_section fc__market_sections[] = {
    {.path = "",
     .rows = head_rows,
     .at = offsetof(struct fc_market_room_spec, head),
     .help = "title and currency"},
    {.path = "horizon",
     .rows = horizon_rows,
     .at = offsetof(struct fc_market_room_spec, horizon),
     .help = "the clock"},
    {.path = "markets",
     .rows = markets_rows,
     .at = offsetof(struct fc_market_room_spec, markets),
     .help = "what is sold where to whom"},
    LIST("markets.territories", territory_rows, territories, struct fc_member_spec,
         FC_TERRITORY, "sales territories"),
    LIST("markets.products", product_rows, products, struct fc_product_spec, FC_PRODUCT,
         "products"),
    LIST("markets.segments", segment_rows, segments, struct fc_segment_spec, FC_SEGMENT,
         "client segments"),
    LIST("markets.list", market_rows, list, struct fc_market_spec, FC_ONE,
         "the markets one by one, instead of all combinations"),
    LIST("targets", target_rows, targets, struct fc_target_spec, FC_ONE,
         "what was promised, and the accepted probability to miss it"),
    LIST("opening.actuals", actual_rows, actuals, struct fc_actual_spec, FC_ONE,
         "months that have happened, for the charts"),
    {0}};
