/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of the room `organisation`: structure, teams, roles, travel, ownership.
 * What they mean is at the head of organisation.c. */
#include "model/organisation_spec.h"
#include "model/structure.h"

#define SPEC(group, field)                                                             \
    offsetof(struct fc_organisation_spec, group.field) -                               \
        offsetof(struct fc_organisation_spec, group)

static const struct fc_field organisation_rows[] = {
    {.key = "structure",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = FC_GEOGRAPHIC,
     .at = SPEC(organisation, structure),
     .of = FC_STRUCTURES,
     .help =
         "who covers which market: a team for each territory, product or segment, one "
         "team, the teams listed, or territory teams with specialists by product"},
    {.key = "domain_mix",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = 0,
     .at = SPEC(organisation, domain_mix),
     .of = FC_STRUCTURES_LIKE,
     .help = "whose mix of territories, products and segments people work in and learn "
             "from: that of the structure, or another one, to see what specialisation "
             "alone is worth"},
    {.key = "coordination_share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 0.9,
     .preset = FC_NO_PRESET,
     .at = SPEC(organisation, coordination_share),
     .help =
         "share of working hours spent on coordination, unless "
         "organisation.coordination gives hours; if absent, by structure: "
         "geographic 0.02, product 0.06, segment, pooled and custom 0.03, matrix 0.07",
     .source = "direction: team selling needs coordination, HBR 2006; sizes assumed"},
    {.key = "handoff_loss",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 0.9,
     .preset = 0.05,
     .at = SPEC(organisation, handoff_loss),
     .help = "share of the odds of a stage that is lost when its role takes the deal "
             "over from another role; nothing with one role"},
    {0}};

static const struct fc_field team_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = offsetof(struct fc_team_item, name),
     .help = "key; unless the structure is custom, that of the territory, product or "
             "segment (\"pool\" for the pooled team)"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = offsetof(struct fc_team_item, title),
     .help = "display title, any language"},
    {.key = "territories",
     .kind = FC_NAMES,
     .confidence = 'H',
     .of = "markets.territories",
     .at = offsetof(struct fc_team_item, territories),
     .help = "territories a custom team covers; all if absent"},
    {.key = "products",
     .kind = FC_NAMES,
     .confidence = 'H',
     .of = "markets.products",
     .at = offsetof(struct fc_team_item, products),
     .help = "products a custom team covers; all if absent"},
    {.key = "segments",
     .kind = FC_NAMES,
     .confidence = 'H',
     .of = "markets.segments",
     .at = offsetof(struct fc_team_item, segments),
     .help = "segments a custom team covers; all if absent"},
    {.key = "seats",
     .unit = "seats",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 0,
     .high = FC_SEATS_MAX,
     .preset = (double)NAN,
     .at = offsetof(struct fc_team_item, seats),
     .help = "seats of the team; if absent, by the hours its markets need at opening"},
    {0}};

#define ROLE(field) offsetof(struct fc_role_spec, field)
static const struct fc_field role_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = ROLE(name),
     .help =
         "key: sdr for first contact and prospecting, ae for selling, am for account "
         "service, expert for specialists, or your own; what names no role is done "
         "by ae"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = ROLE(title),
     .help = "display title, any language"},
    {.key = "seats",
     .unit = "seats",
     .kind = FC_COUNT,
     .confidence = 'H',
     .low = 0,
     .high = FC_SEATS_MAX,
     .preset = (double)NAN,
     .at = ROLE(seats),
     .help =
         "seats of the role in all teams; if absent, by the hours its tasks need at "
         "opening"},
    {.key = "pay_factor",
     .unit = "factor",
     .kind = FC_NUMBER,
     .flags = 0,
     .confidence = 'A',
     .low = 0,
     .high = 20,
     .preset = 1,
     .at = ROLE(pay_factor),
     .help = "base pay of the role relative to people.base_pay_per_month"},
    {.key = "next",
     .kind = FC_REF,
     .confidence = 'H',
     .at = ROLE(next),
     .of = "people.roles",
     .help =
         "role its people are promoted to at the end of a sales year, where the team "
         "has a vacant seat of it; nobody if absent"},
    {.key = "promotion_months",
     .unit = "months",
     .kind = FC_NUMBER,
     .confidence = 'A',
     .low = 0,
     .high = 600,
     .preset = 12,
     .at = ROLE(promotion_months),
     .help = "months with the company after which a person may be promoted"},
    {.key = "promotion_share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 1,
     .at = ROLE(promotion_share),
     .help = "share of these who are fit for it in a year"},
    {.key = "experience_kept",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 0.5,
     .at = ROLE(experience_kept),
     .help =
         "part of what a person has beyond a newcomer that counts in the next role, "
         "too"},
    {0}};

#define COORDINATION(field) SPEC(coordination, field)
static const struct fc_field coordination_rows[] = {
    {.key = "like",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = 0,
     .at = COORDINATION(like),
     .of = FC_STRUCTURES_LIKE,
     .help = "whose coordination: that of the structure, or of another one"},
    {.key = "meetings_hours",
     .unit = "hours a week",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 20,
     .preset = 0,
     .at = COORDINATION(meetings),
     .help = "hours that each person of a team of six spends on meetings and messages "
             "inside it; they grow with the logarithm of the team. With any hours "
             "here, hours take the place of coordination_share; 0.5 is advised",
     .source = "direction: team selling needs coordination, HBR 2006; sizes assumed"},
    {.key = "shared_client_hours",
     .unit = "hours a week",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 20,
     .preset = 0,
     .at = COORDINATION(shared_client),
     .help = "hours that a team spends on each of its clients for every other team "
             "that serves the client, too; 0.17, ten minutes, is advised. Who has "
             "several products is what customers.cross_sell says"},
    {.key = "dual_hours",
     .unit = "hours a week",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 20,
     .preset = 0,
     .at = COORDINATION(dual),
     .help = "hours that each person of a matrix spends because there are two who "
             "lead; 1.25 is advised"},
    {0}};

#define TRAVEL(field) SPEC(travel, field)
static const struct fc_field travel_rows[] = {
    {.key = "area_km2",
     .unit = "km2",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 1e8,
     .preset = 0,
     .at = TRAVEL(area_km2),
     .help = "area the department covers, territories being equal parts of it; 0 = "
             "nobody travels"},
    {.key = "speed_kmh",
     .unit = "km an hour",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 1,
     .high = 1000,
     .preset = 70,
     .at = TRAVEL(speed_kmh),
     .help = "mean speed on the way to a client, breaks included"},
    {.key = "visits_per_deal",
     .unit = "visits",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = 0,
     .high = 100,
     .preset = 0,
     .at = TRAVEL(visits_per_deal),
     .help = "visits an opportunity takes on average, spread over the stages after the "
             "first as their hours are"},
    {.key = "visits_per_client_year",
     .unit = "visits a year",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .per = FC_SEGMENT,
     .confidence = 'A',
     .low = 0,
     .high = 365,
     .preset = 0,
     .at = TRAVEL(visits_per_client),
     .help = "visits a client gets in a year as part of account service; only the way "
             "takes hours, the visit itself is in customers.service_hours_per_week"},
    {.key = "remote_share",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 0,
     .at = TRAVEL(remote_share),
     .help = "share of visits made by video or telephone instead"},
    {.key = "visits_per_tour",
     .unit = "visits",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 1,
     .high = 100,
     .preset = 1,
     .at = TRAVEL(visits_per_tour),
     .help = "visits made on one way out and back"},
    {.key = "reach",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = 0,
     .at = TRAVEL(reach),
     .of = FC_STRUCTURES_LIKE,
     .help = "whose ways: own territories of the team members, or the nearest of all "
             "where the team is pooled; that of the structure, or of another one"},
    {0}};

#define OWNERSHIP(field) SPEC(ownership, field)
static const struct fc_field ownership_rows[] = {
    {.key = "on",
     .kind = FC_FLAG,
     .confidence = 'A',
     .at = OWNERSHIP(on),
     .help = "whether it matters who owns a deal and a client"},
    {.key = "like",
     .kind = FC_CHOICE,
     .confidence = 'A',
     .preset = 0,
     .at = OWNERSHIP(like),
     .of = FC_STRUCTURES_LIKE,
     .help =
         "whose ownership: in a pooled team whoever is free takes the next deal or "
         "client, else each has one owner; that of the structure, or of another one"},
    {.key = "slow_down",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'M',
     .low = 0,
     .high = 1,
     .preset = 0.1,
     .at = OWNERSHIP(slow_down),
     .help = "additional hours of stage work where nobody owns the deal",
     .source = "Song, Tucker & Murrell 2015: dedicated queues, 17 % shorter stays "
               "(emergency department)"},
    {.key = "leave_log_odds",
     .unit = "log-odds",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 4,
     .preset = 0,
     .at = OWNERSHIP(leave_log_odds),
     .help = "added to the log-odds of leaving of clients who are served by somebody "
             "else each time: a relationship takes about half a year with one person"},
    {0}};

#define MATRIX(field) SPEC(matrix, field)
static const struct fc_field matrix_rows[] = {
    {.key = "min_deal_value",
     .unit = "money a year",
     .kind = FC_NUMBER,
     .flags = 0,
     .confidence = 'A',
     .low = 0,
     .high = 1e12,
     .preset = FC_NO_PRESET,
     .at = MATRIX(min_deal_value),
     .help = "segments whose mean deal is worth at least this are sold by the "
             "territory team and a specialist together; if absent, those at or above "
             "the mean of the segments"},
    {.key = "extra_hours",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 4,
     .preset = 0.25,
     .at = MATRIX(extra_hours),
     .help = "specialist's hours on such a deal, as a share of the stage work"},
    {.key = "collaboration_loss",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY | FC_SHARE,
     .confidence = 'A',
     .low = 0,
     .high = 0.9,
     .preset = 0.03,
     .at = MATRIX(loss),
     .help = "share of proficiency lost when two sell together"},
    {.key = "overflow_below",
     .unit = "share",
     .kind = FC_NUMBER,
     .flags = FC_MAY_VARY,
     .confidence = 'A',
     .low = 0,
     .high = 1,
     .preset = 0,
     .at = MATRIX(overflow_below),
     .help = "where a territory team covers less than this share of the work on deals, "
             "idle specialists of the product take over what is missing to it; 0.8 is "
             "advised, 0 = they do not"},
    {0}};

static const struct fc_field funnel_rows[] = {
    {.key = "contact_role",
     .kind = FC_REF,
     .confidence = 'H',
     .at = SPEC(funnel, contact_role),
     .of = "people.roles",
     .help = "role that makes the first contact; ae if absent"},
    {0}};

static const struct fc_field customers_rows[] = {
    {.key = "service_role",
     .kind = FC_REF,
     .confidence = 'H',
     .at = SPEC(customers, service_role),
     .of = "people.roles",
     .help = "role that serves the clients; ae if absent"},
    {0}};

#define GROUP(path_, rows_, group, help_)                                              \
    {                                                                                  \
        .path = path_, .rows = rows_,                                                  \
        .at = offsetof(struct fc_organisation_spec, group), .help = help_              \
    }
#define LIST(path_, rows_, list, type, axis_, help_)                                   \
    {                                                                                  \
        .path = path_, .rows = rows_,                                                  \
        .at = offsetof(struct fc_organisation_spec, list),                             \
        .list_item_size = sizeof(type), .axis = axis_, .help = help_                   \
    }
const struct fc_section fc__organisation_sections[] = {
    GROUP("organisation", organisation_rows, organisation, "structure and teams"),
    LIST("organisation.teams", team_rows, teams, struct fc_team_item, FC_ONE,
         "the teams of a custom structure; else seats and titles of its teams"),
    GROUP("organisation.coordination", coordination_rows, coordination,
          "hours that keep people in step"),
    GROUP("organisation.travel", travel_rows, travel, "ways to the clients"),
    GROUP("organisation.ownership", ownership_rows, ownership,
          "one person a deal and a client, or whoever is free"),
    GROUP("organisation.matrix", matrix_rows, matrix,
          "selling with a specialist, for structure = \"matrix\""),
    LIST("people.roles", role_rows, roles, struct fc_role_spec, FC_ROLE,
         "roles, if people do not all do everything"),
    GROUP("funnel", funnel_rows, funnel, "from lead to win"),
    GROUP("customers", customers_rows, customers, "what clients do"),
    {0}};
